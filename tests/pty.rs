//! The program under a terminal: few sessions, each for what no other test can see.
//!
//! A session is a script: pairs of keys and of the text that they bring to the screen. Every step waits for text, never
//! for a time; the limit only ends a test that would hang.

mod displays;
mod editing;
mod ending;
mod interrupts;
mod messages;

use std::process::Command;

use rexpect::process::Signal;
use rexpect::reader::Options;
use rexpect::session::{PtySession, spawn_with_options};
use rustix::termios::{Winsize, tcsetwinsize};

const LIMIT_MILLIS: u64 = 20_000;

/// A person at a fresh site.
struct Terminal {
    session: PtySession,
    /// Deleted with the test.
    site: tempfile::TempDir,
}

/// Keys that are pressed, and what the screen shows then.
type Step<'a> = (&'a str, &'a str);

impl Terminal {
    fn new() -> Self {
        let site = tempfile::tempdir().expect("a folder for the site");
        let mut command = Command::new(env!("CARGO_BIN_EXE_dclshadow"));
        command.arg("--site").arg(site.path().join("site"));
        let mut terminal = Self::running(command, site);
        terminal.play(&[("", "MINICOPY"), ("", "$ ")]);
        terminal
    }

    /// A terminal on which a program runs.
    fn running(mut command: Command, site: tempfile::TempDir) -> Self {
        command.env("TERM", "xterm").env("HOME", site.path());
        let options = Options::new().timeout_ms(Some(LIMIT_MILLIS)).strip_ansi_escape_codes(true);
        let session = spawn_with_options(command, options).expect("the program starts");
        let terminal = Self { session, site };
        terminal.resize(132);
        terminal
    }

    fn resize(&self, columns: u16) {
        let terminal = self.session.process().get_file_handle().expect("a handle of the terminal");
        let size = Winsize { ws_row: 24, ws_col: columns, ws_xpixel: 0, ws_ypixel: 0 };
        tcsetwinsize(&terminal, size).expect("the terminal takes a size");
    }

    fn send(&mut self, keys: &str) {
        self.session.send(keys).expect("keys are sent");
        self.session.flush().expect("keys are sent");
    }

    /// Waits for text; gives what came before it.
    fn expect(&mut self, text: &str) -> String {
        self.session.exp_string(text).unwrap_or_else(|error| panic!("waiting for {text:?}: {error}"))
    }

    /// Presses keys and waits for what they bring, step by step; gives what came before the text of the last one.
    fn play(&mut self, script: &[Step<'_>]) -> String {
        let mut before = String::new();
        for (keys, text) in script {
            if !keys.is_empty() {
                self.send(keys);
            }
            before = self.expect(text);
        }
        before
    }

    /// A command, its answer, and the next prompt; gives what came before the answer.
    fn command(&mut self, line: &str, answer: &str) -> String {
        let before = self.play(&[(&format!("{line}\r"), answer)]);
        self.expect("$ ");
        before
    }

    /// Makes a file of the site's host directory.
    fn create(&mut self, name: &str, lines: &[&str]) {
        let text = lines.join("\n") + "\n";
        std::fs::write(self.site.path().join("site/host").join(name), text).expect("a file");
    }

    fn signal(&mut self, signal: Signal) {
        self.session.process_mut().signal(signal).expect("the program can be told");
    }

    fn mount_a_set_and_lose_a_member(&mut self) {
        self.command("INITIALIZE/SHADOW=($1$DGA101:,$1$DGA102:) DATA", "DATA");
        let mount = "MOUNT/SYSTEM DSA1:/SHADOW=($1$DGA101:,$1$DGA102:) DATA";
        self.command(mount, "$1$DGA102: (NODEA) is now a valid member");
        self.command("SIMULATE FAULT $1$DGA102: /OFFLINE", "does not answer any more");
    }

    /// Waits until the operator was told of something.
    fn wait_for_operator(&self, text: &str) {
        let log = self.site.path().join("site/operator.log");
        let begun = std::time::Instant::now();
        while !std::fs::read_to_string(&log).is_ok_and(|log| log.contains(text)) {
            assert!(begun.elapsed().as_millis() < LIMIT_MILLIS.into(), "{text:?} is not in the operator's log");
            std::thread::sleep(std::time::Duration::from_millis(2));
        }
    }

    fn ends(&mut self) {
        self.session.exp_eof().expect("the program ends");
    }

    fn logout(mut self) {
        self.play(&[("LOGOUT\r", "logged out at")]);
        self.ends();
    }
}

const UP: &str = "\x1b[A";
const LEFT: &str = "\x1b[D";
const CONTROL_B: &str = "\x02";
const CONTROL_C: &str = "\x03";
const CONTROL_O: &str = "\x0f";
const CONTROL_T: &str = "\x14";
const CONTROL_Y: &str = "\x19";
const CONTROL_Z: &str = "\x1a";
