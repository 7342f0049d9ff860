//! The storage control block: VBN 1 of BITMAP.SYS, geometry and mount state of a volume, and its shadowing record.
//!
//! Encodes and decodes; never does I/O and never decides. Bytes that no field covers are zeros.
//!
//! ```text
//!        0       2       4               8               12
//!    0 | level | v     | volume size   | 1             | sectors       |
//!   16 | tracks        | cylinders     | status        | status copy   |
//!   32 | writes| volume lock name (12)                         | time  |
//!   48 | .. mount time         | brev  | generation                    |
//!   64 | unit id                       | shstat| s1 s2 s3| zeros       |
//!   80 | member 1                      | member 2                      |
//!   96 | member 3                      | SCB LBN       |dev|mbr|mst|mrg|
//!  112 |fct| 7 times 12 bytes: status, 3 zeros, member 4 to 10         |
//!  197 | zeros                                               510 | sum |
//! ```
//! Up to offset 53 the fields are those of the published specification, 54 to 112 those of the VMS structure
//! definitions. How VMS encodes unit and member numbers is not known: see [`DeviceCode`]. The layout of members 4 to
//! 10 in the space that VMS keeps for them is ours.

use super::bytes::{self, Block};
use super::home::LEVEL_2;
use crate::blocks::{BlockCount, Lbn};
use crate::clock::VmsTime;

/// Members that a set can have (OpenVMS V8.4).
pub const MAX_MEMBERS: usize = 6;

/// Geometry of a disk as its driver reports it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Geometry {
    /// Blocks in a track.
    pub sectors: u32,
    /// Tracks in a cylinder.
    pub tracks: u32,
    /// Cylinders.
    pub cylinders: u32,
}

impl Geometry {
    /// A geometry for a disk that has none: 254 blocks in a track and 4 tracks for large disks, less for small ones.
    pub fn for_size(size: BlockCount) -> Self {
        let (sectors, tracks) = if size.0 >= 1 << 20 { (254, 4) } else { (32, 4) };
        let cylinders = u32::try_from(size.0.div_ceil(sectors * tracks)).unwrap_or(u32::MAX);
        Self { sectors: sectors as u32, tracks: tracks as u32, cylinders }
    }
}

/// Bits of [`Scb::status`]: what a mounted volume holds in memory and has not written back.
pub mod status {
    /// The storage bitmap is being changed.
    pub const MAP_DIRTY: u32 = 1;
    /// Free blocks are held in a cache.
    pub const MAP_ALLOCATED: u32 = 2;
    /// File numbers are held in a cache.
    pub const FILE_ALLOCATED: u32 = 4;
    /// Quota entries are held in a cache.
    pub const QUOTA_DIRTY: u32 = 8;
    /// File headers are written late.
    pub const HEADER_WRITE: u32 = 16;
    /// The file structure is known to be damaged.
    pub const CORRUPT: u32 = 32;
}

/// Bits of [`Scb::shadow_status`].
pub mod shadow_status {
    /// The set is steady.
    pub const NORMAL: u16 = 1;
    /// The set was just formed.
    pub const NEW: u16 = 2;
    /// A copy is under way.
    pub const COPYING: u16 = 0x20;
    /// A merge is under way.
    pub const MERGING: u16 = 0x40;
    /// A minimerge is under way.
    pub const MINIMERGING: u16 = 0x80;
}

/// Bits of [`ScbMember::status`].
pub mod member_status {
    /// Target of a full copy.
    pub const FULL_COPY: u8 = 1;
    /// Member of a merge.
    pub const MERGE: u8 = 2;
    /// Its copy or merge has begun.
    pub const IN_PROGRESS: u8 = 4;
    /// Its SCB is the correct one.
    pub const MASTER: u8 = 8;
    /// It had an error.
    pub const ERROR: u8 = 0x10;
    /// It may be a source.
    pub const SOURCE: u8 = 0x20;
    /// The entry is in use.
    pub const VALID: u8 = 0x80;
}

