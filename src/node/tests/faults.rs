//! Host files that go away, change or shrink under a mounted set: the same paths as SIMULATE FAULT.

use std::fs;
use std::path::PathBuf;

use super::*;
use crate::storage::{Access, CHILD, Image, create_image, fill, run_in_small_file_system};

/// A mounted set DSA1 of images in a folder.
struct Folder {
    bench: Bench,
    folder: tempfile::TempDir,
}

impl Folder {
    fn with_set(members: &[u32]) -> Self {
        Self::with_set_in(tempfile::tempdir().unwrap(), members)
    }

    fn with_set_in(folder: tempfile::TempDir, members: &[u32]) -> Self {
        let Bench { clock, files, log, config, .. } = bench();
        let (root, writer) = (folder.path().to_owned(), Arc::clone(&log));
        let node = Node::new(NodeParts {
            config: &config,
            name: "NODEA",
            clock: Arc::clone(&clock),
            opener: Box::new(move |disk| {
                let path = root.join(disk.device.as_str());
                if !root.join("made").exists() && !path.exists() {
                    create_image(&path, disk.blocks.unwrap())?;
                }
                Ok(Arc::new(Image::open(&path, Access::Write)?) as Arc<dyn BlockFile>)
            }),
            log: Box::new(move |text| writer.lock().unwrap().push_str(text)),
            slots: None,
        });
        node.names().create_job_table(0x8140_0000);
        let made = Self { bench: Bench { node, clock, files, log, config }, folder };
        made.bench.set_of(members);
        fs::write(made.folder.path().join("made"), "").unwrap();
        made
    }

    fn path(&self, number: u32) -> PathBuf {
        self.folder.path().join(disk(number).trim_end_matches(':'))
    }

    fn flush(&self) {
        self.bench.node.channel("DSA1").unwrap().flush().unwrap();
    }

    fn members(&self) -> usize {
        self.bench.node.set(1).unwrap().full_count()
    }

    fn told(&self, text: &str) -> bool {
        self.bench.log.lock().unwrap().contains(text)
    }
}

#[test]
fn a_deleted_image_is_waited_for_and_then_expelled() {
    let site = Folder::with_set(&[1, 2]);
    site.bench.write("DSA1", 3000, 5);
    fs::remove_file(site.path(2)).unwrap();
    let before = site.bench.clock.millis();
    site.flush();
    assert!(site.bench.clock.millis().0 - before.0 >= 120_000, "SHADOW_MBR_TMO");
    assert_eq!((site.members(), site.bench.read("DSA1", 3000)), (1, 5));
    assert!(site.told("$1$DGA102: is offline.") && site.told("$1$DGA102: has been removed from shadow set."));
}

#[test]
fn an_image_that_is_back_in_time_stays_a_member() {
    let site = Folder::with_set(&[1, 2]);
    site.bench.write("DSA1", 3000, 5);
    let (path, aside) = (site.path(2), site.folder.path().join("aside"));
    fs::rename(&path, &aside).unwrap();
    let (node, clock) = (Arc::downgrade(&site.bench.node), Arc::clone(&site.bench.clock));
    site.bench.node.set_idle(Box::new(move |_| {
        clock.advance(Millis(1_000));
        if clock.millis().0 > 60_000 && aside.exists() {
            fs::rename(&aside, &path).unwrap();
        }
        node.upgrade().unwrap().advance(Millis(1_000));
    }));
    site.flush();
    assert_eq!(site.members(), 2);
    assert!(site.told("$1$DGA102: has completed volume processing."));
    site.bench.write("DSA1", 3001, 6);
    site.bench.dismount("DSA1:", Minicopy::Unspecified).unwrap();
    assert_eq!(fs::read(site.path(1)).unwrap(), fs::read(site.path(2)).unwrap());
}

#[test]
fn another_file_in_the_images_place_is_the_wrong_volume() {
    let site = Folder::with_set(&[1, 2]);
    let older = fs::read(site.path(2)).unwrap();
    site.bench.write("DSA1", 3000, 5);
    fs::remove_file(site.path(2)).unwrap();
    fs::write(site.folder.path().join("copy"), older).unwrap();
    fs::rename(site.folder.path().join("copy"), site.path(2)).unwrap();
    site.flush();
    assert_eq!(site.members(), 1);
    assert!(site.told("$1$DGA102: contains the wrong volume."));
    site.bench.mount(&request("DSA1:", &[2], "DATA"));
    site.bench.wait_for_copies(1);
    site.bench.dismount("DSA1:", Minicopy::Unspecified).unwrap();
    assert_eq!(fs::read(site.path(1)).unwrap(), fs::read(site.path(2)).unwrap(), "it was copied in full");
}

#[test]
fn a_shorter_image_leaves_at_once() {
    let site = Folder::with_set(&[1, 2]);
    site.bench.write("DSA1", 3000, 5);
    fs::OpenOptions::new().write(true).open(site.path(2)).unwrap().set_len(1_000).unwrap();
    let before = site.bench.clock.millis();
    site.flush();
    assert_eq!((site.bench.clock.millis(), site.members()), (before, 1), "what it held is gone: nobody waits");
    assert!(!site.told("Volume processing in progress"));
    assert_eq!(site.bench.read("DSA1", 3000), 5);
}

