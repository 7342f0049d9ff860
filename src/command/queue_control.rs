//! Changing batch queues and their entries: INITIALIZE/QUEUE, START/QUEUE, SET QUEUE, SET ENTRY (command reference 23).

use super::labels::labels;
use super::queue::{cpu_time, entries, own_job, queue_name};
use super::{Context, Routine};
use crate::cdu::Command;
use crate::dcl::time::parse_absolute;
use crate::message::{Condition, Status, codes};
use crate::node::privileges::Privilege;
use crate::node::queues::{JobState, Queue, Retention};

/// The commands.
pub const ROUTINES: &[Routine] = &[
    Routine {
        name: "SET_ENTRY",
        handler: set_entry,
        labels: &[
            "AFTER",
            "CPUTIME",
            "ENTRY",
            "HOLD",
            "NAME",
            "NOTE",
            "NOTIFY",
            "OPTION",
            "OPTION.ENTRY",
            "PARAMETERS",
            "PRIORITY",
            "RELEASE",
            "REQUEUE",
            "RESTART",
        ],
    },
    Routine { name: "SET_QUEUE", handler: set_queue, labels: labels!(SETTINGS, &["OPTION", "OPTION.QUEUE", "QUEUE"]) },
    Routine {
        name: "INITIALIZE_QUEUE",
        handler: initialize_queue,
        labels: labels!(SETTINGS, &["BATCH", "NAME", "QUEUE", "START"]),
    },
    Routine { name: "START_QUEUE", handler: start_queue, labels: labels!(SETTINGS, &["NAME", "QUEUE"]) },
    Routine { name: "START_MANAGER", handler: start_manager, labels: &["MANAGER", "QUEUE"] },
];

/// The qualifiers that say how a queue works.
const SETTINGS: &[&str] = &[
    "BASE_PRIORITY",
    "CLOSE",
    "CPUDEFAULT",
    "CPUMAXIMUM",
    "DESCRIPTION",
    "JOB_LIMIT",
    "OPEN",
    "RETAIN",
    "RETAIN.ALL",
    "RETAIN.ERROR",
];

/// What a switch was set to, if it was typed.
fn switch(command: &Command, label: &str) -> Option<bool> {
    let typed = command.present(label);
    typed.is_typed().then(|| !typed.is_negated())
}

/// START/QUEUE/MANAGER.
fn start_manager(context: &mut Context<'_>, _: &Command) -> Result<Status, Condition> {
    context.require(Privilege::Oper)?;
    context.node.queues().set_running(true);
    Ok(Status::NORMAL)
}

fn set_entry(context: &mut Context<'_>, command: &Command) -> Result<Status, Condition> {
    context.node.queues().check_running()?;
    let now = context.node.clock().now();
    let after = command.value("AFTER").map(|text| parse_absolute(text, now)).transpose()?;
    let queue = command.value("REQUEUE").map(|name| queue_name(context, name));
    if let Some(queue) = &queue {
        context.node.queues().queue(queue)?;
    }
    let cpu_limit = command.value("CPUTIME").map(cpu_time).transpose()?;
    let parameters: Vec<String> = command.values("PARAMETERS").into_iter().map(str::to_owned).collect();
    if parameters.len() > 8 {
        return Err(codes::CLI_DEFOVF.into());
    }
    let released =
        command.has("RELEASE") || command.present("HOLD").is_negated() || command.present("AFTER").is_negated();
    for entry in entries(command)? {
        own_job(context, entry)?;
        context.node.queues().change(entry, |job| {
            if let Some(time) = after {
                job.state = JobState::Until(time);
            } else if command.has("HOLD") {
                job.state = JobState::Holding;
            } else if released {
                job.state = JobState::Pending;
            }
            let own = &mut job.submission;
            own.queue = queue.clone().unwrap_or_else(|| own.queue.clone());
            own.name = command.value("NAME").map_or_else(|| own.name.clone(), str::to_owned);
            own.cpu_limit = cpu_limit.unwrap_or(own.cpu_limit);
            own.note = command.value("NOTE").map(str::to_owned).or_else(|| own.note.clone());
            if command.present("CPUTIME").is_negated() {
                own.cpu_limit = None;
            }
            if command.present("NOTE").is_negated() {
                own.note = None;
            }
            if command.present("PARAMETERS").is_typed() {
                own.parameters.clone_from(&parameters);
            }
            own.notify = switch(command, "NOTIFY").unwrap_or(own.notify);
            own.restart = switch(command, "RESTART").unwrap_or(own.restart);
            own.priority = command.number("PRIORITY").and_then(|n| u32::try_from(n).ok()).unwrap_or(own.priority);
        })?;
    }
    Ok(Status::NORMAL)
}

