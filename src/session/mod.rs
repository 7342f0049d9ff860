//! One process: its streams, questions, privileges, and the interpreter and commands put together.

mod terminal;

pub use terminal::{Input, Startup, Terminal, host_bytes, host_text};
