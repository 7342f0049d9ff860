//! A directory of the host as a device: what DCL sees as DNFS1:.
//!
//! Confined: every path is walked from one open directory by names that the directory itself listed, so no path, link
//! or `..` leads out. Only regular files open; a pipe or device of the host is refused without waiting for it.

mod attributes;
mod indexed;
mod kept;
mod links;
mod open_files;
mod records;

use std::ffi::OsStr;
use std::os::unix::ffi::{OsStrExt, OsStringExt};
use std::path::Path;
use std::sync::Arc;

use cap_std::ambient_authority;
use cap_std::fs::{Dir, MetadataExt, OpenOptions, OpenOptionsExt};

use super::acl::Ace;
use super::file_system::{
    Access, Attributes, Change, Entry, FileSystem, NewName, RecordFile, directory_not_found, host_error,
};
use super::host_name::{Candidates, ShownName, host_directory_name, host_file_name, plain_name, show_all};
use super::keys::Key;
use crate::clock::Clock;
use crate::message::{Condition, codes};
use indexed::{IndexedFile, Stores};
use kept::Kept;
use open_files::OpenFiles;
use records::HostFile;

/// Blocks that an allocation is rounded up to.
const CLUSTER: u64 = 16;
/// Blocks in all and free ones of the device of a site with a virtual clock.
const OWN_SPACE: (u64, u64) = (4_194_304, 2_097_152);
/// The highest version a file can have.
const HIGHEST_VERSION: u32 = 32767;

/// A host directory with the files that are open in it.
#[derive(Debug)]
pub struct HostDirectory {
    root: Dir,
    open: Arc<OpenFiles>,
    stores: Stores,
    /// The site's clock if it is not the host's: files then carry its dates.
    clock: Option<Arc<Clock>>,
}

/// One name of a host directory.
struct HostEntry {
    host: Vec<u8>,
    shown: ShownName,
    directory: bool,
    link: bool,
}

impl HostEntry {
    fn is_version_of(&self, other: &Self) -> bool {
        let names = |e: &Self| (e.shown.name.clone(), e.shown.file_type.clone());
        !self.directory && names(self) == names(other)
    }
}

impl HostDirectory {
    /// Opens the directory that will be the device's master file directory.
    pub fn open(path: &Path) -> std::io::Result<Self> {
        Ok(Self {
            root: Dir::open_ambient_dir(path, ambient_authority())?,
            open: Arc::default(),
            stores: Stores::default(),
            clock: None,
        })
    }

    /// Lets the files that are made and written from here on carry the dates of a virtual clock.
    #[must_use]
    pub fn dated_by(mut self, clock: &Arc<Clock>) -> Self {
        self.clock = clock.is_virtual().then(|| Arc::clone(clock));
        self
    }

    fn directory(&self, names: &[String]) -> Result<Dir, Condition> {
        let broken = |error: &std::io::Error| host_error(error, codes::RMS_ACC);
        let mut current = self.root.try_clone().map_err(|e| broken(&e))?;
        for name in names {
            let entries = entries_named(&current, name, "DIR")?;
            let found = entries.iter().find(|e| e.directory && e.shown.name == *name);
            let host = &found.ok_or_else(directory_not_found)?.host;
            current = current.open_dir(OsStr::from_bytes(host)).map_err(|e| broken(&e))?;
        }
        Ok(current)
    }

    fn highest(entries: &[HostEntry], name: &str, file_type: &str) -> u32 {
        let same = entries.iter().filter(|e| e.shown.name == name && e.shown.file_type == file_type);
        same.map(|e| e.shown.version).max().unwrap_or(0)
    }

    /// The version a new file gets: that one, or the one after the highest.
    fn next_version(
        entries: &[HostEntry],
        name: &str,
        file_type: &str,
        version: Option<u32>,
    ) -> Result<u32, Condition> {
        let exists = |v: u32| {
            let same = |e: &&HostEntry| e.shown.name == name && e.shown.file_type == file_type;
            entries.iter().filter(same).any(|e| e.shown.version == v)
        };
        match version {
            Some(version) if exists(version) => Err(codes::RMS_FEX.into()),
            Some(version) => Ok(version),
            None => match Self::highest(entries, name, file_type) {
                HIGHEST_VERSION => Err(Condition::new(codes::RMS_CRE).then(codes::SYSTEM_BADFILEVER)),
                highest => Ok(highest + 1),
            },
        }
    }

