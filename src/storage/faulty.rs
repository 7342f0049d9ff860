//! A disk that fails as it is told, for tests.
//!
//! Faults are settings of the disk, so that the same settings give the same run. It also keeps every value that a
//! block had since the last flush, and a crash may then keep any of them, block by block, as a host that loses power
//! does (shadow-core 4.2).

use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Mutex, MutexGuard, PoisonError};

use super::{BlockFile, Fault, FaultKind, FaultPlan, Identity, Memory, WriteWay};
use crate::blocks::{BLOCK_BYTES, BlockCount, Lbn, LbnRange};

type Block = Box<[u8; BLOCK_BYTES]>;

#[derive(Debug, Default)]
struct State {
    plan: FaultPlan,
    /// Values of each block stored since the last flush, the durable one first; the newest is in the disk.
    unflushed: BTreeMap<u64, Vec<Block>>,
    /// Blocks that have room.
    allocated: BTreeSet<u64>,
    operations: u64,
}

/// A disk in memory that fails as planned.
#[derive(Debug)]
pub struct Faulty {
    disk: Memory,
    state: Mutex<State>,
}

impl Faulty {
    /// A disk of zeros without faults.
    pub fn new(size: BlockCount) -> Self {
        Self { disk: Memory::new(size), state: Mutex::default() }
    }

    /// Changes the plan.
    pub fn plan(&self, change: impl FnOnce(&mut FaultPlan)) {
        change(&mut self.state().plan);
    }

    /// Operations asked for so far.
    pub fn operations(&self) -> u64 {
        self.state().operations
    }

    /// Number of blocks with a value that is not durable yet.
    pub fn unflushed(&self) -> usize {
        self.state().unflushed.len()
    }

    /// The power fails: for each block stored since the last flush `choose(block, values)` picks what survives, from
    /// 0 (the durable value) to `values - 1` (the newest). The plan is forgotten, the disk is online again.
    pub fn crash(&self, mut choose: impl FnMut(Lbn, usize) -> usize) {
        let mut state = self.state();
        for (lbn, older) in std::mem::take(&mut state.unflushed) {
            if let Some(survivor) = older.get(choose(Lbn(lbn), older.len() + 1)) {
                self.disk.write(LbnRange::new(lbn, 1), &survivor[..], WriteWay::Descriptor).expect("it was stored");
            }
        }
        state.plan = FaultPlan::default();
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Counts an operation and fails it if the plan says so for the disk as a whole.
    fn begin(&self, what: &str) -> Result<MutexGuard<'_, State>, Fault> {
        let mut state = self.state();
        state.operations += 1;
        match state.plan.operations_left {
            Some(0) => state.plan.offline = true,
            Some(left) => state.plan.operations_left = Some(left - 1),
            None => {}
        }
        state.plan.check_answer(what)?;
        Ok(state)
    }

    fn begin_store(&self, range: LbnRange, way: WriteWay) -> Result<MutexGuard<'_, State>, Fault> {
        let state = self.begin("write")?;
        state.plan.check_store(range)?;
        let has_room = (range.start.0..range.end().0).all(|lbn| state.allocated.contains(&lbn));
        if state.plan.full && way == WriteWay::Descriptor && !has_room {
            return Err(Fault::new(FaultKind::NoSpace, "write: the host is full"));
        }
        Ok(state)
    }

    fn store(&self, state: &mut State, range: LbnRange, data: &[u8]) -> Result<(), Fault> {
        super::check_request(self.size(), range, data.len())?;
        for lbn in range.start.0..range.end().0 {
            let mut old = Box::new([0; BLOCK_BYTES]);
            self.disk.read(LbnRange::new(lbn, 1), &mut old[..])?;
            state.unflushed.entry(lbn).or_default().push(old);
            state.allocated.insert(lbn);
        }
        self.disk.write(range, data, WriteWay::Descriptor)
    }
}

impl BlockFile for Faulty {
    fn size(&self) -> BlockCount {
        self.disk.size()
    }

    fn is_read_only(&self) -> bool {
        self.state().plan.read_only
    }

    fn read(&self, range: LbnRange, buffer: &mut [u8]) -> Result<(), Fault> {
        let state = self.begin("read")?;
        state.plan.check_read(range)?;
        self.disk.read(range, buffer)
    }

    fn write(&self, range: LbnRange, data: &[u8], way: WriteWay) -> Result<(), Fault> {
        let mut state = self.begin_store(range, way)?;
        self.store(&mut state, range, data)
    }

    fn differing(&self, range: LbnRange, data: &[u8]) -> Result<u128, Fault> {
        let mut own = vec![0; data.len()];
        self.read(range, &mut own)?;
        Ok(super::differing_blocks(&own, data))
    }

    fn flush(&self) -> Result<(), Fault> {
        let mut state = self.begin("flush")?;
        state.plan.check_flush()?;
        state.unflushed.clear();
        Ok(())
    }

