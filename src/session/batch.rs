//! Batch jobs: sessions of their own whose terminal is a log file. Under the virtual clock a job runs where its turn
//! comes, between two commands of whoever lets time pass; under the real clock the job controller of its node gives it a
//! thread when its turn comes, whatever the sessions do meanwhile.

use std::rc::Rc;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU32, Ordering};

use crate::cdu::Command;
use crate::clock::{Millis, TICKS_PER_MILLI};
use crate::command::{self, Context, Streams as _};
use crate::dcl::{Host as _, Source, State};
use crate::message::{Condition, Status, codes};
use crate::node::Node;
use crate::node::operator::Audience;
use crate::node::privileges::Privilege;
use crate::node::process::{Login, Process, ProcessMode};
use crate::node::queues::{Job, JobState, Queue};
use crate::rms::{RecordFile, bytes_of};
use crate::simulate::{self, Loads};

use super::peers::Peers;
use super::run::{Arrangement, Session, run};
use super::streams::ProcessStreams;
use super::terminal::{Input, Startup, Terminal};

/// The command language interpreter that there is.
const DCL: &str = "DCL";

/// How often SYNCHRONIZE looks.
const LOOK: Millis = Millis(100);
/// Jobs inside each other at most: a job that runs another to its end.
pub(super) const MAX_NESTED: u32 = 4;

/// The terminal of a batch job or a detached process.
pub(super) struct LogFile {
    pub(super) file: Option<Box<dyn RecordFile>>,
    pub(super) abort: Arc<AtomicBool>,
}

impl Terminal for LogFile {
    fn line(&mut self, text: &str) {
        if let Some(file) = &mut self.file {
            // A log that cannot be written does not stop the job.
            let _ = file.write(&bytes_of(text));
        }
    }

    fn read(&mut self, _: &str) -> Input {
        if self.interrupted() { Input::Hangup } else { Input::EndOfInput }
    }

    fn interrupted(&mut self) -> bool {
        self.abort.load(Ordering::SeqCst)
    }

    fn interrupt_probe(&self) -> Option<Rc<dyn Fn() -> bool>> {
        let abort = Arc::clone(&self.abort);
        Some(Rc::new(move || abort.load(Ordering::SeqCst)))
    }

    fn is_person(&self) -> bool {
        false
    }
}

/// A job whose turn has come, with what runs it.
struct Turn {
    node: Arc<Node>,
    loads: Arc<Loads>,
    peers: Arc<Peers>,
    job: Job,
    pid: u32,
    seed: u64,
    nested: u32,
}

impl Turn {
    /// Runs the job to its end and tells those who wait for it.
    fn run(self) {
        let (node, entry) = (Arc::clone(&self.node), self.job.entry);
        let user = self.job.submission.notify.then(|| self.job.submission.user.name.to_string());
        let status = match self.opened() {
            Ok((source, file)) => {
                let mut log = LogFile { file, abort: Arc::clone(&self.job.abort) };
                let finished = run(self.arrangement(source), &mut log);
                if log.interrupted() { codes::SYSTEM_ABORT } else { finished.status }
            }
            Err(condition) => condition.then.first().map_or(condition.status, |why| why.status),
        };
        node.queues().ended(entry, status);
        if let Some(user) = user {
            node.operator().call(&Audience::Users(vec![user]));
        }
    }

    /// The user of the job, as the one who logs in.
    fn login(&self) -> Login {
        let time = self.node.clock().now();
        Login::of(&self.job.submission.user, self.pid, None, ProcessMode::Batch, time)
    }

    /// Opens the procedure and the log, as the user of the job.
    fn opened(&self) -> Result<(Source, Option<Box<dyn RecordFile>>), Condition> {
        if self.job.submission.cli.as_ref().is_some_and(|cli| cli != DCL) {
            // Its image is not there.
            return Err(codes::RMS_FNF.into());
        }
        let mut process = Process::login(self.login(), self.node.names());
        let mut nowhere = LogFile { file: None, abort: Arc::clone(&self.job.abort) };
        let (mut state, mut ending) = (State::default(), None);
        let mut context = Context {
            node: &self.node,
            loads: &self.loads,
            process: &mut process,
            dcl: &mut state,
            streams: &mut ProcessStreams::new(&mut nowhere, None),
            nodes: &self.peers.nodes,
            seed: self.seed,
            ending: &mut ending,
        };
        let submission = &self.job.submission;
        let opened = command::open_procedure(&mut context, &submission.file).and_then(|source| {
            let log = submission.log.as_ref().map(|spec| command::create_output(&mut context, spec));
            Ok((source, log.transpose()?))
        });
        self.node.names().delete_table(process.names.job_table());
        opened
    }

