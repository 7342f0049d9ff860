//! COPY, APPEND and RENAME: from input files to an output specification (command reference 17).

use super::files::{Answer, Confirm, Listed, list, report};
use super::{Context, Routine};
use crate::cdu::Command;
use crate::message::{Condition, Status, codes};
use crate::rms::{
    Access, Environment, FileSpec, FileSystem, FoundFile, FullSpec, RecordFile, Version, expand, search_all,
};

/// The three commands.
pub const ROUTINES: &[Routine] = &[
    Routine {
        name: "COPY",
        handler: copy,
        labels: &[
            "BEFORE",
            "BY_OWNER",
            "CONCATENATE",
            "CONFIRM",
            "CREATED",
            "EXCLUDE",
            "INPUT",
            "LOG",
            "MODIFIED",
            "OUTPUT",
            "SINCE",
        ],
    },
    Routine {
        name: "APPEND",
        handler: append,
        labels: &[
            "BEFORE",
            "BY_OWNER",
            "CONFIRM",
            "CREATED",
            "EXCLUDE",
            "INPUT",
            "LOG",
            "MODIFIED",
            "NEW_VERSION",
            "OUTPUT",
            "SINCE",
        ],
    },
    Routine {
        name: "RENAME",
        handler: rename,
        labels: &[
            "BEFORE",
            "BY_OWNER",
            "CONFIRM",
            "CREATED",
            "EXCLUDE",
            "INPUT",
            "LOG",
            "MODIFIED",
            "NEW_VERSION",
            "OUTPUT",
            "SINCE",
        ],
    },
];

/// The specification of one output file: what was not typed, or is a wildcard, comes from the input file. The version
/// is the input's when name and type are, else the next one.
fn output_of(context: &Context<'_>, typed: &str, input: &FoundFile) -> Result<FullSpec, Condition> {
    let parsed = FileSpec::parse(typed)?;
    let mut full = expand(&context.files(), typed, "", "")?.into_iter().next().ok_or(codes::RMS_FNM)?;
    let from_input = |own: &str| own.is_empty() || own == "*";
    let same_name = from_input(&full.name) && from_input(&full.file_type);
    let typed_type =
        parsed.file_type.as_deref().is_some_and(|t| t != "*") || full.file_type != "*" && !full.file_type.is_empty();
    if from_input(&full.name) {
        full.name.clone_from(&input.entry.name);
    }
    if !typed_type {
        full.file_type.clone_from(&input.entry.file_type);
    }
    if full.name.contains(['*', '%']) || full.file_type.contains(['*', '%']) || full.directory.is_wild() {
        return Err(codes::RMS_WLD.into());
    }
    full.version = match full.version {
        Version::Number(number) => Version::Number(number),
        Version::All => Version::Number(input.entry.version),
        _ if same_name && is_free(context, &full, input.entry.version) => Version::Number(input.entry.version),
        _ => Version::Highest,
    };
    Ok(full)
}

/// Whether no version from that one on exists.
fn is_free(context: &Context<'_>, full: &FullSpec, version: u32) -> bool {
    let highest = search_all(&context.files(), &[FullSpec { version: Version::Highest, ..full.clone() }]);
    highest.ok().and_then(|found| found.first().map(|f| f.entry.version)).is_none_or(|highest| highest < version)
}

/// Whether the output names one file whatever the input: several inputs are then put together.
fn names_one_file(typed: &str) -> bool {
    FileSpec::parse(typed).is_ok_and(|spec| {
        let plain = |field: &Option<String>| field.as_ref().is_some_and(|f| !f.is_empty() && !f.contains(['*', '%']));
        plain(&spec.name) && spec.file_type.as_ref().is_some_and(|t| !t.contains(['*', '%']))
    })
}

