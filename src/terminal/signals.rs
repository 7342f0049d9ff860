//! Signals of the host: SIGTERM and SIGHUP ask for the orderly end, SIGINT counts as Ctrl/Y, SIGTSTP gives the terminal
//! back while the program is stopped.
//!
//! One thread waits for them and tells the keyboard, which wakes whoever reads.

use std::thread;

use rustix::process::{Signal, getpid, kill_process};
use signal_hook::consts::{SIGHUP, SIGINT, SIGTERM, SIGTSTP};
use signal_hook::iterator::Signals;

use super::keyboard::Keyboard;
use super::raw;

/// Begins to listen. Where the host allows no handlers nothing will ever be heard. While the line editor reads, SIGINT is
/// the editor's.
pub fn listen(keyboard: &Keyboard) {
    let Ok(mut incoming) = Signals::new([SIGHUP, SIGINT, SIGTERM, SIGTSTP]) else { return };
    let keyboard = keyboard.clone();
    thread::spawn(move || {
        for signal in incoming.forever() {
            match signal {
                SIGTSTP => raw::while_stopped(|| {
                    let _ = kill_process(getpid(), Signal::STOP);
                }),
                SIGINT => keyboard.interrupt(),
                _ => keyboard.hang_up(),
            }
        }
    });
}
