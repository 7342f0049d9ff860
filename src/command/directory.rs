//! DIRECTORY (command reference 17, dcl.md 18.6).

use super::files::{Listed, Output, list, report};
use super::{Context, Routine};
use crate::cdu::Command;
use crate::message::{Condition, Severity, Status, codes};
use crate::node::uic::Uic;
use crate::rms::{Attributes, FoundFile};

/// The command.
pub const ROUTINES: &[Routine] = &[Routine {
    name: "DIRECTORY",
    handler: directory,
    labels: &[
        "BEFORE",
        "BRIEF",
        "BY_OWNER",
        "COLUMNS",
        "CREATED",
        "DATE",
        "DATE.CREATED",
        "DATE.MODIFIED",
        "EXCLUDE",
        "FILE",
        "FILE_ID",
        "FULL",
        "GRAND_TOTAL",
        "HEADING",
        "MODIFIED",
        "OUTPUT",
        "OWNER",
        "PROTECTION",
        "SINCE",
        "SIZE",
        "SIZE.ALL",
        "SIZE.ALLOCATION",
        "SIZE.USED",
        "TOTAL",
        "TRAILING",
        "VERSIONS",
    ],
}];

/// Width of a column of names.
const COLUMN: usize = 20;

/// What is shown of each file.
struct Layout {
    columns: usize,
    used: bool,
    allocated: bool,
    date: Option<bool>,
    owner: bool,
    protection: bool,
    file_id: bool,
    full: bool,
    heading: bool,
    trailing: bool,
    names: bool,
}

impl Layout {
    fn of(command: &Command) -> Self {
        let size = command.has("SIZE");
        let allocated = size && (command.has("SIZE.ALL") || command.has("SIZE.ALLOCATION"));
        let total = command.has("TOTAL");
        let grand = command.has("GRAND_TOTAL");
        Self {
            columns: command.number("COLUMNS").map_or(4, |n| usize::try_from(n).unwrap_or(4)).max(1),
            used: size && (command.has("SIZE.ALL") || command.has("SIZE.USED") || !allocated),
            allocated,
            date: command.has("DATE").then(|| command.has("DATE.MODIFIED")),
            owner: command.has("OWNER"),
            protection: command.has("PROTECTION"),
            file_id: command.has("FILE_ID"),
            full: command.has("FULL"),
            heading: !command.present("HEADING").is_negated() && !grand,
            trailing: !command.present("TRAILING").is_negated() && !grand,
            names: !total && !grand,
        }
    }

    /// Whether each file needs a line of its own.
    fn detailed(&self) -> bool {
        self.used || self.allocated || self.date.is_some() || self.owner || self.protection || self.file_id
    }

    fn sizes(&self, used: u64, allocated: u64) -> Option<String> {
        match (self.used, self.allocated) {
            (true, true) => Some(format!("{used}/{allocated}")),
            (true, false) => Some(used.to_string()),
            (false, true) => Some(allocated.to_string()),
            (false, false) => None,
        }
    }
}

/// Files and blocks counted so far.
#[derive(Clone, Copy, Default)]
struct Total {
    files: u64,
    used: u64,
    allocated: u64,
}

impl Total {
    fn text(&self, layout: &Layout) -> String {
        let files = if self.files == 1 { "1 file".to_owned() } else { format!("{} files", self.files) };
        match layout.sizes(self.used, self.allocated) {
            Some(blocks) => {
                let plural = if blocks == "1" { "" } else { "s" };
                format!("{files}, {blocks} block{plural}.")
            }
            None => format!("{files}."),
        }
    }
}

