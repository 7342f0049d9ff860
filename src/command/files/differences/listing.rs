//! How DIFFERENCES shows the sections that it found.

use std::ops::Range;

use super::sections::Section;
use super::{Record, number};
use crate::cdu::Command;
use crate::message::{Condition, codes};

/// The two files' records.
pub(super) type Files<'a> = (&'a [Record], &'a [Record]);

/// The shape of the listing.
enum Shape {
    /// Section by section, both files, with so many matching records behind.
    Merged(usize),
    /// Side by side.
    Parallel(usize),
    /// All of one file, then all of the other.
    Separated { first: bool, second: bool },
    /// Whole files with a bar at what differs.
    ChangeBar { bars: [Option<char>; 2], numbers: bool },
    /// Commands for an editor that makes the second file of the first.
    Editor,
}

/// How the characters of a record are shown.
#[derive(Clone, Copy)]
enum Mode {
    Ascii,
    Hexadecimal,
    Octal,
}

/// The whole listing.
pub(super) struct Listing {
    shape: Shape,
    mode: Mode,
    numbers: bool,
    width: Option<usize>,
}

/// Columns of a listing for which no /WIDTH is given and that needs one.
const COLUMNS: usize = 80;

impl Listing {
    pub fn of(command: &Command) -> Result<Self, Condition> {
        let mode = match () {
            () if command.has("MODE.HEXADECIMAL") => Mode::Hexadecimal,
            () if command.has("MODE.OCTAL") => Mode::Octal,
            () => Mode::Ascii,
        };
        let width = number(command, "WIDTH", 0, 0)?;
        if width != 0 && !(48..=511).contains(&width) {
            return Err(codes::DIFF_VALERR.into());
        }
        let (shape, numbers) = (shape(command)?, !command.present("NUMBER").is_negated());
        Ok(Self { shape, mode, numbers, width: (width > 0).then_some(width) })
    }

    /// Whether the numbers of differences stand behind it: an editor's input has nothing behind it.
    pub fn has_totals(&self) -> bool {
        !matches!(self.shape, Shape::Editor)
    }

    /// The qualifiers as the last lines repeat them.
    pub fn qualifiers(&self) -> String {
        match &self.shape {
            Shape::Merged(behind) => format!("/MERGED={behind}"),
            Shape::Parallel(behind) => format!("/PARALLEL={behind}"),
            Shape::Separated { first: true, second: true } => "/SEPARATED=(MASTER,REVISION)".to_owned(),
            Shape::Separated { first, .. } => format!("/SEPARATED={}", if *first { "MASTER" } else { "REVISION" }),
            Shape::ChangeBar { .. } => "/CHANGE_BAR".to_owned(),
            Shape::Editor => "/SLP".to_owned(),
        }
    }

    /// The lines for the sections that were found.
    pub fn lines(&self, found: &[Section], names: &[String; 2], files: Files<'_>) -> Vec<String> {
        match &self.shape {
            Shape::Merged(behind) => {
                found.iter().flat_map(|section| self.merged(section, *behind, names, files)).collect()
            }
            Shape::Parallel(behind) => self.parallel(found, *behind, names, files),
            Shape::Separated { first, second } => {
                let mut lines = Vec::new();
                if *first {
                    lines.extend(self.separated(&names[0], files.0, found.iter().map(|section| &section.left)));
                }
                if *second {
                    lines.extend(self.separated(&names[1], files.1, found.iter().map(|section| &section.right)));
                }
                lines
            }
            Shape::ChangeBar { bars, numbers } => {
                let mut lines = Vec::new();
                let ranges: [Vec<&Range<usize>>; 2] = [
                    found.iter().map(|section| &section.left).collect(),
                    found.iter().map(|section| &section.right).collect(),
                ];
                for (at, records) in [files.0, files.1].into_iter().enumerate() {
                    if let Some(bar) = bars[at] {
                        lines.push(format!("File {}", names[at]));
                        lines.extend(self.barred(records, &ranges[at], bar, *numbers));
                    }
                }
                lines
            }
            Shape::Editor => editor(found, files),
        }
    }

    /// A record with its number, cut to the width; several lines where its characters are shown by their codes.
    fn record(&self, record: &Record, numbers: bool, width: Option<usize>) -> Vec<String> {
        let coded = |digits: fn(u32) -> String, step: usize| {
            let codes: Vec<String> = record.text.chars().map(|c| digits(u32::from(c))).collect();
            codes.chunks(step).map(|part| part.join(" ")).collect::<Vec<_>>()
        };
        let texts = match self.mode {
            Mode::Ascii => vec![record.text.clone()],
            Mode::Hexadecimal => coded(|code| format!("{code:02X}"), 16),
            Mode::Octal => coded(|code| format!("{code:03o}"), 16),
        };
        let texts = if texts.is_empty() { vec![String::new()] } else { texts };
        let numbered = texts.into_iter().enumerate().map(|(at, text)| match (numbers, at) {
            (true, 0) => format!("{:5}   {text}", record.number),
            (true, _) => format!("        {text}"),
            (false, _) => text,
        });
        let cut = |line: String| width.map_or(line.clone(), |width| line.chars().take(width).collect());
        numbered.map(cut).collect()
    }

