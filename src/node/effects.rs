//! The steps that the core asks for besides transfers: SCB writes, flushes, bitmap memory, notices.
//!
//! Performed outside the set's lock, one after the other. Owns what is told to operators and the creation times of
//! bitmaps; decides nothing.

use std::collections::HashMap;
use std::sync::PoisonError;
use std::sync::atomic::Ordering;

use crate::blocks::Lbn;
use crate::clock::VmsTime;
use crate::message::{Condition, Status, codes};
use crate::shadow::{
    BitmapId, DeviceId, Effect, Event, Input, MemberIndex, MemberMask, OpId, ScbFields, ScbRead, SetStatus,
};

use super::device_name::virtual_unit_name;
use super::history::PauseReason;
use super::members::MemberTable;
use super::operator::Origin;
use super::set::ShadowSet;

/// What the engine remembers of a set beside the core.
#[derive(Debug, Default)]
pub(super) struct Notes {
    /// When each bitmap was made.
    pub bitmaps: HashMap<BitmapId, VmsTime>,
    /// Copies that have been announced.
    pub announced: HashMap<OpId, Lbn>,
    /// Since when members have been away.
    pub away: HashMap<DeviceId, VmsTime>,
    /// Members that somebody forced out, or asked to be expelled as soon as they are away.
    pub forced: Vec<DeviceId>,
    /// Members that have become another volume.
    pub wrong: Vec<DeviceId>,
}

impl ShadowSet {
    /// When each bitmap was made, for a saved state.
    pub fn bitmap_times(&self) -> Vec<(u32, VmsTime)> {
        let notes = self.notes.lock().unwrap_or_else(PoisonError::into_inner);
        let mut times: Vec<(u32, VmsTime)> = notes.bitmaps.iter().map(|(id, time)| (id.0, *time)).collect();
        times.sort_unstable();
        times
    }

    /// Takes the creation times of bitmaps from a saved state.
    pub fn remember_bitmaps(&self, times: impl Iterator<Item = (BitmapId, VmsTime)>) {
        self.notes.lock().unwrap_or_else(PoisonError::into_inner).bitmaps.extend(times);
    }

    /// Somebody wants the member out.
    pub fn note_forced(&self, device: DeviceId) {
        self.notes.lock().unwrap_or_else(PoisonError::into_inner).forced.push(device);
    }

    /// Performs a step; what the core is told about it.
    pub(super) fn perform_step(&self, table: &MemberTable, step: Effect) -> Option<Input> {
        let done = |token, failed| Some(Input::StepDone { token, failed, no_memory: false });
        match step {
            Effect::WriteScb { token, member, device, scb } => done(token, self.write_scb(member, device, &scb)),
            Effect::ReadScbs { token, members } => {
                let read = |device: DeviceId| match self.around.disks.with_id(device.0) {
                    Some(disk) => self.scb.read(disk),
                    None => ScbRead::Offline,
                };
                let delay = |(_, device): &(MemberIndex, DeviceId)| self.delay_of(*device);
                self.step_took(members.iter().map(delay).max().unwrap_or(0));
                let scbs = members.into_iter().map(|(index, device)| (index, read(device))).collect();
                Some(Input::ScbsRead { token, scbs })
            }
            Effect::Flush { token, members } => {
                let failed = flush(table, members);
                // Members work side by side.
                self.step_took(table.slowest(members));
                done(token, failed)
            }
            Effect::FenceDevice { token, .. } => done(token, MemberMask::NONE),
            Effect::AllocateBitmap { token, bitmap, ranges, .. } => {
                let no_memory = !self.around.bitmap_memory.take(bitmap, u64::from(ranges.div_ceil(8)));
                Some(Input::StepDone { token, failed: MemberMask::NONE, no_memory })
            }
            Effect::Notify(event) => {
                self.announce(&event);
                self.keep_history_of(&event);
                None
            }
            Effect::FreeBitmap { bitmap } => {
                self.around.bitmap_memory.release(bitmap);
                self.notes.lock().unwrap_or_else(PoisonError::into_inner).bitmaps.remove(&bitmap);
                None
            }
            // One node: there is nobody to send to.
            _ => None,
        }
    }

    fn write_scb(&self, member: MemberIndex, device: DeviceId, fields: &ScbFields) -> MemberMask {
        let early = self.writes_early.load(Ordering::SeqCst);
        let written = match self.around.disks.with_id(device.0) {
            Some(disk) => self.scb.write(disk, fields, early).is_ok(),
            None => false,
        };
        if !early {
            self.step_took(self.delay_of(device));
        }
        if written { MemberMask::NONE } else { member.mask() }
    }

    /// Milliseconds that each operation of a disk takes longer.
    fn delay_of(&self, device: DeviceId) -> u64 {
        self.around.disks.with_id(device.0).map_or(0, |disk| disk.faults().delay())
    }

