//! The syntax check of command procedures: what would fail, found without running anything.
//!
//! Follows the command tables and the outline that `dcl` gives of a procedure. Pure: texts come in, findings go out;
//! who reads the files and prints the findings is the program.

mod flow;
mod report;

pub use report::{Finding, json};

use crate::cdu::{AsTyped, Command, Outcome, Tables, parse};
use crate::dcl::{Assigned, Meaning, Outline, outline};
use crate::message::{Condition, Severity, codes};

/// Symbols that procedures find when they begin: those of who calls them, of LOGIN.COM and its like.
#[derive(Clone, Debug, Default)]
pub struct Outside(Vec<Assigned>);

impl Outside {
    /// Adds the symbols that a procedure assigns; with `global_only` those that outlast it.
    pub fn add(&mut self, text: &str, tables: &Tables, global_only: bool) {
        let symbols = read(text, tables).symbols.into_iter();
        self.0.extend(symbols.filter(|symbol| symbol.global || !global_only));
    }
}

/// Checks a procedure (one byte in each `char`); findings in the order of the lines.
pub fn check(text: &str, tables: &Tables) -> Vec<Finding> {
    check_beside(text, tables, &Outside::default())
}

/// As [`check`], for a procedure that finds those symbols. A word that is neither verb nor symbol is IVVERB: a warning
/// before the procedure runs another one, and information behind that, since the other one may make it a symbol. A verb of
/// OpenVMS that is missing here is a warning all the same.
pub fn check_beside(text: &str, tables: &Tables, outside: &Outside) -> Vec<Finding> {
    let mut outline = read(text, tables);
    outline.symbols.extend(outside.0.iter().cloned());
    let mut findings = Vec::new();
    for line in &outline.lines {
        if line.open_quote {
            findings.push(Finding::new(line.record, Condition::new(codes::LINT_OPENQUOTE)));
        }
        if let Some(wrong) = wrong(&line.meaning, &outline, tables) {
            let another = outline.runs_another.is_some_and(|first| first < line.record);
            let no_verb = [codes::CLI_IVVERB, codes::CLI_ABVERB].contains(&wrong.status);
            let doubtful = another && no_verb && !wrong.token.as_deref().is_some_and(is_verb_elsewhere);
            let status = if doubtful { wrong.status.with_severity(Severity::Information) } else { wrong.status };
            findings.push(Finding::new(line.record, Condition { status, ..wrong }));
        }
    }
    findings.extend(flow::check(&outline, tables));
    findings.sort_by_key(|finding| finding.line);
    findings
}

/// Verbs of OpenVMS that are not carried out here.
const VERBS_ELSEWHERE: [&str; 23] = [
    "ACCOUNTING",
    "CANCEL",
    "CONVERT",
    "DEBUG",
    "DEPOSIT",
    "EDIT",
    "EXAMINE",
    "EXCHANGE",
    "INSTALL",
    "LIBRARY",
    "LICENSE",
    "LINK",
    "MACRO",
    "MAIL",
    "MERGE",
    "MESSAGE",
    "NCS",
    "PATCH",
    "PHONE",
    "PRODUCT",
    "RUNOFF",
    "SORT",
    "VIEW",
];

/// Whether a word is such a verb; four letters are enough.
fn is_verb_elsewhere(word: &str) -> bool {
    let first = |text: &str| text.chars().take(4).collect::<String>();
    VERBS_ELSEWHERE.iter().any(|verb| first(verb) == first(&word.to_uppercase()))
}

fn read(text: &str, tables: &Tables) -> Outline {
    outline(text, &mut |token| tables.verb(token).map(str::to_owned))
}

/// What is wrong with a command on its own.
fn wrong(meaning: &Meaning, outline: &Outline, tables: &Tables) -> Option<Condition> {
    match meaning {
        Meaning::Wrong(condition) => Some(condition.clone()),
        Meaning::Perhaps(inner) | Meaning::Then(inner) | Meaning::Else(inner) => wrong(inner, outline, tables),
        // What the procedure itself makes of the word is known when it runs.
        Meaning::Symbol(word, _) if is_assigned(outline, word) => None,
        Meaning::Symbol(_, inner) => wrong(inner, outline, tables),
        Meaning::Table(line) => command(line, tables).err(),
        _ => None,
    }
}

fn is_assigned(outline: &Outline, word: &str) -> bool {
    outline.symbols.iter().any(|symbol| symbol.is(word))
}

/// A table-driven command, parsed as a procedure would run it.
fn command(line: &str, tables: &Tables) -> Result<Command, Condition> {
    let mut outcome = parse(tables, line, &mut AsTyped);
    loop {
        match outcome {
            Outcome::Complete(command) => return Ok(*command),
            Outcome::Error(condition) => return Err(condition),
            Outcome::NeedsParameter(pending) if pending.required => return Err(pending.refuse()),
            Outcome::NeedsParameter(pending) => outcome = pending.resume(tables, "", &mut AsTyped),
        }
    }
}

#[cfg(test)]
mod tests;
