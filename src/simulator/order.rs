//! Rarer orders of operators: growth, steering, forced removals, aborts, cancelled requests, a block that is hammered.

use super::life::Life;
use super::world::{World, trace};
use crate::blocks::{BlockCount, LbnRange};
use crate::shadow::{Change, CopySource, DeviceId, Input, MemberIndex, MemberSettings, Orders, Ticket};

/// Writes of one block in a row at most.
const HAMMERED: usize = 60;

impl World {
    /// Blocks of the set as a node knows it.
    pub(super) fn size(&self, node: usize) -> BlockCount {
        self.nodes[node].unit.view().size
    }

    /// Makes what lies behind the end of the set read as zeros on all its members, durably; whether all of them could be
    /// written.
    fn make_alike(&mut self, node: usize) -> bool {
        let view = self.nodes[node].unit.view();
        let (size, disks): (BlockCount, Vec<u64>) = (view.size, view.present().map(|(_, m)| m.device.0).collect());
        if disks.iter().any(|disk| self.disk(*disk).is_faulty()) {
            return false;
        }
        for block in self.layout.within(LbnRange::new(size.0, self.layout.size.0 - size.0)) {
            self.stamp += 1;
            let stamp = self.stamp;
            for disk in &disks {
                self.disk_mut(*disk).store(block, 0, stamp);
                self.disk_mut(*disk).write_back(block);
            }
            self.log.begin_anew(block, 0);
        }
        true
    }

    /// Nobody's writes are held back any more.
    pub(super) fn end_stalls(&mut self) {
        for node in 0..self.nodes.len() {
            if self.nodes[node].unit.orders().stalled_until.is_some() {
                self.feed(node, Input::Steer(Orders::default()));
            }
        }
    }
}

impl Life {
    /// One of the rarer orders.
    pub(super) fn order(&mut self) {
        self.forget_answered();
        self.world.steps += 1;
        let node = self.world.choices.below(self.setup.nodes);
        match self.world.choices.below(8) {
            0 => self.grow(),
            1 | 2 => self.steer(node),
            3 => {
                let unit = &self.world.nodes[node].unit;
                if let Some(op) = unit.copy_work() {
                    self.world.feed(node, Input::Pause { op });
                }
            }
            4 | 5 => self.force(node),
            6 => self.cancel(),
            _ => self.give_up_or_set(node),
        }
    }

    /// SET VOLUME/SIZE.
    fn grow(&mut self) {
        let Some(node) = self.node() else { return };
        let size = self.world.size(node);
        let ends: Vec<u64> = self.world.layout.lbns().map(|lbn| lbn.0 + 1).filter(|end| *end > size.0).collect();
        if self.alone || !self.pending.is_empty() || ends.is_empty() || !self.world.make_alike(node) {
            return;
        }
        let size = BlockCount(ends[self.world.choices.below(ends.len())]);
        self.ask(node, Change::Resize { size });
    }

    /// SET SHADOW of a node alone.
    fn steer(&mut self, node: usize) {
        let device = DeviceId(self.device());
        let sources = [CopySource::Alternate, CopySource::Master, CopySource::Member(device)];
        let copy_source = sources[self.world.choices.below(3)];
        let split_reads = self.world.choices.below(2) == 0;
        let stalled_until = self.world.choices.one_in(3).then(|| self.world.now_and(500));
        let orders = Orders { copy_source, split_reads, stalled_until };
        trace!(self.world, "node {node}: {orders:?}");
        self.world.feed(node, Input::Steer(orders));
    }

    /// SET SHADOW/FORCE_REMOVAL.
    fn force(&mut self, node: usize) {
        let device = self.device();
        if let Some(index) = self.world.index(node, device)
            && !self.alone
            && self.pending.len() < 2
        {
            self.ask(node, Change::Force { members: index.mask() });
        }
    }

    /// A requester goes away, or whoever asked for a change.
    fn cancel(&mut self) {
        let open: Vec<_> = self.world.requests.iter().map(|request| (request.node, request.irp)).collect();
        if !open.is_empty() {
            let (node, irp) = open[self.world.choices.below(open.len())];
            trace!(self.world, "node {node}: {} is cancelled", super::world::name(irp));
            self.world.feed(node, Input::Cancel { irp });
        } else if let (Some(node), false) = (self.node(), self.pending.is_empty()) {
            let ticket = Ticket(self.pending[self.world.choices.below(self.pending.len())]);
            trace!(self.world, "node {node}: {ticket:?} is withdrawn");
            self.world.feed(node, Input::Withdraw { ticket });
        }
    }

    /// SET SHADOW/ABORT_VIRTUAL_UNIT, or a member's settings.
    fn give_up_or_set(&mut self, node: usize) {
        if self.alone || self.pending.len() >= 2 {
            return;
        }
        if self.world.nodes[node].unit.is_verifying() {
            return self.ask(node, Change::Abort);
        }
        let member = MemberIndex(self.world.choices.below(3) as u8);
        if self.world.nodes[node].unit.view().member(member).is_some() {
            let read_cost = self.world.choices.below(3) as u32;
            self.ask(node, Change::Attributes(MemberSettings { member, read_cost, site: 0 }));
        }
    }

    /// An application writes one block again and again, so that a copy never finds it equal.
    pub(super) fn hammer(&mut self) {
        let Some(node) = self.node() else { return };
        let block = self.world.choices.below(self.world.layout.live());
        let Some(range) = self.world.layout.run_from(block, 1) else { return };
        if range.end().0 > self.world.size(node).0 {
            return;
        }
        trace!(self.world, "LBN {} is hammered", range.start);
        for _ in 0..self.world.choices.below(HAMMERED) {
            if self.world.requests.len() < 3 && self.world.is_mounted(node) {
                self.world.write(node, range);
            }
            self.world.turn(127);
            for _ in 0..1 + self.world.choices.below(6) {
                self.world.step();
            }
        }
    }
}
