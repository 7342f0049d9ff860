//! The storage control block: every field at its place, damage found.

use super::*;

fn member_of_a_set() -> Scb {
    let mut scb = Scb::new(3, BlockCount(2_940_951), Geometry { sectors: 73, tracks: 13, cylinders: 3099 });
    scb.scb_lbn = Lbn(77);
    scb.status = status::MAP_ALLOCATED | status::FILE_ALLOCATED;
    scb.status_copy = scb.status;
    scb.write_count = 1;
    scb.lock_name = *b"SHADOWTEST  ";
    scb.mount_time = VmsTime(0x0102_0304_0506_0708);
    scb.backup_revision = 9;
    scb.generation = 0x1122_3344_5566_7788;
    scb.unit_id = DeviceCode { allocation_class: 0, letters: *b"DSA", unit: 42 }.encode();
    scb.shadow_status = shadow_status::NORMAL;
    for (index, member) in scb.members.iter_mut().enumerate() {
        let unit = 101 + index as u32;
        let id = DeviceCode { allocation_class: 1, letters: *b"DGA", unit }.encode();
        *member = ScbMember { status: member_status::VALID | index as u8, id };
    }
    (scb.device_count, scb.full_count, scb.master_index) = (6, 5, 2);
    (scb.merge_targets, scb.copy_targets) = (3, 1);
    scb
}

#[test]
fn every_field_survives() {
    let scb = member_of_a_set();
    assert_eq!(Scb::decode(&scb.encode()), Ok(scb));
}

#[test]
fn fields_lie_where_the_reference_has_them() {
    let block = member_of_a_set().encode();
    assert_eq!(block[..4], [1, 2, 3, 0]);
    assert_eq!(u32::from_le_bytes(block[4..8].try_into().unwrap()), 2_940_951);
    assert_eq!(block[32..46], *b"\x01\0SHADOWTEST  ");
    assert_eq!(block[46..54], [8, 7, 6, 5, 4, 3, 2, 1]);
    assert_eq!(block[54..64], [9, 0, 0x88, 0x77, 0x66, 0x55, 0x44, 0x33, 0x22, 0x11]);
    assert_eq!(block[72..77], [1, 0, 0x80, 0x81, 0x82]);
    assert_eq!(block[80..84], [101, 0, 0, 0]);
    assert_eq!(block[104..113], [77, 0, 0, 0, 6, 5, 2, 3, 1]);
    assert_eq!(block[113..121], [0x83, 0, 0, 0, 104, 0, 0, 0]);
    assert!(block[149..510].iter().all(|&b| b == 0));
}

#[test]
fn a_volume_that_leaves_shadowing_has_zeros_from_the_backup_revision_on() {
    let mut scb = member_of_a_set();
    scb.leave_shadowing();
    let block = scb.encode();
    assert!(block[54..510].iter().all(|&b| b == 0));
    assert_eq!(block[34..44], *b"SHADOWTEST");
    assert!(scb.is_dirty());
}

#[test]
fn damage_is_noticed() {
    assert_eq!(Scb::decode(&[0; 512]), Err(ScbError::Level));
    assert_eq!(Scb::decode(&[0xff; 512]), Err(ScbError::Checksum));
    let mut random = super::super::tests::Random::new(1);
    for _ in 0..2000 {
        let mut block = member_of_a_set().encode();
        let (place, change) = (random.below(512) as usize, 1 + random.below(255) as u8);
        block[place] ^= change;
        assert!(Scb::decode(&block).is_err(), "byte {place} changed by {change:02X}, seed 1");
    }
}

#[test]
fn any_bytes_with_a_right_sum_decode_and_encode_again() {
    for seed in 0..500 {
        let mut random = super::super::tests::Random::new(seed);
        let mut block = [0; 512];
        random.fill(&mut block);
        block[1] = 2;
        let sum = bytes::word_sum(&block, 510);
        bytes::put_word(&mut block, 510, sum);
        let scb = Scb::decode(&block).unwrap_or_else(|error| panic!("seed {seed}: {error:?}"));
        assert_eq!(Scb::decode(&scb.encode()), Ok(scb), "seed {seed}");
    }
}

#[test]
fn device_codes_are_readable_numbers() {
    let code = DeviceCode { allocation_class: 1, letters: *b"DGA", unit: 101 };
    assert_eq!(DeviceCode::decode(code.encode()), Some(code));
    assert_eq!(code.encode() & 0xffff_ffff, 101);
    assert_eq!(code.encode() >> 48, 1);
    let unit = DeviceCode { allocation_class: 0, letters: *b"DSA", unit: 9999 };
    assert_eq!(DeviceCode::decode(unit.encode()), Some(unit));
    assert_eq!(DeviceCode::decode(0), None);
}
