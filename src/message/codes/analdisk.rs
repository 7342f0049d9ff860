//! The condition values of `grammar/ANALDISK.MSG`. Generated: see `codes.rs`.

use crate::message::Status;

/// `blocks incorrectly marked allocated`
pub const ANALDISK_ALLOCCLR: Status = Status(0x02EC_8008);

/// `blocks incorrectly marked free`
pub const ANALDISK_ALLOCSET: Status = Status(0x02EC_8010);

/// `error opening QUOTA.SYS`
pub const ANALDISK_OPENQUOTA: Status = Status(0x02EC_801B);

/// `!UL block!%S !1%Cdiffers!%Ediffer!%F between the members of !AS`
pub const ANALDISK_SHADDIFF: Status = Status(0x02EC_8020);

/// `volume structure is damaged`
pub const ANALDISK_STRUCTURE: Status = Status(0x02EC_8028);

/// `incorrect directory back link !AS`
pub const VERIFY_BACKLINK: Status = Status(0x00A5_800B);
