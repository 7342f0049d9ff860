//! SIMULATE FAULT: what goes wrong with a disk, and dismounts that meet a change of state.

use super::simulate::natural;
use super::{Context, Routine};
use crate::blocks::{BlockCount, Lbn, LbnRange};
use crate::cdu::Command;
use crate::message::{Condition, Status, codes};
use crate::node::views::{DeviceKind, DeviceView};
use crate::simulate::access;

/// Most milliseconds of /SLOW: a minute.
const SLOWEST: u64 = 60_000;

/// The option.
pub const ROUTINES: &[Routine] = &[Routine {
    name: "SIMULATE_FAULT",
    handler: fault,
    labels: &[
        "BUSY",
        "CLEAR",
        "CORRUPT",
        "DEVICE",
        "OFFLINE",
        "ONLINE",
        "OPTION",
        "READ_ERROR",
        "SLOW",
        "WRITE_ERROR",
        "WRITE_LOCK",
    ],
}];

/// Without a qualifier the faults of the disk are listed. /CLEAR comes first, so that one command can replace them all.
fn fault(context: &mut Context<'_>, command: &Command) -> Result<Status, Condition> {
    let name = context.device(command.value("DEVICE").unwrap_or(""))?;
    let device = access::device(context.node, &name)?;
    if command.value("BUSY").is_some() {
        return busy(context, command, &device);
    }
    if device.kind == DeviceKind::VirtualUnit {
        return Err(Condition::new(codes::SIMULATE_NOTDISK).arg(access::shown(&device)));
    }
    let [unreadable, unwritable, corrupt] =
        ["READ_ERROR", "WRITE_ERROR", "CORRUPT"].map(|label| blocks(command, label));
    let (unreadable, unwritable, corrupt) = (unreadable?, unwritable?, corrupt?);
    for lbn in unreadable.iter().chain(&unwritable).chain(&corrupt) {
        access::inside(&device, LbnRange { start: Lbn(*lbn), count: BlockCount(1) })?;
    }
    for lbn in &corrupt {
        context.node.corrupt(&name, Lbn(*lbn))?;
    }
    let slow = command.value("SLOW").map(|_| natural(command, "SLOW", 0)).transpose()?;
    if let Some(millis) = slow.filter(|millis| *millis > SLOWEST) {
        return Err(Condition::new(codes::CLI_IVVALU).token(millis.to_string()));
    }
    let locks = command.present("WRITE_LOCK");
    context.node.change_faults(&name, |plan| {
        if command.has("CLEAR") {
            *plan = Default::default();
        }
        plan.unreadable.extend(&unreadable);
        plan.unwritable.extend(&unwritable);
        plan.read_only = (plan.read_only || locks.is_present()) && !locks.is_negated();
        plan.delay = slow.unwrap_or(plan.delay);
        plan.offline = (plan.offline || command.has("OFFLINE")) && !command.has("ONLINE");
    })?;
    if !corrupt.is_empty() {
        counted(context, codes::SIMULATE_CORRUPTED, &device, corrupt.len());
    }
    if command.has("ONLINE") {
        context.message(&Condition::new(codes::SIMULATE_ONLINE).arg(access::shown(&device)));
    }
    if locks.is_negated() {
        context.message(&Condition::new(codes::SIMULATE_NOWRITELOCK).arg(access::shown(&device)));
    }
    list(context, &device, corrupt.is_empty() && !command.has("ONLINE") && !locks.is_negated())
}

/// The faults in force; that there are none only when nothing else was said.
fn list(context: &mut Context<'_>, device: &DeviceView, alone: bool) -> Result<Status, Condition> {
    let plan = context.node.faults(&device.name)?;
    let shown = access::shown(device);
    if plan == Default::default() && alone {
        context.message(&Condition::new(codes::SIMULATE_NOFAULTS).arg(shown.as_str()));
    }
    if plan.offline {
        context.message(&Condition::new(codes::SIMULATE_OFFLINE).arg(shown.as_str()));
    }
    if plan.read_only {
        context.message(&Condition::new(codes::SIMULATE_WRITELOCK).arg(shown.as_str()));
    }
    if plan.delay > 0 {
        let slow = Condition::new(codes::SIMULATE_SLOW).arg(shown.as_str());
        context.message(&slow.arg(access::number(plan.delay)));
    }
    if !plan.unreadable.is_empty() {
        counted(context, codes::SIMULATE_READERROR, device, plan.unreadable.len());
    }
    if !plan.unwritable.is_empty() {
        counted(context, codes::SIMULATE_WRITEERROR, device, plan.unwritable.len());
    }
    Ok(Status::NORMAL)
}

fn counted(context: &mut Context<'_>, status: Status, device: &DeviceView, count: usize) {
    context.message(&Condition::new(status).arg(access::number(count as u64)).arg(access::shown(device)));
}

fn busy(context: &mut Context<'_>, command: &Command, device: &DeviceView) -> Result<Status, Condition> {
    if device.kind != DeviceKind::VirtualUnit {
        return Err(Condition::new(codes::SIMULATE_NOTVU).arg(access::shown(device)));
    }
    let others = ["CLEAR", "CORRUPT", "OFFLINE", "ONLINE", "READ_ERROR", "SLOW", "WRITE_ERROR", "WRITE_LOCK"];
    if let Some(other) = others.into_iter().find(|label| command.labels().iter().any(|given| given == label)) {
        return Err(Condition::new(codes::CLI_CONFLICT).token(other));
    }
    let times = u32::try_from(natural(command, "BUSY", 0)?).unwrap_or(u32::MAX);
    context.node.make_busy(&device.name, times)?;
    counted(context, codes::SIMULATE_BUSY, device, times as usize);
    Ok(Status::NORMAL)
}

/// The block numbers of a qualifier.
fn blocks(command: &Command, label: &str) -> Result<Vec<u64>, Condition> {
    let number = |text: &&str| text.parse().map_err(|_| Condition::new(codes::CLI_IVVALU).token(*text));
    command.values(label).iter().map(number).collect()
}
