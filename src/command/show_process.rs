//! SHOW PROCESS and SHOW SYSTEM (command reference 8 and 14).

use super::show_small::delta;
use super::{Context, Routine};
use crate::cdu::Command;
use crate::message::{Condition, Status, codes};
use crate::node::process::{Counters, Process, ProcessMode, QUOTAS};
use crate::node::process_table::ProcessEntry;

/// The two commands.
pub const ROUTINES: &[Routine] = &[
    Routine {
        name: "SHOW_PROCESS",
        handler: show_process,
        labels: &[
            "ACCOUNTING",
            "ALL",
            "IDENTIFICATION",
            "NAME",
            "OPTION",
            "OPTION.PROCESS",
            "OUTPUT",
            "PRIVILEGES",
            "QUOTAS",
            "RIGHTS",
        ],
    },
    Routine {
        name: "SHOW_SYSTEM",
        handler: show_system,
        labels: &[
            "BATCH",
            "HEADING",
            "INTERACTIVE",
            "NETWORK",
            "OPTION",
            "OPTION.SYSTEM",
            "OUTPUT",
            "PROCESS",
            "SUBPROCESS",
        ],
    },
];

fn show_process(context: &mut Context<'_>, command: &Command) -> Result<Status, Condition> {
    if let Some(id) = command.value("IDENTIFICATION") {
        let invalid = || Condition::new(codes::SHOW_INVQUAVAL).arg(id).arg("IDENTIFICATION");
        let pid = u32::from_str_radix(id, 16).map_err(|_| invalid())?;
        if pid != context.process.pid {
            return Err(codes::SYSTEM_NONEXPR.into());
        }
    }
    if command.value("NAME").is_some_and(|name| name != context.process.name) {
        return Err(codes::SYSTEM_NONEXPR.into());
    }
    let all = command.has("ALL");
    let asked = |label: &str| all || command.has(label);
    let special = ["ACCOUNTING", "PRIVILEGES", "QUOTAS", "RIGHTS"].iter().any(|label| command.has(label));
    let mut lines = header(context);
    if all || !special {
        lines.extend(summary(context));
    }
    if asked("QUOTAS") {
        lines.extend(quotas(context.process));
    }
    if asked("ACCOUNTING") {
        lines.extend(accounting(context));
    }
    if asked("PRIVILEGES") {
        lines.extend(privileges(context.process));
    }
    if asked("PRIVILEGES") || asked("RIGHTS") {
        lines.extend(rights(context));
    }
    context.display(command, &lines)
}

