//! SET SECURITY and SHOW SECURITY: owner, protection and access control list of files (command reference 17).

use super::set::{Job, carry_out_listed};
use super::{Listed, list, owner, report};
use crate::cdu::Command;
use crate::command::output::Output;
use crate::command::protection::categories;
use crate::command::{Context, Routine};
use crate::message::{Condition, Status, codes};
use crate::node::uic::Uic;
use crate::rms::{Ace, Change, FoundFile};

/// SHOW SECURITY; SET SECURITY stands with the other commands that change headers.
pub const ROUTINES: &[Routine] = &[Routine {
    name: "SHOW_SECURITY",
    handler: show_security,
    labels: &["CLASS", "NAME", "OPTION", "OPTION.SECURITY", "OUTPUT"],
}];

/// Identifiers that come with the way a process was made.
const ENVIRONMENT: [&str; 6] = ["BATCH", "DIALUP", "INTERACTIVE", "LOCAL", "NETWORK", "REMOTE"];

/// What becomes of an access control list.
pub(super) enum AclChange {
    /// Entries come in front.
    Add(Vec<Ace>),
    /// These entries go.
    Remove(Vec<Ace>),
    /// All go that are not protected; with `true` those too.
    Clear(bool),
    /// The first ones make place for the others.
    Replace(Vec<Ace>, Vec<Ace>),
}

impl AclChange {
    fn read(context: &Context<'_>, command: &Command) -> Result<Option<Self>, Condition> {
        if !command.has("ACL") {
            return Ok(None);
        }
        let entries = command.value("ACL").map(|text| entries_of(context, text)).transpose()?;
        let replacement = command.value("REPLACE").map(|text| entries_of(context, text)).transpose()?;
        Ok(Some(match (entries, replacement) {
            (Some(old), Some(new)) => Self::Replace(old, new),
            (None, Some(_)) => return Err(codes::CLI_INSFPRM.into()),
            (Some(entries), None) if command.has("DELETE") => Self::Remove(entries),
            (None, None) if command.has("DELETE") => Self::Clear(command.has("DELETE.ALL")),
            (Some(entries), None) => Self::Add(entries),
            (None, None) => return Err(Condition::new(codes::SYSTEM_UNSUPPORTED).token("ACL")),
        }))
    }

    /// The list as it becomes. [`codes::SYSTEM_NOENTRY`] for an entry that is not there.
    pub fn of(&self, mut acl: Vec<Ace>) -> Result<Vec<Ace>, Condition> {
        let take = |acl: &mut Vec<Ace>, entries: &[Ace]| {
            let mut place = 0;
            for entry in entries {
                place = acl.iter().position(|own| own == entry).ok_or(codes::SYSTEM_NOENTRY)?;
                acl.remove(place);
            }
            Ok::<usize, Condition>(place.min(acl.len()))
        };
        match self {
            Self::Add(entries) => {
                acl.retain(|own| !entries.contains(own));
                acl.splice(0..0, entries.iter().cloned());
            }
            Self::Remove(entries) => drop(take(&mut acl, entries)?),
            Self::Clear(all) => acl.retain(|own| own.is_protected() && !all),
            Self::Replace(old, new) => {
                let place = take(&mut acl, old)?;
                acl.splice(place..place, new.iter().cloned());
            }
        }
        Ok(acl)
    }
}

/// The entries of a qualifier, their identifiers as displays show them. [`codes::SYSTEM_NOSUCHID`].
fn entries_of(context: &Context<'_>, text: &str) -> Result<Vec<Ace>, Condition> {
    let rights = context.node.rights();
    let mut all = Ace::parse_all(text)?;
    for name in all.iter_mut().flat_map(|ace| &mut ace.identifiers) {
        if let Some(uic) = rights.parse(name) {
            *name = rights.show(uic);
        } else if name != "*" && !ENVIRONMENT.contains(&name.as_str()) && rights.value(name).is_none() {
            return Err(Condition::new(codes::SYSTEM_NOSUCHID).token(name.as_str()));
        }
    }
    Ok(all)
}

/// Refuses classes of objects but files.
fn check_class(command: &Command) -> Result<(), Condition> {
    match command.value("CLASS").filter(|class| class.is_empty() || !"FILE".starts_with(*class)) {
        Some(_) => Err(Condition::new(codes::SYSTEM_UNSUPPORTED).token("CLASS")),
        None => Ok(()),
    }
}

/// SET SECURITY.
pub(super) fn set_security(context: &mut Context<'_>, command: &Command) -> Result<Status, Condition> {
    check_class(command)?;
    let owner = command.value("OWNER").map(|text| owner(context, text)).transpose()?;
    let job = Job {
        verb: "SET SECURITY",
        change: Change { owner, ..Change::default() },
        protection: command.value("PROTECTION").map(str::to_owned),
        enter: None,
        remove: false,
        directory: None,
        acl: AclChange::read(context, command)?,
        log: command.has("LOG"),
    };
    let listed = list(context, command, "NAME", "")?;
    carry_out_listed(context, command, &job, listed)
}

fn show_security(context: &mut Context<'_>, command: &Command) -> Result<Status, Condition> {
    check_class(command)?;
    let mut output = Output::open(context, command, "SHOW")?;
    let mut status = Status::NORMAL;
    for Listed { spec, files, .. } in list(context, command, "NAME", "")? {
        match files {
            Ok(files) => {
                for file in files {
                    for line in security(context, &file)? {
                        output.line(context, &line)?;
                    }
                }
            }
            Err(why) => report(context, &mut status, &Condition::new(codes::SHOW_OPENIN).arg(spec).then(why)),
        }
    }
    output.close()?;
    Ok(status)
}

/// What is shown of one file.
fn security(context: &Context<'_>, file: &FoundFile) -> Result<Vec<String>, Condition> {
    let known = file.files.attributes(&file.directory, &file.entry)?;
    let letters = categories(known.protection);
    let names = ["System", "Owner", "Group", "World"];
    let word = |(name, letters): (&str, &String)| match letters.is_empty() {
        true => name.to_owned(),
        false => format!("{name}: {letters}"),
    };
    let protection: Vec<String> = names.into_iter().zip(&letters).map(word).collect();
    let acl = file.files.acl(&file.directory, &file.entry);
    let empty = if acl.is_empty() { " <empty>" } else { "" };
    let mut lines = vec![
        format!("{} object of class FILE", file.spec),
        String::new(),
        format!("     Owner: {}", context.node.rights().show(Uic::from_longword(known.owner))),
        format!("     Protection: ({})", protection.join(", ")),
        format!("     Access Control List:{empty}"),
    ];
    lines.extend(acl.iter().map(|ace| format!("          {ace}")));
    lines.push(String::new());
    Ok(lines)
}
