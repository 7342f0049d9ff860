//! Keys that act while a command runs, and what they show.

use super::{CONTROL_C, CONTROL_O, CONTROL_T, CONTROL_Y, LEFT, Terminal};

#[test]
fn control_y_interrupts_and_text_typed_ahead_is_kept() {
    let mut terminal = Terminal::new();
    terminal.play(&[
        ("WAIT 00:10\r", "\n"),
        (CONTROL_T, "CPU="),
        (
            &format!("WRITE SYS$OUTPUT \"typed \" + \"ahead\"\rWRITE SYS$OUTPUT \"and con{CONTROL_Y}"),
            "\r\n Interrupt \r\n\r\n",
        ),
        ("", "\ntyped ahead"),
        ("tinued\"\r", "\nand continued"),
        ("", "$ "),
    ]);
    terminal.logout();
}

#[test]
fn what_ends_a_line_shows_below_it_and_control_z_behind_it() {
    let mut terminal = Terminal::new();
    for mode in ["LINE_EDITING", "NOLINE_EDITING"] {
        terminal.play(&[
            (&format!("SET TERMINAL/{mode}\r"), "$ "),
            (CONTROL_Y, "\r\n Interrupt \r\n\r\n"),
            ("", "$ "),
            (&format!("ABC{CONTROL_C}"), "ABC\r\n Cancel \r\n"),
            ("", "$ "),
            ("INQUIRE x \"Value\"\r", "Value: "),
            ("one\x1a", "one Exit \r\n"),
            ("", "$ "),
        ]);
    }
    // In the middle of the line the cursor goes to its end first.
    terminal.play(&[
        ("SET TERMINAL/LINE_EDITING\r", "$ "),
        ("INQUIRE x \"Value\"\r", "Value: "),
        (&format!("one{LEFT}{LEFT}"), "one"),
        ("\x1a", " Exit \r\n"),
        ("", "$ "),
    ]);
    terminal.logout();
}

#[test]
fn control_t_at_a_prompt_shows_the_process_and_the_line_again() {
    let mut terminal = Terminal::new();
    terminal.play(&[
        (&format!("WRITE SYS$OUTPUT 7{LEFT}{CONTROL_T}"), "NODEA::SYSTEM "),
        ("", "CPU="),
        ("", "$ WRITE SYS$OUTPUT 7"),
        // The cursor still stands on the 7.
        ("35\r", "\n35"),
        ("", "$ "),
    ]);
    terminal.logout();
}

#[test]
fn control_y_ends_a_dismount_that_waits_and_continue_goes_on_with_it() {
    let mut terminal = Terminal::new();
    terminal.mount_a_set_and_lose_a_member();
    terminal.send("SIMULATE WRITE DSA1: /LBN=1500 /DATA=\"kept\"\r");
    terminal.wait_for_operator("is offline.");
    terminal.play(&[(CONTROL_Y, " Interrupt "), ("", "$ ")]);
    for command in ["DISMOUNT DSA1:", "CONTINUE", "SET SHADOW DSA1:/DEMAND_MERGE", "CONTINUE"] {
        // It waits: it answers, and does not come to its end.
        let waits = format!("{command}\r{CONTROL_T}");
        terminal.play(&[(&waits, "CPU="), (CONTROL_Y, " Interrupt "), ("", "$ ")]);
        terminal.command("SHOW SYMBOL $STATUS", "\"%X00000611\"");
    }
    let shown = terminal.command("SHOW DEVICES DSA1", "MountVerify");
    assert!(!shown.contains("%"), "{shown}");
    let procedure =
        ["$ ON CONTROL_Y THEN GOTO stopped", "$ DISMOUNT DSA1:", "$ EXIT", "$stopped:", "$ SHOW SYMBOL $STATUS"];
    terminal.create("STOPPED.COM", &procedure);
    let stopped = format!("@STOPPED\r{CONTROL_T}");
    terminal.play(&[(&stopped, "CPU="), (CONTROL_Y, "  $STATUS == \"%X00000611\""), ("", "$ ")]);
    terminal.command("SIMULATE FAULT $1$DGA102: /ONLINE", "answers again");
    terminal.command("DISMOUNT DSA1:", "");
    terminal.command("SHOW DEVICES DSA1", "DSA1:                   Online  ");
    terminal.logout();
}

#[test]
fn control_y_ends_the_wait_for_a_disk() {
    let mut terminal = Terminal::new();
    terminal.mount_a_set_and_lose_a_member();
    for request in ["WRITE DSA1: /LBN=1500 /DATA=\"kept\"", "READ DSA1: /LBN=1500"] {
        // A request that had not begun yet would end without having been made: it waits, and answers while it does.
        terminal.play(&[(&format!("SIMULATE {request}\r{CONTROL_T}"), "CPU=")]);
        terminal.wait_for_operator("is offline.");
        terminal.play(&[(CONTROL_Y, " Interrupt "), ("", "$ ")]);
        terminal.command("SHOW DEVICES DSA1", "MountVerify");
    }
    terminal.command("SIMULATE FAULT $1$DGA102: /ONLINE", "answers again");
    // The write goes on by itself, and a read beside it may still find what was there before.
    let mut reads = (0..100).map(|_| terminal.command("SIMULATE READ DSA1: /LBN=1500", "0001E0"));
    assert!(reads.any(|read| read.contains(" kept")), "the write has gone on by itself");
    terminal.logout();
}

#[test]
fn the_output_of_a_command_is_held_and_discarded_by_keys() {
    let mut terminal = Terminal::new();
    let lines = ["$loop:", "$ WRITE SYS$OUTPUT \"looping\"", "$ WAIT 00:00:00.01", "$ GOTO loop"];
    terminal.create("LOOP.COM", &lines);
    terminal.play(&[("@LOOP\r", "\nlooping"), (CONTROL_O, " Output off ")]);
    let shown = terminal.play(&[(CONTROL_O, " Output on ")]);
    assert!(!shown.contains("looping"), "{shown}");
    terminal.play(&[
        ("", "\nlooping"),
        // Held, it does not even end; Ctrl/Q lets it go on.
        ("\x13\x11", "\nlooping"),
        (CONTROL_Y, " Interrupt "),
        ("", "$ "),
    ]);
    terminal.logout();
}

#[test]
fn control_y_does_nothing_where_it_is_switched_off() {
    let mut terminal = Terminal::new();
    terminal.send("SET NOCONTROL=Y\r");
    terminal.command("WRITE SYS$OUTPUT \"rea\" + \"dy\"", "\nready");
    terminal.send(&format!("WAIT 00:00:01\r{CONTROL_Y}"));
    let shown = terminal.command("WRITE SYS$OUTPUT \"still \" + \"here\"", "\nstill here");
    assert!(!shown.contains("Interrupt"), "{shown}");
    terminal.logout();
}

#[test]
fn an_interrupt_ends_what_sysman_does_on_a_node_and_sysman() {
    let mut terminal = Terminal::new();
    terminal.play(&[
        ("MCR SYSMAN\r", "SYSMAN> "),
        ("DO WAIT 01:00:00\r", "command execution on node NODEA"),
        (CONTROL_Y, " Interrupt "),
        ("", "$ "),
        ("MCR SYSMAN DO WRITE SYS$OUTPUT 40 + 2\r", "\n42"),
        ("", "$ "),
    ]);
    terminal.logout();
}
