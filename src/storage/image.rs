//! A disk image: a plain file of 512-byte blocks, mapped once it is used for more than a look at it.
//!
//! Owns the file and its map. One fault of the map fails the image for good and for every thread; opening it again makes
//! a new one. Host errors come back as [`Fault`].

use std::fs::{File, OpenOptions};
use std::os::unix::fs::{FileExt, MetadataExt};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, AtomicU32, Ordering};
use std::sync::{Mutex, OnceLock, PoisonError};

use rustix::fs::{Advice as FileAdvice, FallocateFlags, SeekFrom, Timespec, Timestamps};
use rustix::io::{Errno, ReadWriteFlags};

use super::allocated::{Allocated, EXTENT_BLOCKS};
use super::host::without_waiting;
use super::map::{Map, begin_to_write};
use super::{
    BULK_BLOCKS, BlockFile, Fault, FaultKind, Identity, WriteWay, check_range, check_request, differing_blocks,
};
use crate::blocks::{BLOCK_BYTES, BlockCount, Lbn, LbnRange, MAX_VOLUME_BLOCKS};

mod together;

pub use together::flush_together;

/// File system type of memory file systems.
const TMPFS_MAGIC: i64 = 0x0102_1994;

/// Reads through the descriptor before an image is mapped: who only looks what is on a disk needs no map of it.
const FIRST_READS: u32 = 16;

/// What an image is opened for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Access {
    /// Reading only; stores are refused.
    Read,
    /// Reading and storing.
    Write,
}

/// A mapped disk image.
#[derive(Debug)]
pub struct Image {
    path: PathBuf,
    file: File,
    access: Access,
    /// Whole blocks; a tail of less than a block is not part of the disk.
    size: BlockCount,
    opened: Identity,
    /// Holes may be read through the map. A memory file system would fill them with pages, and fail when it is full.
    maps_holes: OnceLock<bool>,
    map: OnceLock<Map>,
    /// Reads so far, up to [`FIRST_READS`].
    reads: AtomicU32,
    /// Held while the map is made, and while room is asked for or given back.
    host: Mutex<()>,
    allocated: OnceLock<Allocated>,
    /// Set by the first fault; never cleared.
    failed: AtomicBool,
    /// Something was stored since the last flush began. Set behind every store, without asking whether it is set: a look
    /// could pass the store on its way to memory.
    stored: AtomicBool,
    /// One flush at a time.
    flushing: Mutex<()>,
}

/// Makes an image of `size` blocks that is all hole. Fails if the file exists.
pub fn create_image(path: &Path, size: BlockCount) -> Result<(), Fault> {
    if size.0 > MAX_VOLUME_BLOCKS {
        return Err(Fault::new(FaultKind::NotAnImage, format!("{}: {size} blocks, over 2 TiB", path.display())));
    }
    let what = || format!("create {}", path.display());
    let file = OpenOptions::new().write(true).create_new(true).open(path).map_err(|e| Fault::host(e, &what()))?;
    file.set_len(size.bytes()).map_err(|e| Fault::host(e, &what()))
}

impl Image {
    /// Opens an image. Nothing is mapped or read yet.
    pub fn open(path: &Path, access: Access) -> Result<Self, Fault> {
        let what = || format!("open {}", path.display());
        let file = without_waiting().read(true).write(access == Access::Write).open(path);
        let file = file.map_err(|e| Fault::host(e, &what()))?;
        let metadata = file.metadata().map_err(|e| Fault::host(e, &what()))?;
        let opened = identity_of(&metadata);
        let size = BlockCount(opened.bytes / BLOCK_BYTES as u64);
        if !metadata.is_file() || size.0 > MAX_VOLUME_BLOCKS {
            return Err(Fault::new(FaultKind::NotAnImage, format!("{}: {} bytes", path.display(), opened.bytes)));
        }
        // Before the first touch: small folios flush four times faster. A host that will not take advice is fine.
        let _ = rustix::fs::fadvise(&file, 0, None, FileAdvice::Random);
        Ok(Self {
            path: path.to_owned(),
            file,
            maps_holes: OnceLock::new(),
            access,
            size,
            opened,
            map: OnceLock::new(),
            reads: AtomicU32::new(0),
            host: Mutex::new(()),
            allocated: OnceLock::new(),
            failed: AtomicBool::new(false),
            stored: AtomicBool::new(true),
            flushing: Mutex::new(()),
        })
    }

    /// Where the image lies.
    pub fn path(&self) -> &Path {
        &self.path
    }

    fn map(&self) -> Result<&Map, Fault> {
        if let Some(map) = self.map.get() {
            return Ok(map);
        }
        let _making = self.host.lock().unwrap_or_else(PoisonError::into_inner);
        if self.map.get().is_none() {
            let map = self.make_map()?;
            // Only the holder of the lock gets here.
            let _ = self.map.set(map);
        }
        Ok(self.map.get().expect("it was just made"))
    }

