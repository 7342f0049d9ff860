//! TYPE: text of files on the terminal (command reference 17).

use super::{Answer, Confirm, DISPLAYED_NORMAL, Listed, list_readable, report};
use crate::cdu::Command;
use crate::clock::Millis;
use crate::command::labels::{PAGING, SELECTION, labels};
use crate::command::output::Output;
use crate::command::wait::pause;
use crate::command::{Context, Routine, console};
use crate::message::{Condition, Status, codes};
use crate::rms::{Access, FoundFile, RecordFile, text_of};

/// TYPE.
pub const ROUTINES: &[Routine] = &[Routine {
    name: "TYPE",
    handler: type_files,
    labels: labels!(SELECTION, PAGING, &["CONFIRM", "CONTINUOUS", "FILE", "HEADER", "INTERVAL", "OUTPUT", "TAIL"]),
}];

/// Records that /TAIL shows without a number.
const TAIL: usize = 23;

/// Seconds of /INTERVAL at most: a day.
const MAX_INTERVAL: u64 = 86_400;

fn type_files(context: &mut Context<'_>, command: &Command) -> Result<Status, Condition> {
    if let Some(name) = live_input(context, command) {
        return type_live(context, command, name);
    }
    let listed = list_readable(context, command, "FILE", ".LIS")?;
    let several = listed.iter().map(|l| l.files.as_ref().map_or(0, Vec::len)).sum::<usize>() > 1;
    let header = command.has("HEADER") || several && !command.present("HEADER").is_negated();
    let tail = command.has("TAIL").then(|| command.number("TAIL").map_or(TAIL, |n| usize::try_from(n).unwrap_or(0)));
    let watch = watch(context, command)?;
    let mut last = None;
    let mut confirm = Confirm::of(command);
    let mut output = Output::open(context, command, "TYPE")?;
    let mut status = DISPLAYED_NORMAL;
    for Listed { spec, files, .. } in listed {
        let files = match files {
            Ok(files) => files,
            Err(why) => {
                report(context, &mut status, &Condition::new(codes::TYPE_SEARCHFAIL).arg(spec).then(why));
                continue;
            }
        };
        for file in files {
            let name = file.spec.to_string();
            match confirm.ask(context, &format!("TYPE {name}")) {
                Answer::No => continue,
                Answer::Quit => return Ok(status),
                Answer::Yes | Answer::All => {}
            }
            if header {
                for line in [" ", &name, " "] {
                    output.line(context, line)?;
                }
            }
            let records = context.open_file(&file, Access::reading());
            match records.map_err(|why| (codes::TYPE_OPENIN, why)).and_then(|records| {
                copy_out(context, records, tail, &mut output).map_err(|why| (codes::TYPE_READERR, why))
            }) {
                Ok(read) => last = Some((file, read)),
                Err((failure, why)) => report(context, &mut status, &Condition::new(failure).arg(name).then(why)),
            }
            if context.streams.interrupted() {
                return Ok(codes::SYSTEM_CONTROLY);
            }
            if output.is_over() {
                return Ok(status);
            }
        }
    }
    if let (Some(interval), Some((file, read))) = (watch, last) {
        follow(context, &file, read, interval, &mut output)?;
    }
    output.close()?;
    Ok(status)
}

/// The process-permanent file that is typed alone and record by record, as it comes.
fn live_input(context: &Context<'_>, command: &Command) -> Option<&'static str> {
    let items = command.items("FILE");
    let [item] = items.as_slice() else { return None };
    let whole = ["CONFIRM", "CONTINUOUS", "HEADER", "INTERVAL", "TAIL"].into_iter().any(|label| command.has(label));
    console::permanent(context, item.text()).filter(|_| !whole)
}

fn type_live(context: &mut Context<'_>, command: &Command, name: &str) -> Result<Status, Condition> {
    let mut output = Output::open(context, command, "TYPE")?;
    while let Some(record) = console::next_record(context, name) {
        output.line(context, &record)?;
        if output.is_over() {
            return Ok(DISPLAYED_NORMAL);
        }
    }
    if context.streams.interrupted() {
        return Ok(codes::SYSTEM_CONTROLY);
    }
    output.close()?;
    Ok(DISPLAYED_NORMAL)
}

/// /CONTINUOUS: how long to wait between two looks at the file. Under the virtual clock nothing would ever end it.
fn watch(context: &Context<'_>, command: &Command) -> Result<Option<Millis>, Condition> {
    if !command.has("CONTINUOUS") {
        return if command.has("INTERVAL") { Err(codes::CLI_CONFQUAL.into()) } else { Ok(None) };
    }
    if context.node.clock().is_virtual() {
        return Err(Condition::new(codes::SYSTEM_UNSUPPORTED).token("CONTINUOUS"));
    }
    let seconds = command.number("INTERVAL").unwrap_or(1);
    let seconds = u64::try_from(seconds).ok().filter(|seconds| (1..=MAX_INTERVAL).contains(seconds));
    Ok(Some(Millis(1000 * seconds.ok_or(codes::TYPE_VALERR)?)))
}

/// Shows what is appended to a file until it is deleted or the reader presses Ctrl/C or Ctrl/Y.
fn follow(
    context: &mut Context<'_>,
    file: &FoundFile,
    mut read: usize,
    interval: Millis,
    output: &mut Output,
) -> Result<(), Condition> {
    while pause(context, interval) && !output.is_over() {
        let Ok(mut records) = context.open_file(file, Access::reading()) else { return Ok(()) };
        let mut number = 0;
        while let Some(record) = records.read()? {
            number += 1;
            if number > read {
                output.line(context, &text_of(&record))?;
            }
        }
        // A file that was cut short begins again.
        read = number;
    }
    Ok(())
}

/// Shows the records of a file, or the last of them; how many it has.
fn copy_out(
    context: &mut Context<'_>,
    mut records: Box<dyn RecordFile>,
    tail: Option<usize>,
    output: &mut Output,
) -> Result<usize, Condition> {
    let mut read = 0;
    let Some(tail) = tail else {
        while let Some(record) = records.read()? {
            read += 1;
            output.line(context, &text_of(&record))?;
            if context.streams.interrupted() || output.is_over() {
                break;
            }
        }
        return Ok(read);
    };
    let mut last = std::collections::VecDeque::new();
    while let Some(record) = records.read()? {
        read += 1;
        last.push_back(record);
        if last.len() > tail {
            last.pop_front();
        }
    }
    last.iter().try_for_each(|record| output.line(context, &text_of(record)))?;
    Ok(read)
}
