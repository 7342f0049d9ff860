//! An engine in memory: one shadow set on one or two nodes, disks of numbered blocks, and a scheduler that takes any
//! pending step in any order. Nothing in the core knows that it is not the real one.

use std::collections::{BTreeMap, VecDeque};

use dclshadow::blocks::{BlockCount, Lbn, LbnRange};
use dclshadow::clock::{Millis, VmsTime};
use dclshadow::shadow::{
    AdmissionQueue, Candidate, Change, DeviceId, Done, Effect, Event, Formation, Generation, Grant, Identity, Input,
    Irp, JoinMember, LockKind, LockValue, Message, NodeId, NodeSet, Plan, Refusal, Saved, ScbFields, ScbRead, Ticket,
    Token, UnitNumber, UnitState, VirtualUnit, Wish, plan,
};

use super::world_io::Task;

/// Blocks of the set; the last range is short.
pub const SIZE: u64 = 127 * 2 + 30;

/// Where the SCB lies.
pub const SCB_LBN: Lbn = Lbn(129);

/// Small seeded generator (xorshift64*).
#[derive(Clone, Debug)]
pub struct Random(u64);

impl Random {
    pub fn new(seed: u64) -> Self {
        Self(seed.wrapping_mul(0x9E37_79B9_7F4A_7C15) | 1)
    }

    pub fn below(&mut self, limit: u64) -> u64 {
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        (self.0.wrapping_mul(0x2545_F491_4F6C_DD1D) >> 33) % limit
    }

    pub fn one_in(&mut self, n: u64) -> bool {
        self.below(n) == 0
    }
}

/// A disk: a number for each block, and the SCB that the core wrote last.
#[derive(Clone, Debug)]
pub struct Disk {
    pub blocks: Vec<u64>,
    pub scb: ScbFields,
    /// Nothing but the set has written it since it left.
    pub intact: bool,
    /// Every transfer, flush and SCB write fails.
    pub broken: bool,
    /// SCB writes fail.
    pub scb_broken: bool,
}

/// A request of the application.
#[derive(Clone, Debug)]
pub struct Request {
    pub node: usize,
    pub range: LbnRange,
    /// Value of a write; `None` is a read.
    pub value: Option<u64>,
    /// Write: something of it is stored somewhere, so that its blocks are allocated there.
    pub stored: bool,
    /// Read: index of the first legal value for each block.
    pub floor: Vec<usize>,
    /// Read: what was found.
    pub found: Vec<u64>,
}

/// A block's values in the order of their writes, and how many of them count as written.
#[derive(Clone, Debug)]
pub struct History {
    pub values: Vec<u64>,
    pub acknowledged: usize,
}

/// A node.
pub struct Node {
    pub unit: VirtualUnit,
    pub id: NodeId,
    grants_wanted: u32,
}

/// The world.
pub struct World {
    pub random: Random,
    pub nodes: Vec<Node>,
    pub disks: BTreeMap<u64, Disk>,
    pub admission: AdmissionQueue,
    pub tasks: Vec<Task>,
    /// Messages in order, for each pair of nodes.
    pub links: BTreeMap<(usize, usize), VecDeque<Message>>,
    /// Nodes that wait for the unit's lock; the first one holds it when `lock_held`.
    lock_queue: VecDeque<usize>,
    lock_held: bool,
    /// The same for the lock of range holds.
    hold_queue: VecDeque<usize>,
    hold_held: bool,
    grant: u64,
    pub requests: BTreeMap<u64, Request>,
    /// Writes that the admission queue let through and that no core has seen yet.
    pub admitted: Vec<Irp>,
    pub history: Vec<History>,
    pub replies: Vec<(u64, Result<Done, Refusal>)>,
    pub events: Vec<Event>,
    /// Every SCB written, in order.
    pub scbs: Vec<(DeviceId, ScbFields)>,
    /// Steps taken.
    pub steps: u64,
    pub next_irp: u64,
    next_value: u64,
    next_ticket: u64,
    time: u64,
    effects: Vec<Effect>,
    pub no_memory: bool,
    /// The host has no space for anything.
    pub full_host: bool,
    /// Print every effect.
    pub trace: bool,
    pub map_limit: u32,
}

