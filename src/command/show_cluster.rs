//! SHOW CLUSTER (command reference 9).

use std::sync::Arc;

use super::monitor::{Rhythm, in_place};
use super::output::Output;
use super::sysman::members;
use super::{Context, Routine};
use crate::cdu::Command;
use crate::message::{Condition, Status, codes};
use crate::node::Node;

/// The command.
pub const ROUTINES: &[Routine] = &[Routine {
    name: "SHOW_CLUSTER",
    handler: show_cluster,
    labels: &["BEGINNING", "CONTINUOUS", "ENDING", "INTERVAL", "OPTION", "OPTION.CLUSTER", "OUTPUT"],
}];

/// Seconds between two displays of /CONTINUOUS.
const INTERVAL: u64 = 15;

/// System identification of the node, as F$GETSYI("NODE_SYSTEMID") has it.
const SYSTEM_ID: u32 = 1025;

fn show_cluster(context: &mut Context<'_>, command: &Command) -> Result<Status, Condition> {
    if !command.has("CONTINUOUS") {
        if let Some(label) = ["BEGINNING", "ENDING", "INTERVAL"].into_iter().find(|label| command.has(label)) {
            return Err(Condition::new(codes::CLI_CONFLICT).token(label));
        }
        let lines = view(context);
        return context.display(command, &lines);
    }
    let Some(mut rhythm) = Rhythm::begin(context, command, INTERVAL, false)? else { return Ok(codes::SYSTEM_CONTROLY) };
    let mut output = Output::open(context, command, "SHOW")?;
    while rhythm.next(context) {
        let lines = view(context);
        in_place(context, &mut output, &lines, !command.has("OUTPUT"))?;
    }
    output.close()?;
    Ok(Status::NORMAL)
}

/// The members of the cluster. A node that is in none is shown alone, with a blank status.
fn view(context: &Context<'_>) -> Vec<String> {
    let (node, now) = (context.node.name(), context.node.clock().now().absolute());
    let status = if context.node.parameter("VAXCLUSTER") == 0 { "" } else { "MEMBER" };
    let heading = [
        format!("View of Cluster from system ID {SYSTEM_ID}  node: {node:<10} {}", &now[..20]),
        "+-------------------+---------+".to_owned(),
        "|      SYSTEMS      | MEMBERS |".to_owned(),
        "|--------+----------+---------|".to_owned(),
        "|  NODE  | SOFTWARE |  STATUS |".to_owned(),
        "|--------+----------+---------|".to_owned(),
    ];
    let row = |member: &Arc<Node>| format!("| {:<6} | VMS V8.4 | {status:<7} |", member.name());
    let rows = members(context).into_iter().map(row);
    heading.into_iter().chain(rows).chain(["+--------+----------+---------+".to_owned()]).collect()
}
