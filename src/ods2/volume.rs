//! Opening a volume: what MOUNT reads of it.
//!
//! Finds the home block, the index file, BITMAP.SYS with the SCB, and SECURITY.SYS. Damage that MOUNT only warns of is
//! noted; only a volume that cannot be made out at all is an error. Never writes, and any bytes may be on the disk.

use std::fmt;

use super::bitmap::{MAX_CLUSTERS, StorageBitmap, bitmap_blocks};
use super::bytes::{self, Block};
use super::header::{FileHeader, FileId, characteristics};
use super::home::{HomeBlock, HomeError, search_places};
use super::scb::{Geometry, Scb};
use super::{directory, map, security};
use crate::blocks::{BlockCount, Lbn, LbnRange};
use crate::storage::{BlockFile, Fault, FaultKind};

/// Why there is no volume to open.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum OpenError {
    /// The disk cannot be read.
    Storage(Fault),
    /// No valid home block at any place; a blank disk, among others.
    NoHomeBlock,
    /// A Files-11 volume of another structure level, such as 5.
    Level(u8),
    /// Neither the index file's header nor its backup is valid. MOUNT calls it "home block not found", too.
    IndexHeader,
}

impl fmt::Display for OpenError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Storage(fault) => fault.fmt(f),
            Self::NoHomeBlock => f.write_str("no valid home block"),
            Self::Level(level) => write!(f, "structure level {level}"),
            Self::IndexHeader => f.write_str("index file header and its backup are both bad"),
        }
    }
}

impl std::error::Error for OpenError {}

impl From<Fault> for OpenError {
    fn from(fault: Fault) -> Self {
        Self::Storage(fault)
    }
}

/// A volume as it was when it was opened.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Volume {
    /// The home block that was found, primary or alternate.
    pub home: HomeBlock,
    /// The primary home block is bad, or cannot be read (MOUNT-W-HOMBLKBAD).
    pub backup_home_used: bool,
    /// The index file's header was bad and its backup was taken (MOUNT-W-IDXHDRBAD).
    pub backup_header_used: bool,
    /// Where BITMAP.SYS lies; `None` when its header is bad or it is not contiguous (MOUNT-W-BITMAPINV).
    pub bitmap_file: Option<LbnRange>,
    /// The SCB; `None` when it is not readable as one or contradicts the home block (MOUNT-W-BITMAPINV).
    pub scb: Option<Scb>,
    /// The master file directory can be read.
    pub directory_is_sound: bool,
    /// SECURITY.SYS is there and its profile checks out.
    pub security_is_sound: bool,
    /// QUOTA.SYS is there.
    pub has_quota_file: bool,
}

impl Volume {
    /// Opens the volume on a disk.
    pub fn open(file: &dyn BlockFile) -> Result<Self, OpenError> {
        let (mut volume, index) = Self::without_directory(file)?;
        volume.read_directory(file, &index)?;
        Ok(volume)
    }

    /// Where the SCB of the volume on a disk lies, and the SCB if it is one; nothing else of the volume is looked at.
    ///
    /// # Errors
    /// There is no volume to open.
    pub fn find_scb(file: &dyn BlockFile) -> Result<Option<(Lbn, Option<Scb>)>, OpenError> {
        let (volume, _) = Self::without_directory(file)?;
        Ok(volume.scb_lbn().map(|lbn| (lbn, volume.scb)))
    }

    fn without_directory(file: &dyn BlockFile) -> Result<(Self, FileHeader), OpenError> {
        let (home, backup_home_used) = find_home(file)?;
        let (index, backup_header_used) = index_header(file, &home)?;
        let bitmap_file = reserved_header(file, &home, 2)?
            .filter(|header| header.characteristics & characteristics::CONTIGUOUS != 0)
            .and_then(|header| single_extent(&header, file.size()));
        let scb = match bitmap_file {
            Some(extent) => Scb::decode(&bytes::read_block(file, extent.start)?).ok(),
            None => None,
        };
        let scb = scb.filter(|scb| scb.cluster == home.cluster && scb.volume_size <= file.size());
        let volume = Self {
            home,
            backup_home_used,
            backup_header_used,
            bitmap_file,
            scb,
            directory_is_sound: true,
            security_is_sound: false,
            has_quota_file: false,
        };
        Ok((volume, index))
    }

    /// The label, without its padding.
    pub fn label(&self) -> &str {
        &self.home.label
    }

    /// Where the SCB lies.
    pub fn scb_lbn(&self) -> Option<Lbn> {
        self.bitmap_file.map(|extent| extent.start)
    }

    /// Blocks of the volume, as its SCB says.
    pub fn size(&self) -> Option<BlockCount> {
        self.scb.as_ref().map(|scb| scb.volume_size)
    }

