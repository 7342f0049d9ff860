//! Looking at disks before anything is decided: home block, label, storage control block, as they are on the medium.
//!
//! Reads only. What is found is the basis of a plan; a commit looks again where it matters.

use std::sync::Arc;

use crate::blocks::{BlockCount, Lbn};
use crate::message::{Status, codes};
use crate::ods2::{OpenError, Scb, Volume};
use crate::shadow::{Candidate, DeviceId, Generation, ScbRead, UnitNumber};
use crate::storage::{BlockFile, FaultKind};

use super::device::{Disk, fault_status};
use super::scb::fields;
use super::uic::Uic;

/// A disk as it was when it was looked at.
#[derive(Clone, Debug)]
pub(super) struct Examined {
    /// The disk.
    pub disk: Arc<Disk>,
    /// Its block file; `None` when it cannot be reached.
    pub file: Option<Arc<dyn BlockFile>>,
    /// Its size in blocks; 0 when it cannot be reached.
    pub size: BlockCount,
    /// The volume on it.
    pub volume: Result<Volume, OpenError>,
}

impl Examined {
    /// Looks at a disk.
    pub fn new(disk: &Arc<Disk>) -> Self {
        let disk = Arc::clone(disk);
        match disk.sound_file() {
            Ok(file) => {
                disk.count_operation();
                let volume = Volume::open(file.as_ref());
                if matches!(volume, Err(OpenError::Storage(_))) {
                    disk.count_error();
                }
                Self { size: file.size(), file: Some(file), volume, disk }
            }
            Err(fault) => Self { size: BlockCount(0), file: None, volume: Err(OpenError::Storage(fault)), disk },
        }
    }

    /// Whether the disk answers.
    pub fn is_online(&self) -> bool {
        self.file.is_some() && !matches!(&self.volume, Err(OpenError::Storage(fault)) if is_lost(fault.kind()))
    }

    /// Label of the volume, without padding; `None` without a Files-11 volume.
    pub fn label(&self) -> Option<&str> {
        self.volume.as_ref().ok().map(Volume::label)
    }

    /// Owner of the volume.
    pub fn owner(&self) -> Option<Uic> {
        self.volume.as_ref().ok().map(|volume| Uic::from_longword(volume.home.owner.0))
    }

    /// The storage control block; `None` when there is none or it is torn.
    pub fn scb(&self) -> Option<&Scb> {
        self.volume.as_ref().ok()?.scb.as_ref()
    }

    /// Where the storage control block lies.
    pub fn scb_lbn(&self) -> Option<Lbn> {
        self.volume.as_ref().ok()?.scb_lbn()
    }

    /// Shadowing generation; 0 when the disk is no former member.
    pub fn generation(&self) -> Generation {
        self.scb().map_or(Generation::ZERO, |scb| Generation(scb.generation))
    }

    /// The storage control block as formation wants it.
    pub fn scb_read(&self) -> ScbRead {
        match &self.volume {
            _ if !self.is_online() => ScbRead::Offline,
            Err(OpenError::Storage(_)) => ScbRead::Unreadable,
            Err(_) => ScbRead::Absent,
            Ok(Volume { scb: Some(scb), .. }) => ScbRead::Valid(fields(scb)),
            Ok(Volume { bitmap_file: Some(_), .. }) => ScbRead::Torn,
            Ok(_) => ScbRead::Absent,
        }
    }

    /// The disk as a candidate for a set.
    pub fn candidate(&self, named: bool, label: Option<&str>, read_cost: u32, site: u32) -> Candidate {
        Candidate {
            device: DeviceId(self.disk.unit_id()),
            named,
            size: self.size,
            scb: self.scb_read(),
            label_matches: label.is_none_or(|label| self.label() == Some(label)),
            read_cost,
            site,
        }
    }

    /// Whether its storage control block names this virtual unit.
    pub fn names_unit(&self, unit: u16) -> bool {
        self.scb().is_some_and(|scb| fields(scb).unit == UnitNumber(u32::from(unit)))
    }

    /// Why there is no volume to mount, as MOUNT reports it.
    pub fn refusal(&self) -> Option<Status> {
        Some(match self.volume.as_ref().err()? {
            OpenError::Storage(fault) => fault_status(fault),
            OpenError::NoHomeBlock | OpenError::IndexHeader => codes::SYSTEM_NOHOMEBLK,
            OpenError::Level(_) => codes::SYSTEM_FILESTRUCT,
        })
    }
}

fn is_lost(kind: FaultKind) -> bool {
    matches!(kind, FaultKind::Lost | FaultKind::Truncated | FaultKind::NotAnImage)
}
