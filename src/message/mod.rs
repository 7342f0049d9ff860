//! Messages: condition values, message files and the FAO directives that format them.
//!
//! Owns the text of everything OpenVMS says: `.MSG` source is compiled here, code names a message by the constant in
//! [`codes`]. Imports `blocks` and `clock` only; does no I/O and prints nothing.

pub mod codes;
mod condition;

pub use condition::{Arg, Condition, Severity, Status};

/// The lines that a condition shows on the terminal, token line included, with every part of the prefix (0.1 of the
/// command reference).
pub fn lines(condition: &Condition) -> Vec<String> {
    vec![condition.status.symbol_value()]
}
