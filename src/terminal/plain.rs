//! Reading a line without the line editor: SET TERMINAL/NOECHO and /NOLINE_EDITING.

use std::time::Duration;

use crossterm::event::{Event, KeyCode, KeyEventKind, KeyModifiers};

use crate::session::Input;

use super::keys;
use super::person::{Person, show};
use super::raw::Raw;

/// How long a look at the keyboard waits.
const LOOK: Duration = Duration::from_millis(100);

/// What a key does to the line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Key {
    Character(char),
    Delete,
    DeleteLine,
    Redisplay,
    Return,
    Cancel,
    Interrupt,
    EndOfInput,
}

/// Only these keys do anything on a line that is not edited.
fn key(event: &Event) -> Option<Key> {
    let Event::Key(key) = event else { return None };
    if key.kind == KeyEventKind::Release {
        return None;
    }
    match key.code {
        KeyCode::Char(c) if key.modifiers.contains(KeyModifiers::CONTROL) => match c.to_ascii_lowercase() {
            'c' => Some(Key::Cancel),
            'y' => Some(Key::Interrupt),
            'z' => Some(Key::EndOfInput),
            'u' | 'x' => Some(Key::DeleteLine),
            'r' => Some(Key::Redisplay),
            'j' | 'm' => Some(Key::Return),
            _ => None,
        },
        KeyCode::Char(c) => Some(Key::Character(c)),
        KeyCode::Tab => Some(Key::Character('\t')),
        KeyCode::Backspace => Some(Key::Delete),
        KeyCode::Enter => Some(Key::Return),
        _ => None,
    }
}

impl Person {
    /// Reads a line of which nothing can be edited but its end, and nothing is shown under /NOECHO.
    pub(super) fn read_plainly(&mut self, prompt: &str, text: String) -> Input {
        let _raw = Raw::on();
        let mut line = text;
        let echo = |shown: &str, setup: bool| {
            if setup {
                show(shown);
            }
        };
        let visible = self.setup.echo;
        show(prompt);
        echo(&line, visible);
        loop {
            if self.signals.is_hangup() {
                return Input::Hangup;
            }
            if self.is_over_time() {
                return ended("\r\n", Input::EndOfInput);
            }
            let pressed = match keys::next(LOOK) {
                _ if self.signals.take_interrupt() => Some(Key::Cancel),
                event => event.as_ref().and_then(key),
            };
            match pressed {
                None => {}
                Some(Key::Character(c)) => {
                    line.push(c);
                    echo(c.encode_utf8(&mut [0; 4]), visible);
                }
                Some(Key::Delete) => {
                    let had = line.pop().is_some();
                    echo("\u{8} \u{8}", visible && had);
                }
                Some(Key::DeleteLine) => {
                    line.clear();
                    echo(&format!("\r\n{prompt}"), visible);
                }
                Some(Key::Redisplay) => echo(&format!("\r\n{prompt}{line}"), visible),
                Some(Key::Return) => return ended("\r\n", Input::Line(line)),
                Some(Key::Cancel) => return ended(" Cancel \r\n", Input::ControlC),
                Some(Key::Interrupt) => return ended(" Interrupt \r\n\r\n", Input::ControlY),
                Some(Key::EndOfInput) => return ended(" Exit \r\n", Input::EndOfInput),
            }
        }
    }
}

fn ended(shown: &str, input: Input) -> Input {
    show(shown);
    input
}

#[cfg(test)]
mod tests {
    use super::*;
    use crossterm::event::KeyEvent;

    #[test]
    fn editing_keys_do_nothing() {
        let press = |code, modifiers| key(&Event::Key(KeyEvent::new(code, modifiers)));
        assert_eq!(press(KeyCode::Up, KeyModifiers::NONE), None);
        assert_eq!(press(KeyCode::Char('b'), KeyModifiers::CONTROL), None);
        assert_eq!(press(KeyCode::Char('Z'), KeyModifiers::CONTROL), Some(Key::EndOfInput));
        assert_eq!(press(KeyCode::Char('Z'), KeyModifiers::SHIFT), Some(Key::Character('Z')));
        assert_eq!(press(KeyCode::Backspace, KeyModifiers::NONE), Some(Key::Delete));
    }
}
