//! Opening a volume: which copies serve, and which damage MOUNT warns of.

use super::super::tests::Random;
use super::*;
use crate::clock::VmsTime;
use crate::ods2::{InitOptions, initialize};
use crate::storage::{Faulty, Memory, WriteWay};

fn disk(blocks: u64) -> Memory {
    let disk = Memory::new(BlockCount(blocks));
    initialize(&[&disk], &InitOptions::new("VOLUME", VmsTime(1))).unwrap();
    disk
}

fn spoil(disk: &Memory, lbn: Lbn) {
    disk.write(LbnRange::new(lbn.0, 1), &[0xA5; 512], WriteWay::Descriptor).unwrap();
}

#[test]
fn a_blank_disk_has_no_home_block() {
    for blocks in [0, 1, 2, 100, 5000] {
        assert_eq!(Volume::open(&Memory::new(BlockCount(blocks))), Err(OpenError::NoHomeBlock));
    }
}

#[test]
fn the_alternate_home_block_serves() {
    let disk = disk(20_000);
    spoil(&disk, Lbn(1));
    let volume = Volume::open(&disk).unwrap();
    assert_eq!((volume.home.home_lbn, volume.label()), (Lbn(1034), "VOLUME"));
    spoil(&disk, Lbn(1034));
    assert_eq!(Volume::open(&disk), Err(OpenError::NoHomeBlock));
}

#[test]
fn the_backup_index_header_serves() {
    let disk = disk(800);
    let home = Volume::open(&disk).unwrap().home;
    spoil(&disk, home.header_lbn(1).unwrap());
    let volume = Volume::open(&disk).unwrap();
    assert!(volume.backup_header_used && volume.security_is_sound);
    spoil(&disk, home.backup_header_lbn);
    assert_eq!(Volume::open(&disk), Err(OpenError::IndexHeader));
}

#[test]
fn the_backup_home_block_serves() {
    let disk = disk(800);
    assert!(!Volume::open(&disk).unwrap().backup_home_used);
    spoil(&disk, Lbn(1));
    let volume = Volume::open(&disk).unwrap();
    assert!(volume.backup_home_used && volume.scb.is_some());
}

#[test]
fn damage_that_mount_warns_of_is_noted() {
    let open_without = |place: fn(&Volume) -> Lbn| {
        let disk = disk(800);
        let volume = Volume::open(&disk).unwrap();
        spoil(&disk, place(&volume));
        Volume::open(&disk).unwrap()
    };
    let volume = open_without(|v| v.scb_lbn().unwrap());
    assert!(volume.scb.is_none() && volume.bitmap_file.is_some() && volume.size().is_none());
    let volume = open_without(|v| v.home.header_lbn(2).unwrap());
    assert!(volume.scb.is_none() && volume.bitmap_file.is_none());
    let volume = open_without(|v| v.home.header_lbn(4).unwrap());
    assert!(!volume.directory_is_sound && !volume.security_is_sound);
    let volume = open_without(|v| v.home.header_lbn(10).unwrap());
    assert!(volume.directory_is_sound && !volume.security_is_sound);
}

#[test]
fn a_volume_of_level_5_is_named_as_such() {
    let disk = disk(800);
    let mut home = Volume::open(&disk).unwrap().home;
    home.level = 0x0501;
    for lbn in [1, 2] {
        home.home_lbn = Lbn(lbn);
        disk.write(LbnRange::new(lbn, 1), &home.encode(), WriteWay::Descriptor).unwrap();
    }
    assert_eq!(Volume::open(&disk), Err(OpenError::Level(5)));
}

#[test]
fn a_disk_that_fails_is_not_a_blank_one() {
    let disk = Faulty::new(BlockCount(800));
    initialize(&[&disk], &InitOptions::new("VOLUME", VmsTime(1))).unwrap();
    let reads = {
        let before = disk.operations();
        Volume::open(&disk).unwrap();
        disk.operations() - before
    };
    assert!(reads < 20, "{reads} reads");
    for left in 0..reads {
        disk.plan(|plan| (plan.operations_left, plan.offline) = (Some(left), false));
        let error = Volume::open(&disk).expect_err("a read fails");
        assert!(matches!(&error, OpenError::Storage(fault) if fault.kind() == FaultKind::Lost), "{error:?}");
    }
}

#[test]
fn a_volume_larger_than_its_disk_has_no_scb() {
    let (large, small) = (disk(2000), Memory::new(BlockCount(1500)));
    let mut data = vec![0; 1500 * 512];
    large.read(LbnRange::new(0, 1500), &mut data).unwrap();
    small.write(LbnRange::new(0, 1500), &data, WriteWay::Descriptor).unwrap();
    let volume = Volume::open(&small).unwrap();
    assert!(volume.scb.is_none());
    assert_eq!(volume.storage_bitmap(&small), Ok(None));
}

/// Bytes where something lies, with sums made right again, so that the damage gets past them.
fn mutate(random: &mut Random, image: &mut [u8], volume: &Volume) {
    let home = &volume.home;
    let header = |number| home.header_lbn(number).map_or(0, |lbn| lbn.0);
    let scb = volume.scb_lbn().map_or(0, |lbn| lbn.0);
    let places = [1, 1, scb, header(1), header(2), header(4), header(4), header(10), 0];
    for _ in 0..1 + random.below(3) {
        let mut lbn = places[random.below(places.len() as u64) as usize];
        if lbn == 0 {
            lbn = random.below(image.len() as u64 / 512);
        }
        let block: &mut [u8] = &mut image[lbn as usize * 512..][..512];
        for _ in 0..1 + random.below(3) {
            let at = random.below(512) as usize;
            block[at] = if random.below(4) == 0 { 0xff } else { random.next() as u8 };
        }
        if random.below(8) != 0 {
            if lbn == 1 {
                let sum = bytes::word_sum(block, 58);
                bytes::put_word(block, 58, sum);
            }
            let sum = bytes::word_sum(block, 510);
            bytes::put_word(block, 510, sum);
        }
    }
}

#[test]
fn a_mutated_volume_opens_or_not_but_never_more() {
    let sound = disk(800);
    let volume = Volume::open(&sound).unwrap();
    let mut original = vec![0; 800 * 512];
    sound.read(LbnRange::new(0, 800), &mut original).unwrap();
    let (mut opened, mut damaged) = (0, 0);
    for seed in 0..4000 {
        let mut random = Random::new(seed);
        let mut image = original.clone();
        mutate(&mut random, &mut image, &volume);
        let disk = Memory::new(BlockCount(800));
        disk.write(LbnRange::new(0, 800), &image, WriteWay::Descriptor).unwrap();
        match Volume::open(&disk) {
            Ok(found) => {
                opened += 1;
                damaged += u32::from(found != volume);
                let bitmap = found.storage_bitmap(&disk).unwrap_or_else(|e| panic!("seed {seed}: {e}"));
                if let Some(bitmap) = bitmap {
                    assert!(bitmap.free_blocks().0 <= 800, "seed {seed}");
                }
            }
            Err(error) => assert!(!matches!(error, OpenError::Storage(_)), "seed {seed}: {error:?}"),
        }
    }
    assert!(opened > 1000 && damaged > 500, "{opened} opened, {damaged} with other contents");
}