/// Changes a queue as the qualifiers say.
fn changed(command: &Command, mut queue: Queue) -> Result<Queue, Condition> {
    let number =
        |label: &str| command.number(label).map(|n| u8::try_from(n).map_err(|_| codes::SET_VALERR)).transpose();
    if let Some(limit) = number("JOB_LIMIT")? {
        queue.job_limit = usize::from(limit);
    }
    if let Some(priority) = number("BASE_PRIORITY")? {
        queue.base_priority = priority;
    }
    let limit = |label: &str| command.value(label).map(cpu_time).transpose();
    queue.cpu_default = limit("CPUDEFAULT")?.unwrap_or(queue.cpu_default);
    queue.cpu_maximum = limit("CPUMAXIMUM")?.unwrap_or(queue.cpu_maximum);
    queue.closed = command.has("CLOSE") || queue.closed && !command.has("OPEN");
    if command.present("DESCRIPTION").is_typed() {
        queue.description = command.value("DESCRIPTION").unwrap_or_default().to_owned();
    }
    if command.present("RETAIN").is_typed() {
        queue.retain = match command.present("RETAIN").is_negated() {
            true => None,
            false if command.has("RETAIN.ERROR") => Some(Retention::Error),
            false => Some(Retention::Always),
        };
    }
    Ok(queue)
}

fn set_queue(context: &mut Context<'_>, command: &Command) -> Result<Status, Condition> {
    context.node.queues().check_running()?;
    context.require(Privilege::Oper)?;
    let name = queue_name(context, command.value("QUEUE").unwrap_or_default());
    let queue = changed(command, context.node.queues().queue(&name)?)?;
    context.node.queues().put_queue(queue);
    Ok(Status::NORMAL)
}

fn initialize_queue(context: &mut Context<'_>, command: &Command) -> Result<Status, Condition> {
    context.node.queues().check_running()?;
    context.require(Privilege::Oper)?;
    if !command.has("BATCH") {
        // Without /BATCH it would be a queue for a printer, and there is none.
        return Err(Condition::new(codes::SYSTEM_UNSUPPORTED).token("QUEUE"));
    }
    let name = queue_name(context, command.value("NAME").unwrap_or_default());
    let queue = context.node.queues().queue(&name).unwrap_or_else(|_| Queue::new(&name));
    let started = queue.started || command.has("START");
    context.node.queues().put_queue(Queue { started, ..changed(command, queue)? });
    Ok(Status::NORMAL)
}

fn start_queue(context: &mut Context<'_>, command: &Command) -> Result<Status, Condition> {
    context.node.queues().check_running()?;
    if !command.has("QUEUE") {
        return Err(Condition::new(codes::SYSTEM_UNSUPPORTED).token("START"));
    }
    context.require(Privilege::Oper)?;
    let name = queue_name(context, command.value("NAME").unwrap_or_default());
    let queue = context.node.queues().queue(&name)?;
    context.node.queues().put_queue(Queue { started: true, ..changed(command, queue)? });
    Ok(Status::NORMAL)
}
