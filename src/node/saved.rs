//! Suspending a node and resuming it: what is written to the site, and when it may be used again (shadow-core 4.3).
//!
//! The site writes and reads the values and decides that the whole is trustworthy; whether a set may go on is decided
//! here, against the disks as they are: every full member's SCB carries exactly the saved generation, no disk of the
//! site a higher one of that unit, no member's image has moved. What does not hold is as after a crash.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;
use std::sync::atomic::Ordering;

use serde::{Deserialize, Serialize};

use crate::blocks::{BLOCK_BYTES, BlockCount, Lbn, LbnRange};
use crate::clock::VmsTime;
use crate::ods2::{OpenError, Scb, Volume};
use crate::shadow::{BitmapId, Change, CopyReport, DeviceId, Member, MemberState, Saved, ScbFields, UnitNumber};
use crate::storage::flush_together;

use super::config::Parameters;
use super::examine::Examined;
use super::history::{History, PauseReason};
use super::names::{LogicalName, NameTable};
use super::protection::Security;
use super::scb::{SetScb, fields};
use super::set::ShadowSet;
use super::usage::{DiskSettings, MountedUnit, UnitSettings, UnitUse, Using};
use super::views::{BitmapView, MountScope, OwnerView};
use super::volume::{MountedVolume, VolumeInfo};
use super::{Device, Disk, Node};

/// A suspended node.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct SavedNode {
    /// Its name.
    pub name: String,
    /// It was shut down: the next start is a boot.
    #[serde(default)]
    pub was_shut_down: bool,
    /// System parameters in force.
    pub parameters: Parameters,
    /// Disks that are mounted by themselves, by name.
    pub disks: Vec<SavedDisk>,
    /// Virtual units that the node knows.
    pub units: Vec<SavedUnit>,
    /// What units did before a crash and have not been mounted since.
    #[serde(default)]
    pub recalled: Vec<SavedUnit>,
    /// Sets that are mounted.
    pub sets: Vec<SavedSet>,
    /// SIMULATE FAULT: disks by name, and dismounts of members that meet a change of state.
    #[serde(default)]
    pub faults: Vec<(String, crate::storage::FaultPlan)>,
    /// By unit number.
    #[serde(default)]
    pub busy: Vec<(u16, u32)>,
    /// SET PROTECTION/DEVICE, by device name.
    #[serde(default)]
    pub protections: Vec<(String, Security)>,
    /// Shareable tables of logical names that people made.
    #[serde(default)]
    pub tables: Vec<NameTable>,
    /// Shareable logical names that people defined in other tables, with the tables.
    #[serde(default)]
    pub names: Vec<(String, LogicalName)>,
}

/// What a node knows of a disk.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct SavedDisk {
    /// Name without underscore and colon.
    pub name: String,
    /// The volume mounted on it.
    pub volume: Option<VolumeInfo>,
    /// Process id and name of its owner.
    pub owner: Option<(u32, String)>,
    /// Its owner allocated it.
    #[serde(default)]
    pub allocated: bool,
    /// SET DEVICE/NOAVAILABLE.
    #[serde(default)]
    pub unavailable: bool,
    /// Removed by shadowing.
    pub failed_member: bool,
    /// SET SHADOW.
    pub settings: DiskSettings,
    /// It left a set, and its image has not been written since.
    pub left_intact: bool,
}

/// A virtual unit that is known.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct SavedUnit {
    /// Unit number.
    pub unit: u16,
    /// SET SHADOW.
    pub settings: UnitSettings,
    /// What copies of its last mount did.
    pub reports: Vec<CopyReport>,
    /// Merges, interruptions and expelled members of its last mount.
    #[serde(default)]
    pub history: History,
    /// Members that were expelled before a crash and are not back.
    #[serde(default)]
    pub lost: Vec<DeviceId>,
    /// Bitmaps of its last mount.
    #[serde(default)]
    pub leftovers: Vec<BitmapView>,
    /// Process id and name of its owner.
    pub owner: Option<(u32, String)>,
}

