//! The condition values of `grammar/SYSMAN.MSG`. Generated: see `codes.rs`.

use crate::message::Status;

/// `current command environment:`
pub const SYSMAN_ENV: Status = Status(0x02A9_800B);

/// `command execution on node !AS`
pub const SYSMAN_OUTPUT: Status = Status(0x02A9_8013);

/// `Clusterwide on local cluster`
pub const SYSMAN_CLUSTERWIDE: Status = Status(0x02A9_801B);

/// `Username !12AS will be used on nonlocal nodes`
pub const SYSMAN_USERNAME: Status = Status(0x02A9_8023);

/// `Clusterwide on remote cluster !AS`
pub const SYSMAN_REMOTECLUSTER: Status = Status(0x02A9_802B);

/// `Individual nodes: !AS`
pub const SYSMAN_NODES: Status = Status(0x02A9_8033);

/// `At least one node is not in local cluster`
pub const SYSMAN_NONLOCAL: Status = Status(0x02A9_803B);

/// `Execute command for node !AS? [N]:`
pub const SYSMAN_CONFIRMDO: Status = Status(0x02A9_8043);

/// `System time on node !AS: !AS`
pub const SYSMAN_SYSTEMTIME: Status = Status(0x02A9_804B);

/// `error returned from node !AS`
pub const SYSMAN_NODERR: Status = Status(0x02A9_8053);

/// `default directory on node !AS  -- !AS`
pub const SYSMAN_DEFDIR: Status = Status(0x02A9_805B);

/// `process privileges on node !AS --`
pub const SYSMAN_DEFPRIV: Status = Status(0x02A9_8063);

/// `timeout value is !AS`
pub const SYSMAN_TIMEVAL: Status = Status(0x02A9_806B);

/// `a USE ACTIVE has been defaulted on node !AS`
pub const SYSMAN_USEACTNOD: Status = Status(0x02A9_8073);

/// `no such parameter`
pub const SMI_NOPARAM: Status = Status(0x02EB_800A);

/// `parameter is out of range`
pub const SMI_OUTRANGE: Status = Status(0x02EB_8012);

/// `!AS is not a parameter file`
pub const SMI_BADPARFILE: Status = Status(0x02EB_801A);

/// `parameter !AS is not dynamic, its active value is unchanged`
pub const SMI_NOTDYN: Status = Status(0x02EB_8020);

/// `no such parameter`
pub const SYSGEN_NOPARAM: Status = Status(0x007C_800A);

/// `parameter is out of range`
pub const SYSGEN_OUTRANGE: Status = Status(0x007C_8012);

/// `!AS is not a parameter file`
pub const SYSGEN_BADPARFILE: Status = Status(0x007C_801A);

/// `parameter !AS is not dynamic, its active value is unchanged`
pub const SYSGEN_NOTDYN: Status = Status(0x007C_8020);

/// `value set to minimum for parameter !AS`
pub const SYSGEN_SETMIN: Status = Status(0x007C_8028);

/// `value set to maximum for parameter !AS`
pub const SYSGEN_SETMAX: Status = Status(0x007C_8030);

/// `error opening !AS as input`
pub const SMI_OPENIN: Status = Status(0x02EB_109A);

/// `error opening !AS as output`
pub const SMI_OPENOUT: Status = Status(0x02EB_10A2);

/// `error opening !AS as input`
pub const SYSGEN_OPENIN: Status = Status(0x007C_109A);

/// `error opening !AS as output`
pub const SYSGEN_OPENOUT: Status = Status(0x007C_10A2);
