//! The interpreter: takes lines, substitutes, runs what they say, and decides what an error means (dcl.md 4, 6-9).

use std::rc::Rc;

use crate::message::{Condition, Severity, Status, codes};

use super::code::{Code, Command};
use super::evaluate::evaluate;
use super::host::{Host, Source, Write};
use super::level::{Kind, Level, Reaction};
use super::procedure::Procedure;
use super::state::State;
use super::substitute;
use super::symbols::NameMap;
use super::text;

/// What a command did to `$STATUS`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Effect {
    /// Nothing.
    Keep,
    /// It ended with this status; its message was displayed.
    Status(Status),
    /// Flow went to another level or label, status and error handling are done with.
    Moved,
}

/// What running a command gives.
pub(super) type Ran = Result<Effect, Condition>;

/// A command interpreter: one for each process.
#[derive(Debug, Default)]
pub struct Interpreter {
    pub(super) state: State,
    /// Levels that Ctrl/Y stopped and CONTINUE resumes; their symbols stay where they are.
    pub(super) suspended: Vec<Level>,
    /// Lines that were made ready: with a symbol as first token, and without.
    pub(super) cache: NameMap<Rc<Code>>,
    pub(super) expanded: NameMap<Rc<Code>>,
}

impl Interpreter {
    /// An interpreter at level 0 without symbols.
    pub fn new() -> Self {
        Self::default()
    }

    /// An interpreter at level 0 that begins with a state.
    pub fn with_state(state: State) -> Self {
        Self { state, ..Self::default() }
    }

    /// Symbols, status and settings.
    pub fn state(&self) -> &State {
        &self.state
    }

    /// Symbols, status and settings, for changing.
    pub fn state_mut(&mut self) -> &mut State {
        &mut self.state
    }

    /// Runs level 0 until its input or the session ends.
    pub fn run(&mut self, host: &mut dyn Host) -> Status {
        while !self.state.ended {
            if self.state.depth() > 0 {
                self.step(host);
                continue;
            }
            let Some(first) = host.next_line(&mut self.state, false) else { break };
            if let Some(line) = self.complete_line(host, first) {
                self.command(host, &line);
            }
            host.command_ended();
        }
        self.state.status
    }

    /// Reads the records that continue a level-0 record and joins them; `None` when the input ends before (Ctrl/Z).
    pub fn complete_line(&mut self, host: &mut dyn Host, first: String) -> Option<String> {
        let mut joined = String::new();
        let mut record = first;
        loop {
            let (part, continued) = text::significant(&record);
            if !continued {
                joined.push_str(&record);
                return Some(joined);
            }
            joined.push_str(part);
            if joined.len() > text::MAX_LINE {
                return Some(joined);
            }
            record = host.next_line(&mut self.state, true)?;
        }
    }

    /// Runs one complete level-0 command line and every procedure that it starts.
    pub fn command(&mut self, host: &mut dyn Host, line: &str) -> Status {
        if host.poll(&mut self.state) {
            self.interrupt(host);
        }
        let (label, command) = text::split_label(line);
        if label.is_some() {
            host.message(&self.state, &Condition::new(codes::CLI_NOLBLS));
        }
        if !(self.state.level().skips() && self.skim(command)) {
            let ran = self.run_dynamic(host, command);
            self.conclude(host, ran);
        }
        self.run_procedures(host);
        self.state.status
    }

    /// Runs an element of a PIPE command in the process that has the state: one command line with every procedure that
    /// it starts. Its error is no reason to leave the procedure that PIPE stands in.
    pub fn segment(&mut self, host: &mut dyn Host, line: &str) -> Status {
        let depth = self.state.depth();
        let checking = std::mem::replace(&mut self.state.level_mut().checking, false);
        if host.poll(&mut self.state) {
            self.interrupt(host);
        }
        if self.state.depth() == depth {
            let ran = self.run_dynamic(host, line);
            self.conclude(host, ran);
        }
        while self.state.depth() > depth && !self.state.ended {
            self.step(host);
        }
        if self.state.depth() == depth {
            self.state.level_mut().checking = checking;
        }
        self.state.status
    }

    /// Gives the state back; procedures that Ctrl/Y stopped are given up.
    pub fn into_state(mut self) -> State {
        self.drop_suspended();
        self.state
    }

    /// Runs a procedure that the host found itself, as `@` would from level 0.
    pub fn run_procedure(&mut self, host: &mut dyn Host, source: Source, parameters: &[String]) -> Status {
        let procedure = Rc::new(Procedure::new(source.spec, source.text));
        let mut given = parameters.iter();
        let parameters = std::array::from_fn(|_| given.next().map_or("", String::as_str).into());
        let ran = self.enter(Kind::Procedure, procedure, 0, parameters);
        self.conclude(host, ran);
        self.run_procedures(host);
        self.drop_suspended();
        self.state.status
    }

    fn run_procedures(&mut self, host: &mut dyn Host) {
        while self.state.depth() > 0 {
            if self.state.ended {
                self.unwind(host, 0);
                return;
            }
            self.step(host);
        }
    }

