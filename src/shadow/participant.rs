//! A node's part in a barrier: stop, drain, install, go on.
//!
//! Owns the state of the unit through a change that any node coordinates, its own included. Nothing crosses a membership
//! version: no transfer is open when a view is installed, except that held writes wait (I4).

use super::bitmap::WriteBitmap;
use super::edge::checked_unit_edge;
use super::effect::{Effect, Event};
use super::ids::{Generation, Grant, NodeId, Ticket, Version};
use super::input::Change;
use super::message::{Answer, Message};
use super::mutation::Mutation;
use super::refusal::Refusal;
use super::unit::VirtualUnit;
use super::verification::Verification;
use super::view::{UnitState, View};
use crate::message::codes;

impl VirtualUnit {
    pub(super) fn set_state(&mut self, to: UnitState) {
        self.state = checked_unit_edge(self.state, to);
    }

    /// Stop issuing. An older grant's message is late and ignored (I21).
    pub(super) fn on_prepare(&mut self, from: NodeId, grant: Grant, out: &mut Vec<Effect>) {
        let left = matches!(self.state, UnitState::Dismounted | UnitState::Dismounting);
        // A node that is about to mount takes part in its own change only: what is asked of its earlier life is not its matter.
        let outside = self.state == UnitState::Mounting && from != self.identity.node;
        let late = grant <= self.last_grant && !self.mutated.is(Mutation::OldGrantAccepted);
        if late || left || outside {
            return;
        }
        self.last_grant = grant;
        self.coordinator = from;
        self.drop_holds(out);
        self.withdraw_unstored();
        if matches!(self.state, UnitState::MountVerify { .. }) {
            self.set_state(UnitState::Running);
        }
        if matches!(self.state, UnitState::Mounting | UnitState::Aborted) {
            self.answer_prepare(out);
        } else {
            self.set_state(UnitState::Stalled { grant, drained: false });
            self.check_drained(out);
        }
    }

    /// Answers the coordinator once nothing is open any more.
    pub(super) fn check_drained(&mut self, out: &mut Vec<Effect>) {
        if let UnitState::Stalled { grant, drained: false } = self.state
            && (self.open == 0 || self.mutated.is(Mutation::NoDrain))
        {
            self.set_state(UnitState::Stalled { grant, drained: true });
            self.answer_prepare(out);
        }
    }

    fn answer_prepare(&mut self, out: &mut Vec<Effect>) {
        let (grant, held, failed) = (self.last_grant, self.held > 0, self.failing);
        let (view, gone, fences) = (Box::new(self.view.clone()), self.gone, self.fences());
        let (half_stored, floor) = (self.half_stored, self.floor);
        let answer = Answer { view, held, half_stored, failed, gone, fences, floor };
        if self.coordinator == self.identity.node {
            self.on_prepared(self.coordinator, grant, answer, out);
        } else {
            out.push(Effect::Send { to: self.coordinator, message: Message::Prepared { grant, answer } });
        }
    }

    /// Takes the new view over; stays stopped until every node has it (I20).
    pub(super) fn on_install(&mut self, grant: Grant, view: View, floor: Generation, out: &mut Vec<Effect>) {
        if grant != self.last_grant || view.version <= self.view.version {
            return;
        }
        self.floor = self.floor.max(floor);
        if self.state == UnitState::Mounting && !view.nodes.contains(self.identity.node) {
            // Its earlier life is taken out of the view; it is not in it.
            return self.on_installed(self.identity.node, grant, out);
        }
        assert!(self.open == 0, "I4: {} transfers are open at Install", self.open);
        self.orphaned = false;
        self.install(view, out);
        if self.coordinator == self.identity.node {
            self.on_installed(self.coordinator, grant, out);
        } else {
            out.push(Effect::Send { to: self.coordinator, message: Message::Installed { grant } });
        }
    }

    fn install(&mut self, view: View, out: &mut Vec<Effect>) {
        let same = |index| {
            let device = |view: &View| view.member(index).map(|member| member.device);
            device(&view) == device(&self.view)
        };
        let kept = self.view.all().iter().filter(|index| same(*index)).collect::<super::MemberMask>() & view.all();
        self.failing = self.failing & kept;
        self.verification.keep(kept);
        let old = std::mem::replace(&mut self.view, view);
        self.half_stored &= self.view.merge.is_none();
        self.gone = self.gone & self.view.nodes;
        self.bereaved = !self.gone.is_empty();
        self.full = self.view.full();
        self.targets = self.view.targets();
        assert!(!self.full.is_empty(), "I26: a view without a full member");
        assert!(self.holds.is_idle(), "a range hold crosses a membership version");
        self.install_bitmaps(old.version, out);
        self.install_copies(&old, out);
        self.install_merge(&old, out);
    }

