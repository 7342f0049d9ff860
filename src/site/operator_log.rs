//! `operator.log`: what OPCOM wrote, appended, opened with the first message.

use std::fs::File;
use std::io::{self, Write};
use std::path::PathBuf;
use std::sync::{Mutex, PoisonError};

use crate::storage::without_waiting;

/// Appends to the site's operator log.
#[derive(Debug)]
pub struct OperatorLog {
    path: PathBuf,
    file: Mutex<Option<File>>,
}

impl OperatorLog {
    /// A log at that path; nothing is opened yet.
    pub fn new(path: PathBuf) -> Self {
        Self { path, file: Mutex::new(None) }
    }

    /// Appends text in one write, so that a message stays whole.
    pub fn write(&self, text: &str) -> io::Result<()> {
        let mut file = self.file.lock().unwrap_or_else(PoisonError::into_inner);
        let file = match &mut *file {
            Some(file) => file,
            none => none.insert(without_waiting().create(true).append(true).open(&self.path)?),
        };
        file.write_all(text.as_bytes())
    }
}
