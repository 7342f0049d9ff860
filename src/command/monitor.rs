//! MONITOR, and displays that are shown again and again: /CONTINUOUS, /INTERVAL, /BEGINNING and /ENDING (command
//! reference 21).
//!
//! A request reads nodes at intervals, or takes what was read from a recording; [`watch`] makes figures of it and
//! [`screens`] shows them.

mod classes;
mod figures;
mod reading;
mod screens;
mod watch;

use std::sync::Arc;

use super::output::Output;
use super::sysman::members;
use super::wait::pause;
use super::{Context, Routine, read_text};
use crate::cdu::Command;
use crate::clock::{Millis, TICKS_PER_MILLI, VmsTime};
use crate::dcl::time::parse_absolute;
use crate::message::{Condition, Status, codes};
use crate::node::Node;
use crate::rms::{RecordFile, bytes_of, expand};

use classes::CLASSES;
use figures::Statistic;
use reading::{ProcessReading, Reading, Recording};
use watch::Watch;

/// The command.
pub const ROUTINES: &[Routine] = &[Routine {
    name: "MONITOR",
    handler: monitor,
    labels: &[
        "ALL",
        "AVERAGE",
        "BEGINNING",
        "CLASS",
        "CLASS.ALL_CLASSES",
        "CLASS.CLUSTER",
        "CLASS.DISK",
        "CLASS.FCP",
        "CLASS.IO",
        "CLASS.LOCK",
        "CLASS.MODES",
        "CLASS.MSCP_SERVER",
        "CLASS.PAGE",
        "CLASS.PROCESSES",
        "CLASS.STATES",
        "CLASS.SYSTEM",
        "COMMENT",
        "CURRENT",
        "DISPLAY",
        "ENDING",
        "FLUSH_INTERVAL",
        "INPUT",
        "INTERVAL",
        "ITEM",
        "ITEM.ALL",
        "ITEM.OPERATION_RATE",
        "ITEM.QUEUE_LENGTH",
        "MAXIMUM",
        "MINIMUM",
        "NODE",
        "PERCENT",
        "RECORD",
        "SUMMARY",
        "TOPBIO",
        "TOPCPU",
        "TOPDIO",
        "TOPFAULT",
        "VIEWING_TIME",
    ],
}];

/// Seconds between two readings.
const INTERVAL: u64 = 3;
/// The same of several nodes.
const CLUSTER_INTERVAL: u64 = 6;
/// Seconds of /INTERVAL at most.
const MAX_INTERVAL: u64 = 9_999_999;
/// Home, and the rest of the screen cleared.
const CLEAR: &str = "\u{1b}[H\u{1b}[J";

/// When a display is shown again, and until when.
pub struct Rhythm {
    interval: Millis,
    ending: Option<VmsTime>,
    /// The first display waits for the first interval: it is about what happens in it.
    waits_first: bool,
}

impl Rhythm {
    /// Reads /INTERVAL, /BEGINNING and /ENDING, and waits until it begins; `None` if Ctrl/Y ended that. Under the virtual
    /// clock there must be an end: nobody could make one. [`codes::SYSTEM_UNSUPPORTED`], [`codes::CLI_IVVALU`].
    pub fn begin(
        context: &mut Context<'_>,
        command: &Command,
        usual: u64,
        waits_first: bool,
    ) -> Result<Option<Self>, Condition> {
        let knows = |label: &str| command.known.iter().any(|known| known == label);
        let now = context.node.clock().now();
        let time = |label: &str| command.value(label).map(|text| parse_absolute(text, now)).transpose();
        let seconds = if knows("INTERVAL") { command.number("INTERVAL") } else { None };
        let seconds = match seconds.map(u64::try_from) {
            None => usual,
            Some(Ok(seconds)) if (1..=MAX_INTERVAL).contains(&seconds) => seconds,
            Some(_) => {
                return Err(Condition::new(codes::CLI_IVVALU).token(command.value("INTERVAL").unwrap_or_default()));
            }
        };
        let (beginning, ending) = if knows("ENDING") { (time("BEGINNING")?, time("ENDING")?) } else { (None, None) };
        if ending.is_none() && context.node.clock().is_virtual() {
            return Err(Condition::new(codes::SYSTEM_UNSUPPORTED).token(command.verb.as_str()));
        }
        let wait = beginning.map_or(0, |time| time.0.saturating_sub(now.0) / TICKS_PER_MILLI);
        let begun = wait == 0 || pause(context, Millis(wait));
        Ok(begun.then_some(Self { interval: Millis(1000 * seconds), ending, waits_first }))
    }

