//! HELP: the dialogue of the help library over the streams of a process (help-format.md 2 and 4).

use std::sync::Arc;

use super::labels::{PAGING, labels};
use super::output::Output;
use super::{Context, Routine, read_text};
use crate::cdu::Command;
use crate::help::{Dialogue, Library, Options, Reply};
use crate::message::{Condition, Status, codes};
use crate::node::names::Mode;

/// The command.
pub const ROUTINES: &[Routine] = &[Routine {
    name: "HELP",
    handler: help,
    labels: labels!(
        PAGING,
        &[
            "INSTRUCTIONS",
            "LIBLIST",
            "LIBRARY",
            "OUTPUT",
            "PROMPT",
            "TOPIC",
            "USERLIBRARY",
            "USERLIBRARY.ALL",
            "USERLIBRARY.GROUP",
            "USERLIBRARY.NONE",
            "USERLIBRARY.PROCESS",
            "USERLIBRARY.SYSTEM",
        ]
    ),
}];

/// Logical names of libraries in one table at most: HLP$LIBRARY and HLP$LIBRARY_1 to _999.
const MOST_LIBRARIES: usize = 1000;

/// HELP at the prompt of a utility: the topic, and no dialogue.
pub(super) fn topic(context: &mut Context<'_>, topic: &str) {
    let options = Options { instructions: false, prompt: false, liblist: false };
    let reply = Dialogue::new(Library::embedded(), Vec::new(), options).start(topic);
    context.lines(reply.lines.iter().map(|line| &line.text));
    if let Some(message) = &reply.message {
        context.message(message);
    }
}

fn help(context: &mut Context<'_>, command: &Command) -> Result<Status, Condition> {
    let topic = command.value("TOPIC").unwrap_or_default();
    let library = library(context, command)?;
    let others = user_libraries(context, command);
    let mut output = Output::open(context, command, "HELP")?;
    let to_file = command.value("OUTPUT").is_some();
    // Somebody must be there to answer.
    let prompt = command.has("PROMPT") && context.process.terminal.is_some() && !to_file;
    let (instructions, liblist) = (command.has("INSTRUCTIONS"), command.has("LIBLIST"));
    let mut dialogue = Dialogue::new(library, others, Options { instructions, prompt, liblist });
    let mut reply = dialogue.start(topic);
    loop {
        if !show(context, &reply, &mut output)? {
            return Ok(Status::NORMAL);
        }
        let Some(prompt) = reply.prompt.filter(|_| !to_file) else { break };
        context.line("");
        output.new_screen();
        let answer = context.streams.ask(&prompt);
        reply = dialogue.answer(answer.as_deref());
    }
    output.close()?;
    Ok(Status::NORMAL)
}

/// The libraries that HLP$LIBRARY and HLP$LIBRARY_n name in the tables of /USERLIBRARY; what is wrong with one is told.
fn user_libraries(context: &mut Context<'_>, command: &Command) -> Vec<(String, Arc<Library>)> {
    let typed = command.present("USERLIBRARY").is_typed();
    let named = |word: &str| command.has(&format!("USERLIBRARY.{word}"));
    let all = !typed || named("ALL") || !["PROCESS", "GROUP", "SYSTEM", "NONE"].into_iter().any(named);
    if command.present("USERLIBRARY").is_negated() || named("NONE") {
        return Vec::new();
    }
    let tables = [("PROCESS", "LNM$PROCESS"), ("GROUP", "LNM$GROUP"), ("SYSTEM", "LNM$SYSTEM")];
    let mut files = Vec::new();
    for (_, table) in tables.into_iter().filter(|(word, _)| all || named(word)) {
        let name = |at: usize| if at == 0 { "HLP$LIBRARY".to_owned() } else { format!("HLP$LIBRARY_{at}") };
        let found = |name: String| context.names().find(table, &name, Mode::User, false);
        files.extend((0..MOST_LIBRARIES).map_while(|at| found(name(at))).map(|found| found.name.value().to_owned()));
    }
    let mut libraries = Vec::new();
    for file in files {
        match read_library(context, &file) {
            Ok(library) => libraries.push(library),
            Err(why) => context.message(&why),
        }
    }
    libraries
}

/// Reads a library of help topics (default type .HLP); its name is that of the file.
fn read_library(context: &Context<'_>, file: &str) -> Result<(String, Arc<Library>), Condition> {
    let (spec, text) = read_text(context, file, ".HLP", codes::HELP_OPENIN)?;
    let mut library = Library::default();
    library.insert(&spec, &text)?;
    let name = spec.rsplit([':', ']']).next().unwrap_or_default().split('.').next().unwrap_or_default();
    Ok((name.to_owned(), Arc::new(library)))
}

/// The library of /LIBRARY, or the one of the system.
fn library(context: &Context<'_>, command: &Command) -> Result<Arc<Library>, Condition> {
    match command.value("LIBRARY") {
        Some(file) => Ok(read_library(context, file)?.1),
        None => Ok(Library::embedded()),
    }
}

/// Prints what HELP answered; false when the reader had enough.
fn show(context: &mut Context<'_>, reply: &Reply, output: &mut Output) -> Result<bool, Condition> {
    for line in &reply.lines {
        if context.streams.interrupted() || output.is_over() {
            return Ok(false);
        }
        output.line(context, &line.text)?;
    }
    if let Some(message) = &reply.message {
        context.message(message);
    }
    Ok(!output.is_over())
}
