//! F$GETDVI items of terminals (TT_...) and of network devices (LAN_...).

use super::Item;
use crate::node::terminal_setup::{DESCRIPTIVE, TerminalSetup};

/// Characteristics that every terminal here has.
const HAS: &[&str] = &["EIGHTBIT", "HANGUP", "HOSTSYNC", "MECHTAB", "SETSPEED"];
/// Characteristics that none has.
const LACKS: &[&str] = &[
    "ALTYPEAHD",
    "AUTOBAUD",
    "BRDCSTMBX",
    "CRFILL",
    "DIALUP",
    "DISCONNECT",
    "DMA",
    "ESCAPE",
    "FALLBACK",
    "HALFDUP",
    "LFFILL",
    "LOCALECHO",
    "MBXDSABL",
    "MECHFORM",
    "MODEM",
    "MODHANGUP",
    "OPER",
    "PASTHRU",
    "READSYNC",
    "REMOTE",
    "SECURE",
    "SYSPWD",
];

/// The item TT_`rest`; of a device that is no terminal everything is FALSE, 0 or empty. `None` when there is no such
/// item.
pub fn item(rest: &str, terminal: Option<(&str, &TerminalSetup)>) -> Option<Item> {
    let is = |truth: bool| Some(Item::Flag(truth && terminal.is_some()));
    let setup = terminal.map(|(_, setup)| setup);
    match rest {
        "PAGE" => Some(setup.map_or(0, |setup| u32::from(setup.page)).into()),
        "CHARSET" => Some(0_u32.into()),
        "ACCPORNAM" => Some("".into()),
        "PHYDEVNAM" => Some(terminal.map_or(String::new(), |(name, _)| format!("_{name}:")).into()),
        "INSERT" => is(setup.is_some_and(|setup| setup.insert)),
        "APP_KEYPAD" => is(setup.is_some_and(|setup| setup.application_keypad)),
        "EDITING" => is(setup.is_some_and(|setup| setup.line_editing)),
        "LOWER" => is(setup.is_some_and(|setup| setup.lowercase)),
        "TTSYNC" => is(setup.is_some_and(|setup| setup.ttsync)),
        "WRAP" => is(setup.is_some_and(|setup| setup.wrap)),
        "NOECHO" => is(setup.is_some_and(|setup| !setup.echo)),
        "NOTYPEAHD" => is(setup.is_some_and(|setup| !setup.type_ahead)),
        "NOBRDCST" => is(setup.is_some_and(|setup| !setup.broadcast)),
        _ if let Some(kind) = DESCRIPTIVE.iter().find(|kind| kind.item == rest) => {
            is(setup.is_some_and(|setup| setup.described.contains(kind.label)))
        }
        _ if HAS.contains(&rest) => is(true),
        _ if LACKS.contains(&rest) => is(false),
        _ => None,
    }
}

/// The item LAN_`rest`: no device here is one of a network.
pub fn lan_item(rest: &str) -> Option<Item> {
    match rest {
        "ALL_MULTICAST_MODE"
        | "AUTONEG_ENABLED"
        | "FULL_DUPLEX"
        | "JUMBO_FRAMES_ENABLED"
        | "LINK_STATE_VALID"
        | "LINK_UP"
        | "PROMISCUOUS_MODE" => Some(false.into()),
        "DEFAULT_MAC_ADDRESS" | "MAC_ADDRESS" | "PROTOCOL_NAME" | "PROTOCOL_TYPE" => Some("".into()),
        "SPEED" => Some(0_u32.into()),
        _ => None,
    }
}
