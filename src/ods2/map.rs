//! Retrieval pointers: the map area of a file header, where the blocks of a file lie.
//!
//! ```text
//! format 0: | 00 placement       |                                        maps nothing
//! format 1: | 01 LBN21..16 count | LBN15..0 |                             to 256 blocks, LBN below 2^22
//! format 2: | 10 count (14)      | LBN low  | LBN high |                  to 16,384 blocks
//! format 3: | 11 count29..16     | count    | LBN low  | LBN high |       to 2^30 blocks
//! ```
//! Counts are stored less one.

use super::bytes;
use crate::blocks::{Lbn, LbnRange};

/// Why words are no map.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct BadMap;

/// Decodes the map words of one header.
pub(super) fn decode(area: &[u8]) -> Result<Vec<LbnRange>, BadMap> {
    let mut extents = Vec::new();
    let mut at = 0;
    while at < area.len() {
        let first = u64::from(bytes::word(area, at));
        let length = [2, 4, 6, 8][(first >> 14) as usize];
        if at + length > area.len() {
            return Err(BadMap);
        }
        let word = |index: usize| u64::from(bytes::word(area, at + 2 * index));
        let extent = match length {
            2 => None,
            4 => Some(LbnRange::new((first >> 8 & 0x3f) << 16 | word(1), (first & 0xff) + 1)),
            6 => Some(LbnRange::new(word(2) << 16 | word(1), (first & 0x3fff) + 1)),
            _ => Some(LbnRange::new(word(3) << 16 | word(2), ((first & 0x3fff) << 16 | word(1)) + 1)),
        };
        extents.extend(extent);
        at += length;
    }
    Ok(extents)
}

/// The map words of a list of extents, each in the shortest form.
pub(super) fn encode(extents: &[LbnRange]) -> Vec<u8> {
    let mut out = Vec::new();
    for extent in extents.iter().flat_map(|&extent| pieces(extent)) {
        let (lbn, count) = (extent.start.0, extent.count.0 - 1);
        let words: &[u64] = if count < 1 << 8 && lbn < 1 << 22 {
            &[0x4000 | lbn >> 16 << 8 | count, lbn]
        } else if count < 1 << 14 {
            &[0x8000 | count, lbn, lbn >> 16]
        } else {
            &[0xC000 | count >> 16, count, lbn, lbn >> 16]
        };
        out.extend(words.iter().flat_map(|&word| (word as u16).to_le_bytes()));
    }
    out
}

/// Cuts an extent to what one pointer can hold.
fn pieces(extent: LbnRange) -> impl Iterator<Item = LbnRange> {
    const MOST: u64 = 1 << 30;
    (0..extent.count.0.div_ceil(MOST))
        .map(move |n| LbnRange::new(extent.start.0 + n * MOST, MOST.min(extent.count.0 - n * MOST)))
}

/// Where VBN `vbn` (from 1) of a file with these extents lies.
pub(super) fn locate(extents: &[LbnRange], vbn: u64) -> Option<Lbn> {
    let mut left = vbn.checked_sub(1)?;
    for extent in extents {
        if left < extent.count.0 {
            return Some(Lbn(extent.start.0 + left));
        }
        left -= extent.count.0;
    }
    None
}

/// Number of blocks in all extents.
pub(super) fn total(extents: &[LbnRange]) -> u64 {
    extents.iter().map(|extent| extent.count.0).sum()
}

#[cfg(test)]
mod tests {
    use super::super::tests::Random;
    use super::*;

    #[test]
    fn the_shortest_form_is_taken() {
        let length = |lbn, count| encode(&[LbnRange::new(lbn, count)]).len();
        assert_eq!(length((1 << 22) - 1, 256), 4);
        assert_eq!(length(1 << 22, 1), 6);
        assert_eq!(length(0, 257), 6);
        assert_eq!(length(0, 16_384), 6);
        assert_eq!(length(0, 16_385), 8);
        assert_eq!(length(0, (1 << 30) + 1), 8 + 6);
        assert_eq!(encode(&[LbnRange::new(0x12_3456, 3)]), [0x02, 0x52, 0x56, 0x34]);
    }

    #[test]
    fn maps_survive() {
        for seed in 0..200 {
            let mut random = Random::new(seed);
            let mut extent = || {
                let (lbn, count) = (1 + random.below(32), 1 + random.below(30));
                LbnRange::new(random.below(1 << lbn), 1 + random.below(1 << count))
            };
            let extents: Vec<_> = (0..10).map(|_| extent()).collect();
            assert_eq!(decode(&encode(&extents)).as_ref(), Ok(&extents), "seed {seed}");
        }
    }

    #[test]
    fn placement_maps_nothing_and_a_cut_pointer_is_bad() {
        assert_eq!(decode(&[0x01, 0x00, 0x00, 0x40, 0x05, 0x00]), Ok(vec![LbnRange::new(5, 1)]));
        assert_eq!(decode(&[0x00, 0x40]), Err(BadMap));
    }

    #[test]
    fn blocks_are_found_in_the_order_of_the_map() {
        let extents = [LbnRange::new(100, 2), LbnRange::new(7, 1)];
        let found: Vec<_> = (0..5).map(|vbn| locate(&extents, vbn).map(|lbn| lbn.0)).collect();
        assert_eq!(found, [None, Some(100), Some(101), Some(7), None]);
        assert_eq!(total(&extents), 3);
    }
}
