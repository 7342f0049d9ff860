//! Crashes and what comes after them: what stays on the disks, and how the set is formed again.

use super::access::with_place;
use super::disk::{Disk, TORN};
use super::task::{Work, unpack};
use super::world::{UNIT, World, trace};
use crate::blocks::LbnRange;
use crate::shadow::{
    Candidate, Change, DeviceId, Done, FormError, Formation, Generation, Mutation, Plan, Refusal, ScbFields, ScbRead,
    Wish, plan,
};

/// Blocks that a killed process may have left torn on one disk (shadow-core 4.4).
#[derive(Clone, Copy, Debug)]
pub(super) struct Slot {
    disk: u8,
    range: LbnRange,
}

impl World {
    /// The process ends without warning. All memory is gone; SCBs that were being written are old, new or torn. With the
    /// power, any subset of the blocks that were not flushed is gone too; without it they stay, but an application's store
    /// under way may have torn its block.
    pub fn crash(&mut self, power: bool) {
        trace!(self, "{}", if power { "power is lost" } else { "the process is killed" });
        for at in 0..self.tasks.len() {
            match &self.tasks[at].work {
                Work::Scb { .. } => self.leave_scb(at),
                Work::Write { .. } if !power => self.tear(at),
                _ => {}
            }
        }
        if power {
            // Slots are of another boot now; what they name was not written to the disk as it stood.
            self.slots.clear();
            let Self { disks, choices, .. } = self;
            disks.iter_mut().for_each(|disk| disk.lose_power(choices));
        }
        self.log.crash(power);
        self.forget_everything();
    }

    fn leave_scb(&mut self, at: usize) {
        let Work::Scb { device, scb, .. } = &self.tasks[at].work else { return };
        let (device, scb) = (*device, scb.clone());
        let chosen = self.choices.below(3);
        trace!(self, "the SCB of disk {device} is left {}", ["old", "new", "torn"][chosen]);
        let disk = self.disk_mut(device.0);
        match chosen {
            0 => {}
            1 => disk.scb = with_place(&disk.scb, *scb),
            _ => disk.torn = Some(scb),
        }
    }

    /// At most one block of a store is torn, on the member that is being written. A set with one full member is not
    /// written through a map.
    fn tear(&mut self, at: usize) {
        let task = &self.tasks[at];
        let Work::Write { todo, irp, .. } = &task.work else { return };
        let full = self.nodes[usize::from(task.node)].unit.view().full();
        if todo.is_empty() || full.len() < 2 || self.choices.below(2) == 0 {
            return;
        }
        let (range, (place, block)) = (self.requests.get(*irp).range, unpack(todo[self.choices.below(todo.len())]));
        if self.disks[usize::from(place.1)].broken {
            return;
        }
        self.stamp += 1;
        self.disks[usize::from(place.1)].store(block, TORN + self.stamp, self.stamp);
        trace!(self, "disk {} LBN {} is torn", place.1 + 1, self.layout.lbn(block));
        self.slots.push(Slot { disk: place.1, range });
    }

    /// The host writes some block to some disk by itself.
    pub(super) fn write_back(&mut self) {
        let (disk, block) = (self.choices.below(self.disks.len()), self.choices.below(self.layout.live()));
        let disk = &mut self.disks[disk];
        if disk.blocks[block] < TORN {
            disk.write_back(block);
        }
    }

    /// Everything on every disk is made durable.
    pub(super) fn write_back_all(&mut self) {
        let blocks = self.layout.live();
        self.disks.iter_mut().for_each(|disk| (0..blocks).for_each(|block| disk.write_back(block)));
    }

    /// Blocks that may be torn are made whole from another full member, durably, before anything is read.
    fn repair_torn(&mut self, plan: &Plan) {
        let full: Vec<u64> = plan.full().map(|member| member.device.0).collect();
        for at in 0..self.slots.len() {
            let Slot { disk, range } = self.slots[at];
            let torn = u64::from(disk) + 1;
            let other = full.iter().find(|device| **device != torn);
            let (true, Some(other)) = (full.contains(&torn), other) else { continue };
            for block in self.layout.within(range) {
                let value = self.disk(*other).blocks[block];
                self.stamp += 1;
                let stamp = self.stamp;
                self.disk_mut(torn).store(block, value, stamp);
                self.disk_mut(torn).write_back(block);
            }
        }
    }

