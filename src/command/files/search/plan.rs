//! What SEARCH looks for, and how it shows what it finds.

use crate::cdu::Command;
use crate::command::output::{PLAIN, highlight};
use crate::message::{Condition, codes};
use crate::rms::matches;

/// How characters that do not print are shown.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Format {
    /// By their names, the formatting ones as they are.
    Text,
    /// All by their names; without the nulls if so.
    Dump { nulls: bool },
    /// As they are.
    PassAll,
}

/// Names of the control characters, from zero on.
const CONTROLS: [&str; 32] = [
    "NUL", "SOH", "STX", "ETX", "EOT", "ENQ", "ACK", "BEL", "BS", "HT", "LF", "VT", "FF", "CR", "SO", "SI", "DLE",
    "DC1", "DC2", "DC3", "DC4", "NAK", "SYN", "ETB", "CAN", "EM", "SUB", "ESC", "FS", "GS", "RS", "US",
];

/// What is looked for, and how matches are shown.
pub(super) struct Plan {
    strings: Vec<String>,
    exact: bool,
    relation: &'static str,
    pub before: usize,
    pub after: usize,
    pub window: bool,
    /// /WINDOW=0: the names of the files that have a match, and no records.
    pub names_only: bool,
    numbers: bool,
    pub limit: usize,
    pub skip: usize,
    pub heading: Option<bool>,
    wildcards: bool,
    format: Format,
    /// The columns that are looked at: how many are passed over, and how many count.
    key: (usize, usize),
    /// The escape sequence in front of what was found.
    highlight: Option<&'static str>,
}

impl Plan {
    pub fn of(command: &Command) -> Result<Self, Condition> {
        let exact = command.has("EXACT");
        let fold = |text: &str| if exact { text.to_owned() } else { text.to_ascii_uppercase() };
        let relations = ["AND", "NAND", "NOR", "XNOR", "XOR"];
        let relation = relations.into_iter().find(|word| command.has(&format!("MATCH.{word}")));
        let window: Vec<usize> = command.values("WINDOW").iter().filter_map(|n| n.parse().ok()).collect();
        let around = match window[..] {
            [] if command.has("WINDOW") => (2, 2),
            [] => (0, 0),
            [lines] => (lines.saturating_sub(1) / 2, lines.saturating_sub(1).div_ceil(2)),
            [before, after, ..] => (before, after),
        };
        let number = |label: &str| match command.number(label) {
            Some(n) => usize::try_from(n).map(Some).map_err(|_| Condition::new(codes::SEARCH_VALERR)),
            None => Ok(None),
        };
        let heading = command.present("HEADING");
        let position = number("KEY.POSITION")?.unwrap_or(1);
        Ok(Self {
            strings: command.values("STRING").into_iter().map(fold).collect(),
            exact,
            relation: relation.unwrap_or("OR"),
            before: around.0,
            after: if command.has("REMAINING") { usize::MAX } else { around.1 },
            window: command.has("WINDOW") || command.has("REMAINING"),
            names_only: window[..] == [0],
            numbers: command.has("NUMBERS"),
            limit: number("LIMIT")?.unwrap_or(usize::MAX),
            skip: number("SKIP")?.unwrap_or(0),
            heading: heading.is_typed().then_some(!heading.is_negated()),
            wildcards: command.has("WILDCARD"),
            format: format(command),
            key: (position.saturating_sub(1), number("KEY.SIZE")?.unwrap_or(usize::MAX)),
            highlight: highlight(command),
        })
    }

    pub fn matches(&self, record: &str) -> bool {
        let folded = if self.exact { record.to_owned() } else { record.to_ascii_uppercase() };
        let folded: String = match self.key {
            (0, usize::MAX) => folded,
            (passed, count) => folded.chars().skip(passed).take(count).collect(),
        };
        let found = self.strings.iter().filter(|string| self.holds(&folded, string)).count();
        match self.relation {
            "AND" => found == self.strings.len(),
            "NAND" => found != self.strings.len(),
            "NOR" => found == 0,
            "XOR" => found % 2 == 1,
            "XNOR" => found % 2 == 0,
            _ => found > 0,
        }
    }

    /// Whether a record holds a string; under /WILDCARD `*` and `%` in the string stand for anything.
    fn holds(&self, record: &str, string: &str) -> bool {
        if self.wildcards { matches(&format!("*{string}*"), record) } else { record.contains(string) }
    }

    /// A record as it is shown; `hit` if it matched.
    pub fn line(&self, number: usize, record: &str, hit: bool) -> String {
        let record = match self.highlight.filter(|_| hit) {
            Some(escape) => self.highlighted(record, escape),
            None => self.formatted(record),
        };
        if self.numbers { format!("{number:6}  {record}") } else { record }
    }

    fn formatted(&self, record: &str) -> String {
        let shown = |c: char| match u8::try_from(u32::from(c)) {
            Ok(0) if self.format == (Format::Dump { nulls: false }) => String::new(),
            Ok(9..=13) if self.format == Format::Text => c.to_string(),
            Ok(control @ 0..=31) => format!("<{}>", CONTROLS[usize::from(control)]),
            Ok(127) => "<DEL>".to_owned(),
            _ => c.to_string(),
        };
        match self.format {
            Format::PassAll => record.to_owned(),
            _ if !record.chars().any(|c| c.is_ascii_control()) => record.to_owned(),
            _ => record.chars().map(shown).collect(),
        }
    }

    /// The record with the strings that were found between escape sequences.
    fn highlighted(&self, record: &str, escape: &str) -> String {
        let folded = if self.exact { record.to_owned() } else { record.to_ascii_uppercase() };
        let mut shown = String::new();
        let mut at = 0;
        while at < record.len() {
            let here = |string: &&String| !string.is_empty() && folded[at..].starts_with(string.as_str());
            let found = self.strings.iter().filter(here).map(String::len).max();
            let length = found.unwrap_or_else(|| record[at..].chars().next().map_or(1, char::len_utf8));
            let piece = self.formatted(&record[at..at + length]);
            match found {
                Some(_) => shown.push_str(&format!("{escape}{piece}{PLAIN}")),
                None => shown.push_str(&piece),
            }
            at += length;
        }
        shown
    }
}

fn format(command: &Command) -> Format {
    match () {
        () if command.has("FORMAT.DUMP") => Format::Dump { nulls: true },
        () if command.has("FORMAT.NONULLS") => Format::Dump { nulls: false },
        () if command.has("FORMAT.PASSALL") => Format::PassAll,
        () => Format::Text,
    }
}
