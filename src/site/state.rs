//! `state.json`: the suspended cluster, or the mark that a process runs the site (shadow-core 4.3).
//!
//! A state is published only by a rename, after everything that it names is on disk. It can save work and nothing else:
//! one that is damaged, absent, or marked *running* means that the last process crashed.

use std::fs::{self, File};
use std::io::{self, Write};
use std::path::Path;
use std::sync::Arc;

use serde::{Deserialize, Deserializer, Serialize, Serializer};
use serde_json::value::{RawValue, to_raw_value};

use super::error::SiteError;
use super::images::Images;
use super::memory::{Memory, checksum};
use crate::storage::read_regular;

const FILE: &str = "state.json";
const HEAD: &str = "{\"checksum\":\"";
const MIDDLE: &str = "\",\"content\":";
const TAIL: &str = "}\n";
const FORMAT: u32 = 1;

/// The largest state that is read: room for 10,000 disks and as many sets.
const MAX_BYTES: u64 = 256 << 20;

/// Bytes of memory that are kept in `state.json` itself.
const MAX_INLINE: usize = 16 << 10;

/// What a published state says of the site.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Mark {
    /// A process runs the site, or died while it did.
    Running,
    /// The cluster stands still and may go on.
    Suspended,
}

/// Why a start finds no cluster to resume.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum CrashReason {
    /// The state says *running*: its process died.
    Died,
    /// There is no state although the site was used.
    Absent,
    /// The state, or the memory file that it names, is not what was written.
    Damaged(String),
    /// SIMULATE CRASH.
    Simulated,
}

/// What the nodes saved, unread: a site of many sets keeps much, and a start reads it once.
#[derive(Clone, Debug)]
pub struct NodesText(Arc<RawValue>);

impl NodesText {
    fn of(nodes: &impl Serialize) -> serde_json::Result<Self> {
        to_raw_value(nodes).map(|text| Self(text.into()))
    }
}

impl Default for NodesText {
    fn default() -> Self {
        Self::of(&()).expect("nothing has a text")
    }
}

impl PartialEq for NodesText {
    fn eq(&self, other: &Self) -> bool {
        self.0.get() == other.0.get()
    }
}

impl Serialize for NodesText {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.0.serialize(serializer)
    }
}

impl<'de> Deserialize<'de> for NodesText {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Box::<RawValue>::deserialize(deserializer).map(|text| Self(text.into()))
    }
}

/// What the last process left behind.
#[derive(Clone, Debug)]
pub enum Start {
    /// The site was never used.
    New,
    /// A suspended cluster.
    Resume {
        /// What the nodes saved.
        nodes: NodesText,
        /// What lived in their memory.
        memory: Memory,
    },
    /// Every node crashed.
    Crash {
        /// Why we think so.
        reason: CrashReason,
        /// What the nodes saved before, for the settings that survive.
        nodes: Option<NodesText>,
        /// What lived in memory at the last save: only the last SCBs are of use.
        memory: Memory,
        /// Whether the host was not booted since: what was not flushed is there all the same.
        same_boot: bool,
    },
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Content {
    format: u32,
    mark: Mark,
    epoch: u64,
    save: u64,
    boot_id: String,
    memory: Option<(String, String)>,
    /// The bytes of a small memory in hexadecimal, in place of a file: one file less to bring to the disk.
    #[serde(default)]
    inline: Option<String>,
    images: Images,
    nodes: NodesText,
}

/// The state as this process knows it.
#[derive(Debug)]
pub struct State {
    /// Number of this run; grows with every running mark.
    pub(super) epoch: u64,
    /// What is known of the images.
    pub(super) images: Images,
    save: u64,
    memory: Option<(String, String)>,
    inline: Option<String>,
    nodes: NodesText,
    published: Option<Content>,
    marked: bool,
}

impl Start {
    /// Whether the list of images that were ever admitted is whole. If not, a missing image may be a vanished one.
    pub(super) fn knows_every_image(&self) -> bool {
        match self {
            Self::New | Self::Resume { .. } => true,
            Self::Crash { reason, .. } => matches!(reason, CrashReason::Died | CrashReason::Simulated),
        }
    }

