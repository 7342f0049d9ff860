//! SHOW SYSTEM and SHOW USERS (command reference 8 and 13).

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::labels::{PAGING, labels};
use super::show_small::delta;
use super::sysman::members;
use super::{Context, Routine, processes};
use crate::cdu::Command;
use crate::message::{Condition, Status, codes};
use crate::node::Node;
use crate::node::process::ProcessMode;
use crate::node::process_table::ProcessEntry;
use crate::node::uic::Uic;
use crate::rms::matches;

/// The two commands.
pub const ROUTINES: &[Routine] = &[
    Routine {
        name: "SHOW_SYSTEM",
        handler: show_system,
        labels: labels!(
            PAGING,
            &[
                "BATCH",
                "CLUSTER",
                "FULL",
                "GRAND_TOTAL",
                "HEADING",
                "IDENT",
                "INTERACTIVE",
                "MULTITHREAD",
                "NETWORK",
                "NODE",
                "OPTION",
                "OPTION.SYSTEM",
                "OUTPUT",
                "OWNER_UIC",
                "PROCESS",
                "STATE",
                "SUBPROCESS",
                "TOTAL",
                "UIC",
            ]
        ),
    },
    Routine {
        name: "SHOW_USERS",
        handler: show_users,
        labels: &[
            "BATCH",
            "CLUSTER",
            "FULL",
            "INTERACTIVE",
            "NAME",
            "NETWORK",
            "NODE",
            "OPTION",
            "OPTION.USERS",
            "OUTPUT",
            "SUBPROCESS",
        ],
    },
];

/// The nodes that are meant: this one, those of /NODE, or with /CLUSTER every member.
fn nodes(context: &Context<'_>, command: &Command) -> Result<Vec<Arc<Node>>, Condition> {
    let typed = command.values("NODE");
    if typed.is_empty() {
        let all = command.has("CLUSTER");
        return Ok(if all { members(context).into_iter().cloned().collect() } else { vec![context.node.clone()] });
    }
    let named = |name: &str| {
        let name = name.trim_end_matches(':');
        let found = context.nodes.iter().find(|node| node.name().eq_ignore_ascii_case(name)).cloned();
        found.ok_or_else(|| codes::SYSTEM_NOSUCHNODE.into())
    };
    typed.into_iter().map(named).collect()
}

/// Nodes and processes, as a sentence counts them.
fn counted(nodes: usize, processes: usize) -> String {
    let node = if nodes == 1 { "" } else { "s" };
    let process = if processes == 1 { "" } else { "es" };
    format!("{nodes} node{node}, {processes} process{process}")
}

fn show_system(context: &mut Context<'_>, command: &Command) -> Result<Status, Condition> {
    let nodes = nodes(context, command)?;
    let wanted = Wanted::of(context, command)?;
    let (mut lines, mut all) = (Vec::new(), 0);
    for node in &nodes {
        let listed: Vec<ProcessEntry> =
            processes::of_node(context, node).into_iter().filter(|process| wanted.holds(process)).collect();
        all += listed.len();
        if !command.has("GRAND_TOTAL") {
            lines.extend(system_of(node, command, &listed));
        }
    }
    if command.has("GRAND_TOTAL") {
        lines.push(format!("Grand total of {}.", counted(nodes.len(), all)));
    }
    context.display(command, &lines)
}

/// The processes of one node, with their heading.
fn system_of(node: &Node, command: &Command, listed: &[ProcessEntry]) -> Vec<String> {
    let now = node.clock().now();
    let uptime = delta(now.0.saturating_sub(node.boot_time().0) / 100_000);
    let total = command.has("TOTAL");
    let rows = !total && !command.present("PROCESS").is_negated();
    let mut lines = Vec::new();
    if !command.present("HEADING").is_negated() {
        let (name, now) = (node.name(), now.absolute());
        lines.push(format!("OpenVMS V8.4  on node {name}  {now}  Uptime {}", &uptime[2..]));
        if rows {
            lines.push("  Pid    Process Name    State  Pri      I/O       CPU       Page flts  Pages".to_owned());
        }
    }
    for process in listed.iter().filter(|_| rows) {
        let ProcessEntry { pid, name, state, priority, counters, .. } = process;
        let (io, cpu) = (counters.buffered_io + counters.direct_io, delta(counters.cpu));
        let (faults, pages, kind) = (counters.page_faults, processes::pages(process), process.kind());
        lines.push(format!("{pid:08X} {name:<15} {state:<5}{priority:5}{io:9}{cpu}{faults:10}{pages:7}  {kind}"));
        if command.has("FULL") {
            lines.push(format!("{:9}{}", "", node.rights().show(process.uic)));
        }
    }
    if total {
        let plural = if listed.len() == 1 { "" } else { "es" };
        lines.extend([String::new(), format!("Total of {} process{plural}.", listed.len())]);
    }
    lines
}

/// Which processes SHOW SYSTEM lists.
struct Wanted {
    name: String,
    pid: Option<u32>,
    uic: Option<Uic>,
    states: Vec<String>,
    kinds: String,
}

