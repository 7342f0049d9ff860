//! Logical names, as recorded on a real system.

use super::*;

#[test]
fn definitions_supersede_with_a_message() {
    let mut desk = Desk::new();
    assert!(desk.shows("DEFINE VPT_ONE \"first value\"").is_empty());
    assert_eq!(desk.value("F$TRNLNM", &["VPT_ONE"]), "first value");
    let shown = desk.shows("DEFINE VPT_ONE second");
    assert_eq!(shown, ["%DCL-I-SUPERSEDE, previous value of VPT_ONE has been superseded"]);
    assert_eq!(desk.value("F$TRNLNM", &["vpt_one"]), "SECOND");
    assert_eq!(desk.status("DEFINE/NOLOG VPT_ONE third"), Status::DCL_NORMAL);
    assert!(desk.screen.lines.is_empty());
    desk.status("ASSIGN \"assigned\" VPT_TWO:");
    assert_eq!(desk.value("F$TRNLNM", &["VPT_TWO"]), "assigned");
}

#[test]
fn lists_show_one_line_for_each_member() {
    let mut desk = Desk::new();
    desk.status("DEFINE VPT_LIST A, B, \"c d\"");
    let shown = desk.shows("SHOW LOGICAL VPT_LIST");
    assert_eq!(shown, ["   \"VPT_LIST\" = \"A\" (LNM$PROCESS_TABLE)", "\t= \"B\"", "\t= \"c d\""]);
    assert_eq!(desk.value("F$TRNLNM", &["VPT_LIST", "", "2"]), "c d");
    assert_eq!(desk.value("F$TRNLNM", &["VPT_LIST", "", "3"]), "");
    for (item, value) in [
        ("VALUE", "A"),
        ("LENGTH", "1"),
        ("MAX_INDEX", "2"),
        ("TABLE", "FALSE"),
        ("TABLE_NAME", "LNM$PROCESS_TABLE"),
        ("TERMINAL", "FALSE"),
        ("CONCEALED", "FALSE"),
        ("CONFINE", "FALSE"),
        ("NO_ALIAS", "FALSE"),
        ("CRELOG", "FALSE"),
        ("ACCESS_MODE", "SUPERVISOR"),
    ] {
        assert_eq!(desk.value("F$TRNLNM", &["VPT_LIST", "", "", "", "", item]), value, "{item}");
    }
}

#[test]
fn full_shows_modes_and_attributes() {
    let mut desk = Desk::new();
    desk.status("DEFINE VPT_ONE \"x\"");
    desk.status("DEFINE/TRANSLATION_ATTRIBUTES=TERMINAL VPT_TERM VPT_ONE");
    assert_eq!(desk.shows("SHOW LOGICAL VPT_TERM"), ["   \"VPT_TERM\" = \"VPT_ONE\" (LNM$PROCESS_TABLE)"]);
    assert_eq!(
        desk.shows("SHOW LOGICAL/FULL VPT_TERM"),
        ["   \"VPT_TERM\" [super] = \"VPT_ONE\" [terminal] (LNM$PROCESS_TABLE)"]
    );
    desk.status("DEFINE VPT_MIX \"a\"/TRANSLATION_ATTRIBUTES=CONCEALED,\"b\"");
    assert_eq!(
        desk.shows("SHOW LOGICAL/FULL VPT_MIX"),
        ["   \"VPT_MIX\" [super] = \"a\" [concealed] (LNM$PROCESS_TABLE)", "\t= \"b\""]
    );
    desk.status("DEFINE/SYSTEM VPT_SYS \"system value\"");
    assert_eq!(
        desk.shows("SHOW LOGICAL/FULL VPT_SYS"),
        ["   \"VPT_SYS\" [super] = \"system value\" (LNM$SYSTEM_TABLE)"]
    );
    desk.status("DEFINE/GROUP VPT_GRP \"group value\"");
    assert_eq!(desk.shows("SHOW LOGICAL VPT_GRP"), ["   \"VPT_GRP\" = \"group value\" (LNM$GROUP_000001)"]);
}