/// The input files; what cannot be found is reported with `failure`.
fn inputs(
    context: &mut Context<'_>,
    command: &Command,
    failure: Status,
    status: &mut Status,
) -> Result<Vec<FoundFile>, Condition> {
    let mut all = Vec::new();
    for Listed { spec, files, .. } in list(context, command, "INPUT", "")? {
        match files {
            Ok(files) => all.extend(files),
            Err(why) => report(context, status, &Condition::new(failure).arg(spec).then(why)),
        }
    }
    Ok(all)
}

/// Records and blocks of a file, as messages count them.
struct Moved {
    records: i64,
    blocks: i64,
}

fn transfer(input: &FoundFile, output: &mut dyn RecordFile) -> Result<Moved, Condition> {
    let mut records = input.files.open(&input.directory, &input.entry, Access::reading())?;
    let mut count = 0;
    while let Some(record) = records.read()? {
        output.write(&record)?;
        count += 1;
    }
    output.flush()?;
    let used = input.files.attributes(&input.directory, &input.entry)?.used();
    Ok(Moved { records: count, blocks: i64::try_from(used).unwrap_or(i64::MAX) })
}

/// `... copied to ... (1 block)`; an empty file counts records.
fn logged(blocks: Status, records: Status, from: &str, to: &str, moved: &Moved) -> Condition {
    let (status, count) = if moved.blocks == 0 { (records, moved.records) } else { (blocks, moved.blocks) };
    Condition::new(status).arg(from).arg(to).arg(count)
}

fn copy(context: &mut Context<'_>, command: &Command) -> Result<Status, Condition> {
    let typed = command.value("OUTPUT").unwrap_or_default().to_owned();
    let mut status = Status::NORMAL;
    let files = inputs(context, command, codes::COPY_OPENIN, &mut status)?;
    let together = files.len() > 1 && names_one_file(&typed) && !command.present("CONCATENATE").is_negated();
    let log = command.has("LOG");
    let mut confirm = Confirm::of(command);
    let mut open: Option<(FullSpec, Box<dyn RecordFile>)> = None;
    let mut created = 0_i64;
    for input in files.into_iter().filter(|input| !input.entry.is_directory) {
        let from = input.spec.to_string();
        match confirm.ask(context, &format!("COPY {from}")) {
            Answer::No => continue,
            Answer::Quit => break,
            Answer::Yes | Answer::All => {}
        }
        let appending = together && open.is_some();
        if !appending {
            match made(context, &typed, &input) {
                Ok(output) => open = Some(output),
                Err((shown, why)) => {
                    let refused = Condition::new(codes::COPY_OPENOUT).arg(shown).then(why);
                    report(context, &mut status, &refused.also(Condition::new(codes::COPY_NOTCOPIED).arg(from)));
                    continue;
                }
            }
            created += 1;
        }
        let Some((spec, output)) = &mut open else { break };
        let to = spec.to_string();
        match transfer(&input, &mut **output) {
            Ok(moved) if log && appending => {
                context.message(&logged(codes::APPEND_APPENDED, codes::APPEND_APPENDEDR, &from, &to, &moved));
            }
            Ok(moved) if log => {
                context.message(&logged(codes::COPY_COPIED, codes::COPY_COPIEDR, &from, &to, &moved));
            }
            Ok(_) => {}
            Err(why) => {
                let refused = Condition::new(codes::COPY_WRITEERR).arg(to).then(why);
                report(context, &mut status, &refused.also(Condition::new(codes::COPY_NOTCMPLT).arg(from)));
            }
        }
        if context.streams.interrupted() {
            return Ok(codes::SYSTEM_CONTROLY);
        }
    }
    if log && created > 1 {
        context.message(&Condition::new(codes::COPY_NEWFILES).arg(created));
    }
    Ok(status)
}

fn made(
    context: &Context<'_>,
    typed: &str,
    input: &FoundFile,
) -> Result<(FullSpec, Box<dyn RecordFile>), (String, Condition)> {
    let spec = output_of(context, typed, input).map_err(|why| (typed.to_uppercase(), why))?;
    let shown = spec.to_string();
    context.create_file(std::slice::from_ref(&spec)).map_err(|why| (shown, why))
}

