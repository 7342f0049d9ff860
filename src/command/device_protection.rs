//! SET PROTECTION/DEVICE: owner and protection of devices that hold no mounted Files-11 volume (command reference 17).

use super::files::owner;
use super::lexical::plain_device;
use super::protection::device_mask;
use super::{Context, Routine};
use crate::cdu::Command;
use crate::message::{Condition, Status, codes};
use crate::node::device_security;
use crate::node::files::HOST_DEVICE;
use crate::node::privileges::Privilege;
use crate::node::protection::Security;
use crate::node::uic::Uic;

/// The command.
pub const ROUTINES: &[Routine] = &[Routine {
    name: "SET_PROTECTION_DEVICE",
    handler: set_protection_device,
    labels: &["DEVICE", "NAME", "OPTION", "OPTION.PROTECTION", "OWNER_UIC"],
}];

fn set_protection_device(context: &mut Context<'_>, command: &Command) -> Result<Status, Condition> {
    context.require(Privilege::Oper)?;
    let owner = command.value("OWNER_UIC").map(|text| owner(context, text)).transpose()?;
    let code = command.value("OPTION.PROTECTION");
    if owner.is_none() && code.is_none() {
        return Err(codes::CLI_INSFPRM.into());
    }
    let (name, now) = device_security(context, command.value("NAME").unwrap_or_default())?;
    let protection = code.map(|code| device_mask(code, now.protection)).transpose()?.unwrap_or(now.protection);
    let owner = owner.map_or(now.owner, Uic::from_longword);
    context.node.set_device_security(&name, Security { owner, protection });
    Ok(Status::NORMAL)
}

/// The name of a device, with its owner and protection as they are.
///
/// # Errors
/// NOSUCHDEV; DEVMOUNT for a disk with a Files-11 volume, whose own protection counts.
fn device_security(context: &Context<'_>, typed: &str) -> Result<(String, Security), Condition> {
    let name = context.device(typed)?;
    if let Some(plain) = plain_device::find(context, &name) {
        let security = context.node.device_security(plain.name()).unwrap_or(device_security::OTHER);
        return match plain.name() == HOST_DEVICE {
            true => Err(codes::SYSTEM_DEVMOUNT.into()),
            false => Ok((plain.name().to_owned(), security)),
        };
    }
    let device = context.node.device(&name).ok_or(codes::SYSTEM_NOSUCHDEV)?;
    match device.mount.as_ref().is_some_and(|mount| !mount.foreign) || device.member.is_some() {
        true => Err(codes::SYSTEM_DEVMOUNT.into()),
        false => Ok((device.name.clone(), device.security)),
    }
}
