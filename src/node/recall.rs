//! What sets did, kept where a crash of the node cannot take it: the record behind SIMULATE EXPLAIN.
//!
//! Whoever keeps the node's site is told after each copy, merge and expulsion. A node that boots after a crash recalls
//! it; what ran then has ended with the crash. Decides nothing.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::clock::VmsTime;
use crate::shadow::{CopyOutcome, CopyReport, DeviceId, Event};

use super::Node;
use super::history::History;
use super::saved::SavedNode;
use super::set::ShadowSet;

/// What there is to remember of a virtual unit.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct UnitRecord {
    /// Unit number.
    pub unit: u16,
    /// It is mounted, and this is of its mount alone; else it is of its last mount, with the members that earlier ones lost.
    pub mounted: bool,
    /// What copies did.
    pub reports: Vec<CopyReport>,
    /// Merges, interruptions and expelled members.
    pub history: History,
    /// Members that were expelled at some time and are back.
    pub back: Vec<DeviceId>,
}

/// Keeps a record for the next boot after a crash.
pub type HistoryKeeper = Box<dyn Fn(&UnitRecord) + Send + Sync>;

impl UnitRecord {
    /// Members that were expelled and are not back.
    fn lost(&self) -> impl Iterator<Item = DeviceId> {
        let expelled = self.history.expelled.iter().map(|expulsion| expulsion.device);
        expelled.filter(|device| !self.back.contains(device))
    }
}

impl ShadowSet {
    /// Something has happened that EXPLAIN tells of.
    pub(super) fn keep_history_of(&self, event: &Event) {
        let tells = matches!(
            event,
            Event::CopyStarted { .. }
                | Event::CopyCompleted { .. }
                | Event::CopySuspended { .. }
                | Event::CopyEnded { .. }
                | Event::MergeStarted { .. }
                | Event::MergeCompleted { .. }
                | Event::MergeSuspended { .. }
                | Event::MemberRemoved { .. }
        );
        if tells {
            self.keep_history();
        }
    }

    /// Has what the set remembers of its mount kept.
    fn keep_history(&self) {
        let Some(keeper) = self.around.history_keeper.get() else { return };
        let back = self.with_core(|core| core.view().present().map(|(_, member)| member.device).collect());
        keeper(&UnitRecord { unit: self.unit, mounted: true, reports: self.reports(), history: self.history(), back });
    }
}

impl Node {
    /// Who keeps what sets did; without a keeper it lasts as long as the node.
    pub fn keep_history(&self, keeper: HistoryKeeper) {
        // A node gets one keeper, when it has booted.
        let _ = self.around.history_keeper.set(keeper);
    }

    /// A unit was mounted or dismounted: what it remembers of earlier mounts is another.
    pub(super) fn keep_unit_history(&self, unit: u16) {
        let Some(keeper) = self.around.history_keeper.get() else { return };
        let usage = self.lock_usage();
        let Some(entry) = usage.units.get(&unit) else { return };
        let failed = |device: &DeviceId| usage.disks.get(&device.0).is_some_and(|disk| disk.failed_member);
        let expelled = entry.history.expelled.iter().map(|expulsion| expulsion.device);
        let back = expelled.filter(|device| !failed(device) && !entry.lost.contains(device)).collect();
        let record =
            UnitRecord { unit, mounted: false, reports: entry.reports.clone(), history: entry.history.clone(), back };
        let mounted = entry.mounted.clone();
        drop(usage);
        keeper(&record);
        if let Some(mounted) = mounted {
            mounted.set.keep_history();
        }
    }

    /// After a crash: takes over what was saved and what was kept since, the oldest record first.
    pub fn recall(&self, saved: &SavedNode, kept: impl IntoIterator<Item = UnitRecord>) {
        let failed = saved.disks.iter().filter(|disk| disk.failed_member);
        let failed: Vec<u64> = failed.filter_map(|disk| Some(self.around.disks.named(&disk.name)?.unit_id())).collect();
        let mut units = records(saved, &failed);
        for record in kept {
            let (before, mount) = units.entry(record.unit).or_default();
            if record.mounted {
                *mount = Some(record);
            } else {
                (*before, *mount) = (record, None);
            }
        }
        let mut usage = self.lock_usage();
        for (unit, (before, mount)) in units {
            let entry = usage.recalled.entry(unit).or_default();
            let is_back = |device: &DeviceId| mount.as_ref().is_some_and(|mount| mount.back.contains(device));
            entry.lost = before.lost().filter(|device| !is_back(device)).collect();
            (entry.reports, entry.history) = (before.reports, before.history);
            if let Some(mount) = mount {
                entry.lost.extend(mount.lost());
                entry.reports = mount.reports;
                entry.history.with_mount(mount.history);
            }
            end_with_crash(&mut entry.reports, &mut entry.history);
        }
    }
}

/// Ends what ran when the node crashed: without a time, which nobody knows.
fn end_with_crash(reports: &mut [CopyReport], history: &mut History) {
    let running = |outcome: CopyOutcome| outcome == CopyOutcome::Running;
    for report in reports.iter_mut().filter(|report| running(report.outcome)) {
        (report.outcome, report.ended) = (CopyOutcome::Ended, VmsTime::default());
    }
    for merge in history.merges.iter_mut().filter(|merge| running(merge.outcome)) {
        (merge.outcome, merge.ended) = (CopyOutcome::Ended, VmsTime::default());
    }
}

/// What a suspended node remembered, by unit: of earlier mounts, and of the mount that stood.
fn records(saved: &SavedNode, failed: &[u64]) -> BTreeMap<u16, (UnitRecord, Option<UnitRecord>)> {
    let mut units: BTreeMap<u16, (UnitRecord, Option<UnitRecord>)> = BTreeMap::new();
    for unit in saved.units.iter().chain(&saved.recalled) {
        let expelled = unit.history.expelled.iter().map(|expulsion| expulsion.device);
        let is_back = |device: &DeviceId| !failed.contains(&device.0) && !unit.lost.contains(device);
        let record = UnitRecord {
            unit: unit.unit,
            mounted: false,
            reports: unit.reports.clone(),
            history: unit.history.clone(),
            back: expelled.filter(is_back).collect(),
        };
        units.insert(unit.unit, (record, None));
    }
    for set in &saved.sets {
        let record = UnitRecord {
            unit: set.unit,
            mounted: true,
            reports: set.core.reports.clone(),
            history: set.history.clone(),
            back: set.core.view.present().map(|(_, member)| member.device).collect(),
        };
        units.entry(set.unit).or_default().1 = Some(record);
    }
    units
}
