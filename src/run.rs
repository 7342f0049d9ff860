//! Running a site: which one, who logs in, over which terminal, and the exit status of the end.

pub mod simulation;

use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicI32, Ordering};
use std::time::Duration;

use anyhow::Context;
use dclshadow::clock::Clock;
use dclshadow::message::{Condition, Severity, Status, codes, lines};
use dclshadow::session::{Startup, Terminal, World, host_text};
use dclshadow::site::{Cluster, HostPlaces, Site};
use dclshadow::storage::raise_open_file_limit;
use dclshadow::terminal::{Ending, Person, Pipe};
use rustix::event::{PollFd, PollFlags, Timespec, poll};
use rustix::process::{Signal, getpid, kill_process};
use signal_hook::consts::{SIGHUP, SIGINT, SIGTERM};
use signal_hook::iterator::Signals;

use crate::cli::{ClockKind, RunArguments};

/// Exit status of a run that could not begin or not be saved: as after an error.
pub const FAILED: u8 = 2;

/// Added to the number of the signal that ended a run.
const SIGNALLED: u8 = 128;

/// Between two looks whether a session that was told to end has come to its end, and how many there are: then the site is
/// suspended under it.
const LOOK: Duration = Duration::from_millis(5);
const MOST_LOOKS: u32 = 2000;

/// Runs the site that the arguments name, to the end of its session; the exit status.
pub fn run(arguments: RunArguments) -> anyhow::Result<u8> {
    report_panics_as_bugchecks();
    raise_open_file_limit();
    let startup = startup(&arguments)?;
    // Before the site is taken: from here on no signal leaves it as after a crash.
    let mut signals = Signals::new([SIGHUP, SIGINT, SIGTERM]).context("cannot listen to signals")?;
    let root = HostPlaces::from_environment(arguments.site.clone()).choose();
    let (site, made) = Site::open_or_create(&root)?;
    if made {
        complain(&format!("site made in {}", site.root().display()));
    }
    let clock = match arguments.clock {
        ClockKind::Real => Clock::real(),
        ClockKind::Virtual => Clock::virtual_default(),
    };
    let cluster = Cluster::boot(site, Arc::new(clock))?;
    cluster.complaints().iter().for_each(|complaint| complain(&format!("dclshadow: {complaint}")));
    let world = Arc::new(World::new(cluster, arguments.seed));
    let (node, user) = world.defaults();
    let node = arguments.node.unwrap_or(node);
    let user = arguments.user.unwrap_or(user);
    let mut signal = Arc::new(AtomicI32::new(0));
    // The terminal stays as it is until the site is suspended: what is typed meanwhile is for nobody.
    let mut person = None;
    let finished = if Person::is_there() {
        let person = person.insert(Person::new().context("cannot use the terminal")?);
        // The terminal hears them itself from here on.
        if let Some(signal) = signals.pending().find(|signal| *signal != SIGINT) {
            world.suspend()?;
            return Ok(signalled(signal));
        }
        drop(signals);
        world.run(&node, &user, startup, person as &mut dyn Terminal)?
    } else {
        let ending = Ending::default();
        signal = end_at_signals(&world, signals, ending.clone());
        let mut pipe = Pipe::new(io::stdin(), io::stdout(), hang_up).ended_by(ending).waiting_with(input_comes);
        world.run(&node, &user, startup, &mut pipe)?
    };
    world.suspend()?;
    drop(person);
    let signal = signal.load(Ordering::SeqCst);
    Ok(if finished.hung_up || signal != 0 { signalled(signal.max(SIGHUP)) } else { exit_status(finished.status) })
}

/// Whether standard input has something to read, or has ended, before the time is over. An input that cannot be asked
/// is read as ever.
fn input_comes(limit: Duration) -> bool {
    let stdin = io::stdin();
    let mut input = [PollFd::new(&stdin, PollFlags::IN)];
    let limit = Timespec { tv_sec: i64::try_from(limit.as_secs()).unwrap_or(i64::MAX), tv_nsec: 0 };
    poll(&mut input, Some(&limit)).map_or(true, |ready| ready > 0)
}

/// The exit status after a signal.
fn signalled(signal: i32) -> u8 {
    SIGNALLED + u8::try_from(signal).unwrap_or(0)
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

/// SIGTERM, SIGHUP and SIGINT suspend the site and end the program, wherever the session stands. A session that works is
/// told, and comes to its end at its next look; one that waits for input is held where it is. The signal, once there
/// was one.
fn end_at_signals(world: &Arc<World>, mut signals: Signals, ending: Ending) -> Arc<AtomicI32> {
    let came = Arc::new(AtomicI32::new(0));
    let (world, told) = (Arc::clone(world), Arc::clone(&came));
    std::thread::spawn(move || {
        let Some(signal) = signals.forever().next() else { return };
        told.store(signal, Ordering::SeqCst);
        ending.tell();
        let mut looks = 0;
        let _held = loop {
            match ending.hold() {
                None if looks < MOST_LOOKS => looks += 1,
                held => break held,
            }
            std::thread::sleep(LOOK);
        };
        let status = match world.suspend() {
            Ok(()) => signalled(signal),
            Err(error) => {
                complain(&format!("dclshadow: {error}"));
                FAILED
            }
        };
        std::process::exit(i32::from(status));
    });
    came
}

/// Tells on standard error; whoever closed it does not want to know.
pub fn complain(text: &str) {
    let _ = writeln!(io::stderr(), "{text}");
}

/// The reader of our output is gone: as if the terminal were.
fn hang_up(error: io::Error) {
    if error.kind() != io::ErrorKind::BrokenPipe {
        complain(&format!("dclshadow: cannot write the output: {error}"));
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
