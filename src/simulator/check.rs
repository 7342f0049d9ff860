//! What is checked: at each store, at each read, and when everything is quiet.

use super::log::WriteLog;
use super::world::World;
use crate::blocks::{Lbn, LbnRange};
use crate::shadow::{BitmapId, BitmapRef, DeviceId, Generation, Irp, MemberState, Purpose, VirtualUnit};

/// What an unfinished change may have left in SCBs.
#[derive(Debug, Default)]
pub(super) struct Generations {
    /// The highest one on a disk.
    highest: Generation,
    /// What that was when a change last ended with an error, or a node lost its memory.
    unfinished: Generation,
}

impl Generations {
    pub(super) fn note_written(&mut self, generation: Generation) {
        self.highest = self.highest.max(generation);
    }

    pub(super) fn note_unfinished(&mut self) {
        self.unfinished = self.highest;
    }
}

impl World {
    /// The set has just been formed: the contents of this disk are the truth.
    pub fn take_as_truth(&mut self, device: u64) {
        self.log = WriteLog::new(&self.disk(device).blocks);
    }

    /// Another value of a block is as good as the one that it has.
    pub fn accept(&mut self, lbn: Lbn, value: u64) {
        self.log.accept(self.layout.block(lbn), value);
    }

    /// I6, I7: whoever stores a block, every bitmap's master has its bit already; and a local bit means that it has.
    pub(super) fn check_store(&self, block: usize) {
        let Some(newest) = self.newest() else { return };
        for bitmap in &newest.view().bitmaps {
            let Some(master) = self.master_of(bitmap) else { continue };
            let lbn = self.layout.lbn(block);
            let flagged = master.flags(bitmap.id, lbn) == Some(true);
            assert!(flagged, "I6: LBN {lbn} is stored before the master of bitmap {} knows", bitmap.id);
        }
    }

    /// I7: whoever believes that the master has a bit is right.
    fn check_local_bits(&self) {
        let Some(newest) = self.newest() else { return };
        for bitmap in &newest.view().bitmaps {
            let Some(master) = self.master_of(bitmap) else { continue };
            for node in &self.nodes {
                for block in 0..self.layout.live() {
                    let lbn = self.layout.lbn(block);
                    let local = node.unit.flags(bitmap.id, lbn) == Some(true);
                    let held = flags_range(master, bitmap.id, lbn);
                    assert!(!local || held, "I7: a local bit of bitmap {} without the master's", bitmap.id);
                }
            }
        }
    }

    /// Nodes that the newest view names.
    pub(super) fn newest_nodes(&self) -> Option<crate::shadow::NodeSet> {
        self.newest().map(|unit| unit.view().nodes)
    }

    /// The unit with the newest view that names nodes.
    fn newest(&self) -> Option<&VirtualUnit> {
        let units = self.nodes.iter().map(|node| &node.unit).filter(|unit| !unit.view().nodes.is_empty());
        units.max_by_key(|unit| unit.view().version)
    }

    /// The unit that masters a bitmap, once it has installed it.
    fn master_of(&self, bitmap: &BitmapRef) -> Option<&VirtualUnit> {
        let master = self.nodes.iter().find(|node| node.id == bitmap.master)?;
        master.unit.view().bitmap(bitmap.id)?;
        Some(&master.unit)
    }

    /// A read returns, for each block, the value acknowledged when it began or a later one; and then so does every later
    /// read, if no write came between.
    pub(super) fn check_read(&mut self, irp: Irp) {
        let request = self.requests.closed(irp);
        for (nth, block) in self.layout.within(request.range).enumerate() {
            let (found, position) = (request.found[nth], request.positions[nth]);
            let legal = self.log.legal(block, position);
            let lbn = self.layout.lbn(block);
            assert!(legal.contains(&found), "a read of LBN {lbn} found {found}, legal are {legal:?}");
            self.log.pin(block, request.marks[nth], found);
        }
    }

    /// Nothing is in flight: full members are equal and hold what was acknowledged last, clear bits cover no difference,
    /// SCBs say what the view says.
    pub fn check_quiet(&mut self) {
        if let Some(stuck) = self.requests.iter().next() {
            panic!("a request is stuck: {stuck:?}");
        }
        let Some(node) = (0..self.nodes.len()).find(|node| self.is_mounted(*node)) else { return };
        self.check_views(node);
        self.check_contents(node);
        let unit = &self.nodes[node].unit;
        for bitmap in &unit.view().bitmaps {
            self.check_bitmap(node, bitmap);
        }
        self.check_local_bits();
        self.log.drop_old();
    }

