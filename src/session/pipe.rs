//! PIPE: sequences run in this process, pipelines and subshells in subprocesses, one element after the other (dcl.md 14).

use std::sync::Arc;

use crate::cdu::Command;
use crate::command;
use crate::dcl::pipe::{Element, Pipeline, Redirections, When, Work, parse};
use crate::dcl::{Host as _, Interpreter, State};
use crate::message::{Condition, Status, codes};
use crate::node::names::{LogicalName, Mode, PROCESS_TABLE, Translation};
use crate::node::process::Process;
use crate::rms::{Channel, Pipe, RecordFile};

use super::run::Session;
use super::spawn::Beginning;

/// `$STATUS` after `&&` whose left side failed (dcl.md 14).
const NOT_RUN: Status = Status(0);

/// The pipes at both ends of an element.
#[derive(Default)]
struct Ends {
    input: Option<Pipe>,
    output: Option<Pipe>,
}

/// What an element's redirections opened.
struct Opened {
    output: bool,
    errors: bool,
    input: bool,
}

impl Session<'_> {
    /// Runs a PIPE command. The status is that of the command that ran last.
    pub(super) fn pipe(&mut self, state: &mut State, command: &Command) -> Result<Status, Condition> {
        if let Some(label) = command.labels().iter().find(|label| *label != "COMMAND") {
            return Err(Condition::new(codes::SYSTEM_UNSUPPORTED).token(label));
        }
        let sequence = parse(command.value("COMMAND").unwrap_or_default())?;
        Ok(self.run_sequence(state, &sequence))
    }

    fn run_sequence(&mut self, state: &mut State, sequence: &[Pipeline]) -> Status {
        let mut status = Status::NORMAL;
        for part in sequence {
            match part.when {
                When::Success if !status.is_success() => {
                    status = NOT_RUN;
                    continue;
                }
                When::Failure if status.is_success() => continue,
                _ => {}
            }
            status = match &part.elements[..] {
                [element] if !part.background => self.run_alone(state, element),
                elements => self.run_pipeline(state, elements),
            };
            if state.has_ended() || self.streams.hung_up {
                break;
            }
        }
        status
    }

    /// A command that stands alone runs in this process; a subshell has one of its own.
    fn run_alone(&mut self, state: &mut State, element: &Element) -> Status {
        let Work::Command(line) = &element.work else { return self.run_below(state, element, Ends::default()) };
        let opened = match self.redirect(state, &element.redirections) {
            Ok(opened) => opened,
            Err(condition) => return self.failed(state, &condition),
        };
        let mut interpreter = Interpreter::with_state(std::mem::take(state));
        let status = interpreter.segment(self, line);
        *state = interpreter.into_state();
        self.restore(&opened);
        status
    }

    fn failed(&mut self, state: &State, condition: &Condition) -> Status {
        self.message(state, condition);
        condition.then.first().map_or(condition.status, |second| second.status.inhibited())
    }

    /// Elements joined by `|`: each hands its output to the next; the last one's status counts.
    fn run_pipeline(&mut self, state: &mut State, elements: &[Element]) -> Status {
        let mut status = Status::NORMAL;
        let mut input = None;
        for (at, element) in elements.iter().enumerate() {
            let output = (at + 1 < elements.len()).then(Pipe::default);
            status = self.run_below(state, element, Ends { input: input.take(), output: output.clone() });
            input = output;
        }
        status
    }

    /// Runs an element in a subprocess.
    fn run_below(&mut self, state: &mut State, element: &Element, ends: Ends) -> Status {
        let process = match self.subprocess(&Beginning { name: None, logical_names: true }) {
            Ok(process) => process,
            Err(condition) => return self.failed(state, &condition),
        };
        let pid = process.pid;
        let mut inner = state.subprocess(true);
        let frame = self.streams.enter(None);
        let parent = self.become_child(process);
        let device = ends.input.map(|pipe| self.feed(pipe));
        if let Some(pipe) = &ends.output {
            self.streams.redirect(pipe.end(), true);
        }
        let status = match (self.redirect(&mut inner, &element.redirections), &element.work) {
            (Err(condition), _) => self.failed(&inner, &condition),
            (Ok(opened), work) => {
                let status = match work {
                    Work::Command(line) => Interpreter::with_state(inner).command(self, line),
                    Work::Subshell(sequence) => self.run_sequence(&mut inner, sequence),
                };
                self.restore(&opened);
                status
            }
        };
        self.end_below(parent, device);
        let _ = self.streams.leave(frame);
        self.node.process_ended(pid);
        self.forget(pid);
        status
    }

    /// The subprocess of an element has ended.
    fn end_below(&mut self, parent: Process, device: Option<String>) {
        let mut ended = self.become_parent(parent);
        ended.channels.close_all();
        if let Some(device) = device {
            self.node.file_systems().remove(&device);
        }
        self.child_ended();
    }

    /// Makes a pipe SYS$PIPE and SYS$INPUT of the process that runs: a device of its own, with its name.
    fn feed(&mut self, pipe: Pipe) -> String {
        self.pipes += 1;
        let device = format!("MPA{}", self.pipes);
        let shared = self.node.names();
        for name in ["SYS$PIPE", "SYS$INPUT"] {
            let value = Translation { terminal: true, ..Translation::plain(&format!("_{device}:")) };
            let entry = LogicalName::new(name, Mode::Executive, vec![value]);
            let made = self.process.names.define(shared, PROCESS_TABLE, entry);
            debug_assert!(made.is_ok(), "a process has a process table");
            self.process.channels.open(name, channel(&device, pipe.end()));
        }
        self.node.file_systems().add(&device, Arc::new(pipe));
        device
    }

    /// Opens the files of an element in place of its streams.
    fn redirect(&mut self, state: &mut State, redirections: &Redirections) -> Result<Opened, Condition> {
        let Redirections { input, output, errors } = redirections;
        let input =
            input.as_ref().map(|spec| self.with_context(state, |c| command::input_spec(c, spec))).transpose()?;
        let output = output.as_ref().map(|(spec, append)| self.open_output(state, spec, *append)).transpose()?;
        let errors = errors.as_ref().map(|(spec, append)| self.open_output(state, spec, *append)).transpose()?;
        let opened = Opened { output: output.is_some(), errors: errors.is_some(), input: input.is_some() };
        if let Some((spec, file)) = input {
            // Commands of DCL read the open file, an image the name.
            self.process.channels.open("SYS$INPUT", channel(&spec, file));
            let value = LogicalName::simple("SYS$INPUT", Mode::User, &spec);
            let made = self.process.names.define(self.node.names(), PROCESS_TABLE, value);
            debug_assert!(made.is_ok(), "a process has a process table");
        }
        if let Some(file) = output {
            self.streams.redirect(file, true);
        }
        if let Some(file) = errors {
            self.streams.redirect_errors(file);
        }
        Ok(opened)
    }

    fn restore(&mut self, opened: &Opened) {
        if opened.output {
            self.streams.end_redirection();
        }
        if opened.errors {
            self.streams.end_error_redirection();
        }
        if opened.input {
            self.process.channels.close("SYS$INPUT");
            // An image has taken the name along, if one ran.
            let _ = self.process.names.deassign(self.node.names(), PROCESS_TABLE, "SYS$INPUT", Mode::User);
        }
    }
}

fn channel(spec: &str, file: Box<dyn RecordFile>) -> Channel {
    let device = spec.split(':').next().unwrap_or_default().to_owned();
    Channel::new(spec.to_owned(), device, true, false, file)
}
