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

/// The commands; those that change queues and entries stand beside, SYNCHRONIZE and STOP/QUEUE are the session's, which
/// runs the jobs.
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
        labels: &[
            "ALL_JOBS",
            "BATCH",
            "BRIEF",
            "FULL",
            "MANAGERS",
            "OPTION",
            "OPTION.QUEUE",
            "OUTPUT",
            "QUEUE",
            "SUMMARY",
        ],
    },
    Routine {
        name: "SHOW_ENTRY",
        handler: show_entry,
        labels: &["BATCH", "BRIEF", "ENTRY", "FULL", "OPTION", "OPTION.ENTRY", "OUTPUT", "USER_NAME"],
    },
    Routine { name: "DELETE_ENTRY", handler: delete_entry, labels: &["ENTRY", "LOG", "QUEUE"] },
    Routine { name: "DELETE_QUEUE", handler: delete_queue, labels: &["LOG", "QUEUE", "QUEUE_NAME"] },
];

/// Ticks of the clock in 10 ms.
const HUNDREDTH: u64 = 10 * TICKS_PER_MILLI;

/// Scheduling priority of a job that names none (DEFQUEPRI).
const PRIORITY: u32 = 100;

/// The queue that a typed name means.
pub fn queue_name(context: &Context<'_>, typed: &str) -> String {
    context.device(typed).unwrap_or_else(|_| typed.trim_end_matches(':').to_uppercase())
}

fn submit(context: &mut Context<'_>, command: &Command) -> Result<Status, Condition> {
    context.node.queues().check_running()?;
    if command.has("PRINTER") {
        // The queue that would print the log.
        return Err(Condition::new(codes::SUBMIT_CREJOB).then(codes::JBC_NOSUCHQUE));
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

/// What a command that would print ends with: no queue here has a printer.
pub fn no_printer() -> Condition {
    Condition::new(codes::PRINT_CREJOB).then(codes::JBC_NOSUCHQUE)
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
pub fn cpu_time(text: &str) -> Result<Option<u64>, Condition> {
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

/// SHOW QUEUE/MANAGERS: the one queue manager of the node.
fn manager_lines(context: &Context<'_>, full: bool) -> Vec<String> {
    let state = if context.node.queues().is_running() { "running" } else { "stopped" };
    let mut lines = vec![format!("Queue manager SYS$QUEUE_MANAGER, {state}, on {}::", context.node.name())];
    if full {
        lines.push("  /ON=(*)".to_owned());
    }
    lines
}

/// The qualifiers of a queue, as SHOW QUEUE/FULL tells them.
fn settings(queue: &Queue) -> String {
    let mut words = vec![format!("/BASE_PRIORITY={}", queue.base_priority)];
    words.extend(queue.closed.then(|| "/CLOSED".to_owned()));
    words.extend(queue.cpu_default.map(|limit| format!("/CPUDEFAULT={}", cpu_text(Some(limit)))));
    words.extend(queue.cpu_maximum.map(|limit| format!("/CPUMAXIMUM={}", cpu_text(Some(limit)))));
    words.push(format!("/JOB_LIMIT={}", queue.job_limit));
    words.push("/OWNER=[SYSTEM]".to_owned());
    words.extend(queue.retain.map(|retain| match retain {
        Retention::Always => "/RETAIN=ALL".to_owned(),
        Retention::Error => "/RETAIN=ERROR".to_owned(),
    }));
    format!("  {}", words.join(" "))
}

fn show_queue(context: &mut Context<'_>, command: &Command) -> Result<Status, Condition> {
    if command.has("MANAGERS") {
        let lines = manager_lines(context, command.has("FULL"));
        return context.display(command, &lines);
    }
    context.node.queues().check_running()?;
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
            lines.extend((!queue.description.is_empty()).then(|| format!("  /DESCRIPTION=\"{}\"", queue.description)));
            lines.push(settings(queue));
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
    context.node.queues().check_running()?;
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

/// The numbers of the entries that are named.
pub fn entries(command: &Command) -> Result<Vec<u32>, Condition> {
    let number = |text: &str| text.parse().map_err(|_| Condition::new(codes::CLI_NUMBER).token(text));
    command.values("ENTRY").into_iter().map(number).collect()
}

/// A job that the process may change: its own, or any with OPER.
pub fn own_job(context: &Context<'_>, entry: u32) -> Result<Job, Condition> {
    let job = context.node.queues().job(entry).ok_or(codes::JBC_NOSUCHENT)?;
    if may(context, &job) { Ok(job) } else { Err(codes::SYSTEM_NOPRIV.into()) }
}

fn delete_entry(context: &mut Context<'_>, command: &Command) -> Result<Status, Condition> {
    context.node.queues().check_running()?;
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
    context.node.queues().check_running()?;
    context.require(Privilege::Oper)?;
    let name = queue_name(context, command.value("QUEUE_NAME").unwrap_or_default());
    context.node.queues().delete_queue(&name)?;
    if command.has("LOG") {
        context.message(&Condition::new(codes::DELETE_QUEDEL).arg(name));
    }
    Ok(Status::NORMAL)
}
