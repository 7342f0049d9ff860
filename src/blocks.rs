//! Block addresses and counts: the vocabulary that every room shares.
//!
//! A block is 512 bytes. An [`Lbn`] names a block on a volume, an [`LbnRange`] a run of them, and a
//! [`RangeIndex`] one of the 127-block ranges that a write bitmap tracks (Volume Shadowing manual 7.1).
//! This file imports nothing of the crate and does no I/O.

use std::fmt;
use std::ops::{Add, Sub};

use serde::{Deserialize, Serialize};

/// Bytes in a block.
pub const BLOCK_BYTES: usize = 512;

/// Blocks that one bit of a write bitmap covers (Volume Shadowing manual 7.1).
pub const RANGE_BLOCKS: u64 = 127;

/// The largest volume: 2 TiB, the reach of a 32-bit LBN.
pub const MAX_VOLUME_BLOCKS: u64 = 1 << 32;

/// A logical block number on a volume, from 0.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Lbn(pub u64);

/// A number of blocks.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct BlockCount(pub u64);

/// The number of a 127-block range: range i holds LBN 127i to 127i+126.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct RangeIndex(pub u32);

/// A run of blocks: `count` of them from `start`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct LbnRange {
    /// First block.
    pub start: Lbn,
    /// Number of blocks; a run of zero blocks overlaps nothing.
    pub count: BlockCount,
}

impl Lbn {
    /// Byte offset of the block in an image.
    pub fn byte(self) -> u64 {
        self.0 * BLOCK_BYTES as u64
    }

    /// The range of the write bitmap that the block lies in.
    pub fn range(self) -> RangeIndex {
        RangeIndex(u32::try_from(self.0 / RANGE_BLOCKS).expect("a volume has at most 2^32 blocks"))
    }
}

impl BlockCount {
    /// Size in bytes.
    pub fn bytes(self) -> u64 {
        self.0 * BLOCK_BYTES as u64
    }

    /// How many ranges, the last one perhaps partial, cover this many blocks.
    pub fn ranges(self) -> u32 {
        u32::try_from(self.0.div_ceil(RANGE_BLOCKS)).expect("a volume has at most 2^32 blocks")
    }
}

impl RangeIndex {
    /// First block of the range.
    pub fn start(self) -> Lbn {
        Lbn(u64::from(self.0) * RANGE_BLOCKS)
    }

    /// The blocks of the range on a volume of `size` blocks; the last range may be short.
    pub fn blocks(self, size: BlockCount) -> LbnRange {
        let start = self.start();
        let end = (start.0 + RANGE_BLOCKS).min(size.0).max(start.0);
        LbnRange { start, count: BlockCount(end - start.0) }
    }
}

impl LbnRange {
    /// A run of `count` blocks from `start`.
    pub fn new(start: u64, count: u64) -> Self {
        Self { start: Lbn(start), count: BlockCount(count) }
    }

    /// The first block behind the run.
    pub fn end(self) -> Lbn {
        Lbn(self.start.0 + self.count.0)
    }

    /// Whether the run holds no block.
    pub fn is_empty(self) -> bool {
        self.count.0 == 0
    }

    /// Whether the two runs share a block.
    pub fn overlaps(self, other: Self) -> bool {
        self.start.0.max(other.start.0) < self.end().0.min(other.end().0)
    }

    /// Whether the block lies in the run.
    pub fn contains(self, lbn: Lbn) -> bool {
        self.start <= lbn && lbn < self.end()
    }

    /// The blocks that both runs hold, empty when there are none.
    pub fn intersection(self, other: Self) -> Self {
        let start = self.start.0.max(other.start.0);
        let end = self.end().0.min(other.end().0).max(start);
        Self::new(start, end - start)
    }

    /// The bitmap ranges that the run touches, ascending.
    pub fn range_indices(self) -> impl Iterator<Item = RangeIndex> {
        let first = self.start.0 / RANGE_BLOCKS;
        let last = if self.is_empty() { first } else { (self.end().0 - 1) / RANGE_BLOCKS + 1 };
        (first..last).map(|index| RangeIndex(u32::try_from(index).expect("a volume has at most 2^32 blocks")))
    }
}

impl Add<BlockCount> for Lbn {
    type Output = Lbn;

    fn add(self, count: BlockCount) -> Lbn {
        Lbn(self.0 + count.0)
    }
}

impl Sub for Lbn {
    type Output = BlockCount;

    fn sub(self, other: Lbn) -> BlockCount {
        BlockCount(self.0 - other.0)
    }
}

impl fmt::Display for Lbn {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl fmt::Display for BlockCount {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_range_is_127_blocks_and_the_last_one_is_short() {
        let size = BlockCount(1000);
        assert_eq!(size.ranges(), 8);
        assert_eq!(Lbn(126).range(), RangeIndex(0));
        assert_eq!(Lbn(127).range(), RangeIndex(1));
        assert_eq!(RangeIndex(1).blocks(size), LbnRange::new(127, 127));
        assert_eq!(RangeIndex(7).blocks(size), LbnRange::new(889, 111));
    }

    #[test]
    fn touched_ranges_of_a_run() {
        let touched = |start, count| LbnRange::new(start, count).range_indices().map(|r| r.0).collect::<Vec<_>>();
        assert_eq!(touched(126, 1), [0]);
        assert_eq!(touched(126, 2), [0, 1]);
        assert_eq!(touched(127, 254), [1, 2]);
        assert!(touched(127, 0).is_empty());
    }

    #[test]
    fn overlap_needs_a_shared_block() {
        assert!(LbnRange::new(0, 10).overlaps(LbnRange::new(9, 1)));
        assert!(!LbnRange::new(0, 10).overlaps(LbnRange::new(10, 1)));
        assert!(!LbnRange::new(5, 0).overlaps(LbnRange::new(0, 10)));
        assert_eq!(LbnRange::new(0, 10).intersection(LbnRange::new(8, 10)), LbnRange::new(8, 2));
    }
}
