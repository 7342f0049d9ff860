//! MOUNT (HELP MOUNT; shadowing.md 2.1, 3.10, 3.11).

use super::protection;
use super::{Context, Routine};
use crate::cdu::{Command, Item, Presence};
use crate::message::{self, Condition, Severity, Status, codes};
use crate::node::MountList;
use crate::node::privileges::Privilege;
use crate::node::request::{CopyWanted, Minicopy, MountRequest, Refusal};
use crate::node::views::{Caches, MountScope};
use crate::show::layout::Line;

/// The verb.
pub const ROUTINES: &[Routine] = &[Routine {
    name: "MOUNT",
    handler: mount,
    labels: &[
        "ACCESSED",
        "ASSIST",
        "AUTOMATIC",
        "BIND",
        "BLOCKSIZE",
        "CACHE",
        "CACHE.DATA",
        "CACHE.EXTENT",
        "CACHE.FILE_ID",
        "CACHE.LIMIT",
        "CACHE.QUOTA",
        "CACHE.TAPE_DATA",
        "CACHE.WRITETHROUGH",
        "CLUSTER",
        "CONFIRM",
        "COPY",
        "DENSITY",
        "DEVICE",
        "EXTENSION",
        "FOREIGN",
        "GROUP",
        "HDR3",
        "INCLUDE",
        "INITIALIZE",
        "INITIALIZE.CONTINUATION",
        "LABEL",
        "LOGICAL",
        "MESSAGE",
        "MULTI_VOLUME",
        "OVERRIDE",
        "OVERRIDE.ACCESSIBILITY",
        "OVERRIDE.EXPIRATION",
        "OVERRIDE.IDENTIFICATION",
        "OVERRIDE.NO_FORCED_ERROR",
        "OVERRIDE.OWNER_IDENTIFIER",
        "OVERRIDE.SETID",
        "OVERRIDE.SHADOW_MEMBERSHIP",
        "OWNER_UIC",
        "POLICY",
        "POLICY.MINICOPY",
        "POLICY.MINICOPY.OPTIONAL",
        "POLICY.REQUIRE_MEMBERS",
        "POLICY.VERIFY_LABEL",
        "PROTECTION",
        "QUOTA",
        "REBUILD",
        "RECORDSIZE",
        "SHADOW",
        "SHARE",
        "SYSTEM",
        "TAPE_DATA_WRITE",
        "UNLOAD",
        "VOLUME",
        "WINDOWS",
        "WRITE",
    ],
}];

/// What is for tapes alone. The forms that tapes have by default ask nothing of a disk.
const FOR_TAPES: [&str; 10] = [
    "BLOCKSIZE",
    "CACHE.TAPE_DATA",
    "DENSITY",
    "INITIALIZE",
    "MULTI_VOLUME",
    "OVERRIDE.ACCESSIBILITY",
    "OVERRIDE.EXPIRATION",
    "OVERRIDE.OWNER_IDENTIFIER",
    "OVERRIDE.SETID",
    "RECORDSIZE",
];

/// Defaults of tapes that /NO takes away.
const FOR_TAPES_NEGATED: [&str; 3] = ["AUTOMATIC", "HDR3", "TAPE_DATA_WRITE"];

/// Qualifiers that need OPER (command reference 1). No volume has a quota file, so that there is nothing more to QUOTA.
const FOR_OPERATORS: [&str; 4] = ["ACCESSED", "CACHE", "QUOTA", "WINDOWS"];

fn mount(context: &mut Context<'_>, command: &Command) -> Result<Status, Condition> {
    check_qualifiers(context, command)?;
    let mut list = requests(context, command)?;
    let requester = context.requester();
    let assist = command.has("ASSIST");
    if let ([request], None) = (&list.requests[..], &list.bind) {
        let request = request.clone();
        return match mount_one(context, command, &request)? {
            Ok(()) => Ok(Status::NORMAL),
            Err(status) => Ok(status),
        };
    }
    let plan = match context.node.plan_list(&list, &requester) {
        Ok(plan) => plan,
        Err(refusal) => return refuse(context, refusal, assist),
    };
    list.requests.clone_from(&plan.requests);
    for request in &list.requests {
        if let Err(status) = mount_one(context, command, request)? {
            return Ok(status);
        }
    }
    context.node.bind(&plan)?;
    Ok(Status::NORMAL)
}

