//! DIFFERENCES: records in which two files differ (command reference 17).

mod listing;
mod sections;

use crate::cdu::Command;
use crate::command::labels::{PAGING, labels};
use crate::command::output::Output;
use crate::command::{Context, Routine};
use crate::message::{Condition, Status, codes};
use crate::rms::{Access, FoundFile, FullSpec, Version, expand, search_all, text_of};
use listing::Listing;
use sections::{Section, sections};

/// DIFFERENCES.
pub const ROUTINES: &[Routine] = &[Routine {
    name: "DIFFERENCES",
    handler: differences,
    labels: labels!(
        PAGING,
        &[
            "CHANGE_BAR",
            "COMMENT_DELIMITER",
            "IGNORE",
            "IGNORE.BLANKLINES",
            "IGNORE.CASE",
            "IGNORE.COMMENTS",
            "IGNORE.FORMFEEDS",
            "IGNORE.HEADER",
            "IGNORE.SPACING",
            "IGNORE.TRAILING_SPACES",
            "IGNORE.WHITE_SPACE",
            "INPUT",
            "MATCH",
            "MAXIMUM_DIFFERENCES",
            "MERGED",
            "MODE",
            "MODE.ASCII",
            "MODE.HEXADECIMAL",
            "MODE.OCTAL",
            "NUMBER",
            "OUTPUT",
            "PARALLEL",
            "REVISION",
            "SEPARATED",
            "SEPARATED.MASTER",
            "SEPARATED.REVISION",
            "SLP",
            "WIDTH",
            "WINDOW"
        ]
    ),
}];

/// Keywords of /IGNORE, in the order in which the last lines repeat them.
const IGNORABLE: [&str; 8] =
    ["BLANKLINES", "CASE", "COMMENTS", "FORMFEEDS", "HEADER", "SPACING", "TRAILING_SPACES", "WHITE_SPACE"];
/// Records at the top of a page that /IGNORE=HEADER leaves out.
const HEADER: usize = 2;

/// What counts as a difference.
struct Plan {
    ignore: Vec<&'static str>,
    delimiters: Vec<String>,
    matching: usize,
    /// Records at the top of each page that do not count.
    header: usize,
    /// Records of one file that may differ before the search for a match is given up.
    window: usize,
    /// Differing records after which nothing more is looked for.
    most: usize,
}

fn number(command: &Command, label: &str, usual: usize, least: usize) -> Result<usize, Condition> {
    match command.number(label) {
        None => Ok(usual),
        Some(n) => match usize::try_from(n) {
            Ok(n) if n >= least => Ok(n),
            _ => Err(Condition::new(codes::DIFF_VALERR)),
        },
    }
}

impl Plan {
    fn of(command: &Command) -> Result<Self, Condition> {
        let delimiters = command.values("COMMENT_DELIMITER").into_iter().map(delimiter).collect();
        let header = command.has("IGNORE.HEADER");
        Ok(Self {
            ignore: IGNORABLE.into_iter().filter(|word| command.has(&format!("IGNORE.{word}"))).collect(),
            delimiters,
            matching: number(command, "MATCH", 3, 1)?,
            header: if header { number(command, "IGNORE.HEADER", HEADER, 0)? } else { 0 },
            window: number(command, "WINDOW", usize::MAX, 1)?,
            most: number(command, "MAXIMUM_DIFFERENCES", usize::MAX, 1)?,
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
    let listing = Listing::of(command)?;
    let (first, second) = both(context, command)?;
    if plan.delimiters.is_empty() {
        plan.delimiters = usual_delimiters(&first.entry.file_type).iter().map(|d| (*d).to_owned()).collect();
    }
    let (left, right) = (records(context, &plan, &first)?, records(context, &plan, &second)?);
    let mut found = sections(&left, &right, plan.matching, plan.window);
    let differing = limited(&mut found, plan.most);
    let mut output = Output::open(context, command, &format!("{}.DIF", first.entry.name))?;
    let names = [first.spec.to_string(), second.spec.to_string()];
    for line in listing.lines(&found, &names, (&left, &right)) {
        output.line(context, &line)?;
    }
    if listing.has_totals() {
        let mut closing = if found.is_empty() { Vec::new() } else { vec![String::new()] };
        closing.extend([
            format!("Number of difference sections found: {}", found.len()),
            format!("Number of difference records found: {differing}"),
            String::new(),
            format!("DIFFERENCES /IGNORE=({}){}-", plan.ignore.join(","), listing.qualifiers()),
            format!("    {}-", names[0]),
            format!("    {}", names[1]),
        ]);
        for line in closing {
            output.line(context, &line)?;
        }
    }
    output.close()?;
    Ok(if found.is_empty() { codes::DIFF_SAMEFILE } else { codes::DIFF_DIFFERENT })
}

/// Leaves out the sections behind the one in which the limit of differing records is reached; how many records differ
/// in the rest.
fn limited(found: &mut Vec<Section>, most: usize) -> usize {
    let mut differing = 0;
    let mut kept = 0;
    while kept < found.len() && differing < most {
        differing += found[kept].left.len().max(found[kept].right.len());
        kept += 1;
    }
    found.truncate(kept);
    differing
}

fn records(context: &Context<'_>, plan: &Plan, file: &FoundFile) -> Result<Vec<Record>, Condition> {
    let wrong = |why| Condition::new(codes::DIFF_OPENIN).arg(file.spec.to_string()).then(why);
    let mut open = context.open_file(file, Access::reading()).map_err(wrong)?;
    let mut all = Vec::new();
    let mut number = 0;
    // Records of the header of this page that are still to come.
    let mut header = plan.header;
    while let Some(record) = open.read().map_err(wrong)? {
        number += 1;
        let text = text_of(&record);
        if text.starts_with('\u{c}') {
            header = plan.header;
        }
        if header > 0 {
            header -= 1;
            continue;
        }
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
