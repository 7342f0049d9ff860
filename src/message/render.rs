//! Messages as they are printed: prefix, chained lines, token line, unknown codes, SET MESSAGE, F$MESSAGE.

use super::catalog::Catalog;
use super::codes;
use super::condition::{Arg, Condition, Status};
use super::fao;
use crate::clock::VmsTime;

/// Facility 3: DCL calls itself DCL, everybody else calls it CLI (dcl.md 7).
const CLI: u16 = 3;

/// The parts of a message that are printed: the setting of SET MESSAGE, or the second argument of F$MESSAGE.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Parts {
    /// `%SYSTEM`.
    pub facility: bool,
    /// `-F`.
    pub severity: bool,
    /// `-ABORT`.
    pub ident: bool,
    /// `, abort`.
    pub text: bool,
}

impl Default for Parts {
    fn default() -> Self {
        Self::ALL
    }
}

impl Parts {
    /// Everything: `%SYSTEM-F-ABORT, abort`.
    pub const ALL: Self = Self { facility: true, severity: true, ident: true, text: true };
    /// Nothing.
    pub const NONE: Self = Self { facility: false, severity: false, ident: false, text: false };

    /// The parts that F$MESSAGE's second argument names, `FACILITY,SEVERITY,IDENT,TEXT` in any order and case; all of
    /// them when it is empty.
    ///
    /// # Errors
    /// `CLI-W-IVKEYW` with the unknown word as token.
    pub fn from_list(list: &str) -> Result<Self, Condition> {
        if list.trim().is_empty() {
            return Ok(Self::ALL);
        }
        let mut parts = Self::NONE;
        for word in list.split(',').map(|word| word.trim().to_ascii_uppercase()) {
            match word.as_str() {
                "FACILITY" => parts.facility = true,
                "SEVERITY" => parts.severity = true,
                "IDENT" => parts.ident = true,
                "TEXT" => parts.text = true,
                _ => return Err(Condition::new(codes::CLI_IVKEYW).token(word)),
            }
        }
        Ok(parts)
    }

    /// The value of F$ENVIRONMENT("MESSAGE"): `/FACILITY/SEVERITY/IDENTIFICATION/TEXT`, with NO where a part is off.
    pub fn qualifiers(self) -> String {
        let one = |on: bool, name: &str| if on { format!("/{name}") } else { format!("/NO{name}") };
        [
            one(self.facility, "FACILITY"),
            one(self.severity, "SEVERITY"),
            one(self.ident, "IDENTIFICATION"),
            one(self.text, "TEXT"),
        ]
        .concat()
    }
}

/// How messages are printed for one process.
#[derive(Clone, Debug)]
pub struct Style {
    /// Message files in force.
    pub catalog: Catalog,
    /// Parts that SET MESSAGE leaves on.
    pub parts: Parts,
    /// Print facility 3 as CLI, as utilities and F$MESSAGE do; DCL itself prints DCL.
    pub cli_by_name: bool,
}

impl Default for Style {
    fn default() -> Self {
        Self { catalog: Catalog::embedded().clone(), parts: Parts::ALL, cli_by_name: false }
    }
}

/// The lines that a condition shows on the terminal with the shipped message files and every part on, token line
/// included (commands.md 0.1, cdu.md 7).
pub fn lines(condition: &Condition) -> Vec<String> {
    lines_with(&Style::default(), condition)
}

/// The lines that a condition shows under a style: nothing at all when every part is off.
pub fn lines_with(style: &Style, condition: &Condition) -> Vec<String> {
    let mut lines = Vec::new();
    collect(style, condition, '%', &mut lines);
    lines
}

/// Text of a condition alone, its arguments filled in, without prefix: prompts, and lines that carry no ident.
pub fn expand(condition: &Condition) -> String {
    expand_in(Catalog::embedded(), condition)
}

/// Text of a status as its file has it, FAO directives unexpanded; the `Message number` text when it is unknown.
pub fn text(status: Status) -> String {
    let known = Catalog::embedded().lookup(status).map(|message| message.text.to_owned());
    known.unwrap_or_else(|| number_text(status))
}

/// What F$MESSAGE returns for a code: the parts asked for, each with its own punctuation, directives unexpanded
/// (dcl.md 16).
pub fn describe(catalog: &Catalog, status: Status, parts: Parts) -> String {
    let style = Style { catalog: catalog.clone(), parts, cli_by_name: true };
    let text = catalog.lookup(status).map_or_else(|| number_text(status), |message| message.text.to_owned());
    compose(&style, status, '%', &text)
}

fn collect(style: &Style, condition: &Condition, mark: char, lines: &mut Vec<String>) {
    let text = expand_in(&style.catalog, condition);
    let printed = compose(style, condition.status, mark, &text);
    if !printed.is_empty() {
        lines.extend(printed.split('\n').map(str::to_owned));
        if let Some(token) = &condition.token {
            lines.push(format!(" \\{token}\\"));
        }
    }
    for next in &condition.then {
        collect(style, next, if next.fresh { '%' } else { '-' }, lines);
    }
}

/// The text with its arguments. Without any argument directives stay as they are: EXIT with a code prints `!AS`.
fn expand_in(catalog: &Catalog, condition: &Condition) -> String {
    let Some(message) = catalog.lookup(condition.status) else { return number_text(condition.status) };
    if condition.args.is_empty() && message.fao_count > 0 {
        return message.text.to_owned();
    }
    fao::format(message.text, &condition.args, VmsTime::default()).unwrap_or_else(|_| message.text.to_owned())
}

/// Prefix and text. Each part that is off takes its own punctuation along.
fn compose(style: &Style, status: Status, mark: char, text: &str) -> String {
    let Style { catalog, parts, .. } = style;
    let message = catalog.lookup(status);
    let ident = message.map_or("NOMSG", |message| message.ident);
    let facility = match status.facility() {
        // What follows in a chain goes by its own name ($PUTMSG).
        CLI if !style.cli_by_name && mark == '%' => "DCL",
        // An unknown number of facility 0 belongs to nobody, unless only the facility is asked for.
        0 if message.is_none() && (parts.ident || parts.text) => "NONAME",
        number => catalog.facility(number).unwrap_or("NONAME"),
    };
    let severity = status.severity().map_or('?', |severity| severity.letter()).to_string();
    let named = [(parts.facility, facility), (parts.severity, &severity), (parts.ident, ident)];
    let prefix: Vec<&str> = named.iter().filter(|(on, _)| *on).map(|(_, name)| *name).collect();
    let prefix = if prefix.is_empty() { String::new() } else { format!("{mark}{}", prefix.join("-")) };
    match (prefix.is_empty(), parts.text) {
        (_, false) => prefix,
        (true, true) => text.to_owned(),
        (false, true) => format!("{prefix}{}{text}", separator(status)),
    }
}

/// What stands between ident and text: write bitmap messages have no comma (shadowing.md 4.7).
fn separator(status: Status) -> &'static str {
    if status.facility() == codes::WBM_STARTED.facility() { " " } else { ", " }
}

/// Stands for the text of a code that no file knows.
fn number_text(status: Status) -> String {
    let text = Catalog::embedded().lookup(codes::TEXT_NOMSG).map_or("!XL", |message| message.text);
    fao::format(text, &[Arg::Number(i64::from(status.0 & 0x0FFF_FFFF))], VmsTime::default()).unwrap_or_default()
}

#[cfg(test)]
mod tests;
