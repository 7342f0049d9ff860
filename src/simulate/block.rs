//! What a load writes into a block, and the proof that a block read later is whole.
//!
//! ```text
//!   0  "DCLSLOAD"              8  LBN
//!  16  sequence number        24  seed
//!  32  filler that follows from the three numbers above, to the end of the block
//! ```
//!
//! Because the filler is a function of the header, any torn, misplaced or mixed block is found without knowing what was
//! written: the block proves itself.

use super::random::Random;
use crate::blocks::{BLOCK_BYTES, Lbn};

const MAGIC: &[u8; 8] = b"DCLSLOAD";
const FILLER: usize = 32;

/// The identity of a block that a load wrote.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct LoadedBlock {
    /// Where it belongs.
    pub lbn: Lbn,
    /// Which operation of the load wrote it, from 1.
    pub sequence: u64,
    /// The load's seed.
    pub seed: u64,
}

/// What a block proves about itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Proof {
    /// No load wrote this block.
    NotLoaded,
    /// Whole and in its place.
    Whole(LoadedBlock),
    /// A loaded block that is torn, mixed or in the wrong place.
    Broken,
}

impl LoadedBlock {
    /// Fills one block of 512 bytes.
    pub fn fill(self, block: &mut [u8]) {
        debug_assert_eq!(block.len(), BLOCK_BYTES);
        block[..8].copy_from_slice(MAGIC);
        block[8..16].copy_from_slice(&self.lbn.0.to_le_bytes());
        block[16..24].copy_from_slice(&self.sequence.to_le_bytes());
        block[24..32].copy_from_slice(&self.seed.to_le_bytes());
        let mut random = Random::new(self.filler_seed());
        for word in block[FILLER..].chunks_exact_mut(8) {
            word.copy_from_slice(&random.next_u64().to_le_bytes());
        }
    }

    fn filler_seed(self) -> u64 {
        self.lbn.0.rotate_left(40) ^ self.sequence.rotate_left(20) ^ self.seed
    }
}

impl Proof {
    /// Looks at a block of 512 bytes read from `lbn`.
    pub fn of(lbn: Lbn, block: &[u8]) -> Self {
        if block[..8] != MAGIC[..] {
            return Self::NotLoaded;
        }
        let number = |at: usize| u64::from_le_bytes(block[at..at + 8].try_into().expect("eight bytes"));
        let found = LoadedBlock { lbn: Lbn(number(8)), sequence: number(16), seed: number(24) };
        let mut expected = [0; BLOCK_BYTES];
        found.fill(&mut expected);
        if found.lbn == lbn && expected[..] == *block { Self::Whole(found) } else { Self::Broken }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_block_proves_itself_and_any_flipped_byte_breaks_the_proof() {
        let written = LoadedBlock { lbn: Lbn(4711), sequence: 12, seed: 99 };
        let mut block = [0; BLOCK_BYTES];
        assert_eq!(Proof::of(Lbn(4711), &block), Proof::NotLoaded);
        written.fill(&mut block);
        assert_eq!(Proof::of(Lbn(4711), &block), Proof::Whole(written));
        assert_eq!(Proof::of(Lbn(4712), &block), Proof::Broken);
        for at in 8..BLOCK_BYTES {
            block[at] ^= 1;
            assert_eq!(Proof::of(Lbn(4711), &block), Proof::Broken, "byte {at}");
            block[at] ^= 1;
        }
    }
}
