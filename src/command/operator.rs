//! REPLY and REQUEST: operators and those who ask them (command reference 22).

use std::sync::atomic::Ordering;

use super::{Context, Routine};
use crate::cdu::Command;
use crate::message::{Condition, Status, codes, expand};
use crate::node::operator::{Answer, Audience, Origin};
use crate::node::privileges::Privilege;

/// The two commands.
pub const ROUTINES: &[Routine] = &[
    Routine {
        name: "REPLY",
        handler: reply,
        labels: &[
            "ABORT",
            "ALL",
            "BELL",
            "BLANK_TAPE",
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
            "INITIALIZE_TAPE",
            "LOG",
            "NODE",
            "NOTIFY",
            "PENDING",
            "SHUTDOWN",
            "STATUS",
            "TEMPORARY",
            "TERMINAL",
            "TEXT",
            "TO",
            "URGENT",
            "USERNAME",
            "WAIT",
        ],
    },
    Routine { name: "REQUEST", handler: request, labels: REQUEST_LABELS },
];

/// Labels that REQUEST acts on.
pub const REQUEST_LABELS: &[&str] = &[
    "REPLY",
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
];

/// The classes of operators, in the order that a status lists them.
const CLASSES: [&str; 22] = [
    "CENTRAL", "PRINTER", "TAPES", "DISKS", "DEVICES", "CARDS", "NETWORK", "CLUSTER", "SECURITY", "LICENSE", "OPER1",
    "OPER2", "OPER3", "OPER4", "OPER5", "OPER6", "OPER7", "OPER8", "OPER9", "OPER10", "OPER11", "OPER12",
];

fn reply(context: &mut Context<'_>, command: &Command) -> Result<Status, Condition> {
    context.require(Privilege::Oper)?;
    let answers = [
        ("TO", Answer::Completed),
        ("PENDING", Answer::Pending),
        ("ABORT", Answer::Aborted),
        ("BLANK_TAPE", Answer::BlankTape),
        ("INITIALIZE_TAPE", Answer::InitializeTape),
    ];
    if let Some((label, answer)) = answers.into_iter().find(|(label, _)| command.has(label)) {
        return answer_request(context, command, label, answer);
    }
    if command.present("LOG").is_typed() {
        set_log(context, !command.present("LOG").is_negated());
    } else if command.has("ENABLE") {
        let classes = named(command, "ENABLE");
        if classes.iter().any(|class| class == "SECURITY") && command.has("ENABLE.SECURITY") {
            context.require(Privilege::Security)?;
        }
        enable(context, classes);
        status(context);
    } else if command.has("DISABLE") {
        disable(context, &named(command, "DISABLE"));
        status(context);
    } else if command.has("STATUS") {
        status(context);
        for request in context.node.operator().waiting() {
            announce(context, &request);
        }
    } else {
        broadcast(context, command)?;
    }
    Ok(Status::NORMAL)
}

/// The classes that a qualifier names; all without a value.
fn named(command: &Command, qualifier: &str) -> Vec<String> {
    let given: Vec<&str> = CLASSES.into_iter().filter(|class| command.has(&format!("{qualifier}.{class}"))).collect();
    let given = if given.is_empty() { CLASSES.to_vec() } else { given };
    given.into_iter().map(str::to_owned).collect()
}

fn operator_name(context: &Context<'_>) -> String {
    let terminal = context.process.terminal.as_deref().unwrap_or("NLA0");
    format!("_{}${terminal}:", context.node.name())
}

fn announce(context: &mut Context<'_>, text: &[String]) {
    let lines = context.node.operator().announce(text);
    context.lines(lines);
}