    /// The directory of a new name, and the entry that it will be there.
    fn place(&self, to: &NewName<'_>, is_link: bool) -> Result<(Dir, Entry), Condition> {
        let parent = self.directory(to.directory)?;
        let (name, file_type) = (plain(to.name)?, plain(to.file_type)?);
        let entries = entries_named(&parent, &name, &file_type)?;
        let version = Self::next_version(&entries, &name, &file_type, to.version)?;
        let token = host_file_name(&name, &file_type, version).ok_or(codes::RMS_FNM)?;
        Ok((parent, Entry { name, file_type, version, is_directory: false, is_link, token }))
    }

    fn opened(&self, file: cap_std::fs::File, access: Access) -> Result<HostFile, Condition> {
        let metadata = file.metadata().map_err(|e| host_error(&e, codes::RMS_ACC))?;
        if !metadata.is_file() {
            return Err(codes::RMS_PRV.into());
        }
        let id = (metadata.dev(), metadata.ino());
        self.open.admit(id, access)?;
        let file = HostFile::new(file.into_std(), metadata.len(), Arc::clone(&self.open), id, access);
        Ok(file.dated_by(self.clock.clone()))
    }

    /// Gives a new file its header: what the version before it had, else what the directory and `header` say. Then the
    /// oldest versions beyond the limit go.
    fn begin_header(
        &self,
        parent: &Dir,
        entries: &[HostEntry],
        new: &HostEntry,
        header: &Change,
    ) -> Result<(), Condition> {
        let before: Vec<&HostEntry> = entries.iter().filter(|e| e.is_version_of(new)).collect();
        let newest = before.iter().filter(|e| e.shown.version < new.shown.version).max_by_key(|e| e.shown.version);
        let mut kept = match newest.and_then(|e| Self::header_of(parent, e)) {
            Some(kept) => kept.inherited(),
            None => {
                let directory = Self::itself(parent).map(|file| Kept::read(&file)).unwrap_or_default();
                let limit = directory.version_limit;
                let mut kept = Kept { version_limit: limit, ..Kept::default() };
                kept.apply(header);
                kept
            }
        };
        if newest.is_some() {
            kept.owner = header.owner.or(kept.owner);
            kept.protection = kept.protection.or(header.protection);
        }
        kept.created = self.clock.as_ref().map(|clock| clock.now());
        kept.revised = kept.created;
        attributes::set_header(parent, new, &kept)?;
        let acl: Vec<Ace> = match newest {
            Some(newest) => Self::acl_of(parent, &newest.host).into_iter().filter_map(Ace::for_version).collect(),
            None => Self::inherited_acl(parent, false),
        };
        Self::begin_acl(parent, &new.host, &acl)?;
        let limit = usize::from(kept.version_limit);
        if limit > 0 && before.len() + 1 > limit {
            let mut versions = before;
            versions.sort_by_key(|e| std::cmp::Reverse(e.shown.version));
            for old in &versions[limit - 1..] {
                // A version that cannot go stays, as one that somebody has open does.
                let _ = parent.remove_file(OsStr::from_bytes(&old.host));
            }
        }
        Ok(())
    }

    /// A directory opened so that what is kept of it can be read.
    fn itself(directory: &Dir) -> Option<cap_std::fs::File> {
        directory.open_with(".", &options(false)).ok()
    }

    /// What a directory's access control list gives a file or directory that is made in it.
    fn inherited_acl(parent: &Dir, is_directory: bool) -> Vec<Ace> {
        let all = Self::itself(parent).map(|file| kept::read_acl(&file)).unwrap_or_default();
        all.into_iter().filter_map(|ace| ace.for_file(is_directory)).collect()
    }

    fn acl_of(parent: &Dir, host: &[u8]) -> Vec<Ace> {
        parent.open_with(OsStr::from_bytes(host), &options(false)).map(|file| kept::read_acl(&file)).unwrap_or_default()
    }

    /// Gives a new file or directory the access control list that it inherits.
    fn begin_acl(parent: &Dir, host: &[u8], acl: &[Ace]) -> Result<(), Condition> {
        if acl.is_empty() {
            return Ok(());
        }
        let made = parent.open_with(OsStr::from_bytes(host), &options(false));
        kept::write_acl(&made.map_err(|e| host_error(&e, codes::RMS_CRE))?, acl)
    }

    fn header_of(parent: &Dir, entry: &HostEntry) -> Option<Kept> {
        let file = parent.open_with(OsStr::from_bytes(&entry.host), &options(false)).ok()?;
        Some(Kept::read(&file))
    }
}

