#![no_main]
//! `state.json` of any bytes.

#[path = "../../tests/hostile_input/properties.rs"]
#[allow(dead_code)]
mod properties;

use libfuzzer_sys::fuzz_target;

const SITE: &str = r#"{
  "nodes": [ { "name": "NODEA", "parameters": { "SHADOWING": 2 } } ],
  "disks": [ { "device": "$1$DGA101:", "blocks": 600 }, { "device": "$1$DGA102:", "blocks": 600 } ],
  "users": [ { "name": "SYSTEM", "uic": "[1,4]", "privileges": ["ALL"] } ]
}"#;

/// A site that was run once, and its state.
fn site() -> (tempfile::TempDir, Vec<u8>) {
    let folder = tempfile::tempdir().expect("a folder");
    let root = folder.path().join("site");
    dclshadow::site::Site::create_from(&root, SITE).expect("a site");
    let mut site = dclshadow::site::Site::open(&root).expect("a site");
    site.suspend(&"nobody", &dclshadow::site::Memory::default(), &[]).expect("a state");
    let good = std::fs::read(root.join("state.json")).expect("a state");
    (folder, good)
}

thread_local!(static GOOD: (tempfile::TempDir, Vec<u8>) = site());

fuzz_target!(|bytes: &[u8]| GOOD.with(|(folder, good)| properties::state_json(&folder.path().join("site"), good, bytes)));
