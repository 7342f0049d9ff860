//! DISMOUNT of a disk, of a member, of a virtual unit (shadowing.md 2.2, 4.2; commands.md 2).

use std::sync::Arc;
use std::sync::atomic::Ordering;

use crate::message::{Condition, codes};
use crate::ods2::Scb;
use crate::shadow::{Change, DeviceId, Wish};

use super::device::Disk;
use super::device_name::virtual_unit_name;
use super::examine::Examined;
use super::privileges::Privilege;
use super::request::{DismountRequest, Minicopy, Refusal, Requester};
use super::usage::{DiskSettings, MountedUnit, Using};
use super::views::{BitmapView, MountScope};
use super::volume::{MountedVolume, VolumeInfo};
use super::{Device, Node};

impl Node {
    /// Dismounts a disk, takes a member out of its set, or dismounts a virtual unit. Returns messages to print; there
    /// are none unless the volume was only marked.
    ///
    /// # Errors
    /// NOSUCHDEV, DEVNOTMOUNT, NOSYSNAM, NOGRPNAM, NOLOG_IO; CANNOTDMT with its reasons.
    pub fn dismount(&self, request: &DismountRequest, who: &Requester) -> Result<Vec<Condition>, Refusal> {
        let device = self.find(&request.device)?;
        let _one_command = self.lock_commands();
        if request.force_removal {
            return self.force_out(&device, who).map(|()| Vec::new());
        }
        let using = match &device {
            Device::Disk(disk) => self.lock_usage().using(disk.unit_id()).cloned(),
            Device::Unit(unit) => {
                self.lock_usage().set(*unit).map(|mounted| Using::Volume(Arc::clone(&mounted.volume)))
            }
        };
        let done = match (&device, using) {
            (_, None) => Err(codes::SYSTEM_DEVNOTMOUNT.into()),
            (Device::Disk(disk), Some(Using::Member(unit))) => {
                self.remove_member(request, who, disk, unit).map(|()| Vec::new())
            }
            (_, Some(Using::Volume(volume))) => self.dismount_volume(request, who, &device, &volume),
            (Device::Unit(_), Some(Using::Member(_))) => unreachable!("a virtual unit is no member"),
        };
        self.changed();
        self.look_for_work();
        done
    }

    fn dismount_volume(
        &self,
        request: &DismountRequest,
        who: &Requester,
        device: &Device,
        volume: &Arc<MountedVolume>,
    ) -> Result<Vec<Condition>, Refusal> {
        // Without /UNIT the other volumes of a volume set go too, the root volume last.
        let mut volumes = match &volume.info.set {
            Some(set) if !request.unit => self.mounted_volumes_of(&set.name),
            _ => vec![(device.clone(), Arc::clone(volume))],
        };
        volumes.reverse();
        let check = if request.abort { check_abort } else { check_sharing };
        for (_, volume) in &volumes {
            check(who, &volume.info)?;
        }
        let mut messages = Vec::new();
        for (device, volume) in volumes.iter().filter(|(_, volume)| volume.open_files() > 0) {
            let obstacle = Condition::new(codes::DISM_USERFILES).arg(i64::from(volume.open_files()));
            let name = format!("{}:", device.name());
            if !request.override_checks {
                return Err(Condition::new(codes::DISM_CANNOTDMT).arg(name).also(obstacle).into());
            }
            if !request.abort {
                messages.push(obstacle);
            }
        }
        for (device, volume) in volumes {
            let wish = self.final_wish(request, who, &device)?;
            // /ABORT takes the volume away from whoever has files open.
            let waits = request.override_checks && !request.abort && volume.open_files() > 0;
            if waits && volume.mark_for_dismount() {
                messages.push(Condition::new(codes::DISM_MARKEDDMT).arg(format!("{}:", device.name())));
            } else {
                self.end_volume(&device, &volume, wish, request.abort)?;
            }
        }
        Ok(messages)
    }

