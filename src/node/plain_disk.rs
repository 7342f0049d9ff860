//! I/O of a disk that is used by itself, and its mount verification: as long as the disk of a mounted volume does not
//! answer, refuses to be written or holds another volume, requests wait; after MVTIMEOUT seconds the volume is given up.
//!
//! Who waits are the requests' own threads. [`Node::verify`] looks whether the disk is back.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use crate::blocks::LbnRange;
use crate::clock::Millis;
use crate::message::{Condition, Status, codes};
use crate::storage::{Fault, FaultKind};

use super::bad_blocks::holds_forced_error;
use super::channel::Pending;
use super::device::{Disk, Presence, fault_status, read_status};
use super::operator::Origin;
use super::patience::Patience;
use super::set::Surroundings;
use super::usage::Using;
use super::views::Verification;
use super::volume::MountedVolume;
use super::{Node, patience};

/// A disk, and the volume on it when it is mounted by itself.
#[derive(Clone, Debug)]
pub(super) struct PlainDisk {
    pub disk: Arc<Disk>,
    pub volume: Option<Arc<MountedVolume>>,
    pub around: Arc<Surroundings>,
}

/// How a mounted volume stands with its disk.
#[derive(Debug, Default)]
pub(super) struct Standing(Mutex<State>);

#[derive(Clone, Copy, Debug, Default)]
enum State {
    #[default]
    Sound,
    /// In mount verification.
    Waiting {
        since: Millis,
        /// Operators were told of another volume in its place.
        wrong: bool,
    },
    /// It was not back in time, or was dismounted: nothing is done with it any more.
    GivenUp,
}

impl Standing {
    fn lock(&self) -> MutexGuard<'_, State> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// For displays.
    pub fn shown(&self) -> Verification {
        match *self.lock() {
            State::Sound => Verification::None,
            State::Waiting { .. } => Verification::InProgress,
            State::GivenUp => Verification::TimedOut,
        }
    }

    /// Ends every wait, for good.
    pub fn give_up(&self) {
        *self.lock() = State::GivenUp;
    }
}

impl PlainDisk {
    /// Reads blocks. `None`: the disk is in mount verification and `patience` has an end.
    pub fn read(
        &self,
        range: LbnRange,
        buffer: &mut [u8],
        patience: Patience,
        pending: &mut Pending,
    ) -> Option<Result<(), Condition>> {
        let read = self.attempt((patience, pending), read_status, |disk| disk.read(range, buffer))?;
        // Disks that are not mounted, and members, are seen as they are.
        let lost = self.volume.is_some() && read.is_ok() && holds_forced_error(buffer);
        Some(if lost { Err(codes::SYSTEM_FORCEDERROR.into()) } else { read })
    }

    /// Stores blocks, room for them included. `None` as for [`PlainDisk::read`].
    pub fn write(
        &self,
        range: LbnRange,
        data: &[u8],
        patience: Patience,
        pending: &mut Pending,
    ) -> Option<Result<(), Condition>> {
        self.attempt((patience, pending), fault_status, |disk| {
            let file = disk.file()?;
            if !file.is_allocated(range) {
                file.allocate(range).inspect_err(|fault| disk.note_fault(fault))?;
            }
            disk.write(range, data)
        })
    }

    /// Makes what was stored survive a power loss.
    pub fn flush(&self) -> Result<(), Condition> {
        self.attempt((Patience::Endless, &mut Pending::default()), fault_status, Disk::flush).unwrap_or(Ok(()))
    }

    fn attempt(
        &self,
        (patience, pending): (Patience, &mut Pending),
        status: fn(&Fault) -> Status,
        mut io: impl FnMut(&Disk) -> Result<(), Fault>,
    ) -> Option<Result<(), Condition>> {
        let failed = |fault: &Fault| Some(Err(status(fault).into()));
        let Some(volume) = &self.volume else {
            let done = io(&self.disk);
            self.around.take_time(self.disk.faults().delay(), patience, &mut pending.took);
            return done.map_or_else(|fault| failed(&fault), |()| Some(Ok(())));
        };
        loop {
            match volume.standing.shown() {
                Verification::TimedOut => return Some(Err(codes::SYSTEM_VOLINV.into())),
                Verification::InProgress if patience == Patience::None => return None,
                Verification::InProgress => {
                    if patience::is_over() {
                        return Some(Err(codes::SYSTEM_CONTROLY.into()));
                    }
                    self.around.wait_a_little();
                }
                Verification::None => match io(&self.disk) {
                    Ok(()) => {
                        self.around.take_time(self.disk.faults().delay(), patience, &mut pending.took);
                        return Some(Ok(()));
                    }
                    Err(fault) if is_away(&fault) => self.around.begin_verification(&self.disk, volume, &fault),
                    Err(fault) => return failed(&fault),
                },
            }
        }
    }
}

