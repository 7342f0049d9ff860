//! WAIT: time passes (dcl.md 6).

use std::sync::Arc;
use std::time::Duration;

use super::{Context, Routine};
use crate::cdu::Command;
use crate::clock::{Millis, TICKS_PER_MILLI};
use crate::dcl::time::parse_delta;
use crate::message::{Condition, Status, codes};
use crate::simulate;

/// The command.
pub const ROUTINES: &[Routine] = &[Routine { name: "WAIT", handler: wait, labels: &["DELTA"] }];

/// `$STATUS` stays as it was.
fn wait(context: &mut Context<'_>, command: &Command) -> Result<Status, Condition> {
    let delta = parse_delta(command.value("DELTA").unwrap_or_default())?;
    let waited = pause(context, Millis(delta.ticks().div_ceil(TICKS_PER_MILLI)));
    Ok(if waited { context.dcl.status() } else { codes::SYSTEM_CONTROLY })
}

/// Lets time pass: under the virtual clock it is advanced; under the real one the process sleeps, while the node's threads
/// go on. False if Ctrl/Y was pressed before it was over.
pub fn pause(context: &mut Context<'_>, length: Millis) -> bool {
    let clock = Arc::clone(context.node.clock());
    if clock.is_virtual() {
        simulate::pass(context.node, context.loads, length);
        return !context.streams.interrupted();
    }
    let end = clock.millis().0.saturating_add(length.0);
    loop {
        let now = clock.millis().0;
        if now >= end {
            return true;
        }
        if context.streams.interrupted() {
            return false;
        }
        context.streams.rest(Duration::from_millis(end - now));
    }
}
