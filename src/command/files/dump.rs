//! DUMP: files by block or record, devices by logical block (command reference 17).

mod directory;
mod header;

use super::access::Right;
use super::{list, report};
use crate::blocks::{BLOCK_BYTES, BlockCount, Lbn, LbnRange};
use crate::cdu::Command;
use crate::command::labels::{PAGING, labels};
use crate::command::output::Output;
use crate::command::queue::no_printer;
use crate::command::{Context, Routine};
use crate::message::{Condition, Status, codes};
use crate::node::privileges::Privilege;
use crate::rms::{Access, Attributes, FileSpec, FoundFile, search};
use crate::show::dump::{Form, Radix};

/// DUMP.
pub const ROUTINES: &[Routine] = &[Routine {
    name: "DUMP",
    handler: dump,
    labels: labels!(
        PAGING,
        &[
            "ALLOCATED",
            "BLOCKS",
            "BLOCKS.COUNT",
            "BLOCKS.END",
            "BLOCKS.START",
            "BYTE",
            "DECIMAL",
            "DIRECTORY",
            "FILE",
            "FILE_HEADER",
            "FORMATTED",
            "HEADER",
            "HEXADECIMAL",
            "IDENTIFIER",
            "LONGWORD",
            "NUMBER",
            "OCTAL",
            "OUTPUT",
            "PRINTER",
            "RECORDS",
            "RECORDS.COUNT",
            "RECORDS.END",
            "RECORDS.START",
            "SHARE",
            "WIDTH",
            "WORD"
        ]
    ),
}];

/// What is dumped of each file, and how.
struct Plan {
    form: Form,
    records: bool,
    /// The entries of a directory file.
    directory: bool,
    /// The file header as well.
    header: bool,
    /// Blocks that are file headers are shown as such.
    file_headers: bool,
    /// Although somebody writes to the file.
    share: bool,
    /// First and last block or record; counted from 1 in files, from 0 on devices. `None` is what there is.
    first: Option<u64>,
    last: Option<u64>,
    count: Option<u64>,
    allocated: bool,
    /// /NUMBER: where the count of bytes begins; it then goes on from block to block.
    number: Option<usize>,
}

impl Plan {
    fn of(command: &Command) -> Result<Self, Condition> {
        let unit = if command.has("RECORDS") { "RECORDS" } else { "BLOCKS" };
        let number = |word: &str| {
            let number = command.number(&format!("{unit}.{word}"));
            number.map(|n| u64::try_from(n).map_err(|_| Condition::new(codes::DUMP_VALERR))).transpose()
        };
        let radix = match () {
            () if command.has("DECIMAL") => Radix::Decimal,
            () if command.has("OCTAL") => Radix::Octal,
            () => Radix::Hexadecimal,
        };
        let entry = if command.has("BYTE") {
            1
        } else if command.has("WORD") {
            2
        } else {
            4
        };
        let width = match command.number("WIDTH") {
            None => 132,
            Some(80) => 80,
            Some(132) => 132,
            Some(_) => return Err(codes::DUMP_VALERR.into()),
        };
        let from = command.number("NUMBER").unwrap_or(0);
        Ok(Self {
            form: Form { radix, entry, width },
            records: command.has("RECORDS"),
            directory: command.has("DIRECTORY"),
            header: command.has("HEADER"),
            file_headers: command.has("FILE_HEADER"),
            share: command.has("SHARE"),
            first: number("START")?,
            last: number("END")?,
            count: number("COUNT")?,
            allocated: command.has("ALLOCATED"),
            number: command.has("NUMBER").then(|| usize::try_from(from).unwrap_or(0)),
        })
    }

    /// The range to dump where `least..=most` is there.
    fn range(&self, least: u64, most: u64) -> std::ops::RangeInclusive<u64> {
        let first = self.first.unwrap_or(least).max(least);
        let by_count = self.count.map_or(u64::MAX, |count| first.saturating_add(count).saturating_sub(1));
        first..=self.last.unwrap_or(u64::MAX).min(by_count).min(most)
    }
}

/// Where the lines go, and how far /NUMBER has counted.
struct Sheet<'o> {
    output: &'o mut Output,
    counted: usize,
}

