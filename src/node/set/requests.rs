//! Changes from their request to their end, application requests from their admission to their completion, and members
//! that they find away.
//!
//! A request runs in its caller's thread. One that has to wait for a member goes on when it is tried again.

use std::sync::Arc;
use std::sync::atomic::Ordering;

use super::{Data, Parcel, ShadowSet, Shared};
use crate::blocks::{BlockCount, LbnRange};
use crate::clock::Millis;
use crate::message::{Condition, Status, codes};
use crate::node::channel::{self, Pending};
use crate::node::device::Absence;
use crate::node::patience::{self, Patience};
use crate::shadow::{Change, DeviceEvent, Done, Input, Irp, MAX_MEMBERS, MemberIndex, MemberMask, Refusal, Ticket};

impl ShadowSet {
    /// Carries out a change of the set and waits for its end. One that has not begun when whoever waits has had enough is
    /// withdrawn.
    pub fn change(&self, change: Change) -> Result<Done, Refusal> {
        let mut shared = self.lock();
        let reason = Self::merge_reason(&change);
        shared.last_ticket += 1;
        let ticket = Ticket(shared.last_ticket);
        self.tick(&mut shared);
        self.feed(&mut shared, Input::Change { ticket, change }, None);
        let mut withdrawn = false;
        loop {
            if let Some(at) = shared.replies.iter().position(|(of, _)| *of == ticket) {
                let (_, result) = shared.replies.swap_remove(at);
                self.finish(shared);
                self.around.owe(self.take_owed());
                self.note_merge(reason);
                return result;
            }
            if !withdrawn && patience::is_over() {
                withdrawn = true;
                self.feed(&mut shared, Input::Withdraw { ticket }, None);
            } else {
                shared = self.work_or_wait(shared);
            }
        }
    }

    /// One application request, from its admission to its completion, in the caller's thread.
    pub(super) fn request(self: &Arc<Self>, range: LbnRange, mut data: Data<'_>) -> Result<(), Condition> {
        let status = self.run_request(range, &mut data);
        channel::done(status)
    }

    fn run_request(self: &Arc<Self>, range: LbnRange, data: &mut Data<'_>) -> Status {
        let mut pending = Pending::default();
        loop {
            if let Some(status) = self.attempt(&mut pending, range, data, Patience::Endless) {
                return status;
            }
        }
    }

    /// Begins a request, or goes on with it when `pending` names one. `None`: it waits for a member; to be called again
    /// with the same data, by a patient caller or not. One who has had enough gets CONTROLY; a write that some members may
    /// have stored then goes on without him.
    pub fn attempt(
        self: &Arc<Self>,
        pending: &mut Pending,
        range: LbnRange,
        data: &mut Data<'_>,
        patience: Patience,
    ) -> Option<Status> {
        let mut shared = self.lock();
        let irp = match pending.irp {
            Some(irp) => irp,
            None => *pending.irp.insert(match self.begin(&mut shared, range, data) {
                Ok(irp) => irp,
                Err(status) => return Some(status),
            }),
        };
        loop {
            match shared.take_parcel(irp) {
                Some(Parcel::Transfer(transfer)) => {
                    let table = Arc::clone(&shared.table);
                    drop(shared);
                    let (failed, verdict) = self.perform_request(&table, &transfer, data);
                    self.around.take_time(table.delay(transfer.op), patience, &mut pending.took);
                    shared = self.lock();
                    self.note_failures(&mut shared, failed);
                    self.feed(&mut shared, Input::IoDone { token: transfer.token, failed, verdict }, Some(irp));
                }
                Some(Parcel::Complete(status)) => {
                    if matches!(data, Data::Write(_)) {
                        self.release(&mut shared, irp, range);
                    }
                    self.open.fetch_sub(1, Ordering::Relaxed);
                    self.finish(shared);
                    self.around.take_time(self.take_owed(), patience, &mut pending.took);
                    pending.irp = None;
                    return Some(if status == codes::SYSTEM_CANCEL { codes::SYSTEM_CONTROLY } else { status });
                }
                None if patience == Patience::None && shared.core.is_verifying() => {
                    self.finish(shared);
                    return None;
                }
                None if shared.waits_for_long() && patience::is_over() => {
                    self.feed(&mut shared, Input::Cancel { irp }, Some(irp));
                    if shared.mine.is_none() {
                        // It is under way, or waits for another one's blocks.
                        drop(shared);
                        self.leave_alone(irp, range, data);
                        pending.irp = None;
                        return Some(codes::SYSTEM_CONTROLY);
                    }
                }
                None => shared = self.work_or_wait(shared),
            }
        }
    }

