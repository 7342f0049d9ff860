//! Volume sets: which volumes may be mounted as one, and what MOUNT/BIND writes on them (commands.md 1).
//!
//! Every volume of a set is mounted like any other, on a disk or on a virtual unit; what makes them a set is the name and
//! the number in their home blocks, and VOLSET.SYS on the root volume, number 1.

use std::sync::Arc;

use crate::message::{Condition, codes};
use crate::node::device::fault_status;
use crate::node::device_name::TypedName;
use crate::node::request::{MountRequest, Refusal, Requester};
use crate::node::set_volume::Target;
use crate::node::usage::Using;
use crate::node::views::MountScope;
use crate::node::volume::{MountedVolume, VolumeInfo, VolumeSet};
use crate::node::{Device, Node};
use crate::ods2::MAX_VOLUMES;

use super::{MountPlan, as_mount};

/// A MOUNT of several volumes, or of one that becomes part of a set.
#[derive(Clone, Debug)]
pub struct MountList {
    /// One request for each device, in the order of the command.
    pub requests: Vec<MountRequest>,
    /// /BIND: name of the set, upper case.
    pub bind: Option<String>,
}

/// What the mount of a list would do: the requests with their places in the set, and the labels that the root gets.
#[derive(Clone, Debug)]
pub struct ListPlan {
    /// The requests; a volume that is to be bound says as what.
    pub requests: Vec<MountRequest>,
    /// Labels by number, when VOLSET.SYS is to be written.
    labels: Option<Vec<String>>,
}

impl ListPlan {
    /// The set that is made or extended.
    fn bound(&self) -> Option<&VolumeSet> {
        self.requests.iter().find_map(|request| request.bind.as_ref())
    }
}

impl Node {
    /// Checks that the volumes of a command belong together. Writes nothing.
    ///
    /// # Errors
    /// What a mount of each volume refuses; VOLINSET, UNRELVOL, DUPRVN, DUPVOLNAM, RVN1NOTMT, SETLIMIT, INCOMPAT.
    pub fn plan_list(&self, list: &MountList, who: &Requester) -> Result<ListPlan, Refusal> {
        self.check_distinct(list)?;
        let mut plans = Vec::new();
        for request in &list.requests {
            plans.push(self.plan_one(request, who)?);
        }
        let found: Vec<Option<VolumeSet>> = plans.iter().map(MountPlan::found_set).collect();
        match &list.bind {
            Some(name) => self.plan_bind(list, name, &plans, &found),
            None => self.plan_known(list, &plans, &found),
        }
    }

    /// No device stands twice in the command, be it a disk, a virtual unit or a member.
    fn check_distinct(&self, list: &MountList) -> Result<(), Refusal> {
        let (mut units, mut disks) = (Vec::new(), Vec::new());
        for request in &list.requests {
            let unit = TypedName::parse(&request.device).and_then(|typed| typed.virtual_unit());
            match unit {
                Some(unit) if units.contains(&unit) => return Err(codes::MOUNT_DUPDEVSPC.into()),
                Some(unit) => units.push(unit),
                None => {}
            }
            let own = [request.device.clone()];
            let names = request.shadow.as_deref().unwrap_or(if unit.is_some() { &[] } else { &own });
            for disk in self.named_disks(names)? {
                if disks.contains(&disk.unit_id()) {
                    return Err(codes::MOUNT_DUPDEVSPC.into());
                }
                disks.push(disk.unit_id());
            }
        }
        Ok(())
    }

    /// Volumes that are a set already, or none.
    fn plan_known(
        &self,
        list: &MountList,
        plans: &[MountPlan],
        found: &[Option<VolumeSet>],
    ) -> Result<ListPlan, Refusal> {
        let first = found.first().and_then(Option::as_ref).map(|set| set.name.clone());
        if plans.iter().any(MountPlan::adds_members) {
            return Err(codes::MOUNT_INCOMPAT.into());
        }
        if plans.len() > 1
            && (first.is_none() || found.iter().any(|set| set.as_ref().map(|set| &set.name) != first.as_ref()))
        {
            return Err(codes::MOUNT_UNRELVOL.into());
        }
        if let (Some(name), Some(request)) = (first, list.requests.first()) {
            let numbers: Vec<u16> = found.iter().flatten().map(|set| set.number).collect();
            self.check_numbers(request.scope, &name, &numbers)?;
        }
        let requests = list.requests.iter().zip(found);
        let requests = requests.map(|(request, set)| MountRequest { bind: set.clone(), ..request.clone() });
        Ok(ListPlan { requests: requests.collect(), labels: None })
    }

    /// The root volume is there or comes along, no number twice, all mounted the same way.
    pub(super) fn check_numbers(&self, scope: MountScope, name: &str, numbers: &[u16]) -> Result<(), Refusal> {
        let mounted = self.volumes_of(name);
        let mut all: Vec<u16> = mounted.iter().filter_map(|volume| Some(volume.info.set.as_ref()?.number)).collect();
        if mounted.iter().any(|volume| volume.info.scope != scope) {
            return Err(codes::MOUNT_INCOMPAT.into());
        }
        for number in numbers {
            if all.contains(number) {
                return Err(codes::MOUNT_DUPRVN.into());
            }
            all.push(*number);
        }
        if all.contains(&1) { Ok(()) } else { Err(codes::MOUNT_RVN1NOTMT.into()) }
    }

