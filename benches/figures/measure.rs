//! How a figure is measured and printed.

use std::time::{Duration, Instant};

/// Durations of repeated runs, sorted.
pub struct Sample(Vec<Duration>);

impl Sample {
    /// Runs `work` so many times; `before` prepares each run and is not timed.
    pub fn of<T>(runs: usize, mut before: impl FnMut() -> T, mut work: impl FnMut(T)) -> Self {
        Self::timed(runs, || {
            let prepared = before();
            let start = Instant::now();
            work(prepared);
            start.elapsed()
        })
    }

    /// So many durations that `measure` takes itself.
    pub fn timed(runs: usize, measure: impl FnMut() -> Duration) -> Self {
        let mut times: Vec<Duration> = std::iter::repeat_with(measure).take(runs).collect();
        times.sort_unstable();
        Self(times)
    }

    /// The duration that `percent` of the runs do not exceed.
    pub fn percentile(&self, percent: usize) -> Duration {
        percentile_of(&self.0, percent)
    }

    /// The middle duration.
    pub fn median(&self) -> Duration {
        self.percentile(50)
    }

    /// A line with median and tail, each divided by `each` operations in a run.
    pub fn print(&self, what: &str, each: u32) {
        let micros = |percent| self.percentile(percent).as_secs_f64() * 1e6 / f64::from(each);
        println!("{what:<58} {:>11.3} {:>11.3} {:>11.3} us", micros(50), micros(90), micros(99));
    }
}

/// The duration that `percent` of sorted durations do not exceed.
pub fn percentile_of(sorted: &[Duration], percent: usize) -> Duration {
    sorted[(sorted.len() - 1) * percent / 100]
}

/// Heading over lines of [`Sample::print`].
pub fn heading(title: &str) {
    println!("\n{title:<58} {:>11} {:>11} {:>11}", "median", "90 %", "99 %");
}

/// A line with a ratio and what it has to be.
pub fn ratio(what: &str, value: f64, wanted: &str) {
    println!("{what:<58} {value:>11.2} {wanted:>23}");
}
