#![allow(unsafe_code)]
//! SIGBUS becomes a noted fault instead of the end of the process (shadow-core 6).
//!
//! The host sends SIGBUS when a page of a map cannot be delivered: the file was cut, a read failed, the disk is full.
//! The handler looks the address up in a fixed table of our maps, *notes the fault first*, then puts an anonymous page
//! in the place so that the interrupted copy can run to its end; whoever copied looks at the note after the last byte.
//! An address outside our maps gets the default action. This file never allocates and never locks: all of it may run
//! inside the handler.

use std::sync::Once;
use std::sync::atomic::{AtomicU64, AtomicUsize, Ordering};

/// Most maps at one time.
const SLOTS: usize = 16_384;

/// A start address that marks an entry as taken but not yet filled; no map begins there.
const RESERVED: usize = 1;

/// One map: where it lies and what happened to it.
struct Entry {
    start: AtomicUsize,
    length: AtomicUsize,
    faults: AtomicU64,
    first_offset: AtomicU64,
}

static TABLE: [Entry; SLOTS] = [const {
    Entry {
        start: AtomicUsize::new(0),
        length: AtomicUsize::new(0),
        faults: AtomicU64::new(0),
        first_offset: AtomicU64::new(0),
    }
}; SLOTS];

/// Entries below this number have been used at some time; the handler looks no further.
static USED: AtomicUsize = AtomicUsize::new(0);
static PAGE: AtomicUsize = AtomicUsize::new(4096);
static INSTALL: Once = Once::new();

/// A map watched by the handler, until it is dropped. Drop it before the map itself goes.
#[derive(Debug)]
pub(super) struct Watch(usize);

impl Watch {
    /// Watches `length` bytes from `start`; `None` when the table is full.
    pub(super) fn new(start: *mut u8, length: usize) -> Option<Self> {
        install();
        let free =
            |entry: &Entry| entry.start.compare_exchange(0, RESERVED, Ordering::AcqRel, Ordering::Relaxed).is_ok();
        let index = TABLE.iter().position(free)?;
        let entry = &TABLE[index];
        entry.length.store(length, Ordering::Relaxed);
        entry.faults.store(0, Ordering::Relaxed);
        entry.first_offset.store(0, Ordering::Relaxed);
        entry.start.store(start as usize, Ordering::Release);
        USED.fetch_max(index + 1, Ordering::AcqRel);
        Some(Self(index))
    }

    /// Byte offset of the first fault since the watch began, if there was one.
    #[inline]
    pub(super) fn fault(&self) -> Option<u64> {
        let entry = &TABLE[self.0];
        (entry.faults.load(Ordering::Acquire) != 0).then(|| entry.first_offset.load(Ordering::Relaxed))
    }
}

impl Drop for Watch {
    fn drop(&mut self) {
        TABLE[self.0].start.store(0, Ordering::Release);
    }
}

/// Installs the handler, once.
fn install() {
    INSTALL.call_once(|| {
        // SAFETY: sysconf has no precondition; the action is fully initialized; the handler does only what is safe
        // inside a signal handler (atomics, mmap, sigaction, raise).
        unsafe {
            if let Ok(page) = usize::try_from(libc::sysconf(libc::_SC_PAGESIZE)) {
                PAGE.store(page, Ordering::Relaxed);
            }
            let mut action: libc::sigaction = std::mem::zeroed();
            let handler: extern "C" fn(libc::c_int, *mut libc::siginfo_t, *mut libc::c_void) = on_bus_error;
            action.sa_sigaction = handler as usize;
            action.sa_flags = libc::SA_SIGINFO | libc::SA_ONSTACK | libc::SA_NODEFER;
            libc::sigemptyset(&mut action.sa_mask);
            libc::sigaction(libc::SIGBUS, &action, std::ptr::null_mut());
        }
    });
}

extern "C" fn on_bus_error(_signal: libc::c_int, info: *mut libc::siginfo_t, _context: *mut libc::c_void) {
    // SAFETY: the kernel passes a valid siginfo; errno is thread local; MAP_FIXED replaces one page that lies wholly
    // inside a map of ours, which stays watched while it exists.
    unsafe {
        let errno = *libc::__errno_location();
        let sent_by_kernel = (*info).si_code > 0;
        let address = (*info).si_addr() as usize;
        if !(sent_by_kernel && note(address) && replace_page(address)) {
            die(sent_by_kernel);
        }
        *libc::__errno_location() = errno;
    }
}

