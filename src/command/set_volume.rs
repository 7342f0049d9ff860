//! SET VOLUME (commands.md 15): what it changes stands in the home block, or is the size of the volume.

use super::protection;
use super::{Context, Routine};
use crate::blocks::BlockCount;
use crate::cdu::Command;
use crate::message::{Condition, Status, codes};
use crate::node::VolumeChange;
use crate::node::privileges::Privilege;
use crate::ods2::home::characteristics;
use crate::ods2::{HomeBlock, Uic};

/// The command. What OpenVMS keeps in caches, retention dates and newer structures is refused.
pub const ROUTINES: &[Routine] = &[Routine {
    name: "SET_VOLUME",
    handler: set_volume,
    labels: &[
        "ACCESSED",
        "DATA_CHECK",
        "DATA_CHECK.READ",
        "DATA_CHECK.WRITE",
        "DEVICE",
        "ERASE_ON_DELETE",
        "EXTENSION",
        "FILE_PROTECTION",
        "HIGHWATER_MARKING",
        "LABEL",
        "LIMIT",
        "LOG",
        "OPTION",
        "OPTION.VOLUME",
        "OWNER_UIC",
        "PROTECTION",
        "REBUILD",
        "REBUILD.FORCE",
        "SIZE",
        "USER_NAME",
        "WINDOWS",
    ],
}];

/// Directories kept open, extension and window that the qualifiers without a value bring back.
const ACCESSED: u8 = 3;
const EXTENSION: u16 = 5;
const WINDOWS: u8 = 7;

fn set_volume(context: &mut Context<'_>, command: &Command) -> Result<Status, Condition> {
    if command.has("ACCESSED") {
        context.require(Privilege::Oper)?;
    }
    let fields = Fields::of(context, command)?;
    let typed: Vec<String> = command.items("DEVICE").iter().map(|item| item.text().to_owned()).collect();
    let mut worst = Status::NORMAL;
    for typed in typed {
        let device = context.device(&typed)?;
        let change = VolumeChange {
            device: &device,
            edit: &|home| fields.store(command, home),
            limit: command.has("LIMIT").then_some(fields.limit),
            size: command.has("SIZE").then_some(fields.size),
            rebuild: command.has("REBUILD").then(|| command.has("REBUILD.FORCE")),
        };
        let name = context.node.find(&device).map_or_else(|_| device.clone(), |found| found.name());
        match context.node.set_volume(&change, &context.requester()) {
            Ok(()) if command.has("LOG") => {
                context.message(&Condition::new(codes::SET_MODIFIED).arg(format!("_{name}:")));
            }
            Ok(()) => {}
            Err(why) => {
                context.message(&Condition::new(codes::SET_NOTSET).arg(format!("_{name}:")).then(why));
                worst = codes::SET_NOTSET.inhibited();
            }
        }
    }
    Ok(worst)
}

/// Values that were checked before any volume is touched.
struct Fields {
    label: Option<String>,
    owner: Option<Uic>,
    user_name: Option<String>,
    accessed: Option<u8>,
    extension: Option<u16>,
    windows: Option<u8>,
    limit: Option<BlockCount>,
    size: Option<BlockCount>,
}

impl Fields {
    fn of(context: &Context<'_>, command: &Command) -> Result<Self, Condition> {
        let text = |label: &str| command.value(label).unwrap_or("").trim_end().to_ascii_uppercase();
        let label = command.has("LABEL").then(|| text("LABEL"));
        if let Some(label) = label.as_ref().filter(|label| !fits(label) || label.is_empty()) {
            return Err(invalid(label, "LABEL"));
        }
        let user_name = command.has("USER_NAME").then(|| match command.value("USER_NAME") {
            Some(_) => text("USER_NAME"),
            None => context.process.username.clone(),
        });
        if let Some(name) = user_name.as_ref().filter(|name| !fits(name)) {
            return Err(invalid(name, "USER_NAME"));
        }
        let owner = match (command.has("OWNER_UIC"), command.value("OWNER_UIC")) {
            (false, _) => None,
            (true, None) => Some(context.process.uic),
            (true, Some(text)) => Some(context.node.rights().parse(text).ok_or(codes::CLI_INVUIC)?),
        };
        Ok(Self {
            label,
            owner: owner.map(|uic| Uic(uic.longword())),
            user_name,
            accessed: number(command, "ACCESSED", 0..=255, i64::from(ACCESSED))?.map(|n| n as u8),
            extension: number(command, "EXTENSION", 0..=65_535, i64::from(EXTENSION))?.map(|n| n as u16),
            windows: number(command, "WINDOWS", 7..=80, i64::from(WINDOWS))?.map(|n| n as u8),
            limit: blocks(command, "LIMIT")?,
            size: blocks(command, "SIZE")?,
        })
    }

    /// Puts what the command says into a home block.
    fn store(&self, command: &Command, home: &mut HomeBlock) -> Result<(), Condition> {
        home.label = self.label.clone().unwrap_or_else(|| home.label.clone());
        home.owner_name = self.user_name.clone().unwrap_or_else(|| home.owner_name.clone());
        home.owner = self.owner.unwrap_or(home.owner);
        home.lru_limit = self.accessed.unwrap_or(home.lru_limit);
        home.extension = self.extension.unwrap_or(home.extension);
        home.window = self.windows.unwrap_or(home.window);
        if let Some(text) = command.value("PROTECTION") {
            home.protection = protection::mask(text, home.protection)?;
        }
        if let Some(text) = command.value("FILE_PROTECTION") {
            home.file_protection = protection::mask(text, home.file_protection)?;
        }
        let switch = |label: &str| match command.present(label) {
            presence if presence.is_negated() => Some(false),
            presence if presence.is_present() => Some(true),
            _ => None,
        };
        let bits = [
            (switch("ERASE_ON_DELETE"), characteristics::ERASE),
            (switch("HIGHWATER_MARKING").map(|on| !on), characteristics::NO_HIGHWATER),
            (switch("DATA_CHECK.READ"), characteristics::READ_CHECK),
            (switch("DATA_CHECK.WRITE"), characteristics::WRITE_CHECK),
        ];
        for (on, bit) in bits.iter().filter_map(|(on, bit)| Some(((*on)?, bit))) {
            home.characteristics = if on { home.characteristics | bit } else { home.characteristics & !bit };
        }
        Ok(())
    }
}

/// Whether a text can stand in a field of a home block.
fn fits(text: &str) -> bool {
    text.len() <= 12 && text.bytes().all(|byte| (32..127).contains(&byte))
}

fn invalid(value: &str, qualifier: &str) -> Condition {
    Condition::new(codes::SET_INVQUAVAL).arg(value).arg(qualifier)
}

/// A number of blocks; `None` for the qualifier alone.
fn blocks(command: &Command, label: &str) -> Result<Option<BlockCount>, Condition> {
    let Some(_) = command.value(label) else { return Ok(None) };
    Ok(number(command, label, 1..=i64::from(u32::MAX), 1)?.map(|n| BlockCount(n as u64)))
}

/// The value of a numeric qualifier; `default` for the qualifier alone, `None` without it.
fn number(
    command: &Command,
    label: &str,
    range: std::ops::RangeInclusive<i64>,
    default: i64,
) -> Result<Option<i64>, Condition> {
    if !command.has(label) {
        return Ok(None);
    }
    let number = command.number(label).unwrap_or(default);
    if range.contains(&number) { Ok(Some(number)) } else { Err(invalid(&number.to_string(), label)) }
}
