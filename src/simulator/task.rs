//! What the engine has begun and not ended: transfers, flushes, SCB writes.
//!
//! Each step of a task is one access to one block of one disk, so that everything else can happen between two of them.

use super::compare::Compare;
use crate::shadow::{DeviceId, Irp, MemberIndex, MemberMask, ScbFields, Token, Watch};

/// A member's place and its disk.
pub(super) type Place = (MemberIndex, u8);

/// Some members with their disks.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Places {
    places: [Place; 6],
    len: u8,
}

impl Places {
    pub(super) fn push(&mut self, place: Place) {
        self.places[usize::from(self.len)] = place;
        self.len += 1;
    }

    #[inline]
    pub(super) fn list(&self) -> &[Place] {
        &self.places[..usize::from(self.len)]
    }
}

/// Something that a node's engine has begun.
#[derive(Debug)]
pub(super) struct Task {
    pub(super) node: u8,
    pub(super) token: Token,
    /// Members whose part has failed.
    pub(super) failed: MemberMask,
    pub(super) work: Work,
}

/// What a task does. The lists come from the world's pool.
#[derive(Debug)]
pub(super) enum Work {
    /// An application's store; `todo` are (member, disk, block) packed by [`pack`].
    Write { irp: Irp, value: u64, todo: Vec<u64> },
    /// An application's read, block after block.
    Read { irp: Irp, from: Place, next: u32 },
    /// A copy pass or a repair.
    Pass(Pass),
    /// A compare.
    Compare(Compare),
    /// Durability; what the disks held when it began.
    Flush { places: Places, begun: Vec<u64> },
    /// Memory for a bitmap.
    Allocate,
    /// SCBs are read.
    ReadScbs { members: Vec<(MemberIndex, DeviceId)> },
    /// An SCB.
    Scb { index: MemberIndex, device: DeviceId, scb: Box<ScbFields> },
}

/// A copy pass: each block is read from the source, then compared and stored on each target.
#[derive(Debug)]
pub(super) struct Pass {
    pub(super) source: Place,
    pub(super) targets: Places,
    pub(super) blocks: Vec<u64>,
    pub(super) buffer: Vec<u64>,
    /// Next target and block to look at.
    pub(super) target: u8,
    pub(super) block: u32,
    /// The block differs and is stored next.
    pub(super) differs: bool,
    pub(super) wrote: MemberMask,
    pub(super) written: u64,
    pub(super) watch: Watch,
    /// It is a repair; the read that waits for the data.
    pub(super) repair: bool,
    pub(super) irp: Option<Irp>,
}

/// One block of one member as a number.
#[inline]
pub(super) fn pack((index, disk): Place, block: usize) -> u64 {
    u64::from(index.0) << 48 | u64::from(disk) << 32 | block as u64
}

/// And back.
#[inline]
pub(super) fn unpack(packed: u64) -> (Place, usize) {
    ((MemberIndex((packed >> 48) as u8), (packed >> 32 & 0xFF) as u8), (packed & 0xFFFF_FFFF) as usize)
}
