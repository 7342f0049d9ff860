//! The copy thread's steps: full copy and minicopy by turns, compare until equal.
//!
//! Owns fences, passes and what each copy did. A range is passed only on a compare that found it equal after the last
//! store here (I3), or on a store that no write came near; the fence is a progress figure and a place to resume, never
//! part of a correctness argument.

mod hot;

use super::block_map::BlockMap;
use super::edge::checked_edge;
use super::effect::{Effect, Event, IoOp};
use super::ids::{MemberIndex, MemberMask, OpId, Ticket, Token};
use super::input::{Change, Verdict};
use super::message::Message;
use super::mutation::Mutation;
use super::status::{CopyOutcome, CopyReport};
use super::steer::CopySource;
use super::unit::{TokenKind, VirtualUnit};
use super::view::{CopyKind, CopyPhase, CopyRef, Member, MemberState, UnitState, View};
use crate::blocks::{BlockCount, Lbn, LbnRange, RANGE_BLOCKS, RangeIndex};
use crate::clock::{Millis, VmsTime};

/// Blocks of one pass at most: 1 MiB in whole ranges.
pub(super) const PASS_BLOCKS: u64 = 16 * RANGE_BLOCKS;

/// How long a copy that failed waits, when nobody could leave the set for it.
pub(super) const RETRY_MILLIS: u64 = 1_000;

/// A copy as this node sees it; turns are given on its manager only.
#[derive(Clone, Debug)]
pub(super) struct CopyRun {
    pub(super) op: OpId,
    /// Everything below is done.
    pub(super) fence: Lbn,
    /// What is left of the turn.
    budget: u64,
    pass: Option<Pass>,
    /// The end is reached, and the barrier asked for.
    pub(super) at_end: bool,
    /// Hundredths told to other nodes.
    published: u64,
    /// The open pass proves nothing: a store to the source failed half way meanwhile.
    spoiled: bool,
    /// Blocks of the next pass at most: one range where a source cannot be read, more again behind it.
    stride: u64,
    /// Passes in a row that found the range at the fence unequal.
    unequal: u32,
    /// A hold of that range was asked for.
    holding: bool,
    /// A transfer failed and nobody could leave for it: not before this time.
    retry_at: Millis,
    /// A store that failed here sent the copy back to this block, and its manager has not said yet that it went.
    sent_back: Option<Lbn>,
}

/// An open pass.
#[derive(Clone, Copy, Debug)]
struct Pass {
    token: Token,
    range: LbnRange,
    only: Option<BlockMap>,
    source: MemberIndex,
    targets: MemberMask,
}

/// What lies at the fence.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Piece {
    /// Nothing up to here.
    Skip(Lbn),
    /// These blocks.
    Copy(LbnRange, Option<BlockMap>),
    /// The end.
    End,
}

impl CopyRun {
    pub(super) fn new(op: OpId, fence: Lbn) -> Self {
        Self {
            op,
            fence,
            budget: 0,
            pass: None,
            at_end: false,
            published: 0,
            spoiled: false,
            stride: PASS_BLOCKS,
            unequal: 0,
            holding: false,
            retry_at: Millis(0),
            sent_back: None,
        }
    }

    /// Where another node can go on for certain.
    pub(super) fn lowest_fence(&self) -> Lbn {
        self.sent_back.map_or(self.fence, |lbn| lbn.min(self.fence))
    }

    /// A copy that goes on at a fence, of a saved set or of another node. One whose targets only wait for a merge is at its
    /// end, unless a store that failed had sent it back before.
    pub(super) fn resumed(copy: &CopyRef, fence: Lbn, view: &View) -> Self {
        let at_end = view.is_copied(copy) && fence.0 >= view.size.0;
        Self { at_end, ..Self::new(copy.op, fence) }
    }

    /// Whether a turn can be given.
    pub(super) fn is_idle(&self, now: Millis) -> bool {
        self.pass.is_none() && !self.holding && !self.at_end && now >= self.retry_at
    }

    /// Whether a pass over the range is open.
    pub(super) fn is_passing(&self, range: LbnRange) -> bool {
        self.pass.is_some_and(|pass| pass.range.overlaps(range))
    }
}

