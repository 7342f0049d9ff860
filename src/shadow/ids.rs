//! The small numbers that name things in the core: nodes, members, operations, messages, requests.
//!
//! Each is a type of its own so that a tag can never be taken for a token. Nothing here decides anything.

use std::fmt;
use std::ops::{BitAnd, BitOr, BitOrAssign};
use std::sync::atomic::{AtomicU64, Ordering};

use serde::{Deserialize, Serialize};

use crate::clock::VmsTime;

/// Members that a set can have (V8.4 extended membership).
pub const MAX_MEMBERS: usize = 6;

/// Write bitmaps that a set can have (V8.4).
pub const MAX_BITMAPS: usize = 12;

/// Declares a number that is only compared and carried.
macro_rules! number {
    ($(#[$doc:meta])* $name:ident($inner:ty)) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        pub struct $name(pub $inner);

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                self.0.fmt(f)
            }
        }
    };
}

number! {
    /// Number of a membership view: every installed change makes it one larger.
    Version(u64)
}
number! {
    /// The shadowing generation number of an SCB: a VMS time, at least the last one plus 1; 0 = not a valid member.
    Generation(u64)
}
number! {
    /// Life of a bitmap: a reset gives a new one, and locals of another epoch are dropped.
    Epoch(u32)
}
number! {
    /// A copy or merge operation, unique in its set and among those begun by a node; shown as the copy thread number.
    OpId(u64)
}
number! {
    /// Pairs a BitsSet with its SetBits.
    Tag(u64)
}
number! {
    /// Pairs a completion from the engine with the effect that asked for it.
    Token(u64)
}
number! {
    /// An application's request, chosen by the engine; unique among the open ones of a set and process.
    Irp(u64)
}
number! {
    /// A request for a change, chosen by the engine; 0 is the core's own.
    Ticket(u64)
}
number! {
    /// Number of the exclusive grant of the unit's lock under which a change runs; messages of older ones are ignored.
    Grant(u64)
}
number! {
    /// A node of the cluster, 0 to 127.
    NodeId(u16)
}
number! {
    /// A write bitmap, unique in the cluster: the master's node number and a running number.
    BitmapId(u32)
}
number! {
    /// A member device as the SCB's member list stores it. The engine chooses the encoding.
    DeviceId(u64)
}
number! {
    /// n of DSAn.
    UnitNumber(u32)
}

impl Generation {
    /// No valid member.
    pub const ZERO: Self = Self(0);

    /// The next generation: the time of day, or one more than the last where the clock stands still.
    #[must_use]
    pub fn next(self, now: VmsTime) -> Self {
        Self(now.0.max(self.0 + 1))
    }

    /// Later than any generation that a node which died may have written after this one: its clock may have been ahead, by
    /// less than the minute that is added here (a VMS time counts 100 nanoseconds).
    #[must_use]
    pub fn beyond_doubt(self) -> Self {
        Self(self.0.saturating_add(60 * 10_000_000))
    }
}

impl Ticket {
    /// Of changes that the core asks for itself; no reply is given.
    pub const INTERNAL: Self = Self(0);
}

impl BitmapId {
    /// An id mastered by `node`.
    pub fn new(node: NodeId, sequence: u16) -> Self {
        Self((u32::from(node.0 + 1) << 16) | u32::from(sequence))
    }
}

/// The last numbers that a node gave to operations and bitmaps: one for all its sets, so that none is given twice. What
/// a set has seen stands in its view as well, since a node that comes back begins to count again.
#[derive(Debug, Default)]
pub struct Numbers {
    op: AtomicU64,
    bitmap: AtomicU64,
}

impl Numbers {
    /// A new operation's number, larger than `seen`.
    pub(super) fn next_op(&self, seen: u64) -> u64 {
        next(&self.op, seen)
    }

    /// A new bitmap's number, larger than `seen`.
    pub(super) fn next_bitmap(&self, seen: u16) -> u16 {
        // After 65,535 bitmaps numbers are used again; the epoch and the view tell lives apart.
        (next(&self.bitmap, u64::from(seen)) % u64::from(u16::MAX)) as u16
    }

    /// Numbers up to these are taken.
    pub(super) fn raise(&self, op: u64, bitmap: u16) {
        self.op.fetch_max(op, Ordering::SeqCst);
        self.bitmap.fetch_max(u64::from(bitmap), Ordering::SeqCst);
    }
}

fn next(last: &AtomicU64, seen: u64) -> u64 {
    last.fetch_max(seen, Ordering::SeqCst);
    last.fetch_add(1, Ordering::SeqCst) + 1
}

/// A member's place in the set, 0 to 5.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct MemberIndex(pub u8);

