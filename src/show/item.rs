//! F$GETDVI items, from the views that the displays print (dcl.md 16 and shadowing.md 2.10).

use super::full::Names;
use crate::node::views::{DeviceKind, DeviceView, MemberRole, MountScope, MountView};

mod bits;
mod shadow;
mod terminal;

pub use terminal::item as terminal_item;

/// The value of an item.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Item {
    /// A string.
    Text(String),
    /// A 32-bit number; what is larger keeps its low 32 bits, as on OpenVMS.
    Number(i64),
    /// `TRUE` or `FALSE`.
    Flag(bool),
}

impl From<&str> for Item {
    fn from(text: &str) -> Self {
        Self::Text(text.to_owned())
    }
}

impl From<String> for Item {
    fn from(text: String) -> Self {
        Self::Text(text)
    }
}

impl From<bool> for Item {
    fn from(flag: bool) -> Self {
        Self::Flag(flag)
    }
}

impl From<u32> for Item {
    fn from(number: u32) -> Self {
        Self::Number(number.into())
    }
}

impl From<u64> for Item {
    fn from(number: u64) -> Self {
        // A volume has at most 2^32 blocks and counters stay far below 2^63.
        Self::Number(number as i64)
    }
}

/// DC$_DISK.
const DISK_CLASS: u32 = 1;

/// The value of `name` for a device that exists; `None` when there is no such item. `set` is the view of the device's
/// virtual unit: its own, or that of the set that it is a member of.
pub fn item(name: &str, device: &DeviceView, set: Option<&DeviceView>, names: &Names<'_>) -> Option<Item> {
    if let Some(rest) = name.strip_prefix("SHDW_") {
        return shadow::item(rest, device, set);
    }
    if let Some(rest) = name.strip_prefix("TT_") {
        return terminal::item(rest, None);
    }
    if let Some(rest) = name.strip_prefix("LAN_") {
        return terminal::lan_item(rest);
    }
    device_item(name, device).or_else(|| volume_item(name, device, names)).or_else(|| fixed_item(name))
}

fn device_item(name: &str, device: &DeviceView) -> Option<Item> {
    let physical = format!("_{}:", device.name);
    Some(match name {
        "EXISTS" => true.into(),
        "DEVNAM" | "ALLDEVNAM" | "FULLDEVNAM" | "DISPLAY_DEVNAM" => physical.into(),
        "DEVLOCKNAM" => device.name.as_str().into(),
        "DEVCLASS" => DISK_CLASS.into(),
        "DEVCLASS_NAME" => "DISK".into(),
        "DEVTYPE" => bits::device_type(device.kind).into(),
        "DEVICE_TYPE_NAME" | "MEDIA_TYPE" => device.device_type.as_str().into(),
        "DEVBUFSIZ" => 512_u32.into(),
        "DEVCHAR" => bits::characteristics(device).into(),
        "DEVCHAR2" => bits::characteristics_2(device).into(),
        "DEVSTS" | "STS" => bits::status(device).into(),
        "UNIT" => u32::from(device.unit).into(),
        "ALLOCLASS" => device.allocation_class.into(),
        "MAXBLOCK" => device.total_blocks.into(),
        "SECTORS" => device.geometry.sectors.into(),
        "TRACKS" => device.geometry.tracks.into(),
        "CYLINDERS" => device.geometry.cylinders.into(),
        "ERRCNT" => device.error_count.into(),
        "OPCNT" => device.operation_count.into(),
        "REFCNT" => device.reference_count.into(),
        "PID" => device.owner.as_ref().map_or(String::new(), |owner| format!("{:08X}", owner.pid)).into(),
        "ALL" => device.owner.is_some().into(),
        "AVL" => device.online.into(),
        "SWL" => (device.hardware_write_locked || device.mount.as_ref().is_some_and(|m| m.write_locked)).into(),
        "HOST_NAME" => device.host.as_deref().unwrap_or("").into(),
        "HOST_AVAIL" => device.host.is_some().into(),
        "HOST_COUNT" => u32::from(device.host.is_some()).into(),
        "REMOTE_DEVICE" => false.into(),
        "SERVED_DEVICE" => device.served.into(),
        _ => return None,
    })
}

