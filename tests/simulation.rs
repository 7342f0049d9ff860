//! The shadowing core in the simulator: random lives under many seeds, failures that were found once, broken rules.
//!
//! `DCLSHADOW_SIMULATION_SEEDS=first-last` and `DCLSHADOW_SIMULATION_STEPS=n` run other seeds or longer lives.
//! `dclshadow simulate` does the same without a test, and cuts a failing seed down.

use std::fs;
use std::path::Path;

use dclshadow::shadow::{Mutated, Mutation};
use dclshadow::simulator::{Failure, Hazards, Pace, Recipe, Setup, run_again, shrink, simulate};

/// Seeds of the usual run, and steps of each.
const SEEDS: std::ops::RangeInclusive<u64> = 1..=2_000;
const STEPS: u64 = 700;

/// Choices that may be spent on making a failing run shorter.
const SHRINK_STEPS: u64 = 4_000_000;

/// Rules at the head of the list of mutations that a test run must see broken, and the steps that it has for each.
const CAUGHT: usize = 10;
const MUTATION_STEPS: u64 = 8_000_000;
const LIFE: u64 = 3_000;

fn from_environment(name: &str) -> Option<String> {
    std::env::var(name).ok()
}

fn told(failure: &Failure) -> String {
    let short = shrink(failure, SHRINK_STEPS);
    let from = short.history.len().saturating_sub(60);
    let words: Vec<String> = short.words.iter().map(|word| format!("{word:x}")).collect();
    format!(
        "seed {} fails after {} steps: {}\n{:?}\n{}\nwords {}\n",
        failure.seed,
        failure.steps,
        failure.what,
        short.setup,
        short.history[from..].join("\n"),
        words.join(" ")
    )
}

#[test]
fn seeds_run_without_a_report() {
    let seeds = from_environment("DCLSHADOW_SIMULATION_SEEDS").and_then(|text| {
        let (first, last) = text.split_once('-')?;
        Some(first.parse().ok()?..=last.parse().ok()?)
    });
    let steps = from_environment("DCLSHADOW_SIMULATION_STEPS").and_then(|text| text.parse().ok()).unwrap_or(STEPS);
    let mut taken = 0;
    for seed in seeds.unwrap_or(SEEDS) {
        match simulate(Recipe { seed, steps, hazards: Hazards::ALL, mutated: Mutated::default() }) {
            Ok(run) => taken += run.steps,
            Err(failure) => panic!("{}", told(&failure)),
        }
    }
    println!("simulation: {taken} steps");
}

#[test]
fn one_seed_is_one_life() {
    let run = || {
        simulate(Recipe { seed: 5, steps: 2_000, hazards: Hazards::ALL, mutated: Mutated::default() })
            .map(|run| run.steps)
            .ok()
    };
    assert_eq!(run(), run());
}

/// A seed shortly before the first that reports a rule whose break shows seldom: the search begins there.
fn first_seed(mutation: Mutation) -> u64 {
    match mutation {
        Mutation::EarlyAcknowledgement => 40,
        Mutation::BitmapKept => 795,
        _ => 1,
    }
}

/// Runs lives until the broken rule is reported; the failure, and all steps until then.
fn until_reported(mutation: Mutation, budget: u64) -> Option<(Box<Failure>, u64)> {
    let mut spent = 0;
    let mut seed = first_seed(mutation) - 1;
    while spent < budget {
        seed += 1;
        match simulate(Recipe { seed, steps: LIFE, hazards: Hazards::ALL, mutated: Mutated::by(mutation) }) {
            Ok(run) => spent += run.steps,
            Err(failure) => {
                spent += failure.steps;
                return Some((failure, spent));
            }
        }
    }
    None
}

#[test]
fn every_broken_rule_is_reported() {
    for mutation in &Mutation::ALL[..CAUGHT] {
        let Some((failure, spent)) = until_reported(*mutation, MUTATION_STEPS) else {
            panic!("{} is not reported within {MUTATION_STEPS} steps", mutation.name());
        };
        println!("{}: {spent} steps, {}", mutation.name(), failure.what);
    }
}

#[test]
fn a_failing_run_is_cut_down() {
    let (failure, _) = until_reported(Mutation::NoSecondLook, MUTATION_STEPS).expect("it is reported");
    let short = shrink(&failure, SHRINK_STEPS);
    assert!(short.words.len() * 4 < failure.words.len(), "{} of {}", short.words.len(), failure.words.len());
    assert!(!short.history.is_empty());
    assert_eq!(run_again(short.setup, &short.words), Some(short.what), "the same words fail again");
    let sound = Setup { mutated: Mutated::default(), ..short.setup };
    assert_eq!(run_again(sound, &short.words), None, "and do not without the mutation");
}

/// Whether the line ends so, and what stands before that.
fn option<'a>(line: &'a str, suffix: &str) -> (bool, &'a str) {
    line.strip_suffix(suffix).map_or((false, line), |rest| (true, rest))
}

/// A kept failure: a line `seed N steps M`, or `nodes N disks D maps L pace P volume V` and a line of words in hexadecimal,
/// with `deaths 1` where nodes crash, `faults 1` where several disks fail under several nodes. Lines that begin with `#` say what it was.
fn kept(path: &Path) -> Option<String> {
    let text = fs::read_to_string(path).expect("a file that can be read");
    let mut lines = text.lines().filter(|line| !line.starts_with('#'));
    let numbers = |line: &str| -> Vec<u64> { line.split(' ').filter_map(|word| word.parse().ok()).collect() };
    let first = lines.next().expect("a line that says what to run");
    let mutated = Mutated::default();
    let (many_faults, first) = option(first, " faults 1");
    let (deaths, first) = option(first, " deaths 1");
    let hazards = Hazards { deaths, many_faults };
    match (first.split(' ').next(), &numbers(first)[..]) {
        (Some("seed"), &[seed, steps]) => {
            simulate(Recipe { seed, steps, hazards, mutated }).err().map(|failure| failure.what)
        }
        (Some("nodes"), &[nodes, disks, maps, pace, ref volume @ ..]) => {
            let words =
                lines.next().unwrap_or_default().split(' ').filter_map(|word| u64::from_str_radix(word, 16).ok());
            let (nodes, map_limit, pace) = (nodes as usize, maps as u32, Pace::ALL[pace as usize]);
            let volume = volume.first().copied().unwrap_or(256);
            let setup = Setup { nodes, disks, map_limit, pace, volume, hazards, mutated };
            run_again(setup, &words.collect::<Vec<_>>())
        }
        _ => panic!("{}: what is this? {first}", path.display()),
    }
}

#[test]
fn failures_that_were_found_stay_mended() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("testdata/simulation");
    let files = fs::read_dir(folder).into_iter().flatten().flatten();
    for file in files {
        if let Some(what) = kept(&file.path()) {
            panic!("{} fails again: {what}", file.path().display());
        }
    }
}
