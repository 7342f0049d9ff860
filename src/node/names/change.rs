//! Defining and deassigning logical names, creating tables.

use super::search::Names;
use super::table::{LogicalName, Mode, NameTable, SharedNames, Tables};
use super::{PROCESS_DIRECTORY, ProcessNames, SYSTEM_DIRECTORY};
use crate::message::Condition;
use crate::message::codes;

/// What CREATE/NAME_TABLE did.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Created {
    /// A table is new.
    New,
    /// The table of that name was kept.
    Kept,
    /// The table of that name is gone with its names, a new one stands in its place.
    Superseded,
}

/// Whether people made a table: not the system, and no job and no group.
fn is_made(booted: &Tables, table: &NameTable) -> bool {
    let own = ["LNM$JOB_", "LNM$GROUP_"].into_iter().any(|own| table.name.starts_with(own));
    !own && booted.table(&table.name).is_none()
}

fn put_table(tables: &mut Tables, new: NameTable, supersede: bool) -> Created {
    let there = tables.table(&new.name).is_some();
    if there && !(supersede && tables.delete(&new.name, new.mode)) {
        return Created::Kept;
    }
    tables.tables.insert(new.name.clone(), new);
    if there { Created::Superseded } else { Created::New }
}

impl ProcessNames {
    /// What a subprocess gets: no name and no table that is confined to this process.
    #[must_use]
    pub fn for_subprocess(&self) -> Self {
        let mut copy = self.clone();
        copy.tables.tables.retain(|_, table| !table.confine);
        for table in copy.tables.tables.values_mut() {
            table.remove(|name| name.confine);
        }
        copy
    }

    /// Defines a name in the first table that `table` stands for. Returns whether an earlier value of the same mode was
    /// superseded. [`codes::SYSTEM_NOLOGTAB`] without such a table, [`codes::SYSTEM_DUPLNAM`] where a name with
    /// NO_ALIAS of a more privileged mode stands, [`codes::SYSTEM_IVLOGNAM`] for a name of no or over 255 characters,
    /// [`codes::SYSTEM_EXLNMQUOTA`] where the table has no room.
    pub fn define(&mut self, shared: &SharedNames, table: &str, new: LogicalName) -> Result<bool, Condition> {
        if new.name.is_empty() || new.name.chars().count() > 255 {
            return Err(codes::SYSTEM_IVLOGNAM.into());
        }
        self.change(shared, table, |table| {
            if table.iter().any(|n| n.name == new.name && n.no_alias && n.mode > new.mode) {
                return Err(codes::SYSTEM_DUPLNAM.into());
            }
            if !table.has_room_for(&new) {
                return Err(codes::SYSTEM_EXLNMQUOTA.into());
            }
            Ok(table.put(new))
        })
    }

    /// Takes the name of that mode and of the less privileged ones out of the first table that `table` stands for.
    /// [`codes::SYSTEM_NOLOGNAM`] when there is none. The name of a table in its directory: the table goes, with those
    /// below it.
    pub fn deassign(&mut self, shared: &SharedNames, table: &str, name: &str, mode: Mode) -> Result<(), Condition> {
        let first = Names::new(self, shared).tables(table).into_iter().next().unwrap_or_default();
        if (first == PROCESS_DIRECTORY || first == SYSTEM_DIRECTORY)
            && self.delete_table(shared, &first, name, mode).is_ok()
        {
            return Ok(());
        }
        self.change(shared, table, |table| {
            let exact = table.iter().any(|n| n.name == name && n.mode <= mode);
            let goes = |n: &LogicalName| {
                n.mode <= mode && if exact { n.name == name } else { n.name.eq_ignore_ascii_case(name) }
            };
            if table.remove(goes) { Ok(()) } else { Err(codes::SYSTEM_NOLOGNAM.into()) }
        })
    }

    /// Takes every name of that mode and of the less privileged ones out of a table.
    pub fn deassign_all(&mut self, shared: &SharedNames, table: &str, mode: Mode) -> Result<(), Condition> {
        self.change(shared, table, |table| {
            table.remove(|n| n.mode <= mode);
            Ok(())
        })
    }

    /// Deletes the user-mode names of the process table: an image has ended.
    pub fn image_ended(&mut self) {
        for table in self.tables.tables.values_mut() {
            self.changes += u64::from(table.remove(|n| n.mode == Mode::User));
        }
    }

