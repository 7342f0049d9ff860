//! Command definitions: the CLD compiler and the table-driven command line parser.
//!
//! Owns the tables made from `.CLD` text ([`Tables`]) and the way from a command line to a [`Command`] ([`parse`]).
//! Pure: it reads no file, asks no time, prints nothing; what a line needs from outside comes through [`Setting`].
//! Labels, symbols, substitution and continuation lines are `dcl`'s and happened before. Every refusal is a CLI
//! condition with its token; whoever prints it chooses the facility name, DCL or CLI (cdu.md 7).

mod command;
mod compiler;
mod definition;
mod embedded;
mod entity;
mod expression;
mod finish;
mod index;
mod line;
mod link;
mod outcome;
mod parser;
mod print;
mod table_file;
mod tables;
mod values;

#[cfg(test)]
mod tests;

pub use command::{Command, Given, Item, Join, Presence, Value};
pub use compiler::Diagnostic;
pub use definition::{
    Action, Builtin, Definition, Disallow, Entity, Expr, Inherited, Path, Placement, Span, Statement, Type, ValueSpec,
    ValueType,
};
pub use outcome::{AsTyped, Outcome, Pending, Setting};
pub use tables::{Found, Match, Tables};

/// Parses one command line, symbols substituted, label and leading `$` removed.
pub fn parse(tables: &Tables, line: &str, setting: &mut dyn Setting) -> Outcome {
    parser::parse_line(tables, line, &[], false, setting)
}
