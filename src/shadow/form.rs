//! Formation: the members' SCBs in, a plan out (shadowing.md 1.5, 4.1a).
//!
//! Owns which devices become full members, which are copied onto and why, which are rejected, and whether a merge is due.
//! Pure: reading the devices is the caller's, writing SCBs is done by `Change::Form`.

use super::ids::{DeviceId, Generation, MAX_MEMBERS, UnitNumber};
use super::scb::ScbFields;
use super::view::CopyReason;
use crate::blocks::BlockCount;

/// What reading a device's SCB gave.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ScbRead {
    /// A good one.
    Valid(ScbFields),
    /// The device has none: no Files-11 volume.
    Absent,
    /// Its checksum is wrong.
    Torn,
    /// The device answered with an error.
    Unreadable,
    /// The device does not answer at all.
    Offline,
}

impl ScbRead {
    /// Whether the device may carry an SCB that nobody can read now.
    #[must_use]
    pub fn is_doubtful(&self) -> bool {
        matches!(self, Self::Torn | Self::Unreadable | Self::Offline)
    }
}

/// A device proposed for the set.
#[derive(Clone, Debug)]
pub struct Candidate {
    /// The device.
    pub device: DeviceId,
    /// Named in /SHADOW; otherwise found by /INCLUDE.
    pub named: bool,
    /// Its size.
    pub size: BlockCount,
    /// Its SCB.
    pub scb: ScbRead,
    /// Whether its volume label is the one of the command (or the command overrides it).
    pub label_matches: bool,
    /// Cost of a read.
    pub read_cost: u32,
    /// Site value.
    pub site: u32,
}

/// What is asked of [`plan`].
#[derive(Clone, Debug)]
pub struct Formation {
    /// n of DSAn.
    pub unit: UnitNumber,
    /// The devices, in the order of the command, those found by /INCLUDE behind them.
    pub candidates: Vec<Candidate>,
    /// /OVERRIDE=SHADOW_MEMBERSHIP: form the set although a device that may be the newest has a torn SCB.
    pub override_membership: bool,
}

/// What a device becomes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PlannedRole {
    /// Full member.
    Full,
    /// Copy target.
    Copy(CopyReason),
}

/// A device that becomes a member.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PlannedMember {
    /// The device.
    pub device: DeviceId,
    /// Named in /SHADOW; otherwise found by /INCLUDE.
    pub named: bool,
    /// Its size.
    pub size: BlockCount,
    /// What it becomes.
    pub role: PlannedRole,
    /// Cost of a read.
    pub read_cost: u32,
    /// Site value.
    pub site: u32,
}

/// Why a device does not become a member.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Rejection {
    /// It does not answer (MEDOFL).
    Offline,
    /// Its SCB cannot be read (SCBREADFAIL).
    ScbUnreadable,
    /// It would be a source and carries another label (VOLINV).
    LabelMismatch,
    /// It is smaller than the volume (INCSHAMEM).
    TooSmall,
    /// The set has six members already (MAXDEV, TOOMANYMBRS).
    TooMany,
}

/// Why no set can be formed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum FormError {
    /// No device can be a source; the rejections say why (NOSHDWMEM).
    NoMembers(Vec<(DeviceId, Rejection)>),
    /// No device that could be a source has the command's label (INCVOLLABEL).
    WrongLabel(Vec<(DeviceId, Rejection)>),
    /// This device's SCB is torn: it may be the newest member, and the operator's word is needed to go on without it.
    TornScb(DeviceId),
}

/// How a set is formed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Plan {
    /// Members, in the order that gives them their index.
    pub members: Vec<PlannedMember>,
    /// Devices that do not become members, in order.
    pub rejected: Vec<(DeviceId, Rejection)>,
    /// Which of `members` is the master: the first full one.
    pub master: usize,
    /// Generation found on the full members; 0 when none has a history.
    pub generation: Generation,
    /// Logical size: the volume's, never more than the smallest member has.
    pub size: BlockCount,
    /// Former full members that are not among the full members now.
    pub missing: Vec<DeviceId>,
    /// Full members were not properly dismounted and may differ.
    pub merge_due: bool,
    /// A full member was not properly dismounted: no bitmap can be started.
    pub unclean: bool,
}

