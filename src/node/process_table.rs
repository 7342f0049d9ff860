//! The processes of a node, as others see them: SHOW SYSTEM, F$PID, ATTACH and STOP look here.

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use super::names::SharedNames;
use super::privileges::{PrivilegeSet, ProcessPrivileges};
use super::process::{Counters, Process, ProcessMode, WorkingSet};
use super::uic::Uic;
use crate::clock::VmsTime;

/// A process as it stood when it last stopped to let others run.
#[derive(Clone, Debug)]
pub struct ProcessEntry {
    /// Process identification.
    pub pid: u32,
    /// Process that made it; 0 for one that logged in.
    pub owner: u32,
    /// Process name.
    pub name: String,
    /// User name.
    pub username: String,
    /// The user's UIC.
    pub uic: Uic,
    /// Account name.
    pub account: String,
    /// Privileges.
    pub privileges: ProcessPrivileges,
    /// Identifiers that SET RIGHTS_LIST has given it.
    pub rights: Vec<String>,
    /// Its default device and directory.
    pub default_spec: String,
    /// Bytes that its own logical names take.
    pub names_bytes: u64,
    /// Files that it has open.
    pub open_files: u32,
    /// Its working set.
    pub working_set: WorkingSet,
    /// How it came to be.
    pub mode: ProcessMode,
    /// Terminal device without colon.
    pub terminal: Option<String>,
    /// Scheduling state.
    pub state: &'static str,
    /// Base priority.
    pub priority: u8,
    /// What it has used.
    pub counters: Counters,
    /// CPU time that ends it, in units of 10 ms.
    pub cpu_limit: Option<u64>,
    /// When it was made.
    pub login_time: VmsTime,
}

impl ProcessEntry {
    /// A process that waits in a scheduling state.
    pub fn of(process: &Process, shared: &SharedNames, owner: u32, state: &'static str) -> Self {
        Self {
            pid: process.pid,
            owner,
            name: process.name.clone(),
            username: process.username.clone(),
            uic: process.uic,
            account: process.account.clone(),
            privileges: process.privileges,
            rights: process.rights.clone(),
            default_spec: process.default_spec(shared),
            names_bytes: process.names.bytes(),
            open_files: u32::try_from(process.channels.iter().count()).unwrap_or(u32::MAX),
            working_set: process.working_set,
            mode: process.mode,
            terminal: process.terminal.clone(),
            state,
            priority: process.base_priority,
            counters: process.counters,
            cpu_limit: process.cpu_limit,
            login_time: process.login_time,
        }
    }

    /// A process of the system itself, which waits until there is something to do.
    pub fn of_system(pid: u32, name: &str, priority: u8, page_faults: u64, booted: VmsTime) -> Self {
        Self {
            pid,
            owner: 0,
            name: name.to_owned(),
            username: "SYSTEM".to_owned(),
            uic: Uic::SYSTEM,
            account: "<start>".to_owned(),
            privileges: ProcessPrivileges::all_of(PrivilegeSet::ALL),
            rights: Vec::new(),
            default_spec: String::new(),
            names_bytes: 0,
            open_files: 0,
            working_set: WorkingSet::default(),
            mode: ProcessMode::Other,
            terminal: None,
            state: "HIB",
            priority,
            counters: Counters { page_faults, ..Counters::default() },
            cpu_limit: None,
            login_time: booted,
        }
    }

    /// The identifiers that come with the way the process was made.
    pub fn environment(&self) -> impl Iterator<Item = &'static str> {
        let mode = (self.mode != ProcessMode::Other).then(|| self.mode.word());
        mode.into_iter().chain((self.mode == ProcessMode::Interactive).then_some("LOCAL"))
    }

    /// The letter behind a row of SHOW SYSTEM: network, batch, subprocess.
    pub fn kind(&self) -> char {
        match self.mode {
            ProcessMode::Batch => 'B',
            ProcessMode::Network => 'N',
            _ if self.owner != 0 => 'S',
            _ => ' ',
        }
    }
}

/// What another process wants of a process (SET PROCESS); it does so when it looks next.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Order {
    /// Base priority.
    Priority(u8),
    /// Stand still.
    Suspend,
    /// Go on.
    Resume,
}