    /// Waits for the next display; false when there is none any more, because it is over or Ctrl/C or Ctrl/Y was pressed.
    pub fn next(&mut self, context: &mut Context<'_>) -> bool {
        if !std::mem::replace(&mut self.waits_first, true) {
            return true;
        }
        let left = self.ending.map(|end| end.0.saturating_sub(context.node.clock().now().0) / TICKS_PER_MILLI);
        if left.is_some_and(|left| left < self.interval.0) {
            return false;
        }
        pause(context, self.interval) && !context.streams.interrupted()
    }
}

/// The lines of a display that stands in the place of the one before it: a screen is cleared first.
pub fn in_place<T: AsRef<str>>(
    context: &mut Context<'_>,
    output: &mut Output,
    lines: &[T],
    to_screen: bool,
) -> Result<(), Condition> {
    let clears = to_screen && context.process.terminal.is_some() && !context.node.clock().is_virtual();
    for (at, line) in lines.iter().enumerate() {
        let prefix = if at == 0 && clears { CLEAR } else { "" };
        output.line(context, &format!("{prefix}{}", line.as_ref()))?;
    }
    Ok(())
}

/// What a request shows.
struct Request {
    classes: Vec<&'static str>,
    /// The only statistic that is shown.
    statistic: Option<Statistic>,
    /// All statistics are shown, of what shows bars otherwise too.
    all: bool,
    percent: bool,
    /// The process statistic that /TOPxxx asks for.
    top: Option<Top>,
    rates: bool,
    queues: bool,
    comment: String,
}

/// What processes are ranked by.
type Top = (&'static str, &'static str, fn(&ProcessReading) -> u64);

const TOPS: [Top; 4] = [
    ("TOPBIO", "TOP BUFFERED I/O RATE PROCESSES", |process| process.buffered_io),
    ("TOPCPU", "TOP CPU TIME PROCESSES", |process| process.cpu),
    ("TOPDIO", "TOP DIRECT I/O RATE PROCESSES", |process| process.direct_io),
    ("TOPFAULT", "TOP PAGE FAULT RATE PROCESSES", |process| process.faults),
];

/// Processes that a ranking shows at most.
const TOP_ROWS: usize = 8;

/// Classes with a display of their own.
const OWN_CLASSES: [&str; 3] = ["CLUSTER", "DISK", "PROCESSES"];

impl Request {
    /// The classes in the order of the command; ALL_CLASSES are all but CLUSTER, which stands alone.
    fn of(command: &Command) -> Result<Self, Condition> {
        let keywords = command.full_values("CLASS").iter().filter_map(|value| value.keyword.as_deref());
        let mut classes = Vec::new();
        let words = || CLASSES.iter().map(|class| class.word).chain(OWN_CLASSES);
        for keyword in keywords {
            match keyword.label.as_str() {
                "ALL_CLASSES" => classes.extend(words().filter(|word| *word != "CLUSTER")),
                label => classes.extend(words().find(|word| *word == label)),
            }
        }
        let mut seen = Vec::new();
        classes.retain(|word| {
            !seen.contains(word) && {
                seen.push(*word);
                true
            }
        });
        if classes.is_empty() {
            return Err(codes::MONITOR_NOCLASS.into());
        }
        if classes.len() > 1 && classes.contains(&"CLUSTER") {
            return Err(Condition::new(codes::CLI_CONFLICT).token("CLUSTER"));
        }
        let queues = command.has("ITEM.QUEUE_LENGTH") || command.has("ITEM.ALL");
        let comment: String = command.value("COMMENT").unwrap_or_default().chars().take(MAX_COMMENT).collect();
        Ok(Self {
            statistic: Statistic::asked(command),
            all: command.has("ALL"),
            percent: command.present("PERCENT").is_present(),
            top: TOPS.into_iter().find(|(label, _, _)| command.has(label)),
            rates: !queues || command.has("ITEM.OPERATION_RATE") || command.has("ITEM.ALL"),
            queues,
            comment,
            classes,
        })
    }
}

/// Letters of a comment.
const MAX_COMMENT: usize = 60;

/// Where readings come from.
enum Source {
    /// These nodes, as they are, and whether they were read before.
    Nodes(Vec<Arc<Node>>, Rhythm, bool),
    /// A recording: what is left of it.
    Recording(std::vec::IntoIter<Vec<Reading>>),
}

impl Source {
    /// The next readings, one for each node; `None` when there are no more or whoever watches had enough.
    fn next(&mut self, context: &mut Context<'_>) -> Option<Vec<Reading>> {
        match self {
            Self::Recording(times) => times.next().filter(|_| !context.streams.interrupted()),
            Self::Nodes(nodes, rhythm, begun) => {
                // The first reading is what the next one is compared with.
                if std::mem::replace(begun, true) && !rhythm.next(context) {
                    return None;
                }
                Some(nodes.iter().map(|node| Reading::of(context, node)).collect())
            }
        }
    }
}

