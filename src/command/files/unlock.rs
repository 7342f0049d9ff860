//! UNLOCK and PRINT: what they find of the files that are named (command reference 17).
//!
//! No file here is left locked by a program that ended, and no queue has a printer.

use super::access::Right;
use super::{Answer, Confirm, list, report};
use crate::cdu::Command;
use crate::command::labels::labels;
use crate::command::queue::no_printer;
use crate::command::{Context, Routine};
use crate::message::{Condition, Status, codes};

/// The two commands.
pub const ROUTINES: &[Routine] = &[
    Routine { name: "UNLOCK", handler: unlock, labels: labels!(DATES, &["CONFIRM", "FILE", "LOG"]) },
    Routine {
        name: "PRINT",
        handler: print,
        labels: labels!(
            DATES,
            &[
                "AFTER",
                "CONFIRM",
                "COPIES",
                "DELETE",
                "FILE",
                "FORM",
                "HEADER",
                "HOLD",
                "IDENTIFY",
                "NAME",
                "NOTE",
                "NOTIFY",
                "PARAMETERS",
                "PRIORITY",
                "QUEUE",
                "SETUP",
                "USER",
            ]
        ),
    },
];

/// The qualifiers that select among files.
const DATES: &[&str] = &["BEFORE", "BY_OWNER", "CREATED", "EXCLUDE", "MODIFIED", "SINCE"];

/// A file that may be written is accessible again.
fn unlock(context: &mut Context<'_>, command: &Command) -> Result<Status, Condition> {
    let mut status = Status::NORMAL;
    let mut confirm = Confirm::of(command);
    for listed in list(context, command, "FILE", "")? {
        let refused = |spec: String, why| Condition::new(codes::UNLOCK_OPENIN).arg(spec).then(why);
        let files = match listed.files {
            Ok(files) => files,
            Err(why) => {
                report(context, &mut status, &refused(listed.spec, why));
                continue;
            }
        };
        for file in files {
            let name = file.spec.to_string();
            match confirm.ask(context, &format!("UNLOCK {name}")) {
                Answer::No => continue,
                Answer::Quit => return Ok(status),
                Answer::Yes | Answer::All => {}
            }
            match context.permit(&file, Right::Write) {
                Ok(()) if command.has("LOG") => context.message(&Condition::new(codes::UNLOCK_UNLOCKED).arg(name)),
                Ok(()) => {}
                Err(why) => report(context, &mut status, &refused(name, why)),
            }
        }
    }
    Ok(status)
}

/// Nothing is printed; a file that is not there is told first.
fn print(context: &mut Context<'_>, command: &Command) -> Result<Status, Condition> {
    let mut status = Status::NORMAL;
    for listed in list(context, command, "FILE", ".LIS")? {
        if let Err(why) = listed.files {
            report(context, &mut status, &Condition::new(codes::PRINT_OPENIN).arg(listed.spec).then(why));
        }
    }
    if status.is_success() { Err(no_printer()) } else { Ok(status) }
}