    /// A request whose owner does not wait any more goes on to its end in a thread of its own.
    fn leave_alone(self: &Arc<Self>, irp: Irp, range: LbnRange, data: &Data<'_>) {
        let (set, mut kept) = (Arc::clone(self), data.kept());
        let goes_on = move || {
            let mut pending = Pending { irp: Some(irp), took: 0 };
            while set.attempt(&mut pending, range, &mut kept.borrowed(), Patience::Endless).is_none() {}
        };
        // Without a thread the request waits for ever: the set is not suspended, and the next mount merges.
        drop(std::thread::Builder::new().name("request".to_owned()).spawn(goes_on));
    }

    /// Admits a request and shows it to the core.
    fn begin(&self, shared: &mut Shared, range: LbnRange, data: &Data<'_>) -> Result<Irp, Status> {
        let past_end = range.start.0.checked_add(range.count.0).is_none_or(|end| end > shared.core.view().size.0);
        let scb = LbnRange { start: self.scb.lbn(), count: BlockCount(1) };
        if matches!(data, Data::Write(_)) && range.overlaps(scb) {
            return Err(codes::SYSTEM_WRITLCK);
        }
        if past_end {
            return Err(codes::SYSTEM_IVADDR);
        }
        self.requests.fetch_add(1, Ordering::Relaxed);
        self.open.fetch_add(1, Ordering::Relaxed);
        shared.last_irp += 1;
        let irp = Irp(shared.last_irp);
        match data {
            Data::Write(_) if !shared.queue.admit(irp, range) => {}
            Data::Write(_) => self.feed(shared, Input::Write { irp, range }, Some(irp)),
            Data::Read(_) => self.feed(shared, Input::Read { irp, range }, Some(irp)),
            Data::Flush => self.feed(shared, Input::FlushUnit { irp }, Some(irp)),
        }
        Ok(irp)
    }

    /// Takes a completed write out of the admission queue and starts those that waited for it.
    fn release(&self, shared: &mut Shared, irp: Irp, range: LbnRange) {
        let mut started = std::mem::take(&mut shared.started);
        shared.queue.release(irp, range, &mut started);
        for (irp, range) in started.drain(..) {
            self.feed(shared, Input::Write { irp, range }, None);
        }
        shared.started = started;
    }

    /// Tells the core, before it hears of a failed transfer or step, which of the members are away.
    pub(super) fn note_failures(&self, shared: &mut Shared, failed: MemberMask) {
        for member in failed.iter() {
            let device = shared.core.view().member(member).map(|member| member.device);
            let Some(disk) = device.and_then(|device| self.around.disks.with_id(device.0)) else { continue };
            let event = match disk.absence() {
                Absence::None => continue,
                Absence::Lost => DeviceEvent::Lost,
                Absence::Locked => DeviceEvent::WriteLocked,
            };
            self.tick(shared);
            self.feed(shared, Input::Device { member, event }, None);
            self.around.watcher.wake();
        }
    }

    /// The files of members are gone: nobody has asked for a transfer yet.
    pub fn notice(&self, lost: MemberMask) {
        let mut shared = self.lock();
        self.note_failures(&mut shared, lost);
        self.finish(shared);
    }

    /// As `flush`, but without waiting for a member that is away. Whether everything is on the disks.
    pub fn flush_now(self: &Arc<Self>) -> bool {
        let mut pending = Pending::default();
        let done = self.attempt(&mut pending, LbnRange::default(), &mut Data::Flush, Patience::None);
        done.is_some_and(Status::is_success)
    }

    /// Whether it waits for a member.
    pub fn is_verifying(&self) -> bool {
        self.lock().core.is_verifying()
    }

    /// A member that was away is back, or has become another volume.
    pub fn device_event(&self, member: MemberIndex, event: DeviceEvent) {
        let mut shared = self.lock();
        // Its file was opened anew.
        shared.table = Arc::new(shared.table.without(member).rebuilt(shared.core.view(), &self.around.disks));
        self.tick(&mut shared);
        self.feed(&mut shared, Input::Device { member, event }, None);
        self.finish(shared);
    }

    /// Time has passed in mount verification.
    pub fn timeouts(&self, unit: Millis, members: [Millis; MAX_MEMBERS]) {
        let mut shared = self.lock();
        self.tick(&mut shared);
        self.feed(&mut shared, Input::Timeouts { unit, members }, None);
        self.finish(shared);
    }
}
