//! The keyboard: the one reader of the terminal, and the one queue of keys.
//!
//! A thread reads whatever the terminal sends and puts it into the queue as keys. A prompt takes keys from the front, one
//! at a time and only while it reads; a running command looks at all of them for those that act at once and leaves the
//! others where they are. No key is held anywhere else, so that they are met in the order in which they were typed,
//! however fast they came and however busy the machine is.

use std::collections::VecDeque;
use std::os::fd::OwnedFd;
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::thread;
use std::time::Duration;

use crossterm::event::KeyEvent;
use rustix::io::{Errno, read, write};

use super::decode::Decoder;
use super::keys::{Action, action, character};

/// So many keys wait at most; what else is sent waits in the terminal.
const ROOM: usize = 1 << 16;

/// What comes next at a prompt.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Heard {
    /// A key.
    Key(KeyEvent),
    /// The host's SIGINT, which counts as Ctrl/Y.
    Interrupt,
    /// Somebody has news for whoever sits at the prompt.
    Call,
    /// The time of the read is over.
    Late,
    /// The terminal is gone, or the program was told to end.
    Gone,
}

#[derive(Debug, Default)]
struct State {
    keys: VecDeque<KeyEvent>,
    /// So many keys at the front were looked at by a running command.
    looked: usize,
    /// The line editor waits for its bell.
    is_editor_waiting: bool,
    is_interrupted: bool,
    is_late: bool,
    is_gone: bool,
    is_called: bool,
    /// The prompt is one that calls interrupt.
    hears_calls: bool,
}

impl State {
    fn next(&mut self) -> Option<Heard> {
        if self.is_gone {
            return Some(Heard::Gone);
        }
        if std::mem::take(&mut self.is_interrupted) {
            return Some(Heard::Interrupt);
        }
        if let Some(key) = self.keys.pop_front() {
            self.looked = self.looked.saturating_sub(1);
            return Some(Heard::Key(key));
        }
        if self.hears_calls && std::mem::take(&mut self.is_called) {
            return Some(Heard::Call);
        }
        self.is_late.then_some(Heard::Late)
    }

    fn has_next(&self) -> bool {
        let is_called = self.is_called && self.hears_calls;
        self.is_gone || self.is_interrupted || self.is_late || is_called || !self.keys.is_empty()
    }

    /// Whether there is something that a running command has not looked at.
    fn has_news(&self) -> bool {
        self.is_gone || self.is_interrupted || self.keys.len() > self.looked
    }
}

#[derive(Debug)]
struct Shared {
    state: Mutex<State>,
    changed: Condvar,
    /// What is written here wakes the line editor.
    bell: OwnedFd,
}

/// The keyboard of one terminal.
#[derive(Clone, Debug)]
pub struct Keyboard(Arc<Shared>);

impl Keyboard {
    /// A keyboard on which nothing was typed yet; the line editor is woken through `bell`.
    pub fn new(bell: OwnedFd) -> Self {
        Self(Arc::new(Shared { state: Mutex::default(), changed: Condvar::new(), bell }))
    }

