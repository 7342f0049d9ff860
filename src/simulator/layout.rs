//! Which blocks of a volume the simulator looks at.
//!
//! The core's ranges have 127 blocks. Most of them would never collide with anything, so only a few blocks are *live*:
//! those at the borders of ranges. All others are holes on every disk, which no transfer spends a step on.

use crate::blocks::{BlockCount, Lbn, LbnRange};
use crate::shadow::BlockMap;

/// Size, place of the SCB, and live blocks of a volume.
#[derive(Clone, Debug)]
pub struct Layout {
    /// Blocks of every disk.
    pub size: BlockCount,
    /// Where the SCB lies.
    pub scb_lbn: Lbn,
    /// The live blocks, ascending.
    lbns: Vec<Lbn>,
    /// For each LBN, the number of the first live block that is not below it.
    first: Vec<u16>,
}

impl Layout {
    /// Every block is live.
    pub fn every_block(size: u64, scb_lbn: Lbn) -> Self {
        Self::with(size, scb_lbn, (0..size).map(Lbn).collect())
    }

    /// Three ranges with seven live blocks; runs of them cross both borders, and the SCB cuts the middle range.
    pub fn few_blocks() -> Self {
        Self::with(256, Lbn(190), [125, 126, 127, 128, 253, 254, 255].map(Lbn).to_vec())
    }

    /// So many ranges with one live block each, the first one of the range; the SCB lies in the first range.
    pub fn one_block_each(ranges: u64) -> Self {
        Self::with(127 * (ranges - 1) + 1, Lbn(64), (0..ranges).map(|range| Lbn(range * 127)).collect())
    }

    fn with(size: u64, scb_lbn: Lbn, lbns: Vec<Lbn>) -> Self {
        let first = (0..=size).map(|at| lbns.partition_point(|lbn| lbn.0 < at) as u16).collect();
        Self { size: BlockCount(size), scb_lbn, lbns, first }
    }

    /// How many blocks are live.
    pub fn live(&self) -> usize {
        self.lbns.len()
    }

    /// The LBNs of all live blocks.
    pub(super) fn lbns(&self) -> impl Iterator<Item = Lbn> {
        self.lbns.iter().copied()
    }

    /// The LBN of a live block.
    #[inline]
    pub fn lbn(&self, block: usize) -> Lbn {
        self.lbns[block]
    }

    /// The number of a block that is live.
    ///
    /// # Panics
    /// When it is not.
    #[inline]
    pub fn block(&self, lbn: Lbn) -> usize {
        let block = usize::from(self.first[lbn.0 as usize]);
        assert!(self.lbns.get(block) == Some(&lbn), "LBN {lbn} is not live");
        block
    }

    /// The live blocks of a run.
    #[inline]
    pub fn within(&self, range: LbnRange) -> std::ops::Range<usize> {
        usize::from(self.first[range.start.0 as usize])..usize::from(self.first[range.end().0 as usize])
    }

    /// Adds the live blocks of a transfer to `into`.
    pub(super) fn collect(&self, range: LbnRange, only: Option<BlockMap>, into: &mut Vec<u64>) {
        let base = range.start.range().start().0;
        for block in self.within(range) {
            if only.is_none_or(|map| map.0 >> (self.lbns[block].0 - base) & 1 == 1) {
                into.push(block as u64);
            }
        }
    }

    /// A run of at most `most` live blocks that follow each other, from a live block on, without the SCB.
    pub(super) fn run_from(&self, block: usize, most: usize) -> Option<LbnRange> {
        let start = self.lbns[block];
        let follows = |at: &usize| {
            self.lbns.get(block + at).is_some_and(|lbn| lbn.0 == start.0 + *at as u64 && *lbn != self.scb_lbn)
        };
        let count = (0..most).take_while(follows).count();
        (count > 0).then(|| LbnRange::new(start.0, count as u64))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn live_blocks_and_runs_of_them() {
        let layout = Layout::few_blocks();
        assert_eq!(layout.size.ranges(), 3);
        assert_eq!(layout.within(LbnRange::new(0, 127)), 0..2);
        assert_eq!(layout.within(LbnRange::new(191, 60)), 4..4);
        assert_eq!(layout.run_from(1, 5), Some(LbnRange::new(126, 3)));
        assert_eq!(layout.run_from(4, 2), Some(LbnRange::new(253, 2)));
        let mut blocks = Vec::new();
        layout.collect(LbnRange::new(127, 127), Some(BlockMap(0b10)), &mut blocks);
        assert_eq!(blocks, [3]);
        assert_eq!(Layout::one_block_each(3).within(LbnRange::new(0, 255)), 0..3);
        assert_eq!(Layout::every_block(284, Lbn(129)).run_from(127, 5), Some(LbnRange::new(127, 2)));
    }
}
