//! The home block: what a volume is called and where its index file begins.
//!
//! Encodes, decodes and names the places where a home block may lie. No I/O.
//!
//! ```text
//!        0       2       4               8               12
//!    0 | home LBN      | alternate home | backup header | level | v     |
//!   16 | hVBN  | aVBN  | bVBN  | mVBN  | bitmap LBN    | max files     |
//!   32 | size  | resvd | dtype | rvn   | set   | vchar | owner         |
//!   48 | sec mask      | prot  | fprot | rprot | sum 1 | created ..    |
//!   64 | .. created    |win|lru| ext   | retain min                    |
//!   80 | retain max                    | revised                       |
//!   96 | classes, file table, levels, copy date: zeros                 |
//!  448 | zeros         | serial        | structure name (12)  460..471 |
//!  472 | volume name (12)              | owner name (12)      484..495 |
//!  496 | DECFILE11B__ (12)                             | zero  | sum 2 |
//! ```

use super::bytes::{self, Block};
use super::scb::Geometry;
use crate::blocks::{BlockCount, Lbn};
use crate::clock::VmsTime;

/// Structure level 2, version 1.
pub const LEVEL_2: u16 = 0x0201;

/// Distance between places for a home block since V7: INITIALIZE/HOMEBLOCKS=FIXED.
pub const FIXED_DELTA: u64 = 1033;

/// The text by which a Files-11 ODS-2 home block is known.
const FORMAT: &[u8; 12] = b"DECFILE11B  ";

/// Bits of [`HomeBlock::characteristics`].
pub mod characteristics {
    /// Check every read.
    pub const READ_CHECK: u16 = 1;
    /// Check every write.
    pub const WRITE_CHECK: u16 = 2;
    /// Erase on delete.
    pub const ERASE: u16 = 4;
    /// No highwater marks.
    pub const NO_HIGHWATER: u16 = 8;
}

/// A user identification code: group in the high word, member in the low one.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct Uic(pub u32);

impl Uic {
    /// `[1,4]`, the account SYSTEM.
    pub const SYSTEM: Self = Self::new(1, 4);

    /// `[group,member]`.
    pub const fn new(group: u16, member: u16) -> Self {
        Self((group as u32) << 16 | member as u32)
    }

    /// Group number.
    pub fn group(self) -> u16 {
        (self.0 >> 16) as u16
    }

    /// Member number.
    pub fn member(self) -> u16 {
        self.0 as u16
    }
}

impl std::fmt::Display for Uic {
    /// `[1,4]`, octal.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "[{:o},{:o}]", self.group(), self.member())
    }
}

/// A home block.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HomeBlock {
    /// Where this copy lies.
    pub home_lbn: Lbn,
    /// Where the alternate home block lies.
    pub alternate_lbn: Lbn,
    /// Where the backup of the index file's header lies.
    pub backup_header_lbn: Lbn,
    /// Structure level and version.
    pub level: u16,
    /// Cluster factor.
    pub cluster: u16,
    /// VBN of this copy in INDEXF.SYS.
    pub home_vbn: u16,
    /// VBN of the alternate home block in INDEXF.SYS.
    pub alternate_vbn: u16,
    /// VBN of the backup header in INDEXF.SYS.
    pub backup_header_vbn: u16,
    /// VBN of the index bitmap in INDEXF.SYS.
    pub index_bitmap_vbn: u16,
    /// Where the index bitmap lies.
    pub index_bitmap_lbn: Lbn,
    /// Most files on the volume.
    pub maximum_files: u32,
    /// Blocks of the index bitmap.
    pub index_bitmap_size: u16,
    /// Number of reserved files.
    pub reserved_files: u16,
    /// Relative volume number; 0 outside volume sets.
    pub relative_volume: u16,
    /// Number of volumes in the set, on its first volume.
    pub set_count: u16,
    /// Bits of [`characteristics`].
    pub characteristics: u16,
    /// Owner of the volume.
    pub owner: Uic,
    /// Volume protection; a set bit denies.
    pub protection: u16,
    /// Default protection of files.
    pub file_protection: u16,
    /// Default record protection.
    pub record_protection: u16,
    /// When the volume was initialized.
    pub created: VmsTime,
    /// Default window size.
    pub window: u8,
    /// Directories kept open (/ACCESSED).
    pub lru_limit: u8,
    /// Default extension, blocks.
    pub extension: u16,
    /// When the volume was last revised; 0 after INITIALIZE.
    pub revised: VmsTime,
    /// Serial number.
    pub serial_number: u32,
    /// Name of the volume set, without its padding.
    pub structure_name: String,
    /// Label, without its padding.
    pub label: String,
    /// Name of the owner, without its padding.
    pub owner_name: String,
}

