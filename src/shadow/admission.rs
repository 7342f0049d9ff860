//! The admission queue: overlapping application writes are put in order before they reach a core.
//!
//! One for each set and process, under the same lock as its units; it knows nothing of members. Accepted writes never
//! overlap (shadow-core 0.5, P3). It also tells a copier whether a write came near while it looked away.

use std::collections::VecDeque;

use super::ids::Irp;
use crate::blocks::{Lbn, LbnRange};

/// A write that was accepted and not completed.
#[derive(Clone, Copy, Debug)]
struct Accepted {
    start: Lbn,
    end: Lbn,
    irp: Irp,
}

/// A stop of writes to a range; see [`AdmissionQueue::stop`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Stop(Irp, LbnRange);

/// Numbers of stops: above those that requests get.
const STOPS: u64 = 1 << 63;

/// A watch over a range; see [`AdmissionQueue::watch`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Watch(u64);

/// Ranges of accepted writes and the writes that wait for them.
#[derive(Debug, Default)]
pub struct AdmissionQueue {
    /// Sorted by block; accepted writes are disjoint, so that a neighbour tells about overlap. A search in one short
    /// vector beats a keyed table up to some hundreds of writes in flight, and allocates nothing.
    accepted: Vec<Accepted>,
    waiting: VecDeque<(Irp, LbnRange)>,
    watches: Vec<(u64, LbnRange, bool)>,
    last_watch: u64,
    last_stop: u64,
}

impl AdmissionQueue {
    /// An empty queue.
    pub fn new() -> Self {
        Self::default()
    }

    /// Whether the write may go to its core now. Otherwise it waits, behind every earlier write that it overlaps, and a
    /// later [`AdmissionQueue::release`] hands it out.
    pub fn admit(&mut self, irp: Irp, range: LbnRange) -> bool {
        if self.waiting.iter().any(|(_, earlier)| earlier.overlaps(range)) || self.is_open(range) {
            self.waiting.push_back((irp, range));
            return false;
        }
        self.accept(irp, range);
        true
    }

    /// Takes a completed write out and adds the writes that may go to their cores now to `started`, in order.
    ///
    /// # Panics
    /// When the write was not accepted.
    pub fn release(&mut self, irp: Irp, range: LbnRange, started: &mut Vec<(Irp, LbnRange)>) {
        let at = self.accepted.partition_point(|write| write.start < range.start);
        let write = self.accepted.remove(at);
        assert!(write.irp == irp && write.end == range.end(), "P3: {irp:?} completes {range:?}, which is {write:?}");
        if !self.waiting.is_empty() {
            self.start_waiting(started);
        }
    }

    /// Takes back a write that waits; `false` when it does not.
    pub fn cancel(&mut self, irp: Irp, started: &mut Vec<(Irp, LbnRange)>) -> bool {
        let before = self.waiting.len();
        self.waiting.retain(|(waiting, _)| *waiting != irp);
        let found = self.waiting.len() < before;
        if found {
            self.start_waiting(started);
        }
        found
    }

    /// Asks that no write be in flight in a range: the stop has its turn like a write, and writes that overlap it wait
    /// until [`AdmissionQueue::end_stop`].
    pub fn stop(&mut self, range: LbnRange) -> Stop {
        self.last_stop += 1;
        let irp = Irp(STOPS | self.last_stop);
        self.admit(irp, range);
        Stop(irp, range)
    }

    /// Whether the stop has had its turn: no write is in flight there.
    pub fn stands(&self, stop: Stop) -> bool {
        self.accepted.iter().any(|write| write.irp == stop.0)
    }

    /// Ends a stop, whether it had its turn or not, and adds the writes that may go to their cores now to `started`.
    pub fn end_stop(&mut self, stop: Stop, started: &mut Vec<(Irp, LbnRange)>) {
        if !self.cancel(stop.0, started) {
            self.release(stop.0, stop.1, started);
        }
    }

    /// Begins to look at a range: [`AdmissionQueue::end_watch`] tells whether any write overlapped it meanwhile.
    pub fn watch(&mut self, range: LbnRange) -> Watch {
        self.last_watch += 1;
        let disturbed = self.is_open(range);
        self.watches.push((self.last_watch, range, disturbed));
        Watch(self.last_watch)
    }

    /// Ends a watch: `true` when no overlapping write was in flight at any time since it began.
    pub fn end_watch(&mut self, watch: Watch) -> bool {
        match self.watches.iter().position(|(id, ..)| *id == watch.0) {
            Some(at) => !self.watches.swap_remove(at).2,
            None => false,
        }
    }

    /// Writes accepted and not completed.
    pub fn in_flight(&self) -> usize {
        self.accepted.len()
    }

    /// Writes that wait for others.
    pub fn queued(&self) -> usize {
        self.waiting.len()
    }

    /// Whether an accepted write overlaps the range.
    fn is_open(&self, range: LbnRange) -> bool {
        let behind = self.accepted.partition_point(|write| write.start < range.end());
        behind > 0 && self.accepted[behind - 1].end > range.start && !range.is_empty()
    }

