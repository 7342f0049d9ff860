//! The schedule of a world: any pending step, in any order, until nothing is pending.

use super::world::{World, trace};
use crate::blocks::BlockCount;
use crate::shadow::{Grant, Input, LockKind, LockValue};

/// Which of the pending steps comes next.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Pace {
    /// Any.
    #[default]
    Even,
    /// What was begun last goes on mostly, so that others stand still for long.
    Bursts,
    /// Young ones mostly.
    Young,
}

impl Pace {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::Even, Self::Bursts, Self::Young];
}

/// What a world unwinds with that was to stop at a step.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Stopped;

impl World {
    /// Steps that could be taken now.
    #[inline]
    pub(super) fn pending(&self) -> usize {
        let grant = usize::from(!self.lock_held && !self.lock_queue.is_empty());
        self.tasks.len()
            + self.admitted.len()
            + self.busy_links.count_ones() as usize
            + grant
            + usize::from(self.grants_hold())
    }

    #[inline]
    fn grants_hold(&self) -> bool {
        !self.hold_held && !self.hold_queue.is_empty()
    }

    /// Takes one pending step, any of them. `false` when there is none.
    pub fn step(&mut self) -> bool {
        let pending = self.pending();
        if pending == 0 {
            return false;
        }
        if self.stop_at == Some(self.steps) {
            std::panic::resume_unwind(Box::new(Stopped));
        }
        self.steps += 1;
        let mut at = self.pick(pending);
        let tasks = self.tasks.len();
        if at < tasks {
            self.step_task(at);
            self.hot = if self.tasks.len() == tasks { at } else { self.tasks.len().saturating_sub(1) };
            return true;
        }
        at -= self.tasks.len();
        if at < self.admitted.len() {
            let irp = self.admitted.swap_remove(at);
            self.start_write(irp);
            return true;
        }
        at -= self.admitted.len();
        let mut busy = self.busy_links;
        if at < busy.count_ones() as usize {
            (0..at).for_each(|_| busy &= busy - 1);
            self.deliver(busy.trailing_zeros() as usize);
            return true;
        }
        self.grant += 1;
        if at == busy.count_ones() as usize && self.grants_hold() {
            self.hold_held = true;
            let (lock, grant, value) = (LockKind::Hold, Grant(self.grant), LockValue::default());
            trace!(self, "node {}: is granted the hold lock", self.hold_queue[0]);
            self.feed(self.hold_queue[0], Input::Granted { lock, grant, value });
            return true;
        }
        self.lock_held = true;
        let node = self.lock_queue[0];
        let value = LockValue { invalid: self.lock_invalid, ..LockValue::default() };
        let (lock, grant) = (LockKind::Unit, Grant(self.grant));
        trace!(self, "node {node}: is granted the lock, {}", grant.0);
        self.feed(node, Input::Granted { lock, grant, value });
        true
    }

    /// Which of so many pending steps comes next; tasks come first, in the order in which they were begun.
    #[inline]
    fn pick(&mut self, pending: usize) -> usize {
        match self.pace {
            Pace::Even => self.choices.below(pending),
            Pace::Bursts if self.hot < self.tasks.len() && self.choices.below(8) > 0 => self.hot,
            Pace::Bursts => self.choices.below(pending),
            Pace::Young => self.choices.below(pending).max(self.choices.below(pending)),
        }
    }

    /// Steps after which something that has not ended never will.
    fn patience(&self) -> usize {
        4_000 * self.layout.live()
    }

    /// Gives every node with a copy to run a turn.
    pub fn turn(&mut self, budget: u64) {
        for node in 0..self.nodes.len() {
            if let Some(op) = self.nodes[node].unit.copy_work() {
                trace!(self, "node {node}: turn for {budget} blocks");
                self.feed(node, Input::Turn { op, budget: BlockCount(budget) });
            }
        }
    }

    /// Runs until the condition holds.
    pub fn run_until(&mut self, done: impl Fn(&Self) -> bool) {
        for _ in 0..self.patience() {
            if done(self) {
                return;
            }
            if !self.step() {
                self.turn(300);
                assert!(self.pending() > 0 || done(self), "deadlock: nothing is pending");
            }
        }
        panic!("it never happened");
    }

    /// Runs until nothing is pending, copies included.
    pub fn run(&mut self) {
        for _ in 0..self.patience() {
            if !self.step() {
                self.turn(300);
                if self.pending() == 0 {
                    return;
                }
            }
        }
        panic!("livelock: steps go on for ever");
    }

    /// Runs until nothing is pending, without turns for copies.
    pub fn settle(&mut self) {
        for _ in 0..self.patience() {
            if !self.step() {
                return;
            }
        }
        panic!("livelock: steps go on for ever");
    }
}
