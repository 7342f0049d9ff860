//! What the last copies of a set were and why they were that kind: the record behind SIMULATE EXPLAIN.
//!
//! The core notes reason and counts; here they get device names and times. The words are the display's.

use crate::clock::VmsTime;
use crate::message::{Condition, codes};
use crate::shadow::{CopyOutcome, CopyReason, CopyReport};

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
        let records = reports.iter().map(|report| self.record(report));
        Ok(records
            .filter(|record| {
                member.as_ref().is_none_or(|member| record.targets.iter().any(|(target, _)| target == member))
            })
            .collect())
    }

    fn record(&self, report: &CopyReport) -> CopyRecord {
        let name = |id: u64| self.around.disks.with_id(id).map_or_else(String::new, |disk| disk.name().to_owned());
        let time = |time: VmsTime| (time != VmsTime::default()).then_some(time);
        CopyRecord {
            targets: report.targets.iter().map(|(device, reason)| (name(device.0), *reason)).collect(),
            reason: report.reason,
            bitmap: report.bitmap.map(|bitmap| bitmap.0),
            bitmap_covers: report.covers.map(|covers| covers.0),
            outcome: report.outcome,
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
