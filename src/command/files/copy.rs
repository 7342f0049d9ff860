//! COPY and APPEND: from input files to an output specification (command reference 17).

use super::{Answer, Confirm, Listed, create_link, list_readable, report};
use crate::cdu::Command;
use crate::command::labels::{SELECTION, labels};
use crate::command::protection::mask;
use crate::command::{Context, Routine, console};
use crate::message::{Condition, Status, codes};
use crate::rms::{
    Access, Attributes, Change, FileSpec, FoundFile, FullSpec, Key, RecordFile, Version, expand, search_all,
};

/// The two commands.
pub const ROUTINES: &[Routine] = &[
    Routine {
        name: "COPY",
        handler: copy,
        labels: labels!(
            SELECTION,
            &[
                "ALLOCATION",
                "CONCATENATE",
                "CONFIRM",
                "CONTIGUOUS",
                "EXTENSION",
                "INPUT",
                "LOG",
                "OUTPUT",
                "OVERLAY",
                "PROTECTION",
                "READ_CHECK",
                "REPLACE",
                "SYMLINK",
                "TRUNCATE",
                "VOLUME",
                "WRITE_CHECK"
            ]
        ),
    },
    Routine {
        name: "APPEND",
        handler: append,
        labels: labels!(
            SELECTION,
            &[
                "ALLOCATION",
                "CONFIRM",
                "CONTIGUOUS",
                "EXTENSION",
                "INPUT",
                "LOG",
                "NEW_VERSION",
                "OUTPUT",
                "PROTECTION",
                "READ_CHECK",
                "WRITE_CHECK"
            ]
        ),
    },
];

/// The specification of one output file: what was not typed, or is a wildcard, comes from the input file. The version
/// is the input's when name and type are, else the next one.
pub(super) fn output_of(context: &Context<'_>, typed: &str, input: &FoundFile) -> Result<FullSpec, Condition> {
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
        let one_version = spec.version != Some(Version::All);
        plain(&spec.name) && one_version && spec.file_type.as_ref().is_some_and(|t| !t.contains(['*', '%']))
    })
}

