//! dcl.md 5.

use super::value;

#[test]
fn operators_bind_as_the_table_says() {
    for (text, result) in [
        ("2 + 3 * 4", "14"),
        ("(2 + 3) * 4", "20"),
        ("10 - 3 - 2", "5"),
        ("-2 * 3", "-6"),
        ("7 / 2", "3"),
        ("-7 / 2", "-3"),
        ("1 / 0", "0"),
        ("1 .EQ. 1 .AND. 2 .EQ. 3", "0"),
        (".NOT. 1 .EQ. 2", "-1"),
        (".NOT. 0", "-1"),
        (".NOT. 1", "-2"),
        ("4 .OR. 1", "5"),
        ("6 .AND. 3", "2"),
        ("1.EQ.1", "1"),
        ("1 .EQ 1 .AND .NOT 0", "1"),
        ("2147483647 + 1", "-2147483648"),
        ("4294967300", "4"),
        ("%X10 + %O17 + %D99", "130"),
        ("- -3", "3"),
        ("1 .OR. 0 .AND. 0", "1"),
    ] {
        assert_eq!(value(text), result, "{text}");
    }
}

#[test]
fn strings_and_integers_mix_as_dcl_has_it() {
    for (text, result) in [
        ("\"abc\" + \"def\"", "abcdef"),
        ("\"abcabc\" - \"b\"", "acabc"),
        ("\"abc\" - \"x\"", "abc"),
        ("\"3\" + 4", "7"),
        ("\"10\" .LT. \"9\"", "0"),
        ("\"10\" .LTS. \"9\"", "1"),
        ("\"YES\" .EQ. 1", "1"),
        ("\"a\" .EQS. \"A\"", "0"),
        ("\"ab\" .GTS. \"a\"", "1"),
        ("7 .EQS. \"7\"", "1"),
        ("\"say \"\"hi\"\"\"", "say \"hi\""),
        ("\"2\" * \"3\"", "6"),
    ] {
        assert_eq!(value(text), result, "{text}");
    }
}

#[test]
fn what_is_wrong_is_named_with_its_token() {
    for (text, result) in [
        ("nosuch", "UNDSYM \\NOSUCH\\"),
        ("1 .FOO. 2", "IVOPER \\.FOO.\\"),
        ("1 .FOO 2", "IVOPER \\.FOO\\"),
        ("1 2", "EXPSYN \\2\\"),
        ("12AB", "IVCHAR \\12AB\\"),
        ("%XG1", "IVCHAR \\%XG1\\"),
        ("F$BOGUS(1)", "IVFNAM \\F$BOGUS(\\"),
        ("F$LENGTH()", "SYMDEL"),
        ("F$LENGTH(\"a\",\"b\")", "SYMDEL"),
        ("F$EXTRACT(,1,\"x\")", "ARGREQ"),
        ("F$TYPE(\"x\")", "SYMDEL"),
    ] {
        assert_eq!(value(text), result, "{text}");
    }
    assert!(value("(1").starts_with("EXPSYN"));
    assert!(value(&"(".repeat(3000)).starts_with("COMPLX"));
    assert!(value(&format!("1{}", "+1".repeat(2000))).starts_with("COMPLX"));
}
