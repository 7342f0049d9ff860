//! The condition values of `grammar/DCLSHADOW.MSG`. Generated: see `codes.rs`.

use crate::message::Status;

/// `Allow FULL shadow copy on the above member(s)? [N]:`
pub const TEXT_SHDWCONFIRM: Status = Status(0x0802_8009);

/// `Message number !XL`
pub const TEXT_NOMSG: Status = Status(0x0802_8011);

/// `Node !AS, !AS clock.  HELP explains, LOGOUT leaves, @SYS$EXAMPLES:MINICOPY shows the main job.`
pub const TEXT_WELCOME: Status = Status(0x0802_8019);

/// `Press RETURN to continue ...`
pub const TEXT_PRESSRETURN: Status = Status(0x0802_8021);

/// `Job !AS (queue !AS, entry !UL) !AS`
pub const TEXT_JOBSTATE: Status = Status(0x0802_8029);

/// `pending status caused by queue !AS state`
pub const TEXT_JOBPENDING: Status = Status(0x0802_8031);

/// `Subprocess !AS has completed`
pub const TEXT_COMPLETED: Status = Status(0x0802_8039);

/// `Demand a merge of !AS? [N]:`
pub const TEXT_MERGECONFIRM: Status = Status(0x0802_8041);
