//! Write bitmaps of a node: those of mounted sets and what dismounted ones left behind (shadowing.md 5.2, 2.7).
//!
//! A set that is dismounted leaves its bitmaps in memory; its next mount deletes them. They track nothing any more.

use crate::message::{Condition, Status, codes};
use crate::shadow::{BitmapId, Change};

use super::Node;
use super::device_name::virtual_unit_name;
use super::operator::Origin;
use super::set::Surroundings;
use super::views::BitmapView;

/// Levels of WBM_OPCOM_LVL from which on a bitmap's start and deletion are told.
const TELLS_OF_BITMAPS: u32 = 1;

impl Surroundings {
    /// Tells operators what became of a bitmap, if WBM_OPCOM_LVL has them told.
    pub(super) fn tell_of_bitmap(&self, status: Status, bitmap: BitmapId, unit: u16) {
        let unit = format!("_{}:", virtual_unit_name(unit));
        self.tell_of_bitmaps(&Condition::new(status).arg(i64::from(bitmap.0)).arg(unit));
    }

    /// Tells operators something about write bitmaps, if WBM_OPCOM_LVL has them told.
    pub(super) fn tell_of_bitmaps(&self, condition: &Condition) {
        if self.parameter("WBM_OPCOM_LVL") >= TELLS_OF_BITMAPS {
            self.operator.send(Origin::Process, condition);
        }
    }
}

impl Node {
    /// The bitmaps of a virtual unit, mounted or not, oldest first.
    pub fn bitmaps(&self, unit: u16) -> Vec<BitmapView> {
        match self.set(unit) {
            Some(set) => set.bitmaps,
            None => self.lock_usage().units.get(&unit).map(|entry| entry.leftovers.clone()).unwrap_or_default(),
        }
    }

    /// DELETE/BITMAP. A minicopy that it drives goes on as a full copy from where it is.
    ///
    /// # Errors
    /// NOSUCHENTRY when the node has no bitmap of that identification; what the set refuses.
    pub fn delete_bitmap(&self, id: u32) -> Result<(), Condition> {
        let _one_command = self.lock_commands();
        for (_, mounted) in self.mounted_units() {
            if mounted.set.with_core(|core| core.view().bitmap(BitmapId(id)).is_some()) {
                let change = Change::DeleteBitmap(BitmapId(id));
                return mounted.set.change(change).map(drop).map_err(|refusal| refusal.condition());
            }
        }
        let unit = {
            let mut usage = self.lock_usage();
            let holder = usage.units.iter_mut().find(|(_, entry)| entry.leftovers.iter().any(|left| left.id == id));
            let (unit, entry) = holder.ok_or(codes::SYSTEM_NOSUCHENTRY)?;
            entry.leftovers.retain(|left| left.id != id);
            *unit
        };
        self.forget_bitmap(BitmapId(id), unit);
        Ok(())
    }

    /// The unit is mounted anew: what its last mount left in memory is deleted.
    pub(super) fn delete_leftovers(&self, unit: u16) {
        let left = {
            let mut usage = self.lock_usage();
            usage.units.get_mut(&unit).map(|entry| std::mem::take(&mut entry.leftovers)).unwrap_or_default()
        };
        left.iter().for_each(|bitmap| self.forget_bitmap(BitmapId(bitmap.id), unit));
    }

    fn forget_bitmap(&self, bitmap: BitmapId, unit: u16) {
        self.around.bitmap_memory.release(bitmap);
        self.around.tell_of_bitmap(codes::WBM_DELETED, bitmap, unit);
    }
}
