//! Mount verification: members that do not answer, how long they are waited for, and what follows (shadowing.md 1.4).
//!
//! While a member is away nothing is issued: new requests wait, writes that failed there are held and start again at the
//! bitmap step when it is back or out (I5). A member that stays away longer than its timeout is expelled, as long as
//! another full member answers; when none does, the unit has its own timeout and is then given up. Time comes by
//! `Input::Timeouts` only. A step of a barrier that meets such a member waits for it too.

use super::effect::{Effect, Event};
use super::ids::{MAX_MEMBERS, MemberIndex, MemberMask, Ticket};
use super::input::{Change, DeviceEvent, Wish};
use super::refusal::Refusal;
use super::unit::{VirtualUnit, Waiting};
use super::view::UnitState;
use crate::clock::Millis;

/// Who is away, and since when.
#[derive(Debug, Default)]
pub(super) struct Verification {
    /// Members that do not answer, or refuse to be written.
    pub(super) away: MemberMask,
    /// When each of them was lost.
    lost_at: [Millis; MAX_MEMBERS],
    /// Since when no full member answers.
    dark_since: Option<Millis>,
    /// To be expelled as soon as they are away: SET SHADOW/FORCE_REMOVAL.
    flagged: MemberMask,
    /// The unit is to be given up as soon as nothing is under way: who asked for it, and for which dismount then.
    aborting: Vec<(Ticket, Option<Wish>)>,
}

impl Verification {
    /// A view was installed: only these members are still the same.
    pub(super) fn keep(&mut self, same: MemberMask) {
        self.away = self.away & same;
        self.flagged = self.flagged & same;
    }
}

impl VirtualUnit {
    /// Whether a member is waited for: nothing is issued.
    pub fn is_verifying(&self) -> bool {
        !self.verification.away.is_empty()
    }

    /// The members that are waited for, once nothing is under way any more: only then does it say something whether they
    /// answer.
    pub fn awaited(&self) -> MemberMask {
        if self.open == 0 { self.verification.away } else { MemberMask::NONE }
    }

    /// Whether a transfer failed because a member is away: it is not answered but waits.
    pub(super) fn is_awaited(&self, failed: MemberMask) -> bool {
        !(failed & self.verification.away).is_empty()
    }

    /// Members failed a transfer: those that are away are waited for, others leave.
    pub(super) fn fail_working(&mut self, failed: MemberMask, out: &mut Vec<Effect>) {
        let failed = failed.without(self.verification.away);
        if !failed.is_empty() {
            self.fail_members(failed, out);
        }
    }

    /// Full members that work, as far as is known.
    fn answering(&self) -> MemberMask {
        self.full.without(self.verification.away | self.failing)
    }

    /// Something happened to a member's device.
    pub(super) fn on_device(&mut self, member: MemberIndex, event: DeviceEvent, out: &mut Vec<Effect>) {
        match event {
            DeviceEvent::Lost => self.note_away(member, false, out),
            DeviceEvent::WriteLocked => self.note_away(member, true, out),
            DeviceEvent::Back => self.on_back(member, out),
            DeviceEvent::NoSpace => drop(self.fail_members(member.mask() & self.view.all(), out)),
            DeviceEvent::Moved => {
                if let Some(device) = self.view.member(member).map(|member| member.device) {
                    out.push(Effect::Notify(Event::WrongVolume { device }));
                    self.expel(member.mask(), out);
                }
            }
        }
    }

    /// A member does not answer. The transfer that found it out fails next and is held.
    fn note_away(&mut self, member: MemberIndex, locked: bool, out: &mut Vec<Effect>) {
        let waits =
            matches!(self.state, UnitState::Running | UnitState::Stalled { .. } | UnitState::MountVerify { .. });
        let known = (self.verification.away | self.failing).contains(member);
        let Some(device) = self.view.member(member).map(|member| member.device) else { return };
        if !waits || known {
            return;
        }
        if !self.is_verifying() {
            out.push(Effect::Notify(Event::VerificationBegun));
        }
        out.push(Effect::Notify(Event::MemberAway { device, locked }));
        self.verification.away |= member.mask();
        self.verification.lost_at[member.at()] = self.now;
        if self.answering().is_empty() {
            self.verification.dark_since.get_or_insert(self.now);
        }
        self.begin_verification(out);
    }

