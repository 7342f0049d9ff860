//! The disks of a node: names, image files, counters, and who uses them.
//!
//! Owns opening an image at its first use and counting operations and errors. Knows nothing of volumes' contents; what
//! a disk is used for is decided by MOUNT and DISMOUNT.

use std::collections::HashMap;
use std::fmt;
use std::sync::atomic::{AtomicBool, AtomicU8, AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use crate::blocks::{BLOCK_BYTES, BlockCount, Lbn, LbnRange};
use crate::message::{Condition, Status, codes};

use crate::storage::{BlockFile, Fault, FaultKind, Identity, Injected, Switchboard, WriteWay};

use super::config::{DeviceName, DiskConfig};
use super::device_name::{TypedName, sort_key, unit_id};
use super::views::Geometry;

/// Opens the block file of a disk. The site provides it: it knows where images are and what a RAM disk holds.
pub type Opener = Box<dyn Fn(&DiskConfig) -> Result<Arc<dyn BlockFile>, Fault> + Send + Sync>;

/// A disk of the node.
pub struct Disk {
    name: DeviceName,
    config: DiskConfig,
    unit_id: u64,
    opener: Arc<Opener>,
    file: Mutex<Option<Arc<dyn BlockFile>>>,
    /// SIMULATE FAULT.
    faults: Arc<Switchboard>,
    /// The file that is open, or was last: what a disk that is back must still be.
    opened: Mutex<Option<Identity>>,
    /// [`Absence`] as its last fault shows it.
    absence: AtomicU8,
    /// The loss of its open file has been seen.
    missed: AtomicBool,
    /// Its last fault.
    last_fault: Mutex<Option<FaultKind>>,
    operations: AtomicU64,
    errors: AtomicU64,
}

/// Whether a disk is there, by its last fault.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Absence {
    /// Its last fault, if any, was of another sort.
    None = 0,
    /// It does not answer.
    Lost = 1,
    /// It refuses to be written.
    Locked = 2,
}

/// What a look at a disk that was away finds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Presence {
    /// Still away.
    Away,
    /// Back, with the file that it had.
    Back,
    /// Another file is in its place.
    Other,
}

impl fmt::Debug for Disk {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Disk").field("name", &self.name.as_str()).finish_non_exhaustive()
    }
}

impl Disk {
    fn new(config: DiskConfig, opener: Arc<Opener>) -> Self {
        Self {
            name: config.device.clone(),
            unit_id: unit_id(&config.device),
            config,
            opener,
            file: Mutex::new(None),
            faults: Arc::default(),
            opened: Mutex::new(None),
            absence: AtomicU8::new(0),
            missed: AtomicBool::new(false),
            last_fault: Mutex::new(None),
            operations: AtomicU64::new(0),
            errors: AtomicU64::new(0),
        }
    }

    /// Name without underscore and colon.
    pub fn name(&self) -> &str {
        self.name.as_str()
    }

    /// What the site's configuration says.
    pub fn config(&self) -> &DiskConfig {
        &self.config
    }

    /// The quadword that names the disk in storage control blocks; its number in the slot file too.
    pub fn unit_id(&self) -> u64 {
        self.unit_id
    }

    /// Allocation class; 0 for none.
    pub fn allocation_class(&self) -> u32 {
        self.name.allocation_class()
    }

    /// The host in parentheses: the configured one, else `node`, for a disk with an allocation class that is no RAM
    /// disk (shadowing.md 3.1).
    pub fn host(&self, node: &str) -> Option<String> {
        let configured = self.config.host.as_ref().map(ToString::to_string);
        configured.or_else(|| (self.allocation_class() > 0 && !self.config.is_ram()).then(|| node.to_owned()))
    }

    /// The device type of SHOW DEVICE/FULL.
    pub fn device_type(&self) -> String {
        let by_kind = match self.name.device_code() {
            "MD" => "RAM Disk",
            "DG" => "HSV210",
            "DU" => "RA92",
            "DI" => "RF74",
            _ => "Generic SCSI disk",
        };
        self.config.device_type.clone().unwrap_or_else(|| by_kind.to_owned())
    }

    /// The faults that it meets.
    pub fn faults(&self) -> &Switchboard {
        &self.faults
    }

    /// The block file, opened now if it was not. A failure counts as an error of the device.
    pub fn file(&self) -> Result<Arc<dyn BlockFile>, Fault> {
        if self.faults.is_offline() {
            let fault = Fault::new(FaultKind::Lost, format!("{}: the disk is offline", self.name.as_str()));
            self.note_absence(&fault);
            return Err(fault);
        }
        let mut file = self.file.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(open) = &*file {
            return Ok(Arc::clone(open));
        }
        match (self.opener)(&self.config) {
            Ok(opened) => {
                *self.opened.lock().unwrap_or_else(PoisonError::into_inner) = opened.opened();
                let seen: Arc<dyn BlockFile> = Arc::new(Injected::new(opened, Arc::clone(&self.faults)));
                Ok(Arc::clone(file.insert(seen)))
            }
            Err(fault) => {
                self.note_fault(&fault);
                Err(fault)
            }
        }
    }

