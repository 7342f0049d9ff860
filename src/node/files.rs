//! Which devices hold files that DCL can open, and what a file name means to a process.

use std::collections::BTreeMap;
use std::fmt;
use std::sync::{Arc, PoisonError, RwLock};

use super::Node;
use super::names::Names;
use crate::message::{Condition, codes};
use crate::rms::{EmbeddedFiles, Environment, Equivalence, FileSystem, NullDevice};

/// The device that is the site's host directory.
pub const HOST_DEVICE: &str = "DNFS1";
/// The device of the files that ship inside the program.
pub const SYSTEM_DEVICE: &str = "DNFS2";

/// File systems by device name, without colon. Shared by all processes of a node.
pub struct FileSystems(RwLock<BTreeMap<String, Arc<dyn FileSystem>>>);

impl FileSystems {
    /// The embedded files and the null device.
    pub fn new() -> Self {
        let embedded: Arc<dyn FileSystem> = Arc::new(EmbeddedFiles);
        let null: Arc<dyn FileSystem> = Arc::new(NullDevice);
        let all = [(SYSTEM_DEVICE, embedded), ("NL", Arc::clone(&null)), ("NLA0", null)];
        Self(RwLock::new(all.into_iter().map(|(device, files)| (device.to_owned(), files)).collect()))
    }

    /// Makes the files of a device known; replaces an earlier file system of that device.
    pub fn add(&self, device: &str, files: Arc<dyn FileSystem>) {
        self.0.write().unwrap_or_else(PoisonError::into_inner).insert(device.to_owned(), files);
    }

    /// Forgets the files of a device; open files stay open.
    pub fn remove(&self, device: &str) {
        self.0.write().unwrap_or_else(PoisonError::into_inner).remove(device);
    }

    /// The files of a device.
    pub fn get(&self, device: &str) -> Option<Arc<dyn FileSystem>> {
        self.0.read().unwrap_or_else(PoisonError::into_inner).get(device).cloned()
    }

    /// The devices that hold files, by name.
    pub fn devices(&self) -> Vec<String> {
        self.0.read().unwrap_or_else(PoisonError::into_inner).keys().cloned().collect()
    }
}

impl Default for FileSystems {
    fn default() -> Self {
        Self::new()
    }
}

impl fmt::Debug for FileSystems {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list().entries(self.devices()).finish()
    }
}

/// Finds the files of a device, or says as an RMS status why there are none: DEV for an unknown device, DNR for one
/// that is not mounted.
pub trait FileDevices {
    /// The files of a device, named without colon and underscore.
    fn file_system(&self, device: &str) -> Result<Arc<dyn FileSystem>, Condition>;
}

impl FileDevices for FileSystems {
    fn file_system(&self, device: &str) -> Result<Arc<dyn FileSystem>, Condition> {
        self.get(device).ok_or_else(|| Condition::new(codes::RMS_DEV).then(codes::SYSTEM_NOSUCHDEV))
    }
}

impl FileDevices for Node {
    fn file_system(&self, device: &str) -> Result<Arc<dyn FileSystem>, Condition> {
        if let Some(files) = self.file_systems().get(device) {
            return Ok(files);
        }
        match self.device(device) {
            None => self.file_systems().file_system(device),
            Some(view) if view.mount.is_none() => Err(Condition::new(codes::RMS_DNR).then(codes::SYSTEM_DEVNOTMOUNT)),
            Some(_) => Err(Condition::new(codes::RMS_ACC).then(codes::SYSTEM_UNSUPPORTED)),
        }
    }
}

/// What file names mean to a process: its logical names, its default, the devices of its node.
pub struct FileView<'a> {
    /// The process's logical names.
    pub names: Names<'a>,
    /// Default device and directory, `DNFS1:[000000]`.
    pub default: String,
    /// The node's devices.
    pub devices: &'a dyn FileDevices,
}

impl Environment for FileView<'_> {
    fn translate(&self, name: &str) -> Option<Vec<Equivalence>> {
        let found = self.names.file_dev(name)?;
        let one =
            |t: super::names::Translation| Equivalence { value: t.value, concealed: t.concealed, terminal: t.terminal };
        Some(found.translations.into_iter().map(one).collect())
    }

    fn default_spec(&self) -> String {
        self.default.clone()
    }

    fn file_system(&self, device: &str) -> Result<Arc<dyn FileSystem>, Condition> {
        self.devices.file_system(device)
    }
}
