//! How the memory of a node is used: what SHOW MEMORY displays, F$GETSYI returns and MONITOR reads.

use super::{Context, processes};
use crate::node::Node;
use crate::node::machine::{
    DEVICE_BYTES, MINIMUM_CACHE_PAGES, MODIFIED_PAGES, PAGE_BYTES, PAGELETS, PROCESS_BYTES, REGIONS, VOLUME_BYTES,
    memory_pages,
};

/// Pages of main memory.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Pages {
    /// All there are.
    pub total: u32,
    /// On the free list.
    pub free: u32,
    /// On the modified list.
    pub modified: u32,
    /// Held by the system for good: its images, pools and the least size of the file cache.
    pub permanent: u32,
}

impl Pages {
    /// In use.
    pub fn used(self) -> u32 {
        self.total - self.free - self.modified
    }
}

/// Bytes of a pool.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Pool {
    /// Its size.
    pub total: u32,
    /// What is allocated.
    pub used: u32,
}

impl Pool {
    /// What can be allocated.
    pub fn free(self) -> u32 {
        self.total - self.used
    }

    fn of(total: u32, used: u64) -> Self {
        Self { total, used: u32::try_from(used).unwrap_or(u32::MAX).min(total) }
    }
}

/// Bytes in whole pages.
fn in_pages(bytes: u64) -> u32 {
    u32::try_from(bytes.div_ceil(u64::from(PAGE_BYTES))).unwrap_or(u32::MAX)
}

/// What holds the pages of a node: the system, its processes, memory disks and write bitmaps.
pub fn pages(context: &Context<'_>, node: &Node) -> Pages {
    let total = memory_pages(node.parameter("PHYSICAL_MEMORY"));
    let images: u32 = REGIONS.iter().map(|region| region.used).sum();
    let pool = in_pages(u64::from(node.parameter("NPAGEDYN")));
    let system = node.parameter("SYSMWCNT").div_ceil(PAGELETS);
    let permanent = (images + pool + system + MINIMUM_CACHE_PAGES).min(total);
    let processes: u32 = processes::of_node(context, node).iter().map(processes::pages).sum();
    let used = u64::from(permanent)
        + u64::from(processes)
        + u64::from(in_pages(node.memory_disk_bytes() + node.bitmap_bytes()));
    let modified = MODIFIED_PAGES.min(total - permanent);
    let free = u64::from(total - modified).saturating_sub(used);
    Pages { total, free: u32::try_from(free).unwrap_or(0), modified, permanent }
}

/// Nonpaged pool: data structures of devices, volumes and processes.
pub fn nonpaged(context: &Context<'_>, node: &Node) -> Pool {
    let devices = node.devices("");
    let mounted = devices.iter().filter(|device| device.mount.is_some()).count() as u64;
    let processes = processes::of_node(context, node).len() as u64;
    let used = devices.len() as u64 * DEVICE_BYTES + mounted * VOLUME_BYTES + processes * PROCESS_BYTES;
    Pool::of(node.parameter("NPAGEDYN"), used)
}

/// Paged pool: the shareable logical names.
pub fn paged(node: &Node) -> Pool {
    Pool::of(node.parameter("PAGEDYN"), node.names().bytes())
}