fn directory(context: &mut Context<'_>, command: &Command) -> Result<Status, Condition> {
    let layout = Layout::of(command);
    let mut output = Output::open(context, command, "DIRECTORY")?;
    let mut status = Status::NORMAL;
    let (mut grand, mut directories, mut missing) = (Total::default(), 0_u64, 0);
    let mut all = Vec::new();
    for Listed { spec, files, .. } in list(context, command, "FILE", "*.*;*")? {
        let files = match files {
            Ok(files) => limited(files, command),
            Err(why) if why.status == codes::RMS_FNF => Vec::new(),
            Err(why) => {
                let reason = why.status;
                report(context, &mut status, &Condition::new(codes::DIRECT_OPENIN).arg(spec).then(why));
                status = reason.with_severity(Severity::Error).inhibited();
                continue;
            }
        };
        if files.is_empty() {
            missing += 1;
        }
        all.extend(files);
    }
    for group in all.chunk_by(|a, b| a.spec.directory_spec() == b.spec.directory_spec()) {
        let total = show_group(context, &layout, group, &mut output)?;
        directories += 1;
        grand.files += total.files;
        grand.used += total.used;
        grand.allocated += total.allocated;
    }
    if directories > 1 || command.has("GRAND_TOTAL") && directories > 0 {
        let word = if directories == 1 { "1 directory".to_owned() } else { format!("{directories} directories") };
        output.line(context, "")?;
        output.line(context, &format!("Grand total of {word}, {}", grand.text(&layout)))?;
    }
    output.close()?;
    if directories == 0 && missing > 0 {
        context.message(&codes::DIRECT_NOFILES.into());
        return Ok(codes::RMS_FNF.with_severity(Severity::Warning).inhibited());
    }
    Ok(status)
}

/// /VERSIONS=n keeps the n highest versions of each file.
fn limited(files: Vec<FoundFile>, command: &Command) -> Vec<FoundFile> {
    let Some(most) = command.number("VERSIONS").and_then(|n| usize::try_from(n).ok()) else { return files };
    let same = |a: &FoundFile, b: &FoundFile| {
        (&a.directory, &a.entry.name, &a.entry.file_type) == (&b.directory, &b.entry.name, &b.entry.file_type)
    };
    files.chunk_by(same).flat_map(|versions| versions.iter().take(most).cloned()).collect()
}

fn show_group(
    context: &mut Context<'_>,
    layout: &Layout,
    group: &[FoundFile],
    output: &mut Output,
) -> Result<Total, Condition> {
    let mut total = Total { files: group.len() as u64, ..Total::default() };
    let attributes: Vec<Option<Attributes>> = if layout.detailed() || layout.full {
        group.iter().map(|file| file.files.attributes(&file.directory, &file.entry).ok()).collect()
    } else {
        vec![None; group.len()]
    };
    for known in attributes.iter().flatten() {
        total.used += known.used();
        total.allocated += known.allocated;
    }
    if layout.heading {
        for line in ["", &format!("Directory {}", group[0].spec.directory_spec()), ""] {
            output.line(context, line)?;
        }
    }
    if layout.names {
        let lines = if layout.full {
            let each = group.iter().zip(&attributes);
            each.flat_map(|(file, known)| full(context, file, known.as_ref())).collect()
        } else if layout.detailed() {
            let each = group.iter().zip(&attributes);
            each.flat_map(|(file, known)| details(context, layout, file, known.as_ref())).collect()
        } else {
            columns(group, layout.columns)
        };
        for line in lines {
            output.line(context, &line)?;
        }
    }
    if layout.trailing {
        if layout.names && !layout.full {
            output.line(context, "")?;
        }
        output.line(context, &format!("Total of {}", total.text(layout)))?;
    }
    Ok(total)
}

/// Names in columns of 20; a longer name takes as many columns as it needs.
fn columns(group: &[FoundFile], columns: usize) -> Vec<String> {
    let mut lines = Vec::new();
    let (mut line, mut taken) = (String::new(), 0);
    for file in group {
        let name = file.spec.file_part();
        let cells = (name.chars().count() + 1).div_ceil(COLUMN).max(1);
        if taken > 0 && taken + cells > columns {
            lines.push(std::mem::take(&mut line));
            taken = 0;
        }
        if taken > 0 {
            line.push(' ');
        }
        line.push_str(&format!("{name:<width$}", width = cells * COLUMN - 1));
        taken += cells;
    }
    if taken > 0 {
        lines.push(line);
    }
    lines
}

