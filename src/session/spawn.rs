//! SPAWN and ATTACH: subprocesses with copies of symbols and logical names (dcl.md 14).
//!
//! A subprocess runs inside the command that made it. One that is left by ATTACH keeps its interpreter and its streams
//! until somebody attaches to it again.

use crate::cdu::Command;
use crate::command::{self, Ending};
use crate::dcl::{Host as _, Interpreter, Keypad, State};
use crate::message::{Condition, Status, codes};
use crate::node::process::{Login, Process};
use crate::node::process_table::ProcessEntry;
use crate::node::queues::{Job, JobState};
use crate::rms::RecordFile;

use super::run::Session;
use super::streams::Frame;

/// Labels that SPAWN acts on.
const LABELS: [&str; 15] = [
    "CARRIAGE_CONTROL",
    "CLI",
    "COMMAND",
    "INPUT",
    "KEYPAD",
    "LOG",
    "LOGICAL_NAMES",
    "NOTIFY",
    "OUTPUT",
    "PROCESS",
    "PROMPT",
    "SYMBOLS",
    "TABLE",
    "TRUSTED",
    "WAIT",
];

/// Images that SPAWN can name, with the qualifier: the interpreter and the tables that every process has. No account is
/// captive here, so that /TRUSTED need not allow anything.
const IMAGES: [(&str, &str); 2] = [("CLI", "DCL"), ("TABLE", "DCLTABLES")];

/// Subprocesses below each other at most: the process quota.
const MAX_DEPTH: u32 = 8;

/// A subprocess that does not run now.
pub(super) struct Child {
    /// Identification of the process that made it.
    owner: u32,
    interpreter: Interpreter,
    process: Process,
    /// Its streams; none before it has run.
    frame: Option<Frame>,
}

/// What a subprocess begins with.
pub(super) struct Beginning {
    /// Its name; `None` is a made-up one.
    pub name: Option<String>,
    /// It gets the logical names of its parent.
    pub logical_names: bool,
}

