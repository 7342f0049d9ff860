//! SET RMS_DEFAULT and SHOW RMS_DEFAULT.

use super::{Context, Routine};
use crate::cdu::Command;
use crate::message::{Condition, Status, codes};
use crate::node::privileges::Privilege;
use crate::node::rms_default::RmsDefaults;

/// The two commands.
pub const ROUTINES: &[Routine] = &[
    Routine {
        name: "SET_RMS_DEFAULT",
        handler: set_rms_default,
        labels: &[
            "BLOCK_COUNT",
            "BUFFER_COUNT",
            "DISK",
            "EXTEND_QUANTITY",
            "INDEXED",
            "MAGTAPE",
            "NETWORK_BLOCK_COUNT",
            "OPTION",
            "OPTION.RMS_DEFAULT",
            "PROLOG",
            "RELATIVE",
            "SEQUENTIAL",
            "SYSTEM",
            "UNIT_RECORD",
        ],
    },
    Routine {
        name: "SHOW_RMS_DEFAULT",
        handler: show_rms_default,
        labels: &["OPTION", "OPTION.RMS_DEFAULT", "OUTPUT"],
    },
];

/// The sequential devices with the places of their counts.
const SEQUENTIAL: [&str; 3] = ["DISK", "MAGTAPE", "UNIT_RECORD"];

/// A number in a range; VALERR for one outside.
fn number<T: TryFrom<i64> + PartialOrd>(command: &Command, label: &str, most: T) -> Result<Option<T>, Condition> {
    let Some(typed) = command.number(label) else { return Ok(None) };
    let number = T::try_from(typed).ok().filter(|number| *number <= most);
    number.map(Some).ok_or_else(|| codes::SET_VALERR.into())
}

fn set_rms_default(context: &mut Context<'_>, command: &Command) -> Result<Status, Condition> {
    let of_system = command.has("SYSTEM");
    if of_system {
        context.require(Privilege::Cmkrnl)?;
    }
    let now = if of_system { context.node.rms_defaults() } else { context.process.rms_defaults };
    let changed = changed(command, now)?;
    match of_system {
        true => context.node.set_rms_defaults(changed),
        false => context.process.rms_defaults = changed,
    }
    Ok(Status::NORMAL)
}

fn changed(command: &Command, mut defaults: RmsDefaults) -> Result<RmsDefaults, Condition> {
    const MOST: u8 = 127;
    defaults.block_count = number(command, "BLOCK_COUNT", MOST)?.unwrap_or(defaults.block_count);
    defaults.network_block_count =
        number(command, "NETWORK_BLOCK_COUNT", MOST)?.unwrap_or(defaults.network_block_count);
    defaults.extend = number(command, "EXTEND_QUANTITY", u16::MAX)?.unwrap_or(defaults.extend);
    defaults.prolog = number(command, "PROLOG", 3_u8)?.unwrap_or(defaults.prolog);
    if defaults.prolog == 1 {
        return Err(codes::SET_VALERR.into());
    }
    let Some(buffers) = number(command, "BUFFER_COUNT", i8::MAX)? else { return Ok(defaults) };
    if command.has("INDEXED") {
        defaults.indexed = buffers;
    }
    if command.has("RELATIVE") {
        defaults.relative = buffers;
    }
    // Without a kind of file it is for sequential ones.
    let some = ["INDEXED", "RELATIVE"].into_iter().chain(SEQUENTIAL).any(|label| command.has(label));
    let all = command.has("SEQUENTIAL") || !some;
    for (place, label) in defaults.sequential.iter_mut().zip(SEQUENTIAL) {
        if all || command.has(label) {
            *place = buffers;
        }
    }
    Ok(defaults)
}

fn show_rms_default(context: &mut Context<'_>, command: &Command) -> Result<Status, Condition> {
    let of = [("Process", context.process.rms_defaults), ("System", context.node.rms_defaults())];
    let mut lines: Vec<String> = [
        "",
        "          MULTI-  |               MULTIBUFFER COUNTS               |  NETWORK",
        "          BLOCK   | Indexed  Relative          Sequential          |   BLOCK",
        "          COUNT   |                     Disk  Magtape  Unit Record |   COUNT",
    ]
    .map(str::to_owned)
    .to_vec();
    for (name, own) in of {
        let [disk, tape, unit] = own.sequential;
        let (indexed, relative) = (own.indexed, own.relative);
        let counts = format!("{indexed:5} {relative:9} {disk:9} {tape:7} {unit:10}");
        lines.push(format!("{name:<8}{:6}    |{counts}     |{:6}", own.block_count, own.network_block_count));
    }
    lines.extend([String::new(), "          PROLOG    EXTEND QUANTITY".to_owned()]);
    lines.extend(of.map(|(name, own)| format!("{name:<8}{:6}{:15}", own.prolog, own.extend)));
    context.display(command, &lines)
}
