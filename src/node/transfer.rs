//! Transfers between members and buffers: application stores and reads, the passes of copies, compares and repairs.
//!
//! Everything here runs outside the set's lock, in the thread that owns the data. It moves bytes and reports which
//! members failed; what follows from that the core decides. The block of the SCB is in no pass.

use std::sync::PoisonError;

use crate::blocks::{BLOCK_BYTES, BlockCount, LbnRange, RANGE_BLOCKS};
use crate::message::codes;
use crate::shadow::{BlockMap, IoOp, MemberIndex, MemberMask, Verdict};
use crate::storage::{Fault, FaultKind, WriteWay};

use super::bad_blocks::{holds_forced_error, read_around, rewrite};
use super::members::{MemberDisk, MemberTable};
use super::set::{Data, ShadowSet, Transfer};

/// Failed members, and what was found.
pub(super) type Outcome = (MemberMask, Verdict);

/// Bytes of one range: the buffer of a copy pass.
pub(super) const RANGE_BYTES: usize = RANGE_BLOCKS as usize * BLOCK_BYTES;

/// What passes of a set keep from one to the next. One copier at a time uses it.
#[derive(Debug, Default)]
pub(super) struct Scratch {
    pub(super) buffer: Vec<u8>,
    /// The last pass was a hole of all members: nothing was read.
    pub(super) was_hole: bool,
    /// Milliseconds that slow disks took in the last pass.
    pub(super) delay: u64,
    /// What each disk was seen to be made of; dropped with every change of the members. Old knowledge is good as long as
    /// the members are the same: since a target joined, every write went to it too, so what was a hole on both sides is
    /// still equal on both.
    seen: Vec<(u64, Seen)>,
}

/// What a pass has come to.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Tally {
    pub failed: MemberMask,
    /// Those of them for which the host has no space.
    no_space: MemberMask,
    wrote: MemberMask,
    blocks: u64,
}

impl Tally {
    /// Counts what making a member equal came to.
    pub fn note(&mut self, index: MemberIndex, member: &MemberDisk, made: Result<u64, Fault>) {
        match made {
            Ok(0) => {}
            Ok(blocks) => {
                self.wrote |= index.mask();
                self.blocks += blocks;
            }
            Err(fault) => {
                member.disk.note_fault(&fault);
                self.failed |= index.mask();
                if fault.kind() == FaultKind::NoSpace {
                    self.no_space |= index.mask();
                }
            }
        }
    }
}

/// A stretch of an image: a hole from `from` up to the data, then data up to the next hole.
#[derive(Clone, Copy, Debug)]
struct Seen {
    from: u64,
    data: Option<LbnRange>,
}

impl Scratch {
    /// Forgets what disks are made of.
    pub fn forget(&mut self) {
        self.seen.clear();
    }

    /// Whether the whole run is a hole of the image; a file that cannot tell has none. The host is asked once for each
    /// stretch: finding the end of a long one can take it a while.
    pub(super) fn is_hole(&mut self, member: &MemberDisk, run: LbnRange) -> bool {
        let id = member.disk.unit_id();
        let known = |seen: &Seen| run.start.0 >= seen.from && seen.data.is_none_or(|data| run.start < data.end());
        if let Some((_, seen)) = self.seen.iter().find(|(of, seen)| *of == id && known(seen)) {
            return seen.data.is_none_or(|data| data.start >= run.end());
        }
        self.seen.retain(|(of, _)| *of != id);
        match member.file.next_data(run.start) {
            Ok(data) => {
                self.seen.push((id, Seen { from: run.start.0, data }));
                data.is_none_or(|data| data.start >= run.end())
            }
            Err(_) => false,
        }
    }

    /// Whether the run is a hole of every one of the members: they agree there.
    pub(super) fn is_hole_of_all<'a>(
        &mut self,
        mut members: impl Iterator<Item = (MemberIndex, &'a MemberDisk)>,
        run: LbnRange,
    ) -> bool {
        members.all(|(_, member)| self.is_hole(member, run))
    }
}

