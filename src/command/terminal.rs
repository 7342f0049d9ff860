//! SET TERMINAL and SHOW TERMINAL (command reference 13).

use super::labels::labels;
use super::{Context, Routine};
use crate::cdu::Command;
use crate::message::{Condition, Status, codes};
use crate::node::terminal_setup::{DESCRIPTIVE, HOST_TYPE, TYPES, TerminalSetup};

/// The two commands.
pub const ROUTINES: &[Routine] = &[
    Routine {
        name: "SET_TERMINAL",
        handler: set_terminal,
        labels: labels!(
            DESCRIBED,
            FIXED_LABELS,
            &[
                "APPLICATION_KEYPAD",
                "BROADCAST",
                "CRFILL",
                "DEVICE",
                "DEVICE_TYPE",
                "ECHO",
                "HARDCOPY",
                "INQUIRE",
                "INSERT",
                "LFFILL",
                "LINE_EDITING",
                "LOWERCASE",
                "NUMERIC_KEYPAD",
                "OPTION",
                "OPTION.TERMINAL",
                "OVERSTRIKE",
                "PAGE",
                "SPEED",
                "TTSYNC",
                "TYPE_AHEAD",
                "UNKNOWN",
                "UPPERCASE",
                "VT100",
                "VT101",
                "VT102",
                "VT200_SERIES",
                "VT300_SERIES",
                "VT400_SERIES",
                "VT500_SERIES",
                "VT52",
                "WIDTH",
                "WRAP",
            ]
        ),
    },
    Routine {
        name: "SHOW_TERMINAL",
        handler: show_terminal,
        labels: &["DEVICE", "FULL", "OPTION", "OPTION.TERMINAL", "OUTPUT", "PERMANENT"],
    },
];

/// Qualifiers for what programs read about a terminal; /DEC_CRT takes a number.
const DESCRIBED: &[&str] = &[
    "ADVANCED_VIDEO",
    "ANSI_CRT",
    "BLOCK_MODE",
    "DEC_CRT",
    "EDIT_MODE",
    "PRINTER_PORT",
    "REGIS",
    "SCOPE",
    "SIXEL_GRAPHICS",
    "SOFT_CHARACTERS",
];

/// How lines to terminals work here, for good: what says otherwise is refused.
const FIXED: [(&str, bool); 23] = [
    ("ALTYPEAHD", false),
    ("AUTOBAUD", false),
    ("BRDCSTMBX", false),
    ("COMMSYNC", false),
    ("DIALUP", false),
    ("DISCONNECT", false),
    ("DMA", false),
    ("EIGHT_BIT", true),
    ("ESCAPE", false),
    ("FALLBACK", false),
    ("FORM", false),
    ("FULLDUP", true),
    ("HALFDUP", false),
    ("HANGUP", true),
    ("HOSTSYNC", true),
    ("LOCAL_ECHO", false),
    ("MODEM", false),
    ("PARITY", false),
    ("PASTHRU", false),
    ("READSYNC", false),
    ("SET_SPEED", true),
    ("SYSPASSWORD", false),
    ("TAB", true),
];

const FIXED_LABELS: &[&str] = &{
    let mut labels = [""; FIXED.len()];
    let mut at = 0;
    while at < FIXED.len() {
        labels[at] = FIXED[at].0;
        at += 1;
    }
    labels
};

/// Speed of every line, both ways.
const SPEED: &str = "9600";

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
    refuse_other_lines(command)?;
    let kind = device_type(command)?;
    let crt = number("DEC_CRT", 5)?.unwrap_or(1);
    let setup = &mut context.process.terminal_setup;
    setup.width = width.unwrap_or(setup.width);
    setup.page = page.unwrap_or(setup.page);
    if let Some(kind) = kind {
        *setup = setup.clone().of_type(kind);
    }
    describe(setup, command, crt);
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

/// Refuses lines that work in another way than they do here.
fn refuse_other_lines(command: &Command) -> Result<(), Condition> {
    let unsupported = |label: &str| Condition::new(codes::SYSTEM_UNSUPPORTED).token(label);
    for (label, holds) in FIXED {
        let given = command.present(label);
        if given.is_typed() && given.is_negated() == holds {
            return Err(unsupported(label));
        }
    }
    let other = |label: &&&str| command.number(label).is_some_and(|number| number != 0);
    if let Some(label) = ["CRFILL", "LFFILL"].iter().find(other) {
        return Err(unsupported(label));
    }
    if command.values("SPEED").iter().any(|speed| *speed != SPEED) { Err(unsupported("SPEED")) } else { Ok(()) }
}

