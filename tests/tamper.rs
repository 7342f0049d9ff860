//! A site that somebody damaged while it stood still: each damage is noticed, told by `dclshadow check` without a change,
//! nothing is resumed that the disks contradict, and the members are the same in the end.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::hosted::{Hosted, site_json};

const DISKS: [&str; 4] = ["$1$DGA101:", "$1$DGA102:", "$1$DGA103:", "$1$MDA0:"];
const MEMBERS: [&str; 3] = ["$1$DGA101:", "$1$DGA102:", "$1$DGA103:"];
const BLOCKS: u64 = 1500;

/// What must be seen of a damage.
struct Damage {
    /// For the message of a failure.
    name: &'static str,
    /// Part of a line of `dclshadow check` that is a problem; empty when there is nothing to tell.
    check: &'static str,
    /// Whether the set is still resumed.
    resumes: bool,
    /// Does it. The second site was made in the same way, the third value is an older copy of the first.
    work: fn(&Hosted, &Hosted, &Path),
}

/// A suspended site: DSA1 of two members, a third that left with a bitmap, data on a memory disk. The copy is older: the
/// same set, before its last resume and its last writes.
fn suspended() -> (Hosted, PathBuf) {
    let hosted = Hosted::new(&site_json(&DISKS, BLOCKS, None));
    let list = MEMBERS.join(",");
    let lines = format!(
        "INITIALIZE/SHADOW=({list}) DATA\nMOUNT/SYSTEM DSA1: /SHADOW=({list}) DATA\nSIMULATE LOAD DSA1: /SEED=1\n\
         INITIALIZE $1$MDA0: MEMORY\nMOUNT/SYSTEM $1$MDA0: MEMORY\nSIMULATE LOAD $1$MDA0:\n\
         DISMOUNT/POLICY=MINICOPY $1$DGA103:\nSIMULATE LOAD DSA1: /SEED=2\n"
    );
    assert_eq!(hosted.run(&lines).status, Some(0));
    let older = hosted.outside().join("older");
    copy(&hosted.root(), &older);
    assert_eq!(hosted.run("SIMULATE LOAD DSA1: /SEED=3\n").says("LOADDONE").status, Some(0));
    (hosted, older)
}

/// Copies with all times, as a backup tool does.
fn copy(from: &Path, to: &Path) {
    let done = Command::new("cp").arg("-a").arg(from).arg(to).status().expect("cp runs");
    assert!(done.success(), "cp {} {}", from.display(), to.display());
}

/// Gives a file the times of another.
fn same_times(of: &Path, as_in: &Path) {
    let modified = fs::metadata(as_in).and_then(|data| data.modified()).expect("a time");
    fs::File::options().write(true).open(of).and_then(|file| file.set_modified(modified)).expect("set a time");
}

fn replace(path: &Path, by: &Path) {
    let _ = fs::remove_file(path);
    copy(by, path);
}

/// The memory file of a site.
fn memory(root: &Path) -> PathBuf {
    let names = fs::read_dir(root).expect("a site").map(|entry| entry.expect("an entry").path());
    names.filter(|path| path.extension().is_some_and(|kind| kind == "bin")).last().expect("a memory file")
}

fn edit(hosted: &Hosted, from: &str, to: &str) {
    let path = hosted.root().join("site.json");
    let text = fs::read_to_string(&path).expect("site.json");
    assert!(text.contains(from), "{from} in {text}");
    fs::write(path, text.replace(from, to)).expect("site.json");
}

