//! SET TERMINAL and SHOW TERMINAL (command reference 13).

use super::{Context, Routine};
use crate::cdu::Command;
use crate::message::{Condition, Status, codes};

/// The two commands.
pub const ROUTINES: &[Routine] = &[
    Routine {
        name: "SET_TERMINAL",
        handler: set_terminal,
        labels: &[
            "APPLICATION_KEYPAD",
            "BROADCAST",
            "DEVICE",
            "DEVICE_TYPE",
            "ECHO",
            "INSERT",
            "LINE_EDITING",
            "LOWERCASE",
            "NUMERIC_KEYPAD",
            "OPTION",
            "OPTION.TERMINAL",
            "OVERSTRIKE",
            "PAGE",
            "TTSYNC",
            "TYPE_AHEAD",
            "UPPERCASE",
            "WIDTH",
            "WRAP",
        ],
    },
    Routine {
        name: "SHOW_TERMINAL",
        handler: show_terminal,
        labels: &["DEVICE", "FULL", "OPTION", "OPTION.TERMINAL", "OUTPUT"],
    },
];

/// Terminal types that SET TERMINAL/DEVICE_TYPE takes.
const TYPES: [&str; 9] =
    ["UNKNOWN", "VT52", "VT100", "VT101", "VT102", "VT200_SERIES", "VT300_SERIES", "VT400_SERIES", "VT500_SERIES"];

/// Refuses any device but the process's own terminal.
fn own_terminal(context: &Context<'_>, command: &Command) -> Result<String, Condition> {
    let own = context.process.terminal.clone().ok_or(codes::SYSTEM_NOSUCHDEV);
    match command.value("DEVICE") {
        None => Ok(own?),
        Some(typed) => {
            let name = context.device(typed)?;
            if own.as_ref().is_ok_and(|own| *own == name) { Ok(name) } else { Err(codes::SYSTEM_NOSUCHDEV.into()) }
        }
    }
}

fn set_terminal(context: &mut Context<'_>, command: &Command) -> Result<Status, Condition> {
    own_terminal(context, command)?;
    let number = |label: &str, most: i64| match command.value(label) {
        None => Ok(None),
        Some(typed) => {
            let value = command.number(label).filter(|value| (0..=most).contains(value));
            let invalid = || Condition::new(codes::SET_INVQUAVAL).arg(typed).arg(label);
            value.and_then(|value| u16::try_from(value).ok()).map(Some).ok_or_else(invalid)
        }
    };
    let (width, page) = (number("WIDTH", 511)?, number("PAGE", 255)?);
    let kind = match command.value("DEVICE_TYPE").map(str::to_ascii_uppercase) {
        None => None,
        Some(typed) => {
            let found = TYPES.iter().find(|kind| kind.starts_with(&typed) && !typed.is_empty());
            Some(found.ok_or_else(|| Condition::new(codes::CLI_IVKEYW).token(typed))?)
        }
    };
    let setup = &mut context.process.terminal_setup;
    setup.width = width.unwrap_or(setup.width);
    setup.page = page.unwrap_or(setup.page);
    if let Some(kind) = kind {
        (*kind).clone_into(&mut setup.device_type);
    }
    if command.has("INSERT") || command.has("OVERSTRIKE") {
        setup.insert = command.has("INSERT");
    }
    let opposites = [("NUMERIC_KEYPAD", &mut setup.application_keypad), ("UPPERCASE", &mut setup.lowercase)];
    for (label, switch) in opposites {
        let given = command.present(label);
        if given.is_typed() {
            *switch = given.is_negated();
        }
    }
    let switches = [
        ("APPLICATION_KEYPAD", &mut setup.application_keypad),
        ("BROADCAST", &mut setup.broadcast),
        ("ECHO", &mut setup.echo),
        ("LINE_EDITING", &mut setup.line_editing),
        ("LOWERCASE", &mut setup.lowercase),
        ("TTSYNC", &mut setup.ttsync),
        ("TYPE_AHEAD", &mut setup.type_ahead),
        ("WRAP", &mut setup.wrap),
    ];
    for (label, switch) in switches {
        let given = command.present(label);
        if given.is_typed() {
            *switch = !given.is_negated();
        }
    }
    Ok(Status::NORMAL)
}

/// Characteristics that no command changes here, and those that do.
fn show_terminal(context: &mut Context<'_>, command: &Command) -> Result<Status, Condition> {
    let name = own_terminal(context, command)?;
    let setup = &context.process.terminal_setup;
    let no = |on: bool, word: &str| if on { word.to_owned() } else { format!("No {word}") };
    let kind = capitalized(&setup.device_type);
    let case = if setup.lowercase { "Lowercase" } else { "Uppercase" };
    let editing = if setup.insert { "Insert editing" } else { "Overstrike editing" };
    let keypad = if setup.application_keypad { "Application Keypad" } else { "Numeric Keypad" };
    let rows = [
        ["Interactive".into(), no(setup.echo, "Echo"), no(setup.type_ahead, "Type_ahead"), "No Escape".into()],
        ["Hostsync".into(), no(setup.ttsync, "TTsync"), case.to_owned(), "Tab".into()],
        [no(setup.wrap, "Wrap"), "Scope".into(), "No Remote".into(), "Eightbit".into()],
        [no(setup.broadcast, "Broadcast"), "No Readsync".into(), "No Form".into(), "Fulldup".into()],
        ["No Modem", "No Local_echo", "No Autobaud", "Hangup"].map(str::to_owned),
        ["No Brdcstmbx", "No DMA", "No Altypeahd", "Set_speed"].map(str::to_owned),
        ["No Commsync".into(), no(setup.line_editing, "Line Editing"), editing.to_owned(), "No Fallback".into()],
        ["No Dialup", "No Secure server", "No Disconnect", "No Pasthru"].map(str::to_owned),
        ["No Syspassword", "No SIXEL Graphics", "No Soft Characters", "No Printer Port"].map(str::to_owned),
        [keypad.to_owned(), "ANSI_CRT".into(), "No Regis".into(), "No Block_mode".into()],
        ["Advanced_video", "Edit_mode", "DEC_CRT", "DEC_CRT2"].map(str::to_owned),
        ["DEC_CRT3", "No DEC_CRT4", "No DEC_CRT5", "No Ansi_Color"].map(str::to_owned),
    ];
    let mut lines = vec![
        format!("Terminal: {:<11} Device_Type: {kind:<14} Owner: {}", format!("_{name}:"), context.process.name),
        String::new(),
        format!("   Input:    9600     LFfill:  0      Width:{:4}      Parity: None", setup.width),
        format!("   Output:   9600     CRfill:  0      Page: {:4}", setup.page),
        String::new(),
        "Terminal Characteristics:".to_owned(),
    ];
    let row = |words: &[String; 4]| words.iter().map(|word| format!("{word:<19}")).collect::<String>();
    lines.extend(rows.iter().map(|words| format!("   {}", row(words).trim_end())));
    context.display(command, &lines)
}

/// `VT300_Series` for `VT300_SERIES`.
fn capitalized(kind: &str) -> String {
    kind.replace("SERIES", "Series").replace("UNKNOWN", "Unknown")
}
