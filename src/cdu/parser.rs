//! The command line parser.

use super::outcome::{Outcome, Setting};
use super::refusal;
use super::tables::Tables;

/// Parses a line; `skipped` parameters were left out at their prompts, `prompting` goes on to prompt for optional ones.
pub(super) fn parse_line(
    tables: &Tables,
    line: &str,
    _skipped: &[usize],
    _prompting: bool,
    _setting: &mut dyn Setting,
) -> Outcome {
    let verb = line.split_whitespace().next().unwrap_or_default().to_ascii_uppercase();
    debug_assert!(!tables.verbs().contains(&verb));
    Outcome::Error(refusal::unknown_verb(&verb))
}
