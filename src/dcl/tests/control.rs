//! dcl.md 6 and 19.

use super::{World, run, run_in};

#[test]
fn dollar_signs_in_front_of_a_command_count_for_nothing() {
    let text = "$$\n$ $ WRITE SYS$OUTPUT 1\n$$WRITE SYS$OUTPUT 2\n$ IF 1 THEN $WRITE SYS$OUTPUT 3\n$ $x = 4\n\
                $ WRITE SYS$OUTPUT $x\n$ ON WARNING THEN $GOTO next\n$ nosuch\n$next: $EXIT\n";
    let lines = run(text);
    assert_eq!(lines[..4], ["1", "2", "3", "4"]);
    assert_eq!(lines[5..], [" \\NOSUCH\\"]);
}

#[test]
fn a_record_without_anything_in_it_is_no_data() {
    assert_eq!(run("\n$ WRITE SYS$OUTPUT 1\n\r\n\n$ WRITE SYS$OUTPUT 2\n"), ["1", "2"]);
    assert!(run("$ x = 1\nabc\n")[0].contains("SKPDAT"));
}

#[test]
fn a_symbol_that_begins_like_deck_is_no_deck() {
    let text = "$ GOSUB sub\n$ EXIT\n$sub: dec = 5\n$ WRITE SYS$OUTPUT dec\n$ RETURN\n";
    assert_eq!(run(text), ["5"]);
    let text = "$ CALL sub\n$ EXIT\n$sub: SUBROUTINE\n$ dec = 5\n$ WRITE SYS$OUTPUT dec\n$ ENDSUBROUTINE\n";
    assert_eq!(run(text), ["5"]);
}

#[test]
fn blocks_in_every_layout() {
    let text = |condition: &str| {
        format!(
            "$ IF {condition}\n$! note\n$ THEN\n$   WRITE SYS$OUTPUT \"then\"\n$   IF 0\n$   THEN WRITE SYS$OUTPUT \"no\"\n\
             $   ELSE WRITE SYS$OUTPUT \"inner\"\n$   ENDIF\n$ ELSE\n$   nosuchverb 'undefined' x = = 3\n$   IF 1\n$   THEN\n\
             $   ELSE\n$   ENDIF\n$here: WRITE SYS$OUTPUT \"else\"\n$ ENDIF\n$ WRITE SYS$OUTPUT \"end\"\n"
        )
    };
    assert_eq!(run(&text("1")), ["then", "inner", "end"]);
    let lines = run(&text("0"));
    assert_eq!(&lines[lines.len() - 2..], ["else", "end"]);
}

#[test]
fn one_line_forms() {
    let lines = run("$ IF 1 THEN $ WRITE SYS$OUTPUT \"a\"\n$ IF 1 THEN -\n WRITE SYS$OUTPUT -\n   \"b\" ! note\n\
                     $ IF 1 THEN IF 0 THEN WRITE SYS$OUTPUT \"no\"\n$ IF \"TRUE\" THEN WRITE SYS$OUTPUT \"c\"\n\
                     $ IF 2 THEN WRITE SYS$OUTPUT \"no\"\n$ IF 1\n$ THEN $ WRITE SYS$OUTPUT \"d\"\n$ ENDIF\n$ -! empty\n\n");
    assert_eq!(lines, ["a", "b", "c", "d"]);
}

#[test]
fn misplaced_parts_are_told() {
    let nothen = "%DCL-W-NOTHEN, IF or ON statement syntax error - check placement of THEN keyword";
    let nest = "%DCL-W-INVIFNEST, invalid IF-THEN-ELSE nesting structure or data inconsistency";
    assert_eq!(run("$ THEN\n"), [nothen]);
    assert_eq!(run("$ ELSE\n$ ENDIF\n"), [nest, nest]);
    assert_eq!(run("$ c = \"\"\n$ IF 1 THEN 'c'\n$ IF 0 THEN 'c'\n"), [nothen]);
    assert_eq!(run("$ IF 1\n$ x = 1\n$ ENDIF\n"), [nothen, nest]);
    let deep: String = (0..16).map(|_| "$ IF 1\n$ THEN\n").collect();
    assert!(run(&deep).contains(&nest.to_owned()));
}

#[test]
fn an_undefined_symbol_in_a_condition_skips_the_block() {
    let lines = run("$ IF nosuch\n$ THEN\n$ WRITE SYS$OUTPUT \"no\"\n$ ELSE\n$ WRITE SYS$OUTPUT \"no\"\n$ ENDIF\n\
                     $ IF nosuch THEN WRITE SYS$OUTPUT \"no\"\n$ WRITE SYS$OUTPUT \"on\"\n");
    let undefined = "%DCL-W-UNDSYM, undefined symbol - check validity and spelling";
    assert_eq!(lines, [undefined, " \\NOSUCH\\", undefined, " \\NOSUCH\\", "on"]);
}

#[test]
fn goto_takes_the_label_read_last_then_the_nearest() {
    let lines =
        run("$ n = 0\n$ GOTO a\n$a: WRITE SYS$OUTPUT \"first\"\n$ n = n + 1\n$ IF n .EQ. 2 THEN EXIT\n$ GOTO b\n\
                     $b:\n$ GOTO a\n$a: WRITE SYS$OUTPUT \"second\"\n");
    assert_eq!(lines, ["first", "first"]);
}

#[test]
fn goto_leaves_blocks_but_does_not_enter_them() {
    let lines =
        run("$ i = 0\n$next:\n$ i = i + 1\n$ IF i .LT. 40\n$ THEN\n$ IF 1\n$ THEN\n$ GOTO next\n$ ENDIF\n$ ENDIF\n\
                     $ WRITE SYS$OUTPUT i\n$ GOTO inside\n$ IF 1\n$ THEN\n$inside: WRITE SYS$OUTPUT \"no\"\n$ ENDIF\n");
    let missing = "%DCL-W-USGOTO, target of GOTO not found - check spelling and presence of label";
    assert_eq!(lines, ["40", missing, " \\INSIDE\\"]);
}

