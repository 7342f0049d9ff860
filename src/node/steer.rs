//! The engine's side of SET SHADOW's orders: how a set's I/O is steered, stalled and paused.

use std::sync::atomic::Ordering;
use std::sync::{MutexGuard, PoisonError};
use std::time::Duration;

use crate::clock::Millis;
use crate::shadow::{Input, Orders, UnitState};

use super::patience;
use super::set::{ShadowSet, Shared};
use super::verify::NAP;

impl ShadowSet {
    /// Changes the orders of this node for the set.
    pub fn steer(&self, change: impl FnOnce(&mut Orders)) {
        let mut shared = self.lock();
        self.tick(&mut shared);
        let mut orders = shared.core.orders();
        change(&mut orders);
        self.feed(&mut shared, Input::Steer(orders), None);
        self.wake.notify_all();
        self.finish(shared);
    }

    /// Whether a write that comes now would be stalled.
    pub fn stalls_writes(&self) -> bool {
        let mut shared = self.lock();
        if shared.core.orders().stalled_until.is_none() {
            return false;
        }
        self.tick(&mut shared);
        shared.core.orders().stalled_until.is_some()
    }

    /// The copy or merge under way gives its thread up: it is pending until its next turn.
    pub fn pause(&self) {
        let mut shared = self.lock();
        self.tick(&mut shared);
        let view = shared.core.view();
        let ops = view.next_copy().map(|copy| copy.op).into_iter().chain(view.merge.map(|merge| merge.op));
        for op in ops.collect::<Vec<_>>() {
            self.feed(&mut shared, Input::Pause { op }, None);
        }
        self.finish(shared);
    }

    /// Whether the set is still there to be worked on.
    pub fn is_mounted(&self) -> bool {
        !matches!(self.lock().core.state(), UnitState::Dismounted)
    }

    /// Sleeps until there is news, but no longer than writes are stalled. On the virtual clock nobody else lets time pass
    /// while a command waits: its waiting does.
    pub(super) fn sleep<'a>(&'a self, shared: MutexGuard<'a, Shared>) -> MutexGuard<'a, Shared> {
        let clock = &self.around.clock;
        let left = shared.core.orders().stalled_until.map(|until| until.0.saturating_sub(clock.millis().0));
        let mut shared = match left {
            Some(left) if clock.is_virtual() => {
                clock.advance(Millis(left));
                shared
            }
            _ => {
                self.sleepers.fetch_add(1, Ordering::SeqCst);
                let shared = match left {
                    Some(left) => {
                        let limit = Duration::from_millis(left.max(1));
                        self.wake.wait_timeout(shared, limit).unwrap_or_else(PoisonError::into_inner).0
                    }
                    // Whoever may end the wait is asked now and then.
                    None if patience::has_end() => {
                        self.wake.wait_timeout(shared, NAP).unwrap_or_else(PoisonError::into_inner).0
                    }
                    None => self.wake.wait(shared).unwrap_or_else(PoisonError::into_inner),
                };
                self.sleepers.fetch_sub(1, Ordering::SeqCst);
                shared
            }
        };
        if left.is_some() {
            self.tick(&mut shared);
        }
        shared
    }
}
