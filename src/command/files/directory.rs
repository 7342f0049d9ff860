//! DIRECTORY (command reference 17, dcl.md 18.6).

mod full;
mod layout;
mod select;

use super::{Listed, list, report};
use crate::cdu::Command;
use crate::command::labels::{PAGING, SELECTION, labels};
use crate::command::output::Output;
use crate::command::queue::no_printer;
use crate::command::{Context, Routine};
use crate::message::{Condition, Severity, Status, codes};
use crate::rms::{Attributes, FoundFile};
use layout::Layout;
use select::Select;

/// The command.
pub const ROUTINES: &[Routine] = &[Routine {
    name: "DIRECTORY",
    handler: directory,
    labels: labels!(
        SELECTION,
        PAGING,
        &[
            "ACL",
            "BRIEF",
            "CACHING_ATTRIBUTES",
            "COLUMNS",
            "DATE",
            "DATE.ACCESSED",
            "DATE.ALL",
            "DATE.ATTRIBUTES",
            "DATE.BACKUP",
            "DATE.CREATED",
            "DATE.DATA_MODIFIED",
            "DATE.EFFECTIVE",
            "DATE.EXPIRED",
            "DATE.MODIFIED",
            "DATE.RECORDING",
            "FILE",
            "FILE_ID",
            "FULL",
            "GRAND_TOTAL",
            "HEADING",
            "LENGTH",
            "OUTPUT",
            "OWNER",
            "PRINTER",
            "PROTECTION",
            "SECURITY",
            "SELECT",
            "SELECT.ACL",
            "SELECT.CACHING_ATTRIBUTE",
            "SELECT.FILE",
            "SELECT.SHELVED",
            "SELECT.SIZE",
            "SELECT.SIZE.MAXIMUM",
            "SELECT.SIZE.MINIMUM",
            "SELECT.SIZE.UNUSED",
            "SELECT.SIZE.USED",
            "SELECT.VERSION",
            "SELECT.VERSION.MAXIMUM",
            "SELECT.VERSION.MINIMUM",
            "SHELVED_STATE",
            "SIZE",
            "SIZE.ALL",
            "SIZE.ALLOCATION",
            "SIZE.UNITS",
            "SIZE.UNITS.BLOCKS",
            "SIZE.UNITS.BYTES",
            "SIZE.USED",
            "SYMLINK",
            "TOTAL",
            "TRAILING",
            "VERSIONS",
            "WIDTH",
            "WIDTH.DISPLAY",
            "WIDTH.FILENAME",
            "WIDTH.OWNER",
            "WIDTH.SIZE"
        ]
    ),
}];

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
        match layout.total(self.used, self.allocated) {
            Some(size) => format!("{files}, {size}."),
            None => format!("{files}."),
        }
    }
}

fn directory(context: &mut Context<'_>, command: &Command) -> Result<Status, Condition> {
    let (layout, select) = (Layout::of(command)?, Select::of(command)?);
    if command.has("PRINTER") {
        return Err(no_printer());
    }
    let mut output = Output::open(context, command, "DIRECTORY")?;
    let mut status = Status::NORMAL;
    let (mut grand, mut directories, mut missing) = (Total::default(), 0_u64, 0);
    let mut all = Vec::new();
    for Listed { spec, files, .. } in list(context, command, "FILE", "*.*;*")? {
        let files = match files {
            Ok(files) => limited(files, command).into_iter().filter(|file| select.takes(file)).collect(),
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
    if directories > 1 && layout.trailing || command.has("GRAND_TOTAL") && directories > 0 {
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
            each.flat_map(|(file, known)| full::block(context, layout.name(file), file, known.as_ref())).collect()
        } else if layout.detailed() {
            let each = group.iter().zip(&attributes);
            each.flat_map(|(file, known)| layout.details(context, file, known.as_ref())).collect()
        } else {
            layout.columns(group)
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
