//! The command tables and the parser, from single rules to seeded nonsense.

use super::*;

mod cld;
mod grammar;
mod line;
mod mutation;

/// A complete command.
fn command(line: &str) -> Command {
    complete(&Tables::embedded(), line)
}

fn complete(tables: &Tables, line: &str) -> Command {
    match parse(tables, line, &mut AsTyped) {
        Outcome::Complete(command) => *command,
        other => panic!("{line}: {other:?}"),
    }
}

/// The ident and token of the refusal.
fn refused(tables: &Tables, line: &str) -> (crate::message::Status, Option<String>) {
    match parse(tables, line, &mut AsTyped) {
        Outcome::Error(condition) => (condition.status, condition.token),
        other => panic!("{line}: {other:?}"),
    }
}
