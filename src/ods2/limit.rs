//! The expansion limit of a volume is raised: BITMAP.SYS gets room for more clusters (SET VOLUME/LIMIT).
//!
//! The header of BITMAP.SYS says where SCB and bits lie, and is one block: it is written when everything that it leads to
//! is on the disk. What breaks off before leaves the volume as it was; what breaks off after leaves clusters that belong
//! to no file, which [`Volume::rebuild`] gives back.

use super::bitmap::{MAX_CLUSTERS, StorageBitmap, bitmap_blocks};
use super::bytes;
use super::header::FileHeader;
use super::map;
use super::scb::Scb;
use super::volume::Volume;
use crate::blocks::{BLOCK_BYTES, BlockCount, LbnRange};
use crate::storage::{BlockFile, Fault, WriteWay};

/// Why the limit is not raised.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum LimitError {
    /// BITMAP.SYS, its header or the SCB is not usable.
    NoBitmap,
    /// More than a bitmap can have.
    TooLarge,
    /// There are not so many free blocks in a row.
    NoRoom,
    /// BITMAP.SYS would have to move.
    MustMove,
    /// The disk failed.
    Storage(Fault),
}

impl From<Fault> for LimitError {
    fn from(fault: Fault) -> Self {
        Self::Storage(fault)
    }
}

/// Number of BITMAP.SYS.
const BITMAP_FILE: u32 = 2;

/// Offsets in a file header: highest allocated block, first block never written (a reserved file has none such), words of
/// the map in use, and where the map begins (in words).
const HIGHEST_BLOCK: usize = 24;
const HIGHWATER: usize = 76;
const MAP_IN_USE: usize = 58;
const MAP_OFFSET: usize = 1;

impl Volume {
    /// The largest limit that a volume of its cluster size can have.
    pub fn largest_limit(&self) -> BlockCount {
        BlockCount((MAX_CLUSTERS * u64::from(self.home.cluster)).min(u64::from(u32::MAX)))
    }

    /// Lets the volume grow to `limit` blocks later; a limit that it has already changes nothing. BITMAP.SYS becomes longer
    /// where it is, or, if it `may_move`, goes where so many blocks are free. Returns the free blocks.
    ///
    /// # Errors
    /// Nothing was changed, unless the disk failed.
    pub fn raise_limit(
        &self,
        file: &dyn BlockFile,
        limit: BlockCount,
        may_move: bool,
    ) -> Result<BlockCount, LimitError> {
        let (Some(extent), Some(scb)) = (self.bitmap_file, &self.scb) else { return Err(LimitError::NoBitmap) };
        let mut bitmap = self.storage_bitmap(file)?.ok_or(LimitError::NoBitmap)?;
        if limit > self.largest_limit() {
            return Err(LimitError::TooLarge);
        }
        let cluster = u64::from(self.home.cluster);
        let wanted = (1 + bitmap_blocks(limit, self.home.cluster)).next_multiple_of(cluster);
        if wanted <= extent.count.0 {
            return Ok(bitmap.free_blocks());
        }
        let behind = LbnRange::new(extent.end().0, wanted - extent.count.0);
        if bitmap.is_free(behind) {
            bitmap.allocate(behind);
            self.write_bitmap(file, &bitmap, 0)?;
            file.flush()?;
            self.place_bitmap_file(file, LbnRange::new(extent.start.0, wanted))?;
            return Ok(bitmap.free_blocks());
        }
        if !may_move {
            return Err(LimitError::MustMove);
        }
        let room = bitmap.free_extents().find(|free| free.count.0 >= wanted).ok_or(LimitError::NoRoom)?;
        let place = LbnRange::new(room.start.0, wanted);
        bitmap.allocate(place);
        write_bits(file, place, &bitmap)?;
        let scb = Scb { scb_lbn: place.start, ..scb.clone() };
        file.write(LbnRange::new(place.start.0, 1), &scb.encode(), WriteWay::Descriptor)?;
        file.flush()?;
        self.place_bitmap_file(file, place)?;
        bitmap.free(extent);
        write_bits(file, place, &bitmap)?;
        file.flush()?;
        Ok(bitmap.free_blocks())
    }

    /// Has the header of BITMAP.SYS say where the file lies. What else stands in it stays.
    fn place_bitmap_file(&self, file: &dyn BlockFile, place: LbnRange) -> Result<(), LimitError> {
        let lbn = self.home.header_lbn(BITMAP_FILE).ok_or(LimitError::NoBitmap)?;
        let mut block = bytes::read_block(file, lbn)?;
        let map = map::encode(&[place]);
        bytes::put_swapped_long(&mut block, HIGHEST_BLOCK, u32::try_from(place.count.0).unwrap_or(u32::MAX));
        bytes::put_long(&mut block, HIGHWATER, u32::try_from(place.count.0 + 1).unwrap_or(u32::MAX));
        let at = usize::from(block[MAP_OFFSET]) * 2;
        block[MAP_IN_USE] = (map.len() / 2) as u8;
        bytes::put(&mut block, at, &map);
        let sum = bytes::word_sum(&block, 510);
        bytes::put_word(&mut block, 510, sum);
        let right = FileHeader::decode(&block, BITMAP_FILE).is_ok_and(|header| header.extents == [place]);
        if !right {
            return Err(LimitError::NoBitmap);
        }
        Ok(file.write_durable(lbn, &block)?)
    }
}

