//! Files and records as DCL sees them: file specifications, the `FileSystem` trait, the host directory behind it.
//!
//! Owns the syntax of file names, their expansion through logical names and defaults, wildcard searches, text records, keys
//! of indexed files and their definitions.
//! Knows no process: what a name means to one comes in through [`Environment`].

mod acl;
mod channels;
mod directory;
mod embedded;
mod expand;
mod fdl;
mod file_system;
mod host;
mod host_name;
mod indexed;
mod keys;
mod null;
mod pipe;
mod search;
mod spec;

pub use acl::{Ace, AceKind, CONTROL};
pub use channels::{Channel, Channels, bytes_of, channel_name, text_of};
pub use directory::{Directory, Step};
pub use embedded::EmbeddedFiles;
pub use expand::{Environment, Equivalence, FullSpec, expand};
pub use fdl::Fdl;
pub use file_system::{
    Access, Attributes, Carriage, Change, Entry, FileSystem, NewName, RecordFile, RecordFormat, directory_not_found,
    host_error,
};
pub use host::HostDirectory;
pub use indexed::Match;
pub use keys::{Key, Segment};
pub use null::NullDevice;
pub use pipe::Pipe;
pub use search::{FoundFile, Search, SearchStreams, matches, search, search_all};
pub use spec::{FileSpec, Version};
