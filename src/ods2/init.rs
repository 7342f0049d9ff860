//! INITIALIZE: builds an empty ODS-2 volume (ods2.md 9), the same on each of several disks.
//!
//! Everything is checked and laid out before the first block is written. Old home blocks go first and the new
//! ones come last, so that a disk whose INITIALIZE broke off is no volume. The same options give the same bytes.
//! Blocks that no structure needs are left alone (holes stay holes) unless the disk is to be erased.

use std::fmt;

use super::attributes::RecordAttributes;
use super::bitmap::{StorageBitmap, bitmap_blocks};
use super::bytes::{self, Block};
use super::directory::{self, DirectoryEntry, Version};
use super::header::{FileHeader, FileId, characteristics};
use super::home::{self, HomeBlock, LEVEL_2, Uic, characteristics as volume_characteristics};
use super::layout::{Layout, RESERVED_FILES};
use super::scb::{Geometry, Scb};
use super::security;
use crate::blocks::{BLOCK_BYTES, BlockCount, Lbn, LbnRange};
use crate::clock::VmsTime;
use crate::storage::{BlockFile, Fault, WriteWay};

/// Where the index file goes (/INDEX).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum IndexPlace {
    /// As near to block 0 as it can be.
    Beginning,
    /// In the middle, the default.
    Middle,
    /// At the end.
    End,
    /// At a block.
    Block(Lbn),
}

/// How far apart home blocks lie (/HOMEBLOCKS).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum HomePlaces {
    /// 1033 blocks, the default.
    Fixed,
    /// By the disk's geometry.
    Geometry,
    /// One behind the other.
    Contiguous,
}

/// What INITIALIZE is asked for; [`InitOptions::new`] has the defaults of OpenVMS V8.4.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct InitOptions {
    /// Label, 1 to 12 characters.
    pub label: String,
    /// Time of INITIALIZE.
    pub time: VmsTime,
    /// Owner of the volume (/OWNER_UIC; the UIC of the user).
    pub owner: Uic,
    /// Name of the owner (/USER_NAME), at most 12 characters.
    pub user_name: String,
    /// Volume protection (/PROTECTION); set bits deny.
    pub protection: u16,
    /// Default protection of files (/FILE_PROTECTION).
    pub file_protection: u16,
    /// Cluster factor (/CLUSTER_SIZE).
    pub cluster: Option<u16>,
    /// Most files (/MAXIMUM_FILES).
    pub maximum_files: Option<u32>,
    /// Headers set aside (/HEADERS).
    pub headers: u32,
    /// Directories expected (/DIRECTORIES).
    pub directories: u32,
    /// Default extension of files, blocks (/EXTENSION).
    pub extension: u16,
    /// Mapping pointers in a window, 7 to 80 (/WINDOWS).
    pub windows: u8,
    /// Directories kept open (/ACCESSED).
    pub accessed: u8,
    /// Highwater marks (/HIGHWATER).
    pub highwater: bool,
    /// Wipe the disk now (/ERASE=INIT).
    pub erase: bool,
    /// Erase files when they are deleted (/ERASE=DELETE).
    pub erase_on_delete: bool,
    /// Check reads (/DATA_CHECK=READ).
    pub check_reads: bool,
    /// Check writes (/DATA_CHECK=WRITE).
    pub check_writes: bool,
    /// Place of the index file.
    pub index: IndexPlace,
    /// Distance of home blocks.
    pub home_blocks: HomePlaces,
    /// Blocks of the volume when less than the disk (/SIZE).
    pub size: Option<BlockCount>,
    /// Blocks that the volume may grow to (/LIMIT).
    pub limit: Option<BlockCount>,
    /// Geometry that the driver reports.
    pub geometry: Option<Geometry>,
}

