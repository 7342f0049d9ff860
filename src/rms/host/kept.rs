//! What a file header keeps and the host has no place for: owner, exact protection, limits and dates. They stand in an
//! extended attribute of the host file, as `key=number` words, so that a renamed file takes them along.

use std::os::fd::AsFd;

use rustix::fs::{XattrFlags, fgetxattr, fsetxattr};
use rustix::io::Errno;

use crate::clock::VmsTime;
use crate::message::{Condition, codes};
use crate::rms::acl::Ace;
use crate::rms::file_system::{Carriage, Change, RecordFormat, host_error};
use crate::rms::keys::Key;

/// Name of the extended attribute.
const NAME: &str = "user.dclshadow.header";
/// Name of the extended attribute for the access control list: an entry in each line.
const ACL: &str = "user.dclshadow.acl";
/// Name of the extended attribute for the keys of an indexed file: one in each line.
const KEYS: &str = "user.dclshadow.keys";
/// Bytes of the longest list that is read.
const LONGEST_ACL: usize = 65_536;
/// Bytes of the longest value that is read.
const LONGEST: usize = 1024;

/// The kept fields; `None` and zero are what a file without the attribute has.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Kept {
    /// When it was made, if the site's clock is not the host's.
    pub created: Option<VmsTime>,
    /// When it was last written, if the site's clock is not the host's.
    pub revised: Option<VmsTime>,
    /// Owner's UIC as a longword.
    pub owner: Option<u32>,
    /// Protection mask.
    pub protection: Option<u16>,
    /// Expiration date.
    pub expires: Option<VmsTime>,
    /// Versions kept at most; 0 is no limit.
    pub version_limit: u16,
    /// Blocks added when it grows.
    pub extend: u16,
    /// Global buffers.
    pub global_buffers: u16,
    /// BACKUP leaves its contents out.
    pub no_backup: bool,
    /// Overwritten when it is deleted.
    pub erase: bool,
    /// Not to be moved by a defragmenter.
    pub no_move: bool,
    /// Blocks allocated at least.
    pub allocation: u32,
    /// Allocated in one piece.
    pub contiguous: bool,
    /// Reads are checked.
    pub read_check: bool,
    /// Writes are checked.
    pub write_check: bool,
    /// Not to be kept in a cache.
    pub no_caching: bool,
    /// Record format.
    pub format: Option<RecordFormat>,
    /// Carriage control.
    pub carriage: Option<Carriage>,
    /// Length of the longest record.
    pub longest: Option<u16>,
    /// Bytes of a record at most.
    pub maximum: u16,
    /// RMS is to keep statistics.
    pub statistics: bool,
    /// Keys of an indexed file.
    pub keys: u8,
}

/// The access control list of an open file; what is no entry of one is passed over.
pub(super) fn read_acl(file: impl AsFd) -> Vec<Ace> {
    let mut buffer = vec![0_u8; LONGEST_ACL];
    let length = fgetxattr(file, ACL, &mut buffer[..]).unwrap_or(0);
    String::from_utf8_lossy(&buffer[..length]).lines().filter_map(|line| Ace::parse(line).ok()).collect()
}

/// Keeps an access control list with an open file. NOACLSUPPORT where the host has no place for it.
pub(super) fn write_acl(file: impl AsFd, acl: &[Ace]) -> Result<(), Condition> {
    let lines: Vec<String> = acl.iter().map(ToString::to_string).collect();
    match fsetxattr(file, ACL, lines.join("\n").as_bytes(), XattrFlags::empty()) {
        Ok(()) => Ok(()),
        Err(Errno::OPNOTSUPP | Errno::NOSPC | Errno::TOOBIG) => Err(codes::SYSTEM_NOACLSUPPORT.into()),
        Err(other) => Err(host_error(&other.into(), codes::RMS_WER)),
    }
}

/// The keys of an open file; none if it is sequential.
pub(super) fn read_keys(file: impl AsFd) -> Vec<Key> {
    let mut buffer = vec![0_u8; LONGEST_ACL];
    let length = fgetxattr(file, KEYS, &mut buffer[..]).unwrap_or(0);
    String::from_utf8_lossy(&buffer[..length]).lines().filter_map(Key::parse).collect()
}

