//! Figures of mounted sets: application writes with and without a bitmap, and whole minicopies.

use std::path::Path;
use std::time::{Duration, Instant};

use dclshadow::blocks::{BLOCK_BYTES, Lbn, RANGE_BLOCKS};
use dclshadow::clock::Millis;
use dclshadow::node::request::Minicopy;

use crate::measure::{Sample, heading, ratio};
use crate::set::{Form, Set};
use crate::storage::copy_ranges;

/// Time enough for any copy under the virtual clock.
const FOREVER: Millis = Millis(1 << 40);

/// Prints every figure of this room.
pub fn figures() {
    let folder = tempfile::tempdir().expect("a temporary directory");
    application_writes(folder.path());
    minicopies(folder.path());
}

/// 512-byte writes to two members: without a bitmap, and with the one of a third member that was split off. The two are
/// measured in turn.
fn application_writes(folder: &Path) {
    const EACH: u32 = 512;
    const BLOCKS: u64 = 16_384;
    heading("512-byte application writes to a mounted set, pages warm");
    let set = Set::new(&Form::new(folder, "write", 3, BLOCKS));
    let channel = set.channel();
    let lbns: Vec<u64> = (0..u64::from(EACH)).map(|n| BLOCKS / 2 + n * 37 % (BLOCKS / 4)).collect();
    let data = [7; BLOCK_BYTES];
    let run = || lbns.iter().for_each(|&lbn| channel.write(Lbn(lbn), &data).expect("a write"));
    run();
    let (mut without, mut with) = (Vec::new(), Vec::new());
    for _ in 0..40 {
        for (minicopy, into) in [(Minicopy::Forbidden, &mut without), (Minicopy::Required, &mut with)] {
            set.split(minicopy);
            run();
            into.push(times(20, &run));
            set.mount(&[set.last()]);
            set.node.advance(FOREVER);
        }
    }
    let (plain, mapped) = (median(without), median(with));
    println!("{:<58} {:>11.3} us", "two members, no bitmap", plain.as_secs_f64() * 1e6 / f64::from(EACH));
    println!("{:<58} {:>11.3} us", "two members and a bitmap", mapped.as_secs_f64() * 1e6 / f64::from(EACH));
    ratio("a bitmap adds, per cent", (mapped.as_secs_f64() / plain.as_secs_f64() - 1.0) * 100.0, "(at most 5 wanted)");
}

/// The fastest of so many runs: what the machine's other work added is left out, on both sides alike.
fn times(runs: usize, work: &dyn Fn()) -> Duration {
    let timed = (0..runs).map(|_| {
        let start = Instant::now();
        work();
        start.elapsed()
    });
    timed.min().unwrap_or_default()
}

fn median(mut times: Vec<Duration>) -> Duration {
    times.sort_unstable();
    times[times.len() / 2]
}

fn minicopies(folder: &Path) {
    const BLOCKS: u64 = 1 << 21;
    println!("\nminicopies of a 1 GiB set flagged by 4 KiB writes, first turn to end, without flushes");
    let set = Set::new(&Form::new(folder, "mini", 2, BLOCKS));
    let channel = set.channel();
    let start = set.node.scb_lbn("DSA1").expect("mounted").expect("an SCB").0;
    for percent in [1, 11, 50] {
        let ranges: Vec<u64> = (0..set.blocks / RANGE_BLOCKS)
            .filter(|range| range * 7919 % 100 < percent && (range * RANGE_BLOCKS).abs_diff(start) > 300)
            .collect();
        let mut value = 10;
        let mut dirty = || {
            value += 1;
            let data = [value; 8 * BLOCK_BYTES];
            for range in &ranges {
                channel.write(Lbn(range * RANGE_BLOCKS / 8 * 8 + 8), &data).expect("a write");
            }
        };
        let ours = Sample::of(
            7,
            || {
                set.split(Minicopy::Required);
                dirty();
                set.mount(&[set.last()]);
            },
            |()| set.node.advance(FOREVER),
        );
        let record = set.node.copy_records("DSA1").expect("records").pop().expect("a copy");
        assert!(record.is_minicopy() && record.ended.is_some(), "{record:?}");
        let theirs = Sample::of(7, dirty, |()| copy_ranges(&set.images[0], &set.images[1], &ranges));
        let what = format!(
            "{percent:>2} % of the ranges: {:.1} ms, copy_file_range {:.1} ms",
            ours.median().as_secs_f64() * 1e3,
            theirs.median().as_secs_f64() * 1e3
        );
        let times = theirs.median().as_secs_f64() / ours.median().as_secs_f64();
        ratio(&what, times, if percent == 11 { "times faster (2 wanted)" } else { "times faster" });
    }
}