const DAMAGES: &[Damage] = &[
    Damage {
        name: "images of an older backup",
        check: "$1$DGA101: the image is not as it was left",
        resumes: false,
        work: |site, _, older| {
            for disk in MEMBERS {
                replace(&site.image(disk), &Hosted::image_in(older, disk));
            }
        },
    },
    Damage {
        name: "one image of an older backup, its time made to fit",
        check: "$1$DGA102: DATA: the SCB is not the one written last",
        resumes: false,
        work: |site, _, older| {
            let image = site.image(MEMBERS[1]);
            let kept = older.with_extension("kept");
            copy(&image, &kept);
            replace(&image, &Hosted::image_in(older, MEMBERS[1]));
            same_times(&image, &kept);
        },
    },
    Damage {
        name: "a state of an older backup",
        check: "$1$DGA101: the image is not as it was left",
        resumes: false,
        work: |site, _, older| {
            replace(&site.root().join("state.json"), &older.join("state.json"));
            copy(&memory(older), &site.root());
        },
    },
    Damage {
        name: "a state of an older backup, the images' times made to fit",
        check: "$1$DGA101: DATA: the SCB is not the one written last",
        resumes: false,
        work: |site, _, older| {
            replace(&site.root().join("state.json"), &older.join("state.json"));
            copy(&memory(older), &site.root());
            MEMBERS.iter().for_each(|disk| same_times(&site.image(disk), &Hosted::image_in(older, disk)));
        },
    },
    Damage {
        name: "the image of another site's disk, its time made to fit",
        check: "the SCB is not the one written last",
        resumes: false,
        work: |site, other, older| {
            let (image, kept) = (site.image(MEMBERS[0]), older.with_extension("kept"));
            copy(&image, &kept);
            replace(&image, &other.image(MEMBERS[0]));
            same_times(&image, &kept);
        },
    },
    Damage {
        name: "a member and the one that had left swapped, their times made to fit",
        check: "$1$DGA101: DATA: the SCB is not the one written last",
        resumes: false,
        work: |site, _, older| swap(site, older, MEMBERS[0], MEMBERS[2]),
    },
    Damage {
        name: "two equal members swapped, their times made to fit",
        check: "",
        resumes: true,
        work: |site, _, older| swap(site, older, MEMBERS[0], MEMBERS[1]),
    },
    Damage {
        name: "a copy over itself that keeps the time",
        check: "",
        resumes: true,
        work: |site, _, older| {
            let (image, kept) = (site.image(MEMBERS[0]), older.with_extension("kept"));
            copy(&image, &kept);
            replace(&image, &kept);
        },
    },
    Damage {
        name: "an image cut",
        check: "blocks; expected 1500",
        resumes: false,
        work: |site, _, _| set_length(&site.image(MEMBERS[1]), 700 * 512),
    },
    Damage {
        name: "an image grown",
        check: "blocks; expected 1500",
        resumes: false,
        work: |site, _, _| set_length(&site.image(MEMBERS[1]), 1600 * 512),
    },
    Damage {
        name: "the state of another site",
        check: "the image is not as it was left",
        resumes: false,
        work: |site, other, _| {
            replace(&site.root().join("state.json"), &other.root().join("state.json"));
            copy(&memory(&other.root()), &site.root());
        },
    },
    Damage {
        name: "no memory file",
        check: ".bin is not what was written",
        resumes: false,
        work: |site, _, _| fs::remove_file(memory(&site.root())).expect("a memory file"),
    },
    Damage {
        name: "a memory file with one wrong bit",
        check: ".bin is not what was written",
        resumes: false,
        work: |site, _, _| {
            let path = memory(&site.root());
            let mut bytes = fs::read(&path).expect("a memory file");
            let middle = bytes.len() / 2;
            bytes[middle] ^= 1;
            fs::write(path, bytes).expect("a memory file");
        },
    },
    Damage {
        name: "the memory file of the older state",
        check: ".bin is not what was written",
        resumes: false,
        work: |site, _, older| {
            let now = memory(&site.root());
            replace(&now, &memory(older));
        },
    },
    Damage {
        name: "no state",
        check: "state.json is gone",
        resumes: false,
        work: |site, _, _| fs::remove_file(site.root().join("state.json")).expect("a state"),
    },
    Damage {
        name: "a pipe in place of the state",
        check: "not a regular file",
        resumes: false,
        work: |site, _, _| {
            let path = site.root().join("state.json");
            fs::remove_file(&path).expect("a state");
            assert!(Command::new("mkfifo").arg(path).status().expect("mkfifo runs").success());
        },
    },
    Damage {
        name: "a member's disk grown in site.json",
        check: "$1$DGA102: ",
        resumes: true,
        work: |site, _, _| {
            edit(site, "\"$1$DGA102:\", \"blocks\": 1500", "\"$1$DGA102:\", \"blocks\": 1700");
        },
    },
    Damage {
        name: "a node renamed in site.json",
        check: "state.json has the node NODEA",
        resumes: false,
        work: |site, _, _| edit(site, "NODEA", "NODEB"),
    },
    Damage {
        name: "a torn-block record of any bytes",
        check: "records name no disk of the site",
        resumes: true,
        work: |site, _, _| {
            let words = (0..2048_u64).flat_map(|n| (n % 97 + 1).to_le_bytes());
            fs::write(site.root().join("slots"), words.collect::<Vec<u8>>()).expect("slots");
        },
    },
    Damage {
        name: "a directory in place of the torn-block record",
        check: "slots: ",
        resumes: true,
        work: |site, _, _| {
            fs::remove_file(site.root().join("slots")).expect("slots");
            fs::create_dir(site.root().join("slots")).expect("a directory");
        },
    },
    Damage {
        name: "a lock file of a process that is gone",
        check: "",
        resumes: true,
        work: |site, _, _| fs::write(site.root().join("lock"), "4194304   \n").expect("a lock"),
    },
];