impl Plan {
    /// Devices that become full members.
    pub fn full(&self) -> impl Iterator<Item = &PlannedMember> {
        self.members.iter().filter(|member| member.role == PlannedRole::Full)
    }

    /// Devices that are copied onto.
    pub fn targets(&self) -> impl Iterator<Item = &PlannedMember> {
        self.members.iter().filter(|member| member.role != PlannedRole::Full)
    }
}

/// The devices that the newest of these SCBs names as former members, for /INCLUDE: full ones, and targets whose copy had
/// not come to its end.
pub fn included<'a>(unit: UnitNumber, scbs: impl IntoIterator<Item = &'a ScbFields>) -> Vec<DeviceId> {
    scbs.into_iter()
        .filter(|scb| scb.unit == unit && scb.generation != Generation::ZERO)
        .max_by_key(|scb| scb.generation)
        .map(|scb| scb.members.iter().map(|member| member.device).collect())
        .unwrap_or_default()
}

/// Decides how a set is formed.
///
/// # Errors
/// When no device can be the source, or one with a torn SCB may be newer than all others.
pub fn plan(formation: &Formation) -> Result<Plan, FormError> {
    let mut rejected = Vec::new();
    let mut usable: Vec<&Candidate> = Vec::new();
    for candidate in &formation.candidates {
        match candidate.scb {
            ScbRead::Offline => rejected.push((candidate.device, Rejection::Offline)),
            ScbRead::Unreadable => rejected.push((candidate.device, Rejection::ScbUnreadable)),
            _ if usable.len() == MAX_MEMBERS => rejected.push((candidate.device, Rejection::TooMany)),
            _ => usable.push(candidate),
        }
    }
    let torn = usable.iter().find(|candidate| candidate.scb == ScbRead::Torn);
    if let Some(torn) = torn.filter(|_| !formation.override_membership) {
        return Err(FormError::TornScb(torn.device));
    }
    loop {
        if usable.is_empty() {
            let wrong = rejected.iter().any(|(_, why)| *why == Rejection::LabelMismatch);
            return Err(if wrong { FormError::WrongLabel(rejected) } else { FormError::NoMembers(rejected) });
        }
        let history = History::of(formation.unit, &usable);
        // Only sources need the command's label: a target's old one is overwritten.
        let mislabelled = usable.iter().position(|c| history.role(&usable, c) == PlannedRole::Full && !c.label_matches);
        if let Some(at) = mislabelled {
            rejected.push((usable.remove(at).device, Rejection::LabelMismatch));
            continue;
        }
        let volume = history.volume_size(&usable);
        let small = usable.iter().position(|c| history.role(&usable, c) != PlannedRole::Full && c.size < volume);
        if let Some(at) = small {
            rejected.push((usable.remove(at).device, Rejection::TooSmall));
            continue;
        }
        let order = |device: &DeviceId| formation.candidates.iter().position(|c| c.device == *device);
        rejected.sort_by_key(|(device, _)| order(device));
        return Ok(history.plan(&usable, rejected));
    }
}

/// The family of former members that the set is formed from.
struct History {
    /// Unit that the family's SCBs name; `None` when no device has a history.
    unit: Option<UnitNumber>,
    /// Newest generation of the family.
    generation: Generation,
    /// BACKUP revision of its first member.
    backup_revision: u16,
}

