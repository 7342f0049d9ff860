//! A running site with the sessions on it: who logs in, and what happens when a session crashes or shuts down its node.

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use super::batch::end_jobs;
use super::peers::Peers;
use super::run::{Arrangement, Finished, run};
use super::terminal::{Startup, Terminal};
use crate::command::Ending;
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
    loads: BTreeMap<String, Arc<Loads>>,
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
        let up = Up { cluster: Arc::new(cluster), loads: BTreeMap::new() };
        Self { up: Mutex::new(up), seed, next_pid: AtomicU32::new(FIRST_PID) }
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
        up.loads.keys().filter_map(|name| up.cluster.node(Some(name))).for_each(|node| end_jobs(node));
        stop_loads(&up);
        up.cluster.suspend()
    }

    fn crash(&self) -> Result<(), SiteError> {
        let mut up = self.lock();
        stop_loads(&up);
        let cluster = Arc::new(up.cluster.crash()?);
        *up = Up { cluster, loads: BTreeMap::new() };
        Ok(())
    }

    fn arrange(&self, node: &str, user: &str, startup: Startup, person: bool) -> Result<Arrangement, LoginError> {
        let mut up = self.lock();
        let peers = Arc::new(up.peers());
        let cluster = Arc::clone(&up.cluster);
        let node = cluster.node(Some(node)).ok_or_else(|| LoginError::NoNode(node.to_owned()))?;
        let user =
            cluster.site().config().user(Some(user)).cloned().ok_or_else(|| LoginError::NoUser(user.to_owned()))?;
        let loads = up.loads.entry(node.name().to_owned()).or_default();
        Ok(Arrangement {
            node: Arc::clone(node),
            loads: Arc::clone(loads),
            login: self.login(&user, &cluster, person),
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
        })
    }

    fn login(&self, user: &UserConfig, cluster: &Cluster, person: bool) -> Login {
        Login {
            username: user.name.to_string(),
            uic: user.uic,
            account: user.name.as_str().chars().take(8).collect(),
            authorized: user.privileges,
            default: user.privileges,
            pid: self.next_pid.fetch_add(1, Ordering::SeqCst),
            terminal: person.then(|| "FTA1".to_owned()),
            mode: ProcessMode::Interactive,
            time: cluster.clock().now(),
        }
    }

    fn lock(&self) -> MutexGuard<'_, Up> {
        self.up.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Up {
    /// The nodes with their loads, and the users of the site.
    fn peers(&mut self) -> Peers {
        let nodes = self.cluster.nodes().to_vec();
        let loads = nodes.iter().map(|node| Arc::clone(self.loads.entry(node.name().to_owned()).or_default()));
        Peers { loads: loads.collect(), users: self.cluster.site().config().users.clone(), nodes }
    }
}

/// Loads end before their node does.
fn stop_loads(up: &Up) {
    for (node, loads) in &up.loads {
        if let Some(node) = up.cluster.node(Some(node)) {
            node.end_stalls();
        }
        loads.stop_all();
    }
}
