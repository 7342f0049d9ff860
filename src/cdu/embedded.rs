//! The command definitions of `grammar/*.CLD`, embedded.

macro_rules! files {
    ($($name:literal,)*) => {
        &[$(($name, include_str!(concat!("../../grammar/", $name))),)*]
    };
}

/// File names and texts.
pub const FILES: &[(&str, &str)] = files! {
    "ANALYZE.CLD",
    "BACKUP.CLD",
    "DCL.CLD",
    "DELETE.CLD",
    "DISMOUNT.CLD",
    "FILES.CLD",
    "INITIALIZE.CLD",
    "LOGICAL.CLD",
    "MOUNT.CLD",
    "OPERATOR.CLD",
    "SESSION.CLD",
    "SET.CLD",
    "SET_SHADOW.CLD",
    "SHOW.CLD",
    "SHOW_DEVICES.CLD",
    "SIMULATE.CLD",
};

/// The tables of utilities with a prompt of their own: file names and texts.
pub const UTILITIES: &[(&str, &str)] = files! {
    "MONITOR.CLD",
    "SYSGEN.CLD",
    "SYSMAN.CLD",
};
