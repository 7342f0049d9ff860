//! Splitting, writing, returning: bitmaps, minicopies, full copies, and what is told about them.

use super::*;
use crate::shadow::CopyReason;

fn last_record(bench: &Bench) -> crate::node::CopyRecord {
    bench.node.copy_records("DSA1").unwrap().pop().unwrap()
}

#[test]
fn a_minicopy_moves_only_what_was_written() {
    let bench = bench();
    bench.set_of(&[1, 2, 3]);
    assert!(bench.dismount("$1$DGA103:", Minicopy::Required).unwrap().is_empty());
    let bitmaps = bench.node.set(1).unwrap().bitmaps;
    assert_eq!((bitmaps.len(), bitmaps[0].bits_set, bitmaps[0].bits), (1, 0, BLOCKS.div_ceil(127)));
    for lbn in [3000, 3001, 3500] {
        bench.write("DSA1", lbn, 5);
    }
    assert_eq!(bench.node.set(1).unwrap().bitmaps[0].bits_set, 2);
    let strict = MountRequest { minicopy: Minicopy::Required, ..request("DSA1:", &[3], "DATA") };
    let plan = bench.node.plan_mount(&strict, &system()).unwrap();
    assert!(plan.full_copies().next().is_none() && !plan.copy_refused());
    bench.mount(&strict);
    bench.wait_for_copies(1);
    let record = last_record(&bench);
    assert!(record.is_minicopy());
    assert_eq!((record.blocks_written, record.blocks_read, record.ranges_visited), (3, 3, 2));
    assert_eq!(record.full_copy_bytes, BLOCKS * 512);
    assert!(bench.node.set(1).unwrap().bitmaps.is_empty());
    bench.dismount("DSA1:", Minicopy::Unspecified).unwrap();
    bench.assert_same(&[1, 2, 3], BLOCKS);
}

#[test]
fn without_a_policy_the_return_is_a_full_copy() {
    let bench = bench();
    bench.set_of(&[1, 2]);
    bench.dismount("$1$DGA102:", Minicopy::Unspecified).unwrap();
    bench.write("DSA1", 3000, 5);
    bench.mount(&request("DSA1:", &[2], "DATA"));
    bench.wait_for_copies(1);
    let record = last_record(&bench);
    assert_eq!((record.reason, record.bitmap), (CopyReason::NoBitmap, None));
    bench.dismount("DSA1:", Minicopy::Unspecified).unwrap();
    bench.assert_same(&[1, 2], BLOCKS);
}

#[test]
fn what_was_changed_outside_is_copied_in_full() {
    let bench = bench();
    bench.set_of(&[1, 2]);
    bench.dismount("$1$DGA102:", Minicopy::Required).unwrap();
    assert!(bench.node.write_unmounted("$1$DGA102", Lbn(3100), &[9; 512]).unwrap());
    let strict = MountRequest { minicopy: Minicopy::Required, ..request("DSA1:", &[2], "DATA") };
    assert!(bench.node.plan_mount(&strict, &system()).unwrap().copy_refused());
    bench.mount(&request("DSA1:", &[2], "DATA"));
    bench.wait_for_copies(1);
    assert!(!last_record(&bench).is_minicopy());
    bench.dismount("DSA1:", Minicopy::Unspecified).unwrap();
    bench.assert_same(&[1, 2], BLOCKS);
}

#[test]
fn mounting_one_member_short_starts_a_bitmap_for_any_one() {
    let bench = bench();
    bench.set_of(&[1, 2, 3]);
    bench.dismount("DSA1:", Minicopy::Unspecified).unwrap();
    let short = MountRequest { minicopy: Minicopy::Required, ..request("DSA1:", &[1], "DATA") };
    bench.mount(&short);
    assert_eq!(bench.node.set(1).unwrap().bitmaps.len(), 1);
    bench.write("DSA1", 3000, 5);
    bench.mount(&request("DSA1:", &[2], "DATA"));
    bench.wait_for_copies(1);
    assert!(last_record(&bench).is_minicopy());
    bench.mount(&request("DSA1:", &[3], "DATA"));
    bench.wait_for_copies(1);
    assert!(!last_record(&bench).is_minicopy());
    bench.dismount("DSA1:", Minicopy::Unspecified).unwrap();
    bench.assert_same(&[1, 2, 3], BLOCKS);
}

