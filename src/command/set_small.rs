//! The small SET commands: DEFAULT, MESSAGE, PROMPT, CONTROL, ON, VERIFY, PREFIX, UIC, TERMINAL.

use super::{Context, Routine, read_text};
use crate::cdu::Command;
use crate::clock::VmsTime;
use crate::message::{Catalog, Condition, Parts, Status, codes, fao};
use crate::node::privileges::Privilege;
use crate::rms::{FileSpec, expand};

/// The commands of this file.
pub const ROUTINES: &[Routine] = &[
    Routine { name: "SET_DEFAULT", handler: set_default, labels: &["DIRECTORY", "OPTION", "OPTION.DEFAULT"] },
    Routine {
        name: "SET_MESSAGE",
        handler: set_message,
        labels: &["DELETE", "FACILITY", "FILE", "IDENTIFICATION", "OPTION", "OPTION.MESSAGE", "SEVERITY", "TEXT"],
    },
    Routine { name: "SET_PROMPT", handler: set_prompt, labels: &["CARRIAGE_CONTROL", "OPTION", "OPTION.PROMPT"] },
    Routine {
        name: "SET_CONTROL",
        handler: set_control,
        labels: &["OPTION", "OPTION.CONTROL", "OPTION.CONTROL.T", "OPTION.CONTROL.Y"],
    },
    Routine {
        name: "SET_NOCONTROL",
        handler: set_nocontrol,
        labels: &["OPTION", "OPTION.NOCONTROL", "OPTION.NOCONTROL.T", "OPTION.NOCONTROL.Y"],
    },
    Routine { name: "SET_ON", handler: set_on, labels: &["OPTION", "OPTION.ON"] },
    Routine { name: "SET_NOON", handler: set_noon, labels: &["OPTION", "OPTION.NOON"] },
    Routine {
        name: "SET_VERIFY",
        handler: set_verify,
        labels: &["OPTION", "OPTION.VERIFY", "OPTION.VERIFY.IMAGE", "OPTION.VERIFY.PROCEDURE"],
    },
    Routine {
        name: "SET_NOVERIFY",
        handler: set_noverify,
        labels: &["OPTION", "OPTION.NOVERIFY", "OPTION.NOVERIFY.IMAGE", "OPTION.NOVERIFY.PROCEDURE"],
    },
    Routine { name: "SET_NOPREFIX", handler: set_noprefix, labels: &["OPTION", "OPTION.NOPREFIX"] },
    Routine { name: "SET_PREFIX", handler: set_prefix, labels: &["OPTION", "OPTION.PREFIX", "PREFIX"] },
    Routine { name: "SET_UIC", handler: set_uic, labels: &["IDENTITY", "OPTION", "OPTION.UIC"] },
];

/// The longest prompt, characters.
const LONGEST_PROMPT: usize = 64;

/// Device and directory are not checked for existence, but the form of the name is.
fn set_default(context: &mut Context<'_>, command: &Command) -> Result<Status, Condition> {
    let typed = command.value("DIRECTORY").unwrap_or_default().to_owned();
    default_to(context, &typed)?;
    Ok(Status::DCL_NORMAL)
}

/// Makes what was typed the default device and directory, whether it exists or not. [`codes::CLI_DIRECT`].
pub(super) fn default_to(context: &mut Context<'_>, typed: &str) -> Result<(), Condition> {
    let wrong = |token: &str| Condition::new(codes::CLI_DIRECT).token(token);
    let spec = FileSpec::parse(typed).map_err(|_| wrong(typed))?;
    if spec.file_type.is_some() || spec.version.is_some() || spec.node.is_some() {
        return Err(wrong(typed));
    }
    let full = expand(&context.files(), typed, "", "").map_err(|_| wrong(typed))?;
    let Some(first) = full.first() else { return Err(wrong(typed)) };
    if first.directory.is_wild() || !first.name.is_empty() && !first.name.eq_ignore_ascii_case(typed) {
        return Err(wrong(typed));
    }
    let root = first.root.as_ref().map(ToString::to_string).unwrap_or_default();
    let device = format!("{}:{root}", first.device);
    let directory = first.directory.to_string();
    let logical = spec.device.as_ref().or(spec.name.as_ref());
    let device = if let Some(list) = logical.filter(|_| full.len() > 1) {
        // A search list stays one: every member counts.
        format!("{list}:")
    } else if !first.name.is_empty() {
        // A lone name without translation is a device that is not there.
        format!("{}:", first.name)
    } else {
        device
    };
    context.process.set_default(context.node.names(), Some(&device), Some(&directory));
    Ok(())
}

