//! The condition values of `grammar/SHR.MSG`. Generated: see `codes.rs`.

use crate::message::Status;

/// `!AS appended to !AS (!UL block!%S)`
pub const SHR_APPENDED: Status = Status(0x0000_1002);

/// `!AS appended to !AS (!UL record!%S)`
pub const SHR_APPENDEDR: Status = Status(0x0000_100A);

/// `error closing !AS as input`
pub const SHR_CLOSEIN: Status = Status(0x0000_1052);

/// `error closing !AS as output`
pub const SHR_CLOSEOUT: Status = Status(0x0000_105A);

/// `!AS copied to !AS (!UL block!%S)`
pub const SHR_COPIED: Status = Status(0x0000_1062);

/// `!AS copied to !AS (!UL record!%S)`
pub const SHR_COPIEDR: Status = Status(0x0000_106A);

/// `!AS created`
pub const SHR_CREATED: Status = Status(0x0000_1072);

/// `!UL file!%S created`
pub const SHR_NEWFILES: Status = Status(0x0000_1092);

/// `error opening !AS as input`
pub const SHR_OPENIN: Status = Status(0x0000_109A);

/// `error opening !AS as output`
pub const SHR_OPENOUT: Status = Status(0x0000_10A2);

/// `error reading !AS`
pub const SHR_READERR: Status = Status(0x0000_10B2);

/// `error writing !AS`
pub const SHR_WRITEERR: Status = Status(0x0000_10D2);

/// `error parsing '!AS'`
pub const SHR_SYNTAX: Status = Status(0x0000_10FA);

/// `'!AS' keyword requires a value`
pub const SHR_NOVALUE: Status = Status(0x0000_1102);

/// `'!AS' is an invalid keyword`
pub const SHR_BADKEY: Status = Status(0x0000_110A);

/// `'!AS' is an invalid keyword value`
pub const SHR_BADVALUE: Status = Status(0x0000_1112);

/// `no wildcard permitted`
pub const SHR_NOWILD: Status = Status(0x0000_112A);

/// `higher version of !AS already exists`
pub const SHR_HIGHVER: Status = Status(0x0000_114A);

/// `!AS not copied`
pub const SHR_NOTCOPIED: Status = Status(0x0000_11BA);

/// `!AS not completely copied`
pub const SHR_NOTCMPLT: Status = Status(0x0000_11C2);

/// `!AS (input) and !AS (output) have incompatible attributes`
pub const SHR_INCOMPAT: Status = Status(0x0000_11E2);

/// `specified value is out of legal range`
pub const SHR_VALERR: Status = Status(0x0000_11EA);

/// `error deleting !AS`
pub const SHR_FILNOTDEL: Status = Status(0x0000_11F2);

/// `!/!AS, delete? (Y or N):`
pub const SHR_CONFDEL: Status = Status(0x0000_11FA);

/// `explicit version number or wild card required`
pub const SHR_DELVER: Status = Status(0x0000_120A);

/// `version numbers not permitted`
pub const SHR_PURGEVER: Status = Status(0x0000_1212);

/// `no files purged`
pub const SHR_NOFILPURG: Status = Status(0x0000_122A);

/// `error searching for !AS`
pub const SHR_SEARCHFAIL: Status = Status(0x0000_123A);

/// `error parsing !AS`
pub const SHR_PARSEFAIL: Status = Status(0x0000_124A);

/// `!AS already exists`
pub const SHR_EXISTS: Status = Status(0x0000_1292);

/// `!AS renamed to !AS`
pub const SHR_RENAMED: Status = Status(0x0000_12A2);

/// `protection on !AS changed to !AS`
pub const SHR_PROTECTED: Status = Status(0x0000_12AA);

/// `error activating image !AS`
pub const SHR_ACTIMAGE: Status = Status(0x0000_12BA);

/// `!AS directory file not created`
pub const SHR_DIRNOTCRE: Status = Status(0x0000_12C2);

/// `conflicting qualifiers`
pub const SHR_CONFQUAL: Status = Status(0x0000_12E2);

/// `insufficient virtual memory`
pub const SHR_INSVIRMEM: Status = Status(0x0000_12F2);

/// `!UL file!%S deleted (!UL block!%S)`
pub const SHR_TOTAL: Status = Status(0x0000_1312);

/// `!AS deleted (!UL block!%S)`
pub const SHR_FILPURG: Status = Status(0x0000_131A);

/// `!AS deleted (!UL block!%S)`
pub const SHR_FILDEL: Status = Status(0x0000_1322);

/// `value '!AS' invalid for /!AS qualifier`
pub const SHR_INVQUAVAL: Status = Status(0x0000_132A);

/// `no files selected`
pub const SHR_NOFILES: Status = Status(0x0000_1332);

/// `error opening !AS`
pub const SHR_OPENERR: Status = Status(0x0000_138A);

/// `error closing !AS`
pub const SHR_CLOSEERR: Status = Status(0x0000_1392);

/// `!AS being replaced`
pub const SHR_REPLACED: Status = Status(0x0000_1402);

/// `!AS being overwritten`
pub const SHR_OVERLAY: Status = Status(0x0000_140A);

/// `error deleting !AS`
pub const SHR_FILNOTPUR: Status = Status(0x0000_1412);

/// `!AS is an invalid answer`
pub const SHR_INVALANS: Status = Status(0x0000_141A);

/// `!AS is an ambiguous answer - supply more characters`
pub const SHR_AMBIGANS: Status = Status(0x0000_1422);
