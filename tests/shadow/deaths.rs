//! Nodes that die in the middle of something: what the others make of it, and what is handed over.

use dclshadow::blocks::{Lbn, LbnRange};
use dclshadow::shadow::{Change, CopyReason, Done, NodeId, NodeSet, Refusal, UnitState, Wish};
use dclshadow::simulator::World;

use super::{mounted_set, two_nodes};

/// Three disks, two nodes; nothing is under way.
fn three_members(seed: u64) -> World {
    let mut world = mounted_set(seed, &[1, 2, 3], 1);
    let other = world.add_node(7);
    let nodes = world.mounted_ids();
    world.change_now(other, Change::Mount { nodes }).expect("the second node mounts it");
    world.settle();
    world
}

/// Everything ends, is checked, and once more when copies and merges have ended.
fn ends_well(world: &mut World) {
    world.settle();
    world.check_quiet();
    world.run();
    world.check_quiet();
    for node in world.mounted() {
        let view = world.nodes[node].unit.view();
        assert!(view.copies.is_empty() && view.merge.is_none(), "something is stuck: {view:?}");
    }
}

fn take_steps(world: &mut World, count: u64) {
    for _ in 0..count {
        world.step();
    }
}

fn stalled(world: &World, node: usize) -> bool {
    matches!(world.nodes[node].unit.state(), UnitState::Stalled { .. })
}

/// The first node begins to take the third member out; gives the ticket.
fn begin_removal(world: &mut World, bitmap: Wish) -> u64 {
    let members = world.index(0, 3).expect("a member").mask();
    world.change(0, Change::Remove { members, bitmap, forced: false })
}

#[test]
fn a_dead_node_leaves_the_view_and_a_merge_is_due() {
    for seed in 0..16 {
        let mut world = two_nodes(seed);
        let version = world.nodes[1].unit.view().version;
        world.write(0, LbnRange::new(90, 30));
        take_steps(&mut world, seed);
        world.crash_node(0);
        world.write(1, LbnRange::new(110, 4));
        world.settle();
        let view = world.nodes[1].unit.view();
        assert_eq!((world.mounted(), view.nodes), (vec![1], NodeSet::of(NodeId(7))));
        assert!(view.version > version && view.merge.is_some(), "{view:?}");
        assert!([1, 2].iter().all(|device| world.disk(*device).scb.write_count == 1));
        assert!([1, 2].iter().all(|device| world.disk(*device).scb.merging));
        ends_well(&mut world);
    }
}

#[test]
fn a_coordinator_that_dies_before_an_scb_is_written_leaves_the_old_view() {
    for seed in 0..8 {
        let mut world = three_members(seed);
        let written = world.scbs.len();
        let ticket = begin_removal(&mut world, Wish::No);
        world.run_until(|world| stalled(world, 1));
        assert_eq!(world.scbs.len(), written);
        world.crash_node(0);
        world.settle();
        let refused = world.replies.iter().any(|(of, result)| *of == ticket && result.is_err());
        assert!(refused, "the command is simply lost");
        assert_eq!(world.nodes[1].unit.view().full().len(), 3);
        ends_well(&mut world);
    }
}

#[test]
fn a_removal_that_a_dead_coordinator_began_on_disk_is_rolled_forward_without_its_bitmap() {
    for seed in 0..8 {
        let mut world = three_members(seed);
        let (written, generation) = (world.scbs.len(), world.generation(1));
        begin_removal(&mut world, Wish::Required);
        world.run_until(|world| world.scbs.len() == written + 1);
        assert!(world.generation(1) == generation, "nobody has installed it");
        let newer = world.scbs[written].1.generation;
        world.crash_node(0);
        world.settle();
        let view = world.nodes[1].unit.view();
        assert_eq!((view.full().len(), world.index(1, 3), view.bitmaps.len()), (2, None, 0));
        assert!(view.generation > newer && newer > generation);
        assert!([1, 2].iter().all(|device| world.disk(*device).scb.generation == view.generation));
        ends_well(&mut world);
    }
}

/// A copy onto disk 4 that its coordinator ends on disk, and dies.
fn copy_end_interrupted(seed: u64) -> World {
    let mut world = three_members(seed);
    let members = vec![world.joining(4, Wish::No)];
    world.change_now(0, Change::Join { members }).expect("it joins");
    let generation = world.generation(0);
    world.run_until(|world| world.disk(4).scb.generation == generation);
    assert_eq!(world.nodes[1].unit.view().targets().len(), 1, "nobody has installed it");
    world
}

