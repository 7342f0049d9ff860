//! One node: devices, mounts, logical names, operator messages, and the engine that performs the core's effects.
//!
//! A [`Node`] is shared by everything that runs on it. MOUNT is examine, plan, commit: [`Node::plan_mount`] reads the
//! disks and decides, [`Node::commit_mount`] does it if nothing has moved since. Decisions about members, bitmaps and
//! copies are made in `shadow`; this room performs them. It prints nothing.

mod allocate;
mod bad_blocks;
mod bitmap_memory;
mod bitmaps;
mod channel;
mod check;
mod compare;
pub mod config;
mod device;
pub mod device_name;
pub mod device_security;
mod dismount;
mod effects;
mod examine;
mod explain;
mod fault;
pub mod files;
mod history;
mod initialize;
pub mod machine;
mod members;
mod merging;
mod mount;
pub mod names;
mod notice;
pub mod operator;
pub mod patience;
mod plain_disk;
pub mod privileges;
pub mod process;
pub mod process_table;
pub mod protection;
pub mod queues;
mod recall;
mod recovery;
pub mod request;
pub mod rms_default;
mod saved;
mod scb;
mod set;
mod set_volume;
pub mod settings;
mod steer;
mod survey;
mod sysgen;
pub mod terminal_setup;
mod throttle;
mod torn;
mod transfer;
pub mod uic;
mod usage;
mod verify;
pub mod views;
mod volume;
mod volume_file;

#[cfg(test)]
mod tests;

use std::fmt;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, OnceLock, PoisonError, RwLock};

use crate::blocks::BlockCount;
use crate::clock::{Clock, Millis, VmsTime};
use crate::message::{Condition, codes};
use crate::shadow::NodeId;
use crate::storage::SlotFile;

pub use allocate::OPERATOR_TERMINAL;
pub use channel::{Channel, OpenFile, Pending};
pub use check::CheckedVolume;
pub use compare::{Comparison, Difference, Look};
pub use device::{Disk, Opener};
pub use explain::{BrokenOff, CopyRecord, ExpelledMember, MergeRecord, PauseRecord};
pub use history::{ExpulsionCause, MergeReason, PauseReason};
pub use initialize::InitializeRequest;
pub use mount::{ListPlan, MountList, MountPlan};
pub use recall::{HistoryKeeper, UnitRecord};
pub use saved::{SavedNode, SavedSet};
pub use set_volume::VolumeChange;
pub use sysgen::ParameterKeeper;
pub use usage::{DiskSettings, UnitSettings};
pub use volume::{VolumeInfo, VolumeSet};

use bitmap_memory::BitmapMemory;
use config::{Parameters, SiteConfig, UserConfig};
use device::{DiskTable, no_such_device};
use device_name::TypedName;
use device_security::DeviceProtections;
use files::FileSystems;
use names::SharedNames;
use operator::{LogWriter, Operator};
use process_table::ProcessTable;
use protection::Security;
use queues::QueueManager;
use recovery::Recovery;
use rms_default::RmsDefaults;
use set::{ShadowSet, Surroundings};
use uic::Rights;
use usage::{MountedUnit, Usage};

/// Copy and merge priority of a set that nobody gave another (shadowing.md 2.4).
const DEFAULT_PRIORITY: u32 = 5000;

/// What a node is made of.
pub struct NodeParts<'a> {
    /// The site's configuration.
    pub config: &'a SiteConfig,
    /// Name of the node, one of the configuration's.
    pub name: &'a str,
    /// Time.
    pub clock: Arc<Clock>,
    /// Opens the block files of disks.
    pub opener: Opener,
    /// Writes the operator log.
    pub log: LogWriter,
    /// The torn-block record; without one every store goes through the descriptor.
    pub slots: Option<Arc<SlotFile>>,
}

/// A node that is up.
pub struct Node {
    around: Arc<Surroundings>,
    usage: Mutex<Usage>,
    /// One MOUNT, DISMOUNT or INITIALIZE at a time.
    commands: Mutex<()>,
    /// Grows with each of them: what a plan's basis is compared with.
    changes: AtomicU64,
    recovery: Recovery,
    was_shut_down: AtomicBool,
    /// What the node boots with next time, and who keeps it.
    current: Mutex<Parameters>,
    keeper: OnceLock<ParameterKeeper>,
    booted: VmsTime,
    rights: Rights,
    users: Vec<UserConfig>,
    files: FileSystems,
    processes: ProcessTable,
    queues: QueueManager,
    allocated_terminals: allocate::Terminals,
    device_protections: DeviceProtections,
    rms_defaults: Mutex<RmsDefaults>,
    /// Identifiers that every process of the node has.
    system_rights: Mutex<Vec<String>>,
}

impl fmt::Debug for Node {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Node").field("name", &self.around.node).finish_non_exhaustive()
    }
}

/// What a typed device name stands for.
#[derive(Clone, Debug)]
pub enum Device {
    /// A disk.
    Disk(Arc<Disk>),
    /// The virtual unit with this number, mounted or known from before.
    Unit(u16),
}

