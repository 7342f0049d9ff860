//! F$GETSYI and F$CSID: what is known of the node, system parameters among it.

use std::sync::Arc;

use super::{Arguments, keyword, text, unknown};
use crate::command::sysman::members;
use crate::command::{Context, memory_use};
use crate::dcl::Value;
use crate::message::{Condition, codes};
use crate::node::{Node, machine};

/// Cluster system identification of the first node of a site; the next one has the next.
const FIRST_CSID: u32 = 0x0001_0001;
/// Version of the system, eight characters.
const VERSION: &str = "V8.4    ";

/// `F$GETSYI(item[,node][,csid])`. A node that is no member of the cluster is unknown.
pub fn getsyi(context: &mut Context<'_>, arguments: &Arguments) -> Result<Value, Condition> {
    let item = keyword(arguments, 0);
    let node = keyword(arguments, 1);
    let csid = keyword(arguments, 2);
    let named = |member: &&Arc<Node>| {
        (node.is_empty() || member.name().eq_ignore_ascii_case(node.trim_end_matches(':')))
            && (csid.is_empty() || csid_of(context, member) == csid)
    };
    let node = match node.is_empty() && csid.is_empty() {
        true => context.node,
        false => members(context).into_iter().find(named).ok_or(codes::SYSTEM_NOSUCHNODE)?,
    };
    let found = of_node(context, node, &item).or_else(|| of_hardware(context, node, &item));
    let found = found.or_else(|| of_cluster(context, node, &item));
    let parameter = || {
        let value = node.parameters().get(&item)?;
        Some(Value::Integer(value.cast_signed()))
    };
    found.or_else(parameter).ok_or_else(|| unknown(&item))
}

/// The cluster system identification of a node, eight hexadecimal digits.
fn csid_of(context: &Context<'_>, node: &Arc<Node>) -> String {
    let at = context.nodes.iter().position(|member| Arc::ptr_eq(member, node)).unwrap_or(0);
    format!("{:08X}", FIRST_CSID + u32::try_from(at).unwrap_or(0))
}

fn of_node(context: &Context<'_>, node: &Arc<Node>, item: &str) -> Option<Value> {
    Some(match item {
        "BOOTTIME" => Value::text(node.boot_time().absolute()),
        "CWLOGICALS" => Value::boolean(true),
        "DECNET_FULLNAME" | "DECNET_VERSION" => Value::text(""),
        "NODENAME" | "SCSNODE" => Value::text(node.name()),
        "NODE_AREA" => Value::Integer(1),
        "NODE_CSID" => Value::text(csid_of(context, node)),
        "NODE_NUMBER" => Value::Integer(1),
        "NODE_SWINCARN" => Value::text(format!("{:016X}", node.boot_time().0)),
        "NODE_SWTYPE" => Value::text("VMS "),
        "NODE_SWVERS" => Value::text("V8.4"),
        "NODE_SYSTEMID" => Value::text("000000000401"),
        "SCS_EXISTS" => Value::boolean(true),
        "SWINCARN" => Value::text(format!("{:016X}", node.boot_time().0)),
        "UPTIME" => Value::text(uptime(node)),
        "VERSION" => Value::text(VERSION),
        _ => return None,
    })
}

fn uptime(node: &Node) -> String {
    let ticks = node.clock().now().0.saturating_sub(node.boot_time().0);
    crate::dcl::time::delta_text(ticks)
}

fn of_hardware(context: &Context<'_>, node: &Node, item: &str) -> Option<Value> {
    let number = |number: u32| Value::Integer(number.cast_signed());
    Some(match item {
        "ACTIVECPU_CNT" | "AVAILCPU_CNT" => number(machine::PROCESSORS),
        "ARCH_NAME" => Value::text("Alpha"),
        "ARCH_TYPE" => Value::Integer(2),
        "CHARACTER_EMULATED" | "DECIMAL_EMULATED" | "D_FLOAT_EMULATED" | "F_FLOAT_EMULATED" | "G_FLOAT_EMULATED"
        | "H_FLOAT_EMULATED" | "VECTOR_EMULATOR" => Value::boolean(false),
        "CONTIG_GBLPAGES" | "FREE_GBLPAGES" => Value::Integer(900_000),
        "CPU" => Value::Integer(128),
        "CPUTYPE" => Value::Integer(16),
        "FREE_PAGES" => number(memory_use::pages(context, node).free),
        "HW_MODEL" => Value::Integer(2048),
        "HW_NAME" => Value::text(node.hardware_name()),
        "MEMSIZE" | "PAGES" => number(memory_use::pages(context, node).total),
        "NODE_HWTYPE" => Value::text("ALPH"),
        "NODE_HWVERS" => Value::text("000000000000000000000000"),
        "PAGEFILE_FREE" | "PAGEFILE_PAGE" => number(machine::PAGING_FILE_PAGES),
        "PAGE_SIZE" => number(machine::PAGE_BYTES),
        "REAL_CPUTYPE" => Value::Integer(16),
        "SID" => Value::Integer(i32::MIN),
        "SWAPFILE_FREE" | "SWAPFILE_PAGE" => number(machine::SWAP_FILE_PAGES),
        "XCPU" | "XSID" => Value::Integer(0),
        _ => return None,
    })
}

/// Votes count as in a cluster of members that are all up; the quorum is more than half of what is expected.
fn of_cluster(context: &Context<'_>, node: &Node, item: &str) -> Option<Value> {
    let parameter = |name: &str| Value::Integer(node.parameter(name).cast_signed());
    let number = |number: u32| Value::Integer(number.cast_signed());
    let member = node.parameter("VAXCLUSTER") != 0;
    let members = members(context);
    let votes: u32 = members.iter().map(|member| member.parameter("VOTES")).sum();
    let expected = members.iter().map(|member| member.parameter("EXPECTED_VOTES")).max().unwrap_or(0).max(votes);
    let quorum = if member { expected.midpoint(2) } else { 0 };
    Some(match item {
        "CLUSTER_EVOTES" => number(expected),
        "NODE_EVOTES" => parameter("EXPECTED_VOTES"),
        "CLUSTER_FSYSID" => Value::text("000000000401"),
        "CLUSTER_FTIME" => Value::text(node.boot_time().absolute()),
        "CLUSTER_MEMBER" => Value::boolean(member),
        "CLUSTER_NODES" => Value::Integer(if member { i32::try_from(members.len()).unwrap_or(i32::MAX) } else { 0 }),
        "CLUSTER_QUORUM" | "NODE_QUORUM" => number(quorum),
        "CLUSTER_VOTES" => number(votes),
        "NODE_VOTES" => parameter("VOTES"),
        _ => return None,
    })
}

/// F$CSID(context-symbol): each member of the cluster, then an empty string.
pub fn csid(context: &mut Context<'_>, arguments: &Arguments) -> Result<Value, Condition> {
    let symbol = text(arguments, 0);
    let shown = context.dcl.symbol(&symbol).and_then(|value| value.string().parse::<usize>().ok()).unwrap_or(0);
    let next = members(context).get(shown).map(|node| csid_of(context, node));
    context.dcl.set_local(&symbol, next.as_ref().map_or_else(String::new, |_| (shown + 1).to_string()).as_str());
    Ok(Value::text(next.unwrap_or_default()))
}
