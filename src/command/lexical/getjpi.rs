//! F$GETJPI: what is known of a process.

use super::{Arguments, keyword, text, unknown};
use crate::command::{Context, processes};
use crate::dcl::Value;
use crate::message::{Condition, codes};
use crate::node::process::{ProcessMode, QUOTAS};
use crate::node::process_table::ProcessEntry;
use crate::node::views::DeviceView;

/// F$GETJPI(pid, item). The process itself is the empty string, 0 or its identification; for others see
/// [`processes::may_see`].
pub fn getjpi(context: &mut Context<'_>, arguments: &Arguments) -> Result<Value, Condition> {
    let pid = text(arguments, 0);
    let item = keyword(arguments, 1);
    let number = match pid.trim() {
        "" => 0,
        hex => u32::from_str_radix(hex, 16).map_err(|_| Condition::new(codes::CLI_IVCHAR).token(hex.to_uppercase()))?,
    };
    let process = match number {
        0 => processes::own(context),
        own if own == context.process.pid => processes::own(context),
        other => processes::identified(context, other).map_err(|refusal| match refusal.status {
            codes::SYSTEM_NOPRIV => refusal.token(item.as_str()),
            _ => refusal,
        })?,
    };
    let found = identity(context, &process, &item)
        .or_else(|| relations(context, &process, &item))
        .or_else(|| usage(&process, &item))
        .or_else(|| limit(&process, &item))
        .or_else(|| authorization(&process, &item));
    found.ok_or_else(|| unknown(&item))
}

/// Items of the authorization record and of settings that no command changes.
fn authorization(process: &ProcessEntry, item: &str) -> Option<Value> {
    Some(match item {
        "CASE_LOOKUP_PERM" | "CASE_LOOKUP_TEMP" => Value::text("BLIND"),
        "PARSE_STYLE_PERM" | "PARSE_STYLE_TEMP" => Value::text("TRADITIONAL"),
        "TOKEN" => Value::text("TRADITIONAL"),
        "LAST_LOGIN_I" | "LAST_LOGIN_N" => Value::text(""),
        // JPI$K_DETACHED, _NETWORK, _BATCH, _LOCAL.
        "JOBTYPE" => integer(match process.mode {
            ProcessMode::Other => 0,
            ProcessMode::Network => 1,
            ProcessMode::Batch => 2,
            ProcessMode::Interactive => 3,
        }),
        "CREPRC_FLAGS" | "DFMBC" | "EXCVEC" | "FINALEXC" | "HOMERAD" | "LOGIN_FAILURES" | "LOGIN_FLAGS"
        | "RMS_FILEPROT" | "UAF_FLAGS" => integer(0),
        _ => return None,
    })
}

fn integer(value: impl TryInto<i32>) -> Value {
    Value::Integer(value.try_into().unwrap_or(i32::MAX))
}

fn identity(context: &Context<'_>, process: &ProcessEntry, item: &str) -> Option<Value> {
    let terminal = process.terminal.as_ref().map_or_else(String::new, |t| format!("{t}:"));
    let is_user = process.mode != ProcessMode::Other;
    let of_user = |text: &str| Value::text(if is_user { text } else { "" });
    Some(match item {
        "ACCOUNT" => Value::text(format!("{:<8}", process.account)),
        "AUTHPRI" | "PRIB" | "PRI" => integer(process.priority),
        "AUTHPRIV" => Value::text(process.privileges.authorized.list()),
        "CLINAME" => of_user("DCL"),
        "CURPRIV" | "PROCPRIV" => Value::text(process.privileges.current.list()),
        "GRP" => integer(process.uic.group),
        "IMAGNAME" | "IMAGPRIV" | "SWPFILLOC" => Value::text(""),
        "LOGINTIM" => Value::text(process.login_time.absolute()),
        "MEM" => integer(process.uic.member),
        "MODE" => Value::text(process.mode.word()),
        "MSGMASK" => Value::Integer(message_mask(context)),
        "NODENAME" => Value::text(context.node.name()),
        "NODE_CSID" => Value::text("00000000"),
        "NODE_VERSION" => Value::text("V8.4    "),
        "PID" => Value::text(format!("{:08X}", process.pid)),
        "PRCNAM" => Value::text(process.name.as_str()),
        "PROC_INDEX" => integer(process.pid & 0x1FF),
        "RIGHTSLIST" => Value::text([rights(context, process), context.node.system_rights()].concat().join(",")),
        "PROCESS_RIGHTS" => Value::text(rights(context, process).join(",")),
        "SITESPEC" => integer(0),
        "STATE" => Value::text(process.state),
        "STS" => Value::Integer(0x0004_0001),
        "SYSTEM_RIGHTS" => Value::text(context.node.system_rights().join(",")),
        "TABLENAME" => of_user("SYS$SHARE:DCLTABLES"),
        "TERMINAL" | "TT_PHYDEVNAM" => Value::text(terminal),
        "TT_ACCPORNAM" => Value::text(""),
        "UIC" => Value::text(context.node.rights().show(process.uic)),
        "USERNAME" => Value::text(format!("{:<12}", process.username)),
        _ => return None,
    })
}

