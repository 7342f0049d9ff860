//! Exact-block maps: which of the 127 blocks of a flagged range were written.
//!
//! Owns the map of one range and the table of all maps beside a master bitmap. A flagged range without a map is *whole*:
//! every block counts as written. Dropping maps is therefore always safe; adding one to a flagged range never is.

use std::collections::HashMap;
use std::hash::{BuildHasherDefault, Hasher};

use serde::{Deserialize, Serialize};

use crate::blocks::{LbnRange, RANGE_BLOCKS, RangeIndex};

/// Blocks of one range: bit i for the i-th block of the range.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct BlockMap(pub u128);

impl BlockMap {
    /// All 127 blocks.
    pub const WHOLE: Self = Self((1 << RANGE_BLOCKS) - 1);

    /// The blocks of `run` that lie in the range.
    pub fn of(range: RangeIndex, run: LbnRange) -> Self {
        let base = range.start().0;
        let first = run.start.0.max(base) - base;
        let end = run.end().0.min(base + RANGE_BLOCKS).saturating_sub(base);
        if first >= end {
            return Self(0);
        }
        Self((Self::WHOLE.0 >> (RANGE_BLOCKS - (end - first))) << first)
    }

    /// How many blocks are in it.
    pub fn len(self) -> u64 {
        u64::from(self.0.count_ones())
    }

    /// Whether no block is in it.
    pub fn is_empty(self) -> bool {
        self.0 == 0
    }

    /// The runs of consecutive blocks, as (first block of the range, number).
    pub fn runs(self) -> impl Iterator<Item = (u64, u64)> {
        let mut rest = self.0;
        std::iter::from_fn(move || {
            if rest == 0 {
                return None;
            }
            let first = rest.trailing_zeros();
            let count = (!(rest >> first)).trailing_zeros();
            rest &= !(((1_u128 << count) - 1) << first);
            Some((u64::from(first), u64::from(count)))
        })
    }
}

/// Spreads range numbers over the table; they are dense and nobody hostile chooses them.
#[derive(Default)]
struct SpreadHasher(u64);

impl Hasher for SpreadHasher {
    fn finish(&self) -> u64 {
        self.0
    }

    fn write(&mut self, bytes: &[u8]) {
        for byte in bytes {
            self.write_u32(u32::from(*byte));
        }
    }

    fn write_u32(&mut self, value: u32) {
        self.0 = (self.0 ^ u64::from(value)).wrapping_mul(0x9E37_79B9_7F4A_7C15).rotate_left(29);
    }
}

/// Maps by their ranges.
#[derive(Clone, Debug)]
enum Table {
    /// One for every range; 0 is none. A look is a look at one place, and the host gives only the memory that is touched.
    Dense { maps: Vec<u128>, held: usize },
    /// Those that are held.
    Sparse(HashMap<u32, u128, BuildHasherDefault<SpreadHasher>>),
}

impl Default for Table {
    fn default() -> Self {
        Self::Sparse(HashMap::default())
    }
}

/// The maps beside one master bitmap.
#[derive(Clone, Debug, Default)]
pub(super) struct BlockMaps {
    table: Table,
    limit: usize,
}

impl BlockMaps {
    /// A table of at most `limit` maps for a bitmap of so many ranges; 0 keeps none.
    pub(super) fn new(limit: u32, ranges: u32) -> Self {
        let dense = || Table::Dense { maps: vec![0; ranges as usize], held: 0 };
        Self { table: if ranges <= limit { dense() } else { Table::default() }, limit: limit as usize }
    }

    /// Notes an own write to a range whose bit was clear until now.
    pub(super) fn begin(&mut self, range: RangeIndex, blocks: BlockMap) {
        match &mut self.table {
            Table::Dense { maps, held } => {
                if let Some(map) = maps.get_mut(range.0 as usize) {
                    *held += usize::from(*map == 0 && !blocks.is_empty());
                    *map = blocks.0;
                }
            }
            Table::Sparse(maps) if maps.len() < self.limit => drop(maps.insert(range.0, blocks.0)),
            Table::Sparse(_) => {
                // Past the limit every range is whole, for good: a map made later could miss earlier blocks.
                (self.table, self.limit) = (Table::default(), 0);
            }
        }
    }

    /// Notes an own write to a range if it has a map, which is flagged then; whether it has.
    #[inline]
    pub(super) fn add(&mut self, range: RangeIndex, blocks: BlockMap) -> bool {
        let map = match &mut self.table {
            Table::Dense { maps, .. } => maps.get_mut(range.0 as usize).filter(|map| **map != 0),
            Table::Sparse(maps) => maps.get_mut(&range.0),
        };
        let Some(map) = map else { return false };
        *map |= blocks.0;
        true
    }

