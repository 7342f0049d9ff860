//! A file header as DUMP/HEADER shows it, from what the file system tells of the file.

use crate::clock::VmsTime;
use crate::command::Context;
use crate::command::files::longest_record;
use crate::command::protection::categories;
use crate::node::uic::Uic;
use crate::rms::{Attributes, Carriage, FoundFile, RecordFormat};

/// A label with its value, in the columns of the display.
fn row(depth: usize, label: &str, value: impl std::fmt::Display) -> String {
    let label = format!("{:depth$}{label}:", "", depth = 4 * depth);
    format!("{label:<42}{value}")
}

/// The lines of a header: its areas with their fields. There is no map area: where the blocks lie is the host's matter.
pub(super) fn lines(context: &Context<'_>, file: &FoundFile, known: &Attributes) -> Vec<String> {
    let id = |id: [u32; 3]| format!("({},{},{})", id[0], id[1], id[2]);
    let owner = context.node.rights().show(Uic::from_longword(known.owner));
    let mut lines = vec![format!("{:29}File Header", ""), String::new(), "Header area".to_owned()];
    lines.extend([
        row(1, "Structure level and version", "2, 1"),
        row(1, "File identification", id(known.file_id)),
        row(1, "Extension file identification", "(0,0,0)"),
        "    VAX-11 RMS attributes".to_owned(),
        row(2, "Record type", record_type(known.format)),
        row(2, "File organization", "Sequential"),
        row(2, "Record attributes", record_attributes(known)),
        row(2, "Record size", longest_record(file, known).unwrap_or(0)),
        row(2, "Highest block", known.allocated),
        row(2, "End of file block", end_block(known)),
        row(2, "End of file byte", known.bytes % 512),
        row(2, "Bucket size", 0),
        row(2, "Fixed control area size", if known.format == RecordFormat::VariableFixedControl { 2 } else { 0 }),
        row(2, "Maximum record size", known.maximum),
        row(2, "Default extension size", known.extend),
        row(2, "Global buffer count", known.global_buffers),
        row(2, "Directory version limit", if known.is_directory { known.version_limit } else { 0 }),
        row(1, "File characteristics", characteristics(known)),
        row(1, "File owner UIC", owner),
        row(1, "File protection", protection(known.protection)),
        row(1, "Back link file identification", id(known.directory_id)),
        row(1, "Journal control flags", "<none specified>"),
        row(1, "Active recovery units", "None"),
        String::new(),
        "Identification area".to_owned(),
        row(1, "File name", file.spec.file_part()),
        row(1, "Revision number", known.revisions),
        row(1, "Creation date", known.created.absolute()),
        row(1, "Revision date", known.revised.absolute()),
        row(1, "Expiration date", date(known.expires)),
        row(1, "Backup date", date(known.backup)),
        String::new(),
    ]);
    lines
}

fn date(date: Option<VmsTime>) -> String {
    date.map_or_else(|| "<none specified>".to_owned(), VmsTime::absolute)
}

/// The block behind the last byte, as headers count it.
fn end_block(known: &Attributes) -> u64 {
    known.bytes / 512 + 1
}

fn record_type(format: RecordFormat) -> &'static str {
    match format {
        RecordFormat::Fixed => "Fixed",
        RecordFormat::Variable => "Variable",
        RecordFormat::VariableFixedControl => "VFC",
        RecordFormat::Stream => "Stream",
        RecordFormat::StreamCr => "Stream_CR",
        RecordFormat::StreamLf => "Stream_LF",
        RecordFormat::Undefined => "Undefined",
    }
}

fn record_attributes(known: &Attributes) -> &'static str {
    match known.carriage {
        _ if known.is_directory => "Non-spanned",
        Carriage::None => "<none specified>",
        Carriage::Return => "Implied carriage control",
        Carriage::Fortran => "Fortran carriage control",
        Carriage::Print => "Print file carriage control",
    }
}

fn characteristics(known: &Attributes) -> String {
    let flags = [
        (known.contiguous, "Contiguous"),
        (known.is_directory, "Directory"),
        (known.no_backup, "No backup"),
        (known.erase, "Erase on delete"),
        (known.no_move, "Movefile disabled"),
        (known.read_check, "Read-check"),
        (known.write_check, "Write-check"),
    ];
    let set: Vec<&str> = flags.into_iter().filter(|(on, _)| *on).map(|(_, word)| word).collect();
    if set.is_empty() { "<none specified>".to_owned() } else { set.join(", ") }
}

fn protection(mask: u16) -> String {
    let [system, owner, group, world] = categories(mask);
    format!("S:{system}, O:{owner}, G:{group}, W:{world}")
}
