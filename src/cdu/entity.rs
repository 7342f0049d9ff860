//! The CLD compiler: parameters, qualifiers, keywords and their values (cdu.md 2.3).

use nom::Parser;
use nom::branch::alt;
use nom::combinator::{map, opt};

use super::compiler::{Read, Text, equals, mark, miss, name, need, parenthesized, text, word, wrong};
use super::definition::{Builtin, Entity, Placement, ValueSpec, ValueType};

/// One sub-clause of an entity.
enum Part {
    Label(String),
    Prompt(String),
    Default,
    Batch,
    Negatable(bool),
    Placement(Placement),
    Syntax(String),
    Value(ValueSpec),
    Flags(Vec<String>),
}

/// An entity from its name on: `name, clause, clause...`. Which clauses fit which kind of entity is the linker's.
pub fn entity<'a>(source: Text, input: &'a str, expected: &'static str) -> Read<'a, Entity> {
    let span = source.span(input);
    let (mut rest, defined) = need(expected, name).parse(input)?;
    let mut entity = Entity {
        name: defined,
        span,
        label: None,
        prompt: None,
        default: false,
        batch: false,
        negatable: None,
        placement: Placement::Global,
        value: None,
        syntax: None,
        flags: Vec::new(),
    };
    loop {
        let (after_comma, comma) = opt(mark(",")).parse(rest)?;
        match part(after_comma, comma.is_some()) {
            Ok((after, part)) => {
                apply(&mut entity, part);
                rest = after;
            }
            // No sub-clause: what follows, comma included, belongs to the definition.
            Err(nom::Err::Error(_)) => return Ok((rest, entity)),
            Err(error) => return Err(error),
        }
    }
}

fn apply(entity: &mut Entity, part: Part) {
    match part {
        Part::Label(label) => entity.label = Some(label),
        Part::Prompt(prompt) => entity.prompt = Some(prompt),
        Part::Default => entity.default = true,
        Part::Batch => entity.batch = true,
        Part::Negatable(negatable) => entity.negatable = Some(negatable),
        Part::Placement(placement) => entity.placement = placement,
        Part::Syntax(syntax) => entity.syntax = Some(syntax),
        Part::Value(value) => entity.value = Some(value),
        Part::Flags(flags) => entity.flags = flags,
    }
}

/// A sub-clause. Without a comma before it CLIFLAGS is a clause of the definition.
fn part(input: &str, after_comma: bool) -> Read<'_, Part> {
    let (rest, first) = word(input)?;
    match first.as_str() {
        "LABEL" => map(equals("a label", name), Part::Label).parse(rest),
        "PROMPT" => map(equals("a prompt in quotes", text), Part::Prompt).parse(rest),
        "DEFAULT" => Ok((rest, Part::Default)),
        "BATCH" => Ok((rest, Part::Batch)),
        "NEGATABLE" => Ok((rest, Part::Negatable(true))),
        "NONNEGATABLE" => Ok((rest, Part::Negatable(false))),
        "PLACEMENT" => map(equals("GLOBAL, LOCAL or POSITIONAL", placement), Part::Placement).parse(rest),
        "SYNTAX" => map(equals("a syntax name", name), Part::Syntax).parse(rest),
        "VALUE" => map(value_spec, Part::Value).parse(rest),
        "CLIFLAGS" if after_comma => map(cli_flags, Part::Flags).parse(rest),
        _ => miss(input, "a sub-clause"),
    }
}

fn placement(input: &str) -> Read<'_, Placement> {
    let (rest, found) = word(input)?;
    match found.as_str() {
        "GLOBAL" => Ok((rest, Placement::Global)),
        "LOCAL" => Ok((rest, Placement::Local)),
        "POSITIONAL" => Ok((rest, Placement::Positional)),
        _ => miss(input, "GLOBAL, LOCAL or POSITIONAL"),
    }
}

const FLAGS: &[&str] = &["ABBREVIATE", "FOREIGN", "IMMEDIATE", "MCRPARSE", "NOSTATUS", "MCROPTDELIM", "MCRIGNORE"];

/// `(flag,...)` of CLIFLAGS.
pub fn cli_flags(input: &str) -> Read<'_, Vec<String>> {
    let flag = |input| match word(input) {
        Ok((rest, flag)) if FLAGS.contains(&flag.as_str()) => Ok((rest, flag)),
        _ => wrong(input, "a flag of CLIFLAGS"),
    };
    need("(", parenthesized("a flag", flag)).parse(input)
}

/// What may stand in `VALUE(...)`.
enum ValuePart {
    Required,
    List,
    Concatenate(bool),
    Default(Vec<String>),
    Type(ValueType),
}

fn value_spec(input: &str) -> Read<'_, ValueSpec> {
    let (rest, parts) = opt(parenthesized("a clause of VALUE", value_part)).parse(input)?;
    let mut spec = ValueSpec::default();
    for part in parts.unwrap_or_default() {
        match part {
            ValuePart::Required => spec.required = true,
            ValuePart::List => spec.list = true,
            ValuePart::Concatenate(concatenate) => spec.concatenate = Some(concatenate),
            ValuePart::Default(default) => spec.default = default,
            ValuePart::Type(kind) => spec.kind = Some(kind),
        }
    }
    Ok((rest, spec))
}

fn defaults(input: &str) -> Read<'_, Vec<String>> {
    alt((map(text, |one| vec![one]), parenthesized("a default value", text))).parse(input)
}

fn value_part(input: &str) -> Read<'_, ValuePart> {
    let (rest, first) = word(input)?;
    match first.as_str() {
        "REQUIRED" => Ok((rest, ValuePart::Required)),
        "LIST" => Ok((rest, ValuePart::List)),
        "CONCATENATE" | "IMPCAT" => Ok((rest, ValuePart::Concatenate(true))),
        "NOCONCATENATE" => Ok((rest, ValuePart::Concatenate(false))),
        "DEFAULT" => map(equals("a default value", defaults), ValuePart::Default).parse(rest),
        "TYPE" => {
            let (after, kind) = equals("a type", name).parse(rest)?;
            match Builtin::named(&kind) {
                Some(builtin) => Ok((after, ValuePart::Type(ValueType::Builtin(builtin)))),
                None if kind.starts_with('$') => wrong(rest, "a built-in type that exists"),
                None => Ok((after, ValuePart::Type(ValueType::Keywords(kind)))),
            }
        }
        _ => miss(input, "a clause of VALUE"),
    }
}
