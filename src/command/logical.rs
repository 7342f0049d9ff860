//! DEFINE, ASSIGN, DEASSIGN and CREATE/NAME_TABLE (dcl.md 11).

use super::protection::mask;
use super::{Context, Routine};
use crate::cdu::Command;
use crate::message::{Condition, Status, codes};
use crate::node::names::{
    CLUSTER_TABLE, Created, LogicalName, Mode, NameTable, PROCESS_DIRECTORY, SYSTEM_DIRECTORY, SYSTEM_TABLE,
    TableRight, Translation,
};
use crate::node::privileges::Privilege;
use crate::node::protection::Security;

/// Protection of a shareable table without /PROTECTION: `S:RWED,O:RWED,G,W`.
const TABLE_PROTECTION: u16 = 0xFF00;

/// The four commands.
pub const ROUTINES: &[Routine] = &[
    Routine { name: "DEFINE", handler: define, labels: DEFINE_LABELS },
    Routine { name: "ASSIGN", handler: assign, labels: DEFINE_LABELS },
    Routine {
        name: "DEASSIGN",
        handler: deassign,
        labels: &[
            "ALL",
            "CLUSTER_SYSTEM",
            "EXECUTIVE_MODE",
            "GROUP",
            "JOB",
            "NAME",
            "PROCESS",
            "SUPERVISOR_MODE",
            "SYSTEM",
            "TABLE",
            "USER_MODE",
        ],
    },
    Routine {
        name: "CREATE_NAME_TABLE",
        handler: create_name_table,
        labels: &[
            "ATTRIBUTES",
            "ATTRIBUTES.CONFINE",
            "ATTRIBUTES.NO_ALIAS",
            "ATTRIBUTES.SUPERSEDE",
            "EXECUTIVE_MODE",
            "LOG",
            "NAME_TABLE",
            "PARENT_TABLE",
            "PROTECTION",
            "QUOTA",
            "SUPERVISOR_MODE",
            "TABLE",
            "USER_MODE",
        ],
    },
];

const DEFINE_LABELS: &[&str] = &[
    "CLUSTER_SYSTEM",
    "EQUIVALENCE",
    "EXECUTIVE_MODE",
    "GROUP",
    "JOB",
    "LOG",
    "NAME",
    "NAME_ATTRIBUTES",
    "NAME_ATTRIBUTES.CONFINE",
    "NAME_ATTRIBUTES.NO_ALIAS",
    "PROCESS",
    "SUPERVISOR_MODE",
    "SYSTEM",
    "TABLE",
    "TRANSLATION_ATTRIBUTES",
    "TRANSLATION_ATTRIBUTES.CONCEALED",
    "TRANSLATION_ATTRIBUTES.TERMINAL",
    "USER_MODE",
];

fn define(context: &mut Context<'_>, command: &Command) -> Result<Status, Condition> {
    let name = command.value("NAME").unwrap_or_default().to_owned();
    set(context, command, &name)
}

/// As DEFINE, but a colon at the end of the logical name is dropped.
fn assign(context: &mut Context<'_>, command: &Command) -> Result<Status, Condition> {
    let name = command.value("NAME").unwrap_or_default();
    let name = name.strip_suffix(':').unwrap_or(name).to_owned();
    set(context, command, &name)
}

fn set(context: &mut Context<'_>, command: &Command, name: &str) -> Result<Status, Condition> {
    let table = table(command);
    let mode = mode(context, command);
    permit(context, &table, TableRight::Write)?;
    let translation = |item: &crate::cdu::Item<'_>| Translation {
        value: item.text().to_owned(),
        concealed: item.present("TRANSLATION_ATTRIBUTES.CONCEALED").is_present(),
        terminal: item.present("TRANSLATION_ATTRIBUTES.TERMINAL").is_present(),
    };
    let translations: Vec<Translation> = command.items("EQUIVALENCE").iter().map(translation).collect();
    if translations.iter().any(|t| t.value.chars().count() > 255) {
        return Err(codes::SYSTEM_IVLOGNAM.into());
    }
    let new = LogicalName {
        no_alias: command.has("NAME_ATTRIBUTES.NO_ALIAS"),
        confine: command.has("NAME_ATTRIBUTES.CONFINE"),
        ..LogicalName::new(name, mode, translations)
    };
    let superseded = context.process.names.define(context.node.names(), &table, new)?;
    if superseded && !command.present("LOG").is_negated() {
        context.message(&Condition::new(codes::CLI_SUPERSEDE).arg(name));
    }
    Ok(Status::DCL_NORMAL)
}

