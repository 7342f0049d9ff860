//! File specifications in lexical functions, and the file commands, as recorded on a real system.

use super::*;

/// The directory that the recorded sessions began with.
fn recorded() -> Desk {
    let desk = Desk::new();
    let numbered: String = (1..=20)
        .map(|n| {
            let word = if n == 5 || n == 12 { " needle ---------------" } else { " ----------------------" };
            format!("line {n:02}{word}\n")
        })
        .collect();
    for (name, text) in [
        ("A.TXT;1", "alpha one\nbeta two\n"),
        ("A.TXT;2", "second\n"),
        ("A.TXT;3", "Alpha Three\ndelta\nALPHA beta\n"),
        ("B.DAT;1", numbered.as_str()),
        ("C.LIS;1", "see alpha in C\n"),
        ("EMPTY.TXT;1", ""),
        ("LONGER_FILE_NAME_FOR_COLUMNS.TEXT;1", "x\n"),
    ] {
        desk.host_file(name, text);
    }
    desk
}

#[test]
fn parse_fills_fields_from_defaults() {
    let mut desk = Desk::new();
    let mut field =
        |file: &str, default: &str, field: &str| desk.value("F$PARSE", &[file, default, "", field, "SYNTAX_ONLY"]);
    assert_eq!(field("X.Y;3", "DKA100:[A.B]Z.TXT", "NAME"), "X");
    assert_eq!(field("X.Y;3", "DKA100:[A.B]Z.TXT", "TYPE"), ".Y");
    assert_eq!(field("X.Y;3", "DKA100:[A.B]Z.TXT", "VERSION"), ";3");
    assert_eq!(field("X", "[A.B]Z.TXT", "DIRECTORY"), "[A.B]");
    assert_eq!(field("[C]X", "DKA100:[A.B].TXT", ""), "DKA100:[C]X.TXT;");
    assert_eq!(field("NODE::DEV:[DIR]F.T;1", "", "NODE"), "NODE::");
    assert_eq!(desk.value("F$PARSE", &["[NOSUCH]X.Y"]), "");
    assert_eq!(desk.value("F$PARSE", &["NOSUCH:X.Y"]), "");
    assert_eq!(desk.value("F$PARSE", &["X.Y"]), "DNFS1:[000000]X.Y;");
}

#[test]
fn file_attributes_follow_from_the_file() {
    let mut desk = recorded();
    for (item, value) in
        [("EOF", "2"), ("ALQ", "16"), ("ORG", "SEQ"), ("DIRECTORY", "FALSE"), ("LRL", "30"), ("DVI", "DNFS1")]
    {
        assert_eq!(desk.value("F$FILE_ATTRIBUTES", &["B.DAT", item]), value, "{item}");
    }
    let fid = desk.value("F$FILE_ATTRIBUTES", &["C.LIS", "FID"]);
    assert_eq!(desk.value("F$FID_TO_NAME", &["DNFS1:", &fid]), "DNFS1:[000000]C.LIS;1");
    assert_eq!(desk.lexical("F$FILE_ATTRIBUTES", &["NOSUCH.TXT", "EOF"]).unwrap_err().status.0, 0x0001_8292);
    let items = "AI ALQ ATDATE BDT BI BKS BLS CBT CDT CTG DEQ DID DIRECTORY DVI EDT EOF ERASE FFB FID FILE_LENGTH_HINT \
        FSZ GBC GRP JOURNAL_FILE KNOWN LOCKED LRL MBM MOVE MRN MRS NOA NOBACKUP NOK ORG PRO PVN RAT RCK RDT RFM RU \
        RVN STORED_SEMANTICS UIC VERLIMIT WCK";
    for item in items.split_whitespace() {
        assert!(desk.lexical("F$FILE_ATTRIBUTES", &["C.LIS", item]).is_ok(), "{item}");
    }
}

