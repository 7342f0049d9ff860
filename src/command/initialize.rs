//! INITIALIZE and INITIALIZE/SHADOW (commands.md 3). Silent when all went well.

use super::protection;
use super::{Context, Routine};
use crate::blocks::{BlockCount, Lbn};
use crate::cdu::Command;
use crate::message::{Condition, Status, codes};
use crate::node::InitializeRequest;
use crate::node::config::Uic;
use crate::node::privileges::Privilege;
use crate::ods2::{self, HomePlaces, IndexPlace, InitOptions};

/// Blocks that /LIMIT without a value lets a volume grow to: 2 TiB less one block, what the size field holds.
const LARGEST: BlockCount = BlockCount(u32::MAX as u64);

/// Largest group of the system category (MAXSYSGROUP).
const SYSTEM_GROUPS: u16 = 0o10;

const LABELS: &[&str] = &[
    "ACCESSED",
    "CLUSTER_SIZE",
    "DATA_CHECK",
    "DATA_CHECK.READ",
    "DATA_CHECK.WRITE",
    "DENSITY",
    "DEVICE",
    "DIRECTORIES",
    "ERASE",
    "ERASE.DELETE",
    "ERASE.INIT",
    "EXTENSION",
    "FILE_PROTECTION",
    "GROUP",
    "HEADERS",
    "HIGHWATER",
    "HOMEBLOCKS",
    "HOMEBLOCKS.CONTIGUOUS",
    "HOMEBLOCKS.FIXED",
    "HOMEBLOCKS.GEOMETRY",
    "INDEX",
    "INDEX.BEGINNING",
    "INDEX.BLOCK",
    "INDEX.END",
    "INDEX.MIDDLE",
    "INTERCHANGE",
    "LABEL",
    "LIMIT",
    "MAXIMUM_FILES",
    "MEDIA_FORMAT",
    "MEDIA_FORMAT.CDROM",
    "MEDIA_FORMAT.COMPACTION",
    "OVERRIDE",
    "OVERRIDE.ACCESSIBILITY",
    "OVERRIDE.EXPIRATION",
    "OVERRIDE.OWNER_IDENTIFIER",
    "OWNER_UIC",
    "PROTECTION",
    "SHADOW",
    "SHARE",
    "SIZE",
    "STRUCTURE",
    "SYSTEM",
    "USER_NAME",
    "VOLUME",
    "WINDOWS",
];

/// The two forms.
pub const ROUTINES: &[Routine] = &[
    Routine { name: "INITIALIZE", handler: initialize, labels: LABELS },
    Routine { name: "INITIALIZE_SHADOW", handler: initialize_shadow, labels: LABELS },
];

fn initialize(context: &mut Context<'_>, command: &Command) -> Result<Status, Condition> {
    let device = context.device(command.value("DEVICE").unwrap_or(""))?;
    run(context, command, vec![device], false)
}

fn initialize_shadow(context: &mut Context<'_>, command: &Command) -> Result<Status, Condition> {
    let devices = command.values("SHADOW").into_iter().map(|device| context.device(device));
    let devices = devices.collect::<Result<Vec<_>, _>>()?;
    run(context, command, devices, true)
}

fn run(context: &mut Context<'_>, command: &Command, devices: Vec<String>, shadow: bool) -> Result<Status, Condition> {
    let options = options(context, command)?;
    context.node.initialize(&InitializeRequest { devices, shadow, options }, &context.requester())?;
    Ok(Status::NORMAL)
}

/// What is for tapes and their labels alone.
const FOR_TAPES: [&str; 5] = ["DENSITY", "INTERCHANGE", "LABEL", "MEDIA_FORMAT", "OVERRIDE"];

/// Clusters of so many blocks are the largest.
const LARGEST_CLUSTER: u16 = 16_380;

/// Bits of the protection mask that deny everything to a category.
const NO_GROUP: u16 = 0x0F00;
const NO_WORLD: u16 = 0xF000;

