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

use std::sync::Arc;

use crate::clock::Clock;
use names::SharedNames;

/// A node that is up, shared by everything that runs on it.
#[derive(Debug)]
pub struct Node {
    name: String,
    clock: Arc<Clock>,
    names: SharedNames,
}

impl Node {
    /// SCS node name.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The clock.
    pub fn clock(&self) -> &Arc<Clock> {
        &self.clock
    }

    /// The node's shareable logical names.
    pub fn names(&self) -> &SharedNames {
        &self.names
    }
}
