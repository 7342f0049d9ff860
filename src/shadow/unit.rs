//! The virtual unit: one node's view of one shadow set, and the entry of every input.
//!
//! Owns the state and dispatches inputs to the files that handle them. Total and deterministic: the same inputs give the
//! same effects. It never sees a data byte and never asks the time.

use std::collections::VecDeque;
use std::sync::Arc;

use super::barrier::Coordination;
use super::bitmap::WriteBitmap;
use super::copy::CopyRun;
use super::effect::Effect;
use super::hold::Holds;
use super::ids::{Generation, Grant, Irp, MemberMask, NodeId, NodeSet, Numbers, OpId, Ticket, Token, UnitNumber};
use super::input::{Change, Input, JoinMember, LockKind};
use super::merge::MergeRun;
use super::message::Message;
use super::mutation::Mutated;
use super::read::{FlushSlot, ReadSlot};
use super::refusal::Refusal;
use super::returning::{self, Return};
use super::saved::Saved;
use super::status::CopyReport;
use super::steer::Steering;
use super::verification::Verification;
use super::view::{CopyRef, UnitState, View};
use super::write::WriteSlot;
use crate::blocks::{Lbn, LbnRange};
use crate::clock::{Millis, VmsTime};
use crate::message::{Status, codes};

/// What never changes about a unit.
#[derive(Clone, Copy, Debug)]
pub struct Identity {
    /// The node that it is on.
    pub node: NodeId,
    /// n of DSAn.
    pub unit: UnitNumber,
    /// Where the set's SCB lies; no transfer touches that block. `None` when the volume has none.
    pub scb_lbn: Option<Lbn>,
    /// Block maps that may be held beside one bitmap; past it ranges are copied whole.
    pub map_limit: u32,
}

/// A request that waits for the barrier to end.
#[derive(Clone, Copy, Debug)]
pub(super) enum Waiting {
    Write(Irp, LbnRange),
    Read(Irp, LbnRange),
    Flush(Irp),
}

impl Waiting {
    pub(super) fn irp(self) -> Irp {
        match self {
            Self::Write(irp, _) | Self::Read(irp, _) | Self::Flush(irp) => irp,
        }
    }
}

/// One node's view of one shadow set.
#[derive(Debug)]
pub struct VirtualUnit {
    pub(super) identity: Identity,
    pub(super) state: UnitState,
    pub(super) view: View,
    /// `view.full()` and `view.targets()`, looked at by every request.
    pub(super) full: MemberMask,
    pub(super) targets: MemberMask,
    pub(super) now: Millis,
    pub(super) time: VmsTime,

    pub(super) bitmaps: Vec<WriteBitmap>,
    pub(super) writes: Vec<WriteSlot>,
    pub(super) free_writes: Vec<u32>,
    pub(super) reads: Vec<ReadSlot>,
    pub(super) free_reads: Vec<u32>,
    pub(super) flushes: Vec<FlushSlot>,
    pub(super) waiting: VecDeque<Waiting>,
    /// Transfers and flushes that the engine has not answered.
    pub(super) open: u32,
    /// Writes that wait for a failed member to be removed.
    pub(super) held: u32,
    /// Members that failed here and are still in the view.
    pub(super) failing: MemberMask,
    /// Members that do not answer and are waited for.
    pub(super) verification: Verification,
    /// Turns reads among equally cheap members, and passes among sources.
    pub(super) rotor: u32,
    pub(super) sequence: u32,
    pub(super) steering: Steering,

    pub(super) copies: Vec<CopyRun>,
    pub(super) reports: Vec<CopyReport>,
    pub(super) merge: Option<MergeRun>,
    pub(super) holds: Holds,

    /// Nodes that are known to have left the cluster, as long as a view may name them.
    pub(super) gone: NodeSet,
    /// The view names one of them: nothing is issued until a barrier has taken it out.
    pub(super) bereaved: bool,
    /// The coordinator of the barrier that stands has left the cluster.
    pub(super) orphaned: bool,

    /// The newest change that this node was asked to prepare, and by whom.
    pub(super) last_grant: Grant,
    pub(super) coordinator: NodeId,
    pub(super) changes: VecDeque<(Ticket, Change)>,
    pub(super) coordination: Option<Coordination>,
    /// A dismount waits for what is in flight: nothing new is accepted.
    pub(super) closing: bool,
    /// The highest generation that a change which was undone may have left on a disk.
    pub(super) floor: Generation,
    pub(super) numbers: Arc<Numbers>,
    /// The merge that was due when this node gave the set up.
    pub(super) given_up_with: Option<OpId>,
    /// It gave the set up as its only node, with writes that some members may hold and others not.
    pub(super) half_stored: bool,
    pub(super) mutated: Mutated,
}

