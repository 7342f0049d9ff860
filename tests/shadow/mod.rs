//! The shadowing core under the simulator's engine: scripted paths, every block live, in any order of events.

mod barriers;
mod copies;
mod deaths;
mod growth;
mod members;
mod merges;
mod steering;
mod verification;

use dclshadow::blocks::Lbn;
use dclshadow::shadow::{Change, Wish};
use dclshadow::simulator::{Choices, Layout, World};

/// Blocks of the set; the last range is short.
const SIZE: u64 = 127 * 2 + 30;

/// Where the SCB lies.
const SCB_LBN: Lbn = Lbn(129);

fn layout() -> Layout {
    Layout::every_block(SIZE, SCB_LBN)
}

/// Disks with different garbage on them, nothing mounted.
fn new_world(seed: u64, disks: u64) -> World {
    World::new(Choices::seeded(seed), layout(), disks)
}

/// A running set of these disks, the first one being the source, all copied.
fn mounted_set(seed: u64, devices: &[u64], spare: u64) -> World {
    World::mounted_set(seed, layout(), devices, spare)
}

const DISMOUNT: Change = Change::Dismount { minicopy: Wish::No, abort: false };

/// The same with a second node.
fn two_nodes(seed: u64) -> World {
    let mut world = mounted_set(seed, &[1, 2], 1);
    let other = world.add_node(7);
    let nodes = world.mounted_ids();
    world.change_now(other, Change::Mount { nodes }).expect("the second node mounts it");
    world
}
