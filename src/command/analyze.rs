//! ANALYZE/DISK_STRUCTURE (commands.md 18) and ANALYZE/DISK_STRUCTURE/SHADOW (shadowing.md 2.9, 3.9).

use super::output::Output;
use super::{Context, Routine};
use crate::blocks::{Lbn, LbnRange, RANGE_BLOCKS};
use crate::cdu::Command;
use crate::clock::{TICKS_PER_MILLI, VmsTime};
use crate::dcl::time::delta_text;
use crate::message::{self, Condition, Status, codes};
use crate::node::{Comparison, Difference};
use crate::ods2::Finding;
use crate::simulate::dump;

/// The command. Nothing is repaired: members that differ are brought together by a merge.
pub const ROUTINES: &[Routine] = &[Routine {
    name: "ANALYZE_DISK",
    handler: analyze,
    labels: &[
        "DEVICE",
        "DISK_STRUCTURE",
        "OUTPUT",
        "SHADOW",
        "SHADOW.BLOCKS",
        "SHADOW.BLOCKS.ALL",
        "SHADOW.BLOCKS.COUNT",
        "SHADOW.BLOCKS.END",
        "SHADOW.BLOCKS.FILE_SYSTEM",
        "SHADOW.BLOCKS.START",
        "SHADOW.BRIEF",
        "SHADOW.IGNORE",
        "SHADOW.OUTPUT",
        "SHADOW.STATISTICS",
    ],
}];

fn analyze(context: &mut Context<'_>, command: &Command) -> Result<Status, Condition> {
    if command.present("OUTPUT").is_negated() {
        return Err(Condition::new(codes::SYSTEM_UNSUPPORTED).token("OUTPUT"));
    }
    let device = context.device(command.value("DEVICE").unwrap_or(""))?;
    if command.has("SHADOW") { compare(context, command, &device) } else { check(context, command, &device) }
}

/// Compares members.
fn compare(context: &mut Context<'_>, command: &Command, device: &str) -> Result<Status, Condition> {
    let comparison = context.node.open_comparison(device)?;
    let extents = blocks(context, command, device, &comparison)?;
    let typed = command.value("SHADOW.OUTPUT").or_else(|| command.value("OUTPUT"));
    let output = Output::to(context, typed, "ANALYZE")?;
    let mut run = Run {
        name: format!("_{device}:"),
        total: extents.iter().map(|extent| extent.count.0).sum(),
        ignore: !command.present("SHADOW.IGNORE").is_negated(),
        brief: command.has("SHADOW.BRIEF"),
        silent: command.has("SHADOW.STATISTICS"),
        output,
        done: 0,
        reads: 0,
        lines: 0,
        failed: 0,
    };
    let begun = context.node.clock().now();
    run.head(context, &comparison, begun)?;
    let pieces = extents.into_iter().flat_map(pieces);
    for piece in pieces {
        if context.streams.interrupted() {
            break;
        }
        run.look(context, &comparison, piece)?;
    }
    run.statistics(context, begun)?;
    let Run { name, failed, output, .. } = run;
    output.close()?;
    if failed == 0 {
        return Ok(Status::NORMAL);
    }
    Err(Condition::new(codes::ANALDISK_SHADDIFF).arg(i64::try_from(failed).unwrap_or(i64::MAX)).arg(name))
}

/// A comparison under way.
struct Run {
    name: String,
    /// Blocks to compare.
    total: u64,
    ignore: bool,
    brief: bool,
    /// STATISTICS: head and foot alone.
    silent: bool,
    output: Output,
    /// Blocks compared.
    done: u64,
    reads: u64,
    lines: u64,
    /// Blocks that differ.
    failed: u64,
}

impl Run {
    fn line(&mut self, context: &mut Context<'_>, text: &str) -> Result<(), Condition> {
        self.lines += 1;
        self.output.line(context, text)
    }

    /// How far the comparison is when so many blocks are done.
    fn percent(&self, done: u64) -> u64 {
        done * 100 / self.total.max(1)
    }

