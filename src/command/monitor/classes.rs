//! The classes of MONITOR and their items: what each value is made from.
//!
//! Counted are operations of disks, processes with their states, CPU time and page faults, and pages of memory. Locks,
//! mailboxes, served disks and the inner work of the file system are not: nothing of the kind happens on a node here, and
//! their rates are zero.

use super::reading::{ProcessReading, Reading};

/// Two readings of a node, one after the other.
#[derive(Clone, Copy)]
pub struct Interval<'a> {
    /// The earlier one.
    pub before: &'a Reading,
    /// The later one.
    pub now: &'a Reading,
}

/// The value of an item.
pub type Value = fn(&Interval<'_>) -> f64;

/// A class whose items all nodes have.
pub struct Class {
    /// Its keyword.
    pub word: &'static str,
    /// The second line of its display.
    pub title: &'static str,
    /// Its items. One without a name is a blank line of a table.
    pub items: &'static [(&'static str, Value)],
    /// Bars of the present values are shown unless something else is asked for.
    pub shows_bars: bool,
    /// /PERCENT counts.
    pub has_percent: bool,
}

/// A count as a number to calculate with; what is beyond 32 bits in one interval does not happen.
pub fn number(count: u64) -> f64 {
    u32::try_from(count).map_or(f64::from(u32::MAX), f64::from)
}

impl Interval<'_> {
    /// Its length in seconds.
    pub fn seconds(&self) -> f64 {
        number(self.now.time.0.saturating_sub(self.before.time.0) / 10_000).max(1.0) / 1000.0
    }

    /// How fast a count grows, in a second.
    pub fn rate(&self, before: u64, now: u64) -> f64 {
        number(now.saturating_sub(before)) / self.seconds()
    }

    /// How fast a count of processes grows, all together. What ended processes did is not known.
    fn all(&self, count: fn(&ProcessReading) -> u64) -> f64 {
        self.now.processes.iter().fold(0.0, |sum, process| sum + self.of_process(process, count))
    }

    /// How fast a count of one process grows.
    pub fn of_process(&self, process: &ProcessReading, count: fn(&ProcessReading) -> u64) -> f64 {
        let earlier = self.before.processes.iter().find(|known| known.pid == process.pid).map_or(0, count);
        self.rate(earlier, count(process))
    }

    /// CPU time of one process in percent of a processor: ten milliseconds are a hundredth of a second. It is charged by
    /// command lines, and no process has more than one processor.
    pub fn cpu_of(&self, process: &ProcessReading) -> f64 {
        self.of_process(process, |process| process.cpu).min(100.0)
    }

    /// CPU time in percent of one processor.
    fn busy(&self) -> f64 {
        let used = self.now.processes.iter().fold(0.0, |sum, process| sum + self.cpu_of(process));
        used.min(100.0 * f64::from(self.now.processors))
    }

    /// CPU time in percent of all processors.
    pub fn busy_share(&self) -> f64 {
        self.busy() / f64::from(self.now.processors.max(1))
    }

    /// Main memory in use, percent.
    pub fn memory_share(&self) -> f64 {
        let [total, free, modified] = self.now.pages.map(f64::from);
        if total > 0.0 { 100.0 * (total - free - modified) / total } else { 0.0 }
    }

    fn in_state(&self, states: &[&str]) -> f64 {
        let held = self.now.processes.iter().filter(|process| states.contains(&process.state.as_str()));
        number(held.count() as u64)
    }
}

const ZERO: Value = |_| 0.0;
const BUSY: Value = |interval| interval.busy();
const IDLE: Value = |interval| 100.0 * f64::from(interval.now.processors) - interval.busy();
const DIRECT_IO: Value = |interval| interval.rate(interval.before.direct_io(), interval.now.direct_io());
const BUFFERED_IO: Value = |interval| interval.all(|process| process.buffered_io);
const FAULTS: Value = |interval| interval.all(|process| process.faults);
const FREE: Value = |interval| f64::from(interval.now.pages[1]);
const MODIFIED: Value = |interval| f64::from(interval.now.pages[2]);
const PROCESSES: Value = |interval| number(interval.now.processes.len() as u64);

