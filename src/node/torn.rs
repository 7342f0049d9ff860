//! Torn blocks: what a killed process was storing through a map is made whole from another member before anything is
//! read or merged (shadow-core 4.4).
//!
//! A record stays until the set of its image was formed or resumed, the image added to a set or initialised: until then a second
//! crash, a suspension or a failed mount must lose none. After that it must not stay: the image would be made equal to a
//! member that a later kill tore in the same place.

use crate::blocks::{BLOCK_BYTES, BlockCount, Lbn, LbnRange};
use crate::shadow::{DeviceId, Plan, PlannedRole};
use crate::storage::{BULK_BLOCKS, Fault, SlotRecord};

use super::device::Disk;
use super::{Node, set::Surroundings};

impl Node {
    /// Makes the blocks whole that a killed process may have torn on a member: every other full member has the old or
    /// the new ones. `scb` is the one block that is no data. Repeating it does no harm.
    pub(super) fn repair_torn(&self, plan: &Plan, scb: Lbn) -> Result<(), Fault> {
        let Some(slots) = &self.around.slots else { return Ok(()) };
        let full: Vec<DeviceId> = plan.members.iter().filter(|m| is_full(m.role)).map(|m| m.device).collect();
        for record in slots.torn().into_iter().filter(|record| full.contains(&DeviceId(record.image))) {
            // Alone, the block is what it is.
            let Some(other) = full.iter().find(|device| device.0 != record.image) else { continue };
            self.around.repair(record, *other, scb)?;
        }
        Ok(())
    }

    /// Forgets the records of devices that are members of a set now: full ones were made whole, and a target is not read
    /// before all of it was copied.
    pub(super) fn forget_torn(&self, members: impl Iterator<Item = DeviceId>) {
        if let Some(slots) = &self.around.slots {
            let members: Vec<u64> = members.map(|device| device.0).collect();
            slots.forget(|record| members.contains(&record.image));
        }
    }

    /// Forgets the records of a disk that was initialised.
    pub(super) fn forget_torn_disk(&self, disk: &Disk) {
        if let Some(slots) = &self.around.slots {
            slots.forget(|record| record.image == disk.unit_id());
        }
    }
}

/// Whether a member of the plan was full when the process died.
fn is_full(role: PlannedRole) -> bool {
    role == PlannedRole::Full
}

impl Surroundings {
    /// Copies the blocks of a record from another full member, and makes that last.
    pub(super) fn repair(&self, record: SlotRecord, from: DeviceId, scb: Lbn) -> Result<(), Fault> {
        let (Some(to), Some(from)) = (self.disks.with_id(record.image), self.disks.with_id(from.0)) else {
            return Ok(());
        };
        // What lies behind the end was never stored.
        let size = to.file()?.size().min(from.file()?.size());
        let end = record.range.end().0.min(size.0);
        let mut at = record.range.start.0;
        let mut data = Vec::new();
        while at < end {
            let run = match scb.0 {
                scb if scb == at => {
                    at += 1;
                    continue;
                }
                scb if scb > at => scb.min(end) - at,
                _ => end - at,
            };
            let piece = LbnRange { start: Lbn(at), count: BlockCount(run.min(BULK_BLOCKS)) };
            data.resize(piece.count.0 as usize * BLOCK_BYTES, 0);
            from.read(piece, &mut data)?;
            to.write(piece, &data)?;
            at = piece.end().0;
        }
        to.flush()
    }
}
