//! How a barrier ends: every node installs and goes on, or the change is given up.

use super::{Basis, Stage, reply};
use crate::blocks::Lbn;
use crate::message::codes;
use crate::shadow::change;
use crate::shadow::edge::checked_unit_edge;
use crate::shadow::effect::{Effect, Event};
use crate::shadow::ids::{Grant, MemberMask, NodeId, NodeSet};
use crate::shadow::input::{Change, LockKind, LockValue};
use crate::shadow::message::Message;
use crate::shadow::mutation::Mutation;
use crate::shadow::refusal::Refusal;
use crate::shadow::unit::VirtualUnit;
use crate::shadow::view::UnitState;

/// Whether the disks and every node know what changes made, when one has ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Told {
    /// They do.
    All,
    /// This change wrote to disks and was dropped.
    Nothing,
    /// As before: what a dead coordinator wrote is still not looked at.
    Unknown,
}

impl VirtualUnit {
    /// No full member takes an SCB any more. A dismount needs none: the set counts as improperly dismounted. Without a
    /// held write nothing differs, and the change is undone. Else members may differ and no disk can say so: the set is
    /// given up on this node (I12, I26).
    pub(in crate::shadow) fn give_up(&mut self, out: &mut Vec<Effect>) {
        let basis = self.basis();
        let Some(c) = &mut self.coordination else { return };
        self.floor = self.floor.max(c.floor);
        if let (Change::Dismount { .. }, false) = (&c.change, c.held)
            && let Ok(proposal) = change::propose(&c.base, Some(&c.change), &basis)
        {
            c.steps.clear();
            (c.proposal, c.stage, c.at) = (Some(Box::new(proposal)), Stage::Stepping, 0);
            return self.next_step(out);
        }
        c.failed = MemberMask::NONE;
        self.failing = MemberMask::NONE;
        if c.interrupted || matches!(c.change, Change::NodesGone) {
            // Dead nodes leave, and nodes may have different views: all go on under a new one. The disks know less, and
            // have the set merged when it is formed from them.
            let basis = Basis { gone: basis.gone | c.gone, ..basis };
            if let Ok(proposal) = change::propose(&c.base, Some(&Change::NodesGone), &basis) {
                c.steps.clear();
                (c.proposal, c.stage, c.at) = (Some(Box::new(proposal)), Stage::Stepping, 0);
                return self.next_step(out);
            }
        }
        if self.held > 0 || c.abandoned {
            self.abort(out);
        } else {
            // It would fail again, and ask again for a change that cannot be made.
            self.end_hopeless(out);
        }
        self.drop_change(Refusal::Aborted, out);
    }

    pub(super) fn install_all(&mut self, out: &mut Vec<Effect>) {
        let node = self.identity.node;
        let Some(c) = &mut self.coordination else { return };
        let Some(proposal) = &c.proposal else { return };
        let waiting = if self.mutated.is(Mutation::EarlyResume) { NodeSet::of(node) } else { c.peers };
        (c.stage, c.waiting) = (Stage::Installing, waiting);
        let (grant, view, floor) = (c.grant, proposal.view.clone(), c.floor);
        for to in c.peers.iter().filter(|to| *to != node) {
            out.push(Effect::Send { to, message: Message::Install { grant, view: Box::new(view.clone()), floor } });
        }
        self.on_install(grant, view, floor, out);
    }

    /// A peer has installed. When all have, everybody goes on (I20).
    pub(in crate::shadow) fn on_installed(&mut self, from: NodeId, grant: Grant, out: &mut Vec<Effect>) {
        let Some(c) = &mut self.coordination else { return };
        if c.grant != grant || c.stage != Stage::Installing {
            return;
        }
        c.waiting.remove(from);
        if c.waiting.is_empty() {
            self.all_installed(out);
        }
    }

