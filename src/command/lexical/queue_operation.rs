//! Which queue, job or file F$GETQUI tells of: its wildcard operations and their context (DCL Dictionary, F$GETQUI).

use crate::command::Context;
use crate::message::{Condition, codes};
use crate::node::queues::{Job, JobState, Queue};
use crate::rms::matches;

/// The words of the last argument.
#[derive(Debug, Default)]
pub(super) struct Flags(Vec<String>);

/// Flags that select jobs by their state.
const STATES: [&str; 5] = ["EXECUTING_JOBS", "HOLDING_JOBS", "PENDING_JOBS", "RETAINED_JOBS", "TIMED_RELEASE_JOBS"];
/// Flags that select queues by their type; those here are batch queues.
const TYPES: [&str; 6] = ["BATCH", "GENERIC", "PRINTER", "SERVER", "SYMBIONT", "TERMINAL"];
/// The other flags.
const OTHERS: [&str; 4] = ["ALL_JOBS", "FREEZE_CONTEXT", "THIS_JOB", "WILDCARD"];

impl Flags {
    /// IVKEYW with the word for one that is no flag.
    pub fn of(words: &str) -> Result<Self, Condition> {
        let all: Vec<String> =
            words.split(',').map(|word| word.trim().to_owned()).filter(|word| !word.is_empty()).collect();
        let known = |word: &&String| [&STATES[..], &TYPES, &OTHERS].concat().contains(&word.as_str());
        match all.iter().find(|word| !known(word)) {
            Some(word) => Err(Condition::new(codes::CLI_IVKEYW).token(word.as_str())),
            None => Ok(Self(all)),
        }
    }

    fn has(&self, word: &str) -> bool {
        self.0.iter().any(|flag| flag == word)
    }

    fn wants_type(&self) -> bool {
        self.has("BATCH") || !TYPES.iter().any(|word| self.has(word))
    }

    fn wants_state(&self, job: &Job) -> bool {
        let word = match job.state {
            JobState::Pending => "PENDING_JOBS",
            JobState::Holding => "HOLDING_JOBS",
            JobState::Until(_) => "TIMED_RELEASE_JOBS",
            JobState::Executing(_) => "EXECUTING_JOBS",
            JobState::Done(_) => "RETAINED_JOBS",
        };
        self.has(word) || !STATES.iter().any(|word| self.has(word))
    }

    fn wants(&self, context: &Context<'_>, job: &Job) -> bool {
        self.wants_state(job) && (self.has("ALL_JOBS") || job.submission.user.uic == context.process.uic)
    }
}

/// The batch job that asks.
fn this_job(context: &Context<'_>) -> Option<Job> {
    context.node.queues().jobs().into_iter().find(|job| job.state == JobState::Executing(context.process.pid))
}

/// DISPLAY_QUEUE: the queue of that name; in a wildcard operation the next one each time, nothing at the end, or the
/// same one again with FREEZE_CONTEXT.
pub(super) fn queue(context: &mut Context<'_>, object: &str, flags: &Flags) -> Option<Queue> {
    let all = context.node.queues().queues();
    if flags.has("THIS_JOB") {
        let own = this_job(context)?.submission.queue;
        return all.into_iter().find(|queue| queue.name == own);
    }
    let mut wanted = all.into_iter().filter(|queue| flags.wants_type() && matches(object, &queue.name));
    let display = &mut context.process.queue_display;
    if !flags.has("WILDCARD") && !object.contains(['*', '%']) {
        *display = Default::default();
        return wanted.next();
    }
    if display.pattern.as_deref() != Some(object) {
        *display = Default::default();
        display.pattern = Some(object.to_owned());
    }
    let last = display.queue.take();
    let found = match &last {
        Some(last) if flags.has("FREEZE_CONTEXT") => wanted.find(|queue| queue.name == *last),
        Some(last) => wanted.find(|queue| queue.name > *last),
        None => wanted.next(),
    };
    if found.is_none() || found.as_ref().map(|queue| &queue.name) != last.as_ref() {
        display.entry = None;
    }
    match &found {
        Some(queue) => display.queue = Some(queue.name.clone()),
        None => *display = Default::default(),
    }
    found
}

/// DISPLAY_JOB: the next job of the queue that a wildcard operation has shown last, or the same one again.
pub(super) fn job(context: &mut Context<'_>, flags: &Flags) -> Option<Job> {
    if flags.has("THIS_JOB") {
        return this_job(context);
    }
    let queue = context.process.queue_display.queue.clone()?;
    let found = following(context, flags, |job| job.submission.queue == queue);
    context.process.queue_display.entry = found.as_ref().map_or(Some(u32::MAX), |job| Some(job.entry));
    found
}

/// DISPLAY_ENTRY: the job of that number, or the next one of those with that name.
pub(super) fn entry(context: &mut Context<'_>, object: &str, flags: &Flags) -> Option<Job> {
    if flags.has("THIS_JOB") {
        return this_job(context);
    }
    let number: Option<u32> = object.parse().ok();
    let named = |job: &Job| match number {
        Some(number) => job.entry == number,
        None => object.is_empty() || matches(object, &job.submission.name.to_uppercase()),
    };
    if number.is_some() && !flags.has("WILDCARD") {
        return jobs(context).into_iter().find(|job| named(job));
    }
    let display = &mut context.process.queue_display;
    if display.pattern.as_deref() != Some(object) || display.queue.is_some() {
        *display = Default::default();
        display.pattern = Some(object.to_owned());
    }
    let found = following(context, flags, named);
    let display = &mut context.process.queue_display;
    match &found {
        Some(job) if flags.has("WILDCARD") || object.contains(['*', '%']) => display.entry = Some(job.entry),
        _ => *display = Default::default(),
    }
    found
}

/// DISPLAY_FILE: the job shown last, or the one that asks; it has one file.
pub(super) fn file(context: &Context<'_>, flags: &Flags) -> Option<Job> {
    if flags.has("THIS_JOB") {
        return this_job(context);
    }
    let entry = context.process.queue_display.entry?;
    jobs(context).into_iter().find(|job| job.entry == entry)
}

/// All jobs by entry number, also those that stay in their queues after their end.
fn jobs(context: &Context<'_>) -> Vec<Job> {
    let queues = context.node.queues();
    let mut jobs: Vec<Job> = queues.jobs().into_iter().chain(queues.retained()).collect();
    jobs.sort_by_key(|job| job.entry);
    jobs
}

/// The job behind the one shown last, or that one once more with FREEZE_CONTEXT.
fn following(context: &Context<'_>, flags: &Flags, of: impl Fn(&Job) -> bool) -> Option<Job> {
    let jobs = jobs(context);
    let wanted = |job: &Job| of(job) && flags.wants(context, job);
    match context.process.queue_display.entry {
        Some(last) if flags.has("FREEZE_CONTEXT") => jobs.into_iter().find(|job| job.entry == last),
        Some(last) => jobs.into_iter().find(|job| job.entry > last && wanted(job)),
        None => jobs.into_iter().find(wanted),
    }
}
