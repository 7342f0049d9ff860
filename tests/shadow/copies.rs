//! Copies: what they move, in which order they run, and how they end or go on.

use dclshadow::blocks::{Lbn, LbnRange};
use dclshadow::shadow::{
    Change, CopyKind, CopyOutcome, CopyReason, CopyReport, DeviceId, Event, Generation, Saved, Wish,
};
use dclshadow::simulator::World;

use super::{SCB_LBN, SIZE, mounted_set};

fn join(world: &mut World, devices: &[u64], minicopy: Wish) {
    let members = devices.iter().map(|device| world.joining(*device, minicopy)).collect();
    world.change_now(0, Change::Join { members }).expect("they join");
}

fn last_report(world: &World) -> &CopyReport {
    world.nodes[0].unit.reports().last().expect("a copy ran")
}

#[test]
fn a_minicopy_moves_what_was_written_and_nothing_else() {
    let mut world = mounted_set(21, &[1, 2], 0);
    let bitmap = world.remove(0, 2, Wish::Required).unwrap().bitmap.unwrap();
    for range in [LbnRange::new(3, 2), LbnRange::new(125, 4), LbnRange::new(3, 1)] {
        world.write(0, range);
        world.settle();
    }
    let shown = &world.nodes[0].unit.status().bitmaps[0];
    assert_eq!((shown.set, shown.ranges, shown.bytes, shown.active, shown.populated()), (2, 3, 1, true, 6_667));
    world.check_quiet();
    join(&mut world, &[2], Wish::Required);
    assert!(!world.nodes[0].unit.status().bitmaps[0].active, "it only drives a copy now");
    world.run();
    world.check_quiet();
    let report = last_report(&world);
    assert_eq!((report.reason, report.bitmap), (CopyReason::Bitmap(bitmap), Some(bitmap)));
    assert_eq!((report.outcome, report.ranges, report.blocks_written), (CopyOutcome::Completed, 2, 6));
    assert!(report.blocks_compared <= 12, "each block at most twice: {report:?}");
    assert!(world.nodes[0].unit.view().bitmaps.is_empty(), "freed by the Install that makes the member full");
}

#[test]
fn i14_the_targets_scb_is_the_last_step_of_a_copy() {
    let mut world = mounted_set(22, &[1, 2], 1);
    join(&mut world, &[3], Wish::No);
    world.scbs.clear();
    world.run();
    let order: Vec<_> = world.scbs.iter().map(|(device, scb)| (device.0, scb.generation)).collect();
    let generation = world.generation(0);
    assert_eq!(order, [(1, generation), (2, generation), (3, generation)]);
    assert_eq!(world.disk(1).scb, world.disk(3).scb, "byte for byte the same fields");
    assert_eq!(last_report(&world).outcome, CopyOutcome::Completed);
    let ended = |event: &Event| matches!(event, Event::CopyCompleted { devices, .. } if *devices == [DeviceId(3)]);
    assert!(world.events.iter().any(ended));
}

#[test]
fn two_targets_of_one_mount_share_a_pass_and_a_later_one_waits() {
    let mut world = mounted_set(23, &[1], 3);
    join(&mut world, &[2, 3], Wish::No);
    join(&mut world, &[4], Wish::No);
    world.turn(200);
    world.settle();
    let copies = world.nodes[0].unit.status().copies;
    assert_eq!(copies.len(), 2);
    assert_eq!((copies[0].targets.len(), copies[0].active), (2, true));
    assert_eq!((copies[1].targets.len(), copies[1].active, copies[1].fence), (1, false, Lbn(0)));
    world.run();
    world.check_quiet();
    assert_eq!(world.nodes[0].unit.view().full().len(), 4);
    let first = &world.nodes[0].unit.reports()[0];
    assert_eq!(first.targets.iter().map(|(device, _)| device.0).collect::<Vec<_>>(), [2, 3]);
    assert!(first.blocks_read < 3 * SIZE, "the source is read once for both: {first:?}");
}

