//! The accesses of transfers: one block of one disk in each step.

use super::request::Wanted;
use super::task::{Pass, Places, Task, Work, pack, unpack};
use super::world::{World, name, trace};
use crate::blocks::{BlockCount, LbnRange};
use crate::message::{Status, codes};
use crate::shadow::{BlockMap, Input, IoOp, Irp, MemberMask, ScbFields, Token, Verdict};

impl World {
    /// The disks of members, under the view of a node.
    pub(super) fn places(&self, node: usize, members: MemberMask) -> Places {
        let view = self.nodes[node].unit.view();
        let mut places = Places::default();
        for index in members.iter() {
            if let Some(member) = view.member(index) {
                places.push((index, member.device.0 as u8 - 1));
            }
        }
        places
    }

    pub(super) fn list(&mut self) -> Vec<u64> {
        self.pool.pop().unwrap_or_default()
    }

    pub(super) fn give_back(&mut self, mut list: Vec<u64>) {
        list.clear();
        self.pool.push(list);
    }

    /// An Io effect becomes a task.
    pub(super) fn begin_transfer(
        &mut self,
        node: usize,
        token: Token,
        irp: Option<Irp>,
        op: IoOp,
        range: LbnRange,
        only: Option<BlockMap>,
    ) {
        let work = match op {
            IoOp::Write { members } => {
                let irp = irp.expect("a store has a request");
                let Wanted::Write(value) = self.requests.get(irp).wanted else { panic!("a store is of a write") };
                let places = self.places(node, members);
                assert!(!places.list().is_empty() && !range.contains(self.layout.scb_lbn), "stores have members");
                let mut todo = self.list();
                for place in places.list() {
                    todo.extend(self.layout.within(range).map(|block| pack(*place, block)));
                }
                Work::Write { irp, value, todo }
            }
            IoOp::Read { member } => {
                let from = self.places(node, member.mask()).list()[0];
                let irp = irp.expect("a read has a request");
                self.requests.get_mut(irp).found.clear();
                Work::Read { irp, from, next: 0 }
            }
            IoOp::ReadCompare { members } | IoOp::Compare { members } => {
                let mut blocks = self.list();
                self.layout.collect(range, only, &mut blocks);
                if let Some(irp) = irp {
                    self.requests.get_mut(irp).found.clear();
                }
                return self.begin_compare(node, token, irp, members, blocks);
            }
            IoOp::CopyPass { source, targets } | IoOp::Repair { master: source, others: targets } => {
                let (mut blocks, buffer) = (self.list(), self.list());
                self.layout.collect(range, only, &mut blocks);
                let scb = self.layout.scb_lbn;
                let base = range.start.range().start().0;
                let has_scb = range.contains(scb) && only.is_none_or(|map| map.0 >> (scb.0 - base) & 1 == 1);
                assert!(!has_scb, "the SCB is in no transfer");
                Work::Pass(Pass {
                    source: self.places(node, source.mask()).list()[0],
                    targets: self.places(node, targets),
                    blocks,
                    buffer,
                    target: 0,
                    block: 0,
                    differs: false,
                    wrote: MemberMask::NONE,
                    written: 0,
                    watch: self.admission.watch(range),
                    repair: matches!(op, IoOp::Repair { .. }),
                    irp,
                })
            }
        };
        self.tasks.push(Task { node: node as u8, token, failed: MemberMask::NONE, work });
    }

    /// A flush notes what it has to make durable.
    pub(super) fn begin_flush(&mut self, node: usize, token: Token, members: MemberMask) {
        let places = self.places(node, members);
        let mut begun = self.list();
        places.list().iter().for_each(|(_, disk)| self.disks[usize::from(*disk)].begin_flush(&mut begun));
        let work = Work::Flush { places, begun };
        self.tasks.push(Task { node: node as u8, token, failed: MemberMask::NONE, work });
    }

    /// Goes one access further with a task; answers the core when it is done.
    #[inline]
    pub(super) fn step_task(&mut self, at: usize) {
        match &mut self.tasks[at].work {
            Work::Write { .. } => self.step_write(at),
            Work::Read { .. } => self.step_read(at),
            Work::Pass(_) => self.step_pass(at),
            Work::Compare(_) => self.step_compare(at),
            Work::ReadScbs { .. } => self.read_scbs(at),
            Work::Flush { .. } | Work::Allocate | Work::Scb { .. } => self.finish_step(at),
        }
    }

