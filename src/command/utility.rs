//! Utilities with a prompt of their own (command reference 20): SYSGEN, SYSMAN and MONITOR, which MCR and RUN start.
//!
//! A utility parses its commands with tables of its own and displays what goes wrong as CLI does; the commands themselves
//! stand in [`super::parameters`] and [`super::sysman`]. The session reads the lines, and does what takes other processes.

use std::collections::VecDeque;
use std::sync::Arc;

use super::parameters::Editor;
use super::sysman::{Environment, Profile};
use super::{Context, Recall, help, parameters, read_text, sysman};
use crate::cdu::{AsTyped, Command, Outcome, Tables, parse};
use crate::dcl::{self, Keypad};
use crate::message::{self, Condition, Severity, codes};
use crate::node::Node;
use crate::node::privileges::Privilege;
use crate::rms::expand;

/// What a utility's command leaves to whoever runs the utility.
pub enum Flow {
    /// The next command.
    Next,
    /// The same, and a utility that was started with this one command prompts for more: it would be lost otherwise.
    Stay,
    /// The utility ends.
    Exit,
    /// SPAWN.
    Spawn(Command),
    /// ATTACH.
    Attach(Command),
    /// SYSMAN DO.
    Do(Box<NodeCommand>),
}

/// A node that a command is for.
#[derive(Clone)]
pub struct Target {
    /// Its name, as it was typed.
    pub name: String,
    /// The node; `None` when the site has none of that name that is in reach.
    pub node: Option<Arc<Node>>,
}

/// A command line for each node of an environment.
pub struct NodeCommand {
    /// The nodes, in order.
    pub targets: Vec<Target>,
    /// The command line.
    pub line: String,
    /// Asks for each node.
    pub confirm: bool,
    /// Waits between two nodes.
    pub pause: bool,
    /// Where the output goes; `None` is SYS$OUTPUT.
    pub output: Option<String>,
    /// The user on other nodes; `None` is the user of the process.
    pub username: Option<String>,
    /// Shows command lines as they are carried out.
    pub verify: bool,
    /// How long a node may take to answer, 100 ns units; `None` is for ever.
    pub limit: Option<u64>,
}

/// Carries a utility's command out.
pub(super) type Act = fn(&mut Desk, &mut Context<'_>, &Command) -> Result<Flow, Condition>;

/// A routine of a utility's tables, with the labels that it acts on.
pub(super) struct Action {
    pub name: &'static str,
    pub act: Act,
    pub labels: &'static [&'static str],
}

/// What there is of utilities.
pub(super) struct Kind {
    pub name: &'static str,
    prompt: &'static str,
    /// Needed to start it at all.
    privilege: Option<Privilege>,
    /// Verbs of DCL that it takes over.
    borrowed: &'static [&'static str],
}

const KINDS: &[Kind] = &[
    Kind { name: "MONITOR", prompt: "MONITOR> ", privilege: None, borrowed: &["MONITOR"] },
    Kind { name: "SYSGEN", prompt: "SYSGEN> ", privilege: None, borrowed: &[] },
    Kind { name: "SYSMAN", prompt: "SYSMAN> ", privilege: Some(Privilege::Oper), borrowed: &["ATTACH", "SPAWN"] },
];

/// The commands of every utility.
const ACTIONS: &[&[Action]] = &[parameters::ACTIONS, sysman::ACTIONS, OWN];

const OWN: &[Action] = &[
    Action { name: "UTILITY_EXIT", act: |_, _, _| Ok(Flow::Exit), labels: &[] },
    Action { name: "UTILITY_HELP", act: Desk::help, labels: &["TOPIC"] },
];

/// Procedures that call each other at most.
const MAX_PROCEDURES: usize = 16;

/// What a utility's commands work on.
pub(super) struct Desk {
    pub kind: &'static Kind,
    pub editor: Editor,
    pub environment: Environment,
    pub profile: Profile,
    /// Records of procedures that were not read yet, innermost last.
    procedures: Vec<VecDeque<String>>,
}

/// A utility that runs.
pub struct Utility {
    tables: Tables,
    desk: Desk,
    keypad: Keypad,
    recall: Recall,
}

/// MONITOR without a class, which prompts for requests.
pub fn begin_monitor(context: &Context<'_>) -> Utility {
    let monitor = KINDS.iter().find(|kind| kind.name == "MONITOR").unwrap_or(&KINDS[0]);
    Utility::new(context, monitor)
}

/// MCR and RUN: the utility that the image is, and the command on the same line, if there is one. [`codes::CLI_ACTIMAGE`]
/// for another image, the missing privilege of one that needs one.
pub fn begin(context: &mut Context<'_>, command: &Command) -> Result<(Utility, Option<String>), Condition> {
    super::refuse_unknown_labels(command, &["COMMAND", "IMAGE"])?;
    let (label, default) = if command.routine() == "MCR" { ("COMMAND", "SYS$SYSTEM:.EXE") } else { ("IMAGE", ".EXE") };
    let line = command.value(label).unwrap_or_default().trim();
    let (image, rest) = line.split_at(line.find([' ', '\t', '/']).unwrap_or(line.len()));
    let typed = image.to_ascii_uppercase();
    let plain = typed.strip_prefix("SYS$SYSTEM:").unwrap_or(&typed).split([';', '.']).next().unwrap_or_default();
    let kind = KINDS.iter().find(|kind| kind.name == plain).ok_or_else(|| refusal(context, &typed, default))?;
    if let Some(privilege) = kind.privilege {
        context.require(privilege)?;
    }
    let mut utility = Utility::new(context, kind);
    if kind.name == "SYSMAN" && utility.desk.open(context, "SYSMANINI", "SYS$LOGIN:.INI").is_err() {
        // There need not be an initialization file.
        utility.desk.procedures.clear();
    }
    Ok((utility, Some(rest.trim()).filter(|rest| !rest.is_empty()).map(str::to_owned)))
}

