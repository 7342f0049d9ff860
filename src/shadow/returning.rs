//! A member comes to a mounted set: minicopy or full copy, and why (shadowing.md 2.1.1, 5.2).
//!
//! Owns that decision; it looks at the view only.

use super::ids::{BitmapId, Generation, MAX_MEMBERS};
use super::input::{JoinMember, Wish};
use super::refusal::Refusal;
use super::view::{BitmapRef, CopyKind, CopyReason, Purpose, View};

/// How a member would be copied.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Return {
    /// Full or mini.
    pub kind: CopyKind,
    /// Why.
    pub reason: CopyReason,
}

/// Decides for one device; `taken` are bitmaps that other devices of the same command use.
///
/// # Errors
/// When a minicopy is required and no bitmap serves the device.
fn decide(view: &View, member: &JoinMember, taken: &[BitmapId]) -> Result<Return, Refusal> {
    let full = |reason| {
        if member.minicopy == Wish::Required {
            return Err(Refusal::NoUsableBitmap);
        }
        Ok(Return { kind: CopyKind::Full, reason })
    };
    let Some(generation) = member.generation else { return full(CopyReason::NoHistory) };
    // A bitmap still names the device although its SCB names no unit any more: it was mounted alone with the override.
    let left_this_set = view.bitmaps.iter().any(|bitmap| base_for(bitmap, member).is_some());
    if generation == Generation::ZERO && left_this_set {
        return full(CopyReason::GenerationZero);
    }
    if !member.same_unit {
        return full(if generation == Generation::ZERO { CopyReason::NoHistory } else { CopyReason::OtherUnit });
    }
    if generation == Generation::ZERO {
        return full(CopyReason::GenerationZero);
    }
    let mut bound = view.bitmaps.iter().filter_map(|bitmap| Some((bitmap, base_for(bitmap, member)?))).peekable();
    if bound.peek().is_none() {
        let spent = view.spent.contains(&member.device);
        return full(if spent { CopyReason::BitmapUsed } else { CopyReason::NoBitmap });
    }
    let free = |id: BitmapId| !taken.contains(&id) && !view.bitmap_in_use(id);
    let mut reason = CopyReason::BitmapUsed;
    for (bitmap, base) in bound {
        if base != generation {
            reason = CopyReason::GenerationChanged;
        } else if !member.intact {
            reason = CopyReason::ContentsChanged;
        } else if member.minicopy == Wish::No {
            reason = CopyReason::NotWanted;
        } else if free(bitmap.id) {
            return Ok(Return { kind: CopyKind::Mini(bitmap.id), reason: CopyReason::Bitmap(bitmap.id) });
        }
    }
    full(reason)
}

/// Decides for all devices of one command, as if they were added now.
///
/// # Errors
/// The first reason why one of them cannot be added.
pub(super) fn decide_all(view: &View, members: &[JoinMember]) -> Result<Vec<Return>, Refusal> {
    if view.write_locked {
        return Err(Refusal::WriteLocked);
    }
    if view.present().count() + members.len() > MAX_MEMBERS {
        return Err(Refusal::TooManyMembers);
    }
    let mut taken = Vec::new();
    let mut returns = Vec::with_capacity(members.len());
    for member in members {
        if view.index_of(member.device).is_some() {
            return Err(Refusal::ChangedState);
        }
        if member.size < view.size {
            return Err(Refusal::TooSmall);
        }
        let decided = decide(view, member, &taken)?;
        if let CopyKind::Mini(bitmap) = decided.kind {
            taken.push(bitmap);
        }
        returns.push(decided);
    }
    Ok(returns)
}

/// The generation that the device's SCB must carry for the bitmap to serve it; `None` when it is not for this device.
fn base_for(bitmap: &BitmapRef, joining: &JoinMember) -> Option<Generation> {
    match &bitmap.purpose {
        Purpose::Minicopy { member, base } => (*member == joining.device).then_some(*base),
        Purpose::AnyMissing { members, base } => members.contains(&joining.device).then_some(*base),
        Purpose::Minimerge | Purpose::Multiuse { .. } => None,
    }
}