/// Writes the blocks of a storage bitmap behind the first block of BITMAP.SYS.
fn write_bits(file: &dyn BlockFile, place: LbnRange, bitmap: &StorageBitmap) -> Result<(), Fault> {
    for (at, block) in (1..).zip(bitmap.as_bytes().chunks_exact(BLOCK_BYTES)) {
        file.write(LbnRange::new(place.start.0 + at, 1), block, WriteWay::Descriptor)?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::super::tests::Random;
    use super::*;
    use crate::blocks::Lbn;
    use crate::clock::VmsTime;
    use crate::ods2::{InitOptions, initialize, verify};
    use crate::storage::Faulty;

    fn disk(blocks: u64, cluster: u16) -> Faulty {
        let disk = Faulty::new(BlockCount(blocks));
        let options = InitOptions { cluster: Some(cluster), ..InitOptions::new("SMALL", VmsTime(1)) };
        initialize(&[&disk], &options).unwrap();
        disk
    }

    fn findings(file: &dyn BlockFile) -> Vec<String> {
        verify(file).unwrap().iter().map(ToString::to_string).collect()
    }

    #[test]
    fn a_raised_limit_is_sound_and_the_volume_grows_to_it() {
        let none: [String; 0] = [];
        let mut moved = 0;
        for (seed, cluster) in (0..12).flat_map(|seed| [1, 3, 16].map(|cluster| (seed, cluster))) {
            let mut random = Random::new(seed);
            let disk = disk(20_000 + random.below(30_000), cluster);
            let volume = Volume::open(&disk).unwrap();
            let (before, limit) = (volume.bitmap_file.unwrap(), BlockCount(200_000 + random.below(3_000_000)));
            let free = volume.raise_limit(&disk, limit, true).unwrap();
            assert_eq!(findings(&disk), none, "seed {seed} cluster {cluster}");
            let raised = Volume::open(&disk).unwrap();
            let after = raised.bitmap_file.unwrap();
            moved += u32::from(after.start != before.start);
            assert!(raised.expansion_limit().unwrap() >= limit && after.count >= before.count);
            assert_eq!(raised.scb_lbn(), Some(after.start));
            assert_eq!(raised.storage_bitmap(&disk).unwrap().unwrap().free_blocks(), free);
            assert_eq!(raised.rebuild(&disk).unwrap(), Some(free));
            assert_eq!(raised.raise_limit(&disk, BlockCount(1), true), Ok(free), "a lower limit changes nothing");
        }
        assert!(moved > 0, "no BITMAP.SYS had to move");
    }

    #[test]
    fn what_cannot_be_is_refused_and_nothing_is_written() {
        let disk = disk(20_000, 1);
        let volume = Volume::open(&disk).unwrap();
        let written = disk.unflushed();
        let most = volume.largest_limit();
        assert_eq!(volume.raise_limit(&disk, BlockCount(most.0 + 1), true), Err(LimitError::TooLarge));
        assert_eq!(volume.raise_limit(&disk, most, true), Err(LimitError::NoRoom));
        assert_eq!(volume.raise_limit(&disk, most, false), Err(LimitError::MustMove));
        assert_eq!(disk.unflushed(), written);
    }

    #[test]
    fn broken_off_anywhere_the_volume_is_the_old_one_or_the_new_one() {
        let none: [String; 0] = [];
        let limit = BlockCount(2_000_000);
        let steps = {
            let disk = disk(30_000, 3);
            let (volume, before) = (Volume::open(&disk).unwrap(), disk.operations());
            volume.raise_limit(&disk, limit, true).unwrap();
            disk.operations() - before
        };
        for (left, seed) in (0..steps).flat_map(|left| (0..4).map(move |seed| (left, seed))) {
            let disk = disk(30_000, 3);
            let volume = Volume::open(&disk).unwrap();
            let mut random = Random::new(seed);
            disk.plan(|plan| plan.operations_left = Some(left));
            drop(volume.raise_limit(&disk, limit, true));
            disk.crash(|_: Lbn, values| random.below(values as u64) as usize);
            let again = Volume::open(&disk).unwrap();
            assert!(again.scb.is_some(), "step {left}, seed {seed}");
            assert!(again.rebuild(&disk).unwrap().is_some(), "step {left}, seed {seed}");
            assert_eq!(findings(&disk), none, "step {left}, seed {seed}");
        }
    }
}
