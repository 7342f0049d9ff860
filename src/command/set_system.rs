//! SET WORKING_SET, SET RIGHTS_LIST, SET TIME, SET OUTPUT_RATE, SET RESTART_VALUE and SHOW WORKING_SET.

use super::{Context, Routine};
use crate::cdu::Command;
use crate::dcl::time;
use crate::message::{Condition, Status, codes};
use crate::node::privileges::Privilege;
use crate::node::process::{ProcessMode, QUOTAS};

/// The commands of this file.
pub const ROUTINES: &[Routine] = &[
    Routine {
        name: "SET_WORKING_SET",
        handler: set_working_set,
        labels: &["ADJUST", "EXTENT", "LIMIT", "LOG", "OPTION", "OPTION.WORKING_SET", "QUOTA"],
    },
    Routine {
        name: "SHOW_WORKING_SET",
        handler: show_working_set,
        labels: &["OPTION", "OPTION.WORKING_SET", "OUTPUT"],
    },
    Routine {
        name: "SET_RIGHTS_LIST",
        handler: set_rights_list,
        labels: &["DISABLE", "ENABLE", "IDENTIFIER", "OPTION", "OPTION.RIGHTS_LIST", "SYSTEM"],
    },
    Routine { name: "SET_TIME", handler: set_time, labels: &["CLUSTER", "OPTION", "OPTION.TIME"] },
    Routine { name: "SET_OUTPUT_RATE", handler: set_output_rate, labels: &["OPTION", "OPTION.OUTPUT_RATE"] },
    Routine { name: "SET_RESTART_VALUE", handler: set_restart_value, labels: &["OPTION", "OPTION.RESTART_VALUE"] },
];

/// Sizes in pages; none exceeds what is authorized, and the limit never exceeds the extent.
fn set_working_set(context: &mut Context<'_>, command: &Command) -> Result<Status, Condition> {
    let size = |label: &str, now: u32, most: u32| match command.value(label) {
        None => Ok(now),
        Some(typed) => {
            let value = command.number(label).and_then(|value| u32::try_from(value).ok()).filter(|value| *value > 0);
            let invalid = || Condition::new(codes::SET_INVQUAVAL).arg(typed).arg(label);
            value.map(|value| value.min(most)).ok_or_else(invalid)
        }
    };
    let mut sizes = context.process.working_set;
    sizes.extent = size("EXTENT", sizes.extent, QUOTAS.working_set_extent)?;
    sizes.quota = size("QUOTA", sizes.quota, QUOTAS.working_set_quota)?.min(sizes.extent);
    sizes.limit = size("LIMIT", sizes.limit, sizes.extent)?.min(sizes.extent);
    match command.present("ADJUST") {
        given if given.is_negated() => sizes.adjusts = false,
        given if given.is_typed() => sizes.adjusts = true,
        _ => {}
    }
    context.process.working_set = sizes;
    if command.has("LOG") {
        let condition = Condition::new(codes::SET_NEWLIMS).arg(i64::from(sizes.limit)).arg(i64::from(sizes.quota));
        context.message(&condition.arg(i64::from(sizes.extent)));
    }
    Ok(Status::NORMAL)
}

fn show_working_set(context: &mut Context<'_>, command: &Command) -> Result<Status, Condition> {
    let sizes = context.process.working_set;
    let (limit, quota, extent) = (sizes.limit, sizes.quota, sizes.extent);
    let adjustment = if sizes.adjusts { "enabled " } else { "disabled" };
    let (authorized, most) = (QUOTAS.working_set_quota, QUOTAS.working_set_extent);
    let lines = [
        format!("  Working Set      /Limit={limit:6}  /Quota={quota:6}  /Extent={extent:6}"),
        format!("  Adjustment {adjustment}     Authorized Quota={authorized:6}  Authorized Extent={most:6}"),
    ];
    context.display(command, &lines)
}

/// Identifiers of the process, or with /SYSTEM of every process of the node.
fn set_rights_list(context: &mut Context<'_>, command: &Command) -> Result<Status, Condition> {
    context.require(Privilege::Cmkrnl)?;
    let enable = !command.has("DISABLE");
    let names: Vec<String> = command.values("IDENTIFIER").into_iter().map(str::to_ascii_uppercase).collect();
    let held = |name: &String| context.node.system_rights().contains(name);
    if let Some(unknown) = names.iter().find(|name| context.node.rights().value(name).is_none() && !held(name)) {
        return Err(Condition::new(codes::SYSTEM_NOSUCHID).token(unknown.as_str()));
    }
    for name in names {
        if command.has("SYSTEM") {
            context.node.set_system_right(&name, enable);
            continue;
        }
        let rights = &mut context.process.rights;
        rights.retain(|own| *own != name);
        if enable {
            rights.push(name);
        }
    }
    Ok(Status::NORMAL)
}

/// The time of day of the site; without a value that of the host again.
fn set_time(context: &mut Context<'_>, command: &Command) -> Result<Status, Condition> {
    context.require(Privilege::Oper)?;
    context.require(Privilege::LogIo)?;
    let clock = context.node.clock();
    let time = command.value("OPTION.TIME").map(|text| time::parse_absolute(text, clock.now())).transpose()?;
    clock.set(time);
    Ok(Status::NORMAL)
}

/// How often the log of a batch job is written. Records are written as they come; F$ENVIRONMENT tells the rate.
fn set_output_rate(context: &mut Context<'_>, command: &Command) -> Result<Status, Condition> {
    if let Some(rate) = command.value("OPTION.OUTPUT_RATE").filter(|_| context.process.mode == ProcessMode::Batch) {
        context.dcl.output_rate = rate.trim().to_owned();
    }
    Ok(Status::DCL_NORMAL)
}

/// What BATCH$RESTART is when the job begins again.
fn set_restart_value(context: &mut Context<'_>, command: &Command) -> Result<Status, Condition> {
    let value = command.value("OPTION.RESTART_VALUE").unwrap_or_default();
    context.node.queues().set_restart_value(context.process.pid, value);
    Ok(Status::DCL_NORMAL)
}
