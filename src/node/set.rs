//! The engine of one shadow set: feeds the core, hands its effects to the threads that perform them.
//!
//! One mutex guards the core and the admission queue; no byte is copied and no system call made under it. An
//! application's thread moves its own data: what the core wants done for another request is left for that request's
//! thread as a parcel. Steps (SCB writes, flushes, notices) are done in order by whichever thread finds them first.
//! Owns no decision about members, bitmaps or copies.

mod requests;
mod work;

use std::collections::VecDeque;
use std::fmt;
use std::sync::atomic::{AtomicBool, AtomicU32, AtomicU64, Ordering};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, OnceLock, PoisonError, RwLock};
use std::time::Duration;

use crate::blocks::LbnRange;
use crate::clock::Clock;
use crate::message::{Condition, Status};
use crate::shadow::{
    AdmissionQueue, CopyReport, DeviceId, Done, Effect, Grant, Identity, Input, IoOp, Irp, LockValue, NodeId, Numbers,
    Refusal, Saved, SetStatus, Ticket, Token, UnitNumber, Version, VirtualUnit,
};
use crate::storage::{BlockFile, SlotFile};

use super::bitmap_memory::BitmapMemory;
use super::config::Parameters;
use super::device::DiskTable;
use super::history::History;
use super::members::MemberTable;
use super::names::SharedNames;
use super::operator::Operator;
use super::scb::SetScb;

pub(super) use work::TurnDone;

/// Block maps that one bitmap may hold: 16 MiB of them. Past it ranges are copied whole.
const MAP_LIMIT: u32 = 1 << 20;

/// What every set of a node works with.
pub(super) struct Surroundings {
    /// Name of the node.
    pub node: String,
    /// Its number in the cluster.
    pub id: NodeId,
    /// Time.
    pub clock: Arc<Clock>,
    /// The disks.
    pub disks: DiskTable,
    /// Where notices go.
    pub operator: Operator,
    /// Torn-block record; without one no store goes through a map.
    pub slots: Option<Arc<SlotFile>>,
    /// The node's shareable logical names.
    pub names: SharedNames,
    /// System parameters in force.
    pub parameters: RwLock<Parameters>,
    /// What write bitmaps take.
    pub bitmap_memory: BitmapMemory,
    /// Last numbers of copies and bitmaps, over all sets.
    pub numbers: Arc<Numbers>,
    /// Looks after what waits for a disk.
    pub watcher: super::verify::Watcher,
    /// Milliseconds that slow disks took in commands, under a virtual clock, and that have not passed yet.
    pub owed: AtomicU64,
    /// Who keeps what sets did over a crash.
    pub history_keeper: OnceLock<super::recall::HistoryKeeper>,
}

impl fmt::Debug for Surroundings {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Surroundings").field("node", &self.node).finish_non_exhaustive()
    }
}

/// A mounted shadow set.
pub(super) struct ShadowSet {
    pub(super) unit: u16,
    pub(super) around: Arc<Surroundings>,
    pub(super) scb: SetScb,
    shared: Mutex<Shared>,
    pub(super) wake: Condvar,
    /// Threads that wait on `wake`: nobody is woken where nobody waits.
    pub(super) sleepers: AtomicU32,
    /// Application requests so far, for copies that yield.
    requests: AtomicU64,
    /// Application requests that are open.
    open: AtomicU32,
    /// SCBs are made durable by the flush that follows: the set is being resumed and nobody can use it.
    pub(super) writes_early: AtomicBool,
    /// Milliseconds that slow disks took in steps, under a virtual clock: they pass with what the steps belong to.
    owed: AtomicU64,
    pub(super) notes: Mutex<super::effects::Notes>,
    pub(super) history: Mutex<History>,
    pub(super) throttle: Mutex<super::throttle::Throttle>,
    /// Used by the one thread that performs a pass.
    pub(super) scratch: Mutex<super::transfer::Scratch>,
}

impl fmt::Debug for ShadowSet {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ShadowSet").field("unit", &self.unit).finish_non_exhaustive()
    }
}

/// What the lock guards.
pub(super) struct Shared {
    pub(super) core: VirtualUnit,
    pub(super) queue: AdmissionQueue,
    pub(super) table: Arc<MemberTable>,
    table_version: Option<Version>,
    /// The view of the last pass of a copy.
    passes_version: Option<Version>,
    effects: Vec<Effect>,
    started: Vec<(Irp, LbnRange)>,
    /// For the request whose thread feeds the core now.
    mine: Option<Parcel>,
    /// For other requests.
    parcels: Vec<(Irp, Parcel)>,
    replies: Vec<(Ticket, Result<Done, Refusal>)>,
    pub(super) steps: VecDeque<Effect>,
    stepping: bool,
    pub(super) copies: VecDeque<Transfer>,
    copying: bool,
    /// Milliseconds that slow disks took in the last pass of a copy.
    delay: u64,
    last_irp: u64,
    last_ticket: u64,
    last_grant: u64,
}

