//! SHOW DEVICE/FULL (shadowing.md 3.2): a sentence of clauses, then labelled values in two columns.

use super::layout::{DEVICE_PAIRS, wrap};
use crate::node::config::Uic;
use crate::node::views::{DeviceKind, DeviceView, MountScope, MountView, SetView, Verification};

/// FCP buffers that every mount gets: the XQP's buffer pool.
const FCP_BUFFERS: u64 = 404;

/// What the display needs beside the device: how a UIC is shown, and the hardware name of the node.
pub struct Names<'a> {
    /// A UIC in its display form, `[SYSTEM]`.
    pub uic: &'a dyn Fn(Uic) -> String,
    /// Hardware name, for `Host type, avail`.
    pub hardware: &'a str,
}

/// The block of one device, blank line first.
pub fn lines(device: &DeviceView, names: &Names<'_>) -> Vec<String> {
    let mut lines = vec![String::new()];
    lines.extend(wrap("", &sentence(device), 4));
    lines.push(String::new());
    if let Some(member) = &device.member {
        let errors = device.error_count.to_string();
        let operations = member.operation_count.to_string();
        lines.push(DEVICE_PAIRS.line(("Error count", &errors), Some(("Shadow member operation count", &operations))));
        allocation_class(&mut lines, device);
        return lines;
    }
    device_values(&mut lines, device, names);
    if let Some(mount) = device.mount.as_ref().filter(|mount| !mount.foreign) {
        lines.push(String::new());
        volume_values(&mut lines, device, mount, names);
        lines.push(String::new());
        lines.extend(wrap("  Volume Status:  ", &volume_status(mount), 6));
    }
    lines
}

fn sentence(device: &DeviceView) -> String {
    let host = device.host.as_ref().map_or(String::new(), |host| format!(" ({host})"));
    let mut clauses = vec![
        format!("Disk {}:{host}", device.name),
        format!("device type {}", device.device_type),
        if device.online { "is online" } else { "is offline" }.to_owned(),
    ];
    if let Some(member) = &device.member {
        clauses.push(format!("member of shadow set DSA{}:", member.unit));
        return format!("{}.", clauses.join(", "));
    }
    if device.owner.is_some() {
        clauses.push("allocated".to_owned());
        if !device.allocated {
            clauses.push("deallocate on dismount".to_owned());
        }
    }
    if let Some(mount) = &device.mount {
        clauses.extend(mount_clauses(mount));
    }
    match device.verification() {
        Verification::None => {}
        Verification::InProgress => clauses.push("in mount verification".to_owned()),
        Verification::TimedOut => clauses.push("mount verification timed out".to_owned()),
    }
    clauses.push("file-oriented device".to_owned());
    clauses.push("shareable".to_owned());
    if device.served {
        clauses.push("served to cluster via MSCP Server".to_owned());
    }
    if device.allocation_class != 0 || device.kind == DeviceKind::VirtualUnit {
        clauses.push("available to cluster".to_owned());
    }
    clauses.push("error logging is enabled".to_owned());
    if let Some(set) = &device.set {
        clauses.push(bitmap_clause(set));
    }
    format!("{}.", clauses.join(", "))
}

fn mount_clauses(mount: &MountView) -> Vec<String> {
    let mut clauses = vec![if mount.foreign { "mounted foreign" } else { "mounted" }.to_owned()];
    if mount.write_locked {
        clauses.push("software write-locked".to_owned());
    }
    if mount.marked_for_dismount {
        clauses.push("marked for dismount".to_owned());
    }
    clauses
}

fn bitmap_clause(set: &SetView) -> String {
    let active = set.bitmaps.iter().any(|bitmap| bitmap.active);
    format!("device supports bitmaps ({} active)", if active { "bitmaps" } else { "no bitmaps" })
}

fn device_values(lines: &mut Vec<String>, device: &DeviceView, names: &Names<'_>) {
    let shape = device.geometry;
    let mut row = |first: (&str, String), second: (&str, String)| {
        lines.push(DEVICE_PAIRS.line((first.0, &first.1), Some((second.0, &second.1))));
    };
    let (process, pid) = device.owner.as_ref().map_or(("", 0), |owner| (owner.name.as_str(), owner.pid));
    // The device itself belongs to SYSTEM unless that was changed, whoever has it allocated.
    let device_owner = (names.uic)(device.security.owner);
    row(("Error count", device.error_count.to_string()), ("Operations completed", device.operation_count.to_string()));
    row(("Owner process", format!("\"{process}\"")), ("Owner UIC", device_owner));
    row(("Owner process ID", format!("{pid:08X}")), ("Dev Prot", device_protection(device.security.protection)));
    row(("Reference count", device.reference_count.to_string()), ("Default buffer size", "512".to_owned()));
    row(("Total blocks", device.total_blocks.to_string()), ("Sectors per track", shape.sectors.to_string()));
    row(("Total cylinders", shape.cylinders.to_string()), ("Tracks per cylinder", shape.tracks.to_string()));
    if let Some(host) = &device.host {
        row(("Host name", format!("\"{host}\"")), ("Host type, avail", format!("{}, yes", names.hardware)));
    }
    allocation_class(lines, device);
}

