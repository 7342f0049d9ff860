//! SET SHADOW, and what SET DEVICE has in common with it (shadowing.md 2.4, 4.3).
//!
//! Everything is checked for every device before anything is changed. HBMM qualifiers are refused by the dispatcher.

use std::ops::RangeInclusive;

use super::mount::confirmed;
use super::output::Output;
use super::{Context, Routine};
use crate::cdu::Command;
use crate::message::{self, Condition, Status, codes};
use crate::node::Device;
use crate::node::privileges::Privilege;
use crate::node::settings::Setting;

/// The two commands.
pub const ROUTINES: &[Routine] = &[
    Routine {
        name: "SET_SHADOW",
        handler: set_shadow,
        labels: &[
            "ABORT_VIRTUAL_UNIT",
            "ALL",
            "CONFIRM",
            "COPY_SOURCE",
            "DEMAND_MERGE",
            "DEVICE",
            "DISABLE",
            "DISABLE.SPLIT_READ_LBNS",
            "ENABLE",
            "ENABLE.SPLIT_READ_LBNS",
            "EVALUATE",
            "EVALUATE.RESOURCES",
            "FORCE_REMOVAL",
            "LOG",
            "MEMBER_TIMEOUT",
            "MVTIMEOUT",
            "NOSTALL",
            "NOSTALL.WRITES",
            "OPTION",
            "OUTPUT",
            "PRIORITY",
            "READ_COST",
            "RECOVERY_OPTIONS",
            "RECOVERY_OPTIONS.DELAY_PER_SERVED_MEMBER",
            "RESET_COUNTERS",
            "SITE",
            "STALL",
            "STALL.WRITES",
        ],
    },
    Routine {
        name: "SET_DEVICE",
        handler: set_device,
        labels: &[
            "ABORT_VIRTUAL_UNIT",
            "AVAILABLE",
            "COPY_SOURCE",
            "DEVICE",
            "FORCE_REMOVAL",
            "LOG",
            "MEMBER_TIMEOUT",
            "MVTIMEOUT",
            "OPTION",
            "READ_COST",
            "RESET",
            "RESET.ERROR_COUNT",
            "SITE",
        ],
    },
];

/// Makes a setting of its value.
type Make = fn(u32) -> Setting;

/// Ranges of the values (command reference 6).
const LONGEST_TIMEOUT: i64 = 16_777_215;
const HIGHEST_PRIORITY: i64 = 10_000;
const LONGEST_DELAY: i64 = 65_535;
const HIGHEST_COST: i64 = 65_535;
const HIGHEST_SITE: i64 = 255;

fn set_shadow(context: &mut Context<'_>, command: &Command) -> Result<Status, Condition> {
    context.require(Privilege::Sysprv)?;
    let aborts = command.has("ABORT_VIRTUAL_UNIT");
    let devices = if command.has("ALL") {
        let units = context.node.devices("DSA").into_iter();
        let sets = units.filter(|unit| unit.set.as_ref().is_some_and(|set| set.mount_verification || !aborts));
        let names: Vec<String> = sets.map(|unit| unit.name).collect();
        if aborts && names.is_empty() {
            return Err(codes::SYSTEM_UNSUPPORTED.into());
        }
        names
    } else {
        typed_devices(context, command)?
    };
    let mut settings = settings(context, command, &devices)?;
    let nothing_named = devices.is_empty() && !command.has("ALL");
    if !settings.is_empty() && nothing_named || settings.is_empty() && !command.has("EVALUATE") {
        return Err(codes::CLI_INSFPRM.into());
    }
    check(context, &devices, &settings)?;
    if command.has("DEMAND_MERGE") && command.has("CONFIRM") && !merge_confirmed(context, &devices)? {
        settings.retain(|setting| *setting != Setting::DemandMerge);
        if settings.is_empty() {
            return Ok(Status::NORMAL);
        }
    }
    let output = Output::open(context, command, "SET")?;
    apply(context, output, command.has("LOG"), &devices, &settings)?;
    if command.has("EVALUATE") {
        context.node.evaluate_resources();
    }
    Ok(Status::NORMAL)
}

/// /CONFIRM asks before the merge; DEMAND_MERGE takes one set at a time.
fn merge_confirmed(context: &mut Context<'_>, devices: &[String]) -> Result<bool, Condition> {
    for device in devices {
        let name = context.node.find(device)?.name();
        let prompt = message::expand(&Condition::new(codes::TEXT_MERGECONFIRM).arg(format!("_{name}:")));
        if !confirmed(context, &prompt) {
            return Ok(false);
        }
    }
    Ok(true)
}

