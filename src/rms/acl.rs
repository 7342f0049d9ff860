//! Access control lists: what identifiers may do with a file beside what its protection says, what is reported of the use
//! that is made of it, and what files that are made in a directory get.

use std::fmt;

use crate::message::{Condition, codes};

/// Words of ACCESS; the place of one is its bit, those of the first four are the bits of a protection mask. The last two
/// are for entries that report.
const ACCESS: [&str; 7] = ["READ", "WRITE", "EXECUTE", "DELETE", "CONTROL", "SUCCESS", "FAILURE"];
/// So many of them say what somebody may do.
const RIGHTS: usize = 5;
/// Words of OPTIONS.
const OPTIONS: [&str; 4] = ["DEFAULT", "HIDDEN", "PROTECTED", "NOPROPAGATE"];
/// Words of ATTRIBUTES of a subsystem's identifier.
const ATTRIBUTES: [&str; 1] = ["RESOURCE"];
/// The categories of a protection, in the order of their bits.
const CATEGORIES: [&str; 4] = ["SYSTEM", "OWNER", "GROUP", "WORLD"];
/// Letters of a protection; the place of one is its bit.
const LETTERS: &str = "RWED";
/// The one journal that reports go to.
const JOURNAL: &str = "SECURITY";

/// The bit of CONTROL: to change the header.
pub const CONTROL: u8 = 16;
/// The bits of SUCCESS and FAILURE: uses that were allowed and refused are reported.
const SUCCESS: u8 = 32;
const FAILURE: u8 = 64;

/// What an entry is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AceKind {
    /// What those who hold its identifiers may do.
    Identifier,
    /// Uses that operators hear of.
    Alarm,
    /// Uses that are recorded.
    Audit,
    /// Of a directory: what those may do who make files in it that belong to somebody else.
    Creator,
    /// Of a directory: the protection of files that are made in it.
    DefaultProtection,
    /// Identifiers that a process holds while it runs the image.
    Subsystem,
}

impl AceKind {
    const ALL: [Self; 6] =
        [Self::Identifier, Self::Alarm, Self::Audit, Self::Creator, Self::DefaultProtection, Self::Subsystem];

    fn word(self) -> &'static str {
        match self {
            Self::Identifier => "IDENTIFIER",
            Self::Alarm => "ALARM",
            Self::Audit => "AUDIT",
            Self::Creator => "CREATOR",
            Self::DefaultProtection => "DEFAULT_PROTECTION",
            Self::Subsystem => "SUBSYSTEM",
        }
    }

    /// The kind whose first word this begins.
    fn from_word(word: &str) -> Option<Self> {
        let mut found = Self::ALL.into_iter().filter(|kind| !word.is_empty() && kind.word().starts_with(word));
        found.next().filter(|_| found.next().is_none())
    }

    fn reports(self) -> bool {
        matches!(self, Self::Alarm | Self::Audit)
    }
}

/// An entry.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ace {
    /// What it is about.
    pub kind: AceKind,
    /// Identifiers that a process must all hold, or gets from a subsystem; `*` is held by every one.
    pub identifiers: Vec<String>,
    /// Of a subsystem: attributes of each identifier.
    attributes: Vec<u8>,
    /// What they may do, or what is reported: a bit for each word of ACCESS.
    pub access: u8,
    /// Of a default protection: four bits for each category, set where it denies.
    pub protection: u16,
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

/// Puts what one category of a protection says into a mask; IVPROT for what is none.
fn protect(mask: &mut u16, category: &str, letters: &str) -> Result<(), Condition> {
    let invalid = || Condition::new(codes::CLI_IVPROT).token(format!("{category}:{letters}"));
    let at = CATEGORIES.iter().position(|name| !category.is_empty() && name.starts_with(category));
    let at = at.ok_or_else(invalid)?;
    let mut denied = 0xF_u16;
    for letter in letters.chars() {
        denied &= !(1 << LETTERS.find(letter).ok_or_else(invalid)?);
    }
    *mask = *mask & !(0xF << (4 * at)) | denied << (4 * at);
    Ok(())
}

