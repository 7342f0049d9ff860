//! Range holds: a clusterwide stop of stores to one range (shadow-core 0.3, 2.3).
//!
//! They cover what comparing cannot: the repair of members that differ, found by a merge or by a read, of blocks that a
//! member cannot read, and a block so hot that its copy never finds it equal. Holds are serialised by a lock, so that there is one repairer at a time. While a
//! hold stands nobody but its holder stores there, copies included (I16). No hold of this node outlives a barrier.

use std::collections::VecDeque;

use super::block_map::BlockMap;
use super::effect::{Effect, IoOp};
use super::ids::{MemberIndex, MemberMask, NodeId, NodeSet, OpId, Tag, Token};
use super::input::{LockKind, LockMode, Verdict};
use super::message::Message;
use super::mutation::Mutation;
use super::unit::{TokenKind, VirtualUnit};
use crate::blocks::{BlockCount, LbnRange};
use crate::message::Status;

/// Who wants the range held.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum HoldFor {
    /// A read, in this slot, that found members differ or one that cannot be read: they are made equal and it returns
    /// what they hold then.
    Read(u32),
    /// The merge, for the same.
    Merge,
    /// A copy that never found the range equal.
    Copy(OpId),
    /// A copy whose source cannot be read there: another member gives the data to it.
    Source(OpId),
}

/// A hold that waits for its turn.
#[derive(Clone, Copy, Debug)]
pub(super) struct WantedHold {
    pub(super) purpose: HoldFor,
    pub(super) range: LbnRange,
    /// Full members that could not be read there: another one's data is taken, if there is one.
    pub(super) unreadable: MemberMask,
}

/// How far the hold of this node is.
#[derive(Clone, Copy, Debug)]
enum HoldStage {
    /// Stores to the range are still open somewhere.
    Draining,
    /// Masters of bitmaps have been told; so many answers are missing.
    Flagging { token: Token, missing: u16 },
    /// Members are being made equal to this one.
    Repairing { token: Token, source: MemberIndex },
    /// A copy makes its passes.
    Copying,
}

/// The hold of this node.
#[derive(Clone, Copy, Debug)]
struct OwnHold {
    wanted: WantedHold,
    tag: Tag,
    /// Nodes that were told.
    told: NodeSet,
    /// Those that have not answered.
    missing: NodeSet,
    stage: HoldStage,
    /// Full members that a repair found of no use.
    useless: MemberMask,
}

/// Another node's hold.
#[derive(Clone, Copy, Debug)]
struct OtherHold {
    node: NodeId,
    range: LbnRange,
    tag: Tag,
    answered: bool,
}

/// The holds that a node knows of.
#[derive(Debug, Default)]
pub(super) struct Holds {
    /// The lock has been asked for and not granted.
    asked: bool,
    queue: VecDeque<WantedHold>,
    own: Option<OwnHold>,
    others: Vec<OtherHold>,
}

impl Holds {
    /// Whether stores to the range have to wait.
    pub(super) fn block(&self, range: LbnRange) -> bool {
        self.others.iter().any(|hold| hold.range.overlaps(range))
            || self.own.is_some_and(|hold| hold.wanted.range.overlaps(range))
    }

    /// Whether any hold stands here.
    pub(super) fn any(&self) -> bool {
        self.own.is_some() || !self.others.is_empty()
    }

    /// Whether this node neither has nor wants a hold.
    pub(super) fn is_idle(&self) -> bool {
        self.own.is_none() && self.queue.is_empty()
    }

    /// Whether the copy makes its passes under a hold of the range.
    pub(super) fn held_for(&self, op: OpId) -> bool {
        self.own.is_some_and(|hold| {
            matches!(hold.stage, HoldStage::Copying) && matches!(hold.wanted.purpose, HoldFor::Copy(of) if of == op)
        })
    }
}

/// How a repair ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Repaired {
    /// All members agree.
    Done,
    /// A member failed and leaves: look again behind the barrier.
    Again,
    /// No full member can be read there.
    Unreadable,
    /// The host has no space.
    Refused(Status),
}

impl VirtualUnit {
    /// Asks for a hold. What waits for it goes on in [`VirtualUnit::end_repair`] or in the copy's passes.
    pub(super) fn want_hold(&mut self, wanted: WantedHold, out: &mut Vec<Effect>) {
        self.holds.queue.push_back(wanted);
        self.ask_for_hold(out);
    }

    fn ask_for_hold(&mut self, out: &mut Vec<Effect>) {
        if !self.holds.asked && self.holds.own.is_none() && !self.holds.queue.is_empty() {
            self.holds.asked = true;
            out.push(Effect::Lock { lock: LockKind::Hold, mode: LockMode::Exclusive });
        }
    }

