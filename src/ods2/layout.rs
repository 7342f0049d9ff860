//! Where INITIALIZE puts what: pure arithmetic over the size of the disk and the options (ods2.md 9).

use super::bitmap::{MAX_CLUSTERS, bitmap_blocks};
use super::home::{FIXED_DELTA, geometry_delta};
use super::init::{HomePlaces, IndexPlace, InitError, InitOptions};
use super::scb::Geometry;
use crate::blocks::{BlockCount, Lbn, LbnRange};

/// Smallest volume.
const MIN_BLOCKS: u64 = 100;
/// Largest volume: its size is a 32-bit field.
const MAX_BLOCKS: u64 = u32::MAX as u64;
/// Largest cluster factor.
const MAX_CLUSTER: u64 = 16_380;
/// Largest number of files.
const MAX_FILES: u64 = (1 << 24) - 1;
/// Blocks of SECURITY.SYS.
const SECURITY_BLOCKS: u64 = 6;
/// Number of reserved files.
pub(super) const RESERVED_FILES: u16 = 10;
/// Headers that lie with the index bitmap at least.
const MIN_HEADERS: u32 = 16;

/// The layout of a new volume. Every extent is whole clusters.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Layout {
    pub(super) size: BlockCount,
    pub(super) geometry: Geometry,
    pub(super) cluster: u16,
    pub(super) maximum_files: u32,
    /// Boot block, home block and its copies.
    pub(super) home: LbnRange,
    /// Copies of the home block elsewhere.
    pub(super) alternate: LbnRange,
    /// The place among them where a search comes by.
    pub(super) alternate_lbn: Lbn,
    /// The backup of the index file's header is the first block.
    pub(super) backup: LbnRange,
    pub(super) directory: LbnRange,
    /// BITMAP.SYS: SCB, then bits.
    pub(super) bitmap: LbnRange,
    /// Index bitmap, then headers.
    pub(super) index: LbnRange,
    pub(super) security: LbnRange,
}

impl Layout {
    /// Blocks of the index bitmap.
    pub(super) fn index_bitmap_blocks(&self) -> u64 {
        u64::from(self.maximum_files).div_ceil(4096)
    }

    /// Everything that is allocated.
    pub(super) fn extents(&self) -> [LbnRange; 7] {
        [self.home, self.alternate, self.backup, self.directory, self.bitmap, self.index, self.security]
    }

    /// The map of INDEXF.SYS, neighbours joined.
    pub(super) fn index_map(&self) -> Vec<LbnRange> {
        let mut map: Vec<LbnRange> = Vec::new();
        for extent in [self.home, self.alternate, self.backup, self.index] {
            match map.last_mut() {
                Some(last) if last.end() == extent.start => last.count.0 += extent.count.0,
                _ => map.push(extent),
            }
        }
        map
    }

    /// Lays a volume out on a disk of `device` blocks.
    pub(super) fn plan(options: &InitOptions, device: BlockCount) -> Result<Self, InitError> {
        let size = options.size.unwrap_or(device);
        if size > device {
            return Err(InitError::Size);
        }
        let size = BlockCount(size.0.min(MAX_BLOCKS));
        if size.0 < MIN_BLOCKS {
            return Err(InitError::TooSmall);
        }
        let geometry = options.geometry.unwrap_or_else(|| Geometry::for_size(size));
        let cluster = cluster(options, size)?;
        let maximum_files = maximum_files(options, size, cluster)?;
        if options.headers < MIN_HEADERS || options.headers > maximum_files.max(MIN_HEADERS) {
            return Err(InitError::Headers);
        }
        if !(16..=16_000).contains(&options.directories) {
            return Err(InitError::Directories);
        }
        let delta = match options.home_blocks {
            HomePlaces::Fixed => FIXED_DELTA,
            HomePlaces::Contiguous => 1,
            HomePlaces::Geometry => geometry_delta(geometry),
        };
        let v = u64::from(cluster);
        let mut room = Room { size: size.0 / v * v, v, used: Vec::new() };
        let home = room.take_at(0, 2 * v).ok_or(InitError::TooSmall)?;
        // A disk that the usual distance leads off is searched block by block.
        let (alternate, alternate_lbn) =
            room.take_along(1, delta, v).or_else(|| room.take_along(1, 1, v)).ok_or(InitError::TooSmall)?;

        let index_bitmap = u64::from(maximum_files).div_ceil(4096);
        let wanted = Wanted {
            directory: room.whole(u64::from(options.directories).div_ceil(16) + 1),
            bitmap: room.whole(1 + bitmap_blocks(options.limit.unwrap_or(size).max(size), cluster)),
            index: room.whole(index_bitmap + u64::from(options.headers)),
            security: room.whole(SECURITY_BLOCKS),
        };
        let start = room.start(options.index, wanted.total()).ok_or(InitError::IndexPlace)?;
        let directory = room.take_from(start, wanted.directory).ok_or(InitError::TooSmall)?;
        let bitmap = room.take_from(directory.end().0, wanted.bitmap).ok_or(InitError::TooSmall)?;
        let index = room.take_from(bitmap.end().0, wanted.index).ok_or(InitError::TooSmall)?;
        let near = index.start.0;
        let (backup, _) = room
            .take_along(near, delta, v)
            .or_else(|| room.take_along(near, 1, v))
            .or_else(|| room.take_from(0, v).map(|extent| (extent, extent.start)))
            .ok_or(InitError::TooSmall)?;
        let security = room.take_from(index.end().0, wanted.security).ok_or(InitError::TooSmall)?;
        Ok(Self {
            size,
            geometry,
            cluster,
            maximum_files,
            home,
            alternate,
            alternate_lbn,
            backup,
            directory,
            bitmap,
            index,
            security,
        })
    }
}

