//! OPEN, READ, WRITE and CLOSE: records of text files and of the terminal (dcl.md 10).

use std::borrow::Cow;
use std::time::Duration;

use crate::cdu::Command;
use crate::clock::Millis;
use crate::command::{Context, Routine, console};
use crate::message::{Condition, Severity, Status, codes};
use crate::node::names::{LogicalName, Mode, PROCESS_TABLE, Translation};
use crate::node::uic::Uic;
use crate::rms::{
    Access, AceKind, Change, Channel, FullSpec, Match, Version, bytes_of, channel_name, expand, search_all, text_of,
};
use crate::simulate;

/// The three commands; WRITE is the interpreter's, which calls [`write_record`].
pub const ROUTINES: &[Routine] = &[
    Routine {
        name: "OPEN",
        handler: open,
        labels: &["APPEND", "ERROR", "FILE", "LOGICAL_NAME", "READ", "SHARE", "SHARE.READ", "SHARE.WRITE", "WRITE"],
    },
    Routine {
        name: "READ",
        handler: read,
        labels: &[
            "DELETE",
            "END_OF_FILE",
            "ERROR",
            "INDEX",
            "KEY",
            "LOCK",
            "LOGICAL_NAME",
            "MATCH",
            "MATCH.EQ",
            "MATCH.GE",
            "MATCH.GT",
            "MATCH.LE",
            "MATCH.LT",
            "PROMPT",
            "SYMBOL",
            "TIME_OUT",
        ],
    },
    Routine {
        name: "CLOSE",
        handler: close,
        labels: &[
            "DISPOSITION",
            "DISPOSITION.DELETE",
            "DISPOSITION.KEEP",
            "DISPOSITION.PRINT",
            "DISPOSITION.SUBMIT",
            "ERROR",
            "LOG",
            "LOGICAL_NAME",
        ],
    },
];

/// What OPEN, READ, WRITE and CLOSE end with (dcl.md 7).
const RMS_NORMAL: Status = Status(0x0001_0001);
/// Where CLOSE/DISPOSITION=PRINT sends a file.
const PRINT_QUEUE: &str = "SYS$PRINT";
/// Names that are always open.
const PERMANENT: [&str; 4] = ["SYS$INPUT", "SYS$OUTPUT", "SYS$COMMAND", "SYS$ERROR"];

/// Ends a record command. `/ERROR=label` takes the branch silently; otherwise the report is displayed here, since
/// `$STATUS` gets the RMS status and not that of the line in front.
fn settled(
    context: &mut Context<'_>,
    command: &Command,
    result: Result<Status, Condition>,
) -> Result<Status, Condition> {
    let Err(condition) = result else { return result };
    match command.value("ERROR") {
        Some(label) => context.dcl.branch_to(label),
        None => context.message(&condition),
    }
    Ok(failed(&condition))
}

/// The status that `$STATUS` gets for a failure of a record command: RMS's own, marked as displayed where DCL prints
/// a line of its own in front.
fn failed(condition: &Condition) -> Status {
    match condition.then.first() {
        Some(second) if condition.status.facility() == 3 => second.status.inhibited(),
        _ => condition.status,
    }
}

fn open(context: &mut Context<'_>, command: &Command) -> Result<Status, Condition> {
    let name = logical_name(command);
    if context.process.channels.is_open(&name) {
        return Ok(RMS_NORMAL);
    }
    let result = opened(context, command).map(|channel| {
        define_file_name(context, &name, &channel.device);
        context.process.channels.open(&name, channel);
        RMS_NORMAL
    });
    settled(context, command, result)
}

fn logical_name(command: &Command) -> Cow<'_, str> {
    channel_name(command.value("LOGICAL_NAME").unwrap_or_default())
}

/// An open file has a logical name, so that F$TRNLNM tells that it is open.
fn define_file_name(context: &mut Context<'_>, name: &str, device: &str) {
    let value = Translation { terminal: true, ..Translation::plain(&format!("_{device}:")) };
    let entry = LogicalName::new(name, Mode::Supervisor, vec![value]);
    // A name that cannot be defined leaves the file open without one.
    let _ = context.process.names.define(context.node.names(), PROCESS_TABLE, entry);
}

