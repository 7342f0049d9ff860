//! One process owns a site. The lock is the host's own on `lock`, so that it ends with its holder however that dies; the
//! file's text only says who it is.

use std::fs::{File, TryLockError};
use std::io::{Read, Write};
use std::path::Path;

use super::error::SiteError;
use crate::storage::without_waiting;

/// Ownership of a site; dropping it gives the site up.
#[derive(Debug)]
pub(super) struct OwnerLock {
    file: File,
}

impl Drop for OwnerLock {
    fn drop(&mut self) {
        // Closing would not do: a child that was forked and does not run its program yet holds the same open file.
        let _ = self.file.unlock();
    }
}

impl OwnerLock {
    /// Takes the lock of the site, or says who has it.
    pub(super) fn take(root: &Path) -> Result<Self, SiteError> {
        let path = root.join("lock");
        let mut file = without_waiting()
            .read(true)
            .write(true)
            .create(true)
            .truncate(false)
            .open(&path)
            .map_err(SiteError::io("open", &path))?;
        try_lock(&mut file, root)?;
        // Always of one length: truncating a file that was just written makes the host write it to the disk first.
        let text = format!("{:<10}\n", std::process::id());
        file.write_all(text.as_bytes()).map_err(SiteError::io("write", &path))?;
        Ok(Self { file })
    }

    /// Takes the lock without writing anything; a site that was never run has no lock file and needs none.
    pub(super) fn take_quietly(root: &Path) -> Result<Option<Self>, SiteError> {
        let path = root.join("lock");
        match without_waiting().read(true).open(&path) {
            Ok(mut file) => {
                try_lock(&mut file, root)?;
                Ok(Some(Self { file }))
            }
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(None),
            Err(error) => Err(SiteError::io("open", &path)(error)),
        }
    }
}

fn try_lock(file: &mut File, root: &Path) -> Result<(), SiteError> {
    match file.try_lock() {
        Ok(()) => Ok(()),
        Err(TryLockError::WouldBlock) => {
            let mut text = String::new();
            let _ = file.take(32).read_to_string(&mut text);
            Err(SiteError::InUse { root: root.to_path_buf(), pid: text.trim().parse().ok() })
        }
        Err(TryLockError::Error(error)) => Err(SiteError::io("lock", root)(error)),
    }
}
