//! Characters of command lines: quotes, comments, case and blanks, labels, words (dcl.md 1).

use std::borrow::Cow;

/// Longest command line as entered, continuation records joined, in characters.
pub const MAX_ENTERED: usize = 4095;
/// Longest command line after substitution and longest string that an expression makes, in characters.
pub const MAX_LINE: usize = 8192;

/// Whether a character separates words: blank, tab, form feed, carriage return.
pub fn is_blank(byte: u8) -> bool {
    matches!(byte, b' ' | b'\t' | 0x0C | b'\r' | 0x0B)
}

/// Whether a symbol name can begin with the character.
pub fn starts_name(byte: u8) -> bool {
    byte.is_ascii_alphabetic() || byte == b'$' || byte == b'_'
}

/// Whether a symbol name can hold the character.
pub fn in_name(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || byte == b'$' || byte == b'_'
}

/// Length of the symbol name that a text begins with, 0 if there is none.
pub fn name_length(text: &str) -> usize {
    match text.bytes().next() {
        Some(byte) if starts_name(byte) => text.bytes().take_while(|byte| in_name(*byte)).count(),
        _ => 0,
    }
}

/// The length of a quoted string at the start of a text, both quotes included; the end of the text closes it too.
pub fn quoted_length(text: &str) -> usize {
    let bytes = text.as_bytes();
    let mut at = 1;
    while at < bytes.len() {
        if bytes[at] == b'"' {
            if bytes.get(at + 1) != Some(&b'"') {
                return at + 1;
            }
            at += 1;
        }
        at += 1;
    }
    bytes.len()
}

/// Where the comment of a record begins, if it has one, and whether a quoted string is left open.
pub fn comment_start(text: &str) -> (Option<usize>, bool) {
    let mut quoted = false;
    for (at, byte) in text.bytes().enumerate() {
        match byte {
            b'"' => quoted = !quoted,
            b'!' if !quoted => return (Some(at), false),
            _ => {}
        }
    }
    (None, quoted)
}

/// A record without its comment and its trailing blanks, and whether the next record continues it: then the hyphen
/// is gone too.
pub fn significant(record: &str) -> (&str, bool) {
    let (comment, open) = comment_start(record);
    let text = record[..comment.unwrap_or(record.len())].trim_end_matches([' ', '\t', '\x0C', '\r']);
    match text.strip_suffix('-') {
        Some(text) if !open => (text, true),
        _ => (text, false),
    }
}

/// Folds a command line: outside quotes letters become upper case and runs of blanks one blank; blanks at both ends
/// go.
pub fn fold(text: &str) -> String {
    let mut folded = String::with_capacity(text.len());
    let mut quoted = false;
    for c in text.chars() {
        if c == '"' {
            quoted = !quoted;
        }
        if quoted {
            folded.push(c);
        } else if c.is_ascii() && is_blank(c as u8) {
            if !folded.is_empty() && !folded.ends_with(' ') {
                folded.push(' ');
            }
        } else {
            folded.push(c.to_ascii_uppercase());
        }
    }
    if !quoted {
        folded.truncate(folded.trim_end_matches(' ').len());
    }
    folded
}

/// Splits a label off a command: `name:` with nothing but the alphabet of symbols in front of the colon. The second
/// part is the command without leading blanks.
pub fn split_label(text: &str) -> (Option<&str>, &str) {
    let text = without_dollars(text);
    let length = text.bytes().take_while(|byte| in_name(*byte)).count();
    let rest = text[length..].trim_start_matches([' ', '\t']);
    match rest.strip_prefix(':') {
        Some(after) if length > 0 && !after.starts_with('=') => (Some(&text[..length]), without_dollars(after)),
        _ => (None, text),
    }
}

/// A command without the dollar signs and blanks in front of it. A name that is assigned to, or a label, keeps its own.
pub fn without_dollars(text: &str) -> &str {
    let mut text = text.trim_start_matches([' ', '\t', '\x0C']);
    while let Some(rest) = text.strip_prefix('$') {
        let after = text[name_length(text)..].trim_start_matches([' ', '\t']);
        if name_length(rest) > 0 && !rest.starts_with('$') && after.starts_with(['=', ':', '[', '*']) {
            break;
        }
        text = rest.trim_start_matches([' ', '\t', '\x0C']);
    }
    text
}

/// The word at the start of a text: letters, digits, `$`, `_`.
pub fn first_word(text: &str) -> &str {
    &text[..text.bytes().take_while(|byte| in_name(*byte)).count()]
}

