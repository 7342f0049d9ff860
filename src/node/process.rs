//! A process: who it is, what it may do, where it stands, what it has used.
//!
//! Owns identity, privileges, default directory and the process's logical names. Symbols, procedures and the prompt's
//! continuation belong to the interpreter; streams to the session.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::config::UserConfig;
use super::files::{FileDevices, FileView};
use super::names::{LogicalName, Mode, Names, ProcessNames, SharedNames, Translation};
use super::operator::Seat;
use super::privileges::{Privilege, PrivilegeSet, ProcessPrivileges};
use super::protection::Subject;
use super::rms_default::RmsDefaults;
use super::terminal_setup::TerminalSetup;
use super::uic::Uic;
use crate::clock::VmsTime;
use crate::message::Condition;
use crate::message::codes;
use crate::rms::{Channels, Pipe, SearchStreams};

/// How a process came to be: what F$MODE says.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum ProcessMode {
    /// At a terminal, or a procedure given on the host's command line.
    #[default]
    Interactive,
    /// A batch job.
    Batch,
    /// Over the network.
    Network,
    /// Detached.
    Other,
}

impl ProcessMode {
    /// The word F$MODE returns.
    pub fn word(self) -> &'static str {
        match self {
            Self::Interactive => "INTERACTIVE",
            Self::Batch => "BATCH",
            Self::Network => "NETWORK",
            Self::Other => "OTHER",
        }
    }
}

/// What a process has used so far. The times of a process come from the clock alone, so that a recorded session
/// repeats: CPU time is charged per command.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Counters {
    /// Commands executed.
    pub commands: u64,
    /// Records read from and written to terminals.
    pub buffered_io: u64,
    /// Transfers to disks.
    pub direct_io: u64,
    /// Page faults: grows with each image that a command stands for.
    pub page_faults: u64,
    /// Charged CPU time, 10 ms units.
    pub cpu: u64,
    /// Calls of F$UNIQUE.
    pub unique: u32,
}

/// Limits of a process, as the authorization file of an installed system has them. They bound nothing here; displays
/// and F$GETJPI show them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Quotas {
    /// Open file quota.
    pub files: u32,
    /// Buffered I/O byte count quota.
    pub bytes: u32,
    /// Buffered I/O limit.
    pub buffered_io: u32,
    /// Direct I/O limit.
    pub direct_io: u32,
    /// AST limit.
    pub asts: u32,
    /// Lock quota.
    pub locks: u32,
    /// Timer queue entries.
    pub timers: u32,
    /// Subprocesses.
    pub subprocesses: u32,
    /// Paging file quota, pages.
    pub paging_file: u32,
    /// Default working set, pages.
    pub working_set: u32,
    /// Largest working set without borrowing, pages.
    pub working_set_quota: u32,
    /// Largest working set, pages.
    pub working_set_extent: u32,
    /// Pages in use.
    pub pages: u32,
    /// Largest virtual size, pages.
    pub virtual_peak: u32,
}

/// The limits of every process.
pub const QUOTAS: Quotas = Quotas {
    files: 128,
    bytes: 128_000,
    buffered_io: 150,
    direct_io: 150,
    asts: 300,
    locks: 4000,
    timers: 100,
    subprocesses: 10,
    paging_file: 256_000,
    working_set: 4096,
    working_set_quota: 8192,
    working_set_extent: 16384,
    pages: 342,
    virtual_peak: 186_192,
};

/// Sizes of a working set, pages (SET WORKING_SET).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct WorkingSet {
    /// What an image begins with.
    pub limit: u32,
    /// What it may grow to.
    pub quota: u32,
    /// What it may grow to while memory is free.
    pub extent: u32,
    /// It grows and shrinks by itself.
    pub adjusts: bool,
}

impl Default for WorkingSet {
    fn default() -> Self {
        let Quotas { working_set, working_set_quota, working_set_extent, .. } = QUOTAS;
        Self { limit: working_set, quota: working_set_quota, extent: working_set_extent, adjusts: true }
    }
}

