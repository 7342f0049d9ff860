//! The compiler of message source files (`.MSG`), by nom.
//!
//! Reads the language of the OpenVMS MESSAGE utility: `.TITLE`, `.IDENT`, `.PAGE`, `.FACILITY name,number` with
//! `/PREFIX`, `/SHARED` (facility-specific bit clear) and `/SYSTEM` (customer bit clear), `.SEVERITY`, `.BASE`,
//! `.LITERAL`, `.END`, message definitions and `!` comments. Numbers are decimal or `^X`, `^O`, `^D`. Does no I/O.

use nom::branch::alt;
use nom::bytes::complete::{tag, tag_no_case, take_till, take_while1};
use nom::character::complete::{char, digit1, hex_digit1, oct_digit1, space0, space1};
use nom::combinator::{cut, map, map_res, opt, rest, verify};
use nom::multi::{many0, separated_list1};
use nom::sequence::{delimited, preceded, terminated};
use nom::{IResult, Parser};

use super::codes;
use super::condition::{Condition, Severity, Status};

/// Bit 27 of a code: a facility that is not OpenVMS' own.
const CUSTOMER: u32 = 0x800;
/// Bit 15 of a code: the text belongs to one facility.
const SPECIFIC: u32 = 0x8000;
/// Highest number of a facility and of a message.
const MAX_NUMBER: u32 = 0xFFF;

/// A facility that a file names.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Facility {
    /// Name in front of its messages.
    pub name: String,
    /// Bits 16-27 of its codes.
    pub number: u16,
}

/// One message of a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// Code with its usual severity.
    pub status: Status,
    /// Name of the code: prefix and name (`MOUNT_MOUNTED`).
    pub symbol: String,
    /// What is printed as the ident.
    pub ident: String,
    /// Text with FAO directives.
    pub text: String,
    /// FAO arguments that the text wants.
    pub fao_count: u8,
}

/// A compiled message file.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Compiled {
    /// Facilities in the order of the file.
    pub facilities: Vec<Facility>,
    /// Messages in the order of the file.
    pub entries: Vec<Entry>,
    /// Values that `.LITERAL` names.
    pub literals: Vec<(String, Status)>,
}

/// A line of source.
#[derive(Debug)]
enum Line<'a> {
    Nothing,
    Facility { name: &'a str, number: u32, prefix: Option<&'a str>, shared: bool, system: bool },
    Severity(Severity),
    Base(u32),
    Literals(Vec<(&'a str, u32)>),
    Message { name: &'a str, text: &'a str, qualifiers: Vec<Qualifier<'a>> },
    End,
}

/// A qualifier of a message definition.
#[derive(Debug)]
enum Qualifier<'a> {
    FaoCount(u32),
    Identification(&'a str),
    UserValue,
    Severity(Severity),
}

/// Compiles a message file; `name` is only for error messages.
///
/// # Errors
/// `MESSAGE-E-SYNTAX` with file, line number and line where the source is not in the language, a number is out of
/// range, or a message stands before its facility or severity.
pub fn compile(name: &str, source: &str) -> Result<Compiled, Condition> {
    let mut state = State::default();
    for (index, text) in source.lines().enumerate() {
        let wrong = || {
            let place = format!("{name}, line {}: {}", index + 1, text.trim());
            Condition::new(codes::MESSAGE_SYNTAX).arg(place)
        };
        let (_, line) = line(text).map_err(|_| wrong())?;
        if !state.line(line).ok_or_else(wrong)? {
            break;
        }
    }
    Ok(state.compiled)
}

/// What the lines so far have set.
#[derive(Default)]
struct State {
    compiled: Compiled,
    facility: Option<(u32, String, bool)>,
    severity: Option<Severity>,
    number: u32,
}

impl State {
    /// Takes a line in; whether the file goes on, `None` when the line makes no sense here.
    fn line(&mut self, line: Line<'_>) -> Option<bool> {
        match line {
            Line::Nothing => {}
            Line::Facility { name, number, prefix, shared, system } => {
                let number = if system { number } else { number | CUSTOMER };
                let name = name.to_ascii_uppercase();
                let prefix = prefix.map_or_else(|| format!("{name}_"), str::to_ascii_uppercase);
                let facility = u16::try_from(number).ok().filter(|_| number <= MAX_NUMBER)?;
                self.compiled.facilities.push(Facility { name, number: facility });
                (self.facility, self.severity, self.number) = (Some((number, prefix, shared)), None, 0);
            }
            Line::Severity(severity) => self.severity = Some(severity),
            Line::Base(number) => self.number = number,
            Line::Literals(literals) => {
                let literals = literals.into_iter().map(|(name, value)| (name.to_ascii_uppercase(), Status(value)));
                self.compiled.literals.extend(literals);
            }
            Line::Message { name, text, qualifiers } => self.message(name, text, &qualifiers)?,
            Line::End => return Some(false),
        }
        Some(true)
    }

    fn message(&mut self, name: &str, text: &str, qualifiers: &[Qualifier<'_>]) -> Option<()> {
        let (facility, prefix, shared) = self.facility.as_ref()?;
        let (mut severity, mut fao_count) = (self.severity, 0);
        let name = name.to_ascii_uppercase();
        let mut ident = name.clone();
        for qualifier in qualifiers {
            match qualifier {
                Qualifier::FaoCount(count) => fao_count = u8::try_from(*count).ok()?,
                Qualifier::Identification(other) => ident = other.to_ascii_uppercase(),
                Qualifier::Severity(other) => severity = Some(*other),
                Qualifier::UserValue => {}
            }
        }
        if self.number > MAX_NUMBER {
            return None;
        }
        let specific = if *shared { 0 } else { SPECIFIC };
        let status = Status((facility << 16) | specific | (self.number << 3) | severity? as u32);
        self.number += 1;
        let entry = Entry { status, symbol: format!("{prefix}{name}"), ident, text: text.to_owned(), fao_count };
        self.compiled.entries.push(entry);
        Some(())
    }
}

fn line(input: &str) -> IResult<&str, Line<'_>> {
    let nothing = map(alt((preceded(char('!'), rest), verify(rest, str::is_empty))), |_| Line::Nothing);
    preceded(space0, alt((directive, message, nothing))).parse(input)
}

fn directive(input: &str) -> IResult<&str, Line<'_>> {
    let ignored = |word| map((tag_no_case(word), rest), |_| Line::Nothing);
    let severity_line =
        (tag_no_case("SEVERITY"), space1, severity, end).map(|(_, _, severity, _)| Line::Severity(severity));
    let base = (tag_no_case("BASE"), space1, number, end).map(|(_, _, number, _)| Line::Base(number));
    let literal = (symbol, delimited(space0, char('='), space0), number).map(|(name, _, value)| (name, value));
    let literals = (tag_no_case("LITERAL"), space1, separated_list1(comma, literal), end)
        .map(|(_, _, literals, _)| Line::Literals(literals));
    let last = map((tag_no_case("END"), end), |_| Line::End);
    let any = alt((ignored("TITLE"), ignored("IDENT"), ignored("PAGE"), facility, severity_line, base, literals, last));
    preceded(char('.'), cut(any)).parse(input)
}

fn facility(input: &str) -> IResult<&str, Line<'_>> {
    let mut head = (tag_no_case("FACILITY"), space1, symbol, alt((comma, space1)), number);
    let qualifier = alt((
        preceded(slash("PREFIX"), preceded(char('='), symbol)).map(|prefix| (Some(prefix), false, false)),
        map(slash("SHARED"), |_| (None, true, false)),
        map(slash("SYSTEM"), |_| (None, false, true)),
    ));
    let (input, (_, _, name, _, number)) = head.parse(input)?;
    let (input, qualifiers) = terminated(many0(preceded(space0, qualifier)), end).parse(input)?;
    let prefix = qualifiers.iter().find_map(|(prefix, _, _)| *prefix);
    let shared = qualifiers.iter().any(|(_, shared, _)| *shared);
    let system = qualifiers.iter().any(|(_, _, system)| *system);
    Ok((input, Line::Facility { name, number, prefix, shared, system }))
}

