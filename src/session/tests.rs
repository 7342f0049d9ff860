//! Sessions of a fresh site: how they begin, where lines come from and go, how they end.

use std::collections::VecDeque;
use std::sync::Arc;

use tempfile::TempDir;

use super::*;
use crate::clock::Clock;
use crate::command::Ending;
use crate::message::Status;
use crate::site::{Cluster, Site};

/// A terminal with its keys pressed beforehand.
#[derive(Default)]
struct Script {
    keys: VecDeque<Input>,
    person: bool,
    shown: Vec<String>,
}

impl Terminal for Script {
    fn line(&mut self, text: &str) {
        self.shown.push(text.to_owned());
    }

    fn read(&mut self, prompt: &str) -> Input {
        let input = self.keys.pop_front().unwrap_or(Input::EndOfInput);
        if self.person {
            self.shown.push(format!("{prompt}{}", if let Input::Line(line) = &input { line } else { "" }));
        }
        input
    }

    fn is_person(&self) -> bool {
        self.person
    }
}

struct Stage {
    world: World,
    directory: TempDir,
}

fn stage() -> Stage {
    let directory = TempDir::new().expect("a temporary directory");
    let root = directory.path().join("site");
    Site::create(&root, "single").expect("a new site");
    let clock = Arc::new(Clock::virtual_default());
    let cluster = Cluster::boot(Site::open(&root).expect("the site"), clock).expect("a booted site");
    Stage { world: World::new(cluster, 1), directory }
}

impl Stage {
    fn run(&self, startup: Startup, terminal: &mut Script) -> (Vec<String>, Finished) {
        let (node, user) = self.world.defaults();
        let finished = self.world.run(&node, &user, startup, terminal).expect("a login");
        (std::mem::take(&mut terminal.shown), finished)
    }

    /// The site in another run of the program.
    fn boot(&mut self) {
        let clock = Arc::new(Clock::virtual_default());
        // The lock goes with the old world.
        self.world = {
            let root = self.directory.path().join("site");
            let other = Site::create(&self.directory.path().join("other"), "single");
            other.expect("a site to stand in meanwhile");
            let spare = Site::open(&self.directory.path().join("other")).expect("the other site");
            let spare = Cluster::boot(spare, Arc::clone(&clock)).expect("a booted site");
            drop(std::mem::replace(&mut self.world, World::new(spare, 1)));
            World::new(Cluster::boot(Site::open(&root).expect("the site"), clock).expect("a booted site"), 1)
        };
    }

    fn lines(&self, lines: &[&str]) -> (Vec<String>, Finished) {
        let lines = lines.iter().map(|line| (*line).to_owned()).collect();
        self.run(Startup::Lines(lines), &mut Script::default())
    }

    fn procedure(&self, text: &str) -> (Vec<String>, Finished) {
        let startup = Startup::Procedure {
            spec: "DNFS1:[000000]TEST.COM;1".to_owned(),
            text: text.to_owned(),
            parameters: vec!["one".to_owned(), "Two".to_owned()],
        };
        self.run(startup, &mut Script::default())
    }

    fn typed(&self, keys: &[&str]) -> Vec<String> {
        let keys = keys.iter().map(|line| Input::Line((*line).to_owned())).collect();
        self.run(Startup::Commands, &mut Script { keys, person: true, ..Script::default() }).0
    }
}

#[test]
fn an_error_at_level_0_does_not_stop_what_follows() {
    let (shown, finished) =
        stage().lines(&["nosuch", "WRITE SYS$OUTPUT $STATUS", "EXIT 44", "x = 1 -", "+ 1", "SHOW SYMBOL x"]);
    assert_eq!(shown[1..4], [" \\NOSUCH\\", "%X00038090", "%SYSTEM-F-ABORT, abort"]);
    assert_eq!(shown[4], "  X = 2   Hex = 00000002  Octal = 00000000002");
    assert!(finished.status.is_success() || finished.status == Status(44));
}

#[test]
fn messages_for_operators_stand_between_lines_of_the_host() {
    let (shown, _) = stage().lines(&[
        "REPLY/ENABLE=DISKS",
        "INITIALIZE/SHADOW=($1$DGA101,$1$DGA102) DATA",
        "MOUNT/SYSTEM/NOMESSAGE DSA1:/SHADOW=($1$DGA101,$1$DGA102) DATA",
        "DISMOUNT $1$DGA102:",
        "SHOW DEFAULT",
    ]);
    let told =
        ["%SHADOW-I-VOLPROC, $1$DGA102: has been removed from shadow set.".to_owned(), "  DNFS1:[000000]".to_owned()];
    assert!(shown.ends_with(&told), "{shown:?}");
}

#[test]
fn a_procedure_has_level_1_and_its_status_is_the_programs() {
    let (shown, finished) =
        stage().procedure("$ WRITE SYS$OUTPUT P1, P2, F$ENVIRONMENT(\"DEPTH\")\n$ FAIL: EXIT %X1000002C\n");
    assert_eq!((shown.as_slice(), finished.status), (&["oneTwo1".to_owned()][..], Status(0x1000_002C)));
}