/// Notes a fault at `address`; false when the address is in no map of ours.
fn note(address: usize) -> bool {
    let used = USED.load(Ordering::Acquire).min(SLOTS);
    for entry in &TABLE[..used] {
        let start = entry.start.load(Ordering::Acquire);
        if start > RESERVED && address >= start && address - start < entry.length.load(Ordering::Relaxed) {
            let first = entry.first_offset.load(Ordering::Relaxed) == 0 && entry.faults.load(Ordering::Relaxed) == 0;
            if first {
                entry.first_offset.store((address - start) as u64, Ordering::Relaxed);
            }
            entry.faults.fetch_add(1, Ordering::AcqRel);
            return true;
        }
    }
    false
}

/// Puts an anonymous page over the one that could not be delivered.
///
/// # Safety
/// `address` lies in a live map of ours.
unsafe fn replace_page(address: usize) -> bool {
    let page = PAGE.load(Ordering::Relaxed);
    let start = address & !(page - 1);
    // SAFETY: see above; nothing refers to the page's old content but raw copies that check the note afterwards.
    let mapped = unsafe {
        libc::mmap(
            start as *mut libc::c_void,
            page,
            libc::PROT_READ | libc::PROT_WRITE,
            libc::MAP_FIXED | libc::MAP_PRIVATE | libc::MAP_ANONYMOUS,
            -1,
            0,
        )
    };
    mapped != libc::MAP_FAILED
}

/// The default action: the next fault at the address, or a signal to ourselves, ends the process.
///
/// # Safety
/// Only from the handler.
unsafe fn die(will_fault_again: bool) {
    // SAFETY: sigaction and raise may be called in a handler; the action is fully initialized.
    unsafe {
        let mut action: libc::sigaction = std::mem::zeroed();
        action.sa_sigaction = libc::SIG_DFL;
        libc::sigemptyset(&mut action.sa_mask);
        libc::sigaction(libc::SIGBUS, &action, std::ptr::null_mut());
        if !will_fault_again {
            libc::raise(libc::SIGBUS);
        }
    }
}

#[cfg(test)]
mod tests {
    use std::os::unix::process::ExitStatusExt;
    use std::process::Command;

    use super::*;

    /// Names the child's part to the test below when it runs as the child.
    const CHILD: &str = "STORAGE_FOREIGN_BUS_ERROR";

    #[test]
    fn an_address_in_no_map_of_ours_still_kills() {
        if std::env::var_os(CHILD).is_some() {
            fault_in_a_foreign_map();
        }
        let name = "storage::bus_error::tests::an_address_in_no_map_of_ours_still_kills";
        let child = std::env::current_exe().expect("the test program has a name");
        let output = Command::new(child).args(["--exact", name]).env(CHILD, "1").output().expect("the child runs");
        assert_eq!(output.status.signal(), Some(libc::SIGBUS), "{output:?}");
    }

    /// Never returns: reads a mapped page of a file that was cut, in a map that nobody watches.
    fn fault_in_a_foreign_map() {
        let file = tempfile::tempfile().expect("a temporary file");
        file.set_len(8192).expect("it grows");
        let map = memmap2::MmapOptions::new().len(8192).map_raw(&file).expect("it is mapped");
        let watched = Watch::new(map.as_mut_ptr(), 4096).expect("a free entry");
        file.set_len(0).expect("it is cut");
        // SAFETY: both addresses lie in the map; the first is watched, the second is meant to end this process.
        unsafe {
            std::ptr::read_volatile(map.as_ptr());
            assert_eq!(watched.fault(), Some(0));
            std::ptr::read_volatile(map.as_ptr().add(4096));
        }
    }

    #[test]
    fn a_signal_from_outside_has_its_default_action() {
        const SENT: &str = "STORAGE_SENT_BUS_ERROR";
        if std::env::var_os(SENT).is_some() {
            install();
            // SAFETY: raise has no precondition.
            unsafe { libc::raise(libc::SIGBUS) };
        }
        let name = "storage::bus_error::tests::a_signal_from_outside_has_its_default_action";
        let child = std::env::current_exe().expect("the test program has a name");
        let output = Command::new(child).args(["--exact", name]).env(SENT, "1").output().expect("the child runs");
        assert_eq!(output.status.signal(), Some(libc::SIGBUS), "{output:?}");
    }
}
