//! Signals of the host: SIGTERM and SIGHUP ask for the orderly end, SIGINT counts as Ctrl/Y, SIGTSTP gives the terminal
//! back while the program is stopped.
//!
//! One thread waits for them and tells the keyboard, which wakes whoever reads.

use std::thread;

use crossterm::event::{KeyCode, KeyEvent, KeyModifiers};
use signal_hook::consts::{SIGHUP, SIGINT, SIGSTOP, SIGTERM, SIGTSTP};
use signal_hook::iterator::Signals;

use super::keyboard::Keyboard;
use super::raw;

/// Ctrl/R: what stood at the prompt before the program was stopped stands there again.
const REDISPLAY: KeyEvent = KeyEvent::new(KeyCode::Char('r'), KeyModifiers::CONTROL);

/// Begins to listen. Where the host allows no handlers nothing will ever be heard. While the line editor reads, SIGINT is
/// the editor's.
pub fn listen(keyboard: &Keyboard) {
    let Ok(mut incoming) = Signals::new([SIGHUP, SIGINT, SIGTERM, SIGTSTP]) else { return };
    let keyboard = keyboard.clone();
    thread::spawn(move || {
        for signal in incoming.forever() {
            match signal {
                SIGTSTP => {
                    // To this very thread: it stands still before it goes on.
                    raw::while_stopped(|| drop(signal_hook::low_level::raise(SIGSTOP)));
                    keyboard.type_keys(std::iter::once(REDISPLAY));
                }
                SIGINT => keyboard.interrupt(),
                _ => keyboard.hang_up(),
            }
        }
    });
}
