//! MOUNT: examine, plan, commit.
//!
//! A plan says which copies it would start, so that the command can list them and ask; nothing is written before the
//! commit. Guards and messages: shadowing.md 1.5, 2.1, 4.1, 4.1a; commands.md 1.

mod bind;
mod form;
mod join;
mod members;
mod plain;

use std::sync::Arc;
use std::sync::atomic::Ordering;

use crate::message::{Condition, Severity, Status, codes};

use super::device_name::{TypedName, virtual_unit_name};
use super::examine::Examined;
use super::names::{LogicalName, Mode};
use super::privileges::Privilege;
use super::request::{CopyWanted, Minicopy, MountRequest, Refusal, Requester};
use super::uic::Uic;
use super::views::{MountScope, OwnerView};
use super::volume::{MountedVolume, VolumeInfo, VolumeSet};
use super::{Node, names};

pub use bind::{ListPlan, MountList};

/// Facility number of MOUNT.
const MOUNT: u16 = 114;

/// What a MOUNT would do.
#[derive(Debug)]
pub struct MountPlan {
    virtual_unit: Option<String>,
    label: String,
    copies: Vec<CopyWanted>,
    copy_refused: bool,
    basis: u64,
    request: MountRequest,
    kind: Kind,
}

#[derive(Debug)]
enum Kind {
    Plain(Box<plain::PlainPlan>),
    Form(form::FormPlan),
    Join(join::JoinPlan),
}

impl MountPlan {
    /// The virtual unit, `DSA1`; `None` for a plain disk.
    pub fn virtual_unit(&self) -> Option<&str> {
        self.virtual_unit.as_deref()
    }

    /// Label of the volume.
    pub fn label(&self) -> &str {
        &self.label
    }

    /// The copies that it would start, in the order of the command.
    pub fn copies(&self) -> &[CopyWanted] {
        &self.copies
    }

    /// Whether the request forbids one of these copies (/NOCOPY, /NOWRITE, /POLICY=MINICOPY without a usable bitmap):
    /// the command lists them and ends with SHDWCOPYREQ.
    pub fn copy_refused(&self) -> bool {
        self.copy_refused
    }

    /// What was found on the disk that the volume is read from.
    fn examined(&self) -> Option<&Examined> {
        match &self.kind {
            Kind::Plain(plan) => Some(plan.examined()),
            Kind::Form(plan) => plan.source(),
            Kind::Join(_) => None,
        }
    }

    /// The volume set that the volume says it belongs to.
    fn found_set(&self) -> Option<VolumeSet> {
        if self.request.foreign {
            return None;
        }
        let volume = self.examined()?.volume.as_ref().ok()?;
        let (name, number) = volume.volume_set()?;
        Some(VolumeSet { name: name.to_owned(), number, count: volume.home.set_count })
    }

    /// Labels of the set, on its root volume.
    fn found_labels(&self) -> Vec<String> {
        let examined = self.examined();
        let labels = examined.and_then(|examined| {
            let (file, volume) = (examined.file.as_ref()?, examined.volume.as_ref().ok()?);
            volume.set_labels(file.as_ref()).ok()
        });
        labels.unwrap_or_default()
    }

    /// Whether it adds members to a mounted set.
    fn adds_members(&self) -> bool {
        matches!(self.kind, Kind::Join(_))
    }

    /// The full copies among the wanted ones: what /CONFIRM asks about.
    pub fn full_copies(&self) -> impl Iterator<Item = &CopyWanted> {
        self.copies.iter().filter(|copy| copy.full)
    }
}

impl Node {
    /// Reads the disks that a MOUNT names and decides what it would do. Writes nothing.
    pub fn plan_mount(&self, request: &MountRequest, who: &Requester) -> Result<MountPlan, Refusal> {
        let plan = self.plan_one(request, who)?;
        if request.bind.is_none()
            && let Some(set) = plan.found_set()
        {
            self.check_numbers(request.scope, &set.name, &[set.number])?;
        }
        Ok(plan)
    }

