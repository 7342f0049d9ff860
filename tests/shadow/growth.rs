//! Growth of the volume under copies and bitmaps (Volume Shadowing manual 7.6).

use dclshadow::blocks::{BlockCount, LbnRange};
use dclshadow::shadow::{Change, CopyOutcome, MemberState, Refusal, Wish};
use dclshadow::simulator::World;

use super::{SCB_LBN, SIZE, new_world};

/// Blocks of the volume before it grows: inside a range of the bitmap.
const OLD: u64 = SIZE - 150;

/// A set of disks 1 and 2, whose volume is smaller than they are. What lies behind its end is alike, as the engine sees
/// to before it grows; a spare disk has anything there.
fn small_volume(seed: u64, spare: u64) -> World {
    let mut world = new_world(seed, 2 + spare);
    for id in 1..=2 + spare {
        let disk = world.disk_mut(id);
        disk.scb.volume_size = BlockCount(OLD);
        if id <= 2 {
            disk.blocks[OLD as usize..].fill(0);
        }
    }
    world.add_node(0);
    world.take_as_truth(1);
    world.form(0, &[1, 2], Wish::No).expect("it is formed");
    world.run();
    assert_eq!(world.nodes[0].unit.view().size, BlockCount(OLD));
    world
}

fn grow(world: &mut World, size: u64) -> Result<dclshadow::shadow::Done, Refusal> {
    world.change_now(0, Change::Resize { size: BlockCount(size) })
}

fn assert_alike(world: &World, devices: &[u64], seed: u64) {
    let first = &world.disk(devices[0]).blocks;
    for device in &devices[1..] {
        let other = &world.disk(*device).blocks;
        let differing: Vec<usize> =
            (0..first.len()).filter(|lbn| *lbn as u64 != SCB_LBN.0 && first[*lbn] != other[*lbn]).collect();
        assert!(differing.is_empty(), "seed {seed}: disks {} and {device} differ at {differing:?}", devices[0]);
    }
}

#[test]
fn every_scb_carries_the_new_size_and_the_generation_stays() {
    let mut world = small_volume(41, 0);
    let generation = world.generation(0);
    world.scbs.clear();
    grow(&mut world, SIZE).unwrap();
    let written: Vec<_> = world.scbs.iter().map(|(device, scb)| (device.0, scb.volume_size, scb.generation)).collect();
    assert_eq!(written, [(1, BlockCount(SIZE), generation), (2, BlockCount(SIZE), generation)]);
    assert_eq!(grow(&mut world, OLD), Err(Refusal::Transient), "a set never shrinks");
    assert_eq!(grow(&mut world, SIZE + 1), Err(Refusal::TooSmall));
    assert_eq!(world.nodes[0].unit.view().size, BlockCount(SIZE));
}

#[test]
fn a_copy_goes_on_into_the_new_part_whenever_the_volume_grows() {
    for seed in 0..200 {
        let mut world = small_volume(seed, 1);
        let joining = vec![world.joining(3, Wish::No)];
        world.change_now(0, Change::Join { members: joining }).expect("it joins");
        for _ in 0..seed % 23 {
            world.turn(40);
            world.step();
        }
        // The engine makes the new part alike on all members, targets too: one may become full before the change.
        world.disk_mut(3).blocks[OLD as usize..].fill(0);
        let size = BlockCount(SIZE);
        world.change(0, Change::Resize { size });
        world.write(0, LbnRange::new(OLD - 3, 3));
        world.run();
        assert_eq!(world.nodes[0].unit.view().size, size, "seed {seed}");
        world.write(0, LbnRange::new(OLD + 7, 5));
        world.run();
        assert_alike(&world, &[1, 2, 3], seed);
        let member = world.index(0, 3).and_then(|index| world.nodes[0].unit.view().member(index)).unwrap();
        assert_eq!(member.state, MemberState::Full, "seed {seed}");
    }
}

#[test]
fn a_bitmap_covers_the_old_part_and_the_rest_is_copied_in_full() {
    for seed in 0..60 {
        let mut world = small_volume(seed, 0);
        let bitmap = world.remove(0, 2, Wish::Required).unwrap().bitmap.unwrap();
        if seed % 2 == 0 {
            world.write(0, LbnRange::new(3, 2));
            world.settle();
        }
        grow(&mut world, SIZE).unwrap();
        // In the last range of the bitmap, partly behind its end.
        world.write(0, LbnRange::new(OLD - seed % 2, 4));
        world.write(0, LbnRange::new(SIZE - 9, 9));
        world.settle();
        assert_eq!(world.nodes[0].unit.view().bitmap(bitmap).unwrap().covers, BlockCount(OLD));
        let joining = vec![world.joining(2, Wish::Required)];
        world.change_now(0, Change::Join { members: joining }).expect("it returns");
        world.run();
        assert_alike(&world, &[1, 2], seed);
        let report = world.nodes[0].unit.reports().last().unwrap();
        assert_eq!((report.outcome, report.covers), (CopyOutcome::Completed, Some(BlockCount(OLD))), "seed {seed}");
        assert!(report.blocks_read <= 2 * (SIZE - OLD + 4), "seed {seed}: {report:?}");
    }
}
