//! What SET SHADOW and SET DEVICE change about a mounted set and its members (shadowing.md 2.4).
//!
//! Settings last until the dismount, the priority until the node is booted. What steers I/O reaches the core as orders of
//! this node; costs and sites of members stand in the view of the set.

use std::sync::Arc;

use crate::clock::Millis;
use crate::message::{Condition, codes};
use crate::shadow::{Change, CopySource, DeviceId, MemberIndex, MemberSettings};

use super::device::Disk;
use super::set::ShadowSet;
use super::usage::{DiskSettings, UnitSettings, Using};
use super::{Device, Node};

/// Automatic cost of a read: a RAM disk, a disk of the unit's site, a disk of another site.
const COST_RAM: u32 = 1;
const COST_NEAR: u32 = 2;
const COST_FAR: u32 = 42;

/// One change that a command asks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Setting {
    /// /ABORT_VIRTUAL_UNIT.
    AbortUnit,
    /// SET DEVICE `/[NO]AVAILABLE`.
    Available(bool),
    /// /COPY_SOURCE: this member, or for a virtual unit its master member.
    CopySource,
    /// /DEMAND_MERGE.
    DemandMerge,
    /// /FORCE_REMOVAL.
    ForceRemoval,
    /// /MEMBER_TIMEOUT, seconds.
    MemberTimeout(u32),
    /// /MVTIMEOUT, seconds.
    UnitTimeout(u32),
    /// /NOSTALL=WRITES: after so many seconds, else at once.
    ReleaseWrites(Option<u32>),
    /// /PRIORITY.
    Priority(u32),
    /// /READ_COST; for a virtual unit the automatic costs again.
    ReadCost(u32),
    /// /RECOVERY_OPTIONS=DELAY_PER_SERVED_MEMBER, seconds.
    RecoveryDelay(u32),
    /// /RESET_COUNTERS.
    ResetCounters,
    /// SET DEVICE/RESET=ERROR_COUNT.
    ResetErrors,
    /// /SITE.
    Site(u32),
    /// /ENABLE and /DISABLE=SPLIT_READ_LBNS.
    SplitReads(bool),
    /// /STALL=WRITES: for so many seconds, else for SHADOW_MBR_TMO.
    StallWrites(Option<u32>),
}

/// What a setting may name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Takes {
    Unit,
    Member,
    Either,
}

impl Setting {
    fn takes(self) -> Takes {
        match self {
            Self::ForceRemoval | Self::MemberTimeout(_) => Takes::Member,
            Self::CopySource | Self::ReadCost(_) | Self::Site(_) => Takes::Either,
            _ => Takes::Unit,
        }
    }
}

/// A device that settings can be made for.
enum Object {
    Unit(u16),
    Member(u16, Arc<Disk>),
}

impl Node {
    /// Whether the setting can be made for the device.
    ///
    /// # Errors
    /// NOSUCHDEV; UNSUPPORTED for the wrong kind of device and for a set that is not mounted here.
    pub fn check_setting(&self, device: &str, setting: Setting) -> Result<(), Condition> {
        match setting {
            Setting::Available(available) => self.disk_for_availability(device, available).map(drop),
            Setting::ResetErrors => self.find(device).map(drop),
            _ => self.object(device, setting).map(drop),
        }
    }

    /// Makes a setting.
    ///
    /// # Errors
    /// As [`Node::check_setting`]; what the set refuses.
    pub fn apply_setting(&self, device: &str, setting: Setting) -> Result<(), Condition> {
        match setting {
            Setting::Available(available) => return self.set_available(device, available),
            // A virtual unit has no errors of its own.
            Setting::ResetErrors => {
                if let Device::Disk(disk) = self.find(device)? {
                    disk.reset_errors();
                }
                return Ok(());
            }
            _ => {}
        }
        let object = self.object(device, setting)?;
        let _one_command = self.lock_commands();
        match setting {
            Setting::AbortUnit => return self.abort_virtual_unit(device),
            Setting::ForceRemoval => return self.force_removal(device),
            _ => {}
        }
        match object {
            Object::Unit(unit) => self.set_unit(unit, setting),
            Object::Member(unit, disk) => self.set_member(unit, &disk, setting),
        }
    }

