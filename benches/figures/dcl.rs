//! The language, as whole runs of the program: loops beside the same loop of another shell, subroutines, long
//! procedures, records of files.

use std::fmt::Write as _;
use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::Duration;

use crate::measure::{Sample, heading, ratio};

const RUNS: usize = 5;

/// How often the long procedure goes to its last label.
const GOTOS: u32 = 50_000;

/// A loop of so many turns.
fn counting(turns: u32) -> String {
    format!("$ i = 0\n$ n = {turns}\n$loop:\n$ i = i + 1\n$ IF i .LT. n THEN GOTO loop\n")
}

const FUNCTIONS: &str = "$ i = 0\n$ list = \"a,b,c,d,e,f,g,h\"\n$loop:\n$ i = i + 1\n$ s = F$STRING(i)\n$ l = F$LENGTH(s)\n\
                         $ e = F$ELEMENT(l, \",\", list)\n$ t = \"''s' and ''e'\"\n$ IF i .LT. 100000 THEN GOTO loop\n";

const SUBROUTINES: &str = "$ i = 0\n$loop:\n$ i = i + 1\n$ GOSUB g\n$ CALL c 'i'\n$ IF i .LT. 50000 THEN GOTO loop\n$ EXIT\n\
                           $g: RETURN\n$c: SUBROUTINE\n$ EXIT\n$ ENDSUBROUTINE\n";

const RECORDS: &str = "$ i = 0\n$ OPEN/WRITE out BIG.DAT\n$w: WRITE out \"record number \", i\n$ i = i + 1\n\
                       $ IF i .LT. 100000 THEN GOTO w\n$ CLOSE out\n$ OPEN/READ in BIG.DAT\n\
                       $r: READ/END_OF_FILE=done in record\n$ GOTO r\n$done: CLOSE in\n$ DELETE BIG.DAT;*\n";

/// A procedure of 10,000 lines that leaves at once, or goes to its last label so many times.
fn long(turns: u32) -> String {
    let mut text = String::from("$ i = 0\n$again:\n$ i = i + 1\n");
    let _ = writeln!(text, "$ IF i .GT. {turns} THEN EXIT\n$ GOTO last");
    for line in 0..9990 {
        let _ = writeln!(text, "$ x{line} = {line} ! nothing that is reached");
    }
    text.push_str("$last: GOTO again\n");
    text
}

/// Prints the figures of the language.
pub fn figures() {
    let home = tempfile::tempdir().expect("a directory for a site");
    let site = home.path().join("site");
    run(Path::new("/"), &["init", site.to_str().expect("a plain name")]);
    heading("the language, whole program");
    let time = |what: &str, text: String| -> Duration {
        let file = home.path().join("figure.com");
        fs::write(&file, text).expect("a procedure");
        let name = file.to_str().expect("a plain name");
        let sample = Sample::of(RUNS, || (), |()| run(&site, &[name]));
        if !what.is_empty() {
            sample.print(what, 1);
        }
        sample.percentile(0)
    };
    let million = time("1,000,000 turns of a counting loop", counting(1_000_000));
    let fewer = time("", counting(250_000));
    ratio("four times the turns take so many times as long", million.as_secs_f64() / fewer.as_secs_f64(), "about 4");
    match other_shell(home.path()) {
        Some(other) => {
            ratio("dash takes so many times as long", other.as_secs_f64() / million.as_secs_f64(), "at least 4");
        }
        None => println!("dash is not here: no ratio"),
    }
    time("100,000 turns of functions and substitution (150000)", FUNCTIONS.to_owned());
    time("50,000 GOSUB and CALL (100000)", SUBROUTINES.to_owned());
    let start = time("a procedure of 10,000 lines starts (20000)", long(0));
    // So many that the start is small beside them.
    let gone = time("it goes to its last label 50,000 times", long(GOTOS));
    println!("{:<58} {:>11.3?}", "one such GOTO and back", gone.saturating_sub(start) / GOTOS);
    time("100,000 records written and read (300000)", RECORDS.to_owned());
}

/// The shortest of the same number of runs of the loop in `dash`, if it is there.
fn other_shell(home: &Path) -> Option<Duration> {
    let script = home.join("loop.sh");
    fs::write(&script, "i=0\nn=1000000\nwhile [ $i -lt $n ]; do i=$((i+1)); done\n").ok()?;
    Command::new("dash").arg("-c").arg(":").status().ok()?;
    let sample = Sample::of(RUNS, || (), |()| drop(Command::new("dash").arg(&script).status()));
    Some(sample.percentile(0))
}

fn run(site: &Path, arguments: &[&str]) {
    let mut command = Command::new(env!("CARGO_BIN_EXE_dclshadow"));
    command.env("DCLSHADOW_SITE", site).stdin(Stdio::null()).stdout(Stdio::null());
    let status = command.args(arguments).status().expect("the program starts");
    assert!(status.success(), "{arguments:?} ended with {status}");
}
