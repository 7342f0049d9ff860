//! MONITOR DISK, and displays that are shown again and again: /CONTINUOUS, /INTERVAL, /BEGINNING and /ENDING (command
//! reference 21).

use std::collections::BTreeMap;

use super::output::Output;
use super::wait::pause;
use super::{Context, Routine};
use crate::cdu::Command;
use crate::clock::{Millis, TICKS_PER_MILLI, VmsTime};
use crate::dcl::time::parse_absolute;
use crate::message::{Condition, Status, codes};
use crate::node::views::DeviceView;

/// The command.
pub const ROUTINES: &[Routine] = &[Routine {
    name: "MONITOR",
    handler: monitor,
    labels: &[
        "ALL",
        "AVERAGE",
        "BEGINNING",
        "CLASS",
        "CLASS.DISK",
        "CURRENT",
        "DISPLAY",
        "ENDING",
        "INTERVAL",
        "ITEM",
        "ITEM.ALL",
        "ITEM.OPERATION_RATE",
        "ITEM.QUEUE_LENGTH",
        "MAXIMUM",
        "MINIMUM",
        "NODE",
        "SUMMARY",
    ],
}];

/// Seconds between two readings.
const INTERVAL: u64 = 3;
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

/// What is measured of a disk.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Rate,
    Queue,
}

/// The values of one disk so far.
#[derive(Clone, Copy, Default)]
struct Figures {
    current: f64,
    sum: f64,
    least: f64,
    most: f64,
    readings: u32,
}

impl Figures {
    fn add(&mut self, value: f64) {
        self.current = value;
        self.sum += value;
        self.least = if self.readings == 0 { value } else { self.least.min(value) };
        self.most = self.most.max(value);
        self.readings += 1;
    }

    fn average(&self) -> f64 {
        self.sum / f64::from(self.readings.max(1))
    }
}

/// A column: its heading, the qualifier that asks for it alone, its value.
type Column = (&'static str, &'static str, fn(&Figures) -> f64);

const COLUMNS: [Column; 4] = [
    ("CUR", "CURRENT", |figures| figures.current),
    ("AVE", "AVERAGE", Figures::average),
    ("MIN", "MINIMUM", |figures| figures.least),
    ("MAX", "MAXIMUM", |figures| figures.most),
];

/// The disks under observation: how many operations each had at the last reading, and its figures.
#[derive(Default)]
struct Disks {
    counts: BTreeMap<String, u64>,
    rates: BTreeMap<String, Figures>,
}

impl Disks {
    fn read(&mut self, devices: &[DeviceView], seconds: f64) {
        for device in devices {
            let before = self.counts.insert(device.name.clone(), device.operation_count);
            if let Some(before) = before {
                let operations = device.operation_count.saturating_sub(before);
                let figures = self.rates.entry(device.name.clone()).or_default();
                figures.add(u32::try_from(operations).map_or(f64::MAX, f64::from) / seconds);
            }
        }
    }
}

/// Disks with a mounted volume, virtual units and their members.
fn observed(context: &Context<'_>) -> Vec<DeviceView> {
    let devices = context.node.devices("").into_iter();
    devices.filter(|device| device.mount.is_some() || device.member.is_some()).collect()
}

