//! Every order of events of very small histories: a copy with writers, a failing device at any point, a repair beside a
//! copier, two nodes and a bitmap. Three ranges with one live block each.
//!
//! A state that was reached before, by another order, is not gone on from again. `DCLSHADOW_EXHAUSTIVE_RUNS=n` allows more
//! orders than the usual bound, and runs the longer histories.

use std::cell::RefCell;
use std::collections::HashSet;
use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};

use dclshadow::blocks::{Lbn, LbnRange};
use dclshadow::shadow::{Change, Mutated, Mutation, Wish};
use dclshadow::simulator::{Choices, Counted, Layout, World};

/// Orders that are tried in a test run at most.
const RUNS: u64 = 150_000;

fn wanted_runs() -> Option<u64> {
    std::env::var("DCLSHADOW_EXHAUSTIVE_RUNS").ok().and_then(|text| text.parse().ok())
}

/// Whether longer histories are run too.
fn is_long() -> bool {
    wanted_runs().is_some()
}

thread_local! {
    /// States that the history of this test has reached.
    static SEEN: RefCell<HashSet<u64>> = RefCell::default();
}

/// What a run unwinds with that came to a known state.
struct Known;

/// Runs the history in every order: `begin` is run by a seed, `history` by counting, and the end by a seed again. Whether
/// all orders were tried within the bound.
fn every_order(name: &str, begin: impl Fn() -> World, history: impl Fn(&mut World)) -> bool {
    SEEN.with_borrow_mut(HashSet::clear);
    let bound = wanted_runs().unwrap_or(RUNS);
    let (mut counted, mut ends) = (Counted::default(), 0);
    for run in 1..=bound {
        let mut world = begin();
        world.choices = Choices::Counted(std::mem::take(&mut counted));
        let result = catch_unwind(AssertUnwindSafe(|| history(&mut world)));
        let Choices::Counted(back) = std::mem::replace(&mut world.choices, Choices::seeded(run)) else {
            unreachable!("nobody changes the source")
        };
        counted = back;
        let result = match result {
            Err(panic) if panic.is::<Known>() => Ok(()),
            Err(panic) => Err(panic),
            Ok(()) => {
                ends += 1;
                catch_unwind(AssertUnwindSafe(|| {
                    (1..=world.disks().len() as u64).for_each(|device| world.disk_mut(device).repair());
                    world.look_for_members();
                    world.run();
                    world.check_quiet();
                }))
            }
        };
        if let Err(panic) = result {
            println!("{name}: run {run}, choices {:?}", counted.taken());
            resume_unwind(panic);
        }
        if !counted.advance() {
            let states = SEEN.with_borrow(HashSet::len);
            println!("{name}: all orders, {run} runs, {states} states, {ends} ends");
            return true;
        }
    }
    println!("{name}: {bound} runs, {ends} ends, not all orders");
    false
}

/// Ends the run when this state was reached before with as many events still to come.
fn once(world: &World, rest: usize) {
    if world.choices.is_new() && !SEEN.with_borrow_mut(|seen| seen.insert(world.digest() ^ rest as u64)) {
        resume_unwind(Box::new(Known));
    }
}

fn set(members: &[u64], spare: u64) -> World {
    let mut world = World::mounted_set(1, Layout::one_block_each(3), members, spare);
    world.record = false;
    world
}

/// A set with one full member and one target whose copy has not begun.
fn copying() -> World {
    let mut world = set(&[1], 1);
    let members = vec![world.joining(2, Wish::No)];
    world.change_now(0, Change::Join { members }).expect("it joins");
    world.settle();
    world
}

fn block(range: u64) -> LbnRange {
    LbnRange::new(range * 127, 1)
}

/// Something that happens to the world.
type Event<'a> = dyn Fn(&mut World) + 'a;

