//! Processes, privileges, F$GETJPI, F$GETSYI.

use super::*;
use crate::message::codes;

#[test]
fn a_process_name_has_15_characters_at_most() {
    let mut desk = Desk::new();
    desk.status("SET PROCESS/NAME=\"IMPL8019NAM15XY\"");
    assert_eq!(desk.value("F$GETJPI", &["", "PRCNAM"]), "IMPL8019NAM15XY");
    assert_eq!(
        desk.shows("SET PROCESS/NAME=\"IMPL8019NAM15XYZ\""),
        ["%SET-E-NOTSET, error modifying process name", "-SYSTEM-F-IVLOGNAM, invalid logical name"]
    );
    assert_eq!(desk.value("F$PROCESS", &[]), "IMPL8019NAM15XY");
}

#[test]
fn a_bad_identification_is_a_bad_value() {
    let shown = Desk::new().shows("SHOW PROCESS/ID=ZZZZ");
    assert_eq!(shown, ["%SHOW-E-INVQUAVAL, value 'ZZZZ' invalid for /IDENTIFICATION qualifier"]);
}

#[test]
fn privileges_come_and_go() {
    let mut desk = Desk::with(PrivilegeSet::ORDINARY);
    assert_eq!(desk.value("F$PRIVILEGE", &["TMPMBX,NOOPER"]), "TRUE");
    assert_eq!(
        desk.shows("SET PROCESS/PRIVILEGES=(OPER,NOTMPMBX)"),
        ["%SYSTEM-W-NOTALLPRIV, not all requested privileges authorized"]
    );
    assert_eq!(desk.value("F$GETJPI", &["", "CURPRIV"]), "NETMBX");
    let mut desk = Desk::new();
    assert_eq!(desk.value("F$SETPRV", &["NOOPER,NOGROUP"]), "OPER,GROUP");
    assert_eq!(desk.value("F$PRIVILEGE", &["NOOPER"]), "TRUE");
    assert_eq!(desk.status("SET PROCESS/PRIVILEGES=(NOALL,TMPMBX)"), Status::NORMAL);
    assert_eq!(desk.value("F$GETJPI", &["", "CURPRIV"]), "TMPMBX");
}

#[test]
fn the_process_display_has_the_recorded_layout() {
    let shown = Desk::new().shows("SHOW PROCESS");
    let expected = [
        "",
        " 1-JAN-2030 00:00:00.00   User: SYSTEM           Process ID:   2020021C",
        "                          Node: NODEA            Process name: \"SYSTEM\"",
        "",
        "Terminal:           FTA1:",
        "User Identifier:    [SYSTEM]",
        "Base priority:      4",
        "Default file spec:  DNFS1:[000000]",
    ];
    assert_eq!(shown, expected);
}

#[test]
fn system_items_and_parameters_are_answered() {
    let mut desk = Desk::new();
    assert_eq!(desk.value("F$GETSYI", &["NODENAME"]), "NODEA");
    assert_eq!(desk.value("F$GETSYI", &["VERSION"]), "V8.4    ");
    assert_eq!(desk.value("F$GETSYI", &["shadow_max_copy"]), "4");
    assert_eq!(desk.value("F$GETSYI", &["NODENAME", "NODEA"]), "NODEA");
    assert_eq!(desk.lexical("F$GETSYI", &["NODENAME", "OTHER"]).unwrap_err().status, codes::SYSTEM_NOSUCHNODE);
    assert_eq!(desk.lexical("F$GETSYI", &["NOSUCH"]).unwrap_err().status, codes::CLI_IVKEYW);
    assert_eq!(desk.value("F$GETJPI", &["", "UIC"]), "[SYSTEM]");
    assert_eq!(desk.lexical("F$GETJPI", &["00000999", "UIC"]).unwrap_err().status, codes::SYSTEM_NONEXPR);
}

