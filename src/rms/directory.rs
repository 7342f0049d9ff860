//! The part of a file specification between brackets.

use std::fmt;

use super::host_name::canonical;
use crate::message::{Condition, codes};

/// One step of a directory path.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Step {
    /// A subdirectory, perhaps with wildcards; upper case.
    Name(String),
    /// `...`: any number of levels.
    Ellipsis,
    /// `-`: one level up.
    Up,
}

/// A directory specification: `[A.B]`, `[.SUB]`, `[-]`, `[A...]`, `[ROOT.]`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct Directory {
    /// Steps from the master file directory, or from the default when not `absolute`. The master file directory itself
    /// is no step.
    pub steps: Vec<Step>,
    /// Starts at the master file directory.
    pub absolute: bool,
    /// Ends in a dot: the root of a rooted device.
    pub rooted: bool,
}

impl Directory {
    /// The master file directory.
    pub fn master() -> Self {
        Self { steps: Vec::new(), absolute: true, rooted: false }
    }

    /// An absolute directory of plain names.
    pub fn of_names<S: AsRef<str>>(names: &[S]) -> Self {
        let steps = names.iter().map(|name| Step::Name(name.as_ref().to_owned())).collect();
        Self { steps, absolute: true, rooted: false }
    }

    /// Reads what stands between the brackets. [`codes::RMS_DIR`] when it is no directory.
    pub fn parse(inner: &str) -> Result<Self, Condition> {
        let inner = inner.to_ascii_uppercase();
        if let Some((group, member)) = inner.split_once(',') {
            return user_directory(group, member);
        }
        let absolute = !(inner.is_empty() || inner.starts_with(['.', '-']));
        let mut directory = Self { steps: Vec::new(), absolute, rooted: false };
        let mut rest = inner.as_str();
        let mut after_name = false;
        while !rest.is_empty() {
            if let Some(tail) = rest.strip_prefix("...") {
                if directory.steps.last() != Some(&Step::Ellipsis) {
                    directory.steps.push(Step::Ellipsis);
                }
                (rest, after_name) = (tail, false);
                rest = rest.strip_prefix('.').unwrap_or(rest);
            } else if let Some(tail) = rest.strip_prefix('.') {
                let at_start = directory.steps.is_empty() && !absolute;
                if !after_name && !at_start {
                    return Err(codes::RMS_DIR.into());
                }
                if tail.is_empty() {
                    directory.rooted = true;
                }
                (rest, after_name) = (tail, false);
            } else if rest.starts_with('-') && !absolute && !after_name && ups_only(rest) {
                directory.steps.push(Step::Up);
                rest = &rest[1..];
                after_name = rest.starts_with('.');
            } else {
                let end = name_end(rest);
                let (name, tail) = rest.split_at(end);
                if after_name || !is_directory_name(name) {
                    return Err(codes::RMS_DIR.into());
                }
                directory.steps.push(Step::Name(canonical(name)));
                (rest, after_name) = (tail, true);
            }
        }
        directory.drop_master();
        Ok(directory)
    }

    /// `[000000]` is the master file directory, also as the first step of `[000000.A]`.
    fn drop_master(&mut self) {
        if self.absolute && self.steps.first() == Some(&Step::Name("000000".to_owned())) {
            self.steps.remove(0);
        }
    }

    /// This directory seen from `default`, an absolute one. [`codes::RMS_DIR`] when it leads above the master file
    /// directory.
    pub fn within(&self, default: &Self) -> Result<Self, Condition> {
        let mut steps = if self.absolute { Vec::new() } else { default.steps.clone() };
        for step in &self.steps {
            match step {
                Step::Up => {
                    steps.pop().ok_or(codes::RMS_DIR)?;
                }
                other => steps.push(other.clone()),
            }
        }
        Ok(Self { steps, absolute: true, rooted: self.rooted })
    }

    /// Whether a step may stand for several directories.
    pub fn is_wild(&self) -> bool {
        self.steps.iter().any(|step| match step {
            Step::Ellipsis => true,
            Step::Name(name) => name.contains(['*', '%', '?']),
            Step::Up => false,
        })
    }

    /// The names of the steps; `None` if one is no plain name.
    pub fn names(&self) -> Option<Vec<String>> {
        let name = |step: &Step| match step {
            Step::Name(name) if !name.contains(['*', '%', '?']) => Some(name.clone()),
            _ => None,
        };
        self.steps.iter().map(name).collect()
    }

