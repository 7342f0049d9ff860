//! The torn-block record: which block of which image each I/O thread is storing through a map right now.
//!
//! A kill during a store through a map can tear a 512-byte block. Every such store is announced in a slot of this
//! small mapped file before it begins and taken back after it ends (shadow-core 4.4). After a kill on the same boot
//! the next start reads the slots: the image named there is not to be believed for that run of blocks.
//!
//! ```text
//! file: 256 slots of 64 bytes      slot: +0 image   +8 first LBN   +16 count, 0 = nothing under way   +24 zero
//! ```

use std::path::Path;
use std::sync::atomic::{AtomicU64, Ordering};

use super::image::Words;
use super::{Fault, FaultKind};
use crate::blocks::{LbnRange, MAX_VOLUME_BLOCKS};

/// Slots in the file: threads that can store through maps at one time.
pub const SLOT_COUNT: usize = 256;

/// Words in a slot: a cache line, so that threads do not disturb each other.
const SLOT_WORDS: usize = 8;

/// The slots of a running site.
#[derive(Debug)]
pub struct SlotFile {
    words: Words,
    /// Bit set: the slot has an owner.
    owned: [AtomicU64; SLOT_COUNT / 64],
}

/// One slot, owned by one thread until dropped.
#[derive(Debug)]
pub struct Slot<'a> {
    file: &'a SlotFile,
    index: usize,
}

/// A store that was under way when the process died.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SlotRecord {
    /// Number of the image, as given to [`Slot::set`].
    pub image: u64,
    /// Blocks that may be torn.
    pub range: LbnRange,
}

impl SlotFile {
    /// Makes the file empty. Read what a dead process left with [`read_slots`] before.
    pub fn create(path: &Path) -> Result<Self, Fault> {
        let words = Words::create(path, SLOT_COUNT * SLOT_WORDS)?;
        Ok(Self { words, owned: Default::default() })
    }

    /// A slot of one's own; `None` when all are taken (then store through the descriptor).
    pub fn claim(&self) -> Option<Slot<'_>> {
        if self.words.has_failed() {
            return None;
        }
        for (word, owned) in self.owned.iter().enumerate() {
            let mut bits = owned.load(Ordering::Relaxed);
            while bits != u64::MAX {
                let bit = bits.trailing_ones() as usize;
                match owned.compare_exchange_weak(bits, bits | 1 << bit, Ordering::AcqRel, Ordering::Relaxed) {
                    Ok(_) => return Some(Slot { file: self, index: word * 64 + bit }),
                    Err(now) => bits = now,
                }
            }
        }
        None
    }
}

impl Slot<'_> {
    /// Announces a store to `range` of the image with number `image`. Call it before the store to each member.
    #[inline]
    pub fn set(&self, image: u64, range: LbnRange) {
        let base = self.index * SLOT_WORDS;
        // The old announcement goes first, or a kill in between would name the new image at the old place.
        self.file.words.store(base + 2, 0);
        self.file.words.store(base, image);
        self.file.words.store(base + 1, range.start.0);
        self.file.words.store(base + 2, range.count.0);
    }

    /// Takes the announcement back, after the store to the last member.
    #[inline]
    pub fn clear(&self) {
        self.file.words.store(self.index * SLOT_WORDS + 2, 0);
    }
}

impl Drop for Slot<'_> {
    fn drop(&mut self) {
        self.clear();
        self.file.owned[self.index / 64].fetch_and(!(1 << (self.index % 64)), Ordering::AcqRel);
    }
}

/// What a dead process left in the file: the stores that may have torn a block. A missing or short
/// file has none, and a record that names no blocks of a volume is none.
pub fn read_slots(path: &Path) -> Result<Vec<SlotRecord>, Fault> {
    let bytes = match std::fs::read(path).map_err(|e| Fault::host(e, &format!("read {}", path.display()))) {
        Err(fault) if fault.kind() == FaultKind::Lost => return Ok(Vec::new()),
        other => other?,
    };
    let word =
        |slot: &[u8], index: usize| u64::from_le_bytes(slot[index * 8..index * 8 + 8].try_into().expect("eight bytes"));
    let slots = bytes.chunks_exact(SLOT_WORDS * 8).take(SLOT_COUNT);
    let records = slots.filter_map(|slot| {
        let (image, start, count) = (word(slot, 0), word(slot, 1), word(slot, 2));
        let on_a_volume = start < MAX_VOLUME_BLOCKS && (1..=MAX_VOLUME_BLOCKS).contains(&count);
        on_a_volume.then(|| SlotRecord { image, range: LbnRange::new(start, count) })
    });
    Ok(records.collect())
}

#[cfg(test)]
mod tests;
