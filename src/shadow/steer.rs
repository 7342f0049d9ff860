//! How one node steers the I/O of a set: where copies read, how reads are spread, writes that are stalled.
//!
//! Owns what SET SHADOW orders of a node alone, which no barrier and no other node has to know, and the queue lengths of
//! the members. Which member is read is `read`'s and `copy`'s decision.

use std::collections::VecDeque;

use serde::{Deserialize, Serialize};

use super::effect::Effect;
use super::ids::{DeviceId, Irp, MAX_MEMBERS, MemberIndex, MemberMask};
use super::unit::VirtualUnit;
use super::view::UnitState;
use crate::blocks::LbnRange;
use crate::clock::Millis;

/// Where full copies read (SET SHADOW/COPY_SOURCE).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum CopySource {
    /// From the full members in turn.
    #[default]
    Alternate,
    /// From the master member.
    Master,
    /// From this member, as long as it is a full one.
    Member(DeviceId),
}

/// What SET SHADOW orders of a set on one node; gone with the dismount.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Orders {
    /// Where full copies read.
    pub copy_source: CopySource,
    /// Reads are divided by block among members of equal cost.
    pub split_reads: bool,
    /// Writes are held back until then.
    pub stalled_until: Option<Millis>,
}

/// Orders with what follows from them.
#[derive(Debug, Default)]
pub(super) struct Steering {
    pub(super) orders: Orders,
    /// Admitted writes that wait for the end of a stall.
    pub(super) stalled: VecDeque<(Irp, LbnRange)>,
    queues: [u32; MAX_MEMBERS],
}

impl Steering {
    /// Transfers open on a member.
    pub(super) fn queue(&self, index: MemberIndex) -> u32 {
        self.queues[index.at()]
    }

    pub(super) fn enqueue(&mut self, members: MemberMask) {
        members.iter().for_each(|index| self.queues[index.at()] += 1);
    }

    pub(super) fn dequeue(&mut self, members: MemberMask) {
        members.iter().for_each(|index| self.queues[index.at()] -= 1);
    }
}

impl VirtualUnit {
    /// New orders; writes go on when they are not stalled any more.
    pub(super) fn on_steer(&mut self, orders: Orders, out: &mut Vec<Effect>) {
        self.steering.orders = orders;
        self.release_stalled(out);
    }

    /// Whether a write that comes now is held back; not where nothing is accepted any more.
    pub(super) fn stalls_writes(&self) -> bool {
        let is_over =
            self.closing || matches!(self.state, UnitState::Aborted | UnitState::Dismounted | UnitState::Dismounting);
        !is_over && self.steering.orders.stalled_until.is_some_and(|until| self.now < until)
    }

    /// Lets stalled writes go once their time is over, in the order in which they came.
    pub(super) fn release_stalled(&mut self, out: &mut Vec<Effect>) {
        if self.stalls_writes() {
            return;
        }
        self.steering.orders.stalled_until = None;
        while let Some((irp, range)) = self.steering.stalled.pop_front() {
            self.on_write(irp, range, out);
        }
    }

    /// A dismount has to end what was begun: the stall ends with it.
    pub(super) fn end_stall(&mut self, out: &mut Vec<Effect>) {
        self.steering.orders.stalled_until = None;
        self.release_stalled(out);
    }

    /// What was ordered, and until when writes are stalled.
    pub fn orders(&self) -> Orders {
        self.steering.orders
    }
}