#[test]
fn a_copy_end_that_a_dead_coordinator_committed_stands() {
    for seed in 0..8 {
        let mut world = copy_end_interrupted(seed);
        world.crash_node(0);
        world.settle();
        let view = world.nodes[1].unit.view();
        assert_eq!((view.full().len(), view.targets().len(), view.copies.len()), (4, 0, 0));
        ends_well(&mut world);
    }
}

#[test]
fn a_target_whose_scb_cannot_be_read_then_leaves_with_a_new_generation() {
    for seed in 0..8 {
        let mut world = copy_end_interrupted(seed);
        let generation = world.generation(1);
        world.disk_mut(4).scb_broken = true;
        world.crash_node(0);
        world.settle();
        assert_eq!((world.index(1, 4), world.nodes[1].unit.view().full().len()), (None, 3));
        assert!(world.generation(1) > generation, "or disk 4 would pass for a full member later");
        ends_well(&mut world);
    }
}

#[test]
fn after_some_installs_the_highest_version_wins() {
    for seed in 0..8 {
        let mut world = three_members(seed);
        let third = world.add_node(9);
        let nodes = world.mounted_ids();
        world.change_now(third, Change::Mount { nodes }).expect("it mounts");
        world.settle();
        let old = world.nodes[1].unit.view().version;
        begin_removal(&mut world, Wish::No);
        world.run_until(|world| world.nodes[1].unit.view().version > old);
        assert!(stalled(&world, 1), "nothing runs under a mixed view");
        world.crash_node(0);
        world.settle();
        assert_eq!((world.mounted(), world.index(1, 3), world.index(2, 3)), (vec![1, 2], None, None));
        ends_well(&mut world);
    }
}

#[test]
fn a_node_that_dies_before_it_is_prepared_has_a_bitmap_refused() {
    for seed in 0..8 {
        let mut world = three_members(seed);
        let ticket = begin_removal(&mut world, Wish::Required);
        world.run_until(|world| stalled(world, 0));
        world.crash_node(1);
        world.settle();
        assert!(world.replies.contains(&(ticket, Err(Refusal::Transient))), "{:?}", world.replies);
        let view = world.nodes[0].unit.view();
        assert_eq!((view.full().len(), view.nodes, view.bitmaps.len()), (3, NodeSet::of(NodeId(0)), 0));
        ends_well(&mut world);
    }
}

#[test]
fn a_node_that_dies_after_it_was_prepared_does_not_stop_the_change() {
    for seed in 0..8 {
        let mut world = three_members(seed);
        let written = world.scbs.len();
        let ticket = begin_removal(&mut world, Wish::Required);
        world.run_until(|world| world.scbs.len() > written);
        world.crash_node(1);
        world.settle();
        let made = |(of, result): &(u64, Result<Done, Refusal>)| *of == ticket && result.is_ok();
        assert!(world.replies.iter().any(made), "{:?}", world.replies);
        let view = world.nodes[0].unit.view();
        assert_eq!((view.nodes, view.bitmaps.len()), (NodeSet::of(NodeId(0)), 1), "and then the node left the view");
        ends_well(&mut world);
    }
}

#[test]
fn i10_a_write_goes_on_without_a_bitmap_whose_master_died() {
    for seed in 0..16 {
        let mut world = three_members(seed);
        let bitmap = world.remove(0, 3, Wish::Required).unwrap().bitmap.unwrap();
        let irp = world.write(1, LbnRange::new(20, 2));
        take_steps(&mut world, seed % 4);
        world.crash_node(0);
        world.settle();
        assert!(!world.is_open(irp) && world.is_settled(Lbn(20)));
        assert_eq!(world.nodes[1].unit.view().bitmap(bitmap), None);
        let members = vec![world.joining(3, Wish::Optional)];
        let copy = world.change_now(1, Change::Join { members }).unwrap().copies[0];
        let reason = world.nodes[1].unit.view().copy(copy).map(|copy| copy.reason);
        assert_eq!(reason, Some(CopyReason::NoBitmap), "the bits are lost");
        ends_well(&mut world);
    }
}