    fn write_durable(&self, lbn: Lbn, block: &[u8; BLOCK_BYTES]) -> Result<(), Fault> {
        let range = LbnRange { start: lbn, count: BlockCount(1) };
        let mut state = self.begin_store(range, WriteWay::Descriptor)?;
        self.store(&mut state, range, block)?;
        state.plan.check_flush()?;
        state.unflushed.remove(&lbn.0);
        Ok(())
    }

    fn allocate(&self, range: LbnRange) -> Result<(), Fault> {
        let mut state = self.begin("allocate")?;
        super::check_range(self.size(), range)?;
        let blocks = range.start.0..range.end().0;
        if state.plan.full && !blocks.clone().all(|lbn| state.allocated.contains(&lbn)) {
            return Err(Fault::new(FaultKind::NoSpace, "allocate: the host is full"));
        }
        state.allocated.extend(blocks);
        Ok(())
    }

    fn is_allocated(&self, range: LbnRange) -> bool {
        let state = self.state();
        (range.start.0..range.end().0).all(|lbn| state.allocated.contains(&lbn))
    }

    fn erase(&self, range: LbnRange) -> Result<(), Fault> {
        super::check_range(self.size(), range)?;
        // Through the ordinary store, where there is something to erase, so that a crash can undo it.
        let mut from = range.start;
        while let Some(data) = self.disk.next_data(from)?.map(|d| d.intersection(range)).filter(|d| !d.is_empty()) {
            let piece = LbnRange { start: data.start, count: data.count.min(BlockCount(128)) };
            let zeros = vec![0; usize::try_from(piece.count.bytes()).unwrap_or(0)];
            self.write(piece, &zeros, WriteWay::Mapped)?;
            from = piece.end();
        }
        Ok(())
    }

    fn next_data(&self, from: Lbn) -> Result<Option<LbnRange>, Fault> {
        let _state = self.begin("look for data")?;
        self.disk.next_data(from)
    }

    fn will_need(&self, _range: LbnRange) {}

    fn identity(&self) -> Result<Identity, Fault> {
        self.disk.identity()
    }

    fn check(&self) -> Result<(), Fault> {
        self.begin("check").map(drop)
    }

    fn set_modified(&self, _modified: i128) -> Result<(), Fault> {
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn block(disk: &Faulty, lbn: u64) -> u8 {
        let mut data = [0; 512];
        disk.read(LbnRange::new(lbn, 1), &mut data).unwrap();
        data[0]
    }

    #[test]
    fn a_crash_keeps_any_value_since_the_last_flush() {
        for choice in 0..3 {
            let disk = Faulty::new(BlockCount(10));
            let store = |value| disk.write(LbnRange::new(3, 1), &[value; 512], WriteWay::Mapped).unwrap();
            store(1);
            disk.flush().unwrap();
            store(2);
            store(3);
            assert_eq!(disk.unflushed(), 1);
            disk.crash(|lbn, values| {
                assert_eq!((lbn, values), (Lbn(3), 3));
                choice
            });
            assert_eq!(block(&disk, 3), choice as u8 + 1);
        }
    }

    #[test]
    fn a_durable_store_survives_by_itself() {
        let disk = Faulty::new(BlockCount(10));
        disk.write(LbnRange::new(1, 1), &[5; 512], WriteWay::Mapped).unwrap();
        disk.write_durable(Lbn(2), &[6; 512]).unwrap();
        disk.crash(|_, _| 0);
        assert_eq!((block(&disk, 1), block(&disk, 2)), (0, 6));
    }

    #[test]
    fn faults_come_as_planned() {
        let disk = Faulty::new(BlockCount(10));
        let write = |lbn, way| disk.write(LbnRange::new(lbn, 1), &[1; 512], way).map_err(|fault| fault.kind());
        write(1, WriteWay::Descriptor).unwrap();
        disk.plan(|plan| plan.full = true);
        assert_eq!(disk.allocate(LbnRange::new(1, 2)).map_err(|f| f.kind()), Err(FaultKind::NoSpace));
        assert_eq!(write(2, WriteWay::Descriptor), Err(FaultKind::NoSpace));
        assert_eq!(write(1, WriteWay::Descriptor), Ok(()));
        disk.plan(|plan| *plan = FaultPlan { unwritable: [4].into(), ..FaultPlan::default() });
        assert_eq!(write(4, WriteWay::Mapped), Err(FaultKind::Io));
        assert_eq!(disk.read(LbnRange::new(4, 1), &mut [0; 512]), Ok(()));
        disk.plan(|plan| plan.operations_left = Some(1));
        assert_eq!(write(5, WriteWay::Mapped), Ok(()));
        assert_eq!(write(5, WriteWay::Mapped), Err(FaultKind::Lost));
        assert_eq!(disk.flush().map_err(|f| f.kind()), Err(FaultKind::Lost));
    }
}
