//! MOUNT of a shadow set that is mounted nowhere: examine the members, let the core plan, repair torn blocks, commit.

use std::sync::Arc;

use crate::message::{Condition, codes};
use crate::node::device::fault_status;
use crate::node::device_name::virtual_unit_name;
use crate::node::examine::Examined;
use crate::node::request::{CopyWanted, MountRequest, Refusal, Requester};
use crate::node::scb::SetScb;
use crate::node::set::ShadowSet;
use crate::node::usage::{MountedUnit, Using};
use crate::node::views::MountScope;
use crate::node::volume::MountedVolume;
use crate::node::{Disk, Node};
use crate::shadow::{
    Change, DeviceId, FormError, Formation, Plan, PlannedRole, Rejection, ScbRead, UnitNumber, Wish, included, plan,
};

use super::members::{Fate, Listed, change_refused, check_policies, check_targets, has_room, refused_lines, wish};
use super::{as_mount, check_overrides, may_override, mounted, owner_of, volume_info, wrong_label};

/// What forming a set would do.
#[derive(Debug)]
pub(super) struct FormPlan {
    unit: u16,
    label: String,
    plan: Plan,
    devices: Vec<Listed>,
    any_missing: Wish,
}

impl FormPlan {
    pub(super) fn label(&self) -> &str {
        &self.label
    }

    pub(super) fn copies(&self, node: &Node) -> Vec<CopyWanted> {
        self.devices.iter().filter_map(|listed| listed.copy(node)).collect()
    }

    pub(super) fn source(&self) -> Option<&Examined> {
        let master = self.plan.members.get(self.plan.master)?.device;
        self.devices.iter().map(|listed| &listed.examined).find(|e| e.disk.unit_id() == master.0)
    }
}

impl Node {
    pub(super) fn plan_form(
        &self,
        who: &Requester,
        request: &MountRequest,
        unit: u16,
        named: Vec<Arc<Disk>>,
    ) -> Result<FormPlan, Refusal> {
        if named.is_empty() {
            return Err(codes::MOUNT_NOSHDWMEM.into());
        }
        let known = self.lock_usage().units.keys().filter(|other| **other != unit).count();
        if !has_room(&self.parameters(), known) {
            return Err(as_mount(codes::SYSTEM_DEVLISTFULL).into());
        }
        let mut devices = self.examine_all(who, request, unit, named)?;
        check_policies(self, &MountRequest { verify_label: false, ..request.clone() }, &devices)?;
        let label = if request.override_identification { None } else { request.label.as_deref().map(str::trim_end) };
        let usable = devices.iter().filter(|listed| listed.fate == Fate::Member);
        let candidates = usable.map(|listed| {
            let (read_cost, site) = self.read_cost(&listed.examined.disk, unit);
            listed.examined.candidate(listed.named, label, read_cost, site)
        });
        let formation = Formation {
            unit: UnitNumber(u32::from(unit)),
            candidates: candidates.collect(),
            override_membership: request.override_membership,
        };
        let found = match plan(&formation) {
            Ok(found) => found,
            Err(error) => return Err(self.form_error(&mut devices, error)),
        };
        settle(&mut devices, &found);
        check_policies(self, request, &devices)?;
        let any_missing = self.any_missing(who, request, &found)?;
        let plan = FormPlan { unit, label: String::new(), plan: found, devices, any_missing };
        let label = plan.source().and_then(Examined::label).unwrap_or_default().to_owned();
        let owner = plan.source().and_then(Examined::owner);
        check_overrides(who, request, owner)?;
        if !may_override(who, owner) {
            return Err(as_mount(codes::SYSTEM_NOPRIV).into());
        }
        check_targets(who, &plan.devices)?;
        self.check_label_unused(who, request.scope, &label)?;
        Ok(FormPlan { label, ..plan })
    }

    /// Looks at the named devices and, with /INCLUDE, at the former members that the newest of them names.
    fn examine_all(
        &self,
        who: &Requester,
        request: &MountRequest,
        unit: u16,
        named: Vec<Arc<Disk>>,
    ) -> Result<Vec<Listed>, Refusal> {
        let listed = |disk: &Arc<Disk>, named: bool| Listed {
            fate: self.in_use(who, disk).map_or(Fate::Member, Fate::Refused),
            examined: Examined::new(disk),
            named,
        };
        let mut devices: Vec<Listed> = named.iter().map(|disk| listed(disk, true)).collect();
        if request.include {
            let reads: Vec<ScbRead> = devices.iter().map(|listed| listed.examined.scb_read()).collect();
            let scbs = reads.iter().filter_map(|read| match read {
                ScbRead::Valid(scb) => Some(scb),
                _ => None,
            });
            for device in included(UnitNumber(u32::from(unit)), scbs) {
                if devices.iter().any(|listed| listed.examined.disk.unit_id() == device.0) {
                    continue;
                }
                match self.around.disks.with_id(device.0) {
                    Some(disk) => devices.push(listed(disk, false)),
                    None if request.require_members => return Err(as_mount(codes::SYSTEM_MEDOFL).into()),
                    None => {}
                }
            }
        }
        Ok(devices)
    }