    /// The disk is a member of a set again: its blocks are whole, or all of them will be copied before any is read.
    pub(super) fn forget_torn(&mut self, device: u64) {
        self.slots.retain(|slot| u64::from(slot.disk) + 1 != device);
    }

    /// Whether a disk may hold a torn block.
    pub(super) fn may_be_torn(&self, device: u64) -> bool {
        self.slots.iter().any(|slot| u64::from(slot.disk) + 1 == device)
    }

    /// The operator puts SCBs back that a crash tore: the site keeps the last ones that were written.
    pub(super) fn restore_scbs(&mut self) {
        for at in 0..self.disks.len() {
            if let Some(new) = self.disks[at].torn.take()
                && self.choices.below(2) == 0
            {
                let disk = &mut self.disks[at];
                disk.scb = with_place(&disk.scb, *new);
            }
        }
    }

    /// Disks that carry the highest generation of the set.
    pub(super) fn newest_disks(&self) -> Vec<u64> {
        let counts = |disk: &&Disk| disk.scb.unit == UNIT && !disk.scb.copying && disk.scb.generation.0 > 0;
        let newest = self.disks.iter().filter(counts).map(|disk| disk.scb.generation).max();
        let newest = newest.unwrap_or(Generation::ZERO);
        (1..).zip(&self.disks).filter(|(_, disk)| counts(disk) && disk.scb.generation == newest).map(|d| d.0).collect()
    }

    /// What `form::plan` says of disks.
    ///
    /// # Errors
    /// When no set can be formed from them.
    pub fn plan(&self, devices: &[u64]) -> Result<Plan, FormError> {
        let blind = self.mutated.is(Mutation::FormationIgnoresGenerations);
        let candidate = |device: &u64| {
            let disk = self.disk(*device);
            let scb = match (&disk.torn, disk.broken) {
                (_, true) => ScbRead::Offline,
                (Some(_), _) => ScbRead::Torn,
                _ if blind && disk.scb.generation.0 > 0 => {
                    ScbRead::Valid(ScbFields { generation: Generation(1), ..disk.scb.clone() })
                }
                _ => ScbRead::Valid(disk.scb.clone()),
            };
            let size = self.layout.size;
            let (named, label_matches, read_cost, site) = (true, true, 1, 0);
            Candidate { device: DeviceId(*device), named, size, scb, label_matches, read_cost, site }
        };
        let candidates = devices.iter().map(candidate).collect();
        plan(&Formation { unit: UNIT, candidates, override_membership: false })
    }

    /// Asks a node to form the set as planned, and returns the ticket.
    pub(super) fn begin_form(&mut self, node: usize, plan: Plan, any_missing: Wish) -> u64 {
        self.repair_torn(&plan);
        let plan = Box::new(plan);
        self.change(node, Change::Form { plan, any_missing, write_locked: false })
    }

    /// After a crash: SCBs that it tore are put back, and the set is formed from one of the disks with the highest
    /// generation, or all of them, and any others. `None` when no disk has a history.
    ///
    /// # Panics
    /// When the disks' SCBs do not allow it.
    pub fn form_again(&mut self, node: usize) -> Option<Result<Done, Refusal>> {
        self.restore_scbs();
        let newest = self.newest_disks();
        let keep = *newest.get(self.choices.below(newest.len().max(1)))?;
        let all = (1..=self.disks.len() as u64).filter(|device| {
            let wanted = self.may_be_torn(keep) && newest.contains(device);
            *device == keep || wanted || self.choices.below(2) == 0
        });
        let devices: Vec<u64> = all.collect();
        devices.iter().for_each(|device| self.disk_mut(*device).repair());
        let plan = self.plan(&devices).expect("a set can be formed");
        let ticket = self.begin_form(node, plan, Wish::No);
        self.run_until(|world| world.replies.iter().any(|(answered, _)| *answered == ticket));
        let at = self.replies.iter().position(|(answered, _)| *answered == ticket)?;
        Some(self.replies.swap_remove(at).1)
    }

    /// Plans the formation of a set from disks, asks for it and waits for the answer.
    ///
    /// # Errors
    /// Why it is not formed.
    ///
    /// # Panics
    /// When the disks' SCBs do not allow it.
    pub fn form(&mut self, node: usize, devices: &[u64], any_missing: Wish) -> Result<Done, Refusal> {
        let plan = Box::new(self.plan(devices).expect("a set can be formed"));
        self.change_now(node, Change::Form { plan, any_missing, write_locked: false })
    }
}
