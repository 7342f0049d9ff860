//! From what was typed to complete file specifications: logical names, defaults, related file, search lists.
//!
//! The rules of $PARSE (dcl.md 12). What a process sees - its logical names, its default, its devices - comes in through
//! [`Environment`], so that this room needs to know no process.

use std::fmt;
use std::sync::Arc;

use super::directory::Directory;
use super::file_system::FileSystem;
use super::spec::{FileSpec, Version};
use crate::message::{Condition, codes};

/// One equivalence name of a logical name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Equivalence {
    /// What stands for the name.
    pub value: String,
    /// Displays keep the logical name.
    pub concealed: bool,
    /// Translation ends here.
    pub terminal: bool,
}

/// What file specifications mean to a process.
pub trait Environment {
    /// The equivalence names of a logical name, through LNM$FILE_DEV.
    fn translate(&self, name: &str) -> Option<Vec<Equivalence>>;

    /// The default device and directory, `DNFS1:[000000]`.
    fn default_spec(&self) -> String;

    /// The files of a device, named without colon and underscore. RMS statuses: DEV for a device that does not exist,
    /// DNR for one that is not mounted.
    fn file_system(&self, device: &str) -> Result<Arc<dyn FileSystem>, Condition>;
}

/// A complete file specification.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FullSpec {
    /// `NODE::` or nothing.
    pub node: String,
    /// Device as shown, without colon: a concealed logical name, or the physical device.
    pub device: String,
    /// Root as shown, of a rooted device whose logical name is not concealed.
    pub root: Option<Directory>,
    /// Directory below the root, absolute.
    pub directory: Directory,
    /// Name, perhaps empty.
    pub name: String,
    /// Type without dot, perhaps empty.
    pub file_type: String,
    /// Version as typed or by default.
    pub version: Version,
    /// The device that is meant, without colon.
    pub physical_device: String,
    /// The root that is meant.
    pub physical_root: Option<Directory>,
}

impl FullSpec {
    /// The directory from the physical device's master file directory on.
    pub fn physical_directory(&self) -> Directory {
        match &self.physical_root {
            Some(root) => root.joined(&self.directory),
            None => self.directory.clone(),
        }
    }

    /// `DEV:[DIR]`, as shown. On another node only what was typed is known.
    pub fn directory_spec(&self) -> String {
        format!("{}{}{}", self.node, self.device_field(), self.directory_field())
    }

    /// `DEV:`, or nothing where another node's default counts.
    pub fn device_field(&self) -> String {
        if self.device.is_empty() { String::new() } else { format!("{}:", self.device) }
    }

    /// `[ROOT.][DIR]`, or nothing where another node's default counts.
    pub fn directory_field(&self) -> String {
        if self.directory == Directory::default() {
            return String::new();
        }
        let root = self.root.as_ref().map(Directory::to_string).unwrap_or_default();
        format!("{root}{}", self.directory)
    }

    /// The specification without concealed names: `DEV:[ROOT.][DIR]NAME.TYPE;VERSION`.
    pub fn unconcealed(&self) -> Self {
        Self { device: self.physical_device.clone(), root: self.physical_root.clone(), ..self.clone() }
    }

    /// Whether it may stand for several files.
    pub fn is_wild(&self) -> bool {
        let wild = |field: &str| field.contains(['*', '%', '?']);
        self.version == Version::All || wild(&self.name) || wild(&self.file_type) || self.directory.is_wild()
    }

    /// `NAME.TYPE;VERSION`.
    pub fn file_part(&self) -> String {
        format!("{}.{}{}", self.name, self.file_type, self.version)
    }
}

impl fmt::Display for FullSpec {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}{}", self.directory_spec(), self.file_part())
    }
}

/// A specification whose logical names are translated.
#[derive(Clone, Debug, Default)]
struct Translated {
    spec: FileSpec,
    /// The concealed logical name that stands for device and root in displays.
    shown: Option<String>,
}

/// Logical names one after the other, at most.
const DEPTH_LIMIT: usize = 10;
/// Members of nested search lists, at most.
const LIST_LIMIT: usize = 256;

/// Expands a file specification: one result for each member of its search list, in order. `default` and `related` fill
/// fields that are missing, then the process default does.
pub fn expand(env: &dyn Environment, file: &str, default: &str, related: &str) -> Result<Vec<FullSpec>, Condition> {
    let process = FileSpec::parse(&env.default_spec())?;
    let process_directory = process.directory.clone().unwrap_or_else(Directory::master);
    let device_only = FileSpec { device: process.device.clone(), root: process.root.clone(), ..FileSpec::default() };
    let primary = translate(env, FileSpec::parse(file)?)?;
    let mut fallbacks = Vec::new();
    for (text, with_version) in [(default, true), (related, false)] {
        if !text.trim().is_empty() {
            let spec = FileSpec::parse(text)?;
            let version = spec.version.filter(|_| with_version);
            fallbacks.push(translate(env, FileSpec { version, ..spec })?);
        }
    }
    let has_related = !related.trim().is_empty();
    let mut results = Vec::new();
    for first in &primary {
        let filled: Vec<&Translated> = fallbacks.iter().filter_map(|list| list.first()).collect();
        if first.spec.device.is_some() || first.spec.node.is_some() {
            results.push(complete(first, (&filled, has_related), &process_directory, first)?);
            continue;
        }
        let owners = fallbacks.iter().find(|list| list.first().is_some_and(|t| t.spec.device.is_some()));
        let owners = match owners {
            Some(list) => list.clone(),
            None => translate(env, device_only.clone())?,
        };
        for owner in &owners {
            results.push(complete(first, (&filled, has_related), &process_directory, owner)?);
        }
    }
    Ok(results)
}

