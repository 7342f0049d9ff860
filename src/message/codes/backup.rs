//! The condition values of `grammar/BACKUP.MSG`. Generated: see `codes.rs`.

use crate::message::Status;

/// `copied !AS`
pub const BACKUP_COPIED: Status = Status(0x00A3_8009);

/// `created !AS`
pub const BACKUP_CREATED: Status = Status(0x00A3_8011);

/// `compared !AS`
pub const BACKUP_COMPARED: Status = Status(0x00A3_8019);

/// `starting verification pass`
pub const BACKUP_STARTVERIFY: Status = Status(0x00A3_8023);

/// `starting backup date recording pass`
pub const BACKUP_STARTRECORD: Status = Status(0x00A3_802B);

/// `!AS is open for write by another user`
pub const BACKUP_ACCONFLICT: Status = Status(0x00A3_8030);

/// `verification error for block !UL of !AS`
pub const BACKUP_VERIFYERR: Status = Status(0x00A3_803A);

/// `error opening !AS as input`
pub const BACKUP_OPENIN: Status = Status(0x00A3_109A);

/// `error opening !AS as output`
pub const BACKUP_OPENOUT: Status = Status(0x00A3_10A4);

/// `error reading !AS`
pub const BACKUP_READERR: Status = Status(0x00A3_10B2);

/// `error writing !AS`
pub const BACKUP_WRITEERR: Status = Status(0x00A3_10D2);

/// `conflicting qualifiers`
pub const BACKUP_CONFQUAL: Status = Status(0x00A3_12E4);
