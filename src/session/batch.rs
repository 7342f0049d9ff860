//! Batch jobs: sessions of their own whose terminal is a log file. Under the virtual clock a job runs where its turn
//! comes, between two commands of whoever lets time pass; under the real clock it has a thread.

use std::rc::Rc;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use crate::cdu::Command;
use crate::clock::Millis;
use crate::command::{self, Streams as _};
use crate::dcl::{Source, State};
use crate::message::{Condition, Status, codes, expand};
use crate::node::Node;
use crate::node::operator::Audience;
use crate::node::privileges::Privilege;
use crate::node::process::{Login, ProcessMode};
use crate::node::queues::{Job, JobState, Queue};
use crate::rms::{RecordFile, bytes_of};
use crate::simulate;

use super::run::{Arrangement, Session, run};
use super::terminal::{Input, Startup, Terminal};

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

impl Session<'_> {
    /// Starts the jobs whose turn has come.
    pub(super) fn start_jobs(&mut self, state: &mut State) {
        while let Some((job, pid)) = self.next_job() {
            let (source, file) = match self.opened(state, &job) {
                Ok(opened) => opened,
                Err(condition) => {
                    let last = condition.then.first().map_or(condition.status, |why| why.status);
                    self.node.queues().ended(job.entry, last);
                    continue;
                }
            };
            if self.streams.interrupted() {
                self.node.queues().ended(job.entry, codes::SYSTEM_ABORT);
                return;
            }
            let arrangement = self.arrangement(&job, pid, source);
            let log = LogFile { file, abort: Arc::clone(&job.abort) };
            let node = Arc::clone(&self.node);
            let work = move || {
                let mut log = log;
                let finished = run(arrangement, &mut log);
                let aborted = log.interrupted();
                node.queues().ended(job.entry, if aborted { codes::SYSTEM_ABORT } else { finished.status });
                if job.submission.notify {
                    node.operator().call(&Audience::Users(vec![job.submission.user.name.to_string()]));
                }
            };
            if self.node.clock().is_virtual() {
                work();
            } else {
                std::thread::spawn(work);
            }
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

    fn opened(&mut self, state: &mut State, job: &Job) -> Result<(Source, Option<Box<dyn RecordFile>>), Condition> {
        let source = self.with_context(state, |context| command::open_procedure(context, &job.submission.file))?;
        let log = job.submission.log.clone();
        let file = log.map(|spec| self.with_context(state, |context| command::create_output(context, &spec)));
        Ok((source, file.transpose()?))
    }

    fn arrangement(&self, job: &Job, pid: u32, source: Source) -> Arrangement {
        let user = &job.submission.user;
        Arrangement {
            node: Arc::clone(&self.node),
            loads: Arc::clone(&self.loads),
            login: Login {
                username: user.name.to_string(),
                uic: user.uic,
                account: user.name.as_str().chars().take(8).collect(),
                authorized: user.privileges,
                default: user.privileges,
                pid,
                terminal: None,
                mode: ProcessMode::Batch,
                time: self.node.clock().now(),
            },
            startup: Startup::Procedure {
                spec: source.spec,
                text: source.text,
                parameters: job.submission.parameters.clone(),
            },
            delete: job.submission.delete.then(|| job.submission.file.clone()),
            name: None,
            priority: None,
            seed: self.seed,
            nested: self.nested + 1,
            restart: job.restarted.then(|| job.restart_value.clone().unwrap_or_default()),
            errors: None,
            peers: Arc::clone(&self.peers),
            service: None,
        }
    }

    /// Tells the user of jobs that have ended, if that was asked for.
    pub(super) fn show_job_news(&mut self) {
        for line in job_news(&self.node, &self.process.username) {
            self.streams.terminal().line(&line);
        }
    }

    /// SYNCHRONIZE: waits for the end of a job; its status is the job's.
    pub(super) fn synchronize(&mut self, state: &mut State, command: &Command) -> Result<Status, Condition> {
        let known = ["ENTRY", "JOB", "QUEUE"];
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
        loop {
            self.start_jobs(state);
            match self.node.queues().job(entry).map(|job| job.state) {
                Some(JobState::Done(status)) => return Ok(status),
                None => return Err(codes::JBC_NOSUCHJOB.into()),
                Some(_) => {}
            }
            if self.streams.interrupted() {
                return Ok(codes::SYSTEM_CONTROLY);
            }
            if self.node.clock().is_virtual() {
                simulate::pass(&self.node, &self.loads, LOOK);
            } else {
                std::thread::sleep(std::time::Duration::from_millis(LOOK.0));
            }
        }
    }

    /// STOP/QUEUE: the queue starts no more jobs; with /RESET those that execute end.
    pub(super) fn stop_queue(&mut self, name: &str, reset: bool) -> Result<Status, Condition> {
        self.process.require(Privilege::Oper)?;
        let queues = self.node.queues();
        let name = name.trim_end_matches(':').to_uppercase();
        let queue = queues.queue(&name)?;
        queues.put_queue(Queue { started: false, ..queue });
        if reset {
            queues.reset(&name);
        }
        Ok(Status::NORMAL)
    }
}

/// Ends the jobs and detached processes of a node that run, and waits a little for them.
pub(super) fn end_jobs(node: &Node) {
    for _ in 0..200 {
        if node.queues().abort_all() + node.process_table().stop_all() == 0 {
            return;
        }
        std::thread::sleep(std::time::Duration::from_millis(10));
    }
}

/// Jobs of a user that have ended since the last look, if they asked for notice.
pub(super) fn job_news(node: &Node, user: &str) -> Vec<String> {
    let line = |job: Job| {
        let own = &job.submission;
        let line = Condition::new(codes::TEXT_JOBSTATE).arg(own.name.as_str()).arg(own.queue.as_str());
        expand(&line.arg(i64::from(job.entry)).arg("completed"))
    };
    node.queues().take_news(user).into_iter().map(line).collect()
}
