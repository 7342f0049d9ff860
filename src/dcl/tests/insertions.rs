//! Lines that insert into quoted strings and into parameters, met again and again with other values: each turn says what the same line says
//! when it is met once.

use super::{World, run, run_in};

/// Every turn of the loop has a line of its own.
fn unrolled_text(values: &[&str], body: &str) -> String {
    let mut text = String::new();
    for value in values {
        text += &format!("$ {value}\n{body}");
    }
    text
}

/// The same by one loop.
fn loop_text(values: &[&str], body: &str) -> String {
    let mut text = "$ turn = 0\n$loop:\n$ turn = turn + 1\n".to_owned();
    for (turn, value) in values.iter().enumerate() {
        text += &format!("$ IF turn .EQ. {} THEN {value}\n", turn + 1);
    }
    text += body;
    text += &format!("$ IF turn .LT. {} THEN GOTO loop\n", values.len());
    text
}

const VALUES: &[&str] = &[
    "x = \"one\"",
    "x = 2",
    "x = -2147483648",
    "x = \"with \"\"quotes\"\" in it\"",
    "x = \"a ! comment - and 'apostrophes' and \" + \"'\" + \"'x'\"",
    "x = \"\"",
    "x = \"back  to   normal\"",
    "x == \"global\"",
    "x = F$FAO(\"!5000*a\")",
    "x = F$FAO(\"!9000*a\")",
    "x = \"trailing -\"",
];

#[test]
fn each_turn_says_what_the_line_says_alone() {
    let bodies = [
        "$ WRITE SYS$OUTPUT \"<''x'>\"\n",
        "$ WRITE SYS$OUTPUT \"<''x' and ''x\"\n$ WRITE SYS$OUTPUT F$LENGTH(\"''x'\"), \" \", x\n",
        "$ t = \"''x'.''$severity'\" + \"''nosuch'\"\n$ SHOW SYMBOL t\n",
        "$ IF \"''x'\" .EQS. \"2\" THEN WRITE SYS$OUTPUT \"two\"\n",
        "$ IF \"''x'\" .EQS. \"2\"\n$ THEN\n$ WRITE SYS$OUTPUT \"two\"\n$ ENDIF\n",
        "$ WRITE SYS$OUTPUT 'x' ! \"''x'\"\n",
        "$ t = \"''x'\"\"more\"\n$ SHOW SYMBOL t\n",
        "$ t = \"a''x'b\" + F$ELEMENT(1, \"''x'\", \"p,q\")\n$ SHOW SYMBOL t\n",
        "$ WRITE SYS$OUTPUT \"''x' &x\", &x\n",
        "$ t = \"''x'\" +\n$ SHOW SYMBOL t\n",
        "$ t[0,2] := \"''x'\"\n$ SHOW SYMBOL t\n",
        "$ WRITE SYS$OUTPUT \"''x'\", -\n  \" and ''x'\"\n",
        "$ WRITE SYS$OUTPUT \"''x'\n",
        "$ WRITE SYS$OUTPUT \"''F$STRING(x)'\"\n",
    ];
    for body in bodies {
        let (looped, unrolled) = (run(&loop_text(VALUES, body)), run(&unrolled_text(VALUES, body)));
        let differs = looped.iter().zip(&unrolled).position(|(a, b)| a != b);
        assert!(differs.is_none() && looped.len() == unrolled.len(), "{body} at line {differs:?}");
    }
}

/// Values that change where a word of a line ends, and values that do not; the last ones end the procedure.
const WORDS: &[&str] = &[
    "x = 1",
    "x = -7",
    "x = \"UNIT_1\"",
    "x = \"$1$DGA101:\"",
    "x = \"small\"",
    "x = \"two words\"",
    "x = \"\"",
    "x = 2147483647",
    "x = \"A\"\"quoted  part\"\"\"",
    "x = \"y\"",
    "x = \"&y\"",
    "x = \"[DIR]F.TXT;3\"",
    "x = \"trailing -\"",
    "x = \"A!B\"",
    "x = \"A,B=(C)+D\"",
    "x = \"tab\tbed\"",
    "x = \"\u{E9}t\u{E9}\"",
    "x = \"back\"",
    "x = \"/NOSUCH\"",
    "x = \"'\" + \"'x'\"",
];

#[test]
fn parameters_are_at_each_turn_what_they_are_in_a_line_alone() {
    const HEAD: &str = "$ y = \"other\"\n";
    const END: &str =
        "$ EXIT\n$sub: SUBROUTINE\n$ WRITE SYS$OUTPUT P1, \"|\", P2, \"|\", P3, \"|\", x\n$ ENDSUBROUTINE\n";
    let bodies = [
        "$ CALL sub 'x'\n",
        "$ CALL sub 'x' \"''x'\" last\n",
        "$ CALL sub A'x'B C'x' 'x'D\n",
        "$ CALL sub first 'x'\n",
        "$ CALL sub first\t'x' ! 'x'\n",
        "$ CALL sub 'x''y' 'x' 'x'\n",
        "$ CALL sub &'x' 'x'\n",
        "$ CALL sub 'nosuch' 'x' '$severity'\n",
        "$ CALL sub 'F$STRING(x)' 'x'\n",
        "$ CALL sub 'x' -\n  last\n",
        "$ CALL sub \"\" 'x'\n",
        "$ CALL 'x' a\n",
        "$ CALL sub/OUTPUT='x' 'x'\n",
        "$ @OTHER 'x' \"''x'\" \"a ''x' b\"\n",
        "$ @'x' a\n",
    ];
    let run = |text: &str| {
        let mut world = World::default();
        let other = "$ WRITE SYS$OUTPUT P1, \"|\", P2, \"|\", P3\n";
        world.files.insert("OTHER".to_owned(), other.to_owned());
        run_in(&mut world, &format!("{HEAD}{text}{END}"))
    };
    for body in bodies {
        let (looped, unrolled) = (run(&loop_text(WORDS, body)), run(&unrolled_text(WORDS, body)));
        assert_eq!(looped, unrolled, "{body}");
        assert!(body.contains(" 'x' a") || body.contains("@'x'") || looped.len() >= 5, "{body} {looped:?}");
    }
}

#[test]
fn a_symbol_in_place_of_the_verb_and_verification_are_seen_at_every_turn() {
    let text = "$ x = 0\n$loop:\n$ x = x + 1\n$ WRITE SYS$OUTPUT \"''x'\"\n$ IF x .EQ. 3 THEN WRITE = \"TYPE\"\n\
                $ IF x .EQ. 4 THEN WRITE = \"WRITE\"\n$ IF x .EQ. 5 THEN v = F$VERIFY(1,0)\n$ IF x .LT. 6 THEN GOTO loop\n";
    let mut world = World::default();
    let lines = run_in(&mut world, text);
    assert_eq!(&lines[..3], ["1", "2", "3"]);
    assert!(world.ran.contains(&"TYPE SYS$OUTPUT \"4\"".to_owned()), "{:?}", world.ran);
    assert_eq!(lines[3], "5");
    assert!(lines.contains(&"$ WRITE SYS$OUTPUT \"6\"".to_owned()), "{lines:?}");
}

#[test]
fn a_function_that_changes_a_symbol_comes_after_what_is_inserted() {
    let text = "$ i = 0\n$ p = \"\"\n$loop:\n$ i = i + 1\n$ t = F$VERIFY(0,0) + \"/''p'\"\n$ SHOW SYMBOL t\n\
                $ IF i .LT. 4 THEN GOTO loop\n";
    let lines = run(text);
    assert!(lines.windows(2).all(|two| two[0] == two[1]), "{lines:?}");
}
