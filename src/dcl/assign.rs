//! Assignments: symbols whole and in part, and INQUIRE (dcl.md 3, 10).

use crate::message::{Condition, Status, codes};

use super::code::{Inquire, Source, Target};
use super::evaluate::evaluate;
use super::expression::Expression;
use super::host::Host;
use super::interpreter::{Effect, Interpreter, Ran};
use super::text;
use super::value::Value;

/// Longest string that an overlay makes, in characters.
const MAX_STRING: usize = 8192;

impl Interpreter {
    #[inline]
    pub(super) fn assign(&mut self, host: &mut dyn Host, target: Target, source: &Source) -> Ran {
        let value = match source {
            Source::Expression(expression) => evaluate(&mut self.state, host, expression)?,
            Source::Text(text) => Value::Text(text.clone()),
        };
        self.store(target, value)
    }

    fn store(&mut self, target: Target, value: Value) -> Ran {
        if target.global && !self.state.level().general.globals {
            return Err(Condition::new(codes::CLI_GBLNDF));
        }
        if !self.state.symbols.has_room(target.id, &value) {
            return Err(Condition::new(codes::CLI_SYMOVF));
        }
        if self.state.symbols.has_abbreviations() || target.shortest.is_some() {
            let symbols = &self.state.symbols;
            if symbols.conflicts(target.id, target.shortest) {
                return Err(Condition::new(codes::CLI_ABSYMD).token(&**symbols.name(target.id)));
            }
        }
        if target.global {
            self.state.symbols.set_global(target.id, value, target.shortest);
        } else {
            self.state.symbols.set_local(target.id, value, target.shortest);
        }
        Ok(Effect::Status(Status::DCL_NORMAL))
    }

    /// `name[position,size] = value`: characters for `:=`, bits for `=`.
    pub(super) fn overlay(
        &mut self,
        host: &mut dyn Host,
        target: Target,
        part: &(Expression, Expression),
        source: &Source,
    ) -> Ran {
        let position = evaluate(&mut self.state, host, &part.0)?.integer();
        let size = evaluate(&mut self.state, host, &part.1)?.integer();
        let out_of_bounds = || Condition::new(codes::CLI_INVRANGE);
        let position = usize::try_from(position).map_err(|_| out_of_bounds())?;
        let size = usize::try_from(size).map_err(|_| out_of_bounds())?;
        let before = self.state.value_of(target.id);
        let value = match source {
            Source::Text(text) => {
                if position + size > MAX_STRING {
                    return Err(out_of_bounds());
                }
                let before = before.map_or_else(|| "".into(), |value| value.string());
                Value::text(overlay_text(&before, position, size, text))
            }
            Source::Expression(expression) => {
                let bits = evaluate(&mut self.state, host, expression)?.integer().cast_unsigned();
                let integer = matches!(before, Some(Value::Integer(_)));
                if size == 0 || size > 32 || position + size > if integer { 32 } else { MAX_STRING * 8 } {
                    return Err(out_of_bounds());
                }
                match before {
                    Some(Value::Integer(number)) => Value::Integer(overlay_integer(number, position, size, bits)),
                    other => {
                        let before = other.map_or_else(|| "".into(), |value| value.string());
                        Value::text(overlay_bits(&before, position, size, bits))
                    }
                }
            }
        };
        self.store(target, value)
    }

    pub(super) fn inquire(&mut self, host: &mut dyn Host, inquire: &Inquire) -> Ran {
        let prompt = format!("{}{}", inquire.prompt, if inquire.punctuation { ": " } else { "" });
        let answer = host.ask(&mut self.state, &prompt).unwrap_or_default();
        let answer = self.substitute(host, &answer)?;
        let answer = text::unquote(&text::fold(&answer)).into_owned();
        if inquire.global {
            self.state.set_global(&inquire.name, answer);
        } else {
            self.state.set_local(&inquire.name, answer);
        }
        Ok(Effect::Status(Status::DCL_NORMAL))
    }
}

fn overlay_text(before: &str, position: usize, size: usize, text: &str) -> String {
    let mut chars: Vec<char> = before.chars().collect();
    if chars.len() < position + size {
        chars.resize(position + size, ' ');
    }
    let filled = text.chars().chain(std::iter::repeat(' '));
    for (place, c) in chars[position..position + size].iter_mut().zip(filled) {
        *place = c;
    }
    chars.into_iter().collect()
}

fn overlay_integer(before: i32, position: usize, size: usize, bits: u32) -> i32 {
    let mask = if size == 32 { u32::MAX } else { (1 << size) - 1 };
    ((before.cast_unsigned() & !(mask << position)) | ((bits & mask) << position)).cast_signed()
}

fn overlay_bits(before: &str, position: usize, size: usize, bits: u32) -> String {
    let mut bytes: Vec<u8> = before.chars().map(|c| c as u8).collect();
    let needed = (position + size).div_ceil(8);
    if bytes.len() < needed {
        bytes.resize(needed, 0);
    }
    for bit in 0..size {
        let (byte, mask) = ((position + bit) / 8, 1 << ((position + bit) % 8));
        if bits >> bit & 1 == 1 { bytes[byte] |= mask } else { bytes[byte] &= !mask }
    }
    bytes.into_iter().map(char::from).collect()
}
