//! What MONITOR reads of a node, from the node itself or from a recording.
//!
//! A recording is text: a heading with the version of the layout, the seconds between two readings and the comment, then
//! each reading as a line with its time and node, its counters, its disks and its processes. The layout is ours.

use std::collections::BTreeMap;

use crate::clock::VmsTime;
use crate::command::{Context, memory_use, processes};
use crate::message::{Condition, codes};
use crate::node::Node;
use crate::node::machine::PROCESSORS;
use crate::node::views::DeviceView;

/// A disk at the time of a reading.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DiskReading {
    /// Device name without colon.
    pub name: String,
    /// The host in parentheses; empty for none.
    pub host: String,
    /// Label of the volume.
    pub label: String,
    /// Operations since the node was booted.
    pub operations: u64,
    /// It is a member of a mounted virtual unit: what goes to it is counted there already.
    pub member: bool,
}

/// A process at the time of a reading.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ProcessReading {
    /// Identification.
    pub pid: u32,
    /// Name.
    pub name: String,
    /// Scheduling state.
    pub state: String,
    /// Base priority.
    pub priority: u8,
    /// Pages in use.
    pub pages: u32,
    /// Direct I/O operations so far.
    pub direct_io: u64,
    /// Buffered I/O operations so far.
    pub buffered_io: u64,
    /// Page faults so far.
    pub faults: u64,
    /// CPU time so far, 10 ms units.
    pub cpu: u64,
}

/// A node at one time.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Reading {
    /// The node.
    pub node: String,
    /// When.
    pub time: VmsTime,
    /// When the node was booted.
    pub booted: VmsTime,
    /// Processors.
    pub processors: u32,
    /// Pages of main memory, free ones, modified ones.
    pub pages: [u32; 3],
    /// Disks with a mounted volume, virtual units and their members.
    pub disks: Vec<DiskReading>,
    /// Processes.
    pub processes: Vec<ProcessReading>,
}

impl Reading {
    /// Reads a node.
    pub fn of(context: &Context<'_>, node: &Node) -> Self {
        let observed = |device: &DeviceView| device.mount.is_some() || device.member.is_some();
        let devices: Vec<DeviceView> = node.devices("").into_iter().filter(observed).collect();
        let pages = memory_use::pages(context, node);
        Self {
            node: node.name().to_owned(),
            time: node.clock().now(),
            booted: node.boot_time(),
            processors: PROCESSORS,
            pages: [pages.total, pages.free, pages.modified],
            disks: devices.iter().map(|device| disk(node, device)).collect(),
            processes: processes::of_node(context, node).iter().map(process).collect(),
        }
    }

    /// Operations of applications: what a virtual unit does counts once.
    pub fn direct_io(&self) -> u64 {
        self.disks.iter().filter(|disk| !disk.member).map(|disk| disk.operations).sum()
    }

    /// Appends the lines of a recording.
    pub fn write(&self, lines: &mut Vec<String>) {
        let [total, free, modified] = self.pages;
        lines.push(format!(
            "READING {} {} {} {} {total} {free} {modified}",
            self.time.0, self.node, self.booted.0, self.processors
        ));
        for disk in &self.disks {
            let DiskReading { name, host, label, operations, member } = disk;
            lines.push(format!("DISK {name} {operations} {} ({host}) {label}", u8::from(*member)));
        }
        for process in &self.processes {
            let ProcessReading { pid, name, state, priority, pages, direct_io, buffered_io, faults, cpu } = process;
            lines.push(format!(
                "PROCESS {pid:08X} {state} {priority} {pages} {direct_io} {buffered_io} {faults} {cpu} {name}"
            ));
        }
    }

    /// Takes one line of a recording in; a line that begins another reading comes back as that.
    fn take(&mut self, line: &str) -> Option<Option<Self>> {
        let (word, rest) = line.split_once(' ')?;
        match word {
            "READING" => {
                let mut words = rest.split(' ');
                let time = VmsTime(words.next()?.parse().ok()?);
                let node = words.next()?.to_owned();
                let booted = VmsTime(words.next()?.parse().ok()?);
                let numbers: Vec<u32> = words.map_while(|word| word.parse().ok()).collect();
                let [processors, total, free, modified] = numbers[..] else { return None };
                let pages = [total, free, modified];
                Some(Some(Self { node, time, booted, processors, pages, ..Self::default() }))
            }
            "DISK" => {
                let mut words = rest.splitn(5, ' ');
                self.disks.push(DiskReading {
                    name: words.next()?.to_owned(),
                    operations: words.next()?.parse().ok()?,
                    member: words.next()? == "1",
                    host: words.next()?.trim_matches(['(', ')']).to_owned(),
                    label: words.next()?.to_owned(),
                });
                Some(None)
            }
            "PROCESS" => {
                let mut words = rest.splitn(9, ' ');
                let pid = u32::from_str_radix(words.next()?, 16).ok()?;
                let state = words.next()?.to_owned();
                let priority = words.next()?.parse().ok()?;
                let pages = words.next()?.parse().ok()?;
                let mut number = || words.next()?.parse::<u64>().ok();
                let (direct_io, buffered_io, faults, cpu) = (number()?, number()?, number()?, number()?);
                let name = words.next()?.to_owned();
                self.processes.push(ProcessReading {
                    pid,
                    name,
                    state,
                    priority,
                    pages,
                    direct_io,
                    buffered_io,
                    faults,
                    cpu,
                });
                Some(None)
            }
            _ => None,
        }
    }
}

