//! SIMULATE, the one verb that is ours: loads whose every block can be proven, single writes and reads, comparisons,
//! the virtual clock, and the explanation of the last copy.
//!
//! It works on a node through the node's own requests, like any application; it decides nothing about shadowing.

mod block;
pub mod dump;
mod pattern;
mod random;

pub use block::{LoadedBlock, Proof};
pub use pattern::{Operation, Pattern, Shape};
pub use random::Random;

/// The continuous loads of a node.
#[derive(Debug, Default)]
pub struct Loads;
