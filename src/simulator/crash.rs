//! Crashes and what comes after them: what stays on the disks, and how the set is formed again.

use super::access::with_place;
use super::disk::{Disk, TORN};
use super::task::{Work, unpack};
use super::world::{UNIT, World, trace};
use crate::blocks::{Lbn, LbnRange};
use crate::shadow::{
    Candidate, Change, DeviceId, Done, FormError, Formation, Generation, Mutation, Plan, Refusal, ScbFields, ScbRead,
    Wish, plan,
};

/// A record of blocks that a killed process may have left torn on one disk (shadow-core 4.4).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Slot {
    disk: u8,
    start: u64,
    count: u64,
}

impl Slot {
    fn device(self) -> DeviceId {
        DeviceId(u64::from(self.disk) + 1)
    }

    fn range(self) -> LbnRange {
        LbnRange::new(self.start, self.count)
    }

    fn covers(self, disk: usize, lbn: Lbn) -> bool {
        usize::from(self.disk) == disk && self.range().contains(lbn)
    }
}

/// The record of torn blocks: what a process that runs knows, and what a loss of power leaves of it.
#[derive(Debug, Default)]
pub(super) struct TornRecord {
    /// In the file as processes see it.
    known: Vec<Slot>,
    /// Those that a process has found at its start: they are promised to be repaired, whatever happens.
    promised: Vec<Slot>,
    /// On the disk for certain: known, or forgotten since.
    durable: Vec<Slot>,
}

impl World {
    /// The process ends without warning. All memory is gone; SCBs that were being written are old, new or torn. With the
    /// power, any subset of the blocks that were not flushed is gone too, and any of them may be torn; without it they
    /// stay, but an application's store under way may have torn its block.
    pub fn crash(&mut self, power: bool) {
        trace!(self, "{}", if power { "power is lost" } else { "the process is killed" });
        for at in 0..self.tasks.len() {
            match &self.tasks[at].work {
                Work::Scb { .. } => self.leave_scb(at),
                Work::Write { .. } if !power => self.tear(at),
                _ => {}
            }
        }
        self.log.crash(power);
        if power {
            let Self { disks, choices, .. } = self;
            disks.iter_mut().for_each(|disk| disk.lose_power(choices));
            self.lose_torn_record();
        }
        self.forget_everything();
    }

    /// The process is killed, and before another one starts the power is lost: what the first crash tore is on the disk or
    /// not, and its record too.
    pub fn crash_twice(&mut self) {
        self.crash(false);
        for _ in 0..self.choices.below(2 * self.layout.live()) {
            self.write_back();
        }
        self.crash(true);
    }

    /// The power is lost: the record is what was made durable at the last start that found any, and perhaps some of what
    /// came since. What was torn since the last start cannot be told from what was written.
    fn lose_torn_record(&mut self) {
        let TornRecord { known: before, promised, durable } = std::mem::take(&mut self.torn);
        // What was forgotten may be back, and does no harm.
        let mut known = durable.clone();
        for slot in before {
            if !durable.contains(&slot) && self.choices.below(2) == 0 {
                known.push(slot);
            }
        }
        for (disk, block) in (0..self.disks.len()).flat_map(|disk| (0..self.layout.live()).map(move |b| (disk, b))) {
            let (value, lbn) = (self.disks[disk].blocks[block], self.layout.lbn(block));
            if value >= TORN
                && !promised.iter().any(|slot| slot.covers(disk, lbn))
                && !self.log.legal_now(block).contains(&value)
            {
                self.log.accept(block, value);
            }
        }
        self.torn = TornRecord { known, promised, durable };
    }

    /// A process starts: what it finds in the record is made durable before anything else.
    pub(super) fn start_process(&mut self) {
        let record = &mut self.torn;
        record.known.sort_unstable();
        record.known.dedup();
        record.promised.clone_from(&record.known);
        if !record.known.is_empty() && !self.mutated.is(Mutation::TornRecordUnflushed) {
            record.durable.clone_from(&record.known);
        }
    }

    pub(super) fn leave_scb(&mut self, at: usize) {
        let Work::Scb { device, scb, .. } = &self.tasks[at].work else { return };
        let (device, scb) = (*device, scb.clone());
        let chosen = self.choices.below(3);
        trace!(self, "the SCB of disk {device} is left {}", ["old", "new", "torn"][chosen]);
        let disk = self.disk_mut(device.0);
        match chosen {
            0 => {}
            1 => {
                disk.scb = with_place(&disk.scb, *scb);
                let written = disk.scb.generation;
                self.generations.note_written(written);
            }
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
        self.torn.known.push(Slot { disk: place.1, start: range.start.0, count: range.count.0 });
    }

    /// The host writes some block to some disk by itself.
    pub(super) fn write_back(&mut self) {
        let (disk, block) = (self.choices.below(self.disks.len()), self.choices.below(self.layout.live()));
        self.disks[disk].write_back(block);
    }

    /// Everything on every disk is made durable.
    pub(super) fn write_back_all(&mut self) {
        let blocks = self.layout.live();
        self.disks.iter_mut().for_each(|disk| (0..blocks).for_each(|block| disk.write_back(block)));
    }

    /// Blocks that may be torn are made whole from another full member, durably, before anything is read.
    fn repair_torn(&mut self, plan: &Plan) {
        let full: Vec<DeviceId> = plan.full().map(|member| member.device).collect();
        for at in 0..self.torn.known.len() {
            let slot = self.torn.known[at];
            let other = full.iter().find(|device| **device != slot.device());
            let (true, Some(other)) = (full.contains(&slot.device()), other) else { continue };
            for block in self.layout.within(slot.range()) {
                let value = self.disk(other.0).blocks[block];
                self.stamp += 1;
                let stamp = self.stamp;
                let disk = &mut self.disks[usize::from(slot.disk)];
                disk.store(block, value, stamp);
                disk.write_back(block);
            }
        }
    }

    /// Disks belong to a set now, or do not.
    pub(super) fn end_joining(&mut self, ticket: u64, done: Option<&Done>) {
        if done.is_none() {
            self.generations.note_unfinished();
        }
        if let Some(at) = self.joining.iter().position(|(asked, _)| *asked == ticket) {
            let (_, mut devices) = self.joining.swap_remove(at);
            if let Some(done) = done {
                devices.retain(|device| !done.dropped.contains(device));
                self.forget_torn(&devices);
            }
        }
    }

    /// The disks are members of a set again: their blocks are whole, or all of them will be copied before any is read.
    pub(super) fn forget_torn(&mut self, devices: &[DeviceId]) {
        let TornRecord { known, promised, .. } = &mut self.torn;
        for slots in [known, promised] {
            slots.retain(|slot| !devices.contains(&slot.device()));
        }
    }

    /// Whether a disk may hold a torn block.
    pub(super) fn may_be_torn(&self, device: u64) -> bool {
        self.torn.known.iter().any(|slot| slot.device().0 == device)
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
        self.start_process();
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
