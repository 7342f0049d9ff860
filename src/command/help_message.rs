//! HELP/MESSAGE: what a message means and what to do about it.

use super::output::Output;
use super::{Context, Routine};
use crate::cdu::Command;
use crate::help::Library;
use crate::message::{Condition, Message, Severity, Status, codes};

/// The command.
pub const ROUTINES: &[Routine] = &[Routine {
    name: "HELP_MESSAGE",
    handler: help_message,
    labels: &[
        "BRIEF",
        "FACILITY",
        "FULL",
        "MESSAGE",
        "OUTPUT",
        "PAGE",
        "PAGE.CLEAR_SCREEN",
        "PAGE.SAVE",
        "PAGE.SCROLL",
        "STATUS",
        "WORDS",
        "WORD_MATCH",
        "WORD_MATCH.INITIAL_SUBSTRING",
        "WORD_MATCH.SUBSTRING",
        "WORD_MATCH.WHOLE_WORD",
    ],
}];

/// A message with its code and the name of its facility.
type Known<'a> = (Status, &'a str, Message<'a>);

/// Which messages are wanted.
struct Wanted {
    /// The code of one.
    status: Option<Status>,
    /// Words that ident and text must all have.
    words: Vec<String>,
    /// Facilities; any when none is named.
    facilities: Vec<String>,
    /// How a word is compared with one that was typed.
    same: fn(&str, &str) -> bool,
}

impl Wanted {
    fn of(context: &Context<'_>, command: &Command) -> Result<Self, Condition> {
        let typed = command.value("WORDS").unwrap_or_default().to_uppercase();
        let mut facilities: Vec<String> = command.values("FACILITY").into_iter().map(str::to_uppercase).collect();
        let number = command.number("STATUS").map(|number| u32::try_from(number & 0xFFFF_FFFF));
        let mut status = number.transpose().map_err(|_| codes::HELP_VALERR)?.map(Status);
        let mut words = words_of(&typed);
        // A message as it was displayed: facility, severity and ident count.
        if let Some(shown) = typed.strip_prefix(['%', '-']) {
            let parts: Vec<&str> = shown.split([',', '-']).collect();
            if let [facility, _, ident, ..] = parts[..] {
                facilities.push(facility.trim().to_owned());
                words = vec![ident.trim().to_owned()];
            }
        }
        // DCL's own messages are the command language interpreter's.
        facilities.iter_mut().filter(|name| *name == "DCL").for_each(|name| "CLI".clone_into(name));
        if words.is_empty() && status.is_none() {
            status = Some(context.dcl.status());
        }
        let same: fn(&str, &str) -> bool = match () {
            () if command.has("WORD_MATCH.SUBSTRING") => |own, typed| own.contains(typed),
            () if command.has("WORD_MATCH.INITIAL_SUBSTRING") => |own, typed| own.starts_with(typed),
            () => |own, typed| own == typed,
        };
        Ok(Self { status, words, facilities, same })
    }

    /// The messages of a catalog that are wanted; those whose ident is the one word go before all others.
    fn find<'a>(&self, all: impl Iterator<Item = Known<'a>>) -> Vec<Known<'a>> {
        let mut found: Vec<Known<'a>> = all.filter(|known| self.takes(known)).collect();
        if let [word] = &self.words[..]
            && found.iter().any(|(_, _, message)| message.ident == word)
        {
            found.retain(|(_, _, message)| message.ident == word);
        }
        found
    }

    fn takes(&self, (status, facility, message): &Known<'_>) -> bool {
        let of_facility = self.facilities.is_empty() || self.facilities.iter().any(|name| name == facility);
        if let Some(wanted) = self.status {
            return of_facility && is_same_message(*status, wanted);
        }
        let own = words_of(&format!("{} {}", message.ident, message.text).to_uppercase());
        of_facility && self.words.iter().all(|typed| own.iter().any(|own| (self.same)(own, typed)))
    }
}

/// Whether two codes mean the same message, whatever their severity.
fn is_same_message(one: Status, other: Status) -> bool {
    (one.facility(), one.number()) == (other.facility(), other.number())
}

fn words_of(text: &str) -> Vec<String> {
    let parts = text.split(|c: char| !(c.is_alphanumeric() || "$_".contains(c)));
    parts.filter(|word| !word.is_empty()).map(str::to_owned).collect()
}