    /// Reads a terminal from here on, for ever.
    pub fn follow(&self, terminal: OwnedFd) {
        let keyboard = self.clone();
        thread::spawn(move || {
            let mut decoder = Decoder::default();
            let mut bytes = [0; 1024];
            loop {
                keyboard.wait_for_room();
                match read(&terminal, &mut bytes) {
                    Ok(0) => break,
                    Ok(count) => keyboard.type_keys(bytes[..count].iter().flat_map(|byte| decoder.push(*byte))),
                    Err(Errno::INTR | Errno::AGAIN) => {}
                    Err(_) => break,
                }
            }
            keyboard.hang_up();
        });
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        self.0.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn wait<'a>(&self, state: MutexGuard<'a, State>) -> MutexGuard<'a, State> {
        self.0.changed.wait(state).unwrap_or_else(PoisonError::into_inner)
    }

    fn wait_for_room(&self) {
        let mut state = self.lock();
        while state.keys.len() >= ROOM {
            state = self.wait(state);
        }
    }

    /// Changes what waits, and wakes whoever waits for it.
    fn change(&self, change: impl FnOnce(&mut State)) {
        let mut state = self.lock();
        change(&mut state);
        self.ring(&mut state);
        self.0.changed.notify_all();
    }

    fn ring(&self, state: &mut State) {
        if state.is_editor_waiting && state.has_next() {
            let mut text = [0; 4];
            let sound = match state.keys.front().and_then(character) {
                Some(c) => c.encode_utf8(&mut text).as_bytes(),
                None => b"\x07",
            };
            // A bell that cannot be written has lost its editor.
            state.is_editor_waiting = write(&self.0.bell, sound).is_err();
        }
    }

    /// Keys were pressed.
    pub fn type_keys(&self, keys: impl Iterator<Item = KeyEvent>) {
        self.change(|state| state.keys.extend(keys));
    }

    /// A key that comes before all that wait.
    pub fn press_next(&self, key: KeyEvent) {
        self.change(|state| state.keys.push_front(key));
    }

    /// The terminal is gone, or the program was told to end.
    pub fn hang_up(&self) {
        self.change(|state| state.is_gone = true);
    }

    /// The host sent SIGINT.
    pub fn interrupt(&self) {
        self.change(|state| state.is_interrupted = true);
    }

    /// Somebody has news: a prompt that hears calls ends.
    pub fn call(&self) {
        self.change(|state| state.is_called = true);
    }

    /// Whether the prompts from here on hear calls; those that came before are forgotten.
    pub fn hear_calls(&self, on: bool) {
        self.change(|state| (state.hears_calls, state.is_called) = (on, false));
    }

    /// Whether somebody has called since the last look.
    pub fn take_call(&self) -> bool {
        std::mem::take(&mut self.lock().is_called)
    }

    /// Whether the terminal is gone, or the program was told to end.
    pub fn is_gone(&self) -> bool {
        self.lock().is_gone
    }

    /// What comes next, waited for.
    pub fn next(&self) -> Heard {
        let mut state = self.lock();
        loop {
            if let Some(heard) = state.next() {
                self.0.changed.notify_all();
                return heard;
            }
            state = self.wait(state);
        }
    }

    /// What comes next, if it is there: for the line editor, whose bell may ring once too often.
    pub fn take(&self) -> Option<Heard> {
        let heard = self.lock().next();
        self.0.changed.notify_all();
        heard
    }

    /// Lets the bell ring once as soon as there is something to take. It sounds as the character that was typed, so that
    /// the editor can insert it by itself, or as BEL.
    pub fn ring_once(&self) {
        let mut state = self.lock();
        state.is_editor_waiting = true;
        self.ring(&mut state);
    }

    /// Drops all keys that wait.
    pub fn purge(&self) {
        self.change(|state| {
            state.keys.clear();
            state.looked = 0;
        });
    }

    /// Takes out what acts at once, in order. The keys that do not are kept, or dropped without `type_ahead`.
    pub fn look(&self, type_ahead: bool) -> Vec<Action> {
        let mut state = self.lock();
        let mut actions = Vec::new();
        if std::mem::take(&mut state.is_interrupted) {
            actions.push(Action::Interrupt);
        }
        if state.keys.len() == state.looked {
            return actions;
        }
        while let Some(key) = state.keys.get(state.looked) {
            match action(key) {
                None if type_ahead => {
                    state.looked += 1;
                    continue;
                }
                Some(Action::Purge) => {
                    let looked = std::mem::take(&mut state.looked);
                    state.keys.drain(..looked);
                }
                Some(action) => actions.push(action),
                None => {}
            }
            let looked = state.looked;
            state.keys.remove(looked);
        }
        self.0.changed.notify_all();
        actions
    }

    /// Waits until there is something to look at.
    pub fn wait_for_news(&self) {
        let mut state = self.lock();
        while !state.has_news() {
            state = self.wait(state);
        }
    }

    /// As [`Keyboard::wait_for_news`], but no longer than that, and not beyond a call.
    pub fn wait_for_news_within(&self, limit: Duration) {
        let waits = |state: &mut State| !state.has_news() && !state.is_called;
        drop(self.0.changed.wait_timeout_while(self.lock(), limit, waits));
    }

    /// Takes out a Ctrl/T that a look would find; whether there was one.
    pub fn take_status(&self) -> bool {
        let mut state = self.lock();
        let looked = state.looked;
        let found = state.keys.iter().skip(looked).position(|key| action(key) == Some(Action::Status));
        found.is_some_and(|at| state.keys.remove(looked + at).is_some())
    }

    /// Whether a look would find an interrupt.
    pub fn is_interrupting(&self) -> bool {
        let state = self.lock();
        let interrupts = |key| matches!(action(key), Some(Action::Interrupt | Action::Cancel));
        state.is_gone || state.is_interrupted || state.keys.iter().skip(state.looked).any(interrupts)
    }

    /// Ends a read after that time, unless the alarm is dropped before.
    pub fn alarm(&self, after: Duration) -> Alarm {
        let alarm = Alarm { keyboard: self.clone(), off: Arc::default() };
        let (keyboard, off) = (self.clone(), Arc::clone(&alarm.off));
        thread::spawn(move || {
            let guard = off.0.lock().unwrap_or_else(PoisonError::into_inner);
            let waited = off.1.wait_timeout_while(guard, after, |off| !*off);
            let (is_off, _) = waited.unwrap_or_else(PoisonError::into_inner);
            if !*is_off {
                keyboard.change(|state| state.is_late = true);
            }
        });
        alarm
    }
}

