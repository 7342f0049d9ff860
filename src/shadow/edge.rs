//! The legal state changes of members and units. Every change of a state goes through here.
//!
//! An edge that is not listed is a defect of the core: it panics with both states, in release builds too.

use super::view::{CopyKind, CopyPhase, MemberState, UnitState};

/// Moves a member to another state.
///
/// # Panics
/// When the edge is not legal (shadow-core 1.2), and when `last_full` says that the last full member would leave.
pub(super) fn checked_edge(from: MemberState, to: MemberState, last_full: bool) -> MemberState {
    use CopyPhase::{Copied, Copying, Pending};
    use MemberState::{Absent, Failed, Full, Joining, Leaving, Target};
    let legal = match (from, to) {
        (Absent, Joining)
        | (Joining, Full | Target { phase: Pending, .. })
        | (Full, Leaving | Failed)
        | (Target { .. }, Failed)
        | (Leaving | Failed, Absent)
        | (Target { phase: Copying | Copied, .. }, Full) => true,
        (Target { kind: old, phase: before }, Target { kind: new, phase: after }) => {
            let kind = old == new || matches!((old, new), (CopyKind::Mini(_), CopyKind::Full));
            let phase = before == after || matches!((before, after), (Pending, Copying) | (Copying, Copied | Pending));
            kind && phase
        }
        _ => false,
    };
    assert!(legal, "illegal member edge {from:?} -> {to:?}");
    assert!(!(from == Full && last_full), "I26: the last full member would go {from:?} -> {to:?}");
    to
}

/// Moves a unit to another state.
///
/// # Panics
/// When the edge is not legal (shadow-core 1.2).
pub(super) fn checked_unit_edge(from: UnitState, to: UnitState) -> UnitState {
    use UnitState::{Aborted, Dismounted, Dismounting, MountVerify, Mounting, NoQuorum, Running, Stalled};
    let legal = match (from, to) {
        // A formation that is refused leaves nothing behind.
        (Mounting, Running | Dismounted)
        | (Running, Stalled { .. } | MountVerify { .. } | Dismounting)
        | (Stalled { .. }, Running | MountVerify { .. })
        | (MountVerify { .. }, Running | Aborted)
        | (Dismounting, Dismounted)
        // A set that was given up can still be dismounted.
        | (Aborted, Dismounting)
        | (NoQuorum, _) => true,
        (Stalled { grant: old, drained: before }, Stalled { grant: new, drained: after }) => {
            new > old || (new == old && after && !before)
        }
        (_, NoQuorum) => !matches!(from, Dismounted | Aborted),
        _ => false,
    };
    assert!(legal, "illegal unit edge {from:?} -> {to:?}");
    to
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::shadow::BitmapId;

    const MINI: CopyKind = CopyKind::Mini(BitmapId(7));

    fn target(kind: CopyKind, phase: CopyPhase) -> MemberState {
        MemberState::Target { kind, phase }
    }

    fn legal(from: MemberState, to: MemberState) -> bool {
        std::panic::catch_unwind(|| checked_edge(from, to, false)).is_ok()
    }

    #[test]
    fn a_member_joins_is_copied_and_leaves() {
        use CopyPhase::{Copied, Copying, Pending};
        use MemberState::{Absent, Failed, Full, Joining, Leaving};
        let way = [
            Absent,
            Joining,
            target(MINI, Pending),
            target(MINI, Copying),
            target(CopyKind::Full, Copying),
            target(CopyKind::Full, Copied),
            Full,
            Leaving,
            Absent,
        ];
        way.windows(2).for_each(|pair| assert!(legal(pair[0], pair[1]), "{pair:?}"));
        assert!(legal(target(MINI, Copying), target(MINI, Pending)));
        assert!(legal(Full, Failed) && legal(Failed, Absent));
    }

    #[test]
    fn short_cuts_panic() {
        use CopyPhase::{Copied, Copying, Pending};
        use MemberState::{Absent, Full, Joining};
        for (from, to) in [
            (Absent, Full),
            (target(MINI, Pending), Full),
            (target(CopyKind::Full, Copying), target(MINI, Copying)),
            (target(MINI, Copied), target(MINI, Copying)),
            (Full, target(CopyKind::Full, Pending)),
            (Full, Joining),
            (Full, Absent),
        ] {
            assert!(!legal(from, to), "{from:?} -> {to:?}");
        }
    }

    #[test]
    #[should_panic(expected = "I26")]
    fn i26_the_last_full_member_stays() {
        checked_edge(MemberState::Full, MemberState::Leaving, true);
    }

    #[test]
    #[should_panic(expected = "illegal unit edge")]
    fn a_dismounted_unit_does_not_run() {
        checked_unit_edge(UnitState::Dismounted, UnitState::Running);
    }
}