/// Refuses what is not for disks, and what takes privilege.
fn check_qualifiers(context: &Context<'_>, command: &Command) -> Result<(), Condition> {
    let typed = |label: &str| !matches!(command.present(label), Presence::Absent | Presence::Defaulted);
    let for_tapes = FOR_TAPES.iter().any(|label| command.has(label));
    if for_tapes || FOR_TAPES_NEGATED.iter().any(|label| command.present(label).is_negated()) {
        return Err(codes::MOUNT_ILLOPT.into());
    }
    if FOR_OPERATORS.into_iter().any(typed) {
        let refused = |missing: Condition| Condition {
            status: missing.status.relabel(codes::MOUNT_ILLOPT.facility(), Severity::Severe),
            ..missing
        };
        context.require(Privilege::Oper).map_err(refused)?;
    }
    number(command, "ACCESSED", 0..=255).map(drop)
}

/// Mounts one volume; the status of a command that ends here without a message of its own.
fn mount_one(
    context: &mut Context<'_>,
    command: &Command,
    request: &MountRequest,
) -> Result<Result<(), Status>, Condition> {
    let requester = context.requester();
    let assist = command.has("ASSIST");
    let plan = match context.node.plan_mount(request, &requester) {
        Ok(plan) => plan,
        Err(refusal) => return refuse(context, refusal, assist).map(Err),
    };
    if plan.copy_refused() {
        list_copies(context, request, plan.copies().iter());
        return Ok(Err(codes::MOUNT_SHDWCOPYREQ.inhibited()));
    }
    if command.has("CONFIRM") && plan.full_copies().next().is_some() {
        list_copies(context, request, plan.full_copies());
        if !confirmed(context, &message::text(codes::TEXT_SHDWCONFIRM)) {
            return Ok(Err(codes::MOUNT_SHDWCOPYREQ.inhibited()));
        }
    }
    match context.node.commit_mount(plan, &requester) {
        Ok(report) => {
            if !command.present("MESSAGE").is_negated() {
                report.iter().for_each(|condition| context.message(condition));
            }
            Ok(Ok(()))
        }
        Err(refusal) => refuse(context, refusal, assist).map(Err),
    }
}

/// Prints what came before the refusal and, where an operator could have helped, that there is none.
fn refuse(context: &mut Context<'_>, refusal: Refusal, assist: bool) -> Result<Status, Condition> {
    refusal.before.iter().for_each(|condition| context.message(condition));
    let helpless = [codes::SYSTEM_MEDOFL, codes::SYSTEM_INCVOLLABEL, codes::SYSTEM_DEVOFFLINE];
    let number = refusal.condition.status.relabel(0, Severity::Severe);
    if assist && helpless.iter().any(|status| status.same_message(number)) && context.process.seat.classes.is_empty() {
        context.message(&codes::MOUNT_NOOPR.into());
    }
    Err(refusal.condition)
}

/// One request for each device of the command.
fn requests(context: &Context<'_>, command: &Command) -> Result<MountList, Condition> {
    let devices = command.items("DEVICE");
    let labels = command.values("VOLUME");
    if devices.len() > 1 && (command.has("FOREIGN") || command.present("LABEL").is_negated()) {
        return Err(codes::MOUNT_DEVICES.into());
    }
    if !labels.is_empty() && labels.len() != devices.len() {
        return Err(codes::MOUNT_DEVCOUNT.into());
    }
    let labels = labels.into_iter().map(Some).chain(std::iter::repeat(None));
    let requests = devices.iter().zip(labels).map(|(item, label)| request(context, command, item, label));
    let requests = requests.collect::<Result<Vec<_>, _>>()?;
    let bind = command.value("BIND").map(|name| name.trim_end().to_ascii_uppercase());
    if let Some(name) = bind.as_ref().filter(|name| name.is_empty() || name.len() > 12) {
        return Err(invalid_value(name, "BIND"));
    }
    Ok(MountList { requests, bind })
}

fn request(
    context: &Context<'_>,
    command: &Command,
    item: &Item<'_>,
    label: Option<&str>,
) -> Result<MountRequest, Condition> {
    let mut request = MountRequest::new(context.device(item.text())?);
    if item.present("SHADOW").is_present() {
        let members = item.values("SHADOW").into_iter().map(|member| context.device(member));
        request.shadow = Some(members.collect::<Result<_, _>>()?);
    }
    let no_label = command.present("LABEL").is_negated();
    request.foreign = command.has("FOREIGN") || no_label;
    request.label = label.filter(|label| !label.is_empty()).map(str::to_owned);
    request.logical_name = command.value("LOGICAL").map(|name| name.trim_end_matches(':').to_owned());
    request.scope = scope(command, context.process.uic.group);
    request.write = command.has("WRITE");
    request.copy = !command.present("COPY").is_negated();
    request.include = command.has("INCLUDE");
    request.minicopy = minicopy(command);
    request.require_members = command.has("POLICY.REQUIRE_MEMBERS");
    request.verify_label = command.has("POLICY.VERIFY_LABEL");
    request.override_membership = command.has("OVERRIDE.SHADOW_MEMBERSHIP");
    request.override_identification = command.has("OVERRIDE.IDENTIFICATION");
    request.rebuild = command.has("REBUILD");
    request.window = number(command, "WINDOWS", 7..=80)?;
    request.extend = number(command, "EXTENSION", 0..=65_535)?;
    request.caches = caches(command)?;
    if let Some(text) = command.value("PROTECTION") {
        // A category that is not named gets no access.
        request.protection = Some(protection::mask(text, 0xFFFF)?);
    }
    if let Some(text) = command.value("OWNER_UIC") {
        let uic = context.node.rights().parse(text);
        request.owner = Some(uic.ok_or_else(|| Condition::new(codes::MOUNT_BADUIC))?);
    }
    Ok(request)
}

