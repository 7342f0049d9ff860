//! Whole scenes for scripted tests: a mounted set, a removal, a device as MOUNT sees it.

use super::choice::Choices;
use super::layout::Layout;
use super::world::{UNIT, World};
use crate::shadow::{Change, DeviceId, Done, Generation, JoinMember, Mutated, Refusal, VirtualUnit, Wish};

impl World {
    /// A running set of these disks on one node, the first one being the source, all copied.
    ///
    /// # Panics
    /// When the core does not manage that.
    pub fn mounted_set(seed: u64, layout: Layout, devices: &[u64], spare: u64) -> Self {
        let mut world = Self::new(Choices::seeded(seed), layout, devices.len() as u64 + spare);
        world.add_node(0);
        world.take_as_truth(devices[0]);
        world.form(0, devices, Wish::No).expect("it is formed");
        world.run();
        world.check_quiet();
        world
    }

    /// The world with a rule broken on all its nodes.
    #[must_use]
    pub fn breaking(mut self, mutated: Mutated) -> Self {
        self.mutated = mutated;
        for node in 0..self.nodes.len() {
            let unmounted = VirtualUnit::new(*self.nodes[node].unit.identity());
            let unit = std::mem::replace(&mut self.nodes[node].unit, unmounted);
            self.nodes[node].unit = unit.with_mutation(mutated);
        }
        self
    }

    /// A disk as MOUNT would add it to the mounted set.
    pub fn joining(&self, device: u64, minicopy: Wish) -> JoinMember {
        let disk = self.disk(device);
        JoinMember {
            device: DeviceId(device),
            size: self.layout().size,
            generation: disk.torn.is_none().then_some(disk.scb.generation),
            same_unit: disk.torn.is_none() && disk.scb.unit == UNIT,
            intact: disk.intact,
            minicopy,
            read_cost: 1,
            site: 0,
        }
    }

    /// A removal by command, and its answer.
    ///
    /// # Errors
    /// Why the member stays.
    ///
    /// # Panics
    /// When the disk is not a member.
    pub fn remove(&mut self, node: usize, device: u64, bitmap: Wish) -> Result<Done, Refusal> {
        let members = self.index(node, device).expect("it is a member").mask();
        self.change_now(node, Change::Remove { members, bitmap, forced: false })
    }

    /// Generation that the set carries on a node.
    pub fn generation(&self, node: usize) -> Generation {
        self.nodes[node].unit.view().generation
    }
}