    fn arrangement(self, source: Source) -> Arrangement {
        let login = self.login();
        let Self { node, loads, peers, job, seed, nested, .. } = self;
        let (queue, asked) = (node.queues().queue(&job.submission.queue), job.submission.cpu_limit);
        let cpu_limit = queue.map_or(asked, |queue| queue.cpu_limit(asked));
        Arrangement {
            node,
            loads,
            login,
            startup: Startup::Procedure {
                spec: source.spec,
                text: source.text,
                parameters: job.submission.parameters.clone(),
            },
            delete: job.submission.delete.then(|| job.submission.file.clone()),
            name: None,
            priority: None,
            seed,
            nested,
            cpu_limit,
            restart: job.restarted.then(|| job.restart_value.clone().unwrap_or_default()),
            errors: None,
            peers,
            service: None,
        }
    }
}

/// Has the jobs of a node whose time passes by itself started when their turn comes; `pid` is what the process
/// identifications of theirs begin with.
pub(super) fn control_jobs(node: &Arc<Node>, peers: &Arc<Peers>, seed: u64, pid: u32) {
    // The node keeps who starts its jobs, and so must not be kept by it.
    let (here, peers, started) = (Arc::downgrade(node), Arc::downgrade(peers), Arc::new(AtomicU32::new(0)));
    node.queues().controlled_by(Box::new(move || {
        let (Some(node), Some(peers)) = (here.upgrade(), peers.upgrade()) else { return };
        let started = Arc::clone(&started);
        std::thread::spawn(move || {
            let pid = || pid + (started.fetch_add(1, Ordering::SeqCst) << 8);
            let Some(at) = peers.nodes.iter().position(|peer| Arc::ptr_eq(peer, &node)) else { return };
            while let Some(job) = node.queues().next_turn(|| node.clock().now(), pid) {
                let JobState::Executing(pid) = job.state else { continue };
                let (node, loads, peers) = (Arc::clone(&node), Arc::clone(&peers.loads[at]), Arc::clone(&peers));
                std::thread::spawn(move || Turn { node, loads, peers, job, pid, seed, nested: 1 }.run());
            }
        });
    }));
}

