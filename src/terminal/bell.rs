//! The line editor's own terminal.
//!
//! Rustyline reads standard input as far as it can, and keeps what it does not need yet where nobody else finds it. It
//! therefore gets a private terminal there, on which one character is sent for each key that it may take, when it may take it:
//! the keys themselves stay in the keyboard's queue. What it writes goes to the real terminal.

use std::io;
use std::os::fd::{AsFd, OwnedFd};

use rustix::io::fcntl_dupfd_cloexec;
use rustix::pty::{OpenptFlags, ioctl_tiocgptpeer, openpt, unlockpt};
use rustix::stdio::{dup2_stdin, stdin};

use super::raw::make_raw;

/// The lowest number for a descriptor that is no standard stream.
const ABOVE_STREAMS: i32 = 3;

/// Standard input as it was, which comes back when this is dropped.
#[derive(Debug)]
pub struct RealInput(OwnedFd);

impl RealInput {
    /// Puts the private terminal in the place of standard input; its other end, the bell, comes with it.
    ///
    /// # Errors
    /// What the host says when it has no terminal to give.
    pub fn replace() -> io::Result<(Self, OwnedFd)> {
        let flags = OpenptFlags::RDWR | OpenptFlags::NOCTTY | OpenptFlags::CLOEXEC;
        let bell = openpt(flags)?;
        unlockpt(&bell)?;
        let private = ioctl_tiocgptpeer(&bell, flags)?;
        make_raw(private.as_fd())?;
        let real = Self(fcntl_dupfd_cloexec(stdin(), ABOVE_STREAMS)?);
        dup2_stdin(&private)?;
        Ok((real, bell))
    }

    /// A descriptor of the real terminal.
    ///
    /// # Errors
    /// The host has none left.
    pub fn another(&self) -> io::Result<OwnedFd> {
        self.0.try_clone()
    }
}

impl Drop for RealInput {
    fn drop(&mut self) {
        // The program is about to end; who cannot be given back the input will not miss it.
        let _ = dup2_stdin(&self.0);
    }
}
