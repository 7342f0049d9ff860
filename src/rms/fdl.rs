//! File Definition Language: what CREATE/FDL makes a file from (OpenVMS Record Management Utilities manual, FDL).
//!
//! A definition is a row of statements: a primary keyword, then secondary keywords with their values. What only says how
//! a disk is to be used (areas, buckets, fill) has nothing to act on here and is checked for its form alone.

use super::file_system::{Carriage, RecordFormat};
use super::keys::{Key, Segment};
use crate::message::{Condition, Status, codes};

/// A file as a definition describes it; `None` is what a new file has anyway.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Fdl {
    /// FILE NAME.
    pub name: Option<String>,
    /// FILE DEFAULT_NAME.
    pub default_name: Option<String>,
    /// FILE OWNER, as typed.
    pub owner: Option<String>,
    /// FILE PROTECTION, as typed.
    pub protection: Option<String>,
    /// FILE ALLOCATION: blocks.
    pub allocation: Option<u32>,
    /// FILE EXTENSION: blocks.
    pub extension: Option<u16>,
    /// FILE GLOBAL_BUFFER_COUNT.
    pub global_buffers: Option<u16>,
    /// FILE CONTIGUOUS or BEST_TRY_CONTIGUOUS.
    pub contiguous: Option<bool>,
    /// FILE READ_CHECK.
    pub read_check: Option<bool>,
    /// FILE WRITE_CHECK.
    pub write_check: Option<bool>,
    /// RECORD FORMAT.
    pub format: Option<RecordFormat>,
    /// RECORD CARRIAGE_CONTROL.
    pub carriage: Option<Carriage>,
    /// RECORD SIZE: bytes at most, or of each record.
    pub size: Option<u16>,
    /// FILE ORGANIZATION indexed: its keys, the primary one first.
    pub keys: Vec<Key>,
}

/// Primary keywords with their secondary ones; none listed: any word will do.
const PRIMARIES: [(&str, &[&str]); 15] = [
    ("ACCESS", &[]),
    ("ANALYSIS_OF_AREA", &[]),
    ("ANALYSIS_OF_KEY", &[]),
    ("AREA", &AREA),
    ("CONNECT", &[]),
    ("DATE", &["BACKUP", "CREATION", "EXPIRATION", "REVISION"]),
    ("FILE", &FILE),
    ("IDENT", &[]),
    ("JOURNAL", &[]),
    ("KEY", &KEY),
    ("NETWORK", &[]),
    ("RECORD", &["BLOCK_SPAN", "CARRIAGE_CONTROL", "CONTROL_FIELD_SIZE", "FORMAT", "SIZE"]),
    ("SHARING", &[]),
    ("SYSTEM", &["DEVICE", "SOURCE", "TARGET"]),
    ("TITLE", &[]),
];

const AREA: [&str; 8] = [
    "ALLOCATION",
    "BEST_TRY_CONTIGUOUS",
    "BUCKET_SIZE",
    "CONTIGUOUS",
    "EXACT_POSITIONING",
    "EXTENSION",
    "POSITION",
    "VOLUME",
];

const FILE: [&str; 37] = [
    "ALLOCATION",
    "ASYNCHRONOUS",
    "BEST_TRY_CONTIGUOUS",
    "BUCKET_SIZE",
    "CLUSTER_SIZE",
    "CONTEXT",
    "CONTIGUOUS",
    "CREATE_IF",
    "DEFAULT_NAME",
    "DEFERRED_WRITE",
    "DELETE_ON_CLOSE",
    "DIRECTORY_ENTRY",
    "ERASE_ON_DELETE",
    "EXTENSION",
    "FILE_MONITORING",
    "GLOBAL_BUFFER_COUNT",
    "MAXIMIZE_VERSION",
    "MAX_RECORD_NUMBER",
    "NAME",
    "NOBACKUP",
    "NON_FILE_STRUCTURED",
    "ORGANIZATION",
    "OUTPUT_FILE_PARSE",
    "OWNER",
    "PRINT_ON_CLOSE",
    "PROTECTION",
    "READ_CHECK",
    "REVISION",
    "SEQUENTIAL_ONLY",
    "STORED_SEMANTICS",
    "SUBMIT_ON_CLOSE",
    "SUPERSEDE",
    "TEMPORARY",
    "TRUNCATE_ON_CLOSE",
    "USER_FILE_OPEN",
    "WINDOW_SIZE",
    "WRITE_CHECK",
];

