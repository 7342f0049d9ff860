#![no_main]
//! Command lines of any bytes.

#[path = "../../tests/hostile_input/properties.rs"]
#[allow(dead_code)]
mod properties;

use dclshadow::cdu::Tables;
use libfuzzer_sys::fuzz_target;

thread_local!(static TABLES: Tables = Tables::embedded());

fuzz_target!(|bytes: &[u8]| TABLES.with(|tables| properties::command_line(tables, bytes)));