/// Keeps the keys of an open file. UNSUPPORTED where the host has no place for them.
pub(super) fn write_keys(file: impl AsFd, keys: &[Key]) -> Result<(), Condition> {
    let lines: Vec<String> = keys.iter().map(ToString::to_string).collect();
    match fsetxattr(&file, KEYS, lines.join("\n").as_bytes(), XattrFlags::empty()) {
        Ok(()) => Kept { keys: u8::try_from(keys.len()).unwrap_or(u8::MAX), ..Kept::read(&file) }.write(&file),
        Err(Errno::OPNOTSUPP | Errno::NOSPC | Errno::TOOBIG) => {
            Err(Condition::new(codes::RMS_CRE).then(codes::SYSTEM_UNSUPPORTED))
        }
        Err(other) => Err(host_error(&other.into(), codes::RMS_WER)),
    }
}

/// Carriage controls; the place of one here is what is kept of it.
const CARRIAGES: [Carriage; 4] = [Carriage::None, Carriage::Return, Carriage::Fortran, Carriage::Print];

/// The place of a value in a list.
fn place<T: PartialEq>(all: &[T], value: Option<T>) -> Option<u64> {
    all.iter().position(|one| Some(one) == value.as_ref()).map(|at| at as u64)
}

impl Kept {
    /// The fields of an open file; none if it has no attribute or the host keeps none.
    pub fn read(file: impl AsFd) -> Self {
        let mut buffer = [0_u8; LONGEST];
        let length = fgetxattr(file, NAME, &mut buffer[..]).unwrap_or(0);
        Self::parse(&String::from_utf8_lossy(&buffer[..length]))
    }

    /// Keeps the fields with an open file. UNSUPPORTED where the host has no extended attributes.
    pub fn write(&self, file: impl AsFd) -> Result<(), Condition> {
        match fsetxattr(file, NAME, self.text().as_bytes(), XattrFlags::empty()) {
            Ok(()) => Ok(()),
            Err(Errno::OPNOTSUPP) => Err(Condition::new(codes::RMS_WER).then(codes::SYSTEM_UNSUPPORTED)),
            Err(other) => Err(host_error(&other.into(), codes::RMS_WER)),
        }
    }

    fn text(&self) -> String {
        let flag = |on: bool| on.then_some(1);
        let words = [
            ("cre", self.created.map(|t| t.0)),
            ("rev", self.revised.map(|t| t.0)),
            ("own", self.owner.map(u64::from)),
            ("pro", self.protection.map(u64::from)),
            ("exp", self.expires.map(|t| t.0)),
            ("ver", (self.version_limit > 0).then(|| self.version_limit.into())),
            ("ext", (self.extend > 0).then(|| self.extend.into())),
            ("gbc", (self.global_buffers > 0).then(|| self.global_buffers.into())),
            ("nbk", flag(self.no_backup)),
            ("era", flag(self.erase)),
            ("nmv", flag(self.no_move)),
            ("all", (self.allocation > 0).then(|| self.allocation.into())),
            ("ctg", flag(self.contiguous)),
            ("rck", flag(self.read_check)),
            ("wck", flag(self.write_check)),
            ("nca", flag(self.no_caching)),
            ("rfm", place(&RecordFormat::ALL, self.format)),
            ("rat", place(&CARRIAGES, self.carriage)),
            ("lrl", self.longest.map(u64::from)),
            ("mrs", (self.maximum > 0).then(|| self.maximum.into())),
            ("sta", flag(self.statistics)),
            ("key", (self.keys > 0).then(|| self.keys.into())),
        ];
        let set: Vec<String> = words.iter().filter_map(|(key, value)| Some(format!("{key}={}", (*value)?))).collect();
        set.join(" ")
    }

    fn parse(text: &str) -> Self {
        let mut kept = Self::default();
        for (key, value) in text.split(' ').filter_map(|word| word.split_once('=')) {
            let Ok(value) = value.parse::<u64>() else { continue };
            let small = u16::try_from(value).unwrap_or(u16::MAX);
            match key {
                "cre" => kept.created = Some(VmsTime(value)),
                "rev" => kept.revised = Some(VmsTime(value)),
                "own" => kept.owner = u32::try_from(value).ok(),
                "pro" => kept.protection = Some(small),
                "exp" => kept.expires = Some(VmsTime(value)),
                "ver" => kept.version_limit = small,
                "ext" => kept.extend = small,
                "gbc" => kept.global_buffers = small,
                "nbk" => kept.no_backup = value == 1,
                "era" => kept.erase = value == 1,
                "nmv" => kept.no_move = value == 1,
                "all" => kept.allocation = u32::try_from(value).unwrap_or(u32::MAX),
                "ctg" => kept.contiguous = value == 1,
                "rck" => kept.read_check = value == 1,
                "wck" => kept.write_check = value == 1,
                "nca" => kept.no_caching = value == 1,
                "rfm" => kept.format = RecordFormat::ALL.get(usize::from(small)).copied(),
                "rat" => kept.carriage = CARRIAGES.get(usize::from(small)).copied(),
                "lrl" => kept.longest = Some(small),
                "mrs" => kept.maximum = small,
                "sta" => kept.statistics = value == 1,
                "key" => kept.keys = u8::try_from(small).unwrap_or(u8::MAX),
                _ => {}
            }
        }
        kept
    }

