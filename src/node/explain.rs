//! What the last copies and merges of a set were, and why: the record behind SIMULATE EXPLAIN.
//!
//! The core notes reason and counts; here they get device names and times. The words are the display's.

use crate::clock::VmsTime;
use crate::message::{Condition, codes};
use crate::shadow::{CopyOutcome, CopyReason, CopyReport, DeviceId, OpId};

use super::examine::Examined;
use super::history::{ExpulsionCause, History, MergeReason, MergeReport, PauseReason};
use super::usage::Using;
use super::{Device, Node};

/// A copy: what it was, why, and what it moved.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CopyRecord {
    /// Targets without underscore and colon, each with the reason of its copy.
    pub targets: Vec<(String, CopyReason)>,
    /// Why the copy is the kind that it is.
    pub reason: CopyReason,
    /// The bitmap that served; also one that was lost later.
    pub bitmap: Option<u32>,
    /// Blocks that the bitmap covers; less than the volume has when it has grown since.
    pub bitmap_covers: Option<u64>,
    /// How it ended.
    pub outcome: CopyOutcome,
    /// Why it ended before it was complete.
    pub broken_off: Option<BrokenOff>,
    /// When its first transfer began; `None` while it is pending.
    pub started: Option<VmsTime>,
    /// When it ended; `None` while it is pending or runs.
    pub ended: Option<VmsTime>,
    /// Blocks of the volume.
    pub volume_blocks: u64,
    /// Block where it began: above 0 when it went on from an earlier copy.
    pub from: u64,
    /// Block up to which it has come.
    pub fence: u64,
    /// Ranges of the volume.
    pub ranges_total: u64,
    /// Ranges that it looked at.
    pub ranges_visited: u64,
    /// Blocks read from a source.
    pub blocks_read: u64,
    /// Blocks compared with targets.
    pub blocks_compared: u64,
    /// Blocks written to targets.
    pub blocks_written: u64,
    /// Looks that were repeated because applications wrote meanwhile.
    pub repeats: u64,
    /// Bytes that a full copy would have to move.
    pub full_copy_bytes: u64,
    /// Where and why it stood still.
    pub pauses: Vec<PauseRecord>,
}

/// An interruption of a copy or merge.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PauseRecord {
    /// Block up to which it had come.
    pub at: u64,
    /// Why.
    pub reason: PauseReason,
    /// When it went on; `None` before.
    pub until: Option<VmsTime>,
}

/// A merge: why it was due, what it did, and who did it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MergeRecord {
    /// Why it was due.
    pub reason: MergeReason,
    /// The node that ran it.
    pub node: String,
    /// The member that the others were made equal to, once one differed; without underscore and colon.
    pub kept: Option<String>,
    /// How it ended.
    pub outcome: CopyOutcome,
    /// When its first turn came; `None` while it is pending.
    pub started: Option<VmsTime>,
    /// When it ended; `None` before, and when it ended with a crash of the node.
    pub ended: Option<VmsTime>,
    /// Block where it began.
    pub from: u64,
    /// Block up to which the members agree.
    pub fence: u64,
    /// Blocks of the volume.
    pub volume_blocks: u64,
    /// Blocks found equal, or made so.
    pub blocks_compared: u64,
    /// Blocks that the merge stored where members differed.
    pub blocks_repaired: u64,
    /// Blocks that applications' reads had stored before it came there.
    pub blocks_repaired_by_reads: u64,
    /// Its I/Os, of one range each, and those after which it waited for applications.
    pub ios: u64,
    /// Those after which it waited for applications.
    pub ios_delayed: u64,
    /// How long it waited for them, in all.
    pub delayed: VmsTime,
    /// The delay threshold that was last in force, per cent; 0 before its first I/O.
    pub threshold: u32,
    /// Where and why it stood still.
    pub pauses: Vec<PauseRecord>,
}

/// A member that a virtual unit has lost.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ExpelledMember {
    /// The device, without underscore and colon.
    pub device: String,
    /// When; `None` when it is not known any more.
    pub time: Option<VmsTime>,
    /// Why.
    pub cause: ExpulsionCause,
    /// It has been mounted since.
    pub returned: bool,
}

