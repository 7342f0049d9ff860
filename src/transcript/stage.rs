//! The site that a recording plays on: made for it in a temporary directory, under a virtual clock.

use std::sync::Arc;
use std::time::Duration;

use tempfile::TempDir;

use super::file::Recording;
use super::header::SiteSource;
use super::play::{Console, Sessions, Typed};
use crate::clock::Clock;
use crate::session::{Input, Startup, Terminal, World, host_bytes, host_text};
use crate::site::{Cluster, Site, SiteError};

/// A site of its own for one recording; gone when dropped.
pub struct SiteStage {
    // The world goes before its directory does.
    world: World,
    _directory: TempDir,
}

impl SiteStage {
    /// Makes and boots the site that the recording's header asks for.
    ///
    /// # Errors
    /// What is wrong with the header's site, or what the host refused.
    pub fn new(recording: &Recording) -> Result<Self, String> {
        let header = &recording.header;
        let directory = TempDir::new().map_err(|error| error.to_string())?;
        let root = directory.path().join("site");
        let told = |error: SiteError| error.to_string();
        match &header.site {
            SiteSource::Template(name) => Site::create(&root, name).map_err(told)?,
            SiteSource::Inline(json) => Site::create_from(&root, json).map_err(told)?,
        }
        let clock = Arc::new(header.clock.map_or_else(Clock::virtual_default, Clock::virtual_at));
        let cluster = Cluster::boot(Site::open(&root).map_err(told)?, clock).map_err(told)?;
        Ok(Self { world: World::new(cluster, header.seed), _directory: directory })
    }
}

impl Sessions for SiteStage {
    fn defaults(&self) -> (String, String) {
        self.world.defaults()
    }

    fn run(&self, node: &str, user: &str, console: &mut dyn Console) -> Result<(), String> {
        let finished = self.world.run(node, user, Startup::Commands, &mut ConsoleTerminal(console));
        finished.map(|_| ()).map_err(|error| error.to_string())
    }
}

/// A recording's console as the terminal of a session.
struct ConsoleTerminal<'c>(&'c mut dyn Console);

/// A file's text as DCL sees it, and back: one character for each byte.
fn as_records(text: &str) -> String {
    host_text(text.as_bytes())
}

fn as_text(records: &str) -> String {
    String::from_utf8_lossy(&host_bytes(records)).into_owned()
}

impl Terminal for ConsoleTerminal<'_> {
    fn line(&mut self, text: &str) {
        self.0.write(&as_text(text));
    }

    fn read(&mut self, prompt: &str) -> Input {
        // Who waits without a limit waits until something is typed; in a recording that is the end of the input.
        self.read_within(prompt, Duration::MAX).unwrap_or(Input::EndOfInput)
    }

    fn read_within(&mut self, prompt: &str, _: Duration) -> Option<Input> {
        Some(match self.0.read(&as_text(prompt)) {
            Typed::Line(line) => Input::Line(as_records(&line)),
            Typed::EndOfInput => Input::EndOfInput,
            Typed::ControlY => Input::ControlY,
            Typed::ControlC => Input::ControlC,
            Typed::Nothing => return None,
        })
    }

    fn is_person(&self) -> bool {
        true
    }

    fn is_greeted(&self) -> bool {
        false
    }
}
