//! The null device: whatever is written to it is gone, whatever is read from it is at its end.

use super::file_system::{Access, Change, Entry, FileSystem, RecordFile};
use crate::message::Condition;

/// `NL:`.
#[derive(Clone, Copy, Debug, Default)]
pub struct NullDevice;

struct NullFile;

impl RecordFile for NullFile {
    fn read(&mut self) -> Result<Option<Vec<u8>>, Condition> {
        Ok(None)
    }

    fn write(&mut self, _: &[u8]) -> Result<(), Condition> {
        Ok(())
    }
}

impl FileSystem for NullDevice {
    fn open(&self, _: &[String], _: &Entry, _: Access) -> Result<Box<dyn RecordFile>, Condition> {
        Ok(Box::new(NullFile))
    }

    fn create(
        &self,
        _: &[String],
        name: &str,
        file_type: &str,
        version: Option<u32>,
        _: &Change,
    ) -> Result<(Entry, Box<dyn RecordFile>), Condition> {
        Ok((self.only(name, file_type, version.unwrap_or(1)), Box::new(NullFile)))
    }

    fn any_file(&self, name: &str, file_type: &str) -> Option<Entry> {
        Some(self.only(name, file_type, 1))
    }
}

impl NullDevice {
    pub(super) fn only(self, name: &str, file_type: &str, version: u32) -> Entry {
        Entry {
            name: name.to_owned(),
            file_type: file_type.to_owned(),
            version,
            is_directory: false,
            is_link: false,
            token: Vec::new(),
        }
    }
}
