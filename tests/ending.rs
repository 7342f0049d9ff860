//! How the program ends when the host wants it to: signals, streams that are closed, a disk that is full. The site is
//! suspended, or the next start finds a crash and loses nothing.

use std::fs;
use std::io::{BufRead, BufReader, Write};
use std::path::Path;
use std::process::{Child, Command, Stdio};

use rustix::process::{Pid, Signal, kill_process};

use crate::hosted::{Hosted, program, run, site_json, wait};

const DISKS: [&str; 2] = ["$1$DGA101:", "$1$DGA102:"];
const MOUNT: &str = "MOUNT/SYSTEM DSA1: /SHADOW=($1$DGA101:,$1$DGA102:) DATA";

fn site() -> Hosted {
    let hosted = Hosted::new(&site_json(&DISKS, 1500, None));
    let ran = hosted.run("INITIALIZE/SHADOW=($1$DGA101:,$1$DGA102:) DATA\n");
    assert_eq!(ran.status, Some(0), "{}", ran.output);
    hosted
}

fn state(hosted: &Hosted) -> String {
    fs::read_to_string(hosted.root().join("state.json")).expect("a state")
}

fn signal(child: &Child, signal: Signal) {
    let id = Pid::from_child(child);
    kill_process(id, signal).expect("the program is there");
}

/// Starts the program with input that stays open, and waits for a line that contains a text.
fn start(hosted: &Hosted, lines: &str, until: &str) -> Child {
    let mut child = hosted.program().spawn().expect("the program starts");
    child.stdin.as_mut().expect("a pipe").write_all(lines.as_bytes()).expect("commands are sent");
    let mut output = BufReader::new(child.stdout.take().expect("a pipe"));
    let mut seen = String::new();
    while !seen.contains(until) {
        assert!(output.read_line(&mut seen).expect("a line") > 0, "{until:?} is not in:\n{seen}");
    }
    // What is printed after that must not break the pipe.
    std::thread::spawn(move || drop(std::io::copy(&mut output, &mut std::io::sink())));
    child
}

#[test]
fn a_signal_suspends_the_site_whatever_runs() {
    let works = [
        // Waiting for input, a load in front, a loop of commands, a wait, a procedure that takes Ctrl/Y away.
        ("WRITE SYS$OUTPUT \"ready\"\n", "ready"),
        ("SIMULATE LOAD DSA1: /LOG/OPERATIONS=100000000\n", "WRITTEN"),
        ("@LOOP\n", "looping"),
        ("WRITE SYS$OUTPUT \"ready\"\nWAIT 10:00\n", "ready"),
        ("@STUBBORN\n", "looping"),
        ("SIMULATE LOAD DSA1: /CONTINUOUS/RATE=5000\nWRITE SYS$OUTPUT \"ready\"\n", "ready"),
    ];
    let loop_text = "$ WRITE SYS$OUTPUT \"looping\"\n$loop:\n$ i = 1\n$ GOTO loop\n";
    for (index, (work, until)) in works.into_iter().enumerate() {
        let sent = [Signal::TERM, Signal::HUP, Signal::INT][index % 3];
        let hosted = site();
        fs::write(hosted.root().join("host/LOOP.COM"), loop_text).unwrap();
        let stubborn = format!("$ ON CONTROL_Y THEN GOTO loop\n$ SET NOCONTROL=Y\n{loop_text}");
        fs::write(hosted.root().join("host/STUBBORN.COM"), stubborn).unwrap();
        let mut child = start(&hosted, &format!("{MOUNT}\n{work}"), until);
        signal(&child, sent);
        assert_eq!(wait(&mut child), Some(128 + sent.as_raw()), "{work}");
        assert!(state(&hosted).contains("\"mark\":\"suspended\""), "{work}: {}", state(&hosted));
        assert!(hosted.resumes(DISKS[1]));
        hosted.recover(&DISKS);
    }
}

