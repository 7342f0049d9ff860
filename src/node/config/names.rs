//! Names as a site's configuration spells them: nodes, devices, users, UICs.

use std::fmt;

use serde::{Deserialize, Serialize};

/// An SCS node name: 1 to 6 letters and digits, upper case.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct NodeName(String);

/// A node or controller that serves a disk, as displays name it: 1 to 8 letters and digits, upper case.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct HostName(String);

/// A login name: 1 to 12 letters, digits, `$` and `_`, upper case.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct UserName(String);

/// A user identification code: group and member, octal.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Uic {
    /// Group, 1 to 37776 octal.
    pub group: u16,
    /// Member, 0 to 177776 octal.
    pub member: u16,
}

/// A physical disk's name: `ddcu`, `$class$ddcu` or `node$ddcu`, upper case, kept without `_` and `:`
/// (shadowing.md 1.1).
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct DeviceName {
    text: String,
    prefix_len: usize,
}

macro_rules! text_name {
    ($name:ident, $check:expr, $expected:literal) => {
        impl $name {
            /// The name.
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl TryFrom<String> for $name {
            type Error = String;

            fn try_from(text: String) -> Result<Self, String> {
                let upper = text.to_ascii_uppercase();
                let check: fn(&str) -> bool = $check;
                if check(&upper) {
                    Ok(Self(upper))
                } else {
                    Err(format!("{text:?} stands here; expected {}", $expected))
                }
            }
        }

        impl From<$name> for String {
            fn from(name: $name) -> Self {
                name.0
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }
    };
}

text_name!(
    NodeName,
    |name| (1..=6).contains(&name.len())
        && name.starts_with(|c: char| c.is_ascii_alphabetic())
        && name.bytes().all(|b| b.is_ascii_alphanumeric()),
    "a node name: a letter, then up to 5 letters or digits"
);

text_name!(
    HostName,
    |name| (1..=8).contains(&name.len()) && name.bytes().all(|b| b.is_ascii_alphanumeric()),
    "a host name: 1 to 8 letters or digits"
);

text_name!(
    UserName,
    |name| (1..=12).contains(&name.len()) && name.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'$' || b == b'_'),
    "a user name: 1 to 12 letters, digits, $ or _"
);

impl DeviceName {
    /// The name without `_` and `:`, such as `$1$DGA101`.
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// Allocation class, from `$class$`; 0 when the name has none.
    pub fn allocation_class(&self) -> u32 {
        self.prefix().strip_prefix('$').and_then(|digits| digits.parse().ok()).unwrap_or(0)
    }

    /// Node that serves the disk, from `node$`.
    pub fn node(&self) -> Option<&str> {
        let prefix = self.prefix();
        (!prefix.is_empty() && !prefix.starts_with('$')).then_some(prefix)
    }

    /// The two letters of the device type, such as `DG`.
    pub fn device_code(&self) -> &str {
        &self.text[self.prefix_len..self.prefix_len + 2]
    }

    /// The controller's letter.
    pub fn controller(&self) -> char {
        char::from(self.text.as_bytes()[self.prefix_len + 2])
    }

    /// Unit number, 0 to 32767.
    pub fn unit(&self) -> u16 {
        self.text[self.prefix_len + 3..].parse().unwrap_or(0)
    }

    /// A name for the disk's image file on the host: lower case, no `$`.
    pub fn file_stem(&self) -> String {
        self.text.trim_start_matches('$').replace('$', "-").to_ascii_lowercase()
    }

    /// The prefix without its closing `$`.
    fn prefix(&self) -> &str {
        self.text[..self.prefix_len].strip_suffix('$').unwrap_or("")
    }
}

impl std::str::FromStr for DeviceName {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let expected = || {
            format!(
                "{text:?} stands here; expected a physical disk name such as \"$1$DGA101:\", \"NODEA$DKA0:\" or \"DKA100:\""
            )
        };
        let upper = text.strip_prefix('_').unwrap_or(text).to_ascii_uppercase();
        let name = upper.strip_suffix(':').unwrap_or(&upper);
        let prefix_len = prefix_len(name).ok_or_else(expected)?;
        let bytes = &name.as_bytes()[prefix_len..];
        let letters = bytes.iter().take(3).filter(|b| b.is_ascii_alphabetic()).count();
        let unit = name.get(prefix_len + 3..).unwrap_or("");
        let unit_is_number = (1..=5).contains(&unit.len()) && unit.bytes().all(|b| b.is_ascii_digit());
        let canonical = unit.len() == 1 || !unit.starts_with('0');
        if letters < 3 || !unit_is_number || !canonical || unit.parse::<u32>().is_ok_and(|unit| unit > 32_767) {
            return Err(expected());
        }
        if name[prefix_len..].starts_with("DSA") {
            return Err(format!("{text:?} stands here; DSA names virtual units, expected a physical disk"));
        }
        Ok(Self { text: name.to_owned(), prefix_len })
    }
}

/// Length of `$class$` or `node$` with the closing `$`; `None` when it is malformed.
fn prefix_len(name: &str) -> Option<usize> {
    if let Some(rest) = name.strip_prefix('$') {
        let (class, _) = rest.split_once('$')?;
        let canonical = !class.is_empty() && class.bytes().all(|b| b.is_ascii_digit()) && !class.starts_with('0');
        return (canonical && class.parse::<u32>().is_ok_and(|class| class <= 255)).then_some(class.len() + 2);
    }
    match name.split_once('$') {
        Some((node, _)) => NodeName::try_from(node.to_owned()).ok().map(|_| node.len() + 1),
        None => Some(0),
    }
}

impl TryFrom<String> for DeviceName {
    type Error = String;

    fn try_from(text: String) -> Result<Self, String> {
        text.parse()
    }
}

impl From<DeviceName> for String {
    fn from(name: DeviceName) -> Self {
        name.to_string()
    }
}

impl fmt::Display for DeviceName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:", self.text)
    }
}

impl TryFrom<String> for Uic {
    type Error = String;

    fn try_from(text: String) -> Result<Self, String> {
        let octal = |part: &str, max: u16| u16::from_str_radix(part.trim(), 8).ok().filter(|value| *value <= max);
        let parts =
            text.strip_prefix('[').and_then(|rest| rest.strip_suffix(']')).and_then(|rest| rest.split_once(','));
        parts
            .and_then(|(group, member)| Some(Self { group: octal(group, 0o37776)?, member: octal(member, 0o177_776)? }))
            .filter(|uic| uic.group > 0)
            .ok_or_else(|| format!("{text:?} stands here; expected a UIC of two octal numbers such as \"[1,4]\""))
    }
}

impl From<Uic> for String {
    fn from(uic: Uic) -> Self {
        uic.to_string()
    }
}

impl fmt::Display for Uic {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "[{:o},{:o}]", self.group, self.member)
    }
}
