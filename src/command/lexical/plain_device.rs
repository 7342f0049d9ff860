//! F$GETDVI of devices that are no disks of the site: terminals, the null device, the device of the host's directory.

use crate::command::Context;
use crate::node::OPERATOR_TERMINAL;
use crate::node::device_security;
use crate::node::files::HOST_DEVICE;
use crate::node::process_table::ProcessEntry;
use crate::node::protection::Security;
use crate::node::uic::Uic;
use crate::node::views::{DeviceKind, DeviceView, Geometry};
use crate::show::full::device_protection;
use crate::show::item::{Item, terminal_item};
use crate::show::layout::{DEVICE_PAIRS, wrap};

/// What kind of device it is.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Terminal,
    Null,
    Files,
}

/// A device that is no disk.
pub struct PlainDevice {
    name: String,
    kind: Kind,
}

/// The device of that name: the process's terminal, the operator's, NL:, or that of the host's directory.
pub fn find(context: &Context<'_>, name: &str) -> Option<PlainDevice> {
    let terminals = context.node.terminals();
    let own = context.process.terminal.as_deref();
    let name = name.strip_prefix(&format!("{}$", context.node.name())).unwrap_or(name);
    let kind = match name {
        OPERATOR_TERMINAL => Kind::Terminal,
        "NL" | "NLA0" => Kind::Null,
        HOST_DEVICE => Kind::Files,
        _ if own == Some(name) || terminals.iter().any(|terminal| terminal == name) => Kind::Terminal,
        _ => return None,
    };
    let name = if kind == Kind::Null { "NLA0" } else { name };
    Some(PlainDevice { name: name.to_owned(), kind })
}

/// The names of all of them, for F$DEVICE, with their classes.
pub fn all(context: &Context<'_>) -> Vec<(String, &'static str)> {
    context.node.terminals().into_iter().map(|name| (name, "TERM")).collect()
}

impl PlainDevice {
    /// The process that sits at a terminal.
    pub fn user(&self, context: &Context<'_>) -> Option<ProcessEntry> {
        let at_it = |entry: &ProcessEntry| entry.terminal.as_deref() == Some(&self.name);
        context.node.process_table().all().into_iter().find(at_it)
    }

    /// Identification of the process that has a terminal: by ALLOCATE, or because it sits there.
    fn owner_pid(&self, context: &Context<'_>) -> Option<u32> {
        let allocated = context.node.terminal_owner(&self.name).map(|owner| owner.pid);
        allocated.or_else(|| self.user(context).map(|entry| entry.pid))
    }

    /// The UIC of the process that has a terminal.
    fn owner_uic(&self, context: &Context<'_>) -> Option<Uic> {
        let pid = self.owner_pid(context)?;
        context.node.process_table().get(pid).map(|entry| entry.uic)
    }

    /// An item's value; `None` when there is no such item.
    pub fn item(
        &self,
        context: &Context<'_>,
        wanted: &str,
        of_disk: impl Fn(&DeviceView) -> Option<Item>,
    ) -> Option<Item> {
        let setup = &context.process.terminal_setup;
        let is_terminal = self.kind == Kind::Terminal;
        let terminal = is_terminal.then_some((self.name.as_str(), setup));
        if let Some(rest) = wanted.strip_prefix("TT_") {
            return terminal_item(rest, terminal);
        }
        let is_files = self.kind == Kind::Files;
        let space = || context.node.file_systems().get(&self.name).filter(|_| is_files)?.space();
        let blocks = |count: u64| Item::from(u32::try_from(count).unwrap_or(i32::MAX as u32).min(i32::MAX as u32));
        let own = match (wanted, space()) {
            ("FREEBLOCKS", Some((_, free))) => return Some(blocks(free)),
            ("MAXBLOCK" | "VOLSIZE" | "EXPSIZE", Some((total, _))) => return Some(blocks(total)),
            _ => wanted,
        };
        let own = match own {
            "DEVCLASS" => Item::from(self.class().0),
            "DEVCLASS_NAME" => self.class().1.into(),
            "DEVTYPE" => self.type_number().into(),
            "DEVICE_TYPE_NAME" | "MEDIA_TYPE" => self.type_name(setup.device_type).into(),
            "DEVBUFSIZ" if is_terminal => u32::from(setup.width).into(),
            "TRM" | "REC" | "CCL" => is_terminal.into(),
            "FOD" | "DIR" | "RND" | "SHR" | "MNT" => is_files.into(),
            "ELG" => false.into(),
            "PID" => self.owner_pid(context).map_or(String::new(), |pid| format!("{pid:08X}")).into(),
            "OWNUIC" if is_terminal => {
                self.owner_uic(context).map_or("[0,0]".to_owned(), |uic| context.node.rights().show(uic)).into()
            }
            "REFCNT" => u32::from(is_files || self.owner_pid(context).is_some()).into(),
            "UNIT" => self.unit().into(),
            "VOLNAM" if is_files => "HOST".into(),
            "ACPTYPE" if is_files => "F11CV1".into(),
            "MOUNTCNT" | "MOUNTCNT_CLUSTER" | "VOLCOUNT" => u32::from(is_files).into(),
            _ => return of_disk(&self.view(context)),
        };
        Some(own)
    }

