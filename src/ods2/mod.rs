//! Files-11 ODS-2 structures: home block, index file, storage bitmap, storage control block.
//!
//! Owns the layout of a volume: typed encoding and decoding of every structure, INITIALIZE, opening a volume, and an
//! independent checker. Reads and writes block files; knows nothing of devices, members or commands. Arbitrary bytes
//! on a disk give errors, never a panic.

pub mod attributes;
mod bitmap;
mod bytes;
pub mod directory;
mod grow;
pub mod header;
pub mod home;
mod init;
mod layout;
mod limit;
mod map;
mod rebuild;
mod rename;
pub mod scb;
pub mod security;
mod verify;
mod volume;
mod volume_set;

pub use attributes::RecordAttributes;
pub use bitmap::{MAX_CLUSTERS, StorageBitmap};
pub use bytes::Block;
pub use grow::GrowError;
pub use header::{FileHeader, FileId};
pub use home::{HomeBlock, HomeError, Uic};
pub use init::{HomePlaces, IndexPlace, InitError, InitOptions, initialize};
pub use limit::LimitError;
pub use scb::{DeviceCode, Geometry, MAX_MEMBERS, Scb, ScbError, ScbMember};
pub use verify::{Finding, verify};
pub use volume::{OpenError, Volume};
pub use volume_set::MAX_VOLUMES;

#[cfg(test)]
mod tests;