impl Device {
    /// Name without underscore and colon.
    pub fn name(&self) -> String {
        match self {
            Self::Disk(disk) => disk.name().to_owned(),
            Self::Unit(unit) => device_name::virtual_unit_name(*unit),
        }
    }
}

impl Node {
    /// Boots a node. Opens no image; starts no thread.
    pub fn new(parts: NodeParts<'_>) -> Arc<Self> {
        let NodeParts { config, name, clock, opener, log, slots } = parts;
        let own = config.node(Some(name));
        let id = config.nodes.iter().position(|node| node.name.as_str().eq_ignore_ascii_case(name)).unwrap_or(0);
        let name = own.map_or_else(|| name.to_owned(), |own| own.name.to_string());
        let around = Arc::new(Surroundings {
            id: NodeId(u16::try_from(id).unwrap_or(0)),
            operator: Operator::new(&name, Arc::clone(&clock), log),
            names: SharedNames::booted(&name),
            node: name,
            disks: DiskTable::new(&config.disks, opener),
            slots,
            parameters: RwLock::new(own.map(|own| own.parameters.clone()).unwrap_or_default()),
            clock,
            numbers: Arc::default(),
            bitmap_memory: BitmapMemory::new(own.and_then(|own| own.bitmap_memory)),
            watcher: verify::Watcher::default(),
            owed: AtomicU64::new(0),
            history_keeper: OnceLock::new(),
        });
        let node = Self {
            recovery: Recovery::new(Arc::clone(&around)),
            was_shut_down: AtomicBool::new(false),
            current: Mutex::new(own.map(|own| own.parameters.clone()).unwrap_or_default()),
            keeper: OnceLock::new(),
            booted: around.clock.now(),
            system_rights: Mutex::new(vec![format!("SYS$NODE_{}", around.node)]),
            around,
            usage: Mutex::default(),
            commands: Mutex::default(),
            changes: AtomicU64::new(0),
            rights: Rights::new(config.users.iter().map(|user| (user.name.to_string(), user.uic))),
            users: config.users.clone(),
            files: FileSystems::new(),
            processes: ProcessTable::default(),
            queues: QueueManager::default(),
            allocated_terminals: allocate::Terminals::default(),
            device_protections: DeviceProtections::default(),
            rms_defaults: Mutex::new(RmsDefaults::SYSTEM),
        };
        let node = Arc::new(node);
        node.around.watcher.bind(&node);
        node
    }

    /// Tells operators what has begun to work: the node was booted, not resumed.
    pub fn announce_boot(&self) {
        if self.shadowing() {
            self.around.tell_of_bitmaps(&codes::WBM_INITDONE.into());
            self.around.operator.send(operator::Origin::Process, &codes::SHADOW_SERVER_SSRVINICOMP.into());
        }
    }

    /// SCS node name.
    pub fn name(&self) -> &str {
        &self.around.node
    }

    /// When it was booted.
    pub fn boot_time(&self) -> VmsTime {
        self.booted
    }

    /// The clock.
    pub fn clock(&self) -> &Arc<Clock> {
        &self.around.clock
    }

    /// The node's shareable logical names.
    pub fn names(&self) -> &SharedNames {
        &self.around.names
    }

    /// The users of the site and their identifiers.
    pub fn rights(&self) -> &Rights {
        &self.rights
    }

    /// The user of that name, in either case.
    pub fn user(&self, name: &str) -> Option<&UserConfig> {
        self.users.iter().find(|user| user.name.as_str().eq_ignore_ascii_case(name))
    }

    /// Owner and protection that SET PROTECTION/DEVICE gave a device, by its name without underscore and colon.
    pub fn device_security(&self, device: &str) -> Option<Security> {
        self.device_protections.get(device)
    }

    /// Gives a device owner and protection.
    pub fn set_device_security(&self, device: &str, security: Security) {
        self.device_protections.set(device, security);
    }

