//! `history.log`: what sets did since the last save, a record a line, for SIMULATE EXPLAIN after a crash.
//!
//! Written while the nodes run and gone when the site is suspended: the saved state holds it then. Not flushed: it
//! survives the death of the process, and what a loss of power takes of it is only told no more. Nothing is decided by it.

use std::collections::BTreeMap;
use std::fs::{self, File};
use std::io::Write;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, MutexGuard, PoisonError};

use serde::{Deserialize, Serialize};

use crate::node::UnitRecord;
use crate::storage::{read_regular, without_waiting};

const FILE: &str = "history.log";

/// The largest file that is read.
const MAX_BYTES: u64 = 64 << 20;

/// From this size on the file is written anew, with the last records alone.
const LONG: u64 = 1 << 20;

/// A line of the file.
#[derive(Clone, Debug, Serialize, Deserialize)]
struct Line {
    node: String,
    record: UnitRecord,
}

#[derive(Debug, Default)]
struct Open {
    file: Option<File>,
    bytes: u64,
    /// Bytes of the file when it was written anew.
    least: u64,
    /// The last lines, by node and unit: of the unit, and of its mount.
    last: BTreeMap<(String, u16), [Option<String>; 2]>,
}

/// The file of a site.
#[derive(Debug)]
pub(super) struct HistoryFile {
    path: PathBuf,
    open: Mutex<Open>,
}

impl HistoryFile {
    /// The file of the site in `root`; nothing is opened yet.
    pub(super) fn new(root: &Path) -> Self {
        Self { path: root.join(FILE), open: Mutex::default() }
    }

    /// What the last process left, in the order in which it was written: node and record. A line that is none, such as
    /// one that a kill cut off, is left out.
    pub(super) fn read(&self) -> Vec<(String, UnitRecord)> {
        let Ok(bytes) = read_regular(&self.path, MAX_BYTES) else { return Vec::new() };
        let lines = bytes.split(|byte| *byte == b'\n').filter_map(|line| serde_json::from_slice::<Line>(line).ok());
        lines.map(|line| (line.node, line.record)).collect()
    }

    /// Adds a record. A host that refuses loses it.
    pub(super) fn keep(&self, node: &str, record: &UnitRecord) {
        let mut open = self.lock();
        let text = open.note(node, record);
        if open.bytes > LONG.max(2 * open.least) {
            drop(self.write_anew(&mut open));
        } else {
            drop(self.append(&mut open, &text));
        }
    }

    fn append(&self, open: &mut Open, text: &str) -> std::io::Result<()> {
        let file = match &mut open.file {
            Some(file) => file,
            none => {
                let file = without_waiting().create(true).append(true).open(&self.path)?;
                open.bytes = file.metadata()?.len();
                none.insert(file)
            }
        };
        open.bytes += text.len() as u64;
        file.write_all(text.as_bytes())
    }

    fn write_anew(&self, open: &mut Open) -> std::io::Result<()> {
        let text: String = open.last.values().flatten().flatten().map(String::as_str).collect();
        let new = self.path.with_extension("new");
        fs::write(&new, &text)?;
        fs::rename(&new, &self.path)?;
        (open.file, open.least) = (None, text.len() as u64);
        Ok(())
    }

    /// The records before stand in the saved state, or belong to a state that is none any more.
    pub(super) fn clear(&self) {
        let mut open = self.lock();
        *open = Open::default();
        // There may be none.
        let _ = fs::remove_file(&self.path);
    }

    /// Goes on with what the last process left, without what a kill cut off.
    pub(super) fn go_on(&self, records: &[(String, UnitRecord)]) {
        let mut open = self.lock();
        records.iter().for_each(|(node, record)| drop(open.note(node, record)));
        if !records.is_empty() {
            drop(self.write_anew(&mut open));
        }
    }

    fn lock(&self) -> MutexGuard<'_, Open> {
        self.open.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Open {
    /// Notes a record as the last one; its line.
    fn note(&mut self, node: &str, record: &UnitRecord) -> String {
        let line = Line { node: node.to_owned(), record: record.clone() };
        let mut text = serde_json::to_string(&line).expect("a record has text keys");
        text.push('\n');
        let last = self.last.entry((line.node, record.unit)).or_default();
        // What is said of the unit ends what was said of its mount.
        *last = if record.mounted { [last[0].take(), Some(text.clone())] } else { [Some(text.clone()), None] };
        text
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn record(unit: u16, mounted: bool) -> UnitRecord {
        UnitRecord { unit, mounted, ..UnitRecord::default() }
    }

    #[test]
    fn what_was_kept_is_read_again_without_what_was_cut_off() {
        let root = tempfile::tempdir().unwrap();
        let file = HistoryFile::new(root.path());
        assert!(file.read().is_empty());
        file.keep("NODEA", &record(1, false));
        file.keep("NODEA", &record(1, true));
        file.keep("NODEB", &record(2, true));
        let path = root.path().join(FILE);
        let bytes = fs::read(&path).unwrap();
        fs::write(&path, &bytes[..bytes.len() - 9]).unwrap();
        let again = HistoryFile::new(root.path());
        let kept = again.read();
        assert_eq!(kept, [("NODEA".to_owned(), record(1, false)), ("NODEA".to_owned(), record(1, true))]);
        again.go_on(&kept);
        again.keep("NODEA", &record(1, false));
        assert_eq!(again.read().len(), 3);
        again.clear();
        assert!(again.read().is_empty() && !path.exists());
    }

    #[test]
    fn a_long_file_is_written_anew_with_the_last_records() {
        let root = tempfile::tempdir().unwrap();
        let file = HistoryFile::new(root.path());
        for turn in 0..20_000_u16 {
            file.keep("NODEA", &record(turn % 3, turn % 2 == 0));
        }
        assert!(fs::metadata(root.path().join(FILE)).unwrap().len() <= LONG + 1000);
        let units: Vec<u16> = file.read().iter().map(|(_, record)| record.unit).collect();
        assert!((0..3).all(|unit| units.contains(&unit)));
    }
}
