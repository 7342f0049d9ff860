//! The keys that act at once while a command runs (dcl.md 17); all others wait for the next prompt.

use crossterm::event::{KeyCode, KeyEvent, KeyEventState, KeyModifiers};

/// What a key asks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Action {
    /// Ctrl/C: cancel.
    Cancel,
    /// Ctrl/Y: interrupt.
    Interrupt,
    /// Ctrl/T: show the status line.
    Status,
    /// Ctrl/S: hold the output.
    Hold,
    /// Ctrl/Q: go on.
    Resume,
    /// Ctrl/O: discard output, or stop discarding it.
    Discard,
    /// Ctrl/X: what was typed ahead is gone.
    Purge,
}

/// The letter of a key that was pressed with Control.
pub fn control(key: &KeyEvent) -> Option<char> {
    match key.code {
        KeyCode::Char(c) if key.modifiers.contains(KeyModifiers::CONTROL) => Some(c.to_ascii_lowercase()),
        _ => None,
    }
}

/// The character that a key types.
pub fn character(key: &KeyEvent) -> Option<char> {
    match key.code {
        KeyCode::Char(c) if key.modifiers.is_empty() && key.state.is_empty() => Some(c),
        _ => None,
    }
}

/// What a key asks for now; `None` for one that waits.
pub fn action(key: &KeyEvent) -> Option<Action> {
    Some(match control(key)? {
        'c' => Action::Cancel,
        'o' => Action::Discard,
        'q' => Action::Resume,
        's' => Action::Hold,
        't' => Action::Status,
        'x' => Action::Purge,
        'y' => Action::Interrupt,
        _ => return None,
    })
}

/// DCL's name of a key that DEFINE/KEY can define.
pub fn name(key: &KeyEvent) -> Option<&'static str> {
    if key.state.contains(KeyEventState::KEYPAD) {
        return Some(match key.code {
            KeyCode::Char('0') => "KP0",
            KeyCode::Char('1') => "KP1",
            KeyCode::Char('2') => "KP2",
            KeyCode::Char('3') => "KP3",
            KeyCode::Char('4') => "KP4",
            KeyCode::Char('5') => "KP5",
            KeyCode::Char('6') => "KP6",
            KeyCode::Char('7') => "KP7",
            KeyCode::Char('8') => "KP8",
            KeyCode::Char('9') => "KP9",
            KeyCode::Char('.') => "PERIOD",
            KeyCode::Char(',') => "COMMA",
            KeyCode::Char('-') => "MINUS",
            KeyCode::Enter => "ENTER",
            _ => return None,
        });
    }
    if !key.modifiers.is_empty() {
        return None;
    }
    Some(match key.code {
        KeyCode::F(1) => "PF1",
        KeyCode::F(2) => "PF2",
        KeyCode::F(3) => "PF3",
        KeyCode::F(4) => "PF4",
        KeyCode::F(6) => "F6",
        KeyCode::F(7) => "F7",
        KeyCode::F(8) => "F8",
        KeyCode::F(9) => "F9",
        KeyCode::F(10) => "F10",
        KeyCode::F(11) => "F11",
        KeyCode::F(12) => "F12",
        KeyCode::F(13) => "F13",
        KeyCode::F(14) => "F14",
        KeyCode::F(15) => "HELP",
        KeyCode::F(16) => "DO",
        KeyCode::F(17) => "F17",
        KeyCode::F(18) => "F18",
        KeyCode::F(19) => "F19",
        KeyCode::F(20) => "F20",
        KeyCode::Left => "LEFT",
        KeyCode::Right => "RIGHT",
        KeyCode::Home => "E1",
        KeyCode::Insert => "E2",
        KeyCode::Delete => "E3",
        KeyCode::End => "E4",
        KeyCode::PageUp => "E5",
        KeyCode::PageDown => "E6",
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn control_keys_act_and_text_waits() {
        let pressed = |c, modifiers| action(&KeyEvent::new(KeyCode::Char(c), modifiers));
        assert_eq!(pressed('y', KeyModifiers::CONTROL), Some(Action::Interrupt));
        assert_eq!(pressed('X', KeyModifiers::CONTROL), Some(Action::Purge));
        assert_eq!(pressed('z', KeyModifiers::CONTROL), None);
        assert_eq!(pressed('y', KeyModifiers::NONE), None);
    }

    #[test]
    fn every_key_that_can_be_defined_can_be_pressed() {
        let sequences = "OP OQ OR OS Op Oq Or Os Ot Ou Ov Ow Ox Oy On Ol Om OM [D [C [1~ [2~ [3~ [4~ [5~ [6~ [28~ [29~ \
            [17~ [18~ [19~ [20~ [21~ [23~ [24~ [25~ [26~ [31~ [32~ [33~ [34~";
        let mut decoder = super::super::decode::Decoder::default();
        let bytes = sequences.split_whitespace().flat_map(|sequence| format!("\x1B{sequence}").into_bytes());
        let names: Vec<_> = bytes.flat_map(|byte| decoder.push(byte)).map(|key| name(&key)).collect();
        assert_eq!(names, crate::dcl::KEY_NAMES.iter().map(|name| Some(*name)).collect::<Vec<_>>());
        assert_eq!(name(&KeyEvent::new(KeyCode::Char('0'), KeyModifiers::NONE)), None);
    }
}
