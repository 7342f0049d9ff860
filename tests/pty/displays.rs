//! Displays that go on while the person looks.

use std::io::Write;

use super::{CONTROL_C, CONTROL_Y, CONTROL_Z, Terminal};

#[test]
fn lines_typed_for_type_are_shown_as_they_come() {
    let mut terminal = Terminal::new();
    terminal.play(&[
        ("TYPE SYS$INPUT\rone\r", "one\r\none\r\n"),
        ("two\r", "two\r\ntwo\r\n"),
        (CONTROL_Z, " Exit \r\n"),
        ("", "$ "),
    ]);
    terminal.logout();
}

#[test]
fn what_is_appended_to_a_file_is_shown_by_type_continuous_until_somebody_ends_it() {
    let mut terminal = Terminal::new();
    terminal.create("NIGHT.LOG", &["begun"]);
    terminal.play(&[("TYPE/CONTINUOUS/INTERVAL=1 NIGHT.LOG\r", "\nbegun")]);
    let name = terminal.site.path().join("site/host/NIGHT.LOG");
    for line in ["first step", "second step"] {
        let mut file = std::fs::OpenOptions::new().append(true).open(&name).expect("the file");
        writeln!(file, "{line}").expect("a line");
        terminal.play(&[("", &format!("\n{line}"))]);
    }
    terminal.play(&[(CONTROL_C, " Cancel "), ("", "$ ")]);
    terminal.logout();
}

#[test]
fn a_process_is_shown_in_place_until_somebody_ends_it() {
    let mut terminal = Terminal::new();
    terminal.play(&[
        ("SHOW PROCESS/CONTINUOUS\r", "Process SYSTEM"),
        ("", "User name"),
        ("", "Page faults"),
        (CONTROL_Y, " Interrupt "),
        ("", "$ "),
        ("WRITE SYS$OUTPUT \"and \" + \"on\"\r", "\nand on"),
        ("", "$ "),
    ]);
    terminal.logout();
}

#[test]
fn requests_of_monitor_follow_each_other_in_place_until_somebody_ends_them() {
    let mut terminal = Terminal::new();
    terminal.play(&[
        ("MONITOR STATES/INTERVAL=1\r", "PROCESS STATES"),
        ("", "Current Process              1|"),
        ("", "PROCESS STATES"),
        (CONTROL_C, " Cancel "),
        ("", "$ "),
        ("MONITOR\r", "MONITOR> "),
        ("MONITOR PROCESSES/INTERVAL=1\r", "Process Count: "),
        ("", "SYSTEM"),
        (CONTROL_C, "MONITOR> "),
        ("MONITOR MODES,STATES/INTERVAL=1/VIEWING_TIME=1\r", "TIME IN PROCESSOR MODES"),
        ("", "PROCESS STATES"),
        ("", "TIME IN PROCESSOR MODES"),
        (CONTROL_C, "MONITOR> "),
        (CONTROL_Z, "$ "),
    ]);
    terminal.logout();
}