    /// The bitmap for any of the missing members: only for a set that was properly dismounted (shadowing.md 5.2).
    fn any_missing(&self, who: &Requester, request: &MountRequest, found: &Plan) -> Result<Wish, Refusal> {
        if found.missing.is_empty() || !request.write {
            return Ok(Wish::No);
        }
        let wanted = wish(who, request.minicopy, true)?;
        let improper = found.merge_due || self.is_unclean(found);
        match wanted {
            Wish::Required if improper => {
                Err(Condition::new(codes::MOUNT_SHADOWFAIL).then(codes::SYSTEM_SHACHASTA).into())
            }
            _ if improper => Ok(Wish::No),
            wanted => Ok(wanted),
        }
    }

    /// Whether a full member of the plan was not properly dismounted.
    fn is_unclean(&self, found: &Plan) -> bool {
        found.full().any(|member| {
            let disk = self.around.disks.with_id(member.device.0);
            disk.is_some_and(|disk| Examined::new(disk).scb().is_some_and(|scb| scb.write_count > 0))
        })
    }

    /// The refusal for a set that cannot be formed.
    fn form_error(&self, devices: &mut [Listed], error: FormError) -> Refusal {
        let (rejected, wrong) = match error {
            FormError::NoMembers(rejected) => (rejected, false),
            FormError::WrongLabel(rejected) => (rejected, true),
            FormError::TornScb(device) => {
                reject(devices, &[(device, Rejection::ScbUnreadable)]);
                let condition = Condition::new(codes::MOUNT_SHADOWFAIL).then(codes::SYSTEM_SCBREADFAIL);
                return Refusal { before: refused_lines(self, devices), condition };
            }
        };
        reject(devices, &rejected);
        let condition = if wrong {
            let labelled = devices.iter().find_map(|listed| listed.examined.volume.as_ref().ok());
            labelled.map_or_else(
                || codes::MOUNT_NOSHDWMEM.into(),
                |volume| wrong_label(volume.label(), &volume.home.owner_name),
            )
        } else {
            codes::MOUNT_NOSHDWMEM.into()
        };
        Refusal { before: refused_lines(self, devices), condition }
    }

    pub(super) fn commit_form(
        &self,
        who: &Requester,
        request: &MountRequest,
        plan: FormPlan,
    ) -> Result<Vec<Condition>, Refusal> {
        let Some(source) = plan.source() else { return Err(codes::MOUNT_NOSHDWMEM.into()) };
        let Ok(volume) = &source.volume else { return Err(codes::MOUNT_NOSHDWMEM.into()) };
        let (Some(base), Some(lbn)) = (&volume.scb, volume.scb_lbn()) else {
            return Err(codes::MOUNT_NOSHDWMEM.into());
        };
        if request.write {
            let told = |fault| Refusal::from(as_mount(fault_status(&fault)));
            self.repair_torn(&plan.plan, lbn).map_err(told)?;
        }
        self.delete_leftovers(plan.unit);
        let scb = SetScb::new(base.clone(), lbn);
        scb.mounted(&plan.label, self.clock().now());
        for listed in &plan.devices {
            if let Some(own) = listed.examined.scb_lbn() {
                scb.note_elsewhere(listed.examined.disk.unit_id(), own);
            }
        }
        let set = Arc::new(ShadowSet::new(plan.unit, Arc::clone(&self.around), scb, None));
        let change = Change::Form {
            plan: Box::new(plan.plan.clone()),
            any_missing: plan.any_missing,
            write_locked: !request.write,
        };
        let done = match set.change(change) {
            Ok(done) => done,
            Err(refusal) => return Err(change_refused(self, plan.devices, refusal)),
        };
        if base.write_count == 0 {
            set.note_left_over();
        }
        if request.write {
            let members = plan.plan.members.iter().map(|member| member.device);
            self.forget_torn(members.filter(|device| !done.dropped.contains(device)));
        }
        let bitmap = self.read_bitmap(source);
        let mut info = volume_info(who, request, volume, bitmap, self.clock().now());
        info.needs_rebuild = base.is_dirty();
        let mut entry = MountedUnit { volume: Arc::new(MountedVolume::new(info.clone())), set };
        if request.rebuild && request.write && info.needs_rebuild {
            // The operator is not told: what was improper about a set is said of its members.
            if let Some(free) = entry.rebuild() {
                (info.free_blocks, info.needs_rebuild) = (free.0, false);
            }
        }
        let name = virtual_unit_name(plan.unit);
        self.define_names(who, request, &name, &mut info);
        let mut messages = vec![mounted(&plan.label, &format!("_{name}:"))];
        for mut listed in plan.devices {
            let id = listed.examined.disk.unit_id();
            if done.dropped.contains(&DeviceId(id)) {
                listed.fate = Fate::Refused(codes::SYSTEM_SCBWRITEFAIL);
            }
            messages.push(listed.message(self));
        }
        entry.volume = Arc::new(MountedVolume::new(info));
        self.enter_set(plan.unit, entry);
        self.note_missing(&plan.plan.missing);
        if request.scope == MountScope::Private {
            self.lock_usage().units.entry(plan.unit).or_default().owner = Some(owner_of(who));
        }
        self.keep_unit_history(plan.unit);
        Ok(messages)
    }

