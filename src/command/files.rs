//! What the file commands have in common: finding files, selecting among them, asking.

mod access;
pub(super) mod characteristics;
pub(super) mod copy;
pub(super) mod create;
pub(super) mod delete;
pub(super) mod differences;
pub(super) mod directory;
pub(super) mod dump;
pub(super) mod record;
pub(super) mod rename;
pub(super) mod search;
pub(super) mod security;
pub(super) mod set;
pub(super) mod type_records;
pub(super) mod unlock;

use super::output::asked;
use super::{Context, console};
use crate::cdu::Command;
use crate::clock::VmsTime;
use crate::dcl::time::parse_absolute;
use crate::message::{Condition, Status, codes};
use crate::node::files::FileView;
use crate::node::privileges::Privilege;
use crate::node::uic::Uic;
use crate::rms::{
    Access, Attributes, Environment, FileSpec, FoundFile, FullSpec, NewName, Version, expand, matches, search_all,
};

/// How a utility's own status ends: the message was displayed.
pub const DISPLAYED_NORMAL: Status = Status(0x1000_0001);

impl Context<'_> {
    /// What file names mean to the process.
    pub fn files(&self) -> FileView<'_> {
        self.process.files(self.node.names(), &**self.node)
    }
}

/// The owner that a qualifier names. [`codes::CLI_INVUIC`] for no UIC, NOPRIV where a privilege is needed and missing:
/// only GRPPRV, SYSPRV and BYPASS give files away.
pub fn owner(context: &Context<'_>, text: &str) -> Result<u32, Condition> {
    owned_by(context, context.node.rights().parse(text).ok_or(codes::CLI_INVUIC)?)
}

/// A user's UIC as a longword, if this process may make files for that user. NOPRIV.
pub fn owned_by(context: &Context<'_>, uic: Uic) -> Result<u32, Condition> {
    let needed: &[Privilege] = match uic.group == context.process.uic.group {
        true => &[Privilege::Grpprv, Privilege::Sysprv, Privilege::Bypass],
        false => &[Privilege::Sysprv, Privilege::Bypass],
    };
    if uic != context.process.uic && !context.process.privileges.has_any(needed) {
        return Err(codes::SYSTEM_NOPRIV.into());
    }
    Ok(uic.longword())
}

/// The new name that a specification is for a device; `directory` is its directory's names.
pub fn new_name<'a>(spec: &'a FullSpec, directory: &'a [String]) -> NewName<'a> {
    let version = match spec.version {
        Version::Number(number) => Some(number),
        _ => None,
    };
    NewName { directory, name: &spec.name, file_type: &spec.file_type, version }
}

/// Makes a symbolic link that says `target`; its name.
///
/// # Errors
/// WLD for a name with wildcards; what the device says.
pub fn create_link(context: &Context<'_>, spec: &FullSpec, target: &str) -> Result<FullSpec, Condition> {
    if spec.is_wild() {
        return Err(codes::RMS_WLD.into());
    }
    let files = context.files().file_system(&spec.physical_device)?;
    let directory = spec.physical_directory().names().ok_or(codes::RMS_WLD)?;
    let made = files.create_link(&new_name(spec, &directory), target)?;
    Ok(FullSpec { version: Version::Number(made.version), ..spec.clone() })
}

/// The condition of a selection: dates, owner, names to leave out.
pub struct Selection {
    since: Option<VmsTime>,
    before: Option<VmsTime>,
    date: fn(&Attributes) -> Option<VmsTime>,
    owner: Option<Uic>,
    exclude: Vec<FileSpec>,
}

impl Selection {
    /// Reads the selection qualifiers of a command.
    pub fn of(context: &Context<'_>, command: &Command) -> Result<Self, Condition> {
        let now = context.node.clock().now();
        let time = |label: &str| match asked(command, label) {
            true => parse_absolute(command.value(label).unwrap_or("TODAY"), now).map(Some),
            false => Ok(None),
        };
        let by_owner = if asked(command, "BY_OWNER") { command.value("BY_OWNER") } else { None };
        let owner = match by_owner {
            Some(text) => Some(context.node.rights().parse(text).ok_or(codes::CLI_INVUIC)?),
            None => asked(command, "BY_OWNER").then_some(context.process.uic),
        };
        let exclude = if asked(command, "EXCLUDE") { command.values("EXCLUDE") } else { Vec::new() };
        let exclude = exclude.into_iter().map(FileSpec::parse).collect::<Result<_, _>>()?;
        let date: fn(&Attributes) -> Option<VmsTime> = match () {
            () if asked(command, "MODIFIED") => |known| Some(known.revised),
            () if asked(command, "EXPIRED") => |known| known.expires,
            () if asked(command, "BACKUP") && command.routine() != "SET_FILE" => |known| known.backup,
            () => |known| Some(known.created),
        };
        Ok(Self { since: time("SINCE")?, before: time("BEFORE")?, date, owner, exclude })
    }

    /// Whether the file is selected.
    pub fn takes(&self, file: &FoundFile) -> bool {
        if self.exclude.iter().any(|spec| excluded(spec, file)) {
            return false;
        }
        if self.since.is_none() && self.before.is_none() && self.owner.is_none() {
            return true;
        }
        let Ok(attributes) = file.files.attributes(&file.directory, &file.entry) else { return false };
        let date = (self.date)(&attributes);
        self.since.is_none_or(|since| date.is_some_and(|date| date >= since))
            && self.before.is_none_or(|before| date.is_some_and(|date| date < before))
            && self.owner.is_none_or(|owner| owner.longword() == attributes.owner)
    }
}

