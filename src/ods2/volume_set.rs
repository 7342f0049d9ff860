//! Volume sets: VOLSET.SYS on the root volume, and the fields of home blocks that say which volume is which.
//!
//! ```text
//! VOLSET.SYS, 64-byte records: set name (12) and zeros, then for each volume its label (12) and zeros
//! ```
//! The number of volumes in the root's home block is written last: until then the set is what it was.

use super::attributes::RecordAttributes;
use super::bytes;
use super::header::{FileHeader, FileId};
use super::home::HomeBlock;
use super::map;
use super::volume::{Volume, reserved_header};
use crate::blocks::{BLOCK_BYTES, BlockCount, LbnRange};
use crate::storage::{BlockFile, Fault, FaultKind, WriteWay};

/// Bytes of a record of VOLSET.SYS.
const RECORD: usize = 64;

/// Most volumes of a set: a relative volume number is a byte in file identifications.
pub const MAX_VOLUMES: usize = 255;

impl Volume {
    /// The set that the volume belongs to, and its number in it.
    pub fn volume_set(&self) -> Option<(&str, u16)> {
        let home = &self.home;
        (home.relative_volume > 0 && !home.structure_name.is_empty())
            .then_some((home.structure_name.as_str(), home.relative_volume))
    }

    /// Labels of the set's volumes by number, as VOLSET.SYS of the root volume has them; none on any other volume.
    pub fn set_labels(&self, file: &dyn BlockFile) -> Result<Vec<String>, Fault> {
        let Some(header) = reserved_header(file, &self.home, VOLSET)? else { return Ok(Vec::new()) };
        let count = usize::from(self.home.set_count);
        let mut bytes = Vec::new();
        for vbn in 1..=map::total(&header.extents).min(MAX_BLOCKS) {
            let Some(lbn) = map::locate(&header.extents, vbn) else { break };
            bytes.extend(bytes::read_block(file, lbn)?);
        }
        let records = bytes.chunks_exact(RECORD).skip(1).take(count);
        Ok(records.map(|record| bytes::text(&record[..12])).collect())
    }

    /// Writes VOLSET.SYS of a root volume and flushes it. What it says counts when [`Volume::join_set`] has written the
    /// number of volumes.
    ///
    /// # Errors
    /// NoSpace when the volume has no free cluster.
    pub fn write_set_labels(&self, file: &dyn BlockFile, name: &str, labels: &[String]) -> Result<(), Fault> {
        let damaged = || Fault::new(FaultKind::Io, "VOLSET.SYS has no valid header");
        let mut header = reserved_header(file, &self.home, VOLSET)?.ok_or_else(damaged)?;
        let texts = std::iter::once(name).chain(labels.iter().map(String::as_str));
        let mut data: Vec<u8> = Vec::new();
        for text in texts {
            data.extend(bytes::padded::<12>(text));
            data.resize(data.len().next_multiple_of(RECORD), 0);
        }
        let used = data.len();
        data.resize(used.next_multiple_of(BLOCK_BYTES), 0);
        let blocks = (data.len() / BLOCK_BYTES) as u64;
        while map::total(&header.extents) < blocks {
            let extent = self.take_cluster(file)?;
            match header.extents.last_mut().filter(|last| last.end() == extent.start) {
                Some(last) => last.count.0 += extent.count.0,
                None => header.extents.push(extent),
            }
        }
        for (vbn, block) in (1..).zip(data.chunks_exact(BLOCK_BYTES)) {
            let lbn = map::locate(&header.extents, vbn).ok_or_else(damaged)?;
            file.write(LbnRange { start: lbn, count: BlockCount(1) }, block, WriteWay::Descriptor)?;
        }
        file.flush()?;
        self.store_header(file, &mut header, used)
    }

    /// Makes the volume number `number` of a set; the root volume also counts the volumes.
    pub fn join_set(&mut self, file: &dyn BlockFile, name: &str, number: u16, count: u16) -> Result<(), Fault> {
        let set_count = if number == 1 { count } else { 0 };
        let home =
            HomeBlock { relative_volume: number, structure_name: name.to_owned(), set_count, ..self.home.clone() };
        self.rewrite_home(file, home)
    }

    /// Takes the first free cluster out of the storage bitmap.
    fn take_cluster(&self, file: &dyn BlockFile) -> Result<LbnRange, Fault> {
        let full = || Fault::new(FaultKind::NoSpace, "the volume has no free cluster");
        let mut bitmap = self.storage_bitmap(file)?.ok_or_else(full)?;
        let free = bitmap.free_extents().next().ok_or_else(full)?;
        let extent = LbnRange { start: free.start, count: BlockCount(u64::from(self.home.cluster)) };
        bitmap.allocate(extent);
        self.write_bitmap(file, &bitmap, extent.start.0 / extent.count.0 / 4096)?;
        file.flush()?;
        Ok(extent)
    }