/// Whether a word is a keyword or at least four characters of it, as verbs may be shortened.
pub fn is_keyword(word: &str, keyword: &str) -> bool {
    let least = keyword.len().min(4);
    word.len() >= least && word.as_bytes()[..least].eq_ignore_ascii_case(&keyword.as_bytes()[..least])
}

/// Where the word THEN stands in an IF or ON command, outside quotes and parentheses of no matter.
pub fn find_then(text: &str) -> Option<usize> {
    let bytes = text.as_bytes();
    let mut at = 0;
    while at < bytes.len() {
        if bytes[at] == b'"' {
            at += quoted_length(&text[at..]);
        } else if in_name(bytes[at]) {
            let end = at + bytes[at..].iter().take_while(|byte| in_name(**byte)).count();
            if bytes[at..end].eq_ignore_ascii_case(b"THEN") && (at == 0 || bytes[at - 1] != b'.') {
                return Some(at);
            }
            at = end;
        } else {
            at += 1;
        }
    }
    None
}

/// Whether a command opens an IF block: IF without THEN on its line, perhaps behind THEN or ELSE of another block.
pub fn opens_block(command: &str) -> bool {
    let mut rest = without_dollars(command);
    loop {
        let word = first_word(rest);
        let behind = &rest[word.len()..];
        if word.eq_ignore_ascii_case("IF") {
            return find_then(behind).is_none();
        }
        if !word.eq_ignore_ascii_case("THEN") && !word.eq_ignore_ascii_case("ELSE") {
            return false;
        }
        rest = without_dollars(behind);
    }
}

/// The contents of a string with quotes: outer quotes gone, doubled ones single. Text outside quotes stays.
pub fn unquote(text: &str) -> Cow<'_, str> {
    if !text.contains('"') {
        return Cow::Borrowed(text);
    }
    let mut plain = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(start) = rest.find('"') {
        plain.push_str(&rest[..start]);
        let length = quoted_length(&rest[start..]);
        let quoted = &rest[start + 1..start + length];
        let closed =
            length > 1 && quoted.ends_with('"') && quoted.bytes().rev().take_while(|b| *b == b'"').count() % 2 == 1;
        plain.push_str(&quoted[..quoted.len() - usize::from(closed)].replace("\"\"", "\""));
        rest = &rest[start + length..];
    }
    plain.push_str(rest);
    Cow::Owned(plain)
}

/// Splits a folded text into words at blanks outside quotes.
pub fn words(text: &str) -> Vec<&str> {
    let mut words = Vec::new();
    let (mut start, mut quoted) = (0, false);
    for (at, byte) in text.bytes().enumerate() {
        match byte {
            b'"' => quoted = !quoted,
            b' ' if !quoted => {
                if at > start {
                    words.push(&text[start..at]);
                }
                start = at + 1;
            }
            _ => {}
        }
    }
    if start < text.len() {
        words.push(&text[start..]);
    }
    words
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn folding_keeps_what_quotes_hold() {
        assert_eq!(fold("  write\t sys$output  \"a  B\"  ! "), "WRITE SYS$OUTPUT \"a  B\" !");
        assert_eq!(fold("x = \"abc  "), "X = \"abc  ");
    }

    #[test]
    fn comments_and_continuations_are_seen_outside_quotes() {
        assert_eq!(significant(" a - ! note"), (" a ", true));
        assert_eq!(significant(" a \"!\" -  "), (" a \"!\" ", true));
        assert_eq!(significant(" a \"b -"), (" a \"b -", false));
        assert_eq!(significant("-! note"), ("", true));
    }

    #[test]
    fn labels_are_told_from_assignments() {
        assert_eq!(split_label(" loop: i = 1"), (Some("loop"), "i = 1"));
        assert_eq!(split_label("a :== b"), (None, "a :== b"));
        assert_eq!(split_label("dir x:[y]"), (None, "dir x:[y]"));
    }

    #[test]
    fn quotes_come_off() {
        assert_eq!(unquote("\"a \"\"b\"\"\""), "a \"b\"");
        assert_eq!(unquote("X\"y\"Z"), "XyZ");
        assert_eq!(unquote("\"open"), "open");
        assert_eq!(unquote("\"\""), "");
    }

    #[test]
    fn then_is_a_word_of_its_own() {
        assert_eq!(find_then("IF THENCE .EQ. \"then\" THEN X"), Some(22));
        assert_eq!(find_then("IF A"), None);
    }
}
