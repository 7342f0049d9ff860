//! Looking logical names up.

use super::table::{LogicalName, Mode, NameTable, SharedNames, TableRight};
use super::{DEPTH_LIMIT, FILE_DEV, PROCESS_DIRECTORY, ProcessNames};
use crate::message::Condition;
use crate::message::codes;
use crate::node::protection::{Security, Subject};

/// A name that was found, and where.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Found {
    /// Table it stands in.
    pub table: String,
    /// The name with its translations.
    pub name: LogicalName,
    /// It is the name of a table itself.
    pub is_table: bool,
    /// The table is kept on all nodes of the cluster.
    pub clusterwide: bool,
}

/// The names of one table, as SHOW LOGICAL lists them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Listing {
    /// Name of the table.
    pub table: String,
    /// Its names that match, in order; names of tables have no translation.
    pub names: Vec<Found>,
    /// Owner and protection of a table that has them.
    pub security: Option<Security>,
}

/// What a process sees: its own tables and the node's.
#[derive(Clone, Copy, Debug)]
pub struct Names<'a> {
    process: &'a ProcessNames,
    shared: &'a SharedNames,
    /// Whose rights count; without one every table can be read.
    subject: Option<Subject>,
}

impl<'a> Names<'a> {
    /// A view of both.
    pub fn new(process: &'a ProcessNames, shared: &'a SharedNames) -> Self {
        Self { process, shared, subject: None }
    }

    /// The same view with the rights of a process: tables that it may not read have no names for it.
    #[must_use]
    pub fn seen_by(self, subject: Subject) -> Self {
        Self { subject: Some(subject), ..self }
    }

    /// Whether the process has a right to a table.
    pub fn permits(&self, table: &str, right: TableRight) -> bool {
        let Some(subject) = self.subject else { return true };
        self.with_table(table, |table| table.grants(subject, right)).unwrap_or(true)
    }

    /// Owner and protection of a table that has them.
    pub fn security(&self, table: &str) -> Option<Security> {
        self.with_table(table, |table| table.security).flatten()
    }

    /// The tables that a table name stands for, in search order: the table itself, or what its translations in the
    /// directories stand for. Unknown names give none.
    pub fn tables(&self, table: &str) -> Vec<String> {
        let mut found = Vec::new();
        self.add_tables(&table.to_uppercase(), &mut found, 0);
        found
    }

    fn add_tables(&self, name: &str, found: &mut Vec<String>, depth: usize) {
        if self.process.tables.table(name).is_some() || self.shared.read().table(name).is_some() {
            if !found.iter().any(|table| table == name) {
                found.push(name.to_owned());
            }
            return;
        }
        if depth == DEPTH_LIMIT {
            return;
        }
        for value in self.in_directories(name).iter().flat_map(|n| &n.translations) {
            self.add_tables(&value.value.to_uppercase(), found, depth + 1);
        }
    }

    fn in_directories(&self, name: &str) -> Option<LogicalName> {
        let own = self.process.tables.directory.find(name, Mode::User, false).cloned();
        own.or_else(|| self.shared.read().directory.find(name, Mode::User, false).cloned())
    }

    fn with_table<T>(&self, name: &str, use_it: impl FnOnce(&NameTable) -> T) -> Option<T> {
        match self.process.tables.table(name) {
            Some(table) => Some(use_it(table)),
            None => self.shared.read().table(name).map(use_it),
        }
    }

    /// The names of tables that stand in a directory; none for another table.
    fn table_names(&self, directory: &str) -> Vec<(String, Mode)> {
        let of = |tables: &super::Tables| {
            let own = [(tables.directory.name.clone(), tables.directory.mode)];
            own.into_iter().chain(tables.tables.values().map(|table| (table.name.clone(), table.mode))).collect()
        };
        if directory == PROCESS_DIRECTORY {
            return of(&self.process.tables);
        }
        let shared = self.shared.read();
        if shared.directory.name == directory { of(&shared) } else { Vec::new() }
    }

    fn found(&self, table: &str, name: LogicalName, is_table: bool) -> Found {
        let clusterwide = table == super::CLUSTER_TABLE || table == "LNM$CLUSTER_TABLE";
        Found { table: table.to_owned(), name, is_table, clusterwide }
    }