impl InitOptions {
    /// The defaults.
    pub fn new(label: &str, time: VmsTime) -> Self {
        Self {
            label: label.to_owned(),
            time,
            owner: Uic::SYSTEM,
            user_name: String::new(),
            protection: 0,
            file_protection: 0xFA00,
            cluster: None,
            maximum_files: None,
            headers: 16,
            directories: 16,
            extension: 5,
            windows: 7,
            accessed: 3,
            highwater: true,
            erase: false,
            erase_on_delete: false,
            check_reads: false,
            check_writes: false,
            index: IndexPlace::Middle,
            home_blocks: HomePlaces::Fixed,
            size: None,
            limit: None,
            geometry: None,
        }
    }

    fn check(&self) -> Result<(), InitError> {
        // Control characters and lower case never reach a label; the command hands it over in upper case.
        let is_text = |text: &str| text.bytes().all(|b| (32..127).contains(&b) && !b.is_ascii_lowercase());
        if self.label.trim_end().is_empty() || self.label.len() > 12 || !is_text(&self.label) {
            return Err(InitError::Label);
        }
        if self.user_name.len() > 12 || !self.user_name.bytes().all(|b| (32..127).contains(&b)) {
            return Err(InitError::UserName);
        }
        if !(7..=80).contains(&self.windows) {
            return Err(InitError::Windows);
        }
        Ok(())
    }
}

/// Why INITIALIZE did not take place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum InitError {
    /// The label is empty, too long, or has characters that no label has.
    Label,
    /// The owner's name is too long or no text.
    UserName,
    /// /WINDOWS is not 7 to 80.
    Windows,
    /// /CLUSTER_SIZE is outside what this size of disk allows.
    Cluster,
    /// /MAXIMUM_FILES is outside what this size of disk allows.
    MaximumFiles,
    /// /HEADERS is not 16 to the number of files.
    Headers,
    /// /DIRECTORIES is not 16 to 16000.
    Directories,
    /// /INDEX=BLOCK lies outside the disk.
    IndexPlace,
    /// /SIZE is more than the disk has.
    Size,
    /// The disk has no room for the structures.
    TooSmall,
    /// A disk failed: its place in the list, and how. Nothing is known of what is on the disks then.
    Storage(usize, Fault),
}

impl fmt::Display for InitError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Storage(index, fault) => write!(f, "disk {index}: {fault}"),
            other => write!(f, "{other:?} out of range"),
        }
    }
}

impl std::error::Error for InitError {}

/// Initializes the disks alike, with the size of the smallest. Checks and plans before it writes to any.
pub fn initialize(files: &[&dyn BlockFile], options: &InitOptions) -> Result<(), InitError> {
    let device = files.iter().map(|file| file.size()).min().unwrap_or_default();
    let built = build(options, device)?;
    for (index, file) in files.iter().enumerate() {
        write_volume(*file, options, &built).map_err(|fault| InitError::Storage(index, fault))?;
    }
    Ok(())
}

/// Every block of the new volume, and what has to be zeros.
struct Built {
    pieces: Vec<(Lbn, Vec<u8>)>,
    zeros: Vec<LbnRange>,
    home: Block,
    copies: Vec<(Lbn, Vec<u8>)>,
}

fn build(options: &InitOptions, device: BlockCount) -> Result<Built, InitError> {
    options.check()?;
    let layout = Layout::plan(options, device)?;
    let mut pieces: Vec<(Lbn, Vec<u8>)> = vec![(Lbn(0), boot_block(&options.label).to_vec())];
    let home = home_block(options, &layout);
    let copies = [(layout.home, 1), (layout.alternate, layout.home.count.0 + 1)];
    let copies = copies.iter().map(|&(extent, vbn)| home_copies(&home, extent, vbn)).collect();
    let directory = directory::encode_blocks(&root_entries());
    let used = directory.len() as u64;
    pieces.push((layout.directory.start, directory.concat()));

    let mut bitmap = StorageBitmap::empty(layout.size, layout.cluster);
    layout.extents().into_iter().for_each(|extent| bitmap.allocate(extent));
    let scb = Scb::new(layout.cluster, layout.size, layout.geometry);
    pieces.push((layout.bitmap.start, [&scb.encode()[..], bitmap.as_bytes()].concat()));

    let mut index = vec![0; BLOCK_BYTES];
    bytes::put_word(&mut index, 0, (1 << RESERVED_FILES) - 1);
    pieces.push((layout.index.start, index));
    let headers = reserved_files(options, &layout, used as u32);
    let first = layout.index.start.0 + layout.index_bitmap_blocks();
    let encoded: Vec<Block> = headers.iter().map(|h| h.encode().expect("a map of at most four extents")).collect();
    pieces.push((layout.backup.start, encoded[0].to_vec()));
    pieces.push((Lbn(first), encoded.concat()));
    pieces.push((layout.security.start, security::profile(options.label.trim_end(), options.owner).to_vec()));

    let behind = first + u64::from(RESERVED_FILES);
    let zeros = vec![
        LbnRange::new(layout.index.start.0 + 1, layout.index_bitmap_blocks() - 1),
        LbnRange::new(behind, layout.index.end().0 - behind),
        LbnRange::new(layout.directory.start.0 + used, layout.directory.count.0 - used),
    ];
    Ok(Built { home: home.encode(), copies, pieces, zeros })
}

