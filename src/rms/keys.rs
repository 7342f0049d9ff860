//! Keys of an indexed file: where they lie in a record and how they sort (Guide to OpenVMS File Applications, 3.3).

use std::fmt;

/// A piece of a record that belongs to a key.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Segment {
    /// Byte of the record that it begins at, 0 the first.
    pub position: u16,
    /// Bytes.
    pub length: u16,
}

/// A key: the values of an index.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Key {
    /// Its pieces, in their order; at least one.
    pub segments: Vec<Segment>,
    /// The greatest value comes first: type DSTRING.
    pub descending: bool,
    /// Several records may have the same value.
    pub duplicates: bool,
    /// An update may change the value.
    pub changes: bool,
    /// A value of nothing but this byte is left out of the index.
    pub null: Option<u8>,
}

/// Letters of the switches in the text of a key.
const DESCENDING: char = 'r';
const DUPLICATES: char = 'd';
const CHANGES: char = 'c';

impl Key {
    /// Bytes of a value.
    pub fn length(&self) -> usize {
        self.segments.iter().map(|segment| usize::from(segment.length)).sum()
    }

    /// Bytes that a record must have to hold the whole key.
    pub fn reach(&self) -> usize {
        let ends = self.segments.iter().map(|segment| usize::from(segment.position) + usize::from(segment.length));
        ends.max().unwrap_or(0)
    }

    /// The value in a record as it sorts; bytes that the record does not have count as NUL.
    pub fn value(&self, record: &[u8]) -> Vec<u8> {
        let bytes = self.segments.iter().flat_map(|segment| {
            let from = usize::from(segment.position);
            (from..from + usize::from(segment.length)).map(|at| record.get(at).copied().unwrap_or(0))
        });
        self.sorting(bytes)
    }

    /// Bytes that somebody looks for, as they sort.
    pub fn sought(&self, value: &[u8]) -> Vec<u8> {
        self.sorting(value.iter().copied())
    }

    fn sorting(&self, bytes: impl Iterator<Item = u8>) -> Vec<u8> {
        bytes.map(|byte| if self.descending { !byte } else { byte }).collect()
    }

    /// Whether the index leaves a record out: one too short for the key, or with the null value.
    pub fn leaves_out(&self, record: &[u8]) -> bool {
        let null = |null: u8| self.value(record).iter().all(|byte| *byte == if self.descending { !null } else { null });
        record.len() < self.reach() || self.null.is_some_and(null)
    }

    /// Reads what [`fmt::Display`] writes; `None` for anything else.
    pub fn parse(text: &str) -> Option<Self> {
        let mut key = Self::default();
        for word in text.split_ascii_whitespace() {
            match word.split_once('+') {
                Some((position, length)) => key.segments.push(Segment {
                    position: position.parse().ok()?,
                    length: length.parse().ok().filter(|length| *length > 0)?,
                }),
                None => match word.strip_prefix('n') {
                    Some(null) => key.null = Some(null.parse().ok()?),
                    None => match word.chars().next()? {
                        DESCENDING => key.descending = true,
                        DUPLICATES => key.duplicates = true,
                        CHANGES => key.changes = true,
                        _ => return None,
                    },
                },
            }
        }
        (!key.segments.is_empty()).then_some(key)
    }
}

/// As it is kept with a file: `0+18 d`.
impl fmt::Display for Key {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let segments = self.segments.iter().map(|segment| format!("{}+{}", segment.position, segment.length));
        let switches = [(self.descending, DESCENDING), (self.duplicates, DUPLICATES), (self.changes, CHANGES)];
        let switches = switches.into_iter().filter(|(on, _)| *on).map(|(_, letter)| letter.to_string());
        let null = self.null.map(|null| format!("n{null}"));
        f.write_str(&segments.chain(switches).chain(null).collect::<Vec<_>>().join(" "))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn key(text: &str) -> Key {
        Key::parse(text).unwrap()
    }

    #[test]
    fn keys_read_back() {
        for text in ["0+18", "4+2 0+3 d", "0+1 r d c n32"] {
            assert_eq!(key(text).to_string(), text);
        }
        for wrong in ["", "d", "0+0", "x+1", "0+1 q", "0+1 n999"] {
            assert_eq!(Key::parse(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn values_are_put_together_from_their_pieces() {
        assert_eq!(key("4+2 0+3").value(b"abcdef"), b"efabc");
        assert_eq!(key("4+4").value(b"abcdef"), b"ef\0\0");
        assert!(key("0+1 r").value(b"b") < key("0+1 r").value(b"a"));
        assert!(key("0+2 n32").leaves_out(b"  x") && !key("0+2 n32").leaves_out(b" x ") && key("0+2").leaves_out(b"x"));
    }
}
