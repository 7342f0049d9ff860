//! The torn-block record: which block of which image each I/O thread is storing through a map right now.
//!
//! A kill during a store through a map can tear a 512-byte block. Every such store is announced in a slot of this
//! small mapped file before it begins and taken back after it ends (shadow-core 4.4). After a kill the next start finds
//! the announcement: the image named there is not to be believed for that run of blocks. The announcement is then
//! *kept*, through any number of starts, until somebody who made the blocks whole has it forgotten.
//!
//! ```text
//! file: 256 slots, then the kept ones, of 64 bytes      slot: +0 image   +8 first LBN   +16 count, 0 = nothing   +24 zero
//! ```
//!
//! A kept announcement does no harm where nothing is torn: it makes a run of blocks equal to that of another member
//! that is just as good. So it is believed on every boot, and whatever bytes the file holds.
//!
//! A store costs no flush of the record, so that after a loss of power alone the record of a store that was under way
//! may be missing: the host writes pages when it likes. What a start finds it makes durable before anything else, so that
//! a loss of power after that start loses no record.

use std::fs::File;
use std::path::Path;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError};

use super::host::read_regular;
use super::words::Words;
use super::{Fault, FaultKind};
use crate::blocks::{LbnRange, MAX_VOLUME_BLOCKS};

/// Slots in the file: threads that can store through maps at one time.
pub const SLOT_COUNT: usize = 256;

/// Words in a slot: a cache line, so that threads do not disturb each other.
const SLOT_WORDS: usize = 8;

/// Bytes in a slot.
const SLOT_BYTES: usize = SLOT_WORDS * 8;

/// Announcements that are kept at most. A start after a kill adds as many as threads were storing.
const MAX_KEPT: usize = 4096;

/// The slots of a running site.
#[derive(Debug)]
pub struct SlotFile {
    /// `None` when the host refused the file: there are no slots to claim then.
    words: Option<Words>,
    /// What earlier processes left and nobody has made whole, with the slot that keeps it.
    torn: Mutex<Vec<(SlotRecord, usize)>>,
    /// Bit set: the slot has an owner.
    owned: [AtomicU64; SLOT_COUNT / 64],
}

/// One slot, owned by one thread until dropped.
#[derive(Debug)]
pub struct Slot<'a> {
    file: &'a SlotFile,
    words: &'a Words,
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
    /// Takes the file over from the process that had it before, and makes it when there is none. What that process left
    /// is kept. Without a file, when the host refuses one, nobody gets a slot and what is known lasts as long as we do;
    /// the refusal is the second value.
    pub fn open(path: &Path) -> (Self, Option<Fault>) {
        let (torn, unread) = match read_slots(path) {
            Ok(torn) => (torn, None),
            Err(fault) => (Vec::new(), Some(fault)),
        };
        // What cannot be read is not overwritten.
        let made = unread.map_or_else(|| take_over(path, &torn), Err);
        let torn = torn.into_iter().zip(SLOT_COUNT..).collect();
        let (words, refused) = match made {
            Ok(words) => (Some(words), None),
            Err(fault) => (None, Some(fault)),
        };
        (Self { words, torn: Mutex::new(torn), owned: Default::default() }, refused)
    }

    /// The stores of dead processes that may have torn a block, and that nobody has made whole.
    pub fn torn(&self) -> Vec<SlotRecord> {
        self.lock_torn().iter().map(|(record, _)| *record).collect()
    }

    /// Forgets records: their blocks are whole on the disk, or will be written before anybody reads them.
    pub fn forget(&self, is_settled: impl Fn(&SlotRecord) -> bool) {
        self.lock_torn().retain(|(record, slot)| {
            let settled = is_settled(record);
            if let (true, Some(words)) = (settled, &self.words) {
                words.store(slot * SLOT_WORDS + 2, 0);
            }
            !settled
        });
    }

    fn lock_torn(&self) -> MutexGuard<'_, Vec<(SlotRecord, usize)>> {
        self.torn.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// A slot of one's own; `None` when all are taken (then store through the descriptor).
    pub fn claim(&self) -> Option<Slot<'_>> {
        let words = self.words.as_ref().filter(|words| !words.has_failed())?;
        for (word, owned) in self.owned.iter().enumerate() {
            let mut bits = owned.load(Ordering::Relaxed);
            while bits != u64::MAX {
                let bit = bits.trailing_ones() as usize;
                match owned.compare_exchange_weak(bits, bits | 1 << bit, Ordering::AcqRel, Ordering::Relaxed) {
                    Ok(_) => return Some(Slot { file: self, words, index: word * 64 + bit }),
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
        self.words.store(base + 2, 0);
        self.words.store(base, image);
        self.words.store(base + 1, range.start.0);
        self.words.store(base + 2, range.count.0);
    }

    /// Takes the announcement back, after the store to the last member.
    #[inline]
    pub fn clear(&self) {
        self.words.store(self.index * SLOT_WORDS + 2, 0);
    }
}

impl Drop for Slot<'_> {
    fn drop(&mut self) {
        self.clear();
        self.file.owned[self.index / 64].fetch_and(!(1 << (self.index % 64)), Ordering::AcqRel);
    }
}

