//! Application writes: bitmap bits first, then sources, then targets, then the acknowledgement.
//!
//! Owns the table of accepted writes. A write that fails anywhere is *held* until a barrier has taken the failed member
//! out, and then starts again at the bitmap step (I5): its old bits may belong to a bitmap that no longer exists.

use super::bitmap::bit_run;
use super::effect::{Effect, IoOp};
use super::ids::{Irp, MemberMask, Tag, Token};
use super::input::Verdict;
use super::message::Message;
use super::mutation::Mutation;
use super::unit::{TokenKind, VirtualUnit, Waiting, kind_of, slot_of};
use crate::blocks::LbnRange;
use crate::message::{Status, codes};

/// Where a write is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum WritePhase {
    /// The slot is not in use.
    Free,
    /// Masters of bitmaps have been told; so many answers are missing. Nothing is stored.
    Bits { missing: u16 },
    /// Its range is held; nothing is stored. It starts again when the hold is over.
    Blocked,
    /// Being stored on the full members.
    Sources,
    /// Being stored on the targets.
    Targets,
    /// Waits for a failed member to be removed.
    Held,
}

/// An accepted write.
#[derive(Clone, Copy, Debug)]
pub(super) struct WriteSlot {
    irp: Irp,
    range: LbnRange,
    /// Of the transfer, or of the SetBits messages, that it waits for.
    token: Token,
    phase: WritePhase,
}

impl WriteSlot {
    /// Whether the write is being stored in the range.
    pub(super) fn is_storing(&self, range: LbnRange) -> bool {
        matches!(self.phase, WritePhase::Sources | WritePhase::Targets) && self.range.overlaps(range)
    }
}

impl VirtualUnit {
    /// An admitted write.
    pub(super) fn on_write(&mut self, irp: Irp, range: LbnRange, out: &mut Vec<Effect>) {
        if self.stalls_writes() {
            return self.steering.stalled.push_back((irp, range));
        }
        if self.accepts(Waiting::Write(irp, range), out) {
            self.start_write(irp, range, out);
        }
    }

    /// Starts a write that was accepted, now or before a barrier.
    pub(super) fn start_write(&mut self, irp: Irp, range: LbnRange, out: &mut Vec<Effect>) {
        if self.view.write_locked {
            out.push(Effect::Complete { irp, status: codes::SYSTEM_WRITLCK });
            return;
        }
        let slot = WriteSlot { irp, range, token: Token(0), phase: WritePhase::Free };
        let at = if let Some(at) = self.free_writes.pop() {
            self.writes[at as usize] = slot;
            at
        } else {
            self.writes.push(slot);
            u32::try_from(self.writes.len() - 1).expect("fewer than 2^28 writes are open")
        };
        self.begin_write(at, out);
    }

    /// The bitmap step. Own bits are set now; other masters are told and answer before anything is stored (I6).
    fn begin_write(&mut self, at: u32, out: &mut Vec<Effect>) {
        let range = self.writes[at as usize].range;
        match self.flag(range, TokenKind::Write, at, out) {
            Some((token, missing)) => {
                let slot = &mut self.writes[at as usize];
                (slot.token, slot.phase) = (token, WritePhase::Bits { missing });
            }
            None => self.store_sources(at, out),
        }
    }

    /// Flags a run in every bitmap. `None` when all masters know of it; else what their answers carry, and how many there
    /// will be.
    pub(super) fn flag(
        &mut self,
        range: LbnRange,
        kind: TokenKind,
        slot: u32,
        out: &mut Vec<Effect>,
    ) -> Option<(Token, u16)> {
        let mut told = None;
        for index in 0..self.bitmaps.len() {
            if self.bitmaps[index].mine {
                if !self.mutated.is(Mutation::BitAfterData) {
                    self.bitmaps[index].note_own(range);
                }
            } else if self.gone.contains(self.bitmaps[index].master) {
                // It is lost, as the barrier that follows says.
            } else if !self.bitmaps[index].knows(range) {
                let (token, missing) = told.get_or_insert_with(|| (self.token(kind, slot), 0));
                let bitmap = &self.bitmaps[index];
                let (tag, ranges) = (Tag(token.0), vec![bit_run(range)]);
                let message = Message::SetBits { bitmap: bitmap.id, epoch: bitmap.epoch, ranges, tag };
                out.push(Effect::Send { to: bitmap.master, message });
                if self.mutated.is(Mutation::LocalBitWhenSent) {
                    self.bitmaps[index].note_answered(range);
                }
                *missing += 1;
            }
        }
        told
    }

