//! What a handler works with: the node, the process, the interpreter's state, and the streams.

use std::sync::Arc;
use std::time::Duration;

use crate::clock::{Millis, TICKS_PER_MILLI};
use crate::dcl;
use crate::message::{self, Condition};
use crate::node::Node;
use crate::node::names::Names;
use crate::node::privileges::Privilege;
use crate::node::process::Process;
use crate::node::request::Requester;
use crate::simulate::Loads;

/// Where a command's lines go and its questions are answered.
pub trait Streams {
    /// A line on SYS$OUTPUT.
    fn line(&mut self, text: &str);

    /// A line of a message: on SYS$OUTPUT, and on SYS$ERROR when that is another device (dcl.md 7).
    fn message_line(&mut self, text: &str) {
        self.line(text);
    }

    /// Asks on SYS$COMMAND; the prompt is printed as it is. `None` at Ctrl/Z and at the end of the input.
    fn ask(&mut self, prompt: &str) -> Option<String>;

    /// As [`Streams::ask`], but waits no longer than `limit` for the answer: `None` when that time is over. Where nobody
    /// waits - a file - it asks as ever.
    fn ask_within(&mut self, prompt: &str, limit: Duration) -> Option<Option<String>> {
        let _ = limit;
        Some(self.ask(prompt))
    }

    /// Whether Ctrl/Y or Ctrl/C was pressed since the last look; the running command should end.
    fn interrupted(&mut self) -> bool;

    /// Lets time pass: at most `limit`, and less when something happens that [`Streams::interrupted`] may tell of.
    fn rest(&mut self, limit: Duration) {
        std::thread::sleep(limit);
    }
}

/// Why a command ends the session.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ending {
    /// LOGOUT: the cluster is suspended when the last session leaves.
    Logout,
    /// SIMULATE CRASH: the node has crashed, a fresh session logs in.
    Crash,
    /// SIMULATE SHUTDOWN: the node has halted in the orderly way.
    Shutdown,
}

/// What a handler works with.
pub struct Context<'a> {
    /// The node that the process is logged in on.
    pub node: &'a Arc<Node>,
    /// The loads that run on the node.
    pub loads: &'a Arc<Loads>,
    /// The process.
    pub process: &'a mut Process,
    /// Its command interpreter.
    pub dcl: &'a mut dcl::State,
    /// Its streams.
    pub streams: &'a mut dyn Streams,
    /// The nodes of the site, in its order, this one among them.
    pub nodes: &'a [Arc<Node>],
    /// The seed of this run, for what is random and does not say how.
    pub seed: u64,
    /// Set by a command that ends the session.
    pub ending: &'a mut Option<Ending>,
}

impl Context<'_> {
    /// A line on SYS$OUTPUT.
    pub fn line(&mut self, text: impl AsRef<str>) {
        self.show_console();
        self.streams.line(text.as_ref());
    }

    /// Lines on SYS$OUTPUT.
    pub fn lines<T: AsRef<str>>(&mut self, lines: impl IntoIterator<Item = T>) {
        for line in lines {
            self.streams.line(line.as_ref());
        }
    }

    /// Displays a condition as SET MESSAGE has it.
    pub fn message(&mut self, condition: &Condition) {
        self.show_console();
        let style = message::Style {
            parts: self.dcl.message_parts,
            catalog: self.dcl.messages.clone(),
            ..message::Style::default()
        };
        for line in message::lines_with(&style, condition) {
            self.streams.message_line(&line);
        }
    }

    /// The logical names that the process sees.
    pub fn names(&self) -> Names<'_> {
        self.process.view(self.node.names())
    }

    /// The device that a typed name stands for once its logical names are translated: upper case, without underscore
    /// and colon (dcl.md 11).
    ///
    /// # Errors
    /// IVLOGNAM when the translation does not end.
    pub fn device(&self, typed: &str) -> Result<String, Condition> {
        Ok(self.names().device(typed)?.device)
    }

    /// A delta time as it stands in a command.
    ///
    /// # Errors
    /// IVDTIME with the text.
    pub fn delta(&self, text: &str) -> Result<Millis, Condition> {
        Ok(Millis(dcl::time::parse_delta(text)?.ticks() / TICKS_PER_MILLI))
    }

    /// The process as requests to the node name it.
    pub fn requester(&self) -> Requester {
        Requester {
            pid: self.process.pid,
            process: self.process.name.clone(),
            user: self.process.username.clone(),
            uic: self.process.uic,
            privileges: self.process.privileges.current,
            job_table: self.process.names.job_table().to_owned(),
            terminal: self.process.terminal.clone(),
        }
    }

    /// Refuses a command that needs a privilege which the process lacks.
    ///
    /// # Errors
    /// `SYSTEM-F-NOxxx, operation requires xxx privilege`.
    pub fn require(&self, privilege: Privilege) -> Result<(), Condition> {
        self.process.require(privilege)
    }
}
