//! What parsing a command line ends with, and what it needs from outside.

use crate::message::{Condition, codes};

use super::command::Command;
use super::parser;
use super::tables::Tables;

/// What a command line can need that a pure parser does not have.
pub trait Setting {
    /// Whether the process is a batch job: BATCH qualifiers are then present by default.
    fn is_batch(&self) -> bool {
        false
    }

    /// The value of a `$EXPRESSION`.
    ///
    /// # Errors
    /// What the expression evaluator reports.
    fn evaluate(&mut self, expression: &str) -> Result<String, Condition>;

    /// A `$DATETIME` as a full absolute time; keywords and combination times included (cdu.md 2.5).
    ///
    /// # Errors
    /// IVATIME.
    fn absolute_time(&mut self, text: &str) -> Result<String, Condition>;

    /// A `$DELTATIME` with every field written.
    ///
    /// # Errors
    /// IVDTIME.
    fn delta_time(&mut self, text: &str) -> Result<String, Condition>;
}

/// A setting that hands expressions and times on as they were typed: for checking lines without running them.
#[derive(Clone, Copy, Debug, Default)]
pub struct AsTyped;

impl Setting for AsTyped {
    fn evaluate(&mut self, expression: &str) -> Result<String, Condition> {
        Ok(expression.to_owned())
    }

    fn absolute_time(&mut self, text: &str) -> Result<String, Condition> {
        Ok(text.to_owned())
    }

    fn delta_time(&mut self, text: &str) -> Result<String, Condition> {
        Ok(text.to_owned())
    }
}

/// The result of parsing a command line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// A command to carry out.
    Complete(Box<Command>),
    /// A parameter is missing: prompt for it if the input is a terminal and go on with [`Pending::resume`], else
    /// report [`Pending::refuse`] (cdu.md 5.1).
    NeedsParameter(Pending),
    /// The line is wrong; the condition carries the token.
    Error(Condition),
}

/// A command line that waits for a parameter.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pending {
    /// The prompt, as printed: `_Device: `.
    pub prompt: String,
    /// Whether an empty answer asks again. An empty answer to an optional parameter leaves it out.
    pub required: bool,
    pub(super) line: String,
    pub(super) parameter: usize,
    pub(super) skipped: Vec<usize>,
}

impl Pending {
    /// Goes on with the answer to the prompt: parameters and qualifiers as on a command line. Ctrl/Z at the prompt
    /// cancels the command: drop the value instead.
    pub fn resume(mut self, tables: &Tables, answer: &str, setting: &mut dyn Setting) -> Outcome {
        if answer.trim().is_empty() {
            if self.required {
                return Outcome::NeedsParameter(self);
            }
            self.skipped.push(self.parameter);
        }
        // A quote that the line left open ends with it, or it would swallow every answer.
        let closing = if self.line.matches('"').count() % 2 == 1 { "\"" } else { "" };
        let line = format!("{}{closing} {answer}", self.line);
        parser::parse_line(tables, &line, &self.skipped, true, setting)
    }

    /// The report where nobody can be prompted: INSFPRM.
    pub fn refuse(&self) -> Condition {
        codes::CLI_INSFPRM.into()
    }
}
