//! The line editor: rustyline with the keys of dcl.md 17.
//!
//! What differs from OpenVMS: Ctrl/J ends the line as Return does (programs that drive a terminal send it), and the
//! Backspace key deletes to the left as DEL does, because that is what terminals send for it; Ctrl/H goes to the start.

use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use rustyline::config::{BellStyle, Config, EditMode};
use rustyline::error::ReadlineError;
use rustyline::history::{History, MemHistory};
use rustyline::{
    Cmd, ConditionalEventHandler, Editor as Rustyline, Event, EventContext, EventHandler, KeyCode, KeyEvent, Modifiers,
    Movement, RepeatCount,
};

use crate::clock::Clock;
use crate::dcl::Keypad;

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
    /// A signal ended the read; what had been typed.
    Woken(String),
    /// The terminal is gone.
    Gone,
}

/// Return may come this soon after another key only from a program or a paste: more may be waiting behind it.
const BURST_MILLIS: u64 = 50;

/// What the key handlers share with the editor.
#[derive(Debug)]
struct Shared {
    clock: Clock,
    overstrike: AtomicBool,
    /// Ctrl/Y acts.
    interrupts: AtomicBool,
    /// When the last key came, and whether Return followed it at once.
    last_key: AtomicU64,
    is_burst: AtomicBool,
    /// Ctrl/X: what is typed ahead goes too.
    purge: AtomicBool,
    /// The key that ended the line, if it was not Return.
    ended_by: Mutex<Option<Ended>>,
    /// The line after the last key, for a read that a signal ends.
    line: Mutex<String>,
    /// What keys stand for (DEFINE/KEY).
    keypad: Mutex<Keypad>,
}

impl Shared {
    fn new() -> Self {
        Self {
            clock: Clock::real(),
            overstrike: AtomicBool::new(true),
            interrupts: AtomicBool::new(true),
            last_key: AtomicU64::new(0),
            is_burst: AtomicBool::new(false),
            purge: AtomicBool::new(false),
            ended_by: Mutex::new(None),
            line: Mutex::new(String::new()),
            keypad: Mutex::new(Keypad::default()),
        }
    }

    /// Notes that a key came, what it leaves of the line, and how fast it came.
    fn note(&self, line: String) {
        let now = self.clock.millis().0;
        let before = self.last_key.swap(now, Ordering::SeqCst);
        self.is_burst.store(now.saturating_sub(before) < BURST_MILLIS, Ordering::SeqCst);
        *self.line.lock().unwrap_or_else(PoisonError::into_inner) = line;
    }
}

impl Shared {
    /// A key of the keypad was pressed: what it stands for is typed, and perhaps the line entered.
    fn press(&self, key: &str, line: &str, position: usize) -> Option<Cmd> {
        let defined = self.keypad.lock().unwrap_or_else(PoisonError::into_inner).press(key)?;
        if !defined.terminate {
            return Some(match defined.erase {
                true => Cmd::Replace(Movement::WholeLine, Some(defined.text)),
                false => Cmd::Insert(1, defined.text),
            });
        }
        let (before, after) = if defined.erase { ("", "") } else { line.split_at(position.min(line.len())) };
        if defined.echo {
            super::person::show(&defined.text);
        }
        let line = format!("{before}{}{after}", defined.text);
        *self.ended_by.lock().unwrap_or_else(PoisonError::into_inner) = Some(Ended::Line(line));
        Some(Cmd::AcceptLine)
    }
}

/// What one key does. Rustyline asks before it does anything itself.
struct Handler {
    shared: Arc<Shared>,
    key: Key,
}

/// The keys that need more than a command of rustyline.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Key {
    Cancel,
    Interrupt,
    EndOfInput,
    ToggleOverstrike,
    DeleteAndPurge,
    Any,
}

