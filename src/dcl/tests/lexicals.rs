//! dcl.md 13 and 16: the functions that need no world.

use super::{run, value};

#[test]
fn strings() {
    for (text, result) in [
        ("F$LENGTH(\"abc\") + F$LENGTH(12)", "5"),
        ("F$LOCATE(\"c\",\"abc\"), F$LOCATE(\"x\",\"abc\"), F$LOCATE(\"\",\"abc\")", "230"),
        ("F$EXTRACT(2,-1,\"abcd\"), F$EXTRACT(9,-1,\"a\")", "cd"),
        ("F$EXTRACT(1,2,\"abcd\"), \"|\", F$EXTRACT(9,2,\"a\"), \"|\", F$EXTRACT(-1,2,\"abc\"), \"|\"", "bc|||"),
        ("F$ELEMENT(1,\",\",\"a,b,c\"), F$ELEMENT(3,\",\",\"a,b,c\"), F$ELEMENT(-1,\",\",\"a\")", "b,,"),
        ("F$EDIT(\"  a  b \"\" c  D \"\" e ! x\",\"COMPRESS,TRIM,UPCASE,UNCOMMENT\")", "A B \" c  D \" E "),
        ("F$EDIT(\" a b \",\"collapse\")", "ab"),
        ("F$EDIT(\"a\",\"SHOUT\")", "IVKEYW \\SHOUT\\"),
        ("F$MATCH_WILD(\"ABCDE\",\"A*D%\"), F$MATCH_WILD(\"ABC\",\"A%\")", "TRUEFALSE"),
        ("F$CVSI(0,4,\"O\"), F$CVUI(4,4,\"O\"), F$CVUI(0,16,\"AB\")", "-1416961"),
        ("F$CVUI(0,9,\"A\")", "INVRANGE"),
        ("F$STRING(5) + \"x\", F$INTEGER(\"%X10\") + 1", "5x17"),
        ("F$LENG (\"abc\"), F$CVTI( \"1-JAN-2000\" , , \"YEAR\" )", "32000"),
        ("F$CUNITS(1024)", "512KB"),
        ("F$PARSE(\"a\",,,\"NAME\")", "F$PARSE(a,,,NAME)"),
        ("F$TIME()", " 7-OCT-2026 13:14:15.16"),
        (
            "F$DELTA_TIME(\"1-JAN-2000\",\"2-JAN-2000 00:00:05.62\"), \"|\", F$DELTA_TIME(\"TODAY\",\"\",\"DCL\")",
            "   1 00:00:05.62|0-13:14:15.16",
        ),
    ] {
        assert_eq!(value(text), result, "{text}");
    }
}

#[test]
fn names_count_to_their_fourth_character() {
    for (text, result) in [
        ("F$LEN(\"abc\"), F$LENGTHY(\"abc\"), F$ELEMNET(0,\",\",\"a,b\")", "33a"),
        ("F$CV(\"x\")", "ABFNAM \\F$CV(\\"),
        ("F$FAOX(\"x\")", "IVFNAM \\F$FAOX(\\"),
        ("F$(\"x\")", "IVFNAM \\F$(\\"),
    ] {
        assert_eq!(value(text), result, "{text}");
    }
}

#[test]
fn cvtime_checks_its_keywords() {
    for (text, result) in [
        ("F$CVTIME(\"\",\"ABS\")", "IVKEYW \\ABS\\"),
        ("F$CVTIME(\"\",\"\")", "IVKEYW"),
        ("F$CVTIME(\"1-\",\"DELTA\",\"WEEKDAY\")", "IVKEYW \\WEEKDAY\\"),
        ("F$CVTIME(\"TODAY\",\"absolute\",\"date\")", "7-OCT-2026"),
        ("F$CVTIME(,,\"WEEKDAY\")", "Wednesday"),
        ("F$CVTIME(\"1-JAN-2000\",,\"SECONDOFYEAR\")", "0"),
    ] {
        assert_eq!(value(text), result, "{text}");
    }
}

#[test]
fn type_wants_a_symbol() {
    let lines = run(
        "$ a = 1\n$ b = \"12\"\n$ c = \"x\"\n$ WRITE SYS$OUTPUT F$TYPE(a), F$TYPE(b), F$TYPE(c), F$TYPE(d), \".\"\n",
    );
    assert_eq!(lines, ["INTEGERINTEGERSTRING."]);
}

#[test]
fn environment_knows_the_level() {
    let lines = run(
        "$ WRITE SYS$OUTPUT F$ENVIRONMENT(\"PROCEDURE\"), F$ENVIRONMENT(\"MAX_DEPTH\"), F$ENVIRONMENT(\"message\")\n\
                     $ WRITE SYS$OUTPUT F$ENVIRONMENT(\"ON_CONTROL_Y\"), F$ENVIRONMENT(\"CONTROL\"), F$ENVIRONMENT(\"SYMBOL_SCOPE\")\n\
                     $ v = F$VERIFY(1,0)\n$ w = F$VERIFY(0)\n$ WRITE SYS$OUTPUT v, w, F$VERIFY()\n",
    );
    let expected = [
        "DNFS1:[000000]TEST.COM;132/FACILITY/SEVERITY/IDENTIFICATION/TEXT",
        "FALSEYLOCAL, GLOBAL",
        "$ w = F$VERIFY(0)",
        "010",
    ];
    assert_eq!(lines, expected);
}
