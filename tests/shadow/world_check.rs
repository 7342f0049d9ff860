//! What the engine in memory checks: at each store, at each read, and when everything is quiet.

use dclshadow::blocks::{Lbn, LbnRange};
use dclshadow::shadow::{BitmapId, BitmapRef, CopyPhase, DeviceId, Irp, MemberState, Purpose};

use super::world::{History, Request, SCB_LBN, World};

impl World {
    /// The set has just been formed: its contents are the truth.
    pub fn take_as_truth(&mut self, device: u64) {
        let disk = &self.disks[&device];
        self.history = disk.blocks.iter().map(|value| History { values: vec![*value], acknowledged: 1 }).collect();
    }

    /// A write that another one delayed is admitted. Feeding it in the middle of another input's effects would change
    /// their order, so it becomes a step of its own.
    pub fn start_write_later(&mut self, irp: Irp) {
        self.admitted.push(irp);
    }

    /// A write was acknowledged.
    pub fn note_acknowledged(&mut self, range: LbnRange, value: u64) {
        for lbn in range.start.0..range.end().0 {
            let history = &mut self.history[lbn as usize];
            let at = history.values.iter().rposition(|written| *written == value).expect("it was begun");
            history.acknowledged = history.acknowledged.max(at + 1);
        }
    }

    /// I6, I7: whoever stores a block, every bitmap's master has its bit already; and a local bit means that it has.
    pub fn check_store(&self, lbn: Lbn) {
        let running = self.mounted();
        for (holder, id) in self.bitmaps() {
            assert_eq!(holder.flags(id, lbn), Some(true), "I6: {lbn:?} is stored before the master of {id:?} knows");
        }
        for (holder, id) in self.bitmaps() {
            for node in &running {
                let local = self.nodes[*node].unit.flags(id, lbn) == Some(true);
                assert!(
                    !local || holder.flags(id, lbn) == Some(true),
                    "I7: a local bit of {id:?} without the master's"
                );
            }
        }
    }

    /// Each bitmap with the unit of its master.
    fn bitmaps(&self) -> Vec<(&dclshadow::shadow::VirtualUnit, BitmapId)> {
        let Some(first) =
            self.nodes.iter().filter(|n| !n.unit.view().nodes.is_empty()).max_by_key(|n| n.unit.view().version)
        else {
            return Vec::new();
        };
        let known = first.unit.view().bitmaps.iter();
        known
            .filter_map(|bitmap| {
                let master = self.nodes.iter().find(|node| node.id == bitmap.master)?;
                master.unit.view().bitmap(bitmap.id)?;
                Some((&master.unit, bitmap.id))
            })
            .collect()
    }

    /// A read returns, for each block, the value acknowledged when it began or a later one.
    pub fn check_read(&self, request: &Request) {
        for (offset, found) in request.found.iter().enumerate() {
            let lbn = request.range.start.0 + offset as u64;
            let history = &self.history[lbn as usize];
            let legal = &history.values[request.floor[offset]..];
            assert!(legal.contains(found), "a read of LBN {lbn} found {found}, legal are {legal:?}");
        }
    }

    /// Nothing is in flight: full members are equal and hold what was acknowledged last, clear bits cover no difference.
    pub fn check_quiet(&self) {
        assert!(self.requests.is_empty(), "requests are stuck: {:?}", self.requests);
        let Some(node) = self.mounted().first().copied() else { return };
        let unit = &self.nodes[node].unit;
        for other in self.mounted() {
            let theirs = self.nodes[other].unit.view();
            assert_eq!((theirs.version, theirs.generation), (unit.view().version, unit.view().generation));
        }
        for (_, member) in unit.view().present() {
            let disk = &self.disks[&member.device.0];
            match member.state {
                MemberState::Full => {
                    self.check_full(member.device);
                    assert_eq!(disk.scb.generation, unit.view().generation, "a full member carries the generation");
                }
                MemberState::Target { phase, .. } => {
                    assert_eq!((disk.scb.generation.0, disk.scb.copying), (0, true), "a target says that it is one");
                    assert!(
                        phase != CopyPhase::Copied || unit.view().merge.is_some(),
                        "a copied target waits for a merge"
                    );
                }
                other => panic!("a member rests in state {other:?}"),
            }
        }
        for bitmap in &unit.view().bitmaps {
            self.check_bitmap(bitmap);
        }
    }

    fn check_full(&self, device: DeviceId) {
        for (lbn, history) in self.history.iter().enumerate() {
            let found = self.disks[&device.0].blocks[lbn];
            let legal = &history.values[history.acknowledged - 1..];
            assert!(
                Lbn(lbn as u64) == SCB_LBN || legal.contains(&found),
                "{device:?} lost LBN {lbn}: {found}, not {legal:?}"
            );
        }
        if self.nodes[self.mounted()[0]].unit.view().merge.is_some() {
            return;
        }
        let first = self.nodes[self.mounted()[0]].unit.view().full().first().expect("a full member");
        let first = self.devices(self.mounted()[0], first.mask())[0].1;
        for lbn in (0..self.history.len()).filter(|lbn| Lbn(*lbn as u64) != SCB_LBN) {
            let (a, b) = (self.disks[&first.0].blocks[lbn], self.disks[&device.0].blocks[lbn]);
            assert_eq!(a, b, "full members {first:?} and {device:?} differ at LBN {lbn}");
        }
    }

    /// I8: where a bitmap is clear, the absent member that it serves is equal to the set.
    fn check_bitmap(&self, bitmap: &BitmapRef) {
        let (devices, base) = match &bitmap.purpose {
            Purpose::Minicopy { member, base } => (vec![*member], *base),
            Purpose::AnyMissing { members, base } => (members.clone(), *base),
            Purpose::Minimerge | Purpose::Multiuse { .. } => return,
        };
        let Some(master) = self.nodes.iter().find(|node| node.id == bitmap.master) else { return };
        let node = self.mounted()[0];
        let full = self.nodes[node].unit.view().full();
        let full = self.devices(node, full)[0].1;
        for device in devices {
            let disk = &self.disks[&device.0];
            if self.index(node, device.0).is_some() || disk.scb.generation != base || !disk.intact {
                continue;
            }
            for lbn in (0..self.history.len()).filter(|lbn| Lbn(*lbn as u64) != SCB_LBN) {
                let flagged = master.unit.flags(bitmap.id, Lbn(lbn as u64)) == Some(true);
                let equal = disk.blocks[lbn] == self.disks[&full.0].blocks[lbn];
                assert!(flagged || equal, "I8: LBN {lbn} of {device:?} differs and {:?} is clear", bitmap.id);
            }
        }
    }
}
