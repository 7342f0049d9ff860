//! SHOW LOGICAL and SHOW TRANSLATION (dcl.md 11, command reference 11).

use super::protection::categories;
use super::{Context, Routine};
use crate::cdu::Command;
use crate::message::{Condition, Status, codes};
use crate::node::names::{DCL_LOGICAL, DEPTH_LIMIT, Found, Listing, Mode, Names, Translation};
use crate::node::uic::Uic;
use crate::rms::matches;

/// The two commands.
pub const ROUTINES: &[Routine] = &[
    Routine {
        name: "SHOW_LOGICAL",
        handler: show_logical,
        labels: &[
            "ACCESS_MODE",
            "ACCESS_MODE.EXECUTIVE_MODE",
            "ACCESS_MODE.KERNEL_MODE",
            "ACCESS_MODE.SUPERVISOR_MODE",
            "ACCESS_MODE.USER_MODE",
            "ALL",
            "CLUSTER",
            "DESCENDANTS",
            "FULL",
            "GROUP",
            "JOB",
            "NAME",
            "OPTION",
            "OPTION.LOGICAL",
            "OUTPUT",
            "PROCESS",
            "STRUCTURE",
            "SYSTEM",
            "TABLE",
        ],
    },
    Routine {
        name: "SHOW_TRANSLATION",
        handler: show_translation,
        labels: &["NAME", "OPTION", "OPTION.TRANSLATION", "TABLE"],
    },
];

fn show_logical(context: &mut Context<'_>, command: &Command) -> Result<Status, Condition> {
    let mode = access_mode(command);
    let full = command.has("FULL");
    let tables = tables(command);
    let mut lines = Vec::new();
    let mut missing = Vec::new();
    if command.has("STRUCTURE") {
        for (depth, table) in context.names().structure() {
            lines.push(format!("{:width$}({table})", "", width = 8 * depth));
        }
        return context.display(command, &lines);
    }
    let names = context.names();
    for name in names_asked(command) {
        if name.contains(['*', '%']) {
            let listings = listings(names, &tables, mode, &name, command.has("DESCENDANTS"))?;
            if listings.iter().all(|listing| listing.names.is_empty()) && name != "*" {
                missing.push(name);
            }
            let uic = |uic| context.node.rights().show(uic);
            listings.iter().for_each(|listing| list(listing, full, &uic, &mut lines));
        } else {
            let found: Vec<Found> = tables.iter().flat_map(|table| names.find_each(table, &name, mode)).collect();
            if found.is_empty() {
                missing.push(name);
            }
            for first in &found {
                chain(names, &tables, first, 0, (mode, full), &mut lines);
            }
        }
    }
    let shown = context.display(command, &lines)?;
    let Some(last) = missing.last() else { return Ok(shown) };
    let no_translation = |name: &String| Condition::new(codes::SHOW_NOTRAN).arg(name.as_str());
    let status = no_translation(last).status;
    for name in &missing {
        context.message(&no_translation(name));
    }
    Ok(status.inhibited())
}

fn names_asked(command: &Command) -> Vec<String> {
    let typed = command.values("NAME");
    if typed.is_empty() { vec!["*".to_owned()] } else { typed.into_iter().map(str::to_owned).collect() }
}

fn access_mode(command: &Command) -> Mode {
    let words =
        [("EXECUTIVE_MODE", Mode::Executive), ("KERNEL_MODE", Mode::Kernel), ("SUPERVISOR_MODE", Mode::Supervisor)];
    let given = words.into_iter().find(|(word, _)| command.has(&format!("ACCESS_MODE.{word}")));
    given.map_or(Mode::User, |(_, mode)| mode)
}

/// The tables to search: those of the qualifiers, else LNM$DCL_LOGICAL.
fn tables(command: &Command) -> Vec<String> {
    let qualifiers = [
        ("PROCESS", "LNM$PROCESS"),
        ("JOB", "LNM$JOB"),
        ("GROUP", "LNM$GROUP"),
        ("SYSTEM", "LNM$SYSTEM"),
        ("CLUSTER", "LNM$SYSCLUSTER"),
    ];
    let named = qualifiers.iter().filter(|(label, _)| command.has(label)).map(|(_, table)| (*table).to_owned());
    let mut tables: Vec<String> = named.collect();
    tables.extend(command.values("TABLE").into_iter().map(str::to_uppercase));
    if tables.is_empty() {
        tables.push(DCL_LOGICAL.to_owned());
    }
    tables
}

