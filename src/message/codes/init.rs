//! The condition values of `grammar/INIT.MSG`. Generated: see `codes.rs`.

use crate::message::Status;

/// `invalid keyword on /DATACHECK qualifier`
pub const INIT_BADDATCHK: Status = Status(0x0075_800C);

/// `unknown value on /DENSITY qualifier`
pub const INIT_BADDENS: Status = Status(0x0075_8014);

/// `invalid syntax on /PROTECTION qualifier`
pub const INIT_BADPRO: Status = Status(0x0075_801C);

/// `invalid UIC syntax`
pub const INIT_BADUIC: Status = Status(0x0075_8024);

/// `conflicting qualifiers`
pub const INIT_CONFQUAL: Status = Status(0x0075_802C);

/// `qualifier(s) not appropriate to this device`
pub const INIT_ILLOPT: Status = Status(0x0075_8034);

/// `device is not a local device`
pub const INIT_NONLOCAL: Status = Status(0x0075_803C);

/// `logical name cannot be translated`
pub const INIT_NOTRAN: Status = Status(0x0075_8044);

/// `unknown device type`
pub const INIT_UNKDEV: Status = Status(0x0075_804C);

/// `invalid keyword on /LABEL qualifier`
pub const INIT_BADLABELQ: Status = Status(0x0075_8054);

/// `error converting value`
pub const INIT_VALCNVERR: Status = Status(0x0075_805C);

/// `index file allocation failure`
pub const INIT_ALLOCFAIL: Status = Status(0x0075_8064);

/// `invalid syntax in bad block list`
pub const INIT_BADBLOCKS: Status = Status(0x0075_806C);

/// `invalid syntax on /INDEX qualifier`
pub const INIT_BADINDEX: Status = Status(0x0075_8074);

/// `bad block address not on volume`
pub const INIT_BADRANGE: Status = Status(0x0075_807C);

/// `unsuitable cluster factor`
pub const INIT_CLUSTER: Status = Status(0x0075_8084);

/// `disk is a diagnostic pack`
pub const INIT_DIAGPACK: Status = Status(0x0075_808C);

/// `cannot read factory bad block data`
pub const INIT_FACTBAD: Status = Status(0x0075_8094);

/// `invalid index file position`
pub const INIT_INDEX: Status = Status(0x0075_809C);

/// `bad block table overflow`
pub const INIT_MAXBAD: Status = Status(0x0075_80A4);

/// `unknown keyword on /OVERRIDE qualifier`
pub const INIT_BADOVR: Status = Status(0x0075_80AC);

/// `disk too large to be supported`
pub const INIT_LARGECNT: Status = Status(0x0075_80B4);

/// `invalid value on /STRUCTURE qualifier`
pub const INIT_BADSTRUCT: Status = Status(0x0075_80BC);

/// `qualifier(s) not available with structure level 1`
pub const INIT_NOTSTRUC1: Status = Status(0x0075_80C4);

/// `invalid value on /LABEL=VOLUME_ACCESSIBILITY qualifier`
pub const INIT_BADVOLACC: Status = Status(0x0075_80CC);

/// `label specified for !AC!UW: is longer then 6 characters!/`
pub const INIT_MTLBLLONG: Status = Status(0x0075_80D4);

/// `invalid value on /LABEL=OWNER_IDENTIFIER qualifier`
pub const INIT_BADOWNID: Status = Status(0x0075_80DC);

/// `value for /ACCESSED qualifier out of range`
pub const INIT_BADACCESSED: Status = Status(0x0075_80E4);

/// `value for /CLUSTER_SIZE qualifier out of range`
pub const INIT_BADCLUSTER: Status = Status(0x0075_80EC);

/// `value for /DIRECTORIES qualifier out of range`
pub const INIT_BADDIRECTORIES: Status = Status(0x0075_80F4);

/// `value for /EXTENSION qualifier out of range`
pub const INIT_BADEXTENSION: Status = Status(0x0075_80FC);

/// `value for /HEADER qualifier out of range`
pub const INIT_BADHEADERS: Status = Status(0x0075_8104);

/// `value for /MAXIMUM_FILES qualifier out of range`
pub const INIT_BADMAXIMUM: Status = Status(0x0075_810C);

/// `value for /WINDOWS qualifier out of range`
pub const INIT_BADWINDOWS: Status = Status(0x0075_8114);

/// `block zero is bad - volume not bootable`
pub const INIT_BLKZERO: Status = Status(0x0075_8118);

/// `bad block data not found on volume`
pub const INIT_NOBADDATA: Status = Status(0x0075_8120);

/// `volume not completely erased`
pub const INIT_ERASEFAIL: Status = Status(0x0075_8128);