/// The type that the terminal is said to have: /DEVICE_TYPE, the type as a qualifier, or what /INQUIRE finds.
fn device_type(command: &Command) -> Result<Option<&'static str>, Condition> {
    let named = TYPES.iter().find(|(kind, _)| command.has(kind)).map(|(kind, _)| *kind);
    let asked = command.has("INQUIRE").then_some(HOST_TYPE);
    match command.value("DEVICE_TYPE").map(str::to_ascii_uppercase) {
        None => Ok(named.or(asked)),
        Some(typed) => {
            let found = TYPES.iter().find(|(kind, _)| kind.starts_with(&typed) && !typed.is_empty());
            found.map(|(kind, _)| Some(*kind)).ok_or_else(|| Condition::new(codes::CLI_IVKEYW).token(typed))
        }
    }
}

/// What programs are told of the terminal.
fn describe(setup: &mut TerminalSetup, command: &Command, crt: u16) {
    for kind in DESCRIPTIVE {
        let level = kind.label.strip_prefix("DEC_CRT").map(|level| level.parse().unwrap_or(1_u16));
        let given = command.present(if level.is_some() { "DEC_CRT" } else { kind.label });
        if given.is_typed() && level.is_none_or(|level| level <= crt || given.is_negated()) {
            setup.describe(kind.label, !given.is_negated());
        }
    }
    if command.has("HARDCOPY") {
        setup.describe("SCOPE", false);
    }
}

/// Characteristics that no command changes here, and those that do.
fn show_terminal(context: &mut Context<'_>, command: &Command) -> Result<Status, Condition> {
    let name = own_terminal(context, command)?;
    let setup = &context.process.terminal_setup;
    let no = |on: bool, word: &str| if on { word.to_owned() } else { format!("No {word}") };
    let kind = capitalized(setup.device_type);
    let described = |label: &str| {
        let word = DESCRIPTIVE.iter().find(|kind| kind.label == label).map_or(label, |kind| kind.word);
        no(setup.described.contains(label), word)
    };
    let scope = if setup.described.contains("SCOPE") { "Scope" } else { "Hardcopy" };
    let case = if setup.lowercase { "Lowercase" } else { "Uppercase" };
    let editing = if setup.insert { "Insert editing" } else { "Overstrike editing" };
    let keypad = if setup.application_keypad { "Application Keypad" } else { "Numeric Keypad" };
    let rows = [
        ["Interactive".into(), no(setup.echo, "Echo"), no(setup.type_ahead, "Type_ahead"), "No Escape".into()],
        ["Hostsync".into(), no(setup.ttsync, "TTsync"), case.to_owned(), "Tab".into()],
        [no(setup.wrap, "Wrap"), scope.into(), "No Remote".into(), "Eightbit".into()],
        [no(setup.broadcast, "Broadcast"), "No Readsync".into(), "No Form".into(), "Fulldup".into()],
        ["No Modem", "No Local_echo", "No Autobaud", "Hangup"].map(str::to_owned),
        ["No Brdcstmbx", "No DMA", "No Altypeahd", "Set_speed"].map(str::to_owned),
        ["No Commsync".into(), no(setup.line_editing, "Line Editing"), editing.to_owned(), "No Fallback".into()],
        ["No Dialup", "No Secure server", "No Disconnect", "No Pasthru"].map(str::to_owned),
        ["No Syspassword".into(), described("SIXEL_GRAPHICS"), described("SOFT_CHARACTERS"), described("PRINTER_PORT")],
        [keypad.to_owned(), described("ANSI_CRT"), described("REGIS"), described("BLOCK_MODE")],
        ["ADVANCED_VIDEO", "EDIT_MODE", "DEC_CRT", "DEC_CRT2"].map(described),
        [described("DEC_CRT3"), described("DEC_CRT4"), described("DEC_CRT5"), "No Ansi_Color".into()],
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
