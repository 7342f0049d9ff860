//! Expressions: from text to a tree (dcl.md 5). Evaluation is in `evaluate.rs`.

use std::rc::Rc;

use crate::message::{Condition, codes};

use super::insertion::Insertion;
use super::lexical::{self, Function};
use super::symbols::{SymbolId, Symbols};
use super::text;
use super::value::parse_number;

/// Operators and operands that one expression may hold; more is COMPLX.
const MAX_NODES: usize = 600;

/// How deep operands may lie in each other; deeper is COMPLX too. Bounds the stack that a line can use.
const MAX_DEPTH: usize = 100;

/// A binary operator.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Operator {
    /// `.OR.`
    Or,
    /// `.AND.`
    And,
    /// A comparison of integers.
    Numbers(Comparison),
    /// A comparison of strings.
    Strings(Comparison),
    /// `+`
    Add,
    /// `-`
    Subtract,
    /// `*`
    Multiply,
    /// `/`
    Divide,
}

/// What a comparison asks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Comparison {
    /// Equal.
    Equal,
    /// Not equal.
    NotEqual,
    /// Less.
    Less,
    /// Less or equal.
    LessEqual,
    /// Greater.
    Greater,
    /// Greater or equal.
    GreaterEqual,
}

/// An expression.
#[derive(Clone, Debug)]
pub enum Expression {
    /// A number.
    Integer(i32),
    /// A quoted string.
    Text(Rc<str>),
    /// A quoted string into which symbols are inserted.
    Insertion(Insertion),
    /// A symbol.
    Symbol(SymbolId),
    /// `-`
    Negate(Box<Expression>),
    /// Unary `+`: the operand as an integer.
    Plus(Box<Expression>),
    /// `.NOT.`
    Not(Box<Expression>),
    /// Two operands.
    Binary(Operator, Box<Expression>, Box<Expression>),
    /// A lexical function; an argument left out is `None`.
    Call(&'static Function, Vec<Option<Expression>>),
}

const NOT: u8 = 3;
const UNARY: u8 = 7;

/// Parses a folded text that is one expression.
///
/// # Errors
/// EXPSYN, IVOPER, IVCHAR, SYMDEL, IVFNAM, ABFNAM, ARGREQ, COMPLX, with the token.
pub fn parse(text: &str, symbols: &mut Symbols) -> Result<Expression, Condition> {
    let mut parser = Parser::new(text, symbols);
    let expression = parser.expression(0)?;
    parser.end()?;
    Ok(expression)
}

/// Parses a list of expressions separated by commas.
///
/// # Errors
/// As [`parse`].
pub fn parse_list(text: &str, symbols: &mut Symbols) -> Result<Vec<Expression>, Condition> {
    let mut parser = Parser::new(text, symbols);
    let mut list = vec![parser.expression(0)?];
    while parser.take(b',') {
        list.push(parser.expression(0)?);
    }
    parser.end()?;
    Ok(list)
}

/// Whether a folded text is an expression.
pub fn is_valid(text: &str) -> bool {
    parse(text, &mut Symbols::default()).is_ok()
}

struct Parser<'a> {
    text: &'a str,
    at: usize,
    nodes: usize,
    depth: usize,
    symbols: &'a mut Symbols,
}

impl<'a> Parser<'a> {
    fn new(text: &'a str, symbols: &'a mut Symbols) -> Self {
        Self { text, at: 0, nodes: 0, depth: 0, symbols }
    }

    fn skip_blanks(&mut self) {
        let bytes = self.text.as_bytes();
        while self.at < bytes.len() && text::is_blank(bytes[self.at]) {
            self.at += 1;
        }
    }

    fn peek(&mut self) -> Option<u8> {
        self.skip_blanks();
        self.text.as_bytes().get(self.at).copied()
    }

    fn take(&mut self, byte: u8) -> bool {
        let found = self.peek() == Some(byte);
        self.at += usize::from(found);
        found
    }

