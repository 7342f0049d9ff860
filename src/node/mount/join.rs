//! MOUNT that adds members to a set that is mounted here.

use std::sync::Arc;

use crate::message::{Condition, codes};
use crate::node::examine::Examined;
use crate::node::request::{CopyWanted, Minicopy, MountRequest, Refusal, Requester};
use crate::node::usage::{MountedUnit, Using};
use crate::node::{Disk, Node};
use crate::shadow::{Change, DeviceId, Generation, JoinMember, MAX_MEMBERS, ScbRead, Wish};

use super::members::{Fate, Listed, change_refused, check_policies, check_targets, refused_lines, wish};
use super::{as_mount, check_scope, may_override, wrong_label};

/// What adding members would do.
#[derive(Debug)]
pub(super) struct JoinPlan {
    unit: u16,
    mounted: MountedUnit,
    devices: Vec<Listed>,
    members: Vec<JoinMember>,
}

impl JoinPlan {
    pub(super) fn label(&self) -> &str {
        &self.mounted.volume.info.label
    }

    pub(super) fn copies(&self, node: &Node) -> Vec<CopyWanted> {
        self.devices.iter().filter_map(|listed| listed.copy(node)).collect()
    }
}

impl Node {
    pub(super) fn plan_join(
        &self,
        who: &Requester,
        request: &MountRequest,
        unit: u16,
        mounted: MountedUnit,
        named: Vec<Arc<Disk>>,
    ) -> Result<JoinPlan, Refusal> {
        let info = &mounted.volume.info;
        let label = request.label.as_deref().map(str::trim_end);
        if !request.override_identification && label.is_some_and(|label| label != info.label) {
            return Err(wrong_label(&info.label, "").into());
        }
        let added = named.into_iter().filter(|disk| !self.is_member(disk, unit));
        let added: Vec<Arc<Disk>> = added.collect();
        if added.is_empty() {
            return Err(as_mount(codes::SYSTEM_DEVMOUNT).into());
        }
        check_scope(who, info.scope)?;
        if !may_override(who, Some(info.owner)) {
            return Err(as_mount(codes::SYSTEM_NOPRIV).into());
        }
        if info.write_locked {
            return Err(as_mount(codes::SYSTEM_WRITLCK).into());
        }
        let wanted = wish(who, request.minicopy, false)?;
        let (size, present) = mounted.set.with_core(|core| (core.view().size, core.view().present().count()));
        let mut devices = Vec::new();
        let mut members = Vec::new();
        for disk in added {
            let examined = Examined::new(&disk);
            let fate = if let Some(status) = self.in_use(who, &disk) {
                Fate::Refused(status)
            } else if !examined.is_online() {
                Fate::Refused(codes::SYSTEM_MEDOFL)
            } else if examined.size < size {
                Fate::Refused(codes::SYSTEM_INCSHAMEM)
            } else if present + members.len() >= MAX_MEMBERS {
                Fate::Refused(codes::SYSTEM_TOOMANYMBRS)
            } else if request.minicopy == Minicopy::Required && examined.scb_read() == ScbRead::Unreadable {
                // Nothing tells whether a bitmap serves it.
                Fate::Refused(codes::SYSTEM_NOADDMCPYMBR)
            } else {
                members.push(self.join_member(&examined, unit, wanted));
                Fate::Member
            };
            devices.push(Listed { examined, named: true, fate });
        }
        check_policies(self, &MountRequest { verify_label: false, ..request.clone() }, &devices)?;
        if members.is_empty() {
            let condition = codes::MOUNT_NOSHDWMEM.into();
            return Err(Refusal { before: refused_lines(self, &devices), condition });
        }
        self.decide_copies(&mounted, &mut devices, &members, request.minicopy)?;
        check_policies(self, request, &devices)?;
        check_targets(who, &devices)?;
        Ok(JoinPlan { unit, mounted, devices, members })
    }

    /// Asks the core how each device would be copied. A minicopy that is required and cannot be had is left to the plan
    /// to refuse, with the list of targets.
    fn decide_copies(
        &self,
        mounted: &MountedUnit,
        devices: &mut [Listed],
        members: &[JoinMember],
        minicopy: Minicopy,
    ) -> Result<(), Refusal> {
        let lenient: Vec<JoinMember> = members
            .iter()
            .map(|member| JoinMember {
                minicopy: if minicopy == Minicopy::Forbidden { Wish::No } else { Wish::Optional },
                ..member.clone()
            })
            .collect();
        let decided = mounted.set.with_core(|core| core.plan_join(&lenient));
        let decided = decided.map_err(|refusal| Condition::new(codes::MOUNT_SHADOWFAIL).then(refusal.condition()))?;
        for (member, way) in members.iter().zip(decided) {
            let listed = devices.iter_mut().find(|listed| listed.examined.disk.unit_id() == member.device.0);
            if let Some(listed) = listed {
                listed.fate = Fate::Copied(way.reason);
            }
        }
        Ok(())
    }

    fn is_member(&self, disk: &Disk, unit: u16) -> bool {
        matches!(self.lock_usage().using(disk.unit_id()), Some(Using::Member(of)) if *of == unit)
    }

    fn join_member(&self, examined: &Examined, unit: u16, minicopy: Wish) -> JoinMember {
        let (read_cost, site) = self.read_cost(&examined.disk, unit);
        JoinMember {
            device: DeviceId(examined.disk.unit_id()),
            size: examined.size,
            generation: examined.scb().map(|scb| Generation(scb.generation)),
            same_unit: examined.names_unit(unit),
            intact: self.is_intact(examined),
            minicopy,
            read_cost,
            site,
        }
    }

    pub(super) fn commit_join(&self, plan: JoinPlan) -> Result<Vec<Condition>, Refusal> {
        let JoinPlan { unit, mounted, mut devices, members } = plan;
        for listed in &devices {
            if let Some(lbn) = listed.examined.scb_lbn() {
                mounted.set.scb.note_elsewhere(listed.examined.disk.unit_id(), lbn);
            }
        }
        let joining: Vec<u64> = members.iter().map(|member| member.device.0).collect();
        let done = match mounted.set.change(Change::Join { members }) {
            Ok(done) => done,
            Err(refusal) => return Err(change_refused(self, devices, refusal)),
        };
        self.forget_torn(joining.iter().map(|id| DeviceId(*id)).filter(|device| !done.dropped.contains(device)));
        let mut usage = self.lock_usage();
        for id in joining {
            if !done.dropped.contains(&DeviceId(id)) {
                let entry = usage.disk(id);
                entry.using = Some(Using::Member(unit));
                entry.give_back();
                entry.left = None;
                usage.is_back(id);
            }
        }
        drop(usage);
        for listed in &mut devices {
            if done.dropped.contains(&DeviceId(listed.examined.disk.unit_id())) {
                listed.fate = Fate::Refused(codes::SYSTEM_SCBWRITEFAIL);
            }
        }
        Ok(devices.iter().map(|listed| listed.message(self)).collect())
    }
}
