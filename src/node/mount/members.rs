//! What forming a set and adding to one have in common: the devices of /SHADOW, their refusals, their messages.

use std::collections::HashSet;
use std::sync::Arc;

use crate::message::{Condition, Status, codes};
use crate::node::config::Parameters;
use crate::node::examine::Examined;
use crate::node::privileges::Privilege;
use crate::node::request::{CopyWanted, Minicopy, MountRequest, Refusal, Requester};
use crate::node::{Disk, Node};
use crate::shadow::{self, CopyReason, MAX_MEMBERS, Wish};

use super::{as_mount, may_override, relabelled, volume_identity};

/// Label that /POLICY=VERIFY_LABEL asks for.
const SCRATCH_LABEL: &str = "SCRATCH_DISK";

/// A device that the plan found, in the order of the messages.
#[derive(Debug)]
pub(super) struct Listed {
    pub examined: Examined,
    /// Named in /SHADOW; otherwise found by /INCLUDE.
    pub named: bool,
    pub fate: Fate,
}

/// What becomes of a device.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Fate {
    /// Full member.
    Member,
    /// Full member, to be merged with the others.
    Merged,
    /// Copied onto.
    Copied(CopyReason),
    /// Refused, with the status behind SHDWMEMFAIL.
    Refused(Status),
}

impl Listed {
    /// The copy that the device would get.
    pub(super) fn copy(&self, node: &Node) -> Option<CopyWanted> {
        let Fate::Copied(reason) = self.fate else { return None };
        Some(CopyWanted {
            device: self.examined.disk.name().to_owned(),
            host: self.examined.disk.host(node.name()),
            full: !reason.is_minicopy(),
            label: self.examined.label().map(str::to_owned),
            owner: self.examined.owner(),
        })
    }

    /// The line that MOUNT prints about it.
    pub(super) fn message(&self, node: &Node) -> Condition {
        let status = match (self.fate, self.named) {
            (Fate::Member, true) => codes::MOUNT_SHDWMEMSUCC,
            (Fate::Member, false) => codes::MOUNT_AUTOMEMSUCC,
            (Fate::Merged, true) => codes::MOUNT_SHDWMEMERGE,
            (Fate::Merged, false) => codes::MOUNT_AUTOMEMERGE,
            (Fate::Copied(_), true) => codes::MOUNT_SHDWMEMCOPY,
            (Fate::Copied(_), false) => codes::MOUNT_AUTOMEMCOPY,
            (Fate::Refused(_), _) => codes::MOUNT_SHDWMEMFAIL,
        };
        let line = Condition::new(status).arg(node.shown(&self.examined.disk));
        match self.fate {
            Fate::Refused(why) => line.then(why),
            _ => line,
        }
    }
}

/// The lines of refused devices alone: what is printed when the mount as a whole is refused.
pub(super) fn refused_lines(node: &Node, devices: &[Listed]) -> Vec<Condition> {
    let refused = devices.iter().filter(|listed| matches!(listed.fate, Fate::Refused(_)));
    refused.map(|listed| listed.message(node)).collect()
}

/// What a mount ends with when the core refuses to form or to extend the set. Devices whose storage control block could
/// not be written are told one by one.
pub(super) fn change_refused(node: &Node, mut devices: Vec<Listed>, refusal: shadow::Refusal) -> Refusal {
    match refusal {
        shadow::Refusal::ScbWriteFailed => {
            let wanted = devices.iter_mut().filter(|listed| !matches!(listed.fate, Fate::Refused(_)));
            wanted.for_each(|listed| listed.fate = Fate::Refused(codes::SYSTEM_SCBWRITEFAIL));
            Refusal { before: refused_lines(node, &devices), condition: codes::MOUNT_NOSHDWMEM.into() }
        }
        other => other.mount_condition().into(),
    }
}

