//! Views: what displays and F$GETDVI are told, copied out of devices, mounts and sets at one moment.

use std::sync::{Arc, PoisonError};

use crate::shadow::{BitmapStatus, CopyKind, CopyPhase, MemberState, MemberStatus, Purpose, SetStatus, UnitState};

use super::device::Disk;
use super::device_name::{TypedName, virtual_unit_name};
use super::device_security;
use super::examine::Examined;
use super::usage::{DiskSettings, MountedUnit, UnitSettings, Using};
use super::views::{
    BitmapKind, BitmapView, DeviceKind, DeviceView, Geometry, MemberRole, MemberView, MountView, OperationKind,
    OperationView, SetView,
};
use super::{DEFAULT_PRIORITY, Device, Node};

impl Node {
    /// The device that a name stands for, as displays see it. A virtual unit that was never mounted is unknown. Logical
    /// names have been translated before.
    pub fn device(&self, name: &str) -> Option<DeviceView> {
        match self.find(name).ok()? {
            Device::Disk(disk) => Some(self.disk_view(&disk)),
            Device::Unit(unit) => self.unit_view(unit),
        }
    }

    /// All devices whose names begin as `pattern` does, in the order of lists: `D`, `DSA`, `$1$DGA1`. A full name is that
    /// device alone, as it is found by [`Node::device`].
    pub fn devices(&self, pattern: &str) -> Vec<DeviceView> {
        let wanted = pattern.trim().trim_start_matches('_').to_ascii_uppercase();
        let closed = wanted.ends_with(':');
        let wanted = wanted.trim_end_matches(':');
        let has_unit = TypedName::parse(wanted).is_some_and(|typed| typed.unit.is_some());
        if has_unit || closed {
            return self.device(wanted).into_iter().collect();
        }
        let matches = |name: &str| {
            name.starts_with(wanted) || name.rsplit('$').next().is_some_and(|plain| plain.starts_with(wanted))
        };
        let units: Vec<u16> =
            if self.shadowing() { self.lock_usage().units.keys().copied().collect() } else { Vec::new() };
        let units = units.into_iter().filter(|unit| matches(&virtual_unit_name(*unit)));
        let units: Vec<DeviceView> = units.filter_map(|unit| self.unit_view(unit)).collect();
        let disks = self.around.disks.iter().filter(|disk| matches(disk.name()));
        units.into_iter().chain(disks.map(|disk| self.disk_view(disk))).collect()
    }

    /// Bytes of the disks in memory.
    pub fn memory_disk_bytes(&self) -> u64 {
        let ram = self.around.disks.iter().filter(|disk| disk.config().is_ram());
        ram.map(|disk| disk.config().blocks.unwrap_or_default().bytes()).sum()
    }

    /// A mounted set.
    pub fn set(&self, unit: u16) -> Option<SetView> {
        self.settle_members(unit);
        let mounted = self.lock_usage().set(unit).cloned()?;
        Some(self.set_view(unit, &mounted))
    }

    fn disk_view(&self, disk: &Arc<Disk>) -> DeviceView {
        let unit = match self.lock_usage().using(disk.unit_id()) {
            Some(Using::Member(unit)) => Some(*unit),
            _ => None,
        };
        let set = unit.and_then(|unit| self.set(unit));
        let member = set.as_ref().and_then(|set| set.members.iter().find(|m| m.device == disk.name()).cloned());
        let file = disk.file();
        let size = file.as_ref().map_or(disk.config().blocks.unwrap_or_default(), |file| file.size());
        let generation = match &set {
            Some(set) if member.is_some() => set.generation,
            _ => Examined::new(disk).generation().0,
        };
        let mount = match self.lock_usage().using(disk.unit_id()) {
            Some(Using::Volume(volume)) => Some(volume.view()),
            _ => None,
        };
        let mount = mount.map(|mount| self.placed(mount));
        let usage = self.lock_usage();
        let entry = usage.disks.get(&disk.unit_id());
        DeviceView {
            name: disk.name().to_owned(),
            kind: if disk.config().is_ram() { DeviceKind::RamDisk } else { DeviceKind::Disk },
            host: disk.host(self.name()),
            device_type: disk.device_type(),
            allocation_class: disk.allocation_class(),
            unit: disk.config().device.unit(),
            online: file.is_ok() && !entry.is_some_and(|entry| entry.unavailable),
            hardware_write_locked: file.as_ref().is_ok_and(|file| file.is_read_only()),
            error_count: disk.errors(),
            operation_count: disk.operations(),
            total_blocks: size.0,
            geometry: geometry(size),
            owner: entry.and_then(|entry| entry.owner.clone()),
            allocated: entry.is_some_and(|entry| entry.allocated),
            reference_count: mount.as_ref().map_or(0, |mount| 1 + mount.open_files) + u32::from(member.is_some()),
            mount,
            failed_member: entry.is_some_and(|entry| entry.failed_member),
            generation,
            virtual_unit: member.as_ref().map(|member| virtual_unit_name(member.unit)),
            security: self.device_security(disk.name()).unwrap_or(device_security::DISK),
            served: !disk.config().is_ram() && self.serves_disks(),
            member,
            set: None,
        }
    }

