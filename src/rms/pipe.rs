//! A pipe between two processes: what one writes the other reads, record by record.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex, PoisonError};

use super::file_system::{Access, Attributes, Change, Entry, FileSystem, RecordFile};
use super::null::NullDevice;
use crate::message::Condition;

/// The records in a pipe. A clone is the same pipe.
#[derive(Clone, Debug, Default)]
pub struct Pipe(Arc<Mutex<VecDeque<Vec<u8>>>>);

impl Pipe {
    /// Whether nothing is in the pipe.
    pub fn is_empty(&self) -> bool {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).is_empty()
    }

    /// An end of the pipe: writes at its tail, reads at its head.
    pub fn end(&self) -> Box<dyn RecordFile> {
        Box::new(PipeEnd(self.clone()))
    }
}

struct PipeEnd(Pipe);

impl PipeEnd {
    fn records(&self) -> std::sync::MutexGuard<'_, VecDeque<Vec<u8>>> {
        self.0.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl RecordFile for PipeEnd {
    fn read(&mut self) -> Result<Option<Vec<u8>>, Condition> {
        Ok(self.records().pop_front())
    }

    fn write(&mut self, record: &[u8]) -> Result<(), Condition> {
        self.records().push_back(record.to_vec());
        Ok(())
    }
}

impl FileSystem for Pipe {
    fn attributes(&self, _: &[String], _: &Entry) -> Result<Attributes, Condition> {
        Ok(Attributes::plain(0, 0x0001_0004, 0))
    }

    fn open(&self, _: &[String], _: &Entry, _: Access) -> Result<Box<dyn RecordFile>, Condition> {
        Ok(self.end())
    }

    fn create(
        &self,
        _: &[String],
        name: &str,
        file_type: &str,
        version: Option<u32>,
        _: &Change,
    ) -> Result<(Entry, Box<dyn RecordFile>), Condition> {
        Ok((NullDevice.only(name, file_type, version.unwrap_or(1)), self.end()))
    }

    fn any_file(&self, name: &str, file_type: &str) -> Option<Entry> {
        Some(NullDevice.only(name, file_type, 1))
    }
}
