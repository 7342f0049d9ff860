//! Mount verification as a node performs it: looks whether lost disks are back, keeps the time, and lets it pass.
//!
//! Under the real clock a thread looks at sets and volumes that wait, and ends when none does. Under the virtual clock
//! [`Node::advance`] looks, and a request that has to wait lets time pass itself. What follows the core decides.

use std::fmt;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Condvar, Mutex, OnceLock, PoisonError, RwLock, Weak};
use std::time::Duration;

use crate::clock::Millis;
use crate::message::{Condition, codes};
use crate::shadow::{Change, DeviceEvent, DeviceId, MAX_MEMBERS};

use super::device::Presence;
use super::patience::Patience;
use super::set::Surroundings;
use super::usage::{MountedUnit, Using};
use super::{Device, Node};

/// How long the thread waits between two looks.
const LOOK: Duration = Duration::from_millis(100);

/// Milliseconds of a virtual clock between two looks.
const VIRTUAL_LOOK: u64 = 100;

/// The grain in which virtual time passes where no session lets it.
pub(super) const STEP: Millis = Millis(10);

/// How long a thread that waits for a disk sleeps before it asks whether it shall wait on.
pub(super) const NAP: Duration = Duration::from_millis(20);

/// Lets time pass on a virtual clock.
pub type Idle = Box<dyn Fn(Millis) + Send + Sync>;

/// Who looks after what waits.
#[derive(Default)]
pub(super) struct Watcher {
    node: OnceLock<Weak<Node>>,
    idle: RwLock<Option<Arc<Idle>>>,
    state: Mutex<State>,
    /// When the virtual clock was last looked at.
    looked: AtomicU64,
    /// When the host's files were looked at last.
    files_looked_at: AtomicU64,
    stop: Condvar,
}

#[derive(Debug, Default)]
struct State {
    running: bool,
    stopping: bool,
}

impl fmt::Debug for Watcher {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Watcher").finish_non_exhaustive()
    }
}

impl Watcher {
    /// The node that it belongs to.
    pub fn bind(&self, node: &Arc<Node>) {
        let _ = self.node.set(Arc::downgrade(node));
    }

    /// Something waits for a disk now: under the real clock a thread looks from now on.
    pub fn wake(&self) {
        let Some(node) = self.node.get().cloned() else { return };
        if node.upgrade().is_none_or(|node| node.clock().is_virtual()) {
            return;
        }
        let mut state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        if !state.running && !state.stopping {
            let spawned = std::thread::Builder::new().name("verification".to_owned()).spawn(move || watch(&node));
            state.running = spawned.is_ok();
        }
    }

    /// Looks no more.
    pub fn stop(&self) {
        self.state.lock().unwrap_or_else(PoisonError::into_inner).stopping = true;
        self.stop.notify_all();
    }

    /// Whether it is time to look again, on a virtual clock.
    pub fn is_time(&self, now: Millis) -> bool {
        let due = now.0.saturating_sub(self.looked.load(Ordering::Relaxed)) >= VIRTUAL_LOOK;
        if due {
            self.looked.store(now.0, Ordering::Relaxed);
        }
        due
    }

    /// Whether it is time to look at the host's files again.
    pub fn may_look_at_files(&self, now: Millis) -> bool {
        let last = self.files_looked_at.load(Ordering::Relaxed);
        let due = now.0.saturating_sub(last) >= super::notice::BETWEEN.0;
        due && self.files_looked_at.compare_exchange(last, now.0, Ordering::Relaxed, Ordering::Relaxed).is_ok()
    }

    /// Lets virtual time pass, as a session says or for the node alone; `false` when there is no node any more.
    pub fn let_time_pass(&self, by: Millis) -> bool {
        let idle = self.idle.read().unwrap_or_else(PoisonError::into_inner).clone();
        if let Some(idle) = idle {
            idle(by);
            return true;
        }
        let Some(node) = self.node.get().and_then(Weak::upgrade) else { return false };
        node.clock().advance(by);
        node.advance(by);
        true
    }
}

/// The thread: until nothing waits.
fn watch(node: &Weak<Node>) {
    loop {
        let Some(node) = node.upgrade() else { return };
        let waits = node.verify();
        let watcher = &node.around.watcher;
        let mut state = watcher.state.lock().unwrap_or_else(PoisonError::into_inner);
        // Looked at under the lock, so that whoever begins to wait now starts another thread.
        if state.stopping || !waits && !node.awaits_disks() && !node.awaits_volumes() {
            state.running = false;
            return;
        }
        drop(watcher.stop.wait_timeout(state, LOOK));
    }
}

impl Surroundings {
    /// Waits a little for a disk: whoever waits lets virtual time pass.
    pub(super) fn wait_a_little(&self) {
        if !self.clock.is_virtual() || !self.watcher.let_time_pass(STEP) {
            std::thread::sleep(NAP);
        }
    }

    /// A transfer takes so long: SIMULATE FAULT/SLOW. Under a virtual clock one without patience does not wait, but notes
    /// what it took.
    pub(super) fn take_time(&self, millis: u64, patience: Patience, took: &mut u64) {
        match patience {
            _ if millis == 0 => {}
            _ if !self.clock.is_virtual() => std::thread::sleep(Duration::from_millis(millis)),
            Patience::None => *took += millis,
            Patience::Endless => drop(self.watcher.let_time_pass(Millis(millis))),
        }
    }

