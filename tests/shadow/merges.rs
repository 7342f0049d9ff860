//! Merges, and the holds that settle what they find.

use dclshadow::blocks::{BlockCount, Lbn, LbnRange};
use dclshadow::shadow::{Change, DeviceId, Event, Input, MemberState, Refusal, Wish};
use dclshadow::simulator::World;

use super::{SCB_LBN, SIZE, mounted_set};

/// A set of two full members with the given disks of its own, in which a merge was demanded, and blocks that differ.
fn unequal(seed: u64, spots: &[u64]) -> World {
    let mut world = mounted_set(seed, &[1, 2], 1);
    differ(&mut world, spots);
    world.change_now(0, Change::DemandMerge).expect("a merge is demanded");
    world
}

/// Blocks that no write has touched since INITIALIZE/SHADOW differ: both values are as good.
fn differ(world: &mut World, spots: &[u64]) {
    for lbn in spots {
        let value = 5_000_000 + lbn;
        world.disk_mut(2).blocks[*lbn as usize] = value;
        world.accept(Lbn(*lbn), value);
    }
}

fn same(world: &World, a: u64, b: u64) -> bool {
    let data = |lbn: &usize| *lbn as u64 != SCB_LBN.0;
    (0..SIZE as usize).filter(data).all(|lbn| world.disk(a).blocks[lbn] == world.disk(b).blocks[lbn])
}

#[test]
fn a_merge_makes_the_members_equal_and_then_ends() {
    for seed in 0..20 {
        let mut world = unequal(seed, &[0, 5, 126, 127, 130, 283]);
        assert!(world.scbs.last().expect("SCBs").1.merging, "the SCBs say that it is due");
        for _ in 0..6 {
            let start = world.choices.below(SIZE as usize - 140) as u64 + 131;
            world.write(0, LbnRange::new(start.min(SIZE - 3), 2));
        }
        world.run();
        assert!(world.nodes[0].unit.view().merge.is_none() && same(&world, 1, 2), "seed {seed}");
        assert!(!world.scbs.last().expect("SCBs").1.merging);
        assert!(world.events.iter().any(|event| matches!(event, Event::MergeCompleted { .. })));
        world.check_quiet();
    }
}

#[test]
fn i17_reads_above_the_fence_compare_and_settle_the_value() {
    for seed in 0..20 {
        let mut world = unequal(seed, &[5, 270]);
        let read = world.read(0, LbnRange::new(269, 3));
        world.run_until(|world| !world.is_open(read));
        let (one, two) = (world.disk(1).blocks[270], world.disk(2).blocks[270]);
        assert_eq!(one, two, "seed {seed}: what was read is what both members hold");
        assert_ne!(world.disk(1).blocks[5], world.disk(2).blocks[5], "nobody read here");
        world.run();
        world.check_quiet();
    }
}

#[test]
fn i9_no_bitmap_while_a_merge_is_due() {
    let mut world = unequal(1, &[]);
    assert_eq!(world.remove(0, 2, Wish::Required), Err(Refusal::NoBitmap));
    world.run();
    world.remove(0, 2, Wish::Required).expect("now it can be started");
}

#[test]
fn i15_a_target_is_not_promoted_before_the_merge_has_covered_it() {
    for seed in 0..20 {
        let mut world = unequal(seed, &[5, 270]);
        let joining = world.joining(3, Wish::No);
        world.change_now(0, Change::Join { members: vec![joining] }).expect("it joins");
        let index = world.index(0, 3).expect("a member");
        world.run_until(|world| world.nodes[0].unit.view().next_copy().is_none());
        let state = world.nodes[0].unit.view().member(index).expect("a member").state;
        assert!(matches!(state, MemberState::Target { .. }) && world.nodes[0].unit.view().merge.is_some());
        assert_eq!(world.disk(3).scb.generation.0, 0, "a copied target is no full member for the next mount");
        // Behind the copy a block of the target goes wrong, as after the death of a writer.
        world.disk_mut(3).blocks[20] = 1;
        world.run();
        assert_eq!(world.nodes[0].unit.view().full().len(), 3);
        assert!(same(&world, 1, 3), "seed {seed}");
        world.check_quiet();
    }
}

#[test]
fn i18_a_fence_of_another_operation_is_ignored() {
    let mut world = unequal(3, &[5]);
    let first = world.nodes[0].unit.view().merge.expect("a merge").op;
    world.change_now(0, Change::DemandMerge).expect("once more");
    let second = world.nodes[0].unit.status().merge.expect("a merge");
    assert!(second.op > first && second.fence.0 == 0);
    let from = world.nodes[0].id;
    let message = dclshadow::shadow::Message::Fence { op: first, lbn: Lbn(200) };
    world.feed(0, Input::Message { from, message });
    assert_eq!(world.nodes[0].unit.status().merge.expect("a merge").fence.0, 0);
}

