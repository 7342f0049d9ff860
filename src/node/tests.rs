//! The node as a whole: mounts, copies, refusals, on disks in memory.

mod bad_blocks;
mod compare;
mod copies;
mod faults;
mod growth;
mod mounts;
mod suspended;
mod torn;

use std::collections::HashMap;
use std::sync::{Arc, Mutex};

use super::config::{DiskConfig, NodeConfig, Parameters, SiteConfig, UserConfig};
use super::privileges::PrivilegeSet;
use super::request::{DismountRequest, Minicopy, MountRequest, Refusal, Requester};
use super::uic::Uic;
use super::views::MountScope;
use super::{InitializeRequest, Node, NodeParts};
use crate::blocks::{BLOCK_BYTES, BlockCount, Lbn, LbnRange};
use crate::clock::{Clock, Millis};
use crate::message::{Condition, lines};
use crate::ods2::InitOptions;
use crate::storage::{BlockFile, Faulty, SlotFile};

/// Blocks of an ordinary test disk.
const BLOCKS: u64 = 4_000;

/// A node with disks in memory: `$1$DGA101:` to `$1$DGA107:`, and `$1$DGA201:` of twice their size.
struct Bench {
    node: Arc<Node>,
    clock: Arc<Clock>,
    files: Arc<Files>,
    log: Arc<Mutex<String>>,
    config: SiteConfig,
}

type Files = Mutex<HashMap<String, Arc<Faulty>>>;

fn bench() -> Bench {
    bench_with(Clock::virtual_default(), |_| {})
}

fn bench_with(clock: Clock, parameters: impl FnOnce(&mut Parameters)) -> Bench {
    let mut own = Parameters::default();
    assert!(own.set("SHADOWING", 2));
    parameters(&mut own);
    let sizes = (101..=107).map(|unit| (unit, BLOCKS)).chain([(201, 2 * BLOCKS)]);
    let disks = sizes.map(|(unit, blocks)| DiskConfig {
        device: format!("$1$DGA{unit}").parse().unwrap(),
        image: None,
        blocks: Some(BlockCount(blocks)),
        rate: None,
        host: None,
        device_type: None,
    });
    let config = SiteConfig {
        nodes: vec![NodeConfig { name: "NODEA".to_owned().try_into().unwrap(), parameters: own, bitmap_memory: None }],
        disks: disks.collect(),
        users: vec![UserConfig {
            name: "SYSTEM".to_owned().try_into().unwrap(),
            uic: Uic::SYSTEM,
            privileges: PrivilegeSet::ALL,
        }],
    };
    let files: Arc<Files> = Arc::default();
    boot(config, Arc::new(clock), files)
}

fn boot(config: SiteConfig, clock: Arc<Clock>, files: Arc<Files>) -> Bench {
    boot_with(config, clock, files, None)
}

fn boot_with(config: SiteConfig, clock: Arc<Clock>, files: Arc<Files>, slots: Option<Arc<SlotFile>>) -> Bench {
    let (log, store) = (Arc::new(Mutex::new(String::new())), Arc::clone(&files));
    let writer = Arc::clone(&log);
    let node = Node::new(NodeParts {
        config: &config,
        name: "NODEA",
        clock: Arc::clone(&clock),
        opener: Box::new(move |disk| {
            let mut store = store.lock().unwrap();
            let file = store.entry(disk.device.as_str().to_owned());
            let file = file.or_insert_with(|| Arc::new(Faulty::new(disk.blocks.unwrap())));
            Ok(Arc::clone(file) as Arc<dyn BlockFile>)
        }),
        log: Box::new(move |text| writer.lock().unwrap().push_str(text)),
        slots,
    });
    node.names().create_job_table(0x8140_0000);
    Bench { node, clock, files, log, config }
}

fn system() -> Requester {
    Requester {
        pid: 0x101,
        process: "SYSTEM".to_owned(),
        user: "SYSTEM".to_owned(),
        uic: Uic::SYSTEM,
        privileges: PrivilegeSet::ALL,
        job_table: "LNM$JOB_81400000".to_owned(),
        terminal: None,
    }
}

/// `1` becomes `$1$DGA101:`.
fn disk(number: u32) -> String {
    format!("$1$DGA{}:", 100 + number)
}

fn shown(conditions: &[Condition]) -> Vec<String> {
    conditions.iter().flat_map(lines).collect()
}