    /// A disk that nobody uses: only such a one can be made unavailable.
    fn disk_for_availability(&self, device: &str, available: bool) -> Result<Arc<Disk>, Condition> {
        let Device::Disk(disk) = self.find(device)? else { return Err(codes::SYSTEM_UNSUPPORTED.into()) };
        let is_mounted = self.lock_usage().using(disk.unit_id()).is_some();
        if is_mounted && !available { Err(codes::SYSTEM_DEVMOUNT.into()) } else { Ok(disk) }
    }

    fn set_available(&self, device: &str, available: bool) -> Result<(), Condition> {
        let _one_command = self.lock_commands();
        let disk = self.disk_for_availability(device, available)?;
        self.lock_usage().disk(disk.unit_id()).unavailable = !available;
        self.changed();
        Ok(())
    }

    /// SET SHADOW/EVALUATE=RESOURCES: copies give their threads up and start again in the order of priorities.
    pub fn evaluate_resources(&self) {
        self.recovery.evaluate(self.recovery_order());
    }

    /// Whether a write on the device would wait for a stall to end.
    pub fn stalls_writes(&self, device: &str) -> bool {
        match self.find(device) {
            Ok(Device::Unit(unit)) => self.mounted_set(unit).is_some_and(|set| set.stalls_writes()),
            _ => false,
        }
    }

    /// Ends every stall of writes: nobody waits for one at the end of a session.
    pub fn end_stalls(&self) {
        self.mounted_units().iter().for_each(|(_, mounted)| mounted.set.steer(|orders| orders.stalled_until = None));
    }

    fn object(&self, device: &str, setting: Setting) -> Result<Object, Condition> {
        let object = match self.find(device)? {
            Device::Unit(unit) if self.mounted_set(unit).is_some() => Object::Unit(unit),
            Device::Unit(_) => return Err(codes::SYSTEM_UNSUPPORTED.into()),
            Device::Disk(disk) => match self.lock_usage().using(disk.unit_id()) {
                Some(Using::Member(unit)) => Object::Member(*unit, Arc::clone(&disk)),
                _ => return Err(codes::SYSTEM_UNSUPPORTED.into()),
            },
        };
        match (&object, setting.takes()) {
            (Object::Unit(_), Takes::Member) | (Object::Member(..), Takes::Unit) => {
                Err(codes::SYSTEM_UNSUPPORTED.into())
            }
            _ => Ok(object),
        }
    }

    fn set_unit(&self, unit: u16, setting: Setting) -> Result<(), Condition> {
        let set = self.mounted_set(unit).ok_or(codes::SYSTEM_UNSUPPORTED)?;
        match setting {
            Setting::Priority(value) => {
                self.keep(unit, |settings| settings.priority = Some(value));
                self.look_for_work();
            }
            Setting::UnitTimeout(value) => self.keep(unit, |settings| settings.timeout = Some(value)),
            Setting::RecoveryDelay(value) => self.keep(unit, |settings| settings.recovery_delay = Some(value)),
            Setting::CopySource => self.pin_copies(unit, &set, CopySource::Master),
            Setting::SplitReads(on) => {
                self.keep(unit, |settings| settings.split_reads = on);
                set.steer(|orders| orders.split_reads = on);
            }
            Setting::StallWrites(seconds) => {
                let until = self.after(seconds.unwrap_or_else(|| self.member_timeout()));
                set.steer(|orders| orders.stalled_until = Some(until));
            }
            Setting::ReleaseWrites(seconds) => {
                let until = seconds.map(|seconds| self.after(seconds));
                set.steer(|orders| orders.stalled_until = orders.stalled_until.and(until));
            }
            Setting::ResetCounters => set.lock().table.disks().for_each(|disk| disk.reset_operations()),
            Setting::ReadCost(_) => {
                for disk in self.member_disks(&set) {
                    self.lock_usage().disk(disk.unit_id()).settings.read_cost = None;
                }
                return self.settle_costs(unit, &set);
            }
            Setting::Site(value) => {
                self.keep(unit, |settings| settings.site = Some(value));
                return self.settle_costs(unit, &set);
            }
            Setting::DemandMerge => {
                set.change(Change::DemandMerge).map_err(|refusal| refusal.condition())?;
                self.look_for_work();
            }
            Setting::AbortUnit
            | Setting::ForceRemoval
            | Setting::MemberTimeout(_)
            | Setting::Available(_)
            | Setting::ResetErrors => return Err(codes::SYSTEM_UNSUPPORTED.into()),
        }
        Ok(())
    }