/// Steps until nothing is pending; the events may happen before any step, in their order, or not.
fn settle_with(world: &mut World, mut events: &[&Event<'_>]) {
    loop {
        once(world, events.len());
        if let Some((first, rest)) = events.split_first()
            && world.choices.below(2) == 1
        {
            first(world);
            events = rest;
        } else if !world.step() {
            return;
        }
    }
}

/// What may happen to a disk.
type Fault = fn(&mut World, u64);

/// Each with its name; the usual run has the first two.
const FAULTS: [(&str, Fault); 4] = [
    ("broken", |world, disk| world.disk_mut(disk).broken = true),
    ("reads", |world, disk| world.disk_mut(disk).reads_broken = true),
    ("scb", |world, disk| world.disk_mut(disk).scb_broken = true),
    ("no space", |world, disk| world.disk_mut(disk).no_space = true),
];

/// Every order of the history with each fault on each of the disks.
fn every_fault(name: &str, disks: &[u64], begin: impl Fn() -> World, history: impl Fn(&mut World)) {
    for disk in disks {
        for (fault, happens) in FAULTS.into_iter().take(if is_long() { FAULTS.len() } else { 2 }) {
            let name = format!("{name}, {fault} {disk}");
            let whole = every_order(&name, &begin, |world| {
                history(world);
                settle_with(world, &[&|world| happens(world, *disk)]);
            });
            assert!(whole, "{name}");
        }
    }
}

/// A set of these members that differ in the middle range; a merge is due.
fn unequal(members: &[u64], spare: u64) -> World {
    let mut world = set(members, spare);
    world.disk_mut(2).blocks[1] = 5_000_000;
    world.accept(Lbn(127), 5_000_000);
    world.change_now(0, Change::DemandMerge).expect("a merge is demanded");
    world.settle();
    world
}

fn join(world: &mut World, device: u64) {
    let members = vec![world.joining(device, Wish::No)];
    world.change_now(0, Change::Join { members }).expect("it joins");
    world.settle();
}

/// The set on two nodes.
fn two_nodes(mut world: World) -> World {
    world.add_node(1);
    let nodes = world.mounted_ids();
    world.change_now(1, Change::Mount { nodes }).expect("it is mounted on both");
    world.settle();
    world
}

#[test]
fn exh_i03_a_copy_and_two_writes_of_one_block() {
    assert!(every_order("copy, two writes", copying, |world| {
        world.turn(1);
        world.write(0, block(0));
        world.write(0, block(0));
        settle_with(world, &[]);
    }));
}

#[test]
fn exh_i02_a_copy_of_three_ranges_and_writes() {
    assert!(every_order("copy, writes", copying, |world| {
        world.turn(300);
        for range in (0..3).step_by(if is_long() { 1 } else { 2 }) {
            world.write(0, block(range));
        }
        settle_with(world, &[]);
    }));
}

#[test]
fn exh_i12_writes_and_a_fault_at_any_point() {
    for (members, faulty) in [(&[1, 2][..], &[1, 2][..]), (&[1, 2, 3], &[2])] {
        every_fault(
            "write, read",
            faulty,
            || set(members, 0),
            |world| {
                world.write(0, block(1));
                world.write(0, block(2));
                world.read(0, block(1));
            },
        );
    }
}

#[test]
fn exh_i12_a_member_goes_away_and_comes_back_at_any_point() {
    for disk in [1, 2] {
        let away = |away: bool| {
            move |world: &mut World| {
                (world.disk_mut(disk).away, world.disk_mut(disk).broken) = (away, away);
                world.look_for_members();
            }
        };
        let whole = every_order(
            "writes, read, away and back",
            || set(&[1, 2], 0),
            |world| {
                world.write(0, block(1));
                world.write(0, block(1));
                world.read(0, block(1));
                settle_with(world, &[&away(true), &away(false)]);
                world.disk_mut(disk).repair();
            },
        );
        assert!(whole);
    }
}

#[test]
fn exh_i22_a_copy_its_end_a_write_and_a_fault_at_any_point() {
    every_fault("copy end, write", &[1, 2], copying, |world| {
        world.turn(300);
        world.write(0, block(2));
    });
    let two_sources = || {
        let mut world = set(&[1, 2], 1);
        join(&mut world, 3);
        world
    };
    every_fault("copy end of three", &[1, 3], two_sources, |world| world.turn(300));
}

#[test]
fn exh_i06_two_nodes_a_bitmap_and_a_write_on_each() {
    let begin = || two_nodes(set(&[1, 2], 0));
    let history = |world: &mut World| {
        let members = world.index(0, 2).expect("a member").mask();
        world.write(1, block(0));
        world.change(0, Change::Remove { members, bitmap: Wish::Required, forced: false });
        world.write(1, block(0));
        world.write(0, block(1));
    };
    every_fault("split beside writes", &[1, 2], begin, history);
}

#[test]
fn exh_i16_a_repair_beside_a_copier_and_a_reader() {
    let begin = || {
        let mut world = unequal(&[1, 2], 1);
        join(&mut world, 3);
        world
    };
    every_fault("repair, copier, reader", &[1, 2, 3], begin, |world| {
        world.read(0, block(1));
        world.turn(if is_long() { 1_000 } else { 300 });
    });
}

#[test]
fn exh_i17_a_merge_a_reader_and_a_writer() {
    let members: [&[u64]; 2] = [&[1, 2], &[1, 2, 3]];
    for members in &members[..if is_long() { 2 } else { 1 }] {
        let faulty: &[u64] = if is_long() { &[1, 2] } else { &[1] };
        every_fault(
            "merge, reader, writer",
            faulty,
            || unequal(members, 0),
            |world| {
                world.turn(1_000);
                world.read(0, block(1));
                world.write(0, block(1));
            },
        );
    }
}

#[test]
fn exh_i16_two_nodes_a_merge_a_reader_and_a_writer() {
    let whole = every_order(
        "merge, reader and writer on two nodes",
        || two_nodes(unequal(&[1, 2], 0)),
        |world| {
            world.turn(1_000);
            world.read(1, block(1));
            world.write(1, block(1));
            settle_with(world, &[]);
        },
    );
    assert!(whole);
}

/// Whether some order of the history is reported with a rule broken.
fn is_reported(mutation: Mutation, begin: impl Fn() -> World, history: impl Fn(&mut World)) -> bool {
    let begin = || begin().breaking(Mutated::by(mutation));
    catch_unwind(AssertUnwindSafe(|| every_order(mutation.name(), begin, history))).is_err()
}

#[test]
fn broken_rules_are_reported() {
    assert!(is_reported(Mutation::NoSecondLook, copying, |world| {
        world.turn(1);
        world.write(0, block(0));
        world.write(0, block(0));
        settle_with(world, &[]);
    }));
    assert!(is_reported(Mutation::TargetsWithSources, copying, |world| {
        world.turn(1);
        world.write(0, block(0));
        settle_with(world, &[]);
    }));
    assert!(is_reported(
        Mutation::RepairWithoutHold,
        || unequal(&[1, 2], 0),
        |world| {
            world.turn(1_000);
            world.write(0, block(1));
            settle_with(world, &[]);
        }
    ));
    assert!(is_reported(
        Mutation::UnmergedRead,
        || unequal(&[1, 2], 0),
        |world| {
            world.read(0, block(1));
            world.read(0, block(1));
            settle_with(world, &[]);
        }
    ));
}
