//! Running a site: which one, who logs in, over which terminal, and the exit status of the end.

use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use anyhow::Context;
use dclshadow::clock::Clock;
use dclshadow::message::{Condition, Severity, Status, codes, lines};
use dclshadow::session::{Startup, Terminal, World, host_text};
use dclshadow::site::{Cluster, HostPlaces, Site};
use dclshadow::storage::raise_open_file_limit;
use dclshadow::terminal::{Person, Pipe};
use rustix::process::{Signal, getpid, kill_process};
use signal_hook::consts::{SIGHUP, SIGTERM};

use crate::cli::{ClockKind, RunArguments};

/// Exit status of a run that could not begin or not be saved: as after an error.
pub const FAILED: u8 = 2;

/// Added to the number of the signal that ended a run.
const SIGNALLED: u8 = 128;

/// Runs the site that the arguments name, to the end of its session; the exit status.
pub fn run(arguments: RunArguments) -> anyhow::Result<u8> {
    report_panics_as_bugchecks();
    raise_open_file_limit();
    let startup = startup(&arguments)?;
    let root = HostPlaces::from_environment(arguments.site.clone()).choose();
    let (site, made) = Site::open_or_create(&root)?;
    if made {
        eprintln!("site made in {}", site.root().display());
    }
    let clock = match arguments.clock {
        ClockKind::Real => Clock::real(),
        ClockKind::Virtual => Clock::virtual_default(),
    };
    let world = Arc::new(World::new(Cluster::boot(site, Arc::new(clock))?, arguments.seed));
    let (node, user) = world.defaults();
    let node = arguments.node.unwrap_or(node);
    let user = arguments.user.unwrap_or(user);
    let finished = if Person::is_there() {
        let mut person = Person::new().context("cannot use the terminal")?;
        world.run(&node, &user, startup, &mut person as &mut dyn Terminal)?
    } else {
        end_at_signals(&world)?;
        let mut pipe = Pipe::new(io::stdin(), io::stdout(), hang_up);
        world.run(&node, &user, startup, &mut pipe)?
    };
    world.suspend()?;
    Ok(if finished.hung_up { SIGNALLED + 1 } else { exit_status(finished.status) })
}

/// How the session begins, by what the command line gave.
fn startup(arguments: &RunArguments) -> anyhow::Result<Startup> {
    if !arguments.commands.is_empty() {
        let lines = arguments.commands.iter().map(|line| host_text(line.as_bytes()));
        return Ok(Startup::Lines(lines.collect()));
    }
    let Some((name, parameters)) = arguments.words.split_first() else { return Ok(Startup::Commands) };
    let path = procedure_path(name);
    let bytes = std::fs::read(&path).with_context(|| format!("cannot read {}", path.display()))?;
    let file = path.file_name().unwrap_or(path.as_os_str()).to_string_lossy().to_ascii_uppercase();
    Ok(Startup::Procedure {
        spec: format!("{file};1"),
        text: host_text(&bytes),
        parameters: parameters.iter().map(|parameter| host_text(parameter.as_bytes())).collect(),
    })
}

/// The file as named, or with the type `.COM` or `.com` when there is none of that name.
fn procedure_path(name: &str) -> PathBuf {
    let named = PathBuf::from(name);
    if named.exists() || Path::new(name).extension().is_some() {
        return named;
    }
    let typed = ["COM", "com"].map(|kind| named.with_extension(kind));
    typed.into_iter().find(|path| path.exists()).unwrap_or(named)
}

/// The host's exit status for a final `$STATUS`.
fn exit_status(status: Status) -> u8 {
    match status.severity() {
        Some(Severity::Success | Severity::Information) => 0,
        Some(Severity::Warning) => 1,
        Some(Severity::Error) => 2,
        Some(Severity::Severe) | None => 4,
    }
}

/// SIGTERM and SIGHUP suspend the site and end the program, wherever the session stands: without a person there nobody
/// looks at flags while the input is read.
fn end_at_signals(world: &Arc<World>) -> anyhow::Result<()> {
    let mut signals = signal_hook::iterator::Signals::new([SIGHUP, SIGTERM]).context("cannot listen to signals")?;
    let world = Arc::clone(world);
    std::thread::spawn(move || {
        let Some(signal) = signals.forever().next() else { return };
        let status = match world.suspend() {
            Ok(()) => SIGNALLED + u8::try_from(signal).unwrap_or(0),
            Err(error) => {
                eprintln!("dclshadow: {error}");
                FAILED
            }
        };
        std::process::exit(i32::from(status));
    });
    Ok(())
}

/// The reader of our output is gone: as if the terminal were.
fn hang_up(error: io::Error) {
    if error.kind() != io::ErrorKind::BrokenPipe {
        eprintln!("dclshadow: cannot write the output: {error}");
    }
    let _ = kill_process(getpid(), Signal::HUP);
}

/// A failed invariant in any thread ends the program at once, as a bugcheck ends a node: the next start is a crash.
fn report_panics_as_bugchecks() {
    std::panic::set_hook(Box::new(|panic| {
        for line in lines(&Condition::new(codes::SYSTEM_BUGCHECK)) {
            let _ = writeln!(io::stdout(), "{line}");
        }
        let _ = writeln!(io::stderr(), "dclshadow: {panic}");
        std::process::exit(4);
    }));
}
