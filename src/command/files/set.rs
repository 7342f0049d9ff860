//! SET FILE, SET DIRECTORY, SET PROTECTION and SET SECURITY: what file headers say (command reference 17).

use super::security::{AclChange, set_security};
use super::{Answer, Confirm, DISPLAYED_NORMAL, Listed, Selection, list, new_name, owner, report};
use crate::cdu::{Command, Item};
use crate::command::protection::mask;
use crate::command::{Context, Routine};
use crate::dcl::time::parse_absolute;
use crate::message::{Condition, Status, codes};
use crate::node::process::protection_text;
use crate::rms::{
    Carriage, Change, Directory, Environment, FileSpec, FoundFile, FullSpec, RecordFormat, Step, Version, expand,
    search_all,
};

/// The commands of this file.
pub const ROUTINES: &[Routine] = &[
    Routine {
        name: "SET_FILE",
        handler: set_file,
        labels: &[
            "ATTRIBUTES",
            "BACKUP",
            "BEFORE",
            "BY_OWNER",
            "CACHING_ATTRIBUTE",
            "CONFIRM",
            "CREATED",
            "DATA_CHECK",
            "DATA_CHECK.READ",
            "DATA_CHECK.WRITE",
            "DIRECTORY",
            "END_OF_FILE",
            "ENTER",
            "ERASE_ON_DELETE",
            "EXCLUDE",
            "EXPIRATION_DATE",
            "EXTENSION",
            "FILE",
            "GLOBAL_BUFFER",
            "LOG",
            "MOVE",
            "OPTION",
            "OPTION.FILE",
            "OWNER_UIC",
            "PROTECTION",
            "REMOVE",
            "SINCE",
            "STATISTICS",
            "TRUNCATE",
            "UNLOCK",
            "VERSION_LIMIT",
        ],
    },
    Routine {
        name: "SET_DIRECTORY",
        handler: set_directory,
        labels: &[
            "BEFORE",
            "BY_OWNER",
            "CONFIRM",
            "CREATED",
            "DIRECTORY",
            "EXCLUDE",
            "LOG",
            "OPTION",
            "OPTION.DIRECTORY",
            "OWNER_UIC",
            "SINCE",
            "VERSION_LIMIT",
        ],
    },
    Routine {
        name: "SET_PROTECTION",
        handler: set_protection,
        labels: &["CONFIRM", "FILE", "LOG", "OPTION", "OPTION.PROTECTION", "PROTECTION"],
    },
    Routine {
        name: "SET_PROTECTION_DEFAULT",
        handler: set_protection_default,
        labels: &["DEFAULT", "OPTION", "OPTION.PROTECTION"],
    },
    Routine {
        name: "SET_SECURITY",
        handler: set_security,
        labels: &[
            "ACL",
            "CLASS",
            "CONFIRM",
            "DELETE",
            "DELETE.ALL",
            "LOG",
            "NAME",
            "OPTION",
            "OPTION.SECURITY",
            "OWNER",
            "PROTECTION",
            "REPLACE",
        ],
    },
];

/// What a command changes of each file, and how it reports.
pub(super) struct Job<'a> {
    pub verb: &'a str,
    pub change: Change,
    /// A protection code; it is completed by what each file has.
    pub protection: Option<String>,
    pub enter: Option<String>,
    /// The directory loses the name.
    pub remove: bool,
    /// Whether the file is to be a directory.
    pub directory: Option<bool>,
    pub acl: Option<AclChange>,
    pub log: bool,
}

