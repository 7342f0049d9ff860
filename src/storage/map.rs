#![allow(unsafe_code)]
//! The memory of a mapped file, and the only place that touches it: raw copies that the compiler cannot see through.
//! Whoever made one looks at the note that the SIGBUS handler leaves ([`Map::fault`]). Never hands out a slice of the map.

use std::fs::File;
use std::os::fd::AsRawFd;
use std::sync::atomic::{AtomicU64, Ordering, compiler_fence};

use memmap2::{Advice, MmapOptions, MmapRaw};

use super::bus_error::Watch;
use super::{Fault, FaultKind};

/// The map with its watch; the watch goes first.
#[derive(Debug)]
pub(super) struct Map {
    watch: Watch,
    memory: MmapRaw,
    writes: bool,
}

impl Map {
    /// Maps the first `length` bytes of a file, for storing too if it `writes`. `what` names the deed for a fault.
    pub(super) fn new(file: &File, length: usize, writes: bool, what: impl Fn() -> String) -> Result<Self, Fault> {
        let mut options = MmapOptions::new();
        options.len(length);
        let mapped = if writes { options.map_raw(file) } else { options.map_raw_read_only(file) };
        let memory = mapped.map_err(|e| Fault::host(e, &what()))?;
        let watch = Watch::new(memory.as_mut_ptr(), length)
            .ok_or_else(|| Fault::new(FaultKind::Io, format!("{}: too many images at once", what())))?;
        Ok(Self { watch, memory, writes })
    }

    /// Tells the host that no order of the accesses can be foreseen. A host that will not take advice is fine.
    pub(super) fn expect_random(&self) {
        let _ = self.memory.advise(Advice::Random);
    }

    /// Byte offset of the first access that failed, if there was one: what was read since then is not to be used.
    #[inline]
    pub(super) fn fault(&self) -> Option<u64> {
        self.watch.fault()
    }

    #[inline]
    fn check(&self, at: usize, length: usize) {
        assert!(at.checked_add(length).is_some_and(|end| end <= self.memory.len()), "bytes of the map");
    }

    /// Copies bytes out of the map.
    #[inline]
    pub(super) fn read(&self, at: usize, buffer: &mut [u8]) {
        self.check(at, buffer.len());
        // SAFETY: the bytes are inside the map, as was checked.
        unsafe { opaque_copy(self.memory.as_ptr().add(at), buffer.as_mut_ptr(), buffer.len()) };
    }

    /// Copies bytes into the map.
    #[inline]
    pub(super) fn write(&self, at: usize, data: &[u8]) {
        self.check(at, data.len());
        assert!(self.writes, "the map is for storing");
        // SAFETY: the bytes are inside the map, as was checked, which can be written.
        unsafe { opaque_copy(data.as_ptr(), self.memory.as_mut_ptr().add(at), data.len()) };
    }

    /// Whether the map holds other bytes there, by the C library's compare.
    #[inline]
    pub(super) fn differs(&self, at: usize, data: &[u8]) -> bool {
        self.check(at, data.len());
        // SAFETY: the bytes are inside the map, as was checked.
        unsafe { opaque_differ(self.memory.as_ptr().add(at), data.as_ptr(), data.len()) }
    }

    /// Stores a word of 64 bits by its number; earlier stores of this thread are seen before it. For maps that are only
    /// ever touched this way.
    #[inline]
    pub(super) fn store_word(&self, number: usize, value: u64) {
        self.check(number * size_of::<u64>(), size_of::<u64>());
        assert!(self.writes, "the map is for storing");
        // SAFETY: the word is inside the map, as was checked, which is aligned to a page and lives as long as `self`; it is
        // touched through atomics alone.
        let word = unsafe { &*self.memory.as_mut_ptr().cast::<AtomicU64>().add(number) };
        word.store(value, Ordering::Release);
        std::sync::atomic::fence(Ordering::Release);
    }
}

/// Has the host begin to write bytes of a file to its disk. A host that refuses begins later.
pub(super) fn begin_to_write(file: &File, at: u64, length: usize) {
    let (from, length) = (libc::off64_t::try_from(at).unwrap_or(0), libc::off64_t::try_from(length).unwrap_or(0));
    // SAFETY: no memory is passed, and the descriptor is open as long as `file` is.
    unsafe { libc::sync_file_range(file.as_raw_fd(), from, length, libc::SYNC_FILE_RANGE_WRITE) };
}

/// Copies between a buffer and the map so that the compiler neither sees through it nor moves or drops it.
///
/// # Safety
/// Both places are valid for `length` bytes and do not overlap.
#[inline]
unsafe fn opaque_copy(from: *const u8, to: *mut u8, length: usize) {
    let (from, to) = (std::hint::black_box(from), std::hint::black_box(to));
    compiler_fence(Ordering::SeqCst);
    // SAFETY: the caller's promise.
    unsafe { std::ptr::copy_nonoverlapping(from, to, length) };
    std::hint::black_box(to);
    compiler_fence(Ordering::SeqCst);
}

/// Whether two places hold different bytes, by the C library's compare.
///
/// # Safety
/// Both places are valid for `length` bytes.
unsafe fn opaque_differ(left: *const u8, right: *const u8, length: usize) -> bool {
    let (left, right) = (std::hint::black_box(left), std::hint::black_box(right));
    compiler_fence(Ordering::SeqCst);
    // SAFETY: the caller's promise.
    let order = unsafe { libc::memcmp(left.cast(), right.cast(), length) };
    compiler_fence(Ordering::SeqCst);
    std::hint::black_box(order) != 0
}
