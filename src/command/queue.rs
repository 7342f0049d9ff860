//! Batch queues: SUBMIT, SHOW QUEUE, SHOW ENTRY, DELETE/ENTRY and the commands that make and change queues and entries
//! (command reference 23).

use super::files::{Answer, Confirm};
use super::{Context, Routine};
use crate::cdu::Command;
use crate::clock::{TICKS_PER_MILLI, VmsTime};
use crate::dcl::time::{delta_text, parse_absolute, parse_delta};
use crate::message::{self, Condition, Status, codes, expand as expand_message};
use crate::node::config::UserConfig;
use crate::node::privileges::Privilege;
use crate::node::queues::{Job, JobState, Queue, Retention, SYS_BATCH, Submission};
use crate::rms::{FileSpec, FullSpec, expand, search_all};

/// The commands; SYNCHRONIZE and STOP/QUEUE are the session's, which runs the jobs.
pub const ROUTINES: &[Routine] = &[
    Routine {
        name: "SUBMIT",
        handler: submit,
        labels: &[
            "AFTER",
            "CLI",
            "CONFIRM",
            "CPUTIME",
            "DELETE",
            "FILE",
            "HOLD",
            "IDENTIFY",
            "KEEP",
            "LOG_FILE",
            "NAME",
            "NOTE",
            "NOTIFY",
            "PARAMETERS",
            "PRINTER",
            "PRIORITY",
            "QUEUE",
            "RESTART",
            "RETAIN",
            "RETAIN.ALWAYS",
            "RETAIN.DEFAULT",
            "RETAIN.ERROR",
            "USER",
        ],
    },
    Routine {
        name: "SHOW_QUEUE",
        handler: show_queue,
        labels: &["ALL_JOBS", "BATCH", "BRIEF", "FULL", "OPTION", "OPTION.QUEUE", "OUTPUT", "QUEUE", "SUMMARY"],
    },
    Routine {
        name: "SHOW_ENTRY",
        handler: show_entry,
        labels: &["BATCH", "BRIEF", "ENTRY", "FULL", "OPTION", "OPTION.ENTRY", "OUTPUT", "USER_NAME"],
    },
    Routine { name: "DELETE_ENTRY", handler: delete_entry, labels: &["ENTRY", "LOG", "QUEUE"] },
    Routine { name: "DELETE_QUEUE", handler: delete_queue, labels: &["LOG", "QUEUE", "QUEUE_NAME"] },
    Routine {
        name: "SET_ENTRY",
        handler: set_entry,
        labels: &["AFTER", "ENTRY", "HOLD", "NAME", "OPTION", "OPTION.ENTRY", "PRIORITY", "RELEASE", "REQUEUE"],
    },
    Routine {
        name: "SET_QUEUE",
        handler: set_queue,
        labels: &["BASE_PRIORITY", "JOB_LIMIT", "OPTION", "OPTION.QUEUE", "QUEUE"],
    },
    Routine {
        name: "INITIALIZE_QUEUE",
        handler: initialize_queue,
        labels: &["BASE_PRIORITY", "BATCH", "JOB_LIMIT", "NAME", "QUEUE", "START"],
    },
    Routine { name: "START_QUEUE", handler: start_queue, labels: &["BASE_PRIORITY", "JOB_LIMIT", "NAME", "QUEUE"] },
];

/// Ticks of the clock in 10 ms.
const HUNDREDTH: u64 = 10 * TICKS_PER_MILLI;

/// Scheduling priority of a job that names none (DEFQUEPRI).
const PRIORITY: u32 = 100;

fn queue_name(context: &Context<'_>, typed: &str) -> String {
    context.device(typed).unwrap_or_else(|_| typed.trim_end_matches(':').to_uppercase())
}

