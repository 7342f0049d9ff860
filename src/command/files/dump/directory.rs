//! A directory file as DUMP/DIRECTORY shows it: each name with its versions and the files that they are.

use crate::message::Condition;
use crate::rms::FoundFile;

/// The lines of a directory, the blank line behind them included.
pub(super) fn lines(file: &FoundFile) -> Result<Vec<String>, Condition> {
    let mut path = file.directory.clone();
    path.push(file.entry.name.clone());
    let entries = file.files.list(&path)?;
    let mut lines = Vec::new();
    for versions in entries.chunk_by(|a, b| (&a.name, &a.file_type) == (&b.name, &b.file_type)) {
        lines.push(format!("{}.{}", versions[0].name, versions[0].file_type));
        for entry in versions {
            let id = file.files.attributes(&path, entry).map_or([0; 3], |known| known.file_id);
            let id = format!("({},{},{})", id[0], id[1], id[2]);
            lines.push(format!("    Version: {:5}    File ID: {id}", entry.version));
        }
    }
    lines.push(String::new());
    Ok(lines)
}
