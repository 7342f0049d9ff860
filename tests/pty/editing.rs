//! Lines: edited, recalled, continued, typed ahead, typed by keys that DEFINE/KEY has defined.

use super::{CONTROL_B, CONTROL_Z, LEFT, Terminal, UP};

#[test]
fn commands_are_recalled_and_edited() {
    let mut terminal = Terminal::new();
    terminal.command("WRITE SYS$OUTPUT \"first\"", "\nfirst");
    terminal.command("SHOW TIME", ":");
    terminal.play(&[
        (&format!("{UP}{UP}\r"), "\nfirst"),
        ("", "$ "),
        // Overstrike: the letter under the cursor is replaced.
        (&format!("{CONTROL_B}{LEFT}{LEFT}X\r"), "\nfirsX"),
        ("", "$ "),
        ("RECALL/ALL\r", "  4 WRITE SYS$OUTPUT \"first\""),
        ("RECALL 77\r", "%DCL-W-CMDNOTFND"),
        ("RECALL 2\r", "$ WRITE SYS$OUTPUT \"first\""),
        ("\r", "\nfirst"),
        ("", "$ "),
    ]);
    terminal.logout();
}

#[test]
fn a_continued_line_and_a_missing_parameter_have_prompts_of_their_own() {
    let mut terminal = Terminal::new();
    terminal.play(&[
        ("WRITE SYS$OUTPUT -\r", "_$ "),
        ("\"joined\"\r", "\njoined"),
        ("", "$ "),
        ("DISMOUNT\r", "_Device: "),
        (CONTROL_Z, " Exit "),
        ("", "$ "),
        ("DISMOUNT\r", "_Device: "),
        ("$1$DGA101:\r", "%SYSTEM-F-DEVNOTMOUNT"),
        ("", "$ "),
    ]);
    // Ctrl/Z instead of the rest of a command line cancels it.
    terminal.play(&[("WRITE SYS$OUTPUT \"never\" -\r", "_$ "), (CONTROL_Z, "$ ")]);
    let shown = terminal.command("WRITE SYS$OUTPUT \"at once\"", "\nat once");
    assert!(!shown.contains("\nnever"), "{shown}");
    terminal.logout();
}

#[test]
fn a_pasted_procedure_runs_line_by_line_in_order() {
    let mut terminal = Terminal::new();
    let lines: String =
        (0..60).map(|i| format!("WRITE SYS$OUTPUT \"pasted number \" + F$STRING({i}) + \".\"\r")).collect();
    terminal.send(&lines);
    for i in 0..60 {
        terminal.expect(&format!("\npasted number {i}."));
    }
    terminal.expect("$ ");
    terminal.logout();
}

#[test]
fn what_is_sent_at_once_is_met_in_order_by_prompts_of_all_kinds() {
    // The same numbers each time: lengths of the pieces, and which kind of prompt comes next.
    let mut random = 20_260_101_u64;
    let mut below = |limit: u64| {
        random = random.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (random >> 33) % limit
    };
    let mut sent = String::new();
    for i in 0..120 {
        let last = match below(6) {
            0 => format!("WRITE SYS$OUTPUT \"number \" + \"{i}.\"\r"),
            1 => format!("WRITE SYS$OUTPUT -\r\"number \" + \"{i}.\"\r"),
            2 => format!("INQUIRE a\r\"number {i}.\"\rWRITE SYS$OUTPUT a\r"),
            3 => format!("READ/PROMPT=\"? \" SYS$COMMAND a\rnumber {i}.\rWRITE SYS$OUTPUT a\r"),
            4 => format!("READ/TIME_OUT=255 SYS$COMMAND a\rnumbex\x7Fr {i}.\rWRITE SYS$OUTPUT a\r"),
            _ => {
                format!("WAIT 00:00:00.02\rWROTE SYS$OUTPUT \"number {i}.\"{UP}\x15WRITE SYS$OUTPUT \"number {i}.\"\r")
            }
        };
        sent += &last;
    }
    let mut terminal = Terminal::new();
    let mut left = sent.as_str();
    while !left.is_empty() {
        let length = usize::try_from(below(700)).unwrap_or(0).min(left.len());
        let (piece, rest) = left.split_at(length);
        terminal.send(piece);
        left = rest;
    }
    for i in 0..120 {
        terminal.expect(&format!("\nnumber {i}."));
    }
    terminal.expect("$ ");
    terminal.logout();
}