    /// Takes the next record of the innermost procedure.
    fn step(&mut self, host: &mut dyn Host) {
        if !self.state.level().skips() && host.poll(&mut self.state) && self.interrupt(host) {
            return;
        }
        let level = self.state.level_mut();
        let Some(procedure) = level.procedure.clone() else { return };
        if level.deck.is_some() {
            finish_deck(level, &procedure);
        }
        let line = match procedure.known_line(level.next) {
            Some(line) => line,
            None => match procedure.record(level.next) {
                Some(record) if record.starts_with('$') => procedure.line(level.next),
                // A record without anything in it is no data.
                Some("" | "\r") => {
                    level.next += 1;
                    return;
                }
                Some(_) => return self.pass_data(host),
                None => return self.leave(host, None),
            },
        };
        level.skipped_data = false;
        level.next = line.next;
        if level.skips() && self.skim(&line.text) {
            return;
        }
        let ran = self.run_line(host, &procedure, line);
        self.conclude(host, ran);
    }

    /// Passes over a data record that nobody has read.
    fn pass_data(&mut self, host: &mut dyn Host) {
        let level = self.state.level_mut();
        level.next += 1;
        let first = !level.skipped_data && !level.skips();
        level.skipped_data = true;
        if first {
            host.message(&self.state, &Condition::new(codes::CLI_SKPDAT));
        }
    }

    /// Runs a command that is ready. IF and THEN go on with the command behind them here.
    pub(super) fn run_code(&mut self, host: &mut dyn Host, code: Rc<Code>) -> Ran {
        let mut code = code;
        if code.ampersands {
            let state = &mut self.state;
            let whole = takes_elements(state, &code.text);
            let value = &mut |name: &str| state.symbol(name).map(|value| value.string().to_string());
            let line = substitute::ampersands(&code.text, whole, value)?;
            code = self.cached(host, &line, true);
        }
        loop {
            if let Some(id) = code.first
                && let Some(symbol) = self.state.symbols.get(id, self.state.level().verb)
            {
                let value = symbol.value.string();
                // A null string gives way to a verb behind it, but qualifiers need the verb of that name.
                let is_verb = value.is_empty() && code.text[code.first_length..].trim_start().starts_with('/');
                if !is_verb {
                    code = self.expand(host, &code, &value)?;
                }
            }
            let next = match &code.command {
                Command::If(condition, then) => match self.run_if(host, condition, then.as_ref())? {
                    Some(next) => next,
                    None => return Ok(Effect::Keep),
                },
                Command::Then(then) => match self.run_then(host, then.as_ref())? {
                    Some(next) => next,
                    None => return Ok(Effect::Keep),
                },
                Command::Else(then) => match self.run_else(host, then.as_ref())? {
                    Some(next) => next,
                    None => return Ok(Effect::Keep),
                },
                _ => break,
            };
            code = next;
        }
        if self.state.level().blocks.last().is_some_and(|block| block.lacks_then())
            && !matches!(code.command, Command::Empty)
        {
            self.state.level_mut().blocks.pop();
            return Err(Condition::new(codes::CLI_NOTHEN));
        }
        self.run_command(host, &code)
    }

    fn run_command(&mut self, host: &mut dyn Host, code: &Rc<Code>) -> Ran {
        match &code.command {
            Command::Empty | Command::Nothing | Command::If(..) | Command::Then(_) | Command::Else(_) => {
                Ok(Effect::Keep)
            }
            Command::Assign(target, source) => self.assign(host, *target, source),
            Command::Overlay(target, part, source) => self.overlay(host, *target, part, source),
            Command::EndIf => self.end_if(),
            Command::Goto(label) => self.goto(host, label),
            Command::Gosub(label) => self.gosub(host, label),
            Command::Return(status) => self.return_from(host, status.as_ref()),
            Command::Call(start) => self.call(host, start),
            Command::Subroutine => self.pass_subroutine(),
            Command::EndSubroutine => self.end_subroutine(host),
            Command::Run(start) => self.run_file(host, start),
            Command::Exit(status) => self.exit(host, status.as_ref()),
            Command::Stop => {
                self.drop_suspended();
                self.unwind(host, 0);
                Ok(Effect::Moved)
            }
            Command::Continue => {
                self.state.levels.append(&mut self.suspended);
                Ok(host.go_on(&mut self.state).map_or(Effect::Keep, Effect::Status))
            }
            Command::On(event, text) => self.on(*event, text),
            Command::Write(write) => self.write(host, write),
            Command::Inquire(inquire) => self.inquire(host, inquire),
            Command::Table(leaves_status) => self.run_table(host, &code.text, *leaves_status),
            Command::Bad(condition) => Err(condition.clone()),
        }
    }

    fn run_table(&mut self, host: &mut dyn Host, line: &str, leaves_status: bool) -> Ran {
        let status = host.execute(&mut self.state, line);
        for record in std::mem::take(&mut self.state.read_data) {
            self.echo(host, &record);
        }
        if let Some(label) = self.state.branch.take() {
            self.state.status = status;
            self.state.displayed = true;
            return self.goto(host, &label);
        }
        if leaves_status && status.is_success() { Ok(Effect::Keep) } else { Ok(Effect::Status(status)) }
    }