/// A device in 64 bits, for [`Scb::unit_id`] and [`ScbMember::id`]: unit number in the low longword, in the high one
/// three controller letters of five bits each, and above them the allocation class.
///
/// ```text
/// 63           47         32                              0
/// | class (16) | 0 L L L  | unit number (32)               |
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct DeviceCode {
    /// Allocation class; 0 when the device has none.
    pub allocation_class: u16,
    /// Two device letters and the controller letter, such as `DGA`.
    pub letters: [u8; 3],
    /// Unit number.
    pub unit: u32,
}

impl DeviceCode {
    /// The number that goes to disk.
    pub fn encode(self) -> u64 {
        let letters = self.letters.iter().fold(0, |sum, &letter| sum << 5 | u64::from(letter.wrapping_sub(b'@') & 31));
        u64::from(self.allocation_class) << 48 | letters << 32 | u64::from(self.unit)
    }

    /// The device that a number names; `None` for a number that no device has.
    pub fn decode(code: u64) -> Option<Self> {
        let letter = |shift: u32| (code >> shift & 31) as u8 + b'@';
        let letters = [letter(42), letter(37), letter(32)];
        let well_formed = code >> 47 & 1 == 0 && letters.iter().all(u8::is_ascii_uppercase);
        well_formed.then_some(Self { allocation_class: (code >> 48) as u16, letters, unit: code as u32 })
    }
}

/// One entry of the member list.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct ScbMember {
    /// Bits of [`member_status`]; 0 for an entry that is not in use.
    pub status: u8,
    /// Which device.
    pub id: u64,
}

/// A storage control block.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Scb {
    /// Cluster factor, as in the home block.
    pub cluster: u16,
    /// Blocks of the volume.
    pub volume_size: BlockCount,
    /// Geometry at INITIALIZE.
    pub geometry: Geometry,
    /// Bits of [`status`].
    pub status: u32,
    /// Second copy of the status.
    pub status_copy: u32,
    /// Systems that have the volume mounted for write; 0 after a clean dismount.
    pub write_count: u16,
    /// Name of the volume's lock: the label of a volume mounted for all.
    pub lock_name: [u8; 12],
    /// Last mount for write.
    pub mount_time: VmsTime,
    /// Grows when an image backup is restored; members of a set have it alike.
    pub backup_revision: u16,
    /// Shadowing generation; 0 = no valid member of any set.
    pub generation: u64,
    /// The virtual unit; see [`DeviceCode`].
    pub unit_id: u64,
    /// Bits of [`shadow_status`].
    pub shadow_status: u16,
    /// Members in the order of SHOW SHADOW; places not in use are zero.
    pub members: [ScbMember; MAX_MEMBERS],
    /// Where the SCB itself lies; 0 on a volume that never was in a set.
    pub scb_lbn: Lbn,
    /// Devices in the set.
    pub device_count: u8,
    /// Full members.
    pub full_count: u8,
    /// Place of the master member.
    pub master_index: u8,
    /// Members being merged.
    pub merge_targets: u8,
    /// Members being copied onto.
    pub copy_targets: u8,
}

/// Why 512 bytes are no SCB.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ScbError {
    /// The sum over the block is wrong: torn, overwritten, or never one.
    Checksum,
    /// Not structure level 2.
    Level,
}

/// Offset of the entries of members 4 to 10.
const MORE_MEMBERS: usize = 113;

impl Scb {
    /// The SCB of a volume that was just initialized: clean, in no set.
    pub fn new(cluster: u16, volume_size: BlockCount, geometry: Geometry) -> Self {
        Self {
            cluster,
            volume_size,
            geometry,
            status: 0,
            status_copy: 0,
            write_count: 0,
            lock_name: [0; 12],
            mount_time: VmsTime(0),
            backup_revision: 0,
            generation: 0,
            unit_id: 0,
            shadow_status: 0,
            members: [ScbMember::default(); MAX_MEMBERS],
            scb_lbn: Lbn(0),
            device_count: 0,
            full_count: 0,
            master_index: 0,
            merge_targets: 0,
            copy_targets: 0,
        }
    }

    /// Forgets every shadowing field: the volume belongs to no set any more (ods2.md 5).
    pub fn leave_shadowing(&mut self) {
        let cleared = Self::new(self.cluster, self.volume_size, self.geometry);
        *self = Self {
            status: self.status,
            status_copy: self.status_copy,
            write_count: self.write_count,
            lock_name: self.lock_name,
            mount_time: self.mount_time,
            ..cleared
        };
    }

