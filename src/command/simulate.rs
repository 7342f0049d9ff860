//! SIMULATE WRITE, READ, COMPARE, CLOCK, CRASH and SHUTDOWN. Loads stand in `load`, explanations in `explain`.

use super::{Context, Ending, Routine};
use crate::blocks::{BLOCK_BYTES, BlockCount, Lbn, LbnRange};
use crate::cdu::Command;
use crate::clock::Millis;
use crate::message::{Condition, Status, codes};
use crate::simulate::{self, LoadedBlock, access, compare, dump};

/// The options of the verb, loads and explanations excepted.
pub const ROUTINES: &[Routine] = &[
    Routine {
        name: "SIMULATE_WRITE",
        handler: write,
        labels: &["COUNT", "DATA", "DEVICE", "LBN", "OPTION", "OVERRIDE", "SEED"],
    },
    Routine { name: "SIMULATE_READ", handler: read, labels: &["COUNT", "DEVICE", "LBN", "OPTION"] },
    Routine { name: "SIMULATE_COMPARE", handler: compare, labels: &["DEVICE", "OPTION", "OTHER"] },
    Routine { name: "SIMULATE_CLOCK", handler: clock, labels: &["ADVANCE", "OPTION"] },
    Routine { name: "SIMULATE_CRASH", handler: crash, labels: &["OPTION"] },
    Routine { name: "SIMULATE_SHUTDOWN", handler: shutdown, labels: &["OPTION"] },
];

/// Most blocks of one SIMULATE WRITE or READ: 16 MiB.
const MOST_BLOCKS: u64 = 32_768;

/// The value of a numeric qualifier that must not be negative.
pub(super) fn natural(command: &Command, label: &str, default: u64) -> Result<u64, Condition> {
    let Some(text) = command.value(label) else { return Ok(default) };
    text.parse().map_err(|_| Condition::new(codes::CLI_IVVALU).token(text))
}

/// The blocks that /LBN and /COUNT name.
fn range(command: &Command) -> Result<LbnRange, Condition> {
    if command.value("LBN").is_none() {
        return Err(Condition::new(codes::CLI_VALREQ).token("LBN"));
    }
    let count = natural(command, "COUNT", 1)?;
    if count == 0 || count > MOST_BLOCKS {
        return Err(Condition::new(codes::CLI_IVVALU).token(count.to_string()));
    }
    Ok(LbnRange { start: Lbn(natural(command, "LBN", 0)?), count: BlockCount(count) })
}

fn write(context: &mut Context<'_>, command: &Command) -> Result<Status, Condition> {
    let device = context.device(command.value("DEVICE").unwrap_or(""))?;
    let range = range(command)?;
    let mut data = vec![0; range.count.0 as usize * BLOCK_BYTES];
    let seed = natural(command, "SEED", 0)?;
    for (index, block) in data.chunks_exact_mut(BLOCK_BYTES).enumerate() {
        match command.value("DATA") {
            Some(text) => text.bytes().zip(block).for_each(|(from, to)| *to = from),
            None => LoadedBlock { lbn: Lbn(range.start.0 + index as u64), sequence: 0, seed }.fill(block),
        }
    }
    simulate::wait_for_writes(context.node, context.loads, &device);
    let notes = access::write(context.node, &device, range.start, &data, command.has("OVERRIDE"))?;
    notes.iter().for_each(|note| context.message(note));
    let written = Condition::new(codes::SIMULATE_WRITTEN).arg(access::number(range.count.0)).arg(format!("{device}:"));
    context.message(&written.arg(access::number(range.start.0)));
    Ok(codes::SIMULATE_WRITTEN.inhibited())
}

fn read(context: &mut Context<'_>, command: &Command) -> Result<Status, Condition> {
    let name = context.device(command.value("DEVICE").unwrap_or(""))?;
    let range = range(command)?;
    let device = access::device(context.node, &name)?;
    access::inside(&device, range)?;
    let mut data = vec![0; range.count.0 as usize * BLOCK_BYTES];
    context.node.read_blocks(&name, range, &mut data)?;
    context.line(format!("Dump of device {}: on {}", device.name, context.node.clock().now()));
    context.line("");
    for (lbn, block) in (range.start.0..).map(Lbn).zip(data.chunks_exact(BLOCK_BYTES)) {
        context.lines(dump::lines(lbn, block));
    }
    Ok(Status::NORMAL)
}

fn compare(context: &mut Context<'_>, command: &Command) -> Result<Status, Condition> {
    let left = access::device(context.node, &context.device(command.value("DEVICE").unwrap_or(""))?)?;
    let right = access::device(context.node, &context.device(command.value("OTHER").unwrap_or(""))?)?;
    if left.total_blocks != right.total_blocks {
        let unequal = Condition::new(codes::SIMULATE_UNEQUALSIZE);
        let sized = [&left, &right].into_iter().fold(unequal, |condition, device| {
            condition.arg(access::shown(device)).arg(access::number(device.total_blocks))
        });
        context.message(&sized);
    }
    let blocks = left.total_blocks.min(right.total_blocks);
    let streams = &mut *context.streams;
    let found = compare::compare(context.node, &left.name, &right.name, blocks, || streams.interrupted())?;
    let named = |status, count| {
        let condition = Condition::new(status).arg(access::shown(&left)).arg(access::shown(&right));
        condition.arg(access::number(count))
    };
    if found.differ == 0 {
        context.message(&named(codes::SIMULATE_AGREE, found.compared));
        return Ok(codes::SIMULATE_AGREE.inhibited());
    }
    let first: Vec<String> = found.first.iter().map(ToString::to_string).collect();
    let first = Condition::new(codes::SIMULATE_FIRSTLBNS).arg(first.join(", "));
    Err(named(codes::SIMULATE_DIFFER, found.differ).then(first))
}

fn clock(context: &mut Context<'_>, command: &Command) -> Result<Status, Condition> {
    let Some(delta) = command.value("ADVANCE") else {
        return Err(Condition::new(codes::CLI_VALREQ).token("ADVANCE"));
    };
    if !context.node.clock().is_virtual() {
        return Err(codes::SIMULATE_REALCLOCK.into());
    }
    let by = context.delta(delta)?;
    simulate::pass(context.node, context.loads, by);
    let now = context.node.clock().now();
    context.message(&Condition::new(codes::SIMULATE_ADVANCED).arg(delta).arg(now.absolute()));
    Ok(codes::SIMULATE_ADVANCED.inhibited())
}

fn crash(context: &mut Context<'_>, _command: &Command) -> Result<Status, Condition> {
    context.message(&Condition::new(codes::SIMULATE_CRASHING).arg(context.node.name()));
    context.node.end_stalls();
    context.loads.stop_all();
    context.node.crash();
    *context.ending = Some(Ending::Crash);
    Ok(codes::SIMULATE_CRASHING.inhibited())
}

fn shutdown(context: &mut Context<'_>, _command: &Command) -> Result<Status, Condition> {
    context.message(&Condition::new(codes::SIMULATE_SHUTDOWN).arg(context.node.name()));
    context.node.end_stalls();
    context.loads.stop_all();
    simulate::pass(context.node, context.loads, Millis(0));
    context.node.shutdown();
    *context.ending = Some(Ending::Shutdown);
    Ok(codes::SIMULATE_SHUTDOWN.inhibited())
}
