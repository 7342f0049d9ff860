//! DELETE/BITMAP (shadowing.md 2.7).

use super::{Context, Routine};
use crate::cdu::Command;
use crate::message::{Condition, Status, codes};
use crate::node::privileges::Privilege;

/// The command.
pub const ROUTINES: &[Routine] =
    &[Routine { name: "DELETE_BITMAP", handler: delete_bitmap, labels: &["BITMAP", "BITMAP_ID", "LOG"] }];

fn delete_bitmap(context: &mut Context<'_>, command: &Command) -> Result<Status, Condition> {
    context.require(Privilege::LogIo)?;
    let typed = command.value("BITMAP_ID").unwrap_or_default();
    let digits = typed.bytes().all(|digit| digit.is_ascii_hexdigit());
    let id = u32::from_str_radix(typed, 16).ok().filter(|_| digits).ok_or(codes::DELETE_VALERR)?;
    context.node.delete_bitmap(id)?;
    if command.has("LOG") {
        context.message(&Condition::new(codes::DELETE_DELETED).arg(format!("{id:08X}")));
    }
    Ok(Status::NORMAL)
}
