//! SPAWN: a subprocess with copies of symbols and logical names runs a command, or takes over the prompt (dcl.md 14).

use crate::cdu::Command;
use crate::command::Ending;
use crate::dcl::{Host as _, Interpreter, State};
use crate::message::{Condition, Status, codes};
use crate::node::process::{Login, Process};

use super::run::Session;

/// Labels that SPAWN acts on.
const LABELS: [&str; 6] = ["COMMAND", "LOG", "LOGICAL_NAMES", "PROCESS", "SYMBOLS", "WAIT"];

/// Subprocesses below each other at most: the process quota.
const MAX_DEPTH: u32 = 8;

impl Session<'_> {
    /// Runs a subprocess to its end. The status is its last one; changes of its symbols and names stay with it.
    pub(super) fn spawn(&mut self, state: &mut State, command: &Command) -> Result<Status, Condition> {
        let unsupported = |label: &str| Condition::new(codes::SYSTEM_UNSUPPORTED).token(label);
        if let Some(label) = command.labels().iter().find(|label| !LABELS.contains(&label.as_str())) {
            return Err(unsupported(label));
        }
        if command.present("WAIT").is_negated() {
            return Err(unsupported("WAIT"));
        }
        if self.subprocess_depth >= MAX_DEPTH {
            return Err(codes::SYSTEM_EXQUOTA.into());
        }
        let log = !command.present("LOG").is_negated();
        let process = self.subprocess(command);
        let name = process.name.clone();
        if log {
            self.message(state, &Condition::new(codes::CLI_SPAWNED).arg(name.as_str()));
            self.message(state, &Condition::new(codes::CLI_ATTACHED).arg(name));
        }
        let parent = std::mem::replace(&mut self.process, process);
        self.subprocess_depth += 1;
        let mut interpreter = Interpreter::with_state(state.subprocess(!command.present("SYMBOLS").is_negated()));
        let status = match command.value("COMMAND").map(str::trim) {
            Some(line) if !line.is_empty() => interpreter.command(self, line),
            _ => interpreter.run(self),
        };
        self.subprocess_depth -= 1;
        self.process = parent;
        if self.ending == Some(Ending::Logout) {
            self.ending = None;
        }
        if log {
            self.message(state, &Condition::new(codes::CLI_RETURNED).arg(self.process.name.as_str()));
        }
        if !status.is_success() && !status.is_inhibited() && matches!(status.0 & 7, 0 | 2 | 4) {
            self.message(state, &Condition::new(status));
        }
        Ok(status)
    }

    fn subprocess(&mut self, command: &Command) -> Process {
        self.spawned += 1;
        let parent = &self.process;
        let login = Login {
            username: parent.username.clone(),
            uic: parent.uic,
            account: parent.account.clone(),
            authorized: parent.privileges.authorized,
            default: parent.privileges.current,
            pid: parent.pid + (self.spawned << 8),
            terminal: parent.terminal.clone(),
            mode: parent.mode,
            time: self.node.clock().now(),
        };
        let mut process = Process::login(login, self.node.names());
        // A number that looks random, and is the same in every run with the same seed.
        let number = (self.seed.wrapping_mul(40_503) + u64::from(self.spawned) * 8_087) % 65_536;
        process.name = match command.value("PROCESS") {
            Some(name) => name.chars().take(15).collect(),
            None => format!("{}_{number}", parent.username).chars().take(15).collect(),
        };
        if !command.present("LOGICAL_NAMES").is_negated() {
            process.names = parent.names.clone();
        }
        process.default_directory.clone_from(&parent.default_directory);
        process
    }
}
