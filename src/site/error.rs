//! What can go wrong with a site on the host. These are problems of the host, told on standard error; OpenVMS conditions
//! are not among them.

use std::fmt;
use std::io;
use std::path::{Path, PathBuf};

/// Why a site cannot be made, opened or saved.
#[derive(Debug)]
pub enum SiteError {
    /// `init` into a directory with something in it.
    NotEmpty(PathBuf),
    /// No template of that name.
    UnknownTemplate(String),
    /// The directory holds no `site.json`.
    NoSite(PathBuf),
    /// Another process owns the site.
    InUse {
        /// The site.
        root: PathBuf,
        /// The owner, when its lock file says so.
        pid: Option<u32>,
    },
    /// A mistake in `site.json`.
    Config {
        /// The file.
        path: PathBuf,
        /// Line of the mistake, from 1; 0 when the whole file is meant.
        line: usize,
        /// What stands there and what was expected.
        detail: String,
    },
    /// An image could not be read or flushed.
    Disk(String),
    /// The host refused something.
    Io {
        /// What was tried, a verb.
        action: &'static str,
        /// On which file.
        path: PathBuf,
        /// The host's answer.
        source: io::Error,
    },
}

impl SiteError {
    /// Wraps the host's answer to `action` on `path`.
    pub fn io(action: &'static str, path: &Path) -> impl FnOnce(io::Error) -> Self + use<> {
        let path = path.to_path_buf();
        move |source| Self::Io { action, path, source }
    }
}

impl fmt::Display for SiteError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NotEmpty(path) => write!(f, "{} is not empty; a site needs an empty or a new folder", path.display()),
            Self::UnknownTemplate(name) => {
                write!(f, "there is no template {name:?}; --list-templates names them")
            }
            Self::NoSite(path) => {
                write!(f, "{} holds no site.json; \"dclshadow init DIR\" makes a site", path.display())
            }
            Self::InUse { root, pid } => {
                write!(f, "the site {} is in use", root.display())?;
                if let Some(pid) = pid {
                    write!(f, " by process {pid}")?;
                }
                write!(f, "; end that process, or name another site with --site DIR or $DCLSHADOW_SITE")
            }
            Self::Config { path, line: 0, detail } => write!(f, "{}: {detail}", path.display()),
            Self::Config { path, line, detail } => write!(f, "{} line {line}: {detail}", path.display()),
            Self::Disk(text) => f.write_str(text),
            Self::Io { action, path, source } => write!(f, "cannot {action} {}: {source}", path.display()),
        }
    }
}

/// The text says all: there is no source to add to it.
impl std::error::Error for SiteError {}
