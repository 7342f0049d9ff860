//! The whole program, from its start to its end: what a person or a batch job waits for.

use std::fs;
use std::io::{Read, Write};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::thread::sleep;
use std::time::{Duration, Instant};

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
    many_sets(home.path());
}

/// Mounted sets of the large site.
const SETS: usize = 500;

/// A site of many mounted sets: what its start costs, what a display of them, and what they cost when nothing happens.
fn many_sets(home: &Path) {
    let site = home.join("many");
    run(Path::new("/"), &["init", text(&site)]);
    let disks: Vec<String> =
        (1..=2 * SETS).map(|unit| format!(r#"{{"device": "$1$DGA{unit}:", "blocks": 1024}}"#)).collect();
    configure(&site, &disks.join(", "));
    let mut script = String::new();
    for set in 1..=SETS {
        let (one, two) = (2 * set - 1, 2 * set);
        script += &format!("INITIALIZE/SHADOW=($1$DGA{one}:,$1$DGA{two}:) V{set}\n");
        script += &format!("MOUNT/SYSTEM DSA{set}:/SHADOW=($1$DGA{one}:,$1$DGA{two}:) V{set}\n");
    }
    feed(&site, &script, |_| ());
    heading("500 mounted sets of two members");
    Sample::timed(15, || time_to_first_output(&site)).print("resume, up to the first line shown (at most 200000)", 1);
    Sample::of(15, || (), |()| run(&site, &["-c", "SHOW TIME"])).print("resume, one command, suspend", 1);
    let shows = |count: usize| {
        let script = "SHOW DEVICE D\n".repeat(count);
        let begun = Instant::now();
        feed(&site, &script, |_| ());
        begun.elapsed()
    };
    let (few, many) = (shows(1), shows(21));
    let each = many.saturating_sub(few).as_secs_f64() * 1e3 / 20.0;
    println!("{:<58} {each:>11.3} ms (at most 50)", "SHOW DEVICE D of 1,500 lines");
    feed(&site, "WAIT 00:00:03\n", |child| {
        sleep(Duration::from_millis(1_000));
        let before = processor_ticks(child);
        sleep(Duration::from_millis(1_500));
        let spent = processor_ticks(child) - before;
        println!("{:<58} {spent:>11} ticks of 10 ms in 1.5 s (0 wanted)", "processor time while nothing happens");
    });
}

/// From the start of the program to the first byte that a command shows; what follows is waited for and not counted.
fn time_to_first_output(site: &Path) -> Duration {
    let begun = Instant::now();
    let mut child = program(site).args(["-c", "SHOW TIME"]).stdout(Stdio::piped()).spawn().expect("the program starts");
    let mut output = child.stdout.take().expect("its output");
    output.read_exact(&mut [0]).expect("a line");
    let took = begun.elapsed();
    drop(std::io::copy(&mut output, &mut std::io::sink()));
    assert!(child.wait().expect("it ends").success());
    took
}

/// User and system time of a process, in clock ticks.
fn processor_ticks(child: &Child) -> u64 {
    let stat = fs::read_to_string(format!("/proc/{}/stat", child.id())).expect("it runs");
    let after_name = stat.rsplit(')').next().expect("a name in parentheses");
    after_name.split_whitespace().skip(11).take(2).map(|ticks| ticks.parse::<u64>().expect("a number")).sum()
}

/// Runs the program with a script as its input; looks at it meanwhile.
fn feed(site: &Path, script: &str, look: impl FnOnce(&Child)) {
    let mut child = program(site).stdin(Stdio::piped()).spawn().expect("the program starts");
    child.stdin.take().expect("its input").write_all(script.as_bytes()).expect("commands");
    look(&child);
    let status = child.wait().expect("it ends");
    assert!(status.success(), "it ended with {status}");
}

/// Gives a site disks, one node with shadowing, and one user.
fn configure(site: &Path, disks: &str) {
    let users = r#"[{"name": "SYSTEM", "uic": "[1,4]", "privileges": ["ALL"]}]"#;
    let parameters = r#"[{"name": "NODEA", "parameters": {"SHADOWING": 2}}]"#;
    let json = format!(r#"{{"nodes": {parameters}, "disks": [{disks}], "users": {users}}}"#);
    fs::write(site.join("site.json"), json).expect("a configuration");
}

/// Resident memory of a mounted set of 64 GiB, sparse, with a bitmap.
fn large_set(home: &Path) {
    let site = home.join("large");
    run(Path::new("/"), &["init", text(&site)]);
    let disk = |unit| format!(r#"{{"device": "$1$DGA{unit}:", "blocks": 134217728}}"#);
    configure(&site, &format!("{}, {}", disk(1), disk(2)));
    mount(&site, "$1$DGA1:,$1$DGA2:");
    let script = "DISMOUNT/POLICY=MINICOPY $1$DGA2:\nSIMULATE LOAD DSA1:/OPERATIONS=100/SIZE=8\nWAIT 00:00:01\n";
    feed(&site, script, |child| {
        sleep(Duration::from_millis(600));
        let status = fs::read_to_string(format!("/proc/{}/status", child.id())).unwrap_or_default();
        let resident = status.lines().find_map(|line| line.strip_prefix("VmHWM:")).map_or("unknown", str::trim);
        println!("resident memory of a mounted 64 GiB set with a bitmap: {resident} (at most 25 MiB)");
    });
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
