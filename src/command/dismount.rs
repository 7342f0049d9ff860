//! DISMOUNT (HELP DISMOUNT; shadowing.md 2.2 and 4.2). Silent when all went well.

use super::mount::minicopy;
use super::{Context, Routine};
use crate::cdu::Command;
use crate::message::{Condition, Status};
use crate::node::request::DismountRequest;

/// The verb. `/[NO]UNLOAD` is accepted: image files have no spindle, so both leave the disk ready.
pub const ROUTINES: &[Routine] = &[Routine {
    name: "DISMOUNT",
    handler: dismount,
    labels: &[
        "ABORT",
        "CLUSTER",
        "DEVICE",
        "FORCE_REMOVAL",
        "OVERRIDE",
        "OVERRIDE.CHECKS",
        "POLICY",
        "POLICY.MINICOPY",
        "POLICY.MINICOPY.OPTIONAL",
        "UNIT",
        "UNLOAD",
    ],
}];

fn dismount(context: &mut Context<'_>, command: &Command) -> Result<Status, Condition> {
    let device = context.device(command.value("DEVICE").unwrap_or(""))?;
    let mut request = DismountRequest::new(device);
    request.minicopy = minicopy(command);
    request.cluster = command.has("CLUSTER");
    request.override_checks = command.has("OVERRIDE.CHECKS");
    request.unit = command.has("UNIT");
    request.abort = command.has("ABORT");
    request.force_removal = command.has("FORCE_REMOVAL");
    let requester = context.requester();
    match context.node.dismount(&request, &requester) {
        Ok(report) => {
            report.iter().for_each(|condition| context.message(condition));
            Ok(Status::NORMAL)
        }
        Err(refusal) => {
            refusal.before.iter().for_each(|condition| context.message(condition));
            Err(refusal.condition)
        }
    }
}
