//! Suspending and resuming: work is saved when the disks agree, and never believed when they do not.

use super::*;
use crate::node::names::{LogicalName, Mode};
use crate::node::{MergeReason, PauseReason};

fn resumed(bench: &Bench, saved: crate::node::SavedNode, moved: &[String]) -> (Bench, Vec<String>) {
    let again = boot(bench.config.clone(), Arc::clone(&bench.clock), Arc::clone(&bench.files));
    let lost = again.node.resume(saved, moved);
    (again, lost)
}

#[test]
fn a_copy_and_a_bitmap_go_on() {
    let bench = bench();
    bench.set_of(&[1, 2, 3]);
    bench.dismount("$1$DGA103:", Minicopy::Required).unwrap();
    bench.write("DSA1", 3000, 5);
    bench.initialize(&[5], "PLAIN");
    bench.mount(&request(&disk(5), &[], "PLAIN"));
    bench.mount(&request("DSA1:", &[4], "DATA"));
    bench.clock.advance(Millis(100));
    bench.node.advance(Millis(100));
    let before = bench.node.set(1).unwrap();
    let (again, lost) = resumed(&bench, bench.node.suspend(), &[]);
    assert!(lost.is_empty(), "{lost:?}");
    let after = again.node.set(1).unwrap();
    assert_ne!(after.generation, before.generation);
    assert_eq!(after.bitmaps, before.bitmaps);
    assert_eq!(after.members[2].percent, before.members[2].percent);
    let pauses = again.node.copy_records("DSA1").unwrap().pop().unwrap().pauses;
    assert!(matches!(pauses[..], [pause] if pause.reason == PauseReason::Suspended && pause.until.is_none()));
    assert_eq!(after.label, "DATA");
    assert_eq!(again.node.device("$1$DGA105").unwrap().mount.unwrap().label, "PLAIN");
    again.wait_for_copies(1);
    let copy = again.node.copy_records("DSA1").unwrap().pop().unwrap();
    assert!(copy.pauses.len() == 1 && copy.pauses[0].at > 0 && copy.pauses[0].until.is_some(), "{copy:?}");
    again.mount(&request("DSA1:", &[3], "DATA"));
    again.wait_for_copies(1);
    assert!(again.node.copy_records("DSA1").unwrap().pop().unwrap().is_minicopy());
    again.dismount("DSA1:", Minicopy::Unspecified).unwrap();
    again.assert_same(&[1, 2, 3, 4], BLOCKS);
}

#[test]
fn a_merge_goes_on_where_it_was() {
    let bench = bench();
    bench.set_of(&[1, 2]);
    bench.node.crash();
    bench.spoil(2, 5, 9);
    bench.spoil(2, BLOCKS - 100, 9);
    let again = boot(bench.config.clone(), Arc::clone(&bench.clock), Arc::clone(&bench.files));
    again.mount(&request("DSA1:", &[1, 2], "DATA"));
    again.clock.advance(Millis(100));
    again.node.advance(Millis(100));
    let before = again.node.set(1).unwrap().operations.clone();
    assert!(before[0].active && (1..99).contains(&before[0].percent), "{before:?}");
    let (third, lost) = resumed(&again, again.node.suspend(), &[]);
    assert!(lost.is_empty(), "{lost:?}");
    let after = third.node.set(1).unwrap().operations.clone();
    assert_eq!((after.len(), after[0].active, after[0].percent), (1, false, before[0].percent));
    third.wait_for_copies(1);
    let merge = third.node.merge_records("DSA1").unwrap().pop().unwrap();
    assert_eq!((merge.reason, merge.from, merge.fence), (MergeReason::Improper, 0, BLOCKS));
    assert_eq!((merge.pauses.len(), merge.pauses[0].reason), (1, PauseReason::Suspended));
    assert_eq!((merge.blocks_compared, merge.blocks_repaired), (BLOCKS - 1, 2), "{merge:?}");
    assert!(merge.ended.is_some() && merge.kept.as_deref() == Some("$1$DGA101"), "{merge:?}");
    third.dismount("DSA1:", Minicopy::Unspecified).unwrap();
    third.assert_same(&[1, 2], BLOCKS);
}

#[test]
fn a_saved_state_works_once() {
    let bench = bench();
    bench.set_of(&[1, 2]);
    let saved = bench.node.suspend();
    let (first, lost) = resumed(&bench, saved.clone(), &[]);
    assert!(lost.is_empty());
    first.write("DSA1", 3000, 7);
    first.node.crash();
    let (second, lost) = resumed(&bench, saved, &[]);
    assert_eq!(lost, ["DSA1"]);
    assert!(second.node.set(1).is_none());
    let again = second.mount(&request("DSA1:", &[1, 2], "DATA"));
    assert!(again[2].contains("SHDWMEMERGE"), "{again:?}");
    assert_eq!(second.read("DSA1", 3000), 7);
}

#[test]
fn an_image_that_moved_is_not_trusted() {
    let bench = bench();
    bench.set_of(&[1, 2]);
    let (again, lost) = resumed(&bench, bench.node.suspend(), &["$1$DGA102:".to_owned()]);
    assert_eq!(lost, ["DSA1"]);
    assert!(again.node.device("$1$DGA101").unwrap().member.is_none());
}

#[test]
fn shareable_names_last_and_those_of_a_mount_come_back_with_it_alone() {
    let bench = bench();
    bench.set_of(&[1, 2]);
    let people = LogicalName::simple("PAYROLL_DISK", Mode::Supervisor, "DSA1:");
    bench.node.names().define("LNM$SYSTEM_TABLE", people).unwrap();
    let saved = bench.node.suspend();
    assert_eq!(saved.names.len(), 1, "{:?}", saved.names);
    let value = |bench: &Bench, name: &str| bench.node.names().value("LNM$SYSTEM_TABLE", name);
    let (again, _) = resumed(&bench, saved.clone(), &[]);
    assert_eq!(value(&again, "PAYROLL_DISK").as_deref(), Some("DSA1:"));
    assert_eq!(value(&again, "DISK$DATA").as_deref(), Some("DSA1:"));
    let (moved, lost) = resumed(&bench, saved, &["$1$DGA101:".to_owned(), "$1$DGA102:".to_owned()]);
    assert_eq!(lost, ["DSA1"]);
    assert_eq!(value(&moved, "PAYROLL_DISK").as_deref(), Some("DSA1:"));
    assert_eq!(value(&moved, "DISK$DATA"), None);
}

#[test]
fn faults_and_dismounts_that_meet_a_change_last() {
    let bench = bench();
    bench.set_of(&[1, 2]);
    bench.node.change_faults("$1$DGA102", |plan| _ = plan.unreadable.insert(3000)).unwrap();
    bench.node.change_faults("$1$DGA105", |plan| plan.offline = true).unwrap();
    bench.node.make_busy("DSA1", 1).unwrap();
    let (again, lost) = resumed(&bench, bench.node.suspend(), &[]);
    assert!(lost.is_empty(), "{lost:?}");
    assert!(again.node.faults("$1$DGA102").unwrap().unreadable.contains(&3000));
    assert!(!again.node.device("$1$DGA105").unwrap().online);
    assert!(again.dismount("$1$DGA102:", Minicopy::Unspecified).is_err());
    again.dismount("$1$DGA102:", Minicopy::Unspecified).unwrap();
}
