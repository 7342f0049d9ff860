//! Host files that go away, change or shrink under a mounted set: the same paths as SIMULATE FAULT.

use std::fs;
use std::path::PathBuf;

use super::*;
use crate::storage::{Access, Image, create_image};

/// A mounted set DSA1 of images in a folder.
struct Folder {
    bench: Bench,
    folder: tempfile::TempDir,
}

impl Folder {
    fn with_set(members: &[u32]) -> Self {
        let folder = tempfile::tempdir().unwrap();
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
    site.bench.node.set_idle(Box::new(move || {
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