fn host_entries(directory: &Dir) -> Result<Vec<HostEntry>, Condition> {
    entries_where(directory, |_, _| true)
}

/// The entries that show with that name and type, and those that they would be mistaken for.
fn entries_named(directory: &Dir, name: &str, file_type: &str) -> Result<Vec<HostEntry>, Condition> {
    match Candidates::of(name, file_type) {
        Some(candidates) => entries_where(directory, |host, is_directory| candidates.may_be(host, is_directory)),
        None => Ok(Vec::new()),
    }
}

/// The entries whose host name is wanted (`true`: of a directory).
fn entries_where(directory: &Dir, wanted: impl Fn(&[u8], bool) -> bool) -> Result<Vec<HostEntry>, Condition> {
    let broken = |error: std::io::Error| host_error(&error, codes::RMS_ACC);
    let mut hosts = Vec::new();
    let mut links = Vec::new();
    for entry in directory.entries().map_err(broken)? {
        let entry = entry.map_err(broken)?;
        let name = entry.file_name().into_vec();
        if !wanted(&name, false) && !wanted(&name, true) {
            continue;
        }
        let kind = entry.file_type().map_err(broken)?;
        let is_link = kind.is_symlink();
        let is_directory = match is_link {
            true => directory.metadata(OsStr::from_bytes(&name)).is_ok_and(|target| target.is_dir()),
            false => kind.is_dir(),
        };
        if wanted(&name, is_directory) {
            hosts.push((name, is_directory));
            links.push(is_link);
        }
    }
    let shown = show_all(&hosts);
    let joined = hosts.into_iter().zip(links).zip(shown);
    Ok(joined.map(|(((host, directory), link), shown)| HostEntry { host, shown, directory, link }).collect())
}

/// The name that a new file will show: what is typed with letters escaped makes a name with plain ones.
fn plain(typed: &str) -> Result<String, Condition> {
    plain_name(typed).ok_or_else(|| codes::RMS_FNM.into())
}

fn entry_of(host: HostEntry) -> Entry {
    Entry {
        name: host.shown.name,
        file_type: host.shown.file_type,
        version: host.shown.version,
        is_directory: host.directory,
        is_link: host.link,
        token: host.host,
    }
}

/// Opens without waiting for the other end of a pipe.
fn options(write: bool) -> OpenOptions {
    let mut options = OpenOptions::new();
    options.read(true).write(write).custom_flags(rustix::fs::OFlags::NONBLOCK.bits() as i32);
    options
}

/// Entries as a directory lists them.
fn sorted(entries: Vec<HostEntry>) -> Vec<Entry> {
    let mut entries: Vec<Entry> = entries.into_iter().map(entry_of).collect();
    entries.sort_by_cached_key(|e| (format!("{}.{}", e.name, e.file_type), std::cmp::Reverse(e.version)));
    entries
}

impl FileSystem for HostDirectory {
    fn list(&self, directory: &[String]) -> Result<Vec<Entry>, Condition> {
        Ok(sorted(host_entries(&self.directory(directory)?)?))
    }

    fn list_named(&self, directory: &[String], name: &str, file_type: &str) -> Result<Vec<Entry>, Condition> {
        let mut entries = sorted(entries_named(&self.directory(directory)?, name, file_type)?);
        entries.retain(|entry| entry.name == name && entry.file_type == file_type);
        Ok(entries)
    }

    fn attributes(&self, directory: &[String], entry: &Entry) -> Result<Attributes, Condition> {
        attributes::read(&self.directory(directory)?, entry, self.clock.is_some())
    }

    fn change(&self, directory: &[String], entry: &Entry, change: &Change) -> Result<(), Condition> {
        attributes::change(&self.directory(directory)?, entry, change)
    }

    fn acl(&self, directory: &[String], entry: &Entry) -> Vec<Ace> {
        self.directory(directory).map(|parent| Self::acl_of(&parent, &entry.token)).unwrap_or_default()
    }

    fn set_acl(&self, directory: &[String], entry: &Entry, acl: &[Ace]) -> Result<(), Condition> {
        let parent = self.directory(directory)?;
        let file = parent.open_with(OsStr::from_bytes(&entry.token), &options(false));
        kept::write_acl(&file.map_err(|e| host_error(&e, codes::RMS_ACC))?, acl)
    }

