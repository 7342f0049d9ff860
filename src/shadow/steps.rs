//! What a change does to memory and disks before it is installed, and in which order (shadow-core 4.1).
//!
//! Owns that order. Derived from the two views alone, so that every change keeps the same rules:
//! bitmaps first (nothing is lost when there is no memory), then data flushes, then SCBs: joining targets, sources, and
//! last of all targets that become full, whose SCB is the commit point of a copy (I14).

use super::ids::{BitmapId, MemberIndex, MemberMask, NodeId, UnitNumber};
use super::mutation::{Mutated, Mutation};
use super::scb;
use super::view::View;

/// One thing to do, and to wait for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Step {
    /// Account for a bitmap's memory.
    Allocate(BitmapId),
    /// Flush data.
    Flush(MemberMask),
    /// Write a member's SCB.
    Scb(MemberIndex),
}

/// Which SCBs may say something else than the old view.
#[derive(Clone, Copy, Debug)]
pub(super) struct Again {
    /// Some may have been written already: a step has failed before, or the last coordinator died.
    pub(super) wrote: bool,
    /// The last coordinator died: those of targets too.
    pub(super) interrupted: bool,
}

/// The steps from `old` to `new`. `failed` members left because they do not work.
pub(super) fn steps(
    (node, unit): (NodeId, UnitNumber),
    old: &View,
    new: &View,
    failed: MemberMask,
    again: Again,
    mutated: Mutated,
) -> Vec<Step> {
    let started = new.bitmaps.iter().filter(|bitmap| bitmap.master == node && old.bitmap(bitmap.id).is_none());
    let mut steps: Vec<Step> = started.map(|bitmap| Step::Allocate(bitmap.id)).collect();
    if new.write_locked {
        return steps;
    }
    let stays = |index: MemberIndex| match (old.member(index), new.member(index)) {
        (Some(before), Some(after)) => before.device == after.device,
        _ => false,
    };
    let leavers: MemberMask = old.full().without(failed).iter().filter(|index| !stays(*index)).collect();
    let promoted: MemberMask = (old.targets() & new.full()).iter().filter(|index| stays(*index)).collect();
    let merged = old.merge.is_some() && new.merge.is_none();
    let flushed = if new.nodes.is_empty() || merged { new.all() | leavers } else { leavers | promoted };
    let left_out = mutated.is(Mutation::ScbBeforeFlush) || again.wrote && mutated.is(Mutation::FlushesNotRepeated);
    if !flushed.is_empty() && !left_out {
        steps.push(Step::Flush(flushed));
    }
    let interrupted = again.interrupted && !mutated.is(Mutation::CopyEndLeftOpen);
    let joining = new.targets().iter().filter(|index| interrupted || !stays(*index));
    steps.extend(joining.map(Step::Scb));
    let sources = new.full().without(promoted);
    let changed = |index: &MemberIndex| {
        again.wrote
            || !stays(*index)
            || old.version.0 == 0
            || scb::fields(old, unit, *index) != scb::fields(new, unit, *index)
    };
    steps.extend(sources.iter().filter(changed).map(Step::Scb));
    steps.extend(promoted.iter().map(Step::Scb));
    if mutated.is(Mutation::ScbBeforeFlush) && !flushed.is_empty() {
        steps.push(Step::Flush(flushed));
    }
    steps
}

/// Whether the change adds the member: its failure costs the set nothing.
pub(super) fn is_joining(old: &View, new: &View, index: MemberIndex) -> bool {
    let device = |view: &View| view.member(index).map(|member| member.device);
    device(new).is_some() && device(old) != device(new)
}
