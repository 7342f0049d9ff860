//! A recorded session as a file: header lines, body lines, and the comments between them.

use std::fmt;

use super::header::{Header, is_field};

/// A mistake in a recording's form.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FormatError {
    /// Line of the file, from 1.
    pub line: usize,
    /// What stands there and what was expected.
    pub detail: String,
}

/// A recording.
#[derive(Clone, Debug)]
pub struct Recording {
    /// What the header says.
    pub header: Header,
    /// The lines of the session: prompts with their input, output, switches. No comments.
    pub body: Vec<String>,
    /// Everything before the body, as it stands in the file, with the `---`.
    head: Vec<String>,
    /// Comments of the body: each stands before the body line of that index.
    comments: Vec<(usize, String)>,
}

impl Recording {
    /// Reads a recording.
    pub fn parse(text: &str) -> Result<Self, FormatError> {
        let lines: Vec<&str> = text.lines().collect();
        let first_field = lines.iter().position(|line| !line.starts_with("!!") && !line.trim().is_empty());
        let has_header = first_field.is_some_and(|index| is_field(lines[index]) || lines[index] == "---");
        let mut start = 0;
        let mut header = Header::default();
        if has_header {
            let end = lines.iter().position(|line| *line == "---").ok_or_else(|| FormatError {
                line: lines.len(),
                detail: "the file ends here; expected --- after the header".to_owned(),
            })?;
            header = Header::parse(&lines[..end], 1)?;
            start = end + 1;
        }
        let mut body = Vec::new();
        let mut comments = Vec::new();
        for line in &lines[start..] {
            if line.starts_with("!!") {
                comments.push((body.len(), (*line).to_owned()));
            } else {
                body.push((*line).to_owned());
            }
        }
        let head = lines[..start].iter().map(|line| (*line).to_owned()).collect();
        Ok(Self { header, body, head, comments })
    }

    /// The file's text with another body. `origin` says for each line of the old body which line of the new one stands in
    /// its place or follows where it stood: comments stay where they are.
    pub(super) fn with_body(&self, body: &[String], origin: impl Fn(usize) -> usize) -> String {
        let mut text = String::new();
        let mut push = |line: &str| {
            text.push_str(line);
            text.push('\n');
        };
        self.head.iter().for_each(|line| push(line));
        let mut comments = self.comments.iter().map(|(index, comment)| (origin(*index), comment)).peekable();
        for index in 0..=body.len() {
            while let Some((_, comment)) = comments.next_if(|(at, _)| *at <= index || index == body.len()) {
                push(comment);
            }
            if let Some(line) = body.get(index) {
                push(line);
            }
        }
        text
    }
}

impl fmt::Display for FormatError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "line {}: {}", self.line, self.detail)
    }
}

impl std::error::Error for FormatError {}
