//! Volumes as INITIALIZE writes them, read back.

use super::*;
use crate::ods2::Volume;
use crate::storage::{FaultKind, Faulty, Memory};

fn options() -> InitOptions {
    InitOptions::new("SHADOWTEST", VmsTime(0x00A0_0000_0000_0000))
}

fn initialized(blocks: u64, options: &InitOptions) -> Memory {
    let disk = Memory::new(BlockCount(blocks));
    initialize(&[&disk], options).unwrap();
    disk
}

#[test]
fn a_new_volume_opens_with_nothing_to_complain_about() {
    for blocks in [100, 800, 12_192, 131_072, 262_144] {
        let disk = initialized(blocks, &options());
        let volume = Volume::open(&disk).unwrap();
        assert_eq!(volume.label(), "SHADOWTEST");
        assert_eq!(volume.home.home_lbn, Lbn(1));
        assert!(!volume.backup_header_used && volume.directory_is_sound && volume.security_is_sound);
        assert!(!volume.has_quota_file);
        let scb = volume.scb.clone().unwrap();
        assert_eq!((scb.volume_size, scb.generation, scb.is_dirty()), (BlockCount(blocks), 0, false));
        let bitmap = volume.storage_bitmap(&disk).unwrap().unwrap();
        let layout = Layout::plan(&options(), BlockCount(blocks)).unwrap();
        let allocated: u64 = layout.extents().iter().map(|extent| extent.count.0).sum();
        let v = u64::from(layout.cluster);
        assert_eq!(bitmap.free_blocks(), BlockCount(blocks / v * v - allocated));
        assert!(layout.extents().iter().all(|&extent| !bitmap.is_free(LbnRange { count: BlockCount(1), ..extent })));
    }
}

#[test]
fn options_reach_the_volume() {
    let options = InitOptions {
        owner: Uic::new(0o200, 0o7),
        user_name: "Mallory".to_owned(),
        protection: 0xFF00,
        file_protection: 0xEE00,
        cluster: Some(5),
        maximum_files: Some(1234),
        extension: 77,
        windows: 20,
        accessed: 9,
        highwater: false,
        erase_on_delete: true,
        size: Some(BlockCount(30_000)),
        limit: Some(BlockCount(1 << 24)),
        ..options()
    };
    let disk = initialized(40_000, &options);
    let volume = Volume::open(&disk).unwrap();
    let home = &volume.home;
    assert_eq!((home.owner, home.owner_name.as_str()), (Uic::new(0o200, 0o7), "Mallory"));
    assert_eq!((home.protection, home.file_protection), (0xFF00, 0xEE00));
    assert_eq!((home.cluster, home.maximum_files, home.extension), (5, 1234, 77));
    assert_eq!((home.window, home.lru_limit), (20, 9));
    assert_eq!(home.characteristics, volume_characteristics::NO_HIGHWATER | volume_characteristics::ERASE);
    assert_eq!(volume.size(), Some(BlockCount(30_000)));
    assert!(volume.bitmap_file.is_some_and(|extent| extent.count.0 > 819), "room for the bits of 2^24 blocks");
    assert!(volume.storage_bitmap(&disk).unwrap().is_some());
}

#[test]
fn members_of_a_set_are_initialized_alike_at_the_smallest_size() {
    let (small, large) = (Memory::new(BlockCount(1000)), Memory::new(BlockCount(2000)));
    large.write(LbnRange::new(0, 2000), &vec![0xAA; 2000 * 512], WriteWay::Descriptor).unwrap();
    let options = InitOptions { erase: true, ..options() };
    initialize(&[&small, &large], &options).unwrap();
    let mut block = [0; 512];
    for lbn in 0..1000 {
        small.read(LbnRange::new(lbn, 1), &mut block).unwrap();
        assert_eq!(large.differing(LbnRange::new(lbn, 1), &block), Ok(0), "block {lbn}");
    }
    assert_eq!(large.next_data(Lbn(1024)), Ok(None), "the rest is erased, too");
    assert_eq!(Volume::open(&large).unwrap().size(), Some(BlockCount(1000)));
}

