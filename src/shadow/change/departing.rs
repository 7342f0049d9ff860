//! What the death of nodes makes of a view: they leave it, others take over what they did, a merge is due.

use super::Draft;
use crate::shadow::form::ScbRead;
use crate::shadow::ids::{BitmapId, Generation, MemberIndex, MemberMask, NodeId, OpId, UnitNumber};
use crate::shadow::mutation::Mutation;
use crate::shadow::refusal::Refusal;
use crate::shadow::scb::ScbFields;
use crate::shadow::view::{CopyKind, CopyPhase, MemberState, MergeRef, View};

impl Draft<'_> {
    /// Dead nodes leave the view. Their bitmaps are lost with them (I10); a store of theirs may be on some members only,
    /// also behind the fence of a copy, so that a merge is due from the first block on.
    pub(super) fn nodes_gone(&mut self) -> Result<(), Refusal> {
        let gone = self.basis.gone & self.view.nodes;
        self.view.nodes = self.view.nodes.without(gone);
        let Some(successor) = self.successor() else { return Err(Refusal::NotMounted) };
        let kept = self.basis.mutated.is(Mutation::BitmapKept);
        if kept {
            for bitmap in self.view.bitmaps.iter_mut().filter(|bitmap| gone.contains(bitmap.master)) {
                (bitmap.master, bitmap.epoch.0) = (successor, bitmap.epoch.0 + 1);
            }
        }
        let lost = self.view.bitmaps.iter().filter(|bitmap| gone.contains(bitmap.master));
        let lost: Vec<BitmapId> = lost.map(|bitmap| bitmap.id).collect();
        lost.into_iter().for_each(|id| self.lose_bitmap(id));
        for node in gone.iter() {
            self.hand_copies_over(node, successor);
            self.hand_merge_over(node, successor);
        }
        if !gone.is_empty() && !self.view.write_locked && self.view.present().count() > 1 {
            self.start_merge(successor);
        }
        Ok(())
    }

    /// The node that takes over: this one, if it stays.
    pub(super) fn successor(&self) -> Option<NodeId> {
        let living = self.view.nodes.without(self.basis.gone);
        let nodes = if living.is_empty() { self.view.nodes } else { living };
        if nodes.contains(self.basis.node) { Some(self.basis.node) } else { nodes.iter().next() }
    }

    /// The manager of copies leaves: another node goes on where they were.
    pub(super) fn hand_copies_over(&mut self, from: NodeId, to: NodeId) {
        for at in 0..self.view.copies.len() {
            if self.view.copies[at].manager == from {
                self.hand_copy_over(at, to);
            }
        }
    }

    fn hand_copy_over(&mut self, at: usize, to: NodeId) {
        let start = self.fence_of(self.view.copies[at].op);
        let op = self.next_op();
        let copy = &mut self.view.copies[at];
        (copy.op, copy.manager, copy.start) = (op, to, start);
        for index in copy.targets.iter() {
            if let Some(MemberState::Target { kind, phase: CopyPhase::Copying }) =
                self.view.member(index).map(|m| m.state)
            {
                self.edge(index, MemberState::Target { kind, phase: CopyPhase::Pending });
            }
        }
    }

    /// Another node manages an operation.
    pub(super) fn hand_over(&mut self, op: OpId, to: NodeId) -> Result<(), Refusal> {
        if !self.view.nodes.without(self.basis.gone).contains(to) {
            return Err(Refusal::NotMounted);
        }
        if let Some(merge) = self.view.merge.filter(|merge| merge.op == op) {
            if merge.manager == to {
                return Err(Refusal::Moot);
            }
            let start = self.fence_of(op);
            let op = self.next_op();
            self.view.merge = Some(MergeRef { op, manager: to, start, ..merge });
            return Ok(());
        }
        let at = self.view.copies.iter().position(|copy| copy.op == op && copy.manager != to).ok_or(Refusal::Moot)?;
        if self.view.copy_kind(&self.view.copies[at]) != CopyKind::Full {
            // Its bits are with the bitmap's master.
            return Err(Refusal::Unsupported);
        }
        self.hand_copy_over(at, to);
        Ok(())
    }

    /// Settles what a dead coordinator left on the disks: rolls forward to the member list of an SCB that is newer than
    /// every view, and ends copies whose targets carry the set's generation already. A target whose SCB cannot be read may
    /// carry it too: it leaves, and a new generation says so (I13). Where any SCB cannot be read, what it carries is passed
    /// for certain: should it come to light later, it is an old one.
    pub(super) fn settle_half_made(&mut self) -> Result<(), Refusal> {
        let found = &self.basis.found;
        let newest = newest_of(&self.view, found, self.basis.unit);
        let mut highest = self.view.generation;
        if let Some(scb) = newest.filter(|scb| scb.generation > self.view.generation) {
            highest = scb.generation;
            self.found_generation = self.found_generation.max(highest);
            self.new_generation = true;
            let listed = |device| scb.members.iter().any(|member| member.device == device);
            let dropped = self.view.present().filter(|(_, member)| !listed(member.device)).map(|(index, _)| index);
            let dropped: MemberMask = dropped.collect();
            if !self.view.full().without(dropped).is_empty() {
                self.take_out(dropped, true)?;
            }
        }
        let doubtful = found.iter().filter(|(_, read)| read.is_doubtful()).map(|(index, _)| *index);
        let doubtful = doubtful.collect::<MemberMask>() & self.view.all();
        if !doubtful.is_empty() {
            self.found_generation = self.found_generation.max(highest).beyond_doubt();
            self.new_generation = true;
        }
        if self.basis.mutated.is(Mutation::CopyEndLeftOpen) {
            return Ok(());
        }
        for index in (self.basis.ended & self.view.targets()).iter() {
            self.end_copy_onto(index);
        }
        self.take_out(doubtful & self.view.targets(), true)
    }

    /// One target of a copy becomes a full member.
    fn end_copy_onto(&mut self, index: MemberIndex) {
        self.promote(index);
        for copy in &mut self.view.copies {
            copy.targets = copy.targets.without(index.mask());
        }
        self.view.copies.retain(|copy| !copy.targets.is_empty());
    }
}

/// The newest SCB of the set that was found on one of its members.
fn newest_of<'a>(view: &View, found: &'a [(MemberIndex, ScbRead)], unit: UnitNumber) -> Option<&'a ScbFields> {
    let valid = found.iter().filter_map(|(index, read)| match read {
        ScbRead::Valid(scb) => view.member(*index).map(|_| scb),
        _ => None,
    });
    valid.filter(|scb| scb.unit == unit && !scb.copying).max_by_key(|scb| scb.generation)
}

/// The targets whose SCBs, as found, carry the set's generation: their copies have ended (I14).
pub(in crate::shadow) fn ended_copies(view: &View, found: &[(MemberIndex, ScbRead)], unit: UnitNumber) -> MemberMask {
    let newest = newest_of(view, found, unit).map_or(Generation::ZERO, |scb| scb.generation);
    let highest = newest.max(view.generation);
    let ended = |read: &ScbRead| match read {
        ScbRead::Valid(scb) => {
            scb.unit == unit && !scb.copying && scb.generation >= highest && highest > Generation::ZERO
        }
        _ => false,
    };
    let indices = found.iter().filter(|(_, read)| ended(read)).map(|(index, _)| *index);
    indices.collect::<MemberMask>() & view.targets()
}
