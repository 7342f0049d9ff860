//! The program under a terminal: few sessions, each for what no other test can see.
//!
//! Every expectation waits for text on the screen, never for a time; the limit only ends a test that would hang.

use std::io::{Read, Write};
use std::process::{Command, Stdio};

use rexpect::process::Signal;
use rexpect::reader::Options;
use rexpect::session::{PtySession, spawn_with_options};
use rustix::pty::{OpenptFlags, ioctl_tiocgptpeer, openpt, unlockpt};
use rustix::termios::{LocalModes, Winsize, tcgetattr, tcgetpgrp, tcsetwinsize};

use crate::hosted::wait;

const LIMIT_MILLIS: u64 = 20_000;

/// A person at a fresh site.
struct Terminal {
    session: PtySession,
    /// Deleted with the test.
    site: tempfile::TempDir,
}

impl Terminal {
    fn new() -> Self {
        let site = tempfile::tempdir().expect("a folder for the site");
        let mut command = Command::new(env!("CARGO_BIN_EXE_dclshadow"));
        command.arg("--site").arg(site.path().join("site")).env("TERM", "xterm").env("HOME", site.path());
        let options = Options::new().timeout_ms(Some(LIMIT_MILLIS)).strip_ansi_escape_codes(true);
        let session = spawn_with_options(command, options).expect("the program starts");
        let mut terminal = Self { session, site };
        terminal.resize(132);
        terminal.expect("MINICOPY");
        terminal.expect("$ ");
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

    fn terminate(&mut self) {
        self.session.process_mut().signal(Signal::SIGTERM).expect("the program can be told to end");
    }

    fn command(&mut self, line: &str, answer: &str) -> String {
        self.send(&format!("{line}\r"));
        let before = self.expect(answer);
        self.expect("$ ");
        before
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

    fn logout(mut self) {
        self.send("LOGOUT\r");
        self.expect("logged out at");
        self.session.exp_eof().expect("the program ends");
    }
}

const UP: &str = "\x1b[A";
const LEFT: &str = "\x1b[D";
const CONTROL_B: &str = "\x02";
const CONTROL_C: &str = "\x03";
const CONTROL_T: &str = "\x14";
const CONTROL_Y: &str = "\x19";
const CONTROL_Z: &str = "\x1a";

#[test]
fn commands_are_recalled_and_edited() {
    let mut terminal = Terminal::new();
    terminal.command("WRITE SYS$OUTPUT \"first\"", "\nfirst");
    terminal.command("SHOW TIME", ":");
    terminal.send(&format!("{UP}{UP}\r"));
    terminal.expect("\nfirst");
    terminal.expect("$ ");
    // Overstrike: the letter under the cursor is replaced.
    terminal.send(&format!("{CONTROL_B}{LEFT}{LEFT}X\r"));
    terminal.expect("\nfirsX");
    terminal.expect("$ ");
    terminal.command("RECALL/ALL", "  4 WRITE SYS$OUTPUT \"first\"");
    terminal.command("RECALL 77", "%DCL-W-CMDNOTFND");
    terminal.send("RECALL 2\r");
    terminal.expect("$ WRITE SYS$OUTPUT \"first\"");
    terminal.send("\r");
    terminal.expect("\nfirst");
    terminal.expect("$ ");
    terminal.logout();
}

#[test]
fn control_y_interrupts_and_text_typed_ahead_is_kept() {
    let mut terminal = Terminal::new();
    terminal.send("WAIT 00:10\r");
    terminal.expect("\n");
    terminal.send(CONTROL_T);
    terminal.expect("CPU=");
    terminal.send("WRITE SYS$OUTPUT \"typed \" + \"ahead\"\rWRITE SYS$OUTPUT \"and con");
    terminal.send(CONTROL_Y);
    terminal.expect(" Interrupt ");
    terminal.expect("\ntyped ahead");
    terminal.send("tinued\"\r");
    terminal.expect("\nand continued");
    terminal.expect("$ ");
    terminal.send(CONTROL_Y);
    terminal.expect(" Interrupt ");
    terminal.expect("$ ");
    terminal.send(CONTROL_C);
    terminal.expect(" Cancel ");
    terminal.expect("$ ");
    terminal.logout();
}

#[test]
fn a_continued_line_and_a_missing_parameter_have_prompts_of_their_own() {
    let mut terminal = Terminal::new();
    terminal.send("WRITE SYS$OUTPUT -\r");
    terminal.expect("_$ ");
    terminal.send("\"joined\"\r");
    terminal.expect("\njoined");
    terminal.expect("$ ");
    terminal.send("DISMOUNT\r");
    terminal.expect("_Device: ");
    terminal.send(CONTROL_Z);
    terminal.expect("$ ");
    terminal.send("DISMOUNT\r");
    terminal.expect("_Device: ");
    terminal.send("$1$DGA101:\r");
    terminal.expect("%SYSTEM-F-DEVNOTMOUNT");
    terminal.expect("$ ");
    terminal.logout();
}

#[test]
fn a_pasted_procedure_runs_line_by_line_in_order() {
    let mut terminal = Terminal::new();
    let lines: String =
        (0..60).map(|i| format!("WRITE SYS$OUTPUT \"pasted number \" + F$STRING({i}) + \".\"\r")).collect();
    terminal.send(&lines);
    for i in 0..60 {
        terminal.expect(&format!("\npasted number {i}."));
    }
    terminal.expect("$ ");
    terminal.logout();
}

#[test]
fn what_is_sent_at_once_is_met_in_order_by_prompts_of_all_kinds() {
    // The same numbers each time: lengths of the pieces, and which kind of prompt comes next.
    let mut random = 20_260_101_u64;
    let mut below = |limit: u64| {
        random = random.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (random >> 33) % limit
    };
    let mut sent = String::new();
    for i in 0..120 {
        let last = match below(6) {
            0 => format!("WRITE SYS$OUTPUT \"number \" + \"{i}.\"\r"),
            1 => format!("WRITE SYS$OUTPUT -\r\"number \" + \"{i}.\"\r"),
            2 => format!("INQUIRE a\r\"number {i}.\"\rWRITE SYS$OUTPUT a\r"),
            3 => format!("READ/PROMPT=\"? \" SYS$COMMAND a\rnumber {i}.\rWRITE SYS$OUTPUT a\r"),
            4 => format!("READ/TIME_OUT=255 SYS$COMMAND a\rnumbex\x7Fr {i}.\rWRITE SYS$OUTPUT a\r"),
            _ => {
                format!("WAIT 00:00:00.02\rWROTE SYS$OUTPUT \"number {i}.\"{UP}\x15WRITE SYS$OUTPUT \"number {i}.\"\r")
            }
        };
        sent += &last;
    }
    let mut terminal = Terminal::new();
    let mut left = sent.as_str();
    while !left.is_empty() {
        let length = usize::try_from(below(700)).unwrap_or(0).min(left.len());
        let (piece, rest) = left.split_at(length);
        terminal.send(piece);
        left = rest;
    }
    for i in 0..120 {
        terminal.expect(&format!("\nnumber {i}."));
    }
    terminal.expect("$ ");
    terminal.logout();
}

#[test]
fn keys_type_what_they_were_defined_as() {
    let mut terminal = Terminal::new();
    terminal.command("DEFINE/KEY/TERMINATE PF1 \"WRITE SYS$OUTPUT \"\"by PF1\"\"\"", "DEFAULT key PF1");
    terminal.command("DEFINE/KEY/SET_STATE=GOLD/NOLOG PF4 \"\"", "");
    terminal.command("DEFINE/KEY/NOLOG KP7 \"WRITE \"", "");
    terminal.command(
        "DEFINE/KEY/NOLOG/TERMINATE/NOECHO/IF_STATE=GOLD KP7 \"WRITE SYS$OUTPUT \"\"by \"\" + \"\"gold\"\"\"",
        "",
    );
    terminal.command("SET TERMINAL/APPLICATION_KEYPAD", "");
    terminal.send("\x1bOP");
    let shown = terminal.expect("\nby PF1");
    assert!(shown.contains("$ WRITE SYS$OUTPUT"), "{shown}");
    terminal.expect("$ ");
    terminal.send("\x1bOwSYS$OUTPUT \"by keypad\"\x1bOM");
    terminal.expect("\nby keypad");
    terminal.expect("$ ");
    terminal.send("\x1bOS\x1bOw");
    let shown = terminal.expect("\nby gold");
    assert!(!shown.contains("WRITE"), "{shown}");
    terminal.expect("$ ");
    // Typed ahead, and without the line editor.
    terminal.command("SET TERMINAL/NOLINE_EDITING", "");
    terminal.send("WAIT 00:00:00.1\r\x1bOS\x1bOw\x1bOwSYS$OUTPUT \"at last\"\r");
    terminal.expect("\nby gold");
    terminal.expect("\nat last");
    terminal.expect("$ ");
    terminal.logout();
}

#[test]
fn control_t_at_a_prompt_shows_the_process_and_the_line_again() {
    let mut terminal = Terminal::new();
    terminal.send(&format!("WRITE SYS$OUTPUT 7{LEFT}{CONTROL_T}"));
    terminal.expect("NODEA::SYSTEM ");
    terminal.expect("CPU=");
    terminal.expect("$ WRITE SYS$OUTPUT 7");
    // The cursor still stands on the 7.
    terminal.send("35\r");
    terminal.expect("\n35");
    terminal.expect("$ ");
    terminal.logout();
}

#[test]
fn lines_typed_for_type_are_shown_as_they_come() {
    let mut terminal = Terminal::new();
    terminal.send("TYPE SYS$INPUT\rone\r");
    terminal.expect("one\r\none\r\n");
    terminal.send("two\r");
    terminal.expect("two\r\ntwo\r\n");
    terminal.send(CONTROL_Z);
    terminal.expect("$ ");
    // Ctrl/Z instead of the rest of a command line cancels it.
    terminal.send("WRITE SYS$OUTPUT \"never\" -\r");
    terminal.expect("_$ ");
    terminal.send(CONTROL_Z);
    let shown = terminal.command("WRITE SYS$OUTPUT \"at once\"", "\nat once");
    assert!(!shown.contains("\nnever"), "{shown}");
    terminal.logout();
}

#[test]
fn operators_reach_each_other_while_they_wait_and_while_they_type() {
    let mut terminal = Terminal::new();
    // The other one is a batch job, which runs beside this session and does what it does when a file is there.
    let wait_for = |file: &str| format!("$ GOSUB wait_{file}\r");
    let label = |file: &str| {
        format!(
            "$wait_{file}:\r$ IF F$SEARCH(\"SYS$LOGIN:{file}.TXT\") .NES. \"\" THEN RETURN\r$ WAIT 00:00:00.02\r$ GOTO wait_{file}\r"
        )
    };
    let job = [
        "$ SET NOON\r",
        &wait_for("A"),
        "$ REPLY/ALL \"tea is ready\"\r$again:\r$ REPLY/TO=1 \"it spins\"\r",
        "$ IF .NOT. $STATUS\r$ THEN\r$ WAIT 00:00:00.02\r$ GOTO again\r$ ENDIF\r",
        &wait_for("B"),
        "$ REQUEST/REPLY \"may it stop\"\r$ REPLY/ALL \"it has stopped\"\r$ EXIT\r",
        &label("A"),
        &label("B"),
    ];
    terminal.command(&format!("CREATE OTHER.COM\r{}{CONTROL_Z}", job.concat()), "");
    terminal.command("REPLY/ENABLE", "");
    terminal.command("SUBMIT/NOPRINT/NOTIFY OTHER.COM", "entry");
    terminal.send("WRITE SYS$OUTPUT \"ha\"");
    terminal.send(LEFT);
    terminal.expect("\"ha\"");
    let host = terminal.site.path().join("site/host");
    std::fs::write(host.join("A.TXT"), "").expect("a file");
    terminal.expect("tea is ready");
    // What stood at the prompt stands there again, the cursor where it was.
    terminal.expect("$ WRITE SYS$OUTPUT \"ha\"");
    terminal.send("lf\"\r");
    terminal.expect("\nhalf");
    terminal.expect("$ ");
    terminal.send("REQUEST/REPLY/TO=CENTRAL \"spin the disk up\"\r");
    terminal.expect("%OPCOM-S-OPREPLY, it spins");
    terminal.expect("request 1 completed by operator");
    terminal.expect("$ ");
    std::fs::write(host.join("B.TXT"), "").expect("a file");
    terminal.expect("may it stop");
    terminal.expect("$ ");
    terminal.command("REPLY/TO=2 \"it may\"", "");
    terminal.expect("it has stopped");
    terminal.expect("Job OTHER (queue SYS$BATCH, entry 1) completed");
    terminal.expect("$ ");
    terminal.logout();
}

#[test]
fn a_program_that_is_stopped_gives_the_terminal_back_and_takes_it_again() {
    let mut terminal = Terminal::new();
    let is_given_back = |terminal: &Terminal| {
        let handle = terminal.session.process().get_file_handle().expect("a handle of the terminal");
        tcgetattr(&handle).expect("a mode").local_modes.contains(LocalModes::ICANON)
    };
    terminal.send("WRITE SYS$OUTPUT \"be");
    terminal.expect("\"be");
    assert!(!is_given_back(&terminal));
    let handle = terminal.session.process().get_file_handle().expect("a handle of the terminal");
    let stat = format!("/proc/{}/stat", tcgetpgrp(&handle).expect("a program is there").as_raw_pid());
    terminal.session.process_mut().signal(Signal::SIGTSTP).expect("the program can be stopped");
    while !std::fs::read_to_string(&stat).expect("the program is there").contains(") T ") {
        std::thread::sleep(std::time::Duration::from_millis(2));
    }
    assert!(is_given_back(&terminal));
    terminal.session.process_mut().signal(Signal::SIGCONT).expect("the program can go on");
    terminal.expect("$ WRITE SYS$OUTPUT \"be");
    assert!(!is_given_back(&terminal));
    terminal.send("low\"\r");
    terminal.expect("\nbelow");
    terminal.expect("$ ");
    terminal.logout();
}

#[test]
fn a_terminal_that_hangs_up_ends_the_command_that_runs() {
    let site = tempfile::tempdir().expect("a folder for the site");
    let flags = OpenptFlags::RDWR | OpenptFlags::NOCTTY | OpenptFlags::CLOEXEC;
    let master = openpt(flags).expect("a terminal");
    unlockpt(&master).expect("a terminal");
    let seat = ioctl_tiocgptpeer(&master, flags).expect("a terminal");
    let another = || Stdio::from(seat.try_clone().expect("a descriptor"));
    let mut command = Command::new(env!("CARGO_BIN_EXE_dclshadow"));
    command.arg("--site").arg(site.path().join("site")).env("TERM", "xterm").env("HOME", site.path());
    let mut child = command.stdin(another()).stdout(another()).stderr(another()).spawn().expect("the program starts");
    drop((command, seat));
    let mut screen = std::fs::File::from(master);
    let mut shown = String::new();
    let mut expect = |screen: &mut std::fs::File, text: &str| {
        while !shown.contains(text) {
            let mut bytes = [0; 1024];
            let count = screen.read(&mut bytes).expect("the program shows something");
            shown += &String::from_utf8_lossy(&bytes[..count]);
        }
        shown.clear();
    };
    expect(&mut screen, "$ ");
    screen.write_all(b"WAIT 00:10\r").expect("keys are sent");
    // It runs when it answers.
    expect(&mut screen, "WAIT 00:10");
    screen.write_all(CONTROL_T.as_bytes()).expect("keys are sent");
    expect(&mut screen, "CPU=");
    drop(screen);
    assert_eq!(wait(&mut child), Some(129));
    let state = std::fs::read_to_string(site.path().join("site/state.json")).expect("a saved state");
    assert!(state.contains("\"mark\":\"suspended\""), "{state}");
}

#[test]
fn the_editor_follows_the_size_of_the_window() {
    let mut terminal = Terminal::new();
    terminal.resize(40);
    let long = "x".repeat(60);
    terminal.send(&format!("WRITE SYS$OUTPUT \"{long}\""));
    // Forty columns: the line is on its third row, and typing more at its start must not lose any of it.
    terminal.send("\x08");
    terminal.send("\x01 \r");
    terminal.expect(&format!("\n{long}"));
    terminal.expect("$ ");
    terminal.logout();
}

#[test]
fn control_y_ends_a_dismount_that_waits_and_continue_goes_on_with_it() {
    let mut terminal = Terminal::new();
    terminal.mount_a_set_and_lose_a_member();
    terminal.send("SIMULATE WRITE DSA1: /LBN=1500 /DATA=\"kept\"\r");
    terminal.wait_for_operator("is offline.");
    terminal.send(CONTROL_Y);
    terminal.expect(" Interrupt ");
    terminal.expect("$ ");
    for command in ["DISMOUNT DSA1:", "CONTINUE", "SET SHADOW DSA1:/DEMAND_MERGE", "CONTINUE"] {
        terminal.send(&format!("{command}\r{CONTROL_T}"));
        // It waits: it answers, and does not come to its end.
        terminal.expect("CPU=");
        terminal.send(CONTROL_Y);
        terminal.expect(" Interrupt ");
        terminal.expect("$ ");
        terminal.command("SHOW SYMBOL $STATUS", "\"%X00000611\"");
    }
    let shown = terminal.command("SHOW DEVICES DSA1", "MountVerify");
    assert!(!shown.contains("%"), "{shown}");
    let procedure = "$ ON CONTROL_Y THEN GOTO stopped\r$ DISMOUNT DSA1:\r$ EXIT\r$stopped:\r$ SHOW SYMBOL $STATUS\r";
    terminal.command(&format!("CREATE STOPPED.COM\r{procedure}{CONTROL_Z}"), "");
    terminal.send(&format!("@STOPPED\r{CONTROL_T}"));
    terminal.expect("CPU=");
    terminal.send(CONTROL_Y);
    terminal.expect("  $STATUS == \"%X00000611\"");
    terminal.expect("$ ");
    terminal.command("SIMULATE FAULT $1$DGA102: /ONLINE", "answers again");
    terminal.command("DISMOUNT DSA1:", "");
    terminal.command("SHOW DEVICES DSA1", "DSA1:                   Online  ");
    terminal.logout();
}

#[test]
fn without_echo_nothing_that_is_typed_is_shown() {
    let mut terminal = Terminal::new();
    // In one piece: what follows the command is not shown either.
    terminal.send("SET TERMINAL/NOECHO\rINQUIRE secret \"Password\"\r");
    let shown = terminal.expect("Password: ");
    assert!(shown.contains("NOECHO") && !shown.contains("INQUIRE"), "{shown}");
    terminal.send("hxdden\x7F\x7F\x7F\x7F\x7Fidden\r");
    let shown = terminal.expect("$ ");
    assert!(!shown.contains("idden"), "{shown}");
    terminal.send("SET TERMINAL/ECHO\r");
    terminal.command("SHOW SYMBOL secret", "SECRET = \"HIDDEN\"");
    terminal.logout();
}

#[test]
fn the_output_of_a_command_is_held_and_discarded_by_keys() {
    let mut terminal = Terminal::new();
    let lines = "$loop:\r$ WRITE SYS$OUTPUT \"looping\"\r$ WAIT 00:00:00.01\r$ GOTO loop\r";
    terminal.command(&format!("CREATE LOOP.COM\r{lines}{CONTROL_Z}"), "");
    terminal.send("@LOOP\r");
    terminal.expect("\nlooping");
    terminal.send("\x0f");
    terminal.expect(" Output off ");
    terminal.send("\x0f");
    let shown = terminal.expect(" Output on ");
    assert!(!shown.contains("looping"), "{shown}");
    terminal.expect("\nlooping");
    // Held, it does not even end; Ctrl/Q lets it go on.
    terminal.send("\x13\x11");
    terminal.expect("\nlooping");
    terminal.send(CONTROL_Y);
    terminal.expect(" Interrupt ");
    terminal.expect("$ ");
    terminal.logout();
}

#[test]
fn control_y_does_nothing_where_it_is_switched_off() {
    let mut terminal = Terminal::new();
    terminal.send("SET NOCONTROL=Y\r");
    terminal.command("WRITE SYS$OUTPUT \"rea\" + \"dy\"", "\nready");
    terminal.send("WAIT 00:00:01\r");
    terminal.send(CONTROL_Y);
    let shown = terminal.command("WRITE SYS$OUTPUT \"still \" + \"here\"", "\nstill here");
    assert!(!shown.contains("Interrupt"), "{shown}");
    terminal.logout();
}

#[test]
fn control_z_at_the_prompt_ends_the_session_and_suspends_the_site() {
    let mut terminal = Terminal::new();
    terminal.send(CONTROL_Z);
    terminal.session.exp_eof().expect("the program ends");
}

#[test]
fn being_told_to_end_suspends_the_site_whatever_runs() {
    let mut terminal = Terminal::new();
    terminal.send("WAIT 00:10\r");
    terminal.expect("\n");
    terminal.terminate();
    terminal.session.exp_eof().expect("the program ends");
    let state = std::fs::read_to_string(terminal.site.path().join("site/state.json")).expect("a saved state");
    assert!(state.contains("\"mark\":\"suspended\""), "{state}");
}

#[test]
fn control_y_ends_the_wait_for_a_disk() {
    let mut terminal = Terminal::new();
    terminal.mount_a_set_and_lose_a_member();
    for request in ["WRITE DSA1: /LBN=1500 /DATA=\"kept\"", "READ DSA1: /LBN=1500"] {
        terminal.send(&format!("SIMULATE {request}\r"));
        terminal.expect("\n");
        // A request that had not begun yet would end without having been made.
        terminal.wait_for_operator("is offline.");
        terminal.send(CONTROL_Y);
        terminal.expect(" Interrupt ");
        terminal.expect("$ ");
        terminal.command("SHOW DEVICES DSA1", "MountVerify");
    }
    terminal.command("SIMULATE FAULT $1$DGA102: /ONLINE", "answers again");
    let read = terminal.command("SIMULATE READ DSA1: /LBN=1500", "0001E0");
    assert!(read.contains(" kept"), "the write went on by itself: {read}");
    terminal.logout();
}
