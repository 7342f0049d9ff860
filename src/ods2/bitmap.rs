//! The storage bitmap of a volume: which clusters are free.
//!
//! Bit j, lowest first, stands for blocks j*v to j*v+v-1; 1 = free. A partial last cluster counts with the blocks it
//! has.

use crate::blocks::{BlockCount, Lbn, LbnRange};

/// Most clusters that a bitmap of 65,535 blocks can hold (VMS V7.2 on).
pub const MAX_CLUSTERS: u64 = 65_535 * 4096;

/// Blocks of a bitmap with a bit for each cluster of a volume.
pub(super) fn bitmap_blocks(size: BlockCount, cluster: u16) -> u64 {
    size.0.div_ceil(u64::from(cluster.max(1))).div_ceil(4096)
}

/// A storage bitmap in memory.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StorageBitmap {
    size: BlockCount,
    cluster: u64,
    bits: Vec<u8>,
}

impl StorageBitmap {
    /// The bitmap of an empty volume: every whole cluster free, a partial last one not.
    pub(super) fn empty(size: BlockCount, cluster: u16) -> Self {
        let mut bits = vec![0; usize::try_from(bitmap_blocks(size, cluster) * 512).unwrap_or(0)];
        let whole = size.0 / u64::from(cluster);
        let bytes = usize::try_from(whole / 8).unwrap_or(0);
        bits[..bytes].fill(0xff);
        if !whole.is_multiple_of(8) {
            bits[bytes] = (1 << (whole % 8)) - 1;
        }
        Self { size, cluster: u64::from(cluster), bits }
    }

    /// A bitmap as read; `bits` holds a bit for each cluster at least.
    pub(super) fn from_bytes(size: BlockCount, cluster: u16, bits: Vec<u8>) -> Self {
        Self { size, cluster: u64::from(cluster.max(1)), bits }
    }

    /// The bitmap of the volume when it has grown from `old` to `size` blocks: all new clusters free, and the last one of
    /// the old volume too, if it was a partial one and is whole now.
    pub(super) fn grown(&self, old: BlockCount, size: BlockCount) -> Self {
        let cluster = u16::try_from(self.cluster).unwrap_or(u16::MAX);
        let mut grown = Self::empty(size, cluster);
        let whole = old.0 / self.cluster;
        let bytes = usize::try_from(whole / 8).unwrap_or(0).min(self.bits.len());
        grown.bits[..bytes].copy_from_slice(&self.bits[..bytes]);
        for at in whole / 8 * 8..whole {
            if !self.cluster_is_free(at) {
                grown.allocate(LbnRange::new(at * self.cluster, 1));
            }
        }
        grown
    }

    /// The bytes as they go to BITMAP.SYS.
    pub(super) fn as_bytes(&self) -> &[u8] {
        &self.bits
    }

    /// Marks the clusters of an extent as allocated.
    pub(super) fn allocate(&mut self, extent: LbnRange) {
        for cluster in self.clusters(extent) {
            if let Some(byte) = usize::try_from(cluster / 8).ok().and_then(|index| self.bits.get_mut(index)) {
                *byte &= !(1 << (cluster % 8));
            }
        }
    }

    /// Marks the clusters of an extent as free.
    pub(super) fn free(&mut self, extent: LbnRange) {
        for cluster in self.clusters(extent) {
            if let Some(byte) = usize::try_from(cluster / 8).ok().and_then(|index| self.bits.get_mut(index)) {
                *byte |= 1 << (cluster % 8);
            }
        }
    }

    fn clusters(&self, extent: LbnRange) -> std::ops::Range<u64> {
        if extent.is_empty() {
            return 0..0;
        }
        extent.start.0 / self.cluster..extent.end().0.div_ceil(self.cluster)
    }

    fn cluster_is_free(&self, cluster: u64) -> bool {
        let byte = usize::try_from(cluster / 8).ok().and_then(|index| self.bits.get(index));
        byte.is_some_and(|byte| byte >> (cluster % 8) & 1 == 1)
    }

