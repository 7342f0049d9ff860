//! What displays, F$GETDVI and procedures are told about devices, sets and bitmaps: plain values, copied out at one
//! moment. The node makes them; nothing here can change anything.

use crate::clock::VmsTime;

use super::protection::Security;
use super::uic::Uic;

/// What kind of disk a name stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum DeviceKind {
    /// `DSAn:`.
    VirtualUnit,
    /// A disk with an image file.
    Disk,
    /// A disk in memory (`MDA`).
    RamDisk,
}

/// Which logical name table and which processes a mounted volume belongs to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, serde::Serialize, serde::Deserialize)]
pub enum MountScope {
    /// Mounted for one process, which allocates the device.
    Private,
    /// MOUNT/SHARE.
    Share,
    /// MOUNT/GROUP: the UIC group.
    Group(u16),
    /// MOUNT/SYSTEM.
    System,
    /// MOUNT/CLUSTER: as /SYSTEM, on every node.
    Cluster,
}

/// Caches of a mounted volume, as MOUNT/CACHE asked for them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Caches {
    /// Entries of the extent cache; 0 for none.
    pub extents: u32,
    /// Entries of the file identification cache; 0 for none.
    pub file_ids: u32,
    /// Thousandths of the free blocks that the extent cache may hold.
    pub limit: u32,
    /// Whether data of files are cached.
    pub data: bool,
}

/// ACP_EXTCACHE, ACP_FIDCACHE and ACP_EXTLIMIT as they come.
impl Default for Caches {
    fn default() -> Self {
        Self { extents: 64, file_ids: 64, limit: 100, data: true }
    }
}

impl Caches {
    /// MOUNT/NOCACHE.
    pub const NONE: Self = Self { extents: 0, file_ids: 0, limit: 0, data: false };
}

/// A disk or virtual unit as displays and F$GETDVI see it.
#[derive(Clone, Debug, PartialEq)]
pub struct DeviceView {
    /// Name without underscore and colon: `DSA1`, `$1$DGA101`.
    pub name: String,
    /// Disk, RAM disk or virtual unit.
    pub kind: DeviceKind,
    /// Node or controller shown in parentheses (shadowing.md 3.1); `None` shows none.
    pub host: Option<String>,
    /// Text after `device type`.
    pub device_type: String,
    /// Allocation class; 0 for none and for virtual units.
    pub allocation_class: u32,
    /// Unit number.
    pub unit: u16,
    /// Whether the medium can be reached.
    pub online: bool,
    /// Hardware or host write protection of the medium.
    pub hardware_write_locked: bool,
    /// Errors since the node was booted.
    pub error_count: u64,
    /// Operations since the node was booted.
    pub operation_count: u64,
    /// Size in blocks; for a mounted virtual unit the size of the set.
    pub total_blocks: u64,
    /// Geometry.
    pub geometry: Geometry,
    /// Process that has the device allocated.
    pub owner: Option<OwnerView>,
    /// It did so by ALLOCATE, and keeps it when the volume is dismounted.
    pub allocated: bool,
    /// Channels and mounts that refer to the device.
    pub reference_count: u32,
    /// The mounted volume.
    pub mount: Option<MountView>,
    /// For a member of a mounted set: its place there.
    pub member: Option<MemberView>,
    /// For a mounted virtual unit: the set.
    pub set: Option<SetView>,
    /// Removed by shadowing, not by an operator, and not mounted since.
    pub failed_member: bool,
    /// For a disk that is no member: the generation in its storage control block; 0 when it has none.
    pub generation: u64,
    /// For a member: the virtual unit, `DSA1`.
    pub virtual_unit: Option<String>,
    /// Owner and protection of the device itself.
    pub security: Security,
    /// The MSCP server of the node offers it to other nodes.
    pub served: bool,
}

/// Sectors, tracks and cylinders as the driver reports them.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Geometry {
    /// Sectors per track.
    pub sectors: u32,
    /// Tracks per cylinder.
    pub tracks: u32,
    /// Cylinders.
    pub cylinders: u32,
}

