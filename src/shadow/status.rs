//! What displays and EXPLAIN ask of a unit.
//!
//! Owns the snapshot types and their computation from a unit's state. Nothing here changes anything.

use serde::{Deserialize, Serialize};

use super::bitmap::WriteBitmap;
use super::block_map::BlockMap;
use super::ids::{BitmapId, DeviceId, Generation, MemberIndex, MemberMask, NodeId, NodeSet, OpId, Version};
use super::unit::VirtualUnit;
use super::view::{BitmapRef, CopyKind, CopyPhase, CopyReason, CopyRef, MemberState, UnitState};
use crate::blocks::{BlockCount, Lbn};
use crate::clock::VmsTime;

/// A set as one node sees it.
#[derive(Clone, Debug)]
pub struct SetStatus {
    /// State of the unit here.
    pub state: UnitState,
    /// A member is waited for: mount verification.
    pub verifying: bool,
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
    /// The merge that is due or runs.
    pub merge: Option<MergeStatus>,
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
    /// For a full member while a merge is due: how much of it is done, 0 to 100, rounded down.
    pub merging: Option<u32>,
    /// For a target: its copy.
    pub copy: Option<OpId>,
    /// For a target: why its copy is the kind that it is.
    pub reason: Option<CopyReason>,
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
    /// Whether it runs; otherwise it is pending: it has not begun, or is at its end and waits for a merge.
    pub active: bool,
    /// Whether it reached the end and waits for its barrier.
    pub at_end: bool,
}

/// A merge that is not finished.
#[derive(Clone, Copy, Debug)]
pub struct MergeStatus {
    /// Operation: the merge thread number.
    pub op: OpId,
    /// Only recent writes are merged.
    pub mini: bool,
    /// The node that runs it.
    pub manager: NodeId,
    /// All members agree below.
    pub fence: Lbn,
    /// Done, 0 to 100, rounded down.
    pub percent: u32,
    /// Whether it runs; otherwise it is pending: it has not begun, or a copy goes first.
    pub active: bool,
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
    /// Devices copied onto, each with the reason for the kind of its copy.
    pub targets: Vec<(DeviceId, CopyReason)>,
    /// The reason of the first target; of all of them once a bitmap was lost.
    pub reason: CopyReason,
    /// The bitmap that drove it, also when it was lost later.
    pub bitmap: Option<BitmapId>,
    /// Blocks that this bitmap covers; what lies behind them is copied in full.
    #[serde(default)]
    pub covers: Option<BlockCount>,
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

impl VirtualUnit {
    /// Snapshot for displays.
    pub fn status(&self) -> SetStatus {
        SetStatus {
            state: self.state,
            verifying: self.is_verifying(),
            version: self.view.version,
            generation: self.view.generation,
            size: self.view.size,
            nodes: self.view.nodes,
            write_locked: self.view.write_locked,
            members: self.view.present().map(|(index, _)| self.member_status(index)).collect(),
            copies: self.view.copies.iter().map(|copy| self.copy_status(copy)).collect(),
            merge: self.merge_status(),
            bitmaps: self.bitmaps.iter().filter_map(|held| self.bitmap_status(held)).collect(),
        }
    }

    /// Whether a copy that this bitmap drives would move the block: on the master its bit and block map, on another node
    /// whether its own writes have told the master. `None` when the bitmap is not known here.
    pub fn flags(&self, bitmap: BitmapId, lbn: Lbn) -> Option<bool> {
        let held = self.bitmaps.iter().find(|held| held.id == bitmap)?;
        let range = lbn.range();
        let written = |map: BlockMap| map.0 >> (lbn.0 - range.start().0) & 1 == 1;
        Some(lbn.0 >= held.covers.0 || held.is_set(range) && held.blocks_of(range).is_none_or(written))
    }

    /// The highest generation that a change which was undone may have left on a disk.
    pub fn highest_undone(&self) -> Generation {
        self.floor
    }

    fn fence(&self, op: OpId) -> Lbn {
        self.copies.iter().find(|run| run.op == op).map_or(Lbn(0), |run| run.fence)
    }

    fn percent(&self, fence: Lbn) -> u32 {
        u32::try_from(fence.0 * 100 / self.view.size.0.max(1)).unwrap_or(100).min(100)
    }

    fn member_status(&self, index: MemberIndex) -> MemberStatus {
        let member = self.view.member(index).expect("a member that is present");
        let copy = self.view.copies.iter().find(|copy| copy.targets.contains(index)).map(|copy| copy.op);
        MemberStatus {
            index,
            device: member.device,
            state: member.state,
            size: member.size,
            read_cost: member.read_cost,
            site: member.site,
            master: index == self.view.master,
            percent: copy.map(|op| self.percent(self.fence(op))),
            merging: self.merge_status().filter(|_| member.state == MemberState::Full).map(|merge| merge.percent),
            copy,
            reason: member.reason,
        }
    }

    fn merge_status(&self) -> Option<MergeStatus> {
        let (merge, run) = (self.view.merge?, self.merge?);
        Some(MergeStatus {
            op: merge.op,
            mini: merge.mini,
            manager: merge.manager,
            fence: run.fence,
            percent: self.percent(run.fence),
            active: run.started && (merge.mini || self.view.next_copy().is_none()),
        })
    }

    fn copy_status(&self, copy: &CopyRef) -> CopyStatus {
        let fence = self.fence(copy.op);
        let phases = copy.targets.iter().filter_map(|index| match self.view.member(index)?.state {
            MemberState::Target { phase, .. } => Some(phase),
            _ => None,
        });
        CopyStatus {
            op: copy.op,
            targets: copy.targets,
            kind: self.view.copy_kind(copy),
            reason: copy.reason,
            manager: copy.manager,
            fence,
            percent: self.percent(fence),
            active: phases.into_iter().any(|phase| phase == CopyPhase::Copying),
            at_end: self.copies.iter().any(|run| run.op == copy.op && run.at_end),
        }
    }

    fn bitmap_status(&self, held: &WriteBitmap) -> Option<BitmapStatus> {
        Some(BitmapStatus {
            bitmap: self.view.bitmap(held.id)?.clone(),
            bytes: u64::from(held.ranges().div_ceil(8)),
            ranges: held.ranges(),
            set: held.set_count(),
            active: !self.view.bitmap_in_use(held.id),
            mapped: held.mapped(),
        })
    }
}