    /// The bitmap for any missing member begins now: their images as they are now are what it goes with.
    fn note_missing(&self, missing: &[DeviceId]) {
        for device in missing {
            let Some(disk) = self.around.disks.with_id(device.0) else { continue };
            let left = disk.file().ok().and_then(|file| file.identity().ok());
            self.lock_usage().disk(device.0).left = left;
        }
    }

    fn read_bitmap(&self, source: &Examined) -> u64 {
        let (Some(file), Ok(volume)) = (&source.file, &source.volume) else { return 0 };
        let bitmap = volume.storage_bitmap(file.as_ref()).ok().flatten();
        bitmap.map_or(0, |bitmap| bitmap.free_blocks().0)
    }

    /// Puts a set that runs and its members into the table of devices.
    pub(in crate::node) fn enter_set(&self, unit: u16, mounted: MountedUnit) {
        let members: Vec<u64> =
            mounted.set.with_core(|core| core.view().present().map(|(_, member)| member.device.0).collect());
        let mut usage = self.lock_usage();
        for id in &members {
            let entry = usage.disk(*id);
            entry.using = Some(Using::Member(unit));
            entry.give_back();
            entry.left = None;
            usage.is_back(*id);
        }
        let lost: Vec<u64> = usage.disks.iter().filter(|(_, disk)| disk.failed_member).map(|(id, _)| *id).collect();
        let recalled = usage.recalled.remove(&unit);
        let entry = usage.units.entry(unit).or_default();
        if let Some(recalled) = recalled {
            (entry.history, entry.lost) = (recalled.history, recalled.lost);
        }
        // A set keeps the parameters that it was mounted with.
        entry.settings.site.get_or_insert_with(|| self.parameter("SHADOW_SITE_ID"));
        entry.settings.recovery_delay.get_or_insert_with(|| self.parameter("SHADOW_PSM_RDLY"));
        mounted.set.steer(|orders| {
            (orders.copy_source, orders.split_reads) = (entry.settings.copy_source, entry.settings.split_reads);
        });
        entry.mounted = Some(mounted);
        entry.reports.clear();
        let before_crash = &entry.lost;
        entry.history.after_mount(|device| lost.contains(&device.0) || before_crash.contains(&device));
    }
}

/// Notes what the core's plan makes of each device.
fn settle(devices: &mut [Listed], found: &Plan) {
    reject(devices, &found.rejected);
    for member in &found.members {
        let listed = devices.iter_mut().find(|listed| listed.examined.disk.unit_id() == member.device.0);
        if let Some(listed) = listed {
            listed.fate = match member.role {
                PlannedRole::Full if found.merge_due => Fate::Merged,
                PlannedRole::Full => Fate::Member,
                PlannedRole::Copy(reason) => Fate::Copied(reason),
            };
        }
    }
}

fn reject(devices: &mut [Listed], rejected: &[(DeviceId, Rejection)]) {
    for (device, why) in rejected {
        if let Some(listed) = devices.iter_mut().find(|listed| listed.examined.disk.unit_id() == device.0) {
            listed.fate = Fate::Refused(match why {
                Rejection::Offline => codes::SYSTEM_MEDOFL,
                Rejection::ScbUnreadable => codes::SYSTEM_SCBREADFAIL,
                Rejection::LabelMismatch => codes::SYSTEM_VOLINV,
                Rejection::TooSmall => codes::SYSTEM_INCSHAMEM,
                Rejection::TooMany => codes::SYSTEM_TOOMANYMBRS,
            });
        }
    }
}
