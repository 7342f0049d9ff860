//! The shadowing core under an engine in memory: whole paths, two nodes, and every order of events.

mod barriers;
mod copies;
mod growth;
mod members;
mod merges;
pub mod world;
mod world_check;
mod world_io;
