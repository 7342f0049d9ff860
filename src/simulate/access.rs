//! Which blocks SIMULATE may write: free ones of a mounted volume, and with /OVERRIDE others too, but never a member of
//! a mounted set and never a storage control block.

use crate::blocks::{BLOCK_BYTES, BlockCount, Lbn, LbnRange};
use crate::message::{Condition, codes};
use crate::node::Node;
use crate::node::views::DeviceView;

/// A device's view.
///
/// # Errors
/// NOSUCHDEV.
pub fn device(node: &Node, name: &str) -> Result<DeviceView, Condition> {
    node.device(name).ok_or_else(|| codes::SYSTEM_NOSUCHDEV.into())
}

/// Refuses blocks behind the end of the device.
///
/// # Errors
/// BADLBN with the first block that does not exist.
pub fn inside(device: &DeviceView, range: LbnRange) -> Result<(), Condition> {
    if range.end().0 <= device.total_blocks {
        return Ok(());
    }
    let first = range.start.0.max(device.total_blocks);
    let beyond = Condition::new(codes::SIMULATE_BADLBN).arg(number(first)).arg(shown(device));
    Err(beyond.arg(number(device.total_blocks)))
}

/// A device's name as messages print it.
pub fn shown(device: &DeviceView) -> String {
    format!("{}:", device.name)
}

/// A count or an address as a message argument.
pub fn number(value: u64) -> i64 {
    // Block numbers stay below 2^32 and counters far below 2^63.
    value as i64
}

/// Writes blocks for SIMULATE WRITE.
///
/// # Errors
/// MEMBER, SCB, BADLBN whatever `force` says; NOTMOUNTED and ALLOCATED without it; what the device reports. Nothing is
/// written then.
pub fn write(node: &Node, name: &str, start: Lbn, data: &[u8], force: bool) -> Result<Vec<Condition>, Condition> {
    let device = device(node, name)?;
    let range = LbnRange { start, count: BlockCount((data.len() / BLOCK_BYTES) as u64) };
    inside(&device, range)?;
    if let Some(member) = &device.member {
        return Err(Condition::new(codes::SIMULATE_MEMBER).arg(shown(&device)).arg(format!("DSA{}:", member.unit)));
    }
    if let Some(scb) = node.scb_lbn(name)?.filter(|scb| range.contains(*scb)) {
        return Err(Condition::new(codes::SIMULATE_SCB).arg(number(scb.0)).arg(shown(&device)));
    }
    if device.mount.is_none() {
        if !force {
            return Err(Condition::new(codes::SIMULATE_NOTMOUNTED).arg(shown(&device)));
        }
        let zeroed = node.write_unmounted(name, start, data)?;
        let note = Condition::new(codes::SIMULATE_GENZEROED).arg(shown(&device));
        return Ok(if zeroed { vec![note] } else { Vec::new() });
    }
    if !force && let Some(taken) = first_allocated(&node.free_extents(name)?, range) {
        return Err(Condition::new(codes::SIMULATE_ALLOCATED).arg(number(taken.0)).arg(shown(&device)));
    }
    node.write_blocks(name, start, data)?;
    Ok(Vec::new())
}

/// The first block of `range` that lies in none of the free extents.
pub fn first_allocated(free: &[LbnRange], range: LbnRange) -> Option<Lbn> {
    let mut at = range.start;
    while at < range.end() {
        match free.iter().find(|extent| extent.contains(at)) {
            Some(extent) => at = extent.end(),
            None => return Some(at),
        }
    }
    None
}

/// The blocks that a load may touch: free ones, or an explicit range that must lie in free space.
///
/// # Errors
/// NOFREE, ALLOCATED, BADLBN, and what the device reports.
pub fn load_extents(node: &Node, name: &str, range: Option<LbnRange>) -> Result<Vec<LbnRange>, Condition> {
    let device = device(node, name)?;
    if device.mount.is_none() {
        return Err(codes::SYSTEM_DEVNOTMOUNT.into());
    }
    let free = node.free_extents(name)?;
    let Some(range) = range else {
        let none = || Condition::new(codes::SIMULATE_NOFREE).arg(shown(&device));
        return if free.is_empty() { Err(none()) } else { Ok(free) };
    };
    inside(&device, range)?;
    match first_allocated(&free, range) {
        Some(taken) => Err(Condition::new(codes::SIMULATE_ALLOCATED).arg(number(taken.0)).arg(shown(&device))),
        None => Ok(vec![range]),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_block_that_is_not_free_is_found_across_extents() {
        let free = [LbnRange::new(10, 10), LbnRange::new(20, 5), LbnRange::new(30, 5)];
        assert_eq!(first_allocated(&free, LbnRange::new(12, 13)), None);
        assert_eq!(first_allocated(&free, LbnRange::new(12, 14)), Some(Lbn(25)));
        assert_eq!(first_allocated(&free, LbnRange::new(0, 1)), Some(Lbn(0)));
    }
}
