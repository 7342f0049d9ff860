//! A mounted device as a block file, so that the volume structures on it are read and written the way applications do:
//! on a virtual unit every store goes to all members.

use crate::blocks::{BLOCK_BYTES, BlockCount, Lbn, LbnRange};
use crate::message::{Condition, codes};
use crate::storage::{BlockFile, Fault, FaultKind, Identity, WriteWay};

use super::channel::Channel;

/// The blocks of a mounted device behind its channel.
#[derive(Debug)]
pub(super) struct VolumeFile(pub Channel);

/// What a device reports, as a block file would.
fn fault(condition: &Condition) -> Fault {
    let status = condition.status;
    let kind = [
        (codes::SYSTEM_IVADDR, FaultKind::OutOfRange),
        (codes::SYSTEM_WRITLCK, FaultKind::ReadOnly),
        (codes::SYSTEM_MEDOFL, FaultKind::Lost),
        (codes::SYSTEM_DEVNOTMOUNT, FaultKind::Lost),
    ];
    let known = kind.iter().find(|(of, _)| status.same_message(*of));
    Fault::new(known.map_or(FaultKind::Io, |(_, kind)| *kind), "mounted device")
}

impl BlockFile for VolumeFile {
    fn size(&self) -> BlockCount {
        self.0.size()
    }

    fn is_read_only(&self) -> bool {
        false
    }

    fn read(&self, range: LbnRange, buffer: &mut [u8]) -> Result<(), Fault> {
        if range.end().0 > self.size().0 {
            return Err(fault(&codes::SYSTEM_IVADDR.into()));
        }
        self.0.read(range, buffer).map_err(|condition| fault(&condition))
    }

    fn write(&self, range: LbnRange, data: &[u8], _: WriteWay) -> Result<(), Fault> {
        self.0.write(range.start, data).map_err(|condition| fault(&condition))
    }

    fn differing(&self, range: LbnRange, data: &[u8]) -> Result<u128, Fault> {
        let mut own = vec![0; data.len()];
        self.read(range, &mut own)?;
        let pairs = own.chunks_exact(BLOCK_BYTES).zip(data.chunks_exact(BLOCK_BYTES)).enumerate();
        Ok(pairs.filter(|(_, (own, other))| own != other).fold(0, |mask, (index, _)| mask | 1 << index))
    }

    fn flush(&self) -> Result<(), Fault> {
        self.0.flush().map_err(|condition| fault(&condition))
    }

    fn write_durable(&self, lbn: Lbn, block: &[u8; BLOCK_BYTES]) -> Result<(), Fault> {
        self.write(LbnRange { start: lbn, count: BlockCount(1) }, block, WriteWay::Descriptor)?;
        self.flush()
    }

    // A store allocates what it needs on every member.
    fn allocate(&self, _: LbnRange) -> Result<(), Fault> {
        Ok(())
    }

    fn is_allocated(&self, _: LbnRange) -> bool {
        true
    }

    fn erase(&self, range: LbnRange) -> Result<(), Fault> {
        self.write(range, &vec![0; usize::try_from(range.count.bytes()).unwrap_or(0)], WriteWay::Descriptor)
    }

    fn next_data(&self, from: Lbn) -> Result<Option<LbnRange>, Fault> {
        let left = self.size().0.saturating_sub(from.0);
        Ok((left > 0).then(|| LbnRange::new(from.0, left)))
    }

    fn will_need(&self, _: LbnRange) {}

    fn identity(&self) -> Result<Identity, Fault> {
        Err(Fault::new(FaultKind::NotAnImage, "a mounted device is no file"))
    }

    fn check(&self) -> Result<(), Fault> {
        Ok(())
    }

    fn set_modified(&self, _: i128) -> Result<(), Fault> {
        Ok(())
    }
}
