//! What the lines of a procedure say, without running them: for checks before a run.

use crate::message::{Condition, codes};

use super::code::{Code, Command, Later};
use super::compile::{Verbs, compile};
use super::procedure::{Procedure, deck_terminator, ends_deck};
use super::substitute;
use super::symbols::{SymbolId, Symbols};
use super::text;

/// Open IF blocks of one level at most.
pub use super::control::MAX_BLOCKS;

/// A command line of a procedure.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OutlineLine {
    /// Its first record, counted from 1.
    pub record: usize,
    /// Its label, upper case.
    pub label: Option<String>,
    /// A quoted string has no end: DCL takes it as it is.
    pub open_quote: bool,
    /// What it says.
    pub meaning: Meaning,
}

/// What a command says as far as that is known before it runs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Meaning {
    /// There is no command.
    Nothing,
    /// Nothing of interest, or only known when it runs.
    Other,
    /// It cannot run.
    Wrong(Condition),
    /// IF without THEN on its line.
    IfBlock,
    /// IF with a command, or what ON does.
    Perhaps(Box<Meaning>),
    /// THEN of a block.
    Then(Box<Meaning>),
    /// ELSE of a block.
    Else(Box<Meaning>),
    /// ENDIF.
    EndIf,
    /// GOTO; without a label when substitution makes it.
    Goto(Option<String>),
    /// GOSUB.
    Gosub(Option<String>),
    /// CALL.
    Call(Option<String>),
    /// SUBROUTINE.
    Subroutine,
    /// ENDSUBROUTINE.
    EndSubroutine,
    /// WRITE to a label on errors.
    Branch(String),
    /// A table-driven command, folded.
    Table(String),
    /// A symbol in place of a verb, and what it would be as a verb.
    Symbol(String, Box<Meaning>),
}

/// A symbol that a procedure assigns.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Assigned {
    /// Its name.
    pub name: String,
    /// Letters of its shortest abbreviation.
    pub shortest: usize,
    /// With `==`: it outlasts the procedure.
    pub global: bool,
}

impl Assigned {
    /// Whether a word stands for it.
    pub fn is(&self, word: &str) -> bool {
        self.name.starts_with(word) && word.len() >= self.shortest
    }
}

/// The outline of a procedure.
#[derive(Clone, Debug, Default)]
pub struct Outline {
    /// Its command lines; data records are left out.
    pub lines: Vec<OutlineLine>,
    /// Symbols that the procedure assigns.
    pub symbols: Vec<Assigned>,
    /// The record of the first `@`: what runs from there on may have symbols of another procedure.
    pub runs_another: Option<usize>,
}

/// Reads a procedure. `verbs` gives the full name of a verb, as [`Host::verb`](super::Host::verb) does.
pub fn outline(text: &str, verbs: &mut Verbs<'_>) -> Outline {
    let procedure = Procedure::new(String::new(), text.to_owned());
    let mut reader = Reader { verbs, symbols: Symbols::default(), assigned: Vec::new(), runs_another: false };
    let mut runs_another = None;
    let mut lines = Vec::new();
    let mut at = 0;
    while let Some(record) = procedure.record(at) {
        if !record.starts_with('$') {
            at += 1;
            continue;
        }
        if let Some(terminator) = deck_terminator(record) {
            at += 1;
            while procedure.record(at).is_some_and(|record| !ends_deck(record, &terminator)) {
                at += 1;
            }
            at += 1;
            continue;
        }
        let line = procedure.line(at);
        let body = record.strip_prefix('$').unwrap_or(record);
        let label = text::split_label(body).0.map(str::to_ascii_uppercase);
        let meaning = if line.is_too_long {
            Meaning::Wrong(Condition::new(codes::CLI_BUFOVF))
        } else {
            reader.meaning(&text::fold(&line.text))
        };
        if reader.runs_another {
            runs_another = runs_another.or(Some(at + 1));
        }
        let open_quote = text::comment_start(&line.text).1;
        lines.push(OutlineLine { record: at + 1, label, open_quote, meaning });
        at = line.next;
    }
    Outline { lines, symbols: reader.assigned, runs_another }
}

struct Reader<'a, 'v> {
    verbs: &'a mut Verbs<'v>,
    symbols: Symbols,
    assigned: Vec<Assigned>,
    /// There was an `@`.
    runs_another: bool,
}

impl Reader<'_, '_> {
    /// What a folded command says.
    fn meaning(&mut self, line: &str) -> Meaning {
        self.runs_another |= line.starts_with('@');
        if substitute::is_needed(line) || substitute::has_ampersands(line) {
            return self.variable(line);
        }
        let code = compile(line, &mut self.symbols, self.verbs, true);
        self.of_code(&code)
    }

