//! The home block: search, fields, checksums, damage.

use super::super::tests::Random;
use super::*;

/// The home block of the 2,940,951-block RA92 of ods2.md 9.
fn ra92() -> HomeBlock {
    HomeBlock {
        home_lbn: Lbn(1),
        alternate_lbn: Lbn(1034),
        backup_header_lbn: Lbn(1_471_752),
        level: LEVEL_2,
        cluster: 3,
        home_vbn: 2,
        alternate_vbn: 9,
        backup_header_vbn: 10,
        index_bitmap_vbn: 13,
        index_bitmap_lbn: Lbn(1_470_720),
        maximum_files: 367_618,
        index_bitmap_size: 90,
        reserved_files: 10,
        relative_volume: 0,
        set_count: 0,
        characteristics: characteristics::ERASE,
        owner: Uic::SYSTEM,
        protection: 0,
        file_protection: 0xFA00,
        record_protection: 0xFE00,
        created: VmsTime(1234),
        window: 7,
        lru_limit: 3,
        extension: 5,
        revised: VmsTime(0),
        serial_number: 0,
        structure_name: String::new(),
        label: "VAXVMSV071".to_owned(),
        owner_name: String::new(),
    }
}

#[test]
fn every_field_survives() {
    let home = ra92();
    assert_eq!(HomeBlock::decode(&home.encode(), Lbn(1)), Ok(home));
}

#[test]
fn fields_lie_where_the_reference_has_them() {
    let block = ra92().encode();
    assert_eq!(block[..24], *b"\x01\0\0\0\x0a\x04\0\0\x08\x75\x16\0\x01\x02\x03\0\x02\0\x09\0\x0a\0\x0d\0");
    assert_eq!(block[44..48], [4, 0, 1, 0]);
    assert_eq!(block[52..58], [0, 0, 0, 0xFA, 0, 0xFE]);
    assert_eq!(block[68..72], [7, 3, 5, 0]);
    assert_eq!(block[472..508], *b"VAXVMSV071              DECFILE11B  ");
    assert_eq!(ra92().header_lbn(1), Some(Lbn(1_470_810)));
    assert_eq!((ra92().header_lbn(0), ra92().header_lbn(17)), (None, None));
}

#[test]
fn a_copy_elsewhere_is_not_the_home_block() {
    assert_eq!(HomeBlock::decode(&ra92().encode(), Lbn(1034)), Err(HomeError::Field));
}

#[test]
fn what_no_volume_has_is_refused() {
    let refused = |change: fn(&mut HomeBlock)| {
        let mut home = ra92();
        change(&mut home);
        HomeBlock::decode(&home.encode(), Lbn(1)).expect_err("it has a bad field")
    };
    assert_eq!(refused(|h| h.level = 0x0501), HomeError::Level(5));
    assert_eq!(refused(|h| h.level = 0x0200), HomeError::Level(2));
    assert_eq!(refused(|h| h.alternate_lbn = Lbn(0)), HomeError::Field);
    assert_eq!(refused(|h| h.backup_header_lbn = Lbn(0)), HomeError::Field);
    assert_eq!(refused(|h| h.cluster = 0), HomeError::Field);
    assert_eq!(refused(|h| h.home_vbn = 0), HomeError::Field);
    assert_eq!(refused(|h| h.index_bitmap_lbn = Lbn(0)), HomeError::Field);
    assert_eq!(refused(|h| h.index_bitmap_size = 0), HomeError::Field);
    assert_eq!(refused(|h| h.maximum_files = 10), HomeError::Field);
    assert_eq!(refused(|h| h.maximum_files = 1 << 24), HomeError::Field);
    assert_eq!(refused(|h| h.reserved_files = 4), HomeError::Field);
}

#[test]
fn damage_is_noticed() {
    let mut random = Random::new(2);
    for _ in 0..2000 {
        let mut block = ra92().encode();
        let (place, change) = (random.below(512) as usize, 1 + random.below(255) as u8);
        block[place] ^= change;
        assert!(HomeBlock::decode(&block, Lbn(1)).is_err(), "byte {place} changed by {change:02X}, seed 2");
    }
}

#[test]
fn the_search_begins_at_the_usual_places() {
    let geometry = Geometry { sectors: 10, tracks: 1, cylinders: 80 };
    let places: Vec<u64> = search_places(BlockCount(800), geometry).iter().map(|lbn| lbn.0).collect();
    assert_eq!(places[..4], [1, 2, 12, 23]);
    let geometry = Geometry { sectors: 73, tracks: 13, cylinders: 3099 };
    let places: Vec<u64> = search_places(BlockCount(2_940_951), geometry).iter().map(|lbn| lbn.0).collect();
    assert_eq!(places[..4], [1, 2, 1034, 2067]);
    assert!(places.contains(&1024), "the geometry's distance is (13+1)*73+1 = 1023");
    assert!(search_places(BlockCount(0), geometry).is_empty());
}

#[test]
fn distances_follow_the_geometry() {
    let delta = |sectors, tracks, cylinders| geometry_delta(Geometry { sectors, tracks, cylinders });
    assert_eq!(delta(1, 1, 9), 1);
    assert_eq!(delta(9, 1, 9), 10);
    assert_eq!(delta(9, 5, 1), 10);
    assert_eq!(delta(1, 5, 9), 6);
    assert_eq!(delta(10, 4, 9), 51);
}
