//! The rules of the house, checked over the source itself: a crate has no walls between its rooms that the compiler
//! keeps. Every complaint names file and line.

mod sources;
mod style;
mod tables;
mod walls;

/// Fails with one line for each complaint.
fn no_complaints(complaints: Vec<String>) {
    assert!(complaints.is_empty(), "\n{}\n", complaints.join("\n"));
}
