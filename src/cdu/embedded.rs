//! The command definitions of `grammar/*.CLD`, embedded.

macro_rules! files {
    ($($name:literal,)*) => {
        &[$(($name, include_str!(concat!("../../grammar/", $name))),)*]
    };
}

/// File names and texts.
pub const FILES: &[(&str, &str)] = files! {
    "MOUNT.CLD",
    "DISMOUNT.CLD",
};
