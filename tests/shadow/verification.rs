//! Mount verification: members that do not answer, come back, are expelled; units that are given up; barriers that wait.

use dclshadow::blocks::LbnRange;
use dclshadow::clock::{Millis, VmsTime};
use dclshadow::shadow::{
    Change, DeviceEvent, DeviceId, Event, Input, Irp, MAX_MEMBERS, MemberMask, Refusal, UnitState, Wish,
};

use dclshadow::simulator::{Choices, World};

use super::{SCB_LBN, SIZE, mounted_set};

/// The disk fails whatever is asked of it, and the node has noticed that it does not answer.
fn lose(world: &mut World, device: u64) {
    world.disk_mut(device).broken = true;
    if let Some(member) = world.index(0, device) {
        world.feed(0, Input::Device { member, event: DeviceEvent::Lost });
    }
}

/// The disk answers again, and the node sees it once nothing is under way.
fn bring_back(world: &mut World, device: u64) {
    world.settle();
    world.disk_mut(device).broken = false;
    if let Some(member) = world.index(0, device).filter(|m| world.nodes[0].unit.awaited().contains(*m)) {
        world.feed(0, Input::Device { member, event: DeviceEvent::Back });
    }
}

/// Time passes; both timeouts are 100 milliseconds.
fn wait_until(world: &mut World, now: u64) {
    world.feed(0, Input::Tick { now: Millis(now), time: VmsTime(now * 10_000) });
    world.feed(0, Input::Timeouts { unit: Millis(100), members: [Millis(100); MAX_MEMBERS] });
}

fn removed(world: &World, device: u64) -> bool {
    world.events.contains(&Event::MemberRemoved { device: DeviceId(device), forced: true })
}

#[test]
fn a_member_that_is_back_in_time_stays_and_nothing_is_lost() {
    let mut world = mounted_set(501, &[1, 2], 0);
    let before = world.generation(0);
    let held = world.write(0, LbnRange::new(5, 2));
    lose(&mut world, 2);
    world.settle();
    let later = [world.write(0, LbnRange::new(9, 1)), world.read(0, LbnRange::new(5, 1))];
    world.settle();
    let waits = |world: &World, irp: Irp| world.is_open(irp);
    assert!(waits(&world, held) && later.iter().all(|irp| waits(&world, *irp)), "everything waits");
    assert!(matches!(world.nodes[0].unit.state(), UnitState::MountVerify { .. }));
    bring_back(&mut world, 2);
    world.run();
    world.check_quiet();
    assert_eq!(world.generation(0), before, "nobody left");
    let order: Vec<bool> = world
        .events
        .iter()
        .filter_map(|event| match event {
            Event::MemberAway { locked: false, .. } => Some(true),
            Event::MemberBack { .. } => Some(false),
            _ => None,
        })
        .collect();
    assert_eq!((order, removed(&world, 2)), (vec![true, false], false));
}

#[test]
fn i12_a_member_that_stays_away_is_expelled_before_its_write_is_acknowledged() {
    let mut world = mounted_set(502, &[1, 2, 3], 0);
    let before = world.generation(0);
    let held = world.write(0, LbnRange::new(5, 2));
    lose(&mut world, 2);
    world.settle();
    wait_until(&mut world, 50);
    world.settle();
    assert!(world.index(0, 2).is_some() && world.is_open(held), "not yet");
    wait_until(&mut world, 1_000_000);
    while world.is_open(held) {
        assert!(world.step());
    }
    assert!([1, 3].iter().all(|device| world.disk(*device).scb.generation > before));
    assert!(removed(&world, 2));
    world.run();
    world.check_quiet();
}

#[test]
fn i5_a_write_held_for_a_lost_member_sets_its_bits_again() {
    let mut world = mounted_set(503, &[1, 2, 3], 0);
    world.remove(0, 3, Wish::Required).unwrap();
    let held = world.write(0, LbnRange::new(200, 3));
    lose(&mut world, 2);
    world.settle();
    wait_until(&mut world, 1_000_000);
    world.run();
    assert!(!world.is_open(held));
    world.check_quiet();
    let bitmap = &world.nodes[0].unit.status().bitmaps[0];
    assert_eq!(bitmap.set, 1, "the absent member's bitmap knows of it");
}

