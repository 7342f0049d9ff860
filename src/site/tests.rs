//! Sites: making, opening, suspending, and every way to damage one.

use std::fs;
use std::path::PathBuf;
use std::process::Command;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use tempfile::TempDir;

use super::*;
use crate::clock::Clock;

const SMALL: &str = r#"{
  "nodes": [ { "name": "NODEA", "parameters": { "SHADOWING": 2 } } ],
  "disks": [
    { "device": "$1$DGA1:", "blocks": 1000 },
    { "device": "$1$MDA0:", "blocks": 1000 }
  ],
  "users": [ { "name": "SYSTEM", "uic": "[1,4]", "privileges": ["ALL"] } ]
}
"#;

fn small_site() -> (TempDir, PathBuf) {
    let directory = TempDir::new().unwrap();
    let root = directory.path().join("site");
    Site::create_from(&root, SMALL).unwrap();
    (directory, root)
}

fn refusal(json: &str) -> String {
    config_file::parse(json, std::path::Path::new("site.json")).unwrap_err().to_string()
}

#[test]
fn every_template_makes_a_site() {
    for template in TEMPLATES {
        let directory = TempDir::new().unwrap();
        Site::create(directory.path(), template.name).unwrap();
        let site = Site::open(directory.path()).unwrap();
        assert!(matches!(site.start(), Start::New));
        let disks = &site.config().disks;
        assert_eq!((disks.len(), disks.iter().filter(|disk| disk.is_ram()).count()), (12, 2));
        for disk in disks.iter().filter(|disk| !disk.is_ram()) {
            let bytes = fs::metadata(site.image_path(disk).unwrap()).unwrap().len();
            assert_eq!(bytes, disk.blocks.unwrap().bytes(), "{}", disk.device);
        }
    }
}

#[test]
fn a_folder_that_is_not_empty_is_refused() {
    let directory = TempDir::new().unwrap();
    fs::write(directory.path().join("precious"), "x").unwrap();
    let error = Site::create(directory.path(), "single").unwrap_err();
    assert!(matches!(error, SiteError::NotEmpty(_)));
    assert_eq!(fs::read_dir(directory.path()).unwrap().count(), 1);
}

#[test]
fn the_second_owner_learns_who_the_first_is() {
    let (_directory, root) = small_site();
    let first = Site::open(&root).unwrap();
    let error = Site::open(&root).unwrap_err().to_string();
    assert!(error.contains(&format!("process {}", std::process::id())), "{error}");
    assert!(error.contains("--site"), "{error}");
    drop(first);
    Site::open(&root).unwrap();
}

#[test]
fn mistakes_are_told_with_their_line() {
    let swap = |from: &str, to: &str| refusal(&SMALL.replacen(from, to, 1));
    let told = swap("$1$DGA1:", "DISK1");
    assert!(told.starts_with("site.json line 4: \"DISK1\" stands here; expected a physical disk"), "{told}");
    let told = swap("$1$MDA0:", "$1$dga1");
    assert!(told.starts_with("site.json line 5: $1$DGA1: stands twice"), "{told}");
    let told = swap("1000", "12");
    assert!(
        told.contains("line 4: invalid value: integer `12`, expected a number of 512-byte blocks from 100"),
        "{told}"
    );
    let told = swap("1000", "\"many\"");
    assert!(told.contains("line 4: invalid type: string \"many\", expected a number of 512-byte blocks"), "{told}");
    let told = swap("\"blocks\"", "\"size\"");
    assert!(told.contains("line 4: unknown field `size`, expected one of `device`, `image`, `blocks`"), "{told}");
    let told = swap("\"SHADOWING\": 2", "\"SHADOWING\": 9");
    assert!(told.contains("line 2: SHADOWING is 9; expected 0 to 3"), "{told}");
    let told = swap("\"SHADOWING\": 2", "\"SHADOWS\": 2");
    assert!(told.contains("line 2: \"SHADOWS\" stands here; expected a system parameter"), "{told}");
    let told = swap("[1,4]", "[1,9]");
    assert!(told.contains("line 7: \"[1,9]\" stands here; expected a UIC"), "{told}");
    let told = swap("{ \"name\": \"NODEA\", \"parameters\": { \"SHADOWING\": 2 } }", "");
    assert!(told.contains("line 2: invalid length 0, expected a list of nodes, at least one"), "{told}");
}

