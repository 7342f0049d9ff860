//! A command procedure in memory: records, logical lines with what is known about them beforehand, labels, blocks and
//! subroutines. Everything is found at first use and kept.

use std::cell::{OnceCell, RefCell};
use std::collections::BTreeMap;
use std::rc::Rc;

use super::code::Code;
use super::insertion::Kept;
use super::symbols::NameMap;
use super::text;

/// A command line of a procedure: one record or several joined by hyphens.
#[derive(Debug)]
pub struct Line {
    /// First record.
    pub first: usize,
    /// Record after the last.
    pub next: usize,
    /// Text without `$`, comments, hyphens, label: not yet folded.
    pub text: Rc<str>,
    /// Apostrophes ask for substitution in the text.
    pub dynamic: bool,
    /// Apostrophes stand in a comment.
    pub dynamic_comment: bool,
    /// More characters than may be entered.
    pub is_too_long: bool,
    /// What the text means, when it has no apostrophes.
    pub code: RefCell<Option<Rc<Code>>>,
    /// What the text meant when it was substituted last.
    pub last: RefCell<Option<Rc<Code>>>,
    /// What it is with its insertions, when they stand in quoted strings alone.
    pub kept: Kept,
}

/// A label and what stands around it.
#[derive(Debug)]
pub struct Label {
    /// Its record.
    pub record: usize,
    /// IF records of the blocks around it, outermost first.
    pub blocks: Vec<usize>,
    /// SUBROUTINE record around it, the innermost.
    region: Option<usize>,
    /// The SUBROUTINE command that it names, once somebody has looked.
    subroutine: OnceCell<Option<usize>>,
}

/// Where a procedure's labels, blocks and subroutines are.
#[derive(Debug, Default)]
struct Index {
    /// In the order of the records.
    labels: NameMap<Vec<Label>>,
    /// SUBROUTINE record to the record after its ENDSUBROUTINE.
    ends: BTreeMap<usize, usize>,
}

/// A procedure.
#[derive(Debug)]
pub struct Procedure {
    /// Full file specification.
    pub spec: String,
    text: String,
    records: Vec<(usize, usize)>,
    lines: Vec<OnceCell<Box<Line>>>,
    index: OnceCell<Index>,
}

impl Procedure {
    /// A procedure from its text: records end with line feeds.
    pub fn new(spec: String, text: String) -> Self {
        let mut records = Vec::new();
        let mut start = 0;
        for (at, byte) in text.bytes().enumerate() {
            if byte == b'\n' {
                let end = if at > start && text.as_bytes()[at - 1] == b'\r' { at - 1 } else { at };
                records.push((start, end));
                start = at + 1;
            }
        }
        if start < text.len() {
            records.push((start, text.len()));
        }
        let lines = std::iter::repeat_with(OnceCell::new).take(records.len()).collect();
        Self { spec, text, records, lines, index: OnceCell::new() }
    }

    /// A record; `None` past the end.
    pub fn record(&self, number: usize) -> Option<&str> {
        self.records.get(number).map(|(start, end)| &self.text[*start..*end])
    }

    /// The command line that begins at a record with `$`.
    pub fn line(&self, first: usize) -> &Line {
        self.lines[first].get_or_init(|| Box::new(self.join(first)))
    }

    /// The command line that begins at a record, if it was met before.
    pub fn known_line(&self, first: usize) -> Option<&Line> {
        Some(self.lines.get(first)?.get()?)
    }

    fn join(&self, first: usize) -> Line {
        let mut joined = String::new();
        let mut next = first;
        let mut dynamic_comment = false;
        while let Some(record) = self.record(next) {
            let body = record.strip_prefix('$').unwrap_or(record);
            next += 1;
            let (part, continued) = text::significant(body);
            joined.push_str(part);
            dynamic_comment |= text::comment_start(body).0.is_some_and(|at| body[at..].contains('\''));
            if !continued {
                break;
            }
        }
        let (_, command) = text::split_label(&joined);
        let dynamic = super::substitute::is_needed(&joined);
        let is_too_long = joined.len() > text::MAX_ENTERED && joined.chars().nth(text::MAX_ENTERED).is_some();
        let (code, last) = (RefCell::new(None), RefCell::new(None));
        let kept = Kept::default();
        Line { first, next, text: command.into(), dynamic, dynamic_comment, is_too_long, code, last, kept }
    }