/// One criterion of F$CONTEXT for F$PID.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Selection {
    /// What is compared: PRCNAM, USERNAME and so on.
    pub item: String,
    /// With what, upper case.
    pub value: String,
    /// How: EQL, NEQ and so on.
    pub relation: String,
}

/// What a context symbol of F$PID stands for.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ProcessContext {
    /// The value of the symbol; another value is another context, or none.
    pub value: String,
    /// What processes must be.
    pub criteria: Vec<Selection>,
    /// Where F$PID goes on; 0 while criteria may still be added.
    pub next: usize,
    /// F$CONTEXT has canceled it.
    pub canceled: bool,
}

/// What F$GETQUI has shown of queues and their jobs.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct QueueDisplay {
    /// The queues or the jobs that a wildcard operation asks for, upper case; none while there is no such operation.
    pub pattern: Option<String>,
    /// The queue shown last.
    pub queue: Option<String>,
    /// Entry number of the job shown last.
    pub entry: Option<u32>,
}

/// A protection mask in words: `SYSTEM=RWED, OWNER=RWED, GROUP=RE, WORLD`, a category without access by its name alone.
pub fn protection_text(mask: u16) -> String {
    let category = |at: usize, name: &str| {
        let denied = (mask >> (4 * at)) & 0xF;
        let letters = "RWED".chars().enumerate().filter(|(bit, _)| denied & (1 << bit) == 0);
        let allowed: String = letters.map(|(_, letter)| letter).collect();
        if allowed.is_empty() { name.to_owned() } else { format!("{name}={allowed}") }
    };
    let names = ["SYSTEM", "OWNER", "GROUP", "WORLD"];
    let all: Vec<String> = names.into_iter().enumerate().map(|(at, name)| category(at, name)).collect();
    all.join(", ")
}

/// Who logs in: what a new process is made from.
#[derive(Clone, Debug)]
pub struct Login {
    /// User name, upper case.
    pub username: String,
    /// The user's UIC.
    pub uic: Uic,
    /// Account name, eight characters at most.
    pub account: String,
    /// What the user may have.
    pub authorized: PrivilegeSet,
    /// What is on after the login.
    pub default: PrivilegeSet,
    /// Process identification.
    pub pid: u32,
    /// Terminal device without underscore, `FTA1`; none for a process without one.
    pub terminal: Option<String>,
    /// How the process came to be.
    pub mode: ProcessMode,
    /// When.
    pub time: VmsTime,
}

impl Login {
    /// A user of the site, with all that the user may have.
    pub fn of(user: &UserConfig, pid: u32, terminal: Option<String>, mode: ProcessMode, time: VmsTime) -> Self {
        Self {
            username: user.name.to_string(),
            uic: user.uic,
            account: user.name.as_str().chars().take(8).collect(),
            authorized: user.privileges,
            default: user.privileges,
            pid,
            terminal,
            mode,
            time,
        }
    }
}

/// A process of a node.
#[derive(Debug)]
pub struct Process {
    /// Process identification, eight hexadecimal digits in displays.
    pub pid: u32,
    /// Process name, 1 to 15 characters.
    pub name: String,
    /// User name.
    pub username: String,
    /// The user's UIC.
    pub uic: Uic,
    /// Account name.
    pub account: String,
    /// Privileges.
    pub privileges: ProcessPrivileges,
    /// The process's own logical names.
    pub names: ProcessNames,
    /// Default directory with brackets, `[000000]`; the device is the logical name SYS$DISK.
    pub default_directory: String,
    /// When the process was made.
    pub login_time: VmsTime,
    /// Base priority.
    pub base_priority: u8,
    /// Protection mask of new files: four bits (read, write, execute, delete; set = denied) for each category.
    pub default_protection: u16,
    /// How it came to be.
    pub mode: ProcessMode,
    /// Terminal device without underscore and colon.
    pub terminal: Option<String>,
    /// Identifiers that SET RIGHTS_LIST has given it.
    pub rights: Vec<String>,
    /// Its working set.
    pub working_set: WorkingSet,
    /// What SET TERMINAL changes.
    pub terminal_setup: TerminalSetup,
    /// What it has used.
    pub counters: Counters,
    /// CPU time that ends it, in units of 10 ms.
    pub cpu_limit: Option<u64>,
    /// What RMS uses for its files.
    pub rms_defaults: RmsDefaults,
    /// Files that OPEN has opened.
    pub channels: Channels,
    /// Records that a command wrote to SYS$OUTPUT as to a file and that are still to be shown.
    pub console: Pipe,
    /// Searches that F$SEARCH goes on with, by stream.
    pub searches: SearchStreams,
    /// Where F$PID goes on and what it selects by, by context symbol.
    pub contexts: BTreeMap<String, ProcessContext>,
    /// Contexts that were made so far: each gets a value of its own.
    pub contexts_made: u32,
    /// Where F$DEVICE goes on, by stream: its pattern and how many devices it has returned.
    pub device_searches: BTreeMap<i32, (String, usize)>,
    /// Where F$GETQUI goes on.
    pub queue_display: QueueDisplay,
    /// What it hears of operators.
    pub seat: Seat,
}