impl VirtualUnit {
    /// A turn for a copy or merge. Ignored when it cannot go on now.
    pub(super) fn on_turn(&mut self, op: OpId, budget: BlockCount, out: &mut Vec<Effect>) {
        if self.copy_work() != Some(op) {
            return;
        }
        if self.view.merge.is_some_and(|merge| merge.op == op) {
            return self.on_merge_turn(budget, out);
        }
        let Some(at) = self.copies.iter().position(|run| run.op == op) else { return };
        let waited = self.is_pending(op);
        self.mark_copying(op);
        let fence = self.copies[at].fence;
        let time = self.time;
        if let Some(report) = self.report(op)
            && waited
        {
            if report.started == VmsTime::default() {
                report.started = time;
            }
            out.push(Effect::Notify(Event::CopyStarted { op, at: fence, reason: report.reason }));
        }
        self.copies[at].budget = budget.0;
        self.go_on(at, out);
    }

    /// Whether the copy waits for its first turn, or for the one after a pause.
    fn is_pending(&self, op: OpId) -> bool {
        let targets = self.view.copy(op).map_or(MemberMask::NONE, |copy| copy.targets);
        let pending = |m: &Member| matches!(m.state, MemberState::Target { phase: CopyPhase::Pending, .. });
        targets.iter().any(|index| self.view.member(index).is_some_and(pending))
    }

    /// Another set's operation takes the thread of this one (SET SHADOW/EVALUATE=RESOURCES): the copy is pending until
    /// its next turn, and goes on from its fence.
    pub(super) fn on_pause(&mut self, op: OpId, out: &mut Vec<Effect>) {
        let Some(targets) = self.view.copy(op).map(|copy| copy.targets) else { return self.pause_merging(op, out) };
        if self.is_pending(op) || self.is_at_end(op) {
            return;
        }
        for index in targets.iter() {
            if let Some(member) = &mut self.view.members[index.at()]
                && let MemberState::Target { kind, phase: CopyPhase::Copying } = member.state
            {
                let pending = MemberState::Target { kind, phase: CopyPhase::Pending };
                member.state = checked_edge(member.state, pending, false);
            }
        }
        let at = self.copies.iter().find(|run| run.op == op).map_or(Lbn(0), |run| run.fence);
        out.push(Effect::Notify(Event::CopySuspended { op, at }));
    }

    /// Targets of a copy that runs are shown as copying.
    fn mark_copying(&mut self, op: OpId) {
        let targets = self.view.copy(op).map_or(MemberMask::NONE, |copy| copy.targets);
        for index in targets.iter() {
            if let Some(member) = &mut self.view.members[index.at()]
                && let MemberState::Target { kind, phase: CopyPhase::Pending } = member.state
            {
                let copying = MemberState::Target { kind, phase: CopyPhase::Copying };
                member.state = checked_edge(member.state, copying, false);
            }
        }
    }

    /// Issues the next pass, as long as the turn lasts.
    fn go_on(&mut self, at: usize, out: &mut Vec<Effect>) {
        while self.copies[at].budget > 0 && self.issues() {
            let run = &self.copies[at];
            match self.piece(run) {
                Piece::Skip(fence) => self.copies[at].fence = fence,
                Piece::End => {
                    self.copies[at].at_end = true;
                    self.copies[at].budget = 0;
                    let op = self.copies[at].op;
                    self.publish(at, out);
                    self.changes.push_back((Ticket::INTERNAL, Change::CopyDone(op)));
                    return self.start_next_change(out);
                }
                // A repair: it stores to the source, so that what is read now proves nothing later (I16).
                Piece::Copy(range, _)
                    if self.holds.block(range)
                        && !self.holds.held_for(run.op)
                        && !self.mutated.is(Mutation::CopierIgnoresHolds) =>
                {
                    break;
                }
                Piece::Copy(range, only) => {
                    let targets = self.view.copy(run.op).map_or(MemberMask::NONE, |copy| copy.targets);
                    let blocks = only.map_or(range.count.0, BlockMap::len);
                    let op = run.op;
                    self.copies[at].budget = self.copies[at].budget.saturating_sub(blocks.max(1));
                    if let Some(report) = self.report(op) {
                        // A range that the SCB cuts in two was counted with its first part.
                        let continued = range.start.range().start() != range.start && report.ranges > 0;
                        report.ranges += range.range_indices().count() as u64 - u64::from(continued);
                    }
                    return self.pass(at, range, only, targets, out);
                }
            }
        }
        self.copies[at].budget = 0;
        self.publish(at, out);
    }

