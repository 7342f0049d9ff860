//! What may stand in a file: lengths, leftovers, printing, clocks, unsafe code, message texts.

use super::no_complaints;
use super::sources::{self, Line, Source};

/// Most lines of a file, and the tables that may be longer.
const FILE_LINES: usize = 600;
const LONG_TABLES: &[&str] = &["src/message/codes/system.rs"];
/// Most lines of a function, first and last line included.
const FUNCTION_LINES: usize = 80;

/// The files that may say `unsafe`.
const UNSAFE: &[&str] = &["src/storage/map.rs", "src/storage/bus_error.rs"];

fn everything() -> Vec<Source> {
    sources::rust(&["src", "tests", "benches"])
}

/// Complaints about lines of code outside `homes` that contain one of the words.
fn forbidden(words: &[&str], homes: &[&str], tests_too: bool, why: &str) -> Vec<String> {
    let mut complaints = Vec::new();
    for source in sources::rust(&["src"]) {
        if homes.contains(&source.path.as_str()) || homes.contains(&source.room()) || (!tests_too && source.is_test()) {
            continue;
        }
        let lines = if tests_too { source.lines() } else { source.lines_without_tests() };
        for line in lines {
            let found = words.iter().filter(|word| holds(&line.code, word));
            complaints.extend(found.map(|word| format!("{}: {word} {why}", line.place)));
        }
    }
    complaints
}

/// Whether code has the word, not as the end of a longer one.
fn holds(code: &str, word: &str) -> bool {
    code.match_indices(word).any(|(at, _)| !code[..at].ends_with(|c: char| c.is_alphanumeric() || c == '_'))
}

#[test]
fn files_are_short() {
    let long =
        |source: &Source| source.text.lines().count() > FILE_LINES && !LONG_TABLES.contains(&source.path.as_str());
    let complaint =
        |source: Source| format!("{}:{}: longer than {FILE_LINES}", source.path, source.text.lines().count());
    no_complaints(everything().into_iter().filter(long).map(complaint).collect());
}

#[test]
fn functions_fit_a_screen() {
    let mut complaints = Vec::new();
    for source in everything() {
        let lines = source.lines();
        for (start, line) in lines.iter().enumerate() {
            let Some(length) = function_length(&lines[start..]) else { continue };
            if length > FUNCTION_LINES {
                complaints.push(format!("{}: a function of {length} lines", line.place));
            }
        }
    }
    no_complaints(complaints);
}

/// Lines of the function that begins with the first line; formatted code closes at the indentation that it opened at.
fn function_length(lines: &[Line<'_>]) -> Option<usize> {
    let first = lines.first()?.text;
    let indent = first.len() - first.trim_start().len();
    let words: Vec<&str> = first.split_whitespace().take_while(|word| !word.contains('{')).collect();
    let at = words.iter().position(|word| *word == "fn")?;
    let qualifies = |word: &&str| word.starts_with("pub") || ["const", "unsafe", "async", "extern"].contains(word);
    if !words[..at].iter().all(|word| qualifies(word) || word.starts_with("in") || word.ends_with(')')) {
        return None;
    }
    let close = format!("{}}}", " ".repeat(indent));
    let end = |line: &Line<'_>| {
        let ends_here = line.text == close || line.text.starts_with(&format!("{close} "));
        ends_here || (line.text.ends_with(';') && line.text.len() - line.text.trim_start().len() <= indent)
    };
    if first.ends_with(['}', ';']) {
        return Some(1);
    }
    lines.iter().skip(1).position(end).map(|index| index + 2)
}

#[test]
fn every_file_says_what_it_owns() {
    let bare = |source: &Source| {
        let first = source.text.lines().find(|line| !line.starts_with("#!"));
        !first.is_some_and(|line| line.starts_with("//!"))
    };
    let complaint = |source: Source| format!("{}:1: no module documentation", source.path);
    no_complaints(everything().into_iter().filter(bare).map(complaint).collect());
}

#[test]
fn source_is_ascii() {
    let mut complaints = Vec::new();
    let folders = ["src", "tests", "benches", "grammar", "scripts", "man"];
    let files = sources::with_extension(&folders, &["rs", "CLD", "MSG", "HLP", "COM", "1"]);
    for source in &files {
        let foreign = source.lines().into_iter().filter(|line| !line.text.is_ascii());
        complaints.extend(foreign.map(|line| format!("{}: not ASCII: {}", line.place, line.text)));
    }
    no_complaints(complaints);
}