    /// The first definition of `name` in the tables that `table` stands for. `mode`: names of less privileged modes
    /// are not seen. Case-blind unless `exact`.
    pub fn find(&self, table: &str, name: &str, mode: Mode, exact: bool) -> Option<Found> {
        self.tables(table).iter().find_map(|table| self.find_in(table, name, mode, exact))
    }

    /// The definition of `name` in one table.
    fn find_in(&self, table: &str, name: &str, mode: Mode, exact: bool) -> Option<Found> {
        if !self.permits(table, TableRight::Read) {
            return None;
        }
        if let Some(found) = self.with_table(table, |t| t.find(name, mode, exact).cloned()).flatten() {
            return Some(self.found(table, found, false));
        }
        let same = |(own, own_mode): &(String, Mode)| own.eq_ignore_ascii_case(name) && *own_mode >= mode;
        let (own, own_mode) = self.table_names(table).into_iter().find(same)?;
        let entry = LogicalName { no_alias: true, ..LogicalName::simple(&own, own_mode, "") };
        Some(self.found(table, entry, true))
    }

    /// The definitions of `name` in all tables that `table` stands for, one for each table at most.
    pub fn find_each(&self, table: &str, name: &str, mode: Mode) -> Vec<Found> {
        self.tables(table).iter().filter_map(|table| self.find_in(table, name, mode, false)).collect()
    }

    /// All names of the tables that `table` stands for, for which `wanted` holds; a listing for each table.
    /// An unknown table is [`codes::SYSTEM_NOLOGTAB`], one that the process may not read [`codes::SYSTEM_NOPRIV`].
    pub fn list(&self, table: &str, mode: Mode, wanted: impl Fn(&str) -> bool) -> Result<Vec<Listing>, Condition> {
        let tables = self.tables(table);
        if tables.is_empty() {
            return Err(codes::SYSTEM_NOLOGTAB.into());
        }
        let readable: Vec<&String> = tables.iter().filter(|table| self.permits(table, TableRight::Read)).collect();
        if readable.is_empty() {
            return Err(codes::SYSTEM_NOPRIV.into());
        }
        Ok(readable.into_iter().map(|table| self.listing(table, mode, &wanted)).collect())
    }

    fn listing(&self, table: &str, mode: Mode, wanted: &impl Fn(&str) -> bool) -> Listing {
        let entries: Vec<LogicalName> = self.with_table(table, |t| t.iter().cloned().collect()).unwrap_or_default();
        let mut names: Vec<Found> = entries.into_iter().map(|name| self.found(table, name, false)).collect();
        names.extend(self.table_names(table).into_iter().map(|(own, own_mode)| {
            let entry = LogicalName { no_alias: true, ..LogicalName::simple(&own, own_mode, "") };
            self.found(table, entry, true)
        }));
        names.retain(|found| found.name.mode >= mode && wanted(&found.name.name));
        names.sort_by_cached_key(|found| found.name.name.to_uppercase());
        Listing { table: table.to_owned(), names, security: self.security(table) }
    }

    /// The directories with their tables, each below the one that it was made below, as SHOW LOGICAL/STRUCTURE shows
    /// them: depth and name.
    pub fn structure(&self) -> Vec<(usize, String)> {
        let mut all = Vec::new();
        for (directory, tables) in
            [(PROCESS_DIRECTORY, &self.process.tables), (super::SYSTEM_DIRECTORY, &*self.shared.read())]
        {
            all.push((0, directory.to_owned()));
            add_below(tables, "", 1, &mut all);
        }
        all
    }

    /// The tables made below a table or standing in a directory, those below them included.
    pub fn descendants(&self, table: &str) -> Vec<String> {
        let structure = self.structure();
        let Some(at) = structure.iter().position(|(_, name)| name == table) else { return Vec::new() };
        let depth = structure[at].0;
        structure[at + 1..].iter().take_while(|(d, _)| *d > depth).map(|(_, name)| name.clone()).collect()
    }

    /// One translation through LNM$FILE_DEV.
    pub fn file_dev(&self, name: &str) -> Option<LogicalName> {
        self.find(FILE_DEV, name, Mode::User, false).map(|found| found.name)
    }
}

fn add_below(tables: &super::Tables, parent: &str, depth: usize, all: &mut Vec<(usize, String)>) {
    for table in tables.tables.values().filter(|table| table.parent == parent) {
        all.push((depth, table.name.clone()));
        add_below(tables, &table.name, depth + 1, all);
    }
}