    fn keys(&self, directory: &[String], entry: &Entry) -> Vec<Key> {
        let parent = self.directory(directory);
        let file =
            parent.ok().and_then(|parent| parent.open_with(OsStr::from_bytes(&entry.token), &options(false)).ok());
        file.map(|file| kept::read_keys(&file)).unwrap_or_default()
    }

    fn set_keys(&self, directory: &[String], entry: &Entry, keys: &[Key]) -> Result<(), Condition> {
        let file = self.directory(directory)?.open_with(OsStr::from_bytes(&entry.token), &options(true));
        kept::write_keys(&file.map_err(|e| host_error(&e, codes::RMS_ACC))?, keys)
    }

    fn enter(&self, directory: &[String], entry: &Entry, to: &NewName<'_>) -> Result<Entry, Condition> {
        if entry.is_directory {
            return Err(codes::RMS_PRV.into());
        }
        let from = self.directory(directory)?;
        let (target, new) = self.place(to, entry.is_link)?;
        let linked = from.hard_link(OsStr::from_bytes(&entry.token), &target, OsStr::from_bytes(&new.token));
        linked.map_err(|e| host_error(&e, codes::RMS_ENT))?;
        Ok(new)
    }

    fn block(&self, directory: &[String], entry: &Entry, block: u64) -> Result<Vec<u8>, Condition> {
        let broken = |error: std::io::Error| host_error(&error, codes::RMS_RER);
        let parent = self.directory(directory)?;
        let name = OsStr::from_bytes(&entry.token);
        if !parent.metadata(name).map_err(broken)?.is_file() {
            return Err(codes::RMS_PRV.into());
        }
        let file = parent.open_with(name, &options(false)).map_err(broken)?;
        let mut bytes = vec![0; 512];
        let read = cap_std::fs::FileExt::read_at(&file, &mut bytes, (block - 1) * 512).map_err(broken)?;
        bytes.truncate(read);
        Ok(bytes)
    }

    fn open(&self, directory: &[String], entry: &Entry, access: Access) -> Result<Box<dyn RecordFile>, Condition> {
        let parent = self.directory(directory)?;
        let name = OsStr::from_bytes(&entry.token);
        // A link that leads out, to nothing or back to itself is refused alike.
        let refused =
            |e: &std::io::Error| if entry.is_link { codes::RMS_PRV.into() } else { host_error(e, codes::RMS_ACC) };
        let kind = parent.metadata(name).map_err(|e| refused(&e))?;
        if !kind.is_file() {
            return Err(codes::RMS_PRV.into());
        }
        let file = parent.open_with(name, &options(access.write)).map_err(|e| refused(&e))?;
        let keys = kept::read_keys(&file);
        if keys.is_empty() {
            return Ok(Box::new(self.opened(file, access)?));
        }
        Ok(Box::new(IndexedFile::open(self, parent, &entry.token, file, keys, access)?))
    }

    fn create(
        &self,
        directory: &[String],
        name: &str,
        file_type: &str,
        version: Option<u32>,
        header: &Change,
    ) -> Result<(Entry, Box<dyn RecordFile>), Condition> {
        let parent = self.directory(directory)?;
        let (name, file_type) = (plain(name)?, plain(file_type)?);
        let (name, file_type) = (name.as_str(), file_type.as_str());
        let entries = entries_named(&parent, name, file_type)?;
        let version = Self::next_version(&entries, name, file_type, version)?;
        let host = host_file_name(name, file_type, version).ok_or(codes::RMS_FNM)?;
        let mut options = options(true);
        options.create_new(true);
        let made = parent.open_with(OsStr::from_bytes(&host), &options);
        let file = made.map_err(|e| host_error(&e, codes::RMS_CRE))?;
        let file = self.opened(file, Access { write: true, ..Access::default() })?;
        let (name, file_type) = (name.to_owned(), file_type.to_owned());
        let shown = ShownName { name: name.clone(), file_type: file_type.clone(), version };
        let new = HostEntry { host: host.clone(), shown, directory: false, link: false };
        self.begin_header(&parent, &entries, &new, header)?;
        let entry = Entry { name, file_type, version, is_directory: false, is_link: false, token: host };
        Ok((entry, Box::new(file)))
    }

    fn delete(&self, directory: &[String], entry: &Entry) -> Result<(), Condition> {
        let broken = |error: std::io::Error| host_error(&error, codes::RMS_MKD);
        let parent = self.directory(directory)?;
        let name = OsStr::from_bytes(&entry.token);
        if entry.is_directory && !entry.is_link {
            return parent.remove_dir(name).map_err(broken);
        }
        if let Ok(metadata) = parent.metadata(name)
            && self.open.is_open((metadata.dev(), metadata.ino()))
        {
            return Err(codes::RMS_FLK.into());
        }
        if !entry.is_link {
            attributes::erase(&parent, entry)?;
        }
        parent.remove_file(name).map_err(broken)
    }