/// A mounted set.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct SavedSet {
    /// Unit number.
    pub unit: u16,
    /// Its volume.
    pub volume: VolumeInfo,
    /// The core's view, bitmaps and fences.
    pub core: Saved,
    /// When each bitmap was made.
    pub bitmaps: Vec<(u32, VmsTime)>,
    /// Merges, interruptions and expelled members.
    #[serde(default)]
    pub history: History,
}

impl SavedNode {
    /// Names of the devices that were mounted.
    pub fn mounted(&self) -> Vec<String> {
        let disks = self.disks.iter().filter(|disk| disk.volume.is_some()).map(|disk| disk.name.clone());
        disks.chain(self.sets.iter().map(|set| Device::Unit(set.unit).name())).collect()
    }

    /// Devices that the saved sets need.
    pub fn members(&self) -> impl Iterator<Item = (String, u64)> {
        self.sets.iter().flat_map(|set| {
            let name = Device::Unit(set.unit).name();
            set.core.view.present().map(move |(_, member)| (name.clone(), member.device.0))
        })
    }

    /// Whether MOUNT defined the name: it comes back with its volume, or not at all.
    fn is_of_a_mount(&self, table: &str, name: &str) -> bool {
        let disks = self.disks.iter().filter_map(|disk| disk.volume.as_ref());
        let volumes = disks.chain(self.sets.iter().map(|set| &set.volume));
        volumes.flat_map(|volume| &volume.names).any(|(own_table, own)| own_table == table && own == name)
    }
}

impl Node {
    /// Stops copies, flushes everything, and returns what to save. The node is of no use afterwards. Loads must have
    /// been stopped.
    pub fn suspend(&self) -> SavedNode {
        let _one_command = self.lock_commands();
        self.recovery.stop();
        self.around.watcher.stop();
        let mut saved =
            SavedNode { name: self.name().to_owned(), parameters: self.parameters(), ..SavedNode::default() };
        saved.was_shut_down = self.was_shut_down.load(Ordering::SeqCst);
        let mounted = in_parallel(self.mounted_units(), MOST_FLUSHES, |(unit, mounted)| {
            self.settle_members(unit);
            // A set that cannot be flushed is not saved: the next start finds it as after a crash.
            let can_go_on = mounted.set.flush_now() && mounted.set.with_core(|core| core.is_quiet());
            can_go_on.then(|| saved_set(unit, &mounted))
        });
        saved.sets.extend(mounted.into_iter().flatten());
        let faults = self.around.disks.iter().map(|disk| (disk.name().to_owned(), disk.faults().plan()));
        saved.protections = self.device_protections.all();
        saved.faults = faults.filter(|(_, plan)| *plan != crate::storage::FaultPlan::default()).collect();
        let owner = |owner: &Option<OwnerView>| owner.as_ref().map(|owner| (owner.pid, owner.name.clone()));
        let usage = self.lock_usage();
        for (unit, entry) in &usage.units {
            saved.busy.extend((entry.busy > 0).then_some((*unit, entry.busy)));
            saved.units.push(SavedUnit {
                unit: *unit,
                settings: entry.settings,
                reports: entry.reports.clone(),
                history: entry.history.clone(),
                lost: entry.lost.clone(),
                leftovers: entry.leftovers.clone(),
                owner: owner(&entry.owner),
            });
        }
        saved.recalled.extend(usage.recalled.iter().map(|(unit, entry)| SavedUnit {
            unit: *unit,
            reports: entry.reports.clone(),
            history: entry.history.clone(),
            lost: entry.lost.clone(),
            ..SavedUnit::default()
        }));
        for disk in self.around.disks.iter() {
            let Some(entry) = usage.disks.get(&disk.unit_id()) else { continue };
            let volume = match &entry.using {
                Some(Using::Volume(volume)) => Some(volume.info.clone()),
                _ => None,
            };
            if volume.is_some() {
                drop(disk.flush());
            }
            let identity = disk.file().ok().and_then(|file| file.identity().ok());
            saved.disks.push(SavedDisk {
                name: disk.name().to_owned(),
                volume,
                owner: owner(&entry.owner),
                allocated: entry.allocated,
                unavailable: entry.unavailable,
                failed_member: entry.failed_member,
                settings: entry.settings,
                left_intact: entry.left.is_some() && entry.left == identity,
            });
        }
        saved.tables = self.names().made_tables(self.name());
        let people = |(table, name): &(String, LogicalName)| !saved.is_of_a_mount(table, &name.name);
        saved.names = self.names().changes(self.name()).into_iter().filter(people).collect();
        saved
    }

