//! Blocks in memory: RAM disks, and disks of tests.
//!
//! Sparse: 64 KiB chunks that exist once something was stored in them, so that a 64 GiB disk costs nothing. Every
//! store is "durable" at once; what a crash takes away is [`super::Faulty`]'s business.

use std::collections::BTreeMap;
use std::sync::{PoisonError, RwLock, RwLockReadGuard, RwLockWriteGuard};

use super::{BlockFile, Fault, Identity, WriteWay, check_range, check_request, differing_blocks};
use crate::blocks::{BLOCK_BYTES, BlockCount, Lbn, LbnRange};

/// Blocks in a chunk.
const CHUNK_BLOCKS: u64 = 128;

type Chunks = BTreeMap<u64, Box<[u8]>>;

/// A disk in memory.
#[derive(Debug)]
pub struct Memory {
    size: BlockCount,
    chunks: RwLock<Chunks>,
}

impl Memory {
    /// A disk of zeros.
    pub fn new(size: BlockCount) -> Self {
        Self { size, chunks: RwLock::default() }
    }

    /// Bytes of memory that the stored chunks take.
    pub fn resident_bytes(&self) -> u64 {
        self.chunks().len() as u64 * CHUNK_BLOCKS * BLOCK_BYTES as u64
    }

    // A thread that panicked while it held the lock left whole chunks behind: the data is as usable as before.
    fn chunks(&self) -> RwLockReadGuard<'_, Chunks> {
        self.chunks.read().unwrap_or_else(PoisonError::into_inner)
    }

    fn chunks_mut(&self) -> RwLockWriteGuard<'_, Chunks> {
        self.chunks.write().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Cuts a run at chunk borders: chunk number, bytes inside the chunk, bytes inside the caller's buffer.
fn pieces(range: LbnRange) -> impl Iterator<Item = (u64, std::ops::Range<usize>, std::ops::Range<usize>)> {
    let mut at = range.start.0;
    let bytes = |blocks: u64| usize::try_from(blocks).expect("a buffer fits in memory") * BLOCK_BYTES;
    std::iter::from_fn(move || {
        if at >= range.end().0 {
            return None;
        }
        let chunk = at / CHUNK_BLOCKS;
        let end = range.end().0.min((chunk + 1) * CHUNK_BLOCKS);
        let inside = bytes(at % CHUNK_BLOCKS)..bytes(end - chunk * CHUNK_BLOCKS);
        let buffer = bytes(at - range.start.0)..bytes(end - range.start.0);
        at = end;
        Some((chunk, inside, buffer))
    })
}

impl BlockFile for Memory {
    fn size(&self) -> BlockCount {
        self.size
    }

    fn is_read_only(&self) -> bool {
        false
    }

    fn read(&self, range: LbnRange, buffer: &mut [u8]) -> Result<(), Fault> {
        check_request(self.size, range, buffer.len())?;
        let chunks = self.chunks();
        for (chunk, inside, part) in pieces(range) {
            match chunks.get(&chunk) {
                Some(data) => buffer[part].copy_from_slice(&data[inside]),
                None => buffer[part].fill(0),
            }
        }
        Ok(())
    }

    fn write(&self, range: LbnRange, data: &[u8], _way: WriteWay) -> Result<(), Fault> {
        check_request(self.size, range, data.len())?;
        let mut chunks = self.chunks_mut();
        for (chunk, inside, part) in pieces(range) {
            let empty = || vec![0; CHUNK_BLOCKS as usize * BLOCK_BYTES].into_boxed_slice();
            chunks.entry(chunk).or_insert_with(empty)[inside].copy_from_slice(&data[part]);
        }
        Ok(())
    }

    fn differing(&self, range: LbnRange, data: &[u8]) -> Result<u128, Fault> {
        assert!(range.count.0 <= 128, "a mask holds 128 blocks");
        let mut own = vec![0; data.len()];
        self.read(range, &mut own)?;
        Ok(differing_blocks(&own, data))
    }

    fn flush(&self) -> Result<(), Fault> {
        Ok(())
    }

    fn write_durable(&self, lbn: Lbn, block: &[u8; BLOCK_BYTES]) -> Result<(), Fault> {
        self.write(LbnRange { start: lbn, count: BlockCount(1) }, block, WriteWay::Descriptor)
    }

    fn allocate(&self, range: LbnRange) -> Result<(), Fault> {
        check_range(self.size, range)
    }

