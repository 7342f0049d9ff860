//! The SCB, the storage bitmap, the directories and the security profile.

use std::collections::{BTreeMap, BTreeSet};

use super::{Checker, File, Finding, Home, sum_before, u16_at, u32_at};
use crate::blocks::LbnRange;
use crate::storage::Fault;

/// Names of the reserved files by number, less their version.
const NAMES: [&str; 10] = [
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

impl Checker<'_> {
    /// Checks the SCB; gives the volume's size in blocks.
    pub(super) fn scb(&mut self, home: &Home, bitmap: &File) -> Result<u64, Fault> {
        let fallback = self.size.0;
        let Some(lbn) = bitmap.block(1) else {
            self.say(bitmap.lbn, "BITMAP.SYS is empty");
            return Ok(fallback);
        };
        let Some(scb) = self.block(lbn)? else { return Ok(fallback) };
        let size = u32_at(&scb, 4);
        let members = usize::from(scb[108]);
        // INITIALIZE/SHADOW gives a generation, but no virtual unit yet.
        let (in_set, scb_lbn) = (scb[64..72].iter().any(|&b| b != 0), u32_at(&scb, 104));
        let more_members = (3..10).all(|n| scb[113 + 12 * (n - 3) + 1..][..3] == [0, 0, 0]);
        let rules = [
            (u16_at(&scb, 510) == sum_before(&scb, 510), "checksum"),
            (u16_at(&scb, 0) == 0x0201, "structure level"),
            (u16_at(&scb, 2) == u16_at(&home.raw, 14), "cluster factor"),
            (size >= 100 && size <= self.size.0, "volume size"),
            (u32_at(&scb, 8) == 1, "block size"),
            (u32_at(&scb, 12) > 0 && u32_at(&scb, 16) > 0 && u32_at(&scb, 20) > 0, "geometry"),
            (u32_at(&scb, 24) < 64 && u32_at(&scb, 28) < 64, "status bits"),
            (members <= 10 && usize::from(scb[109]) <= members, "member counts"),
            (scb_lbn == 0 || scb_lbn == lbn, "its own place"),
            (!in_set || scb_lbn == lbn || u32_at(&scb, 56) == 0, "its own place as a member"),
            (scb[77..80] == [0, 0, 0] && more_members, "spare bytes of the member list"),
            (scb[197..510].iter().all(|&b| b == 0), "spare bytes"),
        ];
        for (holds, text) in rules {
            self.expect(holds, lbn, format!("SCB: bad {text}"));
        }
        Ok(if (100..=fallback).contains(&size) { size } else { fallback })
    }

    /// Checks that exactly the clusters of files are allocated, and none twice.
    pub(super) fn storage_bitmap(&mut self, file: &File, volume_size: u64) -> Result<(), Fault> {
        let clusters = volume_size.div_ceil(self.v);
        let blocks = clusters.div_ceil(4096);
        self.expect(file.extents.len() == 1 && file.flags() & 0x80 != 0, file.lbn, "BITMAP.SYS is not contiguous");
        self.expect(file.end_block() == blocks + 2, file.lbn, "BITMAP.SYS does not end behind its last bit");
        self.owners.sort_unstable();
        let mut free_from = 0;
        let mut used: Vec<(u64, u64)> = Vec::new();
        for (lbn, count, number) in std::mem::take(&mut self.owners) {
            self.expect(lbn >= free_from, lbn, format!("blocks of file {number} belong to another file, too"));
            self.expect(lbn + count <= volume_size, lbn, format!("file {number} reaches past the end of the volume"));
            free_from = free_from.max(lbn + count);
            used.push((lbn / self.v, (lbn + count).div_ceil(self.v)));
        }
        let mut used = used.into_iter().peekable();
        for block in 0..blocks {
            let Some(lbn) = file.block(block + 2) else {
                self.say(file.lbn, "BITMAP.SYS is too short");
                return Ok(());
            };
            let Some(bits) = self.block(lbn)? else { return Ok(()) };
            for bit in 0..4096 {
                let cluster = block * 4096 + bit;
                while used.peek().is_some_and(|&(_, end)| end <= cluster) {
                    used.next();
                }
                let is_used = used.peek().is_some_and(|&(start, _)| start <= cluster);
                // A cluster that runs off the disk is not free, nor is one behind the end.
                let expected = !is_used && (cluster + 1) * self.v <= volume_size;
                let found = bits[(bit / 8) as usize] >> (bit % 8) & 1 == 1;
                if found != expected {
                    self.wrong_mark(lbn, cluster, !found);
                }
            }
        }
        Ok(())
    }

    /// A cluster with a wrong mark; neighbours of the same kind are one finding.
    fn wrong_mark(&mut self, lbn: u64, cluster: u64, allocated: bool) {
        let blocks = LbnRange::new(cluster * self.v, self.v);
        if let Some(Finding { marked: Some((run, kind)), .. }) = self.findings.last_mut()
            && *kind == allocated
            && run.end() == blocks.start
        {
            run.count.0 += self.v;
            return;
        }
        let word = if allocated { "allocated" } else { "free" };
        self.say(lbn, format!("cluster {cluster} is marked {word}"));
        if let Some(last) = self.findings.last_mut() {
            last.marked = Some((blocks, allocated));
        }
    }

    /// Checks VOLSET.SYS against the home block.
    pub(super) fn volume_set(&mut self, home: &Home, files: &BTreeMap<u64, File>) -> Result<(), Fault> {
        let (number, count) = (u16_at(&home.raw, 38), u16_at(&home.raw, 40));
        let Some(file) = files.get(&6) else { return Ok(()) };
        if number != 1 {
            self.expect(file.blocks() == 0, file.lbn, "VOLSET.SYS is not empty on a volume that is no root");
            return Ok(());
        }
        let bytes = (file.end_block() - 1) * 512 + u16_at(&file.raw, 32);
        self.expect(count > 0 && bytes >= (count + 1) * 64, file.lbn, "VOLSET.SYS has too few records");
        for record in 0..=count.min(bytes / 64) {
            let Some(lbn) = file.block(1 + record / 8) else { break };
            let Some(block) = self.block(lbn)? else { break };
            let text = &block[(record % 8 * 64) as usize..][..64];
            let wanted = match record {
                0 => &home.raw[460..472],
                1 => &home.label[..],
                _ => &text[..12],
            };
            let is_sound = text[..12] == *wanted && text[0] > b' ' && text[12..].iter().all(|&b| b == 0);
            self.expect(is_sound, lbn, format!("VOLSET.SYS: record {record} is not as it should be"));
        }
        Ok(())
    }

    /// Checks the root directory and those below it, and that every file is entered somewhere.
    pub(super) fn directories(&mut self, home: &Home, files: &BTreeMap<u64, File>) -> Result<(), Fault> {
        let mut entered = BTreeSet::new();
        let mut names = BTreeMap::new();
        for (&number, file) in files.iter().filter(|(_, file)| file.flags() & 0x2000 != 0) {
            let shape = file.raw[20] == 2
                && file.raw[21] == 8
                && u16_at(&file.raw, 22) == 512
                && file.flags() & 0x80 != 0
                && u16_at(&file.raw, 32) == 0
                && file.end_block() >= 2;
            self.expect(shape, file.lbn, format!("directory {number} has attributes that no directory has"));
            let mut last = Vec::new();
            for vbn in 1..file.end_block().min(file.blocks() + 1) {
                let Some(lbn) = file.block(vbn) else { break };
                let Some(block) = self.block(lbn)? else { break };
                self.directory_block(lbn, &block, &mut last, |name, version, id| {
                    entered.insert(id);
                    if number == 4 {
                        names.insert(name.to_vec(), (version, id));
                    }
                });
            }
        }
        for (number, name) in (1..=home.reserved.min(10)).zip(NAMES) {
            let entry = names.get(name.as_bytes());
            self.expect(entry == Some(&(1, (number, number))), 0, format!("{name};1 is not entered in [000000]"));
            let Some(file) = files.get(&number) else { continue };
            let written = format!("{:20}", format!("{name};1"));
            let is_named = file.raw[80..100] == *written.as_bytes() && file.raw[134..200].iter().all(|&b| b == b' ');
            self.expect(is_named, file.lbn, format!("the header of {name} has another name"));
        }
        for (id, lbn) in files.iter().map(|(&number, file)| ((number, u16_at(&file.raw, 10)), file.lbn)) {
            let primary = files.get(&id.0).is_some_and(|file| u16_at(&file.raw, 4) == 0);
            self.expect(!primary || entered.contains(&id), lbn, format!("file {id:?} is in no directory"));
        }
        Ok(())
    }

    /// Records of one block, in order and closed; calls `entry` with name, version and (number, sequence).
    fn directory_block(
        &mut self,
        lbn: u64,
        block: &[u8],
        last: &mut Vec<u8>,
        mut entry: impl FnMut(&[u8], u64, (u64, u64)),
    ) {
        let mut at = 0;
        loop {
            if at + 2 > 512 {
                return;
            }
            let size = u16_at(block, at) as usize;
            if size == 0xFFFF {
                break;
            }
            let length = usize::from(block.get(at + 5).copied().unwrap_or(0));
            let values = at + 6 + length + length % 2;
            let end = at + 2 + size;
            let fits = length > 0 && values <= end && end <= 510 && (end - values).is_multiple_of(8) && end > values;
            if !fits || block[at + 4] != 0 {
                self.say(lbn, format!("directory record at byte {at} is malformed"));
                return;
            }
            let name = &block[at + 6..at + 6 + length];
            let dots = name.iter().filter(|&&b| b == b'.').count();
            let legal = |b: &u8| b.is_ascii_uppercase() || b.is_ascii_digit() || b"$_-.".contains(b);
            self.expect(dots == 1 && name.iter().all(legal), lbn, "a name in the directory is no file name");
            self.expect(last.as_slice() < name, lbn, "names in the directory are not in order");
            *last = name.to_vec();
            let mut above = 32_768;
            for value in block[values..end].chunks_exact(8) {
                let version = u16_at(value, 0);
                self.expect((1..above).contains(&version), lbn, "versions of a file are not descending");
                above = version;
                entry(name, version, (u16_at(value, 2) + 65_536 * u64::from(value[7]), u16_at(value, 4)));
            }
            at = end;
        }
        self.expect(block[at + 2..].iter().all(|&b| b == 0), lbn, "bytes behind the last record are not 0");
    }

    pub(super) fn security(&mut self, home: &Home, files: &BTreeMap<u64, File>) -> Result<(), Fault> {
        let Some(file) = files.get(&10).filter(|_| home.reserved >= 10) else { return Ok(()) };
        let shape = file.end_block() == 2 && file.flags() == 0x80 && file.blocks() >= 6;
        self.expect(shape, file.lbn, "SECURITY.SYS does not have its shape");
        let Some(lbn) = file.block(1) else { return Ok(()) };
        let Some(profile) = self.block(lbn)? else { return Ok(()) };
        let length = home.label.iter().rposition(|&b| b != b' ').map_or(0, |last| last + 1);
        let whole = (78 + length) / 4 * 4;
        let xor = (4..4 + whole).step_by(4).fold(0, |sum, at| sum ^ u32_at(&profile, at));
        let mut expected = vec![0; 512];
        let put = |bytes: &mut Vec<u8>, at: usize, value: &[u8]| bytes[at..at + value.len()].copy_from_slice(value);
        put(&mut expected, 0x00, &(xor as u32).to_le_bytes());
        put(&mut expected, 0x08, &[0x52 + length as u8]);
        put(&mut expected, 0x0C, b"\x06\x00\x02");
        put(&mut expected, 0x18, b"\x0C\x00\x08");
        put(&mut expected, 0x1C, &home.raw[44..48]);
        put(&mut expected, 0x20, b"\x02\x00\x06\x00\x02\x08\x08\x00\x0C");
        put(&mut expected, 0x32, b"\x09\x00\x14");
        put(&mut expected, 0x36, b"\xE0\xFF\xFF\xFF\xE0\xFF\xFF\xFF\xF0\xFF\xFF\xFF\xF0\xFF\xFF\xFF");
        put(&mut expected, 0x46, b"\x17\x00\x08");
        put(&mut expected, 0x4E, b"\x14");
        put(&mut expected, 0x50, &[length as u8 + 4]);
        put(&mut expected, 0x52, &home.label[..length]);
        self.expect(profile == expected, lbn, "SECURITY.SYS: the profile is not the default one of this volume");
        Ok(())
    }
}
