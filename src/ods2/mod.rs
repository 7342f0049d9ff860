//! Files-11 ODS-2 structures: home block, index file, storage bitmap, storage control block.
//!
//! Owns the layout of a volume: typed encoding and decoding of every structure, INITIALIZE, opening a volume, and an
//! independent checker. Reads and writes block files; knows nothing of devices, members or commands. Arbitrary bytes
//! on a disk give errors, never a panic.

mod bytes;
pub mod home;
pub mod scb;

pub use home::{HomeBlock, HomeError, Uic};
pub use scb::{DeviceCode, Geometry, MAX_MEMBERS, Scb, ScbError, ScbMember};

#[cfg(test)]
mod tests;
