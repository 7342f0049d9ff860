//! F$TRNLNM and F$LOGICAL.

use super::{Arguments, keyword, text, unknown};
use crate::command::Context;
use crate::dcl::Value;
use crate::message::Condition;
use crate::node::names::{DCL_LOGICAL, Mode};

/// `F$TRNLNM(name[,table][,index][,mode][,case][,item])`: one translation; an undefined name gives an empty string.
pub fn trnlnm(context: &mut Context<'_>, arguments: &Arguments) -> Result<Value, Condition> {
    let table = match keyword(arguments, 1) {
        empty if empty.is_empty() => DCL_LOGICAL.to_owned(),
        table => table,
    };
    let index = arguments.get(2).and_then(Option::as_ref).map_or(0, Value::integer);
    let mode = match keyword(arguments, 3) {
        empty if empty.is_empty() => Mode::User,
        word => Mode::from_word(&word).ok_or_else(|| unknown(&word))?,
    };
    let exact = case(&keyword(arguments, 4))?;
    let item = keyword(arguments, 5);
    let found = context.names().find(&table, &text(arguments, 0), mode, exact);
    let known = ITEMS.contains(&item.as_str()) || item.is_empty();
    let (true, Some(found)) = (known, found) else {
        return if known { Ok(Value::text("")) } else { Err(unknown(&item)) };
    };
    let translation = usize::try_from(index).ok().and_then(|at| found.name.translations.get(at));
    let value = translation.map_or("", |t| t.value.as_str());
    Ok(match item.as_str() {
        "" | "VALUE" => Value::text(value),
        "LENGTH" => Value::Integer(i32::try_from(value.chars().count()).unwrap_or(i32::MAX)),
        "MAX_INDEX" => Value::Integer(i32::try_from(found.name.translations.len()).unwrap_or(i32::MAX) - 1),
        "TABLE_NAME" => Value::text(found.table),
        "ACCESS_MODE" => Value::text(found.name.mode.word()),
        "TABLE" => Value::boolean(found.is_table),
        "TERMINAL" => Value::boolean(translation.is_some_and(|t| t.terminal)),
        "CONCEALED" => Value::boolean(translation.is_some_and(|t| t.concealed)),
        "CONFINE" => Value::boolean(found.name.confine),
        "NO_ALIAS" => Value::boolean(found.name.no_alias),
        "CLUSTERWIDE" => Value::boolean(found.clusterwide),
        _ => Value::boolean(false),
    })
}

const ITEMS: [&str; 12] = [
    "ACCESS_MODE",
    "CLUSTERWIDE",
    "CONCEALED",
    "CONFINE",
    "CRELOG",
    "LENGTH",
    "MAX_INDEX",
    "NO_ALIAS",
    "TABLE",
    "TABLE_NAME",
    "TERMINAL",
    "VALUE",
];

/// Whether the spelling counts: `CASE_SENSITIVE`, perhaps with the interlock keyword behind it.
fn case(words: &str) -> Result<bool, Condition> {
    let mut exact = false;
    for word in words.split(',').map(str::trim).filter(|word| !word.is_empty()) {
        match word {
            "CASE_SENSITIVE" => exact = true,
            "CASE_BLIND" => exact = false,
            "INTERLOCKED" | "NONINTERLOCKED" => {}
            _ => return Err(unknown(word)),
        }
    }
    Ok(exact)
}

/// F$LOGICAL(name): what F$TRNLNM(name) gives.
pub fn logical(context: &mut Context<'_>, arguments: &Arguments) -> Result<Value, Condition> {
    trnlnm(context, &arguments[..1])
}
