//! Formatted ASCII output: the directives of `$FAO`, for messages, displays and the lexical F$FAO.
//!
//! A control string is compiled into pieces and then run over its arguments. Pure: the time that
//! `!%D` and `!%T` print for argument 0 is an input. Source: dcl.md 16 (F$FAO) and its recorded facts.

mod directives;
mod run;

use super::codes;
use super::condition::{Arg, Condition};
use crate::clock::VmsTime;

/// Longest result, in characters; what is longer is refused rather than built.
pub const MAX_OUTPUT: usize = 65_535;

/// Formats `args` under `control`. `now` is printed where a time directive gets the argument 0.
///
/// Missing numbers count as 0; a missing string is replaced by the control string itself, as the real service happens
/// to do.
///
/// # Errors
/// `SYSTEM-F-BADPARAM` with the control string as token for an unknown directive, `SYSTEM-S-BUFFEROVF` made fatal when
/// the result passes [`MAX_OUTPUT`].
pub fn format(control: &str, args: &[Arg], now: VmsTime) -> Result<String, Condition> {
    let pieces = directives::compile(control).ok_or_else(|| bad_control(control))?;
    run::Run::new(control, args, now).all(&pieces)
}

/// How many arguments a control string wants when nothing in it repeats; `None` when it does not compile.
#[cfg(test)]
pub(super) fn arguments(control: &str) -> Option<usize> {
    use directives::{Action, Piece};
    let wanted = |piece: &Piece<'_>| match piece {
        Piece::Directive { action: Action::Text | Action::Filtered | Action::Number(..), .. } => 1,
        Piece::Directive { action: Action::Date | Action::Time | Action::Uic, .. } => 1,
        _ => 0,
    };
    Some(directives::compile(control)?.iter().map(wanted).sum())
}

/// What an unknown directive is answered with.
fn bad_control(control: &str) -> Condition {
    Condition::new(codes::SYSTEM_BADPARAM).token(control)
}

#[cfg(test)]
mod tests;
