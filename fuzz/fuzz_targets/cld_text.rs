#![no_main]
//! CLD text of any bytes.

#[path = "../../tests/hostile_input/properties.rs"]
#[allow(dead_code)]
mod properties;

use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| properties::cld_text(bytes));
