//! The shapes that displays are made of: fixed columns, pairs of labelled values, wrapped sentences.
//!
//! Columns are counted from 1, as the reference does.

/// A line on which text is placed at columns; what is placed later never moves what stands before it.
#[derive(Clone, Debug, Default)]
pub struct Line(String);

impl Line {
    /// An empty line.
    pub fn new() -> Self {
        Self::default()
    }

    /// Places `text` so that it begins in `column`. A line that is already longer gets one blank first, so that nothing
    /// is lost when a name is too long for its column.
    #[must_use]
    pub fn at(mut self, column: usize, text: &str) -> Self {
        if text.is_empty() {
            return self;
        }
        let have = self.0.chars().count();
        let pad = if have < column { column - 1 - have } else { 1 };
        self.0.extend(std::iter::repeat_n(' ', pad));
        self.0.push_str(text);
        self
    }

    /// Places `text` so that it ends in `column`, or one blank behind what stands there.
    #[must_use]
    pub fn ending(self, column: usize, text: &str) -> Self {
        let have = self.0.chars().count();
        let start = (column + 1).saturating_sub(text.chars().count()).max(1);
        let start = if have > 0 && start == have + 1 { start + 1 } else { start };
        self.at(start, text)
    }

    /// The finished line without trailing blanks.
    pub fn finish(self) -> String {
        self.0.trim_end().to_owned()
    }
}

/// Where the two labelled values of a line stand.
#[derive(Clone, Copy, Debug)]
pub struct Pairs {
    /// Columns of the first label and of the end of its value.
    pub first: (usize, usize),
    /// The same for the second.
    pub second: (usize, usize),
}

/// SHOW DEVICE/FULL (shadowing.md 3.2).
pub const DEVICE_PAIRS: Pairs = Pairs { first: (5, 36), second: (41, 79) };
/// SHOW SHADOW, the virtual unit's block (shadowing.md 3.5).
pub const UNIT_PAIRS: Pairs = Pairs { first: (3, 28), second: (33, 56) };

impl Pairs {
    /// One line of one or two labelled values.
    pub fn line(self, first: (&str, &str), second: Option<(&str, &str)>) -> String {
        let line = Line::new().at(self.first.0, first.0).ending(self.first.1, first.1);
        let line = match second {
            Some((label, value)) => line.at(self.second.0, label).ending(self.second.1, value),
            None => line,
        };
        line.finish()
    }
}

/// Breaks `text`, written behind `head`, into lines of at most 80 characters; what follows the first line is indented.
/// Lines break at blanks only.
pub fn wrap(head: &str, text: &str, indent: usize) -> Vec<String> {
    const WIDTH: usize = 80;
    let mut lines = Vec::new();
    let mut line = head.to_owned();
    let mut empty = true;
    for word in text.split_ascii_whitespace() {
        if !empty && line.len() + 1 + word.len() > WIDTH {
            lines.push(std::mem::replace(&mut line, " ".repeat(indent)));
            empty = true;
        }
        if !empty {
            line.push(' ');
        }
        line.push_str(word);
        empty = false;
    }
    lines.push(line);
    lines
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pairs_stand_where_the_manual_has_them() {
        assert_eq!(
            DEVICE_PAIRS.line(("Error count", "0"), Some(("Operations completed", "47"))),
            "    Error count                    0    Operations completed                 47"
        );
        assert_eq!(
            DEVICE_PAIRS.line(("Mount status", "System"), Some(("Cache name", "\"_$252$DUA721:XQPCACHE\""))),
            "    Mount status              System    Cache name      \"_$252$DUA721:XQPCACHE\""
        );
        assert_eq!(
            UNIT_PAIRS.line(("VU Timeout Value", "3600"), Some(("VU Site Value", "0"))),
            "  VU Timeout Value      3600    VU Site Value          0"
        );
    }

    #[test]
    fn a_value_too_long_for_its_column_starts_one_blank_behind_the_label() {
        let line = Line::new().at(5, "Label").ending(12, "a long value").finish();
        assert_eq!(line, "    Label a long value");
    }

    #[test]
    fn sentences_wrap_as_the_manual_wraps_them() {
        let text = "Disk DSA0:, device type RAM Disk, is online, mounted, file-oriented device, shareable, available \
                    to cluster, error logging is enabled, device supports bitmaps (no bitmaps active).";
        assert_eq!(
            wrap("", text, 4),
            [
                "Disk DSA0:, device type RAM Disk, is online, mounted, file-oriented device,",
                "    shareable, available to cluster, error logging is enabled, device supports",
                "    bitmaps (no bitmaps active).",
            ]
        );
    }
}
