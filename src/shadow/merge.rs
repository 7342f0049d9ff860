//! The merge: members are compared, range by range, and made equal to one of them where they differ (shadowing.md 6.2).
//!
//! Owns the merge fence and the merge's turns. Below the fence the members agree; at and above it reads compare first
//! (I17). Comparing takes no lock: a difference that comes after an equal compare is a write in flight, which reaches all
//! members or leaves a dead node and a new merge. A difference that is found is settled under a range hold.

use super::copy::{PASS_BLOCKS, Piece, RETRY_MILLIS, full_piece};
use super::effect::{Effect, Event, IoOp};
use super::hold::{HoldFor, Repaired, WantedHold};
use super::ids::{MemberMask, OpId, Ticket, Token};
use super::input::{Change, Verdict};
use super::message::Message;
use super::mutation::Mutation;
use super::unit::{TokenKind, VirtualUnit};
use super::view::View;
use crate::blocks::{BlockCount, Lbn, LbnRange, RANGE_BLOCKS};
use crate::clock::Millis;

/// What a merge is at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum MergeStep {
    /// It waits for a turn.
    Idle,
    /// The members of this range are being compared.
    Comparing(Token, LbnRange),
    /// A hold was asked for, or a repair runs.
    Holding,
}

/// The merge as this node sees it; turns are given on its manager only.
#[derive(Clone, Copy, Debug)]
pub(super) struct MergeRun {
    pub(super) op: OpId,
    /// Below it all members agree. Never higher here than at the manager.
    pub(super) fence: Lbn,
    /// What is left of the turn.
    budget: u64,
    step: MergeStep,
    /// Blocks compared at once: one range where differences were found, more where there were none.
    stride: u64,
    /// The end is reached, and the barrier asked for.
    pub(super) at_end: bool,
    /// Hundredths told to other nodes.
    published: u64,
    /// It has been announced.
    pub(super) started: bool,
    /// The open compare proves nothing: a store failed half way meanwhile.
    spoiled: bool,
    /// A transfer failed and nobody could leave for it: not before this time.
    retry_at: Millis,
}

impl MergeRun {
    pub(super) fn new(op: OpId, fence: Lbn) -> Self {
        Self {
            op,
            fence,
            budget: 0,
            step: MergeStep::Idle,
            stride: PASS_BLOCKS,
            at_end: false,
            published: 0,
            started: false,
            spoiled: false,
            retry_at: Millis(0),
        }
    }
}

impl VirtualUnit {
    /// The merge that this node can give a turn to now. A full merge waits for the copies (shadowing.md 5.5, 6.4).
    pub(super) fn merge_work(&self) -> Option<OpId> {
        let (merge, run) = (self.view.merge?, self.merge?);
        let goes_first = merge.mini || self.view.next_copy().is_none();
        let mine = merge.manager == self.identity.node && self.issues() && !self.view.write_locked;
        let idle = run.step == MergeStep::Idle && !run.at_end && self.now >= run.retry_at;
        (goes_first && mine && idle).then_some(merge.op)
    }

    /// A turn for the merge.
    pub(super) fn on_merge_turn(&mut self, budget: BlockCount, out: &mut Vec<Effect>) {
        let Some(run) = &mut self.merge else { return };
        run.budget = budget.0;
        if !std::mem::replace(&mut run.started, true) {
            out.push(Effect::Notify(Event::MergeStarted { op: run.op, at: run.fence }));
        }
        self.go_on_merging(out);
    }

    /// Compares the next blocks, as long as the turn lasts.
    fn go_on_merging(&mut self, out: &mut Vec<Effect>) {
        let size = self.view.size;
        while let Some(run) = self.merge
            && run.budget > 0
            && run.step == MergeStep::Idle
            && self.issues()
        {
            let careless = self.mutated.is(Mutation::MergeWithoutTargets);
            let members = if careless { self.full } else { self.view.merged() };
            let piece = if run.fence.0 >= size.0 {
                Piece::End
            } else if members.len() < 2 {
                // Nobody to disagree with.
                Piece::Skip(Lbn(size.0))
            } else {
                full_piece(run.fence, size, self.identity.scb_lbn, run.budget.min(run.stride))
            };
            match piece {
                Piece::End => return self.merge_ends(out),
                Piece::Skip(fence) => self.move_merge_fence(fence),
                Piece::Copy(range, _) => return self.compare(range, members, out),
            }
        }
        if let Some(run) = &mut self.merge
            && run.step == MergeStep::Idle
        {
            run.budget = 0;
            self.publish_merge(out);
        }
    }

