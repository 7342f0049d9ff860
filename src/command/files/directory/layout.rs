//! What DIRECTORY shows of each file, and in which columns.

use crate::cdu::Command;
use crate::clock::VmsTime;
use crate::command::Context;
use crate::command::files::longest_record;
use crate::command::protection::categories;
use crate::message::{Condition, codes};
use crate::node::uic::Uic;
use crate::rms::{Attributes, FoundFile};

/// In place of a date that a file does not have.
pub(super) const EXPIRES: &str = "<None specified>";

/// Keywords of /DATE in the order of their columns.
const DATES: [&str; 9] =
    ["CREATED", "MODIFIED", "EXPIRED", "BACKUP", "EFFECTIVE", "RECORDING", "ACCESSED", "ATTRIBUTES", "DATA_MODIFIED"];

/// What is shown of each file.
pub(super) struct Layout {
    columns: usize,
    /// Widths: name, size, owner.
    name: usize,
    size: usize,
    owner_width: usize,
    used: bool,
    allocated: bool,
    dates: Vec<&'static str>,
    owner: bool,
    protection: bool,
    acl: bool,
    file_id: bool,
    /// The longest record.
    length: bool,
    caching: bool,
    shelved: bool,
    /// Sizes in bytes and their multiples.
    bytes: bool,
    /// Links show what they say.
    symlink: bool,
    /// /FULL: a block for each file.
    pub full: bool,
    /// Directory headings.
    pub heading: bool,
    /// Totals behind each directory.
    pub trailing: bool,
    /// The files themselves.
    pub names: bool,
}

impl Layout {
    pub fn of(command: &Command) -> Result<Self, Condition> {
        let full = command.has("FULL");
        let size = command.has("SIZE");
        let all = full || command.has("SIZE.ALL");
        let allocated = full || size && (all || command.has("SIZE.ALLOCATION"));
        let (total, grand) = (command.has("TOTAL"), command.has("GRAND_TOTAL"));
        let security = command.has("SECURITY");
        let width = |label: &str, usual: usize| match command.number(&format!("WIDTH.{label}")) {
            None | Some(0) => Ok(usual),
            Some(number) => usize::try_from(number).map_err(|_| Condition::new(codes::DIRECT_VALERR)),
        };
        let name = width("FILENAME", 19)?;
        let fitting = width("DISPLAY", 80)? / (name + 1);
        let columns = command.number("COLUMNS").map_or(4, |n| usize::try_from(n).unwrap_or(4));
        let typed = DATES.into_iter().filter(|date| command.has(&format!("DATE.{date}")) || command.has("DATE.ALL"));
        let mut dates: Vec<&str> = typed.collect();
        if dates.is_empty() && command.has("DATE") {
            dates.push("CREATED");
        }
        Ok(Self {
            columns: if command.has("COLUMNS") && !command.has("WIDTH") { columns } else { columns.min(fitting) }
                .max(1),
            name,
            size: width("SIZE", 6)?,
            owner_width: width("OWNER", 20)?,
            used: full || size && (all || command.has("SIZE.USED") || !allocated),
            allocated,
            dates,
            owner: security || command.has("OWNER"),
            protection: security || command.has("PROTECTION"),
            acl: security || command.has("ACL"),
            file_id: command.has("FILE_ID"),
            length: command.has("LENGTH"),
            caching: command.has("CACHING_ATTRIBUTES"),
            shelved: command.has("SHELVED_STATE"),
            bytes: command.has("SIZE.UNITS.BYTES"),
            symlink: command.has("SYMLINK"),
            full,
            heading: !command.present("HEADING").is_negated() && !grand,
            trailing: !command.present("TRAILING").is_negated() && !grand,
            names: !total && !grand,
        })
    }

    /// Whether each file needs a line of its own.
    pub fn detailed(&self) -> bool {
        let numbers = [self.used, self.allocated, self.file_id, self.length];
        let words = [self.owner, self.protection, self.acl, self.caching, self.shelved];
        numbers.contains(&true) || words.contains(&true) || !self.dates.is_empty()
    }

    pub fn sizes(&self, used: u64, allocated: u64) -> Option<String> {
        let shown = |blocks: u64| if self.bytes { in_bytes(blocks) } else { blocks.to_string() };
        match (self.used, self.allocated) {
            (true, true) => Some(format!("{}/{}", shown(used), shown(allocated))),
            (true, false) => Some(shown(used)),
            (false, true) => Some(shown(allocated)),
            (false, false) => None,
        }
    }

    /// The size of a whole directory, with its unit.
    pub fn total(&self, used: u64, allocated: u64) -> Option<String> {
        let size = self.sizes(used, allocated)?;
        Some(match (self.bytes, size.as_str()) {
            (true, _) => size,
            (false, "1") => "1 block".to_owned(),
            (false, _) => format!("{size} blocks"),
        })
    }

