//! File headers: one block of INDEXF.SYS for each file.
//!
//! ```text
//!        0   1   2   3   4       6       8               12
//!    0 |ido|mpo|aco|rso| segmnt| level | file id (6)           | extension |
//!   16 | .. file id    | record attributes (32)                            |
//!   52 | characteristics       | rprot |map|acc| owner         | fprot |   |
//!   66 | directory (6) | journal, 0, 0 | highwater     | zeros to 79       |
//!   80 | name (20) |rev| created, revised, expires, backed up (8 each) | more name (66) |
//!  200 | map: 155 words                                             510 | sum |
//! ```
//! Headers written here have the ident area at byte 80, the map at 200 and no access control list; headers read may
//! have their areas elsewhere.

use super::attributes::RecordAttributes;
use super::bytes::{self, Block};
use super::home::{LEVEL_2, Uic};
use super::map;
use crate::blocks::LbnRange;
use crate::clock::VmsTime;

/// Bits of [`FileHeader::characteristics`].
pub mod characteristics {
    /// The file is one extent and must stay so.
    pub const CONTIGUOUS: u32 = 0x80;
    /// The file is a directory.
    pub const DIRECTORY: u32 = 0x2000;
    /// The file is being deleted, or is deleted.
    pub const DELETED: u32 = 0x8000;
}

/// Offsets of the areas in words, as VMS sets them.
const OFFSETS: [u8; 4] = [40, 100, 255, 255];

/// Most bytes of map in a header with [`OFFSETS`].
pub(super) const MAP_BYTES: usize = 310;

/// A file identification.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct FileId {
    /// File number, 1 to 2^24 - 1; 0 names no file.
    pub number: u32,
    /// Sequence number: how often the number was used.
    pub sequence: u16,
    /// Relative volume number; 0 is "this volume".
    pub volume: u8,
}

impl FileId {
    /// The id of a reserved file: number and sequence are equal.
    pub const fn reserved(number: u16) -> Self {
        Self { number: number as u32, sequence: number, volume: 0 }
    }

    /// Decodes six bytes.
    pub fn decode(bytes: [u8; 6]) -> Self {
        let number = u32::from(bytes::word(&bytes, 0)) | u32::from(bytes[5]) << 16;
        Self { number, sequence: bytes::word(&bytes, 2), volume: bytes[4] }
    }

    /// The six bytes.
    pub fn encode(self) -> [u8; 6] {
        let [low, high, more, _] = self.number.to_le_bytes();
        let [first, second] = self.sequence.to_le_bytes();
        [low, high, first, second, self.volume, more]
    }
}

/// A file header.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FileHeader {
    /// 0 in a primary header, n in the n-th extension header.
    pub segment: u16,
    /// The file.
    pub id: FileId,
    /// Next header of the file; number 0 when there is none.
    pub extension: FileId,
    /// Record attributes.
    pub attributes: RecordAttributes,
    /// Bits of [`characteristics`].
    pub characteristics: u32,
    /// Record protection.
    pub record_protection: u16,
    /// Owner.
    pub owner: Uic,
    /// Protection; a set bit denies.
    pub protection: u16,
    /// The directory that the file is entered in.
    pub directory: FileId,
    /// First VBN never written; 0 = not kept.
    pub highwater: u32,
    /// `NAME.TYPE;version`.
    pub name: String,
    /// How often the file was opened for writing.
    pub revision: u16,
    /// When the file was made.
    pub created: VmsTime,
    /// When the file was last changed.
    pub revised: VmsTime,
    /// Where the blocks lie, in the order of their VBNs.
    pub extents: Vec<LbnRange>,
}

/// Why 512 bytes are no file header.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum HeaderError {
    /// The sum is wrong; so it is in a deleted header.
    Checksum,
    /// Not level 2.
    Level,
    /// The areas overlap, or the map does not fit its area.
    Areas,
    /// The header belongs to another file.
    FileNumber,
}

impl FileHeader {
    /// A header of a file with nothing in it, owned by SYSTEM.
    pub fn new(id: FileId, name: &str, attributes: RecordAttributes, time: VmsTime) -> Self {
        Self {
            segment: 0,
            id,
            extension: FileId::default(),
            attributes,
            characteristics: 0,
            record_protection: 0,
            owner: Uic::SYSTEM,
            protection: 0xFA00,
            directory: FileId::reserved(4),
            highwater: 1,
            name: name.to_owned(),
            revision: 1,
            created: time,
            revised: time,
            extents: Vec::new(),
        }
    }