/// The nodes that are meant: this one, those of /NODE, or for CLUSTER every member.
fn nodes(context: &Context<'_>, command: &Command, request: &Request) -> Result<Vec<Arc<Node>>, Condition> {
    let typed = command.values("NODE");
    if typed.is_empty() {
        let cluster = request.classes.contains(&"CLUSTER");
        return Ok(if cluster { members(context).into_iter().cloned().collect() } else { vec![context.node.clone()] });
    }
    let named = |name: &&str| {
        let name = name.trim_end_matches(':');
        context.nodes.iter().find(|node| node.name().eq_ignore_ascii_case(name)).cloned()
    };
    typed.iter().map(|name| named(name).ok_or_else(|| codes::SYSTEM_NOSUCHNODE.into())).collect()
}

/// The readings of /INPUT: between /BEGINNING and /ENDING, of the nodes of /NODE, at every so many seconds.
fn recorded(context: &Context<'_>, command: &Command) -> Result<Recording, Condition> {
    let files = command.values("INPUT");
    if files.len() > 1 {
        return Err(Condition::new(codes::SYSTEM_UNSUPPORTED).token("INPUT"));
    }
    let file = files.first().copied().unwrap_or("MONITOR.DAT");
    let (_, text) = read_text(context, file, "MONITOR.DAT", codes::MONITOR_OPENIN)?;
    let mut recording = Recording::parse(&text)?;
    let now = context.node.clock().now();
    let time = |label: &str| command.value(label).map(|text| parse_absolute(text, now)).transpose();
    let (from, until) = (time("BEGINNING")?, time("ENDING")?);
    let within = |time: VmsTime| from.is_none_or(|from| time >= from) && until.is_none_or(|until| time <= until);
    recording.times.retain(|readings| readings.first().is_some_and(|reading| within(reading.time)));
    let wanted: Vec<&str> = command.values("NODE").into_iter().map(|name| name.trim_end_matches(':')).collect();
    for readings in recording.times.iter_mut().filter(|_| !wanted.is_empty()) {
        readings.retain(|reading| wanted.iter().any(|name| name.eq_ignore_ascii_case(&reading.node)));
        if readings.is_empty() {
            return Err(codes::SYSTEM_NOSUCHNODE.into());
        }
    }
    if let Some(typed) = command.value("INTERVAL") {
        let step = command.number("INTERVAL").and_then(|seconds| u64::try_from(seconds).ok()).unwrap_or(0);
        // Only every so many readings can be left out.
        if step == 0 || !step.is_multiple_of(recording.interval) {
            return Err(Condition::new(codes::CLI_IVVALU).token(typed));
        }
        let every = usize::try_from(step / recording.interval).unwrap_or(usize::MAX);
        let mut at = 0;
        recording.times.retain(|_| {
            at += 1;
            (at - 1) % every == 0
        });
    }
    Ok(recording)
}

/// A recording that is made.
struct Recorder {
    file: Box<dyn RecordFile>,
    /// How often it is written out, 100 ns units.
    flush: u64,
    flushed: VmsTime,
}

/// Seconds of /FLUSH_INTERVAL.
const FLUSH_INTERVAL: u64 = 300;

impl Recorder {
    fn of(context: &Context<'_>, command: &Command, interval: u64, comment: &str) -> Result<Option<Self>, Condition> {
        if !command.has("RECORD") {
            return Ok(None);
        }
        let seconds = match command.number("FLUSH_INTERVAL").map(u64::try_from) {
            None => FLUSH_INTERVAL,
            Some(Ok(seconds)) if (1..=MAX_INTERVAL).contains(&seconds) => seconds,
            Some(_) => {
                let typed = command.value("FLUSH_INTERVAL").unwrap_or_default();
                return Err(Condition::new(codes::CLI_IVVALU).token(typed));
            }
        };
        let typed = command.value("RECORD").unwrap_or("MONITOR.DAT");
        let wrong = |spec: &str, why: Condition| Condition::new(codes::MONITOR_OPENOUT).arg(spec).then(why);
        let specs = expand(&context.files(), typed, "MONITOR.DAT", "").map_err(|why| wrong(typed, why))?;
        let shown = specs.first().map_or_else(|| typed.to_owned(), ToString::to_string);
        let (_, mut file) = context.create_file(&specs).map_err(|why| wrong(&shown, why))?;
        file.write(&bytes_of(&Recording::heading(interval, comment)))?;
        Ok(Some(Self { file, flush: seconds * 1000 * TICKS_PER_MILLI, flushed: context.node.clock().now() }))
    }

