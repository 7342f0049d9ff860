//! Loads: applications that write blocks which prove themselves, and read them back.
//!
//! A load holds its device as one open file (DISMOUNT counts it). Under the real clock it runs in a thread of its own;
//! under the virtual clock it does what is due when time passes, so that the same commands give the same disks.

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::thread::JoinHandle;
use std::time::Duration;

use super::block::{LoadedBlock, Proof};
use super::pattern::{Operation, Pattern};
use super::time::wait_for_writes;
use crate::blocks::{BLOCK_BYTES, Lbn, LbnRange};
use crate::clock::Millis;
use crate::message::{Condition, codes};
use crate::node::patience::Patience;
use crate::node::views::OwnerView;
use crate::node::{Channel, Node, OpenFile, Pending};

/// What a load has done.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Done {
    /// Reads.
    pub reads: u64,
    /// Writes.
    pub writes: u64,
    /// Blocks written.
    pub blocks: u64,
}

impl Done {
    /// Reads and writes.
    pub fn operations(self) -> u64 {
        self.reads + self.writes
    }
}

/// Who looks on while a load runs.
pub trait Watch {
    /// Whether the load shall end here; asked now and then.
    fn interrupted(&mut self) -> bool;

    /// A write was acknowledged.
    fn written(&mut self, range: LbnRange);
}

/// A load and what it works on.
struct Worker {
    node: Arc<Node>,
    device: String,
    channel: Channel,
    pattern: Pattern,
    done: Done,
    buffer: Vec<u8>,
    /// The blocks that the last write stored.
    written: Option<LbnRange>,
    /// The operation that waits for its device, and the wait.
    waiting: Option<Operation>,
    pending: Pending,
    /// Under the virtual clock: when the slow disk has ended the last operation, and when the load was looked at last.
    free_at: Millis,
    looked: Millis,
    /// Set by the error that ended the load.
    failed: Option<Condition>,
    _file: OpenFile,
}

impl Worker {
    /// One operation; after an error nothing more is done. `false` when the device has to be waited for, which a patient
    /// caller does here: the same operation goes on with the next step.
    fn step(&mut self, patience: Patience) -> bool {
        if self.failed.is_some() {
            return true;
        }
        let operation = match self.waiting.take() {
            Some(operation) => operation,
            None => self.pattern.next_operation(),
        };
        let result = match operation {
            Operation::Read(range) => self.read(range, patience),
            Operation::Write { range, sequence } => self.write(range, sequence, patience),
        };
        match result {
            Some(result) => self.failed = result.err(),
            None => self.waiting = Some(operation),
        }
        self.waiting.is_none()
    }

    fn read(&mut self, range: LbnRange, patience: Patience) -> Option<Result<(), Condition>> {
        self.buffer.resize(range.count.0 as usize * BLOCK_BYTES, 0);
        let read = self.channel.try_read(&mut self.pending, range, &mut self.buffer, patience)?;
        Some(read.and_then(|()| self.prove(range)))
    }

    /// Counts a read and proves what it found.
    fn prove(&mut self, range: LbnRange) -> Result<(), Condition> {
        self.done.reads += 1;
        match blocks(range, &self.buffer).find(|(lbn, block)| Proof::of(*lbn, block) == Proof::Broken) {
            Some((lbn, _)) => Err(broken(&self.device, &[lbn])),
            None => Ok(()),
        }
    }

    fn write(&mut self, range: LbnRange, sequence: u64, patience: Patience) -> Option<Result<(), Condition>> {
        self.buffer.resize(range.count.0 as usize * BLOCK_BYTES, 0);
        let seed = self.pattern.seed();
        for (index, block) in self.buffer.chunks_exact_mut(BLOCK_BYTES).enumerate() {
            LoadedBlock { lbn: Lbn(range.start.0 + index as u64), sequence, seed }.fill(block);
        }
        let written = self.channel.try_write(&mut self.pending, range.start, &self.buffer, patience)?;
        if written.is_ok() {
            self.done.writes += 1;
            self.done.blocks += range.count.0;
            self.written = Some(range);
        }
        Some(written)
    }
}

