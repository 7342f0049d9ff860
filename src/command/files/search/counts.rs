//! What SEARCH counts: for its end, for /LOG and for /STATISTICS.

use crate::cdu::Command;
use crate::clock::VmsTime;
use crate::command::Context;
use crate::command::output::Output;
use crate::message::{Condition, codes};

/// Counts of one file, or of all.
#[derive(Default)]
pub(super) struct Counts {
    pub files: usize,
    pub records: usize,
    pub characters: usize,
    pub matched: usize,
    pub printed: usize,
}

impl Counts {
    pub fn add(&mut self, more: &Self) {
        self.files += more.files;
        self.records += more.records;
        self.characters += more.characters;
        self.matched += more.matched;
        self.printed += more.printed;
    }

    /// The line of /LOG for a file.
    pub fn told(&self, name: &str) -> Condition {
        let number = |count: usize| i64::try_from(count).unwrap_or(i64::MAX);
        let status = match self.matched {
            0 => codes::SEARCH_NOMATCH,
            1 => codes::SEARCH_MATCHED,
            _ => codes::SEARCH_MATCHES,
        };
        let line = Condition::new(status).arg(name).arg(number(self.records));
        if self.matched == 0 { line } else { line.arg(number(self.matched)) }
    }

    /// /STATISTICS: a table, or with SYMBOLS the symbols SEARCH$... .
    pub fn tell(
        &self,
        context: &mut Context<'_>,
        command: &Command,
        output: &mut Output,
        begun: VmsTime,
    ) -> Result<(), Condition> {
        let counts = [
            ("Files searched:", "FILES_SEARCHED", self.files),
            ("Records searched:", "RECORDS_SEARCHED", self.records),
            ("Characters searched:", "CHARACTERS_SEARCHED", self.characters),
            ("Records matched:", "RECORDS_MATCHED", self.matched),
            ("Lines printed:", "LINES_PRINTED", self.printed),
        ];
        if command.has("STATISTICS.SYMBOLS") {
            for (_, name, count) in counts {
                context.dcl.set_local(&format!("SEARCH${name}"), count.to_string());
            }
            return Ok(());
        }
        output.line(context, "")?;
        for (label, _, count) in counts {
            output.line(context, &format!("{label:<22}{count:9}"))?;
        }
        let elapsed = context.node.clock().now().0.saturating_sub(begun.0);
        let elapsed = crate::dcl::time::delta_text(elapsed);
        output.line(context, &format!("{:<22}{:>16}", "Elapsed time:", elapsed.trim_start()))
    }
}
