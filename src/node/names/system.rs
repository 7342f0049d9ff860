//! The logical names that a node has when it has booted.

use super::table::{LogicalName, Mode, SharedNames, Translation};
use super::{SYSTEM_TABLE, group_table};
use crate::node::files::{HOST_DEVICE, SYSTEM_DEVICE};

/// Names of directories below SYS$SYSROOT.
const DIRECTORIES: [(&str, &str); 14] = [
    ("SYS$ERRORLOG", "SYSMGR"),
    ("SYS$EXAMPLES", "SYSHLP.EXAMPLES"),
    ("SYS$HELP", "SYSHLP"),
    ("SYS$INSTRUCTION", "SYSHLP"),
    ("SYS$LIBRARY", "SYSLIB"),
    ("SYS$LOADABLE_IMAGES", "SYSEXE"),
    ("SYS$MAINTENANCE", "SYSEXE"),
    ("SYS$MANAGER", "SYSMGR"),
    ("SYS$MESSAGE", "SYSMSG"),
    ("SYS$SHARE", "SYSLIB"),
    ("SYS$STARTUP", "SYS$STARTUP"),
    ("SYS$SYSTEM", "SYSEXE"),
    ("SYS$TEST", "SYSTEST"),
    ("SYS$UPDATE", "SYSUPD"),
];

impl SharedNames {
    /// The tables of a node of that name that has just booted, with the system's own logical names.
    pub fn booted(node: &str) -> Self {
        let names = Self::new();
        let define = |name: &str, value: Translation| {
            let made = names.define(SYSTEM_TABLE, LogicalName::new(name, Mode::Executive, vec![value]));
            debug_assert!(made.is_ok(), "the system table exists");
        };
        let concealed = |value: String| Translation { terminal: true, ..Translation::concealed(&value) };
        define("SYS$SYSDEVICE", Translation::plain(&format!("{SYSTEM_DEVICE}:")));
        define("SYS$SYSROOT", concealed(format!("{SYSTEM_DEVICE}:[SYS0.]")));
        define("SYS$COMMON", concealed(format!("{SYSTEM_DEVICE}:[SYS0.]")));
        define("SYS$SPECIFIC", concealed(format!("{SYSTEM_DEVICE}:[SYS0.]")));
        for (name, directory) in DIRECTORIES {
            define(name, Translation::plain(&format!("SYS$SYSROOT:[{directory}]")));
        }
        define("SYS$NODE", Translation::plain(&format!("{node}::")));
        define("SYS$CLUSTER_NODE", Translation::plain(&format!("{node}::")));
        define("SYS$SYLOGIN", Translation::plain("SYS$MANAGER:SYLOGIN.COM"));
        define("HOST$DISK", Translation::plain(&format!("{HOST_DEVICE}:")));
        names.create_group_table(1);
        debug_assert!(names.read().table(&group_table(1)).is_some(), "just made");
        names
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::node::names::{Names, ProcessNames};

    #[test]
    fn a_booted_node_knows_its_directories() {
        let shared = SharedNames::booted("NODEA");
        let process = ProcessNames::new(1, &shared.create_job_table(1));
        let names = Names::new(&process, &shared);
        assert_eq!(names.device("SYS$EXAMPLES:").unwrap().device, "DNFS2");
        assert_eq!(names.device("SYS$EXAMPLES:").unwrap().shown, "SYS$SYSROOT");
        assert_eq!(names.device_name("host$disk"), "DNFS1");
        assert_eq!(shared.value(SYSTEM_TABLE, "SYS$NODE").as_deref(), Some("NODEA::"));
    }
}
