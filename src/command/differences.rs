//! DIFFERENCES: records in which two files differ (command reference 17).

mod sections;

use super::files::Output;
use super::{Context, Routine};
use crate::cdu::Command;
use crate::message::{Condition, Status, codes};
use crate::rms::{Access, FoundFile, FullSpec, Version, expand, search_all, text_of};
use sections::{Section, sections};

/// DIFFERENCES.
pub const ROUTINES: &[Routine] = &[Routine {
    name: "DIFFERENCES",
    handler: differences,
    labels: &[
        "COMMENT_DELIMITER",
        "IGNORE",
        "IGNORE.BLANKLINES",
        "IGNORE.CASE",
        "IGNORE.COMMENTS",
        "IGNORE.FORMFEEDS",
        "IGNORE.SPACING",
        "IGNORE.TRAILING_SPACES",
        "IGNORE.WHITE_SPACE",
        "INPUT",
        "MATCH",
        "MERGED",
        "NUMBER",
        "OUTPUT",
        "REVISION",
    ],
}];

/// Keywords of /IGNORE, in the order in which the last lines repeat them.
const IGNORABLE: [&str; 7] =
    ["BLANKLINES", "CASE", "COMMENTS", "FORMFEEDS", "SPACING", "TRAILING_SPACES", "WHITE_SPACE"];

/// What counts as a difference, and how it is shown.
struct Plan {
    ignore: Vec<&'static str>,
    delimiters: Vec<String>,
    matching: usize,
    merged: usize,
    numbers: bool,
}

impl Plan {
    fn of(command: &Command) -> Result<Self, Condition> {
        let number = |label: &str, usual: usize, least: usize| match command.number(label) {
            None => Ok(usual),
            Some(n) => match usize::try_from(n) {
                Ok(n) if n >= least => Ok(n),
                _ => Err(Condition::new(codes::DIFF_VALERR)),
            },
        };
        let delimiters = command.values("COMMENT_DELIMITER").into_iter().map(delimiter).collect();
        Ok(Self {
            ignore: IGNORABLE.into_iter().filter(|word| command.has(&format!("IGNORE.{word}"))).collect(),
            delimiters,
            matching: number("MATCH", 3, 1)?,
            merged: number("MERGED", 1, 0)?,
            numbers: !command.present("NUMBER").is_negated(),
        })
    }

    /// What of a record is compared; `None` for a record that does not count.
    fn essence(&self, record: &str) -> Option<String> {
        let ignores = |word: &str| self.ignore.contains(&word);
        let mut text = record.to_owned();
        if ignores("COMMENTS") {
            let at = self.delimiters.iter().filter_map(|delimiter| text.find(delimiter.as_str())).min();
            text.truncate(at.unwrap_or(text.len()));
        }
        if ignores("FORMFEEDS") {
            text.retain(|c| c != '\u{c}');
        }
        if ignores("CASE") {
            text = text.to_uppercase();
        }
        if ignores("WHITE_SPACE") {
            text.retain(|c| !matches!(c, ' ' | '\t'));
        } else if ignores("SPACING") {
            let words: Vec<&str> = text.split([' ', '\t']).filter(|word| !word.is_empty()).collect();
            text = words.join(" ");
        }
        if ignores("TRAILING_SPACES") || ignores("COMMENTS") {
            text.truncate(text.trim_end_matches([' ', '\t']).len());
        }
        let blank = text.trim_matches([' ', '\t']).is_empty();
        (!(blank && ignores("BLANKLINES"))).then_some(text)
    }
}

/// A comment delimiter as /COMMENT_DELIMITER takes it: a character, or a word for one that DCL gives a meaning.
fn delimiter(typed: &str) -> String {
    let word = match typed {
        "COLON" => ":",
        "COMMA" => ",",
        "EXCLAMATION" => "!",
        "FORM_FEED" => "\u{c}",
        "LEFT_BRACKET" => "[",
        "RIGHT_BRACKET" => "]",
        "SEMI_COLON" => ";",
        "SLASH" => "/",
        "SPACE" => " ",
        "TAB" => "\t",
        other => other,
    };
    word.to_owned()
}

/// The delimiters of comments in files of that type, when the command names none.
fn usual_delimiters(file_type: &str) -> &'static [&'static str] {
    match file_type {
        "B32" | "BAS" | "BLI" | "CLD" | "COM" | "FOR" | "HLP" | "OPT" => &["!"],
        "COB" => &["*", "/"],
        "MAR" | "MAC" => &[";"],
        _ => &["!", ";"],
    }
}

/// A record with its number in the file, and what of it is compared.
pub(super) struct Record {
    number: usize,
    text: String,
    essence: String,
}