const KEY: [&str; 21] = [
    "CHANGES",
    "COLLATING_SEQUENCE",
    "DATA_AREA",
    "DATA_FILL",
    "DATA_KEY_COMPRESSION",
    "DATA_RECORD_COMPRESSION",
    "DUPLICATES",
    "INDEX_AREA",
    "INDEX_COMPRESSION",
    "INDEX_FILL",
    "LENGTH",
    "LEVEL1_INDEX_AREA",
    "NAME",
    "NULL_KEY",
    "NULL_VALUE",
    "POSITION",
    "PROLOG",
    "SEG_LENGTH",
    "SEG_POSITION",
    "SEG_TYPE",
    "TYPE",
];

/// A key while its statements are read.
#[derive(Clone, Debug, Default)]
struct KeyDraft {
    key: Key,
    null: Option<u8>,
    has_null: bool,
}

#[derive(Default)]
struct Reader {
    fdl: Fdl,
    primary: &'static str,
    keys: Vec<KeyDraft>,
    organization: Option<String>,
    statement: usize,
}

impl Fdl {
    /// Reads a definition. SYNTAX, UNPRIKW, UNSECKW, ABKW and VALERR of FDL, with the number of the statement;
    /// UNSUPPORTED for an organization or a type of key that no device here has.
    pub fn parse(text: &str) -> Result<Self, Condition> {
        let mut reader = Reader::default();
        for statement in statements(text) {
            reader.statement += 1;
            reader.statement(&statement)?;
        }
        reader.finish()
    }
}

/// The statements of a text: ended by a line or a semicolon, without comments and blanks.
fn statements(text: &str) -> Vec<String> {
    let mut all = Vec::new();
    for line in text.lines() {
        let mut statement = String::new();
        let mut quote = None;
        for c in line.chars() {
            match (c, quote) {
                ('!', None) => break,
                (';', None) => all.push(std::mem::take(&mut statement)),
                _ => {
                    if matches!(c, '"' | '\'') && quote.is_none_or(|open| open == c) {
                        quote = if quote.is_some() { None } else { Some(c) };
                    }
                    statement.push(c);
                }
            }
        }
        all.push(statement);
    }
    all.iter().map(|statement| statement.trim().to_owned()).filter(|statement| !statement.is_empty()).collect()
}

/// `SEG3_LENGTH` as `SEG_LENGTH` and 3.
fn segment(word: &str) -> (String, usize) {
    let digits: String =
        word.strip_prefix("SEG").unwrap_or_default().chars().take_while(char::is_ascii_digit).collect();
    match digits.parse() {
        Ok(number) => (word.replacen(&digits, "", 1), number),
        Err(_) => (word.to_owned(), 0),
    }
}

impl Reader {
    fn wrong(&self, status: Status) -> Condition {
        Condition::new(status).arg(i64::try_from(self.statement).unwrap_or(i64::MAX))
    }