impl VirtualUnit {
    /// A unit that is not mounted yet. Its first input is a `Form` or `Mount` change.
    pub fn new(identity: Identity) -> Self {
        Self {
            identity,
            state: UnitState::Mounting,
            view: View::default(),
            full: MemberMask::NONE,
            targets: MemberMask::NONE,
            now: Millis::default(),
            time: VmsTime::default(),
            bitmaps: Vec::new(),
            writes: Vec::new(),
            free_writes: Vec::new(),
            reads: Vec::new(),
            free_reads: Vec::new(),
            flushes: Vec::new(),
            waiting: VecDeque::new(),
            open: 0,
            held: 0,
            failing: MemberMask::NONE,
            verification: Verification::default(),
            rotor: 0,
            sequence: 0,
            steering: Steering::default(),
            copies: Vec::new(),
            reports: Vec::new(),
            merge: None,
            holds: Holds::default(),
            gone: NodeSet::NONE,
            bereaved: false,
            orphaned: false,
            last_grant: Grant(0),
            coordinator: identity.node,
            changes: VecDeque::new(),
            coordination: None,
            closing: false,
            floor: Generation::ZERO,
            numbers: Arc::default(),
            given_up_with: None,
            half_stored: false,
            mutated: Mutated::default(),
        }
    }

    /// A unit that goes on from a saved state, which the caller has checked against the disks (I24). The next input is a
    /// `Restore` change.
    pub fn restore(identity: Identity, saved: &Saved) -> Self {
        let mut unit = Self { view: saved.view.clone(), ..Self::new(identity) };
        unit.load(saved);
        unit
    }

    /// The unit with its node's numbers in place of its own.
    #[must_use]
    pub fn with_numbers(mut self, numbers: Arc<Numbers>) -> Self {
        numbers.raise(self.view.last_op, self.view.last_bitmap);
        self.numbers = numbers;
        self
    }

    /// The unit with a rule broken, for tests of the simulator.
    #[must_use]
    pub fn with_mutation(self, mutated: Mutated) -> Self {
        Self { mutated, ..self }
    }

    /// Takes one input and adds what is to be done to `out`.
    pub fn apply(&mut self, input: Input, out: &mut Vec<Effect>) {
        match input {
            Input::Write { irp, range } => self.on_write(irp, range, out),
            Input::Read { irp, range } => self.on_read(irp, range, out),
            Input::IoDone { token, failed, verdict } => match kind_of(token) {
                TokenKind::Write => self.on_write_done(token, failed, verdict, out),
                TokenKind::Read => self.on_read_done(token, failed, verdict, out),
                TokenKind::Compare => self.on_compare_done(token, failed, verdict, out),
                TokenKind::Hold => self.on_repair_done(token, failed, verdict, out),
                _ => self.on_pass_done(token, failed, verdict, out),
            },
            Input::Turn { op, budget } => self.on_turn(op, budget, out),
            Input::FlushUnit { irp } => self.on_flush(irp, out),
            Input::Cancel { irp } => self.on_cancel(irp, out),
            Input::StepDone { token, failed, no_memory } => match kind_of(token) {
                TokenKind::Flush => self.on_flush_done(token, failed, out),
                _ => self.on_step_done(token, failed, no_memory, out),
            },
            Input::Change { ticket, change } => self.on_change(ticket, change, out),
            Input::Withdraw { ticket } => self.on_withdraw(ticket, out),
            Input::Granted { lock: LockKind::Unit, grant, value } => self.on_granted(grant, value.invalid, out),
            Input::Granted { lock: LockKind::Hold, .. } => self.on_hold_granted(out),
            Input::Message { from, message } => self.on_message(from, message, out),
            Input::NodeGone { node } => self.on_node_gone(node, out),
            Input::ScbsRead { token, scbs } => self.on_scbs_read(token, scbs, out),
            Input::Device { member, event } => self.on_device(member, event, out),
            Input::Timeouts { unit, members } => self.on_timeouts(unit, &members, out),
            Input::Pause { op } => self.on_pause(op, out),
            Input::Steer(orders) => self.on_steer(orders, out),
            Input::Tick { now, time } => {
                (self.now, self.time) = (now, time);
                if self.steering.orders.stalled_until.is_some() {
                    self.release_stalled(out);
                }
            }
            // Only the locks of the unit and of its hold are asked for, and there is no quorum scheme here.
            Input::Granted { .. } | Input::Blocking { .. } | Input::Quorum { .. } => {}
        }
    }

