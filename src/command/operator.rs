//! REPLY and REQUEST: operators and those who ask them (command reference 22).

use super::{Context, Routine};
use crate::cdu::Command;
use crate::message::{Condition, Status, codes, expand};
use crate::node::privileges::Privilege;

/// The two commands.
pub const ROUTINES: &[Routine] = &[
    Routine {
        name: "REPLY",
        handler: reply,
        labels: &[
            "ALL",
            "DISABLE",
            "DISABLE.CARDS",
            "DISABLE.CENTRAL",
            "DISABLE.CLUSTER",
            "DISABLE.DEVICES",
            "DISABLE.DISKS",
            "DISABLE.LICENSE",
            "DISABLE.NETWORK",
            "DISABLE.OPER1",
            "DISABLE.OPER10",
            "DISABLE.OPER11",
            "DISABLE.OPER12",
            "DISABLE.OPER2",
            "DISABLE.OPER3",
            "DISABLE.OPER4",
            "DISABLE.OPER5",
            "DISABLE.OPER6",
            "DISABLE.OPER7",
            "DISABLE.OPER8",
            "DISABLE.OPER9",
            "DISABLE.PRINTER",
            "DISABLE.SECURITY",
            "DISABLE.TAPES",
            "ENABLE",
            "ENABLE.CARDS",
            "ENABLE.CENTRAL",
            "ENABLE.CLUSTER",
            "ENABLE.DEVICES",
            "ENABLE.DISKS",
            "ENABLE.LICENSE",
            "ENABLE.NETWORK",
            "ENABLE.OPER1",
            "ENABLE.OPER10",
            "ENABLE.OPER11",
            "ENABLE.OPER12",
            "ENABLE.OPER2",
            "ENABLE.OPER3",
            "ENABLE.OPER4",
            "ENABLE.OPER5",
            "ENABLE.OPER6",
            "ENABLE.OPER7",
            "ENABLE.OPER8",
            "ENABLE.OPER9",
            "ENABLE.PRINTER",
            "ENABLE.SECURITY",
            "ENABLE.TAPES",
            "STATUS",
            "TEXT",
        ],
    },
    Routine {
        name: "REQUEST",
        handler: request,
        labels: &[
            "TEXT",
            "TO",
            "TO.CARDS",
            "TO.CENTRAL",
            "TO.CLUSTER",
            "TO.DEVICES",
            "TO.DISKS",
            "TO.LICENSE",
            "TO.NETWORK",
            "TO.OPER1",
            "TO.OPER10",
            "TO.OPER11",
            "TO.OPER12",
            "TO.OPER2",
            "TO.OPER3",
            "TO.OPER4",
            "TO.OPER5",
            "TO.OPER6",
            "TO.OPER7",
            "TO.OPER8",
            "TO.OPER9",
            "TO.PRINTER",
            "TO.SECURITY",
            "TO.TAPES",
        ],
    },
];

/// The classes of operators, in the order that a status lists them.
const CLASSES: [&str; 22] = [
    "CENTRAL", "PRINTER", "TAPES", "DISKS", "DEVICES", "CARDS", "NETWORK", "CLUSTER", "SECURITY", "LICENSE", "OPER1",
    "OPER2", "OPER3", "OPER4", "OPER5", "OPER6", "OPER7", "OPER8", "OPER9", "OPER10", "OPER11", "OPER12",
];

fn reply(context: &mut Context<'_>, command: &Command) -> Result<Status, Condition> {
    context.require(Privilege::Oper)?;
    if command.has("ENABLE") {
        enable(context, &named(command, "ENABLE"));
        status(context);
    } else if command.has("DISABLE") {
        disable(context, &named(command, "DISABLE"));
        status(context);
    } else if command.has("STATUS") {
        status(context);
    } else {
        broadcast(context, command.value("TEXT").ok_or(codes::CLI_INSFPRM)?);
    }
    Ok(Status::NORMAL)
}

/// The classes that a qualifier names; all without a value.
fn named(command: &Command, qualifier: &str) -> Vec<&'static str> {
    let given = CLASSES.into_iter().filter(|class| command.has(&format!("{qualifier}.{class}"))).collect::<Vec<_>>();
    if given.is_empty() { CLASSES.to_vec() } else { given }
}

fn operator_name(context: &Context<'_>) -> String {
    let terminal = context.process.terminal.as_deref().unwrap_or("NLA0");
    format!("_{}${terminal}:", context.node.name())
}

fn announce(context: &mut Context<'_>, text: &[String]) {
    let lines = context.node.operator().announce(text);
    context.lines(lines);
}

fn enable(context: &mut Context<'_>, classes: &[&str]) {
    let fresh = context.process.operator_classes.is_empty();
    let mine = &mut context.process.operator_classes;
    for class in classes {
        if !mine.iter().any(|own| own == class) {
            mine.push((*class).to_owned());
        }
    }
    if fresh {
        // What was sent before nobody here was to see.
        drop(context.node.take_operator_messages());
        let enabled = Condition::new(codes::OPCOM_ENABLED).arg(operator_name(context));
        let enabled = enabled.arg(context.process.username.as_str());
        announce(context, &[expand(&enabled)]);
    }
}

fn disable(context: &mut Context<'_>, classes: &[&str]) {
    let before = context.process.operator_classes.len();
    context.process.operator_classes.retain(|own| !classes.contains(&own.as_str()));
    if before > 0 && context.process.operator_classes.is_empty() {
        let disabled = Condition::new(codes::OPCOM_DISABLED).arg(operator_name(context));
        let disabled = disabled.arg(context.process.username.as_str());
        announce(context, &[expand(&disabled)]);
    }
}

/// Which classes this operator hears, nine to a line.
fn status(context: &mut Context<'_>) {
    if context.process.operator_classes.is_empty() {
        return;
    }
    let mine = &context.process.operator_classes;
    let enabled: Vec<&str> = CLASSES.into_iter().filter(|class| mine.iter().any(|own| own == class)).collect();
    let heading = expand(&Condition::new(codes::OPCOM_STATUS).arg(operator_name(context)));
    let mut text = vec![heading];
    let rows: Vec<String> = enabled.chunks(9).map(|row| row.join(", ")).collect();
    text.push(rows.join(",\n"));
    let text: Vec<String> = text.iter().flat_map(|line| line.split('\n').map(str::to_owned)).collect();
    announce(context, &text);
}

/// A message for every terminal: this one is all there is.
fn broadcast(context: &mut Context<'_>, text: &str) {
    let now = context.node.clock().now().absolute();
    let (node, user) = (context.node.name().to_owned(), context.process.username.clone());
    let from = operator_name(context);
    context.line(format!("Reply received on {node} from user {user} at {from}   {}", &now[12..20]));
    context.line(text);
}

/// A message for the operators of some class, of any without /TO; where there is none the sender hears that.
fn request(context: &mut Context<'_>, command: &Command) -> Result<Status, Condition> {
    let from = Condition::new(codes::OPCOM_USERMSG).arg(context.process.username.as_str()).arg(context.node.name());
    let text = [expand(&from), command.value("TEXT").unwrap_or_default().to_owned()];
    let lines = context.node.operator().announce(&text);
    let asked = named(command, "TO");
    if !context.process.operator_classes.iter().any(|class| asked.contains(&class.as_str())) {
        context.message(&codes::OPCOM_NOPERATOR.into());
        return Ok(codes::OPCOM_NOPERATOR.inhibited());
    }
    context.lines(lines);
    Ok(Status::NORMAL)
}
