//! The storage control block of a set: one content for all full members (shadow-core 4.1).
//!
//! Owns everything in it that shadowing does not decide: geometry, label, mount time. The core's fields are put in when a
//! block is written. Writes are durable by themselves and never go through a map.

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};

use crate::blocks::{BLOCK_BYTES, Lbn, LbnRange};
use crate::clock::VmsTime;
use crate::ods2::scb::{member_status, shadow_status, status};
use crate::ods2::{Scb, ScbMember};
use crate::shadow::{DeviceId, Generation, ScbFields, ScbRead, ScbRole, UnitNumber};
use crate::storage::Fault;

use super::device::Disk;
use super::device_name::{unit_of_id, virtual_unit_id};

/// The SCB that the full members of a set share.
#[derive(Debug)]
pub(super) struct SetScb {
    base: Mutex<Scb>,
    lbn: Lbn,
    /// Where targets of another layout have an SCB of their own.
    elsewhere: Mutex<HashMap<u64, Lbn>>,
}

impl SetScb {
    /// The SCB of a set whose source carries `base`, found at `lbn`.
    pub fn new(base: Scb, lbn: Lbn) -> Self {
        Self { base: Mutex::new(base), lbn, elsewhere: Mutex::default() }
    }

    /// Where it lies on every member.
    pub fn lbn(&self) -> Lbn {
        self.lbn
    }

    /// Notes that a disk that is about to join has an SCB at `lbn`.
    pub fn note_elsewhere(&self, disk: u64, lbn: Lbn) {
        if lbn != self.lbn {
            self.elsewhere.lock().unwrap_or_else(PoisonError::into_inner).insert(disk, lbn);
        }
    }

    /// The volume has another label.
    pub fn renamed(&self, label: &str) {
        self.base.lock().unwrap_or_else(PoisonError::into_inner).lock_name = padded(label);
    }

    /// Puts label and time of a mount into it.
    pub fn mounted(&self, label: &str, time: VmsTime) {
        let mut base = self.base.lock().unwrap_or_else(PoisonError::into_inner);
        base.lock_name = padded(label);
        base.mount_time = time;
    }

    /// Its content as it would be written with these fields.
    pub fn compose(&self, fields: &ScbFields) -> Scb {
        let mut scb = self.base.lock().unwrap_or_else(PoisonError::into_inner).clone();
        let in_use = if fields.mounted { status::MAP_ALLOCATED | status::FILE_ALLOCATED } else { 0 };
        scb.status = in_use;
        scb.status_copy = in_use;
        scb.volume_size = if fields.volume_size.0 > 0 { fields.volume_size } else { scb.volume_size };
        scb.write_count = fields.write_count;
        scb.generation = fields.generation.0;
        scb.unit_id = u16::try_from(fields.unit.0).map(virtual_unit_id).unwrap_or(0);
        scb.shadow_status = match (fields.copying, fields.merging) {
            (true, _) => shadow_status::COPYING,
            (false, true) => shadow_status::MERGING,
            (false, false) => shadow_status::NORMAL,
        };
        scb.members = Default::default();
        for (at, member) in fields.members.iter().enumerate() {
            scb.members[at] = ScbMember { status: member_bits(fields, at), id: member.device.0 };
        }
        let count = |wanted: ScbRole| {
            u8::try_from(fields.members.iter().filter(|member| member.role == wanted).count()).unwrap_or(u8::MAX)
        };
        scb.full_count = count(ScbRole::Source);
        scb.copy_targets = count(ScbRole::Target);
        scb.device_count = scb.full_count + scb.copy_targets;
        scb.master_index = fields.master;
        scb.merge_targets = if fields.merging { scb.full_count } else { 0 };
        scb.scb_lbn = self.lbn;
        scb
    }

    /// Reads the SCB of one member.
    pub fn read(&self, disk: &Disk) -> ScbRead {
        let mut block = [0; BLOCK_BYTES];
        let range = LbnRange { start: self.lbn, count: crate::blocks::BlockCount(1) };
        match disk.read(range, &mut block) {
            Ok(()) => Scb::decode(&block).map_or(ScbRead::Torn, |scb| ScbRead::Valid(fields(&scb))),
            Err(_) => ScbRead::Unreadable,
        }
    }

    /// Writes the SCB of one member. A disk that becomes a target and has an SCB elsewhere loses its generation there
    /// first, so that neither leads to a valid member. With `early` the next flush of the disk makes it durable.
    pub fn write(&self, disk: &Disk, fields: &ScbFields, early: bool) -> Result<(), Fault> {
        if fields.generation == Generation::ZERO {
            let elsewhere = self.elsewhere.lock().unwrap_or_else(PoisonError::into_inner).remove(&disk.unit_id());
            if let Some(lbn) = elsewhere {
                zero_generation(disk, lbn)?;
            }
        }
        let block = self.compose(fields).encode();
        if early { disk.write_early(self.lbn, &block) } else { disk.write_durable(self.lbn, &block) }
    }
}

/// Zeroes the generation in the SCB at `lbn`, if one is there: the disk belongs to no set any more.
pub(super) fn zero_generation(disk: &Disk, lbn: Lbn) -> Result<(), Fault> {
    let mut block = [0; BLOCK_BYTES];
    disk.read(LbnRange { start: lbn, count: crate::blocks::BlockCount(1) }, &mut block)?;
    match Scb::decode(&block) {
        Ok(mut scb) => {
            scb.leave_shadowing();
            disk.write_durable(lbn, &scb.encode())
        }
        Err(_) => Ok(()),
    }
}

/// What shadowing reads out of an SCB.
pub(super) fn fields(scb: &Scb) -> ScbFields {
    let role = |bits: u8| if bits & member_status::SOURCE != 0 { ScbRole::Source } else { ScbRole::Target };
    let members = scb.members.iter().filter(|member| member.status & member_status::VALID != 0);
    ScbFields {
        generation: Generation(scb.generation),
        // Any number that is no unit's stands for "no virtual unit".
        unit: UnitNumber(unit_of_id(scb.unit_id).map_or(u32::MAX, u32::from)),
        write_count: scb.write_count,
        mounted: scb.is_dirty(),
        copying: scb.shadow_status & shadow_status::COPYING != 0,
        merging: scb.shadow_status & (shadow_status::MERGING | shadow_status::MINIMERGING) != 0,
        members: members
            .map(|member| crate::shadow::ScbMember { device: DeviceId(member.id), role: role(member.status) })
            .collect(),
        master: scb.master_index,
        backup_revision: scb.backup_revision,
        volume_size: scb.volume_size,
        scb_lbn: scb.scb_lbn,
    }
}

/// A label in the 12 bytes of a lock name.
pub(super) fn padded(label: &str) -> [u8; 12] {
    let mut name = [b' '; 12];
    name.iter_mut().zip(label.bytes()).for_each(|(to, from)| *to = from);
    name
}

fn member_bits(fields: &ScbFields, at: usize) -> u8 {
    let master = if usize::from(fields.master) == at { member_status::MASTER } else { 0 };
    let role = match fields.members[at].role {
        ScbRole::Source => member_status::SOURCE | master,
        ScbRole::Target => member_status::FULL_COPY | member_status::IN_PROGRESS,
    };
    let merge = if fields.merging { member_status::MERGE } else { 0 };
    member_status::VALID | role | merge
}