fn submit(context: &mut Context<'_>, command: &Command) -> Result<Status, Condition> {
    if command.has("PRINTER") {
        return Err(Condition::new(codes::SYSTEM_UNSUPPORTED).token("PRINTER"));
    }
    let queue = queue_name(context, command.value("QUEUE").unwrap_or(SYS_BATCH));
    context.node.queues().queue(&queue)?;
    let now = context.node.clock().now();
    let state = match command.value("AFTER") {
        _ if command.has("HOLD") => JobState::Holding,
        Some(text) => JobState::Until(parse_absolute(text, now)?),
        None => JobState::Pending,
    };
    let parameters: Vec<String> = command.values("PARAMETERS").into_iter().map(str::to_owned).collect();
    if parameters.len() > 8 {
        return Err(codes::CLI_DEFOVF.into());
    }
    let retain = match () {
        () if command.has("RETAIN.ALWAYS") => Some(Retention::Always),
        () if command.has("RETAIN.ERROR") => Some(Retention::Error),
        () => None,
    };
    let user = owner_of_job(context, command.value("USER"))?;
    let cpu_limit = command.value("CPUTIME").map(cpu_time).transpose()?.flatten();
    let cli = command.value("CLI").map(str::to_owned);
    let mut confirm = Confirm::of(command);
    let items = command.items("FILE").into_iter();
    let typed: Vec<(String, bool)> =
        items.map(|item| (item.text().to_owned(), item.present("DELETE").is_present())).collect();
    for (text, delete) in typed {
        let file = procedure(context, &text)?;
        match confirm.ask(context, &format!("SUBMIT {file}")) {
            Answer::No => continue,
            Answer::Quit => break,
            Answer::Yes | Answer::All => {}
        }
        let name = job_name(command, &file);
        let submission = Submission {
            log: log_file(context, command, &name)?,
            name,
            queue: queue.clone(),
            user: user.clone(),
            file: file.to_string(),
            parameters: parameters.clone(),
            priority: command.number("PRIORITY").and_then(|n| u32::try_from(n).ok()).unwrap_or(PRIORITY),
            notify: command.has("NOTIFY"),
            restart: command.has("RESTART"),
            state: state.clone(),
            submitted: now,
            delete,
            retain,
            note: command.value("NOTE").map(str::to_owned),
            cpu_limit,
            cli: cli.clone(),
        };
        let entry = context.node.queues().submit(submission)?;
        context.dcl.set_local("$ENTRY", entry.to_string());
        if !command.present("IDENTIFY").is_negated() {
            announce(context, entry);
        }
    }
    Ok(Status::NORMAL)
}

/// Submits a file to SYS$BATCH as SUBMIT without qualifiers does; the file that CLOSE/DISPOSITION=SUBMIT closed.
pub fn submit_closed(context: &mut Context<'_>, file: &str) -> Result<(), Condition> {
    let file = procedure(context, file)?;
    let name: String = file.name.chars().take(39).collect();
    let log = expand(&context.files(), "", &format!("SYS$LOGIN:{name}.LOG"), "")?;
    let submission = Submission {
        log: log.first().map(FullSpec::to_string),
        name,
        queue: SYS_BATCH.to_owned(),
        user: owner_of_job(context, None)?,
        file: file.to_string(),
        parameters: Vec::new(),
        priority: PRIORITY,
        notify: false,
        restart: false,
        state: JobState::Pending,
        submitted: context.node.clock().now(),
        delete: false,
        retain: None,
        note: None,
        cpu_limit: None,
        cli: None,
    };
    let entry = context.node.queues().submit(submission)?;
    announce(context, entry);
    Ok(())
}

/// The line that SUBMIT shows: the job starts at once, or why not.
fn announce(context: &mut Context<'_>, entry: u32) {
    let queues = context.node.queues();
    let Some(job) = queues.job(entry) else { return };
    let name = job.submission.queue.as_str();
    let queue = queues.queue(name).ok();
    let others = |j: &&Job| j.submission.queue == name && j.entry != entry && is_executing(j);
    let running = queues.jobs().iter().filter(others).count();
    let why = match &queue {
        Some(queue) if !queue.started => Some("stopped"),
        Some(queue) if running >= queue.job_limit => Some("busy"),
        _ => None,
    };
    let (state, why) = match (&job.state, why) {
        (JobState::Pending, None) | (JobState::Executing(_) | JobState::Done(_), _) => {
            (format!("started on {name}"), None)
        }
        (JobState::Pending, why) => ("pending".to_owned(), why),
        (state, _) => (status(state).to_lowercase_first(), None),
    };
    let line = Condition::new(codes::TEXT_JOBSTATE).arg(job.submission.name.as_str()).arg(name);
    let line = line.arg(i64::from(entry)).arg(state);
    let mut lines = vec![expand_message(&line)];
    lines.extend(why.map(|why| expand_message(&Condition::new(codes::TEXT_JOBPENDING).arg(why))));
    context.lines(lines);
}