#[test]
fn a_signal_ends_a_command_that_waits_for_a_disk() {
    let hosted = site();
    let away =
        format!("SIMULATE FAULT {}: /OFFLINE\nSIMULATE LOAD DSA1: /CONTINUOUS\n", DISKS[1].trim_end_matches(':'));
    let mut child = start(&hosted, &format!("{MOUNT}\n{away}"), "load started");
    while !fs::read_to_string(hosted.root().join("operator.log")).is_ok_and(|log| log.contains("is offline.")) {
        std::thread::sleep(std::time::Duration::from_millis(2));
    }
    child.stdin.as_mut().unwrap().write_all(b"OPEN/WRITE mark MARK.TXT\nSET SHADOW DSA1: /DEMAND_MERGE\n").unwrap();
    while fs::read_dir(hosted.root().join("host")).is_ok_and(|mut files| files.next().is_none()) {
        std::thread::sleep(std::time::Duration::from_millis(2));
    }
    signal(&child, Signal::TERM);
    assert_eq!(wait(&mut child), Some(128 + Signal::TERM.as_raw()));
    assert!(state(&hosted).contains("\"mark\":\"suspended\""), "{}", state(&hosted));
}

#[test]
fn a_reader_that_leaves_ends_the_program_and_suspends_the_site() {
    let hosted = site();
    let mut child = hosted.program().spawn().expect("the program starts");
    let endless = format!("{MOUNT}\n@LOOP\n");
    fs::write(hosted.root().join("host/LOOP.COM"), "$loop:\n$ WRITE SYS$OUTPUT \"more\"\n$ GOTO loop\n").unwrap();
    child.stdin.as_mut().unwrap().write_all(endless.as_bytes()).unwrap();
    let mut output = BufReader::new(child.stdout.take().unwrap());
    let mut line = String::new();
    while line != "more\n" {
        line.clear();
        output.read_line(&mut line).unwrap();
    }
    drop(output);
    assert_eq!(wait(&mut child), Some(128 + Signal::HUP.as_raw()));
    assert!(state(&hosted).contains("\"mark\":\"suspended\""));
    hosted.recover(&DISKS);
}

#[test]
fn closed_streams_are_no_reason_to_fail() {
    let hosted = site();
    let site = hosted.root();
    let shell = |text: &str| {
        let mut command = Command::new("sh");
        command.arg("-c").arg(text).env("PROGRAM", env!("CARGO_BIN_EXE_dclshadow")).env("SITE", &site);
        let ran = run(command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()), "");
        assert!(!ran.errors.contains("panicked"), "{text}: {}", ran.errors);
        ran.status
    };
    assert_eq!(shell("\"$PROGRAM\" --site \"$SITE\" -c 'SHOW TIME' <&-"), Some(0));
    assert_eq!(shell("\"$PROGRAM\" --site \"$SITE\" -c 'SHOW TIME' >&-"), Some(0));
    assert_eq!(shell("\"$PROGRAM\" --site \"$SITE\" -c 'SHOW TIME' <&- >&- 2>&-"), Some(0));
    assert_eq!(shell("\"$PROGRAM\" check \"$SITE\" >&-"), Some(0));
    // The status of the program, its reader being gone before it prints.
    let gone = |arguments: &str| {
        shell(&format!(
            "{{ sleep 0.2; \"$PROGRAM\" {arguments}; echo $? >&2; }} 2>\"$SITE/../status\" | true; cat \"$SITE/../status\" >&2; exit $(tail -1 \"$SITE/../status\")"
        ))
    };
    assert_eq!(gone("check \"$SITE\""), Some(0));
    assert_eq!(gone("init --list-templates"), Some(0));
    assert_eq!(gone("--help"), Some(0));
    assert!(run(program().arg("check").arg(hosted.root()), "").output.contains("DATA"));
}

/// A file system of `bytes` bytes in memory; `None`, told aloud, where the host allows none.
struct Small<'a>(&'a Path);

impl<'a> Small<'a> {
    fn mount(at: &'a Path, bytes: u64) -> Option<Self> {
        fs::create_dir_all(at).unwrap();
        let option = format!("size={bytes}");
        let done =
            Command::new("mount").args(["-t", "tmpfs", "-o", &option, "tmpfs"]).arg(at).stderr(Stdio::null()).status();
        if done.is_ok_and(|status| status.success()) {
            return Some(Self(at));
        }
        eprintln!("skipped: no file system can be mounted here");
        None
    }