/// The classes.
pub const CLASSES: &[Class] = &[
    Class {
        word: "FCP",
        title: "FILE PRIMITIVE STATISTICS",
        items: &[
            ("FCP Call Rate", ZERO),
            ("Allocation Rate", ZERO),
            ("Create Rate", ZERO),
            ("Disk Read Rate", ZERO),
            ("Disk Write Rate", ZERO),
            ("Volume Lock Wait Rate", ZERO),
            ("CPU Tick Rate", ZERO),
            ("File Sys Page Fault Rate", ZERO),
            ("Window Turn Rate", ZERO),
            ("File Lookup Rate", ZERO),
            ("File Open Rate", ZERO),
            ("Erase Rate", ZERO),
        ],
        shows_bars: false,
        has_percent: false,
    },
    Class {
        word: "IO",
        title: "I/O SYSTEM STATISTICS",
        items: &[
            ("Direct I/O Rate", DIRECT_IO),
            ("Buffered I/O Rate", BUFFERED_IO),
            ("Mailbox Write Rate", ZERO),
            ("Split Transfer Rate", ZERO),
            ("Log Name Translation Rate", ZERO),
            ("File Open Rate", ZERO),
            ("", ZERO),
            ("Page Fault Rate", FAULTS),
            ("Page Read Rate", ZERO),
            ("Page Read I/O Rate", ZERO),
            ("Page Write Rate", ZERO),
            ("Page Write I/O Rate", ZERO),
            ("Inswap Rate", ZERO),
            ("Free List Size", FREE),
            ("Modified List Size", MODIFIED),
        ],
        shows_bars: false,
        has_percent: false,
    },
    Class {
        word: "LOCK",
        title: "LOCK MANAGEMENT STATISTICS",
        items: &[
            ("New ENQ Rate", ZERO),
            ("Converted ENQ Rate", ZERO),
            ("DEQ Rate", ZERO),
            ("Blocking AST Rate", ZERO),
            ("ENQs Forced To Wait Rate", ZERO),
            ("ENQs Not Queued Rate", ZERO),
            ("Deadlock Search Rate", ZERO),
            ("Deadlock Find Rate", ZERO),
            ("Total Locks", ZERO),
            ("Total Resources", ZERO),
        ],
        shows_bars: false,
        has_percent: false,
    },
    Class {
        word: "MODES",
        title: "TIME IN PROCESSOR MODES",
        items: &[
            ("Interrupt State", ZERO),
            ("MP Synchronization", ZERO),
            ("Kernel Mode", ZERO),
            ("Executive Mode", ZERO),
            ("Supervisor Mode", ZERO),
            ("User Mode", BUSY),
            ("Not Available", ZERO),
            ("Idle Time", IDLE),
        ],
        shows_bars: true,
        has_percent: true,
    },
    Class {
        word: "MSCP_SERVER",
        title: "MSCP SERVER STATISTICS",
        items: &[
            ("Server I/O Request Rate", ZERO),
            ("Read Request Rate", ZERO),
            ("Write Request Rate", ZERO),
            ("", ZERO),
            ("Extra Fragment Rate", ZERO),
            ("Fragmented Request Rate", ZERO),
            ("Buffer Wait Rate", ZERO),
            ("", ZERO),
            ("Request Size Rates      1", ZERO),
            ("(Blocks)              2-3", ZERO),
            ("                      4-7", ZERO),
            ("                     8-15", ZERO),
            ("                    16-31", ZERO),
            ("                    32-63", ZERO),
            ("                      64+", ZERO),
        ],
        shows_bars: false,
        has_percent: false,
    },
    Class {
        word: "PAGE",
        title: "PAGE MANAGEMENT STATISTICS",
        items: &[
            ("Page Fault Rate", FAULTS),
            ("Page Read Rate", ZERO),
            ("Page Read I/O Rate", ZERO),
            ("Page Write Rate", ZERO),
            ("Page Write I/O Rate", ZERO),
            ("", ZERO),
            ("Free List Fault Rate", ZERO),
            ("Modified List Fault Rate", ZERO),
            ("Demand Zero Fault Rate", FAULTS),
            ("Global Valid Fault Rate", ZERO),
            ("Wrt In Progress Fault Rate", ZERO),
            ("System Fault Rate", ZERO),
            ("", ZERO),
            ("Free List Size", FREE),
            ("Modified List Size", MODIFIED),
        ],
        shows_bars: false,
        has_percent: false,
    },
    Class {
        word: "STATES",
        title: "PROCESS STATES",
        items: &[
            ("Collided Page Wait", |interval| interval.in_state(&["COLPG"])),
            ("Mutex & Misc Resource Wait", |interval| interval.in_state(&["MWAIT", "RWAST", "MUTEX"])),
            ("Common Event Flag Wait", |interval| interval.in_state(&["CEF"])),
            ("Page Fault Wait", |interval| interval.in_state(&["PFW"])),
            ("Local Event Flag Wait", |interval| interval.in_state(&["LEF"])),
            ("Local Evt Flg (Outswapped)", |interval| interval.in_state(&["LEFO"])),
            ("Hibernate", |interval| interval.in_state(&["HIB"])),
            ("Hibernate (Outswapped)", |interval| interval.in_state(&["HIBO"])),
            ("Suspended", |interval| interval.in_state(&["SUSP"])),
            ("Suspended (Outswapped)", |interval| interval.in_state(&["SUSPO"])),
            ("Free Page Wait", |interval| interval.in_state(&["FPG"])),
            ("Compute", |interval| interval.in_state(&["COM"])),
            ("Compute (Outswapped)", |interval| interval.in_state(&["COMO"])),
            ("Current Process", |interval| interval.in_state(&["CUR"])),
        ],
        shows_bars: true,
        has_percent: true,
    },
    Class {
        word: "SYSTEM",
        title: "SYSTEM STATISTICS",
        items: &[
            ("Interrupt State", ZERO),
            ("MP Synchronization", ZERO),
            ("Kernel Mode", ZERO),
            ("Executive Mode", ZERO),
            ("Supervisor Mode", ZERO),
            ("User Mode", BUSY),
            ("Not Available", ZERO),
            ("Idle Time", IDLE),
            ("", ZERO),
            ("Process Count", PROCESSES),
            ("Page Fault Rate", FAULTS),
            ("Page Read I/O Rate", ZERO),
            ("Free List Size", FREE),
            ("Modified List Size", MODIFIED),
            ("Direct I/O Rate", DIRECT_IO),
            ("Buffered I/O Rate", BUFFERED_IO),
        ],
        shows_bars: true,
        has_percent: false,
    },
];

