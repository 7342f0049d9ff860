//! The keys while a command runs (dcl.md 17): Ctrl/Y, Ctrl/C and Ctrl/T act, Ctrl/S holds the output, Ctrl/O discards
//! it, and everything else is kept for the next prompt.

use std::io;
use std::thread;
use std::time::Duration;

use crossterm::event::{self, Event, KeyCode, KeyEventKind, KeyModifiers};
use rustix::event::{PollFd, PollFlags, Timespec, poll};

use super::type_ahead::TypeAhead;

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
}

/// Takes a key: keeps it for the next prompt, or says what it asks for now.
pub fn take(event: &Event, ahead: &mut TypeAhead) -> Option<Action> {
    let Event::Key(key) = event else {
        if let Event::Paste(text) = event {
            text.chars().for_each(|c| if matches!(c, '\r' | '\n') { ahead.end_line() } else { ahead.character(c) });
        }
        return None;
    };
    if key.kind == KeyEventKind::Release {
        return None;
    }
    let control = key.modifiers.contains(KeyModifiers::CONTROL);
    match key.code {
        KeyCode::Char(c) if control => match c.to_ascii_lowercase() {
            'c' => return Some(Action::Cancel),
            'y' => return Some(Action::Interrupt),
            't' => return Some(Action::Status),
            's' => return Some(Action::Hold),
            'q' => return Some(Action::Resume),
            'o' => return Some(Action::Discard),
            'j' | 'm' => ahead.end_line(),
            'u' => ahead.delete_line(),
            'x' => ahead.purge(),
            'z' => ahead.end_of_input(),
            _ => {}
        },
        KeyCode::Char(c) => ahead.character(c),
        KeyCode::Tab => ahead.character('\t'),
        KeyCode::Enter => ahead.end_line(),
        KeyCode::Backspace => ahead.delete(),
        _ => {}
    }
    None
}

/// The next event, waited for no longer than that; `None` also if the terminal is gone.
pub fn next(wait: Duration) -> Option<Event> {
    if is_gone(Duration::ZERO) {
        thread::sleep(wait);
        return None;
    }
    let event = look();
    if event.is_some() || wait.is_zero() || is_gone(wait) { event } else { look() }
}

/// The next event that is there already.
fn look() -> Option<Event> {
    match event::poll(Duration::ZERO) {
        Ok(true) => event::read().ok(),
        Ok(false) | Err(_) => None,
    }
}

/// Whether the terminal has hung up. Waits so long for it, or for a key. The library that reads the keys looks for ever
/// for what a terminal that is gone can no longer give, so it is asked only while there is one.
fn is_gone(wait: Duration) -> bool {
    let input = io::stdin();
    let mut terminal = [PollFd::new(&input, PollFlags::IN)];
    let wait = Timespec::try_from(wait).ok();
    let heard = poll(&mut terminal, wait.as_ref());
    heard.is_ok() && terminal[0].revents().intersects(PollFlags::HUP | PollFlags::ERR | PollFlags::NVAL)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crossterm::event::KeyEvent;

    fn key(code: KeyCode, modifiers: KeyModifiers) -> Event {
        Event::Key(KeyEvent::new(code, modifiers))
    }

    #[test]
    fn control_keys_act_and_text_waits() {
        let mut ahead = TypeAhead::default();
        for c in "show".chars() {
            assert_eq!(take(&key(KeyCode::Char(c), KeyModifiers::NONE), &mut ahead), None);
        }
        let control = |c| key(KeyCode::Char(c), KeyModifiers::CONTROL);
        assert_eq!(take(&control('y'), &mut ahead), Some(Action::Interrupt));
        assert_eq!(take(&control('c'), &mut ahead), Some(Action::Cancel));
        assert_eq!(take(&control('t'), &mut ahead), Some(Action::Status));
        assert_eq!(take(&control('e'), &mut ahead), None);
        take(&key(KeyCode::Backspace, KeyModifiers::NONE), &mut ahead);
        take(&key(KeyCode::Char('T'), KeyModifiers::SHIFT), &mut ahead);
        take(&key(KeyCode::Enter, KeyModifiers::NONE), &mut ahead);
        take(&Event::Resize(100, 30), &mut ahead);
        assert_eq!(ahead.next(), Some(super::super::type_ahead::Waiting::Line("shoT".to_owned())));
        assert!(ahead.is_empty());
    }
}
