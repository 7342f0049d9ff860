//! Members come and go: formation, removal, refusals, returns, and what the SCBs say at each step.

use dclshadow::blocks::LbnRange;
use dclshadow::shadow::{
    Change, CopyKind, CopyReason, DeviceId, Event, Generation, MemberState, Purpose, Refusal, ScbRole, Wish,
};
use dclshadow::simulator::World;

use super::{mounted_set, new_world};

const DISMOUNT: Change = Change::Dismount { minicopy: Wish::No, abort: false };

fn kind(world: &World, device: u64) -> Option<CopyKind> {
    let view = world.nodes[0].unit.view();
    match view.member(view.index_of(DeviceId(device))?)?.state {
        MemberState::Target { kind, .. } => Some(kind),
        _ => None,
    }
}

fn reason(world: &World, device: u64) -> Option<CopyReason> {
    let view = world.nodes[0].unit.view();
    view.member(view.index_of(DeviceId(device))?)?.reason
}

/// Adds a disk and tells how it is copied.
fn join(world: &mut World, device: u64, minicopy: Wish) -> Result<(CopyKind, CopyReason), Refusal> {
    let members = vec![world.joining(device, minicopy)];
    world.change_now(0, Change::Join { members })?;
    Ok((kind(world, device).expect("a target"), reason(world, device).expect("a reason")))
}

#[test]
fn a_new_set_names_its_targets_before_its_source_counts() {
    let mut world = new_world(1, 3);
    world.add_node(0);
    world.take_as_truth(1);
    let done = world.form(0, &[1, 2, 3], Wish::No).unwrap();
    assert_eq!(done.copies.len(), 1, "targets of one MOUNT share a copy");
    let order: Vec<_> = world.scbs.iter().map(|(device, scb)| (device.0, scb.generation.0 > 0, scb.copying)).collect();
    assert_eq!(order, [(2, false, true), (3, false, true), (1, true, false)]);
    let (_, source) = world.scbs.last().unwrap();
    assert_eq!((source.write_count, source.mounted, source.members.len()), (1, true, 3));
    assert_eq!(source.sources().collect::<Vec<_>>(), [DeviceId(1)]);
    assert_eq!(reason(&world, 2), Some(CopyReason::NoHistory));
}

#[test]
fn a_clean_dismount_forms_again_without_a_copy() {
    let mut world = mounted_set(2, &[1, 2], 0);
    let before = world.generation(0);
    world.change_now(0, DISMOUNT).unwrap();
    assert!(world.disks().iter().all(|disk| disk.scb.write_count == 0 && !disk.scb.mounted));
    assert_eq!(world.disk(1).scb, world.disk(2).scb, "one content for all full members");
    world.reset_node(0, None);
    assert!(world.form(0, &[2, 1], Wish::Optional).unwrap().copies.is_empty());
    assert!(world.generation(0) > before);
    assert!(world.nodes[0].unit.view().bitmaps.is_empty(), "nobody is missing");
}

#[test]
fn i12_a_degraded_write_is_acknowledged_after_the_new_generation_is_on_disk() {
    let mut world = mounted_set(3, &[1, 2, 3], 0);
    let before = world.generation(0);
    world.disk_mut(2).broken = true;
    let irp = world.write(0, LbnRange::new(5, 2));
    while world.is_open(irp) {
        assert!(world.step());
    }
    for device in [1, 3] {
        assert!(world.disk(device).scb.generation > before, "the survivors carry the new generation");
        assert!(world.disk(device).scb.sources().all(|source| source != DeviceId(2)));
    }
    assert!(world.events.contains(&Event::MemberRemoved { device: DeviceId(2), forced: true }));
    world.run();
    world.check_quiet();
}

#[test]
fn i13_every_removal_gives_a_new_generation_also_that_of_a_target() {
    let mut world = mounted_set(4, &[1, 2], 1);
    let first = world.generation(0);
    join(&mut world, 3, Wish::No).unwrap();
    assert_eq!(world.generation(0), first);
    world.remove(0, 3, Wish::No).unwrap();
    let second = world.generation(0);
    assert!(second > first);
    world.remove(0, 2, Wish::No).unwrap();
    assert!(world.generation(0) > second);
    assert_eq!(world.disk(2).scb.generation, second, "the leaver keeps what it had");
    assert_eq!(world.disk(3).scb.generation, Generation::ZERO);
}

#[test]
fn i22_a_survivor_that_fails_inside_the_change_leaves_with_it() {
    let mut world = mounted_set(5, &[1, 2, 3], 0);
    world.disk_mut(2).scb_broken = true;
    world.remove(0, 3, Wish::No).unwrap();
    assert_eq!(world.index(0, 2), None);
    assert_eq!(world.index(0, 3), None);
    let last = world.scbs.iter().rev().find(|(device, _)| *device == DeviceId(1)).unwrap();
    assert_eq!(last.1.generation, world.generation(0), "the survivor was written again");
    assert_eq!(last.1.sources().count(), 1);
    world.check_quiet();
}