    fn is_allocated(&self, range: LbnRange) -> bool {
        check_range(self.size, range).is_ok()
    }

    fn erase(&self, range: LbnRange) -> Result<(), Fault> {
        check_range(self.size, range)?;
        let mut chunks = self.chunks_mut();
        let end = if range.end().0 == self.size.0 { self.size.0.next_multiple_of(CHUNK_BLOCKS) } else { range.end().0 };
        let whole = range.start.0.div_ceil(CHUNK_BLOCKS)..end / CHUNK_BLOCKS;
        if whole.start < whole.end {
            let mut from_start = chunks.split_off(&whole.start);
            chunks.append(&mut from_start.split_off(&whole.end));
        }
        for (chunk, inside, _) in pieces(LbnRange { start: range.start, count: range.count.min(self.size) })
            .filter(|(_, inside, _)| inside.len() < CHUNK_BLOCKS as usize * BLOCK_BYTES)
        {
            if let Some(data) = chunks.get_mut(&chunk) {
                data[inside].fill(0);
            }
        }
        Ok(())
    }

    fn next_data(&self, from: Lbn) -> Result<Option<LbnRange>, Fault> {
        let chunks = self.chunks();
        let mut found: Option<LbnRange> = None;
        for (&chunk, _) in chunks.range(from.0 / CHUNK_BLOCKS..) {
            let start = (chunk * CHUNK_BLOCKS).max(from.0);
            let end = ((chunk + 1) * CHUNK_BLOCKS).min(self.size.0);
            match found {
                None if start < end => found = Some(LbnRange::new(start, end - start)),
                Some(run) if run.end().0 == start => found = Some(LbnRange::new(run.start.0, end - run.start.0)),
                _ => break,
            }
        }
        Ok(found)
    }

    fn will_need(&self, _range: LbnRange) {}

    fn identity(&self) -> Result<Identity, Fault> {
        Ok(Identity { device: 0, inode: 0, bytes: self.size.bytes(), modified: 0 })
    }

    fn check(&self) -> Result<(), Fault> {
        Ok(())
    }

    fn set_modified(&self, _modified: i128) -> Result<(), Fault> {
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_huge_disk_costs_nothing_until_it_is_used() {
        let disk = Memory::new(BlockCount(64 << 21));
        let far = LbnRange::new((64 << 21) - 3, 3);
        assert_eq!(disk.next_data(Lbn(0)), Ok(None));
        disk.write(far, &[7; 1536], WriteWay::Mapped).unwrap();
        assert_eq!(disk.resident_bytes(), 65_536);
        let mut back = [0; 1536];
        disk.read(far, &mut back).unwrap();
        assert_eq!(back, [7; 1536]);
        assert_eq!(disk.next_data(Lbn(5)), Ok(Some(LbnRange::new((64 << 21) - 128, 128))));
        assert!(disk.write(LbnRange::new((64 << 21) - 1, 2), &[7; 1024], WriteWay::Mapped).is_err());
    }

    #[test]
    fn requests_may_cross_chunks() {
        let disk = Memory::new(BlockCount(1000));
        let data: Vec<u8> = (0..300 * BLOCK_BYTES).map(|i| (i / BLOCK_BYTES) as u8).collect();
        let range = LbnRange::new(100, 300);
        disk.write(range, &data, WriteWay::Descriptor).unwrap();
        let mut back = vec![0; data.len()];
        disk.read(range, &mut back).unwrap();
        assert!(back == data);
        assert_eq!(disk.next_data(Lbn(0)), Ok(Some(LbnRange::new(0, 512))));
        assert_eq!(disk.differing(LbnRange::new(100, 3), &[0; 1536]), Ok(0b110));
    }

    #[test]
    fn erased_blocks_read_as_zeros_and_give_their_memory_back() {
        let disk = Memory::new(BlockCount(1000));
        disk.write(LbnRange::new(0, 1000), &[1; 512_000], WriteWay::Descriptor).unwrap();
        disk.erase(LbnRange::new(100, 700)).unwrap();
        assert_eq!(disk.next_data(Lbn(128)), Ok(Some(LbnRange::new(768, 232))));
        for lbn in 0..1000 {
            let mut block = [9; 512];
            disk.read(LbnRange::new(lbn, 1), &mut block).unwrap();
            assert_eq!(block[0], u8::from(!(100..800).contains(&lbn)), "block {lbn}");
        }
    }
}