#[test]
fn without_a_full_member_the_unit_is_given_up_and_can_be_dismounted() {
    let mut world = mounted_set(504, &[1, 2], 0);
    let held = world.write(0, LbnRange::new(5, 2));
    lose(&mut world, 1);
    lose(&mut world, 2);
    world.settle();
    wait_until(&mut world, 1_020);
    world.settle();
    assert!(world.is_open(held), "the last full members are waited for as long as the unit");
    wait_until(&mut world, 2_000_000);
    world.settle();
    assert_eq!(world.nodes[0].unit.state(), UnitState::Aborted);
    assert!((world.open_requests() == 0) && world.events.contains(&Event::Aborted));
    world.change_now(0, Change::Dismount { minicopy: Wish::No, abort: true }).unwrap();
    assert_eq!(world.nodes[0].unit.state(), UnitState::Dismounted);
    assert!([1, 2].iter().all(|device| world.disk(*device).scb.write_count > 0), "not properly dismounted");
}

#[test]
fn a_unit_is_aborted_by_command_only_in_mount_verification() {
    let mut world = mounted_set(505, &[1, 2], 0);
    assert_eq!(world.change_now(0, Change::Abort), Err(Refusal::Unsupported));
    lose(&mut world, 1);
    lose(&mut world, 2);
    world.change_now(0, Change::Abort).unwrap();
    assert_eq!(world.nodes[0].unit.state(), UnitState::Aborted);
    assert_eq!(world.change_now(0, Change::Abort), Err(Refusal::Unsupported));
}

#[test]
fn i22_a_step_that_meets_a_lost_member_waits_for_it() {
    for back in [true, false] {
        let mut world = mounted_set(506, &[1, 2, 3], 0);
        let members = world.index(0, 3).unwrap().mask();
        let change = Change::Remove { members, bitmap: Wish::No, forced: false };
        let ticket = world.change(0, change);
        world.run_until(|world| matches!(world.nodes[0].unit.state(), UnitState::Stalled { drained: true, .. }));
        lose(&mut world, 2);
        world.settle();
        let answered = |world: &World| world.replies.iter().any(|(of, _)| *of == ticket);
        assert!(!answered(&world), "the change waits");
        if back {
            bring_back(&mut world, 2);
        } else {
            wait_until(&mut world, 1_000_000);
        }
        world.run();
        assert!(answered(&world));
        assert_eq!((world.index(0, 2).is_some(), world.index(0, 3)), (back, None));
        world.check_quiet();
    }
}

#[test]
fn members_neither_come_nor_go_while_one_is_waited_for() {
    let mut world = mounted_set(507, &[1, 2, 3], 1);
    lose(&mut world, 2);
    assert_eq!(world.remove(0, 3, Wish::Optional), Err(Refusal::Transient));
    let members = vec![world.joining(4, Wish::No)];
    assert_eq!(world.change_now(0, Change::Join { members }), Err(Refusal::Transient));
    bring_back(&mut world, 2);
    world.remove(0, 3, Wish::Optional).unwrap();
    world.run();
    world.check_quiet();
}

#[test]
fn forced_removal_is_at_once_for_a_lost_member_and_later_for_another() {
    let mut world = mounted_set(508, &[1, 2, 3], 0);
    let force = |world: &mut World, device: u64| {
        let members = world.index(0, device).unwrap().mask();
        world.change_now(0, Change::Force { members })
    };
    force(&mut world, 3).unwrap();
    assert!(world.index(0, 3).is_some(), "it answers: it is only flagged");
    lose(&mut world, 2);
    force(&mut world, 2).unwrap();
    assert_eq!((world.index(0, 2), removed(&world, 2)), (None, true));
    lose(&mut world, 3);
    wait_until(&mut world, 1);
    world.run();
    assert_eq!(world.index(0, 3), None);
    assert_eq!(force(&mut world, 1), Err(Refusal::OnlySource));
    world.check_quiet();
}

