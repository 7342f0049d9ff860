//! What a set remembers of its merges, of interruptions and of the members that it lost.
//!
//! The record behind SIMULATE EXPLAIN that is kept beside the core's record of copies. Lasts as long as the set is mounted,
//! over a suspension too, and until the next mount. Decides nothing.

use serde::{Deserialize, Serialize};

use crate::blocks::{BlockCount, Lbn};
use crate::clock::{TICKS_PER_MILLI, VmsTime};
use crate::shadow::{Change, CopyOutcome, DeviceId, IoOp, MemberMask, OpId, Verdict};
use crate::storage::FaultKind;

use super::device::{Absence, Disk};
use super::effects::Notes;
use super::members::MemberTable;
use super::set::{ShadowSet, Transfer};

const TICKS_A_SECOND: u64 = TICKS_PER_MILLI * 1000;

/// What a set remembers.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct History {
    /// Merges, oldest first.
    pub merges: Vec<MergeReport>,
    /// Interruptions of copies and merges, oldest first.
    pub pauses: Vec<Pause>,
    /// Members that were expelled, oldest first.
    pub expelled: Vec<Expulsion>,
}

/// Why a merge was due.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum MergeReason {
    /// The set that was mounted had not been dismounted properly.
    Improper,
    /// The set was mounted when a merge of its last mount had not ended.
    LeftOver,
    /// SET SHADOW/DEMAND_MERGE.
    Demanded,
    /// A node gave the set up with writes half done.
    GivenUp,
}

/// A merge: why it was due and what it did.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct MergeReport {
    /// Operation.
    pub op: OpId,
    /// Why it was due.
    pub reason: MergeReason,
    /// The member that the others were made equal to where they differed, once one did.
    pub kept: Option<DeviceId>,
    /// How it ended.
    pub outcome: CopyOutcome,
    /// When its first turn came; 0 before.
    pub started: VmsTime,
    /// When all members agreed, or the set was dismounted; 0 before.
    pub ended: VmsTime,
    /// Where it began.
    pub from: Lbn,
    /// Below it all members agree.
    pub fence: Lbn,
    /// Blocks of the set.
    pub size: BlockCount,
    /// Blocks found equal, or made so.
    pub compared: u64,
    /// Blocks stored by the merge where members differed.
    pub repaired: u64,
    /// Blocks stored by applications' reads that found members differing before the merge came there.
    pub repaired_by_reads: u64,
    /// Its I/Os, of one range each.
    pub ios: u64,
    /// Those after which it waited for applications.
    pub delayed: u64,
    /// How long, in microseconds.
    pub waited: u64,
    /// The delay threshold that was last in force, per cent.
    pub threshold: u32,
}

/// Why a copy or merge stood still.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum PauseReason {
    /// The site was suspended.
    Suspended,
    /// Its thread was given to another set.
    ThreadTaken,
    /// A copy went first.
    CopyFirst,
}

/// An interruption of a copy or merge.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Pause {
    /// Operation.
    pub op: OpId,
    /// Its fence.
    pub at: Lbn,
    /// Why.
    pub reason: PauseReason,
    /// When it began.
    pub since: VmsTime,
    /// When the operation went on; 0 before.
    pub until: VmsTime,
}

/// Why a member was expelled.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum ExpulsionCause {
    /// It did not answer for so many seconds.
    NoAnswer(u64),
    /// It refused to be written for so many seconds.
    WriteLocked(u64),
    /// SET SHADOW or DISMOUNT/FORCE_REMOVAL.
    Forced,
    /// When it was back it was another volume.
    WrongVolume,
    /// It reported an error that no other member did.
    Failed,
    /// Its image has become shorter.
    Shorter,
    /// The host had no room for its image, but for those of other members.
    NoRoom,
    /// Nothing is known of it any more.
    Unknown,
}

/// A member that was expelled.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Expulsion {
    /// The device.
    pub device: DeviceId,
    /// When.
    pub time: VmsTime,
    /// Why.
    pub cause: ExpulsionCause,
}

