//! Raw mode: keys come one by one, nothing is echoed, and lines need a carriage return of their own.
//!
//! On while a command runs. Whatever happens then - the command ends, the program panics or is stopped - the terminal
//! gets its mode back.

use std::sync::Once;
use std::sync::atomic::{AtomicBool, Ordering};

use crossterm::terminal::{disable_raw_mode, enable_raw_mode};

/// Whether raw mode is wanted now: what a stop or a panic in another thread has to know.
static WANTED: AtomicBool = AtomicBool::new(false);

/// Raw mode, until dropped.
#[derive(Debug)]
pub struct Raw(());

impl Raw {
    /// Switches raw mode on; `None` if the terminal refuses.
    pub fn on() -> Option<Self> {
        static HOOK: Once = Once::new();
        HOOK.call_once(|| {
            let report = std::panic::take_hook();
            std::panic::set_hook(Box::new(move |panic| {
                // Only the mode: WANTED stays for the guard, which unwinding drops.
                let _ = disable_raw_mode();
                report(panic);
            }));
        });
        WANTED.store(true, Ordering::SeqCst);
        enable_raw_mode().ok().map(|()| Self(()))
    }
}

impl Drop for Raw {
    fn drop(&mut self) {
        WANTED.store(false, Ordering::SeqCst);
        let _ = disable_raw_mode();
    }
}

/// Gives the terminal back during `stop`, in which the program stands still.
pub fn while_stopped(stop: impl FnOnce()) {
    let _ = disable_raw_mode();
    stop();
    if WANTED.load(Ordering::SeqCst) {
        let _ = enable_raw_mode();
    }
}
