//! Functions of strings and numbers.

use crate::clock::VmsTime;
use crate::message::{Arg, Condition, codes, fao as formatter};

use super::super::text::is_blank;
use super::super::value::{Value, parse_number};
use super::{Arguments, bad_keyword, integer as number, text};

type Answer = Result<Value, Condition>;

/// F$INTEGER.
pub fn integer(arguments: &Arguments) -> Answer {
    Ok(Value::Integer(number(arguments, 0)))
}

/// F$STRING.
pub fn string(arguments: &Arguments) -> Answer {
    Ok(Value::Text(text(arguments, 0)))
}

/// F$LENGTH: characters.
pub fn length(arguments: &Arguments) -> Answer {
    Ok(Value::Integer(count(&text(arguments, 0))))
}

fn count(text: &str) -> i32 {
    let count = if text.is_ascii() { text.len() } else { text.chars().count() };
    i32::try_from(count).unwrap_or(i32::MAX)
}

/// F$LOCATE: offset of the first occurrence, or the length.
pub fn locate(arguments: &Arguments) -> Answer {
    let (part, whole) = (text(arguments, 0), text(arguments, 1));
    Ok(Value::Integer(count(whole.find(&*part).map_or(&whole, |at| &whole[..at]))))
}

/// F$EXTRACT.
pub fn extract(arguments: &Arguments) -> Answer {
    let string = text(arguments, 2);
    let Ok(start) = usize::try_from(number(arguments, 0)) else { return Ok("".into()) };
    // DCL compares lengths without a sign: a negative one takes all the rest.
    let size = usize::try_from(number(arguments, 1)).unwrap_or(usize::MAX);
    if string.is_ascii() {
        let start = start.min(string.len());
        return Ok(string[start..start.saturating_add(size).min(string.len())].into());
    }
    Ok(string.chars().skip(start).take(size).collect::<String>().into())
}

/// F$ELEMENT: past the end, the delimiter.
pub fn element(arguments: &Arguments) -> Answer {
    let (delimiter, string) = (text(arguments, 1), text(arguments, 2));
    let Some(mark) = delimiter.chars().next() else { return Ok("".into()) };
    let found = usize::try_from(number(arguments, 0)).ok().and_then(|at| nth_element(&string, mark, at));
    Ok(found.map_or_else(|| Value::text(&*mark.encode_utf8(&mut [0; 4])), Value::from))
}

/// The element with that number.
fn nth_element(string: &str, mark: char, at: usize) -> Option<&str> {
    let Some(mark) = u8::try_from(mark).ok().filter(u8::is_ascii) else { return string.split(mark).nth(at) };
    // No byte of a longer character is ASCII.
    let bytes = string.as_bytes();
    let mut marks = bytes.iter().enumerate().filter(|(_, byte)| **byte == mark).map(|(at, _)| at);
    let start = if at == 0 { 0 } else { marks.nth(at - 1)? + 1 };
    Some(&string[start..marks.next().unwrap_or(bytes.len())])
}

/// F$MATCH_WILD: `*` any run, `%` one character.
pub fn match_wild(arguments: &Arguments) -> Answer {
    let candidate: Vec<char> = text(arguments, 0).chars().collect();
    let pattern: Vec<char> = text(arguments, 1).chars().collect();
    Ok(Value::boolean(matches(&candidate, &pattern)))
}

fn matches(candidate: &[char], pattern: &[char]) -> bool {
    let (mut at, mut with) = (0, 0);
    let mut star: Option<(usize, usize)> = None;
    while at < candidate.len() {
        if with < pattern.len() && pattern[with] == '*' {
            star = Some((with, at));
            with += 1;
        } else if with < pattern.len() && (pattern[with] == '%' || pattern[with] == candidate[at]) {
            at += 1;
            with += 1;
        } else if let Some((after, from)) = star {
            star = Some((after, from + 1));
            at = from + 1;
            with = after + 1;
        } else {
            return false;
        }
    }
    pattern[with..].iter().all(|c| *c == '*')
}

/// F$TYPE.
pub fn type_of(value: Option<&Value>) -> Value {
    match value {
        None => "",
        Some(Value::Integer(_)) => "INTEGER",
        Some(Value::Text(text)) if parse_number(text).is_some() => "INTEGER",
        Some(Value::Text(_)) => "STRING",
    }
    .into()
}

/// F$CVSI: a signed bit field.
pub fn cvsi(arguments: &Arguments) -> Answer {
    let (bits, size) = field(arguments)?;
    let signed =
        if size > 0 && bits >> (size - 1) & 1 == 1 { bits | u32::MAX.checked_shl(size).unwrap_or(0) } else { bits };
    Ok(Value::Integer(signed.cast_signed()))
}

