//! What MONITOR shows: tables and bars of a class, and the displays that SYSTEM, PROCESSES and CLUSTER have for
//! themselves (command reference 21).

use super::classes::{Interval, number};
use super::figures::{Figures, Statistic};
use super::reading::{ProcessReading, Reading};
use crate::command::show_small::delta;
use crate::show::layout::Line;

/// Where a text stands in the middle.
fn middle(width: usize, text: &str) -> String {
    format!("{:indent$}{text}", "", indent = width.saturating_sub(text.len()) / 2)
}

/// The head of a display.
pub struct Head<'a> {
    /// What it is about.
    pub title: &'a str,
    /// The node; empty for a display of several.
    pub node: &'a str,
    /// When.
    pub time: String,
    /// What /COMMENT said when a recording was made.
    pub comment: &'a str,
}

impl Head<'_> {
    /// Its lines, with a box that names the statistic if there is just one.
    pub fn lines(&self, statistic: Option<Statistic>) -> Vec<String> {
        let node = if self.node.is_empty() { String::new() } else { middle(77, &format!("on node {}", self.node)) };
        let mut lines =
            vec![middle(79, "OpenVMS Monitor Utility"), middle(77, self.title), node, middle(79, &self.time)];
        if let Some(statistic) = statistic {
            let border = "+-----+".to_owned();
            for (line, cell) in lines[1..].iter_mut().zip([border.clone(), format!("| {} |", statistic.word()), border])
            {
                let rest = line.get(24..).unwrap_or_default().to_owned();
                *line = format!("{:17}{cell}{rest}", "");
            }
        }
        if !self.comment.is_empty() {
            lines.push(middle(79, self.comment));
        }
        lines.push(String::new());
        lines
    }
}

/// A row: the first number ends in column 44, the others 11 columns further each.
pub fn row(name: &str, values: &[f64]) -> String {
    let mut line = name.to_owned();
    for (at, value) in values.iter().enumerate() {
        let value = format!("{value:.2}");
        let width = (44 + 11 * at).saturating_sub(line.chars().count()).max(value.len() + 1);
        line.push_str(&format!("{value:>width$}"));
    }
    line
}

/// All statistics of some items, side by side; an item without a name is a blank line.
pub fn table(what: &str, items: &[(String, Figures)]) -> Vec<String> {
    let heads: String = Statistic::ALL.iter().map(|statistic| format!("{:>11}", statistic.word())).collect();
    let shown = |(name, figures): &(String, Figures)| match name.is_empty() {
        true => String::new(),
        false => row(name, &Statistic::ALL.map(|statistic| figures.get(statistic))),
    };
    let head = [format!("{what:<32}{heads}"), String::new()];
    head.into_iter().chain(items.iter().map(shown)).chain([String::new()]).collect()
}

/// Marks on an axis of bars.
const AXIS: &str = "+ - - - - + - - - - + - - - - + - - - - +";
/// Characters of the longest bar.
const BAR: usize = 40;

/// The end of an axis that holds a value: 100, and its multiples by 2, 5, 10 and so on.
fn scale(most: f64) -> f64 {
    let mut scale = 100.0;
    for factor in [2.0, 2.5, 2.0].into_iter().cycle().take(24) {
        if most <= scale {
            break;
        }
        scale *= factor;
    }
    scale
}

/// A bar of so many characters for the whole scale.
fn bar(value: f64, scale: f64, width: usize) -> String {
    let whole = number(width as u64);
    let length = (1..=width).filter(|length| number(*length as u64) <= value * whole / scale + 0.5).count();
    "*".repeat(length)
}

/// One statistic of some items as bars.
pub fn bars(items: &[(String, f64)]) -> Vec<String> {
    let scale = scale(items.iter().map(|(_, value)| *value).fold(0.0, f64::max));
    let mark = |part: f64| format!("{:.0}", scale * part);
    let marks = Line::new()
        .at(32, "0")
        .at(42, &mark(0.25))
        .at(52, &mark(0.5))
        .at(62, &mark(0.75))
        .ending(72, &mark(1.0))
        .finish();
    let axis = format!("{:31}{AXIS}", "");
    let shown = |(name, value): &(String, f64)| {
        let number = format!("{value:.0}");
        format!(" {name:<width$}{number}|{}", bar(*value, scale, BAR), width = 30_usize.saturating_sub(number.len()))
    };
    let mut lines = vec![marks, axis.clone()];
    lines.extend(items.iter().map(shown));
    lines.extend([axis, String::new()]);
    lines
}

