//! Two nodes with one set: barriers, bits told before data, late messages.

use dclshadow::blocks::{Lbn, LbnRange};
use dclshadow::message::codes;
use dclshadow::shadow::{
    Answer, Change, CopyReason, Generation, Grant, Input, Message, NodeId, NodeSet, OpId, Tag, UnitState, Wish,
};

use super::{DISMOUNT, two_nodes};

#[test]
fn a_second_node_counts_in_every_scb() {
    let mut world = two_nodes(31);
    assert!([1, 2].iter().all(|device| world.disk(*device).scb.write_count == 2));
    world.write(1, LbnRange::new(0, 3));
    world.settle();
    world.check_quiet();
    world.change_now(0, DISMOUNT).unwrap();
    world.settle();
    assert_eq!(world.mounted(), [1]);
    assert!([1, 2].iter().all(|device| world.disk(*device).scb.write_count == 1));
    world.write(1, LbnRange::new(0, 3));
    world.settle();
    world.check_quiet();
}

/// The world asserts I6 and I7 at every store.
#[test]
fn i06_i07_the_master_knows_before_any_node_stores() {
    for seed in 0..60 {
        let mut world = two_nodes(seed);
        let bitmap = world.remove(0, 2, Wish::Required).unwrap().bitmap.unwrap();
        for write in 0..12 {
            world.write(write % 2, LbnRange::new([10, 12, 126, 200][write % 4], 3));
            for _ in 0..write % 5 {
                world.step();
            }
        }
        world.settle();
        world.check_quiet();
        assert_eq!(world.nodes[1].unit.flags(bitmap, Lbn(12)), Some(true), "the local bit, after the answer");
        let status = world.nodes[0].unit.status();
        assert!(status.bitmaps[0].mapped < status.bitmaps[0].set, "ranges that another node told are whole");
        let members = vec![world.joining(2, Wish::Required)];
        world.change_now(1, Change::Join { members }).unwrap();
        assert_eq!(world.nodes[0].unit.view().copies[0].manager, NodeId(0), "the bitmap's master manages");
        world.run();
        world.check_quiet();
    }
}

#[test]
fn i05_a_held_write_tells_the_master_again_after_the_barrier() {
    for seed in 0..40 {
        let mut world = two_nodes(seed);
        let members = vec![world.joining(3, Wish::No)];
        world.change_now(0, Change::Join { members }).unwrap();
        world.run();
        world.remove(0, 3, Wish::Required).unwrap();
        world.disk_mut(2).broken = true;
        world.write(1, LbnRange::new(20, 2));
        world.settle();
        assert_eq!((world.index(0, 2), world.index(1, 2)), (None, None));
        world.check_quiet();
    }
}

#[test]
fn i18_a_fence_of_another_operation_is_ignored() {
    let mut world = two_nodes(33);
    let members = vec![world.joining(3, Wish::No)];
    world.change_now(0, Change::Join { members }).unwrap();
    let message = Message::Fence { op: OpId(999), lbn: Lbn(200) };
    world.feed(1, Input::Message { from: NodeId(0), message });
    assert_eq!(world.nodes[1].unit.status().copies[0].fence, Lbn(0));
    world.turn(100);
    world.settle();
    let (here, there) = (world.nodes[0].unit.status(), world.nodes[1].unit.status());
    assert_eq!((here.copies[0].fence, here.copies[0].active), (there.copies[0].fence, there.copies[0].active));
}

#[test]
fn i20_i21_late_messages_of_an_older_change_are_ignored() {
    let mut world = two_nodes(34);
    let version = world.nodes[1].unit.view().version;
    let old = Grant(1);
    for message in [
        Message::Prepare { grant: old },
        Message::Install { grant: old, view: Box::new(world.nodes[0].unit.view().clone()), floor: Generation(0) },
        Message::Resume { grant: old },
        Message::Abort { grant: old, floor: Generation(0) },
        Message::Prepared {
            grant: old,
            answer: Answer {
                view: Box::new(world.nodes[0].unit.view().clone()),
                held: true,
                half_stored: false,
                failed: world.nodes[0].unit.view().all(),
                gone: NodeSet::NONE,
                fences: Vec::new(),
                floor: Generation(0),
            },
        },
        Message::Installed { grant: old },
        Message::BitsSet { tag: Tag(12_345) },
    ] {
        world.feed(1, Input::Message { from: NodeId(0), message });
        assert_eq!((world.nodes[1].unit.state(), world.nodes[1].unit.view().version), (UnitState::Running, version));
    }
    world.write(1, LbnRange::new(0, 1));
    world.settle();
    world.check_quiet();
}

#[test]
fn both_nodes_ask_for_changes_at_once() {
    for seed in 0..60 {
        let mut world = two_nodes(seed);
        let members = world.index(0, 2).unwrap().mask();
        world.change(0, Change::Remove { members, bitmap: Wish::Optional, forced: false });
        let joining = vec![world.joining(3, Wish::No)];
        world.change(1, Change::Join { members: joining });
        world.write(0, LbnRange::new(4, 4));
        world.write(1, LbnRange::new(6, 4));
        world.settle();
        assert_eq!(world.replies.len(), 2);
        world.check_quiet();
        world.run();
        world.check_quiet();
    }
}

#[test]
fn a_manager_that_dismounts_hands_its_copy_over_at_the_fence() {
    let mut world = two_nodes(36);
    world.remove(0, 2, Wish::Required).unwrap();
    world.write(0, LbnRange::new(0, 2));
    world.write(1, LbnRange::new(200, 2));
    world.settle();
    let members = vec![world.joining(2, Wish::Required)];
    world.change_now(0, Change::Join { members }).unwrap();
    world.turn(1);
    world.settle();
    let fence = world.nodes[0].unit.status().copies[0].fence;
    world.change_now(0, DISMOUNT).unwrap();
    world.settle();
    let copy = world.nodes[1].unit.status().copies.remove(0);
    assert_eq!((copy.manager, copy.fence, copy.reason), (NodeId(7), fence, CopyReason::BitmapLost));
    world.run();
    world.check_quiet();
    assert_eq!(world.nodes[1].unit.view().full().len(), 2);
}

#[test]
fn a_node_that_comes_back_gives_no_number_twice() {
    let mut world = two_nodes(38);
    let members = vec![world.joining(3, Wish::No)];
    let first = world.change_now(1, Change::Join { members }).unwrap().copies;
    world.change_now(1, DISMOUNT).unwrap();
    world.settle();
    world.reset_node(1, None);
    let nodes = world.mounted_ids();
    world.change_now(1, Change::Mount { nodes }).unwrap();
    world.settle();
    world.remove(1, 3, Wish::No).unwrap();
    let members = vec![world.joining(3, Wish::No)];
    let second = world.change_now(1, Change::Join { members }).unwrap().copies;
    assert!(second[0] > first[0]);
    world.run();
    world.check_quiet();
}

#[test]
fn a_dismounted_unit_refuses_and_a_write_under_way_ends_first() {
    let mut world = two_nodes(37);
    let irp = world.write(0, LbnRange::new(9, 5));
    world.change(0, DISMOUNT);
    assert!(world.is_open(irp));
    let late = world.write(0, LbnRange::new(100, 1));
    assert!(!world.is_open(late), "refused with {:?}", codes::SYSTEM_DEVNOTMOUNT);
    world.settle();
    assert_eq!(world.nodes[0].unit.state(), UnitState::Dismounted);
    assert!(world.is_settled(Lbn(9)), "acknowledged before the dismount");
    world.check_quiet();
}
