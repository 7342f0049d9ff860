//! What a set has to recover, and comparing members: the transfers of a merge, and of reads where it has not come yet.
//!
//! Outside the set's lock, as all transfers. The block of the SCB is in no compare.

use std::sync::PoisonError;

use crate::blocks::{BLOCK_BYTES, LbnRange};
use crate::shadow::{BlockMap, MemberIndex, MemberMask, OpId, Verdict};

use super::members::{MemberDisk, MemberTable};
use super::set::ShadowSet;
use super::transfer::{Outcome, RANGE_BYTES, pieces, read};

impl ShadowSet {
    /// The copy or merge that can have a turn now.
    pub fn recovery_work(&self) -> Option<OpId> {
        let mut shared = self.lock();
        // One that waits after a failure waits no longer than it has to.
        self.tick(&mut shared);
        // What a hold delayed has no turn of its own any more.
        let left = || shared.copies.front().and(shared.core.view().copies.first().map(|copy| copy.op));
        let merge = || shared.copies.front().and(shared.core.view().merge.map(|merge| merge.op));
        shared.core.copy_work().or_else(left).or_else(merge)
    }

    /// Whether an operation is the set's merge.
    pub fn is_merge(&self, op: OpId) -> bool {
        self.lock().core.view().merge.is_some_and(|merge| merge.op == op)
    }

    /// Whether the set has a copy, waiting or under way.
    pub fn has_copies(&self) -> bool {
        !self.lock().core.view().copies.is_empty()
    }

    /// Whether the set has a copy or merge to be worked on.
    pub fn needs_recovery(&self) -> bool {
        let shared = self.lock();
        let view = shared.core.view();
        !view.copies.is_empty() || view.merge.is_some() && !view.write_locked
    }

    /// Compares members; ends at the first piece in which they differ.
    pub(super) fn compare(&self, table: &MemberTable, members: MemberMask, range: LbnRange) -> Outcome {
        let (reached, mut failed) = table.reach(members);
        let members: Vec<_> = reached.collect();
        let mut scratch = self.scratch.lock().unwrap_or_else(PoisonError::into_inner);
        scratch.buffer.resize(RANGE_BYTES, 0);
        scratch.delay = 0;
        // One look for the whole range: a sparse volume is mostly such ranges.
        scratch.was_hole = scratch.is_hole_of_all(members.iter().copied(), range);
        if scratch.was_hole {
            return (failed, Verdict::Equal);
        }
        for piece in pieces(range) {
            if scratch.is_hole_of_all(members.iter().copied(), piece) {
                continue;
            }
            scratch.delay += members.iter().map(|(_, member)| member.delay()).max().unwrap_or(0);
            for (first, count) in BlockMap(self.wanted(piece, None)).runs() {
                let run = LbnRange::new(piece.start.0 + first, count);
                let data = &mut scratch.buffer[..run.count.bytes() as usize];
                let Some(at) = first_readable(&members, run, data, &mut failed) else { continue };
                let others = &members[at + 1..];
                let differ = others.iter().filter(|member| differs(member, run, data, &mut failed));
                let differ: MemberMask = differ.map(|(index, _)| *index).collect();
                if !differ.is_empty() {
                    return (failed, Verdict::Differ { members: differ });
                }
            }
        }
        (failed, Verdict::Equal)
    }

    /// Reads one member and compares the others with what it gave.
    pub(super) fn read_and_compare(
        &self,
        table: &MemberTable,
        members: MemberMask,
        range: LbnRange,
        buffer: &mut [u8],
    ) -> Outcome {
        let mut failed = MemberMask::NONE;
        let mut source = None;
        for index in members.iter() {
            failed |= read(table, index, range, buffer);
            if !failed.contains(index) {
                source = Some(index);
                break;
            }
        }
        let Some(source) = source else { return (failed, Verdict::None) };
        let (reached, lost) = table.reach(members.without(source.mask() | failed));
        failed |= lost;
        let others: Vec<_> = reached.collect();
        let mut differ = MemberMask::NONE;
        for piece in pieces(range) {
            for (first, count) in BlockMap(self.wanted(piece, None)).runs() {
                let run = LbnRange::new(piece.start.0 + first, count);
                let from = usize::try_from((run.start.0 - range.start.0) * BLOCK_BYTES as u64).unwrap_or(0);
                let data = &buffer[from..][..run.count.bytes() as usize];
                let found = others.iter().filter(|member| differs(member, run, data, &mut failed));
                differ |= found.map(|(index, _)| *index).collect();
            }
        }
        (failed, if differ.is_empty() { Verdict::Equal } else { Verdict::Differ { members: differ } })
    }
}

/// Reads the first member that can be read; its place.
fn first_readable(
    members: &[(MemberIndex, &MemberDisk)],
    run: LbnRange,
    data: &mut [u8],
    failed: &mut MemberMask,
) -> Option<usize> {
    members.iter().position(|(index, member)| {
        member.disk.count_operation();
        let read = member.file.read(run, data);
        if let Err(fault) = &read {
            member.disk.note_fault(fault);
            *failed |= index.mask();
        }
        read.is_ok()
    })
}

/// Whether a member holds other data; one that cannot be read has failed.
fn differs((index, member): &(MemberIndex, &MemberDisk), run: LbnRange, data: &[u8], failed: &mut MemberMask) -> bool {
    member.disk.count_operation();
    match member.file.differing(run, data) {
        Ok(different) => different != 0,
        Err(fault) => {
            member.disk.note_fault(&fault);
            *failed |= index.mask();
            false
        }
    }
}
