//! The passing of virtual time: loads and copies move in step, ten milliseconds at a time.

use super::load::Loads;
use crate::clock::Millis;
use crate::node::Node;

/// The grain in which virtual time passes.
const STEP: u64 = 10;

/// Lets `by` pass on a virtual clock: loads do what is due, then copies their turns. A real clock is left alone, there
/// threads do the work.
pub fn pass(node: &Node, loads: &Loads, by: Millis) {
    if !node.clock().is_virtual() {
        return;
    }
    let mut left = by.0;
    while left > 0 {
        let step = left.min(STEP);
        node.clock().advance(Millis(step));
        loads.advance(node.clock().millis());
        node.advance(Millis(step));
        left -= step;
    }
}

/// Lets virtual time pass until writes on the device are not stalled any more: whoever writes waits as long.
pub fn wait_for_writes(node: &Node, loads: &Loads, device: &str) {
    while node.clock().is_virtual() && node.stalls_writes(device) {
        pass(node, loads, Millis(STEP));
    }
}
