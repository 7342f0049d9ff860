//! A mounted volume: label, sharing, protection, open files. The same for a plain disk and for a virtual unit.
//!
//! Owns what MOUNT noted of a volume; the blocks belong to the disk or the set.

use std::sync::{Arc, Mutex, PoisonError};

use serde::{Deserialize, Serialize};

use crate::blocks::{Lbn, LbnRange};
use crate::clock::VmsTime;

use super::plain_disk::Standing;
use super::uic::Uic;
use super::views::{Caches, MountScope, MountView, SetPlaceView};

/// What MOUNT notes of a volume; saved with a suspended site.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct VolumeInfo {
    /// Label, without padding; empty for a foreign volume without one.
    pub label: String,
    /// Who it is mounted for.
    pub scope: MountScope,
    /// Process that mounted it.
    pub pid: u32,
    /// Name of that process.
    pub process: String,
    /// Mounted /FOREIGN.
    pub foreign: bool,
    /// Nothing may be written.
    pub write_locked: bool,
    /// Owner of the volume.
    pub owner: Uic,
    /// Protection of the volume; a bit set denies.
    pub protection: u16,
    /// Blocks in a cluster.
    pub cluster_size: u32,
    /// Maximum number of files.
    pub max_files: u32,
    /// Default extension.
    pub extend: u32,
    /// Default window.
    pub window: u32,
    /// Free blocks in the storage bitmap.
    pub free_blocks: u64,
    /// ODS level; 0 for foreign.
    pub structure: u8,
    /// File high-water marking.
    pub high_water: bool,
    /// Erase on delete.
    pub erase_on_delete: bool,
    /// Logical names that MOUNT defined: table and name. The last is the one displayed.
    pub names: Vec<(String, String)>,
    /// When it was mounted.
    pub mounted: VmsTime,
    /// The volume was not rebuilt after an improper dismount.
    pub needs_rebuild: bool,
    /// Block of the storage control block, which no application writes.
    pub scb_lbn: Option<u64>,
    /// Blocks of the volume.
    #[serde(default)]
    pub volume_blocks: u64,
    /// Most blocks that the volume can have.
    #[serde(default)]
    pub expansion_limit: u64,
    /// The volume set that it belongs to.
    #[serde(default)]
    pub set: Option<VolumeSet>,
    /// Its caches.
    #[serde(default)]
    pub caches: Caches,
}

/// A volume's place in a volume set.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct VolumeSet {
    /// Name of the set.
    pub name: String,
    /// Relative volume number, from 1: the root volume.
    pub number: u16,
    /// Volumes of the set, on its root.
    pub count: u16,
}

/// A mounted volume.
#[derive(Debug)]
pub(super) struct MountedVolume {
    pub info: VolumeInfo,
    use_count: Arc<Mutex<UseCount>>,
    /// Whether its disk is waited for; a virtual unit's set knows that itself.
    pub standing: Arc<Standing>,
}

#[derive(Clone, Copy, Debug, Default)]
struct UseCount {
    files: u32,
    marked: bool,
}

/// What closing a file leaves to do.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Closed {
    /// Nothing.
    Nothing,
    /// The volume was marked for dismount and this was its last file.
    Dismount,
}

impl MountedVolume {
    pub fn new(info: VolumeInfo) -> Self {
        Self { info, use_count: Arc::default(), standing: Arc::default() }
    }

    /// The same mounted volume, open files included, with other notes: SET VOLUME.
    pub fn changed(&self, info: VolumeInfo) -> Self {
        Self { info, use_count: Arc::clone(&self.use_count), standing: Arc::clone(&self.standing) }
    }

    /// Whether an application may write `range`: not on a locked volume, and never the storage control block.
    pub fn may_write(&self, range: LbnRange) -> bool {
        let holds_scb = self.info.scb_lbn.is_some_and(|lbn| range.contains(Lbn(lbn)));
        !self.info.write_locked && !holds_scb
    }

    /// Opens a file; `false` when the volume is marked for dismount.
    pub fn open_file(&self) -> bool {
        let mut count = self.count();
        if count.marked {
            return false;
        }
        count.files += 1;
        true
    }

    /// Closes a file.
    pub fn close_file(&self) -> Closed {
        let mut count = self.count();
        count.files = count.files.saturating_sub(1);
        if count.marked && count.files == 0 { Closed::Dismount } else { Closed::Nothing }
    }

    /// Open files.
    pub fn open_files(&self) -> u32 {
        self.count().files
    }

    /// Marks the volume for dismount; `true` when files are open, so that it stays mounted for now.
    pub fn mark_for_dismount(&self) -> bool {
        let mut count = self.count();
        count.marked = true;
        count.files > 0
    }

    /// As displays see it.
    pub fn view(&self) -> MountView {
        let info = &self.info;
        let UseCount { files, marked } = *self.count();
        MountView {
            label: info.label.clone(),
            scope: info.scope,
            foreign: info.foreign,
            write_locked: info.write_locked,
            marked_for_dismount: marked,
            cluster_size: info.cluster_size,
            free_blocks: info.free_blocks,
            max_files: info.max_files,
            extend: info.extend,
            window: info.window,
            owner: info.owner,
            protection: info.protection,
            transaction_count: files + 1,
            mount_count: 1,
            open_files: files,
            structure: info.structure,
            high_water: info.high_water,
            erase_on_delete: info.erase_on_delete,
            logical_name: info.names.last().map(|(_, name)| name.clone()).unwrap_or_default(),
            mounted: info.mounted,
            needs_rebuild: info.needs_rebuild,
            volume_blocks: info.volume_blocks,
            expansion_limit: info.expansion_limit,
            caches: info.caches,
            verification: self.standing.shown(),
            set: info.set.as_ref().map(|set| SetPlaceView {
                name: set.name.clone(),
                number: set.number,
                ..SetPlaceView::default()
            }),
        }
    }

    fn count(&self) -> std::sync::MutexGuard<'_, UseCount> {
        self.use_count.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
