//! The whole program, from its start to its end: what a person or a batch job waits for.

use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};

use crate::measure::{Sample, heading};

const RUNS: usize = 40;

/// Prints the figures of one-line procedures, of `init`, and of the memory of a large set.
pub fn figures() {
    let home = tempfile::tempdir().expect("a directory for sites");
    let (site, procedure) = (home.path().join("site"), home.path().join("one.com"));
    fs::write(&procedure, "$ WRITE SYS$OUTPUT \"hello\"\n").expect("a procedure");
    run(Path::new("/"), &["init", text(&site)]);
    heading("whole program, start to finish");
    let one_line = || run(&site, &[text(&procedure)]);
    Sample::of(RUNS, || (), |()| one_line()).print("a one-line procedure, nothing mounted", 1);
    mount(&site, "$1$DGA101:,$1$DGA102:,$1$DGA103:");
    Sample::of(RUNS, || (), |()| one_line()).print("the same, a set of three members mounted (at most 4000)", 1);
    let fresh = home.path().join("fresh");
    let init = |()| run(Path::new("/"), &["init", text(&fresh)]);
    let empty = || drop(fs::remove_dir_all(&fresh));
    Sample::of(RUNS, empty, init).print("init of the training template (at most 50000)", 1);
    large_set(home.path());
}

/// Resident memory of a mounted set of 64 GiB, sparse, with a bitmap.
fn large_set(home: &Path) {
    let site = home.join("large");
    run(Path::new("/"), &["init", text(&site)]);
    let disk = |unit| format!(r#"{{"device": "$1$DGA{unit}:", "blocks": 134217728}}"#);
    let users = r#"[{"name": "SYSTEM", "uic": "[1,4]", "privileges": ["ALL"]}]"#;
    let parameters = r#"[{"name": "NODEA", "parameters": {"SHADOWING": 2}}]"#;
    let json = format!(r#"{{"nodes": {parameters}, "disks": [{}, {}], "users": {users}}}"#, disk(1), disk(2));
    fs::write(site.join("site.json"), json).expect("a configuration");
    mount(&site, "$1$DGA1:,$1$DGA2:");
    let script = "DISMOUNT/POLICY=MINICOPY $1$DGA2:\nSIMULATE LOAD DSA1:/OPERATIONS=100/SIZE=8\nWAIT 00:00:01\n";
    let mut child = program(&site).stdin(Stdio::piped()).spawn().expect("the program starts");
    let input = child.stdin.as_mut().expect("its input");
    std::io::Write::write_all(input, script.as_bytes()).expect("commands");
    std::thread::sleep(std::time::Duration::from_millis(600));
    let status = fs::read_to_string(format!("/proc/{}/status", child.id())).unwrap_or_default();
    let resident = status.lines().find_map(|line| line.strip_prefix("VmHWM:")).map_or("unknown", str::trim);
    println!("resident memory of a mounted 64 GiB set with a bitmap: {resident} (at most 25 MiB)");
    drop(child.wait());
}

fn mount(site: &Path, members: &str) {
    run(
        site,
        &[
            "-c",
            &format!("INITIALIZE/SHADOW=({members}) DATA"),
            "-c",
            &format!("MOUNT/SYSTEM DSA1:/SHADOW=({members}) DATA"),
        ],
    );
}

fn program(site: &Path) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_dclshadow"));
    command.env("DCLSHADOW_SITE", site).stdin(Stdio::null()).stdout(Stdio::null());
    command
}

fn run(site: &Path, arguments: &[&str]) {
    let status = program(site).args(arguments).status().expect("the program starts");
    assert!(status.success(), "{arguments:?} ended with {status}");
}

fn text(path: &Path) -> &str {
    path.to_str().expect("a temporary directory has a plain name")
}