impl MemberIndex {
    /// As an index of the view's member array.
    pub fn at(self) -> usize {
        usize::from(self.0)
    }

    /// The mask of this one member.
    pub fn mask(self) -> MemberMask {
        MemberMask(1 << self.0)
    }

    /// Every place of a set.
    pub fn all() -> impl DoubleEndedIterator<Item = Self> {
        (0..MAX_MEMBERS as u8).map(Self)
    }
}

/// Some members of a set, bit i for the member with index i.
#[derive(Clone, Copy, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct MemberMask(pub u8);

impl MemberMask {
    /// No member.
    pub const NONE: Self = Self(0);

    /// Whether no member is in it.
    pub fn is_empty(self) -> bool {
        self.0 == 0
    }

    /// Whether the member is in it.
    pub fn contains(self, member: MemberIndex) -> bool {
        self.0 >> member.0 & 1 == 1
    }

    /// How many members are in it.
    pub fn len(self) -> u32 {
        self.0.count_ones()
    }

    /// The members of this mask that are not in the other.
    #[must_use]
    pub fn without(self, other: Self) -> Self {
        Self(self.0 & !other.0)
    }

    /// The member with the lowest index.
    pub fn first(self) -> Option<MemberIndex> {
        self.iter().next()
    }

    /// The members, ascending.
    pub fn iter(self) -> impl Iterator<Item = MemberIndex> {
        MemberIndex::all().filter(move |member| self.contains(*member))
    }
}

impl FromIterator<MemberIndex> for MemberMask {
    fn from_iter<T: IntoIterator<Item = MemberIndex>>(members: T) -> Self {
        members.into_iter().fold(Self::NONE, |mask, member| mask | member.mask())
    }
}

impl BitOr for MemberMask {
    type Output = Self;

    fn bitor(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }
}

impl BitOrAssign for MemberMask {
    fn bitor_assign(&mut self, other: Self) {
        self.0 |= other.0;
    }
}

impl BitAnd for MemberMask {
    type Output = Self;

    fn bitand(self, other: Self) -> Self {
        Self(self.0 & other.0)
    }
}

impl fmt::Debug for MemberMask {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_set().entries(self.iter().map(|member| member.0)).finish()
    }
}

/// Some nodes of the cluster.
#[derive(Clone, Copy, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct NodeSet(u64, u64);

impl NodeSet {
    /// No node.
    pub const NONE: Self = Self(0, 0);

    /// One node.
    pub fn of(node: NodeId) -> Self {
        let mut set = Self::NONE;
        set.insert(node);
        set
    }

    fn bits(self) -> u128 {
        u128::from(self.0) | u128::from(self.1) << 64
    }

    fn from_bits(bits: u128) -> Self {
        Self(bits as u64, (bits >> 64) as u64)
    }

    /// Adds a node.
    pub fn insert(&mut self, node: NodeId) {
        *self = Self::from_bits(self.bits() | 1 << node.0);
    }

    /// Takes a node out.
    pub fn remove(&mut self, node: NodeId) {
        *self = Self::from_bits(self.bits() & !(1 << node.0));
    }

    /// Whether the node is in it.
    pub fn contains(self, node: NodeId) -> bool {
        self.bits() >> node.0 & 1 == 1
    }

    /// Whether no node is in it.
    pub fn is_empty(self) -> bool {
        self.bits() == 0
    }

    /// How many nodes are in it.
    pub fn len(self) -> u32 {
        self.bits().count_ones()
    }

    /// The nodes of this set that are not in the other.
    #[must_use]
    pub fn without(self, other: Self) -> Self {
        Self(self.0 & !other.0, self.1 & !other.1)
    }

    /// The nodes, ascending.
    pub fn iter(self) -> impl Iterator<Item = NodeId> {
        (0..128).map(NodeId).filter(move |node| self.contains(*node))
    }
}

impl BitOr for NodeSet {
    type Output = Self;

    fn bitor(self, other: Self) -> Self {
        Self(self.0 | other.0, self.1 | other.1)
    }
}

impl BitAnd for NodeSet {
    type Output = Self;

    fn bitand(self, other: Self) -> Self {
        Self(self.0 & other.0, self.1 & other.1)
    }
}

impl FromIterator<NodeId> for NodeSet {
    fn from_iter<T: IntoIterator<Item = NodeId>>(nodes: T) -> Self {
        let mut set = Self::NONE;
        nodes.into_iter().for_each(|node| set.insert(node));
        set
    }
}

impl fmt::Debug for NodeSet {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_set().entries(self.iter().map(|node| node.0)).finish()
    }
}