#[test]
fn i16_two_nodes_write_and_read_while_one_merges() {
    for seed in 0..40 {
        let mut world = mounted_set(seed, &[1, 2], 1);
        world.remove(0, 2, Wish::No).expect("it leaves");
        let joining = world.joining(2, Wish::No);
        world.change_now(0, Change::Join { members: vec![joining] }).expect("it joins");
        world.run();
        world.add_node(1);
        let nodes = world.mounted_ids();
        world.change_now(1, Change::Mount { nodes }).expect("it is mounted on both");
        differ(&mut world, &[0, 5, 126, 127, 130, 283]);
        world.change_now(0, Change::DemandMerge).expect("a merge is demanded");
        for round in 0..400 {
            let node = (round % 2) as usize;
            let spot = [0, 4, 124, 130, 280][world.choices.below(5)];
            match world.choices.below(12) {
                0 if world.open_requests() < 8 => drop(world.write(node, LbnRange::new(spot, 3))),
                1 if world.open_requests() < 8 => drop(world.read(node, LbnRange::new(spot, 4))),
                2 => world.turn(100),
                _ => drop(world.step()),
            }
        }
        world.run();
        assert!(world.nodes[1].unit.view().merge.is_none());
        world.check_quiet();
    }
}

#[test]
fn i16_a_hot_block_is_held_after_eight_passes() {
    let mut world = mounted_set(1, &[1], 1);
    let joining = world.joining(2, Wish::No);
    world.change_now(0, Change::Join { members: vec![joining] }).expect("it joins");
    let op = world.nodes[0].unit.copy_work().expect("a copy");
    world.feed(0, Input::Turn { op, budget: BlockCount(50) });
    // Somebody spoils the source after each pass: without a hold the copy would never get on.
    let mut value = 9_000_000;
    while world.nodes[0].unit.status().copies.first().is_some_and(|copy| copy.fence.0 == 0) {
        value += 1;
        assert!(value < 9_000_400, "the copy does not get on");
        for _ in 0..3 {
            world.disk_mut(2).blocks[3] = value;
            world.step();
        }
        world.turn(50);
    }
}

#[test]
fn i22_a_compared_read_with_two_dead_devices_ends() {
    let mut world = unequal(18, &[5]);
    world.disk_mut(1).broken = true;
    world.disk_mut(2).scb_broken = true;
    let read = world.read(0, LbnRange::new(4, 3));
    world.settle();
    assert!(!world.is_open(read), "it ends with an error, and nobody asks for ever");
    (1..=2).for_each(|device| world.disk_mut(device).repair());
    world.tick(0, 5_000);
    world.run();
    world.check_quiet();
}

#[test]
fn a_bad_member_is_expelled_and_the_merge_ends_without_it() {
    for seed in 0..20 {
        let mut world = mounted_set(seed, &[1, 2, 3], 0);
        differ(&mut world, &[5, 270]);
        world.change_now(0, Change::DemandMerge).expect("a merge is demanded");
        world.disk_mut(3).broken = true;
        world.read(0, LbnRange::new(4, 3));
        world.run();
        assert_eq!(world.index(0, 3), None, "seed {seed}");
        for _ in 0..4 {
            world.change_now(0, Change::DemandMerge).expect("once more");
            world.run();
        }
        assert!(same(&world, 1, 2) && world.nodes[0].unit.view().index_of(DeviceId(3)).is_none());
        world.check_quiet();
    }
}

#[test]
fn a_block_that_one_member_cannot_read_comes_from_another_and_nobody_leaves() {
    for seed in 0..20 {
        let mut world = mounted_set(seed, &[1, 2], 1);
        world.disk_mut(1).reads_broken = true;
        world.disk_mut(1).blocks[5] = 5_000_005;
        for _ in 0..4 {
            let read = world.read(0, LbnRange::new(5, 1));
            world.run_until(|world| !world.is_open(read));
            world.write(0, LbnRange::new(4, 3));
        }
        world.run();
        assert!(same(&world, 1, 2), "seed {seed}: what could not be read was stored again");
        assert_eq!(world.nodes[0].unit.view().full().len(), 2);
        world.check_quiet();
    }
}

#[test]
fn a_copy_takes_what_its_source_cannot_read_from_another_member() {
    for seed in 0..20 {
        let mut world = mounted_set(seed, &[1, 2], 1);
        let joining = world.joining(3, Wish::No);
        world.change_now(0, Change::Join { members: vec![joining] }).expect("it joins");
        world.disk_mut(1).reads_broken = true;
        world.run();
        assert!(same(&world, 2, 3), "seed {seed}");
        assert_eq!(world.nodes[0].unit.view().full().len(), 3);
        world.check_quiet();
    }
}
