//! What is known of the site's image files: that they exist, how large they were meant to be, and how they were left.
//!
//! An image is made once, when its disk first stands in `site.json`. An image that vanished later is never made again:
//! its disk is offline.

use std::collections::{BTreeMap, HashSet};
use std::fs::{File, OpenOptions};
use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use rustix::fs::{AtFlags, CWD, Timespec, Timestamps, UTIME_OMIT, utimensat};
use serde::{Deserialize, Serialize};

use super::error::SiteError;
use crate::blocks::BlockCount;
use crate::node::config::{DiskConfig, SiteConfig};

/// One image as the site left it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ImageRecord {
    /// Size in `site.json` when the image was last admitted.
    pub blocks: Option<BlockCount>,
    /// Length and modification time (nanoseconds since 1970) after our own last write; `None` before the first use.
    pub left: Option<(u64, u64)>,
}

/// Every image that the site ever admitted, by device name.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Images(BTreeMap<String, ImageRecord>);

impl Images {
    /// What is known of a device's image.
    pub fn get(&self, device: &str) -> Option<&ImageRecord> {
        self.0.get(device)
    }

    /// Devices whose image is gone, or has another length or modification time than we left.
    pub(super) fn moved(&self, root: &Path, config: &SiteConfig) -> Vec<String> {
        let mut moved = Vec::new();
        for (disk, path) in disk_images(root, config) {
            let left = self.0.get(&disk.device.to_string()).and_then(|record| record.left);
            if left.is_some() && left != stamp(&path) {
                moved.push(disk.device.to_string());
            }
        }
        moved
    }

    /// Notes length and time of the images in `used`. The time is set by us first: what the kernel notes for a mapped
    /// store may still change afterwards.
    pub(super) fn note(&mut self, root: &Path, config: &SiteConfig, used: &[String]) -> Result<(), SiteError> {
        let used: HashSet<&str> = used.iter().map(String::as_str).collect();
        for (disk, path) in disk_images(root, config) {
            let device = disk.device.to_string();
            if !used.contains(device.as_str()) {
                continue;
            }
            let record = self.0.entry(device).or_default();
            let now = stamp(&path);
            if let Some((_, modified)) = now.filter(|now| Some(*now) != record.left) {
                settle_time(&path, modified).map_err(SiteError::io("stamp", &path))?;
                record.left = now;
            }
        }
        Ok(())
    }
}

/// Sets the modification time, nanoseconds since 1970, as the file's last change.
fn settle_time(path: &Path, modified: u64) -> std::io::Result<()> {
    const SECOND: u64 = 1_000_000_000;
    let omitted = Timespec { tv_sec: 0, tv_nsec: UTIME_OMIT };
    let seconds = i64::try_from(modified / SECOND).unwrap_or(i64::MAX);
    let times = Timestamps {
        last_access: omitted,
        last_modification: Timespec { tv_sec: seconds, tv_nsec: (modified % SECOND) as _ },
    };
    Ok(utimensat(CWD, path, &times, AtFlags::empty())?)
}

/// Length and modification time; `None` when there is no such file.
fn stamp(path: &Path) -> Option<(u64, u64)> {
    let metadata = std::fs::metadata(path).ok()?;
    let since = metadata.modified().unwrap_or(SystemTime::UNIX_EPOCH).duration_since(UNIX_EPOCH);
    let nanos = u64::try_from(since.unwrap_or(Duration::ZERO).as_nanos()).unwrap_or(u64::MAX);
    Some((metadata.len(), nanos))
}

fn disk_images<'a>(root: &'a Path, config: &'a SiteConfig) -> impl Iterator<Item = (&'a DiskConfig, PathBuf)> {
    config.disks.iter().filter_map(|disk| Some((disk, root.join(disk.image_path()?))))
}

/// Makes the image of every disk that has none.
pub(super) fn create_missing(root: &Path, config: &SiteConfig) -> Result<(), SiteError> {
    disk_images(root, config).try_for_each(|(disk, path)| create_one(disk, &path))
}

/// Admits disks that are new in `site.json`, or larger than they were: makes or extends their images.
pub(super) fn admit_new(root: &Path, config: &SiteConfig, images: &mut Images) -> Result<(), SiteError> {
    for (disk, path) in disk_images(root, config) {
        let device = disk.device.to_string();
        let known = images.0.get(&device);
        if known.is_some_and(|record| record.blocks == disk.blocks) {
            continue;
        }
        let before = known.and_then(|record| record.blocks);
        if known.is_none() {
            create_one(disk, &path)?;
        }
        let left_as_it_was = known.and_then(|record| record.left).is_some_and(|left| stamp(&path) == Some(left));
        let extended = resize(disk, &path, before)?;
        let record = images.0.entry(device).or_default();
        record.blocks = disk.blocks;
        if extended && left_as_it_was {
            record.left = stamp(&path);
        }
    }
    Ok(())
}

fn create_one(disk: &DiskConfig, path: &Path) -> Result<(), SiteError> {
    if path.exists() {
        return Ok(());
    }
    let Some(blocks) = disk.blocks else {
        let detail = format!(
            "the image of {}, {}, does not exist; expected an existing file, or \"blocks\" to make one",
            disk.device,
            path.display()
        );
        return Err(SiteError::Config { path: PathBuf::from(super::SITE_JSON), line: 0, detail });
    };
    if let Some(directory) = path.parent() {
        std::fs::create_dir_all(directory).map_err(SiteError::io("make", directory))?;
    }
    File::create_new(path).and_then(|file| file.set_len(blocks.bytes())).map_err(SiteError::io("make", path))
}

/// A person made the disk larger in `site.json`: an image that still has the old size follows. One of any other size was
/// changed by somebody else and is left as it is. A smaller size than the image has is refused: nothing is cut off.
/// Whether it was extended.
fn resize(disk: &DiskConfig, path: &Path, before: Option<BlockCount>) -> Result<bool, SiteError> {
    let (Some(now), Ok(metadata)) = (disk.blocks, std::fs::metadata(path)) else { return Ok(false) };
    if metadata.len() > now.bytes() {
        let has = metadata.len() / BlockCount(1).bytes();
        let detail = format!("the image of {} has {has} blocks; expected \"blocks\" of at least that", disk.device);
        return Err(SiteError::Config { path: PathBuf::from(super::SITE_JSON), line: 0, detail });
    }
    if metadata.len() == now.bytes() || before.is_none_or(|before| before.bytes() != metadata.len()) {
        return Ok(false);
    }
    let file = OpenOptions::new().write(true).open(path).map_err(SiteError::io("open", path))?;
    file.set_len(now.bytes()).map_err(SiteError::io("extend", path))?;
    Ok(true)
}
