//! The prompt of a person at a terminal: line editing, recall, keys while a command runs; and the pipe that stands in its
//! place when nobody sits there.

mod pipe;

pub use pipe::Pipe;