impl ConditionalEventHandler for Handler {
    fn handle(&self, event: &Event, _: RepeatCount, _: bool, context: &EventContext<'_>) -> Option<Cmd> {
        let shared = &self.shared;
        let end = |ended| {
            *shared.ended_by.lock().unwrap_or_else(PoisonError::into_inner) = Some(ended);
            // Not Cmd::Interrupt: that would throw away what rustyline has read beyond this key.
            Some(Cmd::AcceptLine)
        };
        shared.note(context.line().to_owned());
        match self.key {
            Key::Cancel => end(Ended::Cancel),
            Key::Interrupt if !shared.interrupts.load(Ordering::SeqCst) => Some(Cmd::Noop),
            Key::Interrupt => end(Ended::Interrupt),
            Key::EndOfInput => end(Ended::EndOfInput),
            Key::ToggleOverstrike => {
                shared.overstrike.fetch_xor(true, Ordering::SeqCst);
                Some(Cmd::Noop)
            }
            Key::DeleteAndPurge => {
                shared.purge.store(true, Ordering::SeqCst);
                Some(Cmd::Kill(Movement::BeginningOfLine))
            }
            Key::Any => {
                if let Some(defined) = key_name(event) {
                    return shared.press(defined, context.line(), context.pos());
                }
                let c = plain_character(event)?;
                let mut line = context.line().to_owned();
                line.insert(context.pos().min(line.len()), c);
                *shared.line.lock().unwrap_or_else(PoisonError::into_inner) = line;
                let over = shared.overstrike.load(Ordering::SeqCst) && context.pos() < context.line().len();
                over.then_some(Cmd::Overwrite(c))
            }
        }
    }
}

/// DCL's name of a key that DEFINE/KEY can define and the line editor does not use.
fn key_name(event: &Event) -> Option<&'static str> {
    let &KeyEvent(code, Modifiers::NONE) = event.get(0)? else { return None };
    Some(match code {
        KeyCode::F(1) => "PF1",
        KeyCode::F(2) => "PF2",
        KeyCode::F(3) => "PF3",
        KeyCode::F(4) => "PF4",
        KeyCode::F(15) => "HELP",
        KeyCode::F(16) => "DO",
        KeyCode::F(17) => "F17",
        KeyCode::F(18) => "F18",
        KeyCode::F(19) => "F19",
        KeyCode::F(20) => "F20",
        KeyCode::Home => "E1",
        KeyCode::Insert => "E2",
        KeyCode::Delete => "E3",
        KeyCode::End => "E4",
        KeyCode::PageUp => "E5",
        KeyCode::PageDown => "E6",
        _ => return None,
    })
}

