//! A session from login to its end: a process, its interpreter and its streams put together.

use std::collections::{HashMap, VecDeque};
use std::sync::atomic::Ordering;
use std::sync::{Arc, Mutex, PoisonError};

use crate::cdu::{Command, Tables};
use crate::command::{self, Ending, Recall, Streams as _, Utility};
use crate::dcl::{Interpreter, Source, State};
use crate::message::{self, Condition, Status, codes};
use crate::node::Node;
use crate::node::operator::Ears;
use crate::node::process::{Login, Process, ProcessMode};
use crate::node::process_table::ProcessEntry;
use crate::rms::RecordFile;
use crate::simulate::Loads;

use super::peers::{Peers, Service};
use super::spawn::Child;
use super::streams::ProcessStreams;
use super::terminal::{Startup, Terminal};

/// What a session is made of.
pub struct Arrangement {
    /// The node to log in to.
    pub node: Arc<Node>,
    /// The node's loads.
    pub loads: Arc<Loads>,
    /// Who logs in.
    pub login: Login,
    /// How it begins.
    pub startup: Startup,
    /// A file that is deleted when the session has ended: the procedure of SUBMIT/DELETE.
    pub delete: Option<String>,
    /// Name of the process; made up, or the user's, when there is none.
    pub name: Option<String>,
    /// Its base priority, where that is not the usual one.
    pub priority: Option<u8>,
    /// Seed of everything random.
    pub seed: u64,
    /// Batch jobs that this one runs inside of.
    pub nested: u32,
    /// Of a batch job that begins again: what BATCH$RESTART is.
    pub restart: Option<String>,
    /// Where messages go besides: /ERROR of RUN.
    pub errors: Option<Box<dyn RecordFile>>,
    /// The nodes of the site.
    pub peers: Arc<Peers>,
    /// Of a process that carries out one command for another: what it begins with.
    pub service: Option<Service>,
    /// CPU time that ends it, in units of 10 ms; that of its subprocesses counts.
    pub cpu_limit: Option<u64>,
}

/// How a session ended.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finished {
    /// The last `$STATUS`: what the program's exit status is made from.
    pub status: Status,
    /// The command that ended it; `None` at the end of its input.
    pub ending: Option<Ending>,
    /// The terminal is gone, or the program was told to end.
    pub hung_up: bool,
    /// How a fresh session goes on after a crash: lines of the host's command line that were not run yet.
    pub rest: Startup,
}

/// A process that is logged in.
pub(super) struct Session<'t> {
    pub(super) node: Arc<Node>,
    pub(super) loads: Arc<Loads>,
    pub(super) process: Process,
    pub(super) streams: ProcessStreams<'t>,
    pub(super) tables: Arc<Tables>,
    /// Lines that were parsed with these tables, and mean the same whenever they are met.
    pub(super) parsed: HashMap<String, Arc<Command>>,
    /// The process, the state of its logical names and the kind of command for which SYS$OUTPUT was looked up last.
    pub(super) followed: Option<(u32, u64, bool)>,
    pub(super) recall: Recall,
    pub(super) ending: Option<Ending>,
    /// The command that Ctrl/Y interrupted before it did anything: CONTINUE goes on with it.
    pub(super) interrupted: Option<Arc<Command>>,
    pub(super) seed: u64,
    /// Subprocesses that this session has had.
    pub(super) spawned: u32,
    /// Pipes that this session has had.
    pub(super) pipes: u32,
    /// The processes above the one that runs, outermost first.
    pub(super) parents: Vec<ProcessEntry>,
    /// Subprocesses that wait until somebody attaches to them.
    pub(super) children: Vec<Child>,
    /// The process that the one which runs has attached to.
    pub(super) attaching: Option<u32>,
    /// Batch jobs that this one runs inside of; 0 for what is no batch job.
    pub(super) nested: u32,
    /// The process above the one that runs that STOP ends, with all below it.
    pub(super) stopping: Option<u32>,
    /// CPU time that ends the session with all its processes, and what they have used of it, in units of 10 ms.
    pub(super) cpu_limit: Option<u64>,
    pub(super) cpu_used: u64,
    /// Columns and lines of the terminal as they were when it was last asked.
    pub(super) size: (u16, u16),
    /// What was heard at the last prompt, for those who have news.
    pub(super) ears: Arc<Mutex<Ears>>,
    /// The nodes of the site.
    pub(super) peers: Arc<Peers>,
    /// Utilities that stand at their prompts, by the process that runs each, while another process has the terminal.
    pub(super) utilities: HashMap<u32, Utility>,
}

