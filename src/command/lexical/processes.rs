//! F$PID and F$CONTEXT: going through the processes of the node.

use super::{Arguments, keyword, text, unknown};
use crate::command::{Context, processes};
use crate::dcl::Value;
use crate::message::{Condition, codes};
use crate::node::process::{ProcessContext, ProcessMode, Selection};
use crate::node::process_table::ProcessEntry;
use crate::rms::matches;

/// Criteria that compare text.
const TEXTS: [&str; 14] = [
    "ACCOUNT",
    "AUTHPRIV",
    "CURPRIV",
    "HW_NAME",
    "JOBTYPE",
    "MASTER_PID",
    "MODE",
    "NODENAME",
    "OWNER",
    "PRCNAM",
    "STATE",
    "TERMINAL",
    "UIC",
    "USERNAME",
];
/// Criteria that compare numbers.
const NUMBERS: [&str; 10] = ["AUTHPRI", "CSID", "GRP", "HW_MODEL", "JOBPRCCNT", "MEM", "PRCCNT", "PRI", "PRIB", "STS"];
/// How a criterion compares.
const RELATIONS: [&str; 8] = ["ALL", "ANY", "EQL", "GEQ", "GTR", "LEQ", "LSS", "NEQ"];

/// F$CONTEXT("PROCESS", symbol, item[, value, relation]): adds a criterion for F$PID; CANCEL drops all.
pub fn context(context: &mut Context<'_>, arguments: &Arguments) -> Result<Value, Condition> {
    let kind = keyword(arguments, 0);
    if kind != "PROCESS" {
        return Err(unknown(&kind));
    }
    let symbol = keyword(arguments, 1);
    let item = keyword(arguments, 2);
    if item == "CANCEL" {
        known(context, &symbol)?;
        if let Some(found) = context.process.contexts.get_mut(&symbol) {
            *found = ProcessContext { canceled: true, value: found.value.clone(), ..ProcessContext::default() };
        }
        return Ok(Value::text(""));
    }
    if !TEXTS.contains(&item.as_str()) && !NUMBERS.contains(&item.as_str()) {
        return Err(unknown(&item));
    }
    let relation = match keyword(arguments, 4) {
        empty if empty.is_empty() => "EQL".to_owned(),
        word if RELATIONS.contains(&word.as_str()) => word,
        word => return Err(unknown(&word)),
    };
    let found = begun(context, &symbol)?;
    if found.next > 0 {
        return Err(codes::CLI_FRZNCTX.into());
    }
    found.criteria.push(Selection { item, value: text(arguments, 3).to_uppercase(), relation });
    Ok(Value::text(""))
}

/// Whether a symbol holds a context, a canceled one too; one with any other value is refused.
fn known(context: &mut Context<'_>, symbol: &str) -> Result<bool, Condition> {
    let value = context.dcl.symbol(symbol).map(|value| value.string()).filter(|value| !value.is_empty());
    let Some(value) = value else { return Ok(false) };
    let own = context.process.contexts.get(symbol).is_some_and(|found| *found.value == *value);
    if own { Ok(true) } else { Err(codes::CLI_NOTCTX.into()) }
}

/// The context of a symbol; a symbol that is undefined, empty or holds a canceled one begins a new one.
fn begun<'a>(context: &'a mut Context<'_>, symbol: &str) -> Result<&'a mut ProcessContext, Condition> {
    let goes_on = known(context, symbol)? && context.process.contexts.get(symbol).is_some_and(|found| !found.canceled);
    if !goes_on {
        context.process.contexts_made += 1;
        let value = format!("7FF{:05X}", 0xA_0000 + context.process.contexts_made * 0x20);
        context.dcl.set_local(symbol, value.as_str());
        let fresh = ProcessContext { value, ..ProcessContext::default() };
        context.process.contexts.insert(symbol.to_owned(), fresh);
    }
    context.process.contexts.get_mut(symbol).ok_or_else(|| codes::CLI_NOTCTX.into())
}

