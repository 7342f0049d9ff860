//! SHOW PROCESS (command reference 14).

use super::monitor::{Rhythm, in_place};
use super::output::Output;
use super::show_small::delta;
use super::{Context, Routine, processes};
use crate::cdu::Command;
use crate::message::{Condition, Status, codes};
use crate::node::machine::{PAGE_BYTES, PROCESS_REGION_BYTES};
use crate::node::process::{QUOTAS, Quotas};
use crate::node::process_table::ProcessEntry;
use crate::node::views::DeviceView;

/// The command.
pub const ROUTINES: &[Routine] = &[Routine {
    name: "SHOW_PROCESS",
    handler: show_process,
    labels: &[
        "ACCOUNTING",
        "ALL",
        "CONTINUOUS",
        "IDENTIFICATION",
        "MEMORY",
        "NAME",
        "OPTION",
        "OPTION.PROCESS",
        "OUTPUT",
        "PRIVILEGES",
        "QUOTAS",
        "RIGHTS",
        "SUBPROCESSES",
    ],
}];

fn show_process(context: &mut Context<'_>, command: &Command) -> Result<Status, Condition> {
    let process = match (command.value("IDENTIFICATION"), command.value("NAME")) {
        (Some(id), _) => {
            let invalid = || Condition::new(codes::SHOW_INVQUAVAL).arg(id).arg("IDENTIFICATION");
            processes::identified(context, u32::from_str_radix(id, 16).map_err(|_| invalid())?)?
        }
        (None, Some(name)) => processes::named(context, name)?,
        (None, None) => processes::own(context),
    };
    if command.has("CONTINUOUS") {
        return continuous(context, command, process.pid);
    }
    let all = command.has("ALL");
    let asked = |label: &str| all || command.has(label);
    let parts = ["ACCOUNTING", "MEMORY", "PRIVILEGES", "QUOTAS", "RIGHTS", "SUBPROCESSES"];
    let mut lines = header(context, &process);
    if all || !parts.iter().any(|label| command.has(label)) {
        lines.extend(summary(context, &process));
    }
    if asked("QUOTAS") {
        lines.extend(quotas(&process));
    }
    if asked("ACCOUNTING") {
        lines.extend(accounting(context, &process));
    }
    if asked("MEMORY") {
        lines.extend(dynamic_memory(&process));
    }
    if asked("PRIVILEGES") {
        lines.extend(privileges(&process));
    }
    if asked("PRIVILEGES") || asked("RIGHTS") {
        lines.extend(rights(context, &process));
    }
    if asked("SUBPROCESSES") {
        lines.extend(tree(context, &process));
    }
    context.display(command, &lines)
}

/// Seconds between two displays of /CONTINUOUS.
const INTERVAL: u64 = 5;

/// /CONTINUOUS: what the process uses, until it has ended or Ctrl/C or Ctrl/Y is pressed.
fn continuous(context: &mut Context<'_>, command: &Command, pid: u32) -> Result<Status, Condition> {
    let Some(mut rhythm) = Rhythm::begin(context, command, INTERVAL, false)? else { return Ok(codes::SYSTEM_CONTROLY) };
    let mut output = Output::open(context, command, "SHOW")?;
    while rhythm.next(context) {
        let found = processes::all(context).into_iter().find(|process| process.pid == pid);
        let Some(process) = found else { break };
        let lines = screen(context, &process);
        in_place(context, &mut output, &lines, !command.has("OUTPUT"))?;
    }
    output.close()?;
    Ok(Status::NORMAL)
}

/// One display of /CONTINUOUS.
fn screen(context: &Context<'_>, process: &ProcessEntry) -> Vec<String> {
    let now = context.node.clock().now().absolute();
    let counters = process.counters;
    let pair = |left: &str, a: &str, right: &str, b: String| format!("  {left:<20}{a:<16}{right:<20}{b:>13}");
    let uic = context.node.rights().show(process.uic);
    vec![
        format!("{:25}Process {:<20}{}", "", process.name, &now[12..20]),
        String::new(),
        pair("State", process.state, "Working set", QUOTAS.pages.to_string()),
        pair("Base priority", &process.priority.to_string(), "Virtual pages", QUOTAS.virtual_peak.to_string()),
        pair("PID", &format!("{:08X}", process.pid), "CPU time", delta(counters.cpu)[2..].to_owned()),
        pair("UIC", &uic, "Direct I/O", counters.direct_io.to_string()),
        pair("User name", &process.username, "Buffered I/O", counters.buffered_io.to_string()),
        pair("Terminal", process.terminal.as_deref().unwrap_or(""), "Page faults", counters.page_faults.to_string()),
    ]
}

