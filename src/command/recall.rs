//! The commands of a session that can be recalled, and RECALL (dcl.md 17, commands.md 23).
//!
//! Pure: who edits lines takes them from here, who reads them puts them in.

use crate::cdu::Command;
use crate::message::{Condition, Status, codes};

/// Lines that are kept (V7.3 and later; 20 on older systems).
const LIMIT: usize = 254;

/// Commands typed at the prompt, the newest first.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Recall {
    lines: std::collections::VecDeque<String>,
    next: Option<String>,
}

impl Recall {
    /// Keeps a line; empty lines and RECALL itself are not kept.
    pub fn push(&mut self, line: &str) {
        let line = line.trim();
        let verb = line.split(|c: char| !c.is_ascii_alphabetic()).next().unwrap_or_default().to_ascii_uppercase();
        let is_recall = verb.len() >= 3 && (verb.starts_with("RECA") || verb == "REC");
        if line.is_empty() || is_recall {
            return;
        }
        self.lines.push_front(line.to_owned());
        self.lines.truncate(LIMIT);
    }

    /// The lines, the newest first.
    pub fn lines(&self) -> impl DoubleEndedIterator<Item = &str> + ExactSizeIterator {
        self.lines.iter().map(String::as_str)
    }

    /// The line that RECALL put on the next prompt; asked once.
    pub fn take_next(&mut self) -> Option<String> {
        self.next.take()
    }

    /// The newest line that begins with a text, whatever the case of its letters.
    fn beginning_with(&self, text: &str) -> Option<&str> {
        let text = text.to_uppercase();
        self.lines().find(|line| line.to_uppercase().starts_with(&text))
    }
}

/// Labels that [`recall`] acts on.
pub const LABELS: &[&str] = &["ALL", "COMMAND", "ERASE", "INPUT", "OUTPUT", "SEARCH"];

/// RECALL. Lines of /ALL and /SEARCH go to `out`; a single command waits for the next prompt.
///
/// # Errors
/// CMDNOTFND.
pub fn recall(lines: &mut Recall, command: &Command, out: &mut dyn FnMut(&str)) -> Result<Status, Condition> {
    if command.has("ERASE") {
        lines.lines.clear();
        return Ok(Status::DCL_NORMAL);
    }
    let wanted = command.value("COMMAND").map(str::trim).unwrap_or_default();
    if command.has("ALL") || command.has("SEARCH") {
        let search = command.value("SEARCH").map(str::to_uppercase);
        let prefix = wanted.to_uppercase();
        for (i, line) in lines.lines().enumerate() {
            let upper = line.to_uppercase();
            if upper.starts_with(&prefix) && search.as_ref().is_none_or(|text| upper.contains(text)) {
                out(&format!("{:3} {line}", i + 1));
            }
        }
        return Ok(Status::DCL_NORMAL);
    }
    let found = match (wanted, wanted.parse::<usize>()) {
        ("", _) => lines.lines().next(),
        (_, Ok(number)) => number.checked_sub(1).and_then(|index| lines.lines().nth(index)),
        (text, Err(_)) => lines.beginning_with(text),
    };
    let found = found.ok_or(codes::CLI_CMDNOTFND)?.to_owned();
    lines.next = Some(found);
    Ok(Status::DCL_NORMAL)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cdu::{AsTyped, Outcome, Tables, parse};

    fn run(lines: &mut Recall, line: &str) -> Result<Vec<String>, Condition> {
        let Outcome::Complete(command) = parse(&Tables::embedded(), line, &mut AsTyped) else { panic!("{line}") };
        let mut shown = Vec::new();
        recall(lines, &command, &mut |line| shown.push(line.to_owned()))?;
        Ok(shown)
    }

    fn three() -> Recall {
        let mut lines = Recall::default();
        for line in ["show time", "mount dsa1: x", "", "RECALL/ALL", "show default"] {
            lines.push(line);
        }
        lines
    }

    #[test]
    fn the_newest_line_is_number_one() {
        let shown = run(&mut three(), "RECALL/ALL").unwrap();
        assert_eq!(shown, ["  1 show default", "  2 mount dsa1: x", "  3 show time"]);
        assert_eq!(run(&mut three(), "RECALL/SEARCH=dsa1").unwrap(), ["  2 mount dsa1: x"]);
    }

    #[test]
    fn a_number_or_a_beginning_puts_the_line_on_the_prompt() {
        let mut lines = three();
        for (command, expected) in
            [("RECALL 2", "mount dsa1: x"), ("RECALL SHOW T", "show time"), ("RECALL", "show default")]
        {
            run(&mut lines, command).unwrap();
            assert_eq!(lines.take_next().as_deref(), Some(expected), "{command}");
        }
        assert_eq!(lines.take_next(), None);
        for command in ["RECALL 9", "RECALL 0", "RECALL XYZ"] {
            assert_eq!(run(&mut lines, command).unwrap_err().status, codes::CLI_CMDNOTFND, "{command}");
        }
    }

    #[test]
    fn the_list_is_bounded_and_can_be_erased() {
        let mut lines = Recall::default();
        (0..300).for_each(|i| lines.push(&format!("line {i}")));
        assert_eq!((lines.lines().len(), lines.lines().next()), (LIMIT, Some("line 299")));
        run(&mut lines, "RECALL/ERASE").unwrap();
        assert_eq!(lines.lines().len(), 0);
    }
}