#[test]
fn nothing_is_left_over() {
    // Spelt apart so that this file does not complain about itself.
    let leftovers = [["to", "do!("], ["unimple", "mented!("], ["FIX", "ME"], ["TO", "DO"], ["XX", "X:"], ["dbg", "!("]];
    let elsewhere = [["/wo", "rk/"], ["../sha", "red"]];
    let mut complaints = Vec::new();
    let folders = ["src", "tests", "benches", "grammar", "scripts", "man", ".ci", "README.md", "ARCHITECTURE.md"];
    for source in sources::with_extension(&folders, &["rs", "CLD", "MSG", "HLP", "COM", "1", "md"]) {
        for line in source.lines() {
            let words = leftovers.iter().chain(&elsewhere).map(|halves| halves.concat());
            let found = words.filter(|word| line.text.contains(word.as_str()));
            complaints.extend(found.map(|word| format!("{}: {word}", line.place)));
        }
    }
    no_complaints(complaints);
}

#[test]
fn only_the_program_prints() {
    // A test that is skipped says so.
    let words = ["println!", "print!", "eprintln!", "eprint!"];
    no_complaints(forbidden(&words, &["main", "cli", "run"], false, "outside main, cli and run"));
}

#[test]
fn only_the_clock_asks_the_time() {
    let words = ["SystemTime::now", "Instant::now", "Local::now", "Utc::now"];
    no_complaints(forbidden(&words, &["clock"], true, "outside clock.rs"));
}

#[test]
fn unsafe_code_stays_in_two_files() {
    let lib = sources::with_extension(&["src/lib.rs"], &["rs"]).remove(0);
    assert!(lib.text.contains("#![deny(unsafe_code)]"), "src/lib.rs:1: unsafe code is not denied");
    no_complaints(forbidden(&["allow(unsafe_code)", "unsafe {", "unsafe fn", "unsafe impl"], UNSAFE, true, "here"));
}

#[test]
fn whole_modules_are_imported_by_tests_only() {
    no_complaints(forbidden(&["use super::*"], &[], false, "outside tests"));
}

#[test]
fn message_texts_live_in_the_grammar() {
    let mut complaints = Vec::new();
    for source in sources::rust(&["src"]) {
        if source.is_test() {
            continue;
        }
        let code_only = source.lines_without_tests();
        let spoken = code_only.iter().filter(|line| !line.text.trim_start().starts_with("//") && has_prefix(line.text));
        complaints.extend(spoken.map(|line| format!("{}: a message in the code: {}", line.place, line.text.trim())));
    }
    no_complaints(complaints);
}

/// Whether a line holds the beginning of a message in a string: `"%FACILITY-S-IDENT`.
fn has_prefix(text: &str) -> bool {
    text.match_indices('%').any(|(at, _)| {
        let mut parts = text[at + 1..].split('-');
        let upper = |part: Option<&str>| {
            part.is_some_and(|part| part.len() > 1 && part.chars().all(|c| c.is_ascii_uppercase()))
        };
        upper(parts.next()) && parts.next().is_some_and(|letter| ["S", "I", "W", "E", "F"].contains(&letter))
    })
}

#[test]
fn the_rules_find_what_they_look_for() {
    let source = |text: &str| Source { path: "src/node/x.rs".to_owned(), text: text.to_owned(), for_tests: false };
    assert!(has_prefix("    x(\"%MOUNT-F-BAD, text\")") && !has_prefix("100%-S-"));
    let long = source(&format!("    fn x(\n        a: u8,\n    ) -> u8 {{\n{}    }}\n", "        y();\n".repeat(90)));
    assert_eq!(function_length(&long.lines()), Some(94));
    assert_eq!(function_length(&source("fn x(&self);\nfn y() {\n}\n").lines()), Some(1));
    assert!(holds("println!(x)", "println!") && !holds("eprintln!(x)", "println!"));
    let quoted = source("let a = \"// no comment\"; b(); // a comment\n");
    assert_eq!(quoted.lines()[0].code, "let a = ; b(); ");
    let tested = source("fn a() {}\n#[cfg(test)]\nmod tests {\n}\n");
    assert_eq!(tested.lines_without_tests().len(), 1);
}
