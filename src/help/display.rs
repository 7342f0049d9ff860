//! The layout of HELP: headings, text, lists of names. All columns and blank lines are here (help-format.md 4).

use super::library::{Library, Topic};

/// Columns of the screen.
const WIDTH: usize = 80;
/// Blanks in front of a list and its heading.
const LIST_INDENT: usize = 2;
/// Columns that each level below the first moves its heading and text to the right.
const LEVEL_INDENT: usize = 2;
/// Narrowest column of a list: seven to a line.
const MIN_COLUMN: usize = 11;

/// What a line of output is, as an output routine of LBR$OUTPUT_HELP is told.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Text of a topic, or a blank line.
    Text,
    /// A key name above a text (HLP$M_KEYNAMLIN).
    KeyName,
    /// Part of a list of further topics (HLP$M_OTHERINFO).
    OtherInfo,
    /// Says that there is no such topic (HLP$M_NOHLPTXT).
    NotFound,
}

/// A line of output.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line {
    /// What it is.
    pub kind: Kind,
    /// As printed.
    pub text: String,
}

/// Lines as they come.
#[derive(Default)]
pub struct Page(pub Vec<Line>);

impl Page {
    fn push(&mut self, kind: Kind, text: impl Into<String>) {
        self.0.push(Line { kind, text: text.into() });
    }

    /// A blank line, never two in a row within a topic.
    fn blank(&mut self) {
        if self.0.last().is_none_or(|line| !line.text.is_empty()) {
            self.push(Kind::Text, "");
        }
    }

    /// A topic: the names down to it, its text, and perhaps the list of what is below.
    pub fn topic(&mut self, library: &Library, path: &[usize], list: bool) {
        for depth in 1..=path.len() {
            let Some(topic) = library.topic(&path[..depth]) else { continue };
            let shown = topic.heading.as_deref().filter(|_| depth == path.len()).unwrap_or(&topic.name);
            self.blank();
            self.push(Kind::KeyName, indented((depth - 1) * LEVEL_INDENT, shown));
        }
        if let Some(topic) = library.topic(path) {
            self.text(&topic.text, (path.len() - 1) * LEVEL_INDENT);
        }
        if list {
            self.list(library.children(path), "Additional information available:");
        }
    }

    /// The introduction and the list of all modules.
    pub fn root(&mut self, library: &Library, introduction: Option<&Topic>) {
        if let Some(topic) = introduction {
            self.text(&topic.text, 0);
        }
        self.list(library.children(&[]), "Information available:");
    }

    /// The names of the libraries that `@name` picks.
    pub fn libraries(&mut self, names: &[&str]) {
        if names.is_empty() {
            return;
        }
        self.blank();
        let heading = "Additional help libraries available (type @name for topics):";
        self.push(Kind::OtherInfo, indented(LIST_INDENT, heading));
        self.blank();
        self.rows(names);
    }

    /// The answer to keys that lead nowhere, with the list of the level that was searched.
    pub fn not_found(&mut self, keys: &str, below: &[Topic]) {
        self.blank();
        self.push(Kind::NotFound, indented(LIST_INDENT, &format!("Sorry, no documentation on {keys}")));
        self.list(below, "Additional information available:");
    }

    fn text(&mut self, text: &[String], indent: usize) {
        let used = |line: &String| !line.trim().is_empty();
        let (Some(first), Some(last)) = (text.iter().position(used), text.iter().rposition(used)) else { return };
        self.blank();
        for line in &text[first..=last] {
            self.push(Kind::Text, if line.trim().is_empty() { String::new() } else { indented(indent, line) });
        }
    }

    /// Names in columns: ordinary keys, then qualifiers on a fresh line.
    fn list(&mut self, topics: &[Topic], heading: &str) {
        if topics.is_empty() {
            return;
        }
        self.blank();
        self.push(Kind::OtherInfo, indented(LIST_INDENT, heading));
        self.blank();
        let names: Vec<&str> = topics.iter().map(|topic| topic.name.as_str()).collect();
        self.rows(&names);
    }

    fn rows(&mut self, names: &[&str]) {
        let longest = names.iter().map(|name| name.chars().count()).max().unwrap_or(0);
        let column = (longest + 1).max(MIN_COLUMN);
        let across = ((WIDTH - LIST_INDENT) / column).max(1);
        let (qualifiers, keys): (Vec<&str>, Vec<&str>) = names.iter().partition(|name| name.starts_with('/'));
        for row in keys.chunks(across).chain(qualifiers.chunks(across)) {
            let cells: String = row.iter().map(|name| format!("{name:column$}")).collect();
            self.push(Kind::OtherInfo, indented(LIST_INDENT, cells.trim_end()));
        }
    }
}

fn indented(indent: usize, text: &str) -> String {
    format!("{:indent$}{text}", "")
}
