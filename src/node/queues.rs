//! Batch queues and their jobs: the queue manager of a node. Who runs a job is the session's business; here stands what
//! is known of it.

mod job;

use std::collections::BTreeMap;
use std::fmt;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, OnceLock, PoisonError};
use std::time::Duration;

pub use job::{Job, JobState, Queue, Retention, Submission};

use crate::clock::VmsTime;
use crate::message::{Condition, Status, codes};

/// The queue that jobs go to unless they name another one.
pub const SYS_BATCH: &str = "SYS$BATCH";

#[derive(Debug)]
struct Queues {
    queues: BTreeMap<String, Queue>,
    jobs: BTreeMap<u32, Job>,
    next: u32,
    /// Entries whose submitters have still to hear of their end.
    news: Vec<u32>,
    /// The job controller waits for the next turn, or is about to.
    is_controlled: bool,
    /// No job starts any more.
    is_closed: bool,
    /// The queue manager was stopped: STOP/QUEUE/MANAGER.
    is_stopped: bool,
}

impl Queues {
    /// The jobs that have not begun.
    fn waiting(&self) -> impl Iterator<Item = &Job> {
        let waits = |job: &&Job| matches!(job.state, JobState::Pending | JobState::Until(_) | JobState::Holding);
        self.jobs.values().filter(waits)
    }

    fn executing(&self, queue: &str) -> usize {
        let runs = |job: &&Job| job.submission.queue == queue && matches!(job.state, JobState::Executing(_));
        self.jobs.values().filter(runs).count()
    }

    /// Marks the job whose turn it is as executing: its time has come, its queue is started and has room.
    fn take_due(&mut self, now: VmsTime, pid: impl FnOnce() -> u32) -> Option<Job> {
        let due = |job: &&Job| {
            let ready = match job.state {
                JobState::Pending => true,
                JobState::Until(time) => time <= now,
                _ => false,
            };
            let queue = self.queues.get(&job.submission.queue);
            ready && queue.is_some_and(|q| q.started && self.executing(&q.name) < q.job_limit)
        };
        let order = |job: &&Job| (job.submission.priority, std::cmp::Reverse(job.entry));
        let entry = self.waiting().filter(due).max_by_key(order)?.entry;
        let job = self.jobs.get_mut(&entry)?;
        job.state = JobState::Executing(pid());
        Some(job.clone())
    }

    /// The next time that a job waits for and that is still to come.
    fn next_time(&self, now: VmsTime) -> Option<VmsTime> {
        let times = self.waiting().filter_map(|job| match job.state {
            JobState::Until(time) if time > now => Some(time),
            _ => None,
        });
        times.min()
    }
}

/// What sets the job controller going.
type Controller = Box<dyn Fn() + Send + Sync>;

/// The host's clock may be set while somebody waits for a time: it is looked at again after this long.
const LONGEST_WAIT: Duration = Duration::from_secs(10);

fn until(now: VmsTime, then: VmsTime) -> Duration {
    Duration::from_nanos(then.0.saturating_sub(now.0).saturating_mul(100))
}

/// The queue manager of a node.
pub struct QueueManager {
    queues: Mutex<Queues>,
    /// Whether a job waits for its turn: a look that costs nothing before every command.
    waits: AtomicBool,
    /// Who starts the jobs of a node whose time passes by itself.
    controller: OnceLock<Controller>,
    /// Somebody's turn may have come.
    turn: Condvar,
}

impl fmt::Debug for QueueManager {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("QueueManager").field("queues", &self.queues).finish_non_exhaustive()
    }
}

impl Default for QueueManager {
    fn default() -> Self {
        let batch = Queue { started: true, ..Queue::new(SYS_BATCH) };
        let queues = BTreeMap::from([(SYS_BATCH.to_owned(), batch)]);
        let (jobs, news) = (BTreeMap::new(), Vec::new());
        let queues = Queues { queues, jobs, next: 1, news, is_controlled: false, is_closed: false, is_stopped: false };
        let (controller, turn) = (OnceLock::new(), Condvar::new());
        Self { queues: Mutex::new(queues), waits: AtomicBool::new(false), controller, turn }
    }
}

impl QueueManager {
    fn lock(&self) -> MutexGuard<'_, Queues> {
        self.queues.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Has jobs started by a controller: `begin` is called when one waits, and makes somebody call
    /// [`QueueManager::next_turn`] until there are no more. The first one stays.
    pub fn controlled_by(&self, begin: Controller) {
        // A second one would start the same jobs.
        let _ = self.controller.set(begin);
    }

    /// Whether a controller starts the jobs.
    pub fn has_controller(&self) -> bool {
        self.controller.get().is_some()
    }

    /// Somebody's turn may have come: the controller looks, or begins.
    fn wake(&self, mut all: MutexGuard<'_, Queues>) {
        self.turn.notify_all();
        if all.is_closed || all.is_controlled || all.waiting().next().is_none() {
            return;
        }
        let Some(begin) = self.controller.get() else { return };
        all.is_controlled = true;
        drop(all);
        begin();
    }

