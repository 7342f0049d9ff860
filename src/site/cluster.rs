//! A running site: its nodes booted from what the last process left, and suspended again at the end.

use std::fmt;
use std::path::Path;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use serde::{Deserialize, Serialize};

use super::disks::Disks;
use super::error::SiteError;
use super::history_file::HistoryFile;
use super::memory::Memory;
use super::parameters::ParameterFile;
use super::state::{CrashReason, Start};
use super::{OperatorLog, Site};
use crate::clock::Clock;
use crate::node::config::Parameters;
use crate::node::files::HOST_DEVICE;
use crate::node::{Node, NodeParts, SavedNode};
use crate::rms::{FileSystem, HostDirectory};
use crate::storage::{Fault, FaultKind, SlotFile};

/// A suspended cluster as it stands in `state.json`.
#[derive(Debug, Default, Serialize, Deserialize)]
pub(super) struct Saved {
    pub(super) nodes: Vec<SavedNode>,
    /// The parameters that `site.json` gave each node then: where it says something else now, it wins.
    configured: Vec<Parameters>,
}

/// Gives every node the host directory as its DNFS1:. A directory that cannot be opened is a device that is not there.
fn share_host_directory(path: &Path, nodes: &[Arc<Node>], clock: &Arc<Clock>, log: &OperatorLog) {
    // Somebody may have deleted it.
    let opened = std::fs::create_dir_all(path).and_then(|()| HostDirectory::open(path));
    match opened {
        Ok(directory) => {
            let directory: Arc<dyn FileSystem> = Arc::new(directory.dated_by(clock));
            nodes.iter().for_each(|node| node.file_systems().add(HOST_DEVICE, Arc::clone(&directory)));
        }
        Err(error) => drop(log.write(&format!("site: {} cannot be opened: {error}\n", path.display()))),
    }
}

/// Gives every node what was saved of it. After a crash nothing is what was: the nodes have booted with their current
/// parameters.
fn resume(
    nodes: &[Arc<Node>],
    saved: Saved,
    resumes: bool,
    configured: &[Parameters],
    moved: &[String],
    complaints: &mut Complaints<'_>,
) {
    for (index, saved_node) in saved.nodes.into_iter().enumerate() {
        let Some(at) = nodes.iter().position(|node| node.name() == saved_node.name) else {
            let (name, lost) = (&saved_node.name, saved_node.mounted().join(", "));
            complaints.tell(format!("the node {name} is not in site.json any more, as after a crash: {lost}"));
            continue;
        };
        let node = &nodes[at];
        let name = saved_node.name.clone();
        let mut saved_node = if resumes { saved_node } else { SavedNode { name, ..SavedNode::default() } };
        if !resumes || saved.configured.get(index) != configured.get(at) {
            saved_node.parameters = node.parameters();
        }
        let lost = node.resume(saved_node, moved);
        if !lost.is_empty() {
            let lost = lost.join(", ");
            let moved = match moved.is_empty() {
                true => String::new(),
                false => format!("; images that are not as they were left: {}", moved.join(" ")),
            };
            complaints.tell(format!("not resumed, as after a crash: {lost}{moved}"));
        }
    }
}

/// After a crash: the nodes learn what their sets did before it.
fn recall(nodes: &[Arc<Node>], saved: &Saved, history: &HistoryFile) {
    let kept = history.read();
    history.go_on(&kept);
    for node in nodes {
        let unknown = SavedNode::default();
        let saved = saved.nodes.iter().find(|saved| saved.name == node.name()).unwrap_or(&unknown);
        let own = kept.iter().filter(|(name, _)| name == node.name()).map(|(_, record)| record.clone());
        node.recall(saved, own);
    }
}

/// The nodes of a site that this process runs.
pub struct Cluster {
    site: Arc<Mutex<Site>>,
    disks: Arc<Disks>,
    nodes: Vec<Arc<Node>>,
    clock: Arc<Clock>,
    /// Last SCBs of images that this run may not touch.
    kept: Memory,
    complaints: Vec<String>,
    history: Arc<HistoryFile>,
    /// Suspended already: there is nothing left to save.
    is_over: Mutex<bool>,
}

