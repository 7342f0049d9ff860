//! Raw mode: keys come one by one and nothing is echoed. It is on as long as the terminal is ours, so that whatever is
//! typed meets the same mode, whenever it comes. Output keeps the host's line ends.
//!
//! Whatever happens - the session ends, the program panics or is stopped - the terminal gets its mode back. At the end what
//! was typed and not read is dropped: it was not meant for the host.

use std::io;
use std::os::fd::{BorrowedFd, OwnedFd};
use std::sync::{Mutex, Once, PoisonError};

use rustix::termios::{
    ControlModes, InputModes, LocalModes, OptionalActions, OutputModes, SpecialCodeIndex, Termios, tcgetattr, tcsetattr,
};

/// The terminal that is in raw mode, and the mode that it gets back: what a stop or a panic in any thread has to know.
static HELD: Mutex<Option<(OwnedFd, Termios)>> = Mutex::new(None);

/// Raw mode, until dropped.
#[derive(Debug)]
pub struct Raw(());

/// Switches raw mode on; the mode before.
pub(super) fn make_raw(terminal: BorrowedFd<'_>) -> io::Result<Termios> {
    let before = tcgetattr(terminal)?;
    let mut mode = before.clone();
    mode.input_modes -= InputModes::BRKINT
        | InputModes::ICRNL
        | InputModes::IGNCR
        | InputModes::INLCR
        | InputModes::INPCK
        | InputModes::ISTRIP
        | InputModes::IXON
        | InputModes::PARMRK;
    mode.output_modes |= OutputModes::OPOST | OutputModes::ONLCR;
    mode.control_modes |= ControlModes::CS8;
    mode.local_modes -=
        LocalModes::ECHO | LocalModes::ECHONL | LocalModes::ICANON | LocalModes::IEXTEN | LocalModes::ISIG;
    mode.special_codes[SpecialCodeIndex::VMIN] = 1;
    mode.special_codes[SpecialCodeIndex::VTIME] = 0;
    tcsetattr(terminal, OptionalActions::Now, &mode)?;
    Ok(before)
}

fn give_back(how: OptionalActions) {
    if let Some((terminal, before)) = &*HELD.lock().unwrap_or_else(PoisonError::into_inner) {
        // A terminal that is gone needs no mode.
        let _ = tcsetattr(terminal, how, before);
    }
}

impl Raw {
    /// Switches raw mode on.
    ///
    /// # Errors
    /// What the host says of the terminal.
    pub fn on(terminal: OwnedFd) -> io::Result<Self> {
        static HOOK: Once = Once::new();
        HOOK.call_once(|| {
            let report = std::panic::take_hook();
            std::panic::set_hook(Box::new(move |panic| {
                give_back(OptionalActions::Now);
                report(panic);
            }));
        });
        let before = make_raw(std::os::fd::AsFd::as_fd(&terminal))?;
        *HELD.lock().unwrap_or_else(PoisonError::into_inner) = Some((terminal, before));
        Ok(Self(()))
    }
}

impl Drop for Raw {
    fn drop(&mut self) {
        give_back(OptionalActions::Flush);
        *HELD.lock().unwrap_or_else(PoisonError::into_inner) = None;
    }
}

/// Gives the terminal back during `stop`, in which the program stands still.
pub fn while_stopped(stop: impl FnOnce()) {
    give_back(OptionalActions::Now);
    stop();
    if let Some((terminal, _)) = &*HELD.lock().unwrap_or_else(PoisonError::into_inner) {
        let _ = make_raw(std::os::fd::AsFd::as_fd(terminal));
    }
}