    /// Goes on from a saved state. `moved` names the disks whose images are not what they were when it was saved. Returns
    /// the devices that could not go on: they are as after a crash.
    pub fn resume(&self, saved: SavedNode, moved: &[String]) -> Vec<String> {
        let _one_command = self.lock_commands();
        let moved: HashSet<&str> = moved.iter().map(|name| name.trim_end_matches(':')).collect();
        self.set_parameters(|parameters| *parameters = saved.parameters.clone());
        self.names().put_back(saved.tables);
        self.names().define_again(saved.names);
        for (name, security) in saved.protections {
            self.set_device_security(&name, security);
        }
        for (name, plan) in saved.faults {
            if let Some(disk) = self.around.disks.named(&name) {
                disk.faults().change(|now| *now = plan);
            }
        }
        let mut lost = Vec::new();
        for disk in saved.disks {
            lost.extend(self.resume_disk(disk, &moved));
        }
        for unit in saved.units {
            let mut usage = self.lock_usage();
            let entry = usage.units.entry(unit.unit).or_default();
            entry.settings = unit.settings;
            (entry.reports, entry.history) = (unit.reports, unit.history);
            entry.lost = unit.lost;
            for bitmap in &unit.leftovers {
                self.around.bitmap_memory.hold(BitmapId(bitmap.id), bitmap.bytes);
            }
            entry.leftovers = unit.leftovers;
            entry.owner = unit.owner.map(|(pid, name)| OwnerView { pid, name });
        }
        for unit in saved.recalled {
            let SavedUnit { unit, reports, history, lost, .. } = unit;
            self.lock_usage().recalled.insert(unit, UnitUse { reports, history, lost, ..UnitUse::default() });
        }
        for (unit, times) in saved.busy {
            self.lock_usage().units.entry(unit).or_default().busy = times;
        }
        let revived = in_parallel(saved.sets, MOST_READERS, |set| (set.unit, self.revive(set, &moved)));
        // Nobody can use a set before its new generation is on its disks (I24). All begin to be written above; waiting for
        // all of them together costs little more than for one.
        let sets = revived.iter().filter_map(|(_, revived)| revived.as_ref()).filter(|r| !r.volume.write_locked);
        let files: Vec<_> = sets.flat_map(|revived| revived.set.files()).collect();
        let flushes = if flush_together(&files) { MOST_READERS } else { MOST_FLUSHES };
        let flushed = in_parallel(revived, flushes, |(unit, revived)| {
            (unit, revived.filter(|revived| revived.volume.write_locked || revived.set.flush_now()))
        });
        for (unit, revived) in flushed {
            match revived.filter(|revived| self.are_free(revived)) {
                Some(revived) => self.resume_set(revived),
                None => {
                    self.lock_usage().units.entry(unit).or_default().owner = None;
                    lost.push(Device::Unit(unit).name());
                }
            }
        }
        self.changed();
        self.look_for_work();
        lost
    }

