//! SYSGEN, and SYSMAN PARAMETERS: a working set of system parameters that is shown, changed and written (command
//! reference 20). SYSMAN has one for each node of its environment.
//!
//! ACTIVE is what a node goes by now, and takes dynamic parameters only; CURRENT is what it boots with.

use std::collections::BTreeMap;

use super::output::Output;
use super::utility::{Action, Desk, Flow, parsed};
use super::{Context, read_text};
use crate::cdu::{Command, Tables};
use crate::message::{Condition, Status, codes};
use crate::node::Node;
use crate::node::config::{PARAMETERS, Parameters, SystemParameter};
use crate::node::privileges::Privilege;
use crate::rms::{FullSpec, bytes_of, expand, matches};
use crate::show::parameter::{Layout, NODE_NAME, heading, node_name_row, row};

/// The commands.
pub(super) const ACTIONS: &[Action] = &[
    Action { name: "PARAMETERS", act: parameters, labels: &["REST"] },
    Action { name: "PARAMETERS_DISABLE", act: |desk, _, _| desk.editor.check(false), labels: &["WHAT", "WHAT.CHECKS"] },
    Action { name: "PARAMETERS_ENABLE", act: |desk, _, _| desk.editor.check(true), labels: &["WHAT", "WHAT.CHECKS"] },
    Action { name: "PARAMETERS_SET", act: set, labels: &["PARAMETER", "VALUE"] },
    Action {
        name: "PARAMETERS_SHOW",
        act: show,
        labels: &[
            "ACP",
            "ALL",
            "CLUSTER",
            "DYNAMIC",
            "GALAXY",
            "GEN",
            "HEX",
            "JOB",
            "LAN",
            "LGI",
            "MAJOR",
            "MULTIPROCESSING",
            "NAMES",
            "OUTPUT",
            "PARAMETER",
            "PATTERN",
            "PQL",
            "RMS",
            "SCS",
            "SPECIAL",
            "SYS",
            "TTY",
        ],
    },
    Action { name: "PARAMETERS_USE", act: take, labels: &["SOURCE"] },
    Action { name: "PARAMETERS_WRITE", act: write, labels: &["TARGET"] },
];

/// Messages of a utility.
struct Messages {
    unknown: Status,
    out_of_range: Status,
    not_dynamic: Status,
    no_input: Status,
    no_output: Status,
    bad_file: Status,
}

const SYSMAN: Messages = Messages {
    unknown: codes::SMI_NOPARAM,
    out_of_range: codes::SMI_OUTRANGE,
    not_dynamic: codes::SMI_NOTDYN,
    no_input: codes::SMI_OPENIN,
    no_output: codes::SMI_OPENOUT,
    bad_file: codes::SMI_BADPARFILE,
};

const SYSGEN: Messages = Messages {
    unknown: codes::SYSGEN_NOPARAM,
    out_of_range: codes::SYSGEN_OUTRANGE,
    not_dynamic: codes::SYSGEN_NOTDYN,
    no_input: codes::SYSGEN_OPENIN,
    no_output: codes::SYSGEN_OPENOUT,
    bad_file: codes::SYSGEN_BADPARFILE,
};

/// The parameters of one node that are worked on.
struct WorkingSet {
    values: Parameters,
    /// Where they come from, as SHOW says it.
    source: String,
    /// USE has said so.
    chosen: bool,
}

impl WorkingSet {
    fn active(node: &Node) -> Self {
        Self { values: node.parameters(), source: "Active".to_owned(), chosen: false }
    }
}

/// The working sets.
pub(super) struct Editor {
    layout: Layout,
    messages: Messages,
    checks: bool,
    sets: BTreeMap<String, WorkingSet>,
}

impl Editor {
    /// The editor of the utility of that name.
    pub(super) fn new(name: &str) -> Self {
        let (layout, messages) = if name == "SYSMAN" { (Layout::Sysman, SYSMAN) } else { (Layout::Sysgen, SYSGEN) };
        Self { layout, messages, checks: true, sets: BTreeMap::new() }
    }

