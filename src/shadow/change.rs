//! What a change makes of a view.
//!
//! Owns the pure step from an old view and a requested change to the new view, with every refusal. Writing SCBs and
//! telling other nodes is `barrier`'s; in which order, `steps`'.

mod departing;
mod merging;

pub(super) use departing::ended_copies;

use std::sync::Arc;

use super::edge::checked_edge;
use super::effect::Done;
use super::form::{Plan, PlannedRole, ScbRead};
use super::ids::{
    BitmapId, DeviceId, Epoch, Generation, MAX_BITMAPS, MemberIndex, MemberMask, NodeId, NodeSet, Numbers, OpId,
    UnitNumber, Version,
};
use super::input::{Change, JoinMember, Wish};
use super::mutation::{Mutated, Mutation};
use super::refusal::Refusal;
use super::returning;
use super::view::{BitmapRef, CopyKind, CopyPhase, CopyReason, CopyRef, Member, MemberState, Purpose, View};
use crate::blocks::Lbn;
use crate::clock::VmsTime;

/// What is known when a change is decided.
#[derive(Clone, Debug)]
pub(super) struct Basis {
    /// This node, the coordinator.
    pub(super) node: NodeId,
    /// n of DSAn.
    pub(super) unit: UnitNumber,
    /// Time of day, for the generation.
    pub(super) time: VmsTime,
    /// Members that have failed on some node or in this change.
    pub(super) failed: MemberMask,
    /// Joining devices whose SCB could not be written.
    pub(super) dropped: Vec<DeviceId>,
    /// Whether some node holds a write.
    pub(super) held: bool,
    /// Whether members may differ by writes that ended with errors on a node that gave the set up.
    pub(super) half_stored: bool,
    /// Whether the memory for a bitmap was refused.
    pub(super) no_memory: bool,
    /// The highest generation that this change may have written already.
    pub(super) floor: Generation,
    /// Gives numbers to operations and bitmaps.
    pub(super) numbers: Arc<Numbers>,
    /// This node gave the set up.
    pub(super) given_up: bool,
    /// A rule that a test breaks.
    pub(super) mutated: Mutated,
    /// Fences of copies, as known here.
    pub(super) fences: Vec<(OpId, Lbn)>,
    /// Nodes that have left the cluster.
    pub(super) gone: NodeSet,
    /// Targets whose SCBs say already that their copies have ended.
    pub(super) ended: MemberMask,
    /// The members' SCBs, when the last coordinator died.
    pub(super) found: Vec<(MemberIndex, ScbRead)>,
}

/// A view that can be installed.
#[derive(Clone, Debug)]
pub(super) struct Proposal {
    pub(super) view: View,
    pub(super) done: Done,
}

/// The view after `change`, without the members that failed. With no change only the failed members leave.
///
/// # Errors
/// Why the change cannot be made.
pub(super) fn propose(old: &View, change: Option<&Change>, basis: &Basis) -> Result<Proposal, Refusal> {
    let mut draft = Draft {
        view: View { version: Version(old.version.0 + 1), ..old.clone() },
        done: Done { dropped: basis.dropped.clone(), ..Done::default() },
        new_generation: false,
        found_generation: Generation::ZERO,
        basis,
    };
    // First who is a full member already: it may be the only one left.
    draft.settle_half_made()?;
    draft.take_out(basis.failed & old.all(), true)?;
    match change {
        None => {}
        Some(Change::Form { plan, any_missing, write_locked }) => draft.form(plan, *any_missing, *write_locked)?,
        Some(Change::Restore) => draft.restore(),
        Some(Change::Mount { .. }) => draft.mount()?,
        Some(Change::Dismount { minicopy, .. }) => draft.dismount(*minicopy)?,
        Some(Change::Join { members }) => draft.join(members)?,
        Some(Change::Remove { members, bitmap, forced }) => draft.remove(old, *members, *bitmap, *forced)?,
        Some(Change::CopyDone(op)) => draft.copy_done(*op)?,
        Some(Change::MergeDone(op)) => draft.merge_done(*op)?,
        Some(Change::NodesGone) => draft.nodes_gone()?,
        Some(Change::HandOver(op, node)) => draft.hand_over(*op, *node)?,
        Some(Change::DemandMerge) => draft.demand_merge()?,
        Some(Change::Resize { size }) => draft.resize(*size)?,
        Some(Change::DeleteBitmap(id)) => draft.delete_bitmap(*id)?,
        Some(Change::Attributes(settings)) => {
            let member = draft.view.members[settings.member.at()].as_mut().ok_or(Refusal::ChangedState)?;
            (member.read_cost, member.site) = (settings.read_cost, settings.site);
        }
        Some(Change::StartMinimerge(_) | Change::ResetMinimerge | Change::Force { .. } | Change::Abort) => {
            return Err(Refusal::Unsupported);
        }
    }
    Ok(draft.finish(old))
}