/// The copies of the home block in an extent whose first block has this VBN: LBN, then the blocks of one run.
fn home_copies(home: &HomeBlock, extent: LbnRange, first_vbn: u64) -> (Lbn, Vec<u8>) {
    // Boot block and home block themselves are no copies.
    let start = extent.start.0.max(2);
    let mut blocks = Vec::new();
    for lbn in start..extent.end().0 {
        let home_vbn = (first_vbn + lbn - extent.start.0) as u16;
        blocks.extend(HomeBlock { home_lbn: Lbn(lbn), home_vbn, ..home.clone() }.encode());
    }
    (Lbn(start), blocks)
}

/// Wipes every home block that a search would find.
fn wipe_home_blocks(file: &dyn BlockFile) -> Result<(), Fault> {
    for place in home::search_places(file.size(), Geometry::for_size(file.size())) {
        let block = bytes::read_block(file, place)?;
        if HomeBlock::decode(&block, place).is_ok() {
            file.write_durable(place, &[0; BLOCK_BYTES])?;
        }
    }
    Ok(())
}

fn write_volume(file: &dyn BlockFile, options: &InitOptions, built: &Built) -> Result<(), Fault> {
    wipe_home_blocks(file)?;
    if options.erase {
        file.erase(LbnRange { start: Lbn(0), count: file.size() })?;
    }
    for &range in built.zeros.iter().filter(|range| !range.is_empty()) {
        file.erase(range)?;
    }
    write_pieces(file, &built.pieces)?;
    file.flush()?;
    write_pieces(file, &built.copies)?;
    file.write(LbnRange::new(1, 1), &built.home, WriteWay::Descriptor)?;
    file.flush()
}

fn write_pieces(file: &dyn BlockFile, pieces: &[(Lbn, Vec<u8>)]) -> Result<(), Fault> {
    for (lbn, data) in pieces {
        let range = LbnRange::new(lbn.0, (data.len() / BLOCK_BYTES) as u64);
        file.write(range, data, WriteWay::Descriptor)?;
    }
    Ok(())
}

/// The boot block of a disk without a system: the text that its program would print.
fn boot_block(label: &str) -> Block {
    let mut block = [0; BLOCK_BYTES];
    bytes::put(&mut block, 38, &bytes::padded::<12>(label));
    bytes::put(&mut block, 50, b" is not a system disk\r\n\n\0");
    block
}