    /// The lock is here. A barrier may have dropped what it was wanted for.
    pub(super) fn on_hold_granted(&mut self, out: &mut Vec<Effect>) {
        self.holds.asked = false;
        let next = if self.issues() { self.holds.queue.pop_front() } else { None };
        let Some(wanted) = next else {
            out.push(Effect::Unlock { lock: LockKind::Hold, value: None });
            return;
        };
        let tag = Tag(self.token(TokenKind::Hold, 0).0);
        let careless = self.mutated.is(Mutation::RepairWithoutHold);
        let mut told = if careless { NodeSet::NONE } else { self.view.nodes };
        told.remove(self.identity.node);
        for to in told.iter() {
            out.push(Effect::Send { to, message: Message::Hold { range: wanted.range, tag } });
        }
        let (stage, useless) = (HoldStage::Draining, MemberMask::NONE);
        self.holds.own = Some(OwnHold { wanted, tag, told, missing: told, stage, useless });
        if careless {
            return self.use_hold(wanted, out);
        }
        self.check_holds(out);
    }

    /// Another node holds a range: answered once no store of this node is open there. A held write counts as done: it will
    /// start again.
    pub(super) fn on_hold(&mut self, node: NodeId, range: LbnRange, tag: Tag, out: &mut Vec<Effect>) {
        self.holds.others.push(OtherHold { node, range, tag, answered: false });
        self.check_holds(out);
    }

    /// Another node has no store open in the range. An answer to an earlier hold has another tag.
    pub(super) fn on_held(&mut self, node: NodeId, tag: Tag, out: &mut Vec<Effect>) {
        if let Some(own) = self.holds.own.as_mut().filter(|own| own.tag == tag) {
            own.missing.remove(node);
            self.check_holds(out);
        }
    }

    /// Another node's hold is over.
    pub(super) fn on_release(&mut self, node: NodeId, tag: Tag, out: &mut Vec<Effect>) {
        self.holds.others.retain(|hold| (hold.node, hold.tag) != (node, tag));
        self.start_blocked(out);
    }

    /// A store may have ended: answers other nodes' holds, and goes on with the own one.
    pub(super) fn check_holds(&mut self, out: &mut Vec<Effect>) {
        if !self.holds.any() {
            return;
        }
        for at in 0..self.holds.others.len() {
            let OtherHold { node, range, tag, answered } = self.holds.others[at];
            if !answered && !self.stores_open(range) {
                self.holds.others[at].answered = true;
                out.push(Effect::Send { to: node, message: Message::Held { tag } });
            }
        }
        let Some(own) = self.holds.own else { return };
        let drained = self.issues() && own.missing.is_empty() && !self.stores_open(own.wanted.range);
        if matches!(own.stage, HoldStage::Draining) && drained {
            self.use_hold(own.wanted, out);
        }
    }

    /// Whether a store to the range, of an application or a copy, is open here.
    fn stores_open(&self, range: LbnRange) -> bool {
        self.writes.iter().any(|slot| slot.is_storing(range)) || self.copies.iter().any(|run| run.is_passing(range))
    }

    fn set_stage(&mut self, stage: HoldStage) {
        if let Some(own) = &mut self.holds.own {
            own.stage = stage;
        }
    }

    /// The range is held everywhere.
    fn use_hold(&mut self, wanted: WantedHold, out: &mut Vec<Effect>) {
        if let HoldFor::Copy(op) = wanted.purpose {
            self.set_stage(HoldStage::Copying);
            return self.pass_held(op, wanted.range, out);
        }
        // What the repair stores, absent members do not have: their bits first, as for a write (I6).
        match self.flag(wanted.range, TokenKind::Hold, 0, out) {
            Some((token, missing)) => self.set_stage(HoldStage::Flagging { token, missing }),
            None => self.repair(wanted, out),
        }
    }

    /// A master has the bits of a repair.
    pub(super) fn on_repair_bits_set(&mut self, token: Token, out: &mut Vec<Effect>) {
        let Some(own) = &mut self.holds.own else { return };
        let wanted = own.wanted;
        match &mut own.stage {
            HoldStage::Flagging { token: known, missing } if *known == token => {
                *missing -= 1;
                if *missing > 0 {
                    return;
                }
            }
            _ => return,
        }
        self.note_flagged(wanted.range);
        self.repair(wanted, out);
    }