    /// Number of clusters, a partial last one included.
    fn cluster_count(&self) -> u64 {
        self.size.0.div_ceil(self.cluster)
    }

    /// Whether every block of the run is free. Blocks past the end of the volume are not.
    pub fn is_free(&self, range: LbnRange) -> bool {
        range.end().0 <= self.size.0 && self.clusters(range).all(|cluster| self.cluster_is_free(cluster))
    }

    /// Number of free blocks.
    pub fn free_blocks(&self) -> BlockCount {
        BlockCount(self.free_extents().map(|extent| extent.count.0).sum())
    }

    /// The free runs, ascending, each as long as it can be.
    pub fn free_extents(&self) -> impl Iterator<Item = LbnRange> {
        let mut at = 0;
        std::iter::from_fn(move || {
            let start = self.next_with(at, true)?;
            let end = self.next_with(start, false).unwrap_or(self.cluster_count());
            at = end;
            let blocks = (end * self.cluster).min(self.size.0) - start * self.cluster;
            Some(LbnRange { start: Lbn(start * self.cluster), count: BlockCount(blocks) })
        })
    }

    /// The first cluster from `at` on that is free, or that is not; whole bytes of the other kind are skipped.
    fn next_with(&self, mut at: u64, free: bool) -> Option<u64> {
        let skip = if free { 0 } else { 0xff };
        while at < self.cluster_count() {
            let byte = usize::try_from(at / 8).ok().and_then(|index| self.bits.get(index)).copied().unwrap_or(0);
            if at.is_multiple_of(8) && byte == skip {
                at += 8;
            } else if (byte >> (at % 8) & 1 == 1) == free {
                return Some(at);
            } else {
                at += 1;
            }
        }
        None
    }
}

#[cfg(test)]
mod tests {
    use super::super::tests::Random;
    use super::*;

    #[test]
    fn a_partial_last_cluster_is_not_free() {
        let bitmap = StorageBitmap::empty(BlockCount(100), 3);
        assert_eq!(bitmap.free_blocks(), BlockCount(99));
        assert!(bitmap.is_free(LbnRange::new(0, 99)));
        assert!(!bitmap.is_free(LbnRange::new(99, 1)));
        assert_eq!(bitmap.as_bytes().len(), 512);
    }

    #[test]
    fn queries_agree_with_a_list_of_blocks() {
        for seed in 0..100 {
            let mut random = Random::new(seed);
            let (size, cluster) = (1 + random.below(3000), 1 + random.below(20) as u16);
            let mut bitmap = StorageBitmap::empty(BlockCount(size), cluster);
            let whole = size / u64::from(cluster) * u64::from(cluster);
            let mut free: Vec<bool> = (0..size).map(|lbn| lbn < whole).collect();
            for _ in 0..random.below(8) {
                let start = random.below(size);
                let extent = LbnRange::new(start, random.below(size - start + 1));
                bitmap.allocate(extent);
                for (lbn, is_free) in free.iter_mut().enumerate() {
                    let own = lbn as u64 / u64::from(cluster) * u64::from(cluster);
                    *is_free &= !extent.overlaps(LbnRange::new(own, u64::from(cluster)));
                }
            }
            let count = free.iter().filter(|&&is_free| is_free).count() as u64;
            assert_eq!(bitmap.free_blocks(), BlockCount(count), "seed {seed}");
            let mut listed = vec![false; free.len()];
            for extent in bitmap.free_extents() {
                listed[extent.start.0 as usize..extent.end().0 as usize].fill(true);
                assert!(bitmap.is_free(extent), "seed {seed}");
            }
            assert_eq!(listed, free, "seed {seed}");
            let start = random.below(size);
            let range = LbnRange::new(start, 1 + random.below(30));
            let all = (range.start.0..range.end().0).all(|lbn| free.get(lbn as usize) == Some(&true));
            assert_eq!(bitmap.is_free(range), all, "seed {seed}");
        }
    }
}
