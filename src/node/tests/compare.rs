//! Comparing members: exactly the blocks that were damaged, also while applications write.

use std::sync::atomic::{AtomicBool, Ordering};

use super::*;
use crate::node::Comparison;
use crate::ods2::{FileHeader, FileId, RecordAttributes, Volume};
use crate::storage::WriteWay;

fn differences(comparison: &Comparison, ignore: bool) -> Vec<u64> {
    let ranges = (0..BLOCKS.div_ceil(127)).map(|n| LbnRange::new(n * 127, 127.min(BLOCKS - n * 127)));
    let looks = ranges.map(|range| comparison.look(range, ignore).unwrap());
    looks.flat_map(|look| look.differences).map(|difference| difference.lbn.0).collect()
}

fn damage(bench: &Bench, member: u32, lbn: u64) {
    let file = bench.files.lock().unwrap()[disk(member).trim_end_matches(':')].clone();
    file.write(LbnRange::new(lbn, 1), &[0xA5; BLOCK_BYTES], WriteWay::Descriptor).unwrap();
}

#[test]
fn damaged_blocks_and_no_others_are_found_under_a_load() {
    let bench = bench();
    bench.set_of(&[1, 2, 3]);
    let hit = [(1, 3_000), (2, 3_001), (3, 126), (3, 127), (2, 3_999)];
    let stop = AtomicBool::new(false);
    std::thread::scope(|scope| {
        // A block that is hardly ever left alone.
        let (node, done) = (&bench.node, &stop);
        scope.spawn(move || {
            for value in 0_u64.. {
                if done.load(Ordering::Relaxed) {
                    return;
                }
                node.write_blocks("DSA1", Lbn(3_998), &[value as u8; BLOCK_BYTES]).unwrap();
            }
        });
        for thread in 0..2_u64 {
            let (node, stop) = (&bench.node, &stop);
            scope.spawn(move || {
                let mut at = thread;
                while !stop.load(Ordering::Relaxed) {
                    at = (at * 31 + 7) % 900;
                    node.write_blocks("DSA1", Lbn(2_100 + at), &[at as u8; BLOCK_BYTES]).unwrap();
                }
            });
        }
        let comparison = bench.node.open_comparison("DSA1").unwrap();
        assert_eq!(comparison.members().collect::<Vec<_>>(), ["$1$DGA101", "$1$DGA102", "$1$DGA103"]);
        let none: [u64; 0] = [];
        for _ in 0..10 {
            assert_eq!(differences(&comparison, true), none, "writes in flight are no differences");
        }
        hit.iter().for_each(|(member, lbn)| damage(&bench, *member, *lbn));
        let mut expected: Vec<u64> = hit.iter().map(|(_, lbn)| *lbn).collect();
        expected.sort_unstable();
        for _ in 0..5 {
            assert_eq!(differences(&comparison, true), expected);
        }
        stop.store(true, Ordering::Relaxed);
    });
}

#[test]
fn a_member_that_left_is_no_longer_compared() {
    let bench = bench();
    bench.set_of(&[1, 2, 3]);
    damage(&bench, 3, 3_500);
    let comparison = bench.node.open_comparison("DSA1").unwrap();
    assert_eq!(differences(&comparison, true), [3_500]);
    bench.dismount(&disk(3), Minicopy::Unspecified).unwrap();
    let none: [u64; 0] = [];
    assert_eq!(differences(&comparison, true), none);
    bench.dismount(&disk(2), Minicopy::Unspecified).unwrap();
    let refused = comparison.look(LbnRange::new(0, 1), true).unwrap_err();
    assert_eq!(lines(&refused), ["%SYSTEM-F-SHACHASTA, shadow set has changed state"]);
    let refused = bench.node.open_comparison("DSA1").unwrap_err();
    assert_eq!(lines(&refused), ["%SYSTEM-E-UNSUPPORTED, unsupported operation or function"]);
}

#[test]
fn page_files_are_left_out_unless_asked_for() {
    let bench = bench();
    bench.set_of(&[1, 2]);
    bench.dismount("DSA1:", Minicopy::Unspecified).unwrap();
    // A page file of ten blocks, with a header behind those of the reserved files.
    for member in [1, 2] {
        let file = bench.files.lock().unwrap()[disk(member).trim_end_matches(':')].clone();
        let volume = Volume::open(file.as_ref()).unwrap();
        let attributes = RecordAttributes::fixed(512).sized(10, 10);
        let id = FileId { number: 11, sequence: 1, volume: 0 };
        let mut header = FileHeader::new(id, "PAGEFILE.SYS;1", attributes, bench.clock.now());
        header.extents = vec![LbnRange::new(3_700, 10)];
        let lbn = volume.home.header_lbn(11).unwrap();
        let put = |lbn: u64, block: &[u8]| file.write(LbnRange::new(lbn, 1), block, WriteWay::Descriptor).unwrap();
        put(lbn.0, &header.encode().unwrap());
        // The index file ends one block later, and the number is in use.
        let index = volume.home.header_lbn(1).unwrap();
        let mut block = [0; BLOCK_BYTES];
        file.read(LbnRange::new(index.0, 1), &mut block).unwrap();
        let mut first = FileHeader::decode(&block, 1).unwrap();
        first.attributes.end_block += 1;
        put(index.0, &first.encode().unwrap());
    }
    bench.mount(&request("DSA1:", &[1, 2], "DATA"));
    damage(&bench, 2, 3_705);
    damage(&bench, 2, 3_710);
    let comparison = bench.node.open_comparison("DSA1").unwrap();
    assert_eq!(differences(&comparison, true), [3_710]);
    assert_eq!(differences(&comparison, false), [3_705, 3_710]);
}
