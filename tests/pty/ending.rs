//! How a session ends, and how it stands aside: Ctrl/Z, LOGOUT, signals, a terminal that hangs up.

use std::io::{Read, Write};
use std::process::{Command, Stdio};

use rexpect::process::Signal;
use rustix::pty::{OpenptFlags, ioctl_tiocgptpeer, openpt, unlockpt};
use rustix::termios::{LocalModes, tcgetattr, tcgetpgrp};

use super::{CONTROL_T, CONTROL_Z, Terminal};
use crate::hosted::wait;

#[test]
fn control_z_at_the_prompt_ends_the_session_and_suspends_the_site() {
    let mut terminal = Terminal::new();
    terminal.play(&[(CONTROL_Z, " Exit \r\n")]);
    terminal.ends();
}

#[test]
fn what_is_typed_behind_logout_is_not_for_the_shell() {
    let site = tempfile::tempdir().expect("a folder for the site");
    let program = format!("{} --site {}", env!("CARGO_BIN_EXE_dclshadow"), site.path().join("site").display());
    let mut command = Command::new("sh");
    command.args(["-c", &format!("{program}; echo back; read line; echo \"<$line>\"")]);
    let mut terminal = Terminal::running(command, site);
    terminal.play(&[("", "MINICOPY"), ("", "$ "), ("LOGOUT\rtoo late\r", "logged out at")]);
    let shown = terminal.play(&[("", "back\r\n"), ("in time\r", "<in time>")]);
    assert!(!shown.contains("late"), "{shown}");
}

#[test]
fn being_told_to_end_suspends_the_site_whatever_runs() {
    let mut terminal = Terminal::new();
    terminal.play(&[("WAIT 00:10\r", "\n")]);
    terminal.signal(Signal::SIGTERM);
    terminal.ends();
    let state = std::fs::read_to_string(terminal.site.path().join("site/state.json")).expect("a saved state");
    assert!(state.contains("\"mark\":\"suspended\""), "{state}");
}

#[test]
fn a_program_that_is_stopped_gives_the_terminal_back_and_takes_it_again() {
    let mut terminal = Terminal::new();
    let is_given_back = |terminal: &Terminal| {
        let handle = terminal.session.process().get_file_handle().expect("a handle of the terminal");
        tcgetattr(&handle).expect("a mode").local_modes.contains(LocalModes::ICANON)
    };
    terminal.play(&[("WRITE SYS$OUTPUT \"be", "\"be")]);
    assert!(!is_given_back(&terminal));
    let handle = terminal.session.process().get_file_handle().expect("a handle of the terminal");
    let stat = format!("/proc/{}/stat", tcgetpgrp(&handle).expect("a program is there").as_raw_pid());
    terminal.signal(Signal::SIGTSTP);
    while !std::fs::read_to_string(&stat).expect("the program is there").contains(") T ") {
        std::thread::sleep(std::time::Duration::from_millis(2));
    }
    assert!(is_given_back(&terminal));
    terminal.signal(Signal::SIGCONT);
    terminal.expect("$ WRITE SYS$OUTPUT \"be");
    assert!(!is_given_back(&terminal));
    terminal.play(&[("low\"\r", "\nbelow"), ("", "$ ")]);
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