/// What one of the boxes of SYSTEM shows.
struct Gauge {
    name: &'static str,
    value: f64,
    top: f64,
    /// The process that has most of it.
    leader: String,
}

/// The process that uses most of something, with how much.
fn leader(interval: &Interval<'_>, used: impl Fn(&ProcessReading) -> f64) -> String {
    let processes = &interval.now.processes;
    let first = processes.iter().reduce(|most, process| if used(process) > used(most) { process } else { most });
    let active = first.filter(|process| used(process) > 0.0);
    active.map_or_else(String::new, |process| format!("Cur Top: {} ({:.0})", process.name, used(process)))
}

impl Gauge {
    /// Five lines, 26 characters wide, with the scale beside them.
    fn lines(&self) -> [String; 5] {
        let title = format!("{} ({:.0})", self.name, self.value);
        let edge = format!("+{}+", "-".repeat(24));
        let top = format!("+ {title:-<23}+").replacen(&title, &format!("{title} "), 1);
        let top: String = top.chars().take(25).chain(['+']).collect();
        [
            top,
            format!("|{:24}|", ""),
            format!("|{:24}| {:.0}", bar(self.value.min(self.top), self.top, 24), self.top),
            edge,
            self.leader.clone(),
        ]
    }
}

/// The bars of SYSTEM: what is used of processors, memory and devices, and how many processes are in which state.
pub fn system(interval: &Interval<'_>, value: impl Fn(&str) -> f64) -> Vec<String> {
    let now = interval.now;
    let rate = |count: fn(&ProcessReading) -> u64| move |process: &ProcessReading| interval.of_process(process, count);
    let gauge = |name, value: f64, top, leader| Gauge { name, value, top, leader };
    let cpu = gauge(
        "CPU Busy",
        value("User Mode"),
        100.0 * f64::from(now.processors),
        leader(interval, |p| interval.cpu_of(p)),
    );
    let faults = value("Page Fault Rate");
    let faults = gauge("Page Fault Rate", faults, scale(faults), leader(interval, rate(|process| process.faults)));
    let pages = f64::from(now.pages[0]);
    let free = gauge("Free List Size", value("Free List Size"), pages, String::new());
    let modified = gauge("Modified List Size", value("Modified List Size"), pages, String::new());
    let direct = value("Direct I/O Rate");
    let direct = gauge("Direct I/O Rate", direct, scale(direct), leader(interval, rate(|process| process.direct_io)));
    let buffered = value("Buffered I/O Rate");
    let buffered =
        gauge("Buffered I/O Rate", buffered, scale(buffered), leader(interval, rate(|process| process.buffered_io)));
    let mut lines = Vec::new();
    for (place, left, right) in
        [("CPU", &cpu, None), ("MEMORY", &faults, Some(&free)), ("I/O", &direct, Some(&buffered))]
    {
        let right: Vec<String> = match right {
            Some(right) => right.lines().to_vec(),
            None => states(now),
        };
        for (at, (left, right)) in left.lines().iter().zip(right).enumerate() {
            let place = if at == 2 { place } else { "" };
            let zero = if at == 2 { "0" } else { "" };
            lines.push(Line::new().at(2, place).at(10, zero).at(12, left).at(47, &right).finish());
        }
    }
    lines.push(Line::new().at(47, &format!("{} ({:.0})", modified.name, modified.value)).finish());
    lines.push(String::new());
    lines
}

/// Processes by their states, five lines.
fn states(reading: &Reading) -> Vec<String> {
    let count = |state: &str| reading.processes.iter().filter(|process| process.state == state).count();
    let known = ["LEF", "LEFO", "HIB", "HIBO", "COM", "COMO", "PFW", "MWAIT"];
    let all = reading.processes.len();
    let other = all - known.iter().map(|state| count(state)).sum::<usize>();
    let pair =
        |a: &str, b: &str| format!("{:<7}{:>4}     {:<7}{:>4}", format!("{a}:"), count(a), format!("{b}:"), count(b));
    vec![
        "Process States".to_owned(),
        pair("LEF", "LEFO"),
        pair("HIB", "HIBO"),
        pair("COM", "COMO"),
        format!("{:<7}{other:>4}     {:<7}{all:>4}", "Other:", "Total:"),
    ]
}

