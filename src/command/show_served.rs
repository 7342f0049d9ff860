//! SHOW DEVICES/SERVED: the disks that the MSCP server of the node offers to other nodes. Each node reaches every disk by a
//! path of its own, so that nobody ever asks the server for anything.

use super::{Context, Routine};
use crate::cdu::Command;
use crate::message::{Condition, Status, codes};
use crate::node::views::DeviceView;
use crate::show::layout::Line;

/// The command.
pub const ROUTINES: &[Routine] = &[Routine {
    name: "SHOW_DEVICES_SERVED",
    handler: show_served,
    labels: &["ALL", "COUNT", "DEVICE", "HOST", "OPTION", "OUTPUT", "RESOURCE", "SERVED"],
}];

fn show_served(context: &mut Context<'_>, command: &Command) -> Result<Status, Condition> {
    if !context.node.serves_disks() {
        return Err(Condition::new(codes::SHOW_NOMSCP).arg(context.node.name()));
    }
    let all = command.has("ALL") || !["COUNT", "HOST", "RESOURCE"].into_iter().any(|label| command.has(label));
    let mut lines = Vec::new();
    if all {
        lines.extend(devices(context, &served(context, command)?));
    }
    if command.has("COUNT") || command.has("ALL") {
        lines.extend(counts(context));
    }
    if command.has("RESOURCE") || command.has("ALL") {
        lines.extend(resources(context));
    }
    if command.has("HOST") || command.has("ALL") {
        lines.extend(hosts(context));
    }
    context.display(command, &lines)
}

/// The served disks that the name selects. [`codes::SYSTEM_NOSUCHDEV`] for a name that matches nothing.
fn served(context: &Context<'_>, command: &Command) -> Result<Vec<DeviceView>, Condition> {
    let name = command.value("DEVICE").map(|typed| context.device(typed)).transpose()?.unwrap_or_default();
    let devices = context.node.devices(&name);
    if devices.is_empty() {
        return Err(codes::SYSTEM_NOSUCHDEV.into());
    }
    Ok(devices.into_iter().filter(|device| device.served).collect())
}

fn title(context: &Context<'_>, of: &str) -> Vec<String> {
    let (node, now) = (context.node.name(), context.node.clock().now());
    vec![String::new(), Line::new().at(16, &format!("{of} on {node} {now}")).finish(), String::new()]
}

fn devices(context: &Context<'_>, devices: &[DeviceView]) -> Vec<String> {
    let row = |device: &DeviceView| {
        let status = if device.online { "Avail" } else { "Offline" };
        let line = Line::new().at(1, &format!("{}:", device.name)).at(18, status);
        line.ending(37, &device.total_blocks.to_string()).ending(49, "0").ending(58, "0").ending(67, "0").finish()
    };
    let mut lines = title(context, "MSCP-Served Devices");
    lines.push(Line::new().at(38, "Queue Requests").finish());
    let heading = Line::new().at(1, "Device:").at(18, "Status").ending(37, "Total Size");
    lines.push(heading.ending(49, "Current").ending(58, "Max").ending(67, "Hosts").finish());
    lines.extend(devices.iter().map(row));
    lines
}

fn counts(context: &Context<'_>) -> Vec<String> {
    let mut lines = title(context, "MSCP Requests");
    lines.push("Total requests:          0".to_owned());
    lines
}

/// What MSCP_BUFFER and MSCP_CREDITS give the server, none of it in use.
fn resources(context: &Context<'_>) -> Vec<String> {
    let mut lines = title(context, "MSCP Server Resources");
    lines.push(Line::new().at(1, "Resource").ending(37, "Total").ending(49, "In Use").finish());
    for (name, parameter) in [("Buffer pages", "MSCP_BUFFER"), ("Credits for each host", "MSCP_CREDITS")] {
        let total = context.node.parameter(parameter).to_string();
        lines.push(Line::new().at(1, name).ending(37, &total).ending(49, "0").finish());
    }
    lines
}

fn hosts(context: &Context<'_>) -> Vec<String> {
    let mut lines = title(context, "MSCP Hosts");
    lines.push(Line::new().at(1, "Host:").at(18, "Time of Connection").ending(49, "Devices").finish());
    lines
}
