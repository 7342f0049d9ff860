//! What block files and the site need of the host: the limit of open files, and reading a small file that may be anything.

use std::fs::{File, OpenOptions};
use std::io::{self, Read};
use std::os::unix::fs::OpenOptionsExt;
use std::path::Path;

use rustix::fs::OFlags;
use rustix::process::{Resource, Rlimit, getrlimit, setrlimit};

/// Raises the soft limit of open files to the hard one, since a site may have 10,000 devices; gives the limit that
/// now holds (`None` is unlimited). A refusal by the host is not an error: the limit stays.
pub fn raise_open_file_limit() -> Option<u64> {
    let limit = getrlimit(Resource::Nofile);
    if limit.current != limit.maximum {
        let wanted = Rlimit { current: limit.maximum, maximum: limit.maximum };
        if setrlimit(Resource::Nofile, wanted).is_ok() {
            return limit.maximum;
        }
    }
    limit.current
}

/// Options that never wait for the other end of a pipe of that name.
pub fn without_waiting() -> OpenOptions {
    let mut options = File::options();
    options.custom_flags(i32::try_from(OFlags::NONBLOCK.bits()).unwrap_or(0));
    options
}

/// The first bytes of a regular file, at most `most`; a directory, a pipe or a device of that name is an error of the
/// kind `InvalidData`, told at once.
pub fn read_regular(path: &Path, most: u64) -> io::Result<Vec<u8>> {
    let file = without_waiting().read(true).open(path)?;
    if !file.metadata()?.is_file() {
        return Err(io::Error::new(io::ErrorKind::InvalidData, "not a regular file"));
    }
    let mut bytes = Vec::new();
    file.take(most).read_to_end(&mut bytes)?;
    Ok(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_soft_limit_is_raised_to_the_hard_one() {
        assert_eq!(raise_open_file_limit(), getrlimit(Resource::Nofile).current);
    }

    #[test]
    fn only_a_regular_file_is_read_and_nothing_is_waited_for() {
        let folder = tempfile::tempdir().unwrap();
        let (file, pipe) = (folder.path().join("file"), folder.path().join("pipe"));
        std::fs::write(&file, "four").unwrap();
        assert_eq!(read_regular(&file, 3).unwrap(), b"fou");
        let made = std::process::Command::new("mkfifo").arg(&pipe).status();
        assert!(made.is_ok_and(|status| status.success()), "mkfifo");
        for other in [&pipe, &folder.path().to_path_buf(), &"/dev/zero".into()] {
            assert_eq!(read_regular(other, 3).unwrap_err().kind(), io::ErrorKind::InvalidData, "{}", other.display());
        }
    }
}