    fn of_code(&mut self, code: &Code) -> Meaning {
        let meaning = match &code.command {
            Command::Empty => Meaning::Nothing,
            Command::Bad(condition) => Meaning::Wrong(condition.clone()),
            Command::If(_, None) => Meaning::IfBlock,
            Command::If(_, then) => Meaning::Perhaps(self.later(then.as_ref())),
            Command::Then(then) => Meaning::Then(self.later(then.as_ref())),
            Command::Else(then) => Meaning::Else(self.later(then.as_ref())),
            Command::On(_, command) => Meaning::Perhaps(Box::new(self.meaning(command))),
            Command::EndIf => Meaning::EndIf,
            Command::Goto(label) => Meaning::Goto(Some(label.clone())),
            Command::Gosub(label) => Meaning::Gosub(Some(label.clone())),
            Command::Call(start) => Meaning::Call(Some(start.name.to_ascii_uppercase())),
            Command::Subroutine => Meaning::Subroutine,
            Command::EndSubroutine => Meaning::EndSubroutine,
            Command::Write(write) => write.error.clone().map_or(Meaning::Other, Meaning::Branch),
            Command::Table(_) => Meaning::Table(code.text.to_string()),
            Command::Assign(target, _) | Command::Overlay(target, ..) => {
                self.assign(target.id, target.shortest, target.global);
                Meaning::Other
            }
            _ => Meaning::Other,
        };
        match code.first {
            Some(id) => Meaning::Symbol(self.symbols.name(id).to_string(), Box::new(meaning)),
            None => meaning,
        }
    }

    fn later(&mut self, then: Option<&Later>) -> Box<Meaning> {
        Box::new(then.map_or(Meaning::Other, |then| self.meaning(&then.text)))
    }

    fn assign(&mut self, id: SymbolId, shortest: Option<u8>, global: bool) {
        let name = self.symbols.name(id).to_string();
        let shortest = shortest.map_or(name.len(), usize::from);
        self.assigned.push(Assigned { name, shortest, global });
    }

    /// What a line says that substitution changes: its verb and its shape, if they stand there.
    fn variable(&mut self, line: &str) -> Meaning {
        let word = text::first_word(line);
        let rest = line[word.len()..].trim_start();
        if word.is_empty() || rest.starts_with('\'') && line[word.len()..].starts_with('\'') {
            return Meaning::Other;
        }
        if is_assignment(rest) {
            let (name, shortest) = match rest.strip_prefix('*') {
                Some(tail) => (format!("{word}{}", text::first_word(tail)), word.len()),
                None => (word.to_owned(), word.len()),
            };
            let global = rest.contains("==");
            self.assigned.push(Assigned { name, shortest, global });
            return Meaning::Other;
        }
        let verb = match (self.verbs)(word) {
            Ok(verb) => verb,
            Err(condition) => return Meaning::Symbol(word.to_owned(), Box::new(Meaning::Wrong(condition))),
        };
        let meaning = match (verb.as_str(), text::find_then(rest)) {
            ("IF", None) => Meaning::IfBlock,
            ("IF" | "ON", Some(at)) => Meaning::Perhaps(self.part(&rest[at + 4..])),
            ("THEN", _) => Meaning::Then(self.part(rest)),
            ("ELSE", _) => Meaning::Else(self.part(rest)),
            ("GOTO", _) => Meaning::Goto(None),
            ("GOSUB", _) => Meaning::Gosub(None),
            ("CALL", _) => {
                let name = rest.split([' ', '/']).next().unwrap_or_default();
                let fixed = !name.is_empty() && !name.contains(['\'', '&']);
                Meaning::Call(fixed.then(|| name.to_owned()))
            }
            _ => Meaning::Other,
        };
        Meaning::Symbol(word.to_owned(), Box::new(meaning))
    }

    /// The command behind THEN or ELSE.
    fn part(&mut self, text: &str) -> Box<Meaning> {
        let command = Later::new(text).map_or(Meaning::Other, |later| self.meaning(&later.text));
        Box::new(command)
    }
}

/// Whether what follows a word makes it the target of an assignment.
fn is_assignment(rest: &str) -> bool {
    let rest = rest.strip_prefix('*').map_or(rest, |tail| tail[text::first_word(tail).len()..].trim_start());
    let after = match (rest.strip_prefix('['), rest.find(']')) {
        (Some(_), Some(end)) => rest[end + 1..].trim_start(),
        _ => rest,
    };
    after.starts_with('=') || after.starts_with(":=")
}