impl History {
    /// The set was mounted anew: of its last mounts those lost members count that are not back.
    pub fn after_mount(&mut self, is_lost: impl Fn(DeviceId) -> bool) {
        self.merges.clear();
        self.pauses.clear();
        self.expelled.retain(|expulsion| is_lost(expulsion.device));
    }

    /// What is remembered of a mount, behind the lost members of earlier ones.
    pub fn with_mount(&mut self, of_mount: Self) {
        let earlier = std::mem::take(&mut self.expelled);
        *self = of_mount;
        self.expelled.splice(0..0, earlier);
    }

    /// The set was dismounted: what ran has ended.
    pub fn after_dismount(&mut self, of_mount: Self, now: VmsTime) {
        self.with_mount(of_mount);
        for merge in self.merges.iter_mut().filter(|merge| merge.outcome == CopyOutcome::Running) {
            (merge.outcome, merge.ended) = (CopyOutcome::Ended, now);
        }
    }

    fn merge(&mut self, op: OpId) -> Option<&mut MergeReport> {
        self.merges.iter_mut().rev().find(|merge| merge.op == op)
    }

    /// An operation has its turns again.
    pub fn goes_on(&mut self, op: OpId, now: VmsTime) {
        let waits = |pause: &&mut Pause| pause.op == op && pause.until == VmsTime::default();
        if let Some(pause) = self.pauses.iter_mut().rev().find(waits) {
            pause.until = now;
        }
    }

    /// An operation stands still from now on.
    pub fn pauses(&mut self, op: OpId, at: Lbn, reason: PauseReason, now: VmsTime) {
        self.pauses.push(Pause { op, at, reason, since: now, until: VmsTime::default() });
    }
}

impl ShadowSet {
    /// Lets the caller look at or change what the set remembers.
    pub fn remembered<T>(&self, look: impl FnOnce(&mut History) -> T) -> T {
        look(&mut self.history.lock().unwrap_or_else(std::sync::PoisonError::into_inner))
    }

    /// A copy of it, with the merge's present fence.
    pub fn history(&self) -> History {
        let merge = self.status().merge;
        let mut history = self.remembered(|history| history.clone());
        if let Some(merge) = merge
            && let Some(report) = history.merge(merge.op)
        {
            report.fence = merge.fence;
        }
        history
    }

    /// A change has made a merge due, if there is one that nobody knew.
    pub(super) fn note_merge(&self, change: MergeReason) {
        let due = self.with_core(|core| core.view().merge.map(|merge| (merge, core.view().size)));
        let Some((merge, size)) = due else { return };
        self.remembered(|history| {
            if history.merge(merge.op).is_some() {
                return;
            }
            // A merge that another one has taken the place of did not end.
            let now = self.around.clock.now();
            for old in history.merges.iter_mut().filter(|old| old.outcome == CopyOutcome::Running) {
                (old.outcome, old.ended) = (CopyOutcome::Ended, now);
            }
            history.merges.push(MergeReport {
                op: merge.op,
                reason: change,
                kept: None,
                outcome: CopyOutcome::Running,
                started: VmsTime::default(),
                ended: VmsTime::default(),
                from: merge.start,
                fence: merge.start,
                size,
                compared: 0,
                repaired: 0,
                repaired_by_reads: 0,
                ios: 0,
                delayed: 0,
                waited: 0,
                threshold: 0,
            });
        });
    }

    /// The merge that a mount found due is one that had not ended: nobody had failed to dismount the set.
    pub(super) fn note_left_over(&self) {
        self.remembered(|history| {
            if let Some(merge) = history.merges.last_mut() {
                merge.reason = MergeReason::LeftOver;
            }
        });
    }

    /// Why a merge is due that this change began.
    pub(super) fn merge_reason(change: &Change) -> MergeReason {
        match change {
            Change::Form { .. } => MergeReason::Improper,
            Change::DemandMerge => MergeReason::Demanded,
            _ => MergeReason::GivenUp,
        }
    }

