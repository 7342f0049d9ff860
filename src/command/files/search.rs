//! SEARCH: records that contain a string (command reference 17).

mod counts;
mod plan;

use super::{Answer, Confirm, Listed, list_readable, report};
use crate::cdu::Command;
use crate::command::labels::{SELECTION, labels};
use crate::command::output::Output;
use crate::command::{Context, Routine};
use crate::message::{Condition, Status, codes};
use crate::rms::{Access, FoundFile, text_of};
use counts::Counts;
use plan::Plan;

/// SEARCH.
pub const ROUTINES: &[Routine] = &[Routine {
    name: "SEARCH",
    handler: search,
    labels: labels!(
        SELECTION,
        &[
            "CONFIRM",
            "EXACT",
            "FILE",
            "FORMAT",
            "FORMAT.DUMP",
            "FORMAT.FORMATTED",
            "FORMAT.NONULLS",
            "FORMAT.PASSALL",
            "FORMAT.TEXT",
            "HEADING",
            "HIGHLIGHT",
            "HIGHLIGHT.BLINK",
            "HIGHLIGHT.BOLD",
            "HIGHLIGHT.REVERSE",
            "HIGHLIGHT.UNDERLINE",
            "KEY",
            "KEY.POSITION",
            "KEY.SIZE",
            "LIMIT",
            "LOG",
            "MATCH",
            "MATCH.AND",
            "MATCH.NAND",
            "MATCH.NOR",
            "MATCH.OR",
            "MATCH.XNOR",
            "MATCH.XOR",
            "NUMBERS",
            "OUTPUT",
            "PAGE",
            "PAGE.CLEAR_SCREEN",
            "PAGE.SAVE",
            "PAGE.SCROLL",
            "WRAP",
            "REMAINING",
            "SKIP",
            "STATISTICS",
            "STATISTICS.SYMBOLS",
            "STRING",
            "WARNINGS",
            "WILDCARD",
            "WINDOW"
        ]
    ),
}];

fn search(context: &mut Context<'_>, command: &Command) -> Result<Status, Condition> {
    let plan = Plan::of(command)?;
    let begun = context.node.clock().now();
    let listed = list_readable(context, command, "FILE", "")?;
    let several = listed.len() > 1 || listed.iter().any(|l| l.wild);
    let heading = plan.heading.unwrap_or(several);
    let mut output = Output::open(context, command, "SEARCH")?;
    let mut status = Status::NORMAL;
    let mut counts = Counts::default();
    let silent = command.present("WARNINGS").is_negated();
    let mut confirm = Confirm::of(command);
    'files: for Listed { spec, files, .. } in listed {
        let files = match files {
            Ok(files) => files,
            Err(why) => {
                if !silent {
                    report(context, &mut status, &Condition::new(codes::SEARCH_OPENIN).arg(spec).then(why));
                }
                continue;
            }
        };
        for file in files.into_iter().filter(|file| !file.entry.is_directory) {
            let name = file.spec.to_string();
            match confirm.ask(context, &format!("SEARCH {name}")) {
                Answer::No => continue,
                Answer::Quit => break 'files,
                Answer::Yes | Answer::All => {}
            }
            match search_file(context, &file, &plan, heading, &mut output) {
                Ok(found) => {
                    if command.has("LOG") {
                        context.message(&found.told(&name));
                    }
                    counts.add(&found);
                }
                Err(_) if silent => {}
                Err(why) => report(context, &mut status, &Condition::new(codes::SEARCH_OPENIN).arg(name).then(why)),
            }
            if context.streams.interrupted() || output.is_over() {
                break 'files;
            }
        }
    }
    if command.has("STATISTICS") {
        counts.tell(context, command, &mut output, begun)?;
    }
    output.close()?;
    let ending = match (counts.files, counts.matched) {
        (0, _) => codes::SEARCH_NOFILE,
        (_, 0) => codes::SEARCH_NOMATCHES,
        _ => return Ok(status),
    };
    context.message(&ending.into());
    Ok(ending)
}

/// Shows the matching records of one file; what it counted.
fn search_file(
    context: &mut Context<'_>,
    file: &FoundFile,
    plan: &Plan,
    heading: bool,
    output: &mut Output,
) -> Result<Counts, Condition> {
    let mut records = context.open_file(file, Access::reading())?;
    let mut earlier: std::collections::VecDeque<(usize, String)> = std::collections::VecDeque::new();
    let mut counts = Counts { files: 1, ..Counts::default() };
    let (mut number, mut shown_to, mut open_until) = (0, 0, 0);
    while let Some(record) = records.read()? {
        number += 1;
        let text = text_of(&record);
        counts.records += 1;
        counts.characters += record.len();
        let hit = number > plan.skip && counts.matched < plan.limit && plan.matches(&text);
        if hit && plan.names_only {
            counts.matched += 1;
            if counts.matched == 1 {
                output.line(context, &file.spec.to_string())?;
                counts.printed += 1;
            }
            continue;
        }
        if hit {
            if counts.matched == 0 && heading {
                for line in ["", "******************************", &file.spec.to_string(), ""] {
                    output.line(context, line)?;
                }
            }
            let gap = counts.matched > 0 && number > shown_to + 1 + earlier.len();
            if plan.window && gap {
                output.line(context, "***************")?;
            }
            counts.matched += 1;
            for (at, line) in earlier.drain(..) {
                output.line(context, &plan.line(at, &line, false))?;
                counts.printed += 1;
            }
            open_until = number.saturating_add(plan.after);
        }
        if hit || number <= open_until {
            output.line(context, &plan.line(number, &text, hit))?;
            counts.printed += 1;
            shown_to = number;
        } else {
            earlier.push_back((number, text));
            if earlier.len() > plan.before {
                earlier.pop_front();
            }
        }
        if context.streams.interrupted() || output.is_over() {
            break;
        }
    }
    Ok(counts)
}