    pub(in crate::shadow) fn all_installed(&mut self, out: &mut Vec<Effect>) {
        let Some(c) = self.coordination.take() else { return };
        let Some(proposal) = c.proposal else { return };
        for (index, member) in c.base.present() {
            if proposal.view.member(index).is_none_or(|now| now.device != member.device) {
                let forced = c.failed.contains(index) || matches!(c.change, Change::Remove { forced: true, .. });
                out.push(Effect::Notify(Event::MemberRemoved { device: member.device, forced }));
            }
        }
        // A node that gave the set up wrote no SCB: what a dead coordinator left on the disks waits for another one.
        let told = if c.interrupted && self.state == UnitState::Aborted { Told::Unknown } else { Told::All };
        self.end_barrier(c.peers, (c.grant, told), Message::Resume { grant: c.grant }, out);
        reply(c.ticket, c.undone.map_or(Ok(proposal.done), Err), out);
        if self.state == UnitState::Mounting {
            // Its earlier life has left the view: now it can enter.
            self.start_next_change(out);
        }
    }

    /// The change is not made: everybody goes on under the view that stands.
    pub(super) fn drop_change(&mut self, refusal: Refusal, out: &mut Vec<Effect>) {
        let Some(c) = self.coordination.take() else { return };
        out.extend(c.allocated.iter().map(|bitmap| Effect::FreeBitmap { bitmap: *bitmap }));
        self.floor = self.floor.max(c.floor);
        self.closing = false;
        let mounting = self.state == UnitState::Mounting;
        if mounting {
            // Before the barrier ends: a saved view names this node already, and must not run for that.
            self.state = checked_unit_edge(self.state, UnitState::Dismounted);
            self.refuse_queued(refusal, out);
        }
        let told = match self.state {
            _ if c.interrupted => Told::Unknown,
            // Others do not know what it wrote: the next one to change anything looks at the disks first.
            UnitState::Aborted if c.wrote => Told::Nothing,
            _ => Told::All,
        };
        self.end_barrier(c.peers, (c.grant, told), Message::Abort { grant: c.grant, floor: self.floor }, out);
        if !mounting && !(c.failed & self.view.all()).is_empty() {
            // Who failed in the change leaves by one of its own.
            self.fail_members(c.failed, out);
        }
        if refusal != Refusal::Moot {
            self.ask_again(&c.change, out);
        }
        if self.state == UnitState::Aborted {
            if matches!(c.change, Change::DemandMerge) {
                self.end_held(codes::SYSTEM_VOLINV, out);
            }
            self.start_next_change(out);
        }
        reply(c.ticket, Err(refusal), out);
    }

    /// The end of a copy or merge that could not be told to the disks is asked for once more, after a while.
    fn ask_again(&mut self, change: &Change, out: &mut Vec<Effect>) {
        match change {
            Change::CopyDone(op) => self.retry_copy_end(*op, out),
            Change::MergeDone(op) => self.retry_merge_end(*op, out),
            _ => {}
        }
    }

    fn end_barrier(&mut self, peers: NodeSet, (grant, told): (Grant, Told), message: Message, out: &mut Vec<Effect>) {
        for to in peers.iter().filter(|to| *to != self.identity.node) {
            out.push(Effect::Send { to, message: message.clone() });
        }
        let copy_fence = self.copies.first().map_or(Lbn(0), |run| run.fence);
        let merge_fence = self.merge.map_or(Lbn(0), |run| run.fence);
        let (version, generation) = (self.view.version, self.view.generation);
        let value = LockValue { version, generation, copy_fence, merge_fence, invalid: told == Told::Nothing };
        let value = (told != Told::Unknown).then_some(value);
        out.push(Effect::Unlock { lock: LockKind::Unit, value });
        self.on_resume(grant, out);
    }

    /// Changes that wait have nothing to change any more.
    pub(in crate::shadow) fn refuse_queued(&mut self, refusal: Refusal, out: &mut Vec<Effect>) {
        for (ticket, _) in std::mem::take(&mut self.changes) {
            reply(ticket, Err(refusal), out);
        }
    }
}
