//! Evaluation of expressions (dcl.md 5).

use crate::message::{Condition, codes};

use super::expression::{self, Comparison, Expression, Operator};
use super::host::Host;
use super::lexical;
use super::state::State;
use super::text;
use super::value::Value;

/// Evaluates a text that is one expression, as commands need it for their `$EXPRESSION` values.
///
/// # Errors
/// UNDSYM and the syntax errors of expressions, with token; what a lexical function reports.
pub fn evaluate_text(state: &mut State, host: &mut dyn Host, text: &str) -> Result<Value, Condition> {
    let expression = expression::parse(&text::fold(text), &mut state.symbols)?;
    evaluate(state, host, &expression)
}

/// Evaluates an expression.
///
/// # Errors
/// UNDSYM with the symbol as token; what a lexical function reports.
pub fn evaluate(state: &mut State, host: &mut dyn Host, expression: &Expression) -> Result<Value, Condition> {
    Ok(match expression {
        Expression::Integer(number) => Value::Integer(*number),
        Expression::Text(text) => Value::Text(text.clone()),
        Expression::Insertion(insertion) => insertion.value(state),
        Expression::Symbol(id) => match state.value_of(*id) {
            Some(value) => value,
            None => return Err(Condition::new(codes::CLI_UNDSYM).token(&**state.symbols.name(*id))),
        },
        Expression::Negate(operand) => Value::Integer(evaluate(state, host, operand)?.integer().wrapping_neg()),
        Expression::Plus(operand) => Value::Integer(evaluate(state, host, operand)?.integer()),
        Expression::Not(operand) => Value::Integer(!evaluate(state, host, operand)?.integer()),
        Expression::Binary(operator, left, right) => {
            let left = evaluate(state, host, left)?;
            let right = evaluate(state, host, right)?;
            combine(*operator, &left, &right)?
        }
        Expression::Call(function, arguments) => lexical::call(state, host, function, arguments)?,
    })
}

fn combine(operator: Operator, left: &Value, right: &Value) -> Result<Value, Condition> {
    Ok(match operator {
        Operator::Or => Value::Integer(left.integer() | right.integer()),
        Operator::And => Value::Integer(left.integer() & right.integer()),
        Operator::Numbers(comparison) => Value::Integer(compare(comparison, &left.integer(), &right.integer())),
        Operator::Strings(comparison) => Value::Integer(compare(comparison, &left.string(), &right.string())),
        Operator::Multiply => Value::Integer(left.integer().wrapping_mul(right.integer())),
        Operator::Divide => Value::Integer(match right.integer() {
            0 => 0,
            divisor => left.integer().wrapping_div(divisor),
        }),
        Operator::Add | Operator::Subtract => return add_or_subtract(operator, left, right),
    })
}

fn add_or_subtract(operator: Operator, left: &Value, right: &Value) -> Result<Value, Condition> {
    Ok(match (operator, left, right) {
        (Operator::Add, Value::Text(left), Value::Text(right)) => {
            let bytes = left.len() + right.len();
            if bytes > text::MAX_LINE && left.chars().chain(right.chars()).nth(text::MAX_LINE).is_some() {
                return Err(Condition::new(codes::CLI_BUFOVF));
            }
            let mut joined = String::with_capacity(left.len() + right.len());
            joined.push_str(left);
            joined.push_str(right);
            Value::text(joined)
        }
        (_, Value::Text(left), Value::Text(right)) => Value::text(left.replacen(&**right, "", 1)),
        (Operator::Add, ..) => Value::Integer(left.integer().wrapping_add(right.integer())),
        _ => Value::Integer(left.integer().wrapping_sub(right.integer())),
    })
}

fn compare<T: Ord + ?Sized>(comparison: Comparison, left: &T, right: &T) -> i32 {
    let order = left.cmp(right);
    i32::from(match comparison {
        Comparison::Equal => order.is_eq(),
        Comparison::NotEqual => order.is_ne(),
        Comparison::Less => order.is_lt(),
        Comparison::LessEqual => order.is_le(),
        Comparison::Greater => order.is_gt(),
        Comparison::GreaterEqual => order.is_ge(),
    })
}
