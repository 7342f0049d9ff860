//! The index file and the headers in it.

use std::collections::BTreeMap;

use super::{Checker, File, Home, sum_before, u16_at, u32_at};
use crate::storage::Fault;

impl Checker<'_> {
    /// A header that must be valid, with its map.
    pub(super) fn header(&mut self, lbn: u64, number: u64) -> Result<Option<File>, Fault> {
        let Some(raw) = self.block(lbn)? else { return Ok(None) };
        let [ident, map, acl, reserved] = [raw[0], raw[1], raw[2], raw[3]].map(usize::from);
        let in_use = usize::from(raw[58]);
        let own_number = u16_at(&raw, 8) + 65_536 * u64::from(raw[13]);
        let rules = [
            (u16_at(&raw, 510) == sum_before(&raw, 510), "checksum"),
            (ident >= 38 && ident <= map && map <= acl && acl <= reserved, "area offsets"),
            (map + in_use <= acl, "map in use"),
            (u16_at(&raw, 6) == 0x0201, "structure level"),
            (own_number == number, "file number"),
            (raw[12] == 0, "relative volume number"),
            (u32_at(&raw, 52) & 0x8000 == 0, "MARKDEL"),
        ];
        let bad: Vec<&str> = rules.iter().filter(|(holds, _)| !holds).map(|(_, text)| *text).collect();
        if !bad.is_empty() {
            self.say(lbn, format!("header of file {number}: bad {}", bad.join(", ")));
            return Ok(None);
        }
        let extents = self.extents(lbn, number, &raw[2 * map..2 * (map + in_use)]);
        Ok(Some(File { lbn, raw, extents }))
    }

    /// Retrieval pointers, as (LBN, count).
    fn extents(&mut self, lbn: u64, number: u64, map: &[u8]) -> Vec<(u64, u64)> {
        let mut extents = Vec::new();
        let mut at = 0;
        while at < map.len() {
            let kind = map[at + 1] >> 6;
            let length = 2 * (usize::from(kind) + 1);
            if at + length > map.len() {
                self.say(lbn, format!("file {number}: the last retrieval pointer is cut"));
                break;
            }
            let w = |index: usize| u16_at(map, at + 2 * index);
            let extent = match kind {
                0 => (0, 0),
                1 => (w(0) / 256 % 64 * 65_536 + w(1), w(0) % 256 + 1),
                2 => (w(2) * 65_536 + w(1), w(0) % 16_384 + 1),
                _ => (w(3) * 65_536 + w(2), w(0) % 16_384 * 65_536 + w(1) + 1),
            };
            at += length;
            if extent.1 > 0 {
                let whole = extent.0 % self.v == 0 && extent.1 % self.v == 0;
                self.expect(whole, lbn, format!("file {number}: extent {extent:?} is not whole clusters"));
                extents.push(extent);
            }
        }
        extents
    }

    pub(super) fn index_file(&mut self, home: &Home, index: &File) -> Result<(), Fault> {
        let v = self.v;
        if let Some(backup) = self.block(home.backup)? {
            self.expect(backup == index.raw, home.backup, "backup of the index file's header differs from it");
        }
        // What must lie where: (VBN, LBN).
        let places = [
            (1, 0),
            (2, 1),
            (2 * v, 2 * v - 1),
            (u16_at(&home.raw, 18), home.alternate),
            (3 * v + 1, home.backup),
            (4 * v + 1, home.bitmap),
            (4 * v + home.bitmap_blocks, home.bitmap + home.bitmap_blocks - 1),
            (4 * v + home.bitmap_blocks + 16, home.bitmap + home.bitmap_blocks + 15),
        ];
        for (vbn, lbn) in places {
            let found = index.block(vbn);
            let text = format!("INDEXF.SYS: VBN {vbn} lies at {found:?}, not at {lbn}");
            self.expect(found == Some(lbn), index.lbn, text);
        }
        Ok(())
    }

    /// Every file that has a header, by number; checks each and the index bitmap.
    pub(super) fn all_files(&mut self, home: &Home, index: &File) -> Result<BTreeMap<u64, File>, Fault> {
        let mut files = BTreeMap::new();
        let mut last = 0;
        for block in 0..home.bitmap_blocks {
            let Some(bits) = self.block(home.bitmap + block)? else { return Ok(files) };
            for bit in (0..4096).filter(|bit| bits[bit / 8] >> (bit % 8) & 1 == 1) {
                let number = block * 4096 + bit as u64 + 1;
                if number > home.files {
                    self.say(home.bitmap + block, format!("index bitmap: file {number} is past MAXFILES"));
                    continue;
                }
                let vbn = 4 * self.v + home.bitmap_blocks + number;
                let Some(lbn) = index.block(vbn) else {
                    self.say(home.bitmap + block, format!("file {number} is in use but has no header block"));
                    continue;
                };
                last = vbn;
                if let Some(file) = self.header(lbn, number)? {
                    files.insert(number, file);
                }
            }
        }
        for number in 1..=home.reserved {
            self.expect(files.contains_key(&number), home.bitmap, format!("reserved file {number} is missing"));
        }
        self.expect(index.end_block() > last, index.lbn, "INDEXF.SYS ends before the last header in use");
        self.unused_headers(home, index, &files)?;
        for (&number, file) in &files {
            self.file(number, file, home.reserved);
        }
        Ok(files)
    }

    /// A header block whose bit is clear must not look valid.
    fn unused_headers(&mut self, home: &Home, index: &File, files: &BTreeMap<u64, File>) -> Result<(), Fault> {
        let first = 4 * self.v + home.bitmap_blocks;
        for vbn in first + 1..index.end_block().min(index.blocks() + 1) {
            if files.contains_key(&(vbn - first)) {
                continue;
            }
            let Some(lbn) = index.block(vbn) else { continue };
            let Some(raw) = self.block(lbn)? else { continue };
            let valid = raw.iter().any(|&b| b != 0)
                && u16_at(&raw, 510) == sum_before(&raw, 510)
                && u16_at(&raw, 8) + 65_536 * u64::from(raw[13]) == vbn - first;
            self.expect(!valid, lbn, format!("file {} has a valid header but its bit is clear", vbn - first));
        }
        Ok(())
    }

    /// Rules for a header by itself.
    fn file(&mut self, number: u64, file: &File, reserved_files: u64) {
        let raw = &file.raw;
        let blocks = file.blocks();
        // A file with extension headers counts all of them in its primary header.
        let single = raw[14..20].iter().all(|&b| b == 0) && u16_at(raw, 4) == 0;
        let contiguous = file.flags() & 0x80 == 0 || file.extents.len() <= 1;
        let mut rules = vec![
            (!single || file.allocated() == blocks, "HIBLK is not the sum of the map"),
            (file.end_block() >= 1 && file.end_block() <= file.allocated() + 1, "EFBLK is outside the file"),
            (u16_at(raw, 32) < 512, "FFBYTE is not below 512"),
            (raw[2] != 255 || raw[3] == 255, "RSOFFSET before the end without an ACL"),
            (u32_at(raw, 76) <= file.allocated() + 1, "HIGHWATER is past the end"),
            (contiguous, "a contiguous file has several extents"),
        ];
        if number <= reserved_files {
            rules.extend([
                (u16_at(raw, 10) == number, "sequence number of a reserved file is not its number"),
                (raw[..4] == [40, 100, 255, 255], "area offsets of a reserved file are not those of VMS"),
                (raw[66..72] == [4, 0, 4, 0, 0, 0], "back link of a reserved file is not (4,4,0)"),
                (u16_at(raw, 56) == 0xFE00, "RECPROT of a reserved file is not FE00"),
                (u32_at(raw, 60) == 0x0001_0004, "owner of a reserved file is not [1,4]"),
                (u32_at(raw, 76) == self.expected_highwater(number, file), "HIGHWATER of a reserved file"),
            ]);
        }
        for (holds, text) in rules {
            self.expect(holds, file.lbn, format!("file {number}: {text}"));
        }
        for &(lbn, count) in &file.extents {
            self.owners.push((lbn, count, number as u32));
        }
    }

    fn expected_highwater(&self, number: u64, file: &File) -> u64 {
        if number == 4 { file.end_block() } else { file.allocated() + 1 }
    }
}