    /// The working set of a node: its active parameters until something else is said.
    fn of(&mut self, node: &Node) -> &mut WorkingSet {
        self.sets.entry(node.name().to_owned()).or_insert_with(|| WorkingSet::active(node))
    }

    fn check(&mut self, checks: bool) -> Result<Flow, Condition> {
        self.checks = checks;
        Ok(Flow::Next)
    }

    fn find(&self, command: &Command) -> Result<&'static SystemParameter, Condition> {
        let typed = command.value("PARAMETER").unwrap_or_default();
        SystemParameter::find(typed).ok_or_else(|| self.messages.unknown.into())
    }

    /// The value that SET puts in, and what is to be said of it. SYSGEN goes to the nearest value of the range, SYSMAN
    /// refuses.
    fn checked(&self, parameter: &SystemParameter, number: i64) -> Result<(u32, Option<Status>), Condition> {
        let refused = || self.messages.out_of_range.into();
        // The largest value of a parameter without a limit.
        let value = if number == -1 { i64::from(u32::MAX) } else { number };
        let (min, max) = (i64::from(parameter.min), i64::from(parameter.max));
        let within = |value: i64| u32::try_from(value).map_err(|_| refused());
        match (min..=max).contains(&value) || !self.checks {
            true => Ok((within(value)?, None)),
            false if self.layout == Layout::Sysman => Err(refused()),
            false if value < min => Ok((parameter.min, Some(codes::SYSGEN_SETMIN))),
            false => Ok((parameter.max, Some(codes::SYSGEN_SETMAX))),
        }
    }
}

/// SYSMAN PARAMETERS: what follows is a command of SYSGEN.
fn parameters(desk: &mut Desk, context: &mut Context<'_>, command: &Command) -> Result<Flow, Condition> {
    let rest = command.value("REST").unwrap_or_default();
    let word = |rest: &str| rest.split([' ', '/']).next().unwrap_or_default().to_owned();
    let wrong = |status| Condition::new(status).token(word(rest));
    let command = parsed(&Tables::utility("SYSGEN", &[]), rest).map_err(|condition| match condition.status {
        status if status == codes::CLI_IVVERB => wrong(codes::CLI_IVKEYW),
        status if status == codes::CLI_ABVERB => wrong(codes::CLI_ABKEYW),
        _ => condition,
    })?;
    if !command.routine().starts_with("PARAMETERS_") {
        return Err(wrong(codes::CLI_IVKEYW));
    }
    desk.carry_out(context, command)
}