/// The processes of a node by identification.
#[derive(Debug, Default)]
pub struct ProcessTable {
    entries: Mutex<BTreeMap<u32, ProcessEntry>>,
    orders: Mutex<Vec<(u32, Order)>>,
    /// Orders that nobody has taken: a look costs no lock.
    waiting: AtomicUsize,
    /// Detached processes that run, each with what ends it.
    detached: Mutex<BTreeMap<u32, Arc<AtomicBool>>>,
}

impl ProcessTable {
    fn lock(&self) -> MutexGuard<'_, BTreeMap<u32, ProcessEntry>> {
        self.entries.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn lock_orders(&self) -> MutexGuard<'_, Vec<(u32, Order)>> {
        self.orders.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Makes a process known, or brings what is known of it up to date.
    pub fn put(&self, entry: ProcessEntry) {
        self.lock().insert(entry.pid, entry);
    }

    /// Tells what a process has used by now.
    pub fn count(&self, pid: u32, counters: Counters) {
        if let Some(entry) = self.lock().get_mut(&pid) {
            entry.counters = counters;
        }
    }

    /// Forgets a process that has ended.
    pub fn remove(&self, pid: u32) {
        self.lock().remove(&pid);
        self.take_orders(pid);
    }

    /// Tells a process what to do; displays show at once what it will be.
    pub fn order(&self, pid: u32, order: Order) {
        if let Some(entry) = self.lock().get_mut(&pid) {
            match order {
                Order::Priority(priority) => entry.priority = priority,
                Order::Suspend => entry.state = "SUSP",
                Order::Resume if entry.state == "SUSP" => entry.state = "HIB",
                Order::Resume => {}
            }
        }
        let mut orders = self.lock_orders();
        orders.push((pid, order));
        self.waiting.store(orders.len(), Ordering::SeqCst);
    }

    /// Whether some process was told to do something and has not done it: a look that costs nothing.
    pub fn has_orders(&self) -> bool {
        self.waiting.load(Ordering::Relaxed) > 0
    }

    /// Takes what a process was told to do, oldest first.
    pub fn take_orders(&self, pid: u32) -> Vec<Order> {
        if !self.has_orders() {
            return Vec::new();
        }
        let mut orders = self.lock_orders();
        let (own, others) = std::mem::take(&mut *orders).into_iter().partition(|(of, _)| *of == pid);
        *orders = others;
        self.waiting.store(orders.len(), Ordering::SeqCst);
        let own: Vec<(u32, Order)> = own;
        own.into_iter().map(|(_, order)| order).collect()
    }

    fn lock_detached(&self) -> MutexGuard<'_, BTreeMap<u32, Arc<AtomicBool>>> {
        self.detached.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// A detached process begins; it ends when the flag is set.
    pub fn stoppable(&self, pid: u32, end: Arc<AtomicBool>) {
        self.lock_detached().insert(pid, end);
    }

    /// A detached process has ended.
    pub fn stopped(&self, pid: u32) {
        self.lock_detached().remove(&pid);
    }

    /// Tells a detached process to end; false if there is none of that identification.
    pub fn stop(&self, pid: u32) -> bool {
        self.lock_detached().get(&pid).map(|end| end.store(true, Ordering::SeqCst)).is_some()
    }

    /// Tells every detached process to end; how many there are.
    pub fn stop_all(&self) -> usize {
        self.lock_detached().values().map(|end| end.store(true, Ordering::SeqCst)).count()
    }

    /// The first process of the job that a process belongs to; an unknown one is a job of its own.
    pub fn first_of_job(&self, pid: u32) -> u32 {
        let entries = self.lock();
        let mut first = pid;
        while let Some(owner) = entries.get(&first).map(|entry| entry.owner).filter(|owner| entries.contains_key(owner))
        {
            first = owner;
        }
        first
    }

    /// All processes, by identification.
    pub fn all(&self) -> Vec<ProcessEntry> {
        self.lock().values().cloned().collect()
    }

    /// The process of that identification.
    pub fn get(&self, pid: u32) -> Option<ProcessEntry> {
        self.lock().get(&pid).cloned()
    }

    /// The process of that name in a UIC group.
    pub fn named(&self, name: &str, group: u16) -> Option<ProcessEntry> {
        self.lock().values().find(|entry| entry.name == name && entry.uic.group == group).cloned()
    }
}
