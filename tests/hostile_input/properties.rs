//! What holds for any bytes that somebody feeds the program: no panic, no hang, bounded memory, and each error is told.
//! One function for each kind of input, used by the seeded tests and by the fuzz targets alike.

use std::path::Path;
use std::sync::Arc;

use dclshadow::blocks::{BLOCK_BYTES, BlockCount, Lbn, LbnRange};
use dclshadow::cdu::{AsTyped, Outcome, Tables};
use dclshadow::clock::Clock;
use dclshadow::help::{Library, Topic};
use dclshadow::node::config::SiteConfig;
use dclshadow::ods2::{FileHeader, FileId, HomeBlock, Scb, Volume, verify};
use dclshadow::session::{Input, Startup, Terminal, World, host_text};
use dclshadow::site::{Cluster, Site, SiteError, check};
use dclshadow::storage::{BlockFile, Memory, WriteWay};
use dclshadow::transcript::Recording;

/// CLD text: it compiles, or each mistake has a file and a line.
pub fn cld_text(bytes: &[u8]) {
    if let Err(mistakes) = Tables::compile("FUZZ.CLD", &host_text(bytes)) {
        assert!(!mistakes.is_empty());
        mistakes.iter().for_each(|mistake| assert!(!mistake.to_string().is_empty()));
    }
}

/// A command line against the shipped tables: complete, or an error, after at most as many answers as there are
/// parameters.
pub fn command_line(tables: &Tables, bytes: &[u8]) {
    let mut outcome = dclshadow::cdu::parse(tables, &host_text(bytes), &mut AsTyped);
    for _ in 0..16 {
        outcome = match outcome {
            Outcome::NeedsParameter(pending) => pending.resume(tables, "X", &mut AsTyped),
            Outcome::Complete(_) | Outcome::Error(_) => return,
        };
    }
    panic!("more than 16 parameters are asked for");
}

/// `.MSG` text: it compiles, or says why not.
pub fn message_text(bytes: &[u8]) {
    if let Err(condition) = dclshadow::message::compile("FUZZ.MSG", &host_text(bytes)) {
        assert!(!dclshadow::message::lines(&condition).is_empty());
    }
}

/// `.HLP` text: it is read, or says why not; every topic can be walked to.
pub fn help_text(bytes: &[u8]) {
    let mut library = Library::default();
    match library.insert("FUZZ.HLP", &host_text(bytes)) {
        Ok(()) => walk(library.children(&[]), 0),
        Err(condition) => assert!(!dclshadow::message::lines(&condition).is_empty()),
    }
}

fn walk(topics: &[Topic], depth: usize) {
    assert!(depth < 20, "help keys have levels 1 to 9");
    topics.iter().for_each(|topic| walk(&topic.children, depth + 1));
}

/// A recorded session: it is read, or the mistake has its line.
pub fn recording(bytes: &[u8]) {
    if let Err(error) = Recording::parse(&host_text(bytes)) {
        assert!(!error.to_string().is_empty());
    }
}

/// `site.json`: it is read and reads again as the same, or the mistake is told.
pub fn site_json(bytes: &[u8]) {
    match serde_json::from_slice::<SiteConfig>(bytes) {
        Ok(config) => {
            let again = serde_json::to_string(&config).expect("it can be written");
            assert_eq!(serde_json::from_str::<SiteConfig>(&again).expect("it reads again"), config);
        }
        Err(error) => assert!(!error.to_string().is_empty()),
    }
}

/// `state.json` of the site in `root`: what is not what was written is never resumed. `good` is what was written.
pub fn state_json(root: &Path, good: &[u8], bytes: &[u8]) {
    std::fs::write(root.join("state.json"), bytes).expect("a state");
    let report = check(root).unwrap_or_else(|error: SiteError| panic!("check: {error}"));
    let resumes = report.lines.iter().any(|line| line.contains("can be resumed"));
    assert_eq!(resumes, bytes == good, "{:?}", report.lines);
}