#[test]
fn the_search_order_of_files_is_a_chain_of_names() {
    let shown = Desk::new().shows("SHOW LOGICAL/FULL/TABLE=LNM$SYSTEM_DIRECTORY LNM$FILE_DEV");
    assert_eq!(
        shown,
        [
            "   \"LNM$FILE_DEV\" [super] = \"LNM$PROCESS\" (LNM$SYSTEM_DIRECTORY)",
            "\t= \"LNM$JOB\"",
            "\t= \"LNM$GROUP\"",
            "\t= \"LNM$SYSTEM\"",
            "1  \"LNM$SYSTEM\" [kernel,no_alias] = \"LNM$SYSTEM_TABLE\" [terminal] (LNM$SYSTEM_DIRECTORY)",
            "\t= \"LNM$SYSCLUSTER\"",
            "2  \"LNM$SYSCLUSTER\" [kernel,no_alias] = \"LNM$SYSCLUSTER_TABLE\" [terminal] (LNM$SYSTEM_DIRECTORY)",
        ]
    );
}

#[test]
fn spelling_does_not_matter_unless_asked() {
    let mut desk = Desk::new();
    desk.status("DEFINE \"VptMixed\" \"case sensitive name\"");
    for spelling in ["VptMixed", "VPTMIXED", "vptmixed"] {
        assert_eq!(desk.value("F$TRNLNM", &[spelling]), "case sensitive name");
    }
    assert_eq!(desk.value("F$TRNLNM", &["VPTMIXED", "", "", "", "CASE_SENSITIVE"]), "");
    let shown = desk.shows("SHOW LOGICAL \"VptMixed\"");
    assert_eq!(shown, ["   \"VptMixed\" = \"case sensitive name\" (LNM$PROCESS_TABLE)"]);
}

#[test]
fn missing_names_are_told_apart() {
    let mut desk = Desk::new();
    assert_eq!(desk.status("SHOW LOGICAL NOSUCH"), Status(0x1078_8019));
    assert_eq!(desk.screen.lines, ["%SHOW-S-NOTRAN, no translation for logical name NOSUCH"]);
    assert_eq!(desk.status("DEASSIGN NOSUCH"), Status(0x0000_01BC));
    assert_eq!(desk.screen.lines, ["%SYSTEM-F-NOLOGNAM, no logical name match"]);
}

#[test]
fn shared_tables_need_their_privilege() {
    let mut desk = Desk::with(PrivilegeSet::ORDINARY);
    let refused = ["%SYSTEM-F-NOPRIV, insufficient privilege or object protection violation"];
    assert_eq!(desk.shows("DEFINE/SYSTEM X Y"), refused);
    assert_eq!(desk.shows("DEFINE/GROUP X Y"), refused);
    assert!(desk.shows("DEFINE/JOB X Y").is_empty());
    assert!(desk.shows("DEFINE/EXECUTIVE_MODE X Z").is_empty());
    assert_eq!(desk.value("F$TRNLNM", &["X", "", "", "", "", "ACCESS_MODE"]), "SUPERVISOR");
}

#[test]
fn a_table_lists_its_names_under_its_own() {
    let mut desk = Desk::new();
    desk.status("CREATE/NAME_TABLE VPT_TABLE");
    desk.status("DEFINE/TABLE=VPT_TABLE VPT_B two");
    desk.status("DEFINE/TABLE=VPT_TABLE VPT_A one");
    let shown = desk.shows("SHOW LOGICAL/TABLE=VPT_TABLE");
    assert_eq!(shown, ["", "(VPT_TABLE)", "", "  \"VPT_A\" = \"ONE\"", "  \"VPT_B\" = \"TWO\""]);
    assert_eq!(desk.value("F$TRNLNM", &["VPT_A", "VPT_TABLE"]), "ONE");
    assert_eq!(desk.shows("SHOW LOGICAL/TABLE=NOSUCH"), ["%SYSTEM-F-NOLOGTAB, no logical name table name match"]);
}

#[test]
fn a_user_mode_name_is_gone_after_the_next_image() {
    let mut desk = Desk::new();
    desk.status("DEFINE X LASTING");
    desk.status("DEFINE/USER_MODE X SHORT");
    assert_eq!(desk.value("F$TRNLNM", &["X"]), "SHORT");
    desk.status("SHOW TIME");
    assert_eq!(desk.value("F$TRNLNM", &["X"]), "SHORT");
    desk.status("DIRECTORY");
    assert_eq!(desk.value("F$TRNLNM", &["X"]), "LASTING");
}
