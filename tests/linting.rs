//! `dclshadow lint` as an editor or a build calls it.

use std::fs;
use std::path::Path;
use std::process::Command;

/// The exit status and what it printed.
fn lint(directory: &Path, arguments: &[&str]) -> (i32, String) {
    let program = env!("CARGO_BIN_EXE_dclshadow");
    let ran = Command::new(program).arg("lint").args(arguments).current_dir(directory).output().expect("it runs");
    assert!(ran.stderr.is_empty(), "{}", String::from_utf8_lossy(&ran.stderr));
    (ran.status.code().expect("it ends by itself"), String::from_utf8_lossy(&ran.stdout).into_owned())
}

#[test]
fn symbols_come_from_login_procedures_callers_and_other_files() {
    let place = tempfile::tempdir().expect("a directory");
    let write = |name: &str, text: &str| fs::write(place.path().join(name), text).expect("a file");
    write("NIGHT.COM", "$ dosomething x\n");
    write("CALLER.COM", "$ dosome*thing = \"SHOW TIME ! \"\n$ @NIGHT\n");
    write("SHARED.COM", "$ dosomething == \"SHOW TIME ! \"\n");
    let lint = |arguments: &[&str]| lint(place.path(), arguments);
    let (status, text) = lint(&["NIGHT.COM"]);
    assert_eq!((status, text.contains("NIGHT.COM:1: %DCL-W-IVVERB")), (1, true), "{text}");
    assert_eq!(lint(&["NIGHT.COM", "CALLER.COM"]).0, 1, "symbols of a caller count where it is said that it calls");
    assert_eq!(lint(&["--symbols", "CALLER.COM", "NIGHT.COM"]), (0, String::new()));
    assert_eq!(lint(&["NIGHT.COM", "SHARED.COM"]), (0, String::new()));
    write("LOGIN.COM", "$ dosomething :== SHOW TIME\n");
    assert_eq!(lint(&["NIGHT.COM"]), (0, String::new()));
}

#[test]
fn information_alone_is_no_problem() {
    let place = tempfile::tempdir().expect("a directory");
    fs::write(place.path().join("A.COM"), "$ @SETUP\n$ mine x\n").expect("a file");
    let (status, text) = lint(place.path(), &["A.COM"]);
    assert_eq!((status, text.contains("A.COM:2: %DCL-I-IVVERB")), (0, true), "{text}");
    let (status, text) = lint(place.path(), &["--json", "A.COM"]);
    assert_eq!((status, text.contains("\"severity\": \"I\"")), (0, true), "{text}");
}