fn enable(context: &mut Context<'_>, classes: Vec<String>) {
    // The terminal is the job's.
    let job = context.node.process_table().first_of_job(context.process.pid);
    let fresh = context.process.seat.classes.is_empty();
    let mine = &mut context.process.seat.classes;
    let new: Vec<String> = classes.into_iter().filter(|class| !mine.contains(class)).collect();
    mine.extend(new);
    context.node.operator().enable(job, mine);
    if fresh {
        // What was sent before nobody here was to see.
        context.process.seat.seen.store(context.node.operator().sent(), Ordering::Relaxed);
        let enabled = Condition::new(codes::OPCOM_ENABLED).arg(operator_name(context));
        let enabled = enabled.arg(context.process.username.as_str());
        announce(context, &[expand(&enabled)]);
    }
}

fn disable(context: &mut Context<'_>, classes: &[String]) {
    let job = context.node.process_table().first_of_job(context.process.pid);
    let mine = &mut context.process.seat.classes;
    let before = mine.len();
    mine.retain(|own| !classes.contains(own));
    context.node.operator().enable(job, mine);
    if before > 0 && mine.is_empty() {
        let disabled = Condition::new(codes::OPCOM_DISABLED).arg(operator_name(context));
        let disabled = disabled.arg(context.process.username.as_str());
        announce(context, &[expand(&disabled)]);
    }
}

/// Which classes this operator hears, nine to a line.
fn status(context: &mut Context<'_>) {
    if context.process.seat.classes.is_empty() {
        return;
    }
    let mine = &context.process.seat.classes;
    let enabled: Vec<&str> = CLASSES.into_iter().filter(|class| mine.iter().any(|own| own == class)).collect();
    let heading = expand(&Condition::new(codes::OPCOM_STATUS).arg(operator_name(context)));
    let mut text = vec![heading];
    let rows: Vec<String> = enabled.chunks(9).map(|row| row.join(", ")).collect();
    text.push(rows.join(",\n"));
    let text: Vec<String> = text.iter().flat_map(|line| line.split('\n').map(str::to_owned)).collect();
    announce(context, &text);
}

/// REPLY/LOG begins a log, REPLY/NOLOG ends it; the file is the site's operator.log each time.
fn set_log(context: &mut Context<'_>, on: bool) {
    let operator = context.node.operator();
    let (by, file) = (operator_name(context), format!("{}::SYS$MANAGER:OPERATOR.LOG", context.node.name()));
    let closed = [expand(&Condition::new(codes::OPCOM_LOGCLOSED).arg(by.as_str())), format!("Logfile was {file}")];
    let opened = [expand(&Condition::new(codes::OPCOM_LOGOPENED).arg(by.as_str())), format!("Logfile is {file}")];
    if operator.is_logging() {
        announce(context, &closed);
    }
    context.node.operator().set_logging(on);
    if on {
        announce(context, &opened);
    }
}

/// REPLY/TO, /PENDING, /ABORT, /BLANK_TAPE and /INITIALIZE_TAPE: the requester and every operator hear of it.
fn answer_request(
    context: &mut Context<'_>,
    command: &Command,
    label: &str,
    answer: Answer,
) -> Result<Status, Condition> {
    let typed = command.value(label).unwrap_or_default();
    let number = command.number(label).and_then(|number| u32::try_from(number).ok());
    let unknown = || Condition::new(codes::OPCOM_NOSUCHREQ).arg(typed);
    let number = number.ok_or_else(unknown)?;
    let (by, text) = (operator_name(context), command.value("TEXT").unwrap_or_default());
    let now = context.node.clock().now().absolute();
    let over = match answer {
        Answer::Completed | Answer::BlankTape | Answer::InitializeTape => codes::OPCOM_COMPLETED,
        Answer::Aborted => codes::OPCOM_ABORTED,
        Answer::Pending => codes::OPCOM_PENDING,
    };
    if !context.node.operator().reply(number, answer, text, &by) {
        return Err(unknown());
    }
    let told = expand(&Condition::new(over).arg(now.as_str()).arg(i64::from(number)).arg(by.as_str()));
    let lines: Vec<String> = std::iter::once(told).chain((!text.is_empty()).then(|| text.to_owned())).collect();
    let operator = context.node.operator();
    let seen_all = context.process.seat.seen.load(Ordering::Relaxed) == operator.sent();
    operator.post(Origin::Operators, Audience::Operators(Vec::new()), lines);
    if command.present("NOTIFY").is_negated() && seen_all {
        // The operator's own terminal hears nothing of it.
        context.process.seat.seen.store(operator.sent(), Ordering::Relaxed);
    }
    Ok(Status::NORMAL)
}

