//! HELP: the dialogue of the help library over the streams of a process (help-format.md 2 and 4).

use super::{Context, Routine};
use crate::cdu::Command;
use crate::help::{Dialogue, Library, Options, Reply};
use crate::message::{Condition, Status, codes, text};

/// The command.
pub const ROUTINES: &[Routine] =
    &[Routine { name: "HELP", handler: help, labels: &["INSTRUCTIONS", "PAGE", "PROMPT", "TOPIC"] }];

/// Lines of a screen that /PAGE shows before it waits.
const PAGE_LINES: usize = 22;

fn help(context: &mut Context<'_>, command: &Command) -> Result<Status, Condition> {
    let topic = command.value("TOPIC").unwrap_or_default();
    // Somebody must be there to answer.
    let prompt = command.has("PROMPT") && context.process.terminal.is_some();
    let options = Options { instructions: command.has("INSTRUCTIONS"), prompt };
    let mut dialogue = Dialogue::new(Library::embedded(), Vec::new(), options);
    let mut reply = dialogue.start(topic);
    let paged = prompt && command.present("PAGE").is_typed() && command.has("PAGE");
    loop {
        if !show(context, &reply, paged) {
            return Ok(Status::NORMAL);
        }
        let Some(prompt) = reply.prompt else { return Ok(Status::NORMAL) };
        context.line("");
        let answer = context.streams.ask(&prompt);
        reply = dialogue.answer(answer.as_deref());
    }
}

/// Prints what HELP answered; false when the reader had enough.
fn show(context: &mut Context<'_>, reply: &Reply, paged: bool) -> bool {
    for (index, line) in reply.lines.iter().enumerate() {
        if context.streams.interrupted() {
            return false;
        }
        if paged
            && index > 0
            && index % PAGE_LINES == 0
            && context.streams.ask(&text(codes::TEXT_PRESSRETURN)).is_none()
        {
            return false;
        }
        context.line(&line.text);
    }
    if let Some(message) = &reply.message {
        context.message(message);
    }
    true
}