    fn move_merge_fence(&mut self, fence: Lbn) {
        if let Some(run) = &mut self.merge {
            run.fence = fence;
        }
    }

    fn compare(&mut self, range: LbnRange, members: MemberMask, out: &mut Vec<Effect>) {
        let token = self.token(TokenKind::Compare, 0);
        let Some(run) = &mut self.merge else { return };
        run.budget = run.budget.saturating_sub(range.count.0);
        run.step = MergeStep::Comparing(token, range);
        self.open += 1;
        out.push(Effect::Io { token, irp: None, op: IoOp::Compare { members }, range, only: None });
    }

    fn merge_ends(&mut self, out: &mut Vec<Effect>) {
        let Some(run) = &mut self.merge else { return };
        (run.at_end, run.budget) = (true, 0);
        let op = run.op;
        self.publish_merge(out);
        self.changes.push_back((Ticket::INTERNAL, Change::MergeDone(op)));
        self.start_next_change(out);
    }

    /// A compare has ended. Members that differ, or that could not be read, are looked at range by range and then repaired.
    pub(super) fn on_compare_done(
        &mut self,
        token: Token,
        failed: MemberMask,
        verdict: Verdict,
        out: &mut Vec<Effect>,
    ) {
        let issues = self.issues();
        let run = self.merge.as_mut().expect("I4: a compare without a merge");
        let MergeStep::Comparing(known, range) = run.step else { panic!("I4: no compare is open: {run:?}") };
        assert!(known == token, "I4: an answer to another compare: {run:?}");
        run.step = MergeStep::Idle;
        let differ = matches!(verdict, Verdict::Differ { .. }) || !failed.is_empty();
        if std::mem::take(&mut run.spoiled) {
            run.budget = 0;
        } else if verdict == Verdict::Equal && !differ {
            run.fence = range.end();
            run.stride = (run.stride * 2).min(PASS_BLOCKS);
        } else if !differ {
            self.pause_merge(out);
        } else if range.count.0 > RANGE_BLOCKS {
            run.stride = RANGE_BLOCKS;
        } else if issues {
            run.step = MergeStep::Holding;
            self.want_hold(WantedHold { purpose: HoldFor::Merge, range, unreadable: failed }, out);
        }
        self.go_on_merging(out);
        self.close_one(out);
    }

    /// A repair for the merge has ended.
    pub(super) fn end_merge_repair(&mut self, range: LbnRange, how: Repaired, out: &mut Vec<Effect>) {
        self.end_merge_hold();
        match how {
            Repaired::Done => {
                if let Some(run) = &mut self.merge
                    && !std::mem::take(&mut run.spoiled)
                {
                    run.fence = run.fence.max(range.end());
                }
                self.go_on_merging(out);
            }
            Repaired::Again | Repaired::Unreadable | Repaired::Refused(_) => self.pause_merge(out),
        }
    }

    /// The hold is over, or was given up.
    pub(super) fn end_merge_hold(&mut self) {
        if let Some(run) = &mut self.merge {
            run.step = MergeStep::Idle;
        }
    }

    /// The merge gives its thread up: it is pending until its next turn.
    pub(super) fn pause_merging(&mut self, op: OpId, out: &mut Vec<Effect>) {
        if let Some(run) = self.merge.as_mut().filter(|run| run.op == op && run.started && !run.at_end) {
            run.started = false;
            out.push(Effect::Notify(Event::MergeSuspended { op, at: run.fence }));
        }
    }

    /// The barrier that ends the merge was dropped: its next turn asks again.
    pub(super) fn retry_merge_end(&mut self, op: OpId, out: &mut Vec<Effect>) {
        if let Some(run) = self.merge.as_mut().filter(|run| run.op == op && run.at_end) {
            run.at_end = false;
            self.pause_merge(out);
        }
    }

    /// Ends the turn and asks for the next one only after a while.
    fn pause_merge(&mut self, out: &mut Vec<Effect>) {
        let Some(run) = &mut self.merge else { return };
        run.budget = 0;
        run.retry_at = Millis(self.now.0 + RETRY_MILLIS);
        out.push(Effect::WakeAt { op: run.op, at: run.retry_at });
    }