fn deassign(context: &mut Context<'_>, command: &Command) -> Result<Status, Condition> {
    let table = table(command);
    let mode = mode(context, command);
    // With /ALL there is no name.
    let name = (!command.has("ALL")).then(|| command.value("NAME").unwrap_or_default());
    let name = name.map(|name| name.strip_suffix(':').unwrap_or(name).to_owned());
    permit_removal(context, &table, name.as_deref())?;
    let shared = context.node.names();
    match name {
        Some(name) => context.process.names.deassign(shared, &table, &name, mode)?,
        None => context.process.names.deassign_all(shared, &table, mode)?,
    }
    Ok(Status::DCL_NORMAL)
}

fn create_name_table(context: &mut Context<'_>, command: &Command) -> Result<Status, Condition> {
    let parent = command.value("PARENT_TABLE").unwrap_or(PROCESS_DIRECTORY).to_uppercase();
    permit(context, &parent, TableRight::Create)?;
    let mode = mode(context, command);
    let name = command.value("TABLE").unwrap_or_default().to_uppercase();
    if name.is_empty() || name.len() > 31 {
        return Err(codes::SYSTEM_IVLOGNAM.into());
    }
    let mut new = NameTable::new(&name, mode);
    new.parent = parent;
    new.confine = command.has("ATTRIBUTES.CONFINE");
    let quota = command.number("QUOTA").map(|bytes| u32::try_from(bytes).map_err(|_| codes::SYSTEM_BADPARAM));
    // No quota of its own: the names count against nothing here.
    new.quota = quota.transpose()?.filter(|bytes| *bytes > 0);
    let protection = command.value("PROTECTION").map_or(Ok(TABLE_PROTECTION), |code| mask(code, TABLE_PROTECTION))?;
    new.security = Some(Security { owner: context.process.uic, protection });
    let supersede = command.has("ATTRIBUTES.SUPERSEDE");
    if supersede && !context.names().permits(&name, TableRight::Delete) {
        return Err(codes::SYSTEM_NOPRIV.into());
    }
    let log = !command.present("LOG").is_negated();
    match context.process.names.create_table(context.node.names(), new, supersede)? {
        Created::Kept if log => context.message(&Condition::new(codes::CLI_TABEXIST).arg(name)),
        Created::Superseded if log => context.message(&Condition::new(codes::CLI_TABSUPER).arg(name)),
        _ => {}
    }
    Ok(Status::DCL_NORMAL)
}

/// The table that the qualifiers name; the process table without one.
fn table(command: &Command) -> String {
    if let Some(table) = command.value("TABLE").filter(|_| command.routine() != "CREATE_NAME_TABLE") {
        return table.to_uppercase();
    }
    let by_qualifier =
        [("JOB", "LNM$JOB"), ("GROUP", "LNM$GROUP"), ("SYSTEM", "LNM$SYSTEM"), ("CLUSTER_SYSTEM", "LNM$SYSCLUSTER")];
    let named = by_qualifier.into_iter().find(|(label, _)| command.has(label));
    named.map_or("LNM$PROCESS", |(_, table)| table).to_owned()
}

/// The mode that the qualifiers name. Without SYSNAM executive mode becomes supervisor mode.
fn mode(context: &Context<'_>, command: &Command) -> Mode {
    if command.has("USER_MODE") {
        Mode::User
    } else if command.has("EXECUTIVE_MODE") && context.process.has(Privilege::Sysnam) {
        Mode::Executive
    } else {
        Mode::Supervisor
    }
}

/// As [`permit`] for names to be taken away; the name of a table in its directory needs the right to delete the table.
fn permit_removal(context: &Context<'_>, table: &str, name: Option<&str>) -> Result<(), Condition> {
    let directory = context.names().tables(table).first().is_some_and(|first| first == SYSTEM_DIRECTORY);
    let made = name.map(str::to_uppercase).filter(|name| directory && context.names().security(name).is_some());
    match made {
        Some(name) if context.names().permits(&name, TableRight::Delete) => Ok(()),
        Some(_) => Err(codes::SYSTEM_NOPRIV.into()),
        None => permit(context, table, TableRight::Write),
    }
}

/// The system's shareable tables may be changed with the privilege that protects them only; those that people made have a
/// protection.
fn permit(context: &Context<'_>, table: &str, right: TableRight) -> Result<(), Condition> {
    let Some(first) = context.names().tables(table).into_iter().next() else {
        return Err(codes::SYSTEM_NOLOGTAB.into());
    };
    let by: &[Privilege] = match first.as_str() {
        SYSTEM_TABLE | CLUSTER_TABLE | "LNM$CLUSTER_TABLE" | "LNM$SYSTEM_DIRECTORY" => {
            &[Privilege::Sysnam, Privilege::Sysprv, Privilege::Bypass]
        }
        name if name.starts_with("LNM$GROUP_") => {
            &[Privilege::Grpnam, Privilege::Grpprv, Privilege::Sysprv, Privilege::Bypass]
        }
        name if context.names().permits(name, right) => return Ok(()),
        _ => &[Privilege::Bypass],
    };
    if context.process.privileges.has_any(by) { Ok(()) } else { Err(codes::SYSTEM_NOPRIV.into()) }
}