    fn on_message(&mut self, from: NodeId, message: Message, out: &mut Vec<Effect>) {
        self.hear_from(from);
        match message {
            Message::Prepare { grant } => self.on_prepare(from, grant, out),
            Message::Prepared { grant, answer } => self.on_prepared(from, grant, answer, out),
            Message::Install { grant, view, floor } => self.on_install(grant, *view, floor, out),
            Message::Installed { grant } => self.on_installed(from, grant, out),
            Message::Resume { grant } => self.on_resume(grant, out),
            Message::Abort { grant, floor } => {
                self.floor = self.floor.max(floor);
                self.on_resume(grant, out);
            }
            Message::SetBits { bitmap, epoch, ranges, tag } => {
                let known = self.bitmaps.iter_mut().find(|b| b.id == bitmap && b.epoch == epoch && b.mine);
                if let Some(known) = known {
                    known.note_told(&ranges);
                    out.push(Effect::Send { to: from, message: Message::BitsSet { tag } });
                }
            }
            Message::BitsSet { tag } => self.on_bits_set(tag, out),
            Message::Fence { op, lbn } => self.on_fence(op, lbn, out),
            Message::Hold { range, tag } => self.on_hold(from, range, tag, out),
            Message::Held { tag } => self.on_held(from, tag, out),
            Message::Release { tag } => self.on_release(from, tag, out),
            // The manager of a minicopy masters its bitmap.
            Message::ReadBits { .. } | Message::Bits { .. } => {}
        }
    }

    fn on_cancel(&mut self, irp: Irp, out: &mut Vec<Effect>) {
        if let Some(at) = self.waiting.iter().position(|waiting| waiting.irp() == irp) {
            self.waiting.remove(at);
            out.push(Effect::Complete { irp, status: codes::SYSTEM_CANCEL });
            self.start_next_change(out);
        } else if let Some(at) = self.steering.stalled.iter().position(|(stalled, _)| *stalled == irp) {
            self.steering.stalled.remove(at);
            out.push(Effect::Complete { irp, status: codes::SYSTEM_CANCEL });
        }
    }

    /// Whether requests are issued now; otherwise the request waits or ends here.
    pub(super) fn accepts(&mut self, request: Waiting, out: &mut Vec<Effect>) -> bool {
        if self.issues() && !self.closing {
            return true;
        }
        let status = match self.state {
            _ if self.closing => codes::SYSTEM_DEVNOTMOUNT,
            UnitState::Dismounted | UnitState::Dismounting => codes::SYSTEM_DEVNOTMOUNT,
            UnitState::Aborted => codes::SYSTEM_VOLINV,
            _ => {
                self.waiting.push_back(request);
                return false;
            }
        };
        out.push(Effect::Complete { irp: request.irp(), status });
        false
    }

    /// Members failed: they leave by a forced removal. Returns whether anything is left to go on with; with only one full
    /// member nobody leaves (I26).
    pub(super) fn fail_members(&mut self, failed: MemberMask, out: &mut Vec<Effect>) -> bool {
        let failed = failed & self.view.all();
        let mut gone = self.failing | failed;
        if self.full.without(gone).is_empty() {
            let keeper = match self.full.without(self.failing).first() {
                Some(last) => last,
                None => self.view.master,
            };
            gone = gone.without(keeper.mask());
            if self.full.len() == 1 {
                if let (true, Some(member)) = (failed.contains(keeper), self.view.member(keeper)) {
                    let device = member.device;
                    out.push(Effect::Notify(super::effect::Event::LastMemberFailed { device }));
                }
                self.failing = gone;
                self.ask_removal(out);
                return false;
            }
        }
        self.failing = gone;
        self.ask_removal(out);
        true
    }