    fn make_map(&self) -> Result<Map, Fault> {
        let what = || format!("map {}", self.path.display());
        let length = usize::try_from(self.size.bytes()).map_err(|_| Fault::new(FaultKind::NotAnImage, what()))?;
        let map = Map::new(&self.file, length, self.access == Access::Write, what)?;
        map.expect_random();
        Ok(map)
    }

    #[inline]
    fn check_state(&self) -> Result<(), Fault> {
        if self.failed.load(Ordering::Acquire) { Err(self.failure()) } else { Ok(()) }
    }

    #[cold]
    fn failure(&self) -> Fault {
        let at = self.map.get().and_then(Map::fault);
        let place = at.map_or_else(String::new, |byte| format!(" near block {}", byte / BLOCK_BYTES as u64));
        Fault::new(FaultKind::Truncated, format!("{} has failed{place}", self.path.display()))
    }

    /// Looks at the note after a copy; a fault fails the image.
    #[inline]
    fn check_note(&self, map: &Map) -> Result<(), Fault> {
        if map.fault().is_some() {
            self.failed.store(true, Ordering::Release);
            return Err(self.failure());
        }
        Ok(())
    }

    /// Whether the map may be used to look at these blocks.
    #[inline]
    fn maps(&self, range: LbnRange) -> bool {
        let maps_holes = || rustix::fs::fstatfs(&self.file).is_ok_and(|host| host.f_type != TMPFS_MAGIC);
        *self.maps_holes.get_or_init(maps_holes) || self.allocated().covers(range)
    }

    /// Whether this is one of the first reads of an image that nothing has mapped yet.
    #[inline]
    fn is_seldom_read(&self) -> bool {
        self.map.get().is_none() && self.reads.fetch_add(1, Ordering::Relaxed) < FIRST_READS
    }

    fn check_write(&self, range: LbnRange, bytes: usize) -> Result<(), Fault> {
        check_request(self.size, range, bytes)?;
        if self.access == Access::Read {
            return Err(Fault::new(FaultKind::ReadOnly, self.path.display().to_string()));
        }
        self.check_state()
    }

    fn allocated(&self) -> &Allocated {
        self.allocated.get_or_init(|| Allocated::new(self.size))
    }

    fn write_descriptor(&self, range: LbnRange, data: &[u8]) -> Result<(), Fault> {
        let pieces = data.chunks(usize::try_from(BULK_BLOCKS).unwrap_or(1) * BLOCK_BYTES);
        let mut offset = range.start.byte();
        for piece in pieces {
            self.file.write_all_at(piece, offset).map_err(|e| Fault::host(e, &self.doing("write", range)))?;
            offset += piece.len() as u64;
        }
        self.stored.store(true, Ordering::Release);
        Ok(())
    }

    /// A failed read through the descriptor; a short one means that the file was cut, and fails the image.
    fn read_fault(&self, error: std::io::Error, range: LbnRange) -> Fault {
        let fault = Fault::host(error, &self.doing("read", range));
        self.failed.fetch_or(fault.kind() == FaultKind::Truncated, Ordering::AcqRel);
        fault
    }

    fn doing(&self, verb: &str, range: LbnRange) -> String {
        format!("{verb} {} blocks at {} of {}", range.count, range.start, self.path.display())
    }

    /// Asks the host for room in the extents of `range` that are not known yet.
    #[cold]
    fn ask_for_room(&self, range: LbnRange) -> Result<(), Fault> {
        let _asking = self.host.lock().unwrap_or_else(PoisonError::into_inner);
        let known = self.allocated();
        for extent in Allocated::extents(range).filter(|&extent| !known.has(extent)) {
            let start = extent * EXTENT_BLOCKS * BLOCK_BYTES as u64;
            let length = (EXTENT_BLOCKS * BLOCK_BYTES as u64).min(self.size.bytes() - start);
            // KEEP_SIZE: a file that was cut under our feet must not grow again and hide it.
            match rustix::fs::fallocate(&self.file, FallocateFlags::KEEP_SIZE, start, length) {
                Ok(()) => known.set(extent..extent + 1),
                // A host file system without this call: stores go through the descriptor, which reports a full disk.
                Err(Errno::OPNOTSUPP | Errno::NOSYS) => return Ok(()),
                Err(e) => return Err(Fault::host(e, &self.doing("allocate", range))),
            }
        }
        Ok(())
    }

