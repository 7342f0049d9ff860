//! Blocks that a member cannot read: given to it from another member, or lost and marked so (a forced error).
//!
//! A block that no full member can read any more is stored everywhere as a mark of its own. A read that finds the mark
//! ends with SS$_FORCEDERROR until somebody writes the block. Real disks keep that flag beside the block; an image has
//! nothing but the block, and so the flag survives whatever the data survive, is copied and merged as they are, and needs
//! no other record. Runs outside the set's lock, as all transfers.

use crate::blocks::{BLOCK_BYTES, LbnRange};
use crate::shadow::{BlockMap, MemberIndex, MemberMask};
use crate::storage::{Fault, FaultKind, WriteWay};

use super::members::{MemberDisk, MemberTable};
use super::set::ShadowSet;
use super::transfer::{Scratch, Tally, make_equal};

/// What a block holds that has lost its data.
const MARK: [u8; BLOCK_BYTES] = mark();

/// Bytes of a block that are looked at first.
const GLANCE: usize = 16;

const fn mark() -> [u8; BLOCK_BYTES] {
    let text = b"Forced error: no member of the shadow set could read this block any more.\n";
    let mut mark = [0; BLOCK_BYTES];
    let mut at = 0;
    while at < BLOCK_BYTES {
        mark[at] = if at < text.len() { text[at] } else { (at * 167 + (at >> 3) * 59 + 31) as u8 };
        at += 1;
    }
    mark
}

/// Whether any block of the data is one that has lost its contents.
#[inline]
pub(super) fn holds_forced_error(data: &[u8]) -> bool {
    data.chunks_exact(BLOCK_BYTES).any(|block| block[..GLANCE] == MARK[..GLANCE] && block == MARK)
}

impl ShadowSet {
    /// Makes all members equal in the wanted blocks of a piece (at most one range): to the master, where it cannot be read
    /// to another full member, where none can to the mark. Nobody else stores there meanwhile.
    pub(super) fn repair_piece(
        &self,
        table: &MemberTable,
        (master, others): (MemberIndex, MemberMask),
        (piece, wanted): (LbnRange, u128),
        scratch: &mut Scratch,
        tally: &mut Tally,
    ) {
        let Some(from) = table.get(master) else {
            tally.failed |= master.mask();
            return;
        };
        let (reached, lost) = table.reach(others);
        tally.failed |= lost;
        let others: Vec<_> = reached.collect();
        let sources: Vec<_> = others.iter().filter(|(index, _)| table.is_full(*index)).map(|(_, disk)| *disk).collect();
        for (first, count) in BlockMap(wanted).runs() {
            let run = LbnRange::new(piece.start.0 + first, count);
            let data = &mut scratch.buffer[..run.count.bytes() as usize];
            from.disk.count_operation();
            let bad = match from.file.read(run, data) {
                Ok(()) => false,
                Err(fault) => {
                    from.disk.note_fault(&fault);
                    if fault.kind() != FaultKind::Io {
                        tally.failed |= master.mask();
                        return;
                    }
                    gather(from, &sources, run, data);
                    true
                }
            };
            let first = bad.then_some((master, from));
            for (index, member) in first.into_iter().chain(others.iter().copied()) {
                tally.note(index, member, make_equal(member, run, data));
            }
        }
    }
}

/// Fills the data block by block from the first member that can read each; with the mark where none can.
fn gather(master: &MemberDisk, others: &[&MemberDisk], run: LbnRange, data: &mut [u8]) {
    for (lbn, block) in (run.start.0..).zip(data.chunks_exact_mut(BLOCK_BYTES)) {
        let one = LbnRange::new(lbn, 1);
        let given = std::iter::once(master).chain(others.iter().copied()).any(|member| {
            member.disk.count_operation();
            member.file.read(one, block).inspect_err(|fault| member.disk.note_fault(fault)).is_ok()
        });
        if !given {
            block.copy_from_slice(&MARK);
        }
    }
}

/// Reads a run for a pass of a copy from a source that cannot read all of it. A block that nobody can read is as good as
/// one that the targets hold the mark of: the copy goes on behind it. `false`: the source has to be repaired first.
pub(super) fn read_around(
    source: &MemberDisk,
    targets: &[(MemberIndex, &MemberDisk)],
    run: LbnRange,
    data: &mut [u8],
) -> bool {
    (run.start.0..).zip(data.chunks_exact_mut(BLOCK_BYTES)).all(|(lbn, block)| {
        let one = LbnRange::new(lbn, 1);
        if source.file.read(one, block).is_ok() {
            return true;
        }
        block.copy_from_slice(&MARK);
        targets.iter().all(|(_, target)| target.file.differing(one, block).is_ok_and(|different| different == 0))
    })
}

/// Stores a run on a member that cannot read it. What it then still cannot read it has not taken.
pub(super) fn rewrite(member: &MemberDisk, run: LbnRange, data: &[u8]) -> Result<u64, Fault> {
    member.disk.count_operation();
    member.file.write(run, data, WriteWay::Descriptor)?;
    match member.file.differing(run, data)? {
        0 => Ok(run.count.0),
        _ => Err(Fault::new(FaultKind::Io, format!("rewrite: blocks from {} hold something else", run.start))),
    }
}
