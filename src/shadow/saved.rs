//! What of a unit is saved when the site is suspended.
//!
//! Owns the serialized form of a view with its bitmaps and fences. It can only save work: whether the disks still are what
//! it says is checked before it is used (shadow-core 4.3, I24).

use std::borrow::Borrow;

use serde::{Deserialize, Serialize};

use super::bitmap::WriteBitmap;
use super::copy::CopyRun;
use super::ids::{BitmapId, Generation, OpId, UnitNumber};
use super::merge::MergeRun;
use super::scb::ScbFields;
use super::status::CopyReport;
use super::unit::VirtualUnit;
use super::view::{Member, MemberState, View};
use crate::blocks::Lbn;

/// A suspended set.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Saved {
    /// The view.
    pub view: View,
    /// Bits of the bitmaps mastered here.
    pub bitmaps: Vec<SavedBitmap>,
    /// Fences of the copies and of the merge.
    pub fences: Vec<(OpId, Lbn)>,
    /// What copies did.
    pub reports: Vec<CopyReport>,
}

impl Saved {
    /// Whether the disks still carry what they carried when the state was saved (I24): every full member exactly the
    /// generation of the view, under this unit unless the set was mounted for reading, every target generation 0 and
    /// COPYING, and no other disk a higher generation of this unit. `carried` gives the SCB of a member, `others` those of
    /// disks that somebody may have used since.
    pub fn fits<S: Borrow<ScbFields>>(
        &self,
        unit: UnitNumber,
        carried: impl Fn(&Member) -> Option<S>,
        others: impl IntoIterator<Item = S>,
    ) -> bool {
        let as_saved = |member: &Member| {
            carried(member).is_some_and(|scb| {
                let scb = scb.borrow();
                match member.state {
                    MemberState::Full => {
                        scb.generation == self.view.generation && (scb.unit == unit || self.view.write_locked)
                    }
                    _ => scb.generation == Generation::ZERO && scb.copying,
                }
            })
        };
        let newer = |scb: S| scb.borrow().unit == unit && scb.borrow().generation > self.view.generation;
        self.view.present().all(|(_, member)| as_saved(member)) && !others.into_iter().any(newer)
    }
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

impl VirtualUnit {
    /// The state to save at a suspend.
    ///
    /// # Panics
    /// When the unit is not quiet.
    pub fn save(&self) -> Saved {
        assert!(self.is_quiet(), "a unit is saved while something is open");
        Saved {
            view: self.view.clone(),
            bitmaps: self.bitmaps.iter().filter(|bitmap| bitmap.mine).map(WriteBitmap::save).collect(),
            fences: self.fences(),
            reports: self.reports.clone(),
        }
    }

    /// Takes saved bits and fences over. What does not fit the saved view is left out: a bitmap without its bits would
    /// claim that nothing was written, so it goes, and a copy without a fence starts at its beginning.
    pub(super) fn load(&mut self, saved: &Saved) {
        let known = std::mem::take(&mut self.view.bitmaps);
        for known in known {
            let bits = saved.bitmaps.iter().find(|bits| bits.id == known.id);
            if let Some(bits) = bits.filter(|_| known.master == self.identity.node) {
                let mut bitmap = WriteBitmap::new(&known, self.identity.node, bits.map_limit);
                bitmap.load(bits);
                self.bitmaps.push(bitmap);
                self.view.bitmaps.push(known);
            }
        }
        let fence = |op: OpId, start: Lbn| saved.fences.iter().find(|(of, _)| *of == op).map_or(start, |(_, at)| *at);
        self.merge = self.view.merge.map(|merge| MergeRun::new(merge.op, fence(merge.op, merge.start)));
        self.copies = self
            .view
            .copies
            .iter()
            .map(|copy| CopyRun::resumed(copy, fence(copy.op, copy.start), &self.view))
            .collect();
        self.reports.clone_from(&saved.reports);
    }
}
