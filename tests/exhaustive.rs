//! Every order of events of very small histories: a copy with writers, a failing device at any point, a repair beside a
//! copier, two nodes and a bitmap. Three ranges with one live block each.
//!
//! `DCLSHADOW_EXHAUSTIVE_RUNS=n` allows more orders than the usual bound.

use dclshadow::blocks::{Lbn, LbnRange};
use dclshadow::shadow::{Change, Wish};
use dclshadow::simulator::{Choices, Counted, Layout, World};

/// Orders that are tried in a test run at most.
const RUNS: u64 = 60_000;

fn bound() -> u64 {
    std::env::var("DCLSHADOW_EXHAUSTIVE_RUNS").ok().and_then(|text| text.parse().ok()).unwrap_or(RUNS)
}

/// Runs the history in every order: `begin` is run by a seed, `history` by counting, and the end by a seed again. Whether
/// all orders were tried within the bound.
fn every_order(name: &str, begin: impl Fn() -> World, history: impl Fn(&mut World)) -> bool {
    let mut counted = Counted::default();
    for run in 1..=bound() {
        let mut world = begin();
        world.choices = Choices::Counted(std::mem::take(&mut counted));
        let result = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| history(&mut world)));
        let Choices::Counted(back) = std::mem::replace(&mut world.choices, Choices::seeded(run)) else {
            unreachable!("nobody changes the source")
        };
        counted = back;
        let result = result.and_then(|()| {
            std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| {
                (1..=world.disks().len() as u64).for_each(|device| world.disk_mut(device).repair());
                world.run();
                world.check_quiet();
            }))
        });
        if let Err(panic) = result {
            println!("{name}: run {run}, choices {:?}", counted.taken());
            std::panic::resume_unwind(panic);
        }
        if !counted.advance() {
            println!("{name}: all {run} orders");
            return true;
        }
    }
    println!("{name}: {} orders, not all", bound());
    false
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

/// Steps until nothing is pending; before each, `Some` fault may happen once.
fn settle_with(world: &mut World, mut fault: Option<&dyn Fn(&mut World)>) {
    loop {
        if let Some(happens) = fault
            && world.choices.below(2) == 1
        {
            happens(world);
            fault = None;
        }
        if !world.step() {
            return;
        }
    }
}

#[test]
fn exh_i03_a_copy_and_two_writes_of_one_block() {
    assert!(every_order("copy, two writes", copying, |world| {
        world.turn(1);
        world.write(0, block(0));
        world.write(0, block(0));
        settle_with(world, None);
    }));
}

#[test]
fn exh_i02_a_copy_of_three_ranges_and_a_write() {
    for range in 0..3 {
        assert!(every_order("copy, one write", copying, |world| {
            world.turn(300);
            world.write(0, block(range));
            settle_with(world, None);
        }));
    }
}

#[test]
fn exh_i12_a_write_and_a_device_that_fails_at_any_point() {
    for broken in [1, 2] {
        let whole = every_order(
            "write, failing device",
            || set(&[1, 2], 0),
            |world| {
                world.write(0, block(1));
                world.read(0, block(1));
                settle_with(world, Some(&|world| world.disk_mut(broken).broken = true));
            },
        );
        assert!(whole);
    }
}

#[test]
fn exh_i22_a_copy_end_and_a_device_that_fails_at_any_point() {
    for broken in [1, 2] {
        every_order("copy end, failing device", copying, |world| {
            world.turn(300);
            settle_with(world, Some(&|world| world.disk_mut(broken).broken = true));
        });
    }
}

#[test]
fn exh_i06_two_nodes_a_bitmap_and_a_write_on_each() {
    let two = || {
        let mut world = set(&[1, 2], 0);
        world.add_node(1);
        let nodes = world.mounted_ids();
        world.change_now(1, Change::Mount { nodes }).expect("it is mounted on both");
        world.settle();
        world
    };
    every_order("split beside writes", two, |world| {
        let members = world.index(0, 2).expect("a member").mask();
        world.write(1, block(0));
        world.change(0, Change::Remove { members, bitmap: Wish::Required, forced: false });
        world.write(1, block(0));
        settle_with(world, None);
    });
}

#[test]
fn exh_i16_a_repair_beside_a_copier_and_a_reader() {
    let unequal = || {
        let mut world = set(&[1, 2], 1);
        world.disk_mut(2).blocks[1] = 5_000_000;
        world.accept(Lbn(127), 5_000_000);
        world.change_now(0, Change::DemandMerge).expect("a merge is demanded");
        let members = vec![world.joining(3, Wish::No)];
        world.change_now(0, Change::Join { members }).expect("it joins");
        world.settle();
        world
    };
    every_order("repair, copier, reader", unequal, |world| {
        world.read(0, block(1));
        world.turn(300);
        settle_with(world, None);
    });
}

#[test]
fn exh_i17_a_merge_a_reader_and_a_writer() {
    let unequal = || {
        let mut world = set(&[1, 2], 0);
        world.disk_mut(2).blocks[1] = 5_000_000;
        world.accept(Lbn(127), 5_000_000);
        world.change_now(0, Change::DemandMerge).expect("a merge is demanded");
        world.settle();
        world
    };
    every_order("merge, reader, writer", unequal, |world| {
        world.turn(300);
        world.read(0, block(1));
        world.write(0, block(1));
        settle_with(world, None);
    });
}