impl Session<'_> {
    /// Runs a subprocess to its end. The status is its last one; changes of its symbols and names stay with it.
    pub(super) fn spawn(&mut self, state: &mut State, command: &Command) -> Result<Status, Condition> {
        command::refuse_unknown_labels(command, &LABELS)?;
        let waits = !command.present("WAIT").is_negated();
        let notify = command.has("NOTIFY");
        if waits && notify {
            return Err(codes::CLI_NOTIFY.into());
        }
        for (label, image) in IMAGES {
            if let Some(other) = command.value(label).filter(|named| !named.eq_ignore_ascii_case(image)) {
                return Err(self.with_context(state, |context| command::no_image(context, &other.to_uppercase())));
            }
        }
        let log = !command.present("LOG").is_negated();
        let input = command.value("INPUT").map(|spec| self.open_input(state, spec)).transpose()?;
        let output = command.value("OUTPUT").map(|spec| self.open_output(state, spec, false)).transpose()?;
        let name = command.value("PROCESS").map(str::to_owned);
        let process =
            self.subprocess(&Beginning { name, logical_names: !command.present("LOGICAL_NAMES").is_negated() })?;
        let mut interpreter = Interpreter::with_state(state.subprocess(!command.present("SYMBOLS").is_negated()));
        if command.present("CARRIAGE_CONTROL").is_typed() {
            interpreter.state_mut().prompt_control = command.has("CARRIAGE_CONTROL");
        }
        if command.present("KEYPAD").is_negated() {
            interpreter.state_mut().keypad = Keypad::default();
        }
        if command.has("PROMPT") {
            interpreter.state_mut().prompt = command.value("PROMPT").unwrap_or("$ ").to_owned();
        }
        let name = process.name.clone();
        if log {
            self.message(state, &Condition::new(codes::CLI_SPAWNED).arg(name.as_str()));
        }
        if log && waits {
            self.message(state, &Condition::new(codes::CLI_ATTACHED).arg(name.as_str()));
        }
        let line = command.value("COMMAND").map(str::trim).filter(|line| !line.is_empty()).map(str::to_owned);
        let mut child = Child { owner: self.process.pid, interpreter, process, frame: None };
        let parent = self.streams.enter(input);
        if let Some(output) = output {
            self.streams.redirect(output, false);
        }
        child.frame = Some(self.streams.leave(parent));
        // A process that nobody waits for has no terminal to read.
        let line = line.or_else(|| (!waits && child.reads_terminal()).then(String::new));
        let status = self.attached(state, child, line, log && waits);
        if !waits {
            if notify {
                self.message(state, &Condition::new(codes::TEXT_COMPLETED).arg(name));
            }
            return Ok(Status::DCL_NORMAL);
        }
        Ok(status)
    }

    /// ATTACH: this process stops, the one named goes on.
    pub(super) fn attach(&mut self, state: &mut State, command: &Command) -> Result<Status, Condition> {
        let own = self.process.pid;
        let parent = self.parents.last().map(|entry| entry.pid);
        let target = if command.has("PARENT") {
            parent.ok_or(codes::CLI_REFUSED)?
        } else if let Some(text) = command.value("IDENTIFICATION") {
            u32::from_str_radix(text, 16).map_err(|_| codes::SYSTEM_NONEXPR)?
        } else {
            let name = command.value("NAME").ok_or(codes::CLI_INSFPRM)?;
            let named = |child: &&Child| child.process.name == name;
            let of_child = self.children.iter().find(named).map(|child| child.process.pid);
            let others = || self.node.process_table().named(name, self.process.uic.group).map(|entry| entry.pid);
            of_child.or_else(others).ok_or(codes::SYSTEM_NONEXPR)?
        };
        if target == own {
            return Err(codes::CLI_REFUSED.into());
        }
        if let Some(at) = self.children.iter().position(|c| c.process.pid == target && c.owner == own) {
            if self.node.process_table().get(target).is_some_and(|entry| entry.state == "SUSP") {
                return Err(codes::CLI_REFUSED.into());
            }
            let child = self.children.remove(at);
            self.message(state, &Condition::new(codes::CLI_RETURNED).arg(child.process.name.as_str()));
            return Ok(self.attached(state, child, None, true));
        }
        let sibling = self.children.iter().any(|c| c.process.pid == target && Some(c.owner) == parent);
        if parent != Some(target) && !sibling {
            let known = self.node.process_table().get(target).is_some();
            return Err(if known { codes::CLI_REFUSED.into() } else { codes::SYSTEM_NONEXPR.into() });
        }
        self.attaching = Some(target);
        state.end_session();
        Ok(Status::NORMAL)
    }

    /// Lets a subprocess run until it ends or attaches to another process, and that one in its place, until control is
    /// back here.
    fn attached(&mut self, state: &State, child: Child, line: Option<String>, log: bool) -> Status {
        let (mut child, mut line) = (child, line);
        loop {
            let (status, back) = self.run_child(child, line.take());
            let Some(back) = back else {
                if log {
                    self.message(state, &Condition::new(codes::CLI_RETURNED).arg(self.process.name.as_str()));
                }
                if !status.is_success() && !status.is_inhibited() && matches!(status.0 & 7, 0 | 2 | 4) {
                    self.message(state, &Condition::new(status));
                }
                return status;
            };
            let target = self.attaching.take();
            self.children.push(back);
            let next = self.children.iter().position(|c| Some(c.process.pid) == target);
            let name = next.map_or(&self.process.name, |at| &self.children[at].process.name).clone();
            self.message(state, &Condition::new(codes::CLI_RETURNED).arg(name));
            match next {
                Some(at) => child = self.children.remove(at),
                None => return Status::NORMAL,
            }
        }
    }

    /// Runs a subprocess; it comes back if it has attached to another process and goes on later.
    fn run_child(&mut self, child: Child, line: Option<String>) -> (Status, Option<Child>) {
        let Child { owner, mut interpreter, process, frame } = child;
        let parent_frame = match frame {
            Some(frame) => self.streams.resume(frame),
            None => self.streams.enter(None),
        };
        let parent = self.become_child(process);
        let status = match line {
            Some(line) => interpreter.command(self, &line),
            None => interpreter.run(self),
        };
        let process = self.become_parent(parent);
        let frame = self.streams.leave(parent_frame);
        self.child_ended();
        if self.attaching.is_some() {
            interpreter.state_mut().resume_session();
            self.node.process_table().put(ProcessEntry::of(&process, self.node.names(), owner, "HIB"));
            return (status, Some(Child { owner, interpreter, process, frame: Some(frame) }));
        }
        self.node.process_ended(process.pid);
        self.forget(process.pid);
        (status, None)
    }

    /// A subprocess has given the streams back: its LOGOUT is not the parent's, unless it has stopped the parent.
    pub(super) fn child_ended(&mut self) {
        if self.ending == Some(Ending::Logout) {
            self.ending = self.stopping.map(|_| Ending::Logout);
        }
        if self.stopping == Some(self.process.pid) {
            self.stopping = None;
        }
    }

    /// Makes a subprocess the process that runs; the parent comes back.
    pub(super) fn become_child(&mut self, process: Process) -> Process {
        let owner = self.process.pid;
        let grandparent = self.parents.last().map_or(0, |entry| entry.pid);
        self.node.process_table().put(ProcessEntry::of(&self.process, self.node.names(), grandparent, "HIB"));
        self.node.process_table().put(ProcessEntry::of(&process, self.node.names(), owner, "CUR"));
        self.parents.push(ProcessEntry::of(&self.process, self.node.names(), grandparent, "HIB"));
        std::mem::replace(&mut self.process, process)
    }

    /// Makes the parent the process that runs again; the subprocess comes back.
    pub(super) fn become_parent(&mut self, parent: Process) -> Process {
        self.parents.pop();
        // They share a terminal.
        let parent =
            Process { seat: self.process.seat.clone(), terminal_setup: self.process.terminal_setup.clone(), ..parent };
        std::mem::replace(&mut self.process, parent)
    }

    /// A subprocess has ended, with those that it has made.
    pub(super) fn forget(&mut self, pid: u32) {
        self.node.process_table().remove(pid);
        let (below, others) = std::mem::take(&mut self.children).into_iter().partition(|child| child.owner == pid);
        self.children = others;
        let below: Vec<Child> = below;
        for child in &below {
            self.node.process_ended(child.process.pid);
            self.forget(child.process.pid);
        }
    }

    /// STOP with an operand: a subprocess that waits, a batch job, or this process itself.
    pub(super) fn stop(&mut self, state: &mut State, command: &Command) -> Result<Status, Condition> {
        let known = ["ENTRY", "IDENTIFICATION", "MANAGER", "NAME", "NEXT", "QUEUE", "REQUEUE", "RESET"];
        if let Some(label) = command.labels().iter().find(|label| !known.contains(&label.as_str())) {
            return Err(Condition::new(codes::SYSTEM_UNSUPPORTED).token(label));
        }
        if command.has("QUEUE") {
            return self.stop_queue(command);
        }
        if let Some(label) =
            ["ENTRY", "MANAGER", "NEXT", "REQUEUE", "RESET"].into_iter().find(|label| command.has(label))
        {
            return Err(Condition::new(codes::SYSTEM_UNSUPPORTED).token(label));
        }
        let (id, name) = (command.value("IDENTIFICATION"), command.value("NAME"));
        let found = self.with_context(state, |context| match (id, name) {
            (Some(text), _) => {
                let invalid = || Condition::new(codes::CLI_IVVALU).token(text);
                command::processes::identified(context, u32::from_str_radix(text, 16).map_err(|_| invalid())?)
            }
            (None, Some(name)) => command::processes::named(context, name),
            (None, None) => Err(codes::CLI_INSFPRM.into()),
        });
        let pid = found?.pid;
        let above = self.parents.iter().any(|parent| parent.pid == pid);
        if pid == self.process.pid || above {
            self.stopping = above.then_some(pid);
            self.ending = Some(Ending::Logout);
            state.end_session();
            return Ok(Status::NORMAL);
        }
        if self.stop_child(pid) {
            return Ok(Status::NORMAL);
        }
        if self.node.process_table().stop(pid) {
            return Ok(Status::NORMAL);
        }
        let runs_as = |job: &Job| job.state == JobState::Executing(pid);
        if let Some(job) = self.node.queues().jobs().into_iter().find(runs_as) {
            self.node.queues().delete(job.entry)?;
            return Ok(Status::NORMAL);
        }
        // What is left are the processes of the system.
        Err(Condition::new(codes::SYSTEM_UNSUPPORTED).token(format!("{pid:08X}")))
    }

    /// Ends a subprocess that waits; whether there was one.
    fn stop_child(&mut self, pid: u32) -> bool {
        let Some(at) = self.children.iter().position(|child| child.process.pid == pid) else { return false };
        self.children.remove(at);
        self.node.process_ended(pid);
        self.forget(pid);
        true
    }

    /// A file that a process reads its commands from; the default type is .COM.
    fn open_input(&mut self, state: &mut State, spec: &str) -> Result<Box<dyn RecordFile>, Condition> {
        self.with_context(state, |context| command::open_input(context, spec, ".COM"))
    }

    /// A file that output goes to; the default type is .LIS.
    pub(super) fn open_output(
        &mut self,
        state: &mut State,
        spec: &str,
        append: bool,
    ) -> Result<Box<dyn RecordFile>, Condition> {
        self.with_context(state, |context| match append {
            true => command::append_output(context, spec),
            false => command::create_output(context, spec),
        })
    }

    /// Makes a subprocess of the process that runs.
    pub(super) fn subprocess(&mut self, beginning: &Beginning) -> Result<Process, Condition> {
        if self.parents.len() as u32 >= MAX_DEPTH {
            return Err(codes::SYSTEM_EXQUOTA.into());
        }
        self.spawned += 1;
        let parent = &self.process;
        // A number that looks random, and is the same in every run with the same seed.
        let number = (self.seed.wrapping_mul(40_503) + u64::from(self.spawned) * 8_087) % 65_536;
        let name = beginning.name.clone().unwrap_or_else(|| format!("{}_{number}", parent.username));
        let name: String = name.chars().take(15).collect();
        if self.node.process_table().named(&name, parent.uic.group).is_some() || name == parent.name {
            return Err(codes::SYSTEM_DUPLNAM.into());
        }
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
        process.name = name;
        if beginning.logical_names {
            // Subprocesses belong to the job of their parent.
            self.node.names().delete_table(process.names.job_table());
            process.names = parent.names.for_subprocess();
        }
        process.default_directory.clone_from(&parent.default_directory);
        process.default_protection = parent.default_protection;
        process.seat = parent.seat.clone();
        process.terminal_setup = parent.terminal_setup.clone();
        Ok(process)
    }
}

impl Child {
    fn reads_terminal(&self) -> bool {
        self.frame.as_ref().is_none_or(|frame| frame.input.is_none())
    }
}
