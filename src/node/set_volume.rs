//! SET VOLUME: home block fields, growth and rebuild of a mounted volume (commands.md 15; Volume Shadowing manual 7.6).
//!
//! A virtual unit has the size of its volume. It grows in this order: what INITIALIZE left in BITMAP.SYS is made ready,
//! the new blocks are made alike on all members, and then the change of the set writes every SCB with the new size.

use std::sync::Arc;

use crate::blocks::{BlockCount, LbnRange};
use crate::message::{Condition, codes};
use crate::ods2::{GrowError, HomeBlock, LimitError, Scb, Volume};
use crate::shadow::Change;
use crate::storage::BlockFile;

use super::channel::Channel;
use super::device::fault_status;
use super::privileges::Privilege;
use super::request::Requester;
use super::uic::Uic;
use super::usage::{MountedUnit, Using};
use super::views::MountScope;
use super::volume::{MountedVolume, VolumeInfo};
use super::volume_file::VolumeFile;
use super::{Device, Disk, Node};

/// Largest group of the system category (MAXSYSGROUP).
const SYSTEM_GROUPS: u16 = 0o10;

/// What SET VOLUME is asked for.
pub struct VolumeChange<'a> {
    /// The device; logical names have been translated.
    pub device: &'a str,
    /// Changes fields of the home block.
    pub edit: &'a dyn Fn(&mut HomeBlock) -> Result<(), Condition>,
    /// /LIMIT: so many blocks, or as many as a volume of its cluster size can have.
    pub limit: Option<Option<BlockCount>>,
    /// /SIZE: a number of blocks, or as far as device and limit allow.
    pub size: Option<Option<BlockCount>>,
    /// /REBUILD: whether FORCE was given.
    pub rebuild: Option<bool>,
}

/// A mounted volume that is being changed.
pub(super) struct Target {
    pub place: Place,
    pub mounted: Arc<MountedVolume>,
    pub file: Arc<dyn BlockFile>,
    pub volume: Volume,
    /// Blocks that every device under it has.
    room: BlockCount,
}

/// Where the volume lies.
pub(super) enum Place {
    Disk(Arc<Disk>),
    Unit(u16, MountedUnit),
}

impl MountedUnit {
    /// The set as a block file.
    pub(super) fn file(&self) -> VolumeFile {
        VolumeFile(Channel::of_unit(self.clone()))
    }

    /// Rebuilds the volume's bitmaps; its free blocks, `None` when that was not possible.
    pub(super) fn rebuild(&self) -> Option<BlockCount> {
        let file = self.file();
        Volume::open(&file).ok()?.rebuild(&file).ok().flatten()
    }
}

impl Node {
    /// Changes a mounted volume.
    ///
    /// # Errors
    /// NOSUCHDEV, DEVNOTMOUNT, UNSUPPORTED for a member, WRITLCK, NOPRIV, BADPARAM for a size that cannot be, DEVNOTALLOC
    /// for the limit of a volume that is not mounted privately, DEVICEFULL when its bitmap finds no room, SHACHASTA when the
    /// set cannot change now, VOLALRMNT, and what a device reports.
    pub fn set_volume(&self, change: &VolumeChange<'_>, who: &Requester) -> Result<(), Condition> {
        let device = self.find(change.device)?;
        let _one_command = self.lock_commands();
        let mut target = self.target(&device)?;
        let mut info = target.mounted.info.clone();
        check_access(who, &info)?;
        let mut home = target.volume.home.clone();
        (change.edit)(&mut home)?;
        if let Some(wanted) = change.limit {
            target.raise_limit(wanted, &mut info)?;
        }
        let size = match change.size.map(|wanted| target.wanted_size(wanted)).transpose() {
            Ok(size) => size,
            Err(why) => {
                // The limit stays raised.
                self.note_changed(target.place, target.mounted.changed(info));
                return Err(why);
            }
        };
        if home.label != info.label {
            if home.relative_volume != 0 {
                return Err(codes::SYSTEM_UNSUPPORTED.into());
            }
            self.check_label_unused(who, info.scope, &home.label)?;
        }
        if home != target.volume.home {
            target.volume.rewrite_home(target.file.as_ref(), home).map_err(|fault| fault_status(&fault))?;
            if let Place::Unit(_, unit) = &target.place {
                unit.set.scb.renamed(&target.volume.home.label);
            }
            take_home(&mut info, &target.volume.home);
        }
        if change.rebuild.is_some_and(|force| force || info.needs_rebuild) {
            let free = target.volume.rebuild(target.file.as_ref()).map_err(|fault| fault_status(&fault))?;
            let free = free.ok_or(codes::SYSTEM_UNSUPPORTED)?;
            (info.free_blocks, info.needs_rebuild) = (free.0, false);
        }
        let grown = match size.filter(|size| size.0 > info.volume_blocks) {
            Some(size) => target.grow(size).map(|free| (info.volume_blocks, info.free_blocks) = (size.0, free.0)),
            None => Ok(()),
        };
        self.note_changed(target.place, target.mounted.changed(info));
        grown
    }

