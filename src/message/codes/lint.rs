//! The condition values of `grammar/LINT.MSG`. Generated: see `codes.rs`.

use crate::message::Status;

/// `quoted string has no closing quotation mark`
pub const LINT_OPENQUOTE: Status = Status(0x0803_8008);

/// `IF block has no ENDIF`
pub const LINT_NOENDIF: Status = Status(0x0803_8010);

/// `no command calls subroutine !AS`
pub const LINT_UNREACHED: Status = Status(0x0803_8018);

/// `label !AS is defined again`
pub const LINT_DUPLABEL: Status = Status(0x0803_8020);