fn opened(context: &Context<'_>, command: &Command) -> Result<Channel, Condition> {
    let typed = command.value("FILE").unwrap_or_default();
    let (write, append) = (command.has("WRITE"), command.has("APPEND"));
    let read = command.has("READ") || !(write || append);
    let updates = append || write && read;
    if let Some(channel) = console::channel(context, typed, read, write || append) {
        return Ok(channel);
    }
    let purpose = if write && !read { codes::CLI_OPENOUT } else { codes::CLI_OPENIN };
    let specs = expand(&context.files(), typed, ".DAT", "").map_err(|why| refused(purpose, typed, why))?;
    let shown = specs.first().map_or_else(|| typed.to_owned(), FullSpec::to_string);
    let refuse = |why: Condition| refused(purpose, &shown, why);
    if write && !updates {
        let (spec, file) = context.create_file(&specs).map_err(refuse)?;
        return Ok(Channel::new(spec.to_string(), spec.physical_device, false, true, file));
    }
    if specs.iter().any(FullSpec::is_wild) {
        return Err(refuse(codes::RMS_WLD.into()));
    }
    let found = match search_all(&context.files(), &specs) {
        // With /WRITE, /APPEND begins a file that is not there.
        Err(why) if append && write && why.status == codes::RMS_FNF => {
            let (spec, file) = context.create_file(&specs).map_err(refuse)?;
            return Ok(Channel::new(spec.to_string(), spec.physical_device, false, true, file));
        }
        found => found.map_err(refuse)?,
    };
    let found = found.into_iter().next().ok_or(codes::RMS_FNF)?;
    let access = Access {
        write: updates,
        share_write: command.has("SHARE.WRITE") || command.has("SHARE") && !command.has("SHARE.READ"),
        share_read: !updates || command.has("SHARE"),
    };
    let opened = context.open_file(&found, access);
    let file = opened.map_err(|why| refused(purpose, &found.spec.to_string(), why))?;
    let spec = found.spec;
    let mut channel = Channel::new(spec.to_string(), spec.physical_device, read && !append, updates, file);
    if append {
        channel.to_end().map_err(refuse)?;
    }
    Ok(channel)
}

/// `%DCL-E-OPENIN, error opening DEV:[DIR]X.DAT; as input` with the reason; the reason is what `$STATUS` holds.
fn refused(purpose: Status, shown: &str, why: Condition) -> Condition {
    Condition::new(purpose.with_severity(Severity::Error)).arg(shown).then(why)
}

fn close(context: &mut Context<'_>, command: &Command) -> Result<Status, Condition> {
    let name = logical_name(command);
    let spec = context.process.channels.get(&name).map(|channel| channel.spec.clone()).unwrap_or_default();
    let result = match context.process.channels.close(&name) {
        Some(flushed) => {
            let shared = context.node.names();
            // The name may have been deassigned or replaced meanwhile.
            let _ = context.process.names.deassign(shared, PROCESS_TABLE, &name, Mode::Supervisor);
            flushed.and_then(|()| disposed(context, command, &spec)).map(|()| RMS_NORMAL)
        }
        None if command.present("LOG").is_negated() => Ok(RMS_NORMAL),
        None => Err(codes::CLI_UNDFIL.into()),
    };
    settled(context, command, result)
}

/// What CLOSE/DISPOSITION does with the file that was closed.
fn disposed(context: &mut Context<'_>, command: &Command, spec: &str) -> Result<(), Condition> {
    if command.has("DISPOSITION.DELETE") {
        return delete_one(context, spec);
    }
    if command.has("DISPOSITION.PRINT") {
        // There are no print queues: the queue manager says so.
        return context.node.queues().queue(PRINT_QUEUE).map(drop);
    }
    if command.has("DISPOSITION.SUBMIT") {
        return crate::command::queue::submit_closed(context, spec);
    }
    Ok(())
}

/// Deletes the file of a full specification.
///
/// # Errors
/// What the file system says.
pub fn delete_one(context: &mut Context<'_>, spec: &str) -> Result<(), Condition> {
    let found = search_all(&context.files(), &expand(&context.files(), spec, "", "")?)?;
    let file = found.into_iter().next().ok_or(codes::RMS_FNF)?;
    context.delete_file(&file, false)
}

fn read(context: &mut Context<'_>, command: &Command) -> Result<Status, Condition> {
    let name = logical_name(command);
    let symbol = command.value("SYMBOL").unwrap_or_default();
    let record = next_record(context, command, &name);
    let result = match record {
        Ok(Some(record)) => {
            context.dcl.set_local(symbol, record);
            Ok(RMS_NORMAL)
        }
        Ok(None) => match command.value("END_OF_FILE") {
            Some(label) => {
                context.dcl.branch_to(label);
                Ok(codes::RMS_EOF)
            }
            None => Err(codes::RMS_EOF.into()),
        },
        Err(condition) => Err(condition),
    };
    settled(context, command, result)
}

/// The index that /INDEX names. [`codes::RMS_KRF`] for what can be none.
fn looked_up(command: &Command) -> Result<Option<usize>, Condition> {
    let index = command.number("INDEX").filter(|_| command.has("INDEX"));
    index.map(|number| usize::try_from(number).map_err(|_| codes::RMS_KRF.into())).transpose()
}

/// Which record /MATCH asks for.
fn wanted_match(command: &Command) -> Match {
    let ways = [
        ("MATCH.GE", Match::EqualOrNext),
        ("MATCH.GT", Match::Next),
        ("MATCH.LE", Match::EqualOrBefore),
        ("MATCH.LT", Match::Before),
    ];
    ways.into_iter().find(|(label, _)| command.has(label)).map_or(Match::Equal, |(_, way)| way)
}

/// Qualifiers that only an indexed file can obey.
const KEYED: [&str; 4] = ["DELETE", "INDEX", "KEY", "MATCH"];

