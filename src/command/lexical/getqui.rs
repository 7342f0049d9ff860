//! F$GETQUI: queues and their jobs (dcl.md 16).

use super::queue_operation::{self as operation, Flags};
use super::{Arguments, keyword, text, unknown};
use crate::command::{Context, queue::cpu_text};
use crate::dcl::Value;
use crate::message::{Condition, codes};
use crate::node::queues::{Job, JobState, Queue};
use crate::node::uic::Uic;

/// `F$GETQUI(function[,item][,object][,flags])`: an empty string where there is nothing more to show.
pub fn getqui(context: &mut Context<'_>, arguments: &Arguments) -> Result<Value, Condition> {
    let item = keyword(arguments, 1);
    let object = text(arguments, 2).trim().to_uppercase();
    let flags = Flags::of(&keyword(arguments, 3))?;
    let nothing = || Ok(Value::text(""));
    match keyword(arguments, 0).as_str() {
        "" | "CANCEL_OPERATION" => {
            context.process.queue_display = Default::default();
            nothing()
        }
        "DISPLAY_QUEUE" => match operation::queue(context, &object, &flags) {
            Some(queue) if !item.is_empty() => of_queue(context, &queue, &item),
            _ => nothing(),
        },
        "DISPLAY_ENTRY" => match operation::entry(context, &object, &flags) {
            Some(job) if !item.is_empty() => of_job(context, &job, &item),
            _ => nothing(),
        },
        "DISPLAY_JOB" => match operation::job(context, &flags) {
            Some(job) if !item.is_empty() => of_job(context, &job, &item),
            _ => nothing(),
        },
        "DISPLAY_FILE" => match operation::file(context, &flags) {
            Some(job) if !item.is_empty() => of_file(&job, &item),
            _ => nothing(),
        },
        "TRANSLATE_QUEUE" if item == "QUEUE_NAME" => {
            let name = context.device(&object).unwrap_or(object);
            let found = context.node.queues().queue(&name).map(|queue| queue.name);
            Ok(Value::text(found.unwrap_or_default()))
        }
        "DISPLAY_MANAGER" if item.is_empty() => nothing(),
        "DISPLAY_MANAGER" => of_manager(context, &item),
        // There are none.
        "DISPLAY_CHARACTERISTIC" | "DISPLAY_FORM" => nothing(),
        other => Err(unknown(other)),
    }
}

/// The one file of a batch job.
fn of_file(job: &Job, item: &str) -> Result<Value, Condition> {
    let executing = matches!(job.state, JobState::Executing(_));
    Ok(match item {
        "FILE_SPECIFICATION" => Value::text(job.submission.file.as_str()),
        "FILE_COPIES" | "FILE_COPIES_DONE" | "FILE_COPIES_CHKPT" => integer(i32::from(item == "FILE_COPIES")),
        "FILE_DELETE" => Value::boolean(job.submission.delete),
        "FILE_EXECUTING" => Value::boolean(executing),
        "CONDITION_VECTOR" => Value::text(""),
        "FILE_BURST" | "FILE_CHECKPOINTED" | "FILE_DOUBLE_SPACE" | "FILE_FLAG" | "FILE_PAGE_HEADER"
        | "FILE_PAGINATE" | "FILE_PASSALL" | "FILE_TRAILER" => Value::boolean(false),
        "FILE_IDENTIFICATION" | "FILE_SETUP_MODULES" => Value::text(""),
        "FIRST_PAGE" | "LAST_PAGE" => integer(0),
        other => return Err(unknown(other)),
    })
}

/// The only queue manager, of the node.
fn of_manager(context: &Context<'_>, item: &str) -> Result<Value, Condition> {
    Ok(match item {
        "MANAGER_NAME" => Value::text("SYS$QUEUE_MANAGER"),
        "MANAGER_NODES" | "SCSNODE_NAME" => Value::text(context.node.name()),
        "MANAGER_RUNNING" => Value::boolean(true),
        "MANAGER_FAILOVER" | "MANAGER_STARTING" | "MANAGER_START_PENDING" | "MANAGER_STOPPED" | "MANAGER_STOPPING" => {
            Value::boolean(false)
        }
        other => return Err(unknown(other)),
    })
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
        "MANAGER_NAME" => Value::text("SYS$QUEUE_MANAGER"),
        "ASSIGNED_QUEUE_NAME"
        | "AUTOSTART_ON"
        | "DEVICE_NAME"
        | "GENERIC_TARGET"
        | "PROCESSOR"
        | "QUEUE_DESCRIPTION" => Value::text(""),
        "RETAINED_JOB_COUNT" => {
            let retained = context.node.queues().retained();
            integer(retained.iter().filter(|job| job.submission.queue == queue.name).count())
        }
        "WSDEFAULT" | "WSEXTENT" | "WSQUOTA" => integer(0),
        name if QUEUE_FALSE.contains(&name) => Value::boolean(false),
        "QUEUE_STOPPED" => Value::boolean(!queue.started),
        "QUEUE_IDLE" => Value::boolean(queue.started && executing == 0),
        "QUEUE_AVAILABLE" => Value::boolean(queue.started && executing > 0 && executing < queue.job_limit),
        "QUEUE_BUSY" => Value::boolean(queue.started && executing >= queue.job_limit),
        other => return Err(unknown(other)),
    })
}

