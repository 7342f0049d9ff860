//! Who runs copies, and when: at most SHADOW_MAX_COPY at once, in the order of the sets' priorities.
//!
//! Under the real clock a background thread for each copy gives turns as fast as the host allows, or as the devices'
//! rate says, and yields to applications. Under the virtual clock nothing runs by itself: [`Recovery::advance`] gives
//! what the time is worth, so that every percentage is the same on every machine. Decides nothing about members.

use std::collections::HashMap;
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::thread::JoinHandle;
use std::time::Duration;

use crate::blocks::{BLOCK_BYTES, BlockCount, RANGE_BLOCKS};
use crate::clock::Millis;

use super::set::{ShadowSet, Surroundings, TurnDone};

/// Bytes a second of a device without a rate, under the virtual clock.
const VIRTUAL_RATE: u64 = 4 << 20;

/// Blocks of a turn without a rate: 1 MiB in whole ranges.
const TURN_BLOCKS: u64 = 16 * RANGE_BLOCKS;

/// How long a turn without a rate may last that meets nothing but holes.
const TURN_MICROS: u64 = 1_000;

/// How long a worker that has nothing to do sleeps before it looks again.
const NAP: Duration = Duration::from_millis(20);

/// The copies of a node.
#[derive(Debug)]
pub(super) struct Recovery {
    around: Arc<Surroundings>,
    shared: Arc<Shared>,
    workers: Mutex<Vec<JoinHandle<()>>>,
}

#[derive(Debug, Default)]
struct Shared {
    state: Mutex<State>,
    ended: Condvar,
    processors: Processors,
}

/// Recoveries that compare at once: more than the host has processors would only stand in each other's way, and in that
/// of applications.
#[derive(Debug)]
struct Processors {
    free: Mutex<usize>,
    freed: Condvar,
}

impl Default for Processors {
    fn default() -> Self {
        let count = std::thread::available_parallelism().map_or(1, usize::from);
        Self { free: Mutex::new(count), freed: Condvar::new() }
    }
}

impl Processors {
    /// Does a turn's work when a processor is free for it.
    fn with<T>(&self, work: impl FnOnce() -> T) -> T {
        let mut free = self.free.lock().unwrap_or_else(PoisonError::into_inner);
        while *free == 0 {
            free = self.freed.wait(free).unwrap_or_else(PoisonError::into_inner);
        }
        *free -= 1;
        drop(free);
        let done = work();
        *self.free.lock().unwrap_or_else(PoisonError::into_inner) += 1;
        self.freed.notify_one();
        done
    }
}

#[derive(Debug, Default)]
struct State {
    /// Sets that this node works on, in the order of recovery.
    order: Vec<Arc<ShadowSet>>,
    /// Sets whose copies have a thread; they keep it until the copies end or SET SHADOW/EVALUATE=RESOURCES takes it.
    running: Vec<Arc<ShadowSet>>,
    /// Grows with every evaluation: threads give up what they began before it.
    evaluation: u64,
    /// Under the virtual clock: bytes that a set's copy may still move.
    credit: HashMap<u16, i64>,
    threads: u32,
    stopping: bool,
}

impl Recovery {
    pub fn new(around: Arc<Surroundings>) -> Self {
        Self { around, shared: Arc::default(), workers: Mutex::default() }
    }

    /// Takes note of the sets that may have copies, first in the order of recovery first, and starts what can start.
    pub fn look_for_work(&self, order: Vec<Arc<ShadowSet>>) {
        let wanted = {
            let mut state = self.shared.lock();
            state.order = order;
            if self.around.clock.is_virtual() || state.stopping {
                return;
            }
            let waiting = state.order.iter().filter(|set| !state.runs(set) && set.needs_recovery()).count();
            let room = self.around.parameter("SHADOW_MAX_COPY").saturating_sub(state.threads);
            let wanted = room.min(u32::try_from(waiting).unwrap_or(room));
            state.threads += wanted;
            wanted
        };
        let mut workers = self.workers.lock().unwrap_or_else(PoisonError::into_inner);
        workers.retain(|worker| !worker.is_finished());
        for _ in 0..wanted {
            let (shared, around) = (Arc::clone(&self.shared), Arc::clone(&self.around));
            let spawned = std::thread::Builder::new().name("recovery".to_owned()).spawn(move || shared.work(&around));
            match spawned {
                Ok(worker) => workers.push(worker),
                Err(_) => self.shared.lock().threads -= 1,
            }
        }
    }

