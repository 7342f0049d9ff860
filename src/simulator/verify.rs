//! Mount verification as the engine sees it: who does not answer is told, looked for again, and waited for so long.

use super::life::Life;
use super::world::{World, trace};
use crate::clock::Millis;
use crate::shadow::{DeviceEvent, Input, MAX_MEMBERS, MemberMask};

/// Milliseconds that a member, or the unit, is waited for.
const TIMEOUT: u64 = 3_000;

impl World {
    /// A transfer failed: members that do not answer are told before its end is.
    #[inline]
    pub(super) fn tell_lost(&mut self, node: usize, failed: MemberMask) {
        if failed.is_empty() {
            return;
        }
        let places = self.places(node, failed);
        for (member, disk) in places.list() {
            if self.disks[usize::from(*disk)].away {
                self.feed(node, Input::Device { member: *member, event: DeviceEvent::Lost });
            }
        }
    }

    /// Members that are waited for and answer again are told, once nothing is under way on the node.
    pub fn look_for_members(&mut self) {
        for node in 0..self.nodes.len() {
            let places = self.places(node, self.nodes[node].unit.awaited());
            for (member, disk) in places.list() {
                if !self.disks[usize::from(*disk)].broken {
                    trace!(self, "node {node}: disk {} is back", disk + 1);
                    self.feed(node, Input::Device { member: *member, event: DeviceEvent::Back });
                }
            }
        }
    }

    /// Time goes by on every node, and so do the timeouts of mount verification.
    pub(super) fn wait(&mut self, millis: u64) {
        for node in 0..self.nodes.len() {
            self.tick(node, millis);
            if self.nodes[node].unit.is_verifying() {
                trace!(self, "node {node}: {millis} ms go by in mount verification");
                let limit = Millis(TIMEOUT);
                self.feed(node, Input::Timeouts { unit: limit, members: [limit; MAX_MEMBERS] });
            }
        }
    }
}

impl Life {
    /// Members that are away come back, or are given up, until nobody is waited for.
    pub(super) fn end_verification(&mut self) {
        for _ in 0..20 {
            let verifying = |node: usize| self.world.nodes[node].unit.is_verifying();
            if !(0..self.setup.nodes).any(verifying) {
                return;
            }
            if self.world.choices.below(2) == 0 {
                for disk in self.world.disks.iter_mut().filter(|disk| disk.away) {
                    (disk.away, disk.broken) = (false, false);
                }
                self.world.look_for_members();
            } else {
                self.world.wait(2 * TIMEOUT);
            }
            self.world.settle();
        }
        panic!("mount verification does not end");
    }
}
