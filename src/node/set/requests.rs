//! Application requests from their admission to their completion, and members that they find away.
//!
//! A request runs in its caller's thread. One that has to wait for a member goes on when it is tried again.

use std::sync::Arc;
use std::sync::atomic::Ordering;

use super::{Data, Parcel, ShadowSet, Shared};
use crate::blocks::{BlockCount, LbnRange};
use crate::clock::Millis;
use crate::message::{Condition, Status, codes};
use crate::node::device::Absence;
use crate::shadow::{DeviceEvent, Input, Irp, MAX_MEMBERS, MemberIndex, MemberMask};

impl ShadowSet {
    /// One application request, from its admission to its completion, in the caller's thread.
    pub(super) fn request(&self, range: LbnRange, mut data: Data<'_>) -> Result<(), Condition> {
        let status = self.run_request(range, &mut data);
        if status.is_success() { Ok(()) } else { Err(status.into()) }
    }

    fn run_request(&self, range: LbnRange, data: &mut Data<'_>) -> Status {
        let mut pending = None;
        loop {
            if let Some(status) = self.attempt(&mut pending, range, data, true) {
                return status;
            }
        }
    }

    /// Begins a request, or goes on with it when `pending` names one. `None`: it waits for a member; to be called again
    /// with the same data, by a patient caller or not.
    pub fn attempt(
        &self,
        pending: &mut Option<Irp>,
        range: LbnRange,
        data: &mut Data<'_>,
        patient: bool,
    ) -> Option<Status> {
        let mut shared = self.lock();
        let irp = match *pending {
            Some(irp) => irp,
            None => *pending.insert(match self.begin(&mut shared, range, data) {
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
                    *pending = None;
                    return Some(status);
                }
                None if !patient && shared.core.is_verifying() => {
                    self.finish(shared);
                    return None;
                }
                None => shared = self.work_or_wait(shared),
            }
        }
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

    /// As `flush`, but without waiting for a member that is away. Whether everything is on the disks.
    pub fn flush_now(&self) -> bool {
        let mut pending = None;
        let done = self.attempt(&mut pending, LbnRange::default(), &mut Data::Flush, false);
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
