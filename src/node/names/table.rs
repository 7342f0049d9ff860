//! Tables of logical names and the directories they stand in.

use std::collections::BTreeMap;
use std::sync::{PoisonError, RwLock, RwLockReadGuard, RwLockWriteGuard};

use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::node::protection::{Security, Subject};

use super::{CLUSTER_TABLE, SYSTEM_DIRECTORY, SYSTEM_TABLE, group_table};

/// Access mode of a name, from the least privileged to the most.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Mode {
    /// Deleted when the image that it was made for ends.
    User,
    /// What DEFINE makes.
    #[default]
    Supervisor,
    /// Names of the system.
    Executive,
    /// Table names of the system.
    Kernel,
}

impl Mode {
    /// The word F$TRNLNM returns and accepts.
    pub fn word(self) -> &'static str {
        match self {
            Self::User => "USER",
            Self::Supervisor => "SUPERVISOR",
            Self::Executive => "EXECUTIVE",
            Self::Kernel => "KERNEL",
        }
    }

    /// The short word of SHOW LOGICAL/FULL.
    pub fn short(self) -> &'static str {
        match self {
            Self::User => "user",
            Self::Supervisor => "super",
            Self::Executive => "exec",
            Self::Kernel => "kernel",
        }
    }

    /// The mode with that word, in full.
    pub fn from_word(word: &str) -> Option<Self> {
        [Self::User, Self::Supervisor, Self::Executive, Self::Kernel]
            .into_iter()
            .find(|mode| mode.word().eq_ignore_ascii_case(word))
    }
}

/// One equivalence name.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Translation {
    /// What stands for the name.
    pub value: String,
    /// Displays keep the logical name instead of this value.
    #[serde(default)]
    pub concealed: bool,
    /// Translation ends here.
    #[serde(default)]
    pub terminal: bool,
}

impl Translation {
    /// An equivalence name without attributes.
    pub fn plain(value: &str) -> Self {
        Self { value: value.to_owned(), concealed: false, terminal: false }
    }

    /// An equivalence name with the attribute CONCEALED.
    pub fn concealed(value: &str) -> Self {
        Self { concealed: true, ..Self::plain(value) }
    }
}

/// A logical name with its translations.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LogicalName {
    /// The name, case kept.
    pub name: String,
    /// Its access mode.
    pub mode: Mode,
    /// No name of a less privileged mode may stand beside it.
    #[serde(default)]
    pub no_alias: bool,
    /// Not copied to a subprocess.
    #[serde(default)]
    pub confine: bool,
    /// Equivalence names in search order.
    pub translations: Vec<Translation>,
}

impl LogicalName {
    /// A name without attributes.
    pub fn new(name: &str, mode: Mode, translations: Vec<Translation>) -> Self {
        Self { name: name.to_owned(), mode, no_alias: false, confine: false, translations }
    }

    /// A name of one value and mode, without attributes.
    pub fn simple(name: &str, mode: Mode, value: &str) -> Self {
        Self::new(name, mode, vec![Translation::plain(value)])
    }

    /// The first equivalence name.
    pub fn value(&self) -> &str {
        self.translations.first().map_or("", |translation| &translation.value)
    }
}

/// A table: its names in the order that displays list them (by name, the least privileged mode first).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct NameTable {
    /// Name of the table.
    pub name: String,
    /// Mode of the table itself.
    pub mode: Mode,
    /// The table that it was made below; empty for one that stands in its directory.
    #[serde(default)]
    pub parent: String,
    /// Not copied to a subprocess.
    #[serde(default)]
    pub confine: bool,
    /// Bytes that its names may take; without one there is no limit.
    #[serde(default)]
    pub quota: Option<u32>,
    /// Who may do what with a shareable table that CREATE/NAME_TABLE made.
    #[serde(default)]
    pub security: Option<Security>,
    names: Vec<LogicalName>,
}

/// What somebody wants of a table: its bit in each category of a protection mask.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TableRight {
    /// To see its names.
    Read = 1,
    /// To define and deassign names in it.
    Write = 2,
    /// To make tables below it.
    Create = 4,
    /// To delete it.
    Delete = 8,
}

/// Bytes that a name takes beside its letters, and each of its translations beside theirs.
const NAME_BYTES: usize = 32;
const TRANSLATION_BYTES: usize = 8;

