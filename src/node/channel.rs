//! Block I/O of applications: on a mounted disk, on a virtual unit, and raw on what is not mounted.
//!
//! A [`Channel`] is a device looked up once, for whoever does many operations. Transfers run in the caller's thread.

use std::sync::Arc;

use crate::blocks::{BLOCK_BYTES, BlockCount, Lbn, LbnRange};
use crate::message::{Condition, Status, codes};
use crate::shadow::Irp;

use super::device::{Disk, fault_status};
use super::examine::Examined;
use super::patience::Patience;
use super::plain_disk::PlainDisk;
use super::scb::zero_generation;
use super::set::Data;
use super::usage::{MountedUnit, Using};
use super::volume::{Closed, MountedVolume};
use super::{Device, Node};

/// A way to the blocks of a device.
#[derive(Clone, Debug)]
pub struct Channel(Target);

#[derive(Clone, Debug)]
enum Target {
    /// A disk.
    Disk(PlainDisk),
    /// A mounted virtual unit.
    Unit(MountedUnit),
}

/// A request under way: what it waits for, and time that it took and nobody has waited for.
#[derive(Debug, Default)]
pub struct Pending {
    /// The request at its set, while it waits.
    pub(super) irp: Option<Irp>,
    /// Milliseconds that slow disks took. Under a virtual clock whoever has no patience lets them pass himself.
    pub took: u64,
}

/// An open file of a volume: it holds up a dismount until it is dropped.
#[derive(Debug)]
pub struct OpenFile {
    node: Arc<Node>,
    device: Device,
    volume: Arc<MountedVolume>,
}

impl Channel {
    /// The way to a mounted set.
    pub(super) fn of_unit(unit: MountedUnit) -> Self {
        Self(Target::Unit(unit))
    }

    /// Blocks of the device.
    pub fn size(&self) -> BlockCount {
        match &self.0 {
            Target::Disk(plain) => plain.disk.size(),
            Target::Unit(unit) => unit.set.with_core(|core| core.view().size),
        }
    }

    /// Reads blocks; the buffer has the range's size. Any device that answers can be read.
    ///
    /// # Errors
    /// What the device reports; CONTROLY when whoever waits has had enough.
    pub fn read(&self, range: LbnRange, buffer: &mut [u8]) -> Result<(), Condition> {
        let mut pending = Pending::default();
        loop {
            if let Some(done) = self.try_read(&mut pending, range, buffer, Patience::Endless) {
                return done;
            }
        }
    }

    /// Writes whole blocks. Returns when they are on every full member of a set.
    ///
    /// # Errors
    /// WRITLCK for a locked volume, a storage control block and a member of a mounted set; DEVNOTMOUNT for a disk that
    /// is not mounted; what the device reports; CONTROLY when whoever waits has had enough.
    pub fn write(&self, start: Lbn, data: &[u8]) -> Result<(), Condition> {
        let mut pending = Pending::default();
        loop {
            if let Some(done) = self.try_write(&mut pending, start, data, Patience::Endless) {
                return done;
            }
        }
    }

    /// As [`Channel::read`], but `None` when it has to wait for a disk: to be called again with the same blocks. With
    /// patience it waits here.
    ///
    /// # Errors
    /// As [`Channel::read`].
    pub fn try_read(
        &self,
        pending: &mut Pending,
        range: LbnRange,
        buffer: &mut [u8],
        patience: Patience,
    ) -> Option<Result<(), Condition>> {
        match &self.0 {
            Target::Disk(plain) => plain.read(range, buffer, patience, pending),
            Target::Unit(unit) => ended(unit.set.attempt(pending, range, &mut Data::Read(buffer), patience)),
        }
    }