    fn delete_open(&self, directory: &[String], entry: &Entry) -> Result<(), Condition> {
        if entry.is_directory && !entry.is_link {
            return self.delete(directory, entry);
        }
        let gone = self.directory(directory)?.remove_file(OsStr::from_bytes(&entry.token));
        gone.map_err(|e| host_error(&e, codes::RMS_MKD))
    }

    fn remove(&self, directory: &[String], entry: &Entry) -> Result<(), Condition> {
        let broken = |error: std::io::Error| host_error(&error, codes::RMS_RMV);
        let parent = self.directory(directory)?;
        let name = OsStr::from_bytes(&entry.token);
        if entry.is_directory || parent.symlink_metadata(name).map_err(broken)?.nlink() < 2 {
            return Err(Condition::new(codes::RMS_RMV).then(codes::SYSTEM_UNSUPPORTED));
        }
        parent.remove_file(name).map_err(broken)
    }

    fn rename(&self, directory: &[String], entry: &Entry, to: &NewName<'_>) -> Result<Entry, Condition> {
        let from = self.directory(directory)?;
        let target = self.directory(to.directory)?;
        let (name, file_type) = (plain(to.name)?, plain(to.file_type)?);
        let (name, file_type) = (name.as_str(), file_type.as_str());
        let entries = entries_named(&target, name, file_type)?;
        let (host, version) = if entry.is_directory {
            if file_type != "DIR" || Self::highest(&entries, name, file_type) > 0 {
                return Err(codes::RMS_FEX.into());
            }
            (host_directory_name(name), 1)
        } else {
            let version = Self::next_version(&entries, name, file_type, to.version)?;
            (host_file_name(name, file_type, version), version)
        };
        let host = host.ok_or(codes::RMS_FNM)?;
        let moved = from.rename(OsStr::from_bytes(&entry.token), &target, OsStr::from_bytes(&host));
        moved.map_err(|e| host_error(&e, codes::RMS_ENT))?;
        let (name, file_type) = (name.to_owned(), file_type.to_owned());
        Ok(Entry { name, file_type, version, token: host, ..entry.clone() })
    }

    fn create_directory(&self, parent: &[String], name: &str) -> Result<(), Condition> {
        let parent = self.directory(parent)?;
        let name = &plain(name)?;
        if entries_named(&parent, name, "DIR")?.iter().any(|e| e.directory && e.shown.name == *name) {
            return Err(codes::RMS_FEX.into());
        }
        let host = host_directory_name(name).ok_or(codes::RMS_FNM)?;
        parent.create_dir(OsStr::from_bytes(&host)).map_err(|e| host_error(&e, codes::RMS_CRE))?;
        if let Some(clock) = &self.clock {
            let now = Some(clock.now());
            let made = parent.open_with(OsStr::from_bytes(&host), &options(false));
            let made = made.map_err(|e| host_error(&e, codes::RMS_CRE))?;
            // Where the host keeps no header fields, its own dates have to do.
            let _ = Kept { created: now, revised: now, ..Kept::default() }.write(&made);
        }
        Self::begin_acl(&parent, &host, &Self::inherited_acl(&parent, true))
    }

    fn create_link(&self, to: &NewName<'_>, target: &str) -> Result<Entry, Condition> {
        let (parent, new) = self.place(to, true)?;
        links::make(&parent, &new, target)?;
        Ok(new)
    }

    fn link_target(&self, directory: &[String], entry: &Entry) -> Option<String> {
        links::target(&self.directory(directory).ok().filter(|_| entry.is_link)?, entry)
    }

    fn space(&self) -> Option<(u64, u64)> {
        if self.clock.is_some() {
            // A site that is the same on every machine has a disk of its own size.
            return Some(OWN_SPACE);
        }
        let host = rustix::fs::fstatvfs(&self.root).ok()?;
        let blocks = |count: u64| count.saturating_mul(host.f_frsize) / 512;
        Some((blocks(host.f_blocks), blocks(host.f_bavail)))
    }

    fn cluster(&self) -> u64 {
        CLUSTER
    }
}

#[cfg(test)]
mod round_trip;
#[cfg(test)]
mod tests;
