//! SHOW MEMORY (command reference 10).

use super::memory_use::{Pool, nonpaged, paged, pages};
use super::{Context, Routine, processes};
use crate::cdu::Command;
use crate::message::{Condition, Status, codes};
use crate::node::machine::{MINIMUM_CACHE_PAGES, PAGE_BYTES, PAGING_FILE_PAGES, REGIONS, SWAP_FILE_PAGES};
use crate::node::process::ProcessMode;
use crate::node::views::DeviceView;
use crate::rms::matches;

/// The command.
pub const ROUTINES: &[Routine] = &[Routine {
    name: "SHOW_MEMORY",
    handler: show_memory,
    labels: &[
        "ALL",
        "BUFFER_OBJECTS",
        "CACHE",
        "CACHE.VOLUME",
        "FILES",
        "FULL",
        "GH_REGIONS",
        "OPTION",
        "OPTION.MEMORY",
        "OUTPUT",
        "PHYSICAL_PAGES",
        "POOL",
        "RESERVED",
        "SLOTS",
        "UNIT",
    ],
}];

/// The unit of sizes that /UNIT asks for.
#[derive(Clone, Copy)]
struct Unit {
    word: &'static str,
    bytes: u64,
}

const UNITS: [Unit; 7] = [
    Unit { word: "BYTES", bytes: 1 },
    Unit { word: "BLOCKS", bytes: 512 },
    Unit { word: "PAGES", bytes: PAGE_BYTES as u64 },
    Unit { word: "KB", bytes: 1 << 10 },
    Unit { word: "MB", bytes: 1 << 20 },
    Unit { word: "GB", bytes: 1 << 30 },
    Unit { word: "TB", bytes: 1 << 40 },
];

/// How sizes are shown.
struct Sizes {
    asked: Option<Unit>,
}

impl Sizes {
    fn of(command: &Command) -> Result<Self, Condition> {
        let Some(typed) = command.value("UNIT") else { return Ok(Self { asked: None }) };
        let upper = typed.to_uppercase();
        let known = UNITS.into_iter().find(|unit| !upper.is_empty() && unit.word.starts_with(&upper));
        let asked = known.ok_or_else(|| Condition::new(codes::CLI_IVKEYW).token(typed))?;
        Ok(Self { asked: Some(asked) })
    }

    /// The unit as a heading says it, where `usual` is the word without /UNIT.
    fn word(&self, usual: &str) -> String {
        match self.asked {
            None => usual.to_owned(),
            Some(unit) if unit.word.len() == 2 => unit.word.to_owned(),
            Some(unit) => unit.word.to_lowercase(),
        }
    }

    /// A number of things of so many bytes each.
    fn show(&self, count: u64, bytes: u64) -> String {
        match self.asked {
            None => count.to_string(),
            Some(unit) if unit.word.len() == 2 => {
                let hundredths = u128::from(count) * u128::from(bytes) * 100 / u128::from(unit.bytes);
                format!("{}.{:02}", hundredths / 100, hundredths % 100)
            }
            Some(unit) => (count * bytes).div_ceil(unit.bytes).to_string(),
        }
    }

    fn pages(&self, pages: u32) -> String {
        self.show(u64::from(pages), u64::from(PAGE_BYTES))
    }
}

