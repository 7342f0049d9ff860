//! SIMULATE FAULT: what is arranged to go wrong with a disk, and dismounts that meet a change of state.
//!
//! A disk's faults stand at its switchboard in `storage`; what follows from them is decided where real faults are.

use std::sync::Arc;

use crate::blocks::{BLOCK_BYTES, BlockCount, Lbn, LbnRange};
use crate::message::{Condition, codes};
use crate::storage::FaultPlan;

use super::device::{Disk, fault_status};
use super::{Device, Node};

impl Node {
    /// The faults that a disk meets.
    ///
    /// # Errors
    /// NOSUCHDEV, for a virtual unit too.
    pub fn faults(&self, name: &str) -> Result<FaultPlan, Condition> {
        Ok(self.disk_named(name)?.faults().plan())
    }

    /// Changes the faults that a disk meets from now on.
    ///
    /// # Errors
    /// NOSUCHDEV, for a virtual unit too.
    pub fn change_faults(&self, name: &str, change: impl FnOnce(&mut FaultPlan)) -> Result<(), Condition> {
        self.disk_named(name)?.faults().change(change);
        self.changed();
        Ok(())
    }

    /// Changes every byte of a block on the medium, behind the back of whoever uses the disk: no counter, no bitmap and
    /// no member knows of it. A block behind the end is left alone.
    ///
    /// # Errors
    /// NOSUCHDEV; what the medium reports.
    pub fn corrupt(&self, name: &str, lbn: Lbn) -> Result<(), Condition> {
        let disk = self.disk_named(name)?;
        corrupt(&disk, lbn).map_err(|fault| fault_status(&fault).into())
    }

    /// The next `times` dismounts of a member of this virtual unit meet a change of the set's state (shadowing.md 7, S17).
    ///
    /// # Errors
    /// NOSUCHDEV; DEVNOTMOUNT for a unit that is not mounted.
    pub fn make_busy(&self, name: &str, times: u32) -> Result<(), Condition> {
        let Device::Unit(unit) = self.find(name)? else { return Err(super::no_such_device()) };
        let mut usage = self.lock_usage();
        usage.set(unit).ok_or(codes::SYSTEM_DEVNOTMOUNT)?;
        usage.units.entry(unit).or_default().busy = times;
        Ok(())
    }
}

fn corrupt(disk: &Arc<Disk>, lbn: Lbn) -> Result<(), crate::storage::Fault> {
    let range = LbnRange { start: lbn, count: BlockCount(1) };
    let file = disk.file()?;
    let mut block = [0; BLOCK_BYTES];
    file.read(range, &mut block)?;
    block.iter_mut().for_each(|byte| *byte = byte.wrapping_add(1));
    file.write(range, &block, crate::storage::WriteWay::Descriptor)
}
