//! Application reads and flushes.
//!
//! Owns which full member is read: the cheapest by cost and queue, in turn among equals. A block that it cannot read is
//! repaired from another one under a hold, and what all hold then is returned. A target is never read for an application
//! (I1).

use super::effect::{Effect, IoOp};
use super::hold::{HoldFor, Repaired, WantedHold};
use super::ids::{Irp, MemberIndex, MemberMask, Token};
use super::input::Verdict;
use super::mutation::Mutation;
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
    /// All full members are compared: a merge has not come here.
    compares: bool,
}

impl ReadSlot {
    /// The request.
    pub(super) fn irp(&self) -> Irp {
        self.irp
    }
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
        let (token, tried, member) = (Token(0), MemberMask::NONE, MemberIndex(0));
        let slot = ReadSlot { irp, range, token, tried, member, compares: false };
        let at = if let Some(at) = self.free_reads.pop() {
            self.reads[at as usize] = slot;
            at
        } else {
            self.reads.push(slot);
            u32::try_from(self.reads.len() - 1).expect("fewer than 2^28 reads are open")
        };
        self.open += 1;
        if let Some(members) = self.must_compare(range) {
            return self.compare_read(at, members, out);
        }
        let member = self.cheapest(MemberMask::NONE, range.start).expect("I26: a running set has a full member");
        self.read_from(at, member, out);
    }

    /// Reads one full member and compares the others with it (I17).
    fn compare_read(&mut self, at: u32, members: MemberMask, out: &mut Vec<Effect>) {
        let token = self.token(TokenKind::Read, at);
        let slot = &mut self.reads[at as usize];
        (slot.token, slot.compares) = (token, true);
        let op = IoOp::ReadCompare { members };
        out.push(Effect::Io { token, irp: Some(slot.irp), op, range: slot.range, only: None });
    }

    /// A read that compared has ended. Members that differ, or cannot be read, are made equal under a hold first, so that
    /// later reads, other nodes and a second crash agree with what it returns.
    fn on_compared(&mut self, at: usize, failed: MemberMask, verdict: Verdict, out: &mut Vec<Effect>) {
        match verdict {
            Verdict::Refused(status) => self.end_read(at, status, out),
            Verdict::Differ { .. } => self.settle_read(at, failed, out),
            _ if failed.is_empty() => self.end_read(at, Status::NORMAL, out),
            _ => self.settle_read(at, failed, out),
        }
        self.close_one(out);
    }

    fn settle_read(&mut self, at: usize, unreadable: MemberMask, out: &mut Vec<Effect>) {
        if self.issues() {
            let (slot, range) = (at as u32, self.reads[at].range);
            self.want_hold(WantedHold { purpose: HoldFor::Read(slot), range, unreadable }, out);
        } else {
            self.put_read_back(at as u32);
        }
    }

    /// A barrier comes before the read is done: it starts again behind it.
    pub(super) fn put_read_back(&mut self, at: u32) {
        let slot = &mut self.reads[at as usize];
        slot.token = Token(0);
        self.waiting.push_back(Waiting::Read(slot.irp, slot.range));
        self.free_reads.push(at);
    }

    /// The repair that a read waited for has ended.
    pub(super) fn end_compared_read(&mut self, at: u32, how: Repaired, out: &mut Vec<Effect>) {
        match how {
            Repaired::Done => self.end_read(at as usize, Status::NORMAL, out),
            Repaired::Again if !self.reads[at as usize].compares && self.issues() => {
                self.read_another(at, out);
            }
            Repaired::Again => self.put_read_back(at),
            Repaired::Unreadable => self.end_read(at as usize, codes::SYSTEM_PARITY, out),
            Repaired::Refused(status) => self.end_read(at as usize, status, out),
        }
    }

    /// The block could not be repaired. No merge is due, so that any other member has the same data; not all of them are
    /// tried again behind the barrier, or a set that can take nobody out would look for ever.
    fn read_another(&mut self, at: u32, out: &mut Vec<Effect>) {
        let ReadSlot { tried, range, .. } = self.reads[at as usize];
        match self.cheapest(tried, range.start) {
            Some(next) => {
                self.open += 1;
                self.read_from(at, next, out);
            }
            None => self.end_read(at as usize, codes::SYSTEM_PARITY, out),
        }
    }

    fn end_read(&mut self, at: usize, status: Status, out: &mut Vec<Effect>) {
        let slot = &mut self.reads[at];
        slot.token = Token(0);
        let irp = slot.irp;
        self.free_reads.push(at as u32);
        out.push(Effect::Complete { irp, status });
        if self.closing {
            self.start_next_change(out);
        }
    }

    fn read_from(&mut self, at: u32, member: MemberIndex, out: &mut Vec<Effect>) {
        let allowed = self.full.contains(member) || self.mutated.is(Mutation::TargetRead);
        assert!(allowed, "I1: a read of a member that is not full");
        let token = self.token(TokenKind::Read, at);
        let slot = &mut self.reads[at as usize];
        (slot.token, slot.member) = (token, member);
        slot.tried |= member.mask();
        self.steering.enqueue(member.mask());
        let op = IoOp::Read { member };
        out.push(Effect::Io { token, irp: Some(slot.irp), op, range: slot.range, only: None });
    }

    /// A read has ended; when it failed, another member gives the data, to this one too.
    pub(super) fn on_read_done(&mut self, token: Token, failed: MemberMask, verdict: Verdict, out: &mut Vec<Effect>) {
        let at = slot_of(token);
        let slot = self.reads[at];
        assert!(slot.token == token, "I4: an answer to a transfer that is not open: {slot:?}");
        if slot.compares {
            return self.on_compared(at, failed, verdict, out);
        }
        self.steering.dequeue(slot.member.mask());
        if self.is_awaited(failed) {
            self.put_read_back(at as u32);
            return self.close_one(out);
        }
        let status = match verdict {
            Verdict::Refused(status) => status,
            _ if failed.is_empty() => Status::NORMAL,
            _ if !self.view.write_locked && !self.failing.contains(slot.member) => {
                self.settle_read(at, failed, out);
                return self.close_one(out);
            }
            _ => match self.cheapest(slot.tried, slot.range.start) {
                Some(next) => return self.read_from(at as u32, next, out),
                None => codes::SYSTEM_PARITY,
            },
        };
        self.end_read(at, status, out);
        self.close_one(out);
    }

    /// The full member that was not tried yet with the lowest cost and queue, in turn among equals; those known to fail
    /// come last. With split reads the block decides among the members of lowest cost (shadowing.md 2.4).
    fn cheapest(&mut self, tried: MemberMask, lbn: Lbn) -> Option<MemberIndex> {
        let also = if self.mutated.is(Mutation::TargetRead) { self.targets } else { MemberMask::NONE };
        let untried = (self.full | also).without(tried);
        let working = untried.without(self.failing);
        let candidates = if working.is_empty() { untried } else { working };
        if self.view.merge.is_some() && self.view.write_locked && candidates.contains(self.view.master) {
            // Nothing can be merged: one member speaks for all.
            return Some(self.view.master);
        }
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

    /// Flushes that wait for a barrier end, and reads that would have to compare: no member that failed them can leave.
    pub(super) fn end_hopeless(&mut self, out: &mut Vec<Effect>) {
        let status = Self::failure_status();
        for waiting in std::mem::take(&mut self.waiting) {
            match waiting {
                Waiting::Flush(irp) => out.push(Effect::Complete { irp, status }),
                Waiting::Read(irp, range) if self.must_compare(range).is_some() => {
                    out.push(Effect::Complete { irp, status });
                }
                other => self.waiting.push_back(other),
            }
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
        } else if self.full.len() > 1 || self.is_awaited(failed) {
            self.waiting.push_back(Waiting::Flush(irp));
            self.fail_working(failed, out);
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
