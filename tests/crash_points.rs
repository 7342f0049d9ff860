//! A crash at every step of scripted histories: the process is killed or the power lost, any of the unflushed blocks stay,
//! SCBs are old, new or torn; then the set is formed again, reads, copies or merges, and the write log judges.
//!
//! `DCLSHADOW_CRASH_SEEDS=n` tries more choices of what stays at each point.

use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};

use dclshadow::blocks::LbnRange;
use dclshadow::shadow::{Change, Wish};
use dclshadow::simulator::{Choices, Layout, Stopped, World};

const DISMOUNT: Change = Change::Dismount { minicopy: Wish::No, abort: false };

/// Choices of what a crash leaves that are tried at each point.
const SEEDS: u64 = 6;

fn seeds() -> u64 {
    std::env::var("DCLSHADOW_CRASH_SEEDS").ok().and_then(|text| text.parse().ok()).unwrap_or(SEEDS)
}

/// Disks 1 and 2 are full members, disk 3 is blank; nothing is flushed that need not be.
fn set(seed: u64) -> World {
    World::mounted_set(seed, Layout::few_blocks(), &[1, 2], 1)
}

fn write(world: &mut World, start: u64, count: u64) {
    world.write(0, LbnRange::new(start, count));
}

fn join(world: &mut World, device: u64, minicopy: Wish) {
    let members = vec![world.joining(device, minicopy)];
    world.change_now(0, Change::Join { members }).expect("it joins");
}

/// Runs the history, with a crash at each of its steps, until it comes to its end.
fn crash_everywhere(name: &str, begin: impl Fn(u64) -> World, history: impl Fn(&mut World)) {
    let mut points = 0;
    for seed in 0..seeds() {
        let mut at = 0;
        loop {
            let mut world = begin(seed);
            world.stop_at = Some(world.steps + at);
            let run = catch_unwind(AssertUnwindSafe(|| history(&mut world)));
            world.stop_at = None;
            match run {
                Ok(()) => break,
                Err(panic) if panic.is::<Stopped>() => {}
                Err(panic) => resume_unwind(panic),
            }
            let judged = catch_unwind(AssertUnwindSafe(|| judge(&mut world, seed ^ at << 8)));
            if let Err(panic) = judged {
                println!("{name}: seed {seed}, crash at step {at}");
                resume_unwind(panic);
            }
            (at, points) = (at + 1, points + 1);
        }
    }
    assert!(points > 10, "{name}: {points} points");
}

/// The crash, and what is left of the set.
fn judge(world: &mut World, seed: u64) {
    world.choices = Choices::seeded(seed);
    match world.choices.below(4) {
        0 => world.crash_twice(),
        how => world.crash(how == 1),
    }
    if world.form_again(0).is_none() {
        return;
    }
    for start in [125, 253] {
        world.read(0, LbnRange::new(start, 3));
    }
    world.settle();
    world.check_quiet();
    // A second crash finds what the first left.
    if world.choices.below(2) == 0 {
        let power = world.choices.below(2) == 0;
        world.crash(power);
        world.form_again(0);
    }
    world.run();
    world.check_quiet();
}

#[test]
fn crash_i12_a_member_fails_under_writes() {
    crash_everywhere("removal", set, |world| {
        write(world, 125, 3);
        write(world, 253, 2);
        world.disk_mut(2).broken = true;
        write(world, 126, 1);
        world.run();
        world.disk_mut(2).broken = false;
        write(world, 125, 2);
        world.run();
    });
}

#[test]
fn crash_i13_members_leave_by_command() {
    crash_everywhere("split", set, |world| {
        write(world, 126, 2);
        drop(world.remove(0, 2, Wish::Required));
        write(world, 125, 3);
        world.run();
    });
}

#[test]
fn crash_i13_a_target_is_removed() {
    crash_everywhere("removed target", set, |world| {
        join(world, 3, Wish::No);
        world.turn(127);
        drop(world.remove(0, 3, Wish::No));
        write(world, 125, 3);
        world.run();
    });
}

#[test]
fn crash_i14_a_copy_ends() {
    crash_everywhere("full copy", set, |world| {
        join(world, 3, Wish::No);
        write(world, 127, 2);
        world.run();
        write(world, 253, 3);
        world.run();
    });
}

#[test]
fn crash_i11_a_member_returns_by_minicopy() {
    crash_everywhere("minicopy", set, |world| {
        drop(world.remove(0, 2, Wish::Required));
        write(world, 253, 2);
        world.run();
        join(world, 2, Wish::Required);
        write(world, 126, 3);
        world.run();
    });
}

#[test]
fn crash_i15_a_merge_runs_and_ends() {
    crash_everywhere("merge", set, |world| {
        world.change_now(0, Change::DemandMerge).expect("a merge is demanded");
        join(world, 3, Wish::No);
        write(world, 125, 3);
        world.run();
    });
}

#[test]
fn crash_i24_a_dismount_and_a_new_mount() {
    crash_everywhere("dismount", set, |world| {
        write(world, 127, 2);
        world.change_now(0, DISMOUNT).expect("it is dismounted");
        world.settle();
        world.reset_node(0, None);
        world.form(0, &[2, 1], Wish::Optional).expect("it is formed");
        write(world, 253, 3);
        world.run();
    });
}

#[test]
fn crash_i24_a_saved_state_goes_on() {
    crash_everywhere("suspend", set, |world| {
        join(world, 3, Wish::No);
        world.turn(127);
        world.settle();
        world.flush(0);
        world.settle();
        let saved = world.nodes[0].unit.save();
        world.reset_node(0, Some(&saved));
        world.change_now(0, Change::Restore).expect("it goes on");
        write(world, 125, 3);
        world.run();
    });
}

#[test]
fn crash_i12_the_first_mount() {
    let blank = |seed: u64| {
        let mut world = World::new(Choices::seeded(seed), Layout::few_blocks(), 3);
        world.add_node(0);
        world.take_as_truth(1);
        world
    };
    crash_everywhere("form", blank, |world| {
        world.form(0, &[1, 2, 3], Wish::No).expect("it is formed");
        write(world, 125, 3);
        world.run();
    });
}