#[test]
fn a_file_that_is_gone_is_noticed_without_a_transfer() {
    let site = Folder::with_set(&[1, 2]);
    fs::remove_file(site.path(2)).unwrap();
    site.bench.clock.advance(Millis(2_000));
    site.bench.node.look_at_files();
    assert!(site.told("$1$DGA102: is offline."));
    assert!(site.bench.node.set(1).unwrap().mount_verification);
    site.bench.write("DSA1", 3000, 5);
    assert_eq!((site.members(), site.bench.read("DSA1", 3000)), (1, 5), "it waited for the member and went on");
}

#[test]
fn a_file_that_was_cut_is_noticed_without_a_transfer() {
    let site = Folder::with_set(&[1, 2]);
    fs::OpenOptions::new().write(true).open(site.path(2)).unwrap().set_len(1_000).unwrap();
    site.bench.clock.advance(Millis(2_000));
    site.bench.node.look_at_files();
    assert_eq!(site.members(), 1);
    assert!(site.told("$1$DGA102: contains the wrong volume."));
    fs::OpenOptions::new().write(true).open(site.path(1)).unwrap().set_len(1_000).unwrap();
    for _ in 0..3 {
        site.bench.clock.advance(Millis(2_000));
        site.bench.node.look_at_files();
    }
    assert_eq!(site.members(), 1, "the last one stays");
    let log = site.bench.log.lock().unwrap();
    assert_eq!(log.matches("$1$DGA101: contains the wrong volume.").count(), 1, "it is told once");
}

/// Random writes on a set whose host disk is full now and then: each is stored whole on all members or on none, and
/// nobody leaves.
fn on_a_full_host() {
    let folder = std::path::PathBuf::from(std::env::var_os(CHILD).unwrap());
    let site = Folder::with_set_in(tempfile::tempdir_in(&folder).unwrap(), &[1, 2]);
    let mut random = crate::simulator::Choices::seeded(7);
    let mut known = HashMap::new();
    let (mut stored, mut refused) = (0, 0);
    for round in 0..6 {
        if round % 2 == 0 {
            fill(&folder);
        }
        for _ in 0..60 {
            let (lbn, byte) = (200 + random.below(3_000) as u64, random.below(250) as u8 + 1);
            match site.bench.node.write_blocks("DSA1", Lbn(lbn), &[byte; BLOCK_BYTES]) {
                Ok(()) => {
                    known.insert(lbn, byte);
                    stored += 1;
                }
                Err(error) => {
                    assert_eq!(error, crate::message::codes::SYSTEM_DRVERR.into());
                    refused += 1;
                }
            }
        }
        for (lbn, byte) in &known {
            assert_eq!(site.bench.read("DSA1", *lbn), *byte, "round {round}");
        }
        site.flush();
        assert_eq!(site.members(), 2, "a full host is not a bad disk");
        if round % 2 == 0 {
            fs::remove_file(folder.join("filler")).unwrap();
        }
    }
    assert!(stored > 100 && refused > 5, "{stored} stored, {refused} refused");
    site.bench.dismount("DSA1:", Minicopy::Unspecified).unwrap();
    assert_eq!(fs::read(site.path(1)).unwrap(), fs::read(site.path(2)).unwrap());
}

#[test]
fn on_a_full_host_writes_fail_and_nobody_leaves() {
    if std::env::var_os(CHILD).is_some() {
        return on_a_full_host();
    }
    let name = "node::tests::faults::on_a_full_host_writes_fail_and_nobody_leaves";
    run_in_small_file_system(name, "mount -t tmpfs -o size=4m none \"$0\"");
}

#[test]
fn a_plain_disk_waits_for_its_file_and_knows_another_one() {
    let site = Folder::with_set(&[1, 2]);
    let node = &site.bench.node;
    fs::remove_file(site.folder.path().join("made")).unwrap();
    site.bench.initialize(&[5], "PLAIN");
    site.bench.mount(&request(&disk(5), &[], "PLAIN"));
    site.bench.write("$1$DGA105", 3_000, 9);
    fs::write(site.folder.path().join("made"), "").unwrap();
    let (path, aside) = (site.path(5), site.folder.path().join("aside"));
    fs::rename(&path, &aside).unwrap();
    fs::write(&path, [0; 512]).unwrap();
    site.bench.clock.advance(Millis(2_000));
    node.look_at_files();
    assert!(site.told("$1$DGA105: is offline.  Mount verification in progress."));
    let advance = || {
        site.bench.clock.advance(Millis(1_000));
        node.advance(Millis(1_000));
    };
    advance();
    advance();
    let wrong = "$1$DGA105: contains the wrong volume.  Mount verification in progress.";
    assert_eq!(site.bench.log.lock().unwrap().matches(wrong).count(), 1);
    fs::rename(&aside, &path).unwrap();
    advance();
    assert!(site.told("$1$DGA105: has completed mount verification."));
    assert_eq!(site.bench.read("$1$DGA105", 3_000), 9);
}