    /// As [`Disk::file`], opened anew where the open one has failed: it fails for good, and the disk may be there again.
    pub fn sound_file(&self) -> Result<Arc<dyn BlockFile>, Fault> {
        let open = self.file.lock().unwrap_or_else(PoisonError::into_inner).clone();
        if !self.faults.is_offline() && open.is_some_and(|file| file.check().is_err()) {
            self.close();
        }
        self.file()
    }

    /// Closes the block file, so that the next use opens it again: a disk that was lost may be back.
    pub fn close(&self) {
        *self.file.lock().unwrap_or_else(PoisonError::into_inner) = None;
    }

    /// Size in blocks; the configured size when the image cannot be opened.
    pub fn size(&self) -> BlockCount {
        self.file().map(|file| file.size()).ok().or(self.config.blocks).unwrap_or_default()
    }

    /// Geometry as the driver reports it.
    pub fn geometry(&self) -> Geometry {
        let crate::ods2::Geometry { sectors, tracks, cylinders } = crate::ods2::Geometry::for_size(self.size());
        Geometry { sectors, tracks, cylinders }
    }

    /// Reads blocks.
    pub fn read(&self, range: LbnRange, buffer: &mut [u8]) -> Result<(), Fault> {
        self.counted(self.file()?.read(range, buffer))
    }

    /// Stores blocks through the descriptor.
    pub fn write(&self, range: LbnRange, data: &[u8]) -> Result<(), Fault> {
        self.counted(self.file()?.write(range, data, WriteWay::Descriptor))
    }

    /// Stores one block durably: storage control blocks.
    pub fn write_durable(&self, lbn: Lbn, block: &[u8; BLOCK_BYTES]) -> Result<(), Fault> {
        self.counted(self.file()?.write_durable(lbn, block))
    }

    /// Stores one block that the next flush makes durable.
    pub fn write_early(&self, lbn: Lbn, block: &[u8; BLOCK_BYTES]) -> Result<(), Fault> {
        self.counted(self.file()?.write_early(lbn, block))
    }

    /// Makes what was stored survive a power loss, and checks that the file is still the one that was opened.
    pub fn flush(&self) -> Result<(), Fault> {
        self.counted(self.file()?.flush())
    }

    /// Operations since the node was booted.
    pub fn operations(&self) -> u64 {
        self.operations.load(Ordering::Relaxed)
    }

    /// Errors since the node was booted.
    pub fn errors(&self) -> u64 {
        self.errors.load(Ordering::Relaxed)
    }

    /// Counts one operation.
    pub fn count_operation(&self) {
        self.operations.fetch_add(1, Ordering::Relaxed);
    }

    /// SET SHADOW/RESET_COUNTERS.
    pub fn reset_operations(&self) {
        self.operations.store(0, Ordering::Relaxed);
    }

    /// SET DEVICE/RESET=ERROR_COUNT.
    pub fn reset_errors(&self) {
        self.errors.store(0, Ordering::Relaxed);
    }

    /// Counts one error.
    pub fn count_error(&self) {
        self.errors.fetch_add(1, Ordering::Relaxed);
    }

    /// Counts an error and notes whether it means that the disk is away.
    pub fn note_fault(&self, fault: &Fault) {
        self.count_error();
        self.note_absence(fault);
        *self.last_fault.lock().unwrap_or_else(PoisonError::into_inner) = Some(fault.kind());
    }

    fn note_absence(&self, fault: &Fault) {
        let absence = match fault.kind() {
            FaultKind::Lost => Absence::Lost,
            FaultKind::ReadOnly => Absence::Locked,
            _ => Absence::None,
        };
        self.absence.store(absence as u8, Ordering::SeqCst);
    }

    /// What its last fault says about where it is.
    pub fn absence(&self) -> Absence {
        match self.absence.load(Ordering::SeqCst) {
            1 => Absence::Lost,
            2 => Absence::Locked,
            _ => Absence::None,
        }
    }

