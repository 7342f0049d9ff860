//! HELP: the dialogue of the help library over the streams of a process (help-format.md 2 and 4).

use std::sync::Arc;

use super::output::Output;
use super::{Context, Routine, read_text};
use crate::cdu::Command;
use crate::help::{Dialogue, Library, Options, Reply};
use crate::message::{Condition, Status, codes, text};

/// The command.
pub const ROUTINES: &[Routine] = &[Routine {
    name: "HELP",
    handler: help,
    labels: &["INSTRUCTIONS", "LIBRARY", "OUTPUT", "PAGE", "PROMPT", "TOPIC"],
}];

/// Lines of a page that are kept for the question whether to go on.
const PAGE_MARGIN: usize = 2;

/// HELP at the prompt of a utility: the topic, and no dialogue.
pub(super) fn topic(context: &mut Context<'_>, topic: &str) {
    let options = Options { instructions: false, prompt: false };
    let reply = Dialogue::new(Library::embedded(), Vec::new(), options).start(topic);
    show(context, &reply, None);
}

fn help(context: &mut Context<'_>, command: &Command) -> Result<Status, Condition> {
    let topic = command.value("TOPIC").unwrap_or_default();
    let library = library(context, command)?;
    let mut output = Output::open(context, command, "HELP")?;
    let to_file = command.value("OUTPUT").is_some();
    // Somebody must be there to answer.
    let prompt = command.has("PROMPT") && context.process.terminal.is_some() && !to_file;
    let options = Options { instructions: command.has("INSTRUCTIONS"), prompt };
    let mut dialogue = Dialogue::new(library, Vec::new(), options);
    let mut reply = dialogue.start(topic);
    if to_file {
        for line in &reply.lines {
            output.line(context, &line.text)?;
        }
        output.close()?;
        if let Some(message) = &reply.message {
            context.message(message);
        }
        return Ok(Status::NORMAL);
    }
    let paged = prompt && command.present("PAGE").is_typed() && command.has("PAGE");
    let page = usize::from(context.process.terminal_setup.page).saturating_sub(PAGE_MARGIN).max(1);
    loop {
        if !show(context, &reply, paged.then_some(page)) {
            return Ok(Status::NORMAL);
        }
        let Some(prompt) = reply.prompt else { return Ok(Status::NORMAL) };
        context.line("");
        let answer = context.streams.ask(&prompt);
        reply = dialogue.answer(answer.as_deref());
    }
}

/// The library of /LIBRARY, a text of help topics (default type .HLP), or the one of the system.
fn library(context: &Context<'_>, command: &Command) -> Result<Arc<Library>, Condition> {
    let Some(file) = command.value("LIBRARY") else { return Ok(Library::embedded()) };
    let (spec, text) = read_text(context, file, ".HLP", codes::HELP_OPENIN)?;
    let mut library = Library::default();
    library.insert(&spec, &text)?;
    Ok(Arc::new(library))
}

/// Prints what HELP answered; false when the reader had enough.
fn show(context: &mut Context<'_>, reply: &Reply, page: Option<usize>) -> bool {
    for (index, line) in reply.lines.iter().enumerate() {
        if context.streams.interrupted() {
            return false;
        }
        if page.is_some_and(|page| index > 0 && index % page == 0)
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
