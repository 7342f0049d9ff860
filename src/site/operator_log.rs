//! `operator.log`: what OPCOM wrote, appended, opened with the first line.

use std::fs::{File, OpenOptions};
use std::io::{self, Write};
use std::path::PathBuf;

/// Appends to the site's operator log.
#[derive(Debug)]
pub struct OperatorLog {
    path: PathBuf,
    file: Option<File>,
}

impl OperatorLog {
    /// A log at that path; nothing is opened yet.
    pub fn new(path: PathBuf) -> Self {
        Self { path, file: None }
    }

    /// Appends lines in one write, so that a message stays whole.
    pub fn write(&mut self, lines: &[String]) -> io::Result<()> {
        if self.file.is_none() {
            self.file = Some(OpenOptions::new().create(true).append(true).open(&self.path)?);
        }
        let mut text = lines.join("\n");
        text.push('\n');
        match &mut self.file {
            Some(file) => file.write_all(text.as_bytes()),
            None => Ok(()),
        }
    }
}
