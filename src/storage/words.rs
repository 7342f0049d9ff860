//! A small mapped file of 64-bit words.

use std::fs::OpenOptions;
use std::os::unix::fs::FileExt;
use std::path::Path;

use super::Fault;
use super::map::Map;

/// A small mapped file of 64-bit words that other threads, and a later process, see at once.
#[derive(Debug)]
pub(super) struct Words {
    map: Map,
    count: usize,
}

impl Words {
    /// Makes or remakes the file with these words, its room allocated.
    pub(super) fn create(path: &Path, words: &[u64]) -> Result<Self, Fault> {
        let count = words.len();
        let what = || format!("make {}", path.display());
        let fault = |e: std::io::Error| Fault::host(e, &what());
        // Truncating a file that was just written costs milliseconds: the host writes it to the disk first.
        let file = OpenOptions::new().read(true).write(true).create(true).truncate(false).open(path).map_err(fault)?;
        let bytes: Vec<u8> = words.iter().flat_map(|word| word.to_le_bytes()).collect();
        file.write_all_at(&bytes, 0).map_err(fault)?;
        if file.metadata().map_err(fault)?.len() != count as u64 * 8 {
            file.set_len(count as u64 * 8).map_err(fault)?;
        }
        Ok(Self { map: Map::new(&file, count * 8, true, what)?, count })
    }

    /// Stores a word; earlier stores of this thread are seen before it.
    #[inline]
    pub(super) fn store(&self, index: usize, value: u64) {
        assert!(index < self.count, "word {index} of {}", self.count);
        self.map.store_word(index, value);
    }

    /// Whether the file has failed under our feet.
    pub(super) fn has_failed(&self) -> bool {
        self.map.fault().is_some()
    }
}
