//! How a process's terminal is set up: what SET TERMINAL changes.

/// The characteristics of a terminal.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TerminalSetup {
    /// Columns.
    pub width: u16,
    /// Lines of a page.
    pub page: u16,
    /// What is typed inside a line is inserted; else it overstrikes.
    pub insert: bool,
    /// Messages of others are shown.
    pub broadcast: bool,
    /// Name of the type.
    pub device_type: String,
}

impl Default for TerminalSetup {
    fn default() -> Self {
        Self { width: 80, page: 24, insert: false, broadcast: true, device_type: "VT300_SERIES".to_owned() }
    }
}