trait FirstLetter {
    /// The text with its first letter in lower case.
    fn to_lowercase_first(&self) -> String;
}

impl FirstLetter for String {
    fn to_lowercase_first(&self) -> String {
        let mut letters = self.chars();
        letters.next().map_or_else(String::new, |first| first.to_lowercase().chain(letters).collect())
    }
}

fn is_executing(job: &Job) -> bool {
    matches!(job.state, JobState::Executing(_))
}

/// The procedure that SUBMIT names; the default type is .COM.
fn procedure(context: &Context<'_>, typed: &str) -> Result<FullSpec, Condition> {
    let wrong = |spec: &str, why: Condition| Condition::new(codes::SUBMIT_OPENIN).arg(spec).then(why);
    let specs = expand(&context.files(), typed, ".COM", "").map_err(|why| wrong(typed, why))?;
    let shown = specs.first().map_or_else(|| typed.to_owned(), FullSpec::to_string);
    let found = search_all(&context.files(), &specs).map_err(|why| wrong(&shown, why))?;
    found.into_iter().next().map(|file| file.spec).ok_or_else(|| wrong(&shown, codes::RMS_FNF.into()))
}

fn job_name(command: &Command, file: &FullSpec) -> String {
    let name = command.value("NAME").map_or_else(|| file.name.clone(), str::to_owned);
    name.chars().take(39).collect()
}

/// Where the log goes: SYS$LOGIN, under the name of the job.
fn log_file(context: &Context<'_>, command: &Command, name: &str) -> Result<Option<String>, Condition> {
    if command.present("LOG_FILE").is_negated() {
        return Ok(None);
    }
    let legal = FileSpec::parse(name).is_ok_and(|spec| spec.name.as_deref() == Some(name));
    let default = format!("SYS$LOGIN:{}.LOG", if legal { name } else { "BATCH" });
    let specs = expand(&context.files(), command.value("LOG_FILE").unwrap_or_default(), &default, "")?;
    Ok(specs.first().map(FullSpec::to_string))
}

/// A limit of CPU time in units of 10 ms: a delta time, or 0, INFINITE and NONE for no limit.
///
/// # Errors
/// IVDTIME with the text.
fn cpu_time(text: &str) -> Result<Option<u64>, Condition> {
    let word = text.to_ascii_uppercase();
    if word == "0" || !word.is_empty() && ["INFINITE", "NONE"].iter().any(|none| none.starts_with(&word)) {
        return Ok(None);
    }
    Ok(Some(parse_delta(text)?.ticks() / HUNDREDTH).filter(|limit| *limit > 0))
}

/// A limit of CPU time as displays show it.
pub fn cpu_text(limit: Option<u64>) -> String {
    limit
        .map_or_else(|| "INFINITE".to_owned(), |limit| delta_text(limit * HUNDREDTH).trim_start().replacen(' ', "-", 1))
}

/// The user that a job runs as: who submits it, or whom SUBMIT/USER names.
///
/// # Errors
/// NOCMKRNL; CREJOB with RMS-E-RNF for a name that the site does not have.
fn owner_of_job(context: &Context<'_>, named: Option<&str>) -> Result<UserConfig, Condition> {
    if let Some(name) = named {
        context.require(Privilege::Cmkrnl)?;
        let known = context.node.user(name).cloned();
        return known.ok_or_else(|| Condition::new(codes::SUBMIT_CREJOB).then(codes::RMS_RNF));
    }
    let process = &context.process;
    let name = process.username.clone().try_into().map_err(|_| codes::SYSTEM_IVLOGNAM)?;
    Ok(UserConfig { name, uic: process.uic, privileges: process.privileges.authorized })
}

/// How a display says where a job stands.
fn status(state: &JobState) -> String {
    match state {
        JobState::Pending => "Pending".to_owned(),
        JobState::Holding => "Holding".to_owned(),
        JobState::Until(time) => format!("Holding until {}", to_seconds(*time)),
        JobState::Executing(_) => "Executing".to_owned(),
        JobState::Done(status) if status.is_success() => "Retained on completion".to_owned(),
        JobState::Done(_) => "Retained on error".to_owned(),
    }
}

fn to_seconds(time: VmsTime) -> String {
    let mut text = time.absolute();
    text.truncate(20);
    text
}

const HEADING: [&str; 2] =
    ["  Entry  Jobname         Username             Status", "  -----  -------         --------             ------"];