fn size(name: &LogicalName) -> usize {
    let translations = name.translations.iter().map(|translation| translation.value.len() + TRANSLATION_BYTES);
    NAME_BYTES + name.name.len() + translations.sum::<usize>()
}

impl NameTable {
    /// Whether a name fits into the quota, in the place of one of its spelling and mode.
    pub(super) fn has_room_for(&self, new: &LogicalName) -> bool {
        let Some(quota) = self.quota else { return true };
        let others = self.names.iter().filter(|name| (&name.name, name.mode) != (&new.name, new.mode));
        others.map(size).sum::<usize>() + size(new) <= quota as usize
    }

    /// Bytes that its names take.
    pub(super) fn bytes(&self) -> u64 {
        self.names.iter().map(|name| size(name) as u64).sum()
    }

    /// Whether a process has a right; everybody has where none is asked for.
    pub(super) fn grants(&self, subject: Subject, right: TableRight) -> bool {
        self.security.is_none_or(|security| security.grants(subject, right as u16))
    }

    /// An empty table.
    pub fn new(name: &str, mode: Mode) -> Self {
        Self {
            name: name.to_owned(),
            mode,
            parent: String::new(),
            confine: false,
            quota: None,
            security: None,
            names: Vec::new(),
        }
    }

    /// All names, in the order of displays.
    pub fn iter(&self) -> impl Iterator<Item = &LogicalName> {
        self.names.iter()
    }

    /// The name as the least privileged mode not below `mode` has it. Case-blind unless `exact`.
    pub fn find(&self, name: &str, mode: Mode, exact: bool) -> Option<&LogicalName> {
        let upper = name.to_uppercase();
        let start = self.names.partition_point(|n| n.name.to_uppercase() < upper);
        self.names[start..]
            .iter()
            .take_while(|n| n.name.to_uppercase() == upper)
            .find(|n| n.mode >= mode && (!exact || n.name == name))
    }

    /// Puts a name in, replacing the one of the same spelling and mode; whether there was one.
    pub(super) fn put(&mut self, new: LogicalName) -> bool {
        if new.no_alias {
            self.names.retain(|n| n.name != new.name || n.mode >= new.mode);
        }
        let key = |n: &LogicalName| (n.name.to_uppercase(), n.mode, n.name.clone());
        match self.names.binary_search_by_key(&key(&new), key) {
            Ok(at) => {
                self.names[at] = new;
                true
            }
            Err(at) => {
                self.names.insert(at, new);
                false
            }
        }
    }

    /// Takes out every name that `goes` names; whether there was one.
    pub(super) fn remove(&mut self, mut goes: impl FnMut(&LogicalName) -> bool) -> bool {
        let before = self.names.len();
        self.names.retain(|n| !goes(n));
        self.names.len() != before
    }
}

/// A directory and the tables that stand in it.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(super) struct Tables {
    /// Names that stand for tables; the tables themselves are in `tables`.
    pub directory: NameTable,
    /// Tables by name.
    pub tables: BTreeMap<String, NameTable>,
}

impl Tables {
    /// Bytes that all names take.
    pub fn bytes(&self) -> u64 {
        self.directory.bytes() + self.tables.values().map(NameTable::bytes).sum::<u64>()
    }

    /// An empty directory.
    pub fn new(directory: &str) -> Self {
        Self { directory: NameTable::new(directory, Mode::Kernel), tables: BTreeMap::new() }
    }

    /// Adds an empty table; one that stands there is kept. Whether it was new.
    pub fn add_table(&mut self, name: &str, mode: Mode) -> bool {
        if self.tables.contains_key(name) {
            return false;
        }
        self.tables.insert(name.to_owned(), NameTable::new(name, mode));
        true
    }

    /// Deletes a table and those below it, if its mode is not more privileged than `mode`; whether there was one.
    pub fn delete(&mut self, name: &str, mode: Mode) -> bool {
        if self.tables.get(name).is_none_or(|table| table.mode > mode) {
            return false;
        }
        self.tables.remove(name);
        let below: Vec<String> = self.tables.values().filter(|t| t.parent == name).map(|t| t.name.clone()).collect();
        for child in below {
            self.delete(&child, Mode::Kernel);
        }
        true
    }