    /// Owner and protection of the device; a terminal belongs to who sits there.
    fn security(&self, context: &Context<'_>) -> Security {
        let set = context.node.device_security(&self.name).unwrap_or(device_security::OTHER);
        Security { owner: self.owner_uic(context).unwrap_or(set.owner), ..set }
    }

    /// Its name, without colon.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Whether it is a terminal.
    pub fn is_terminal(&self) -> bool {
        self.kind == Kind::Terminal
    }

    /// The block of SHOW DEVICE/FULL, blank line first.
    pub fn full_lines(&self, context: &Context<'_>) -> Vec<String> {
        let setup = &context.process.terminal_setup;
        let owner = self.owner_pid(context).and_then(|pid| context.node.process_table().get(pid));
        let allocated = if context.node.terminal_owner(&self.name).is_some() { ", allocated" } else { "" };
        let kind = setup.device_type.replace("SERIES", "Series");
        let sentence = format!(
            "Terminal {}:, device type {kind}, is online{allocated}, record-oriented device, carriage control.",
            self.name
        );
        let row = |a: (&str, &str), b: (&str, &str)| DEVICE_PAIRS.line(a, Some(b));
        let process = format!("\"{}\"", owner.as_ref().map_or("", |owner| owner.name.as_str()));
        let uic = owner.as_ref().map_or("[0,0]".to_owned(), |owner| context.node.rights().show(owner.uic));
        let pid = format!("{:08X}", owner.as_ref().map_or(0, |owner| owner.pid));
        let operations = owner.as_ref().map_or(0, |owner| owner.counters.buffered_io).to_string();
        let references = u32::from(owner.is_some()).to_string();
        let mut lines = vec![String::new()];
        lines.extend(wrap("", &sentence, 4));
        lines.push(String::new());
        lines.push(row(("Error count", "0"), ("Operations completed", &operations)));
        lines.push(row(("Owner process", &process), ("Owner UIC", &uic)));
        lines
            .push(row(("Owner process ID", &pid), ("Dev Prot", &device_protection(self.security(context).protection))));
        lines.push(row(("Reference count", &references), ("Default buffer size", &setup.width.to_string())));
        lines
    }

    /// DC$_ numbers and their names.
    fn class(&self) -> (u32, &'static str) {
        match self.kind {
            Kind::Terminal => (66, "TERM"),
            Kind::Null => (160, "MAILBOX"),
            Kind::Files => (1, "DISK"),
        }
    }

    /// DT$_ numbers: a VT300, the null device, a disk served by a network file system.
    fn type_number(&self) -> u32 {
        match self.kind {
            Kind::Terminal => 112,
            Kind::Null => 3,
            Kind::Files => 54,
        }
    }

    fn type_name<'a>(&self, terminal: &'a str) -> &'a str {
        match self.kind {
            Kind::Terminal => terminal,
            Kind::Null => "Null device",
            Kind::Files => "Foreign disk type 7",
        }
    }

    fn unit(&self) -> u32 {
        let digits: String = self.name.chars().rev().take_while(char::is_ascii_digit).collect();
        digits.chars().rev().collect::<String>().parse().unwrap_or(0)
    }

    /// What is the same for every device: a disk without anything, with its owner.
    pub fn view(&self, context: &Context<'_>) -> DeviceView {
        DeviceView {
            name: self.name.clone(),
            kind: DeviceKind::Disk,
            host: None,
            device_type: String::new(),
            allocation_class: 0,
            unit: 0,
            online: true,
            hardware_write_locked: false,
            error_count: 0,
            operation_count: 0,
            total_blocks: 0,
            geometry: Geometry::default(),
            owner: context.node.terminal_owner(&self.name),
            allocated: true,
            reference_count: 1,
            mount: None,
            member: None,
            set: None,
            failed_member: false,
            generation: 0,
            virtual_unit: None,
            security: self.security(context),
            served: false,
        }
    }
}
