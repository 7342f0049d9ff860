//! One write bitmap on one node: the master's bits with their block maps, or a local's own bits.
//!
//! Owns bits and block maps. Who must be told before a bit may be set is `write`'s matter. A bit is never cleared: a
//! bitmap dies whole.

use super::block_map::{BlockMap, BlockMaps};
use super::ids::{BitmapId, Epoch, NodeId};
use super::message::BitRun;
use super::saved::SavedBitmap;
use super::view::BitmapRef;
use crate::blocks::{BlockCount, LbnRange, RANGE_BLOCKS, RangeIndex};

/// A bitmap as this node holds it.
#[derive(Clone, Debug)]
pub(super) struct WriteBitmap {
    pub(super) id: BitmapId,
    pub(super) epoch: Epoch,
    pub(super) master: NodeId,
    /// Whether the master is this node.
    pub(super) mine: bool,
    pub(super) covers: BlockCount,
    bits: Vec<u64>,
    set: u32,
    maps: BlockMaps,
}

impl WriteBitmap {
    /// An empty bitmap.
    pub(super) fn new(known: &BitmapRef, node: NodeId, map_limit: u32) -> Self {
        let mine = known.master == node;
        Self {
            id: known.id,
            epoch: known.epoch,
            master: known.master,
            mine,
            covers: known.covers,
            bits: vec![0; known.covers.ranges().div_ceil(64) as usize],
            set: 0,
            maps: BlockMaps::new(if mine { map_limit } else { 0 }, known.covers.ranges()),
        }
    }

    /// Its bits.
    pub(super) fn ranges(&self) -> u32 {
        self.covers.ranges()
    }

    /// Bits set.
    pub(super) fn set_count(&self) -> u32 {
        self.set
    }

    /// Ranges with a block map.
    pub(super) fn mapped(&self) -> u32 {
        self.maps.count()
    }

    /// Whether the bit is set; behind the end of the bitmap everything counts as set.
    pub(super) fn is_set(&self, range: RangeIndex) -> bool {
        range.0 >= self.ranges() || self.bits[range.0 as usize / 64] >> (range.0 % 64) & 1 == 1
    }

    /// Sets a bit; whether it was clear. Tests first: a store to a shared line costs more than a look.
    fn set(&mut self, range: RangeIndex) -> bool {
        if self.is_set(range) {
            return false;
        }
        self.bits[range.0 as usize / 64] |= 1 << (range.0 % 64);
        self.set += 1;
        true
    }

    /// Master: notes a write of this node, before its data is stored anywhere.
    pub(super) fn note_own(&mut self, run: LbnRange) {
        for range in run.range_indices() {
            let blocks = BlockMap::of(range, run);
            // A range with a map is flagged: its bit, in another line of memory, need not be looked at.
            if !self.maps.add(range, blocks) && self.set(range) {
                self.maps.begin(range, blocks);
            }
        }
    }

    /// Master: notes what another node tells; the ranges become whole.
    pub(super) fn note_told(&mut self, runs: &[BitRun]) {
        for run in runs {
            for index in run.first.0..(run.first.0 + run.count).min(self.ranges()) {
                self.set(RangeIndex(index));
                self.maps.make_whole(RangeIndex(index));
            }
        }
    }

    /// Local: whether the master knows of every range that the write touches.
    pub(super) fn knows(&self, run: LbnRange) -> bool {
        run.range_indices().all(|range| self.is_set(range))
    }

    /// Local: all masters have answered.
    pub(super) fn note_answered(&mut self, run: LbnRange) {
        for range in run.range_indices() {
            self.set(range);
        }
    }

    /// The first flagged range at or behind `from`, within the bitmap.
    pub(super) fn next_set(&self, from: RangeIndex) -> Option<RangeIndex> {
        let mut word = from.0 as usize / 64;
        let mut bits = self.bits.get(word)? & (u64::MAX << (from.0 % 64));
        while bits == 0 {
            word += 1;
            bits = *self.bits.get(word)?;
        }
        Some(RangeIndex(u32::try_from(word).expect("32-bit range numbers") * 64 + bits.trailing_zeros()))
    }

    /// The blocks of a flagged range that were written; `None` is all of them.
    pub(super) fn blocks_of(&self, range: RangeIndex) -> Option<BlockMap> {
        self.maps.get(range)
    }

