//! Reading `site.json`: every mistake comes back with its line, what stands there and what was expected.

use std::path::Path;

use super::error::SiteError;
use crate::node::config::SiteConfig;
use crate::storage::read_regular;

/// The largest `site.json` that is read: room for 10,000 disks with long names.
const MAX_BYTES: u64 = 16 << 20;

/// Reads and checks the file.
pub(super) fn read(path: &Path) -> Result<SiteConfig, SiteError> {
    let bytes = read_regular(path, MAX_BYTES + 1).map_err(SiteError::io("read", path))?;
    if bytes.len() as u64 > MAX_BYTES {
        let detail = format!("the file is longer than expected: at most {MAX_BYTES} bytes");
        return Err(SiteError::Config { path: path.to_path_buf(), line: 0, detail });
    }
    match std::str::from_utf8(&bytes) {
        Ok(text) => parse(text, path),
        Err(error) => {
            let line = 1 + bytes[..error.valid_up_to()].iter().filter(|byte| **byte == b'\n').count();
            let detail = format!("byte {:02X} stands here; expected UTF-8 text", bytes[error.valid_up_to()]);
            Err(SiteError::Config { path: path.to_path_buf(), line, detail })
        }
    }
}

/// Checks the text of a `site.json`; `path` is for the message only.
pub(super) fn parse(text: &str, path: &Path) -> Result<SiteConfig, SiteError> {
    serde_json::from_str(text).map_err(|error| {
        let whole = error.to_string();
        let place = format!(" at line {} column {}", error.line(), error.column());
        let detail = whole.strip_suffix(&place).unwrap_or(&whole).to_owned();
        SiteError::Config { path: path.to_path_buf(), line: error.line(), detail }
    })
}
