//! Images in files: mapping, growing, locking, and what the host can do to them.

use std::path::PathBuf;

use super::*;

struct Site {
    _folder: tempfile::TempDir,
    path: PathBuf,
}

/// An image of `size` blocks in a folder of its own.
fn image(size: u64) -> (Site, Image) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("disk.dsk");
    create_image(&path, BlockCount(size)).unwrap();
    let image = Image::open(&path, Access::Write).unwrap();
    (Site { _folder: folder, path }, image)
}

fn kind(result: Result<(), Fault>) -> Option<FaultKind> {
    result.err().map(|fault| fault.kind())
}

fn cut(site: &Site, bytes: u64) {
    OpenOptions::new().write(true).open(&site.path).unwrap().set_len(bytes).unwrap();
}

#[test]
fn both_ways_of_writing_are_seen_by_both_ways_of_reading() {
    let (site, image) = image(1000);
    let range = LbnRange::new(5, 300);
    let data: Vec<u8> = (0..300 * 512).map(|i| (i % 251) as u8).collect();
    image.write(range, &data, WriteWay::Descriptor).unwrap();
    image.allocate(LbnRange::new(305, 10)).unwrap();
    assert!(image.is_allocated(LbnRange::new(310, 1)));
    assert!(!image.is_allocated(LbnRange::new(700, 1)));
    image.write(LbnRange::new(305, 1), &[9; 512], WriteWay::Mapped).unwrap();
    image.write(LbnRange::new(700, 1), &[8; 512], WriteWay::Mapped).unwrap();
    let mut back = vec![0; data.len()];
    image.read(range, &mut back).unwrap();
    assert!(back == data);
    let file = std::fs::read(&site.path).unwrap();
    assert_eq!(file.len(), 512_000);
    assert!(file[5 * 512..305 * 512] == data[..]);
    assert_eq!((file[305 * 512], file[700 * 512 + 511], file[701 * 512]), (9, 8, 0));
}

#[test]
fn blocks_that_differ_are_named() {
    let (_site, image) = image(1000);
    let mut data = vec![0; 127 * 512];
    assert_eq!(image.differing(LbnRange::new(127, 127), &data), Ok(0));
    data[0] = 1;
    data[126 * 512 + 511] = 1;
    assert_eq!(image.differing(LbnRange::new(127, 127), &data), Ok(1 | 1 << 126));
}

#[test]
fn a_durable_store_and_a_flush_reach_the_file() {
    let (site, image) = image(64);
    image.write_durable(Lbn(63), &[3; 512]).unwrap();
    image.flush().unwrap();
    assert_eq!(std::fs::read(&site.path).unwrap()[63 * 512], 3);
    assert_eq!(image.write_durable(Lbn(64), &[3; 512]).map_err(|f| f.kind()), Err(FaultKind::OutOfRange));
}

#[test]
fn a_file_cut_under_our_feet_is_a_fault_for_every_thread() {
    let (site, image) = image(4096);
    image.allocate(LbnRange::new(0, 4096)).unwrap();
    image.write(LbnRange::new(4000, 1), &[1; 512], WriteWay::Mapped).unwrap();
    cut(&site, 4096);
    std::thread::scope(|scope| {
        for thread in 0..4 {
            let image = &image;
            scope.spawn(move || {
                for lbn in (8..4096).filter(|lbn| lbn % 4 == thread) {
                    let mut block = [0; 512];
                    let read = image.read(LbnRange::new(lbn, 1), &mut block);
                    assert_eq!(kind(read), Some(FaultKind::Truncated), "block {lbn}");
                }
            });
        }
    });
    let write = image.write(LbnRange::new(0, 1), &[1; 512], WriteWay::Mapped);
    assert_eq!(kind(write), Some(FaultKind::Truncated), "one fault fails the whole image");
    assert_eq!(kind(image.flush()), Some(FaultKind::Truncated));
}

#[test]
fn a_store_into_a_file_cut_to_nothing_is_a_fault() {
    let (site, image) = image(256);
    image.allocate(LbnRange::new(0, 256)).unwrap();
    image.write(LbnRange::new(1, 1), &[1; 512], WriteWay::Mapped).unwrap();
    cut(&site, 0);
    let write = image.write(LbnRange::new(1, 1), &[2; 512], WriteWay::Mapped);
    assert_eq!(kind(write), Some(FaultKind::Truncated));
    assert_eq!(std::fs::metadata(&site.path).unwrap().len(), 0, "nothing makes it grow again");
}

#[test]
fn a_file_cut_and_grown_again_is_found_by_its_size_or_stays_failed() {
    let (site, image) = image(256);
    cut(&site, 512);
    assert_eq!(kind(image.check()), Some(FaultKind::Truncated));
    cut(&site, 256 * 512);
    assert_eq!(kind(image.check()), Some(FaultKind::Truncated), "a failed image stays failed");
    assert_eq!(kind(Image::open(&site.path, Access::Write).unwrap().check()), None);
}

