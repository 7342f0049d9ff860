//! SET COMMAND: the command tables of the process change (cdu.md 3).

use std::sync::Arc;

use crate::cdu::{Command, Diagnostic};
use crate::command::{self, refuse_unknown_labels};
use crate::dcl::{Host as _, State};
use crate::message::{Condition, Status, codes};

use super::run::Session;

/// Labels that SET COMMAND acts on.
const LABELS: [&str; 5] = ["DELETE", "FILE", "OPTION", "OPTION.COMMAND", "REPLACE"];

impl Session<'_> {
    /// Adds the verbs of .CLD files, or with /DELETE takes verbs away. A file with a mistake changes nothing.
    pub(super) fn set_command(&mut self, state: &mut State, command: &Command) -> Result<Status, Condition> {
        refuse_unknown_labels(command, &LABELS)?;
        let mut tables = (*self.tables).clone();
        for verb in command.values("DELETE") {
            if !tables.delete_verb(verb) {
                return Err(Condition::new(codes::CLI_IVVERB).token(verb.to_uppercase()));
            }
        }
        for file in command.values("FILE") {
            let (spec, text) =
                self.with_context(state, |context| command::read_text(context, file, ".CLD", codes::CDU_OPENIN))?;
            if let Err(mistakes) = tables.replace(&spec, &text) {
                for mistake in &mistakes {
                    self.message(state, &told(mistake));
                }
                return Ok(codes::CDU_SYNTAX.inhibited());
            }
        }
        self.tables = Arc::new(tables);
        self.parsed.clear();
        state.forget_commands();
        Ok(Status::NORMAL)
    }
}

fn told(mistake: &Diagnostic) -> Condition {
    let line = i64::try_from(mistake.line).unwrap_or(i64::MAX);
    Condition::new(codes::CDU_SYNTAX).arg(line).arg(mistake.text.as_str())
}