    /// What a new version takes from the one before it.
    pub fn inherited(&self) -> Self {
        let Self { owner, protection, version_limit, .. } = *self;
        Self { owner, protection, version_limit, ..Self::default() }
    }

    /// Carries a change out.
    pub fn apply(&mut self, change: &Change) {
        let Change { owner, protection, .. } = *change;
        self.owner = owner.or(self.owner);
        self.protection = protection.or(self.protection);
        self.expires = change.expires.unwrap_or(self.expires);
        self.version_limit = change.version_limit.unwrap_or(self.version_limit);
        self.extend = change.extend.unwrap_or(self.extend);
        self.global_buffers = change.global_buffers.unwrap_or(self.global_buffers);
        self.no_backup = change.no_backup.unwrap_or(self.no_backup);
        self.erase = change.erase.unwrap_or(self.erase);
        self.no_move = change.no_move.unwrap_or(self.no_move);
        self.allocation = change.allocation.unwrap_or(self.allocation);
        self.contiguous = change.contiguous.unwrap_or(self.contiguous);
        self.read_check = change.read_check.unwrap_or(self.read_check);
        self.write_check = change.write_check.unwrap_or(self.write_check);
        self.no_caching = change.no_caching.unwrap_or(self.no_caching);
        self.format = change.format.or(self.format);
        self.carriage = change.carriage.or(self.carriage);
        self.longest = change.longest.or(self.longest);
        self.maximum = change.maximum.unwrap_or(self.maximum);
        self.statistics = change.statistics.unwrap_or(self.statistics);
    }
}

/// Permission bits of the host as a protection mask: the owner's count for system and owner; read stands for read and
/// execute, write for write and delete.
pub(super) fn protection(mode: u32) -> u16 {
    let denied = |bits: u32| (u16::from(bits & 4 == 0) * 0b0101) | (u16::from(bits & 2 == 0) * 0b1010);
    let owner = denied((mode >> 6) & 7);
    owner | (owner << 4) | (denied((mode >> 3) & 7) << 8) | (denied(mode & 7) << 12)
}

/// The permission bits that come nearest to a protection mask; those of a directory let it be searched.
pub(super) fn mode(mask: u16, directory: bool) -> u32 {
    let allowed = |at: u32, search: bool| {
        let allowed = !(mask >> (4 * at)) & 0xF;
        let read = u32::from(allowed & 0b0001 != 0) * 4;
        let write = u32::from(allowed & 0b0010 != 0) * 2;
        read | write | u32::from(search && allowed & 0b0101 != 0)
    };
    allowed(1, directory) << 6 | allowed(2, directory) << 3 | allowed(3, directory)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_kept_reads_back() {
        let kept = Kept {
            created: Some(VmsTime(7)),
            owner: Some(0x0001_0004),
            protection: Some(0xFA00),
            expires: Some(VmsTime(9)),
            version_limit: 3,
            erase: true,
            allocation: 70,
            format: Some(RecordFormat::StreamLf),
            carriage: Some(Carriage::None),
            longest: Some(0),
            ..Kept::default()
        };
        assert_eq!(Kept::parse(&kept.text()), kept);
        assert_eq!(Kept::parse("own=x nonsense ver=99999999"), Kept { version_limit: u16::MAX, ..Kept::default() });
        assert_eq!(Kept::default().text(), "");
    }

    #[test]
    fn ordinary_masks_are_modes() {
        for (mask, bits) in [(0xFA00, 0o640), (0xAA00, 0o644), (0xFF00, 0o600), (0, 0o666)] {
            assert_eq!(mode(mask, false), bits, "{mask:X}");
            assert_eq!(protection(bits), mask, "{bits:o}");
        }
        assert_eq!(mode(0xFA00, true), 0o750);
    }
}