    /// Tells other nodes how far the merge is, at every hundredth: always after the compare, never before.
    fn publish_merge(&mut self, out: &mut Vec<Effect>) {
        let size = self.view.size.0.max(1);
        let Some(run) = &mut self.merge else { return };
        let hundredth = run.fence.0 * 100 / size;
        if hundredth > run.published || run.at_end {
            run.published = hundredth;
            let (op, lbn) = (run.op, run.fence);
            for to in self.others() {
                out.push(Effect::Send { to, message: Message::Fence { op, lbn } });
            }
        }
    }

    /// Another node's merge has come so far, or a store that failed there sends it back. A message of another operation is
    /// late and ignored (I18).
    pub(super) fn on_merge_fence(&mut self, op: OpId, lbn: Lbn) {
        let any = self.mutated.is(Mutation::OldMergeFence);
        let Some(merge) = self.view.merge.filter(|merge| merge.op == op || any) else { return };
        if merge.manager == self.identity.node {
            return self.send_merge_back(lbn);
        }
        if let Some(run) = &mut self.merge {
            (run.fence, run.started) = (lbn, true);
        }
    }

    /// A write ended with an error half way: members that the merge has passed there may differ again.
    pub(super) fn remerge(&mut self, lbn: Lbn, out: &mut Vec<Effect>) {
        let Some(merge) = self.view.merge else { return };
        self.send_merge_back(lbn);
        if merge.manager != self.identity.node {
            out.push(Effect::Send { to: merge.manager, message: Message::Fence { op: merge.op, lbn } });
        }
    }

    fn send_merge_back(&mut self, lbn: Lbn) {
        if let Some(run) = &mut self.merge {
            run.spoiled = run.step != MergeStep::Idle;
            run.fence = run.fence.min(lbn);
            run.at_end = false;
        }
    }

    /// Whether the merge has still passed everything.
    pub(super) fn is_merged(&self, op: OpId) -> bool {
        self.merge.is_some_and(|run| run.op == op && run.at_end)
    }

    /// The members that a read has to compare: all full ones, at and above the fence of a merge that is due (I17).
    pub(super) fn must_compare(&self, range: LbnRange) -> Option<MemberMask> {
        self.view.merge?;
        let fence = self.merge.map_or(Lbn(0), |run| run.fence);
        let careless = self.mutated.is(Mutation::UnmergedRead);
        let unmerged = !careless && range.end() > fence && self.full.len() > 1 && !self.view.write_locked;
        unmerged.then_some(self.full)
    }

    /// A view was installed: a merge that it does not name is over, a new one begins at its start.
    pub(super) fn install_merge(&mut self, old: &View, out: &mut Vec<Effect>) {
        let ended = |merge: super::view::MergeRef| merge.manager == self.identity.node;
        let mine = old.merge.is_some_and(ended);
        let waits = self.view.merge.is_some_and(|merge| !merge.mini) && self.view.next_copy().is_some();
        let now = self.view.merge.map(|merge| merge.op);
        if let Some(run) = self.merge.filter(|run| run.started && mine) {
            let (op, at) = (run.op, run.fence);
            match now {
                None if run.at_end => out.push(Effect::Notify(Event::MergeCompleted { op, at })),
                Some(same) if same == op && !waits => {}
                _ => out.push(Effect::Notify(Event::MergeSuspended { op, at })),
            }
        }
        self.merge = self.view.merge.map(|merge| match self.merge {
            Some(run) if run.op == merge.op => {
                assert!(!matches!(run.step, MergeStep::Comparing(..)), "I4: a compare is open at Install");
                MergeRun { budget: 0, retry_at: Millis(0), started: run.started && !waits, ..run }
            }
            _ => MergeRun::new(merge.op, merge.start),
        });
    }

    /// Targets that only waited for a merge become full members now (I15).
    pub(super) fn promote_merged(&mut self, out: &mut Vec<Effect>) {
        if self.view.merge.is_some() {
            return;
        }
        for at in 0..self.view.copies.len() {
            let copy = &self.view.copies[at];
            let asked = |change: &Change| matches!(change, Change::CopyDone(op) if *op == copy.op);
            if copy.manager == self.identity.node
                && self.view.is_copied(copy)
                && self.is_at_end(copy.op)
                && !self.changes.iter().any(|(_, change)| asked(change))
            {
                self.changes.push_back((Ticket::INTERNAL, Change::CopyDone(copy.op)));
            }
        }
        self.start_next_change(out);
    }
}
