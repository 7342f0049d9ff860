//! Records of an open host file: lines ended by a line feed, a carriage return before it dropped.

use std::fs::File;
use std::os::unix::fs::FileExt;
use std::sync::Arc;

use super::kept::Kept;
use super::open_files::OpenFiles;
use crate::clock::Clock;
use crate::message::{Condition, codes};
use crate::rms::file_system::{Access, RecordFile, host_error};

/// Bytes read or written at once.
const BUFFER: usize = 1 << 16;
/// The longest record, bytes.
pub(super) const LONGEST: usize = 32767;

/// An open file. Reads and writes go by position, so that both can be mixed; what is written lies in a buffer until
/// the file is flushed, read or closed.
pub struct HostFile {
    file: File,
    end: u64,
    pending: Vec<u8>,
    buffer: Vec<u8>,
    buffer_at: u64,
    next: u64,
    last: Option<(u64, usize)>,
    open: Arc<OpenFiles>,
    id: (u64, u64),
    access: Access,
    clock: Option<Arc<Clock>>,
    written: bool,
}

impl HostFile {
    pub(super) fn new(file: File, length: u64, open: Arc<OpenFiles>, id: (u64, u64), access: Access) -> Self {
        let (pending, buffer) = (Vec::new(), Vec::new());
        let (clock, written) = (None, false);
        Self { file, end: length, pending, buffer, buffer_at: 0, next: 0, last: None, open, id, access, clock, written }
    }

    /// Lets what is written carry the dates of a clock.
    pub(super) fn dated_by(mut self, clock: Option<Arc<Clock>>) -> Self {
        self.clock = clock;
        self
    }

    /// The date of the last write, for a site whose clock is not the host's.
    fn stamp(&self) {
        if let Some(clock) = self.clock.as_ref().filter(|_| self.written) {
            // Where the host keeps no header fields, its own date has to do.
            let _ = Kept { revised: Some(clock.now()), ..Kept::read(&self.file) }.write(&self.file);
        }
    }

    /// Makes sure that the byte at `at` is in the buffer; false at the end of the file.
    fn fill(&mut self, at: u64) -> Result<bool, Condition> {
        if (self.buffer_at..self.buffer_at + self.buffer.len() as u64).contains(&at) {
            return Ok(true);
        }
        self.buffer.resize(BUFFER, 0);
        let read = loop {
            match self.file.read_at(&mut self.buffer, at) {
                Err(error) if error.kind() == std::io::ErrorKind::Interrupted => {}
                other => break other.map_err(|e| host_error(&e, codes::RMS_RER)),
            }
        };
        self.buffer_at = at;
        self.buffer.truncate(*read.as_ref().unwrap_or(&0));
        Ok(read? > 0)
    }

    fn write_all(&self, bytes: &[u8], at: u64) -> Result<(), Condition> {
        self.file.write_all_at(bytes, at).map_err(|e| host_error(&e, codes::RMS_WER))
    }
}

impl RecordFile for HostFile {
    fn read(&mut self) -> Result<Option<Vec<u8>>, Condition> {
        self.flush()?;
        let start = self.next;
        let mut record = Vec::new();
        let mut length = 0;
        let mut ended = false;
        while !ended && self.fill(self.next)? {
            let from = (self.next - self.buffer_at) as usize;
            let rest = &self.buffer[from..];
            let line = rest.iter().position(|&b| b == b'\n');
            let piece = &rest[..line.unwrap_or(rest.len())];
            length += piece.len();
            // Of a record that is too long only the length counts; what follows it is the next one.
            record.extend_from_slice(&piece[..piece.len().min(LONGEST + 2 - record.len())]);
            self.next += line.map_or(rest.len(), |at| at + 1) as u64;
            ended = line.is_some();
        }
        if !ended && record.is_empty() && self.next == start {
            self.last = None;
            return Ok(None);
        }
        if ended && length == record.len() && record.last() == Some(&b'\r') {
            record.pop();
            length -= 1;
        }
        if length > LONGEST {
            self.last = None;
            return Err(Condition::new(codes::RMS_RTB).arg(i64::try_from(length).unwrap_or(i64::MAX)));
        }
        self.last = Some((start, record.len()));
        Ok(Some(record))
    }

    fn write(&mut self, record: &[u8]) -> Result<(), Condition> {
        if !self.access.write {
            return Err(codes::RMS_FAC.into());
        }
        self.pending.extend_from_slice(record);
        self.pending.push(b'\n');
        if self.pending.len() >= BUFFER { self.flush() } else { Ok(()) }
    }

    fn update(&mut self, record: &[u8]) -> Result<(), Condition> {
        if !self.access.write {
            return Err(codes::RMS_FAC.into());
        }
        let (at, length) = self.last.ok_or(codes::RMS_CUR)?;
        if record.len() != length {
            return Err(codes::RMS_RSZ.into());
        }
        self.buffer.clear();
        self.written = true;
        self.write_all(record, at)
    }

    fn to_end(&mut self) -> Result<(), Condition> {
        self.next = self.end;
        if self.end > 0 && self.fill(self.end - 1)? {
            let last = self.buffer[(self.end - 1 - self.buffer_at) as usize];
            if last != b'\n' {
                self.pending.insert(0, b'\n');
                self.next += 1;
            }
        }
        Ok(())
    }

    fn empty(&mut self) -> Result<(), Condition> {
        if !self.access.write {
            return Err(codes::RMS_FAC.into());
        }
        self.pending.clear();
        self.buffer.clear();
        (self.next, self.end, self.last, self.written) = (0, 0, None, true);
        self.file.set_len(0).map_err(|e| host_error(&e, codes::RMS_WER))
    }

    fn flush(&mut self) -> Result<(), Condition> {
        if self.pending.is_empty() {
            return Ok(());
        }
        self.write_all(&self.pending, self.end)?;
        self.end += self.pending.len() as u64;
        self.pending.clear();
        self.buffer.clear();
        self.written = true;
        Ok(())
    }
}

impl Drop for HostFile {
    fn drop(&mut self) {
        // A close that wants to hear of errors flushes first; here nobody could.
        let _ = self.flush();
        self.stamp();
        self.open.leave(self.id, self.access);
    }
}
