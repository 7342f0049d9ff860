//! `parameters.json`: the system parameters that nodes boot with, as SYSGEN and SYSMAN wrote them.
//!
//! They go before those of `site.json` as long as that says what it said when they were written; a `site.json` that was
//! edited since wins.

use std::collections::BTreeMap;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

use serde::{Deserialize, Serialize};

use super::state::publish_file;
use crate::node::config::{NodeConfig, Parameters};

const FILE: &str = "parameters.json";

/// What is kept of a node.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(expecting = "an object with the \"configured\" and the \"current\" parameters of a node")]
struct Kept {
    /// What `site.json` said then.
    configured: Parameters,
    /// What was written.
    current: Parameters,
}

/// The file of a site.
#[derive(Debug)]
pub(super) struct ParameterFile {
    root: PathBuf,
    nodes: Mutex<BTreeMap<String, Kept>>,
}

impl ParameterFile {
    /// Reads the file of a site. One that is not what was written is empty, and what is wrong with it is told.
    pub(super) fn load(root: &Path) -> (Self, Option<String>) {
        let (nodes, wrong) = match Self::read(root) {
            Ok(nodes) => (nodes, None),
            Err(wrong) => (BTreeMap::new(), Some(wrong)),
        };
        (Self { root: root.to_path_buf(), nodes: Mutex::new(nodes) }, wrong)
    }

    fn read(root: &Path) -> Result<BTreeMap<String, Kept>, String> {
        let told = |error: &dyn std::fmt::Display| {
            format!(
                "{FILE} cannot be used ({error}); the nodes have the parameters of site.json, and the next WRITE CURRENT \
                 replaces the file"
            )
        };
        match std::fs::read(root.join(FILE)) {
            Ok(bytes) => serde_json::from_slice(&bytes).map_err(|error| told(&error)),
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(BTreeMap::new()),
            Err(error) => Err(told(&error)),
        }
    }

    /// What is wrong with the file of a site.
    pub(super) fn complaint(root: &Path) -> Option<String> {
        Self::read(root).err()
    }

    /// The parameters that a node boots with, if they are not simply those of `site.json`.
    pub(super) fn current(&self, node: &NodeConfig) -> Option<Parameters> {
        let nodes = self.nodes.lock().unwrap_or_else(PoisonError::into_inner);
        let kept = nodes.get(node.name.as_str())?;
        (kept.configured == node.parameters).then(|| kept.current.clone())
    }

    /// Keeps what was written, on disk before it returns.
    pub(super) fn keep(&self, name: &str, configured: &Parameters, current: &Parameters) -> io::Result<()> {
        let mut nodes = self.nodes.lock().unwrap_or_else(PoisonError::into_inner);
        let kept = Kept { configured: configured.clone(), current: current.clone() };
        let mut changed = nodes.clone();
        changed.insert(name.to_owned(), kept);
        let mut text = serde_json::to_string_pretty(&changed)?;
        text.push('\n');
        publish_file(&self.root, FILE, text.as_bytes())?;
        *nodes = changed;
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_written_is_there_at_the_next_start_unless_site_json_was_edited() {
        let root = tempfile::tempdir().unwrap();
        let of = |value: u32| {
            let mut parameters = Parameters::default();
            assert!(parameters.set("SHADOW_MAX_COPY", value));
            parameters
        };
        let node =
            |parameters| NodeConfig { name: "NODEA".to_owned().try_into().unwrap(), parameters, bitmap_memory: None };
        let load = || {
            let (file, wrong) = ParameterFile::load(root.path());
            assert_eq!(wrong, None);
            file
        };
        load().keep("NODEA", &of(1), &of(7)).unwrap();
        let again = load();
        assert_eq!(again.current(&node(of(1))), Some(of(7)));
        assert_eq!(again.current(&node(of(2))), None);
        std::fs::write(root.path().join(FILE), "{").unwrap();
        let (damaged, wrong) = ParameterFile::load(root.path());
        assert_eq!(damaged.current(&node(of(1))), None);
        assert!(wrong.is_some_and(|wrong| wrong.starts_with("parameters.json cannot be used (EOF")));
        std::fs::write(root.path().join(FILE), "{\"NODEA\": 12}").unwrap();
        let wrong = ParameterFile::complaint(root.path()).unwrap();
        assert!(wrong.contains("integer `12`, expected an object with the \"configured\""), "{wrong}");
    }
}
