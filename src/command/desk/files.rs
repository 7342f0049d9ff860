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