#[test]
fn a_set_that_crashed_is_merged_and_gets_no_bitmap() {
    let bench = bench();
    bench.set_of(&[1, 2, 3]);
    bench.write("DSA1", 3000, 5);
    bench.node.crash();
    // One member got the last write, the others did not.
    bench.spoil(2, 3000, 6);
    let again = boot(bench.config.clone(), Arc::clone(&bench.clock), Arc::clone(&bench.files));
    let strict = MountRequest { minicopy: Minicopy::Required, ..request("DSA1:", &[1, 2], "DATA") };
    assert_eq!(
        again.try_mount(&strict).unwrap_err(),
        [
            "%MOUNT-F-SHADOWFAIL, failed to create (or add to) the shadow set",
            "-SYSTEM-F-SHACHASTA, shadow set has changed state"
        ]
    );
    assert_eq!(
        again.mount(&request("DSA1:", &[1, 2, 3], "DATA"))[1..],
        [
            "%MOUNT-I-SHDWMEMERGE, _$1$DGA101: (NODEA) added to the shadow set with a merge operation",
            "%MOUNT-I-SHDWMEMERGE, _$1$DGA102: (NODEA) added to the shadow set with a merge operation",
            "%MOUNT-I-SHDWMEMERGE, _$1$DGA103: (NODEA) added to the shadow set with a merge operation"
        ]
    );
    assert_eq!(again.read("DSA1", 3000), 5, "the master's value, before the merge has come here");
    again.wait_for_copies(1);
    assert_eq!(again.read("DSA1", 3000), 5);
    again.dismount("DSA1:", Minicopy::Unspecified).unwrap();
    again.assert_same(&[1, 2, 3], BLOCKS);
}

#[test]
fn unequal_disks_share_the_smallest_size() {
    let bench = bench();
    bench.initialize(&[1], "DATA");
    bench.mount(&request("DSA1:", &[1, 101], "DATA"));
    assert_eq!(bench.node.device("DSA1").unwrap().total_blocks, BLOCKS);
    bench.wait_for_copies(1);
    bench.dismount("DSA1:", Minicopy::Unspecified).unwrap();
    bench.assert_same(&[1, 101], BLOCKS);
    let large = InitOptions::new("BIG", bench.clock.now());
    let request_init = InitializeRequest { devices: vec![disk(101)], shadow: false, options: large };
    bench.node.initialize(&request_init, &system()).unwrap();
    bench.mount(&request("DSA2:", &[101], "BIG"));
    let small = bench.try_mount(&request("DSA2:", &[3], "BIG")).unwrap_err();
    assert_eq!(small[1], "-SYSTEM-F-INCSHAMEM, incompatible shadow set member");
}

#[test]
fn percentages_follow_the_virtual_clock() {
    let bench = bench();
    bench.initialize(&[1], "DATA");
    bench.mount(&request("DSA1:", &[1, 2], "DATA"));
    let percent = || bench.node.device("$1$DGA102").unwrap().member.unwrap().percent;
    assert_eq!(percent(), 0);
    let mut seen = Vec::new();
    for _ in 0..12 {
        bench.clock.advance(Millis(40));
        bench.node.advance(Millis(40));
        seen.push(percent());
    }
    assert!(seen.is_sorted() && seen[3] > 0 && seen[3] < 100, "{seen:?}");
    bench.wait_for_copies(1);
    assert_eq!(percent(), 100);
    let log = bench.log.lock().unwrap().clone();
    assert!(log.contains("%SHADOW_SERVER-I-SSRVINICPY, initiating copy operation on device _DSA1: at LBN: 0"), "{log}");
    assert!(log.contains("%SHADOW_SERVER-I-SSRVCMPFCPY, completing copy operation on device _DSA1:"), "{log}");
    assert!(log.contains("%SHADOW-I-VOLPROC, $1$DGA102: shadow copy has been completed."), "{log}");
}

