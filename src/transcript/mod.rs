//! Recorded sessions: a file that shows a session as a terminal does, run again and compared to the character.
//!
//! Owns the file format, the player that types a recording's input at the program's prompts, masks, the comparison, and
//! the report. Never formats anything that a session shows.
//!
//! # The file
//!
//! ```text
//! !! The everyday backup split.
//! site: single
//! user: SYSTEM
//! clock: 1-JAN-2030 08:00
//! mask time: [0-9]{2}:[0-9]{2}:[0-9]{2}
//! ---
//! $ SHOW TIME
//!   1-JAN-2030 <time>.01
//! $ MOUNT/CONFIRM DSA1: /SHADOW=($1$DGA101:,$1$DGA102:) DATA
//! ...
//! Allow FULL shadow copy on the above member(s)? [N]: NO
//! ```
//!
//! **Header.** Lines of `field: value` up to a line `---`; a file whose first line is no such field has none.
//!
//! | field | value | without it |
//! | --- | --- | --- |
//! | `site` | a template's name, or `{` and the lines of a `site.json` to the closing `}` in column 1 | `training` |
//! | `node`, `user` | where and as whom the session logs in | the site's first |
//! | `clock` | date and time at which the virtual clock starts | 1-JAN-2030 00:00 |
//! | `seed` | a number | 1 |
//! | `mask name` | a pattern; `<name>` in an expected line stands for text that matches it | no masks |
//!
//! A mask's pattern is made of characters, `[...]` sets (ranges and `^` allowed) and `\` before a character that would
//! mean something else; each may be followed by `?`, `*`, `+`, `{n}` or `{n,m}`. There is no "any character".
//!
//! **Session.** A line that begins with the prompt at which the program stands carries what is typed there; the answer to
//! a question stands after the question. Every other line is output, exact to the character. A line of the output that
//! happens to begin with the prompt is output: only a program that waits reads.
//! - `^Z`, `^Y` or `^C` as the whole input is that key; `^NOTHING` lets the time for an answer (READ/TIME_OUT) run out.
//! - `@NODEB` or `@NODEB OPERATOR` on a line of its own, where a prompt could stand, goes on in a session on that node (as
//!   that user), which logs in when it is named for the first time.
//! - Lines that begin with `!!` are comments, anywhere.
//! - At the end of the file the session meets the end of its input.

mod compare;
mod file;
mod header;
mod junit;
mod mask;
mod play;
mod stage;
mod suite;

pub use compare::{Comparison, compare};
pub use file::{FormatError, Recording};
pub use header::{Header, SiteSource};
pub use junit::junit_report;
pub use mask::Mask;
pub use play::{Console, Performance, Sessions, Typed, play};
pub use stage::SiteStage;
pub use suite::{Outcome, Stager, SuiteOptions, collect, run_suite};

#[cfg(test)]
mod tests;
