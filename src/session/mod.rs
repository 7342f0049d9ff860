//! One process: its streams, questions, privileges, and the interpreter and commands put together.

mod batch;
mod detached;
mod host;
mod news;
mod operator;
mod peers;
mod pipe;
mod run;
mod set_command;
mod spawn;
mod status_line;
mod streams;
mod terminal;
mod utility;
mod world;

pub use run::{Arrangement, Finished, run};
pub use terminal::{Input, News, Startup, Terminal, host_bytes, host_text};
pub use world::{LoginError, World};

#[cfg(test)]
mod tests;
