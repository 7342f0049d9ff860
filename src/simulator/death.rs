//! Nodes that crash one at a time: what stays of their stores, what the others see, and how they come back.
//!
//! The dead node's memory is gone at once. Of its stores in flight any subset of blocks is kept. What it sent before still
//! arrives, and then the news of its death; its locks pass on at once, in any order with that. It can mount the set again
//! as soon as it likes.

use super::life::Life;
use super::link::Letter;
use super::task::{Pass, Task, Work, unpack};
use super::world::{MAX_NODES, World, trace};
use crate::shadow::{Change, Input, Irp, NodeSet, Refusal, ScbRead, UnitState};

use super::request::Wanted;

impl World {
    /// A node dies.
    pub fn crash_node(&mut self, node: usize) {
        trace!(self, "node {node} dies");
        self.leave_stores(node);
        self.close_requests(node);
        self.leave_locks(node);
        for other in (0..self.nodes.len()).filter(|other| *other != node) {
            let (from, to) = (node * MAX_NODES + other, other * MAX_NODES + node);
            self.links[from].push_back(Letter::Gone);
            self.busy_links |= 1 << from;
            // News of others that died is news for the next life too.
            self.links[to].retain(|letter| matches!(letter, Letter::Gone));
            if self.links[to].is_empty() {
                self.busy_links &= !(1 << to);
            }
            self.cut_links |= 1 << to;
        }
        let asked: Vec<u64> = self.asked.iter().filter(|(_, of)| *of == node).map(|(ticket, _)| *ticket).collect();
        self.asked.retain(|(_, of)| *of != node);
        for ticket in asked {
            self.end_joining(ticket, None);
            self.replies.push((ticket, Err(Refusal::Aborted)));
        }
        self.reset_node(node, None);
        self.note_departures();
    }

    /// What it had begun ends half done.
    fn leave_stores(&mut self, node: usize) {
        let mut at = 0;
        while at < self.tasks.len() {
            if usize::from(self.tasks[at].node) != node {
                at += 1;
                continue;
            }
            if matches!(self.tasks[at].work, Work::Scb { .. }) {
                self.leave_scb(at);
            }
            let Task { work, .. } = self.tasks.swap_remove(at);
            match work {
                Work::Write { irp, value, todo } => {
                    for packed in &todo {
                        let (place, block) = unpack(*packed);
                        if self.choices.below(2) == 0 {
                            self.requests.get_mut(irp).stored = true;
                            self.store_late(usize::from(place.1), block, value);
                        }
                    }
                    self.give_back(todo);
                }
                Work::Pass(pass) => self.leave_pass(pass),
                Work::Compare(mut compare) => {
                    let (blocks, buffer) = (std::mem::take(&mut compare.blocks), std::mem::take(&mut compare.buffer));
                    self.give_back(blocks);
                    self.give_back(buffer);
                }
                Work::Flush { begun, .. } => self.give_back(begun),
                Work::Read { .. } | Work::Allocate | Work::Scb { .. } | Work::ReadScbs { .. } => {}
            }
        }
    }

    /// Of a pass or a repair any store to the target that it was at may come through.
    fn leave_pass(&mut self, pass: Pass) {
        self.admission.end_watch(pass.watch);
        let whole = pass.buffer.len() == pass.blocks.len();
        if let Some((_, disk)) = pass.targets.list().get(usize::from(pass.target)).filter(|_| whole) {
            for at in pass.block as usize..pass.blocks.len() {
                let (disk, block, value) = (usize::from(*disk), pass.blocks[at] as usize, pass.buffer[at]);
                if self.disks[disk].blocks[block] != value && self.choices.below(2) == 0 {
                    self.store_late(disk, block, value);
                }
            }
        }
        self.give_back(pass.blocks);
        self.give_back(pass.buffer);
    }

    fn store_late(&mut self, disk: usize, block: usize, value: u64) {
        if self.disks[disk].broken || self.disks[disk].no_space {
            return;
        }
        self.stamp += 1;
        self.disks[disk].store(block, value, self.stamp);
        trace!(self, "at its death: disk {} LBN {} := {value}", disk + 1, self.layout.lbn(block));
    }

