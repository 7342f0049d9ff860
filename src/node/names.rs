//! Logical names: tables, directories, look-up, definition, device translation.
//!
//! The shareable tables (system, cluster, group, job) and their directory belong to the node: [`SharedNames`], behind
//! a lock. The process directory and the process table belong to a process: [`ProcessNames`]. [`Names`] looks through
//! both, in the order that LNM$FILE_DEV and its like say (dcl.md 11). Checks no privileges: handlers do.

mod change;
mod device;
mod search;
mod system;
mod table;

pub use change::Created;
pub use device::DeviceTranslation;
pub use search::{Found, Listing, Names};
pub use table::{LogicalName, Mode, NameTable, SharedNames, TableRight, Translation};

use serde::{Deserialize, Serialize};

use table::Tables;

/// The table that DEFINE uses without a table qualifier.
pub const PROCESS_TABLE: &str = "LNM$PROCESS_TABLE";
/// The table of DEFINE/SYSTEM.
pub const SYSTEM_TABLE: &str = "LNM$SYSTEM_TABLE";
/// The table of DEFINE/CLUSTER_SYSTEM.
pub const CLUSTER_TABLE: &str = "LNM$SYSCLUSTER_TABLE";
/// Where a process's own table names stand.
pub const PROCESS_DIRECTORY: &str = "LNM$PROCESS_DIRECTORY";
/// Where the shareable tables stand.
pub const SYSTEM_DIRECTORY: &str = "LNM$SYSTEM_DIRECTORY";
/// The search order of file and device names.
pub const FILE_DEV: &str = "LNM$FILE_DEV";
/// The search order of SHOW LOGICAL and F$TRNLNM.
pub const DCL_LOGICAL: &str = "LNM$DCL_LOGICAL";
/// Translations of one device name at most.
pub const DEPTH_LIMIT: usize = 10;

/// A process's own logical names.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct ProcessNames {
    tables: Tables,
    job_table: String,
    #[serde(skip)]
    changes: u64,
}

impl ProcessNames {
    /// Empty tables of a process of that UIC group whose job table is `job_table`
    /// ([`SharedNames::create_job_table`] makes one).
    pub fn new(group: u16, job_table: &str) -> Self {
        let mut tables = Tables::new(PROCESS_DIRECTORY);
        tables.add_table(PROCESS_TABLE, Mode::Kernel);
        let kernel = |name: &str, value: &str| {
            let translation = Translation { terminal: true, ..Translation::plain(value) };
            LogicalName { no_alias: true, ..LogicalName::new(name, Mode::Kernel, vec![translation]) }
        };
        tables.directory.put(kernel("LNM$PROCESS", PROCESS_TABLE));
        tables.directory.put(kernel("LNM$JOB", job_table));
        tables.directory.put(kernel("LNM$GROUP", &group_table(group)));
        Self { tables, job_table: job_table.to_owned(), changes: 0 }
    }

    /// A name of the process table that is not one of the system's own: what DEFINE made of SYS$OUTPUT and its like.
    pub fn redefinition(&self, name: &str) -> Option<&LogicalName> {
        let found = self.tables.table(PROCESS_TABLE)?.find(name, Mode::User, false)?;
        (found.mode < Mode::Executive).then_some(found)
    }

    /// Bytes that the process's own names take.
    pub fn bytes(&self) -> u64 {
        self.tables.bytes()
    }

    /// Counts changes: as long as it stays the same, so does every answer of the process's own tables.
    pub fn changes(&self) -> u64 {
        self.changes
    }

    /// Name of the job table, `LNM$JOB_xxxxxxxx`.
    pub fn job_table(&self) -> &str {
        &self.job_table
    }
}

/// Name of the table of a UIC group, `LNM$GROUP_gggggg` (octal).
pub fn group_table(group: u16) -> String {
    format!("LNM$GROUP_{group:06o}")
}

#[cfg(test)]
mod tests;
