//! The memory of a node's write bitmaps: how much each takes, and the limit that the site sets.

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};

use crate::shadow::BitmapId;

/// Bytes that bitmaps take on a node.
#[derive(Debug, Default)]
pub(super) struct BitmapMemory {
    limit: Option<u64>,
    taken: Mutex<HashMap<BitmapId, u64>>,
}

impl BitmapMemory {
    /// Nothing taken; `None` is without limit.
    pub fn new(limit: Option<u64>) -> Self {
        Self { limit, taken: Mutex::default() }
    }

    /// Takes the memory of a bitmap; false, and nothing is taken, when it does not fit.
    pub fn take(&self, bitmap: BitmapId, bytes: u64) -> bool {
        let mut taken = self.taken.lock().unwrap_or_else(PoisonError::into_inner);
        let others: u64 = taken.iter().filter(|(id, _)| **id != bitmap).map(|(_, bytes)| bytes).sum();
        let fits = self.limit.is_none_or(|limit| others + bytes <= limit);
        if fits {
            taken.insert(bitmap, bytes);
        }
        fits
    }

    /// Takes memory that a bitmap had already, before the site was suspended.
    pub fn hold(&self, bitmap: BitmapId, bytes: u64) {
        self.taken.lock().unwrap_or_else(PoisonError::into_inner).insert(bitmap, bytes);
    }

    /// What all bitmaps take.
    pub fn bytes(&self) -> u64 {
        self.taken.lock().unwrap_or_else(PoisonError::into_inner).values().sum()
    }

    /// A bitmap is gone.
    pub fn release(&self, bitmap: BitmapId) {
        self.taken.lock().unwrap_or_else(PoisonError::into_inner).remove(&bitmap);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_bitmap_that_does_not_fit_takes_nothing() {
        let memory = BitmapMemory::new(Some(10));
        assert!(memory.take(BitmapId(1), 6));
        assert!(!memory.take(BitmapId(2), 5));
        assert!(memory.take(BitmapId(2), 4));
        memory.release(BitmapId(1));
        assert!(memory.take(BitmapId(3), 6));
        memory.hold(BitmapId(4), 100);
        assert!(!memory.take(BitmapId(5), 1));
    }
}