    fn write(&mut self, host: &mut dyn Host, write: &super::code::WriteCommand) -> Ran {
        let mut record = String::new();
        for item in &write.items {
            evaluate(&mut self.state, host, item)?.append_to(&mut record);
        }
        let request = Write { file: &write.file, record: &record, update: write.update };
        match (host.write(&mut self.state, &request), &write.error) {
            (Ok(()), _) => Ok(Effect::Status(Status(0x0001_0001))),
            (Err(condition), Some(label)) => {
                self.state.status = condition.status;
                self.state.displayed = true;
                self.goto(host, label)
            }
            (Err(condition), None) => Err(condition),
        }
    }

    /// Sets `$STATUS` after a command and reacts to an error.
    pub(super) fn conclude(&mut self, host: &mut dyn Host, ran: Ran) {
        let status = match ran {
            Ok(Effect::Keep | Effect::Moved) => return,
            Ok(Effect::Status(status)) => status,
            Err(condition) => {
                host.message(&self.state, &condition);
                // What is not DCL's own in a pair counts as displayed (dcl.md 8, 10).
                if condition.then.is_empty() { condition.status } else { pair_status(&condition) }
            }
        };
        self.state.status = status;
        self.state.displayed = true;
        if !status.is_success() {
            self.react(host);
        }
    }

    /// What the innermost level does about the error in `$STATUS`.
    pub(super) fn react(&mut self, host: &mut dyn Host) {
        let rank = |severity: Option<Severity>| match severity {
            Some(Severity::Warning) => 1,
            Some(Severity::Error) => 2,
            Some(Severity::Severe) => 3,
            _ => 0,
        };
        let severity = rank(self.state.status.severity());
        let level = self.state.level_mut();
        if level.procedure.is_none() || !level.checking || severity < rank(Some(level.trap)) {
            return;
        }
        level.trap = Severity::Error;
        match std::mem::replace(&mut level.reaction, Reaction::Default) {
            Reaction::Default => self.leave(host, None),
            Reaction::Command(line) => {
                let code = self.cached(host, &line, true);
                let ran = self.run_code(host, code);
                self.conclude(host, ran);
            }
        }
    }

    /// Reacts to Ctrl/Y: the innermost ON CONTROL_Y action runs, inner levels without one end; without any, the
    /// procedures stop until CONTINUE. False if nothing happened.
    fn interrupt(&mut self, host: &mut dyn Host) -> bool {
        if !self.state.control.y || self.state.depth() == 0 {
            return false;
        }
        let depth = self.state.levels.iter().rposition(|level| level.on_control_y != Reaction::Default).unwrap_or(0);
        if depth > 0 {
            self.unwind(host, depth);
        } else {
            self.suspend(host);
        }
        self.state.status = codes::SYSTEM_CONTROLY;
        self.state.displayed = true;
        if let Reaction::Command(line) = self.state.level().on_control_y.clone() {
            let code = self.cached(host, &line, true);
            let ran = self.run_code(host, code);
            self.conclude(host, ran);
        }
        true
    }

    /// Puts all procedures aside. Output that went to files of theirs goes to the terminal from here on.
    fn suspend(&mut self, host: &mut dyn Host) {
        self.suspended = self.state.levels.split_off(1);
        for level in self.suspended.iter_mut().filter(|level| level.redirected) {
            level.redirected = false;
            host.end_output(&mut self.state);
        }
    }

    /// Gives up procedures that Ctrl/Y stopped.
    pub(super) fn drop_suspended(&mut self) {
        for _ in self.suspended.drain(..) {
            self.state.symbols.leave();
        }
    }
}

/// Whether a folded line is a command with parameters, and not an assignment or a command that takes expressions: a value
/// that an ampersand brings is one of them then.
fn takes_elements(state: &mut State, line: &str) -> bool {
    const EXPRESSIONS: [&str; 12] =
        ["ELSE", "EXAMINE", "EXIT", "GOSUB", "GOTO", "IF", "INQUIRE", "ON", "PIPE", "RETURN", "THEN", "WRITE"];
    let word = text::first_word(line);
    let is_assignment = line[word.len()..].trim_start().starts_with(['=', ':', '[', '*']);
    let is_expression =
        !word.is_empty() && EXPRESSIONS.iter().any(|verb| verb.starts_with(word) || text::is_keyword(word, verb));
    !is_assignment && !is_expression && (word.is_empty() || state.symbol(word).is_none())
}

/// `$STATUS` after an error of which DCL displayed both halves: OPENIN with its RMS status shows the RMS status.
fn pair_status(condition: &Condition) -> Status {
    let inner = condition.then.first().map_or(condition.status, |next| next.status);
    if condition.status.facility() == 3 { inner.inhibited() } else { condition.status }
}

/// Passes over what is left of a DECK, its end included.
fn finish_deck(level: &mut Level, procedure: &Procedure) {
    let terminator = level.deck.take().unwrap_or_default();
    while let Some(record) = procedure.record(level.next) {
        level.next += 1;
        if super::procedure::ends_deck(record, &terminator) {
            break;
        }
    }
}