    /// Nobody waits for its requests any more. What was stored of a write stays undecided.
    fn close_requests(&mut self, node: usize) {
        let open: Vec<Irp> = self.requests.iter().filter(|request| request.node == node).map(|r| r.irp).collect();
        for irp in open {
            self.requests.close(irp);
            let request = self.requests.closed(irp);
            let (range, begun, stored) = (request.range, request.begun, request.stored);
            if !matches!(request.wanted, Wanted::Write(_)) {
                continue;
            }
            if begun {
                self.layout.within(range).for_each(|block| self.log.lose(block, stored, node));
            }
            let mut started = Vec::new();
            if self.admission.cancel(irp, &mut started) {
                self.admitted.extend(started.into_iter().map(|(irp, _)| irp));
            } else {
                self.release(irp, range);
            }
        }
        let Self { admitted, requests, .. } = self;
        admitted.retain(|irp| requests.is_open(*irp));
    }

    fn leave_locks(&mut self, node: usize) {
        if self.lock_held && self.lock_queue.front() == Some(&node) {
            (self.lock_held, self.lock_invalid) = (false, true);
        }
        self.lock_queue.retain(|of| *of != node);
        if self.hold_held && self.hold_queue.front() == Some(&node) {
            self.hold_held = false;
        }
        self.hold_queue.retain(|of| *of != node);
        self.orphans |= 1 << node;
    }

    /// A node that died is taken out once the newest view does not name it: until then a write of its may be seen or not,
    /// like one in flight.
    #[inline]
    pub(super) fn note_departures(&mut self) {
        if self.orphans == 0 {
            return;
        }
        let Some(named) = self.newest_nodes() else { return };
        for node in 0..self.nodes.len() {
            if self.orphans >> node & 1 == 1 && !named.contains(self.nodes[node].id) {
                self.orphans &= !(1 << node);
                self.log.forget_node(node);
            }
        }
    }

    /// SCBs are read from the disks.
    pub(super) fn read_scbs(&mut self, at: usize) {
        let Task { node, token, work, .. } = self.tasks.swap_remove(at);
        let Work::ReadScbs { members } = work else { return };
        let read = |device: u64| {
            let disk = self.disk(device);
            match &disk.torn {
                _ if disk.broken || disk.scb_broken => ScbRead::Unreadable,
                Some(_) => ScbRead::Torn,
                None => ScbRead::Valid(disk.scb.clone()),
            }
        };
        let scbs: Vec<_> = members.into_iter().map(|(index, device)| (index, read(device.0))).collect();
        trace!(self, "node {node}: SCBs are read");
        self.feed(usize::from(node), Input::ScbsRead { token, scbs });
    }

    /// Whether every node that a view names, but this one, is the life that it names.
    pub(super) fn lives(&self, named: NodeSet, but: usize) -> bool {
        let lives = |node: usize| {
            let unit = &self.nodes[node].unit;
            let out = matches!(unit.state(), UnitState::Mounting | UnitState::Dismounted | UnitState::Dismounting);
            unit.view().nodes.contains(self.nodes[node].id) && !out
        };
        (0..self.nodes.len()).all(|node| node == but || !named.contains(self.nodes[node].id) || lives(node))
    }

    /// A node whose SCB is being written, or any one.
    fn victim(&mut self) -> usize {
        let writes = self.tasks.iter().find(|task| matches!(task.work, Work::Scb { .. }));
        let writer = writes.map(|task| usize::from(task.node));
        let any = self.choices.below(self.nodes.len());
        writer.filter(|_| self.choices.below(2) == 0).unwrap_or(any)
    }
}

impl Life {
    /// One of several nodes crashes.
    pub(super) fn crash_node(&mut self) {
        let node = self.world.victim();
        if self.world.nodes[node].unit.view().nodes.is_empty() && !self.world.asked.iter().any(|(_, of)| *of == node) {
            return;
        }
        self.world.steps += 1;
        self.leaving[node] = false;
        self.world.crash_node(node);
        self.forget_answered();
    }

    /// A node that has not the set mounts it, perhaps before the others know that it has died.
    pub(super) fn mount_somewhere(&mut self) {
        self.forget_answered();
        let node = self.world.choices.below(self.setup.nodes);
        let out = matches!(self.world.nodes[node].unit.state(), UnitState::Mounting | UnitState::Dismounted);
        if out && self.pending.is_empty() {
            self.world.steps += 1;
            self.ask_mount(node);
        }
    }

    /// Asks for a mount, if some node has the set.
    pub(super) fn ask_mount(&mut self, node: usize) {
        let Some(mounted) = (0..self.setup.nodes).find(|node| self.world.is_mounted(*node)) else { return };
        let nodes = self.world.nodes[mounted].unit.view().nodes;
        if self.world.requests_of(node) || !self.world.lives(nodes, node) {
            return;
        }
        self.world.reset_node(node, None);
        self.alone = true;
        self.ask(node, Change::Mount { nodes });
    }
}
