//! Which 64 KiB extents of an image are known to have room on the host.
//!
//! One bit per extent. A set bit never lies (only [`super::BlockFile::erase`] takes room away, and it clears the bits
//! first); a clear bit only costs a question to the host. Stores through the map look here, because a full host
//! disk would answer them with SIGBUS.

use std::ops::Range;
use std::sync::atomic::{AtomicU64, Ordering};

use crate::blocks::{BlockCount, LbnRange};

/// Blocks in an extent: 64 KiB.
pub(super) const EXTENT_BLOCKS: u64 = 128;

/// The bits of one image: 128 KiB for 64 GiB.
#[derive(Debug)]
pub(super) struct Allocated(Box<[AtomicU64]>);

impl Allocated {
    /// Nothing known for an image of `size` blocks.
    pub(super) fn new(size: BlockCount) -> Self {
        let words = size.0.div_ceil(EXTENT_BLOCKS).div_ceil(64);
        Self((0..words).map(|_| AtomicU64::new(0)).collect())
    }

    /// The extents that hold a run of blocks.
    pub(super) fn extents(range: LbnRange) -> Range<u64> {
        if range.is_empty() {
            return 0..0;
        }
        range.start.0 / EXTENT_BLOCKS..range.end().0.div_ceil(EXTENT_BLOCKS)
    }

    /// Whether every extent of the run is known.
    #[inline]
    pub(super) fn covers(&self, range: LbnRange) -> bool {
        Self::extents(range).all(|extent| self.has(extent))
    }

    /// Whether the extent is known.
    #[inline]
    pub(super) fn has(&self, extent: u64) -> bool {
        self.0[word(extent)].load(Ordering::Acquire) & bit(extent) != 0
    }

    /// Notes extents that the host has allocated.
    pub(super) fn set(&self, extents: Range<u64>) {
        for extent in extents {
            self.0[word(extent)].fetch_or(bit(extent), Ordering::AcqRel);
        }
    }

    /// Forgets extents before their room is given back.
    pub(super) fn clear(&self, extents: Range<u64>) {
        for extent in extents {
            self.0[word(extent)].fetch_and(!bit(extent), Ordering::AcqRel);
        }
    }
}

fn word(extent: u64) -> usize {
    usize::try_from(extent / 64).expect("an image has at most 2^25 extents")
}

fn bit(extent: u64) -> u64 {
    1 << (extent % 64)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_run_is_covered_when_all_its_extents_are_known() {
        let known = Allocated::new(BlockCount(128 * 100));
        known.set(Allocated::extents(LbnRange::new(127, 2)));
        assert!(known.covers(LbnRange::new(0, 256)));
        assert!(!known.covers(LbnRange::new(255, 2)));
        assert!(known.covers(LbnRange::new(9999, 0)));
        known.clear(1..2);
        assert!(known.covers(LbnRange::new(0, 128)));
        assert!(!known.covers(LbnRange::new(128, 1)));
    }
}
