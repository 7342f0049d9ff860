//! `memory-N.bin`: what lives in a node's memory while the cluster is suspended - bitmaps, RAM disks, last SCBs.
//!
//! ```text
//!  0  magic "DCLSMEM1"                          8 bytes
//!  8  number of sections                        u32, little endian
//! 12  sections: length of name u16, name, length of data u64, data
//! ```
//! The checksum of the whole file stands in `state.json`. What a section means is its writer's business.

use std::collections::BTreeMap;

const MAGIC: &[u8; 8] = b"DCLSMEM1";

/// Named pieces of memory.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Memory {
    sections: BTreeMap<String, Vec<u8>>,
}

impl Memory {
    /// Name of the section that holds the last SCB written to a device, such as `$1$DGA101:`.
    pub fn scb_section(device: &str) -> String {
        format!("scb {device}")
    }

    /// Adds a section; a second one of the same name replaces the first. Names are at most 65,535 bytes.
    pub fn put(&mut self, name: impl Into<String>, data: Vec<u8>) {
        self.sections.insert(name.into(), data);
    }

    /// The bytes of a section.
    pub fn get(&self, name: &str) -> Option<&[u8]> {
        self.sections.get(name).map(Vec::as_slice)
    }

    /// Every section, by name.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &[u8])> {
        self.sections.iter().map(|(name, data)| (name.as_str(), data.as_slice()))
    }

    /// Whether there is nothing to keep.
    pub fn is_empty(&self) -> bool {
        self.sections.is_empty()
    }

    /// The file's bytes.
    pub(super) fn encode(&self) -> Vec<u8> {
        let size = self.sections.iter().map(|(name, data)| name.len() + data.len() + 10).sum::<usize>();
        let mut bytes = Vec::with_capacity(12 + size);
        bytes.extend_from_slice(MAGIC);
        bytes.extend_from_slice(&u32::try_from(self.sections.len()).expect("few sections").to_le_bytes());
        for (name, data) in &self.sections {
            bytes.extend_from_slice(&u16::try_from(name.len()).expect("a short name").to_le_bytes());
            bytes.extend_from_slice(name.as_bytes());
            bytes.extend_from_slice(&(data.len() as u64).to_le_bytes());
            bytes.extend_from_slice(data);
        }
        bytes
    }

    /// The sections of a file; `None` when the bytes are not what [`Memory::encode`] makes.
    pub(super) fn decode(bytes: &[u8]) -> Option<Self> {
        let mut rest = bytes.strip_prefix(MAGIC)?;
        let count = u32::from_le_bytes(take(&mut rest, 4)?.try_into().ok()?);
        let mut memory = Self::default();
        for _ in 0..count {
            let name_len = u16::from_le_bytes(take(&mut rest, 2)?.try_into().ok()?);
            let name = std::str::from_utf8(take(&mut rest, usize::from(name_len))?).ok()?;
            let data_len = u64::from_le_bytes(take(&mut rest, 8)?.try_into().ok()?);
            let data = take(&mut rest, usize::try_from(data_len).ok()?)?;
            memory.sections.insert(name.to_owned(), data.to_vec());
        }
        rest.is_empty().then_some(memory)
    }
}

fn take<'a>(rest: &mut &'a [u8], count: usize) -> Option<&'a [u8]> {
    let (head, tail) = rest.split_at_checked(count)?;
    *rest = tail;
    Some(head)
}

/// A 64-bit checksum of bytes, as 16 hexadecimal digits. It finds accidents, not malice.
pub(super) fn checksum(bytes: &[u8]) -> String {
    const PRIME: u64 = 0x0000_0100_0000_01B3;
    let step = |sum: u64, word: u64| (sum ^ word).wrapping_mul(PRIME).rotate_left(29);
    let mut sum = step(0xCBF2_9CE4_8422_2325, bytes.len() as u64);
    let (words, tail) = bytes.as_chunks::<8>();
    for word in words {
        sum = step(sum, u64::from_le_bytes(*word));
    }
    for byte in tail {
        sum = step(sum, u64::from(*byte));
    }
    format!("{:016x}", step(sum, 0))
}
