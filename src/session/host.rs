//! The world that a session gives its interpreter.

use std::sync::Arc;

use crate::cdu::{self, Outcome, Setting};
use crate::clock::{Millis, VmsTime};
use crate::command::{self, Context, Streams as _};
use crate::dcl::{self, Host, Source, State, Value, Write, time};
use crate::message::{Condition, Status, codes};
use crate::node::names::{LogicalName, Mode};
use crate::node::patience;
use crate::node::process_table::Order;
use crate::rms::bytes_of;
use crate::simulate;

use super::run::Session;
use super::status_line::StatusLine;
use super::terminal::Input;

/// Command lines that are kept parsed.
const MAX_PARSED: usize = 256;

/// Commands that have done nothing when a wait of theirs is interrupted.
const REPEATABLE: [&str; 3] = ["DISMOUNT", "MOUNT", "SET_SHADOW"];

/// So many commands after each other others see what a process has used.
const COUNTED: u64 = 16;

/// How often a suspended process looks whether it may go on.
const SUSPENDED_LOOK: Millis = Millis(20);

/// What every command costs on the virtual clock.
const COMMAND_COST: Millis = Millis(10);

impl Session<'_> {
    /// Does something with what handlers work with.
    pub(super) fn with_context<T>(&mut self, state: &mut State, work: impl FnOnce(&mut Context<'_>) -> T) -> T {
        let mut context = Context {
            node: &self.node,
            loads: &self.loads,
            process: &mut self.process,
            dcl: state,
            streams: &mut self.streams,
            nodes: &self.peers.nodes,
            seed: self.seed,
            ending: &mut self.ending,
        };
        work(&mut context)
    }

    /// Does what another process has told this one (SET PROCESS); one that is suspended stands still until it is resumed
    /// or interrupted.
    fn obey(&mut self) {
        if !self.node.process_table().has_orders() {
            return;
        }
        let mut suspended = false;
        loop {
            for order in self.node.process_table().take_orders(self.process.pid) {
                match order {
                    Order::Priority(priority) => self.process.base_priority = priority,
                    Order::Suspend => suspended = true,
                    Order::Resume => suspended = false,
                }
            }
            if !suspended || self.node.clock().is_virtual() || self.streams.interrupted() {
                return;
            }
            std::thread::sleep(std::time::Duration::from_millis(SUSPENDED_LOOK.0));
        }
    }

    /// What Ctrl/T shows of the process now.
    fn status_line(&self) -> StatusLine {
        StatusLine { node: Arc::clone(&self.node), name: self.process.name.clone(), counters: self.process.counters }
    }

    /// Parses a command line; what is missing is asked of a person at the prompt, else refused: a procedure gets INSFPRM
    /// (dcl.md 2).
    fn parse(&mut self, state: &mut State, line: &str) -> Result<Option<Arc<cdu::Command>>, Condition> {
        if let Some(command) = self.parsed.get(line) {
            return Ok(Some(Arc::clone(command)));
        }
        let tables = Arc::clone(&self.tables);
        let mut asker = Asker { session: self, state, used: false };
        let mut outcome = cdu::parse(&tables, line, &mut asker);
        let mut lasting = !asker.used;
        loop {
            match outcome {
                Outcome::Complete(command) => {
                    let command = Arc::new(*command);
                    if lasting {
                        self.keep_parsed(line, &command);
                    }
                    return Ok(Some(command));
                }
                Outcome::Error(condition) => return Err(condition),
                Outcome::NeedsParameter(pending) => {
                    lasting = false;
                    if state.depth() > 0 || !self.streams.terminal().is_person() {
                        if pending.required {
                            return Err(pending.refuse());
                        }
                        outcome = pending.resume(&tables, "", &mut Asker { session: self, state, used: false });
                        continue;
                    }
                    let prompt = pending.prompt.clone();
                    let Some(answer) = self.streams.ask(&prompt) else { return Ok(None) };
                    outcome =
                        pending.resume(&tables, &dcl::fold(&answer), &mut Asker { session: self, state, used: false });
                }
            }
        }
    }

    /// Keeps a parsed line: the same line means the same until the tables change.
    fn keep_parsed(&mut self, line: &str, command: &Arc<cdu::Command>) {
        if self.parsed.len() >= MAX_PARSED {
            self.parsed.clear();
        }
        self.parsed.insert(line.to_owned(), Arc::clone(command));
    }

    /// Follows what DEFINE made of SYS$OUTPUT and SYS$ERROR. A user-mode name counts for an image alone.
    pub(super) fn follow_output(&mut self, state: &mut State, image: bool) {
        let basis = (self.process.pid, self.process.names.changes(), image);
        if self.followed == Some(basis) {
            return;
        }
        self.followed = Some(basis);
        const TERMINAL: [&str; 5] = ["SYS$COMMAND", "SYS$ERROR", "SYS$INPUT", "SYS$OUTPUT", "TT"];
        let names = &self.process.names;
        let counts = |name: &&LogicalName| image || name.mode != Mode::User;
        let elsewhere = |name: &&LogicalName| !TERMINAL.contains(&name.value().trim_end_matches(':'));
        let defined = names.redefinition("SYS$OUTPUT").filter(counts).filter(elsewhere);
        let defined = defined.map(|name| name.value().to_owned());
        self.streams.frame.errors_defined = names.redefinition("SYS$ERROR").filter(counts).filter(elsewhere).is_some();
        if defined.as_deref() == self.streams.defined_as() {
            return;
        }
        self.streams.define(None);
        let Some(value) = defined else { return };
        match self.with_context(state, |context| command::create_output(context, &value)) {
            Ok(file) => self.streams.define(Some((value, file))),
            Err(condition) => self.message(state, &condition),
        }
    }

    /// Carries a command out, and keeps it for CONTINUE when it is interrupted. Another image ends the interrupted one.
    fn perform(&mut self, state: &mut State, command: &Arc<cdu::Command>) -> Status {
        if command::runs_an_image(command.routine()) {
            self.interrupted = None;
        }
        let status = self.carry_out(state, command);
        if status == codes::SYSTEM_CONTROLY && REPEATABLE.contains(&command.routine()) {
            self.interrupted = Some(Arc::clone(command));
        }
        status
    }

    fn carry_out(&mut self, state: &mut State, command: &cdu::Command) -> Status {
        let result = match command.routine() {
            "RECALL" => self.recall_command(state, command),
            "ATTACH" => self.attach(state, command),
            "MCR" => self.run_utility(state, command),
            "RUN" if Self::makes_process(command) => self.run_detached(state, command),
            "RUN" => self.run_utility(state, command),
            "REQUEST" if command.has("REPLY") => self.ask_operator(state, command),
            "MONITOR" if command.labels().is_empty() => Ok(self.monitor_prompt(state)),
            "PIPE" => self.pipe(state, command),
            "SET_COMMAND" => self.set_command(state, command),
            "SPAWN" => self.spawn(state, command),
            "STOP" => self.stop(state, command),
            "SYNCHRONIZE" => self.synchronize(command),
            routine => {
                self.node.look_at_files();
                self.follow_output(state, command::runs_an_image(routine));
                if self.streams.is_person() {
                    self.streams.offer_status_line();
                }
                let probe = self.streams.terminal().interrupt_probe();
                let run = || self.with_context(state, |context| command::run(context, command));
                let status = patience::while_asking(probe, run);
                if matches!(routine, "SET_CONTROL" | "SET_NOCONTROL" | "SET_TERMINAL") {
                    // Questions and keys of the procedure that says so are met that way.
                    self.streams.terminal().set_up(&state.keypad, &self.process.terminal_setup, state.control.y);
                }
                self.follow_output(state, false);
                return status;
            }
        };
        result.unwrap_or_else(|condition| {
            self.message(state, &condition);
            condition.status
        })
    }

    fn recall_command(&mut self, state: &mut State, command: &cdu::Command) -> Result<Status, Condition> {
        command::refuse_unknown_labels(command, command::RECALL_LABELS)?;
        if let Some(file) = command.value("INPUT") {
            let read = |context: &mut Context<'_>| command::read_text(context, file, ".LIS", codes::CLI_OPENIN);
            let (_, text) = self.with_context(state, read)?;
            text.lines().for_each(|line| self.recall.push(line));
            return Ok(Status::DCL_NORMAL);
        }
        if let Some(file) = command.value("OUTPUT") {
            let mut output = self.with_context(state, |context| command::create_output(context, file))?;
            for line in self.recall.lines().rev() {
                output.write(&bytes_of(line))?;
            }
            output.flush()?;
            return Ok(Status::DCL_NORMAL);
        }
        let Self { recall, streams, .. } = self;
        command::recall(recall, command, &mut |line| streams.line(line))
    }

    /// Prompts for a command with the keys and the editing mode of the process.
    pub(super) fn read_command(&mut self, state: &mut State, prompt: &str) -> Input {
        self.follow_size();
        let typed = self.recall.take_next().unwrap_or_default();
        self.streams.status_line = state.control.t.then(|| self.status_line());
        self.streams.offer_status_line();
        self.offer_news();
        let Self { streams, recall, process, .. } = self;
        let terminal = streams.terminal();
        terminal.set_up(&state.keypad, &process.terminal_setup, state.control.y);
        let input = terminal.read_command(prompt, &typed, recall);
        if let Some(keypad) = terminal.keypad() {
            state.keypad = keypad;
        }
        input
    }
}

