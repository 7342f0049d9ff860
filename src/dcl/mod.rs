//! The DCL language: lines, symbols, substitution, expressions, control flow, error handling, pure lexical functions.
//!
//! [`Interpreter`] runs command lines and procedures over a [`Host`], which it asks for everything outside the language:
//! input, files, table-driven commands, lexical functions that need the world, time. [`State`] is what commands may
//! touch. The room does no I/O, asks no time and prints nothing. Strings hold one byte in each `char` (`value.rs`).
//!
//! Speed: a procedure's lines are joined, folded and compiled once (`procedure`, `code`); symbols have slots; what a
//! first token means is looked up at every turn, so that a symbol defined at run time still changes a line.

mod assign;
mod code;
mod compile;
mod control;
mod evaluate;
mod expression;
mod host;
mod insertion;
mod interpreter;
mod keypad;
mod level;
mod lexical;
mod outline;
pub mod pipe;
mod prepare;
mod procedure;
mod state;
mod substitute;
mod symbols;
mod text;
pub mod time;
mod value;

pub use evaluate::evaluate_text;
pub use host::{Host, Source, Write};
pub use interpreter::Interpreter;
pub use keypad::{DEFAULT_STATE as DEFAULT_KEY_STATE, KEY_NAMES, KeyDefinition, Keypad};
pub use outline::{Assigned, MAX_BLOCKS, Meaning, Outline, OutlineLine, outline};
pub use state::{ControlKeys, MAX_DEPTH, State};
pub use symbols::{Scope, Symbol, SymbolId, Symbols, Table};
pub use text::{fold, significant, unquote};
pub use value::{Value, parse_number, to_integer};

#[cfg(test)]
mod tests;