/// Whoever has a disk overwritten owns what is on it, or has VOLPRO (HELP MOUNT).
pub(super) fn check_targets(who: &Requester, devices: &[Listed]) -> Result<(), Condition> {
    let targets = devices.iter().filter(|listed| matches!(listed.fate, Fate::Copied(_)));
    match targets.into_iter().any(|listed| !may_override(who, listed.examined.owner())) {
        true => Err(as_mount(codes::SYSTEM_NOPRIV).into()),
        false => Ok(()),
    }
}

/// /POLICY=REQUIRE_MEMBERS and VERIFY_LABEL.
pub(super) fn check_policies(node: &Node, request: &MountRequest, devices: &[Listed]) -> Result<(), Refusal> {
    if request.require_members && devices.iter().any(|listed| !listed.examined.is_online()) {
        return Err(as_mount(codes::SYSTEM_MEDOFL).into());
    }
    if request.verify_label {
        let added = devices.iter().filter_map(|listed| listed.copy(node));
        for copy in added {
            let label = copy.label.unwrap_or_default();
            if label != SCRATCH_LABEL {
                let refused = Condition::new(codes::MOUNT_SHDWINCVOL).then(volume_identity(&label, ""));
                return Err(refused.into());
            }
        }
    }
    Ok(())
}

impl Node {
    /// The disks that /SHADOW names, in order.
    pub(super) fn named_disks(&self, names: &[String]) -> Result<Vec<Arc<Disk>>, Refusal> {
        let mut disks = Vec::new();
        let mut seen = HashSet::new();
        for name in names {
            let disk = self.disk_named(name).map_err(relabelled)?;
            if !seen.insert(disk.unit_id()) {
                return Err(codes::MOUNT_DUPDEVSPC.into());
            }
            disks.push(disk);
        }
        if disks.len() > MAX_MEMBERS {
            return Err(codes::MOUNT_MAXDEV.into());
        }
        Ok(disks)
    }

    /// Why a disk cannot be taken for the set of `unit` now, whatever is on it.
    pub(super) fn in_use(&self, who: &Requester, disk: &Disk) -> Option<Status> {
        let usage = self.lock_usage();
        let entry = usage.disks.get(&disk.unit_id())?;
        if entry.using.is_some() {
            return Some(codes::SYSTEM_DEVMOUNT);
        }
        if entry.unavailable {
            return Some(codes::SYSTEM_DEVOFFLINE);
        }
        entry.owner.as_ref().filter(|owner| !self.is_of_job(owner, who)).map(|_| codes::SYSTEM_DEVALLOC)
    }

    /// Whether the image of a disk is as it was when the disk left its set, or after our own last write to it.
    pub(super) fn is_intact(&self, examined: &Examined) -> bool {
        let Some(file) = &examined.file else { return false };
        let left = self.lock_usage().disks.get(&examined.disk.unit_id()).and_then(|entry| entry.left);
        left.is_some() && left == file.identity().ok()
    }
}

/// How much a bitmap or a minicopy is wanted; LOG_IO is needed for MINICOPY (shadowing.md 4.1a).
pub(super) fn wish(who: &Requester, minicopy: Minicopy, creates: bool) -> Result<Wish, Condition> {
    let wish = match minicopy {
        Minicopy::Required => Wish::Required,
        Minicopy::Optional => Wish::Optional,
        Minicopy::Unspecified if !creates => Wish::Optional,
        Minicopy::Unspecified | Minicopy::Forbidden => Wish::No,
    };
    match wish {
        Wish::Required if creates => who.require(Privilege::LogIo).map_err(relabelled).map(|()| wish),
        Wish::Optional if creates && !who.has(Privilege::LogIo) => Ok(Wish::No),
        wish => Ok(wish),
    }
}

/// Whether one more virtual unit may exist, when `known` do.
pub(super) fn has_room(parameters: &Parameters, known: usize) -> bool {
    u32::try_from(known).is_ok_and(|known| known < parameters.get("SHADOW_MAX_UNIT").unwrap_or(0))
}
