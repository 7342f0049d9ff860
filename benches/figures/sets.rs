//! Figures of mounted sets: application writes with and without a bitmap, and whole minicopies.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::{Duration, Instant};

use dclshadow::blocks::{BLOCK_BYTES, BlockCount, Lbn, LbnRange, RANGE_BLOCKS};
use dclshadow::clock::{Clock, Millis};
use dclshadow::node::config::{DiskConfig, NodeConfig, Parameters, SiteConfig, UserConfig};
use dclshadow::node::privileges::PrivilegeSet;
use dclshadow::node::request::{DismountRequest, Minicopy, MountRequest, Requester};
use dclshadow::node::uic::Uic;
use dclshadow::node::views::MountScope;
use dclshadow::node::{Channel, InitializeRequest, Node, NodeParts};
use dclshadow::ods2::InitOptions;
use dclshadow::storage::{Access, BlockFile, Fault, Identity, Image, SlotFile, WriteWay, create_image};

use crate::measure::{Sample, heading, ratio};
use crate::storage::copy_ranges;

/// Time enough for any copy under the virtual clock.
const FOREVER: Millis = Millis(1 << 40);

/// Prints every figure of this room.
pub fn figures() {
    let folder = tempfile::tempdir().expect("a temporary directory");
    application_writes(folder.path());
    minicopies(folder.path());
}

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

/// A mounted set DSA1 on image files.
struct Set {
    node: Arc<Node>,
    images: Vec<PathBuf>,
    blocks: u64,
}

