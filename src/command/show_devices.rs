//! SHOW DEVICES and SHOW SHADOW (shadowing.md 2.5, 2.6 and 3).

use super::lexical::plain_device;
use super::{Context, Routine};
use crate::cdu::{Command, Presence};
use crate::message::{Condition, Status, codes};
use crate::node::views::{DeviceKind, DeviceView, MountScope, SetView};
use crate::show::full::Names;
use crate::show::open_files::{self, Selection};
use crate::show::shadow_set::{self, Report};
use crate::show::{bitmap, brief, full, priority};

/// The two commands.
pub const ROUTINES: &[Routine] = &[
    Routine {
        name: "SHOW_DEVICES",
        handler: show_devices,
        labels: &[
            "ALLOCATED",
            "BITMAP",
            "BRIEF",
            "DEVICE",
            "FILES",
            "FULL",
            "MOUNTED",
            "MULTIPATH_SET",
            "OPTION",
            "OUTPUT",
            "REBUILD_STATUS",
            "SYSTEM",
            "WINDOWS",
        ],
    },
    Routine {
        name: "SHOW_SHADOW",
        handler: show_shadow,
        labels: &["ACTIVE", "BY_PRIORITY", "COPY", "DEVICE", "FULL", "MERGE", "OPTION", "OUTPUT"],
    },
];

fn show_devices(context: &mut Context<'_>, command: &Command) -> Result<Status, Condition> {
    let terminals = terminals(context, command)?;
    if !terminals.is_empty() {
        let lines = match command.has("FULL") {
            true => terminals.iter().flat_map(|terminal| terminal.full_lines(context)).collect(),
            false => brief::plain_heading()
                .into_iter()
                .chain(terminals.iter().map(|t| brief::row(&t.view(context))))
                .collect::<Vec<_>>(),
        };
        return context.display(command, &lines);
    }
    let devices = matching(context, command)?;
    let shown: Vec<DeviceView> = devices.into_iter().filter(|device| passes(device, command)).collect();
    let lines = if command.has("FILES") {
        open_files(context, command, &shown)?
    } else if command.has("REBUILD_STATUS") {
        if shown.is_empty() { Vec::new() } else { open_files::rebuild_lines(&shown) }
    } else if command.has("MULTIPATH_SET") {
        // Every disk has the one path of its image.
        Vec::new()
    } else if command.has("BITMAP") {
        bitmaps(context, &shown, command.has("FULL"))
    } else if command.has("FULL") {
        full_blocks(context, &shown)
    } else {
        brief_rows(&shown)
    };
    context.display(command, &lines)
}

/// The terminals whose names begin as was typed; none when no name was typed.
fn terminals(context: &Context<'_>, command: &Command) -> Result<Vec<plain_device::PlainDevice>, Condition> {
    let Some(typed) = command.value("DEVICE") else { return Ok(Vec::new()) };
    let name = context.device(typed)?;
    let of_name = context.node.terminals().into_iter().filter(|terminal| terminal.starts_with(&name));
    let mut found: Vec<_> = of_name.filter_map(|terminal| plain_device::find(context, &terminal)).collect();
    if found.is_empty() {
        found.extend(plain_device::find(context, &name).filter(|device| device.is_terminal()));
    }
    Ok(found)
}

/// What the name selects, in the order of the display. A whole virtual unit brings its members.
fn matching(context: &Context<'_>, command: &Command) -> Result<Vec<DeviceView>, Condition> {
    let Some(typed) = command.value("DEVICE") else { return Ok(context.node.devices("")) };
    let name = context.device(typed)?;
    let mut devices = context.node.devices(&name);
    if let [unit] = &devices[..]
        && name.trim_end_matches(':').ends_with(|last: char| last.is_ascii_digit())
        && let Some(set) = &unit.set
    {
        let members: Vec<DeviceView> =
            set.members.iter().filter_map(|member| context.node.device(&member.device)).collect();
        devices.extend(members);
    }
    if devices.is_empty() { Err(codes::SYSTEM_NOSUCHDEV.into()) } else { Ok(devices) }
}