/// What the core wants from a request's thread.
enum Parcel {
    Transfer(Transfer),
    Complete(Status),
}

/// A transfer to perform: `Effect::Io` without the request.
pub(super) struct Transfer {
    pub token: Token,
    pub op: IoOp,
    pub range: LbnRange,
    pub only: Option<crate::shadow::BlockMap>,
}

/// An application's data.
pub(super) enum Data<'a> {
    /// To be stored.
    Write(&'a [u8]),
    /// To be filled.
    Read(&'a mut [u8]),
    /// A flush carries none.
    Flush,
}

/// An application's data without the application.
pub(super) enum Kept {
    Write(Vec<u8>),
    Read(Vec<u8>),
    Flush,
}

impl Data<'_> {
    /// A copy that outlives the requester.
    pub(super) fn kept(&self) -> Kept {
        match self {
            Data::Write(data) => Kept::Write(data.to_vec()),
            Data::Read(buffer) => Kept::Read(buffer.to_vec()),
            Data::Flush => Kept::Flush,
        }
    }
}

impl Kept {
    /// The data as a request carries them.
    pub(super) fn borrowed(&mut self) -> Data<'_> {
        match self {
            Self::Write(data) => Data::Write(data),
            Self::Read(buffer) => Data::Read(buffer),
            Self::Flush => Data::Flush,
        }
    }
}

impl ShadowSet {
    /// A set that is not mounted yet: its first change is `Form`, `Mount` or, with `saved`, `Restore`.
    pub fn new(unit: u16, around: Arc<Surroundings>, scb: SetScb, saved: Option<Saved>) -> Self {
        let identity = Identity {
            node: around.id,
            unit: UnitNumber(u32::from(unit)),
            scb_lbn: Some(scb.lbn()),
            map_limit: MAP_LIMIT,
        };
        let core = match saved {
            Some(saved) => VirtualUnit::restore(identity, &saved),
            None => VirtualUnit::new(identity),
        };
        let core = core.with_numbers(Arc::clone(&around.numbers));
        let shared = Shared {
            core,
            queue: AdmissionQueue::new(),
            table: Arc::default(),
            table_version: None,
            passes_version: None,
            effects: Vec::new(),
            started: Vec::new(),
            mine: None,
            parcels: Vec::new(),
            replies: Vec::new(),
            steps: VecDeque::new(),
            stepping: false,
            copies: VecDeque::new(),
            copying: false,
            delay: 0,
            last_irp: 0,
            last_ticket: 0,
            last_grant: 0,
        };
        Self {
            unit,
            around,
            scb,
            shared: Mutex::new(shared),
            wake: Condvar::new(),
            sleepers: AtomicU32::new(0),
            requests: AtomicU64::new(0),
            open: AtomicU32::new(0),
            writes_early: AtomicBool::new(false),
            owed: AtomicU64::new(0),
            notes: Mutex::default(),
            history: Mutex::default(),
            throttle: Mutex::default(),
            scratch: Mutex::default(),
        }
    }

    /// Makes everything acknowledged survive a power loss.
    pub fn flush(self: &Arc<Self>) -> Result<(), Condition> {
        self.request(LbnRange::default(), Data::Flush)
    }

    /// A step took so long: SIMULATE FAULT/SLOW. Under a virtual clock that is noted.
    pub(super) fn step_took(&self, millis: u64) {
        if self.around.clock.is_virtual() {
            self.owed.fetch_add(millis, Ordering::SeqCst);
        } else if millis > 0 {
            std::thread::sleep(Duration::from_millis(millis));
        }
    }

    /// What was noted so far.
    pub(super) fn take_owed(&self) -> u64 {
        self.owed.swap(0, Ordering::SeqCst)
    }

    /// Waits until something happens in the set, or until `limit` has passed.
    pub fn wait_a_little(&self, limit: Duration) {
        let shared = self.lock();
        self.sleepers.fetch_add(1, Ordering::SeqCst);
        drop(self.wake.wait_timeout(shared, limit));
        self.sleepers.fetch_sub(1, Ordering::SeqCst);
    }

    /// Wakes everybody who waits.
    pub fn wake_all(&self) {
        self.wake.notify_all();
    }