    pub(super) fn end_transfer(&mut self, task: &Task, verdict: Verdict) {
        let (token, failed) = (task.token, task.failed);
        self.tell_lost(usize::from(task.node), failed);
        self.feed(usize::from(task.node), Input::IoDone { token, failed, verdict });
    }

    fn step_write(&mut self, at: usize) {
        let task = &mut self.tasks[at];
        let Work::Write { irp, value, todo } = &mut task.work else { return };
        let (irp, value) = (*irp, *value);
        let request = self.requests.get_mut(irp);
        let refused = self.full_host && !request.stored;
        if !refused {
            let pick = self.choices.below(todo.len());
            let (place, block) = unpack(todo.swap_remove(pick));
            let disk = &mut self.disks[usize::from(place.1)];
            if disk.broken || disk.no_space {
                task.failed |= place.0.mask();
                todo.retain(|other| unpack(*other).0.0 != place.0);
            } else {
                request.stored = true;
                self.stamp += 1;
                disk.store(block, value, self.stamp);
                trace!(self, "{}: disk {} LBN {} := {value}", name(irp), place.1 + 1, self.layout.lbn(block));
                self.check_store(block);
            }
        }
        let Work::Write { todo, .. } = &self.tasks[at].work else { return };
        if refused || todo.is_empty() {
            let mut task = self.tasks.swap_remove(at);
            if let Work::Write { todo, .. } = &mut task.work {
                let list = std::mem::take(todo);
                self.give_back(list);
            }
            let verdict = if refused { Verdict::Refused(codes::SYSTEM_DRVERR) } else { Verdict::None };
            self.end_transfer(&task, verdict);
        }
    }

    fn step_read(&mut self, at: usize) {
        let task = &mut self.tasks[at];
        let Work::Read { irp, from, next } = &mut task.work else { return };
        let disk = &self.disks[usize::from(from.1)];
        let request = self.requests.get_mut(*irp);
        let blocks = self.layout.within(request.range);
        if disk.broken || disk.reads_broken {
            task.failed |= from.0.mask();
        } else if !blocks.is_empty() {
            request.found.push(disk.blocks[blocks.start + *next as usize]);
            *next += 1;
        }
        if !task.failed.is_empty() || *next as usize == blocks.len() {
            let task = self.tasks.swap_remove(at);
            self.end_transfer(&task, Verdict::None);
        }
    }

    fn step_pass(&mut self, at: usize) {
        let Self { tasks, disks, trace, layout, stamp, .. } = self;
        let Task { work: Work::Pass(pass), failed, .. } = &mut tasks[at] else { return };
        let (mut refused, mut stored) = (false, None);
        let read = pass.buffer.len();
        if read < pass.blocks.len() {
            let source = &disks[usize::from(pass.source.1)];
            if source.broken || source.reads_broken {
                *failed |= pass.source.0.mask();
            } else {
                pass.buffer.push(source.blocks[pass.blocks[read] as usize]);
                return;
            }
        } else if !pass.blocks.is_empty() && usize::from(pass.target) < pass.targets.list().len() {
            let (index, disk) = pass.targets.list()[usize::from(pass.target)];
            let target = &mut disks[usize::from(disk)];
            let (block, value) = (pass.blocks[pass.block as usize] as usize, pass.buffer[pass.block as usize]);
            if target.broken
                || (pass.differs && target.no_space)
                || (!pass.differs && !pass.repair && target.reads_broken)
            {
                *failed |= index.mask();
            } else if pass.differs && self.full_host && pass.wrote.is_empty() {
                refused = true;
            } else if pass.differs {
                *stamp += 1;
                target.store(block, value, *stamp);
                // What takes a repair can be read again, or the member fails.
                target.reads_broken &= !pass.repair;
                if let Some(lines) = trace {
                    lines.push(format!("copy: disk {} LBN {} := {value}", disk + 1, layout.lbn(block)));
                }
                pass.wrote |= index.mask();
                pass.written += 1;
                pass.differs = false;
                stored = pass.repair.then_some(block);
                pass.next();
            } else if target.blocks[block] != value || pass.repair && target.reads_broken {
                // A repair stores what it cannot compare.
                pass.differs = true;
            } else {
                pass.next();
            }
            let goes_on = failed.is_empty() && !refused && usize::from(pass.target) < pass.targets.list().len();
            if let Some(block) = stored {
                self.check_store(block);
            }
            if goes_on {
                return;
            }
        }
        self.end_pass(at, refused);
    }

