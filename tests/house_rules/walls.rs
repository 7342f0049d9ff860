//! Who may import whom, and which crate is named where (ARCHITECTURE.md, rooms and walls).

use super::no_complaints;
use super::sources::{self, Source};

/// Floors from the top: a room may import rooms of lower floors, and nothing of its own floor but itself.
const FLOORS: &[&[&str]] = &[
    &["main"],
    &["run"],
    &["cli"],
    &["terminal"],
    &["transcript"],
    &["session"],
    &["command"],
    &["simulate"],
    &["show"],
    &["site"],
    &["node"],
    &["ods2", "rms"],
    &["simulator"],
    &["shadow"],
    &["storage"],
    &["lint"],
    &["dcl", "cdu"],
    &["help"],
    &["message"],
    &["blocks", "clock"],
];

/// A crate and the rooms that may name it.
const CRATES: &[(&str, &[&str])] = &[
    ("anyhow", &["main", "cli", "run"]),
    ("clap", &["main", "cli", "run"]),
    ("rustyline", &["terminal"]),
    ("crossterm", &["terminal"]),
    ("similar", &["transcript"]),
    ("serde_json", &["lint", "site"]),
    ("cap_std", &["rms"]),
    ("memmap2", &["storage"]),
    ("libc", &["storage"]),
    ("nom", &["dcl", "cdu", "message", "help"]),
    ("chrono", &["clock"]),
];

/// Rooms that do no I/O, ask no time and print nothing.
const PURE: &[&str] = &["simulator", "shadow", "lint", "dcl", "cdu", "message", "help"];

/// What a pure room never names.
const IMPURE: &[&str] =
    &["std::fs", "std::io", "std::net", "std::thread", "std::process", "std::env", "std::os", "SystemTime", "Instant"];

fn floor(room: &str) -> Option<usize> {
    FLOORS.iter().position(|floor| floor.contains(&room))
}

/// Rooms that a line of code names: behind `crate::`, or behind as many `super::` as lead to the root.
fn named_rooms(source: &Source, code: &str) -> Vec<String> {
    let below = source.path.trim_start_matches("src/").trim_end_matches(".rs").trim_end_matches("/mod");
    let depth = below.split('/').count();
    let to_root = "super::".repeat(depth);
    let mut rooms = Vec::new();
    for root in ["crate::", to_root.as_str()] {
        for (at, _) in code.match_indices(root) {
            let before = &code[..at];
            if before.ends_with("super::") || before.ends_with(|c: char| c.is_alphanumeric() || c == '_' || c == '$') {
                continue;
            }
            let rest = &code[at + root.len()..];
            let names = match rest.strip_prefix('{') {
                Some(list) => list.split(',').collect(),
                None => vec![rest],
            };
            for name in names {
                let name = name.trim();
                let end = name.find(|c: char| !c.is_alphanumeric() && c != '_').unwrap_or(name.len());
                rooms.push(name[..end].to_owned());
            }
        }
    }
    rooms.retain(|room| floor(room).is_some());
    rooms
}

#[test]
fn every_room_has_a_floor() {
    let unknown = |source: &Source| floor(source.room()).is_none() && source.path != "src/lib.rs";
    let strangers = sources::rust(&["src"]).into_iter().filter(unknown);
    no_complaints(strangers.map(|source| format!("{}:1: this room has no floor in the table", source.path)).collect());
}

#[test]
fn imports_go_down() {
    let mut complaints = Vec::new();
    for source in sources::rust(&["src"]) {
        let Some(own) = floor(source.room()) else { continue };
        for line in source.lines() {
            for room in named_rooms(&source, &line.code) {
                if room != source.room() && floor(&room) <= Some(own) {
                    complaints.push(format!("{}: {} imports {room}", line.place, source.room()));
                }
            }
        }
    }
    no_complaints(complaints);
}

#[test]
fn crates_stay_in_their_rooms() {
    let mut complaints = Vec::new();
    for source in sources::rust(&["src"]) {
        for line in source.lines() {
            for (name, rooms) in CRATES {
                let path = format!("{name}::");
                let names = line.code.match_indices(&path).any(|(at, _)| {
                    !line.code[..at].ends_with(|c: char| c.is_alphanumeric() || c == '_' || c == ':')
                        || line.code[..at].ends_with("use ::")
                });
                let used = names || line.code.trim_start().starts_with(&format!("use {name};"));
                if used && !rooms.contains(&source.room()) {
                    complaints.push(format!("{}: {name} is used in {}", line.place, source.room()));
                }
            }
        }
    }
    no_complaints(complaints);
}

#[test]
fn pure_rooms_touch_nothing() {
    let mut complaints = Vec::new();
    for source in sources::rust(&["src"]) {
        if !PURE.contains(&source.room()) || source.is_test() {
            continue;
        }
        for line in source.lines_without_tests() {
            let named = IMPURE.iter().filter(|name| line.code.contains(**name));
            complaints.extend(named.map(|name| format!("{}: {name} in a pure room", line.place)));
        }
    }
    no_complaints(complaints);
}

#[test]
fn imports_are_recognized() {
    let source = Source { path: "src/node/device/x.rs".to_owned(), text: String::new(), for_tests: false };
    assert_eq!(named_rooms(&source, "use crate::show::full::Names;"), ["show"]);
    assert_eq!(named_rooms(&source, "use crate::{clock::Clock, blocks};"), ["clock", "blocks"]);
    assert_eq!(named_rooms(&source, "let x = super::super::super::session::run();"), ["session"]);
    assert!(named_rooms(&source, "use super::super::names::Names; use mycrate::show::X;").is_empty());
}