impl Job<'_> {
    /// Changes one file; the line for /LOG.
    fn carry_out(&self, context: &Context<'_>, file: &FoundFile) -> Result<Condition, Condition> {
        let name = file.spec.to_string();
        let mut done = Condition::new(codes::SET_MODIFIED).arg(name.as_str());
        let mut change = self.change;
        if let Some(code) = &self.protection {
            let now = file.files.attributes(&file.directory, &file.entry)?.protection;
            let mask = mask(code, now)?;
            change.protection = Some(mask);
            if self.verb == "SET PROTECTION" {
                done = Condition::new(codes::SET_PROTECTED).arg(name).arg(protection_text(mask));
            }
        }
        if change != Change::default() {
            context.permit_control(file)?;
            file.files.change(&file.directory, &file.entry, &change)?;
        }
        if let Some(change) = &self.acl {
            context.permit_control(file)?;
            let acl = change.of(file.files.acl(&file.directory, &file.entry))?;
            file.files.set_acl(&file.directory, &file.entry, &acl)?;
        }
        if let Some(typed) = &self.enter {
            enter(context, file, typed)?;
        }
        if let Some(wanted) = self.directory.filter(|wanted| *wanted != file.entry.is_directory) {
            context.permit_control(file)?;
            if wanted {
                // What stands in it is no directory.
                return Err(codes::SYSTEM_BADIRECTORY.into());
            }
            to_plain_file(file)?;
        }
        if self.remove {
            file.files.remove(&file.directory, &file.entry)?;
        }
        Ok(done)
    }

    fn carry_out_all(&self, context: &mut Context<'_>, confirm: &mut Confirm, files: Vec<FoundFile>) -> Option<Status> {
        let mut worst = None;
        for file in files {
            let name = file.spec.to_string();
            match confirm.ask(context, &format!("{} {name}", self.verb)) {
                Answer::No => continue,
                Answer::Quit => break,
                Answer::Yes | Answer::All => {}
            }
            match self.carry_out(context, &file) {
                Ok(done) if self.log => context.message(&done),
                Ok(_) => {}
                Err(why) => {
                    let mut status = DISPLAYED_NORMAL;
                    report(context, &mut status, &Condition::new(codes::SET_NOTSET).arg(name).then(why));
                    worst = Some(status);
                }
            }
        }
        worst
    }
}

/// SET FILE/NODIRECTORY: an empty directory becomes an empty file of the same name, which DELETE takes.
fn to_plain_file(file: &FoundFile) -> Result<(), Condition> {
    let known = file.files.attributes(&file.directory, &file.entry)?;
    let header = Change { owner: Some(known.owner), protection: Some(known.protection), ..Change::default() };
    file.files.delete(&file.directory, &file.entry)?;
    let (name, file_type) = (file.entry.name.as_str(), file.entry.file_type.as_str());
    file.files.create(&file.directory, name, file_type, Some(file.entry.version), &header).map(drop)
}

/// SET FILE/ENTER: a second name for a file on the same device.
fn enter(context: &Context<'_>, file: &FoundFile, typed: &str) -> Result<(), Condition> {
    let related = file.spec.to_string();
    let spec = expand(&context.files(), typed, "", &related)?.into_iter().next().ok_or(codes::RMS_FNM)?;
    if spec.is_wild() {
        return Err(codes::RMS_WLD.into());
    }
    let files = context.files().file_system(&spec.physical_device)?;
    if !std::sync::Arc::ptr_eq(&files, &file.files) {
        return Err(codes::RMS_DEV.into());
    }
    let directory = spec.physical_directory().names().ok_or(codes::RMS_WLD)?;
    files.enter(&file.directory, &file.entry, &new_name(&spec, &directory)).map(drop)
}

fn small(command: &Command, label: &str) -> Result<Option<u16>, Condition> {
    match command.present(label) {
        p if p.is_negated() => Ok(Some(0)),
        p if !p.is_present() => Ok(None),
        _ => {
            let number = command.number(label).unwrap_or(0);
            u16::try_from(number).map(Some).map_err(|_| codes::SET_VALERR.into())
        }
    }
}

/// Whether the word of /CACHING_ATTRIBUTE keeps a file out of caches.
fn is_uncached(word: &str) -> Result<bool, Condition> {
    match word.to_uppercase().as_str() {
        "WRITETHROUGH" => Ok(false),
        "NO_CACHING" => Ok(true),
        other => Err(Condition::new(codes::CLI_IVKEYW).token(other)),
    }
}

/// Attributes that SET FILE/ATTRIBUTES knows and no file here has.
const OTHER_ATTRIBUTES: [&str; 10] =
    ["BACKUP_DATE", "BKS", "CREATION_DATE", "EBK", "FFB", "FSZ", "HBK", "REVISION_DATE", "REVISION_NUMBER", "VERLIM"];

