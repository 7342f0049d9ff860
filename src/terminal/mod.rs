//! The prompt of a person at a terminal: line editing, recall, keys while a command runs.
