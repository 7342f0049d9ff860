//! Values of the built-in types: what they accept and what CLI$GET_VALUE returns for them (cdu.md 2.5).

use crate::message::{Condition, Status, codes};

use super::definition::Builtin;
use super::line::{Ends, Line, Token};
use super::outcome::Setting;

/// Where a value stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Place {
    /// An item of a parameter.
    Parameter,
    /// The value of a qualifier or keyword, without parentheses of its own.
    Bare,
    /// In a list in parentheses.
    Listed,
}

/// Whether a type keeps the parentheses around its value.
pub fn keeps_parentheses(kind: Option<Builtin>) -> bool {
    matches!(kind, Some(Builtin::Parenthesized | Builtin::Acl | Builtin::Protection))
}

/// Whether `+` is part of a value of that type.
pub fn owns_plus(kind: Option<Builtin>) -> bool {
    use Builtin::{DateTime, DeltaTime, Expression, Number, RestOfLine};
    matches!(kind, Some(DateTime | DeltaTime | Expression | Number | RestOfLine))
}

fn is_file(kind: Builtin) -> bool {
    use Builtin::{Device, Directory, File, InFile, OldFile, OutFile};
    matches!(kind, File | InFile | OutFile | OldFile | Directory | Device)
}

/// A condition that shows the value.
pub fn refuse(status: Status, token: impl Into<String>) -> Condition {
    Condition::new(status).token(token)
}

/// Reads one value. `plus_ends`: a plus sign separates values here.
///
/// # Errors
/// What is wrong with the value, with its token; nothing at all is an empty token, for the caller to judge.
pub fn read(
    line: &mut Line<'_>,
    kind: Option<Builtin>,
    place: Place,
    plus_ends: bool,
    setting: &mut dyn Setting,
) -> Result<Token, Condition> {
    match kind {
        Some(Builtin::RestOfLine) => {
            let text = line.take_rest().to_owned();
            return Ok(Token { raw: text.clone(), quoted: text.contains('"'), text });
        }
        Some(Builtin::Expression) if place != Place::Bare => {
            let expression = line.expression();
            let text = if expression.is_empty() { String::new() } else { setting.evaluate(expression)? };
            return Ok(Token { raw: expression.to_owned(), quoted: false, text });
        }
        _ => {}
    }
    if keeps_parentheses(kind) && line.peek() == Some('(') {
        let token = line.parenthesized()?;
        return convert(kind, token, setting);
    }
    let ends = Ends { plus: plus_ends && !owns_plus(kind), file: kind.is_some_and(is_file) };
    let mut token = line.token(ends)?;
    if token.raw.is_empty() {
        return Ok(token);
    }
    // A time may have a blank between date and time of day when it stands in quotes only; nothing to do here.
    if kind == Some(Builtin::Parenthesized) {
        return Err(refuse(codes::CLI_NOPAREN, token.raw));
    }
    if kind == Some(Builtin::Protection) {
        token.text = format!("({})", token.text);
    }
    convert(kind, token, setting)
}

/// Checks a token of a type and puts its text into the form that handlers get.
///
/// # Errors
/// What is wrong with the value.
pub fn convert(kind: Option<Builtin>, mut token: Token, setting: &mut dyn Setting) -> Result<Token, Condition> {
    match kind {
        Some(Builtin::QuotedString) => token.text.clone_from(&token.raw),
        Some(Builtin::Number) => token.text = number(&token)?.to_string(),
        Some(Builtin::Uic) => check_uic(&token)?,
        Some(Builtin::Protection) => check_protection(&token)?,
        Some(Builtin::DateTime) => token.text = setting.absolute_time(&token.text)?,
        Some(Builtin::DeltaTime) => token.text = setting.delta_time(&token.text)?,
        Some(Builtin::Expression) => token.text = setting.evaluate(&token.raw)?,
        _ => {}
    }
    Ok(token)
}

/// Decimal, `%X` or `%O`, signed; 32 bits, read as signed or unsigned.
fn number(token: &Token) -> Result<i64, Condition> {
    let (negative, digits) = match token.text.strip_prefix('-') {
        Some(rest) => (true, rest),
        None => (false, token.text.strip_prefix('+').unwrap_or(&token.text)),
    };
    let (radix, digits) = match (digits.strip_prefix("%X"), digits.strip_prefix("%O"), digits.strip_prefix("%D")) {
        (Some(hex), _, _) => (16, hex),
        (_, Some(octal), _) => (8, octal),
        (_, _, Some(decimal)) => (10, decimal),
        _ => (10, digits),
    };
    if digits.is_empty() || !digits.chars().all(|c| c.is_ascii_alphanumeric()) {
        return Err(refuse(codes::CLI_NUMBER, &token.raw));
    }
    if !digits.chars().all(|c| c.is_digit(radix)) {
        let status = if radix == 10 { codes::CLI_NUMBER } else { codes::CLI_IVCHAR };
        return Err(refuse(status, &token.raw));
    }
    let magnitude = i64::from_str_radix(digits, radix).ok().filter(|&n| n <= i64::from(u32::MAX));
    let value = magnitude.map(|n| if negative { -n } else { n });
    value.filter(|&n| n >= i64::from(i32::MIN)).ok_or_else(|| refuse(codes::CLI_NUMBER, &token.raw))
}

/// `[group,member]` in octal, `[identifier]`, `[identifier,identifier]` or an identifier.
fn check_uic(token: &Token) -> Result<(), Condition> {
    let is_part = |part: &str| !part.is_empty() && part.chars().all(|c| c.is_alphanumeric() || "$_*".contains(c));
    let inner = match token.text.strip_prefix('[').or_else(|| token.text.strip_prefix('<')) {
        Some(rest) => rest.strip_suffix([']', '>']),
        None => Some(token.text.as_str()).filter(|text| !text.contains(',')),
    };
    let valid = inner.is_some_and(|inner| inner.split(',').count() <= 2 && inner.split(',').all(is_part));
    let octal = |part: &str| !part.starts_with(|c: char| c.is_ascii_digit()) || part.chars().all(|c| c.is_digit(8));
    if valid && inner.is_some_and(|inner| inner.split(',').all(octal)) {
        Ok(())
    } else {
        Err(refuse(codes::CLI_INVUIC, &token.raw))
    }
}

const CATEGORIES: [&str; 4] = ["SYSTEM", "OWNER", "GROUP", "WORLD"];

/// `(SYSTEM:RWED,OWNER:RWED,GROUP,WORLD)`: categories abbreviated, each once, `:` or `=` before the access letters.
fn check_protection(token: &Token) -> Result<(), Condition> {
    let wrong = || refuse(codes::CLI_IVPROT, &token.raw);
    let inner = token.text.strip_prefix('(').and_then(|rest| rest.strip_suffix(')')).ok_or_else(wrong)?;
    let mut seen = Vec::new();
    for part in inner.split(',') {
        let (category, access) = part.split_once([':', '=']).unwrap_or((part, ""));
        let category = CATEGORIES.iter().find(|full| !category.is_empty() && full.starts_with(category));
        let known = category.filter(|full| !seen.contains(full)).ok_or_else(wrong)?;
        seen.push(known);
        if !access.chars().all(|c| "RWEDPLCSM".contains(c)) {
            return Err(wrong());
        }
    }
    Ok(())
}