    /// Zeros by stores, for hosts that cannot punch holes; what is a hole already is left one.
    fn write_zeros(&self, range: LbnRange) -> Result<(), Fault> {
        let zeros = vec![0; usize::try_from(BULK_BLOCKS).unwrap_or(1) * BLOCK_BYTES];
        let mut from = range.start;
        while let Some(data) = self.next_data(from)?.map(|data| data.intersection(range)).filter(|d| !d.is_empty()) {
            let piece = LbnRange { start: data.start, count: data.count.min(BlockCount(BULK_BLOCKS)) };
            let bytes = usize::try_from(piece.count.bytes()).unwrap_or(zeros.len());
            self.write_descriptor(piece, &zeros[..bytes])?;
            from = piece.end();
        }
        Ok(())
    }
}

fn offset(lbn: Lbn) -> usize {
    usize::try_from(lbn.byte()).expect("the image is mapped")
}

fn identity_of(metadata: &std::fs::Metadata) -> Identity {
    Identity {
        device: metadata.dev(),
        inode: metadata.ino(),
        bytes: metadata.len(),
        modified: i128::from(metadata.mtime()) * 1_000_000_000 + i128::from(metadata.mtime_nsec()),
    }
}

impl BlockFile for Image {
    fn size(&self) -> BlockCount {
        self.size
    }

    fn is_read_only(&self) -> bool {
        self.access == Access::Read
    }

    fn read(&self, range: LbnRange, buffer: &mut [u8]) -> Result<(), Fault> {
        check_request(self.size, range, buffer.len())?;
        self.check_state()?;
        if buffer.is_empty() {
            return Ok(());
        }
        if self.is_seldom_read() || !self.maps(range) {
            return self.file.read_exact_at(buffer, range.start.byte()).map_err(|e| self.read_fault(e, range));
        }
        let map = self.map()?;
        map.read(offset(range.start), buffer);
        self.check_note(map)
    }

    fn write(&self, range: LbnRange, data: &[u8], way: WriteWay) -> Result<(), Fault> {
        self.check_write(range, data.len())?;
        if data.is_empty() {
            return Ok(());
        }
        if way == WriteWay::Descriptor || !self.allocated().covers(range) {
            return self.write_descriptor(range, data);
        }
        let map = self.map()?;
        map.write(offset(range.start), data);
        self.stored.store(true, Ordering::Release);
        self.check_note(map)
    }

    fn differing(&self, range: LbnRange, data: &[u8]) -> Result<u128, Fault> {
        check_request(self.size, range, data.len())?;
        assert!(range.count.0 <= 128, "a mask holds 128 blocks");
        self.check_state()?;
        if data.is_empty() {
            return Ok(0);
        }
        if !self.maps(range) {
            let mut own = vec![0; data.len()];
            self.read(range, &mut own)?;
            return Ok(differing_blocks(&own, data));
        }
        let map = self.map()?;
        let mut mask = 0;
        let start = offset(range.start);
        if map.differs(start, data) {
            for (index, block) in data.chunks(BLOCK_BYTES).enumerate() {
                mask |= u128::from(map.differs(start + index * BLOCK_BYTES, block)) << index;
            }
        }
        self.check_note(map)?;
        Ok(mask)
    }

    fn flush(&self) -> Result<(), Fault> {
        self.check_state()?;
        if self.access == Access::Write {
            // Who finds nothing stored must know that the flush which took it has ended.
            let _flushing = self.flushing.lock().unwrap_or_else(PoisonError::into_inner);
            if self.stored.swap(false, Ordering::AcqRel)
                && let Err(e) = self.file.sync_data()
            {
                self.stored.store(true, Ordering::Release);
                return Err(Fault::host(e, &format!("flush {}", self.path.display())));
            }
        }
        self.check()
    }

    fn write_durable(&self, lbn: Lbn, block: &[u8; BLOCK_BYTES]) -> Result<(), Fault> {
        let range = LbnRange { start: lbn, count: BlockCount(1) };
        self.check_write(range, block.len())?;
        let data = [std::io::IoSlice::new(block)];
        match rustix::io::pwritev2(&self.file, &data, lbn.byte(), ReadWriteFlags::DSYNC) {
            Ok(BLOCK_BYTES) => Ok(()),
            Ok(_) => Err(Fault::new(FaultKind::NoSpace, self.doing("write", range))),
            // A host without the flag: the same by two calls.
            Err(Errno::OPNOTSUPP | Errno::NOSYS | Errno::INVAL) => {
                self.write_descriptor(range, block)?;
                self.flush()
            }
            Err(e) => Err(Fault::host(e, &self.doing("write", range))),
        }
    }

    fn write_early(&self, lbn: Lbn, block: &[u8; BLOCK_BYTES]) -> Result<(), Fault> {
        let range = LbnRange { start: lbn, count: BlockCount(1) };
        self.check_write(range, block.len())?;
        self.write_descriptor(range, block)?;
        begin_to_write(&self.file, lbn.byte(), BLOCK_BYTES);
        Ok(())
    }