impl fmt::Debug for Cluster {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Cluster").field("nodes", &self.nodes).finish_non_exhaustive()
    }
}

impl Cluster {
    /// Boots the nodes of a site: resumes a suspended cluster, or starts every node anew.
    pub fn boot(site: Site, clock: Arc<Clock>) -> Result<Self, SiteError> {
        Self::boot_shared(Arc::new(Mutex::new(site)), clock)
    }

    fn boot_shared(site: Arc<Mutex<Site>>, clock: Arc<Clock>) -> Result<Self, SiteError> {
        let owned = lock(&site);
        let log = Arc::new(owned.operator_log());
        let mut complaints = Complaints { log: &log, clock: &clock, told: Vec::new() };
        complaints.of_crash(&owned);
        let (slots, refused) = SlotFile::open(&owned.slots_path());
        if let Some(fault) = refused {
            complaints.tell(format!("no torn-block record: {fault}"));
        }
        let slots = Arc::new(slots);
        let (ram, kept) = match owned.start() {
            Start::New => (Memory::default(), Memory::default()),
            Start::Resume { memory, .. } => (memory.clone(), memory.clone()),
            Start::Crash { memory, .. } => (Memory::default(), memory.clone()),
        };
        let marker = Arc::downgrade(&site);
        let mark = move || match marker.upgrade() {
            Some(site) => lock(&site).mark_running().map_err(|error| Fault::new(FaultKind::Io, error.to_string())),
            None => Err(Fault::new(FaultKind::Lost, "the site was given up")),
        };
        let disks = Arc::new(Disks::new(owned.root().to_path_buf(), &owned.config().disks, &ram, mark));
        let (kept_parameters, complaint) = ParameterFile::load(owned.root());
        let kept_parameters = Arc::new(kept_parameters);
        complaint.into_iter().for_each(|complaint| complaints.tell(complaint));
        let mut config = owned.config().clone();
        for node in &mut config.nodes {
            node.parameters = kept_parameters.current(node).unwrap_or_else(|| node.parameters.clone());
        }
        let nodes: Vec<Arc<Node>> = config
            .nodes
            .iter()
            .map(|node| {
                let (disks, log) = (Arc::clone(&disks), Arc::clone(&log));
                Node::new(NodeParts {
                    config: &config,
                    name: node.name.as_str(),
                    clock: Arc::clone(&clock),
                    opener: Box::new(move |disk| disks.open(disk)),
                    // A log that the host refuses to write loses lines, not the session.
                    log: Box::new(move |text| drop(log.write(text))),
                    slots: Some(Arc::clone(&slots)),
                })
            })
            .collect();
        for (node, configured) in nodes.iter().zip(configured_parameters(&owned)) {
            let (file, name) = (Arc::clone(&kept_parameters), node.name().to_owned());
            node.keep_parameters(Box::new(move |current| file.keep(&name, &configured, current)));
        }
        share_host_directory(&owned.root().join("host"), &nodes, &clock, &log);
        let saved = owned.start().nodes::<Saved>().unwrap_or_default();
        let configured = configured_parameters(&owned);
        let resumes = matches!(owned.start(), Start::Resume { .. });
        let moved = if resumes { owned.moved_images() } else { Vec::new() };
        let crashed = matches!(owned.start(), Start::Crash { .. });
        let history = Arc::new(HistoryFile::new(owned.root()));
        drop(owned);
        if crashed {
            recall(&nodes, &saved, &history);
        } else {
            history.clear();
        }
        let resumed = |node: &&Arc<Node>| {
            resumes && saved.nodes.iter().any(|saved| saved.name == node.name() && !saved.was_shut_down)
        };
        nodes.iter().filter(|node| !resumed(node)).for_each(|node| node.announce_boot());
        resume(&nodes, saved, resumes, &configured, &moved, &mut complaints);
        for node in &nodes {
            let (file, name) = (Arc::clone(&history), node.name().to_owned());
            node.keep_history(Box::new(move |record| file.keep(&name, record)));
        }
        let complaints = complaints.told;
        Ok(Self { site, disks, nodes, clock, kept, complaints, history, is_over: Mutex::new(false) })
    }

