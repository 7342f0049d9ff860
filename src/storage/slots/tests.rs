//! The torn-block record: what survives which crash.

use std::io::{Read, Write};
use std::process::{Command, Stdio};

use super::*;
use crate::storage::{Access, BlockFile, Image, WriteWay, create_image};

/// Names the folder to the child.
const CHILD: &str = "STORAGE_TORN_BLOCKS";
const BLOCKS: u64 = 64;

fn opened(path: &Path) -> SlotFile {
    let (file, refused) = SlotFile::open(path);
    assert!(refused.is_none(), "{refused:?}");
    file
}

#[test]
fn what_is_under_way_is_read_back() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("slots");
    assert_eq!(read_slots(&path).unwrap(), []);
    let file = opened(&path);
    let (first, second) = (file.claim().unwrap(), file.claim().unwrap());
    first.set(7, LbnRange::new(1000, 1));
    second.set(8, LbnRange::new(5, 127));
    second.set(9, LbnRange::new(6, 2));
    let expected =
        [SlotRecord { image: 7, range: LbnRange::new(1000, 1) }, SlotRecord { image: 9, range: LbnRange::new(6, 2) }];
    assert_eq!(read_slots(&path).unwrap(), expected);
    first.clear();
    assert_eq!(read_slots(&path).unwrap(), expected[1..]);
    drop(second);
    assert_eq!(read_slots(&path).unwrap(), []);
}

#[test]
fn a_slot_has_one_owner_and_is_free_again_when_dropped() {
    let folder = tempfile::tempdir().unwrap();
    let file = opened(&folder.path().join("slots"));
    let mut all: Vec<_> = std::iter::from_fn(|| file.claim()).collect();
    assert_eq!(all.len(), SLOT_COUNT);
    all.remove(100);
    assert_eq!(file.claim().map(|slot| slot.index), Some(100));
}

#[test]
fn garbage_in_the_file_is_no_trouble() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("slots");
    std::fs::write(&path, [0xff; 100]).unwrap();
    assert_eq!(read_slots(&path).unwrap(), []);
    // As many as fit, however long the file is.
    std::fs::write(&path, [1; 1 << 20]).unwrap();
    assert_eq!(opened(&path).torn(), []);
    let words = (0..200_000_u64).flat_map(|n| (n % 31 + 1).to_le_bytes());
    std::fs::write(&path, words.collect::<Vec<u8>>()).unwrap();
    assert!(opened(&path).torn().len() <= SLOT_COUNT + MAX_KEPT);
}

#[test]
fn what_a_dead_process_left_is_kept_until_it_is_forgotten() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("slots");
    let record = |image, start| SlotRecord { image, range: LbnRange::new(start, 2) };
    let first = opened(&path);
    let slot = first.claim().unwrap();
    slot.set(7, LbnRange::new(10, 2));
    // The process dies here, and the next ones do not live long either.
    for image in 8..11 {
        let next = opened(&path);
        assert_eq!(next.torn(), (7..image).map(|image| record(image, 10)).collect::<Vec<_>>());
        let slot = next.claim().unwrap();
        slot.set(image, LbnRange::new(10, 2));
        std::mem::forget(slot);
    }
    let last = opened(&path);
    last.forget(|record| record.image % 2 == 0);
    assert_eq!(last.torn(), [record(7, 10), record(9, 10)]);
    let heir = opened(&path);
    assert_eq!(heir.torn(), [record(7, 10), record(9, 10)]);
    heir.forget(|_| true);
    let emptied = opened(&path);
    assert_eq!(
        (emptied.torn(), std::fs::metadata(&path).unwrap().len()),
        (Vec::new(), (SLOT_COUNT * SLOT_BYTES) as u64)
    );
}

#[test]
fn without_a_file_what_is_known_stays_known_and_nobody_gets_a_slot() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("slots");
    std::fs::create_dir(&path).unwrap();
    let (file, refused) = SlotFile::open(&path);
    assert!(refused.is_some() && file.claim().is_none() && file.torn().is_empty());
}

/// The child: stores without end, announcing each store, until it is killed.
fn store_until_killed(folder: &Path) -> ! {
    let image = Image::open(&folder.join("disk.dsk"), Access::Write).unwrap();
    image.allocate(LbnRange::new(0, BLOCKS)).unwrap();
    let slots = opened(&folder.join("slots"));
    let slot = slots.claim().unwrap();
    let mut out = std::io::stdout().lock();
    for turn in 1_u64.. {
        let range = LbnRange::new(turn * 8 % BLOCKS, 8);
        let data = turn.to_le_bytes().repeat(8 * 64);
        slot.set(1, range);
        image.write(range, &data, WriteWay::Mapped).unwrap();
        slot.clear();
        if turn % 64 == 0 {
            out.write_all(b"@").and_then(|()| out.flush()).unwrap();
        }
    }
    unreachable!("the turns never end")
}

#[test]
fn a_kill_tears_no_block_outside_a_slot() {
    if let Some(folder) = std::env::var_os(CHILD) {
        store_until_killed(Path::new(&folder));
    }
    let kills: u64 = std::env::var("DCLSHADOW_KILLS").ok().and_then(|text| text.parse().ok()).unwrap_or(12);
    let mut torn = 0;
    for kill in 0..kills {
        let folder = tempfile::tempdir().unwrap();
        create_image(&folder.path().join("disk.dsk"), crate::blocks::BlockCount(BLOCKS)).unwrap();
        kill_after(folder.path(), 1 + kill % 7);
        let slots = read_slots(&folder.path().join("slots")).unwrap();
        let bytes = std::fs::read(folder.path().join("disk.dsk")).unwrap();
        for (lbn, block) in bytes.chunks(512).enumerate() {
            let whole = block.chunks(8).all(|word| word == &block[..8]);
            let announced = slots.iter().any(|slot| slot.range.contains(crate::blocks::Lbn(lbn as u64)));
            assert!(whole || announced, "block {lbn} is torn, kill {kill}, slots {slots:?}");
            torn += u32::from(!whole);
        }
    }
    eprintln!("{kills} kills, {torn} torn blocks, all announced");
}

/// Runs the child and kills it at the n-th acknowledgement.
fn kill_after(folder: &Path, acknowledgements: u64) {
    let name = "storage::slots::tests::a_kill_tears_no_block_outside_a_slot";
    let mut child = Command::new(std::env::current_exe().unwrap())
        .args(["--exact", name, "--nocapture"])
        .env(CHILD, folder)
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    let output = std::io::BufReader::new(child.stdout.take().unwrap());
    let marks = output.bytes().filter(|byte| matches!(byte, Ok(b'@')));
    assert_eq!(marks.take(acknowledgements as usize).count() as u64, acknowledgements, "the child ended by itself");
    child.kill().unwrap();
    child.wait().unwrap();
}