    /// Whether the volume was mounted for write and not dismounted since.
    pub fn is_dirty(&self) -> bool {
        self.write_count != 0 || self.status & !status::CORRUPT != 0
    }

    /// Decodes a block.
    pub fn decode(block: &Block) -> Result<Self, ScbError> {
        if !bytes::sum_is_right(block, 510) {
            return Err(ScbError::Checksum);
        }
        // A block of zeros has a right sum, too.
        if block[1] != (LEVEL_2 >> 8) as u8 {
            return Err(ScbError::Level);
        }
        let geometry = Geometry {
            sectors: bytes::long(block, 12),
            tracks: bytes::long(block, 16),
            cylinders: bytes::long(block, 20),
        };
        let mut members = [ScbMember::default(); MAX_MEMBERS];
        for (index, member) in members.iter_mut().enumerate() {
            let (status, id) = member_offsets(index);
            *member = ScbMember { status: block[status], id: bytes::quad(block, id) };
        }
        Ok(Self {
            cluster: bytes::word(block, 2),
            volume_size: BlockCount(u64::from(bytes::long(block, 4))),
            geometry,
            status: bytes::long(block, 24),
            status_copy: bytes::long(block, 28),
            write_count: bytes::word(block, 32),
            lock_name: bytes::field(block, 34),
            mount_time: bytes::time(block, 46),
            backup_revision: bytes::word(block, 54),
            generation: bytes::quad(block, 56),
            unit_id: bytes::quad(block, 64),
            shadow_status: bytes::word(block, 72),
            members,
            scb_lbn: Lbn(u64::from(bytes::long(block, 104))),
            device_count: block[108],
            full_count: block[109],
            master_index: block[110],
            merge_targets: block[111],
            copy_targets: block[112],
        })
    }

    /// The 512 bytes, checksum included.
    pub fn encode(&self) -> Block {
        let mut block = [0; 512];
        bytes::put_word(&mut block, 0, LEVEL_2);
        bytes::put_word(&mut block, 2, self.cluster);
        bytes::put_long(&mut block, 4, low_long(self.volume_size.0));
        bytes::put_long(&mut block, 8, 1);
        bytes::put_long(&mut block, 12, self.geometry.sectors);
        bytes::put_long(&mut block, 16, self.geometry.tracks);
        bytes::put_long(&mut block, 20, self.geometry.cylinders);
        bytes::put_long(&mut block, 24, self.status);
        bytes::put_long(&mut block, 28, self.status_copy);
        bytes::put_word(&mut block, 32, self.write_count);
        bytes::put(&mut block, 34, &self.lock_name);
        bytes::put_quad(&mut block, 46, self.mount_time.0);
        bytes::put_word(&mut block, 54, self.backup_revision);
        bytes::put_quad(&mut block, 56, self.generation);
        bytes::put_quad(&mut block, 64, self.unit_id);
        bytes::put_word(&mut block, 72, self.shadow_status);
        for (index, member) in self.members.iter().enumerate() {
            let (status, id) = member_offsets(index);
            block[status] = member.status;
            bytes::put_quad(&mut block, id, member.id);
        }
        bytes::put_long(&mut block, 104, low_long(self.scb_lbn.0));
        let counts = [self.device_count, self.full_count, self.master_index, self.merge_targets, self.copy_targets];
        bytes::put(&mut block, 108, &counts);
        let sum = bytes::word_sum(&block, 510);
        bytes::put_word(&mut block, 510, sum);
        block
    }
}

/// Offsets of a member's status byte and id.
fn member_offsets(index: usize) -> (usize, usize) {
    match index.checked_sub(3) {
        None => (74 + index, 80 + 8 * index),
        Some(more) => (MORE_MEMBERS + 12 * more, MORE_MEMBERS + 12 * more + 4),
    }
}

/// A 32-bit field of the block; a volume of 2^32 blocks exactly keeps the largest number the field has.
fn low_long(value: u64) -> u32 {
    u32::try_from(value).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests;