fn set_device(context: &mut Context<'_>, command: &Command) -> Result<Status, Condition> {
    context.require(Privilege::Oper)?;
    let devices = typed_devices(context, command)?;
    let settings = settings(context, command, &devices)?;
    if settings.is_empty() {
        return Err(codes::CLI_INSFPRM.into());
    }
    check(context, &devices, &settings)?;
    apply(context, Output::screen(), command.has("LOG"), &devices, &settings)?;
    Ok(Status::NORMAL)
}

fn typed_devices(context: &Context<'_>, command: &Command) -> Result<Vec<String>, Condition> {
    command.values("DEVICE").into_iter().filter(|typed| !typed.is_empty()).map(|typed| context.device(typed)).collect()
}

fn check(context: &Context<'_>, devices: &[String], settings: &[Setting]) -> Result<(), Condition> {
    for device in devices {
        settings.iter().try_for_each(|setting| context.node.check_setting(device, *setting))?;
    }
    Ok(())
}

/// Makes every setting for every device; each device is reported with /LOG.
fn apply(
    context: &mut Context<'_>,
    mut output: Output,
    log: bool,
    devices: &[String],
    settings: &[Setting],
) -> Result<(), Condition> {
    for device in devices {
        settings.iter().try_for_each(|setting| context.node.apply_setting(device, *setting))?;
        if log {
            let name = context.node.find(device)?.name();
            for line in message::lines(&Condition::new(codes::SET_MODIFIED).arg(format!("_{name}:"))) {
                output.line(context, &line)?;
            }
        }
    }
    output.close()
}

/// The settings that were typed.
fn settings(context: &Context<'_>, command: &Command, devices: &[String]) -> Result<Vec<Setting>, Condition> {
    let any_member = devices.iter().any(|name| matches!(context.node.find(name), Ok(Device::Disk(_))));
    let least_cost = if any_member { 1..=HIGHEST_COST } else { i64::MIN..=i64::MAX };
    let numbers: [(&str, RangeInclusive<i64>, Make); 6] = [
        ("MEMBER_TIMEOUT", 1..=LONGEST_TIMEOUT, Setting::MemberTimeout),
        ("MVTIMEOUT", 1..=LONGEST_TIMEOUT, Setting::UnitTimeout),
        ("PRIORITY", 0..=HIGHEST_PRIORITY, Setting::Priority),
        ("READ_COST", least_cost, Setting::ReadCost),
        ("SITE", 0..=HIGHEST_SITE, Setting::Site),
        ("RECOVERY_OPTIONS.DELAY_PER_SERVED_MEMBER", 0..=LONGEST_DELAY, Setting::RecoveryDelay),
    ];
    // SET DEVICE knows fewer of them.
    let typed = command.labels();
    let is_typed = |label: &str| typed.iter().any(|typed| typed == label);
    let mut settings = Vec::new();
    for (label, range, make) in numbers.into_iter().filter(|(label, ..)| is_typed(label)) {
        settings.extend(number(command, label, range)?.map(make));
    }
    for (label, make) in
        [("STALL", Setting::StallWrites as fn(Option<u32>) -> Setting), ("NOSTALL", Setting::ReleaseWrites)]
    {
        if is_typed(label) {
            settings.push(make(number(command, &format!("{label}.WRITES"), 1..=LONGEST_DELAY)?));
        }
    }
    let flags = [
        ("ABORT_VIRTUAL_UNIT", Setting::AbortUnit),
        ("DEMAND_MERGE", Setting::DemandMerge),
        ("FORCE_REMOVAL", Setting::ForceRemoval),
        ("COPY_SOURCE", Setting::CopySource),
        ("DISABLE.SPLIT_READ_LBNS", Setting::SplitReads(false)),
        ("ENABLE.SPLIT_READ_LBNS", Setting::SplitReads(true)),
        ("RESET_COUNTERS", Setting::ResetCounters),
        ("RESET.ERROR_COUNT", Setting::ResetErrors),
    ];
    settings.extend(flags.into_iter().filter(|(label, _)| is_typed(label)).map(|(_, setting)| setting));
    if is_typed("AVAILABLE") {
        settings.push(Setting::Available(!command.present("AVAILABLE").is_negated()));
    }
    Ok(settings)
}

/// A number in its range; `None` when it was not typed.
fn number(command: &Command, label: &str, range: RangeInclusive<i64>) -> Result<Option<u32>, Condition> {
    let Some(number) = command.number(label) else { return Ok(None) };
    let shown = label.split('.').next().unwrap_or(label);
    let invalid = || Condition::new(codes::SET_INVQUAVAL).arg(number.to_string()).arg(shown);
    if range.contains(&number) { Ok(Some(u32::try_from(number).unwrap_or(0))) } else { Err(invalid()) }
}