    fn check_views(&self, node: usize) {
        let unit = &self.nodes[node].unit;
        let view = unit.view();
        for other in (0..self.nodes.len()).filter(|other| self.is_mounted(*other)) {
            let theirs = self.nodes[other].unit.view();
            let same = (theirs.version, theirs.generation) == (view.version, view.generation);
            assert!(same, "nodes disagree: {:?} and {:?}", view.version, theirs.version);
        }
        for other in (0..self.nodes.len()).filter(|other| view.nodes.contains(self.nodes[*other].id)) {
            let theirs = &self.nodes[other].unit;
            assert!(theirs.view().version == view.version, "node {other} is dead, and the view names it: {theirs:?}");
        }
        for (_, member) in view.present() {
            let scb = &self.disk(member.device.0).scb;
            match member.state {
                MemberState::Full => {
                    // A change that was undone, or whose coordinator died or gave the set up, may have left a newer one;
                    // the next one goes beyond it.
                    let highest = self.generations.unfinished.max(unit.highest_undone());
                    let known = self.lock_invalid || scb.generation <= highest;
                    let undone = scb.generation > view.generation && known;
                    let carries = scb.generation == view.generation || undone;
                    assert!(carries, "full member {} carries generation {}", member.device, scb.generation);
                }
                MemberState::Target { .. } => {
                    // The end of its copy may have been written to it, and then been undone for want of a source's SCB, or by
                    // a node that gave the set up: whoever has the lock next looks at the disks.
                    let mut full = view.full().iter().filter_map(|full| view.member(full));
                    let faulty = full.any(|full| self.disk(full.device.0).is_faulty());
                    let undone = faulty || self.lock_invalid || scb.generation <= unit.highest_undone();
                    let says = scb.generation.0 == 0 && scb.copying || undone && scb.generation == view.generation;
                    assert!(says, "the SCB of target {} does not say that it is one", member.device);
                }
                other => panic!("member {} rests in state {other:?}", member.device),
            }
        }
    }

    /// Full members hold what is legal, all the same; and what they hold stays the one legal value.
    fn check_contents(&mut self, node: usize) {
        let places = self.places(node, self.nodes[node].unit.view().full());
        let merging = self.nodes[node].unit.view().merge.is_some();
        let scb = self.layout.scb_lbn;
        let size = self.size(node);
        for block in self.layout.within(LbnRange { start: Lbn(0), count: size }) {
            let lbn = self.layout.lbn(block);
            if lbn == scb {
                continue;
            }
            let value = self.disks[usize::from(places.list()[0].1)].blocks[block];
            for (_, disk) in places.list() {
                let found = self.disks[usize::from(*disk)].blocks[block];
                let legal = self.log.legal_now(block);
                assert!(legal.contains(&found), "disk {} lost LBN {lbn}: {found}, not {legal:?}", disk + 1);
                assert!(
                    found == value || merging,
                    "full members {} and {} differ at LBN {lbn}: {value}, {found}",
                    places.list()[0].1 + 1,
                    disk + 1
                );
            }
            if !merging {
                self.log.pin(block, self.log.mark(block), value);
            }
        }
    }

    /// I8: where a bitmap is clear, the absent member that it serves is equal to the set.
    fn check_bitmap(&self, node: usize, bitmap: &BitmapRef) {
        let (devices, base): (&[DeviceId], _) = match &bitmap.purpose {
            Purpose::Minicopy { member, base } => (std::slice::from_ref(member), *base),
            Purpose::AnyMissing { members, base } => (members, *base),
            Purpose::Minimerge | Purpose::Multiuse { .. } => return,
        };
        let Some(master) = self.nodes.iter().find(|node| node.id == bitmap.master) else { return };
        let full = self.places(node, self.nodes[node].unit.view().full()).list()[0];
        for device in devices {
            let disk = self.disk(device.0);
            if self.index(node, device.0).is_some() || disk.scb.generation != base || !disk.intact {
                continue;
            }
            for block in self.layout.within(LbnRange { start: Lbn(0), count: self.size(node) }) {
                let lbn = self.layout.lbn(block);
                let flagged = master.unit.flags(bitmap.id, lbn) == Some(true);
                let equal = disk.blocks[block] == self.disks[usize::from(full.1)].blocks[block];
                let scb = lbn == self.layout.scb_lbn;
                assert!(flagged || equal || scb, "I8: LBN {lbn} of disk {device} differs and {:?} is clear", bitmap.id);
            }
        }
    }
}

/// Whether the bit of the block's range is set; a block map beside it does not matter.
fn flags_range(unit: &VirtualUnit, bitmap: BitmapId, lbn: Lbn) -> bool {
    let start = lbn.range().start().0;
    (start..start + crate::blocks::RANGE_BLOCKS).any(|lbn| unit.flags(bitmap, Lbn(lbn)) == Some(true))
}
