//! Access control lists: what identifiers may do with a file, beside what its protection says.

use std::fmt;

use crate::message::{Condition, codes};

/// Words of ACCESS; the place of one is its bit, those of the first four are the bits of a protection mask.
const ACCESS: [&str; 5] = ["READ", "WRITE", "EXECUTE", "DELETE", "CONTROL"];
/// Words of OPTIONS.
const OPTIONS: [&str; 4] = ["DEFAULT", "HIDDEN", "PROTECTED", "NOPROPAGATE"];

/// The bit of CONTROL: to change the header.
pub const CONTROL: u8 = 16;

/// An entry that names identifiers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ace {
    /// Identifiers that a process must all hold; `*` is held by every one.
    pub identifiers: Vec<String>,
    /// What they may do: a bit for each word of ACCESS.
    pub access: u8,
    options: u8,
}

/// The bits of words joined by `+`; NONE is no bit. IVKEYW for a word that is none of them or might be several.
fn bits(words: &[&str], text: &str) -> Result<u8, Condition> {
    let mut all = 0;
    for word in text.split('+').map(str::trim).filter(|word| *word != "NONE") {
        let mut found = (0..words.len()).filter(|at| !word.is_empty() && words[*at].starts_with(word));
        match (found.next(), found.next()) {
            (Some(at), None) => all |= 1 << at,
            _ => return Err(Condition::new(codes::CLI_IVKEYW).token(word)),
        }
    }
    Ok(all)
}

fn words(all: &[&str], bits: u8) -> String {
    let set: Vec<&str> = (0..all.len()).filter(|at| bits & (1 << at) != 0).map(|at| all[at]).collect();
    if set.is_empty() { "NONE".to_owned() } else { set.join("+") }
}

/// Cuts at commas that stand in no brackets or parentheses.
fn parts(text: &str) -> Vec<&str> {
    let (mut all, mut depth, mut begin) = (Vec::new(), 0_i32, 0);
    for (at, c) in text.char_indices() {
        match c {
            '[' | '(' => depth += 1,
            ']' | ')' => depth -= 1,
            ',' if depth == 0 => {
                all.push(text[begin..at].trim());
                begin = at + 1;
            }
            _ => {}
        }
    }
    all.push(text[begin..].trim());
    all
}

fn inside(text: &str) -> Option<&str> {
    text.trim().strip_prefix('(')?.strip_suffix(')').map(str::trim)
}

impl Ace {
    /// Reads `IDENTIFIER=name[+name...][,OPTIONS=word[+word...]],ACCESS=word[+word...]`, in parentheses or not.
    /// [`codes::SYSTEM_IVACL`] for what is no such entry, [`codes::CLI_IVKEYW`] for a word that is unknown,
    /// [`codes::SYSTEM_UNSUPPORTED`] for entries of other kinds.
    pub fn parse(text: &str) -> Result<Self, Condition> {
        let text = text.trim().to_uppercase();
        let text = inside(&text).unwrap_or(&text);
        let mut ace = Self { identifiers: Vec::new(), access: 0, options: 0 };
        for (at, part) in parts(text).into_iter().enumerate() {
            let (word, value) = part.split_once(['=', ':']).unwrap_or((part, ""));
            let (word, value) = (word.trim(), value.trim());
            let is = |name: &str| !word.is_empty() && name.starts_with(word);
            match () {
                () if at == 0 && is("IDENTIFIER") && !value.is_empty() => {
                    ace.identifiers = value.split('+').map(|name| name.trim().to_owned()).collect();
                }
                () if at == 0 && !word.is_empty() => {
                    return Err(Condition::new(codes::SYSTEM_UNSUPPORTED).token(word));
                }
                () if at > 0 && is("ACCESS") && !value.is_empty() => ace.access = bits(&ACCESS, value)?,
                () if at > 0 && is("OPTIONS") && !value.is_empty() => ace.options = bits(&OPTIONS, value)?,
                () => return Err(codes::SYSTEM_IVACL.into()),
            }
        }
        Ok(ace)
    }

    /// Reads one entry, or a list of entries in parentheses of its own.
    pub fn parse_all(text: &str) -> Result<Vec<Self>, Condition> {
        match inside(text).filter(|list| list.starts_with('(')) {
            Some(list) => parts(list).into_iter().map(Self::parse).collect(),
            None => Self::parse(text).map(|ace| vec![ace]),
        }
    }

    /// Whether it is only for files that are made in the directory.
    pub fn is_default(&self) -> bool {
        self.options & 1 != 0
    }

    /// Whether it goes only by /DELETE=ALL.
    pub fn is_protected(&self) -> bool {
        self.options & 4 != 0
    }

    /// What a next version of the file gets of it.
    pub fn for_version(self) -> Option<Self> {
        (self.options & 8 == 0).then_some(self)
    }

    /// What a file made in the directory gets of it; a directory gets all.
    pub fn for_file(self, is_directory: bool) -> Option<Self> {
        let kept = self.options & 8 == 0 && (is_directory || self.is_default());
        kept.then_some(Self { options: if is_directory { self.options } else { self.options & !1 }, ..self })
    }
}

impl fmt::Display for Ace {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "(IDENTIFIER={}", self.identifiers.join("+"))?;
        if self.options != 0 {
            write!(f, ",OPTIONS={}", words(&OPTIONS, self.options))?;
        }
        write!(f, ",ACCESS={})", words(&ACCESS, self.access))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn entries_read_back() {
        let all = Ace::parse_all("((ID=[5,6]+local,OPT=DEF,ACC=R+W),(IDENTIFIER=*,ACCESS=NONE))").unwrap();
        let shown: Vec<String> = all.iter().map(ToString::to_string).collect();
        assert_eq!(shown, ["(IDENTIFIER=[5,6]+LOCAL,OPTIONS=DEFAULT,ACCESS=READ+WRITE)", "(IDENTIFIER=*,ACCESS=NONE)"]);
        assert_eq!(Ace::parse(&shown[0]).unwrap(), all[0]);
        let made = all[0].clone().for_file(false).unwrap();
        assert_eq!(made.to_string(), "(IDENTIFIER=[5,6]+LOCAL,ACCESS=READ+WRITE)");
        assert_eq!(all[1].clone().for_file(false), None);
    }

    #[test]
    fn what_is_no_entry_is_refused() {
        let status = |text: &str| Ace::parse_all(text).unwrap_err().status;
        assert_eq!(status("(IDENTIFIER=X,FOO=READ)"), codes::SYSTEM_IVACL);
        assert_eq!(status("(IDENTIFIER=X,ACCESS=FLY)"), codes::CLI_IVKEYW);
        assert_eq!(status("(AUDIT=SECURITY,ACCESS=READ)"), codes::SYSTEM_UNSUPPORTED);
        assert_eq!(status(""), codes::SYSTEM_IVACL);
    }
}