/// A file is asked before all others for what a code means; /DELETE leaves the files of the system alone in force.
fn set_message(context: &mut Context<'_>, command: &Command) -> Result<Status, Condition> {
    if command.has("DELETE") {
        context.dcl.messages = Catalog::embedded().clone();
    }
    if let Some(file) = command.value("FILE") {
        let (spec, text) = read_text(context, file, ".MSG", codes::SET_OPENIN)?;
        context.dcl.messages = context.dcl.messages.with(&spec, text)?;
    }
    let setting = |label: &str, now: bool| match command.present(label) {
        p if p.is_negated() => false,
        p if p.is_present() => true,
        _ => now,
    };
    let now = context.dcl.message_parts;
    context.dcl.message_parts = Parts {
        facility: setting("FACILITY", now.facility),
        severity: setting("SEVERITY", now.severity),
        ident: setting("IDENTIFICATION", now.ident),
        text: setting("TEXT", now.text),
    };
    Ok(Status::DCL_NORMAL)
}

fn set_prompt(context: &mut Context<'_>, command: &Command) -> Result<Status, Condition> {
    let prompt = command.value("OPTION.PROMPT").unwrap_or("$ ").to_owned();
    if prompt.chars().count() > LONGEST_PROMPT {
        return Err(Condition::new(codes::CLI_TKNOVF).token(prompt));
    }
    context.dcl.prompt = prompt;
    context.dcl.prompt_control = !command.present("CARRIAGE_CONTROL").is_negated();
    Ok(Status::DCL_NORMAL)
}

fn set_control(context: &mut Context<'_>, command: &Command) -> Result<Status, Condition> {
    control(context, command, "OPTION.CONTROL", true);
    Ok(Status::DCL_NORMAL)
}

fn set_nocontrol(context: &mut Context<'_>, command: &Command) -> Result<Status, Condition> {
    control(context, command, "OPTION.NOCONTROL", false);
    Ok(Status::DCL_NORMAL)
}

/// Without a key: Ctrl/Y.
fn control(context: &mut Context<'_>, command: &Command, path: &str, on: bool) {
    let (t, y) = (command.has(&format!("{path}.T")), command.has(&format!("{path}.Y")));
    if t {
        context.dcl.control.t = on;
    }
    if y || !t {
        context.dcl.control.y = on;
    }
}

fn set_on(context: &mut Context<'_>, _: &Command) -> Result<Status, Condition> {
    context.dcl.set_checking(true);
    Ok(Status::DCL_NORMAL)
}

fn set_noon(context: &mut Context<'_>, _: &Command) -> Result<Status, Condition> {
    context.dcl.set_checking(false);
    Ok(Status::DCL_NORMAL)
}

fn set_verify(context: &mut Context<'_>, command: &Command) -> Result<Status, Condition> {
    verify(context, command, "OPTION.VERIFY", true);
    Ok(Status::DCL_NORMAL)
}

fn set_noverify(context: &mut Context<'_>, command: &Command) -> Result<Status, Condition> {
    verify(context, command, "OPTION.NOVERIFY", false);
    Ok(Status::DCL_NORMAL)
}

/// Without a keyword both kinds; with keywords those that were named, `NO` in front turning them round.
fn verify(context: &mut Context<'_>, command: &Command, path: &str, on: bool) {
    let setting = |word: &str| match command.present(&format!("{path}.{word}")) {
        p if p.is_negated() => Some(!on),
        p if p.is_present() => Some(on),
        _ => None,
    };
    let (procedure, image) = (setting("PROCEDURE"), setting("IMAGE"));
    let both = procedure.is_none() && image.is_none();
    if let Some(value) = procedure.or(both.then_some(on)) {
        context.dcl.verify_procedure = value;
    }
    if let Some(value) = image.or(both.then_some(on)) {
        context.dcl.verify_image = value;
    }
}

/// The string is an FAO control string; what FAO refuses is refused here.
fn set_prefix(context: &mut Context<'_>, command: &Command) -> Result<Status, Condition> {
    let prefix = command.value("PREFIX").unwrap_or_default().to_owned();
    if prefix.chars().count() > LONGEST_PROMPT || fao::format(&prefix, &[], VmsTime::default()).is_err() {
        return Err(codes::CLI_INVPREFIX.into());
    }
    context.dcl.verify_prefix = prefix;
    Ok(Status::DCL_NORMAL)
}

fn set_noprefix(context: &mut Context<'_>, _: &Command) -> Result<Status, Condition> {
    context.dcl.verify_prefix.clear();
    Ok(Status::DCL_NORMAL)
}

fn set_uic(context: &mut Context<'_>, command: &Command) -> Result<Status, Condition> {
    context.require(Privilege::Cmkrnl)?;
    let typed = command.value("IDENTITY").unwrap_or_default();
    let uic = context.node.rights().parse(typed).ok_or(codes::CLI_INVUIC)?;
    context.process.uic = uic;
    Ok(Status::DCL_NORMAL)
}