/// A line for one file: name, size ending at column 31, then what else was asked for.
fn details(context: &Context<'_>, layout: &Layout, file: &FoundFile, known: Option<&Attributes>) -> Vec<String> {
    let name = file.spec.file_part();
    let Some(known) = known else { return vec![name] };
    let mut lines = Vec::new();
    let mut line = match layout.sizes(known.used(), known.allocated) {
        Some(size) if name.chars().count() + size.len() < 31 => {
            format!("{name}{size:>width$}", width = 31 - name.chars().count())
        }
        Some(size) => {
            lines.push(name);
            format!("{size:>31}")
        }
        None if name.chars().count() < COLUMN => format!("{name:<19}"),
        None => {
            lines.push(name);
            " ".repeat(19)
        }
    };
    if layout.file_id {
        let id = known.file_id;
        line.push_str(&format!("  {:<20}", format!("({},{},{})", id[0], id[1], id[2])));
    }
    if let Some(modified) = layout.date {
        let date = if modified { known.revised } else { known.created };
        line.push_str(&format!("  {}", date.absolute()));
    }
    if layout.owner {
        let owner = context.node.rights().show(Uic::from_longword(known.owner));
        line.push_str(&format!("  {owner:<20}"));
    }
    if layout.protection {
        line.push_str(&format!("  {}", short_protection(known.protection)));
    }
    lines.push(line.trim_end().to_owned());
    lines
}

/// `(RWED,RWED,RE,)`.
fn short_protection(mask: u16) -> String {
    format!("({})", categories(mask).join(","))
}

fn categories(mask: u16) -> [String; 4] {
    std::array::from_fn(|at| {
        let denied = (mask >> (4 * at)) & 0xF;
        "RWED".chars().enumerate().filter(|(bit, _)| denied & (1 << bit) == 0).map(|(_, letter)| letter).collect()
    })
}

/// The block of one file for /FULL.
fn full(context: &Context<'_>, file: &FoundFile, known: Option<&Attributes>) -> Vec<String> {
    let name = file.spec.file_part();
    let Some(known) = known else { return vec![name] };
    let id = known.file_id;
    let short = |label: &str, value: &str| format!("{label:<12}{value}");
    let long = |label: &str, value: &str| format!("{label:<20}{value}");
    let [system, owner, group, world] = categories(known.protection);
    let uic = context.node.rights().show(Uic::from_longword(known.owner));
    let sizes = format!("{}/{}", known.used(), known.allocated);
    let allocation = format!("Allocation: {}, Extend: 0, Global buffer count: 0, No version limit", known.allocated);
    let kind = if known.is_directory { "Sequential, Directory file" } else { "Sequential" };
    vec![
        format!("{name:<30}File ID:  ({},{},{})", id[0], id[1], id[2]),
        format!("{:<30}Owner:    {uic}", short("Size:", &sizes)),
        short("Created:", &known.created.absolute()),
        short("Revised:", &format!("{} ({})", known.revised.absolute(), known.revisions)),
        short("Expires:", "<None specified>"),
        short("Backup:", "<No backup recorded>"),
        short("Effective:", "<None specified>"),
        short("Recording:", "<None specified>"),
        long("File organization:", kind),
        long("Shelved state:", "Online"),
        long("Caching attribute:", "Writethrough"),
        long("File attributes:", &allocation),
        long("Record format:", "Variable length"),
        long("Record attributes:", "Carriage return carriage control"),
        long("RMS attributes:", "None"),
        long("Journaling enabled:", "None"),
        long("File protection:", &format!("System:{system}, Owner:{owner}, Group:{group}, World:{world}")),
        long("Access Cntrl List:", "None"),
        long("Client attributes:", "None"),
        String::new(),
    ]
}