    fn allocate(&self, range: LbnRange) -> Result<(), Fault> {
        self.check_write(range, range.count.bytes() as usize)?;
        if self.allocated().covers(range) { Ok(()) } else { self.ask_for_room(range) }
    }

    fn is_allocated(&self, range: LbnRange) -> bool {
        check_range(self.size, range).is_ok() && self.allocated().covers(range)
    }

    fn erase(&self, range: LbnRange) -> Result<(), Fault> {
        self.check_write(range, range.count.bytes() as usize)?;
        if range.is_empty() {
            return Ok(());
        }
        let asking = self.host.lock().unwrap_or_else(PoisonError::into_inner);
        self.allocated().clear(Allocated::extents(range));
        let flags = FallocateFlags::PUNCH_HOLE | FallocateFlags::KEEP_SIZE;
        match rustix::fs::fallocate(&self.file, flags, range.start.byte(), range.count.bytes()) {
            Ok(()) => {
                self.stored.store(true, Ordering::Release);
                Ok(())
            }
            Err(Errno::OPNOTSUPP | Errno::NOSYS) => {
                drop(asking);
                self.write_zeros(range)
            }
            Err(e) => Err(Fault::host(e, &self.doing("erase", range))),
        }
    }

    fn next_data(&self, from: Lbn) -> Result<Option<LbnRange>, Fault> {
        self.check_state()?;
        if from.0 >= self.size.0 {
            return Ok(None);
        }
        let start = match rustix::fs::seek(&self.file, SeekFrom::Data(from.byte())) {
            Ok(byte) => byte / BLOCK_BYTES as u64,
            Err(Errno::NXIO) => return Ok(None),
            Err(Errno::INVAL | Errno::OPNOTSUPP) => from.0,
            Err(e) => return Err(Fault::host(e, &format!("look for data in {}", self.path.display()))),
        };
        let end = match rustix::fs::seek(&self.file, SeekFrom::Hole(start * BLOCK_BYTES as u64)) {
            Ok(byte) => byte.div_ceil(BLOCK_BYTES as u64).min(self.size.0),
            Err(Errno::NXIO | Errno::INVAL | Errno::OPNOTSUPP) => self.size.0,
            Err(e) => return Err(Fault::host(e, &format!("look for a hole in {}", self.path.display()))),
        };
        let start = start.max(from.0);
        Ok((start < end).then(|| LbnRange::new(start, end - start)))
    }

    fn will_need(&self, range: LbnRange) {
        if let Some(length) = std::num::NonZeroU64::new(range.count.bytes()) {
            // Advice only: a host that will not take it reads later.
            let _ = rustix::fs::fadvise(&self.file, range.start.byte(), Some(length), FileAdvice::WillNeed);
        }
    }

    fn image(&self) -> Option<&Image> {
        Some(self)
    }

    fn opened(&self) -> Option<Identity> {
        Some(self.opened)
    }

    fn identity(&self) -> Result<Identity, Fault> {
        let metadata = self.file.metadata();
        metadata.map(|m| identity_of(&m)).map_err(|e| Fault::host(e, &format!("look at {}", self.path.display())))
    }

    fn check(&self) -> Result<(), Fault> {
        self.check_state()?;
        let now = self.identity()?;
        let named = std::fs::metadata(&self.path).map(|m| identity_of(&m));
        let same = |other: &Identity| (other.device, other.inode) == (self.opened.device, self.opened.inode);
        if now.bytes != self.opened.bytes {
            self.failed.store(true, Ordering::Release);
            let text = format!("{}: {} bytes became {}", self.path.display(), self.opened.bytes, now.bytes);
            return Err(Fault::new(FaultKind::Truncated, text));
        }
        if !named.as_ref().is_ok_and(same) {
            self.failed.store(true, Ordering::Release);
            let text = format!("{} was removed or replaced", self.path.display());
            return Err(Fault::new(FaultKind::Lost, text));
        }
        Ok(())
    }

    fn set_modified(&self, modified: i128) -> Result<(), Fault> {
        let seconds = i64::try_from(modified.div_euclid(1_000_000_000)).unwrap_or(i64::MAX);
        let time = Timespec { tv_sec: seconds, tv_nsec: modified.rem_euclid(1_000_000_000) as _ };
        rustix::fs::futimens(&self.file, &Timestamps { last_access: time, last_modification: time })
            .map_err(|e| Fault::host(e, &format!("date {}", self.path.display())))
    }
}

#[cfg(test)]
mod full_disk;
#[cfg(test)]
mod tests;
