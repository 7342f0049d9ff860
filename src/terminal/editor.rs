//! The line editor: rustyline with the keys of dcl.md 17.
//!
//! Rustyline edits and shows the line. What it reads is only the bell that says that a key may be taken; which key that
//! is and what it does is decided here.
//!
//! What differs from OpenVMS: Ctrl/J ends the line as Return does (programs that drive a terminal send it), and the
//! Backspace key deletes to the left as DEL does, because that is what terminals send for it; Ctrl/H goes to the start.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use crossterm::event::{KeyCode, KeyEvent, KeyEventState, KeyModifiers};
use rustyline::config::{BellStyle, Config, EditMode};
use rustyline::error::ReadlineError;
use rustyline::history::{History, MemHistory};
use rustyline::{
    Cmd, ConditionalEventHandler, Editor as Rustyline, Event, EventContext, EventHandler, Movement, RepeatCount, Word,
};

use crate::dcl::{KeyDefinition, Keypad};

use super::keyboard::{Heard, Keyboard};
use super::keys;
use super::person::show;

/// What Ctrl/Z shows.
pub(super) const EXIT: &str = " Exit ";

/// How a read ended.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Ended {
    /// Return, with the line.
    Line(String),
    /// Ctrl/C.
    Cancel,
    /// Ctrl/Y.
    Interrupt,
    /// Ctrl/Z.
    EndOfInput,
    /// Ctrl/T, with the line on the left and on the right of the cursor: to be read on.
    Status(String, String),
    /// There is news, with the line as for Ctrl/T.
    Called(String, String),
    /// The time of the read is over.
    Late,
    /// The terminal is gone.
    Gone,
}

/// What the key handler shares with the editor.
#[derive(Debug)]
struct Shared {
    keyboard: Keyboard,
    overstrike: AtomicBool,
    /// Ctrl/Y acts.
    interrupts: AtomicBool,
    /// Ctrl/V: the next key stands for itself.
    quotes: AtomicBool,
    /// What ended the line, if it was not Return.
    ended_by: Mutex<Option<Ended>>,
    /// What keys stand for (DEFINE/KEY).
    keypad: Mutex<Keypad>,
}

/// What a key does: something to the line, a character into it, or its end.
enum Deed {
    Edit(Cmd),
    Insert(char),
    End(Ended),
}

impl Shared {
    fn keypad(&self) -> MutexGuard<'_, Keypad> {
        self.keypad.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn ended_by(&self) -> MutexGuard<'_, Option<Ended>> {
        self.ended_by.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// What the next key does to a line.
    fn meet(&self, left: &str, right: &str) -> Deed {
        match self.keyboard.take() {
            Some(Heard::Key(key)) if self.quotes.swap(false, Ordering::SeqCst) => self.quoted(&key, left, right),
            Some(Heard::Key(key)) => self.press(&key, left, right),
            Some(Heard::Interrupt) if !self.interrupts.load(Ordering::SeqCst) => Deed::Edit(Cmd::Noop),
            Some(Heard::Interrupt) => Deed::End(Ended::Interrupt),
            Some(Heard::Call) => Deed::End(Ended::Called(left.to_owned(), right.to_owned())),
            Some(Heard::Late) => Deed::End(Ended::Late),
            Some(Heard::Gone) => Deed::End(Ended::Gone),
            // The bell rang once too often.
            None => Deed::Edit(Cmd::Noop),
        }
    }

    fn press(&self, key: &KeyEvent, left: &str, right: &str) -> Deed {
        if let Some(letter) = keys::control(key) {
            return self.press_control(letter, left, right);
        }
        Deed::Edit(match key.code {
            _ if key.state.contains(KeyEventState::KEYPAD) => match self.press_defined(key, left, right) {
                Some(deed) => return deed,
                None if key.code == KeyCode::Enter => Cmd::AcceptLine,
                None => Cmd::Noop,
            },
            KeyCode::Char(c) if key.modifiers.is_empty() => return self.type_character(c, right),
            KeyCode::Tab => return self.type_character('\t', right),
            KeyCode::Enter => Cmd::AcceptLine,
            KeyCode::Backspace => Cmd::Kill(Movement::BackwardChar(1)),
            KeyCode::Left => Cmd::Move(Movement::BackwardChar(1)),
            KeyCode::Right => Cmd::Move(Movement::ForwardChar(1)),
            KeyCode::Up => Cmd::PreviousHistory,
            KeyCode::Down => Cmd::NextHistory,
            KeyCode::F(12) => Cmd::Move(Movement::BeginningOfLine),
            KeyCode::F(13) => Cmd::Kill(Movement::BackwardWord(1, Word::Big)),
            KeyCode::F(14) => self.toggle_overstrike(),
            // The other keys of that row are the editor's as well.
            KeyCode::F(6..=11) => Cmd::Noop,
            _ => return self.press_defined(key, left, right).unwrap_or(Deed::Edit(Cmd::Noop)),
        })
    }