    /// Tells operators what a dismount has broken off of what ran before.
    pub fn tell_broken_off(&self, before: &SetStatus) {
        let merge = before.merge.filter(|merge| merge.active).map(|merge| (merge.op, merge.fence));
        let copies = before.copies.iter().filter(|copy| copy.active && !copy.at_end).map(|copy| (copy.op, copy.fence));
        copies.for_each(|(op, at)| self.tell_server(codes::SHADOW_SERVER_SSRVSPNDCPY, at, op));
        merge.into_iter().for_each(|(op, at)| self.tell_server(codes::SHADOW_SERVER_SSRVSPNDMRG, at, op));
    }

    /// What the shadow server says of an operation.
    fn tell_server(&self, status: Status, at: Lbn, op: OpId) {
        let op = i64::try_from(op.0).unwrap_or(i64::MAX);
        let at = i64::try_from(at.0).unwrap_or(i64::MAX);
        let unit = virtual_unit_name(self.unit);
        let condition = Condition::new(status).arg(format!("_{unit}:")).arg(at).arg(op);
        self.around.operator.send(Origin::Process, &condition);
    }

    /// Tells operators about an event.
    fn announce(&self, event: &Event) {
        let unit = virtual_unit_name(self.unit);
        let operator = &self.around.operator;
        let server = |status: Status, at: Lbn, op: OpId| self.tell_server(status, at, op);
        let system = |status: Status, name: &str| {
            operator.send(Origin::System, &Condition::new(status).arg(format!("{name}:")));
        };
        let name = |device: DeviceId| {
            self.around.disks.with_id(device.0).map_or_else(String::new, |disk| disk.name().to_owned())
        };
        let mut notes = self.notes.lock().unwrap_or_else(PoisonError::into_inner);
        match event {
            Event::CopyStarted { op, at, .. } => {
                let status = if at.0 > 0 || notes.announced.contains_key(op) {
                    codes::SHADOW_SERVER_SSRVRESCPY
                } else {
                    codes::SHADOW_SERVER_SSRVINICPY
                };
                notes.announced.insert(*op, *at);
                self.remembered(|history| history.goes_on(*op, self.around.clock.now()));
                system(codes::SHADOW_COPYSTARTED, &unit);
                server(status, *at, *op);
            }
            Event::CopyCompleted { op, at, devices } => {
                server(codes::SHADOW_SERVER_SSRVCMPFCPY, *at, *op);
                devices.iter().for_each(|device| system(codes::SHADOW_COPYDONE, &name(*device)));
                if !self.has_copies() {
                    system(codes::SHADOW_ALLCOPIED, &unit);
                }
            }
            Event::CopySuspended { op, at } => {
                self.note_pause(*op, *at, PauseReason::ThreadTaken);
                server(codes::SHADOW_SERVER_SSRVSPNDCPY, *at, *op);
            }
            Event::CopyEnded { op, at } => server(codes::SHADOW_SERVER_SSRVSPNDCPY, *at, *op),
            Event::MergeStarted { op, at } => {
                self.note_merge_started(*op);
                server(codes::SHADOW_SERVER_SSRVINIMRG, *at, *op);
            }
            Event::MergeCompleted { op, at } => {
                self.note_merge_completed(*op, *at);
                server(codes::SHADOW_SERVER_SSRVCMPMRG, *at, *op);
            }
            Event::MergeSuspended { op, at } => {
                let why = if self.has_copies() { PauseReason::CopyFirst } else { PauseReason::ThreadTaken };
                self.note_pause(*op, *at, why);
                server(codes::SHADOW_SERVER_SSRVSPNDMRG, *at, *op);
            }
            Event::MemberRemoved { device, forced } => {
                self.note_removal(&mut notes, *device, *forced);
                system(codes::SHADOW_REMOVED, &name(*device));
                if *forced {
                    system(codes::SHADOW_REDUCED, &name(*device));
                }
            }
            Event::VerificationBegun => system(codes::SHADOW_CHANGED, &unit),
            Event::MemberAway { device, locked } => {
                notes.away.insert(*device, self.around.clock.now());
                let status = if *locked { codes::SHADOW_WRITELOCKED } else { codes::SHADOW_OFFLINE };
                system(status, &name(*device));
            }
            Event::MemberBack { device } => {
                notes.away.remove(device);
                system(codes::SHADOW_COMPLETED, &name(*device));
            }
            Event::WrongVolume { device } => {
                notes.wrong.push(*device);
                system(codes::SHADOW_WRONGVOL, &name(*device));
            }
            Event::Aborted => system(codes::SHADOW_ABORTED, &unit),
            Event::LastMemberFailed { device } => system(codes::SHADOW_OFFLINE, &name(*device)),
            Event::BitmapStarted { bitmap } => {
                notes.bitmaps.insert(*bitmap, self.around.clock.now());
                self.around.tell_of_bitmap(codes::WBM_STARTED, *bitmap, self.unit);
            }
            Event::BitmapDeleted { bitmap } => self.around.tell_of_bitmap(codes::WBM_DELETED, *bitmap, self.unit),
        }
    }
}

fn flush(table: &MemberTable, members: MemberMask) -> MemberMask {
    let (reached, mut failed) = table.reach(members);
    for (index, member) in reached {
        if member.disk.flush().is_err() {
            failed |= index.mask();
        }
    }
    failed
}