    /// All masters have answered: only now the local bits are set (I7). Earlier, a second write to the range would overtake
    /// the message.
    pub(super) fn note_flagged(&mut self, range: LbnRange) {
        self.bitmaps.iter_mut().filter(|bitmap| !bitmap.mine).for_each(|bitmap| bitmap.note_answered(range));
    }

    /// A master has the bits.
    pub(super) fn on_bits_set(&mut self, tag: Tag, out: &mut Vec<Effect>) {
        let token = Token(tag.0);
        if kind_of(token) == TokenKind::Hold {
            return self.on_repair_bits_set(token, out);
        }
        let Some(slot) = self.writes.get_mut(slot_of(token)).filter(|slot| slot.token == token) else { return };
        let WritePhase::Bits { missing } = &mut slot.phase else { return };
        *missing -= 1;
        if *missing == 0 {
            let range = slot.range;
            self.note_flagged(range);
            self.store_sources(slot_of(token) as u32, out);
        }
    }

    /// Stores on the full members, unless the range is held.
    fn store_sources(&mut self, at: u32, out: &mut Vec<Effect>) {
        if self.holds.block(self.writes[at as usize].range) {
            self.writes[at as usize].phase = WritePhase::Blocked;
        } else {
            let also = if self.mutated.is(Mutation::TargetsWithSources) { self.targets } else { MemberMask::NONE };
            self.store(at, WritePhase::Sources, self.full | also, out);
        }
    }

    /// A hold is over: writes that it kept start again, from the bitmap step.
    pub(super) fn start_blocked(&mut self, out: &mut Vec<Effect>) {
        for at in 0..self.writes.len() {
            let WriteSlot { range, phase, .. } = self.writes[at];
            if phase == WritePhase::Blocked && !self.holds.block(range) {
                self.begin_write(at as u32, out);
            }
        }
    }

    fn store(&mut self, at: u32, phase: WritePhase, members: MemberMask, out: &mut Vec<Effect>) {
        let token = self.token(TokenKind::Write, at);
        let slot = &mut self.writes[at as usize];
        (slot.token, slot.phase) = (token, phase);
        self.open += 1;
        self.steering.enqueue(members);
        let op = IoOp::Write { members };
        out.push(Effect::Io { token, irp: Some(slot.irp), op, range: slot.range, only: None });
    }

    /// A store has ended on all its members.
    pub(super) fn on_write_done(&mut self, token: Token, failed: MemberMask, verdict: Verdict, out: &mut Vec<Effect>) {
        let at = slot_of(token);
        let slot = self.writes[at];
        assert!(slot.token == token, "I4: an answer to a transfer that is not open: {slot:?}");
        // The members are those of the store: no view is installed while it is open.
        self.steering.dequeue(if slot.phase == WritePhase::Targets { self.targets } else { self.full });
        let refused = matches!(verdict, Verdict::Refused(_));
        if refused && slot.phase == WritePhase::Targets {
            // The sources have it: a target that has no space for it leaves, or it would differ behind the fence.
            self.write_failed(at, self.targets, out);
        } else if !failed.is_empty() {
            self.write_failed(at, failed, out);
        } else if let Verdict::Refused(status) = verdict {
            self.finish_write(at, status, out);
        } else if slot.phase == WritePhase::Sources
            && !self.targets.is_empty()
            && !self.mutated.is(Mutation::TargetsWithSources)
        {
            // Targets follow sources, always (I2); drained before the next barrier, so under the same view (I4).
            self.open -= 1;
            self.store(at as u32, WritePhase::Targets, self.targets, out);
        } else {
            self.finish_write(at, Status::NORMAL, out);
        }
    }