#[test]
fn a_person_is_greeted_prompted_and_asked_for_what_is_missing() {
    let shown = stage().typed(&["WRITE SYS$OUTPUT -", "\"a\"", "WAIT", "00:00:01", "LOGOUT"]);
    assert!(shown[0].contains("NODEA") && shown[0].contains("MINICOPY"), "{shown:?}");
    let asked: Vec<&str> =
        shown.iter().map(String::as_str).filter(|line| line.contains(": ") || line.starts_with('_')).collect();
    assert!(asked.contains(&"_$ \"a\"") && asked.contains(&"_Delta time: 00:00:01"), "{shown:?}");
    assert!(shown.last().is_some_and(|line| line.starts_with("  SYSTEM       logged out at  1-JAN-2030 00:00:01")));
}

#[test]
fn files_of_the_host_directory_are_procedures_and_outputs() {
    let stage = stage();
    let host = stage.directory.path().join("site").join("host");
    std::fs::write(host.join("inner.com"), "$ WRITE SYS$OUTPUT P1, \" \", F$ENVIRONMENT(\"PROCEDURE\")\n$ nosuch\n")
        .expect("a procedure");
    let (shown, _) = stage.lines(&["@inner deep", "@INNER/OUTPUT=OUT.TXT deep", "TYPE OUT.TXT", "@GONE"]);
    assert_eq!(shown[0], "DEEP DNFS1:[000000]INNER.COM;1");
    assert_eq!(shown[..3], shown[3..6]);
    assert_eq!(
        shown[6..],
        ["%DCL-E-OPENIN, error opening DNFS1:[000000]GONE.COM; as input", "-RMS-E-FNF, file not found"]
    );
}

#[test]
fn a_subprocess_gets_copies_and_gives_its_status() {
    let (shown, _) = stage().lines(&[
        "a = 1",
        "DEFINE X \"y\"",
        "SPAWN/NOLOG a = a + 1",
        "SHOW SYMBOL a",
        "SPAWN/PROCESS=CHILD WRITE SYS$OUTPUT a, F$TRNLNM(\"X\"), F$PROCESS()",
        "SPAWN/NOLOG/NOLOGICAL_NAMES/NOSYMBOLS EXIT 44",
        "WRITE SYS$OUTPUT $STATUS, F$PROCESS()",
    ]);
    let expected = [
        "  A = 1   Hex = 00000001  Octal = 00000000001",
        "%DCL-S-SPAWNED, process CHILD spawned",
        "%DCL-S-ATTACHED, terminal now attached to process CHILD",
        "1yCHILD",
        "%DCL-S-RETURNED, control returned to process SYSTEM",
        "%SYSTEM-F-ABORT, abort",
        "%SYSTEM-F-ABORT, abort",
        "%X0000002CSYSTEM",
    ];
    assert_eq!(shown, expected);
}

#[test]
fn a_crash_ends_the_session_and_a_fresh_one_goes_on() {
    let (shown, finished) = stage().lines(&["a = 1", "SIMULATE CRASH", "SHOW SYMBOL a"]);
    assert!(shown.iter().any(|line| line.starts_with("%DCL-W-UNDSYM")), "{shown:?}");
    assert_eq!(finished.ending, None);
    let (_, finished) = stage().procedure("$ SIMULATE SHUTDOWN\n$ EXIT 44\n");
    assert_eq!(finished.ending, Some(Ending::Shutdown));
}

/// A private mount ends with LOGOUT, and with the end of a subprocess; the end of the input only suspends it.
#[test]
fn private_mounts_go_with_their_process() {
    let mut stage = stage();
    let mounted = ["INITIALIZE $1$DGA101: DATA", "MOUNT $1$DGA101: DATA", "SHOW LOGICAL/JOB DISK$DATA"];
    let state = "WRITE SYS$OUTPUT F$GETDVI(\"$1$DGA101\",\"MNT\"), F$TRNLNM(\"DISK$DATA\")";
    stage.lines(&mounted);
    stage.world.suspend().expect("it is suspended");
    stage.boot();
    assert_eq!(stage.lines(&[state, "LOGOUT"]).0[0], "TRUE$1$DGA101:", "mount and name go on together");
    assert_eq!(stage.lines(&[state]).0, ["FALSE"]);
    assert_eq!(stage.lines(&["SPAWN/NOLOG MOUNT/NOMESSAGE $1$DGA101: DATA", state]).0, ["FALSE"]);
}

#[test]
fn recall_is_the_sessions() {
    let shown = stage().typed(&["a = 1", "RECALL/ALL", "RECALL/NOSUCH"]);
    assert!(shown.contains(&"  1 a = 1".to_owned()), "{shown:?}");
    assert!(shown.iter().any(|line| line.starts_with("%DCL-W-IVQUAL")));
}

#[test]
fn output_goes_where_define_says() {
    let stage = stage();
    let (shown, _) = stage.lines(&[
        "DEFINE/USER SYS$OUTPUT NL:",
        "DIRECTORY SYS$EXAMPLES:",
        "WRITE SYS$OUTPUT \"seen\"",
        "DEFINE/USER SYS$OUTPUT NL:",
        "TYPE NOSUCH.X",
        "DEFINE SYS$OUTPUT Y.LIS",
        "WRITE SYS$OUTPUT \"into the file\"",
        "DEASSIGN SYS$OUTPUT",
        "TYPE Y.LIS",
    ]);
    let expected = [
        "seen",
        "%TYPE-W-SEARCHFAIL, error searching for DNFS1:[000000]NOSUCH.X;",
        "-RMS-E-FNF, file not found",
        "into the file",
    ];
    assert_eq!(shown, expected);
}
