//! Growth: sound at every size, and safe wherever it breaks off. The judge is the independent checker.

use super::super::tests::Random;
use super::*;
use crate::blocks::Lbn;
use crate::clock::VmsTime;
use crate::ods2::{InitOptions, Scb, initialize, verify};
use crate::storage::{Faulty, Memory};

fn options(limit: u64, size: u64, cluster: Option<u16>) -> InitOptions {
    InitOptions {
        limit: Some(BlockCount(limit)),
        size: Some(BlockCount(size)),
        cluster,
        ..InitOptions::new("GROWING", VmsTime(1))
    }
}

/// What the caller of `prepare_growth` does: the SCB makes the new size valid.
fn commit(file: &dyn BlockFile, volume: &Volume, size: BlockCount) {
    let scb = Scb { volume_size: size, ..volume.scb.clone().unwrap() };
    file.write_durable(volume.scb_lbn().unwrap(), &scb.encode()).unwrap();
}

fn findings(file: &dyn BlockFile) -> Vec<String> {
    verify(file).unwrap().iter().map(ToString::to_string).collect()
}

#[test]
fn random_growth_is_sound_after_every_step() {
    let mut steps = 0;
    for seed in 0..25 {
        let mut random = Random::new(seed);
        let most = 20_000 + random.below(180_000);
        let mut size = 3_000 + random.below(10_000);
        let cluster = (random.below(2) == 0).then(|| 1 + random.below(20) as u16);
        let disk = Memory::new(BlockCount(most));
        // What lies in blocks that INITIALIZE had no use for must not matter.
        let mut noise = vec![0; 3_000 * BLOCK_BYTES];
        random.fill(&mut noise);
        disk.write(LbnRange::new(0, 3_000), &noise, WriteWay::Descriptor).unwrap();
        initialize(&[&disk], &options(most, size, cluster)).unwrap();
        for _ in 0..4 {
            let volume = Volume::open(&disk).unwrap();
            assert!(volume.expansion_limit().unwrap().0 >= most.min(size * 2), "seed {seed}");
            let before = volume.storage_bitmap(&disk).unwrap().unwrap().free_blocks();
            let new = BlockCount(size + random.below(most - size + 1));
            let free = volume.prepare_growth(&disk, new).unwrap();
            commit(&disk, &volume, new);
            let none: [String; 0] = [];
            assert_eq!(findings(&disk), none, "seed {seed}: {size} to {new}");
            let v = u64::from(volume.home.cluster);
            assert_eq!(free.0 - before.0, (new.0 / v - size / v) * v, "seed {seed}: {size} to {new}");
            size = new.0;
            steps += 1;
        }
    }
    assert_eq!(steps, 100);
}

#[test]
fn growth_that_breaks_off_anywhere_leaves_the_old_volume_or_the_new_one() {
    let new = BlockCount(60_000);
    let fresh = || {
        let disk = Faulty::new(BlockCount(65_536));
        initialize(&[&disk], &options(65_536, 4_200, Some(1))).unwrap();
        disk
    };
    let steps = {
        let disk = fresh();
        let volume = Volume::open(&disk).unwrap();
        let before = disk.operations();
        volume.prepare_growth(&disk, new).unwrap();
        commit(&disk, &volume, new);
        disk.operations() - before
    };
    assert!(steps > 15, "{steps} operations");
    for (left, seed) in (0..steps).flat_map(|left| (0..8).map(move |seed| (left, seed))) {
        let disk = fresh();
        let volume = Volume::open(&disk).unwrap();
        let mut random = Random::new(seed);
        disk.plan(|plan| plan.operations_left = Some(left));
        let prepared = volume.prepare_growth(&disk, new).is_ok();
        if prepared {
            let scb = Scb { volume_size: new, ..volume.scb.clone().unwrap() };
            drop(disk.write_durable(volume.scb_lbn().unwrap(), &scb.encode()));
        }
        disk.crash(|_: Lbn, values| random.below(values as u64) as usize);
        let again = Volume::open(&disk).unwrap();
        let size = again.size().unwrap();
        assert_eq!(size, BlockCount(4_200), "step {left}, seed {seed}: the last step is the SCB");
        let free = again.storage_bitmap(&disk).unwrap().unwrap().free_blocks();
        assert_eq!(again.rebuild(&disk).unwrap(), Some(free), "step {left}, seed {seed}");
        let none: [String; 0] = [];
        assert_eq!(findings(&disk), none, "step {left}, seed {seed}");
        again.prepare_growth(&disk, new).unwrap();
        commit(&disk, &again, new);
        assert_eq!(findings(&disk), none, "step {left}, seed {seed}: once more");
    }
}

#[test]
fn sizes_that_cannot_be_are_refused_and_nothing_is_written() {
    let disk = Faulty::new(BlockCount(65_536));
    initialize(&[&disk], &options(20_000, 10_000, Some(4))).unwrap();
    let volume = Volume::open(&disk).unwrap();
    let limit = volume.expansion_limit().unwrap();
    let written = disk.unflushed();
    assert_eq!(volume.prepare_growth(&disk, BlockCount(9_999)), Err(GrowError::Smaller));
    assert_eq!(volume.prepare_growth(&disk, BlockCount(limit.0 + 1)), Err(GrowError::Limit));
    assert_eq!(disk.unflushed(), written);
}

#[test]
fn a_rebuild_gives_back_what_no_file_owns_and_takes_what_one_does() {
    for seed in 0..40 {
        let mut random = Random::new(seed);
        let disk = Memory::new(BlockCount(30_000));
        initialize(&[&disk], &options(60_000, 30_000, None)).unwrap();
        let volume = Volume::open(&disk).unwrap();
        let right = volume.storage_bitmap(&disk).unwrap().unwrap();
        let lbn = volume.scb_lbn().unwrap().0 + 1;
        let mut bits = vec![0; BLOCK_BYTES];
        random.fill(&mut bits);
        disk.write(LbnRange::new(lbn, 1), &bits, WriteWay::Descriptor).unwrap();
        assert!(!findings(&disk).is_empty(), "seed {seed}");
        assert_eq!(volume.rebuild(&disk).unwrap(), Some(right.free_blocks()), "seed {seed}");
        let none: [String; 0] = [];
        assert_eq!(findings(&disk), none, "seed {seed}");
    }
}
