//! Host files that were deleted, replaced or cut short under a mounted disk are noticed soon, not only when somebody
//! flushes or a transfer meets them.

use crate::clock::Millis;
use crate::shadow::{DeviceEvent, DeviceId};
use crate::storage::FaultKind;

use super::Node;

/// Between two looks. A look costs two system calls for each image in use.
pub(super) const BETWEEN: Millis = Millis(1_000);

impl Node {
    /// Looks whether the files of all disks in use are still what was opened; to be called before commands. Does nothing
    /// when the last look was a moment ago.
    pub fn look_at_files(&self) {
        if !self.around.watcher.may_look_at_files(self.clock().millis()) {
            return;
        }
        for (disk, volume) in self.plain_volumes() {
            if let Some(fault) = disk.new_loss() {
                self.around.begin_verification(&disk, &volume, &fault);
            }
        }
        for (unit, mounted) in self.mounted_units() {
            let disks: Vec<_> = mounted.set.lock().table.disks().cloned().collect();
            for (disk, fault) in disks.iter().filter_map(|disk| Some((disk, disk.new_loss()?))) {
                let index = mounted.set.with_core(|core| core.view().index_of(DeviceId(disk.unit_id())));
                let Some(index) = index else { continue };
                if fault.kind() == FaultKind::Truncated {
                    // It has not what it held, and is not waited for.
                    mounted.set.device_event(index, DeviceEvent::Moved);
                } else {
                    mounted.set.notice(index.mask());
                }
                self.settle_members(unit);
            }
        }
    }
}