/// Why a copy ended before it was complete.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BrokenOff {
    /// A target failed, or did not answer.
    TargetLost,
    /// The targets were dismounted.
    TargetDismounted,
    /// The set was dismounted.
    SetDismounted,
    /// The node crashed.
    Crash,
}

impl CopyRecord {
    /// Whether a bitmap drives it.
    pub fn is_minicopy(&self) -> bool {
        self.reason.is_minicopy()
    }
}

impl Node {
    /// What copies of a virtual unit did since it was mounted, or in its last mount; oldest first. For a member: those
    /// of its set that had it as a target.
    ///
    /// # Errors
    /// NOSUCHDEV; UNSUPPORTED for a disk that is no member, and that no unit remembers as an expelled one.
    pub fn copy_records(&self, name: &str) -> Result<Vec<CopyRecord>, Condition> {
        let member = match self.find(name)? {
            Device::Unit(_) => None,
            Device::Disk(disk) => Some(disk.name().to_owned()),
        };
        let unit = self.explained(name)?;
        let reports = match self.mounted_set(unit) {
            Some(set) => set.reports(),
            None => self.lock_usage().memory(unit).map(|entry| entry.reports.clone()).unwrap_or_default(),
        };
        let (mounted, history) = (self.mounted_set(unit).is_some(), self.history(unit));
        let records = reports.iter().map(|report| self.record(report, &history, mounted));
        Ok(records
            .filter(|record| {
                member.as_ref().is_none_or(|member| record.targets.iter().any(|(target, _)| target == member))
            })
            .collect())
    }

    /// Merges of a virtual unit since it was mounted, or in its last mount; oldest first. For a member: those of its set.
    ///
    /// # Errors
    /// As [`Node::copy_records`].
    pub fn merge_records(&self, name: &str) -> Result<Vec<MergeRecord>, Condition> {
        let history = self.history(self.explained(name)?);
        Ok(history.merges.iter().map(|report| self.merge_record(report, &history)).collect())
    }

    /// Members that a virtual unit has lost: all since it was mounted or in its last mount, and those of earlier mounts that
    /// were not mounted since. For a member: its own expulsions.
    ///
    /// # Errors
    /// As [`Node::copy_records`].
    pub fn expelled_members(&self, name: &str) -> Result<Vec<ExpelledMember>, Condition> {
        let unit = self.explained(name)?;
        let history = self.history(unit);
        let before_crash = self.lock_usage().memory(unit).map(|entry| entry.lost.clone()).unwrap_or_default();
        let failed = |id: u64| {
            let is_noted = self.lock_usage().disks.get(&id).is_some_and(|entry| entry.failed_member);
            is_noted || before_crash.contains(&DeviceId(id))
        };
        let known = history.expelled.iter().map(|expulsion| (expulsion.device, Some(expulsion.time), expulsion.cause));
        // What was known of others went with the node.
        let unknown = self.around.disks.iter().map(|disk| (DeviceId(disk.unit_id()), disk)).filter(|(id, disk)| {
            let known = history.expelled.iter().any(|expulsion| expulsion.device == *id);
            !known && failed(id.0) && Examined::new(disk).names_unit(unit)
        });
        let all = known.chain(unknown.map(|(id, _)| (id, None, ExpulsionCause::Unknown)));
        let own = match self.find(name)? {
            Device::Disk(disk) => Some(disk.unit_id()),
            Device::Unit(_) => None,
        };
        let asked = all.filter(|(device, ..)| own.is_none_or(|own| own == device.0));
        Ok(asked
            .map(|(device, time, cause)| ExpelledMember {
                device: self.name_of(device),
                time,
                cause,
                returned: !failed(device.0),
            })
            .collect())
    }

