//! Directory records: names, and for each name its versions with their file ids.
//!
//! ```text
//! 0 | size | verlimit | flags | n | NAME.TYPE (even) | version, file id (8 bytes), descending .. | next record ..
//! ```
//! The size counts the bytes after itself. A record never crosses a block; behind the last one in a block stands the
//! word FFFF, and the rest is zeros.

use super::bytes::{self, Block};
use super::header::FileId;

/// One version of a name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Version {
    /// Version number, 1 to 32767.
    pub number: u16,
    /// The file.
    pub id: FileId,
}

/// One record.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DirectoryEntry {
    /// `NAME.TYPE`.
    pub name: String,
    /// Most versions kept.
    pub version_limit: u16,
    /// Versions, the highest first.
    pub versions: Vec<Version>,
}

/// Why a block is no directory block.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct BadDirectory;

/// The word behind the last record of a block.
const END: u16 = 0xFFFF;

impl DirectoryEntry {
    fn bytes(&self) -> usize {
        6 + self.name.len().next_multiple_of(2) + 8 * self.versions.len()
    }
}

/// Decodes one block of a directory.
pub fn decode_block(block: &Block) -> Result<Vec<DirectoryEntry>, BadDirectory> {
    let mut entries = Vec::new();
    let mut at = 0;
    // A block that is exactly full has no room for the closing word.
    while at + 2 <= block.len() && bytes::word(block, at) != END {
        let end = at + 2 + usize::from(bytes::word(block, at));
        if end > block.len() || end < at + 6 || end % 2 != 0 {
            return Err(BadDirectory);
        }
        let name_length = usize::from(block[at + 5]);
        let values = at + 6 + name_length.next_multiple_of(2);
        // Only type 0, a list of file ids, is known.
        if name_length == 0 || values > end || (end - values) % 8 != 0 || block[at + 4] & 7 != 0 {
            return Err(BadDirectory);
        }
        let version =
            |value: &[u8]| Version { number: bytes::word(value, 0), id: FileId::decode(bytes::field(value, 2)) };
        entries.push(DirectoryEntry {
            name: bytes::text(&block[at + 6..at + 6 + name_length]),
            version_limit: bytes::word(block, at + 2),
            versions: block[values..end].chunks_exact(8).map(version).collect(),
        });
        at = end;
    }
    Ok(entries)
}

/// Encodes entries, already in order, as the blocks of a directory; at least one block.
pub fn encode_blocks(entries: &[DirectoryEntry]) -> Vec<Block> {
    let mut blocks = vec![[0; 512]];
    let mut at = 0;
    for entry in entries {
        if at + entry.bytes() + 2 > 512 {
            close(&mut blocks, at);
            blocks.push([0; 512]);
            at = 0;
        }
        let block = blocks.last_mut().expect("there is always one");
        bytes::put_word(block, at, (entry.bytes() - 2) as u16);
        bytes::put_word(block, at + 2, entry.version_limit);
        block[at + 5] = entry.name.len() as u8;
        bytes::put(block, at + 6, entry.name.as_bytes());
        let values = at + 6 + entry.name.len().next_multiple_of(2);
        for (index, version) in entry.versions.iter().enumerate() {
            bytes::put_word(block, values + 8 * index, version.number);
            bytes::put(block, values + 8 * index + 2, &version.id.encode());
        }
        at += entry.bytes();
    }
    close(&mut blocks, at);
    blocks
}

fn close(blocks: &mut [Block], at: usize) {
    let block = blocks.last_mut().expect("there is always one");
    bytes::put_word(block, at, END);
}

#[cfg(test)]
mod tests {
    use super::super::tests::Random;
    use super::*;

    fn entries(count: u16) -> Vec<DirectoryEntry> {
        let version =
            |number| Version { number, id: FileId { number: 100 + u32::from(number), sequence: 1, volume: 0 } };
        let entry = |n: u16| DirectoryEntry {
            name: format!("FILE{n:03}.DAT"),
            version_limit: 32_767,
            versions: (1..=1 + n % 3).rev().map(version).collect(),
        };
        (0..count).map(entry).collect()
    }

    #[test]
    fn a_record_lies_as_the_reference_has_it() {
        let entry = DirectoryEntry {
            name: "000000.DIR".to_owned(),
            version_limit: 1,
            versions: vec![Version { number: 1, id: FileId::reserved(4) }],
        };
        let blocks = encode_blocks(&[entry]);
        assert_eq!(&blocks[0][..26], b"\x16\0\x01\0\0\x0a000000.DIR\x01\0\x04\0\x04\0\0\0\xff\xff");
        assert!(blocks[0][26..].iter().all(|&b| b == 0));
    }

    #[test]
    fn entries_survive_over_several_blocks() {
        let entries = entries(100);
        let blocks = encode_blocks(&entries);
        assert!(blocks.len() > 4);
        let back: Vec<_> = blocks.iter().flat_map(|block| decode_block(block).unwrap()).collect();
        assert_eq!(back, entries);
    }

    #[test]
    fn any_bytes_are_read_or_refused() {
        for seed in 0..3000 {
            let mut random = Random::new(seed);
            let mut block = encode_blocks(&entries(12))[0];
            for _ in 0..1 + random.below(6) {
                block[random.below(512) as usize] = random.next() as u8;
            }
            if let Ok(back) = decode_block(&block) {
                assert!(back.len() <= 85, "seed {seed}");
            }
        }
    }
}
