//! What operators and bad luck do in a simulated life: commands, faults, suspends, crashes and restarts.

use super::life::Life;
use super::world::{MAX_NODES, UNIT, trace};
use crate::shadow::{Change, FormError, Generation, Member, Mutation, Plan, UnitState, Wish};

const DISMOUNT: Change = Change::Dismount { minicopy: Wish::No, abort: false };

/// Old saved states that may be offered again.
const SAVED_STATES: usize = 4;

impl Life {
    fn wish(&mut self) -> Wish {
        [Wish::No, Wish::Optional, Wish::Required, Wish::Required][self.world.choices.below(4)]
    }

    pub(super) fn device(&mut self) -> u64 {
        1 + self.world.choices.below(self.setup.disks as usize) as u64
    }

    pub(super) fn ask(&mut self, node: usize, change: Change) {
        let ticket = self.world.change(node, change);
        self.pending.push(ticket);
    }

    /// A node forms the set.
    pub(super) fn ask_form(&mut self, node: usize, plan: Plan, any_missing: Wish) {
        let ticket = self.world.begin_form(node, plan, any_missing);
        self.pending.push(ticket);
        self.alone = true;
    }

    /// An operator's command.
    pub(super) fn command(&mut self) {
        self.forget_answered();
        if self.pending.len() >= 2 || self.alone {
            return;
        }
        let Some(node) = self.node() else { return };
        self.world.steps += 1;
        let device = self.device();
        let wish = self.wish();
        let change = match self.world.choices.below(16) {
            0..=4 => {
                let Some(index) = self.world.index(node, device) else { return };
                Change::Remove { members: index.mask(), bitmap: wish, forced: self.world.choices.one_in(5) }
            }
            5..=11 => {
                let mut devices = vec![device, self.device()];
                devices.dedup();
                devices.retain(|device| self.world.index(node, *device).is_none());
                if devices.is_empty() || !(self.world.choices.one_in(2) || self.pending.is_empty()) {
                    return;
                }
                let members = devices.iter().map(|device| self.world.joining(*device, wish)).collect();
                Change::Join { members }
            }
            12 if self.world.choices.one_in(2) => Change::DemandMerge,
            12 => {
                let bitmaps = &self.world.nodes[node].unit.view().bitmaps;
                let ids: Vec<_> = bitmaps.iter().map(|bitmap| bitmap.id).collect();
                if ids.is_empty() {
                    return;
                }
                Change::DeleteBitmap(ids[self.world.choices.below(ids.len())])
            }
            13..=14 => return self.mount_or_leave(),
            _ => {
                self.world.no_memory = self.world.choices.one_in(3);
                self.world.full_host = self.world.choices.one_in(4);
                return;
            }
        };
        self.ask(node, change);
    }

    /// A node mounts the set, or leaves it.
    fn mount_or_leave(&mut self) {
        let settled = |state: UnitState| {
            matches!(state, UnitState::Running | UnitState::Mounting | UnitState::Dismounted | UnitState::Aborted)
        };
        let nodes = 0..self.setup.nodes;
        if !self.pending.is_empty() || !nodes.clone().all(|node| settled(self.world.nodes[node].unit.state())) {
            return;
        }
        let node = self.world.choices.below(self.setup.nodes);
        if self.world.is_mounted(node) {
            let others = self.world.mounted_ids().len() > 1;
            if others || self.world.choices.one_in(3) {
                self.leaving[node] = true;
                self.alone = true;
                let abort = self.world.choices.one_in(4);
                self.ask(node, Change::Dismount { minicopy: Wish::No, abort });
            }
        } else if self.world.nodes[node].unit.state() != UnitState::Aborted {
            self.ask_mount(node);
        }
    }

    /// Something breaks or is repaired, or somebody writes a former member outside the set.
    pub(super) fn fault(&mut self) {
        self.world.steps += 1;
        let device = self.device();
        let (kind, heal) = (self.world.choices.below(9), self.world.choices.one_in(2));
        let nodes = 0..self.setup.nodes;
        let absent = nodes.clone().all(|node| self.world.index(node, device).is_none());
        let running = nodes.clone().any(|node| self.world.is_mounted(node));
        self.forget_answered();
        let others_fail = (1..=self.setup.disks).any(|other| other != device && self.world.disk(other).is_faulty());
        if self.setup.nodes > 1 && others_fail && !self.setup.hazards.many_faults {
            return;
        }
        trace!(self.world, "fault {kind} of disk {device}, heal {heal}");
        let idle = self.pending.is_empty() && running;
        let spots: Vec<usize> = (0..3).map(|_| self.world.choices.below(self.world.layout.live())).collect();
        let disk = self.world.disk_mut(device);
        match kind {
            0 => (disk.broken, disk.away) = (!disk.broken && !heal, false),
            1 => disk.scb_broken = !disk.scb_broken && !heal,
            2 => disk.reads_broken = !disk.reads_broken && !heal,
            3 => disk.no_space = !disk.no_space && !heal,
            6..=8 => {
                disk.away = !disk.away && !heal;
                disk.broken = disk.away;
            }
            _ if absent && idle => {
                self.world.stamp += 1;
                let stamp = self.world.stamp;
                let disk = self.world.disk_mut(device);
                spots.iter().for_each(|block| disk.store(*block, 77_000_000 + stamp, stamp));
                match (heal, kind) {
                    (true, 4) => disk.scb.generation = Generation::ZERO,
                    // It was a member of a set formed elsewhere.
                    (true, _) => disk.scb.generation.0 = disk.scb.generation.0.saturating_sub(1),
                    (false, _) => disk.intact = false,
                }
            }
            _ => {}
        }
    }

