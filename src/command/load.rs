//! SIMULATE LOAD, LOAD/STOP and LOAD/VERIFY.

use std::sync::Arc;

use super::simulate::natural;
use super::{Context, Routine};
use crate::blocks::LbnRange;
use crate::cdu::Command;
use crate::message::{Condition, Status, codes};
use crate::node::views::OwnerView;
use crate::simulate::load::{self, Done, Watch};
use crate::simulate::{Pattern, Shape, access};

/// What a load does when the command does not say.
const OPERATIONS: u64 = 100;
const RATE: u64 = 1000;
const BLOCKS: u64 = 8;

/// The three forms.
pub const ROUTINES: &[Routine] = &[
    Routine {
        name: "SIMULATE_LOAD",
        handler: start,
        labels: &[
            "CONTINUOUS",
            "DEVICE",
            "LOG",
            "OPERATIONS",
            "OPTION",
            "RANGE",
            "RATE",
            "READ_PERCENT",
            "SEED",
            "SIZE",
        ],
    },
    Routine { name: "SIMULATE_LOAD_STOP", handler: stop, labels: &["DEVICE", "OPTION", "STOP"] },
    Routine { name: "SIMULATE_LOAD_VERIFY", handler: verify, labels: &["DEVICE", "OPTION", "VERIFY"] },
];

/// The process that waits for its load.
struct Onlooker<'a, 'c> {
    /// Says what was written as soon as it is.
    logs: bool,
    device: &'a str,
    context: &'a mut Context<'c>,
}

impl Watch for Onlooker<'_, '_> {
    fn interrupted(&mut self) -> bool {
        self.context.streams.interrupted()
    }

    fn written(&mut self, range: LbnRange) {
        if self.logs {
            let written = Condition::new(codes::SIMULATE_WRITTEN).arg(access::number(range.count.0));
            let device = format!("{}:", self.device);
            self.context.message(&written.arg(device).arg(access::number(range.start.0)));
        }
    }
}

fn start(context: &mut Context<'_>, command: &Command) -> Result<Status, Condition> {
    let device = context.device(command.value("DEVICE").unwrap_or(""))?;
    let shape = Shape {
        size: natural(command, "SIZE", BLOCKS)?.max(1),
        read_percent: natural(command, "READ_PERCENT", 0)?.min(100),
        seed: natural(command, "SEED", context.seed)?,
    };
    let extents = access::load_extents(context.node, &device, range(command)?)?;
    let no_room = || Condition::new(codes::SIMULATE_NOFREE).arg(format!("{device}:"));
    let pattern = Pattern::new(extents, shape).ok_or_else(no_room)?;
    if command.has("CONTINUOUS") {
        let rate = natural(command, "RATE", RATE)?.max(1);
        let owner = OwnerView { pid: context.process.pid, name: context.process.name.clone() };
        context.loads.start(context.node, &device, pattern, rate, owner)?;
        let started = Condition::new(codes::SIMULATE_LOADSTARTED).arg(format!("{device}:"));
        context.message(&started.arg(access::number(shape.seed)));
        return Ok(codes::SIMULATE_LOADSTARTED.inhibited());
    }
    let operations = natural(command, "OPERATIONS", OPERATIONS)?;
    let node = Arc::clone(context.node);
    let mut watch = Onlooker { logs: command.has("LOG"), device: &device, context };
    let done = load::run(&node, &device, pattern, operations, &mut watch)?;
    report(context, codes::SIMULATE_LOADDONE, &device, done)
}

/// `/RANGE=(first,last)`.
fn range(command: &Command) -> Result<Option<LbnRange>, Condition> {
    let values = command.values("RANGE");
    let bad = || Condition::new(codes::SIMULATE_BADRANGE).arg(values.join(","));
    match values[..] {
        [] => Ok(None),
        [first, last] => {
            let parse = |text: &str| text.parse::<u64>().map_err(|_| bad());
            let (first, last) = (parse(first)?, parse(last)?);
            let count = last.checked_sub(first).ok_or_else(bad)?;
            Ok(Some(LbnRange::new(first, count + 1)))
        }
        _ => Err(bad()),
    }
}

fn stop(context: &mut Context<'_>, command: &Command) -> Result<Status, Condition> {
    let device = context.device(command.value("DEVICE").unwrap_or(""))?;
    let done = context.loads.stop(&device)?;
    let stopped = Condition::new(codes::SIMULATE_LOADSTOPPED).arg(format!("{device}:"));
    context.message(&stopped.arg(access::number(done.operations())));
    Ok(codes::SIMULATE_LOADSTOPPED.inhibited())
}

fn verify(context: &mut Context<'_>, command: &Command) -> Result<Status, Condition> {
    let device = context.device(command.value("DEVICE").unwrap_or(""))?;
    let extents = access::load_extents(context.node, &device, None)?;
    let blocks = load::verify(context.node, &device, &extents)?;
    let verified = Condition::new(codes::SIMULATE_VERIFIED).arg(access::number(blocks));
    context.message(&verified.arg(format!("{device}:")));
    Ok(codes::SIMULATE_VERIFIED.inhibited())
}

fn report(context: &mut Context<'_>, status: Status, device: &str, done: Done) -> Result<Status, Condition> {
    let figures = [done.reads, done.writes, done.blocks].map(access::number);
    let head = Condition::new(status).arg(format!("{device}:"));
    context.message(&figures.into_iter().fold(head, Condition::arg));
    Ok(status.inhibited())
}
