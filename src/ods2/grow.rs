//! A volume grows: more clusters in the part of BITMAP.SYS that INITIALIZE set aside (SET VOLUME/SIZE).
//!
//! The SCB holds the volume's size and is written last, by the caller: until then the old size counts, and bits behind
//! its end mean nothing. Growth that broke off therefore costs nothing; [`Volume::rebuild`] tidies up after it.

use super::bitmap::{MAX_CLUSTERS, StorageBitmap, bitmap_blocks};
use super::bytes;
use super::volume::Volume;
use crate::blocks::{BLOCK_BYTES, BlockCount, LbnRange};
use crate::storage::{BlockFile, Fault, WriteWay};

/// Why a volume does not grow.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum GrowError {
    /// BITMAP.SYS or the SCB is not usable.
    NoBitmap,
    /// Smaller than the volume is.
    Smaller,
    /// More than BITMAP.SYS has room for.
    Limit,
    /// The disk failed.
    Storage(Fault),
}

impl From<Fault> for GrowError {
    fn from(fault: Fault) -> Self {
        Self::Storage(fault)
    }
}

impl Volume {
    /// Most blocks that the volume can have: what BITMAP.SYS has room for, at most what the size field holds.
    pub fn expansion_limit(&self) -> Option<BlockCount> {
        let clusters = (self.bitmap_file?.count.0.saturating_sub(1).saturating_mul(4096)).min(MAX_CLUSTERS);
        Some(BlockCount((clusters * u64::from(self.home.cluster)).min(u64::from(u32::MAX))))
    }

    /// Writes and flushes everything that a volume of `size` blocks needs, except its SCB. Returns its free blocks.
    ///
    /// # Errors
    /// Nothing was written, unless the disk failed.
    pub fn prepare_growth(&self, file: &dyn BlockFile, size: BlockCount) -> Result<BlockCount, GrowError> {
        let (Some(old), Some(limit)) = (self.size(), self.expansion_limit()) else { return Err(GrowError::NoBitmap) };
        if size < old {
            return Err(GrowError::Smaller);
        }
        if size > limit {
            return Err(GrowError::Limit);
        }
        let bitmap = self.storage_bitmap(file)?.ok_or(GrowError::NoBitmap)?.grown(old, size);
        // Blocks that the old size has no use for hold anything; those from the old end on are written anew.
        let first = old.0 / u64::from(self.home.cluster) / 4096;
        self.write_bitmap(file, &bitmap, first)?;
        self.end_bitmap_file(file, size)?;
        file.flush()?;
        Ok(bitmap.free_blocks())
    }

    /// Writes the blocks of the storage bitmap from `first` on.
    pub(super) fn write_bitmap(&self, file: &dyn BlockFile, bitmap: &StorageBitmap, first: u64) -> Result<(), Fault> {
        let Some(extent) = self.bitmap_file else { return Ok(()) };
        for (at, block) in (0..).zip(bitmap.as_bytes().chunks_exact(BLOCK_BYTES)).skip(first as usize) {
            file.write(LbnRange::new(extent.start.0 + 1 + at, 1), block, WriteWay::Descriptor)?;
        }
        Ok(())
    }

    /// Lets BITMAP.SYS end behind the last bit of a volume of `size` blocks. What else stands in its header stays.
    pub(super) fn end_bitmap_file(&self, file: &dyn BlockFile, size: BlockCount) -> Result<(), Fault> {
        let Some(lbn) = self.home.header_lbn(2) else { return Ok(()) };
        let mut block = bytes::read_block(file, lbn)?;
        let end = u32::try_from(2 + bitmap_blocks(size, self.home.cluster)).unwrap_or(u32::MAX);
        if bytes::swapped_long(&block, END_BLOCK) == end {
            return Ok(());
        }
        bytes::put_swapped_long(&mut block, END_BLOCK, end);
        let sum = bytes::word_sum(&block, 510);
        bytes::put_word(&mut block, 510, sum);
        file.write(LbnRange::new(lbn.0, 1), &block, WriteWay::Descriptor)
    }
}

/// Offset of the end block in a file header: behind record type, sizes and highest block.
const END_BLOCK: usize = 28;

#[cfg(test)]
mod tests;
