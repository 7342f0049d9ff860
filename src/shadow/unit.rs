//! The virtual unit: one node's view of one shadow set, and the entry of every input.
//!
//! Owns the state and dispatches inputs to the files that handle them. Total and deterministic: the same inputs give the
//! same effects.

use super::effect::Effect;
use super::ids::{Generation, NodeId, OpId, UnitNumber};
use super::input::{Input, JoinMember};
use super::refusal::Refusal;
use super::returning::{self, Return};
use super::saved::Saved;
use super::status::{CopyReport, SetStatus};
use super::view::{UnitState, View};
use crate::blocks::Lbn;
use crate::clock::{Millis, VmsTime};

/// What never changes about a unit.
#[derive(Clone, Copy, Debug)]
pub struct Identity {
    /// The node that it is on.
    pub node: NodeId,
    /// n of DSAn.
    pub unit: UnitNumber,
    /// Where the set's SCB lies; no transfer touches that block. `None` when the volume has none.
    pub scb_lbn: Option<Lbn>,
    /// Block maps that may be held beside one bitmap; past it ranges are copied whole.
    pub map_limit: u32,
}

/// One node's view of one shadow set.
#[derive(Debug)]
pub struct VirtualUnit {
    pub(super) identity: Identity,
    pub(super) state: UnitState,
    pub(super) view: View,
    pub(super) now: Millis,
    pub(super) time: VmsTime,
    pub(super) reports: Vec<CopyReport>,
}

impl VirtualUnit {
    /// A unit that is not mounted yet. Its first input is a `Form` or `Mount` change.
    pub fn new(identity: Identity) -> Self {
        Self {
            identity,
            state: UnitState::Mounting,
            view: View::default(),
            now: Millis::default(),
            time: VmsTime::default(),
            reports: Vec::new(),
        }
    }

    /// A unit that goes on from a saved state. The caller has checked it against the disks; the next input is a `Restore`
    /// change.
    pub fn restore(identity: Identity, saved: Saved) -> Self {
        Self { view: saved.view, reports: saved.reports, ..Self::new(identity) }
    }

    /// Takes one input and adds what is to be done to `out`.
    pub fn apply(&mut self, input: Input, out: &mut Vec<Effect>) {
        let _ = (input, out);
    }

    /// The view.
    pub fn view(&self) -> &View {
        &self.view
    }

    /// The state.
    pub fn state(&self) -> UnitState {
        self.state
    }

    /// Snapshot for displays.
    pub fn status(&self) -> SetStatus {
        SetStatus {
            state: self.state,
            version: self.view.version,
            generation: self.view.generation,
            size: self.view.size,
            nodes: self.view.nodes,
            write_locked: self.view.write_locked,
            members: Vec::new(),
            copies: Vec::new(),
            bitmaps: Vec::new(),
        }
    }

    /// What copies of this set did since it was mounted, oldest first; running ones too.
    pub fn reports(&self) -> &[CopyReport] {
        &self.reports
    }

    /// The copy that this node can give a turn to now; `None` when there is none, it waits for a barrier, or its last turn
    /// has not ended. A pending copy starts with its first turn.
    pub fn copy_work(&self) -> Option<OpId> {
        None
    }

    /// How the devices of one MOUNT would be copied if they were added now.
    ///
    /// # Errors
    /// The first device that cannot be added.
    pub fn plan_join(&self, members: &[JoinMember]) -> Result<Vec<Return>, Refusal> {
        members.iter().map(|member| returning::decide(&self.view, member, &[])).collect()
    }

    /// Whether nothing is open or waiting: the unit can be saved.
    pub fn is_quiet(&self) -> bool {
        true
    }

    /// The state to save at a suspend; the unit must be quiet.
    pub fn save(&self) -> Saved {
        Saved {
            view: self.view.clone(),
            bitmaps: Vec::new(),
            fences: Vec::new(),
            reports: self.reports.clone(),
            last_op: 0,
            last_bitmap: 0,
        }
    }

    /// Generation of the full members.
    pub fn generation(&self) -> Generation {
        self.view.generation
    }
}
