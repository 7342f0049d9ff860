//! Being told to end while nobody sits there: the session ends where it stands in its input, or at the next look of the
//! command that runs, and whoever was told suspends the site then.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

/// Shared by a session's input and by who is told to end it.
#[derive(Clone, Debug, Default)]
pub struct Ending {
    told: Arc<AtomicBool>,
    /// Whether the session waits for input. Who holds this keeps it from going on.
    waits: Arc<Mutex<bool>>,
    /// Wakes who rests.
    news: Arc<(Mutex<()>, Condvar)>,
}

impl Ending {
    /// Tells the session to end.
    pub fn tell(&self) {
        // Under the lock, so that one who is about to rest has not looked before and sleeps after.
        let _rests = self.news.0.lock().unwrap_or_else(PoisonError::into_inner);
        self.told.store(true, Ordering::SeqCst);
        self.news.1.notify_all();
    }

    /// Whether it was told.
    pub fn is_told(&self) -> bool {
        self.told.load(Ordering::SeqCst)
    }

    /// Lets that time pass, or what is left of it when the session is told to end.
    pub(super) fn rest(&self, limit: Duration) {
        let rests = self.news.0.lock().unwrap_or_else(PoisonError::into_inner);
        drop(self.news.1.wait_timeout_while(rests, limit, |()| !self.is_told()));
    }

    /// The session begins to wait for input.
    pub(super) fn begin_to_wait(&self) {
        *self.lock() = true;
    }

    /// It has input, or the end of it. Does not come back while somebody holds the session.
    pub(super) fn end_waiting(&self) {
        *self.lock() = false;
    }

    /// Keeps a session that waits for input where it is; `None` when it does not wait.
    pub fn hold(&self) -> Option<Held<'_>> {
        let waits = self.lock();
        waits.then_some(Held { _waits: waits })
    }

    fn lock(&self) -> MutexGuard<'_, bool> {
        self.waits.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// A session that cannot go on while this lives.
pub struct Held<'a> {
    _waits: MutexGuard<'a, bool>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_session_that_waits_can_be_held() {
        let ending = Ending::default();
        assert!(ending.hold().is_none() && !ending.is_told());
        ending.begin_to_wait();
        let held = ending.hold().expect("it waits");
        let other = ending.clone();
        let session = std::thread::spawn(move || {
            other.end_waiting();
            other.is_told()
        });
        ending.tell();
        drop(held);
        assert!(session.join().unwrap() && ending.hold().is_none());
    }

    #[test]
    fn who_rests_is_woken_by_the_end() {
        let ending = Ending::default();
        ending.rest(Duration::ZERO);
        let other = ending.clone();
        let session = std::thread::spawn(move || other.rest(Duration::MAX));
        ending.tell();
        session.join().unwrap();
    }
}