#[test]
fn pending_copies_wait_for_a_thread() {
    let bench = bench_with(Clock::virtual_default(), |parameters| assert!(parameters.set("SHADOW_MAX_COPY", 1)));
    for (unit, member) in [(1, 1), (2, 3)] {
        bench.initialize(&[member], &format!("L{unit}"));
        bench.mount(&request(&format!("DSA{unit}:"), &[member, member + 1], &format!("L{unit}")));
    }
    bench.clock.advance(Millis(100));
    bench.node.advance(Millis(100));
    let operation = |unit: u16| bench.node.set(unit).unwrap().operations[0].clone();
    assert!(operation(1).active && operation(1).percent > 0);
    assert!(!operation(2).active && operation(2).node.is_empty());
    bench.wait_for_copies(1);
    bench.wait_for_copies(2);
}

#[test]
fn a_lost_member_leaves_and_the_set_goes_on() {
    let bench = bench();
    bench.set_of(&[1, 2, 3]);
    let file = bench.files.lock().unwrap()["$1$DGA102"].clone();
    file.plan(|plan| plan.offline = true);
    bench.write("DSA1", 3000, 5);
    assert_eq!(bench.node.set(1).unwrap().full_count(), 2);
    assert!(bench.node.device("$1$DGA102").unwrap().failed_member);
    assert_eq!(bench.read("DSA1", 3000), 5);
    let gone = bench.try_mount(&request("DSA1:", &[2], "DATA")).unwrap_err();
    assert_eq!(gone[1], "-SYSTEM-F-MEDOFL, medium is offline");
    file.plan(|plan| plan.offline = false);
    bench.mount(&request("DSA1:", &[2], "DATA"));
    assert!(!bench.node.device("$1$DGA102").unwrap().failed_member);
    bench.wait_for_copies(1);
    bench.dismount("DSA1:", Minicopy::Unspecified).unwrap();
    bench.assert_same(&[1, 2, 3], BLOCKS);
}

/// Threads write and read while members come and go; at the end all members are the same, and every block holds what was
/// written there last.
#[test]
fn members_agree_after_copies_under_load() {
    let bench = bench_with(Clock::real(), |_| {});
    bench.initialize(&[1], "DATA");
    bench.mount(&request("DSA1:", &[1], "DATA"));
    let stop = std::sync::atomic::AtomicBool::new(false);
    let last: Vec<Mutex<u8>> = (0..BLOCKS).map(|_| Mutex::new(0)).collect();
    std::thread::scope(|scope| {
        for seed in 1..=2_u64 {
            let (bench, stop, last) = (&bench, &stop, &last);
            scope.spawn(move || {
                let channel = bench.node.channel("DSA1").unwrap();
                let mut random = seed.wrapping_mul(0x9E37_79B9_7F4A_7C15);
                while !stop.load(std::sync::atomic::Ordering::Relaxed) {
                    random ^= random << 13;
                    random ^= random >> 7;
                    random ^= random << 17;
                    let lbn = 2500 + random % 1400;
                    let mut known = last[lbn as usize].lock().unwrap();
                    let byte = (random >> 32) as u8;
                    channel.write(Lbn(lbn), &[byte; 512]).unwrap();
                    *known = byte;
                    let mut block = [0; 512];
                    channel.read(LbnRange::new(lbn, 1), &mut block).unwrap();
                    assert_eq!(block, [byte; 512], "seed {seed}");
                }
            });
        }
        for round in 0..6 {
            bench.mount(&request("DSA1:", &[2], "DATA"));
            bench.mount(&request("DSA1:", &[3], "DATA"));
            while bench.node.set(1).unwrap().full_count() < 3 {
                std::thread::yield_now();
            }
            let policy = if round % 2 == 0 { Minicopy::Required } else { Minicopy::Forbidden };
            bench.dismount("$1$DGA102:", policy).unwrap();
            bench.dismount("$1$DGA103:", policy).unwrap();
        }
        bench.mount(&request("DSA1:", &[2, 3], "DATA"));
        while bench.node.set(1).unwrap().full_count() < 3 {
            std::thread::yield_now();
        }
        stop.store(true, std::sync::atomic::Ordering::Relaxed);
    });
    for (lbn, byte) in last.iter().enumerate().skip(2500).take(1400) {
        let byte = *byte.lock().unwrap();
        if byte != 0 {
            assert_eq!(bench.read("DSA1", lbn as u64), byte, "LBN {lbn}");
        }
    }
    bench.dismount("DSA1:", Minicopy::Unspecified).unwrap();
    bench.assert_same(&[1, 2, 3], BLOCKS);
}
