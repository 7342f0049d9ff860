//! Figures of full copies and minicopies whole, against what a host program that copies the same files needs.

use std::fs::File;
use std::os::unix::fs::FileExt;
use std::path::Path;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use dclshadow::blocks::{BLOCK_BYTES, Lbn, LbnRange, RANGE_BLOCKS};
use dclshadow::node::request::Minicopy;
use dclshadow::storage::{Access, BlockFile, Image, WriteWay};

use crate::measure::{Sample, percentile_of, ratio};
use crate::set::{Form, Set};
use crate::storage::copy_ranges;

/// Blocks of 1 GiB.
const GIB: u64 = 1 << 21;

/// Per cent of the ranges that differ.
const DIFFERENT: u64 = 11;

/// Runs of each figure.
const RUNS: usize = 5;

/// Prints every figure of this room.
pub fn figures() {
    let folder = tempfile::tempdir().expect("a temporary directory");
    println!("\nfull copies of 1 GiB that differs in {DIFFERENT} %, MOUNT to end");
    full_copies(folder.path());
    println!("\nmerges of 1 GiB that differs in {DIFFERENT} %, demand to end");
    merges(folder.path());
    println!("\nminicopies of 1 GiB flagged by 4 KiB writes in {DIFFERENT} % of the ranges, with flushes");
    flushed_minicopies(folder.path());
    println!("\napplication writes, 5,000 a second");
    latency_beside_a_copy(folder.path());
}

/// Every ninth range or so.
fn differing_ranges() -> Vec<u64> {
    (0..GIB / RANGE_BLOCKS).filter(|range| range * 7919 % 100 < DIFFERENT && *range > 4).collect()
}

/// A two-member set whose second member is split off without a bitmap, and the means to make it differ.
fn split_set(folder: &Path, name: &str, flushed: bool) -> Set {
    let form = Form { real_clock: true, flushed, ..Form::new(folder, name, 2, GIB) };
    let set = Set::new(&form);
    set.split(Minicopy::Forbidden);
    set
}

fn full_copies(folder: &Path) {
    let ranges = differing_ranges();
    let mut flushed_set = None;
    let mut best_blind = Duration::ZERO;
    for flushed in [false, true] {
        let set = split_set(folder, if flushed { "flushed" } else { "full" }, flushed);
        let mut value = 20;
        let mut differ = || {
            value += 1;
            change(&set.images[1], &ranges, value);
        };
        let ours = Sample::of(RUNS, &mut differ, |()| {
            set.mount(&[set.last()]);
            set.wait_for_copy();
            // The next run needs it out again; that takes a barrier, not a copy.
            set.split(Minicopy::Forbidden);
        });
        let [blind, kernel] = [copy_by_reads as fn(&Path, &Path, bool), copy_by_kernel]
            .map(|copy| Sample::of(RUNS, &mut differ, |()| copy(&set.images[0], &set.images[1], flushed)).median());
        let theirs = blind.min(kernel);
        let what = format!(
            "{}: {:.0} ms; pread+pwrite {:.0}, copy_file_range {:.0}",
            if flushed { "with fdatasync" } else { "without" },
            ours.median().as_secs_f64() * 1e3,
            blind.as_secs_f64() * 1e3,
            kernel.as_secs_f64() * 1e3
        );
        let (ours, theirs) = (ours.median().as_secs_f64(), theirs.as_secs_f64());
        if flushed {
            ratio(&what, theirs / ours, "times faster (1.4 wanted)");
            flushed_set = Some(set);
        } else {
            ratio(&what, ours / theirs, "times (at most 1.15 wanted)");
            best_blind = Duration::from_secs_f64(ours);
        }
    }
    drop(flushed_set);
    sparse_copy(folder, &ranges, best_blind);
}

/// Merges of 1 GiB, and of a set of 64 GiB that holds 1 GiB of data: each costs by its data.
fn merges(folder: &Path) {
    let ranges = differing_ranges();
    let mut value = 100;
    let mut dense = Duration::ZERO;
    for (name, blocks) in [("merge", GIB), ("sparsemerge", GIB * 64)] {
        let set = Set::new(&Form { real_clock: true, filled: GIB, ..Form::new(folder, name, 2, blocks) });
        let differ = || {
            value += 1;
            change(&set.images[1], &ranges, value);
        };
        let took = Sample::of(RUNS, differ, |()| set.merge()).median();
        if blocks == GIB {
            dense = took;
            println!("1 GiB: {:.0} ms", took.as_secs_f64() * 1e3);
        } else {
            let what = format!("64 GiB, sparse, 1 GiB of data: {:.0} ms", took.as_secs_f64() * 1e3);
            ratio(&what, took.as_secs_f64() / dense.as_secs_f64(), "times (at most 1.5 wanted)");
        }
    }
}

/// A set of 64 GiB that holds 1 GiB of data costs by its data.
fn sparse_copy(folder: &Path, ranges: &[u64], dense: Duration) {
    let form = Form { real_clock: true, filled: GIB, ..Form::new(folder, "sparse", 2, GIB * 64) };
    let set = Set::new(&form);
    set.split(Minicopy::Forbidden);
    let mut value = 60;
    let differ = || {
        value += 1;
        change(&set.images[1], ranges, value);
    };
    let ours = Sample::of(RUNS, differ, |()| {
        set.mount(&[set.last()]);
        set.wait_for_copy();
        set.split(Minicopy::Forbidden);
    });
    let what = format!("64 GiB, sparse, 1 GiB of data: {:.0} ms", ours.median().as_secs_f64() * 1e3);
    ratio(&what, ours.median().as_secs_f64() / dense.as_secs_f64(), "times (at most 1.5 wanted)");
}

