//! Application reads and flushes.
//!
//! Owns which full member is read: the cheapest by cost and queue, in turn among equals, another one when it fails. A target is never read
//! for an application (I1).

use super::effect::{Effect, IoOp};
use super::ids::{Irp, MemberIndex, MemberMask, Token};
use super::input::Verdict;
use super::unit::{TokenKind, VirtualUnit, Waiting, slot_of};
use crate::blocks::{Lbn, LbnRange};
use crate::message::{Status, codes};

/// An open read.
#[derive(Clone, Copy, Debug)]
pub(super) struct ReadSlot {
    irp: Irp,
    range: LbnRange,
    token: Token,
    tried: MemberMask,
    /// Asked now.
    member: MemberIndex,
}

/// An open flush.
#[derive(Clone, Copy, Debug)]
pub(super) struct FlushSlot {
    irp: Irp,
    token: Token,
}

impl VirtualUnit {
    /// A read.
    pub(super) fn on_read(&mut self, irp: Irp, range: LbnRange, out: &mut Vec<Effect>) {
        if self.accepts(Waiting::Read(irp, range), out) {
            self.start_read(irp, range, out);
        }
    }

    /// Starts a read that was accepted, now or before a barrier.
    pub(super) fn start_read(&mut self, irp: Irp, range: LbnRange, out: &mut Vec<Effect>) {
        let slot = ReadSlot { irp, range, token: Token(0), tried: MemberMask::NONE, member: MemberIndex(0) };
        let at = if let Some(at) = self.free_reads.pop() {
            self.reads[at as usize] = slot;
            at
        } else {
            self.reads.push(slot);
            u32::try_from(self.reads.len() - 1).expect("fewer than 2^28 reads are open")
        };
        self.open += 1;
        let member = self.cheapest(MemberMask::NONE, range.start).expect("I26: a running set has a full member");
        self.read_from(at, member, out);
    }

    fn read_from(&mut self, at: u32, member: MemberIndex, out: &mut Vec<Effect>) {
        assert!(self.full.contains(member), "I1: a read of a member that is not full");
        let token = self.token(TokenKind::Read, at);
        let slot = &mut self.reads[at as usize];
        (slot.token, slot.member) = (token, member);
        slot.tried |= member.mask();
        self.steering.enqueue(member.mask());
        let op = IoOp::Read { member };
        out.push(Effect::Io { token, irp: Some(slot.irp), op, range: slot.range, only: None });
    }

    /// A read has ended; when it failed, another member is asked.
    pub(super) fn on_read_done(&mut self, token: Token, failed: MemberMask, verdict: Verdict, out: &mut Vec<Effect>) {
        let at = slot_of(token);
        let slot = self.reads[at];
        assert!(slot.token == token, "I4: an answer to a transfer that is not open: {slot:?}");
        self.steering.dequeue(slot.member.mask());
        let status = match verdict {
            Verdict::Refused(status) => status,
            _ if failed.is_empty() => Status::NORMAL,
            _ => match self.cheapest(slot.tried, slot.range.start) {
                Some(next) => return self.read_from(at as u32, next, out),
                None => codes::SYSTEM_PARITY,
            },
        };
        self.reads[at].token = Token(0);
        self.free_reads.push(at as u32);
        out.push(Effect::Complete { irp: slot.irp, status });
        self.close_one(out);
        if self.closing {
            self.start_next_change(out);
        }
    }

    /// The full member that was not tried yet with the lowest cost and queue, in turn among equals; those known to fail
    /// come last. With split reads the block decides among the members of lowest cost (shadowing.md 2.4).
    fn cheapest(&mut self, tried: MemberMask, lbn: Lbn) -> Option<MemberIndex> {
        let untried = self.full.without(tried);
        let working = untried.without(self.failing);
        let candidates = if working.is_empty() { untried } else { working };
        self.rotor = self.rotor.wrapping_add(1);
        let cost = |index: MemberIndex| self.view.member(index).map_or(u32::MAX, |member| member.read_cost);
        let split = self.steering.orders.split_reads;
        let price = |index: MemberIndex| {
            if split { cost(index) } else { cost(index).saturating_add(self.steering.queue(index)) }
        };
        let least = candidates.iter().map(price).min()?;
        let equal: MemberMask = candidates.iter().filter(|index| price(*index) == least).collect();
        let count = u64::from(equal.len());
        let nth = if split { lbn.0 * count / self.view.size.0.max(1) } else { u64::from(self.rotor) % count };
        equal.iter().nth(nth as usize)
    }

    /// Everything acknowledged so far shall survive a power loss.
    pub(super) fn on_flush(&mut self, irp: Irp, out: &mut Vec<Effect>) {
        if self.accepts(Waiting::Flush(irp), out) {
            self.start_flush(irp, out);
        }
    }

    /// Starts a flush that was accepted, now or before a barrier.
    pub(super) fn start_flush(&mut self, irp: Irp, out: &mut Vec<Effect>) {
        let token = self.token(TokenKind::Flush, 0);
        self.open += 1;
        self.flushes.push(FlushSlot { irp, token });
        out.push(Effect::Flush { token, members: self.full });
    }

    /// A flush has ended. When a member failed, the promise holds only once that member is out: it starts again behind
    /// the barrier.
    pub(super) fn on_flush_done(&mut self, token: Token, failed: MemberMask, out: &mut Vec<Effect>) {
        let at = self.flushes.iter().position(|slot| slot.token == token).expect("I4: the flush is open");
        let irp = self.flushes.swap_remove(at).irp;
        if failed.is_empty() {
            out.push(Effect::Complete { irp, status: Status::NORMAL });
        } else if self.full.len() > 1 {
            self.waiting.push_back(Waiting::Flush(irp));
            self.fail_members(failed, out);
        } else {
            self.fail_members(failed, out);
            out.push(Effect::Complete { irp, status: Self::failure_status() });
        }
        self.close_one(out);
        if self.closing {
            self.start_next_change(out);
        }
    }
}
