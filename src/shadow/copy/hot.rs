//! Where a copy's compare is not enough: a block so hot that it is never found equal, one that its source cannot read,
//! and stores that ended half way.

use super::Pass;
use crate::blocks::{Lbn, LbnRange, RANGE_BLOCKS};
use crate::shadow::effect::Effect;
use crate::shadow::hold::{HoldFor, Repaired, WantedHold};
use crate::shadow::ids::{MemberMask, OpId};
use crate::shadow::message::Message;
use crate::shadow::mutation::Mutation;
use crate::shadow::unit::VirtualUnit;

use super::Piece;

/// Unequal passes of one range after which it is held: an application hammers it.
const HOT_PASSES: u32 = 8;

impl VirtualUnit {
    /// A pass has stored something, so that nothing is proved. After some of them the range is held; where another node
    /// waits to hold it, the turn ends.
    pub(super) fn pass_again(&mut self, at: usize, pass: &Pass, members: MemberMask, out: &mut Vec<Effect>) {
        let op = self.copies[at].op;
        if let Some(report) = self.report(op) {
            report.repeats += 1;
        }
        self.open -= 1;
        let held = self.holds.held_for(op);
        self.copies[at].unequal += 1;
        if !held && self.holds.block(pass.range) && !self.mutated.is(Mutation::CopierIgnoresHolds) {
            self.copies[at].budget = 0;
            return self.check_holds(out);
        }
        if !held && self.copies[at].unequal >= HOT_PASSES {
            (self.copies[at].holding, self.copies[at].budget) = (true, 0);
            let range = LbnRange::new(pass.range.start.0, pass.range.count.0.min(RANGE_BLOCKS));
            let wanted = WantedHold { purpose: HoldFor::Copy(op), range, unreadable: MemberMask::NONE };
            return self.want_hold(wanted, out);
        }
        // From the same source: another one can differ for as long as a node holds a write.
        self.pass_from(pass.source, at, pass.range, pass.only, members, out);
    }

    /// The range at the fence is held for this copy: its passes find it equal now, since nobody else stores there.
    pub(in crate::shadow) fn pass_held(&mut self, op: OpId, held: LbnRange, out: &mut Vec<Effect>) {
        let piece = self.copies.iter().position(|run| run.op == op).map(|at| (at, self.piece(&self.copies[at])));
        let Some((at, Piece::Copy(range, only))) = piece.filter(|_| self.view.copy(op).is_some()) else {
            self.end_copy_hold(op);
            return self.end_hold(out);
        };
        if range.start < held.start || range.end() > held.end() {
            // The copy was sent back meanwhile.
            self.end_copy_hold(op);
            return self.end_hold(out);
        }
        let targets = self.view.copy(op).map_or(MemberMask::NONE, |copy| copy.targets);
        self.pass(at, range, only, targets, out);
    }

    /// Members failed a pass. Targets leave; a source that cannot be read there does not: another member gives it the
    /// data, under a hold of the one range (shadowing.md 5.5).
    pub(super) fn pass_failed(&mut self, at: usize, pass: &Pass, failed: MemberMask, out: &mut Vec<Effect>) {
        let op = self.copies[at].op;
        let waits = self.is_awaited(failed) || self.failing.contains(pass.source);
        let bad = failed.contains(pass.source) && !waits && self.issues();
        if !bad || self.holds.held_for(op) {
            self.pause(at, out);
        } else if pass.range.count.0 > RANGE_BLOCKS {
            self.copies[at].stride = RANGE_BLOCKS;
        } else {
            (self.copies[at].holding, self.copies[at].budget) = (true, 0);
            let wanted = WantedHold { purpose: HoldFor::Source(op), range: pass.range, unreadable: pass.source.mask() };
            self.want_hold(wanted, out);
        }
        self.fail_working(failed & pass.targets, out);
    }

    /// The repair of a copy's source has ended: the range is looked at again.
    pub(in crate::shadow) fn end_source_repair(&mut self, op: OpId, how: Repaired, out: &mut Vec<Effect>) {
        self.end_copy_hold(op);
        if how != Repaired::Done
            && let Some(at) = self.copies.iter().position(|run| run.op == op)
        {
            self.pause(at, out);
        }
    }

    /// The hold is over, or was given up.
    pub(in crate::shadow) fn end_copy_hold(&mut self, op: OpId) {
        if let Some(run) = self.copies.iter_mut().find(|run| run.op == op) {
            (run.holding, run.unequal) = (false, 0);
        }
    }

    /// A write ended with an error after sources had stored it, perhaps half: targets may hold the older blocks where the
    /// copy has passed already, so it looks there again.
    pub(in crate::shadow) fn recopy(&mut self, range: LbnRange, out: &mut Vec<Effect>) {
        for at in 0..self.view.copies.len() {
            let (op, manager) = (self.view.copies[at].op, self.view.copies[at].manager);
            if manager == self.identity.node {
                self.send_back(op, range.start, out);
            } else {
                if let Some(run) = self.copies.iter_mut().find(|run| run.op == op) {
                    run.sent_back = Some(run.sent_back.map_or(range.start, |lbn| lbn.min(range.start)));
                }
                out.push(Effect::Send { to: manager, message: Message::Fence { op, lbn: range.start } });
            }
        }
    }

    pub(in crate::shadow) fn send_back(&mut self, op: OpId, lbn: Lbn, out: &mut Vec<Effect>) {
        let Some(run) = self.copies.iter_mut().find(|run| run.op == op) else { return };
        run.spoiled = run.pass.is_some();
        run.fence = run.fence.min(lbn);
        run.at_end = false;
        // Who takes the copy over must not begin behind it.
        run.published = run.fence.0 * 100 / self.view.size.0.max(1);
        let lbn = run.fence;
        for to in self.others() {
            out.push(Effect::Send { to, message: Message::Fence { op, lbn } });
        }
    }
}
