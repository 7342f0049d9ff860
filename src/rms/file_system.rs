//! What files a device holds, behind one trait: the host directory, embedded files, ODS-2 disks.
//!
//! Directories are lists of plain names from the master file directory on; all names are upper case and escaped. Every
//! status is an RMS status with its secondary status chained, as displays print the pair (dcl.md 18.3).

use super::acl::Ace;
use super::indexed::Match;
use super::keys::Key;
use crate::clock::VmsTime;
use crate::message::{Condition, Status, codes};

/// A file as its directory lists it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// Name.
    pub name: String,
    /// Type without dot.
    pub file_type: String,
    /// Version, 1 to 32767.
    pub version: u32,
    /// A directory file.
    pub is_directory: bool,
    /// A link: wildcards do not descend into it.
    pub is_link: bool,
    /// How the file system finds the file again; opaque to everybody else.
    pub token: Vec<u8>,
}

/// How records lie in a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RecordFormat {
    /// Fixed length.
    Fixed,
    /// Variable length with a count in front.
    Variable,
    /// Variable with a fixed control area.
    VariableFixedControl,
    /// Ended by a line feed, a vertical tab or a form feed, perhaps behind a carriage return.
    Stream,
    /// Ended by a carriage return.
    StreamCr,
    /// Ended by a line feed.
    StreamLf,
    /// No format.
    Undefined,
}

/// What a listing does between two records.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Carriage {
    /// Nothing.
    None,
    /// A new line: `CR`.
    #[default]
    Return,
    /// What the first byte of the record says: `FTN`.
    Fortran,
    /// What the fixed control area says: `PRN`.
    Print,
}

impl Carriage {
    /// The word of F$FILE_ATTRIBUTES.
    pub fn word(self) -> &'static str {
        match self {
            Self::None => "",
            Self::Return => "CR",
            Self::Fortran => "FTN",
            Self::Print => "PRN",
        }
    }

    /// As DIRECTORY/FULL tells it.
    pub fn text(self) -> &'static str {
        match self {
            Self::None => "None",
            Self::Return => "Carriage return carriage control",
            Self::Fortran => "Fortran carriage control",
            Self::Print => "Print file carriage control",
        }
    }
}

impl RecordFormat {
    /// The word of F$FILE_ATTRIBUTES.
    pub fn word(self) -> &'static str {
        match self {
            Self::Fixed => "FIX",
            Self::Variable => "VAR",
            Self::VariableFixedControl => "VFC",
            Self::Stream => "STM",
            Self::StreamCr => "STMCR",
            Self::StreamLf => "STMLF",
            Self::Undefined => "UDF",
        }
    }

    /// The format that a word of SET FILE/ATTRIBUTES=RFM names.
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|format| format.word() == word)
    }

    /// All formats; the place of one here is what is kept of it.
    pub(super) const ALL: [Self; 7] = [
        Self::Fixed,
        Self::Variable,
        Self::VariableFixedControl,
        Self::Stream,
        Self::StreamCr,
        Self::StreamLf,
        Self::Undefined,
    ];

    /// As DIRECTORY/FULL tells it.
    pub fn text(self) -> &'static str {
        match self {
            Self::Fixed => "Fixed length",
            Self::Variable => "Variable length",
            Self::VariableFixedControl => "VFC, 2 byte header",
            Self::Stream => "Stream",
            Self::StreamCr => "Stream_CR",
            Self::StreamLf => "Stream_LF",
            Self::Undefined => "Undefined",
        }
    }
}

