//! The default volume security profile, VBN 1 of SECURITY.SYS.
//!
//! Its meaning is not published; the bytes are what INITIALIZE of VMS V7 writes (ods2.md 10). MOUNT believes a profile
//! when its sum is right.
//!
//! ```text
//!        0               4               8               12
//!    0 | sum (XOR)     | 0             | length        | 6     | 2     |
//!   16 | 0                             | 12    | 8     | owner         |
//!   32 | 2 6 2 0808 12 (words), zeros to 49, 9 20 (words), 16 bytes of access |
//!   70 | 23    | 8     | 0             | 20    | L + 4 | label (L), zeros |
//! ```

use super::bytes::{self, Block};
use super::home::Uic;

/// Bytes before the label.
const LABEL: usize = 0x52;

/// The profile of a volume with this label and owner.
pub fn profile(label: &str, owner: Uic) -> Block {
    let label = &label.as_bytes()[..label.len().min(12)];
    let mut block = [0; 512];
    bytes::put_long(&mut block, 0x08, (LABEL + label.len()) as u32);
    bytes::put(&mut block, 0x0C, &[6, 0, 2, 0]);
    bytes::put(&mut block, 0x18, &[0x0C, 0, 8, 0]);
    bytes::put_long(&mut block, 0x1C, owner.0);
    bytes::put(&mut block, 0x20, &[2, 0, 6, 0, 2, 8, 8, 0, 0x0C, 0]);
    bytes::put(&mut block, 0x32, &[9, 0, 0x14, 0]);
    for (offset, low) in [(0x36, 0xE0), (0x3A, 0xE0), (0x3E, 0xF0), (0x42, 0xF0)] {
        bytes::put(&mut block, offset, &[low, 0xFF, 0xFF, 0xFF]);
    }
    bytes::put(&mut block, 0x46, &[0x17, 0, 8, 0]);
    bytes::put(&mut block, 0x4E, &[0x14, 0]);
    bytes::put_word(&mut block, 0x50, (label.len() + 4) as u16);
    bytes::put(&mut block, LABEL, label);
    let sum = sum(&block, label.len());
    bytes::put_long(&mut block, 0, sum);
    block
}

/// Whether the profile has the right sum for its label's length.
pub fn is_sound(block: &Block) -> bool {
    let length = usize::from(bytes::word(block, 0x50)).wrapping_sub(4);
    length <= 12 && bytes::long(block, 8) as usize == LABEL + length && bytes::long(block, 0) == sum(block, length)
}

fn sum(block: &Block, label_length: usize) -> u32 {
    let longwords = (78 + label_length) / 4;
    (0..longwords).fold(0, |sum, index| sum ^ bytes::long(block, 4 + 4 * index))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_profile_has_the_recorded_bytes() {
        let block = profile("ABC", Uic::SYSTEM);
        assert_eq!(block[4..0x20], *b"\0\0\0\0\x55\0\0\0\x06\0\x02\0\0\0\0\0\0\0\0\0\x0c\0\x08\0\x04\0\x01\0");
        assert_eq!(block[0x32..0x3A], [9, 0, 0x14, 0, 0xE0, 0xFF, 0xFF, 0xFF]);
        assert_eq!(block[0x4E..0x56], *b"\x14\0\x07\0ABC\0");
        assert!(is_sound(&block));
    }

    #[test]
    fn damage_is_noticed() {
        assert!(!is_sound(&[0; 512]));
        assert!(!is_sound(&[0xff; 512]));
        for length in 1..=12 {
            let label = &"ABCDEFGHIJKL"[..length];
            assert!(is_sound(&profile(label, Uic(0))), "{label}");
            let mut block = profile(label, Uic(0));
            block[0x37] ^= 4;
            assert!(!is_sound(&block), "{label}");
        }
    }
}