    fn pass(&mut self, at: usize, range: LbnRange, only: Option<BlockMap>, targets: MemberMask, out: &mut Vec<Effect>) {
        let source = self.copy_source();
        self.pass_from(source, at, range, only, targets, out);
    }

    fn pass_from(
        &mut self,
        source: MemberIndex,
        at: usize,
        range: LbnRange,
        only: Option<BlockMap>,
        targets: MemberMask,
        out: &mut Vec<Effect>,
    ) {
        let token = self.token(TokenKind::Pass, 0);
        if self.mutated.is(Mutation::FenceBeforeCompare) {
            self.copies[at].fence = range.end();
        }
        self.copies[at].pass = Some(Pass { token, range, only, source, targets });
        self.open += 1;
        out.push(Effect::Io { token, irp: None, op: IoOp::CopyPass { source, targets }, range, only });
    }

    /// Full members take turns as the source, P1 speaks of all of them; SET SHADOW/COPY_SOURCE names one. While a merge is due
    /// they may differ, and only one can be found equal.
    fn copy_source(&mut self) -> MemberIndex {
        if self.view.merge.is_some() && !self.failing.contains(self.view.master) {
            return self.view.master;
        }
        self.rotor = self.rotor.wrapping_add(1);
        let working = self.full.without(self.failing);
        let sources = if working.is_empty() { self.full } else { working };
        let named = match self.steering.orders.copy_source {
            CopySource::Alternate => None,
            CopySource::Master => Some(self.view.master),
            CopySource::Member(device) => self.view.index_of(device),
        };
        if let Some(named) = named.filter(|named| sources.contains(*named)) {
            return named;
        }
        sources.iter().nth((self.rotor % sources.len()) as usize).expect("I26: a running set has a full member")
    }

    /// A pass has ended.
    pub(super) fn on_pass_done(&mut self, token: Token, failed: MemberMask, verdict: Verdict, out: &mut Vec<Effect>) {
        let open = |run: &CopyRun| run.pass.is_some_and(|pass| pass.token == token);
        let at = self.copies.iter().position(open).expect("I4: an answer to a pass that is not open");
        let pass = self.copies[at].pass.take().expect("found by its pass");
        let blocks = pass.only.map_or(pass.range.count.0, BlockMap::len);
        let spoiled = std::mem::take(&mut self.copies[at].spoiled);
        let written = if let Verdict::Wrote { blocks, .. } = verdict { blocks.0 } else { 0 };
        let op = self.copies[at].op;
        if let Some(report) = self.report(op) {
            report.blocks_read += blocks;
            report.blocks_compared += blocks * u64::from(pass.targets.len());
            report.blocks_written += written;
        }
        let held = self.holds.held_for(op);
        if !failed.is_empty() {
            // The fence stays; the range is looked at again, with who is left.
            self.pass_failed(at, &pass, failed, out);
        } else {
            match verdict {
                _ if spoiled => {}
                Verdict::Wrote { .. } if self.mutated.is(Mutation::NoSecondLook) => {
                    self.copies[at].fence = pass.range.end();
                }
                Verdict::Equal | Verdict::Wrote { alone: true, .. } => {
                    let run = &mut self.copies[at];
                    (run.fence, run.unequal) = (pass.range.end(), 0);
                    run.stride = (run.stride * 2).min(PASS_BLOCKS);
                }
                Verdict::Wrote { members, .. } if self.issues() => {
                    return self.pass_again(at, &pass, members & pass.targets, out);
                }
                // Nothing is known of the range: a barrier stands (the turn is over), or the host has no space.
                Verdict::Wrote { .. } => self.copies[at].budget = 0,
                Verdict::Refused(_) | Verdict::None | Verdict::Differ { .. } => self.pause(at, out),
            }
        }
        if held {
            self.end_copy_hold(op);
            self.end_hold(out);
        } else {
            self.check_holds(out);
        }
        self.go_on(at, out);
        self.close_one(out);
    }