impl ShadowSet {
    /// Performs a transfer of an application's request with its own data.
    pub(super) fn perform_request(&self, table: &MemberTable, transfer: &Transfer, data: &mut Data<'_>) -> Outcome {
        match (transfer.op, data) {
            (IoOp::Write { members }, Data::Write(data)) => {
                let outcome = self.store(table, members, transfer.range, data);
                if !outcome.0.is_empty() {
                    // Half of it may be stored: what was a hole on all members need not be one any more.
                    self.scratch.lock().unwrap_or_else(PoisonError::into_inner).forget();
                }
                outcome
            }
            (IoOp::Read { member }, Data::Read(buffer)) => {
                let failed = read(table, member, transfer.range, buffer);
                (failed, read_verdict(failed, Verdict::None, buffer))
            }
            (IoOp::ReadCompare { members }, Data::Read(buffer)) => {
                let (failed, verdict) = self.read_and_compare(table, members, transfer.range, buffer);
                (failed, read_verdict(failed, verdict, buffer))
            }
            (IoOp::Repair { master, .. }, Data::Read(buffer)) => {
                let (failed, verdict) = self.perform_pass(table, transfer);
                self.note_pass(table, transfer, (failed, verdict), true);
                let stored = failed.is_empty() && !matches!(verdict, Verdict::Refused(_));
                // Nobody stores to the range while it is held.
                let lost = if stored { read(table, master, transfer.range, buffer) } else { MemberMask::NONE };
                let verdict = if stored { read_verdict(lost, verdict, buffer) } else { verdict };
                (failed | lost, verdict)
            }
            (op, _) => unreachable!("{op:?} is not for this request"),
        }
    }

    /// Stores an application's data on members, one after the other, so that a kill tears the block of one at most.
    /// Space is allocated on all of them first: a full host is not a bad disk.
    fn store(&self, table: &MemberTable, members: MemberMask, range: LbnRange, data: &[u8]) -> Outcome {
        let (reached, mut failed) = table.reach(members);
        let mut stores: [Option<(MemberIndex, &MemberDisk)>; crate::shadow::MAX_MEMBERS] = Default::default();
        stores.iter_mut().zip(reached).for_each(|(to, member)| *to = Some(member));
        let mut full_hosts = 0;
        for (index, member) in stores.iter().flatten() {
            if !member.file.is_allocated(range)
                && let Err(fault) = member.file.allocate(range)
            {
                full_hosts += u32::from(fault.kind() == FaultKind::NoSpace);
                member.disk.note_fault(&fault);
                failed |= index.mask();
            }
        }
        if full_hosts > 0 && full_hosts == members.len() {
            return (MemberMask::NONE, Verdict::Refused(codes::SYSTEM_DRVERR));
        }
        // A set with one full member has no second copy to repair a torn block from.
        let slot =
            if table.full_count() >= 2 { self.around.slots.as_ref().and_then(|slots| slots.claim()) } else { None };
        let way = if slot.is_some() { WriteWay::Mapped } else { WriteWay::Descriptor };
        for (index, member) in stores.iter().flatten() {
            if failed.contains(*index) {
                continue;
            }
            if let Some(slot) = &slot {
                slot.set(member.disk.unit_id(), range);
            }
            member.disk.count_operation();
            if let Err(fault) = member.file.write(range, data, way) {
                member.disk.note_fault(&fault);
                failed |= index.mask();
            }
        }
        (failed, Verdict::None)
    }

    /// Makes blocks that are no part of the set yet read as zeros on every member.
    pub(super) fn make_alike(&self, range: LbnRange) -> Result<(), Fault> {
        let table = std::sync::Arc::clone(&self.lock().table);
        for member in table.members().filter(|_| !range.is_empty()) {
            member.disk.count_operation();
            member.file.erase(range)?;
            member.file.flush()?;
        }
        Ok(())
    }

    /// Performs a pass of a copy, or a compare or repair of a merge.
    pub(super) fn perform_pass(&self, table: &MemberTable, transfer: &Transfer) -> Outcome {
        let (source, targets, repairs) = match transfer.op {
            IoOp::CopyPass { source, targets } => (source, targets, false),
            IoOp::Repair { master, others } => (master, others, true),
            IoOp::Compare { members } => return self.compare(table, members, transfer.range),
            op => unreachable!("{op:?} belongs to a request"),
        };
        let mut tally = Tally::default();
        let mut scratch = self.scratch.lock().unwrap_or_else(PoisonError::into_inner);
        scratch.buffer.resize(RANGE_BYTES, 0);
        scratch.delay = 0;
        // One look for the whole pass: a sparse volume is mostly such passes.
        let (reached, lost) = table.reach(source.mask() | targets);
        scratch.was_hole = !repairs && lost.is_empty() && scratch.is_hole_of_all(reached, transfer.range);
        if scratch.was_hole {
            return (MemberMask::NONE, Verdict::Equal);
        }
        for piece in pieces(transfer.range) {
            let wanted = self.wanted(piece, transfer.only);
            let targets = targets.without(tally.failed);
            let (members, blocks) = ((source, targets), (piece, wanted));
            if repairs {
                self.repair_piece(table, members, blocks, &mut scratch, &mut tally);
            } else {
                self.copy_piece(table, members, blocks, &mut scratch, &mut tally);
            }
            if tally.failed.contains(source) {
                break;
            }
        }
        if repairs {
            // A member that failed half way may have a hole where others have data now.
            scratch.forget();
        }
        if repairs && !tally.no_space.is_empty() {
            // A full host is not a bad disk: members that agreed before agree no less now.
            return (tally.failed.without(tally.no_space), Verdict::Refused(codes::SYSTEM_DRVERR));
        }
        let stored = Verdict::Wrote { members: tally.wrote, blocks: BlockCount(tally.blocks), alone: false };
        (tally.failed, if tally.blocks > 0 { stored } else { Verdict::Equal })
    }