#[test]
fn keys_type_what_they_were_defined_as() {
    let mut terminal = Terminal::new();
    terminal.command("DEFINE/KEY/TERMINATE PF1 \"WRITE SYS$OUTPUT \"\"by PF1\"\"\"", "DEFAULT key PF1");
    terminal.command("DEFINE/KEY/SET_STATE=GOLD/NOLOG PF4 \"\"", "");
    terminal.command("DEFINE/KEY/NOLOG KP7 \"WRITE \"", "");
    let gold = "DEFINE/KEY/NOLOG/TERMINATE/NOECHO/IF_STATE=GOLD KP7 \"WRITE SYS$OUTPUT \"\"by \"\" + \"\"gold\"\"\"";
    terminal.command(gold, "");
    // What is not entered at once has to be seen.
    terminal.command("DEFINE/KEY/NOECHO KP8 \"hidden\"", "%DCL-W-CONFLICT");
    terminal.command("SET TERMINAL/APPLICATION_KEYPAD", "");
    let shown = terminal.play(&[("\x1bOP", "\nby PF1")]);
    assert!(shown.contains("$ WRITE SYS$OUTPUT"), "{shown}");
    terminal.play(&[("", "$ "), ("\x1bOwSYS$OUTPUT \"by keypad\"\x1bOM", "\nby keypad"), ("", "$ ")]);
    let shown = terminal.play(&[("\x1bOS\x1bOw", "\nby gold")]);
    assert!(!shown.contains("WRITE"), "{shown}");
    terminal.expect("$ ");
    // Typed ahead, and without the line editor.
    terminal.command("SET TERMINAL/NOLINE_EDITING", "");
    let ahead = "WAIT 00:00:00.1\r\x1bOS\x1bOw\x1bOwSYS$OUTPUT \"at last\"\r";
    terminal.play(&[(ahead, "\nby gold"), ("", "\nat last"), ("", "$ ")]);
    terminal.logout();
}

#[test]
fn the_editor_follows_the_size_of_the_window() {
    let mut terminal = Terminal::new();
    terminal.resize(40);
    let long = "x".repeat(60);
    terminal.send(&format!("WRITE SYS$OUTPUT \"{long}\""));
    // Forty columns: the line is on its third row, and typing more at its start must not lose any of it.
    terminal.send("\x08");
    terminal.play(&[("\x01 \r", &format!("\n{long}")), ("", "$ ")]);
    terminal.logout();
}

#[test]
fn without_echo_nothing_that_is_typed_is_shown() {
    let mut terminal = Terminal::new();
    // In one piece: what follows the command is not shown either.
    let shown = terminal.play(&[("SET TERMINAL/NOECHO\rINQUIRE secret \"Password\"\r", "Password: ")]);
    assert!(shown.contains("NOECHO") && !shown.contains("INQUIRE"), "{shown}");
    let shown = terminal.play(&[("hxdden\x7F\x7F\x7F\x7F\x7Fidden\r", "$ ")]);
    assert!(!shown.contains("idden"), "{shown}");
    terminal.send("SET TERMINAL/ECHO\r");
    terminal.command("SHOW SYMBOL secret", "SECRET = \"HIDDEN\"");
    terminal.logout();
}

#[test]
fn a_utility_has_keys_and_recalled_lines_of_its_own() {
    let mut terminal = Terminal::new();
    terminal.command("DEFINE/KEY/NOLOG/TERMINATE PF1 \"WRITE SYS$OUTPUT \"\"of DCL\"\"\"", "");
    terminal.play(&[
        ("MCR SYSMAN\r", "SYSMAN> "),
        ("DEFINE/KEY/TERMINATE PF1 \"SHOW TIMEOUT\"\r", "DEFAULT key PF1"),
        ("", "SYSMAN> "),
        ("\x1bOP", "timeout value is 00:00:00.00"),
        ("", "SYSMAN> "),
        ("DO WRITE -\r", "_SYSMAN> "),
        ("SYS$OUTPUT \"on \" + F$GETSYI(\"NODENAME\")\r", "\non NODEA"),
        ("", "SYSMAN> "),
        (&format!("{UP}{UP}{UP}\r"), "timeout value is 00:00:00.00"),
        ("", "SYSMAN> "),
        (CONTROL_Z, "$ "),
        ("\x1bOP", "\nof DCL"),
        ("", "$ "),
        (&format!("{UP}{UP}\r"), "SYSMAN> "),
        ("EXIT\r", "$ "),
    ]);
    terminal.logout();
}
