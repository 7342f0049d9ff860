//! Volumes checked by the independent reader and by other programs.

use super::super::tests::Random;
use super::*;
use crate::clock::VmsTime;
use crate::ods2::{HomePlaces, IndexPlace, InitError, InitOptions, Volume, initialize};
use crate::storage::{Memory, WriteWay};

fn options() -> InitOptions {
    InitOptions::new("CHECKED", VmsTime(0x00A1_2345_6789_ABCD))
}

fn findings(disk: &dyn BlockFile) -> Vec<String> {
    verify(disk).unwrap().iter().map(ToString::to_string).collect()
}

fn initialized(blocks: u64, options: &InitOptions) -> Memory {
    let disk = Memory::new(BlockCount(blocks));
    initialize(&[&disk], options).unwrap_or_else(|e| panic!("{blocks}: {e:?}"));
    disk
}

#[test]
fn new_volumes_of_all_sizes_are_sound() {
    let none: [String; 0] = [];
    for blocks in (100..140).chain([800, 1033, 1034, 1035, 1036, 2100, 12_192, 49_999, 50_000, 131_072, 1 << 22]) {
        assert_eq!(findings(&initialized(blocks, &options())), none, "{blocks} blocks");
    }
}

#[test]
fn new_volumes_with_all_options_are_sound() {
    let none: [String; 0] = [];
    let mut refused = 0;
    for seed in 0..300 {
        let mut random = Random::new(seed);
        let blocks = 2000 + random.below(40_000);
        let mut pick = |choices: u64| random.below(choices);
        let options = InitOptions {
            label: "ABCDEFGHIJKL"[..1 + pick(12) as usize].to_owned(),
            cluster: (pick(2) == 0).then(|| 1 + pick(40) as u16),
            headers: 16 + pick(30) as u32,
            directories: 16 + pick(200) as u32,
            highwater: pick(2) == 0,
            size: (pick(3) == 0).then(|| BlockCount(blocks - pick(100))),
            limit: (pick(3) == 0).then(|| BlockCount(blocks * 4)),
            index: [
                IndexPlace::Beginning,
                IndexPlace::Middle,
                IndexPlace::End,
                IndexPlace::Block(crate::blocks::Lbn(500)),
            ][pick(4) as usize],
            home_blocks: [HomePlaces::Fixed, HomePlaces::Geometry, HomePlaces::Contiguous][pick(3) as usize],
            ..options()
        };
        let disk = Memory::new(BlockCount(blocks));
        match initialize(&[&disk], &options) {
            Ok(()) => assert_eq!(findings(&disk), none, "seed {seed}: {options:?}"),
            // Large clusters leave few files, fewer than the headers asked for.
            Err(InitError::Headers) => refused += 1,
            Err(error) => panic!("seed {seed}: {error:?} for {options:?}"),
        }
    }
    assert!(refused < 50, "{refused} refused");
}

#[test]
fn a_used_disk_becomes_a_sound_volume() {
    let disk = Memory::new(BlockCount(5000));
    disk.write(LbnRange::new(0, 5000), &vec![0xFF; 5000 * 512], WriteWay::Descriptor).unwrap();
    initialize(&[&disk], &options()).unwrap();
    assert_eq!(findings(&disk), [""; 0]);
}

#[test]
fn every_block_of_the_structures_is_looked_at() {
    let disk = initialized(800, &options());
    let volume = Volume::open(&disk).unwrap();
    let home = &volume.home;
    let headers = (1..=10).map(|n| home.header_lbn(n).unwrap().0);
    let scb = volume.scb_lbn().unwrap().0;
    let mut image = vec![0; 800 * 512];
    disk.read(LbnRange::new(0, 800), &mut image).unwrap();
    let places = [1, 2, home.backup_header_lbn.0, home.index_bitmap_lbn.0, scb, scb + 1].into_iter().chain(headers);
    for lbn in places {
        for seed in 0..60 {
            let mut random = Random::new(seed);
            let at = lbn as usize * 512 + random.below(512) as usize;
            let old = image[at];
            image[at] ^= 1 + random.below(255) as u8;
            let spoilt = Memory::new(BlockCount(800));
            spoilt.write(LbnRange::new(0, 800), &image, WriteWay::Descriptor).unwrap();
            assert!(!findings(&spoilt).is_empty(), "byte {} of block {lbn}, seed {seed}", at % 512);
            image[at] = old;
        }
    }
}

#[test]
fn any_bytes_are_checked_without_a_panic() {
    let disk = initialized(800, &options());
    let volume = Volume::open(&disk).unwrap();
    let mut original = vec![0; 800 * 512];
    disk.read(LbnRange::new(0, 800), &mut original).unwrap();
    for seed in 0..1500 {
        let mut random = Random::new(seed);
        let mut image = original.clone();
        let scb = volume.scb_lbn().map_or(0, |lbn| lbn.0);
        for _ in 0..1 + random.below(4) {
            let header = volume.home.header_lbn(1 + random.below(10) as u32).map_or(0, |lbn| lbn.0);
            let lbn = [1, scb, header, header, random.below(800)][random.below(5) as usize] as usize;
            let block = &mut image[lbn * 512..][..512];
            for _ in 0..1 + random.below(4) {
                block[random.below(512) as usize] = random.next() as u8;
            }
            for end in [58, 510].into_iter().skip(usize::from(lbn != 1)) {
                let sum = sum_before(block, end) as u16;
                block[end..end + 2].copy_from_slice(&sum.to_le_bytes());
            }
        }
        let spoilt = Memory::new(BlockCount(800));
        spoilt.write(LbnRange::new(0, 800), &image, WriteWay::Descriptor).unwrap();
        verify(&spoilt).unwrap_or_else(|fault| panic!("seed {seed}: {fault}"));
    }
}

#[test]
fn no_volume_is_a_finding() {
    for blocks in [0, 1, 2, 1000] {
        assert_eq!(findings(&Memory::new(BlockCount(blocks))).len(), 1, "{blocks}");
    }
}

#[test]
fn the_program_file_names_an_image() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("disk.dsk");
    crate::storage::create_image(&path, BlockCount(2000)).unwrap();
    let image = crate::storage::Image::open(&path, crate::storage::Access::Write).unwrap();
    initialize(&[&image], &options()).unwrap();
    match std::process::Command::new("file").arg(&path).output() {
        Ok(output) => {
            let text = String::from_utf8_lossy(&output.stdout).into_owned();
            assert!(text.contains("Files-11 On-Disk Structure"), "{text}");
        }
        Err(error) => eprintln!("SKIPPED: the program file is not here ({error})"),
    }
}