    fn head(&mut self, context: &mut Context<'_>, comparison: &Comparison, now: VmsTime) -> Result<(), Condition> {
        let members: Vec<String> = comparison.members().map(|member| format!("_{member}:")).collect();
        let name = self.name.clone();
        self.line(context, &format!("Starting to check {name} at {}", now.absolute().trim_start()))?;
        self.line(context, &format!("Members of shadow set {name} are {}", members.join(" ")))?;
        self.line(context, &format!("and the number of blocks to be compared is {}.", self.total))
    }

    fn look(&mut self, context: &mut Context<'_>, comparison: &Comparison, piece: LbnRange) -> Result<(), Condition> {
        if !self.silent {
            let line = format!("Checking LBN #{} (approx {}%)", piece.start, self.percent(self.done));
            self.line(context, &line)?;
        }
        let found = comparison.look(piece, self.ignore)?;
        self.reads += found.reads;
        self.failed += found.differences.len() as u64;
        let shown = if self.silent { &[][..] } else { &found.differences[..] };
        for difference in shown {
            let percent = self.percent(self.done + difference.lbn.0 - piece.start.0);
            self.difference(context, difference, percent)?;
        }
        self.done += piece.count.0;
        Ok(())
    }

    fn difference(
        &mut self,
        context: &mut Context<'_>,
        difference: &Difference,
        percent: u64,
    ) -> Result<(), Condition> {
        self.line(context, &format!("Differences found at LBN #{} (approx {percent}%)", difference.lbn))?;
        for (member, block) in difference.blocks.iter().filter(|_| !self.brief) {
            self.output.line(context, &format!("    _{member}:"))?;
            for line in dump::lines(difference.lbn, block) {
                self.output.line(context, &line)?;
            }
        }
        Ok(())
    }

    fn statistics(&mut self, context: &mut Context<'_>, begun: VmsTime) -> Result<(), Condition> {
        let now = context.node.clock().now();
        let elapsed = now.0.saturating_sub(begun.0);
        let lines = [
            format!("Run statistics for {} are as follows:", self.name),
            format!("     Finish Time      = {}", now.absolute().trim_start()),
            format!("     ELAPSED TIME = {}", delta_text(elapsed).trim_start()),
            // All the time is this program's own.
            format!("     CPU TIME = {}", cpu_time(elapsed / (10 * TICKS_PER_MILLI))),
            format!("     BUFFERED I/O COUNT = {}", self.lines),
            format!("     DIRECT I/O COUNT = {}", self.reads),
            format!("     Failed LBN count = {}", self.failed),
            format!("     Transfer size = {RANGE_BLOCKS} blocks"),
        ];
        lines.iter().try_for_each(|line| self.line(context, line))
    }
}

/// Hundredths of a second as `0:00:00.02`.
fn cpu_time(hundredths: u64) -> String {
    let (seconds, hundredths) = (hundredths / 100, hundredths % 100);
    format!("{}:{:02}:{:02}.{hundredths:02}", seconds / 3600, seconds / 60 % 60, seconds % 60)
}

/// What BLOCKS selects: all of the set, a part of it, or the blocks that belong to files.
fn blocks(
    context: &Context<'_>,
    command: &Command,
    device: &str,
    comparison: &Comparison,
) -> Result<Vec<LbnRange>, Condition> {
    let wrong = || Condition::new(codes::SYSTEM_ANADSKSHDBBLK);
    let number = |keyword: &str| {
        let text = command.value(&format!("SHADOW.BLOCKS.{keyword}"));
        text.map(|text| natural(text).ok_or_else(wrong)).transpose()
    };
    let (start, count, end) = (number("START")?.unwrap_or(0), number("COUNT")?, number("END")?);
    let files_only = command.has("SHADOW.BLOCKS.FILE_SYSTEM");
    if count.is_some() && end.is_some() || files_only && command.has("SHADOW.BLOCKS.ALL") {
        return Err(wrong());
    }
    let size = comparison.size().0;
    let behind = match (count, end) {
        (Some(count), _) => start.checked_add(count),
        (_, Some(end)) => end.checked_add(1),
        (None, None) => Some(size),
    };
    let behind = behind.filter(|behind| *behind > start && *behind <= size).ok_or_else(wrong)?;
    let wanted = LbnRange::new(start, behind - start);
    if !files_only {
        return Ok(vec![wanted]);
    }
    let free = context.node.free_extents(device)?;
    let mut used = Vec::new();
    let mut at = 0;
    for extent in free.iter().copied().chain([LbnRange::new(size, 0)]) {
        let run = LbnRange::new(at, extent.start.0.saturating_sub(at)).intersection(wanted);
        used.extend((!run.is_empty()).then_some(run));
        at = extent.end().0;
    }
    Ok(used)
}

