//! The membership view: the value that is the same on every node between two barriers.
//!
//! Owns the types of set, members, bitmaps and copies, and what can be read off them. It changes nothing: a new view is
//! made by `change`, and a member's state changes only through `edge`.

use serde::{Deserialize, Serialize};

use super::ids::{
    BitmapId, DeviceId, Epoch, Generation, Grant, MAX_MEMBERS, MemberIndex, MemberMask, NodeId, NodeSet, OpId, Version,
};
use crate::blocks::{BlockCount, Lbn};
use crate::clock::Millis;

/// What a node does with a set.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum UnitState {
    /// Not mounted on this node (any more).
    Dismounted,
    /// Being formed, attached or resumed; nothing is issued.
    Mounting,
    /// Issues I/O.
    Running,
    /// A barrier stands: nothing new is issued.
    Stalled {
        /// The change it stands for.
        grant: Grant,
        /// Whether what was open has ended.
        drained: bool,
    },
    /// Mount verification: no full member answers.
    MountVerify {
        /// When it began.
        since: Millis,
    },
    /// Stopped until the cluster has quorum.
    NoQuorum,
    /// Given up: no full member came back.
    Aborted,
    /// Left the set, waiting for the others to know.
    Dismounting,
}

/// What a member is to the set.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum MemberState {
    /// Not in the set.
    Absent,
    /// Named by the change that adds it.
    Joining,
    /// Being copied onto; never read for an application.
    Target {
        /// Which copy.
        kind: CopyKind,
        /// How far.
        phase: CopyPhase,
    },
    /// Readable member.
    Full,
    /// Named by the change that removes it.
    Leaving,
    /// Lost; leaves in the next barrier.
    Failed,
}

/// Which copy makes a target full.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum CopyKind {
    /// Every block.
    Full,
    /// What the bitmap flags.
    Mini(BitmapId),
}

/// How far a target is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum CopyPhase {
    /// Waits for its turn.
    Pending,
    /// Its copy has begun.
    Copying,
    /// Copied; a full merge must cover it before it is read.
    Copied,
}

/// A member in the view.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Member {
    /// The device.
    pub device: DeviceId,
    /// Its state.
    pub state: MemberState,
    /// Its size.
    pub size: BlockCount,
    /// Cost of a read, SHDW_READ_COST; the cheapest full member is read.
    pub read_cost: u32,
    /// Site value, 0 to 255.
    pub site: u32,
    /// For a target: why its copy is the kind that it is.
    pub reason: Option<CopyReason>,
}

/// What a bitmap is for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Purpose {
    /// The return of one removed member.
    Minicopy {
        /// The member.
        member: DeviceId,
        /// The generation that its SCB keeps.
        base: Generation,
    },
    /// The return of any one of the members that were missing at the first mount, once.
    AnyMissing {
        /// The missing members.
        members: Vec<DeviceId>,
        /// The generation that their SCBs keep.
        base: Generation,
    },
    /// A merge limited to recent writes.
    Minimerge,
    /// Minimerge, and the return of members lost since `base`.
    Multiuse {
        /// The generation that the lost members' SCBs keep.
        base: Generation,
    },
}

/// A write bitmap as all nodes know it; the bits are with its master.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct BitmapRef {
    /// Its id.
    pub id: BitmapId,
    /// Its life.
    pub epoch: Epoch,
    /// What it is for.
    pub purpose: Purpose,
    /// The node that holds the union of all nodes' writes.
    pub master: NodeId,
    /// Volume size at creation; everything behind it counts as set.
    pub covers: BlockCount,
}

/// A copy as all nodes know it. The first of the view's list runs, later ones wait.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CopyRef {
    /// Operation id.
    pub op: OpId,
    /// Members copied onto in this pass.
    pub targets: MemberMask,
    /// The node that runs it.
    pub manager: NodeId,
    /// Where it starts: the fence of the copy it goes on from, else 0.
    pub start: Lbn,
    /// Why it is the kind of copy that it is: the reason of its first target.
    pub reason: CopyReason,
}

/// A merge as all nodes know it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct MergeRef {
    /// Operation id.
    pub op: OpId,
    /// Whether only ranges flagged in a minimerge bitmap are merged.
    pub mini: bool,
    /// The node that runs it.
    pub manager: NodeId,
    /// Where it starts: the fence of the merge that it goes on from, else 0.
    #[serde(default)]
    pub start: Lbn,
}

/// Why a copy is full, or which bitmap made it a minicopy (shadowing.md 5.2).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum CopyReason {
    /// A minicopy: this bitmap is bound to the member and to the generation that its SCB carries.
    Bitmap(BitmapId),
    /// The device has no shadowing history, or no readable file structure.
    NoHistory,
    /// Generation 0: an interrupted copy target, or its membership was overridden.
    GenerationZero,
    /// A former member of another virtual unit.
    OtherUnit,
    /// The set was formed from a newer generation.
    OlderGeneration,
    /// The BACKUP revision differs: an image restore.
    BackupRevision,
    /// Its SCB's checksum is wrong.
    TornScb,
    /// A former member, and no bitmap was kept for it when it left.
    NoBitmap,
    /// A bitmap was kept, but the member's SCB carries another generation than when it left.
    GenerationChanged,
    /// A bitmap was kept, but the member was written outside the set.
    ContentsChanged,
    /// The one bitmap for any missing member has served another one.
    BitmapUsed,
    /// /POLICY=NOMINICOPY.
    NotWanted,
    /// The bitmap was lost while the minicopy ran or waited: deleted, or its master node left.
    BitmapLost,
}

