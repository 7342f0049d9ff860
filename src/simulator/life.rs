//! One simulated life of a shadow set: random requests, commands, faults, crashes and restarts.
//!
//! Owns what is done and how often. Every action follows from one 64-bit word, so that a run is a list of words, and a
//! shorter list is a run as well: that is how a failing run is cut down.

use super::choice::Choices;
use super::layout::Layout;
use super::schedule::Pace;
use super::world::{MAX_NODES, World, trace};
use crate::blocks::{BlockCount, LbnRange};
use crate::shadow::{Mutated, Saved, UnitState};

/// What may happen beside commands, requests, crashes and the fault of one disk at a time.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Hazards {
    /// Nodes crash one at a time and come back.
    pub deaths: bool,
    /// Several disks fail at once also under several nodes; under one node they do anyway.
    pub many_faults: bool,
}

impl Hazards {
    /// Everything.
    pub const ALL: Self = Self { deaths: true, many_faults: true };

    /// What both allow.
    pub(super) fn and(self, other: Self) -> Self {
        Self { deaths: self.deaths && other.deaths, many_faults: self.many_faults && other.many_faults }
    }
}

/// How a life is set up.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Setup {
    /// Nodes, 1 to 3.
    pub nodes: usize,
    /// Disks, 2 to 4.
    pub disks: u64,
    /// Block maps beside a bitmap.
    pub map_limit: u32,
    /// Order of steps.
    pub pace: Pace,
    /// Blocks of the volume at first; it can grow.
    pub volume: u64,
    /// What may happen.
    pub hazards: Hazards,
    /// A rule that is broken on purpose.
    pub mutated: Mutated,
}

impl Setup {
    /// What a seed is set up with.
    pub fn of(seed: u64) -> Self {
        let mut choices = Choices::seeded(seed);
        Self {
            nodes: 1 + choices.below(3),
            disks: 2 + choices.below(3) as u64,
            map_limit: [0, 1, 1_000][choices.below(3)],
            pace: Pace::ALL[choices.below(3)],
            volume: [256, 256, 254, 192][choices.below(4)],
            hazards: Hazards { deaths: choices.below(4) > 0, many_faults: choices.below(2) > 0 },
            mutated: Mutated::default(),
        }
    }
}

/// A life.
#[derive(Debug)]
pub struct Life {
    /// The engine.
    pub world: World,
    pub(super) setup: Setup,
    /// Tickets of commands that are not answered.
    pub(super) pending: Vec<u64>,
    /// The pending command is one that no other may stand beside: a node mounts or leaves.
    pub(super) alone: bool,
    /// States that were saved at suspends, with their nodes, oldest first.
    pub(super) saved: Vec<(usize, Saved)>,
    /// Nodes on which a dismount is pending.
    pub(super) leaving: [bool; MAX_NODES],
}

impl Life {
    /// A life at its beginning: a first set is being formed.
    pub fn new(setup: Setup) -> Self {
        let mut world = World::new(Choices::seeded(0), Layout::few_blocks(), setup.disks);
        world.map_limit = setup.map_limit;
        world.mutated = setup.mutated;
        world.pace = setup.pace;
        world.record = false;
        world.disks.iter_mut().for_each(|disk| disk.scb.volume_size = BlockCount(setup.volume));
        (0..setup.nodes).for_each(|node| {
            world.add_node(node as u16);
        });
        world.take_as_truth(1);
        let mut life =
            Self { world, setup, pending: Vec::new(), alone: false, saved: Vec::new(), leaving: [false; MAX_NODES] };
        life.form_first();
        life
    }

    /// Does what a word says.
    #[inline]
    pub fn act(&mut self, word: u64) {
        self.world.choices = Choices::seeded(word);
        match word & 63 {
            0..=8 => self.write(),
            9..=12 => self.read(),
            13..=14 => {
                self.world.steps += 1;
                let budget = 1 + self.world.choices.below(400) as u64;
                self.world.turn(budget);
            }
            15 => self.command(),
            16 if word >> 6 & 1 == 0 => self.fault(),
            17 if word >> 6 & 7 == 0 => self.quiet(),
            18 if word >> 6 & 31 == 0 => self.suspend(),
            19 if word >> 6 & 7 == 0 => self.flush(),
            20 if word >> 6 & 31 == 0 || (word >> 6 & 3 == 0 && self.world.is_in_a_change()) => self.crash(),
            21 if word >> 6 & 3 == 0 => self.world.write_back(),
            22 if word >> 6 & 7 == 0 => self.pass_time(),
            23 if word >> 6 & 3 == 0 => self.world.look_for_members(),
            24 if word >> 6 & 7 == 0 => self.order(),
            25 if word >> 6 & 63 == 0 => self.hammer(),
            26 if self.dies(word) => self.crash_node(),
            27 if self.setup.hazards.deaths && word >> 6 & 3 == 0 => self.mount_somewhere(),
            _ => {
                if !self.world.step() && self.is_down() {
                    self.begin_again();
                }
            }
        }
    }