    /// The node of that name, in either case; the first for `None`.
    pub fn node(&self, name: Option<&str>) -> Option<&Arc<Node>> {
        match name {
            Some(name) => self.nodes.iter().find(|node| node.name().eq_ignore_ascii_case(name)),
            None => self.nodes.first(),
        }
    }

    /// All nodes, in the order of the configuration.
    pub fn nodes(&self) -> &[Arc<Node>] {
        &self.nodes
    }

    /// What was wrong with the site and did not keep it from being booted.
    pub fn complaints(&self) -> &[String] {
        &self.complaints
    }

    /// The time of the site.
    pub fn clock(&self) -> &Arc<Clock> {
        &self.clock
    }

    /// The site that runs here.
    pub fn site(&self) -> MutexGuard<'_, Site> {
        lock(&self.site)
    }

    /// Suspends the cluster: stops copies, flushes, and publishes what the nodes save. Loads must have been stopped. A
    /// second call does nothing.
    pub fn suspend(&self) -> Result<(), SiteError> {
        let mut is_over = self.is_over.lock().unwrap_or_else(PoisonError::into_inner);
        if std::mem::replace(&mut *is_over, true) {
            return Ok(());
        }
        let configured = configured_parameters(&self.site());
        let saved = Saved { nodes: self.nodes.iter().map(|node| node.suspend()).collect(), configured };
        let mut memory = Memory::default();
        for (name, data) in self.kept.iter().filter(|(name, _)| name.starts_with("scb ")) {
            memory.put(name, data.to_vec());
        }
        self.disks.save(&mut memory).map_err(fault)?;
        self.site().suspend(&saved, &memory, &self.disks.used())?;
        self.history.clear();
        Ok(())
    }

    /// What SIMULATE CRASH does: the nodes stop where they are, nothing is saved, and the same site boots again.
    pub fn crash(&self) -> Result<Self, SiteError> {
        let mut is_over = self.is_over.lock().unwrap_or_else(PoisonError::into_inner);
        *is_over = true;
        self.nodes.iter().for_each(|node| node.crash());
        self.site().crash()?;
        Self::boot_shared(Arc::clone(&self.site), Arc::clone(&self.clock))
    }

    /// What SIMULATE SHUTDOWN leaves: everything was dismounted in order, and memory is gone.
    pub fn lose_memory(&self) -> Result<(), SiteError> {
        self.disks.lose_ram().map_err(fault)
    }
}

fn lock(site: &Mutex<Site>) -> MutexGuard<'_, Site> {
    site.lock().unwrap_or_else(PoisonError::into_inner)
}

fn fault(fault: Fault) -> SiteError {
    SiteError::Disk(fault.to_string())
}

/// The parameters that `site.json` gives each node.
fn configured_parameters(site: &Site) -> Vec<Parameters> {
    site.config().nodes.iter().map(|node| node.parameters.clone()).collect()
}

/// What is wrong with the site and does not keep it from being booted: told in the operator log, and to whoever starts the
/// program.
struct Complaints<'a> {
    log: &'a OperatorLog,
    clock: &'a Clock,
    told: Vec<String>,
}

impl Complaints<'_> {
    fn tell(&mut self, text: String) {
        self.note(&text);
        self.told.push(text);
    }

    fn note(&self, text: &str) {
        drop(self.log.write(&format!("{} site: {text}\n", self.clock.now())));
    }

    /// The last process did not come to its end. That a crash was asked for is no complaint.
    fn of_crash(&mut self, site: &Site) {
        let Start::Crash { reason, same_boot, .. } = site.start() else { return };
        let why = match reason {
            CrashReason::Died if *same_boot => "the process that ran the site died".to_owned(),
            CrashReason::Died => "the process that ran the site died before the host was booted".to_owned(),
            CrashReason::Simulated => "SIMULATE CRASH".to_owned(),
            CrashReason::Absent => "the saved state is gone".to_owned(),
            CrashReason::Damaged(file) => format!("{file} is damaged"),
        };
        let text = format!("every node crashed in epoch {}: {why}", site.epoch());
        match reason {
            CrashReason::Simulated => self.note(&text),
            _ => self.tell(text),
        }
    }
}
