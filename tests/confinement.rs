//! The host directory that DCL sees: whatever lies in it, no command leads out of it, hangs or crashes the program, and
//! what is refused is refused with a message of OpenVMS.

use std::fs;
use std::os::unix::ffi::OsStrExt;
use std::os::unix::fs::symlink;
use std::path::Path;
use std::process::Command;

use crate::hosted::{Hosted, site_json};

const SECRET: &str = "outside and secret";

/// Names in the directory that are no plain file, as DCL shows them.
const STRANGE: &[&str] = &[
    "ABSOLUTE.TXT",
    "RELATIVE.TXT",
    "DANGLING.TXT",
    "LOOP.TXT",
    "PIPE.TXT",
    "SOCKET.TXT",
    "NULL.TXT",
    "ZERO.TXT",
    "NOTHING.TXT",
    "CAF^E9.TXT",
    "TAB^09IN.TXT",
    "^.^..TXT",
    "A^2AB.TXT",
    "[OUT]SECRET.TXT",
    "[UP]SECRET.TXT",
    "[ABOVE.OUTSIDE]SECRET.TXT",
    "[SELF.SELF.SELF]PLAIN.TXT",
    "[-]SECRET.TXT",
    "[000000.-]SECRET.TXT",
    "[.-.-]SECRET.TXT",
    "\"../outside/secret.txt\"",
    "^.^.^/outside^/secret.txt",
    "DNFS1:[^.^.]SECRET.TXT",
    "DNFS1:[^.^.^/outside]SECRET.TXT",
    "[OUT...]*.*",
    "[*...]SECRET.TXT",
];

/// Every way to touch a file: `X` is the name.
const COMMANDS: &[&str] = &[
    "TYPE X",
    "DIRECTORY X",
    "DIRECTORY/FULL X",
    "DIRECTORY/SIZE/DATE X",
    "COPY X COPIED.TXT",
    "COPY PLAIN.TXT X",
    "APPEND X APPENDED.TXT",
    "APPEND PLAIN.TXT X",
    "SEARCH X \"secret\"",
    "DIFFERENCES X PLAIN.TXT",
    "DUMP X",
    "PURGE X",
    "RENAME X RENAMED.TXT",
    "RENAME PLAIN.TXT X",
    "SET FILE/PROTECTION=(W:RWED) X",
    "SET PROTECTION=(W:RWED) X",
    "CREATE X",
    "DELETE X;*",
    "@X",
    "@X/OUTPUT=NL:",
    "SHOW TIME/OUTPUT=X",
    "SUBMIT X",
    "HELP/OUTPUT=X HELP",
    "DEFINE SYS$OUTPUT X",
    "DEASSIGN SYS$OUTPUT",
    "SET COMMAND X",
    "SPAWN/INPUT=X/OUTPUT=X",
    "OPEN/READ f X",
    "READ/END_OF_FILE=e/ERROR=e f line",
    "WRITE SYS$OUTPUT line",
    "CLOSE f",
    "OPEN/WRITE f X",
    "WRITE f \"overwritten\"",
    "CLOSE f",
    "OPEN/APPEND f X",
    "WRITE f \"overwritten\"",
    "CLOSE f",
    "OPEN/READ/WRITE f X",
    "CLOSE f",
    "WRITE SYS$OUTPUT F$SEARCH(\"X\")",
    "WRITE SYS$OUTPUT F$PARSE(\"X\")",
    "WRITE SYS$OUTPUT F$FILE_ATTRIBUTES(\"X\",\"EOF\")",
];

/// A host directory with everything in it that may lead out or block, and a secret beside the site.
fn trapped() -> Hosted {
    let hosted = Hosted::new(&site_json(&["$1$DGA101:"], 1000, None));
    let host = hosted.root().join("host");
    let outside = hosted.outside().join("outside");
    fs::create_dir(&outside).unwrap();
    fs::write(outside.join("secret.txt"), SECRET).unwrap();
    fs::write(hosted.outside().join("secret.txt"), SECRET).unwrap();
    symlink(outside.join("secret.txt"), host.join("ABSOLUTE.TXT")).unwrap();
    symlink("../../outside/secret.txt", host.join("RELATIVE.TXT")).unwrap();
    symlink(outside.join("made.txt"), host.join("DANGLING.TXT")).unwrap();
    symlink("LOOP.TXT", host.join("LOOP.TXT")).unwrap();
    symlink("/dev/null", host.join("NULL.TXT")).unwrap();
    symlink("/dev/zero", host.join("ZERO.TXT")).unwrap();
    symlink(&outside, host.join("OUT")).unwrap();
    symlink("..", host.join("UP")).unwrap();
    symlink("../..", host.join("ABOVE")).unwrap();
    symlink(".", host.join("SELF")).unwrap();
    let _socket = std::os::unix::net::UnixListener::bind(host.join("SOCKET.TXT")).unwrap();
    assert!(Command::new("mkfifo").arg(host.join("PIPE.TXT")).status().unwrap().success());
    fs::write(host.join("NOTHING.TXT"), "").unwrap();
    fs::write(host.join("PLAIN.TXT"), "plain\n").unwrap();
    for name in [&b"caf\xE9.txt"[..], b"tab\tin.txt", b"...txt", b"a*b.txt", &[b'n'; 255]] {
        fs::write(host.join(std::ffi::OsStr::from_bytes(name)), "odd\n").unwrap();
    }
    hosted
}