/// The blocks of a buffer with their addresses.
fn blocks(range: LbnRange, buffer: &[u8]) -> impl Iterator<Item = (Lbn, &[u8])> {
    let addresses = (range.start.0..).map(Lbn);
    addresses.zip(buffer.chunks_exact(BLOCK_BYTES))
}

/// The report of blocks that failed their proof; the first ones are named.
fn broken(device: &str, lbns: &[Lbn]) -> Condition {
    const NAMED: usize = 8;
    let head = Condition::new(codes::SIMULATE_VERIFYERR).arg(lbns.len() as i64).arg(format!("{device}:"));
    lbns.iter().take(NAMED).fold(head, |condition, lbn| {
        condition.then(Condition::new(codes::SIMULATE_BADBLOCK).arg(lbn.0 as i64).arg("torn, mixed or misplaced"))
    })
}

/// A load that goes on until it is stopped.
struct Running {
    worker: Arc<Mutex<Worker>>,
    /// The process that started it.
    owner: OwnerView,
    seed: u64,
    /// Operations a second.
    rate: u64,
    started: Millis,
    thread: Option<(Arc<AtomicBool>, JoinHandle<()>)>,
}

/// The continuous loads of a node, by device.
#[derive(Default)]
pub struct Loads {
    running: Mutex<BTreeMap<String, Running>>,
}

impl Loads {
    /// No loads.
    pub fn new() -> Self {
        Self::default()
    }

    fn lock(&self) -> MutexGuard<'_, BTreeMap<String, Running>> {
        self.running.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Starts a load of `rate` operations a second on a mounted device.
    ///
    /// # Errors
    /// LOADACTIVE when one runs there; what opening a file on the device reports.
    pub fn start(
        &self,
        node: &Arc<Node>,
        device: &str,
        pattern: Pattern,
        rate: u64,
        owner: OwnerView,
    ) -> Result<(), Condition> {
        let mut running = self.lock();
        if running.contains_key(device) {
            return Err(Condition::new(codes::SIMULATE_LOADACTIVE).arg(format!("{device}:")));
        }
        let seed = pattern.seed();
        let worker = Arc::new(Mutex::new(worker(node, device, pattern)?));
        let thread = (!node.clock().is_virtual()).then(|| spawn(Arc::clone(&worker), rate));
        running
            .insert(device.to_owned(), Running { worker, owner, seed, rate, started: node.clock().millis(), thread });
        Ok(())
    }

    /// Who started the load that runs on a device, and its seed.
    pub fn running_on(&self, device: &str) -> Option<(OwnerView, u64)> {
        self.lock().get(device).map(|running| (running.owner.clone(), running.seed))
    }

    /// Stops the load on a device and says what it did.
    ///
    /// # Errors
    /// NOLOAD when none runs there; the error that had ended it before.
    pub fn stop(&self, device: &str) -> Result<Done, Condition> {
        let found = self.lock().remove(device);
        let running = found.ok_or_else(|| Condition::new(codes::SIMULATE_NOLOAD).arg(format!("{device}:")))?;
        running.end(true)
    }

    /// Stops every load: the session ends, or the node goes down.
    pub fn stop_all(&self) {
        for (_, running) in std::mem::take(&mut *self.lock()) {
            // Nobody is left to be told of an error, and nobody waits for a device that is away.
            let _ = running.end(false);
        }
    }

    /// Does what is due by `now` of the virtual clock.
    pub(super) fn advance(&self, now: Millis) {
        for running in self.lock().values().filter(|running| running.thread.is_none()) {
            let due = (now.0.saturating_sub(running.started.0)) * running.rate / 1000;
            let mut worker = running.worker.lock().unwrap_or_else(PoisonError::into_inner);
            // While its writes are stalled the application stands still; afterwards it catches up.
            while worker.done.operations() < due
                && worker.failed.is_none()
                && !worker.node.stalls_writes(&worker.device)
                && worker.free_at <= now
                && worker.step(Patience::None)
            {
                let began = worker.free_at.max(worker.looked);
                worker.free_at = Millis(began.0 + std::mem::take(&mut worker.pending.took));
            }
            worker.looked = now;
        }
    }
}

