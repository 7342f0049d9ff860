//! SET PASSWORD, SHOW INTRUSION and DELETE/INTRUSION_RECORD of a system whose users have no passwords of their own: whoever
//! may use the site logs in as any of its users, so that nobody can change a password and no login fails.

use super::{Context, Routine};
use crate::cdu::Command;
use crate::message::{Condition, Status, codes};
use crate::node::privileges::Privilege;

/// The commands.
pub const ROUTINES: &[Routine] = &[
    Routine {
        name: "SET_PASSWORD",
        handler: set_password,
        labels: &["GENERATE", "OPTION", "OPTION.PASSWORD", "SECONDARY", "SYSTEM"],
    },
    Routine {
        name: "SHOW_INTRUSION",
        handler: show_intrusion,
        labels: &["NODE", "OPTION", "OPTION.INTRUSION", "OUTPUT", "TYPE", "TYPE.ALL", "TYPE.INTRUDER", "TYPE.SUSPECT"],
    },
    Routine {
        name: "DELETE_INTRUSION",
        handler: delete_intrusion,
        labels: &["INTRUSION_RECORD", "LOG", "NODE", "SOURCE"],
    },
];

/// Longest and shortest password that /GENERATE may be asked for.
const LENGTHS: std::ops::RangeInclusive<i64> = 1..=10;

/// Every password is locked, as that of a user with the flag LOCKPWD.
fn set_password(context: &mut Context<'_>, command: &Command) -> Result<Status, Condition> {
    if command.has("SYSTEM") {
        context.require(Privilege::Security)?;
    }
    if command.value("GENERATE").is_some() && !command.number("GENERATE").is_some_and(|n| LENGTHS.contains(&n)) {
        return Err(codes::SET_VALERR.into());
    }
    Err(codes::SET_PWDLOCKED.into())
}

fn show_intrusion(context: &mut Context<'_>, _: &Command) -> Result<Status, Condition> {
    context.require(Privilege::Security)?;
    Err(codes::SHOW_NOINTRUDERS.into())
}

fn delete_intrusion(context: &mut Context<'_>, _: &Command) -> Result<Status, Condition> {
    context.require(Privilege::Cmkrnl)?;
    context.require(Privilege::Security)?;
    Err(codes::SECSRV_NOSUCHINTRUDER.into())
}