    /// The barrier that ends a copy was dropped: its next turn asks again.
    pub(super) fn retry_copy_end(&mut self, op: OpId, out: &mut Vec<Effect>) {
        if let Some(at) = self.copies.iter().position(|run| run.op == op && run.at_end) {
            self.copies[at].at_end = false;
            self.pause(at, out);
        }
    }

    /// Ends the turn and asks for the next one only after a while.
    pub(super) fn pause(&mut self, at: usize, out: &mut Vec<Effect>) {
        let run = &mut self.copies[at];
        run.budget = 0;
        run.retry_at = Millis(self.now.0 + RETRY_MILLIS);
        out.push(Effect::WakeAt { op: run.op, at: run.retry_at });
    }

    /// What lies at the fence of a copy.
    fn piece(&self, run: &CopyRun) -> Piece {
        let size = self.view.size;
        let fence = run.fence;
        if fence.0 >= size.0 {
            return Piece::End;
        }
        let kind = self.view.copy(run.op).map(|copy| self.view.copy_kind(copy));
        let bitmap = match kind {
            Some(CopyKind::Mini(id)) => self.bitmaps.iter().find(|bitmap| bitmap.id == id),
            _ => None,
        };
        let Some(bitmap) = bitmap.filter(|bitmap| fence.0 < bitmap.covers.0) else {
            return full_piece(fence, size, self.identity.scb_lbn, run.budget.min(run.stride));
        };
        let Some(range) = bitmap.next_set(fence.range()) else {
            // Clear to the end of the bitmap; what lies behind it counts as written.
            return Piece::Skip(Lbn(bitmap.covers.0.min(size.0)));
        };
        let blocks = range.blocks(bitmap.covers);
        // Writes behind the end of the bitmap, of a volume that has grown since, may lie in its last range.
        let mut map = bitmap.blocks_of(range).map(|map| BlockMap(map.0 & BlockMap::of(range, blocks).0));
        if let Some(scb) = self.identity.scb_lbn.filter(|scb| blocks.contains(*scb)) {
            let scb = BlockMap::of(range, LbnRange { start: scb, count: BlockCount(1) });
            let written = map.unwrap_or(BlockMap::of(range, blocks));
            map = Some(BlockMap(written.0 & !scb.0));
        }
        if map.is_some_and(BlockMap::is_empty) { Piece::Skip(blocks.end()) } else { Piece::Copy(blocks, map) }
    }

    /// What an operation did so far.
    fn report(&mut self, op: OpId) -> Option<&mut CopyReport> {
        self.reports.iter_mut().find(|report| report.op == op)
    }

    /// Tells other nodes how far the copy is, at every hundredth.
    fn publish(&mut self, at: usize, out: &mut Vec<Effect>) {
        let (op, fence) = (self.copies[at].op, self.copies[at].fence);
        let hundredth = fence.0 * 100 / self.view.size.0.max(1);
        if let Some(report) = self.report(op) {
            report.fence = fence;
        }
        let run = &mut self.copies[at];
        if hundredth > run.published || run.at_end {
            run.published = hundredth;
            for to in self.others() {
                out.push(Effect::Send { to, message: Message::Fence { op, lbn: fence } });
            }
        }
    }

    /// Another node's copy has come so far, or a store that failed there sends the copy back. Another operation's message
    /// is late and ignored (I18).
    pub(super) fn on_fence(&mut self, op: OpId, lbn: Lbn, out: &mut Vec<Effect>) {
        if matches!(self.state, UnitState::Dismounted | UnitState::Mounting) {
            return;
        }
        let Some(known) = self.view.copy(op) else { return self.on_merge_fence(op, lbn) };
        if known.manager == self.identity.node {
            return self.send_back(op, lbn, out);
        }
        if let Some(run) = self.copies.iter_mut().find(|run| run.op == op) {
            run.fence = lbn;
            run.sent_back = run.sent_back.filter(|back| *back < lbn);
            if let Some(report) = self.report(op) {
                report.fence = lbn;
            }
            self.mark_copying(op);
        }
    }

    /// Whether the copy has still passed everything.
    pub(super) fn is_at_end(&self, op: OpId) -> bool {
        self.copies.iter().any(|run| run.op == op && run.at_end)
    }