/// F$CVUI: an unsigned bit field.
pub fn cvui(arguments: &Arguments) -> Answer {
    Ok(Value::Integer(field(arguments)?.0.cast_signed()))
}

fn field(arguments: &Arguments) -> Result<(u32, u32), Condition> {
    let out_of_bounds = || Condition::new(codes::CLI_INVRANGE);
    let start = usize::try_from(number(arguments, 0)).map_err(|_| out_of_bounds())?;
    let size = u32::try_from(number(arguments, 1)).ok().filter(|size| *size <= 32).ok_or_else(out_of_bounds)?;
    let bytes: Vec<u8> = text(arguments, 2).chars().map(|c| c as u8).collect();
    if start + size as usize > bytes.len() * 8 {
        return Err(out_of_bounds());
    }
    let bit = |at: usize| u32::from(bytes[at / 8] >> (at % 8) & 1);
    Ok(((0..size).map(|at| bit(start + at as usize) << at).sum(), size))
}

/// F$FAO.
pub fn fao(arguments: &Arguments, now: VmsTime) -> Answer {
    let values: Vec<Arg> = arguments[1..]
        .iter()
        .map(|argument| match argument {
            Some(Value::Integer(number)) => Arg::Number(i64::from(*number)),
            Some(Value::Text(text)) => Arg::Text(text.to_string()),
            None => Arg::Number(0),
        })
        .collect();
    formatter::format(&text(arguments, 0), &values, now).map(Value::from)
}

/// F$EDIT.
pub fn edit(arguments: &Arguments) -> Answer {
    let mut string = text(arguments, 0).to_string();
    let list = text(arguments, 1).to_ascii_uppercase();
    for word in list.split(',').map(str::trim) {
        string = match word {
            "COLLAPSE" => outside_quotes(&string, |c, _| (!blank(c)).then_some(c)),
            "COMPRESS" => outside_quotes(&string, |c, previous| match (blank(c), previous.is_some_and(blank)) {
                (true, true) => None,
                (true, false) => Some(' '),
                _ => Some(c),
            }),
            "LOWERCASE" => outside_quotes(&string, |c, _| Some(c.to_ascii_lowercase())),
            "UPCASE" => outside_quotes(&string, |c, _| Some(c.to_ascii_uppercase())),
            "TRIM" => string.trim_matches(blank).to_owned(),
            "UNCOMMENT" => {
                let end = super::super::text::comment_start(&string).0.unwrap_or(string.len());
                string[..end].to_owned()
            }
            other => return Err(bad_keyword(other)),
        };
    }
    Ok(string.into())
}

fn blank(c: char) -> bool {
    c.is_ascii() && is_blank(c as u8)
}

fn outside_quotes(text: &str, edit: impl Fn(char, Option<char>) -> Option<char>) -> String {
    let mut done = String::with_capacity(text.len());
    let (mut quoted, mut previous) = (false, None);
    for c in text.chars() {
        quoted ^= c == '"';
        done.extend(if quoted { Some(c) } else { edit(c, previous) });
        previous = Some(c);
    }
    done
}

/// Units of F$CUNITS in bytes.
const UNITS: [(&str, f64); 6] = [
    ("BLOCKS", 512.0),
    ("BYTES", 1.0),
    ("KB", 1024.0),
    ("MB", 1_048_576.0),
    ("GB", 1_073_741_824.0),
    ("TB", 1_099_511_627_776.0),
];

/// F$CUNITS: a size in other units; without a target unit, in the largest that gives a whole or readable number.
pub fn cunits(arguments: &Arguments) -> Answer {
    let unit = |at: usize, default: &'static str| {
        let name = text(arguments, at).to_ascii_uppercase();
        let name = if name.is_empty() { default } else { name.as_str() };
        UNITS.iter().find(|(unit, _)| *unit == name).copied().ok_or_else(|| bad_keyword(name))
    };
    let bytes = f64::from(number(arguments, 0)) * unit(1, "BLOCKS")?.1;
    let (name, size) = if text(arguments, 2).is_empty() {
        UNITS[1..].iter().rev().find(|(_, size)| bytes.abs() >= *size).copied().unwrap_or(UNITS[1])
    } else {
        unit(2, "BYTES")?
    };
    let rounded = format!("{:.2}", bytes / size);
    let shown = rounded.trim_end_matches('0').trim_end_matches('.');
    Ok(format!("{shown}{name}").into())
}