/// A process that owns a device.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OwnerView {
    /// Process identification.
    pub pid: u32,
    /// Process name.
    pub name: String,
}

/// A mounted volume.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MountView {
    /// Volume label, no trailing blanks; empty for a foreign volume.
    pub label: String,
    /// Who it is mounted for.
    pub scope: MountScope,
    /// Mounted /FOREIGN.
    pub foreign: bool,
    /// Mounted /NOWRITE, or locked by the software (a former member on its own).
    pub write_locked: bool,
    /// DISMOUNT waits for files to be closed.
    pub marked_for_dismount: bool,
    /// Blocks in a cluster.
    pub cluster_size: u32,
    /// Free blocks, from the storage bitmap.
    pub free_blocks: u64,
    /// Maximum number of files.
    pub max_files: u32,
    /// Default file extension.
    pub extend: u32,
    /// Default window size.
    pub window: u32,
    /// Volume owner.
    pub owner: Uic,
    /// Volume protection mask, a bit set denies (ods2.md 1).
    pub protection: u16,
    /// Open files plus one.
    pub transaction_count: u32,
    /// Processes or systems that mounted it.
    pub mount_count: u32,
    /// Open files.
    pub open_files: u32,
    /// ODS level: 2 or 5; 0 for foreign.
    pub structure: u8,
    /// File high-water marking.
    pub high_water: bool,
    /// Erase on delete.
    pub erase_on_delete: bool,
    /// The logical name that MOUNT defined; empty for none.
    pub logical_name: String,
    /// When it was mounted.
    pub mounted: VmsTime,
    /// Whether bits of an improper dismount stand (SHOW DEVICE/REBUILD_STATUS).
    pub needs_rebuild: bool,
    /// Blocks of the volume.
    pub volume_blocks: u64,
    /// Most blocks that the volume can have.
    pub expansion_limit: u64,
    /// Its place in a volume set.
    pub set: Option<SetPlaceView>,
    /// Its caches.
    pub caches: Caches,
    /// Whether the disk is waited for; for a virtual unit its [`SetView`] tells.
    pub verification: Verification,
}

impl DeviceView {
    /// Mount verification of what is mounted on it.
    pub fn verification(&self) -> Verification {
        match (&self.set, &self.mount) {
            (Some(set), _) if set.aborted => Verification::TimedOut,
            (Some(set), _) if set.mount_verification => Verification::InProgress,
            (None, Some(mount)) => mount.verification,
            _ => Verification::None,
        }
    }
}

/// Mount verification of a volume.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Verification {
    /// The disk answers, as far as is known.
    #[default]
    None,
    /// Requests wait.
    InProgress,
    /// It was given up; the volume is to be dismounted.
    TimedOut,
}

/// A volume's place in a volume set.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SetPlaceView {
    /// Name of the set.
    pub name: String,
    /// Relative volume number, from 1.
    pub number: u16,
    /// Volumes of the set.
    pub count: u16,
    /// Device of the root volume, without underscore and colon; empty when it is not mounted.
    pub root: String,
    /// Device of the next mounted volume; empty for the last one.
    pub next: String,
}

/// What a member is in its set.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MemberRole {
    /// Full source member.
    Full,
    /// Target of a full copy or a minicopy.
    CopyTarget,
    /// Full member of a set that is merging.
    Merging,
}

/// A member of a mounted set.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MemberView {
    /// Device name without underscore and colon.
    pub device: String,
    /// Host shown in parentheses.
    pub host: Option<String>,
    /// The virtual unit's number.
    pub unit: u16,
    /// What it is.
    pub role: MemberRole,
    /// Whole percent of the copy or merge, rounded down; 100 when there is none.
    pub percent: u8,
    /// Whether it is the master member.
    pub master: bool,
    /// Relative cost of a read.
    pub read_cost: u32,
    /// Site value; 0 for none.
    pub site: u32,
    /// Seconds until a member that cannot be reached is expelled.
    pub timeout: u32,
    /// Operations on the member.
    pub operation_count: u64,
    /// Errors of the member.
    pub error_count: u64,
}

