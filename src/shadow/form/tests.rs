//! What MOUNT decides from the storage control blocks of the members.

use super::*;
use crate::blocks::Lbn;
use crate::shadow::{ScbMember, ScbRole};

const UNIT: UnitNumber = UnitNumber(5);

/// A former full member: generation, write count, and the sources of its list.
fn scb(generation: u64, write_count: u16, sources: &[u64]) -> ScbFields {
    let member = |device: &u64| ScbMember { device: DeviceId(*device), role: ScbRole::Source };
    ScbFields {
        generation: Generation(generation),
        unit: UNIT,
        write_count,
        mounted: write_count > 0,
        members: sources.iter().map(member).collect(),
        volume_size: BlockCount(1_000),
        scb_lbn: Lbn(500),
        ..ScbFields::default()
    }
}

fn disk(device: u64, scb: ScbRead) -> Candidate {
    let size = BlockCount(1_000);
    Candidate { device: DeviceId(device), named: true, size, scb, label_matches: true, read_cost: 1, site: 0 }
}

fn member(device: u64, generation: u64, write_count: u16) -> Candidate {
    disk(device, ScbRead::Valid(scb(generation, write_count, &[1, 2, 3])))
}

fn form(candidates: Vec<Candidate>) -> Result<Plan, FormError> {
    plan(&Formation { unit: UNIT, candidates, override_membership: false })
}

/// Roles in order: `None` is a full member.
fn roles(plan: &Plan) -> Vec<Option<CopyReason>> {
    let role = |member: &PlannedMember| match member.role {
        PlannedRole::Full => None,
        PlannedRole::Copy(reason) => Some(reason),
    };
    plan.members.iter().map(role).collect()
}

#[test]
fn equal_generations_after_a_proper_dismount_are_all_full() {
    let plan = form(vec![member(2, 9, 0), member(1, 9, 0)]).unwrap();
    assert_eq!(roles(&plan), [None, None]);
    assert_eq!((plan.generation, plan.master, plan.merge_due, plan.unclean), (Generation(9), 0, false, false));
    assert_eq!(plan.missing, [DeviceId(3)]);
}

#[test]
fn equal_generations_after_a_crash_need_a_merge() {
    let plan = form(vec![member(1, 9, 1), member(2, 9, 0)]).unwrap();
    assert!(plan.merge_due && plan.unclean);
    assert_eq!(roles(&plan), [None, None]);
    let alone = form(vec![member(1, 9, 1)]).unwrap();
    assert!(!alone.merge_due && alone.unclean, "one member has nobody to disagree with");
}

#[test]
fn the_newest_generation_is_the_source_wherever_it_is_named() {
    let plan = form(vec![member(1, 8, 1), member(2, 9, 0), member(3, 7, 0)]).unwrap();
    assert_eq!(roles(&plan), [Some(CopyReason::OlderGeneration), None, Some(CopyReason::OlderGeneration)]);
    assert_eq!((plan.master, plan.missing), (1, vec![DeviceId(1), DeviceId(3)]));
}

#[test]
fn unrelated_disks_are_copied_whatever_is_on_them() {
    let mut other = scb(99, 0, &[8]);
    other.unit = UnitNumber(6);
    let zero = scb(0, 0, &[]);
    let mut copying = scb(0, 1, &[1, 2]);
    copying.copying = true;
    let mut plain = scb(0, 0, &[]);
    plain.unit = UnitNumber(0);
    let plan = form(vec![
        disk(7, ScbRead::Valid(other)),
        member(1, 9, 0),
        disk(2, ScbRead::Valid(zero)),
        disk(3, ScbRead::Valid(copying)),
        disk(4, ScbRead::Valid(plain)),
        disk(5, ScbRead::Absent),
    ])
    .unwrap();
    let reasons = [
        Some(CopyReason::OtherUnit),
        None,
        Some(CopyReason::GenerationZero),
        Some(CopyReason::GenerationZero),
        Some(CopyReason::NoHistory),
        Some(CopyReason::NoHistory),
    ];
    assert_eq!(roles(&plan), reasons);
}

#[test]
fn without_any_history_the_first_named_is_the_source() {
    let plan = form(vec![disk(3, ScbRead::Absent), disk(1, ScbRead::Absent)]).unwrap();
    assert_eq!(roles(&plan), [None, Some(CopyReason::NoHistory)]);
    assert_eq!(plan.generation, Generation::ZERO);
    assert!(plan.missing.is_empty());
}

#[test]
fn a_set_of_another_unit_is_still_a_set() {
    let mut both = scb(9, 0, &[1, 2]);
    both.unit = UnitNumber(77);
    let plan = form(vec![disk(1, ScbRead::Valid(both.clone())), disk(2, ScbRead::Valid(both))]).unwrap();
    assert_eq!(roles(&plan), [None, None]);
}

