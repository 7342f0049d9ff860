//! What RMS uses for files of which a program does not say it: SET RMS_DEFAULT. Here it changes no transfer, as it changes
//! nothing but the speed of one on a real system; displays tell it.

/// Counts and quantities of a process or of the system; 0 of a process is what the system has.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct RmsDefaults {
    /// Blocks of a transfer, 0 to 127.
    pub block_count: u8,
    /// Buffers of indexed files, -128 to 127.
    pub indexed: i8,
    /// Buffers of relative files.
    pub relative: i8,
    /// Buffers of sequential files on disks, on tapes and on unit record devices.
    pub sequential: [i8; 3],
    /// Blocks of a transfer over the network.
    pub network_block_count: u8,
    /// Prolog level of indexed files: 0, 2 or 3.
    pub prolog: u8,
    /// Blocks by which a file grows.
    pub extend: u16,
}

impl RmsDefaults {
    /// What a system has that was just booted.
    pub const SYSTEM: Self = Self {
        block_count: 32,
        indexed: 0,
        relative: 0,
        sequential: [0; 3],
        network_block_count: 8,
        prolog: 0,
        extend: 0,
    };
}