    fn end_pass(&mut self, at: usize, refused: bool) {
        let task = self.tasks.swap_remove(at);
        let Task { work: Work::Pass(pass), token, failed, node } = task else { return };
        let quiet = self.admission.end_watch(pass.watch);
        if let (Some(irp), true) = (pass.irp, failed.is_empty() && !refused) {
            let request = self.requests.get_mut(irp);
            request.found.clear();
            request.found.extend_from_slice(&pass.buffer);
        }
        let alone = quiet && self.choices.below(2) == 0;
        self.give_back(pass.blocks);
        self.give_back(pass.buffer);
        let verdict = if refused {
            Verdict::Refused(codes::SYSTEM_DRVERR)
        } else if pass.wrote.is_empty() {
            Verdict::Equal
        } else {
            Verdict::Wrote { members: pass.wrote, blocks: BlockCount(pass.written), alone }
        };
        self.tell_lost(usize::from(node), failed);
        trace!(self, "node {node}: copy pass from disk {} ends: {verdict:?}, failed {failed:?}", pass.source.1 + 1);
        self.feed(usize::from(node), Input::IoDone { token, failed, verdict });
    }

    fn finish_step(&mut self, at: usize) {
        let Task { node, token, mut failed, work } = self.tasks.swap_remove(at);
        let mut no_memory = false;
        match work {
            Work::Flush { places, begun } => {
                let length = 2 * self.layout.live();
                for (nth, (index, disk)) in places.list().iter().enumerate() {
                    let disk = &mut self.disks[usize::from(*disk)];
                    if disk.broken {
                        failed |= index.mask();
                    } else {
                        disk.end_flush(&begun[nth * length..(nth + 1) * length]);
                    }
                }
                trace!(self, "node {node}: flush of {} disks ends, failed {failed:?}", places.list().len());
                self.give_back(begun);
            }
            Work::Allocate => no_memory = self.no_memory,
            Work::Scb { index, device, scb } => {
                trace!(self, "node {node}: SCB of disk {} := {}", device.0, scb_words(&scb));
                let disk = self.disk_mut(device.0);
                if disk.broken || disk.scb_broken {
                    failed |= index.mask();
                } else {
                    disk.scb = with_place(&disk.scb, (*scb).clone());
                    disk.torn = None;
                    self.generations.note_written(scb.generation);
                    if self.record {
                        self.scbs.push((device, *scb));
                    }
                }
            }
            Work::Write { .. } | Work::Read { .. } | Work::Pass(_) | Work::Compare(_) | Work::ReadScbs { .. } => {
                unreachable!("transfers go in steps")
            }
        }
        self.tell_lost(usize::from(node), failed);
        self.feed(usize::from(node), Input::StepDone { token, failed, no_memory });
    }

    /// A request has ended.
    pub(super) fn complete(&mut self, irp: Irp, status: Status) {
        self.requests.close(irp);
        let request = self.requests.closed(irp);
        trace!(self, "{} ends, {}", name(irp), if status.is_success() { "acknowledged" } else { "with an error" });
        match request.wanted {
            Wanted::Write(_) => {
                let (range, stored) = (request.range, request.stored);
                for block in self.layout.within(range) {
                    if status.is_success() { self.log.acknowledge(block) } else { self.log.fail(block, stored) }
                }
                self.release(irp, range);
            }
            Wanted::Read if status.is_success() => self.check_read(irp),
            Wanted::Flush if status.is_success() => {
                for (block, position) in request.positions.iter().enumerate() {
                    self.log.flushed(block, *position);
                }
            }
            Wanted::Read | Wanted::Flush => {}
        }
    }
}

impl Pass {
    /// On to the next block, or the next target.
    fn next(&mut self) {
        self.block += 1;
        if self.block as usize == self.blocks.len() {
            (self.target, self.block) = (self.target + 1, 0);
        }
    }
}

/// An SCB with the field that the core leaves to the engine.
pub(super) fn with_place(old: &ScbFields, new: ScbFields) -> ScbFields {
    ScbFields { scb_lbn: old.scb_lbn, ..new }
}

fn scb_words(scb: &ScbFields) -> String {
    let copying = if scb.copying { ", copying" } else { "" };
    format!("generation {}, write count {}{copying}", scb.generation, scb.write_count)
}
