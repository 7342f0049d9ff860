//! Reading a line without the line editor: SET TERMINAL/NOECHO and /NOLINE_EDITING, and terminals that cannot move their
//! cursor.

use crossterm::event::{KeyCode, KeyEvent, KeyModifiers};

use crate::session::Input;

use super::keyboard::Heard;
use super::keys;
use super::person::{CANCEL, INTERRUPT, Person, show};

/// What a key does to the line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Deed {
    Character(char),
    Delete,
    DeleteLine,
    Purge,
    Redisplay,
    Return,
    Status,
    Cancel,
    Interrupt,
    EndOfInput,
}

/// Only these keys do anything on a line that is not edited.
fn deed(key: &KeyEvent) -> Option<Deed> {
    if let Some(letter) = keys::control(key) {
        return Some(match letter {
            'c' => Deed::Cancel,
            'j' => Deed::Return,
            'r' => Deed::Redisplay,
            't' => Deed::Status,
            'u' => Deed::DeleteLine,
            'x' => Deed::Purge,
            'y' => Deed::Interrupt,
            'z' => Deed::EndOfInput,
            _ => return None,
        });
    }
    match key.code {
        KeyCode::Enter => Some(Deed::Return),
        _ if keys::name(key).is_some() => None,
        KeyCode::Char(c) if key.modifiers.difference(KeyModifiers::SHIFT).is_empty() => Some(Deed::Character(c)),
        KeyCode::Tab => Some(Deed::Character('\t')),
        KeyCode::Backspace => Some(Deed::Delete),
        _ => None,
    }
}

/// A line, and whether it is shown.
struct Plain<'a> {
    prompt: &'a str,
    line: String,
    visible: bool,
}

impl Plain<'_> {
    fn echo(&self, text: &str) {
        if self.visible {
            show(text);
        }
    }

    fn shown(&self) -> &str {
        if self.visible { &self.line } else { "" }
    }

    fn push(&mut self, text: &str) {
        self.line.push_str(text);
        self.echo(text);
    }

    fn redisplay(&self) {
        self.echo(&format!("\n{}{}", self.prompt, self.line));
    }

    fn delete(&mut self) {
        match self.line.pop() {
            None => {}
            // Nobody knows how wide it was.
            Some(c) if c.is_control() => self.redisplay(),
            Some(_) => self.echo("\u{8} \u{8}"),
        }
    }

    fn delete_all(&mut self) {
        self.line.clear();
        self.redisplay();
    }
}

impl Person {
    /// Reads a line of which nothing can be edited but its end, and nothing is shown under /NOECHO.
    pub(super) fn read_plainly(&mut self, prompt: &str, text: &str) -> Input {
        let mut plain = Plain { prompt, line: String::new(), visible: self.setup.echo };
        show(prompt);
        plain.push(text);
        loop {
            let key = match self.keyboard.next() {
                Heard::Key(key) => key,
                Heard::Interrupt if !self.interrupts => continue,
                Heard::Interrupt => return ended(INTERRUPT, Input::ControlY),
                Heard::Call => {
                    let lines = (self.news)();
                    if !lines.is_empty() {
                        show("\n");
                        self.show_lines(&lines);
                        show(&format!("{prompt}{}", plain.shown()));
                    }
                    continue;
                }
                Heard::Late => {
                    self.is_late = true;
                    return ended("\n", Input::EndOfInput);
                }
                Heard::Gone => return Input::Hangup,
            };
            if let Some(defined) = self.editor.press(&key) {
                if defined.erase {
                    plain.delete_all();
                }
                plain.visible &= defined.echo;
                plain.push(&defined.text);
                plain.visible = self.setup.echo;
                if defined.terminate {
                    return ended("\n", Input::Line(plain.line));
                }
                continue;
            }
            match deed(&key) {
                None => {}
                Some(Deed::Character(c)) => plain.push(c.encode_utf8(&mut [0; 4])),
                Some(Deed::Delete) => plain.delete(),
                Some(Deed::DeleteLine) => plain.delete_all(),
                Some(Deed::Purge) => {
                    self.keyboard.purge();
                    plain.delete_all();
                }
                Some(Deed::Redisplay) => plain.redisplay(),
                Some(Deed::Return) => return ended("\n", Input::Line(plain.line)),
                Some(Deed::Status) => self.show_status(&format!("{prompt}{}", plain.shown())),
                Some(Deed::Cancel) => return ended(CANCEL, Input::ControlC),
                Some(Deed::Interrupt) if !self.interrupts => {}
                Some(Deed::Interrupt) => return ended(INTERRUPT, Input::ControlY),
                Some(Deed::EndOfInput) => return ended(" Exit \n", Input::EndOfInput),
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

    #[test]
    fn editing_keys_do_nothing() {
        let press = |code, modifiers| deed(&KeyEvent::new(code, modifiers));
        assert_eq!(press(KeyCode::Up, KeyModifiers::NONE), None);
        assert_eq!(press(KeyCode::Char('b'), KeyModifiers::CONTROL), None);
        assert_eq!(press(KeyCode::Char('Z'), KeyModifiers::CONTROL), Some(Deed::EndOfInput));
        assert_eq!(press(KeyCode::Char('Z'), KeyModifiers::NONE), Some(Deed::Character('Z')));
        assert_eq!(press(KeyCode::Char('z'), KeyModifiers::ALT), None);
        assert_eq!(press(KeyCode::Backspace, KeyModifiers::NONE), Some(Deed::Delete));
    }

    #[test]
    fn characters_are_deleted_from_the_end() {
        let mut plain = Plain { prompt: "", line: String::new(), visible: false };
        plain.push("ab\tc");
        plain.delete();
        plain.delete();
        assert_eq!(plain.line, "ab");
        plain.delete_all();
        plain.delete();
        assert_eq!(plain.line, "");
    }
}