    fn install_bitmaps(&mut self, old: Version, out: &mut Vec<Effect>) {
        let view = &self.view;
        // A node that missed a view takes over what that one began.
        let missed = view.version.0 > old.0 + 1;
        self.bitmaps.retain(|held| {
            let stays = view.bitmap(held.id).is_some_and(|known| known.epoch == held.epoch);
            if !stays && held.mine {
                out.push(Effect::FreeBitmap { bitmap: held.id });
                out.push(Effect::Notify(Event::BitmapDeleted { bitmap: held.id }));
            }
            stays
        });
        for known in &view.bitmaps {
            if !self.bitmaps.iter().any(|held| held.id == known.id) {
                // A node that mounts the set takes over what others began before the merge was due.
                let careless = [Mutation::BitmapWithMerge, Mutation::BitmapKept].map(|rule| self.mutated.is(rule));
                let free = self.held == 0 && (view.merge.is_none() || careless.contains(&true));
                let allowed = free || missed || self.state == UnitState::Mounting;
                assert!(allowed, "I9: a bitmap with a held write or a merge due");
                let bitmap = WriteBitmap::new(known, self.identity.node, self.identity.map_limit);
                if bitmap.mine {
                    out.push(Effect::Notify(Event::BitmapStarted { bitmap: bitmap.id }));
                }
                self.bitmaps.push(bitmap);
            }
        }
    }

    /// The barrier has ended, with a new view or without.
    pub(super) fn on_resume(&mut self, grant: Grant, out: &mut Vec<Effect>) {
        let mounted = self.view.nodes.contains(self.identity.node);
        if grant == self.last_grant && self.state == UnitState::Aborted {
            return if mounted { self.resume_given_up(out) } else { self.leave(out) };
        }
        if grant != self.last_grant || !matches!(self.state, UnitState::Stalled { .. } | UnitState::Mounting) {
            return;
        }
        if self.state == UnitState::Mounting && !mounted || self.orphaned {
            // Not before another coordinator has settled what a dead one left.
            return;
        }
        self.set_state(UnitState::Running);
        if !mounted {
            self.leave(out);
            return;
        }
        let removal_asked =
            self.changes.iter().any(|(_, change)| matches!(change, Change::Remove { forced: true, .. }));
        if !removal_asked {
            // Whoever is still named could not be taken out: it is the last one, and is tried again.
            self.failing = super::MemberMask::NONE;
        }
        if self.is_verifying() {
            self.begin_verification(out);
            return self.start_next_change(out);
        }
        self.resume_io(out);
    }

    /// The set is given up here: what waits ends with an error.
    pub(super) fn abort(&mut self, out: &mut Vec<Effect>) {
        if !matches!(self.state, UnitState::MountVerify { .. }) {
            self.set_state(UnitState::MountVerify { since: self.now });
        }
        self.set_state(UnitState::Aborted);
        self.end_stall(out);
        for waiting in std::mem::take(&mut self.waiting) {
            out.push(Effect::Complete { irp: waiting.irp(), status: codes::SYSTEM_VOLINV });
        }
        self.refuse_queued(Refusal::Aborted, out);
        self.note_half_stored(out);
        // The next node to mount the set has a merge to do.
        self.half_stored = self.held > 0 && self.view.nodes.len() == 1;
        if self.held > 0 && self.view.nodes.len() > 1 {
            // Other nodes go on with members that hold these writes or do not: first a merge is due everywhere.
            self.given_up_with = self.view.merge.map(|merge| merge.op);
            self.changes.push_back((Ticket::INTERNAL, Change::DemandMerge));
            self.start_next_change(out);
        } else {
            self.end_held(codes::SYSTEM_VOLINV, out);
        }
    }

    /// A barrier has ended on a node that gave the set up: once a merge is due that began after it, held writes end.
    fn resume_given_up(&mut self, out: &mut Vec<Effect>) {
        if self.view.merge.is_some_and(|merge| Some(merge.op) != self.given_up_with) {
            self.end_held(codes::SYSTEM_VOLINV, out);
        }
        self.start_next_change(out);
    }

    /// This node is not in the view any more.
    fn leave(&mut self, out: &mut Vec<Effect>) {
        self.set_state(UnitState::Dismounting);
        self.set_state(UnitState::Dismounted);
        assert!(!self.has_writes(), "a write is neither stored nor refused at the dismount");
        self.answer_aborting(Err(Refusal::NotMounted), out);
        // Nobody is waited for, or has to leave, any more.
        self.verification = Verification::default();
        self.failing = super::MemberMask::NONE;
        (self.gone, self.bereaved) = (super::NodeSet::NONE, false);
        self.half_stored = false;
        for waiting in std::mem::take(&mut self.waiting) {
            out.push(Effect::Complete { irp: waiting.irp(), status: codes::SYSTEM_DEVNOTMOUNT });
        }
        self.end_reports();
        self.refuse_queued(Refusal::NotMounted, out);
    }
}
