//! The line that Ctrl/T shows (dcl.md 17).

use std::sync::Arc;

use crate::node::Node;
use crate::node::process::Counters;

/// Pages that a process is shown to use: the emulated process has no working set of its own.
const PAGES: u32 = 342;

/// A process as Ctrl/T shows it: what stood still since its last command, and the time.
#[derive(Clone, Debug)]
pub(super) struct StatusLine {
    /// Its node.
    pub(super) node: Arc<Node>,
    /// Its name.
    pub(super) name: String,
    /// What it used so far.
    pub(super) counters: Counters,
}

impl StatusLine {
    /// `NODEA::SYSTEM 15:02:43 (DCL) CPU=00:00:03.33 PF=5851 IO=1264 MEM=342`.
    pub(super) fn text(&self) -> String {
        let now = self.node.clock().now().absolute();
        let cpu = self.counters.cpu;
        format!(
            "{}::{} {} (DCL) CPU={:02}:{:02}:{:02}.{:02} PF={} IO={} MEM={PAGES}",
            self.node.name(),
            self.name,
            now.get(12..20).unwrap_or_default(),
            cpu / 360_000,
            cpu / 6000 % 60,
            cpu / 100 % 60,
            cpu % 100,
            self.counters.page_faults,
            self.counters.buffered_io + self.counters.direct_io,
        )
    }
}
