//! What merges make of a view: one becomes due, one has ended, a copy ends while one is due.

use super::Draft;
use crate::blocks::Lbn;
use crate::shadow::ids::MemberIndex;
use crate::shadow::ids::{NodeId, OpId};
use crate::shadow::mutation::Mutation;
use crate::shadow::refusal::Refusal;
use crate::shadow::view::{CopyKind, CopyPhase, MemberState, MergeRef};

impl Draft<'_> {
    /// A merge is due from here on: a new operation that begins at the first block, whatever another one has passed.
    pub(super) fn start_merge(&mut self, manager: NodeId) {
        let op = self.next_op();
        self.view.merge = Some(MergeRef { op, mini: false, manager, start: Lbn(0) });
    }

    pub(super) fn demand_merge(&mut self) -> Result<(), Refusal> {
        if self.view.write_locked {
            return Err(Refusal::WriteLocked);
        }
        let node = self.basis.node;
        let living = self.view.nodes.without(self.basis.gone);
        let other = living.iter().find(|other| self.basis.given_up && *other != node);
        self.start_merge(other.unwrap_or(node));
        Ok(())
    }

    pub(super) fn merge_done(&mut self, op: OpId) -> Result<(), Refusal> {
        if self.view.merge.is_some_and(|merge| merge.op == op) {
            self.view.merge = None;
            return Ok(());
        }
        // Another merge has begun since.
        if self.new_generation { Ok(()) } else { Err(Refusal::Moot) }
    }

    /// The merge's manager leaves: another node goes on where it was.
    pub(super) fn hand_merge_over(&mut self, from: NodeId, to: NodeId) {
        if let Some(merge) = self.view.merge.filter(|merge| merge.manager == from) {
            let start = self.fence_of(merge.op);
            let op = self.next_op();
            self.view.merge = Some(MergeRef { op, manager: to, start, ..merge });
        }
    }

    /// How far an operation is at least: the lowest fence that a node knows, the first block where none does.
    pub(super) fn fence_of(&self, op: OpId) -> Lbn {
        self.basis.fences.iter().find(|(known, _)| *known == op).map_or(Lbn(0), |(_, fence)| *fence)
    }

    /// A copy has reached its end. While a merge is due its targets are not promoted (I15): a second crash could bring
    /// back an older block of theirs that a read has shown the newer of.
    pub(super) fn copy_done(&mut self, op: OpId) -> Result<(), Refusal> {
        let Some(at) = self.view.copies.iter().position(|copy| copy.op == op) else {
            return if self.new_generation { Ok(()) } else { Err(Refusal::Moot) };
        };
        let targets = self.view.copies[at].targets;
        let due = self.view.merge.is_some() && !self.basis.mutated.is(Mutation::PromotionBeforeMerge);
        if due && self.view.is_copied(&self.view.copies[at]) {
            return if self.new_generation { Ok(()) } else { Err(Refusal::Moot) };
        }
        for index in targets.iter() {
            let Some(MemberState::Target { kind, phase }) = self.view.member(index).map(|member| member.state) else {
                continue;
            };
            if due {
                if phase != CopyPhase::Copied {
                    self.edge(index, MemberState::Target { kind, phase: CopyPhase::Copying });
                }
                self.edge(index, MemberState::Target { kind, phase: CopyPhase::Copied });
                continue;
            }
            self.promote(index);
        }
        if !due {
            self.view.copies.remove(at);
        }
        Ok(())
    }

    /// A target becomes a full member; the bitmap that drove its copy is gone with that.
    pub(super) fn promote(&mut self, index: MemberIndex) {
        let Some(MemberState::Target { kind, phase }) = self.view.member(index).map(|member| member.state) else {
            return;
        };
        if phase != CopyPhase::Copied {
            // The end of a copy is reached by its turns, which this node may not have seen.
            self.edge(index, MemberState::Target { kind, phase: CopyPhase::Copying });
        }
        self.edge(index, MemberState::Full);
        if let Some(member) = &mut self.view.members[index.at()] {
            member.reason = None;
        }
        if let CopyKind::Mini(bitmap) = kind {
            self.free_bitmap(bitmap);
        }
    }
}
