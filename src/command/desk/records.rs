//! OPEN, READ, WRITE, CLOSE and the small SET and SHOW commands.

use super::*;
use crate::command::write_record;
use crate::message::codes;

fn write(desk: &mut Desk, file: &str, record: &str) -> Result<(), Condition> {
    desk.with_context(|context| write_record(context, file, record, false))
}

fn read(desk: &mut Desk) -> (Status, String) {
    let status = desk.status("READ IN LINE");
    (status, desk.state.symbol("LINE").map(|v| v.string().to_string()).unwrap_or_default())
}

#[test]
fn a_file_is_written_appended_to_and_read_back() {
    let mut desk = Desk::new();
    assert_eq!(desk.status("OPEN/WRITE OUT NOTES.TXT"), Status(0x0001_0001));
    for record in ["first line", "second, with \"quotes\"", "", "last"] {
        write(&mut desk, "OUT", record).unwrap();
    }
    desk.status("CLOSE OUT");
    desk.status("OPEN/APPEND OUT NOTES.TXT");
    write(&mut desk, "OUT", "appended").unwrap();
    desk.status("CLOSE OUT");
    desk.status("OPEN/WRITE OUT NOTES.TXT");
    write(&mut desk, "OUT", "version 2").unwrap();
    desk.status("CLOSE OUT");
    let mut search = || desk.value("F$SEARCH", &["NOTES.TXT;*"]);
    assert_eq!([search(), search(), search()], ["DNFS1:[000000]NOTES.TXT;2", "DNFS1:[000000]NOTES.TXT;1", ""]);
    desk.status("OPEN/READ IN NOTES.TXT");
    assert_eq!(read(&mut desk), (Status(0x0001_0001), "version 2".to_owned()));
    assert_eq!(read(&mut desk).0, Status(0x0001_827A));
    assert_eq!(desk.screen.lines, ["%RMS-E-EOF, end of file detected"]);
    desk.status("CLOSE IN");
    desk.status("OPEN/READ IN NOTES.TXT;1");
    let fifth = (0..5).map(|_| read(&mut desk).1).last();
    assert_eq!(fifth.as_deref(), Some("appended"));
}

#[test]
fn an_open_file_has_a_logical_name_until_it_is_closed() {
    let mut desk = Desk::new();
    desk.status("OPEN/WRITE OUT X.DAT");
    assert_eq!(desk.value("F$TRNLNM", &["OUT"]), "_DNFS1:");
    assert_eq!(desk.status("OPEN/WRITE OUT Y.DAT"), Status(0x0001_0001));
    desk.status("CLOSE OUT");
    assert_eq!(desk.value("F$TRNLNM", &["OUT"]), "");
    assert_eq!(desk.status("CLOSE OUT"), Status(0x0003_8188));
    assert_eq!(desk.screen.lines, ["%DCL-W-UNDFIL, file has not been opened by DCL - check logical name"]);
    assert!(desk.shows("CLOSE/NOLOG OUT").is_empty());
    assert!(!desk.host.path().join("Y.DAT;1").exists());
}

#[test]
fn a_missing_file_is_reported_with_its_full_name() {
    let mut desk = Desk::new();
    assert_eq!(desk.status("OPEN/READ IN NOSUCH.TXT"), Status(0x1001_8292));
    assert_eq!(
        desk.screen.lines,
        ["%DCL-E-OPENIN, error opening DNFS1:[000000]NOSUCH.TXT; as input", "-RMS-E-FNF, file not found"]
    );
    assert_eq!(desk.status("OPEN/READ/ERROR=OOPS IN NOSUCH.TXT"), Status(0x1001_8292));
    assert!(desk.screen.lines.is_empty());
}

#[test]
fn the_terminal_is_read_with_a_prompt() {
    let mut desk = Desk::new();
    desk.screen.answers.push_back("typed".to_owned());
    desk.status("READ/PROMPT=\"Say: \" SYS$COMMAND WORD");
    assert_eq!(desk.screen.asked, ["Say: "]);
    assert_eq!(desk.state.symbol("WORD").unwrap().string().to_string(), "typed");
    assert_eq!(desk.status("READ SYS$COMMAND WORD"), codes::RMS_EOF);
    assert_eq!(desk.screen.asked[1], "Data: ");
}

#[test]
fn the_default_directory_is_set_without_being_checked() {
    let mut desk = Desk::new();
    assert_eq!(desk.shows("SHOW DEFAULT"), ["  DNFS1:[000000]"]);
    desk.status("SET DEFAULT [.SUB]");
    assert_eq!(desk.shows("SHOW DEFAULT"), ["  DNFS1:[SUB]", "%DCL-I-INVDEF, DNFS1:[SUB] does not exist"]);
    desk.status("SET DEFAULT SYS$LOGIN");
    assert_eq!(desk.shows("SHOW DEFAULT"), ["  DNFS1:[000000]"]);
    desk.status("SET DEFAULT SYS$EXAMPLES");
    assert_eq!(desk.shows("SHOW DEFAULT"), ["  SYS$SYSROOT:[SYSHLP.EXAMPLES]"]);
    assert_eq!(desk.value("F$DIRECTORY", &[]), "[SYSHLP.EXAMPLES]");
    assert_eq!(desk.value("F$ENVIRONMENT", &["DEFAULT"]), "SYS$SYSROOT:[SYSHLP.EXAMPLES]");
    assert_eq!(desk.value("F$SEARCH", &["MINICOPY.COM"]), "SYS$SYSROOT:[SYSHLP.EXAMPLES]MINICOPY.COM;1");
}

#[test]
fn time_passes_on_the_virtual_clock_only_by_waiting() {
    let mut desk = Desk::new();
    assert_eq!(desk.shows("SHOW TIME"), ["   1-JAN-2030 00:00:00"]);
    desk.status("WAIT 00:01:30");
    assert_eq!(desk.shows("SHOW TIME"), ["   1-JAN-2030 00:01:30"]);
}

#[test]
fn symbols_show_their_radixes() {
    let mut desk = Desk::new();
    desk.state.set_local("A", 7);
    desk.state.set_global("B", "text");
    assert_eq!(desk.shows("SHOW SYMBOL A"), ["  A = 7   Hex = 00000007  Octal = 00000000007"]);
    assert_eq!(desk.shows("SHOW SYMBOL B"), ["  B == \"text\""]);
    desk.state.set_local("N", -2_147_483_644);
    assert_eq!(desk.shows("SHOW SYMBOL N"), ["  N = -2147483644   Hex = 80000004  Octal = 20000000004"]);
    assert_eq!(desk.status("DELETE/SYMBOL A"), Status::DCL_NORMAL);
    assert_eq!(desk.shows("SHOW SYMBOL A"), ["%DCL-W-UNDSYM, undefined symbol - check validity and spelling"]);
    assert_eq!(desk.status("DELETE/SYMBOL $STATUS"), codes::CLI_PERMSYM);
}