fn header(context: &Context<'_>, process: &ProcessEntry) -> Vec<String> {
    let now = context.node.clock().now().absolute();
    vec![
        String::new(),
        format!("{now}   User: {:<17}Process ID:   {:08X}", process.username, process.pid),
        format!("{:26}Node: {:<17}Process name: \"{}\"", "", context.node.name(), process.name),
    ]
}

fn row(label: &str, value: &str) -> String {
    format!("{label:<20}{value}")
}

fn summary(context: &Context<'_>, process: &ProcessEntry) -> Vec<String> {
    let mut lines = vec![String::new()];
    if let Some(terminal) = &process.terminal {
        lines.push(row("Terminal:", &format!("{terminal}:")));
    }
    lines.push(row("User Identifier:", &context.node.rights().show(process.uic)));
    lines.push(row("Base priority:", &process.priority.to_string()));
    if !process.default_spec.is_empty() {
        lines.push(row("Default file spec:", &process.default_spec));
    }
    let own = |device: &DeviceView| device.owner.as_ref().is_some_and(|owner| owner.pid == process.pid);
    let terminals = context.node.terminals().into_iter().filter(|name| {
        let owner = context.node.terminal_owner(name);
        owner.is_some_and(|owner| owner.pid == process.pid)
            || process.owner == 0 && process.terminal.as_ref() == Some(name)
    });
    let disks = context.node.devices("").into_iter().filter(own).map(|device| device.name);
    let allocated: Vec<String> = terminals.chain(disks).map(|name| context.node.name_with_node(&name)).collect();
    for (at, device) in allocated.iter().enumerate() {
        if at == 0 {
            lines.push(String::new());
        }
        lines.push(row(if at == 0 { "Devices allocated:" } else { "" }, device));
    }
    lines
}

fn quotas(process: &ProcessEntry) -> Vec<String> {
    let limit = process.cpu_limit.map_or_else(|| "Infinite".to_owned(), |limit| delta(limit).trim_start().to_owned());
    let pair = |left: &str, a: u32, right: &str, b: u32| format!(" {left:<30}{a:>9}  {right:<25}{b:>8}");
    vec![
        String::new(),
        "Process Quotas:".to_owned(),
        format!(" Account name: {}", process.account),
        format!(" {:<30}{:>9}  {:<25}{:>8}", "CPU limit:", limit, "Direct I/O limit:", QUOTAS.direct_io),
        pair("Buffered I/O byte count quota:", QUOTAS.bytes, "Buffered I/O limit:", QUOTAS.buffered_io),
        pair(
            "Timer queue entry quota:",
            QUOTAS.timers,
            "Open file quota:",
            QUOTAS.files.saturating_sub(process.open_files),
        ),
        pair("Paging file quota:", QUOTAS.paging_file, "Subprocess quota:", QUOTAS.subprocesses),
        pair("Default page fault cluster:", 64, "AST quota:", QUOTAS.asts),
        pair("Enqueue quota:", QUOTAS.locks, "Shared file limit:", 0),
        pair("Max detached processes:", 0, "Max active jobs:", 0),
    ]
}

/// Elapsed time since the login, in hundredths of a second.
pub fn connect_time(context: &Context<'_>) -> u64 {
    context.node.clock().now().0.saturating_sub(context.process.login_time.0) / 100_000
}