    /// Bit i for block i of `piece`: what a pass shall look at. A map's bits count from the start of its range.
    pub(super) fn wanted(&self, piece: LbnRange, only: Option<BlockMap>) -> u128 {
        let all = (1_u128 << piece.count.0) - 1;
        let mask = only.map_or(all, |map| map.0 >> (piece.start.0 - piece.start.range().start().0) & all);
        let scb = self.scb.lbn();
        if piece.contains(scb) { mask & !(1 << (scb.0 - piece.start.0)) } else { mask }
    }

    /// Reads the wanted blocks of a piece (at most one range) from the source and makes each target equal. Runs of
    /// blocks that are a hole on both sides are skipped.
    fn copy_piece(
        &self,
        table: &MemberTable,
        (source, targets): (MemberIndex, MemberMask),
        (piece, wanted): (LbnRange, u128),
        scratch: &mut Scratch,
        tally: &mut Tally,
    ) {
        let Some(from) = table.get(source) else {
            tally.failed |= source.mask();
            return;
        };
        let (reached, lost) = table.reach(targets);
        tally.failed |= lost;
        let targets: Vec<_> = reached.collect();
        let all = wanted.count_ones() == u32::try_from(piece.count.0).unwrap_or(0);
        if all && scratch.is_hole(from, piece) && targets.iter().all(|(_, target)| scratch.is_hole(target, piece)) {
            return;
        }
        let before = tally.blocks;
        for (first, count) in BlockMap(wanted).runs() {
            let run = LbnRange::new(piece.start.0 + first, count);
            let data = &mut scratch.buffer[..run.count.bytes() as usize];
            from.disk.count_operation();
            if let Err(fault) = from.file.read(run, data) {
                from.disk.note_fault(&fault);
                if fault.kind() != FaultKind::Io || !read_around(from, &targets, run, data) {
                    tally.failed |= source.mask();
                    return;
                }
            }
            for (index, target) in &targets {
                tally.note(*index, target, make_equal(target, run, data));
            }
        }
        // A look at all targets side by side, and a store where it is needed.
        let each = targets.iter().map(|(_, target)| target.delay()).max().unwrap_or(0);
        scratch.delay += from.delay() + each * (1 + u64::from(tally.blocks > before));
    }
}

/// A range in pieces of at most one bitmap range.
pub(super) fn pieces(range: LbnRange) -> impl Iterator<Item = LbnRange> {
    let starts = (range.start.0..range.end().0).step_by(RANGE_BLOCKS as usize);
    starts.map(move |start| LbnRange::new(start, (range.end().0 - start).min(RANGE_BLOCKS)))
}

pub(super) fn read(table: &MemberTable, index: MemberIndex, range: LbnRange, buffer: &mut [u8]) -> MemberMask {
    let Some(member) = table.get(index) else { return index.mask() };
    member.disk.count_operation();
    match member.file.read(range, buffer) {
        Ok(()) => MemberMask::NONE,
        Err(fault) => {
            member.disk.note_fault(&fault);
            index.mask()
        }
    }
}

/// What a read has found: blocks that have lost their data end it.
fn read_verdict(failed: MemberMask, verdict: Verdict, buffer: &[u8]) -> Verdict {
    let ends = failed.is_empty() && !matches!(verdict, Verdict::Differ { .. }) && holds_forced_error(buffer);
    if ends { Verdict::Refused(codes::SYSTEM_FORCEDERROR) } else { verdict }
}

/// Stores the blocks of `data` in which the target differs, all of them where it cannot be read; how many these were.
pub(super) fn make_equal(target: &MemberDisk, run: LbnRange, data: &[u8]) -> Result<u64, Fault> {
    target.disk.count_operation();
    let different = match target.file.differing(run, data) {
        Ok(different) => BlockMap(different),
        Err(fault) if fault.kind() == FaultKind::Io => {
            target.disk.note_fault(&fault);
            return rewrite(target, run, data);
        }
        Err(fault) => return Err(fault),
    };
    for (first, count) in different.runs() {
        let blocks = LbnRange::new(run.start.0 + first, count);
        let bytes = &data[first as usize * BLOCK_BYTES..][..blocks.count.bytes() as usize];
        target.disk.count_operation();
        target.file.write(blocks, bytes, WriteWay::Descriptor)?;
    }
    Ok(different.len())
}
