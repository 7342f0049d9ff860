//! ALLOCATE and DEALLOCATE (command reference 23).

use super::{Context, Routine};
use crate::cdu::Command;
use crate::message::{Condition, Status, codes};
use crate::node::names::{LogicalName, Mode};

/// The two commands.
pub const ROUTINES: &[Routine] = &[
    Routine { name: "ALLOCATE", handler: allocate, labels: &["DEVICE", "GENERIC", "LOG", "LOGICAL"] },
    Routine { name: "DEALLOCATE", handler: deallocate, labels: &["ALL", "DEVICE"] },
];

/// Takes the first device of the list that can be had, and gives it the logical name; the last refusal counts when none
/// can.
fn allocate(context: &mut Context<'_>, command: &Command) -> Result<Status, Condition> {
    let (generic, who) = (command.has("GENERIC"), context.requester());
    let mut taken = Err(codes::SYSTEM_NODEVAVL.into());
    for typed in command.values("DEVICE") {
        // The name of a device type is no logical name.
        let name = if generic { typed.to_owned() } else { context.device(typed)? };
        taken = context.node.allocate(&name, generic, &who);
        if taken.is_ok() {
            break;
        }
    }
    let (device, status) = taken?;
    if !command.present("LOG").is_negated() {
        context.message(&Condition::new(codes::CLI_ALLOC).arg(format!("_{device}")));
    }
    if let Some(name) = command.value("LOGICAL") {
        let name = name.strip_suffix(':').unwrap_or(name).to_owned();
        let value = LogicalName::simple(&name, Mode::Supervisor, &format!("_{device}"));
        let superseded = context.process.names.define(context.node.names(), "LNM$PROCESS", value)?;
        if superseded && !command.present("LOG").is_negated() {
            context.message(&Condition::new(codes::CLI_SUPERSEDE).arg(name));
        }
    }
    Ok(if status == Status::NORMAL { Status::DCL_NORMAL } else { status })
}

fn deallocate(context: &mut Context<'_>, command: &Command) -> Result<Status, Condition> {
    let who = context.requester();
    if command.has("ALL") {
        context.node.deallocate_all(who.pid);
        return Ok(Status::DCL_NORMAL);
    }
    let name = context.device(command.value("DEVICE").unwrap_or_default())?;
    context.node.deallocate(&name, &who)?;
    Ok(Status::DCL_NORMAL)
}
