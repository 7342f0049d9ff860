//! The condition values of `grammar/OPCOM.MSG`. Generated: see `codes.rs`.

use crate::message::Status;

/// `operator notified, waiting...`
pub const OPCOM_OPRNOTIF: Status = Status(0x0005_8009);

/// `!AS`
pub const OPCOM_OPREPLY: Status = Status(0x0005_8011);

/// `no operator coverage`
pub const OPCOM_NOPERATOR: Status = Status(0x0005_8019);

/// `!AS does not contain the member named to VMS. System may not reboot.`
pub const OPCOM_NOTBOOTMEM: Status = Status(0x0005_8023);

/// `!11*%  OPCOM  !AS  !11*%`
pub const OPCOM_BANNER: Status = Status(0x0005_802B);

/// `(from node !AS at !AS)`
pub const OPCOM_FROMNODE: Status = Status(0x0005_8033);

/// `Message from user !AS on !AS`
pub const OPCOM_USERMSG: Status = Status(0x0005_803B);

/// `Request !UL, from user !AS on !AS`
pub const OPCOM_REQUEST: Status = Status(0x0005_8043);

/// `Operator !AS has been enabled, username !AS`
pub const OPCOM_ENABLED: Status = Status(0x0005_804B);

/// `Operator !AS has been disabled, username !AS`
pub const OPCOM_DISABLED: Status = Status(0x0005_8053);

/// `Operator status for operator !AS`
pub const OPCOM_STATUS: Status = Status(0x0005_805B);

/// `!AS, request !UL completed by operator !AS`
pub const OPCOM_COMPLETED: Status = Status(0x0005_8063);

/// `!AS, request !UL aborted by operator !AS`
pub const OPCOM_ABORTED: Status = Status(0x0005_806B);

/// `!AS, request !UL pending by operator !AS`
pub const OPCOM_PENDING: Status = Status(0x0005_8073);

/// `Logfile was closed by operator !AS`
pub const OPCOM_LOGCLOSED: Status = Status(0x0005_807B);

/// `Logfile has been initialized by operator !AS`
pub const OPCOM_LOGOPENED: Status = Status(0x0005_8083);

/// `no request !AS is waiting`
pub const OPCOM_NOSUCHREQ: Status = Status(0x0005_8088);

/// `request was canceled`
pub const OPCOM_RQSTCAN: Status = Status(0x0005_8090);

/// `request was aborted`
pub const OPCOM_RQSTABORT: Status = Status(0x0005_809A);

/// `!AS`
pub const OPCOM_BLANKTAPE: Status = Status(0x0005_80A1);

/// `!AS`
pub const OPCOM_INITAPE: Status = Status(0x0005_80A9);

/// `system job queue manager is not running`
pub const JBC_JOBQUEDIS: Status = Status(0x0004_800A);

/// `no such queue`
pub const JBC_NOSUCHQUE: Status = Status(0x0004_8012);

/// `no such entry`
pub const JBC_NOSUCHENT: Status = Status(0x0004_801A);

/// `no such job`
pub const JBC_NOSUCHJOB: Status = Status(0x0004_8022);

/// `queue must be stopped to perform operation`
pub const JBC_QUENOTSTOP: Status = Status(0x0004_802A);

/// `queue is closed and will not accept jobs`
pub const JBC_CLOSEDQUE: Status = Status(0x0004_8032);
