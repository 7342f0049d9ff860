//! Block files: what holds the blocks of a disk. Memory-mapped images, memory, and a faulty one for tests.
//!
//! Owns the bytes and every way in which the host can fail to keep them: a short or vanished file, a read error, a
//! full host disk. All of it comes out as a [`Fault`], never as a dead process. This room knows nothing of volumes,
//! members or devices, decides nothing, and never hands out a slice of a map. `unsafe` stays in `map.rs` and
//! `bus_error.rs`.

mod allocated;
mod bus_error;
mod fault;
mod fault_plan;
mod faulty;
mod host;
mod image;
mod injected;
mod map;
mod memory;
mod slots;
#[cfg(test)]
mod small_disk;
mod words;

pub use fault::{Fault, FaultKind};
pub use fault_plan::FaultPlan;
pub use faulty::Faulty;
pub use host::{raise_open_file_limit, read_regular, without_waiting};
pub use image::{Access, Image, create_image, flush_together};
pub use injected::{Injected, Switchboard};
pub use memory::Memory;
pub use slots::{SLOT_COUNT, Slot, SlotFile, SlotRecord, read_slots};
#[cfg(test)]
pub(crate) use small_disk::{CHILD, fill, run_in_small_file_system};

use crate::blocks::{BLOCK_BYTES, BlockCount, LbnRange};

/// Most blocks that one bulk store or one [`BlockFile::differing`] handles: a bitmap range (65,024 bytes). Larger
/// pieces make the page cache build large folios, which flush four times slower.
pub const BULK_BLOCKS: u64 = crate::blocks::RANGE_BLOCKS;

/// How a store reaches the file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum WriteWay {
    /// Through the descriptor: whole blocks even when the process is killed in the middle.
    Descriptor,
    /// Through the map where the host's blocks are known to be allocated, else through the descriptor. A kill can
    /// tear a block, so the caller holds a [`Slot`] (shadow-core 4.4).
    Mapped,
}

/// What tells one file, and one state of its content, from another.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Identity {
    /// Host device and inode; 0 for memory.
    pub device: u64,
    /// Inode number; 0 for memory.
    pub inode: u64,
    /// Size in bytes.
    pub bytes: u64,
    /// Last modification, nanoseconds since the Unix epoch; 0 for memory.
    pub modified: i128,
}

/// The blocks of one disk. Every method takes `&self` and may be called from several threads at once; overlapping
/// stores are the caller's to order.
pub trait BlockFile: Send + Sync + std::fmt::Debug {
    /// Number of whole blocks. Never changes while the file is open.
    fn size(&self) -> BlockCount;

    /// Whether stores are refused with [`FaultKind::ReadOnly`].
    fn is_read_only(&self) -> bool;

    /// Reads `range` into `buffer`, which has exactly the range's size in bytes.
    fn read(&self, range: LbnRange, buffer: &mut [u8]) -> Result<(), Fault>;

    /// Stores `data`, which has exactly the range's size in bytes.
    fn write(&self, range: LbnRange, data: &[u8], way: WriteWay) -> Result<(), Fault>;

    /// Which blocks of `range` (at most 128) differ from `data`: bit i for the i-th block. Compares in place where
    /// the file is mapped, so that comparing two files copies only one of them.
    fn differing(&self, range: LbnRange, data: &[u8]) -> Result<u128, Fault>;

    /// Makes everything stored so far survive a power loss, and checks then that the file still is the one that was
    /// opened, as [`BlockFile::check`] does.
    fn flush(&self) -> Result<(), Fault>;

    /// Stores one block so that it survives a power loss by itself, without waiting for other data. For SCBs.
    fn write_durable(&self, lbn: crate::blocks::Lbn, block: &[u8; BLOCK_BYTES]) -> Result<(), Fault>;

    /// Stores one block that the next flush makes durable, and lets the host begin with it. For many SCBs at once: what
    /// takes long is waiting for the host's disk.
    fn write_early(&self, lbn: crate::blocks::Lbn, block: &[u8; BLOCK_BYTES]) -> Result<(), Fault> {
        self.write(LbnRange { start: lbn, count: BlockCount(1) }, block, WriteWay::Descriptor)
    }

    /// Makes sure that the host has room for `range`, so that a later store into it cannot meet a full disk. Cheap
    /// when it is known already. [`FaultKind::NoSpace`]: the host is full and nothing was stored.
    fn allocate(&self, range: LbnRange) -> Result<(), Fault>;

    /// Whether room for all of `range` is known to be allocated; a store of [`WriteWay::Mapped`] then uses the map.
    fn is_allocated(&self, range: LbnRange) -> bool;

    /// Makes `range` read as zeros and gives its room back to the host where the host can.
    fn erase(&self, range: LbnRange) -> Result<(), Fault>;

    /// The first run of blocks at or after `from` that may hold data, up to the next hole; `None` when only a hole
    /// is left. Blocks outside such runs read as zeros.
    fn next_data(&self, from: crate::blocks::Lbn) -> Result<Option<LbnRange>, Fault>;

    /// Tells the host that `range` will be read soon.
    fn will_need(&self, range: LbnRange);

    /// The image of the host behind it, if there is one and nothing stands in front of it that may fail a flush.
    fn image(&self) -> Option<&Image> {
        None
    }

    /// What the file was when it was opened.
    fn opened(&self) -> Option<Identity> {
        self.identity().ok()
    }

    /// What the file is now.
    fn identity(&self) -> Result<Identity, Fault>;

    /// Checks that the file still is what was opened and has its size; a file that is not fails for good. For
    /// barriers, flushes and suspension (shadow-core 6).
    fn check(&self) -> Result<(), Fault>;

    /// Sets the time of last modification, nanoseconds since the Unix epoch, so that a saved state can name it.
    fn set_modified(&self, modified: i128) -> Result<(), Fault>;
}

/// Checks a request against the file's size and the buffer's length. A wrong buffer length is a bug of the caller.
fn check_request(size: BlockCount, range: LbnRange, bytes: usize) -> Result<(), Fault> {
    assert_eq!(range.count.bytes(), bytes as u64, "buffer of {bytes} bytes for {} blocks", range.count);
    check_range(size, range)
}

/// Checks that a run of blocks lies inside the file.
fn check_range(size: BlockCount, range: LbnRange) -> Result<(), Fault> {
    match range.start.0.checked_add(range.count.0) {
        Some(end) if end <= size.0 => Ok(()),
        _ => Err(Fault::new(
            FaultKind::OutOfRange,
            format!("blocks {} to {} of {size}", range.start, range.start.0.saturating_add(range.count.0)),
        )),
    }
}

/// Marks the blocks in which two equally long buffers differ: bit i for block i.
fn differing_blocks(left: &[u8], right: &[u8]) -> u128 {
    let blocks = left.chunks(BLOCK_BYTES).zip(right.chunks(BLOCK_BYTES)).enumerate();
    blocks.fold(0, |mask, (index, (a, b))| if a == b { mask } else { mask | 1 << index })
}