/// F$PID(symbol): the next process that the caller may see; an empty string at the end, where the context is gone.
pub fn pid(context: &mut Context<'_>, arguments: &Arguments) -> Result<Value, Condition> {
    let symbol = keyword(arguments, 0);
    let found = begun(context, &symbol)?;
    let (next, criteria) = (found.next, found.criteria.clone());
    let fits = |listed: &ProcessEntry| {
        processes::may_see(context, listed) && criteria.iter().all(|criterion| selected(context, listed, criterion))
    };
    let all = processes::all(context);
    let at = all.iter().enumerate().skip(next).find(|(_, listed)| fits(listed)).map(|(at, listed)| (at, listed.pid));
    match at {
        Some((at, pid)) => {
            begun(context, &symbol)?.next = at + 1;
            Ok(Value::text(format!("{pid:08X}")))
        }
        None => {
            context.process.contexts.remove(&symbol);
            context.dcl.set_local(&symbol, "");
            Ok(Value::text(""))
        }
    }
}

fn selected(context: &Context<'_>, listed: &ProcessEntry, by: &Selection) -> bool {
    if NUMBERS.contains(&by.item.as_str()) {
        let wanted = crate::dcl::to_integer(&by.value);
        let actual = number(context, listed, &by.item);
        return match by.relation.as_str() {
            "NEQ" => actual != wanted,
            "LEQ" => actual <= wanted,
            "GEQ" => actual >= wanted,
            "LSS" => actual < wanted,
            "GTR" => actual > wanted,
            _ => actual == wanted,
        };
    }
    let actual = words(context, listed, &by.item);
    // A list asks for one of its members; of privileges, with ALL, for every one.
    let mut wanted = by.value.split(',').map(str::trim);
    if by.item.ends_with("PRIV") {
        let held = |word: &str| actual.split(',').any(|own| own == word);
        return if by.relation == "ANY" { wanted.any(held) } else { wanted.all(held) };
    }
    match by.relation.as_str() {
        "NEQ" => !wanted.any(|value| matches(value, &actual)),
        "LEQ" => actual <= by.value,
        "GEQ" => actual >= by.value,
        "LSS" => actual < by.value,
        "GTR" => actual > by.value,
        _ => wanted.any(|value| matches(value, &actual)),
    }
}

fn number(context: &Context<'_>, listed: &ProcessEntry, item: &str) -> i32 {
    let job = || processes::job_of(context, listed.pid);
    let count = |count: usize| i32::try_from(count).unwrap_or(i32::MAX);
    match item {
        "GRP" => i32::from(listed.uic.group),
        "MEM" => i32::from(listed.uic.member),
        "AUTHPRI" | "PRI" | "PRIB" => i32::from(listed.priority),
        "HW_MODEL" => 2048,
        "JOBPRCCNT" => count(job().len().saturating_sub(1)),
        "PRCCNT" => count(job().iter().filter(|(_, below)| below.owner == listed.pid).count()),
        _ => 0,
    }
}

fn words(context: &Context<'_>, listed: &ProcessEntry, item: &str) -> String {
    let pid = |pid: u32| if pid == 0 { String::new() } else { format!("{pid:08X}") };
    match item {
        "ACCOUNT" => listed.account.clone(),
        "AUTHPRIV" => listed.privileges.authorized.list(),
        "CURPRIV" => listed.privileges.current.list(),
        "HW_NAME" => context.node.hardware_name().to_uppercase(),
        "JOBTYPE" => match listed.mode {
            ProcessMode::Interactive => "LOCAL",
            ProcessMode::Other => "DETACHED",
            mode => mode.word(),
        }
        .to_owned(),
        "MASTER_PID" => pid(processes::job_of(context, listed.pid).first().map_or(0, |(_, first)| first.pid)),
        "MODE" => listed.mode.word().to_owned(),
        "NODENAME" => context.node.name().to_uppercase(),
        "OWNER" => pid(listed.owner),
        "PRCNAM" => listed.name.to_uppercase(),
        "STATE" => listed.state.to_owned(),
        "TERMINAL" => listed.terminal.as_ref().map_or_else(String::new, |terminal| format!("{terminal}:")),
        "UIC" => context.node.rights().show(listed.uic),
        _ => listed.username.clone(),
    }
}