/// What a recovery operation is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OperationKind {
    /// Full copy or minicopy: displays call both a copy.
    Copy,
    /// Full merge.
    Merge,
    /// Minimerge.
    MiniMerge,
}

/// A copy or merge of a set, waiting or under way.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OperationView {
    /// Copy, merge or minimerge.
    pub kind: OperationKind,
    /// Under way; else pending.
    pub active: bool,
    /// Whole percent of the volume passed, rounded down.
    pub percent: u8,
    /// Node that manages it; empty while nobody does.
    pub node: String,
}

/// A mounted shadow set.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SetView {
    /// Unit number of the virtual unit.
    pub unit: u16,
    /// `DSA1`.
    pub name: String,
    /// Volume label, no trailing blanks.
    pub label: String,
    /// Members in the order of SHDW_NEXT_MBR_NAME, copy targets included.
    pub members: Vec<MemberView>,
    /// Copies and merges; empty in the steady state.
    pub operations: Vec<OperationView>,
    /// In mount verification.
    pub mount_verification: bool,
    /// Mount verification has ended without a full member; the unit is to be dismounted.
    pub aborted: bool,
    /// Shadowing generation number.
    pub generation: u64,
    /// Size in blocks.
    pub size: u64,
    /// Bitmaps, oldest first.
    pub bitmaps: Vec<BitmapView>,
    /// Seconds of mount verification before the unit is given up.
    pub timeout: u32,
    /// Site value; 0 for none.
    pub site: u32,
    /// Copy and merge priority, 0 to 10,000.
    pub priority: u32,
    /// Recovery delay for each served member, seconds.
    pub recovery_delay: u32,
    /// Merge delay factor.
    pub merge_delay_factor: u32,
    /// Merge delay threshold.
    pub delay_threshold: u32,
    /// Whether host-based minimerge is enabled.
    pub minimerge: bool,
}

impl SetView {
    /// The master member.
    pub fn master(&self) -> Option<&MemberView> {
        self.members.iter().find(|member| member.master)
    }

    /// Full members.
    pub fn full_count(&self) -> usize {
        self.members.iter().filter(|member| member.role != MemberRole::CopyTarget).count()
    }

    /// The member after `device`; after none: the first.
    pub fn next_member(&self, device: Option<&str>) -> Option<&MemberView> {
        match device {
            None => self.members.first(),
            Some(device) => {
                let at = self.members.iter().position(|member| member.device == device)?;
                self.members.get(at + 1)
            }
        }
    }

    /// Node that does the copy or merge; `None` when nothing runs.
    pub fn copier_node(&self) -> Option<&str> {
        self.operations.iter().find(|operation| operation.active).map(|operation| operation.node.as_str())
    }

    /// Percent done of the first operation of that sort; 100 when there is none.
    pub fn percent(&self, copy: bool) -> u8 {
        let wanted = |operation: &&OperationView| (operation.kind == OperationKind::Copy) == copy;
        self.operations.iter().find(wanted).map_or(100, |operation| operation.percent)
    }
}

/// What a bitmap is for, as SHOW DEVICE/BITMAP names it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub enum BitmapKind {
    /// Started by DISMOUNT or MOUNT.
    Minicopy,
    /// Host-based minimerge.
    Minimerge,
    /// Converted from minimerge.
    Multiuse,
}

/// A write bitmap.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct BitmapView {
    /// `DSA1`.
    pub device: String,
    /// Identification, shown as eight hexadecimal digits.
    pub id: u32,
    /// Bytes of the bitmap itself.
    pub bytes: u64,
    /// Bits of the bitmap.
    pub bits: u64,
    /// Bits that are set.
    pub bits_set: u64,
    /// What it is for.
    pub kind: BitmapKind,
    /// Name of the node that holds the master bitmap.
    pub master: String,
    /// Whether writes are tracked; false once it only drives a copy or waits to be deleted.
    pub active: bool,
    /// Its set was dismounted: the next mount deletes it.
    pub delete_pending: bool,
    /// When it was made.
    pub created: VmsTime,
    /// Volume label of the set; the display makes the bitmap's name of it.
    pub label: String,
}