#[test]
fn the_scb_block_is_in_no_transfer() {
    let mut world = mounted_set(24, &[1, 2], 0);
    let scb = SCB_LBN.0 as usize;
    assert_ne!(world.disk(1).blocks[scb], world.disk(2).blocks[scb], "each has its own garbage there");
    world.map_limit = 0;
    world.remove(0, 2, Wish::Required).unwrap();
    world.write(0, LbnRange::new(127, 2));
    world.settle();
    join(&mut world, &[2], Wish::Required);
    world.run();
    world.check_quiet();
    assert_ne!(world.disk(1).blocks[scb], world.disk(2).blocks[scb]);
}

#[test]
fn a_deleted_bitmap_lets_the_minicopy_go_on_as_a_full_copy() {
    let mut world = mounted_set(25, &[1, 2], 0);
    let bitmap = world.remove(0, 2, Wish::Required).unwrap().bitmap.unwrap();
    for lbn in [0, 130, 250] {
        world.write(0, LbnRange::new(lbn, 2));
    }
    world.settle();
    join(&mut world, &[2], Wish::Required);
    world.turn(1);
    world.settle();
    let fence = world.nodes[0].unit.status().copies[0].fence;
    assert!(fence > Lbn(0));
    world.change_now(0, Change::DeleteBitmap(bitmap)).unwrap();
    let copy = world.nodes[0].unit.status().copies.remove(0);
    assert_eq!((copy.kind, copy.reason, copy.fence), (CopyKind::Full, CopyReason::BitmapLost, fence));
    world.run();
    world.check_quiet();
    let report = last_report(&world);
    assert_eq!((report.reason, report.bitmap), (CopyReason::BitmapLost, Some(bitmap)));
}

#[test]
fn a_suspended_copy_and_its_bitmap_go_on() {
    let mut world = mounted_set(26, &[1, 2, 3], 0);
    world.remove(0, 2, Wish::Required).unwrap();
    world.write(0, LbnRange::new(10, 3));
    world.settle();
    world.remove(0, 3, Wish::No).unwrap();
    join(&mut world, &[3], Wish::No);
    world.turn(100);
    world.settle();
    let fence = world.nodes[0].unit.status().copies[0].fence;
    assert!(fence > Lbn(0));
    let text = serde_json::to_string(&world.nodes[0].unit.save()).unwrap();
    let saved: Saved = serde_json::from_str(&text).unwrap();
    let before = world.generation(0);
    world.reset_node(0, Some(&saved));
    world.change_now(0, Change::Restore).unwrap();
    assert!(world.generation(0) > before, "I24: saved state is used once");
    assert_eq!(world.disk(3).scb.generation, Generation::ZERO);
    let status = world.nodes[0].unit.status();
    assert_eq!((status.copies[0].fence, status.copies[0].active), (fence, false), "pending at the saved fence");
    assert_eq!((status.bitmaps[0].set, status.bitmaps[0].mapped), (1, 1));
    world.run();
    world.check_quiet();
    assert_eq!(last_report(&world).outcome, CopyOutcome::Completed);
    join(&mut world, &[2], Wish::Required);
    world.run();
    world.check_quiet();
}

#[test]
fn a_removed_target_consumes_its_bitmap() {
    let mut world = mounted_set(27, &[1, 2], 0);
    world.remove(0, 2, Wish::Required).unwrap();
    join(&mut world, &[2], Wish::Required);
    world.remove(0, 2, Wish::No).unwrap();
    assert!(world.nodes[0].unit.view().bitmaps.is_empty());
    assert_eq!(last_report(&world).outcome, CopyOutcome::Ended);
    let again = world.nodes[0].unit.plan_join(&[world.joining(2, Wish::Optional)]).unwrap();
    assert_eq!(again[0].reason, CopyReason::GenerationZero);
}

#[test]
fn a_half_stored_write_on_the_only_source_sends_the_copy_back() {
    let mut world = mounted_set(28, &[1], 1);
    join(&mut world, &[2], Wish::No);
    world.turn(260);
    world.settle();
    let fence = world.nodes[0].unit.status().copies[0].fence;
    assert!(fence > Lbn(100));
    // The second access of a two-block store fails.
    world.write(0, LbnRange::new(50, 2));
    world.step();
    world.disk_mut(1).broken = true;
    world.settle();
    world.disk_mut(1).broken = false;
    assert_eq!(world.nodes[0].unit.status().copies[0].fence, Lbn(50));
    world.run();
    world.check_quiet();
}