    fn plan_one(&self, request: &MountRequest, who: &Requester) -> Result<MountPlan, Refusal> {
        let basis = self.changes.load(Ordering::SeqCst);
        for (unit, _) in self.mounted_units() {
            self.settle_members(unit);
        }
        let unit = TypedName::parse(&request.device).and_then(|typed| typed.virtual_unit());
        if unit.is_some() && !self.shadowing() {
            return Err(as_mount(codes::SYSTEM_NOSUCHDEV).into());
        }
        check_scope(who, request.scope)?;
        let kind = match (unit, &request.shadow) {
            (None, Some(_)) => return Err(codes::MOUNT_NOTSHDWDEV.into()),
            (None, None) => Kind::Plain(Box::new(self.plan_plain(who, request)?)),
            (Some(unit), shadow) => {
                let named = self.named_disks(shadow.as_deref().unwrap_or_default())?;
                let here = self.lock_usage().set(unit).cloned();
                match here {
                    Some(mounted) => Kind::Join(self.plan_join(who, request, unit, mounted, named)?),
                    None => Kind::Form(self.plan_form(who, request, unit, named)?),
                }
            }
        };
        let (label, copies) = match &kind {
            Kind::Plain(plan) => (plan.label().to_owned(), Vec::new()),
            Kind::Form(plan) => (plan.label().to_owned(), plan.copies(self)),
            Kind::Join(plan) => (plan.label().to_owned(), plan.copies(self)),
        };
        let no_minicopy = request.minicopy == Minicopy::Required && copies.iter().any(|copy| copy.full);
        Ok(MountPlan {
            virtual_unit: unit.map(virtual_unit_name),
            label,
            copy_refused: !copies.is_empty() && (!request.copy || !request.write || no_minicopy),
            copies,
            basis,
            request: request.clone(),
            kind,
        })
    }

    /// Does what a plan says and returns the messages of success, in order. SHACHASTA when a device was mounted,
    /// dismounted or initialized since the plan was made.
    pub fn commit_mount(&self, plan: MountPlan, who: &Requester) -> Result<Vec<Condition>, Refusal> {
        if plan.copy_refused {
            return Err(codes::MOUNT_SHDWCOPYREQ.into());
        }
        let _one_command = self.lock_commands();
        if self.changes.load(Ordering::SeqCst) != plan.basis {
            return Err(as_mount(codes::SYSTEM_SHACHASTA).into());
        }
        self.changed();
        let done = match plan.kind {
            Kind::Plain(kind) => self.commit_plain(who, &plan.request, *kind),
            Kind::Form(kind) => self.commit_form(who, &plan.request, kind),
            Kind::Join(kind) => self.commit_join(kind),
        };
        self.look_for_work();
        done
    }

    /// Refuses a label that another volume of the same kind of mount carries.
    pub(super) fn check_label_unused(&self, who: &Requester, scope: MountScope, label: &str) -> Result<(), Condition> {
        let same_table = |volume: &&Arc<MountedVolume>| {
            let info = &volume.info;
            info.label == label
                && !info.foreign
                && match (scope, info.scope) {
                    (MountScope::System | MountScope::Cluster, MountScope::System | MountScope::Cluster) => true,
                    (MountScope::Group(own), MountScope::Group(other)) => own == other,
                    (MountScope::Private | MountScope::Share, MountScope::Private | MountScope::Share) => {
                        info.pid == who.pid
                    }
                    _ => false,
                }
        };
        let taken = self.lock_usage().volumes().any(|volume| same_table(&volume));
        if taken { Err(codes::MOUNT_VOLALRMNT.into()) } else { Ok(()) }
    }

    /// Defines the logical names of a mount; they go into what is noted of the volume.
    fn define_names(&self, who: &Requester, request: &MountRequest, device: &str, info: &mut VolumeInfo) {
        let (table, mode) = match request.scope {
            MountScope::Private | MountScope::Share => (who.job_table.clone(), Mode::Supervisor),
            MountScope::Group(group) => (names::group_table(group), Mode::Executive),
            MountScope::System | MountScope::Cluster => (names::SYSTEM_TABLE.to_owned(), Mode::Executive),
        };
        let private = matches!(request.scope, MountScope::Private | MountScope::Share);
        // Of a volume set the root has the set's name, and the other volumes have none.
        let name = info.set.as_ref().map_or(&info.label, |set| &set.name);
        let named = info.set.as_ref().is_none_or(|set| set.number == 1);
        let by_label = (named && !name.is_empty()).then(|| format!("DISK${name}"));
        let given =
            request.logical_name.as_ref().filter(|_| named).map(|name| name.trim_end_matches(':').to_ascii_uppercase());
        let both = if private && given.is_some() { [given, None] } else { [given, by_label] };
        for name in both.into_iter().flatten() {
            let value = LogicalName::simple(&name, mode, &format!("{device}:"));
            if self.names().define(&table, value).is_ok() {
                info.names.push((table.clone(), name));
            }
        }
    }
}