impl Set {
    fn new(folder: &Path, name: &str, members: u32, blocks: u64) -> Self {
        let images: Vec<PathBuf> = (1..=members).map(|number| folder.join(format!("{name}{number}.dsk"))).collect();
        for path in &images {
            create_image(path, BlockCount(blocks)).expect("room for an image");
            let image = Image::open(path, Access::Write).expect("it was just made");
            let piece = vec![3; RANGE_BLOCKS as usize * BLOCK_BYTES];
            for start in (0..blocks).step_by(RANGE_BLOCKS as usize) {
                let count = RANGE_BLOCKS.min(blocks - start);
                let data = &piece[..count as usize * BLOCK_BYTES];
                image.write(LbnRange::new(start, count), data, WriteWay::Descriptor).expect("a store");
            }
        }
        let mut parameters = Parameters::default();
        assert!(parameters.set("SHADOWING", 2));
        let disk = |number: u32| DiskConfig {
            device: format!("$1$DGA{number}").parse().expect("a name"),
            image: Some(images[number as usize - 1].display().to_string()),
            blocks: None,
            rate: None,
            host: None,
            device_type: None,
        };
        let config = SiteConfig {
            nodes: vec![NodeConfig { name: "NODEA".to_owned().try_into().expect("a name"), parameters }],
            disks: (1..=members).map(disk).collect(),
            users: vec![UserConfig {
                name: "SYSTEM".to_owned().try_into().expect("a name"),
                uic: Uic::SYSTEM,
                privileges: PrivilegeSet::ALL,
            }],
        };
        let slots = SlotFile::open(&folder.join(format!("{name}.slots"))).0;
        let node = Node::new(NodeParts {
            config: &config,
            name: "NODEA",
            clock: Arc::new(Clock::virtual_default()),
            opener: Box::new(|disk| {
                let path = PathBuf::from(disk.image.clone().expect("an image"));
                Ok(Arc::new(Unflushed(Image::open(&path, Access::Write)?)) as Arc<dyn BlockFile>)
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

    fn mount(&self, members: &[String]) {
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
    fn split(&self, minicopy: Minicopy) {
        let request = DismountRequest { minicopy, ..DismountRequest::new(self.last()) };
        self.node.dismount(&request, &system()).expect("DISMOUNT");
    }

    fn last(&self) -> String {
        format!("$1$DGA{}", self.images.len())
    }

    fn channel(&self) -> Channel {
        self.node.channel("DSA1").expect("it is mounted")
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
    }
}

/// 512-byte writes to two members: without a bitmap, and with the one of a third member that was split off. The two are
/// measured in turn.
fn application_writes(folder: &Path) {
    const EACH: u32 = 512;
    const BLOCKS: u64 = 16_384;
    heading("512-byte application writes to a mounted set, pages warm");
    let set = Set::new(folder, "write", 3, BLOCKS);
    let channel = set.channel();
    let lbns: Vec<u64> = (0..u64::from(EACH)).map(|n| BLOCKS / 2 + n * 37 % (BLOCKS / 4)).collect();
    let data = [7; BLOCK_BYTES];
    let run = || lbns.iter().for_each(|&lbn| channel.write(Lbn(lbn), &data).expect("a write"));
    run();
    let (mut without, mut with) = (Vec::new(), Vec::new());
    for _ in 0..40 {
        for (minicopy, into) in [(Minicopy::Forbidden, &mut without), (Minicopy::Required, &mut with)] {
            set.split(minicopy);
            run();
            into.push(times(20, &run));
            set.mount(&[set.last()]);
            set.node.advance(FOREVER);
        }
    }
    let (plain, mapped) = (median(without), median(with));
    println!("{:<58} {:>11.3} us", "two members, no bitmap", plain.as_secs_f64() * 1e6 / f64::from(EACH));
    println!("{:<58} {:>11.3} us", "two members and a bitmap", mapped.as_secs_f64() * 1e6 / f64::from(EACH));
    ratio("a bitmap adds, per cent", (mapped.as_secs_f64() / plain.as_secs_f64() - 1.0) * 100.0, "(at most 5 wanted)");
}

/// The fastest of so many runs: what the machine's other work added is left out, on both sides alike.
fn times(runs: usize, work: &dyn Fn()) -> Duration {
    let timed = (0..runs).map(|_| {
        let start = Instant::now();
        work();
        start.elapsed()
    });
    timed.min().unwrap_or_default()
}

fn median(mut times: Vec<Duration>) -> Duration {
    times.sort_unstable();
    times[times.len() / 2]
}

fn minicopies(folder: &Path) {
    const BLOCKS: u64 = 1 << 21;
    println!("\nminicopies of a 1 GiB set flagged by 4 KiB writes, first turn to end, without flushes");
    let set = Set::new(folder, "mini", 2, BLOCKS);
    let channel = set.channel();
    let start = set.node.scb_lbn("DSA1").expect("mounted").expect("an SCB").0;
    for percent in [1, 11, 50] {
        let ranges: Vec<u64> = (0..set.blocks / RANGE_BLOCKS)
            .filter(|range| range * 7919 % 100 < percent && (range * RANGE_BLOCKS).abs_diff(start) > 300)
            .collect();
        let mut value = 10;
        let mut dirty = || {
            value += 1;
            let data = [value; 8 * BLOCK_BYTES];
            for range in &ranges {
                channel.write(Lbn(range * RANGE_BLOCKS / 8 * 8 + 8), &data).expect("a write");
            }
        };
        let ours = Sample::of(
            7,
            || {
                set.split(Minicopy::Required);
                dirty();
                set.mount(&[set.last()]);
            },
            |()| set.node.advance(FOREVER),
        );
        let record = set.node.copy_records("DSA1").expect("records").pop().expect("a copy");
        assert!(record.is_minicopy() && record.ended.is_some(), "{record:?}");
        let theirs = Sample::of(7, dirty, |()| copy_ranges(&set.images[0], &set.images[1], &ranges));
        let what = format!(
            "{percent:>2} % of the ranges: {:.1} ms, copy_file_range {:.1} ms",
            ours.median().as_secs_f64() * 1e3,
            theirs.median().as_secs_f64() * 1e3
        );
        let times = theirs.median().as_secs_f64() / ours.median().as_secs_f64();
        ratio(&what, times, if percent == 11 { "times faster (2 wanted)" } else { "times faster" });
    }
}