/// Asserts that nothing outside the host directory was read, changed or made.
fn assert_confined(hosted: &Hosted, output: &str) {
    assert!(!output.contains(SECRET), "something was read outside:\n{output}");
    assert!(!output.contains("BUGCHECK"), "{output}");
    let outside = hosted.outside();
    for secret in ["outside/secret.txt", "secret.txt"] {
        assert_eq!(fs::read_to_string(outside.join(secret)).unwrap(), SECRET, "{secret}");
    }
    let names = |path: &Path| {
        let mut names: Vec<_> = fs::read_dir(path).unwrap().map(|entry| entry.unwrap().file_name()).collect();
        names.sort();
        names
    };
    assert_eq!(names(&outside.join("outside")), ["secret.txt"]);
    assert_eq!(names(&outside), ["outside", "secret.txt", "site"]);
}

#[test]
fn no_command_leads_out_hangs_or_crashes() {
    for name in STRANGE {
        let hosted = trapped();
        let lines: Vec<String> = COMMANDS.iter().map(|command| command.replace('X', name)).collect();
        let ran = hosted.run(&(lines.join("\n") + "\nWRITE SYS$OUTPUT \"the end\"\n"));
        assert!(ran.status.is_some(), "{name}: {}", ran.output);
        assert_confined(&hosted, &ran.output);
    }
}

#[test]
fn directories_that_lead_out_are_no_defaults() {
    let hosted = trapped();
    let lines = "SET DEFAULT [OUT]\nDIRECTORY\nTYPE SECRET.TXT\nCREATE/DIRECTORY [OUT.MADE]\nCREATE/DIRECTORY [UP.MADE]\n\
                 SET DEFAULT [UP]\nDIRECTORY SITE.JSON\nTYPE SITE.JSON\nDELETE SITE.JSON;*\nSET DEFAULT [-]\nDIRECTORY\n";
    let ran = hosted.run(lines);
    assert_confined(&hosted, &ran.output);
    assert!(hosted.root().join("site.json").exists() && !ran.output.contains("\"nodes\""), "{}", ran.output);
}

#[test]
fn what_cannot_be_opened_is_told_as_openvms_would() {
    let hosted = trapped();
    for (name, why) in [
        ("ABSOLUTE.TXT", "-RMS-E-PRV, insufficient privilege or file protection violation"),
        ("RELATIVE.TXT", "-RMS-E-PRV, insufficient privilege or file protection violation"),
        ("PIPE.TXT", "-RMS-E-PRV, insufficient privilege or file protection violation"),
        ("SOCKET.TXT", "-RMS-E-PRV, insufficient privilege or file protection violation"),
        ("LOOP.TXT", "-RMS-E-PRV, insufficient privilege or file protection violation"),
        ("DANGLING.TXT", "-RMS-E-PRV, insufficient privilege or file protection violation"),
        ("[OUT]SECRET.TXT", "-RMS-E-DNF, directory not found"),
    ] {
        let ran = hosted.run(&format!("TYPE {name}\n"));
        let told = format!("%TYPE-W-{}, error ", if name.starts_with('[') { "SEARCHFAIL" } else { "OPENIN" });
        assert!(ran.output.starts_with(&told) && ran.output.contains(why), "{name}:\n{}", ran.output);
    }
}

#[test]
fn every_file_of_the_host_has_one_name_that_finds_it() {
    let hosted = trapped();
    for name in ["CAF^E9.TXT", "TAB^09IN.TXT", "^.^..TXT", "A^2AB.TXT"] {
        hosted.run(&format!("TYPE {name}\n")).says("odd");
    }
    let ran = hosted.run("DIRECTORY/COLUMNS=1\n");
    for name in ["CAF^E9.TXT;1", "TAB^09IN.TXT;1", "^.^..TXT;1", "A^2AB.TXT;1", "PLAIN.TXT;1", "PIPE.TXT;1"] {
        assert_eq!(ran.output.lines().filter(|line| line.trim() == name).count(), 1, "{name}:\n{}", ran.output);
    }
}