    /// For the controller: the next job, marked as executing, waited for; `None` when no job waits any more. `now` is the
    /// time of day, `pid` makes the identification of the job's process.
    pub fn next_turn(&self, now: impl Fn() -> VmsTime, pid: impl Fn() -> u32) -> Option<Job> {
        let mut all = self.lock();
        loop {
            if !all.is_closed
                && !all.is_stopped
                && let Some(job) = all.take_due(now(), &pid)
            {
                return Some(job);
            }
            if all.is_closed || all.waiting().next().is_none() {
                all.is_controlled = false;
                return None;
            }
            let time = now();
            let left = all.next_time(time).map_or(LONGEST_WAIT, |next| until(time, next).min(LONGEST_WAIT));
            (all, _) = self.turn.wait_timeout(all, left).unwrap_or_else(PoisonError::into_inner);
        }
    }

    /// Starts no more jobs, and tells those that execute to end; how many there are.
    pub fn close(&self) -> usize {
        let mut all = self.lock();
        all.is_closed = true;
        self.turn.notify_all();
        let running = all.jobs.values().filter(|job| matches!(job.state, JobState::Executing(_)));
        running.map(|job| job.abort.store(true, Ordering::SeqCst)).count()
    }

    /// START/QUEUE/MANAGER and STOP/QUEUE/MANAGER. Jobs that execute go on.
    pub fn set_running(&self, running: bool) {
        let mut all = self.lock();
        all.is_stopped = !running;
        self.wake(all);
    }

    /// Whether the queue manager runs.
    pub fn is_running(&self) -> bool {
        !self.lock().is_stopped
    }

    /// Whether the queue manager runs. [`codes::JBC_JOBQUEDIS`].
    pub fn check_running(&self) -> Result<(), Condition> {
        if self.is_running() { Ok(()) } else { Err(codes::JBC_JOBQUEDIS.into()) }
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
        let mut all = self.lock();
        all.queues.insert(queue.name.clone(), queue);
        self.wake(all);
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
        if all.is_stopped {
            return Err(codes::JBC_JOBQUEDIS.into());
        }
        let queue = all.queues.get(&submission.queue).ok_or(codes::JBC_NOSUCHQUE)?;
        if queue.closed {
            return Err(codes::JBC_CLOSEDQUE.into());
        }
        let submission = Submission { retain: submission.retain.or(queue.retain), ..submission };
        let entry = all.next;
        all.next += 1;
        let state = submission.state.clone();
        all.jobs.insert(
            entry,
            Job { entry, submission, state, abort: Arc::default(), restarted: false, restart_value: None },
        );
        self.waits.store(true, Ordering::Relaxed);
        self.wake(all);
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
                self.wake(all);
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
        self.waits.store(all.waiting().next().is_some(), Ordering::Relaxed);
        if all.is_stopped { None } else { all.take_due(now, pid) }
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

    /// STOP/QUEUE/REQUEUE: a job that executes is told to end and waits again, in that queue. [`codes::JBC_NOSUCHENT`].
    pub fn requeue(&self, entry: u32, queue: &str) -> Result<(), Condition> {
        let mut all = self.lock();
        let job = all.jobs.get_mut(&entry).filter(|job| matches!(job.state, JobState::Executing(_)));
        let job = job.ok_or(codes::JBC_NOSUCHENT)?;
        queue.clone_into(&mut job.submission.queue);
        job.restarted = true;
        job.abort.store(true, Ordering::SeqCst);
        Ok(())
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
        } else {
            job.state = JobState::Done(status);
            if job.submission.notify {
                all.news.push(entry);
            }
        }
        self.wake(all);
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
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::{AtomicU32, AtomicU64};

    use super::*;
    use crate::node::config::UserConfig;
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
            cpu_limit: None,
            cli: None,
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
    fn the_controller_begins_with_the_first_job_and_waits_for_the_time_of_a_later_one() {
        let manager = Arc::new(QueueManager::default());
        let begun = Arc::new(AtomicU32::new(0));
        let counter = Arc::clone(&begun);
        manager.controlled_by(Box::new(move || {
            counter.fetch_add(1, Ordering::SeqCst);
        }));
        let now = AtomicU64::new(1);
        let clock = || VmsTime(now.fetch_add(1, Ordering::SeqCst));
        let turn = || manager.next_turn(clock, || 7).map(|job| job.entry);
        let late = manager.submit(submission("LATE", 50, JobState::Until(VmsTime(10)))).unwrap();
        let first = manager.submit(submission("FIRST", 50, JobState::Pending)).unwrap();
        assert_eq!((begun.load(Ordering::SeqCst), turn()), (1, Some(first)));
        manager.ended(first, Status::NORMAL);
        assert_eq!((turn(), turn()), (Some(late), None));
        assert!(now.load(Ordering::SeqCst) > 10);
        // Nobody waits any more: the next job has the controller begin again.
        manager.ended(late, Status::NORMAL);
        manager.submit(submission("AGAIN", 50, JobState::Holding)).unwrap();
        assert_eq!(begun.load(Ordering::SeqCst), 2);
        let waits = Arc::clone(&manager);
        let waiting = std::thread::spawn(move || waits.next_turn(|| VmsTime(1), || 7).map(|job| job.entry));
        manager.close();
        assert_eq!(waiting.join().unwrap(), None);
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