fn rows(job: &Job, full: bool) -> Vec<String> {
    let Submission { name, user, file, priority, submitted, log, note, cpu_limit, .. } = &job.submission;
    let mut rows = vec![format!("{:7}  {name:<15} {:<20} {}", job.entry, user.name.to_string(), status(&job.state))];
    if full {
        let limit = cpu_limit.map_or_else(String::new, |limit| format!(" /CPUTIME={}", cpu_text(Some(limit))));
        rows.push(format!("         Submitted {}{limit} /PRIORITY={priority}", to_seconds(*submitted)));
        rows.push(format!("         File: {file}"));
        rows.extend(log.iter().map(|log| format!("         Log file: {log}")));
        rows.extend(note.iter().map(|note| format!("         Note: {note}")));
        if let JobState::Done(status) = job.state {
            let ended =
                message::lines(&Condition::new(status)).into_iter().map(|line| format!("         Completed: {line}"));
            rows.extend(ended);
        }
    }
    rows
}

fn queue_state(context: &Context<'_>, queue: &Queue) -> &'static str {
    let running =
        context.node.queues().jobs().iter().filter(|j| j.submission.queue == queue.name && is_executing(j)).count();
    match (queue.started, running) {
        (false, _) => "stopped",
        (true, 0) => "idle",
        (true, running) if running < queue.job_limit => "available",
        (true, _) => "busy",
    }
}

/// Whether the process may see and change a job: its own, or with OPER.
fn may(context: &Context<'_>, job: &Job) -> bool {
    job.submission.user.uic == context.process.uic || context.process.has(Privilege::Oper)
}

/// The jobs that displays list: those that have not ended, and those that stay after their end.
fn listed(context: &Context<'_>) -> Vec<Job> {
    let mut jobs = context.node.queues().jobs();
    jobs.extend(context.node.queues().retained());
    jobs.sort_by_key(|job| job.entry);
    jobs
}

/// /SUMMARY: how many jobs of a queue are in which state.
fn summary(jobs: &[Job], queue: &Queue) -> String {
    let count = |is: fn(&JobState) -> bool| {
        jobs.iter().filter(|job| job.submission.queue == queue.name && is(&job.state)).count()
    };
    let counts = [
        (count(|state| matches!(state, JobState::Executing(_))), "executing"),
        (count(|state| *state == JobState::Pending), "pending"),
        (count(|state| *state == JobState::Holding), "holding"),
        (count(|state| matches!(state, JobState::Until(_))), "timed release"),
        (count(|state| matches!(state, JobState::Done(_))), "retained"),
    ];
    let counts = counts.iter().filter(|(count, _)| *count > 0).map(|(count, word)| format!("{count} {word}"));
    let counts: Vec<String> = counts.collect();
    format!("  Job summary:  {}", if counts.is_empty() { "0 jobs".to_owned() } else { counts.join(", ") })
}

fn show_queue(context: &mut Context<'_>, command: &Command) -> Result<Status, Condition> {
    let asked: Vec<String> = command.values("QUEUE").into_iter().map(|name| queue_name(context, name)).collect();
    let all = context.node.queues().queues();
    let wanted = |queue: &&Queue| asked.is_empty() || asked.iter().any(|name| crate::rms::matches(name, &queue.name));
    let queues: Vec<&Queue> = all.iter().filter(wanted).collect();
    if queues.is_empty() {
        return Err(codes::JBC_NOSUCHQUE.into());
    }
    let jobs = listed(context);
    let every = command.has("ALL_JOBS");
    let mut lines = Vec::new();
    for queue in queues {
        let (state, node) = (queue_state(context, queue), context.node.name());
        lines.push(format!("Batch queue {}, {state}, on {node}::", queue.name));
        if command.has("FULL") {
            lines.push(format!(
                "  /BASE_PRIORITY={} /JOB_LIMIT={} /OWNER=[SYSTEM]",
                queue.base_priority, queue.job_limit
            ));
        }
        if command.has("SUMMARY") {
            lines.extend([summary(&jobs, queue), String::new()]);
            continue;
        }
        let shown = |job: &&Job| {
            job.submission.queue == queue.name && (every || job.submission.user.uic == context.process.uic)
        };
        let own: Vec<&Job> = jobs.iter().filter(shown).collect();
        if !own.is_empty() {
            lines.push(String::new());
            lines.extend(HEADING.map(str::to_owned));
            lines.extend(own.iter().flat_map(|job| rows(job, command.has("FULL"))));
        }
        lines.push(String::new());
    }
    context.display(command, &lines)
}

fn show_entry(context: &mut Context<'_>, command: &Command) -> Result<Status, Condition> {
    let asked = command.values("ENTRY");
    let user = command.value("USER_NAME").map_or_else(|| context.process.username.clone(), str::to_uppercase);
    let named = |job: &Job, text: &str| {
        text.parse() == Ok(job.entry) || crate::rms::matches(&text.to_uppercase(), &job.submission.name)
    };
    let fits = |job: &&Job| match asked.is_empty() {
        true => job.submission.user.name.as_str() == user,
        false => asked.iter().any(|text| named(job, text)),
    };
    let jobs = listed(context);
    let shown: Vec<&Job> = jobs.iter().filter(fits).filter(|job| may(context, job)).collect();
    if shown.is_empty() {
        return Err(codes::JBC_NOSUCHENT.into());
    }
    let mut lines: Vec<String> = HEADING.map(str::to_owned).to_vec();
    for job in shown {
        lines.extend(rows(job, command.has("FULL")));
        if let Ok(queue) = context.node.queues().queue(&job.submission.queue) {
            lines.push(format!("         On {} batch queue {}", queue_state(context, &queue), queue.name));
        }
    }
    context.display(command, &lines)
}

fn entries(command: &Command) -> Result<Vec<u32>, Condition> {
    let number = |text: &str| text.parse().map_err(|_| Condition::new(codes::CLI_NUMBER).token(text));
    command.values("ENTRY").into_iter().map(number).collect()
}

fn own_job(context: &Context<'_>, entry: u32) -> Result<Job, Condition> {
    let job = context.node.queues().job(entry).ok_or(codes::JBC_NOSUCHENT)?;
    if may(context, &job) { Ok(job) } else { Err(codes::SYSTEM_NOPRIV.into()) }
}

fn delete_entry(context: &mut Context<'_>, command: &Command) -> Result<Status, Condition> {
    let queue = command.value("QUEUE").map(|name| queue_name(context, name));
    for entry in entries(command)? {
        let job = own_job(context, entry)?;
        if queue.as_ref().is_some_and(|name| *name != job.submission.queue) {
            return Err(codes::JBC_NOSUCHENT.into());
        }
        context.node.queues().delete(entry)?;
        if command.has("LOG") {
            context.message(&Condition::new(codes::DELETE_ENTDEL).arg(i64::from(entry)));
        }
    }
    Ok(Status::NORMAL)
}

fn delete_queue(context: &mut Context<'_>, command: &Command) -> Result<Status, Condition> {
    context.require(Privilege::Oper)?;
    let name = queue_name(context, command.value("QUEUE_NAME").unwrap_or_default());
    context.node.queues().delete_queue(&name)?;
    if command.has("LOG") {
        context.message(&Condition::new(codes::DELETE_QUEDEL).arg(name));
    }
    Ok(Status::NORMAL)
}

fn set_entry(context: &mut Context<'_>, command: &Command) -> Result<Status, Condition> {
    let now = context.node.clock().now();
    let after = command.value("AFTER").map(|text| parse_absolute(text, now)).transpose()?;
    let queue = command.value("REQUEUE").map(|name| queue_name(context, name));
    if let Some(queue) = &queue {
        context.node.queues().queue(queue)?;
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
    Ok(queue)
}

fn set_queue(context: &mut Context<'_>, command: &Command) -> Result<Status, Condition> {
    context.require(Privilege::Oper)?;
    let name = queue_name(context, command.value("QUEUE").unwrap_or_default());
    let queue = changed(command, context.node.queues().queue(&name)?)?;
    context.node.queues().put_queue(queue);
    Ok(Status::NORMAL)
}

fn initialize_queue(context: &mut Context<'_>, command: &Command) -> Result<Status, Condition> {
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
    if !command.has("QUEUE") {
        return Err(Condition::new(codes::SYSTEM_UNSUPPORTED).token("START"));
    }
    context.require(Privilege::Oper)?;
    let name = queue_name(context, command.value("NAME").unwrap_or_default());
    let queue = context.node.queues().queue(&name)?;
    context.node.queues().put_queue(Queue { started: true, ..changed(command, queue)? });
    Ok(Status::NORMAL)
}
