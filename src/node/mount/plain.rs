//! MOUNT of a plain disk: a Files-11 volume, a former member of a shadow set, or a foreign disk.

use std::sync::Arc;

use crate::message::{Condition, codes};
use crate::node::device::fault_status;
use crate::node::examine::Examined;
use crate::node::request::{MountRequest, Refusal, Requester};
use crate::node::scb::{padded, zero_generation};
use crate::node::usage::Using;
use crate::node::views::{Caches, MountScope};
use crate::node::volume::{MountedVolume, VolumeInfo};
use crate::node::{Disk, Node};
use crate::ods2::scb::status;

use super::{as_mount, check_overrides, may_override, mounted, owner_of, relabelled, volume_info, wrong_label};

/// What a mount of a plain disk would do.
#[derive(Debug)]
pub(super) struct PlainPlan {
    disk: Arc<Disk>,
    examined: Examined,
    label: String,
    /// A former member that is mounted alone without the override.
    locked_member: bool,
}

impl PlainPlan {
    pub(super) fn examined(&self) -> &Examined {
        &self.examined
    }

    pub(super) fn label(&self) -> &str {
        &self.label
    }
}

impl Node {
    pub(super) fn plan_plain(&self, who: &Requester, request: &MountRequest) -> Result<PlainPlan, Refusal> {
        let disk = self.disk_named(&request.device).map_err(relabelled)?;
        self.check_free(who, &disk)?;
        if !self.device_protections.let_allocate(disk.name(), who) {
            return Err(as_mount(codes::SYSTEM_NOPRIV).into());
        }
        let examined = Examined::new(&disk);
        if !examined.is_online() {
            return Err(as_mount(codes::SYSTEM_MEDOFL).into());
        }
        if request.foreign {
            if !may_override(who, examined.owner()) {
                return Err(as_mount(codes::SYSTEM_NOPRIV).into());
            }
            let label = examined.label().unwrap_or_default().to_owned();
            return Ok(PlainPlan { disk, examined, label, locked_member: false });
        }
        if let Some(status) = examined.refusal() {
            return Err(as_mount(status).into());
        }
        let label = examined.label().unwrap_or_default().to_owned();
        let wanted = request.label.as_deref().map(str::trim_end);
        if !request.override_identification && wanted.is_some_and(|wanted| wanted != label) {
            let owner = examined.volume.as_ref().map(|volume| volume.home.owner_name.clone()).unwrap_or_default();
            return Err(wrong_label(&label, &owner).into());
        }
        check_overrides(who, request, examined.owner())?;
        let is_member = examined.generation().0 != 0;
        if is_member && request.override_membership && !may_override(who, examined.owner()) {
            return Err(as_mount(codes::SYSTEM_NOPRIV).into());
        }
        self.check_label_unused(who, request.scope, &label)?;
        Ok(PlainPlan { disk, examined, label, locked_member: is_member && !request.override_membership })
    }

    /// Refuses a disk that is mounted, a member, or another process's.
    fn check_free(&self, who: &Requester, disk: &Disk) -> Result<(), Condition> {
        let usage = self.lock_usage();
        let Some(entry) = usage.disks.get(&disk.unit_id()) else { return Ok(()) };
        if entry.using.is_some() {
            return Err(as_mount(codes::SYSTEM_DEVMOUNT).into());
        }
        if entry.unavailable {
            return Err(as_mount(codes::SYSTEM_DEVOFFLINE).into());
        }
        match &entry.owner {
            Some(owner) if !self.is_of_job(owner, who) => Err(as_mount(codes::SYSTEM_DEVALLOC).into()),
            _ => Ok(()),
        }
    }

