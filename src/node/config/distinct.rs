//! Lists whose entries carry a name that may stand only once. Checked entry by entry, so that the refusal names the line.

use std::collections::HashSet;
use std::fmt;
use std::marker::PhantomData;

use serde::de::value::MapAccessDeserializer;
use serde::de::{Deserialize, DeserializeSeed, Deserializer, Error, MapAccess, SeqAccess, Visitor};

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
        while let Some(entry) = list.next_element_seed(Next { seen: &mut seen, kind: PhantomData })? {
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

/// One entry, checked before its closing brace is left behind: an error raised later would name the line of what follows.
struct Next<'s, T> {
    seen: &'s mut HashSet<String>,
    kind: PhantomData<T>,
}

impl<'de, T: Entry + Deserialize<'de>> DeserializeSeed<'de> for Next<'_, T> {
    type Value = T;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<T, D::Error> {
        deserializer.deserialize_map(self)
    }
}

impl<'de, T: Entry + Deserialize<'de>> Visitor<'de> for Next<'_, T> {
    type Value = T;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an entry in braces")
    }

    fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<T, A::Error> {
        let entry = T::deserialize(MapAccessDeserializer::new(map))?;
        if let Some(fault) = entry.fault() {
            return Err(A::Error::custom(fault));
        }
        if !self.seen.insert(entry.key()) {
            return Err(A::Error::custom(format!("{} stands twice; expected each name once", entry.key())));
        }
        Ok(entry)
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