fn monitor(context: &mut Context<'_>, command: &Command) -> Result<Status, Condition> {
    if !command.has("CLASS.DISK") {
        return Err(Condition::new(codes::SYSTEM_UNSUPPORTED).token("MONITOR"));
    }
    let own = |name: &&str| name.trim_end_matches(':').eq_ignore_ascii_case(context.node.name());
    if !command.values("NODE").iter().all(own) {
        return Err(codes::SYSTEM_NOSUCHNODE.into());
    }
    let Some(mut rhythm) = Rhythm::begin(context, command, INTERVAL, true)? else { return Ok(codes::SYSTEM_CONTROLY) };
    let mut kinds = vec![];
    let queue = command.has("ITEM.QUEUE_LENGTH") || command.has("ITEM.ALL");
    if !queue || command.has("ITEM.OPERATION_RATE") || command.has("ITEM.ALL") {
        kinds.push(Kind::Rate);
    }
    if queue {
        kinds.push(Kind::Queue);
    }
    let shows = !command.present("DISPLAY").is_negated();
    let file = command.value("DISPLAY").filter(|_| shows);
    let mut output = Output::to(context, file, "MONITOR")?;
    let seconds = (rhythm.interval.0 / 1000).max(1);
    let seconds = u32::try_from(seconds).map_or(1.0, f64::from);
    let mut disks = Disks::default();
    disks.read(&observed(context), seconds);
    while rhythm.next(context) {
        let devices = observed(context);
        disks.read(&devices, seconds);
        for kind in kinds.iter().filter(|_| shows) {
            let lines = screen(context, command, &devices, &disks, *kind);
            in_place(context, &mut output, &lines, file.is_none())?;
        }
    }
    output.close()?;
    if command.has("SUMMARY") {
        let mut summary = Output::to(context, Some(command.value("SUMMARY").unwrap_or("MONITOR.SUM")), "MONITOR.SUM")?;
        let devices = observed(context);
        for kind in kinds {
            for line in screen(context, command, &devices, &disks, kind) {
                summary.line(context, &line)?;
            }
        }
        summary.close()?;
    }
    Ok(Status::NORMAL)
}

/// One display.
fn screen(context: &Context<'_>, command: &Command, devices: &[DeviceView], disks: &Disks, kind: Kind) -> Vec<String> {
    let middle =
        |width: usize, text: &str| format!("{:indent$}{text}", "", indent = width.saturating_sub(text.len()) / 2);
    let now = context.node.clock().now().absolute();
    let what = if kind == Kind::Rate { "I/O Operation Rate" } else { "I/O Request Queue Length" };
    let alone: Vec<&Column> = COLUMNS.iter().filter(|(_, label, _)| command.has(label)).collect();
    let columns = if alone.is_empty() { COLUMNS.iter().collect() } else { alone };
    let heads: Vec<&str> = columns.iter().map(|(head, _, _)| *head).collect();
    let mut lines = vec![
        middle(79, "OpenVMS Monitor Utility"),
        middle(77, "DISK I/O STATISTICS"),
        middle(77, &format!("on node {}", context.node.name())),
        middle(79, &now),
        String::new(),
        format!("{what:<32}{}", heads.iter().map(|head| format!("{head:>11}")).collect::<String>()),
        String::new(),
    ];
    for device in devices {
        let figures = match kind {
            Kind::Rate => disks.rates.get(&device.name).copied().unwrap_or_default(),
            // Requests go to the host at once.
            Kind::Queue => Figures::default(),
        };
        let values: Vec<f64> = columns.iter().map(|(_, _, value)| value(&figures)).collect();
        lines.push(row(&shown(context, device), &values));
    }
    lines.push(String::new());
    lines
}

/// Name, host and volume label of a disk.
fn shown(context: &Context<'_>, device: &DeviceView) -> String {
    let host = device.host.as_ref().map(|host| format!("({host})")).unwrap_or_default();
    let unit = device.virtual_unit.as_ref().and_then(|unit| context.node.device(unit));
    let mount = device.mount.as_ref().or(unit.as_ref().and_then(|unit| unit.mount.as_ref()));
    let label = mount.map_or("", |mount| mount.label.as_str());
    format!("{:<17}{host:<10}{label}", format!("{}:", device.name))
}

/// A row: the first number ends in column 44, the others 11 columns further each.
fn row(name: &str, values: &[f64]) -> String {
    let mut line = name.to_owned();
    for (at, value) in values.iter().enumerate() {
        let value = format!("{value:.2}");
        let width = (44 + 11 * at).saturating_sub(line.chars().count()).max(value.len() + 1);
        line.push_str(&format!("{value:>width$}"));
    }
    line
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_end_in_their_columns() {
        let line = row("$1$DGA10:        (NODE1)   SHADOWVOL", &[12.33, 8.1, 0.0, 40.0]);
        assert_eq!(line, "$1$DGA10:        (NODE1)   SHADOWVOL   12.33       8.10       0.00      40.00");
    }

    #[test]
    fn figures_keep_the_extremes() {
        let mut figures = Figures::default();
        [2.0, 1.0, 6.0].into_iter().for_each(|value| figures.add(value));
        assert_eq!((figures.current, figures.average(), figures.least, figures.most), (6.0, 3.0, 1.0, 6.0));
    }
}
