//! An engine in memory: one shadow set on a few nodes. What of it comes next is the schedule's (`schedule.rs`).
//!
//! Owns nodes, disks, links, the unit's lock and open requests. Nothing in the core knows that it is not the real engine.

use std::collections::VecDeque;

use super::choice::Choices;
use super::crash::TornRecord;
use super::disk::Disk;
use super::layout::Layout;
use super::link::Letter;
use super::log::WriteLog;
use super::request::{Requests, Wanted};
use super::schedule::Pace;
use super::task::{Places, Task, Work};
use crate::blocks::{Lbn, LbnRange};
use crate::clock::{Millis, VmsTime};
use crate::shadow::{
    AdmissionQueue, Change, DeviceId, Done, Effect, Event, Identity, Input, Irp, LockKind, MemberIndex, MemberMask,
    Mutated, NodeId, NodeSet, Refusal, Saved, ScbFields, Ticket, UnitNumber, UnitState, VirtualUnit,
};

/// Nodes that a world can have.
pub(super) const MAX_NODES: usize = 4;

/// DSA1: the one set.
pub const UNIT: UnitNumber = UnitNumber(1);

/// A node.
#[derive(Debug)]
pub struct Node {
    /// Its core.
    pub unit: VirtualUnit,
    /// Its number in the cluster.
    pub id: NodeId,
}

/// The world.
#[derive(Debug)]
pub struct World {
    /// What decides.
    pub choices: Choices,
    pub(super) layout: Layout,
    /// The nodes.
    pub nodes: Vec<Node>,
    pub(super) disks: Vec<Disk>,
    pub(super) admission: AdmissionQueue,
    pub(super) tasks: Vec<Task>,
    /// Messages in order, for each pair of nodes, and which pairs have some.
    pub(super) links: Vec<VecDeque<Letter>>,
    pub(super) busy_links: u16,
    /// Links to a node that died, until the sender knows of it.
    pub(super) cut_links: u16,
    /// Nodes that wait for the unit's lock; the first one holds it when `lock_held`.
    pub(super) lock_queue: VecDeque<usize>,
    pub(super) lock_held: bool,
    /// Its last holder died.
    pub(super) lock_invalid: bool,
    /// The same for the lock of range holds.
    pub(super) hold_queue: VecDeque<usize>,
    pub(super) hold_held: bool,
    pub(super) grant: u64,
    /// Nodes that died and are named by the newest view: bit by place.
    pub(super) orphans: u8,
    /// Changes that are not answered, with the nodes that were asked.
    pub(super) asked: Vec<(u64, usize)>,
    pub(super) requests: Requests,
    /// Writes that the admission queue let through and that no core has seen yet.
    pub(super) admitted: Vec<Irp>,
    pub(super) log: WriteLog,
    /// Generations in SCBs.
    pub(super) generations: super::check::Generations,
    /// Blocks that a killed process may have torn.
    pub(super) torn: TornRecord,
    /// Disks that join by a change that is not answered, with its ticket.
    pub(super) joining: Vec<(u64, Vec<DeviceId>)>,
    /// Answers to changes, by ticket.
    pub replies: Vec<(u64, Result<Done, Refusal>)>,
    /// Whether events and SCBs are recorded.
    pub record: bool,
    /// What operators were told.
    pub events: Vec<Event>,
    /// Every SCB written, in order.
    pub scbs: Vec<(DeviceId, ScbFields)>,
    /// Choices made: accesses, messages, grants, and whatever a driver counts.
    pub steps: u64,
    /// The step at which everything stops: [`World::step`] unwinds with a [`Stopped`](super::Stopped).
    pub stop_at: Option<u64>,
    pub(super) stamp: u64,
    next_value: u64,
    next_ticket: u64,
    time: u64,
    effects: Vec<Effect>,
    started: Vec<(Irp, LbnRange)>,
    pub(super) pool: Vec<Vec<u64>>,
    /// The memory limit forbids bitmaps.
    pub no_memory: bool,
    /// The host has no space for anything.
    pub full_host: bool,
    /// Block maps beside a bitmap.
    pub map_limit: u32,
    pub(super) mutated: Mutated,
    pub(super) pace: Pace,
    /// The task that was stepped last, or the one that followed it.
    pub(super) hot: usize,
    /// What happened, in words; `None` does not write it down.
    pub trace: Option<Vec<String>>,
}