    fn resume_disk(&self, saved: SavedDisk, moved: &HashSet<&str>) -> Option<String> {
        let Some(disk) = self.around.disks.named(&saved.name) else { return Some(saved.name) };
        let trusted = !moved.contains(saved.name.as_str());
        let left = (saved.left_intact && trusted).then(|| disk.file().ok()?.identity().ok()).flatten();
        let mut usage = self.lock_usage();
        let entry = usage.disk(disk.unit_id());
        entry.failed_member = saved.failed_member;
        entry.unavailable = saved.unavailable;
        entry.settings = saved.settings;
        entry.left = left;
        if saved.allocated {
            entry.owner = saved.owner.as_ref().map(|(pid, name)| OwnerView { pid: *pid, name: name.clone() });
            entry.allocated = true;
        }
        let info = saved.volume?;
        // A foreign volume has no label to go by.
        if !trusted || disk.file().is_err() || !(info.foreign || has_label(disk, &info.label)) {
            return Some(saved.name);
        }
        self.define_again(&info, &saved.name);
        entry.using = Some(Using::Volume(Arc::new(MountedVolume::new(info))));
        entry.owner = saved.owner.map(|(pid, name)| OwnerView { pid, name });
        None
    }

    /// Brings a saved set back to life, if the disks are what they were. Its SCBs become durable with the next flush.
    fn revive(&self, saved: SavedSet, moved: &HashSet<&str>) -> Option<Revived> {
        let view = &saved.core.view;
        let mut members = HashMap::new();
        let mut source = None;
        for (_, member) in view.present() {
            let disk = self.around.disks.with_id(member.device.0)?;
            let (size, scb) = carried_scb(disk)?;
            if moved.contains(disk.name()) || size < view.size {
                return None;
            }
            if member.state == MemberState::Full && source.is_none() {
                let (lbn, scb) = scb.clone()?;
                source = Some((scb?, lbn));
            }
            members.insert(member.device, (disk, scb));
        }
        let (base, lbn) = source?;
        let carried = |member: &Member| {
            let (disk, scb) = members.get(&member.device)?;
            match member.state {
                MemberState::Full => scb.as_ref()?.1.as_ref().map(fields),
                // Where a target carries the set's SCB its own home block need not lead.
                _ => scb_at(disk, lbn),
            }
        };
        // Images that have not moved carry what they carried when the state was saved.
        let others = moved.iter().filter_map(|name| self.around.disks.named(name));
        let others = others.filter_map(|disk| Examined::new(disk).scb().map(fields));
        if !saved.core.fits(UnitNumber(u32::from(saved.unit)), carried, others) {
            return None;
        }
        let set =
            Arc::new(ShadowSet::new(saved.unit, Arc::clone(&self.around), SetScb::new(base, lbn), Some(saved.core)));
        set.remember_bitmaps(saved.bitmaps.into_iter().map(|(id, time)| (BitmapId(id), time)));
        set.remembered(|history| *history = saved.history);
        set.writes_early.store(true, Ordering::SeqCst);
        set.change(Change::Restore).ok()?;
        set.writes_early.store(false, Ordering::SeqCst);
        Some(Revived { unit: saved.unit, volume: saved.volume, set })
    }

    /// Whether nothing else has come to use the members.
    fn are_free(&self, revived: &Revived) -> bool {
        let members: Vec<u64> =
            revived.set.with_core(|core| core.view().present().map(|(_, member)| member.device.0).collect());
        let usage = self.lock_usage();
        members.iter().all(|member| usage.using(*member).is_none())
    }

    /// Lets a set that was brought back to life be used.
    fn resume_set(&self, revived: Revived) {
        let Revived { unit, volume, set } = revived;
        for bitmap in set.status().bitmaps {
            self.around.bitmap_memory.hold(bitmap.bitmap.id, bitmap.bytes);
        }
        // Nothing of it was under way: what the record of torn blocks says of its members is older.
        let members: Vec<DeviceId> = set.with_core(|core| core.view().present().map(|(_, m)| m.device).collect());
        self.forget_torn(members.into_iter());
        let reports = std::mem::take(&mut self.lock_usage().units.entry(unit).or_default().reports);
        self.define_again(&volume, &Device::Unit(unit).name());
        self.enter_set(unit, MountedUnit { volume: Arc::new(MountedVolume::new(volume)), set });
        self.lock_usage().units.entry(unit).or_default().reports = reports;
    }

