//! A strict checker of ODS-2 volumes, written apart from everything else in this room.
//!
//! It reads raw bytes by the offsets of the reference and shares no code with the writer or with [`super::Volume`],
//! so that a mistake in one of them cannot hide in the other. For tests and for `dclshadow check`. Never writes;
//! any bytes may be on the disk.

use crate::blocks::{BlockCount, LbnRange};
use crate::storage::{BlockFile, Fault, FaultKind};

mod files;
mod space;

/// Something that is not as the reference has it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    /// Block in which it was seen.
    pub lbn: u64,
    /// What is wrong.
    pub text: String,
    /// For clusters that the storage bitmap has wrong: their blocks, and whether they are marked allocated.
    pub marked: Option<(LbnRange, bool)>,
}

impl std::fmt::Display for Finding {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "LBN {}: {}", self.lbn, self.text)
    }
}

/// Checks the volume on a disk against every rule; no findings on a sound one.
pub fn verify(file: &dyn BlockFile) -> Result<Vec<Finding>, Fault> {
    let mut checker = Checker { file, size: file.size(), findings: Vec::new(), owners: Vec::new(), v: 1 };
    checker.volume()?;
    Ok(checker.findings)
}

/// Most findings that are worth reading.
const MOST: usize = 200;

struct Checker<'a> {
    file: &'a dyn BlockFile,
    size: BlockCount,
    findings: Vec<Finding>,
    /// Extents that files own, with the file number.
    owners: Vec<(u64, u64, u32)>,
    v: u64,
}

/// What the other checks need of the home block.
struct Home {
    alternate: u64,
    backup: u64,
    bitmap: u64,
    bitmap_blocks: u64,
    files: u64,
    reserved: u64,
    label: [u8; 12],
    raw: Vec<u8>,
}

/// What the other checks need of a file header.
struct File {
    lbn: u64,
    raw: Vec<u8>,
    extents: Vec<(u64, u64)>,
}

fn u16_at(bytes: &[u8], at: usize) -> u64 {
    u64::from(bytes[at]) + 256 * u64::from(bytes[at + 1])
}

fn u32_at(bytes: &[u8], at: usize) -> u64 {
    u16_at(bytes, at) + 65_536 * u16_at(bytes, at + 2)
}

fn sum_before(bytes: &[u8], end: usize) -> u64 {
    (0..end).step_by(2).map(|at| u16_at(bytes, at)).sum::<u64>() % 65_536
}

impl File {
    fn blocks(&self) -> u64 {
        self.extents.iter().map(|(_, count)| count).sum()
    }

    fn block(&self, vbn: u64) -> Option<u64> {
        let mut before = 1;
        for &(lbn, count) in &self.extents {
            if vbn >= before && vbn < before + count {
                return Some(lbn + vbn - before);
            }
            before += count;
        }
        None
    }

    fn swapped(&self, at: usize) -> u64 {
        u16_at(&self.raw, at) * 65_536 + u16_at(&self.raw, at + 2)
    }

    fn allocated(&self) -> u64 {
        self.swapped(24)
    }

    fn end_block(&self) -> u64 {
        self.swapped(28)
    }

    fn flags(&self) -> u64 {
        u32_at(&self.raw, 52)
    }
}