/// A home block: it is one, or says what is wrong with it. What is decoded is encoded as it stood, or refused again.
pub fn home_block(bytes: &[u8]) {
    let block = block_of(bytes);
    if let Ok(home) = HomeBlock::decode(&block, Lbn(1)) {
        let again = HomeBlock::decode(&home.encode(), Lbn(1)).expect("what was decoded is a home block");
        assert_eq!(again.encode(), home.encode());
        for number in [0, 1, 9, 10, u32::MAX] {
            let _ = home.header_lbn(number);
        }
    }
}

/// A storage control block.
pub fn storage_control_block(bytes: &[u8]) {
    if let Ok(scb) = Scb::decode(&block_of(bytes)) {
        assert_eq!(Scb::decode(&scb.encode()).expect("what was decoded is one").encode(), scb.encode());
    }
}

/// A file header.
pub fn file_header(bytes: &[u8]) {
    let block = block_of(bytes);
    for number in [1, 2, u32::from_le_bytes([block[8], block[9], block[13], 0])] {
        if let Ok(header) = FileHeader::decode(&block, number) {
            let _ = header.encode();
        }
    }
    let _ = FileId::decode(block[..6].try_into().expect("six bytes"));
}

/// A whole volume of any bytes: opening and verifying it ends, with findings of bounded number.
pub fn volume(bytes: &[u8]) {
    let blocks = (bytes.len() as u64).div_ceil(BLOCK_BYTES as u64).clamp(100, 4096);
    let file = Memory::new(BlockCount(blocks));
    for (lbn, chunk) in bytes.chunks(BLOCK_BYTES).enumerate().take(4096) {
        let range = LbnRange::new(lbn as u64, 1);
        file.write(range, &block_of(chunk), WriteWay::Descriptor).expect("it is memory");
    }
    if let Ok(volume) = Volume::open(&file) {
        let _ = (volume.label(), volume.size(), volume.storage_bitmap(&file));
    }
    let findings = verify(&file).expect("memory is read");
    assert!(findings.len() < 1 << 20, "{} findings", findings.len());
}

/// A block that begins with these bytes.
fn block_of(bytes: &[u8]) -> [u8; BLOCK_BYTES] {
    let mut block = [0; BLOCK_BYTES];
    let length = bytes.len().min(BLOCK_BYTES);
    block[..length].copy_from_slice(&bytes[..length]);
    block
}

/// A site in memory for procedures of any bytes.
pub struct Playground {
    world: World,
    folder: tempfile::TempDir,
}

impl Playground {
    pub fn new(json: &str) -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        let root = folder.path().join("site");
        Site::create_from(&root, json).expect("a site");
        let site = Site::open(&root).expect("a site");
        let cluster = Cluster::boot(site, Arc::new(Clock::virtual_default())).expect("it boots");
        Self { world: World::new(cluster, 1), folder }
    }

    /// A procedure: it ends, at the latest when its operator presses Ctrl/Y over and over. How many lines it printed.
    pub fn procedure(&self, bytes: &[u8]) -> usize {
        let text = host_text(bytes);
        // As `@SELF` it can call itself.
        std::fs::write(self.folder.path().join("site/host/SELF.COM"), bytes).expect("a procedure");
        let startup = Startup::Procedure { spec: "FUZZ.COM;1".to_owned(), text, parameters: Vec::new() };
        let mut operator = Operator { looks: 0, lines: 0 };
        let (node, user) = self.world.defaults();
        self.world.run(&node, &user, startup, &mut operator).expect("somebody logs in");
        operator.lines
    }
}

/// Looks that an operator takes before losing patience.
const PATIENCE: u32 = 2000;

/// Somebody without patience: after a while every look finds Ctrl/Y pressed again.
struct Operator {
    looks: u32,
    lines: usize,
}

impl Terminal for Operator {
    fn line(&mut self, _text: &str) {
        self.lines += 1;
    }

    fn read(&mut self, _prompt: &str) -> Input {
        self.looks += 1;
        if self.looks > PATIENCE { Input::Hangup } else { Input::EndOfInput }
    }

    fn interrupted(&mut self) -> bool {
        self.looks += 1;
        self.looks > PATIENCE
    }

    fn is_person(&self) -> bool {
        false
    }
}