#[test]
fn i22_a_removal_whose_only_survivor_fails_is_undone() {
    let mut world = mounted_set(6, &[1, 2], 0);
    world.disk_mut(1).scb_broken = true;
    assert_eq!(world.remove(0, 2, Wish::No), Err(Refusal::OnlySource));
    assert_eq!(
        (world.index(0, 1), world.index(0, 2).is_some()),
        (None, true),
        "who fails leaves, who was to leave stays"
    );
    world.check_quiet();
}

#[test]
fn i22_a_flush_with_two_dead_devices_ends() {
    let mut world = mounted_set(16, &[1, 2], 0);
    world.disk_mut(1).broken = true;
    world.disk_mut(2).scb_broken = true;
    let irp = world.flush(0);
    world.settle();
    assert!(!world.is_open(irp), "it ends with an error, and nobody asks for ever");
    assert_eq!(world.nodes[0].unit.view().full().len(), 2);
}

#[test]
fn i24_a_unit_whose_resume_is_refused_does_not_run() {
    let mut world = mounted_set(17, &[1], 0);
    let saved = world.nodes[0].unit.save();
    world.reset_node(0, Some(&saved));
    world.disk_mut(1).scb_broken = true;
    assert_eq!(world.change_now(0, Change::Restore), Err(Refusal::Aborted));
    assert!(world.mounted().is_empty());
}

#[test]
fn i26_the_only_full_member_stays() {
    let mut world = mounted_set(7, &[1], 1);
    assert_eq!(world.remove(0, 1, Wish::No), Err(Refusal::OnlySource));
    join(&mut world, 2, Wish::No).unwrap();
    assert_eq!(world.remove(0, 1, Wish::Required), Err(Refusal::OnlySource), "a target is no full member");
    world.disk_mut(1).broken = true;
    world.write(0, LbnRange::new(0, 1));
    world.settle();
    assert!(world.index(0, 1).is_some());
    assert!(world.events.contains(&Event::LastMemberFailed { device: DeviceId(1) }));
}

#[test]
fn refusals_of_a_bitmap() {
    let mut world = mounted_set(8, &[1, 2, 3], 1);
    world.no_memory = true;
    assert_eq!(world.remove(0, 2, Wish::Required), Err(Refusal::NoBitmapMemory));
    assert!(world.index(0, 2).is_some());
    assert_eq!(world.remove(0, 2, Wish::Optional).unwrap().bitmap, None);
    world.no_memory = false;
    join(&mut world, 2, Wish::No).unwrap();
    assert_eq!(world.remove(0, 3, Wish::Required), Err(Refusal::NoBitmapDuringCopy));
    world.run();
    for _ in 0..12 {
        // A member that is removed again and again keeps its last bitmap only; these stay because nobody returns.
        assert!(world.remove(0, 3, Wish::Required).unwrap().bitmap.is_some());
        assert_eq!(join(&mut world, 3, Wish::No).unwrap(), (CopyKind::Full, CopyReason::NotWanted));
        world.run();
    }
    assert!(world.nodes[0].unit.view().bitmaps.is_empty(), "a full copy makes the bitmaps of its target useless");
}

#[test]
fn a_set_has_twelve_bitmaps() {
    let mut world = mounted_set(15, &[1], 13);
    for device in 2..=14 {
        join(&mut world, device, Wish::No).unwrap();
        world.run();
        let removed = world.remove(0, device, Wish::Required);
        if device == 14 {
            assert_eq!(removed, Err(Refusal::NoBitmap));
            assert_eq!(world.remove(0, device, Wish::Optional).unwrap().bitmap, None);
        } else {
            assert!(removed.unwrap().bitmap.is_some());
        }
    }
    world.write(0, LbnRange::new(60, 8));
    world.settle();
    world.check_quiet();
    assert_eq!(world.nodes[0].unit.status().bitmaps.iter().filter(|bitmap| bitmap.set == 1).count(), 12);
}

#[test]
fn i09_no_bitmap_while_a_write_is_held() {
    let mut world = mounted_set(9, &[1, 2, 3], 0);
    world.disk_mut(2).broken = true;
    let members = world.index(0, 3).unwrap().mask();
    world.write(0, LbnRange::new(5, 1));
    let ticket = world.change(0, Change::Remove { members, bitmap: Wish::Required, forced: false });
    world.settle();
    let answer = &world.replies.iter().find(|(answered, _)| *answered == ticket).unwrap().1;
    // Either the write was still on its way when the change drained it, or the member was out before.
    assert!(matches!(answer, Err(Refusal::Transient) | Ok(_)), "{answer:?}");
    world.check_quiet();
}

