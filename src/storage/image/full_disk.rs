//! What happens to an image on a host file system that is really full.

use super::*;
use crate::storage::small_disk::{CHILD, fill, run_in_small_file_system};

fn kind(result: Result<(), Fault>) -> Option<FaultKind> {
    result.err().map(|fault| fault.kind())
}

fn on_a_full_disk() {
    let folder = PathBuf::from(std::env::var_os(CHILD).unwrap());
    let path = folder.join("disk.dsk");
    create_image(&path, BlockCount(131_072)).unwrap();
    let image = Image::open(&path, Access::Write).unwrap();
    let known = LbnRange::new(256, 128);
    image.allocate(known).unwrap();
    fill(&folder);

    let hole = LbnRange::new(100_000, 1);
    assert_eq!(kind(image.allocate(hole)), Some(FaultKind::NoSpace));
    for way in [WriteWay::Mapped, WriteWay::Descriptor] {
        assert_eq!(kind(image.write(hole, &[1; 512], way)), Some(FaultKind::NoSpace), "{way:?}");
    }
    assert_eq!(kind(image.write_durable(hole.start, &[1; 512])), Some(FaultKind::NoSpace));
    let mut block = [1; 512];
    image.read(hole, &mut block).unwrap();
    assert_eq!(block, [0; 512], "a hole can still be read");
    assert_eq!(image.differing(LbnRange::new(90_000, 128), &[0; 65_536]), Ok(0));

    for lbn in 256..384 {
        image.write(LbnRange::new(lbn, 1), &[lbn as u8; 512], WriteWay::Mapped).unwrap();
    }
    image.write_durable(Lbn(300), &[0xEE; 512]).unwrap();
    image.flush().unwrap();
    image.check().unwrap();
    drop(image);
    let image = Image::open(&path, Access::Read).unwrap();
    for lbn in 256..384 {
        image.read(LbnRange::new(lbn, 1), &mut block).unwrap();
        assert_eq!(block[0], if lbn == 300 { 0xEE } else { lbn as u8 }, "block {lbn}");
    }
}

#[test]
fn a_full_memory_file_system_is_a_fault_and_known_room_still_works() {
    if std::env::var_os(CHILD).is_some() {
        return on_a_full_disk();
    }
    let name = "storage::image::full_disk::a_full_memory_file_system_is_a_fault_and_known_room_still_works";
    run_in_small_file_system(name, "mount -t tmpfs -o size=2m none \"$0\"");
}

#[test]
fn a_full_ext4_is_a_fault_and_known_room_still_works() {
    if std::env::var_os(CHILD).is_some() {
        return on_a_full_disk();
    }
    let name = "storage::image::full_disk::a_full_ext4_is_a_fault_and_known_room_still_works";
    let make = "truncate -s 12M \"$0/ext4\" && mkfs.ext4 -q -m 0 \"$0/ext4\" && mount -o loop \"$0/ext4\" \"$0\"";
    run_in_small_file_system(name, make);
}
