//! Batch queues and their jobs: the queue manager of a node. Who runs a job is the session's business; here stands what
//! is known of it.

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use super::config::UserConfig;
use crate::clock::VmsTime;
use crate::message::{Condition, Status, codes};

/// The queue that jobs go to unless they name another one.
pub const SYS_BATCH: &str = "SYS$BATCH";

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
}

impl Queue {
    /// A queue that is stopped.
    pub fn new(name: &str) -> Self {
        Self { name: name.to_owned(), started: false, job_limit: 1, base_priority: 4 }
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
}

impl Submission {
    fn stays_after(&self, status: Status) -> bool {
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

#[derive(Debug)]
struct Queues {
    queues: BTreeMap<String, Queue>,
    jobs: BTreeMap<u32, Job>,
    next: u32,
    /// Entries whose submitters have still to hear of their end.
    news: Vec<u32>,
}

/// The queue manager of a node.
#[derive(Debug)]
pub struct QueueManager {
    queues: Mutex<Queues>,
    /// Whether a job waits for its turn: a look that costs nothing before every command.
    waits: AtomicBool,
}

impl Default for QueueManager {
    fn default() -> Self {
        let batch = Queue { started: true, ..Queue::new(SYS_BATCH) };
        let queues = BTreeMap::from([(SYS_BATCH.to_owned(), batch)]);
        let queues = Queues { queues, jobs: BTreeMap::new(), next: 1, news: Vec::new() };
        Self { queues: Mutex::new(queues), waits: AtomicBool::new(false) }
    }
}

impl QueueManager {
    fn lock(&self) -> MutexGuard<'_, Queues> {
        self.queues.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Whether no job waits for its turn.
    pub fn is_idle(&self) -> bool {
        !self.waits.load(Ordering::Relaxed)
    }

    /// The queues by name.
    pub fn queues(&self) -> Vec<Queue> {
        self.lock().queues.values().cloned().collect()
    }

    /// A queue. [`codes::JBC_NOSUCHQUE`].
    pub fn queue(&self, name: &str) -> Result<Queue, Condition> {
        self.lock().queues.get(name).cloned().ok_or_else(|| codes::JBC_NOSUCHQUE.into())
    }

    /// Makes a queue, or changes one that is there.
    pub fn put_queue(&self, queue: Queue) {
        self.lock().queues.insert(queue.name.clone(), queue);
    }

    /// Deletes a queue that is stopped and holds no jobs. [`codes::JBC_NOSUCHQUE`], [`codes::JBC_QUENOTSTOP`].
    pub fn delete_queue(&self, name: &str) -> Result<(), Condition> {
        let mut all = self.lock();
        let queue = all.queues.get(name).ok_or(codes::JBC_NOSUCHQUE)?;
        let alive = |job: &Job| job.submission.queue == name && !matches!(job.state, JobState::Done(_));
        if queue.started || all.jobs.values().any(alive) {
            return Err(codes::JBC_QUENOTSTOP.into());
        }
        all.queues.remove(name);
        Ok(())
    }

    /// Enters a job; its entry number.
    pub fn submit(&self, submission: Submission) -> Result<u32, Condition> {
        let mut all = self.lock();
        if !all.queues.contains_key(&submission.queue) {
            return Err(codes::JBC_NOSUCHQUE.into());
        }
        let entry = all.next;
        all.next += 1;
        let state = submission.state.clone();
        all.jobs.insert(
            entry,
            Job { entry, submission, state, abort: Arc::default(), restarted: false, restart_value: None },
        );
        self.waits.store(true, Ordering::Relaxed);
        Ok(entry)
    }

    /// The jobs that have not ended, by entry number.
    pub fn jobs(&self) -> Vec<Job> {
        self.lock().jobs.values().filter(|job| !matches!(job.state, JobState::Done(_))).cloned().collect()
    }

    /// The jobs that stay in their queues after their end, by entry number.
    pub fn retained(&self) -> Vec<Job> {
        let stays = |job: &&Job| matches!(job.state, JobState::Done(status) if job.submission.stays_after(status));
        self.lock().jobs.values().filter(stays).cloned().collect()
    }

    /// A job, also one that has ended.
    pub fn job(&self, entry: u32) -> Option<Job> {
        self.lock().jobs.get(&entry).cloned()
    }

    /// Changes a job that does not execute. [`codes::JBC_NOSUCHENT`].
    pub fn change(&self, entry: u32, change: impl FnOnce(&mut Job)) -> Result<(), Condition> {
        let mut all = self.lock();
        match all.jobs.get_mut(&entry) {
            Some(job) if !matches!(job.state, JobState::Done(_) | JobState::Executing(_)) => {
                change(job);
                Ok(())
            }
            _ => Err(codes::JBC_NOSUCHENT.into()),
        }
    }

    /// DELETE/ENTRY: a job that executes is told to end, any other is gone, one that was retained too. [`codes::JBC_NOSUCHENT`].
    pub fn delete(&self, entry: u32) -> Result<(), Condition> {
        let mut all = self.lock();
        match all.jobs.get_mut(&entry) {
            Some(job) => match job.state {
                JobState::Executing(_) => job.abort.store(true, Ordering::SeqCst),
                // Its status can still be asked for.
                JobState::Done(status) if job.submission.stays_after(status) => job.submission.retain = None,
                JobState::Done(_) => return Err(codes::JBC_NOSUCHENT.into()),
                _ => drop(all.jobs.remove(&entry)),
            },
            None => return Err(codes::JBC_NOSUCHENT.into()),
        }
        Ok(())
    }

    /// The next job that may start now, marked as executing: its turn has come, its queue is started and has room.
    pub fn next_due(&self, now: VmsTime, pid: impl FnOnce() -> u32) -> Option<Job> {
        let mut all = self.lock();
        let executing = |all: &Queues, queue: &str| {
            let runs = |job: &&Job| job.submission.queue == queue && matches!(job.state, JobState::Executing(_));
            all.jobs.values().filter(runs).count()
        };
        let due = |job: &&Job| {
            let ready = match job.state {
                JobState::Pending => true,
                JobState::Until(time) => time <= now,
                _ => false,
            };
            let queue = all.queues.get(&job.submission.queue);
            ready && queue.is_some_and(|q| q.started && executing(&all, &q.name) < q.job_limit)
        };
        let alive = |job: &Job| matches!(job.state, JobState::Pending | JobState::Until(_) | JobState::Holding);
        self.waits.store(all.jobs.values().any(alive), Ordering::Relaxed);
        let waiting = all.jobs.values().filter(due);
        let entry = waiting.max_by_key(|job| (job.submission.priority, std::cmp::Reverse(job.entry)))?.entry;
        let job = all.jobs.get_mut(&entry)?;
        job.state = JobState::Executing(pid());
        Some(job.clone())
    }

    /// STOP/QUEUE/RESET: the jobs of a queue that execute are told to end; those that may be restarted wait for their turn
    /// again.
    pub fn reset(&self, queue: &str) {
        let mut all = self.lock();
        let of_queue = |job: &&mut Job| job.submission.queue == queue && matches!(job.state, JobState::Executing(_));
        for job in all.jobs.values_mut().filter(of_queue) {
            job.abort.store(true, Ordering::SeqCst);
            job.restarted |= job.submission.restart;
        }
    }

    /// SET RESTART_VALUE of the job that runs as the process of that identification; false if there is none.
    pub fn set_restart_value(&self, pid: u32, value: &str) -> bool {
        let mut all = self.lock();
        let job = all.jobs.values_mut().find(|job| job.state == JobState::Executing(pid));
        job.map(|job| job.restart_value = Some(value.to_owned())).is_some()
    }

    /// A job has ended.
    pub fn ended(&self, entry: u32, status: Status) {
        let mut all = self.lock();
        let Some(job) = all.jobs.get_mut(&entry) else { return };
        // It was told to end when its queue was reset, and begins again.
        if job.restarted && job.abort.load(Ordering::SeqCst) {
            (job.state, job.abort) = (JobState::Pending, Arc::default());
            self.waits.store(true, Ordering::Relaxed);
            return;
        }
        job.state = JobState::Done(status);
        if job.submission.notify {
            all.news.push(entry);
        }
    }

    /// Jobs of a user that have ended since the last time, if they asked for notice.
    pub fn take_news(&self, user: &str) -> Vec<Job> {
        let mut all = self.lock();
        let entries = std::mem::take(&mut all.news);
        let (own, others): (Vec<u32>, Vec<u32>) = entries
            .into_iter()
            .partition(|e| all.jobs.get(e).is_some_and(|job| job.submission.user.name.as_str() == user));
        all.news = others;
        own.iter().filter_map(|entry| all.jobs.get(entry).cloned()).collect()
    }

    /// Tells every job that executes to end; how many there are.
    pub fn abort_all(&self) -> usize {
        let all = self.lock();
        let running = all.jobs.values().filter(|job| matches!(job.state, JobState::Executing(_)));
        running.map(|job| job.abort.store(true, Ordering::SeqCst)).count()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::node::privileges::PrivilegeSet;
    use crate::node::uic::Uic;

    fn submission(name: &str, priority: u32, state: JobState) -> Submission {
        Submission {
            name: name.to_owned(),
            queue: SYS_BATCH.to_owned(),
            user: UserConfig {
                name: "SYSTEM".to_owned().try_into().unwrap(),
                uic: Uic::SYSTEM,
                privileges: PrivilegeSet::ALL,
            },
            file: "DNFS1:[000000]X.COM;1".to_owned(),
            parameters: Vec::new(),
            log: None,
            priority,
            notify: true,
            restart: false,
            state,
            submitted: VmsTime(0),
            delete: false,
            retain: None,
            note: None,
        }
    }

    #[test]
    fn a_job_is_retained_as_it_was_asked_until_it_is_deleted() {
        let manager = QueueManager::default();
        let with = |retain| Submission { retain, ..submission("R", 50, JobState::Pending) };
        let always = manager.submit(with(Some(Retention::Always))).unwrap();
        let error = manager.submit(with(Some(Retention::Error))).unwrap();
        manager.ended(always, Status::NORMAL);
        manager.ended(error, Status::NORMAL);
        assert_eq!(manager.retained().len(), 1);
        manager.delete(always).unwrap();
        assert_eq!(manager.retained().len(), 0);
        assert_eq!(manager.delete(error).unwrap_err().status, codes::JBC_NOSUCHENT);
    }

    #[test]
    fn jobs_start_by_priority_and_within_the_limit() {
        let manager = QueueManager::default();
        let low = manager.submit(submission("LOW", 50, JobState::Pending)).unwrap();
        let high = manager.submit(submission("HIGH", 100, JobState::Pending)).unwrap();
        let late = manager.submit(submission("LATE", 200, JobState::Until(VmsTime(5)))).unwrap();
        assert_eq!(manager.next_due(VmsTime(1), || 7).unwrap().entry, high);
        assert!(manager.next_due(VmsTime(1), || 8).is_none());
        manager.ended(high, Status::NORMAL);
        assert_eq!(manager.take_news("SYSTEM").len(), 1);
        assert_eq!(manager.next_due(VmsTime(9), || 9).unwrap().entry, late);
        manager.delete(low).unwrap();
        assert_eq!(manager.delete(low).unwrap_err().status, codes::JBC_NOSUCHENT);
        manager.delete(late).unwrap();
        assert!(manager.job(late).unwrap().abort.load(Ordering::SeqCst));
    }

    #[test]
    fn a_stopped_queue_starts_nothing() {
        let manager = QueueManager::default();
        manager.put_queue(Queue::new("NIGHT"));
        let job = Submission { queue: "NIGHT".to_owned(), ..submission("X", 100, JobState::Pending) };
        let entry = manager.submit(job).unwrap();
        assert!(manager.next_due(VmsTime(1), || 7).is_none());
        assert_eq!(manager.delete_queue("NIGHT").unwrap_err().status, codes::JBC_QUENOTSTOP);
        manager.delete(entry).unwrap();
        assert!(manager.delete_queue("NIGHT").is_ok());
        assert_eq!(manager.queue("NIGHT").unwrap_err().status, codes::JBC_NOSUCHQUE);
    }
}
