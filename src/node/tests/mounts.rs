//! MOUNT and DISMOUNT: what they print, what they refuse, what they leave on the disks.

use super::*;

#[test]
fn a_plain_disk_is_mounted_written_and_dismounted() {
    let bench = bench();
    bench.initialize(&[1], "DATA");
    let private = MountRequest { scope: MountScope::Private, ..request(&disk(1), &[], "DATA") };
    assert_eq!(bench.mount(&private), ["%MOUNT-I-MOUNTED, DATA mounted on _$1$DGA101: (NODEA)"]);
    assert_eq!(bench.node.names().value("LNM$JOB_81400000", "DISK$DATA").as_deref(), Some("$1$DGA101:"));
    bench.write("$1$DGA101", 3000, 7);
    assert_eq!(bench.read("DGA101", 3000), 7);
    let scb = bench.node.scb_lbn("$1$DGA101").unwrap().unwrap();
    let refused = bench.node.write_blocks("$1$DGA101", scb, &[0; 512]).unwrap_err();
    assert_eq!(lines(&refused), ["%SYSTEM-F-WRITLCK, write lock error"]);
    assert_eq!(bench.try_mount(&private).unwrap_err(), ["%MOUNT-F-DEVMOUNT, device is already mounted"]);
    assert!(bench.dismount("$1$DGA101:", Minicopy::Unspecified).unwrap().is_empty());
    assert_eq!(bench.node.names().value("LNM$JOB_81400000", "DISK$DATA"), None);
    let again = bench.dismount("$1$DGA101:", Minicopy::Unspecified).unwrap_err();
    assert_eq!(again, ["%SYSTEM-F-DEVNOTMOUNT, device is not mounted"]);
}

#[test]
fn what_a_plain_mount_refuses() {
    let bench = bench();
    bench.initialize(&[1], "DATA");
    bench.initialize(&[2], "DATA");
    let plain = |number: u32, label: &str| request(&disk(number), &[], label);
    assert_eq!(bench.try_mount(&plain(99, "X")).unwrap_err(), ["%MOUNT-F-NOSUCHDEV, no such device available"]);
    assert_eq!(
        bench.try_mount(&plain(3, "X")).unwrap_err(),
        ["%MOUNT-F-NOHOMEBLK, Files-11 home block not found on volume"]
    );
    assert_eq!(
        bench.try_mount(&plain(1, "OTHER")).unwrap_err(),
        [
            "%MOUNT-F-INCVOLLABEL, incorrect volume label",
            "-MOUNT-I-VOLIDENT, label = 'DATA        ', owner = '            ', format = 'DECFILE11B  '"
        ]
    );
    bench.mount(&plain(1, "DATA"));
    assert_eq!(
        bench.try_mount(&plain(2, "DATA")).unwrap_err(),
        ["%MOUNT-F-VOLALRMNT, another volume of same label already mounted"]
    );
}

#[test]
fn an_improper_dismount_is_rebuilt() {
    let bench = bench();
    bench.initialize(&[1], "DATA");
    bench.mount(&request(&disk(1), &[], "DATA"));
    bench.node.crash();
    let again = boot(bench.config.clone(), Arc::clone(&bench.clock), Arc::clone(&bench.files));
    assert_eq!(
        again.mount(&request(&disk(1), &[], "DATA")),
        [
            "%MOUNT-I-REBUILD, volume was improperly dismounted; rebuild in progress",
            "%MOUNT-I-MOUNTED, DATA mounted on _$1$DGA101: (NODEA)"
        ]
    );
}

