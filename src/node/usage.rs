//! Who uses which device: mounts, memberships, allocations, and the virtual units that the node knows.
//!
//! One table behind one lock, held for look-ups and short changes only, never over I/O.

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

use serde::{Deserialize, Serialize};

use crate::shadow::{CopyReport, CopySource, DeviceId};
use crate::storage::Identity;

use super::history::History;
use super::set::ShadowSet;
use super::views::{BitmapView, OwnerView};
use super::volume::MountedVolume;

/// What a disk is used for.
#[derive(Clone, Debug)]
pub(super) enum Using {
    /// Mounted by itself.
    Volume(Arc<MountedVolume>),
    /// Member of the mounted set with this unit number.
    Member(u16),
}

/// What the node knows of a disk beside the medium.
#[derive(Debug, Default)]
pub(super) struct DiskUse {
    /// What it is used for.
    pub using: Option<Using>,
    /// The process that allocated it.
    pub owner: Option<OwnerView>,
    /// It did so by ALLOCATE: DISMOUNT leaves it its own.
    pub allocated: bool,
    /// SET DEVICE/NOAVAILABLE: nobody can mount or allocate it.
    pub unavailable: bool,
    /// Removed by shadowing, not mounted since.
    pub failed_member: bool,
    /// Set by SET SHADOW.
    pub settings: DiskSettings,
    /// Its image when it left a set, or after our own last write to it.
    pub left: Option<Identity>,
}

/// SET SHADOW of a member.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct DiskSettings {
    /// Cost of a read.
    pub read_cost: Option<u32>,
    /// Site value.
    pub site: Option<u32>,
    /// Member timeout, seconds.
    pub timeout: Option<u32>,
}

/// SET SHADOW of a virtual unit.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct UnitSettings {
    /// Copy and merge priority.
    pub priority: Option<u32>,
    /// Timeout of mount verification, seconds.
    pub timeout: Option<u32>,
    /// Site value.
    pub site: Option<u32>,
    /// Recovery delay for each served member, seconds.
    pub recovery_delay: Option<u32>,
    /// Where full copies read.
    #[serde(default)]
    pub copy_source: CopySource,
    /// Reads are divided by block among members of equal cost.
    #[serde(default)]
    pub split_reads: bool,
}

impl UnitSettings {
    /// What is left when the set is dismounted: the priority alone survives.
    pub(super) fn after_dismount(self) -> Self {
        Self { priority: self.priority, ..Self::default() }
    }
}

/// A mounted virtual unit.
#[derive(Clone, Debug)]
pub(super) struct MountedUnit {
    /// Its volume.
    pub volume: Arc<MountedVolume>,
    /// Its set.
    pub set: Arc<ShadowSet>,
}

/// A virtual unit that the node knows: mounted now, or since it was booted.
#[derive(Debug, Default)]
pub(super) struct UnitUse {
    /// The mounted set.
    pub mounted: Option<MountedUnit>,
    /// Set by SET SHADOW.
    pub settings: UnitSettings,
    /// The process that allocated it: a private mount.
    pub owner: Option<OwnerView>,
    /// Bitmaps of its last mount that wait to be deleted.
    pub leftovers: Vec<BitmapView>,
    /// What copies of its last life did.
    pub reports: Vec<CopyReport>,
    /// Merges, interruptions and expelled members of its last life.
    pub history: History,
    /// Members that were expelled before a crash of the node and are not back.
    pub lost: Vec<DeviceId>,
    /// So many dismounts of members meet a change of state: SIMULATE FAULT/BUSY.
    pub busy: u32,
}

/// All of it.
#[derive(Debug, Default)]
pub(super) struct Usage {
    /// By the quadword that names the disk.
    pub disks: HashMap<u64, DiskUse>,
    /// By unit number.
    pub units: BTreeMap<u16, UnitUse>,
    /// What units did before a crash of the node, as long as they were not mounted again.
    pub recalled: BTreeMap<u16, UnitUse>,
}

impl Usage {
    /// What a disk is used for.
    pub fn using(&self, disk: u64) -> Option<&Using> {
        self.disks.get(&disk)?.using.as_ref()
    }

    /// A disk that a set may have lost is mounted again.
    pub fn is_back(&mut self, disk: u64) {
        self.disk(disk).failed_member = false;
        let units = self.units.values_mut().chain(self.recalled.values_mut());
        units.for_each(|unit| unit.lost.retain(|lost| lost.0 != disk));
    }

    /// Where it stands what a unit did: in its present life or before a crash.
    pub fn memory(&self, unit: u16) -> Option<&UnitUse> {
        self.recalled.get(&unit).or_else(|| self.units.get(&unit))
    }

    /// The entry of a disk.
    pub fn disk(&mut self, disk: u64) -> &mut DiskUse {
        self.disks.entry(disk).or_default()
    }

    /// The mounted set of a unit.
    pub fn set(&self, unit: u16) -> Option<&MountedUnit> {
        self.units.get(&unit)?.mounted.as_ref()
    }

    /// All mounted volumes.
    pub fn volumes(&self) -> impl Iterator<Item = &Arc<MountedVolume>> {
        let plain = self.disks.values().filter_map(|disk| match &disk.using {
            Some(Using::Volume(volume)) => Some(volume),
            _ => None,
        });
        plain.chain(self.units.values().filter_map(|unit| unit.mounted.as_ref().map(|mounted| &mounted.volume)))
    }
}