    fn accept(&mut self, irp: Irp, range: LbnRange) {
        let at = self.accepted.partition_point(|write| write.start < range.start);
        self.accepted.insert(at, Accepted { start: range.start, end: range.end(), irp });
        for (_, watched, disturbed) in &mut self.watches {
            *disturbed |= watched.overlaps(range);
        }
    }

    fn start_waiting(&mut self, started: &mut Vec<(Irp, LbnRange)>) {
        let mut at = 0;
        while let Some(&(irp, range)) = self.waiting.get(at) {
            let behind_another = self.waiting.iter().take(at).any(|(_, earlier)| earlier.overlaps(range));
            if behind_another || self.is_open(range) {
                at += 1;
            } else {
                self.waiting.remove(at);
                self.accept(irp, range);
                if irp.0 < STOPS {
                    started.push((irp, range));
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn started(queue: &mut AdmissionQueue, irp: u64, range: LbnRange) -> Vec<u64> {
        let mut out = Vec::new();
        queue.release(Irp(irp), range, &mut out);
        out.into_iter().map(|(irp, _)| irp.0).collect()
    }

    #[test]
    fn overlapping_writes_wait_in_order_and_others_pass() {
        let mut queue = AdmissionQueue::new();
        let (a, b, c, d) = (LbnRange::new(0, 10), LbnRange::new(5, 10), LbnRange::new(12, 10), LbnRange::new(100, 1));
        assert!(queue.admit(Irp(1), a));
        assert!(!queue.admit(Irp(2), b));
        // Free of accepted writes, but behind one that waits: the order of overlapping writes is kept.
        assert!(!queue.admit(Irp(3), c));
        assert!(queue.admit(Irp(4), d));
        assert_eq!(started(&mut queue, 1, a), [2]);
        assert!(started(&mut queue, 4, d).is_empty());
        assert_eq!(started(&mut queue, 2, b), [3]);
        assert!(started(&mut queue, 3, c).is_empty());
        assert_eq!((queue.in_flight(), queue.queued()), (0, 0));
    }

    #[test]
    fn a_watch_sees_writes_open_before_and_begun_since() {
        let mut queue = AdmissionQueue::new();
        queue.admit(Irp(1), LbnRange::new(0, 1));
        let early = queue.watch(LbnRange::new(0, 127));
        let quiet = queue.watch(LbnRange::new(127, 127));
        let late = queue.watch(LbnRange::new(254, 127));
        queue.admit(Irp(2), LbnRange::new(300, 1));
        started(&mut queue, 2, LbnRange::new(300, 1));
        assert_eq!([queue.end_watch(early), queue.end_watch(quiet), queue.end_watch(late)], [false, true, false]);
    }

    #[test]
    fn a_stop_waits_for_writes_and_holds_up_later_ones() {
        let mut queue = AdmissionQueue::new();
        let range = LbnRange::new(5, 1);
        queue.admit(Irp(1), LbnRange::new(0, 10));
        let stop = queue.stop(range);
        assert!(!queue.stands(stop));
        assert!(!queue.admit(Irp(2), range), "behind the stop");
        assert!(started(&mut queue, 1, LbnRange::new(0, 10)).is_empty());
        assert!(queue.stands(stop));
        let mut out = Vec::new();
        queue.end_stop(stop, &mut out);
        assert_eq!(out, [(Irp(2), range)]);
        let early = queue.stop(range);
        queue.end_stop(early, &mut out);
        assert_eq!(started(&mut queue, 2, range), [] as [u64; 0]);
        assert_eq!((queue.in_flight(), queue.queued()), (0, 0));
    }

    /// Random writes: accepted ones never overlap, nothing is lost, overlapping ones keep their order.
    #[test]
    fn p3_accepted_writes_never_overlap() {
        for seed in 1..40_u64 {
            let mut random = seed;
            let mut next = |below: u64| {
                random ^= random << 13;
                random ^= random >> 7;
                random ^= random << 17;
                random % below
            };
            let mut queue = AdmissionQueue::new();
            let mut open: Vec<(Irp, LbnRange)> = Vec::new();
            let mut order = Vec::new();
            for irp in 0..200 {
                let range = LbnRange::new(next(60), 1 + next(12));
                if queue.admit(Irp(irp), range) {
                    open.push((Irp(irp), range));
                }
                while !open.is_empty() && (next(3) > 0 || irp == 199) {
                    let (done, range) = open.swap_remove(next(open.len() as u64) as usize);
                    order.push((done, range));
                    queue.release(done, range, &mut open);
                    for (i, (_, a)) in open.iter().enumerate() {
                        assert!(open[..i].iter().all(|(_, b)| !a.overlaps(*b)), "seed {seed}: overlap in flight");
                    }
                }
            }
            assert_eq!(order.len(), 200, "seed {seed}: a write was lost");
            for (i, (irp, range)) in order.iter().enumerate() {
                let early = order[i..].iter().find(|(later, r)| later < irp && r.overlaps(*range));
                assert!(early.is_none(), "seed {seed}: {irp:?} before {early:?}");
            }
        }
    }
}