    /// CREATE/NAME_TABLE: makes `new` below its parent, a directory or a table; one without a parent stands in the
    /// process directory. A table of that name is kept unless `supersede`.
    pub fn create_table(
        &mut self,
        shared: &SharedNames,
        mut new: NameTable,
        supersede: bool,
    ) -> Result<Created, Condition> {
        let asked = if new.parent.is_empty() { PROCESS_DIRECTORY } else { &new.parent };
        let Some(parent) = Names::new(self, shared).tables(asked).into_iter().next() else {
            return Err(codes::SYSTEM_NOLOGTAB.into());
        };
        let own = self.tables.table(&parent).is_some();
        let is_directory = parent == PROCESS_DIRECTORY || parent == SYSTEM_DIRECTORY;
        new.parent = if is_directory { String::new() } else { parent };
        if own {
            // Nobody else sees it.
            new.security = None;
            Ok(put_table(&mut self.tables, new, supersede))
        } else {
            Ok(put_table(&mut shared.write(), new, supersede))
        }
    }

    /// Deletes a table of a directory with the tables below it. [`codes::SYSTEM_NOLOGNAM`] when there is none.
    fn delete_table(&mut self, shared: &SharedNames, directory: &str, name: &str, mode: Mode) -> Result<(), Condition> {
        let name = name.to_uppercase();
        let gone = match directory {
            PROCESS_DIRECTORY => self.tables.delete(&name, mode),
            _ => shared.write().delete(&name, mode),
        };
        if gone { Ok(()) } else { Err(codes::SYSTEM_NOLOGNAM.into()) }
    }

    fn change<T>(
        &mut self,
        shared: &SharedNames,
        table: &str,
        change: impl FnOnce(&mut NameTable) -> Result<T, Condition>,
    ) -> Result<T, Condition> {
        let Some(name) = Names::new(self, shared).tables(table).into_iter().next() else {
            return Err(codes::SYSTEM_NOLOGTAB.into());
        };
        self.changes += 1;
        if let Some(table) = self.tables.table_mut(&name) {
            return change(table);
        }
        match shared.write().table_mut(&name) {
            Some(table) => change(table),
            None => Err(codes::SYSTEM_NOLOGTAB.into()),
        }
    }
}

impl SharedNames {
    /// Defines a name in one of the node's own tables, as the system itself does (MOUNT, start-up). Whether an earlier
    /// value was superseded; an unknown table is [`codes::SYSTEM_NOLOGTAB`].
    pub fn define(&self, table: &str, new: LogicalName) -> Result<bool, Condition> {
        match self.write().table_mut(table) {
            Some(table) => Ok(table.put(new)),
            None => Err(codes::SYSTEM_NOLOGTAB.into()),
        }
    }

    /// Takes a name, whatever its mode, out of one of the node's own tables; whether it stood there.
    pub fn deassign(&self, table: &str, name: &str) -> bool {
        let mut tables = self.write();
        tables.table_mut(table).is_some_and(|table| table.remove(|n| n.name.eq_ignore_ascii_case(name)))
    }

    /// What differs from the names of a freshly booted `node`, as table and name: what a suspended cluster keeps. Job
    /// tables end with their jobs.
    pub fn changes(&self, node: &str) -> Vec<(String, LogicalName)> {
        let booted = Self::booted(node);
        let (booted, own) = (booted.read(), self.read());
        let made = |table: &NameTable| is_made(&booted, table);
        let lasting = own.tables.iter().filter(|(table, names)| !table.starts_with("LNM$JOB_") && !made(names));
        let known = |table: &str, name: &LogicalName| {
            booted.table(table).is_some_and(|table| table.iter().any(|other| other == name))
        };
        let names = lasting.flat_map(|(table, names)| names.iter().map(move |name| (table, name)));
        names.filter(|(table, name)| !known(table, name)).map(|(table, name)| (table.clone(), name.clone())).collect()
    }

    /// The tables that people made, with their names: what a suspended cluster keeps as a whole.
    pub fn made_tables(&self, node: &str) -> Vec<NameTable> {
        let booted = Self::booted(node);
        let booted = booted.read();
        self.read().tables.values().filter(|table| is_made(&booted, table)).cloned().collect()
    }

    /// Puts tables back that [`SharedNames::made_tables`] gave.
    pub fn put_back(&self, made: Vec<NameTable>) {
        let mut tables = self.write();
        tables.tables.extend(made.into_iter().map(|table| (table.name.clone(), table)));
    }

    /// Defines again what [`SharedNames::changes`] gave; tables that are missing are made.
    pub fn define_again(&self, names: Vec<(String, LogicalName)>) {
        let mut tables = self.write();
        for (table, name) in names {
            tables.add_table(&table, Mode::Kernel);
            if let Some(table) = tables.table_mut(&table) {
                table.put(name);
            }
        }
    }

    /// The value of a name in one of the node's own tables.
    pub fn value(&self, table: &str, name: &str) -> Option<String> {
        let tables = self.read();
        tables.table(table)?.find(name, Mode::User, false).map(|found| found.value().to_owned())
    }
}