    fn set_member(&self, unit: u16, disk: &Disk, setting: Setting) -> Result<(), Condition> {
        let set = self.mounted_set(unit).ok_or(codes::SYSTEM_UNSUPPORTED)?;
        let keep = |change: &dyn Fn(&mut DiskSettings)| change(&mut self.lock_usage().disk(disk.unit_id()).settings);
        match setting {
            Setting::MemberTimeout(value) => keep(&|settings| settings.timeout = Some(value)),
            Setting::CopySource => self.pin_copies(unit, &set, CopySource::Member(DeviceId(disk.unit_id()))),
            Setting::ReadCost(value) => keep(&|settings| settings.read_cost = Some(value)),
            Setting::Site(value) => keep(&|settings| settings.site = Some(value)),
            _ => return Err(codes::SYSTEM_UNSUPPORTED.into()),
        }
        self.settle_costs(unit, &set)
    }

    fn keep(&self, unit: u16, change: impl FnOnce(&mut UnitSettings)) {
        change(&mut self.lock_usage().units.entry(unit).or_default().settings);
    }

    fn pin_copies(&self, unit: u16, set: &ShadowSet, source: CopySource) {
        self.keep(unit, |settings| settings.copy_source = source);
        set.steer(|orders| orders.copy_source = source);
    }

    fn after(&self, seconds: u32) -> Millis {
        Millis(self.clock().millis().0 + u64::from(seconds) * 1000)
    }

    fn member_disks(&self, set: &ShadowSet) -> Vec<Arc<Disk>> {
        set.lock().table.disks().cloned().collect()
    }

    /// Brings costs and sites of the members to what the settings say.
    fn settle_costs(&self, unit: u16, set: &ShadowSet) -> Result<(), Condition> {
        for disk in self.member_disks(set) {
            let (read_cost, site) = self.read_cost(&disk, unit);
            let place: Option<MemberIndex> = set.with_core(|core| {
                let member = core.view().index_of(DeviceId(disk.unit_id()))?;
                let known = core.view().member(member)?;
                ((known.read_cost, known.site) != (read_cost, site)).then_some(member)
            });
            if let Some(member) = place {
                let change = Change::Attributes(MemberSettings { member, read_cost, site });
                set.change(change).map_err(|refusal| refusal.condition())?;
            }
        }
        Ok(())
    }

    /// Cost of a read and site value of a member of `unit`: SET SHADOW's, else the automatic ones, which are low for a
    /// disk of the unit's own site.
    pub(super) fn read_cost(&self, disk: &Disk, unit: u16) -> (u32, u32) {
        let usage = self.lock_usage();
        let settings = usage.disks.get(&disk.unit_id()).map(|entry| entry.settings).unwrap_or_default();
        let default_site = self.parameter("SHADOW_SITE_ID");
        let unit_site = usage.units.get(&unit).and_then(|entry| entry.settings.site).unwrap_or(default_site);
        let site = settings.site.unwrap_or(default_site);
        let automatic = match () {
            () if disk.config().is_ram() => COST_RAM,
            () if site == unit_site => COST_NEAR,
            () => COST_FAR,
        };
        (settings.read_cost.unwrap_or(automatic), site)
    }
}