fn allocation_class(lines: &mut Vec<String>, device: &DeviceView) {
    if device.allocation_class != 0 {
        lines.push(DEVICE_PAIRS.line(("Allocation class", &device.allocation_class.to_string()), None));
    }
}

fn volume_values(lines: &mut Vec<String>, device: &DeviceView, mount: &MountView, names: &Names<'_>) {
    let mut row = |first: (&str, String), second: (&str, String)| {
        lines.push(DEVICE_PAIRS.line((first.0, &first.1), Some((second.0, &second.1))));
    };
    row(
        ("Volume label", format!("\"{}\"", mount.label)),
        ("Relative volume number", mount.set.as_ref().map_or(0, |set| set.number).to_string()),
    );
    row(("Cluster size", mount.cluster_size.to_string()), ("Transaction count", mount.transaction_count.to_string()));
    row(("Free blocks", mount.free_blocks.to_string()), ("Maximum files allowed", mount.max_files.to_string()));
    row(("Extend quantity", mount.extend.to_string()), ("Mount count", mount.mount_count.to_string()));
    row(("Mount status", scope(mount.scope).to_owned()), ("Cache name", format!("\"_{}:XQPCACHE\"", device.name)));
    row(
        ("Extent cache size", mount.caches.extents.to_string()),
        ("Maximum blocks in extent cache", extent_blocks(mount).to_string()),
    );
    row(
        ("File ID cache size", mount.caches.file_ids.to_string()),
        ("Blocks currently in extent cache", "0".to_owned()),
    );
    row(("Quota cache size", "0".to_owned()), ("Maximum buffers in FCP cache", FCP_BUFFERS.to_string()));
    row(("Volume owner UIC", (names.uic)(mount.owner)), ("Vol Prot", protection(mount.protection)));
}

/// Blocks that the extent cache may hold: so many thousandths of what is free.
fn extent_blocks(mount: &MountView) -> u64 {
    if mount.caches.extents == 0 { 0 } else { mount.free_blocks * u64::from(mount.caches.limit) / 1000 }
}

fn scope(scope: MountScope) -> &'static str {
    match scope {
        MountScope::Private => "Process",
        MountScope::Share => "Share",
        MountScope::Group(_) => "Group",
        MountScope::System | MountScope::Cluster => "System",
    }
}

/// `S:RWCD,O:RWCD,G:RWCD,W:RWCD` of a volume's protection mask, where a bit that is set denies.
pub fn protection(mask: u16) -> String {
    categories(mask, "RWCD")
}

/// The protection of a device as displays show it: `S:RWPL,O:RWPL,G:R,W`.
pub fn device_protection(mask: u16) -> String {
    categories(mask, "RWPL")
}

fn categories(mask: u16, letters: &str) -> String {
    let category = |(index, name): (usize, &char)| {
        let denied = mask >> (4 * index);
        let letters: String =
            letters.chars().enumerate().filter(|(bit, _)| denied >> bit & 1 == 0).map(|(_, letter)| letter).collect();
        if letters.is_empty() { name.to_string() } else { format!("{name}:{letters}") }
    };
    ['S', 'O', 'G', 'W'].iter().enumerate().map(category).collect::<Vec<_>>().join(",")
}

fn volume_status(mount: &MountView) -> String {
    let mut clauses = vec![format!("ODS-{}", mount.structure), "subject to mount verification".to_owned()];
    if mount.erase_on_delete {
        clauses.push("erase on delete".to_owned());
    }
    if mount.high_water {
        clauses.push("file high-water marking".to_owned());
    }
    let caching = |name: &str, on: bool| match on {
        true => format!("write-through {name} caching enabled"),
        false => format!("{name} caching disabled"),
    };
    let caches = mount.caches;
    clauses.push(caching("XQP", caches.extents > 0 || caches.file_ids > 0));
    clauses.push(caching("XFC", caches.data));
    format!("{}.", clauses.join(", "))
}

#[cfg(test)]
pub(crate) mod tests;
