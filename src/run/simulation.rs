//! `dclshadow simulate`: seeds through the simulator, the rate, and the history of a seed that fails.

use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::thread;

#[cfg(feature = "mutations")]
use anyhow::Context;
use dclshadow::clock::Clock;
use dclshadow::shadow::Mutated;
#[cfg(feature = "mutations")]
use dclshadow::shadow::Mutation;
use dclshadow::simulator::{Failure, Hazards, Recipe, shrink, simulate};

use crate::cli::SimulateArguments;

/// Lines of a failing run's history that are shown.
const HISTORY_LINES: usize = 120;

/// Choices that may be spent on making a failing run shorter.
const SHRINK_STEPS: u64 = 40_000_000;

/// Seconds between two lines that say how far the run is.
const REPORT_SECONDS: u64 = 10;

/// Runs the seeds; whether one of them failed.
pub fn run(arguments: &SimulateArguments) -> anyhow::Result<bool> {
    let mutated = mutated(arguments)?;
    // What fails is told below, in one piece.
    std::panic::set_hook(Box::new(|_| {}));
    let clock = Clock::real();
    let (next, steps, ended) = (AtomicU64::new(0), AtomicU64::new(0), AtomicU64::new(0));
    let (failed, told) = (AtomicBool::new(false), AtomicU64::new(0));
    thread::scope(|scope| {
        for _ in 0..arguments.jobs {
            scope.spawn(|| {
                while !failed.load(Ordering::SeqCst) {
                    let nth = next.fetch_add(1, Ordering::SeqCst);
                    if nth >= arguments.seeds {
                        return;
                    }
                    let seed = arguments.seed + nth;
                    let recipe = Recipe { seed, steps: arguments.steps, hazards: Hazards::ALL, mutated };
                    match simulate(recipe) {
                        Ok(run) => {
                            steps.fetch_add(run.steps, Ordering::SeqCst);
                            ended.fetch_add(1, Ordering::SeqCst);
                        }
                        Err(failure) if !failed.swap(true, Ordering::SeqCst) => {
                            steps.fetch_add(failure.steps, Ordering::SeqCst);
                            tell(&failure);
                        }
                        Err(_) => {}
                    }
                    let seconds = clock.millis().0 / 1_000;
                    if told.fetch_max(seconds / REPORT_SECONDS, Ordering::SeqCst) < seconds / REPORT_SECONDS {
                        summary(ended.load(Ordering::SeqCst), steps.load(Ordering::SeqCst), clock.millis().0);
                    }
                }
            });
        }
    });
    summary(ended.load(Ordering::SeqCst), steps.load(Ordering::SeqCst), clock.millis().0);
    Ok(failed.load(Ordering::SeqCst))
}

#[cfg(feature = "mutations")]
fn mutated(arguments: &SimulateArguments) -> anyhow::Result<Mutated> {
    let Some(name) = &arguments.mutation else { return Ok(Mutated::default()) };
    let known = || Mutation::ALL.iter().map(|mutation| mutation.name()).collect::<Vec<_>>().join(", ");
    let found = Mutation::ALL.iter().find(|mutation| mutation.name() == name);
    found.map(|mutation| Mutated::by(*mutation)).with_context(|| format!("mutations are {}", known()))
}

#[cfg(not(feature = "mutations"))]
fn mutated(_arguments: &SimulateArguments) -> anyhow::Result<Mutated> {
    Ok(Mutated::default())
}

fn summary(seeds: u64, steps: u64, millis: u64) {
    let rate = steps * 1_000 / millis.max(1);
    let (seconds, tenths) = (millis / 1_000, millis / 100 % 10);
    println!("{seeds} seeds without a report, {steps} steps in {seconds}.{tenths} s, {rate} steps a second");
}

fn tell(failure: &Failure) {
    println!("seed {} fails after {} steps: {}", failure.seed, failure.steps, failure.what);
    let short = shrink(failure, SHRINK_STEPS);
    println!("{:?}", short.setup);
    println!("{} of {} actions are enough: {}", short.words.len(), failure.words.len(), short.what);
    let words: Vec<String> = short.words.iter().map(|word| format!("{word:x}")).collect();
    println!("words {}", words.join(" "));
    let left_out = short.history.len().saturating_sub(HISTORY_LINES);
    if left_out > 0 {
        println!("... {left_out} lines");
    }
    short.history[left_out..].iter().for_each(|line| println!("{line}"));
}