/// The file with no store under way and `torn` in the slots that are kept.
fn take_over(path: &Path, torn: &[SlotRecord]) -> Result<Words, Fault> {
    let mut words = vec![0; (SLOT_COUNT + torn.len()) * SLOT_WORDS];
    for (slot, record) in words.chunks_exact_mut(SLOT_WORDS).skip(SLOT_COUNT).zip(torn) {
        slot[..3].copy_from_slice(&[record.image, record.range.start.0, record.range.count.0]);
    }
    if torn.is_empty() {
        return Words::create(path, &words);
    }
    // Not in place: a kill in the middle must lose none. And on the disk: the torn blocks may be there already.
    let new = path.with_extension("new");
    let made = Words::create(&new, &words)?;
    let fault = |error| Fault::host(error, &format!("replace {}", path.display()));
    File::open(&new).and_then(|file| file.sync_all()).map_err(fault)?;
    std::fs::rename(&new, path).map_err(fault)?;
    if let Some(folder) = path.parent() {
        File::open(folder).and_then(|folder| folder.sync_all()).map_err(fault)?;
    }
    Ok(made)
}

/// What dead processes left in the file: the stores that may have torn a block, each once. A missing or short file has
/// none, and a record that names no blocks of a volume is none.
pub fn read_slots(path: &Path) -> Result<Vec<SlotRecord>, Fault> {
    let most = ((SLOT_COUNT + MAX_KEPT) * SLOT_BYTES) as u64;
    let bytes = match read_regular(path, most).map_err(|error| Fault::host(error, &format!("read {}", path.display())))
    {
        Err(fault) if fault.kind() == FaultKind::Lost => return Ok(Vec::new()),
        other => other?,
    };
    let word =
        |slot: &[u8], index: usize| u64::from_le_bytes(slot[index * 8..index * 8 + 8].try_into().expect("eight bytes"));
    let records = bytes.chunks_exact(SLOT_BYTES).filter_map(|slot| {
        let (image, start, count) = (word(slot, 0), word(slot, 1), word(slot, 2));
        let on_a_volume = start < MAX_VOLUME_BLOCKS && (1..=MAX_VOLUME_BLOCKS).contains(&count);
        on_a_volume.then(|| SlotRecord { image, range: LbnRange::new(start, count) })
    });
    let mut records: Vec<SlotRecord> = records.collect();
    records.sort_by_key(|record| (record.image, record.range.start, record.range.count));
    records.dedup();
    records.truncate(MAX_KEPT);
    Ok(records)
}

#[cfg(test)]
mod tests;