#[test]
fn i11_a_bitmap_serves_its_member_with_its_generation_only() {
    let mut world = mounted_set(10, &[1, 2, 3], 0);
    let bitmap = world.remove(0, 2, Wish::Required).unwrap().bitmap.unwrap();
    let foreign = world.joining(2, Wish::Optional);
    let plan = |world: &World, change: &dyn Fn(&mut dclshadow::shadow::JoinMember)| {
        let mut member = foreign.clone();
        change(&mut member);
        world.nodes[0].unit.plan_join(&[member]).map(|returns| returns[0].reason)
    };
    assert_eq!(plan(&world, &|_| {}), Ok(CopyReason::Bitmap(bitmap)));
    assert_eq!(plan(&world, &|m| m.intact = false), Ok(CopyReason::ContentsChanged));
    assert_eq!(plan(&world, &|m| m.generation = Some(Generation(9_999))), Ok(CopyReason::GenerationChanged));
    assert_eq!(plan(&world, &|m| m.generation = Some(Generation::ZERO)), Ok(CopyReason::GenerationZero));
    assert_eq!(plan(&world, &|m| m.generation = None), Ok(CopyReason::NoHistory));
    assert_eq!(plan(&world, &|m| m.same_unit = false), Ok(CopyReason::OtherUnit));
    assert_eq!(plan(&world, &|m| m.minicopy = Wish::No), Ok(CopyReason::NotWanted));
    assert_eq!(plan(&world, &|m| m.device = DeviceId(7)), Ok(CopyReason::NoBitmap));
    let refused = plan(&world, &|m| (m.minicopy, m.intact) = (Wish::Required, false));
    assert_eq!(refused, Err(Refusal::NoUsableBitmap));
    assert_eq!(plan(&world, &|m| m.size.0 -= 1), Err(Refusal::TooSmall));
    assert!(world.index(0, 2).is_none(), "asking changes nothing");
}

#[test]
fn the_bitmap_for_any_missing_member_serves_once() {
    let mut world = mounted_set(11, &[1, 2, 3], 0);
    world.change_now(0, DISMOUNT).unwrap();
    world.reset_node(0, None);
    let bitmap = world.form(0, &[1], Wish::Required).unwrap().bitmap.expect("two members are missing");
    let purpose = &world.nodes[0].unit.view().bitmap(bitmap).unwrap().purpose;
    assert!(matches!(purpose, Purpose::AnyMissing { members, .. } if *members == [DeviceId(2), DeviceId(3)]));
    world.write(0, LbnRange::new(140, 3));
    world.settle();
    world.check_quiet();
    assert_eq!(join(&mut world, 3, Wish::Required).unwrap(), (CopyKind::Mini(bitmap), CopyReason::Bitmap(bitmap)));
    assert_eq!(world.nodes[0].unit.plan_join(&[world.joining(2, Wish::Required)]), Err(Refusal::NoUsableBitmap));
    world.run();
    world.check_quiet();
    assert!(world.nodes[0].unit.view().bitmaps.is_empty());
    assert_eq!(join(&mut world, 2, Wish::Optional).unwrap(), (CopyKind::Full, CopyReason::BitmapUsed));
}

#[test]
fn a_target_whose_scb_fails_does_not_join() {
    let mut world = mounted_set(12, &[1, 2], 1);
    world.disk_mut(3).scb_broken = true;
    let before = world.generation(0);
    assert_eq!(join(&mut world, 3, Wish::No), Err(Refusal::ScbWriteFailed));
    assert_eq!((world.index(0, 3), world.generation(0)), (None, before));
    world.check_quiet();
}

#[test]
fn sources_name_a_target_before_it_gets_a_write() {
    let mut world = mounted_set(13, &[1, 2], 1);
    world.scbs.clear();
    join(&mut world, 3, Wish::No).unwrap();
    let order: Vec<_> = world.scbs.iter().map(|(device, _)| device.0).collect();
    assert_eq!(order, [3, 1, 2]);
    let roles = |device: u64| world.disk(device).scb.members.iter().map(|m| m.role).collect::<Vec<_>>();
    assert_eq!(roles(1), [ScbRole::Source, ScbRole::Source, ScbRole::Target]);
}

#[test]
fn a_final_dismount_that_asks_for_fitness_is_refused_for_one_member() {
    let mut world = mounted_set(14, &[1], 0);
    let dismount = Change::Dismount { minicopy: Wish::Required, abort: false };
    assert_eq!(world.change_now(0, dismount), Err(Refusal::NoBitmap));
    world.write(0, LbnRange::new(0, 1));
    world.settle();
    world.check_quiet();
    assert_eq!(world.mounted(), [0], "it goes on");
}
