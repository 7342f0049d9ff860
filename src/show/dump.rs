//! Bytes as DUMP shows them (commands.md 17): the entries of a line stand from right to left, their characters from
//! left to right.

/// How numbers are written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Radix {
    /// Base 16.
    #[default]
    Hexadecimal,
    /// Base 10.
    Decimal,
    /// Base 8.
    Octal,
}

/// The form of a dump.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Form {
    /// How entries are written.
    pub radix: Radix,
    /// Bytes of an entry: 1, 2 or 4.
    pub entry: usize,
    /// Columns of a line at most.
    pub width: usize,
}

impl Default for Form {
    fn default() -> Self {
        Self { radix: Radix::Hexadecimal, entry: 4, width: 132 }
    }
}

impl Form {
    /// Digits of an entry.
    fn digits(self) -> usize {
        match (self.radix, self.entry) {
            (Radix::Hexadecimal, bytes) => 2 * bytes,
            (Radix::Octal, 1) => 3,
            (Radix::Octal, 2) => 6,
            (Radix::Octal, _) => 11,
            (Radix::Decimal, 1) => 4,
            (Radix::Decimal, 2) => 6,
            (Radix::Decimal, _) => 11,
        }
    }

    /// Bytes of a line: as many as fit, 32 at most.
    fn line_bytes(self) -> usize {
        let fits = |bytes: &usize| bytes / self.entry * (self.digits() + 1) + bytes + 8 <= self.width;
        [32, 16, 8].into_iter().find(fits).unwrap_or(4)
    }

    /// The lines of some bytes, their offsets counted from `first`.
    pub fn lines(self, bytes: &[u8], first: usize) -> Vec<String> {
        let step = self.line_bytes();
        bytes.chunks(step).enumerate().map(|(at, part)| self.line(first + at * step, part)).collect()
    }

    fn line(self, offset: usize, bytes: &[u8]) -> String {
        let step = self.line_bytes();
        let entries: String = bytes.chunks(self.entry).rev().map(|entry| self.number(entry)).collect();
        let hex_width = step / self.entry * (self.digits() + 1);
        let ascii = bytes.iter().map(|byte| if matches!(byte, 32..=126) { char::from(*byte) } else { '.' });
        format!("{entries:>hex_width$} {:<step$} {offset:06X}", ascii.collect::<String>())
    }

    /// An entry with the blank in front of it. A decimal one is signed; a short one shows the bytes that there are.
    fn number(self, bytes: &[u8]) -> String {
        let value = bytes.iter().rev().fold(0_u64, |value, byte| value << 8 | u64::from(*byte));
        let width = self.digits();
        match self.radix {
            Radix::Hexadecimal => {
                format!("{:>width$}", format!("{value:0digits$X}", digits = 2 * bytes.len()), width = width + 1)
            }
            Radix::Octal => format!(" {value:0width$o}"),
            Radix::Decimal => {
                let bits = 8 * bytes.len();
                let signed = (value << (64 - bits)).cast_signed() >> (64 - bits);
                format!(" {signed:>width$}")
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn longwords_stand_from_right_to_left() {
        let mut block = [0; 32];
        block[..4].copy_from_slice(b"ABCD");
        let zeros = " 00000000".repeat(7);
        let dots = ".".repeat(28);
        assert_eq!(Form::default().lines(&block, 0), [format!("{zeros} 44434241 ABCD{dots} 000000")]);
    }

    #[test]
    fn other_forms_show_fewer_bytes() {
        let narrow = Form { width: 80, ..Form::default() };
        assert_eq!(
            narrow.lines(b"This is a test..", 16),
            [" 2E2E7473 65742061 20736920 73696854 This is a test.. 000010"]
        );
        let short = narrow.lines(b"abcde", 0);
        assert_eq!(short, [format!("{:18}       65 64636261 abcde            000000", "")]);
        let words = Form { radix: Radix::Decimal, entry: 2, width: 132 };
        assert_eq!(words.lines(&[0xFF; 4], 0)[0].trim_start(), format!("-1     -1 ....{:12} 000000", ""));
        let octal = Form { radix: Radix::Octal, entry: 1, width: 80 };
        assert!(octal.lines(&[8; 8], 0)[0].starts_with(" 010 010"));
    }
}
