//! Findings as lines for people and as JSON for editors.

use serde::Serialize;

use crate::message::{self, Condition};

/// Something that would fail.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    /// Line of the file, from 1.
    pub line: usize,
    /// What DCL would say.
    pub condition: Condition,
}

#[derive(Serialize)]
struct Entry<'a> {
    file: &'a str,
    line: usize,
    severity: char,
    ident: String,
    text: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    token: Option<&'a str>,
}

impl Finding {
    /// A finding on a line.
    pub fn new(line: usize, condition: Condition) -> Self {
        Self { line, condition }
    }

    /// Whether it is more than information.
    pub fn is_problem(&self) -> bool {
        !self.condition.status.is_success()
    }

    /// `FILE:12: %DCL-W-IVVERB, unrecognized command verb ... \TOKEN\`.
    pub fn text(&self, file: &str) -> String {
        format!("{file}:{}: {}", self.line, message::lines(&self.condition).join(""))
    }
}

/// The findings of several files as a JSON array: file, line, severity, ident, text, and the token if there is one.
pub fn json(findings: &[(String, Finding)]) -> String {
    let entries: Vec<Entry<'_>> = findings
        .iter()
        .map(|(file, finding)| {
            let first = message::lines(&finding.condition).into_iter().next().unwrap_or_default();
            let (prefix, text) = first.split_once(", ").unwrap_or(("", &first));
            Entry {
                file,
                line: finding.line,
                severity: finding.condition.status.severity().map_or('?', |severity| severity.letter()),
                ident: prefix.rsplit('-').next().unwrap_or_default().to_owned(),
                text: text.to_owned(),
                token: finding.condition.token.as_deref(),
            }
        })
        .collect();
    // Strings, numbers and characters always have a form in JSON.
    serde_json::to_string_pretty(&entries).unwrap_or_default()
}
