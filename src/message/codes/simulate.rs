//! The condition values of `grammar/SIMULATE.MSG`. Generated: see `codes.rs`.

use crate::message::Status;

/// `!UL block!%S written on !AS from LBN !UQ`
pub const SIMULATE_WRITTEN: Status = Status(0x0801_8009);

/// `!AS and !AS agree, !UQ block!%S compared`
pub const SIMULATE_AGREE: Status = Status(0x0801_8011);

/// `!AS and !AS differ in !UQ block!%S`
pub const SIMULATE_DIFFER: Status = Status(0x0801_8018);

/// `first LBNs that differ: !AS`
pub const SIMULATE_FIRSTLBNS: Status = Status(0x0801_8023);

/// `!AS has !UQ blocks, !AS has !UQ; the smaller size is compared`
pub const SIMULATE_UNEQUALSIZE: Status = Status(0x0801_8028);

/// `LBN !UQ of !AS belongs to a file; /OVERRIDE writes it all the same`
pub const SIMULATE_ALLOCATED: Status = Status(0x0801_8032);

/// `!AS is not mounted; /OVERRIDE writes it all the same`
pub const SIMULATE_NOTMOUNTED: Status = Status(0x0801_803A);

/// `!AS is a member of !AS; write the virtual unit`
pub const SIMULATE_MEMBER: Status = Status(0x0801_8042);

/// `LBN !UQ of !AS is the storage control block and is never written`
pub const SIMULATE_SCB: Status = Status(0x0801_804A);

/// `LBN !UQ lies behind the end of !AS, which has !UQ blocks`
pub const SIMULATE_BADLBN: Status = Status(0x0801_8052);

/// `no free blocks for a load on !AS`
pub const SIMULATE_NOFREE: Status = Status(0x0801_805A);

/// `invalid block range: !AS`
pub const SIMULATE_BADRANGE: Status = Status(0x0801_8062);

/// `shadow generation number of !AS set to zero`
pub const SIMULATE_GENZEROED: Status = Status(0x0801_806B);

/// `load started on !AS, seed !UL`
pub const SIMULATE_LOADSTARTED: Status = Status(0x0801_8071);

/// `load stopped on !AS after !UQ operation!%S`
pub const SIMULATE_LOADSTOPPED: Status = Status(0x0801_8079);

/// `load on !AS done: !UQ read!%S, !UQ write!%S, !UQ block!%S written`
pub const SIMULATE_LOADDONE: Status = Status(0x0801_8081);

/// `a load is running on !AS`
pub const SIMULATE_LOADACTIVE: Status = Status(0x0801_808A);

/// `no load is known for !AS`
pub const SIMULATE_NOLOAD: Status = Status(0x0801_8090);

/// `load on !AS ended by an error`
pub const SIMULATE_LOADERR: Status = Status(0x0801_809B);

/// `!UQ block!%S of the load on !AS verified`
pub const SIMULATE_VERIFIED: Status = Status(0x0801_80A1);

/// `!UQ block!%S of the load on !AS failed the check`
pub const SIMULATE_VERIFYERR: Status = Status(0x0801_80AA);

/// `LBN !UQ: !AS`
pub const SIMULATE_BADBLOCK: Status = Status(0x0801_80B3);

/// `clock advanced by !AS, now !AS`
pub const SIMULATE_ADVANCED: Status = Status(0x0801_80B9);

/// `the clock follows the host and cannot be advanced`
pub const SIMULATE_REALCLOCK: Status = Status(0x0801_80C2);

/// `node !AS crashes`
pub const SIMULATE_CRASHING: Status = Status(0x0801_80CB);

/// `node !AS shuts down`
pub const SIMULATE_SHUTDOWN: Status = Status(0x0801_80D3);

/// `no copy or merge is recorded for !AS`
pub const SIMULATE_NOHISTORY: Status = Status(0x0801_80DB);

/// `!AS is not a virtual unit`
pub const SIMULATE_NOTVU: Status = Status(0x0801_80E2);

/// `!AS is a virtual unit; a fault happens to a disk`
pub const SIMULATE_NOTDISK: Status = Status(0x0801_80EA);

/// `!AS does not answer any more`
pub const SIMULATE_OFFLINE: Status = Status(0x0801_80F1);

/// `!AS answers again`
pub const SIMULATE_ONLINE: Status = Status(0x0801_80F9);

/// `!UL block!%S of !AS cannot be read`
pub const SIMULATE_READERROR: Status = Status(0x0801_8101);

/// `!UL block!%S of !AS cannot be written`
pub const SIMULATE_WRITEERROR: Status = Status(0x0801_8109);

/// `!AS is write-locked`
pub const SIMULATE_WRITELOCK: Status = Status(0x0801_8111);

/// `!AS is not write-locked`
pub const SIMULATE_NOWRITELOCK: Status = Status(0x0801_8119);

/// `!UL block!%S of !AS changed behind the system`
pub const SIMULATE_CORRUPTED: Status = Status(0x0801_8121);

/// `!AS has no faults`
pub const SIMULATE_NOFAULTS: Status = Status(0x0801_8129);

/// `a change of state awaits the next !UL member dismount!%S of !AS`
pub const SIMULATE_BUSY: Status = Status(0x0801_8131);

/// `each operation of !AS takes !UL millisecond!%S longer`
pub const SIMULATE_SLOW: Status = Status(0x0801_8139);
