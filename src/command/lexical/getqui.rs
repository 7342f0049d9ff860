//! F$GETQUI: queues and their jobs (dcl.md 16).

use super::{Arguments, keyword, text, unknown};
use crate::command::Context;
use crate::dcl::Value;
use crate::message::{Condition, codes};
use crate::node::queues::{Job, JobState, Queue};
use crate::node::uic::Uic;
use crate::rms::matches;

/// `F$GETQUI(function[,item][,object][,flags])`: an empty string where there is nothing more to show.
pub fn getqui(context: &mut Context<'_>, arguments: &Arguments) -> Result<Value, Condition> {
    let item = keyword(arguments, 1);
    let object = text(arguments, 2);
    match keyword(arguments, 0).as_str() {
        "" | "CANCEL_OPERATION" => {
            context.process.queue_display = Default::default();
            Ok(Value::text(""))
        }
        "DISPLAY_QUEUE" => match queue(context, &object.to_uppercase()) {
            Some(queue) => of_queue(context, &queue, &item),
            None => Ok(Value::text("")),
        },
        "DISPLAY_ENTRY" => {
            let jobs = context.node.queues().jobs();
            let own = |job: &&Job| job.submission.user.uic == context.process.uic;
            let asked = |job: &&Job| match object.trim() {
                "" => own(job),
                name => name.parse() == Ok(job.entry) || matches(&name.to_uppercase(), &job.submission.name),
            };
            jobs.iter().find(asked).map_or_else(|| Ok(Value::text("")), |job| of_job(context, job, &item))
        }
        "DISPLAY_JOB" => match job(context, &keyword(arguments, 3)) {
            Some(job) => of_job(context, &job, &item),
            None => Ok(Value::text("")),
        },
        other => Err(unknown(other)),
    }
}

/// The queue of that name; with a wildcard the next one each time, the last result being nothing. Jobs are then those of
/// the queue that was shown last.
fn queue(context: &mut Context<'_>, pattern: &str) -> Option<Queue> {
    let all = context.node.queues().queues();
    let display = &mut context.process.queue_display;
    let wild = pattern.contains(['*', '%']);
    if display.pattern != pattern || !wild {
        *display = Default::default();
        pattern.clone_into(&mut display.pattern);
    }
    let found = all.into_iter().filter(|queue| matches(pattern, &queue.name)).nth(display.queues_shown);
    if wild {
        display.queues_shown += 1;
    }
    display.jobs_shown = 0;
    display.queue = found.as_ref().map(|queue| queue.name.clone());
    if found.is_none() {
        *display = Default::default();
    }
    found
}

/// The job that asks, or the next one of the queue that was shown last.
fn job(context: &mut Context<'_>, flags: &str) -> Option<Job> {
    let jobs = context.node.queues().jobs();
    let flag = |word: &str| flags.split(',').any(|flag| flag.trim() == word);
    if flag("THIS_JOB") {
        return jobs.into_iter().find(|job| job.state == JobState::Executing(context.process.pid));
    }
    let uic = context.process.uic;
    let display = &mut context.process.queue_display;
    let queue = display.queue.clone()?;
    let own = |job: &Job| job.submission.queue == queue && (flag("ALL_JOBS") || job.submission.user.uic == uic);
    let found = jobs.into_iter().filter(own).nth(display.jobs_shown);
    display.jobs_shown += 1;
    found
}

fn integer(value: impl TryInto<i32>) -> Value {
    Value::Integer(value.try_into().unwrap_or(i32::MAX))
}

fn of_queue(context: &Context<'_>, queue: &Queue, item: &str) -> Result<Value, Condition> {
    let jobs = context.node.queues().jobs();
    let count = |is: fn(&JobState) -> bool| {
        jobs.iter().filter(|job| job.submission.queue == queue.name && is(&job.state)).count()
    };
    let executing = count(|state| matches!(state, JobState::Executing(_)));
    Ok(match item {
        "QUEUE_NAME" => Value::text(queue.name.as_str()),
        "SCSNODE_NAME" => Value::text(context.node.name()),
        "OWNER_UIC" => Value::text(context.node.rights().show(Uic::SYSTEM)),
        "JOB_LIMIT" => integer(queue.job_limit),
        "BASE_PRIORITY" => integer(queue.base_priority),
        "EXECUTING_JOB_COUNT" => integer(executing),
        "PENDING_JOB_COUNT" => integer(count(|state| *state == JobState::Pending)),
        "HOLDING_JOB_COUNT" => integer(count(|state| *state == JobState::Holding)),
        "TIMED_RELEASE_JOB_COUNT" => integer(count(|state| matches!(state, JobState::Until(_)))),
        "QUEUE_BATCH" => Value::boolean(true),
        "QUEUE_GENERIC" | "QUEUE_PRINTER" | "QUEUE_SERVER" | "QUEUE_TERMINAL" | "QUEUE_PAUSED" | "QUEUE_CLOSED" => {
            Value::boolean(false)
        }
        "QUEUE_STOPPED" => Value::boolean(!queue.started),
        "QUEUE_IDLE" => Value::boolean(queue.started && executing == 0),
        "QUEUE_AVAILABLE" => Value::boolean(queue.started && executing > 0 && executing < queue.job_limit),
        "QUEUE_BUSY" => Value::boolean(queue.started && executing >= queue.job_limit),
        other => return Err(unknown(other)),
    })
}

fn of_job(context: &Context<'_>, job: &Job, item: &str) -> Result<Value, Condition> {
    let own = &job.submission;
    let parameter = item.strip_prefix("PARAMETER_").and_then(|number| number.parse::<usize>().ok());
    if let Some(number) = parameter.filter(|number| (1..=8).contains(number)) {
        return Ok(Value::text(own.parameters.get(number - 1).map_or("", String::as_str)));
    }
    Ok(match item {
        "ENTRY_NUMBER" => integer(job.entry),
        "JOB_NAME" => Value::text(own.name.as_str()),
        "QUEUE_NAME" => Value::text(own.queue.as_str()),
        "USERNAME" => Value::text(own.user.name.to_string()),
        "UIC" => Value::text(context.node.rights().show(own.user.uic)),
        "PRIORITY" => integer(own.priority),
        "SUBMISSION_TIME" => Value::text(own.submitted.absolute()),
        "LOG_SPECIFICATION" => Value::text(own.log.as_deref().unwrap_or("")),
        "AFTER_TIME" => match job.state {
            JobState::Until(time) => Value::text(time.absolute()),
            _ => Value::text(""),
        },
        "JOB_PID" => match job.state {
            JobState::Executing(pid) => Value::text(format!("{pid:08X}")),
            _ => Value::text(""),
        },
        "JOB_EXECUTING" => Value::boolean(matches!(job.state, JobState::Executing(_))),
        "JOB_PENDING" => Value::boolean(job.state == JobState::Pending),
        "JOB_HOLDING" => Value::boolean(job.state == JobState::Holding),
        "JOB_TIMED_RELEASE" => Value::boolean(matches!(job.state, JobState::Until(_))),
        "JOB_LOG_NULL" => Value::boolean(own.log.is_none()),
        "JOB_NOTIFY" => Value::boolean(own.notify),
        other => return Err(Condition::new(codes::CLI_IVKEYW).token(other)),
    })
}