fn plain_character(event: &Event) -> Option<char> {
    match event.get(0) {
        Some(&KeyEvent(KeyCode::Char(c), Modifiers::NONE)) => Some(c),
        _ => None,
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
    /// An editor on standard input and output.
    ///
    /// # Errors
    /// What the host says of the terminal.
    pub fn new() -> Result<Self, ReadlineError> {
        let config = Config::builder()
            .edit_mode(EditMode::Emacs)
            .auto_add_history(false)
            .history_ignore_dups(false)?
            .max_history_size(1000)?
            .bell_style(BellStyle::None)
            .bracketed_paste(false)
            .build();
        let mut rustyline = Rustyline::with_history(config.clone(), MemHistory::with_config(&config))?;
        let shared = Arc::new(Shared::new());
        bind(&mut rustyline, &shared);
        Ok(Self { rustyline, shared, insert: false })
    }

    /// Reads one line. `text` stands there already; `recall` holds earlier lines, the oldest first.
    pub fn read<'a>(&mut self, prompt: &str, text: &str, recall: impl Iterator<Item = &'a str>) -> Ended {
        let _ = self.rustyline.clear_history();
        for line in recall {
            let _ = self.rustyline.history_mut().add(line);
        }
        let shared = &self.shared;
        shared.overstrike.store(!self.insert, Ordering::SeqCst);
        *shared.line.lock().unwrap_or_else(PoisonError::into_inner) = text.to_owned();
        let read = self.rustyline.readline_with_initial(prompt, (text, ""));
        let by_key = shared.ended_by.lock().unwrap_or_else(PoisonError::into_inner).take();
        match (read, by_key) {
            (Ok(_), Some(ended)) => ended,
            (Ok(line), None) => Ended::Line(line),
            (Err(ReadlineError::Interrupted | ReadlineError::Signal(_)), _) => {
                Ended::Woken(std::mem::take(&mut *shared.line.lock().unwrap_or_else(PoisonError::into_inner)))
            }
            (Err(_), _) => Ended::Gone,
        }
    }

    /// How lines are edited from here on.
    pub fn set_up(&mut self, keypad: &Keypad, insert: bool, interrupts: bool) {
        self.shared.interrupts.store(interrupts, Ordering::SeqCst);
        *self.shared.keypad.lock().unwrap_or_else(PoisonError::into_inner) = keypad.clone();
        self.insert = insert;
    }

    /// The keys, in the state that they are in now.
    pub fn keypad(&self) -> Keypad {
        self.shared.keypad.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Whether the editor may hold more input than the line that it gave.
    pub fn may_hold_more(&self) -> bool {
        self.shared.is_burst.load(Ordering::SeqCst)
    }

    /// A read found nothing held: what comes now was typed later.
    pub fn holds_nothing(&self) {
        self.shared.is_burst.store(false, Ordering::SeqCst);
    }

    /// Whether Ctrl/X was pressed since the last look.
    pub fn take_purge(&self) -> bool {
        self.shared.purge.swap(false, Ordering::SeqCst)
    }
}

fn bind(rustyline: &mut Rustyline<(), MemHistory>, shared: &Arc<Shared>) {
    let plain = |code| KeyEvent(code, Modifiers::NONE);
    let simple = [
        (KeyEvent::ctrl('B'), Cmd::PreviousHistory),
        (KeyEvent::ctrl('D'), Cmd::Move(Movement::BackwardChar(1))),
        (KeyEvent::ctrl('E'), Cmd::Move(Movement::EndOfLine)),
        (KeyEvent::ctrl('F'), Cmd::Move(Movement::ForwardChar(1))),
        (KeyEvent::ctrl('H'), Cmd::Move(Movement::BeginningOfLine)),
        (plain(KeyCode::F(12)), Cmd::Move(Movement::BeginningOfLine)),
        (plain(KeyCode::F(13)), Cmd::Kill(Movement::BackwardWord(1, rustyline::Word::Big))),
        (KeyEvent::ctrl('I'), Cmd::Insert(1, "\t".to_owned())),
        (plain(KeyCode::Tab), Cmd::Insert(1, "\t".to_owned())),
        (KeyEvent::ctrl('R'), Cmd::Repaint),
        (KeyEvent::ctrl('W'), Cmd::Repaint),
        (KeyEvent::ctrl('U'), Cmd::Kill(Movement::BeginningOfLine)),
        (KeyEvent::ctrl('V'), Cmd::QuotedInsert),
        (KeyEvent::ctrl('K'), Cmd::Noop),
        (KeyEvent::ctrl('L'), Cmd::Noop),
        (KeyEvent::ctrl('N'), Cmd::NextHistory),
        (KeyEvent::ctrl('O'), Cmd::Noop),
        (KeyEvent::ctrl('P'), Cmd::Noop),
        (KeyEvent::ctrl('S'), Cmd::Noop),
        (KeyEvent::ctrl('T'), Cmd::Noop),
    ];
    for (key, command) in simple {
        rustyline.bind_sequence(key, EventHandler::Simple(command));
    }
    let handled = [
        (Event::from(KeyEvent::ctrl('A')), Key::ToggleOverstrike),
        (Event::from(plain(KeyCode::F(14))), Key::ToggleOverstrike),
        (Event::from(KeyEvent::ctrl('C')), Key::Cancel),
        (Event::from(KeyEvent::ctrl('X')), Key::DeleteAndPurge),
        (Event::from(KeyEvent::ctrl('Y')), Key::Interrupt),
        (Event::from(KeyEvent::ctrl('Z')), Key::EndOfInput),
        (Event::Any, Key::Any),
    ];
    for (event, key) in handled {
        let handler = Handler { shared: shared.clone(), key };
        rustyline.bind_sequence(event, EventHandler::Conditional(Box::new(handler)));
    }
}
