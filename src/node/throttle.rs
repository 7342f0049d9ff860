//! How a merge gives way to applications: the delay factor of the logical names, and the delay between its I/Os.
//!
//! A merge I/O is one range. Beside applications it queues behind theirs: with n of them in the time that it takes alone
//! it takes 100 + 100 n per cent of that time. Above the delay threshold, in per cent too, the merge waits after the I/O
//! for as long as it took beyond its own time (shadowing.md 6.2). Everything is counted in requests and in the node's
//! clock, so that a recorded session repeats.

use std::sync::PoisonError;

use crate::clock::Millis;
use crate::shadow::OpId;

use super::device_name::virtual_unit_name;
use super::names::SYSTEM_TABLE;
use super::set::{ShadowSet, Surroundings};

/// Delay factor when no logical name says another one.
const DEFAULT: u32 = 200;

/// The least and the greatest factor; anything else counts as not given.
const FACTORS: std::ops::RangeInclusive<u32> = 100..=10_000;

/// Merge I/Os after which the logical names are translated again.
const IOS: u64 = 1_000;

/// Time over which applications' requests are counted.
const WINDOW: Millis = Millis(100);

/// What a set's merge knows of its speed.
#[derive(Debug, Default)]
pub(super) struct Throttle {
    /// The merge that it is about.
    op: Option<OpId>,
    /// Per cent of its own time that a merge I/O may take without delay.
    threshold: u32,
    /// Merge I/Os until the threshold is looked up again.
    left: u64,
    /// When counting began, and the applications' requests then.
    since: (Millis, u64),
    /// Applications' requests a second in the last whole window.
    load: u64,
}

impl Surroundings {
    /// The merge delay factor of a unit: SHAD$MERGE_DELAY_FACTOR_DSAn of the system table, else SHAD$MERGE_DELAY_FACTOR.
    /// One out of bounds is the default.
    pub fn merge_delay_factor(&self, unit: u16) -> u32 {
        let own = format!("SHAD$MERGE_DELAY_FACTOR_{}", virtual_unit_name(unit));
        let value = |name: &str| self.names.value(SYSTEM_TABLE, name);
        let given = value(&own).or_else(|| value("SHAD$MERGE_DELAY_FACTOR"));
        let factor = given.and_then(|text| text.trim().parse().ok()).filter(|factor| FACTORS.contains(factor));
        factor.unwrap_or(DEFAULT)
    }
}

impl ShadowSet {
    /// The delay threshold in force: of the merge under way, else what the next one would begin with.
    pub fn delay_threshold(&self) -> u32 {
        let merge = self.with_core(|core| core.view().merge.map(|merge| merge.op));
        let throttle = self.throttle.lock().unwrap_or_else(PoisonError::into_inner);
        match merge {
            Some(op) if throttle.op == Some(op) => throttle.threshold,
            _ => self.around.merge_delay_factor(self.unit),
        }
    }

    /// How long, in microseconds, a merge has to wait that did so many I/Os of `alone` microseconds each.
    pub fn merge_delay(&self, op: OpId, ios: u64, alone: u64) -> u64 {
        let (now, (requests, _)) = (self.around.clock.millis(), self.traffic());
        let mut throttle = self.throttle.lock().unwrap_or_else(PoisonError::into_inner);
        if throttle.op != Some(op) {
            *throttle = Throttle { op: Some(op), since: (now, requests), ..Throttle::default() };
        }
        if throttle.left == 0 {
            throttle.threshold = self.around.merge_delay_factor(self.unit);
            throttle.left = IOS;
        }
        throttle.left = throttle.left.saturating_sub(ios);
        throttle.count(now, requests);
        let delay = throttle.delay(ios, alone);
        let threshold = throttle.threshold;
        drop(throttle);
        self.note_delay(op, (ios, threshold), delay);
        delay
    }
}

impl Throttle {
    fn count(&mut self, now: Millis, requests: u64) {
        let passed = now.0.saturating_sub(self.since.0.0);
        if passed >= WINDOW.0 {
            self.load = requests.saturating_sub(self.since.1) * 1000 / passed;
            self.since = (now, requests);
        }
    }

    fn delay(&self, ios: u64, alone: u64) -> u64 {
        // Per cent that applications add to the time of one merge I/O.
        let added = (self.load * alone).saturating_mul(100) / 1_000_000;
        if 100 + added > u64::from(self.threshold) { (ios * alone).saturating_mul(added) / 100 } else { 0 }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn loaded(requests: u64, threshold: u32) -> Throttle {
        let mut throttle = Throttle { threshold, ..Throttle::default() };
        throttle.count(Millis(99), requests);
        assert_eq!(throttle.load, 0, "a window is not over before its time");
        throttle.count(Millis(100), requests);
        throttle
    }

    #[test]
    fn a_merge_waits_for_what_applications_add_once_that_is_too_much() {
        // 100 requests a second beside merge I/Os of 10 ms: each meets one, and takes twice its time.
        assert_eq!(loaded(10, 200).delay(1, 10_000), 0);
        assert_eq!(loaded(10, 199).delay(1, 10_000), 10_000);
        // Twice as many.
        assert_eq!(loaded(20, 200).delay(3, 10_000), 3 * 20_000);
        assert_eq!(loaded(20, 300).delay(3, 10_000), 0);
        assert_eq!(loaded(0, 100).delay(1, 10_000), 0);
    }

    #[test]
    fn old_load_is_forgotten() {
        let mut throttle = loaded(1_000, 200);
        throttle.count(Millis(200), 1_000);
        assert_eq!(throttle.delay(1, 10_000), 0);
    }
}