    /// The mounted volumes of a volume set, by number.
    fn mounted_volumes_of(&self, name: &str) -> Vec<(Device, Arc<MountedVolume>)> {
        self.devices_of(name).into_iter().map(|(_, device)| device).zip(self.volumes_of(name)).collect()
    }

    /// /POLICY=MINICOPY on a virtual unit: only a set that is fit for a later minicopy may go.
    fn final_wish(&self, request: &DismountRequest, who: &Requester, device: &Device) -> Result<Wish, Condition> {
        if !matches!(device, Device::Unit(_)) {
            return Ok(Wish::No);
        }
        match request.minicopy {
            Minicopy::Required => who.require(Privilege::LogIo).map(|()| Wish::Required),
            Minicopy::Optional | Minicopy::Unspecified => Ok(Wish::Optional),
            Minicopy::Forbidden => Ok(Wish::No),
        }
    }

    /// Dismounts a volume without further questions.
    fn end_volume(
        &self,
        device: &Device,
        volume: &Arc<MountedVolume>,
        minicopy: Wish,
        abort: bool,
    ) -> Result<(), Refusal> {
        match device {
            Device::Disk(disk) => self.end_disk(disk, volume, abort)?,
            Device::Unit(unit) => self.end_unit(*unit, minicopy, abort)?,
        }
        for (table, name) in &volume.info.names {
            self.names().deassign(table, name);
        }
        Ok(())
    }

    /// Closes the books of a plain disk: SCB clean, everything on the medium.
    fn end_disk(&self, disk: &Arc<Disk>, volume: &Arc<MountedVolume>, abort: bool) -> Result<(), Condition> {
        let info = &volume.info;
        if !abort {
            self.wait_for_disk(disk, volume)?;
        }
        volume.standing.give_up();
        if !info.write_locked {
            let examined = Examined::new(disk);
            if let (false, Some(scb), Some(lbn)) = (info.foreign, examined.scb(), examined.scb_lbn()) {
                let clean = Scb { write_count: 0, status: 0, status_copy: 0, ..scb.clone() };
                let kept = if info.needs_rebuild { Scb { status: scb.status, ..clean } } else { clean };
                // A medium that is gone does not keep its volume mounted.
                drop(disk.flush().and_then(|()| disk.write_durable(lbn, &kept.encode())));
                self.around.command_took(2 * disk.faults().delay());
            } else {
                drop(disk.flush());
                self.around.command_took(disk.faults().delay());
            }
        }
        let mut usage = self.lock_usage();
        let entry = usage.disk(disk.unit_id());
        entry.unmounted();
        Ok(())
    }

    fn end_unit(&self, unit: u16, minicopy: Wish, abort: bool) -> Result<(), Refusal> {
        let Some(mounted) = self.lock_usage().set(unit).cloned() else {
            return Err(codes::SYSTEM_DEVNOTMOUNT.into());
        };
        let name = format!("{}:", virtual_unit_name(unit));
        let members = members_of(&mounted);
        let bitmaps = self.bitmaps(unit);
        let before = mounted.set.status();
        let dismounted = mounted.set.change(Change::Dismount { minicopy, abort });
        dismounted.map_err(|refusal| refusal.dismount_condition(&name))?;
        mounted.set.wake_all();
        mounted.set.tell_broken_off(&before);
        let (reports, history, now) = (mounted.set.reports(), mounted.set.history(), self.clock().now());
        let lost = mounted.set.lost_members();
        let mut usage = self.lock_usage();
        for id in members {
            let entry = usage.disk(id);
            (entry.using, entry.settings) = (None, DiskSettings::default());
        }
        for device in lost {
            usage.disk(device.0).failed_member = true;
        }
        if let Some(entry) = usage.units.get_mut(&unit) {
            entry.mounted = None;
            entry.owner = None;
            entry.settings = entry.settings.after_dismount();
            entry.reports = reports;
            entry.history.after_dismount(history, now);
            let waits = |bitmap| BitmapView { active: false, delete_pending: true, ..bitmap };
            entry.leftovers = bitmaps.into_iter().map(waits).collect();
        }
        drop(usage);
        self.keep_unit_history(unit);
        Ok(())
    }

