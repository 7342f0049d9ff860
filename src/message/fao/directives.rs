//! The syntax of a control string: literal text and directives, by nom. Knows nothing of arguments.

use nom::branch::alt;
use nom::bytes::complete::{tag, take_while1};
use nom::character::complete::{anychar, char, digit1, one_of};
use nom::combinator::{map, map_opt, opt, value};
use nom::multi::many0;
use nom::sequence::{delimited, preceded};
use nom::{IResult, Parser};

/// A width or repeat count.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Count {
    /// Not given.
    None,
    /// Digits in the control string.
    Fixed(usize),
    /// `#`: the next argument.
    Argument,
}

/// Radix and sign of a numeric directive: its first letter.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Radix {
    /// `U`: unsigned decimal, blank-filled.
    Unsigned,
    /// `S`: signed decimal, blank-filled.
    Signed,
    /// `Z`: unsigned decimal, zero-filled.
    Zero,
    /// `X`.
    Hex,
    /// `O`.
    Octal,
}

/// Data size of a numeric directive, in bits: its second letter.
pub type Bits = u32;

/// What a directive does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Action {
    /// `AS`, `AC`, `AD`, `AZ`: a string.
    Text,
    /// `AF`: a string, unprintable characters as points.
    Filtered,
    /// `UL` and its family.
    Number(Radix, Bits),
    /// `/`, `_`, `^`, `!`: the character printed.
    Literal(char),
    /// `-`: step back one argument.
    Reuse,
    /// `+`: step over one argument.
    Skip,
    /// `n*c`: the character, n times.
    Fill(char),
    /// `n<`: a field of n characters begins.
    FieldStart,
    /// `>`: it ends.
    FieldEnd,
    /// `%S`: plural s.
    Plural,
    /// `%D`: date and time.
    Date,
    /// `%T`: time of day.
    Time,
    /// `%U`, `%I`: an identification code.
    Uic,
    /// `n%C`: what follows is printed when the last number was n.
    Case,
    /// `%E`: what follows is printed when no case before was.
    Else,
    /// `%F`: the cases end.
    EndCase,
}

/// A piece of a control string.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Piece<'a> {
    /// Text as it stands.
    Text(&'a str),
    /// A directive.
    Directive {
        /// How many times: `!n(DD)`.
        repeat: Count,
        /// Width, or the n of `!n*c`, `!n<`, `!n%C`.
        width: Count,
        /// What to do.
        action: Action,
    },
}

/// Compiles a control string; `None` when a directive is unknown.
pub fn compile(control: &str) -> Option<Vec<Piece<'_>>> {
    let (rest, pieces) = many0(alt((text, directive))).parse(control).ok()?;
    rest.is_empty().then_some(pieces)
}

fn text(input: &str) -> IResult<&str, Piece<'_>> {
    map(take_while1(|c| c != '!'), Piece::Text).parse(input)
}

fn directive(input: &str) -> IResult<&str, Piece<'_>> {
    let plain = (count, action).map(|(width, action)| Piece::Directive { repeat: Count::None, width, action });
    let repeated = (count, delimited(char('('), (count, action), char(')')))
        .map(|(repeat, (width, action))| Piece::Directive { repeat, width, action });
    preceded(char('!'), alt((repeated, plain))).parse(input)
}

fn count(input: &str) -> IResult<&str, Count> {
    let digits = map_opt(digit1, |digits: &str| digits.parse().ok().map(Count::Fixed));
    map(opt(alt((digits, value(Count::Argument, char('#'))))), |count| count.unwrap_or(Count::None)).parse(input)
}

fn action(input: &str) -> IResult<&str, Action> {
    let string = preceded(char('A'), alt((value(Action::Filtered, char('F')), value(Action::Text, one_of("SCDZ")))));
    let number = (radix, bits).map(|(radix, bits)| Action::Number(radix, bits));
    let fill = preceded(char('*'), map(anychar, Action::Fill));
    alt((string, number, fill, percent, punctuation)).parse(input)
}

fn radix(input: &str) -> IResult<&str, Radix> {
    alt((
        value(Radix::Unsigned, char('U')),
        value(Radix::Signed, char('S')),
        value(Radix::Zero, char('Z')),
        value(Radix::Hex, char('X')),
        value(Radix::Octal, char('O')),
    ))
    .parse(input)
}

fn bits(input: &str) -> IResult<&str, Bits> {
    alt((value(8, char('B')), value(16, char('W')), value(32, one_of("LAI")), value(64, one_of("QHJ")))).parse(input)
}

fn percent(input: &str) -> IResult<&str, Action> {
    preceded(
        tag("%"),
        alt((
            value(Action::Plural, char('S')),
            value(Action::Date, char('D')),
            value(Action::Time, char('T')),
            value(Action::Uic, one_of("UI")),
            value(Action::Case, char('C')),
            value(Action::Else, char('E')),
            value(Action::EndCase, char('F')),
        )),
    )
    .parse(input)
}

fn punctuation(input: &str) -> IResult<&str, Action> {
    alt((
        value(Action::Literal('\n'), char('/')),
        value(Action::Literal('\t'), char('_')),
        value(Action::Literal('\x0c'), char('^')),
        value(Action::Literal('!'), char('!')),
        value(Action::Reuse, char('-')),
        value(Action::Skip, char('+')),
        value(Action::FieldStart, char('<')),
        value(Action::FieldEnd, char('>')),
    ))
    .parse(input)
}
