//! The condition values of `grammar/DISM.MSG`. Generated: see `codes.rs`.

use crate::message::Status;

/// `too many devices`
pub const DISM_MAXDEV: Status = Status(0x0073_800C);

/// `The system device cannot be dismounted`
pub const DISM_SYSDEV: Status = Status(0x0073_8014);

/// `unknown keyword on /OVERRIDE qualifier`
pub const DISM_BADOVR: Status = Status(0x0073_801C);

/// `only source member of shadow set cannot be dismounted`
pub const DISM_SRCMEM: Status = Status(0x0073_8024);

/// `!AS failed to dismount on node !AS`
pub const DISM_RMTDSMFAIL: Status = Status(0x0073_8028);

/// `dismount/cluster failed on one or more nodes in the cluster`
pub const DISM_DSMCLUFAIL: Status = Status(0x0073_8030);

/// `!AS cannot be dismounted`
pub const DISM_CANNOTDMT: Status = Status(0x0073_8038);

/// `!UW swap or page file!%S installed on volume`
pub const DISM_INSWPGFIL: Status = Status(0x0073_8040);

/// `!UW device!%S spooled to volume`
pub const DISM_SPOOLEDEV: Status = Status(0x0073_8048);

/// `!UW image!%S installed on volume`
pub const DISM_INSTIMAGE: Status = Status(0x0073_8050);

/// `!UW user file!%S open on volume`
pub const DISM_USERFILES: Status = Status(0x0073_8058);

/// `volume has files open on remote node`
pub const DISM_FILESOPEN: Status = Status(0x0073_8060);

/// `!AS has been marked for dismount`
pub const DISM_MARKEDDMT: Status = Status(0x0073_806B);

/// `waiting for !AS to dismount on node !AS`
pub const DISM_WAITINGDMT: Status = Status(0x0073_8073);

/// `!AS successfully dismounted on node !AS`
pub const DISM_RMTDMTSUCC: Status = Status(0x0073_807B);
