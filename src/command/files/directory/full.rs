//! The block of one file that DIRECTORY/FULL shows.

use super::layout::{EXPIRES, caching, date_or};
use crate::command::files::longest_record;
use crate::command::protection::categories;
use crate::command::{Context, files::characteristics};
use crate::node::uic::Uic;
use crate::rms::{Attributes, FoundFile, RecordFormat};

/// The lines of a file, the blank line behind them included.
pub(super) fn block(context: &Context<'_>, name: String, file: &FoundFile, known: Option<&Attributes>) -> Vec<String> {
    let Some(known) = known else { return vec![name] };
    let id = known.file_id;
    let short = |label: &str, value: &str| format!("{label:<12}{value}");
    let long = |label: &str, value: &str| format!("{label:<20}{value}");
    let [system, owner, group, world] = categories(known.protection);
    let uic = context.node.rights().show(Uic::from_longword(known.owner));
    vec![
        format!("{name:<30}File ID:  ({},{},{})", id[0], id[1], id[2]),
        format!("{:<12}{:>6}/{:<11}Owner:    {uic}", "Size:", known.used(), known.allocated),
        short("Created:", &known.created.absolute()),
        short("Revised:", &format!("{} ({})", known.revised.absolute(), known.revisions)),
        short("Expires:", &date_or(known.expires, EXPIRES)),
        short("Backup:", &date_or(known.backup, "<No backup recorded>")),
        short("Effective:", EXPIRES),
        short("Recording:", EXPIRES),
        long("File organization:", &organization(known)),
        long("Shelved state:", "Online"),
        long("Caching attribute:", caching(known)),
        long("File attributes:", &attributes(known)),
        long("Record format:", &record_format(file, known)),
        long("Record attributes:", known.carriage.text()),
        long("RMS attributes:", if known.statistics { "Statistics enabled" } else { "None" }),
        long("Journaling enabled:", "None"),
        long("File protection:", &format!("System:{system}, Owner:{owner}, Group:{group}, World:{world}")),
    ]
    .into_iter()
    .chain(access_list(file))
    .chain([long("Client attributes:", "None"), String::new()])
    .collect()
}

fn organization(known: &Attributes) -> String {
    match known.keys {
        0 => "Sequential".to_owned(),
        1 => "Indexed, Prolog: 3, Using 1 key".to_owned(),
        keys => format!("Indexed, Prolog: 3, Using {keys} keys"),
    }
}

/// The access control list, an entry in each line.
fn access_list(file: &FoundFile) -> Vec<String> {
    let acl = file.files.acl(&file.directory, &file.entry);
    let mut entries: Vec<String> = acl.iter().map(ToString::to_string).collect();
    if entries.is_empty() {
        entries.push("None".to_owned());
    }
    let label = |at: usize| if at == 0 { "Access Cntrl List:" } else { "" };
    entries.iter().enumerate().map(|(at, entry)| format!("{:<20}{entry}", label(at))).collect()
}

fn attributes(known: &Attributes) -> String {
    let limit = match (known.version_limit, known.is_directory) {
        (0, false) => "No version limit".to_owned(),
        (0, true) => "No default version limit".to_owned(),
        (limit, false) => format!("Version limit: {limit}"),
        (limit, true) => format!("Default version limit: {limit}"),
    };
    let mut words = vec![
        format!("Allocation: {}", known.allocated),
        format!("Extend: {}", known.extend),
        format!("Global buffer count: {}", known.global_buffers),
        limit,
    ];
    words.extend(characteristics::for_directory(known).map(str::to_owned));
    words.join(", ")
}

/// The format of the records with their lengths.
fn record_format(file: &FoundFile, known: &Attributes) -> String {
    // A file that cannot be read has no record that anybody could tell of.
    let longest = longest_record(file, known).unwrap_or(0);
    match known.format {
        RecordFormat::Fixed => format!("Fixed length {longest} byte records"),
        other => format!("{}, maximum {} bytes, longest {longest} bytes", other.text(), known.maximum),
    }
}
