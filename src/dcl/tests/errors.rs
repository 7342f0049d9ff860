//! dcl.md 7 to 9.

use super::{World, run, run_in};

const IVVERB: &str = "%DCL-W-IVVERB, unrecognized command verb - check validity and spelling";

#[test]
fn an_error_ends_a_procedure_and_a_warning_does_not() {
    let lines = run("$ nosuch\n$ WRITE SYS$OUTPUT \"on\"\n$ FAIL 44\n$ WRITE SYS$OUTPUT \"no\"\n");
    assert_eq!(lines, [IVVERB, " \\NOSUCH\\", "on", "%SYSTEM-F-ABORT, abort"]);
}

#[test]
fn on_fires_once_and_then_exit_is_back() {
    let lines =
        run("$ ON ERROR THEN WRITE SYS$OUTPUT \"caught \", $STATUS\n$ FAIL 44\n$ WRITE SYS$OUTPUT \"on\"\n$ FAIL 44\n\
                     $ WRITE SYS$OUTPUT \"no\"\n");
    let abort = "%SYSTEM-F-ABORT, abort";
    assert_eq!(lines, [abort, "caught %X1000002C", "on", abort]);
}

#[test]
fn on_reacts_from_its_severity_up() {
    let text = |on: &str, status: &str| {
        format!(
            "$ ON {on} THEN GOTO caught\n$ FAIL {status}\n$ WRITE SYS$OUTPUT \"on\"\n$ EXIT 1\n$caught: WRITE SYS$OUTPUT \"caught\"\n"
        )
    };
    let (warning, error, severe) = ("%X10108018", "%X1010801A", "%X1010801C");
    for (on, status, caught) in [
        ("WARNING", warning, "caught"),
        ("WARNING", severe, "caught"),
        ("ERROR", warning, "on"),
        ("ERROR", error, "caught"),
        ("SEVERE_ERROR", error, "on"),
        ("SEV", severe, "caught"),
    ] {
        assert_eq!(run(&text(on, status)).last().map(String::as_str), Some(caught), "{on} {status}");
    }
    let token = " \\NEVER\\";
    assert_eq!(run("$ ON never THEN EXIT\n")[1], token);
    assert!(run("$ ON ERROR\n")[0].starts_with("%DCL-W-NOTHEN"));
}

#[test]
fn each_level_applies_its_own_rule() {
    let mut world = World::default();
    world.files.insert("BAD".to_owned(), "$ FAIL 44\n$ WRITE SYS$OUTPUT \"no\"\n".to_owned());
    let lines = run_in(
        &mut world,
        "$ SET NOON\n$ @BAD\n$ WRITE SYS$OUTPUT $STATUS\n$ SET ON\n$ @BAD\n$ WRITE SYS$OUTPUT \"no\"\n",
    );
    let abort = "%SYSTEM-F-ABORT, abort";
    assert_eq!(lines, [abort, "%X1000002C", abort]);
}

#[test]
fn the_receiving_level_shows_what_nobody_showed() {
    let mut world = World::default();
    for (name, text) in [("A", "$ EXIT 44\n"), ("B", "$ EXIT %X1000002C\n"), ("C", "$ nosuch\n"), ("D", "$ EXIT 1\n")] {
        world.files.insert(name.to_owned(), text.to_owned());
    }
    let lines = run_in(
        &mut world,
        "$ SET NOON\n$ @A\n$ @B\n$ @C\n$ WRITE SYS$OUTPUT $STATUS\n$ @D\n$ WRITE SYS$OUTPUT $STATUS\n",
    );
    assert_eq!(lines, ["%SYSTEM-F-ABORT, abort", IVVERB, " \\NOSUCH\\", "%X00038090", "%X00000001"]);
}

#[test]
fn control_y_runs_its_action_or_ends_everything() {
    let text = "$ ON CONTROL_Y THEN GOTO out\n$again: GOTO again\n$out: WRITE SYS$OUTPUT \"out \", $STATUS\n";
    let mut world = World { interrupt_after: Some(9), ..World::default() };
    assert_eq!(run_in(&mut world, text), ["out %X00000611"]);
    let mut world = World { interrupt_after: Some(9), ..World::default() };
    world.files.insert("LOOP".to_owned(), "$again: GOTO again\n".to_owned());
    assert_eq!(run_in(&mut world, "$ @LOOP\n$ WRITE SYS$OUTPUT \"no\"\n"), Vec::<String>::new());
    let mut world = World { interrupt_after: Some(9), ..World::default() };
    world.files.insert("LOOP".to_owned(), "$again: GOTO again\n".to_owned());
    let lines =
        run_in(&mut world, "$ ON CONTROL_Y THEN WRITE SYS$OUTPUT \"outer\"\n$ @LOOP\n$ WRITE SYS$OUTPUT \"on\"\n");
    assert_eq!(lines, ["outer", "on"]);
}

#[test]
fn continue_resumes_what_control_y_stopped() {
    let mut world = World { interrupt_after: Some(5), ..World::default() };
    world
        .files
        .insert("P".to_owned(), "$ a = 1\n$ b = 2\n$ c = 3\n$ WRITE SYS$OUTPUT a + b + c\n$ EXIT 3\n".to_owned());
    world.input = ["@P", "WRITE SYS$OUTPUT a", "CONTINUE", "WRITE SYS$OUTPUT $STATUS, a"].map(str::to_owned).into();
    crate::dcl::Interpreter::new().run(&mut world);
    let undefined = "%DCL-W-UNDSYM, undefined symbol - check validity and spelling";
    assert_eq!(world.out, ["1", "6", undefined, " \\A\\"]);
}

#[test]
fn status_stays_where_the_manual_says() {
    let lines = run(
        "$ SET NOON\n$ nosuch\n$ IF 1 THEN GOTO a\n$a: SHOW SYMBOL $STATUS\n$ WAIT 1\n$ CONTINUE\n$! note\n$\n\
                     $ WRITE SYS$OUTPUT $STATUS, $SEVERITY\n$ WRITE SYS$OUTPUT $STATUS\n$ x = 1\n$ WRITE SYS$OUTPUT $STATUS\n",
    );
    assert_eq!(&lines[2..], ["  $STATUS = \"%X00038090\"", "%X000380900", "%X00010001", "%X00030001"]);
}

#[test]
fn verified_lines_show_phase_one() {
    let lines = run(
        "$ SET VERIFY\n$ a = 1 ! 'a' note\n$ WRITE SYS$OUTPUT 'a'\n$lab:  IF a THEN -\n\tx = 2\n$! 'F$VERIFY(0)'\n$ y = 1\n",
    );
    assert_eq!(lines, ["$ a = 1 !  note", "$ WRITE SYS$OUTPUT 1", "1", "$lab:  IF a THEN -", "\tx = 2"]);
}

#[test]
fn stop_ends_every_level() {
    let mut world = World::default();
    world.files.insert("S".to_owned(), "$ STOP\n".to_owned());
    assert_eq!(run_in(&mut world, "$ @S\n$ WRITE SYS$OUTPUT \"no\"\n"), Vec::<String>::new());
}
