//! Record attributes: 32 bytes in a file header that say how a file's bytes are records and where it ends.
//!
//! ```text
//!        0   1   2       4               8               12      14  15
//!    0 |typ|att| rsize | highest block | end block     | ffbyte|bkt|vfc|
//!   16 | maxrec| defext| global|  zeros (8)                    |versns |
//! ```
//! Both block numbers have their high word first.

use super::bytes;

/// Record formats, the low four bits of [`RecordAttributes::record_type`].
pub mod format {
    /// Bytes without records.
    pub const UNDEFINED: u8 = 0;
    /// Records of one length.
    pub const FIXED: u8 = 1;
    /// Records with a length word.
    pub const VARIABLE: u8 = 2;
}

/// Bit of [`RecordAttributes::attributes`]: records do not cross blocks.
pub const NO_SPAN: u8 = 8;

/// Record attributes (FAT).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct RecordAttributes {
    /// Record format in the low four bits, organization in the high four.
    pub record_type: u8,
    /// Carriage control and [`NO_SPAN`].
    pub attributes: u8,
    /// Length of fixed records, or of the longest variable one.
    pub record_size: u16,
    /// Blocks allocated.
    pub highest_block: u32,
    /// VBN in which the file ends.
    pub end_block: u32,
    /// First byte not used in that block.
    pub first_free_byte: u16,
    /// Blocks in a bucket.
    pub bucket_size: u8,
    /// Bytes of fixed control area.
    pub control_size: u8,
    /// Longest record allowed; 0 = any.
    pub maximum_record: u16,
    /// Default extension, blocks.
    pub extension: u16,
    /// Global buffers.
    pub global_buffers: u16,
    /// Default version limit of a directory; 0 = none.
    pub versions: u16,
}

impl RecordAttributes {
    /// Fixed records of `size` bytes in an empty file.
    pub fn fixed(size: u16) -> Self {
        let record_type = format::FIXED;
        Self { record_type, record_size: size, maximum_record: size, end_block: 1, ..Self::default() }
    }

    /// A directory of no blocks.
    pub fn directory() -> Self {
        Self { record_type: format::VARIABLE, attributes: NO_SPAN, ..Self::fixed(512) }
    }

    /// The same with `allocated` blocks, ending at the end of block `used`.
    pub fn sized(self, allocated: u32, used: u32) -> Self {
        Self { highest_block: allocated, end_block: used + 1, first_free_byte: 0, ..self }
    }

    /// Length in bytes.
    pub fn length(&self) -> u64 {
        u64::from(self.end_block.saturating_sub(1)) * 512 + u64::from(self.first_free_byte)
    }

    /// Decodes 32 bytes; every value is possible.
    pub fn decode(bytes: &[u8; 32]) -> Self {
        let word = |offset| bytes::word(bytes, offset);
        Self {
            record_type: bytes[0],
            attributes: bytes[1],
            record_size: word(2),
            highest_block: bytes::swapped_long(bytes, 4),
            end_block: bytes::swapped_long(bytes, 8),
            first_free_byte: word(12),
            bucket_size: bytes[14],
            control_size: bytes[15],
            maximum_record: word(16),
            extension: word(18),
            global_buffers: word(20),
            versions: word(30),
        }
    }

    /// The 32 bytes.
    pub fn encode(&self) -> [u8; 32] {
        let mut out = [0; 32];
        (out[0], out[1], out[14], out[15]) = (self.record_type, self.attributes, self.bucket_size, self.control_size);
        bytes::put_swapped_long(&mut out, 4, self.highest_block);
        bytes::put_swapped_long(&mut out, 8, self.end_block);
        let words = [
            (2, self.record_size),
            (12, self.first_free_byte),
            (16, self.maximum_record),
            (18, self.extension),
            (20, self.global_buffers),
            (30, self.versions),
        ];
        for (offset, value) in words {
            bytes::put_word(&mut out, offset, value);
        }
        out
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_byte_outside_the_spare_ones_survives() {
        let mut bytes = [0; 32];
        for (index, byte) in bytes.iter_mut().enumerate() {
            *byte = if (22..30).contains(&index) { 0 } else { index as u8 + 1 };
        }
        assert_eq!(RecordAttributes::decode(&bytes).encode(), bytes);
    }

    #[test]
    fn a_directory_of_one_block_ends_behind_it() {
        let attributes = RecordAttributes::directory().sized(3, 1);
        assert_eq!(attributes.encode()[..14], [2, 8, 0, 2, 0, 0, 3, 0, 0, 0, 2, 0, 0, 0]);
        assert_eq!(attributes.length(), 512);
        assert_eq!(RecordAttributes::fixed(64).length(), 0);
    }
}
