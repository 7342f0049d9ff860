//! What the last copies of a set were and why they were that kind: the record behind SIMULATE EXPLAIN.
//!
//! The core notes reason and counts; here they get device names and times. The words are the display's.

use std::sync::Arc;

use crate::clock::VmsTime;
use crate::message::{Condition, codes};
use crate::shadow::{CopyOutcome, CopyReason, CopyReport, DeviceId};

use super::examine::Examined;
use super::usage::Using;
use super::{Device, Disk, Node};

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
    /// NOSUCHDEV; UNSUPPORTED for a disk that is no member.
    pub fn copy_records(&self, name: &str) -> Result<Vec<CopyRecord>, Condition> {
        let (unit, member) = match self.find(name)? {
            Device::Unit(unit) => (unit, None),
            Device::Disk(disk) => match self.lock_usage().using(disk.unit_id()) {
                Some(Using::Member(unit)) => (*unit, Some(disk.name().to_owned())),
                _ => return Err(codes::SYSTEM_UNSUPPORTED.into()),
            },
        };
        let reports = match self.mounted_set(unit) {
            Some(set) => set.reports(),
            None => self.lock_usage().units.get(&unit).map(|entry| entry.reports.clone()).unwrap_or_default(),
        };
        let mounted = self.mounted_set(unit).is_some();
        let records = reports.iter().map(|report| self.record(report, mounted));
        Ok(records
            .filter(|record| {
                member.as_ref().is_none_or(|member| record.targets.iter().any(|(target, _)| target == member))
            })
            .collect())
    }

    /// Members that a virtual unit has lost and that were not mounted since, without underscore and colon.
    ///
    /// # Errors
    /// NOSUCHDEV.
    pub fn expelled_members(&self, name: &str) -> Result<Vec<String>, Condition> {
        let Device::Unit(unit) = self.find(name)? else { return Ok(Vec::new()) };
        let lost = self.mounted_set(unit).map(|set| set.lost_members()).unwrap_or_default();
        let failed = |id: u64| self.lock_usage().disks.get(&id).is_some_and(|entry| entry.failed_member);
        let own = |disk: &&Arc<Disk>| {
            let id = disk.unit_id();
            failed(id) && (lost.contains(&DeviceId(id)) || Examined::new(disk).names_unit(unit))
        };
        Ok(self.around.disks.iter().filter(own).map(|disk| disk.name().to_owned()).collect())
    }

    /// Why a copy that did not come to its end ended.
    fn broken_off(&self, report: &CopyReport, mounted: bool) -> Option<BrokenOff> {
        let usage = self.lock_usage();
        let failed = |id: u64| usage.disks.get(&id).is_some_and(|entry| entry.failed_member);
        match report.outcome {
            CopyOutcome::Running | CopyOutcome::Completed => None,
            CopyOutcome::Ended if report.targets.iter().any(|(device, _)| failed(device.0)) => {
                Some(BrokenOff::TargetLost)
            }
            CopyOutcome::Ended if mounted => Some(BrokenOff::TargetDismounted),
            CopyOutcome::Ended => Some(BrokenOff::SetDismounted),
        }
    }

    fn record(&self, report: &CopyReport, mounted: bool) -> CopyRecord {
        let name = |id: u64| self.around.disks.with_id(id).map_or_else(String::new, |disk| disk.name().to_owned());
        let time = |time: VmsTime| (time != VmsTime::default()).then_some(time);
        CopyRecord {
            targets: report.targets.iter().map(|(device, reason)| (name(device.0), *reason)).collect(),
            reason: report.reason,
            bitmap: report.bitmap.map(|bitmap| bitmap.0),
            bitmap_covers: report.covers.map(|covers| covers.0),
            outcome: report.outcome,
            broken_off: self.broken_off(report, mounted),
            started: time(report.started),
            ended: time(report.ended),
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
        }
    }
}
