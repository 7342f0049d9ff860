//! What a faulty disk fails: settings, so that the same settings give the same run.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use super::{Fault, FaultKind};
use crate::blocks::LbnRange;

/// What fails. The default is a sound disk.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct FaultPlan {
    /// Operations (reads, stores, flushes, durable stores, allocations) that still succeed; then the disk goes
    /// offline. `None`: no limit.
    pub operations_left: Option<u64>,
    /// Every operation fails with [`FaultKind::Lost`].
    pub offline: bool,
    /// Blocks that cannot be read.
    pub unreadable: BTreeSet<u64>,
    /// Blocks that cannot be stored.
    pub unwritable: BTreeSet<u64>,
    /// No room: allocation fails, and so does a store through the descriptor into a block never stored before.
    pub full: bool,
    /// Every store fails with [`FaultKind::ReadOnly`].
    pub read_only: bool,
    /// Flushes and durable stores fail with [`FaultKind::Io`].
    pub flush_fails: bool,
    /// Milliseconds that each operation takes longer; whoever performs the operation waits.
    pub delay: u64,
}

impl FaultPlan {
    /// Whether the disk answers at all. `what` is what was tried.
    pub(super) fn check_answer(&self, what: &str) -> Result<(), Fault> {
        if self.offline { Err(Fault::new(FaultKind::Lost, format!("{what}: the disk is offline"))) } else { Ok(()) }
    }

    /// Whether stores are taken.
    pub(super) fn check_lock(&self) -> Result<(), Fault> {
        if self.read_only { Err(Fault::new(FaultKind::ReadOnly, "write: the disk is write-locked")) } else { Ok(()) }
    }

    /// Whether these blocks can be read.
    pub(super) fn check_read(&self, range: LbnRange) -> Result<(), Fault> {
        self.check_answer("read")?;
        check_blocks(&self.unreadable, range, "read")
    }

    /// Whether these blocks can be stored.
    pub(super) fn check_store(&self, range: LbnRange) -> Result<(), Fault> {
        self.check_answer("write")?;
        self.check_lock()?;
        check_blocks(&self.unwritable, range, "write")
    }

    /// Whether what was stored can be made durable.
    pub(super) fn check_flush(&self) -> Result<(), Fault> {
        self.check_answer("flush")?;
        if self.flush_fails { Err(Fault::new(FaultKind::Io, "flush: it was told to fail")) } else { Ok(()) }
    }
}

fn check_blocks(bad: &BTreeSet<u64>, range: LbnRange, what: &str) -> Result<(), Fault> {
    match bad.range(range.start.0..range.end().0).next() {
        Some(block) => Err(Fault::new(FaultKind::Io, format!("{what}: block {block} is bad"))),
        None => Ok(()),
    }
}