#[test]
fn a_new_set_copies_from_the_first_disk() {
    let bench = bench();
    for number in [1, 2, 3] {
        bench.initialize(&[number], &format!("L{number}"));
    }
    assert_eq!(
        bench.mount(&request("DSA4:", &[1, 2], "L1")),
        [
            "%MOUNT-I-MOUNTED, L1 mounted on _DSA4:",
            "%MOUNT-I-SHDWMEMSUCC, _$1$DGA101: (NODEA) is now a valid member of the shadow set",
            "%MOUNT-I-SHDWMEMCOPY, _$1$DGA102: (NODEA) added to the shadow set with a copy operation"
        ]
    );
    assert_eq!(
        bench.mount(&request("DSA4:", &[3], "L1")),
        ["%MOUNT-I-SHDWMEMCOPY, _$1$DGA103: (NODEA) added to the shadow set with a copy operation"]
    );
    bench.wait_for_copies(4);
    let set = bench.node.set(4).unwrap();
    assert_eq!((set.full_count(), set.label.as_str(), set.size), (3, "L1", BLOCKS));
    bench.write("DSA4", 3500, 9);
    assert!(bench.dismount("DSA4:", Minicopy::Unspecified).unwrap().is_empty());
    bench.assert_same(&[1, 2, 3], BLOCKS);
    assert_eq!(
        bench.mount(&request("DSA4:", &[2, 1, 3], "L1"))[1..],
        [
            "%MOUNT-I-SHDWMEMSUCC, _$1$DGA102: (NODEA) is now a valid member of the shadow set",
            "%MOUNT-I-SHDWMEMSUCC, _$1$DGA101: (NODEA) is now a valid member of the shadow set",
            "%MOUNT-I-SHDWMEMSUCC, _$1$DGA103: (NODEA) is now a valid member of the shadow set"
        ]
    );
}

#[test]
fn include_finds_the_other_members() {
    let bench = bench();
    bench.set_of(&[1, 2, 3]);
    bench.dismount("DSA1:", Minicopy::Unspecified).unwrap();
    let request = MountRequest { include: true, ..request("DSA1:", &[2], "DATA") };
    assert_eq!(
        bench.mount(&request)[1..],
        [
            "%MOUNT-I-SHDWMEMSUCC, _$1$DGA102: (NODEA) is now a valid member of the shadow set",
            "%MOUNT-I-AUTOMEMSUCC, _$1$DGA101: (NODEA) automatically added to the shadow set",
            "%MOUNT-I-AUTOMEMSUCC, _$1$DGA103: (NODEA) automatically added to the shadow set"
        ]
    );
}

#[test]
fn a_former_member_alone_is_locked_unless_overridden() {
    let bench = bench();
    bench.set_of(&[1, 2]);
    bench.dismount("$1$DGA102:", Minicopy::Optional).unwrap();
    let alone = MountRequest { scope: MountScope::Private, ..request(&disk(2), &[], "DATA") };
    let locked = ["%MOUNT-W-VOLSHDWMEM, mounting a shadow set member volume; volume write locked"];
    let before = bench.image(2);
    assert_eq!(bench.mount(&alone)[..1], locked);
    assert!(bench.node.device("$1$DGA102").unwrap().mount.unwrap().write_locked);
    assert!(bench.node.write_blocks("$1$DGA102", Lbn(3000), &[1; 512]).is_err());
    bench.dismount("$1$DGA102:", Minicopy::Unspecified).unwrap();
    assert_eq!(bench.image(2), before);
    let read_only = MountRequest { write: false, ..alone.clone() };
    assert_eq!(bench.mount(&read_only)[..1], locked);
    bench.dismount("$1$DGA102:", Minicopy::Unspecified).unwrap();
    assert_eq!(bench.image(2), before);
    let overridden = MountRequest { override_membership: true, ..alone };
    assert!(bench.mount(&overridden).iter().all(|line| !line.contains("VOLSHDWMEM")));
    assert_eq!(bench.node.device("$1$DGA102").unwrap().generation, 0);
    let other = Requester { uic: Uic { group: 0o100, member: 1 }, privileges: PrivilegeSet::ORDINARY, ..system() };
    bench.dismount("$1$DGA102:", Minicopy::Unspecified).unwrap();
    bench.set_back_for_override(&other);
}

impl Bench {
    /// A disk of a set is taken out, and somebody without rights to it tries to override its membership.
    fn set_back_for_override(&self, other: &Requester) {
        self.mount(&request("DSA1:", &[2], "DATA"));
        self.wait_for_copies(1);
        self.dismount("$1$DGA102:", Minicopy::Forbidden).unwrap();
        let request =
            MountRequest { override_membership: true, scope: MountScope::Private, ..request(&disk(2), &[], "DATA") };
        let refusal = self.node.plan_mount(&request, other).unwrap_err();
        assert_eq!(refused(refusal), ["%MOUNT-F-NOPRIV, insufficient privilege or object protection violation"]);
    }
}

