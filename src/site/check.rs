//! `dclshadow check`: looks at everything in a site and changes nothing.

use std::collections::HashMap;
use std::path::Path;

use super::cluster::Saved as SavedCluster;
use super::error::SiteError;
use super::lock::OwnerLock;
use super::parameters::ParameterFile;
use super::state::{CrashReason, Start, State};
use super::{Memory, SITE_JSON, config_file};
use crate::blocks::Lbn;
use crate::node::config::{DiskConfig, SiteConfig};
use crate::node::device_name::unit_id;
use crate::ods2::{OpenError, Scb, Volume, verify};
use crate::storage::{Access, BlockFile, Image, read_slots};

/// What a check found.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct CheckReport {
    /// One line for each thing looked at.
    pub lines: Vec<String>,
    /// How many of them are problems.
    pub problems: usize,
}

impl CheckReport {
    fn note(&mut self, text: String) {
        self.lines.push(text);
    }

    fn problem(&mut self, text: String) {
        self.problems += 1;
        self.lines.push(text);
    }
}

/// Verifies the site in `root`: configuration, state, and on each image the volume and its SCB, which is compared with
/// the last one that the site wrote.
///
/// # Errors
/// The site is in use, or there is none.
pub fn check(root: &Path) -> Result<CheckReport, SiteError> {
    let mut report = CheckReport::default();
    let path = root.join(SITE_JSON);
    if !path.exists() {
        return Err(SiteError::NoSite(root.to_path_buf()));
    }
    let _lock = OwnerLock::take_quietly(root)?;
    let config = match config_file::read(&path) {
        Ok(config) => config,
        Err(error) => {
            report.problem(error.to_string());
            return Ok(report);
        }
    };
    report.note(format!("{}: {} nodes, {} disks", path.display(), config.nodes.len(), config.disks.len()));
    let (state, start) = State::load(root);
    let memory = check_state(&start, &mut report);
    check_saved(&start, &config, &mut report);
    if matches!(start, Start::Resume { .. }) {
        for device in state.images.moved(root, &config) {
            report.problem(format!("{device} the image is not as it was left; what was mounted of it is not resumed"));
        }
    }
    if let Some(complaint) = ParameterFile::complaint(root) {
        report.problem(complaint);
    }
    check_slots(root, &config, &mut report);
    check_disks(root, &config, &memory, &mut report);
    Ok(report)
}

/// Says what a start would find; the memory of the last save.
fn check_state(start: &Start, report: &mut CheckReport) -> Memory {
    match start {
        Start::New => {
            report.note("state: never used".to_owned());
            Memory::default()
        }
        Start::Resume { memory, .. } => {
            report.note("state: suspended, can be resumed".to_owned());
            memory.clone()
        }
        Start::Crash { reason, memory, .. } => {
            match reason {
                CrashReason::Died | CrashReason::Simulated => {
                    report.note("state: the last process died; the next start is a crash of every node".to_owned());
                    // It wrote SCBs after its last save.
                    return Memory::default();
                }
                CrashReason::Absent => report.problem("state.json is gone; the next start is a crash".to_owned()),
                CrashReason::Damaged(file) => {
                    report.problem(format!("{file} is not what was written; the next start is a crash"));
                }
            }
            memory.clone()
        }
    }
}

/// What the saved cluster needs and `site.json` has no more.
fn check_saved(start: &Start, config: &SiteConfig, report: &mut CheckReport) {
    let Start::Resume { .. } = start else { return };
    let Some(saved) = start.nodes::<SavedCluster>() else {
        return report.problem("state.json holds a cluster that this program does not know".to_owned());
    };
    let disks: HashMap<u64, String> =
        config.disks.iter().map(|disk| (unit_id(&disk.device), disk.device.to_string())).collect();
    for node in &saved.nodes {
        if !config.nodes.iter().any(|known| known.name.as_str() == node.name) {
            report.problem(format!("state.json has the node {}, which site.json has not", node.name));
        }
        for (unit, _) in node.members().filter(|(_, member)| !disks.contains_key(member)) {
            report.problem(format!("{unit}: a member of the saved set is not in site.json"));
        }
        for disk in node.mounted().iter().filter(|name| !name.starts_with("DSA")) {
            if !disks.values().any(|known| known.trim_end_matches(':') == disk) {
                report.problem(format!("{disk}: a mounted disk of the saved state is not in site.json"));
            }
        }
    }
}

