//! Opening the block files of a site's disks: images when they are first used, RAM disks from what the last suspension
//! kept of them.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::path::PathBuf;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use super::memory::Memory;
use crate::blocks::{BLOCK_BYTES, BlockCount, Lbn, LbnRange};
use crate::node::config::DiskConfig;
use crate::ods2::Volume;
use crate::storage::{self, Access, BULK_BLOCKS, BlockFile, Fault, FaultKind, Image, WriteWay};

/// What must happen before the first image is opened for writing.
type BeforeWriting = Box<dyn Fn() -> Result<(), Fault> + Send + Sync>;

/// The block files of a site. All nodes of the site share them.
pub struct Disks {
    root: PathBuf,
    before_writing: BeforeWriting,
    open: Mutex<Open>,
}

#[derive(Default)]
struct Open {
    /// Devices whose image was opened in this run.
    used: BTreeSet<String>,
    images: BTreeMap<String, Arc<Image>>,
    ram: BTreeMap<String, Arc<storage::Memory>>,
}

impl fmt::Debug for Disks {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Disks").field("root", &self.root).finish_non_exhaustive()
    }
}

impl Disks {
    /// The disks of the site in `root`, the RAM disks among them as `memory` has them. `before_writing` must have
    /// succeeded before an image is opened for writing.
    pub fn new(
        root: PathBuf,
        disks: &[DiskConfig],
        memory: &Memory,
        before_writing: impl Fn() -> Result<(), Fault> + Send + Sync + 'static,
    ) -> Self {
        let ram = disks.iter().filter(|disk| disk.is_ram()).map(|disk| {
            let file = storage::Memory::new(disk.blocks.unwrap_or_default());
            let device = disk.device.to_string();
            if let Some(bytes) = memory.get(&section(&device)) {
                // What does not fit a RAM disk that was made smaller is gone, as after a power cycle.
                let _ = fill(&file, bytes);
            }
            (device, Arc::new(file))
        });
        let open = Open { ram: ram.collect(), ..Open::default() };
        Self { root, before_writing: Box::new(before_writing), open: Mutex::new(open) }
    }

    /// The block file of a disk. An image that is gone or shorter than configured is a fault: the disk is offline.
    pub fn open(&self, disk: &DiskConfig) -> Result<Arc<dyn BlockFile>, Fault> {
        let device = disk.device.to_string();
        if let Some(ram) = self.lock().ram.get(&device) {
            return Ok(Arc::clone(ram) as Arc<dyn BlockFile>);
        }
        let Some(path) = disk.image_path().map(|image| self.root.join(image)) else {
            return Err(Fault::new(FaultKind::Lost, format!("{device} has no image")));
        };
        (self.before_writing)()?;
        let image = match Image::open(&path, Access::Write) {
            // The host lets us read only: a disk whose write protection is on.
            Err(fault) if fault.kind() == FaultKind::ReadOnly => Image::open(&path, Access::Read)?,
            image => image?,
        };
        if let Some(blocks) = disk.blocks
            && image.size() < blocks
        {
            let text = format!("{} has {} blocks, not {blocks}", path.display(), image.size());
            return Err(Fault::new(FaultKind::Truncated, text));
        }
        let image = Arc::new(image);
        let mut open = self.lock();
        open.used.insert(device.clone());
        open.images.insert(device, Arc::clone(&image));
        Ok(image)
    }

    /// Devices whose image was opened so far.
    pub fn used(&self) -> Vec<String> {
        self.lock().used.iter().cloned().collect()
    }

    /// Flushes every open image. The first fault is returned, all are flushed.
    pub fn flush(&self) -> Result<(), Fault> {
        let images: Vec<Arc<Image>> = self.lock().images.values().cloned().collect();
        let results: Vec<Result<(), Fault>> = images.iter().map(|image| image.flush()).collect();
        results.into_iter().collect()
    }