/// Whether a fault means that the disk is away, not that a block of it is bad.
fn is_away(fault: &Fault) -> bool {
    matches!(fault.kind(), FaultKind::Lost | FaultKind::Truncated | FaultKind::ReadOnly)
}

impl Surroundings {
    /// The disk of a mounted volume does not answer: the volume is in mount verification from now on.
    pub(super) fn begin_verification(&self, disk: &Disk, volume: &MountedVolume, fault: &Fault) {
        let mut state = volume.standing.lock();
        if !matches!(*state, State::Sound) {
            return;
        }
        *state = State::Waiting { since: self.clock.millis(), wrong: false };
        drop(state);
        if disk.faults().is_offline() {
            // Nobody got as far as its file.
            disk.count_error();
        }
        let locked = fault.kind() == FaultKind::ReadOnly;
        self.tell(disk, if locked { codes::SYSTEM_MVWRITELOCKED } else { codes::SYSTEM_MVOFFLINE });
        self.watcher.wake();
    }

    fn tell(&self, disk: &Disk, status: Status) {
        self.operator.send(Origin::System, &Condition::new(status).arg(format!("{}:", disk.name())));
    }
}

impl Node {
    /// The disks that are mounted by themselves.
    pub(super) fn plain_volumes(&self) -> Vec<(Arc<Disk>, Arc<MountedVolume>)> {
        let usage = self.lock_usage();
        let mounted = usage.disks.iter().filter_map(|(id, entry)| match &entry.using {
            Some(Using::Volume(volume)) => Some((Arc::clone(self.around.disks.with_id(*id)?), Arc::clone(volume))),
            _ => None,
        });
        mounted.collect()
    }

    /// Waits for the end of a volume's mount verification, whatever it is.
    ///
    /// # Errors
    /// CONTROLY when whoever waits has had enough.
    pub(super) fn wait_for_disk(&self, disk: &Arc<Disk>, volume: &Arc<MountedVolume>) -> Result<(), Condition> {
        let (disk, volume) = (Arc::clone(disk), Some(Arc::clone(volume)));
        let plain = PlainDisk { disk, volume, around: Arc::clone(&self.around) };
        let none = |_: &Disk| Ok(());
        match plain.attempt((Patience::Endless, &mut Pending::default()), fault_status, none) {
            Some(Err(condition)) if condition.status == codes::SYSTEM_CONTROLY => Err(condition),
            _ => Ok(()),
        }
    }

    /// Looks at every volume in mount verification. Whether there was one.
    pub(super) fn verify_volumes(&self) -> bool {
        let mut waits = false;
        for (disk, volume) in self.plain_volumes() {
            let State::Waiting { since, wrong } = *volume.standing.lock() else { continue };
            waits = true;
            let presence = disk.probe();
            let over = self.clock().millis().0.saturating_sub(since.0) >= u64::from(self.parameter("MVTIMEOUT")) * 1000;
            let (next, told) = match presence {
                Presence::Back => (State::Sound, Some(codes::SYSTEM_MVCOMPLETED)),
                _ if over => (State::GivenUp, Some(codes::SYSTEM_MVABORTED)),
                Presence::Other if !wrong => (State::Waiting { since, wrong: true }, Some(codes::SYSTEM_MVWRONGVOL)),
                Presence::Other | Presence::Away => continue,
            };
            *volume.standing.lock() = next;
            if let Some(status) = told {
                self.around.tell(&disk, status);
            }
        }
        waits
    }

    /// Whether a volume that is mounted by itself is in mount verification.
    pub(super) fn awaits_volumes(&self) -> bool {
        self.plain_volumes().iter().any(|(_, volume)| volume.standing.shown() == Verification::InProgress)
    }
}
