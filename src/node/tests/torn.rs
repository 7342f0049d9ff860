//! Blocks that a kill tore: whole again before anything is read, however often the program dies before that.

use super::*;
use crate::shadow::DeviceId;
use crate::storage::{SlotRecord, WriteWay, read_slots};

/// Where the torn block lies.
const TORN: u64 = 3000;

/// A node that was killed, with what it left: `$1$DGA101:` and `$1$DGA102:` are members of DSA1, and one of them has a
/// torn block.
struct Killed {
    bench: Bench,
    folder: tempfile::TempDir,
}

impl Killed {
    fn new(member: u32) -> Self {
        let killed = Self { bench: bench(), folder: tempfile::tempdir().unwrap() };
        killed.bench.set_of(&[1, 2]);
        killed.bench.write("DSA1", TORN, 5);
        killed.bench.node.crash();
        killed.tear(member, LbnRange::new(TORN, 1));
        killed
    }

    fn slots(&self) -> std::path::PathBuf {
        self.folder.path().join("slots")
    }

    fn records(&self) -> usize {
        read_slots(&self.slots()).unwrap().len()
    }

    fn unit_id(&self, member: u32) -> u64 {
        self.bench.node.around.disks.named(disk(member).trim_end_matches(':')).unwrap().unit_id()
    }

    /// Leaves the announcement of a store in the record.
    fn announce(&self, member: u32, range: LbnRange) {
        let (slots, _) = SlotFile::open(&self.slots());
        let slot = slots.claim().unwrap();
        slot.set(self.unit_id(member), range);
        std::mem::forget(slot);
    }

    /// The same, and its first block half done.
    fn tear(&self, member: u32, range: LbnRange) {
        self.announce(member, range);
        let file = Arc::clone(&self.bench.files.lock().unwrap()[disk(member).trim_end_matches(':')]);
        let mut block = [5; BLOCK_BYTES];
        block[200..].fill(77);
        file.write(LbnRange::new(range.start.0, 1), &block, WriteWay::Descriptor).unwrap();
    }

    /// The next process.
    fn start(&self) -> Bench {
        let slots = Arc::new(SlotFile::open(&self.slots()).0);
        let bench = &self.bench;
        boot_with(bench.config.clone(), Arc::clone(&bench.clock), Arc::clone(&bench.files), Some(slots))
    }
}

/// The merge or copy that is due ends, and the members are the same.
fn ends_the_same(bench: &Bench) {
    bench.wait_for_copies(1);
    bench.dismount("DSA1:", Minicopy::Unspecified).unwrap();
    bench.assert_same(&[1, 2], BLOCKS);
}

#[test]
fn a_torn_block_is_whole_before_anybody_reads_it_whichever_member_has_it() {
    for member in [1, 2] {
        let killed = Killed::new(member);
        let next = killed.start();
        next.mount(&request("DSA1:", &[1, 2], "DATA"));
        assert_eq!((next.read("DSA1", TORN), killed.records()), (5, 0));
        ends_the_same(&next);
    }
}

#[test]
fn the_record_stays_until_the_set_is_formed() {
    let killed = Killed::new(2);
    // Killed again before anybody mounted it; suspended with another set; a mount that is refused.
    drop(killed.start());
    let second = killed.start();
    second.set_of(&[3, 4]);
    second.node.suspend();
    let third = killed.start();
    third.try_mount(&request("DSA1:", &[1, 2], "WRONG")).unwrap_err();
    third.node.crash();
    assert_eq!(killed.records(), 1);
    let last = killed.start();
    last.mount(&request("DSA1:", &[1, 2], "DATA"));
    assert_eq!((last.read("DSA1", TORN), killed.records()), (5, 0));
}

#[test]
fn a_set_mounted_for_reading_keeps_the_record_and_its_disks_as_they_are() {
    let killed = Killed::new(2);
    let before = killed.bench.image(2);
    let next = killed.start();
    // What such a mount says of a set that needs a merge is tested elsewhere.
    let _ = next.try_mount(&MountRequest { write: false, ..request("DSA1:", &[1, 2], "DATA") });
    assert!(killed.bench.image(2) == before && killed.records() == 1);
}

#[test]
fn a_disk_that_is_initialized_has_no_torn_block() {
    let killed = Killed::new(2);
    let next = killed.start();
    next.initialize(&[1], "OTHER");
    assert_eq!(killed.records(), 1);
    next.initialize(&[2], "OTHER");
    assert_eq!(killed.records(), 0);
}

#[test]
fn alone_a_member_is_what_it_is_and_a_target_is_copied_anyway() {
    let killed = Killed::new(1);
    let next = killed.start();
    next.mount(&request("DSA1:", &[1], "DATA"));
    assert_eq!(killed.records(), 0);
    next.node.crash();
    killed.tear(2, LbnRange::new(TORN, 1));
    let last = killed.start();
    // The second member is older now: it is copied onto, torn or not, and nothing of it is read.
    let told = last.mount(&request("DSA1:", &[1, 2], "DATA"));
    assert!(told[2].contains("SHDWMEMCOPY"), "{told:?}");
    assert_eq!(killed.records(), 0);
    ends_the_same(&last);
}

#[test]
fn a_member_that_came_back_by_a_copy_is_not_made_equal_to_one_that_was_torn_since() {
    let killed = Killed::new(1);
    let next = killed.start();
    next.mount(&request("DSA1:", &[2], "DATA"));
    next.mount(&request("DSA1:", &[1], "DATA"));
    assert_eq!(killed.records(), 0);
    next.wait_for_copies(1);
    next.node.crash();
    killed.tear(2, LbnRange::new(TORN, 1));
    let last = killed.start();
    last.mount(&request("DSA1:", &[1, 2], "DATA"));
    assert_eq!((last.read("DSA1", TORN), killed.records()), (5, 0));
    ends_the_same(&last);
}

#[test]
fn a_record_of_any_bytes_harms_nothing() {
    let killed = Killed::new(2);
    // All of the volume and far behind its end; nothing that the disk has; a disk that the site has not.
    killed.announce(2, LbnRange::new(0, u64::from(u32::MAX)));
    killed.announce(1, LbnRange::new(u64::from(u32::MAX), 9));
    let next = killed.start();
    next.mount(&request("DSA1:", &[1, 2], "DATA"));
    assert_eq!((next.read("DSA1", TORN), killed.records()), (5, 0));
    ends_the_same(&next);
}

#[test]
fn the_storage_control_block_is_no_data() {
    let killed = Killed::new(2);
    let next = killed.start();
    let scb = next.node.scb_lbn("$1$DGA102").unwrap().unwrap();
    let around = &next.node.around;
    around.disks.named("$1$DGA102").unwrap().write_durable(scb, &[9; BLOCK_BYTES]).unwrap();
    let record = SlotRecord { image: killed.unit_id(2), range: LbnRange::new(scb.0 - 1, 3) };
    around.repair(record, DeviceId(killed.unit_id(1)), scb).unwrap();
    assert_eq!(next.read("$1$DGA102", scb.0), 9);
}