fn differences(context: &mut Context<'_>, command: &Command) -> Result<Status, Condition> {
    let mut plan = Plan::of(command)?;
    let (first, second) = both(context, command)?;
    if plan.delimiters.is_empty() {
        plan.delimiters = usual_delimiters(&first.entry.file_type).iter().map(|d| (*d).to_owned()).collect();
    }
    let (left, right) = (records(&plan, &first)?, records(&plan, &second)?);
    let found = sections(&left, &right, plan.matching);
    let mut output = Output::open(context, command, "DIFFERENCES")?;
    let names = [first.spec.to_string(), second.spec.to_string()];
    let mut differing = 0;
    for section in &found {
        differing += section.left.len().max(section.right.len());
        for line in shown(&plan, section, &names, (&left, &right)) {
            output.line(context, &line)?;
        }
    }
    let mut closing = if found.is_empty() { Vec::new() } else { vec![String::new()] };
    closing.extend([
        format!("Number of difference sections found: {}", found.len()),
        format!("Number of difference records found: {differing}"),
        String::new(),
        format!("DIFFERENCES /IGNORE=({})/MERGED={}-", plan.ignore.join(","), plan.merged),
        format!("    {}-", names[0]),
        format!("    {}", names[1]),
    ]);
    for line in closing {
        output.line(context, &line)?;
    }
    output.close()?;
    Ok(if found.is_empty() { codes::DIFF_SAMEFILE } else { codes::DIFF_DIFFERENT })
}

/// The lines of a section: the records of both files, with those behind them that match again.
fn shown(plan: &Plan, section: &Section, names: &[String; 2], files: (&[Record], &[Record])) -> Vec<String> {
    let part = |name: &str, records: &[Record], range: &std::ops::Range<usize>| {
        let end = (range.end + plan.merged).min(records.len());
        let mut lines = vec![format!("File {name}")];
        lines.extend(records[range.start..end].iter().map(|record| match plan.numbers {
            true => format!("{:5}   {}", record.number, record.text),
            false => record.text.clone(),
        }));
        lines
    };
    let mut lines = vec!["************".to_owned()];
    lines.extend(part(&names[0], files.0, &section.left));
    lines.push("******".to_owned());
    lines.extend(part(&names[1], files.1, &section.right));
    lines.push("************".to_owned());
    lines
}

fn records(plan: &Plan, file: &FoundFile) -> Result<Vec<Record>, Condition> {
    let wrong = |why| Condition::new(codes::DIFF_OPENIN).arg(file.spec.to_string()).then(why);
    let mut open = file.files.open(&file.directory, &file.entry, Access::reading()).map_err(wrong)?;
    let mut all = Vec::new();
    let mut number = 0;
    while let Some(record) = open.read().map_err(wrong)? {
        number += 1;
        let text = text_of(&record);
        if let Some(essence) = plan.essence(&text) {
            all.push(Record { number, text, essence });
        }
    }
    Ok(all)
}

/// The two files: the second one is the next lower version of the first unless it is named.
fn both(context: &Context<'_>, command: &Command) -> Result<(FoundFile, FoundFile), Condition> {
    let typed = command.value("INPUT").unwrap_or_default();
    let first = found(context, typed, ".LIS", "")?;
    let second = match command.value("REVISION") {
        Some(second) => found(context, second, "", &first.spec.to_string())?,
        None => earlier(context, &first)?,
    };
    Ok((first, second))
}

fn wrong(spec: &str, why: Condition) -> Condition {
    Condition::new(codes::DIFF_OPENIN).arg(spec).then(why)
}

fn found(context: &Context<'_>, typed: &str, default: &str, related: &str) -> Result<FoundFile, Condition> {
    let specs = expand(&context.files(), typed, default, related).map_err(|why| wrong(typed, why))?;
    let shown = specs.first().map_or_else(|| typed.to_owned(), FullSpec::to_string);
    if specs.iter().any(FullSpec::is_wild) {
        return Err(wrong(&shown, codes::RMS_WLD.into()));
    }
    let found = search_all(&context.files(), &specs).map_err(|why| wrong(&shown, why))?;
    found.into_iter().next().ok_or_else(|| wrong(&shown, codes::RMS_FNF.into()))
}

fn earlier(context: &Context<'_>, first: &FoundFile) -> Result<FoundFile, Condition> {
    let all = FullSpec { version: Version::All, ..first.spec.clone() };
    let versions = search_all(&context.files(), &[all])?;
    let lower = versions.into_iter().filter(|file| file.entry.version < first.entry.version);
    let asked = FullSpec { version: Version::Relative(1), ..first.spec.clone() };
    lower.max_by_key(|file| file.entry.version).ok_or_else(|| wrong(&asked.to_string(), codes::RMS_FNF.into()))
}