/// The limit of one read.
#[derive(Debug)]
pub struct Alarm {
    keyboard: Keyboard,
    off: Arc<(Mutex<bool>, Condvar)>,
}

impl Drop for Alarm {
    fn drop(&mut self) {
        *self.off.0.lock().unwrap_or_else(PoisonError::into_inner) = true;
        self.off.1.notify_all();
        self.keyboard.change(|state| state.is_late = false);
    }
}

#[cfg(test)]
mod tests {
    use std::io::Read;
    use std::os::unix::net::UnixStream;

    use crossterm::event::{KeyCode, KeyModifiers};

    use super::*;

    fn keyboard() -> (Keyboard, UnixStream) {
        let (bell, heard) = UnixStream::pair().expect("a pair of sockets");
        (Keyboard::new(bell.into()), heard)
    }

    fn typed(text: &str) -> impl Iterator<Item = KeyEvent> {
        let mut decoder = Decoder::default();
        text.bytes().flat_map(move |byte| decoder.push(byte)).collect::<Vec<_>>().into_iter()
    }

    fn rest(keyboard: &Keyboard) -> String {
        let character = |heard| match heard {
            Heard::Key(KeyEvent { code: KeyCode::Char(c), modifiers: KeyModifiers::NONE, .. }) => c,
            Heard::Key(KeyEvent { code: KeyCode::Enter, .. }) => '\r',
            other => panic!("{other:?}"),
        };
        std::iter::from_fn(|| keyboard.take()).map(character).collect()
    }

    #[test]
    fn a_look_takes_out_what_acts_and_leaves_the_rest_in_order() {
        let (keyboard, _heard) = keyboard();
        keyboard.type_keys(typed("one\x14\rt\x19wo"));
        assert!(keyboard.is_interrupting() && keyboard.take_status() && !keyboard.take_status());
        assert_eq!(keyboard.look(true), [Action::Interrupt]);
        assert!(!keyboard.is_interrupting() && keyboard.look(true).is_empty());
        keyboard.type_keys(typed("\rthree"));
        assert!(keyboard.look(true).is_empty());
        assert_eq!(rest(&keyboard), "one\rtwo\rthree");
    }

