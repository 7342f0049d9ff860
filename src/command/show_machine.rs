//! SHOW CPU, SHOW ERROR, SHOW QUOTA (command reference 13).

use super::{Context, Routine};
use crate::cdu::Command;
use crate::message::{Condition, Status, codes};
use crate::node::machine::{PAGE_BYTES, PROCESSORS};

/// The commands.
pub const ROUTINES: &[Routine] = &[
    Routine { name: "SHOW_CPU", handler: show_cpu, labels: &["BRIEF", "FULL", "OPTION", "OPTION.CPU", "OUTPUT"] },
    Routine {
        name: "SHOW_ERROR",
        handler: show_error,
        labels: &["DEVICE", "FULL", "OPTION", "OPTION.ERROR", "OUTPUT"],
    },
    Routine { name: "SHOW_QUOTA", handler: show_quota, labels: &["DISK", "OPTION", "OPTION.QUOTA", "USER"] },
];

fn show_cpu(context: &mut Context<'_>, command: &Command) -> Result<Status, Condition> {
    let row = |label: &str, value: &str| format!("   {label:<22}{value}");
    let all = (0..PROCESSORS).map(|number| number.to_string()).collect::<Vec<_>>().join(",");
    let mut lines = vec![
        String::new(),
        format!("System: {}, {}", context.node.name(), context.node.hardware_name()),
        String::new(),
    ];
    if command.has("FULL") {
        lines.extend(processors(context));
    } else {
        lines.push("CPU ownership sets:".to_owned());
        lines.extend(["Active", "Configure"].map(|label| row(label, &all)));
        lines.extend([String::new(), "CPU state sets:".to_owned()]);
        lines.extend(["Potential", "Autostart"].map(|label| row(label, &all)));
        lines.extend(["Powered Down", "Not Present", "Hard Excluded", "Failover"].map(|label| row(label, "None")));
    }
    context.display(command, &lines)
}

/// /FULL: what holds for all processors, and each with the process that runs on it.
fn processors(context: &Context<'_>) -> Vec<String> {
    let row = |label: &str, value: &str| format!("{label:<16}= {value}");
    let capabilities = |words: &str| format!("{:16}System:  {words}", "");
    let mut lines = vec![
        row("SMP execlet", "2 : Enabled : Streamlined."),
        row("Config tree", "None"),
        row("Primary CPU", "0"),
        row("HWRPB CPUs", &PROCESSORS.to_string()),
        row("Page Size", &PAGE_BYTES.to_string()),
        "Default CPU Capabilities:".to_owned(),
        capabilities("QUORUM RUN"),
        "Default Process Capabilities:".to_owned(),
        capabilities("QUORUM RUN"),
    ];
    for number in 0..PROCESSORS {
        // One command runs at a time.
        let process = match number {
            0 => format!("{:<20}PID: {:08X}", context.process.name, context.process.pid),
            _ => "*None*".to_owned(),
        };
        lines.extend([
            String::new(),
            format!("CPU {number}    State: RUN"),
            format!("         Process: {process}"),
            "         Capabilities:".to_owned(),
            capabilities(if number == 0 { "PRIMARY QUORUM RUN" } else { "QUORUM RUN" }),
        ]);
    }
    lines
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

/// No volume has a quota file. Without /DISK the default disk is meant.
fn show_quota(context: &mut Context<'_>, command: &Command) -> Result<Status, Condition> {
    if let Some(text) = command.value("USER") {
        let known = context.node.rights().parse(text);
        known.ok_or_else(|| Condition::new(codes::CLI_INVUIC).token(text))?;
    }
    let typed = command.value("DISK").map(str::to_owned);
    let typed = typed.unwrap_or_else(|| context.process.default_device(context.node.names()));
    let name = context.device(&typed)?;
    Err(match context.node.device(&name) {
        None if !context.node.file_systems().devices().contains(&name) => codes::SYSTEM_NOSUCHDEV,
        Some(device) if device.mount.is_none() => codes::SYSTEM_DEVNOTMOUNT,
        _ => codes::SYSTEM_QFNOTACT,
    }
    .into())
}