#[cfg(test)]
mod tests {
    use super::*;
    use crate::clock::VmsTime;
    use crate::command::monitor::reading::DiskReading;

    fn process(pid: u32, cpu: u64) -> ProcessReading {
        ProcessReading {
            pid,
            name: String::new(),
            state: "HIB".to_owned(),
            priority: 4,
            pages: 1,
            direct_io: 0,
            buffered_io: 0,
            faults: 12 * cpu,
            cpu,
        }
    }

    fn reading(seconds: u64, processes: Vec<ProcessReading>, operations: u64) -> Reading {
        let disk = |name: &str, member| DiskReading {
            name: name.to_owned(),
            host: String::new(),
            label: String::new(),
            operations,
            member,
        };
        let disks = vec![disk("DSA1", false), disk("$1$DGA1", true)];
        let time = VmsTime(seconds * 10_000_000);
        Reading { time, processors: 2, pages: [100, 50, 10], processes, disks, ..Reading::default() }
    }

    #[test]
    fn values_follow_from_two_readings() {
        let before = reading(0, vec![process(1, 10), process(2, 5)], 100);
        let now = reading(4, vec![process(1, 50), process(3, 40)], 140);
        let interval = Interval { before: &before, now: &now };
        // 80 ticks in 4 seconds are a fifth of one processor; the process that has ended counts for nothing.
        assert_eq!((BUSY(&interval), IDLE(&interval), interval.busy_share()), (20.0, 180.0, 10.0));
        assert_eq!((FAULTS(&interval), PROCESSES(&interval)), (240.0, 2.0));
        // Members' operations are the virtual unit's.
        assert_eq!(DIRECT_IO(&interval), 10.0);
        assert_eq!(interval.memory_share(), 40.0);
        assert_eq!(interval.in_state(&["HIB"]), 2.0);
    }

    #[test]
    fn classes_are_sorted_and_their_items_fit_a_display() {
        assert!(CLASSES.is_sorted_by_key(|class| class.word));
        assert!(CLASSES.iter().flat_map(|class| class.items).all(|(name, _)| name.len() <= 26));
    }
}
