#![no_main]
//! Procedures of any bytes.

#[path = "../../tests/hostile_input/properties.rs"]
#[allow(dead_code)]
mod properties;

use libfuzzer_sys::fuzz_target;

const SITE: &str = r#"{
  "nodes": [ { "name": "NODEA", "parameters": { "SHADOWING": 2 } } ],
  "disks": [ { "device": "$1$DGA101:", "blocks": 600 }, { "device": "$1$DGA102:", "blocks": 600 } ],
  "users": [ { "name": "SYSTEM", "uic": "[1,4]", "privileges": ["ALL"] } ]
}"#;

thread_local!(static PLAYGROUND: properties::Playground = properties::Playground::new(SITE));

fuzz_target!(|bytes: &[u8]| {
    // How much it wrote is for the test alone.
    PLAYGROUND.with(|playground| playground.procedure(bytes));
});
