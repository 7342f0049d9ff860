//! How a process's terminal is set up: what SET TERMINAL changes.

use std::collections::BTreeSet;

/// A characteristic that programs read; nothing here acts on it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Descriptive {
    /// Its qualifier of SET TERMINAL.
    pub label: &'static str,
    /// Its word in SHOW TERMINAL.
    pub word: &'static str,
    /// Its F$GETDVI item without `TT_`, if there is one.
    pub item: &'static str,
    /// The lowest class of terminal that has it by itself: 0 any screen, 1 VT100, 2 VT200 and so on; 9 none.
    pub class: u8,
}

const fn descriptive(label: &'static str, word: &'static str, item: &'static str, class: u8) -> Descriptive {
    Descriptive { label, word, item, class }
}

/// The descriptive characteristics.
pub const DESCRIPTIVE: [Descriptive; 14] = [
    descriptive("SCOPE", "Scope", "SCOPE", 0),
    descriptive("SIXEL_GRAPHICS", "SIXEL Graphics", "SIXEL", 9),
    descriptive("SOFT_CHARACTERS", "Soft Characters", "DRCS", 9),
    descriptive("PRINTER_PORT", "Printer Port", "PRINTER", 9),
    descriptive("ANSI_CRT", "ANSI_CRT", "ANSICRT", 1),
    descriptive("REGIS", "Regis", "REGIS", 9),
    descriptive("BLOCK_MODE", "Block_mode", "BLOCK", 9),
    descriptive("ADVANCED_VIDEO", "Advanced_video", "AVO", 2),
    descriptive("EDIT_MODE", "Edit_mode", "EDIT", 2),
    descriptive("DEC_CRT", "DEC_CRT", "DECCRT", 1),
    descriptive("DEC_CRT2", "DEC_CRT2", "DECCRT2", 2),
    descriptive("DEC_CRT3", "DEC_CRT3", "DECCRT3", 3),
    descriptive("DEC_CRT4", "DEC_CRT4", "DECCRT4", 4),
    descriptive("DEC_CRT5", "DEC_CRT5", "DECCRT5", 5),
];

/// Types of terminals, each with its class.
pub const TYPES: [(&str, u8); 9] = [
    ("UNKNOWN", 0),
    ("VT52", 0),
    ("VT100", 1),
    ("VT101", 1),
    ("VT102", 1),
    ("VT200_SERIES", 2),
    ("VT300_SERIES", 3),
    ("VT400_SERIES", 4),
    ("VT500_SERIES", 5),
];

/// What the host's terminal is taken for.
pub const HOST_TYPE: &str = "VT300_SERIES";

/// The characteristics of a terminal.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TerminalSetup {
    /// Columns; 0 for a terminal without an end of the line.
    pub width: u16,
    /// Lines of a page.
    pub page: u16,
    /// What is typed inside a line is inserted; else it overstrikes.
    pub insert: bool,
    /// Messages of others are shown.
    pub broadcast: bool,
    /// What is typed is shown.
    pub echo: bool,
    /// Lines can be edited and recalled.
    pub line_editing: bool,
    /// Lines longer than the width go on below.
    pub wrap: bool,
    /// What is typed while a command runs waits for the next prompt.
    pub type_ahead: bool,
    /// Ctrl/S holds the output and Ctrl/Q lets it go on.
    pub ttsync: bool,
    /// The keypad sends keys of its own; else it types digits.
    pub application_keypad: bool,
    /// Small letters stay small, typed and shown.
    pub lowercase: bool,
    /// Name of the type.
    pub device_type: &'static str,
    /// Labels of the [`DESCRIPTIVE`] characteristics that it has.
    pub described: BTreeSet<&'static str>,
}

impl Default for TerminalSetup {
    fn default() -> Self {
        let setup = Self {
            width: 80,
            page: 24,
            insert: false,
            broadcast: true,
            echo: true,
            line_editing: true,
            wrap: true,
            type_ahead: true,
            ttsync: true,
            application_keypad: false,
            lowercase: true,
            device_type: HOST_TYPE,
            described: BTreeSet::new(),
        };
        setup.of_type(HOST_TYPE)
    }
}

impl TerminalSetup {
    /// The setup as a type, one of [`TYPES`], has it.
    pub fn of_type(mut self, name: &'static str) -> Self {
        let class = TYPES.iter().find(|(kind, _)| *kind == name).map_or(0, |(_, class)| *class);
        let has = |kind: &&Descriptive| kind.class <= class && (name != "UNKNOWN" || kind.class > 0);
        self.device_type = name;
        self.described = DESCRIPTIVE.iter().filter(has).map(|kind| kind.label).collect();
        self
    }

    /// Gives the terminal a descriptive characteristic, or takes it away.
    pub fn describe(&mut self, label: &'static str, has: bool) {
        if has {
            self.described.insert(label);
        } else {
            self.described.remove(label);
        }
    }

    /// A line of output as the screen shows it: cut into rows when it wraps, else its last character in the last column.
    pub fn rows(&self, line: &str) -> Vec<String> {
        let line = if self.lowercase { line.to_owned() } else { line.to_uppercase() };
        let width = usize::from(self.width);
        // Control sequences take no column, and nobody knows how long they are.
        if width == 0 || line.contains('\u{1B}') || columns(&line) <= width {
            return vec![line];
        }
        let mut rows = vec![String::new()];
        let mut column = 0;
        for c in line.chars() {
            if column == width {
                let row = rows.last_mut().expect("there is a first row");
                if self.wrap {
                    rows.push(String::new());
                    column = 0;
                } else {
                    row.pop();
                    column -= 1;
                }
            }
            rows.last_mut().expect("there is a first row").push(c);
            column += if c == '\t' { (8 - column % 8).min(width - column) } else { 1 };
        }
        rows
    }
}

/// Columns that a line takes.
fn columns(line: &str) -> usize {
    line.chars().fold(0, |column, c| column + if c == '\t' { 8 - column % 8 } else { 1 })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_type_brings_what_describes_it() {
        let old = TerminalSetup::default().of_type("VT100");
        assert_eq!(Vec::from_iter(old.described), ["ANSI_CRT", "DEC_CRT", "SCOPE"]);
        assert_eq!(TerminalSetup::default().of_type("UNKNOWN").described.len(), 0);
    }

    #[test]
    fn long_lines_wrap_or_end_in_the_last_column() {
        let wide = TerminalSetup { width: 5, ..TerminalSetup::default() };
        assert_eq!(wide.rows("abcde"), ["abcde"]);
        assert_eq!(wide.rows("abcdefghijkl"), ["abcde", "fghij", "kl"]);
        let cut = TerminalSetup { wrap: false, lowercase: false, ..wide };
        assert_eq!(cut.rows("abcdefghijkl"), ["ABCDL"]);
        assert_eq!(cut.rows("\u{1B}[31mred, long\u{1B}[0m").len(), 1);
        assert_eq!(TerminalSetup { width: 0, ..cut }.rows("abcdefghijkl"), ["ABCDEFGHIJKL"]);
    }
}
