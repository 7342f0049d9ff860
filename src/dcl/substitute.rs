//! Substitution: apostrophes while a line is read, ampersands when it is parsed (dcl.md 4).

use std::borrow::Cow;

use crate::message::{Condition, codes};

use super::expression;
use super::text::{self, MAX_LINE};

/// Insertions after which a line is given up: a symbol that inserts its own apostrophes would go on for ever.
const MAX_INSERTIONS: usize = 1000;

/// Whether apostrophes in a text (comments gone) ask for substitution.
pub fn is_needed(text: &str) -> bool {
    let mut quoted = false;
    let mut previous = 0;
    for byte in text.bytes() {
        match byte {
            b'"' => quoted = !quoted,
            b'\'' if !quoted || previous == b'\'' => return true,
            _ => {}
        }
        previous = byte;
    }
    false
}

/// Replaces `'name'`, and `''name'` inside quotes. `evaluate` gets each operand, upper case outside quotes unless it is a
/// name alone, and appends the text to insert.
///
/// # Errors
/// What `evaluate` reports; BUFOVF when the line grows too long or inserts without end.
pub fn apostrophes(
    line: &str,
    evaluate: &mut dyn FnMut(&str, &mut String) -> Result<(), Condition>,
) -> Result<String, Condition> {
    let mut done = String::with_capacity(line.len() + 32);
    let mut rest = Cow::Borrowed(line);
    let (mut at, mut quoted, mut insertions) = (0, false, 0);
    loop {
        let length = rest[at..].find(['"', '\'']).unwrap_or(rest.len() - at);
        done.push_str(&rest[at..at + length]);
        at += length;
        if at == rest.len() {
            return Ok(done);
        }
        if rest.as_bytes()[at] == b'"' {
            quoted = !quoted;
            done.push('"');
            at += 1;
            continue;
        }
        let marks = rest.as_bytes()[at..].iter().take_while(|byte| **byte == b'\'').count();
        let start = at + if quoted { 2 } else { marks };
        let length = if quoted && marks < 2 { 0 } else { operand_length(&rest[start..]) };
        if length == 0 {
            let kept = if quoted && marks >= 2 { 2 } else { 1 };
            done.push_str(&rest[at..at + kept]);
            at += kept;
            continue;
        }
        let operand = &rest[start..start + length];
        let before = done.len();
        if text::name_length(operand) == length {
            evaluate(operand, &mut done)?;
        } else {
            evaluate(&text::fold(operand), &mut done)?;
        }
        at = start + length;
        at += usize::from(rest[at..].starts_with('\''));
        insertions += 1;
        if insertions > MAX_INSERTIONS || done.len() + rest.len() - at > 2 * MAX_LINE {
            return Err(Condition::new(codes::CLI_BUFOVF));
        }
        if !quoted && done[before..].contains('\'') {
            rest = Cow::Owned(done.split_off(before) + &rest[at..]);
            at = 0;
        }
    }
}

/// Length of the operand after an apostrophe: everything up to the closing one if that is an expression, else the
/// name (with its arguments, for a lexical function) alone.
fn operand_length(text: &str) -> usize {
    let bytes = text.as_bytes();
    let mut at = 0;
    while at < bytes.len() && bytes[at] != b'\'' {
        at += if bytes[at] == b'"' { quoted_operand(&text[at..]) } else { 1 };
    }
    let name = text::name_length(text);
    if at >= bytes.len() {
        return call_length(text, name);
    }
    let operand = &text[..at];
    if at == name || (!operand.ends_with(' ') && expression::is_valid(&text::fold(operand))) {
        return at;
    }
    call_length(text, name)
}

/// A quoted string inside an operand ends at its quote, or is one character if it has no end.
fn quoted_operand(text: &str) -> usize {
    let length = text::quoted_length(text);
    if length > 1 && text[..length].ends_with('"') { length } else { 1 }
}

fn call_length(text: &str, name: usize) -> usize {
    let rest = &text[name..];
    if name == 0 || !rest.starts_with('(') || !text[..name].to_ascii_uppercase().starts_with("F$") {
        return name;
    }
    let bytes = rest.as_bytes();
    let (mut depth, mut at) = (0_usize, 0);
    while at < bytes.len() {
        match bytes[at] {
            b'"' => {
                at += quoted_operand(&rest[at..]);
                continue;
            }
            b'(' => depth += 1,
            b')' => {
                depth -= 1;
                if depth == 0 {
                    return name + at + 1;
                }
            }
            _ => {}
        }
        at += 1;
    }
    name
}

