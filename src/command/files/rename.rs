//! RENAME: other names and directories for files of a device (command reference 17).

use std::sync::Arc;

use super::access::Right;
use super::copy::{inputs, output_of};
use super::{Answer, Confirm, report};
use crate::cdu::Command;
use crate::command::labels::{SELECTION, labels};
use crate::command::{Context, Routine};
use crate::message::{Condition, Status, codes};
use crate::rms::{Change, Environment, FileSystem, FoundFile, FullSpec, NewName, Version, search_all};

/// The command.
pub const ROUTINES: &[Routine] = &[Routine {
    name: "RENAME",
    handler: rename,
    labels: labels!(SELECTION, &["CONFIRM", "INHERIT_SECURITY", "INPUT", "LOG", "NEW_VERSION", "OUTPUT"]),
}];

fn rename(context: &mut Context<'_>, command: &Command) -> Result<Status, Condition> {
    let typed = command.value("OUTPUT").unwrap_or_default().to_owned();
    let mut status = Status::NORMAL;
    let files = inputs(context, command, codes::RENAME_SEARCHFAIL, &mut status)?;
    let mut confirm = Confirm::of(command);
    for input in files {
        let from = input.spec.to_string();
        match confirm.ask(context, &format!("RENAME {from}")) {
            Answer::No => continue,
            Answer::Quit => break,
            Answer::Yes | Answer::All => {}
        }
        if let Err(why) = context.permit(&input, Right::Delete) {
            report(context, &mut status, &Condition::new(codes::RENAME_OPENIN).arg(from).then(why));
            continue;
        }
        match renamed(context, command, &typed, &input) {
            Ok(to) if command.has("LOG") => {
                context.message(&Condition::new(codes::RENAME_RENAMED).arg(from).arg(to));
            }
            Ok(_) => {}
            Err((shown, why)) => {
                report(context, &mut status, &Condition::new(codes::RENAME_OPENOUT).arg(shown).then(why));
            }
        }
    }
    Ok(status)
}

fn renamed(
    context: &Context<'_>,
    command: &Command,
    typed: &str,
    input: &FoundFile,
) -> Result<String, (String, Condition)> {
    let spec = output_of(context, typed, input).map_err(|why| (typed.to_uppercase(), why))?;
    let fail = |why: Condition| (spec.to_string(), why);
    let files: Arc<dyn FileSystem> = context.files().file_system(&spec.physical_device).map_err(fail)?;
    if !Arc::ptr_eq(&files, &input.files) {
        return Err(fail(codes::RMS_DEV.into()));
    }
    let to = spec.physical_directory().names().ok_or_else(|| fail(codes::RMS_WLD.into()))?;
    let newest = FullSpec { version: Version::Highest, ..spec.clone() };
    let others = search_all(&context.files(), &[newest]).unwrap_or_default();
    let before = others.into_iter().find(|other| other.entry.token != input.entry.token || to != input.directory);
    if command.present("NEW_VERSION").is_negated() && before.is_some() {
        return Err(fail(codes::RMS_FEX.into()));
    }
    let version = match spec.version {
        Version::Number(number) => Some(number),
        _ => None,
    };
    let name = NewName { directory: &to, name: &spec.name, file_type: &spec.file_type, version };
    let entry = files.rename(&input.directory, &input.entry, &name).map_err(fail)?;
    if command.has("INHERIT_SECURITY") {
        let security = inherited(context, before.as_ref());
        files.change(&to, &entry, &security).map_err(fail)?;
    }
    Ok(FullSpec { version: Version::Number(entry.version), ..spec.clone() }.to_string())
}

/// /INHERIT_SECURITY: owner and protection as a new file of that name gets them: those of the version before it, else of
/// the process.
fn inherited(context: &Context<'_>, before: Option<&FoundFile>) -> Change {
    let known = before.and_then(|file| file.files.attributes(&file.directory, &file.entry).ok());
    let (owner, protection) = match known {
        Some(known) => (known.owner, known.protection),
        None => (context.process.uic.longword(), context.process.default_protection),
    };
    Change { owner: Some(owner), protection: Some(protection), ..Change::default() }
}
