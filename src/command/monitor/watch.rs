//! What a MONITOR request has seen so far, and its displays.

use std::collections::BTreeMap;

use super::classes::{CLASSES, Class, Interval};
use super::figures::{Figures, Statistic};
use super::reading::{DiskReading, ProcessReading, Reading};
use super::screens::{self, Head, Quadrant};
use super::{Request, TOP_ROWS};

/// Figures of one node.
#[derive(Default)]
struct OfNode {
    before: Reading,
    now: Reading,
    /// By class and item, in percent under /PERCENT.
    items: BTreeMap<(&'static str, usize), [Figures; 2]>,
    /// By disk: operations in a second, and their part of all.
    disks: BTreeMap<String, [Figures; 2]>,
    /// Percent of the processors, percent of the memory.
    cpu: Figures,
    memory: Figures,
}

/// The nodes that are watched.
#[derive(Default)]
pub struct Watch {
    nodes: Vec<OfNode>,
}

impl OfNode {
    fn interval(&self) -> Interval<'_> {
        Interval { before: &self.before, now: &self.now }
    }

    /// Takes a reading in and brings all figures up to date.
    fn take(&mut self, reading: Reading) {
        self.before = std::mem::replace(&mut self.now, reading);
        let interval = Interval { before: &self.before, now: &self.now };
        for class in CLASSES {
            let values: Vec<f64> = class.items.iter().map(|(_, value)| value(&interval)).collect();
            let sum: f64 = values.iter().sum();
            for (at, value) in values.into_iter().enumerate() {
                let [plain, percent] = self.items.entry((class.word, at)).or_default();
                plain.add(value);
                percent.add(share(value, sum));
            }
        }
        let rates = self.now.disks.iter().filter_map(|disk| {
            let before = self.before.disks.iter().find(|before| before.name == disk.name)?;
            Some((disk.name.clone(), interval.rate(before.operations, disk.operations)))
        });
        let rates: Vec<(String, f64)> = rates.collect();
        let sum: f64 = rates.iter().map(|(_, rate)| *rate).sum();
        self.cpu.add(interval.busy_share());
        self.memory.add(interval.memory_share());
        for (name, rate) in rates {
            let [plain, percent] = self.disks.entry(name).or_default();
            plain.add(rate);
            percent.add(share(rate, sum));
        }
    }
}

/// A part in percent.
fn share(value: f64, sum: f64) -> f64 {
    if sum > 0.0 { 100.0 * value / sum } else { 0.0 }
}

/// Name, host and volume label of a disk.
fn shown(disk: &DiskReading) -> String {
    let host = if disk.host.is_empty() { String::new() } else { format!("({})", disk.host) };
    format!("{:<17}{host:<10}{}", format!("{}:", disk.name), disk.label)
}

impl Watch {
    /// Takes the readings of one time; whether there are figures yet.
    pub fn take(&mut self, readings: Vec<Reading>) -> bool {
        for reading in readings {
            match self.nodes.iter_mut().find(|node| node.now.node == reading.node) {
                Some(node) => node.take(reading),
                None => self.nodes.push(OfNode { now: reading, ..OfNode::default() }),
            }
        }
        self.nodes.iter().any(|node| !node.before.node.is_empty())
    }

    /// The displays of the request, class after class; of a summary with all statistics unless one was asked for.
    pub fn screens(&self, request: &Request, summary: bool, playback: bool) -> Vec<Vec<String>> {
        let comment = if playback { request.comment.as_str() } else { "" };
        let mut screens = Vec::new();
        for class in &request.classes {
            if *class == "CLUSTER" {
                screens.push(self.cluster(request, summary, comment));
                continue;
            }
            for node in &self.nodes {
                match *class {
                    "DISK" => screens.extend(node.disk_screens(request, comment)),
                    "PROCESSES" => screens.push(node.process_screen(request, comment)),
                    word => {
                        let class = CLASSES.iter().find(|class| class.word == word);
                        screens.extend(class.map(|class| node.class_screen(class, request, summary, comment)));
                    }
                }
            }
        }
        screens
    }

    /// CLUSTER: what the nodes use, and what the disks of all do together.
    fn cluster(&self, request: &Request, summary: bool, comment: &str) -> Vec<String> {
        let of_nodes = |figures: fn(&OfNode) -> Figures| {
            self.nodes.iter().map(|node| (node.now.node.clone(), figures(node))).collect::<Vec<_>>()
        };
        let locks = |node: &OfNode| node.items.get(&("LOCK", 0)).map_or_else(Figures::default, |[plain, _]| *plain);
        let quadrants = [
            Quadrant { title: "CPU", what: "CPU Busy", scale: 100.0, rows: of_nodes(|node| node.cpu) },
            Quadrant { title: "MEMORY", what: "%Memory In Use", scale: 100.0, rows: of_nodes(|node| node.memory) },
            Quadrant { title: "DISK", what: "Disk IO Rate", scale: 100.0, rows: self.busiest_disks() },
            Quadrant { title: "LOCK", what: "Tot ENQ/DEQ Rate", scale: 500.0, rows: of_nodes(locks) },
        ];
        let time = self.nodes.first().map_or_else(String::new, |node| node.now.time.absolute());
        let head = Head { title: "CLUSTER STATISTICS", node: "", time, comment };
        if request.all || summary && request.statistic.is_none() {
            let mut lines = head.lines(None);
            for quadrant in quadrants {
                let rows: Vec<(String, Figures)> =
                    quadrant.rows.into_iter().map(|(name, figures)| (format!("    {name}"), figures)).collect();
                lines.extend(screens::table(quadrant.what, &rows));
            }
            return lines;
        }
        let statistic = request.statistic.unwrap_or(Statistic::Current);
        let mut lines = head.lines(Some(statistic));
        lines.extend(screens::cluster(&quadrants, statistic));
        lines
    }

