//! What the cores of one set on several nodes say to each other.
//!
//! Owns the message types. Links are first-in first-out and lose nothing while both ends live; a message whose grant,
//! operation, epoch or tag does not match is ignored.

use super::ids::{BitmapId, Epoch, Generation, Grant, MemberMask, NodeSet, OpId, Tag};
use super::view::View;
use crate::blocks::{Lbn, LbnRange, RangeIndex};

/// A run of bitmap ranges.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct BitRun {
    /// First range.
    pub first: RangeIndex,
    /// How many.
    pub count: u32,
}

/// What a node says of itself when it has drained.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Answer {
    /// The view here.
    pub view: Box<View>,
    /// Whether a write is held.
    pub held: bool,
    /// Whether writes ended with errors that some members may hold and others not, and no merge is due for that.
    pub half_stored: bool,
    /// Members that failed here and are still in the view.
    pub failed: MemberMask,
    /// Nodes that are known here to have left the cluster.
    pub gone: NodeSet,
    /// How far copies and the merge are, as far as is known here.
    pub fences: Vec<(OpId, Lbn)>,
    /// The highest generation that changes which were undone may have left on a disk.
    pub floor: Generation,
}

/// A message between cores.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Message {
    /// Stop issuing, drain, answer.
    Prepare {
        /// The change.
        grant: Grant,
    },
    /// Nothing is open here but held writes.
    Prepared {
        /// The change.
        grant: Grant,
        /// What is known here.
        answer: Answer,
    },
    /// This is the view now; stay stopped.
    Install {
        /// The change.
        grant: Grant,
        /// The view.
        view: Box<View>,
        /// The highest generation that may be on a disk by what the change tried first.
        floor: Generation,
    },
    /// Done.
    Installed {
        /// The change.
        grant: Grant,
    },
    /// Every node has installed: go on.
    Resume {
        /// The change.
        grant: Grant,
    },
    /// The change is dropped: go on under the view you have.
    Abort {
        /// The change.
        grant: Grant,
        /// The highest generation that it may have left on a disk.
        floor: Generation,
    },
    /// Set these bits of a bitmap that you master.
    SetBits {
        /// The bitmap.
        bitmap: BitmapId,
        /// Its life.
        epoch: Epoch,
        /// Up to nine runs.
        ranges: Vec<BitRun>,
        /// For the answer.
        tag: Tag,
    },
    /// They are set.
    BitsSet {
        /// Of the request.
        tag: Tag,
    },
    /// Stop stores to the range.
    Hold {
        /// The blocks.
        range: LbnRange,
        /// Names the hold: an answer to an earlier one proves nothing.
        tag: Tag,
    },
    /// No store to the range is open here.
    Held {
        /// Of the hold.
        tag: Tag,
    },
    /// The hold is over.
    Release {
        /// Of the hold.
        tag: Tag,
    },
    /// How far a copy or merge is.
    Fence {
        /// The operation.
        op: OpId,
        /// Done below this block.
        lbn: Lbn,
    },
    /// A copy manager that is not the master asks for bits.
    ReadBits {
        /// The bitmap.
        bitmap: BitmapId,
        /// First range.
        from: RangeIndex,
    },
    /// A snapshot of bits.
    Bits {
        /// The bitmap.
        bitmap: BitmapId,
        /// First range.
        from: RangeIndex,
        /// The bits, lowest first.
        words: Vec<u64>,
    },
}
