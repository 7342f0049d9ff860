//! Lexical functions: their names and arguments, and those that need only the interpreter (dcl.md 16). The rest is asked
//! of the host.

mod environment;
mod strings;
mod times;

use crate::message::{Condition, codes};

use super::evaluate::evaluate;
use super::expression::Expression;
use super::host::Host;
use super::state::State;
use super::value::Value;

/// What a function is given: evaluated arguments.
pub(super) type Arguments = [Option<Value>];

/// How a function is performed.
#[derive(Clone, Copy)]
pub enum Means {
    /// From its arguments alone.
    Pure(fn(&Arguments) -> Result<Value, Condition>),
    /// With the time of day.
    Timed(fn(&Arguments, crate::clock::VmsTime) -> Result<Value, Condition>),
    /// With what the interpreter knows; the host is there for the rest.
    Inside(fn(&mut State, &mut dyn Host, &Arguments) -> Result<Value, Condition>),
    /// By the host.
    Outside,
    /// By the host; the argument with this number is the name of a symbol, not its value.
    OutsideNaming(usize),
    /// F$TYPE: the argument is a symbol, not its value.
    Type,
}

/// A lexical function.
pub struct Function {
    /// Name with `F$`.
    pub name: &'static str,
    least: usize,
    most: usize,
    means: Means,
}

impl std::fmt::Debug for Function {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.name)
    }
}

const fn function(name: &'static str, least: usize, most: usize, means: Means) -> Function {
    Function { name, least, most, means }
}

use Means::{Inside, Outside, OutsideNaming, Pure, Timed, Type};

static FUNCTIONS: &[Function] = &[
    function("F$CONTEXT", 3, 5, OutsideNaming(1)),
    function("F$CSID", 1, 1, OutsideNaming(0)),
    function("F$CUNITS", 1, 3, Pure(strings::cunits)),
    function("F$CVSI", 3, 3, Pure(strings::cvsi)),
    function("F$CVTIME", 0, 3, Timed(times::cvtime)),
    function("F$CVUI", 3, 3, Pure(strings::cvui)),
    function("F$DELTA_TIME", 2, 3, Timed(times::delta_time)),
    function("F$DEVICE", 0, 4, Outside),
    function("F$DIRECTORY", 0, 0, Outside),
    function("F$EDIT", 2, 2, Pure(strings::edit)),
    function("F$ELEMENT", 3, 3, Pure(strings::element)),
    function("F$ENVIRONMENT", 1, 1, Inside(environment::environment)),
    function("F$EXTRACT", 3, 3, Pure(strings::extract)),
    function("F$FAO", 1, 16, Timed(strings::fao)),
    function("F$FID_TO_NAME", 2, 2, Outside),
    function("F$FILE_ATTRIBUTES", 2, 2, Outside),
    function("F$GETDVI", 2, 3, Outside),
    function("F$GETENV", 1, 1, Outside),
    function("F$GETJPI", 2, 2, Outside),
    function("F$GETQUI", 1, 4, Outside),
    function("F$GETSYI", 1, 3, Outside),
    function("F$IDENTIFIER", 2, 2, Outside),
    function("F$INTEGER", 1, 1, Pure(strings::integer)),
    function("F$LENGTH", 1, 1, Pure(strings::length)),
    function("F$LICENSE", 1, 2, Outside),
    function("F$LOCATE", 2, 2, Pure(strings::locate)),
    function("F$LOGICAL", 1, 1, Outside),
    function("F$MATCH_WILD", 2, 2, Pure(strings::match_wild)),
    function("F$MESSAGE", 1, 2, Inside(environment::message)),
    function("F$MODE", 0, 0, Inside(environment::mode)),
    function("F$MULTIPATH", 3, 3, OutsideNaming(2)),
    function("F$PARSE", 1, 5, Outside),
    function("F$PID", 1, 1, OutsideNaming(0)),
    function("F$PRIVILEGE", 1, 1, Outside),
    function("F$PROCESS", 0, 0, Outside),
    function("F$READLINK", 1, 1, Outside),
    function("F$SEARCH", 1, 2, Outside),
    function("F$SETPRV", 1, 1, Outside),
    function("F$STRING", 1, 1, Pure(strings::string)),
    function("F$SYMLINK_ATTRIBUTES", 2, 2, Outside),
    function("F$TIME", 0, 0, Timed(times::time)),
    function("F$TRNLNM", 1, 6, Outside),
    function("F$TYPE", 1, 1, Type),
    function("F$UNIQUE", 0, 0, Outside),
    function("F$USER", 0, 0, Outside),
    function("F$VERIFY", 0, 2, Inside(environment::verify)),
];

