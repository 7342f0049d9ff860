//! The CLD compiler's first half: text to statements (cdu.md 1, 2.1).
//!
//! One function for each production, in nom; a branch is cut as soon as its first word is certain, so that an error
//! points at the token that is wrong. Names are folded to upper case here. What only makes sense between statements
//! (types, syntaxes, labels) is `link.rs`'s.

use nom::branch::alt;
use nom::bytes::complete::{is_not, tag, take_while1};
use nom::character::complete::{char, multispace1};
use nom::combinator::{all_consuming, map, opt, value};
use nom::error::{ErrorKind, ParseError};
use nom::multi::{many0, many0_count, separated_list0, separated_list1};
use nom::sequence::{delimited, preceded, terminated};
use nom::{Err, IResult, Parser};

use super::definition::{Action, Definition, Disallow, Inherited, Span, Statement, Type};
use super::entity::{cli_flags, entity};
use super::expression::expr;

/// What stands wrong in a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Diagnostic {
    /// File name as the caller gave it.
    pub file: String,
    /// Line, counted from 1.
    pub line: usize,
    /// What is wrong.
    pub text: String,
}

impl std::fmt::Display for Diagnostic {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}:{}: {}", self.file, self.line, self.text)
    }
}

/// The line of a byte offset, counted from 1.
pub fn line_of(text: &str, offset: usize) -> usize {
    1 + text.as_bytes().iter().take(offset).filter(|&&byte| byte == b'\n').count()
}

/// A syntax error: where, and what should have stood there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault<'a> {
    rest: &'a str,
    expected: &'static str,
}

impl<'a> ParseError<&'a str> for Fault<'a> {
    fn from_error_kind(rest: &'a str, _: ErrorKind) -> Self {
        Self { rest, expected: "a statement or clause" }
    }

    fn append(_: &'a str, _: ErrorKind, other: Self) -> Self {
        other
    }
}

/// Result of a production.
pub type Read<'a, T> = IResult<&'a str, T, Fault<'a>>;

/// A wrong token that another production might still accept.
pub fn miss<'a, T>(rest: &'a str, expected: &'static str) -> Read<'a, T> {
    Err(Err::Error(Fault { rest, expected }))
}

/// A wrong token, for certain.
pub fn wrong<'a, T>(rest: &'a str, expected: &'static str) -> Read<'a, T> {
    Err(Err::Failure(Fault { rest, expected }))
}

/// Turns the miss of a production into a certain error.
pub fn need<'a, T>(
    expected: &'static str,
    mut production: impl FnMut(&'a str) -> Read<'a, T>,
) -> impl FnMut(&'a str) -> Read<'a, T> {
    move |input| match production(input) {
        Err(Err::Error(_)) => wrong(input, expected),
        other => other,
    }
}

/// Statements of a text, with the error's line on failure.
///
/// # Errors
/// The first syntax error.
pub fn statements(file: &str, text: &str) -> Result<Vec<Statement>, Diagnostic> {
    let input = Text { end: text.len() };
    let parsed = all_consuming(preceded(blank, many0(|rest| input.statement(rest)))).parse(text);
    parsed.map(|(_, statements)| statements).map_err(|error| diagnostic(file, text, text.len(), error))
}

/// The one statement of a section of a text.
///
/// # Errors
/// The syntax error.
pub fn statement(file: &str, text: &str, section: std::ops::Range<usize>) -> Result<Statement, Diagnostic> {
    let input = Text { end: section.end };
    let part = text.get(section.clone()).unwrap_or_default();
    let parsed = all_consuming(preceded(blank, |rest| input.statement(rest))).parse(part);
    parsed.map(|(_, statement)| statement).map_err(|error| diagnostic(file, text, section.end, error))
}

fn diagnostic(file: &str, text: &str, end: usize, error: Err<Fault<'_>>) -> Diagnostic {
    let (rest, expected) = match error {
        Err::Error(fault) | Err::Failure(fault) => (fault.rest, fault.expected),
        Err::Incomplete(_) => ("", "more text"),
    };
    let found = rest.split_whitespace().next().map_or("end of file".to_owned(), |word| format!("\"{word}\""));
    let line = line_of(text, end - rest.len());
    Diagnostic { file: file.to_owned(), line, text: format!("expected {expected}, found {found}") }
}

/// White space and comments.
pub fn blank(input: &str) -> Read<'_, ()> {
    let comment = (char('!'), opt(is_not("\n")));
    value((), many0_count(alt((value((), multispace1), value((), char('\x0C')), value((), comment))))).parse(input)
}

