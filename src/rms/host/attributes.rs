//! Headers of host files: what the host's own metadata and the kept fields say together.

use std::ffi::OsStr;
use std::os::unix::ffi::OsStrExt;

use cap_std::fs::{Dir, File, FileExt, Metadata, MetadataExt, PermissionsExt};

use super::kept::{self, Kept};
use super::{CLUSTER, HostEntry, options};
use crate::clock::VmsTime;
use crate::message::{Condition, codes};
use crate::rms::file_system::{Attributes, Carriage, Change, Entry, RecordFormat, host_error};

/// Owner of every file that nobody gave another one: the system manager.
const OWNER: u32 = 0x0001_0004;

fn broken(error: &std::io::Error) -> Condition {
    host_error(error, codes::RMS_ACC)
}

/// The attributes of a file of `parent`; with `own_dates` those that the site's clock gave it.
pub(super) fn read(parent: &Dir, entry: &Entry, own_dates: bool) -> Result<Attributes, Condition> {
    let name = OsStr::from_bytes(&entry.token);
    // A link that leads out, to nothing or back to itself has attributes of its own only.
    let metadata = match parent.metadata(name) {
        Err(_) if entry.is_link => parent.symlink_metadata(name),
        followed => followed,
    };
    let metadata = metadata.map_err(|e| broken(&e))?;
    let directory = parent.dir_metadata().map_err(|e| broken(&e))?;
    let kept = match metadata.is_file() || metadata.is_dir() {
        true => parent.open_with(name, &options(false)).map(|file| Kept::read(&file)).unwrap_or_default(),
        false => Kept::default(),
    };
    Ok(joined(&metadata, &directory, &kept, own_dates))
}

fn joined(metadata: &Metadata, directory: &Metadata, kept: &Kept, own_dates: bool) -> Attributes {
    let id = |ino: u64| [(ino & 0xFFFF) as u32, ((ino >> 16) & 0xFFFF) as u32, 0];
    let time = |time: std::io::Result<cap_std::time::SystemTime>| {
        let since = time.ok().and_then(|t| t.into_std().duration_since(std::time::UNIX_EPOCH).ok());
        since.map_or_else(VmsTime::default, VmsTime::from_unix)
    };
    let bytes = if metadata.is_dir() { 512 } else { metadata.len() };
    let mode = metadata.permissions().mode();
    // What the host was told since then wins over what was kept.
    let mask = kept.protection.filter(|mask| kept::mode(*mask, metadata.is_dir()) == mode & 0o777);
    let own = |time: Option<VmsTime>| time.filter(|_| own_dates);
    Attributes {
        file_id: id(metadata.ino()),
        directory_id: id(directory.ino()),
        allocated: allocated(bytes, kept),
        created: own(kept.created).unwrap_or_else(|| time(metadata.created().or_else(|_| metadata.modified()))),
        revised: own(kept.revised).unwrap_or_else(|| time(metadata.modified())),
        is_directory: metadata.is_dir(),
        expires: kept.expires,
        version_limit: kept.version_limit,
        extend: kept.extend,
        global_buffers: kept.global_buffers,
        no_backup: kept.no_backup,
        erase: kept.erase,
        no_move: kept.no_move,
        contiguous: kept.contiguous || metadata.is_dir(),
        read_check: kept.read_check,
        write_check: kept.write_check,
        no_caching: kept.no_caching,
        format: kept.format.unwrap_or(RecordFormat::Variable),
        carriage: kept.carriage.unwrap_or(if metadata.is_dir() { Carriage::None } else { Carriage::Return }),
        longest: kept.longest.or_else(|| metadata.is_dir().then_some(512)),
        maximum: if metadata.is_dir() { 512 } else { kept.maximum },
        statistics: kept.statistics,
        keys: kept.keys,
        ..Attributes::plain(bytes, kept.owner.unwrap_or(OWNER), mask.unwrap_or_else(|| kept::protection(mode)))
    }
}

/// Blocks that a file of so many bytes has.
fn allocated(bytes: u64, kept: &Kept) -> u64 {
    bytes.div_ceil(512).max(kept.allocation.into()).next_multiple_of(CLUSTER)
}

/// Changes a file's header.
pub(super) fn change(parent: &Dir, entry: &Entry, change: &Change) -> Result<(), Condition> {
    let name = OsStr::from_bytes(&entry.token);
    let metadata = parent.metadata(name).map_err(|e| broken(&e))?;
    if !(metadata.is_file() || metadata.is_dir()) {
        return Err(codes::RMS_PRV.into());
    }
    let file = parent.open_with(name, &options(false)).map_err(|e| broken(&e))?;
    let before = Kept::read(&file);
    let mut kept = before;
    kept.apply(change);
    if kept != before {
        keep(&file, &kept, &before)?;
    }
    if change.end_of_file && metadata.is_file() {
        let file = parent.open_with(name, &options(true)).map_err(|e| broken(&e))?;
        file.set_len(512 * allocated(metadata.len(), &kept)).map_err(|e| host_error(&e, codes::RMS_WER))?;
    }
    match change.protection {
        Some(mask) => permit(&file, mask, metadata.is_dir()),
        None => Ok(()),
    }
}

/// The fields that the mode alone cannot say; a host without extended attributes is no obstacle to the others.
fn keep(file: &File, kept: &Kept, before: &Kept) -> Result<(), Condition> {
    let mode_says_it = |mask: u16| kept::protection(kept::mode(mask, false)) == mask;
    let plain = Kept { protection: before.protection, ..*kept };
    match kept.write(file) {
        Err(_) if plain == *before && kept.protection.is_some_and(mode_says_it) => Ok(()),
        other => other,
    }
}

fn permit(file: &File, mask: u16, directory: bool) -> Result<(), Condition> {
    let permissions = cap_std::fs::Permissions::from_mode(kept::mode(mask, directory));
    file.set_permissions(permissions).map_err(|e| host_error(&e, codes::RMS_PRV))
}

/// Gives a new file its header.
pub(super) fn set_header(parent: &Dir, new: &HostEntry, header: &Kept) -> Result<(), Condition> {
    let name = OsStr::from_bytes(&new.host);
    let file = parent.open_with(name, &options(false)).map_err(|e| broken(&e))?;
    if *header != Kept::default() {
        // Dates and defaults are no reason to refuse a file; what an operator asks for goes through `change`.
        let _ = header.write(&file);
    }
    header.protection.map_or(Ok(()), |mask| permit(&file, mask, new.directory))
}

/// Overwrites a file that is to be erased when it is deleted and has no second name.
pub(super) fn erase(parent: &Dir, entry: &Entry) -> Result<(), Condition> {
    let name = OsStr::from_bytes(&entry.token);
    let Ok(file) = parent.open_with(name, &options(true)) else { return Ok(()) };
    let metadata = file.metadata().map_err(|e| broken(&e))?;
    if Kept::read(&file).erase && metadata.nlink() == 1 {
        overwrite(&file, metadata.len()).map_err(|e| host_error(&e, codes::RMS_WER))?;
    }
    Ok(())
}

/// Writes zeros over the whole file and brings them to the disk.
fn overwrite(file: &File, length: u64) -> std::io::Result<()> {
    const PIECE: u64 = 65_024;
    let zeros = vec![0; PIECE as usize];
    let mut at = 0;
    while at < length {
        let piece = PIECE.min(length - at);
        file.write_all_at(&zeros[..piece as usize], at)?;
        at += piece;
    }
    file.sync_data()
}
