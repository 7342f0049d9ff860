//! Changes that are asked for: refused at once, withdrawn, or kept until those before them have ended.

use crate::shadow::effect::Effect;
use crate::shadow::ids::Ticket;
use crate::shadow::input::Change;
use crate::shadow::refusal::Refusal;
use crate::shadow::unit::VirtualUnit;
use crate::shadow::view::UnitState;
use crate::shadow::{Done, change};

impl VirtualUnit {
    /// A command or the core itself wants a change.
    pub(in crate::shadow) fn on_change(&mut self, ticket: Ticket, change: Change, out: &mut Vec<Effect>) {
        let first = matches!(change, Change::Form { .. } | Change::Restore | Change::Mount { .. });
        let refusal = match &self.state {
            UnitState::Dismounted | UnitState::Dismounting => Some(Refusal::NotMounted),
            _ if matches!(change, Change::Abort) && !self.is_verifying() => Some(Refusal::Unsupported),
            UnitState::Aborted if !matches!(change, Change::Dismount { .. }) => Some(Refusal::Aborted),
            UnitState::Mounting if !first => Some(Refusal::NotMounted),
            UnitState::Mounting => None,
            _ if first => Some(Refusal::ChangedState),
            _ => None,
        };
        match (refusal, &change) {
            (Some(refusal), _) => reply(ticket, Err(refusal), out),
            (None, Change::Force { members }) => self.on_force(ticket, *members, out),
            (None, Change::Abort) => self.ask_abort(ticket, None, out),
            (None, Change::Dismount { minicopy, abort: true }) if self.is_verifying() => {
                self.ask_abort(ticket, Some(*minicopy), out);
            }
            (None, _) => {
                self.changes.push_back((ticket, change));
                self.start_next_change(out);
            }
        }
    }

    /// A command waits no more for a change: one that has not begun is taken back, and the set is open again to what a
    /// dismount had kept out.
    pub(in crate::shadow) fn on_withdraw(&mut self, ticket: Ticket, out: &mut Vec<Effect>) {
        let Some(at) = self.changes.iter().position(|(of, _)| *of == ticket) else { return };
        if at == 0 && matches!(self.changes[0].1, Change::Dismount { .. }) {
            self.closing = false;
        }
        self.changes.remove(at);
        reply(ticket, Err(Refusal::Withdrawn), out);
        self.start_next_change(out);
    }

    /// Asks for the lock for the next change, if none is under way and the next one can begin.
    pub(in crate::shadow) fn start_next_change(&mut self, out: &mut Vec<Effect>) {
        while self.coordination.is_none() {
            match self.changes.front() {
                None => return,
                Some((Ticket::INTERNAL, Change::Remove { .. })) if self.failing.is_empty() => {
                    self.changes.pop_front();
                }
                Some((ticket, change)) if self.state == UnitState::Aborted && !needs_no_scb(change) => {
                    reply(*ticket, Err(Refusal::Aborted), out);
                    self.changes.pop_front();
                }
                Some((ticket, Change::NodesGone)) if !self.misses_nodes() => {
                    reply(*ticket, Err(Refusal::Moot), out);
                    self.changes.pop_front();
                }
                Some((ticket, change)) if self.is_verifying() => match change {
                    Change::Remove { forced: true, .. } | Change::NodesGone => self.lock_for_next(out),
                    // The documented transient: the state is changing.
                    Change::Remove { .. } | Change::Join { .. } => {
                        reply(*ticket, Err(Refusal::Transient), out);
                        self.changes.pop_front();
                    }
                    _ => return,
                },
                Some((ticket, change @ Change::Dismount { .. })) => {
                    // Refused dismounts are refused before anybody is kept out.
                    let refusal = change::propose(&self.view, Some(change), &self.basis()).err();
                    if let Some(refusal) = refusal {
                        reply(*ticket, Err(refusal), out);
                        self.closing = false;
                        self.changes.pop_front();
                        continue;
                    }
                    self.end_stall(out);
                    self.closing = true;
                    let busy = self.has_writes() || self.reads.len() > self.free_reads.len();
                    if busy || !self.flushes.is_empty() || !self.waiting.is_empty() {
                        return;
                    }
                    self.lock_for_next(out);
                }
                Some(_) => self.lock_for_next(out),
            }
        }
    }
}

/// Whether a node that gave the set up can make the change: it writes no SCB.
pub(super) fn needs_no_scb(change: &Change) -> bool {
    matches!(change, Change::Dismount { .. } | Change::DemandMerge | Change::NodesGone)
}

pub(in crate::shadow) fn reply(ticket: Ticket, result: Result<Done, Refusal>, out: &mut Vec<Effect>) {
    // A removal that another change has made already is what was asked for.
    let result = if result == Err(Refusal::Moot) { Ok(Done::default()) } else { result };
    if ticket != Ticket::INTERNAL {
        out.push(Effect::Reply { ticket, result });
    }
}