    /// The table or directory of that name.
    pub fn table(&self, name: &str) -> Option<&NameTable> {
        if self.directory.name == name { Some(&self.directory) } else { self.tables.get(name) }
    }

    /// The table or directory of that name, to change it.
    pub fn table_mut(&mut self, name: &str) -> Option<&mut NameTable> {
        if self.directory.name == name { Some(&mut self.directory) } else { self.tables.get_mut(name) }
    }
}

/// The shareable tables of a node. Readers and writers lock it for single operations only.
#[derive(Debug)]
pub struct SharedNames(RwLock<Tables>);

impl SharedNames {
    /// The tables of a node that has just booted: the directory's own names, no logical names yet.
    pub fn new() -> Self {
        let mut tables = Tables::new(SYSTEM_DIRECTORY);
        for name in [SYSTEM_TABLE, "LNM$CLUSTER_TABLE"] {
            tables.add_table(name, Mode::Kernel);
        }
        let cluster =
            NameTable { parent: "LNM$CLUSTER_TABLE".to_owned(), ..NameTable::new(CLUSTER_TABLE, Mode::Kernel) };
        tables.tables.insert(CLUSTER_TABLE.to_owned(), cluster);
        let kernel = |name: &str, values: &[&str]| {
            let terminal = |(at, value): (usize, &&str)| Translation { terminal: at == 0, ..Translation::plain(value) };
            let translations = values.iter().enumerate().map(terminal).collect();
            LogicalName { no_alias: true, ..LogicalName::new(name, Mode::Kernel, translations) }
        };
        let plain = |name: &str, mode: Mode, values: &[&str]| {
            LogicalName::new(name, mode, values.iter().map(|value| Translation::plain(value)).collect())
        };
        let all = ["LNM$PROCESS", "LNM$JOB", "LNM$GROUP", "LNM$SYSTEM"];
        for name in [
            kernel("LNM$SYSTEM", &[SYSTEM_TABLE, "LNM$SYSCLUSTER"]),
            kernel("LNM$SYSCLUSTER", &[CLUSTER_TABLE]),
            plain("LNM$DIRECTORIES", Mode::Executive, &[super::PROCESS_DIRECTORY, SYSTEM_DIRECTORY]),
            plain("LNM$FILE_DEV", Mode::Supervisor, &all),
            plain("LNM$FILE_DEV", Mode::Executive, &["LNM$SYSTEM"]),
            plain("LNM$DCL_LOGICAL", Mode::Executive, &["LNM$FILE_DEV"]),
            plain("LNM$PERMANENT_MAILBOX", Mode::Executive, &["LNM$SYSTEM"]),
            plain("LNM$TEMPORARY_MAILBOX", Mode::Executive, &["LNM$JOB"]),
        ] {
            tables.directory.put(name);
        }
        Self(RwLock::new(tables))
    }

    /// Makes sure that the table of a UIC group exists and returns its name.
    pub fn create_group_table(&self, group: u16) -> String {
        let name = group_table(group);
        self.write().add_table(&name, Mode::Kernel);
        name
    }

    /// Makes the job table of a process and returns its name. `job` is the address of the job's information block,
    /// of which the name shows eight hexadecimal digits.
    pub fn create_job_table(&self, job: u32) -> String {
        let name = format!("LNM$JOB_{job:08X}");
        self.write().add_table(&name, Mode::Kernel);
        name
    }

    /// Deletes a job table when its job ends.
    pub fn delete_table(&self, name: &str) {
        self.write().tables.remove(name);
    }

    /// Bytes that all names take.
    pub fn bytes(&self) -> u64 {
        self.read().bytes()
    }

    pub(super) fn read(&self) -> RwLockReadGuard<'_, Tables> {
        self.0.read().unwrap_or_else(PoisonError::into_inner)
    }

    pub(super) fn write(&self) -> RwLockWriteGuard<'_, Tables> {
        self.0.write().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Default for SharedNames {
    fn default() -> Self {
        Self::new()
    }
}

impl Clone for SharedNames {
    fn clone(&self) -> Self {
        Self(RwLock::new(self.read().clone()))
    }
}

impl Serialize for SharedNames {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.read().serialize(serializer)
    }
}

impl<'de> Deserialize<'de> for SharedNames {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Ok(Self(RwLock::new(Tables::deserialize(deserializer)?)))
    }
}
