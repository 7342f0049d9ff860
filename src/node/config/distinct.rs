//! Lists whose entries carry a name that may stand only once. Checked entry by entry, so that the refusal names the line.

use std::collections::HashSet;
use std::fmt;
use std::marker::PhantomData;

use serde::de::{Deserialize, Deserializer, Error, SeqAccess, Visitor};

use super::{DiskConfig, NodeConfig, UserConfig};

/// An entry with a name and rules of its own.
trait Entry {
    const LIST: &'static str;
    const EMPTY_ALLOWED: bool;
    const MAX: usize;

    fn key(&self) -> String;

    /// What is wrong with the entry as a whole.
    fn fault(&self) -> Option<String> {
        None
    }
}

impl Entry for NodeConfig {
    const LIST: &'static str = "a list of nodes, at least one";
    const EMPTY_ALLOWED: bool = false;
    const MAX: usize = 96;

    fn key(&self) -> String {
        self.name.to_string()
    }
}

impl Entry for UserConfig {
    const LIST: &'static str = "a list of users, at least one";
    const EMPTY_ALLOWED: bool = false;
    const MAX: usize = 1000;

    fn key(&self) -> String {
        self.name.to_string()
    }
}

impl Entry for DiskConfig {
    const LIST: &'static str = "a list of disks";
    const EMPTY_ALLOWED: bool = true;
    const MAX: usize = 10_000;

    fn key(&self) -> String {
        self.device.to_string()
    }

    fn fault(&self) -> Option<String> {
        let device = &self.device;
        if self.is_ram() && self.image.is_some() {
            return Some(format!("{device} is a RAM disk and has an \"image\"; expected none"));
        }
        if self.is_ram() && self.blocks.is_none() {
            return Some(format!("{device} is a RAM disk without a size; expected \"blocks\""));
        }
        None
    }
}

struct Distinct<T>(PhantomData<T>);

impl<'de, T: Entry + Deserialize<'de>> Visitor<'de> for Distinct<T> {
    type Value = Vec<T>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(T::LIST)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<Vec<T>, A::Error> {
        let mut entries = Vec::new();
        let mut seen = HashSet::new();
        while let Some(entry) = list.next_element::<T>()? {
            if let Some(fault) = entry.fault() {
                return Err(A::Error::custom(fault));
            }
            if !seen.insert(entry.key()) {
                return Err(A::Error::custom(format!("{} stands twice; expected each name once", entry.key())));
            }
            entries.push(entry);
            if entries.len() > T::MAX {
                return Err(A::Error::invalid_length(entries.len(), &format!("at most {}", T::MAX).as_str()));
            }
        }
        if entries.is_empty() && !T::EMPTY_ALLOWED {
            return Err(A::Error::invalid_length(0, &T::LIST));
        }
        Ok(entries)
    }
}

pub(super) fn nodes<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Vec<NodeConfig>, D::Error> {
    deserializer.deserialize_seq(Distinct(PhantomData))
}

pub(super) fn disks<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Vec<DiskConfig>, D::Error> {
    deserializer.deserialize_seq(Distinct(PhantomData))
}

pub(super) fn users<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Vec<UserConfig>, D::Error> {
    deserializer.deserialize_seq(Distinct(PhantomData))
}
