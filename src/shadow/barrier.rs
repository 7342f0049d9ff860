//! The coordinator's part in a barrier: lock, flush, prepare, steps, install, resume.
//!
//! Owns the one change that this node coordinates; those behind it stand in `queue`. With one node it is the same
//! protocol, with that node as its own only peer. What a change means is `change`'s; the order on disk, `steps`'.

mod ending;
mod queue;

use std::sync::Arc;

use super::change::{self, Basis, Proposal};
use super::effect::Effect;
use super::form::ScbRead;
use super::ids::{
    BitmapId, DeviceId, Generation, Grant, MemberIndex, MemberMask, NodeId, NodeSet, OpId, Ticket, Token, UnitNumber,
    Version,
};
use super::input::{Change, LockKind, LockMode};
use super::message::{Answer, Message};
use super::mutation::Mutation;
use super::refusal::Refusal;
use super::scb;
use super::steps::{Again, Step, is_joining, steps};
use super::unit::{TokenKind, VirtualUnit};
use super::view::{UnitState, View};
use queue::needs_no_scb;

use crate::blocks::Lbn;
pub(super) use queue::reply;

/// How far a coordinated change is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Stage {
    /// Waits for the unit's lock.
    Locking,
    /// The large flush, before anybody stops.
    Flushing,
    /// Waits for every node to drain.
    Preparing,
    /// The last coordinator died: looks for what it wrote.
    Reading,
    /// Memory, flushes and SCBs.
    Stepping,
    /// Waits for every node to install.
    Installing,
}

/// A change that this node coordinates.
#[derive(Debug)]
pub(super) struct Coordination {
    pub(super) ticket: Ticket,
    pub(super) change: Change,
    pub(super) stage: Stage,
    grant: Grant,
    /// Nodes that the command named; the view's where it names none.
    asked: NodeSet,
    pub(super) peers: NodeSet,
    /// Peers that have not answered.
    pub(super) waiting: NodeSet,
    /// Peers that have drained.
    pub(super) answered: NodeSet,
    /// Nodes that a peer knows to have left the cluster.
    pub(super) gone: NodeSet,
    /// The lowest fence of each copy and merge that a peer knows.
    fences: Vec<(OpId, Lbn)>,
    /// The last holder of the lock died: its change may be half made.
    pub(super) interrupted: bool,
    /// What the members' SCBs say then.
    pub(super) found: Option<Vec<(MemberIndex, ScbRead)>>,
    /// The newest view that a peer reported; what is changed.
    pub(super) base: Box<View>,
    held: bool,
    half_stored: bool,
    pub(super) failed: MemberMask,
    /// Full members whose SCB or data could not be written in a step.
    pub(super) hopeless: MemberMask,
    /// The step failed on members that are away: it is repeated when they are back or out.
    pub(super) parked: bool,
    /// Mount verification has ended without them.
    pub(super) abandoned: bool,
    dropped: Vec<DeviceId>,
    /// Members whose SCBs this change has written as those of full ones.
    promoted: MemberMask,
    no_memory: bool,
    /// The highest generation that may be on a disk.
    floor: Generation,
    allocated: Vec<BitmapId>,
    /// An SCB has been written: the change can only end by an Install.
    wrote: bool,
    /// Why the change was undone after that.
    undone: Option<Refusal>,
    proposal: Option<Box<Proposal>>,
    steps: Vec<Step>,
    at: usize,
    pub(super) token: Token,
}

impl Coordination {
    /// Targets whose SCBs say that their copies have ended, by this change or by that of a dead coordinator: they are full
    /// members, whatever else fails.
    fn ended_copies(&self, unit: UnitNumber) -> MemberMask {
        let found = self.found.as_deref().unwrap_or_default();
        (self.promoted | change::ended_copies(&self.base, found, unit)) & self.base.targets()
    }

    /// A step is done. The SCB of a target that is promoted commits the end of its copy.
    fn step_done(&mut self) {
        match (self.steps.get(self.at), &self.proposal) {
            (Some(Step::Allocate(id)), _) => self.allocated.push(*id),
            (Some(Step::Scb(index)), Some(proposal)) if proposal.view.full().contains(*index) => {
                self.promoted |= index.mask();
            }
            _ => {}
        }
        self.at += 1;
    }
}

