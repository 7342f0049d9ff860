//! What comes by itself: messages of operators and to them, batch jobs.

use super::{CONTROL_Y, LEFT, Terminal};

/// A subroutine of a procedure that waits until a file is there.
fn wait_for(file: &str) -> String {
    let there = format!("F$SEARCH(\"SYS$LOGIN:{file}.TXT\") .NES. \"\"");
    format!("$wait_{file}:\n$ IF {there} THEN RETURN\n$ WAIT 00:00:00.02\n$ GOTO wait_{file}")
}

#[test]
fn operators_reach_each_other_while_they_wait_and_while_they_type() {
    let mut terminal = Terminal::new();
    // The other one is a batch job, which runs beside this session and does what it does when a file is there.
    let job = [
        "$ SET NOON",
        "$ GOSUB wait_A",
        "$ REPLY/ALL \"tea is ready\"",
        "$again:",
        "$ REPLY/TO=1 \"it spins\"",
        "$ IF .NOT. $STATUS",
        "$ THEN",
        "$ WAIT 00:00:00.02",
        "$ GOTO again",
        "$ ENDIF",
        "$ GOSUB wait_B",
        "$ REQUEST/REPLY \"may it stop\"",
        "$ REPLY/ALL \"it has stopped\"",
        "$ EXIT",
        &wait_for("A"),
        &wait_for("B"),
    ];
    terminal.create("OTHER.COM", &job);
    terminal.command("REPLY/ENABLE", "");
    terminal.command("SUBMIT/NOPRINT/NOTIFY OTHER.COM", "entry");
    terminal.play(&[(&format!("WRITE SYS$OUTPUT \"ha\"{LEFT}"), "\"ha\"")]);
    terminal.create("A.TXT", &[]);
    terminal.play(&[
        ("", "tea is ready"),
        // What stood at the prompt stands there again, the cursor where it was.
        ("", "$ WRITE SYS$OUTPUT \"ha\""),
        ("lf\"\r", "\nhalf"),
        ("", "$ "),
        ("REQUEST/REPLY/TO=CENTRAL \"spin the disk up\"\r", "%OPCOM-S-OPREPLY, it spins"),
        ("", "request 1 completed by operator"),
        ("", "$ "),
    ]);
    terminal.create("B.TXT", &[]);
    terminal.play(&[("", "may it stop"), ("", "$ ")]);
    terminal.command("REPLY/TO=2 \"it may\"", "");
    terminal.play(&[("", "it has stopped"), ("", "Job OTHER (queue SYS$BATCH, entry 1) completed"), ("", "$ ")]);
    terminal.logout();
}

#[test]
fn messages_reach_whoever_answers_a_procedure_or_waits_for_a_command() {
    let mut terminal = Terminal::new();
    let files = ["A", "B", "C", "D"];
    let mut job = vec!["$ SET NOON".to_owned()];
    job.extend(files.iter().map(|file| format!("$ GOSUB wait_{file}\n$ REPLY/ALL \"message {file}\"")));
    job.push("$ EXIT".to_owned());
    job.extend(files.iter().map(|file| wait_for(file)));
    terminal.create("OTHER.COM", &job.iter().map(String::as_str).collect::<Vec<_>>());
    terminal.command("SUBMIT/NOPRINT/LOG=NL: OTHER.COM", "entry");
    terminal.play(&[("INQUIRE answer \"Which disk\"\r", "Which disk: "), ("DGA1", "DGA1")]);
    terminal.create("A.TXT", &[]);
    terminal.play(&[("", "message A"), ("", "Which disk: DGA1"), ("01\r", "$ ")]);
    terminal.command("SHOW SYMBOL answer", "ANSWER = \"DGA101\"");
    terminal.command("SET TERMINAL/NOLINE_EDITING", "");
    terminal.play(&[("READ/PROMPT=\"And this: \" SYS$COMMAND answer\r", "And this: "), ("DGA2", "DGA2")]);
    terminal.create("B.TXT", &[]);
    terminal.play(&[("", "message B"), ("", "And this: DGA2"), ("02\r", "$ ")]);
    terminal.command("SHOW SYMBOL answer", "ANSWER = \"DGA202\"");
    // The prompt of a utility.
    terminal.play(&[("MCR SYSMAN\r", "SYSMAN> ")]);
    terminal.create("C.TXT", &[]);
    terminal.play(&[("", "message C"), ("", "SYSMAN> "), ("EXIT\r", "$ ")]);
    terminal.play(&[("WAIT 00:10\r", "\n")]);
    terminal.create("D.TXT", &[]);
    terminal.play(&[("", "message D"), (CONTROL_Y, " Interrupt "), ("", "$ ")]);
    terminal.logout();
}

#[test]
fn a_job_falls_due_while_nobody_types() {
    let mut terminal = Terminal::new();
    terminal.create("LATER.COM", &["$ REPLY/ALL \"it is time\""]);
    let submit = "SUBMIT/NOPRINT/LOG=NL:/NOTIFY/AFTER=\"+0:0:1\" LATER.COM\r";
    terminal.play(&[
        (submit, "holding until"),
        ("", "$ "),
        ("", "it is time"),
        ("", "Job LATER (queue SYS$BATCH, entry 1) completed"),
        ("", "$ "),
    ]);
    // The second one begins at the end of the first.
    terminal.create("FIRST.COM", &["$ WAIT 00:00:00.3"]);
    terminal.command("SUBMIT/NOPRINT/LOG=NL: FIRST.COM", "started on SYS$BATCH");
    terminal.play(&[("SUBMIT/NOPRINT/LOG=NL: LATER.COM\r", "pending"), ("", "$ "), ("", "it is time"), ("", "$ ")]);
    terminal.logout();
}