fn header(context: &Context<'_>) -> Vec<String> {
    let process = &context.process;
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

fn summary(context: &Context<'_>) -> Vec<String> {
    let process = &context.process;
    let mut lines = vec![String::new()];
    if let Some(terminal) = &process.terminal {
        lines.push(row("Terminal:", &format!("{terminal}:")));
    }
    lines.push(row("User Identifier:", &context.node.rights().show(process.uic)));
    lines.push(row("Base priority:", &process.base_priority.to_string()));
    lines.push(row("Default file spec:", &process.default_spec(context.node.names())));
    let own =
        |device: &crate::node::views::DeviceView| device.owner.as_ref().is_some_and(|owner| owner.pid == process.pid);
    let allocated: Vec<String> =
        context.node.devices("").into_iter().filter(own).map(|device| format!("{}:", device.name)).collect();
    for (at, device) in allocated.iter().enumerate() {
        if at == 0 {
            lines.push(String::new());
        }
        lines.push(row(if at == 0 { "Devices allocated:" } else { "" }, device));
    }
    lines
}

fn quotas(process: &Process) -> Vec<String> {
    let pair = |left: &str, a: u32, right: &str, b: u32| format!(" {left:<30}{a:>9}  {right:<25}{b:>8}");
    let open = u32::try_from(process.channels.iter().count()).unwrap_or(QUOTAS.files);
    vec![
        String::new(),
        "Process Quotas:".to_owned(),
        format!(" Account name: {}", process.account),
        format!(" {:<30}{:>9}  {:<25}{:>8}", "CPU limit:", "Infinite", "Direct I/O limit:", QUOTAS.direct_io),
        pair("Buffered I/O byte count quota:", QUOTAS.bytes, "Buffered I/O limit:", QUOTAS.buffered_io),
        pair("Timer queue entry quota:", QUOTAS.timers, "Open file quota:", QUOTAS.files.saturating_sub(open)),
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

fn accounting(context: &Context<'_>) -> Vec<String> {
    let counters = context.process.counters;
    let pair = |left: &str, a: u64, right: &str, b: u64| format!(" {left:<20}{a:>9}  {right:<24}{b:>10}");
    let private = |device: &crate::node::views::DeviceView| {
        device.mount.is_some() && device.owner.as_ref().is_some_and(|owner| owner.pid == context.process.pid)
    };
    let mounted = context.node.devices("").iter().filter(|device| private(device)).count();
    vec![
        String::new(),
        "Accounting information:".to_owned(),
        pair("Buffered I/O count:", counters.buffered_io, "Peak working set size:", u64::from(QUOTAS.working_set)),
        pair("Direct I/O count:", counters.direct_io, "Peak virtual size:", u64::from(QUOTAS.virtual_peak)),
        pair("Page faults:", counters.page_faults, "Mounted volumes:", mounted as u64),
        format!(" {:<20}{:>9}", "Images activated:", counters.commands),
        format!(" {:<24}{}", "Elapsed CPU time:", delta(counters.cpu)),
        format!(" {:<24}{}", "Connect time:", delta(connect_time(context))),
    ]
}

/// Authorized privileges in rows of eight cells of ten characters, then one line for each that is on.
fn privileges(process: &Process) -> Vec<String> {
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

fn rights(context: &Context<'_>) -> Vec<String> {
    let process = &context.process;
    let mut lines = vec![String::new(), "Process rights:".to_owned()];
    let own = context.node.rights().name(process.uic.longword()).map(str::to_owned);
    lines.extend(own.map(|name| format!(" {name:<33}resource")));
    lines.push(format!(" {}", process.mode.word()));
    lines.push(" LOCAL".to_owned());
    lines.extend([String::new(), "System rights:".to_owned()]);
    lines.push(format!(" SYS$NODE_{}", context.node.name()));
    lines
}

fn show_system(context: &mut Context<'_>, command: &Command) -> Result<Status, Condition> {
    let node = context.node;
    let now = node.clock().now();
    let uptime = delta(now.0.saturating_sub(node.boot_time().0) / 100_000);
    let mut lines = Vec::new();
    if !command.present("HEADING").is_negated() {
        let (name, now) = (node.name(), now.absolute());
        lines.push(format!("OpenVMS V8.4  on node {name}  {now}  Uptime {}", &uptime[2..]));
        lines.push("  Pid    Process Name    State  Pri      I/O       CPU       Page flts  Pages".to_owned());
    }
    let wanted = command.value("PROCESS").unwrap_or("*").to_uppercase();
    let kinds: String = [("BATCH", 'B'), ("NETWORK", 'N'), ("SUBPROCESS", 'S'), ("INTERACTIVE", 'I')]
        .into_iter()
        .filter(|(label, _)| command.has(label))
        .map(|(_, kind)| kind)
        .collect();
    let of_kind = |process: &ListedProcess| {
        let kind = if process.kind == ' ' && process.state != "HIB" { 'I' } else { process.kind };
        kinds.is_empty() || kinds.contains(kind)
    };
    let matching = |process: &ListedProcess| of_kind(process) && crate::rms::matches(&wanted, &process.name);
    for process in processes(context).into_iter().filter(matching) {
        let ListedProcess { pid, name, state, priority, counters, pages, kind } = process;
        let (io, cpu) = (counters.buffered_io + counters.direct_io, delta(counters.cpu));
        let faults = counters.page_faults;
        lines.push(format!("{pid:08X} {name:<15} {state:<5}{priority:5}{io:9}{cpu}{faults:10}{pages:7}  {kind}"));
    }
    context.display(command, &lines)
}

/// A process as SHOW SYSTEM lists it.
pub struct ListedProcess {
    /// Process identification.
    pub pid: u32,
    /// Process name.
    pub name: String,
    /// Scheduling state.
    pub state: &'static str,
    /// Current priority.
    pub priority: u8,
    counters: Counters,
    pages: u64,
    /// Behind the pages: network, batch, subprocess.
    kind: char,
}

/// The processes of the node: those of the system, then the others by identification. What is known of the one that
/// asks is what it has used up to now.
pub fn processes(context: &Context<'_>) -> Vec<ListedProcess> {
    let own = &context.process;
    let mut others = context.node.process_table().all();
    let first = others.first().map_or(own.pid, |entry| entry.pid.min(own.pid)) & 0xFFFF_FE00;
    let system = |index: u32, name: &str, priority, page_faults, pages| ListedProcess {
        pid: first | index,
        name: name.to_owned(),
        state: "HIB",
        priority,
        counters: Counters { page_faults, ..Counters::default() },
        pages,
        kind: ' ',
    };
    let mut all = vec![system(1, "SWAPPER", 16, 0, 0)];
    if context.node.shadowing() {
        all.push(system(9, "SHADOW_SERVER", 6, 120, 160));
    }
    all.push(system(12, "OPCOM", 8, 150, 190));
    let owner = others.iter().find(|entry| entry.pid == own.pid).map_or(0, |entry| entry.owner);
    others.retain(|entry| entry.pid != own.pid);
    others.push(ProcessEntry::of(own, owner, "CUR"));
    others.sort_by_key(|entry| entry.pid);
    all.extend(others.into_iter().map(listed));
    all
}

fn listed(entry: ProcessEntry) -> ListedProcess {
    let kind = match entry.mode {
        ProcessMode::Batch => 'B',
        ProcessMode::Network => 'N',
        _ if entry.owner != 0 => 'S',
        _ => ' ',
    };
    let ProcessEntry { pid, name, state, priority, counters, .. } = entry;
    ListedProcess { pid, name, state, priority, counters, pages: u64::from(QUOTAS.pages), kind }
}