    /// Gives copies the time that has passed on a virtual clock.
    pub fn advance(&self, by: Millis) {
        if !self.around.clock.is_virtual() {
            return;
        }
        for set in self.shared.virtual_sets(&self.around) {
            if set.is_verifying() {
                // Time in which a copy cannot work is not made up for later.
                continue;
            }
            let rate = rate(&set).unwrap_or(VIRTUAL_RATE).max(1);
            let earned = i64::try_from(rate * by.0 / 1000).unwrap_or(i64::MAX);
            let mut credit = self.shared.lock().credit.get(&set.unit).copied().unwrap_or(0).saturating_add(earned);
            while credit > 0 {
                let Some(op) = set.recovery_work() else { break };
                let merges = set.is_merge(op);
                let done = set.turn(op, BlockCount(RANGE_BLOCKS));
                let mut bytes = done.blocks * BLOCK_BYTES as u64 + done.delay * rate / 1000;
                if merges && done.worked {
                    let alone = RANGE_BLOCKS * BLOCK_BYTES as u64 * 1_000_000 / rate;
                    bytes += set.merge_delay(op, done.ios(), alone) * rate / 1_000_000;
                }
                credit -= i64::try_from(bytes).unwrap_or(i64::MAX);
                if !done.worked {
                    break;
                }
            }
            let mut state = self.shared.lock();
            if set.needs_recovery() {
                state.credit.insert(set.unit, credit);
            } else {
                state.credit.remove(&set.unit);
            }
        }
    }

    /// SET SHADOW/EVALUATE=RESOURCES: what runs gives its thread up, and work starts again in the order of `order`.
    pub fn evaluate(&self, order: Vec<Arc<ShadowSet>>) {
        if !self.around.clock.is_virtual() {
            self.shared.lock().evaluation += 1;
            self.shared.ended.notify_all();
            return self.look_for_work(order);
        }
        let before = {
            let mut state = self.shared.lock();
            state.order = order;
            std::mem::take(&mut state.running)
        };
        before.iter().for_each(|set| set.pause());
    }

    /// Ends all threads; no copy goes on afterwards. Returns when nothing moves any more.
    pub fn stop(&self) {
        let order = {
            let mut state = self.shared.lock();
            state.stopping = true;
            std::mem::take(&mut state.order)
        };
        order.iter().for_each(|set| set.wake_all());
        let workers = std::mem::take(&mut *self.workers.lock().unwrap_or_else(PoisonError::into_inner));
        for worker in workers {
            drop(worker.join());
        }
    }
}

impl Drop for Recovery {
    fn drop(&mut self) {
        self.stop();
    }
}

impl State {
    fn runs(&self, set: &ShadowSet) -> bool {
        self.running.iter().any(|known| known.unit == set.unit)
    }
}

impl Shared {
    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The sets whose copies run under the virtual clock: those that ran go on, others fill up.
    fn virtual_sets(&self, around: &Surroundings) -> Vec<Arc<ShadowSet>> {
        let room = around.parameter("SHADOW_MAX_COPY") as usize;
        let mut state = self.lock();
        let mut chosen = std::mem::take(&mut state.running);
        chosen.retain(|set| set.is_mounted() && set.needs_recovery());
        for set in &state.order {
            if chosen.len() < room && !chosen.iter().any(|known| known.unit == set.unit) && set.needs_recovery() {
                chosen.push(Arc::clone(set));
            }
        }
        state.running.clone_from(&chosen);
        chosen
    }

