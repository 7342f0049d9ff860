//! Reading one file specification, before defaults: `node::device:[directory]name.type;version`.

use std::fmt;

use super::directory::Directory;
use super::host_name::{canonical, unescape};
use crate::message::{Condition, codes};

/// The version field.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Version {
    /// `;3`.
    Number(u32),
    /// `;-1`: so many below the highest. `;0` is the highest.
    Relative(u32),
    /// `;`: the highest.
    Highest,
    /// `;*`.
    All,
}

impl fmt::Display for Version {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Number(number) => write!(f, ";{number}"),
            Self::Relative(0) => f.write_str(";0"),
            Self::Relative(below) => write!(f, ";-{below}"),
            Self::Highest => f.write_str(";"),
            Self::All => f.write_str(";*"),
        }
    }
}

/// A file specification as typed: fields that were not typed are `None`. Upper case, `<>` as `[]`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct FileSpec {
    /// With its colons, `NODE::`, access string included.
    pub node: Option<String>,
    /// Without its colon.
    pub device: Option<String>,
    /// Root of a rooted form `[A.][B]`.
    pub root: Option<Directory>,
    /// Directory.
    pub directory: Option<Directory>,
    /// Name; empty when only a type was typed.
    pub name: Option<String>,
    /// Type without its dot.
    pub file_type: Option<String>,
    /// Version.
    pub version: Option<Version>,
}

/// Whether a character may stand in a name, a type or a directory name; wildcards included.
pub(super) fn is_name_char(c: char) -> bool {
    c.is_ascii_alphanumeric() || matches!(c, '$' | '_' | '-' | '~' | '*' | '%' | '?' | '^') || c > '\u{a0}'
}

impl FileSpec {
    /// Reads a specification. Blanks around it do not count. RMS statuses: SYN for a character that cannot stand
    /// there, DIR, VER and so on for the field that is wrong.
    pub fn parse(text: &str) -> Result<Self, Condition> {
        let mut spec = Self::default();
        let rest = spec.take_node(text.trim())?;
        let rest = spec.take_device(rest)?;
        let rest = spec.take_directories(rest)?;
        spec.take_file(rest)?;
        Ok(spec)
    }

    fn take_node<'t>(&mut self, text: &'t str) -> Result<&'t str, Condition> {
        let Some(at) = outside_quotes(text, "::") else { return Ok(text) };
        let node = &text[..at];
        let name = node.split('"').next().unwrap_or_default();
        if name.is_empty() || !name.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '$' | '_' | '-')) {
            return Err(codes::RMS_NOD.into());
        }
        let quoted = &node[name.len()..];
        if !(quoted.is_empty() || quoted.len() > 1 && quoted.ends_with('"')) {
            return Err(codes::RMS_QUO.into());
        }
        self.node = Some(format!("{}{quoted}::", name.to_ascii_uppercase()));
        Ok(&text[at + 2..])
    }

    fn take_device<'t>(&mut self, text: &'t str) -> Result<&'t str, Condition> {
        let until = find_plain(text, &['[', '<']).unwrap_or(text.len());
        let Some(at) = find_plain(&text[..until], &[':']) else { return Ok(text) };
        let device = &text[..at];
        if device.is_empty() || !device.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '$' | '_' | '-')) {
            return Err(codes::RMS_DEV.into());
        }
        self.device = Some(device.to_ascii_uppercase());
        Ok(&text[at + 1..])
    }

    fn take_directories<'t>(&mut self, mut text: &'t str) -> Result<&'t str, Condition> {
        while let Some(open) = text.chars().next().filter(|c| matches!(c, '[' | '<')) {
            let close = if open == '[' { ']' } else { '>' };
            let end = find_plain(text, &[close]).ok_or(codes::RMS_DIR)?;
            let directory = Directory::parse(&text[1..end])?;
            text = &text[end + 1..];
            match self.directory.take() {
                None => self.directory = Some(directory),
                Some(first) if first.rooted && self.root.is_none() => {
                    let absolute = Directory { absolute: true, ..directory };
                    (self.root, self.directory) = (Some(first), Some(absolute));
                }
                Some(_) => return Err(codes::RMS_DIR.into()),
            }
        }
        if self.root.is_none() && self.directory.as_ref().is_some_and(|d| d.rooted) {
            (self.root, self.directory) = (self.directory.take(), None);
        }
        Ok(text)
    }

    fn take_file(&mut self, text: &str) -> Result<(), Condition> {
        let fields = split_fields(text);
        let mut fields = fields.iter();
        let name = fields.next().map_or("", |(_, field)| *field);
        check_name(name)?;
        if !name.is_empty() {
            self.name = Some(canonical(name));
        }
        for (separator, field) in fields {
            if *separator == '.' && self.file_type.is_none() && self.version.is_none() {
                check_name(field)?;
                self.file_type = Some(canonical(field));
                self.name.get_or_insert_default();
            } else if self.version.is_none() {
                self.version = Some(parse_version(field).ok_or(codes::RMS_VER)?);
            } else {
                return Err(codes::RMS_SYN.into());
            }
        }
        Ok(())
    }
}

