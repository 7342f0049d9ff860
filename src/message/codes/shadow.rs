//! The condition values of `grammar/SHADOW.MSG`. Generated: see `codes.rs`.

use crate::message::Status;

/// `completing copy operation on device !AS at LBN: !UQ, ID number: !UL`
pub const SHADOW_SERVER_SSRVCMPFCPY: Status = Status(0x02E8_800B);

/// `completing merge operation on device !AS at LBN: !UQ, ID number: !UL`
pub const SHADOW_SERVER_SSRVCMPMRG: Status = Status(0x02E8_8013);

/// `still out of compliance for per-disk license units, new shadow members may be immediately removed`
pub const SHADOW_SERVER_SSRVCOMPLYFAIL: Status = Status(0x02E8_801B);

/// `shadow server has completed initialization.`
pub const SHADOW_SERVER_SSRVINICOMP: Status = Status(0x02E8_8023);

/// `initiating copy operation on device !AS at LBN: !UQ, ID number: !UL`
pub const SHADOW_SERVER_SSRVINICPY: Status = Status(0x02E8_802B);

/// `initiating minimerge operation on device !AS at LBN: !UQ, ID number: !UL`
pub const SHADOW_SERVER_SSRVINIMMRG: Status = Status(0x02E8_8033);

/// `initiating merge operation on device !AS at LBN: !UQ, ID number: !UL`
pub const SHADOW_SERVER_SSRVINIMRG: Status = Status(0x02E8_803B);

/// `successful completion of operation on device !AS at LBN: !UQ, ID number: !UL`
pub const SHADOW_SERVER_SSRVNORMAL: Status = Status(0x02E8_8043);

/// `out of compliance for per-disk license units`
pub const SHADOW_SERVER_SSRVNOTCOMPLY: Status = Status(0x02E8_804B);

/// `resuming copy operation on device !AS at LBN: !UQ, ID number: !UL`
pub const SHADOW_SERVER_SSRVRESCPY: Status = Status(0x02E8_8053);

/// `suspending copy operation on device !AS at LBN: !UQ, ID number: !UL`
pub const SHADOW_SERVER_SSRVSPNDCPY: Status = Status(0x02E8_805B);

/// `suspending minimerge operation on device !AS at LBN: !UQ, ID number: !UL`
pub const SHADOW_SERVER_SSRVSPNDMMRG: Status = Status(0x02E8_8063);

/// `suspending merge operation on device !AS at LBN: !UQ, ID number: !UL`
pub const SHADOW_SERVER_SSRVSPNDMRG: Status = Status(0x02E8_806B);

/// `reason for termination of operation on device: !AS, abort status`
pub const SHADOW_SERVER_SSRVTRMSTS: Status = Status(0x02E8_8073);

/// `shadow server is terminating`
pub const SHADOW_SERVER_SSRVTERM: Status = Status(0x02E8_807B);

/// `!AS contains the wrong volume.`
pub const SHADOW_WRONGVOL: Status = Status(0x02E9_800B);

/// `!AS has aborted volume processing.`
pub const SHADOW_ABORTED: Status = Status(0x02E9_8013);

/// `!AS has been write-locked.`
pub const SHADOW_WRITELOCKED: Status = Status(0x02E9_801B);

/// `!AS has completed volume processing.`
pub const SHADOW_COMPLETED: Status = Status(0x02E9_8023);

/// `!AS is offline.`
pub const SHADOW_OFFLINE: Status = Status(0x02E9_802B);

/// `!AS shadow copy has been completed.`
pub const SHADOW_COPYDONE: Status = Status(0x02E9_8033);

/// `!AS shadow set has been reduced.`
pub const SHADOW_REDUCED: Status = Status(0x02E9_803B);

/// `!AS all shadow set copy operations are completed.`
pub const SHADOW_ALLCOPIED: Status = Status(0x02E9_8043);

/// `!AS shadow copy has been started.`
pub const SHADOW_COPYSTARTED: Status = Status(0x02E9_804B);

/// `!AS shadow master has changed.  Dump file WILL be written if system crashes.`
pub const SHADOW_MASTERWILL: Status = Status(0x02E9_8053);

/// `!AS shadow master has changed.  Dump file WILL NOT be written if system crashes.`
pub const SHADOW_MASTERWILLNOT: Status = Status(0x02E9_805B);

/// `!AS has been removed from shadow set.`
pub const SHADOW_REMOVED: Status = Status(0x02E9_8063);

/// `!AS shadow set has changed state. Volume processing in progress.`
pub const SHADOW_CHANGED: Status = Status(0x02E9_806B);

/// `Write Bitmap has successfully completed initialization.`
pub const WBM_INITDONE: Status = Status(0x02EA_800B);

/// `Bitmap !XL has been started on !AS`
pub const WBM_STARTED: Status = Status(0x02EA_8013);

/// `Bitmap !XL has been deleted on !AS`
pub const WBM_DELETED: Status = Status(0x02EA_801B);

/// `Bitmap !XL now uses buffered message mode.`
pub const WBM_BUFFERED: Status = Status(0x02EA_8023);

/// `Bitmap !XL now uses single message mode.`
pub const WBM_SINGLE: Status = Status(0x02EA_802B);

/// `Bitmap !XL local bitmap has been started on !AS`
pub const WBM_LOCALSTARTED: Status = Status(0x02EA_8033);

/// `Bitmap !XL has been converted to a multiuse bitmap on !AS`
pub const WBM_MULTIUSE: Status = Status(0x02EA_803B);
