//! The hardware that a node is shown to have, and what the system itself takes of it: what SHOW MEMORY and SHOW CPU
//! display and F$GETSYI returns.

/// Bytes of a page.
pub const PAGE_BYTES: u32 = 8192;
/// Pagelets of a page.
pub const PAGELETS: u32 = 16;
/// Processors, all of them active.
pub const PROCESSORS: u32 = 2;
/// Pages of main memory that are installed.
const INSTALLED_PAGES: u32 = 65_536;
/// Pages of a megabyte.
const MEGABYTE_PAGES: u32 = 1_048_576 / PAGE_BYTES;
/// Pages on the modified list.
pub const MODIFIED_PAGES: u32 = 384;
/// The least size of the extended file cache, which is reserved for it.
pub const MINIMUM_CACHE_PAGES: u32 = 400;
/// Pages of the paging file, all free.
pub const PAGING_FILE_PAGES: u32 = 64_000;
/// Pages of the swap file, all free.
pub const SWAP_FILE_PAGES: u32 = 8_000;
/// Bytes of nonpaged pool that a device takes.
pub const DEVICE_BYTES: u64 = 1024;
/// Bytes of nonpaged pool that a mounted volume takes besides.
pub const VOLUME_BYTES: u64 = 2048;
/// Bytes of nonpaged pool that a process takes.
pub const PROCESS_BYTES: u64 = 4096;
/// Bytes of the process allocation region.
pub const PROCESS_REGION_BYTES: u32 = 131_072;

/// A granularity hint region: memory that holds images of the system.
pub struct Region {
    /// Its name.
    pub name: &'static str,
    /// Pages, as it was made.
    pub total: u32,
    /// Pages that hold something. The others were released to the free list.
    pub used: u32,
}

/// The regions of a node.
pub const REGIONS: [Region; 4] = [
    Region { name: "Execlet code region", total: 1024, used: 778 },
    Region { name: "Execlet data region", total: 256, used: 243 },
    Region { name: "VMS exec data region", total: 1856, used: 1856 },
    Region { name: "Resident image code region", total: 1024, used: 795 },
];

/// Pages of main memory that are used: PHYSICAL_MEMORY, megabytes, may leave some out.
pub fn memory_pages(physical_memory: u32) -> u32 {
    match physical_memory {
        0 => INSTALLED_PAGES,
        megabytes => megabytes.saturating_mul(MEGABYTE_PAGES).clamp(MEGABYTE_PAGES, INSTALLED_PAGES),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn physical_memory_leaves_pages_out_and_adds_none() {
        assert_eq!(memory_pages(0), INSTALLED_PAGES);
        assert_eq!(memory_pages(256), INSTALLED_PAGES / 2);
        assert_eq!(memory_pages(u32::MAX), INSTALLED_PAGES);
    }

    #[test]
    fn no_region_holds_more_than_it_has() {
        assert!(REGIONS.iter().all(|region| region.used <= region.total));
    }
}
