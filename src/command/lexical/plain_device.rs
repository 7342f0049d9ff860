//! F$GETDVI of devices that are no disks of the site: terminals, the null device, the device of the host's directory.

use crate::command::Context;
use crate::node::files::HOST_DEVICE;
use crate::node::views::{DeviceKind, DeviceView, Geometry};
use crate::show::item::{Item, terminal_item};

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
    let own = context.process.terminal.as_deref();
    let kind = match name {
        "OPA0" => Kind::Terminal,
        "NL" | "NLA0" => Kind::Null,
        HOST_DEVICE => Kind::Files,
        _ if own == Some(name) => Kind::Terminal,
        _ => return None,
    };
    let name = if kind == Kind::Null { "NLA0" } else { name };
    Some(PlainDevice { name: name.to_owned(), kind })
}

/// The names of all of them, for F$DEVICE, with their classes.
pub fn all(context: &Context<'_>) -> Vec<(String, &'static str)> {
    let own = context.process.terminal.clone();
    let terminals = own.into_iter().chain(["OPA0".to_owned()]).map(|name| (name, "TERM"));
    terminals.collect()
}

impl PlainDevice {
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
            "DEVICE_TYPE_NAME" | "MEDIA_TYPE" => self.type_name(setup.device_type.as_str()).into(),
            "DEVBUFSIZ" if is_terminal => u32::from(setup.width).into(),
            "TRM" | "REC" | "CCL" => is_terminal.into(),
            "FOD" | "DIR" | "RND" | "SHR" | "MNT" => is_files.into(),
            "ELG" => false.into(),
            "REFCNT" => u32::from(is_terminal || is_files).into(),
            "UNIT" => self.unit().into(),
            "VOLNAM" if is_files => "HOST".into(),
            "ACPTYPE" if is_files => "F11CV1".into(),
            "MOUNTCNT" | "MOUNTCNT_CLUSTER" | "VOLCOUNT" => u32::from(is_files).into(),
            _ => return of_disk(&self.as_disk()),
        };
        Some(own)
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

    /// A disk without anything, for what is the same for every device.
    fn as_disk(&self) -> DeviceView {
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
            owner: None,
            reference_count: 1,
            mount: None,
            member: None,
            set: None,
            failed_member: false,
            generation: 0,
            virtual_unit: None,
        }
    }
}