/// Why 512 bytes are no home block for the place where they were read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum HomeError {
    /// The format text is not there: this is no Files-11 volume, or not here.
    Format,
    /// One of the two sums is wrong.
    Checksum,
    /// Not level 2 (an ODS-5 volume says 5).
    Level(u8),
    /// The block belongs to another place, or a field has a value that no volume has.
    Field,
}

impl HomeBlock {
    /// Decodes the block that was read at `place`, with every check of the specification.
    pub fn decode(block: &Block, place: Lbn) -> Result<Self, HomeError> {
        if &block[496..508] != FORMAT {
            return Err(HomeError::Format);
        }
        if !bytes::sum_is_right(block, 58) || !bytes::sum_is_right(block, 510) {
            return Err(HomeError::Checksum);
        }
        let level = bytes::word(block, 12);
        if level >> 8 != 2 || level & 0xff == 0 {
            return Err(HomeError::Level((level >> 8) as u8));
        }
        let home = Self::fields(block);
        if home.is_sound(place) { Ok(home) } else { Err(HomeError::Field) }
    }

    fn fields(block: &Block) -> Self {
        let lbn = |offset| Lbn(u64::from(bytes::long(block, offset)));
        let word = |offset| bytes::word(block, offset);
        Self {
            home_lbn: lbn(0),
            alternate_lbn: lbn(4),
            backup_header_lbn: lbn(8),
            level: word(12),
            cluster: word(14),
            home_vbn: word(16),
            alternate_vbn: word(18),
            backup_header_vbn: word(20),
            index_bitmap_vbn: word(22),
            index_bitmap_lbn: lbn(24),
            maximum_files: bytes::long(block, 28),
            index_bitmap_size: word(32),
            reserved_files: word(34),
            relative_volume: word(38),
            set_count: word(40),
            characteristics: word(42),
            owner: Uic(bytes::long(block, 44)),
            protection: word(52),
            file_protection: word(54),
            record_protection: word(56),
            created: bytes::time(block, 60),
            window: block[68],
            lru_limit: block[69],
            extension: word(70),
            revised: bytes::time(block, 88),
            serial_number: bytes::long(block, 456),
            structure_name: bytes::text(&block[460..472]),
            label: bytes::text(&block[472..484]),
            owner_name: bytes::text(&block[484..496]),
        }
    }

    fn is_sound(&self, place: Lbn) -> bool {
        self.home_lbn == place
            && self.alternate_lbn.0 != 0
            && self.backup_header_lbn.0 != 0
            && self.home_vbn != 0
            && self.index_bitmap_lbn.0 != 0
            && self.index_bitmap_size != 0
            && self.cluster != 0
            && self.reserved_files >= 5
            && self.maximum_files > u32::from(self.reserved_files)
            && self.maximum_files < 1 << 24
    }

    /// The 512 bytes, both checksums included. Names longer than their fields are cut.
    pub fn encode(&self) -> Block {
        let mut block = [0; 512];
        self.store(&mut block);
        block
    }

