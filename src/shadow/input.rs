//! What the engine tells a [`VirtualUnit`](super::VirtualUnit).
//!
//! Owns the input types. No data byte is in any of them, and every time comes in by [`Input::Tick`].

use serde::{Deserialize, Serialize};

use super::form::{Plan, ScbRead};
use super::ids::{
    BitmapId, DeviceId, Generation, Grant, Irp, MAX_MEMBERS, MemberIndex, MemberMask, NodeId, NodeSet, OpId, Ticket,
    Token, Version,
};
use super::message::Message;
use super::steer::Orders;
use crate::blocks::{BlockCount, Lbn, LbnRange};
use crate::clock::{Millis, VmsTime};
use crate::message::Status;

/// Something that happened. Application requests come here only after the admission queue let them in.
#[derive(Debug)]
pub enum Input {
    /// An admitted write. `range` is not empty and ends within the set.
    Write {
        /// The request.
        irp: Irp,
        /// Its blocks.
        range: LbnRange,
    },
    /// A read.
    Read {
        /// The request.
        irp: Irp,
        /// Its blocks.
        range: LbnRange,
    },
    /// Make everything acknowledged survive a power loss.
    FlushUnit {
        /// The request.
        irp: Irp,
    },
    /// The requester went away: a request that waits ends with SS$_CANCEL, one under way goes on.
    Cancel {
        /// The request.
        irp: Irp,
    },
    /// An [`Effect::Io`](super::Effect::Io) has ended.
    IoDone {
        /// Of the effect.
        token: Token,
        /// Members whose part failed.
        failed: MemberMask,
        /// What it found.
        verdict: Verdict,
    },
    /// An SCB write, flush, device fence or bitmap allocation has ended.
    StepDone {
        /// Of the effect.
        token: Token,
        /// Members whose part failed.
        failed: MemberMask,
        /// For an allocation: the memory limit forbids it.
        no_memory: bool,
    },
    /// The answer to [`Effect::ReadScbs`](super::Effect::ReadScbs).
    ScbsRead {
        /// Of the effect.
        token: Token,
        /// What each member's SCB says.
        scbs: Vec<(MemberIndex, ScbRead)>,
    },
    /// A request for a change, from a command.
    Change {
        /// Named in the reply.
        ticket: Ticket,
        /// What is wanted.
        change: Change,
    },
    /// Whoever asked for a change has had enough: one that has not begun is refused, one under way goes on.
    Withdraw {
        /// Named in the request.
        ticket: Ticket,
    },
    /// A lock was granted. An engine without a lock manager grants at once, each time with a larger number.
    Granted {
        /// Which lock.
        lock: LockKind,
        /// Number of the grant.
        grant: Grant,
        /// What the last holder left.
        value: LockValue,
    },
    /// Another node waits for a lock that this one holds.
    Blocking {
        /// Which lock.
        lock: LockKind,
    },
    /// A message from another node's core.
    Message {
        /// The sender.
        from: NodeId,
        /// The message.
        message: Message,
    },
    /// A node left the cluster; comes after everything that it sent. When it comes back it is told to nobody: it mounts
    /// the set anew. A unit that is about to mount is told of nodes that left before, if the set still names them.
    NodeGone {
        /// Which.
        node: NodeId,
    },
    /// Quorum was lost or regained.
    Quorum {
        /// Whether the cluster has it.
        held: bool,
    },
    /// Something happened to a member's device.
    Device {
        /// The member.
        member: MemberIndex,
        /// What.
        event: DeviceEvent,
    },
    /// How long members and the unit are waited for in mount verification, after a `Tick`; about once a second while
    /// [`VirtualUnit::is_verifying`](super::VirtualUnit::is_verifying).
    Timeouts {
        /// While no full member answers; then the unit is given up.
        unit: Millis,
        /// Each member by its index, while another full member answers.
        members: [Millis; MAX_MEMBERS],
    },
    /// Time to work on a copy: at most `budget` blocks are looked at. Ignored while a barrier stands.
    Turn {
        /// Which copy.
        op: OpId,
        /// How much.
        budget: BlockCount,
    },
    /// A copy loses its thread to another set's operation; its next turn lets it go on.
    Pause {
        /// Which copy.
        op: OpId,
    },
    /// SET SHADOW orders of this node alone.
    Steer(Orders),
    /// The time. Sent before each change and about once a second.
    Tick {
        /// On the engine's axis.
        now: Millis,
        /// Date and time of day.
        time: VmsTime,
    },
}

/// What an I/O found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// Nothing to report: a read or write was done.
    None,
    /// A compare or copy pass found all members equal to the source (or the master).
    Equal,
    /// A compare found differences.
    Differ {
        /// Members that differ from the master.
        members: MemberMask,
    },
    /// A copy pass or repair stored something.
    Wrote {
        /// Where.
        members: MemberMask,
        /// How many blocks, over all members.
        blocks: BlockCount,
        /// No overlapping write was in flight from before the source was read until after the store
        /// ([`Watch`](super::Watch) says so), so that no second look is needed.
        alone: bool,
    },
    /// It ends with this status and nobody is at fault. Of a store: the host has no space, none of the members had the
    /// blocks allocated or could allocate them, so that nothing of the request is stored on any of them, from an earlier
    /// attempt neither. Of a read: the blocks hold a forced error.
    Refused(Status),
}