/// Writes a line of the trace, whose words are made only when somebody reads them.
macro_rules! trace {
    ($world:expr, $($words:tt)*) => {
        if let Some(lines) = &mut $world.trace {
            lines.push(format!($($words)*));
        }
    };
}
pub(super) use trace;

impl World {
    /// Disks 1 to `disks` with different garbage on them, nothing mounted, no node.
    pub fn new(choices: Choices, layout: Layout, disks: u64) -> Self {
        let disk = |id: u64| {
            let blocks = (0..layout.live()).map(|block| id * 1_000_000 + layout.lbn(block).0).collect();
            let scb = ScbFields { volume_size: layout.size, scb_lbn: layout.scb_lbn, ..ScbFields::default() };
            Disk::new(blocks, scb)
        };
        Self {
            choices,
            nodes: Vec::new(),
            disks: (1..=disks).map(disk).collect(),
            admission: AdmissionQueue::new(),
            tasks: Vec::new(),
            links: (0..MAX_NODES * MAX_NODES).map(|_| VecDeque::new()).collect(),
            busy_links: 0,
            cut_links: 0,
            lock_queue: VecDeque::new(),
            lock_held: false,
            lock_invalid: false,
            hold_queue: VecDeque::new(),
            hold_held: false,
            grant: 0,
            orphans: 0,
            asked: Vec::new(),
            requests: Requests::default(),
            admitted: Vec::new(),
            log: WriteLog::default(),
            generations: Default::default(),
            torn: TornRecord::default(),
            joining: Vec::new(),
            replies: Vec::new(),
            record: true,
            events: Vec::new(),
            scbs: Vec::new(),
            steps: 0,
            stop_at: None,
            stamp: 0,
            next_value: 0,
            next_ticket: 0,
            time: 1_000,
            effects: Vec::new(),
            started: Vec::new(),
            pool: Vec::new(),
            no_memory: false,
            full_host: false,
            map_limit: 1_000,
            mutated: Mutated::default(),
            pace: Pace::Even,
            hot: 0,
            trace: None,
            layout,
        }
    }

    /// A disk by its number, from 1.
    pub fn disk(&self, id: u64) -> &Disk {
        &self.disks[id as usize - 1]
    }

    /// A disk by its number, from 1.
    pub fn disk_mut(&mut self, id: u64) -> &mut Disk {
        &mut self.disks[id as usize - 1]
    }

    /// All disks, from number 1 on.
    pub fn disks(&self) -> &[Disk] {
        &self.disks
    }

    /// Which blocks there are.
    pub fn layout(&self) -> &Layout {
        &self.layout
    }

    fn identity(&self, node: NodeId) -> Identity {
        Identity { node, unit: UNIT, scb_lbn: Some(self.layout.scb_lbn), map_limit: self.map_limit }
    }

    /// Adds a node whose unit is not mounted yet.
    pub fn add_node(&mut self, id: u16) -> usize {
        assert!(self.nodes.len() < MAX_NODES, "a world is small");
        let unit = VirtualUnit::new(self.identity(NodeId(id))).with_mutation(self.mutated);
        self.nodes.push(Node { unit, id: NodeId(id) });
        self.nodes.len() - 1
    }

    /// Puts a fresh or resumed unit in a node's place.
    pub fn reset_node(&mut self, node: usize, saved: Option<&Saved>) {
        self.generations.note_unfinished();
        let identity = self.identity(self.nodes[node].id);
        let unit = match saved {
            Some(saved) => VirtualUnit::restore(identity, saved),
            None => VirtualUnit::new(identity),
        };
        self.nodes[node].unit = unit.with_mutation(self.mutated);
    }

    /// Feeds an input and takes its effects over.
    pub fn feed(&mut self, node: usize, input: Input) {
        let mut effects = std::mem::take(&mut self.effects);
        self.nodes[node].unit.apply(input, &mut effects);
        self.note_departures();
        for effect in effects.drain(..) {
            self.perform(node, effect);
        }
        self.effects = effects;
    }