/// The torn-block record.
fn check_slots(root: &Path, config: &SiteConfig, report: &mut CheckReport) {
    let known: Vec<u64> = config.disks.iter().map(|disk| unit_id(&disk.device)).collect();
    match read_slots(&root.join("slots")) {
        Ok(records) => {
            let strange = records.iter().filter(|record| !known.contains(&record.image)).count();
            if strange > 0 {
                report.problem(format!("slots: {strange} of {} records name no disk of the site", records.len()));
            } else if !records.is_empty() {
                report.note(format!(
                    "slots: {} stores may be torn; the next MOUNT of their sets mends them",
                    records.len()
                ));
            }
        }
        Err(fault) => report.problem(format!("slots: {fault}")),
    }
}

fn check_disks(root: &Path, config: &SiteConfig, memory: &Memory, report: &mut CheckReport) {
    for disk in &config.disks {
        let Some(path) = disk.image_path().map(|image| root.join(image)) else { continue };
        match check_disk(disk, &path, memory) {
            Ok(text) => report.note(format!("{} {text}", disk.device)),
            Err(text) => report.problem(format!("{} {text}", disk.device)),
        }
    }
}

/// What is on a disk, or what is wrong with it.
fn check_disk(disk: &DiskConfig, path: &Path, memory: &Memory) -> Result<String, String> {
    let shown = path.display();
    let image = Image::open(path, Access::Read).map_err(|fault| fault.to_string())?;
    if let Some(blocks) = disk.blocks
        && image.size() != blocks
    {
        return Err(format!("{shown} has {} blocks; expected {blocks}", image.size()));
    }
    let volume = match Volume::open(&image) {
        Ok(volume) => volume,
        Err(OpenError::NoHomeBlock) => return no_volume(&image),
        Err(OpenError::Level(level)) => return Ok(format!("a Files-11 volume of structure level {level}")),
        Err(error) => return Err(format!("{shown}: {error}")),
    };
    let label = volume.label().to_owned();
    let findings = verify(&image).map_err(|fault| fault.to_string())?;
    if let Some(first) = findings.first() {
        return Err(format!("{label}: {} findings, the first: {first}", findings.len()));
    }
    let (Some(scb), Some(scb_lbn)) = (&volume.scb, volume.scb_lbn()) else {
        return Err(format!("{label}: the storage bitmap or its SCB is bad"));
    };
    compare_with_last(&image, scb_lbn, memory.get(&Memory::scb_section(&disk.device.to_string())))
        .map_err(|text| format!("{label}: {text}"))?;
    Ok(describe(&label, scb))
}

fn describe(label: &str, scb: &Scb) -> String {
    let state = if scb.is_dirty() { "not dismounted" } else { "clean" };
    match scb.generation {
        0 => format!("{label}, {state}"),
        generation => format!("{label}, {state}, shadow generation {generation:016X}"),
    }
}

fn no_volume(image: &Image) -> Result<String, String> {
    match image.next_data(Lbn(0)) {
        Ok(None) => Ok("blank".to_owned()),
        Ok(Some(_)) => Ok("no Files-11 volume".to_owned()),
        Err(fault) => Err(fault.to_string()),
    }
}

/// Compares the SCB on the disk with the one that the site wrote last.
fn compare_with_last(image: &Image, lbn: Lbn, last: Option<&[u8]>) -> Result<(), String> {
    let Some(last) = last else { return Ok(()) };
    let mut block = [0; 512];
    let range = crate::blocks::LbnRange { start: lbn, count: crate::blocks::BlockCount(1) };
    image.read(range, &mut block).map_err(|fault| fault.to_string())?;
    if block == last {
        return Ok(());
    }
    let generation = |bytes: &[u8]| <&[u8; 512]>::try_from(bytes).ok().and_then(|block| Scb::decode(block).ok());
    let shown = |scb: Option<Scb>| scb.map_or("no SCB".to_owned(), |scb| format!("generation {:016X}", scb.generation));
    let (now, then) = (shown(generation(&block)), shown(generation(last)));
    Err(format!("the SCB is not the one written last: {now} stands there, {then} was written"))
}
