//! Where two lists of records differ: from a mismatch on, the nearest place where enough records match again.

use std::collections::HashMap;
use std::ops::Range;

use super::Record;

/// A difference: records of both files; either range may be empty.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Section {
    pub left: Range<usize>,
    pub right: Range<usize>,
}

/// The sections in which two files differ. `matching` records in a row make a match; fewer do at the ends of both. A match
/// further away than `window` records of either file is not looked for: so many records then are a section of their own.
pub(super) fn sections(left: &[Record], right: &[Record], matching: usize, window: usize) -> Vec<Section> {
    let mut numbers = HashMap::new();
    let left_keys: Vec<u32> = left.iter().map(|record| number_of(&mut numbers, record)).collect();
    let right_keys: Vec<u32> = right.iter().map(|record| number_of(&mut numbers, record)).collect();
    compare(&left_keys, &right_keys, matching, window)
}

/// Equal records get equal numbers, so that comparing them is cheap.
fn number_of<'r>(numbers: &mut HashMap<&'r str, u32>, record: &'r Record) -> u32 {
    let next = numbers.len() as u32;
    *numbers.entry(record.essence.as_str()).or_insert(next)
}

fn compare(left: &[u32], right: &[u32], matching: usize, window: usize) -> Vec<Section> {
    let mut found = Vec::new();
    let (mut i, mut j) = (0, 0);
    while i < left.len() || j < right.len() {
        if i < left.len() && j < right.len() && left[i] == right[j] {
            i += 1;
            j += 1;
            continue;
        }
        let (skip_left, skip_right) = resume(&left[i..], &right[j..], matching, window);
        found.push(Section { left: i..i + skip_left, right: j..j + skip_right });
        i += skip_left;
        j += skip_right;
    }
    found
}

/// How many records to pass over in each file until they match again.
fn resume(left: &[u32], right: &[u32], matching: usize, window: usize) -> (usize, usize) {
    let matches = |x: usize, y: usize| {
        let (a, b) = (&left[x..], &right[y..]);
        let row = a.iter().zip(b).take(matching).take_while(|(a, b)| a == b).count();
        row == matching || row > 0 && row == a.len() && row == b.len()
    };
    let (most_left, most_right) = (left.len().min(window), right.len().min(window));
    for distance in 1..=most_left + most_right {
        let from = distance.saturating_sub(most_right);
        for x in from..=distance.min(most_left) {
            let y = distance - x;
            if x < left.len() && y < right.len() && left[x] == right[y] && matches(x, y) {
                return (x, y);
            }
        }
    }
    (most_left, most_right)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(left: &str, right: &str, matching: usize) -> Vec<(Range<usize>, Range<usize>)> {
        let keys = |text: &str| text.bytes().map(u32::from).collect::<Vec<_>>();
        compare(&keys(left), &keys(right), matching, usize::MAX).into_iter().map(|s| (s.left, s.right)).collect()
    }

    #[test]
    fn sections_end_where_enough_records_match_again() {
        assert_eq!(found("abcdef", "abcdef", 3), []);
        assert_eq!(found("abXdef", "abYdef", 3), [(2..3, 2..3)]);
        assert_eq!(found("abcdef", "abdef", 3), [(2..3, 2..2)]);
        assert_eq!(found("ab", "abX", 3), [(2..2, 2..3)]);
        assert_eq!(found("aXcYe", "aPcQe", 3), [(1..4, 1..4)]);
        assert_eq!(found("aXcYe", "aPcQe", 1), [(1..2, 1..2), (3..4, 3..4)]);
        assert_eq!(found("", "abc", 3), [(0..0, 0..3)]);
    }

    #[test]
    fn what_differs_is_what_is_left_out_of_both() {
        let mut seed = 7_u64;
        let mut next = |most: u64| {
            seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            (seed >> 33) % most
        };
        for round in 0..200 {
            let left: Vec<u32> = (0..next(30)).map(|_| next(4) as u32).collect();
            let right: Vec<u32> = (0..next(30)).map(|_| next(4) as u32).collect();
            let sections = compare(&left, &right, 2, [1, 3, usize::MAX][round % 3]);
            let without = |keys: &[u32], cut: &dyn Fn(&Section) -> Range<usize>| {
                let gone: Vec<usize> = sections.iter().flat_map(cut).collect();
                keys.iter().enumerate().filter(|(at, _)| !gone.contains(at)).map(|(_, k)| *k).collect::<Vec<_>>()
            };
            assert_eq!(
                without(&left, &|s| s.left.clone()),
                without(&right, &|s| s.right.clone()),
                "round {round}, seed 7"
            );
        }
    }
}