    fn rest(&self) -> &'a str {
        &self.text[self.at..]
    }

    fn end(&mut self) -> Result<(), Condition> {
        match self.peek() {
            None => Ok(()),
            Some(b')') => Err(Condition::new(codes::CLI_SYMDEL).token(self.segment())),
            Some(_) => Err(Condition::new(codes::CLI_EXPSYN).token(self.segment())),
        }
    }

    /// The element that stands at the current place, for a token line.
    fn segment(&self) -> String {
        let rest = self.rest();
        let length = match rest.bytes().next() {
            None => 0,
            Some(b'"') => text::quoted_length(rest),
            Some(byte) if text::in_name(byte) => text::first_word(rest).len(),
            Some(_) => rest.chars().next().map_or(0, char::len_utf8),
        };
        rest[..length].to_owned()
    }

    fn count(&mut self) -> Result<(), Condition> {
        self.nodes += 1;
        if self.nodes > MAX_NODES || self.depth > MAX_DEPTH { Err(Condition::new(codes::CLI_COMPLX)) } else { Ok(()) }
    }

    fn expression(&mut self, least: u8) -> Result<Expression, Condition> {
        self.depth += 1;
        self.count()?;
        let mut left = self.prefixed()?;
        while let Some((operator, strength, length)) = self.operator()? {
            if strength < least.max(1) {
                break;
            }
            self.count()?;
            self.at += length;
            let right = self.expression(strength + 1)?;
            left = Expression::Binary(operator, Box::new(left), Box::new(right));
        }
        self.depth -= 1;
        Ok(left)
    }

    fn prefixed(&mut self) -> Result<Expression, Condition> {
        match self.peek() {
            Some(b'-') => {
                self.at += 1;
                Ok(Expression::Negate(Box::new(self.expression(UNARY)?)))
            }
            Some(b'+') => {
                self.at += 1;
                Ok(Expression::Plus(Box::new(self.expression(UNARY)?)))
            }
            Some(b'.') => {
                let (word, length) = self.dotted();
                if word != "NOT" {
                    return Err(Condition::new(codes::CLI_IVOPER).token(&self.rest()[..length]));
                }
                self.at += length;
                Ok(Expression::Not(Box::new(self.expression(NOT)?)))
            }
            _ => self.operand(),
        }
    }

    /// The word between periods at the current place, upper case, and its length with the periods. DCL does without
    /// the second period.
    fn dotted(&self) -> (String, usize) {
        let rest = self.rest();
        let word: String = rest[1..].chars().take_while(char::is_ascii_alphabetic).collect();
        let length = 1 + word.len();
        let closed = rest[length..].starts_with('.');
        (word.to_ascii_uppercase(), length + usize::from(closed))
    }

    fn operator(&mut self) -> Result<Option<(Operator, u8, usize)>, Condition> {
        let simple = match self.peek() {
            Some(b'+') => (Operator::Add, 5),
            Some(b'-') => (Operator::Subtract, 5),
            Some(b'*') => (Operator::Multiply, 6),
            Some(b'/') => (Operator::Divide, 6),
            Some(b'.') => {
                let (word, length) = self.dotted();
                let Some((operator, strength)) = word_operator(&word) else {
                    return Err(Condition::new(codes::CLI_IVOPER).token(&self.rest()[..length]));
                };
                return Ok(Some((operator, strength, length)));
            }
            _ => return Ok(None),
        };
        Ok(Some((simple.0, simple.1, 1)))
    }

    fn operand(&mut self) -> Result<Expression, Condition> {
        let Some(byte) = self.peek() else {
            return Err(Condition::new(codes::CLI_EXPSYN)
                .token(self.text.trim().chars().last().map(String::from).unwrap_or_default()));
        };
        match byte {
            b'(' => {
                self.at += 1;
                let inner = self.expression(0)?;
                if !self.take(b')') {
                    return Err(Condition::new(codes::CLI_EXPSYN).token(self.segment()));
                }
                Ok(inner)
            }
            b'"' => {
                let length = text::quoted_length(self.rest());
                let string = text::unquote(&self.rest()[..length]).into_owned();
                self.at += length;
                Ok(Expression::Text(string.into()))
            }
            b'%' | b'0'..=b'9' => self.number(),
            _ if text::starts_name(byte) => self.name(),
            _ => Err(Condition::new(codes::CLI_EXPSYN).token(self.segment())),
        }
    }

    fn number(&mut self) -> Result<Expression, Condition> {
        let rest = self.rest();
        let length = 1 + rest[1..].bytes().take_while(|byte| text::in_name(*byte)).count();
        let literal = &rest[..length];
        let number = parse_number(literal).ok_or_else(|| Condition::new(codes::CLI_IVCHAR).token(literal))?;
        self.at += length;
        Ok(Expression::Integer(number))
    }

    fn name(&mut self) -> Result<Expression, Condition> {
        let rest = self.rest();
        let name = &rest[..text::name_length(rest)];
        self.at += name.len();
        if self.peek() != Some(b'(') {
            return Ok(Expression::Symbol(self.symbols.id(name)));
        }
        if !name.starts_with("F$") {
            return Err(Condition::new(codes::CLI_SYMDEL).token(name));
        }
        let function = lexical::find(name)?;
        self.at += 1;
        let mut arguments = Vec::new();
        while !(arguments.is_empty() && self.take(b')')) {
            arguments.push(match self.peek() {
                Some(b',' | b')') => None,
                _ => Some(self.expression(0)?),
            });
            if self.take(b')') {
                break;
            }
            if !self.take(b',') {
                return Err(Condition::new(codes::CLI_SYMDEL).token(self.segment()));
            }
        }
        function.check(&arguments)?;
        Ok(Expression::Call(function, arguments))
    }
}

fn word_operator(word: &str) -> Option<(Operator, u8)> {
    use Comparison::{Equal, Greater, GreaterEqual, Less, LessEqual, NotEqual};
    let comparison = |text: &str| {
        Some(match text {
            "EQ" => Equal,
            "NE" => NotEqual,
            "LT" => Less,
            "LE" => LessEqual,
            "GT" => Greater,
            "GE" => GreaterEqual,
            _ => return None,
        })
    };
    match word {
        "OR" => Some((Operator::Or, 1)),
        "AND" => Some((Operator::And, 2)),
        _ => {
            let operator = match word.len() {
                3 => Operator::Strings(comparison(word.strip_suffix('S')?)?),
                _ => Operator::Numbers(comparison(word)?),
            };
            Some((operator, 4))
        }
    }
}
