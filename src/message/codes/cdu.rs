//! The condition values of `grammar/CDU.MSG`. Generated: see `codes.rs`.

use crate::message::Status;

/// `line !UL: !AS`
pub const CDU_SYNTAX: Status = Status(0x0011_800A);

/// `!AS is not a valid command table`
pub const CDU_INVTABLE: Status = Status(0x0011_8012);

/// `error opening !AS as input`
pub const CDU_OPENIN: Status = Status(0x0011_109C);

/// `error opening !AS as output`
pub const CDU_OPENOUT: Status = Status(0x0011_10A4);

/// `error reading !AS`
pub const CDU_READERR: Status = Status(0x0011_10B4);
