//! SET PROCESS (command reference 14).

use super::labels::{PRIVILEGES, labels};
use super::{Context, Routine, processes};
use crate::cdu::Command;
use crate::message::{Condition, Severity, Status, codes};
use crate::node::privileges::{Privilege, PrivilegeSet};
use crate::node::process_table::{Order, ProcessEntry};

/// SET PROCESS with every privilege name as keyword.
pub const ROUTINES: &[Routine] = &[Routine { name: "SET_PROCESS", handler: set_process, labels: LABELS }];

const LABELS: &[&str] = labels!(
    PRIVILEGES,
    &[
        "AUTO_UNSHELVE",
        "CASE_LOOKUP",
        "DUMP",
        "PARSE_STYLE",
        "RESOURCE_WAIT",
        "SUSPEND.KERNEL",
        "SUSPEND.SUPERVISOR",
        "SWAPPING",
        "UNITS",
    ],
    &["IDENTIFICATION", "NAME", "OPTION", "OPTION.PROCESS", "PRIORITY", "PROCESS", "RESUME", "SUSPEND"]
);

fn set_process(context: &mut Context<'_>, command: &Command) -> Result<Status, Condition> {
    refuse_other_ways(command)?;
    let process = subject(context, command)?;
    if process.pid != context.process.pid {
        return another(context, command, &process);
    }
    if let Some(label) = ["SUSPEND", "RESUME"].into_iter().find(|label| command.has(label)) {
        return Err(Condition::new(codes::SYSTEM_UNSUPPORTED).token(label));
    }
    if let Some(name) = command.value("NAME") {
        let name = name.to_owned();
        let not_set = |why| Condition::new(codes::SET_NOTSET).arg("process name").then(why);
        let taken = processes::named(context, &name).is_ok_and(|other| other.pid != context.process.pid);
        if taken {
            return Err(not_set(codes::SYSTEM_DUPLNAM.into()));
        }
        context.process.rename(&name).map_err(not_set)?;
    }
    if let Some(priority) = priority(context, command, context.process.authorized_priority()) {
        context.process.base_priority = priority;
    }
    if command.has("PRIVILEGES") {
        return Ok(change_privileges(context, command));
    }
    Ok(Status::NORMAL)
}

/// How every process is here, for good; what asks for another way is refused.
fn refuse_other_ways(command: &Command) -> Result<(), Condition> {
    let unsupported = |label: &str| Err(Condition::new(codes::SYSTEM_UNSUPPORTED).token(label));
    for (label, holds) in [("AUTO_UNSHELVE", true), ("DUMP", false), ("RESOURCE_WAIT", true), ("SWAPPING", true)] {
        let given = command.present(label);
        if given.is_typed() && given.is_negated() == holds {
            return unsupported(label);
        }
    }
    for (label, way) in [("CASE_LOOKUP", "BLIND"), ("PARSE_STYLE", "TRADITIONAL"), ("UNITS", "BLOCKS")] {
        let Some(word) = command.value(label) else { continue };
        if word.is_empty() || !way.starts_with(&word.to_uppercase()) {
            return unsupported(word);
        }
    }
    Ok(())
}

/// The process that is meant: this one unless another is named.
fn subject(context: &Context<'_>, command: &Command) -> Result<ProcessEntry, Condition> {
    match (command.value("IDENTIFICATION"), command.value("PROCESS")) {
        (Some(id), _) => {
            let invalid = || Condition::new(codes::SET_INVQUAVAL).arg(id).arg("IDENTIFICATION");
            match u32::from_str_radix(id, 16).map_err(|_| invalid())? {
                0 => Ok(processes::own(context)),
                pid => processes::identified(context, pid),
            }
        }
        (None, Some(name)) => processes::named(context, name),
        (None, None) => Ok(processes::own(context)),
    }
}

/// The base priority asked for: without ALTPRI no higher than the process may have.
fn priority(context: &Context<'_>, command: &Command, highest: u8) -> Option<u8> {
    let highest = if context.process.has(Privilege::Altpri) { 63 } else { i64::from(highest) };
    u8::try_from(command.number("PRIORITY")?.clamp(0, highest)).ok()
}

/// Of another process the priority can be changed, and whether it runs.
fn another(context: &Context<'_>, command: &Command, process: &ProcessEntry) -> Result<Status, Condition> {
    if let Some(label) = ["NAME", "PRIVILEGES"].into_iter().find(|label| command.has(label)) {
        return Err(Condition::new(codes::CLI_CONFLICT).token(label));
    }
    let table = context.node.process_table();
    let unsupported = |label: &str| Condition::new(codes::SYSTEM_UNSUPPORTED).token(label);
    // The processes of the system are not run here.
    if table.get(process.pid).is_none() {
        return Err(unsupported(process.name.as_str()));
    }
    if let Some(priority) = priority(context, command, process.priority) {
        table.order(process.pid, Order::Priority(priority));
    }
    let suspend = command.present("SUSPEND");
    if suspend.is_negated() || command.has("RESUME") {
        table.order(process.pid, Order::Resume);
    } else if suspend.is_present() {
        // Under the virtual clock whoever is not waiting to be attached to is inside of this command.
        if context.node.clock().is_virtual() && process.state != "HIB" {
            return Err(unsupported("SUSPEND"));
        }
        table.order(process.pid, Order::Suspend);
    }
    Ok(Status::NORMAL)
}

/// The privileges that RUN/PRIVILEGES gives a process; SAME and ALL stand for those that its maker may have.
pub fn wanted_privileges(command: &Command, authorized: PrivilegeSet) -> PrivilegeSet {
    let (on, off) = wanted(command);
    let same = ["PRIVILEGES.SAME", "PRIVILEGES.ALL"].iter().any(|label| command.has(label));
    if same { authorized.union(on).without(off) } else { on.without(off) }
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

/// Changes the privileges of this process as /PRIVILEGES says; what may not come on is reported, the rest takes effect.
/// `ALL` asks for what is authorized.
pub fn change_privileges(context: &mut Context<'_>, command: &Command) -> Status {
    let (on, off) = wanted(command);
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