impl Process {
    /// Logs a user in on the node whose shareable names are `shared`: makes the job table with SYS$LOGIN and the
    /// process table with SYS$DISK and the process-permanent files.
    pub fn login(login: Login, shared: &SharedNames) -> Self {
        shared.create_group_table(login.uic.group);
        let job = shared.create_job_table(0x8140_0000 | ((login.pid << 6) & 0x003F_FFC0));
        let mut names = ProcessNames::new(login.uic.group, &job);
        let device = login.terminal.as_ref().map_or_else(|| "_NLA0:".to_owned(), |t| format!("_{t}:"));
        let mut own = |table: &str, mode: Mode, name: &str, value: &str| {
            let translation = Translation { terminal: value.starts_with('_'), ..Translation::plain(value) };
            let made = names.define(shared, table, LogicalName::new(name, mode, vec![translation]));
            debug_assert!(made.is_ok(), "the tables of a login exist");
        };
        for name in ["SYS$COMMAND", "SYS$ERROR", "SYS$INPUT", "SYS$OUTPUT", "TT"] {
            own("LNM$PROCESS", Mode::Executive, name, &device);
        }
        own("LNM$PROCESS", Mode::Supervisor, "SYS$DISK", "DNFS1:");
        for (name, value) in
            [("SYS$LOGIN", "DNFS1:[000000]"), ("SYS$LOGIN_DEVICE", "DNFS1:"), ("SYS$SCRATCH", "DNFS1:[000000]")]
        {
            own("LNM$JOB", Mode::Executive, name, value);
        }
        Self {
            pid: login.pid,
            name: login.username.chars().take(15).collect(),
            username: login.username,
            uic: login.uic,
            account: login.account,
            privileges: ProcessPrivileges { authorized: login.authorized, current: login.default },
            names,
            default_directory: "[000000]".to_owned(),
            login_time: login.time,
            base_priority: 4,
            default_protection: 0xFA00,
            mode: login.mode,
            terminal: login.terminal,
            rights: Vec::new(),
            working_set: WorkingSet::default(),
            terminal_setup: TerminalSetup::default(),
            counters: Counters::default(),
            cpu_limit: None,
            rms_defaults: RmsDefaults::default(),
            channels: Channels::default(),
            console: Pipe::default(),
            searches: SearchStreams::default(),
            contexts: BTreeMap::new(),
            contexts_made: 0,
            device_searches: BTreeMap::new(),
            queue_display: QueueDisplay::default(),
            seat: Seat::default(),
        }
    }

    /// The logical names that the process sees on its node.
    pub fn view<'a>(&'a self, shared: &'a SharedNames) -> Names<'a> {
        Names::new(&self.names, shared).seen_by(self.subject())
    }

    /// Whether a privilege is in effect.
    pub fn has(&self, privilege: Privilege) -> bool {
        self.privileges.current.has(privilege)
    }

    /// Refuses with `operation requires ... privilege` unless the privilege is in effect.
    pub fn require(&self, privilege: Privilege) -> Result<(), Condition> {
        self.privileges.require(privilege)
    }