    fn unit_view(&self, unit: u16) -> Option<DeviceView> {
        self.settle_members(unit);
        let (mounted, owner) = {
            let usage = self.lock_usage();
            let entry = usage.units.get(&unit)?;
            (entry.mounted.clone(), entry.owner.clone())
        };
        let set = mounted.as_ref().map(|mounted| self.set_view(unit, mounted));
        let mount = mounted.as_ref().map(|mounted| self.placed(mounted.volume.view()));
        let size = set.as_ref().map_or(0, |set| set.size);
        let master = set.as_ref().and_then(SetView::master);
        let device_type =
            master.and_then(|master| self.around.disks.named(&master.device)).map(|disk| disk.device_type());
        let sum = |count: fn(&MemberView) -> u64| set.iter().flat_map(|set| &set.members).map(count).sum();
        Some(DeviceView {
            name: virtual_unit_name(unit),
            kind: DeviceKind::VirtualUnit,
            host: None,
            device_type: device_type.unwrap_or_else(|| "Generic SCSI disk".to_owned()),
            allocation_class: 0,
            unit,
            online: true,
            hardware_write_locked: false,
            error_count: 0,
            operation_count: sum(|member| member.operation_count),
            total_blocks: size,
            geometry: geometry(crate::blocks::BlockCount(size)),
            owner,
            allocated: false,
            reference_count: mount.as_ref().map_or(0, |mount| 1 + mount.open_files),
            mount,
            member: None,
            failed_member: false,
            generation: set.as_ref().map_or(0, |set| set.generation),
            virtual_unit: None,
            security: self.device_security(&virtual_unit_name(unit)).unwrap_or(device_security::DISK),
            served: false,
            set,
        })
    }

    /// Tells a volume of a volume set its neighbours.
    fn placed(&self, mut mount: MountView) -> MountView {
        let Some(place) = &mut mount.set else { return mount };
        let devices = self.devices_of(&place.name);
        let name = |found: Option<&(u16, Device)>| found.map_or_else(String::new, |(_, device)| device.name());
        place.root = name(devices.iter().find(|(number, _)| *number == 1));
        place.next = name(devices.iter().find(|(number, _)| *number > place.number));
        let counted = self
            .volumes_of(&place.name)
            .iter()
            .filter_map(|volume| volume.info.set.as_ref())
            .map(|set| set.count)
            .max();
        place.count = counted.unwrap_or(0).max(u16::try_from(devices.len()).unwrap_or(u16::MAX));
        mount
    }

    fn set_view(&self, unit: u16, mounted: &MountedUnit) -> SetView {
        let status = mounted.set.status();
        let settings = self.lock_usage().units.get(&unit).map(|entry| entry.settings).unwrap_or_default();
        let UnitSettings { priority, timeout, site, recovery_delay, .. } = settings;
        let name = virtual_unit_name(unit);
        let label = mounted.volume.info.label.clone();
        SetView {
            unit,
            members: status.members.iter().filter_map(|member| self.member_view(unit, &status, member)).collect(),
            operations: self.operations(&status),
            mount_verification: status.verifying,
            aborted: status.state == UnitState::Aborted,
            generation: status.generation.0,
            size: status.size.0,
            bitmaps: status.bitmaps.iter().map(|bitmap| self.bitmap_view(&name, &label, mounted, bitmap)).collect(),
            timeout: timeout.unwrap_or_else(|| self.parameter("MVTIMEOUT")),
            site: site.unwrap_or(0),
            priority: priority.unwrap_or(DEFAULT_PRIORITY),
            recovery_delay: recovery_delay.unwrap_or_else(|| self.parameter("SHADOW_PSM_RDLY")),
            merge_delay_factor: self.around.merge_delay_factor(unit),
            delay_threshold: mounted.set.delay_threshold(),
            minimerge: status.bitmaps.iter().any(|bitmap| bitmap.bitmap.purpose == Purpose::Minimerge),
            name,
            label,
        }
    }

