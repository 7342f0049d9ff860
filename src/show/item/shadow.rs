//! The SHDW_ items, by kind of device as shadowing.md 2.10 tables them. None of them fails for any disk.

use super::{DeviceKind, DeviceView, Item, MemberRole};
use crate::node::views::{MemberView, SetView};

/// The value of `SHDW_` + `name`; `None` when there is no such item.
pub fn item(name: &str, device: &DeviceView, unit: Option<&DeviceView>) -> Option<Item> {
    let set = unit.and_then(|unit| unit.set.as_ref());
    let role = device.member.as_ref().map(|member| member.role);
    Some(match name {
        "MASTER" => (device.kind == DeviceKind::VirtualUnit).into(),
        "MEMBER" => device.member.is_some().into(),
        "CATCHUP_COPYING" => (role == Some(MemberRole::CopyTarget)).into(),
        "MERGE_COPYING" => merging(device, set, role).into(),
        "FAILED_MEMBER" => device.failed_member.into(),
        "MINIMERGE_ENABLE" => set.is_some_and(|set| set.minimerge).into(),
        "MASTER_NAME" => device.member.as_ref().map_or(String::new(), |m| format!("_DSA{}:", m.unit)).into(),
        "NEXT_MBR_NAME" => {
            let own = device.member.as_ref().map(|member| member.device.as_str());
            set.and_then(|set| set.next_member(own)).map_or(String::new(), physical).into()
        }
        "MASTER_MBR" => set.and_then(SetView::master).map_or(String::new(), physical).into(),
        "READ_SOURCE" => read_source(device, set).into(),
        "COPIER_NODE" => set.and_then(SetView::copier_node).unwrap_or("").into(),
        "MBR_COPY_DONE" => done(device, set, MemberRole::CopyTarget).into(),
        "MBR_MERGE_DONE" => done(device, set, MemberRole::Merging).into(),
        "DEVICE_COUNT" => set.map_or(0, |set| set.members.len() as u64).into(),
        "MBR_COUNT" => set.map_or(0, |set| set.full_count() as u64).into(),
        "GENERATION" => format!("{:016X}", set.map_or(device.generation, |set| set.generation)).into(),
        "TIMEOUT" => of_device(device, set, |set| set.timeout, |member| member.timeout).into(),
        "SITE" => of_device(device, set, |set| set.site, |member| member.site).into(),
        "MBR_READ_COST" => device.member.as_ref().map_or(0, |member| member.read_cost).into(),
        _ => return None,
    })
}

fn physical(member: &MemberView) -> String {
    format!("_{}:", member.device)
}

fn merging(device: &DeviceView, set: Option<&SetView>, role: Option<MemberRole>) -> bool {
    match device.kind {
        DeviceKind::VirtualUnit => {
            set.is_some_and(|set| set.members.iter().any(|member| member.role == MemberRole::Merging))
        }
        _ => role == Some(MemberRole::Merging),
    }
}

/// A full member reads itself, a copy target is read from its source; a virtual unit has no one source.
fn read_source(device: &DeviceView, set: Option<&SetView>) -> String {
    match &device.member {
        None => String::new(),
        Some(member) if member.role == MemberRole::CopyTarget => {
            set.and_then(SetView::master).map_or(String::new(), physical)
        }
        Some(member) => physical(member),
    }
}

/// Percent of the operation that `role` stands for; 100 where none is under way.
fn done(device: &DeviceView, set: Option<&SetView>, role: MemberRole) -> u32 {
    match &device.member {
        Some(member) if member.role == role => member.percent.into(),
        Some(_) => 100,
        None => set.map_or(100, |set| set.percent(role == MemberRole::CopyTarget).into()),
    }
}

fn of_device(
    device: &DeviceView,
    set: Option<&SetView>,
    unit: fn(&SetView) -> u32,
    member: fn(&MemberView) -> u32,
) -> u32 {
    match (&device.member, set) {
        (Some(own), _) => member(own),
        (None, Some(set)) => unit(set),
        (None, None) => 0,
    }
}