impl Ace {
    fn new(kind: AceKind) -> Self {
        let (identifiers, attributes) = (Vec::new(), Vec::new());
        Self { kind, identifiers, attributes, access: 0, protection: 0xFFFF, options: 0 }
    }

    /// An entry for one identifier.
    pub fn for_identifier(identifier: String, access: u8) -> Self {
        Self { identifiers: vec![identifier], access, ..Self::new(AceKind::Identifier) }
    }

    /// Reads an entry, in parentheses or not: `IDENTIFIER=name[+name...]`, `ALARM=SECURITY`, `AUDIT=SECURITY`, `CREATOR`,
    /// `DEFAULT_PROTECTION` or `SUBSYSTEM`, with `OPTIONS=word[+word...]` and what the kind takes behind it:
    /// `ACCESS=word[+word...]`, categories of a protection, `IDENTIFIER=name[,ATTRIBUTES=RESOURCE]`.
    /// [`codes::SYSTEM_IVACL`] for what is no such entry, [`codes::CLI_IVKEYW`] for a word that is unknown,
    /// [`codes::CLI_IVPROT`] for what is no protection.
    pub fn parse(text: &str) -> Result<Self, Condition> {
        let text = text.trim().to_uppercase();
        let text = inside(&text).unwrap_or(&text);
        let pairs = parts(text).into_iter().map(|part| part.split_once(['=', ':']).unwrap_or((part, "")));
        let mut pairs = pairs.map(|(word, value)| (word.trim(), value.trim()));
        let invalid = || Condition::from(codes::SYSTEM_IVACL);
        let (word, value) = pairs.next().ok_or_else(invalid)?;
        let kind = AceKind::from_word(word).ok_or_else(invalid)?;
        let mut ace = Self::new(kind);
        match kind {
            AceKind::Identifier if !value.is_empty() => {
                ace.identifiers = value.split('+').map(|name| name.trim().to_owned()).collect();
            }
            AceKind::Alarm | AceKind::Audit if value == JOURNAL => {}
            AceKind::Creator | AceKind::DefaultProtection | AceKind::Subsystem if value.is_empty() => {}
            _ => return Err(invalid()),
        }
        for (word, value) in pairs {
            ace.take(word, value)?;
        }
        let needs_identifier = kind == AceKind::Subsystem && ace.identifiers.is_empty();
        if needs_identifier { Err(invalid()) } else { Ok(ace) }
    }