/// /EXCLUDE compares name, type and, when typed, version.
fn excluded(spec: &FileSpec, file: &FoundFile) -> bool {
    let field =
        |pattern: &Option<String>, text: &str| pattern.as_ref().is_none_or(|p| p.is_empty() || matches(p, text));
    let version = match spec.version {
        Some(crate::rms::Version::Number(number)) => number == file.entry.version,
        _ => true,
    };
    field(&spec.name, &file.entry.name) && field(&spec.file_type, &file.entry.file_type) && version
}

/// The files of one item of a list, or why there are none, with the specification that displays name.
pub struct Listed {
    /// The specification with its defaults, wildcards kept.
    pub spec: String,
    /// It may stand for several files.
    pub wild: bool,
    /// The files that are selected.
    pub files: Result<Vec<FoundFile>, Condition>,
}

/// Finds the files that a parameter lists. Each item takes missing fields from the one before it.
pub fn list(context: &Context<'_>, command: &Command, label: &str, default: &str) -> Result<Vec<Listed>, Condition> {
    let selection = Selection::of(context, command)?;
    let typed: Vec<String> = command.items(label).iter().map(|item| item.text().to_owned()).collect();
    let typed = if typed.is_empty() { vec![String::new()] } else { typed };
    let mut related = String::new();
    let mut all = Vec::new();
    for text in typed {
        let default = if related.is_empty() { default } else { "" };
        let listed = find(context, &text, default, &related, &selection);
        // What could not be expanded gives nothing to the next item.
        if FileSpec::parse(&listed.spec).is_ok_and(|spec| spec.device.is_some()) {
            related.clone_from(&listed.spec);
        }
        all.push(listed);
    }
    Ok(all)
}

/// As [`list`], for a command that reads its files: SYS$INPUT and its like are files as well.
pub fn list_readable(
    context: &mut Context<'_>,
    command: &Command,
    label: &str,
    default: &str,
) -> Result<Vec<Listed>, Condition> {
    let typed: Vec<String> = command.items(label).iter().map(|item| item.text().to_owned()).collect();
    if !typed.iter().any(|text| console::permanent(context, text).is_some()) {
        return list(context, command, label, default);
    }
    let mut listed = list(context, command, label, default)?;
    for (text, item) in typed.iter().zip(&mut listed) {
        if let Some(file) = console::input(context, text)? {
            item.files = Ok(vec![file]);
        }
    }
    Ok(listed)
}

fn find(context: &Context<'_>, text: &str, default: &str, related: &str, selection: &Selection) -> Listed {
    let files = context.files();
    match expand(&files, text, default, related) {
        Err(why) => Listed { spec: text.to_uppercase(), wild: false, files: Err(why) },
        Ok(specs) => {
            let spec = specs.first().map_or_else(|| text.to_uppercase(), FullSpec::to_string);
            let wild = specs.iter().any(FullSpec::is_wild);
            let found = search_all(&files, &specs);
            let found = found.map(|files| files.into_iter().filter(|file| selection.takes(file)).collect());
            Listed { spec, wild, files: found }
        }
    }
}

/// Bytes of the longest record of a file: what its header says, else the file is read for it.
pub fn longest_record(file: &FoundFile, known: &Attributes) -> Result<usize, Condition> {
    if let Some(longest) = known.longest {
        return Ok(longest.into());
    }
    let mut records = file.files.open(&file.directory, &file.entry, Access::reading())?;
    let mut longest = 0;
    while let Some(record) = records.read()? {
        longest = longest.max(record.len());
    }
    Ok(longest)
}

/// What an operator answers to /CONFIRM.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Answer {
    /// This file.
    Yes,
    /// Not this file.
    No,
    /// This file and all that follow.
    All,
    /// Neither this file nor any that follows.
    Quit,
}

/// The questions of /CONFIRM.
pub struct Confirm {
    asks: bool,
}

impl Confirm {
    /// Asks if the command has /CONFIRM.
    pub fn of(command: &Command) -> Self {
        Self { asks: command.has("CONFIRM") }
    }

    /// Asks about a file; Ctrl/Z counts as QUIT, Return as NO.
    pub fn ask(&mut self, context: &mut Context<'_>, question: &str) -> Answer {
        if !self.asks {
            return Answer::Yes;
        }
        loop {
            let Some(typed) = context.streams.ask(&format!("{question} ? [N]:")) else { return Answer::Quit };
            let typed = typed.trim().to_uppercase();
            let is = |word: &str| !typed.is_empty() && word.starts_with(&typed);
            return match typed.as_str() {
                "" | "0" => Answer::No,
                "1" => Answer::Yes,
                _ if is("YES") || is("TRUE") => Answer::Yes,
                _ if is("NO") || is("FALSE") => Answer::No,
                _ if is("QUIT") => Answer::Quit,
                _ if is("ALL") => {
                    self.asks = false;
                    Answer::All
                }
                _ => continue,
            };
        }
    }
}

/// Displays a failure of one file and keeps its status as what the command ends with.
pub fn report(context: &mut Context<'_>, worst: &mut Status, condition: &Condition) {
    context.message(condition);
    *worst = condition.status.inhibited();
}
