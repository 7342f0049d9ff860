//! Indexed files of a host directory: a text file whose lines lie in the order of the primary key, with its keys in an
//! extended attribute. All who have one open share it; it is written anew, beside the old one, when one of them closes.

use std::collections::HashMap;
use std::ffi::{OsStr, OsString};
use std::io::{Read as _, Write as _};
use std::os::unix::ffi::OsStrExt;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, Weak};

use cap_std::fs::{Dir, File, MetadataExt};

use super::kept::{self, Kept};
use super::open_files::{HostId, OpenFiles};
use super::records::LONGEST;
use super::{HostDirectory, options};
use crate::clock::Clock;
use crate::message::{Condition, codes};
use crate::rms::file_system::{Access, RecordFile, host_error};
use crate::rms::indexed::{Indexed, Match, Place, RecordId};
use crate::rms::keys::Key;

/// What a file is called while it is written anew.
const NEW: &str = ".dclshadow.new.";

/// The indexed files that are open.
#[derive(Clone, Debug, Default)]
pub(super) struct Stores(Arc<Mutex<HashMap<HostId, Weak<Mutex<Store>>>>>);

/// An indexed file that somebody has open.
#[derive(Debug)]
struct Store {
    parent: Dir,
    name: OsString,
    file: File,
    id: HostId,
    indexed: Indexed,
    changed: bool,
    /// Which stream has read a record that it may change.
    locks: HashMap<RecordId, u64>,
    streams: u64,
    clock: Option<Arc<Clock>>,
    stores: Stores,
}

/// One stream of records of an indexed file.
#[derive(Debug)]
pub(super) struct IndexedFile {
    store: Arc<Mutex<Store>>,
    open: Arc<OpenFiles>,
    access: Access,
    stream: u64,
    locks: bool,
    index: usize,
    place: Option<Place>,
    /// The record read last, for UPDATE and DELETE.
    current: Option<RecordId>,
}

impl Stores {
    fn all(&self) -> MutexGuard<'_, HashMap<HostId, Weak<Mutex<Store>>>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn read_records(file: &File) -> Result<Vec<Vec<u8>>, Condition> {
    let mut bytes = Vec::new();
    let mut reader = file;
    reader.read_to_end(&mut bytes).map_err(|e| host_error(&e, codes::RMS_RER))?;
    if bytes.is_empty() {
        return Ok(Vec::new());
    }
    let text = bytes.strip_suffix(b"\n").unwrap_or(&bytes);
    let records: Vec<&[u8]> = text.split(|byte| *byte == b'\n').collect();
    match records.iter().find(|record| record.len() > LONGEST) {
        Some(long) => Err(Condition::new(codes::RMS_RTB).arg(i64::try_from(long.len()).unwrap_or(i64::MAX))),
        None => Ok(records.into_iter().map(<[u8]>::to_vec).collect()),
    }
}

fn id_of(file: &File) -> Result<HostId, Condition> {
    let metadata = file.metadata().map_err(|e| host_error(&e, codes::RMS_ACC))?;
    Ok((metadata.dev(), metadata.ino()))
}

impl Store {
    fn new(of: &HostDirectory, parent: Dir, name: &[u8], file: File, keys: Vec<Key>) -> Result<Self, Condition> {
        Ok(Self {
            parent,
            name: OsStr::from_bytes(name).to_owned(),
            id: id_of(&file)?,
            indexed: Indexed::new(keys, read_records(&file)?),
            file,
            changed: false,
            locks: HashMap::new(),
            streams: 0,
            clock: of.clock.clone(),
            stores: of.stores.clone(),
        })
    }

    /// Writes the file anew if it was changed: under another name, which then takes the place of the old one. Where the
    /// old one has got another name, or several, it is overwritten instead.
    fn save(&mut self, open: &OpenFiles) -> Result<(), Condition> {
        if !self.changed {
            return Ok(());
        }
        let mut bytes = Vec::new();
        for record in self.indexed.in_order() {
            bytes.extend_from_slice(record);
            bytes.push(b'\n');
        }
        let broken = |error: std::io::Error| host_error(&error, codes::RMS_WER);
        let metadata = self.parent.metadata(&self.name).ok();
        if metadata.is_some_and(|found| (found.dev(), found.ino()) == self.id && found.nlink() == 1) {
            self.replace(&bytes, open)?;
        } else {
            let file = self.file.try_clone().map_err(broken)?.into_std();
            std::os::unix::fs::FileExt::write_all_at(&file, &bytes, 0).map_err(broken)?;
            file.set_len(bytes.len() as u64).map_err(broken)?;
        }
        if let Some(clock) = &self.clock {
            // Where the host keeps no header fields, its own date has to do.
            let _ = Kept { revised: Some(clock.now()), ..Kept::read(&self.file) }.write(&self.file);
        }
        self.changed = false;
        Ok(())
    }

