//! The processes of a node, as others see them: SHOW SYSTEM, F$PID, ATTACH and STOP look here.

use std::collections::BTreeMap;
use std::sync::{Mutex, MutexGuard, PoisonError};

use super::process::{Counters, Process, ProcessMode};
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
    /// When it was made.
    pub login_time: VmsTime,
}

impl ProcessEntry {
    /// A process that waits in a scheduling state.
    pub fn of(process: &Process, owner: u32, state: &'static str) -> Self {
        Self {
            pid: process.pid,
            owner,
            name: process.name.clone(),
            username: process.username.clone(),
            uic: process.uic,
            mode: process.mode,
            terminal: process.terminal.clone(),
            state,
            priority: process.base_priority,
            counters: process.counters,
            login_time: process.login_time,
        }
    }
}

/// The processes of a node by identification.
#[derive(Debug, Default)]
pub struct ProcessTable(Mutex<BTreeMap<u32, ProcessEntry>>);

impl ProcessTable {
    fn lock(&self) -> MutexGuard<'_, BTreeMap<u32, ProcessEntry>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Makes a process known, or brings what is known of it up to date.
    pub fn put(&self, entry: ProcessEntry) {
        self.lock().insert(entry.pid, entry);
    }

    /// Forgets a process that has ended.
    pub fn remove(&self, pid: u32) {
        self.lock().remove(&pid);
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