/// The input files; what cannot be found is reported with `failure`.
pub(super) fn inputs(
    context: &mut Context<'_>,
    command: &Command,
    failure: Status,
    status: &mut Status,
) -> Result<Vec<FoundFile>, Condition> {
    let mut all = Vec::new();
    for Listed { spec, files, .. } in list_readable(context, command, "INPUT", "")? {
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

/// An input file that is open, so that it stays readable even if its directory loses it. For /READ_CHECK and /WRITE_CHECK
/// it is open once more each.
struct Opened {
    records: Box<dyn RecordFile>,
    read_check: Option<Box<dyn RecordFile>>,
    write_check: Option<Box<dyn RecordFile>>,
    blocks: i64,
}

fn open_input(context: &Context<'_>, input: &FoundFile, command: &Command) -> Result<Opened, Condition> {
    let open = || context.open_file(input, Access::reading());
    let checked = |label: &str| command.has(label).then(open).transpose();
    let used = input.files.attributes(&input.directory, &input.entry).map_or(0, |known| known.used());
    Ok(Opened {
        records: open()?,
        read_check: checked("READ_CHECK")?,
        write_check: checked("WRITE_CHECK")?,
        blocks: i64::try_from(used).unwrap_or(i64::MAX),
    })
}

/// Adds the records of a file to another. What is read a second time and differs is a DATACHECK.
fn transfer(input: Opened, output: &mut dyn RecordFile) -> Result<Moved, Condition> {
    let Opened { mut records, mut read_check, write_check, blocks } = input;
    let differs = || Condition::new(codes::RMS_RER).then(codes::SYSTEM_DATACHECK);
    let mut count = 0;
    while let Some(record) = records.read()? {
        if let Some(again) = &mut read_check
            && again.read()?.as_ref() != Some(&record)
        {
            return Err(differs());
        }
        output.write(&record)?;
        count += 1;
    }
    output.flush()?;
    if let Some(mut input) = write_check {
        while let Some(record) = input.read()? {
            if output.read()? != Some(record) {
                return Err(differs());
            }
        }
    }
    Ok(Moved { records: count, blocks })
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
    let links = command.has("SYMLINK");
    let files = without_directories(context, files, links, &mut status);
    let together = files.len() > 1 && names_one_file(&typed) && !command.present("CONCATENATE").is_negated();
    let log = command.has("LOG");
    let how = How {
        header: header(command, context.process.default_protection)?,
        replace: command.has("REPLACE"),
        overlay: command.has("OVERLAY"),
        truncate: !command.present("TRUNCATE").is_negated(),
        volume: command.known.iter().any(|label| label == "VOLUME") && command.has("VOLUME"),
    };
    let mut confirm = Confirm::of(command);
    let mut open: Option<(FullSpec, Box<dyn RecordFile>)> = None;
    let mut created = 0_i64;
    for input in files {
        let from = input.spec.to_string();
        match confirm.ask(context, &format!("COPY {from}")) {
            Answer::No => continue,
            Answer::Quit => break,
            Answer::Yes | Answer::All => {}
        }
        if let Some(target) = input.files.link_target(&input.directory, &input.entry).filter(|_| links) {
            created += i64::from(copy_link(context, &typed, &input, &target, log, &mut status));
            continue;
        }
        let source = match open_input(context, &input, command) {
            Ok(source) => source,
            Err(why) => {
                let refused = Condition::new(codes::COPY_OPENIN).arg(from.as_str()).then(why);
                report(context, &mut status, &refused.also(Condition::new(codes::COPY_NOTCOPIED).arg(from)));
                continue;
            }
        };
        let appending = together && open.is_some();
        if !appending {
            match made(context, &typed, &input, &how) {
                Ok((output, note)) => {
                    if let Some(note) = note.filter(|_| log) {
                        context.message(&note);
                    }
                    open = Some(output);
                }
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
        match transfer(source, &mut **output) {
            Ok(moved) if log && appending => {
                context.message(&logged(codes::COPY_APPENDED, codes::COPY_APPENDEDR, &from, &to, &moved));
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

/// Directories are not copied: they are passed over among other files, and refused where nothing else was meant.
fn without_directories(
    context: &mut Context<'_>,
    files: Vec<FoundFile>,
    links: bool,
    status: &mut Status,
) -> Vec<FoundFile> {
    let is_directory = |file: &FoundFile| file.entry.is_directory && !(links && file.entry.is_link);
    let (directories, files): (Vec<_>, Vec<_>) = files.into_iter().partition(is_directory);
    for directory in directories.iter().filter(|_| files.is_empty()) {
        let from = directory.spec.to_string();
        let refused = Condition::new(codes::COPY_OPENIN).arg(from.as_str()).then(codes::RMS_PRV);
        report(context, status, &refused.also(Condition::new(codes::COPY_NOTCOPIED).arg(from)));
    }
    files
}

/// /SYMLINK: the link itself is copied, not the file that it leads to. Whether it was.
fn copy_link(
    context: &mut Context<'_>,
    typed: &str,
    input: &FoundFile,
    target: &str,
    log: bool,
    status: &mut Status,
) -> bool {
    let from = input.spec.to_string();
    match link_made(context, typed, input, target) {
        Ok(to) => {
            if log {
                let nothing = Moved { records: 0, blocks: 0 };
                context.message(&logged(codes::COPY_COPIED, codes::COPY_COPIEDR, &from, &to, &nothing));
            }
            true
        }
        Err((shown, why)) => {
            let refused = Condition::new(codes::COPY_OPENOUT).arg(shown).then(why);
            report(context, status, &refused.also(Condition::new(codes::COPY_NOTCOPIED).arg(from)));
            false
        }
    }
}

/// Makes the link of /SYMLINK; its full name.
fn link_made(
    context: &Context<'_>,
    typed: &str,
    input: &FoundFile,
    target: &str,
) -> Result<String, (String, Condition)> {
    let spec = output_of(context, typed, input).map_err(|why| (typed.to_uppercase(), why))?;
    create_link(context, &spec, target).map(|made| made.to_string()).map_err(|why| (spec.to_string(), why))
}

/// How output files are made.
struct How {
    header: Change,
    replace: bool,
    overlay: bool,
    truncate: bool,
    volume: bool,
}

/// What the command says of the output's header. Categories that /PROTECTION does not name are those of the process's
/// default.
fn header(command: &Command, default: u16) -> Result<Change, Condition> {
    let number = |label: &str| command.number(label);
    let valerr = |_| Condition::new(codes::COPY_VALERR);
    Ok(Change {
        protection: command.value("PROTECTION").map(|code| mask(code, default)).transpose()?,
        allocation: number("ALLOCATION").map(u32::try_from).transpose().map_err(valerr)?,
        extend: number("EXTENSION").map(u16::try_from).transpose().map_err(valerr)?,
        contiguous: command.has("CONTIGUOUS").then_some(true),
        ..Change::default()
    })
}

/// A file that was made, and what /LOG tells of the one that stood there.
type Made = ((FullSpec, Box<dyn RecordFile>), Option<Condition>);

fn made(context: &Context<'_>, typed: &str, input: &FoundFile, how: &How) -> Result<Made, (String, Condition)> {
    if let Some(console) = console::output(context, typed) {
        return Ok((console, None));
    }
    let spec = output_of(context, typed, input).map_err(|why| (typed.to_uppercase(), why))?;
    let shown = spec.to_string();
    let fail = |why: Condition| (shown.clone(), why);
    if how.volume {
        // No device that holds files here is a volume set.
        return Err(fail(Condition::new(codes::RMS_CRE).then(codes::SYSTEM_NOTVOLSET)));
    }
    let mut note = None;
    if how.overlay {
        if let Some(overlaid) = overlaid(context, &spec, input).map_err(fail)? {
            return Ok(overlaid);
        }
    } else if how.replace && matches!(spec.version, Version::Number(_)) {
        let there = search_all(&context.files(), std::slice::from_ref(&spec)).unwrap_or_default();
        for old in there.into_iter().filter(|old| old.entry.token != input.entry.token) {
            context.delete_file(&old, false).map_err(fail)?;
            note = Some(Condition::new(codes::COPY_REPLACED).arg(old.spec.to_string()));
        }
    }
    let known = input.files.attributes(&input.directory, &input.entry).map_err(fail)?;
    let header = Change { allocation: how.header.allocation.or(allocation(how, &known)), ..how.header };
    let header = with_records_of(header, &known);
    let made = context.create_file_with(std::slice::from_ref(&spec), &header).map_err(fail)?;
    if header != Change::default() {
        settle(context, &made.0, &header, &input.files.keys(&input.directory, &input.entry)).map_err(fail)?;
    }
    Ok((made, note))
}

/// Blocks that an output file gets beyond what its records need: as many as the input has, but for /TRUNCATE.
fn allocation(how: &How, input: &Attributes) -> Option<u32> {
    if how.truncate { None } else { u32::try_from(input.allocated).ok() }
}

/// A copy's records are as those of its input.
fn with_records_of(header: Change, input: &Attributes) -> Change {
    let plain = Attributes::plain(0, 0, 0);
    Change {
        format: (input.format != plain.format).then_some(input.format),
        carriage: (input.carriage != plain.carriage).then_some(input.carriage),
        maximum: (input.maximum != plain.maximum).then_some(input.maximum),
        ..header
    }
}

/// /OVERLAY: the file that is there, emptied; `None` when there is none.
fn overlaid(context: &Context<'_>, spec: &FullSpec, input: &FoundFile) -> Result<Option<Made>, Condition> {
    let there = search_all(&context.files(), std::slice::from_ref(spec)).unwrap_or_default();
    let Some(old) = there.into_iter().find(|old| old.entry.token != input.entry.token) else { return Ok(None) };
    let access = Access { write: true, ..Access::default() };
    let mut file = context.open_file(&old, access)?;
    file.empty()?;
    let note = Condition::new(codes::COPY_OVERLAY).arg(old.spec.to_string());
    Ok(Some(((old.spec, file), Some(note))))
}

/// What the command says holds although an earlier version may have other things in its header.
fn settle(context: &Context<'_>, spec: &FullSpec, header: &Change, keys: &[Key]) -> Result<(), Condition> {
    for made in search_all(&context.files(), std::slice::from_ref(spec))? {
        made.files.change(&made.directory, &made.entry, header)?;
        if !keys.is_empty() {
            made.files.set_keys(&made.directory, &made.entry, keys)?;
        }
    }
    Ok(())
}

fn append(context: &mut Context<'_>, command: &Command) -> Result<Status, Condition> {
    let typed = command.value("OUTPUT").unwrap_or_default().to_owned();
    let mut status = Status::NORMAL;
    let header = header(command, context.process.default_protection)?;
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
        let opened = appendable(context, &typed, &input, command.has("NEW_VERSION"), &header);
        let (to, mut output) = match opened {
            Ok(opened) => opened,
            Err((shown, why)) => {
                report(context, &mut status, &refuse(shown, why));
                continue;
            }
        };
        match open_input(context, &input, command).and_then(|source| transfer(source, &mut *output)) {
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
    header: &Change,
) -> Result<(String, Box<dyn RecordFile>), (String, Condition)> {
    if let Some((spec, file)) = console::output(context, typed) {
        return Ok((spec.to_string(), file));
    }
    let mut spec = output_of(context, typed, input).map_err(|why| (typed.to_uppercase(), why))?;
    if FileSpec::parse(typed).is_ok_and(|parsed| parsed.version.is_none()) {
        spec.version = Version::Highest;
    }
    let shown = spec.to_string();
    let fail = |why: Condition| (shown.clone(), why);
    let found = search_all(&context.files(), std::slice::from_ref(&spec));
    match found {
        Err(why) if new && why.status == codes::RMS_FNF => {
            let (spec, file) = context.create_file_with(&[spec], header).map_err(fail)?;
            Ok((spec.to_string(), file))
        }
        Err(why) => Err(fail(why)),
        Ok(found) => {
            let file = found.into_iter().next().ok_or_else(|| fail(codes::RMS_FNF.into()))?;
            let access = Access { write: true, ..Access::default() };
            let mut open = context.open_file(&file, access).map_err(fail)?;
            open.to_end().map_err(fail)?;
            Ok((file.spec.to_string(), open))
        }
    }
}