    /// What kind of fault it met last.
    pub fn last_fault(&self) -> Option<FaultKind> {
        *self.last_fault.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// What is wrong with the open file of the disk, if that is news: it was deleted, replaced or cut short.
    pub fn new_loss(&self) -> Option<Fault> {
        if self.faults.is_offline() {
            return None;
        }
        let open = self.file.lock().unwrap_or_else(PoisonError::into_inner).clone();
        let fault = open?.check().err();
        let was_missed = self.missed.swap(fault.is_some(), Ordering::Relaxed);
        let fault = fault.filter(|_| !was_missed)?;
        self.note_fault(&fault);
        Some(fault)
    }

    /// Looks whether a disk that was away is back, and opens its file anew where the old one has failed.
    pub fn probe(&self) -> Presence {
        if self.faults.is_offline() {
            return Presence::Away;
        }
        let mut file = self.file.lock().unwrap_or_else(PoisonError::into_inner);
        let usable = |file: &dyn BlockFile| self.absence() != Absence::Locked || !file.is_read_only();
        if let Some(open) = file.as_ref().filter(|open| open.check().is_ok()) {
            return if usable(open.as_ref()) { Presence::Back } else { Presence::Away };
        }
        let Ok(found) = (self.opener)(&self.config) else { return Presence::Away };
        let place = |identity: Identity| (identity.device, identity.inode, identity.bytes);
        let before = self.opened.lock().unwrap_or_else(PoisonError::into_inner).map(place);
        if before.is_none() || found.identity().ok().map(place) != before {
            return Presence::Other;
        }
        if found.check().is_err() || !usable(found.as_ref()) {
            return Presence::Away;
        }
        *file = Some(Arc::new(Injected::new(found, Arc::clone(&self.faults))));
        Presence::Back
    }

    fn counted<T>(&self, result: Result<T, Fault>) -> Result<T, Fault> {
        self.count_operation();
        if let Err(fault) = &result {
            self.note_fault(fault);
        }
        result
    }
}

/// The status of a fault of a block file, as a driver would report it.
pub fn fault_status(fault: &Fault) -> Status {
    match fault.kind() {
        FaultKind::NoSpace | FaultKind::Io | FaultKind::NotAnImage => codes::SYSTEM_DRVERR,
        FaultKind::Truncated | FaultKind::Lost => codes::SYSTEM_MEDOFL,
        FaultKind::OutOfRange => codes::SYSTEM_IVADDR,
        FaultKind::ReadOnly => codes::SYSTEM_WRITLCK,
    }
}

/// The status of a fault that a read met: a block that cannot be read is a parity error.
pub fn read_status(fault: &Fault) -> Status {
    match fault.kind() {
        FaultKind::Io => codes::SYSTEM_PARITY,
        _ => fault_status(fault),
    }
}

/// All disks of the node, by name and in the order of lists.
#[derive(Debug)]
pub struct DiskTable {
    disks: Vec<Arc<Disk>>,
    by_name: HashMap<String, usize>,
    by_id: HashMap<u64, usize>,
}

impl DiskTable {
    /// The disks that `configs` names; opens none.
    pub fn new(configs: &[DiskConfig], opener: Opener) -> Self {
        let opener = Arc::new(opener);
        let mut configs = configs.to_vec();
        configs.sort_by_cached_key(|config| sort_key(&config.device));
        let disks: Vec<_> =
            configs.into_iter().map(|config| Arc::new(Disk::new(config, Arc::clone(&opener)))).collect();
        let by_name = disks.iter().enumerate().map(|(at, disk)| (disk.name().to_owned(), at)).collect();
        let by_id = disks.iter().enumerate().map(|(at, disk)| (disk.unit_id(), at)).collect();
        Self { disks, by_name, by_id }
    }

    /// All disks in the order of lists.
    pub fn iter(&self) -> impl Iterator<Item = &Arc<Disk>> {
        self.disks.iter()
    }

    /// The disk with that full name, without underscore and colon.
    pub fn named(&self, name: &str) -> Option<&Arc<Disk>> {
        self.by_name.get(name).map(|&at| &self.disks[at])
    }

    /// The disk that a storage control block names.
    pub fn with_id(&self, id: u64) -> Option<&Arc<Disk>> {
        self.by_id.get(&id).map(|&at| &self.disks[at])
    }

    /// The disk that a typed name stands for. A name without allocation class or node also finds the first disk with
    /// that type, controller and unit; `node$` finds this node's disks.
    pub fn find(&self, typed: &TypedName, node: &str) -> Option<&Arc<Disk>> {
        let name = typed.complete()?;
        self.named(&name).or_else(|| {
            let own = typed.prefix.strip_suffix('$') == Some(node);
            let rest = &name[typed.prefix.len()..];
            let same = |disk: &&Arc<Disk>| disk.name().rsplit('$').next() == Some(rest);
            (typed.prefix.is_empty() || own).then(|| self.disks.iter().find(same)).flatten()
        })
    }
}

/// The refusal for a name that is no device's, as the system reports it.
pub fn no_such_device() -> Condition {
    codes::SYSTEM_NOSUCHDEV.into()
}