fn help_message(context: &mut Context<'_>, command: &Command) -> Result<Status, Condition> {
    let wanted = Wanted::of(context, command)?;
    let catalog = context.dcl.messages.clone();
    let found = wanted.find(catalog.messages());
    if found.is_empty() {
        return Err(codes::MSGHLP_NOTFOUND.into());
    }
    let mut output = Output::open(context, command, "HELP")?;
    for known in &found {
        for line in lines(known, command.has("BRIEF")) {
            output.line(context, &line)?;
        }
        if context.streams.interrupted() || output.is_over() {
            return Ok(Status::NORMAL);
        }
    }
    output.close()?;
    Ok(Status::NORMAL)
}

/// What is shown of a message, blank line first.
fn lines((status, facility, message): &Known<'_>, brief: bool) -> Vec<String> {
    let mut lines = vec![String::new(), format!(" {},  {}", message.ident, spoken(message.text))];
    if brief {
        return lines;
    }
    let (word, meaning) = severity(*status);
    lines.extend([String::new(), format!("  Facility:     {facility}")]);
    lines.extend([String::new(), format!("  Severity:     {word} (%X{:08X})", status.0)]);
    let library = Library::explanations();
    match library.module(&format!("{facility}-{}", message.ident)) {
        Some(topic) => {
            lines.extend(paragraph("Explanation:", &topic.text));
            topic
                .children
                .iter()
                .for_each(|below| lines.extend(paragraph(&format!("{}:", below.name.replace('_', " ")), &below.text)));
        }
        None => lines.extend(paragraph("Explanation:", &[meaning.to_owned()])),
    }
    lines
}

/// A paragraph with its label in front of the first line, blank line first.
fn paragraph(label: &str, text: &[String]) -> Vec<String> {
    let text = text.iter().map(|line| line.trim()).filter(|line| !line.is_empty()).enumerate();
    let rows = text.map(|(at, line)| format!("  {:<14}{line}", if at == 0 { label } else { "" }));
    std::iter::once(String::new()).chain(rows).collect()
}

/// The word of a severity, and what it says of any message that has it.
fn severity(status: Status) -> (&'static str, &'static str) {
    match status.severity() {
        Some(Severity::Success) => ("Success", "The command has done what was asked."),
        Some(Severity::Information) => {
            ("Informational", "The command goes on, or has been carried out; this tells how.")
        }
        Some(Severity::Warning) => ("Warning", "The command may have done some of what was asked, or nothing at all."),
        Some(Severity::Error) => ("Error", "What was asked has not been done, or not in full; the rest goes on."),
        _ => ("Fatal", "The command has ended at once; what was asked has not been done."),
    }
}

/// A text with words in place of the directives for what a message names.
fn spoken(text: &str) -> String {
    let mut shown = String::new();
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('!') {
        shown.push_str(before);
        let count = after.chars().take_while(|c| c.is_ascii_digit() || "*(#)".contains(*c)).count();
        let directive = &after[count..];
        let (word, length) = match directive.as_bytes() {
            // A character that is repeated.
            _ if after[..count].ends_with('*') => {
                let length = directive.chars().next().map_or(0, char::len_utf8);
                (&directive[..length], length)
            }
            [b'!', ..] => ("!", 1),
            [b'/', ..] => (" ", 1),
            [b'%', b'S', ..] => ("(s)", 2),
            [b'%', b'D' | b'T', ..] => ("'time'", 2),
            [b'%', ..] => ("'name'", 2),
            [b'A', _, ..] => ("'name'", 2),
            [b'X' | b'O', _, ..] => ("'code'", 2),
            [b'U' | b'S' | b'Z', _, ..] => ("'number'", 2),
            _ => ("", directive.chars().next().map_or(0, char::len_utf8)),
        };
        shown.push_str(word);
        rest = &directive[length..];
    }
    shown + rest
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::message::Catalog;

    #[test]
    fn directives_are_spoken_of() {
        assert_eq!(
            spoken("!AS: !UL file!%S, mask !XL!/at !%D 100!!"),
            "'name': 'number' file(s), mask 'code' at 'time' 100!"
        );
        assert_eq!(spoken("!11*%  x"), "%  x");
        assert_eq!(spoken("ends with !"), "ends with ");
    }

    #[test]
    fn every_explanation_is_of_a_message() {
        let library = Library::explanations();
        let known: Vec<String> = Catalog::embedded()
            .messages()
            .map(|(_, facility, message)| format!("{facility}-{}", message.ident))
            .collect();
        assert!(!library.children(&[]).is_empty());
        for topic in library.children(&[]) {
            assert!(known.contains(&topic.name), "grammar/MESSAGES.HLP explains {}, which is no message", topic.name);
        }
    }
}
