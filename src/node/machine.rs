//! The hardware that a node is shown to have: what SHOW MEMORY displays and F$GETSYI returns.

/// Bytes of a page.
pub const PAGE_BYTES: u32 = 8192;
/// Pages of main memory.
pub const MEMORY_PAGES: u32 = 65_536;
/// Pages that are free.
pub const FREE_PAGES: u32 = 49_152;
/// Pages of the paging file, all free.
pub const PAGING_FILE_PAGES: u32 = 64_000;
/// Pages of the swap file, all free.
pub const SWAP_FILE_PAGES: u32 = 8_000;