fn disk(node: &Node, device: &DeviceView) -> DiskReading {
    let unit = device.virtual_unit.as_ref().and_then(|unit| node.device(unit));
    let mount = device.mount.as_ref().or(unit.as_ref().and_then(|unit| unit.mount.as_ref()));
    DiskReading {
        name: device.name.clone(),
        host: device.host.clone().unwrap_or_default(),
        label: mount.map_or_else(String::new, |mount| mount.label.clone()),
        operations: device.operation_count,
        member: device.member.is_some(),
    }
}

fn process(entry: &crate::node::process_table::ProcessEntry) -> ProcessReading {
    let counters = entry.counters;
    ProcessReading {
        pid: entry.pid,
        name: entry.name.clone(),
        state: entry.state.to_owned(),
        priority: entry.priority,
        pages: processes::pages(entry),
        direct_io: counters.direct_io,
        buffered_io: counters.buffered_io,
        faults: counters.page_faults,
        cpu: counters.cpu,
    }
}

/// A recording: what was read, in order of time.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Recording {
    /// Seconds between two readings.
    pub interval: u64,
    /// What /COMMENT said.
    pub comment: String,
    /// Readings of the nodes at each time.
    pub times: Vec<Vec<Reading>>,
}

/// First word of a recording, with the version of its layout.
const MARK: &str = "MONITOR-RECORDING-1";

impl Recording {
    /// The first line of a recording.
    pub fn heading(interval: u64, comment: &str) -> String {
        format!("{MARK} {interval} {comment}")
    }

    /// Reads a recording.
    ///
    /// # Errors
    /// [`codes::MONITOR_INVINPFIL`] for anything else.
    pub fn parse(text: &str) -> Result<Self, Condition> {
        Self::parsed(text).ok_or_else(|| codes::MONITOR_INVINPFIL.into())
    }

    fn parsed(text: &str) -> Option<Self> {
        let mut lines = text.lines();
        let mut heading = lines.next()?.splitn(3, ' ');
        if heading.next() != Some(MARK) {
            return None;
        }
        let interval = heading.next()?.parse().ok().filter(|interval| *interval > 0)?;
        let comment = heading.next().unwrap_or_default().to_owned();
        let mut readings: Vec<Reading> = Vec::new();
        for line in lines {
            match readings.last_mut() {
                Some(last) => {
                    if let Some(next) = last.take(line)? {
                        readings.push(next);
                    }
                }
                None => readings.push(Reading::default().take(line)??),
            }
        }
        let mut times: BTreeMap<VmsTime, Vec<Reading>> = BTreeMap::new();
        for reading in readings {
            times.entry(reading.time).or_default().push(reading);
        }
        Some(Self { interval, comment, times: times.into_values().collect() })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sample(time: u64) -> Reading {
        Reading {
            node: "NODEA".to_owned(),
            time: VmsTime(time),
            booted: VmsTime(1),
            processors: 2,
            pages: [100, 60, 10],
            disks: vec![DiskReading {
                name: "$1$DGA1".to_owned(),
                host: String::new(),
                label: "TWO WORDS".to_owned(),
                operations: 7,
                member: true,
            }],
            processes: vec![ProcessReading {
                pid: 0x2020_0421,
                name: "A name".to_owned(),
                state: "CUR".to_owned(),
                priority: 4,
                pages: 342,
                direct_io: 1,
                buffered_io: 2,
                faults: 3,
                cpu: 4,
            }],
        }
    }

    #[test]
    fn a_recording_reads_as_it_was_written() {
        let mut lines = vec![Recording::heading(3, "as it was")];
        sample(50).write(&mut lines);
        sample(80).write(&mut lines);
        let read = Recording::parse(&lines.join("\n")).unwrap();
        assert_eq!((read.interval, read.comment.as_str()), (3, "as it was"));
        assert_eq!(read.times, [vec![sample(50)], vec![sample(80)]]);
    }

    #[test]
    fn another_file_is_no_recording() {
        let heading = Recording::heading(3, "");
        for text in ["", "MONITOR", "MONITOR-RECORDING-1 0 ", &format!("{heading}\nDISK X"), &format!("{heading}\nX Y")]
        {
            assert_eq!(Recording::parse(text).unwrap_err().status, codes::MONITOR_INVINPFIL, "{text}");
        }
    }
}
