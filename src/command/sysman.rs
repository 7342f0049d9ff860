//! SYSMAN: the management environment, the profile, DO, CONFIGURATION and DISKQUOTA (command reference 20).

use std::sync::Arc;

use super::output::Output;
use super::set_process::change_privileges;
use super::set_small::default_to;
use super::utility::{Action, Desk, Flow, NodeCommand, Target};
use super::{Context, labels};
use crate::cdu::Command;
use crate::clock::TICKS_PER_MILLI;
use crate::dcl::time;
use crate::message::{Condition, Status, codes, expand, text};
use crate::node::Node;
use crate::node::privileges::{Privilege, PrivilegeSet};

/// The commands.
pub(super) const ACTIONS: &[Action] = &[
    Action {
        name: "SYSMAN_DISKQUOTA",
        act: |desk, context, command| disk_quota(desk, context, command, codes::SYSTEM_QFNOTACT),
        labels: QUOTA_ENTRY_LABELS,
    },
    Action { name: "SYSMAN_DO", act: on_nodes, labels: &["COMMAND", "CONFIRM", "OUTPUT", "PAUSE"] },
    Action { name: "SYSMAN_QUOTA_FILE", act: quota_file, labels: QUOTA_FILE_LABELS },
    Action {
        name: "SYSMAN_SET_ENVIRONMENT",
        act: set_environment,
        labels: &["CLUSTER", "NODE", "OPTION", "OPTION.ENVIRONMENT", "USERNAME"],
    },
    Action { name: "SYSMAN_SET_PROFILE", act: set_profile, labels: PROFILE_LABELS },
    Action { name: "SYSMAN_SET_TIME", act: set_time, labels: &["ITEM", "ITEM.TIME", "OPTION", "OPTION.SET", "TIME"] },
    Action { name: "SYSMAN_SET_TIMEOUT", act: set_timeout, labels: &["OPTION", "OPTION.TIMEOUT", "TIME"] },
    Action {
        name: "SYSMAN_SHOW_CONFIGURATION",
        act: show_configuration,
        labels: &["ITEM", "ITEM.CLUSTER_AUTHORIZATION", "ITEM.TIME", "OPTION", "OPTION.SHOW", "OUTPUT"],
    },
    Action { name: "SYSMAN_SHOW_ENVIRONMENT", act: show_environment, labels: &["OPTION", "OPTION.ENVIRONMENT"] },
    Action {
        name: "SYSMAN_SHOW_PROFILE",
        act: show_profile,
        labels: &["DEFAULT", "OPTION", "OPTION.PROFILE", "PRIVILEGES"],
    },
    Action { name: "SYSMAN_SHOW_TIMEOUT", act: show_timeout, labels: &["OPTION", "OPTION.TIMEOUT"] },
];

const PROFILE_LABELS: &[&str] = labels::labels!(labels::PRIVILEGES, &["DEFAULT", "OPTION", "OPTION.PROFILE", "VERIFY"]);

const QUOTA_ENTRY_LABELS: &[&str] = &[
    "DEVICE",
    "OPTION",
    "OPTION.ADD",
    "OPTION.MODIFY",
    "OPTION.REMOVE",
    "OPTION.SHOW",
    "OUTPUT",
    "OVERDRAFT",
    "OWNER",
    "PERMQUOTA",
];

const QUOTA_FILE_LABELS: &[&str] =
    &["DEVICE", "OPTION", "OPTION.DELETE", "OPTION.DISABLE", "OPTION.ENABLE", "OPTION.REBUILD"];

/// Where commands are carried out.
#[derive(Default)]
enum Place {
    /// The node that SYSMAN runs on.
    #[default]
    Local,
    /// Every node of this cluster, or of the one that a node belongs to.
    Cluster(Option<String>),
    /// These nodes.
    Nodes(Vec<String>),
}

/// The management environment.
#[derive(Default)]
pub(super) struct Environment {
    place: Place,
    /// The user on other nodes; `None` is the user of the process.
    username: Option<String>,
    /// How long a node may take to answer, 100 ns units.
    limit: Option<u64>,
}

/// The members of the local cluster: nodes with VAXCLUSTER, if this one has it; else this one alone.
pub(super) fn members<'a>(context: &Context<'a>) -> Vec<&'a Arc<Node>> {
    let own = |node: &&Arc<Node>| node.name() == context.node.name();
    let joins = |node: &&Arc<Node>| node.parameter("VAXCLUSTER") != 0;
    match joins(&context.node) {
        true => context.nodes.iter().filter(joins).collect(),
        false => context.nodes.iter().filter(own).collect(),
    }
}

impl Target {
    /// What went wrong on the node.
    pub(super) fn failed(&self, why: Condition) -> Condition {
        Condition::new(codes::SYSMAN_NODERR).arg(self.name.as_str()).then(why)
    }

    fn of(node: &Arc<Node>) -> Self {
        Self { name: node.name().to_owned(), node: Some(node.clone()) }
    }