    #[test]
    fn purging_drops_what_came_before_and_no_type_ahead_drops_all() {
        let (keyboard, _heard) = keyboard();
        keyboard.type_keys(typed("one\rtwo"));
        assert!(keyboard.look(true).is_empty());
        keyboard.type_keys(typed("three\x18four\r"));
        assert!(keyboard.look(true).is_empty());
        assert_eq!(rest(&keyboard), "four\r");
        keyboard.type_keys(typed("five\x03\r"));
        assert_eq!(keyboard.look(false), [Action::Cancel]);
        assert_eq!(keyboard.take(), None);
    }

    #[test]
    fn the_bell_rings_once_for_each_wait() {
        let (keyboard, mut heard) = keyboard();
        heard.set_nonblocking(true).unwrap();
        let mut rings = |expected: &str| {
            let mut bytes = [0; 8];
            let count = heard.read(&mut bytes).unwrap_or(0);
            assert_eq!(&bytes[..count], expected.as_bytes());
        };
        keyboard.type_keys(typed("\u{E4}b"));
        rings("");
        keyboard.ring_once();
        rings("\u{E4}");
        keyboard.type_keys(typed("c"));
        rings("");
        assert_eq!(rest(&keyboard), "\u{E4}bc");
        keyboard.ring_once();
        rings("");
        keyboard.interrupt();
        rings("\x07");
        assert_eq!(keyboard.take(), Some(Heard::Interrupt));
    }

    #[test]
    fn calls_are_heard_behind_the_keys_where_they_shall_be() {
        let (keyboard, _heard) = keyboard();
        keyboard.call();
        assert_eq!(keyboard.take(), None);
        keyboard.hear_calls(true);
        assert_eq!(keyboard.take(), None);
        keyboard.call();
        keyboard.type_keys(typed("a"));
        assert!(matches!(keyboard.next(), Heard::Key(_)));
        assert_eq!((keyboard.next(), keyboard.take()), (Heard::Call, None));
    }

    #[test]
    fn a_limit_ends_a_read_behind_the_keys_and_is_forgotten_with_its_alarm() {
        let (keyboard, _heard) = keyboard();
        let alarm = keyboard.alarm(Duration::ZERO);
        assert_eq!(keyboard.next(), Heard::Late);
        keyboard.type_keys(typed("a"));
        assert_eq!(rest_but_late(&keyboard), 1);
        drop(alarm);
        assert_eq!(keyboard.take(), None);
        keyboard.hang_up();
        assert_eq!((keyboard.next(), keyboard.next()), (Heard::Gone, Heard::Gone));
    }

    fn rest_but_late(keyboard: &Keyboard) -> usize {
        std::iter::from_fn(|| keyboard.take()).take_while(|heard| *heard != Heard::Late).count()
    }

    #[test]
    fn no_key_is_lost_or_met_twice_when_prompts_and_commands_take_turns() {
        let (keyboard, _heard) = keyboard();
        let (ours, theirs) = UnixStream::pair().unwrap();
        keyboard.follow(theirs.into());
        let sent: String = (0..20_000).map(|i| format!("line {i}\r")).collect();
        let text = sent.clone();
        let typist = thread::spawn(move || {
            let mut step = 1;
            let mut left = text.as_bytes();
            while !left.is_empty() {
                step = step * 7 % 1013;
                let (now, later) = left.split_at(step.min(left.len()));
                write(&ours, now).unwrap();
                left = later;
            }
            ours
        });
        let mut met = String::new();
        while met.len() < sent.len() {
            match keyboard.next() {
                Heard::Key(KeyEvent { code: KeyCode::Char(c), .. }) => met.push(c),
                Heard::Key(_) => {
                    met.push('\r');
                    assert!(keyboard.look(true).is_empty());
                }
                other => panic!("{other:?}"),
            }
        }
        assert!(met == sent);
        drop(typist.join());
        assert_eq!(keyboard.next(), Heard::Gone);
    }
}