impl World {
    /// Disks 1 to `disks` with different garbage on them, nothing mounted.
    pub fn new(seed: u64, disks: u64) -> Self {
        let disk = |id: u64| {
            let blocks = (0..SIZE).map(|lbn| id * 1_000_000 + lbn).collect();
            let scb = ScbFields { volume_size: BlockCount(SIZE), scb_lbn: SCB_LBN, ..ScbFields::default() };
            (id, Disk { blocks, scb, intact: true, broken: false, scb_broken: false })
        };
        Self {
            random: Random::new(seed),
            nodes: Vec::new(),
            disks: (1..=disks).map(disk).collect(),
            admission: AdmissionQueue::new(),
            tasks: Vec::new(),
            links: BTreeMap::new(),
            lock_queue: VecDeque::new(),
            lock_held: false,
            hold_queue: VecDeque::new(),
            hold_held: false,
            grant: 0,
            requests: BTreeMap::new(),
            admitted: Vec::new(),
            history: Vec::new(),
            replies: Vec::new(),
            events: Vec::new(),
            scbs: Vec::new(),
            steps: 0,
            next_irp: 0,
            next_value: 0,
            next_ticket: 0,
            time: 1_000,
            effects: Vec::new(),
            no_memory: false,
            full_host: false,
            trace: std::env::var_os("DCLSHADOW_MODEL_TRACE").is_some(),
            map_limit: 1_000,
        }
    }

    fn identity(&self, id: u16) -> Identity {
        let (node, unit) = (NodeId(id), UnitNumber(1));
        Identity { node, unit, scb_lbn: Some(SCB_LBN), map_limit: self.map_limit }
    }

    /// Adds a node whose unit is not mounted yet.
    pub fn add_node(&mut self, id: u16) -> usize {
        let unit = VirtualUnit::new(self.identity(id));
        self.nodes.push(Node { unit, id: NodeId(id), grants_wanted: 0 });
        self.nodes.len() - 1
    }

    /// Puts a fresh or resumed unit in a node's place.
    pub fn reset_node(&mut self, node: usize, saved: Option<&Saved>) {
        let identity = self.identity(self.nodes[node].id.0);
        self.nodes[node].unit = match saved {
            Some(saved) => VirtualUnit::restore(identity, saved),
            None => VirtualUnit::new(identity),
        };
    }

    /// Feeds an input and takes its effects over.
    pub fn feed(&mut self, node: usize, input: Input) {
        let mut effects = std::mem::take(&mut self.effects);
        self.nodes[node].unit.apply(input, &mut effects);
        for effect in effects.drain(..) {
            if self.trace {
                println!("{} n{node} {:?} -> {effect:?}", self.steps, self.nodes[node].unit.state());
            }
            self.perform(node, effect);
        }
        self.effects = effects;
    }

    fn perform(&mut self, node: usize, effect: Effect) {
        match effect {
            Effect::Io { token, irp, op, range, only } => {
                let task = Task::transfer(self, node, token, irp, op, range, only);
                self.tasks.push(task);
            }
            Effect::WriteScb { token, member: index, device, scb } => {
                self.tasks.push(Task::Scb { node, token, index, device, scb });
            }
            Effect::Flush { token, members } => {
                let devices = self.devices(node, members);
                self.tasks.push(Task::Flush { node, token, devices });
            }
            Effect::FenceDevice { token, .. } => self.tasks.push(Task::Flush { node, token, devices: Vec::new() }),
            Effect::AllocateBitmap { token, .. } => self.tasks.push(Task::Allocate { node, token }),
            Effect::Lock { lock: LockKind::Hold, .. } => self.hold_queue.push_back(node),
            Effect::Unlock { lock: LockKind::Hold, .. } => {
                assert_eq!(self.hold_queue.pop_front(), Some(node), "only the holder unlocks");
                self.hold_held = false;
            }
            Effect::Lock { .. } => {
                self.nodes[node].grants_wanted += 1;
                self.lock_queue.push_back(node);
            }
            Effect::Unlock { .. } => {
                assert_eq!(self.lock_queue.pop_front(), Some(node), "only the holder unlocks");
                self.lock_held = false;
            }
            Effect::Send { to, message } => {
                let to = self.nodes.iter().position(|n| n.id == to).expect("messages go to nodes that exist");
                assert_ne!(to, node, "no message to oneself");
                self.links.entry((node, to)).or_default().push_back(message);
            }
            Effect::Complete { irp, status } => self.complete(irp, status),
            Effect::Reply { ticket, result } => self.replies.push((ticket.0, result)),
            Effect::Notify(event) => self.events.push(event),
            Effect::FreeBitmap { .. } | Effect::WakeAt { .. } => {}
        }
    }