    /// Stops issuing because a member is away: holds and writes that have stored nothing yet go back to where they came
    /// from, as for a barrier.
    pub(super) fn begin_verification(&mut self, out: &mut Vec<Effect>) {
        if self.state == UnitState::Running && self.is_verifying() {
            self.drop_holds(out);
            self.withdraw_unstored();
            self.set_state(UnitState::MountVerify { since: self.now });
            self.abort_when_idle(out);
        }
    }

    /// A member answers again, with the contents that it had.
    fn on_back(&mut self, member: MemberIndex, out: &mut Vec<Effect>) {
        if !self.verification.away.contains(member) {
            return;
        }
        self.verification.away = self.verification.away.without(member.mask());
        if let Some(member) = self.view.member(member) {
            out.push(Effect::Notify(Event::MemberBack { device: member.device }));
        }
        if !self.answering().is_empty() {
            self.verification.dark_since = None;
        }
        if self.retry_step(out) {
            return;
        }
        if !self.is_verifying() && matches!(self.state, UnitState::MountVerify { .. }) {
            self.set_state(UnitState::Running);
            self.resume_io(out);
        }
    }

    /// Time has passed: who has been away too long is expelled, or the unit given up.
    pub(super) fn on_timeouts(&mut self, unit: Millis, members: &[Millis; MAX_MEMBERS], out: &mut Vec<Effect>) {
        if !self.is_verifying() {
            return;
        }
        let now = self.now;
        let over = |since: Millis, limit: Millis| now.0.saturating_sub(since.0) >= limit.0;
        if self.answering().is_empty() {
            let since = *self.verification.dark_since.get_or_insert(now);
            if over(since, unit) && self.can_give_up() {
                self.give_up_verification(out);
            }
            return;
        }
        self.verification.dark_since = None;
        let Verification { away, lost_at, flagged, .. } = &self.verification;
        let expired = away.iter().filter(|m| flagged.contains(*m) || over(lost_at[m.at()], members[m.at()]));
        let expired: MemberMask = expired.collect();
        if !expired.is_empty() {
            self.expel(expired, out);
        }
    }

    fn can_give_up(&self) -> bool {
        matches!(self.state, UnitState::MountVerify { .. }) && self.open == 0 || self.is_parked()
    }

    /// Members leave without being waited for any longer.
    fn expel(&mut self, members: MemberMask, out: &mut Vec<Effect>) {
        self.verification.away = self.verification.away.without(members);
        if self.fail_step(members, out) {
            return;
        }
        self.fail_members(members, out);
    }

    /// SET SHADOW/FORCE_REMOVAL: members that are away leave at once, others as soon as they are.
    pub(super) fn on_force(&mut self, ticket: Ticket, members: MemberMask, out: &mut Vec<Effect>) {
        let members = members & self.view.all();
        let refusal = match () {
            () if members.is_empty() => Some(Refusal::ChangedState),
            () if self.full.without(members).is_empty() => Some(Refusal::OnlySource),
            () => None,
        };
        if let Some(refusal) = refusal {
            return super::barrier::reply(ticket, Err(refusal), out);
        }
        self.verification.flagged |= members;
        let now = members & self.verification.away;
        if now.is_empty() || self.answering().is_empty() {
            return super::barrier::reply(ticket, Ok(super::Done::default()), out);
        }
        // Answered when it is done, by whichever change does it.
        self.changes.push_back((ticket, Change::Remove { members: now, bitmap: Wish::No, forced: true }));
        self.expel(now, out);
    }