impl Wanted {
    fn of(context: &Context<'_>, command: &Command) -> Result<Self, Condition> {
        let kinds = [("BATCH", 'B'), ("NETWORK", 'N'), ("SUBPROCESS", 'S'), ("INTERACTIVE", 'I')];
        let pid = command.value("IDENT").map(|text| {
            let invalid = || Condition::new(codes::SHOW_INVQUAVAL).arg(text).arg("IDENT");
            u32::from_str_radix(text, 16).map_err(|_| invalid())
        });
        let uic = ["UIC", "OWNER_UIC"].into_iter().find(|label| command.has(label)).map(|label| {
            let Some(text) = command.value(label) else { return Ok(context.process.uic) };
            let invalid = || Condition::new(codes::CLI_INVUIC).token(text);
            context.node.rights().parse(text).ok_or_else(invalid)
        });
        Ok(Self {
            name: command.value("PROCESS").unwrap_or("*").to_uppercase(),
            pid: pid.transpose()?,
            uic: uic.transpose()?,
            states: command.values("STATE").into_iter().map(str::to_ascii_uppercase).collect(),
            kinds: kinds.into_iter().filter(|(label, _)| command.has(label)).map(|(_, kind)| kind).collect(),
        })
    }

    fn holds(&self, process: &ProcessEntry) -> bool {
        let kind = match process.kind() {
            ' ' if process.mode == ProcessMode::Interactive => 'I',
            kind => kind,
        };
        (self.kinds.is_empty() || self.kinds.contains(kind))
            && matches(&self.name, &process.name.to_uppercase())
            && self.pid.is_none_or(|pid| pid == process.pid)
            && self.uic.is_none_or(|uic| uic == process.uic)
            && (self.states.is_empty() || self.states.iter().any(|state| state == process.state))
    }
}

/// Kinds of processes that SHOW USERS tells apart.
const SORTS: [&str; 4] = ["INTERACTIVE", "SUBPROCESS", "BATCH", "NETWORK"];

/// A process that SHOW USERS lists.
struct Seat {
    node: String,
    sort: usize,
    process: ProcessEntry,
}

/// Users in the order of their names, with the number of their processes on each node; with /FULL each process.
fn show_users(context: &mut Context<'_>, command: &Command) -> Result<Status, Condition> {
    let wanted = command.value("NAME").unwrap_or("").to_uppercase();
    // A name selects every user that begins with it.
    let wanted = if wanted.contains(['*', '%']) { wanted } else { format!("{wanted}*") };
    let named = SORTS.iter().any(|label| command.has(label));
    let shown = |sort: usize| command.has(SORTS[sort]) || !named && !command.present(SORTS[sort]).is_negated();
    let mut listed: Vec<Seat> = Vec::new();
    for node in nodes(context, command)? {
        let all = processes::of_node(context, &node).into_iter();
        for process in all.filter(|process| process.mode != ProcessMode::Other) {
            let sort = match process.kind() {
                'S' => 1,
                'B' => 2,
                'N' => 3,
                _ => 0,
            };
            if matches(&wanted, &process.username) && shown(sort) {
                listed.push(Seat { node: node.name().to_owned(), sort, process });
            }
        }
    }
    listed.sort_by(|a, b| {
        (&a.process.username, &a.node, a.process.pid).cmp(&(&b.process.username, &b.node, b.process.pid))
    });
    let mut rows: BTreeMap<(&str, &str), [usize; 4]> = BTreeMap::new();
    for Seat { node, sort, process } in &listed {
        rows.entry((process.username.as_str(), node)).or_default()[*sort] += 1;
    }
    let users: BTreeSet<&str> = rows.keys().map(|(user, _)| *user).collect();
    let now = context.node.clock().now().absolute();
    let mut lines = vec![
        format!("      OpenVMS User Processes at {now}"),
        format!("    Total number of users = {},  number of processes = {}", users.len(), listed.len()),
    ];
    if !listed.is_empty() {
        lines.push(String::new());
    }
    if command.has("FULL") && !listed.is_empty() {
        lines.push(" Username     Node     Process Name    PID      Terminal".to_owned());
        lines.extend(listed.iter().map(full_row));
    } else if !listed.is_empty() {
        lines.push(" Username     Node           Interactive  Subprocess   Batch".to_owned());
        for ((user, node), counts) in &rows {
            let cell = |at: usize| if counts[at] == 0 { String::new() } else { counts[at].to_string() };
            let row = format!(" {user:12} {node:15}{:>6}{:>13}{:>10}", cell(0), cell(1), cell(2));
            lines.push(row.trim_end().to_owned());
        }
    }
    context.display(command, &lines)
}

fn full_row(Seat { node, sort, process }: &Seat) -> String {
    let terminal = match sort {
        1 => format!("(subprocess of {:08X})", process.owner),
        2 => "(batch)".to_owned(),
        3 => "(network)".to_owned(),
        _ => process.terminal.as_ref().map_or_else(String::new, |terminal| format!("{terminal}:")),
    };
    let row = format!(" {:12} {node:8} {:15} {:08X} {terminal}", process.username, process.name, process.pid);
    row.trim_end().to_owned()
}
