//! Signals of the host: SIGTERM and SIGHUP ask for the orderly end, SIGINT counts as Ctrl/Y, SIGTSTP gives the terminal
//! back while the program is stopped.
//!
//! One thread waits for them. It only sets flags, and wakes a read of the keyboard with a SIGINT to ourselves, which
//! the line editor turns into the end of its read.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread;
use std::time::Duration;

use rustix::process::{Signal, getpid, kill_process};
use signal_hook::consts::{SIGHUP, SIGINT, SIGTERM, SIGTSTP};
use signal_hook::iterator::Signals as Incoming;

use super::raw;

/// What signals said so far.
#[derive(Clone, Debug, Default)]
pub struct Signals {
    hangup: Arc<AtomicBool>,
    interrupt: Arc<AtomicBool>,
    heard: Arc<AtomicBool>,
}

impl Signals {
    /// Begins to listen. Where the host allows no handlers nothing will ever be heard.
    pub fn listen() -> Self {
        let signals = Self::default();
        // The flag keeps a stray SIGINT from ending the program; the editor puts its own handler in front.
        let flagged = signal_hook::flag::register(SIGINT, signals.interrupt.clone());
        if let (Ok(_), Ok(incoming)) = (flagged, Incoming::new([SIGHUP, SIGTERM, SIGTSTP])) {
            let heard = signals.clone();
            thread::spawn(move || heard.follow(incoming));
        }
        signals
    }

    fn follow(&self, mut incoming: Incoming) {
        for signal in incoming.forever() {
            if signal == SIGTSTP {
                raw::while_stopped(|| {
                    let _ = kill_process(getpid(), Signal::STOP);
                });
                continue;
            }
            self.hangup.store(true, Ordering::SeqCst);
            // A read that began between our flag and its own handler would sleep on: wake it until somebody listens.
            for _ in 0..50 {
                if self.heard.load(Ordering::SeqCst) {
                    break;
                }
                wake();
                thread::sleep(Duration::from_millis(100));
            }
        }
    }

    /// Whether the program was told to end. From the first "yes" on nobody is woken any more.
    pub fn is_hangup(&self) -> bool {
        let hangup = self.hangup.load(Ordering::SeqCst);
        if hangup {
            self.heard.store(true, Ordering::SeqCst);
        }
        hangup
    }

    /// Whether SIGINT came since the last look.
    pub fn take_interrupt(&self) -> bool {
        self.interrupt.swap(false, Ordering::SeqCst)
    }
}

/// Ends a read of the keyboard.
fn wake() {
    let _ = kill_process(getpid(), Signal::INT);
}

/// Ends a read of the keyboard after a moment, unless it is called off before. It rings again and again: a signal that
/// comes while the editor is not reading yet would be lost.
#[derive(Debug)]
pub struct Waker(Arc<Mutex<Alarm>>);

#[derive(Debug, Default)]
struct Alarm {
    is_off: bool,
    has_rung: bool,
}

impl Waker {
    /// Time for the editor to work off what it holds.
    const DELAY: Duration = Duration::from_millis(25);

    /// Sets the waker.
    pub fn set() -> Self {
        Self::after(Self::DELAY)
    }

    /// Sets the waker for the first ring after that time.
    pub fn after(first: Duration) -> Self {
        let alarm = Arc::new(Mutex::new(Alarm::default()));
        let waker = Self(alarm.clone());
        thread::spawn(move || {
            let mut nap = first;
            loop {
                thread::sleep(std::mem::replace(&mut nap, Self::DELAY));
                let mut alarm = alarm.lock().unwrap_or_else(PoisonError::into_inner);
                if alarm.is_off {
                    break;
                }
                alarm.has_rung = true;
                wake();
            }
        });
        waker
    }

    /// Calls it off; it does not ring after that. True if it has rung.
    pub fn call_off(self) -> bool {
        let mut alarm = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        alarm.is_off = true;
        alarm.has_rung
    }
}
