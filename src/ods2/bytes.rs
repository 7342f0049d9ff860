//! Little-endian fields in a block, and the sums over them.
//!
//! Reading never panics on content: offsets are constants of the layouts, and every buffer is a whole block.

use crate::blocks::{BLOCK_BYTES, Lbn, LbnRange};
use crate::clock::VmsTime;
use crate::storage::{BlockFile, Fault};

/// One block of bytes.
pub type Block = [u8; BLOCK_BYTES];

/// Word at a byte offset.
pub(super) fn word(bytes: &[u8], offset: usize) -> u16 {
    u16::from_le_bytes(field(bytes, offset))
}

/// Longword at a byte offset.
pub(super) fn long(bytes: &[u8], offset: usize) -> u32 {
    u32::from_le_bytes(field(bytes, offset))
}

/// Quadword at a byte offset.
pub(super) fn quad(bytes: &[u8], offset: usize) -> u64 {
    u64::from_le_bytes(field(bytes, offset))
}

/// Time at a byte offset.
pub(super) fn time(bytes: &[u8], offset: usize) -> VmsTime {
    VmsTime(quad(bytes, offset))
}

/// Longword with its high word first, as record attributes keep block numbers.
pub(super) fn swapped_long(bytes: &[u8], offset: usize) -> u32 {
    u32::from(word(bytes, offset)) << 16 | u32::from(word(bytes, offset + 2))
}

/// N bytes at an offset.
pub(super) fn field<const N: usize>(bytes: &[u8], offset: usize) -> [u8; N] {
    bytes[offset..offset + N].try_into().expect("the length is N")
}

/// Stores bytes at an offset.
pub(super) fn put(bytes: &mut [u8], offset: usize, value: &[u8]) {
    bytes[offset..offset + value.len()].copy_from_slice(value);
}

/// Stores a word.
pub(super) fn put_word(bytes: &mut [u8], offset: usize, value: u16) {
    put(bytes, offset, &value.to_le_bytes());
}

/// Stores a longword.
pub(super) fn put_long(bytes: &mut [u8], offset: usize, value: u32) {
    put(bytes, offset, &value.to_le_bytes());
}

/// Stores a quadword.
pub(super) fn put_quad(bytes: &mut [u8], offset: usize, value: u64) {
    put(bytes, offset, &value.to_le_bytes());
}

/// Stores a longword with its high word first.
pub(super) fn put_swapped_long(bytes: &mut [u8], offset: usize, value: u32) {
    put_long(bytes, offset, value.rotate_left(16));
}

/// Sum of the words before `end`, modulo 65536 (ods2.md 1).
pub(super) fn word_sum(bytes: &[u8], end: usize) -> u16 {
    bytes[..end].chunks_exact(2).fold(0, |sum, pair| sum.wrapping_add(u16::from_le_bytes([pair[0], pair[1]])))
}

/// Whether the checksum word at `offset` is the sum of the words before it.
pub(super) fn sum_is_right(bytes: &[u8], offset: usize) -> bool {
    word_sum(bytes, offset) == word(bytes, offset)
}

/// Text without the blanks (and NULs) behind it; bytes outside ASCII become `?`.
pub(super) fn text(bytes: &[u8]) -> String {
    let shown = bytes.iter().map(|&b| if (32..127).contains(&b) { char::from(b) } else { '?' });
    let end = bytes.iter().rposition(|&b| b != b' ' && b != 0).map_or(0, |last| last + 1);
    shown.take(end).collect()
}

/// Text in a field of N bytes, filled up with blanks and cut to the field.
pub(super) fn padded<const N: usize>(text: &str) -> [u8; N] {
    let mut field = [b' '; N];
    for (place, byte) in field.iter_mut().zip(text.bytes()) {
        *place = byte;
    }
    field
}

/// Reads one block.
pub(super) fn read_block(file: &dyn BlockFile, lbn: Lbn) -> Result<Block, Fault> {
    let mut block = [0; BLOCK_BYTES];
    file.read(LbnRange::new(lbn.0, 1), &mut block)?;
    Ok(block)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn block_numbers_in_record_attributes_have_their_high_word_first() {
        let mut bytes = [0; 6];
        put_swapped_long(&mut bytes, 1, 0x0001_0203);
        assert_eq!(bytes, [0, 1, 0, 3, 2, 0]);
        assert_eq!(swapped_long(&bytes, 1), 0x0001_0203);
    }

    #[test]
    fn sums_wrap() {
        assert_eq!(word_sum(&[0xff, 0xff, 2, 0, 9, 9], 4), 1);
    }

    #[test]
    fn texts_lose_their_padding_only() {
        assert_eq!(text(b"AB C  \0 "), "AB C");
        assert_eq!(text(b"   "), "");
        assert_eq!(padded::<4>("ABCDEF"), *b"ABCD");
    }
}
