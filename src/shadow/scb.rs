//! The fields of a storage control block that shadowing decides, as the core sees them.
//!
//! Owns which fields a member's SCB carries under a view. Encoding, geometry, volume name and checksum are `ods2`'s; one
//! content goes to all full members of a set, so that their SCBs are the same 512 bytes.

use serde::{Deserialize, Serialize};

use super::ids::{DeviceId, Generation, MemberIndex, UnitNumber};
use super::view::{MemberState, View};
use crate::blocks::{BlockCount, Lbn};

/// What the SCB's member list says of a device.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum ScbRole {
    /// A full member.
    Source,
    /// A copy target.
    Target,
}

/// An entry of the SCB's member list.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ScbMember {
    /// The device.
    pub device: DeviceId,
    /// Its role.
    pub role: ScbRole,
}

/// The shadowing fields of one SCB.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ScbFields {
    /// Generation number; 0 is not a valid member.
    pub generation: Generation,
    /// n of DSAn.
    pub unit: UnitNumber,
    /// Nodes that have the set mounted for write; 0 after a proper dismount.
    pub write_count: u16,
    /// Whether the volume is in use for write: the status longwords are not clean.
    pub mounted: bool,
    /// A copy onto this member has begun and not ended.
    pub copying: bool,
    /// A merge is due or runs.
    pub merging: bool,
    /// The member list, by index.
    pub members: Vec<ScbMember>,
    /// Place of the master in `members`.
    pub master: u8,
    /// BACKUP revision number. Read only: the core never changes it.
    pub backup_revision: u16,
    /// Size of the volume's file structure: the set's.
    pub volume_size: BlockCount,
    /// Where the SCB lies. Read only.
    pub scb_lbn: Lbn,
}

impl ScbFields {
    /// The devices that were full members.
    pub fn sources(&self) -> impl Iterator<Item = DeviceId> {
        self.members.iter().filter(|member| member.role == ScbRole::Source).map(|member| member.device)
    }
}

/// What the SCB of `index` carries under `view`: the set's own fields on a full member, generation 0 and COPYING on a
/// target. The fields that are read only are left zero: the engine takes them from the set's SCB.
pub(super) fn fields(view: &View, unit: UnitNumber, index: MemberIndex) -> ScbFields {
    let target = matches!(view.member(index).map(|m| m.state), Some(MemberState::Target { .. }));
    let write_count = u16::try_from(view.nodes.len()).expect("a cluster has at most 128 nodes");
    ScbFields {
        generation: if target { Generation::ZERO } else { view.generation },
        unit,
        write_count,
        mounted: write_count > 0,
        copying: target,
        merging: view.merge.is_some(),
        members: view
            .present()
            .map(|(_, member)| ScbMember {
                device: member.device,
                role: if member.state == MemberState::Full { ScbRole::Source } else { ScbRole::Target },
            })
            .collect(),
        master: u8::try_from(view.present().position(|(index, _)| index == view.master).unwrap_or(0)).unwrap_or(0),
        volume_size: view.size,
        ..ScbFields::default()
    }
}
