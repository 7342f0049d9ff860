//! One node: devices, mounts, logical names, operator messages, and the engine that performs the core's effects.

pub mod config;
pub mod names;
pub mod privileges;
pub mod process;
pub mod uic;
