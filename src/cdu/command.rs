//! A parsed command line: what a handler asks about it.
//!
//! Owns the answers of CLI$PRESENT and CLI$GET_VALUE (cdu.md 6) as plain data. A [`Command`] is complete: defaults are
//! filled in, nothing here looks at a table again.

use std::fmt;

/// How an entity (parameter, qualifier or keyword) stands on the line: what CLI$PRESENT returns (cdu.md 6).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Presence {
    /// Not given, not present by default.
    Absent,
    /// Given for the whole command.
    Present,
    /// Not given, present by default.
    Defaulted,
    /// Given as `/NOx` for the whole command.
    Negated,
    /// Given after a parameter, for that parameter only.
    LocallyPresent,
    /// Given as `/NOx` after a parameter.
    LocallyNegated,
}

impl Presence {
    /// Whether CLI$PRESENT would return an odd value.
    pub fn is_present(self) -> bool {
        matches!(self, Self::Present | Self::Defaulted | Self::LocallyPresent)
    }

    /// Whether the entity was typed in its negated form.
    pub fn is_negated(self) -> bool {
        matches!(self, Self::Negated | Self::LocallyNegated)
    }

    /// Whether the entity was typed, negated or not.
    pub fn is_typed(self) -> bool {
        !matches!(self, Self::Absent | Self::Defaulted)
    }

    /// The longword that CLI$PRESENT returns (dcl.md 18.1).
    pub fn status(self) -> u32 {
        match self {
            Self::Present => 0x0003_FD19,
            Self::Defaulted => 0x0003_FD21,
            Self::LocallyPresent => 0x0003_FD31,
            Self::Absent => 0x0003_81F0,
            Self::Negated => 0x0003_81F8,
            Self::LocallyNegated => 0x0003_8230,
        }
    }
}

/// What joins a value to the one before it: CLI$_COMMA and CLI$_CONCAT.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Default)]
pub enum Join {
    /// The first value of its list.
    #[default]
    First,
    /// After a comma.
    Comma,
    /// After a plus sign.
    Plus,
}

/// One value: an item of a parameter, or one value of a qualifier or keyword.
#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub struct Value {
    /// The value as CLI$GET_VALUE returns it: upper case unless quoted, quotes removed unless the type keeps them,
    /// a keyword written out in full.
    pub text: String,
    /// Whether any part of it was quoted.
    pub quoted: bool,
    /// What joins it to the value before.
    pub join: Join,
    /// The keyword that it is, if its type is a keyword list.
    pub keyword: Option<Box<Given>>,
    /// Local and positional qualifiers that follow this item of a parameter.
    pub qualifiers: Vec<Given>,
}

/// An entity that is present or negated, with its values.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Given {
    /// Its label: the name that handlers use.
    pub label: String,
    /// What was typed for its name, upper case (`NOCONFIRM`, `SHAD`); the label for a parameter.
    pub token: String,
    /// Given as `/NOx`.
    pub negated: bool,
    /// Present by default only.
    pub defaulted: bool,
    /// Values in order.
    pub values: Vec<Value>,
    /// Keywords of its type that are present by default, because none of them was typed.
    pub default_keywords: Vec<Given>,
    /// Byte offset on the line.
    pub(super) at: usize,
}

impl Given {
    /// An entity at a place of the line, without values.
    pub(super) fn typed(label: String, at: usize) -> Self {
        let (values, default_keywords) = (Vec::new(), Vec::new());
        Self { token: String::new(), negated: false, defaulted: false, label, values, default_keywords, at }
    }

    fn presence(&self, local: bool) -> Presence {
        match (self.defaulted, local, self.negated) {
            (true, _, _) => Presence::Defaulted,
            (_, false, false) => Presence::Present,
            (_, false, true) => Presence::Negated,
            (_, true, false) => Presence::LocallyPresent,
            (_, true, true) => Presence::LocallyNegated,
        }
    }

    /// The keyword of this entity with that label, typed or by default.
    fn keyword(&self, label: &str) -> Option<&Given> {
        let typed = self.values.iter().rev().filter_map(|value| value.keyword.as_deref());
        typed.chain(&self.default_keywords).find(|keyword| keyword.label == label)
    }

    /// The keyword at a path below this entity; the entity itself for the empty path.
    pub(super) fn find<'p>(&self, path: impl Iterator<Item = &'p str>) -> Option<&Given> {
        let mut found = self;
        for label in path {
            found = found.keyword(label)?;
        }
        Some(found)
    }

    /// As [`Given::find`], for a path that may be missing.
    fn below(&self, path: Option<&str>) -> Option<&Given> {
        path.map_or(Some(self), |path| self.find(path.split('.')))
    }

    /// The value texts.
    pub fn texts(&self) -> Vec<&str> {
        self.values.iter().map(|value| value.text.as_str()).collect()
    }

    fn push_labels(&self, prefix: &str, labels: &mut Vec<String>) {
        if self.defaulted {
            return;
        }
        let path = if prefix.is_empty() { self.label.clone() } else { format!("{prefix}.{}", self.label) };
        if !labels.contains(&path) {
            labels.push(path.clone());
        }
        for value in &self.values {
            if let Some(keyword) = &value.keyword {
                keyword.push_labels(&path, labels);
            }
            for qualifier in &value.qualifiers {
                qualifier.push_labels("", labels);
            }
        }
    }
}

/// One item of a parameter with the qualifiers that hold for it.
#[derive(Clone, Copy, Debug)]
pub struct Item<'a> {
    command: &'a Command,
    /// The item itself.
    pub value: &'a Value,
}