    fn ask_removal(&mut self, out: &mut Vec<Effect>) {
        if self.failing.is_empty() {
            return;
        }
        let asked = |change: &Change| matches!(change, Change::Remove { forced: true, .. });
        if !self.changes.iter().any(|(_, change)| asked(change)) {
            // Who is meant is said by every node's answer to Prepare.
            let change = Change::Remove { members: MemberMask::NONE, bitmap: super::input::Wish::No, forced: true };
            self.changes.push_front((Ticket::INTERNAL, change));
        }
        self.start_next_change(out);
    }

    /// The other nodes that have the set, as far as they live.
    pub(super) fn others(&self) -> impl Iterator<Item = NodeId> {
        let mut nodes = self.view.nodes.without(self.gone);
        nodes.remove(self.identity.node);
        nodes.iter()
    }

    /// A token that no open effect carries.
    pub(super) fn token(&mut self, kind: TokenKind, slot: u32) -> Token {
        self.sequence = self.sequence.wrapping_add(1);
        Token(u64::from(self.sequence) << 32 | (kind as u64) << 28 | u64::from(slot))
    }

    /// An effect was answered.
    pub(super) fn close_one(&mut self, out: &mut Vec<Effect>) {
        self.open -= 1;
        if self.open == 0 && self.state != UnitState::Running && self.state != UnitState::Aborted {
            self.check_drained(out);
            self.abort_when_idle(out);
        }
    }

    /// The view.
    pub fn view(&self) -> &View {
        &self.view
    }

    /// The state.
    pub fn state(&self) -> UnitState {
        self.state
    }

    /// What never changes about it.
    pub fn identity(&self) -> &Identity {
        &self.identity
    }

    /// What copies of this set did since it was mounted, oldest first; running ones too.
    pub fn reports(&self) -> &[CopyReport] {
        &self.reports
    }

    /// How the devices of one MOUNT would be copied if they were added now.
    ///
    /// # Errors
    /// The first reason why one of them cannot be added.
    pub fn plan_join(&self, members: &[JoinMember]) -> Result<Vec<Return>, Refusal> {
        returning::decide_all(&self.view, members)
    }

    /// Whether nothing is open, waiting or changing: the unit can be saved.
    pub fn is_quiet(&self) -> bool {
        self.open == 0
            && self.waiting.is_empty()
            && self.steering.stalled.is_empty()
            && self.changes.is_empty()
            && self.coordination.is_none()
            && self.writes.len() == self.free_writes.len()
            && self.reads.len() == self.free_reads.len()
            && self.holds.is_idle()
            && matches!(self.state, UnitState::Running | UnitState::Dismounted)
    }

    /// The copy or merge that this node can give a turn to now; `None` when there is none, a barrier or a hold stands, the
    /// last turn has not ended, or a failure asks for a pause (an `Effect::WakeAt` told until when). A pending one starts
    /// with its first turn.
    pub fn copy_work(&self) -> Option<OpId> {
        if let Some(op) = self.merge_work() {
            return Some(op);
        }
        // A copied target that waits for its promotion is copied again when a store that failed sent its copy back.
        let sent_back = |copy: &&CopyRef| self.view.merge.is_none() && !self.is_at_end(copy.op);
        let copy = self.view.next_copy().or_else(|| self.view.copies.iter().find(sent_back))?;
        if self.holds.any() || self.view.merge.is_some_and(|merge| merge.mini) {
            return None;
        }
        let run = self.copies.iter().find(|run| run.op == copy.op)?;
        let mine = copy.manager == self.identity.node && self.issues();
        (mine && run.is_idle(self.now)).then_some(copy.op)
    }

    /// Which status a request ends with when every full member failed it.
    pub(super) fn failure_status() -> Status {
        codes::SYSTEM_DRVERR
    }
}

/// Who asked for an effect.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum TokenKind {
    Write = 0,
    Read = 1,
    Pass = 2,
    Step = 3,
    Flush = 4,
    Compare = 5,
    Hold = 6,
}

/// Who asked for the effect with this token.
pub(super) fn kind_of(token: Token) -> TokenKind {
    match token.0 >> 28 & 0xF {
        0 => TokenKind::Write,
        1 => TokenKind::Read,
        2 => TokenKind::Pass,
        3 => TokenKind::Step,
        4 => TokenKind::Flush,
        5 => TokenKind::Compare,
        _ => TokenKind::Hold,
    }
}

/// The slot that a token names.
pub(super) fn slot_of(token: Token) -> usize {
    (token.0 & 0x0FFF_FFFF) as usize
}
