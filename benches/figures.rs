//! The figures of the README: ratios and percentiles from one run. Only under `cargo bench`; a
//! room's name behind `--` prints its figures alone.

#[path = "figures/core.rs"]
mod core_figures;
#[path = "figures/dcl.rs"]
mod dcl_figures;
#[path = "figures/measure.rs"]
mod measure;
#[path = "figures/program.rs"]
mod program;
#[path = "figures/recovery.rs"]
mod recovery;
#[path = "figures/set.rs"]
mod set;
#[path = "figures/sets.rs"]
mod sets;
#[path = "figures/storage.rs"]
mod storage;

fn main() {
    // `cargo test` builds and runs benches too; the figures are for `cargo bench` alone.
    if !std::env::args().any(|arg| arg == "--bench") {
        return;
    }
    let only = std::env::args().nth(1).filter(|name| !name.starts_with("--"));
    let rooms: [(&str, fn()); 6] = [
        ("core", core_figures::figures),
        ("storage", storage::figures),
        ("sets", sets::figures),
        ("recovery", recovery::figures),
        ("program", program::figures),
        ("dcl", dcl_figures::figures),
    ];
    for (_, figures) in rooms.into_iter().filter(|(room, _)| only.as_deref().is_none_or(|name| name == *room)) {
        figures();
    }
}