    /// Puts the fields into a block, both checksums included, and leaves the rest of it alone.
    pub(super) fn store(&self, block: &mut Block) {
        let lbns =
            [(0, self.home_lbn), (4, self.alternate_lbn), (8, self.backup_header_lbn), (24, self.index_bitmap_lbn)];
        for (offset, lbn) in lbns {
            bytes::put_long(block, offset, u32::try_from(lbn.0).unwrap_or(u32::MAX));
        }
        let words = [
            (12, self.level),
            (14, self.cluster),
            (16, self.home_vbn),
            (18, self.alternate_vbn),
            (20, self.backup_header_vbn),
            (22, self.index_bitmap_vbn),
            (32, self.index_bitmap_size),
            (34, self.reserved_files),
            (38, self.relative_volume),
            (40, self.set_count),
            (42, self.characteristics),
            (52, self.protection),
            (54, self.file_protection),
            (56, self.record_protection),
            (70, self.extension),
        ];
        for (offset, value) in words {
            bytes::put_word(block, offset, value);
        }
        bytes::put_long(block, 28, self.maximum_files);
        bytes::put_long(block, 44, self.owner.0);
        bytes::put_quad(block, 60, self.created.0);
        block[68] = self.window;
        block[69] = self.lru_limit;
        bytes::put_quad(block, 88, self.revised.0);
        bytes::put_long(block, 456, self.serial_number);
        bytes::put(block, 460, &bytes::padded::<12>(&self.structure_name));
        bytes::put(block, 472, &bytes::padded::<12>(&self.label));
        bytes::put(block, 484, &bytes::padded::<12>(&self.owner_name));
        bytes::put(block, 496, FORMAT);
        // The first sum lies under the second.
        for end in [58, 510] {
            let sum = bytes::word_sum(block, end);
            bytes::put_word(block, end, sum);
        }
    }

    /// Whether files have high-water marks.
    pub fn has_highwater(&self) -> bool {
        self.characteristics & characteristics::NO_HIGHWATER == 0
    }

    /// Whether files are erased when they are deleted.
    pub fn erases(&self) -> bool {
        self.characteristics & characteristics::ERASE != 0
    }

    /// Where header 1 to 16 lies: behind the index bitmap (ods2.md 3).
    pub fn header_lbn(&self, number: u32) -> Option<Lbn> {
        let behind = u64::from(number.checked_sub(1).filter(|&n| n < 16)?);
        Some(Lbn(self.index_bitmap_lbn.0 + u64::from(self.index_bitmap_size) + behind))
    }
}

/// The distance that a disk's geometry gives between places for a home block (Files-11 specification).
pub fn geometry_delta(geometry: Geometry) -> u64 {
    let (s, t, c) = (u64::from(geometry.sectors), u64::from(geometry.tracks), u64::from(geometry.cylinders));
    match (s == 1, t == 1, c == 1) {
        (true, true, _) | (true, _, true) | (_, true, true) => 1,
        (_, true, _) | (_, _, true) => s + 1,
        (true, ..) => t + 1,
        _ => (t + 1).saturating_mul(s).saturating_add(1),
    }
}

/// Where to look for a home block on a disk of `size` blocks, in order, each place once: 1, 2, 1034, then further
/// along the fixed distance and along the one of the geometry.
pub fn search_places(size: BlockCount, geometry: Geometry) -> Vec<Lbn> {
    const TRIES: u64 = 40;
    let along = |delta: u64| (0..TRIES).map(move |n| delta.saturating_mul(n).saturating_add(1));
    let mut places: Vec<Lbn> = Vec::new();
    let candidates =
        [1, 2].into_iter().chain(along(FIXED_DELTA)).chain(along(geometry_delta(geometry))).chain(along(1));
    for place in candidates.map(Lbn).filter(|place| place.0 < size.0) {
        if !places.contains(&place) {
            places.push(place);
        }
    }
    places
}

#[cfg(test)]
mod tests;
