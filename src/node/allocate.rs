//! ALLOCATE and DEALLOCATE: devices that one process alone may use (command reference 23; $ALLOC, $DALLOC).

use std::collections::BTreeMap;
use std::sync::{Mutex, MutexGuard, PoisonError};

use crate::message::{Condition, Status, codes};

use super::device_name::TypedName;
use super::request::Requester;
use super::usage::{DiskUse, Using};
use super::views::{DeviceView, MountScope, OwnerView};
use super::{Device, Node};

/// The terminal of the operator: every node has one.
pub const OPERATOR_TERMINAL: &str = "OPA0";

/// Who has allocated terminals, by name.
#[derive(Debug, Default)]
pub(super) struct Terminals(Mutex<BTreeMap<String, OwnerView>>);

impl Terminals {
    fn lock(&self) -> MutexGuard<'_, BTreeMap<String, OwnerView>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Node {
    /// Allocates the device of that name, or the first free one of those whose names begin with it when it has no unit
    /// number; with `of_type` the name is that of a device type. Logical names have been translated before. The status is
    /// DEVALRALLOC when the process has the device already.
    ///
    /// # Errors
    /// NOSUCHDEV, NODEVAVL; of a named device DEVALLOC and DEVMOUNT.
    pub fn allocate(&self, name: &str, of_type: bool, who: &Requester) -> Result<(String, Status), Condition> {
        let _one_command = self.lock_commands();
        let named = TypedName::parse(name).filter(|typed| !of_type && typed.unit.is_some());
        if named.is_some() {
            return self.take(&self.full_name(name, who)?, who);
        }
        let candidates = if of_type { self.of_type(name) } else { self.devices(name) };
        if candidates.is_empty() && !of_type {
            return Err(codes::SYSTEM_NOSUCHDEV.into());
        }
        let free = |device: &DeviceView| device.owner.is_none() && device.online;
        let taken =
            candidates.iter().filter(|device| free(device)).find_map(|device| self.take(&device.name, who).ok());
        taken.ok_or_else(|| codes::SYSTEM_NODEVAVL.into())
    }

    /// Gives a device back.
    ///
    /// # Errors
    /// NOSUCHDEV; DEVNOTALLOC when the process does not have it; DEVMOUNT while a volume of the process is mounted there.
    pub fn deallocate(&self, name: &str, who: &Requester) -> Result<(), Condition> {
        let _one_command = self.lock_commands();
        let name = self.full_name(name, who)?;
        if let Ok(Device::Disk(disk)) = self.find(&name) {
            let mut usage = self.lock_usage();
            let entry = usage.disk(disk.unit_id());
            if entry.owner.as_ref().is_none_or(|owner| owner.pid != who.pid) {
                return Err(codes::SYSTEM_DEVNOTALLOC.into());
            }
            if entry.using.is_some() {
                return Err(codes::SYSTEM_DEVMOUNT.into());
            }
            entry.give_back();
            return Ok(());
        }
        let mut terminals = self.allocated_terminals.lock();
        if terminals.get(&name).is_none_or(|owner| owner.pid != who.pid) {
            return Err(codes::SYSTEM_DEVNOTALLOC.into());
        }
        terminals.remove(&name);
        Ok(())
    }

    /// Gives back everything that a process allocated and has not mounted.
    pub fn deallocate_all(&self, pid: u32) {
        let own = |owner: &OwnerView| owner.pid == pid;
        self.allocated_terminals.lock().retain(|_, owner| !own(owner));
        let mut usage = self.lock_usage();
        for entry in usage.disks.values_mut().filter(|entry| entry.owner.as_ref().is_some_and(own)) {
            match entry.using {
                Some(_) => entry.allocated = false,
                None => entry.give_back(),
            }
        }
    }

    /// Whether a device that `owner` has is the job's of `who`: a subprocess may use what its parent allocated.
    pub(super) fn is_of_job(&self, owner: &OwnerView, who: &Requester) -> bool {
        owner.pid == who.pid || self.processes.first_of_job(owner.pid) == self.processes.first_of_job(who.pid)
    }

    /// The process that has allocated a terminal.
    pub fn terminal_owner(&self, name: &str) -> Option<OwnerView> {
        self.allocated_terminals.lock().get(name).cloned()
    }

