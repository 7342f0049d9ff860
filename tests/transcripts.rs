//! Recorded sessions: one test for each file of `testdata/transcripts`. With `DCLSHADOW_BLESS=1` the files are written
//! anew with the output shown now; the difference is reviewed like code.

use std::path::{Path, PathBuf};

use dclshadow::transcript::{Outcome, Recording, Sessions, SiteStage, SuiteOptions, collect, run_suite};
use libtest_mimic::{Arguments, Failed, Trial};

fn main() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("testdata/transcripts");
    let files = collect(std::slice::from_ref(&folder)).unwrap_or_default();
    let trials = files.into_iter().map(|file| {
        let name = file.strip_prefix(&folder).unwrap_or(&file).display().to_string();
        Trial::test(name, move || play(file))
    });
    libtest_mimic::run(&Arguments::from_args(), trials.collect()).exit();
}

fn play(file: PathBuf) -> Result<(), Failed> {
    let bless = std::env::var_os("DCLSHADOW_BLESS").is_some();
    let stager = |recording: &Recording| Ok(Box::new(SiteStage::new(recording)?) as Box<dyn Sessions>);
    let outcomes = run_suite(&[file], SuiteOptions { bless, jobs: 1 }, &stager, &|_: &Outcome| ());
    match outcomes.into_iter().find_map(|outcome| outcome.problem) {
        Some(problem) => Err(problem.into()),
        None => Ok(()),
    }
}