/// What a command line needs while it is parsed.
struct Asker<'a, 't> {
    session: &'a mut Session<'t>,
    state: &'a mut State,
    /// The line meant something of this moment: an expression or a time.
    used: bool,
}

impl Setting for Asker<'_, '_> {
    fn evaluate(&mut self, expression: &str) -> Result<String, Condition> {
        self.used = true;
        Ok(dcl::evaluate_text(self.state, self.session, expression)?.string().to_string())
    }

    fn absolute_time(&mut self, text: &str) -> Result<String, Condition> {
        self.used = true;
        Ok(time::parse_absolute(text, self.session.now())?.absolute())
    }

    fn delta_time(&mut self, text: &str) -> Result<String, Condition> {
        let ticks = time::parse_delta(text)?.ticks();
        Ok(time::delta_text(ticks).trim_start().replacen(' ', "-", 1))
    }
}

impl Host for Session<'_> {
    fn next_line(&mut self, state: &mut State, continued: bool) -> Option<String> {
        self.go_on_with_utility(state);
        self.node.process_table().count(self.process.pid, self.process.counters);
        if self.streams.frame.input.is_some() {
            return self.streams.ask("");
        }
        if self.streams.frame.lines.is_some() {
            self.show_operator_messages();
        }
        if let Some(lines) = &mut self.streams.frame.lines {
            return lines.pop_front();
        }
        self.show_operator_messages();
        self.show_job_news();
        let prompt = if continued { format!("_{}", state.prompt) } else { state.prompt.clone() };
        loop {
            match self.read_command(state, &prompt) {
                Input::Line(line) => {
                    self.recall.push(&line);
                    self.streams.terminal().running(true);
                    return Some(line);
                }
                // At the prompt itself there is nothing to interrupt.
                Input::ControlY | Input::ControlC if continued => return None,
                Input::ControlY | Input::ControlC => {}
                Input::EndOfInput => return None,
                Input::Hangup => {
                    self.streams.hung_up = true;
                    state.end_session();
                    return None;
                }
            }
        }
    }

    fn command_ended(&mut self) {
        if self.streams.frame.lines.is_none() {
            self.streams.terminal().running(false);
        }
    }

    fn procedure(&mut self, state: &mut State, spec: &str) -> Result<Source, Condition> {
        self.with_context(state, |context| command::open_procedure(context, spec))
    }

    fn verb(&mut self, token: &str) -> Result<String, Condition> {
        self.tables.verb(token).map(str::to_owned)
    }

    fn execute(&mut self, state: &mut State, line: &str) -> Status {
        self.process.charge_command(self.cpu_limit.is_none());
        if self.process.counters.commands.is_multiple_of(COUNTED) {
            self.node.process_table().count(self.process.pid, self.process.counters);
        }
        self.offer_news();
        self.streams.status_line = (state.control.t && self.streams.is_person()).then(|| self.status_line());
        let status = match self.parse(state, line) {
            Ok(Some(command)) => self.perform(state, &command),
            // Ctrl/Z at a prompt for a parameter cancels the command.
            Ok(None) => state.status(),
            Err(condition) => {
                self.message(state, &condition);
                condition.status
            }
        };
        if self.ending.is_some() || self.streams.hung_up {
            state.end_session();
        }
        status
    }

    fn go_on(&mut self, state: &mut State) -> Option<Status> {
        let command = self.interrupted.take()?;
        Some(self.perform(state, &command))
    }

    fn lexical(&mut self, state: &mut State, name: &str, arguments: &[Option<Value>]) -> Result<Value, Condition> {
        self.with_context(state, |context| command::lexical::world(context, name, arguments))
    }

    fn context_type(&self, name: &str, value: &str) -> Option<&'static str> {
        let found = self.process.contexts.get(name).filter(|found| found.value == value)?;
        Some(if found.canceled { "CANCELED_CONTEXT" } else { "PROCESS_CONTEXT" })
    }

    fn write(&mut self, state: &mut State, write: &Write<'_>) -> Result<(), Condition> {
        self.follow_output(state, false);
        self.with_context(state, |context| command::write_record(context, write.file, write.record, write.update))
    }

    fn ask(&mut self, _: &mut State, prompt: &str) -> Option<String> {
        self.offer_news();
        self.streams.ask(prompt)
    }

    fn output(&mut self, line: &str) {
        self.streams.line(line);
    }

    fn message(&mut self, state: &State, condition: &Condition) {
        let style = crate::message::Style {
            parts: state.message_parts,
            catalog: state.messages.clone(),
            ..crate::message::Style::default()
        };
        for line in crate::message::lines_with(&style, condition) {
            self.streams.message_line(&line);
        }
    }

    fn begin_output(&mut self, state: &mut State, spec: &str) -> Result<(), Condition> {
        let file = self.with_context(state, |context| command::create_output(context, spec))?;
        self.streams.redirect(file, false);
        Ok(())
    }

    fn end_output(&mut self, _: &mut State) {
        self.streams.end_redirection();
    }

    fn poll(&mut self, state: &mut State) -> bool {
        self.obey();
        self.use_cpu_time(state);
        if self.node.clock().is_virtual() {
            simulate::pass(&self.node, &self.loads, Millis(COMMAND_COST.0 + self.node.take_owed().0));
            self.run_due_jobs();
        }
        let interrupted = self.streams.take_interrupt();
        if state.control.t && self.streams.terminal().wants_status() {
            let line = self.status_line().text();
            self.streams.terminal().line(&line);
        }
        if state.depth() > 0 {
            self.show_operator_messages();
        }
        if self.streams.hung_up {
            state.end_session();
        }
        interrupted
    }

    fn now(&self) -> VmsTime {
        self.node.clock().now()
    }
}