    /// The disks with the most operations now, as every node sees them.
    fn busiest_disks(&self) -> Vec<(String, Figures)> {
        let mut disks: Vec<(String, Figures)> = Vec::new();
        for node in &self.nodes {
            for (name, [figures, _]) in &node.disks {
                match disks.iter_mut().find(|(known, _)| known == name) {
                    Some((_, known)) => *known = known.plus(figures),
                    None => disks.push((name.clone(), *figures)),
                }
            }
        }
        disks.sort_by(|(_, a), (_, b)| b.get(Statistic::Current).total_cmp(&a.get(Statistic::Current)));
        disks.truncate(TOP_ROWS);
        disks
    }
}

impl OfNode {
    fn head<'a>(&'a self, title: &'a str, comment: &'a str) -> Head<'a> {
        Head { title, node: &self.now.node, time: self.now.time.absolute(), comment }
    }

    fn class_screen(&self, class: &Class, request: &Request, summary: bool, comment: &str) -> Vec<String> {
        let percent = usize::from(request.percent && class.has_percent);
        let figures = |at: usize| self.items.get(&(class.word, at)).map_or_else(Figures::default, |both| both[percent]);
        let title = if percent == 1 { format!("{} (%)", class.title) } else { class.title.to_owned() };
        let head = self.head(&title, comment);
        let bars = class.shows_bars && !request.all && !summary;
        let Some(statistic) = request.statistic.or(bars.then_some(Statistic::Current)) else {
            let indented = |name: &str| if name.is_empty() { String::new() } else { format!("    {name}") };
            let items = class.items.iter().enumerate().map(|(at, (name, _))| (indented(name), figures(at)));
            let mut lines = head.lines(None);
            lines.extend(screens::table("", &items.collect::<Vec<_>>()));
            return lines;
        };
        let mut lines = head.lines(Some(statistic));
        if class.word == "SYSTEM" {
            let value = |name: &str| {
                let at = class.items.iter().position(|(known, _)| *known == name);
                at.map_or(0.0, |at| figures(at).get(statistic))
            };
            lines.extend(screens::system(&self.interval(), value));
            return lines;
        }
        let named = class.items.iter().enumerate().filter(|(_, (name, _))| !name.is_empty());
        let items = named.map(|(at, (name, _))| ((*name).to_owned(), figures(at).get(statistic)));
        lines.extend(screens::bars(&items.collect::<Vec<_>>()));
        lines
    }

    /// DISK: operations, and requests that wait. Requests go to the host at once, so that none does.
    fn disk_screens(&self, request: &Request, comment: &str) -> Vec<Vec<String>> {
        let percent = usize::from(request.percent);
        let kinds = [(request.rates, "I/O Operation Rate", true), (request.queues, "I/O Request Queue Length", false)];
        let mut all = Vec::new();
        for (_, what, rates) in kinds.into_iter().filter(|(wanted, _, _)| *wanted) {
            let figures = |disk: &DiskReading| match rates {
                true => self.disks.get(&disk.name).map_or_else(Figures::default, |both| both[percent]),
                false => Figures::default(),
            };
            let what = if percent == 1 { format!("{what} (%)") } else { what.to_owned() };
            let head = self.head("DISK I/O STATISTICS", comment);
            let mut lines = head.lines(request.statistic);
            match request.statistic {
                None => {
                    let items: Vec<_> = self.now.disks.iter().map(|disk| (shown(disk), figures(disk))).collect();
                    lines.extend(screens::table(&what, &items));
                }
                Some(statistic) => {
                    let items = self.now.disks.iter().map(|disk| {
                        let name = format!("{:<14} {}", format!("{}:", disk.name), disk.label);
                        (name.chars().take(26).collect(), figures(disk).get(statistic))
                    });
                    lines.push(what);
                    lines.extend(screens::bars(&items.collect::<Vec<_>>()));
                }
            }
            all.push(lines);
        }
        all
    }

    fn process_screen(&self, request: &Request, comment: &str) -> Vec<String> {
        let Some((label, title, count)) = request.top else { return screens::processes(&self.now, comment) };
        let interval = self.interval();
        let rate = |process: &ProcessReading| match label {
            "TOPCPU" => interval.cpu_of(process),
            _ => interval.of_process(process, count),
        };
        let mut ranked: Vec<(String, f64)> = self
            .now
            .processes
            .iter()
            .map(|process| (format!("{:08X} {}", process.pid, process.name), rate(process)))
            .filter(|(_, rate)| *rate > 0.0)
            .collect();
        ranked.sort_by(|(_, a), (_, b)| b.total_cmp(a));
        ranked.truncate(TOP_ROWS);
        let mut lines = self.head(title, comment).lines(Some(Statistic::Current));
        lines.extend(screens::bars(&ranked));
        lines
    }
}