    /// The default device with its colon: the value of SYS$DISK.
    pub fn default_device(&self, shared: &SharedNames) -> String {
        let found = self.view(shared).find(super::names::PROCESS_TABLE, "SYS$DISK", Mode::User, false);
        found.map_or_else(|| "DNFS1:".to_owned(), |found| found.name.value().to_owned())
    }

    /// Default device and directory, `DNFS1:[000000]`.
    pub fn default_spec(&self, shared: &SharedNames) -> String {
        format!("{}{}", self.default_device(shared), self.default_directory)
    }

    /// What file names mean to the process; `devices` finds the files of a device of its node.
    pub fn files<'a>(&'a self, shared: &'a SharedNames, devices: &'a dyn FileDevices) -> FileView<'a> {
        FileView { names: self.view(shared), default: self.default_spec(shared), devices }
    }

    /// Sets the default device (with colon; `None` keeps it) and directory (`None` keeps it). Nothing is checked
    /// (SET DEFAULT accepts a directory that does not exist).
    pub fn set_default(&mut self, shared: &SharedNames, device: Option<&str>, directory: Option<&str>) {
        if let Some(device) = device {
            let disk = LogicalName::simple("SYS$DISK", Mode::Supervisor, device);
            let made = self.names.define(shared, "LNM$PROCESS", disk);
            debug_assert!(made.is_ok(), "a process has a process table");
        }
        if let Some(directory) = directory {
            directory.clone_into(&mut self.default_directory);
        }
    }

    /// The process as objects see it that have a protection.
    pub fn subject(&self) -> Subject {
        Subject { uic: self.uic, privileges: self.privileges.current }
    }

    /// The base priority that the user may have.
    pub fn authorized_priority(&self) -> u8 {
        4
    }

    /// Gives the process a name; [`codes::SYSTEM_IVLOGNAM`] unless it has 1 to 15 characters (dcl.md 14).
    pub fn rename(&mut self, name: &str) -> Result<(), Condition> {
        if name.is_empty() || name.chars().count() > 15 {
            return Err(codes::SYSTEM_IVLOGNAM.into());
        }
        name.clone_into(&mut self.name);
        Ok(())
    }

    /// Charges a command: page faults of an image that ran, and CPU time unless its line was charged already.
    pub fn charge_command(&mut self, cpu: bool) {
        self.counters.commands += 1;
        self.counters.cpu += u64::from(cpu);
        self.counters.page_faults += 12;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn system(shared: &SharedNames) -> Process {
        let login = Login {
            username: "SYSTEM".to_owned(),
            uic: Uic::SYSTEM,
            account: "SYSTEM".to_owned(),
            authorized: PrivilegeSet::ALL,
            default: PrivilegeSet::ALL,
            pid: 0x2020_021C,
            terminal: Some("FTA1".to_owned()),
            mode: ProcessMode::Interactive,
            time: VmsTime::default(),
        };
        Process::login(login, shared)
    }

    #[test]
    fn a_login_defines_the_names_that_procedures_rely_on() {
        let shared = SharedNames::new();
        let process = system(&shared);
        let value = |name: &str| process.view(&shared).file_dev(name).map(|n| n.value().to_owned());
        assert_eq!(value("SYS$LOGIN").as_deref(), Some("DNFS1:[000000]"));
        assert_eq!(value("SYS$OUTPUT").as_deref(), Some("_FTA1:"));
        assert_eq!(process.default_device(&shared), "DNFS1:");
        assert!(process.has(Privilege::LogIo));
    }

    #[test]
    fn the_default_changes_in_part() {
        let shared = SharedNames::new();
        let mut process = system(&shared);
        process.set_default(&shared, Some("WORK:"), None);
        process.set_default(&shared, None, Some("[A.B]"));
        assert_eq!((process.default_device(&shared).as_str(), process.default_directory.as_str()), ("WORK:", "[A.B]"));
    }

    #[test]
    fn process_names_have_at_most_15_characters() {
        let mut process = system(&SharedNames::new());
        assert!(process.rename("IMPL8019NAM15XY").is_ok());
        assert_eq!(process.rename("IMPL8019NAM15XYZ").unwrap_err().status, codes::SYSTEM_IVLOGNAM);
        assert_eq!(process.name, "IMPL8019NAM15XY");
    }
}