/// Translates device (or a lone name) until nothing more translates; one result for each search list member.
fn translate(env: &dyn Environment, spec: FileSpec) -> Result<Vec<Translated>, Condition> {
    let mut results = Vec::new();
    step(env, Translated { spec, shown: None }, 0, &mut results)?;
    Ok(results)
}

fn step(
    env: &dyn Environment,
    mut current: Translated,
    depth: usize,
    results: &mut Vec<Translated>,
) -> Result<(), Condition> {
    if depth > DEPTH_LIMIT || results.len() >= LIST_LIMIT {
        return Err(codes::RMS_LNE.into());
    }
    let spec = &current.spec;
    let lone = spec.device.is_none() && spec.directory.is_none() && spec.root.is_none();
    let lone = lone && spec.file_type.is_none() && spec.version.is_none();
    let name = if lone { spec.name.clone() } else { spec.device.clone() };
    let found = match (&name, &spec.node) {
        (Some(name), None) if !name.starts_with('_') => env.translate(name),
        _ => None,
    };
    let (Some(name), Some(found)) = (name, found) else {
        if let Some(physical) = current.spec.device.as_ref().and_then(|d| d.strip_prefix('_')) {
            current.spec.device = Some(physical.to_owned());
        }
        results.push(current);
        return Ok(());
    };
    for equivalence in &found {
        let next = substituted(&current, &name, lone, equivalence)?;
        if equivalence.terminal {
            let device = next.spec.device.as_ref().map(|d| d.trim_start_matches('_').to_owned());
            results.push(Translated { spec: FileSpec { device, ..next.spec }, shown: next.shown });
        } else {
            step(env, next, depth + 1, results)?;
        }
    }
    Ok(())
}

/// `current` with the logical `name` replaced by an equivalence: fields that were typed win over those of the value.
fn substituted(current: &Translated, name: &str, lone: bool, by: &Equivalence) -> Result<Translated, Condition> {
    let mut value = FileSpec::parse(&by.value).map_err(|_| codes::RMS_LNE)?;
    if !lone && value.device.is_none() && value.directory.is_none() && value.root.is_none() {
        value.device = value.name.take();
    }
    let typed = &current.spec;
    let directory = match (&typed.directory, &value.directory) {
        (Some(own), Some(below)) if !own.absolute && below.absolute => Some(own.within(below)?),
        (Some(own), _) => Some(own.clone()),
        (None, inherited) => inherited.clone(),
    };
    let spec = FileSpec {
        node: value.node,
        device: value.device,
        root: value.root.or_else(|| typed.root.clone()),
        directory,
        name: if lone { value.name } else { typed.name.clone().or(value.name) },
        file_type: typed.file_type.clone().or(value.file_type),
        version: typed.version.or(value.version),
    };
    let shown = current.shown.clone().or_else(|| by.concealed.then(|| name.to_owned()));
    Ok(Translated { spec, shown })
}

/// Fills what `first` lacks. `owner` is the specification that the device comes from. The last of the fallbacks is a
/// related file if so: it gives fields that are missing, but a directory that is typed is not below its directory.
fn complete(
    first: &Translated,
    (fallbacks, has_related): (&[&Translated], bool),
    process_directory: &Directory,
    owner: &Translated,
) -> Result<FullSpec, Condition> {
    let mut base = process_directory.clone();
    let passed_over = usize::from(has_related && first.spec.directory.is_some());
    for fallback in fallbacks.iter().rev().skip(passed_over) {
        if let Some(directory) = &fallback.spec.directory {
            base = directory.within(&base)?;
        }
    }
    let inherited = owner.spec.directory.as_ref().filter(|_| first.spec.directory.is_none());
    let directory = match (&first.spec.directory, inherited) {
        // Whose default a relative directory of another node means is known there alone.
        (Some(own), _) if first.spec.node.is_some() => own.clone(),
        (None, None) if first.spec.node.is_some() => Directory::default(),
        (Some(own), _) => own.within(&base)?,
        (None, Some(own)) => own.within(&base)?,
        (None, None) => base,
    };
    let file_type = match &first.spec.file_type {
        Some(typed) => typed.clone(),
        None => fallbacks.iter().find_map(|f| f.spec.file_type.clone()).unwrap_or_default(),
    };
    let name = first.spec.name.clone().filter(|name| !name.is_empty());
    let name = name.or_else(|| fallbacks.iter().find_map(|f| f.spec.name.clone()).filter(|n| !n.is_empty()));
    let version = first.spec.version.or_else(|| fallbacks.iter().find_map(|f| f.spec.version));
    let device = owner.spec.device.clone().unwrap_or_default();
    let root = owner.spec.root.clone();
    Ok(FullSpec {
        node: first.spec.node.clone().unwrap_or_default(),
        root: root.clone().filter(|_| owner.shown.is_none()),
        device: owner.shown.clone().unwrap_or_else(|| device.clone()),
        directory: Directory { rooted: false, ..directory },
        name: name.unwrap_or_default(),
        file_type,
        version: version.unwrap_or(Version::Highest),
        physical_device: device,
        physical_root: root,
    })
}

#[cfg(test)]
mod tests;