/// What F$FILE_ATTRIBUTES and DIRECTORY/FULL tell of a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Attributes {
    /// File identification: number, sequence, relative volume.
    pub file_id: [u32; 3],
    /// Identification of the directory it stands in.
    pub directory_id: [u32; 3],
    /// Bytes up to the end of file.
    pub bytes: u64,
    /// Blocks allocated.
    pub allocated: u64,
    /// When it was made.
    pub created: VmsTime,
    /// When it was last written.
    pub revised: VmsTime,
    /// Number of revisions.
    pub revisions: u32,
    /// Owner's UIC as a longword.
    pub owner: u32,
    /// Protection mask: four bits (read, write, execute, delete; set = denied) for system, owner, group, world.
    pub protection: u16,
    /// Record format.
    pub format: RecordFormat,
    /// A directory file.
    pub is_directory: bool,
    /// Expiration date, if it has one.
    pub expires: Option<VmsTime>,
    /// Date of the last backup, if there was one.
    pub backup: Option<VmsTime>,
    /// Versions kept at most; 0 is no limit. Of a directory: what its new files get.
    pub version_limit: u16,
    /// Blocks added when it grows; 0 is the volume's default.
    pub extend: u16,
    /// Global buffers.
    pub global_buffers: u16,
    /// BACKUP leaves its contents out.
    pub no_backup: bool,
    /// Overwritten when it is deleted.
    pub erase: bool,
    /// Not to be moved by a defragmenter.
    pub no_move: bool,
    /// Allocated in one piece, as far as the header says so.
    pub contiguous: bool,
    /// Reads are checked by a second one.
    pub read_check: bool,
    /// Writes are checked by a read.
    pub write_check: bool,
    /// Not to be kept in a cache.
    pub no_caching: bool,
    /// What stands between records in a listing.
    pub carriage: Carriage,
    /// Length of the longest record as the header has it; `None` where it is to be read from the records.
    pub longest: Option<u16>,
    /// Bytes of a record at most; 0 is no limit.
    pub maximum: u16,
    /// RMS is to keep statistics of the file.
    pub statistics: bool,
    /// Keys of an indexed file; 0 for a sequential one.
    pub keys: u8,
}

/// What SET FILE and its like change of a file header; `None` leaves a field alone.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Change {
    /// Owner's UIC as a longword.
    pub owner: Option<u32>,
    /// Protection mask, as in [`Attributes`].
    pub protection: Option<u16>,
    /// Expiration date, or none.
    pub expires: Option<Option<VmsTime>>,
    /// Versions kept at most.
    pub version_limit: Option<u16>,
    /// Blocks added when it grows.
    pub extend: Option<u16>,
    /// Global buffers.
    pub global_buffers: Option<u16>,
    /// BACKUP leaves its contents out.
    pub no_backup: Option<bool>,
    /// Overwritten when it is deleted.
    pub erase: Option<bool>,
    /// Not to be moved.
    pub no_move: Option<bool>,
    /// Blocks allocated at least; 0 gives back what is not used.
    pub allocation: Option<u32>,
    /// Allocated in one piece.
    pub contiguous: Option<bool>,
    /// Reads are checked.
    pub read_check: Option<bool>,
    /// Writes are checked.
    pub write_check: Option<bool>,
    /// Not to be kept in a cache.
    pub no_caching: Option<bool>,
    /// Record format. What a reader of the file gets does not depend on it.
    pub format: Option<RecordFormat>,
    /// Carriage control.
    pub carriage: Option<Carriage>,
    /// Length of the longest record.
    pub longest: Option<u16>,
    /// Bytes of a record at most.
    pub maximum: Option<u16>,
    /// RMS is to keep statistics of the file.
    pub statistics: Option<bool>,
    /// The end of the file goes to the end of the blocks that are allocated.
    pub end_of_file: bool,
}

impl Attributes {
    /// What a file of that many bytes has when nothing was ever set.
    pub fn plain(bytes: u64, owner: u32, protection: u16) -> Self {
        Self {
            file_id: [0; 3],
            directory_id: [0; 3],
            bytes,
            allocated: bytes.div_ceil(512),
            created: VmsTime::default(),
            revised: VmsTime::default(),
            revisions: 1,
            owner,
            protection,
            format: RecordFormat::Variable,
            is_directory: false,
            expires: None,
            backup: None,
            version_limit: 0,
            extend: 0,
            global_buffers: 0,
            no_backup: false,
            erase: false,
            no_move: false,
            contiguous: false,
            read_check: false,
            write_check: false,
            no_caching: false,
            carriage: Carriage::default(),
            longest: None,
            maximum: 0,
            statistics: false,
            keys: 0,
        }
    }

    /// Blocks in use, the last one counted whole.
    pub fn used(&self) -> u64 {
        self.bytes.div_ceil(512)
    }
}

/// What a program will do with a file that it opens, and lets others do.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Access {
    /// It writes: appends or updates.
    pub write: bool,
    /// Others may open the file for writing at the same time.
    pub share_write: bool,
    /// Others may open the file for reading while this one writes.
    pub share_read: bool,
}

impl Access {
    /// Reading, beside others that read.
    pub fn reading() -> Self {
        Self { write: false, share_write: false, share_read: true }
    }
}

/// An open file of text records.
pub trait RecordFile: Send {
    /// The next record; `None` at the end of the file.
    fn read(&mut self) -> Result<Option<Vec<u8>>, Condition>;

