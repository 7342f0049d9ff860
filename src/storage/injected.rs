//! A disk with faults in front of it: SIMULATE FAULT.
//!
//! Passes everything on to the block file behind it, unless its switchboard says that this operation fails. The
//! switchboard outlives the file, so that an image which is opened anew meets the same faults.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use super::{BlockFile, Fault, FaultPlan, Identity, Image, WriteWay};
use crate::blocks::{BLOCK_BYTES, BlockCount, Lbn, LbnRange};

/// The faults that one disk meets. Where there are none, an operation costs one look at a flag.
#[derive(Debug, Default)]
pub struct Switchboard {
    any: AtomicBool,
    plan: Mutex<FaultPlan>,
}

impl Switchboard {
    /// What fails now.
    pub fn plan(&self) -> FaultPlan {
        self.lock().clone()
    }

    /// Changes what fails.
    pub fn change(&self, change: impl FnOnce(&mut FaultPlan)) {
        let mut plan = self.lock();
        change(&mut plan);
        self.any.store(*plan != FaultPlan::default(), Ordering::Release);
    }

    /// Whether the disk is out of reach.
    pub fn is_offline(&self) -> bool {
        self.any.load(Ordering::Acquire) && self.lock().offline
    }

    /// Milliseconds that each operation takes longer.
    pub fn delay(&self) -> u64 {
        if self.any.load(Ordering::Acquire) { self.lock().delay } else { 0 }
    }

    /// A store has succeeded: the disk has put other blocks in the place of those that could not be read.
    fn stored(&self, range: LbnRange) {
        if self.any.load(Ordering::Acquire) {
            self.change(|plan| plan.unreadable.retain(|lbn| !range.contains(Lbn(*lbn))));
        }
    }

    fn lock(&self) -> MutexGuard<'_, FaultPlan> {
        self.plan.lock().unwrap_or_else(PoisonError::into_inner)
    }

    #[inline]
    fn check(&self, check: impl FnOnce(&FaultPlan) -> Result<(), Fault>) -> Result<(), Fault> {
        if self.any.load(Ordering::Acquire) { check(&self.lock()) } else { Ok(()) }
    }
}

/// A block file behind a switchboard.
#[derive(Debug)]
pub struct Injected {
    file: Arc<dyn BlockFile>,
    faults: Arc<Switchboard>,
}

impl Injected {
    /// The file as it is seen through the switchboard.
    pub fn new(file: Arc<dyn BlockFile>, faults: Arc<Switchboard>) -> Self {
        Self { file, faults }
    }
}

impl BlockFile for Injected {
    fn size(&self) -> BlockCount {
        self.file.size()
    }

    fn is_read_only(&self) -> bool {
        self.file.is_read_only() || self.faults.check(FaultPlan::check_lock).is_err()
    }

    fn read(&self, range: LbnRange, buffer: &mut [u8]) -> Result<(), Fault> {
        self.faults.check(|plan| plan.check_read(range))?;
        self.file.read(range, buffer)
    }

    fn write(&self, range: LbnRange, data: &[u8], way: WriteWay) -> Result<(), Fault> {
        self.faults.check(|plan| plan.check_store(range))?;
        self.file.write(range, data, way)?;
        self.faults.stored(range);
        Ok(())
    }

    fn differing(&self, range: LbnRange, data: &[u8]) -> Result<u128, Fault> {
        self.faults.check(|plan| plan.check_read(range))?;
        self.file.differing(range, data)
    }

    fn flush(&self) -> Result<(), Fault> {
        self.faults.check(FaultPlan::check_flush)?;
        self.file.flush()
    }

    fn write_durable(&self, lbn: Lbn, block: &[u8; BLOCK_BYTES]) -> Result<(), Fault> {
        let range = LbnRange { start: lbn, count: BlockCount(1) };
        self.faults.check(|plan| plan.check_store(range))?;
        self.file.write_durable(lbn, block)?;
        self.faults.stored(range);
        Ok(())
    }

    fn write_early(&self, lbn: Lbn, block: &[u8; BLOCK_BYTES]) -> Result<(), Fault> {
        self.faults.check(|plan| plan.check_store(LbnRange { start: lbn, count: BlockCount(1) }))?;
        self.file.write_early(lbn, block)
    }

    fn allocate(&self, range: LbnRange) -> Result<(), Fault> {
        self.faults.check(|plan| plan.check_answer("allocate").and_then(|()| plan.check_lock()))?;
        self.file.allocate(range)
    }

    fn is_allocated(&self, range: LbnRange) -> bool {
        self.file.is_allocated(range)
    }

    fn erase(&self, range: LbnRange) -> Result<(), Fault> {
        self.faults.check(|plan| plan.check_store(range))?;
        self.file.erase(range)?;
        self.faults.stored(range);
        Ok(())
    }

    fn next_data(&self, from: Lbn) -> Result<Option<LbnRange>, Fault> {
        self.faults.check(|plan| plan.check_answer("look for data"))?;
        self.file.next_data(from)
    }

    fn will_need(&self, range: LbnRange) {
        self.file.will_need(range);
    }

    fn image(&self) -> Option<&Image> {
        if self.faults.any.load(Ordering::Acquire) { None } else { self.file.image() }
    }

    fn opened(&self) -> Option<Identity> {
        self.file.opened()
    }

    fn identity(&self) -> Result<Identity, Fault> {
        self.file.identity()
    }

    fn check(&self) -> Result<(), Fault> {
        self.faults.check(|plan| plan.check_answer("check"))?;
        self.file.check()
    }

    fn set_modified(&self, modified: i128) -> Result<(), Fault> {
        self.file.set_modified(modified)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::storage::{FaultKind, Memory};

    fn kind<T>(result: Result<T, Fault>) -> Option<FaultKind> {
        result.err().map(|fault| fault.kind())
    }

    #[test]
    fn each_fault_meets_the_operations_that_it_is_for() {
        let faults = Arc::new(Switchboard::default());
        let disk = Injected::new(Arc::new(Memory::new(BlockCount(10))), Arc::clone(&faults));
        let read = |lbn| disk.read(LbnRange::new(lbn, 1), &mut [0; 512]);
        let write = |lbn| disk.write(LbnRange::new(lbn, 1), &[7; 512], WriteWay::Descriptor);
        faults.change(|plan| plan.unreadable.extend([2, 3]));
        assert_eq!((kind(read(3)), kind(read(4)), kind(write(3))), (Some(FaultKind::Io), None, None));
        assert_eq!(kind(disk.differing(LbnRange::new(2, 2), &[0; 1024])), Some(FaultKind::Io));
        assert_eq!((kind(read(3)), kind(read(2))), (None, Some(FaultKind::Io)), "a store mends the block");
        faults.change(|plan| plan.read_only = true);
        assert!(disk.is_read_only());
        assert_eq!((kind(write(4)), kind(read(4))), (Some(FaultKind::ReadOnly), None));
        faults.change(|plan| plan.offline = true);
        assert_eq!((kind(read(4)), kind(disk.flush()), kind(disk.check())), {
            let lost = Some(FaultKind::Lost);
            (lost, lost, lost)
        });
        faults.change(|plan| *plan = FaultPlan::default());
        assert_eq!((kind(read(3)), kind(write(3)), kind(disk.flush())), (None, None, None));
    }
}