impl Sheet<'_> {
    /// A block; one that is a file header by its fields, if that is asked for.
    fn block(&mut self, context: &mut Context<'_>, plan: &Plan, heading: &str, bytes: &[u8]) -> Result<(), Condition> {
        let header = plan.file_headers.then(|| header::of_block(context, bytes)).flatten();
        let Some(lines) = header else { return self.piece(context, plan, heading, bytes) };
        self.counted += bytes.len();
        for line in [heading, ""].into_iter().map(str::to_owned).chain(lines) {
            self.output.line(context, &line)?;
        }
        Ok(())
    }

    fn piece(&mut self, context: &mut Context<'_>, plan: &Plan, heading: &str, bytes: &[u8]) -> Result<(), Condition> {
        let from = if plan.number.is_some() { self.counted } else { 0 };
        self.counted += bytes.len();
        for line in [heading, ""] {
            self.output.line(context, line)?;
        }
        for line in plan.form.lines(bytes, from) {
            self.output.line(context, &line)?;
        }
        self.output.line(context, "")
    }
}

fn dump(context: &mut Context<'_>, command: &Command) -> Result<Status, Condition> {
    let plan = Plan::of(command)?;
    if command.has("PRINTER") {
        return Err(no_printer());
    }
    let named = FileSpec::parse(command.value("FILE").unwrap_or_default()).ok().and_then(|spec| spec.name);
    let named = named.filter(|name| !name.is_empty() && !name.contains(['*', '%', '?']));
    let mut output = Output::open(context, command, &format!("{}.DMP", named.as_deref().unwrap_or("DUMP")))?;
    let mut status = Status::NORMAL;
    if command.has("IDENTIFIER") {
        let (spec, files) = identified(context, command)?;
        for file in files {
            let dumped = dump_file(context, &plan, &file, &mut output);
            dumped.map_err(|why| Condition::new(codes::DUMP_OPENIN).arg(spec.as_str()).then(why))?;
        }
        output.close()?;
        return Ok(status);
    }
    let items: Vec<String> = command.items("FILE").iter().map(|item| item.text().to_owned()).collect();
    if let [only] = &items[..]
        && let Some(device) = device_of(context, only)
    {
        let dumped = dump_device(context, &plan, &device, &mut output);
        dumped.map_err(|why| Condition::new(codes::DUMP_OPENIN).arg(format!("{device}:")).then(why))?;
        output.close()?;
        return Ok(status);
    }
    for listed in list(context, command, "FILE", ".DMP")? {
        let refuse = |spec: String, why| Condition::new(codes::DUMP_OPENIN).arg(spec).then(why);
        let files = match listed.files {
            Ok(files) => files,
            Err(why) => {
                report(context, &mut status, &refuse(listed.spec, why));
                continue;
            }
        };
        for file in files {
            if let Err(why) = dump_file(context, &plan, &file, &mut output) {
                report(context, &mut status, &refuse(file.spec.to_string(), why));
            }
            if context.streams.interrupted() {
                return Ok(codes::SYSTEM_CONTROLY);
            }
            if output.is_over() {
                return Ok(status);
            }
        }
    }
    output.close()?;
    Ok(status)
}

/// /IDENTIFIER=(number,sequence): the file of that identification on the device that is named in its place.
fn identified(context: &Context<'_>, command: &Command) -> Result<(String, Vec<FoundFile>), Condition> {
    let typed = command.value("FILE").unwrap_or_default();
    let numbers: Vec<u32> = command.values("IDENTIFIER").iter().filter_map(|number| number.parse().ok()).collect();
    let spec = format!("{}:[000000...]*.*;*", FileSpec::parse(typed)?.device.unwrap_or_default());
    let wrong = |why: Condition| Condition::new(codes::DUMP_OPENIN).arg(typed.to_uppercase()).then(why);
    let is_it = |file: &FoundFile| {
        let known = file.files.attributes(&file.directory, &file.entry);
        known.is_ok_and(|known| numbers.len() > 1 && known.file_id.starts_with(&numbers[..numbers.len().min(3)]))
    };
    let mut all = search(&context.files(), &spec, "", "").map_err(wrong)?;
    let found = all.find(is_it).ok_or_else(|| wrong(codes::SYSTEM_NOSUCHFILE.into()))?;
    Ok((found.spec.to_string(), vec![found]))
}

/// The disk that a lone device name means; files have more than a device.
fn device_of(context: &Context<'_>, typed: &str) -> Option<String> {
    let spec = FileSpec::parse(typed).ok()?;
    let bare = spec.directory.is_none() && spec.root.is_none() && spec.file_type.is_none() && spec.version.is_none();
    let device = spec.device.filter(|_| bare && spec.name.as_ref().is_none_or(String::is_empty))?;
    let device = context.device(&device).ok()?;
    context.node.device(&device).map(|view| view.name)
}