    /// Adds a record at the end.
    fn write(&mut self, record: &[u8]) -> Result<(), Condition>;

    /// Replaces the record that was read last: [`codes::RMS_CUR`] without one. It must keep its length, else
    /// [`codes::RMS_RSZ`]; [`codes::RMS_FAC`] where records cannot be replaced.
    fn update(&mut self, _record: &[u8]) -> Result<(), Condition> {
        Err(codes::RMS_FAC.into())
    }

    /// Continues at the end of the file, for OPEN/APPEND. What only grows is there always.
    fn to_end(&mut self) -> Result<(), Condition> {
        Ok(())
    }

    /// Writes out what is buffered.
    fn flush(&mut self) -> Result<(), Condition> {
        Ok(())
    }

    /// Empties the file, for COPY/OVERLAY. [`codes::RMS_FAC`] for one that cannot be written.
    fn empty(&mut self) -> Result<(), Condition> {
        Err(codes::RMS_FAC.into())
    }

    /// Whether records are found by keys: an indexed file.
    fn is_keyed(&self) -> bool {
        false
    }

    /// Reads the record that a key finds; the next ones follow in the order of that index. [`codes::RMS_IOP`] where there
    /// are no keys, KRF, KSZ, [`codes::RMS_RNF`].
    fn find(&mut self, _index: usize, _key: &[u8], _how: Match) -> Result<Vec<u8>, Condition> {
        Err(codes::RMS_IOP.into())
    }

    /// Deletes the record that was read last. [`codes::RMS_IOP`] where records cannot be deleted, [`codes::RMS_CUR`].
    fn delete(&mut self) -> Result<(), Condition> {
        Err(codes::RMS_IOP.into())
    }

    /// Whether the records that are read from here on are locked against other streams until the next one is read.
    fn lock_records(&mut self, _lock: bool) {}
}

/// Where a file goes and what it is to be called.
#[derive(Clone, Copy, Debug)]
pub struct NewName<'a> {
    /// Directory, from the master file directory on.
    pub directory: &'a [String],
    /// Name.
    pub name: &'a str,
    /// Type without dot.
    pub file_type: &'a str,
    /// Version; `None` is the next one.
    pub version: Option<u32>,
}

/// The files of one device. By itself one without directories: what needs one ends with [`codes::RMS_DEV`].
pub trait FileSystem: Send + Sync {
    /// The files of a directory, by name, type and falling version. [`codes::RMS_DNF`] for one that does not exist.
    fn list(&self, _directory: &[String]) -> Result<Vec<Entry>, Condition> {
        Ok(Vec::new())
    }

    /// The files of a directory that have that name and type, by falling version.
    fn list_named(&self, directory: &[String], name: &str, file_type: &str) -> Result<Vec<Entry>, Condition> {
        let mut entries = self.list(directory)?;
        entries.retain(|entry| entry.name == name && entry.file_type == file_type);
        Ok(entries)
    }

    /// Attributes of a file.
    fn attributes(&self, _directory: &[String], _entry: &Entry) -> Result<Attributes, Condition> {
        Err(codes::RMS_DEV.into())
    }

    /// Changes what the file's header says.
    fn change(&self, _directory: &[String], _entry: &Entry, _change: &Change) -> Result<(), Condition> {
        Err(codes::RMS_DEV.into())
    }

    /// The access control list of a file, first entry first.
    fn acl(&self, _directory: &[String], _entry: &Entry) -> Vec<Ace> {
        Vec::new()
    }

    /// Gives a file another access control list. [`codes::SYSTEM_NOACLSUPPORT`] where files have none.
    fn set_acl(&self, _directory: &[String], _entry: &Entry, _acl: &[Ace]) -> Result<(), Condition> {
        Err(codes::SYSTEM_NOACLSUPPORT.into())
    }

    /// The keys of an indexed file, the primary one first; a sequential file has none.
    fn keys(&self, _directory: &[String], _entry: &Entry) -> Vec<Key> {
        Vec::new()
    }

    /// Makes a file indexed by these keys, before its first record is written. What the device says where it has no
    /// indexed files: [`codes::RMS_DEV`].
    fn set_keys(&self, _directory: &[String], _entry: &Entry, _keys: &[Key]) -> Result<(), Condition> {
        Err(codes::RMS_DEV.into())
    }

    /// Enters a file under a second name in a directory of the device: SET FILE/ENTER.
    fn enter(&self, _directory: &[String], _entry: &Entry, _to: &NewName<'_>) -> Result<Entry, Condition> {
        Err(codes::RMS_DEV.into())
    }

