//! The full members of a mounted set compared block by block: ANALYZE/DISK_STRUCTURE/SHADOW (shadowing.md 2.9).
//!
//! Members are read directly, around the set. What differs is read again while no write is in flight there, so that only
//! differences that stay are reported. Repairs nothing.

use std::sync::Arc;
use std::time::Duration;

use crate::blocks::{BLOCK_BYTES, BlockCount, Lbn, LbnRange};
use crate::message::{Condition, codes};
use crate::ods2::Volume;
use crate::shadow::{DeviceId, Input, MemberState, UnitState, Version};

use super::device::fault_status;
use super::members::MemberDisk;
use super::set::ShadowSet;
use super::{Device, Node};

/// Files whose blocks may differ on a sound set: nobody reads what a page or swap file or a dump has held.
const VOLATILE: [&str; 4] = ["PAGEFILE", "SWAPFILE", "SYSDUMP", "SYS$ERRLOG"];

/// Between two looks at whether something has ended.
const PATIENCE: Duration = Duration::from_millis(1);

/// A set whose members are to be compared: those that were full when it was opened.
#[derive(Debug)]
pub struct Comparison {
    set: Arc<ShadowSet>,
    members: Vec<(DeviceId, String)>,
    size: BlockCount,
    volatile: Vec<LbnRange>,
}

/// A block that is not the same on all members.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Difference {
    /// Where.
    pub lbn: Lbn,
    /// Each compared member, without underscore and colon, with what it holds.
    pub blocks: Vec<(String, Vec<u8>)>,
}

/// What a look at a run of blocks found.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Look {
    /// The differences, ascending.
    pub differences: Vec<Difference>,
    /// Reads of members.
    pub reads: u64,
}

/// The members as they are reached now, under one view.
struct Reached<'a> {
    version: Version,
    disks: Vec<(&'a str, MemberDisk)>,
}

impl Node {
    /// Opens a mounted set for a comparison of its members.
    ///
    /// # Errors
    /// NOSUCHDEV, DEVNOTMOUNT; UNSUPPORTED for a disk, for a set with one full member, and while a merge is due.
    pub fn open_comparison(&self, name: &str) -> Result<Comparison, Condition> {
        let Device::Unit(unit) = self.find(name)? else { return Err(codes::SYSTEM_UNSUPPORTED.into()) };
        let mounted = self.lock_usage().set(unit).cloned().ok_or(codes::SYSTEM_DEVNOTMOUNT)?;
        let status = mounted.set.status();
        let merging = mounted.set.with_core(|core| core.view().merge.is_some());
        let full = status.members.iter().filter(|member| member.state == MemberState::Full);
        let members: Vec<(DeviceId, String)> = full
            .filter_map(|member| {
                let disk = self.around.disks.with_id(member.device.0)?;
                Some((member.device, disk.name().to_owned()))
            })
            .collect();
        if members.len() < 2 || merging {
            return Err(codes::SYSTEM_UNSUPPORTED.into());
        }
        let file = mounted.file();
        let volatile = Volume::open(&file).ok().and_then(|volume| volume.files(&file).ok().flatten());
        let volatile = volatile.unwrap_or_default().into_iter().filter(|(_, header)| is_volatile(&header.name));
        let volatile = volatile.flat_map(|(_, header)| header.extents).collect();
        Ok(Comparison { size: status.size, set: mounted.set, members, volatile })
    }
}

impl Comparison {
    /// Names of the members, without underscore and colon.
    pub fn members(&self) -> impl Iterator<Item = &str> {
        self.members.iter().map(|(_, name)| name.as_str())
    }

    /// Blocks of the set.
    pub fn size(&self) -> BlockCount {
        self.size
    }