impl History {
    /// Devices of the wanted unit go before devices of another one, whatever their generations: two units share no
    /// history that a generation could order.
    fn of(wanted: UnitNumber, usable: &[&Candidate]) -> Self {
        let with_history = || {
            usable.iter().filter_map(|candidate| match &candidate.scb {
                ScbRead::Valid(scb) if scb.generation != Generation::ZERO && !scb.copying => Some(scb),
                _ => None,
            })
        };
        let newest = with_history().map(|scb| (scb.unit == wanted, scb.generation)).max();
        let Some((own, generation)) = newest else {
            return Self { unit: None, generation: Generation::ZERO, backup_revision: 0 };
        };
        let first = with_history().find(|scb| (scb.unit == wanted, scb.generation) == (own, generation));
        let (unit, backup_revision) = first.map_or((None, 0), |scb| (Some(scb.unit), scb.backup_revision));
        Self { unit, generation, backup_revision }
    }

    /// What a device becomes.
    fn role(&self, usable: &[&Candidate], candidate: &Candidate) -> PlannedRole {
        let Some(unit) = self.unit else {
            // Nobody has a history: the first named device is the source.
            let first = usable.iter().find(|c| c.scb != ScbRead::Torn).map_or(usable[0].device, |c| c.device);
            let reason = if candidate.scb == ScbRead::Torn { CopyReason::TornScb } else { CopyReason::NoHistory };
            return if candidate.device == first { PlannedRole::Full } else { PlannedRole::Copy(reason) };
        };
        PlannedRole::Copy(match &candidate.scb {
            ScbRead::Torn => CopyReason::TornScb,
            ScbRead::Valid(scb) => {
                if scb.copying || (scb.generation == Generation::ZERO && scb.unit == unit) {
                    CopyReason::GenerationZero
                } else if scb.generation == Generation::ZERO {
                    CopyReason::NoHistory
                } else if scb.unit != unit {
                    CopyReason::OtherUnit
                } else if scb.generation < self.generation {
                    CopyReason::OlderGeneration
                } else if scb.backup_revision != self.backup_revision {
                    CopyReason::BackupRevision
                } else {
                    return PlannedRole::Full;
                }
            }
            _ => CopyReason::NoHistory,
        })
    }

    /// Blocks that a target must have: the volume of the sources. Where growth broke off between their SCBs the smaller
    /// size counts, which all of them have.
    fn volume_size(&self, usable: &[&Candidate]) -> BlockCount {
        let sources = usable.iter().filter(|candidate| self.role(usable, candidate) == PlannedRole::Full);
        sources
            .map(|candidate| match &candidate.scb {
                ScbRead::Valid(scb) if scb.volume_size.0 > 0 => scb.volume_size,
                _ => candidate.size,
            })
            .min()
            .unwrap_or_default()
    }

    fn plan(&self, usable: &[&Candidate], rejected: Vec<(DeviceId, Rejection)>) -> Plan {
        let members: Vec<PlannedMember> = usable
            .iter()
            .map(|candidate| PlannedMember {
                device: candidate.device,
                named: candidate.named,
                size: candidate.size,
                role: self.role(usable, candidate),
                read_cost: candidate.read_cost,
                site: candidate.site,
            })
            .collect();
        let full: Vec<DeviceId> =
            members.iter().filter(|m| m.role == PlannedRole::Full).map(|member| member.device).collect();
        let source_scbs = usable.iter().filter(|c| full.contains(&c.device)).filter_map(|c| match &c.scb {
            ScbRead::Valid(scb) => Some(scb),
            _ => None,
        });
        // A formed set of one full member has nobody to disagree with.
        let unclean = source_scbs.clone().any(|scb| scb.write_count > 0 || scb.merging);
        let missing = source_scbs.map(|scb| scb.sources().collect::<Vec<_>>()).max_by_key(Vec::len).unwrap_or_default();
        Plan {
            master: members.iter().position(|member| member.role == PlannedRole::Full).unwrap_or(0),
            rejected,
            generation: self.generation,
            size: members.iter().map(|member| member.size).min().unwrap_or_default().min(self.volume_size(usable)),
            missing: missing.into_iter().filter(|device| !full.contains(device)).collect(),
            merge_due: unclean && full.len() > 1,
            unclean,
            members,
        }
    }
}

#[cfg(test)]
mod tests;
