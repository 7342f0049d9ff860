//! SEARCH: records that contain a string (command reference 17).

use super::files::{Answer, Confirm, Listed, Output, list, report};
use super::{Context, Routine};
use crate::cdu::Command;
use crate::message::{Condition, Status, codes};
use crate::rms::{Access, FoundFile, matches, text_of};

/// SEARCH.
pub const ROUTINES: &[Routine] = &[Routine {
    name: "SEARCH",
    handler: search,
    labels: &[
        "BACKUP",
        "BEFORE",
        "BY_OWNER",
        "CONFIRM",
        "CREATED",
        "EXACT",
        "EXCLUDE",
        "EXPIRED",
        "FILE",
        "HEADING",
        "LIMIT",
        "MATCH",
        "MATCH.AND",
        "MATCH.NAND",
        "MATCH.NOR",
        "MATCH.OR",
        "MATCH.XNOR",
        "MATCH.XOR",
        "MODIFIED",
        "NUMBERS",
        "OUTPUT",
        "REMAINING",
        "SINCE",
        "SKIP",
        "STRING",
        "WARNINGS",
        "WILDCARD",
        "WINDOW",
    ],
}];

/// What is looked for, and how matches are shown.
struct Plan {
    strings: Vec<String>,
    exact: bool,
    relation: &'static str,
    before: usize,
    after: usize,
    window: bool,
    numbers: bool,
    limit: usize,
    skip: usize,
    heading: Option<bool>,
    wildcards: bool,
}

impl Plan {
    fn of(command: &Command) -> Self {
        let exact = command.has("EXACT");
        let fold = |text: &str| if exact { text.to_owned() } else { text.to_uppercase() };
        let relations = ["AND", "NAND", "NOR", "XNOR", "XOR"];
        let relation = relations.into_iter().find(|word| command.has(&format!("MATCH.{word}")));
        let window: Vec<usize> = command.values("WINDOW").iter().filter_map(|n| n.parse().ok()).collect();
        let around = match window[..] {
            [] if command.has("WINDOW") => (2, 2),
            [] => (0, 0),
            [lines] => (lines.saturating_sub(1) / 2, lines.saturating_sub(1).div_ceil(2)),
            [before, after, ..] => (before, after),
        };
        let after = if command.has("REMAINING") { usize::MAX } else { around.1 };
        let number = |label: &str| command.number(label).and_then(|n| usize::try_from(n).ok());
        let heading = command.present("HEADING");
        Self {
            strings: command.values("STRING").into_iter().map(fold).collect(),
            exact,
            relation: relation.unwrap_or("OR"),
            before: around.0,
            after,
            window: command.has("WINDOW") || command.has("REMAINING"),
            numbers: command.has("NUMBERS"),
            limit: number("LIMIT").unwrap_or(usize::MAX),
            skip: number("SKIP").unwrap_or(0),
            heading: heading.is_typed().then_some(!heading.is_negated()),
            wildcards: command.has("WILDCARD"),
        }
    }

    fn matches(&self, record: &str) -> bool {
        let folded = if self.exact { record.to_owned() } else { record.to_uppercase() };
        let found = self.strings.iter().filter(|string| self.holds(&folded, string)).count();
        match self.relation {
            "AND" => found == self.strings.len(),
            "NAND" => found != self.strings.len(),
            "NOR" => found == 0,
            "XOR" => found % 2 == 1,
            "XNOR" => found % 2 == 0,
            _ => found > 0,
        }
    }

    /// Whether a record holds a string; under /WILDCARD `*` and `%` in the string stand for anything.
    fn holds(&self, record: &str, string: &str) -> bool {
        if self.wildcards { matches(&format!("*{string}*"), record) } else { record.contains(string) }
    }

    fn line(&self, number: usize, record: &str) -> String {
        if self.numbers { format!("{number:6}  {record}") } else { record.to_owned() }
    }
}

fn search(context: &mut Context<'_>, command: &Command) -> Result<Status, Condition> {
    let plan = Plan::of(command);
    let listed = list(context, command, "FILE", "")?;
    let several = listed.len() > 1 || listed.iter().any(|l| l.wild);
    let heading = plan.heading.unwrap_or(several);
    let mut output = Output::open(context, command, "SEARCH")?;
    let mut status = Status::NORMAL;
    let (mut searched, mut matched) = (0_usize, false);
    let silent = command.present("WARNINGS").is_negated();
    let mut confirm = Confirm::of(command);
    for Listed { spec, files, .. } in listed {
        match files {
            Err(_) if silent => {}
            Err(why) => report(context, &mut status, &Condition::new(codes::SEARCH_OPENIN).arg(spec).then(why)),
            Ok(files) => {
                for file in files.into_iter().filter(|file| !file.entry.is_directory) {
                    let name = file.spec.to_string();
                    match confirm.ask(context, &format!("SEARCH {name}")) {
                        Answer::No => continue,
                        Answer::Quit => return Ok(status),
                        Answer::Yes | Answer::All => {}
                    }
                    match search_file(context, &file, &plan, heading, &mut output) {
                        Ok(found) => matched |= found,
                        Err(_) if silent => continue,
                        Err(why) => {
                            report(context, &mut status, &Condition::new(codes::SEARCH_OPENIN).arg(name).then(why));
                            continue;
                        }
                    }
                    searched += 1;
                }
            }
        }
    }
    output.close()?;
    let ending = match (searched, matched) {
        (0, _) => codes::SEARCH_NOFILE,
        (_, false) => codes::SEARCH_NOMATCHES,
        (_, true) => return Ok(status),
    };
    context.message(&ending.into());
    Ok(ending)
}

/// Shows the matching records of one file; whether there were any.
fn search_file(
    context: &mut Context<'_>,
    file: &FoundFile,
    plan: &Plan,
    heading: bool,
    output: &mut Output,
) -> Result<bool, Condition> {
    let mut records = file.files.open(&file.directory, &file.entry, Access::reading())?;
    let mut earlier: std::collections::VecDeque<(usize, String)> = std::collections::VecDeque::new();
    let (mut number, mut shown_to, mut matches, mut open_until) = (0, 0, 0, 0);
    while let Some(record) = records.read()? {
        number += 1;
        let text = text_of(&record);
        let hit = number > plan.skip && matches < plan.limit && plan.matches(&text);
        if hit {
            if matches == 0 && heading {
                for line in ["", "******************************", &file.spec.to_string(), ""] {
                    output.line(context, line)?;
                }
            }
            let gap = matches > 0 && number > shown_to + 1 + earlier.len();
            if plan.window && gap {
                output.line(context, "***************")?;
            }
            matches += 1;
            for (at, line) in earlier.drain(..) {
                output.line(context, &plan.line(at, &line))?;
            }
            open_until = number.saturating_add(plan.after);
        }
        if hit || number <= open_until {
            output.line(context, &plan.line(number, &text))?;
            shown_to = number;
        } else {
            earlier.push_back((number, text));
            if earlier.len() > plan.before {
                earlier.pop_front();
            }
        }
        if context.streams.interrupted() {
            break;
        }
    }
    Ok(matches > 0)
}