    /// What the nodes saved, in their own type: a whole cluster to resume, or after a crash what settings are kept.
    /// `None` when there is nothing or it does not fit the type.
    pub fn nodes<T: serde::de::DeserializeOwned>(&self) -> Option<T> {
        let text = match self {
            Self::New => return None,
            Self::Resume { nodes, .. } => nodes,
            Self::Crash { nodes, .. } => nodes.as_ref()?,
        };
        serde_json::from_str(text.0.get()).ok()
    }
}

impl State {
    fn unused() -> Self {
        Self {
            epoch: 0,
            images: Images::default(),
            save: 0,
            memory: None,
            inline: None,
            nodes: NodesText::default(),
            published: None,
            marked: false,
        }
    }

    /// Reads the state of a site; whatever is wrong with it is a crash.
    pub(super) fn load(root: &Path) -> (Self, Start) {
        let content = match read_regular(&root.join(FILE), MAX_BYTES) {
            Ok(bytes) => decode(&bytes).ok_or_else(|| CrashReason::Damaged(FILE.to_owned())),
            Err(error) if error.kind() == io::ErrorKind::NotFound => Err(CrashReason::Absent),
            Err(error) => Err(CrashReason::Damaged(error.to_string())),
        };
        match content {
            Ok(content) => Self::load_content(root, content),
            Err(CrashReason::Absent) if !was_used(root) => (Self::unused(), Start::New),
            Err(reason) => {
                let crash = Start::Crash { reason, nodes: None, memory: Memory::default(), same_boot: false };
                (Self { save: highest_save(root), ..Self::unused() }, crash)
            }
        }
    }

    fn load_content(root: &Path, content: Content) -> (Self, Start) {
        let state = Self {
            epoch: content.epoch,
            images: content.images.clone(),
            save: content.save,
            memory: content.memory.clone(),
            inline: content.inline.clone(),
            nodes: content.nodes.clone(),
            published: Some(content.clone()),
            marked: false,
        };
        let memory = match &content.inline {
            Some(inline) => from_hex(inline).and_then(|bytes| Memory::decode(&bytes)),
            None => read_memory(root, content.memory.as_ref()),
        };
        let reason = match (content.mark, &memory) {
            (Mark::Running, _) => CrashReason::Died,
            (Mark::Suspended, Some(_)) => {
                return (state, Start::Resume { nodes: content.nodes, memory: memory.unwrap_or_default() });
            }
            (Mark::Suspended, None) => CrashReason::Damaged(content.memory.map_or_else(String::new, |(name, _)| name)),
        };
        let same_boot = content.mark == Mark::Running && !content.boot_id.is_empty() && content.boot_id == boot_id();
        let memory = memory.unwrap_or_default();
        (state, Start::Crash { reason, nodes: Some(content.nodes), memory, same_boot })
    }

    /// Publishes the running mark with the next epoch, once.
    pub(super) fn mark_running(&mut self, root: &Path) -> Result<(), SiteError> {
        if self.marked {
            return Ok(());
        }
        self.epoch += 1;
        self.write(root, Mark::Running, boot_id())?;
        self.marked = true;
        Ok(())
    }

    /// The same site again after SIMULATE CRASH: what a start would find if this process had died.
    pub(super) fn crash(&mut self, root: &Path) -> Result<Start, SiteError> {
        self.mark_running(root)?;
        let (state, start) = Self::load(root);
        *self = state;
        Ok(match start {
            Start::Crash { nodes, memory, same_boot, .. } => {
                Start::Crash { reason: CrashReason::Simulated, nodes, memory, same_boot }
            }
            start => start,
        })
    }

    /// Publishes a suspended cluster. Nothing is written when it is what stands there already.
    pub(super) fn publish(&mut self, root: &Path, nodes: &impl Serialize, memory: &Memory) -> Result<(), SiteError> {
        let path = root.join(FILE);
        let nodes = NodesText::of(nodes).map_err(|error| SiteError::io("write", &path)(error.into()))?;
        let old_memory = self.memory.clone();
        let bytes = if memory.is_empty() { None } else { Some(memory.encode()) };
        self.inline = bytes.as_deref().filter(|bytes| bytes.len() <= MAX_INLINE).map(to_hex);
        let bytes = bytes.filter(|bytes| bytes.len() > MAX_INLINE);
        let sum = bytes.as_deref().map(checksum);
        if sum.as_ref() != self.memory.as_ref().map(|(_, sum)| sum) {
            self.save += 1;
            self.memory = sum.map(|sum| (format!("memory-{}.bin", self.save), sum));
            if let (Some((name, _)), Some(bytes)) = (&self.memory, &bytes) {
                let path = root.join(name);
                write_through(&path, bytes).map_err(SiteError::io("write", &path))?;
            }
        }
        self.nodes = nodes;
        self.write(root, Mark::Suspended, String::new())?;
        self.marked = false;
        if let Some((name, _)) = old_memory
            && self.memory.as_ref().is_none_or(|(new, _)| *new != name)
        {
            let _ = fs::remove_file(root.join(name));
        }
        Ok(())
    }