    /// A view was installed: copies that it does not name are over, new ones wait for a turn.
    pub(super) fn install_copies(&mut self, old: &View, out: &mut Vec<Effect>) {
        for run in std::mem::take(&mut self.copies) {
            if self.view.copy(run.op).is_some() {
                // A volume that has grown has more to copy.
                let at_end = run.at_end && run.fence.0 >= self.view.size.0;
                self.copies.push(CopyRun { budget: 0, retry_at: Millis(0), at_end, holding: false, unequal: 0, ..run });
                continue;
            }
            let Some(ended) = old.copy(run.op) else { continue };
            self.end_copy(&run, ended, out);
        }
        for at in 0..self.view.copies.len() {
            let known = self.view.copies[at].clone();
            if !self.copies.iter().any(|run| run.op == known.op) {
                self.copies.push(CopyRun::resumed(&known, known.start, &self.view));
                self.begin_report(&known);
            } else if let Some(report) = self.report(known.op) {
                // A bitmap that was lost makes it a full copy.
                report.reason = known.reason;
            }
            let size = self.view.size;
            if let Some(report) = self.report(known.op) {
                report.size = size;
            }
        }
    }

    fn begin_report(&mut self, known: &CopyRef) {
        let targets = known.targets.iter().filter_map(|index| self.view.member(index));
        let targets = targets.map(|member| (member.device, member.reason.unwrap_or(known.reason))).collect();
        let bitmap = match self.view.copy_kind(known) {
            CopyKind::Mini(bitmap) => Some(bitmap),
            CopyKind::Full => None,
        };
        let covers = bitmap.and_then(|id| Some(self.view.bitmap(id)?.covers));
        self.reports.push(CopyReport {
            op: known.op,
            targets,
            reason: known.reason,
            bitmap,
            covers,
            outcome: CopyOutcome::Running,
            started: VmsTime::default(),
            ended: VmsTime::default(),
            from: known.start,
            fence: known.start,
            size: self.view.size,
            ranges: 0,
            blocks_read: 0,
            blocks_compared: 0,
            blocks_written: 0,
            repeats: 0,
        });
    }

    fn end_copy(&mut self, run: &CopyRun, ended: &CopyRef, out: &mut Vec<Effect>) {
        let promoted = ended.targets & self.view.full();
        let devices: Vec<_> = promoted.iter().filter_map(|index| Some(self.view.member(index)?.device)).collect();
        let time = self.time;
        if let Some(report) = self.report(run.op) {
            report.outcome = if devices.is_empty() { CopyOutcome::Ended } else { CopyOutcome::Completed };
            (report.ended, report.fence) = (time, run.fence);
        }
        if ended.manager == self.identity.node {
            let (op, at) = (run.op, run.fence);
            out.push(Effect::Notify(if devices.is_empty() {
                Event::CopyEnded { op, at }
            } else {
                Event::CopyCompleted { op, at, devices }
            }));
        }
    }

    /// The unit is dismounted: what ran has ended.
    pub(super) fn end_reports(&mut self) {
        for report in self.reports.iter_mut().filter(|report| report.outcome == CopyOutcome::Running) {
            (report.outcome, report.ended) = (CopyOutcome::Ended, self.time);
        }
    }
}

/// The next blocks of a full copy: whole ranges, up to the budget, never the SCB.
pub(super) fn full_piece(fence: Lbn, size: BlockCount, scb_lbn: Option<Lbn>, budget: u64) -> Piece {
    if scb_lbn == Some(fence) {
        return Piece::Skip(Lbn(fence.0 + 1));
    }
    let range_end = |lbn: u64| RangeIndex(Lbn(lbn).range().0 + 1).start().0;
    let reach = fence.0 + budget.clamp(1, PASS_BLOCKS);
    let whole = Lbn(reach.min(size.0)).range().start().0;
    let mut end = if reach >= size.0 { size.0 } else { whole.max(range_end(fence.0)).min(size.0) };
    if let Some(scb) = scb_lbn.filter(|scb| *scb > fence && scb.0 < end) {
        end = scb.0;
    }
    Piece::Copy(LbnRange::new(fence.0, end - fence.0), None)
}
