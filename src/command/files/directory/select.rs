//! What /SELECT leaves of the files that were found.

use crate::cdu::Command;
use crate::message::{Condition, codes};
use crate::rms::{FileSpec, FoundFile, matches};

/// A range with both ends in it.
struct Range {
    least: u64,
    most: u64,
}

impl Range {
    /// The range that `MINIMUM` and `MAXIMUM` of a keyword give; `None` without the keyword.
    fn of(command: &Command, keyword: &str) -> Result<Option<Self>, Condition> {
        if !command.has(keyword) {
            return Ok(None);
        }
        let end = |word: &str, other: u64| match command.number(&format!("{keyword}.{word}")) {
            None => Ok(other),
            Some(number) => u64::try_from(number).map_err(|_| Condition::new(codes::DIRECT_VALERR)),
        };
        Ok(Some(Self { least: end("MINIMUM", 0)?, most: end("MAXIMUM", u64::MAX)? }))
    }

    fn holds(&self, number: u64) -> bool {
        (self.least..=self.most).contains(&number)
    }
}

/// The conditions of /SELECT; a file must fulfil all of them.
pub(super) struct Select {
    size: Option<Range>,
    version: Option<Range>,
    /// Blocks that are used at least, and that are allocated and not used.
    used: u64,
    unused: u64,
    /// Whether files are to be kept out of caches.
    no_caching: Option<bool>,
    /// Only shelved files; no file here is.
    shelved: bool,
    /// Whether files must have (true) or lack an access control list.
    acl: Option<bool>,
    file: Option<FileSpec>,
}

impl Select {
    pub fn of(command: &Command) -> Result<Self, Condition> {
        let acl = command.present("SELECT.ACL");
        let no_caching = match command.value("SELECT.CACHING_ATTRIBUTE").map(str::to_uppercase) {
            None => None,
            Some(word) if !word.is_empty() && "WRITETHROUGH".starts_with(&word) => Some(false),
            Some(word) if !word.is_empty() && "NO_CACHING".starts_with(&word) => Some(true),
            Some(word) => return Err(Condition::new(codes::CLI_IVKEYW).token(word)),
        };
        let least = |word: &str| {
            let blocks = command.number(&format!("SELECT.SIZE.{word}")).unwrap_or(0);
            u64::try_from(blocks).map_err(|_| Condition::new(codes::DIRECT_VALERR))
        };
        Ok(Self {
            size: Range::of(command, "SELECT.SIZE")?,
            version: Range::of(command, "SELECT.VERSION")?,
            used: least("USED")?,
            unused: least("UNUSED")?,
            no_caching,
            shelved: command.has("SELECT.SHELVED"),
            acl: acl.is_typed().then_some(!acl.is_negated()),
            file: command.value("SELECT.FILE").map(FileSpec::parse).transpose()?,
        })
    }

    pub fn takes(&self, file: &FoundFile) -> bool {
        let known = || file.files.attributes(&file.directory, &file.entry).ok();
        let used = || known().map_or(0, |known| known.used());
        let unused = || known().map_or(0, |known| known.allocated.saturating_sub(known.used()));
        let field = |pattern: &Option<String>, text: &str| pattern.as_ref().is_none_or(|p| matches(p, text));
        let has_acl = || !file.files.acl(&file.directory, &file.entry).is_empty();
        self.acl.is_none_or(|wanted| wanted == has_acl())
            && !self.shelved
            && (self.used == 0 || used() >= self.used)
            && (self.unused == 0 || unused() >= self.unused)
            && self.no_caching.is_none_or(|wanted| known().is_some_and(|known| known.no_caching == wanted))
            && self.version.as_ref().is_none_or(|range| range.holds(file.entry.version.into()))
            && self.size.as_ref().is_none_or(|range| range.holds(used()))
            && self
                .file
                .as_ref()
                .is_none_or(|spec| field(&spec.name, &file.entry.name) && field(&spec.file_type, &file.entry.file_type))
    }
}