    /// /BIND: a new set whose root is the first volume, or more volumes for one whose root is mounted or named.
    fn plan_bind(
        &self,
        list: &MountList,
        name: &str,
        plans: &[MountPlan],
        found: &[Option<VolumeSet>],
    ) -> Result<ListPlan, Refusal> {
        if plans.iter().any(|plan| plan.adds_members() || plan.request.foreign) {
            return Err(codes::MOUNT_INCOMPAT.into());
        }
        if list.requests.iter().any(|request| !request.write) {
            return Err(as_mount(codes::SYSTEM_WRITLCK).into());
        }
        if found.iter().flatten().any(|set| set.name != name) {
            return Err(codes::MOUNT_VOLINSET.into());
        }
        let mut labels = self.root_labels(name, plans, found)?;
        let mut requests = list.requests.clone();
        let mut numbers = Vec::new();
        for ((request, plan), known) in requests.iter_mut().zip(plans).zip(found) {
            let at = labels.iter().position(|label| label == plan.label());
            let number = match (known, at) {
                (Some(set), Some(at)) if usize::from(set.number) == at + 1 => set.number,
                (None, Some(_)) => return Err(codes::MOUNT_DUPVOLNAM.into()),
                // Bound when a mount broke off, and not counted by the root: it is taken anew.
                _ => {
                    labels.push(plan.label().to_owned());
                    u16::try_from(labels.len()).unwrap_or(u16::MAX)
                }
            };
            request.bind = Some(VolumeSet { name: name.to_owned(), number, count: 0 });
            numbers.push(number);
        }
        if labels.len() > MAX_VOLUMES {
            return Err(codes::MOUNT_SETLIMIT.into());
        }
        let scope = requests.first().map_or(MountScope::Private, |request| request.scope);
        self.check_numbers(scope, name, &numbers)?;
        Ok(ListPlan { requests, labels: Some(labels) })
    }

    /// Labels of the set as it is: of its mounted root, or of one that the command names; none for a new set.
    fn root_labels(
        &self,
        name: &str,
        plans: &[MountPlan],
        found: &[Option<VolumeSet>],
    ) -> Result<Vec<String>, Refusal> {
        if let Some(root) = self.root_of(name) {
            let file = root.file;
            return root.volume.set_labels(file.as_ref()).map_err(|fault| as_mount(fault_status(&fault)).into());
        }
        let named = plans.iter().zip(found).find(|(_, set)| set.as_ref().is_some_and(|set| set.number == 1));
        Ok(named.map_or_else(Vec::new, |(plan, _)| plan.found_labels()))
    }

    /// Writes the places of newly mounted volumes in their set: labels on the root, numbers on the others, and last the
    /// number of volumes on the root.
    ///
    /// # Errors
    /// What a device reports, under MOUNT's name. The volumes stay mounted, each by itself.
    pub fn bind(&self, plan: &ListPlan) -> Result<(), Condition> {
        let (Some(labels), Some(set)) = (&plan.labels, plan.bound()) else { return Ok(()) };
        let failed = |fault: crate::storage::Fault| Condition::new(as_mount(fault_status(&fault)));
        let _one_command = self.lock_commands();
        let mut root = self.root_of(&set.name).ok_or(codes::MOUNT_RVN1NOTMT)?;
        root.volume.write_set_labels(root.file.as_ref(), &set.name, labels).map_err(failed)?;
        for request in plan.requests.iter() {
            let Some(own) = request.bind.as_ref().filter(|own| own.number > 1) else { continue };
            let device = self.find(&request.device)?;
            let mut target = self.target(&device)?;
            target.volume.join_set(target.file.as_ref(), &own.name, own.number, 0).map_err(failed)?;
        }
        let count = u16::try_from(labels.len()).unwrap_or(u16::MAX);
        root.volume.join_set(root.file.as_ref(), &set.name, 1, count).map_err(failed)?;
        let free = root.volume.storage_bitmap(root.file.as_ref()).map_err(failed)?;
        let free_blocks = free.map_or(root.mounted.info.free_blocks, |free| free.free_blocks().0);
        let set = Some(VolumeSet { count, ..set.clone() }).map(|set| VolumeSet { number: 1, ..set });
        let info = VolumeInfo { free_blocks, set, ..root.mounted.info.clone() };
        let changed = root.mounted.changed(info);
        self.note_changed(root.place, changed);
        Ok(())
    }

    /// The mounted volumes of a set, by number.
    pub(in crate::node) fn volumes_of(&self, name: &str) -> Vec<Arc<MountedVolume>> {
        let usage = self.lock_usage();
        let own = |volume: &&Arc<MountedVolume>| volume.info.set.as_ref().is_some_and(|set| set.name == name);
        let mut volumes: Vec<Arc<MountedVolume>> = usage.volumes().filter(own).cloned().collect();
        volumes.sort_by_key(|volume| volume.info.set.as_ref().map(|set| set.number));
        volumes
    }

    /// The devices of a set's mounted volumes, by number.
    pub(in crate::node) fn devices_of(&self, name: &str) -> Vec<(u16, Device)> {
        let number = |info: &VolumeInfo| info.set.as_ref().filter(|set| set.name == name).map(|set| set.number);
        let units = self.mounted_units().into_iter();
        let units = units.filter_map(|(unit, mounted)| Some((number(&mounted.volume.info)?, Device::Unit(unit))));
        let usage = self.lock_usage();
        let disks = self.around.disks.iter().filter_map(|disk| match usage.using(disk.unit_id()) {
            Some(Using::Volume(volume)) => Some((number(&volume.info)?, Device::Disk(Arc::clone(disk)))),
            _ => None,
        });
        let mut devices: Vec<(u16, Device)> = units.chain(disks).collect();
        devices.sort_by_key(|(number, _)| *number);
        devices
    }

    /// The mounted root volume of a set.
    fn root_of(&self, name: &str) -> Option<Target> {
        let devices = self.devices_of(name);
        let (_, device) = devices.into_iter().find(|(number, _)| *number == 1)?;
        self.target(&device).ok()
    }
}
