//! Blocks in hexadecimal and ASCII, as DUMP shows them.

use crate::blocks::{BLOCK_BYTES, Lbn};
use crate::show::dump::Form;

/// The lines of one block: its heading, a blank line, sixteen lines of 32 bytes, a blank line.
pub fn lines(lbn: Lbn, block: &[u8]) -> Vec<String> {
    let mut lines =
        vec![format!("Logical block number {lbn} ({:08X}), {BLOCK_BYTES} (0200) bytes", lbn.0), String::new()];
    lines.extend(Form::default().lines(block, 0));
    lines.push(String::new());
    lines
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn longwords_stand_from_right_to_left() {
        let mut block = [0; BLOCK_BYTES];
        block[..4].copy_from_slice(b"ABCD");
        let lines = lines(Lbn(10), &block);
        assert_eq!(lines[0], "Logical block number 10 (0000000A), 512 (0200) bytes");
        assert_eq!(lines.len(), 19);
        let zeros = " 00000000".repeat(7);
        assert_eq!(lines[2], format!("{zeros} 44434241 ABCD{} 000000", ".".repeat(28)));
        assert!(lines[17].ends_with(" 0001E0"), "{}", lines[17]);
    }
}
