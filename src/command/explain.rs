//! SIMULATE EXPLAIN: what the last copy and the last merge were, and why; who was expelled.

use super::{Context, Routine};
use crate::cdu::Command;
use crate::message::{Condition, Status, codes};
use crate::simulate::explain;

/// The option of the verb.
pub const ROUTINES: &[Routine] =
    &[Routine { name: "SIMULATE_EXPLAIN", handler: explain, labels: &["DEVICE", "OPTION"] }];

fn explain(context: &mut Context<'_>, command: &Command) -> Result<Status, Condition> {
    let device = context.device(command.value("DEVICE").unwrap_or(""))?;
    let copy = context.node.copy_records(&device)?.pop();
    let merge = context.node.merge_records(&device)?.pop();
    let expelled = explain::expelled(&context.node.expelled_members(&device)?);
    if copy.is_none() && merge.is_none() && expelled.is_empty() {
        context.message(&Condition::new(codes::SIMULATE_NOHISTORY).arg(format!("{device}:")));
        return Ok(codes::SIMULATE_NOHISTORY.inhibited());
    }
    if let Some(copy) = copy {
        context.line(format!("Last copy of {device}:"));
        context.lines(explain::lines(&copy));
    }
    if let Some(merge) = merge {
        context.line(format!("Last merge of {device}:"));
        context.lines(explain::merge_lines(&merge));
    }
    if !expelled.is_empty() {
        context.line(format!("Expelled members of {device}:"));
        context.lines(expelled);
    }
    Ok(Status::NORMAL)
}