    /// A set that was given up is dismounted, to be formed again.
    pub(super) fn revive(&mut self) {
        for node in 0..self.setup.nodes {
            if self.world.nodes[node].unit.state() == UnitState::Aborted {
                self.repair_all();
                self.world.change_now(node, DISMOUNT).expect("it is dismounted");
                self.world.settle();
            }
        }
    }

    /// The process is killed or the host loses its power.
    pub(super) fn crash(&mut self) {
        self.world.steps += 1;
        match self.world.choices.below(8) {
            0 => self.world.crash_twice(),
            how => self.world.crash(how < 4),
        }
        self.pending.clear();
        self.forget_answered();
    }

    /// The site is suspended: everything ends, is flushed and saved. What is offered at the next start need not be the
    /// state that was saved last.
    pub(super) fn suspend(&mut self) {
        self.quiet();
        let mounted = self.world.mounted();
        let [node] = mounted[..] else { return };
        self.world.flush(node);
        self.world.settle();
        if !self.world.is_mounted(node) || !self.world.nodes[node].unit.is_quiet() {
            return;
        }
        trace!(self.world, "the site is suspended");
        // Every image is flushed, those of copy targets too.
        self.world.write_back_all();
        self.saved.push((node, self.world.nodes[node].unit.save()));
        if self.saved.len() > SAVED_STATES {
            self.saved.remove(0);
        }
        self.world.log.crash(false);
        self.world.forget_everything();
        self.forget_answered();
    }

    /// The program starts: a saved state is offered, or the set is formed from some of its disks.
    pub(super) fn begin_again(&mut self) {
        self.world.steps += 1;
        self.leaving = [false; MAX_NODES];
        (0..self.setup.nodes).for_each(|node| self.world.reset_node(node, None));
        self.world.start_process();
        // Drawn aside, so that kept runs do what they did.
        let mut aside = self.world.choices.aside();
        if aside.one_in(6) {
            // Nobody mounts anything before the next crash.
            self.world.choices = aside;
            (0..3).for_each(|_| self.world.write_back());
            return self.crash();
        }
        self.world.restore_scbs();
        let node = self.world.choices.below(self.setup.nodes);
        if !self.saved.is_empty() && self.world.choices.below(2) == 0 {
            let last = self.saved.len() - 1;
            let offered = if self.world.choices.below(4) > 0 { last } else { self.world.choices.below(last + 1) };
            if self.resumes(offered) {
                return;
            }
        }
        self.form(node);
    }

    fn resumes(&mut self, offered: usize) -> bool {
        let disks = &self.world.disks;
        let (node, saved) = &self.saved[offered];
        // A bitmap is of no use for a disk that somebody wrote since; the site sees that from size and times.
        let scb = |member: &Member| Some(&disks.get(member.device.0 as usize - 1)?.scb);
        let fits = saved.fits(UNIT, scb, disks.iter().map(|disk| &disk.scb));
        if !fits && !self.world.mutated.is(Mutation::AnySavedState) {
            return false;
        }
        let (node, saved) = (*node, saved.clone());
        trace!(self.world, "node {node}: goes on from a saved state of generation {}", saved.view.generation);
        self.repair_all();
        self.world.reset_node(node, Some(&saved));
        self.alone = true;
        self.ask(node, Change::Restore);
        true
    }

    /// No disk has a history: the first one named is the source.
    pub(super) fn form_first(&mut self) {
        self.world.disk_mut(1).repair();
        let first: Vec<u64> = (1..=self.setup.disks.min(3)).collect();
        let plan = self.world.plan(&first).expect("disks without a history form a set");
        self.ask_form(0, plan, Wish::No);
    }

    /// The set is formed: the operator names at least one of the disks with the highest generation.
    fn form(&mut self, node: usize) {
        let newest = self.world.newest_disks();
        if newest.is_empty() {
            return self.form_first();
        }
        let mut devices: Vec<u64> = (1..=self.setup.disks).filter(|_| self.world.choices.below(2) == 0).collect();
        let from = self.world.choices.below(newest.len());
        let turned = (0..newest.len()).map(|nth| newest[(from + nth) % newest.len()]);
        // A disk that may hold a torn block needs another full member to repair it from.
        let wanted = if newest.iter().any(|device| self.world.may_be_torn(*device)) { newest.len() } else { 1 };
        for device in turned.take(wanted) {
            self.world.disk_mut(device).repair();
            if !devices.contains(&device) {
                let at = self.world.choices.below(devices.len() + 1);
                devices.insert(at, device);
            }
        }
        let wish = if self.world.choices.one_in(3) { Wish::No } else { Wish::Optional };
        self.world.no_memory = false;
        let plan = match self.world.plan(&devices) {
            Ok(plan) => plan,
            Err(FormError::TornScb(device)) => panic!("the SCB of disk {device} was put back"),
            Err(error) => panic!("no set from disks {devices:?}: {error:?}"),
        };
        trace!(self.world, "the set is formed from disks {devices:?}");
        self.ask_form(node, plan, wish);
    }
}