impl Session<'_> {
    /// Runs the jobs whose turn has come, where nothing happens by itself.
    pub(super) fn run_due_jobs(&mut self) {
        if !self.node.clock().is_virtual() || self.node.queues().is_idle() {
            return;
        }
        while let Some((job, pid)) = self.next_job() {
            if self.streams.interrupted() {
                self.node.queues().ended(job.entry, codes::SYSTEM_ABORT);
                return;
            }
            let (node, loads, peers) = (Arc::clone(&self.node), Arc::clone(&self.loads), Arc::clone(&self.peers));
            Turn { node, loads, peers, job, pid, seed: self.seed, nested: self.nested + 1 }.run();
        }
    }

    fn next_job(&mut self) -> Option<(Job, u32)> {
        if self.nested >= MAX_NESTED {
            return None;
        }
        let pid = self.process.pid + ((self.spawned + 1) << 8);
        let job = self.node.queues().next_due(self.node.clock().now(), || pid)?;
        self.spawned += 1;
        Some((job, pid))
    }

    /// Counts a line against the CPU time of a job that has a limit, and ends the job that has used it up.
    pub(super) fn use_cpu_time(&mut self, state: &mut State) {
        if self.cpu_limit.is_none() || state.has_ended() {
            return;
        }
        self.cpu_used += 1;
        self.process.counters.cpu += 1;
        if self.has_expired() {
            self.message(state, &codes::SYSTEM_EXCPUTIM.into());
            state.end_session();
        }
    }

    /// Whether the CPU time of the session is used up.
    pub(super) fn has_expired(&self) -> bool {
        self.cpu_limit.is_some_and(|limit| self.cpu_used > limit)
    }

    /// SYNCHRONIZE: waits for the end of a job; its status is the job's.
    pub(super) fn synchronize(&mut self, command: &Command) -> Result<Status, Condition> {
        let known = ["ENTRY", "JOB", "QUEUE", "TIME_OUT"];
        if let Some(label) = command.labels().iter().find(|label| !known.contains(&label.as_str())) {
            return Err(Condition::new(codes::SYSTEM_UNSUPPORTED).token(label));
        }
        let queues = self.node.queues();
        let named = |name: &str| queues.jobs().into_iter().rev().find(|job| job.submission.name == name);
        let job = match (command.number("ENTRY"), command.value("JOB")) {
            (Some(entry), _) => u32::try_from(entry).ok().and_then(|entry| queues.job(entry)),
            (None, Some(name)) => named(name),
            (None, None) => return Err(codes::CLI_INSFPRM.into()),
        };
        let entry = job.ok_or(codes::JBC_NOSUCHJOB)?.entry;
        let limit = command.number("TIME_OUT").map(|seconds| u64::try_from(seconds).map_err(|_| codes::SET_VALERR));
        let begun = self.node.clock().now().0;
        let over =
            limit.transpose()?.map(|seconds| begun.saturating_add(seconds.saturating_mul(1000 * TICKS_PER_MILLI)));
        loop {
            self.run_due_jobs();
            match self.node.queues().job(entry).map(|job| job.state) {
                Some(JobState::Done(status)) => return Ok(status),
                None => return Err(codes::JBC_NOSUCHJOB.into()),
                Some(_) => {}
            }
            if self.streams.interrupted() {
                return Ok(codes::SYSTEM_CONTROLY);
            }
            if over.is_some_and(|over| self.node.clock().now().0 >= over) {
                return Err(codes::SYSTEM_TIMEOUT.into());
            }
            if self.node.clock().is_virtual() {
                simulate::pass(&self.node, &self.loads, LOOK);
            } else {
                std::thread::sleep(std::time::Duration::from_millis(LOOK.0));
            }
        }
    }

    /// STOP/QUEUE: the queue starts no more jobs; with /RESET those that execute end. With /ENTRY one job ends, with /REQUEUE
    /// it waits again; with /MANAGER no queue does anything.
    pub(super) fn stop_queue(&mut self, command: &Command) -> Result<Status, Condition> {
        self.process.require(Privilege::Oper)?;
        let queues = self.node.queues();
        if command.has("MANAGER") {
            queues.set_running(false);
            return Ok(Status::NORMAL);
        }
        queues.check_running()?;
        let plain = |name: &str| name.trim_end_matches(':').to_uppercase();
        let name = plain(command.value("NAME").ok_or(codes::CLI_INSFPRM)?);
        let queue = queues.queue(&name)?;
        if let Some(number) = command.number("ENTRY") {
            let entry = u32::try_from(number).map_err(|_| codes::JBC_NOSUCHENT)?;
            let job = queues.job(entry).filter(|job| job.submission.queue == name);
            let executes = job.is_some_and(|job| matches!(job.state, JobState::Executing(_)));
            match (executes, command.has("REQUEUE")) {
                (false, _) => return Err(codes::JBC_NOSUCHENT.into()),
                (true, false) => queues.delete(entry)?,
                (true, true) => {
                    let target = command.value("REQUEUE").map_or(name, plain);
                    queues.queue(&target)?;
                    queues.requeue(entry, &target)?;
                }
            }
            return Ok(Status::NORMAL);
        }
        if command.has("REQUEUE") {
            return Err(codes::CLI_INSFPRM.into());
        }
        queues.put_queue(Queue { started: false, ..queue });
        if command.has("RESET") {
            queues.reset(&name);
        }
        Ok(Status::NORMAL)
    }
}

/// Ends the jobs and detached processes of a node that run, and waits a little for them.
pub(super) fn end_jobs(node: &Node) {
    for _ in 0..200 {
        if node.queues().close() + node.process_table().stop_all() == 0 {
            return;
        }
        std::thread::sleep(std::time::Duration::from_millis(10));
    }
}
