//! Nodes that leave the cluster without a word (shadow-core 5.3).
//!
//! Owns what a node does when it learns of one, and what a coordinator does about a change that a dead one left half made.
//! Requests stop at once; the barrier of [`Change::NodesGone`] takes the node out of the view, with its bitmaps, its copies
//! and the stores that it may have left on some members only.

use super::barrier::{Coordination, Stage, reply};
use super::effect::Effect;
use super::form::ScbRead;
use super::ids::{MemberIndex, NodeId, NodeSet, Ticket, Token};
use super::input::{Change, Wish};
use super::mutation::Mutation;
use super::refusal::Refusal;
use super::unit::{TokenKind, VirtualUnit};
use super::view::UnitState;

impl VirtualUnit {
    /// Whether requests, turns and repairs go on.
    #[inline]
    pub(super) fn issues(&self) -> bool {
        self.state == UnitState::Running && !self.bereaved
    }

    /// Whether a barrier has to take somebody out, or to end what a dead coordinator began.
    pub(super) fn misses_nodes(&self) -> bool {
        (self.bereaved || self.orphaned) && self.state != UnitState::Aborted
    }

    /// A node has left the cluster. Everything that it sent has come before.
    pub(super) fn on_node_gone(&mut self, node: NodeId, out: &mut Vec<Effect>) {
        if matches!(self.state, UnitState::Dismounted | UnitState::Dismounting) {
            return;
        }
        self.gone.insert(node);
        self.bereaved = self.view.nodes.contains(node) || self.bereaved;
        self.orphaned |= matches!(self.state, UnitState::Stalled { .. }) && self.coordinator == node;
        // Its half repair is covered by the merge that follows.
        self.drop_holds_of(node, out);
        if self.state == UnitState::Running && self.bereaved {
            // What waits for bits that it masters, or for a hold, goes back to where it came from: nothing of it is stored.
            self.drop_holds(out);
            self.withdraw_unstored();
        }
        self.note_departed_peer(node, out);
        self.ask_nodes_gone(out);
    }

    /// A node that was gone speaks: it is a new life, which the view cannot name before the old one has left it.
    pub(super) fn hear_from(&mut self, node: NodeId) {
        if self.gone.is_empty() || !self.gone.contains(node) {
            return;
        }
        if !self.view.nodes.contains(node) || self.mutated.is(Mutation::ReentryAtOnce) {
            self.gone.remove(node);
            self.bereaved = !(self.gone & self.view.nodes).is_empty();
        }
    }

    /// The coordinator does not wait for a dead peer. One that had drained has nothing open: the change goes on.
    fn note_departed_peer(&mut self, node: NodeId, out: &mut Vec<Effect>) {
        let Some(c) = &mut self.coordination else { return };
        c.peers.remove(node);
        if !c.waiting.contains(node) {
            return;
        }
        c.waiting.remove(node);
        match c.stage {
            Stage::Preparing if c.waiting.is_empty() => self.decide(out),
            Stage::Installing if c.waiting.is_empty() => self.all_installed(out),
            _ => {}
        }
    }

    /// Asks for the barrier that takes dead nodes out, before everything else.
    pub(super) fn ask_nodes_gone(&mut self, out: &mut Vec<Effect>) {
        let asked = |change: &Change| matches!(change, Change::NodesGone);
        let under_way = self.coordination.as_ref().is_some_and(|c| asked(&c.change));
        if !self.misses_nodes() || under_way {
            return;
        }
        if !self.changes.iter().any(|(_, change)| asked(change)) {
            self.changes.push_front((Ticket::INTERNAL, Change::NodesGone));
        }
        self.start_next_change(out);
    }

    /// The lock is here, and another node has done already what it was wanted for.
    pub(super) fn is_moot(&self) -> bool {
        let done = |c: &Coordination| matches!(c.change, Change::NodesGone) && c.ticket == Ticket::INTERNAL;
        self.coordination.as_ref().is_some_and(done) && !self.misses_nodes()
    }

    /// The last holder of the lock died with it. What it left half made is settled before anything else is changed; a node
    /// that gave the set up writes no SCB and leaves that to others.
    pub(super) fn recover_first(&mut self, out: &mut Vec<Effect>) {
        let Some(c) = self.coordination.as_mut().filter(|c| c.stage == Stage::Locking) else { return };
        if matches!(c.change, Change::Form { .. } | Change::Restore) {
            return;
        }
        c.interrupted = true;
        if self.state != UnitState::Aborted && !matches!(c.change, Change::NodesGone) {
            self.become_nodes_gone(out);
        }
    }

    /// The change makes room for the removal of dead nodes and is asked for again behind it. One that would have started a
    /// bitmap is refused: that is not started with a merge due.
    fn become_nodes_gone(&mut self, out: &mut Vec<Effect>) {
        let Some(c) = &mut self.coordination else { return };
        let ticket = std::mem::replace(&mut c.ticket, Ticket::INTERNAL);
        let change = std::mem::replace(&mut c.change, Change::NodesGone);
        self.changes.retain(|(_, change)| !matches!(change, Change::NodesGone));
        let wants_bitmap = matches!(change, Change::Remove { bitmap: Wish::Optional | Wish::Required, .. });
        if wants_bitmap {
            reply(ticket, Err(Refusal::Transient), out);
        } else {
            self.changes.push_front((ticket, change));
        }
    }

    /// Everybody has drained. A node that died before it had makes the change one that takes it out; what a dead
    /// coordinator wrote is looked for on the disks. Returns whether the decision waits for that.
    pub(super) fn settle_departures(&mut self, out: &mut Vec<Effect>) -> bool {
        let (node, mounting) = (self.identity.node, self.state == UnitState::Mounting);
        let Some(c) = &mut self.coordination else { return false };
        if !matches!(c.stage, Stage::Preparing | Stage::Reading) || c.base.version.0 == 0 {
            return false;
        }
        let mut lost = (c.base.nodes & (self.gone | c.gone)).without(c.answered);
        if mounting && matches!(c.change, Change::Mount { .. }) && c.base.nodes.contains(node) {
            // I23: its own earlier life.
            lost = if self.mutated.is(Mutation::ReentryAtOnce) { NodeSet::NONE } else { lost | NodeSet::of(node) };
        }
        let others = matches!(c.change, Change::Form { .. } | Change::Restore | Change::NodesGone);
        if !lost.is_empty() && !others && self.state != UnitState::Aborted {
            self.become_nodes_gone(out);
        }
        let token = self.token(TokenKind::Step, 0);
        let Some(c) = &mut self.coordination else { return false };
        let reads = c.interrupted && c.found.is_none() && !c.base.write_locked && self.state != UnitState::Aborted;
        if reads {
            (c.stage, c.token) = (Stage::Reading, token);
            let members = c.base.present().map(|(index, member)| (index, member.device)).collect();
            out.push(Effect::ReadScbs { token, members });
        }
        reads
    }

    /// What the disks say of a change that a dead coordinator began.
    pub(super) fn on_scbs_read(&mut self, token: Token, scbs: Vec<(MemberIndex, ScbRead)>, out: &mut Vec<Effect>) {
        let Some(c) = self.coordination.as_mut().filter(|c| c.token == token && c.stage == Stage::Reading) else {
            return;
        };
        c.found = Some(scbs);
        self.decide(out);
    }
}
