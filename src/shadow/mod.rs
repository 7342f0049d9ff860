//! The shadowing core: a pure state machine, one [`VirtualUnit`] for each node and shadow set.
//!
//! Owns every decision of host-based Volume Shadowing: which member a read goes to, the order in which a write reaches
//! bitmaps, sources and targets, the steps of copies, and the barrier through which a change of membership goes. An
//! engine feeds [`Input`]s and performs [`Effect`]s; nothing here holds a data byte, a file, a thread or a clock.
//! Imports `blocks`, `clock` (types only) and `message`.

mod admission;
mod barrier;
mod bitmap;
mod block_map;
mod change;
mod copy;
mod departure;
mod edge;
mod effect;
mod form;
mod hold;
mod ids;
mod input;
mod merge;
mod message;
mod mutation;
mod participant;
mod read;
mod refusal;
mod returning;
mod saved;
mod scb;
mod status;
mod steer;
mod steps;
mod unit;
mod verification;
mod view;
mod write;

pub use admission::{AdmissionQueue, Stop, Watch};
pub use block_map::BlockMap;
pub use effect::{Done, Effect, Event, IoOp};
pub use form::{Candidate, FormError, Formation, Plan, PlannedMember, PlannedRole, Rejection, ScbRead, included, plan};
pub use ids::{
    BitmapId, DeviceId, Epoch, Generation, Grant, Irp, MAX_BITMAPS, MAX_MEMBERS, MemberIndex, MemberMask, NodeId,
    NodeSet, Numbers, OpId, Tag, Ticket, Token, UnitNumber, Version,
};
pub use input::{
    Change, DeviceEvent, Input, JoinMember, LockKind, LockMode, LockValue, MemberSettings, Policy, Verdict, Wish,
};
pub use message::{Answer, BitRun, Message};
pub use mutation::{Mutated, Mutation};
pub use refusal::Refusal;
pub use returning::Return;
pub use saved::Saved;
pub use scb::{ScbFields, ScbMember, ScbRole};
pub use status::{BitmapStatus, CopyOutcome, CopyReport, CopyStatus, MemberStatus, MergeStatus, SetStatus};
pub use steer::{CopySource, Orders};
pub use unit::{Identity, VirtualUnit};
pub use view::{
    BitmapRef, CopyKind, CopyPhase, CopyReason, CopyRef, Member, MemberState, MergeRef, Purpose, UnitState, View,
};
