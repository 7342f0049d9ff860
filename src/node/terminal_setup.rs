//! How a process's terminal is set up: what SET TERMINAL changes.

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
    pub device_type: String,
}

impl Default for TerminalSetup {
    fn default() -> Self {
        Self {
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
            device_type: "VT300_SERIES".to_owned(),
        }
    }
}

impl TerminalSetup {
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
