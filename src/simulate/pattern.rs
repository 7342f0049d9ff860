//! What a load does next: a seeded sequence of reads and writes over the blocks that it may touch.

use super::random::Random;
use crate::blocks::LbnRange;

/// How a load behaves.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Shape {
    /// Blocks of one operation, at least 1; an operation never crosses the end of a free extent.
    pub size: u64,
    /// Of 100 operations, how many read.
    pub read_percent: u64,
    /// Seed of the whole sequence.
    pub seed: u64,
}

/// One operation of a load.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Operation {
    /// Read and prove these blocks.
    Read(LbnRange),
    /// Write these blocks, each with its own proof, under this sequence number.
    Write {
        /// The blocks.
        range: LbnRange,
        /// From 1, one more for each write.
        sequence: u64,
    },
}

/// The sequence of operations of a load. The same shape over the same extents gives the same sequence.
#[derive(Clone, Debug)]
pub struct Pattern {
    extents: Vec<LbnRange>,
    total: u64,
    shape: Shape,
    random: Random,
    sequence: u64,
}

impl Pattern {
    /// A load over `extents`, ascending and apart from each other; `None` when they hold no block.
    pub fn new(extents: Vec<LbnRange>, shape: Shape) -> Option<Self> {
        let total = extents.iter().map(|extent| extent.count.0).sum();
        let random = Random::new(shape.seed);
        (total > 0).then_some(Self { extents, total, shape, random, sequence: 0 })
    }

    /// The load's seed.
    pub fn seed(&self) -> u64 {
        self.shape.seed
    }

    /// The next operation.
    pub fn next_operation(&mut self) -> Operation {
        let reads = self.random.below(100) < self.shape.read_percent;
        let range = self.place();
        if reads {
            return Operation::Read(range);
        }
        self.sequence += 1;
        Operation::Write { range, sequence: self.sequence }
    }

    fn place(&mut self) -> LbnRange {
        let mut offset = self.random.below(self.total);
        for extent in &self.extents {
            if offset < extent.count.0 {
                let room = extent.count.0 - offset;
                return LbnRange::new(extent.start.0 + offset, self.shape.size.clamp(1, room));
            }
            offset -= extent.count.0;
        }
        unreachable!("the offset lies below the sum of the extents")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shape(read_percent: u64) -> Shape {
        Shape { size: 4, read_percent, seed: 5 }
    }

    #[test]
    fn operations_stay_inside_the_extents_and_repeat_with_the_seed() {
        let extents = vec![LbnRange::new(10, 7), LbnRange::new(100, 3)];
        let run = || {
            let mut pattern = Pattern::new(extents.clone(), shape(30)).unwrap();
            (0..500).map(|_| pattern.next_operation()).collect::<Vec<_>>()
        };
        let operations = run();
        assert_eq!(operations, run());
        let mut writes = 0;
        for operation in operations {
            let range = match operation {
                Operation::Read(range) => range,
                Operation::Write { range, sequence } => {
                    writes += 1;
                    assert_eq!(sequence, writes);
                    range
                }
            };
            assert!(extents.iter().any(|extent| extent.intersection(range) == range), "{range:?}");
        }
        assert!((300..=400).contains(&writes), "{writes} of 500 wrote, 70 of 100 should");
    }

    #[test]
    fn a_load_needs_a_block() {
        assert!(Pattern::new(Vec::new(), shape(0)).is_none());
        assert!(Pattern::new(vec![LbnRange::new(5, 0)], shape(0)).is_none());
    }
}
