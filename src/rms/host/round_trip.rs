//! Whatever a host directory holds, DCL sees every file once, and can name it.

use std::collections::{BTreeSet, HashSet};
use std::ffi::OsStr;
use std::fs;
use std::os::unix::ffi::OsStrExt;
use std::sync::Arc;

use super::*;
use crate::rms::{Environment, Equivalence, expand, search, search_all};

/// A process whose only device is a host directory.
struct World(Arc<HostDirectory>);

impl Environment for World {
    fn translate(&self, _: &str) -> Option<Vec<Equivalence>> {
        None
    }

    fn default_spec(&self) -> String {
        "DNFS1:[000000]".to_owned()
    }

    fn file_system(&self, _: &str) -> Result<Arc<dyn FileSystem>, Condition> {
        Ok(Arc::clone(&self.0) as Arc<dyn FileSystem>)
    }
}

fn next(seed: &mut u64, most: usize) -> usize {
    *seed ^= *seed << 13;
    *seed ^= *seed >> 7;
    *seed ^= *seed << 17;
    usize::try_from(*seed >> 33).unwrap_or(0) % most
}

/// A name of any bytes that a host takes, often close to another one: case, versions, escapes.
fn any_name(seed: &mut u64, others: &BTreeSet<Vec<u8>>) -> Vec<u8> {
    const PIECES: [&[u8]; 20] = [
        b"A",
        b"a",
        b"b",
        b".",
        b".",
        b";",
        b";1",
        b";2",
        b";02",
        b"^",
        b"^5F",
        b"_",
        b" ",
        b"TXT",
        b"txt",
        b"%",
        b"[",
        b":",
        b"\xC3\xA9",
        b"-",
    ];
    let mut name = match others.len() {
        count if count > 0 && next(seed, 3) == 0 => others.iter().nth(next(seed, count)).cloned().unwrap_or_default(),
        _ => Vec::new(),
    };
    for _ in 0..=next(seed, 6) {
        match next(seed, 4) {
            0 => name.push(u8::try_from(next(seed, 255) + 1).unwrap_or(b'X')),
            1 if !name.is_empty() => {
                let at = next(seed, name.len());
                name[at] ^= 0x20;
            }
            _ => name.extend_from_slice(PIECES[next(seed, PIECES.len())]),
        }
    }
    if next(seed, 12) == 0 {
        name.resize(255, *name.last().unwrap_or(&b'Z'));
    }
    name.retain(|byte| !matches!(byte, 0 | b'/'));
    name
}

#[test]
fn every_host_name_is_shown_once_and_can_be_typed() {
    let given = std::env::var("DCLSHADOW_TEST_SEED").ok().and_then(|seed| seed.parse().ok());
    let mut seed: u64 = given.unwrap_or(0x0DDB_1A5E_5BAD_5EED);
    for round in 0..30 {
        let before = seed;
        let site = tempfile::tempdir().unwrap();
        let mut names = BTreeSet::new();
        for _ in 0..40 {
            let name = any_name(&mut seed, &names);
            let path = site.path().join(OsStr::from_bytes(&name));
            // What the host does not take, or takes for a name that is there, is no file.
            let directory = next(&mut seed, 5) == 0;
            let fine = !name.is_empty() && name != b"." && name != b".." && !path.exists();
            let made = fine && if directory { fs::create_dir(&path) } else { fs::write(&path, &name) }.is_ok();
            if made {
                names.insert(name);
            }
        }
        let world = World(Arc::new(HostDirectory::open(site.path()).unwrap()));
        let context = format!("round {round}, DCLSHADOW_TEST_SEED={before}");
        each_is_found(&world, &names, &context);
        each_can_be_renamed(&world, &names, &context);
    }
}

fn each_is_found(world: &World, names: &BTreeSet<Vec<u8>>, context: &str) {
    let all: Vec<_> = search(world, "*.*;*", "", "").unwrap().collect();
    let tokens: BTreeSet<Vec<u8>> = all.iter().map(|file| file.entry.token.clone()).collect();
    assert_eq!(tokens, *names, "{context}: not every file is listed");
    let specs: HashSet<String> = all.iter().map(|file| file.spec.to_string()).collect();
    assert_eq!(specs.len(), all.len(), "{context}: two files show alike");
    for file in &all {
        let typed = file.spec.to_string();
        let found = expand(world, &typed, "", "").and_then(|specs| search_all(world, &specs));
        let found = found.unwrap_or_else(|why| panic!("{context}: {typed} is {why:?}"));
        let tokens: Vec<&Vec<u8>> = found.iter().map(|file| &file.entry.token).collect();
        assert_eq!(tokens, [&file.entry.token], "{context}: {typed}");
        if file.entry.is_directory {
            let inside = format!("DNFS1:[{}]*.*;*", file.entry.name);
            let empty = search(world, &inside, "", "").err().map(|why| why.status);
            assert_eq!(empty, Some(codes::RMS_FNF), "{context}: {inside}");
        } else {
            let block = file.files.block(&[], &file.entry, 1).unwrap();
            assert_eq!(block, file.entry.token, "{context}: {typed}");
        }
    }
}

/// Gives every file a new name and its old one back: it keeps its contents and has one name all the time.
fn each_can_be_renamed(world: &World, names: &BTreeSet<Vec<u8>>, context: &str) {
    for file in search(world, "*.*;*", "", "").unwrap().filter(|file| !file.entry.is_directory) {
        let Entry { name, file_type, version, .. } = &file.entry;
        let away = NewName { directory: &[], name: "MOVED", file_type: "AWAY", version: Some(*version) };
        let moved = file.files.rename(&[], &file.entry, &away).unwrap();
        let own = NewName { directory: &[], name, file_type, version: None };
        let back = match file.files.rename(&[], &moved, &own) {
            Ok(back) => back,
            // Nothing follows the highest version, and a name that was as long as can be has no room for one.
            Err(why) => {
                assert!([codes::RMS_CRE, codes::RMS_FNM].contains(&why.status), "{context}: {why:?}");
                moved
            }
        };
        let block = file.files.block(&[], &back, 1).unwrap();
        assert_eq!(block, file.entry.token, "{context}");
        if back.name == "MOVED" {
            file.files.delete(&[], &back).unwrap();
        }
    }
    assert!(world.0.list(&[]).unwrap().len() <= names.len(), "{context}");
}