/// How much a bitmap is wanted.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum Wish {
    /// Not at all.
    #[default]
    No,
    /// If possible.
    Optional,
    /// Or the change fails.
    Required,
}

/// A device that MOUNT adds to a set.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct JoinMember {
    /// The device.
    pub device: DeviceId,
    /// Its size.
    pub size: BlockCount,
    /// Generation in its SCB; `None` when it has no SCB.
    pub generation: Option<Generation>,
    /// Whether its SCB names this virtual unit.
    pub same_unit: bool,
    /// Whether nothing but this site wrote its image since it left: size and modification time are the noted ones.
    pub intact: bool,
    /// Whether a minicopy is wanted.
    pub minicopy: Wish,
    /// Cost of a read.
    pub read_cost: u32,
    /// Site value.
    pub site: u32,
}

/// What SET SHADOW changes about a member.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct MemberSettings {
    /// The member.
    pub member: MemberIndex,
    /// New cost of a read.
    pub read_cost: u32,
    /// New site value.
    pub site: u32,
}

/// Host-based minimerge policy of a set.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Policy {
    /// Nodes that shall master a minimerge bitmap.
    pub masters: NodeSet,
    /// Blocks after which the bitmaps are reset.
    pub reset_threshold: u64,
}

/// A change of the view. Every one goes through a barrier.
#[derive(Clone, Debug)]
pub enum Change {
    /// The first mount.
    Form {
        /// What `form::plan` decided.
        plan: Box<Plan>,
        /// Whether a bitmap shall serve any one of the missing members.
        any_missing: Wish,
        /// /NOWRITE.
        write_locked: bool,
    },
    /// A saved set goes on. See [`VirtualUnit::restore`](super::VirtualUnit::restore).
    Restore,
    /// One more node mounts a mounted set.
    Mount {
        /// The nodes that have it mounted.
        nodes: NodeSet,
    },
    /// This node dismounts the set.
    Dismount {
        /// `Required`: only if members fit for a later minicopy are left behind (shadowing.md 2.2).
        minicopy: Wish,
        /// Waiting I/O ends with an error.
        abort: bool,
    },
    /// Members are added, as copy targets.
    Join {
        /// The devices.
        members: Vec<JoinMember>,
    },
    /// Members leave.
    Remove {
        /// Which.
        members: MemberMask,
        /// Whether a bitmap shall be started for them.
        bitmap: Wish,
        /// They are lost: nothing is flushed to them.
        forced: bool,
    },
    /// A copy has reached the end; asked for by the core itself.
    CopyDone(OpId),
    /// A merge has reached the end.
    MergeDone(OpId),
    /// Another node manages the copy or merge, from the lowest fence that any node knows. A minicopy stays with the master of
    /// its bitmap.
    HandOver(OpId, NodeId),
    /// Nodes have left the cluster: they leave the view, and what they left half done is settled. Asked for by the core
    /// itself.
    NodesGone,
    /// Minimerge bitmaps are started.
    StartMinimerge(Policy),
    /// Minimerge bitmaps are cleared.
    ResetMinimerge,
    /// DELETE/BITMAP.
    DeleteBitmap(BitmapId),
    /// SET SHADOW/DEMAND_MERGE.
    DemandMerge,
    /// The volume grows to this size. What lies behind its old end is alike on all full members already.
    Resize {
        /// The new size.
        size: BlockCount,
    },
    /// SET SHADOW of a member's attributes.
    Attributes(MemberSettings),
    /// SET SHADOW/FORCE_REMOVAL: members that are away leave now, others as soon as they are. No barrier by itself.
    Force {
        /// Which.
        members: MemberMask,
    },
    /// SET SHADOW/ABORT_VIRTUAL_UNIT: mount verification ends here, now. No barrier.
    Abort,
}

/// A lock of the cluster's lock manager.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LockKind {
    /// `SHAD$DSAn`.
    Unit,
    /// `SHAD$DSAn$HOLD`.
    Hold,
    /// `SHAD$DSAn$OP<id>`.
    Op(OpId),
    /// `SHAD$DEV<device>`.
    Device(DeviceId),
}

/// Mode of a lock.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LockMode {
    /// CR: shared by every node that has the unit.
    ConcurrentRead,
    /// EX: one holder.
    Exclusive,
}

/// Value block of the unit's lock.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct LockValue {
    /// Version of the last view.
    pub version: Version,
    /// Its generation.
    pub generation: Generation,
    /// Copy fence.
    pub copy_fence: Lbn,
    /// Merge fence.
    pub merge_fence: Lbn,
    /// The last holder died: the rest is old, and the disks say more.
    pub invalid: bool,
}

/// An event of a member's device.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DeviceEvent {
    /// It does not answer. Sent before the answer to the transfer that found it out.
    Lost,
    /// It answers again, with what it held before.
    Back,
    /// It refuses writes. Sent as `Lost` is.
    WriteLocked,
    /// It alone could not allocate space.
    NoSpace,
    /// It is another device than before, or has not what it held.
    Moved,
}
