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

/// Under the virtual clock time is advanced; under the real one the process sleeps, while the node's threads go on, until
/// the time is over or Ctrl/Y is pressed. `$STATUS` stays as it was.
fn wait(context: &mut Context<'_>, command: &Command) -> Result<Status, Condition> {
    let delta = parse_delta(command.value("DELTA").unwrap_or_default())?;
    let clock = Arc::clone(context.node.clock());
    let length = Millis(delta.ticks().div_ceil(TICKS_PER_MILLI));
    if clock.is_virtual() {
        simulate::pass(context.node, context.loads, length);
        return Ok(context.dcl.status());
    }
    let end = clock.millis().0.saturating_add(length.0);
    loop {
        let now = clock.millis().0;
        if now >= end {
            return Ok(context.dcl.status());
        }
        if context.streams.interrupted() {
            return Ok(codes::SYSTEM_CONTROLY);
        }
        context.streams.rest(Duration::from_millis(end - now));
    }
}
