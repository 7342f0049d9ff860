//! The write log: which values each block may hold (shadow-core 4.2).
//!
//! Owns the oracle of every run. Per block the values in the order of their writes, of which the last acknowledged one and
//! those behind it are legal now, and those since the last completed flush after a power loss. What a read returned once
//! is what every later one returns.

/// The values of one block. Positions count from the beginning of the run, also when old values have been dropped.
#[derive(Clone, Debug)]
struct BlockLog {
    values: Vec<u64>,
    /// Position of the first value that is kept.
    base: u32,
    /// From here on values are legal now.
    current: u32,
    /// From here on values are legal after a power loss.
    durable: u32,
    /// The last value is of a write in flight.
    pending: bool,
    /// Nodes that died with a write of this block in flight, until the others have taken them out: bit by place.
    orphaned: u8,
}

/// The logs of all blocks.
#[derive(Clone, Debug, Default)]
pub(super) struct WriteLog {
    blocks: Vec<BlockLog>,
}

impl BlockLog {
    fn end(&self) -> u32 {
        self.base + self.values.len() as u32
    }

    fn from(&self, position: u32) -> &[u64] {
        &self.values[(position.max(self.base) - self.base) as usize..]
    }
}

impl WriteLog {
    /// Begins with these values, one for each block.
    pub(super) fn new(values: &[u64]) -> Self {
        let block = |value: &u64| BlockLog {
            values: vec![*value],
            base: 0,
            current: 0,
            durable: 0,
            pending: false,
            orphaned: 0,
        };
        Self { blocks: values.iter().map(block).collect() }
    }

    /// Another value is as good as the one that was acknowledged last.
    pub(super) fn accept(&mut self, block: usize, value: u64) {
        let log = &mut self.blocks[block];
        log.values.insert((log.current - log.base) as usize, value);
    }

    /// The block comes to the volume, with this value.
    pub(super) fn begin_anew(&mut self, block: usize, value: u64) {
        let log = &mut self.blocks[block];
        log.base = log.end();
        log.values.clear();
        log.values.push(value);
        (log.current, log.durable, log.pending) = (log.base, log.base, false);
    }

    /// A write goes to its core.
    #[inline]
    pub(super) fn begin(&mut self, block: usize, value: u64) {
        let log = &mut self.blocks[block];
        assert!(!log.pending, "P3: two writes of one block are in flight");
        log.values.push(value);
        log.pending = true;
    }

    /// It was acknowledged.
    #[inline]
    pub(super) fn acknowledge(&mut self, block: usize) {
        let log = &mut self.blocks[block];
        log.current = log.end() - 1;
        log.pending = false;
    }

    /// It ended with an error, after something of it was stored, or nothing.
    pub(super) fn fail(&mut self, block: usize, stored: bool) {
        let log = &mut self.blocks[block];
        log.pending = false;
        if !stored {
            log.values.pop();
        }
    }

    /// Its node died. What was stored of it is like a write in flight until that node is taken out.
    pub(super) fn lose(&mut self, block: usize, stored: bool, node: usize) {
        self.fail(block, stored);
        self.blocks[block].orphaned |= u8::from(stored) << node;
    }

    /// A node that died is taken out everywhere: from now on all reads of a block agree.
    pub(super) fn forget_node(&mut self, node: usize) {
        self.blocks.iter_mut().for_each(|log| log.orphaned &= !(1 << node));
    }

    /// Where a read that begins now, or the promise of a flush, starts.
    #[inline]
    pub(super) fn position(&self, block: usize) -> u32 {
        self.blocks[block].current
    }

    /// What [`WriteLog::pin`] wants of a read that begins now.
    #[inline]
    pub(super) fn mark(&self, block: usize) -> u32 {
        let log = &self.blocks[block];
        if log.pending || log.orphaned != 0 { u32::MAX } else { log.end() }
    }

    /// Whether every write of the block was acknowledged.
    pub(super) fn is_settled(&self, block: usize) -> bool {
        let log = &self.blocks[block];
        log.current + 1 == log.end()
    }

    /// What a read that began at a position may find.
    #[inline]
    pub(super) fn legal(&self, block: usize, position: u32) -> &[u64] {
        self.blocks[block].from(position)
    }

    /// What the block may hold now.
    #[inline]
    pub(super) fn legal_now(&self, block: usize) -> &[u64] {
        self.legal(block, self.blocks[block].current)
    }

    /// A read that began at `mark` found `value`, or all members hold it: from now on it is the one legal value, when no
    /// write was in flight meanwhile.
    #[inline]
    pub(super) fn pin(&mut self, block: usize, mark: u32, value: u64) {
        let log = &mut self.blocks[block];
        if mark == log.end() && !log.pending && log.orphaned == 0 && log.current + 1 < log.end() {
            log.values.push(value);
            log.current = log.end() - 1;
        }
    }

    /// A flush that began at `position` has ended.
    pub(super) fn flushed(&mut self, block: usize, position: u32) {
        let log = &mut self.blocks[block];
        log.durable = log.durable.max(position);
    }

    /// All memory is gone: writes in flight stay undecided. After a power loss everything since the last flush is.
    pub(super) fn crash(&mut self, power: bool) {
        for log in &mut self.blocks {
            (log.pending, log.orphaned) = (false, 0);
            if power {
                log.current = log.durable.min(log.current);
            }
        }
        self.drop_old();
    }

    /// Nobody reads: drops what can never be legal again.
    pub(super) fn drop_old(&mut self) {
        for log in &mut self.blocks {
            let keep = log.durable.min(log.current);
            log.values.drain(..(keep - log.base) as usize);
            log.base = keep;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_legal_now_and_after_crashes() {
        let mut log = WriteLog::new(&[1]);
        log.begin(0, 2);
        assert_eq!(log.legal_now(0), [1, 2]);
        let early = log.position(0);
        log.acknowledge(0);
        assert_eq!((log.legal_now(0), log.legal(0, early)), (&[2][..], &[1, 2][..]));
        log.begin(0, 3);
        log.fail(0, false);
        log.begin(0, 4);
        log.crash(false);
        assert_eq!(log.legal_now(0), [2, 4]);
        log.begin(0, 5);
        let during = log.mark(0);
        log.fail(0, false);
        log.pin(0, during, 4);
        assert_eq!(log.legal_now(0), [2, 4], "a write was in flight");
        log.pin(0, log.mark(0), 2);
        assert_eq!(log.legal_now(0), [2]);
        log.crash(true);
        assert_eq!(log.legal_now(0), [1, 2, 4, 2], "nothing was flushed");
    }

    #[test]
    fn a_flush_keeps_what_was_acknowledged_before_it_began() {
        let mut log = WriteLog::new(&[1]);
        log.begin(0, 2);
        log.acknowledge(0);
        let begun = log.position(0);
        log.begin(0, 3);
        log.acknowledge(0);
        log.flushed(0, begun);
        log.drop_old();
        log.crash(true);
        assert_eq!(log.legal_now(0), [2, 3]);
    }

    #[test]
    #[should_panic(expected = "P3")]
    fn overlapping_writes_in_flight_are_noticed() {
        let mut log = WriteLog::new(&[1]);
        log.begin(0, 2);
        log.begin(0, 3);
    }
}