impl VirtualUnit {
    /// Begins with a change: asks for the unit's lock.
    fn lock_for_next(&mut self, out: &mut Vec<Effect>) {
        let Some((ticket, change)) = self.changes.pop_front() else { return };
        let asked = if let Change::Mount { nodes } = &change { *nodes } else { NodeSet::NONE };
        self.coordination = Some(Coordination {
            ticket,
            change,
            stage: Stage::Locking,
            grant: Grant(0),
            asked,
            peers: NodeSet::NONE,
            waiting: NodeSet::NONE,
            answered: NodeSet::NONE,
            gone: NodeSet::NONE,
            fences: Vec::new(),
            interrupted: false,
            found: None,
            base: Box::new(self.view.clone()),
            held: false,
            half_stored: false,
            failed: MemberMask::NONE,
            hopeless: MemberMask::NONE,
            parked: false,
            abandoned: false,
            dropped: Vec::new(),
            promoted: MemberMask::NONE,
            no_memory: false,
            floor: Generation::ZERO,
            allocated: Vec::new(),
            wrote: false,
            undone: None,
            proposal: None,
            steps: Vec::new(),
            at: 0,
            token: Token(0),
        });
        out.push(Effect::Lock { lock: LockKind::Unit, mode: LockMode::Exclusive });
    }

    /// The lock is here: the long flush first, while applications go on. `interrupted` says that the last holder died.
    pub(super) fn on_granted(&mut self, grant: Grant, interrupted: bool, out: &mut Vec<Effect>) {
        if interrupted {
            self.recover_first(out);
        } else if self.is_moot() {
            self.coordination = None;
            out.push(Effect::Unlock { lock: LockKind::Unit, value: None });
            return self.start_next_change(out);
        }
        let members = match self.coordination.as_ref().map(|c| (c.stage, &c.change)) {
            Some((Stage::Locking, change)) => match change {
                Change::Remove { members, forced: false, .. } => (*members & self.full).without(self.failing),
                Change::CopyDone(_) if self.mutated.is(Mutation::ScbBeforeFlush) => MemberMask::NONE,
                Change::CopyDone(op) => self.view.copy(*op).map_or(MemberMask::NONE, |copy| copy.targets),
                Change::MergeDone(_) => self.view.merged().without(self.failing),
                Change::Dismount { .. } if self.view.nodes.len() == 1 => self.view.all(),
                _ => MemberMask::NONE,
            },
            _ => {
                out.push(Effect::Unlock { lock: LockKind::Unit, value: None });
                return;
            }
        };
        let token = self.token(TokenKind::Step, 0);
        let Some(c) = &mut self.coordination else { return };
        c.grant = grant;
        if members.is_empty() || self.view.write_locked || self.state == UnitState::Aborted {
            self.prepare_all(out);
        } else {
            (c.stage, c.token) = (Stage::Flushing, token);
            out.push(Effect::Flush { token, members });
        }
    }

    fn prepare_all(&mut self, out: &mut Vec<Effect>) {
        let node = self.identity.node;
        let Some(c) = &mut self.coordination else { return };
        c.stage = Stage::Preparing;
        c.peers = if c.asked.is_empty() { self.view.nodes } else { c.asked }.without(self.gone);
        c.peers.insert(node);
        c.waiting = c.peers;
        let grant = c.grant;
        for to in c.peers.iter().filter(|to| *to != node) {
            out.push(Effect::Send { to, message: Message::Prepare { grant } });
        }
        self.on_prepare(node, grant, out);
    }