    fn write(&mut self, root: &Path, mark: Mark, boot_id: String) -> Result<(), SiteError> {
        let content = Content {
            format: FORMAT,
            mark,
            epoch: self.epoch,
            save: self.save,
            boot_id,
            memory: self.memory.clone(),
            inline: self.inline.clone(),
            images: self.images.clone(),
            nodes: self.nodes.clone(),
        };
        if self.published.as_ref() == Some(&content) {
            return Ok(());
        }
        let path = root.join(FILE);
        let failed = SiteError::io("write", &path);
        publish_file(root, FILE, &encode(&content)).map_err(failed)?;
        self.published = Some(content);
        Ok(())
    }
}

fn encode(content: &Content) -> Vec<u8> {
    let text = serde_json::to_string(content).expect("a state has text keys");
    let sum = checksum(text.as_bytes());
    [HEAD, &sum, MIDDLE, &text, TAIL].concat().into_bytes()
}

fn decode(bytes: &[u8]) -> Option<Content> {
    let rest = bytes.strip_prefix(HEAD.as_bytes())?.strip_suffix(TAIL.as_bytes())?;
    let (sum, rest) = rest.split_at_checked(16)?;
    let text = rest.strip_prefix(MIDDLE.as_bytes())?;
    if checksum(text).as_bytes() != sum {
        return None;
    }
    serde_json::from_slice::<Content>(text).ok().filter(|content| content.format == FORMAT)
}

fn read_memory(root: &Path, named: Option<&(String, String)>) -> Option<Memory> {
    let Some((name, sum)) = named else { return Some(Memory::default()) };
    if !is_memory_name(name) {
        return None;
    }
    let bytes = read_regular(&root.join(name), u64::MAX).ok()?;
    (checksum(&bytes) == *sum).then(|| Memory::decode(&bytes)).flatten()
}

fn to_hex(bytes: &[u8]) -> String {
    const DIGITS: &[u8; 16] = b"0123456789abcdef";
    let digit = |value: u8| char::from(DIGITS[usize::from(value)]);
    bytes.iter().flat_map(|byte| [digit(byte >> 4), digit(byte & 15)]).collect()
}

fn from_hex(text: &str) -> Option<Vec<u8>> {
    let (pairs, rest) = text.as_bytes().as_chunks::<2>();
    let value = |digit: u8| char::from(digit).to_digit(16).and_then(|value| u8::try_from(value).ok());
    let bytes = pairs.iter().map(|[high, low]| Some(value(*high)? << 4 | value(*low)?)).collect();
    if rest.is_empty() { bytes } else { None }
}

fn is_memory_name(name: &str) -> bool {
    save_number(name).is_some()
}

fn save_number(name: &str) -> Option<u64> {
    name.strip_prefix("memory-")?.strip_suffix(".bin")?.parse().ok()
}

/// The highest number that a memory file of the site carries: the next save must not reuse it.
fn highest_save(root: &Path) -> u64 {
    let names = fs::read_dir(root).into_iter().flatten().flatten();
    names.filter_map(|entry| save_number(entry.file_name().to_str()?)).max().unwrap_or(0)
}

/// Whether a site without a state was ever run.
fn was_used(root: &Path) -> bool {
    ["operator.log", "slots"].iter().any(|name| root.join(name).exists()) || highest_save(root) > 0
}

fn write_through(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let mut file = File::create(path)?;
    file.write_all(bytes)?;
    file.sync_data()
}

/// New file, its data on disk, rename, the directory on disk.
pub(super) fn publish_file(root: &Path, name: &str, bytes: &[u8]) -> io::Result<()> {
    let new = root.join(format!("{name}.new"));
    write_through(&new, bytes)?;
    fs::rename(&new, root.join(name))?;
    File::open(root)?.sync_all()
}

/// The host's boot, or nothing when the host does not say.
fn boot_id() -> String {
    fs::read_to_string("/proc/sys/kernel/random/boot_id").map(|id| id.trim().to_owned()).unwrap_or_default()
}