fn volume_item(name: &str, device: &DeviceView, names: &Names<'_>) -> Option<Item> {
    let mount = device.mount.as_ref();
    let files = mount.filter(|mount| !mount.foreign);
    let set = mount.and_then(|mount| mount.set.as_ref());
    // Asked of a member or of what is not mounted, file-system items are 0 or "" (shadowing.md 2.10).
    let number = |value: fn(&MountView) -> u64| files.map_or(0, value);
    Some(match name {
        "MNT" => (mount.is_some() || device.member.is_some()).into(),
        "FOR" => mount.is_some_and(|mount| mount.foreign).into(),
        "DMT" => mount.is_some_and(|mount| mount.marked_for_dismount).into(),
        "VOLNAM" => mount.map_or("", |mount| mount.label.as_str()).into(),
        "LOGVOLNAM" => mount.map_or("", |mount| mount.logical_name.as_str()).into(),
        "FREEBLOCKS" => number(|mount| mount.free_blocks).into(),
        "VOLSIZE" | "LOGVOLSIZE" => files.map_or(device.total_blocks, |mount| mount.volume_blocks).into(),
        "EXPSIZE" => files.map_or(device.total_blocks, |mount| mount.expansion_limit).into(),
        "CLUSTER" => number(|mount| mount.cluster_size.into()).into(),
        "MAXFILES" => number(|mount| mount.max_files.into()).into(),
        "VOLUME_EXTEND_QUANTITY" => number(|mount| mount.extend.into()).into(),
        "VOLUME_WINDOW" => number(|mount| mount.window.into()).into(),
        "TRANSCNT" => number(|mount| mount.transaction_count.into()).into(),
        "MOUNTCNT" | "MOUNTCNT_CLUSTER" => mount.map_or(0, |mount| mount.mount_count).into(),
        "VOLCOUNT" => set.map_or(u32::from(files.is_some()), |set| set.count.into()).into(),
        "VOLNUMBER" => set.map_or(0_u32, |set| set.number.into()).into(),
        "VOLSETMEM" => set.is_some().into(),
        "NEXTDEVNAM" => {
            set.filter(|set| !set.next.is_empty()).map_or(String::new(), |set| format!("_{}:", set.next)).into()
        }
        "ROOTDEVNAM" => set
            .filter(|set| !set.root.is_empty())
            .map_or_else(|| format!("_{}:", device.name), |set| format!("_{}:", set.root))
            .into(),
        "MOUNT_TIME" => mount.map_or(String::new(), |mount| mount.mounted.absolute()).into(),
        "OWNUIC" => files.map_or("[0,0]".to_owned(), |mount| (names.uic)(mount.owner)).into(),
        "VPROT" => files.map_or(String::new(), |mount| super::full::protection(mount.protection)).into(),
        "VOLUME_MOUNT_SYS" => mount.is_some_and(|m| matches!(m.scope, MountScope::System | MountScope::Cluster)).into(),
        "VOLUME_MOUNT_GROUP" => mount.is_some_and(|mount| matches!(mount.scope, MountScope::Group(_))).into(),
        "NOSHARE_MOUNTED" => mount.is_some_and(|mount| mount.scope == MountScope::Private).into(),
        "NOHIGHWATER" => files.is_some_and(|mount| !mount.high_water).into(),
        "ERASE_ON_DELETE" => files.is_some_and(|mount| mount.erase_on_delete).into(),
        "ODS5" => files.is_some_and(|mount| mount.structure == 5).into(),
        "WRITETHRU_CACHE_ENABLED" | "XFC_DEVICE" | "MOUNTVER_ELIGIBLE" => files.is_some().into(),
        "ACPTYPE" => if files.is_some() { "F11CV1" } else { "ILLEGAL" }.into(),
        "HOST_TYPE" => if device.host.is_some() { names.hardware } else { "" }.into(),
        _ => return None,
    })
}

/// Items that are TRUE for every disk here.
const TRUE: &[&str] = &["DIR", "ELG", "FOD", "IDV", "ODV", "RND", "SHR", "PATH_AVAILABLE"];
/// Items that are FALSE for every disk here.
const FALSE: &[&str] = &[
    "ACCESSTIMES_RECORDED",
    "ALT_HOST_AVAIL",
    "CCL",
    "CONCEALED",
    "DFS_ACCESS",
    "DUA",
    "GEN",
    "HARDLINKS_SUPPORTED",
    "MBX",
    "MULTIPATH",
    "MVSUPMSG",
    "NET",
    "NOCACHE_ON_VOLUME",
    "ODS2_SUBSET0",
    "OPR",
    "PATH_NOT_RESPONDING",
    "PATH_POLL_ENABLED",
    "PATH_USER_DISABLED",
    "PROT_SUBSYSTEM_ENABLED",
    "RCK",
    "RCT",
    "REC",
    "RTM",
    "SDI",
    "SET_HOST_TERMINAL",
    "SPL",
    "SQD",
    "TRM",
    "VOLUME_PENDING_WRITE_ERR",
    "WCK",
];
/// Items that are 0 for every disk here.
const ZERO: &[&str] = &[
    "ACPPID",
    "DEVDEPEND",
    "DEVDEPEND2",
    "LOCKID",
    "MEDIA_ID",
    "MPDEV_AUTO_PATH_SW_CNT",
    "MPDEV_MAN_PATH_SW_CNT",
    "PREFERRED_CPU",
    "QLEN",
    "RECSIZ",
    "SERIALNUM",
    "VOLUME_SPOOLED_DEV_CNT",
];
/// Items that are empty for every disk here.
const EMPTY: &[&str] = &[
    "ALT_HOST_NAME",
    "ALT_HOST_TYPE",
    "ERROR_RESET_TIME",
    "FC_HBA_FIRMWARE_REV",
    "FC_NODE_NAME",
    "FC_PORT_NAME",
    "MEDIA_NAME",
    "MPDEV_CURRENT_PATH",
    "PATH_SWITCH_FROM_TIME",
    "PATH_SWITCH_TO_TIME",
    "SCSI_DEVICE_FIRMWARE_REV",
    "SPLDEVNAM",
    "VOLUME_RETAIN_MAX",
    "VOLUME_RETAIN_MIN",
    "WWID",
];

/// Items that are the same for every disk here.
fn fixed_item(name: &str) -> Option<Item> {
    let among = |list: &[&str]| list.contains(&name);
    if among(TRUE) {
        return Some(true.into());
    }
    if among(FALSE) {
        return Some(false.into());
    }
    if among(ZERO) {
        return Some(0_u32.into());
    }
    match name {
        "DEVICE_MAX_IO_SIZE" => Some(65_024_u32.into()),
        "AVAILABLE_PATH_COUNT" | "TOTAL_PATH_COUNT" => Some(1_u32.into()),
        _ => among(EMPTY).then(|| "".into()),
    }
}

#[cfg(test)]
mod tests;