fn is_name_char(c: char) -> bool {
    c.is_ascii_alphanumeric() || c == '$' || c == '_'
}

/// A bare name, upper-cased.
pub fn word(input: &str) -> Read<'_, String> {
    map(terminated(take_while1(is_name_char), blank), str::to_ascii_uppercase).parse(input)
}

/// Text in quotes; `""` inside is one quote.
pub fn string(input: &str) -> Read<'_, String> {
    let (mut rest, _) = char('"').parse(input)?;
    let mut text = String::new();
    loop {
        let Some(end) = rest.find('"') else { return wrong(input, "a closing quotation mark") };
        text.push_str(&rest[..end]);
        rest = &rest[end + 1..];
        if !rest.starts_with('"') {
            return blank(rest).map(|(rest, ())| (rest, text));
        }
        text.push('"');
        rest = &rest[1..];
    }
}

/// A name, bare or quoted; upper-cased either way.
pub fn name(input: &str) -> Read<'_, String> {
    alt((word, map(string, |text| text.to_ascii_uppercase()))).parse(input)
}

/// Text in quotes, or a bare word upper-cased.
pub fn text(input: &str) -> Read<'_, String> {
    alt((string, word)).parse(input)
}

/// A certain word.
pub fn the<'a>(expected: &'static str) -> impl FnMut(&'a str) -> Read<'a, ()> {
    move |input| match word(input) {
        Ok((rest, found)) if found == expected => Ok((rest, ())),
        _ => miss(input, expected),
    }
}

/// A punctuation mark.
pub fn mark<'a>(what: &'static str) -> impl FnMut(&'a str) -> Read<'a, ()> {
    move |input| value((), terminated(tag(what), blank)).parse(input)
}

/// `=value`.
pub fn equals<'a, T>(
    expected: &'static str,
    production: impl FnMut(&'a str) -> Read<'a, T>,
) -> impl FnMut(&'a str) -> Read<'a, T> {
    let mut production = need(expected, production);
    move |input| {
        let (rest, ()) = need("=", mark("=")).parse(input)?;
        production(rest)
    }
}

/// `(a,b,...)`.
pub fn parenthesized<'a, T>(
    expected: &'static str,
    production: impl FnMut(&'a str) -> Read<'a, T>,
) -> impl FnMut(&'a str) -> Read<'a, Vec<T>> {
    let list = separated_list1(mark(","), need(expected, production));
    let mut list = delimited(mark("("), list, need(")", mark(")")));
    move |input| list.parse(input)
}

/// What a production needs to know about the whole text: where it ends, so that a rest tells its offset.
#[derive(Clone, Copy)]
pub struct Text {
    end: usize,
}

/// One clause of a definition.
enum Clause {
    Action(Action),
    Synonym(String),
    Flags(Vec<String>),
    Outputs(Vec<String>),
    Prefix(String),
    Parameter(super::definition::Entity),
    Qualifier(super::definition::Entity),
    Disallow(Disallow),
    NoParameters,
    NoQualifiers,
    NoDisallows,
}

impl Text {
    /// The position of a rest.
    pub fn span(self, rest: &str) -> Span {
        Span(self.end - rest.len())
    }

    fn statement(self, input: &str) -> Read<'_, Statement> {
        let (rest, first) = word(input)?;
        match first.as_str() {
            "MODULE" => map(need("a module name", name), Statement::Module).parse(rest),
            "IDENT" => map(need("an ident string", text), Statement::Ident).parse(rest),
            "DEFINE" => {
                let (rest_of_define, kind) = need("VERB, SYNTAX or TYPE", word).parse(rest)?;
                match kind.as_str() {
                    "VERB" => self.definition(rest_of_define, true),
                    "SYNTAX" => self.definition(rest_of_define, false),
                    "TYPE" => self.keyword_type(rest_of_define),
                    _ => wrong(rest, "VERB, SYNTAX or TYPE"),
                }
            }
            _ => wrong(input, "MODULE, IDENT or DEFINE"),
        }
    }

    fn definition(self, input: &str, is_verb: bool) -> Read<'_, Statement> {
        let span = self.span(input);
        let (mut rest, defined) = need("a name", name).parse(input)?;
        let mut definition = Definition {
            is_verb,
            name: defined,
            span,
            synonyms: Vec::new(),
            action: None,
            parameters: Inherited::Silent,
            qualifiers: Inherited::Silent,
            disallows: Inherited::Silent,
            flags: Vec::new(),
            outputs: Vec::new(),
            prefix: None,
        };
        loop {
            let (after_comma, comma) = opt(mark(",")).parse(rest)?;
            let (after, clause) = match self.clause(after_comma) {
                Err(Err::Error(_)) if comma.is_none() => return Ok((rest, Statement::Command(definition))),
                Err(Err::Error(_)) => return wrong(after_comma, "a clause"),
                other => other?,
            };
            if !add(&mut definition, clause) {
                return wrong(after_comma, "a clause that does not contradict an earlier one");
            }
            rest = after;
        }
    }

    fn clause(self, input: &str) -> Read<'_, Clause> {
        let (rest, first) = word(input)?;
        match first.as_str() {
            "IMAGE" => map(need("an image name", text), |image| Clause::Action(Action::Image(image))).parse(rest),
            "ROUTINE" => map(need("a routine", name), |routine| Clause::Action(Action::Routine(routine))).parse(rest),
            "CLIROUTINE" => {
                map(need("a routine", name), |routine| Clause::Action(Action::CliRoutine(routine))).parse(rest)
            }
            "SYNONYM" => map(need("a verb name", name), Clause::Synonym).parse(rest),
            "CLIFLAGS" => map(cli_flags, Clause::Flags).parse(rest),
            "OUTPUTS" => {
                let names = delimited(mark("("), separated_list0(mark(","), name), need(")", mark(")")));
                map(names, Clause::Outputs).parse(rest)
            }
            "PREFIX" => map(need("a prefix", name), Clause::Prefix).parse(rest),
            "PARAMETER" => map(|rest| entity(self, rest, "a parameter name"), Clause::Parameter).parse(rest),
            "QUALIFIER" => map(|rest| entity(self, rest, "a qualifier name"), Clause::Qualifier).parse(rest),
            "DISALLOW" => {
                let span = self.span(input);
                map(|rest| expr(rest, 0), |expr| Clause::Disallow(Disallow { span, expr })).parse(rest)
            }
            "NOPARAMETERS" => Ok((rest, Clause::NoParameters)),
            "NOQUALIFIERS" => Ok((rest, Clause::NoQualifiers)),
            "NODISALLOWS" => Ok((rest, Clause::NoDisallows)),
            _ => miss(input, "a clause"),
        }
    }

    fn keyword_type(self, input: &str) -> Read<'_, Statement> {
        let span = self.span(input);
        let (mut rest, defined) = need("a type name", name).parse(input)?;
        let mut kind = Type { name: defined, span, keywords: Vec::new(), prefix: None };
        loop {
            let (after_comma, comma) = opt(mark(",")).parse(rest)?;
            if let Ok((after, ())) = the("KEYWORD")(after_comma) {
                let (after, keyword) = entity(self, after, "a keyword name")?;
                kind.keywords.push(keyword);
                rest = after;
            } else if let Ok((after, ())) = the("PREFIX")(after_comma) {
                let (after, prefix) = need("a prefix", name).parse(after)?;
                kind.prefix = Some(prefix);
                rest = after;
            } else if comma.is_some() || kind.keywords.is_empty() {
                return wrong(after_comma, "KEYWORD");
            } else {
                return Ok((rest, Statement::Type(kind)));
            }
        }
    }
}