    /// A peer has drained.
    pub(super) fn on_prepared(&mut self, from: NodeId, grant: Grant, answer: Answer, out: &mut Vec<Effect>) {
        let Some(c) = &mut self.coordination else { return };
        if c.grant != grant || c.stage != Stage::Preparing || !c.waiting.contains(from) {
            return;
        }
        let Answer { view, held, half_stored, failed, gone, fences, floor } = answer;
        c.floor = c.floor.max(floor);
        c.answered.insert(from);
        c.gone = c.gone | gone;
        // Who is known anywhere to have left is not waited for.
        c.waiting = c.waiting.without(c.answered | gone);
        if view.version > c.base.version || from == self.identity.node && view.version == c.base.version {
            c.base = view;
        }
        for (op, fence) in fences {
            match c.fences.iter_mut().find(|(known, _)| *known == op) {
                Some((_, lowest)) => *lowest = fence.min(*lowest),
                None => c.fences.push((op, fence)),
            }
        }
        c.held |= held;
        c.half_stored |= half_stored;
        c.failed |= failed;
        if c.waiting.is_empty() {
            self.decide(out);
        }
    }

    /// What is known for deciding, apart from what a barrier finds out.
    fn basis(&self) -> Basis {
        Basis {
            node: self.identity.node,
            unit: self.identity.unit,
            time: self.time,
            failed: MemberMask::NONE,
            dropped: Vec::new(),
            held: false,
            half_stored: false,
            no_memory: false,
            floor: self.floor,
            numbers: Arc::clone(&self.numbers),
            given_up: self.state == UnitState::Aborted,
            mutated: self.mutated,
            fences: self.fences(),
            gone: self.gone,
            ended: MemberMask::NONE,
            found: Vec::new(),
        }
    }

    /// How far copies and the merge are, as known here.
    pub(super) fn fences(&self) -> Vec<(OpId, Lbn)> {
        let copies = self.copies.iter().map(|run| (run.op, run.lowest_fence()));
        copies.chain(self.merge.map(|run| (run.op, run.fence))).collect()
    }

    /// Everything is drained: makes the new view, or drops the change.
    pub(super) fn decide(&mut self, out: &mut Vec<Effect>) {
        if self.settle_departures(out) {
            return;
        }
        let mut basis = self.basis();
        let identity = self.identity;
        let sent_back = match self.coordination.as_ref().map(|c| &c.change) {
            Some(Change::CopyDone(op)) => !self.is_at_end(*op),
            Some(Change::MergeDone(op)) => !self.is_merged(*op),
            _ => false,
        };
        let Some(c) = &mut self.coordination else { return };
        if self.state == UnitState::Aborted && !needs_no_scb(&c.change) {
            return self.drop_change(Refusal::Aborted, out);
        }
        // What a dead coordinator left half done ends with an Install, or nodes would go on under different views.
        let bound = c.wrote || c.interrupted;
        if sent_back && !bound {
            return self.drop_change(Refusal::Moot, out);
        }
        if self.state == UnitState::Aborted {
            // It writes no SCB, so that nobody can leave in its change (I12): other nodes see to that.
            c.failed = MemberMask::NONE;
        }
        let left_open = self.mutated.is(Mutation::CopyEndLeftOpen);
        let ended = if left_open { MemberMask::NONE } else { c.ended_copies(identity.unit) };
        let full = c.base.full() | ended;
        if full.without(c.failed).is_empty() && !full.is_empty() {
            // Every full member failed on some node. One must stay; it is tried again, once.
            match full.without(c.hopeless).first() {
                Some(keeper) => c.failed = c.failed.without(keeper.mask()),
                None => return self.give_up(out),
            }
        }
        (basis.failed, basis.held, basis.no_memory, basis.floor) =
            (c.failed, c.held, c.no_memory, c.floor.max(basis.floor));
        basis.dropped.clone_from(&c.dropped);
        basis.fences.clone_from(&c.fences);
        (basis.ended, basis.half_stored) = (ended, c.half_stored);
        basis.gone = basis.gone | c.gone;
        if let Some(found) = &c.found {
            basis.found.clone_from(found);
        }
        if self.state == UnitState::Mounting && matches!(c.change, Change::NodesGone) {
            // Its own earlier life.
            basis.gone.insert(identity.node);
        }
        let change = if c.undone.is_none() { Some(&c.change) } else { None };
        let proposal = match change::propose(&c.base, change, &basis) {
            Ok(proposal) => proposal,
            Err(refusal) if !bound => return self.drop_change(refusal, out),
            Err(refusal) if c.base.version == Version(0) || refusal == Refusal::NotMounted => {
                return self.drop_change(refusal, out);
            }
            Err(refusal) => {
                // SCBs are written already: what was asked for is undone, who failed leaves all the same (I22).
                c.undone.get_or_insert(refusal);
                match change::propose(&c.base, None, &basis) {
                    Ok(proposal) => proposal,
                    Err(_) => return self.drop_change(refusal, out),
                }
            }
        };
        let wrong: Vec<BitmapId> =
            c.allocated.iter().copied().filter(|id| proposal.view.bitmap(*id).is_none()).collect();
        c.allocated.retain(|id| !wrong.contains(id));
        out.extend(wrong.into_iter().map(|bitmap| Effect::FreeBitmap { bitmap }));
        let again = Again { wrote: bound, interrupted: c.interrupted };
        c.steps = steps((identity.node, identity.unit), &c.base, &proposal.view, c.failed, again, self.mutated);
        c.steps.retain(|step| !matches!(step, Step::Allocate(id) if c.allocated.contains(id)));
        if self.state == UnitState::Aborted {
            // What the disks say stays: not properly dismounted.
            c.steps.clear();
        }
        (c.proposal, c.stage, c.at) = (Some(Box::new(proposal)), Stage::Stepping, 0);
        self.next_step(out);
    }