/// Lines of a part, in short or in full.
type Section = fn(&Context<'_>, &Command, &Sizes) -> Vec<String>;

const SECTIONS: [(&str, Section); 8] = [
    ("PHYSICAL_PAGES", physical),
    ("CACHE", cache),
    ("GH_REGIONS", regions),
    ("SLOTS", slots),
    ("POOL", pools),
    ("BUFFER_OBJECTS", buffer_objects),
    ("RESERVED", reservations),
    ("FILES", files),
];

fn show_memory(context: &mut Context<'_>, command: &Command) -> Result<Status, Condition> {
    let sizes = Sizes::of(command)?;
    let all = command.has("ALL") || !SECTIONS.iter().any(|(label, _)| command.has(label));
    let now = context.node.clock().now().absolute();
    let mut lines = vec![format!("              System Memory Resources on {now}")];
    for (_, section) in SECTIONS.iter().filter(|(label, _)| all || command.has(label)) {
        lines.push(String::new());
        lines.extend(section(context, command, &sizes));
    }
    if all || command.has("PHYSICAL_PAGES") {
        let permanent = pages(context, context.node).permanent;
        lines.push(String::new());
        lines.push(format!("Of the physical pages in use, {permanent} pages are permanently allocated to OpenVMS."));
    }
    context.display(command, &lines)
}

/// A row of figures behind a label.
fn row<T: std::fmt::Display>(label: &str, figures: [T; 4]) -> String {
    let [a, b, c, d] = figures;
    format!("  {label:<26}{a:>12}{b:>12}{c:>12}{d:>12}")
}

fn heading(label: &str, columns: [&str; 4]) -> String {
    let [a, b, c, d] = columns;
    format!("{label:<28}{a:>12}{b:>12}{c:>12}{d:>12}")
}

/// Two figures of a part that is shown in detail.
fn pair(left: &str, a: impl std::fmt::Display, right: &str, b: impl std::fmt::Display) -> String {
    format!("  {left:<28}{a:>10}    {right:<30}{b:>8}")
}

fn physical(context: &Context<'_>, _: &Command, sizes: &Sizes) -> Vec<String> {
    let pages = pages(context, context.node);
    let megabytes = f64::from(pages.total) * f64::from(PAGE_BYTES) / 1_048_576.0;
    let label = format!("Physical Memory Usage ({}):", sizes.word("pages"));
    let figures = [pages.total, pages.free, pages.used(), pages.modified].map(|count| sizes.pages(count));
    let columns = ["Total", "Free", "In Use", "Modified"];
    let shown = format!("{label:<30}{:>10}{:>12}{:>12}{:>12}", columns[0], columns[1], columns[2], columns[3]);
    vec![shown, row(&format!("Main Memory ({megabytes:.2}MB)"), figures)]
}

/// Volumes that are mounted, and whether their data may be cached.
fn volumes(context: &Context<'_>) -> Vec<(DeviceView, bool)> {
    let mounted = |device: DeviceView| {
        let cached = device.mount.as_ref()?.caches.data;
        Some((device, cached))
    };
    context.node.devices("").into_iter().filter_map(mounted).collect()
}

/// The extended file cache: data goes to the host's files at once, and nothing of it is kept here.
fn cache(context: &Context<'_>, command: &Command, _: &Sizes) -> Vec<String> {
    let megabytes = |pages: u32| format!("{:.2}", f64::from(pages) * f64::from(PAGE_BYTES) / 1_048_576.0);
    let line = |left: &str, a: &str, right: &str, b: &str| format!(" {left:<26}{a:>10}    {right:<32}{b:>7}");
    let volumes = volumes(context);
    if command.has("CACHE.VOLUME") {
        let pattern = command.value("CACHE.VOLUME").unwrap_or("*").trim_end_matches(':').to_uppercase();
        return volumes.iter().filter(|(device, _)| matches(&pattern, &device.name)).flat_map(cached_volume).collect();
    }
    let full = volumes.iter().filter(|(_, cached)| *cached).count();
    let (full, none) = (full.to_string(), (volumes.len() - full).to_string());
    let booted = context.node.boot_time().absolute();
    let (least, most) = (megabytes(MINIMUM_CACHE_PAGES), megabytes(pages(context, context.node).total / 2));
    vec![
        format!("Extended File Cache  (Time of last reset: {booted})"),
        line("Allocated (MBytes)", &least, "Maximum size (MBytes)", &most),
        line("Free (MBytes)", &least, "Minimum size (MBytes)", &least),
        line("In use (MBytes)", "0.00", "Percentage Read I/Os", "0%"),
        line("Read hit rate", "0%", "Write hit rate", "0%"),
        line("Read I/O count", "0", "Write I/O count", "0"),
        line("Read hit count", "0", "Write hit count", "0"),
        line("Reads bypassing cache", "0", "Writes bypassing cache", "0"),
        line("Files cached open", "0", "Files cached closed", "0"),
        line("Vols in Full XFC mode", &full, "Vols in VIOC Compatible mode", "0"),
        line("Vols in No Caching mode", &none, "Vols in Perm. No Caching mode", "0"),
    ]
}

fn cached_volume((device, cached): &(DeviceView, bool)) -> [String; 4] {
    let label = device.mount.as_ref().map_or("", |mount| mount.label.as_str());
    let mode = if *cached { "Caching is enabled, active caching mode is Full XFC" } else { "Caching is disabled" };
    [
        format!("Extended File Cache statistics for volume {label} on {}:", device.name),
        format!("  {mode}"),
        pair("Allocated pages", 0, "Total QIOs", device.operation_count),
        pair("Read hits", 0, "Virtual reads", 0),
    ]
}

fn regions(_: &Context<'_>, _: &Command, sizes: &Sizes) -> Vec<String> {
    let label = format!("Granularity Hint Regions ({}):", sizes.word("pages"));
    let columns = ["Total", "Free", "In Use", "Released"];
    let shown = format!("{label:<34}{:>6}{:>12}{:>12}{:>12}", columns[0], columns[1], columns[2], columns[3]);
    let of = |region: &crate::node::machine::Region| {
        let figures = [region.total, 0, region.used, region.total - region.used];
        row(region.name, figures.map(|pages| sizes.pages(pages)))
    };
    std::iter::once(shown).chain(REGIONS.iter().map(of)).collect()
}

fn slots(context: &Context<'_>, _: &Command, _: &Sizes) -> Vec<String> {
    let running = u32::try_from(processes::all(context).len()).unwrap_or(0);
    let row_of = |label: &str, total: u32| row(label, [total, total.saturating_sub(running), running, 0]);
    vec![
        heading("Slot Usage (slots):", ["Total", "Free", "Resident", "Swapped"]),
        row_of("Process Entry Slots", context.node.parameter("MAXPROCESSCNT")),
        row_of("Balance Set Slots", context.node.parameter("BALSETCNT")),
    ]
}

fn pools(context: &Context<'_>, command: &Command, sizes: &Sizes) -> Vec<String> {
    let pools = [("Nonpaged", "NPAGEDYN", nonpaged(context, context.node)), ("Paged", "PAGEDYN", paged(context.node))];
    if command.has("FULL") {
        let full = pools.iter().map(|(name, parameter, pool)| full_pool(name, parameter, *pool));
        return full.collect::<Vec<_>>().join(&String::new());
    }
    let unit = sizes.asked.map(|_| format!(" ({})", sizes.word("bytes"))).unwrap_or_default();
    let shown = |(name, _, pool): &(&str, &str, Pool)| {
        // What is free is in one piece.
        let figures = [pool.total, pool.free(), pool.used, pool.free()].map(|bytes| sizes.show(u64::from(bytes), 1));
        row(&format!("{name} Dynamic Memory"), figures)
    };
    let columns = ["Total", "Free", "In Use", "Largest"];
    let first = heading(&format!("Dynamic Memory Usage{unit}:"), columns);
    std::iter::once(first).chain(pools.iter().map(shown)).collect()
}

fn full_pool(name: &str, parameter: &str, pool: Pool) -> Vec<String> {
    vec![
        format!("{name} Dynamic Memory"),
        pair("Current Size (bytes)", pool.total, "Current Total Size (pagelets)", pool.total / 512),
        pair(&format!("Initial Size ({parameter})"), pool.total, "Initial Size (pagelets)", pool.total / 512),
        pair("Free Space (bytes)", pool.free(), "Space in Use (bytes)", pool.used),
        pair("Size of Largest Block", pool.free(), "Size of Smallest Block", pool.free()),
        pair("Number of Free Blocks", 1, "Free Blocks LEQU 64 Bytes", 0),
    ]
}

/// No process has locked a buffer.
fn buffer_objects(_: &Context<'_>, _: &Command, sizes: &Sizes) -> Vec<String> {
    let label = format!("Buffer Object Usage ({}):", sizes.word("pages"));
    let row = |label: &str| format!("  {label:<44}{:>18}{:>12}", sizes.pages(0), sizes.pages(0));
    vec![
        format!("{label:<46}{:>18}{:>12}", "In Use", "Peak"),
        row("32-bit System Space Windows (S0/S1)"),
        row("64-bit System Space Windows (S2)"),
        row("Physical pages locked by buffer objects"),
    ]
}

/// The only reservation is the file cache's.
fn reservations(_: &Context<'_>, _: &Command, sizes: &Sizes) -> Vec<String> {
    let label = format!("Memory Reservations ({}):", sizes.word("pages"));
    let megabytes = f64::from(MINIMUM_CACHE_PAGES) * f64::from(PAGE_BYTES) / 1_048_576.0;
    let held = sizes.pages(MINIMUM_CACHE_PAGES);
    vec![
        format!("{label:<35}{:>5}{:>12}{:>12}{:>12}", "Group", "Reserved", "In Use", "Type"),
        format!("  {:<31}{:>7}{held:>12}{held:>12}{:>12}", "VCC$MIN_CACHE_SIZE", "---", "Allocated"),
        format!("Total ({megabytes:.2} MBytes reserved){:>22}{held:>12}", held),
    ]
}

fn files(context: &Context<'_>, command: &Command, sizes: &Sizes) -> Vec<String> {
    let files = [("SWAPFILE", 1, SWAP_FILE_PAGES), ("PAGEFILE", 254, PAGING_FILE_PAGES)];
    let name = |file: &str| format!("SYS$SYSROOT:[SYSEXE]{file}.SYS");
    let unit = sizes.word("8KB pages");
    let mut lines =
        vec![format!("{:<47}{:>9}{:>12}{:>12}", format!("Paging File Usage ({unit}):"), "Index", "Free", "Size")];
    for (file, index, pages) in files {
        let size = sizes.pages(pages);
        lines.push(format!("  {:<45}{index:9}{size:>12}{size:>12}", name(file)));
        if command.has("FULL") {
            let users =
                processes::all(context).into_iter().filter(|process| process.mode != ProcessMode::Other).count();
            let paging = if index == 1 { 0 } else { users };
            lines.push(pair("  Free Pages", pages, "Reservable Pages", pages));
            lines.push(pair("  Total Size (pages)", pages, "Paging File Number", index));
            lines.push(pair("  Swap Usage (processes)", 0, "Paging Usage (processes)", paging));
        }
    }
    if command.has("FULL") {
        lines.push(format!("  {:<66}{:>12}", "Total committed paging file usage:", sizes.pages(0)));
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sizes_are_shown_in_the_unit_that_was_asked_for() {
        let shown = |asked: Option<Unit>| Sizes { asked }.pages(3);
        assert_eq!(shown(None), "3");
        assert_eq!(shown(Some(UNITS[0])), "24576");
        assert_eq!(shown(Some(UNITS[1])), "48");
        assert_eq!(shown(Some(UNITS[3])), "24.00");
        assert_eq!(shown(Some(UNITS[4])), "0.02");
    }
}
