//! One node: devices, mounts, logical names, operator messages, and the engine that performs the core's effects.

pub mod config;