    fn perform(&mut self, node: usize, effect: Effect) {
        let mut task = |token, work| {
            self.tasks.push(Task { node: node as u8, token, failed: MemberMask::NONE, work });
        };
        match effect {
            Effect::Io { token, irp, op, range, only } => self.begin_transfer(node, token, irp, op, range, only),
            Effect::WriteScb { token, member, device, scb } => {
                let scb = Box::new(scb);
                task(token, Work::Scb { index: member, device, scb });
            }
            Effect::ReadScbs { token, members } => task(token, Work::ReadScbs { members }),
            Effect::Flush { token, members } => self.begin_flush(node, token, members),
            Effect::FenceDevice { token, .. } => {
                task(token, Work::Flush { places: Places::default(), begun: Vec::new() });
            }
            Effect::AllocateBitmap { token, .. } => task(token, Work::Allocate),
            Effect::Lock { lock: LockKind::Hold, .. } => self.hold_queue.push_back(node),
            Effect::Unlock { lock: LockKind::Hold, .. } => {
                assert_eq!(self.hold_queue.pop_front(), Some(node), "only the holder unlocks");
                self.hold_held = false;
            }
            Effect::Lock { .. } => self.lock_queue.push_back(node),
            Effect::Unlock { value, .. } => {
                assert_eq!(self.lock_queue.pop_front(), Some(node), "only the holder unlocks");
                self.lock_held = false;
                self.lock_invalid = value.map_or(self.lock_invalid, |value| value.invalid);
            }
            Effect::Send { to, message } => {
                let to = self.nodes.iter().position(|n| n.id == to).expect("messages go to nodes that exist");
                assert_ne!(to, node, "no message to oneself");
                self.send(node, to, message);
            }
            Effect::Complete { irp, status } => self.complete(irp, status),
            Effect::Reply { ticket, result } => {
                trace!(self, "node {node}: change {} ends: {result:?}", ticket.0);
                self.asked.retain(|(asked, _)| *asked != ticket.0);
                self.end_joining(ticket.0, result.as_ref().ok());
                self.replies.push((ticket.0, result));
            }
            Effect::Notify(event) => {
                trace!(self, "node {node}: {event:?}");
                if self.record {
                    self.events.push(event);
                }
            }
            Effect::FreeBitmap { .. } | Effect::WakeAt { .. } => {}
        }
    }

    /// Messages and locks, for a digest.
    pub(super) fn write_queues(&self, text: &mut String) -> std::fmt::Result {
        use std::fmt::Write;
        for (link, messages) in self.links.iter().enumerate().filter(|(_, messages)| !messages.is_empty()) {
            write!(text, "{link}{messages:?}")?;
        }
        let locks = (&self.lock_queue, self.lock_held, &self.hold_queue, self.hold_held, self.grant);
        write!(text, "{locks:?}{}{}", self.no_memory, self.full_host)?;
        write!(text, "{:?}", (self.cut_links, self.lock_invalid, self.orphans))
    }

    /// Asks for a change and returns its ticket.
    pub fn change(&mut self, node: usize, change: Change) -> u64 {
        self.tick(node, 3);
        self.next_ticket += 1;
        let ticket = self.next_ticket;
        self.asked.push((ticket, node));
        trace!(self, "node {node}: change {ticket}: {change:?}");
        let joining: Vec<DeviceId> = match &change {
            Change::Form { plan, .. } => plan.members.iter().map(|member| member.device).collect(),
            Change::Join { members } => members.iter().map(|member| member.device).collect(),
            Change::Restore => self.nodes[node].unit.view().present().map(|(_, member)| member.device).collect(),
            _ => Vec::new(),
        };
        if !joining.is_empty() {
            self.joining.push((ticket, joining));
        }
        self.feed(node, Input::Change { ticket: Ticket(ticket), change });
        ticket
    }

    /// So many milliseconds from now.
    pub(super) fn now_and(&self, millis: u64) -> Millis {
        Millis(self.time + millis)
    }

    /// Lets time go by and tells a node.
    pub fn tick(&mut self, node: usize, millis: u64) {
        self.time += millis;
        let time = VmsTime(self.time);
        self.feed(node, Input::Tick { now: Millis(self.time), time });
    }

    /// Asks for a change and runs until it is answered.
    pub fn change_now(&mut self, node: usize, change: Change) -> Result<Done, Refusal> {
        let ticket = self.change(node, change);
        self.run_until(|world| world.replies.iter().any(|(answered, _)| *answered == ticket));
        let at = self.replies.iter().position(|(answered, _)| *answered == ticket).expect("it was answered");
        self.replies.swap_remove(at).1
    }

    /// An application writes a new value to each block of the range.
    pub fn write(&mut self, node: usize, range: LbnRange) -> Irp {
        self.next_value += 1;
        let value = self.next_value;
        let irp = self.requests.open(node, range, Wanted::Write(value)).irp;
        trace!(self, "node {node}: {} writes {value} to LBN {}+{}", name(irp), range.start, range.count);
        if self.admission.admit(irp, range) {
            self.start_write(irp);
        }
        irp
    }

