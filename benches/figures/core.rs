//! Figures of the shadowing core alone: what deciding costs for one application write, admission included, no data moved.

use std::hint::black_box;

use dclshadow::blocks::{BlockCount, Lbn, LbnRange};
use dclshadow::clock::{Millis, VmsTime};
use dclshadow::shadow::{
    AdmissionQueue, Candidate, Change, DeviceId, Effect, Formation, Grant, Identity, Input, Irp, JoinMember, LockKind,
    LockValue, MemberMask, NodeId, Purpose, ScbRead, Ticket, UnitNumber, Verdict, VirtualUnit, Wish, plan,
};

use crate::measure::{Sample, heading};

/// Blocks of the set: 64 GiB.
const SIZE: u64 = 1 << 27;

/// Blocks of the largest set.
const TEBIBYTE: u64 = 1 << 31;

/// Writes of one timed run.
const WRITES: u32 = 100_000;

/// A set with its admission queue.
struct Set {
    unit: VirtualUnit,
    admission: AdmissionQueue,
    effects: Vec<Effect>,
    started: Vec<(Irp, LbnRange)>,
    grant: u64,
    irp: u64,
}

impl Set {
    /// A full member and a copy target.
    fn formed() -> Self {
        Self::of_size(SIZE)
    }

    fn of_size(size: u64) -> Self {
        let candidate = |device| Candidate {
            device: DeviceId(device),
            named: true,
            size: BlockCount(size),
            scb: ScbRead::Absent,
            label_matches: true,
            read_cost: 1,
            site: 0,
        };
        let formation =
            Formation { unit: UnitNumber(1), candidates: vec![candidate(1), candidate(2)], override_membership: false };
        let identity = Identity { node: NodeId(0), unit: UnitNumber(1), scb_lbn: Some(Lbn(5)), map_limit: 1 << 18 };
        let mut set = Self {
            unit: VirtualUnit::new(identity),
            admission: AdmissionQueue::new(),
            effects: Vec::new(),
            started: Vec::new(),
            grant: 0,
            irp: 0,
        };
        let plan = Box::new(plan(&formation).expect("two disks form a set"));
        set.feed(Input::Tick { now: Millis(1), time: VmsTime(1) });
        set.change(Change::Form { plan, any_missing: Wish::No, write_locked: false });
        set
    }

    /// A set of two full members; with a bitmap, one member of three has left.
    fn running(bitmap: bool) -> Self {
        let mut set = Self::formed();
        set.copy();
        if bitmap {
            set.split();
        }
        set
    }

    /// The second member leaves with a bitmap.
    fn split(&mut self) {
        let members = self.unit.view().index_of(DeviceId(2)).expect("a member").mask();
        self.change(Change::Remove { members, bitmap: Wish::Required, forced: false });
    }

    /// It returns, unwritten, and waits for its minicopy.
    fn rejoin(&mut self) {
        let purpose = &self.unit.view().bitmaps[0].purpose;
        let Purpose::Minicopy { base, .. } = *purpose else { unreachable!("the bitmap is for the second member") };
        let member = JoinMember {
            device: DeviceId(2),
            size: self.unit.view().size,
            generation: Some(base),
            same_unit: true,
            intact: true,
            minicopy: Wish::Required,
            read_cost: 1,
            site: 0,
        };
        self.change(Change::Join { members: vec![member] });
    }

    fn change(&mut self, change: Change) {
        self.feed(Input::Change { ticket: Ticket(1), change });
    }

    fn copy(&mut self) {
        while let Some(op) = self.unit.copy_work() {
            self.feed(Input::Turn { op, budget: BlockCount(2_048) });
        }
    }

    /// Answers every effect at once.
    fn feed(&mut self, input: Input) {
        let mut pending = vec![input];
        while let Some(input) = pending.pop() {
            self.unit.apply(input, &mut self.effects);
            let grant = &mut self.grant;
            pending.extend(self.effects.drain(..).filter_map(|effect| match effect {
                Effect::Io { token, .. } => {
                    Some(Input::IoDone { token, failed: MemberMask::NONE, verdict: Verdict::Equal })
                }
                Effect::WriteScb { token, .. } | Effect::Flush { token, .. } | Effect::AllocateBitmap { token, .. } => {
                    Some(Input::StepDone { token, failed: MemberMask::NONE, no_memory: false })
                }
                Effect::Lock { .. } => {
                    *grant += 1;
                    let (lock, value) = (LockKind::Unit, LockValue::default());
                    Some(Input::Granted { lock, grant: Grant(*grant), value })
                }
                _ => None,
            }));
        }
    }

    /// Admits and plans a write; leaves its transfer open.
    fn begin(&mut self, lbn: u64) {
        self.irp += 1;
        let (irp, range) = (Irp(self.irp), LbnRange::new(lbn, 1));
        assert!(self.admission.admit(irp, range));
        self.unit.apply(Input::Write { irp, range }, &mut self.effects);
    }

    /// Completes the transfer that `begin` left, and the next one when there are targets.
    fn end(&mut self, irp: Irp, lbn: u64) {
        while let Some(effect) = self.effects.pop() {
            if let Effect::Io { token, .. } = effect {
                let done = Input::IoDone { token, failed: MemberMask::NONE, verdict: Verdict::None };
                self.unit.apply(done, &mut self.effects);
            }
        }
        self.admission.release(irp, LbnRange::new(lbn, 1), &mut self.started);
    }

    /// Writes all over the volume, one at a time, with `open` others in flight.
    fn writes(&mut self, open: u64) {
        for other in 0..open {
            self.begin(SIZE - 2 - other * 200);
        }
        let held: Vec<Effect> = self.effects.drain(..).collect();
        for write in 0..u64::from(WRITES) {
            // A few thousand places, so that bits and maps are warm and mostly set, as under a steady load.
            let lbn = (write * 7_919) % 4_096 * 1_000 + 10;
            self.begin(lbn);
            self.end(Irp(self.irp), lbn);
        }
        black_box(&held);
        for (effect, other) in held.into_iter().zip(0..open) {
            let Effect::Io { irp: Some(irp), .. } = &effect else { continue };
            let irp = *irp;
            self.effects.push(effect);
            self.end(irp, SIZE - 2 - other * 200);
        }
    }
}

/// Prints every figure of this room.
pub fn figures() {
    heading("core: decide one write, admission and both applies");
    let measure = |what: &str, set: fn() -> Set, open: u64| {
        let mut set = set();
        set.writes(0);
        Sample::of(15, || (), |()| set.writes(open)).print(what, WRITES);
    };
    measure("two full members", || Set::running(false), 0);
    measure("with a bitmap and block maps", || Set::running(true), 0);
    measure("with a copy target", Set::formed, 0);
    measure("two full members, 32 in flight", || Set::running(false), 32);
    measure("two full members, 128 in flight", || Set::running(false), 128);
    let split = || {
        let mut set = Set::of_size(TEBIBYTE);
        set.copy();
        set.split();
        set.rejoin();
        set
    };
    heading("core: minicopy with an empty bitmap of 1 TiB (at most 1000)");
    Sample::of(15, split, |mut set| set.copy()).print("from the first turn to the end", 1);
}