/// The display of PROCESSES.
pub fn processes(reading: &Reading, comment: &str) -> Vec<String> {
    let count = format!("Process Count: {}", reading.processes.len());
    let uptime = delta(reading.time.0.saturating_sub(reading.booted.0) / 100_000);
    let uptime = format!("Uptime: {}", &uptime[..uptime.len() - 3]);
    let head = Head { title: "PROCESSES", node: &reading.node, time: reading.time.absolute(), comment };
    let mut lines = head.lines(None);
    lines[0] = Line::new().at(1, &count).at(29, "OpenVMS Monitor Utility").ending(80, &uptime).finish();
    lines.push("   PID    STATE PRI      NAME             PAGES     DIOCNT   FAULTS     CPU TIME".to_owned());
    lines.push(String::new());
    lines.extend(reading.processes.iter().map(|process| {
        let ProcessReading { pid, name, state, priority, pages, direct_io, faults, cpu, .. } = process;
        let cpu = delta(*cpu);
        format!(
            " {pid:08X} {state:<5}{priority:4}  {name:<15}{pages:8}{direct_io:11}{faults:9} {}",
            &cpu[..cpu.len() - 1]
        )
    }));
    lines.push(String::new());
    lines
}

/// A quarter of the display of CLUSTER.
pub struct Quadrant {
    /// Its title.
    pub title: &'static str,
    /// What is shown.
    pub what: &'static str,
    /// The end of the axis where nothing is beyond it.
    pub scale: f64,
    /// Nodes or disks with their figures.
    pub rows: Vec<(String, Figures)>,
}

/// Characters of a quarter, and of its longest bar.
const QUARTER: usize = 39;
const QUARTER_BAR: usize = 20;

impl Quadrant {
    fn lines(&self, statistic: Statistic) -> Vec<String> {
        let values: Vec<(&str, f64)> =
            self.rows.iter().map(|(name, figures)| (name.as_str(), figures.get(statistic))).collect();
        let most = values.iter().map(|(_, value)| *value).fold(0.0, f64::max);
        let scale = if most <= self.scale { self.scale } else { scale(most) };
        let mark = |part: f64| format!("{:.0}", scale * part);
        let marks = Line::new()
            .at(1, self.what)
            .at(19, "0")
            .at(23, &mark(0.25))
            .at(28, &mark(0.5))
            .at(33, &mark(0.75))
            .ending(39, &mark(1.0))
            .finish();
        let axis = format!("{:18}+----+----+----+----+", "");
        let shown = |(name, value): &(&str, f64)| {
            let value_text = format!("{value:.0}");
            format!("{name:<12}{value_text:>5} |{}", bar(*value, scale, QUARTER_BAR))
        };
        let mut lines = vec![format!("{:-^QUARTER$}", format!(" {} ", self.title)), marks, axis];
        lines.extend(values.iter().map(shown));
        lines
    }
}

/// The four quarters of CLUSTER: two beside each other, two below.
pub fn cluster(quadrants: &[Quadrant; 4], statistic: Statistic) -> Vec<String> {
    let mut lines = Vec::new();
    for pair in quadrants.chunks(2) {
        let (left, right) = (pair[0].lines(statistic), pair.get(1).map(|q| q.lines(statistic)).unwrap_or_default());
        for at in 0..left.len().max(right.len()) {
            let cell = |lines: &[String]| lines.get(at).cloned().unwrap_or_default();
            lines.push(format!("{:<40} {}", cell(&left), cell(&right)).trim_end().to_owned());
        }
        lines.push(String::new());
    }
    lines
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
    fn axes_hold_every_value_and_bars_their_part() {
        assert_eq!(
            [0.0, 100.0, 101.0, 400.0, 900.0, 40_000.0].map(scale),
            [100.0, 100.0, 200.0, 500.0, 1000.0, 50_000.0]
        );
        assert_eq!([0.0, 1.0, 50.0, 100.0].map(|value| bar(value, 100.0, 40).len()), [0, 0, 20, 40]);
    }

    #[test]
    fn bars_stand_on_their_axis() {
        let lines = bars(&[("Hibernate".to_owned(), 50.0)]);
        assert_eq!(lines[0], "                               0         25        50        75      100");
        assert_eq!(lines[1], "                               + - - - - + - - - - + - - - - + - - - - +");
        assert_eq!(lines[2], format!(" Hibernate                   50|{}", "*".repeat(20)));
    }
}
