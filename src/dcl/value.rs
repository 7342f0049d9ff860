//! Symbol values: 32-bit integers and strings, and how one becomes the other (dcl.md 5).
//!
//! A string holds one byte of DCL text in each `char`: U+0000 to U+00FF (Latin-1). Whoever reads or writes the host's
//! files and terminal maps bytes to those characters and back, so that any byte survives.

use std::rc::Rc;

/// The value of a symbol or of an expression.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Value {
    /// A 32-bit signed integer; arithmetic wraps.
    Integer(i32),
    /// A string of bytes, one `char` each.
    Text(Rc<str>),
}

impl Value {
    /// A string value.
    pub fn text(text: impl Into<Rc<str>>) -> Self {
        Self::Text(text.into())
    }

    /// `"TRUE"` or `"FALSE"`, as lexical functions answer.
    pub fn boolean(truth: bool) -> Self {
        Self::text(if truth { "TRUE" } else { "FALSE" })
    }

    /// The integer: strings convert by [`to_integer`].
    pub fn integer(&self) -> i32 {
        match self {
            Self::Integer(number) => *number,
            Self::Text(text) => to_integer(text),
        }
    }

    /// The string: integers in decimal, without padding.
    pub fn string(&self) -> Rc<str> {
        match self {
            Self::Integer(number) => decimal(*number, &mut [0; DIGITS]).into(),
            Self::Text(text) => Rc::clone(text),
        }
    }

    /// Appends the string to a text.
    pub fn append_to(&self, out: &mut String) {
        match self {
            Self::Integer(number) => out.push_str(decimal(*number, &mut [0; DIGITS])),
            Self::Text(text) => out.push_str(text),
        }
    }

    /// Whether IF takes the value for true: odd.
    pub fn is_true(&self) -> bool {
        self.integer() & 1 == 1
    }
}

/// Characters of an integer at most: ten digits and a sign.
const DIGITS: usize = 11;

/// An integer in decimal, written into the end of the buffer.
fn decimal(number: i32, buffer: &mut [u8; DIGITS]) -> &str {
    let mut at = DIGITS;
    let mut rest = number.unsigned_abs();
    loop {
        at -= 1;
        buffer[at] = b'0' + u8::try_from(rest % 10).unwrap_or(0);
        rest /= 10;
        if rest == 0 {
            break;
        }
    }
    if number < 0 {
        at -= 1;
        buffer[at] = b'-';
    }
    std::str::from_utf8(&buffer[at..]).unwrap_or_default()
}

impl From<i32> for Value {
    fn from(number: i32) -> Self {
        Self::Integer(number)
    }
}

impl From<&str> for Value {
    fn from(text: &str) -> Self {
        Self::text(text)
    }
}

impl From<String> for Value {
    fn from(text: String) -> Self {
        Self::text(text)
    }
}

/// Reads a whole number with wrapping to 32 bits: digits with an optional sign, or `%X`, `%O`, `%D` digits.
/// `None` if the text is not a number.
pub fn parse_number(text: &str) -> Option<i32> {
    let text = text.trim_matches([' ', '\t']);
    let (negative, rest) = match text.as_bytes().first()? {
        b'-' => (true, text[1..].trim_start_matches([' ', '\t'])),
        b'+' => (false, text[1..].trim_start_matches([' ', '\t'])),
        _ => (false, text),
    };
    let (radix, digits) = match rest.as_bytes() {
        [b'%', b'X' | b'x', ..] => (16, &rest[2..]),
        [b'%', b'O' | b'o', ..] => (8, &rest[2..]),
        [b'%', b'D' | b'd', ..] => (10, &rest[2..]),
        _ => (10, rest),
    };
    if digits.is_empty() {
        return None;
    }
    let mut number = 0_u32;
    for c in digits.chars() {
        number = number.wrapping_mul(radix).wrapping_add(c.to_digit(radix)?);
    }
    let number = if negative { number.wrapping_neg() } else { number };
    Some(number.cast_signed())
}

/// A string as an integer: a number if it is one, else 1 if it begins with T or Y, else 0.
pub fn to_integer(text: &str) -> i32 {
    parse_number(text)
        .unwrap_or_else(|| i32::from(matches!(text.trim_start().as_bytes().first(), Some(b'T' | b't' | b'Y' | b'y'))))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn strings_become_integers_as_dcl_reads_them() {
        for (text, number) in [
            ("12", 12),
            (" -5 ", -5),
            ("%X1F", 31),
            ("%O17", 15),
            ("%D99", 99),
            ("TRUE", 1),
            ("yes", 1),
            ("NO", 0),
            ("", 0),
            ("1x", 0),
            ("4294967300", 4),
            ("%X10000002", 0x1000_0002),
        ] {
            assert_eq!(to_integer(text), number, "{text:?}");
        }
    }

    #[test]
    fn truth_is_the_low_bit() {
        assert!(Value::Integer(-1).is_true() && !Value::Integer(2).is_true() && Value::text("True").is_true());
    }
}
