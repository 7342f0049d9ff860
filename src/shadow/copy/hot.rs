//! Where a copy's compare is not enough: a block so hot that it is never found equal, and stores that ended half way.

use super::Pass;
use crate::blocks::{Lbn, LbnRange, RANGE_BLOCKS};
use crate::shadow::effect::Effect;
use crate::shadow::hold::{HoldFor, WantedHold};
use crate::shadow::ids::{MemberMask, OpId};
use crate::shadow::message::Message;
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
        if !held && self.holds.block(pass.range) {
            self.copies[at].budget = 0;
            return self.check_holds(out);
        }
        if !held && self.copies[at].unequal >= HOT_PASSES {
            (self.copies[at].holding, self.copies[at].budget) = (true, 0);
            let range = LbnRange::new(pass.range.start.0, pass.range.count.0.min(RANGE_BLOCKS));
            let wanted = WantedHold { purpose: HoldFor::Copy(op), range, unreadable: MemberMask::NONE };
            return self.want_hold(wanted, out);
        }
        self.pass(at, pass.range, pass.only, members, out);
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
                self.send_back(op, range.start);
            } else {
                out.push(Effect::Send { to: manager, message: Message::Fence { op, lbn: range.start } });
            }
        }
    }

    pub(in crate::shadow) fn send_back(&mut self, op: OpId, lbn: Lbn) {
        if let Some(run) = self.copies.iter_mut().find(|run| run.op == op) {
            run.spoiled = run.pass.is_some();
            run.fence = run.fence.min(lbn);
            run.at_end = false;
        }
    }
}