    /// Defines the logical names of a mount once more; those of a job table that is not there wait for their process.
    pub(super) fn define_again(&self, info: &VolumeInfo, device: &str) {
        use super::names::{LogicalName, Mode};
        for (table, name) in &info.names {
            // A job table comes back when its process logs in, and takes its names then.
            let own = matches!(info.scope, MountScope::Private | MountScope::Share);
            let mode = if own { Mode::Supervisor } else { Mode::Executive };
            let value = LogicalName::simple(name, mode, &format!("{device}:"));
            drop(self.names().define(table, value));
        }
    }
}

/// Sets that one thread takes, so that a few sets start none: what they cost is waiting for the host's disk.
const SETS_A_THREAD: usize = 16;

/// Most threads that read or write the host's disk at once.
const MOST_READERS: usize = 8;

/// Most threads that wait for it at once: flushes that meet cost the host one.
const MOST_FLUSHES: usize = 32;

/// A saved set that goes on, and is not in use yet.
struct Revived {
    unit: u16,
    volume: VolumeInfo,
    set: Arc<ShadowSet>,
}

/// Does `work` for every item, by several threads when there are many; results in the order of the items.
fn in_parallel<T: Send, R: Send>(items: Vec<T>, most: usize, work: impl Fn(T) -> R + Sync) -> Vec<R> {
    let threads = (items.len() / SETS_A_THREAD).min(most);
    if threads < 2 {
        return items.into_iter().map(work).collect();
    }
    let each = items.len().div_ceil(threads);
    let mut items = items.into_iter();
    std::thread::scope(|scope| {
        let work = &work;
        let parts: Vec<Vec<T>> = (0..threads).map(|_| items.by_ref().take(each).collect()).collect();
        let running: Vec<_> =
            parts.into_iter().map(|part| scope.spawn(move || part.into_iter().map(work).collect::<Vec<R>>())).collect();
        running
            .into_iter()
            .flat_map(|part| part.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic)))
            .collect()
    })
}

/// Where a volume has its SCB, with the SCB if one stands there.
type Carried = Option<(Lbn, Option<Scb>)>;

/// The size of a disk, and what its volume carries; `None` when the disk cannot be reached.
fn carried_scb(disk: &Arc<Disk>) -> Option<(BlockCount, Carried)> {
    let file = disk.sound_file().ok()?;
    disk.count_operation();
    let scb = Volume::find_scb(file.as_ref());
    if matches!(scb, Err(OpenError::Storage(_))) {
        disk.count_error();
    }
    Some((file.size(), scb.unwrap_or(None)))
}

/// The SCB in that block of a disk.
fn scb_at(disk: &Disk, lbn: Lbn) -> Option<ScbFields> {
    let mut block = [0; BLOCK_BYTES];
    disk.read(LbnRange { start: lbn, count: BlockCount(1) }, &mut block).ok()?;
    Scb::decode(&block).ok().map(|scb| fields(&scb))
}

/// Whether the volume on a disk still is the one that was mounted.
fn has_label(disk: &Arc<Disk>, label: &str) -> bool {
    Examined::new(disk).label() == Some(label)
}

fn saved_set(unit: u16, mounted: &MountedUnit) -> SavedSet {
    let status = mounted.set.status();
    let merge = status.merge.filter(|merge| merge.active).map(|merge| (merge.op, merge.fence));
    let copies = status.copies.iter().filter(|copy| copy.active && !copy.at_end).map(|copy| (copy.op, copy.fence));
    for (op, at) in copies.chain(merge) {
        mounted.set.note_pause(op, at, PauseReason::Suspended);
    }
    SavedSet {
        unit,
        volume: mounted.volume.info.clone(),
        core: mounted.set.with_core(crate::shadow::VirtualUnit::save),
        bitmaps: mounted.set.bitmap_times(),
        history: mounted.set.history(),
    }
}