/// What a process needs for the way it wants to share a volume.
fn check_scope(who: &Requester, scope: MountScope) -> Result<(), Condition> {
    let needed = match scope {
        MountScope::System | MountScope::Cluster => Privilege::Sysnam,
        MountScope::Group(_) => Privilege::Grpnam,
        MountScope::Private | MountScope::Share => return Ok(()),
    };
    who.require(needed).map_err(relabelled)
}

/// Whether a process may override the protection of a volume that `owner` owns.
fn may_override(who: &Requester, owner: Option<Uic>) -> bool {
    who.has(Privilege::Volpro) || owner.is_none_or(|owner| owner == who.uic)
}

/// Only who owns a volume or may override its protection mounts it with another owner or protection.
fn check_overrides(who: &Requester, request: &MountRequest, owner: Option<Uic>) -> Result<(), Condition> {
    let changes = request.owner.is_some() || request.protection.is_some();
    if changes && !may_override(who, owner) { Err(as_mount(codes::SYSTEM_NOPRIV).into()) } else { Ok(()) }
}

/// The process as the owner of a device.
fn owner_of(who: &Requester) -> OwnerView {
    OwnerView { pid: who.pid, name: who.process.clone() }
}

/// A SYSTEM status as MOUNT shows it when the command ends with it.
fn as_mount(status: Status) -> Status {
    status.relabel(MOUNT, Severity::Severe)
}

/// A condition that MOUNT ends with, under its own facility when it is a status of the system.
fn relabelled(condition: Condition) -> Condition {
    if condition.status.facility() == 0 {
        Condition { status: as_mount(condition.status), ..condition }
    } else {
        condition
    }
}

/// The line that tells which volume is on a device.
fn volume_identity(label: &str, owner: &str) -> Condition {
    let padded = |text: &str| format!("{text:12}");
    Condition::new(codes::MOUNT_VOLIDENT).arg(padded(label)).arg(padded(owner)).arg("DECFILE11B  ")
}

/// INCVOLLABEL and what the volume is called.
fn wrong_label(label: &str, owner: &str) -> Condition {
    Condition::new(as_mount(codes::SYSTEM_INCVOLLABEL)).then(volume_identity(label, owner))
}

/// `label mounted on _device:`.
fn mounted(label: &str, device: &str) -> Condition {
    Condition::new(codes::MOUNT_MOUNTED).arg(label).arg(device)
}

/// Everything of a volume's entry that its home block and the request give.
fn volume_info(
    who: &Requester,
    request: &MountRequest,
    volume: &crate::ods2::Volume,
    free_blocks: u64,
    time: crate::clock::VmsTime,
) -> VolumeInfo {
    let home = &volume.home;
    VolumeInfo {
        label: home.label.clone(),
        scope: request.scope,
        pid: who.pid,
        process: who.process.clone(),
        foreign: false,
        write_locked: !request.write,
        owner: request.owner.unwrap_or(Uic::from_longword(home.owner.0)),
        protection: request.protection.unwrap_or(home.protection),
        cluster_size: u32::from(home.cluster),
        max_files: home.maximum_files,
        extend: request.extend.unwrap_or(u32::from(home.extension)),
        window: request.window.unwrap_or(u32::from(home.window)),
        free_blocks,
        structure: 2,
        high_water: home.has_highwater(),
        erase_on_delete: home.erases(),
        names: Vec::new(),
        mounted: time,
        needs_rebuild: false,
        scb_lbn: volume.scb_lbn().map(|lbn| lbn.0),
        volume_blocks: volume.size().map_or(0, |size| size.0),
        expansion_limit: volume.expansion_limit().map_or(0, |limit| limit.0),
        set: request.bind.clone().or_else(|| {
            let (name, number) = volume.volume_set()?;
            Some(VolumeSet { name: name.to_owned(), number, count: home.set_count })
        }),
        caches: request.caches,
    }
}
