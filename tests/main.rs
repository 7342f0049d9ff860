//! The integration tests: one binary, one module for each kind of evidence.

mod confinement;
mod crash;
mod crash_points;
mod ending;
mod exhaustive;
mod hosted;
mod hostile_input;
mod house_rules;
mod linting;
mod pty;
mod shadow;
mod simulation;
mod tamper;
