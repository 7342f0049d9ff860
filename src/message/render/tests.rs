//! Every printed form of dcl.md 7, cdu.md 7 and shadowing.md 4, and the recorded results of F$MESSAGE.

use super::*;
use crate::message::Severity;

fn described(code: u32, parts: &str) -> String {
    describe(Catalog::embedded(), Status(code), Parts::from_list(parts).unwrap())
}

#[test]
fn f_message_as_recorded() {
    for (facility, name) in
        [(0, "%SYSTEM"), (3, "%CLI"), (5, "%OPCOM"), (117, "%INIT"), (121, "%DIRECT"), (148, "%PURGE")]
    {
        assert_eq!(described(facility << 16, "FACILITY"), name);
    }
    for (code, text) in [
        (236, "%SYSTEM-F-ILLEFC, illegal event flag cluster"),
        (340, "%SYSTEM-F-IVLOGNAM, invalid logical name"),
        (564, "%SYSTEM-F-UNASEFC, unassociated event flag cluster"),
        (596, "%SYSTEM-F-VOLINV, volume is not software enabled"),
        (2120, "%SYSTEM-W-DEVASSIGN, device has channels assigned"),
        (2280, "%SYSTEM-W-NONEXPR, nonexistent process"),
        (2312, "%SYSTEM-W-NOSUCHDEV, no such device available"),
        (5, "%NONAME-?-NOMSG, Message number 00000005"),
        (0xFFFF_FFFF, "%NONAME-?-NOMSG, Message number 0FFFFFFF"),
        (1, "%SYSTEM-S-NORMAL, normal successful completion"),
        (0x1072_006C, "%MOUNT-F-DEVMOUNT, device is already mounted"),
        (0x0003_8090, "%CLI-W-IVVERB, unrecognized command verb - check validity and spelling"),
        (0x08D7_8053, "%SEARCH-I-NOMATCHES, no strings matched"),
        (0x1095_1238, "%TYPE-W-SEARCHFAIL, error searching for !AS"),
        (0x0072_FFF8, "%MOUNT-W-NOMSG, Message number 0072FFF8"),
    ] {
        assert_eq!(described(code, ""), text);
    }
}

#[test]
fn f_message_parts_have_their_own_punctuation() {
    let abort = codes::SYSTEM_ABORT.0;
    assert_eq!(described(abort, "FACILITY"), "%SYSTEM");
    assert_eq!(described(abort, "SEVERITY"), "%F");
    assert_eq!(described(abort, "ident"), "%ABORT");
    assert_eq!(described(abort, "TEXT"), "abort");
    assert_eq!(described(abort, "IDENT,FACILITY"), "%SYSTEM-ABORT");
    assert_eq!(described(abort, "SEVERITY, TEXT"), "%F, abort");
    assert_eq!(Parts::from_list("COLOUR").unwrap_err().token.as_deref(), Some("COLOUR"));
}

#[test]
fn set_message_switches_parts_off() {
    let printed = |parts| lines_with(&Style { parts, ..Style::default() }, &codes::SYSTEM_ABORT.into());
    assert_eq!(printed(Parts::ALL), ["%SYSTEM-F-ABORT, abort"]);
    assert_eq!(printed(Parts { facility: false, ..Parts::ALL }), ["%F-ABORT, abort"]);
    assert_eq!(printed(Parts { ident: false, ..Parts::ALL }), ["%SYSTEM-F, abort"]);
    assert_eq!(printed(Parts { severity: false, ..Parts::ALL }), ["%SYSTEM-ABORT, abort"]);
    assert_eq!(printed(Parts { text: false, ..Parts::ALL }), ["%SYSTEM-F-ABORT"]);
    assert_eq!(printed(Parts { text: true, ..Parts::NONE }), ["abort"]);
    assert!(printed(Parts::NONE).is_empty());
    assert_eq!(Parts { ident: false, ..Parts::ALL }.qualifiers(), "/FACILITY/SEVERITY/NOIDENTIFICATION/TEXT");
}

