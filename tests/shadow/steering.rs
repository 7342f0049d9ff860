//! What SET SHADOW orders of one node: where reads and copies go, writes that are stalled, copies that are paused.

use dclshadow::blocks::{BlockCount, LbnRange};
use dclshadow::clock::{Millis, VmsTime};
use dclshadow::shadow::{
    Change, CopySource, DeviceId, Effect, Event, Input, IoOp, Irp, MemberMask, MemberSettings, Orders, Ticket, Token,
    Verdict, Wish,
};
use dclshadow::simulator::World;

use super::{SIZE, mounted_set};

/// Feeds the core by hand and takes its effects.
fn feed(world: &mut World, input: Input) -> Vec<Effect> {
    let mut effects = Vec::new();
    world.nodes[0].unit.apply(input, &mut effects);
    effects
}

/// A transfer has ended well.
fn answer(world: &mut World, token: Token) -> Vec<Effect> {
    feed(world, Input::IoDone { token, failed: MemberMask::NONE, verdict: Verdict::Equal })
}

/// Sends a read; the device that it goes to, and its token.
fn read(world: &mut World, lbn: u64) -> (u64, Token) {
    let effects = feed(world, Input::Read { irp: Irp(1_000 + lbn), range: LbnRange::new(lbn, 1) });
    match effects[..] {
        [Effect::Io { token, op: IoOp::Read { member }, .. }] => {
            (world.nodes[0].unit.view().member(member).expect("a member").device.0, token)
        }
        ref other => panic!("not one read: {other:?}"),
    }
}

fn set_cost(world: &mut World, device: u64, read_cost: u32) {
    let member = world.index(0, device).expect("a member");
    let settings = MemberSettings { member, read_cost, site: 0 };
    world.change_now(0, Change::Attributes(settings)).expect("costs can be changed");
}

#[test]
fn reads_go_to_the_lowest_cost_and_queue_and_in_turn_among_equals() {
    let mut world = mounted_set(61, &[1, 2], 0);
    let open: Vec<(u64, Token)> = (0..10).map(|lbn| read(&mut world, lbn)).collect();
    assert_eq!(open.iter().filter(|(device, _)| *device == 1).count(), 5, "{open:?}");
    open.into_iter().for_each(|(_, token)| drop(answer(&mut world, token)));
    set_cost(&mut world, 1, 4);
    let open: Vec<(u64, Token)> = (0..5).map(|lbn| read(&mut world, lbn)).collect();
    let from: Vec<u64> = open.iter().map(|(device, _)| *device).collect();
    assert_eq!(from[..3], [2, 2, 2], "one and a queue of two is less than four");
    assert_eq!(from.iter().filter(|device| **device == 1).count(), 1, "then the queue spills over: {from:?}");
    open.into_iter().for_each(|(_, token)| drop(answer(&mut world, token)));
    assert_eq!(read(&mut world, 3).0, 2, "answered transfers are not in the queue");
}

#[test]
fn split_reads_go_by_block_among_the_members_of_lowest_cost() {
    let mut world = mounted_set(62, &[1, 2, 3], 0);
    set_cost(&mut world, 2, 9);
    feed(&mut world, Input::Steer(Orders { split_reads: true, ..Orders::default() }));
    for lbn in [0, SIZE / 2 - 1, SIZE / 2, SIZE - 1] {
        let (device, token) = read(&mut world, lbn);
        assert_eq!(device, if lbn < SIZE / 2 { 1 } else { 3 }, "block {lbn}");
        answer(&mut world, token);
    }
}

#[test]
fn a_copy_reads_the_member_that_is_named() {
    let mut world = mounted_set(63, &[1, 2, 3], 1);
    feed(&mut world, Input::Steer(Orders { copy_source: CopySource::Member(DeviceId(2)), ..Orders::default() }));
    let members = vec![world.joining(4, Wish::No)];
    let op = world.change_now(0, Change::Join { members }).expect("it joins").copies[0];
    for _ in 0..3 {
        let effects = feed(&mut world, Input::Turn { op, budget: BlockCount(1) });
        let pass = effects.iter().find_map(|effect| match effect {
            Effect::Io { token, op: IoOp::CopyPass { source, .. }, .. } => Some((*token, *source)),
            _ => None,
        });
        let Some((token, source)) = pass else { break };
        assert_eq!(Some(source), world.index(0, 2));
        answer(&mut world, token);
    }
}

#[test]
fn stalled_writes_go_in_their_order_when_the_time_is_over() {
    let mut world = mounted_set(64, &[1, 2], 0);
    let tick = |world: &mut World, now| feed(world, Input::Tick { now: Millis(now), time: VmsTime(1) });
    tick(&mut world, 1_000);
    feed(&mut world, Input::Steer(Orders { stalled_until: Some(Millis(6_000)), ..Orders::default() }));
    for lbn in [5, 9] {
        let effects = feed(&mut world, Input::Write { irp: Irp(lbn), range: LbnRange::new(lbn, 1) });
        assert!(effects.is_empty(), "{effects:?}");
    }
    assert!(!world.nodes[0].unit.is_quiet());
    let (_, token) = read(&mut world, 5);
    answer(&mut world, token);
    assert!(tick(&mut world, 5_999).is_empty());
    let released: Vec<Irp> = tick(&mut world, 6_000)
        .iter()
        .filter_map(|effect| match effect {
            Effect::Io { irp, op: IoOp::Write { .. }, .. } => *irp,
            _ => None,
        })
        .collect();
    assert_eq!(released, [Irp(5), Irp(9)]);
    assert_eq!(world.nodes[0].unit.orders(), Orders::default());
}

#[test]
fn a_dismount_ends_a_stall() {
    let mut world = mounted_set(65, &[1, 2], 0);
    feed(&mut world, Input::Steer(Orders { stalled_until: Some(Millis(u64::MAX)), ..Orders::default() }));
    feed(&mut world, Input::Write { irp: Irp(5), range: LbnRange::new(5, 1) });
    let change = Change::Dismount { minicopy: Wish::No, abort: false };
    let effects = feed(&mut world, Input::Change { ticket: Ticket(999), change });
    assert!(matches!(effects[..], [Effect::Io { irp: Some(Irp(5)), .. }]), "{effects:?}");
}

#[test]
fn a_paused_copy_is_pending_and_goes_on_from_its_fence() {
    let mut world = mounted_set(66, &[1, 2], 1);
    let members = vec![world.joining(3, Wish::No)];
    let op = world.change_now(0, Change::Join { members }).expect("it joins").copies[0];
    world.turn(127);
    world.settle();
    let fence = world.nodes[0].unit.status().copies[0].fence;
    let told = |effects: &[Effect]| effects.iter().any(|e| matches!(e, Effect::Notify(Event::CopySuspended { .. })));
    assert!(told(&feed(&mut world, Input::Pause { op })));
    assert!(!told(&feed(&mut world, Input::Pause { op })), "told once");
    let status = world.nodes[0].unit.status();
    assert_eq!((status.copies[0].active, status.copies[0].fence), (false, fence));
    world.run();
    assert_eq!(world.nodes[0].unit.view().full().len(), 3, "it went on");
}
