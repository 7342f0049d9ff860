//! Bytes of a terminal as keys: ASCII and UTF-8, and the control sequences of VT terminals and of those that imitate
//! them.
//!
//! Pure, and blind to time: where one read of the terminal ends and the next begins makes no difference. The Escape key
//! therefore waits for what follows it, as an escape sequence does in the terminal driver of OpenVMS; a control
//! character in the middle of a sequence ends it and counts for itself.

use crossterm::event::{KeyCode, KeyEvent, KeyEventKind, KeyEventState, KeyModifiers};

/// Longer sequences are not kept; they name no key.
const LONGEST: usize = 32;

/// How far a key has come.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
enum Progress {
    #[default]
    Nothing,
    /// ESC, and perhaps intermediate characters.
    Escape,
    /// CSI and its parameters.
    Control(Vec<u8>),
    /// SS3.
    Single,
    /// `ESC [ [`: a function key of the Linux console.
    Console,
    /// The first bytes of a UTF-8 character, and how many it has.
    Wide(Vec<u8>, usize),
}

/// Makes keys out of bytes.
#[derive(Debug, Default)]
pub struct Decoder {
    progress: Progress,
}

/// A key that nothing was pressed with.
fn key(code: KeyCode, modifiers: KeyModifiers) -> KeyEvent {
    KeyEvent::new(code, modifiers)
}

fn plain(code: KeyCode) -> KeyEvent {
    key(code, KeyModifiers::NONE)
}

impl Decoder {
    /// The keys that end with this byte: none, one, or, after a broken character, several.
    pub fn push(&mut self, byte: u8) -> Vec<KeyEvent> {
        let progress = std::mem::take(&mut self.progress);
        if byte < b' ' && byte != 0x1B {
            let mut keys = broken(progress);
            keys.push(control(byte));
            return keys;
        }
        match progress {
            Progress::Nothing => self.begin(byte).into_iter().collect(),
            Progress::Wide(mut bytes, length) if (0x80..0xC0).contains(&byte) => {
                bytes.push(byte);
                if bytes.len() < length {
                    self.progress = Progress::Wide(bytes, length);
                    return Vec::new();
                }
                match std::str::from_utf8(&bytes) {
                    Ok(text) => text.chars().map(|c| plain(KeyCode::Char(c))).collect(),
                    Err(_) => bytes.into_iter().filter_map(latin).collect(),
                }
            }
            Progress::Wide(..) => {
                let mut keys = broken(progress);
                keys.extend(self.begin(byte));
                keys
            }
            _ if byte == 0x1B => {
                self.progress = Progress::Escape;
                Vec::new()
            }
            other => self.go_on(other, byte).into_iter().collect(),
        }
    }

    /// The first byte of a key.
    fn begin(&mut self, byte: u8) -> Option<KeyEvent> {
        self.progress = match byte {
            0x1B => Progress::Escape,
            0x8F => Progress::Single,
            0x9B => Progress::Control(Vec::new()),
            0xC2..=0xDF => Progress::Wide(vec![byte], 2),
            0xE0..=0xEF => Progress::Wide(vec![byte], 3),
            0xF0..=0xF4 => Progress::Wide(vec![byte], 4),
            0x7F => return Some(plain(KeyCode::Backspace)),
            _ => return latin(byte),
        };
        None
    }

    /// A later byte of a control sequence.
    fn go_on(&mut self, progress: Progress, byte: u8) -> Option<KeyEvent> {
        match progress {
            Progress::Escape => match byte {
                b'[' => self.progress = Progress::Control(Vec::new()),
                b'O' => self.progress = Progress::Single,
                b' '..=b'/' => self.progress = Progress::Escape,
                _ => return Some(key(KeyCode::Char(char::from(byte)), KeyModifiers::ALT)),
            },
            Progress::Control(parameters) if byte == b'[' && parameters.is_empty() => self.progress = Progress::Console,
            Progress::Control(mut parameters) => {
                if (0x40..0x7F).contains(&byte) {
                    return Some(control_sequence(&parameters, byte));
                }
                if parameters.len() < LONGEST {
                    parameters.push(byte);
                }
                self.progress = Progress::Control(parameters);
            }
            Progress::Single => return Some(single(byte)),
            Progress::Console => {
                let number = byte.wrapping_sub(b'A').wrapping_add(1);
                return Some(plain(if (1..=5).contains(&number) { KeyCode::F(number) } else { KeyCode::Null }));
            }
            Progress::Nothing | Progress::Wide(..) => {}
        }
        None
    }
}