    /// Plans the formation of a set from disks and asks for it.
    pub fn form(&mut self, node: usize, devices: &[u64], any_missing: Wish) -> Result<Done, Refusal> {
        let plan = Box::new(self.plan(devices));
        self.change_now(node, Change::Form { plan, any_missing, write_locked: false })
    }

    /// What `form::plan` says of disks.
    pub fn plan(&self, devices: &[u64]) -> Plan {
        let candidate = |device: &u64| Candidate {
            device: DeviceId(*device),
            named: true,
            size: BlockCount(SIZE),
            scb: ScbRead::Valid(self.disks[device].scb.clone()),
            label_matches: true,
            read_cost: 1,
            site: 0,
        };
        let candidates = devices.iter().map(candidate).collect();
        plan(&Formation { unit: UnitNumber(1), candidates, override_membership: false }).expect("a set can be formed")
    }

    /// A running set of these disks, the first one being the source, all copied.
    pub fn mounted_set(seed: u64, devices: &[u64], spare: u64) -> Self {
        let mut world = Self::new(seed, devices.len() as u64 + spare);
        world.add_node(0);
        world.take_as_truth(devices[0]);
        world.form(0, devices, Wish::No).expect("it is formed");
        world.run();
        world.check_quiet();
        world
    }

    /// Asks for a change and returns its ticket.
    pub fn change(&mut self, node: usize, change: Change) -> u64 {
        self.time += 3;
        let time = VmsTime(self.time);
        self.feed(node, Input::Tick { now: Millis(self.time), time });
        self.next_ticket += 1;
        let ticket = self.next_ticket;
        self.feed(node, Input::Change { ticket: Ticket(ticket), change });
        ticket
    }

    /// Asks for a change and runs until it is answered.
    pub fn change_now(&mut self, node: usize, change: Change) -> Result<Done, Refusal> {
        let ticket = self.change(node, change);
        self.run_until(|world| world.replies.iter().any(|(answered, _)| *answered == ticket));
        let at = self.replies.iter().position(|(answered, _)| *answered == ticket).expect("it was answered");
        self.replies.swap_remove(at).1
    }

    /// An application writes a new value to each block of the range.
    pub fn write(&mut self, node: usize, range: LbnRange) -> u64 {
        self.next_irp += 1;
        let irp = self.next_irp;
        self.next_value += 1;
        let value = self.next_value;
        let (floor, found) = (Vec::new(), Vec::new());
        self.requests.insert(irp, Request { node, range, value: Some(value), stored: false, floor, found });
        if self.admission.admit(Irp(irp), range) {
            self.start_write(Irp(irp));
        }
        irp
    }

    /// The write has left the admission queue.
    pub fn start_write(&mut self, irp: Irp) {
        let request = self.requests[&irp.0].clone();
        for lbn in request.range.start.0..request.range.end().0 {
            self.history[lbn as usize].values.push(request.value.expect("a write has a value"));
        }
        self.feed(request.node, Input::Write { irp, range: request.range });
    }

    /// An application reads.
    pub fn read(&mut self, node: usize, range: LbnRange) -> u64 {
        self.next_irp += 1;
        let irp = self.next_irp;
        let blocks = range.start.0..range.end().0;
        let floor = blocks.map(|lbn| self.history[lbn as usize].acknowledged - 1).collect();
        let found = vec![0; range.count.0 as usize];
        self.requests.insert(irp, Request { node, range, value: None, stored: false, floor, found });
        self.feed(node, Input::Read { irp: Irp(irp), range });
        irp
    }

    /// Steps that could be taken now.
    fn choices(&self) -> usize {
        let grant = usize::from(!self.lock_held && !self.lock_queue.is_empty());
        let links = self.links.values().filter(|link| !link.is_empty()).count();
        let hold = usize::from(!self.hold_held && !self.hold_queue.is_empty());
        self.tasks.len() + self.admitted.len() + links + grant + hold
    }

