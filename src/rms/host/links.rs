//! Symbolic links of the host directory: what they say, and making them. Where one leads is confined as any path is.

use std::ffi::OsStr;
use std::os::unix::ffi::OsStrExt;

use cap_std::fs::Dir;

use crate::message::{Condition, codes};
use crate::rms::file_system::{Entry, host_error};
use crate::rms::{bytes_of, text_of};

/// What a link of `parent` says, a character for each byte.
pub(super) fn target(parent: &Dir, entry: &Entry) -> Option<String> {
    let target = parent.read_link_contents(OsStr::from_bytes(&entry.token)).ok()?;
    Some(text_of(target.as_os_str().as_bytes()))
}

/// Makes a link in `parent` that says `target`.
pub(super) fn make(parent: &Dir, new: &Entry, target: &str) -> Result<(), Condition> {
    let target = bytes_of(target);
    let made = parent.symlink_contents(OsStr::from_bytes(&target), OsStr::from_bytes(&new.token));
    made.map_err(|e| host_error(&e, codes::RMS_CRE))
}