    fn press_control(&self, letter: char, left: &str, right: &str) -> Deed {
        Deed::Edit(match letter {
            'a' => self.toggle_overstrike(),
            'b' => Cmd::PreviousHistory,
            'c' => return Deed::End(Ended::Cancel),
            'd' => Cmd::Move(Movement::BackwardChar(1)),
            'e' => Cmd::Move(Movement::EndOfLine),
            'f' => Cmd::Move(Movement::ForwardChar(1)),
            'h' => Cmd::Move(Movement::BeginningOfLine),
            'j' => Cmd::AcceptLine,
            'n' => Cmd::NextHistory,
            'r' | 'w' => Cmd::Repaint,
            't' => return Deed::End(Ended::Status(left.to_owned(), right.to_owned())),
            'u' => Cmd::Kill(Movement::BeginningOfLine),
            'v' => {
                self.quotes.store(true, Ordering::SeqCst);
                Cmd::Noop
            }
            'x' => {
                self.keyboard.purge();
                Cmd::Kill(Movement::BeginningOfLine)
            }
            'y' if self.interrupts.load(Ordering::SeqCst) => return Deed::End(Ended::Interrupt),
            'z' => return Deed::End(Ended::EndOfInput),
            _ => Cmd::Noop,
        })
    }

    fn toggle_overstrike(&self) -> Cmd {
        self.overstrike.fetch_xor(true, Ordering::SeqCst);
        Cmd::Noop
    }

    /// A key behind Ctrl/V: a character stands for itself, and a key of the editor's for what DEFINE/KEY made of it.
    fn quoted(&self, key: &KeyEvent, left: &str, right: &str) -> Deed {
        let character = match key.code {
            KeyCode::Char(c) if key.modifiers.contains(KeyModifiers::CONTROL) => {
                u32::from(c).checked_sub(0x60).and_then(char::from_u32)
            }
            KeyCode::Char(c) => Some(c),
            KeyCode::Tab => Some('\t'),
            KeyCode::Enter => Some('\r'),
            KeyCode::Backspace => Some('\x7F'),
            _ => return self.press_defined(key, left, right).unwrap_or(Deed::Edit(Cmd::Noop)),
        };
        character.map_or(Deed::Edit(Cmd::Noop), |c| self.type_character(c, right))
    }

    fn type_character(&self, c: char, right: &str) -> Deed {
        match self.overstrike.load(Ordering::SeqCst) {
            true if !right.is_empty() => Deed::Edit(Cmd::Overwrite(c)),
            _ => Deed::Insert(c),
        }
    }

    /// A key that DEFINE/KEY can define was pressed: what it stands for is typed, and perhaps the line entered.
    fn press_defined(&self, key: &KeyEvent, left: &str, right: &str) -> Option<Deed> {
        let defined = self.keypad().press(keys::name(key)?)?;
        if defined.terminate && !defined.echo {
            let (left, right) = if defined.erase { ("", "") } else { (left, right) };
            return Some(Deed::End(Ended::Line(format!("{left}{}{right}", defined.text))));
        }
        if defined.terminate {
            self.keyboard.press_next(KeyCode::Enter.into());
        }
        Some(Deed::Edit(match defined.erase {
            true => Cmd::Replace(Movement::WholeLine, Some(defined.text)),
            false => Cmd::Insert(1, defined.text),
        }))
    }
}

/// Answers the bell. Rustyline asks before it does anything itself.
struct Handler(Arc<Shared>);

