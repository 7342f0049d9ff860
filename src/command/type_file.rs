//! TYPE: text of files on the terminal (command reference 17).

use super::files::{Answer, Confirm, DISPLAYED_NORMAL, Listed, Output, list_readable, report};
use super::{Context, Routine, console};
use crate::cdu::Command;
use crate::message::{Condition, Status, codes};
use crate::rms::{Access, RecordFile, text_of};

/// TYPE.
pub const ROUTINES: &[Routine] = &[Routine {
    name: "TYPE",
    handler: type_files,
    labels: &[
        "BACKUP",
        "BEFORE",
        "BY_OWNER",
        "CONFIRM",
        "CREATED",
        "EXCLUDE",
        "EXPIRED",
        "FILE",
        "HEADER",
        "MODIFIED",
        "OUTPUT",
        "PAGE",
        "SINCE",
        "STYLE",
        "STYLE.CONDENSED",
        "STYLE.EXPANDED",
        "TAIL",
    ],
}];

/// Records that /TAIL shows without a number.
const TAIL: usize = 23;

fn type_files(context: &mut Context<'_>, command: &Command) -> Result<Status, Condition> {
    if let Some(name) = live_input(context, command) {
        return type_live(context, command, name);
    }
    let listed = list_readable(context, command, "FILE", ".LIS")?;
    let several = listed.iter().map(|l| l.files.as_ref().map_or(0, Vec::len)).sum::<usize>() > 1;
    let header = command.has("HEADER") || several && !command.present("HEADER").is_negated();
    let tail = command.has("TAIL").then(|| command.number("TAIL").map_or(TAIL, |n| usize::try_from(n).unwrap_or(0)));
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
                Ok(()) => {}
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
    output.close()?;
    Ok(status)
}

/// The process-permanent file that is typed alone and record by record, as it comes.
fn live_input(context: &Context<'_>, command: &Command) -> Option<&'static str> {
    let items = command.items("FILE");
    let [item] = items.as_slice() else { return None };
    let whole = ["CONFIRM", "HEADER", "TAIL"].into_iter().any(|label| command.has(label));
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

fn copy_out(
    context: &mut Context<'_>,
    mut records: Box<dyn RecordFile>,
    tail: Option<usize>,
    output: &mut Output,
) -> Result<(), Condition> {
    let Some(tail) = tail else {
        while let Some(record) = records.read()? {
            output.line(context, &text_of(&record))?;
            if context.streams.interrupted() || output.is_over() {
                return Ok(());
            }
        }
        return Ok(());
    };
    let mut last = std::collections::VecDeque::new();
    while let Some(record) = records.read()? {
        last.push_back(record);
        if last.len() > tail {
            last.pop_front();
        }
    }
    last.iter().try_for_each(|record| output.line(context, &text_of(record)))
}