    /// The virtual unit that a name is about.
    fn explained(&self, name: &str) -> Result<u16, Condition> {
        match self.find(name)? {
            Device::Unit(unit) => Ok(unit),
            Device::Disk(disk) => {
                let usage = self.lock_usage();
                let lost = |(unit, entry): (&u16, &super::usage::UnitUse)| {
                    let mounted = entry.mounted.as_ref().map(|mounted| mounted.set.lost_members()).unwrap_or_default();
                    let earlier = entry.history.expelled.iter().map(|expulsion| expulsion.device);
                    mounted.into_iter().chain(earlier).any(|device| device.0 == disk.unit_id()).then_some(*unit)
                };
                match usage.using(disk.unit_id()) {
                    Some(Using::Member(unit)) => Ok(*unit),
                    _ => usage
                        .units
                        .iter()
                        .chain(&usage.recalled)
                        .find_map(lost)
                        .ok_or_else(|| codes::SYSTEM_UNSUPPORTED.into()),
                }
            }
        }
    }

    /// What is remembered of a unit: of its mount, or of its last one, and of members that earlier mounts lost.
    fn history(&self, unit: u16) -> History {
        let mut kept = self.lock_usage().memory(unit).map(|entry| entry.history.clone()).unwrap_or_default();
        if let Some(set) = self.mounted_set(unit) {
            kept.with_mount(set.history());
        }
        kept
    }

    fn name_of(&self, device: DeviceId) -> String {
        self.around.disks.with_id(device.0).map_or_else(String::new, |disk| disk.name().to_owned())
    }

    fn merge_record(&self, report: &MergeReport, history: &History) -> MergeRecord {
        MergeRecord {
            reason: report.reason,
            node: self.name().to_owned(),
            kept: report.kept.map(|device| self.name_of(device)),
            outcome: report.outcome,
            started: recorded(report.started),
            ended: recorded(report.ended),
            from: report.from.0,
            fence: report.fence.0,
            volume_blocks: report.size.0,
            blocks_compared: report.compared,
            blocks_repaired: report.repaired,
            blocks_repaired_by_reads: report.repaired_by_reads,
            ios: report.ios,
            ios_delayed: report.delayed,
            delayed: VmsTime(report.waited * 10),
            threshold: report.threshold,
            pauses: pauses_of(report.op, history),
        }
    }

    /// Why a copy that did not come to its end ended.
    fn broken_off(&self, report: &CopyReport, mounted: bool) -> Option<BrokenOff> {
        let usage = self.lock_usage();
        let failed = |id: u64| usage.disks.get(&id).is_some_and(|entry| entry.failed_member);
        match report.outcome {
            CopyOutcome::Running | CopyOutcome::Completed => None,
            // Nobody was there to note the time.
            CopyOutcome::Ended if report.ended == VmsTime::default() => Some(BrokenOff::Crash),
            CopyOutcome::Ended if report.targets.iter().any(|(device, _)| failed(device.0)) => {
                Some(BrokenOff::TargetLost)
            }
            CopyOutcome::Ended if mounted => Some(BrokenOff::TargetDismounted),
            CopyOutcome::Ended => Some(BrokenOff::SetDismounted),
        }
    }

    fn record(&self, report: &CopyReport, history: &History, mounted: bool) -> CopyRecord {
        CopyRecord {
            targets: report.targets.iter().map(|(device, reason)| (self.name_of(*device), *reason)).collect(),
            reason: report.reason,
            bitmap: report.bitmap.map(|bitmap| bitmap.0),
            bitmap_covers: report.covers.map(|covers| covers.0),
            outcome: report.outcome,
            broken_off: self.broken_off(report, mounted),
            started: recorded(report.started),
            ended: recorded(report.ended),
            volume_blocks: report.size.0,
            from: report.from.0,
            fence: report.fence.0,
            ranges_total: u64::from(report.size.ranges()),
            ranges_visited: report.ranges,
            blocks_read: report.blocks_read,
            blocks_compared: report.blocks_compared,
            blocks_written: report.blocks_written,
            repeats: report.repeats,
            full_copy_bytes: report.size.bytes() * report.targets.len() as u64,
            pauses: pauses_of(report.op, history),
        }
    }
}

/// A time, if there is one.
fn recorded(time: VmsTime) -> Option<VmsTime> {
    (time != VmsTime::default()).then_some(time)
}

fn pauses_of(op: OpId, history: &History) -> Vec<PauseRecord> {
    let own = history.pauses.iter().filter(|pause| pause.op == op);
    own.map(|pause| PauseRecord { at: pause.at.0, reason: pause.reason, until: recorded(pause.until) }).collect()
}
