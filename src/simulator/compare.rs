//! Compares: of a read while a merge is due, and of the merge itself.
//!
//! Each step reads one block of one member. A member that cannot be read is left out, and told.

use super::task::{Places, Task, Work};
use super::world::{World, trace};
use crate::shadow::{Irp, MemberMask, Token, Verdict};

/// A compare: the first member that can be read is read, the others are looked at.
#[derive(Debug)]
pub(super) struct Compare {
    /// The read that waits for the data.
    pub(super) irp: Option<Irp>,
    pub(super) members: Places,
    pub(super) blocks: Vec<u64>,
    pub(super) buffer: Vec<u64>,
    /// Whose data is in the buffer, and next member and block to look at.
    from: u8,
    member: u8,
    block: u32,
    differ: MemberMask,
}

impl World {
    /// A compare becomes a task.
    pub(super) fn begin_compare(
        &mut self,
        node: usize,
        token: Token,
        irp: Option<Irp>,
        members: MemberMask,
        blocks: Vec<u64>,
    ) {
        let members = self.places(node, members);
        let buffer = self.list();
        let compare = Compare { irp, members, blocks, buffer, from: 0, member: 0, block: 0, differ: MemberMask::NONE };
        let work = Work::Compare(compare);
        self.tasks.push(Task { node: node as u8, token, failed: MemberMask::NONE, work });
    }

    pub(super) fn step_compare(&mut self, at: usize) {
        let Task { work: Work::Compare(compare), failed, .. } = &mut self.tasks[at] else { return };
        let members = compare.members;
        if let Some((index, disk)) =
            members.list().get(usize::from(compare.member)).filter(|_| !compare.blocks.is_empty())
        {
            let disk = &self.disks[usize::from(*disk)];
            let first = compare.member == compare.from;
            if disk.broken || disk.reads_broken {
                *failed |= index.mask();
                compare.member += 1;
                compare.block = 0;
                if first {
                    compare.from = compare.member;
                    compare.buffer.clear();
                }
            } else {
                let value = disk.blocks[compare.blocks[compare.block as usize] as usize];
                if first {
                    compare.buffer.push(value);
                } else if compare.buffer[compare.block as usize] != value {
                    compare.differ |= index.mask();
                }
                compare.block += 1;
                if compare.block as usize == compare.blocks.len() {
                    (compare.member, compare.block) = (compare.member + 1, 0);
                }
            }
            if usize::from(compare.member) < members.list().len() {
                return;
            }
        }
        self.end_compare(at);
    }

    fn end_compare(&mut self, at: usize) {
        let mut task = self.tasks.swap_remove(at);
        let Work::Compare(compare) = &mut task.work else { return };
        if let Some(irp) = compare.irp {
            self.requests.get_mut(irp).found.extend_from_slice(&compare.buffer);
        }
        let differ = compare.differ;
        let (blocks, buffer) = (std::mem::take(&mut compare.blocks), std::mem::take(&mut compare.buffer));
        self.give_back(blocks);
        self.give_back(buffer);
        let verdict = if differ.is_empty() { Verdict::Equal } else { Verdict::Differ { members: differ } };
        trace!(self, "node {}: compare ends: {verdict:?}, failed {:?}", task.node, task.failed);
        self.end_transfer(&task, verdict);
    }
}