/// Logs in, runs a session over a terminal, and tells how it ended.
pub fn run(arrangement: Arrangement, terminal: &mut dyn Terminal) -> Finished {
    let Arrangement {
        node,
        loads,
        login,
        startup,
        delete,
        name,
        priority,
        seed,
        nested,
        restart,
        errors,
        peers,
        service,
        cpu_limit,
    } = arrangement;
    let mut process = Process::login(login, node.names());
    process.cpu_limit = cpu_limit;
    node.process_began(process.pid);
    let_time_pass(&node, &loads);
    let is_procedure = matches!(startup, Startup::Procedure { .. });
    let lines = match &startup {
        Startup::Lines(lines) => Some(lines.iter().cloned().collect::<VecDeque<_>>()),
        _ => None,
    };
    let mut session = Session {
        streams: ProcessStreams::new(terminal, lines),
        tables: Arc::new(Tables::embedded()),
        parsed: HashMap::new(),
        followed: None,
        recall: Recall::default(),
        ending: None,
        interrupted: None,
        node,
        loads,
        process,
        seed,
        spawned: 0,
        pipes: 0,
        parents: Vec::new(),
        children: Vec::new(),
        attaching: None,
        nested,
        stopping: None,
        cpu_limit,
        cpu_used: 0,
        size: (0, 0),
        ears: Arc::default(),
        peers,
        utilities: HashMap::new(),
    };
    if let Some(file) = errors {
        session.streams.redirect_errors(file);
    }
    session.follow_size();
    session.process.seat.seen.store(session.node.operator().sent(), Ordering::Relaxed);
    session.listen();
    session.node.process_table().put(ProcessEntry::of(&session.process, session.node.names(), 0, "CUR"));
    let mut interpreter = Interpreter::new();
    interpreter.state_mut().control.t = true;
    interpreter.state_mut().mode = session.process.mode.word();
    begin_again(interpreter.state_mut(), restart);
    let alone = session.process.mode != ProcessMode::Interactive && service.is_none();
    session.appear(&mut interpreter, name, priority);
    if let Some(service) = service {
        session.serve(interpreter.state_mut(), &service);
    }
    let status = session.begin(&mut interpreter, startup);
    if alone {
        let lines = session.with_context(interpreter.state_mut(), |context| command::logout::job_terminated(context));
        lines.iter().for_each(|line| session.streams.line(line));
    }
    if let Some(spec) = delete {
        // What cannot be deleted stays; the log is complete.
        let _ = session.with_context(interpreter.state_mut(), |context| command::delete_one(context, &spec));
    }
    session.finish(status, is_procedure)
}

/// Under the virtual clock a request that waits for a disk lets time pass as a command does.
fn let_time_pass(node: &Arc<Node>, loads: &Arc<Loads>) {
    let (here, loads) = (Arc::downgrade(node), Arc::downgrade(loads));
    node.set_idle(Box::new(move |by| {
        if let (Some(node), Some(loads)) = (here.upgrade(), loads.upgrade()) {
            crate::simulate::pass(&node, &loads, by);
        }
    }));
}

/// A batch job that begins again knows what it had reached.
fn begin_again(state: &mut State, restart: Option<String>) {
    if let Some(value) = restart {
        state.restarted = true;
        state.set_global("BATCH$RESTART", value.as_str());
    }
}

