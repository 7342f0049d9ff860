//! Condition values: what every command ends with, and the crate's one error type.

use std::fmt;

/// A 32-bit condition value (dcl.md 7): severity in bits 0-2, message number in 3-15, facility in 16-27, and bit 28 set
/// when the message was displayed already.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct Status(pub u32);

/// Severity of a condition value, with the number that `$SEVERITY` shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Severity {
    /// `W`, 0.
    Warning = 0,
    /// `S`, 1.
    Success = 1,
    /// `E`, 2.
    Error = 2,
    /// `I`, 3.
    Information = 3,
    /// `F`, 4: fatal.
    Severe = 4,
}

/// Bit 28: the message was displayed, nobody prints it again.
const INHIBIT: u32 = 1 << 28;

impl Status {
    /// `SS$_NORMAL`, what image commands end with.
    pub const NORMAL: Self = Self(0x0000_0001);
    /// What commands that DCL itself performs end with (dcl.md 7).
    pub const DCL_NORMAL: Self = Self(0x0003_0001);

    /// A condition value from its parts. `number` is the value's bits 0-15 with the severity bits clear.
    pub const fn new(facility: u16, number: u16, severity: Severity) -> Self {
        Self(((facility as u32) << 16) | (number as u32 & 0xFFF8) | severity as u32)
    }

    /// Severity; `None` for the reserved codes 5 to 7.
    pub fn severity(self) -> Option<Severity> {
        match self.0 & 7 {
            0 => Some(Severity::Warning),
            1 => Some(Severity::Success),
            2 => Some(Severity::Error),
            3 => Some(Severity::Information),
            4 => Some(Severity::Severe),
            _ => None,
        }
    }

    /// Facility number, bits 16-27.
    pub fn facility(self) -> u16 {
        ((self.0 >> 16) & 0xFFF) as u16
    }

    /// Message number with the severity bits clear, bits 3-15.
    pub fn number(self) -> u16 {
        (self.0 & 0xFFF8) as u16
    }

    /// Whether the low bit is set: success or information.
    pub fn is_success(self) -> bool {
        self.0 & 1 == 1
    }

    /// Whether the message counts as displayed.
    pub fn is_inhibited(self) -> bool {
        self.0 & INHIBIT != 0
    }

    /// The value with bit 28 set: displayed.
    pub fn inhibited(self) -> Self {
        Self(self.0 | INHIBIT)
    }

    /// The same message under another facility and severity, as MOUNT and INIT re-label a SYSTEM status.
    pub const fn relabel(self, facility: u16, severity: Severity) -> Self {
        Self((self.0 & 0xF000_FFF8) | ((facility as u32) << 16) | severity as u32)
    }

    /// The same message with another severity.
    pub const fn with_severity(self, severity: Severity) -> Self {
        Self((self.0 & !7) | severity as u32)
    }

    /// Whether two values name one message, whatever severity and display bit say.
    pub fn same_message(self, other: Self) -> bool {
        self.0 & 0x0FFF_FFF8 == other.0 & 0x0FFF_FFF8
    }

    /// The text of `$STATUS`: `%X` and eight hexadecimal digits.
    pub fn symbol_value(self) -> String {
        format!("%X{:08X}", self.0)
    }
}

impl fmt::Debug for Status {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "%X{:08X}", self.0)
    }
}

impl Severity {
    /// The letter between the dashes of a message.
    pub fn letter(self) -> char {
        match self {
            Self::Warning => 'W',
            Self::Success => 'S',
            Self::Error => 'E',
            Self::Information => 'I',
            Self::Severe => 'F',
        }
    }
}

/// An FAO argument of a message.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Arg {
    /// For `!AS`, `!AC`, `!AD`, `!AF`.
    Text(String),
    /// For the numeric directives.
    Number(i64),
}

impl From<&str> for Arg {
    fn from(text: &str) -> Self {
        Self::Text(text.to_owned())
    }
}

impl From<String> for Arg {
    fn from(text: String) -> Self {
        Self::Text(text)
    }
}

impl From<i64> for Arg {
    fn from(number: i64) -> Self {
        Self::Number(number)
    }
}

/// A message with its arguments and the messages chained to it. As an error it says why a request was refused; the
/// first status is what `$STATUS` gets.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Condition {
    /// The message.
    pub status: Status,
    /// Its FAO arguments.
    pub args: Vec<Arg>,
    /// The token shown between backslashes on a line of its own, for parse errors (cdu.md 7).
    pub token: Option<String>,
    /// Further messages of the same report.
    pub then: Vec<Condition>,
    /// As a further message: printed with `%` in front, not `-` (DISMOUNT lists its obstacles that way).
    pub fresh: bool,
}

impl Condition {
    /// A message without arguments.
    pub fn new(status: Status) -> Self {
        Self { status, args: Vec::new(), token: None, then: Vec::new(), fresh: false }
    }

    /// Adds an FAO argument.
    #[must_use]
    pub fn arg(mut self, arg: impl Into<Arg>) -> Self {
        self.args.push(arg.into());
        self
    }

    /// Sets the token line; an empty token has none.
    #[must_use]
    pub fn token(mut self, token: impl Into<String>) -> Self {
        self.token = Some(token.into()).filter(|token| !token.is_empty());
        self
    }

    /// Chains a further message, printed with `-` in front.
    #[must_use]
    pub fn then(mut self, next: impl Into<Condition>) -> Self {
        self.then.push(next.into());
        self
    }

    /// Chains a further message that is printed with `%` in front.
    #[must_use]
    pub fn also(mut self, next: impl Into<Condition>) -> Self {
        self.then.push(Condition { fresh: true, ..next.into() });
        self
    }
}

impl From<Status> for Condition {
    fn from(status: Status) -> Self {
        Self::new(status)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn mount_relabels_a_system_status() {
        let devmount = Status(0x68).with_severity(Severity::Severe);
        let mount = devmount.relabel(114, Severity::Severe);
        assert_eq!(mount.inhibited(), Status(0x1072_006C));
        assert_eq!((mount.facility(), mount.number()), (114, 0x68));
    }
}
