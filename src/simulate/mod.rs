//! SIMULATE, the one verb that is ours: loads whose every block can be proven, single writes and reads, comparisons,
//! the virtual clock, and the explanation of the last copy.
//!
//! It works on a node through the node's own requests, like any application; it decides nothing about shadowing.

pub mod access;
mod block;
pub mod compare;
pub mod dump;
pub mod explain;
pub mod load;
mod pattern;
mod random;
mod time;

pub use block::{LoadedBlock, Proof};
pub use load::Loads;
pub use pattern::{Operation, Pattern, Shape};
pub use random::Random;
pub use time::{pass, wait_for_writes};