#[test]
fn every_documented_item_is_answered() {
    let mut desk = Desk::new();
    let jpi = "ACCOUNT APTCNT ASTCNT ASTLM AUTHPRI AUTHPRIV BIOCNT BIOLM BUFIO BYTCNT BYTLM CLINAME CPULIM CPUTIM \
        CURPRIV DIOCNT DIOLM DIRIO ENQCNT ENQLM FILCNT FILLM FREPTECNT GPGCNT GRP IMAGNAME IMAGPRIV JOBPRCCNT \
        LOGINTIM MASTER_PID MEM MODE MSGMASK NODENAME NODE_CSID OWNER PAGEFLTS PAGFILCNT PGFLQUOTA PHDFLAGS PID \
        PPGCNT PRCCNT PRCLM PRCNAM PRI PRIB PROCPRIV PROC_INDEX RIGHTSLIST SHRFILLM SITESPEC STATE STS SWPFILLOC \
        TABLENAME TERMINAL TMBU TQCNT TQLM TT_ACCPORNAM TT_PHYDEVNAM UIC USERNAME VIRTPEAK VOLUMES WSAUTH WSEXTENT \
        WSPEAK WSQUOTA WSSIZE";
    for item in jpi.split_whitespace() {
        assert!(desk.lexical("F$GETJPI", &["", item]).is_ok(), "{item}");
    }
    let syi = "ACTIVECPU_CNT ARCH_NAME ARCH_TYPE AVAILCPU_CNT BOOTTIME CHARACTER_EMULATED CLUSTER_EVOTES \
        CLUSTER_FSYSID CLUSTER_FTIME CLUSTER_MEMBER CLUSTER_NODES CLUSTER_QUORUM CLUSTER_VOTES CONTIG_GBLPAGES CPU \
        CPUTYPE CWLOGICALS DECNET_VERSION FREE_GBLPAGES FREE_PAGES HW_MODEL HW_NAME MEMSIZE NODENAME NODE_AREA \
        NODE_CSID NODE_EVOTES NODE_HWTYPE NODE_HWVERS NODE_NUMBER NODE_QUORUM NODE_SWINCARN NODE_SWTYPE NODE_SWVERS \
        NODE_SYSTEMID NODE_VOTES PAGEFILE_FREE PAGE_SIZE SCSNODE SCS_EXISTS SID SWAPFILE_FREE VERSION \
        VECTOR_EMULATOR XCPU SHADOWING SHADOW_MAX_UNIT SHADOW_MBR_TMO MVTIMEOUT ALLOCLASS MSCP_LOAD MSCP_SERVE_ALL";
    for item in syi.split_whitespace() {
        assert!(desk.lexical("F$GETSYI", &[item]).is_ok(), "{item}");
    }
}

#[test]
fn processes_can_be_gone_through() {
    let mut desk = Desk::with(PrivilegeSet::ORDINARY);
    // Those of the system are the same user's until it is another one.
    assert_eq!(desk.value("F$PID", &["OTHER"]), "20200201");
    desk.process.uic = crate::node::uic::Uic { group: 0o200, member: 1 };
    assert_eq!(desk.value("F$PID", &["CTX"]), "2020021C");
    assert_eq!(desk.value("F$PID", &["CTX"]), "");
    let mut desk = Desk::new();
    desk.lexical("F$CONTEXT", &["PROCESS", "CTX", "PRCNAM", "SYS*", "EQL"]).unwrap();
    assert_eq!(desk.value("F$PID", &["CTX"]), "2020021C");
    assert_eq!(desk.value("F$PID", &["CTX"]), "");
}

#[test]
fn logout_says_when() {
    let mut desk = Desk::new();
    assert_eq!(desk.shows("LOGOUT"), ["  SYSTEM       logged out at  1-JAN-2030 00:00:00.00"]);
    assert!(desk.state.has_ended());
}

#[test]
fn an_operator_hears_that_it_is_one() {
    let mut desk = Desk::new();
    assert_eq!(desk.shows("REQUEST \"help\""), ["%OPCOM-S-NOPERATOR, no operator coverage"]);
    let shown = desk.shows("REPLY/ENABLE=(DISKS,CENTRAL)");
    assert_eq!(shown[1], "Operator _NODEA$FTA1: has been enabled, username SYSTEM");
    assert_eq!(shown[4..6], ["Operator status for operator _NODEA$FTA1:", "CENTRAL, DISKS"]);
    assert_eq!(desk.status("REQUEST \"help\""), crate::message::Status::NORMAL);
    let sent = desk.node.operator().since(&std::sync::atomic::AtomicU64::new(0));
    let lines = sent.last().map(|message| message.console_lines()).unwrap_or_default();
    assert_eq!(lines[1..3], ["Message from user SYSTEM on NODEA", "help"]);
    assert_eq!(desk.shows("REPLY/DISABLE")[1], "Operator _NODEA$FTA1: has been disabled, username SYSTEM");
    let mut desk = Desk::with(PrivilegeSet::ORDINARY);
    assert_eq!(desk.shows("REPLY/ENABLE"), ["%SYSTEM-F-NOOPER, operation requires OPER privilege"]);
}

#[test]
fn an_operator_hears_of_an_answer_unless_nonotify_is_given() {
    use crate::node::operator::Answer;
    use std::sync::atomic::Ordering;
    let mut desk = Desk::new();
    desk.status("REPLY/ENABLE");
    let number = desk.node.operator().request("ANNA", &[], "a tape");
    let seen = Arc::clone(&desk.process.seat.seen);
    seen.store(desk.node.operator().sent(), Ordering::Relaxed);
    desk.status("REPLY/PENDING=1/NONOTIFY \"soon\"");
    assert_eq!(seen.load(Ordering::Relaxed), desk.node.operator().sent());
    desk.status("REPLY/BLANK_TAPE=1 \"loaded\"");
    assert!(seen.load(Ordering::Relaxed) < desk.node.operator().sent());
    assert_eq!(desk.node.operator().next_reply(number).unwrap().answer, Answer::Pending);
    assert_eq!(desk.node.operator().next_reply(number).unwrap().answer, Answer::BlankTape);
}
