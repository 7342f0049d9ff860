//! Active and current system parameters: what SYSGEN and SYSMAN write (shadowing.md 5.8).
//!
//! The active ones are in force; of them only dynamic ones change while the node is up. The node boots with the current
//! ones, which the site keeps.

use std::io;
use std::sync::PoisonError;

use crate::message::{Condition, codes};

use super::Node;
use super::config::{PARAMETERS, Parameters};

/// Keeps a node's current parameters for its next boot.
pub type ParameterKeeper = Box<dyn Fn(&Parameters) -> io::Result<()> + Send + Sync>;

impl Node {
    /// The parameters that the node boots with next time, copied out.
    pub fn current_parameters(&self) -> Parameters {
        self.current.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Who keeps the current parameters; without a keeper they last as long as the node.
    pub fn keep_parameters(&self, keeper: ParameterKeeper) {
        // A node gets one keeper, when it is made.
        let _ = self.keeper.set(keeper);
    }

    /// WRITE CURRENT.
    ///
    /// # Errors
    /// DRVERR when the site cannot keep them; nothing has changed then.
    pub fn write_current(&self, wanted: &Parameters) -> Result<(), Condition> {
        if let Some(keeper) = self.keeper.get() {
            keeper(wanted).map_err(|_| codes::SYSTEM_DRVERR)?;
        }
        *self.current.lock().unwrap_or_else(PoisonError::into_inner) = wanted.clone();
        Ok(())
    }

    /// WRITE ACTIVE: dynamic parameters act at once. Returns the names of those that would have changed and are not
    /// dynamic.
    pub fn write_active(&self, wanted: &Parameters) -> Vec<&'static str> {
        let mut refused = Vec::new();
        self.set_parameters(|active| {
            for parameter in PARAMETERS {
                let value = wanted.get(parameter.name);
                if value == active.get(parameter.name) {
                    continue;
                }
                match value {
                    Some(value) if parameter.dynamic => drop(active.set(parameter.name, value)),
                    _ => refused.push(parameter.name),
                }
            }
        });
        // SHADOW_MAX_COPY may allow more.
        self.look_for_work();
        refused
    }

    /// What booting does to the active parameters.
    pub(super) fn take_current(&self) {
        let current = self.current_parameters();
        self.set_parameters(|active| *active = current);
    }
}
