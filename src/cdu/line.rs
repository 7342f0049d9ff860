//! The characters of a command line: blanks, quotes, brackets, comments (cdu.md 5, dcl.md 1).
//!
//! Knows nothing of tables. Every reading function moves the position past what it read and never past the end.

use crate::message::{Condition, codes};

/// A token may have this many characters (dcl.md 1).
const TOKEN_LIMIT: usize = 255;
/// A command line may have this many characters after substitution (dcl.md 1).
pub const LINE_LIMIT: usize = 8192;

/// A token as it was typed and as it counts.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Token {
    /// Upper case outside quotes, quotes removed.
    pub text: String,
    /// Upper case outside quotes, quotes kept.
    pub raw: String,
    /// Whether any part was quoted.
    pub quoted: bool,
}

/// Which characters end a token, besides blanks, `/`, `,` and the end of the line.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Ends {
    /// `+` ends it.
    pub plus: bool,
    /// `<` opens a directory, as `[` always does; quotes in the middle belong to a node's access control string.
    pub file: bool,
}

/// A command line without its comment, and a position in it.
#[derive(Clone, Debug)]
pub struct Line<'a> {
    text: &'a str,
    position: usize,
}

impl<'a> Line<'a> {
    /// A line from its start; a comment and trailing blanks are cut off.
    pub fn new(text: &'a str) -> Self {
        Self { text: without_comment(text), position: 0 }
    }

    /// Byte offset of the next character.
    pub fn position(&self) -> usize {
        self.position
    }

    /// Goes back or forward to an earlier result of [`Line::position`].
    pub fn seek(&mut self, position: usize) {
        self.position = position;
    }

    /// The line without comment.
    pub fn text(&self) -> &'a str {
        self.text
    }

    /// What is left.
    pub fn rest(&self) -> &'a str {
        self.text.get(self.position..).unwrap_or_default()
    }

    /// The next character.
    pub fn peek(&self) -> Option<char> {
        self.rest().chars().next()
    }

    fn bump(&mut self) -> Option<char> {
        let next = self.peek()?;
        self.position += next.len_utf8();
        Some(next)
    }

    /// Takes the next character if it is one of these.
    pub fn take(&mut self, any_of: &str) -> Option<char> {
        if self.peek().is_some_and(|next| any_of.contains(next)) { self.bump() } else { None }
    }

    /// Skips blanks.
    pub fn skip_blanks(&mut self) {
        while self.peek().is_some_and(is_blank) {
            self.bump();
        }
    }

    /// Skips blanks and takes the next character if it is one of these; else stays in front of the blanks.
    pub fn take_after_blanks(&mut self, any_of: &str) -> Option<char> {
        let before = self.position;
        self.skip_blanks();
        let taken = self.take(any_of);
        if taken.is_none() {
            self.position = before;
        }
        taken
    }

    /// A name of letters, digits, `$` and `_`, in upper case; empty if there is none.
    pub fn name(&mut self) -> String {
        let rest = self.rest();
        let end = rest.find(|c: char| !(c.is_alphanumeric() || c == '$' || c == '_')).unwrap_or(rest.len());
        self.position += end;
        rest[..end].to_ascii_uppercase()
    }

    /// All that is left, without blanks around it.
    pub fn take_rest(&mut self) -> &'a str {
        let rest = self.rest();
        self.position = self.text.len();
        rest.trim()
    }

    /// A token. Brackets keep commas and slashes inside; a missing closing quote is accepted (dcl.md 1).
    ///
    /// # Errors
    /// TKNOVF.
    pub fn token(&mut self, ends: Ends) -> Result<Token, Condition> {
        let mut token = Token::default();
        let mut closing = Vec::new();
        let start = self.position;
        let mut opened_quoted = false;
        while let Some(next) = self.peek() {
            if next == '"' {
                opened_quoted |= self.position == start;
                self.quoted(&mut token);
                continue;
            }
            if closing.last() == Some(&next) {
                closing.pop();
            } else if next == '[' || (ends.file && next == '<') {
                closing.push(if next == '[' { ']' } else { '>' });
            } else if is_blank(next) || (closing.is_empty() && ends_token(next, ends)) {
                break;
            }
            self.bump();
            push_upper(&mut token, next);
            if next == '^' && ends.file && self.peek().is_some_and(|escaped| !is_blank(escaped)) {
                self.bump().into_iter().for_each(|escaped| push_upper(&mut token, escaped));
            }
        }
        if token.quoted && ends.file && !opened_quoted {
            token.text.clone_from(&token.raw);
        }
        limited(token)
    }

    /// `(...)` with everything inside, blanks outside quotes left out.
    ///
    /// # Errors
    /// NOPAREN without the closing parenthesis, TKNOVF.
    pub fn parenthesized(&mut self) -> Result<Token, Condition> {
        let mut token = Token::default();
        let mut depth = 0_usize;
        while let Some(next) = self.peek() {
            if next == '"' {
                self.quoted(&mut token);
                continue;
            }
            self.bump();
            match next {
                '(' => depth += 1,
                ')' => depth = depth.saturating_sub(1),
                _ => {}
            }
            if !is_blank(next) {
                push_upper(&mut token, next);
            }
            if depth == 0 {
                token.text.clone_from(&token.raw);
                return limited(token);
            }
        }
        Err(Condition::new(codes::CLI_NOPAREN).token(token.raw))
    }

    /// An expression: everything to a comma or closing parenthesis outside its own parentheses and quotes.
    pub fn expression(&mut self) -> &'a str {
        let rest = self.rest();
        let (mut depth, mut in_quotes) = (0_usize, false);
        let mut end = rest.len();
        for (at, c) in rest.char_indices() {
            match c {
                '"' => in_quotes = !in_quotes,
                _ if in_quotes => {}
                '(' => depth += 1,
                ')' if depth > 0 => depth -= 1,
                ')' | ',' if depth == 0 => {
                    end = at;
                    break;
                }
                _ => {}
            }
        }
        self.position += end;
        rest[..end].trim()
    }

    /// The segment at the position that an error shows: up to a blank or one of `/ , . + =`, in upper case; quoted
    /// text whole.
    pub fn segment(&self) -> String {
        let mut ahead = self.clone();
        let mut token = Token::default();
        while let Some(next) = ahead.peek() {
            if next == '"' {
                ahead.quoted(&mut token);
                continue;
            }
            if is_blank(next) || "/,.+=".contains(next) {
                break;
            }
            ahead.bump();
            push_upper(&mut token, next);
        }
        token.raw
    }

    /// What an error shows of text that begins with a wrong delimiter: up to the next blank, in upper case.
    pub fn wrong_delimiter(&self) -> String {
        self.rest().split(is_blank).next().unwrap_or_default().to_ascii_uppercase()
    }

    fn quoted(&mut self, token: &mut Token) {
        token.quoted = true;
        self.bump();
        token.raw.push('"');
        while let Some(next) = self.bump() {
            token.raw.push(next);
            if next != '"' {
                token.text.push(next);
            } else if self.peek() == Some('"') {
                self.bump();
                token.raw.push('"');
                token.text.push('"');
            } else {
                return;
            }
        }
        token.raw.push('"');
    }
}

