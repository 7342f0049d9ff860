//! The conditions that the parser reports (cdu.md 7), each with the token it shows.

use crate::message::{Condition, Severity, Status};

const CLI: u16 = 3;

const fn cli(number: u16) -> Status {
    Status::new(CLI, number, Severity::Warning)
}

/// No such verb.
pub fn unknown_verb(verb: &str) -> Condition {
    Condition::new(cli(0x8090)).token(verb)
}

/// A required parameter is missing.
pub fn missing_parameters() -> Condition {
    Condition::new(cli(0x8048))
}