/// What is so of no queue here.
const QUEUE_FALSE: [&str; 22] = [
    "QUEUE_ACL_SPECIFIED",
    "QUEUE_ALIGNING",
    "QUEUE_AUTOSTART",
    "QUEUE_AUTOSTART_INACTIVE",
    "QUEUE_CLOSED",
    "QUEUE_DISABLED",
    "QUEUE_GENERIC",
    "QUEUE_GENERIC_SELECTION",
    "QUEUE_PAUSED",
    "QUEUE_PAUSING",
    "QUEUE_PRINTER",
    "QUEUE_REMOTE",
    "QUEUE_RESETTING",
    "QUEUE_RESUMING",
    "QUEUE_RETAIN_ALL",
    "QUEUE_RETAIN_ERROR",
    "QUEUE_SERVER",
    "QUEUE_STALLED",
    "QUEUE_STARTING",
    "QUEUE_STOPPING",
    "QUEUE_SWAP",
    "QUEUE_TERMINAL",
];

/// What is so of no job here.
const JOB_FALSE: [&str; 11] = [
    "JOB_ERROR_RETENTION",
    "JOB_INACCESSIBLE",
    "JOB_LOG_DELETE",
    "JOB_LOG_SPOOL",
    "JOB_LOWERCASE",
    "JOB_PAGINATE",
    "JOB_REFUSED",
    "JOB_RETAINED",
    "JOB_RETENTION",
    "JOB_STALLED",
    "JOB_SUSPENDED",
];

/// Why a job that waits for its turn does so; empty for any other.
fn pending_reason(context: &Context<'_>, job: &Job) -> &'static str {
    if job.state != JobState::Pending {
        return "";
    }
    match context.node.queues().queue(&job.submission.queue) {
        Ok(queue) if queue.started => "PEND_QUEUE_BUSY",
        _ => "PEND_QUEUE_STATE",
    }
}

/// Jobs of the same queue that wait in front of a job.
fn ahead(context: &Context<'_>, job: &Job) -> usize {
    let rank = |job: &Job| (job.submission.priority, std::cmp::Reverse(job.entry));
    let waits = |other: &&Job| {
        other.state == JobState::Pending && other.submission.queue == job.submission.queue && rank(other) > rank(job)
    };
    context.node.queues().jobs().iter().filter(waits).count()
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
        "JOB_RESTART" => Value::boolean(own.restart),
        "JOB_ABORTING" => Value::boolean(job.abort.load(std::sync::atomic::Ordering::SeqCst)),
        "ACCOUNT_NAME" => Value::text(own.user.name.to_string()),
        "CHECKPOINT_DATA" => Value::text(job.restart_value.as_deref().unwrap_or("")),
        "FILE_COUNT" | "JOB_COPIES" => integer(1),
        "CLI" => Value::text(own.cli.as_deref().unwrap_or("")),
        "CPU_LIMIT" => Value::text(own.cpu_limit.map_or(String::new(), |limit| cpu_text(Some(limit)))),
        "JOB_CPU_LIMIT" => Value::boolean(own.cpu_limit.is_some()),
        "FORM_NAME" | "JOB_COMPLETION_QUEUE" | "JOB_COMPLETION_TIME" | "OPERATOR_REQUEST" | "REQUEUE_QUEUE_NAME" => {
            Value::text("")
        }
        "NOTE" => Value::text(own.note.as_deref().unwrap_or("")),
        "RESTART_QUEUE_NAME" => Value::text(own.queue.as_str()),
        "PENDING_JOB_REASON" => Value::text(pending_reason(context, job)),
        "PEND_QUEUE_BUSY" => Value::boolean(pending_reason(context, job) == "PEND_QUEUE_BUSY"),
        "PEND_QUEUE_STATE" => Value::boolean(pending_reason(context, job) == "PEND_QUEUE_STATE"),
        "INTERVENING_BLOCKS" | "JOB_SIZE" | "WSDEFAULT" | "WSEXTENT" | "WSQUOTA" => integer(0),
        "INTERVENING_JOBS" => integer(ahead(context, job)),
        name if JOB_FALSE.contains(&name) => Value::boolean(false),
        other => return Err(Condition::new(codes::CLI_IVKEYW).token(other)),
    })
}