    fn index(&self) -> &Index {
        self.index.get_or_init(|| self.scan())
    }

    fn scan(&self) -> Index {
        let mut index = Index::default();
        let (mut blocks, mut regions) = (Vec::new(), Vec::new());
        for number in 0..self.records.len() {
            let Some(body) = self.record(number).and_then(|record| record.strip_prefix('$')) else { continue };
            let (label, command) = text::split_label(body);
            if let Some(label) = label {
                let (blocks, region) = (blocks.clone(), regions.last().copied());
                let found = Label { record: number, blocks, region, subroutine: OnceCell::new() };
                index.labels.entry(label.to_ascii_uppercase().into()).or_default().push(found);
            }
            let word = text::first_word(command);
            if ["IF", "THEN", "ELSE"].iter().any(|opening| word.eq_ignore_ascii_case(opening)) {
                if text::opens_block(&self.line(number).text) {
                    blocks.push(number);
                }
            } else if text::is_keyword(word, "ENDIF") {
                blocks.pop();
            } else if text::is_keyword(word, "SUBROUTINE")
                && !command[word.len()..].trim_start().starts_with(['=', ':'])
            {
                regions.push(number);
            } else if text::is_keyword(word, "ENDSUBROUTINE")
                && let Some(start) = regions.pop()
            {
                index.ends.insert(start, number + 1);
            }
        }
        index
    }

    /// The record that GOTO reaches: the label read last before `from`, else the nearest after it, within a
    /// subroutine's own labels (`region`) or those outside all subroutines.
    pub fn find_label(&self, name: &str, from: usize, region: Option<usize>) -> Option<&Label> {
        let here = |label: &&Label| label.region == region;
        let labels = self.index().labels.get(name)?;
        let before = labels.iter().filter(here).rfind(|label| label.record < from);
        before.or_else(|| labels.iter().find(here))
    }

    /// The record of the SUBROUTINE command that CALL reaches: in the region where the call stands, or one around it.
    pub fn find_subroutine(&self, name: &str, region: Option<usize>) -> Option<usize> {
        let index = self.index();
        let labels = index.labels.get(name)?;
        let visible = |label: &&Label| match label.region {
            None => true,
            Some(inner) => region.is_some_and(|region| region == inner || self.encloses(inner, region)),
        };
        let subroutine = |label: &Label| *label.subroutine.get_or_init(|| self.subroutine_at(label.record));
        labels.iter().rev().filter(visible).find_map(subroutine)
    }

    fn encloses(&self, outer: usize, inner: usize) -> bool {
        outer <= inner && self.index().ends.get(&outer).is_some_and(|end| inner < *end)
    }

    /// The SUBROUTINE command on a label's own line or on the next command line.
    fn subroutine_at(&self, label: usize) -> Option<usize> {
        let mut number = label;
        loop {
            let record = self.record(number)?;
            if let Some(body) = record.strip_prefix('$') {
                let (other, command) = text::split_label(body);
                let command = text::significant(command).0;
                if text::is_keyword(text::first_word(command), "SUBROUTINE") {
                    return Some(number);
                }
                if !command.is_empty() || (other.is_some() && number != label) {
                    return None;
                }
            }
            number += 1;
        }
    }

    /// The record after a subroutine; `None` if its ENDSUBROUTINE is missing.
    pub fn subroutine_end(&self, start: usize) -> Option<usize> {
        self.index().ends.get(&start).copied()
    }
}

/// If a record is a DECK command: what ends the data, empty for `$ EOD`.
pub fn deck_terminator(record: &str) -> Option<Rc<str>> {
    let command = text::split_label(record.strip_prefix('$')?).1;
    let word = text::first_word(command);
    let is_command = command[word.len()..].trim_start().chars().next().is_none_or(|next| next == '/' || next == '!');
    if word.len() < 2 || !"DECK".starts_with(&word.to_ascii_uppercase()) || !is_command {
        return None;
    }
    let value = command[word.len()..].split_once('=').map_or("", |(_, value)| value.trim());
    Some(text::unquote(value).into())
}

/// Whether a record ends the data of a DECK.
pub fn ends_deck(record: &str, terminator: &str) -> bool {
    if terminator.is_empty() {
        record.strip_prefix('$').is_some_and(|rest| rest.trim().eq_ignore_ascii_case("EOD"))
    } else {
        record.starts_with(terminator)
    }
}
