//! What of a unit is saved when the site is suspended.
//!
//! Owns the serialized form of a view with its bitmaps and fences. It can only save work: whether the disks still are what
//! it says is checked before it is used (shadow-core 4.3, I24).

use serde::{Deserialize, Serialize};

use super::ids::{BitmapId, OpId};
use super::status::CopyReport;
use super::view::View;
use crate::blocks::Lbn;

/// A suspended set.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Saved {
    /// The view.
    pub view: View,
    /// Bits of the bitmaps mastered here.
    pub bitmaps: Vec<SavedBitmap>,
    /// Fences of the copies.
    pub fences: Vec<(OpId, Lbn)>,
    /// What copies did.
    pub reports: Vec<CopyReport>,
    /// Last numbers given to operations and bitmaps.
    pub last_op: u64,
    /// See `last_op`.
    pub last_bitmap: u16,
}

/// The bits of one bitmap.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SavedBitmap {
    /// Which.
    pub id: BitmapId,
    /// Words of bits that are not zero: (index, bits).
    pub words: Vec<(u32, u64)>,
    /// Block maps: (range, low half, high half). A flagged range without one is whole.
    pub maps: Vec<(u32, u64, u64)>,
    /// How many maps may be held.
    pub map_limit: u32,
}
