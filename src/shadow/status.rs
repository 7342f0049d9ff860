//! What displays and EXPLAIN ask of a unit.
//!
//! Owns the snapshot types and their computation from a unit's state. Nothing here changes anything.

use serde::{Deserialize, Serialize};

use super::ids::{BitmapId, DeviceId, Generation, MemberIndex, MemberMask, NodeId, NodeSet, OpId, Version};
use super::view::{BitmapRef, CopyKind, CopyReason, MemberState, UnitState};
use crate::blocks::{BlockCount, Lbn};
use crate::clock::VmsTime;

/// A set as one node sees it.
#[derive(Clone, Debug)]
pub struct SetStatus {
    /// State of the unit here.
    pub state: UnitState,
    /// Version of the view.
    pub version: Version,
    /// Generation of the full members.
    pub generation: Generation,
    /// Logical size.
    pub size: BlockCount,
    /// Nodes that have it mounted.
    pub nodes: NodeSet,
    /// Mounted /NOWRITE.
    pub write_locked: bool,
    /// Members, by index.
    pub members: Vec<MemberStatus>,
    /// Copies; the first is the one that runs.
    pub copies: Vec<CopyStatus>,
    /// Bitmaps.
    pub bitmaps: Vec<BitmapStatus>,
}

/// A member.
#[derive(Clone, Debug)]
pub struct MemberStatus {
    /// Its place.
    pub index: MemberIndex,
    /// The device.
    pub device: DeviceId,
    /// Its state.
    pub state: MemberState,
    /// Its size.
    pub size: BlockCount,
    /// Cost of a read.
    pub read_cost: u32,
    /// Site value.
    pub site: u32,
    /// Whether it is the master member.
    pub master: bool,
    /// For a target: how much of its copy is done, 0 to 100, rounded down.
    pub percent: Option<u32>,
    /// For a target: its copy.
    pub copy: Option<OpId>,
}

/// A copy that is not finished.
#[derive(Clone, Debug)]
pub struct CopyStatus {
    /// Operation: the copy thread number.
    pub op: OpId,
    /// Members copied onto.
    pub targets: MemberMask,
    /// Full or mini.
    pub kind: CopyKind,
    /// Why.
    pub reason: CopyReason,
    /// The node that runs it.
    pub manager: NodeId,
    /// Everything below is done.
    pub fence: Lbn,
    /// Done, 0 to 100, rounded down.
    pub percent: u32,
    /// Whether it has begun; otherwise it is pending.
    pub active: bool,
    /// Whether it reached the end and waits for its barrier.
    pub at_end: bool,
}

/// A bitmap.
#[derive(Clone, Debug)]
pub struct BitmapStatus {
    /// What all nodes know of it.
    pub bitmap: BitmapRef,
    /// Size in bytes: one bit for each range, in whole bytes.
    pub bytes: u64,
    /// Its bits.
    pub ranges: u32,
    /// Bits set, here (the master's bits on its master node, own writes elsewhere).
    pub set: u32,
    /// Whether writes are tracked for a later copy; `false` once it only drives one.
    pub active: bool,
    /// Ranges that have a block map.
    pub mapped: u32,
}

impl BitmapStatus {
    /// Bits set, in hundredths of a per cent, rounded to nearest.
    pub fn populated(&self) -> u32 {
        let ranges = u64::from(self.ranges.max(1));
        u32::try_from((u64::from(self.set) * 20_000 + ranges) / (ranges * 2)).unwrap_or(10_000)
    }
}

/// How a copy ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum CopyOutcome {
    /// It has not ended.
    Running,
    /// Its targets became full members.
    Completed,
    /// Its targets left, or the set was dismounted.
    Ended,
}

/// What a copy did; kept when it has ended.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CopyReport {
    /// Operation.
    pub op: OpId,
    /// Devices copied onto.
    pub targets: Vec<DeviceId>,
    /// Why it was the kind of copy that it was.
    pub reason: CopyReason,
    /// The bitmap that drove it, also when it was lost later.
    pub bitmap: Option<BitmapId>,
    /// How it ended.
    pub outcome: CopyOutcome,
    /// When its first turn came; 0 before.
    pub started: VmsTime,
    /// When its targets became full members, or left; 0 before.
    pub ended: VmsTime,
    /// Where it began: above 0 when it went on from an earlier one.
    pub from: Lbn,
    /// Everything below is done.
    pub fence: Lbn,
    /// Blocks of the set.
    pub size: BlockCount,
    /// 127-block ranges that were looked at.
    pub ranges: u64,
    /// Blocks read from sources.
    pub blocks_read: u64,
    /// Blocks of targets compared.
    pub blocks_compared: u64,
    /// Blocks written to targets.
    pub blocks_written: u64,
    /// Looks that had to be repeated because something had been written.
    pub repeats: u64,
}