    /// Decodes the header of file `number`, with every check of the specification.
    pub fn decode(block: &Block, number: u32) -> Result<Self, HeaderError> {
        if !bytes::sum_is_right(block, 510) {
            return Err(HeaderError::Checksum);
        }
        let level = bytes::word(block, 6);
        if level >> 8 != 2 || level & 0xff == 0 {
            return Err(HeaderError::Level);
        }
        let [ident, map_start, acl, reserved] = bytes::field::<4>(block, 0).map(usize::from);
        let map_words = usize::from(block[58]);
        let ordered = ident >= 38 && ident <= map_start && map_start <= acl && acl <= reserved;
        if !ordered || map_start + map_words > acl {
            return Err(HeaderError::Areas);
        }
        let id = FileId::decode(bytes::field(block, 8));
        if id.number != number || number == 0 {
            return Err(HeaderError::FileNumber);
        }
        let area = &block[map_start * 2..(map_start + map_words) * 2];
        let extents = map::decode(area).map_err(|map::BadMap| HeaderError::Areas)?;
        // An empty ident area, as extension headers may have it, gives no name and no dates.
        let mut ident_area = [0; 120];
        let end = (map_start * 2).min(ident * 2 + ident_area.len());
        ident_area[..end - ident * 2].copy_from_slice(&block[ident * 2..end]);
        Ok(Self {
            segment: bytes::word(block, 4),
            id,
            extension: FileId::decode(bytes::field(block, 14)),
            attributes: RecordAttributes::decode(&bytes::field(block, 20)),
            characteristics: bytes::long(block, 52),
            record_protection: bytes::word(block, 56),
            owner: Uic(bytes::long(block, 60)),
            protection: bytes::word(block, 64),
            directory: FileId::decode(bytes::field(block, 66)),
            highwater: bytes::long(block, 76),
            name: bytes::text(&[&ident_area[..20], &ident_area[54..]].concat()),
            revision: bytes::word(&ident_area, 20),
            created: bytes::time(&ident_area, 22),
            revised: bytes::time(&ident_area, 30),
            extents,
        })
    }

    /// The 512 bytes, checksum included; `None` when the map needs an extension header.
    pub fn encode(&self) -> Option<Block> {
        let map = map::encode(&self.extents);
        if map.len() > MAP_BYTES {
            return None;
        }
        let mut block = [0; 512];
        bytes::put(&mut block, 0, &OFFSETS);
        bytes::put_word(&mut block, 4, self.segment);
        bytes::put_word(&mut block, 6, LEVEL_2);
        bytes::put(&mut block, 8, &self.id.encode());
        bytes::put(&mut block, 14, &self.extension.encode());
        bytes::put(&mut block, 20, &self.attributes.encode());
        bytes::put_long(&mut block, 52, self.characteristics);
        bytes::put_word(&mut block, 56, self.record_protection);
        block[58] = (map.len() / 2) as u8;
        bytes::put_long(&mut block, 60, self.owner.0);
        bytes::put_word(&mut block, 64, self.protection);
        bytes::put(&mut block, 66, &self.directory.encode());
        bytes::put_long(&mut block, 76, self.highwater);
        let name = bytes::padded::<86>(&self.name);
        bytes::put(&mut block, 80, &name[..20]);
        bytes::put_word(&mut block, 100, self.revision);
        bytes::put_quad(&mut block, 102, self.created.0);
        bytes::put_quad(&mut block, 110, self.revised.0);
        bytes::put(&mut block, 134, &name[20..]);
        bytes::put(&mut block, 200, &map);
        let sum = bytes::word_sum(&block, 510);
        bytes::put_word(&mut block, 510, sum);
        Some(block)
    }
}

#[cfg(test)]
mod tests {
    use super::super::tests::Random;
    use super::*;

    fn sample() -> FileHeader {
        let attributes = RecordAttributes::fixed(512).sized(20, 7);
        let id = FileId { number: 0x12_3456, sequence: 9, volume: 0 };
        let mut header = FileHeader::new(id, "A_RATHER_LONG_NAME_OF_A_FILE.AND_TYPE;32767", attributes, VmsTime(77));
        header.extents = vec![LbnRange::new(99, 1), LbnRange::new(1 << 30, 19)];
        (header.highwater, header.characteristics, header.owner) = (8, 0x80, Uic::new(0o200, 0o3));
        header
    }

    #[test]
    fn every_field_survives() {
        let header = sample();
        assert_eq!(FileHeader::decode(&header.encode().unwrap(), 0x12_3456), Ok(header));
    }

    #[test]
    fn fields_lie_where_the_reference_has_them() {
        let block = sample().encode().unwrap();
        assert_eq!(block[..14], [40, 100, 255, 255, 0, 0, 1, 2, 0x56, 0x34, 9, 0, 0, 0x12]);
        assert_eq!(block[58], 5);
        assert_eq!(block[60..72], [3, 0, 0x80, 0, 0, 0xFA, 4, 0, 4, 0, 0, 0]);
        assert_eq!(&block[80..102], b"A_RATHER_LONG_NAME_O\x01\0");
        assert_eq!(&block[134..158], b"F_A_FILE.AND_TYPE;32767 ");
    }

    #[test]
    fn a_map_that_does_not_fit_needs_another_header() {
        let mut header = sample();
        header.extents = (0..77).map(|n| LbnRange::new(n * 2, 1)).collect();
        assert!(header.encode().is_some());
        header.extents.push(LbnRange::new(1000, 1));
        assert!(header.encode().is_none());
    }

    #[test]
    fn damage_is_noticed_and_never_fatal() {
        for seed in 0..3000 {
            let mut random = Random::new(seed);
            let mut block = sample().encode().unwrap();
            let (place, change) = (random.below(512) as usize, 1 + random.below(255) as u8);
            block[place] ^= change;
            assert!(FileHeader::decode(&block, 0x12_3456).is_err(), "seed {seed}");
            // With a right sum the other checks stand alone.
            for _ in 0..random.below(4) {
                block[random.below(64) as usize] = random.next() as u8;
            }
            let sum = bytes::word_sum(&block, 510);
            bytes::put_word(&mut block, 510, sum);
            if let Ok(header) = FileHeader::decode(&block, 0x12_3456) {
                assert_eq!(header.id.number, 0x12_3456, "seed {seed}");
            }
        }
    }
}