    /// The bytes of a block, 512 at most, from virtual block number `block` (1 is the first) on; none past the end.
    fn block(&self, _directory: &[String], _entry: &Entry, _block: u64) -> Result<Vec<u8>, Condition> {
        Ok(Vec::new())
    }

    /// Opens a file. [`codes::RMS_FLK`] when somebody has it open in a way that excludes this.
    fn open(&self, directory: &[String], entry: &Entry, access: Access) -> Result<Box<dyn RecordFile>, Condition>;

    /// Makes a file: of the next version, or of that one ([`codes::RMS_FEX`] when it exists). Its header takes owner,
    /// protection and version limit from the version before it, else from `header`.
    fn create(
        &self,
        directory: &[String],
        name: &str,
        file_type: &str,
        version: Option<u32>,
        header: &Change,
    ) -> Result<(Entry, Box<dyn RecordFile>), Condition>;

    /// Deletes a file or an empty directory.
    fn delete(&self, _directory: &[String], _entry: &Entry) -> Result<(), Condition> {
        Err(codes::RMS_DEV.into())
    }

    /// As [`FileSystem::delete`], also while somebody has the file open: it is gone for good when the last one closes it.
    fn delete_open(&self, directory: &[String], entry: &Entry) -> Result<(), Condition> {
        self.delete(directory, entry)
    }

    /// Takes a name of a file out of its directory, the file keeping its other names. [`codes::RMS_RMV`] for the only
    /// name: nothing could find the file again.
    fn remove(&self, _directory: &[String], _entry: &Entry) -> Result<(), Condition> {
        Err(Condition::new(codes::RMS_RMV).then(codes::SYSTEM_UNSUPPORTED))
    }

    /// Gives a file another name or directory on the same device.
    fn rename(&self, _directory: &[String], _entry: &Entry, _to: &NewName<'_>) -> Result<Entry, Condition> {
        Err(codes::RMS_DEV.into())
    }

    /// Makes a directory in a directory. [`codes::RMS_FEX`] when it exists.
    fn create_directory(&self, _parent: &[String], _name: &str) -> Result<(), Condition> {
        Err(codes::RMS_DEV.into())
    }

    /// Makes a symbolic link that says `target`. [`codes::RMS_DEV`] where there are no links.
    fn create_link(&self, _to: &NewName<'_>, _target: &str) -> Result<Entry, Condition> {
        Err(codes::RMS_DEV.into())
    }

    /// What a symbolic link says; `None` for a file that is none.
    fn link_target(&self, _directory: &[String], _entry: &Entry) -> Option<String> {
        None
    }

    /// Blocks of the device in all, and free ones; `None` where nobody knows.
    fn space(&self) -> Option<(u64, u64)> {
        None
    }

    /// Blocks of an allocation cluster.
    fn cluster(&self) -> u64 {
        1
    }

    /// For a device without directories, where any name will do: the file that a name stands for.
    fn any_file(&self, _name: &str, _file_type: &str) -> Option<Entry> {
        None
    }
}

/// `-RMS-E-DNF` with the system status that goes with it.
pub fn directory_not_found() -> Condition {
    Condition::new(codes::RMS_DNF).then(codes::SYSTEM_NOSUCHFILE)
}

/// The RMS status for a host error while doing what `doing` says (its RMS status for errors of no special kind).
pub fn host_error(error: &std::io::Error, doing: Status) -> Condition {
    use std::io::ErrorKind;
    match error.kind() {
        ErrorKind::NotFound => codes::RMS_FNF.into(),
        ErrorKind::PermissionDenied => codes::RMS_PRV.into(),
        ErrorKind::AlreadyExists => codes::RMS_FEX.into(),
        ErrorKind::StorageFull | ErrorKind::QuotaExceeded => {
            Condition::new(codes::RMS_FUL).then(codes::SYSTEM_DEVICEFULL)
        }
        ErrorKind::ReadOnlyFilesystem => Condition::new(codes::RMS_WLK).then(codes::SYSTEM_WRITLCK),
        ErrorKind::DirectoryNotEmpty => Condition::new(codes::RMS_MKD).then(codes::SYSTEM_DIRNOTEMPTY),
        ErrorKind::NotADirectory => directory_not_found(),
        ErrorKind::InvalidFilename => Condition::new(codes::RMS_CRE).then(codes::SYSTEM_BADFILENAME),
        _ => Condition::new(doing).then(codes::SYSTEM_ABORT),
    }
}