    fn named(context: &Context<'_>, name: &str) -> Self {
        let found = context.nodes.iter().find(|node| node.name().eq_ignore_ascii_case(name));
        found.map_or_else(|| Self { name: name.to_owned(), node: None }, Self::of)
    }
}

impl Environment {
    /// The nodes, in order.
    pub(super) fn targets(&self, context: &Context<'_>) -> Vec<Target> {
        match &self.place {
            Place::Local => vec![Target::of(context.node)],
            Place::Nodes(names) => names.iter().map(|name| Target::named(context, name)).collect(),
            Place::Cluster(of) if self.is_local(context, of.as_deref()) => {
                members(context).into_iter().map(Target::of).collect()
            }
            Place::Cluster(of) => of.iter().map(|name| Target::named(context, name)).collect(),
        }
    }

    /// Whether a node is a member of the local cluster.
    fn is_local(&self, context: &Context<'_>, node: Option<&str>) -> bool {
        node.is_none_or(|name| members(context).iter().any(|member| member.name() == name))
    }

    fn lines(&self, context: &Context<'_>) -> Vec<String> {
        let of = |name: &str, status| expand(&Condition::new(status).arg(name));
        let mut lines = match &self.place {
            Place::Local => vec![of(context.node.name(), codes::SYSMAN_NODES)],
            Place::Nodes(names) => vec![of(&names.join(","), codes::SYSMAN_NODES)],
            Place::Cluster(Some(name)) if !self.is_local(context, Some(name)) => {
                vec![of(name, codes::SYSMAN_REMOTECLUSTER)]
            }
            Place::Cluster(_) => vec![text(codes::SYSMAN_CLUSTERWIDE)],
        };
        if matches!(&self.place, Place::Nodes(names) if names.iter().any(|name| !self.is_local(context, Some(name)))) {
            lines.push(text(codes::SYSMAN_NONLOCAL));
        }
        lines.push(of(self.username.as_ref().unwrap_or(&context.process.username), codes::SYSMAN_USERNAME));
        lines
    }
}

/// The process as it was before SYSMAN, which its profile changes.
pub(super) struct Profile {
    device: String,
    directory: String,
    privileges: PrivilegeSet,
    verify: bool,
}

impl Profile {
    /// The profile that a utility begins with.
    pub(super) fn of(context: &Context<'_>) -> Self {
        Self {
            device: context.process.default_device(context.node.names()),
            directory: context.process.default_directory.clone(),
            privileges: context.process.privileges.current,
            verify: false,
        }
    }

    /// Gives the process back what it had.
    pub(super) fn restore(&self, context: &mut Context<'_>) {
        context.process.privileges.current = self.privileges;
        context.process.set_default(context.node.names(), Some(&self.device), Some(&self.directory));
    }
}

fn show_environment(desk: &mut Desk, context: &mut Context<'_>, _: &Command) -> Result<Flow, Condition> {
    context.message(&codes::SYSMAN_ENV.into());
    let lines = desk.environment.lines(context);
    context.lines(lines);
    Ok(Flow::Stay)
}

fn set_environment(desk: &mut Desk, context: &mut Context<'_>, command: &Command) -> Result<Flow, Condition> {
    let nodes: Vec<String> =
        command.values("NODE").into_iter().map(|name| name.trim_end_matches(':').to_ascii_uppercase()).collect();
    desk.environment.place = match command.has("CLUSTER") {
        true => Place::Cluster(nodes.into_iter().next()),
        false if nodes.is_empty() => Place::Local,
        false => Place::Nodes(nodes),
    };
    desk.environment.username = command.value("USERNAME").map(str::to_ascii_uppercase);
    show_environment(desk, context, command)
}

/// Privileges are switched as SET PROCESS does, the default directory as SET DEFAULT, until SYSMAN ends.
fn set_profile(desk: &mut Desk, context: &mut Context<'_>, command: &Command) -> Result<Flow, Condition> {
    if let Some(directory) = command.value("DEFAULT") {
        default_to(context, directory)?;
    }
    if command.has("PRIVILEGES") {
        change_privileges(context, command);
    }
    let verify = command.present("VERIFY");
    if verify.is_typed() {
        desk.profile.verify = !verify.is_negated();
    }
    Ok(Flow::Stay)
}

fn show_profile(desk: &mut Desk, context: &mut Context<'_>, command: &Command) -> Result<Flow, Condition> {
    let both = !command.has("DEFAULT") && !command.has("PRIVILEGES");
    for target in desk.environment.targets(context) {
        if target.node.is_none() {
            context.message(&target.failed(codes::SYSTEM_NOSUCHNODE.into()));
            continue;
        }
        let name = target.name.as_str();
        if both || command.has("DEFAULT") {
            let default = context.process.default_spec(context.node.names());
            context.message(&Condition::new(codes::SYSMAN_DEFDIR).arg(name).arg(default));
        }
        if both || command.has("PRIVILEGES") {
            context.message(&Condition::new(codes::SYSMAN_DEFPRIV).arg(name));
            let all = context.process.privileges.current.iter_by_name();
            let lines: Vec<String> = all.map(|privilege| format!("        {}", privilege.name())).collect();
            context.lines(lines);
        }
    }
    Ok(Flow::Next)
}

