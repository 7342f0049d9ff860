//! Batch queues and what SUBMIT says of a job.

use std::sync::Arc;
use std::sync::atomic::AtomicBool;

use crate::clock::VmsTime;
use crate::message::Status;
use crate::node::config::UserConfig;

/// A batch queue.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Queue {
    /// Its name, upper case.
    pub name: String,
    /// It lets jobs start.
    pub started: bool,
    /// Jobs that execute at the same time.
    pub job_limit: usize,
    /// Base priority of its jobs.
    pub base_priority: u8,
    /// It takes no more jobs.
    pub closed: bool,
    /// CPU time of a job that names none, in units of 10 ms.
    pub cpu_default: Option<u64>,
    /// CPU time of any job at most, in units of 10 ms.
    pub cpu_maximum: Option<u64>,
    /// What it is for.
    pub description: String,
    /// When a job that does not say so stays after its end.
    pub retain: Option<Retention>,
}

impl Queue {
    /// A queue that is stopped.
    pub fn new(name: &str) -> Self {
        Self {
            name: name.to_owned(),
            started: false,
            job_limit: 1,
            base_priority: 4,
            closed: false,
            cpu_default: None,
            cpu_maximum: None,
            description: String::new(),
            retain: None,
        }
    }

    /// The CPU time that ends a job which asked for `asked`.
    pub fn cpu_limit(&self, asked: Option<u64>) -> Option<u64> {
        let limit = asked.or(self.cpu_default);
        limit.into_iter().chain(self.cpu_maximum).min()
    }
}

/// When a job stays in its queue after its end (SUBMIT/RETAIN).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Retention {
    /// Always.
    Always,
    /// When it ended with an error.
    Error,
}

/// Where a job stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum JobState {
    /// It waits for its turn.
    Pending,
    /// It waits to be released.
    Holding,
    /// It waits for a time.
    Until(VmsTime),
    /// It runs, as the process of that identification.
    Executing(u32),
    /// It has ended with this status; nothing but its status is of interest any more.
    Done(Status),
}

/// What SUBMIT says of a job.
#[derive(Clone, Debug)]
pub struct Submission {
    /// Name of the job.
    pub name: String,
    /// Queue.
    pub queue: String,
    /// The user it runs as.
    pub user: UserConfig,
    /// Full specification of the procedure.
    pub file: String,
    /// P1 to P8.
    pub parameters: Vec<String>,
    /// Full specification of the log file.
    pub log: Option<String>,
    /// Scheduling priority.
    pub priority: u32,
    /// The submitter hears of its end.
    pub notify: bool,
    /// It begins again when its queue is reset while it executes.
    pub restart: bool,
    /// How it begins: pending, holding, or until a time.
    pub state: JobState,
    /// When it was submitted.
    pub submitted: VmsTime,
    /// The procedure is deleted when the job has ended.
    pub delete: bool,
    /// Whether it stays in the queue after its end.
    pub retain: Option<Retention>,
    /// What SUBMIT/NOTE says.
    pub note: Option<String>,
    /// CPU time that ends the job, in units of 10 ms (SUBMIT/CPUTIME).
    pub cpu_limit: Option<u64>,
    /// The command language interpreter it asked for (SUBMIT/CLI).
    pub cli: Option<String>,
}

impl Submission {
    pub(super) fn stays_after(&self, status: Status) -> bool {
        match self.retain {
            Some(Retention::Always) => true,
            Some(Retention::Error) => !status.is_success(),
            None => false,
        }
    }
}

/// A job in a queue.
#[derive(Clone, Debug)]
pub struct Job {
    /// Number of its entry.
    pub entry: u32,
    /// What SUBMIT said.
    pub submission: Submission,
    /// Where it stands.
    pub state: JobState,
    /// Set to end it while it executes.
    pub abort: Arc<AtomicBool>,
    /// It has begun before: `$RESTART` is true.
    pub restarted: bool,
    /// What SET RESTART_VALUE left: BATCH$RESTART of the next life.
    pub restart_value: Option<String>,
}
