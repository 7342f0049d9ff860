//! F$GETSYI and F$CSID: what is known of the node, system parameters among it.

use super::{Arguments, keyword, text, unknown};
use crate::command::Context;
use crate::dcl::Value;
use crate::message::{Condition, codes};
use crate::node::machine;

/// Cluster system identification of the only node.
const CSID: &str = "00010001";
/// Version of the system, eight characters.
const VERSION: &str = "V8.4    ";

/// `F$GETSYI(item[,node][,csid])`. Another node is unknown.
pub fn getsyi(context: &mut Context<'_>, arguments: &Arguments) -> Result<Value, Condition> {
    let item = keyword(arguments, 0);
    let node = keyword(arguments, 1);
    let csid = keyword(arguments, 2);
    let other = !node.is_empty() && !node.trim_end_matches(':').eq_ignore_ascii_case(context.node.name());
    if other || !csid.is_empty() && csid != CSID {
        return Err(codes::SYSTEM_NOSUCHNODE.into());
    }
    let found = of_node(context, &item).or_else(|| of_hardware(context, &item)).or_else(|| of_cluster(context, &item));
    let parameter = || {
        let value = context.node.parameters().get(&item)?;
        Some(Value::Integer(value.cast_signed()))
    };
    found.or_else(parameter).ok_or_else(|| unknown(&item))
}

fn of_node(context: &Context<'_>, item: &str) -> Option<Value> {
    let node = context.node;
    Some(match item {
        "BOOTTIME" => Value::text(node.boot_time().absolute()),
        "CWLOGICALS" => Value::boolean(true),
        "DECNET_FULLNAME" | "DECNET_VERSION" => Value::text(""),
        "NODENAME" | "SCSNODE" => Value::text(node.name()),
        "NODE_AREA" => Value::Integer(1),
        "NODE_CSID" => Value::text(CSID),
        "NODE_NUMBER" => Value::Integer(1),
        "NODE_SWINCARN" => Value::text(format!("{:016X}", node.boot_time().0)),
        "NODE_SWTYPE" => Value::text("VMS "),
        "NODE_SWVERS" => Value::text("V8.4"),
        "NODE_SYSTEMID" => Value::text("000000000401"),
        "SCS_EXISTS" => Value::boolean(true),
        "SWINCARN" => Value::text(format!("{:016X}", node.boot_time().0)),
        "UPTIME" => Value::text(uptime(context)),
        "VERSION" => Value::text(VERSION),
        _ => return None,
    })
}

fn uptime(context: &Context<'_>) -> String {
    let ticks = context.node.clock().now().0.saturating_sub(context.node.boot_time().0);
    crate::dcl::time::delta_text(ticks)
}

fn of_hardware(context: &Context<'_>, item: &str) -> Option<Value> {
    let number = |number: u32| Value::Integer(number.cast_signed());
    Some(match item {
        "ACTIVECPU_CNT" | "AVAILCPU_CNT" => Value::Integer(2),
        "ARCH_NAME" => Value::text("Alpha"),
        "ARCH_TYPE" => Value::Integer(2),
        "CHARACTER_EMULATED" | "DECIMAL_EMULATED" | "D_FLOAT_EMULATED" | "F_FLOAT_EMULATED" | "G_FLOAT_EMULATED"
        | "H_FLOAT_EMULATED" | "VECTOR_EMULATOR" => Value::boolean(false),
        "CONTIG_GBLPAGES" | "FREE_GBLPAGES" => Value::Integer(900_000),
        "CPU" => Value::Integer(128),
        "CPUTYPE" => Value::Integer(16),
        "FREE_PAGES" => number(machine::FREE_PAGES),
        "HW_MODEL" => Value::Integer(2048),
        "HW_NAME" => Value::text(context.node.hardware_name()),
        "MEMSIZE" | "PAGES" => number(machine::MEMORY_PAGES),
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

fn of_cluster(context: &Context<'_>, item: &str) -> Option<Value> {
    let parameter = |name: &str| Value::Integer(context.node.parameter(name).cast_signed());
    let member = context.node.parameter("VAXCLUSTER") != 0;
    let one = || Value::Integer(i32::from(member));
    Some(match item {
        "CLUSTER_EVOTES" | "NODE_EVOTES" => parameter("EXPECTED_VOTES"),
        "CLUSTER_FSYSID" => Value::text("000000000401"),
        "CLUSTER_FTIME" => Value::text(context.node.boot_time().absolute()),
        "CLUSTER_MEMBER" => Value::boolean(member),
        "CLUSTER_NODES" => one(),
        "CLUSTER_QUORUM" | "NODE_QUORUM" => one(),
        "CLUSTER_VOTES" | "NODE_VOTES" => parameter("VOTES"),
        _ => return None,
    })
}

/// F$CSID(context-symbol): the node, then an empty string.
pub fn csid(context: &mut Context<'_>, arguments: &Arguments) -> Result<Value, Condition> {
    let symbol = text(arguments, 0);
    let begun = context.dcl.symbol(&symbol).is_some_and(|value| !value.string().is_empty());
    context.dcl.set_local(&symbol, if begun { "" } else { "1" });
    Ok(Value::text(if begun { "" } else { CSID }))
}