/// The cluster factor: as asked for, or what OpenVMS V8.4 takes.
fn cluster(options: &InitOptions, size: BlockCount) -> Result<u16, InitError> {
    let most = MAX_CLUSTER.min(size.0 / 50).max(1);
    let least = size.0.max(options.limit.unwrap_or_default().0).div_ceil(MAX_CLUSTERS);
    let chosen = match options.cluster {
        Some(asked) => u64::from(asked),
        None if size.0 < 50_000 => 1.max(least),
        None => (size.0.div_ceil(255 * 4096).max(16)).next_multiple_of(16).max(least).min(most),
    };
    if (least.max(1)..=most).contains(&chosen) { Ok(chosen as u16) } else { Err(InitError::Cluster) }
}

fn maximum_files(options: &InitOptions, size: BlockCount, cluster: u16) -> Result<u32, InitError> {
    let each = u64::from(cluster) + 1;
    let most = (size.0 / each).min(MAX_FILES);
    let least = u64::from(RESERVED_FILES) + 1;
    match options.maximum_files {
        Some(asked) if (least..=most).contains(&u64::from(asked)) => Ok(asked),
        Some(_) => Err(InitError::MaximumFiles),
        None => Ok((size.0 / (each * 2)).clamp(least, MAX_FILES) as u32),
    }
}

/// Blocks that the four neighbours need.
struct Wanted {
    directory: u64,
    bitmap: u64,
    index: u64,
    security: u64,
}

impl Wanted {
    fn total(&self) -> u64 {
        self.directory + self.bitmap + self.index + self.security
    }
}

/// Free space while the layout is made, in whole clusters.
struct Room {
    /// End of the last whole cluster.
    size: u64,
    v: u64,
    used: Vec<LbnRange>,
}

impl Room {
    fn whole(&self, blocks: u64) -> u64 {
        blocks.next_multiple_of(self.v)
    }

    /// Where the neighbours begin.
    fn start(&self, place: IndexPlace, total: u64) -> Option<u64> {
        let start = match place {
            IndexPlace::Beginning => 0,
            IndexPlace::Middle => self.size / 2,
            IndexPlace::End => self.size.saturating_sub(total),
            IndexPlace::Block(lbn) => lbn.0,
        };
        (start < self.size).then(|| start / self.v * self.v)
    }

    /// Takes a run at exactly this place.
    fn take_at(&mut self, start: u64, count: u64) -> Option<LbnRange> {
        let extent = LbnRange::new(start, count);
        let free = extent.end().0 <= self.size && !self.used.iter().any(|used| used.overlaps(extent));
        free.then(|| self.used.push(extent))?;
        Some(extent)
    }

    /// Takes the first run at or behind `start`, else from the front of the disk.
    fn take_from(&mut self, start: u64, count: u64) -> Option<LbnRange> {
        let mut candidates: Vec<u64> = self.used.iter().map(|used| used.end().0).filter(|&end| end > start).collect();
        candidates.sort_unstable();
        let mut behind: Vec<u64> = self.used.iter().map(|used| used.end().0).filter(|&end| end <= start).collect();
        behind.sort_unstable();
        std::iter::once(start).chain(candidates).chain(behind).find_map(|at| self.take_at(at, count))
    }

    /// Takes the first free cluster that holds `from + n * delta`, n from 1; gives that block, too.
    fn take_along(&mut self, from: u64, delta: u64, count: u64) -> Option<(LbnRange, Lbn)> {
        // A search for a home block gives up after so many places, or a few clusters when it goes block by block.
        let tries = 40.max(8 * self.v) + self.used.iter().map(|used| used.count.0).sum::<u64>();
        let (size, v) = (self.size, self.v);
        let places = (1..tries).map(|n| from + n * delta).take_while(|&place| place < size);
        let mut clusters = places.map(|place| (place / v * v, place));
        clusters.find_map(|(start, place)| Some((self.take_at(start, count)?, Lbn(place))))
    }
}

#[cfg(test)]
mod tests;