#[test]
fn type_shows_text_or_says_what_is_missing() {
    let mut desk = recorded();
    assert_eq!(desk.status("TYPE C.LIS"), Status(0x1000_0001));
    assert_eq!(desk.screen.lines, ["see alpha in C"]);
    assert_eq!(desk.status("TYPE NOSUCH.TXT"), Status(0x1095_1238));
    let missing = ["%TYPE-W-SEARCHFAIL, error searching for DNFS1:[000000]NOSUCH.TXT;", "-RMS-E-FNF, file not found"];
    assert_eq!(desk.screen.lines, missing);
    let shown = desk.shows("TYPE A.TXT;1,;2");
    assert_eq!(shown[..3], [" ", "DNFS1:[000000]A.TXT;1", " "]);
    assert_eq!(shown[5..], [" ", "DNFS1:[000000]A.TXT;2", " ", "second"]);
}

#[test]
fn search_shows_records_with_what_surrounds_them() {
    let mut desk = recorded();
    assert_eq!(desk.status("SEARCH/WINDOW=(1,2) B.DAT needle"), Status::NORMAL);
    let shown = std::mem::take(&mut desk.screen.lines);
    assert_eq!(shown.len(), 9);
    assert_eq!((shown[0].as_str(), shown[4].as_str()), ("line 04 ----------------------", "***************"));
    assert_eq!(desk.status("SEARCH A.TXT nosuchstring"), Status(0x08D7_8053));
    assert_eq!(desk.screen.lines, ["%SEARCH-I-NOMATCHES, no strings matched"]);
    assert_eq!(desk.status("SEARCH NOSUCH.TXT x"), Status(0x08D7_804A));
    assert_eq!(
        desk.screen.lines,
        [
            "%SEARCH-W-OPENIN, error opening DNFS1:[000000]NOSUCH.TXT; as input",
            "-RMS-E-FNF, file not found",
            "%SEARCH-E-NOFILE, no file found",
        ]
    );
}

#[test]
fn directory_lists_in_columns() {
    let mut desk = recorded();
    assert_eq!(desk.status("DIRECTORY"), Status::NORMAL);
    let shown: Vec<String> = desk.screen.lines.iter().map(|line| line.trim_end().to_owned()).collect();
    let expected = [
        "",
        "Directory DNFS1:[000000]",
        "",
        "A.TXT;3             A.TXT;2             A.TXT;1             B.DAT;1",
        "C.LIS;1             EMPTY.TXT;1         LONGER_FILE_NAME_FOR_COLUMNS.TEXT;1",
        "",
        "Total of 7 files.",
    ];
    assert_eq!(shown, expected);
    assert_eq!(desk.shows("DIRECTORY *.TXT").len(), 6);
    assert_eq!(desk.status("DIRECTORY *.NONE"), Status(0x1001_8290));
    assert_eq!(desk.screen.lines, ["%DIRECT-W-NOFILES, no files found"]);
    assert_eq!(desk.status("DIRECTORY [NOSUCH]"), Status(0x1001_C04A));
    assert_eq!(
        desk.screen.lines,
        [
            "%DIRECT-E-OPENIN, error opening DNFS1:[NOSUCH]*.*;* as input",
            "-RMS-E-DNF, directory not found",
            "-SYSTEM-W-NOSUCHFILE, no such file",
        ]
    );
}

#[test]
fn sizes_end_at_column_31() {
    let mut desk = recorded();
    let shown = desk.shows("DIRECTORY/SIZE B.DAT,LONGER*.*");
    assert_eq!(shown[3], format!("{:<30}2", "B.DAT;1"));
    assert_eq!(shown[4..6], ["LONGER_FILE_NAME_FOR_COLUMNS.TEXT;1".to_owned(), format!("{:>31}", 1)]);
    assert_eq!(shown[7], "Total of 2 files, 3 blocks.");
    assert_eq!(desk.shows("DIRECTORY/TOTAL A.TXT;*").last().unwrap(), "Total of 3 files.");
}

