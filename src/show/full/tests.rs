//! SHOW DEVICE/FULL against the manual's own sample (Volume Shadowing manual 7.10), virtual unit and member.

use super::*;
use crate::clock::VmsTime;
use crate::node::device_security;
use crate::node::views::{Geometry, MemberRole, MemberView};

fn show(device: &DeviceView) -> String {
    let uic = |uic: Uic| if uic == (Uic { group: 1, member: 4 }) { "[SYSTEM]".to_owned() } else { uic.to_string() };
    lines(device, &Names { uic: &uic, hardware: "AlphaServer" }).join("\n")
}

/// A disk that is neither mounted nor a member.
pub(crate) fn device(name: &str) -> DeviceView {
    DeviceView {
        name: name.to_owned(),
        kind: DeviceKind::RamDisk,
        host: None,
        device_type: "RAM Disk".to_owned(),
        allocation_class: 0,
        unit: 0,
        online: true,
        hardware_write_locked: false,
        error_count: 0,
        operation_count: 47,
        total_blocks: 1000,
        geometry: Geometry { sectors: 64, tracks: 32, cylinders: 1 },
        owner: None,
        allocated: false,
        reference_count: 2,
        mount: None,
        member: None,
        set: None,
        failed_member: false,
        generation: 0,
        virtual_unit: None,
        security: device_security::DISK,
        served: false,
    }
}

/// A volume mounted /SYSTEM.
pub(crate) fn volume() -> MountView {
    MountView {
        label: "TST0".to_owned(),
        scope: MountScope::System,
        foreign: false,
        write_locked: false,
        marked_for_dismount: false,
        cluster_size: 1,
        free_blocks: 969,
        max_files: 250,
        extend: 5,
        window: 7,
        owner: Uic { group: 1, member: 4 },
        protection: 0,
        transaction_count: 1,
        mount_count: 1,
        open_files: 0,
        structure: 2,
        high_water: true,
        erase_on_delete: false,
        logical_name: "DISK$TST0".to_owned(),
        mounted: VmsTime(0),
        needs_rebuild: false,
        volume_blocks: 1000,
        expansion_limit: 4096,
        set: None,
        caches: Default::default(),
        verification: Default::default(),
    }
}

/// A set without members.
pub(crate) fn set() -> SetView {
    SetView {
        unit: 0,
        name: "DSA0".to_owned(),
        label: "TST0".to_owned(),
        members: Vec::new(),
        operations: Vec::new(),
        mount_verification: false,
        aborted: false,
        generation: 1,
        size: 1000,
        bitmaps: Vec::new(),
        timeout: 3600,
        site: 0,
        priority: 5000,
        recovery_delay: 30,
        merge_delay_factor: 200,
        delay_threshold: 200,
        minimerge: false,
    }
}

/// A member of DSA0.
pub(crate) fn member(device: &str, role: MemberRole, percent: u8) -> MemberView {
    MemberView {
        device: device.to_owned(),
        host: None,
        unit: 0,
        role,
        percent,
        master: role == MemberRole::Full,
        read_cost: 1,
        site: 0,
        timeout: 120,
        operation_count: 0,
        error_count: 0,
    }
}

#[test]
fn a_virtual_unit_as_the_manual_prints_it() {
    let unit = DeviceView { kind: DeviceKind::VirtualUnit, mount: Some(volume()), set: Some(set()), ..device("DSA0") };
    let expected = r#"
Disk DSA0:, device type RAM Disk, is online, mounted, file-oriented device,
    shareable, available to cluster, error logging is enabled, device supports
    bitmaps (no bitmaps active).

    Error count                    0    Operations completed                 47
    Owner process                 ""    Owner UIC                      [SYSTEM]
    Owner process ID        00000000    Dev Prot            S:RWPL,O:RWPL,G:R,W
    Reference count                2    Default buffer size                 512
    Total blocks                1000    Sectors per track                    64
    Total cylinders                1    Tracks per cylinder                  32

    Volume label              "TST0"    Relative volume number                0
    Cluster size                   1    Transaction count                     1
    Free blocks                  969    Maximum files allowed               250
    Extend quantity                5    Mount count                           1
    Mount status              System    Cache name             "_DSA0:XQPCACHE"
    Extent cache size             64    Maximum blocks in extent cache       96
    File ID cache size            64    Blocks currently in extent cache      0
    Quota cache size               0    Maximum buffers in FCP cache        404
    Volume owner UIC        [SYSTEM]    Vol Prot    S:RWCD,O:RWCD,G:RWCD,W:RWCD

  Volume Status:  ODS-2, subject to mount verification, file high-water marking,
      write-through XQP caching enabled, write-through XFC caching enabled."#;
    assert_eq!(show(&unit), expected);
}

#[test]
fn a_member_as_the_manual_prints_it() {
    let member = MemberView { operation_count: 128, ..member("$252$MDA0", MemberRole::Full, 100) };
    let device = DeviceView { allocation_class: 252, member: Some(member), ..device("$252$MDA0") };
    let expected = "
Disk $252$MDA0:, device type RAM Disk, is online, member of shadow set DSA0:.

    Error count                    0    Shadow member operation count       128
    Allocation class             252";
    assert_eq!(show(&device), expected);
}

#[test]
fn a_set_bit_of_the_protection_mask_denies() {
    assert_eq!(protection(0), "S:RWCD,O:RWCD,G:RWCD,W:RWCD");
    assert_eq!(protection(0xFA00), "S:RWCD,O:RWCD,G:RC,W");
}