    fn keep(&mut self, readings: &[Reading], now: VmsTime) -> Result<(), Condition> {
        let mut lines = Vec::new();
        readings.iter().for_each(|reading| reading.write(&mut lines));
        lines.iter().try_for_each(|line| self.file.write(&bytes_of(line)))?;
        if now.0.saturating_sub(self.flushed.0) >= self.flush {
            self.flushed = now;
            self.file.flush()?;
        }
        Ok(())
    }
}

fn monitor(context: &mut Context<'_>, command: &Command) -> Result<Status, Condition> {
    let mut request = Request::of(command)?;
    let cluster = request.classes.contains(&"CLUSTER");
    let playback = command.has("INPUT");
    let (mut source, interval) = if playback {
        let recording = recorded(context, command)?;
        request.comment.clone_from(&recording.comment);
        let interval = recording.interval;
        (Source::Recording(recording.times.into_iter()), interval)
    } else {
        let nodes = nodes(context, command, &request)?;
        let usual = if cluster || nodes.len() > 1 { CLUSTER_INTERVAL } else { INTERVAL };
        let Some(rhythm) = Rhythm::begin(context, command, usual, true)? else { return Ok(codes::SYSTEM_CONTROLY) };
        let interval = rhythm.interval.0 / 1000;
        (Source::Nodes(nodes, rhythm, false), interval)
    };
    let mut recorder = Recorder::of(context, command, interval, &request.comment)?;
    let shows = !command.present("DISPLAY").is_negated();
    let file = command.value("DISPLAY").filter(|_| shows);
    let mut output = Output::to(context, file, "MONITOR")?;
    let holds = viewing_time(context, command, playback || request.classes.len() > 1)?;
    let mut watch = Watch::default();
    while let Some(readings) = source.next(context) {
        if let Some(recorder) = &mut recorder {
            recorder.keep(&readings, context.node.clock().now())?;
        }
        if !watch.take(readings) {
            continue;
        }
        let screens = if shows { watch.screens(&request, false, playback) } else { Vec::new() };
        let last = screens.len().saturating_sub(1);
        for (at, lines) in screens.iter().enumerate() {
            in_place(context, &mut output, lines, file.is_none())?;
            if holds.is_some_and(|length| (playback || at < last) && !pause(context, length)) {
                break;
            }
        }
        if context.streams.interrupted() {
            break;
        }
    }
    output.close()?;
    recorder.map_or(Ok(()), |mut recorder| recorder.file.flush())?;
    if command.has("SUMMARY") {
        let mut summary = Output::to(context, Some(command.value("SUMMARY").unwrap_or("MONITOR.SUM")), "MONITOR.SUM")?;
        for line in watch.screens(&request, true, playback).concat() {
            summary.line(context, &line)?;
        }
        summary.close()?;
    }
    Ok(Status::NORMAL)
}

/// How long each display stays, where several follow each other: at a screen, or when it was said.
fn viewing_time(context: &Context<'_>, command: &Command, several: bool) -> Result<Option<Millis>, Condition> {
    let screen = context.process.terminal.is_some() && !context.node.clock().is_virtual();
    match command.number("VIEWING_TIME").map(u64::try_from) {
        None => Ok((several && screen).then_some(Millis(1000 * INTERVAL))),
        Some(Ok(seconds)) if (1..=MAX_INTERVAL).contains(&seconds) => Ok(Some(Millis(1000 * seconds))),
        Some(_) => Err(Condition::new(codes::CLI_IVVALU).token(command.value("VIEWING_TIME").unwrap_or_default())),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cdu::{AsTyped, Outcome, Tables, parse};

    fn request(line: &str) -> Result<Vec<&'static str>, Status> {
        match parse(&Tables::embedded(), line, &mut AsTyped) {
            Outcome::Complete(command) => Request::of(&command).map(|r| r.classes).map_err(|why| why.status),
            other => panic!("{line}: {other:?}"),
        }
    }

    #[test]
    fn classes_come_once_and_cluster_alone() {
        assert_eq!(request("MONITOR STATES,DISK,STATES"), Ok(vec!["STATES", "DISK"]));
        assert_eq!(request("MONITOR ALL_CLASSES").map(|all| all.len()), Ok(CLASSES.len() + 2));
        assert_eq!(request("MONITOR DISK,CLUSTER"), Err(codes::CLI_CONFLICT));
        assert_eq!(request("MONITOR"), Err(codes::MONITOR_NOCLASS));
    }
}