fn limited(token: Token) -> Result<Token, Condition> {
    // The quotation marks around a string do not count.
    if token.text.chars().count() > TOKEN_LIMIT {
        let shown: String = token.raw.chars().take(TOKEN_LIMIT).collect();
        return Err(Condition::new(codes::CLI_TKNOVF).token(shown));
    }
    Ok(token)
}

fn push_upper(token: &mut Token, c: char) {
    token.text.push(c.to_ascii_uppercase());
    token.raw.push(c.to_ascii_uppercase());
}

/// Blank, tab and form feed.
pub fn is_blank(c: char) -> bool {
    matches!(c, ' ' | '\t' | '\x0C' | '\r' | '\n')
}

fn ends_token(c: char, ends: Ends) -> bool {
    matches!(c, '/' | ',' | '=' | '(' | ')') || (ends.plus && c == '+')
}

/// The line up to a `!` that begins a token outside quotes, without blanks at either end.
fn without_comment(text: &str) -> &str {
    let mut in_quotes = false;
    let mut at_start = true;
    for (at, c) in text.char_indices() {
        match c {
            '"' => in_quotes = !in_quotes,
            '!' if !in_quotes && at_start => return text[..at].trim_matches(is_blank),
            _ => {}
        }
        at_start = is_blank(c);
    }
    text.trim_matches(is_blank)
}

/// The canonical line: upper case outside quotes, blanks squeezed to one (dcl.md 1).
pub fn canonical(text: &str) -> String {
    let mut line = String::with_capacity(text.len());
    let mut in_quotes = false;
    for c in text.chars() {
        if c == '"' {
            in_quotes = !in_quotes;
        }
        if in_quotes {
            line.push(c);
        } else if is_blank(c) {
            if !line.ends_with(' ') {
                line.push(' ');
            }
        } else {
            line.push(c.to_ascii_uppercase());
        }
    }
    line
}