fn listings(
    names: Names<'_>,
    tables: &[String],
    mode: Mode,
    pattern: &str,
    descendants: bool,
) -> Result<Vec<Listing>, Condition> {
    let pattern = pattern.to_uppercase();
    let wanted = |name: &str| matches(&pattern, &name.to_uppercase());
    let mut listed = Vec::new();
    for table in tables {
        let mut of_table = names.list(table, mode, wanted)?;
        if descendants {
            let below: Vec<String> = of_table.iter().flat_map(|listing| names.descendants(&listing.table)).collect();
            for table in below {
                of_table.extend(names.list(&table, mode, wanted)?);
            }
        }
        listed.extend(of_table);
    }
    Ok(listed)
}

/// A table with its names: the heading stands there even when the table is empty.
fn list(listing: &Listing, full: bool, uic: &dyn Fn(Uic) -> String, lines: &mut Vec<String>) {
    lines.extend([String::new(), format!("({})", listing.table)]);
    if let Some(security) = listing.security.filter(|_| full) {
        let protection = categories(security.protection).join(",");
        lines.push(format!("    [Protection=({protection})]  [Owner={}]", uic(security.owner)));
    }
    lines.push(String::new());
    for found in &listing.names {
        // A name that stands there in several modes is told apart by them.
        let same = listing.names.iter().filter(|other| other.name.name == found.name.name).count();
        lines.extend(entry("  ", found, (full, full || same > 1), ""));
    }
}

/// A name with what its translations translate to, level by level.
fn chain(names: Names<'_>, tables: &[String], found: &Found, level: usize, how: (Mode, bool), lines: &mut Vec<String>) {
    let (mode, full) = how;
    let prefix = if level == 0 { "   ".to_owned() } else { format!("{level}  ") };
    lines.extend(entry(&prefix, found, (full, full), &format!(" ({})", found.table)));
    if level == DEPTH_LIMIT {
        return;
    }
    for translation in found.name.translations.iter().filter(|t| !t.terminal) {
        let value = translation.value.strip_suffix(':').unwrap_or(&translation.value);
        let next = tables.iter().find_map(|table| names.find(table, value, mode, false));
        if let Some(next) = next.filter(|next| !next.is_table) {
            chain(names, tables, &next, level + 1, how, lines);
        }
    }
}

/// The lines of one name: its first equivalence name with the name, the others below. `full` adds all attributes,
/// `mode` its mode.
fn entry(prefix: &str, found: &Found, (full, mode): (bool, bool), table: &str) -> Vec<String> {
    let name = &found.name;
    let mut attributes: Vec<&str> = Vec::new();
    attributes.extend(mode.then(|| name.mode.short()));
    if full {
        attributes.extend(name.confine.then_some("confine"));
        attributes.extend(name.no_alias.then_some("no_alias"));
    }
    attributes.extend(found.is_table.then_some("table"));
    let of_name = if attributes.is_empty() { String::new() } else { format!(" [{}]", attributes.join(",")) };
    let value = |t: &Translation| format!("= \"{}\"{}", t.value, value_attributes(t, full));
    let mut translations = name.translations.iter();
    let first = translations.next().map(value).unwrap_or_default();
    let head = format!("{prefix}\"{}\"{of_name} {first}{table}", name.name);
    std::iter::once(head).chain(translations.map(|t| format!("\t{}", value(t)))).collect()
}

fn value_attributes(translation: &Translation, full: bool) -> String {
    let words = [("concealed", translation.concealed), ("terminal", translation.terminal)];
    let set: Vec<&str> = words.into_iter().filter(|(_, on)| full && *on).map(|(word, _)| word).collect();
    if set.is_empty() { String::new() } else { format!(" [{}]", set.join(",")) }
}

/// One translation, the way the command has always shown it.
fn show_translation(context: &mut Context<'_>, command: &Command) -> Result<Status, Condition> {
    let name = command.value("NAME").unwrap_or_default();
    let table = command.value("TABLE").map_or_else(|| DCL_LOGICAL.to_owned(), str::to_uppercase);
    match context.names().find(&table, name, Mode::User, false) {
        Some(found) => {
            context.line(format!("{name} = {}  ({})", found.name.value(), found.table));
            Ok(Status::DCL_NORMAL)
        }
        None => {
            context.message(&Condition::new(codes::SHOW_NOTRAN).arg(name));
            Ok(codes::SHOW_NOTRAN.inhibited())
        }
    }
}
