//! The shadowing core under the simulator's engine: scripted paths, every block live, in any order of events.

mod barriers;
mod copies;
mod growth;
mod members;
mod merges;
mod steering;
mod verification;

use dclshadow::blocks::Lbn;
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