    fn replace(&mut self, bytes: &[u8], open: &OpenFiles) -> Result<(), Condition> {
        let broken = |error: std::io::Error| host_error(&error, codes::RMS_WER);
        let mut beside = OsString::from(NEW);
        beside.push(&self.name);
        let mut create = options(true);
        create.create(true).truncate(true);
        let mut file = self.parent.open_with(&beside, &create).map_err(broken)?;
        let written = file.write_all(bytes).map_err(broken).and_then(|()| {
            let permissions = self.file.metadata().map_err(broken)?.permissions();
            file.set_permissions(permissions).map_err(broken)?;
            kept::write_keys(&file, &kept::read_keys(&self.file))?;
            Kept::read(&self.file).write(&file)?;
            let acl = kept::read_acl(&self.file);
            if acl.is_empty() { Ok(()) } else { kept::write_acl(&file, &acl) }
        });
        let renamed = written.and_then(|()| self.parent.rename(&beside, &self.parent, &self.name).map_err(broken));
        if let Err(why) = renamed {
            // The old file is as it was.
            let _ = self.parent.remove_file(&beside);
            return Err(why);
        }
        let id = id_of(&file)?;
        let mut stores = self.stores.all();
        let store = stores.remove(&self.id);
        stores.extend(store.map(|store| (id, store)));
        drop(stores);
        open.replaced(self.id, id);
        (self.id, self.file) = (id, file);
        Ok(())
    }
}

impl IndexedFile {
    pub(super) fn open(
        of: &HostDirectory,
        parent: Dir,
        name: &[u8],
        file: File,
        keys: Vec<Key>,
        access: Access,
    ) -> Result<Self, Condition> {
        let id = id_of(&file)?;
        of.open.admit(id, access)?;
        let mut stores = of.stores.all();
        stores.retain(|_, store| store.strong_count() > 0);
        let mut file = Some(file);
        let store = match (stores.get(&id).and_then(Weak::upgrade), &mut file) {
            (Some(store), _) => store,
            (None, file) => {
                let file = file.take().ok_or(codes::RMS_ACC)?;
                let store = Store::new(of, parent, name, file, keys).inspect_err(|_| of.open.leave(id, access))?;
                let store = Arc::new(Mutex::new(store));
                stores.insert(id, Arc::downgrade(&store));
                store
            }
        };
        drop(stores);
        let stream = {
            let mut store = store.lock().unwrap_or_else(PoisonError::into_inner);
            if let Some(file) = file.filter(|_| access.write) {
                store.file = file;
            }
            store.streams += 1;
            store.streams
        };
        let open = Arc::clone(&of.open);
        Ok(Self { store, open, access, stream, locks: true, index: 0, place: None, current: None })
    }

    fn store(&self) -> MutexGuard<'_, Store> {
        self.store.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Makes a place the current one: its record, locked if this stream may change it. RLK if another one has it.
    fn take(&mut self, index: usize, place: Place) -> Result<Vec<u8>, Condition> {
        let id = place.1;
        let mut store = self.store.lock().unwrap_or_else(PoisonError::into_inner);
        store.locks.retain(|_, stream| *stream != self.stream);
        let locking = self.locks && self.access.write;
        if store.locks.contains_key(&id) && self.access.write {
            return Err(codes::RMS_RLK.into());
        }
        if locking {
            store.locks.insert(id, self.stream);
        }
        let record = store.indexed.record(id).map(<[u8]>::to_vec).ok_or(codes::RMS_RNF)?;
        drop(store);
        (self.index, self.place, self.current) = (index, Some(place), Some(id));
        Ok(record)
    }

    fn changing<T>(&mut self, change: impl FnOnce(&mut Indexed) -> Result<T, Condition>) -> Result<T, Condition> {
        if !self.access.write {
            return Err(codes::RMS_FAC.into());
        }
        let mut store = self.store();
        let changed = change(&mut store.indexed)?;
        store.changed = true;
        Ok(changed)
    }
}

impl RecordFile for IndexedFile {
    fn read(&mut self) -> Result<Option<Vec<u8>>, Condition> {
        let next = self.store().indexed.after(self.index, self.place.as_ref());
        match next {
            Some(place) => self.take(self.index, place).map(Some),
            None => {
                self.current = None;
                Ok(None)
            }
        }
    }

    fn write(&mut self, record: &[u8]) -> Result<(), Condition> {
        self.changing(|indexed| indexed.insert(record)).map(drop)
    }

    fn update(&mut self, record: &[u8]) -> Result<(), Condition> {
        let current = self.current;
        self.changing(|indexed| indexed.replace(current.ok_or(codes::RMS_CUR)?, record))
    }

    fn is_keyed(&self) -> bool {
        true
    }

    fn find(&mut self, index: usize, key: &[u8], how: Match) -> Result<Vec<u8>, Condition> {
        self.current = None;
        let place = self.store().indexed.find(index, key, how)?;
        self.take(index, place)
    }

    fn delete(&mut self) -> Result<(), Condition> {
        let current = self.current.take();
        self.changing(|indexed| indexed.remove(current.ok_or(codes::RMS_CUR)?))
    }

    fn lock_records(&mut self, lock: bool) {
        self.locks = lock;
    }

    fn empty(&mut self) -> Result<(), Condition> {
        (self.place, self.current) = (None, None);
        self.changing(|indexed| {
            indexed.clear();
            Ok(())
        })
    }

    fn flush(&mut self) -> Result<(), Condition> {
        self.store().save(&self.open)
    }
}

impl Drop for IndexedFile {
    fn drop(&mut self) {
        // A close that wants to hear of errors flushes first; here nobody could.
        let _ = self.flush();
        let mut store = self.store();
        store.locks.retain(|_, stream| *stream != self.stream);
        let id = store.id;
        drop(store);
        self.open.leave(id, self.access);
    }
}

#[cfg(test)]
mod tests;