    /// Name, type and version of a file, without a heading the whole specification; of a link what it says as well, when
    /// that is asked for.
    pub fn name(&self, file: &FoundFile) -> String {
        let name = if self.heading { file.spec.file_part() } else { file.spec.to_string() };
        match file.files.link_target(&file.directory, &file.entry).filter(|_| self.symlink) {
            Some(target) => format!("{name} -> {target}"),
            None => name,
        }
    }

    /// Names in columns; a longer name takes as many columns as it needs, and is padded only when another one follows it.
    /// The last column of a screen has no blank behind it. Without a heading there is one column.
    pub fn columns(&self, group: &[FoundFile]) -> Vec<String> {
        if !self.heading {
            return group.iter().map(|file| self.name(file)).collect();
        }
        let column = self.name + 1;
        let mut lines = Vec::new();
        let (mut line, mut taken) = (String::new(), 0);
        for file in group {
            let name = self.name(file);
            let cells = (name.chars().count() + 1).div_ceil(column).max(1);
            if taken > 0 && taken + cells > self.columns {
                lines.push(std::mem::take(&mut line));
                taken = 0;
            }
            line = format!("{line:<width$}{name}", width = taken * column);
            taken += cells;
            if cells == 1 {
                let full = usize::from(taken == self.columns);
                line = format!("{line:<width$}", width = taken * column - full);
            }
        }
        if taken > 0 {
            lines.push(line);
        }
        lines
    }

    /// A line for one file: name, size ending at column 31, then what else was asked for. A name that leaves no room
    /// stands on a line of its own.
    pub fn details(&self, context: &Context<'_>, file: &FoundFile, known: Option<&Attributes>) -> Vec<String> {
        let name = self.name(file);
        let Some(known) = known else { return vec![name] };
        let length = name.chars().count();
        let mut lines = Vec::new();
        let end = self.name + 6 + self.size;
        let mut line = match self.sizes(known.used(), known.allocated) {
            Some(size) if length + size.len() < end => format!("{name}{size:>width$}", width = end - length),
            Some(size) => {
                lines.push(name);
                format!("{size:>end$}")
            }
            None if length <= self.name => format!("{name:<width$}", width = self.name),
            None => {
                lines.push(name);
                " ".repeat(self.name)
            }
        };
        if self.length {
            // A file that cannot be read has no record that anybody could tell of.
            line.push_str(&format!("  {:>6}", longest_record(file, known).unwrap_or(0)));
        }
        if self.file_id {
            let id = known.file_id;
            line.push_str(&format!("  {:<20}", format!("({},{},{})", id[0], id[1], id[2])));
        }
        for date in &self.dates {
            line.push_str(&format!("  {:<23}", dated(known, date)));
        }
        if self.owner {
            let owner = context.node.rights().show(Uic::from_longword(known.owner));
            line.push_str(&format!("  {owner:<width$}", width = self.owner_width));
        }
        if self.protection {
            line.push_str(&format!("  ({})", categories(known.protection).join(",")));
        }
        if self.caching {
            line.push_str(&format!("  {:<12}", caching(known)));
        }
        if self.shelved {
            line.push_str("  Online");
        }
        lines.push(line.trim_end().to_owned());
        if self.acl {
            let acl = file.files.acl(&file.directory, &file.entry);
            lines.extend(acl.iter().map(|ace| format!("          {ace}")));
        }
        lines
    }
}

/// Blocks in the largest unit of bytes that gives at least one.
fn in_bytes(blocks: u64) -> String {
    const UNITS: [(&str, u64); 4] = [("TB", 1 << 40), ("GB", 1 << 30), ("MB", 1 << 20), ("KB", 1 << 10)];
    let bytes = blocks * 512;
    let Some((unit, size)) = UNITS.into_iter().find(|(_, size)| bytes >= *size) else { return format!("{bytes}B") };
    let tenths = (bytes * 10).div_ceil(size);
    if tenths.is_multiple_of(10) {
        format!("{}{unit}", tenths / 10)
    } else {
        format!("{}.{}{unit}", tenths / 10, tenths % 10)
    }
}

/// What of a file is kept in caches.
pub(super) fn caching(known: &Attributes) -> &'static str {
    if known.no_caching { "No caching" } else { "Writethrough" }
}

/// A date of a file as a column shows it.
fn dated(known: &Attributes, which: &str) -> String {
    match which {
        "CREATED" => known.created.absolute(),
        "MODIFIED" | "DATA_MODIFIED" => known.revised.absolute(),
        "EXPIRED" => date_or(known.expires, EXPIRES),
        "BACKUP" => date_or(known.backup, "<No backup recorded>"),
        _ => EXPIRES.to_owned(),
    }
}

/// A date, or what stands in its place.
pub(super) fn date_or(date: Option<VmsTime>, otherwise: &str) -> String {
    date.map_or_else(|| otherwise.to_owned(), VmsTime::absolute)
}