/// Adds a clause; false if it contradicts an earlier one.
fn add(definition: &mut Definition, clause: Clause) -> bool {
    fn push<T>(list: &mut Inherited<T>, item: T) -> bool {
        match list {
            Inherited::Silent => *list = Inherited::Own(vec![item]),
            Inherited::Own(have) => have.push(item),
            Inherited::None => return false,
        }
        true
    }
    fn none<T>(list: &mut Inherited<T>) -> bool {
        let fresh = list.is_silent();
        *list = Inherited::None;
        fresh
    }
    match clause {
        Clause::Action(action) => definition.action.replace(action).is_none(),
        Clause::Synonym(_) if !definition.is_verb => false,
        Clause::Synonym(synonym) => {
            definition.synonyms.push(synonym);
            true
        }
        Clause::Flags(flags) => {
            definition.flags.extend(flags);
            true
        }
        Clause::Outputs(outputs) => {
            definition.outputs = outputs;
            true
        }
        Clause::Prefix(prefix) => definition.prefix.replace(prefix).is_none(),
        Clause::Parameter(entity) => push(&mut definition.parameters, entity),
        Clause::Qualifier(entity) => push(&mut definition.qualifiers, entity),
        Clause::Disallow(disallow) => push(&mut definition.disallows, disallow),
        Clause::NoParameters => none(&mut definition.parameters),
        Clause::NoQualifiers => none(&mut definition.qualifiers),
        Clause::NoDisallows => none(&mut definition.disallows),
    }
}