/// A view in the making.
struct Draft<'a> {
    view: View,
    done: Done,
    new_generation: bool,
    /// The highest generation that a dead coordinator left on a disk.
    found_generation: Generation,
    basis: &'a Basis,
}

impl Draft<'_> {
    fn finish(mut self, old: &View) -> Proposal {
        if self.new_generation && !self.view.write_locked {
            let floor = self.basis.floor.max(self.found_generation);
            self.view.generation = self.view.generation.max(floor).next(self.basis.time);
        }
        if self.view.member(self.view.master).is_none_or(|member| member.state != MemberState::Full) {
            self.view.master = self.view.full().first().unwrap_or(old.master);
        }
        self.done.version = self.view.version;
        Proposal { view: self.view, done: self.done }
    }

    fn next_op(&mut self) -> OpId {
        self.view.last_op = self.basis.numbers.next_op(self.view.last_op);
        OpId(self.view.last_op)
    }

    /// Moves a member's state along legal edges.
    fn edge(&mut self, index: MemberIndex, to: MemberState) {
        let last_full = self.view.full() == index.mask();
        if let Some(member) = &mut self.view.members[index.at()] {
            member.state = checked_edge(member.state, to, last_full);
        }
    }

    /// Takes members out of the view, their copies and the bitmaps that drove these. I13: a new generation.
    fn take_out(&mut self, members: MemberMask, lost: bool) -> Result<(), Refusal> {
        if members.is_empty() {
            return Ok(());
        }
        if self.view.full().without(members).is_empty() {
            return Err(Refusal::OnlySource);
        }
        let (mutated, full) = (self.basis.mutated, !(members & self.view.full()).is_empty());
        for index in members.iter() {
            let Some(member) = self.view.member(index) else { continue };
            if let MemberState::Target { kind: CopyKind::Mini(bitmap), .. } = member.state {
                // Its SCB says generation 0: no bitmap can ever match it again.
                self.free_bitmap(bitmap);
            }
            let leaves_well = self.view.member(index).is_some_and(|member| member.state == MemberState::Full) && !lost;
            self.edge(index, if leaves_well { MemberState::Leaving } else { MemberState::Failed });
            self.edge(index, MemberState::Absent);
            self.view.members[index.at()] = None;
        }
        for copy in &mut self.view.copies {
            copy.targets = copy.targets.without(members);
        }
        self.view.copies.retain(|copy| !copy.targets.is_empty());
        let targets_only = mutated.is(Mutation::TargetRemovalKeepsGeneration) && !full;
        self.new_generation |= !mutated.is(Mutation::RemovalKeepsGeneration) && !targets_only;
        Ok(())
    }

    /// Deletes a bitmap; copies that still use it become full ones from where they are.
    fn free_bitmap(&mut self, id: BitmapId) {
        let Some(at) = self.view.bitmaps.iter().position(|bitmap| bitmap.id == id) else { return };
        if let Purpose::AnyMissing { members, .. } = self.view.bitmaps.remove(at).purpose {
            self.view.spent.extend(members);
        }
    }

    /// A bitmap that a minicopy needs is lost: below the fence clear bits were true and writes reached the target, so
    /// that the copy goes on as a full one.
    fn lose_bitmap(&mut self, id: BitmapId) {
        self.free_bitmap(id);
        for index in self.view.targets().iter() {
            let Some(member) = self.view.member(index) else { continue };
            let MemberState::Target { kind: CopyKind::Mini(used), phase } = member.state else { continue };
            if used == id {
                self.edge(index, MemberState::Target { kind: CopyKind::Full, phase });
                if let Some(member) = &mut self.view.members[index.at()] {
                    member.reason = Some(CopyReason::BitmapLost);
                }
                for copy in self.view.copies.iter_mut().filter(|copy| copy.targets.contains(index)) {
                    copy.reason = CopyReason::BitmapLost;
                }
            }
        }
    }

    fn form(&mut self, plan: &Plan, any_missing: Wish, write_locked: bool) -> Result<(), Refusal> {
        if write_locked && plan.targets().next().is_some() {
            return Err(Refusal::WriteLocked);
        }
        let mut targets = MemberMask::NONE;
        for (index, planned) in MemberIndex::all().zip(&plan.members) {
            if self.basis.dropped.contains(&planned.device) {
                continue;
            }
            let reason = match planned.role {
                PlannedRole::Full => None,
                PlannedRole::Copy(reason) => Some(reason),
            };
            self.add(index, planned.device, planned.size, (planned.read_cost, planned.site), reason, CopyKind::Full);
            if reason.is_some() {
                targets |= index.mask();
            }
        }
        if self.view.full().is_empty() {
            return Err(Refusal::ScbWriteFailed);
        }
        self.view.size = self.view.present().map(|(_, member)| member.size).min().unwrap_or_default().min(plan.size);
        self.view.master = MemberIndex(u8::try_from(plan.master).unwrap_or(0));
        self.view.nodes = NodeSet::of(self.basis.node);
        self.view.write_locked = write_locked;
        self.view.generation = plan.generation;
        self.new_generation = true;
        if !targets.is_empty() {
            self.add_copy(targets, self.basis.node);
        }
        if plan.merge_due && self.view.full().len() > 1 {
            self.start_merge(self.basis.node);
        }
        let present: Vec<DeviceId> = self.view.present().map(|(_, member)| member.device).collect();
        let missing: Vec<DeviceId> = plan.missing.iter().copied().filter(|d| !present.contains(d)).collect();
        if any_missing != Wish::No && !missing.is_empty() {
            let obstacle = if plan.unclean { Some(Refusal::ChangedState) } else { self.bitmap_obstacle() };
            let purpose = Purpose::AnyMissing { members: missing, base: plan.generation };
            self.start_bitmap(any_missing, obstacle, purpose)?;
        }
        Ok(())
    }

    /// Adds a member along the edges from Absent.
    fn add(
        &mut self,
        index: MemberIndex,
        device: DeviceId,
        size: crate::blocks::BlockCount,
        (read_cost, site): (u32, u32),
        reason: Option<CopyReason>,
        kind: CopyKind,
    ) {
        let state = MemberState::Absent;
        self.view.members[index.at()] = Some(Member { device, state, size, read_cost, site, reason });
        self.edge(index, MemberState::Joining);
        let role =
            if reason.is_some() { MemberState::Target { kind, phase: CopyPhase::Pending } } else { MemberState::Full };
        self.edge(index, role);
    }

    fn add_copy(&mut self, targets: MemberMask, manager: NodeId) {
        let op = self.next_op();
        let reason = targets.first().and_then(|index| self.view.member(index)?.reason);
        let reason = reason.unwrap_or(CopyReason::NoHistory);
        self.view.copies.push(CopyRef { op, targets, manager, start: Lbn(0), reason });
        self.done.copies.push(op);
    }

    /// A saved set goes on on this node alone; copies wait for their turn again.
    fn restore(&mut self) {
        self.view.nodes = NodeSet::of(self.basis.node);
        for index in self.view.targets().iter() {
            if let Some(&MemberState::Target { kind, phase: CopyPhase::Copying }) =
                self.view.member(index).map(|member| &member.state)
            {
                self.edge(index, MemberState::Target { kind, phase: CopyPhase::Pending });
            }
        }
        self.new_generation = true;
    }

    fn mount(&mut self) -> Result<(), Refusal> {
        if self.view.nodes.is_empty() {
            return Err(Refusal::NotMounted);
        }
        self.view.nodes.insert(self.basis.node);
        if self.basis.half_stored && !self.view.write_locked && self.view.present().count() > 1 {
            self.start_merge(self.basis.node);
        }
        Ok(())
    }

    fn dismount(&mut self, minicopy: Wish) -> Result<(), Refusal> {
        let node = self.basis.node;
        if !self.view.nodes.contains(node) {
            return Err(Refusal::NotMounted);
        }
        self.view.nodes.remove(node);
        let Some(successor) = self.successor() else {
            let unfit = self.view.full().len() < 2 || self.view.merge.is_some();
            return if minicopy == Wish::Required && unfit { Err(Refusal::NoBitmap) } else { Ok(()) };
        };
        let mine: Vec<BitmapId> = self.view.bitmaps.iter().filter(|b| b.master == node).map(|b| b.id).collect();
        mine.into_iter().for_each(|id| self.lose_bitmap(id));
        self.hand_copies_over(node, successor);
        self.hand_merge_over(node, successor);
        Ok(())
    }

    fn join(&mut self, members: &[JoinMember]) -> Result<(), Refusal> {
        let members: Vec<JoinMember> =
            members.iter().filter(|member| !self.basis.dropped.contains(&member.device)).cloned().collect();
        if members.is_empty() {
            return Err(Refusal::ScbWriteFailed);
        }
        let returns = returning::decide_all(&self.view, &members)?;
        let mut full_targets = MemberMask::NONE;
        for (member, decided) in members.iter().zip(returns) {
            let index = self.view.free_index().ok_or(Refusal::TooManyMembers)?;
            let settings = (member.read_cost, member.site);
            self.add(index, member.device, member.size, settings, Some(decided.reason), decided.kind);
            if let CopyKind::Mini(bitmap) = decided.kind {
                let manager = self.view.bitmap(bitmap).map_or(self.basis.node, |bitmap| bitmap.master);
                self.add_copy(index.mask(), manager);
                self.claim(bitmap, member.device);
            } else {
                full_targets |= index.mask();
                self.forget(member.device);
            }
        }
        if !full_targets.is_empty() {
            self.add_copy(full_targets, self.basis.node);
        }
        Ok(())
    }

    /// The device uses the bitmap: it is not among those that it could still have served.
    fn claim(&mut self, bitmap: BitmapId, device: DeviceId) {
        for known in self.view.bitmaps.iter_mut().filter(|known| known.id == bitmap) {
            if let Purpose::AnyMissing { members, .. } = &mut known.purpose {
                members.retain(|member| *member != device);
            }
        }
    }

    /// The device is copied in full: its SCB gets generation 0, so that bitmaps kept for it can never serve it.
    fn forget(&mut self, device: DeviceId) {
        let in_use: Vec<BitmapId> =
            self.view.bitmaps.iter().map(|bitmap| bitmap.id).filter(|id| self.view.bitmap_in_use(*id)).collect();
        self.view.spent.retain(|spent| *spent != device);
        self.view.bitmaps.retain_mut(|bitmap| match &mut bitmap.purpose {
            Purpose::Minicopy { member, .. } => *member != device,
            Purpose::AnyMissing { members, .. } => {
                members.retain(|member| *member != device);
                !members.is_empty() || in_use.contains(&bitmap.id)
            }
            Purpose::Minimerge | Purpose::Multiuse { .. } => true,
        });
    }

    fn remove(&mut self, old: &View, members: MemberMask, wish: Wish, forced: bool) -> Result<(), Refusal> {
        let members = members & self.view.all();
        if members.is_empty() {
            // Another change has taken them out already, or this one does because they failed.
            return if self.new_generation { Ok(()) } else { Err(Refusal::Moot) };
        }
        if self.view.full().without(members).is_empty() {
            return Err(Refusal::OnlySource);
        }
        let obstacle = if !self.view.copies.is_empty() {
            Some(Refusal::NoBitmapDuringCopy)
        } else if self.basis.held && !self.basis.mutated.is(Mutation::HeldWriteIgnored)
            || !(self.basis.failed & old.all()).is_empty()
        {
            // I9: a write held on a node that then dies would leave a difference that no bit covers.
            Some(Refusal::Transient)
        } else {
            self.bitmap_obstacle()
        };
        let leavers: Vec<DeviceId> = members.iter().filter_map(|m| Some(self.view.member(m)?.device)).collect();
        self.take_out(members, forced)?;
        if wish != Wish::No {
            for member in leavers {
                self.start_bitmap(wish, obstacle, Purpose::Minicopy { member, base: old.generation })?;
            }
        }
        Ok(())
    }

    /// Why no bitmap can be started at all.
    fn bitmap_obstacle(&self) -> Option<Refusal> {
        let merge_due = self.view.merge.is_some() && !self.basis.mutated.is(Mutation::BitmapWithMerge);
        if merge_due || self.view.write_locked {
            Some(Refusal::NoBitmap)
        } else if self.basis.no_memory {
            Some(Refusal::NoBitmapMemory)
        } else {
            None
        }
    }

    fn start_bitmap(&mut self, wish: Wish, obstacle: Option<Refusal>, purpose: Purpose) -> Result<(), Refusal> {
        let full = self.view.bitmaps.len() >= MAX_BITMAPS;
        if let Some(refusal) = obstacle.or(full.then_some(Refusal::NoBitmap)) {
            return if wish == Wish::Required { Err(refusal) } else { Ok(()) };
        }
        let careless = self.basis.mutated.is(Mutation::BitmapWithMerge);
        let allowed = !self.basis.held && (self.view.merge.is_none() || careless);
        assert!(allowed, "I9: a bitmap with a held write or a merge due");
        self.view.last_bitmap = self.basis.numbers.next_bitmap(self.view.last_bitmap);
        let id = BitmapId::new(self.basis.node, self.view.last_bitmap);
        let covers = self.view.size;
        self.view.bitmaps.push(BitmapRef { id, epoch: Epoch(1), purpose, master: self.basis.node, covers });
        self.done.bitmap = Some(id);
        Ok(())
    }

    /// Copies go on into the new part; bitmaps do not cover it.
    fn resize(&mut self, size: crate::blocks::BlockCount) -> Result<(), Refusal> {
        if self.view.write_locked {
            return Err(Refusal::WriteLocked);
        }
        if self.view.merge.is_some() || self.basis.held || size < self.view.size {
            return Err(Refusal::Transient);
        }
        if self.view.present().any(|(_, member)| member.size < size) {
            return Err(Refusal::TooSmall);
        }
        self.view.size = size;
        Ok(())
    }

    fn delete_bitmap(&mut self, id: BitmapId) -> Result<(), Refusal> {
        self.view.bitmap(id).ok_or(Refusal::NoSuchBitmap)?;
        self.lose_bitmap(id);
        Ok(())
    }
}
