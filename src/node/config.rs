//! What people write in `site.json`, as plain values: nodes, disks, users, system parameters.
//!
//! Owns the rules that every value must meet. They are checked while the value is deserialized, where the reader still
//! knows the line, and each refusal says what stands there and what was expected. Reads no file.

mod classes;
mod distinct;
mod names;
mod parameters;

use serde::{Deserialize, Serialize};

pub use names::{DeviceName, HostName, NodeName, Uic, UserName};
pub use parameters::{PARAMETERS, Parameters, SystemParameter};

use super::privileges::PrivilegeSet;
use crate::blocks::{BlockCount, MAX_VOLUME_BLOCKS};

/// A whole site as configured. At least one node and one user.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SiteConfig {
    /// The cluster's nodes; the first is where a session starts unless the command line says otherwise.
    #[serde(deserialize_with = "distinct::nodes")]
    pub nodes: Vec<NodeConfig>,
    /// Every disk of the site, at most 10,000; all nodes reach all of them.
    #[serde(default, deserialize_with = "distinct::disks")]
    pub disks: Vec<DiskConfig>,
    /// Who may log in; the first is the default user.
    #[serde(deserialize_with = "distinct::users")]
    pub users: Vec<UserConfig>,
}

/// One node.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct NodeConfig {
    /// SCS node name.
    pub name: NodeName,
    /// System parameters that differ from their defaults.
    #[serde(default, skip_serializing_if = "Parameters::is_empty")]
    pub parameters: Parameters,
    /// Bytes that write bitmaps may take on the node; `None` is without limit.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub bitmap_memory: Option<u64>,
}

/// One disk: an image file, or memory when its device code is MD.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DiskConfig {
    /// Physical device name, such as `$1$DGA101:`.
    pub device: DeviceName,
    /// Image file, relative to the site's directory or absolute; `None` is `disks/` and the device's name. A RAM disk
    /// has none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub image: Option<String>,
    /// Size in blocks; `None` takes the size of an image that exists.
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "volume_blocks")]
    pub blocks: Option<BlockCount>,
    /// Bytes a second that a copy moves to or from the disk; `None` is as fast as the host allows (4 MiB a second under
    /// the virtual clock).
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "positive_rate")]
    pub rate: Option<u64>,
    /// The host shown in parentheses after the name, for a disk behind a controller; `None` is the node's own name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub host: Option<HostName>,
    /// The `device type` of SHOW DEVICE/FULL; `None` is chosen by the kind of disk.
    #[serde(default, rename = "type", skip_serializing_if = "Option::is_none")]
    pub device_type: Option<String>,
}

/// One user.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct UserConfig {
    /// Login name, 1 to 12 characters.
    pub name: UserName,
    /// User identification code, such as `[1,4]`, octal.
    pub uic: Uic,
    /// Authorized and default privileges; `ALL` stands for every one.
    #[serde(default)]
    pub privileges: PrivilegeSet,
}

impl DiskConfig {
    /// Whether the disk lives in memory.
    pub fn is_ram(&self) -> bool {
        self.device.device_code() == "MD"
    }

    /// The image file as configured or by default, relative to the site's directory; `None` for a RAM disk.
    pub fn image_path(&self) -> Option<String> {
        if self.is_ram() {
            return None;
        }
        Some(self.image.clone().unwrap_or_else(|| format!("disks/{}.dsk", self.device.file_stem())))
    }
}

impl SiteConfig {
    /// The node of that name, in either case; the first node for `None`.
    pub fn node(&self, name: Option<&str>) -> Option<&NodeConfig> {
        match name {
            Some(name) => self.nodes.iter().find(|node| node.name.as_str().eq_ignore_ascii_case(name)),
            None => self.nodes.first(),
        }
    }

    /// The user of that name, in either case; the first user for `None`.
    pub fn user(&self, name: Option<&str>) -> Option<&UserConfig> {
        match name {
            Some(name) => self.users.iter().find(|user| user.name.as_str().eq_ignore_ascii_case(name)),
            None => self.users.first(),
        }
    }
}

/// The smallest disk: what an ODS-2 volume with all its reserved files needs, with some room.
const MIN_DISK_BLOCKS: u64 = 100;

fn volume_blocks<'de, D: serde::Deserializer<'de>>(deserializer: D) -> Result<Option<BlockCount>, D::Error> {
    let expected = format!("a number of 512-byte blocks from {MIN_DISK_BLOCKS} to {MAX_VOLUME_BLOCKS}");
    whole_number(deserializer, MIN_DISK_BLOCKS, MAX_VOLUME_BLOCKS, expected).map(|blocks| Some(BlockCount(blocks)))
}

fn positive_rate<'de, D: serde::Deserializer<'de>>(deserializer: D) -> Result<Option<u64>, D::Error> {
    whole_number(deserializer, 512, u64::MAX, "a number of bytes a second, at least 512".to_owned()).map(Some)
}

fn whole_number<'de, D>(deserializer: D, min: u64, max: u64, expected: String) -> Result<u64, D::Error>
where
    D: serde::Deserializer<'de>,
{
    struct Whole {
        min: u64,
        max: u64,
        expected: String,
    }

    impl serde::de::Visitor<'_> for Whole {
        type Value = u64;

        fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
            f.write_str(&self.expected)
        }

        fn visit_u64<E: serde::de::Error>(self, value: u64) -> Result<u64, E> {
            if (self.min..=self.max).contains(&value) {
                return Ok(value);
            }
            Err(E::invalid_value(serde::de::Unexpected::Unsigned(value), &self))
        }
    }

    deserializer.deserialize_u64(Whole { min, max, expected })
}

#[cfg(test)]
mod tests;