    fn write_failed(&mut self, at: usize, failed: MemberMask, out: &mut Vec<Effect>) {
        if self.mutated.is(Mutation::EarlyAcknowledgement) && !self.full.without(failed).is_empty() {
            self.fail_members(failed, out);
            return self.finish_write(at, Status::NORMAL, out);
        }
        let targets_only = (failed & self.full).is_empty();
        if targets_only || self.full.len() > 1 || self.is_awaited(failed) {
            self.writes[at].phase = WritePhase::Held;
            self.held += 1;
            self.fail_working(failed, out);
            self.check_holds(out);
            self.close_one(out);
        } else {
            self.fail_members(failed, out);
            self.recopy(self.writes[at].range, out);
            self.remerge(self.writes[at].range.start, out);
            self.finish_write(at, Self::failure_status(), out);
        }
    }

    fn finish_write(&mut self, at: usize, status: Status, out: &mut Vec<Effect>) {
        if self.mutated.is(Mutation::BitAfterData) {
            let range = self.writes[at].range;
            self.bitmaps.iter_mut().filter(|bitmap| bitmap.mine).for_each(|bitmap| bitmap.note_own(range));
        }
        let slot = &mut self.writes[at];
        slot.phase = WritePhase::Free;
        let irp = slot.irp;
        self.free_writes.push(at as u32);
        out.push(Effect::Complete { irp, status });
        self.check_holds(out);
        self.close_one(out);
        if self.closing {
            self.start_next_change(out);
        }
    }

    /// A barrier begins: writes that wait for bits or a hold go back to where they came from. Nothing of them is stored.
    pub(super) fn withdraw_unstored(&mut self) {
        for at in 0..self.writes.len() {
            if matches!(self.writes[at].phase, WritePhase::Bits { .. } | WritePhase::Blocked) {
                let slot = &mut self.writes[at];
                slot.phase = WritePhase::Free;
                self.waiting.push_back(Waiting::Write(slot.irp, slot.range));
                self.free_writes.push(at as u32);
            }
        }
    }

    /// A barrier has ended: held writes start again, from the bitmap step, under the view that is now installed (I5).
    pub(super) fn restart_held(&mut self, out: &mut Vec<Effect>) {
        for at in 0..self.writes.len() {
            if self.writes[at].phase == WritePhase::Held {
                self.held -= 1;
                if self.mutated.is(Mutation::HeldWriteContinues) {
                    self.open += 1;
                    self.finish_write(at, Status::NORMAL, out);
                } else {
                    self.begin_write(at as u32, out);
                }
            }
        }
    }

    /// The set is given up: copies and merges look again at what held writes may have stored on some members only.
    pub(super) fn note_half_stored(&mut self, out: &mut Vec<Effect>) {
        for at in 0..self.writes.len() {
            let WriteSlot { range, phase, .. } = self.writes[at];
            if phase == WritePhase::Held {
                self.recopy(range, out);
                self.remerge(range.start, out);
            }
        }
    }

    /// The set is given up: held writes end.
    pub(super) fn end_held(&mut self, status: Status, out: &mut Vec<Effect>) {
        for at in 0..self.writes.len() {
            if self.writes[at].phase == WritePhase::Held {
                self.held -= 1;
                self.writes[at].phase = WritePhase::Free;
                self.free_writes.push(at as u32);
                out.push(Effect::Complete { irp: self.writes[at].irp, status });
            }
        }
    }

    /// Whether any write is accepted and not acknowledged.
    pub(super) fn has_writes(&self) -> bool {
        self.writes.len() > self.free_writes.len()
    }
}
