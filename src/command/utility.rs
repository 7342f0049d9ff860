//! MCR and RUN: utilities with a prompt of their own (command reference 20).
//!
//! A utility reads its commands from SYS$INPUT: the data lines of the procedure that started it, else the terminal. It
//! parses them with tables of its own and displays what goes wrong as CLI does; the commands themselves stand in the file
//! of the utility.

use super::parameters::Editor;
use super::{Context, Routine};
use crate::cdu::{AsTyped, Command, Outcome, Tables, parse};
use crate::dcl;
use crate::message::{self, Condition, Severity, Status, codes};
use crate::node::privileges::Privilege;
use crate::rms::expand;

/// The two commands.
pub const ROUTINES: &[Routine] = &[
    Routine { name: "MCR", handler: mcr, labels: &["COMMAND"] },
    Routine { name: "RUN", handler: run, labels: &["IMAGE"] },
];

/// What a utility's command ended with.
pub(super) enum Flow {
    /// The next command.
    Next,
    /// The utility ends.
    Exit,
}

/// Carries a utility's command out.
pub(super) type Act = fn(&mut Editor, &mut Context<'_>, &Command) -> Result<Flow, Condition>;

/// A routine of a utility's tables, with the labels that it acts on.
pub(super) struct Action {
    pub name: &'static str,
    pub act: Act,
    pub labels: &'static [&'static str],
}

/// A utility.
pub(super) struct Utility {
    pub name: &'static str,
    pub prompt: &'static str,
    /// Needed to start it at all.
    pub privilege: Option<Privilege>,
}

const UTILITIES: &[Utility] = &[
    Utility { name: "SYSGEN", prompt: "SYSGEN> ", privilege: None },
    Utility { name: "SYSMAN", prompt: "SYSMAN> ", privilege: Some(Privilege::Oper) },
];

/// `MCR name [command]`: with a command it is carried out, and the utility ends.
fn mcr(context: &mut Context<'_>, command: &Command) -> Result<Status, Condition> {
    let line = command.value("COMMAND").unwrap_or_default().trim();
    let (image, rest) = line.split_at(line.find([' ', '\t', '/']).unwrap_or(line.len()));
    start(context, image, "SYS$SYSTEM:.EXE", rest.trim())
}

/// `RUN SYS$SYSTEM:name`.
fn run(context: &mut Context<'_>, command: &Command) -> Result<Status, Condition> {
    start(context, command.value("IMAGE").unwrap_or_default().trim(), ".EXE", "")
}

fn start(context: &mut Context<'_>, image: &str, default: &str, line: &str) -> Result<Status, Condition> {
    let typed = image.to_ascii_uppercase();
    let plain = typed.strip_prefix("SYS$SYSTEM:").unwrap_or(&typed).split([';', '.']).next().unwrap_or_default();
    let Some(utility) = UTILITIES.iter().find(|utility| utility.name == plain) else {
        return Err(refusal(context, &typed, default));
    };
    if let Some(privilege) = utility.privilege {
        context.require(privilege)?;
    }
    let tables = Tables::utility(utility.name);
    let mut editor = Editor::new(context.node, utility.name);
    if !line.is_empty() {
        return Ok(match one_command(&mut editor, context, &tables, line) {
            Ok(_) => Status::NORMAL,
            Err(condition) => {
                report(context, &condition);
                condition.status.inhibited()
            }
        });
    }
    while let Some(line) = next_line(context, utility.prompt) {
        match one_command(&mut editor, context, &tables, &line) {
            Ok(Flow::Next) => {}
            Ok(Flow::Exit) => break,
            Err(condition) => report(context, &condition),
        }
        if context.streams.interrupted() {
            break;
        }
    }
    Ok(Status::NORMAL)
}

/// The next line of SYS$INPUT.
fn next_line(context: &mut Context<'_>, prompt: &str) -> Option<String> {
    if context.dcl.depth() > 0 {
        return context.dcl.next_data().map(|record| record.to_string());
    }
    context.streams.ask(prompt)
}

fn one_command(editor: &mut Editor, context: &mut Context<'_>, tables: &Tables, line: &str) -> Result<Flow, Condition> {
    let line = dcl::fold(line.split('!').next().unwrap_or_default());
    let line = line.trim();
    if line.is_empty() {
        return Ok(Flow::Next);
    }
    let command = match parse(tables, line, &mut AsTyped) {
        Outcome::Complete(command) => command,
        Outcome::Error(condition) => return Err(condition),
        Outcome::NeedsParameter(pending) => return Err(pending.refuse()),
    };
    let unsupported = |label: &str| Condition::new(codes::SYSTEM_UNSUPPORTED).token(label);
    let action = Editor::ACTIONS.iter().find(|action| action.name == command.routine());
    let action = action.ok_or_else(|| unsupported(&command.verb))?;
    match command.labels().iter().find(|label| !action.labels.contains(&label.as_str())) {
        Some(label) => Err(unsupported(label)),
        None => (action.act)(editor, context, &command),
    }
}

/// Displays a condition as an image does: what DCL would say is CLI's here.
fn report(context: &mut Context<'_>, condition: &Condition) {
    let style = message::Style { parts: context.dcl.message_parts, cli_by_name: true, ..message::Style::default() };
    for line in message::lines_with(&style, condition) {
        context.streams.message_line(&line);
    }
}

/// The refusal of RUN for an image that is not there.
pub fn no_image(context: &Context<'_>, typed: &str) -> Condition {
    refusal(context, typed, ".EXE")
}

fn refusal(context: &Context<'_>, typed: &str, default: &str) -> Condition {
    let name = typed.rsplit([':', ']']).next().unwrap_or_default().split('.').next().unwrap_or_default();
    let specs = expand(&context.files(), typed, default, "").unwrap_or_default();
    let file = specs.last().map_or_else(|| typed.to_owned(), ToString::to_string);
    let image = Condition::new(codes::CLI_IMAGEFNF.with_severity(Severity::Error)).arg(file);
    Condition::new(codes::CLI_ACTIMAGE).arg(name).then(image)
}