/// /CACHE: what is not named stays as it is by default.
fn caches(command: &Command) -> Result<Caches, Condition> {
    if command.present("CACHE").is_negated() {
        return Ok(Caches::NONE);
    }
    let default = Caches::default();
    let entries = |label: &str, usual: u32| match command.present(label).is_negated() {
        true => Ok(0),
        false => number(command, label, 0..=i64::from(u16::MAX)).map(|given| given.unwrap_or(usual)),
    };
    Ok(Caches {
        extents: entries("CACHE.EXTENT", default.extents)?,
        file_ids: entries("CACHE.FILE_ID", default.file_ids)?,
        limit: number(command, "CACHE.LIMIT", 0..=1000)?.unwrap_or(default.limit),
        data: !command.present("CACHE.DATA").is_negated(),
    })
}

fn scope(command: &Command, group: u16) -> MountScope {
    if command.has("CLUSTER") {
        MountScope::Cluster
    } else if command.has("SYSTEM") {
        MountScope::System
    } else if command.has("GROUP") {
        MountScope::Group(group)
    } else if command.has("SHARE") {
        MountScope::Share
    } else {
        MountScope::Private
    }
}

/// `/POLICY=[NO]MINICOPY[=OPTIONAL]`, for MOUNT and DISMOUNT.
pub fn minicopy(command: &Command) -> Minicopy {
    match command.present("POLICY.MINICOPY") {
        Presence::Absent => Minicopy::Unspecified,
        presence if presence.is_negated() => Minicopy::Forbidden,
        _ if command.has("POLICY.MINICOPY.OPTIONAL") => Minicopy::Optional,
        _ => Minicopy::Required,
    }
}

/// The message is informational in its file; a command that ends with it has failed.
fn invalid_value(value: &str, qualifier: &str) -> Condition {
    let status = codes::MOUNT_INVQUAVAL.relabel(codes::MOUNT_INVQUAVAL.facility(), Severity::Severe);
    Condition::new(status).arg(value).arg(qualifier)
}

fn number(command: &Command, label: &str, range: std::ops::RangeInclusive<i64>) -> Result<Option<u32>, Condition> {
    let Some(number) = command.number(label) else { return Ok(None) };
    let invalid = || invalid_value(&number.to_string(), label.split('.').next().unwrap_or(label));
    u32::try_from(number).ok().filter(|_| range.contains(&number)).map(Some).ok_or_else(invalid)
}

/// The head and the list of copy targets (shadowing.md 3.11).
fn list_copies<'a>(context: &mut Context<'_>, request: &MountRequest, copies: impl Iterator<Item = &'a CopyWanted>) {
    context.message(&codes::MOUNT_SHDWCOPYREQ.into());
    let unit = request.device.trim_end_matches(':');
    let label = request.label.as_deref().unwrap_or("");
    context
        .line(Line::new().at(1, &format!("Virtual Unit - {unit}")).at(40, &format!("Volume label {label}")).finish());
    context.line(Line::new().at(9, "Member").at(35, "Volume label").at(51, "Owner UIC").finish());
    for copy in copies {
        let host = copy.host.as_ref().map_or(String::new(), |host| format!(" ({host})"));
        let owner = copy.owner.map_or(String::new(), |owner| context.node.rights().show(owner));
        let label = copy.label.as_deref().unwrap_or("<no label>");
        context.line(Line::new().at(9, &format!("{}:{host}", copy.device)).at(35, label).at(51, &owner).finish());
    }
}

/// Asks until the answer is Y, YES, N or NO; Return and Ctrl/Z mean no.
pub(super) fn confirmed(context: &mut Context<'_>, prompt: &str) -> bool {
    loop {
        let Some(answer) = context.streams.ask(prompt) else { return false };
        match answer.trim().to_ascii_uppercase().as_str() {
            "" | "N" | "NO" => return false,
            "Y" | "YES" => return true,
            _ => {}
        }
    }
}
