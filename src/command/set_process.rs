//! SET PROCESS (command reference 14).

use super::{Context, Routine};
use crate::cdu::Command;
use crate::message::{Condition, Severity, Status, codes};
use crate::node::privileges::{Privilege, PrivilegeSet};

/// SET PROCESS with every privilege name as keyword.
pub const ROUTINES: &[Routine] = &[Routine { name: "SET_PROCESS", handler: set_process, labels: LABELS }];

const LABELS: &[&str] = &[
    "IDENTIFICATION",
    "NAME",
    "OPTION",
    "OPTION.PROCESS",
    "PRIORITY",
    "PRIVILEGES",
    "PRIVILEGES.ACNT",
    "PRIVILEGES.ALL",
    "PRIVILEGES.ALLSPOOL",
    "PRIVILEGES.ALTPRI",
    "PRIVILEGES.AUDIT",
    "PRIVILEGES.BUGCHK",
    "PRIVILEGES.BYPASS",
    "PRIVILEGES.CMEXEC",
    "PRIVILEGES.CMKRNL",
    "PRIVILEGES.DETACH",
    "PRIVILEGES.DIAGNOSE",
    "PRIVILEGES.DOWNGRADE",
    "PRIVILEGES.EXQUOTA",
    "PRIVILEGES.GROUP",
    "PRIVILEGES.GRPNAM",
    "PRIVILEGES.GRPPRV",
    "PRIVILEGES.IMPERSONATE",
    "PRIVILEGES.IMPORT",
    "PRIVILEGES.LOG_IO",
    "PRIVILEGES.MOUNT",
    "PRIVILEGES.NETMBX",
    "PRIVILEGES.OPER",
    "PRIVILEGES.PFNMAP",
    "PRIVILEGES.PHY_IO",
    "PRIVILEGES.PRMCEB",
    "PRIVILEGES.PRMGBL",
    "PRIVILEGES.PRMMBX",
    "PRIVILEGES.PSWAPM",
    "PRIVILEGES.READALL",
    "PRIVILEGES.SAME",
    "PRIVILEGES.SECURITY",
    "PRIVILEGES.SETPRV",
    "PRIVILEGES.SHARE",
    "PRIVILEGES.SHMEM",
    "PRIVILEGES.SYSGBL",
    "PRIVILEGES.SYSLCK",
    "PRIVILEGES.SYSNAM",
    "PRIVILEGES.SYSPRV",
    "PRIVILEGES.TMPMBX",
    "PRIVILEGES.UPGRADE",
    "PRIVILEGES.VOLPRO",
    "PRIVILEGES.WORLD",
    "PROCESS",
];

fn set_process(context: &mut Context<'_>, command: &Command) -> Result<Status, Condition> {
    another_process(context, command)?;
    if let Some(name) = command.value("NAME") {
        let name = name.to_owned();
        let not_set = |why| Condition::new(codes::SET_NOTSET).arg("process name").then(why);
        context.process.rename(&name).map_err(not_set)?;
    }
    if let Some(priority) = command.number("PRIORITY") {
        let highest = if context.process.has(Privilege::Altpri) { 63 } else { 4 };
        let priority = priority.clamp(0, highest);
        context.process.base_priority = u8::try_from(priority).unwrap_or(4);
    }
    if command.has("PRIVILEGES") {
        let (on, off) = wanted(command);
        return Ok(changed(context, on, off));
    }
    Ok(Status::NORMAL)
}

/// Only the process itself can be changed; the others of a node are not ours to name.
fn another_process(context: &Context<'_>, command: &Command) -> Result<(), Condition> {
    if let Some(id) = command.value("IDENTIFICATION") {
        let pid = u32::from_str_radix(id, 16)
            .map_err(|_| Condition::new(codes::SET_INVQUAVAL).arg(id).arg("IDENTIFICATION"))?;
        if pid != 0 && pid != context.process.pid {
            return Err(codes::SYSTEM_NONEXPR.into());
        }
    }
    match command.value("PROCESS") {
        Some(name) if name != context.process.name => Err(codes::SYSTEM_NONEXPR.into()),
        _ => Ok(()),
    }
}

/// What to switch on and off: keywords count from left to right.
fn wanted(command: &Command) -> (PrivilegeSet, PrivilegeSet) {
    let (mut on, mut off) = (PrivilegeSet::NONE, PrivilegeSet::NONE);
    let keywords = command.full_values("PRIVILEGES").iter().filter_map(|value| value.keyword.as_deref());
    for keyword in keywords {
        let named = match keyword.label.as_str() {
            "ALL" => PrivilegeSet::ALL,
            "SAME" => PrivilegeSet::NONE,
            "DETACH" => PrivilegeSet::NONE.with(Privilege::Impersonate),
            name => Privilege::from_name(name).map_or(PrivilegeSet::NONE, |p| PrivilegeSet::NONE.with(p)),
        };
        if keyword.negated {
            on = on.without(named);
            off = off.union(named);
        } else {
            off = off.without(named);
            on = on.union(named);
        }
    }
    (on, off)
}

/// Changes the privileges; what may not come on is reported, the rest takes effect. `ALL` asks for what is authorized.
fn changed(context: &mut Context<'_>, on: PrivilegeSet, off: PrivilegeSet) -> Status {
    let privileges = &mut context.process.privileges;
    let on = if on == PrivilegeSet::ALL && !privileges.authorized.has(Privilege::Setprv) {
        privileges.authorized
    } else {
        on
    };
    let status = privileges.change(on, off);
    if status == Status::NORMAL {
        return status;
    }
    let warning = codes::SYSTEM_NOTALLPRIV.with_severity(Severity::Warning);
    context.message(&warning.into());
    warning
}