    /// What RMS uses on the node where nobody says anything else.
    pub fn rms_defaults(&self) -> RmsDefaults {
        *self.rms_defaults.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// SET RMS_DEFAULT/SYSTEM.
    pub fn set_rms_defaults(&self, defaults: RmsDefaults) {
        *self.rms_defaults.lock().unwrap_or_else(PoisonError::into_inner) = defaults;
    }

    /// Whether the node serves its disks to others: MSCP_LOAD and MSCP_SERVE_ALL.
    pub fn serves_disks(&self) -> bool {
        self.parameter("MSCP_LOAD") != 0 && self.parameter("MSCP_SERVE_ALL") != 0
    }

    /// The identifiers that every process of the node has.
    pub fn system_rights(&self) -> Vec<String> {
        self.system_rights.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Gives an identifier to every process of the node, or takes it away: SET RIGHTS_LIST/SYSTEM.
    pub fn set_system_right(&self, name: &str, held: bool) {
        let mut rights = self.system_rights.lock().unwrap_or_else(PoisonError::into_inner);
        rights.retain(|own| own != name);
        if held {
            rights.push(name.to_owned());
        }
    }

    /// The batch queues of the node.
    pub fn queues(&self) -> &QueueManager {
        &self.queues
    }

    /// The processes of the node.
    pub fn process_table(&self) -> &ProcessTable {
        &self.processes
    }

    /// The devices that hold files which DCL can open.
    pub fn file_systems(&self) -> &FileSystems {
        &self.files
    }

    /// Model of the machine, as displays name it.
    pub fn hardware_name(&self) -> &str {
        "HP rx2660  (1.59GHz/9.0MB)"
    }

    /// The system parameters in force, copied out.
    pub fn parameters(&self) -> Parameters {
        self.around.parameters.read().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Changes system parameters: SYSGEN and SYSMAN.
    pub fn set_parameters(&self, change: impl FnOnce(&mut Parameters)) {
        change(&mut self.around.parameters.write().unwrap_or_else(PoisonError::into_inner));
    }

    /// Bytes that write bitmaps take on the node.
    pub fn bitmap_bytes(&self) -> u64 {
        self.around.bitmap_memory.bytes()
    }

    /// A system parameter; 0 when there is none of that name.
    pub fn parameter(&self, name: &str) -> u32 {
        self.around.parameter(name)
    }

    /// The operator's mailbox.
    pub fn operator(&self) -> &Operator {
        &self.around.operator
    }

    /// Whether virtual units exist here: SHADOWING is 2.
    pub fn shadowing(&self) -> bool {
        self.parameter("SHADOWING") == 2
    }

    /// The device that a name stands for, logical names translated before. `NOSUCHDEV` for an unknown one; any virtual
    /// unit counts while shadowing is on.
    pub fn find(&self, name: &str) -> Result<Device, Condition> {
        let typed = TypedName::parse(name).ok_or_else(no_such_device)?;
        if let Some(unit) = typed.virtual_unit() {
            return if self.shadowing() { Ok(Device::Unit(unit)) } else { Err(no_such_device()) };
        }
        self.around.disks.find(&typed, self.name()).cloned().map(Device::Disk).ok_or_else(no_such_device)
    }

    fn disk_named(&self, name: &str) -> Result<Arc<Disk>, Condition> {
        match self.find(name)? {
            Device::Disk(disk) => Ok(disk),
            Device::Unit(_) => Err(no_such_device()),
        }
    }

    /// Blocks of a device as it is used now: a set's size, a disk's size.
    pub fn size_of(&self, device: &Device) -> BlockCount {
        match device {
            Device::Disk(disk) => disk.size(),
            Device::Unit(unit) => {
                self.mounted_set(*unit).map_or(BlockCount(0), |set| set.with_core(|core| core.view().size))
            }
        }
    }

    fn mounted_set(&self, unit: u16) -> Option<Arc<ShadowSet>> {
        self.lock_usage().set(unit).map(|mounted| Arc::clone(&mounted.set))
    }

    fn lock_usage(&self) -> MutexGuard<'_, Usage> {
        self.usage.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn lock_commands(&self) -> MutexGuard<'_, ()> {
        self.commands.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn changed(&self) {
        self.changes.fetch_add(1, Ordering::SeqCst);
    }

    /// A name as MOUNT prints it: `_$1$DGA101: (NODEA)`.
    fn shown(&self, disk: &Disk) -> String {
        match disk.host(self.name()) {
            Some(host) => format!("_{}: ({host})", disk.name()),
            None => format!("_{}:", disk.name()),
        }
    }

    /// Lets copies start that can start.
    fn look_for_work(&self) {
        let order = self.recovery_order();
        self.recovery.look_for_work(order);
    }

    /// The mounted sets that this node recovers, in the order in which it does: by priority, then by unit number.
    /// Priority 0 is never.
    fn recovery_order(&self) -> Vec<Arc<ShadowSet>> {
        let usage = self.lock_usage();
        let mut order: Vec<(u32, Arc<ShadowSet>)> = usage
            .units
            .values()
            .filter_map(|unit| {
                let priority = unit.settings.priority.unwrap_or(DEFAULT_PRIORITY);
                Some((priority, Arc::clone(&unit.mounted.as_ref()?.set)))
            })
            .filter(|(priority, _)| *priority > 0)
            .collect();
        drop(usage);
        order.sort_by_key(|(priority, _)| std::cmp::Reverse(*priority));
        order.into_iter().map(|(_, set)| set).collect()
    }

    /// Gives copies the time `by` that has passed on the virtual clock; under the real clock threads do the work.
    pub fn advance(&self, by: Millis) {
        self.recovery.advance(by);
        if self.around.watcher.is_time(self.around.clock.millis()) {
            self.verify();
        }
        for (unit, _) in self.mounted_units() {
            self.settle_members(unit);
        }
    }

    /// All mounted sets, by unit number.
    fn mounted_units(&self) -> Vec<(u16, MountedUnit)> {
        let usage = self.lock_usage();
        usage.units.iter().filter_map(|(unit, entry)| Some((*unit, entry.mounted.clone()?))).collect()
    }
}

impl Surroundings {
    /// A system parameter; 0 when there is none of that name.
    fn parameter(&self, name: &str) -> u32 {
        self.parameters.read().unwrap_or_else(PoisonError::into_inner).get(name).unwrap_or(0)
    }
}
