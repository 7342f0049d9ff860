//! dcl.md 3 and 4.

use super::{World, run, run_in};

#[test]
fn a_null_string_leaves_the_verb_to_its_qualifiers() {
    let lines = run("$ delete :==\"\"\n$ delete/symbol/global delete\n$ say = \"\"\n$ say WRITE SYS$OUTPUT \"a\"\n");
    assert_eq!(lines.last().map(String::as_str), Some("a"));
    assert!(!lines.iter().any(|line| line.contains("NOCOMD")), "{lines:?}");
}

#[test]
fn text_assignment_folds_and_unquotes() {
    let lines = run("$ a := hello   world\n$ b := \"Kept  as is\" and more\n$ c :== \"x\"\n$ d :=\n\
                     $ SHOW SYMBOL a\n$ SHOW SYMBOL b\n$ SHOW SYMBOL c\n$ SHOW SYMBOL d\n");
    assert_eq!(lines, ["  A = \"HELLO WORLD\"", "  B = \"Kept  as is AND MORE\"", "  C = \"x\"", "  D = \"\""]);
}

#[test]
fn overlays_change_a_part() {
    let lines = run("$ a = \"abcdef\"\n$ a[2,3] := XY\n$ SHOW SYMBOL a\n$ a[8,2] := \"zz\"\n$ SHOW SYMBOL a\n\
                     $ n = 5\n$ n[1,2] = 3\n$ SHOW SYMBOL n\n$ esc[0,8] = 65\n$ SHOW SYMBOL esc\n\
                     $ n[30,4] = 1\n$ n[0,33] = 1\n");
    let range = "%DCL-W-INVRANGE, field specification is out of bounds - check sign and size";
    let expected = ["  A = \"abXY f\"", "  A = \"abXY f  zz\"", "  N = 7", "  ESC = \"A\"", range, range];
    assert_eq!(lines, expected);
}

#[test]
fn names_that_are_verbs_can_be_symbols() {
    assert_eq!(run("$ stop = 1\n$ if = 2\n$ WRITE SYS$OUTPUT stop + if\n"), ["3"]);
}

#[test]
fn a_symbol_defined_at_run_time_changes_what_a_line_means() {
    let text = "$ i = 0\n$ next:\n$ i = i + 1\n$ SHOW SYMBOL i\n$ IF i .EQ. 1 THEN SHOW = \"WRITE SYS$OUTPUT \"\"now\"\" !\"\n\
                $ IF i .LT. 2 THEN GOTO next\n";
    let mut world = World::default();
    let lines = run_in(&mut world, text);
    assert_eq!(lines[0], "  I = 1");
    assert!(lines[1].starts_with("%DCL-W-EXPSYN"), "{lines:?}");
}

#[test]
fn a_first_token_is_replaced_once() {
    let mut world = World::default();
    let lines = run_in(
        &mut world,
        "$ say = \"write sys$output\"\n$ say \"hi\"\n$ IF 1 THEN say \"there\"\n$ type = \"type/page\"\n$ type x\n\
         $ di*smount :== dismount/nounload\n$ dism dsa1:\n$ x :== $dev:[dir]image\n$ x a \"b\"\n",
    );
    assert_eq!(lines, ["hi", "there"]);
    assert_eq!(world.ran, ["TYPE/PAGE X", "DISMOUNT/NOUNLOAD DSA1:", "MCR DEV:[DIR]IMAGE A \"b\""]);
}

#[test]
fn apostrophes_build_names_labels_and_lines() {
    let lines = run(
        "$ i = 2\n$ x2 = \"two\"\n$ WRITE SYS$OUTPUT x'i', \" ''i'\"\n$ GOTO L_'i'\n$L_1:\n$ EXIT\n$L_2:\n\
                     $ c = \"WRITE SYS$OUTPUT \"\"built\"\"\"\n$ 'c\n$ v = 'i' + 1\n$ e = \"1 + 2\"\n$ v = 'e'\n$ WRITE SYS$OUTPUT v\n",
    );
    assert_eq!(lines, ["two 2", "built", "3"]);
}

#[test]
fn what_an_ampersand_inserts_keeps_its_case() {
    let lines = run("$ n = \"x\"\n$ x = 1\n$ WRITE SYS$OUTPUT &n\n$ n = \"X\"\n$ WRITE SYS$OUTPUT &n\n");
    assert_eq!(lines, ["%DCL-W-UNDSYM, undefined symbol - check validity and spelling", " \\x\\", "1"]);
}

#[test]
fn an_undefined_operand_abandons_the_whole_command() {
    let lines = run("$ WRITE SYS$OUTPUT \"a\", nosuch\n$ WRITE SYS$OUTPUT \"['nosuch'] [''nosuch']\"\n");
    assert_eq!(
        lines,
        ["%DCL-W-UNDSYM, undefined symbol - check validity and spelling", " \\NOSUCH\\", "['nosuch'] []"]
    );
}

#[test]
fn levels_shadow_and_vanish() {
    let lines = run("$ g == \"global\"\n$ a = 1\n$ CALL inner\n$ WRITE SYS$OUTPUT a, g\n$ EXIT\n$inner: SUBROUTINE\n\
                     $ WRITE SYS$OUTPUT a\n$ a = 2\n$ g = \"local\"\n$ WRITE SYS$OUTPUT a, g\n$ ENDSUBROUTINE\n");
    assert_eq!(lines, ["1", "2local", "1global"]);
}

#[test]
fn abbreviations_conflict() {
    let lines = run(
        "$ dir*ectory = \"one\"\n$ WRITE SYS$OUTPUT direc\n$ dire = \"two\"\n$ di = \"three\"\n$ WRITE SYS$OUTPUT di\n",
    );
    assert_eq!(
        lines,
        ["one", "%DCL-W-ABSYMD, abbreviated symbol definition conflict - rename symbol", " \\DIRE\\", "three"]
    );
}

#[test]
fn inquire_folds_its_answer() {
    let mut world =
        World { answers: vec!["some  text".into(), "\"As Typed\"".into(), "'p'".into()], ..World::default() };
    let lines = run_in(
        &mut world,
        "$ p = 7\n$ INQUIRE a \"Your name\"\n$ INQUIRE/NOPUNCTUATION b \"Go? \"\n$ INQUIRE/GLOBAL c\n\
         $ SHOW SYMBOL a\n$ SHOW SYMBOL b\n$ SHOW SYMBOL c\n",
    );
    let expected = ["Your name: ", "Go? ", "C: ", "  A = \"SOME TEXT\"", "  B = \"As Typed\"", "  C = \"7\""];
    assert_eq!(lines, expected);
}
