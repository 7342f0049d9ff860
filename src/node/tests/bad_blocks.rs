//! Blocks that cannot be read, at random, under reads, writes, copies and merges.

use super::*;
use crate::message::codes;
use crate::simulator::Choices;

/// What the test knows of a block: its byte, or that its data are lost.
type Known = HashMap<u64, Option<u8>>;

fn spoil_reads(bench: &Bench, member: u32, lbn: u64) {
    bench.node.change_faults(&disk(member), |plan| _ = plan.unreadable.insert(lbn)).unwrap();
}

fn is_bad(bench: &Bench, member: u32, lbn: u64) -> bool {
    bench.node.faults(&disk(member)).unwrap().unreadable.contains(&lbn)
}

fn full(bench: &Bench) -> Vec<u32> {
    let set = bench.node.set(1).unwrap();
    let full = set.members.iter().filter(|member| member.role != crate::node::views::MemberRole::CopyTarget);
    full.map(|member| member.device.trim_start_matches("$1$DGA").parse::<u32>().unwrap() - 100).collect()
}

/// Reads a block of the set and compares it with what is known of it. A block that no full member could read before has
/// lost its data.
fn check(bench: &Bench, known: &mut Known, lbn: u64, seed: u64) {
    let hopeless = full(bench).iter().all(|member| is_bad(bench, *member, lbn));
    let mut block = [0; BLOCK_BYTES];
    let read = bench.node.read_blocks("DSA1", LbnRange::new(lbn, 1), &mut block);
    let expected = known.entry(lbn).or_insert(Some(0));
    if hopeless {
        *expected = None;
    }
    match *expected {
        Some(byte) => {
            read.unwrap();
            assert!(block.iter().all(|found| *found == byte), "seed {seed}: block {lbn}: {} for {byte}", block[0]);
        }
        None => assert_eq!(read, Err(codes::SYSTEM_FORCEDERROR.into()), "seed {seed}: block {lbn}"),
    }
}

#[test]
fn random_bad_blocks_cost_nothing_that_a_member_still_holds() {
    for seed in 0..40 {
        let mut random = Choices::seeded(seed);
        let bench = bench();
        bench.set_of(&[1, 2]);
        let mut known = Known::new();
        for step in 0..120 {
            let lbn = 3_000 + random.below(12) as u64;
            match random.below(8) {
                0 | 1 => {
                    let byte = random.below(250) as u8 + 1;
                    bench.write("DSA1", lbn, byte);
                    known.insert(lbn, Some(byte));
                }
                2 | 3 => {
                    spoil_reads(&bench, 1 + random.below(3) as u32, lbn);
                    if full(&bench).iter().all(|member| is_bad(&bench, *member, lbn)) {
                        // Before a copy finds it, so that the test knows what is lost.
                        check(&bench, &mut known, lbn, seed);
                    }
                }
                4 | 5 => check(&bench, &mut known, lbn, seed),
                6 if full(&bench).len() == 2 && bench.node.set(1).unwrap().members.len() == 2 => {
                    let out = (1..=3).find(|member| !full(&bench).contains(member)).unwrap();
                    bench.mount(&request("DSA1:", &[out], "DATA"));
                }
                _ => {
                    bench.clock.advance(Millis(100));
                    bench.node.advance(Millis(100));
                    if step % 7 == 0 && full(&bench).len() == 3 {
                        (3_000..3_012).for_each(|lbn| check(&bench, &mut known, lbn, seed));
                        bench.dismount(&disk(1 + random.below(3) as u32), Minicopy::Optional).unwrap();
                    }
                }
            }
        }
        bench.wait_for_copies(1);
        (3_000..3_012).for_each(|lbn| check(&bench, &mut known, lbn, seed));
        let members = full(&bench);
        assert!(members.len() >= 2, "seed {seed}: nobody leaves for a block that can be stored");
        bench.assert_same(&members, BLOCKS);
    }
}

#[test]
fn a_lost_block_stays_lost_over_a_dismount_until_it_is_written() {
    let bench = bench();
    bench.set_of(&[1, 2]);
    bench.write("DSA1", 3_000, 7);
    spoil_reads(&bench, 1, 3_000);
    spoil_reads(&bench, 2, 3_000);
    let read = || {
        let mut two = [0; 2 * BLOCK_BYTES];
        bench.node.read_blocks("DSA1", LbnRange::new(2_999, 2), &mut two)
    };
    assert_eq!(read(), Err(codes::SYSTEM_FORCEDERROR.into()));
    bench.dismount("DSA1:", Minicopy::Unspecified).unwrap();
    bench.mount(&request("DSA1:", &[1, 2], "DATA"));
    assert_eq!(read(), Err(codes::SYSTEM_FORCEDERROR.into()));
    assert_eq!(bench.read("DSA1", 2_999), 0, "its neighbour is sound");
    bench.write("DSA1", 3_000, 8);
    read().unwrap();
    assert_eq!(bench.read("DSA1", 3_000), 8);
}

#[test]
fn a_set_mounted_for_reading_is_not_repaired() {
    let bench = bench();
    bench.set_of(&[1, 2]);
    bench.write("DSA1", 3_000, 7);
    bench.dismount("DSA1:", Minicopy::Unspecified).unwrap();
    bench.mount(&MountRequest { write: false, ..request("DSA1:", &[1, 2], "DATA") });
    spoil_reads(&bench, 1, 3_000);
    for _ in 0..4 {
        assert_eq!(bench.read("DSA1", 3_000), 7);
    }
    assert!(is_bad(&bench, 1, 3_000));
    spoil_reads(&bench, 2, 3_000);
    let read = bench.node.read_blocks("DSA1", LbnRange::new(3_000, 1), &mut [0; BLOCK_BYTES]);
    assert_eq!(read, Err(codes::SYSTEM_PARITY.into()));
}
