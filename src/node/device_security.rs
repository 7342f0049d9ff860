//! Owner and protection of devices that hold no mounted Files-11 volume: SET PROTECTION/DEVICE.
//!
//! Four bits of each category: read, write, physical, logical. What nobody has set is as the drivers have it, and bounds
//! nobody. Kept while the site is suspended, gone with a boot.

use std::collections::BTreeMap;
use std::sync::{Mutex, MutexGuard, PoisonError};

use super::protection::{Security, Subject};
use super::request::Requester;
use super::uic::Uic;

/// Bits of a category of the mask that let a process allocate a device: read and write.
const TO_ALLOCATE: u16 = 3;

/// A disk: `S:RWPL,O:RWPL,G:R,W`.
pub const DISK: Security = Security { owner: Uic::SYSTEM, protection: 0xFE00 };
/// A terminal or another device: `S:RWPL,O:RWPL,G,W`.
pub const OTHER: Security = Security { owner: Uic::SYSTEM, protection: 0xFF00 };

/// What was set, by device name without underscore and colon.
#[derive(Debug, Default)]
pub(super) struct DeviceProtections(Mutex<BTreeMap<String, Security>>);

impl DeviceProtections {
    fn lock(&self) -> MutexGuard<'_, BTreeMap<String, Security>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// What was set for a device.
    pub fn get(&self, device: &str) -> Option<Security> {
        self.lock().get(device).copied()
    }

    /// Sets owner and protection of a device.
    pub fn set(&self, device: &str, security: Security) {
        self.lock().insert(device.to_owned(), security);
    }

    /// Whether a process may allocate a device: it is its owner, reads or writes it ($ALLOC).
    pub fn let_allocate(&self, device: &str, who: &Requester) -> bool {
        let subject = Subject { uic: who.uic, privileges: who.privileges };
        self.get(device).is_none_or(|security| security.owner == who.uic || security.grants(subject, TO_ALLOCATE))
    }

    /// All that was set.
    pub fn all(&self) -> Vec<(String, Security)> {
        self.lock().iter().map(|(name, security)| (name.clone(), *security)).collect()
    }
}
