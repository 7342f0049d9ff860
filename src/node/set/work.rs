//! What the threads in a set perform: turns of copies, their passes, and the steps of changes. Nothing of it under the
//! lock.

use std::sync::atomic::Ordering;
use std::sync::{Arc, MutexGuard, PoisonError};

use super::{ShadowSet, Shared, Transfer};
use crate::blocks::{BlockCount, RANGE_BLOCKS};
use crate::node::verify::STEP;
use crate::shadow::{BlockMap, Effect, Input, OpId, Verdict};

/// What a turn of a copy did.
#[derive(Clone, Copy, Debug, Default)]
pub(in crate::node) struct TurnDone {
    /// Blocks that its passes looked at.
    pub blocks: u64,
    /// Whether it did anything.
    pub worked: bool,
    /// Its passes met holes only.
    pub holes: bool,
    /// Milliseconds that slow disks took.
    pub delay: u64,
}

impl TurnDone {
    /// Its I/Os, of one range each.
    pub fn ios(self) -> u64 {
        self.blocks.div_ceil(RANGE_BLOCKS)
    }
}

impl ShadowSet {
    /// Gives a copy a turn of at most `budget` blocks and performs what it asks for.
    pub fn turn(&self, op: OpId, budget: BlockCount) -> TurnDone {
        let mut shared = self.lock();
        if shared.copying {
            return TurnDone::default();
        }
        shared.copying = true;
        self.tick(&mut shared);
        self.feed(&mut shared, Input::Turn { op, budget }, None);
        let mut done = TurnDone::default();
        while let Some(transfer) = shared.copies.pop_front() {
            done.worked = true;
            done.blocks += transfer.only.map_or(transfer.range.count.0, BlockMap::len);
            shared = self.perform_copy(shared, &transfer);
            done.delay += std::mem::take(&mut shared.delay);
        }
        shared.copying = false;
        done.holes = done.worked && self.scratch.lock().unwrap_or_else(PoisonError::into_inner).was_hole;
        done.worked |= !shared.steps.is_empty();
        self.finish(shared);
        done.delay += self.take_owed();
        done
    }

    /// Does a step or a transfer of a copy that nobody else does, else sleeps until there is news.
    pub(super) fn work_or_wait<'a>(&'a self, mut shared: MutexGuard<'a, Shared>) -> MutexGuard<'a, Shared> {
        if !shared.steps.is_empty() && !shared.stepping {
            return self.perform_steps(shared);
        }
        if !shared.copying
            && let Some(transfer) = shared.copies.pop_front()
        {
            shared.copying = true;
            shared = self.perform_copy(shared, &transfer);
            shared.copying = false;
            return shared;
        }
        if self.around.clock.is_virtual() && shared.core.is_verifying() {
            // Nobody but the one who waits lets time pass.
            drop(shared);
            if self.around.watcher.let_time_pass(STEP) {
                return self.lock();
            }
            shared = self.lock();
        }
        self.sleep(shared)
    }

    /// Leaves the set with no step undone.
    pub(in crate::node) fn finish(&self, shared: MutexGuard<'_, Shared>) {
        let mut shared = shared;
        while !shared.steps.is_empty() && !shared.stepping {
            shared = self.perform_steps(shared);
        }
    }

    /// Performs all steps, in order, outside the lock.
    fn perform_steps<'a>(&'a self, mut shared: MutexGuard<'a, Shared>) -> MutexGuard<'a, Shared> {
        shared.stepping = true;
        while let Some(step) = shared.steps.pop_front() {
            if let Effect::WriteScb { member, device, .. } = &step {
                shared.table = Arc::new(shared.table.with(*member, *device, &self.around.disks));
            }
            let table = Arc::clone(&shared.table);
            drop(shared);
            let answer = self.perform_step(&table, step);
            shared = self.lock();
            if let Some(input) = answer {
                self.tick(&mut shared);
                if let Input::StepDone { failed, .. } = input {
                    self.note_failures(&mut shared, failed);
                }
                self.feed(&mut shared, input, None);
            }
        }
        shared.stepping = false;
        if self.sleepers.load(Ordering::SeqCst) > 0 {
            self.wake.notify_all();
        }
        shared
    }

    /// Performs one pass of a copy, outside the lock, and reports it.
    fn perform_copy<'a>(&'a self, mut shared: MutexGuard<'a, Shared>, transfer: &Transfer) -> MutexGuard<'a, Shared> {
        let table = Arc::clone(&shared.table);
        let watch = shared.queue.watch(transfer.range);
        let members_changed = shared.passes_version != shared.table_version;
        shared.passes_version = shared.table_version;
        drop(shared);
        if members_changed {
            self.scratch.lock().unwrap_or_else(PoisonError::into_inner).forget();
        }
        let (failed, mut verdict) = self.perform_pass(&table, transfer);
        self.note_pass(&table, transfer, (failed, verdict), false);
        let delay = self.scratch.lock().unwrap_or_else(PoisonError::into_inner).delay;
        shared = self.lock();
        shared.delay = delay;
        let undisturbed = shared.queue.end_watch(watch);
        if let Verdict::Wrote { alone, .. } = &mut verdict {
            *alone = undisturbed;
        }
        self.note_failures(&mut shared, failed);
        self.feed(&mut shared, Input::IoDone { token: transfer.token, failed, verdict }, None);
        shared
    }
}