    /// Makes every other full member and every target equal to one full member: the master, unless it cannot be read and
    /// another one can. What the one cannot read the engine takes from others.
    fn repair(&mut self, wanted: WantedHold, out: &mut Vec<Effect>) {
        let careless = self.mutated.is(Mutation::RepairWithoutHold);
        assert!(careless || !self.stores_open(wanted.range), "I16: a store is open in a held range");
        let useless = self.holds.own.map_or(MemberMask::NONE, |own| own.useless);
        let usable = self.full.without(useless);
        let readable = usable.without(wanted.unreadable);
        let master = readable.contains(self.view.master).then_some(self.view.master);
        let Some(source) = master.or_else(|| readable.first()).or_else(|| usable.first()) else {
            return self.end_repair(wanted, Repaired::Unreadable, out);
        };
        let token = self.token(TokenKind::Hold, 0);
        self.set_stage(HoldStage::Repairing { token, source });
        let irp = match wanted.purpose {
            HoldFor::Read(slot) => Some(self.reads[slot as usize].irp()),
            HoldFor::Merge | HoldFor::Copy(_) | HoldFor::Source(_) => None,
        };
        self.open += 1;
        let op = IoOp::Repair { master: source, others: (self.full | self.targets).without(source.mask()) };
        out.push(Effect::Io { token, irp, op, range: wanted.range, only: self.without_scb(wanted.range) });
    }

    /// The blocks of one bitmap range that are not the SCB; `None` where all are data.
    fn without_scb(&self, range: LbnRange) -> Option<BlockMap> {
        let scb = self.identity.scb_lbn.filter(|scb| range.contains(*scb))?;
        let index = range.start.range();
        let map = |blocks| BlockMap::of(index, blocks).0;
        let fits = range.end() <= crate::blocks::RangeIndex(index.0 + 1).start();
        fits.then(|| BlockMap(map(range) & !map(LbnRange { start: scb, count: BlockCount(1) })))
    }

    /// A repair has ended.
    pub(super) fn on_repair_done(&mut self, token: Token, failed: MemberMask, verdict: Verdict, out: &mut Vec<Effect>) {
        let own = self.holds.own.expect("I16: an answer to a repair without a hold");
        let HoldStage::Repairing { token: known, source } = own.stage else {
            panic!("I4: an answer to a repair that is not open: {own:?}")
        };
        assert!(token == known, "I4: an answer to another repair: {own:?}");
        if self.is_awaited(failed) {
            self.fail_working(failed, out);
            self.end_repair(own.wanted, Repaired::Again, out);
        } else if failed.contains(source) {
            if let Some(own) = &mut self.holds.own {
                own.useless |= source.mask();
            }
            self.repair(own.wanted, out);
        } else if !failed.is_empty() {
            self.fail_members(failed, out);
            self.end_repair(own.wanted, Repaired::Again, out);
        } else if let Verdict::Refused(status) = verdict {
            self.end_repair(own.wanted, Repaired::Refused(status), out);
        } else {
            self.end_repair(own.wanted, Repaired::Done, out);
        }
        self.close_one(out);
    }

    fn end_repair(&mut self, wanted: WantedHold, how: Repaired, out: &mut Vec<Effect>) {
        self.end_hold(out);
        match wanted.purpose {
            HoldFor::Read(slot) => self.end_compared_read(slot, how, out),
            HoldFor::Merge => self.end_merge_repair(wanted.range, how, out),
            HoldFor::Copy(_) => {}
            HoldFor::Source(op) => self.end_source_repair(op, how, out),
        }
    }

    /// The hold is over: stores go on, and the next one asks for the lock.
    pub(super) fn end_hold(&mut self, out: &mut Vec<Effect>) {
        self.let_go(out);
        self.start_blocked(out);
        self.ask_for_hold(out);
    }

    fn let_go(&mut self, out: &mut Vec<Effect>) {
        let Some(own) = self.holds.own.take() else { return };
        for to in own.told.iter().filter(|to| !self.gone.contains(*to)) {
            out.push(Effect::Send { to, message: Message::Release { tag: own.tag } });
        }
        out.push(Effect::Unlock { lock: LockKind::Hold, value: None });
    }

    /// The holder of these has left the cluster: its stores have ended with it.
    pub(super) fn drop_holds_of(&mut self, node: NodeId, out: &mut Vec<Effect>) {
        self.holds.others.retain(|hold| hold.node != node);
        self.start_blocked(out);
        if let Some(own) = &mut self.holds.own {
            own.told.remove(node);
            own.missing.remove(node);
            self.check_holds(out);
        }
    }

    /// A barrier begins: holds that store nothing yet are given up, and what waited for them waits for its end. A repair or
    /// pass that is open ends first; the barrier waits for it.
    pub(super) fn drop_holds(&mut self, out: &mut Vec<Effect>) {
        let mut dropped: Vec<WantedHold> = self.holds.queue.drain(..).collect();
        if let Some(own) = self.holds.own
            && matches!(own.stage, HoldStage::Draining | HoldStage::Flagging { .. })
        {
            self.let_go(out);
            dropped.push(own.wanted);
        }
        for wanted in dropped {
            match wanted.purpose {
                HoldFor::Read(slot) => self.put_read_back(slot),
                HoldFor::Merge => self.end_merge_hold(),
                HoldFor::Copy(op) | HoldFor::Source(op) => self.end_copy_hold(op),
            }
        }
    }
}