fn append(context: &mut Context<'_>, command: &Command) -> Result<Status, Condition> {
    let typed = command.value("OUTPUT").unwrap_or_default().to_owned();
    let mut status = Status::NORMAL;
    let files = inputs(context, command, codes::APPEND_OPENIN, &mut status)?;
    let mut confirm = Confirm::of(command);
    for input in files.into_iter().filter(|input| !input.entry.is_directory) {
        let from = input.spec.to_string();
        match confirm.ask(context, &format!("APPEND {from}")) {
            Answer::No => continue,
            Answer::Quit => break,
            Answer::Yes | Answer::All => {}
        }
        let refuse = |shown: String, why| Condition::new(codes::APPEND_OPENOUT).arg(shown).then(why);
        let opened = appendable(context, &typed, &input, command.has("NEW_VERSION"));
        let (to, mut output) = match opened {
            Ok(opened) => opened,
            Err((shown, why)) => {
                report(context, &mut status, &refuse(shown, why));
                continue;
            }
        };
        match transfer(&input, &mut *output) {
            Ok(moved) if command.has("LOG") => {
                let done = Condition::new(codes::APPEND_APPENDEDR).arg(from).arg(to).arg(moved.records);
                context.message(&done);
            }
            Ok(_) => {}
            Err(why) => report(context, &mut status, &Condition::new(codes::APPEND_WRITEERR).arg(to).then(why)),
        }
    }
    Ok(status)
}

/// The existing output file at its end; with /NEW_VERSION one that does not exist is made.
fn appendable(
    context: &Context<'_>,
    typed: &str,
    input: &FoundFile,
    new: bool,
) -> Result<(String, Box<dyn RecordFile>), (String, Condition)> {
    let mut spec = output_of(context, typed, input).map_err(|why| (typed.to_uppercase(), why))?;
    if FileSpec::parse(typed).is_ok_and(|parsed| parsed.version.is_none()) {
        spec.version = Version::Highest;
    }
    let shown = spec.to_string();
    let fail = |why: Condition| (shown.clone(), why);
    let found = search_all(&context.files(), std::slice::from_ref(&spec));
    match found {
        Err(why) if new && why.status == codes::RMS_FNF => {
            let (spec, file) = context.create_file(&[spec]).map_err(fail)?;
            Ok((spec.to_string(), file))
        }
        Err(why) => Err(fail(why)),
        Ok(found) => {
            let file = found.into_iter().next().ok_or_else(|| fail(codes::RMS_FNF.into()))?;
            let access = Access { write: true, ..Access::default() };
            let mut open = file.files.open(&file.directory, &file.entry, access).map_err(fail)?;
            open.to_end().map_err(fail)?;
            Ok((file.spec.to_string(), open))
        }
    }
}

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
        match renamed(context, &typed, &input) {
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

fn renamed(context: &Context<'_>, typed: &str, input: &FoundFile) -> Result<String, (String, Condition)> {
    let spec = output_of(context, typed, input).map_err(|why| (typed.to_uppercase(), why))?;
    let fail = |why: Condition| (spec.to_string(), why);
    let files: std::sync::Arc<dyn FileSystem> = context.files().file_system(&spec.physical_device).map_err(fail)?;
    if !std::sync::Arc::ptr_eq(&files, &input.files) {
        return Err(fail(codes::RMS_DEV.into()));
    }
    let to = spec.physical_directory().names().ok_or_else(|| fail(codes::RMS_WLD.into()))?;
    let version = match spec.version {
        Version::Number(number) => Some(number),
        _ => None,
    };
    let entry =
        files.rename(&input.directory, &input.entry, &to, &spec.name, &spec.file_type, version).map_err(fail)?;
    Ok(FullSpec { version: Version::Number(entry.version), ..spec.clone() }.to_string())
}
