//! Running many recordings: finding them, sharing them out, reporting.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};

use super::compare::compare;
use super::file::Recording;
use super::play::{Sessions, play};
use crate::clock::Clock;

/// What became of one recording.
#[derive(Clone, Debug)]
pub struct Outcome {
    /// The file.
    pub path: PathBuf,
    /// The difference, or why it could not run; `None` when all is well.
    pub problem: Option<String>,
    /// Whether `--bless` wrote the file anew.
    pub blessed: bool,
    /// How long it took.
    pub millis: u64,
}

/// How to run a suite.
#[derive(Clone, Copy, Debug)]
pub struct SuiteOptions {
    /// Write the output shown now into the files.
    pub bless: bool,
    /// Recordings run at once, at least 1.
    pub jobs: usize,
}

/// Makes the site of a recording and what runs sessions on it.
pub type Stager<'a> = dyn Fn(&Recording) -> Result<Box<dyn Sessions>, String> + Sync + 'a;

/// The recordings that the paths name: files as they are, folders with every `*.log` below them, each in order of name.
pub fn collect(paths: &[PathBuf]) -> io::Result<Vec<PathBuf>> {
    let mut files = Vec::new();
    for path in paths {
        if fs::metadata(path)?.is_dir() {
            let start = files.len();
            descend(path, &mut files)?;
            files[start..].sort();
        } else {
            files.push(path.clone());
        }
    }
    Ok(files)
}

fn descend(directory: &Path, files: &mut Vec<PathBuf>) -> io::Result<()> {
    for entry in fs::read_dir(directory)? {
        let path = entry?.path();
        if path.is_dir() {
            descend(&path, files)?;
        } else if path.extension().is_some_and(|extension| extension == "log") {
            files.push(path);
        }
    }
    Ok(())
}

/// Runs recordings and returns their outcomes in order; `report` is called for each as it ends.
pub fn run_suite(
    files: &[PathBuf],
    options: SuiteOptions,
    stager: &Stager,
    report: &(dyn Fn(&Outcome) + Sync),
) -> Vec<Outcome> {
    let next = AtomicUsize::new(0);
    let outcomes = Mutex::new(Vec::new());
    std::thread::scope(|scope| {
        for _ in 0..options.jobs.clamp(1, files.len().max(1)) {
            scope.spawn(|| {
                while let Some(path) = files.get(next.fetch_add(1, Ordering::SeqCst)) {
                    let outcome = run_one(path, options, stager);
                    report(&outcome);
                    if let Ok(mut outcomes) = outcomes.lock() {
                        outcomes.push(outcome);
                    }
                }
            });
        }
    });
    let mut outcomes = outcomes.into_inner().unwrap_or_default();
    outcomes.sort_by_key(|outcome| files.iter().position(|path| *path == outcome.path));
    outcomes
}

fn run_one(path: &Path, options: SuiteOptions, stager: &Stager) -> Outcome {
    let clock = Clock::real();
    let (problem, blessed) = match perform(path, options.bless, stager) {
        Ok(result) => result,
        Err(problem) => (Some(problem), false),
    };
    Outcome { path: path.to_path_buf(), problem, blessed, millis: clock.millis().0 }
}

/// Runs one file; the problem, and whether it was written anew.
fn perform(path: &Path, bless: bool, stager: &Stager) -> Result<(Option<String>, bool), String> {
    let text = fs::read_to_string(path).map_err(|error| error.to_string())?;
    let recording = Recording::parse(&text).map_err(|error| error.to_string())?;
    let sessions = stager(&recording)?;
    let performance = play(&recording, sessions.as_ref());
    let comparison = compare(&recording, &performance, &path.display().to_string());
    if let Some(failure) = performance.failure {
        let difference = comparison.difference.unwrap_or_default();
        return Ok((Some(format!("{failure}\n{difference}")), false));
    }
    if bless && comparison.difference.is_some() {
        fs::write(path, comparison.blessed).map_err(|error| error.to_string())?;
        return Ok((None, true));
    }
    Ok((comparison.difference, false))
}