/// Whether a folded line has ampersands to substitute.
pub fn has_ampersands(line: &str) -> bool {
    line.contains('&') && next_ampersand(line, 0).is_some()
}

fn next_ampersand(line: &str, from: usize) -> Option<usize> {
    let bytes = line.as_bytes();
    let mut at = from;
    while at < bytes.len() {
        match bytes[at] {
            b'"' => {
                at += text::quoted_length(&line[at..]);
                continue;
            }
            b'&' if (at == 0 || !text::in_name(bytes[at - 1]) && bytes[at - 1] != b'&')
                && text::name_length(&line[at + 1..]) > 0 =>
            {
                return Some(at);
            }
            _ => {}
        }
        at += 1;
    }
    None
}

/// Replaces `&name` outside quotes by the symbol's value, once. An undefined name leaves nothing. With `whole` a value that
/// stands by itself is one element of the command, with its blanks and small letters: it is put in quotes.
///
/// # Errors
/// BUFOVF when the line grows too long.
pub fn ampersands(line: &str, whole: bool, value: &mut dyn FnMut(&str) -> Option<String>) -> Result<String, Condition> {
    let mut done = String::with_capacity(line.len());
    let mut at = 0;
    while let Some(mark) = next_ampersand(line, at) {
        done.push_str(&line[at..mark]);
        let length = text::name_length(&line[mark + 1..]);
        let inserted = value(&line[mark + 1..mark + 1 + length]).unwrap_or_default();
        let behind = &line[mark + 1 + length..];
        let stands_alone =
            done.ends_with([' ', '=', ',', '(']) && (behind.is_empty() || behind.starts_with([' ', ',', ')', '/']));
        let needs_quotes = inserted.contains(|c: char| c == ' ' || c == '\t' || c.is_lowercase());
        if whole && stands_alone && needs_quotes && !inserted.contains('"') {
            done.push('"');
            done.push_str(&inserted);
            done.push('"');
        } else {
            done.push_str(&inserted);
        }
        at = mark + 1 + length;
        if done.len() + line.len() - at > MAX_LINE {
            return Err(Condition::new(codes::CLI_BUFOVF));
        }
    }
    done.push_str(&line[at..]);
    Ok(done)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn run(line: &str) -> String {
        let mut value = |name: &str, out: &mut String| {
            out.push_str(&match name {
                "x" => "a".to_owned(),
                "n" => "2".to_owned(),
                "loop" | "LOOP" => "'LOOP'".to_owned(),
                "twice" => "<'x'>".to_owned(),
                other if text::name_length(other) == other.len() => String::new(),
                other => format!("{{{other}}}"),
            });
            Ok(())
        };
        apostrophes(line, &mut value).unwrap_or_else(|error| format!("{:?}", error.status))
    }

    #[test]
    fn quotes_want_two_apostrophes() {
        assert_eq!(run("\"x is 'x' and ''x' twice\""), "\"x is 'x' and a twice\"");
        assert_eq!(run("\"['nosuch'] [''nosuch']\""), "\"['nosuch'] []\"");
        assert_eq!(run("\"''n'''x'\" 'n''x'"), "\"2a\" 2a");
    }

    #[test]
    fn a_closing_apostrophe_may_be_missing() {
        assert_eq!(run("show 'x"), "show a");
        assert_eq!(run("show 'x,'n"), "show a,2");
        assert_eq!(run("'x 'n'"), "a 2");
    }

    #[test]
    fn operands_may_be_expressions() {
        assert_eq!(run("'n - 1'"), "{N - 1}");
        assert_eq!(run("'f$length(\"it's\")'x"), "{F$LENGTH(\"it's\")}x");
        assert_eq!(run("\"''f$time()' now\""), "\"{F$TIME()} now\"");
    }

    #[test]
    fn insertion_goes_on_outside_quotes_and_ends() {
        assert_eq!(run("'twice'"), "<a>");
        assert_eq!(run("\"''twice'\""), "\"<'x'>\"");
        assert_eq!(run("'loop'"), format!("{:?}", codes::CLI_BUFOVF));
    }

    #[test]
    fn ampersands_are_names_outside_quotes() {
        let mut value = |name: &str| (name == "X").then(|| "y".to_owned());
        assert_eq!(ampersands("A &X \"&X\" B&X && &1 &Z.", false, &mut value), Ok("A y \"&X\" B&X && &1 .".to_owned()));
        assert_eq!(ampersands("A &X,&X/Q=&X D:&X", true, &mut value), Ok("A \"y\",\"y\"/Q=\"y\" D:y".to_owned()));
    }
}
