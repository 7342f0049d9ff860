//! The null device: whatever is written to it is gone, whatever is read from it is at its end.

use super::file_system::{Access, Attributes, Change, Entry, FileSystem, NewName, RecordFile};
use crate::message::{Condition, codes};

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

    fn update(&mut self, _: &[u8]) -> Result<(), Condition> {
        Err(codes::RMS_FAC.into())
    }

    fn to_end(&mut self) -> Result<(), Condition> {
        Ok(())
    }

    fn flush(&mut self) -> Result<(), Condition> {
        Ok(())
    }
}

fn no_directory() -> Condition {
    codes::RMS_DEV.into()
}

impl FileSystem for NullDevice {
    fn list(&self, _: &[String]) -> Result<Vec<Entry>, Condition> {
        Ok(Vec::new())
    }

    fn attributes(&self, _: &[String], _: &Entry) -> Result<Attributes, Condition> {
        Err(no_directory())
    }

    fn change(&self, _: &[String], _: &Entry, _: &Change) -> Result<(), Condition> {
        Err(no_directory())
    }

    fn enter(&self, _: &[String], _: &Entry, _: &NewName<'_>) -> Result<Entry, Condition> {
        Err(no_directory())
    }

    fn block(&self, _: &[String], _: &Entry, _: u64) -> Result<Vec<u8>, Condition> {
        Ok(Vec::new())
    }

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

    fn delete(&self, _: &[String], _: &Entry) -> Result<(), Condition> {
        Err(no_directory())
    }

    fn rename(
        &self,
        _: &[String],
        _: &Entry,
        _: &[String],
        _: &str,
        _: &str,
        _: Option<u32>,
    ) -> Result<Entry, Condition> {
        Err(no_directory())
    }

    fn create_directory(&self, _: &[String], _: &str) -> Result<(), Condition> {
        Err(no_directory())
    }

    fn cluster(&self) -> u64 {
        1
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
