//! The integration tests: one binary, one module for each kind of evidence.

mod house_rules;
mod model;
mod pty;
mod shadow;