/// Characters of a function's name that DCL looks at, `F$` counted: as of a verb, four.
const SIGNIFICANT: usize = 6;

/// Arguments that need no room of their own.
const FEW: usize = 4;

/// The function that an upper-case name with `F$` stands for. Fewer characters are enough if only one function begins
/// with them; what stands behind the fourth is not looked at.
///
/// # Errors
/// IVFNAM or ABFNAM; the token has the open parenthesis.
pub fn find(name: &str) -> Result<&'static Function, Condition> {
    if let Some(exact) = FUNCTIONS.iter().find(|function| function.name == name) {
        return Ok(exact);
    }
    let looked_at = name.get(..SIGNIFICANT).unwrap_or(name);
    let mut matching = FUNCTIONS.iter().filter(|function| name.len() > 2 && function.name.starts_with(looked_at));
    match (matching.next(), matching.next()) {
        (Some(function), None) => Ok(function),
        (Some(_), Some(_)) => Err(Condition::new(codes::CLI_ABFNAM).token(format!("{name}("))),
        _ => Err(Condition::new(codes::CLI_IVFNAM).token(format!("{name}("))),
    }
}

impl Function {
    /// Whether it gives a value and does nothing else.
    pub(super) fn is_pure(&self) -> bool {
        matches!(self.means, Pure(_) | Timed(_))
    }

    /// Checks the number of arguments, that those required are there, and that a symbol stands where one must.
    ///
    /// # Errors
    /// SYMDEL, ARGREQ.
    pub fn check(&self, arguments: &[Option<Expression>]) -> Result<(), Condition> {
        if arguments.len() < self.least || arguments.len() > self.most {
            return Err(Condition::new(codes::CLI_SYMDEL));
        }
        if arguments[..self.least].iter().any(Option::is_none) {
            return Err(Condition::new(codes::CLI_ARGREQ));
        }
        let symbol_at = match self.means {
            Type => Some(0),
            OutsideNaming(at) => Some(at),
            _ => None,
        };
        match symbol_at.and_then(|at| arguments.get(at)) {
            None | Some(Some(Expression::Symbol(_))) => Ok(()),
            Some(_) => Err(Condition::new(codes::CLI_SYMDEL)),
        }
    }
}

/// Calls a function.
///
/// # Errors
/// Those of its arguments, and its own.
pub fn call(
    state: &mut State,
    host: &mut dyn Host,
    function: &Function,
    arguments: &[Option<Expression>],
) -> Result<Value, Condition> {
    if let (Type, Some(Some(Expression::Symbol(id)))) = (function.means, arguments.first()) {
        let value = state.value_of(*id);
        let context = match &value {
            Some(Value::Text(text)) => host.context_type(state.symbols.name(*id), text),
            _ => None,
        };
        return Ok(context.map_or_else(|| strings::type_of(value.as_ref()), Value::from));
    }
    let naming = match function.means {
        OutsideNaming(at) => at,
        _ => usize::MAX,
    };
    let mut few: [Option<Value>; FEW] = Default::default();
    let mut many = Vec::new();
    let values: &mut [Option<Value>] = match few.get_mut(..arguments.len()) {
        Some(few) => few,
        None => {
            many.resize(arguments.len(), None);
            &mut many
        }
    };
    for (at, (value, argument)) in values.iter_mut().zip(arguments).enumerate() {
        *value = match argument {
            None => None,
            Some(Expression::Symbol(id)) if at == naming => Some(Value::Text(state.symbols.name(*id).clone())),
            Some(argument) => Some(evaluate(state, host, argument)?),
        };
    }
    match function.means {
        Pure(run) => run(values),
        Timed(run) => run(values, host.now()),
        Inside(run) => run(state, host, values),
        Outside | OutsideNaming(_) | Type => host.lexical(state, function.name, values),
    }
}

/// An argument as text; empty if it was left out.
fn text(arguments: &Arguments, at: usize) -> std::rc::Rc<str> {
    arguments.get(at).and_then(Option::as_ref).map_or_else(|| "".into(), Value::string)
}

/// An argument as an integer; 0 if it was left out.
fn integer(arguments: &Arguments, at: usize) -> i32 {
    arguments.get(at).and_then(Option::as_ref).map_or(0, Value::integer)
}

/// The error of an unknown keyword; an empty one has no token line.
fn bad_keyword(word: &str) -> Condition {
    let condition = Condition::new(codes::CLI_IVKEYW);
    if word.is_empty() { condition } else { condition.token(word) }
}