    /// What a command does to a disk takes so long. Under a virtual clock that time passes behind the command.
    pub(super) fn command_took(&self, millis: u64) {
        if self.clock.is_virtual() {
            self.owe(millis);
        } else if millis > 0 {
            std::thread::sleep(Duration::from_millis(millis));
        }
    }

    /// Notes time that has still to pass.
    pub(super) fn owe(&self, millis: u64) {
        self.owed.fetch_add(millis, Ordering::SeqCst);
    }
}

impl Node {
    /// The time that slow disks took in commands and that has not passed yet: whoever asks lets it pass.
    pub fn take_owed(&self) -> Millis {
        Millis(self.around.owed.swap(0, Ordering::SeqCst))
    }

    /// Says how time passes under the virtual clock while a request waits. It must not wait for requests itself.
    pub fn set_idle(&self, idle: Idle) {
        *self.around.watcher.idle.write().unwrap_or_else(PoisonError::into_inner) = Some(Arc::new(idle));
    }

    /// Expels a member that does not answer, now; one that does is expelled as soon as it does not (SET SHADOW and
    /// DISMOUNT/FORCE_REMOVAL, shadowing.md 2.2). The name is without underscore, logical names translated.
    ///
    /// # Errors
    /// NOSUCHDEV; UNSUPPORTED for what is no member of a set mounted here; CANNOTDMT with SRCMEM for the only full member.
    pub fn force_removal(&self, name: &str) -> Result<(), Condition> {
        let Device::Disk(disk) = self.find(name)? else { return Err(codes::SYSTEM_UNSUPPORTED.into()) };
        let Some(Using::Member(unit)) = self.lock_usage().using(disk.unit_id()).cloned() else {
            return Err(codes::SYSTEM_UNSUPPORTED.into());
        };
        let set = self.mounted_set(unit).ok_or(codes::SYSTEM_UNSUPPORTED)?;
        let index = set.with_core(|core| core.view().index_of(DeviceId(disk.unit_id())));
        let members = index.ok_or(codes::SYSTEM_UNSUPPORTED)?.mask();
        set.note_forced(DeviceId(disk.unit_id()));
        let forced = set.change(Change::Force { members });
        self.settle_members(unit);
        forced.map(drop).map_err(|refusal| refusal.dismount_condition(&format!("{}:", disk.name())))
    }

    /// Ends the mount verification of a virtual unit on this node, without it: SET SHADOW/ABORT_VIRTUAL_UNIT. What waits
    /// ends with an error; the unit has to be dismounted.
    ///
    /// # Errors
    /// NOSUCHDEV; UNSUPPORTED for what is no mounted virtual unit in mount verification.
    pub fn abort_virtual_unit(&self, name: &str) -> Result<(), Condition> {
        let Device::Unit(unit) = self.find(name)? else { return Err(codes::SYSTEM_UNSUPPORTED.into()) };
        let set = self.mounted_set(unit).ok_or(codes::SYSTEM_UNSUPPORTED)?;
        set.change(Change::Abort).map(drop).map_err(|_| codes::SYSTEM_UNSUPPORTED.into())
    }

    /// Whether a mounted set waits for a member.
    fn awaits_disks(&self) -> bool {
        self.mounted_units().iter().any(|(_, mounted)| mounted.set.is_verifying())
    }

    /// Looks at every set that waits for members and every volume that waits for its disk. Whether there was one.
    pub(super) fn verify(&self) -> bool {
        let mut waits = self.verify_volumes();
        for (unit, mounted) in self.mounted_units() {
            if mounted.set.is_verifying() {
                waits = true;
                self.verify_set(unit, &mounted);
                self.settle_members(unit);
            }
        }
        waits
    }

    fn verify_set(&self, unit: u16, mounted: &MountedUnit) {
        let (awaited, members) = mounted.set.with_core(|core| {
            let members: Vec<_> = core.view().present().map(|(index, member)| (index, member.device)).collect();
            (core.awaited(), members)
        });
        let mut timeouts = [Millis(u64::from(self.member_timeout()) * 1000); MAX_MEMBERS];
        for (index, device) in members {
            let Some(disk) = self.around.disks.with_id(device.0) else { continue };
            if awaited.contains(index) {
                match disk.probe() {
                    Presence::Away => {}
                    Presence::Back => mounted.set.device_event(index, DeviceEvent::Back),
                    Presence::Other => mounted.set.device_event(index, DeviceEvent::Moved),
                }
            }
            let settings = self.lock_usage().disks.get(&device.0).map(|entry| entry.settings).unwrap_or_default();
            if let Some(seconds) = settings.timeout {
                timeouts[index.at()] = Millis(u64::from(seconds) * 1000);
            }
        }
        let settings = self.lock_usage().units.get(&unit).map(|entry| entry.settings).unwrap_or_default();
        let seconds = settings.timeout.unwrap_or_else(|| self.parameter("MVTIMEOUT"));
        mounted.set.timeouts(Millis(u64::from(seconds) * 1000), timeouts);
    }
}