    fn member_view(&self, unit: u16, status: &SetStatus, member: &MemberStatus) -> Option<MemberView> {
        let disk = self.around.disks.with_id(member.device.0)?;
        let settings = self.lock_usage().disks.get(&disk.unit_id()).map(|entry| entry.settings);
        let DiskSettings { timeout, .. } = settings.unwrap_or_default();
        let role = match member.state {
            MemberState::Target { .. } | MemberState::Joining => MemberRole::CopyTarget,
            _ if member.merging.is_some() => MemberRole::Merging,
            _ => MemberRole::Full,
        };
        let started = |copy| status.copies.iter().any(|known| Some(known.op) == copy);
        Some(MemberView {
            device: disk.name().to_owned(),
            host: disk.host(self.name()),
            unit,
            role,
            percent: match (role, member.percent) {
                (MemberRole::CopyTarget, _) if is_copied(member) => 100,
                (MemberRole::CopyTarget, Some(percent)) if started(member.copy) => whole_percent(percent),
                (MemberRole::CopyTarget, _) => 0,
                (MemberRole::Merging, _) => member.merging.map_or(0, whole_percent),
                _ => 100,
            },
            master: member.master,
            read_cost: member.read_cost,
            site: member.site,
            timeout: timeout.unwrap_or_else(|| self.member_timeout()),
            operation_count: disk.operations(),
            error_count: disk.errors(),
        })
    }

    /// SHADOW_MBR_TMO in seconds; 0 also means 120.
    pub(super) fn member_timeout(&self) -> u32 {
        match self.parameter("SHADOW_MBR_TMO") {
            0 => 120,
            seconds => seconds,
        }
    }

    /// The merge and the copies, that run or wait. Two that wait for the same thread are one line of SHOW SHADOW each.
    fn operations(&self, status: &SetStatus) -> Vec<OperationView> {
        let operation = |copy: &crate::shadow::CopyStatus| OperationView {
            kind: OperationKind::Copy,
            active: copy.active,
            percent: if copy.at_end && !copy.active { 100 } else { whole_percent(copy.percent) },
            node: if copy.active { self.name().to_owned() } else { String::new() },
        };
        let merge = status.merge.iter().map(|merge| OperationView {
            kind: if merge.mini { OperationKind::MiniMerge } else { OperationKind::Merge },
            active: merge.active,
            percent: whole_percent(merge.percent),
            node: if merge.active { self.name().to_owned() } else { String::new() },
        });
        merge.chain(status.copies.iter().map(operation)).collect()
    }

    fn bitmap_view(&self, device: &str, label: &str, mounted: &MountedUnit, status: &BitmapStatus) -> BitmapView {
        let notes = mounted.set.notes.lock().unwrap_or_else(PoisonError::into_inner);
        BitmapView {
            device: device.to_owned(),
            id: status.bitmap.id.0,
            bytes: status.bytes,
            bits: u64::from(status.ranges),
            bits_set: u64::from(status.set),
            kind: match status.bitmap.purpose {
                Purpose::Minicopy { .. } | Purpose::AnyMissing { .. } => BitmapKind::Minicopy,
                Purpose::Minimerge => BitmapKind::Minimerge,
                Purpose::Multiuse { .. } => BitmapKind::Multiuse,
            },
            master: self.name().to_owned(),
            active: status.active,
            delete_pending: false,
            created: notes.bitmaps.get(&status.bitmap.id).copied().unwrap_or_default(),
            label: label.to_owned(),
        }
    }

    /// Whether a set's copy that has this target is a minicopy.
    pub fn is_minicopy_target(&self, name: &str) -> bool {
        let Ok(Device::Disk(disk)) = self.find(name) else { return false };
        let Some(Using::Member(unit)) = self.lock_usage().using(disk.unit_id()).cloned() else { return false };
        self.mounted_set(unit).is_some_and(|set| {
            set.status().members.iter().any(|member| {
                member.device.0 == disk.unit_id()
                    && matches!(member.state, MemberState::Target { kind: CopyKind::Mini(_), .. })
            })
        })
    }
}

fn geometry(size: crate::blocks::BlockCount) -> Geometry {
    let crate::ods2::Geometry { sectors, tracks, cylinders } = crate::ods2::Geometry::for_size(size);
    Geometry { sectors, tracks, cylinders }
}

/// Whether a target only waits for a merge to cover it.
fn is_copied(member: &MemberStatus) -> bool {
    matches!(member.state, MemberState::Target { phase: CopyPhase::Copied, .. })
}

/// Whole percent; 100 only when all is done.
fn whole_percent(percent: u32) -> u8 {
    u8::try_from(percent.min(99)).unwrap_or(99)
}