#[test]
fn dcl_prints_its_own_name_and_the_token_line() {
    let condition = Condition::new(codes::CLI_IVQUAL).token("BOGUS");
    let text = "unrecognized qualifier - check validity, spelling, and placement";
    assert_eq!(lines(&condition), [format!("%DCL-W-IVQUAL, {text}"), " \\BOGUS\\".to_owned()]);
    let style = Style { cli_by_name: true, ..Style::default() };
    assert_eq!(lines_with(&style, &condition)[0], format!("%CLI-W-IVQUAL, {text}"));
}

#[test]
fn chains_are_marked_with_a_dash_or_fresh_with_a_percent_sign() {
    let refused = Condition::new(codes::DISM_CANNOTDMT)
        .arg("DKA100:")
        .also(codes::DISM_SRCMEM)
        .also(Condition::new(codes::DISM_USERFILES).arg(1))
        .then(codes::SYSTEM_WBMERR);
    assert_eq!(
        lines(&refused),
        [
            "%DISM-W-CANNOTDMT, DKA100: cannot be dismounted",
            "%DISM-F-SRCMEM, only source member of shadow set cannot be dismounted",
            "%DISM-W-USERFILES, 1 user file open on volume",
            "-SYSTEM-F-WBMERR, WBM error during dismount",
        ]
    );
    let opening = Condition::new(codes::COPY_OPENIN).arg("DKA0:[A]X.TXT;").then(codes::RMS_FNF);
    assert_eq!(
        lines(&opening),
        ["%COPY-E-OPENIN, error opening DKA0:[A]X.TXT; as input", "-RMS-E-FNF, file not found"]
    );
}

#[test]
fn mount_lines_of_the_reference() {
    let mounted = Condition::new(codes::MOUNT_MOUNTED).arg("SHADOWVOL").arg("_DSA0:");
    assert_eq!(lines(&mounted), ["%MOUNT-I-MOUNTED, SHADOWVOL mounted on _DSA0:"]);
    let relabelled = Condition::new(codes::SYSTEM_NOSUCHDEV.relabel(114, Severity::Severe));
    assert_eq!(lines(&relabelled), ["%MOUNT-F-NOSUCHDEV, no such device available"]);
    let label = Condition::new(codes::MOUNT_VOLIDENT).arg("VPTIN       ").arg("            ").arg("DECFILE11B  ");
    let wrong = Condition::new(codes::SYSTEM_INCVOLLABEL.relabel(114, Severity::Severe)).then(label);
    assert_eq!(
        lines(&wrong),
        [
            "%MOUNT-F-INCVOLLABEL, incorrect volume label",
            "-MOUNT-I-VOLIDENT, label = 'VPTIN       ', owner = '            ', format = 'DECFILE11B  '"
        ]
    );
    assert_eq!(lines(&codes::MOUNT_DEVNOFE.into()).len(), 2);
}

#[test]
fn operator_lines_of_the_reference() {
    let started = Condition::new(codes::WBM_STARTED).arg(0x000A_0001).arg("_DSA1:");
    assert_eq!(lines(&started), ["%WBM-I-WBMINFO Bitmap 000A0001 has been started on _DSA1:"]);
    let changed = Condition::new(codes::SHADOW_CHANGED).arg("DSA13:");
    let text = "shadow set has changed state. Volume processing in progress.";
    assert_eq!(lines(&changed), [format!("%SHADOW-I-VOLPROC, DSA13: {text}")]);
    let banner = Condition::new(codes::OPCOM_BANNER).arg("24-MAR-2010 15:01:30.99");
    assert_eq!(expand(&banner), "%%%%%%%%%%%  OPCOM  24-MAR-2010 15:01:30.99  %%%%%%%%%%%");
    let copied = Condition::new(codes::SHADOW_SERVER_SSRVCMPFCPY).arg("_DSA0:").arg(1234).arg(7);
    assert_eq!(
        lines(&copied),
        ["%SHADOW_SERVER-I-SSRVCMPFCPY, completing copy operation on device _DSA0: at LBN: 1234, ID number: 7"]
    );
}

#[test]
fn a_code_without_arguments_keeps_its_directives() {
    assert_eq!(lines(&codes::SHOW_NOTRAN.into()), ["%SHOW-S-NOTRAN, no translation for logical name !AS"]);
    assert_eq!(text(codes::RMS_FNF), "file not found");
}
