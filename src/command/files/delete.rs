//! DELETE and PURGE: files go (command reference 17).

use super::{Answer, Confirm, DISPLAYED_NORMAL, Listed, list, report};
use crate::cdu::Command;
use crate::command::labels::{SELECTION, labels};
use crate::command::{Context, Routine};
use crate::message::{Condition, Status, codes};
use crate::rms::{Change, FileSpec, FoundFile};

/// The two commands.
pub const ROUTINES: &[Routine] = &[
    Routine {
        name: "DELETE",
        handler: delete,
        labels: labels!(
            SELECTION,
            &["CONFIRM", "ERASE", "FILE", "GRAND_TOTAL", "IGNORE", "IGNORE.INTERLOCK", "LOG", "TREE"]
        ),
    },
    Routine {
        name: "PURGE",
        handler: purge,
        labels: labels!(SELECTION, &["CONFIRM", "ERASE", "FILE", "GRAND_TOTAL", "KEEP", "LOG"]),
    },
];

/// How one of the two verbs names itself.
struct Verb {
    name: &'static str,
    done: Status,
    total: Status,
    failed: Status,
}

const DELETE: Verb =
    Verb { name: "DELETE", done: codes::DELETE_FILDEL, total: codes::DELETE_TOTAL, failed: codes::DELETE_FILNOTDEL };
const PURGE: Verb =
    Verb { name: "PURGE", done: codes::PURGE_FILPURG, total: codes::PURGE_TOTAL, failed: codes::PURGE_FILNOTPUR };

fn delete(context: &mut Context<'_>, command: &Command) -> Result<Status, Condition> {
    let versionless = |item: &crate::cdu::Item<'_>| FileSpec::parse(item.text()).is_ok_and(|s| s.version.is_none());
    if command.items("FILE").iter().any(versionless) {
        return Err(codes::DELETE_DELVER.into());
    }
    let mut status = DISPLAYED_NORMAL;
    let mut files = Vec::new();
    for Listed { spec, files: found, .. } in list(context, command, "FILE", "")? {
        match found {
            Ok(found) => files.extend(found),
            Err(why) => report(context, &mut status, &Condition::new(codes::DELETE_SEARCHFAIL).arg(spec).then(why)),
        }
    }
    if command.has("TREE") {
        // From the bottom up, so that every directory is empty when its turn comes.
        files.sort_by_key(|file| (std::cmp::Reverse(file.directory.len()), file.entry.is_directory));
    }
    remove(context, command, &DELETE, files, &mut status);
    Ok(status)
}

fn purge(context: &mut Context<'_>, command: &Command) -> Result<Status, Condition> {
    let versioned = |item: &crate::cdu::Item<'_>| FileSpec::parse(item.text()).is_ok_and(|s| s.version.is_some());
    if command.items("FILE").iter().any(versioned) {
        return Err(codes::PURGE_PURGEVER.into());
    }
    let keep = match command.number("KEEP").map(usize::try_from) {
        None => 1,
        Some(Ok(keep)) if keep > 0 => keep,
        Some(_) => return Err(codes::PURGE_VALERR.into()),
    };
    let mut status = DISPLAYED_NORMAL;
    let mut files = Vec::new();
    for Listed { spec, files: found, .. } in list(context, command, "FILE", "*.*;*")? {
        let same = |a: &FoundFile, b: &FoundFile| {
            (&a.directory, &a.entry.name, &a.entry.file_type) == (&b.directory, &b.entry.name, &b.entry.file_type)
        };
        match found {
            Ok(found) => files.extend(found.chunk_by(same).flat_map(|all| all.iter().skip(keep).cloned())),
            Err(why) if why.status == codes::RMS_FNF => {}
            Err(why) => report(context, &mut status, &Condition::new(codes::PURGE_SEARCHFAIL).arg(spec).then(why)),
        }
    }
    if files.is_empty() && status == DISPLAYED_NORMAL {
        context.message(&codes::PURGE_NOFILPURG.into());
        return Ok(codes::PURGE_NOFILPURG.inhibited());
    }
    remove(context, command, &PURGE, files, &mut status);
    Ok(status)
}

/// Deletes files one after the other, asking and logging as the command says.
fn remove(context: &mut Context<'_>, command: &Command, verb: &Verb, files: Vec<FoundFile>, status: &mut Status) {
    let (log, grand_total) = (command.has("LOG"), command.has("GRAND_TOTAL"));
    let erase = command.has("ERASE");
    let open_too = verb.name == DELETE.name && command.has("IGNORE.INTERLOCK");
    let mut confirm = Confirm::of(command);
    let (mut count, mut blocks) = (0_i64, 0_i64);
    for file in files {
        let name = file.spec.to_string();
        match confirm.ask(context, &format!("{} {name}", verb.name)) {
            Answer::No => continue,
            Answer::Quit => break,
            Answer::Yes | Answer::All => {}
        }
        if erase {
            let change = Change { erase: Some(true), ..Change::default() };
            if let Err(why) = file.files.change(&file.directory, &file.entry, &change) {
                report(context, status, &Condition::new(verb.failed).arg(name).then(why));
                continue;
            }
        }
        let allocated = file.files.attributes(&file.directory, &file.entry).map_or(0, |known| known.allocated);
        match context.delete_file(&file, open_too) {
            Ok(()) => {
                let size = i64::try_from(allocated).unwrap_or(i64::MAX);
                (count, blocks) = (count + 1, blocks.saturating_add(size));
                if log {
                    context.message(&Condition::new(verb.done).arg(name).arg(size));
                }
            }
            Err(why) => report(context, status, &Condition::new(verb.failed).arg(name).then(why)),
        }
        if context.streams.interrupted() {
            *status = codes::SYSTEM_CONTROLY;
            return;
        }
    }
    if count > 1 && log || count > 0 && grand_total {
        context.message(&Condition::new(verb.total).arg(count).arg(blocks));
    }
}