    pub(super) fn commit_plain(
        &self,
        who: &Requester,
        request: &MountRequest,
        plan: PlainPlan,
    ) -> Result<Vec<Condition>, Refusal> {
        let mut messages = Vec::new();
        let mut info = match (&plan.examined.volume, request.foreign) {
            (Ok(volume), false) => {
                let file = plan.disk.file().map_err(|_| as_mount(codes::SYSTEM_MEDOFL))?;
                let bitmap = volume.storage_bitmap(file.as_ref()).map_err(|_| as_mount(codes::SYSTEM_DRVERR))?;
                let free = bitmap.map_or(0, |bitmap| bitmap.free_blocks().0);
                let mut info = volume_info(who, request, volume, free, self.clock().now());
                if file.is_read_only() && request.write {
                    messages.push(codes::MOUNT_WRITELOCK.into());
                    info.write_locked = true;
                }
                self.open_volume(who, request, &plan, &mut info, &mut messages)?;
                info
            }
            _ => {
                let info = foreign_info(who, request, &plan, self.clock().now());
                if let (false, Some(lbn), true) =
                    (info.write_locked, plan.examined.scb_lbn(), plan.examined.generation().0 != 0)
                {
                    zero_generation(&plan.disk, lbn).map_err(|fault| as_mount(fault_status(&fault)))?;
                }
                info
            }
        };
        self.define_names(who, request, plan.disk.name(), &mut info);
        messages.push(mounted(&plan.label, &self.shown(&plan.disk)));
        let private = request.scope == MountScope::Private;
        let mut usage = self.lock_usage();
        usage.is_back(plan.disk.unit_id());
        let entry = usage.disk(plan.disk.unit_id());
        entry.using = Some(Using::Volume(Arc::new(MountedVolume::new(info))));
        match private {
            true if entry.allocated => {}
            true => entry.owner = Some(owner_of(who)),
            // Others are to use the volume: what was allocated is not so any more.
            false => entry.give_back(),
        }
        Ok(messages)
    }

    /// Warnings of a Files-11 volume, and what a mount for write notes in its SCB.
    fn open_volume(
        &self,
        who: &Requester,
        request: &MountRequest,
        plan: &PlainPlan,
        info: &mut VolumeInfo,
        messages: &mut Vec<Condition>,
    ) -> Result<(), Condition> {
        let Ok(volume) = &plan.examined.volume else { return Ok(()) };
        if volume.backup_home_used {
            messages.push(codes::MOUNT_HOMBLKBAD.into());
        }
        if volume.backup_header_used {
            messages.push(codes::MOUNT_IDXHDRBAD.into());
        }
        let (Some(scb), Some(lbn)) = (&volume.scb, volume.scb_lbn()) else {
            messages.push(codes::MOUNT_BITMAPINV.into());
            info.write_locked = true;
            return Ok(());
        };
        if plan.locked_member {
            messages.push(codes::MOUNT_VOLSHDWMEM.into());
            info.write_locked = true;
        }
        if info.write_locked {
            return Ok(());
        }
        let mut scb = scb.clone();
        if scb.is_dirty() {
            info.needs_rebuild = true;
            if let (true, Some(file)) = (request.rebuild, &plan.examined.file) {
                let free = volume.rebuild(file.as_ref()).map_err(|fault| as_mount(fault_status(&fault)))?;
                info.needs_rebuild = free.is_none();
                info.free_blocks = free.map_or(info.free_blocks, |free| free.0);
            }
            messages.push(if request.rebuild { codes::MOUNT_REBUILD } else { codes::MOUNT_REBLDREQD }.into());
        }
        if scb.generation != 0 || scb.unit_id != 0 {
            scb.leave_shadowing();
        }
        scb.write_count = 1;
        scb.mount_time = self.clock().now();
        scb.status = status::MAP_ALLOCATED | status::FILE_ALLOCATED;
        scb.status_copy = scb.status;
        scb.lock_name = match request.scope {
            MountScope::System | MountScope::Cluster => padded(&plan.label),
            // A private volume's lock is named by the node and an address in its memory (ods2.md 5).
            _ => {
                let mut name = padded(&format!("{:8}", self.name()));
                name[8..].copy_from_slice(&(0x8000_0000 | who.pid).to_le_bytes());
                name
            }
        };
        self.around.command_took(plan.disk.faults().delay());
        plan.disk.write_durable(lbn, &scb.encode()).map_err(|fault| as_mount(fault_status(&fault)).into())
    }
}

/// What is noted of a foreign disk.
fn foreign_info(who: &Requester, request: &MountRequest, plan: &PlainPlan, time: crate::clock::VmsTime) -> VolumeInfo {
    VolumeInfo {
        label: plan.label.clone(),
        scope: request.scope,
        pid: who.pid,
        process: who.process.clone(),
        foreign: true,
        write_locked: !request.write || (plan.examined.generation().0 != 0 && !request.override_membership),
        owner: request.owner.or(plan.examined.owner()).unwrap_or(who.uic),
        protection: request.protection.unwrap_or(0),
        cluster_size: 0,
        max_files: 0,
        extend: 0,
        window: 0,
        free_blocks: 0,
        structure: 0,
        high_water: false,
        erase_on_delete: false,
        names: Vec::new(),
        mounted: time,
        needs_rebuild: false,
        scb_lbn: None,
        volume_blocks: 0,
        expansion_limit: 0,
        set: None,
        caches: Caches::NONE,
    }
}