    /// DISMOUNT/FORCE_REMOVAL.
    fn force_out(&self, device: &Device, who: &Requester) -> Result<(), Refusal> {
        let unit = match device {
            Device::Disk(disk) => self.lock_usage().using(disk.unit_id()).cloned(),
            Device::Unit(_) => None,
        };
        if let Some(Using::Member(unit)) = unit
            && let Some(mounted) = self.lock_usage().set(unit)
        {
            check_sharing(who, &mounted.volume.info)?;
        }
        Ok(self.force_removal(&device.name())?)
    }

    fn remove_member(
        &self,
        request: &DismountRequest,
        who: &Requester,
        disk: &Arc<Disk>,
        unit: u16,
    ) -> Result<(), Refusal> {
        let Some(mounted) = self.lock_usage().set(unit).cloned() else {
            return Err(codes::SYSTEM_DEVNOTMOUNT.into());
        };
        check_sharing(who, &mounted.volume.info)?;
        let bitmap = match request.minicopy {
            Minicopy::Required => who.require(Privilege::LogIo).map(|()| Wish::Required)?,
            Minicopy::Optional if who.has(Privilege::LogIo) => Wish::Optional,
            Minicopy::Optional | Minicopy::Unspecified | Minicopy::Forbidden => Wish::No,
        };
        let name = format!("{}:", disk.name());
        let device = DeviceId(disk.unit_id());
        let Some(index) = mounted.set.with_core(|core| core.view().index_of(device)) else {
            // It was lost, and the table did not know yet.
            self.settle_members(unit);
            return Err(codes::SYSTEM_DEVNOTMOUNT.into());
        };
        if self.meets_state_change(unit) {
            return Err(crate::shadow::Refusal::Transient.dismount_condition(&name).into());
        }
        let change = Change::Remove { members: index.mask(), bitmap, forced: false };
        mounted.set.change(change).map_err(|refusal| refusal.dismount_condition(&name))?;
        let left = disk.file().ok().and_then(|file| file.identity().ok());
        let mut usage = self.lock_usage();
        let entry = usage.disk(disk.unit_id());
        (entry.using, entry.settings) = (None, DiskSettings::default());
        entry.left = left;
        Ok(())
    }

    /// Whether SIMULATE FAULT/BUSY has this dismount meet a change of state; it counts.
    fn meets_state_change(&self, unit: u16) -> bool {
        let mut usage = self.lock_usage();
        let Some(entry) = usage.units.get_mut(&unit).filter(|entry| entry.busy > 0) else { return false };
        entry.busy -= 1;
        true
    }

    /// Dismounts a volume that was marked, after its last file.
    pub(super) fn finish_marked(&self, device: &Device) {
        let _one_command = self.lock_commands();
        let volume = match device {
            Device::Unit(unit) => self.lock_usage().set(*unit).map(|mounted| Arc::clone(&mounted.volume)),
            Device::Disk(disk) => match self.lock_usage().using(disk.unit_id()) {
                Some(Using::Volume(volume)) => Some(Arc::clone(volume)),
                _ => None,
            },
        };
        if let Some(volume) = volume {
            self.changed();
            // Nobody is there to be told; a volume that cannot go stays mounted and marked.
            drop(self.end_volume(device, &volume, Wish::Optional, false));
        }
    }

    /// Takes members that the set has lost out of the table of devices.
    pub(super) fn settle_members(&self, unit: u16) {
        let Some(mounted) = self.lock_usage().set(unit).cloned() else { return };
        let members = members_of(&mounted);
        let lost = mounted.set.lost_members();
        let mut usage = self.lock_usage();
        for (id, entry) in &mut usage.disks {
            let was = matches!(entry.using, Some(Using::Member(of)) if of == unit);
            if was && !members.contains(id) {
                (entry.using, entry.settings) = (None, DiskSettings::default());
                entry.failed_member = lost.contains(&DeviceId(*id));
                // When it is back it is opened anew.
                if let (true, Some(disk)) = (entry.failed_member, self.around.disks.with_id(*id)) {
                    disk.close();
                }
            }
        }
    }