fn next_record(context: &mut Context<'_>, command: &Command, name: &str) -> Result<Option<String>, Condition> {
    let keyed = KEYED.iter().any(|label| command.has(label));
    if command.has("MATCH") && !command.has("KEY") {
        return Err(codes::CLI_CONFLICT.into());
    }
    let sequential = || if keyed { Err(Condition::new(codes::RMS_IOP)) } else { Ok(()) };
    let permanent = context.process.channels.get(name).and_then(|channel| channel.permanent.filter(|_| channel.read));
    if let Some(channel) = context.process.channels.get(name).filter(|_| permanent.is_none()) {
        if !channel.is_keyed() {
            sequential()?;
        }
        channel.lock_records(!command.present("LOCK").is_negated());
        let record = match command.value("KEY") {
            Some(key) => Some(channel.find(&bytes_of(key), looked_up(command)?, wanted_match(command))?),
            None => channel.read()?,
        };
        if record.is_some() && command.has("DELETE") {
            channel.delete()?;
        }
        return Ok(record.map(|record| text_of(&record)));
    }
    let name = permanent.unwrap_or(name);
    let prompt = command.value("PROMPT").unwrap_or("Data: ");
    match name {
        "SYS$INPUT" if context.dcl.depth() > 0 => {
            sequential()?;
            Ok(context.dcl.next_data().map(|record| record.to_string()))
        }
        "SYS$INPUT" | "SYS$OUTPUT" | "SYS$ERROR" | "SYS$COMMAND" | "TT" => {
            sequential()?;
            match time_limit(command)? {
                Some(seconds) => ask_within(context, prompt, seconds),
                None => Ok(context.streams.ask(prompt)),
            }
        }
        _ => Err(codes::CLI_UNDFIL.into()),
    }
}

/// The seconds of /TIME_OUT, 0 to 255. [`codes::CLI_IVVALU`] for others.
fn time_limit(command: &Command) -> Result<Option<u8>, Condition> {
    let seconds = command.number("TIME_OUT").filter(|_| command.has("TIME_OUT"));
    let wrong = |number: i64| Condition::new(codes::CLI_IVVALU).token(number.to_string());
    seconds.map(|number| u8::try_from(number).map_err(|_| wrong(number))).transpose()
}

/// Asks, and waits so many seconds for the answer. [`codes::RMS_TMO`] when there is none; then the virtual clock has gone
/// on by as much.
fn ask_within(context: &mut Context<'_>, prompt: &str, seconds: u8) -> Result<Option<String>, Condition> {
    match context.streams.ask_within(prompt, Duration::from_secs(seconds.into())) {
        Some(answer) => Ok(answer),
        None => {
            if context.node.clock().is_virtual() {
                simulate::pass(context.node, context.loads, Millis(1000 * u64::from(seconds)));
            }
            Err(codes::RMS_TMO.into())
        }
    }
}

/// Writes a record for the WRITE command: to SYS$OUTPUT and its like, or to a file that OPEN opened. Statuses:
/// [`codes::CLI_UNDFIL`] for a name that is not open, or what RMS reports.
pub fn write_record(context: &mut Context<'_>, name: &str, record: &str, update: bool) -> Result<(), Condition> {
    let name = channel_name(name);
    if let Some(channel) = context.process.channels.get(&name) {
        let written = channel.write(&bytes_of(record), update);
        context.show_console();
        return written;
    }
    if PERMANENT.contains(&&*name) || name == "TT" {
        context.line(record);
        return Ok(());
    }
    Err(codes::CLI_UNDFIL.into())
}

impl Context<'_> {
    /// Makes the file that the first of several expanded specifications names: a new version, or the one typed. It has
    /// the process's default protection.
    pub fn create_file(&self, specs: &[FullSpec]) -> Result<(FullSpec, Box<dyn crate::rms::RecordFile>), Condition> {
        self.create_file_with(specs, &Change::default())
    }

    /// As [`Context::create_file`], with a header of its own.
    pub fn create_file_with(
        &self,
        specs: &[FullSpec],
        header: &Change,
    ) -> Result<(FullSpec, Box<dyn crate::rms::RecordFile>), Condition> {
        let owner = header.owner.or((self.process.uic != Uic::SYSTEM).then(|| self.process.uic.longword()));
        let spec = specs.first().ok_or(codes::RMS_FNM)?;
        if spec.is_wild() {
            return Err(codes::RMS_WLD.into());
        }
        let files = crate::rms::Environment::file_system(&self.files(), &spec.physical_device)?;
        let directory = spec.physical_directory().names().ok_or(codes::RMS_WLD)?;
        let version = match spec.version {
            Version::Number(number) => Some(number),
            _ => None,
        };
        let of_directory = self.directory_acl(&*files, &directory);
        let default = of_directory.iter().find(|ace| ace.kind == AceKind::DefaultProtection);
        let default = default.map_or(self.process.default_protection, |ace| ace.protection);
        let header = &Change { protection: header.protection.or(Some(default)), owner, ..*header };
        let (entry, file) = files.create(&directory, &spec.name, &spec.file_type, version, header)?;
        self.give_creator(&*files, &directory, &entry, &of_directory)?;
        Ok((FullSpec { version: Version::Number(entry.version), ..spec.clone() }, file))
    }
}