    /// `other` below this directory, as a rooted device puts its root in front.
    #[must_use]
    pub fn joined(&self, other: &Self) -> Self {
        let steps = self.steps.iter().chain(&other.steps).cloned().collect();
        Self { steps, absolute: true, rooted: false }
    }
}

/// Whether `-` here is a step up: alone, repeated, or before a dot.
fn ups_only(rest: &str) -> bool {
    rest.trim_start_matches('-').is_empty() || rest.trim_start_matches('-').starts_with('.')
}

fn name_end(text: &str) -> usize {
    let mut escaped = false;
    for (at, c) in text.char_indices() {
        match c {
            _ if escaped => escaped = false,
            '^' => escaped = true,
            '.' => return at,
            _ => {}
        }
    }
    text.len()
}

fn is_directory_name(name: &str) -> bool {
    let mut escaped = false;
    !name.is_empty()
        && name.chars().all(|c| {
            let fine = escaped || super::spec::is_name_char(c);
            escaped = !escaped && c == '^';
            fine
        })
}

fn user_directory(group: &str, member: &str) -> Result<Directory, Condition> {
    let octal = |text: &str| match text {
        "*" => Some("%%%".to_owned()),
        _ => u16::from_str_radix(text, 8).ok().filter(|&v| v <= 0o377).map(|v| format!("{v:03o}")),
    };
    match (octal(group), octal(member)) {
        (Some(group), Some(member)) => Ok(Directory::of_names(&[group + &member])),
        _ => Err(codes::RMS_DIR.into()),
    }
}

impl fmt::Display for Directory {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("[")?;
        let mut before: Option<&Step> = None;
        if self.absolute && !matches!(self.steps.first(), Some(Step::Name(_))) {
            f.write_str("000000")?;
            if matches!(self.steps.first(), Some(Step::Up)) {
                f.write_str(".")?;
            }
        } else if !self.absolute && matches!(self.steps.first(), Some(Step::Name(_))) {
            f.write_str(".")?;
        }
        for step in &self.steps {
            if matches!(before, Some(Step::Name(_))) && *step != Step::Ellipsis
                || matches!((before, step), (Some(Step::Up), Step::Name(_)))
            {
                f.write_str(".")?;
            }
            match step {
                Step::Name(name) => f.write_str(name)?,
                Step::Ellipsis => f.write_str("...")?,
                Step::Up => f.write_str("-")?,
            }
            before = Some(step);
        }
        f.write_str(if self.rooted { ".]" } else { "]" })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(inner: &str) -> String {
        Directory::parse(inner).map_or_else(|error| format!("{:?}", error.status), |d| d.to_string())
    }

    #[test]
    fn directories_print_as_they_read() {
        for inner in
            ["A", "A.B.C", "", ".SUB", "-", "--", "-.X", "A...", "...", "A...B", "*", "A.*...", "ROOT.", "000000"]
        {
            assert_eq!(shown(inner), format!("[{inner}]"), "{inner}");
        }
        assert_eq!(shown("a.b"), "[A.B]");
        assert_eq!(shown("000000.A"), "[A]");
        assert_eq!(shown("1,4"), "[001004]");
        for bad in ["A..B", "A B", "A/B", ".A..", "9,1", "A.", "A$=", "A;1"].into_iter().filter(|b| *b != "A.") {
            assert_eq!(shown(bad), format!("{:?}", codes::RMS_DIR), "{bad}");
        }
    }

    #[test]
    fn relative_directories_start_at_the_default() {
        let default = Directory::parse("A.B").unwrap();
        let within = |inner: &str| Directory::parse(inner).unwrap().within(&default).map(|d| d.to_string());
        assert_eq!(within("").unwrap(), "[A.B]");
        assert_eq!(within(".C").unwrap(), "[A.B.C]");
        assert_eq!(within("-").unwrap(), "[A]");
        assert_eq!(within("--").unwrap(), "[000000]");
        assert_eq!(within("-.X").unwrap(), "[A.X]");
        assert_eq!(within("...").unwrap(), "[A.B...]");
        assert_eq!(within("X").unwrap(), "[X]");
        assert_eq!(within("---").unwrap_err().status, codes::RMS_DIR);
    }
}
