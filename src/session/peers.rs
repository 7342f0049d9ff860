//! The nodes of a site as a session sees them, and processes that carry out one command on one of them (SYSMAN DO).

use std::rc::Rc;
use std::sync::Arc;

use crate::command::{Ending, Streams as _};
use crate::dcl::{Host as _, State};
use crate::message::{Condition, codes};
use crate::node::Node;
use crate::node::config::UserConfig;
use crate::node::process::{Login, ProcessMode};
use crate::simulate::Loads;

use super::run::{Arrangement, Session, run};
use super::streams::ProcessStreams;
use super::terminal::{Input, Startup, Terminal};
use crate::clock::{Clock, VmsTime};

/// The nodes of a site.
pub struct Peers {
    /// In the order of the configuration.
    pub nodes: Vec<Arc<Node>>,
    /// The loads of each.
    pub loads: Vec<Arc<Loads>>,
    /// Who may log in.
    pub users: Vec<UserConfig>,
}

/// What a process begins with that carries out a command for another.
pub struct Service {
    /// Its default device, with colon.
    pub device: String,
    /// Its default directory.
    pub directory: String,
    /// Command lines are shown as they are carried out.
    pub verify: bool,
}

/// A command for a node.
pub(super) struct Errand<'a> {
    /// The command line.
    pub line: &'a str,
    /// The user on nodes other than this one; `None` is the user who asks.
    pub username: Option<&'a str>,
    /// Command lines are shown as they are carried out.
    pub verify: bool,
    /// When the node must have answered.
    pub until: Option<VmsTime>,
}

/// The terminal of such a process: it writes where the process that asked writes, and reads nothing.
struct Relay<'a, 't> {
    streams: &'a mut ProcessStreams<'t>,
    clock: Arc<Clock>,
    until: Option<VmsTime>,
}

impl Relay<'_, '_> {
    fn is_late(&self) -> bool {
        self.until.is_some_and(|until| self.clock.now() > until)
    }
}

impl Terminal for Relay<'_, '_> {
    fn line(&mut self, text: &str) {
        if !self.is_late() {
            self.streams.line(text);
        }
    }

    fn read(&mut self, _: &str) -> Input {
        if self.interrupted() { Input::Hangup } else { Input::EndOfInput }
    }

    fn interrupted(&mut self) -> bool {
        self.is_late() || self.streams.interrupted()
    }

    fn interrupt_probe(&self) -> Option<Rc<dyn Fn() -> bool>> {
        self.streams.interrupt_probe()
    }

    fn is_person(&self) -> bool {
        false
    }
}

impl Session<'_> {
    /// Begins a process that carries out a command for another.
    pub(super) fn serve(&mut self, state: &mut State, service: &Service) {
        (state.verify_procedure, state.verify_image) = (service.verify, service.verify);
        self.process.set_default(self.node.names(), Some(&service.device), Some(&service.directory));
    }

    /// Runs a command line in a process of its own on a node, and shows what it shows behind `heading`.
    /// [`codes::SYSTEM_INVLOGIN`] when the user is none of the site's, [`codes::SYSTEM_TIMEOUT`] when the node has not
    /// answered in time.
    pub(super) fn run_errand(
        &mut self,
        state: &State,
        node: &Arc<Node>,
        errand: &Errand<'_>,
        heading: &Condition,
    ) -> Result<(), Condition> {
        let peers = Arc::clone(&self.peers);
        let at = peers.nodes.iter().position(|peer| Arc::ptr_eq(peer, node)).ok_or(codes::SYSTEM_NOSUCHNODE)?;
        let login = self.login_for(errand.username.filter(|_| !Arc::ptr_eq(node, &self.node)))?;
        let pid = login.pid;
        self.message(state, heading);
        if errand.verify {
            self.streams.line(&format!("$ {}", errand.line));
        }
        let arrangement = Arrangement {
            node: Arc::clone(node),
            loads: Arc::clone(&peers.loads[at]),
            name: Some(format!("SMISERVER_{}", self.spawned)),
            login,
            startup: Startup::Lines(vec![errand.line.to_owned()]),
            delete: None,
            priority: None,
            seed: self.seed,
            nested: self.nested + 1,
            restart: None,
            cpu_limit: None,
            errors: None,
            service: Some(Service {
                device: self.process.default_device(self.node.names()),
                directory: self.process.default_directory.clone(),
                verify: errand.verify,
            }),
            peers,
        };
        let clock = Arc::clone(node.clock());
        let mut relay = Relay { streams: &mut self.streams, clock, until: errand.until };
        let finished = run(arrangement, &mut relay);
        let late = relay.is_late();
        node.process_ended(pid);
        // A node that goes down takes this session along.
        self.ending = finished.ending.filter(|ending| *ending != Ending::Logout).or(self.ending);
        if late { Err(codes::SYSTEM_TIMEOUT.into()) } else { Ok(()) }
    }

    /// Who carries the command out: the user who asks, with the privileges of the moment, or another of the site.
    fn login_for(&mut self, username: Option<&str>) -> Result<Login, Condition> {
        self.spawned += 1;
        let own = &self.process;
        let mut login = Login {
            username: own.username.clone(),
            uic: own.uic,
            account: own.account.clone(),
            authorized: own.privileges.authorized,
            default: own.privileges.current,
            pid: own.pid + (self.spawned << 8),
            terminal: None,
            mode: ProcessMode::Other,
            time: self.node.clock().now(),
        };
        if let Some(name) = username.filter(|name| !name.eq_ignore_ascii_case(&own.username)) {
            let known = |user: &&UserConfig| user.name.as_str().eq_ignore_ascii_case(name);
            let user = self.peers.users.iter().find(known).ok_or(codes::SYSTEM_INVLOGIN)?;
            login.username = user.name.to_string();
            login.account = login.username.chars().take(8).collect();
            (login.uic, login.authorized, login.default) = (user.uic, user.privileges, user.privileges);
        }
        Ok(login)
    }
}