#[test]
fn a_member_that_became_another_volume_leaves() {
    let mut world = mounted_set(509, &[1, 2], 0);
    let held = world.write(0, LbnRange::new(5, 2));
    lose(&mut world, 2);
    world.settle();
    let member = world.index(0, 2).unwrap();
    world.feed(0, Input::Device { member, event: DeviceEvent::Moved });
    world.run();
    assert!(!world.is_open(held) && removed(&world, 2));
    assert!(world.events.contains(&Event::WrongVolume { device: DeviceId(2) }));
    world.check_quiet();
}

#[test]
fn a_copy_goes_on_where_it_was_when_its_source_or_target_is_back() {
    for lost in [1, 2] {
        let mut world = mounted_set(510, &[1], 1);
        let members = vec![world.joining(2, Wish::No)];
        world.change_now(0, Change::Join { members }).unwrap();
        world.turn(127);
        world.settle();
        let fence = world.nodes[0].unit.status().copies[0].fence;
        world.turn(127);
        lose(&mut world, lost);
        world.settle();
        assert!(world.nodes[0].unit.copy_work().is_none(), "nothing is issued");
        bring_back(&mut world, lost);
        assert!(world.nodes[0].unit.status().copies[0].fence >= fence);
        wait_until(&mut world, 1_000_000);
        world.run();
        assert_eq!(world.nodes[0].unit.view().full().len(), 2);
        world.check_quiet();
    }
}

/// Loses and brings back members at random under reads, writes, copies and removals; nothing acknowledged is lost.
#[test]
fn members_that_come_and_go_at_random_lose_nothing() {
    for seed in 0..400 {
        let mut random = Choices::seeded(seed + 70_000);
        let mut world = mounted_set(seed + 7_000, &[1, 2, 3], 0);
        let mut now = 2_000_000;
        for _ in 0..60 {
            let range = LbnRange::new(random.below(SIZE as usize - 4) as u64, 1 + random.below(3) as u64);
            let away: Vec<u64> = (1..=3).filter(|device| world.disk(*device).broken).collect();
            let member = 1 + random.below(3) as u64;
            let holds_scb = range.overlaps(LbnRange { start: SCB_LBN, count: dclshadow::blocks::BlockCount(1) });
            match random.below(12) {
                0..=3 if !holds_scb => drop(world.write(0, range)),
                4 if !holds_scb => drop(world.read(0, range)),
                5 if away.is_empty() && world.index(0, member).is_some() => lose(&mut world, member),
                6 | 7 if !away.is_empty() => bring_back(&mut world, away[0]),
                8 => {
                    now += random.below(300) as u64;
                    wait_until(&mut world, now);
                }
                9 if away.is_empty() && world.index(0, member).is_none() => {
                    let members = vec![world.joining(member, Wish::Optional)];
                    world.change(0, Change::Join { members });
                }
                10 => {
                    let members = world.index(0, member).map_or(MemberMask::NONE, |index| index.mask());
                    world.change(0, Change::Remove { members, bitmap: Wish::Optional, forced: false });
                }
                _ => world.turn(100),
            }
            (0..random.below(9)).for_each(|_| _ = world.step());
        }
        for device in 1..=3 {
            if world.disk(device).broken {
                bring_back(&mut world, device);
            }
        }
        world.run();
        wait_until(&mut world, now + 100_000);
        world.run();
        if world.nodes[0].unit.state() == UnitState::Aborted {
            // Its only full member stayed away too long.
            assert!((world.open_requests() == 0), "seed {seed}: requests are stuck");
            continue;
        }
        assert!(world.nodes[0].unit.is_quiet(), "seed {seed}: {:?}", world.nodes[0].unit);
        world.check_quiet();
    }
}