/// What is left of a character that did not come to its end: bytes of a terminal that does not send UTF-8.
fn broken(progress: Progress) -> Vec<KeyEvent> {
    match progress {
        Progress::Wide(bytes, _) => bytes.into_iter().filter_map(latin).collect(),
        _ => Vec::new(),
    }
}

/// A character of eight bits.
fn latin(byte: u8) -> Option<KeyEvent> {
    let c = char::from(byte);
    (!c.is_control()).then(|| plain(KeyCode::Char(c)))
}

fn control(byte: u8) -> KeyEvent {
    match byte {
        b'\r' => plain(KeyCode::Enter),
        b'\t' => plain(KeyCode::Tab),
        0 => key(KeyCode::Char(' '), KeyModifiers::CONTROL),
        1..=0x1A => key(KeyCode::Char(char::from(byte + b'a' - 1)), KeyModifiers::CONTROL),
        _ => key(KeyCode::Char(char::from(byte - 0x1C + b'4')), KeyModifiers::CONTROL),
    }
}

/// `ESC O` and a character: PF keys, and the keypad while it is the application's.
fn single(byte: u8) -> KeyEvent {
    let keypad = |c| KeyEvent {
        code: KeyCode::Char(c),
        modifiers: KeyModifiers::NONE,
        kind: KeyEventKind::Press,
        state: KeyEventState::KEYPAD,
    };
    match byte {
        b'j'..=b'y' => keypad(char::from(byte - b'j' + b'*')),
        b'X' => keypad('='),
        b'M' => KeyEvent { code: KeyCode::Enter, ..keypad(' ') },
        other => plain(letter(other)),
    }
}

/// The keys whose sequences end with a letter.
fn letter(byte: u8) -> KeyCode {
    match byte {
        b'A' => KeyCode::Up,
        b'B' => KeyCode::Down,
        b'C' => KeyCode::Right,
        b'D' => KeyCode::Left,
        b'F' => KeyCode::End,
        b'H' => KeyCode::Home,
        b'P'..=b'S' => KeyCode::F(byte - b'P' + 1),
        _ => KeyCode::Null,
    }
}