    /// A mounted Files-11 volume that may be changed.
    pub(super) fn target(&self, device: &Device) -> Result<Target, Condition> {
        let usage = self.lock_usage();
        let (place, mounted) = match device {
            Device::Unit(unit) => {
                let mounted = usage.set(*unit).cloned().ok_or(codes::SYSTEM_DEVNOTMOUNT)?;
                let volume = Arc::clone(&mounted.volume);
                (Place::Unit(*unit, mounted), volume)
            }
            Device::Disk(disk) => match usage.using(disk.unit_id()) {
                Some(Using::Volume(volume)) => (Place::Disk(Arc::clone(disk)), Arc::clone(volume)),
                Some(Using::Member(_)) => return Err(codes::SYSTEM_UNSUPPORTED.into()),
                None => return Err(codes::SYSTEM_DEVNOTMOUNT.into()),
            },
        };
        drop(usage);
        if mounted.info.foreign {
            return Err(codes::SYSTEM_DEVFOREIGN.into());
        }
        if mounted.info.write_locked {
            return Err(codes::SYSTEM_WRITLCK.into());
        }
        let (file, room): (Arc<dyn BlockFile>, _) = match &place {
            Place::Disk(disk) => (disk.file().map_err(|fault| fault_status(&fault))?, disk.size()),
            Place::Unit(_, unit) => {
                let room = unit.set.with_core(|core| core.view().present().map(|(_, member)| member.size).min());
                (Arc::new(unit.file()), room.unwrap_or_default())
            }
        };
        let volume = Volume::open(file.as_ref()).map_err(|_| codes::SYSTEM_DRVERR)?;
        Ok(Target { place, mounted, file, volume, room })
    }

    /// The volume has other notes from now on.
    pub(super) fn note_changed(&self, place: Place, volume: MountedVolume) {
        let volume = Arc::new(volume);
        let mut usage = self.lock_usage();
        match place {
            Place::Disk(disk) => usage.disk(disk.unit_id()).using = Some(Using::Volume(volume)),
            Place::Unit(unit, mounted) => {
                usage.units.entry(unit).or_default().mounted = Some(MountedUnit { volume, ..mounted });
            }
        }
        drop(usage);
        self.changed();
        self.look_for_work();
    }
}

impl Target {
    /// Gives the volume room to grow. Nobody else may have it mounted; a set keeps the place of its SCB.
    fn raise_limit(&mut self, wanted: Option<BlockCount>, info: &mut VolumeInfo) -> Result<(), Condition> {
        if info.scope != MountScope::Private {
            return Err(codes::SYSTEM_DEVNOTALLOC.into());
        }
        let may_move = matches!(self.place, Place::Disk(_));
        let limit = wanted.unwrap_or_else(|| self.volume.largest_limit());
        let raised = self.volume.raise_limit(self.file.as_ref(), limit, may_move);
        let free = raised.map_err(|error| match error {
            LimitError::Storage(fault) => fault_status(&fault),
            LimitError::NoBitmap | LimitError::MustMove => codes::SYSTEM_UNSUPPORTED,
            LimitError::TooLarge => codes::SYSTEM_BADPARAM,
            LimitError::NoRoom => codes::SYSTEM_DEVICEFULL,
        })?;
        self.volume = Volume::open(self.file.as_ref()).map_err(|_| codes::SYSTEM_DRVERR)?;
        info.free_blocks = free.0;
        info.expansion_limit = self.volume.expansion_limit().unwrap_or_default().0;
        Ok(())
    }

    /// The size that /SIZE asks for.
    fn wanted_size(&self, wanted: Option<BlockCount>) -> Result<BlockCount, Condition> {
        let (Some(now), Some(limit)) = (self.volume.size(), self.volume.expansion_limit()) else {
            return Err(codes::SYSTEM_UNSUPPORTED.into());
        };
        let most = limit.min(self.room);
        match wanted {
            Some(size) if size < now || size > most => Err(codes::SYSTEM_BADPARAM.into()),
            Some(size) => Ok(size),
            None => Ok(most.max(now)),
        }
    }

    /// Lets the volume grow; its free blocks afterwards.
    fn grow(&self, size: BlockCount) -> Result<BlockCount, Condition> {
        let free = self.volume.prepare_growth(self.file.as_ref(), size).map_err(|error| match error {
            GrowError::Storage(fault) => fault_status(&fault),
            GrowError::NoBitmap => codes::SYSTEM_UNSUPPORTED,
            GrowError::Smaller | GrowError::Limit => codes::SYSTEM_BADPARAM,
        })?;
        match &self.place {
            Place::Unit(_, unit) => {
                let old = unit.set.with_core(|core| core.view().size);
                let new = LbnRange::new(old.0, size.0.saturating_sub(old.0));
                unit.set.make_alike(new).map_err(|fault| fault_status(&fault))?;
                unit.set.change(Change::Resize { size }).map_err(crate::shadow::Refusal::condition)?;
            }
            Place::Disk(disk) => {
                let (Some(scb), Some(lbn)) = (&self.volume.scb, self.volume.scb_lbn()) else {
                    return Err(codes::SYSTEM_UNSUPPORTED.into());
                };
                let scb = Scb { volume_size: size, ..scb.clone() };
                disk.write_durable(lbn, &scb.encode()).map_err(|fault| fault_status(&fault))?;
            }
        }
        Ok(free)
    }
}

/// Write access to the index file: the owner, the system category, SYSPRV.
fn check_access(who: &Requester, info: &VolumeInfo) -> Result<(), Condition> {
    let granted = who.uic == info.owner || who.uic.group <= SYSTEM_GROUPS || who.has(Privilege::Sysprv);
    if granted { Ok(()) } else { Err(codes::SYSTEM_NOPRIV.into()) }
}

/// What a mounted volume shows of its home block.
fn take_home(info: &mut VolumeInfo, home: &HomeBlock) {
    info.label.clone_from(&home.label);
    info.owner = Uic::from_longword(home.owner.0);
    info.protection = home.protection;
    info.extend = u32::from(home.extension);
    info.window = u32::from(home.window);
    info.high_water = home.has_highwater();
    info.erase_on_delete = home.erases();
}