fn dump_file(context: &mut Context<'_>, plan: &Plan, file: &FoundFile, output: &mut Output) -> Result<(), Condition> {
    context.permit(file, Right::Read)?;
    let known = file.files.attributes(&file.directory, &file.entry)?;
    let access = Access { share_write: plan.share, ..Access::reading() };
    let mut records = match plan.records {
        true => Some(context.open_file(file, access)?),
        false => None,
    };
    if plan.directory && !file.entry.is_directory {
        return Err(codes::SYSTEM_BADIRECTORY.into());
    }
    let mut sheet = Sheet { output, counted: plan.number.unwrap_or(0) };
    heading(context, file, &known, &mut sheet)?;
    if plan.header {
        for line in header::lines(context, file, &known) {
            sheet.output.line(context, &line)?;
        }
    }
    if plan.directory {
        return directory::lines(file)?.iter().try_for_each(|line| sheet.output.line(context, line));
    }
    let Some(records) = &mut records else { return dump_blocks(context, plan, file, &known, &mut sheet) };
    let wanted = plan.range(1, u64::MAX);
    let mut number = 0;
    while let Some(record) = records.read()? {
        number += 1;
        if number > *wanted.end() || context.streams.interrupted() {
            break;
        }
        if wanted.contains(&number) {
            let length = record.len();
            let text = format!("Record number {number} ({number:08X}), {length} ({length:04X}) bytes");
            sheet.piece(context, plan, &text, &record)?;
        }
    }
    Ok(())
}

fn heading(
    context: &mut Context<'_>,
    file: &FoundFile,
    known: &Attributes,
    sheet: &mut Sheet<'_>,
) -> Result<(), Condition> {
    let now = context.node.clock().now().absolute();
    let id = known.file_id;
    for line in [
        String::new(),
        format!("Dump of file {} on {now}", file.spec),
        format!(
            "File ID ({},{},{})   End of file block {} / Allocated {}",
            id[0],
            id[1],
            id[2],
            known.used(),
            known.allocated
        ),
        String::new(),
    ] {
        sheet.output.line(context, &line)?;
    }
    Ok(())
}

fn dump_blocks(
    context: &mut Context<'_>,
    plan: &Plan,
    file: &FoundFile,
    known: &Attributes,
    sheet: &mut Sheet<'_>,
) -> Result<(), Condition> {
    let end = if plan.allocated { known.allocated } else { known.used() };
    for number in plan.range(1, end) {
        let mut bytes = file.files.block(&file.directory, &file.entry, number)?;
        bytes.resize(BLOCK_BYTES, 0);
        let text = format!("Virtual block number {number} ({number:08X}), {BLOCK_BYTES} (0200) bytes");
        sheet.block(context, plan, &text, &bytes)?;
        if context.streams.interrupted() {
            break;
        }
    }
    Ok(())
}

/// A mounted disk; one with a Files-11 volume needs the privilege for logical input and output.
fn dump_device(context: &mut Context<'_>, plan: &Plan, name: &str, output: &mut Output) -> Result<(), Condition> {
    if plan.records {
        return Err(codes::CLI_CONFLICT.into());
    }
    let view = context.node.device(name).ok_or(codes::SYSTEM_NOSUCHDEV)?;
    let mount = view.mount.as_ref().ok_or(codes::SYSTEM_DEVNOTMOUNT)?;
    if !mount.foreign {
        context.require(Privilege::LogIo)?;
    }
    let now = context.node.clock().now().absolute();
    let label = mount.label.clone();
    let mut lines = vec![String::new(), format!("Dump of device {name}: on {now}")];
    if !mount.foreign {
        lines.push(format!("Volume label  : {label}"));
    }
    lines.push(String::new());
    for line in lines {
        output.line(context, &line)?;
    }
    let mut sheet = Sheet { output, counted: plan.number.unwrap_or(0) };
    let Some(most) = view.total_blocks.checked_sub(1) else { return Ok(()) };
    let mut bytes = vec![0; BLOCK_BYTES];
    for number in plan.range(0, most) {
        context.node.read_blocks(name, LbnRange { start: Lbn(number), count: BlockCount(1) }, &mut bytes)?;
        let text = format!("Logical block number {number} ({number:08X}), {BLOCK_BYTES} (0200) bytes");
        sheet.block(context, plan, &text, &bytes)?;
        if context.streams.interrupted() {
            break;
        }
    }
    Ok(())
}
