//! The cheap index: which definition stands where in a `.CLD` text.
//!
//! A process that runs one command must not compile two hundred definitions first. The index looks at the first words
//! of each line only; a test holds that it agrees with the compiler for every embedded file, which is why embedded
//! files write `DEFINE kind name` and `SYNONYM name` at the start of a line.

use std::ops::Range;

/// Kind of a definition.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Kind {
    /// DEFINE VERB.
    Verb,
    /// DEFINE SYNTAX.
    Syntax,
    /// DEFINE TYPE.
    Type,
}

/// A definition's place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry<'a> {
    /// What it is.
    pub kind: Kind,
    /// Its name.
    pub name: &'a str,
    /// Other names of a verb.
    pub synonyms: Vec<&'a str>,
    /// Bytes of its text.
    pub range: Range<usize>,
}

/// The definitions of a text, in order. Names are taken as written: embedded files are in upper case.
pub fn index(text: &str) -> Vec<Entry<'_>> {
    let mut entries: Vec<Entry<'_>> = Vec::new();
    let mut offset = 0;
    for line in text.split_inclusive('\n') {
        let mut words = line.split_ascii_whitespace();
        match words.next() {
            Some("DEFINE") => {
                let kind = match words.next() {
                    Some("VERB") => Some(Kind::Verb),
                    Some("SYNTAX") => Some(Kind::Syntax),
                    Some("TYPE") => Some(Kind::Type),
                    _ => None,
                };
                if let (Some(kind), Some(name)) = (kind, words.next()) {
                    end_last(&mut entries, offset);
                    entries.push(Entry { kind, name, synonyms: Vec::new(), range: offset..text.len() });
                }
            }
            Some("SYNONYM") => {
                if let (Some(entry), Some(name)) = (entries.last_mut(), words.next()) {
                    entry.synonyms.push(name);
                }
            }
            Some("MODULE" | "IDENT") => end_last(&mut entries, offset),
            _ => {}
        }
        offset += line.len();
    }
    entries
}

fn end_last(entries: &mut [Entry<'_>], offset: usize) {
    if let Some(entry) = entries.last_mut() {
        entry.range.end = entry.range.end.min(offset);
    }
}