/// Position of the first of some characters that no `^` escapes.
fn find_plain(text: &str, wanted: &[char]) -> Option<usize> {
    let mut escaped = false;
    text.char_indices().find_map(|(at, c)| {
        let found = !escaped && wanted.contains(&c);
        escaped = !escaped && c == '^';
        found.then_some(at)
    })
}

/// Position of `pattern` outside double quotes.
fn outside_quotes(text: &str, pattern: &str) -> Option<usize> {
    let mut quoted = false;
    for (at, c) in text.char_indices() {
        if c == '"' {
            quoted = !quoted;
        } else if !quoted && text[at..].starts_with(pattern) {
            return Some(at);
        }
    }
    None
}

/// Splits at `.` and `;` that are not escaped; each field with the separator before it.
fn split_fields(text: &str) -> Vec<(char, &str)> {
    let mut fields = Vec::new();
    let (mut start, mut separator, mut escaped) = (0, ' ', false);
    for (at, c) in text.char_indices() {
        if escaped {
            escaped = false;
        } else if c == '^' {
            escaped = true;
        } else if matches!(c, '.' | ';') {
            fields.push((separator, &text[start..at]));
            (start, separator) = (at + 1, c);
        }
    }
    fields.push((separator, &text[start..]));
    fields
}

/// Characters of a name or a type at most.
const LONGEST: usize = 255;

fn check_name(name: &str) -> Result<(), Condition> {
    let mut escaped = false;
    let fine = name.chars().all(|c| {
        let fine = escaped || is_name_char(c);
        escaped = !escaped && c == '^';
        fine
    });
    // An escape counts as the one character that it stands for.
    let length = || unescape(name).map_or(0, |bytes| bytes.len());
    if fine && !escaped && (name.len() <= LONGEST || length() <= LONGEST) { Ok(()) } else { Err(codes::RMS_SYN.into()) }
}

fn parse_version(text: &str) -> Option<Version> {
    match text {
        "" => Some(Version::Highest),
        "*" => Some(Version::All),
        _ => match text.strip_prefix('-') {
            Some(below) => below.parse().ok().filter(|&n: &u32| n <= 32767).map(Version::Relative),
            None => match text.parse().ok().filter(|&n: &u32| n <= 32767)? {
                0 => Some(Version::Relative(0)),
                number => Some(Version::Number(number)),
            },
        },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fields(text: &str) -> String {
        match FileSpec::parse(text) {
            Ok(s) => format!(
                "{}|{}|{}|{}|{}|{}|{}",
                s.node.unwrap_or_default(),
                s.device.unwrap_or_default(),
                s.root.map(|d| d.to_string()).unwrap_or_default(),
                s.directory.map(|d| d.to_string()).unwrap_or_default(),
                s.name.unwrap_or_default(),
                s.file_type.map(|t| format!(".{t}")).unwrap_or_default(),
                s.version.map(|v| v.to_string()).unwrap_or_default()
            ),
            Err(error) => format!("{:?}", error.status),
        }
    }

    #[test]
    fn all_fields_are_found() {
        assert_eq!(fields("node::dev:[dir]f.t;1"), "NODE::|DEV||[DIR]|F|.T|;1");
        assert_eq!(fields("N\"user pw\"::D:X"), "N\"user pw\"::|D|||X||");
        assert_eq!(fields("<a.b>x.y;*"), "|||[A.B]|X|.Y|;*");
        assert_eq!(fields("DKA0:[T.][S]X"), "|DKA0|[T.]|[S]|X||");
        assert_eq!(fields("DKA0:[T.]"), "|DKA0|[T.]||||");
        assert_eq!(fields(".TXT"), "|||||.TXT|");
        assert_eq!(fields("X.Y.3"), "||||X|.Y|;3");
        assert_eq!(fields("X;-2"), "||||X||;-2");
        assert_eq!(fields("X.;"), "||||X|.|;");
        assert_eq!(fields("*.*;0"), "||||*|.*|;0");
        assert_eq!(fields(""), "||||||");
        assert_eq!(fields("A^.B.C"), "||||A^.B|.C|");
    }

    #[test]
    fn mistakes_are_named_by_field() {
        for (bad, status) in [
            ("A B", codes::RMS_SYN),
            ("X.Y;Z", codes::RMS_VER),
            ("X.Y;99999", codes::RMS_VER),
            ("[A", codes::RMS_DIR),
            ("[A][B]X", codes::RMS_DIR),
            ("::X", codes::RMS_NOD),
            (":X", codes::RMS_DEV),
            ("A.B.C", codes::RMS_VER),
            ("A!B", codes::RMS_SYN),
            ("X.Y;1;2", codes::RMS_SYN),
            ("X^", codes::RMS_SYN),
        ] {
            assert_eq!(fields(bad), format!("{status:?}"), "{bad}");
        }
    }
}
