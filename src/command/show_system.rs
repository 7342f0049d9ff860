//! SHOW SYSTEM and SHOW USERS (command reference 8 and 13).

use std::collections::BTreeMap;

use super::labels::{PAGING, labels};
use super::show_small::delta;
use super::{Context, Routine, processes};
use crate::cdu::Command;
use crate::message::{Condition, Status, codes};
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

/// Refuses /NODE when it names another node than this one: only this node's processes are known here.
fn check_nodes(context: &Context<'_>, command: &Command) -> Result<(), Condition> {
    let own = |name: &&str| name.trim_end_matches(':').eq_ignore_ascii_case(context.node.name());
    if command.values("NODE").iter().all(own) { Ok(()) } else { Err(codes::SYSTEM_NOSUCHNODE.into()) }
}

fn show_system(context: &mut Context<'_>, command: &Command) -> Result<Status, Condition> {
    check_nodes(context, command)?;
    let wanted = Wanted::of(context, command)?;
    let node = context.node;
    let now = node.clock().now();
    let uptime = delta(now.0.saturating_sub(node.boot_time().0) / 100_000);
    let mut lines = Vec::new();
    if !command.present("HEADING").is_negated() {
        let (name, now) = (node.name(), now.absolute());
        lines.push(format!("OpenVMS V8.4  on node {name}  {now}  Uptime {}", &uptime[2..]));
        lines.push("  Pid    Process Name    State  Pri      I/O       CPU       Page flts  Pages".to_owned());
    }
    let (total, grand) = (command.has("TOTAL"), command.has("GRAND_TOTAL"));
    let rows = !total && !grand && !command.present("PROCESS").is_negated();
    let listed: Vec<ProcessEntry> =
        processes::all(context).into_iter().filter(|process| wanted.holds(process)).collect();
    if grand {
        lines.clear();
    } else if !rows {
        lines.truncate(1);
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
    let plural = if listed.len() == 1 { "" } else { "es" };
    match () {
        () if grand => lines.push(format!("Grand total of 1 node, {} process{plural}.", listed.len())),
        () if total => lines.extend([String::new(), format!("Total of {} process{plural}.", listed.len())]),
        () => {}
    }
    context.display(command, &lines)
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

/// Users in the order of their names, with the number of their processes; with /FULL each process.
fn show_users(context: &mut Context<'_>, command: &Command) -> Result<Status, Condition> {
    check_nodes(context, command)?;
    let wanted = command.value("NAME").unwrap_or("").to_uppercase();
    // A name selects every user that begins with it.
    let wanted = if wanted.contains(['*', '%']) { wanted } else { format!("{wanted}*") };
    let sorts = ["INTERACTIVE", "SUBPROCESS", "BATCH", "NETWORK"];
    let named = sorts.iter().any(|label| command.has(label));
    let shown = |sort: &str| command.has(sort) || !named && !command.present(sort).is_negated();
    let mut listed: Vec<(&str, ProcessEntry)> = Vec::new();
    for process in processes::all(context).into_iter().filter(|process| process.mode != ProcessMode::Other) {
        let sort = match process.kind() {
            'S' => "SUBPROCESS",
            'B' => "BATCH",
            'N' => "NETWORK",
            _ => "INTERACTIVE",
        };
        if matches(&wanted, &process.username) && shown(sort) {
            listed.push((sort, process));
        }
    }
    listed.sort_by(|(_, a), (_, b)| (&a.username, a.pid).cmp(&(&b.username, b.pid)));
    let mut users: BTreeMap<&str, [usize; 4]> = BTreeMap::new();
    for (sort, process) in &listed {
        let counts = users.entry(process.username.as_str()).or_default();
        counts[sorts.iter().position(|own| own == sort).unwrap_or(0)] += 1;
    }
    let now = context.node.clock().now().absolute();
    let mut lines = vec![
        format!("      OpenVMS User Processes at {now}"),
        format!("    Total number of users = {},  number of processes = {}", users.len(), listed.len()),
    ];
    let node = context.node.name();
    if !listed.is_empty() {
        lines.push(String::new());
    }
    if command.has("FULL") && !listed.is_empty() {
        lines.push(" Username     Node     Process Name    PID      Terminal".to_owned());
        lines.extend(listed.iter().map(|(sort, process)| full_row(node, sort, process)));
    } else if !listed.is_empty() {
        lines.push(" Username     Node           Interactive  Subprocess   Batch".to_owned());
        for (user, counts) in &users {
            let cell = |at: usize| if counts[at] == 0 { String::new() } else { counts[at].to_string() };
            let row = format!(" {user:12} {node:15}{:>6}{:>13}{:>10}", cell(0), cell(1), cell(2));
            lines.push(row.trim_end().to_owned());
        }
    }
    context.display(command, &lines)
}

fn full_row(node: &str, sort: &str, process: &ProcessEntry) -> String {
    let terminal = match sort {
        "SUBPROCESS" => format!("(subprocess of {:08X})", process.owner),
        "BATCH" => "(batch)".to_owned(),
        "NETWORK" => "(network)".to_owned(),
        _ => process.terminal.as_ref().map_or_else(String::new, |terminal| format!("{terminal}:")),
    };
    let row = format!(" {:12} {node:8} {:15} {:08X} {terminal}", process.username, process.name, process.pid);
    row.trim_end().to_owned()
}
