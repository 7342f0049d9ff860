//! Transfers of the engine in memory, cut into small accesses so that everything can happen between two of them.

use dclshadow::blocks::{BlockCount, Lbn, LbnRange};
use dclshadow::message::{Status, codes};
use dclshadow::shadow::{BlockMap, DeviceId, Input, IoOp, Irp, MemberIndex, MemberMask, ScbFields, Token, Verdict};

use super::world::{SCB_LBN, World};

/// Something that the engine has begun.
#[derive(Debug)]
pub enum Task {
    /// An application's store.
    Write {
        node: usize,
        token: Token,
        value: u64,
        irp: Irp,
        todo: Vec<(MemberIndex, DeviceId, Lbn)>,
        failed: MemberMask,
    },
    /// An application's read.
    Read { node: usize, token: Token, irp: Irp, index: MemberIndex, device: DeviceId, range: LbnRange, at: u64 },
    /// A copy pass, or a repair.
    Pass(Pass),
    /// A compare, of a read or a merge.
    Compare(Compare),
    /// Durability.
    Flush { node: usize, token: Token, devices: Vec<(MemberIndex, DeviceId)> },
    /// Memory for a bitmap.
    Allocate { node: usize, token: Token },
    /// An SCB.
    Scb { node: usize, token: Token, index: MemberIndex, device: DeviceId, scb: ScbFields },
}

/// A compare: the first member is read, the others are looked at.
#[derive(Debug)]
pub struct Compare {
    node: usize,
    token: Token,
    irp: Option<Irp>,
    members: Vec<(MemberIndex, DeviceId)>,
    blocks: Vec<Lbn>,
    buffer: Vec<u64>,
    /// Next (member, block) to compare.
    at: (usize, usize),
    differ: MemberMask,
    failed: MemberMask,
}

/// A copy pass: the source is read, then each target compared and stored.
#[derive(Debug)]
pub struct Pass {
    node: usize,
    token: Token,
    source: (MemberIndex, DeviceId),
    targets: Vec<(MemberIndex, DeviceId)>,
    blocks: Vec<Lbn>,
    buffer: Vec<u64>,
    /// Next (target, block) to compare.
    at: (usize, usize),
    wrote: MemberMask,
    written: u64,
    watch: dclshadow::shadow::Watch,
    /// It repairs; a read may wait for the data.
    repair: bool,
    irp: Option<Irp>,
}

impl Task {
    /// The task of an Io effect.
    pub fn transfer(
        world: &mut World,
        node: usize,
        token: Token,
        irp: Option<Irp>,
        op: IoOp,
        range: LbnRange,
        only: Option<BlockMap>,
    ) -> Self {
        let scb_in = |range: LbnRange| range.contains(SCB_LBN);
        match op {
            IoOp::Write { members } => {
                let irp = irp.expect("a store has a request");
                let value = world.requests[&irp.0].value.expect("a store is of a write");
                let devices = world.devices(node, members);
                assert!(!devices.is_empty() && !scb_in(range));
                let mut todo = Vec::new();
                for (index, device) in devices {
                    todo.extend((range.start.0..range.end().0).map(|lbn| (index, device, Lbn(lbn))));
                }
                Self::Write { node, token, irp, value, todo, failed: MemberMask::NONE }
            }
            IoOp::Read { member } => {
                let device = world.devices(node, member.mask())[0].1;
                Self::Read { node, token, irp: irp.expect("a request"), index: member, device, range, at: 0 }
            }
            IoOp::ReadCompare { members } | IoOp::Compare { members } => Self::Compare(Compare {
                node,
                token,
                irp,
                members: world.devices(node, members),
                blocks: (range.start.0..range.end().0).map(Lbn).collect(),
                buffer: Vec::new(),
                at: (1, 0),
                differ: MemberMask::NONE,
                failed: MemberMask::NONE,
            }),
            IoOp::CopyPass { source, targets } | IoOp::Repair { master: source, others: targets } => {
                let all = (range.start.0..range.end().0).map(Lbn);
                let base = range.start.range().start().0;
                let wanted = |lbn: &Lbn| only.is_none_or(|map| map.0 >> (lbn.0 - base) & 1 == 1);
                let blocks: Vec<Lbn> = all.filter(wanted).collect();
                assert!(!blocks.contains(&SCB_LBN), "the SCB is in no transfer");
                Self::Pass(Pass {
                    node,
                    token,
                    source: world.devices(node, source.mask())[0],
                    targets: world.devices(node, targets),
                    blocks,
                    buffer: Vec::new(),
                    at: (0, 0),
                    wrote: MemberMask::NONE,
                    written: 0,
                    watch: world.admission.watch(range),
                    repair: matches!(op, IoOp::Repair { .. }),
                    irp,
                })
            }
        }
    }
}