    /// As [`Channel::write`], but `None` when it has to wait for a disk: to be called again with the same data. With
    /// patience it waits here.
    ///
    /// # Errors
    /// As [`Channel::write`].
    pub fn try_write(
        &self,
        pending: &mut Pending,
        start: Lbn,
        data: &[u8],
        patience: Patience,
    ) -> Option<Result<(), Condition>> {
        let range = LbnRange { start, count: BlockCount((data.len() / BLOCK_BYTES) as u64) };
        let volume = match &self.0 {
            Target::Disk(plain) => plain.volume.as_ref(),
            Target::Unit(unit) => Some(&unit.volume),
        };
        let Some(volume) = volume else { return Some(Err(codes::SYSTEM_DEVNOTMOUNT.into())) };
        if !volume.may_write(range) {
            return Some(Err(codes::SYSTEM_WRITLCK.into()));
        }
        match &self.0 {
            Target::Disk(plain) => plain.write(range, data, patience, pending),
            Target::Unit(unit) => ended(unit.set.attempt(pending, range, &mut Data::Write(data), patience)),
        }
    }

    /// Makes everything written survive a power loss.
    ///
    /// # Errors
    /// What the device reports.
    pub fn flush(&self) -> Result<(), Condition> {
        match &self.0 {
            Target::Disk(plain) => plain.flush(),
            Target::Unit(unit) => unit.set.flush(),
        }
    }
}

/// How a request has ended. One that was left alone is not done, whatever the severity of its status.
pub(super) fn done(status: Status) -> Result<(), Condition> {
    if status.is_success() && status != codes::SYSTEM_CONTROLY { Ok(()) } else { Err(status.into()) }
}

fn ended(status: Option<Status>) -> Option<Result<(), Condition>> {
    status.map(done)
}

impl Drop for OpenFile {
    fn drop(&mut self) {
        if self.volume.close_file() == Closed::Dismount {
            self.node.finish_marked(&self.device);
        }
    }
}

impl Node {
    /// A way to the blocks of a device, logical names translated before. A virtual unit must be mounted.
    ///
    /// # Errors
    /// NOSUCHDEV, DEVNOTMOUNT.
    pub fn channel(&self, name: &str) -> Result<Channel, Condition> {
        let device = self.find(name)?;
        let usage = self.lock_usage();
        Ok(Channel(match device {
            Device::Unit(unit) => Target::Unit(usage.set(unit).cloned().ok_or(codes::SYSTEM_DEVNOTMOUNT)?),
            Device::Disk(disk) => {
                let volume = match usage.using(disk.unit_id()) {
                    Some(Using::Volume(volume)) => Some(Arc::clone(volume)),
                    _ => None,
                };
                Target::Disk(PlainDisk { disk, volume, around: Arc::clone(&self.around) })
            }
        }))
    }

    /// Reads blocks of any device.
    ///
    /// # Errors
    /// As [`Node::channel`] and [`Channel::read`].
    pub fn read_blocks(&self, name: &str, range: LbnRange, buffer: &mut [u8]) -> Result<(), Condition> {
        self.channel(name)?.read(range, buffer)
    }

    /// Writes blocks of a mounted device.
    ///
    /// # Errors
    /// As [`Node::channel`] and [`Channel::write`].
    pub fn write_blocks(&self, name: &str, start: Lbn, data: &[u8]) -> Result<(), Condition> {
        self.channel(name)?.write(start, data)
    }

    /// Writes blocks of a disk that is not mounted. A disk with a shadowing generation loses it first: no set takes the
    /// disk for an unchanged member. Whether that was so.
    ///
    /// # Errors
    /// DEVMOUNT for a disk in use; what the device reports.
    pub fn write_unmounted(&self, name: &str, start: Lbn, data: &[u8]) -> Result<bool, Condition> {
        let _one_command = self.lock_commands();
        let disk = self.disk_named(name)?;
        if self.lock_usage().using(disk.unit_id()).is_some() {
            return Err(codes::SYSTEM_DEVMOUNT.into());
        }
        self.changed();
        let examined = Examined::new(&disk);
        let had_generation = examined.generation().0 != 0;
        if let (true, Some(lbn)) = (had_generation, examined.scb_lbn()) {
            zero_generation(&disk, lbn).map_err(|fault| fault_status(&fault))?;
        }
        let range = LbnRange { start, count: BlockCount((data.len() / BLOCK_BYTES) as u64) };
        disk.write(range, data).map_err(|fault| fault_status(&fault))?;
        Ok(had_generation)
    }