fn set_timeout(desk: &mut Desk, context: &mut Context<'_>, command: &Command) -> Result<Flow, Condition> {
    let limit = context.delta(command.value("TIME").unwrap_or_default())?;
    desk.environment.limit = Some(limit.0 * TICKS_PER_MILLI).filter(|ticks| *ticks > 0);
    show_timeout(desk, context, command)
}

fn show_timeout(desk: &mut Desk, context: &mut Context<'_>, _: &Command) -> Result<Flow, Condition> {
    let value = time::delta_text(desk.environment.limit.unwrap_or(0));
    let value = value.trim_start().strip_prefix("0 ").map_or(value.trim_start(), |hours| hours).to_owned();
    context.message(&Condition::new(codes::SYSMAN_TIMEVAL).arg(value));
    Ok(Flow::Stay)
}

fn on_nodes(desk: &mut Desk, context: &mut Context<'_>, command: &Command) -> Result<Flow, Condition> {
    let file = command.value("OUTPUT").unwrap_or("SYSMAN.LIS").to_owned();
    Ok(Flow::Do(Box::new(NodeCommand {
        targets: desk.environment.targets(context),
        line: command.value("COMMAND").unwrap_or_default().trim().to_owned(),
        confirm: command.has("CONFIRM"),
        pause: command.has("PAUSE"),
        output: command.has("OUTPUT").then_some(file),
        username: desk.environment.username.clone(),
        verify: desk.profile.verify,
        limit: desk.environment.limit,
    })))
}

/// No node of a site has a CLUSTER_AUTHORIZE.DAT.
fn show_configuration(desk: &mut Desk, context: &mut Context<'_>, command: &Command) -> Result<Flow, Condition> {
    let authorization = command.has("ITEM.CLUSTER_AUTHORIZATION");
    let mut output = Output::open(context, command, "SYSMAN")?;
    for target in desk.environment.targets(context) {
        match &target.node {
            None => context.message(&target.failed(codes::SYSTEM_NOSUCHNODE.into())),
            Some(_) if authorization => context.message(&target.failed(codes::RMS_FNF.into())),
            Some(node) => {
                let line = Condition::new(codes::SYSMAN_SYSTEMTIME).arg(node.name()).arg(node.clock().now().absolute());
                output.line(context, &expand(&line))?;
            }
        }
    }
    output.close()?;
    Ok(Flow::Next)
}

/// The nodes of a site have one clock: it is set once. Without a value it is that of the host again.
fn set_time(_: &mut Desk, context: &mut Context<'_>, command: &Command) -> Result<Flow, Condition> {
    for privilege in [Privilege::Oper, Privilege::LogIo] {
        context.require(privilege)?;
    }
    let clock = context.node.clock();
    let typed = command.value("TIME").map(|text| text.trim().trim_matches('"')).filter(|text| !text.is_empty());
    // A blank between date and time does as well as the colon.
    let typed = typed.map(|text| text.replacen(' ', ":", 1));
    let time = typed.map(|text| time::parse_absolute(&text, clock.now())).transpose()?;
    clock.set(time);
    Ok(Flow::Next)
}

/// ENABLE and DELETE look for the file, all else for what is active.
fn quota_file(desk: &mut Desk, context: &mut Context<'_>, command: &Command) -> Result<Flow, Condition> {
    let of_file = ["OPTION.DELETE", "OPTION.ENABLE"].iter().any(|option| command.has(option));
    disk_quota(desk, context, command, if of_file { codes::SYSTEM_NOQFILE } else { codes::SYSTEM_QFNOTACT })
}

/// No volume has a quota file, and none can be made: what the disk's file system says of a request.
fn disk_quota(desk: &mut Desk, context: &mut Context<'_>, command: &Command, why: Status) -> Result<Flow, Condition> {
    let typed = command.value("DEVICE").map(str::to_owned);
    let typed = typed.unwrap_or_else(|| context.process.default_device(context.node.names()));
    let name = context.device(&typed)?;
    for target in desk.environment.targets(context) {
        let why = match target.node.as_ref().map(|node| node.device(&name)) {
            None => codes::SYSTEM_NOSUCHNODE,
            Some(None) if !context.node.file_systems().devices().contains(&name) => codes::SYSTEM_NOSUCHDEV,
            Some(Some(device)) if device.mount.is_none() => codes::SYSTEM_DEVNOTMOUNT,
            Some(_) => why,
        };
        context.message(&target.failed(why.into()));
    }
    Ok(Flow::Next)
}