impl Session<'_> {
    /// Takes the size that the terminal has from the beginning, and that a window gets later, over what SET TERMINAL said.
    pub(super) fn follow_size(&mut self) {
        let size = self.streams.terminal().size();
        if size != self.size && size.0 > 0 && size.1 > 0 {
            self.size = size;
            (self.process.terminal_setup.width, self.process.terminal_setup.page) = size;
        }
    }

    /// Has operators' messages call whoever sits at the prompt.
    fn listen(&mut self) {
        let Some(caller) = self.streams.terminal().caller() else { return };
        let ears = Arc::clone(&self.ears);
        self.node.operator().listen(Box::new(move |audience| {
            if ears.lock().unwrap_or_else(PoisonError::into_inner).hear(audience) {
                caller();
            }
        }));
    }

    /// Runs what the session begins with, and all that comes after it.
    fn begin(&mut self, interpreter: &mut Interpreter, startup: Startup) -> Status {
        let status = match startup {
            _ if interpreter.state().has_ended() => interpreter.state().status(),
            Startup::Procedure { spec, text, parameters } => {
                self.streams.terminal().running(true);
                let status = interpreter.run_procedure(self, Source { spec, text }, &parameters);
                self.streams.terminal().running(false);
                status
            }
            Startup::Commands | Startup::Lines(_) => {
                self.welcome();
                interpreter.run(self)
            }
        };
        if self.has_expired() { codes::SYSTEM_EXCPUTIM } else { status }
    }

    /// Names a process that nobody is logged in to and shows it to others; runs the login procedure of those that have one.
    fn appear(&mut self, interpreter: &mut Interpreter, name: Option<String>, priority: Option<u8>) {
        match self.process.mode {
            ProcessMode::Interactive => {}
            ProcessMode::Other => {
                self.process.name = name.unwrap_or_default();
                self.process.base_priority = priority.unwrap_or(self.process.base_priority);
            }
            ProcessMode::Batch | ProcessMode::Network => {
                self.process.name = format!("BATCH_{}", self.process.pid >> 8 & 0xFF);
                let state = interpreter.state_mut();
                (state.verify_procedure, state.verify_image) = (true, true);
            }
        }
        if self.process.mode != ProcessMode::Interactive {
            self.node.process_table().put(ProcessEntry::of(&self.process, self.node.names(), 0, "COM"));
        }
        if self.process.mode != ProcessMode::Other {
            self.log_in(interpreter);
        }
    }

    /// Runs LOGIN.COM of the user, if there is one (dcl.md 17).
    fn log_in(&mut self, interpreter: &mut Interpreter) {
        let open = |context: &mut command::Context<'_>| command::open_procedure(context, "SYS$LOGIN:LOGIN.COM");
        let Ok(source) = self.with_context(interpreter.state_mut(), open) else { return };
        self.streams.terminal().running(true);
        interpreter.run_procedure(self, source, &[]);
        self.streams.terminal().running(false);
    }

    /// The banner: only for a person, and not in front of lines of the host's command line.
    fn welcome(&mut self) {
        if !self.streams.terminal().is_greeted() || self.streams.frame.lines.is_some() {
            return;
        }
        let clock = if self.node.clock().is_virtual() { "virtual" } else { "real" };
        let banner = Condition::new(codes::TEXT_WELCOME).arg(self.node.name()).arg(clock);
        for line in message::expand(&banner).split('\n') {
            self.streams.line(line);
        }
    }

    fn finish(mut self, status: Status, is_procedure: bool) -> Finished {
        self.process.channels.close_all();
        // The end of the input only suspends the process; LOGOUT ends it.
        if self.ending == Some(Ending::Logout) {
            self.node.process_ended(self.process.pid);
        }
        self.node.operator().enable(self.process.pid, &[]);
        self.forget(self.process.pid);
        self.node.names().delete_table(self.process.names.job_table());
        let rest = match self.streams.frame.lines.take() {
            Some(lines) => Startup::Lines(lines.into()),
            // What a procedure had still to do is lost with its session.
            None if is_procedure => Startup::Lines(Vec::new()),
            None => Startup::Commands,
        };
        Finished { status, ending: self.ending, hung_up: self.streams.hung_up, rest }
    }
}
