//! DEFINE/KEY, DELETE/KEY, SET KEY, SHOW KEY (dcl.md 17).

use super::{Context, Routine};
use crate::cdu::Command;
use crate::dcl::{KeyDefinition, Keypad};
use crate::message::{Condition, Status, codes};

/// The four commands.
pub const ROUTINES: &[Routine] = &[
    Routine {
        name: "DEFINE_KEY",
        handler: define_key,
        labels: &["ECHO", "ERASE", "IF_STATE", "KEY", "LOCK_STATE", "LOG", "NAME", "SET_STATE", "STRING", "TERMINATE"],
    },
    Routine { name: "DELETE_KEY", handler: delete_key, labels: &["ALL", "KEY", "LOG", "NAME", "STATE"] },
    Routine { name: "SET_KEY", handler: set_key, labels: &["LOG", "OPTION", "OPTION.KEY", "STATE"] },
    Routine {
        name: "SHOW_KEY",
        handler: show_key,
        labels: &["ALL", "BRIEF", "DIRECTORY", "FULL", "NAME", "OPTION", "OPTION.KEY", "STATE"],
    },
];

/// The key that a command names, upper case.
fn key_name(command: &Command) -> Result<String, Condition> {
    let typed = command.value("NAME").unwrap_or_default().to_ascii_uppercase();
    if Keypad::knows(&typed) { Ok(typed) } else { Err(Condition::new(codes::CLI_IVKEYNAM).token(typed)) }
}

/// The states that a qualifier names; without it the state of the moment.
fn states(context: &Context<'_>, command: &Command, qualifier: &str) -> Vec<String> {
    let typed: Vec<String> = command.values(qualifier).into_iter().map(str::to_ascii_uppercase).collect();
    if typed.is_empty() { vec![context.dcl.keypad.state().to_owned()] } else { typed }
}

fn report(context: &mut Context<'_>, command: &Command, status: Status, state: &str, key: &str) {
    if !command.present("LOG").is_negated() {
        context.message(&Condition::new(status).arg(state).arg(key));
    }
}

fn define_key(context: &mut Context<'_>, command: &Command) -> Result<Status, Condition> {
    let key = key_name(command)?;
    let echo = !command.present("ECHO").is_negated();
    let terminate = command.has("TERMINATE");
    let definition = KeyDefinition {
        text: command.value("STRING").unwrap_or_default().to_owned(),
        echo,
        erase: command.has("ERASE"),
        lock_state: command.has("LOCK_STATE"),
        set_state: command.value("SET_STATE").map(str::to_ascii_uppercase),
        terminate,
    };
    // A lock without a state to lock, and a state behind the end of the line, make no sense.
    if definition.lock_state && definition.set_state.is_none() {
        return Err(Condition::new(codes::CLI_CONFLICT).token("LOCK_STATE"));
    }
    // What is not entered at once has to be seen.
    if !echo && !terminate {
        return Err(Condition::new(codes::CLI_CONFLICT).token("NOECHO"));
    }
    for state in states(context, command, "IF_STATE") {
        context.dcl.keypad.define(&state, &key, definition.clone());
        report(context, command, codes::CLI_DEFKEY, &state, &key);
    }
    Ok(Status::DCL_NORMAL)
}

fn delete_key(context: &mut Context<'_>, command: &Command) -> Result<Status, Condition> {
    for state in states(context, command, "STATE") {
        let keys: Vec<String> = if command.has("ALL") {
            context.dcl.keypad.list(&state).into_iter().map(|(key, _)| key.to_owned()).collect()
        } else {
            vec![key_name(command)?]
        };
        for key in keys {
            if !context.dcl.keypad.delete(&state, &key) {
                return Err(Condition::new(codes::CLI_UNDKEY).arg(state).arg(key));
            }
            report(context, command, codes::CLI_DELKEY, &state, &key);
        }
    }
    Ok(Status::DCL_NORMAL)
}

/// Without /STATE the state is DEFAULT again.
fn set_key(context: &mut Context<'_>, command: &Command) -> Result<Status, Condition> {
    let state = command.value("STATE").unwrap_or(crate::dcl::DEFAULT_KEY_STATE).to_ascii_uppercase();
    context.dcl.keypad.set_state(&state);
    if !command.present("LOG").is_negated() {
        context.message(&Condition::new(codes::CLI_SETKEY).arg(state));
    }
    Ok(Status::DCL_NORMAL)
}

fn show_key(context: &mut Context<'_>, command: &Command) -> Result<Status, Condition> {
    let full = command.has("FULL");
    if command.has("DIRECTORY") {
        let lines: Vec<String> = context.dcl.keypad.states().into_iter().map(|state| format!("  {state}")).collect();
        context.lines(lines);
        return Ok(Status::DCL_NORMAL);
    }
    for state in states(context, command, "STATE") {
        let shown: Vec<String> = if command.has("ALL") {
            context.dcl.keypad.list(&state).into_iter().map(|(key, found)| line(key, found, full)).collect()
        } else {
            let key = key_name(command)?;
            let found = context.dcl.keypad.find(&state, &key);
            let undefined = || Condition::new(codes::CLI_UNDKEY).arg(state.as_str()).arg(key.as_str());
            vec![line(&key, found.ok_or_else(undefined)?, full)]
        };
        context.line(format!("{state} keypad definitions:"));
        context.lines(shown);
    }
    Ok(Status::DCL_NORMAL)
}

/// `  PF1 = "SHOW TIME"`, and with /FULL what the key does beside typing.
fn line(key: &str, found: &KeyDefinition, full: bool) -> String {
    let plain = format!("  {key} = \"{}\"", found.text);
    if !full {
        return plain;
    }
    let word = |on: bool, word: &str| if on { word.to_owned() } else { format!("no{word}") };
    let state = found.set_state.as_ref().map(|state| format!(",state={state}")).unwrap_or_default();
    let (echo, terminate) = (word(found.echo, "echo"), word(found.terminate, "terminate"));
    let (erase, lock) = (word(found.erase, "erase"), word(found.lock_state, "lock"));
    format!("{plain} ({echo},{terminate},{erase},{lock}{state})")
}
