//! Why a change was refused, and the condition that says so.
//!
//! Owns the mapping from reasons to messages (shadowing.md 4.1a, 4.2). The core knows no device names: whoever shows a
//! refusal gives the name.

use crate::message::{Condition, codes};

/// Why a change did not happen. The view is what it was, apart from failed members that had to leave.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// It would take the only full member.
    OnlySource,
    /// The set's state changed while the change ran; repeating it may succeed.
    Transient,
    /// A bitmap is not started while a copy runs.
    NoBitmapDuringCopy,
    /// A bitmap is not started: merge due, or twelve bitmaps exist.
    NoBitmap,
    /// No memory for a bitmap.
    NoBitmapMemory,
    /// A minicopy was required and no bitmap serves the member.
    NoUsableBitmap,
    /// The members that the change named are not what they were.
    ChangedState,
    /// The set has six members.
    TooManyMembers,
    /// A device is smaller than the volume.
    TooSmall,
    /// No SCB of the devices that were to be mounted or added could be written.
    ScbWriteFailed,
    /// The set is not mounted on this node.
    NotMounted,
    /// Mounted /NOWRITE: no copy and no bitmap.
    WriteLocked,
    /// The named bitmap does not exist.
    NoSuchBitmap,
    /// No full member could be written any more.
    Aborted,
    /// This change is not available.
    Unsupported,
    /// Whoever asked for it has had enough (Ctrl/Y).
    Withdrawn,
    /// Nothing is left to do; the core's own changes end so, a command never sees it.
    Moot,
}

impl Refusal {
    /// The condition as DISMOUNT shows it for the member `name`.
    pub fn dismount_condition(self, name: &str) -> Condition {
        let refused = Condition::new(codes::DISM_CANNOTDMT).arg(name);
        match self {
            Self::OnlySource | Self::Transient | Self::ChangedState => refused.also(codes::DISM_SRCMEM),
            Self::NoBitmapDuringCopy => refused.then(codes::SYSTEM_NOWBMDURINGCOPY),
            Self::NoBitmap | Self::WriteLocked => refused.then(codes::SYSTEM_WBMERR),
            Self::NoBitmapMemory => refused.then(codes::SYSTEM_INSFMEM),
            other => other.condition(),
        }
    }

    /// The condition as MOUNT shows it.
    pub fn mount_condition(self) -> Condition {
        match self {
            Self::NoUsableBitmap | Self::Withdrawn => self.condition(),
            other => Condition::new(codes::MOUNT_SHADOWFAIL).then(other.condition()),
        }
    }

    /// The SYSTEM condition behind it, as MOUNT chains it.
    pub fn condition(self) -> Condition {
        Condition::new(match self {
            Self::OnlySource | Self::Transient | Self::ChangedState | Self::Moot => codes::SYSTEM_SHACHASTA,
            Self::NoBitmapDuringCopy => codes::SYSTEM_NOWBMDURINGCOPY,
            Self::NoBitmap => codes::SYSTEM_WBMERR,
            Self::NoBitmapMemory => codes::SYSTEM_NOMEMFORWBM,
            Self::NoUsableBitmap => codes::MOUNT_SHDWCOPYREQ,
            Self::TooManyMembers => codes::SYSTEM_TOOMANYMBRS,
            Self::TooSmall => codes::SYSTEM_INCSHAMEM,
            Self::ScbWriteFailed => codes::SYSTEM_SCBWRITEFAIL,
            Self::NotMounted => codes::SYSTEM_DEVNOTMOUNT,
            Self::Aborted => codes::SYSTEM_VOLINV,
            Self::WriteLocked => codes::SYSTEM_WRITLCK,
            Self::Withdrawn => codes::SYSTEM_CONTROLY,
            Self::NoSuchBitmap | Self::Unsupported => codes::SYSTEM_UNSUPPORTED,
        })
    }
}
