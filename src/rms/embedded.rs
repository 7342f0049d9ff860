//! Files that ship inside the program, as a device that cannot be written: the directories of SYS$SYSROOT.

use super::file_system::{Access, Attributes, Change, Entry, FileSystem, NewName, RecordFile, directory_not_found};
use crate::message::{Condition, codes};

/// One embedded file: directory from the master file directory on, name, type, text.
type Embedded = (&'static [&'static str], &'static str, &'static str, &'static str);

const EXAMPLES: &[&str] = &["SYS0", "SYSHLP", "EXAMPLES"];

const FILES: &[Embedded] = &[
    (EXAMPLES, "MINICOPY", "COM", include_str!("../../scripts/MINICOPY.COM")),
    (EXAMPLES, "NIGHTLY", "COM", include_str!("../../scripts/NIGHTLY.COM")),
    (EXAMPLES, "SHADOW_WATCH", "COM", include_str!("../../scripts/SHADOW_WATCH.COM")),
];

/// Directories without files that logical names of the system point to.
const DIRECTORIES: &[&[&str]] = &[
    &["SYS0"],
    &["SYS0", "SYSEXE"],
    &["SYS0", "SYSHLP"],
    EXAMPLES,
    &["SYS0", "SYSLIB"],
    &["SYS0", "SYSMGR"],
    &["SYS0", "SYSMSG"],
    &["SYS0", "SYS$STARTUP"],
    &["SYS0", "SYSTEST"],
    &["SYS0", "SYSUPD"],
];

/// The embedded files.
#[derive(Clone, Copy, Debug, Default)]
pub struct EmbeddedFiles;

impl EmbeddedFiles {
    fn find(directory: &[String], entry: &Entry) -> Option<(usize, &'static Embedded)> {
        let mut all = FILES.iter().enumerate();
        all.find(|(_, (own, name, kind, _))| *own == directory && *name == entry.name && *kind == entry.file_type)
    }
}

/// `-RMS-E-WLK` with the system status that goes with it.
fn write_locked() -> Condition {
    Condition::new(codes::RMS_WLK).then(codes::SYSTEM_WRITLCK)
}

impl FileSystem for EmbeddedFiles {
    fn list(&self, directory: &[String]) -> Result<Vec<Entry>, Condition> {
        if !directory.is_empty() && !DIRECTORIES.contains(&names(directory).as_slice()) {
            return Err(directory_not_found());
        }
        let entry = |name: &str, file_type: &str, is_directory| Entry {
            name: name.to_owned(),
            file_type: file_type.to_owned(),
            version: 1,
            is_directory,
            is_link: false,
            token: Vec::new(),
        };
        let files = FILES.iter().filter(|(own, ..)| *own == directory);
        let mut entries: Vec<Entry> = files.map(|(_, name, kind, _)| entry(name, kind, false)).collect();
        let below = DIRECTORIES.iter().filter(|d| d.len() == directory.len() + 1);
        for path in below.filter(|d| d[..directory.len()] == *names(directory)) {
            entries.push(entry(path[directory.len()], "DIR", true));
        }
        entries.sort_by_cached_key(|e| format!("{}.{}", e.name, e.file_type));
        Ok(entries)
    }

    fn attributes(&self, directory: &[String], entry: &Entry) -> Result<Attributes, Condition> {
        let (number, bytes) = match Self::find(directory, entry) {
            Some((at, file)) => (at as u32 + 100, file.3.len() as u64),
            None if entry.is_directory => (10, 512),
            None => return Err(codes::RMS_FNF.into()),
        };
        let plain = Attributes::plain(bytes, 0x0001_0004, 0xAAA0);
        let is_directory = entry.is_directory;
        Ok(Attributes { file_id: [number, 1, 0], directory_id: [10, 1, 0], is_directory, ..plain })
    }

    fn change(&self, _: &[String], _: &Entry, _: &Change) -> Result<(), Condition> {
        Err(write_locked())
    }

    fn enter(&self, _: &[String], _: &Entry, _: &NewName<'_>) -> Result<Entry, Condition> {
        Err(write_locked())
    }

    fn block(&self, directory: &[String], entry: &Entry, block: u64) -> Result<Vec<u8>, Condition> {
        let (_, file) = Self::find(directory, entry).ok_or(codes::RMS_FNF)?;
        let at = usize::try_from((block - 1) * 512).unwrap_or(usize::MAX);
        Ok(file.3.as_bytes().iter().skip(at).take(512).copied().collect())
    }

    fn open(&self, directory: &[String], entry: &Entry, access: Access) -> Result<Box<dyn RecordFile>, Condition> {
        let (_, file) = Self::find(directory, entry).ok_or(codes::RMS_FNF)?;
        if access.write {
            return Err(write_locked());
        }
        Ok(Box::new(EmbeddedText { lines: file.3.lines() }))
    }

    fn create(
        &self,
        _: &[String],
        _: &str,
        _: &str,
        _: Option<u32>,
        _: &Change,
    ) -> Result<(Entry, Box<dyn RecordFile>), Condition> {
        Err(write_locked())
    }

    fn delete(&self, _: &[String], _: &Entry) -> Result<(), Condition> {
        Err(write_locked())
    }

    fn rename(&self, _: &[String], _: &Entry, _: &NewName<'_>) -> Result<Entry, Condition> {
        Err(write_locked())
    }

    fn create_directory(&self, _: &[String], _: &str) -> Result<(), Condition> {
        Err(write_locked())
    }
}

fn names(directory: &[String]) -> Vec<&str> {
    directory.iter().map(String::as_str).collect()
}

struct EmbeddedText {
    lines: std::str::Lines<'static>,
}

impl RecordFile for EmbeddedText {
    fn read(&mut self) -> Result<Option<Vec<u8>>, Condition> {
        Ok(self.lines.next().map(|line| line.as_bytes().to_vec()))
    }

    fn write(&mut self, _: &[u8]) -> Result<(), Condition> {
        Err(codes::RMS_FAC.into())
    }

    fn to_end(&mut self) -> Result<(), Condition> {
        self.lines = "".lines();
        Ok(())
    }
}
