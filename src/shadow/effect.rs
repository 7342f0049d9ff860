//! What a [`VirtualUnit`](super::VirtualUnit) asks its engine to do.
//!
//! Owns the effect types. The engine performs them in order and decides nothing.

use super::block_map::BlockMap;
use super::ids::{BitmapId, DeviceId, Irp, MemberIndex, MemberMask, NodeId, OpId, Ticket, Token, Version};
use super::input::{LockKind, LockMode, LockValue};
use super::message::Message;
use super::refusal::Refusal;
use super::scb::ScbFields;
use super::view::CopyReason;
use crate::blocks::{Lbn, LbnRange};
use crate::clock::Millis;
use crate::message::Status;

/// Something to do.
#[derive(Debug)]
pub enum Effect {
    /// Move or compare blocks; answered by `IoDone`.
    Io {
        /// Names it in the answer.
        token: Token,
        /// The request whose buffer is meant; `None` for copies.
        irp: Option<Irp>,
        /// What to do.
        op: IoOp,
        /// Where.
        range: LbnRange,
        /// Only these blocks of the range, which then lies within one bitmap range; `None`: all of it.
        only: Option<BlockMap>,
    },
    /// Write a member's SCB durably, at the LBN of the set's SCB; answered by `StepDone`. With generation 0 and another
    /// SCB elsewhere on the device, that one's generation is zeroed first.
    WriteScb {
        /// Names it in the answer.
        token: Token,
        /// The member's place, in the view that is about to be installed.
        member: MemberIndex,
        /// The device; for a joining member the engine knows it by nothing else.
        device: DeviceId,
        /// What shadowing puts there; the rest is the set's.
        scb: ScbFields,
    },
    /// Read the members' SCBs from the devices, not from anything that was noted of them; answered by `ScbsRead`.
    ReadScbs {
        /// Names it in the answer.
        token: Token,
        /// The members and their devices, which this node's view need not name.
        members: Vec<(MemberIndex, DeviceId)>,
    },
    /// Make all stores to the members durable; answered by `StepDone`.
    Flush {
        /// Names it in the answer.
        token: Token,
        /// Which.
        members: MemberMask,
    },
    /// I/O of this node to the member is finished or dead, none may land later; answered by `StepDone`.
    FenceDevice {
        /// Names it in the answer.
        token: Token,
        /// Which.
        member: MemberIndex,
    },
    /// Account for a bitmap's memory; answered by `StepDone`.
    AllocateBitmap {
        /// Names it in the answer.
        token: Token,
        /// Which.
        bitmap: BitmapId,
        /// Its bits.
        ranges: u32,
        /// Block maps that may be held beside it.
        map_limit: u32,
    },
    /// A bitmap is gone.
    FreeBitmap {
        /// Which.
        bitmap: BitmapId,
    },
    /// Ask for a lock; answered by `Granted`.
    Lock {
        /// Which.
        lock: LockKind,
        /// How.
        mode: LockMode,
    },
    /// Give a lock up.
    Unlock {
        /// Which.
        lock: LockKind,
        /// What the next holder finds.
        value: Option<LockValue>,
    },
    /// Send a message to another node's core, in order.
    Send {
        /// The receiver.
        to: NodeId,
        /// The message.
        message: Message,
    },
    /// An application's request has ended. A write leaves the admission queue.
    Complete {
        /// The request.
        irp: Irp,
        /// How.
        status: Status,
    },
    /// A requested change has ended.
    Reply {
        /// The request.
        ticket: Ticket,
        /// What came of it.
        result: Result<Done, Refusal>,
    },
    /// Something that operators are told.
    Notify(Event),
    /// Feed a `Turn` at this time.
    WakeAt {
        /// The operation.
        op: OpId,
        /// When.
        at: Millis,
    },
}

/// A transfer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum IoOp {
    /// Store the request's data on these members.
    Write {
        /// Where.
        members: MemberMask,
    },
    /// Read into the request's buffer.
    Read {
        /// From where.
        member: MemberIndex,
    },
    /// Read into the request's buffer and compare the others with it.
    ReadCompare {
        /// All of them.
        members: MemberMask,
    },
    /// Compare.
    Compare {
        /// All of them.
        members: MemberMask,
    },
    /// Read the source, read and compare each target, store what differs.
    CopyPass {
        /// Read from here.
        source: MemberIndex,
        /// Compared and stored there.
        targets: MemberMask,
    },
    /// Store the master's data on the others.
    Repair {
        /// Read from here.
        master: MemberIndex,
        /// Stored there.
        others: MemberMask,
    },
}

/// What a successful change did.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Done {
    /// The view it installed.
    pub version: Version,
    /// The bitmap that it started.
    pub bitmap: Option<BitmapId>,
    /// Devices that were to join but whose SCB could not be written.
    pub dropped: Vec<DeviceId>,
    /// Copies that it started.
    pub copies: Vec<OpId>,
}

/// What operators are told; the engine knows names and texts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Event {
    /// A copy has begun, or goes on from where it was.
    CopyStarted {
        /// Operation.
        op: OpId,
        /// First block it works on.
        at: Lbn,
        /// Kind and reason.
        reason: CopyReason,
    },
    /// A copy has ended and its targets are full members.
    CopyCompleted {
        /// Operation.
        op: OpId,
        /// Last fence.
        at: Lbn,
        /// The new full members.
        devices: Vec<DeviceId>,
    },
    /// A copy waits: its thread was given to another set.
    CopySuspended {
        /// Operation.
        op: OpId,
        /// Its fence.
        at: Lbn,
    },
    /// A copy has ended without making a full member.
    CopyEnded {
        /// Operation.
        op: OpId,
        /// Last fence.
        at: Lbn,
    },
    /// A merge has begun, or goes on from where it was.
    MergeStarted {
        /// Operation.
        op: OpId,
        /// First block it works on.
        at: Lbn,
    },
    /// A merge has ended: all members agree.
    MergeCompleted {
        /// Operation.
        op: OpId,
        /// Last fence.
        at: Lbn,
    },
    /// A merge stands still or begins anew: a copy goes first, or a node was lost.
    MergeSuspended {
        /// Operation.
        op: OpId,
        /// Last fence.
        at: Lbn,
    },
    /// A member has left.
    MemberRemoved {
        /// The device.
        device: DeviceId,
        /// It was lost, nobody asked.
        forced: bool,
    },
    /// A member is away: mount verification begins.
    VerificationBegun,
    /// A member is away: it does not answer, or refuses to be written.
    MemberAway {
        /// The device.
        device: DeviceId,
        /// It refuses to be written.
        locked: bool,
    },
    /// A member that was away answers again.
    MemberBack {
        /// The device.
        device: DeviceId,
    },
    /// A member that was away has become another volume.
    WrongVolume {
        /// The device.
        device: DeviceId,
    },
    /// Mount verification has ended without a full member: the unit is given up on this node.
    Aborted,
    /// The only full member failed an I/O; it stays.
    LastMemberFailed {
        /// The device.
        device: DeviceId,
    },
    /// A bitmap has been started.
    BitmapStarted {
        /// Which.
        bitmap: BitmapId,
    },
    /// A bitmap has been deleted.
    BitmapDeleted {
        /// Which.
        bitmap: BitmapId,
    },
}