/// /MOUNTED and /ALLOCATED list virtual units, not the members of system-wide sets.
fn passes(device: &DeviceView, command: &Command) -> bool {
    let mounted = !command.has("MOUNTED") || device.mount.is_some();
    let private = device.mount.as_ref().is_some_and(|mount| mount.scope == MountScope::Private);
    let allocated = !command.has("ALLOCATED") || device.owner.is_some() || private;
    mounted && allocated
}

/// The open files of each mounted Files-11 volume. What a load has open has no name on the volume.
fn open_files(context: &Context<'_>, command: &Command, devices: &[DeviceView]) -> Result<Vec<String>, Condition> {
    let selection = match command.present("SYSTEM") {
        Presence::Absent => Selection::Everybody,
        presence if presence.is_negated() => Selection::Processes,
        _ => Selection::System,
    };
    let is_open = |device: &&DeviceView| device.mount.as_ref().is_some_and(|mount| !mount.foreign);
    if command.value("DEVICE").is_some() && !devices.iter().any(|device| is_open(&device) || device.member.is_some()) {
        return Err(codes::SYSTEM_DEVNOTMOUNT.into());
    }
    let of_device = |device: &DeviceView| {
        let load = context.loads.running_on(&device.name);
        let open: Vec<_> =
            load.into_iter().map(|(owner, seed)| (owner, format!("SIMULATE LOAD, seed {seed}"))).collect();
        open_files::lines(device, context.node.clock().now(), selection, command.has("WINDOWS"), &open)
    };
    Ok(devices.iter().filter(is_open).flat_map(of_device).collect())
}

fn brief_rows(devices: &[DeviceView]) -> Vec<String> {
    if devices.is_empty() {
        return Vec::new();
    }
    let rows = devices.iter().map(brief::row);
    brief::heading().into_iter().chain(rows).collect()
}

/// Of mounted sets, and of dismounted ones whose bitmaps wait to be deleted.
fn bitmaps(context: &Context<'_>, devices: &[DeviceView], full: bool) -> Vec<String> {
    let units = devices.iter().filter(|device| device.kind == DeviceKind::VirtualUnit);
    let rows: Vec<String> = units.flat_map(|device| bitmap::rows(&context.node.bitmaps(device.unit), full)).collect();
    if rows.is_empty() {
        return rows;
    }
    let heading = if full { bitmap::full_heading() } else { bitmap::heading() };
    heading.into_iter().chain(rows).collect()
}

fn full_blocks(context: &Context<'_>, devices: &[DeviceView]) -> Vec<String> {
    let uic = |uic| context.node.rights().show(uic);
    let names = Names { uic: &uic, hardware: context.node.hardware_name() };
    devices.iter().flat_map(|device| full::lines(device, &names)).collect()
}

fn show_shadow(context: &mut Context<'_>, command: &Command) -> Result<Status, Condition> {
    let reports = [("ACTIVE", Report::Active), ("COPY", Report::Copy), ("MERGE", Report::Merge)];
    let report = reports.into_iter().find(|(label, _)| command.has(label)).map_or(Report::Everything, |(_, r)| r);
    let sets = sets(context, command)?;
    if command.has("BY_PRIORITY") {
        let lines = if sets.is_empty() { Vec::new() } else { priority::heading().to_vec() };
        return context.display(command, &[lines, priority::rows(&sets)].concat());
    }
    let mut lines = Vec::new();
    for set in sets {
        if !lines.is_empty() {
            lines.push(String::new());
        }
        lines.extend(shadow_set::lines(&set, report));
    }
    context.display(command, &lines)
}

/// The set that was named, or all mounted sets by unit number.
fn sets(context: &Context<'_>, command: &Command) -> Result<Vec<SetView>, Condition> {
    let Some(typed) = command.value("DEVICE") else {
        let units = context.node.devices("DSA").into_iter();
        return Ok(units.filter_map(|unit| unit.set).collect());
    };
    let device = context.node.device(&context.device(typed)?).ok_or(codes::SYSTEM_NOSUCHDEV)?;
    match (device.kind, device.set) {
        (DeviceKind::VirtualUnit, Some(set)) => Ok(vec![set]),
        (DeviceKind::VirtualUnit, None) => Err(codes::SYSTEM_DEVNOTMOUNT.into()),
        _ => Err(codes::SYSTEM_UNSUPPORTED.into()),
    }
}