fn options(context: &Context<'_>, command: &Command) -> Result<InitOptions, Condition> {
    if FOR_TAPES.iter().any(|label| command.has(label) || command.present(label).is_negated()) {
        return Err(codes::INIT_ILLOPT.into());
    }
    // A quoted label keeps its lower case on the way here; on a volume all labels are upper case.
    let label = command.value("VOLUME").unwrap_or("").to_ascii_uppercase();
    let mut options = InitOptions::new(&label, context.node.clock().now());
    if command.number("STRUCTURE").is_some_and(|level| level != 2) {
        return Err(codes::INIT_BADSTRUCT.into());
    }
    options.owner = owner(context, command)?;
    options.user_name = command.value("USER_NAME").unwrap_or("").to_ascii_uppercase();
    options.cluster = number(command, "CLUSTER_SIZE", codes::INIT_BADCLUSTER)?;
    if options.cluster.is_some_and(|blocks| !(1..=LARGEST_CLUSTER).contains(&blocks)) {
        return Err(codes::INIT_BADCLUSTER.into());
    }
    options.maximum_files = number(command, "MAXIMUM_FILES", codes::INIT_BADMAXIMUM)?;
    options.size = number(command, "SIZE", codes::INIT_BADRANGE)?.map(BlockCount);
    let limit = number(command, "LIMIT", codes::INIT_BADRANGE)?.map(BlockCount);
    options.limit = command.has("LIMIT").then(|| limit.unwrap_or(LARGEST));
    let given = |label, status| number::<u32>(command, label, status);
    options.headers = given("HEADERS", codes::INIT_BADHEADERS)?.unwrap_or(options.headers);
    options.directories = given("DIRECTORIES", codes::INIT_BADDIRECTORIES)?.unwrap_or(options.directories);
    options.extension = number(command, "EXTENSION", codes::INIT_BADEXTENSION)?.unwrap_or(options.extension);
    options.windows = number(command, "WINDOWS", codes::INIT_BADWINDOWS)?.unwrap_or(options.windows);
    options.accessed = number(command, "ACCESSED", codes::INIT_BADACCESSED)?.unwrap_or(options.accessed);
    options.highwater = command.has("HIGHWATER");
    if command.present("SHARE").is_negated() {
        options.protection |= if command.has("GROUP") { NO_WORLD } else { NO_GROUP | NO_WORLD };
    }
    if let Some(text) = command.value("PROTECTION") {
        options.protection = protection::mask(text, options.protection)?;
    }
    if let Some(text) = command.value("FILE_PROTECTION") {
        options.file_protection = protection::mask(text, options.file_protection)?;
    }
    (options.erase, options.erase_on_delete) = erase(command);
    options.check_reads = command.has("DATA_CHECK.READ");
    options.check_writes = command.has("DATA_CHECK.WRITE");
    (options.index, options.home_blocks) = (index(command)?, home_blocks(command));
    Ok(options)
}

/// /OWNER_UIC, /SYSTEM (`[1,1]`), /GROUP (`[g,0]`), else the user.
fn owner(context: &Context<'_>, command: &Command) -> Result<ods2::Uic, Condition> {
    let own = context.process.uic;
    let uic = match command.value("OWNER_UIC") {
        Some(text) => context.node.rights().parse(text).ok_or_else(|| Condition::new(codes::INIT_BADUIC))?,
        None if command.has("SYSTEM") => {
            if own.group > SYSTEM_GROUPS {
                context.require(Privilege::Sysprv)?;
            }
            Uic { group: 1, member: 1 }
        }
        None if command.has("GROUP") => Uic { group: own.group, member: 0 },
        None => own,
    };
    Ok(ods2::Uic(uic.longword()))
}

/// A number that fits; else the qualifier's own refusal.
fn number<T: TryFrom<i64>>(command: &Command, label: &str, refusal: Status) -> Result<Option<T>, Condition> {
    command.number(label).map(|number| T::try_from(number).map_err(|_| refusal.into())).transpose()
}

/// Wipe now, and erase on delete. A bare /ERASE does both (shadowing.md 2.3).
fn erase(command: &Command) -> (bool, bool) {
    let (now, on_delete) = (command.has("ERASE.INIT"), command.has("ERASE.DELETE"));
    match command.has("ERASE") {
        true if !now && !on_delete => (true, true),
        true => (now, on_delete),
        false => (false, false),
    }
}

fn index(command: &Command) -> Result<IndexPlace, Condition> {
    if command.has("INDEX.BEGINNING") {
        return Ok(IndexPlace::Beginning);
    }
    if command.has("INDEX.END") {
        return Ok(IndexPlace::End);
    }
    let block = number(command, "INDEX.BLOCK", codes::INIT_BADINDEX)?;
    Ok(block.map_or(IndexPlace::Middle, |block| IndexPlace::Block(Lbn(block))))
}

fn home_blocks(command: &Command) -> HomePlaces {
    if command.has("HOMEBLOCKS.CONTIGUOUS") {
        HomePlaces::Contiguous
    } else if command.has("HOMEBLOCKS.GEOMETRY") {
        HomePlaces::Geometry
    } else {
        HomePlaces::Fixed
    }
}