#[test]
fn a_restored_image_is_not_the_member_it_was() {
    let mut restored = scb(9, 0, &[1, 2]);
    restored.backup_revision = 1;
    let plan = form(vec![member(1, 9, 0), disk(2, ScbRead::Valid(restored))]).unwrap();
    assert_eq!(roles(&plan), [None, Some(CopyReason::BackupRevision)]);
}

#[test]
fn a_torn_scb_stops_the_formation_until_the_operator_overrides() {
    let candidates = vec![member(1, 9, 0), disk(2, ScbRead::Torn)];
    assert_eq!(form(candidates.clone()), Err(FormError::TornScb(DeviceId(2))));
    let plan = plan(&Formation { unit: UNIT, candidates, override_membership: true }).unwrap();
    assert_eq!(roles(&plan), [None, Some(CopyReason::TornScb)]);
    let only = vec![disk(2, ScbRead::Torn)];
    let alone = super::plan(&Formation { unit: UNIT, candidates: only, override_membership: true }).unwrap();
    assert_eq!(roles(&alone), [None], "the operator's word");
}

#[test]
fn rejected_devices_are_told_in_order_and_the_rest_is_formed() {
    let mut mislabelled = member(4, 9, 0);
    mislabelled.label_matches = false;
    let mut small = disk(5, ScbRead::Absent);
    small.size = BlockCount(999);
    let plan = form(vec![disk(6, ScbRead::Offline), mislabelled, member(1, 9, 0), small, disk(7, ScbRead::Unreadable)])
        .unwrap();
    let why: Vec<_> = plan.rejected.iter().map(|(device, why)| (device.0, *why)).collect();
    let expected = [
        (6, Rejection::Offline),
        (4, Rejection::LabelMismatch),
        (5, Rejection::TooSmall),
        (7, Rejection::ScbUnreadable),
    ];
    assert_eq!(why, expected);
    assert_eq!(roles(&plan), [None]);
}

#[test]
fn a_targets_label_does_not_matter_but_a_source_is_needed() {
    let mut target = disk(2, ScbRead::Absent);
    target.label_matches = false;
    assert_eq!(roles(&form(vec![member(1, 9, 0), target.clone()]).unwrap()).len(), 2);
    let rejected = vec![(DeviceId(2), Rejection::LabelMismatch)];
    assert_eq!(form(vec![target]), Err(FormError::WrongLabel(rejected)));
    let offline = vec![(DeviceId(1), Rejection::Offline)];
    assert_eq!(form(vec![disk(1, ScbRead::Offline)]), Err(FormError::NoMembers(offline)));
}

#[test]
fn the_seventh_device_is_too_many() {
    let plan = form((1..=7).map(|device| member(device, 9, 0)).collect()).unwrap();
    assert_eq!((plan.members.len(), plan.rejected), (6, vec![(DeviceId(7), Rejection::TooMany)]));
}

#[test]
fn include_follows_the_newest_list_of_the_unit() {
    let mut foreign = scb(99, 0, &[9]);
    foreign.unit = UnitNumber(6);
    let scbs = [scb(7, 0, &[1, 2, 3]), scb(9, 0, &[1, 2]), foreign];
    assert_eq!(included(UNIT, &scbs), [DeviceId(1), DeviceId(2)]);
    assert!(included(UnitNumber(1), &scbs).is_empty());
}

/// Any mix of SCBs gives a plan with a source of the newest generation, or an error; never a panic.
#[test]
fn random_scbs_never_make_an_old_member_a_source() {
    let mut random = 88_172_645_463_325_252_u64;
    let mut next = |below: u64| {
        random ^= random << 13;
        random ^= random >> 7;
        random ^= random << 17;
        random % below
    };
    for round in 0..5_000 {
        let candidates: Vec<Candidate> = (1..=1 + next(6))
            .map(|device| {
                let mut fields = scb(next(3), u16::try_from(next(2)).unwrap(), &[1, 2, 3]);
                fields.unit = UnitNumber(5 + u32::from(next(4) == 0));
                fields.copying = next(6) == 0;
                let mut candidate = disk(device, ScbRead::Valid(fields));
                match next(10) {
                    0 => candidate.scb = ScbRead::Absent,
                    1 => candidate.scb = ScbRead::Offline,
                    2 => candidate.label_matches = false,
                    3 => candidate.size = BlockCount(900),
                    _ => {}
                }
                candidate
            })
            .collect();
        let Ok(plan) = form(candidates.clone()) else { continue };
        assert!(plan.full().next().is_some(), "round {round}");
        let own = |c: &&Candidate| match &c.scb {
            ScbRead::Valid(scb) => scb.unit == UNIT && scb.generation.0 > 0 && !scb.copying && c.label_matches,
            _ => false,
        };
        let newest = candidates.iter().filter(own).filter_map(|c| match &c.scb {
            ScbRead::Valid(scb) => Some(scb.generation),
            _ => None,
        });
        if let Some(newest) = newest.max() {
            assert_eq!(plan.generation, newest, "round {round}: {candidates:?}");
        }
    }
}
