//! Figures of the block files: single stores, and a minicopy's data path against `copy_file_range`.

use std::fs::File;
use std::path::{Path, PathBuf};

use dclshadow::blocks::{BlockCount, Lbn, LbnRange, RANGE_BLOCKS};
use dclshadow::ods2::{InitOptions, Volume, initialize};
use dclshadow::storage::{Access, BlockFile, Image, SlotFile, WriteWay, create_image};

use crate::measure::{Sample, heading, ratio};
use crate::set::fill;

/// Blocks of a 4 KiB application write.
const PAGE_BLOCKS: u64 = 8;

/// Prints every figure of this room.
pub fn figures() {
    let folder = tempfile::tempdir().expect("a temporary directory");
    single_stores(folder.path());
    volumes(folder.path());
    minicopy_path(folder.path());
}

fn image(folder: &Path, name: &str, blocks: u64) -> (PathBuf, Image) {
    let path = folder.join(name);
    create_image(&path, BlockCount(blocks)).expect("room for an image");
    let image = Image::open(&path, Access::Write).expect("it was just made");
    (path, image)
}

fn single_stores(folder: &Path) {
    const BLOCKS: u64 = 8192;
    const EACH: u32 = 512;
    heading("512-byte stores, pages warm");
    let (_, first) = image(folder, "first.dsk", BLOCKS);
    let (_, second) = image(folder, "second.dsk", BLOCKS);
    for member in [&first, &second] {
        member.allocate(LbnRange::new(0, BLOCKS)).expect("room");
        fill(member, BLOCKS, 1);
    }
    let slots = SlotFile::open(&folder.join("slots")).0;
    let slot = slots.claim().expect("a slot");
    let data = [2; 512];
    let ranges: Vec<_> = (0..u64::from(EACH)).map(|n| LbnRange::new(n * 37 % BLOCKS, 1)).collect();
    let run = |what: &str, work: &dyn Fn(LbnRange)| {
        let sample = Sample::of(400, || (), |()| ranges.iter().for_each(|&range| work(range)));
        sample.print(what, EACH);
    };
    let store = |image: &Image, range, way| image.write(range, &data, way).expect("a store");
    run("store through the map, one member", &|range| store(&first, range, WriteWay::Mapped));
    run("the same, two members and the torn-block slot", &|range| {
        for (number, member) in [&first, &second].into_iter().enumerate() {
            slot.set(number as u64, range);
            store(member, range, WriteWay::Mapped);
        }
        slot.clear();
    });
    run("store through the descriptor, one member", &|range| store(&first, range, WriteWay::Descriptor));
    run("read through the map", &|range| first.read(range, &mut [0; 512]).expect("a read"));
    let sample = Sample::of(200, || (), |()| first.write_durable(Lbn(7), &data).expect("a durable store"));
    sample.print("durable store of an SCB", 1);
    let sample =
        Sample::of(200, || store(&first, ranges[0], WriteWay::Descriptor), |()| first.flush().expect("a flush"));
    sample.print("flush after one store", 1);
}

fn volumes(folder: &Path) {
    heading("volumes of 131,072 blocks");
    let mut number = 0;
    let options = InitOptions::new("FIGURES", dclshadow::clock::VmsTime(1));
    let fresh = || {
        number += 1;
        image(folder, &format!("init{number}.dsk"), 131_072).1
    };
    let sample = Sample::of(50, fresh, |image| initialize(&[&image], &options).expect("INITIALIZE"));
    sample.print("INITIALIZE with its flushes", 1);
    let (path, image) = image(folder, "open.dsk", 131_072);
    initialize(&[&image], &options).expect("INITIALIZE");
    let open = |()| {
        let image = Image::open(&path, Access::Read).expect("it is there");
        Volume::open(&image).expect("it was initialized");
    };
    Sample::of(200, || (), open).print("open the image and the volume", 1);
}

/// The data path of a minicopy without the engine: read the source's blocks, compare, write what differs, compare
/// again; against `copy_file_range` of the same ranges.
fn minicopy_path(folder: &Path) {
    const BLOCKS: u64 = 1 << 21;
    println!("\nminicopy path of 1 GiB flagged by 4 KiB writes, without flushes");
    let (source_path, source) = image(folder, "source.dsk", BLOCKS);
    let (target_path, target) = image(folder, "target.dsk", BLOCKS);
    for image in [&source, &target] {
        fill(image, BLOCKS, 3);
        image.flush().expect("a flush");
    }
    for percent in [1, 11, 50] {
        let ranges: Vec<u64> = (0..BLOCKS / RANGE_BLOCKS).filter(|range| range * 7919 % 100 < percent).collect();
        let dirty = |value: u8| {
            let data = [value; PAGE_BLOCKS as usize * 512];
            for &range in &ranges {
                let page = LbnRange::new(range * RANGE_BLOCKS / 8 * 8 + 8, PAGE_BLOCKS);
                source.write(page, &data, WriteWay::Descriptor).expect("a store");
            }
        };
        let mut value = 10;
        let mut next = || {
            value += 1;
            dirty(value);
        };
        let ours = Sample::of(7, &mut next, |()| copy_pages(&source, &target, &ranges));
        let theirs = Sample::of(7, &mut next, |()| copy_ranges(&source_path, &target_path, &ranges));
        let times = theirs.median().as_secs_f64() / ours.median().as_secs_f64();
        let what = format!(
            "{percent:>2} % of the ranges: {:.1} ms, copy_file_range {:.1} ms",
            ours.median().as_secs_f64() * 1e3,
            theirs.median().as_secs_f64() * 1e3
        );
        ratio(&what, times, if percent == 11 { "times faster (2 wanted)" } else { "times faster" });
    }
}

fn copy_pages(source: &Image, target: &Image, ranges: &[u64]) {
    let mut buffer = [0; PAGE_BLOCKS as usize * 512];
    for &range in ranges {
        let page = LbnRange::new(range * RANGE_BLOCKS / 8 * 8 + 8, PAGE_BLOCKS);
        loop {
            source.read(page, &mut buffer).expect("a read");
            if target.differing(page, &buffer).expect("a compare") == 0 {
                break;
            }
            target.write(page, &buffer, WriteWay::Descriptor).expect("a store");
        }
    }
}

/// Copies whole ranges with `copy_file_range`.
pub fn copy_ranges(source: &Path, target: &Path, ranges: &[u64]) {
    let source = File::open(source).expect("the source");
    let target = File::options().write(true).open(target).expect("the target");
    for &range in ranges {
        let (mut from, mut to) = (range * RANGE_BLOCKS * 512, range * RANGE_BLOCKS * 512);
        let mut left = RANGE_BLOCKS as usize * 512;
        while left > 0 {
            let moved = rustix::fs::copy_file_range(&source, Some(&mut from), &target, Some(&mut to), left);
            left -= moved.expect("copy_file_range");
        }
    }
}