    /// Takes one more part of an entry.
    fn take(&mut self, word: &str, value: &str) -> Result<(), Condition> {
        let is = |name: &str| !word.is_empty() && name.starts_with(word);
        match self.kind {
            _ if is("OPTIONS") && !value.is_empty() && word.len() > 1 => self.options = bits(&OPTIONS, value)?,
            AceKind::DefaultProtection => protect(&mut self.protection, word, value)?,
            AceKind::Subsystem if is("IDENTIFIER") && !value.is_empty() => {
                self.identifiers.push(value.to_owned());
                self.attributes.push(0);
            }
            AceKind::Subsystem if is("ATTRIBUTES") && !value.is_empty() => {
                *self.attributes.last_mut().ok_or(codes::SYSTEM_IVACL)? = bits(&ATTRIBUTES, value)?;
            }
            AceKind::Subsystem => return Err(codes::SYSTEM_IVACL.into()),
            kind if is("ACCESS") && !value.is_empty() => {
                let known = if kind.reports() { &ACCESS[..] } else { &ACCESS[..RIGHTS] };
                self.access = bits(known, value)?;
            }
            _ if is("OPTIONS") && !value.is_empty() => self.options = bits(&OPTIONS, value)?,
            _ => return Err(codes::SYSTEM_IVACL.into()),
        }
        Ok(())
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

    /// Whether it reports that a use, bits of rights, was allowed or refused.
    pub fn reports(&self, rights: u8, allowed: bool) -> bool {
        let outcome = if allowed { SUCCESS } else { FAILURE };
        self.kind.reports() && !self.is_default() && self.access & outcome != 0 && self.access & rights != 0
    }

    /// What a next version of the file gets of it.
    pub fn for_version(self) -> Option<Self> {
        (self.options & 8 == 0).then_some(self)
    }

    /// What a file made in the directory gets of it; a directory gets all.
    pub fn for_file(self, is_directory: bool) -> Option<Self> {
        let of_directory = matches!(self.kind, AceKind::Creator | AceKind::DefaultProtection);
        let kept = self.options & 8 == 0 && (is_directory || self.is_default() && !of_directory);
        kept.then_some(Self { options: if is_directory { self.options } else { self.options & !1 }, ..self })
    }
}

impl fmt::Display for Ace {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "({}", self.kind.word())?;
        match self.kind {
            AceKind::Identifier => write!(f, "={}", self.identifiers.join("+"))?,
            AceKind::Alarm | AceKind::Audit => write!(f, "={JOURNAL}")?,
            _ => {}
        }
        if self.options != 0 {
            write!(f, ",OPTIONS={}", words(&OPTIONS, self.options))?;
        }
        match self.kind {
            AceKind::DefaultProtection => {
                for (at, category) in CATEGORIES.into_iter().enumerate() {
                    let granted = |(bit, _): &(usize, char)| self.protection >> (4 * at + bit) & 1 == 0;
                    let letters: String =
                        LETTERS.chars().enumerate().filter(granted).map(|(_, letter)| letter).collect();
                    write!(f, ",{category}:{letters}")?;
                }
            }
            AceKind::Subsystem => {
                for (identifier, attributes) in self.identifiers.iter().zip(&self.attributes) {
                    write!(f, ",IDENTIFIER={identifier}")?;
                    if *attributes != 0 {
                        write!(f, ",ATTRIBUTES={}", words(&ATTRIBUTES, *attributes))?;
                    }
                }
            }
            _ => write!(f, ",ACCESS={}", words(&ACCESS, self.access))?,
        }
        f.write_str(")")
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
    fn every_kind_reads_back() {
        for text in [
            "(ALARM=SECURITY,ACCESS=WRITE+DELETE+SUCCESS)",
            "(AUDIT=SECURITY,OPTIONS=PROTECTED,ACCESS=READ+FAILURE)",
            "(CREATOR,OPTIONS=NOPROPAGATE,ACCESS=READ+CONTROL)",
            "(DEFAULT_PROTECTION,SYSTEM:RWED,OWNER:RWED,GROUP:RE,WORLD:)",
            "(SUBSYSTEM,IDENTIFIER=BATCH,ATTRIBUTES=RESOURCE,IDENTIFIER=LOCAL)",
        ] {
            let ace = Ace::parse(text).unwrap();
            assert_eq!(ace.to_string(), text);
            assert_eq!(ace.for_file(true).is_some(), !text.contains("NOPROPAGATE"));
        }
        let default = Ace::parse("(DEFAULT_PROTECTION,OPT=PROT,O:RW,W:R)").unwrap();
        assert_eq!(default.protection, 0xEFCF);
        assert_eq!(default.for_file(false), None);
    }

    #[test]
    fn a_use_is_reported_as_the_entry_says() {
        let alarm = Ace::parse("(ALARM=SECURITY,ACCESS=WRITE+FAILURE)").unwrap();
        assert!(alarm.reports(2, false) && !alarm.reports(2, true) && !alarm.reports(1, false));
        assert!(!Ace::parse("(IDENTIFIER=*,ACCESS=WRITE)").unwrap().reports(2, true));
    }

    #[test]
    fn what_is_no_entry_is_refused() {
        let status = |text: &str| Ace::parse_all(text).unwrap_err().status;
        for text in [
            "(IDENTIFIER=X,FOO=READ)",
            "(AUDIT=OTHER,ACCESS=READ)",
            "(SUBSYSTEM)",
            "",
            "(CREATOR=X)",
            "(FOO)",
            "(A=SECURITY)",
        ] {
            assert_eq!(status(text), codes::SYSTEM_IVACL, "{text}");
        }
        assert_eq!(status("(IDENTIFIER=X,ACCESS=FLY)"), codes::CLI_IVKEYW);
        assert_eq!(status("(IDENTIFIER=X,ACCESS=SUCCESS)"), codes::CLI_IVKEYW);
        assert_eq!(status("(DEFAULT_PROTECTION,W:X)"), codes::CLI_IVPROT);
    }
}