/// A number, decimal or with %X, %O, %D in front.
fn natural(text: &str) -> Option<u64> {
    let digits = |rest: &str, radix| u64::from_str_radix(rest, radix).ok();
    match text.trim().to_ascii_uppercase().split_at_checked(2) {
        Some(("%X", rest)) => digits(rest, 16),
        Some(("%O", rest)) => digits(rest, 8),
        Some(("%D", rest)) => digits(rest, 10),
        _ => text.trim().parse().ok(),
    }
}

/// Transfers of at most 127 blocks.
fn pieces(extent: LbnRange) -> impl Iterator<Item = LbnRange> {
    let count = extent.count.0.div_ceil(RANGE_BLOCKS);
    (0..count).map(move |n| {
        let start = extent.start.0 + n * RANGE_BLOCKS;
        LbnRange::new(start, RANGE_BLOCKS.min(extent.end().0 - start))
    })
}

/// Checks the structure of a volume.
fn check(context: &mut Context<'_>, command: &Command, device: &str) -> Result<Status, Condition> {
    let checked = context.node.check_structure(device)?;
    let mut output = Output::to(context, command.value("OUTPUT"), "ANALYZE")?;
    let name = context.node.find(device)?.name();
    let now = context.node.clock().now();
    output.line(context, &format!("Analyze/Disk_Structure for _{name}: started on {}", now.absolute()))?;
    output.line(context, "")?;
    if !checked.has_quota_file {
        let missing = Condition::new(codes::ANALDISK_OPENQUOTA).then(codes::SYSTEM_NOSUCHFILE);
        for line in message::lines(&missing) {
            output.line(context, &line)?;
        }
    }
    let mut status = Status::NORMAL;
    for finding in &checked.findings {
        let (code, place) = shown(finding, checked.relative_volume.max(1));
        for line in message::lines(&Condition::new(code)) {
            output.line(context, &line)?;
        }
        output.line(context, &format!("        {place}"))?;
        status = code.inhibited();
    }
    output.close()?;
    Ok(status)
}

/// The message of a finding and the line about its place.
fn shown(finding: &Finding, volume: u16) -> (Status, String) {
    match finding.marked {
        Some((run, allocated)) => {
            let code = if allocated { codes::ANALDISK_ALLOCCLR } else { codes::ANALDISK_ALLOCSET };
            let last = Lbn(run.end().0.saturating_sub(1));
            (code, format!("LBN {} to {last}, RVN {volume}", run.start))
        }
        None => (codes::ANALDISK_STRUCTURE, format!("{finding}, RVN {volume}")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_run_is_cut_into_transfers() {
        let cut: Vec<(u64, u64)> = pieces(LbnRange::new(10, 300)).map(|piece| (piece.start.0, piece.count.0)).collect();
        assert_eq!(cut, [(10, 127), (137, 127), (264, 46)]);
        assert_eq!(pieces(LbnRange::new(10, 0)).count(), 0);
    }

    #[test]
    fn numbers_have_a_radix() {
        assert_eq!(
            ["12", "%X1F", "%o17", "x", "-1", "%Xg"].map(natural),
            [Some(12), Some(31), Some(15), None, None, None]
        );
    }
}