/// `CSI parameters final`.
fn control_sequence(parameters: &[u8], last: u8) -> KeyEvent {
    let text = String::from_utf8_lossy(parameters);
    let mut numbers = text.split(';').map(|number| number.parse::<u8>().unwrap_or(0));
    let (first, second) = (numbers.next().unwrap_or(0), numbers.next().unwrap_or(0));
    let code = match (last, first) {
        (b'~', 1 | 7) => KeyCode::Home,
        (b'~', 2) => KeyCode::Insert,
        (b'~', 3) => KeyCode::Delete,
        (b'~', 4 | 8) => KeyCode::End,
        (b'~', 5) => KeyCode::PageUp,
        (b'~', 6) => KeyCode::PageDown,
        (b'~', 11..=15) => KeyCode::F(first - 10),
        (b'~', 17..=21) => KeyCode::F(first - 11),
        (b'~', 23..=26) => KeyCode::F(first - 12),
        (b'~', 28 | 29) => KeyCode::F(first - 13),
        (b'~', 31..=34) => KeyCode::F(first - 14),
        (b'A'..=b'S', _) => letter(last),
        _ => KeyCode::Null,
    };
    // xterm: one more than the sum of 1 for Shift, 2 for Alt, 4 for Control.
    let held = second.saturating_sub(1);
    let flags = [(1, KeyModifiers::SHIFT), (2, KeyModifiers::ALT), (4, KeyModifiers::CONTROL)];
    let modifiers = flags.into_iter().filter(|(bit, _)| held & bit != 0).map(|(_, flag)| flag).collect();
    key(code, modifiers)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn decode(bytes: &[u8]) -> Vec<KeyEvent> {
        let mut decoder = Decoder::default();
        bytes.iter().flat_map(|byte| decoder.push(*byte)).collect()
    }

    fn codes(bytes: &[u8]) -> Vec<KeyCode> {
        decode(bytes).into_iter().map(|key| key.code).collect()
    }

    #[test]
    fn text_comes_character_by_character_in_both_codes() {
        let typed: Vec<KeyCode> = "a\u{C4}\u{20AC}\u{1F600}".chars().map(KeyCode::Char).collect();
        assert_eq!(codes("a\u{C4}\u{20AC}\u{1F600}".as_bytes()), typed);
        assert_eq!(
            codes(b"\xC4b\xE4\r"),
            ['\u{C4}', 'b', '\u{E4}'].map(KeyCode::Char).into_iter().chain([KeyCode::Enter]).collect::<Vec<_>>()
        );
        assert_eq!(codes(b"\xE2\x82b"), [KeyCode::Char('\u{E2}'), KeyCode::Char('b')]);
        assert!(codes(b"\x84\x1B").is_empty());
    }

    #[test]
    fn control_characters_are_letters_with_control() {
        let control = |c| key(KeyCode::Char(c), KeyModifiers::CONTROL);
        assert_eq!(
            decode(b"\x19\x08\x0A\x1A\x00"),
            [control('y'), control('h'), control('j'), control('z'), control(' ')]
        );
        assert_eq!(codes(b"\x7F\t\r"), [KeyCode::Backspace, KeyCode::Tab, KeyCode::Enter]);
    }

    #[test]
    fn sequences_name_keys_in_all_their_spellings() {
        assert_eq!(codes(b"\x1B[A\x1BOA\x9BA\x8FA"), [KeyCode::Up; 4]);
        assert_eq!(codes(b"\x1BOP\x1B[11~\x1B[[A\x1B[1;5P"), [KeyCode::F(1); 4]);
        let high = [17, 18, 21, 23, 24, 26, 28, 29, 31, 34].map(|number| format!("\x1B[{number}~")).concat();
        assert_eq!(codes(high.as_bytes()), [6, 7, 10, 11, 12, 14, 15, 16, 17, 20].map(KeyCode::F));
        assert_eq!(decode(b"\x1B[1;5D"), [key(KeyCode::Left, KeyModifiers::CONTROL)]);
        assert_eq!(codes(b"\x1B[200~\x1B[?1;2c\x1B[99999~"), [KeyCode::Null; 3]);
    }

    #[test]
    fn the_keypad_is_told_from_the_digits() {
        let keys = decode(b"\x1BOp\x1BOy\x1BOn\x1BOl\x1BOm\x1BOM7");
        let state: Vec<bool> = keys.iter().map(|key| key.state.contains(KeyEventState::KEYPAD)).collect();
        assert_eq!(state, [true, true, true, true, true, true, false]);
        let codes: Vec<KeyCode> = keys.into_iter().map(|key| key.code).collect();
        let expected = ['0', '9', '.', ',', '-'].map(KeyCode::Char).into_iter();
        assert_eq!(codes, expected.chain([KeyCode::Enter, KeyCode::Char('7')]).collect::<Vec<_>>());
    }

    #[test]
    fn a_control_character_ends_a_sequence_and_counts_for_itself() {
        let control = key(KeyCode::Char('y'), KeyModifiers::CONTROL);
        for begun in [&b"\x1B"[..], b"\x1B[", b"\x1B[12;", b"\x1BO", b"\x1B[["] {
            assert_eq!(decode(&[begun, b"\x19"].concat()), [control]);
            assert_eq!(codes(&[begun, b"\x1B[B"].concat()), [KeyCode::Down]);
        }
    }
}
