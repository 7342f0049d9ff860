//! The small SHOW commands: TIME, DEFAULT, STATUS, PROTECTION (command reference 13).

use super::{Context, Routine};
use crate::cdu::Command;
use crate::clock::VmsTime;
use crate::message::{Condition, Status, codes};
use crate::node::process::{QUOTAS, protection_text};
use crate::rms::{Environment, FullSpec, expand};

/// The commands of this file.
pub const ROUTINES: &[Routine] = &[
    Routine { name: "SHOW_TIME", handler: show_time, labels: &["OPTION", "OPTION.DAYTIME", "OPTION.TIME"] },
    Routine { name: "SHOW_DEFAULT", handler: show_default, labels: &["OPTION", "OPTION.DEFAULT"] },
    Routine { name: "SHOW_STATUS", handler: show_status, labels: &["OPTION", "OPTION.STATUS"] },
    Routine { name: "SHOW_PROTECTION", handler: show_protection, labels: &["OPTION", "OPTION.PROTECTION"] },
];

fn show_time(context: &mut Context<'_>, _: &Command) -> Result<Status, Condition> {
    let now = seconds(context.node.clock().now());
    context.line(format!("  {now}"));
    Ok(Status::DCL_NORMAL)
}

/// A time without its hundredths.
fn seconds(time: VmsTime) -> String {
    let mut text = time.absolute();
    text.truncate(20);
    text
}

/// The default, the members of its search list, and a note if the directory is not there.
fn show_default(context: &mut Context<'_>, _: &Command) -> Result<Status, Condition> {
    let default = context.process.default_spec(context.node.names());
    context.line(format!("  {default}"));
    let specs = expand(&context.files(), "", "", "").unwrap_or_default();
    if specs.len() > 1 {
        for spec in &specs {
            context.line(format!("  =   {}", spec.unconcealed().directory_spec()));
        }
    }
    if !specs.iter().any(|spec| exists(context, spec)) {
        context.message(&Condition::new(codes::CLI_INVDEF).arg(default));
    }
    Ok(Status::DCL_NORMAL)
}

fn exists(context: &Context<'_>, spec: &FullSpec) -> bool {
    let names = spec.physical_directory().names();
    let files = context.files().file_system(&spec.physical_device);
    matches!((names, files), (Some(names), Ok(files)) if files.list(&names).is_ok())
}

fn show_status(context: &mut Context<'_>, _: &Command) -> Result<Status, Condition> {
    let process = &context.process;
    let counters = process.counters;
    let files = process.channels.iter().count();
    let now = context.node.clock().now().absolute();
    let lines = [
        format!("  Status on  {now}     Elapsed CPU :{}", delta(counters.cpu)),
        format!(
            "  Buff. I/O :{:9}    Cur. ws. :{:9}    Open files :{files:10}",
            counters.buffered_io, QUOTAS.working_set
        ),
        format!(
            "  Dir. I/O :{:10}    Phys. Mem. :{:7}    Page Faults :{:9}",
            counters.direct_io, QUOTAS.pages, counters.page_faults
        ),
    ];
    context.lines(lines);
    Ok(context.dcl.status())
}

/// `   0 00:00:00.29` for hundredths of a second: a blank and the days in three columns.
pub fn delta(hundredths: u64) -> String {
    let (seconds, hundredths) = (hundredths / 100, hundredths % 100);
    let (days, rest) = (seconds / 86_400, seconds % 86_400);
    format!("{days:4} {:02}:{:02}:{:02}.{hundredths:02}", rest / 3600, rest / 60 % 60, rest % 60)
}

/// The protection that new files get.
fn show_protection(context: &mut Context<'_>, _: &Command) -> Result<Status, Condition> {
    let text = protection_text(context.process.default_protection);
    let shown: Vec<String> =
        text.split(", ").map(|c| if c.contains('=') { c.to_owned() } else { format!("{c}=NO ACCESS") }).collect();
    context.line(format!("  {}", shown.join(", ")));
    Ok(Status::DCL_NORMAL)
}
