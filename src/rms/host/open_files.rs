//! Who has which file of the host open, and whether another one may have it too.

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};

use crate::message::{Condition, codes};
use crate::rms::file_system::Access;

/// A file of the host: device and inode number.
pub(super) type HostId = (u64, u64);

/// Who has which file open.
#[derive(Debug, Default)]
pub(super) struct OpenFiles(Mutex<HashMap<HostId, Vec<Access>>>);

impl OpenFiles {
    pub fn admit(&self, file: HostId, wanted: Access) -> Result<(), Condition> {
        let mut open = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let others = open.entry(file).or_default();
        let clash = |one: &Access, other: &Access| {
            let reads = if one.write { other.share_read } else { true };
            (other.write && !one.share_write) || !reads
        };
        if others.iter().any(|other| clash(&wanted, other) || clash(other, &wanted)) {
            return Err(codes::RMS_FLK.into());
        }
        others.push(wanted);
        Ok(())
    }

    /// Who has a file open has another one instead, which took its place.
    pub fn replaced(&self, file: HostId, by: HostId) {
        let mut open = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let moved = open.remove(&file).unwrap_or_default();
        open.entry(by).or_default().extend(moved);
    }

    pub fn leave(&self, file: HostId, access: Access) {
        let mut open = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(others) = open.get_mut(&file) {
            if let Some(at) = others.iter().position(|other| *other == access) {
                others.swap_remove(at);
            }
            if others.is_empty() {
                open.remove(&file);
            }
        }
    }

    pub fn is_open(&self, file: HostId) -> bool {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).contains_key(&file)
    }
}
