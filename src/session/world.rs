//! A running site with the sessions on it: who logs in, and what happens when a session crashes or shuts down its node.

use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use super::batch::{control_jobs, end_jobs};
use super::peers::Peers;
use super::run::{Arrangement, Finished, run};
use super::terminal::{Startup, Terminal};
use crate::command::Ending;
use crate::node::Node;
use crate::node::config::UserConfig;
use crate::node::process::{Login, ProcessMode};
use crate::simulate::Loads;
use crate::site::{Cluster, SiteError};

/// Process identification of the first session; the sequence number of a fresh boot stands in its upper half.
const FIRST_PID: u32 = 0x2020_0421;

/// A cluster that sessions log in to.
pub struct World {
    up: Mutex<Up>,
    seed: u64,
    next_pid: AtomicU32,
}

/// What a crash replaces.
struct Up {
    cluster: Arc<Cluster>,
    peers: Arc<Peers>,
}

impl Up {
    fn new(cluster: Cluster) -> Self {
        let nodes = cluster.nodes().to_vec();
        let loads = nodes.iter().map(|_| Arc::new(Loads::new())).collect();
        let peers = Peers { loads, users: cluster.site().config().users.clone(), nodes };
        Self { cluster: Arc::new(cluster), peers: Arc::new(peers) }
    }
}

/// Why a session could not log in.
#[derive(Debug)]
pub enum LoginError {
    /// No node of that name in the site.
    NoNode(String),
    /// No user of that name in the site.
    NoUser(String),
    /// The site could not be started again after a crash.
    Site(SiteError),
}

impl std::fmt::Display for LoginError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::NoNode(name) => write!(f, "the site has no node {name}"),
            Self::NoUser(name) => write!(f, "the site has no user {name}"),
            Self::Site(error) => error.fmt(f),
        }
    }
}

impl std::error::Error for LoginError {}

impl World {
    /// A world over a booted cluster.
    pub fn new(cluster: Cluster, seed: u64) -> Self {
        Self { up: Mutex::new(Up::new(cluster)), seed, next_pid: AtomicU32::new(FIRST_PID) }
    }

    /// The node and user of a session for which nobody says: the site's first.
    pub fn defaults(&self) -> (String, String) {
        let up = self.lock();
        let site = up.cluster.site();
        let node = site.config().node(None).map(|node| node.name.to_string());
        let user = site.config().user(None).map(|user| user.name.to_string());
        (node.unwrap_or_default(), user.unwrap_or_default())
    }

    /// Logs in and runs a session to its end; after SIMULATE CRASH a fresh one logs in at the same terminal.
    pub fn run(
        &self,
        node: &str,
        user: &str,
        startup: Startup,
        terminal: &mut dyn Terminal,
    ) -> Result<Finished, LoginError> {
        let mut startup = startup;
        loop {
            let arrangement = self.arrange(node, user, startup, terminal.is_person())?;
            let mut finished = run(arrangement, terminal);
            match finished.ending {
                Some(Ending::Crash) => self.crash().map_err(LoginError::Site)?,
                Some(Ending::Shutdown) => {
                    self.lock().cluster.lose_memory().map_err(LoginError::Site)?;
                    return Ok(finished);
                }
                _ => return Ok(finished),
            }
            startup = std::mem::replace(&mut finished.rest, Startup::Commands);
        }
    }

    /// Stops all loads and suspends the cluster. A second call does nothing.
    pub fn suspend(&self) -> Result<(), SiteError> {
        let up = self.lock();
        up.peers.nodes.iter().for_each(|node| end_jobs(node));
        stop_loads(&up);
        up.cluster.suspend()
    }

    fn crash(&self) -> Result<(), SiteError> {
        let mut up = self.lock();
        stop_loads(&up);
        *up = Up::new(up.cluster.crash()?);
        Ok(())
    }

    fn arrange(&self, node: &str, user: &str, startup: Startup, person: bool) -> Result<Arrangement, LoginError> {
        let up = self.lock();
        let (peers, cluster) = (Arc::clone(&up.peers), Arc::clone(&up.cluster));
        let node = cluster.node(Some(node)).ok_or_else(|| LoginError::NoNode(node.to_owned()))?;
        let user =
            cluster.site().config().user(Some(user)).cloned().ok_or_else(|| LoginError::NoUser(user.to_owned()))?;
        let login = self.login(&user, &cluster, person);
        let at = peers.nodes.iter().position(|peer| Arc::ptr_eq(peer, node)).unwrap_or(0);
        let uncontrolled = |node: &&Arc<Node>| !node.clock().is_virtual() && !node.queues().has_controller();
        for node in peers.nodes.iter().filter(uncontrolled) {
            control_jobs(node, &peers, self.seed, self.next_pid.fetch_add(1, Ordering::SeqCst));
        }
        Ok(Arrangement {
            node: Arc::clone(node),
            loads: Arc::clone(&peers.loads[at]),
            login,
            startup,
            delete: None,
            name: None,
            priority: None,
            seed: self.seed,
            nested: 0,
            restart: None,
            errors: None,
            peers,
            service: None,
            cpu_limit: None,
        })
    }

    fn login(&self, user: &UserConfig, cluster: &Cluster, person: bool) -> Login {
        let terminal = person.then(|| "FTA1".to_owned());
        let pid = self.next_pid.fetch_add(1, Ordering::SeqCst);
        Login::of(user, pid, terminal, ProcessMode::Interactive, cluster.clock().now())
    }

    fn lock(&self) -> MutexGuard<'_, Up> {
        self.up.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Loads end before their node does.
fn stop_loads(up: &Up) {
    for (node, loads) in up.peers.nodes.iter().zip(&up.peers.loads) {
        node.end_stalls();
        loads.stop_all();
    }
}
