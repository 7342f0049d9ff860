//! The table of shadowing.md 2.10, cell by cell where a procedure in the field depends on it.

use super::*;
use crate::node::config::Uic;
use crate::show::full::tests::{device, member, set, volume};

fn ask(name: &str, device: &DeviceView, unit: &DeviceView) -> Item {
    let names = Names { uic: &|uic: Uic| uic.to_string(), hardware: "AlphaServer" };
    item(name, device, Some(unit), &names).unwrap_or_else(|| panic!("no item {name}"))
}

/// A unit with a full member and a copy target at 48 %.
fn copying() -> (DeviceView, DeviceView, DeviceView) {
    let full = member("$1$DGA101", MemberRole::Full, 100);
    let target = member("$1$DGA102", MemberRole::CopyTarget, 48);
    let mut set = set();
    set.members = vec![full.clone(), target.clone()];
    let unit = DeviceView { kind: DeviceKind::VirtualUnit, mount: Some(volume()), set: Some(set), ..device("DSA0") };
    let full = DeviceView { member: Some(full), ..device("$1$DGA101") };
    let target = DeviceView { member: Some(target), ..device("$1$DGA102") };
    (unit, full, target)
}

#[test]
fn roles_are_told_apart() {
    let (unit, full, target) = copying();
    let flags = |name| [&unit, &full, &target].map(|device| ask(name, device, &unit) == Item::Flag(true));
    assert_eq!(flags("SHDW_MASTER"), [true, false, false]);
    assert_eq!(flags("SHDW_MEMBER"), [false, true, true]);
    assert_eq!(flags("SHDW_CATCHUP_COPYING"), [false, false, true]);
    assert_eq!(flags("SHDW_MERGE_COPYING"), [false, false, false]);
    assert_eq!(flags("MNT"), [true, true, true]);
}

#[test]
fn the_walk_over_the_members_ends_on_the_empty_string() {
    let (unit, full, target) = copying();
    let next = |device| ask("SHDW_NEXT_MBR_NAME", device, &unit);
    assert_eq!(next(&unit), "_$1$DGA101:".into());
    assert_eq!(next(&full), "_$1$DGA102:".into());
    assert_eq!(next(&target), "".into());
    assert_eq!(ask("SHDW_READ_SOURCE", &target, &unit), "_$1$DGA101:".into());
    assert_eq!(ask("SHDW_MASTER_NAME", &target, &unit), "_DSA0:".into());
    assert_eq!(ask("SHDW_MASTER_NAME", &unit, &unit), "".into());
}

#[test]
fn counts_and_percentages() {
    let (unit, full, target) = copying();
    let numbers = |name| [&unit, &full, &target].map(|device| ask(name, device, &unit));
    assert_eq!(numbers("SHDW_DEVICE_COUNT"), [Item::Number(2), Item::Number(2), Item::Number(2)]);
    assert_eq!(numbers("SHDW_MBR_COUNT"), [Item::Number(1), Item::Number(1), Item::Number(1)]);
    assert_eq!(numbers("SHDW_MBR_COPY_DONE"), [Item::Number(100), Item::Number(100), Item::Number(48)]);
    assert_eq!(numbers("SHDW_MBR_MERGE_DONE"), [Item::Number(100), Item::Number(100), Item::Number(100)]);
}

#[test]
fn any_other_disk_answers_every_item() {
    let disk = DeviceView { generation: 0x1234, ..device("DKA100") };
    let names = Names { uic: &|uic: Uic| uic.to_string(), hardware: "AlphaServer" };
    let ask = |name| item(name, &disk, None, &names);
    assert_eq!(ask("SHDW_GENERATION"), Some("0000000000001234".into()));
    assert_eq!(ask("SHDW_MEMBER"), Some(false.into()));
    assert_eq!(ask("SHDW_MBR_COPY_DONE"), Some(100_u32.into()));
    assert_eq!(ask("SHDW_TIMEOUT"), Some(0_u32.into()));
    assert_eq!(ask("FREEBLOCKS"), Some(0_u64.into()));
    assert_eq!(ask("DEVNAM"), Some("_DKA100:".into()));
    assert_eq!(ask("NOSUCHITEM"), None);
    assert_eq!(ask("SHDW_NOSUCHITEM"), None);
}