/// What SET FILE/ATTRIBUTES=(RFM:STMLF,RAT:CR,...) says. IVKEYW for a word that is no attribute or no value of one,
/// NUMBER for what is no number, UNSUPPORTED for an attribute that follows from the file here.
fn set_attributes(change: &mut Change, text: &str) -> Result<(), Condition> {
    let text = text.trim().trim_start_matches('(').trim_end_matches(')').to_uppercase();
    for part in text.split(',').map(str::trim) {
        let (name, value) = part.split_once([':', '=']).unwrap_or((part, ""));
        let (name, value) = (name.trim(), value.trim());
        let unknown = |word: &str| Condition::new(codes::CLI_IVKEYW).token(word);
        let number = || value.parse::<u16>().map_err(|_| Condition::new(codes::CLI_NUMBER).token(value));
        match name {
            "DEQ" => change.extend = Some(number()?),
            "GBC" => change.global_buffers = Some(number()?),
            "LRL" => change.longest = Some(number()?),
            "MRS" => change.maximum = Some(number()?),
            "ORG" if value == "SEQ" => {}
            "RFM" => change.format = Some(RecordFormat::from_word(value).ok_or_else(|| unknown(value))?),
            "RAT" if value == "NONE" => change.carriage = Some(Carriage::None),
            "RAT" => {
                let all = [Carriage::Return, Carriage::Fortran, Carriage::Print];
                let found = all.into_iter().find(|carriage| carriage.word() == value);
                change.carriage = Some(found.ok_or_else(|| unknown(value))?);
            }
            "ORG" => return Err(Condition::new(codes::SYSTEM_UNSUPPORTED).token(value)),
            other if OTHER_ATTRIBUTES.contains(&other) => {
                return Err(Condition::new(codes::SYSTEM_UNSUPPORTED).token(other));
            }
            other => return Err(unknown(other)),
        }
    }
    Ok(())
}

fn set_file(context: &mut Context<'_>, command: &Command) -> Result<Status, Condition> {
    let switch = |label: &str| command.present(label).is_typed().then(|| !command.present(label).is_negated());
    let expires = match command.value("EXPIRATION_DATE") {
        Some(text) => Some(Some(parse_absolute(text, context.node.clock().now())?)),
        None => command.present("EXPIRATION_DATE").is_negated().then_some(None),
    };
    let owner = match command.value("OWNER_UIC") {
        Some(text) => Some(owner(context, text)?),
        None => command.has("OWNER_UIC").then(|| context.process.uic.longword()),
    };
    let mut change = Change {
        owner,
        expires,
        version_limit: small(command, "VERSION_LIMIT")?,
        extend: small(command, "EXTENSION")?,
        global_buffers: small(command, "GLOBAL_BUFFER")?,
        no_backup: switch("BACKUP").map(|on| !on),
        erase: switch("ERASE_ON_DELETE"),
        no_move: switch("MOVE").map(|on| !on),
        allocation: command.has("TRUNCATE").then_some(0),
        no_caching: command.value("CACHING_ATTRIBUTE").map(is_uncached).transpose()?,
        statistics: switch("STATISTICS"),
        end_of_file: command.has("END_OF_FILE"),
        ..Change::default()
    };
    if let Some(text) = command.value("ATTRIBUTES") {
        set_attributes(&mut change, text)?;
    }
    if command.present("DATA_CHECK").is_typed() {
        let check = |label: &str| Some(command.has("DATA_CHECK") && command.has(label));
        (change.read_check, change.write_check) = (check("DATA_CHECK.READ"), check("DATA_CHECK.WRITE"));
    }
    let protection = match command.value("PROTECTION") {
        None if command.has("PROTECTION") => Some(protection_text(context.process.default_protection)),
        given => given.map(str::to_owned),
    };
    let enter = command.value("ENTER").map(str::to_owned);
    let remove = command.has("REMOVE");
    let directory = switch("DIRECTORY");
    // /UNLOCK: no file is ever left locked, so that there is nothing to do for it.
    let job =
        Job { verb: "SET FILE", change, protection, enter, remove, directory, acl: None, log: command.has("LOG") };
    let listed = list(context, command, "FILE", "")?;
    carry_out_listed(context, command, &job, listed)
}

/// Carries a job out on the files that were found, each after a question if there is /CONFIRM.
pub(super) fn carry_out_listed(
    context: &mut Context<'_>,
    command: &Command,
    job: &Job<'_>,
    listed: Vec<Listed>,
) -> Result<Status, Condition> {
    let mut status = Status::NORMAL;
    let mut confirm = Confirm::of(command);
    for Listed { spec, files, .. } in listed {
        match files {
            Ok(files) => status = job.carry_out_all(context, &mut confirm, files).unwrap_or(status),
            Err(why) => report(context, &mut status, &Condition::new(codes::SET_SEARCHFAIL).arg(spec).then(why)),
        }
    }
    Ok(status)
}

