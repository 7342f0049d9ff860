//! Running lives, and cutting a failing one down to what matters.

use std::any::Any;
use std::panic::{AssertUnwindSafe, catch_unwind};

use super::choice::Choices;
use super::life::{Hazards, Life, Setup};
use crate::shadow::Mutated;

/// What to run.
#[derive(Clone, Copy, Debug)]
pub struct Recipe {
    /// Everything follows from it.
    pub seed: u64,
    /// Choices to make at least.
    pub steps: u64,
    /// What may happen, where the seed says so.
    pub hazards: Hazards,
    /// A rule that is broken on purpose.
    pub mutated: Mutated,
}

/// A run that came to its end.
#[derive(Clone, Copy, Debug)]
pub struct Run {
    /// Choices made.
    pub steps: u64,
}

/// A run that did not.
#[derive(Clone, Debug)]
pub struct Failure {
    /// What was run.
    pub seed: u64,
    /// How it was set up.
    pub setup: Setup,
    /// The invariant.
    pub what: String,
    /// Choices made until then.
    pub steps: u64,
    /// What was done, one word for each action.
    pub words: Vec<u64>,
    /// What happened, in words, when it was run again with these words; the last lines are the nearest to the failure.
    pub history: Vec<String>,
}

/// Runs one life.
///
/// # Errors
/// The invariant that did not hold, with everything that was done.
pub fn simulate(recipe: Recipe) -> Result<Run, Box<Failure>> {
    let chosen = Setup::of(recipe.seed);
    let setup = Setup { mutated: recipe.mutated, hazards: chosen.hazards.and(recipe.hazards), ..chosen };
    let mut life = Life::new(setup);
    let end = |life: &mut Life, count: &mut usize| {
        let mut source = Choices::seeded(recipe.seed ^ 0x5EED);
        while life.world.steps < recipe.steps {
            *count += 1;
            life.act(source.word());
        }
        life.end();
    };
    let mut count = 0;
    match catch_unwind(AssertUnwindSafe(|| end(&mut life, &mut count))) {
        Ok(()) => Ok(Run { steps: life.world.steps }),
        Err(panic) => {
            let mut source = Choices::seeded(recipe.seed ^ 0x5EED);
            let words = (0..count).map(|_| source.word()).collect();
            let (seed, what, steps) = (recipe.seed, words_of(panic.as_ref()), life.world.steps);
            Err(Box::new(Failure { seed, setup, what, steps, words, history: Vec::new() }))
        }
    }
}

fn words_of(panic: &(dyn Any + Send)) -> String {
    let text = panic.downcast_ref::<&str>().map(|text| (*text).to_owned());
    text.or_else(|| panic.downcast_ref::<String>().cloned()).unwrap_or_else(|| "a panic without words".to_owned())
}

/// Does what these words say; what failed, and how many choices were made.
fn replay(setup: Setup, words: &[u64], trace: bool) -> (Option<String>, Life) {
    let mut life = Life::new(setup);
    life.world.trace = trace.then(Vec::new);
    let run = catch_unwind(AssertUnwindSafe(|| {
        words.iter().for_each(|word| life.act(*word));
        life.end();
    }));
    (run.err().map(|panic| words_of(panic.as_ref())), life)
}

/// Makes the list of actions of a failing run as short as it can with so many choices at most, and writes the history of
/// what is left. Any failure counts: a shorter run often shows the same defect in another place.
pub fn shrink(failure: &Failure, budget: u64) -> Failure {
    let mut words = failure.words.clone();
    let mut spent = 0;
    let mut size = words.len().div_ceil(2);
    while size > 0 && spent < budget {
        let mut at = 0;
        while at < words.len() && spent < budget {
            let end = (at + size).min(words.len());
            let shorter: Vec<u64> = words[..at].iter().chain(&words[end..]).copied().collect();
            let (failed, life) = replay(failure.setup, &shorter, false);
            spent += life.world.steps + shorter.len() as u64;
            if failed.is_some() { words = shorter } else { at = end }
        }
        size /= 2;
    }
    let (failed, life) = replay(failure.setup, &words, true);
    let what = failed.unwrap_or_else(|| failure.what.clone());
    Failure { what, steps: life.world.steps, words, history: life.world.trace.unwrap_or_default(), ..failure.clone() }
}

/// Runs the words of a kept failure again; what fails, if it still does.
pub fn run_again(setup: Setup, words: &[u64]) -> Option<String> {
    replay(setup, words, false).0
}
