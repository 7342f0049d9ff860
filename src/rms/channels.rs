//! The files that a process has open under logical names: what OPEN, READ, WRITE and CLOSE work on.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::fmt;

use super::file_system::RecordFile;
use super::indexed::Match;
use crate::message::{Condition, codes};

/// One open file.
pub struct Channel {
    /// Its full specification.
    pub spec: String,
    /// The device it lies on, without colon.
    pub device: String,
    /// READ is allowed.
    pub read: bool,
    /// WRITE is allowed.
    pub write: bool,
    /// The process-permanent file that it stands for.
    pub permanent: Option<&'static str>,
    file: Box<dyn RecordFile>,
    /// The index that keys are looked up in: what /INDEX named last.
    index: usize,
}

impl Channel {
    /// A file opened for reading, writing, or both.
    pub fn new(spec: String, device: String, read: bool, write: bool, file: Box<dyn RecordFile>) -> Self {
        Self { spec, device, read, write, permanent: None, file, index: 0 }
    }

    /// The same, for a process-permanent file: whoever reads it reads that.
    #[must_use]
    pub fn standing_for(self, name: &'static str) -> Self {
        Self { permanent: Some(name), ..self }
    }

    /// The next record; `None` at the end of the file. [`codes::RMS_FAC`] for a file opened to be written only.
    pub fn read(&mut self) -> Result<Option<Vec<u8>>, Condition> {
        if self.read { self.file.read() } else { Err(codes::RMS_FAC.into()) }
    }

    /// The record that a key finds in an index: that one, or the one used last. [`codes::RMS_FAC`] as for
    /// [`Channel::read`], else what [`RecordFile::find`] says.
    pub fn find(&mut self, key: &[u8], index: Option<usize>, how: Match) -> Result<Vec<u8>, Condition> {
        if !self.read {
            return Err(codes::RMS_FAC.into());
        }
        let index = index.unwrap_or(self.index);
        let found = self.file.find(index, key, how);
        if !found.as_ref().is_err_and(|why| why.status == codes::RMS_KRF) {
            self.index = index;
        }
        found
    }

    /// Whether it has keys.
    pub fn is_keyed(&self) -> bool {
        self.file.is_keyed()
    }

    /// Deletes the record that was read last. [`codes::RMS_FAC`] for a file that is not opened for writing.
    pub fn delete(&mut self) -> Result<(), Condition> {
        if self.write { self.file.delete() } else { Err(codes::RMS_FAC.into()) }
    }

    /// Whether records that are read are locked for others.
    pub fn lock_records(&mut self, lock: bool) {
        self.file.lock_records(lock);
    }

    /// Adds a record at the end, or replaces the one read last.
    pub fn write(&mut self, record: &[u8], update: bool) -> Result<(), Condition> {
        match (self.write, update) {
            (false, _) => Err(codes::RMS_FAC.into()),
            (true, false) => self.file.write(record),
            (true, true) => self.file.update(record),
        }
    }

    /// Continues at the end of the file.
    pub fn to_end(&mut self) -> Result<(), Condition> {
        self.file.to_end()
    }
}

/// The open files of a process by logical name, upper case.
#[derive(Default)]
pub struct Channels(BTreeMap<String, Channel>);

impl Channels {
    /// The file open under a name (any case, a trailing colon does not count).
    pub fn get(&mut self, name: &str) -> Option<&mut Channel> {
        self.0.get_mut(&*channel_name(name))
    }

    /// Whether a file is open under that name.
    pub fn is_open(&self, name: &str) -> bool {
        self.0.contains_key(&*channel_name(name))
    }

    /// Keeps an open file under a name; one that stood there is closed.
    pub fn open(&mut self, name: &str, channel: Channel) {
        self.0.insert(channel_name(name).into_owned(), channel);
    }

    /// Closes the file open under a name; `None` when there is none, else whether the last records could be written.
    pub fn close(&mut self, name: &str) -> Option<Result<(), Condition>> {
        self.0.remove(&*channel_name(name)).map(|mut channel| channel.file.flush())
    }

    /// Closes every file, as the end of the process does.
    pub fn close_all(&mut self) {
        self.0.clear();
    }

    /// Logical names with the specifications of their files.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &Channel)> {
        self.0.iter().map(|(name, channel)| (name.as_str(), channel))
    }
}

impl fmt::Debug for Channels {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_map().entries(self.0.iter().map(|(name, channel)| (name, &channel.spec))).finish()
    }
}

/// The logical name that a file is open under: upper case, without colon. Most are written that way.
pub fn channel_name(name: &str) -> Cow<'_, str> {
    let name = name.trim_end_matches(':');
    if name.bytes().all(|byte| byte.is_ascii() && !byte.is_ascii_lowercase()) {
        name.into()
    } else {
        name.to_uppercase().into()
    }
}

/// The string that DCL makes of a record: one character for each byte.
pub fn text_of(record: &[u8]) -> String {
    match std::str::from_utf8(record) {
        Ok(text) if text.is_ascii() => text.to_owned(),
        _ => record.iter().map(|&b| char::from(b)).collect(),
    }
}

/// The bytes of a DCL string; characters beyond one byte are written in UTF-8.
pub fn bytes_of(text: &str) -> Vec<u8> {
    if text.is_ascii() {
        return text.into();
    }
    let mut bytes = Vec::with_capacity(text.len());
    for c in text.chars() {
        match u8::try_from(u32::from(c)) {
            Ok(byte) => bytes.push(byte),
            Err(_) => bytes.extend(c.encode_utf8(&mut [0; 4]).as_bytes()),
        }
    }
    bytes
}