    /// Flushes everything, then adds to a saved memory what the RAM disks hold and the SCBs of the images that were used.
    pub fn save(&self, memory: &mut Memory) -> Result<(), Fault> {
        self.flush()?;
        let open = self.lock();
        for (device, file) in &open.ram {
            let bytes = content(file.as_ref())?;
            if !bytes.is_empty() {
                memory.put(section(device), bytes);
            }
        }
        for (device, image) in &open.images {
            if let Some(block) = scb_block(image.as_ref()) {
                memory.put(Memory::scb_section(device), block);
            }
        }
        Ok(())
    }

    /// Blanks every RAM disk: their node crashed or was shut down.
    pub fn lose_ram(&self) -> Result<(), Fault> {
        let open = self.lock();
        open.ram.values().try_for_each(|file| file.erase(LbnRange { start: Lbn(0), count: file.size() }))
    }

    fn lock(&self) -> MutexGuard<'_, Open> {
        self.open.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Name of the section that holds a RAM disk's blocks.
fn section(device: &str) -> String {
    format!("ram {device}")
}

/// The SCB of the volume on a disk, if there is one.
fn scb_block(file: &dyn BlockFile) -> Option<Vec<u8>> {
    let (lbn, _) = Volume::find_scb(file).ok()??;
    let mut block = vec![0; BLOCK_BYTES];
    file.read(LbnRange { start: lbn, count: BlockCount(1) }, &mut block).ok()?;
    Some(block)
}

/// The blocks that hold data: runs of first LBN u64, count u64, blocks.
fn content(file: &dyn BlockFile) -> Result<Vec<u8>, Fault> {
    let mut bytes = Vec::new();
    let mut from = Lbn(0);
    while let Some(run) = file.next_data(from)? {
        let count = run.count.0.min(BULK_BLOCKS);
        let piece = LbnRange { start: run.start, count: BlockCount(count) };
        let mut buffer = vec![0; usize::try_from(count).unwrap_or(0) * BLOCK_BYTES];
        file.read(piece, &mut buffer)?;
        if buffer.iter().any(|byte| *byte != 0) {
            bytes.extend_from_slice(&piece.start.0.to_le_bytes());
            bytes.extend_from_slice(&count.to_le_bytes());
            bytes.extend_from_slice(&buffer);
        }
        from = piece.end();
    }
    Ok(bytes)
}

/// Stores what [`content`] made; bytes of any other kind are a fault.
fn fill(file: &dyn BlockFile, mut bytes: &[u8]) -> Result<(), Fault> {
    let malformed = || Fault::new(FaultKind::OutOfRange, "the saved RAM disk is malformed");
    while !bytes.is_empty() {
        let (start, rest) = bytes.split_first_chunk::<8>().ok_or_else(malformed)?;
        let (count, rest) = rest.split_first_chunk::<8>().ok_or_else(malformed)?;
        let (start, count) = (u64::from_le_bytes(*start), u64::from_le_bytes(*count));
        let size = usize::try_from(count.min(BULK_BLOCKS)).unwrap_or(0) * BLOCK_BYTES;
        let (data, rest) = rest.split_at_checked(size).ok_or_else(malformed)?;
        let range = LbnRange { start: Lbn(start), count: BlockCount(count.min(BULK_BLOCKS)) };
        file.write(range, data, WriteWay::Descriptor)?;
        bytes = rest;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_ram_disk_is_kept_block_by_block() {
        let file = storage::Memory::new(BlockCount(1000));
        file.write(LbnRange::new(3, 1), &[7; 512], WriteWay::Descriptor).unwrap();
        file.write(LbnRange::new(700, 200), &[9; 200 * 512], WriteWay::Descriptor).unwrap();
        let bytes = content(&file).unwrap();
        assert!(bytes.len() < 500 * 512);
        let again = storage::Memory::new(BlockCount(1000));
        fill(&again, &bytes).unwrap();
        let read = |file: &storage::Memory| {
            let mut buffer = vec![0; 1000 * 512];
            file.read(LbnRange::new(0, 1000), &mut buffer).unwrap();
            buffer
        };
        assert_eq!(read(&again), read(&file));
        assert!(content(&storage::Memory::new(BlockCount(1000))).unwrap().is_empty());
        for end in 0..bytes.len().min(600) {
            let _ = fill(&storage::Memory::new(BlockCount(100)), &bytes[..end]);
        }
    }
}