    /// The terminals that are known here: the operator's and those of processes.
    pub fn terminals(&self) -> Vec<String> {
        let of_processes = self.process_table().all().into_iter().filter_map(|entry| entry.terminal);
        let mut all: Vec<String> = of_processes.chain([OPERATOR_TERMINAL.to_owned()]).collect();
        all.sort_unstable();
        all.dedup();
        all
    }

    /// The name of a device that exists, without underscore and colon.
    fn full_name(&self, name: &str, who: &Requester) -> Result<String, Condition> {
        let plain = name.trim_start_matches('_').trim_end_matches(':').to_ascii_uppercase();
        let plain = plain.strip_prefix(&format!("{}$", self.name())).map_or(plain.clone(), str::to_owned);
        if plain == OPERATOR_TERMINAL || who.terminal.as_ref() == Some(&plain) || self.terminals().contains(&plain) {
            return Ok(plain);
        }
        Ok(self.device(name).ok_or(codes::SYSTEM_NOSUCHDEV)?.name)
    }

    /// Disks whose device type is the one typed, blanks and underscores being the same.
    fn of_type(&self, kind: &str) -> Vec<DeviceView> {
        let plain = |text: &str| text.trim_end_matches(':').replace(' ', "_").to_ascii_uppercase();
        let wanted = plain(kind);
        self.devices("").into_iter().filter(|device| plain(&device.device_type) == wanted).collect()
    }

    fn take(&self, name: &str, who: &Requester) -> Result<(String, Status), Condition> {
        let owner = OwnerView { pid: who.pid, name: who.process.clone() };
        let shown = self.name_with_node(name);
        if !self.device_protections.let_allocate(name, who) {
            return Err(codes::SYSTEM_NOPRIV.into());
        }
        let again = |own: &OwnerView| match own.pid == who.pid {
            true => Ok((shown.clone(), codes::SYSTEM_DEVALRALLOC)),
            false => Err(codes::SYSTEM_DEVALLOC.into()),
        };
        match self.find(name) {
            Ok(Device::Disk(disk)) => {
                let mut usage = self.lock_usage();
                let entry = usage.disk(disk.unit_id());
                if entry.unavailable {
                    return Err(codes::SYSTEM_DEVOFFLINE.into());
                }
                match (&entry.using, &entry.owner) {
                    (Some(using), _) => return Err(why_mounted(using, who)),
                    (None, Some(own)) => return again(own),
                    (None, None) => (entry.owner, entry.allocated) = (Some(owner), true),
                }
            }
            Ok(Device::Unit(unit)) if self.lock_usage().set(unit).is_some() => {
                return Err(codes::SYSTEM_DEVMOUNT.into());
            }
            Ok(Device::Unit(_)) => return Err(codes::SYSTEM_UNSUPPORTED.into()),
            Err(_) => {
                if let Some(user) = self.terminal_user(name).filter(|user| *user != who.pid) {
                    let other = OwnerView { pid: user, name: String::new() };
                    return again(&other);
                }
                let mut terminals = self.allocated_terminals.lock();
                if let Some(own) = terminals.get(name) {
                    return again(own);
                }
                terminals.insert(name.to_owned(), owner);
            }
        }
        self.changed();
        Ok((shown, Status::NORMAL))
    }

    /// The process that sits at a terminal, the first of its job.
    fn terminal_user(&self, name: &str) -> Option<u32> {
        let at_it = |entry: &super::process_table::ProcessEntry| entry.terminal.as_deref() == Some(name);
        self.process_table().all().into_iter().find(at_it).map(|entry| entry.pid)
    }

    /// A physical name as ALLOCATE and SHOW PROCESS print it: with the node in front when nothing else is.
    pub fn name_with_node(&self, name: &str) -> String {
        if name.contains('$') { format!("{name}:") } else { format!("{}${name}:", self.name()) }
    }
}

impl DiskUse {
    /// Nobody has the disk any more.
    pub(super) fn give_back(&mut self) {
        (self.owner, self.allocated) = (None, false);
    }

    /// The volume of a process was dismounted: what it had allocated before stays its own.
    pub(super) fn unmounted(&mut self) {
        self.using = None;
        if !self.allocated {
            self.owner = None;
        }
    }
}

fn why_mounted(using: &Using, who: &Requester) -> Condition {
    match using {
        Using::Volume(volume) if volume.info.scope == MountScope::Private && volume.info.pid != who.pid => {
            codes::SYSTEM_DEVALLOC.into()
        }
        _ => codes::SYSTEM_DEVMOUNT.into(),
    }
}