    /// The word of a list that this one is short for.
    fn keyword(&self, word: &str, list: &[&'static str], unknown: Status) -> Result<&'static str, Condition> {
        if let Some(exact) = list.iter().find(|known| **known == word) {
            return Ok(exact);
        }
        let mut found = list.iter().filter(|known| known.starts_with(word));
        match (found.next(), found.next()) {
            (Some(known), None) => Ok(known),
            (Some(_), Some(_)) => Err(self.wrong(codes::FDL_ABKW)),
            _ => Err(self.wrong(unknown)),
        }
    }

    /// What a word of a table stands for.
    fn choice<T: Copy>(&self, word: &str, table: &[(&'static str, T)]) -> Result<T, Condition> {
        let names: Vec<&'static str> = table.iter().map(|(name, _)| *name).collect();
        let name = self.keyword(word, &names, codes::FDL_SYNTAX)?;
        let found = table.iter().find(|(known, _)| *known == name).map(|(_, value)| *value);
        found.ok_or_else(|| self.wrong(codes::FDL_SYNTAX))
    }

    fn statement(&mut self, statement: &str) -> Result<(), Condition> {
        let (word, value) = statement.split_once(char::is_whitespace).unwrap_or((statement, ""));
        let (word, value) = (word.to_ascii_uppercase(), value.trim());
        let value = value.trim_matches(|c| c == '"' || c == '\'');
        let primaries: Vec<&'static str> = PRIMARIES.iter().map(|(name, _)| *name).collect();
        let secondaries = PRIMARIES.iter().find(|(name, _)| *name == self.primary).map(|(_, list)| *list);
        let (plain, number) = segment(&word);
        if let Some(list) = secondaries.filter(|list| !list.is_empty())
            && let Ok(secondary) = self.keyword(&plain, list, codes::FDL_UNSECKW)
        {
            return self.secondary(secondary, number, value);
        }
        match self.keyword(&word, &primaries, codes::FDL_UNPRIKW) {
            Ok(primary) => self.begin(primary, value),
            // Of what says nothing about the file any secondary keyword will do.
            Err(_) if secondaries.is_some_and(<[_]>::is_empty) => Ok(()),
            Err(_) if secondaries.is_some() => Err(self.wrong(codes::FDL_UNSECKW)),
            Err(why) => Err(why),
        }
    }

    fn begin(&mut self, primary: &'static str, value: &str) -> Result<(), Condition> {
        self.primary = primary;
        match primary {
            "KEY" => {
                // Keys come in the order of their numbers.
                let number: usize = value.parse().map_err(|_| self.wrong(codes::FDL_SYNTAX))?;
                if number != self.keys.len() {
                    return Err(self.wrong(codes::FDL_VALERR));
                }
                self.keys.push(KeyDraft::default());
                Ok(())
            }
            "AREA" => self.number::<u16>(value).map(drop),
            _ => Ok(()),
        }
    }

    fn number<T: std::str::FromStr>(&self, value: &str) -> Result<T, Condition> {
        if value.is_empty() || !value.bytes().all(|byte| byte.is_ascii_digit()) {
            return Err(self.wrong(codes::FDL_SYNTAX));
        }
        value.parse().map_err(|_| self.wrong(codes::FDL_VALERR))
    }

    fn switch(&self, value: &str) -> Result<bool, Condition> {
        let value = value.to_ascii_uppercase();
        let means = |word: &str| !value.is_empty() && word.starts_with(&value);
        match (means("YES") || means("TRUE"), means("NO") || means("FALSE")) {
            (true, _) => Ok(true),
            (_, true) => Ok(false),
            _ => Err(self.wrong(codes::FDL_SYNTAX)),
        }
    }

    fn secondary(&mut self, word: &'static str, segment: usize, value: &str) -> Result<(), Condition> {
        match self.primary {
            "FILE" => self.file(word, value),
            "RECORD" => self.record(word, value),
            "KEY" => self.key(word, segment, value),
            _ => Ok(()),
        }
    }

    fn file(&mut self, word: &str, value: &str) -> Result<(), Condition> {
        match word {
            "NAME" => self.fdl.name = Some(value.to_owned()),
            "DEFAULT_NAME" => self.fdl.default_name = Some(value.to_owned()),
            "OWNER" => self.fdl.owner = Some(value.to_owned()),
            "PROTECTION" => self.fdl.protection = Some(value.to_owned()),
            "ALLOCATION" => self.fdl.allocation = Some(self.number(value)?),
            "EXTENSION" => self.fdl.extension = Some(self.number(value)?),
            "GLOBAL_BUFFER_COUNT" => self.fdl.global_buffers = Some(self.number(value)?),
            "CONTIGUOUS" | "BEST_TRY_CONTIGUOUS" => self.fdl.contiguous = Some(self.switch(value)?),
            "READ_CHECK" => self.fdl.read_check = Some(self.switch(value)?),
            "WRITE_CHECK" => self.fdl.write_check = Some(self.switch(value)?),
            "ORGANIZATION" => {
                let known = ["INDEXED", "RELATIVE", "SEQUENTIAL"];
                let known = self.keyword(&value.to_ascii_uppercase(), &known, codes::FDL_SYNTAX)?;
                self.organization = Some(known.to_owned());
            }
            _ => {}
        }
        Ok(())
    }

    fn record(&mut self, word: &str, value: &str) -> Result<(), Condition> {
        let upper = value.to_ascii_uppercase();
        match word {
            "FORMAT" => {
                let formats = [
                    ("FIXED", RecordFormat::Fixed),
                    ("STREAM", RecordFormat::Stream),
                    ("STREAM_CR", RecordFormat::StreamCr),
                    ("STREAM_LF", RecordFormat::StreamLf),
                    ("UNDEFINED", RecordFormat::Undefined),
                    ("VARIABLE", RecordFormat::Variable),
                    ("VFC", RecordFormat::VariableFixedControl),
                ];
                self.fdl.format = Some(self.choice(&upper, &formats)?);
            }
            "CARRIAGE_CONTROL" => {
                let ways = [
                    ("CARRIAGE_RETURN", Carriage::Return),
                    ("FORTRAN", Carriage::Fortran),
                    ("NONE", Carriage::None),
                    ("PRINT", Carriage::Print),
                ];
                self.fdl.carriage = Some(self.choice(&upper, &ways)?);
            }
            "SIZE" => self.fdl.size = Some(self.number(value)?),
            "BLOCK_SPAN" => drop(self.switch(value)?),
            _ => drop(self.number::<u16>(value)?),
        }
        Ok(())
    }

    fn key(&mut self, word: &str, at: usize, value: &str) -> Result<(), Condition> {
        let (number, switch) = (self.number::<u16>(value), self.switch(value));
        let descending = ["TYPE", "SEG_TYPE"].contains(&word).then(|| self.key_type(value)).transpose()?;
        let null = self.null_value(value);
        let Some(draft) = self.keys.last_mut() else { return Ok(()) };
        let key = &mut draft.key;
        match word {
            "LENGTH" | "POSITION" | "SEG_LENGTH" | "SEG_POSITION" => {
                let empty = Segment { position: 0, length: 0 };
                key.segments.resize(key.segments.len().max(at.min(7) + 1), empty);
                let number = number?;
                let segment = &mut key.segments[at.min(7)];
                if word.ends_with("LENGTH") { segment.length = number } else { segment.position = number }
            }
            "TYPE" | "SEG_TYPE" => key.descending = descending.unwrap_or_default(),
            "DUPLICATES" => key.duplicates = switch?,
            "CHANGES" => key.changes = switch?,
            "NULL_KEY" => draft.has_null = switch?,
            "NULL_VALUE" => draft.null = Some(null?),
            _ => {}
        }
        Ok(())
    }

    /// Whether keys of a type fall. UNSUPPORTED for one that is no string.
    fn key_type(&self, value: &str) -> Result<bool, Condition> {
        const NUMBERS: [&str; 18] = [
            "BIN2",
            "BIN4",
            "BIN8",
            "COLLATED",
            "DBIN2",
            "DBIN4",
            "DBIN8",
            "DCOLLATED",
            "DDECIMAL",
            "DECIMAL",
            "DINT2",
            "DINT4",
            "DINT8",
            "INT2",
            "INT4",
            "INT8",
            "DSTRING",
            "STRING",
        ];
        match self.keyword(&value.to_ascii_uppercase(), &NUMBERS, codes::FDL_SYNTAX)? {
            "STRING" => Ok(false),
            "DSTRING" => Ok(true),
            other => Err(Condition::new(codes::SYSTEM_UNSUPPORTED).token(other)),
        }
    }

    /// A character in quotes, or its number.
    fn null_value(&self, value: &str) -> Result<u8, Condition> {
        let one = value.chars().next().filter(|_| value.chars().count() == 1);
        match one.filter(|c| !c.is_ascii_digit()).and_then(|c| u8::try_from(u32::from(c)).ok()) {
            Some(byte) => Ok(byte),
            None => self.number(value),
        }
    }

    fn finish(mut self) -> Result<Fdl, Condition> {
        match self.organization.as_deref() {
            Some("RELATIVE") => return Err(Condition::new(codes::SYSTEM_UNSUPPORTED).token("RELATIVE")),
            Some("INDEXED") if self.keys.is_empty() => return Err(self.wrong(codes::FDL_VALERR)),
            Some("INDEXED") => {}
            _ => self.keys.clear(),
        }
        let mut drafts = std::mem::take(&mut self.keys);
        for draft in &mut drafts {
            let whole = |segment: &Segment| segment.length > 0;
            if draft.key.segments.is_empty() || !draft.key.segments.iter().all(whole) {
                return Err(self.wrong(codes::FDL_VALERR));
            }
            draft.key.null = draft.has_null.then(|| draft.null.unwrap_or(0));
        }
        self.fdl.keys = drafts.into_iter().map(|draft| draft.key).collect();
        Ok(self.fdl)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sequential_file() {
        let fdl = Fdl::parse(
            "TITLE \"A file; with a ! in its title\"\nFILE; ORGANIZATION sequential ! as most\n NAME \"A.DAT\"\n\
             ALLOCATION 30\nRECORD\n FORMAT stream_lf\n CARRIAGE_CONTROL carriage_return\n SIZE 80\nAREA 0\n BUCKET 3\n\
             CONNECT\n ANY thing\n",
        );
        let fdl = fdl.unwrap();
        assert_eq!((fdl.name.as_deref(), fdl.allocation, fdl.size), (Some("A.DAT"), Some(30), Some(80)));
        assert_eq!((fdl.format, fdl.carriage), (Some(RecordFormat::StreamLf), Some(Carriage::Return)));
        assert_eq!(fdl.keys, []);
    }

    #[test]
    fn an_indexed_file() {
        let fdl = Fdl::parse(
            "FILE\nORGANIZATION indexed\nKEY 0\n SEG0_LENGTH 3\n SEG0_POSITION 0\n SEG1_LENGTH 2\n SEG1_POSITION 5\n\
             KEY 1\n LENGTH 4\n POSITION 9\n TYPE dstring\n DUPLICATES yes\n CHANGES yes\n NULL_KEY yes\n NULL_VALUE ' '\n",
        );
        let keys: Vec<String> = fdl.unwrap().keys.iter().map(ToString::to_string).collect();
        assert_eq!(keys, ["0+3 5+2", "9+4 r d c n32"]);
    }

    #[test]
    fn what_is_wrong_is_named_with_its_statement() {
        for (text, status) in [
            ("NOSUCH", codes::FDL_UNPRIKW),
            ("FILE\nNOSUCH 1", codes::FDL_UNSECKW),
            ("A", codes::FDL_ABKW),
            ("FILE\nALLOCATION x", codes::FDL_SYNTAX),
            ("RECORD\nSIZE 70000", codes::FDL_VALERR),
            ("RECORD\nFORMAT nosuch", codes::FDL_SYNTAX),
            ("KEY x", codes::FDL_SYNTAX),
            ("KEY 1", codes::FDL_VALERR),
            ("FILE\nORGANIZATION indexed", codes::FDL_VALERR),
            ("FILE\nORGANIZATION relative", codes::SYSTEM_UNSUPPORTED),
            ("KEY 0\nTYPE int4", codes::SYSTEM_UNSUPPORTED),
        ] {
            assert_eq!(Fdl::parse(text).unwrap_err().status, status, "{text}");
        }
    }
}
