//! The structure of a mounted volume, checked while it is in use: ANALYZE/DISK_STRUCTURE. Changes nothing.

use crate::message::{Condition, codes};
use crate::ods2::{Finding, Volume, verify};
use crate::storage::BlockFile;

use super::device::fault_status;
use super::usage::Using;
use super::{Device, Node};

/// What a check found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CheckedVolume {
    /// What is not as it should be.
    pub findings: Vec<Finding>,
    /// QUOTA.SYS is there.
    pub has_quota_file: bool,
    /// Relative volume number; 0 outside volume sets.
    pub relative_volume: u16,
}

impl Node {
    /// Checks the volume on a mounted device.
    ///
    /// # Errors
    /// NOSUCHDEV, DEVNOTMOUNT; UNSUPPORTED for a member; DEVFOREIGN for what is no Files-11 volume; what a device reports.
    pub fn check_structure(&self, name: &str) -> Result<CheckedVolume, Condition> {
        let device = self.find(name)?;
        let file: std::sync::Arc<dyn BlockFile> = match &device {
            Device::Unit(unit) => {
                let mounted = self.lock_usage().set(*unit).cloned().ok_or(codes::SYSTEM_DEVNOTMOUNT)?;
                std::sync::Arc::new(mounted.file())
            }
            Device::Disk(disk) => match self.lock_usage().using(disk.unit_id()) {
                Some(Using::Volume(_)) => disk.file().map_err(|fault| fault_status(&fault))?,
                Some(Using::Member(_)) => return Err(codes::SYSTEM_UNSUPPORTED.into()),
                None => return Err(codes::SYSTEM_DEVNOTMOUNT.into()),
            },
        };
        let volume = Volume::open(file.as_ref()).map_err(|_| codes::SYSTEM_DEVFOREIGN)?;
        let findings = verify(file.as_ref()).map_err(|fault| fault_status(&fault))?;
        let (has_quota_file, relative_volume) = (volume.has_quota_file, volume.home.relative_volume);
        Ok(CheckedVolume { findings, has_quota_file, relative_volume })
    }
}
