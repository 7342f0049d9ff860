//! F$GETJPI: what is known of a process.

use super::identity::nonexistent;
use super::{Arguments, keyword, text, unknown};
use crate::command::Context;
use crate::command::show_process::{ListedProcess, processes};
use crate::dcl::Value;
use crate::message::{Condition, codes};
use crate::node::privileges::Privilege;
use crate::node::process::{Process, ProcessMode, QUOTAS};
use crate::node::uic::Uic;

/// F$GETJPI(pid, item). The process itself is the empty string, 0 or its identification; others need WORLD.
pub fn getjpi(context: &mut Context<'_>, arguments: &Arguments) -> Result<Value, Condition> {
    let pid = text(arguments, 0);
    let item = keyword(arguments, 1);
    let number = match pid.trim() {
        "" => 0,
        hex => u32::from_str_radix(hex, 16).map_err(|_| Condition::new(codes::CLI_IVCHAR).token(hex.to_uppercase()))?,
    };
    if number != 0 && number != context.process.pid {
        let listed = processes(context).into_iter().find(|listed| listed.pid == number);
        return of_other(context, &listed.ok_or_else(nonexistent)?, &item);
    }
    let found = identity(context, &item)
        .or_else(|| usage(context.process, &item))
        .or_else(|| limit(&item))
        .or_else(|| authorization(&item));
    found.ok_or_else(|| unknown(&item))
}

/// What is known of a process of the system.
fn of_other(context: &Context<'_>, listed: &ListedProcess, item: &str) -> Result<Value, Condition> {
    if !context.process.has(Privilege::World) {
        return Err(Condition::new(codes::SYSTEM_NOPRIV).token(item));
    }
    let pid = || Value::text(format!("{:08X}", listed.pid));
    let own = match item {
        "ACCOUNT" => Value::text("<start>"),
        "CURPRIV" | "AUTHPRIV" | "PROCPRIV" | "PROCESS_RIGHTS" | "RIGHTSLIST" | "CLINAME" | "TABLENAME"
        | "TERMINAL" | "TT_PHYDEVNAM" => Value::text(""),
        "GRP" => integer(Uic::SYSTEM.group),
        "MEM" => integer(Uic::SYSTEM.member),
        "LOGINTIM" => Value::text(context.node.boot_time().absolute()),
        "MASTER_PID" | "PID" => pid(),
        "MODE" => Value::text("OTHER"),
        "PRCNAM" => Value::text(listed.name.as_str()),
        "PRI" | "PRIB" | "AUTHPRI" => integer(listed.priority),
        "PROC_INDEX" => integer(listed.pid & 0x1FF),
        "STATE" => Value::text(listed.state),
        "JOBTYPE" => integer(0),
        "UIC" => Value::text(context.node.rights().show(Uic::SYSTEM)),
        "USERNAME" => Value::text(format!("{:<12}", "SYSTEM")),
        "BUFIO" | "DIRIO" | "CPUTIM" | "PAGEFLTS" | "IMAGECOUNT" => integer(0),
        _ => {
            let same = identity(context, item).or_else(|| usage(context.process, item)).or_else(|| limit(item));
            return same.or_else(|| authorization(item)).ok_or_else(|| unknown(item));
        }
    };
    Ok(own)
}

/// Items of the authorization record and of settings that no command changes.
fn authorization(item: &str) -> Option<Value> {
    Some(match item {
        "CASE_LOOKUP_PERM" | "CASE_LOOKUP_TEMP" => Value::text("BLIND"),
        "PARSE_STYLE_PERM" | "PARSE_STYLE_TEMP" => Value::text("TRADITIONAL"),
        "TOKEN" => Value::text("TRADITIONAL"),
        "LAST_LOGIN_I" | "LAST_LOGIN_N" => Value::text(""),
        "JOBTYPE" => integer(2),
        "CREPRC_FLAGS" | "DFMBC" | "EXCVEC" | "FINALEXC" | "HOMERAD" | "LOGIN_FAILURES" | "LOGIN_FLAGS"
        | "RMS_FILEPROT" | "UAF_FLAGS" => integer(0),
        _ => return None,
    })
}

fn integer(value: impl TryInto<i32>) -> Value {
    Value::Integer(value.try_into().unwrap_or(i32::MAX))
}