impl ConditionalEventHandler for Handler {
    fn handle(&self, bell: &Event, _: RepeatCount, _: bool, context: &EventContext<'_>) -> Option<Cmd> {
        let (left, right) = context.line().split_at(context.pos());
        match self.0.meet(left, right) {
            Deed::Edit(Cmd::AcceptLine) => Some(Cmd::AcceptLine),
            Deed::Edit(command) => {
                self.0.keyboard.ring_once();
                Some(command)
            }
            Deed::Insert(c) => {
                self.0.keyboard.ring_once();
                // Left to rustyline where the bell sounded so: it shows one character without the whole line.
                let sounded = rustyline::KeyEvent::new(c, rustyline::Modifiers::NONE);
                (bell.get(0) != Some(&sounded)).then(|| Cmd::Insert(1, c.to_string()))
            }
            // What it shows stands behind the line: first the cursor goes there.
            Deed::End(Ended::EndOfInput) if !right.is_empty() => {
                self.0.keyboard.press_next(KeyEvent::new(KeyCode::Char('z'), KeyModifiers::CONTROL));
                self.0.keyboard.ring_once();
                Some(Cmd::Move(Movement::EndOfLine))
            }
            Deed::End(ended) => {
                if ended == Ended::EndOfInput {
                    show(EXIT);
                }
                *self.0.ended_by() = Some(ended);
                Some(Cmd::AcceptLine)
            }
        }
    }
}

/// The line editor of one terminal.
pub struct Editor {
    rustyline: Rustyline<(), MemHistory>,
    shared: Arc<Shared>,
    /// Typing inside a line inserts (SET TERMINAL/INSERT).
    insert: bool,
}

impl Editor {
    /// An editor that takes its keys from a keyboard, whose bell rings on standard input.
    ///
    /// # Errors
    /// What the host says of the terminal.
    pub fn new(keyboard: &Keyboard) -> Result<Self, ReadlineError> {
        let config = Config::builder()
            .edit_mode(EditMode::Emacs)
            .auto_add_history(false)
            .history_ignore_dups(false)?
            .max_history_size(1000)?
            .bell_style(BellStyle::None)
            .bracketed_paste(false)
            .build();
        let mut rustyline = Rustyline::with_history(config.clone(), MemHistory::with_config(&config))?;
        let shared = Arc::new(Shared {
            keyboard: keyboard.clone(),
            overstrike: AtomicBool::new(true),
            interrupts: AtomicBool::new(true),
            quotes: AtomicBool::new(false),
            ended_by: Mutex::default(),
            keypad: Mutex::default(),
        });
        let handler = EventHandler::Conditional(Box::new(Handler(Arc::clone(&shared))));
        rustyline.bind_sequence(Event::Any, handler);
        Ok(Self { rustyline, shared, insert: false })
    }

    /// Reads one line. Text stands there already, on the left and on the right of the cursor; `recall` holds earlier
    /// lines, the oldest first.
    pub fn read<'a>(&mut self, prompt: &str, text: (&str, &str), recall: impl Iterator<Item = &'a str>) -> Ended {
        let _ = self.rustyline.clear_history();
        for line in recall {
            let _ = self.rustyline.history_mut().add(line);
        }
        let shared = &self.shared;
        shared.overstrike.store(!self.insert, Ordering::SeqCst);
        shared.quotes.store(false, Ordering::SeqCst);
        shared.keyboard.ring_once();
        let read = self.rustyline.readline_with_initial(prompt, text);
        let by_key = shared.ended_by().take();
        if !matches!(by_key, Some(Ended::Status(..) | Ended::Called(..))) {
            shared.keypad().line_ended();
        }
        match (read, by_key) {
            (Ok(_), Some(ended)) => ended,
            (Ok(line), None) => Ended::Line(line),
            (Err(ReadlineError::Interrupted | ReadlineError::Signal(_)), _) => Ended::Interrupt,
            (Err(_), _) => Ended::Gone,
        }
    }

    /// How lines are edited from here on.
    pub fn set_up(&mut self, keypad: &Keypad, insert: bool, interrupts: bool) {
        self.shared.interrupts.store(interrupts, Ordering::SeqCst);
        self.shared.keypad().clone_from(keypad);
        self.insert = insert;
    }

    /// The keys, in the state that they are in now.
    pub fn keypad(&self) -> Keypad {
        self.shared.keypad().clone()
    }

    /// What a key stands for, pressed outside of the editor.
    pub fn press(&self, key: &KeyEvent) -> Option<KeyDefinition> {
        self.shared.keypad().press(keys::name(key)?)
    }
}
