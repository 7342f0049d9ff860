//! The site on the host: a directory that holds everything an emulated cluster is.
//!
//! ```text
//! site.json      configuration, written by people
//! state.json     the suspended cluster, or the mark that a process runs it
//! memory-N.bin   what lives in memory: bitmaps, RAM disks, last SCBs
//! lock  slots    the owner; the torn-block record
//! disks/         images
//! host/          what DCL sees as DNFS1:
//! operator.log   what OPCOM wrote
//! history.log    what sets did since the last save, for EXPLAIN after a crash
//! ```
//!
//! Owns those files except the images' blocks: reads and checks the configuration, keeps two processes apart, publishes
//! a state only by a rename, and decides at start whether a saved state may be used or the last process crashed
//! (`ARCHITECTURE.md`). Never interprets what a node saved, never decides about members of a set.

mod check;
mod choice;
mod cluster;
mod config_file;
mod disks;
mod error;
mod history_file;
mod images;
mod lock;
mod memory;
mod operator_log;
mod parameters;
mod state;
mod template;

use std::fs;
use std::path::{Path, PathBuf};

pub use check::{CheckReport, check};
pub use choice::HostPlaces;
pub use cluster::Cluster;
pub use disks::Disks;
pub use error::SiteError;
pub use images::{ImageRecord, Images};
pub use memory::Memory;
pub use operator_log::OperatorLog;
pub use state::{CrashReason, Mark, NodesText, Start, State};
pub use template::{DEFAULT_TEMPLATE, TEMPLATES, Template};

use crate::node::config::{DiskConfig, SiteConfig};

/// Name of the configuration file; a directory that holds one is a site.
pub const SITE_JSON: &str = "site.json";

/// A site that this process owns until the value is dropped.
#[derive(Debug)]
pub struct Site {
    root: PathBuf,
    config: SiteConfig,
    state: State,
    start: Start,
    _lock: lock::OwnerLock,
}

impl Site {
    /// Makes a site in `root` from a template and leaves it. `root` is created; a directory that is not empty is
    /// refused.
    pub fn create(root: &Path, template: &str) -> Result<(), SiteError> {
        let template = Template::find(template).ok_or_else(|| SiteError::UnknownTemplate(template.to_owned()))?;
        Self::create_from(root, template.json)
    }

    /// Makes a site in `root` from the text of a `site.json`. Its images are created sparse.
    pub fn create_from(root: &Path, json: &str) -> Result<(), SiteError> {
        let config = config_file::parse(json, Path::new(SITE_JSON))?;
        refuse_used_directory(root)?;
        let failed = |path: &Path| SiteError::io("make", path);
        for directory in [root.to_path_buf(), root.join("disks"), root.join("host")] {
            fs::create_dir_all(&directory).map_err(failed(&directory))?;
        }
        images::create_missing(root, &config)?;
        let path = root.join(SITE_JSON);
        fs::write(&path, json).map_err(failed(&path))
    }

    /// Whether the directory holds a site.
    pub fn exists(root: &Path) -> bool {
        root.join(SITE_JSON).is_file()
    }

    /// Takes ownership of the site in `root`: locks it, reads the configuration and the state, and makes the images of
    /// disks that were added to `site.json` since. Nothing on a disk changes.
    pub fn open(root: &Path) -> Result<Self, SiteError> {
        if !Self::exists(root) {
            return Err(SiteError::NoSite(root.to_path_buf()));
        }
        let root = fs::canonicalize(root).map_err(SiteError::io("open", root))?;
        let lock = lock::OwnerLock::take(&root)?;
        let config = config_file::read(&root.join(SITE_JSON))?;
        let (mut state, start) = State::load(&root);
        if start.knows_every_image() {
            images::admit_new(&root, &config, &mut state.images)?;
        }
        let host = root.join("host");
        if !host.is_dir() {
            fs::create_dir_all(&host).map_err(SiteError::io("make", &host))?;
        }
        Ok(Self { root, config, state, start, _lock: lock })
    }

    /// The configuration as read from `site.json`.
    pub fn config(&self) -> &SiteConfig {
        &self.config
    }

    /// The site's directory, absolute.
    pub fn root(&self) -> &Path {
        &self.root
    }

    /// The directory that DCL sees as `DNFS1:`.
    pub fn host_directory(&self) -> PathBuf {
        self.root.join("host")
    }

    /// The torn-block record.
    pub fn slots_path(&self) -> PathBuf {
        self.root.join("slots")
    }

    /// Where OPCOM's messages go.
    pub fn operator_log(&self) -> OperatorLog {
        OperatorLog::new(self.root.join("operator.log"))
    }

    /// The image file of a disk; `None` for a RAM disk.
    pub fn image_path(&self, disk: &DiskConfig) -> Option<PathBuf> {
        disk.image_path().map(|image| self.root.join(image))
    }

    /// What the last process left behind: decided when the site was opened.
    pub fn start(&self) -> &Start {
        &self.start
    }

    /// Number of this run of the site; it grows with every running mark.
    pub fn epoch(&self) -> u64 {
        self.state.epoch
    }

    /// The images that changed behind our back since the state was saved, or that are gone.
    pub fn moved_images(&self) -> Vec<String> {
        self.state.images.moved(&self.root, &self.config)
    }

    /// Publishes the mark that a process runs the site. Must return before an image is opened for writing: from here on,
    /// dying without [`Site::suspend`] is a crash (shadow-core 4.3).
    pub fn mark_running(&mut self) -> Result<(), SiteError> {
        self.state.mark_running(&self.root)
    }

    /// Treats everything that this process did as a crash: [`Site::start`] says so afterwards.
    pub fn crash(&mut self) -> Result<(), SiteError> {
        self.start = self.state.crash(&self.root)?;
        Ok(())
    }

    /// Publishes the suspended cluster: `nodes` is what the nodes saved, `memory` what lives in their memory, `used` the
    /// devices whose images were opened. All data must have been flushed, and no image may be written afterwards.
    pub fn suspend(
        &mut self,
        nodes: &impl serde::Serialize,
        memory: &Memory,
        used: &[String],
    ) -> Result<(), SiteError> {
        self.state.images.note(&self.root, &self.config, used)?;
        self.state.publish(&self.root, nodes, memory)
    }
}

fn refuse_used_directory(root: &Path) -> Result<(), SiteError> {
    match fs::read_dir(root) {
        Ok(mut entries) => match entries.next() {
            Some(_) => Err(SiteError::NotEmpty(root.to_path_buf())),
            None => Ok(()),
        },
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(()),
        Err(error) => Err(SiteError::io("read", root)(error)),
    }
}

#[cfg(test)]
mod tests;