impl World {
    /// The devices of members, under the view of a node.
    pub fn devices(&self, node: usize, members: MemberMask) -> Vec<(MemberIndex, DeviceId)> {
        let view = self.nodes[node].unit.view();
        members.iter().filter_map(|index| Some((index, view.member(index)?.device))).collect()
    }

    fn broken(&self, device: DeviceId) -> bool {
        self.disks[&device.0].broken
    }

    /// Goes one access further with a task; answers the core when it is done.
    pub fn step_task(&mut self, at: usize) {
        let pace = 1 + self.random.below(6) as usize;
        match &mut self.tasks[at] {
            Task::Write { .. } => self.step_write(at),
            Task::Read { .. } => self.step_read(at, pace),
            Task::Pass(_) => self.step_pass(at, pace * 4),
            Task::Compare(_) => self.step_compare(at, pace * 4),
            Task::Flush { .. } | Task::Allocate { .. } | Task::Scb { .. } => self.finish_step(at),
        }
    }

    fn step_write(&mut self, at: usize) {
        let pick = self.random.below(1 << 30) as usize;
        let Task::Write { node, token, irp, value, todo, failed } = &mut self.tasks[at] else { return };
        let request = self.requests.get_mut(&irp.0).expect("a request");
        if self.full_host && !request.stored {
            let (node, token) = (*node, *token);
            self.tasks.swap_remove(at);
            let verdict = Verdict::Refused(codes::SYSTEM_DRVERR);
            return self.feed(node, Input::IoDone { token, failed: MemberMask::NONE, verdict });
        }
        let (index, device, lbn) = todo.swap_remove(pick % todo.len());
        let (node, token, value) = (*node, *token, *value);
        if self.disks[&device.0].broken {
            *failed |= index.mask();
            todo.retain(|(other, ..)| *other != index);
        } else {
            request.stored = true;
            self.disks.get_mut(&device.0).expect("a disk").blocks[lbn.0 as usize] = value;
            self.check_store(lbn);
        }
        let Task::Write { todo, failed, .. } = &self.tasks[at] else { return };
        if todo.is_empty() {
            let failed = *failed;
            self.tasks.swap_remove(at);
            self.feed(node, Input::IoDone { token, failed, verdict: Verdict::None });
        }
    }

    fn step_read(&mut self, at: usize, pace: usize) {
        let Task::Read { node, token, irp, index, device, range, at: done } = &mut self.tasks[at] else { return };
        let (node, token, irp, index, device, range) = (*node, *token, *irp, *index, *device, *range);
        let from = *done;
        let to = (from + pace as u64).min(range.count.0);
        *done = to;
        let broken = self.broken(device);
        if !broken {
            let request = self.requests.get_mut(&irp.0).expect("a request");
            for offset in from..to {
                request.found[offset as usize] = self.disks[&device.0].blocks[(range.start.0 + offset) as usize];
            }
        }
        if broken || to == range.count.0 {
            let failed = if broken { index.mask() } else { MemberMask::NONE };
            self.tasks.swap_remove(at);
            self.feed(node, Input::IoDone { token, failed, verdict: Verdict::None });
        }
    }

    fn step_pass(&mut self, at: usize, pace: usize) {
        let Task::Pass(pass) = &mut self.tasks[at] else { return };
        let read = pass.buffer.len();
        let mut failed = MemberMask::NONE;
        let (repair, mut stored) = (pass.repair, Vec::new());
        if self.disks[&pass.source.1.0].broken {
            failed = pass.source.0.mask();
        } else if read < pass.blocks.len() {
            let source = &self.disks[&pass.source.1.0].blocks;
            pass.buffer.extend(pass.blocks[read..].iter().take(pace).map(|lbn| source[lbn.0 as usize]));
            return;
        } else {
            for _ in 0..pace {
                let (target, block) = pass.at;
                let Some((index, device)) = pass.targets.get(target).copied() else { break };
                let disk = self.disks.get_mut(&device.0).expect("a disk");
                if disk.broken {
                    failed = index.mask();
                    break;
                }
                let held = &mut disk.blocks[pass.blocks[block].0 as usize];
                if *held != pass.buffer[block] {
                    stored.push(pass.blocks[block]);
                    *held = pass.buffer[block];
                    pass.wrote |= index.mask();
                    pass.written += 1;
                }
                pass.at = if block + 1 < pass.blocks.len() { (target, block + 1) } else { (target + 1, 0) };
            }
            let goes_on = failed.is_empty() && pass.at.0 < pass.targets.len();
            if repair {
                stored.into_iter().for_each(|lbn| self.check_store(lbn));
            }
            if goes_on {
                return;
            }
        }
        let Task::Pass(pass) = self.tasks.swap_remove(at) else { return };
        if let (Some(irp), true) = (pass.irp, failed.is_empty()) {
            self.requests.get_mut(&irp.0).expect("a read").found.clone_from(&pass.buffer);
        }
        let quiet = self.admission.end_watch(pass.watch);
        let alone = quiet && self.random.one_in(2);
        let verdict = if pass.wrote.is_empty() {
            Verdict::Equal
        } else {
            Verdict::Wrote { members: pass.wrote, blocks: BlockCount(pass.written), alone }
        };
        self.feed(pass.node, Input::IoDone { token: pass.token, failed, verdict });
    }

