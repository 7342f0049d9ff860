//! A mounted set on image files: what the figures of sets and of recovery work on.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use dclshadow::blocks::{BLOCK_BYTES, BlockCount, Lbn, LbnRange, RANGE_BLOCKS};
use dclshadow::clock::Clock;
use dclshadow::node::config::{DiskConfig, NodeConfig, Parameters, SiteConfig, UserConfig};
use dclshadow::node::privileges::PrivilegeSet;
use dclshadow::node::request::{DismountRequest, Minicopy, MountRequest, Requester};
use dclshadow::node::settings::Setting;
use dclshadow::node::uic::Uic;
use dclshadow::node::views::MountScope;
use dclshadow::node::{Channel, InitializeRequest, Node, NodeParts};
use dclshadow::ods2::InitOptions;
use dclshadow::storage::{Access, BlockFile, Fault, Identity, Image, SlotFile, WriteWay, create_image};

/// An image whose flushes do nothing: both sides of the comparison go without.
#[derive(Debug)]
struct Unflushed(Image);

impl BlockFile for Unflushed {
    fn size(&self) -> BlockCount {
        self.0.size()
    }
    fn is_read_only(&self) -> bool {
        self.0.is_read_only()
    }
    fn read(&self, range: LbnRange, buffer: &mut [u8]) -> Result<(), Fault> {
        self.0.read(range, buffer)
    }
    fn write(&self, range: LbnRange, data: &[u8], way: WriteWay) -> Result<(), Fault> {
        self.0.write(range, data, way)
    }
    fn differing(&self, range: LbnRange, data: &[u8]) -> Result<u128, Fault> {
        self.0.differing(range, data)
    }
    fn flush(&self) -> Result<(), Fault> {
        Ok(())
    }
    fn write_durable(&self, lbn: Lbn, block: &[u8; BLOCK_BYTES]) -> Result<(), Fault> {
        self.0.write(LbnRange { start: lbn, count: BlockCount(1) }, block, WriteWay::Descriptor)
    }
    fn allocate(&self, range: LbnRange) -> Result<(), Fault> {
        self.0.allocate(range)
    }
    fn is_allocated(&self, range: LbnRange) -> bool {
        self.0.is_allocated(range)
    }
    fn erase(&self, range: LbnRange) -> Result<(), Fault> {
        self.0.erase(range)
    }
    fn next_data(&self, from: Lbn) -> Result<Option<LbnRange>, Fault> {
        self.0.next_data(from)
    }
    fn will_need(&self, range: LbnRange) {
        self.0.will_need(range);
    }
    fn identity(&self) -> Result<Identity, Fault> {
        self.0.identity()
    }
    fn check(&self) -> Result<(), Fault> {
        self.0.check()
    }
    fn set_modified(&self, modified: i128) -> Result<(), Fault> {
        self.0.set_modified(modified)
    }
}

/// How a set is made.
pub struct Form<'a> {
    /// Folder of its images.
    pub folder: &'a Path,
    /// First part of their names.
    pub name: &'a str,
    /// How many members.
    pub members: u32,
    /// Blocks of each.
    pub blocks: u64,
    /// Blocks from the start of each that are filled; the rest is a hole.
    pub filled: u64,
    /// Copies run by themselves, not by turns that the figure gives.
    pub real_clock: bool,
    /// Flushes reach the disk.
    pub flushed: bool,
}

impl<'a> Form<'a> {
    /// A filled set under the virtual clock, its flushes left out.
    pub fn new(folder: &'a Path, name: &'a str, members: u32, blocks: u64) -> Self {
        Self { folder, name, members, blocks, filled: blocks, real_clock: false, flushed: false }
    }
}

/// A mounted set DSA1 on image files.
pub struct Set {
    /// The node that has it mounted.
    pub node: Arc<Node>,
    /// The images by member.
    pub images: Vec<PathBuf>,
    /// Blocks of each.
    pub blocks: u64,
}