    /// Whether a node dies now: rarely, and more often while a change is under way.
    fn dies(&self, word: u64) -> bool {
        let may = self.setup.hazards.deaths && self.setup.nodes > 1;
        may && (word >> 6 & 31 == 0 || (word >> 6 & 3 == 0 && self.world.is_in_a_change()))
    }

    /// The end of a life: everything is repaired, runs until it is quiet and is checked.
    pub fn end(&mut self) {
        self.repair_all();
        self.world.end_stalls();
        self.world.settle();
        self.end_verification();
        self.revive();
        while self.is_down() {
            self.begin_again();
            self.world.settle();
        }
        self.quiet();
        for node in 0..self.setup.nodes {
            self.world.tick(node, 5_000);
        }
        self.world.run();
        self.world.check_quiet();
        for node in (0..self.setup.nodes).filter(|node| self.world.is_mounted(*node)) {
            let view = self.world.nodes[node].unit.view();
            assert!(view.copies.is_empty() && view.merge.is_none(), "a copy or merge is stuck: {view:?}");
        }
    }

    /// A node that issues I/O.
    pub(super) fn node(&mut self) -> Option<usize> {
        let from = self.world.choices.below(self.setup.nodes);
        (0..self.setup.nodes).map(|nth| (from + nth) % self.setup.nodes).find(|node| self.world.is_mounted(*node))
    }

    fn write(&mut self) {
        if self.world.requests.len() < 6
            && let Some(node) = self.node()
            && let Some(range) = self.range(node)
        {
            self.world.steps += 1;
            self.world.write(node, range);
        }
    }

    fn read(&mut self) {
        if self.world.requests.len() < 8
            && let Some(node) = self.node()
            && let Some(range) = self.range(node)
        {
            self.world.steps += 1;
            self.world.read(node, range);
        }
    }

    fn range(&mut self, node: usize) -> Option<LbnRange> {
        let block = self.world.choices.below(self.world.layout.live());
        let most = 1 + self.world.choices.below(3);
        let run = self.world.layout.run_from(block, most)?;
        let count = self.world.size(node).0.saturating_sub(run.start.0).min(run.count.0);
        (count > 0).then(|| LbnRange::new(run.start.0, count))
    }

    fn flush(&mut self) {
        if self.world.requests.len() < 8
            && let Some(node) = self.node()
        {
            self.world.steps += 1;
            self.world.flush(node);
        }
    }

    fn pass_time(&mut self) {
        self.world.steps += 1;
        let millis = self.world.choices.below(1_500) as u64;
        self.world.wait(millis);
        self.world.look_for_members();
    }

    /// Whether the set is mounted nowhere and nobody is about to change that.
    pub(super) fn is_down(&mut self) -> bool {
        self.forget_answered();
        let is_down =
            |node: usize| matches!(self.world.nodes[node].unit.state(), UnitState::Mounting | UnitState::Dismounted);
        self.pending.is_empty() && (0..self.setup.nodes).all(is_down)
    }

    /// Commands that have been answered are not pending any more.
    pub(super) fn forget_answered(&mut self) {
        let replies = &self.world.replies;
        self.pending.retain(|ticket| !replies.iter().any(|(answered, _)| answered == ticket));
        self.world.replies.clear();
        if self.pending.is_empty() {
            self.alone = false;
            self.leaving = [false; MAX_NODES];
        }
    }

    /// Everything that was begun ends, and is checked; copies may run to their ends as well.
    pub(super) fn quiet(&mut self) {
        self.world.end_stalls();
        if self.world.choices.below(3) == 0 {
            self.world.run();
        } else {
            self.world.settle();
        }
        self.end_verification();
        self.revive();
        self.world.settle();
        self.world.check_quiet();
        self.forget_answered();
        if let Some(stuck) = self.pending.first() {
            panic!("change {stuck} is stuck");
        }
        trace!(self.world, "quiet");
        for device in 1..=self.setup.disks {
            let member = (0..self.setup.nodes)
                .any(|node| self.world.is_mounted(node) && self.world.index(node, device).is_some());
            self.world.disk_mut(device).intact |= member;
        }
    }

    pub(super) fn repair_all(&mut self) {
        self.world.full_host = false;
        self.world.no_memory = false;
        (1..=self.setup.disks).for_each(|device| self.world.disk_mut(device).repair());
    }
}
