//! The program: host arguments, wiring, exit status.

fn main() {}
