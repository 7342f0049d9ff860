//! The message files in force: which facility has which text. Compiles a file when its first text is needed, so that a
//! program that says nothing compiles nothing.

use std::borrow::Cow;
use std::sync::{Arc, OnceLock};

use super::condition::{Condition, Status};
use super::source::{Compiled, compile};

/// The shipped message files; a file's own `.FACILITY` lines say what it holds.
const EMBEDDED: [(&str, &str); 18] = [
    ("SYSTEM.MSG", include_str!("../../grammar/SYSTEM.MSG")),
    ("SHR.MSG", include_str!("../../grammar/SHR.MSG")),
    ("CLI.MSG", include_str!("../../grammar/CLI.MSG")),
    ("RMS.MSG", include_str!("../../grammar/RMS.MSG")),
    ("MOUNT.MSG", include_str!("../../grammar/MOUNT.MSG")),
    ("DISM.MSG", include_str!("../../grammar/DISM.MSG")),
    ("INIT.MSG", include_str!("../../grammar/INIT.MSG")),
    ("SHADOW.MSG", include_str!("../../grammar/SHADOW.MSG")),
    ("OPCOM.MSG", include_str!("../../grammar/OPCOM.MSG")),
    ("UTILITIES.MSG", include_str!("../../grammar/UTILITIES.MSG")),
    ("SYSMAN.MSG", include_str!("../../grammar/SYSMAN.MSG")),
    ("BACKUP.MSG", include_str!("../../grammar/BACKUP.MSG")),
    ("ANALDISK.MSG", include_str!("../../grammar/ANALDISK.MSG")),
    ("SIMULATE.MSG", include_str!("../../grammar/SIMULATE.MSG")),
    ("DCLSHADOW.MSG", include_str!("../../grammar/DCLSHADOW.MSG")),
    ("CDU.MSG", include_str!("../../grammar/CDU.MSG")),
    ("LINT.MSG", include_str!("../../grammar/LINT.MSG")),
    ("FACILITIES.MSG", include_str!("../../grammar/FACILITIES.MSG")),
];

/// A message as a file defines it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Message<'a> {
    /// Printed between the dashes.
    pub ident: &'a str,
    /// Text with FAO directives.
    pub text: &'a str,
    /// FAO arguments that the text wants.
    pub fao_count: u8,
}

/// A message file, compiled at first use.
#[derive(Clone, Debug)]
struct File {
    name: Cow<'static, str>,
    source: Cow<'static, str>,
    facilities: Vec<(u16, String)>,
    compiled: Arc<OnceLock<Compiled>>,
}

/// The message files in force, the first that knows a code wins. Cheap to clone.
#[derive(Clone, Debug)]
pub struct Catalog {
    files: Arc<Vec<File>>,
}

impl Catalog {
    /// The files that the program carries.
    pub fn embedded() -> &'static Self {
        static EMBEDDED_CATALOG: OnceLock<Catalog> = OnceLock::new();
        EMBEDDED_CATALOG.get_or_init(|| {
            let files = EMBEDDED.iter().map(|(name, source)| File::new(Cow::Borrowed(name), Cow::Borrowed(source)));
            Self { files: Arc::new(files.collect()) }
        })
    }

    /// The same catalog with one more file asked first, as `SET MESSAGE file` does; a file of the same name is
    /// replaced.
    ///
    /// # Errors
    /// `MESSAGE-E-SYNTAX` when the source does not compile; the catalog stays as it is.
    pub fn with(&self, name: &str, source: String) -> Result<Self, Condition> {
        let file = File::new(Cow::Owned(name.to_owned()), Cow::Owned(source));
        let compiled = compile(&file.name, &file.source)?;
        let _ = file.compiled.set(compiled);
        let others = self.files.iter().filter(|other| !other.name.eq_ignore_ascii_case(name)).cloned();
        Ok(Self { files: Arc::new(std::iter::once(file).chain(others).collect()) })
    }

    /// The message of a code, whatever its severity says. A code without the facility-specific bit (bit 15) means the
    /// system-wide text of its number, whatever its facility (dcl.md 7).
    pub fn lookup(&self, status: Status) -> Option<Message<'_>> {
        // Number 0 is SS$_NORMAL and nothing else: %X00000005 is no message (recorded).
        if status.number() == 0 && status.0 & 7 != 1 {
            return None;
        }
        let facility = if status.0 & 0x8000 == 0 { 0 } else { status.facility() };
        self.files
            .iter()
            .filter(|file| file.facilities.iter().any(|(number, _)| *number == facility))
            .find_map(|file| file.message(facility, status.number()))
    }

    /// Name of a facility number; also found without the customer bit, which SEARCH's codes carry and others lack.
    pub fn facility(&self, number: u16) -> Option<&str> {
        let named = |wanted: u16| {
            let all = self.files.iter().flat_map(|file| &file.facilities);
            all.filter(|(number, name)| *number == wanted && name != "SHR").map(|(_, name)| name.as_str()).next()
        };
        named(number).or_else(|| if number & 0x800 != 0 { named(number & 0x7FF) } else { None })
    }

    /// Every message, in order of search: its code, the name of its facility, and itself.
    pub fn messages(&self) -> impl Iterator<Item = (Status, &str, Message<'_>)> {
        self.all().flat_map(|(_, file)| &file.entries).filter_map(|entry| {
            let message = Message { ident: &entry.ident, text: &entry.text, fao_count: entry.fao_count };
            Some((entry.status, self.facility(entry.status.facility())?, message))
        })
    }

    /// Every file compiled, in order of search.
    pub(super) fn all(&self) -> impl Iterator<Item = (&str, &Compiled)> {
        self.files.iter().map(|file| (file.name.as_ref(), file.compiled()))
    }
}

impl File {
    fn new(name: Cow<'static, str>, source: Cow<'static, str>) -> Self {
        let facilities = facility_lines(&source);
        Self { name, source, facilities, compiled: Arc::default() }
    }

    /// A file in force compiles: embedded ones by test, others were compiled when they came.
    fn compiled(&self) -> &Compiled {
        self.compiled.get_or_init(|| compile(&self.name, &self.source).unwrap_or_default())
    }

    fn message(&self, facility: u16, number: u16) -> Option<Message<'_>> {
        let same = |status: Status| status.facility() == facility && status.number() == number;
        let entry = self.compiled().entries.iter().find(|entry| same(entry.status))?;
        Some(Message { ident: &entry.ident, text: &entry.text, fao_count: entry.fao_count })
    }
}

/// The facilities of a source, found without compiling it: number and name of every `.FACILITY` line.
fn facility_lines(source: &str) -> Vec<(u16, String)> {
    let lines = source.lines().map(str::trim_start).filter(|line| line.starts_with('.'));
    let facilities = lines.filter(|line| line.get(..9).is_some_and(|word| word.eq_ignore_ascii_case(".FACILITY")));
    let compiled = facilities.filter_map(|line| compile("", line).ok());
    compiled.flat_map(|file| file.facilities).map(|facility| (facility.number, facility.name)).collect()
}

#[cfg(test)]
mod tests;