#[test]
fn the_guards_of_a_set() {
    let bench = bench();
    bench.set_of(&[1, 2]);
    bench.initialize(&[3], "OTHER");
    let refusal = |request: &MountRequest| bench.try_mount(request).unwrap_err();
    assert_eq!(refusal(&request(&disk(3), &[4], "X")), ["%MOUNT-F-NOTSHDWDEV, not a shadowing device"]);
    assert_eq!(refusal(&request("DSA2:", &[3, 3], "X")), ["%MOUNT-F-DUPDEVSPC, duplicate device specified"]);
    assert_eq!(refusal(&request("DSA2:", &[99], "X")), ["%MOUNT-F-NOSUCHDEV, no such device available"]);
    let nothing = ["%MOUNT-F-NOSHDWMEM, no eligible shadow set members to mount the shadow set"];
    assert_eq!(refusal(&request("DSA2:", &[], "X")), nothing);
    assert_eq!(refusal(&request("DSA1:", &[1], "DATA")), ["%MOUNT-F-DEVMOUNT, device is already mounted"]);
    assert_eq!(refusal(&request("DSA1:", &[], "DATA")), ["%MOUNT-F-DEVMOUNT, device is already mounted"]);
    assert_eq!(
        refusal(&request("DSA2:", &[1], "DATA")),
        [
            "%MOUNT-I-SHDWMEMFAIL, _$1$DGA101: (NODEA) failed as a member of the shadow set",
            "-SYSTEM-F-DEVMOUNT, device is already mounted",
            nothing[0]
        ]
    );
    let wrong = refusal(&request("DSA2:", &[3], "MINE"));
    assert_eq!(wrong[0], "%MOUNT-I-SHDWMEMFAIL, _$1$DGA103: (NODEA) failed as a member of the shadow set");
    assert_eq!(wrong[1], "-SYSTEM-F-VOLINV, volume is not software enabled");
    assert_eq!(wrong[2], "%MOUNT-F-INCVOLLABEL, incorrect volume label");
    let verify = MountRequest { verify_label: true, ..request("DSA1:", &[3], "DATA") };
    assert_eq!(refusal(&verify)[0], "%MOUNT-F-SHDWINCVOL, shadow set member device contains the wrong volume");
    let seven = request("DSA2:", &[1, 2, 3, 4, 5, 6, 7], "X");
    assert_eq!(refusal(&seven), ["%MOUNT-F-MAXDEV, too many devices"]);
    let before = bench.image(3);
    for forbid in [
        MountRequest { copy: false, ..request("DSA1:", &[3], "DATA") },
        MountRequest { minicopy: Minicopy::Required, ..request("DSA1:", &[3], "DATA") },
    ] {
        let plan = bench.node.plan_mount(&forbid, &system()).unwrap();
        assert!(plan.copy_refused());
        assert_eq!(plan.copies()[0].label.as_deref(), Some("OTHER"));
        let refusal = bench.node.commit_mount(plan, &system()).unwrap_err();
        assert_eq!(refused(refusal), ["%MOUNT-F-SHDWCOPYREQ, shadow copy required"]);
    }
    assert_eq!(bench.image(3), before);
}

#[test]
fn the_last_source_stays() {
    let bench = bench();
    bench.initialize(&[1], "DATA");
    bench.mount(&request("DSA1:", &[1], "DATA"));
    bench.mount(&request("DSA1:", &[2], "DATA"));
    let pair = [
        "%DISM-W-CANNOTDMT, $1$DGA101: cannot be dismounted",
        "%DISM-F-SRCMEM, only source member of shadow set cannot be dismounted",
    ];
    assert_eq!(bench.dismount("$1$DGA101:", Minicopy::Unspecified).unwrap_err(), pair);
    assert!(bench.dismount("$1$DGA102:", Minicopy::Unspecified).unwrap().is_empty());
    assert_eq!(bench.dismount("$1$DGA101:", Minicopy::Unspecified).unwrap_err(), pair);
    let final_one = bench.dismount("DSA1:", Minicopy::Required).unwrap_err();
    assert_eq!(
        final_one,
        ["%DISM-W-CANNOTDMT, DSA1: cannot be dismounted", "-SYSTEM-F-WBMERR, WBM error during dismount"]
    );
    assert!(bench.dismount("DSA1:", Minicopy::Unspecified).unwrap().is_empty());
}