#[test]
fn what_was_on_the_disk_does_not_shine_through() {
    let old = InitOptions { headers: 100, directories: 40, ..options() };
    let used = Memory::new(BlockCount(3000));
    used.write(LbnRange::new(0, 3000), &vec![0x55; 3000 * 512], WriteWay::Descriptor).unwrap();
    initialize(&[&used], &old).unwrap();
    let layout = Layout::plan(&old, BlockCount(3000)).unwrap();
    let blank = initialized(3000, &old);
    for extent in layout.extents() {
        // Behind the profile SECURITY.SYS has blocks that its end of file hides.
        let count = if extent == layout.security { 1 } else { extent.count.0 };
        for lbn in extent.start.0..extent.start.0 + count {
            let mut block = [0; 512];
            blank.read(LbnRange::new(lbn, 1), &mut block).unwrap();
            assert_eq!(used.differing(LbnRange::new(lbn, 1), &block), Ok(0), "block {lbn} of {extent:?}");
        }
    }
}

#[test]
fn a_huge_disk_stays_sparse() {
    let disk = initialized(64 << 21, &options());
    assert!(disk.resident_bytes() < 1 << 20, "{} bytes", disk.resident_bytes());
    let disk = initialized(1 << 32, &options());
    assert!(disk.resident_bytes() < 8 << 20, "{} bytes, most of them copies of the home block", disk.resident_bytes());
    let volume = Volume::open(&disk).unwrap();
    assert!(volume.storage_bitmap(&disk).unwrap().unwrap().free_blocks().0 > (1 << 32) - 100_000);
}

#[test]
fn bad_options_leave_the_disk_alone() {
    let refused = |change: fn(&mut InitOptions)| {
        let mut options = options();
        change(&mut options);
        let disk = Memory::new(BlockCount(1000));
        let error = initialize(&[&disk], &options).expect_err("it is refused");
        assert_eq!(disk.resident_bytes(), 0, "{error:?}");
        error
    };
    assert_eq!(refused(|o| o.label = String::new()), InitError::Label);
    assert_eq!(refused(|o| o.label = "THIRTEEN_CHAR".to_owned()), InitError::Label);
    assert_eq!(refused(|o| o.label = "A\nB".to_owned()), InitError::Label);
    assert_eq!(refused(|o| o.user_name = "THIRTEEN_CHAR".to_owned()), InitError::UserName);
    assert_eq!(refused(|o| o.windows = 6), InitError::Windows);
    assert_eq!(refused(|o| o.windows = 81), InitError::Windows);
    assert_eq!(refused(|o| o.cluster = Some(500)), InitError::Cluster);
    assert_eq!(initialize(&[], &options()), Err(InitError::TooSmall));
}

#[test]
fn a_disk_that_fails_on_the_way_is_no_volume() {
    for operations in 0..200 {
        let disk = Faulty::new(BlockCount(1000));
        initialize(&[&disk], &InitOptions { label: "OLD".to_owned(), ..options() }).unwrap();
        disk.plan(|plan| plan.operations_left = Some(operations));
        let sound = Memory::new(BlockCount(1000));
        let result = initialize(&[&sound, &disk], &InitOptions { erase: true, ..options() });
        disk.crash(|lbn, values| if lbn.0 % 2 == 0 { 0 } else { values - 1 });
        let opened = Volume::open(&disk);
        match result {
            Ok(()) => {
                assert_eq!(opened.unwrap().label(), "SHADOWTEST");
                return;
            }
            Err(InitError::Storage(1, fault)) => assert_eq!(fault.kind(), FaultKind::Lost),
            Err(other) => panic!("{operations} operations: {other:?}"),
        }
        // Either nothing was done yet, or nothing is left but home blocks and the last flush.
        let whole = match &opened {
            Ok(volume) if volume.label() == "OLD" => true,
            Ok(volume) => volume.scb.is_some() && volume.security_is_sound && !volume.backup_header_used,
            Err(_) => true,
        };
        assert!(whole, "{operations} operations: {opened:?}");
    }
    panic!("INITIALIZE never ended");
}