impl<'a> Item<'a> {
    /// The item's text.
    pub fn text(&self) -> &'a str {
        &self.value.text
    }

    /// State of a qualifier for this item: its own if it has one, else the command's (cdu.md 5.4).
    pub fn present(&self, path: &str) -> Presence {
        match local(&self.value.qualifiers, path) {
            Some(given) => given.presence(true),
            None => self.command.global(path).map_or(Presence::Absent, |given| given.presence(false)),
        }
    }

    /// All values of a qualifier for this item.
    pub fn values(&self, path: &str) -> Vec<&'a str> {
        local(&self.value.qualifiers, path).or_else(|| self.command.global(path)).map_or_else(Vec::new, Given::texts)
    }

    /// The first value of a qualifier for this item.
    pub fn value(&self, path: &str) -> Option<&'a str> {
        self.values(path).into_iter().next()
    }
}

/// The rightmost qualifier of a list that the path names.
fn local<'a>(qualifiers: &'a [Given], path: &str) -> Option<&'a Given> {
    if qualifiers.is_empty() {
        return None;
    }
    let (first, below) = split_path(path);
    qualifiers.iter().rev().find(|given| given.label == first)?.below(below)
}

/// The first label of a path, and the path below it.
fn split_path(path: &str) -> (&str, Option<&str>) {
    match path.bytes().position(|byte| byte == b'.') {
        Some(at) => (&path[..at], Some(&path[at + 1..])),
        None => (path, None),
    }
}

/// A command line that passed every check of its table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Command {
    /// The verb's full name in the table.
    pub verb: String,
    /// What carries the command out: the name in CLIROUTINE, ROUTINE or IMAGE of the syntax that applied.
    pub routine: String,
    /// The canonical line (`$LINE`): upper case outside quotes, single blanks, no comment.
    pub line: String,
    /// Parameters in order, those present by default included.
    pub parameters: Vec<Given>,
    /// Qualifiers that hold for the whole command, those present by default included. Each label once.
    pub qualifiers: Vec<Given>,
    /// Every label of the definition that applied: asking for any other is a mistake in the handler.
    pub known: Vec<String>,
}

impl Command {
    /// Name of the routine that carries the command out.
    pub fn routine(&self) -> &str {
        &self.routine
    }

    /// `$VERB`: the first four characters of the verb.
    pub fn short_verb(&self) -> &str {
        self.verb.get(..4).unwrap_or(&self.verb)
    }

    fn global(&self, path: &str) -> Option<&Given> {
        let (first, below) = split_path(path);
        debug_assert!(self.known.iter().any(|label| label == first), "{} does not define {first}", self.routine);
        self.parameters.iter().chain(&self.qualifiers).find(|given| given.label == first)?.below(below)
    }

    fn anywhere(&self, path: &str) -> Option<(&Given, bool)> {
        let global = self.global(path);
        if global.is_some_and(|given| !given.defaulted) {
            return global.map(|given| (given, false));
        }
        let items = self.parameters.iter().flat_map(|parameter| &parameter.values);
        let own = items.rev().find_map(|item| local(&item.qualifiers, path));
        own.map(|given| (given, true)).or(global.map(|given| (given, false)))
    }

    /// State of a parameter, qualifier or keyword path such as `POLICY.MINICOPY.OPTIONAL`. A qualifier that only some
    /// item of a parameter has is locally present.
    pub fn present(&self, path: &str) -> Presence {
        self.anywhere(path).map_or(Presence::Absent, |(given, local)| given.presence(local))
    }

    /// Whether [`Command::present`] answers "present" in any form.
    pub fn has(&self, path: &str) -> bool {
        self.present(path).is_present()
    }

    /// The first value at a path, as CLI$GET_VALUE returns it first.
    pub fn value(&self, path: &str) -> Option<&str> {
        self.full_values(path).first().map(|value| value.text.as_str())
    }

    /// All values at a path. For a positional qualifier given with several items: those of the last item that has it.
    pub fn values(&self, path: &str) -> Vec<&str> {
        self.anywhere(path).map_or_else(Vec::new, |(given, _)| given.texts())
    }

    /// The first value at a path as an integer, if it is one (`$NUMBER` values always are, with their radix resolved).
    pub fn number(&self, path: &str) -> Option<i64> {
        self.value(path)?.parse().ok()
    }

    /// The values at a path with everything known about them.
    pub fn full_values(&self, path: &str) -> &[Value] {
        self.anywhere(path).map_or(&[], |(given, _)| given.values.as_slice())
    }

    /// The items of a parameter, each with the qualifiers that hold for it.
    pub fn items(&self, label: &str) -> Vec<Item<'_>> {
        let parameter = self.parameters.iter().find(|given| given.label == label);
        let values = parameter.map_or(&[][..], |given| given.values.as_slice());
        values.iter().map(|value| Item { command: self, value }).collect()
    }

    /// The first label that was typed and is not among those known; as [`Command::labels`] lists them.
    pub fn unknown_label(&self, known: &[&str]) -> Option<String> {
        let mut labels = Vec::new();
        for given in self.qualifiers.iter().chain(&self.parameters) {
            // Nothing below it: the label itself is all there is.
            let plain = given.values.iter().all(|value| value.keyword.is_none() && value.qualifiers.is_empty());
            if !(plain && known.contains(&given.label.as_str())) {
                given.push_labels("", &mut labels);
            }
        }
        labels.into_iter().find(|label| !known.contains(&label.as_str()))
    }

    /// Every label that was typed, keywords as dotted paths, negated ones included, each once: what dispatch compares
    /// with the labels that the handler acts on.
    pub fn labels(&self) -> Vec<String> {
        let mut labels = Vec::new();
        for given in self.qualifiers.iter().chain(&self.parameters) {
            given.push_labels("", &mut labels);
        }
        labels
    }
}

impl fmt::Display for Command {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.line)
    }
}