    /// Application requests so far, and whether one is open: what copies yield to.
    pub fn traffic(&self) -> (u64, bool) {
        (self.requests.load(Ordering::Relaxed), self.open.load(Ordering::Relaxed) > 0)
    }

    /// Snapshot for displays.
    pub fn status(&self) -> SetStatus {
        self.lock().core.status()
    }

    /// What copies did since the set was mounted, oldest first.
    pub fn reports(&self) -> Vec<CopyReport> {
        self.lock().core.reports().to_vec()
    }

    /// Members that were lost, not taken out, since the set was mounted.
    pub fn lost_members(&self) -> Vec<DeviceId> {
        self.remembered(|history| history.expelled.iter().map(|member| member.device).collect())
    }

    /// The block files of its members.
    pub fn files(&self) -> Vec<Arc<dyn BlockFile>> {
        self.lock().table.members().map(|member| Arc::clone(&member.file)).collect()
    }

    /// Lets the caller look at the core, and at nothing else, under the lock.
    pub fn with_core<T>(&self, look: impl FnOnce(&VirtualUnit) -> T) -> T {
        look(&self.lock().core)
    }

    pub(super) fn lock(&self) -> MutexGuard<'_, Shared> {
        self.shared.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(super) fn tick(&self, shared: &mut Shared) {
        let clock = &self.around.clock;
        self.feed(shared, Input::Tick { now: clock.millis(), time: clock.now() }, None);
    }

    /// Feeds one input, and the grants that it asks for, and sorts the effects.
    pub(super) fn feed(&self, shared: &mut Shared, input: Input, me: Option<Irp>) {
        let mut next = VecDeque::from([input]);
        while let Some(input) = next.pop_front() {
            shared.core.apply(input, &mut shared.effects);
            let mut effects = std::mem::take(&mut shared.effects);
            for effect in effects.drain(..) {
                if let Some(lock) = shared.sort(effect, me) {
                    shared.last_grant += 1;
                    let grant = Grant(shared.last_grant);
                    next.push_back(Input::Granted { lock, grant, value: LockValue::default() });
                }
            }
            shared.effects = effects;
        }
        if shared.table_version != Some(shared.core.view().version) {
            shared.table_version = Some(shared.core.view().version);
            shared.table = Arc::new(shared.table.rebuilt(shared.core.view(), &self.around.disks));
        }
        self.notify(shared);
    }

    /// Wakes waiting threads when there is something for them.
    fn notify(&self, shared: &Shared) {
        let something = !shared.parcels.is_empty()
            || !shared.replies.is_empty()
            || !shared.steps.is_empty()
            || !shared.copies.is_empty();
        if something && self.sleepers.load(Ordering::SeqCst) > 0 {
            self.wake.notify_all();
        }
    }
}

impl Shared {
    /// Whether requests wait for a member that is away, or for the end of a stall.
    pub(super) fn waits_for_long(&self) -> bool {
        self.core.is_verifying() || self.core.orders().stalled_until.is_some()
    }

    /// Puts an effect where it is performed; a lock that the core asks for is returned.
    fn sort(&mut self, effect: Effect, me: Option<Irp>) -> Option<crate::shadow::LockKind> {
        match effect {
            Effect::Io { token, irp, op, range, only } => {
                let transfer = Transfer { token, op, range, only };
                match irp {
                    Some(irp) => self.deliver(irp, me, Parcel::Transfer(transfer)),
                    None => self.copies.push_back(transfer),
                }
            }
            Effect::Complete { irp, status } => self.deliver(irp, me, Parcel::Complete(status)),
            Effect::Reply { ticket, result } => self.replies.push((ticket, result)),
            Effect::Lock { lock, .. } => return Some(lock),
            // One node: nobody waits for the lock. A copy that is to be woken has turns anyway.
            Effect::Unlock { .. } | Effect::WakeAt { .. } => {}
            step => self.steps.push_back(step),
        }
        None
    }

    fn deliver(&mut self, irp: Irp, me: Option<Irp>, parcel: Parcel) {
        if me == Some(irp) {
            debug_assert!(self.mine.is_none(), "a request has one thing to do at a time");
            self.mine = Some(parcel);
        } else {
            self.parcels.push((irp, parcel));
        }
    }

    fn take_parcel(&mut self, irp: Irp) -> Option<Parcel> {
        if let Some(parcel) = self.mine.take() {
            return Some(parcel);
        }
        let at = self.parcels.iter().position(|(of, _)| *of == irp)?;
        Some(self.parcels.swap_remove(at).1)
    }
}