impl Running {
    fn end(self, patient: bool) -> Result<Done, Condition> {
        if let Some((stop, thread)) = self.thread {
            stop.store(true, Ordering::SeqCst);
            // A load that panicked has left its worker poisoned; its figures are still right.
            let _ = thread.join();
        }
        let mut worker = self.worker.lock().unwrap_or_else(PoisonError::into_inner);
        while patient && worker.waiting.is_some() {
            // What is under way ends before the load does.
            worker.step(Patience::Endless);
        }
        match &worker.failed {
            Some(error) => {
                let ended = Condition::new(codes::SIMULATE_LOADERR).arg(format!("{}:", worker.device));
                Err(ended.then(error.clone()))
            }
            None => Ok(worker.done),
        }
    }
}

fn worker(node: &Arc<Node>, device: &str, pattern: Pattern) -> Result<Worker, Condition> {
    let file = node.open_file(device)?;
    Ok(Worker {
        node: Arc::clone(node),
        device: device.to_owned(),
        channel: node.channel(device)?,
        pattern,
        done: Done::default(),
        buffer: Vec::new(),
        written: None,
        waiting: None,
        pending: Pending::default(),
        free_at: Millis(0),
        looked: node.clock().millis(),
        failed: None,
        _file: file,
    })
}

/// A thread that keeps up with `rate` in slices of ten milliseconds.
fn spawn(worker: Arc<Mutex<Worker>>, rate: u64) -> (Arc<AtomicBool>, JoinHandle<()>) {
    const SLICE: Duration = Duration::from_millis(10);
    let stop = Arc::new(AtomicBool::new(false));
    let seen = Arc::clone(&stop);
    let thread = std::thread::spawn(move || {
        let mut owed = 0;
        while !seen.load(Ordering::SeqCst) {
            owed += rate * 10;
            let mut worker = worker.lock().unwrap_or_else(PoisonError::into_inner);
            while owed >= 1000 && worker.failed.is_none() && !seen.load(Ordering::SeqCst) && worker.step(Patience::None)
            {
                owed -= 1000;
            }
            drop(worker);
            std::thread::sleep(SLICE);
        }
    });
    (stop, thread)
}

/// Runs a load of `operations` to its end in the caller's thread while somebody looks on.
///
/// # Errors
/// What the device or a block's proof reports; the load ends there.
pub fn run(
    node: &Arc<Node>,
    device: &str,
    pattern: Pattern,
    operations: u64,
    watch: &mut dyn Watch,
) -> Result<Done, Condition> {
    let mut worker = worker(node, device, pattern)?;
    for index in 0..operations {
        if index % 64 == 63 && watch.interrupted() {
            break;
        }
        wait_for_writes(node, &Loads::new(), device);
        worker.step(Patience::Endless);
        if let Some(range) = worker.written.take() {
            watch.written(range);
        }
        if let Some(error) = worker.failed.take() {
            return Err(error);
        }
    }
    Ok(worker.done)
}

/// Reads `extents` and proves every block that a load wrote there; the number of proven blocks.
///
/// # Errors
/// VERIFYERR with the first blocks that failed; what the device reports.
pub fn verify(node: &Node, device: &str, extents: &[LbnRange]) -> Result<u64, Condition> {
    const CHUNK: u64 = 2048;
    let mut buffer = Vec::new();
    let (mut whole, mut failed) = (0, Vec::new());
    for extent in extents {
        let mut start = extent.start.0;
        while start < extent.end().0 {
            let range = LbnRange::new(start, CHUNK.min(extent.end().0 - start));
            buffer.resize(range.count.0 as usize * BLOCK_BYTES, 0);
            node.read_blocks(device, range, &mut buffer)?;
            for (lbn, block) in blocks(range, &buffer) {
                match Proof::of(lbn, block) {
                    Proof::NotLoaded => {}
                    Proof::Whole(_) => whole += 1,
                    Proof::Broken => failed.push(lbn),
                }
            }
            start = range.end().0;
        }
    }
    if failed.is_empty() { Ok(whole) } else { Err(broken(device, &failed)) }
}
