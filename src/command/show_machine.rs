//! SHOW CPU, SHOW ERROR, SHOW MEMORY, SHOW QUOTA (command reference 10 and 13).

use super::{Context, Routine};
use crate::cdu::Command;
use crate::message::{Condition, Status, codes};
use crate::node::machine::{FREE_PAGES, MEMORY_PAGES, PAGE_BYTES, PAGING_FILE_PAGES, SWAP_FILE_PAGES};

/// The commands.
pub const ROUTINES: &[Routine] = &[
    Routine { name: "SHOW_CPU", handler: show_cpu, labels: &["BRIEF", "OPTION", "OPTION.CPU", "OUTPUT"] },
    Routine {
        name: "SHOW_ERROR",
        handler: show_error,
        labels: &["DEVICE", "FULL", "OPTION", "OPTION.ERROR", "OUTPUT"],
    },
    Routine {
        name: "SHOW_MEMORY",
        handler: show_memory,
        labels: &["ALL", "FILES", "OPTION", "OPTION.MEMORY", "OUTPUT", "PHYSICAL_PAGES", "POOL", "SLOTS"],
    },
    Routine { name: "SHOW_QUOTA", handler: show_quota, labels: &["DISK", "OPTION", "OPTION.QUOTA", "USER"] },
];

fn show_cpu(context: &mut Context<'_>, command: &Command) -> Result<Status, Condition> {
    let row = |label: &str, value: &str| format!("   {label:<22}{value}");
    let lines = [
        String::new(),
        format!("System: {}, {}", context.node.name(), context.node.hardware_name()),
        String::new(),
        "CPU ownership sets:".to_owned(),
        row("Active", "0,1"),
        row("Configure", "0,1"),
        String::new(),
        "CPU state sets:".to_owned(),
        row("Potential", "0,1"),
        row("Autostart", "0,1"),
        row("Powered Down", "None"),
        row("Not Present", "None"),
        row("Hard Excluded", "None"),
        row("Failover", "None"),
    ];
    context.display(command, &lines)
}

/// Devices with errors; /FULL lists every device, the processors and the memory too.
fn show_error(context: &mut Context<'_>, command: &Command) -> Result<Status, Condition> {
    let full = command.has("FULL");
    let devices = match command.value("DEVICE") {
        None => context.node.devices(""),
        Some(typed) => {
            let named = context.node.devices(&context.device(typed)?);
            if named.is_empty() {
                return Err(codes::SYSTEM_NOSUCHDEV.into());
            }
            named
        }
    };
    let mut rows: Vec<(String, u64)> = Vec::new();
    if full && command.value("DEVICE").is_none() {
        rows.extend([("CPU".to_owned(), 0), ("MEMORY".to_owned(), 0)]);
    }
    for device in devices.into_iter().filter(|device| full || device.error_count > 0) {
        let host = device.host.map(|host| format!(" ({host})")).unwrap_or_default();
        rows.push((format!("{}:{host}", device.name), device.error_count));
    }
    if rows.is_empty() {
        context.message(&Condition::new(codes::SHOW_NOERRORS));
        return Ok(codes::SHOW_NOERRORS.inhibited());
    }
    let heading = "Device                           Error Count".to_owned();
    let lines: Vec<String> =
        std::iter::once(heading).chain(rows.into_iter().map(|(name, count)| format!("{name:<33}{count:9}"))).collect();
    context.display(command, &lines)
}

/// Lines of a part of SHOW MEMORY.
type Section = fn(&Context<'_>) -> Vec<String>;

fn show_memory(context: &mut Context<'_>, command: &Command) -> Result<Status, Condition> {
    let sections: [(&str, Section); 4] =
        [("PHYSICAL_PAGES", pages), ("SLOTS", slots), ("POOL", pool), ("FILES", files)];
    let all = command.has("ALL") || !sections.iter().any(|(label, _)| command.has(label));
    let now = context.node.clock().now().absolute();
    let mut lines = vec![format!("              System Memory Resources on {now}")];
    for (_, section) in sections.iter().filter(|(label, _)| all || command.has(label)) {
        lines.push(String::new());
        lines.extend(section(context));
    }
    context.display(command, &lines)
}

/// A row of four figures behind a label.
fn row(label: &str, figures: [u32; 4]) -> String {
    let [a, b, c, d] = figures;
    format!("  {label:<26}{a:12}{b:12}{c:12}{d:12}")
}

fn heading(label: &str, columns: [&str; 4]) -> String {
    let [a, b, c, d] = columns;
    format!("{label:<28}{a:>12}{b:>12}{c:>12}{d:>12}")
}

/// Pages on the modified list.
const MODIFIED: u32 = 384;

fn pages(_: &Context<'_>) -> Vec<String> {
    let megabytes = f64::from(MEMORY_PAGES) * f64::from(PAGE_BYTES) / 1_048_576.0;
    let used = MEMORY_PAGES - FREE_PAGES - MODIFIED;
    vec![
        heading("Physical Memory Usage (pages):", ["Total", "Free", "In Use", "Modified"]).replacen("  ", "", 1),
        row(&format!("Main Memory ({megabytes:.2}MB)"), [MEMORY_PAGES, FREE_PAGES, used, MODIFIED]),
    ]
}

fn slots(context: &Context<'_>) -> Vec<String> {
    let running = u32::try_from(super::processes::all(context).len()).unwrap_or(0);
    let row_of = |label: &str, total: u32| row(label, [total, total.saturating_sub(running), running, 0]);
    vec![
        heading("Slot Usage (slots):", ["Total", "Free", "Resident", "Swapped"]),
        row_of("Process Entry Slots", context.node.parameter("MAXPROCESSCNT")),
        row_of("Balance Set Slots", context.node.parameter("BALSETCNT")),
    ]
}

fn pool(context: &Context<'_>) -> Vec<String> {
    let used = |total: u32| [total, total / 4 * 3, total - total / 4 * 3, total / 2];
    vec![
        heading("Dynamic Memory Usage:", ["Total", "Free", "In Use", "Largest"]),
        row("Nonpaged Dynamic Memory", used(context.node.parameter("NPAGEDYN"))),
        row("Paged Dynamic Memory", used(context.node.parameter("PAGEDYN"))),
    ]
}

fn files(_: &Context<'_>) -> Vec<String> {
    let row = |name: &str, index: u32, size: u32| format!("  {name:<45}{index:9}{size:12}{size:12}");
    vec![
        format!("{:<47}{:>9}{:>12}{:>12}", "Paging File Usage (8KB pages):", "Index", "Free", "Size"),
        row("SYS$SYSROOT:[SYSEXE]SWAPFILE.SYS", 1, SWAP_FILE_PAGES),
        row("SYS$SYSROOT:[SYSEXE]PAGEFILE.SYS", 254, PAGING_FILE_PAGES),
    ]
}

/// No volume of ours has a quota file.
fn show_quota(context: &mut Context<'_>, command: &Command) -> Result<Status, Condition> {
    let Some(typed) = command.value("DISK") else { return Err(codes::SYSTEM_QFNOTACT.into()) };
    let device = context.node.device(&context.device(typed)?).ok_or(codes::SYSTEM_NOSUCHDEV)?;
    Err(if device.mount.is_some() { codes::SYSTEM_QFNOTACT } else { codes::SYSTEM_DEVNOTMOUNT }.into())
}
