//! Many images made durable by one call to the host.

use std::sync::{Arc, MutexGuard, PoisonError};

use super::{BlockFile, Image, Ordering};
use crate::storage::read_regular;

/// Fewer images than this are flushed one by one.
const FEWEST: usize = 16;

/// Most KiB that the host may have to write for others: `syncfs` waits for them too.
const MOST_FOREIGN: u64 = 16 << 10;

/// File systems, by the number of their type, whose `syncfs` leaves nothing behind that a loss of power could take and
/// tells of what it could not write: ext4, XFS, btrfs. Others may only hand the data on.
const KNOWN: [i64; 3] = [0xEF53, 0x5846_5342, 0x9123_683E];

/// Makes what was stored in many files survive a power loss, by one call for each file system of the host, where that
/// costs less than a call for each file. Fails for nobody: what it leaves to do, [`BlockFile::flush`] does, and reports.
/// Whether it has done anything.
pub fn flush_together(files: &[Arc<dyn BlockFile>]) -> bool {
    let mut images: Vec<&Image> = files.iter().filter_map(|file| file.image()).collect();
    images.sort_by_key(|image| (image.opened.device, image.opened.inode, std::ptr::from_ref::<Image>(image)));
    images.dedup_by(|a, b| std::ptr::eq(*a, *b));
    let groups = images.chunk_by(|a, b| a.opened.device == b.opened.device);
    groups.map(flush_group).fold(false, std::ops::BitOr::bitor)
}

/// Images of one file system.
fn flush_group(images: &[&Image]) -> bool {
    let Some(first) = images.first().filter(|_| images.len() >= FEWEST) else { return false };
    let known = rustix::fs::fstatfs(&first.file).is_ok_and(|host| KNOWN.contains(&host.f_type));
    if !known || unwritten().is_none_or(|kib| kib > MOST_FOREIGN) {
        return false;
    }
    // As in a flush of one: who finds nothing stored must know that the flush which took it has ended. All who flush
    // several take them in the same order.
    let flushing = images.iter().map(|image| image.flushing.lock().unwrap_or_else(PoisonError::into_inner));
    let held: Vec<MutexGuard<'_, ()>> = flushing.collect();
    let taken: Vec<&&Image> = images.iter().filter(|image| image.stored.swap(false, Ordering::AcqRel)).collect();
    let done = rustix::fs::syncfs(&first.file).is_ok();
    if !done {
        taken.iter().for_each(|image| image.stored.store(true, Ordering::Release));
    }
    drop(held);
    done
}

/// KiB that the host has not written to its disks; `None` when it does not say.
fn unwritten() -> Option<u64> {
    let text = read_regular("/proc/meminfo".as_ref(), 1 << 16).ok()?;
    let text = std::str::from_utf8(&text).ok()?;
    let field = |name: &str| {
        let line = text.lines().find_map(|line| line.strip_prefix(name))?;
        line.split_whitespace().next()?.parse::<u64>().ok()
    };
    Some(field("Dirty:")? + field("Writeback:")?)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::blocks::{BlockCount, LbnRange};
    use crate::storage::{Access, WriteWay, create_image};

    #[test]
    fn many_are_flushed_at_once_or_left_to_be_flushed() {
        let folder = tempfile::tempdir().unwrap();
        let mut files: Vec<Arc<dyn BlockFile>> = Vec::new();
        for number in 0..FEWEST {
            let path = folder.path().join(number.to_string());
            create_image(&path, BlockCount(100)).unwrap();
            let image = Image::open(&path, Access::Write).unwrap();
            image.write(LbnRange::new(3, 1), &[7; 512], WriteWay::Descriptor).unwrap();
            files.push(Arc::new(image));
        }
        files.push(Arc::clone(&files[0]));
        let done = flush_together(&files);
        let stored = |file: &Arc<dyn BlockFile>| file.image().is_some_and(|image| image.stored.load(Ordering::Acquire));
        // The host may be busy, or its file system another one: then all is left as it was.
        assert!(files.iter().all(|file| stored(file) != done));
        files.iter().for_each(|file| file.flush().unwrap());
        assert!(!files.iter().any(stored));
        assert!(!flush_together(&files[1..FEWEST]), "too few to be worth it");
    }

    #[test]
    fn the_host_says_what_it_has_not_written() {
        assert!(unwritten().is_some());
    }
}
