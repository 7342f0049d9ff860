//! What can go wrong with a block file: a kind that decides what happens next, and a text for people.

use std::fmt;
use std::io;

/// What kind of failure; decides what the device does about it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum FaultKind {
    /// The file is shorter than it was when it was opened, or the host could not deliver a page of its map.
    Truncated,
    /// The host reported an I/O error.
    Io,
    /// The host has no room. A full host is not a bad disk: nobody leaves a set for it when all members meet it.
    NoSpace,
    /// The request runs past the end of the file.
    OutOfRange,
    /// The file was opened for reading only.
    ReadOnly,
    /// The file is not there, or another one has taken its place.
    Lost,
    /// The file is no image: not a regular file, or larger than 2 TiB.
    NotAnImage,
}

/// A failure of a block file: kind and context.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault {
    kind: FaultKind,
    context: Box<str>,
}

impl Fault {
    /// A failure with its context: what was tried on what, and what the host said.
    pub fn new(kind: FaultKind, context: impl Into<String>) -> Self {
        Self { kind, context: context.into().into_boxed_str() }
    }

    /// What kind of failure.
    pub fn kind(&self) -> FaultKind {
        self.kind
    }

    /// What was tried on what, and what the host said.
    pub fn context(&self) -> &str {
        &self.context
    }

    /// A host error with what was tried; full disk, quota, absence and lack of permission keep their kind.
    pub(super) fn host(error: impl Into<io::Error>, what: &str) -> Self {
        let error = error.into();
        let kind = match error.kind() {
            io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded | io::ErrorKind::FileTooLarge => {
                FaultKind::NoSpace
            }
            io::ErrorKind::NotFound => FaultKind::Lost,
            io::ErrorKind::PermissionDenied | io::ErrorKind::ReadOnlyFilesystem => FaultKind::ReadOnly,
            io::ErrorKind::UnexpectedEof => FaultKind::Truncated,
            _ => FaultKind::Io,
        };
        Self::new(kind, format!("{what}: {error}"))
    }
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let kind = match self.kind {
            FaultKind::Truncated => "file cut short",
            FaultKind::Io => "host I/O error",
            FaultKind::NoSpace => "no room on the host",
            FaultKind::OutOfRange => "past the end",
            FaultKind::ReadOnly => "not permitted",
            FaultKind::Lost => "file lost",
            FaultKind::NotAnImage => "no disk image",
        };
        write!(f, "{kind}: {}", self.context)
    }
}

impl std::error::Error for Fault {}