fn home_block(options: &InitOptions, layout: &Layout) -> HomeBlock {
    let bits = [
        (options.check_reads, volume_characteristics::READ_CHECK),
        (options.check_writes, volume_characteristics::WRITE_CHECK),
        (options.erase_on_delete, volume_characteristics::ERASE),
        (!options.highwater, volume_characteristics::NO_HIGHWATER),
    ];
    let v = layout.cluster;
    HomeBlock {
        home_lbn: Lbn(1),
        alternate_lbn: layout.alternate_lbn,
        backup_header_lbn: layout.backup.start,
        level: LEVEL_2,
        cluster: v,
        home_vbn: 2,
        alternate_vbn: 2 * v + 1 + (layout.alternate_lbn.0 - layout.alternate.start.0) as u16,
        backup_header_vbn: 3 * v + 1,
        // A cluster factor over 16383 would not fit; the largest is 16380.
        index_bitmap_vbn: (4 * u32::from(v) + 1) as u16,
        index_bitmap_lbn: layout.index.start,
        maximum_files: layout.maximum_files,
        index_bitmap_size: layout.index_bitmap_blocks() as u16,
        reserved_files: RESERVED_FILES,
        relative_volume: 0,
        set_count: 0,
        characteristics: bits.iter().filter(|(on, _)| *on).fold(0, |sum, (_, bit)| sum | bit),
        owner: options.owner,
        protection: options.protection,
        file_protection: options.file_protection,
        record_protection: 0xFE00,
        created: options.time,
        window: options.windows,
        lru_limit: options.accessed,
        extension: options.extension,
        revised: VmsTime(0),
        serial_number: 0,
        structure_name: String::new(),
        label: options.label.trim_end().to_owned(),
        owner_name: options.user_name.clone(),
    }
}

/// Names and numbers of the reserved files, in the order of their numbers.
const RESERVED: [&str; RESERVED_FILES as usize] = [
    "INDEXF.SYS",
    "BITMAP.SYS",
    "BADBLK.SYS",
    "000000.DIR",
    "CORIMG.SYS",
    "VOLSET.SYS",
    "CONTIN.SYS",
    "BACKUP.SYS",
    "BADLOG.SYS",
    "SECURITY.SYS",
];

/// The entries of the root directory, in the order of their names.
fn root_entries() -> Vec<DirectoryEntry> {
    let entry = |(name, number): (&&str, u16)| DirectoryEntry {
        name: (*name).to_owned(),
        version_limit: 1,
        versions: vec![Version { number: 1, id: FileId::reserved(number) }],
    };
    let mut entries: Vec<_> = RESERVED.iter().zip(1..).map(entry).collect();
    entries.sort_by(|a, b| a.name.cmp(&b.name));
    entries
}

/// The headers of the reserved files; `directory_blocks` of the root directory are in use.
fn reserved_files(options: &InitOptions, layout: &Layout, directory_blocks: u32) -> Vec<FileHeader> {
    let header = |number: u16| {
        let (attributes, extents, used, flags) = match number {
            1 => {
                let used = 4 * u64::from(layout.cluster) + layout.index_bitmap_blocks() + u64::from(RESERVED_FILES);
                (RecordAttributes::fixed(512), layout.index_map(), used, 0)
            }
            2 => {
                let used = 1 + bitmap_blocks(layout.size, layout.cluster);
                (RecordAttributes::fixed(512), vec![layout.bitmap], used, characteristics::CONTIGUOUS)
            }
            4 => {
                let flags = characteristics::CONTIGUOUS | characteristics::DIRECTORY;
                (RecordAttributes::directory(), vec![layout.directory], u64::from(directory_blocks), flags)
            }
            6 | 8 => (RecordAttributes::fixed(64), Vec::new(), 0, 0),
            9 => (RecordAttributes::fixed(16), Vec::new(), 0, 0),
            10 => (RecordAttributes::fixed(512), vec![layout.security], 1, characteristics::CONTIGUOUS),
            _ => (RecordAttributes::fixed(512), Vec::new(), 0, 0),
        };
        let allocated = super::map::total(&extents) as u32;
        let name = format!("{};1", RESERVED[usize::from(number) - 1]);
        let attributes = attributes.sized(allocated, used as u32);
        let mut header = FileHeader::new(FileId::reserved(number), &name, attributes, options.time);
        header.highwater = if number == 4 { attributes.end_block } else { allocated + 1 };
        header.record_protection = 0xFE00;
        header.protection = if number == 4 { 0xBA00 } else { 0xFA00 };
        header.characteristics = flags;
        header.extents = extents;
        header
    };
    (1..=RESERVED_FILES).map(header).collect()
}

#[cfg(test)]
mod tests;
