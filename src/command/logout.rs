//! LOGOUT: the process ends, and with the last one the cluster is suspended (dcl.md 17).

use super::show_process::connect_time;
use super::show_small::delta;
use super::{Context, Ending, Routine};
use crate::cdu::Command;
use crate::message::{Condition, Status};
use crate::node::process::QUOTAS;

/// The command.
pub const ROUTINES: &[Routine] = &[Routine { name: "LOGOUT", handler: logout, labels: &["BRIEF", "FULL", "HANGUP"] }];

fn logout(context: &mut Context<'_>, command: &Command) -> Result<Status, Condition> {
    let now = context.node.clock().now().absolute();
    let user = context.process.username.clone();
    if command.has("FULL") {
        let lines = job_terminated(context);
        context.lines(lines);
    } else {
        context.line(format!("  {user:<12} logged out at {now}"));
    }
    context.process.channels.close_all();
    *context.ending = Some(Ending::Logout);
    context.dcl.end_session();
    Ok(Status::NORMAL)
}

/// The last lines in the log of a batch job.
pub fn job_terminated(context: &Context<'_>) -> Vec<String> {
    let now = context.node.clock().now().absolute();
    let first = format!("  {:<12} job terminated at {now}", context.process.username);
    std::iter::once(first).chain(accounting(context)).collect()
}

fn accounting(context: &Context<'_>) -> Vec<String> {
    let counters = context.process.counters;
    let pair = |left: &str, a: u64, right: &str, b: u64| format!("  {left:<20}{a:>18}      {right:<25}{b:>10}");
    vec![
        String::new(),
        "  Accounting information:".to_owned(),
        pair("Buffered I/O count:", counters.buffered_io, "Peak working set size:", u64::from(QUOTAS.working_set)),
        pair("Direct I/O count:", counters.direct_io, "Peak virtual size:", u64::from(QUOTAS.virtual_peak)),
        pair("Page faults:", counters.page_faults, "Mounted volumes:", 0),
        format!(
            "  {:<22}{}      {:<20}{}",
            "Charged CPU time:",
            delta(counters.cpu),
            "Elapsed time:",
            delta(connect_time(context))
        ),
    ]
}