#[test]
fn gosub_shares_symbols_and_has_a_limit() {
    let lines = run(
        "$ GOSUB sub\n$ WRITE SYS$OUTPUT x, \" \", $STATUS\n$ EXIT\n$sub: x = F$ENVIRONMENT(\"DEPTH\")\n$ RETURN 3\n",
    );
    assert_eq!(lines, ["1 %X00000003"]);
    let lines = run("$ n = 0\n$down: n = n + 1\n$ GOSUB down\n$ WRITE SYS$OUTPUT n\n$ STOP\n");
    assert_eq!(lines, ["%DCL-W-GOSUBMAX, GOSUB procedures too deeply nested - limit to 16 levels", "17"]);
    assert_eq!(run("$ RETURN\n"), ["%DCL-W-BADRET, RETURN was issued without a subroutine"]);
    let lines = run("$ SET NOON\n$ GOSUB sub\n$ WRITE SYS$OUTPUT $STATUS\n$ EXIT 1\n$sub: RETURN 44\n");
    assert_eq!(lines, ["%SYSTEM-F-ABORT, abort", "%X0000002C"]);
}

#[test]
fn calls_have_levels_parameters_and_private_labels() {
    let lines = run(
        "$ CALL show one \"Two  x\" \"\" 4\n$ WRITE SYS$OUTPUT $STATUS\n$ GOTO skip\n$show: SUBROUTINE\n$ GOTO skip\n\
                     $ WRITE SYS$OUTPUT \"no\"\n$skip: WRITE SYS$OUTPUT P1, \"|\", P2, \"|\", P3, \"|\", P4, \"|\", P8, F$ENVIRONMENT(\"DEPTH\")\n\
                     $ ENDSUBROUTINE\n$skip: WRITE SYS$OUTPUT \"outside\"\n$ CALL nosuch\n",
    );
    let missing = "%DCL-W-USCALL, CALL target NOSUCH either missing, misspelled, or inaccessible";
    assert_eq!(lines, ["ONE|Two  x||4|2", "%X00030001", "outside", missing]);
}

#[test]
fn a_subroutine_met_in_line_is_passed_over() {
    let lines = run(
        "$ WRITE SYS$OUTPUT \"a\"\n$s:\n$ SUBROUTINE\n$ WRITE SYS$OUTPUT \"in\"\n$ EXIT 3\n$ ENDSUBROUTINE\n$ CALL s\n\
                     $ WRITE SYS$OUTPUT \"b \", $STATUS\n",
    );
    assert_eq!(lines, ["a", "in", "b %X00000003"]);
}

#[test]
fn procedures_nest_to_32_levels() {
    let mut world = World::default();
    let text = "$ n = F$ENVIRONMENT(\"DEPTH\")\n$ @SELF\n$ IF n .EQ. 32 THEN WRITE SYS$OUTPUT n\n$ EXIT 1\n";
    world.files.insert("SELF".to_owned(), text.to_owned());
    let lines = run_in(&mut world, "$ @SELF a b\n$ @GONE\n");
    let deep = "%DCL-W-STKOVF, command procedures too deeply nested - limit to 32 levels";
    assert_eq!(&lines[..2], [deep, "32"]);
    assert_eq!(lines[3], "-RMS-E-FNF, file not found");
}

#[test]
fn parameters_and_output_of_a_procedure() {
    let mut world = World::default();
    world
        .files
        .insert("P".to_owned(), "$ WRITE SYS$OUTPUT P1, \"/\", P2, \" \", F$ENVIRONMENT(\"PROCEDURE\")\n".to_owned());
    let lines = run_in(&mut world, "$ @p/output=x.lis low \"Quoted \"\"x\"\"\"\n$ @P 1 2 3 4 5 6 7 8 9\n");
    let many = "%DCL-W-DEFOVF, too many command procedure parameters - limit to eight";
    assert_eq!(lines, ["LOW/Quoted \"x\" DNFS1:[000000]P.COM;1", many]);
}

#[test]
fn data_lines_are_read_or_reported_once() {
    let lines =
        run("$ READ a none\nfirst 'a'\n$ SHOW SYMBOL a\nlost\nlost too\n$ READ a eof\n$ WRITE SYS$OUTPUT \"no\"\n\
                     $eof: READ b none\n$ DECK\n$ data\n$ EOD\n$ SHOW SYMBOL b\n$none:\n");
    let skipped = "%DCL-W-SKPDAT, image data (records not beginning with \"$\") ignored";
    assert_eq!(lines, ["  A = \"first 'a'\"", skipped, "  B = \"$ data\""]);
}

#[test]
fn data_lines_are_shown_under_image_verification() {
    let lines = run("$ v = F$VERIFY(0,1)\n$ READ a none\ndata\n$ v = F$VERIFY(0,0)\n$ READ b none\nquiet\n$none:\n");
    assert_eq!(lines, ["data"]);
}

#[test]
fn level_0_takes_blocks_and_continuations() {
    let mut world = World::default();
    let typed = [
        "IF 1 -",
        "",
        "$ THEN",
        "WRITE SYS$OUTPUT -",
        "\"a\"",
        "ELSE",
        "WRITE SYS$OUTPUT \"b\"",
        "ENDIF",
        "lab: x = 1",
    ];
    world.input = typed.iter().map(|line| (*line).to_owned()).collect();
    super::Interpreter::new().run(&mut world);
    assert_eq!(world.out, ["a", "%DCL-W-NOLBLS, label ignored - use only within command procedures"]);
}