/// SET PROTECTION: each file may have a code of its own.
fn set_protection(context: &mut Context<'_>, command: &Command) -> Result<Status, Condition> {
    let usual = command.value("OPTION.PROTECTION").map(str::to_owned);
    let usual = usual.unwrap_or_else(|| protection_text(context.process.default_protection));
    let own = |item: &Item<'_>| item.value("PROTECTION").map(str::to_owned);
    let codes: Vec<Option<String>> = command.items("FILE").iter().map(own).collect();
    let listed = list(context, command, "FILE", "")?;
    let mut worst = Status::NORMAL;
    for (listed, own) in listed.into_iter().zip(codes) {
        let protection = Some(own.unwrap_or_else(|| usual.clone()));
        let change = Change::default();
        let job = Job {
            verb: "SET PROTECTION",
            change,
            protection,
            enter: None,
            remove: false,
            directory: None,
            acl: None,
            log: command.has("LOG"),
        };
        let status = carry_out_listed(context, command, &job, vec![listed])?;
        worst = if status.is_success() { worst } else { status };
    }
    Ok(worst)
}

fn set_protection_default(context: &mut Context<'_>, command: &Command) -> Result<Status, Condition> {
    let code = command.value("OPTION.PROTECTION").ok_or(codes::CLI_INSFPRM)?;
    context.process.default_protection = mask(code, context.process.default_protection)?;
    Ok(Status::DCL_NORMAL)
}

/// SET DIRECTORY: `[A.B]` means the file B.DIR in `[A]`.
fn set_directory(context: &mut Context<'_>, command: &Command) -> Result<Status, Condition> {
    let owner = command.value("OWNER_UIC").map(|text| owner(context, text)).transpose()?;
    let change = Change { owner, version_limit: small(command, "VERSION_LIMIT")?, ..Change::default() };
    let job = Job {
        verb: "SET DIRECTORY",
        change,
        protection: None,
        enter: None,
        remove: false,
        directory: None,
        acl: None,
        log: command.has("LOG"),
    };
    let selection = Selection::of(context, command)?;
    let typed: Vec<String> = command.items("DIRECTORY").iter().map(|item| item.text().to_owned()).collect();
    let mut listed = Vec::new();
    for text in typed {
        let found = directory_files(context, &text);
        let files = found.map(|all| all.into_iter().filter(|file| selection.takes(file)).collect());
        listed.push(Listed { spec: text.to_uppercase(), wild: false, files });
    }
    carry_out_listed(context, command, &job, listed)
}

/// The directory files that a directory specification stands for.
fn directory_files(context: &Context<'_>, typed: &str) -> Result<Vec<FoundFile>, Condition> {
    let parsed = FileSpec::parse(typed)?;
    if parsed.name.is_some_and(|name| !name.is_empty()) && parsed.directory.is_some() || parsed.file_type.is_some() {
        return Err(codes::RMS_SYN.into());
    }
    let full = expand(&context.files(), typed, "", "")?.into_iter().next().ok_or(codes::RMS_DIR)?;
    let mut steps = full.directory.steps.clone();
    let below = steps.last() == Some(&Step::Ellipsis);
    let name = if below { "*".to_owned() } else { last_name(&mut steps)? };
    let file = |steps: Vec<Step>, name: String| FullSpec {
        directory: Directory { steps, absolute: true, rooted: false },
        name,
        file_type: "DIR".to_owned(),
        version: Version::Highest,
        ..full.clone()
    };
    let mut specs = vec![file(steps.clone(), name)];
    if below {
        steps.pop();
        if let Ok(name) = last_name(&mut steps) {
            specs.insert(0, file(steps, name));
        }
    }
    let mut all = Vec::new();
    for spec in specs {
        match search_all(&context.files(), &[spec]) {
            Ok(found) => all.extend(found.into_iter().filter(|file| file.entry.is_directory)),
            Err(why) if below && why.status == codes::RMS_FNF => {}
            Err(why) => return Err(why),
        }
    }
    Ok(all)
}

/// Takes the last step off a directory as the name of its file; the master file directory is in no directory.
fn last_name(steps: &mut Vec<Step>) -> Result<String, Condition> {
    match steps.pop() {
        Some(Step::Name(name)) => Ok(name),
        _ => Err(codes::RMS_DIR.into()),
    }
}