    /// Reads the storage bitmap; `None` when BITMAP.SYS is not usable.
    pub fn storage_bitmap(&self, file: &dyn BlockFile) -> Result<Option<StorageBitmap>, Fault> {
        let (Some(extent), Some(size)) = (self.bitmap_file, self.size()) else { return Ok(None) };
        let blocks = bitmap_blocks(size, self.home.cluster);
        let fits = extent.count.0 > blocks && size.0.div_ceil(u64::from(self.home.cluster)) <= MAX_CLUSTERS;
        if !fits {
            return Ok(None);
        }
        let range = LbnRange::new(extent.start.0 + 1, blocks);
        let mut bits = vec![0; usize::try_from(range.count.bytes()).unwrap_or(0)];
        file.read(range, &mut bits)?;
        Ok(Some(StorageBitmap::from_bytes(size, self.home.cluster, bits)))
    }

    /// Looks up the two files that MOUNT looks up.
    fn read_directory(&mut self, file: &dyn BlockFile, index: &FileHeader) -> Result<(), OpenError> {
        let directory = reserved_header(file, &self.home, 4)?;
        let Some(directory) = directory.filter(|h| h.characteristics & characteristics::DIRECTORY != 0) else {
            self.directory_is_sound = false;
            return Ok(());
        };
        let mut security = None;
        for vbn in 1..u64::from(directory.attributes.end_block) {
            let block = match map::locate(&directory.extents, vbn) {
                Some(lbn) => block_within(file, lbn)?,
                None => None,
            };
            let Some(Ok(entries)) = block.map(|block| directory::decode_block(&block)) else {
                self.directory_is_sound = false;
                return Ok(());
            };
            for entry in entries {
                let id = entry.versions.first().map(|version| version.id);
                match entry.name.as_str() {
                    "QUOTA.SYS" => self.has_quota_file = true,
                    "SECURITY.SYS" => security = id,
                    _ => {}
                }
            }
        }
        if let Some(id) = security {
            self.security_is_sound = self.check_security(file, index, id)?;
        }
        Ok(())
    }

    fn check_security(&self, file: &dyn BlockFile, index: &FileHeader, id: FileId) -> Result<bool, OpenError> {
        let before = u64::from(self.home.index_bitmap_vbn) + u64::from(self.home.index_bitmap_size);
        let vbn = before.saturating_add(u64::from(id.number)).saturating_sub(1);
        let Some(place) = map::locate(&index.extents, vbn) else { return Ok(false) };
        let Some(block) = block_within(file, place)? else { return Ok(false) };
        let Ok(header) = FileHeader::decode(&block, id.number) else { return Ok(false) };
        let Some(lbn) = map::locate(&header.extents, 1) else { return Ok(false) };
        Ok(block_within(file, lbn)?.is_some_and(|block| security::is_sound(&block)))
    }
}

/// Reads a block; `None` when the disk has no such block.
fn block_within(file: &dyn BlockFile, lbn: Lbn) -> Result<Option<Block>, Fault> {
    match bytes::read_block(file, lbn) {
        Ok(block) => Ok(Some(block)),
        Err(fault) if fault.kind() == FaultKind::OutOfRange => Ok(None),
        Err(fault) => Err(fault),
    }
}

/// The first good home block, and whether one before it is bad. A block that cannot be read is passed over: what the search
/// is for.
fn find_home(file: &dyn BlockFile) -> Result<(HomeBlock, bool), OpenError> {
    let mut error = OpenError::NoHomeBlock;
    for (index, place) in search_places(file.size(), Geometry::for_size(file.size())).into_iter().enumerate() {
        let block = match block_within(file, place) {
            Ok(Some(block)) => block,
            Ok(None) => continue,
            Err(fault) if fault.kind() == FaultKind::Io => {
                error = OpenError::Storage(fault);
                continue;
            }
            Err(fault) => return Err(fault.into()),
        };
        match HomeBlock::decode(&block, place) {
            Ok(home) => return Ok((home, index > 0)),
            Err(HomeError::Level(level)) => error = OpenError::Level(level),
            Err(_) => {}
        }
    }
    Err(error)
}

/// The header of a reserved file; `None` when it is bad.
pub(super) fn reserved_header(
    file: &dyn BlockFile,
    home: &HomeBlock,
    number: u32,
) -> Result<Option<FileHeader>, Fault> {
    let block = match home.header_lbn(number) {
        Some(lbn) => block_within(file, lbn)?,
        None => None,
    };
    Ok(block.and_then(|block| FileHeader::decode(&block, number).ok()))
}

/// The header of INDEXF.SYS, and whether it is the backup.
pub(super) fn index_header(file: &dyn BlockFile, home: &HomeBlock) -> Result<(FileHeader, bool), OpenError> {
    match reserved_header(file, home, 1) {
        Ok(Some(header)) => return Ok((header, false)),
        Err(fault) if fault.kind() != FaultKind::Io => return Err(fault.into()),
        _ => {}
    }
    let backup = block_within(file, home.backup_header_lbn)?;
    let backup = backup.and_then(|block| FileHeader::decode(&block, 1).ok());
    backup.map(|header| (header, true)).ok_or(OpenError::IndexHeader)
}

/// The one extent of a contiguous file that lies on the disk.
fn single_extent(header: &FileHeader, size: BlockCount) -> Option<LbnRange> {
    match header.extents[..] {
        [extent] if extent.start.0 + extent.count.0 <= size.0 => Some(extent),
        _ => None,
    }
}

#[cfg(test)]
mod tests;