fn refused(refusal: Refusal) -> Vec<String> {
    let mut all = refusal.before;
    all.push(refusal.condition);
    shown(&all)
}

fn request(unit: &str, members: &[u32], label: &str) -> MountRequest {
    MountRequest {
        shadow: (!members.is_empty()).then(|| members.iter().map(|member| disk(*member)).collect()),
        label: Some(label.to_owned()),
        scope: MountScope::System,
        ..MountRequest::new(unit)
    }
}

impl Bench {
    fn initialize(&self, members: &[u32], label: &str) {
        let devices = members.iter().map(|member| disk(*member)).collect();
        let options = InitOptions::new(label, self.clock.now());
        let request = InitializeRequest { devices, shadow: members.len() > 1, options };
        self.node.initialize(&request, &system()).unwrap();
    }

    fn mount(&self, request: &MountRequest) -> Vec<String> {
        match self.try_mount(request) {
            Ok(lines) => lines,
            Err(lines) => panic!("refused: {lines:#?}"),
        }
    }

    fn try_mount(&self, request: &MountRequest) -> Result<Vec<String>, Vec<String>> {
        let plan = self.node.plan_mount(request, &system()).map_err(refused)?;
        self.node.commit_mount(plan, &system()).map(|done| shown(&done)).map_err(refused)
    }

    fn dismount(&self, device: &str, minicopy: Minicopy) -> Result<Vec<String>, Vec<String>> {
        let request = DismountRequest { minicopy, ..DismountRequest::new(device) };
        self.node.dismount(&request, &system()).map(|done| shown(&done)).map_err(refused)
    }

    /// Lets virtual time pass until the set has no copy.
    fn wait_for_copies(&self, unit: u16) {
        for _ in 0..100_000 {
            if self.node.set(unit).is_none_or(|set| set.operations.is_empty()) {
                return;
            }
            self.clock.advance(Millis(10));
            self.node.advance(Millis(10));
        }
        panic!("the copy does not end");
    }

    fn write(&self, device: &str, lbn: u64, byte: u8) {
        self.node.write_blocks(device, Lbn(lbn), &[byte; BLOCK_BYTES]).unwrap();
    }

    fn read(&self, device: &str, lbn: u64) -> u8 {
        let mut block = [0; BLOCK_BYTES];
        self.node.read_blocks(device, LbnRange::new(lbn, 1), &mut block).unwrap();
        assert!(block.iter().all(|byte| *byte == block[0]));
        block[0]
    }

    fn image(&self, number: u32) -> Vec<u8> {
        let file = self.files.lock().unwrap()[disk(number).trim_end_matches(':')].clone();
        let mut bytes = vec![0; usize::try_from(file.size().bytes()).unwrap()];
        file.read(LbnRange { start: Lbn(0), count: file.size() }, &mut bytes).unwrap();
        bytes
    }

    /// Stores a block on one member behind everybody's back.
    fn spoil(&self, number: u32, lbn: u64, byte: u8) {
        let file = self.files.lock().unwrap()[disk(number).trim_end_matches(':')].clone();
        let range = LbnRange::new(lbn, 1);
        file.write(range, &[byte; BLOCK_BYTES], crate::storage::WriteWay::Descriptor).unwrap();
    }

    /// Asserts that members are the same in the first `blocks` blocks, SCB included.
    fn assert_same(&self, members: &[u32], blocks: u64) {
        let bytes = usize::try_from(blocks).unwrap() * BLOCK_BYTES;
        let first = self.image(members[0]);
        for member in &members[1..] {
            let other = self.image(*member);
            let differing: Vec<usize> = first[..bytes]
                .chunks(BLOCK_BYTES)
                .zip(other[..bytes].chunks(BLOCK_BYTES))
                .enumerate()
                .filter(|(_, (a, b))| a != b)
                .map(|(lbn, _)| lbn)
                .collect();
            assert!(differing.is_empty(), "members {} and {member} differ at {differing:?}", members[0]);
        }
    }

    /// A set DSA1 with the label DATA of freshly initialized members.
    fn set_of(&self, members: &[u32]) {
        self.initialize(members, "DATA");
        let source = self.mount(&request("DSA1:", members, "DATA"));
        assert_eq!(source[0], "%MOUNT-I-MOUNTED, DATA mounted on _DSA1:");
        assert!(source[1..].iter().all(|line| line.contains("SHDWMEMSUCC")), "{source:?}");
    }
}