    /// A worker: one set after the other, until none has a copy that nobody runs or SHADOW_MAX_COPY allows fewer threads.
    fn work(&self, around: &Surroundings) {
        loop {
            let (set, evaluation) = {
                let mut state = self.lock();
                let allowed = state.threads <= around.parameter("SHADOW_MAX_COPY") && !state.stopping;
                let free = |set: &&Arc<ShadowSet>| !state.runs(set) && set.needs_recovery();
                let next = if allowed { state.order.iter().find(free).cloned() } else { None };
                let Some(set) = next else {
                    state.threads -= 1;
                    self.ended.notify_all();
                    return;
                };
                state.running.push(Arc::clone(&set));
                (set, state.evaluation)
            };
            self.run_copies(around, &set, evaluation);
            self.lock().running.retain(|known| known.unit != set.unit);
        }
    }

    /// Runs the copies of a set to their ends, or until a new evaluation takes the thread.
    fn run_copies(&self, around: &Surroundings, set: &ShadowSet, evaluation: u64) {
        let begun = around.clock.millis();
        let mut moved = 0;
        let mut delayed = 0;
        while set.needs_recovery() && set.is_mounted() {
            let state = self.lock();
            if state.stopping {
                return;
            }
            if state.evaluation != evaluation {
                drop(state);
                return set.pause();
            }
            drop(state);
            let Some(op) = set.recovery_work() else {
                set.wait_a_little(NAP);
                continue;
            };
            let before = set.traffic();
            let rate = rate(set);
            let budget = if rate.is_some() { RANGE_BLOCKS } else { TURN_BLOCKS };
            let merges = set.is_merge(op);
            let (done, took) = self.processors.with(|| {
                let started = around.clock.micros();
                let took = || around.clock.micros().saturating_sub(started);
                let mut done = set.turn(op, BlockCount(budget));
                // Holes cost next to nothing: a turn goes on to the data behind them.
                while done.holes && rate.is_none() && took() < TURN_MICROS {
                    let next = set.turn(op, BlockCount(budget));
                    let (blocks, delay) = (done.blocks + next.blocks, done.delay + next.delay);
                    done = TurnDone { blocks, worked: true, holes: next.holes, delay };
                }
                (done, took())
            });
            moved += done.blocks * BLOCK_BYTES as u64;
            delayed += done.delay * 1000;
            if let Some(rate) = rate {
                if merges && done.worked {
                    let alone = RANGE_BLOCKS * BLOCK_BYTES as u64 * 1_000_000 / rate.max(1);
                    delayed += set.merge_delay(op, done.ios(), alone);
                }
                let due = begun.0 + moved * 1000 / rate.max(1) + delayed / 1000;
                self.pause(Duration::from_millis(due.saturating_sub(around.clock.millis().0)));
            } else if !done.worked {
                set.wait_a_little(NAP);
            } else {
                let merged = if merges { done.ios() } else { 0 };
                let delay = if merged > 0 { set.merge_delay(op, merged, took / merged) } else { 0 };
                // Applications at work get every second turn at least.
                let turn = if set.traffic() == before { 0 } else { took.clamp(1_000, 5_000) };
                self.pause(Duration::from_micros(delay.max(turn) + done.delay * 1000));
            }
        }
    }

    /// Sleeps, but not past a stop.
    fn pause(&self, how_long: Duration) {
        if !how_long.is_zero() {
            let state = self.lock();
            drop(self.ended.wait_timeout_while(state, how_long, |state| !state.stopping));
        }
    }
}

/// Bytes a second that the slowest configured disk of the set moves; `None` when none has a rate.
fn rate(set: &ShadowSet) -> Option<u64> {
    let table = std::sync::Arc::clone(&set.lock().table);
    table.disks().filter_map(|disk| disk.config().rate).min()
}
