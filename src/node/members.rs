//! From a member's place in its set to its disk: what the engine's transfers work on.
//!
//! A table is never changed; a new view gets a new one. Decides nothing.

use std::sync::Arc;

use crate::shadow::{DeviceId, IoOp, MemberIndex, MemberMask, MemberState, View};
use crate::storage::BlockFile;

use super::device::{Disk, DiskTable};

/// A member as the engine reaches it.
#[derive(Clone, Debug)]
pub(super) struct MemberDisk {
    /// The disk, with its counters.
    pub disk: Arc<Disk>,
    /// Its block file; kept open while it is a member.
    pub file: Arc<dyn BlockFile>,
}

impl MemberDisk {
    /// Milliseconds that each operation takes longer: SIMULATE FAULT/SLOW.
    pub fn delay(&self) -> u64 {
        self.disk.faults().delay()
    }
}

/// The members of a set by their places.
#[derive(Clone, Debug, Default)]
pub(super) struct MemberTable {
    slots: [Option<MemberDisk>; crate::shadow::MAX_MEMBERS],
    full: MemberMask,
}

impl MemberTable {
    /// The table for `view`. A disk that stays is not opened again.
    pub fn rebuilt(&self, view: &View, disks: &DiskTable) -> Self {
        let mut table = Self::default();
        for (index, member) in view.present() {
            table.slots[index.at()] = self.known(member.device).or_else(|| open(member.device, disks));
            if member.state == MemberState::Full {
                table.full |= index.mask();
            }
        }
        table
    }

    /// The table with a device at a place that no view names yet: a member that joins.
    pub fn with(&self, index: MemberIndex, device: DeviceId, disks: &DiskTable) -> Self {
        let mut table = self.clone();
        table.slots[index.at()] = self.known(device).or_else(|| open(device, disks));
        table
    }

    /// The table without one member: it is to be opened again.
    pub fn without(&self, index: MemberIndex) -> Self {
        let mut table = self.clone();
        table.slots[index.at()] = None;
        table
    }

    /// The member at a place; `None` when it cannot be reached.
    pub fn get(&self, index: MemberIndex) -> Option<&MemberDisk> {
        self.slots[index.at()].as_ref()
    }

    /// All members that can be reached.
    pub fn members(&self) -> impl Iterator<Item = &MemberDisk> {
        self.slots.iter().flatten()
    }

    /// The disks of all members.
    pub fn disks(&self) -> impl Iterator<Item = &Arc<Disk>> {
        self.members().map(|member| &member.disk)
    }

    /// Full members.
    pub fn full_count(&self) -> u32 {
        self.full.len()
    }

    /// Milliseconds that an application's transfer takes on disks that are slow: members work side by side.
    pub fn delay(&self, op: IoOp) -> u64 {
        let slowest = |members: MemberMask| self.slowest(members);
        match op {
            IoOp::Write { members } | IoOp::ReadCompare { members } | IoOp::Compare { members } => slowest(members),
            IoOp::Read { member } => slowest(member.mask()),
            IoOp::CopyPass { source: first, targets: then } | IoOp::Repair { master: first, others: then } => {
                slowest(first.mask()) + slowest(then)
            }
        }
    }

    /// Milliseconds that an operation of all these members at once takes on disks that are slow.
    pub fn slowest(&self, members: MemberMask) -> u64 {
        members.iter().filter_map(|index| self.get(index)).map(MemberDisk::delay).max().unwrap_or(0)
    }

    /// Whether a member is a full one.
    pub fn is_full(&self, index: MemberIndex) -> bool {
        self.full.contains(index)
    }

    /// The reachable ones of `members`, and the mask of those that are not.
    pub fn reach(&self, members: MemberMask) -> (impl Iterator<Item = (MemberIndex, &MemberDisk)>, MemberMask) {
        let lost = members.iter().filter(|index| self.get(*index).is_none()).collect();
        (members.iter().filter_map(|index| Some((index, self.get(index)?))), lost)
    }

    fn known(&self, device: DeviceId) -> Option<MemberDisk> {
        self.slots.iter().flatten().find(|member| member.disk.unit_id() == device.0).cloned()
    }
}

fn open(device: DeviceId, disks: &DiskTable) -> Option<MemberDisk> {
    let disk = Arc::clone(disks.with_id(device.0)?);
    let file = disk.file().ok()?;
    Some(MemberDisk { disk, file })
}