#[test]
fn a_hold_of_a_dead_node_is_dropped() {
    for steps in (0..40).step_by(2) {
        let mut world = two_nodes(41);
        world.disk_mut(2).blocks[127] = 5_000_000;
        world.accept(Lbn(127), 5_000_000);
        world.change_now(0, Change::DemandMerge).expect("a merge is demanded");
        world.settle();
        world.read(0, LbnRange::new(127, 1));
        take_steps(&mut world, steps);
        let irp = world.write(1, LbnRange::new(126, 2));
        world.crash_node(0);
        world.settle();
        assert!(!world.is_open(irp));
        ends_well(&mut world);
    }
}

#[test]
fn a_manager_that_dies_is_followed_from_the_fence_that_it_told() {
    for seed in 0..8 {
        let mut world = two_nodes(seed);
        let members = vec![world.joining(3, Wish::No)];
        let op = world.change_now(0, Change::Join { members }).unwrap().copies[0];
        world.settle();
        world.turn(1);
        world.settle();
        let fence = world.nodes[1].unit.status().copies[0].fence;
        assert!(fence > Lbn(0));
        world.write(0, LbnRange::new(5, 3));
        take_steps(&mut world, seed);
        world.crash_node(0);
        world.settle();
        let copy = world.nodes[1].unit.view().copies[0].clone();
        assert_eq!((copy.manager, copy.start), (NodeId(7), fence));
        assert!(copy.op > op, "messages of the old operation are ignored");
        let merge = world.nodes[1].unit.view().merge.expect("the target may lack what its writer stored last");
        assert_eq!((merge.manager, merge.start), (NodeId(7), Lbn(0)));
        ends_well(&mut world);
        assert_eq!(world.nodes[1].unit.view().full().len(), 3);
    }
}

#[test]
fn an_operation_is_handed_over_by_command() {
    for seed in 0..8 {
        let mut world = two_nodes(seed);
        let members = vec![world.joining(3, Wish::No)];
        let op = world.change_now(0, Change::Join { members }).unwrap().copies[0];
        world.settle();
        world.turn(1);
        world.settle();
        world.write(1, LbnRange::new(0, 4));
        assert_eq!(world.change_now(1, Change::HandOver(op, NodeId(3))), Err(Refusal::NotMounted));
        world.change_now(1, Change::HandOver(op, NodeId(7))).expect("node 7 takes it over");
        world.settle();
        let copy = world.nodes[0].unit.view().copies[0].clone();
        assert!(copy.manager == NodeId(7) && copy.start > Lbn(0) && copy.op > op);
        assert!(world.change_now(0, Change::HandOver(copy.op, NodeId(7))).is_ok(), "nothing is left to do");
        ends_well(&mut world);
    }
}

#[test]
fn i23_a_node_enters_again_when_its_earlier_life_has_left() {
    for seed in 0..20 {
        let mut world = two_nodes(seed);
        let nodes = world.mounted_ids();
        world.write(0, LbnRange::new(80, 40));
        take_steps(&mut world, seed % 20);
        world.crash_node(0);
        // The other node does not know yet that it died.
        let version = world.nodes[1].unit.view().version;
        world.change_now(0, Change::Mount { nodes }).expect("it mounts the set again");
        world.settle();
        let view = world.nodes[0].unit.view();
        assert!(view.version.0 >= version.0 + 2, "one barrier took the earlier life out, the next let the new one in");
        assert!(view.merge.is_some() && view.nodes.len() == 2);
        ends_well(&mut world);
    }
}

/// Two deaths in a row, at every pair of steps of a change: the second coordinator dies too.
#[test]
fn i21_every_coordinator_may_die_at_any_step() {
    for first in (0..24).step_by(2) {
        for second in (0..24).step_by(7) {
            let mut world = three_members(first * 31 + second);
            let third = world.add_node(9);
            let nodes = world.mounted_ids();
            world.change_now(third, Change::Mount { nodes }).expect("it mounts");
            world.settle();
            begin_removal(&mut world, Wish::Optional);
            world.write(1, LbnRange::new(126, 2));
            take_steps(&mut world, first);
            world.crash_node(0);
            take_steps(&mut world, second);
            world.crash_node(1);
            ends_well(&mut world);
            assert_eq!(world.mounted(), [2]);
        }
    }
}