impl CopyReason {
    /// Whether the copy moves only what a bitmap flags.
    pub fn is_minicopy(self) -> bool {
        matches!(self, Self::Bitmap(_))
    }
}

/// Members, roles, bitmaps and nodes of a set under one version.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct View {
    /// Number of the view.
    pub version: Version,
    /// Generation that every full member's SCB carries.
    pub generation: Generation,
    /// The members by index.
    pub members: [Option<Member>; MAX_MEMBERS],
    /// Merge master and first choice as a copy source.
    pub master: MemberIndex,
    /// Logical size of the set.
    pub size: BlockCount,
    /// Nodes that have it mounted.
    pub nodes: NodeSet,
    /// Mounted /NOWRITE: no application write, no SCB write, no copy.
    pub write_locked: bool,
    /// Its bitmaps.
    pub bitmaps: Vec<BitmapRef>,
    /// Its copies; the first one runs.
    pub copies: Vec<CopyRef>,
    /// Its merge.
    pub merge: Option<MergeRef>,
    /// Members that a bitmap for any missing member would have served, had it not served another one.
    pub spent: Vec<DeviceId>,
    /// The last number given to an operation of this set.
    pub last_op: u64,
    /// The last number given to a bitmap of this set.
    pub last_bitmap: u16,
}

impl View {
    /// The member at an index.
    pub fn member(&self, index: MemberIndex) -> Option<&Member> {
        self.members[index.at()].as_ref()
    }

    /// The members with their indices.
    pub fn present(&self) -> impl Iterator<Item = (MemberIndex, &Member)> {
        MemberIndex::all().filter_map(|index| self.member(index).map(|member| (index, member)))
    }

    /// The index of a device.
    pub fn index_of(&self, device: DeviceId) -> Option<MemberIndex> {
        self.present().find(|(_, member)| member.device == device).map(|(index, _)| index)
    }

    /// All members.
    pub fn all(&self) -> MemberMask {
        self.present().map(|(index, _)| index).collect()
    }

    /// The readable members.
    pub fn full(&self) -> MemberMask {
        self.present().filter(|(_, member)| member.state == MemberState::Full).map(|(index, _)| index).collect()
    }

    /// The members being copied onto.
    pub fn targets(&self) -> MemberMask {
        self.present().filter(|(_, m)| matches!(m.state, MemberState::Target { .. })).map(|(index, _)| index).collect()
    }

    /// The first free index.
    pub fn free_index(&self) -> Option<MemberIndex> {
        MemberIndex::all().find(|index| self.member(*index).is_none())
    }

    /// The bitmap with an id.
    pub fn bitmap(&self, id: BitmapId) -> Option<&BitmapRef> {
        self.bitmaps.iter().find(|bitmap| bitmap.id == id)
    }

    /// The copy with an id.
    pub fn copy(&self, op: OpId) -> Option<&CopyRef> {
        self.copies.iter().find(|copy| copy.op == op)
    }

    /// The copy that runs or comes next: the first one that is not only waiting for a merge to cover its targets.
    pub fn next_copy(&self) -> Option<&CopyRef> {
        self.copies.iter().find(|copy| !self.is_copied(copy))
    }

    /// Whether all targets of a copy are copied and wait for a merge.
    pub fn is_copied(&self, copy: &CopyRef) -> bool {
        let copied = |index| {
            let state = self.member(index).map(|member| member.state);
            matches!(state, Some(MemberState::Target { phase: CopyPhase::Copied, .. }))
        };
        !copy.targets.is_empty() && copy.targets.iter().all(copied)
    }

    /// The members that a merge compares: full ones, targets that are copied, and for a minimerge, which goes before the
    /// copies, all targets (I15, I19).
    pub fn merged(&self) -> MemberMask {
        let mini = self.merge.is_some_and(|merge| merge.mini);
        let takes_part = |state: &MemberState| match state {
            MemberState::Full => true,
            MemberState::Target { phase, .. } => mini || *phase == CopyPhase::Copied,
            _ => false,
        };
        self.present().filter(|(_, member)| takes_part(&member.state)).map(|(index, _)| index).collect()
    }

    /// Whether a copy uses the bitmap.
    pub fn bitmap_in_use(&self, id: BitmapId) -> bool {
        self.present().any(|(_, m)| matches!(m.state, MemberState::Target { kind: CopyKind::Mini(b), .. } if b == id))
    }

    /// The kind of a copy: that of its targets.
    pub fn copy_kind(&self, copy: &CopyRef) -> CopyKind {
        copy.targets
            .iter()
            .find_map(|index| match self.member(index)?.state {
                MemberState::Target { kind, .. } => Some(kind),
                _ => None,
            })
            .unwrap_or(CopyKind::Full)
    }
}