impl Utility {
    fn new(context: &Context<'_>, kind: &'static Kind) -> Self {
        let desk = Desk {
            kind,
            editor: Editor::new(kind.name),
            environment: Environment::default(),
            profile: Profile::of(context),
            procedures: Vec::new(),
        };
        let tables = Tables::utility(kind.name, kind.borrowed);
        Self { tables, desk, keypad: Keypad::default(), recall: Recall::default() }
    }

    /// The prompt.
    pub fn prompt(&self) -> &str {
        self.desk.kind.prompt
    }

    /// Whether an interrupt ends a command and leaves the utility: that is how requests of MONITOR end.
    pub fn outlives_interrupts(&self) -> bool {
        self.desk.kind.name == "MONITOR"
    }

    /// Exchanges keys and recalled lines with those of the process, when the utility gets the terminal or leaves it.
    pub fn change_desk(&mut self, keypad: &mut Keypad, recall: &mut Recall) {
        std::mem::swap(&mut self.keypad, keypad);
        std::mem::swap(&mut self.recall, recall);
    }

    /// The next record of a procedure that was started with `@`.
    pub fn next_record(&mut self) -> Option<String> {
        loop {
            match self.desk.procedures.last_mut()?.pop_front() {
                Some(record) => return Some(record),
                None => drop(self.desk.procedures.pop()),
            }
        }
    }

    /// Carries out one line.
    ///
    /// # Errors
    /// What is wrong with it, not yet displayed.
    pub fn step(&mut self, context: &mut Context<'_>, line: &str) -> Result<Flow, Condition> {
        let line = dcl::fold(line);
        if line.is_empty() {
            return Ok(Flow::Next);
        }
        if let Some(file) = line.strip_prefix('@') {
            return self.desk.open(context, file.trim(), ".COM");
        }
        let command = parsed(&self.tables, &line)?;
        self.desk.carry_out(context, command)
    }

    /// Displays a condition as an image does: what DCL would say is CLI's here.
    pub fn report(&self, context: &mut Context<'_>, condition: &Condition) {
        let style = message::Style { parts: context.dcl.message_parts, cli_by_name: true, ..message::Style::default() };
        for line in message::lines_with(&style, condition) {
            context.streams.message_line(&line);
        }
    }

    /// The utility ends: the process is what it was.
    pub fn end(&self, context: &mut Context<'_>) {
        self.desk.profile.restore(context);
    }
}

/// A command line of a utility, complete.
pub(super) fn parsed(tables: &Tables, line: &str) -> Result<Command, Condition> {
    match parse(tables, line, &mut AsTyped) {
        Outcome::Complete(command) => Ok(*command),
        Outcome::Error(condition) => Err(condition),
        Outcome::NeedsParameter(pending) => Err(pending.refuse()),
    }
}

impl Desk {
    /// Carries out a command, the part of the session excepted.
    pub(super) fn carry_out(&mut self, context: &mut Context<'_>, command: Command) -> Result<Flow, Condition> {
        match command.routine() {
            "SPAWN" => return Ok(Flow::Spawn(command)),
            "ATTACH" => return Ok(Flow::Attach(command)),
            routine => {
                if let Some(shared) = super::routine(routine) {
                    super::refuse_unknown_labels(&command, shared.labels)?;
                    return (shared.handler)(context, &command).map(|_| Flow::Next);
                }
            }
        }
        let mut actions = ACTIONS.iter().flat_map(|family| family.iter());
        let action = actions.find(|action| action.name == command.routine());
        let unknown = || Condition::new(codes::SYSTEM_UNSUPPORTED).token(command.verb.as_str());
        let action = action.ok_or_else(unknown)?;
        super::refuse_unknown_labels(&command, action.labels)?;
        (action.act)(self, context, &command)
    }

    fn help(&mut self, context: &mut Context<'_>, command: &Command) -> Result<Flow, Condition> {
        let topic = command.value("TOPIC").unwrap_or_default();
        help::topic(context, &format!("{} {topic}", self.kind.name));
        Ok(Flow::Next)
    }

    /// Reads the commands of a file next.
    fn open(&mut self, context: &Context<'_>, file: &str, default: &str) -> Result<Flow, Condition> {
        if self.procedures.len() >= MAX_PROCEDURES {
            return Err(codes::SYSTEM_EXQUOTA.into());
        }
        let (_, text) = read_text(context, file, default, codes::CLI_OPENIN)?;
        self.procedures.push(text.lines().map(str::to_owned).collect());
        Ok(Flow::Stay)
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