    /// Dismounts everything in order and stops the copies: SIMULATE SHUTDOWN. What lives in memory is gone afterwards.
    pub fn shutdown(&self) {
        for (unit, mounted) in self.mounted_units() {
            drop(self.end_volume(&Device::Unit(unit), &mounted.volume, Wish::No, false));
        }
        let disks: Vec<Arc<Disk>> = self.around.disks.iter().cloned().collect();
        for disk in disks {
            let volume = match self.lock_usage().using(disk.unit_id()) {
                Some(Using::Volume(volume)) => Arc::clone(volume),
                _ => continue,
            };
            drop(self.end_volume(&Device::Disk(disk), &volume, Wish::No, false));
        }
        self.recovery.stop();
        self.around.watcher.stop();
        self.lock_usage().units.clear();
        self.was_shut_down.store(true, Ordering::SeqCst);
        self.take_current();
    }

    /// Stops everything where it is, as when the machine fails: nothing is dismounted, flushed or noted. The node is of
    /// no use afterwards.
    pub fn crash(&self) {
        self.recovery.stop();
        self.around.watcher.stop();
        self.queues().close();
        let mut usage = self.lock_usage();
        usage.units.clear();
        usage.disks.clear();
    }

    /// A process has logged in. Private mounts of the process that had its number when the site was suspended are its own
    /// now, and their logical names stand in its job table.
    pub fn process_began(&self, pid: u32) {
        for (device, volume) in self.private_volumes(pid) {
            self.define_again(&volume.info, &device.name());
        }
    }

    /// A process has ended: the volumes that it mounted for itself go with it. One with open files goes with the last.
    pub fn process_ended(&self, pid: u32) {
        let _one_command = self.lock_commands();
        for (device, volume) in self.private_volumes(pid) {
            if !volume.mark_for_dismount() {
                drop(self.end_volume(&device, &volume, Wish::Optional, false));
            }
        }
        self.deallocate_all(pid);
        self.changed();
    }

    /// What a process mounted and nobody but its job sees, virtual units first.
    fn private_volumes(&self, pid: u32) -> Vec<(Device, Arc<MountedVolume>)> {
        let own = |info: &VolumeInfo| info.pid == pid && matches!(info.scope, MountScope::Private | MountScope::Share);
        let units = self.mounted_units().into_iter().map(|(unit, mounted)| (Device::Unit(unit), mounted.volume));
        let usage = self.lock_usage();
        let disks = self.around.disks.iter().filter_map(|disk| match usage.using(disk.unit_id()) {
            Some(Using::Volume(volume)) => Some((Device::Disk(Arc::clone(disk)), Arc::clone(volume))),
            _ => None,
        });
        units.chain(disks).filter(|(_, volume)| own(&volume.info)).collect()
    }
}

fn members_of(mounted: &MountedUnit) -> Vec<u64> {
    mounted.set.with_core(|core| core.view().present().map(|(_, member)| member.device.0).collect())
}

/// What a process needs to dismount a volume that is mounted for others too.
fn check_sharing(who: &Requester, info: &VolumeInfo) -> Result<(), Condition> {
    match info.scope {
        MountScope::System | MountScope::Cluster => who.require(Privilege::Sysnam),
        MountScope::Group(_) => who.require(Privilege::Grpnam),
        MountScope::Private if info.pid != who.pid => Err(codes::SYSTEM_DEVALLOC.into()),
        MountScope::Private | MountScope::Share => Ok(()),
    }
}

/// What a process needs for DISMOUNT/ABORT: the volume, or VOLPRO; SHARE too for another process's private volume.
fn check_abort(who: &Requester, info: &VolumeInfo) -> Result<(), Condition> {
    if info.owner != who.uic {
        who.require(Privilege::Volpro)?;
    }
    if info.scope == MountScope::Private && info.pid != who.pid {
        who.require(Privilege::Share)?;
    }
    Ok(())
}