    fn read_only(&self) {
        assert!(Command::new("mount").args(["-o", "remount,ro"]).arg(self.0).status().unwrap().success());
    }

    fn read_write(&self) {
        assert!(Command::new("mount").args(["-o", "remount,rw"]).arg(self.0).status().unwrap().success());
    }

    /// Leaves `bytes` free.
    fn fill(&self, bytes: u64) {
        let filler = self.0.join("filler");
        let _ = fs::remove_file(&filler);
        let free = rustix::fs::statvfs(self.0).map(|host| host.f_bavail * host.f_frsize).unwrap();
        let data = vec![1; usize::try_from(free.saturating_sub(bytes)).unwrap()];
        fs::write(filler, data).unwrap();
    }

    fn free(&self) {
        fs::remove_file(self.0.join("filler")).unwrap();
    }
}

impl Drop for Small<'_> {
    fn drop(&mut self) {
        let _ = Command::new("umount").arg("-l").arg(self.0).status();
    }
}

#[test]
fn a_full_host_disk_is_told_and_loses_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let place = folder.path().join("small");
    let Some(small) = Small::mount(&place, 4 << 20) else { return };
    // No room for a site.
    small.fill(0);
    let init = run(program().arg("init").arg(place.join("site")), "");
    assert_eq!(init.status, Some(2), "{init:?}");
    assert!(init.errors.contains("cannot make") && init.errors.contains("No space left"), "{}", init.errors);
    small.free();
    let _ = fs::remove_dir_all(place.join("site"));

    let hosted = Hosted::at(&place.join("site"), &site_json(&DISKS, 1500, None));
    let ran = hosted.run(&format!("INITIALIZE/SHADOW=($1$DGA101:,$1$DGA102:) DATA\n{MOUNT}\nSIMULATE LOAD DSA1:\n"));
    assert_eq!(ran.status, Some(0), "{}", ran.output);

    // No room for the mark that the site runs: no image is opened for writing, and the saved state stays.
    small.fill(0);
    let before = state(&hosted);
    hosted.run("SIMULATE LOAD DSA1: /SEED=2\nSHOW TIME\n").says(":");
    assert_eq!(state(&hosted), before);
    small.free();
    assert!(hosted.resumes(DISKS[1]));

    // No room while a load runs, and none to suspend: writes fail, nobody leaves the set, the next start is a crash.
    let mut child = start(&hosted, "SIMULATE LOAD DSA1: /SEED=3\nWRITE SYS$OUTPUT \"ready\"\n", "ready");
    small.fill(0);
    let input = child.stdin.as_mut().unwrap();
    input.write_all(b"SIMULATE LOAD DSA1: /SEED=4/OPERATIONS=1000\n").unwrap();
    drop(child.stdin.take());
    assert_eq!(wait(&mut child), Some(2));
    small.free();
    assert!(!hosted.resumes(DISKS[1]));
    hosted.recover(&DISKS);
}

#[test]
fn a_site_that_cannot_be_written_is_refused_and_can_be_checked() {
    let folder = tempfile::tempdir().unwrap();
    let place = folder.path().join("small");
    let Some(small) = Small::mount(&place, 8 << 20) else { return };
    let hosted = Hosted::at(&place.join("site"), &site_json(&DISKS, 1500, None));
    let ran = hosted.run(&format!("INITIALIZE/SHADOW=($1$DGA101:,$1$DGA102:) DATA\n{MOUNT}\nSIMULATE LOAD DSA1:\n"));
    assert_eq!(ran.status, Some(0), "{}", ran.output);
    small.read_only();
    assert_eq!(hosted.run("SHOW TIME\n").complains("Read-only file system").status, Some(2));
    assert_eq!(hosted.check().status, Some(0));
    small.read_write();
    assert!(hosted.resumes(DISKS[1]));
    hosted.recover(&DISKS);
}
