//! Disks in memory: what is stored, what would survive a power loss, and how they fail.

use super::choice::Choices;
use crate::shadow::ScbFields;

/// Values from here on are of blocks that are neither old nor new: torn in the host's memory, or on their way to the disk.
pub(super) const TORN: u64 = 1 << 60;

/// A disk: a number for each live block, and its SCB.
#[derive(Clone, Debug)]
pub struct Disk {
    /// What a read finds.
    pub blocks: Vec<u64>,
    /// When each block was stored.
    stamps: Vec<u64>,
    /// What a power loss leaves at least.
    durable: Vec<u64>,
    durable_stamps: Vec<u64>,
    /// The SCB that was written last.
    pub scb: ScbFields,
    /// A crash tore the SCB while it was being replaced by this one.
    pub torn: Option<Box<ScbFields>>,
    /// Nothing but the set has written it since it left.
    pub intact: bool,
    /// Every transfer, flush and SCB write fails.
    pub broken: bool,
    /// It fails because it does not answer: mount verification waits for it.
    pub away: bool,
    /// SCB writes fail.
    pub scb_broken: bool,
    /// Reads of data fail.
    pub reads_broken: bool,
    /// Stores of data fail.
    pub no_space: bool,
}

impl Disk {
    /// A disk with these contents, all of it durable.
    pub(super) fn new(blocks: Vec<u64>, scb: ScbFields) -> Self {
        let stamps = vec![0; blocks.len()];
        Self {
            durable: blocks.clone(),
            durable_stamps: stamps.clone(),
            blocks,
            stamps,
            scb,
            torn: None,
            intact: true,
            broken: false,
            away: false,
            scb_broken: false,
            reads_broken: false,
            no_space: false,
        }
    }

    /// Stores a block.
    #[inline]
    pub(super) fn store(&mut self, block: usize, value: u64, stamp: u64) {
        self.blocks[block] = value;
        self.stamps[block] = stamp;
    }

    /// Which faults are on.
    pub(super) fn faults(&self) -> [bool; 6] {
        [self.broken, self.away, self.scb_broken, self.reads_broken, self.no_space, self.intact]
    }

    /// Whether any fault is on.
    pub fn is_faulty(&self) -> bool {
        self.broken || self.scb_broken || self.reads_broken || self.no_space
    }

    /// Takes every fault away.
    pub fn repair(&mut self) {
        (self.broken, self.away) = (false, false);
        (self.scb_broken, self.reads_broken, self.no_space) = (false, false, false);
    }

    /// What a flush that begins now will make durable.
    pub(super) fn begin_flush(&self, into: &mut Vec<u64>) {
        into.extend_from_slice(&self.blocks);
        into.extend_from_slice(&self.stamps);
    }

    /// A flush has ended: whatever it began with is durable, or something newer.
    pub(super) fn end_flush(&mut self, begun: &[u64]) {
        let (values, stamps) = begun.split_at(self.blocks.len());
        for block in 0..values.len() {
            if stamps[block] > self.durable_stamps[block] {
                (self.durable[block], self.durable_stamps[block]) = (values[block], stamps[block]);
            }
        }
    }

    /// The host writes a block to the disk by itself.
    pub(super) fn write_back(&mut self, block: usize) {
        (self.durable[block], self.durable_stamps[block]) = (self.blocks[block], self.stamps[block]);
    }

    /// Power is lost: every block that is not durable is there or not, or was on its way while it was being stored.
    pub(super) fn lose_power(&mut self, choices: &mut Choices) {
        for block in 0..self.blocks.len() {
            if self.stamps[block] > self.durable_stamps[block] {
                match choices.below(16) {
                    0..=7 => {
                        (self.blocks[block], self.stamps[block]) = (self.durable[block], self.durable_stamps[block]);
                    }
                    8 => {
                        self.blocks[block] = TORN + self.stamps[block];
                        self.write_back(block);
                    }
                    _ => self.write_back(block),
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_flush_keeps_what_it_began_with_and_power_takes_the_rest() {
        let (mut kept, mut torn) = ([0, 0], 0);
        for seed in 0..80 {
            let mut disk = Disk::new(vec![1, 2], ScbFields::default());
            disk.store(0, 10, 1);
            let mut begun = Vec::new();
            disk.begin_flush(&mut begun);
            disk.store(0, 11, 2);
            disk.store(1, 20, 3);
            disk.end_flush(&begun);
            disk.lose_power(&mut Choices::seeded(seed));
            let legal = [[10, 11, TORN + 2], [2, 20, TORN + 3]];
            assert!((0..2).all(|block| legal[block].contains(&disk.blocks[block])), "{:?}", disk.blocks);
            kept[0] += u32::from(disk.blocks[0] == 11);
            kept[1] += u32::from(disk.blocks[1] == 20);
            torn += disk.blocks.iter().filter(|block| **block >= TORN).count();
        }
        assert!(kept.iter().all(|count| (10..70).contains(count)) && torn > 0, "{kept:?}, {torn}");
    }
}
