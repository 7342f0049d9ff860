//! The deterministic simulator of the shadowing core: another engine that performs effects on disks in memory.
//!
//! Owns that engine, the oracle that judges it, and the lives that it is put through: random requests, commands, faults,
//! crashes and restarts, every one of them following from a seed. It holds the same units and admission queue as the real
//! engine; nothing in the core is different. Imports `shadow`, `message`, `blocks` and `clock` (types only), does no I/O
//! and asks no time.

mod access;
mod check;
mod choice;
mod compare;
mod crash;
mod death;
mod deed;
mod digest;
mod disk;
mod layout;
mod life;
mod link;
mod log;
mod order;
mod request;
mod run;
mod scene;
mod schedule;
mod task;
mod verify;
mod world;

pub use choice::{Choices, Counted};
pub use disk::Disk;
pub use layout::Layout;
pub use life::{Hazards, Life, Setup};
pub use run::{Failure, Recipe, Run, run_again, shrink, simulate};
pub use schedule::{Pace, Stopped};
pub use world::{Node, UNIT, World};
