//! SIMULATE EXPLAIN: what the last copy was and why it was that kind.

use super::{Context, Routine};
use crate::cdu::Command;
use crate::message::{Condition, Status, codes};
use crate::simulate::explain;

/// The option of the verb.
pub const ROUTINES: &[Routine] =
    &[Routine { name: "SIMULATE_EXPLAIN", handler: explain, labels: &["DEVICE", "OPTION"] }];

fn explain(context: &mut Context<'_>, command: &Command) -> Result<Status, Condition> {
    let device = context.device(command.value("DEVICE").unwrap_or(""))?;
    let records = context.node.copy_records(&device)?;
    let expelled = explain::expelled(&context.node.expelled_members(&device)?);
    let Some(last) = records.last() else {
        if !expelled.is_empty() {
            context.line(format!("No copy of {device}:"));
            context.lines(expelled);
            return Ok(Status::NORMAL);
        }
        context.message(&Condition::new(codes::SIMULATE_NOHISTORY).arg(format!("{device}:")));
        return Ok(codes::SIMULATE_NOHISTORY.inhibited());
    };
    context.line(format!("Last copy of {device}:"));
    context.lines(explain::lines(last));
    context.lines(expelled);
    Ok(Status::NORMAL)
}