    /// Where the storage control block of a device lies; `None` for a device without one.
    ///
    /// # Errors
    /// NOSUCHDEV, DEVNOTMOUNT.
    pub fn scb_lbn(&self, name: &str) -> Result<Option<Lbn>, Condition> {
        Ok(match self.find(name)? {
            Device::Unit(unit) => Some(self.mounted_set(unit).ok_or(codes::SYSTEM_DEVNOTMOUNT)?.scb.lbn()),
            Device::Disk(disk) => Examined::new(&disk).scb_lbn(),
        })
    }

    /// The free extents of a mounted Files-11 volume, ascending.
    ///
    /// # Errors
    /// NOSUCHDEV, DEVNOTMOUNT, what the device reports; DEVFOREIGN for a foreign volume.
    pub fn free_extents(&self, name: &str) -> Result<Vec<LbnRange>, Condition> {
        let disk = match self.find(name)? {
            Device::Disk(disk) => {
                if !matches!(self.lock_usage().using(disk.unit_id()), Some(Using::Volume(_))) {
                    return Err(codes::SYSTEM_DEVNOTMOUNT.into());
                }
                // Waits in mount verification, as every request does.
                self.channel(name)?.read(LbnRange::new(0, 1), &mut [0; BLOCK_BYTES])?;
                disk
            }
            Device::Unit(unit) => match self.source_of(unit) {
                Ok(disk) if !self.mounted_set(unit).is_some_and(|set| set.is_verifying()) => disk,
                _ => {
                    // Waits for members that are away, as every request does.
                    self.channel(name)?.read(LbnRange::new(0, 1), &mut [0; BLOCK_BYTES])?;
                    self.source_of(unit)?
                }
            },
        };
        let examined = Examined::new(&disk);
        if let Some(status) = examined.refusal() {
            return Err(status.into());
        }
        let (Some(file), Ok(volume)) = (&examined.file, &examined.volume) else {
            return Err(codes::SYSTEM_DEVFOREIGN.into());
        };
        let bitmap = volume.storage_bitmap(file.as_ref()).map_err(|fault| fault_status(&fault))?;
        Ok(bitmap.map(|bitmap| bitmap.free_extents().collect()).unwrap_or_default())
    }

    /// A full member of a mounted set.
    fn source_of(&self, unit: u16) -> Result<Arc<Disk>, Condition> {
        let set = self.mounted_set(unit).ok_or(codes::SYSTEM_DEVNOTMOUNT)?;
        let sources: Vec<_> = set.with_core(|core| {
            let view = core.view();
            view.full().iter().filter_map(|index| view.member(index)).map(|member| member.device).collect()
        });
        let disks = sources.iter().filter_map(|device| self.around.disks.with_id(device.0));
        let disk = disks.filter(|disk| disk.file().is_ok()).map(Arc::clone).next();
        disk.ok_or_else(|| codes::SYSTEM_MEDOFL.into())
    }

    /// Opens a file on a mounted device: it counts in the transaction count and holds up a dismount.
    ///
    /// # Errors
    /// NOSUCHDEV, DEVNOTMOUNT, also for a volume that is marked for dismount.
    pub fn open_file(self: &Arc<Self>, name: &str) -> Result<OpenFile, Condition> {
        let device = self.find(name)?;
        let usage = self.lock_usage();
        let volume = match &device {
            Device::Unit(unit) => usage.set(*unit).map(|mounted| &mounted.volume),
            Device::Disk(disk) => match usage.using(disk.unit_id()) {
                Some(Using::Volume(volume)) => Some(volume),
                _ => None,
            },
        };
        let volume = Arc::clone(volume.ok_or(codes::SYSTEM_DEVNOTMOUNT)?);
        drop(usage);
        if !volume.open_file() {
            return Err(codes::SYSTEM_DEVNOTMOUNT.into());
        }
        Ok(OpenFile { node: Arc::clone(self), device, volume })
    }
}