    /// A merge has its turns.
    pub(super) fn note_merge_started(&self, op: OpId) {
        self.note_merge(MergeReason::GivenUp);
        let now = self.around.clock.now();
        self.remembered(|history| {
            if let Some(merge) = history.merge(op)
                && merge.started == VmsTime::default()
            {
                merge.started = now;
            }
            history.goes_on(op, now);
        });
    }

    /// A merge has come to its end.
    pub(super) fn note_merge_completed(&self, op: OpId, at: Lbn) {
        let now = self.around.clock.now();
        self.remembered(|history| {
            if let Some(merge) = history.merge(op) {
                (merge.outcome, merge.ended, merge.fence) = (CopyOutcome::Completed, now, at);
            }
        });
    }

    /// The merge did I/Os under a threshold, and waits.
    pub(super) fn note_delay(&self, op: OpId, (ios, threshold): (u64, u32), delay: u64) {
        self.remembered(|history| {
            if let Some(merge) = history.merge(op) {
                (merge.ios, merge.threshold) = (merge.ios + ios, threshold);
                merge.delayed += if delay > 0 { ios } else { 0 };
                merge.waited += delay;
            }
        });
    }

    /// A compare or repair was performed, for the merge or for an application that read where it had not come yet.
    pub(super) fn note_pass(
        &self,
        table: &MemberTable,
        transfer: &Transfer,
        (failed, verdict): (MemberMask, Verdict),
        by_read: bool,
    ) {
        let kept = match transfer.op {
            IoOp::Repair { master, .. } => table.get(master).map(|member| DeviceId(member.disk.unit_id())),
            IoOp::Compare { .. } => None,
            _ => return,
        };
        let repaired = if let Verdict::Wrote { blocks, .. } = verdict { blocks.0 } else { 0 };
        let agree = failed.is_empty() && matches!(verdict, Verdict::Equal | Verdict::Wrote { .. });
        self.remembered(|history| {
            let running = |merge: &&mut MergeReport| merge.outcome == CopyOutcome::Running;
            let Some(merge) = history.merges.last_mut().filter(running) else { return };
            if repaired > 0 {
                merge.kept = kept;
                *(if by_read { &mut merge.repaired_by_reads } else { &mut merge.repaired }) += repaired;
            }
            if agree && !by_read {
                merge.compared += transfer.range.count.0;
            }
        });
    }

    /// An operation stands still from now on.
    pub(super) fn note_pause(&self, op: OpId, at: Lbn, reason: PauseReason) {
        let now = self.around.clock.now();
        self.remembered(|history| history.pauses(op, at, reason, now));
    }

    /// A member has left; why, if nobody dismounted it.
    pub(super) fn note_removal(&self, notes: &mut Notes, device: DeviceId, expelled: bool) {
        let time = self.around.clock.now();
        let away = notes.away.remove(&device).map(|since| time.0.saturating_sub(since.0) / TICKS_A_SECOND);
        let (forced, wrong) = (notes.forced.contains(&device), notes.wrong.contains(&device));
        notes.forced.retain(|known| *known != device);
        notes.wrong.retain(|known| *known != device);
        if !expelled {
            return;
        }
        let cause = match self.around.disks.with_id(device.0) {
            _ if wrong => ExpulsionCause::WrongVolume,
            _ if forced && away.is_some() => ExpulsionCause::Forced,
            Some(disk) => cause_of(disk, away),
            None => ExpulsionCause::Unknown,
        };
        self.remembered(|history| history.expelled.push(Expulsion { device, time, cause }));
    }
}

/// What a disk's last fault says about why its set let it go.
pub(super) fn cause_of(disk: &Disk, away: Option<u64>) -> ExpulsionCause {
    match (away, disk.absence(), disk.last_fault()) {
        (Some(seconds), Absence::Locked, _) => ExpulsionCause::WriteLocked(seconds),
        (Some(seconds), ..) => ExpulsionCause::NoAnswer(seconds),
        (None, _, Some(FaultKind::Truncated)) => ExpulsionCause::Shorter,
        (None, _, Some(FaultKind::NoSpace)) => ExpulsionCause::NoRoom,
        (None, _, None) => ExpulsionCause::Unknown,
        (None, _, Some(_)) => ExpulsionCause::Failed,
    }
}
