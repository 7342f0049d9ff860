//! Substitution: apostrophes while a line is read, ampersands when it is parsed (dcl.md 4).

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

/// Replaces `'name'`, and `''name'` inside quotes. `evaluate` gets each operand, upper case outside quotes, and gives
/// the text to insert.
///
/// # Errors
/// What `evaluate` reports; BUFOVF when the line grows too long or inserts without end.
pub fn apostrophes(
    line: &str,
    evaluate: &mut dyn FnMut(&str) -> Result<String, Condition>,
) -> Result<String, Condition> {
    let mut done = String::with_capacity(line.len());
    let mut rest = line.to_owned();
    let (mut at, mut quoted, mut insertions) = (0, false, 0);
    while let Some(c) = rest[at..].chars().next() {
        if c == '"' {
            quoted = !quoted;
        }
        let marks = rest[at..].bytes().take_while(|byte| *byte == b'\'').count();
        if marks == 0 || (quoted && marks < 2) {
            done.push(c);
            at += c.len_utf8();
            continue;
        }
        let start = at + if quoted { 2 } else { marks };
        let length = operand_length(&rest[start..]);
        if length == 0 {
            let kept = if quoted { 2 } else { 1 };
            done.push_str(&rest[at..at + kept]);
            at += kept;
            continue;
        }
        let operand = text::fold(&rest[start..start + length]);
        let after = start + length;
        let after = after + usize::from(rest[after..].starts_with('\''));
        let value = evaluate(&operand)?;
        insertions += 1;
        if insertions > MAX_INSERTIONS || done.len() + value.len() + rest.len() - after > MAX_LINE {
            return Err(Condition::new(codes::CLI_BUFOVF));
        }
        if quoted || !value.contains('\'') {
            done.push_str(&value);
            at = after;
        } else {
            rest = value + &rest[after..];
            at = 0;
        }
    }
    Ok(done)
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

/// Replaces `&name` outside quotes by the symbol's value, once. An undefined name leaves nothing.
///
/// # Errors
/// BUFOVF when the line grows too long.
pub fn ampersands(line: &str, value: &mut dyn FnMut(&str) -> Option<String>) -> Result<String, Condition> {
    let mut done = String::with_capacity(line.len());
    let mut at = 0;
    while let Some(mark) = next_ampersand(line, at) {
        done.push_str(&line[at..mark]);
        let length = text::name_length(&line[mark + 1..]);
        done.push_str(&value(&line[mark + 1..mark + 1 + length]).unwrap_or_default());
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
        let mut value = |name: &str| {
            Ok(match name {
                "X" => "a".to_owned(),
                "N" => "2".to_owned(),
                "LOOP" => "'LOOP'".to_owned(),
                "TWICE" => "<'X'>".to_owned(),
                "QUOTED" => "it's".to_owned(),
                other if text::name_length(other) == other.len() => String::new(),
                other => format!("{{{other}}}"),
            })
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
        assert_eq!(run("\"''twice'\""), "\"<'X'>\"");
        assert_eq!(run("'loop'"), format!("{:?}", codes::CLI_BUFOVF));
    }

    #[test]
    fn ampersands_are_names_outside_quotes() {
        let mut value = |name: &str| (name == "X").then(|| "y".to_owned());
        assert_eq!(ampersands("A &X \"&X\" B&X && &1 &Z.", &mut value), Ok("A y \"&X\" B&X && &1 .".to_owned()));
    }
}