impl Checker<'_> {
    fn say(&mut self, lbn: u64, text: impl Into<String>) {
        if self.findings.len() < MOST {
            self.findings.push(Finding { lbn, text: text.into(), marked: None });
        }
    }

    fn expect(&mut self, holds: bool, lbn: u64, text: impl Into<String>) {
        if !holds {
            self.say(lbn, text);
        }
    }

    /// A block, or `None` (said) when the disk ends before it.
    fn block(&mut self, lbn: u64) -> Result<Option<Vec<u8>>, Fault> {
        let mut bytes = vec![0; 512];
        match self.file.read(LbnRange::new(lbn, 1), &mut bytes) {
            Ok(()) => Ok(Some(bytes)),
            Err(fault) if fault.kind() == FaultKind::OutOfRange => {
                self.say(lbn, "a structure points behind the end of the disk");
                Ok(None)
            }
            Err(fault) => Err(fault),
        }
    }

    fn volume(&mut self) -> Result<(), Fault> {
        if self.size.0 < 2 {
            self.say(0, "too small for a volume");
            return Ok(());
        }
        let Some(home) = self.home_block()? else { return Ok(()) };
        let Some(index) = self.header(home.bitmap + home.bitmap_blocks, 1)? else { return Ok(()) };
        self.index_file(&home, &index)?;
        let files = self.all_files(&home, &index)?;
        let Some(bitmap) = files.get(&2) else {
            self.say(home.bitmap, "BITMAP.SYS has no header");
            return Ok(());
        };
        let volume_size = self.scb(&home, bitmap)?;
        self.storage_bitmap(bitmap, volume_size)?;
        self.volume_set(&home, &files)?;
        self.directories(&home, &files)?;
        self.security(&home, &files)
    }

    fn home_block(&mut self) -> Result<Option<Home>, Fault> {
        let Some(raw) = self.block(1)? else { return Ok(None) };
        if &raw[496..508] != b"DECFILE11B  " {
            self.say(1, "no home block: the format name is missing");
            return Ok(None);
        }
        self.v = u16_at(&raw, 14);
        if self.v == 0 {
            self.say(1, "cluster factor 0");
            return Ok(None);
        }
        let home = Home {
            alternate: u32_at(&raw, 4),
            backup: u32_at(&raw, 8),
            bitmap: u32_at(&raw, 24),
            bitmap_blocks: u16_at(&raw, 32),
            files: u32_at(&raw, 28),
            reserved: u16_at(&raw, 34),
            label: raw[472..484].try_into().expect("twelve bytes"),
            raw,
        };
        self.home_fields(&home);
        self.home_copies(&home)?;
        Ok(Some(home))
    }

    fn home_fields(&mut self, home: &Home) {
        let raw = &home.raw;
        let v = self.v;
        let word = |at| u16_at(raw, at);
        let zeros = |from: usize, to: usize| raw[from..to].iter().all(|&b| b == 0);
        let label_is_text =
            raw[472] != b' ' && home.label.iter().all(|b| (32..127).contains(b) && !b.is_ascii_lowercase());
        let rules = [
            (u32_at(raw, 0) == 1, "HOMELBN is not its own place"),
            (home.alternate != 0, "ALHOMELBN is 0"),
            (home.backup != 0, "ALTIDXLBN is 0"),
            (word(12) == 0x0201, "STRUCLEV is not 2,1"),
            (word(16) == 2, "HOMEVBN is not 2"),
            ((2 * v + 1..=3 * v).contains(&word(18)), "ALHOMEVBN is outside its cluster"),
            (word(20) == 3 * v + 1, "ALTIDXVBN is not v*3+1"),
            (word(22) == 4 * v + 1, "IBMAPVBN is not v*4+1"),
            (home.bitmap != 0, "IBMAPLBN is 0"),
            (home.files > home.reserved && home.files < 1 << 24, "MAXFILES is out of range"),
            (home.bitmap_blocks == home.files.div_ceil(4096), "IBMAPSIZE does not fit MAXFILES"),
            (home.reserved >= 5, "RESFILES is below 5"),
            (zeros(36, 38), "DEVTYPE is not 0"),
            (word(38) < 256, "RVN is out of range"),
            (word(38) == 1 || zeros(40, 42), "SETCOUNT is not 0 on a volume that is no root"),
            (word(42) < 32, "VOLCHAR has unknown bits"),
            (zeros(48, 52), "SEC_MASK is not 0"),
            (word(58) == sum_before(raw, 58), "CHECKSUM1 is wrong"),
            (!zeros(60, 68), "CREDATE is 0"),
            ((7..=80).contains(&raw[68]), "WINDOW is out of range"),
            (zeros(72, 88) && zeros(96, 146), "fields that are not used are not 0"),
            (zeros(154, 456) && zeros(508, 510), "spare bytes are not 0"),
            (raw[460..472].iter().all(|&b| b == b' ') == zeros(38, 40), "STRUCNAME and RVN do not go together"),
            (label_is_text, "VOLNAME is no label"),
            (raw[484..496].iter().all(|b| (32..127).contains(b)), "OWNERNAME is no text"),
            (word(510) == sum_before(raw, 510), "CHECKSUM2 is wrong"),
        ];
        for (holds, text) in rules {
            self.expect(holds, 1, format!("home block: {text}"));
        }
    }

    /// The copies of the home block: the rest of the first two clusters, and the alternate's cluster.
    fn home_copies(&mut self, home: &Home) -> Result<(), Fault> {
        let v = self.v;
        let start = home.alternate / v * v;
        let place = 2 * v + 1 + home.alternate % v;
        self.expect(u16_at(&home.raw, 18) == place, 1, "ALHOMEVBN is not the VBN of ALHOMELBN");
        let first = (2..2 * v).map(|lbn| (lbn, lbn + 1));
        let second = (0..v).map(|n| (start + n, 2 * v + 1 + n));
        for (lbn, vbn) in first.chain(second) {
            let Some(copy) = self.block(lbn)? else { return Ok(()) };
            let place_is_right = u32_at(&copy, 0) == lbn && u16_at(&copy, 16) == vbn;
            self.expect(place_is_right, lbn, "copy of the home block does not name its own place");
            let same = copy[4..16] == home.raw[4..16]
                && copy[18..58] == home.raw[18..58]
                && copy[60..510] == home.raw[60..510];
            self.expect(same, lbn, "copy of the home block differs from it");
            let sums = u16_at(&copy, 58) == sum_before(&copy, 58) && u16_at(&copy, 510) == sum_before(&copy, 510);
            self.expect(sums, lbn, "copy of the home block has a wrong sum");
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests;