/// A message for terminals: all, those of some users, or some by name.
fn broadcast(context: &mut Context<'_>, command: &Command) -> Result<(), Condition> {
    let text = command.value("TEXT").ok_or(codes::CLI_INSFPRM)?;
    let other = |name: &&str| !name.trim_end_matches(':').eq_ignore_ascii_case(context.node.name());
    if command.values("NODE").iter().any(other) {
        return Err(codes::SYSTEM_NOSUCHNODE.into());
    }
    let names = |label: &str| command.values(label).into_iter().map(str::to_ascii_uppercase).collect::<Vec<_>>();
    let audience = if command.has("TERMINAL") {
        let terminals = names("TERMINAL");
        let terminals: Result<Vec<String>, Condition> = terminals.iter().map(|name| context.device(name)).collect();
        Audience::Terminals(terminals?)
    } else if command.has("USERNAME") {
        Audience::Users(names("USERNAME"))
    } else {
        Audience::Everybody
    };
    let (word, bells) = match (command.has("SHUTDOWN"), command.has("URGENT")) {
        (true, _) => ("SHUTDOWN...", 3),
        (false, true) => ("URGENT...", 2),
        (false, false) => ("", 1),
    };
    let rings = command.has("BELL") || !word.is_empty() && !command.present("BELL").is_negated();
    let bell = if rings { "\u{7}".repeat(bells) } else { String::new() };
    let now = context.node.clock().now().absolute();
    let (node, user, from) = (context.node.name(), context.process.username.as_str(), operator_name(context));
    let heading = format!("{bell}Reply received on {node} from user {user} at {from}   {}", &now[12..20]);
    let lines = vec![heading, format!("{word}{text}")];
    context.node.operator().post(Origin::Broadcast, audience, lines);
    Ok(())
}

/// A message for the operators of some class, of any without /TO; where there is none the sender hears that.
fn request(context: &mut Context<'_>, command: &Command) -> Result<Status, Condition> {
    let classes = if command.has("TO") { named(command, "TO") } else { Vec::new() };
    let from = Condition::new(codes::OPCOM_USERMSG).arg(context.process.username.as_str()).arg(context.node.name());
    let text = vec![expand(&from), command.value("TEXT").unwrap_or_default().to_owned()];
    let covered = context.node.operator().is_covered(&classes);
    context.node.operator().post(Origin::Operators, Audience::Operators(classes), text);
    if !covered {
        context.message(&codes::OPCOM_NOPERATOR.into());
        return Ok(codes::OPCOM_NOPERATOR.inhibited());
    }
    Ok(Status::NORMAL)
}

/// REQUEST/REPLY: sends the request; its number, or `None` when no operator hears it.
pub fn send_request(context: &mut Context<'_>, command: &Command) -> Result<Option<u32>, Condition> {
    super::refuse_unknown_labels(command, REQUEST_LABELS)?;
    let classes = if command.has("TO") { named(command, "TO") } else { Vec::new() };
    if !context.node.operator().is_covered(&classes) {
        context.message(&codes::OPCOM_NOPERATOR.into());
        return Ok(None);
    }
    let text = command.value("TEXT").unwrap_or_default();
    let number = context.node.operator().request(&context.process.username, &classes, text);
    context.message(&codes::OPCOM_OPRNOTIF.into());
    Ok(Some(number))
}