    /// Makes a range whole.
    pub(super) fn make_whole(&mut self, range: RangeIndex) {
        match &mut self.table {
            Table::Dense { maps, held } => {
                if let Some(map) = maps.get_mut(range.0 as usize) {
                    *held -= usize::from(*map != 0);
                    *map = 0;
                }
            }
            Table::Sparse(maps) => drop(maps.remove(&range.0)),
        }
    }

    /// The map of a flagged range; `None` is whole.
    pub(super) fn get(&self, range: RangeIndex) -> Option<BlockMap> {
        let map = match &self.table {
            Table::Dense { maps, .. } => maps.get(range.0 as usize).filter(|map| **map != 0),
            Table::Sparse(maps) => maps.get(&range.0),
        };
        map.copied().map(BlockMap)
    }

    /// How many more maps fit; 0 once the limit was passed.
    pub(super) fn limit(&self) -> u32 {
        u32::try_from(self.limit).unwrap_or(u32::MAX)
    }

    /// How many maps are held.
    pub(super) fn count(&self) -> u32 {
        let held = match &self.table {
            Table::Dense { held, .. } => *held,
            Table::Sparse(maps) => maps.len(),
        };
        u32::try_from(held).unwrap_or(u32::MAX)
    }

    /// All maps, in order of their ranges.
    pub(super) fn sorted(&self) -> Vec<(u32, u128)> {
        match &self.table {
            Table::Dense { maps, .. } => {
                (0..).zip(maps).filter(|(_, map)| **map != 0).map(|(at, map)| (at, *map)).collect()
            }
            Table::Sparse(maps) => {
                let mut all: Vec<_> = maps.iter().map(|(range, map)| (*range, *map)).collect();
                all.sort_unstable();
                all
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_blocks_of_a_run_in_each_range() {
        let run = LbnRange::new(120, 20);
        assert_eq!(BlockMap::of(RangeIndex(0), run).runs().collect::<Vec<_>>(), [(120, 7)]);
        assert_eq!(BlockMap::of(RangeIndex(1), run).runs().collect::<Vec<_>>(), [(0, 13)]);
        assert!(BlockMap::of(RangeIndex(2), run).is_empty());
        assert_eq!(BlockMap::of(RangeIndex(1), LbnRange::new(0, 1000)), BlockMap::WHOLE);
        assert_eq!(BlockMap::WHOLE.runs().collect::<Vec<_>>(), [(0, 127)]);
        assert_eq!(BlockMap(0b1011).runs().collect::<Vec<_>>(), [(0, 2), (3, 1)]);
    }

    #[test]
    fn past_the_limit_every_range_is_whole() {
        let mut maps = BlockMaps::new(2, 5);
        maps.begin(RangeIndex(1), BlockMap(1));
        maps.begin(RangeIndex(2), BlockMap(1));
        maps.add(RangeIndex(1), BlockMap(4));
        assert_eq!(maps.get(RangeIndex(1)), Some(BlockMap(5)));
        maps.begin(RangeIndex(3), BlockMap(1));
        assert_eq!(maps.get(RangeIndex(1)), None);
        maps.begin(RangeIndex(4), BlockMap(1));
        assert_eq!(maps.get(RangeIndex(4)), None);
    }

    #[test]
    fn a_range_told_by_another_node_stays_whole() {
        for ranges in [8, 9] {
            let mut maps = BlockMaps::new(8, ranges);
            maps.begin(RangeIndex(0), BlockMap(1));
            maps.make_whole(RangeIndex(0));
            assert!(!maps.add(RangeIndex(0), BlockMap(2)));
            assert_eq!((maps.get(RangeIndex(0)), maps.count()), (None, 0));
        }
    }

    #[test]
    fn few_ranges_and_many_are_kept_alike() {
        let (mut dense, mut sparse) = (BlockMaps::new(100, 100), BlockMaps::new(100, 101));
        for step in 0..2000_u32 {
            let (range, blocks) = (RangeIndex(step * 7919 % 100), BlockMap(1 << (step % 127)));
            for maps in [&mut dense, &mut sparse] {
                match step % 11 {
                    0 => maps.make_whole(range),
                    1 if maps.get(range).is_none() => maps.begin(range, blocks),
                    _ => drop(maps.add(range, blocks)),
                }
            }
            assert_eq!((dense.get(range), dense.count()), (sparse.get(range), sparse.count()), "step {step}");
        }
        assert_eq!(dense.sorted(), sparse.sorted());
        assert!(dense.count() > 10);
    }
}