fn message(input: &str) -> IResult<&str, Line<'_>> {
    let angled = delimited(char('<'), take_till(|c| c == '>'), char('>'));
    let quoted = delimited(char('"'), take_till(|c| c == '"'), char('"'));
    let fields = (symbol, space1, alt((angled, quoted)), many0(preceded(space0, qualifier)), end);
    fields.map(|(name, _, text, qualifiers, _)| Line::Message { name, text, qualifiers }).parse(input)
}

fn qualifier(input: &str) -> IResult<&str, Qualifier<'_>> {
    alt((
        preceded((slash("FAO_COUNT"), char('=')), number).map(Qualifier::FaoCount),
        preceded((slash("IDENTIFICATION"), char('=')), symbol).map(Qualifier::Identification),
        preceded((slash("USER_VALUE"), char('=')), number).map(|_| Qualifier::UserValue),
        preceded(char('/'), severity).map(Qualifier::Severity),
    ))
    .parse(input)
}

fn severity(input: &str) -> IResult<&str, Severity> {
    alt((
        map(keyword("SUCCESS"), |_| Severity::Success),
        map(keyword("INFORMATIONAL"), |_| Severity::Information),
        map(keyword("WARNING"), |_| Severity::Warning),
        map(keyword("ERROR"), |_| Severity::Error),
        map(keyword("SEVERE"), |_| Severity::Severe),
        map(keyword("FATAL"), |_| Severity::Severe),
    ))
    .parse(input)
}

/// A keyword, whole or cut to at least three letters.
fn keyword<'a>(word: &'static str) -> impl Parser<&'a str, Output = &'a str, Error = nom::error::Error<&'a str>> {
    verify(take_while1(|c: char| c == '_' || c.is_ascii_alphabetic()), move |typed: &str| {
        typed.len() >= 3 && word.get(..typed.len()).is_some_and(|start| start.eq_ignore_ascii_case(typed))
    })
}

/// A qualifier of this name, the slash included.
fn slash<'a>(word: &'static str) -> impl Parser<&'a str, Output = &'a str, Error = nom::error::Error<&'a str>> {
    preceded(char('/'), keyword(word))
}

fn symbol(input: &str) -> IResult<&str, &str> {
    take_while1(|c: char| c == '_' || c == '$' || c.is_ascii_alphanumeric()).parse(input)
}

fn comma(input: &str) -> IResult<&str, &str> {
    delimited(space0, tag(","), space0).parse(input)
}

fn number(input: &str) -> IResult<&str, u32> {
    alt((
        map_res(preceded(tag_no_case("^X"), hex_digit1), |digits| u32::from_str_radix(digits, 16)),
        map_res(preceded(tag_no_case("^O"), oct_digit1), |digits| u32::from_str_radix(digits, 8)),
        map_res(preceded(opt(tag_no_case("^D")), digit1), str::parse),
    ))
    .parse(input)
}

/// The end of a line, perhaps behind a comment.
fn end(input: &str) -> IResult<&str, ()> {
    let nothing_more = verify(rest, |text: &str| text.is_empty() || text.starts_with('!'));
    map(preceded(space0, nothing_more), |_| ()).parse(input)
}

#[cfg(test)]
mod tests;
