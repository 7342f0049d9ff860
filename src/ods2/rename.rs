//! A volume's home block rewritten with other fields (SET VOLUME, volume sets), and the profile that repeats two of them.

use super::bytes::{self, Block};
use super::home::HomeBlock;
use super::security;
use super::volume::{Volume, reserved_header};
use crate::blocks::{Lbn, LbnRange};
use crate::storage::{BlockFile, Fault, WriteWay};

impl Volume {
    /// Writes `home` to every place of the home block, the one that is searched first last. A copy keeps what this
    /// program does not know of.
    pub fn rewrite_home(&mut self, file: &dyn BlockFile, home: HomeBlock) -> Result<(), Fault> {
        self.rewrite_profile(file, &home)?;
        let v = u64::from(self.home.cluster);
        let alternate = self.home.alternate_lbn.0 / v * v;
        let copies = (2..2 * v).map(|lbn| (lbn, lbn + 1)).chain((0..v).map(|n| (alternate + n, 2 * v + 1 + n)));
        for (lbn, vbn) in copies {
            write_copy(file, &home, lbn, vbn)?;
        }
        file.flush()?;
        write_copy(file, &home, 1, 2)?;
        file.flush()?;
        self.home = home;
        Ok(())
    }

    /// Label and owner stand in SECURITY.SYS, too. A profile that is not the default one is left as it is.
    fn rewrite_profile(&self, file: &dyn BlockFile, home: &HomeBlock) -> Result<(), Fault> {
        let header = reserved_header(file, &self.home, 10)?;
        let Some(extent) = header.and_then(|header| header.extents.first().copied()) else { return Ok(()) };
        let now = bytes::read_block(file, extent.start)?;
        let wanted = security::profile(&home.label, home.owner);
        if now == security::profile(&self.home.label, self.home.owner) && now != wanted {
            file.write(LbnRange { count: crate::blocks::BlockCount(1), ..extent }, &wanted, WriteWay::Descriptor)?;
        }
        Ok(())
    }
}

fn write_copy(file: &dyn BlockFile, home: &HomeBlock, lbn: u64, vbn: u64) -> Result<(), Fault> {
    let mut block: Block = bytes::read_block(file, Lbn(lbn))?;
    if HomeBlock::decode(&block, Lbn(lbn)).is_err() {
        block = [0; crate::blocks::BLOCK_BYTES];
    }
    let home_vbn = u16::try_from(vbn).unwrap_or(u16::MAX);
    HomeBlock { home_lbn: Lbn(lbn), home_vbn, ..home.clone() }.store(&mut block);
    file.write(LbnRange::new(lbn, 1), &block, WriteWay::Descriptor)
}