fn accounting(context: &Context<'_>, process: &ProcessEntry) -> Vec<String> {
    let counters = process.counters;
    let Quotas { working_set, virtual_peak, .. } = QUOTAS;
    let connected = context.node.clock().now().0.saturating_sub(process.login_time.0) / 100_000;
    let pair = |left: &str, a: u64, right: &str, b: u64| format!(" {left:<20}{a:>9}  {right:<24}{b:>10}");
    let private = |device: &DeviceView| {
        device.mount.is_some() && device.owner.as_ref().is_some_and(|owner| owner.pid == process.pid)
    };
    let mounted = context.node.devices("").iter().filter(|device| private(device)).count();
    vec![
        String::new(),
        "Accounting information:".to_owned(),
        pair("Buffered I/O count:", counters.buffered_io, "Peak working set size:", u64::from(working_set)),
        pair("Direct I/O count:", counters.direct_io, "Peak virtual size:", u64::from(virtual_peak)),
        pair("Page faults:", counters.page_faults, "Mounted volumes:", mounted as u64),
        format!(" {:<20}{:>9}", "Images activated:", counters.commands),
        format!(" {:<24}{}", "Elapsed CPU time:", delta(counters.cpu)),
        format!(" {:<24}{}", "Connect time:", delta(connected)),
    ]
}

/// The process allocation region, which holds the process's logical names.
fn dynamic_memory(process: &ProcessEntry) -> Vec<String> {
    let used = u32::try_from(process.names_bytes).unwrap_or(u32::MAX).min(PROCESS_REGION_BYTES);
    let free = PROCESS_REGION_BYTES - used;
    let pages = PROCESS_REGION_BYTES / PAGE_BYTES;
    let pair = |left: &str, a: u32, right: &str, b: u32| format!("    {left:<24}{a:>12}    {right:<28}{b:>8}");
    vec![
        String::new(),
        "Process Dynamic Memory Area".to_owned(),
        pair("Current Size (bytes)", PROCESS_REGION_BYTES, "Current Total Size (pages)", pages),
        pair("Free Space (bytes)", free, "Space in Use (bytes)", used),
        pair("Size of Largest Block", free, "Size of Smallest Block", free),
        pair("Number of Free Blocks", 1, "Free Blocks LEQU 64 Bytes", 0),
    ]
}

/// Authorized privileges in rows of eight cells of ten characters, then one line for each that is on.
fn privileges(process: &ProcessEntry) -> Vec<String> {
    let mut lines = vec![String::new(), "Authorized privileges:".to_owned()];
    let names: Vec<&str> = process.privileges.authorized.iter_by_name().map(|p| p.name()).collect();
    for cells in names.chunks(8) {
        let cells: String = cells.iter().map(|name| format!("{name:<10.10}")).collect();
        lines.push(format!(" {}", cells.trim_end()));
    }
    lines.extend([String::new(), "Process privileges:".to_owned()]);
    let current = process.privileges.current.iter_by_name();
    lines.extend(current.map(|p| format!(" {:<20} {}", p.name(), p.description())));
    lines
}

fn rights(context: &Context<'_>, process: &ProcessEntry) -> Vec<String> {
    let mut lines = vec![String::new(), "Process rights:".to_owned()];
    let own = context.node.rights().name(process.uic.longword()).map(str::to_owned);
    lines.extend(own.map(|name| format!(" {name:<33}resource")));
    lines.extend(process.environment().map(|name| format!(" {name}")));
    lines.extend(process.rights.iter().map(|name| format!(" {name}")));
    lines.extend([String::new(), "System rights:".to_owned()]);
    lines.extend(context.node.system_rights().iter().map(|name| format!(" {name}")));
    lines
}

/// The processes of the job, each below the one that made it; a star marks the one that is shown.
fn tree(context: &Context<'_>, process: &ProcessEntry) -> Vec<String> {
    let job = processes::job_of(context, process.pid);
    let heading = match job.len() {
        1 => "There is 1 process in this job:".to_owned(),
        count => format!("There are {count} processes in this job:"),
    };
    let row = |(depth, entry): &(usize, ProcessEntry)| {
        let star = if entry.pid == process.pid { " (*)" } else { "" };
        format!("{:width$}{}{star}", "", entry.name, width = 2 * depth + 2)
    };
    [String::new(), heading, String::new()].into_iter().chain(job.iter().map(row)).collect()
}