    /// What is saved of a master bitmap.
    pub(super) fn save(&self) -> SavedBitmap {
        let words = (0_u32..).zip(&self.bits).filter(|(_, word)| **word != 0).map(|(at, word)| (at, *word)).collect();
        let maps = self.maps.sorted().into_iter().map(|(at, map)| (at, map as u64, (map >> 64) as u64)).collect();
        SavedBitmap { id: self.id, words, maps, map_limit: self.maps.limit() }
    }

    /// Takes saved bits over. Anything that does not fit this bitmap makes ranges whole or is dropped, never a bit clear
    /// that was set.
    pub(super) fn load(&mut self, saved: &SavedBitmap) {
        self.maps = BlockMaps::new(saved.map_limit, self.ranges());
        for (at, word) in &saved.words {
            if let Some(mine) = self.bits.get_mut(*at as usize) {
                *mine |= word;
            }
        }
        let spare = self.ranges() % 64;
        if spare != 0
            && let Some(last) = self.bits.last_mut()
        {
            *last &= (1 << spare) - 1;
        }
        self.set = self.bits.iter().map(|word| word.count_ones()).sum();
        for (range, low, high) in &saved.maps {
            let blocks = BlockMap((u128::from(*low) | u128::from(*high) << 64) & BlockMap::WHOLE.0);
            if *range < self.ranges() && self.is_set(RangeIndex(*range)) {
                self.maps.begin(RangeIndex(*range), blocks);
            }
        }
    }
}

/// The one run of bitmap ranges that a write touches.
pub(super) fn bit_run(run: LbnRange) -> BitRun {
    let first = run.start.range();
    let last = u32::try_from((run.end().0 - 1) / RANGE_BLOCKS).expect("a volume has at most 2^32 blocks");
    BitRun { first, count: last - first.0 + 1 }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::shadow::{Generation, Purpose};

    fn bitmap(node: u16, blocks: u64) -> WriteBitmap {
        let purpose = Purpose::AnyMissing { members: Vec::new(), base: Generation(1) };
        let known =
            BitmapRef { id: BitmapId(1), epoch: Epoch(1), purpose, master: NodeId(0), covers: BlockCount(blocks) };
        WriteBitmap::new(&known, NodeId(node), 100)
    }

    #[test]
    fn flagged_ranges_are_found_in_order() {
        let mut map = bitmap(0, 127 * 200);
        for start in [0, 127 * 63, 127 * 64, 127 * 199] {
            map.note_own(LbnRange::new(start, 1));
        }
        let mut found = Vec::new();
        let mut at = RangeIndex(0);
        while let Some(range) = map.next_set(at) {
            found.push(range.0);
            at = RangeIndex(range.0 + 1);
        }
        assert_eq!(found, [0, 63, 64, 199]);
        assert_eq!(map.set_count(), 4);
    }

    #[test]
    fn exact_blocks_until_another_node_tells() {
        let mut map = bitmap(0, 1270);
        map.note_own(LbnRange::new(126, 2));
        assert_eq!(map.blocks_of(RangeIndex(0)), Some(BlockMap(1 << 126)));
        assert_eq!(map.blocks_of(RangeIndex(1)), Some(BlockMap(1)));
        map.note_own(LbnRange::new(0, 1));
        assert_eq!(map.blocks_of(RangeIndex(0)).map(BlockMap::len), Some(2));
        map.note_told(&[bit_run(LbnRange::new(100, 1))]);
        assert_eq!(map.blocks_of(RangeIndex(0)), None);
        map.note_own(LbnRange::new(5, 1));
        assert_eq!(map.blocks_of(RangeIndex(0)), None, "whole stays whole");
    }

    #[test]
    fn saved_bits_come_back_and_damage_only_adds() {
        let mut map = bitmap(0, 1000);
        map.note_own(LbnRange::new(200, 300));
        map.note_told(&[BitRun { first: RangeIndex(7), count: 5 }]);
        let mut saved = map.save();
        let mut again = bitmap(0, 1000);
        again.load(&saved);
        assert_eq!((again.set_count(), again.save()), (map.set_count(), saved.clone()));
        saved.words.push((99, 7));
        saved.words[0].1 |= 1 << 63;
        saved.maps.push((5000, 1, 1));
        again.load(&saved);
        assert_eq!(again.set_count(), map.set_count());
    }

    #[test]
    fn behind_its_end_everything_is_set() {
        let map = bitmap(0, 128);
        assert_eq!((map.ranges(), map.is_set(RangeIndex(1)), map.is_set(RangeIndex(2))), (2, false, true));
    }
}