    fn store_header(&self, file: &dyn BlockFile, header: &mut FileHeader, bytes: usize) -> Result<(), Fault> {
        let allocated = u32::try_from(map::total(&header.extents)).unwrap_or(u32::MAX);
        header.attributes = RecordAttributes {
            highest_block: allocated,
            end_block: (bytes / BLOCK_BYTES) as u32 + 1,
            first_free_byte: (bytes % BLOCK_BYTES) as u16,
            ..header.attributes
        };
        header.highwater = allocated + 1;
        let encoded = header.encode().ok_or_else(|| Fault::new(FaultKind::NoSpace, "VOLSET.SYS has a full header"))?;
        if let Some(lbn) = self.home.header_lbn(VOLSET) {
            file.write(LbnRange { start: lbn, count: BlockCount(1) }, &encoded, WriteWay::Descriptor)?;
        }
        file.flush()
    }
}

/// File number of VOLSET.SYS.
const VOLSET: u32 = FileId::reserved(6).number;

/// Blocks that the records of the largest set need.
const MAX_BLOCKS: u64 = ((MAX_VOLUMES + 1) * RECORD).div_ceil(BLOCK_BYTES) as u64;

#[cfg(test)]
mod tests {
    use super::*;
    use crate::clock::VmsTime;
    use crate::ods2::{InitOptions, initialize, verify};
    use crate::storage::{Faulty, Memory};

    fn labels(count: usize) -> Vec<String> {
        (1..=count).map(|n| format!("VOL{n}")).collect()
    }

    fn findings(file: &dyn BlockFile) -> Vec<String> {
        verify(file).unwrap().iter().map(ToString::to_string).collect()
    }

    #[test]
    fn a_set_grows_one_volume_at_a_time_and_stays_sound() {
        for cluster in [1, 3] {
            let disk = Memory::new(BlockCount(4_000));
            let options = InitOptions { cluster: Some(cluster), ..InitOptions::new("VOL1", VmsTime(1)) };
            initialize(&[&disk], &options).unwrap();
            let mut volume = Volume::open(&disk).unwrap();
            assert_eq!((volume.volume_set(), volume.set_labels(&disk).unwrap()), (None, Vec::new()));
            for count in 2..=20 {
                volume.write_set_labels(&disk, "LIBRARY", &labels(count)).unwrap();
                volume.join_set(&disk, "LIBRARY", 1, count as u16).unwrap();
                volume = Volume::open(&disk).unwrap();
                assert_eq!(volume.volume_set(), Some(("LIBRARY", 1)));
                assert_eq!(volume.set_labels(&disk).unwrap(), labels(count));
                let none: [String; 0] = [];
                assert_eq!(findings(&disk), none, "{count} volumes, cluster {cluster}");
            }
        }
    }

    #[test]
    fn a_set_that_breaks_off_is_what_it_was_and_can_be_made_again() {
        let fresh = || {
            let disk = Faulty::new(BlockCount(4_000));
            initialize(&[&disk], &InitOptions::new("VOL1", VmsTime(1))).unwrap();
            disk
        };
        let make = |disk: &Faulty| -> Result<(), Fault> {
            let mut volume = Volume::open(disk).map_err(|_| Fault::new(FaultKind::Lost, "no volume"))?;
            volume.write_set_labels(disk, "LIBRARY", &labels(2))?;
            volume.join_set(disk, "LIBRARY", 1, 2)
        };
        let steps = {
            let disk = fresh();
            let before = disk.operations();
            make(&disk).unwrap();
            disk.operations() - before
        };
        for (left, keep) in (0..steps).flat_map(|left| [(left, false), (left, true)]) {
            let disk = fresh();
            disk.plan(|plan| plan.operations_left = Some(left));
            assert!(make(&disk).is_err());
            disk.crash(|_, values| if keep { values - 1 } else { 0 });
            let volume = Volume::open(&disk).unwrap();
            if let Some(set) = volume.volume_set() {
                assert_eq!((set, volume.set_labels(&disk).unwrap()), (("LIBRARY", 1), labels(2)), "step {left}");
            }
            volume.rebuild(&disk).unwrap().unwrap();
            make(&disk).unwrap();
            let none: [String; 0] = [];
            assert_eq!(findings(&disk), none, "step {left}, newest kept: {keep}");
        }
    }
}
