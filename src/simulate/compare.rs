//! Comparing two devices block by block, storage control blocks included.

use crate::blocks::{BLOCK_BYTES, Lbn, LbnRange};
use crate::message::Condition;
use crate::node::Node;

/// LBNs named of those that differ.
const NAMED: usize = 10;

/// What a comparison found.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Comparison {
    /// Blocks compared.
    pub compared: u64,
    /// Blocks that differ.
    pub differ: u64,
    /// The first of them.
    pub first: Vec<Lbn>,
}

/// Compares the first `blocks` blocks of two devices; `interrupted` is asked now and then and ends the comparison.
///
/// # Errors
/// What a device reports.
pub fn compare(
    node: &Node,
    left: &str,
    right: &str,
    blocks: u64,
    mut interrupted: impl FnMut() -> bool,
) -> Result<Comparison, Condition> {
    const CHUNK: u64 = 2048;
    let mut buffers = [Vec::new(), Vec::new()];
    let mut found = Comparison::default();
    let mut start = 0;
    while start < blocks && !interrupted() {
        let range = LbnRange::new(start, CHUNK.min(blocks - start));
        for (device, buffer) in [left, right].into_iter().zip(&mut buffers) {
            buffer.resize(range.count.0 as usize * BLOCK_BYTES, 0);
            node.read_blocks(device, range, buffer)?;
        }
        found.look(range, &buffers[0], &buffers[1]);
        start = range.end().0;
    }
    Ok(found)
}

impl Comparison {
    fn look(&mut self, range: LbnRange, left: &[u8], right: &[u8]) {
        self.compared += range.count.0;
        if left == right {
            return;
        }
        let pairs = left.chunks_exact(BLOCK_BYTES).zip(right.chunks_exact(BLOCK_BYTES));
        for (lbn, _) in (range.start.0..).zip(pairs).filter(|(_, (left, right))| left != right) {
            self.differ += 1;
            if self.first.len() < NAMED {
                self.first.push(Lbn(lbn));
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_differences_are_named_and_all_are_counted() {
        let left = vec![0; 20 * BLOCK_BYTES];
        let mut right = left.clone();
        for block in 5..17 {
            right[block * BLOCK_BYTES + 7] = 1;
        }
        let mut found = Comparison::default();
        found.look(LbnRange::new(100, 20), &left, &right);
        assert_eq!((found.compared, found.differ, found.first.len()), (20, 12, NAMED));
        assert_eq!(found.first[0], Lbn(105));
    }
}