impl Set {
    /// Makes the images, initializes them as one set and mounts it.
    pub fn new(form: &Form<'_>) -> Self {
        let Form { folder, name, members, blocks, .. } = *form;
        let images: Vec<PathBuf> = (1..=members).map(|number| folder.join(format!("{name}{number}.dsk"))).collect();
        for path in &images {
            create_image(path, BlockCount(blocks)).expect("room for an image");
            fill(&Image::open(path, Access::Write).expect("it was just made"), form.filled, 3);
        }
        let slots = SlotFile::open(&folder.join(format!("{name}.slots"))).0;
        let flushed = form.flushed;
        let node = Node::new(NodeParts {
            config: &config(&images),
            name: "NODEA",
            clock: Arc::new(if form.real_clock { Clock::real() } else { Clock::virtual_default() }),
            opener: Box::new(move |disk| {
                let image = Image::open(&PathBuf::from(disk.image.clone().expect("an image")), Access::Write)?;
                Ok(if flushed { Arc::new(image) as Arc<dyn BlockFile> } else { Arc::new(Unflushed(image)) })
            }),
            log: Box::new(|_| {}),
            slots: Some(Arc::new(slots)),
        });
        let set = Self { node, images, blocks };
        let options = InitOptions::new("FIGURES", set.node.clock().now());
        let devices: Vec<String> = (1..=members).map(|number| format!("$1$DGA{number}")).collect();
        let request = InitializeRequest { devices: devices.clone(), shadow: true, options };
        set.node.initialize(&request, &system()).expect("INITIALIZE");
        set.mount(&devices);
        set
    }

    /// Mounts members, or adds them.
    pub fn mount(&self, members: &[String]) {
        let request = MountRequest {
            shadow: Some(members.to_vec()),
            label: Some("FIGURES".to_owned()),
            scope: MountScope::System,
            ..MountRequest::new("DSA1")
        };
        let plan = self.node.plan_mount(&request, &system()).expect("a plan");
        self.node.commit_mount(plan, &system()).expect("MOUNT");
    }

    /// Takes the last member out.
    pub fn split(&self, minicopy: Minicopy) {
        let request = DismountRequest { minicopy, ..DismountRequest::new(self.last()) };
        self.node.dismount(&request, &system()).expect("DISMOUNT");
    }

    /// The last member.
    pub fn last(&self) -> String {
        format!("$1$DGA{}", self.images.len())
    }

    /// A channel to the virtual unit.
    pub fn channel(&self) -> Channel {
        self.node.channel("DSA1").expect("it is mounted")
    }

    /// Merges its members, under the real clock, and waits for the end.
    pub fn merge(&self) {
        self.node.apply_setting("DSA1", Setting::DemandMerge).expect("SET SHADOW/DEMAND_MERGE");
        let ended = || self.node.merge_records("DSA1").expect("records").last().is_some_and(|it| it.ended.is_some());
        while !ended() {
            std::thread::sleep(Duration::from_micros(200));
        }
    }

    /// Waits, under the real clock, until its last copy has ended.
    pub fn wait_for_copy(&self) {
        let ended = || self.node.copy_records("DSA1").expect("records").last().is_some_and(|copy| copy.ended.is_some());
        while !ended() {
            std::thread::sleep(Duration::from_micros(200));
        }
    }
}

fn config(images: &[PathBuf]) -> SiteConfig {
    let mut parameters = Parameters::default();
    assert!(parameters.set("SHADOWING", 2));
    let disk = |(number, image): (usize, &PathBuf)| DiskConfig {
        device: format!("$1$DGA{}", number + 1).parse().expect("a name"),
        image: Some(image.display().to_string()),
        blocks: None,
        rate: None,
        host: None,
        device_type: None,
    };
    SiteConfig {
        nodes: vec![NodeConfig {
            name: "NODEA".to_owned().try_into().expect("a name"),
            parameters,
            bitmap_memory: None,
        }],
        disks: images.iter().enumerate().map(disk).collect(),
        users: vec![UserConfig {
            name: "SYSTEM".to_owned().try_into().expect("a name"),
            uic: Uic::SYSTEM,
            privileges: PrivilegeSet::ALL,
        }],
    }
}

/// Stores pieces of one value over the first `blocks` blocks.
pub fn fill(image: &Image, blocks: u64, value: u8) {
    let piece = vec![value; RANGE_BLOCKS as usize * BLOCK_BYTES];
    for start in (0..blocks).step_by(RANGE_BLOCKS as usize) {
        let count = RANGE_BLOCKS.min(blocks - start);
        let data = &piece[..count as usize * BLOCK_BYTES];
        image.write(LbnRange::new(start, count), data, WriteWay::Descriptor).expect("a store");
    }
}

fn system() -> Requester {
    Requester {
        pid: 0x101,
        process: "SYSTEM".to_owned(),
        user: "SYSTEM".to_owned(),
        uic: Uic::SYSTEM,
        privileges: PrivilegeSet::ALL,
        job_table: "LNM$JOB".to_owned(),
        terminal: None,
    }
}