/// Stores another value in whole ranges of an image, behind the system's back.
fn change(image: &Path, ranges: &[u64], value: u8) {
    let image = Image::open(image, Access::Write).expect("the member");
    let data = vec![value; RANGE_BLOCKS as usize * BLOCK_BYTES];
    for &range in ranges {
        let blocks = LbnRange::new(range * RANGE_BLOCKS, RANGE_BLOCKS);
        image.write(blocks, &data, WriteWay::Descriptor).expect("a store");
    }
    image.flush().expect("a flush");
}

fn copy_by_reads(source: &Path, target: &Path, flush: bool) {
    let (source, target) = open_both(source, target);
    let mut buffer = vec![0; 1 << 20];
    for at in (0..GIB * BLOCK_BYTES as u64).step_by(buffer.len()) {
        source.read_exact_at(&mut buffer, at).expect("pread");
        target.write_all_at(&buffer, at).expect("pwrite");
    }
    finish(&target, flush);
}

fn copy_by_kernel(source: &Path, target: &Path, flush: bool) {
    let (source, target) = open_both(source, target);
    let (mut from, mut to) = (0, 0);
    let mut left = GIB as usize * BLOCK_BYTES;
    while left > 0 {
        left -= rustix::fs::copy_file_range(&source, Some(&mut from), &target, Some(&mut to), left.min(1 << 20))
            .expect("copy_file_range");
    }
    finish(&target, flush);
}

fn open_both(source: &Path, target: &Path) -> (File, File) {
    let target = File::options().write(true).open(target).expect("the target");
    (File::open(source).expect("the source"), target)
}

fn finish(target: &File, flush: bool) {
    if flush {
        target.sync_data().expect("fdatasync");
    }
}

fn flushed_minicopies(folder: &Path) {
    let form = Form { real_clock: true, flushed: true, ..Form::new(folder, "flushmini", 2, GIB) };
    let set = Set::new(&form);
    let channel = set.channel();
    let ranges = differing_ranges();
    let start = set.node.scb_lbn("DSA1").expect("mounted").expect("an SCB").0;
    let clear_of_scb = |range: &&u64| (**range * RANGE_BLOCKS).abs_diff(start) > 300;
    let ranges: Vec<u64> = ranges.iter().filter(clear_of_scb).copied().collect();
    let mut value = 10;
    let mut dirty = || {
        value += 1;
        let data = [value; 8 * BLOCK_BYTES];
        for range in &ranges {
            channel.write(Lbn(range * RANGE_BLOCKS / 8 * 8 + 8), &data).expect("a write");
        }
        channel.flush().expect("a flush");
    };
    let ours = Sample::of(
        RUNS,
        || {
            set.split(Minicopy::Required);
            dirty();
        },
        |()| {
            set.mount(&[set.last()]);
            set.wait_for_copy();
        },
    );
    let theirs = Sample::of(RUNS, &mut dirty, |()| {
        copy_ranges(&set.images[0], &set.images[1], &ranges);
        File::options().write(true).open(&set.images[1]).expect("the target").sync_data().expect("fdatasync");
    });
    let what = format!(
        "MOUNT to end {:.1} ms, copy_file_range and fdatasync {:.1} ms",
        ours.median().as_secs_f64() * 1e3,
        theirs.median().as_secs_f64() * 1e3
    );
    ratio(&what, theirs.median().as_secs_f64() / ours.median().as_secs_f64(), "times faster (1.5 wanted)");
}

/// The 99th percentile of write latency at a fixed rate, idle and beside a full copy.
fn latency_beside_a_copy(folder: &Path) {
    let set = split_set(folder, "latency", false);
    let never = AtomicBool::new(false);
    let idle = paced_writes(&set, &never, 10_000);
    let ranges = differing_ranges();
    let done = AtomicBool::new(false);
    let beside = std::thread::scope(|scope| {
        let copies = scope.spawn(|| {
            for value in 80..84 {
                change(&set.images[1], &ranges, value);
                set.mount(&[set.last()]);
                set.wait_for_copy();
                set.split(Minicopy::Forbidden);
            }
            done.store(true, Ordering::Release);
        });
        let latencies = paced_writes(&set, &done, usize::MAX);
        copies.join().expect("the copies end");
        latencies
    });
    let micros = |latencies: &[Duration]| percentile_of(latencies, 99).as_secs_f64() * 1e6;
    let (idle, beside) = (micros(&idle), micros(&beside));
    let what = format!("99 %: idle {idle:.1} us, beside a copy {beside:.1} us");
    ratio(&what, beside / idle, "times (at most 3 wanted)");
}

/// Writes 512 bytes every 200 microseconds until `done` or `most` writes; each one's latency, sorted.
fn paced_writes(set: &Set, done: &AtomicBool, most: usize) -> Vec<Duration> {
    let channel = set.channel();
    let data = [9; BLOCK_BYTES];
    let begun = Instant::now();
    let mut latencies = Vec::new();
    while !done.load(Ordering::Acquire) && latencies.len() < most {
        let number = latencies.len() as u32;
        while begun.elapsed() < Duration::from_micros(200) * number {
            std::hint::spin_loop();
        }
        let lbn = 100_000 + u64::from(number) * 7_919 % 1_000_000;
        let start = Instant::now();
        channel.write(Lbn(lbn), &data).expect("a write");
        latencies.push(start.elapsed());
    }
    latencies.sort_unstable();
    latencies
}
