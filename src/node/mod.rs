//! One node: devices, mounts, logical names, operator messages, and the engine that performs the core's effects.

pub mod config;
pub mod device_name;
pub mod files;
pub mod names;
pub mod operator;
pub mod privileges;
pub mod process;
pub mod request;
pub mod uic;
pub mod views;