/// Does something for each node that can be reached, and tells of the others.
fn each_node(
    desk: &mut Desk,
    context: &mut Context<'_>,
    mut work: impl FnMut(&mut Desk, &mut Context<'_>, &Node) -> Result<(), Condition>,
) -> Result<Flow, Condition> {
    let targets = desk.environment.targets(context);
    let alone = targets.len() == 1;
    for target in &targets {
        let done = match &target.node {
            Some(node) => work(desk, context, node),
            None => Err(codes::SYSTEM_NOSUCHNODE.into()),
        };
        match done {
            Ok(()) => {}
            Err(why) if alone && target.node.is_some() => return Err(why),
            Err(why) => context.message(&target.failed(why)),
        }
    }
    Ok(Flow::Next)
}

/// What SHOW lists: one parameter, those that a pattern or classes select, or all; and whether SCSNODE is among them.
fn selected(editor: &Editor, command: &Command) -> Result<(Vec<&'static SystemParameter>, bool), Condition> {
    if let Some(typed) = command.value("PARAMETER").filter(|typed| !typed.is_empty()) {
        return match typed.eq_ignore_ascii_case(NODE_NAME) {
            true => Ok((Vec::new(), true)),
            false => Ok((vec![editor.find(command)?], false)),
        };
    }
    let pattern = command.value("PATTERN").map(str::to_ascii_uppercase);
    let classes: Vec<&str> = SystemParameter::classes().filter(|class| command.has(class)).collect();
    let dynamic = command.has("DYNAMIC");
    let fits = |name: &str| pattern.as_ref().is_none_or(|pattern| matches(pattern, name));
    let wanted = |known: &&SystemParameter| {
        (known.dynamic || !dynamic)
            && fits(known.name)
            && (classes.is_empty() || classes.iter().any(|class| known.is_of(class)))
    };
    let node_name = !dynamic && fits(NODE_NAME) && (classes.is_empty() || classes.contains(&"SCS"));
    Ok((PARAMETERS.iter().filter(wanted).collect(), node_name))
}

/// /NAMES: nothing but names.
fn names(shown: &[&'static SystemParameter], node_name: bool) -> Vec<&'static str> {
    let mut names: Vec<&str> = shown.iter().map(|known| known.name).chain(node_name.then_some(NODE_NAME)).collect();
    names.sort_unstable();
    names
}

fn show(desk: &mut Desk, context: &mut Context<'_>, command: &Command) -> Result<Flow, Condition> {
    let (shown, node_name) = selected(&desk.editor, command)?;
    let mut output = Output::open(context, command, desk.kind.name)?;
    if command.has("NAMES") {
        names(&shown, node_name).iter().try_for_each(|name| output.line(context, name))?;
        output.close()?;
        return Ok(Flow::Next);
    }
    let one = command.value("PARAMETER").is_some_and(|typed| !typed.is_empty());
    let layout = desk.editor.layout;
    let several = desk.environment.targets(context).len() > 1;
    each_node(desk, context, |desk, context, node| {
        if several {
            context.message(&Condition::new(codes::SYSMAN_OUTPUT).arg(node.name()));
        }
        let set = desk.editor.of(node);
        let source = match layout {
            _ if one => None,
            Layout::Sysgen => Some(format!("Parameters in use: {}", set.source)),
            Layout::Sysman => {
                if !set.chosen {
                    context.message(&Condition::new(codes::SYSMAN_USEACTNOD).arg(node.name()));
                }
                Some(format!("Node {}:   Parameters in use: {}", node.name(), set.source.to_uppercase()))
            }
        };
        let value = |known: &SystemParameter| set.values.get(known.name).unwrap_or_default();
        let mut rows: Vec<String> =
            shown.iter().map(|known| row(layout, known, value(known), command.has("HEX"))).collect();
        rows.extend(node_name.then(|| node_name_row(layout, node.name())));
        // Rows begin with the names.
        rows.sort_unstable();
        heading(layout, source).iter().chain(&rows).try_for_each(|line| output.line(context, line))
    })?;
    output.close()?;
    Ok(Flow::Next)
}

fn set(desk: &mut Desk, context: &mut Context<'_>, command: &Command) -> Result<Flow, Condition> {
    // A node keeps its name.
    if command.value("PARAMETER").is_some_and(|typed| typed.eq_ignore_ascii_case(NODE_NAME)) {
        return Err(Condition::new(codes::SYSTEM_UNSUPPORTED).token(NODE_NAME));
    }
    let parameter = desk.editor.find(command)?;
    let number = command.number("VALUE").ok_or(desk.editor.messages.out_of_range)?;
    let (value, remark) = desk.editor.checked(parameter, number)?;
    if let Some(remark) = remark {
        context.message(&Condition::new(remark).arg(parameter.name));
    }
    each_node(desk, context, |desk, _, node| {
        desk.editor.of(node).values.set_unchecked(parameter.name, value);
        Ok(())
    })
}

/// The keyword that a word is the beginning of; anything else is a file.
fn keyword(typed: &str, keywords: &[&'static str]) -> Option<&'static str> {
    keywords.iter().find(|known| !typed.is_empty() && known.starts_with(&typed.to_ascii_uppercase())).copied()
}

fn take(desk: &mut Desk, context: &mut Context<'_>, command: &Command) -> Result<Flow, Condition> {
    let typed = command.value("SOURCE").unwrap_or_default();
    let source = keyword(typed, &["ACTIVE", "CURRENT", "DEFAULT"]);
    let file = match source {
        Some(_) => None,
        None => Some(read_file(&desk.editor.messages, context, typed)?),
    };
    each_node(desk, context, |desk, _, node| {
        let (name, values) = match (source, &file) {
            (Some("CURRENT"), _) => ("Current".to_owned(), node.current_parameters()),
            (Some("DEFAULT"), _) => ("Default".to_owned(), Parameters::default()),
            (None, Some((spec, values))) => (spec.clone(), values.clone()),
            _ => ("Active".to_owned(), node.parameters()),
        };
        *desk.editor.of(node) = WorkingSet { values, source: name, chosen: true };
        Ok(())
    })
}

/// A parameter file: a name and a value in each record.
fn read_file(messages: &Messages, context: &Context<'_>, typed: &str) -> Result<(String, Parameters), Condition> {
    let (spec, text) = read_text(context, typed, "SYS$SYSTEM:.PAR", messages.no_input)?;
    let mut values = Parameters::default();
    for record in text.lines() {
        let entry = record.split_once(' ').and_then(|(name, value)| Some((name, value.trim().parse().ok()?)));
        if !entry.is_some_and(|(name, value)| values.set(name, value)) {
            return Err(Condition::new(messages.bad_file).arg(spec));
        }
    }
    Ok((spec, values))
}

fn write(desk: &mut Desk, context: &mut Context<'_>, command: &Command) -> Result<Flow, Condition> {
    let typed = command.value("TARGET").unwrap_or_default();
    let target = keyword(typed, &["ACTIVE", "CURRENT"]);
    let needed = match target {
        Some("ACTIVE") => Some(Privilege::Cmkrnl),
        Some(_) => Some(Privilege::Sysprv),
        None => None,
    };
    needed.map_or(Ok(()), |privilege| context.require(privilege))?;
    each_node(desk, context, |desk, context, node| {
        let messages = &desk.editor.messages;
        let (out_of_range, not_dynamic) = (messages.out_of_range, messages.not_dynamic);
        let values = desk.editor.of(node).values.clone();
        // What the node could not boot with is not written, whatever checks are disabled.
        if values.out_of_range().is_some() {
            return Err(out_of_range.into());
        }
        match target {
            Some("ACTIVE") => {
                for name in node.write_active(&values) {
                    context.message(&Condition::new(not_dynamic).arg(name));
                }
                Ok(())
            }
            Some(_) => node.write_current(&values),
            None => write_file(&desk.editor.messages, context, typed, &values),
        }
    })
}

fn write_file(messages: &Messages, context: &Context<'_>, typed: &str, values: &Parameters) -> Result<(), Condition> {
    let wrong = |spec: &str, why: Condition| Condition::new(messages.no_output).arg(spec).then(why);
    let specs = expand(&context.files(), typed, "SYS$SYSTEM:.PAR", "").map_err(|why| wrong(typed, why))?;
    let shown = specs.first().map_or_else(|| typed.to_owned(), FullSpec::to_string);
    let (_, mut file) = context.create_file(&specs).map_err(|why| wrong(&shown, why))?;
    for parameter in PARAMETERS {
        let value = values.get(parameter.name).unwrap_or(parameter.default);
        file.write(&bytes_of(&format!("{} {value}", parameter.name)))?;
    }
    file.flush()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sysgen_takes_the_nearest_value_and_sysman_none() {
        let copies = SystemParameter::find("SHADOW_REC_DLY").unwrap();
        let mut editor = Editor::new("SYSGEN");
        assert_eq!(editor.checked(copies, 19), Ok((20, Some(codes::SYSGEN_SETMIN))));
        assert_eq!(editor.checked(copies, 70_000), Ok((65_535, Some(codes::SYSGEN_SETMAX))));
        editor.checks = false;
        assert_eq!(editor.checked(copies, 19), Ok((19, None)));
        let refused = Editor::new("SYSMAN").checked(copies, 19);
        assert_eq!(refused.map_err(|why| why.status), Err(codes::SMI_OUTRANGE));
    }

    #[test]
    fn keywords_may_be_short_and_files_are_not_keywords() {
        let known = ["ACTIVE", "CURRENT"];
        assert_eq!(keyword("cur", &known), Some("CURRENT"));
        assert_eq!(keyword("CURRENT.PAR", &known), None);
        assert_eq!(keyword("", &known), None);
    }
}
