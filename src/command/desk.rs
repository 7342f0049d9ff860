//! Commands over a node without disks and a host directory: what they show, what they end with.

mod files;
mod logical_names;
mod processes;
mod records;

use std::collections::VecDeque;
use std::sync::Arc;

use super::{Context, Streams, lexical, run};
use crate::cdu::{AsTyped, Outcome, Tables, parse};
use crate::clock::Clock;
use crate::dcl::{self, Value};
use crate::message::{Condition, Status};
use crate::node::config::{NodeConfig, Parameters, SiteConfig, UserConfig};
use crate::node::files::HOST_DEVICE;
use crate::node::privileges::PrivilegeSet;
use crate::node::process::{Login, Process, ProcessMode};
use crate::node::uic::Uic;
use crate::node::{Node, NodeParts};
use crate::rms::HostDirectory;
use crate::simulate::Loads;

#[derive(Default)]
struct Screen {
    lines: Vec<String>,
    answers: VecDeque<String>,
    asked: Vec<String>,
}

impl Streams for Screen {
    fn line(&mut self, text: &str) {
        self.lines.push(text.to_owned());
    }

    fn ask(&mut self, prompt: &str) -> Option<String> {
        self.asked.push(prompt.to_owned());
        self.answers.pop_front()
    }

    fn interrupted(&mut self) -> bool {
        false
    }
}

/// A process at a terminal of a node, with a host directory of its own.
struct Desk {
    node: Arc<Node>,
    loads: Arc<Loads>,
    process: Process,
    state: dcl::State,
    screen: Screen,
    tables: Tables,
    host: tempfile::TempDir,
}

fn login(privileges: PrivilegeSet) -> Login {
    Login {
        username: "SYSTEM".to_owned(),
        uic: Uic::SYSTEM,
        account: "SYSTEM".to_owned(),
        authorized: privileges,
        default: privileges,
        pid: 0x2020_021C,
        terminal: Some("FTA1".to_owned()),
        mode: ProcessMode::Interactive,
        time: crate::clock::VmsTime::default(),
    }
}

impl Desk {
    fn new() -> Self {
        Self::with(PrivilegeSet::ALL)
    }

    fn with(privileges: PrivilegeSet) -> Self {
        let config = SiteConfig {
            nodes: vec![NodeConfig {
                name: "NODEA".to_owned().try_into().unwrap(),
                parameters: Parameters::default(),
                bitmap_memory: None,
            }],
            disks: Vec::new(),
            users: vec![UserConfig {
                name: "SYSTEM".to_owned().try_into().unwrap(),
                uic: Uic::SYSTEM,
                privileges: PrivilegeSet::ALL,
            }],
        };
        let node = Node::new(NodeParts {
            config: &config,
            name: "NODEA",
            clock: Arc::new(Clock::virtual_default()),
            opener: Box::new(|disk| unreachable!("no disk, not even {disk:?}")),
            log: Box::new(|_| {}),
            slots: None,
        });
        let host = tempfile::tempdir().unwrap();
        node.file_systems().add(HOST_DEVICE, Arc::new(HostDirectory::open(host.path()).unwrap()));
        let process = Process::login(login(privileges), node.names());
        let (state, screen, tables) = (dcl::State::default(), Screen::default(), Tables::embedded());
        Self { loads: Arc::default(), node, process, state, screen, tables, host }
    }

    fn with_context<T>(&mut self, work: impl FnOnce(&mut Context<'_>) -> T) -> T {
        let mut context = Context {
            node: &self.node,
            loads: &self.loads,
            process: &mut self.process,
            dcl: &mut self.state,
            streams: &mut self.screen,
            nodes: std::slice::from_ref(&self.node),
            seed: 1,
            ending: &mut None,
        };
        work(&mut context)
    }

    /// Runs a command line; its status.
    fn status(&mut self, line: &str) -> Status {
        self.screen.lines.clear();
        let command = match parse(&self.tables, line, &mut AsTyped) {
            Outcome::Complete(command) => *command,
            other => panic!("{line}: {other:?}"),
        };
        self.with_context(|context| run(context, &command))
    }

    /// Runs a command line; what it shows.
    fn shows(&mut self, line: &str) -> Vec<String> {
        self.status(line);
        std::mem::take(&mut self.screen.lines)
    }

    fn lexical(&mut self, name: &str, arguments: &[&str]) -> Result<Value, Condition> {
        let arguments: Vec<Option<Value>> =
            arguments.iter().map(|a| (!a.is_empty()).then(|| Value::text(*a))).collect();
        self.with_context(|context| lexical::world(context, name, &arguments))
    }

    /// A lexical function's value as a string.
    fn value(&mut self, name: &str, arguments: &[&str]) -> String {
        self.lexical(name, arguments).map_or_else(|error| format!("{:?}", error.status), |v| v.string().to_string())
    }

    fn host_file(&self, name: &str, text: &str) {
        std::fs::write(self.host.path().join(name), text).unwrap();
    }

    fn host_text(&self, name: &str) -> String {
        std::fs::read_to_string(self.host.path().join(name)).unwrap()
    }
}