    /// The write has left the admission queue.
    pub(super) fn start_write(&mut self, irp: Irp) {
        let request = self.requests.get_mut(irp);
        request.begun = true;
        let (node, range) = (request.node, request.range);
        if let Wanted::Write(value) = request.wanted {
            self.layout.within(range).for_each(|block| self.log.begin(block, value));
        }
        self.feed(node, Input::Write { irp, range });
    }

    /// An application reads.
    pub fn read(&mut self, node: usize, range: LbnRange) -> Irp {
        let request = self.requests.open(node, range, Wanted::Read);
        for block in self.layout.within(range) {
            request.positions.push(self.log.position(block));
            request.marks.push(self.log.mark(block));
        }
        let irp = request.irp;
        trace!(self, "node {node}: {} reads LBN {}+{}", name(irp), range.start, range.count);
        self.feed(node, Input::Read { irp, range });
        irp
    }

    /// An application wants everything acknowledged to survive a power loss.
    pub fn flush(&mut self, node: usize) -> Irp {
        let request = self.requests.open(node, LbnRange::default(), Wanted::Flush);
        request.positions.extend((0..self.layout.live()).map(|block| self.log.position(block)));
        let irp = request.irp;
        trace!(self, "node {node}: {} flushes", name(irp));
        self.feed(node, Input::FlushUnit { irp });
        irp
    }

    /// A write that another one delayed is admitted. Feeding it in the middle of another input's effects would change
    /// their order, so that it becomes a step of its own.
    pub(super) fn release(&mut self, irp: Irp, range: LbnRange) {
        self.admission.release(irp, range, &mut self.started);
        self.admitted.extend(self.started.drain(..).map(|(irp, _)| irp));
    }

    /// Whether an SCB is being written or something flushed.
    pub(super) fn is_in_a_change(&self) -> bool {
        self.tasks.iter().any(|task| matches!(task.work, Work::Scb { .. } | Work::Flush { .. }))
    }

    /// All memory is gone: requests, messages, locks, tasks, units.
    pub(super) fn forget_everything(&mut self) {
        self.tasks.clear();
        self.links.iter_mut().for_each(VecDeque::clear);
        (self.busy_links, self.cut_links) = (0, 0);
        self.lock_queue.clear();
        (self.lock_held, self.lock_invalid) = (false, false);
        self.asked.clear();
        self.orphans = 0;
        self.hold_queue.clear();
        self.hold_held = false;
        self.requests.clear();
        self.joining.clear();
        self.admitted.clear();
        self.admission = AdmissionQueue::new();
        self.replies.clear();
        for node in 0..self.nodes.len() {
            self.reset_node(node, None);
        }
    }

    /// Whether the node has the set mounted and issues I/O.
    #[inline]
    pub fn is_mounted(&self, node: usize) -> bool {
        self.nodes[node].unit.state() == UnitState::Running
    }

    /// Nodes that have the set mounted and issue I/O.
    pub fn mounted(&self) -> Vec<usize> {
        (0..self.nodes.len()).filter(|node| self.is_mounted(*node)).collect()
    }

    /// Ids of those nodes.
    pub fn mounted_ids(&self) -> NodeSet {
        self.mounted().into_iter().map(|node| self.nodes[node].id).collect()
    }

    /// Whether a request has not ended.
    pub fn is_open(&self, irp: Irp) -> bool {
        self.requests.is_open(irp)
    }

    /// Whether every write of the block was acknowledged.
    pub fn is_settled(&self, lbn: Lbn) -> bool {
        self.log.is_settled(self.layout.block(lbn))
    }

    /// How many requests have not ended.
    pub fn open_requests(&self) -> usize {
        self.requests.len()
    }

    /// Whether a request of the node has not ended.
    pub(super) fn requests_of(&self, node: usize) -> bool {
        self.requests.iter().any(|request| request.node == node)
    }

    /// Index of a disk in a node's view.
    pub fn index(&self, node: usize, device: u64) -> Option<MemberIndex> {
        self.nodes[node].unit.view().index_of(DeviceId(device))
    }
}

/// A request's number as people read it.
pub(super) fn name(irp: Irp) -> String {
    format!("I/O {}", irp.0 >> 16)
}