/// Items about the job and about devices.
fn relations(context: &Context<'_>, process: &ProcessEntry, item: &str) -> Option<Value> {
    let job = || processes::job_of(context, process.pid);
    Some(match item {
        "MASTER_PID" => Value::text(job().first().map_or(String::new(), |(_, first)| format!("{:08X}", first.pid))),
        "OWNER" if process.owner == 0 => Value::text(""),
        "OWNER" => Value::text(format!("{:08X}", process.owner)),
        "JOBPRCCNT" => integer(job().len().saturating_sub(1)),
        "PRCCNT" => integer(job().iter().filter(|(_, below)| below.owner == process.pid).count()),
        "VOLUMES" => {
            let own = |device: &&DeviceView| {
                device.mount.is_some() && device.owner.as_ref().is_some_and(|owner| owner.pid == process.pid)
            };
            integer(context.node.devices("").iter().filter(own).count())
        }
        _ => return None,
    })
}

/// Bits for text, identification, severity and facility.
fn message_mask(context: &Context<'_>) -> i32 {
    let parts = context.dcl.message_parts;
    let bits = [parts.text, parts.ident, parts.severity, parts.facility];
    bits.into_iter().enumerate().map(|(bit, on)| i32::from(on) << bit).sum()
}

fn rights(context: &Context<'_>, process: &ProcessEntry) -> Vec<String> {
    let own = context.node.rights().name(process.uic.longword()).map(str::to_owned);
    let environment = process.environment().map(str::to_owned);
    own.into_iter().chain(environment).chain(process.rights.iter().cloned()).collect()
}

fn usage(process: &ProcessEntry, item: &str) -> Option<Value> {
    let counters = process.counters;
    Some(match item {
        "APTCNT" | "GPGCNT" => integer(0),
        "SUSPENDED" => integer(u8::from(process.state == "SUSP")),
        "ASTCNT" => integer(QUOTAS.asts),
        "BIOCNT" => integer(QUOTAS.buffered_io),
        "BUFIO" => integer(counters.buffered_io),
        "BYTCNT" => integer(QUOTAS.bytes),
        "CPUTIM" => integer(counters.cpu),
        "DIOCNT" => integer(QUOTAS.direct_io),
        "DIRIO" => integer(counters.direct_io),
        "ENQCNT" => integer(QUOTAS.locks),
        "FILCNT" => integer(QUOTAS.files.saturating_sub(process.open_files)),
        "FREPTECNT" => integer(i32::MAX),
        "IMAGECOUNT" => integer(counters.commands),
        "PAGEFLTS" => integer(counters.page_faults),
        "PAGFILCNT" => integer(QUOTAS.paging_file),
        "PPGCNT" => integer(processes::pages(process)),
        "TQCNT" => integer(QUOTAS.timers),
        "VIRTPEAK" => integer(QUOTAS.virtual_peak),
        "WSPEAK" | "WSSIZE" => integer(process.working_set.limit),
        _ => return None,
    })
}

fn limit(process: &ProcessEntry, item: &str) -> Option<Value> {
    let sizes = process.working_set;
    Some(integer(match item {
        "ASTLM" => QUOTAS.asts,
        "BIOLM" => QUOTAS.buffered_io,
        "BYTLM" => QUOTAS.bytes,
        "CPULIM" => process.cpu_limit.map_or(0, |limit| u32::try_from(limit).unwrap_or(u32::MAX)),
        "MAXDETACH" | "MAXJOBS" | "PHDFLAGS" | "SHRFILLM" | "TMBU" => 0,
        "DFPFC" => 64,
        "DFWSCNT" => sizes.limit,
        "DIOLM" => QUOTAS.direct_io,
        "ENQLM" => QUOTAS.locks,
        "FILLM" => QUOTAS.files,
        "PGFLQUOTA" => QUOTAS.paging_file,
        "PRCLM" => QUOTAS.subprocesses,
        "TQLM" => QUOTAS.timers,
        "WSAUTH" => QUOTAS.working_set_quota,
        "WSAUTHEXT" => QUOTAS.working_set_extent,
        "WSQUOTA" => sizes.quota,
        "WSEXTENT" => sizes.extent,
        _ => return None,
    }))
}
