//! The prompt of a person at a terminal: line editing, recall, keys while a command runs.
//!
//! Owns the keyboard and the screen ([`Person`]) and hands lines and interrupts to a session. Knows no verb and no
//! message; the status line of Ctrl/T and the banner are the session's. [`Pipe`] stands in when nobody sits there.

mod bell;
mod decode;
mod editor;
mod ending;
mod keyboard;
mod keys;
mod person;
mod pipe;
mod plain;
mod raw;
mod signals;

pub use ending::{Ending, Held};
pub use person::Person;
pub use pipe::Pipe;
