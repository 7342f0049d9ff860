//! The processes of a node, as commands and lexical functions find them, and who may look at which.

use super::Context;
use crate::message::{Condition, codes};
use crate::node::Node;
use crate::node::privileges::Privilege;
use crate::node::process::{ProcessMode, QUOTAS};
use crate::node::process_table::ProcessEntry;

/// The process that asks, as it is now.
pub fn own(context: &Context<'_>) -> ProcessEntry {
    let known = context.node.process_table().get(context.process.pid);
    ProcessEntry::of(context.process, context.node.names(), known.map_or(0, |entry| entry.owner), "CUR")
}

/// All processes of this node.
pub fn all(context: &Context<'_>) -> Vec<ProcessEntry> {
    of_node(context, context.node)
}

/// All processes of a node of the site: those of the system, then the others by identification.
pub fn of_node(context: &Context<'_>, node: &Node) -> Vec<ProcessEntry> {
    let mut others = node.process_table().all();
    if node.name() == context.node.name() {
        let own = own(context);
        others.retain(|entry| entry.pid != own.pid);
        others.push(own);
        others.sort_by_key(|entry| entry.pid);
    }
    let first = others.first().map_or(context.process.pid, |entry| entry.pid) & 0xFFFF_FE00;
    let booted = node.boot_time();
    let system = |index, name, priority, faults| ProcessEntry::of_system(first | index, name, priority, faults, booted);
    let mut all = vec![system(1, "SWAPPER", 16, 0)];
    if node.shadowing() {
        all.push(system(9, "SHADOW_SERVER", 6, 120));
    }
    all.push(system(12, "OPCOM", 8, 150));
    all.extend(others);
    all
}

/// Pages of memory that a process uses.
pub fn pages(process: &ProcessEntry) -> u32 {
    match process.name.as_str() {
        _ if process.mode != ProcessMode::Other => QUOTAS.pages,
        "SWAPPER" => 0,
        "OPCOM" => 190,
        _ => 160,
    }
}

/// The process of a name: names are those of the asker's UIC group.
///
/// # Errors
/// NONEXPR.
pub fn named(context: &Context<'_>, name: &str) -> Result<ProcessEntry, Condition> {
    let group = context.process.uic.group;
    let found = all(context).into_iter().find(|entry| entry.name == name && entry.uic.group == group);
    found.ok_or_else(|| codes::SYSTEM_NONEXPR.into())
}

/// The process of an identification.
///
/// # Errors
/// NONEXPR; NOPRIV for one that the asker may not look at.
pub fn identified(context: &Context<'_>, pid: u32) -> Result<ProcessEntry, Condition> {
    let found = all(context).into_iter().find(|entry| entry.pid == pid).ok_or(codes::SYSTEM_NONEXPR)?;
    if may_see(context, &found) { Ok(found) } else { Err(codes::SYSTEM_NOPRIV.into()) }
}

/// Whether a process may be looked at and changed: one's own user's, with GROUP those of the group, with WORLD all.
pub fn may_see(context: &Context<'_>, entry: &ProcessEntry) -> bool {
    let process = &context.process;
    entry.uic == process.uic
        || process.has(Privilege::World)
        || entry.uic.group == process.uic.group && process.has(Privilege::Group)
}

/// The processes of the job that a process belongs to, the first one first, each with its depth in the tree.
pub fn job_of(context: &Context<'_>, pid: u32) -> Vec<(usize, ProcessEntry)> {
    let all = all(context);
    let find = |pid: u32| all.iter().find(|entry| entry.pid == pid);
    let mut master = pid;
    while let Some(owner) = find(master).map(|entry| entry.owner).filter(|owner| find(*owner).is_some()) {
        master = owner;
    }
    let mut tree = Vec::new();
    let mut open: Vec<(usize, u32)> = vec![(0, master)];
    while let Some((depth, pid)) = open.pop() {
        tree.extend(find(pid).map(|entry| (depth, entry.clone())));
        open.extend(all.iter().rev().filter(|entry| entry.owner == pid).map(|entry| (depth + 1, entry.pid)));
    }
    tree
}
