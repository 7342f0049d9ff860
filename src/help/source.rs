//! The reader of `.HLP` source: numbered keys, qualifier lines, comments and text (help-format.md 1).

use super::library::Topic;
use crate::message::{Condition, codes};

use nom::Parser;
use nom::character::complete::{one_of, space1};
use nom::combinator::{map_opt, rest};

/// The deepest level of a key line.
const MAX_LEVEL: usize = 9;

/// What one line of source is.
#[derive(Debug, PartialEq, Eq)]
enum Line<'a> {
    /// A digit in column 1 and the name of a key.
    Key(usize, &'a str),
    /// A slash in column 1: a qualifier one level below the last numbered key.
    Qualifier(&'a str),
    /// An exclamation mark in column 1.
    Comment,
    /// Text of the key before it.
    Text(&'a str),
}

/// Reads the modules of a source file; `name` is only for error messages.
///
/// # Errors
/// `LIBRAR-E-NESTERR` for a key more than one level below the key before it, `LIBRAR-E-NOKEY` for text before the first
/// key.
pub fn read(name: &str, source: &str) -> Result<Vec<Topic>, Condition> {
    let mut builder = Builder::default();
    for (index, text) in source.lines().enumerate() {
        let wrong = |status| Condition::new(status).arg(i64::try_from(index + 1).unwrap_or(i64::MAX)).arg(name);
        match line(text) {
            Line::Comment => {}
            Line::Key(level, key) => {
                if level > builder.numbered + 1 {
                    return Err(wrong(codes::LIBRAR_NESTERR));
                }
                builder.key(level, key);
            }
            Line::Qualifier(_) | Line::Text(_) if builder.open.is_empty() => {
                if !text.trim().is_empty() {
                    return Err(wrong(codes::LIBRAR_NOKEY));
                }
            }
            Line::Qualifier(text) => builder.qualifier(text),
            Line::Text(text) => builder.text(text),
        }
    }
    Ok(builder.finish())
}

fn line(text: &str) -> Line<'_> {
    let level = map_opt(one_of::<_, _, nom::error::Error<&str>>("123456789"), |digit| digit.to_digit(10));
    let mut key = (level, space1, rest);
    match (text.chars().next(), key.parse(text)) {
        (Some('!'), _) => Line::Comment,
        (Some('/'), _) => Line::Qualifier(text),
        (_, Ok((_, (level, _, name)))) => match name.split_whitespace().next() {
            Some(name) => Line::Key((level as usize).min(MAX_LEVEL), name),
            None => Line::Text(text),
        },
        _ => Line::Text(text),
    }
}

/// Topics under construction: the chain from the open module to the key that takes text.
#[derive(Default)]
struct Builder {
    modules: Vec<Topic>,
    open: Vec<Topic>,
    /// Level of the last numbered key; qualifier lines stand one below it.
    numbered: usize,
    /// Qualifier lines in a row that wait for the text they share.
    sharing: Vec<String>,
}

impl Builder {
    fn key(&mut self, level: usize, name: &str) {
        self.close(level - 1);
        self.numbered = level;
        self.open.push(Topic::new(name));
    }

    fn qualifier(&mut self, line: &str) {
        let waits = self.open.len() > self.numbered && self.open.last().is_some_and(Topic::has_no_text);
        let mut sharing = Vec::new();
        if waits {
            sharing = std::mem::take(&mut self.sharing);
            sharing.extend(self.open.last().map(|topic| topic.name.clone()));
        }
        self.close(self.numbered);
        self.sharing = sharing;
        let mut topic = Topic::new(&qualifier_name(line));
        topic.heading = Some(line.trim_end().to_owned());
        self.open.push(topic);
    }

    fn text(&mut self, text: &str) {
        if let Some(topic) = self.open.last_mut() {
            topic.text.push(text.trim_end().to_owned());
        }
    }

    /// Closes open keys until `depth` of them are left.
    fn close(&mut self, depth: usize) {
        while self.open.len() > depth {
            let Some(topic) = self.open.pop() else { return };
            let sharing = std::mem::take(&mut self.sharing);
            match self.open.last_mut() {
                Some(parent) => {
                    for name in sharing {
                        let same = parent.children.iter_mut().find(|child| child.name == name);
                        same.into_iter().for_each(|child| child.text.clone_from(&topic.text));
                    }
                    parent.children.push(topic);
                }
                None => self.modules.push(topic),
            }
        }
    }

    fn finish(mut self) -> Vec<Topic> {
        self.close(0);
        self.modules
    }
}

/// The name of a qualifier line: up to the first `=`, `[`, `(` or blank, a `[NO]` behind the slash left out.
fn qualifier_name(line: &str) -> String {
    let line = line.strip_prefix('/').unwrap_or(line);
    let line = line.strip_prefix("[NO]").unwrap_or(line);
    let end = line.find(|c: char| "=[(".contains(c) || c.is_whitespace()).unwrap_or(line.len());
    format!("/{}", &line[..end])
}