#[test]
fn a_replaced_file_is_lost() {
    let (site, image) = image(16);
    std::fs::rename(&site.path, site.path.with_extension("old")).unwrap();
    assert_eq!(kind(image.check()), Some(FaultKind::Lost));
    let other = Image::open(&site.path.with_extension("old"), Access::Read).unwrap();
    create_image(&site.path, BlockCount(16)).unwrap();
    std::fs::rename(&site.path, site.path.with_extension("old")).unwrap();
    assert_eq!(kind(other.check()), Some(FaultKind::Lost));
}

#[test]
fn strange_files_are_refused_or_rounded_down() {
    let (site, image) = image(16);
    drop(image);
    cut(&site, 3 * 512 + 100);
    let odd = Image::open(&site.path, Access::Write).unwrap();
    assert_eq!(odd.size(), BlockCount(3));
    assert_eq!(kind(odd.read(LbnRange::new(0, 3), &mut [0; 1536])), None);
    assert_eq!(kind(odd.read(LbnRange::new(3, 1), &mut [0; 512])), Some(FaultKind::OutOfRange));
    cut(&site, 0);
    let empty = Image::open(&site.path, Access::Write).unwrap();
    assert_eq!(empty.size(), BlockCount(0));
    assert_eq!(kind(empty.read(LbnRange::new(0, 0), &mut [])), None);
    assert_eq!(empty.next_data(Lbn(0)), Ok(None));
    cut(&site, (MAX_VOLUME_BLOCKS + 1) * 512);
    let huge = Image::open(&site.path, Access::Write);
    assert_eq!(huge.map(drop).map_err(|f| f.kind()), Err(FaultKind::NotAnImage));
    let folder = Image::open(site.path.parent().unwrap(), Access::Read);
    assert_eq!(folder.map(drop).map_err(|f| f.kind()), Err(FaultKind::NotAnImage));
    let missing = Image::open(&site.path.with_extension("none"), Access::Read);
    assert_eq!(missing.map(drop).map_err(|f| f.kind()), Err(FaultKind::Lost));
    assert_eq!(kind(create_image(&site.path, BlockCount(1))), Some(FaultKind::Io), "an existing file stays");
}

#[test]
fn the_largest_volume_can_be_mapped() {
    let (_site, image) = image(MAX_VOLUME_BLOCKS);
    let last = LbnRange::new(MAX_VOLUME_BLOCKS - 1, 1);
    image.write(last, &[4; 512], WriteWay::Descriptor).unwrap();
    let mut block = [0; 512];
    image.read(last, &mut block).unwrap();
    assert_eq!(block, [4; 512]);
    let data = image.next_data(Lbn(0)).unwrap().unwrap();
    assert!(data.start.0 > MAX_VOLUME_BLOCKS - 200 && data.end().0 == MAX_VOLUME_BLOCKS, "{data:?}");
}

#[test]
fn an_image_opened_for_reading_refuses_stores() {
    let (site, image) = image(16);
    drop(image);
    let image = Image::open(&site.path, Access::Read).unwrap();
    assert!(image.is_read_only());
    for way in [WriteWay::Mapped, WriteWay::Descriptor] {
        assert_eq!(kind(image.write(LbnRange::new(0, 1), &[0; 512], way)), Some(FaultKind::ReadOnly));
    }
    assert_eq!(kind(image.allocate(LbnRange::new(0, 1))), Some(FaultKind::ReadOnly));
    assert_eq!(kind(image.erase(LbnRange::new(0, 1))), Some(FaultKind::ReadOnly));
    assert_eq!(kind(image.read(LbnRange::new(15, 1), &mut [0; 512])), None);
    assert_eq!(kind(image.flush()), None);
}

#[test]
fn erased_blocks_are_holes_again() {
    let (site, image) = image(4096);
    image.allocate(LbnRange::new(0, 4096)).unwrap();
    image.write(LbnRange::new(0, 4096), &vec![1; 4096 * 512], WriteWay::Descriptor).unwrap();
    image.erase(LbnRange::new(3, 4000)).unwrap();
    assert!(!image.is_allocated(LbnRange::new(100, 1)));
    let mut block = [1; 512];
    image.read(LbnRange::new(3, 1), &mut block).unwrap();
    assert_eq!(block, [0; 512]);
    image.read(LbnRange::new(2, 1), &mut block).unwrap();
    assert_eq!(block, [1; 512]);
    if std::fs::metadata(&site.path).unwrap().blocks() < 4096 {
        let first = image.next_data(Lbn(16)).unwrap().unwrap();
        assert!(first.start.0 > 3900, "{first:?}");
    }
    image.write_zeros(LbnRange::new(0, 4096)).unwrap();
    image.read(LbnRange::new(4095, 1), &mut block).unwrap();
    assert_eq!(block, [0; 512]);
}

#[test]
fn the_date_can_be_set_and_is_part_of_the_identity() {
    let (_site, image) = image(16);
    image.set_modified(1_700_000_000_123_456_789).unwrap();
    assert_eq!(image.identity().unwrap().modified, 1_700_000_000_123_456_789);
}
