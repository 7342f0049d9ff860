//! Procedures recorded on OpenVMS Alpha V8.4 that need the language alone.

use super::run;

#[test]
fn what_real_systems_printed() {
    let cases: &[(&str, &[&str])] = &[
        ("$ WRITE SYS$OUTPUT .NOT. 0, \" \", .NOT. 1, \" \", 2147483647 + 1\n", &["-1 -2 -2147483648"]),
        ("$ x = \"a\"\n$ WRITE SYS$OUTPUT \"x is 'x' and ''x' twice\"\n", &["x is 'x' and a twice"]),
        ("$ SET NOON\n$ x = \"abc\n$ SHOW SYMBOL X\n", &["  X = \"abc\""]),
        (
            "$ SET NOON\n$ x = F$INTEGER(\"1\") / 0\n$ WRITE SYS$OUTPUT F$FAO(\"!XL\", F$INTEGER($STATUS))\n",
            &["00030001"],
        ),
        (
            "$ SET NOON\n$ CALL fails\n$ WRITE SYS$OUTPUT \"call status \", F$FAO(\"!XL\", F$INTEGER($STATUS)), \" sev \", $SEVERITY\n\
             $ EXIT 1\n$fails: SUBROUTINE\n$ WRITE SYS$OUTPUT \"in fails, depth \", F$ENVIRONMENT(\"DEPTH\")\n$ EXIT %X2C\n\
             $ ENDSUBROUTINE\n",
            &["in fails, depth 2", "%SYSTEM-F-ABORT, abort", "call status 0000002C sev 4"],
        ),
        (
            "$ SET NOON\n$ WRITE SYS$OUTPUT \"on severity \", F$ENVIRONMENT(\"ON_SEVERITY\")\n$ SET ON\n\
             $ WRITE SYS$OUTPUT \"on severity \", F$ENVIRONMENT(\"ON_SEVERITY\")\n$ ON WARNING THEN CONTINUE\n\
             $ WRITE SYS$OUTPUT \"on severity \", F$ENVIRONMENT(\"ON_SEVERITY\")\n$ nosuchverb\n\
             $ WRITE SYS$OUTPUT \"continued \", F$FAO(\"!XL\", F$INTEGER($STATUS))\n",
            &[
                "on severity NONE",
                "on severity ERROR",
                "on severity WARNING",
                "%DCL-W-IVVERB, unrecognized command verb - check validity and spelling",
                " \\NOSUCHVERB\\",
                "continued 00038090",
            ],
        ),
        (
            "$ SET NOON\n$ WRITE SYS$OUTPUT \"verify \", F$VERIFY()\n$ SET VERIFY\n$ a = 1 ! a comment\n$ b = \"x\"\n$ IF a THEN -\n\
             \tWRITE SYS$OUTPUT \"continued line\"\n$label:\n$ WRITE SYS$OUTPUT 'a'\n$ old = F$VERIFY(0)\n\
             $ WRITE SYS$OUTPUT \"was \", old\n$ WRITE SYS$OUTPUT \"now \", F$VERIFY()\n$ SET VERIFY\n$ SET NOVERIFY\n\
             $ WRITE SYS$OUTPUT \"off\"\n",
            &[
                "verify 0",
                "$ a = 1 ! a comment",
                "$ b = \"x\"",
                "$ IF a THEN -",
                "\tWRITE SYS$OUTPUT \"continued line\"",
                "continued line",
                "$label:",
                "$ WRITE SYS$OUTPUT 1",
                "1",
                "$ old = F$VERIFY(0)",
                "was 1",
                "now 0",
                "$ SET NOVERIFY",
                "off",
            ],
        ),
        (
            "$ SET NOON\n$ WRITE SYS$OUTPUT \"[\", F$CVTIME(\"10000-\", \"DELTA\"), \"]\"\n",
            &["%DCL-W-IVDTIME, invalid delta time - use DDDD-HH:MM:SS.CC format", " \\10000-\\"],
        ),
        (
            "$ WRITE SYS$OUTPUT \"[\", F$CVTIME(\"31-DEC-9999+1-\", \"ABSOLUTE\"), \"]\"\n",
            &["[1-JAN-**** 00:00:00.00]"],
        ),
        ("$ WRITE SYS$OUTPUT \"[\", F$FAO(\"a!/b\"), \"]\"\n", &["[a", "b]"]),
        ("$ WRITE SYS$OUTPUT F$MESSAGE(3 * %X10000, \"FACILITY\")\n", &["%CLI"]),
        ("$ WRITE SYS$OUTPUT F$MESSAGE(5)\n", &["%NONAME-?-NOMSG, Message number 00000005"]),
        (
            "$ SET NOON\n$ CALL x\n$ WRITE SYS$OUTPUT F$FAO(\"!XL\", F$INTEGER($STATUS))\n$ EXIT 1\n$x: SUBROUTINE\n\
             $ EXIT %X1000002C\n$ ENDSUBROUTINE\n",
            &["1000002C"],
        ),
    ];
    for (text, expected) in cases {
        assert_eq!(run(text), *expected, "{text}");
    }
}