    fn next_step(&mut self, out: &mut Vec<Effect>) {
        let token = self.token(TokenKind::Step, 0);
        let (unit, map_limit) = (self.identity.unit, self.identity.map_limit);
        let Some(c) = &mut self.coordination else { return };
        let Some(proposal) = &c.proposal else { return };
        c.token = token;
        match c.steps.get(c.at) {
            None => self.install_all(out),
            Some(Step::Allocate(bitmap)) => {
                let ranges = proposal.view.bitmap(*bitmap).map_or(0, |known| known.covers.ranges());
                out.push(Effect::AllocateBitmap { token, bitmap: *bitmap, ranges, map_limit });
            }
            Some(Step::Flush(members)) => out.push(Effect::Flush { token, members: *members }),
            Some(Step::Scb(index)) => {
                c.wrote = true;
                let device = proposal.view.member(*index).map(|member| member.device).unwrap_or_default();
                let scb = scb::fields(&proposal.view, unit, *index);
                out.push(Effect::WriteScb { token, member: *index, device, scb });
            }
        }
    }

    /// A step has ended. When a member failed, it leaves in this same change, which starts again at its first step, data
    /// flushes included (I22).
    pub(super) fn on_step_done(&mut self, token: Token, failed: MemberMask, no_memory: bool, out: &mut Vec<Effect>) {
        let Some(c) = self.coordination.as_mut().filter(|c| c.token == token) else { return };
        match c.stage {
            Stage::Flushing => {
                let leaver = matches!(c.change, Change::Remove { forced: false, .. });
                if leaver && self.is_awaited(failed) {
                    self.drop_change(Refusal::Transient, out);
                    return self.start_next_change(out);
                }
                self.fail_working(failed, out);
                return self.prepare_all(out);
            }
            Stage::Stepping => {}
            Stage::Locking | Stage::Preparing | Stage::Reading | Stage::Installing => return,
        }
        let ignored = self.mutated.is(Mutation::FailedScbIgnored) && matches!(c.steps.get(c.at), Some(Step::Scb(_)));
        if (failed.is_empty() || ignored) && !no_memory {
            c.step_done();
            return self.next_step(out);
        }
        c.no_memory |= no_memory;
        let away = failed & self.verification.away;
        if !away.is_empty() && failed == away {
            c.parked = true;
            c.floor = c.floor.max(c.proposal.as_ref().map_or(c.floor, |proposal| proposal.view.generation));
            return self.abort_when_idle(out);
        }
        let failed = failed.without(away);
        if let Some(proposal) = &c.proposal {
            c.floor = c.floor.max(proposal.view.generation);
            for index in failed.iter() {
                match proposal.view.member(index) {
                    Some(member) if is_joining(&c.base, &proposal.view, index) => c.dropped.push(member.device),
                    _ => {
                        c.failed |= index.mask();
                        c.hopeless |= index.mask();
                    }
                }
            }
        }
        self.decide(out);
    }
}