#[test]
fn a_disk_without_size_and_image_names_the_missing_file() {
    let (_directory, root) = small_site();
    let json = SMALL.replace(r#"{ "device": "$1$DGA1:", "blocks": 1000 }"#, r#"{ "device": "$1$DGA1:" }"#);
    fs::write(root.join(SITE_JSON), &json).unwrap();
    Site::open(&root).expect("the image exists");
    fs::remove_file(root.join("disks/1-dga1.dsk")).unwrap();
    let error = Site::open(&root).unwrap_err().to_string();
    assert!(error.contains("$1$DGA1:") && error.contains("does not exist"), "{error}");
}

#[test]
fn a_suspended_cluster_resumes_and_each_state_works_once() {
    let (_directory, root) = small_site();
    let mut memory = Memory::default();
    memory.put("bitmap", vec![1, 2, 3]);
    let mut site = Site::open(&root).unwrap();
    site.mark_running().unwrap();
    site.suspend(&"cluster".to_owned(), &memory, &["$1$DGA1:".to_owned()]).unwrap();
    drop(site);

    let mut site = Site::open(&root).unwrap();
    let Start::Resume { memory: resumed, .. } = site.start() else { panic!("{:?}", site.start()) };
    assert_eq!(resumed, &memory);
    assert_eq!(site.start().nodes::<String>().as_deref(), Some("cluster"));
    assert_eq!((site.epoch(), site.moved_images()), (1, Vec::new()));
    site.mark_running().unwrap();
    drop(site);

    let site = Site::open(&root).unwrap();
    let Start::Crash { reason: CrashReason::Died, same_boot: true, memory: kept, .. } = site.start() else {
        panic!("{:?}", site.start())
    };
    assert_eq!((kept, site.epoch()), (&memory, 2));
}

#[test]
fn a_simulated_crash_is_one() {
    let (_directory, root) = small_site();
    let mut site = Site::open(&root).unwrap();
    site.suspend(&"before".to_owned(), &Memory::default(), &[]).unwrap();
    site.crash().unwrap();
    let Start::Crash { reason: CrashReason::Simulated, same_boot: true, .. } = site.start() else {
        panic!("{:?}", site.start())
    };
    assert_eq!(site.start().nodes::<String>().as_deref(), Some("before"));
    site.mark_running().unwrap();
    site.suspend(&"after".to_owned(), &Memory::default(), &[]).unwrap();
    drop(site);
    let site = Site::open(&root).unwrap();
    assert_eq!((site.start().nodes::<String>().as_deref(), site.epoch()), (Some("after"), 2));
}

#[test]
fn an_old_memory_file_goes_with_its_state() {
    let (_directory, root) = small_site();
    let mut site = Site::open(&root).unwrap();
    let mut memory = Memory::default();
    for round in 0..3_u8 {
        memory.put("ram", vec![round; 20_000]);
        site.mark_running().unwrap();
        site.suspend(&round, &memory, &[]).unwrap();
    }
    let names = fs::read_dir(&root).unwrap().filter_map(|entry| entry.unwrap().file_name().into_string().ok());
    assert_eq!(names.filter(|name| name.starts_with("memory-")).collect::<Vec<_>>(), ["memory-3.bin"]);
}

#[test]
fn a_vanished_image_is_not_made_again() {
    let (_directory, root) = small_site();
    let mut site = Site::open(&root).unwrap();
    site.suspend(&0, &Memory::default(), &["$1$DGA1:".to_owned()]).unwrap();
    drop(site);
    fs::remove_file(root.join("disks/1-dga1.dsk")).unwrap();
    let site = Site::open(&root).unwrap();
    assert_eq!(site.moved_images(), ["$1$DGA1:"]);
    assert!(!root.join("disks/1-dga1.dsk").exists());
}

#[test]
fn a_disk_made_larger_by_hand_grows_and_a_new_one_is_made() {
    let (_directory, root) = small_site();
    let mut site = Site::open(&root).unwrap();
    site.suspend(&0, &Memory::default(), &[]).unwrap();
    drop(site);
    let json = SMALL.replacen("1000 },", "2000 },\n { \"device\": \"DKA5\", \"blocks\": 300 },", 1);
    fs::write(root.join(SITE_JSON), json).unwrap();
    Site::open(&root).unwrap();
    assert_eq!(fs::metadata(root.join("disks/1-dga1.dsk")).unwrap().len(), 2000 * 512);
    assert_eq!(fs::metadata(root.join("disks/dka5.dsk")).unwrap().len(), 300 * 512);
    fs::write(root.join(SITE_JSON), SMALL.replacen("1000 }", "500 }", 1)).unwrap();
    let error = Site::open(&root).unwrap_err().to_string();
    assert!(error.contains("the image of $1$DGA1: has 2000 blocks; expected \"blocks\" of at least that"), "{error}");
}

fn listing(root: &std::path::Path) -> Vec<(String, u64, Option<std::time::SystemTime>)> {
    let entries = fs::read_dir(root).unwrap().chain(fs::read_dir(root.join("disks")).unwrap());
    let mut listing: Vec<_> = entries
        .map(|entry| {
            let entry = entry.unwrap();
            let metadata = entry.metadata().unwrap();
            (entry.path().display().to_string(), metadata.len(), metadata.modified().ok())
        })
        .collect();
    listing.sort();
    listing
}

#[test]
fn a_check_finds_what_is_wrong_and_changes_nothing() {
    let (_directory, root) = small_site();
    let before = listing(&root);
    let report = check(&root).unwrap();
    assert_eq!((report.problems, listing(&root)), (0, before));
    assert_eq!(report.lines[1..], ["state: never used", "$1$DGA1: blank"]);

    let image = fs::OpenOptions::new().write(true).open(root.join("disks/1-dga1.dsk")).unwrap();
    image.set_len(500 * 512).unwrap();
    fs::write(root.join("state.json"), "{}").unwrap();
    let report = check(&root).unwrap();
    assert_eq!(report.problems, 2);
    assert!(report.lines[1].contains("state.json is not what was written"), "{:?}", report.lines);
    assert!(report.lines[2].ends_with("has 500 blocks; expected 1000"), "{:?}", report.lines);

    let owner = Site::open(&root).unwrap();
    assert!(matches!(check(&root), Err(SiteError::InUse { .. })));
    drop(owner);
    assert!(matches!(check(&root.join("disks")), Err(SiteError::NoSite(_))));
}

#[test]
fn the_site_is_chosen_in_the_documented_order() {
    let path = |text: &str| Some(PathBuf::from(text));
    let mut places = HostPlaces { given: path("/g"), variable: path("/v"), data_home: path("/d"), home: path("/h") };
    assert_eq!(places.choose(), PathBuf::from("/g"));
    places.given = None;
    assert_eq!(places.choose(), PathBuf::from("/v"));
    places.variable = None;
    assert_eq!(places.choose(), PathBuf::from("/d/dclshadow/site"));
    places.data_home = None;
    assert_eq!(places.choose(), PathBuf::from("/h/.local/share/dclshadow/site"));
}

#[test]
fn the_operator_log_grows() {
    let (_directory, root) = small_site();
    let log = Site::open(&root).unwrap().operator_log();
    assert!(!root.join("operator.log").exists());
    log.write("one\n\n").unwrap();
    log.write("two\n").unwrap();
    assert_eq!(fs::read_to_string(root.join("operator.log")).unwrap(), "one\n\ntwo\n");
}

#[test]
fn operators_are_told_of_a_boot_and_not_of_a_resumption() {
    let (_directory, root) = small_site();
    let boots = || fs::read_to_string(root.join("operator.log")).unwrap_or_default().matches("SSRVINICOMP").count();
    let start = || Cluster::boot(Site::open(&root).unwrap(), Arc::new(Clock::virtual_default())).unwrap();
    let cluster = start();
    assert_eq!(boots(), 1);
    let log = fs::read_to_string(root.join("operator.log")).unwrap();
    assert!(log.contains("%WBM-I-WBMINFO Write Bitmap has successfully completed initialization."), "{log}");
    cluster.suspend().unwrap();
    drop(cluster);
    let cluster = start();
    assert_eq!(boots(), 1, "a cluster that was suspended goes on");
    cluster.node(None).unwrap().shutdown();
    cluster.suspend().unwrap();
    drop(cluster);
    let cluster = start().crash().unwrap();
    assert_eq!(boots(), 3, "it boots after SHUTDOWN and after a crash");
    drop(cluster);
}

/// A small generator of our own: the seed is all that a failure needs.
fn random(state: &mut u64) -> usize {
    *state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
    usize::try_from(*state >> 33).unwrap()
}

fn mutate(bytes: &[u8], seed: u64) -> Vec<u8> {
    let mut state = seed;
    let mut mutant = bytes.to_vec();
    for _ in 0..=random(&mut state) % 3 {
        let at = random(&mut state) % mutant.len().max(1);
        match random(&mut state) % 5 {
            0 => mutant.truncate(at),
            1 if at < mutant.len() => mutant[at] ^= 1 << (random(&mut state) % 8),
            2 if at < mutant.len() => drop(mutant.remove(at)),
            3 => mutant.insert(at, b"{}[],:\"0-9.\0\xFF"[random(&mut state) % 13]),
            _ => {
                let end = (at + random(&mut state) % 40).min(mutant.len());
                let piece = mutant[at.min(end)..end].to_vec();
                mutant.splice(at..at, piece);
            }
        }
    }
    mutant
}

#[test]
fn no_mutant_of_site_json_panics_and_what_is_read_reads_again() {
    for seed in 0..3000 {
        let mutant = mutate(SMALL.as_bytes(), seed);
        let Ok(text) = std::str::from_utf8(&mutant) else { continue };
        match config_file::parse(text, std::path::Path::new("site.json")) {
            Ok(config) => {
                let again = serde_json::to_string(&config).unwrap();
                let path = std::path::Path::new("site.json");
                assert_eq!(config_file::parse(&again, path).unwrap(), config, "seed {seed}");
            }
            Err(error) => assert!(error.to_string().starts_with("site.json line "), "seed {seed}: {error}"),
        }
    }
}

#[test]
fn no_mutant_of_a_saved_state_is_resumed() {
    let (_directory, root) = small_site();
    let mut memory = Memory::default();
    memory.put("bitmap", (0..20_000_u32).map(|n| n as u8).collect());
    let mut site = Site::open(&root).unwrap();
    site.suspend(&vec!["a", "b"], &memory, &["$1$DGA1:".to_owned()]).unwrap();
    drop(site);
    for name in ["state.json", "memory-1.bin"] {
        let good = fs::read(root.join(name)).unwrap();
        for seed in 0..400 {
            let mutant = mutate(&good, seed);
            if mutant == good {
                continue;
            }
            fs::write(root.join(name), &mutant).unwrap();
            let site = Site::open(&root).unwrap();
            assert!(matches!(site.start(), Start::Crash { .. }), "{name} seed {seed}: {:?}", site.start());
        }
        fs::write(root.join(name), &good).unwrap();
    }
    assert!(matches!(Site::open(&root).unwrap().start(), Start::Resume { .. }));
}

#[test]
fn memory_bytes_of_any_kind_are_read_or_refused() {
    let mut memory = Memory::default();
    memory.put("a", vec![7; 50]);
    memory.put("", Vec::new());
    let good = memory.encode();
    assert_eq!(Memory::decode(&good), Some(memory));
    for seed in 0..2000 {
        let _ = Memory::decode(&mutate(&good, seed));
    }
}

#[test]
fn a_site_is_free_the_moment_it_is_dropped_whatever_the_process_forks() {
    // A child that was forked but does not run its program yet holds every descriptor of ours.
    let (_directory, root) = small_site();
    let done = Arc::new(AtomicBool::new(false));
    let fork = {
        let done = Arc::clone(&done);
        move || {
            while !done.load(Ordering::SeqCst) {
                Command::new("true").status().unwrap();
            }
        }
    };
    let forks = [std::thread::spawn(fork.clone()), std::thread::spawn(fork)];
    let opened: Result<Vec<()>, _> = (0..500).map(|_| Site::open(&root).map(drop)).collect();
    done.store(true, Ordering::SeqCst);
    forks.into_iter().for_each(|fork| fork.join().unwrap());
    opened.unwrap();
}
