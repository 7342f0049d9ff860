//! The syntax check of command procedures: what would fail, found without running anything.
//!
//! Follows the command tables and the outline that `dcl` gives of a procedure. Pure: texts come in, findings go out;
//! who reads the files and prints the findings is the program.

mod flow;
mod report;

pub use report::{Finding, json};

use crate::cdu::{AsTyped, Command, Outcome, Tables, parse};
use crate::dcl::{Meaning, Outline, outline};
use crate::message::{Condition, codes};

/// Checks a procedure (one byte in each `char`); findings in the order of the lines.
pub fn check(text: &str, tables: &Tables) -> Vec<Finding> {
    let outline = outline(text, &mut |token| tables.verb(token).map(str::to_owned));
    let mut findings = Vec::new();
    for line in &outline.lines {
        if line.open_quote {
            findings.push(Finding::new(line.record, Condition::new(codes::LINT_OPENQUOTE)));
        }
        if let Some(wrong) = wrong(&line.meaning, &outline, tables) {
            findings.push(Finding::new(line.record, wrong));
        }
    }
    findings.extend(flow::check(&outline, tables));
    findings.sort_by_key(|finding| finding.line);
    findings
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
    outline.symbols.iter().any(|(name, shortest)| name.starts_with(word) && word.len() >= *shortest)
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
