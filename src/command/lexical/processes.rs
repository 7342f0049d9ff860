//! F$PID and F$CONTEXT: going through the processes of the node.

use super::{Arguments, keyword, text, unknown};
use crate::command::Context;
use crate::command::show_process::{ListedProcess, processes};
use crate::dcl::Value;
use crate::message::{Condition, codes};
use crate::node::privileges::Privilege;
use crate::node::process::Selection;
use crate::rms::matches;

const ITEMS: [&str; 10] =
    ["ACCOUNT", "GRP", "MASTER_PID", "MEM", "MODE", "NODENAME", "PRCNAM", "STATE", "UIC", "USERNAME"];

/// F$CONTEXT("PROCESS", symbol, item[, value, relation]): adds a criterion for F$PID; CANCEL drops all.
pub fn context(context: &mut Context<'_>, arguments: &Arguments) -> Result<Value, Condition> {
    let kind = keyword(arguments, 0);
    if kind != "PROCESS" {
        return Err(unknown(&kind));
    }
    let symbol = keyword(arguments, 1);
    let item = keyword(arguments, 2);
    if item == "CANCEL" {
        context.process.selections.remove(&symbol);
        context.dcl.set_local(&symbol, "");
        return Ok(Value::text(""));
    }
    if !ITEMS.contains(&item.as_str()) {
        return Err(unknown(&item));
    }
    let relation = match keyword(arguments, 4) {
        empty if empty.is_empty() => "EQL".to_owned(),
        word if ["EQL", "NEQ", "LEQ", "GEQ", "LSS", "GTR"].contains(&word.as_str()) => word,
        word => return Err(unknown(&word)),
    };
    if context.dcl.symbol(&symbol).is_some_and(|value| !value.string().is_empty()) {
        return Err(codes::CLI_FRZNCTX.into());
    }
    let selection = Selection { item, value: text(arguments, 3).to_uppercase(), relation };
    context.process.selections.entry(symbol).or_default().push(selection);
    Ok(Value::text(""))
}

/// F$PID(symbol): the next process that the caller may see; an empty string at the end.
pub fn pid(context: &mut Context<'_>, arguments: &Arguments) -> Result<Value, Condition> {
    let symbol = keyword(arguments, 0);
    let reached = context.dcl.symbol(&symbol).map_or(0, |value| value.integer());
    let all = processes(context);
    let world = context.process.has(Privilege::World);
    let none = Vec::new();
    let selections = context.process.selections.get(&symbol).unwrap_or(&none);
    let mut visible = all.into_iter().enumerate().skip(usize::try_from(reached).unwrap_or(0));
    let own = context.process.pid;
    let fits = |listed: &ListedProcess| {
        (world || listed.pid == own) && selections.iter().all(|s| selected(context, listed, s))
    };
    match visible.find(|(_, listed)| fits(listed)) {
        Some((at, listed)) => {
            context.dcl.set_local(&symbol, i32::try_from(at + 1).unwrap_or(i32::MAX));
            Ok(Value::text(format!("{:08X}", listed.pid)))
        }
        None => {
            context.process.selections.remove(&symbol);
            context.dcl.set_local(&symbol, "");
            Ok(Value::text(""))
        }
    }
}

fn selected(context: &Context<'_>, listed: &ListedProcess, by: &Selection) -> bool {
    let own = listed.pid == context.process.pid;
    let uic = if own { context.process.uic } else { crate::node::uic::Uic::SYSTEM };
    let actual = match by.item.as_str() {
        "GRP" => uic.group.to_string(),
        "MASTER_PID" => format!("{:08X}", listed.pid),
        "MEM" => uic.member.to_string(),
        "MODE" => if own { context.process.mode.word() } else { "OTHER" }.to_owned(),
        "NODENAME" => context.node.name().to_uppercase(),
        "PRCNAM" => listed.name.to_uppercase(),
        "STATE" => listed.state.to_owned(),
        "UIC" => context.node.rights().show(uic),
        _ => {
            if own {
                context.process.username.clone()
            } else {
                "SYSTEM".to_owned()
            }
        }
    };
    match by.relation.as_str() {
        "EQL" => matches(&by.value, &actual),
        "NEQ" => !matches(&by.value, &actual),
        "LEQ" => actual <= by.value,
        "GEQ" => actual >= by.value,
        "LSS" => actual < by.value,
        _ => actual > by.value,
    }
}