    /// The records of both files, with those behind them that match again.
    fn merged(&self, section: &Section, behind: usize, names: &[String; 2], files: Files<'_>) -> Vec<String> {
        let part = |name: &str, records: &[Record], range: &Range<usize>| {
            let end = (range.end + behind).min(records.len());
            let mut lines = vec![format!("File {name}")];
            lines.extend(records[range.start..end].iter().flat_map(|r| self.record(r, self.numbers, self.width)));
            lines
        };
        let mut lines = vec!["************".to_owned()];
        lines.extend(part(&names[0], files.0, &section.left));
        lines.push("******".to_owned());
        lines.extend(part(&names[1], files.1, &section.right));
        lines.push("************".to_owned());
        lines
    }

    /// Both files side by side, each in half of the width.
    fn parallel(&self, found: &[Section], behind: usize, names: &[String; 2], files: Files<'_>) -> Vec<String> {
        let width = self.width.unwrap_or(COLUMNS);
        let half = (width - 3) / 2;
        let row = |left: &str, right: &str| {
            let left: String = left.chars().take(half).collect();
            let right: String = right.chars().take(half).collect();
            format!("{left:<half$} | {right}").trim_end().to_owned()
        };
        let rule = "-".repeat(width - 1);
        let mut lines = Vec::new();
        for section in found {
            lines.extend([rule.clone(), row(&format!("File {}", names[0]), &format!("File {}", names[1]))]);
            let at = |records: &[Record], range: &Range<usize>| {
                records.get(range.start).or(records.last()).map_or(0, |record| record.number).to_string()
            };
            let mark = |number: String| format!("{:-^half$}", format!(" {number} "));
            lines.push(format!("{}---{}", mark(at(files.0, &section.left)), mark(at(files.1, &section.right))));
            let side = |records: &[Record], range: &Range<usize>| {
                let end = (range.end + behind).min(records.len());
                let records = records[range.start..end].iter();
                records.flat_map(|record| self.record(record, false, Some(half))).collect::<Vec<_>>()
            };
            let (left, right) = (side(files.0, &section.left), side(files.1, &section.right));
            for at in 0..left.len().max(right.len()) {
                let text = |side: &[String]| side.get(at).cloned().unwrap_or_default();
                lines.push(row(&text(&left), &text(&right)));
            }
        }
        lines.extend((!found.is_empty()).then_some(rule));
        lines
    }

    /// What one file has and the other has not.
    fn separated<'s>(
        &self,
        name: &str,
        records: &[Record],
        ranges: impl Iterator<Item = &'s Range<usize>>,
    ) -> Vec<String> {
        let mut lines = vec!["************".to_owned(), format!("File {name}")];
        for range in ranges {
            lines.extend(records[range.clone()].iter().flat_map(|r| self.record(r, self.numbers, self.width)));
        }
        lines.push("************".to_owned());
        lines
    }

    /// A whole file with a bar in front of what differs.
    fn barred(&self, records: &[Record], ranges: &[&Range<usize>], bar: char, numbers: bool) -> Vec<String> {
        let mut lines = Vec::new();
        for (at, record) in records.iter().enumerate() {
            let differs = ranges.iter().any(|range| range.contains(&at));
            let bar = if differs { bar } else { ' ' };
            let texts = self.record(record, numbers, self.width.map(|width| width.saturating_sub(2)));
            lines.extend(texts.into_iter().map(|text| format!("{bar} {text}").trim_end().to_owned()));
        }
        lines
    }
}

/// SLP commands: `-first,last` and what stands there in place of those records.
fn editor(found: &[Section], files: Files<'_>) -> Vec<String> {
    let number = |at: usize| files.0.get(at).map_or(files.0.last().map_or(0, |last| last.number + 1), |r| r.number);
    let mut lines = Vec::new();
    for section in found {
        lines.push(match section.left.is_empty() {
            true => format!("-{}", number(section.left.start) - 1),
            false => format!("-{},{}", number(section.left.start), number(section.left.end - 1)),
        });
        lines.extend(files.1[section.right.clone()].iter().map(|record| record.text.clone()));
    }
    lines.push("/".to_owned());
    lines
}

fn shape(command: &Command) -> Result<Shape, Condition> {
    let bars = ["INPUT", "REVISION"].map(|label| {
        let item = command.items(label).into_iter().next()?;
        item.present("CHANGE_BAR").is_present().then(|| item.values("CHANGE_BAR"))
    });
    if bars.iter().any(Option::is_some) || command.has("CHANGE_BAR") {
        // Without a second file the qualifier of the verb means both versions.
        let bars = if bars.iter().all(Option::is_none) { [Some(command.values("CHANGE_BAR")), None] } else { bars };
        let is_number = |word: &&str| matches!(word.to_ascii_uppercase().as_str(), "NUMBER" | "NONUMBER");
        let numbers = !bars.iter().flatten().flatten().any(|word| word.eq_ignore_ascii_case("NONUMBER"));
        let bar =
            |words: Vec<&str>| words.iter().find(|word| !is_number(word)).and_then(|w| w.chars().next()).unwrap_or('!');
        return Ok(Shape::ChangeBar { bars: bars.map(|words| words.map(bar)), numbers });
    }
    Ok(match () {
        () if command.has("SLP") => Shape::Editor,
        () if command.has("PARALLEL") => Shape::Parallel(number(command, "PARALLEL", 0, 0)?),
        () if command.has("SEPARATED") => {
            let (first, second) = (command.has("SEPARATED.MASTER"), command.has("SEPARATED.REVISION"));
            let both = !first && !second;
            Shape::Separated { first: first || both, second: second || both }
        }
        () => Shape::Merged(number(command, "MERGED", 1, 0)?),
    })
}
