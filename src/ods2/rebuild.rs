//! Both bitmaps of a volume computed anew from the file headers: what MOUNT does after an improper dismount.
//!
//! The header, not a bit, decides whether a file exists. A volume with a header that cannot be read is left alone: its
//! blocks must not be given to another file.

use super::bitmap::StorageBitmap;
use super::bytes;
use super::header::{FileHeader, HeaderError, characteristics};
use super::map;
use super::volume::{Volume, index_header};
use crate::blocks::{BLOCK_BYTES, BlockCount, LbnRange};
use crate::storage::{BlockFile, Fault, WriteWay};

impl Volume {
    /// Every file that has a valid header, with its number; `None` when a header cannot be made out.
    pub fn files(&self, file: &dyn BlockFile) -> Result<Option<Vec<(u32, FileHeader)>>, Fault> {
        let Ok((index, _)) = index_header(file, &self.home) else { return Ok(None) };
        if index.extension.number != 0 {
            return Ok(None);
        }
        let first = u64::from(self.home.index_bitmap_vbn) + u64::from(self.home.index_bitmap_size);
        let mut files = Vec::new();
        for vbn in first..u64::from(index.attributes.end_block) {
            let number = u32::try_from(vbn - first + 1).unwrap_or(u32::MAX);
            let Some(lbn) = map::locate(&index.extents, vbn) else { return Ok(None) };
            match FileHeader::decode(&bytes::read_block(file, lbn)?, number) {
                Ok(header) if header.characteristics & characteristics::DELETED == 0 => files.push((number, header)),
                // Never used, or deleted: a deleted header has the sum 0.
                Ok(_) | Err(HeaderError::Checksum | HeaderError::Level | HeaderError::FileNumber) => {
                    if number <= u32::from(self.home.reserved_files) {
                        return Ok(None);
                    }
                }
                Err(HeaderError::Areas) => return Ok(None),
            }
        }
        Ok(Some(files))
    }

    /// Computes storage bitmap and index bitmap from the headers, and writes the blocks that were not so. Returns the free
    /// blocks; `None` for a volume that cannot be rebuilt, which is as it was.
    pub fn rebuild(&self, file: &dyn BlockFile) -> Result<Option<BlockCount>, Fault> {
        let (Some(size), Some(headers)) = (self.size(), self.files(file)?) else { return Ok(None) };
        let Some(old) = self.storage_bitmap(file)? else { return Ok(None) };
        let mut storage = StorageBitmap::empty(size, self.home.cluster);
        let mut files = vec![0; usize::from(self.home.index_bitmap_size) * BLOCK_BYTES];
        for (number, header) in headers {
            header.extents.iter().for_each(|extent| storage.allocate(*extent));
            let bit = number as usize - 1;
            if let Some(byte) = files.get_mut(bit / 8) {
                *byte |= 1 << (bit % 8);
            }
        }
        self.write_index_bitmap(file, &files)?;
        let differs = |block: &usize| {
            let at = block * BLOCK_BYTES..(block + 1) * BLOCK_BYTES;
            old.as_bytes().get(at.clone()) != storage.as_bytes().get(at)
        };
        if let Some(block) = (0..storage.as_bytes().len() / BLOCK_BYTES).find(differs) {
            self.write_bitmap(file, &storage, block as u64)?;
        }
        self.end_bitmap_file(file, size)?;
        file.flush()?;
        Ok(Some(storage.free_blocks()))
    }

    fn write_index_bitmap(&self, file: &dyn BlockFile, files: &[u8]) -> Result<(), Fault> {
        for (at, block) in (0..).zip(files.chunks_exact(BLOCK_BYTES)) {
            let range = LbnRange::new(self.home.index_bitmap_lbn.0 + at, 1);
            if bytes::read_block(file, range.start)?[..] != *block {
                file.write(range, block, WriteWay::Descriptor)?;
            }
        }
        Ok(())
    }
}
