//! INITIALIZE of one disk or, with /SHADOW, of several alike (commands.md 3).
//!
//! Every disk is checked before any is written. The structure on the volume is `ods2`'s.

use std::sync::Arc;

use crate::message::{Condition, Severity, Status, codes};
use crate::ods2::{InitError, InitOptions, Scb, initialize};
use crate::shadow::Generation;
use crate::storage::BlockFile;

use super::device::fault_status;
use super::examine::Examined;
use super::privileges::Privilege;
use super::request::Requester;
use super::{Device, Disk, Node};

/// Facility number of INIT.
const INIT: u16 = 117;

/// Devices that INITIALIZE/SHADOW takes at most.
const MAX_DEVICES: usize = crate::shadow::MAX_MEMBERS;

/// An INITIALIZE command.
#[derive(Clone, Debug)]
pub struct InitializeRequest {
    /// The disk; with /SHADOW all of them. Logical names have been translated.
    pub devices: Vec<String>,
    /// INITIALIZE/SHADOW.
    pub shadow: bool,
    /// Label, sizes, protection, and what else the volume shall have.
    pub options: InitOptions,
}

impl Node {
    /// Initializes disks.
    ///
    /// # Errors
    /// NOSUCHDEV, DEVMOUNT, WRITLCK, NOPRIV, NOVOLPRO, BADPARAM and what `ods2` refuses, under INIT's name. Nothing is
    /// written then.
    pub fn initialize(&self, request: &InitializeRequest, who: &Requester) -> Result<(), Condition> {
        if request.devices.is_empty() || request.devices.len() > MAX_DEVICES {
            return Err(as_init(codes::SYSTEM_BADPARAM).into());
        }
        if request.shadow {
            who.require(Privilege::Volpro).map_err(relabelled)?;
        }
        let _one_command = self.lock_commands();
        let mut disks: Vec<Arc<Disk>> = Vec::new();
        for name in &request.devices {
            if let Ok(Device::Unit(unit)) = self.find(name)
                && self.lock_usage().set(unit).is_some()
            {
                return Err(as_init(codes::SYSTEM_DEVMOUNT).into());
            }
            let disk = self.disk_named(name).map_err(relabelled)?;
            if disks.iter().any(|other| other.unit_id() == disk.unit_id()) {
                return Err(as_init(codes::SYSTEM_BADPARAM).into());
            }
            self.check_idle(&disk, who)?;
            disks.push(disk);
        }
        let files = disks.iter().map(|disk| disk.file().map_err(|fault| as_init(fault_status(&fault)).into()));
        let files: Vec<Arc<dyn BlockFile>> = files.collect::<Result<_, Condition>>()?;
        for (disk, file) in disks.iter().zip(&files) {
            if file.is_read_only() {
                return Err(as_init(codes::SYSTEM_WRITLCK).into());
            }
            let owner = Examined::new(disk).owner();
            let own = owner.is_none_or(|owner| owner == who.uic);
            if !own && !who.has(Privilege::Volpro) {
                return Err(as_init(codes::SYSTEM_NOPRIV).into());
            }
        }
        let least = files.iter().map(|file| file.size()).min();
        let size = request.options.size.or(least);
        if size > least || request.options.limit.is_some_and(|limit| Some(limit) < size) {
            return Err(as_init(codes::SYSTEM_BADPARAM).into());
        }
        self.changed();
        let files: Vec<&dyn BlockFile> = files.iter().map(AsRef::as_ref).collect();
        let done = initialize(&files, &request.options).map_err(|error| init_condition(&error));
        disks.iter().for_each(|disk| disk.count_operation());
        self.around.command_took(disks.iter().map(|disk| disk.faults().delay()).max().unwrap_or(0));
        done?;
        disks.iter().for_each(|disk| self.forget_torn_disk(disk));
        if request.shadow { self.make_alike(&disks) } else { Ok(()) }
    }

    /// INITIALIZE/SHADOW: the disks get one generation, so that a set of them is formed without a copy. They belong to no
    /// virtual unit yet.
    fn make_alike(&self, disks: &[Arc<Disk>]) -> Result<(), Condition> {
        let generation = Generation::ZERO.next(self.clock().now()).0;
        for disk in disks {
            let examined = Examined::new(disk);
            if let (Some(scb), Some(lbn)) = (examined.scb(), examined.scb_lbn()) {
                let scb = Scb { generation, ..scb.clone() };
                disk.write_durable(lbn, &scb.encode()).map_err(|fault| as_init(fault_status(&fault)))?;
            }
        }
        Ok(())
    }

    fn check_idle(&self, disk: &Disk, who: &Requester) -> Result<(), Condition> {
        if !self.device_protections.let_allocate(disk.name(), who) {
            return Err(as_init(codes::SYSTEM_NOPRIV).into());
        }
        let usage = self.lock_usage();
        let Some(entry) = usage.disks.get(&disk.unit_id()) else { return Ok(()) };
        if entry.using.is_some() {
            return Err(as_init(codes::SYSTEM_DEVMOUNT).into());
        }
        if entry.unavailable {
            return Err(as_init(codes::SYSTEM_DEVOFFLINE).into());
        }
        match &entry.owner {
            Some(owner) if !self.is_of_job(owner, who) => Err(as_init(codes::SYSTEM_DEVALLOC).into()),
            _ => Ok(()),
        }
    }
}

fn as_init(status: Status) -> Status {
    status.relabel(INIT, Severity::Severe)
}

fn relabelled(condition: Condition) -> Condition {
    Condition { status: as_init(condition.status), ..condition }
}

/// What INITIALIZE says of options that the disk does not allow.
fn init_condition(error: &InitError) -> Condition {
    match error {
        InitError::Label | InitError::UserName => as_init(codes::SYSTEM_BADPARAM).into(),
        InitError::Windows => codes::INIT_BADWINDOWS.into(),
        InitError::Cluster => codes::INIT_CLUSTER.into(),
        InitError::MaximumFiles => codes::INIT_BADMAXIMUM.into(),
        InitError::Headers => codes::INIT_BADHEADERS.into(),
        InitError::Directories => codes::INIT_BADDIRECTORIES.into(),
        InitError::IndexPlace => codes::INIT_BADRANGE.into(),
        InitError::Size | InitError::TooSmall => codes::INIT_ALLOCFAIL.into(),
        InitError::Storage(_, fault) => as_init(fault_status(fault)).into(),
    }
}