fn identity(context: &Context<'_>, item: &str) -> Option<Value> {
    let process = &context.process;
    let pid = format!("{:08X}", process.pid);
    let terminal = process.terminal.as_ref().map_or_else(String::new, |t| format!("{t}:"));
    Some(match item {
        "ACCOUNT" => Value::text(format!("{:<8}", process.account)),
        "AUTHPRI" | "PRIB" => integer(process.base_priority),
        "AUTHPRIV" => Value::text(process.privileges.authorized.list()),
        "CLINAME" => Value::text("DCL"),
        "CURPRIV" | "PROCPRIV" => Value::text(process.privileges.current.list()),
        "GRP" => integer(process.uic.group),
        "IMAGNAME" | "OWNER" | "SWPFILLOC" | "VOLUMES" => Value::text(""),
        "IMAGPRIV" => Value::text(""),
        "LOGINTIM" => Value::text(process.login_time.absolute()),
        "MASTER_PID" | "PID" => Value::text(pid),
        "MEM" => integer(process.uic.member),
        "MODE" => Value::text(process.mode.word()),
        "MSGMASK" => Value::Integer(message_mask(context)),
        "NODENAME" => Value::text(context.node.name()),
        "NODE_CSID" => Value::text("00000000"),
        "NODE_VERSION" => Value::text("V8.4    "),
        "PRCNAM" => Value::text(process.name.as_str()),
        "PRI" => integer(process.base_priority),
        "PROC_INDEX" => integer(process.pid & 0x1FF),
        "RIGHTSLIST" | "PROCESS_RIGHTS" => Value::text(rights(context, process.uic)),
        "SITESPEC" => integer(0),
        "STATE" => Value::text("CUR"),
        "STS" => Value::Integer(0x0004_0001),
        "SYSTEM_RIGHTS" => Value::text(format!("SYS$NODE_{}", context.node.name())),
        "TABLENAME" => Value::text("SYS$SHARE:DCLTABLES"),
        "TERMINAL" | "TT_PHYDEVNAM" => Value::text(terminal),
        "TT_ACCPORNAM" => Value::text(""),
        "UIC" => Value::text(context.node.rights().show(process.uic)),
        "USERNAME" => Value::text(format!("{:<12}", process.username)),
        _ => return None,
    })
}

/// Bits for text, identification, severity and facility.
fn message_mask(context: &Context<'_>) -> i32 {
    let parts = context.dcl.message_parts;
    let bits = [parts.text, parts.ident, parts.severity, parts.facility];
    bits.into_iter().enumerate().map(|(bit, on)| i32::from(on) << bit).sum()
}

fn rights(context: &Context<'_>, uic: Uic) -> String {
    let own = context.node.rights().name(uic.longword()).map(str::to_owned);
    let mode = match context.process.mode {
        ProcessMode::Other => None,
        mode => Some(mode.word().to_owned()),
    };
    own.into_iter().chain(mode).chain([String::from("LOCAL")]).collect::<Vec<_>>().join(",")
}

fn usage(process: &Process, item: &str) -> Option<Value> {
    let counters = process.counters;
    let open = u32::try_from(process.channels.iter().count()).unwrap_or(0);
    Some(match item {
        "APTCNT" | "GPGCNT" | "JOBPRCCNT" | "PRCCNT" | "SUSPENDED" => integer(0),
        "ASTCNT" => integer(QUOTAS.asts),
        "BIOCNT" => integer(QUOTAS.buffered_io),
        "BUFIO" => integer(counters.buffered_io),
        "BYTCNT" => integer(QUOTAS.bytes),
        "CPUTIM" => integer(counters.cpu),
        "DIOCNT" => integer(QUOTAS.direct_io),
        "DIRIO" => integer(counters.direct_io),
        "ENQCNT" => integer(QUOTAS.locks),
        "FILCNT" => integer(QUOTAS.files.saturating_sub(open)),
        "FREPTECNT" => integer(i32::MAX),
        "IMAGECOUNT" => integer(counters.commands),
        "PAGEFLTS" => integer(counters.page_faults),
        "PAGFILCNT" => integer(QUOTAS.paging_file),
        "PPGCNT" => integer(QUOTAS.pages),
        "TQCNT" => integer(QUOTAS.timers),
        "VIRTPEAK" => integer(QUOTAS.virtual_peak),
        "WSPEAK" => integer(QUOTAS.working_set),
        "WSSIZE" => integer(QUOTAS.working_set),
        _ => return None,
    })
}

fn limit(item: &str) -> Option<Value> {
    Some(integer(match item {
        "ASTLM" => QUOTAS.asts,
        "BIOLM" => QUOTAS.buffered_io,
        "BYTLM" => QUOTAS.bytes,
        "CPULIM" | "MAXDETACH" | "MAXJOBS" | "PHDFLAGS" | "SHRFILLM" | "TMBU" => 0,
        "DFPFC" => 64,
        "DFWSCNT" => QUOTAS.working_set,
        "DIOLM" => QUOTAS.direct_io,
        "ENQLM" => QUOTAS.locks,
        "FILLM" => QUOTAS.files,
        "PGFLQUOTA" => QUOTAS.paging_file,
        "PRCLM" => QUOTAS.subprocesses,
        "TQLM" => QUOTAS.timers,
        "WSAUTH" | "WSQUOTA" => QUOTAS.working_set_quota,
        "WSAUTHEXT" | "WSEXTENT" => QUOTAS.working_set_extent,
        _ => return None,
    }))
}
