//! A file header as DUMP/HEADER shows it, from what the file system tells of the file.

use crate::clock::VmsTime;
use crate::command::files::longest_record;
use crate::command::protection::categories;
use crate::command::{Context, files::characteristics};
use crate::node::uic::Uic;
use crate::ods2::{FileHeader, FileId};
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
        row(2, "File organization", if known.keys > 0 { "Indexed" } else { "Sequential" }),
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
        row(1, "File characteristics", flags(known)),
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

/// The lines of a block that is a file header of a Files-11 volume; `None` for any other.
pub(super) fn of_block(context: &Context<'_>, bytes: &[u8]) -> Option<Vec<String>> {
    let block: &[u8; 512] = bytes.try_into().ok()?;
    let own = FileId::decode(block[8..14].try_into().ok()?);
    let header = FileHeader::decode(block, own.number).ok()?;
    let id = |id: FileId| format!("({},{},{})", id.number, id.sequence, id.volume);
    let record = &header.attributes;
    let owner = context.node.rights().show(Uic::from_longword(header.owner.0));
    let mut lines = vec![format!("{:29}File Header", ""), String::new(), "Header area".to_owned()];
    let offsets =
        ["Identification area offset", "Map area offset", "Access control area offset", "Reserved area offset"];
    lines.extend(offsets.into_iter().zip(&block[..4]).map(|(label, offset)| row(1, label, offset)));
    lines.extend([
        row(1, "Extension segment number", header.segment),
        row(1, "Structure level and version", format!("{}, {}", block[7], block[6])),
        row(1, "File identification", id(header.id)),
        row(1, "Extension file identification", id(header.extension)),
        "    VAX-11 RMS attributes".to_owned(),
        row(2, "Record type", on_disk_type(record.record_type)),
        row(2, "File organization", if record.record_type >> 4 == 0 { "Sequential" } else { "Other" }),
        row(2, "Record attributes", on_disk_attributes(record.attributes)),
        row(2, "Record size", record.record_size),
        row(2, "Highest block", record.highest_block),
        row(2, "End of file block", record.end_block),
        row(2, "End of file byte", record.first_free_byte),
        row(2, "Bucket size", record.bucket_size),
        row(2, "Fixed control area size", record.control_size),
        row(2, "Maximum record size", record.maximum_record),
        row(2, "Default extension size", record.extension),
        row(2, "Global buffer count", record.global_buffers),
        row(2, "Directory version limit", record.versions),
        row(1, "File characteristics", on_disk_characteristics(header.characteristics)),
        row(1, "Map area words in use", block[58]),
        row(1, "Access mode", block[59]),
        row(1, "File owner UIC", owner),
        row(1, "File protection", protection(header.protection)),
        row(1, "Back link file identification", id(header.directory)),
        row(1, "Highest block written", header.highwater.saturating_sub(1)),
        String::new(),
        "Identification area".to_owned(),
        row(1, "File name", &header.name),
        row(1, "Revision number", header.revision),
        row(1, "Creation date", header.created.absolute()),
        row(1, "Revision date", header.revised.absolute()),
        String::new(),
        "Map area".to_owned(),
        "    Retrieval pointers".to_owned(),
    ]);
    for extent in &header.extents {
        lines.push(format!("        Count: {:10}        LBN: {:10}", extent.count.0, extent.start.0));
    }
    let sum = u16::from_le_bytes([block[510], block[511]]);
    lines.extend([String::new(), row(0, "Checksum", sum), String::new()]);
    Some(lines)
}

fn on_disk_type(record_type: u8) -> &'static str {
    let formats = [
        RecordFormat::Undefined,
        RecordFormat::Fixed,
        RecordFormat::Variable,
        RecordFormat::VariableFixedControl,
        RecordFormat::Stream,
        RecordFormat::StreamLf,
        RecordFormat::StreamCr,
    ];
    formats.get(usize::from(record_type & 0xF)).map_or("Unknown", |format| self::record_type(*format))
}

/// The bits of the record attributes.
fn on_disk_attributes(bits: u8) -> String {
    words(
        bits.into(),
        &[
            (1, "Fortran carriage control"),
            (2, "Implied carriage control"),
            (4, "Print file carriage control"),
            (8, "Non-spanned"),
        ],
    )
}

/// The bits of the file characteristics.
fn on_disk_characteristics(bits: u32) -> String {
    words(
        bits,
        &[
            (0x02, "No backup"),
            (0x08, "Read-check"),
            (0x10, "Write-check"),
            (0x20, "Contiguous best try"),
            (0x80, "Contiguous"),
            (0x2000, "Directory"),
            (0x8000, "Marked for delete"),
        ],
    )
}

fn words(bits: u32, names: &[(u32, &str)]) -> String {
    let set: Vec<&str> = names.iter().filter(|(bit, _)| bits & bit != 0).map(|(_, word)| *word).collect();
    if set.is_empty() { "<none specified>".to_owned() } else { set.join(", ") }
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

fn flags(known: &Attributes) -> String {
    let set: Vec<&str> = characteristics::for_dump(known).collect();
    if set.is_empty() { "<none specified>".to_owned() } else { set.join(", ") }
}

fn protection(mask: u16) -> String {
    let [system, owner, group, world] = categories(mask);
    format!("S:{system}, O:{owner}, G:{group}, W:{world}")
}