    /// Takes one pending step, any of them. `false` when there is none.
    pub fn step(&mut self) -> bool {
        let choices = self.choices();
        if choices == 0 {
            return false;
        }
        self.steps += 1;
        let mut at = self.random.below(choices as u64) as usize;
        if at < self.tasks.len() {
            self.step_task(at);
            return true;
        }
        at -= self.tasks.len();
        if at < self.admitted.len() {
            let irp = self.admitted.swap_remove(at);
            self.start_write(irp);
            return true;
        }
        at -= self.admitted.len();
        let waiting: Vec<(usize, usize)> =
            self.links.iter().filter(|(_, link)| !link.is_empty()).map(|(pair, _)| *pair).collect();
        if let Some((from, to)) = waiting.get(at).copied() {
            let message = self.links.get_mut(&(from, to)).and_then(VecDeque::pop_front).expect("it is not empty");
            let from = self.nodes[from].id;
            self.feed(to, Input::Message { from, message });
            return true;
        }
        self.grant += 1;
        if waiting.len() == at && !self.hold_held && !self.hold_queue.is_empty() {
            self.hold_held = true;
            let (lock, grant, value) = (LockKind::Hold, Grant(self.grant), LockValue::default());
            self.feed(self.hold_queue[0], Input::Granted { lock, grant, value });
            return true;
        }
        self.lock_held = true;
        let node = self.lock_queue[0];
        let lock = LockKind::Unit;
        self.feed(node, Input::Granted { lock, grant: Grant(self.grant), value: LockValue::default() });
        true
    }

    /// Gives every node with a copy to run a turn.
    pub fn turn(&mut self, budget: u64) {
        for node in 0..self.nodes.len() {
            if let Some(op) = self.nodes[node].unit.copy_work() {
                self.feed(node, Input::Turn { op, budget: BlockCount(budget) });
            }
        }
    }

    /// Runs until the condition holds.
    pub fn run_until(&mut self, done: impl Fn(&Self) -> bool) {
        for _ in 0..200_000 {
            if done(self) {
                return;
            }
            if !self.step() {
                self.turn(300);
                assert!(self.choices() > 0 || done(self), "deadlock: nothing is pending");
            }
        }
        panic!("it never happened");
    }

    /// Runs until nothing is pending, copies included.
    pub fn run(&mut self) {
        for _ in 0..2_000_000_u64 {
            if !self.step() {
                self.turn(300);
                if self.choices() == 0 {
                    return;
                }
            }
        }
        panic!("livelock: steps go on for ever");
    }

    /// Runs until nothing is pending, without turns for copies.
    pub fn settle(&mut self) {
        for _ in 0..2_000_000_u64 {
            if !self.step() {
                return;
            }
        }
        panic!("livelock: steps go on for ever");
    }

    /// Nodes that have the set mounted.
    pub fn mounted(&self) -> Vec<usize> {
        (0..self.nodes.len()).filter(|node| self.nodes[*node].unit.state() == UnitState::Running).collect()
    }

    /// Ids of those nodes.
    pub fn mounted_ids(&self) -> NodeSet {
        self.mounted().into_iter().map(|node| self.nodes[node].id).collect()
    }

    /// A disk as MOUNT would add it to the mounted set.
    pub fn joining(&self, device: u64, minicopy: Wish) -> JoinMember {
        let disk = &self.disks[&device];
        JoinMember {
            device: DeviceId(device),
            size: BlockCount(SIZE),
            generation: Some(disk.scb.generation),
            same_unit: disk.scb.unit == UnitNumber(1),
            intact: disk.intact,
            minicopy,
            read_cost: 1,
            site: 0,
        }
    }

    /// Index of a device in a node's view.
    pub fn index(&self, node: usize, device: u64) -> Option<dclshadow::shadow::MemberIndex> {
        self.nodes[node].unit.view().index_of(DeviceId(device))
    }

    /// A removal by command.
    pub fn remove(&mut self, node: usize, device: u64, bitmap: Wish) -> Result<Done, Refusal> {
        let members = self.index(node, device).expect("it is a member").mask();
        self.change_now(node, Change::Remove { members, bitmap, forced: false })
    }

    /// The token's answer goes to the core.
    pub fn answer_step(&mut self, node: usize, token: Token, failed: dclshadow::shadow::MemberMask, no_memory: bool) {
        self.feed(node, Input::StepDone { token, failed, no_memory });
    }

    /// Generation that the set carries on a node.
    pub fn generation(&self, node: usize) -> Generation {
        self.nodes[node].unit.view().generation
    }
}
