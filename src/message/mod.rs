//! Messages: condition values, message files and the FAO directives that format them.
//!
//! Owns the text of everything OpenVMS says: `.MSG` source is compiled here, code names a message by the constant in
//! [`codes`]. Imports `blocks` and `clock` only; does no I/O and prints nothing.

mod catalog;
pub mod codes;
mod condition;
pub mod fao;
mod render;
mod source;

pub use catalog::{Catalog, Message};
pub use condition::{Arg, Condition, Severity, Status};
pub use render::{Parts, Style, describe, expand, lines, lines_with, text};
pub use source::{Compiled, compile};
