//! SHOW CLUSTER, printed once (command reference 9).

use super::{Context, Routine};
use crate::cdu::Command;
use crate::message::{Condition, Status};

/// The command.
pub const ROUTINES: &[Routine] =
    &[Routine { name: "SHOW_CLUSTER", handler: show_cluster, labels: &["OPTION", "OPTION.CLUSTER", "OUTPUT"] }];

/// System identification of the node, as F$GETSYI("NODE_SYSTEMID") has it.
const SYSTEM_ID: u32 = 1025;

/// The nodes that are up: this one. Its status is blank when it is no member of a cluster.
fn show_cluster(context: &mut Context<'_>, command: &Command) -> Result<Status, Condition> {
    let (node, now) = (context.node.name(), context.node.clock().now().absolute());
    let status = if context.node.parameter("VAXCLUSTER") == 0 { "" } else { "MEMBER" };
    let lines = [
        format!("View of Cluster from system ID {SYSTEM_ID}  node: {node:<10} {}", &now[..20]),
        "+-------------------+---------+".to_owned(),
        "|      SYSTEMS      | MEMBERS |".to_owned(),
        "|--------+----------+---------|".to_owned(),
        "|  NODE  | SOFTWARE |  STATUS |".to_owned(),
        "|--------+----------+---------|".to_owned(),
        format!("| {node:<6} | VMS V8.4 | {status:<7} |"),
        "+--------+----------+---------+".to_owned(),
    ];
    context.display(command, &lines)
}
