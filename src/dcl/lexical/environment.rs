//! F$ENVIRONMENT, F$VERIFY, F$MODE.

use crate::message::{self, Condition, Parts, Status};

use super::super::host::Host;
use super::super::state::{MAX_DEPTH, State};
use super::super::value::Value;
use super::{Arguments, integer, text};

/// F$ENVIRONMENT. DEFAULT, PROTECTION and whatever else belongs to the process is asked of the host.
pub fn environment(state: &mut State, host: &mut dyn Host, arguments: &Arguments) -> Result<Value, Condition> {
    let item = text(arguments, 0).to_ascii_uppercase();
    let keys =
        |t: bool, y: bool| [(t, "T"), (y, "Y")].iter().filter(|k| k.0).map(|k| k.1).collect::<Vec<_>>().join(",");
    Ok(match item.as_str() {
        "CAPTIVE" | "DISIMAGE" | "RESTRICTED" => Value::boolean(false),
        "PROMPT_CONTROL" => Value::boolean(state.prompt_control),
        "CONTROL" => keys(state.control.t, state.control.y).into(),
        "NOCONTROL" => keys(!state.control.t, !state.control.y).into(),
        "DEPTH" => Value::Integer(i32::try_from(state.depth()).unwrap_or(i32::MAX)),
        "MAX_DEPTH" => Value::Integer(i32::try_from(MAX_DEPTH).unwrap_or(i32::MAX)),
        "INTERACTIVE" => Value::boolean(state.mode == "INTERACTIVE"),
        "KEY_STATE" => state.keypad.state().into(),
        "MESSAGE" => state.message_parts.qualifiers().into(),
        "ON_CONTROL_Y" => Value::boolean(state.has_control_y_action()),
        "ON_SEVERITY" => state.on_severity().into(),
        "OUTPUT_RATE" => state.output_rate.as_str().into(),
        "PROCEDURE" => state.procedure().into(),
        "PROMPT" => state.prompt.as_str().into(),
        "SYMBOL_SCOPE" => state.scope_text(false).into(),
        "VERB_SCOPE" => state.scope_text(true).into(),
        "VERIFY_IMAGE" => Value::boolean(state.verify_image),
        "VERIFY_PREFIX" => state.verify_prefix.as_str().into(),
        "VERIFY_PROCEDURE" => Value::boolean(state.verify_procedure),
        _ => return host.lexical(state, "F$ENVIRONMENT", arguments),
    })
}

/// F$VERIFY: what procedure verification was; then sets what it is given. One argument sets both kinds.
pub fn verify(state: &mut State, _: &mut dyn Host, arguments: &Arguments) -> Result<Value, Condition> {
    let before = i32::from(state.verify_procedure);
    let given = |at: usize| arguments.get(at).is_some_and(Option::is_some);
    if given(0) {
        state.verify_procedure = integer(arguments, 0) & 1 == 1;
        if arguments.len() == 1 {
            state.verify_image = state.verify_procedure;
        }
    }
    if given(1) {
        state.verify_image = integer(arguments, 1) & 1 == 1;
    }
    Ok(Value::Integer(before))
}

/// F$MODE.
pub fn mode(state: &mut State, _: &mut dyn Host, _: &Arguments) -> Result<Value, Condition> {
    Ok(state.mode.into())
}

/// F$MESSAGE, from the message files in force.
pub fn message(state: &mut State, _: &mut dyn Host, arguments: &Arguments) -> Result<Value, Condition> {
    let parts = Parts::from_list(&text(arguments, 1))?;
    let status = Status(integer(arguments, 0).cast_unsigned());
    Ok(message::describe(&state.messages, status, parts).into())
}