#[test]
fn copies_are_logged_with_their_size() {
    let mut desk = recorded();
    assert_eq!(desk.status("COPY/LOG A.TXT;1 X.TXT"), Status::NORMAL);
    let copied = ["%COPY-S-COPIED, DNFS1:[000000]A.TXT;1 copied to DNFS1:[000000]X.TXT;1 (1 block)"];
    assert_eq!(desk.screen.lines, copied);
    assert_eq!(desk.host_text("X.TXT;1"), "alpha one\nbeta two\n");
    let empty = desk.shows("COPY/LOG EMPTY.TXT NONE.TXT");
    assert!(empty[0].ends_with("NONE.TXT;1 (0 records)"), "{empty:?}");
    assert_eq!(desk.status("COPY NOSUCH.TXT X.TXT"), Status(0x1067_109A));
    desk.shows("COPY A.TXT;1,C.LIS ALL.TXT");
    assert_eq!(desk.host_text("ALL.TXT;1"), "alpha one\nbeta two\nsee alpha in C\n");
    desk.shows("CREATE/DIRECTORY [.SUB]");
    desk.shows("COPY A.TXT;* [.SUB]");
    assert_eq!(desk.host_text("SUB/A.TXT;3"), "Alpha Three\ndelta\nALPHA beta\n");
    desk.shows("APPEND C.LIS X.TXT");
    assert_eq!(desk.host_text("X.TXT;1"), "alpha one\nbeta two\nsee alpha in C\n");
}

#[test]
fn files_are_deleted_by_version_and_purged() {
    let mut desk = recorded();
    assert_eq!(desk.status("DELETE A.TXT"), Status(0x1093_120A));
    assert_eq!(desk.screen.lines, ["%DELETE-E-DELVER, explicit version number or wild card required"]);
    assert_eq!(desk.status("DELETE NOSUCH.TXT;*"), Status(0x1093_1238));
    assert_eq!(desk.status("PURGE A.TXT"), Status(0x1000_0001));
    assert!(!desk.host.path().join("A.TXT;2").exists());
    assert_eq!(
        desk.shows("DELETE/LOG A.TXT;*,EMPTY.TXT;*"),
        [
            "%DELETE-I-FILDEL, DNFS1:[000000]A.TXT;3 deleted (16 blocks)",
            "%DELETE-I-FILDEL, DNFS1:[000000]EMPTY.TXT;1 deleted (0 blocks)",
            "%DELETE-I-TOTAL, 2 files deleted (16 blocks)",
        ]
    );
    desk.screen.answers.push_back("n".to_owned());
    desk.status("DELETE/CONFIRM C.LIS;");
    assert_eq!(desk.screen.asked, ["DELETE DNFS1:[000000]C.LIS;1 ? [N]:"]);
    assert!(desk.host.path().join("C.LIS;1").exists());
}

#[test]
fn files_are_created_and_renamed() {
    let mut desk = Desk::new();
    desk.screen.answers.extend(["one".to_owned(), "two".to_owned()]);
    assert_eq!(desk.shows("CREATE/LOG N.TXT"), ["%CREATE-I-CREATED, DNFS1:[000000]N.TXT;1 created"]);
    assert_eq!(desk.host_text("N.TXT;1"), "one\ntwo\n");
    assert_eq!(
        desk.shows("RENAME/LOG N.TXT M.DAT"),
        ["%RENAME-I-RENAMED, DNFS1:[000000]N.TXT;1 renamed to DNFS1:[000000]M.DAT;1"]
    );
    assert!(desk.shows("CREATE/DIRECTORY [.A.B]").is_empty());
    assert_eq!(desk.shows("CREATE/DIRECTORY [.A]"), ["%CREATE-I-EXISTS, DNFS1:[A] already exists"]);
    desk.status("RENAME M.DAT [.A.B]");
    assert_eq!(desk.value("F$SEARCH", &["[...]*.DAT"]), "DNFS1:[A.B]M.DAT;1");
    let full = desk.shows("DELETE A.DIR;1");
    assert_eq!(full[2], "-SYSTEM-F-DIRNOTEMPTY, directory file is not empty");
}
