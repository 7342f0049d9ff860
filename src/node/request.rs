//! What MOUNT, DISMOUNT and INITIALIZE ask of a node, and what they are told: plain values between a command's handler
//! and the node. Logical names in device
//! names have been translated before.

use crate::message::Condition;

use super::privileges::{Privilege, PrivilegeSet};
use super::uic::Uic;
use super::views::{Caches, MountScope};
use super::volume::VolumeSet;

/// The process on whose behalf something is asked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Requester {
    /// Process identification.
    pub pid: u32,
    /// Process name.
    pub process: String,
    /// User name, for operator messages.
    pub user: String,
    /// User identification code.
    pub uic: Uic,
    /// Current privileges.
    pub privileges: PrivilegeSet,
    /// Name of the job's logical name table.
    pub job_table: String,
    /// Its terminal, without underscore and colon.
    pub terminal: Option<String>,
}

impl Requester {
    /// Whether the process has a privilege now.
    pub fn has(&self, privilege: Privilege) -> bool {
        self.privileges.has(privilege)
    }

    /// Refuses when the process lacks a privilege.
    ///
    /// # Errors
    /// `SYSTEM-F-NOxxx, operation requires xxx privilege`.
    pub fn require(&self, privilege: Privilege) -> Result<(), Condition> {
        if self.has(privilege) { Ok(()) } else { Err(privilege.missing().into()) }
    }
}

/// `/POLICY=[NO]MINICOPY[=OPTIONAL]`, on MOUNT and on DISMOUNT.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Minicopy {
    /// Not given.
    #[default]
    Unspecified,
    /// `MINICOPY=OPTIONAL`.
    Optional,
    /// `MINICOPY`.
    Required,
    /// `NOMINICOPY`.
    Forbidden,
}

/// A MOUNT command (HELP MOUNT).
#[derive(Clone, Debug)]
pub struct MountRequest {
    /// Disk or virtual unit.
    pub device: String,
    /// The devices of /SHADOW; `None` without the qualifier.
    pub shadow: Option<Vec<String>>,
    /// Volume label, upper case unless it was quoted.
    pub label: Option<String>,
    /// Logical name.
    pub logical_name: Option<String>,
    /// Private, /GROUP, /SHARE, /SYSTEM or /CLUSTER.
    pub scope: MountScope,
    /// False with /NOWRITE.
    pub write: bool,
    /// /FOREIGN or /NOLABEL.
    pub foreign: bool,
    /// /POLICY=MINICOPY.
    pub minicopy: Minicopy,
    /// /POLICY=REQUIRE_MEMBERS.
    pub require_members: bool,
    /// /POLICY=VERIFY_LABEL.
    pub verify_label: bool,
    /// /INCLUDE.
    pub include: bool,
    /// False with /NOCOPY.
    pub copy: bool,
    /// /OVERRIDE=SHADOW_MEMBERSHIP.
    pub override_membership: bool,
    /// /OVERRIDE=IDENTIFICATION.
    pub override_identification: bool,
    /// False with /NOREBUILD.
    pub rebuild: bool,
    /// /OWNER_UIC, for the mount only.
    pub owner: Option<Uic>,
    /// /PROTECTION, for the mount only: a bit set denies.
    pub protection: Option<u16>,
    /// /WINDOWS.
    pub window: Option<u32>,
    /// /EXTENSION.
    pub extend: Option<u32>,
    /// /CACHE.
    pub caches: Caches,
    /// What the volume is in the volume set that is mounted; `None` when it is mounted by itself.
    pub bind: Option<VolumeSet>,
}

impl MountRequest {
    /// A private mount of `device` with everything else by default.
    pub fn new(device: impl Into<String>) -> Self {
        Self {
            device: device.into(),
            shadow: None,
            label: None,
            logical_name: None,
            scope: MountScope::Private,
            write: true,
            foreign: false,
            minicopy: Minicopy::Unspecified,
            require_members: false,
            verify_label: false,
            include: false,
            copy: true,
            override_membership: false,
            override_identification: false,
            rebuild: true,
            owner: None,
            protection: None,
            window: None,
            extend: None,
            caches: Caches::default(),
            bind: None,
        }
    }
}

/// A copy that a mount would start.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CopyWanted {
    /// Target, without underscore and colon.
    pub device: String,
    /// Host shown in parentheses.
    pub host: Option<String>,
    /// Full copy; false for a minicopy.
    pub full: bool,
    /// Label on the target now; `None` without a Files-11 home block.
    pub label: Option<String>,
    /// Owner of the volume on the target now.
    pub owner: Option<Uic>,
}

/// A DISMOUNT command (HELP DISMOUNT).
#[derive(Clone, Debug)]
pub struct DismountRequest {
    /// Disk, member or virtual unit.
    pub device: String,
    /// /POLICY=MINICOPY.
    pub minicopy: Minicopy,
    /// /CLUSTER.
    pub cluster: bool,
    /// /ABORT.
    pub abort: bool,
    /// /OVERRIDE=CHECKS.
    pub override_checks: bool,
    /// /FORCE_REMOVAL.
    pub force_removal: bool,
    /// /UNIT: of a volume set, this volume alone.
    pub unit: bool,
}

impl DismountRequest {
    /// A plain DISMOUNT of `device`.
    pub fn new(device: impl Into<String>) -> Self {
        Self {
            device: device.into(),
            minicopy: Minicopy::Unspecified,
            cluster: false,
            abort: false,
            override_checks: false,
            force_removal: false,
            unit: false,
        }
    }
}

/// Why a request was refused: lines that come first (a member that failed), then the condition that ends the command.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refusal {
    /// Messages printed before the refusal.
    pub before: Vec<Condition>,
    /// What the command ends with.
    pub condition: Condition,
}

impl<C: Into<Condition>> From<C> for Refusal {
    fn from(condition: C) -> Self {
        Self { before: Vec::new(), condition: condition.into() }
    }
}