    /// Compares a run of blocks, at most a range of the write bitmap. `ignore` leaves out page, swap and dump files.
    ///
    /// # Errors
    /// SHACHASTA when fewer than two of the members are left; what a device reports.
    pub fn look(&self, range: LbnRange, ignore: bool) -> Result<Look, Condition> {
        let mut look = Look::default();
        let reached = self.reach()?;
        let is_hole = |member: &MemberDisk| {
            let next = member.file.next_data(range.start);
            next.is_ok_and(|data| data.is_none_or(|data| data.start >= range.end()))
        };
        if reached.disks.iter().all(|(_, member)| is_hole(member)) {
            return Ok(look);
        }
        let read = self.read(&reached, range, &mut look.reads)?;
        for (at, lbn) in (0..).zip(range.start.0..range.end().0) {
            let block = |bytes: &Vec<u8>| bytes[at * BLOCK_BYTES..(at + 1) * BLOCK_BYTES].to_vec();
            let first = block(&read[0]);
            let left_out = ignore && self.volatile.iter().any(|extent| extent.contains(Lbn(lbn)));
            if !left_out && read[1..].iter().any(|other| block(other) != first) {
                look.differences.extend(self.settle(Lbn(lbn), &mut look.reads)?);
            }
        }
        Ok(look)
    }

    /// Reads a block again while no write is in flight there; whether it differs then.
    fn settle(&self, lbn: Lbn, reads: &mut u64) -> Result<Option<Difference>, Condition> {
        let range = LbnRange { start: lbn, count: BlockCount(1) };
        loop {
            let reached = self.reach()?;
            let read = self.stopped(range, || self.read(&reached, range, reads))?;
            if read[1..].iter().all(|other| *other == read[0]) {
                return Ok(None);
            }
            if self.stands(&reached) {
                let names = reached.disks.iter().map(|(name, _)| (*name).to_owned());
                return Ok(Some(Difference { lbn, blocks: names.zip(read).collect() }));
            }
            // A change of the set, which writes storage control blocks, is under way.
            self.set.wait_a_little(PATIENCE);
        }
    }

    /// Does something while no application's write is in flight in a range.
    fn stopped<T>(&self, range: LbnRange, work: impl FnOnce() -> T) -> T {
        let stop = self.set.lock().queue.stop(range);
        while !self.set.lock().queue.stands(stop) {
            self.set.wait_a_little(PATIENCE);
        }
        let done = work();
        let mut started = Vec::new();
        let mut shared = self.set.lock();
        shared.queue.end_stop(stop, &mut started);
        for (irp, range) in started {
            self.set.feed(&mut shared, Input::Write { irp, range }, None);
        }
        done
    }

    /// The members that are still full.
    fn reach(&self) -> Result<Reached<'_>, Condition> {
        let shared = self.set.lock();
        let view = shared.core.view();
        let disks = self.members.iter().filter_map(|(device, name)| {
            let index = view.index_of(*device).filter(|index| view.full().contains(*index))?;
            Some((name.as_str(), shared.table.get(index)?.clone()))
        });
        let reached = Reached { version: view.version, disks: disks.collect() };
        if reached.disks.len() < 2 { Err(codes::SYSTEM_SHACHASTA.into()) } else { Ok(reached) }
    }

    /// Whether no change of the set, which writes storage control blocks, ran since the members were reached.
    fn stands(&self, reached: &Reached<'_>) -> bool {
        self.set.with_core(|core| core.view().version == reached.version && core.state() == UnitState::Running)
    }

    fn read(&self, reached: &Reached<'_>, range: LbnRange, reads: &mut u64) -> Result<Vec<Vec<u8>>, Condition> {
        let bytes = usize::try_from(range.count.bytes()).unwrap_or(0);
        let read = |member: &MemberDisk| {
            let mut buffer = vec![0; bytes];
            member.disk.read(range, &mut buffer).map(|()| buffer).map_err(|fault| fault_status(&fault).into())
        };
        *reads += reached.disks.len() as u64;
        reached.disks.iter().map(|(_, member)| read(member)).collect()
    }
}

/// Whether a file of that name, `PAGEFILE.SYS;1`, legitimately differs.
fn is_volatile(name: &str) -> bool {
    let (name, rest) = name.split_once('.').unwrap_or((name, ""));
    let known = VOLATILE.iter().any(|known| name.starts_with(known));
    known && (rest.starts_with("SYS;") || rest.starts_with("DMP;"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn page_swap_and_dump_files_are_volatile() {
        for name in ["PAGEFILE.SYS;1", "SWAPFILE1.SYS;3", "SYSDUMP.DMP;1", "SYS$ERRLOG.DMP;1"] {
            assert!(is_volatile(name), "{name}");
        }
        for name in ["PAGEFILE.TXT;1", "INDEXF.SYS;1", "MYPAGEFILE.SYS;1"] {
            assert!(!is_volatile(name), "{name}");
        }
    }
}