fn set_length(path: &Path, bytes: u64) {
    fs::File::options().write(true).open(path).and_then(|file| file.set_len(bytes)).expect("set a length");
}

/// Each image gets the other's content; the times stay where they are.
fn swap(site: &Hosted, older: &Path, one: &str, other: &str) {
    let (kept_one, kept_other) = (older.with_extension("one"), older.with_extension("other"));
    let (one, other) = (site.image(one), site.image(other));
    copy(&one, &kept_one);
    copy(&other, &kept_other);
    replace(&one, &kept_other);
    replace(&other, &kept_one);
    same_times(&one, &kept_one);
    same_times(&other, &kept_other);
}

/// Every file of a site with its bytes and time.
fn content(root: &Path) -> Vec<(PathBuf, Option<Vec<u8>>, std::time::SystemTime)> {
    let entries = fs::read_dir(root).expect("a site").chain(fs::read_dir(root.join("disks")).expect("disks"));
    let mut all: Vec<_> = entries
        .map(|entry| {
            let path = entry.expect("an entry").path();
            let metadata = fs::symlink_metadata(&path).expect("an entry");
            let bytes = metadata.is_file().then(|| fs::read(&path).expect("a file"));
            (path, bytes, metadata.modified().expect("a time"))
        })
        .collect();
    all.sort();
    all
}

fn check_one(damage: &Damage, fresh: &Path, other: &Hosted) {
    let site = Hosted::copy_of(&fresh.join("site"));
    let older = site.outside().join("older");
    copy(&fresh.join("older"), &older);
    (damage.work)(&site, other, &older);

    let before = content(&site.root());
    let check = site.check();
    assert!(content(&site.root()) == before, "check changed something");
    let problems = check.output.lines().any(|line| line.contains(damage.check));
    assert!(problems, "{:?} is not told:\n{}", damage.check, check.output);
    let harmless = damage.check.is_empty();
    assert_eq!(check.status, Some(if harmless { 0 } else { 1 }), "{}", check.output);

    let resumed = site.resumes(MEMBERS[1]);
    assert_eq!(resumed, damage.resumes);
    let log = fs::read_to_string(site.root().join("operator.log")).expect("a log");
    let told = ["not resumed", "crashed", "is not in site.json"].iter().any(|word| log.contains(word));
    assert!(resumed || told, "the operator is not told:\n{log}");

    // Whoever goes on as the messages say has equal members in the end.
    let whole: Vec<&str> = MEMBERS.into_iter().filter(|disk| site.length(disk) >= BLOCKS * 512).collect();
    site.recover(&whole);
}

#[test]
fn every_damage_to_a_suspended_site_is_noticed() {
    let (fresh, _) = suspended();
    let (other, _) = suspended();
    for damage in DAMAGES {
        let done =
            std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| check_one(damage, &fresh.outside(), &other)));
        assert!(done.is_ok(), "{}", damage.name);
    }
}

#[test]
fn a_disk_cut_or_removed_in_site_json_is_told() {
    let (site, _) = suspended();
    edit(&site, "\"$1$DGA101:\", \"blocks\": 1500", "\"$1$DGA101:\", \"blocks\": 900");
    let told = site.run("").complains("the image of $1$DGA101: has 1500 blocks; expected \"blocks\" of at least that");
    assert_eq!(told.status, Some(2));
    edit(&site, "    { \"device\": \"$1$DGA101:\", \"blocks\": 900 },\n", "");
    site.check().says("DSA1: a member of the saved set is not in site.json");
    assert!(!site.resumes(MEMBERS[1]));
    site.recover(&MEMBERS[1..]);
}

#[test]
fn two_programs_never_run_one_site() {
    let site = Hosted::new(&site_json(&DISKS, BLOCKS, None));
    let mut first = site.program().spawn().expect("the program starts");
    let mut line = String::new();
    {
        use std::io::{BufRead, Write};
        first.stdin.as_mut().unwrap().write_all(b"SHOW TIME\n").unwrap();
        std::io::BufReader::new(first.stdout.as_mut().unwrap()).read_line(&mut line).unwrap();
    }
    let who = format!("is in use by process {}; end that process", first.id());
    assert_eq!(site.run("SHOW TIME\n").complains(&who).status, Some(2));
    assert_eq!(site.check().complains(&who).status, Some(64));
    drop(first.stdin.take());
    crate::hosted::wait(&mut first);
    site.run("SHOW TIME\n").says(":");
}
