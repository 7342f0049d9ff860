//! SHOW DEVICES, the brief list (shadowing.md 3.1).

use super::layout::Line;
use crate::node::views::{DeviceView, MemberRole, MemberView, MountScope, MountView, Verification};

/// The blank line and the two heading lines.
pub fn heading() -> [String; 3] {
    [
        String::new(),
        "Device                  Device           Error    Volume         Free  Trans Mnt".to_owned(),
        " Name                   Status           Count     Label        Blocks Count Cnt".to_owned(),
    ]
}

/// The blank line and the two heading lines above devices that hold no volumes.
pub fn plain_heading() -> [String; 3] {
    heading().map(|line| line.get(..46).unwrap_or(&line).trim_end().to_owned())
}

/// The row of a device.
pub fn row(device: &DeviceView) -> String {
    let line = Line::new().at(1, &format!("{}:", device.name));
    let line = match &device.host {
        Some(host) => line.ending(22, &format!("({host})")),
        None => line,
    };
    let line = line.at(25, &status(device)).ending(46, &device.error_count.to_string());
    if let Some(member) = &device.member {
        return line.at(49, &member_text(member)).finish();
    }
    match &device.mount {
        Some(mount) => volume_columns(line, mount).finish(),
        None => line.finish(),
    }
}

fn volume_columns(line: Line, mount: &MountView) -> Line {
    line.at(49, &mount.label)
        .ending(70, &mount.free_blocks.to_string())
        .ending(76, &mount.transaction_count.to_string())
        .ending(80, &mount.mount_count.to_string())
}

/// The word of the status column.
fn status(device: &DeviceView) -> String {
    if let Some(member) = &device.member {
        return match member.role {
            MemberRole::Full => "ShadowSetMember",
            MemberRole::CopyTarget => "ShadowCopying",
            MemberRole::Merging => "ShadowMergeMbr",
        }
        .to_owned();
    }
    match device.verification() {
        Verification::None => {}
        Verification::InProgress => return "MountVerify".to_owned(),
        Verification::TimedOut => return "MntVerifyTimeout".to_owned(),
    }
    let Some(mount) = &device.mount else {
        let word = if device.online { "Online" } else { "Offline" };
        let suffix = if device.owner.is_some() { " alloc" } else { "" };
        return format!("{word}{suffix}");
    };
    mounted_status(mount)
}

/// The field has room for one word behind `Mounted`: what an operator has to know first.
fn mounted_status(mount: &MountView) -> String {
    let suffixes = [
        (mount.marked_for_dismount, "dismount"),
        (mount.foreign, "foreign"),
        (mount.write_locked, "wrtlck"),
        (mount.scope == MountScope::Private, "alloc"),
    ];
    let shown = suffixes.iter().find(|(applies, _)| *applies);
    shown.map_or_else(|| "Mounted".to_owned(), |(_, suffix)| format!("Mounted {suffix}"))
}

fn member_text(member: &MemberView) -> String {
    let (unit, percent) = (member.unit, member.percent);
    match member.role {
        MemberRole::Full => format!("(member of DSA{unit}:)"),
        MemberRole::CopyTarget => format!("(copy trgt DSA{unit}: {percent:3}% copied)"),
        MemberRole::Merging => format!("(merging DSA{unit}: {percent:3}% merged)"),
    }
}