#[test]
fn open_files_hold_up_a_dismount() {
    let bench = bench();
    bench.set_of(&[1, 2]);
    let file = bench.node.open_file("DSA1").unwrap();
    assert_eq!(
        bench.dismount("DSA1:", Minicopy::Unspecified).unwrap_err(),
        ["%DISM-W-CANNOTDMT, DSA1: cannot be dismounted", "%DISM-W-USERFILES, 1 user file open on volume"]
    );
    let forced = DismountRequest { override_checks: true, ..DismountRequest::new("DSA1:") };
    let marked = bench.node.dismount(&forced, &system()).unwrap();
    assert_eq!(
        shown(&marked),
        ["%DISM-W-USERFILES, 1 user file open on volume", "%DISM-I-MARKEDDMT, DSA1: has been marked for dismount"]
    );
    assert!(bench.node.device("DSA1").unwrap().mount.unwrap().marked_for_dismount);
    drop(file);
    assert!(bench.node.device("DSA1").unwrap().mount.is_none());
}

#[test]
fn privileges_are_asked_for() {
    let bench = bench();
    bench.set_of(&[1, 2, 3]);
    bench.initialize(&[4], "PLAIN");
    let nobody = Requester { pid: 0x102, privileges: PrivilegeSet::ORDINARY, ..system() };
    let refusal = bench.node.plan_mount(&request(&disk(4), &[], "PLAIN"), &nobody).unwrap_err();
    assert_eq!(refused(refusal), ["%MOUNT-F-NOSYSNAM, operation requires SYSNAM privilege"]);
    let dismount = |minicopy, privileges: PrivilegeSet| {
        let request = DismountRequest { minicopy, ..DismountRequest::new("$1$DGA103:") };
        bench.node.dismount(&request, &Requester { privileges, ..system() }).map_err(refused)
    };
    let without = dismount(Minicopy::Unspecified, PrivilegeSet::ORDINARY).unwrap_err();
    assert_eq!(without, ["%SYSTEM-F-NOSYSNAM, operation requires SYSNAM privilege"]);
    let sysnam = PrivilegeSet::ORDINARY.with(crate::node::privileges::Privilege::Sysnam);
    let without = dismount(Minicopy::Required, sysnam).unwrap_err();
    assert_eq!(without, ["%SYSTEM-F-NOLOG_IO, operation requires LOG_IO privilege"]);
    assert!(dismount(Minicopy::Optional, sysnam).unwrap().is_empty());
    assert!(bench.node.set(1).unwrap().bitmaps.is_empty());
}

#[test]
fn without_shadowing_there_are_no_virtual_units() {
    let bench = bench_with(Clock::virtual_default(), |parameters| assert!(parameters.set("SHADOWING", 0)));
    bench.initialize(&[1], "DATA");
    let refusal = bench.try_mount(&request("DSA1:", &[1], "DATA")).unwrap_err();
    assert_eq!(refusal, ["%MOUNT-F-NOSUCHDEV, no such device available"]);
    assert!(bench.node.devices("DSA").is_empty());
}

#[test]
fn no_more_sets_than_the_parameter_allows() {
    let bench = bench_with(Clock::virtual_default(), |parameters| assert!(parameters.set("SHADOW_MAX_UNIT", 10)));
    bench.initialize(&[1], "DATA");
    for unit in 1..=10 {
        bench.mount(&request(&format!("DSA{unit}:"), &[1], "DATA"));
        bench.dismount(&format!("DSA{unit}:"), Minicopy::Forbidden).unwrap();
    }
    let refusal = bench.node.plan_mount(&request("DSA11:", &[1], "DATA"), &system()).unwrap_err();
    assert_eq!(refusal.condition.status.0, 0x0072_25F4);
    bench.mount(&request("DSA10:", &[1], "DATA"));
}