    fn step_compare(&mut self, at: usize, pace: usize) {
        let Task::Compare(task) = &mut self.tasks[at] else { return };
        let broken = |device: DeviceId| self.disks[&device.0].broken;
        while let Some((index, _)) = task.members.first().filter(|(_, device)| broken(*device)) {
            task.failed |= index.mask();
            task.members.remove(0);
            task.buffer.clear();
        }
        let block = |device: DeviceId, lbn: Lbn| self.disks[&device.0].blocks[lbn.0 as usize];
        let (read, from) = (task.buffer.len(), task.members.first().copied());
        if let Some((_, from)) = from.filter(|_| read < task.blocks.len()) {
            task.buffer.extend(task.blocks[read..].iter().take(pace).map(|lbn| block(from, *lbn)));
            return;
        }
        for _ in 0..pace {
            let (member, index) = task.at;
            let Some((place, device)) = task.members.get(member).copied() else { break };
            if broken(device) {
                task.failed |= place.mask();
                task.at = (member + 1, 0);
                continue;
            }
            if task.blocks[index] != SCB_LBN && block(device, task.blocks[index]) != task.buffer[index] {
                task.differ |= place.mask();
            }
            task.at = if index + 1 < task.blocks.len() { (member, index + 1) } else { (member + 1, 0) };
        }
        if task.at.0 < task.members.len() {
            return;
        }
        let Task::Compare(task) = self.tasks.swap_remove(at) else { return };
        if let (Some(irp), true) = (task.irp, task.buffer.len() == task.blocks.len()) {
            self.requests.get_mut(&irp.0).expect("a read").found = task.buffer;
        }
        let verdict = if task.differ.is_empty() { Verdict::Equal } else { Verdict::Differ { members: task.differ } };
        self.feed(task.node, Input::IoDone { token: task.token, failed: task.failed, verdict });
    }

    fn finish_step(&mut self, at: usize) {
        match self.tasks.swap_remove(at) {
            Task::Flush { node, token, devices } => {
                let failed = devices.iter().filter(|(_, d)| self.broken(*d)).map(|(index, _)| *index).collect();
                self.answer_step(node, token, failed, false);
            }
            Task::Allocate { node, token } => self.answer_step(node, token, MemberMask::NONE, self.no_memory),
            Task::Scb { node, token, index, device, scb } => {
                let disk = self.disks.get_mut(&device.0).expect("a disk");
                let fails = disk.broken || disk.scb_broken;
                if !fails {
                    self.scbs.push((device, scb.clone()));
                    let (volume_size, scb_lbn) = (disk.scb.volume_size, disk.scb.scb_lbn);
                    disk.scb = ScbFields { volume_size, scb_lbn, ..scb };
                }
                let failed = if fails { index.mask() } else { MemberMask::NONE };
                self.answer_step(node, token, failed, false);
            }
            Task::Write { .. } | Task::Read { .. } | Task::Pass(_) | Task::Compare(_) => {
                unreachable!("transfers go in steps")
            }
        }
    }

    /// A request has ended.
    pub fn complete(&mut self, irp: Irp, status: Status) {
        let request = self.requests.remove(&irp.0).expect("the request is open");
        if let Some(value) = request.value {
            if status.is_success() {
                self.note_acknowledged(request.range, value);
            }
            let mut started = Vec::new();
            self.admission.release(irp, request.range, &mut started);
            for (irp, _) in started {
                self.start_write_later(irp);
            }
        } else if status.is_success() {
            self.check_read(&request);
        }
    }
}
