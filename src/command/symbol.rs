//! SHOW SYMBOL, DELETE/SYMBOL and SET SYMBOL (dcl.md 3 and 15).

use super::{Context, Routine};
use crate::cdu::Command;
use crate::dcl::{Table, Value};
use crate::message::{Condition, Status, codes};
use crate::rms::matches;

/// The three commands.
pub const ROUTINES: &[Routine] = &[
    Routine {
        name: "SHOW_SYMBOL",
        handler: show_symbol,
        labels: &["ALL", "GLOBAL", "LOCAL", "LOG", "NAME", "OPTION", "OPTION.SYMBOL"],
    },
    Routine {
        name: "DELETE_SYMBOL",
        handler: delete_symbol,
        labels: &["ALL", "GLOBAL", "LOCAL", "LOG", "NAME", "SYMBOL"],
    },
    Routine {
        name: "SET_SYMBOL",
        handler: set_symbol,
        labels: &["ALL", "GENERAL", "OPTION", "OPTION.SYMBOL", "SCOPE", "SCOPE.GLOBAL", "SCOPE.LOCAL", "VERB"],
    },
];

/// Symbols that always exist.
const PERMANENT: [&str; 3] = ["$STATUS", "$SEVERITY", "$RESTART"];

fn show_symbol(context: &mut Context<'_>, command: &Command) -> Result<Status, Condition> {
    let pattern = command.value("NAME").unwrap_or("*").to_uppercase();
    let lines = if command.has("ALL") || pattern.contains(['*', '%']) {
        listed(context, command, &pattern)
    } else {
        named(context, command, &pattern).into_iter().collect()
    };
    if lines.is_empty() && !command.has("ALL") {
        return if command.present("LOG").is_negated() {
            Ok(codes::CLI_UNDSYM.inhibited())
        } else {
            Err(codes::CLI_UNDSYM.into())
        };
    }
    context.lines(lines);
    Ok(Status::DCL_NORMAL)
}

/// The line of one symbol: of the table that was asked for, or the one that a use of the name would find.
fn named(context: &mut Context<'_>, command: &Command, name: &str) -> Option<String> {
    if PERMANENT.contains(&name) {
        let value = context.dcl.symbol(name)?;
        return (!command.has("LOCAL")).then(|| line(name, Table::Global, &value, None));
    }
    let scope = context.dcl.scope();
    let symbols = context.dcl.symbols_mut();
    let id = symbols.id(name);
    let table = if command.has("GLOBAL") {
        Some(Table::Global)
    } else if command.has("LOCAL") {
        Some(Table::Local)
    } else {
        None
    };
    match table {
        Some(table) => symbols.in_table(id, table).map(|s| line(name, table, &s.value, s.shortest)),
        None => symbols.find(id, scope).map(|(full, table, s)| line(&full, table, &s.value, s.shortest)),
    }
}

/// The lines of all symbols that match, locals first unless one table was asked for; /ALL without a table: locals.
fn listed(context: &Context<'_>, command: &Command, pattern: &str) -> Vec<String> {
    let tables: &[Table] = match (command.has("GLOBAL"), command.has("LOCAL") || command.has("ALL")) {
        (true, _) => &[Table::Global],
        (false, true) => &[Table::Local],
        (false, false) => &[Table::Local, Table::Global],
    };
    let mut lines = Vec::new();
    for &table in tables {
        for (name, symbol) in context.dcl.symbols().list(table) {
            if matches(pattern, &name) {
                lines.push(line(&name, table, &symbol.value, symbol.shortest));
            }
        }
    }
    lines
}

/// `  A = 7   Hex = 00000007  Octal = 00000000007`; a global one with `==`.
fn line(name: &str, table: Table, value: &Value, shortest: Option<u8>) -> String {
    let sign = if table == Table::Global { "==" } else { "=" };
    let name = match shortest {
        Some(at) if usize::from(at) < name.len() => {
            let (must, may) = name.split_at(usize::from(at));
            format!("{must}*{may}")
        }
        _ => name.to_owned(),
    };
    match value {
        Value::Integer(n) => format!("  {name} {sign} {n}   Hex = {n:08X}  Octal = {n:011o}"),
        Value::Text(text) => format!("  {name} {sign} \"{text}\""),
    }
}

fn delete_symbol(context: &mut Context<'_>, command: &Command) -> Result<Status, Condition> {
    let table = if command.has("GLOBAL") { Table::Global } else { Table::Local };
    let log = command.has("LOG");
    let word = if table == Table::Global { "global" } else { "local" };
    if command.has("ALL") {
        let gone: Vec<_> = context.dcl.symbols().list(table);
        context.dcl.symbols_mut().delete_all(table);
        for (name, _) in gone.into_iter().filter(|_| log) {
            context.message(&deleted(word, &name));
        }
        return Ok(Status::DCL_NORMAL);
    }
    let name = command.value("NAME").unwrap_or_default().to_uppercase();
    if PERMANENT.contains(&name.as_str()) {
        return Err(codes::CLI_PERMSYM.into());
    }
    let symbols = context.dcl.symbols_mut();
    let id = symbols.id(&name);
    let was_there = match table {
        Table::Local => symbols.delete_local(id),
        Table::Global => symbols.delete_global(id),
    };
    if !was_there {
        return Err(codes::CLI_UNDSYM.into());
    }
    if log {
        context.message(&deleted(word, &name));
    }
    Ok(Status::DCL_NORMAL)
}

fn deleted(word: &str, name: &str) -> Condition {
    Condition::new(codes::CLI_DELSYM).arg(word).arg(name)
}

fn set_symbol(context: &mut Context<'_>, command: &Command) -> Result<Status, Condition> {
    let setting = |label: &str| match command.present(&format!("SCOPE.{label}")) {
        p if p.is_negated() => Some(false),
        p if p.is_present() => Some(true),
        _ => None,
    };
    let (verb, general) = match (command.has("VERB"), command.has("GENERAL")) {
        (true, _) => (true, false),
        (_, true) => (false, true),
        _ => (true, true),
    };
    context.dcl.set_scope(setting("LOCAL"), setting("GLOBAL"), verb, general);
    Ok(context.dcl.status())
}
