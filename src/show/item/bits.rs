//! The bit masks of DEVCHAR, DEVCHAR2 and STS, and the device type codes ($DEVDEF, $UCBDEF, $DCDEF).

use super::{DeviceKind, DeviceView};
use crate::node::views::Verification;

const DIR: u32 = 0x0000_0008;
const FOD: u32 = 0x0000_4000;
const SHR: u32 = 0x0001_0000;
const AVL: u32 = 0x0004_0000;
const MNT: u32 = 0x0008_0000;
const DMT: u32 = 0x0020_0000;
const ELG: u32 = 0x0040_0000;
const ALL: u32 = 0x0080_0000;
const FOR: u32 = 0x0100_0000;
const SWL: u32 = 0x0200_0000;
const IDV: u32 = 0x0400_0000;
const ODV: u32 = 0x0800_0000;
const RND: u32 = 0x1000_0000;

/// DEV$V_CLU and DEV$V_SRV of the second longword.
const CLUSTER_WIDE: u32 = 0x0000_0001;
/// DEV$V_SSM: shadow set member.
const SHADOW_MEMBER: u32 = 0x0000_0010;
/// DEV$V_VRT: shadow set virtual unit.
const VIRTUAL_UNIT: u32 = 0x0000_0040;

/// UCB$V_ONLINE and UCB$V_VALID.
const ONLINE: u32 = 0x0000_0010;
const VALID: u32 = 0x0000_0800;
/// UCB$V_MNTVERIP: mount verification in progress.
const VERIFYING: u32 = 0x0000_4000;

/// DEVCHAR.
pub fn characteristics(device: &DeviceView) -> u32 {
    let mount = device.mount.as_ref();
    let optional = [
        (device.online, AVL),
        (mount.is_some() || device.member.is_some(), MNT),
        (mount.is_some_and(|mount| mount.marked_for_dismount), DMT),
        (device.owner.is_some(), ALL),
        (mount.is_some_and(|mount| mount.foreign), FOR),
        (device.hardware_write_locked || mount.is_some_and(|mount| mount.write_locked), SWL),
    ];
    sum(DIR | FOD | SHR | ELG | IDV | ODV | RND, &optional)
}

/// DEVCHAR2.
pub fn characteristics_2(device: &DeviceView) -> u32 {
    let unit = device.kind == DeviceKind::VirtualUnit;
    let optional = [
        (unit || device.allocation_class != 0, CLUSTER_WIDE),
        (device.member.is_some(), SHADOW_MEMBER),
        (unit, VIRTUAL_UNIT),
    ];
    sum(0, &optional)
}

/// STS.
pub fn status(device: &DeviceView) -> u32 {
    let verifying = device.verification() == Verification::InProgress;
    let in_use = device.mount.is_some() || device.member.is_some();
    sum(0, &[(device.online, ONLINE), (in_use, VALID), (verifying, VERIFYING)])
}

/// The DT$_ code of the device type.
pub fn device_type(kind: DeviceKind) -> u32 {
    match kind {
        // DT$_RAM_DISK and DT$_GENERIC_DK.
        DeviceKind::RamDisk => 64,
        DeviceKind::Disk | DeviceKind::VirtualUnit => 54,
    }
}

fn sum(always: u32, optional: &[(bool, u32)]) -> u32 {
    optional.iter().filter(|(applies, _)| *applies).fold(always, |mask, (_, bit)| mask | bit)
}
