//! The figures of the README: ratios and percentiles from one run. Only under `cargo bench`.

#[path = "figures/core.rs"]
mod core_figures;
#[path = "figures/measure.rs"]
mod measure;
#[path = "figures/storage.rs"]
mod storage;

fn main() {
    // `cargo test` builds and runs benches too; the figures are for `cargo bench` alone.
    if !std::env::args().any(|arg| arg == "--bench") {
        return;
    }
    core_figures::figures();
    storage::figures();
}