    /// SET SHADOW/ABORT_VIRTUAL_UNIT or DISMOUNT/ABORT in mount verification: not before what is under way has ended, or
    /// a store that fails then would never end.
    pub(super) fn ask_abort(&mut self, ticket: Ticket, dismount: Option<Wish>, out: &mut Vec<Effect>) {
        self.verification.aborting.push((ticket, dismount));
        self.abort_when_idle(out);
    }

    /// Gives the unit up when that was asked for and nothing is under way.
    pub(super) fn abort_when_idle(&mut self, out: &mut Vec<Effect>) {
        if !self.verification.aborting.is_empty() && self.is_verifying() && self.can_give_up() {
            self.give_up_verification(out);
        }
    }

    /// Mount verification is over, this way or another: answers those who asked for its end.
    pub(super) fn answer_aborting(&mut self, result: Result<(), Refusal>, out: &mut Vec<Effect>) {
        for (ticket, dismount) in std::mem::take(&mut self.verification.aborting) {
            match dismount {
                Some(minicopy) if result != Err(Refusal::NotMounted) => {
                    self.changes.push_back((ticket, Change::Dismount { minicopy, abort: true }));
                }
                _ => super::barrier::reply(ticket, result.map(|()| super::Done::default()), out),
            }
        }
    }

    /// The unit is given up on this node: by its timeout, or by an operator.
    pub(super) fn give_up_verification(&mut self, out: &mut Vec<Effect>) {
        out.push(Effect::Notify(Event::Aborted));
        let aborting = std::mem::take(&mut self.verification.aborting);
        self.verification = Verification::default();
        if !self.abandon_step(out) {
            self.abort(out);
        }
        self.verification.aborting = aborting;
        self.answer_aborting(Ok(()), out);
        self.start_next_change(out);
    }

    /// Whether a step waits for members that are away.
    pub(super) fn is_parked(&self) -> bool {
        self.coordination.as_ref().is_some_and(|c| c.parked)
    }

    /// A step that waited is begun again, from the first one (I22). `false` when none waits.
    pub(super) fn retry_step(&mut self, out: &mut Vec<Effect>) -> bool {
        let Some(c) = self.coordination.as_mut().filter(|c| c.parked) else { return false };
        c.parked = false;
        self.decide(out);
        true
    }

    /// Members that a step waited for leave in its change. `false` when none waits.
    pub(super) fn fail_step(&mut self, members: MemberMask, out: &mut Vec<Effect>) -> bool {
        let Some(c) = self.coordination.as_mut().filter(|c| c.parked) else { return false };
        c.failed |= members;
        c.hopeless |= members;
        self.retry_step(out)
    }

    /// Nobody is waited for any longer: the change of the step that waited is given up, with the set. `false` when none
    /// waits.
    pub(super) fn abandon_step(&mut self, out: &mut Vec<Effect>) -> bool {
        let Some(c) = self.coordination.as_mut().filter(|c| c.parked) else { return false };
        c.parked = false;
        c.abandoned = true;
        self.give_up(out);
        true
    }

    /// Issues what has waited.
    pub(super) fn resume_io(&mut self, out: &mut Vec<Effect>) {
        self.answer_aborting(Err(Refusal::ChangedState), out);
        if self.bereaved {
            // Not before the barrier that takes the dead node out.
            return self.ask_nodes_gone(out);
        }
        if self.failing.is_empty() {
            // Not before whoever failed is out: under the old view a write that then ends with an error would leave
            // full members that differ.
            self.restart_held(out);
        }
        for _ in 0..self.waiting.len() {
            match self.waiting.pop_front() {
                Some(Waiting::Write(irp, range)) => self.start_write(irp, range, out),
                Some(Waiting::Read(irp, range)) => self.start_read(irp, range, out),
                Some(Waiting::Flush(irp)) => self.start_flush(irp, out),
                None => break,
            }
        }
        self.promote_merged(out);
        self.start_next_change(out);
    }
}
